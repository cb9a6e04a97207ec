//! The frames that every figure starts from, each a step with a name.

use super::StatsError;
use super::collect::Collected;
use crate::dataset::Dataset;
use polars::prelude::{
    DataFrame, Expr, IdxSize, IntoColumn, IntoLazy, LazyFrame, NULL, PolarsResult, UInt32Chunked, col, len, lit,
};
use std::collections::HashMap;

/// The tables of a crawl that statistics read.
pub struct Frames {
    /// Institutions whose policies were looked for.
    pub institutions: LazyFrame,
    /// One row an institution.
    pub overview: LazyFrame,
    /// Every policy.
    pub policies: LazyFrame,
    /// Purposes of policies.
    pub purposes: LazyFrame,
    /// Firms of policies.
    pub contractors: LazyFrame,
    /// Storage places of policies.
    pub storage_places: LazyFrame,
    /// Sections of policies.
    pub sections: LazyFrame,
    /// Stated dates of policies.
    pub revisions: LazyFrame,
    /// What the audit found.
    pub findings: LazyFrame,
    /// The words behind every value.
    pub evidence: LazyFrame,
    /// The policies that count, of which every figure reads some columns: kept in memory.
    chosen: LazyFrame,
    /// Their numbers, by their keys.
    numbers: HashMap<String, u32>,
}

impl Frames {
    /// Opens the tables and reads the policies that count, one an institution; nothing else is read yet.
    ///
    /// # Errors
    /// A table is missing, or the policies cannot be read.
    pub fn open(dataset: &Dataset) -> Result<Self, StatsError> {
        let policies = dataset.table("policies")?;
        let chosen = policies.clone().filter(col("counted")).select(columns()).collect()?;
        let keys = chosen.column("policy_id")?.str()?;
        let numbers = keys.iter().flatten().zip(0..).map(|(id, number)| (id.to_owned(), number)).collect();
        Ok(Self {
            numbers,
            institutions: dataset.table("institutions")?,
            overview: dataset.table("overview")?,
            policies,
            purposes: dataset.table("purposes")?,
            contractors: dataset.table("contractors")?,
            storage_places: dataset.table("storage_places")?,
            sections: dataset.table("sections")?,
            revisions: dataset.table("revisions")?,
            findings: dataset.table("findings")?,
            evidence: dataset.table("evidence")?,
            chosen: chosen.lazy(),
        })
    }

    /// Policies in force, as far as they say, each with its `holder`.
    pub fn current(&self) -> LazyFrame {
        current(self.policies.clone())
    }

    /// The policy that counts for each institution, with its `holder`. Long texts are there as `columns` says.
    pub fn principal(&self) -> LazyFrame {
        self.chosen.clone()
    }

    /// How many policies were chosen.
    pub(super) fn chosen_count(&self) -> usize {
        self.numbers.len()
    }

    /// The number of a chosen policy.
    pub(super) fn number(&self, policy: &str) -> Option<u32> {
        self.numbers.get(policy).copied()
    }

    /// Rows of a table that belong to the chosen policies: `columns`, and `policy`, a number in place of the key.
    pub(super) fn of_principal(&self, table: &LazyFrame, columns: &[&str]) -> PolarsResult<Own> {
        let mut own = Own { rows: DataFrame::empty(), policies: 0 };
        let mut seen = vec![false; self.numbers.len()];
        self.each_slice(
            table,
            |slice| slice.select(columns.iter().copied().chain([POLICY]).map(col).collect::<Vec<_>>()),
            |rows| {
                for number in rows.column(POLICY)?.u32()?.iter().flatten() {
                    own.policies += u64::from(!std::mem::replace(&mut seen[number as usize], true));
                }
                if own.rows.width() == 0 {
                    own.rows = rows;
                } else {
                    own.rows.vstack_mut_owned(rows)?;
                }
                Ok(())
            },
        )?;
        Ok(own)
    }

    /// Rows of a table that belong to the chosen policies, some row groups at a time: what a large table is reduced to
    /// lies in memory, never the table. `wanted` says which rows and columns; the key of the policy comes with them, and
    /// is a number in `policy` afterwards.
    ///
    /// Rows of a policy stand together in every table, so that its key is looked up once and not for each row, which a
    /// join would do; where they do not stand together it is only slower.
    pub(super) fn each_slice(
        &self,
        table: &LazyFrame,
        wanted: impl Fn(LazyFrame) -> LazyFrame,
        mut each: impl FnMut(DataFrame) -> PolarsResult<()>,
    ) -> PolarsResult<()> {
        let rows = Collected::of(table.clone().select([len().alias("rows")]))?.number("rows")?;
        for start in (0..rows.max(1)).step_by(SLICE) {
            let slice = table.clone().slice(start as i64, SLICE as IdxSize);
            let mut frame = wanted(slice.rename(["policy_id"], [POLICY], true)).collect()?;
            let mut last: Option<(&str, Option<u32>)> = None;
            let keys = frame.column(POLICY)?.str()?.clone();
            let numbers: UInt32Chunked = keys
                .iter()
                .map(|id| {
                    let id = id?;
                    match last {
                        Some((before, number)) if before == id => number,
                        _ => {
                            let number = self.numbers.get(id).copied();
                            last = Some((id, number));
                            number
                        }
                    }
                })
                .collect();
            let own = numbers.is_not_null();
            frame.with_column(numbers.with_name(POLICY.into()).into_column())?;
            each(frame.filter(&own)?)?;
        }
        Ok(())
    }
}

/// Rows of the chosen policies.
pub(super) struct Own {
    /// The rows, with the number of their policy in `policy`.
    pub(super) rows: DataFrame,
    /// Chosen policies that have any.
    pub(super) policies: u64,
}

/// Name of the column that holds the number of a chosen policy.
pub(super) const POLICY: &str = "policy";
/// Rows of a table that are looked at at a time.
const SLICE: usize = 1 << 20;

/// Columns of the policies that figures read; of texts that are only counted, whether they are there.
fn columns() -> Vec<Expr> {
    let there = |column: &str| col(column).is_not_null().alias(column);
    let kept = [
        "policy_id",
        "institution_id",
        "institution_kind",
        "sido",
        "term",
        "effective_date",
        "camera_total",
        "camera_total_state",
        "retention_days",
        "retention_state",
        "managers_state",
        "contractors_state",
    ];
    let holder = col("institution_key").alias("holder");
    kept.into_iter()
        .map(col)
        .chain([holder])
        .chain(["title", "facility", "legal_basis", "recording_hours"].map(there))
        .collect()
}

/// Policies that do not say of themselves that they are outdated, attachments among them, each with its `holder`.
pub fn current(policies: LazyFrame) -> LazyFrame {
    policies.filter(col("status").eq(lit("current"))).with_column(col("institution_key").alias("holder"))
}

/// Local governments that lie in no other one: their residents add up to the nation's, each once.
pub fn basic_governments(overview: LazyFrame) -> LazyFrame {
    overview.filter(col("counts_residents"))
}

/// Zero rows of the column's type stay out of sums: a sum of nothing is `null`, not 0.
pub fn sum_or_null(column: &str) -> Expr {
    polars::prelude::when(col(column).count().gt(lit(0))).then(col(column).sum()).otherwise(lit(NULL))
}
