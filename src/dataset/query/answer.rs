//! The rows that answer a question, cell by cell.

use crate::dataset::{TableError, day_text, frame_bytes};
use polars::prelude::{AnyValue, DataFrame};

/// A cell of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Empty,
    /// Words, dates included.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Real(f64),
    /// True or false.
    Boolean(bool),
}

/// Columns and rows.
#[derive(Debug, Clone)]
pub struct Answer(DataFrame);

impl Answer {
    /// An answer of polars; lists of chunks are joined, so that cells are found quickly.
    pub(super) fn new(mut frame: DataFrame) -> Self {
        frame.rechunk_mut();
        Self(frame)
    }

    /// Names of the columns; `true` where a column holds numbers.
    pub fn columns(&self) -> Vec<(String, bool)> {
        let column =
            |column: &polars::prelude::Column| (column.name().to_string(), column.dtype().is_primitive_numeric());
        self.0.columns().iter().map(column).collect()
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.0.height()
    }

    /// The cells of a row; none behind the last one.
    pub fn row(&self, row: usize) -> Vec<Cell> {
        self.0.columns().iter().filter_map(|column| column.get(row).ok()).map(|value| cell(&value)).collect()
    }

    /// The answer as the bytes of a Parquet file.
    ///
    /// # Errors
    /// A type that Parquet does not know.
    pub fn parquet(&self) -> Result<Vec<u8>, TableError> {
        frame_bytes(self.0.clone())
    }
}

fn cell(value: &AnyValue<'_>) -> Cell {
    match value {
        AnyValue::Null => Cell::Empty,
        AnyValue::String(text) => Cell::Text((*text).to_owned()),
        AnyValue::StringOwned(text) => Cell::Text(text.to_string()),
        AnyValue::Boolean(value) => Cell::Boolean(*value),
        AnyValue::Date(day) => Cell::Text(day_text(*day)),
        AnyValue::Float32(value) => real(f64::from(*value)),
        AnyValue::Float64(value) => real(*value),
        other if other.dtype().is_integer() => match other.extract::<i64>() {
            Some(number) => Cell::Integer(number),
            // Beyond 64 bits with sign.
            None => Cell::Text(other.to_string()),
        },
        other => Cell::Text(other.to_string()),
    }
}

/// What is no number has no value.
fn real(value: f64) -> Cell {
    if value.is_finite() { Cell::Real(value) } else { Cell::Empty }
}
