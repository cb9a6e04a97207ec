//! What the audit found, rule by rule.

use super::Share;
use super::collect::Collected;
use super::frames::{Frames, POLICY};
use polars::prelude::{IntoLazy, PolarsResult, SortMultipleOptions, col, len};

/// What the audit found in the chosen policies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// By rule: what tells one institution from another.
    pub rules: Vec<RuleTally>,
    /// By rule: what nearly every policy has. No count, map or rank has these.
    pub routine: Vec<RuleTally>,
}

impl Findings {
    /// Whether nothing was found, or no audit was run.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.routine.is_empty()
    }
}

/// A rule and the institutions whose chosen policy it found something in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleTally {
    /// Rule, for instance `CP-201`.
    pub rule: String,
    /// Its name.
    pub name: String,
    /// `needs_check`, `outdated`, `advisory` or `privacy_flag`.
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
pub(super) fn findings(frames: &Frames, holders: u64) -> PolarsResult<Findings> {
    let rows = frames
        .of_principal(&frames.findings, &["rule", "name", "severity", "routine"])?
        .rows
        .lazy()
        .group_by([col("rule"), col("severity")])
        .agg([
            col("name").min(),
            col("routine").any(true),
            len().alias("findings"),
            col(POLICY).n_unique().alias("institutions"),
        ])
        .sort(["rule", "severity"], SortMultipleOptions::default());
    let rows = Collected::of(rows)?;
    let words = rows.texts("rule")?.into_iter().zip(rows.texts("name")?).zip(rows.texts("severity")?);
    let figures = rows.numbers("findings")?.into_iter().zip(rows.numbers("institutions")?);
    let mut found = Findings::default();
    let tallies = words.zip(figures).map(|(((rule, name), severity), (findings, institutions))| {
        let institutions = Share { part: institutions?, of: holders };
        Some(RuleTally { rule: rule?, name: name?, severity: severity?, findings: findings?, institutions })
    });
    for (tally, routine) in tallies.zip(rows.truths("routine")?) {
        let list = if routine { &mut found.routine } else { &mut found.rules };
        list.extend(tally);
    }
    Ok(found)
}
