//! The same shares counted by governments and by the residents who live under them.

use super::age::before_law;
use super::collect::Collected;
use super::frames::{Frames, basic_governments};
use super::lists::USUAL_DAYS;
use super::{FEWEST, Reach, Share};
use polars::prelude::{DataType, Expr, LazyFrame, PolarsResult, col, lit};

/// A share of the cities, counties and districts whose population is known, counted twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighted {
    /// What is counted.
    pub key: &'static str,
    /// The name Korean readers see.
    pub korean: &'static str,
    /// The name English readers see.
    pub english: &'static str,
    /// Every government counts once.
    pub governments: Share,
    /// Every resident counts once.
    pub residents: Share,
}

impl Weighted {
    /// The share of the residents in per cent; nothing where they live under fewer than [`FEWEST`] governments.
    pub fn residents_percent(&self) -> Option<f64> {
        self.residents.percent().filter(|_| self.governments.of >= FEWEST)
    }
}

/// What is counted: key, names, denominator, part.
fn questions() -> [(&'static str, &'static str, &'static str, Expr, Expr); 6] {
    let all = lit(true);
    let worded = col("term").is_not_null().and(col("term").neq(lit("mobile")));
    let over = col("retention_days").gt(lit(USUAL_DAYS));
    [
        ("found", "현행 방침 있음", "current policy found", all, col("reach").eq(lit(Reach::Found.name()))),
        (
            "camera_total",
            "방침에 대수 있음",
            "policy gives a camera total",
            col("held"),
            col("camera_total").is_not_null(),
        ),
        (
            "retention",
            "방침에 보관기간 있음",
            "policy gives a retention period",
            col("held"),
            col("retention_days").is_not_null(),
        ),
        ("over_30", "보관기간 30일 초과", "keeps footage over 30 days", col("retention_days").is_not_null(), over),
        ("legacy", "옛 용어만 씀", "uses the old term only", worded, col("term").eq(lit("legacy"))),
        (
            "before_law",
            "시행일이 2023-09-15 전",
            "in force since before 2023-09-15",
            col("effective_date").is_not_null(),
            before_law(),
        ),
    ]
}

/// Shares by governments and by residents. `outcomes` is what came of each institution.
pub(super) fn weights(frames: &Frames, outcomes: &LazyFrame) -> PolarsResult<Vec<Weighted>> {
    let held = frames.principal().filter(col("institution_id").is_not_null()).select([
        col("institution_id"),
        lit(true).alias("held"),
        col("camera_total"),
        col("retention_days"),
        col("term"),
        col("effective_date"),
    ]);
    let rows = basic_governments(outcomes.clone())
        .filter(col("population").is_not_null())
        .left_join(held, col("institution_id"), col("institution_id"))
        .with_column(col("held").fill_null(lit(false)));
    let sums = questions().into_iter().flat_map(|(key, _, _, of, part)| {
        let part = of.clone().and(part).fill_null(lit(false));
        let count = |condition: &Expr, name: &str| condition.clone().cast(DataType::Int64).sum().alias(name);
        let residents = |condition: &Expr, name: &str| {
            let counted = col("population").filter(condition.clone());
            counted.sum().alias(name)
        };
        // A literal has no rows of its own to be summed up.
        let of = of.and(col("population").is_not_null()).fill_null(lit(false));
        [
            count(&of, &format!("{key}.of")),
            count(&part, &format!("{key}.part")),
            residents(&of, &format!("{key}.residents")),
            residents(&part, &format!("{key}.those")),
        ]
    });
    let sums = Collected::of(rows.select(sums.collect::<Vec<_>>()))?;
    let number = |key: &str, name: &str| sums.number(&format!("{key}.{name}"));
    questions()
        .into_iter()
        .map(|(key, korean, english, _, _)| {
            let governments = Share { part: number(key, "part")?, of: number(key, "of")? };
            let residents = Share { part: number(key, "those")?, of: number(key, "residents")? };
            Ok(Weighted { key, korean, english, governments, residents })
        })
        .collect()
}
