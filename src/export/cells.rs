//! A frame of the schema's types, cell by cell.

use super::ExportError;
use crate::dataset::{Column, Physical};
use polars::prelude::{BooleanChunked, DataFrame, Float64Chunked, Int32Chunked, Int64Chunked, StringChunked};

/// A cell as files hold it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell<'a> {
    Empty,
    Text(&'a str),
    Integer(i64),
    Boolean(bool),
    /// Days since 1970-01-01.
    Day(i32),
    Ratio(f64),
}

/// A column whose cells are asked for by their row.
pub(super) enum Values {
    Text(StringChunked),
    Integer(Int64Chunked),
    Boolean(BooleanChunked),
    Day(Int32Chunked),
    Ratio(Float64Chunked),
}

impl Values {
    /// The columns of a table's frame, in the order of its description.
    pub(super) fn of(frame: &DataFrame, table: &str, columns: &[Column]) -> Result<Vec<Self>, ExportError> {
        let wrong = |source| ExportError::polars(table, source);
        columns
            .iter()
            .map(|column| {
                let values = frame.column(column.name).map_err(wrong)?.as_materialized_series().rechunk();
                Ok(match column.physical {
                    Physical::Text => Self::Text(values.str().map_err(wrong)?.clone()),
                    Physical::Integer => Self::Integer(values.i64().map_err(wrong)?.clone()),
                    Physical::Boolean => Self::Boolean(values.bool().map_err(wrong)?.clone()),
                    Physical::Day => Self::Day(values.date().map_err(wrong)?.phys.clone()),
                    Physical::Ratio => Self::Ratio(values.f64().map_err(wrong)?.clone()),
                })
            })
            .collect()
    }

    /// The cell of a row.
    pub(super) fn get(&self, row: usize) -> Cell<'_> {
        let cell = match self {
            Self::Text(values) => values.get(row).map(Cell::Text),
            Self::Integer(values) => values.get(row).map(Cell::Integer),
            Self::Boolean(values) => values.get(row).map(Cell::Boolean),
            Self::Day(values) => values.get(row).map(Cell::Day),
            Self::Ratio(values) => values.get(row).map(Cell::Ratio),
        };
        cell.unwrap_or(Cell::Empty)
    }

    /// A text cell.
    pub(super) fn text(&self, row: usize) -> Option<&str> {
        match self.get(row) {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }
}
