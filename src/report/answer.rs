//! Answers to questions as aligned columns, CSV or JSON.

use super::text_table::{Align, Grid};
use crate::dataset::query::{Answer, Cell};
use serde_json::{Value, json};
use std::io::{Result, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Aligned columns: at most `rows` rows, cells cut to `width` places of a terminal.
pub fn table(answer: &Answer, rows: usize, width: usize, out: &mut dyn Write) -> Result<()> {
    let header =
        answer.columns().into_iter().map(|(name, number)| (name, if number { Align::Right } else { Align::Left }));
    let mut grid = Grid::of(header.collect());
    for row in 0..answer.height().min(rows) {
        grid.push(answer.row(row).iter().map(|cell| cut(&words(cell), width)).collect());
    }
    write!(out, "{grid}")
}

/// One line a row behind the names of the columns; an empty cell is empty, never 0.
pub fn csv(answer: &Answer, out: &mut dyn Write) -> std::result::Result<(), csv::Error> {
    let mut rows = csv::Writer::from_writer(out);
    rows.write_record(answer.columns().into_iter().map(|(name, _)| name))?;
    for row in 0..answer.height() {
        rows.write_record(answer.row(row).iter().map(plain))?;
    }
    rows.flush()?;
    Ok(())
}

/// A list with an object a row, keys in the order of the columns.
pub fn json(answer: &Answer, out: &mut dyn Write) -> Result<()> {
    let names: Vec<String> = answer.columns().into_iter().map(|(name, _)| name).collect();
    write!(out, "[")?;
    for row in 0..answer.height() {
        let comma = if row == 0 { "" } else { "," };
        write!(out, "{comma}\n  {{")?;
        for (at, (name, cell)) in names.iter().zip(answer.row(row)).enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(out, "{comma}{}: {}", Value::from(name.as_str()), value(cell))?;
        }
        write!(out, "}}")?;
    }
    let end = if answer.height() == 0 { "" } else { "\n" };
    writeln!(out, "{end}]")
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Empty => Value::Null,
        Cell::Text(text) => json!(text),
        Cell::Integer(number) => json!(number),
        Cell::Real(number) => json!(number),
        Cell::Boolean(value) => json!(value),
    }
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Integer(number) => number.to_string(),
        Cell::Real(number) => number.to_string(),
        Cell::Boolean(value) => value.to_string(),
    }
}

/// A cell on one line, whatever lines and tabs it holds; what is empty is seen to be.
fn words(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "-".to_owned(),
        Cell::Text(text) => {
            // Text of strangers must not move the cursor or change colours.
            let plain: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
            plain.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        Cell::Integer(_) | Cell::Real(_) | Cell::Boolean(_) => plain(cell),
    }
}

/// Text that fits into so many places, with … where it was cut.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut places = 1;
    for letter in text.chars() {
        places += letter.width().unwrap_or(0);
        if places > width {
            break;
        }
        out.push(letter);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_is_cut_where_it_fits() {
        let cases = [("가나다", 6, "가나다"), ("가나다라", 6, "가나…"), ("abcdefg", 6, "abcde…"), ("가", 1, "…")];
        for (text, width, expected) in cases {
            assert_eq!(cut(text, width), expected, "{text}");
        }
        assert_eq!(words(&Cell::Text("한 줄\n두 줄\t\u{1b}[31m셋".into())), "한 줄 두 줄 [31m셋");
    }
}
