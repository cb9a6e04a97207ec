//! A table as CSV for spreadsheets: UTF-8 with the mark by which Excel knows it, lines end with a line feed.

use super::ExportError;
use super::cells::{Cell, Values};
use crate::dataset::{Column, day_text};
use polars::prelude::DataFrame;

/// Renders a table; an empty cell is empty, never 0.
pub(super) fn render(frame: &DataFrame, table: &str, columns: &[Column]) -> Result<Vec<u8>, ExportError> {
    let values = Values::of(frame, table, columns)?;
    let mut rows = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    rows.write_record(columns.iter().map(|column| column.name))?;
    for row in 0..frame.height() {
        let cells = values.iter().map(|column| match column.get(row) {
            Cell::Empty => String::new(),
            Cell::Text(text) => defused(text),
            Cell::Integer(number) => number.to_string(),
            Cell::Boolean(value) => value.to_string(),
            Cell::Day(day) => day_text(day),
            Cell::Ratio(ratio) => ratio.to_string(),
        });
        rows.write_record(cells)?;
    }
    rows.into_inner().map_err(|error| ExportError::Csv(error.into_error().into()))
}

/// Text that a spreadsheet would run as a formula gets an apostrophe in front, which makes it text again: what pages
/// say was written by strangers. The letters are those of the OWASP list with their full-width twins.
fn defused(text: &str) -> String {
    let first = text.chars().find(|letter| !matches!(letter, ' ' | '\u{a0}' | '\u{3000}' | '\n'));
    match first {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠' | '|' | '%') => format!("'{text}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        for text in ["=1+2", "+82-2", "-cmd", "@SUM(A1)", "\t=1", "＝HYPERLINK(\"x\")", " =1", "\n=1", "|x", "%x"] {
            assert_eq!(defused(text), format!("'{text}"));
        }
        for text in ["", "063-450-4010", "2,228대", "a=b", "가-나", "·방범"] {
            assert_eq!(defused(text), text);
        }
    }
}
