//! Rows of a seeds file, with the place of every cell for the error that may be in it.

use std::collections::BTreeMap;

/// What is wrong in a seeds file, and where: prints as `file:line:column: message`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {problem}")]
pub struct RegistryError {
    /// The file as the caller named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Character within the line where the cell begins, from 1.
    pub column: usize,
    /// What is wrong.
    pub problem: RegistryProblem,
}

/// What can be wrong in a seeds file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryProblem {
    /// The text is not CSV: unequal rows, bytes that are no UTF-8.
    #[error("not CSV: {0}")]
    Csv(String),
    /// A column that every seeds file needs is not there.
    #[error("missing column `{0}`")]
    MissingColumn(&'static str),
    /// A column nobody reads; a misspelt name would otherwise go unseen.
    #[error("unknown column `{0}`")]
    UnknownColumn(String),
    /// Two columns of the same name.
    #[error("column `{0}` occurs twice")]
    RepeatedColumn(String),
    /// A cell that must not be empty.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// A word that is not in the closed list of its column.
    #[error("unknown {column} `{value}`; known are {known}")]
    Unknown {
        /// The column.
        column: &'static str,
        /// The word.
        value: String,
        /// The closed list.
        known: String,
    },
    /// Two rows with the same key.
    #[error("id `{id}` is already used in line {line}")]
    DuplicateId {
        /// The key.
        id: String,
        /// Line of its first use.
        line: usize,
    },
    /// Not an absolute address of the web.
    #[error("bad address `{value}`: {reason}")]
    BadUrl {
        /// The cell.
        value: String,
        /// Why.
        reason: String,
    },
    /// Not a code of the expected form.
    #[error("bad code `{0}`: two or five digits are expected")]
    BadCode(String),
    /// Not a whole number.
    #[error("bad number `{0}`: digits are expected")]
    BadNumber(String),
    /// Not a year, month or day.
    #[error("bad date `{value}`: {expected} is expected")]
    BadDate {
        /// The cell.
        value: String,
        /// The expected form.
        expected: &'static str,
    },
}

/// The rows of a CSV text and the names of its columns.
pub(super) struct Cells<'a> {
    text: &'a str,
    file: &'a str,
    columns: BTreeMap<String, usize>,
    rows: Vec<csv::StringRecord>,
}

impl<'a> Cells<'a> {
    /// Reads a CSV text whose first row names the columns: all of `required`, others only from `optional`.
    pub(super) fn read(
        text: &'a str,
        file: &'a str,
        required: &[&'static str],
        optional: &[&'static str],
    ) -> Result<Self, Vec<RegistryError>> {
        // Spreadsheets write a byte order mark; it is no part of the first column's name.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut cells = Self { text, file, columns: BTreeMap::new(), rows: Vec::new() };
        let mut errors = Vec::new();
        let mut reader = csv::ReaderBuilder::new().has_headers(false).trim(csv::Trim::All).from_reader(text.as_bytes());
        for row in reader.records() {
            match row {
                Ok(row) => cells.rows.push(row),
                Err(error) => errors.push(cells.csv_error(&error)),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let header = if cells.rows.is_empty() { csv::StringRecord::new() } else { cells.rows.remove(0) };
        for (index, name) in header.iter().enumerate() {
            let problem = if !required.contains(&name) && !optional.contains(&name) {
                RegistryProblem::UnknownColumn(name.to_owned())
            } else if cells.columns.insert(name.to_owned(), index).is_some() {
                RegistryProblem::RepeatedColumn(name.to_owned())
            } else {
                continue;
            };
            errors.push(cells.error(byte_of(&header), index, problem));
        }
        for name in required {
            if !cells.columns.contains_key(*name) {
                errors.push(cells.error(0, 0, RegistryProblem::MissingColumn(name)));
            }
        }
        if errors.is_empty() { Ok(cells) } else { Err(errors) }
    }

    /// The rows below the header.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|record| Row { cells: self, record })
    }

    fn csv_error(&self, error: &csv::Error) -> RegistryError {
        let byte = error.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        let message = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("this row has {len} cells, the first row has {expected_len}")
            }
            _ => error.to_string(),
        };
        self.error(byte, 0, RegistryProblem::Csv(message))
    }

    fn error(&self, row_byte: usize, cell: usize, problem: RegistryProblem) -> RegistryError {
        let (line, column) = place(self.text, row_byte, cell);
        RegistryError { file: self.file.to_owned(), line, column, problem }
    }
}

/// One row, whose cells are read by the name of their column.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    cells: &'a Cells<'a>,
    record: &'a csv::StringRecord,
}

impl<'a> Row<'a> {
    /// The cell under a column; `None` when it is empty or the file has no such column.
    pub(super) fn get(self, column: &str) -> Option<&'a str> {
        let index = *self.cells.columns.get(column)?;
        self.record.get(index).filter(|cell| !cell.is_empty())
    }

    /// The cell as an owned text.
    pub(super) fn text(self, column: &str) -> Option<String> {
        self.get(column).map(str::to_owned)
    }

    /// The line the row begins in.
    pub(super) fn line(self) -> usize {
        place(self.cells.text, byte_of(self.record), 0).0
    }

    /// An error in the cell under a column.
    pub(super) fn error(self, column: &str, problem: RegistryProblem) -> RegistryError {
        let index = self.cells.columns.get(column).copied().unwrap_or(0);
        self.cells.error(byte_of(self.record), index, problem)
    }

    /// The cell that must not be empty; else an empty text and an error.
    pub(super) fn needed(self, column: &'static str, errors: &mut Vec<RegistryError>) -> &'a str {
        self.get(column).unwrap_or_else(|| {
            errors.push(self.error(column, RegistryProblem::Empty(column)));
            ""
        })
    }

    /// The cell's word in a closed list, if there is a word; an error when the list does not have it.
    pub(super) fn word<T: Copy>(
        self,
        column: &'static str,
        list: &[T],
        name: impl Fn(T) -> &'static str,
        errors: &mut Vec<RegistryError>,
    ) -> Option<T> {
        let value = self.get(column)?;
        let found = list.iter().copied().find(|item| name(*item) == value);
        if found.is_none() {
            let known: Vec<_> = list.iter().map(|item| name(*item)).collect();
            let problem = RegistryProblem::Unknown { column, value: value.to_owned(), known: known.join(", ") };
            errors.push(self.error(column, problem));
        }
        found
    }
}

fn byte_of(record: &csv::StringRecord) -> usize {
    record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX))
}

/// Line and column, both from 1, of a cell in the row that begins at or after a byte of the text.
///
/// The reader of the csv crate knows where a row begins and not where its cells do; this walks there.
fn place(text: &str, row_byte: usize, cell: usize) -> (usize, usize) {
    let mut start = row_byte.min(text.len());
    while text[start..].starts_with(['\r', '\n']) {
        start += 1;
    }
    let mut line = 1 + text[..start].matches('\n').count();
    let mut column = 1;
    let mut quoted = false;
    let mut passed = 0;
    for letter in text[start..].chars() {
        if passed == cell {
            break;
        }
        column += 1;
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => passed += 1,
            '\n' => {
                line += 1;
                column = 1;
            }
            _ => {}
        }
    }
    (line, column)
}
