//! Characters of a document's blocks found by their number, without counting from the front each time.

use super::Document;
use std::cell::OnceCell;

/// Characters between two places that are remembered.
const STEP: usize = 64;

/// The text of a document by block and characters. A block is measured once, when it is first asked for.
#[derive(Debug)]
pub struct Places<'a> {
    document: &'a Document,
    marks: Vec<OnceCell<Vec<u32>>>,
}

impl<'a> Places<'a> {
    /// Places of a document.
    pub fn new(document: &'a Document) -> Self {
        Self { document, marks: document.blocks.iter().map(|_| OnceCell::new()).collect() }
    }

    /// The document.
    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// The text of a block; empty where there is no such block.
    pub fn text(&self, block: u32) -> &'a str {
        self.document.blocks.get(block as usize).map_or("", |block| block.text.as_str())
    }

    /// The words between two characters of a block; nothing when the block has no such characters.
    pub fn words(&self, block: u32, start: u32, end: u32) -> Option<&'a str> {
        self.document.blocks.get(block as usize)?;
        let (first, last) = (self.byte(block, start)?, self.byte(block, end)?);
        self.text(block).get(first..last)
    }

    /// The byte at which a character of a block begins; the length of the text for the one past the last.
    pub fn byte(&self, block: u32, letter: u32) -> Option<usize> {
        let mark = *self.marks(block).get(letter as usize / STEP)? as usize;
        let rest = &self.text(block)[mark..];
        let bytes = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
        bytes.take(STEP + 1).nth(letter as usize % STEP).map(|at| mark + at)
    }

    /// The number of the character that begins at a byte of a block.
    pub fn letter(&self, block: u32, byte: usize) -> u32 {
        let marks = self.marks(block);
        let before = marks.partition_point(|mark| *mark as usize <= byte).saturating_sub(1);
        let Some(mark) = marks.get(before).map(|mark| *mark as usize) else { return 0 };
        let between = self.text(block).get(mark..byte).map_or(0, |text| text.chars().count());
        (before * STEP + between) as u32
    }

    fn marks(&self, block: u32) -> &[u32] {
        let measure = || self.text(block).char_indices().step_by(STEP).map(|(at, _)| at as u32).collect::<Vec<_>>();
        let Some(own) = self.marks.get(block as usize) else { return &[] };
        own.get_or_init(|| {
            let mut marks = measure();
            // A text that ends where a place would be remembered ends there.
            if marks.is_empty() || self.text(block)[marks[marks.len() - 1] as usize..].chars().count() == STEP {
                marks.push(self.text(block).len() as u32);
            }
            marks
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Hint, read};

    #[test]
    fn characters_are_found_wherever_they_are() {
        for length in [0, 1, 63, 64, 65, 127, 128, 129, 500] {
            let text: String = "가a나🙂".chars().cycle().take(length).collect();
            let mut document = read(b"x", &Hint::default());
            document.blocks[0].text.clone_from(&text);
            let places = Places::new(&document);
            let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            for (letter, byte) in bytes.iter().enumerate() {
                assert_eq!(places.byte(0, letter as u32), Some(*byte), "{length}: {letter}");
                assert_eq!(places.letter(0, *byte), letter as u32, "{length}: {byte}");
            }
            assert_eq!(places.byte(0, length as u32 + 1), None, "{length}");
            assert_eq!(places.words(0, 0, length as u32), Some(text.as_str()));
            assert_eq!(places.words(1, 0, 0), None);
        }
    }
}
