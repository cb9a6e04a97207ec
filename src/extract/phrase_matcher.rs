//! Many word patterns as one automaton: which of them starts a text, and how far it reaches, in a single pass.
//!
//! A heading is looked for at every pause of every line. Asked one after the other, a hundred patterns would cost a
//! hundred searches; a lazily built automaton of all of them costs one.

use regex_automata::hybrid::dfa::{Cache, DFA};
use regex_automata::util::pool::Pool;
use regex_automata::{Anchored, Input, MatchKind};

/// Makes caches for a pool.
type Make = Box<dyn Fn() -> Cache + Send + Sync + std::panic::UnwindSafe + std::panic::RefUnwindSafe>;

/// Patterns that are searched together, each at the start of a text.
pub(crate) struct PhraseMatcher {
    automaton: DFA,
    caches: Pool<Cache, Make>,
}

impl PhraseMatcher {
    /// One automaton of all patterns.
    ///
    /// # Panics
    /// On a pattern that is no regular expression: patterns are data of this program, each held by a test.
    pub(crate) fn new(patterns: &[&str]) -> Self {
        let config = DFA::config().match_kind(MatchKind::All).skip_cache_capacity_check(true);
        let automaton = DFA::builder().configure(config).build_many(patterns).expect("vocabulary pattern");
        let maker = automaton.clone();
        let make: Make = Box::new(move || maker.create_cache());
        Self { automaton, caches: Pool::new(make) }
    }

    /// The longest match at the start of `text`: the pattern's number (of several, the first) and its length in bytes.
    pub(crate) fn longest(&self, text: &str) -> Option<(usize, usize)> {
        let mut cache = self.caches.get();
        // The automaton has no quits and never gives up: it clears its cache when that is full.
        let found = self.automaton.try_search_fwd(&mut cache, &Input::new(text).anchored(Anchored::Yes)).ok()??;
        Some((found.pattern().as_usize(), found.offset()))
    }

    /// The first pattern that takes the whole of `text`.
    pub(crate) fn whole(&self, text: &str) -> Option<usize> {
        self.longest(text).filter(|(_, length)| *length == text.len()).map(|(pattern, _)| pattern)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_match_wins_and_of_equals_the_first() {
        let lexicon = PhraseMatcher::new(&["관리(책임자)?", "관리책임", "관리책임자", "보관"]);
        assert_eq!(lexicon.longest("관리책임자입니다"), Some((0, "관리책임자".len())));
        assert_eq!(lexicon.longest("관리책임"), Some((1, "관리책임".len())));
        assert_eq!(lexicon.longest("우리 관리책임자"), None);
        assert_eq!(
            (lexicon.whole("관리책임자"), lexicon.whole("관리책임자들"), lexicon.whole("보관")),
            (Some(0), None, Some(3))
        );
    }
}
