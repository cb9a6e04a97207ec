//! Text as rules see it: without blanks, in one spelling of dots, dashes and brackets, with the way back to the words.
//!
//! Policies write 관 리 책 임 자, `30 일` and `３０일`; rules are written for 관리책임자 and `30일`. A blank between two
//! digits is kept, so that `2 10대` never becomes 210; what is one number by its shape is put in plain digits, and the raised
//! marks of notes are left out.

use super::written;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Folded text and, for each of its bytes, where the character that it came from starts in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fold {
    text: String,
    /// Byte offset in the source, one entry for each byte of `text`, never falling.
    from: Vec<u32>,
    /// Byte ranges of the source in which blanks, dots and line ends belong to one number.
    numbers: Vec<Range<u32>>,
}

impl Fold {
    /// Folds `source`.
    pub(crate) fn new(source: &str) -> Self {
        let mut fold = Self {
            text: String::with_capacity(source.len()),
            from: Vec::with_capacity(source.len()),
            numbers: Vec::new(),
        };
        let mut pending: Option<u32> = None;
        // Where a number ends that was put in plain digits.
        let mut done = 0;
        for (at, c) in source.char_indices() {
            let index = at as u32;
            if at < done {
                continue;
            }
            // Syllables are most of what is read, and no folding touches them.
            if matches!(c, '가'..='힣') {
                pending = None;
                // 주¹⁾: the mark of a note.
                if c != '주' || !source[at + c.len_utf8()..].starts_with(is_raised) {
                    fold.push(c, index);
                }
            } else if c == '\n' {
                pending = None;
                if written::breaks_phone(&source[..at], &source[at + 1..]) {
                    fold.numbers.push(index..index + 1);
                } else {
                    fold.push('\n', index);
                }
            } else if blank(c) {
                pending = pending.or(Some(index));
            } else if let Some(number) = fold.number(source, at, c) {
                fold.gap(&mut pending, true);
                done = at + number.length;
                let last = source[..done].char_indices().next_back().map_or(at, |(last, _)| last) as u32;
                for (place, digit) in number.digits.chars().enumerate() {
                    fold.push(digit, if place == 0 { index } else { last });
                }
                fold.numbers.push(index..done as u32);
            } else if is_raised(c) {
                // The square of a measure is no note.
                if fold.text.ends_with(['m', 'M']) {
                    std::iter::once(c).nfkc().for_each(|plain| fold.push(plain, index));
                }
            } else if is_note(c) && fold.text.ends_with(|c: char| c.is_ascii_digit()) && before_unit(&source[at..]) {
            } else if let Some(mark) = mark(c) {
                pending = None;
                fold.push(mark, index);
            } else {
                for plain in std::iter::once(c).nfkc() {
                    fold.gap(&mut pending, plain.is_ascii_digit());
                    if !blank(plain) {
                        fold.push(mark_of_plain(plain), index);
                    }
                }
            }
        }
        fold
    }

    /// A blank between two digits stays.
    fn gap(&mut self, pending: &mut Option<u32>, digit: bool) {
        if let Some(at) = pending.take()
            && digit
            && self.text.ends_with(|c: char| c.is_ascii_digit())
        {
            self.push(' ', at);
        }
    }

    /// The number that starts here, if it has to be put in plain digits.
    fn number(&self, source: &str, at: usize, c: char) -> Option<written::Written> {
        if !(c.is_ascii_digit() || matches!(c, '０'..='９' | '①'..='⑳' | '㉑'..='㉟' | '㊱'..='㊿')) {
            return None;
        }
        // Not in the middle of one, nor of a date or an address.
        let before = source[..at].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '０'..='９')) {
            return None;
        }
        let sums = ["", "총", "계", "합계", "총계", "소계", "총:", "합계:"];
        written::number(&source[at..], sums.contains(&self.text.as_str()))
    }

    /// Whether a byte of the source stands within one number.
    pub(crate) fn joins(&self, at: usize) -> bool {
        let at = at as u32;
        let after = self.numbers.partition_point(|number| number.start <= at);
        after > 0 && self.numbers[after - 1].contains(&at)
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

/// Raised digits and brackets.
pub(crate) fn is_raised(c: char) -> bool {
    matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}'..='\u{207e}')
}

/// Signs that refer to a note.
fn is_note(c: char) -> bool {
    matches!(c, '*' | '※' | '†' | '‡')
}

/// Whether nothing but signs of notes stands before 대 or 개소: 120*대.
fn before_unit(rest: &str) -> bool {
    let rest = rest.trim_start_matches(|c: char| is_note(c) || blank(c));
    rest.starts_with('대') || rest.starts_with("개소")
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
            ("총 1만 2,345 대", "총12345대"),
            ("37¹⁾대, 면적 12m²", "37대,면적12m2"),
            ("120*대 / 김*수", "120대/김*수"),
            ("1,325대주²⁾", "1,325대"),
            ("02-2104-0\n120", "02-2104-0120"),
            ("1,2\n36대\n현관", "1236대\n현관"),
            ("2. 120대", "2.120대"),
            ("2014. 3. 25.", "2014.3.25."),
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
