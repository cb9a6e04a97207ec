//! How long policies took to be revised after the law of 2023-09-15.

use super::Share;
use super::collect::Collected;
use super::frames::{Frames, POLICY};
use super::interval::{Median, median};
use crate::normalise::date::Date;
use polars::prelude::{DataType, Expr, IntoLazy, PolarsResult, col, len, lit};

/// The day on which the law changed the device's name and the purposes (법률 제19234호), and its month.
const LAW_DAY: &str = "2023-09-15";
const LAW_MONTH: &str = "2023-09";
/// The same as a number of months.
const LAW_MONTHS: i64 = 2023 * 12 + 9;
/// Months after which the share revised is told.
const MARKS: [u64; 4] = [3, 6, 12, 24];

/// The first stated revision on or after 2023-09-15 of policies that were there before.
///
/// Policies that were not revised by the day asked for are not left out: they count as "not yet". As all of them are
/// watched until the same day, the share revised by a month is simply those revised of all (what Kaplan and Meier's
/// estimator comes to here). Why a policy was revised, no date tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Update {
    /// Revised since, of the policies that state a date before the law.
    pub revised: Share,
    /// Months from 2023-09 (0) to the first revision, by the calendar, and policies; ascending.
    pub months: Vec<(u64, u64)>,
    /// Months until half were revised; a value of nothing is "not yet".
    pub median: Option<Median<Option<u64>>>,
    /// Months, and the policies revised by their end; only months that are over.
    pub within: Vec<(u64, Share)>,
    /// Months from 2023-09 to the day asked for.
    pub observed: u64,
    /// Left out: every stated date lies after the law, so that nobody knows what was before.
    pub only_after: u64,
    /// Left out: no date is stated that can be told to lie before or after the law.
    pub undated: u64,
}

pub(super) fn update(frames: &Frames, as_of: Date) -> PolarsResult<Update> {
    let date = || col("revision_date");
    let part = |from: i64, length: i64| date().str().slice(lit(from), lit(length)).cast(DataType::Int64);
    let months = part(0, 4) * lit(12) + part(5, 2) - lit(LAW_MONTHS);
    let today = as_of.to_string();
    // The month of the law without a day lies on neither side; dates to come are plans.
    let told = date().neq(lit(LAW_MONTH)).and(date().lt_eq(lit(today)));
    let before = date().lt(lit(LAW_DAY));
    let first = |condition: Expr| months.clone().filter(condition).min();
    let policies = frames
        .of_principal(&frames.revisions, &["revision_date"])?
        .rows
        .lazy()
        .filter(told)
        .group_by([col(POLICY)])
        .agg([before.clone().any(true).alias("before"), first(before.not()).alias("after")])
        .group_by([col("before"), col("after")])
        .agg([len().alias("policies")]);
    let rows = Collected::of(policies)?;
    let all = Collected::of(frames.principal().select([len().alias("policies")]))?.number("policies")?;
    let existed = rows.truths("before")?;
    let (mut months, mut not_yet, mut only_after, mut dated) = (Vec::new(), 0, 0, 0);
    let figures = rows.numbers("after")?.into_iter().zip(rows.numbers("policies")?);
    for (existed, (after, policies)) in existed.into_iter().zip(figures) {
        let policies = policies.unwrap_or(0);
        dated += policies;
        match (existed, after) {
            (true, Some(after)) => months.push((after, policies)),
            (true, None) => not_yet += policies,
            (false, _) => only_after += policies,
        }
    }
    months.sort_unstable();
    let revised = months.iter().map(|(_, policies)| policies).sum();
    let of = revised + not_yet;
    let observed = u64::try_from(i64::from(as_of.year) * 12 + i64::from(as_of.month) - LAW_MONTHS).unwrap_or_default();
    let by_month = |mark: u64| {
        let part = months.iter().filter(|(month, _)| *month <= mark).map(|(_, policies)| policies).sum();
        (mark, Share { part, of })
    };
    let mut reached: Vec<(Option<u64>, u64)> = months.iter().map(|(month, count)| (Some(*month), *count)).collect();
    reached.extend((not_yet > 0).then_some((None, not_yet)));
    Ok(Update {
        revised: Share { part: revised, of },
        median: median(&reached),
        within: MARKS.into_iter().filter(|mark| *mark < observed).map(by_month).collect(),
        months,
        observed,
        only_after,
        undated: all - dated,
    })
}
