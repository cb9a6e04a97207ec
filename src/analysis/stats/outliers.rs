//! Figures far from those of their like: to be looked at first, because they are remarkable or read wrongly.

use super::cameras::{PerResident, kinds, values_by};
use super::collect::Collected;
use super::frames::Frames;
use super::interval::{counted, nth};
use polars::prelude::{LazyFrame, PolarsResult, SortMultipleOptions, col, lit, when};

/// Scores from which a figure is an outlier (Iglewicz and Hoaglin 1993: modified z-score over 3.5).
pub const SCORE: f64 = 3.5;
/// Values that a group needs before any of them can stand out.
const ENOUGH: u64 = 10;
/// Outliers that are kept of a measure, the farthest first; and those as far as the last of them.
const KEPT: usize = 50;
/// The standard deviation of a normal distribution is its median absolute deviation divided by this.
const NORMAL: f64 = 0.6745;

/// What an outlier is an outlier of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Cameras for each 1,000 residents, among cities, counties and districts.
    PerResident,
    /// Camera total, among institutions of the same kind.
    CameraTotal,
}

impl Measure {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::PerResident => "per_1000_residents",
            Self::CameraTotal => "camera_total",
        }
    }
}

/// A figure far from those of its like.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlier {
    /// What of.
    pub measure: Measure,
    /// Institution, by its key or name.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its like: Korean name of the kind, or nothing where all governments are compared.
    pub kind: Option<String>,
    /// The figure.
    pub value: f64,
    /// The middle figure of its like.
    pub median: f64,
    /// Modified z-score of the logarithm: negative below the median.
    pub score: f64,
}

/// Middle and spread of the logarithms of some values.
struct Scale {
    median: f64,
    spread: f64,
}

impl Scale {
    /// Of values over 0 with their counts, ascending; nothing of too few, or of values that hardly differ.
    fn of(values: &[(f64, u64)]) -> Option<Self> {
        let n: u64 = values.iter().map(|(_, count)| count).sum();
        let middle = n.div_ceil(2);
        let median = nth(values, middle).filter(|_| n >= ENOUGH)?;
        let mut away: Vec<(f64, u64)> =
            values.iter().map(|(value, count)| ((value.ln() - median.ln()).abs(), *count)).collect();
        away.sort_by(|one, other| one.0.total_cmp(&other.0));
        let spread = nth(&away, middle)? / NORMAL;
        (spread > 0.0).then_some(Self { median, spread })
    }

    fn score(&self, value: f64) -> f64 {
        (value.ln() - self.median.ln()) / self.spread
    }

    /// Values below the first or above the second are outliers.
    fn limits(&self) -> (f64, f64) {
        let away = (SCORE * self.spread).exp();
        (self.median / away, self.median * away)
    }
}

/// Outliers of both measures, the farthest first within each.
pub(super) fn outliers(frames: &Frames, each: &[PerResident]) -> PolarsResult<Vec<Outlier>> {
    let mut found = per_resident(each);
    found.extend(camera_totals(frames)?);
    Ok(found)
}

fn per_resident(each: &[PerResident]) -> Vec<Outlier> {
    let rates = each.iter().filter_map(|row| Some((row, row.rate().filter(|rate| *rate > 0.0)?)));
    let values = counted(rates.clone().map(|(_, rate)| rate).collect(), f64::total_cmp);
    let Some(scale) = Scale::of(&values) else { return Vec::new() };
    let outliers = rates.map(|(row, rate)| Outlier {
        measure: Measure::PerResident,
        key: row.key.clone(),
        name: row.korean.clone(),
        kind: None,
        value: rate,
        median: scale.median,
        score: scale.score(rate),
    });
    farthest(outliers.collect())
}

fn camera_totals(frames: &Frames) -> PolarsResult<Vec<Outlier>> {
    let totals = frames.principal().filter(col("camera_total").gt(lit(0)));
    let mut found = Vec::new();
    let by_kind = values_by(totals.clone(), "institution_kind", "camera_total")?;
    for (key, korean) in kinds().filter(|(key, _)| !key.is_empty()) {
        let Some(values) = by_kind.get(key) else { continue };
        let values: Vec<(f64, u64)> = values.iter().map(|(total, count)| (*total as f64, *count)).collect();
        let Some(scale) = Scale::of(&values) else { continue };
        for (holder, name, total) in beyond(&totals, key, scale.limits())? {
            found.push(Outlier {
                measure: Measure::CameraTotal,
                key: holder,
                name,
                kind: Some(korean.to_owned()),
                value: total,
                median: scale.median,
                score: scale.score(total),
            });
        }
    }
    let found = farthest(found);
    named(frames, found)
}

/// Holders of a kind whose total lies beyond some limits: the highest and the lowest, as many as are kept of each and
/// those that equal the last of them.
fn beyond(totals: &LazyFrame, kind: &str, (low, high): (f64, f64)) -> PolarsResult<Vec<(String, String, f64)>> {
    let total = || col("camera_total");
    let outside = totals.clone().filter(
        col("institution_kind").eq(lit(kind)).and(
            total()
                .cast(polars::prelude::DataType::Float64)
                .gt(lit(high))
                .or(total().cast(polars::prelude::DataType::Float64).lt(lit(low))),
        ),
    );
    let rows = Collected::of(
        outside.select([col("holder"), total()]).sort(["camera_total", "holder"], SortMultipleOptions::default()),
    )?;
    let holders = rows.texts("holder")?.into_iter().zip(rows.floats("camera_total")?);
    let rows: Vec<_> = holders.filter_map(|(holder, total)| Some((holder.clone()?, holder?, total?))).collect();
    if rows.len() <= 2 * KEPT {
        return Ok(rows);
    }
    let same = |one: &(String, String, f64), other: &(String, String, f64)| one.2.to_bits() == other.2.to_bits();
    let low = KEPT + rows[KEPT..].iter().take_while(|row| same(row, &rows[KEPT - 1])).count();
    let edge = rows.len() - KEPT;
    let high = edge - rows[..edge].iter().rev().take_while(|row| same(row, &rows[edge])).count();
    if low >= high {
        return Ok(rows);
    }
    Ok(rows[..low].iter().chain(&rows[high..]).cloned().collect())
}

/// Names in place of keys, where the registry knows them.
fn named(frames: &Frames, mut found: Vec<Outlier>) -> PolarsResult<Vec<Outlier>> {
    if found.is_empty() {
        return Ok(found);
    }
    let wanted =
        found.iter().fold(lit(false), |any, outlier| any.or(col("institution_id").eq(lit(outlier.key.as_str()))));
    let full = when(col("full_name").is_not_null()).then(col("full_name")).otherwise(col("name")).alias("shown");
    let rows = Collected::of(frames.institutions.clone().filter(wanted).select([col("institution_id"), full]))?;
    let names: Vec<_> = rows.texts("institution_id")?.into_iter().zip(rows.texts("shown")?).collect();
    for outlier in &mut found {
        let own = names.iter().find(|(id, _)| id.as_deref() == Some(outlier.key.as_str()));
        if let Some((_, Some(name))) = own {
            outlier.name.clone_from(name);
        }
    }
    Ok(found)
}

fn farthest(mut found: Vec<Outlier>) -> Vec<Outlier> {
    found.retain(|outlier| outlier.score.abs() > SCORE);
    found.sort_by(|one, other| other.score.abs().total_cmp(&one.score.abs()).then_with(|| one.key.cmp(&other.key)));
    let edge = found.get(KEPT - 1).map(|last| last.score.abs().to_bits());
    let mut at = 0;
    found.retain(|outlier| {
        at += 1;
        at <= KEPT || Some(outlier.score.abs().to_bits()) == edge
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_from_its_like_stands_out() {
        let values: Vec<(f64, u64)> = (10..=30).map(|value| (f64::from(value), 1)).chain([(4_000.0, 1)]).collect();
        let scale = Scale::of(&values).expect("enough values");
        assert!(scale.score(4_000.0) > SCORE && scale.score(30.0) < SCORE && scale.score(10.0) > -SCORE);
        let (low, high) = scale.limits();
        assert!(low < 10.0 && high > 30.0 && high < 4_000.0, "{low} {high}");
    }

    #[test]
    fn none_is_left_out_that_is_as_far_as_the_last() {
        let outlier = |at: usize, score: f64| Outlier {
            measure: Measure::CameraTotal,
            key: format!("{at:03}"),
            name: String::new(),
            kind: None,
            value: 1.0,
            median: 1.0,
            score,
        };
        // Forty by themselves, thirty that are equally far (some above, some below), and one that is less far.
        let mut all: Vec<Outlier> = (0..40).map(|at| outlier(at, 60.0 + at as f64)).collect();
        all.extend((40..70).map(|at| outlier(at, if at % 2 == 0 { 5.0 } else { -5.0 })));
        all.push(outlier(99, 4.0));
        let kept = farthest(all);
        assert_eq!(kept.len(), 70);
        assert!(kept.iter().all(|outlier| outlier.key != "099"));
    }

    #[test]
    fn few_or_equal_values_have_no_outliers() {
        assert!(Scale::of(&[(1.0, 9)]).is_none());
        assert!(Scale::of(&[(1.0, 90), (500.0, 1)]).is_none());
    }
}
