//! Text as rules see it: without blanks, in one spelling of dots, dashes and brackets, with the way back to the words.
//!
//! Policies write 관 리 책 임 자, `30 일` and `３０일`; rules are written for 관리책임자 and `30일`. A blank between two
//! digits is kept, so that `2 10대` never becomes 210.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Folded text and, for each of its bytes, where the character that it came from starts in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fold {
    text: String,
    /// Byte offset in the source, one entry for each byte of `text`, never falling.
    from: Vec<u32>,
}

impl Fold {
    /// Folds `source`.
    pub(crate) fn new(source: &str) -> Self {
        let mut fold = Self { text: String::with_capacity(source.len()), from: Vec::with_capacity(source.len()) };
        let mut pending: Option<u32> = None;
        for (index, c) in source.char_indices() {
            let index = index as u32;
            // Syllables are most of what is read, and no folding touches them.
            if matches!(c, '가'..='힣') {
                pending = None;
                fold.push(c, index);
            } else if c == '\n' {
                pending = None;
                fold.push('\n', index);
            } else if blank(c) {
                pending = pending.or(Some(index));
            } else if let Some(mark) = mark(c) {
                pending = None;
                fold.push(mark, index);
            } else {
                for plain in std::iter::once(c).nfkc() {
                    if let Some(at) = pending.take() {
                        let digit = |c: char| c.is_ascii_digit();
                        if digit(plain) && fold.text.chars().next_back().is_some_and(digit) {
                            fold.push(' ', at);
                        }
                    }
                    if !blank(plain) {
                        fold.push(mark_of_plain(plain), index);
                    }
                }
            }
        }
        fold
    }

    fn push(&mut self, c: char, from: u32) {
        self.text.push(c);
        self.from.extend(std::iter::repeat_n(from, c.len_utf8()));
    }

    /// The folded text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Bytes of the source (the text that was folded) behind a byte range of the folded text.
    pub(crate) fn source(&self, source: &str, range: Range<usize>) -> Range<usize> {
        let behind = |at: u32| {
            let at = at as usize;
            at + source[at..].chars().next().map_or(0, char::len_utf8)
        };
        let first = match self.from.get(range.start) {
            Some(first) => *first as usize,
            None => self.from.last().map_or(0, |last| behind(*last)),
        };
        let last =
            if range.is_empty() { first } else { self.from.get(range.end - 1).map_or(first, |last| behind(*last)) };
        first..last.max(first)
    }

    /// Bytes of the folded text that come from a byte range of the source.
    pub(crate) fn of_source(&self, range: &Range<usize>) -> Range<usize> {
        let before = |end: usize| self.from.partition_point(|from| (*from as usize) < end);
        before(range.start)..before(range.end)
    }
}

/// Folds without keeping the way back.
pub(crate) fn fold(source: &str) -> String {
    Fold::new(source).text
}

/// Folds and drops everything but letters and digits: the form in which labels are compared.
pub(crate) fn bare(source: &str) -> String {
    letters(&fold(source))
}

/// The letters and digits of folded text, in lower case.
pub(crate) fn letters(folded: &str) -> String {
    let mut bare = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            // Nearly all that is read; the tables of Unicode are slow to ask for them.
            '가'..='힣' => bare.push(c),
            _ if c.is_ascii() => bare.extend(c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase())),
            _ if c.is_alphanumeric() => bare.extend(c.to_lowercase()),
            _ => {}
        }
    }
    bare
}

fn blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}' | '\u{feff}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{ad}' | '\u{3164}')
}

/// Marks that are spelled in many ways, to one spelling each, before compatibility folding can split them.
fn mark(c: char) -> Option<char> {
    Some(match c {
        '·' | '․' | 'ㆍ' | '•' | '∙' | '‧' | '・' | '･' | 'ᆞ' | '⋅' => '·',
        '∼' | '～' | '〜' | '˜' | '∽' => '~',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' | '─' => '-',
        '“' | '”' | '„' | '＂' => '"',
        '‘' | '’' | '`' | '´' | '′' | '＇' => '\'',
        '○' | '◯' | '〇' | '❍' | 'ㅇ' | '◦' | '⚬' | '⭘' => '○',
        '㈜' => '㈜',
        '①'..='⑳' => c,
        _ => return None,
    })
}

/// Marks that compatibility folding produces.
fn mark_of_plain(c: char) -> char {
    match c {
        '〔' | '［' => '[',
        '〕' | '］' => ']',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_go_and_numbers_stay_apart() {
        let cases = [
            ("관 리 책 임 자", "관리책임자"),
            ("2014년 3월25일", "2014년3월25일"),
            ("현관 2 복도 10 대", "현관2복도10대"),
            ("2 10대", "2 10대"),
            ("３０ 일", "30일"),
            ("운영ㆍ관리 ∼ 10–20", "운영·관리~10-20"),
            ("a\u{a0}b", "ab"),
        ];
        for (source, wanted) in cases {
            assert_eq!(fold(source), wanted, "{source}");
        }
        assert_eq!(bare("영상정보처리기기 운영·관리 방침(안)"), "영상정보처리기기운영관리방침안");
    }

    #[test]
    fn the_way_back_leads_to_the_words() {
        let source = "보 관 기 간 : ３０ 일 이내";
        let fold = Fold::new(source);
        let at = fold.text().find("30일").expect("folded");
        let words = fold.source(source, at..at + "30일".len());
        assert_eq!(&source[words.clone()], "３０ 일");
        assert_eq!(&fold.text()[fold.of_source(&words)], "30일");
    }
}
