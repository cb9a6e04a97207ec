//! Rows gathered column by column, checked against the schema, turned into a data frame.

use super::TableError;
use super::schema::{Column, Physical, Table};
use crate::model::time::day_number;
use crate::normalise::date::Date;
use polars::prelude::{Column as Series, DataFrame, DataType, IntoColumn, NamedFrom, Series as Values};

/// One cell on its way into a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Text(Option<String>),
    Integer(Option<i64>),
    Boolean(Option<bool>),
    Day(Option<i32>),
    Ratio(Option<f64>),
}

/// A text.
pub(super) fn text(value: impl Into<String>) -> Cell {
    Cell::Text(Some(value.into()))
}

/// A text that may be missing.
pub(super) fn maybe_text(value: Option<impl Into<String>>) -> Cell {
    Cell::Text(value.map(Into::into))
}

/// A number.
pub(super) fn integer(value: impl TryInto<i64>) -> Cell {
    Cell::Integer(value.try_into().ok())
}

/// A number that may be missing.
pub(super) fn maybe_integer(value: Option<impl TryInto<i64>>) -> Cell {
    Cell::Integer(value.and_then(|value| value.try_into().ok()))
}

/// The whole day of a date; nothing of a month.
pub(super) fn day(date: Option<Date>) -> Cell {
    Cell::Day(date.and_then(day_number))
}

/// Texts joined into one, or nothing where there is none.
pub(super) fn joined(list: &[String], with: &str) -> Cell {
    Cell::Text((!list.is_empty()).then(|| list.join(with)))
}

/// The rows of one table.
pub(super) struct Rows {
    table: &'static Table,
    columns: Vec<Vec<Cell>>,
}

impl Rows {
    /// No rows yet.
    pub(super) fn new(table: &'static Table) -> Self {
        Self { table, columns: table.columns.iter().map(|_| Vec::new()).collect() }
    }

    /// Adds a row: every column of the schema by its name, in the schema's order.
    pub(super) fn add<const N: usize>(&mut self, cells: [(&str, Cell); N]) {
        debug_assert_eq!(N, self.columns.len(), "{}", self.table.name);
        for (((name, cell), schema), column) in cells.into_iter().zip(self.table.columns).zip(&mut self.columns) {
            debug_assert_eq!(name, schema.name, "{}", self.table.name);
            column.push(cell);
        }
    }

    /// Adds a row whose cells come from several places, in the schema's order.
    pub(super) fn extend(&mut self, cells: impl IntoIterator<Item = (&'static str, Cell)>) {
        let mut columns = self.table.columns.iter().zip(&mut self.columns);
        for (name, cell) in cells {
            if let Some((schema, column)) = columns.next() {
                debug_assert_eq!(name, schema.name, "{}", self.table.name);
                column.push(cell);
            }
        }
        debug_assert!(columns.next().is_none(), "{}: cells are missing", self.table.name);
    }

    /// The rows as a data frame of the schema's types.
    ///
    /// # Errors
    /// A cell of another type than its column's, or an empty one where none may be.
    pub(super) fn frame(self) -> Result<DataFrame, TableError> {
        let height = self.columns.first().map_or(0, Vec::len);
        let name = self.table.name;
        let columns = self
            .table
            .columns
            .iter()
            .zip(self.columns)
            .map(|(schema, cells)| column(name, schema, cells))
            .collect::<Result<Vec<_>, _>>()?;
        DataFrame::new(height, columns).map_err(|source| TableError::polars(name, source))
    }
}

fn column(table: &'static str, schema: &Column, cells: Vec<Cell>) -> Result<Series, TableError> {
    let wrong = || TableError::Cell { table, column: schema.name };
    let name = schema.name.into();
    let values = match schema.physical {
        Physical::Text => Values::new(name, take(cells, Cell::into_text).ok_or_else(wrong)?),
        Physical::Integer => Values::new(name, take(cells, Cell::into_integer).ok_or_else(wrong)?),
        Physical::Boolean => Values::new(name, take(cells, Cell::into_boolean).ok_or_else(wrong)?),
        Physical::Day => Values::new(name, take(cells, Cell::into_day).ok_or_else(wrong)?)
            .cast(&DataType::Date)
            .map_err(|source| TableError::polars(table, source))?,
        Physical::Ratio => Values::new(name, take(cells, Cell::into_ratio).ok_or_else(wrong)?),
    };
    if !schema.nullable && values.null_count() > 0 {
        return Err(wrong());
    }
    Ok(values.into_column())
}

/// Cells of one type; nothing when one is of another.
fn take<T>(cells: Vec<Cell>, of: impl Fn(Cell) -> Option<Option<T>>) -> Option<Vec<Option<T>>> {
    cells.into_iter().map(of).collect()
}

impl Cell {
    fn into_text(self) -> Option<Option<String>> {
        match self {
            Self::Text(value) => Some(value),
            _ => None,
        }
    }

    fn into_integer(self) -> Option<Option<i64>> {
        match self {
            Self::Integer(value) => Some(value),
            _ => None,
        }
    }

    fn into_boolean(self) -> Option<Option<bool>> {
        match self {
            Self::Boolean(value) => Some(value),
            _ => None,
        }
    }

    fn into_ratio(self) -> Option<Option<f64>> {
        match self {
            Self::Ratio(value) => Some(value),
            _ => None,
        }
    }

    fn into_day(self) -> Option<Option<i32>> {
        match self {
            Self::Day(value) => Some(value),
            _ => None,
        }
    }
}
