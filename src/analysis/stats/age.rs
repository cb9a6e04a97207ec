//! How old the policies are, and which still speak in the words of the former law.

use super::Share;
use super::collect::Collected;
use super::frames::Frames;
use super::interval::{Median, median};
use crate::normalise::date::Date;
use polars::prelude::{DataType, Expr, LazyFrame, PolarsResult, SortMultipleOptions, col, len, lit};
use std::collections::BTreeMap;

/// Month in which the law changed the device's name and the purposes (법률 제19234호, in force 2023-09-15).
const LAW_MONTH: &str = "2023-09";
/// The day.
const LAW_DAY: &str = "2023-09-15";

/// Ages of the chosen policies, in full years from the effective date to the day asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ages {
    /// Policies with an effective date, of those that count.
    pub dated: Share,
    /// Years at least, years below (`None`: no end), policies. A month counts from its first day.
    pub buckets: Vec<(u64, Option<u64>, u64)>,
    /// In force only after the day asked for.
    pub future: u64,
    /// Middle age in full years.
    pub median: Option<Median<u64>>,
    /// Last in force before 2023-09-15, of those dated; a policy of "2023-09" without a day is not among them.
    pub before_law: Share,
}

/// Words for the device in the chosen policies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// Policies by word: fixed, legacy, mixed, mobile, and none of them.
    pub counts: [u64; 5],
    /// Policies in the term until 2023-09-14, of those that use either.
    pub legacy: Share,
}

impl Terms {
    /// The words in the order of the counts, as in the tables; the last means that none was read.
    pub const NAMES: [&str; 5] = ["fixed", "legacy", "mixed", "mobile", ""];
}

/// Limits of the buckets in full years.
const LIMITS: [(u64, Option<u64>); 6] =
    [(0, Some(1)), (1, Some(2)), (2, Some(3)), (3, Some(5)), (5, Some(10)), (10, None)];

pub(super) fn ages(frames: &Frames, as_of: Date) -> PolarsResult<Ages> {
    let chosen = frames.principal();
    let all = Collected::of(chosen.clone().select([len().alias("all")]))?;
    // Years and whether before the law have few values; they are counted before anything leaves the frame.
    let dated = Collected::of(
        with_years(chosen, as_of)
            .group_by([col("years"), before_law().alias("before").cast(DataType::Int64)])
            .agg([len().alias("policies")])
            .sort(["years"], SortMultipleOptions::default()),
    )?;
    let mut full: BTreeMap<u64, u64> = BTreeMap::new();
    let (mut of, mut future, mut before_law) = (0, 0, 0);
    let figures = dated.numbers("before")?.into_iter().zip(dated.numbers("policies")?);
    for (years, (before, policies)) in dated.numbers("years")?.into_iter().zip(figures) {
        let policies = policies.unwrap_or(0);
        of += policies;
        before_law += policies * before.unwrap_or(0);
        match years {
            Some(years) => *full.entry(years).or_default() += policies,
            // A negative number of years is read as none.
            None => future += policies,
        }
    }
    let full: Vec<(u64, u64)> = full.into_iter().collect();
    let within = |from: u64, below: Option<u64>| {
        let holds = |(age, _): &&(u64, u64)| *age >= from && below.is_none_or(|below| *age < below);
        full.iter().filter(holds).map(|(_, policies)| policies).sum()
    };
    Ok(Ages {
        dated: Share { part: of, of: all.number("all")? },
        buckets: LIMITS.map(|(from, below)| (from, below, within(from, below))).into(),
        future,
        median: median(&full),
        before_law: Share { part: before_law, of },
    })
}

/// Dated policies with their age in full years; negative before the policy is in force.
pub(super) fn with_years(policies: LazyFrame, as_of: Date) -> LazyFrame {
    let part = |from: i64, length: u64| col("effective_date").str().slice(lit(from), lit(length)).cast(DataType::Int64);
    let (month, day) = (i64::from(as_of.month), i64::from(as_of.day.unwrap_or(1)));
    let of_year = part(5, 2) * lit(100) + part(8, 2).fill_null(lit(1));
    let birthday_passed = of_year.lt_eq(lit(month * 100 + day)).cast(DataType::Int64);
    let years = lit(i64::from(as_of.year)) - part(0, 4) - lit(1) + birthday_passed;
    policies.filter(col("effective_date").is_not_null()).with_column(years.alias("years"))
}

/// Whether the effective date lies before the law; a month without a day does only when all of it does.
pub(super) fn before_law() -> Expr {
    let date = col("effective_date");
    let whole = date.clone().str().len_chars().gt(lit(7));
    date.clone().lt(lit(LAW_MONTH)).or(whole.and(date.lt(lit(LAW_DAY))))
}

pub(super) fn terms(frames: &Frames) -> PolarsResult<Terms> {
    let term = col("term").fill_null(lit(""));
    let rows = Collected::of(frames.principal().group_by([term]).agg([len().alias("policies")]))?;
    let counted: Vec<_> = rows.texts("term")?.into_iter().zip(rows.numbers("policies")?).collect();
    let counts = Terms::NAMES.map(|name| {
        let own = counted.iter().find(|(term, _)| term.as_deref() == Some(name));
        own.and_then(|(_, policies)| *policies).unwrap_or(0)
    });
    let [fixed, legacy, mixed, ..] = counts;
    Ok(Terms { counts, legacy: Share { part: legacy, of: fixed + legacy + mixed } })
}
