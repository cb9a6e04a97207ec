//! Aligned columns for a terminal, where a Hangul syllable takes two places.

use std::fmt::{Display, Formatter, Result, Write};
use unicode_width::UnicodeWidthStr;

/// How the cells of a column stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows of cells below a header; prints with aligned columns, one line a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    align: Vec<Align>,
    rows: Vec<Vec<String>>,
}

impl Grid {
    /// A grid with the names and alignments of its columns.
    pub fn new<const N: usize>(header: [(&str, Align); N]) -> Self {
        Self::of(header.map(|(name, align)| (name.to_owned(), align)).into())
    }

    /// As [`new`](Self::new), for columns that are known only while the program runs.
    pub fn of(header: Vec<(String, Align)>) -> Self {
        let (names, align) = header.into_iter().unzip();
        Self { align, rows: vec![names] }
    }

    /// Adds a row with a cell for each column.
    pub fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.push(cells.into());
    }

    /// As [`row`](Self::row), for columns that are known only while the program runs.
    pub fn push(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.align.len());
        self.rows.push(cells);
    }
}

impl Display for Grid {
    fn fmt(&self, out: &mut Formatter<'_>) -> Result {
        let widths: Vec<usize> = (0..self.align.len())
            .map(|column| {
                let cells = self.rows.iter().filter_map(|row| row.get(column));
                cells.map(|cell| cell.width()).max().unwrap_or(0)
            })
            .collect();
        for row in &self.rows {
            let mut line = String::new();
            for ((cell, align), width) in row.iter().zip(&self.align).zip(&widths) {
                let blanks = " ".repeat(width - cell.width());
                match align {
                    Align::Left => write!(line, "  {cell}{blanks}")?,
                    Align::Right => write!(line, "  {blanks}{cell}")?,
                }
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Text broken at blanks into lines of at most `width` places; a word that is longer stands alone.
pub fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A number with a comma at every third digit, as Korean readers write it.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_takes_two_places() {
        let mut grid = Grid::new([("지역", Align::Left), ("대수", Align::Right)]);
        grid.row(["서울".into(), grouped(1_234_567)]);
        grid.row(["Jeju".into(), grouped(7)]);
        let expected = "  지역       대수\n  서울  1,234,567\n  Jeju          7\n";
        assert_eq!(grid.to_string(), expected);
    }

    #[test]
    fn lines_are_broken_by_places_and_not_by_letters() {
        assert_eq!(wrapped("보관기간은 촬영일로부터  30일", 16), ["보관기간은", "촬영일로부터", "30일"]);
        assert_eq!(wrapped("보관기간은 촬영일로부터  30일", 24), ["보관기간은 촬영일로부터", "30일"]);
        assert_eq!(wrapped("  ", 10), Vec::<String>::new());
    }

    #[test]
    fn digits_go_in_threes() {
        let cases = [(0, "0"), (999, "999"), (1_000, "1,000"), (51_084_159, "51,084,159")];
        for (number, expected) in cases {
            assert_eq!(grouped(number), expected);
        }
    }
}
