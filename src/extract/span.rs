//! A piece of a block's text: what a rule reads, and where the quote comes from.

use super::fold::{self, Fold};
use crate::model::policy::{Quote, Stated};
use std::ops::Range;
use std::rc::Rc;

/// Words of a document with their place, beside their folded form.
///
/// A slice is a window: all pieces of a paragraph share one text that was folded once, so that taking a line apart
/// and keeping its parts costs next to nothing.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    source: Rc<Source>,
    /// Bytes of the source's text.
    words: Range<usize>,
    /// Bytes of the source's folded text: all that comes from these words.
    folded: Range<usize>,
    /// What goes on elsewhere: further lines of a cell.
    more: Option<Rc<[Span]>>,
}

/// A paragraph or a cell, folded.
#[derive(Debug)]
struct Source {
    block: u32,
    /// First character within the block's text.
    start: u32,
    text: String,
    fold: Fold,
}

impl Eq for Span {}

impl PartialEq for Span {
    fn eq(&self, other: &Self) -> bool {
        self.block() == other.block() && self.text() == other.text() && self.start() == other.start()
    }
}

impl Span {
    /// Words that start at character `start` of block `block`.
    pub(crate) fn new(block: u32, start: u32, text: &str) -> Self {
        let fold = Fold::new(text);
        let (words, folded) = (0..text.len(), 0..fold.text().len());
        Self { source: Rc::new(Source { block, start, text: text.to_owned(), fold }), words, folded, more: None }
    }

    /// Block the words stand in.
    pub(crate) fn block(&self) -> u32 {
        self.source.block
    }

    /// First character within the block's text.
    pub(crate) fn start(&self) -> u32 {
        self.source.start + self.source.text[..self.words.start].chars().count() as u32
    }

    /// First character of the paragraph or cell that the words are taken from, and their bytes in it.
    pub(crate) fn origin(&self) -> (u32, Range<usize>) {
        (self.source.start, self.words.clone())
    }

    /// The words, verbatim.
    pub(crate) fn text(&self) -> &str {
        &self.source.text[self.words.clone()]
    }

    /// The words as rules see them.
    pub(crate) fn folded(&self) -> &str {
        &self.source.fold.text()[self.folded.clone()]
    }

    /// Whether nothing is there but blanks, dashes and ditto marks of emptiness.
    pub(crate) fn is_blank(&self) -> bool {
        self.folded().chars().all(|c| matches!(c, '-' | '~' | '\n' | '·' | '*' | '_' | '.'))
    }

    /// The part at a byte range of the words.
    pub(crate) fn cut(&self, range: Range<usize>) -> Self {
        let words = self.words.start + range.start..self.words.start + range.end;
        let folded = self.source.fold.of_source(&words);
        Self { source: Rc::clone(&self.source), words, folded, more: None }
    }

    /// Lines of one cell as its first, which knows the others: what it states is what all say.
    pub(crate) fn joined(lines: Vec<Self>) -> Option<Self> {
        let mut lines = lines.into_iter();
        let mut first = lines.next()?;
        let more: Vec<Self> = lines.collect();
        if let Some(end) = more.last().filter(|end| Rc::ptr_eq(&first.source, &end.source)).cloned() {
            return Some(first.through(&end));
        }
        first.more = (!more.is_empty()).then(|| more.into());
        Some(first)
    }

    /// Whether both are parts of one paragraph or cell.
    pub(crate) fn shares_text_with(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.source, &other.source)
    }

    /// From the first of these words to the last of `end`, a later part of the same text.
    pub(crate) fn through(&self, end: &Self) -> Self {
        debug_assert!(Rc::ptr_eq(&self.source, &end.source), "parts of one text");
        self.cut(0..end.words.end.saturating_sub(self.words.start).max(self.words.len()))
    }

    /// The words behind a byte range of the folded words, as a byte range of the words.
    fn behind(&self, start: usize, end: usize) -> Range<usize> {
        let offset = self.folded.start;
        let found = self.source.fold.source(&self.source.text, offset + start..offset + end);
        let within = |at: usize| at.clamp(self.words.start, self.words.end) - self.words.start;
        within(found.start)..within(found.end)
    }

    /// The part behind a byte range of the folded words, trimmed.
    pub(crate) fn part(&self, start: usize, end: usize) -> Self {
        let range = self.behind(start, end);
        let words = &self.text()[range.clone()];
        let front = words.trim_start();
        let first = range.end - front.len();
        self.cut(first..first + front.trim_end().len())
    }

    /// The character that follows the first `end` bytes of the folded words.
    pub(crate) fn next_char(&self, end: usize) -> Option<char> {
        let at = self.behind(0, end).end;
        self.text()[at..].chars().next()
    }

    /// The character in front of what is left behind the first `start` bytes of the folded words.
    pub(crate) fn previous_char(&self, start: usize) -> Option<char> {
        let at = self.behind(start, start).start;
        self.text()[..at].chars().next_back()
    }

    /// The words behind a byte range of the folded words as a quote.
    pub(crate) fn quote(&self, start: usize, end: usize, rule: &'static str) -> Quote {
        self.part(start, end).whole(rule)
    }

    /// All of the words as a quote.
    pub(crate) fn whole(&self, rule: &'static str) -> Quote {
        let (start, text) = (self.start(), self.text());
        let end = start + text.chars().count() as u32;
        Quote { block: self.block(), start, end, text: text.to_owned(), rule, document: None }
    }

    /// All of the words, on one line, as a stated text.
    pub(crate) fn stated(&self, rule: &'static str) -> Stated<String> {
        // Marks of notes are quoted and are no part of what is said.
        let lines = std::iter::once(self.text()).chain(self.more.iter().flat_map(|more| more.iter().map(Self::text)));
        let words = lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ");
        let value = words.replace(fold::is_raised, "");
        Stated::new(value, self.whole(rule))
    }

    /// Without surrounding marks such as bullets, asterisks and brackets that carry nothing.
    pub(crate) fn trimmed(&self, marks: &[char]) -> Self {
        let dull = |c: char| c.is_whitespace() || marks.contains(&c);
        let front = self.text().trim_start_matches(dull);
        let first = self.words.len() - front.len();
        self.cut(first..first + front.trim_end_matches(dull).len())
    }

    /// Split where `separator` says, empty parts dropped; not within a number.
    pub(crate) fn split(&self, separator: impl Fn(char) -> bool) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut add = |start: usize, end: usize| {
            let words = &self.text()[start..end];
            let front = words.trim_start();
            let first = end - front.len();
            let length = front.trim_end().len();
            if length > 0 {
                parts.push(self.cut(first..first + length));
            }
        };
        let mut start = 0;
        for (at, c) in self.text().char_indices() {
            if separator(c) && !self.source.fold.joins(self.words.start + at) {
                add(start, at);
                start = at + c.len_utf8();
            }
        }
        add(start, self.text().len());
        parts
    }

    /// Sentences: parts that end in `다.` and its like. Dots of dates and numbers end none.
    pub(crate) fn sentences(&self) -> Vec<Self> {
        let folded = self.folded();
        let mut parts = Vec::new();
        let mut start = 0;
        let mut previous = ' ';
        for (at, c) in folded.char_indices() {
            if c == '\n' || c == '.' && matches!(previous, '다' | '요' | '함' | '음' | '임' | '됨') {
                parts.push(self.part(start, at + 1));
                start = at + 1;
            }
            previous = c;
        }
        if start < folded.len() {
            parts.push(self.part(start, folded.len()));
        }
        parts.retain(|part| !part.text().is_empty());
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_part_is_what_it_would_be_alone() {
        let slice = Span::new(3, 7, " 보관 기간 : ３０ 일, 2 10대 ㎡ (야간\u{200b})  끝 ");
        for start in 0..=slice.folded().len() {
            for end in start..=slice.folded().len() {
                if !slice.folded().is_char_boundary(start) || !slice.folded().is_char_boundary(end) {
                    continue;
                }
                let part = slice.part(start, end).trimmed(&['(', ':']);
                let alone = Span::new(3, part.start(), part.text());
                assert_eq!(part, alone);
                assert_eq!(part.folded(), alone.folded(), "{:?}", part.text());
            }
        }
    }

    #[test]
    fn parts_know_where_they_stand() {
        let slice = Span::new(3, 7, "현관 2대, 복도 ３대");
        let parts = slice.split(|c| c == ',');
        assert_eq!(
            parts.iter().map(|part| (part.start(), part.text(), part.folded())).collect::<Vec<_>>(),
            [(7, "현관 2대", "현관2대"), (14, "복도 ３대", "복도3대")]
        );
        assert_eq!(parts[0].through(&parts[1]), slice);
        assert_eq!(parts[1].next_char("복도".len()), Some(' '));
        assert_eq!(parts[1].previous_char("복도".len()), Some(' '));
        assert_eq!(parts[1].next_char("복도3대".len()), None);
    }
}
