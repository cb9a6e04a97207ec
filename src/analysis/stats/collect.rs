//! Columns of a collected frame as plain values.

use polars::prelude::{DataFrame, DataType, LazyFrame, PolarsResult};

/// A collected frame whose columns are asked for by name.
pub(super) struct Collected(DataFrame);

impl Collected {
    /// Runs a lazy frame.
    pub(super) fn of(frame: LazyFrame) -> PolarsResult<Self> {
        frame.collect().map(Self)
    }

    /// Texts of a column.
    pub(super) fn texts(&self, column: &str) -> PolarsResult<Vec<Option<String>>> {
        let values = self.0.column(column)?.str()?;
        Ok(values.iter().map(|value| value.map(str::to_owned)).collect())
    }

    /// Whole numbers of a column, of any integer type; a negative one is none.
    pub(super) fn numbers(&self, column: &str) -> PolarsResult<Vec<Option<u64>>> {
        let values = self.0.column(column)?.cast(&DataType::Int64)?;
        let values = values.i64()?;
        Ok(values.iter().map(|value| value.and_then(|value| u64::try_from(value).ok())).collect())
    }

    /// Truth values of a column; an empty one is false.
    pub(super) fn truths(&self, column: &str) -> PolarsResult<Vec<bool>> {
        let values = self.0.column(column)?.bool()?;
        Ok(values.iter().map(|value| value.unwrap_or(false)).collect())
    }

    /// Numbers of a column, of any numeric type.
    pub(super) fn floats(&self, column: &str) -> PolarsResult<Vec<Option<f64>>> {
        let values = self.0.column(column)?.cast(&DataType::Float64)?;
        Ok(values.f64()?.iter().collect())
    }

    /// The only number of a frame of one row; 0 where it is empty.
    pub(super) fn number(&self, column: &str) -> PolarsResult<u64> {
        Ok(self.numbers(column)?.into_iter().next().flatten().unwrap_or(0))
    }
}
