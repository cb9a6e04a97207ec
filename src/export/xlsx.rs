//! All tables as one workbook: a sheet a table behind a page that says what it is and a dictionary.

use super::ExportError;
use super::cells::{Cell, Values};
use crate::dataset::{Column, Physical, Table};
use crate::model::policy::{ContextRole, QuoteContext};
use polars::prelude::DataFrame;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatUnderline, Workbook, XlsxError};

/// Rows of a sheet, both rows of titles included.
const MAX_ROWS: usize = 1_048_576;
/// Characters of a cell.
const MAX_CELL: usize = 32_767;
/// Days from 1899-12-30, where spreadsheets begin, to 1970-01-01.
const EPOCH: f64 = 25_569.0;

/// A workbook being filled.
pub(super) struct Book {
    book: Workbook,
    title: Format,
    name: Format,
    date: Format,
    plain: Format,
    quote: Format,
}

/// The columns that tell where in a context its quote is.
struct Quoted<'a> {
    values: &'a [Values],
    /// Number of the column of the context, then of its places, block, first character and one past the last.
    context: usize,
    places: [usize; 4],
}

impl<'a> Quoted<'a> {
    /// The columns of a table that has contexts.
    fn of(columns: &[Column], values: &'a [Values]) -> Option<Self> {
        let at = |name: &str| columns.iter().position(|column| column.name == name);
        let places = [at("context_places")?, at("block")?, at("start")?, at("end")?];
        Some(Self { values, context: at("context")?, places })
    }

    /// A context as runs of words, and whether each is the quote; nothing where there is only one run.
    fn runs(&self, row: usize) -> Option<Vec<(bool, String)>> {
        let [places, place @ ..] = self.places;
        let context = QuoteContext::parse(self.values[self.context].text(row)?, self.values[places].text(row)?)?;
        let [block, start, end] = place.map(|at| match self.values[at].get(row) {
            Cell::Integer(number) => u32::try_from(number).ok(),
            _ => None,
        });
        let runs = context.runs((block?, start?, end?)).into_iter().filter(|(_, text)| !text.is_empty());
        let runs: Vec<(bool, String)> = runs.map(|(role, text)| (role == ContextRole::Quote, text)).collect();
        (runs.len() > 1).then_some(runs)
    }
}

impl Book {
    /// A workbook with the page in front: lines about the data set, then the dictionary.
    pub(super) fn new(about: &str, tables: &[(&'static Table, Vec<Column>)]) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        // The moment of writing would make equal exports differ.
        book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
        let grey = Color::RGB(0x00EE_EEEE);
        let title = Format::new().set_bold().set_background_color(grey).set_text_wrap().set_align(FormatAlign::Top);
        let name = Format::new().set_font_color(Color::RGB(0x0055_5555)).set_background_color(grey);
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let sheet = book.add_worksheet().set_name("설명 about")?;
        sheet.set_column_width(0, 110)?;
        for (row, line) in about.lines().enumerate() {
            sheet.write_string_with_format(row as u32, 0, line, &wrap)?;
        }
        let sheet = book.add_worksheet().set_name("사전 dictionary")?;
        for (column, (words, width)) in
            [("표 table", 16.0), ("칸 column", 22.0), ("형식 type", 10.0), ("설명", 44.0), ("meaning", 90.0)]
                .into_iter()
                .enumerate()
        {
            sheet.write_with_format(0, column as u16, words, &title)?.set_column_width(column as u16, width)?;
        }
        let columns = tables.iter().flat_map(|(table, columns)| columns.iter().map(|column| (table.name, column)));
        for (row, (table, column)) in columns.enumerate() {
            let kind = column.physical.name();
            for (at, words) in [table, column.name, kind, column.korean, column.english].into_iter().enumerate() {
                sheet.write_string(row as u32 + 1, at as u16, words)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        let quote = Format::new().set_bold().set_underline(FormatUnderline::Single);
        Ok(Self { book, title, name, date, plain: Format::new(), quote })
    }

    /// Adds a table: titles for Korean readers, names of the columns below them, then the rows.
    pub(super) fn table(&mut self, table: &Table, columns: &[Column], frame: &DataFrame) -> Result<(), ExportError> {
        let rows = frame.height();
        if rows + 2 > MAX_ROWS {
            return Err(ExportError::TooManyRows { table: table.name, rows, most: MAX_ROWS - 2 });
        }
        let values = Values::of(frame, table.name, columns)?;
        let sheet = self.book.add_worksheet().set_name(table.name)?;
        for (at, column) in columns.iter().enumerate() {
            let at = at as u16;
            sheet.write_string_with_format(0, at, column.korean, &self.title)?;
            sheet.write_string_with_format(1, at, column.name, &self.name)?;
            let width = match column.physical {
                Physical::Text if matches!(column.name, "quote" | "context") || column.name.starts_with("message") => {
                    60.0
                }
                Physical::Text => 24.0,
                Physical::Integer | Physical::Boolean | Physical::Day | Physical::Ratio => 12.0,
            };
            sheet.set_column_width(at, width)?;
        }
        let quoted = Quoted::of(columns, &values);
        for row in 0..rows {
            let to = row as u32 + 2;
            for (at, column) in values.iter().enumerate() {
                let runs = quoted.as_ref().filter(|quoted| quoted.context == at).and_then(|quoted| quoted.runs(row));
                let at = at as u16;
                if let Some(runs) = runs {
                    let runs: Vec<(&Format, &str)> = runs
                        .iter()
                        .map(|(quote, text)| (if *quote { &self.quote } else { &self.plain }, text.as_str()))
                        .collect();
                    sheet.write_rich_string(to, at, &runs)?;
                    continue;
                }
                match column.get(row) {
                    Cell::Empty => {}
                    // As a string, whatever it begins with: a formula of a stranger is words.
                    Cell::Text(text) => {
                        if text.len() > MAX_CELL && text.chars().count() > MAX_CELL {
                            return Err(ExportError::LongCell {
                                table: table.name,
                                column: columns[usize::from(at)].name,
                            });
                        }
                        sheet.write_string(to, at, text)?;
                    }
                    Cell::Integer(number) => {
                        sheet.write_number(to, at, number as f64)?;
                    }
                    Cell::Boolean(value) => {
                        sheet.write_boolean(to, at, value)?;
                    }
                    Cell::Day(day) => {
                        sheet.write_number_with_format(to, at, EPOCH + f64::from(day), &self.date)?;
                    }
                    Cell::Ratio(ratio) => {
                        sheet.write_number(to, at, ratio)?;
                    }
                }
            }
        }
        sheet.set_freeze_panes(2, 0)?;
        if rows > 0 {
            sheet.autofilter(1, 0, rows as u32 + 1, columns.len() as u16 - 1)?;
        }
        Ok(())
    }

    /// The bytes of the workbook.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.book.save_to_buffer()
    }
}
