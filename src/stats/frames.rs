//! The frames that every figure starts from, each a step with a name.

use crate::table::{Dataset, TableError};
use polars::prelude::{Expr, LazyFrame, NULL, SortMultipleOptions, all, coalesce, col, lit};

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
}

impl Frames {
    /// Opens the tables; nothing is read yet.
    ///
    /// # Errors
    /// A table is missing.
    pub fn open(dataset: &Dataset) -> Result<Self, TableError> {
        Ok(Self {
            institutions: dataset.table("institutions")?,
            attempts: dataset.table("attempts")?,
            policies: dataset.table("policies")?,
            purposes: dataset.table("purposes")?,
            contractors: dataset.table("contractors")?,
            storage_places: dataset.table("storage_places")?,
            sections: dataset.table("sections")?,
        })
    }

    /// Policies in force, as far as they say, each with its `holder`.
    pub fn current(&self) -> LazyFrame {
        current(self.policies.clone())
    }

    /// One policy an institution.
    pub fn principal(&self) -> LazyFrame {
        principal(self.current())
    }
}

/// Policies that do not say of themselves that they are outdated, each with its [`holder`].
pub fn current(policies: LazyFrame) -> LazyFrame {
    policies.filter(col("status").eq(lit("current"))).with_column(holder().alias("holder"))
}

/// Who holds a policy: the registered institution, else the name as written, else the policy stands for itself.
pub fn holder() -> Expr {
    coalesce(&[col("institution_id"), col("institution_name"), col("policy_id")])
}

/// Chooses one of the current policies of each holder.
///
/// First the one of the whole institution before one of a single facility; then fixed devices before mobile ones;
/// then the one with the latest effective date, an undated one last; then, to have an end, the one whose key comes
/// first. The others do not count: a facility's cameras are often part of the institution's total, and adding them
/// up would count them twice.
pub fn principal(current: LazyFrame) -> LazyFrame {
    let one_facility = col("facility").is_not_null();
    let mobile = col("term").eq(lit("mobile")).fill_null(lit(false));
    current
        .with_columns([one_facility.alias("one_facility"), mobile.alias("mobile")])
        .sort(
            ["holder", "one_facility", "mobile", "effective_date", "policy_id"],
            SortMultipleOptions::default()
                .with_order_descending_multi([false, false, false, true, false])
                .with_nulls_last(true)
                .with_maintain_order(true),
        )
        .group_by_stable([col("holder")])
        .agg([all().as_expr().first()])
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
