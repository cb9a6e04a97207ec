//! The frames that every figure starts from, each a step with a name.

use super::StatsError;
use crate::table::Dataset;
use polars::prelude::{
    Expr, IntoLazy, LazyFrame, NULL, SortMultipleOptions, UniqueKeepStrategy, by_name, coalesce, col, lit,
};

/// The tables of a crawl that statistics read.
pub struct Frames {
    /// Institutions whose policies were looked for.
    pub institutions: LazyFrame,
    /// Every try.
    pub attempts: LazyFrame,
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
    /// One policy a holder, of which every figure reads some columns: chosen once, kept in memory.
    chosen: LazyFrame,
}

impl Frames {
    /// Opens the tables and chooses one policy of each holder; nothing else is read yet.
    ///
    /// # Errors
    /// A table is missing, or the policies cannot be read.
    pub fn open(dataset: &Dataset) -> Result<Self, StatsError> {
        let policies = dataset.table("policies")?;
        let chosen = principal(current(policies.clone().select(columns()))).collect()?.lazy();
        Ok(Self {
            institutions: dataset.table("institutions")?,
            attempts: dataset.table("attempts")?,
            policies,
            purposes: dataset.table("purposes")?,
            contractors: dataset.table("contractors")?,
            storage_places: dataset.table("storage_places")?,
            sections: dataset.table("sections")?,
            revisions: dataset.table("revisions")?,
            findings: dataset.table("findings")?,
            evidence: dataset.table("evidence")?,
            chosen,
        })
    }

    /// Policies in force, as far as they say, each with its `holder`.
    pub fn current(&self) -> LazyFrame {
        current(self.policies.clone())
    }

    /// One policy an institution: see [`principal`]. Long texts are there as [`columns`] says.
    pub fn principal(&self) -> LazyFrame {
        self.chosen.clone()
    }

    /// Rows of a table that belong to the chosen policies.
    pub(super) fn of_principal(&self, table: &LazyFrame) -> LazyFrame {
        let chosen = self.principal().select([col("policy_id")]);
        table.clone().inner_join(chosen, col("policy_id"), col("policy_id"))
    }
}

/// Columns of the policies that figures read; of texts that are only counted, whether they are there.
fn columns() -> Vec<Expr> {
    let there = |column: &str| col(column).is_not_null().alias(column);
    let kept = [
        "policy_id",
        "institution_id",
        "institution_name",
        "institution_kind",
        "sido",
        "term",
        "status",
        "effective_date",
        "camera_total",
        "camera_total_state",
        "retention_days",
        "retention_state",
        "managers_state",
        "contractors_state",
    ];
    kept.into_iter().map(col).chain(["title", "facility", "legal_basis", "recording_hours"].map(there)).collect()
}

/// Policies that do not say of themselves that they are outdated, each with its [`holder`].
pub fn current(policies: LazyFrame) -> LazyFrame {
    policies.filter(col("status").eq(lit("current"))).with_column(holder().alias("holder"))
}

/// Who holds a policy: the registered institution, else the name as written, else the policy stands for itself.
pub fn holder() -> Expr {
    coalesce(&[col("institution_id"), col("institution_name"), col("policy_id")])
}

/// Chooses one of the current policies of each holder; `facility` is whether the policy is of one facility only.
///
/// First the one of the whole institution before one of a single facility; then fixed devices before mobile ones;
/// then the one with the latest effective date, an undated one last; then, to have an end, the one whose key comes
/// first. The others do not count: a facility's cameras are often part of the institution's total, and adding them
/// up would count them twice.
pub fn principal(current: LazyFrame) -> LazyFrame {
    let mobile = col("term").eq(lit("mobile")).fill_null(lit(false));
    let order = ["facility", "mobile", "effective_date", "policy_id"];
    current
        .with_column(mobile.alias("mobile"))
        .sort(
            order,
            SortMultipleOptions::default()
                .with_order_descending_multi([false, false, true, false])
                .with_nulls_last(true),
        )
        .unique_stable(Some(by_name(["holder"], true, false)), UniqueKeepStrategy::First)
        .drop(by_name(["mobile", "status", "institution_name"], true, false))
}

/// Local governments that do not lie within another one: cities, counties and districts, 제주's two cities, and a
/// province without any below it (세종). Their residents add up to the nation's, each once.
pub fn basic_governments(institutions: LazyFrame) -> LazyFrame {
    let is = |kind: &str| col("kind").eq(lit(kind));
    let parents = institutions
        .clone()
        .filter(is("si").or(is("gun")).or(is("autonomous_gu")).or(is("admin_si")))
        .filter(col("parent_id").is_not_null())
        .group_by([col("parent_id")])
        .agg([lit(true).first().alias("has_parts")]);
    institutions.left_join(parents, col("institution_id"), col("parent_id")).filter(
        is("si")
            .or(is("gun"))
            .or(is("autonomous_gu"))
            .or(is("admin_si"))
            .or(is("sido").and(col("has_parts").is_null())),
    )
}

/// Zero rows of the column's type stay out of sums: a sum of nothing is `null`, not 0.
pub fn sum_or_null(column: &str) -> Expr {
    polars::prelude::when(col(column).count().gt(lit(0))).then(col(column).sum()).otherwise(lit(NULL))
}
