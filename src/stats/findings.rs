//! What the audit found, rule by rule.

use super::Share;
use super::collect::Collected;
use super::frames::{Frames, POLICY};
use polars::prelude::{IntoLazy, PolarsResult, SortMultipleOptions, col, len};

/// A rule and the institutions whose chosen policy it found something in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTally {
    /// Rule, for instance `CP-201`.
    pub rule: String,
    /// Its name.
    pub name: String,
    /// `violation_candidate`, `outdated`, `advisory` or `privacy_flag`.
    pub severity: String,
    /// Findings.
    pub findings: u64,
    /// Institutions, of those with a current policy.
    pub institutions: Share,
}

/// The day whose law the findings were made by, `YYYY-MM-DD`; several where somebody joined tables, none of no findings.
pub(super) fn law_day(frames: &Frames) -> PolarsResult<Option<String>> {
    let days = frames.findings.clone().select([col("as_of").unique()]).sort(["as_of"], SortMultipleOptions::default());
    let days: Vec<String> = Collected::of(days)?.texts("as_of")?.into_iter().flatten().collect();
    Ok((!days.is_empty()).then(|| days.join(", ")))
}

/// What the audit found; no rows where it was not run, or found nothing.
pub(super) fn findings(frames: &Frames, holders: u64) -> PolarsResult<Vec<RuleTally>> {
    let rows = frames
        .of_principal(&frames.findings, &["rule", "name", "severity"])?
        .rows
        .lazy()
        .group_by([col("rule"), col("severity")])
        .agg([col("name").min(), len().alias("findings"), col(POLICY).n_unique().alias("institutions")])
        .sort(["rule", "severity"], SortMultipleOptions::default());
    let rows = Collected::of(rows)?;
    let words = rows.texts("rule")?.into_iter().zip(rows.texts("name")?).zip(rows.texts("severity")?);
    let figures = rows.numbers("findings")?.into_iter().zip(rows.numbers("institutions")?);
    Ok(words
        .zip(figures)
        .filter_map(|(((rule, name), severity), (findings, institutions))| {
            let institutions = Share { part: institutions?, of: holders };
            Some(RuleTally { rule: rule?, name: name?, severity: severity?, findings: findings?, institutions })
        })
        .collect())
}
