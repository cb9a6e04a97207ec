//! A piece of a block's text: what a rule reads, and where the quote comes from.

use super::fold::Fold;
use crate::policy::{Quote, Stated};

/// Words of a document with their place, beside their folded form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slice {
    /// Block the words stand in.
    pub(crate) block: u32,
    /// First character within the block's text.
    pub(crate) start: u32,
    /// The words, verbatim.
    pub(crate) text: String,
    /// The words as rules see them.
    pub(crate) fold: Fold,
}

impl Slice {
    /// Words that start at character `start` of block `block`.
    pub(crate) fn new(block: u32, start: u32, text: &str) -> Self {
        Self { block, start, text: text.to_owned(), fold: Fold::new(text) }
    }

    /// The folded words.
    pub(crate) fn folded(&self) -> &str {
        self.fold.text()
    }

    /// Whether nothing is there but blanks, dashes and ditto marks of emptiness.
    pub(crate) fn is_blank(&self) -> bool {
        self.folded().chars().all(|c| matches!(c, '-' | '~' | '\n' | '·' | '*' | '_' | '.'))
    }

    /// The part behind a byte range of the folded words, trimmed.
    pub(crate) fn part(&self, start: usize, end: usize) -> Self {
        let (first, last) = self.fold.source(start, end);
        let words: String = self.text.chars().skip(first as usize).take((last - first) as usize).collect();
        let trimmed_start = words.trim_start();
        let skipped = words.chars().count() - trimmed_start.chars().count();
        Self::new(self.block, self.start + first + skipped as u32, trimmed_start.trim_end())
    }

    /// The words behind a byte range of the folded words as a quote.
    pub(crate) fn quote(&self, start: usize, end: usize, rule: &'static str) -> Quote {
        self.part(start, end).whole(rule)
    }

    /// All of the words as a quote.
    pub(crate) fn whole(&self, rule: &'static str) -> Quote {
        let length = self.text.chars().count() as u32;
        Quote {
            block: self.block,
            start: self.start,
            end: self.start + length,
            text: self.text.clone(),
            rule,
            document: None,
        }
    }

    /// All of the words, on one line, as a stated text.
    pub(crate) fn stated(&self, rule: &'static str) -> Stated<String> {
        let value = self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        Stated::new(value, self.whole(rule))
    }

    /// Without surrounding marks such as bullets, asterisks and brackets that carry nothing.
    pub(crate) fn trimmed(&self, marks: &[char]) -> Self {
        let front = self.text.trim_start_matches(|c: char| c.is_whitespace() || marks.contains(&c));
        let skipped = self.text.chars().count() - front.chars().count();
        let text = front.trim_end_matches(|c: char| c.is_whitespace() || marks.contains(&c));
        Self::new(self.block, self.start + skipped as u32, text)
    }

    /// Split where `separator` says, empty parts dropped.
    pub(crate) fn split(&self, separator: impl Fn(char) -> bool) -> Vec<Self> {
        let mut parts = Vec::new();
        let mut start = 0u32;
        let mut text = String::new();
        for (index, c) in self.text.chars().enumerate() {
            if separator(c) {
                self.push_part(&mut parts, start, &text);
                text.clear();
                start = index as u32 + 1;
            } else {
                text.push(c);
            }
        }
        self.push_part(&mut parts, start, &text);
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
        parts.retain(|part| !part.text.is_empty());
        parts
    }

    fn push_part(&self, parts: &mut Vec<Self>, start: u32, text: &str) {
        let trimmed = text.trim_start();
        let skipped = text.chars().count() - trimmed.chars().count();
        if !trimmed.trim_end().is_empty() {
            parts.push(Self::new(self.block, self.start + start + skipped as u32, trimmed.trim_end()));
        }
    }
}
