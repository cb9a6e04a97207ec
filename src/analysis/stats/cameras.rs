//! Cameras by province, by kind of institution, and for each 1,000 residents.

use super::collect::Collected;
use super::frames::{Frames, basic_governments, sum_or_null};
use super::interval::{Median, counted, median, nth};
use crate::model::institution::{InstitutionKind, Sido};
use polars::prelude::{LazyFrame, PolarsResult, SortMultipleOptions, col, len, lit};
use std::collections::{BTreeMap, BTreeSet};

/// Key of the group of bodies that lie in no province.
const NATIONAL: &str = "";

/// Institutions of one group and their cameras.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Group {
    /// Name in the tables; empty for bodies without a province.
    pub key: String,
    /// The name Korean readers see.
    pub korean: String,
    /// Institutions of the crawl.
    pub institutions: u64,
    /// Holders with a current policy, registered or not.
    pub with_policy: u64,
    /// Those whose policy gives a total: the denominator of `cameras`.
    pub with_total: u64,
    /// Cameras of these; `None` where nobody gives a total.
    pub cameras: Option<u64>,
    /// Of those whose totals are added up, the ones that lie within another one of them, such as a city in its province:
    /// their cameras may be in the sum twice. `None` where that was not looked at.
    pub nested: Option<u64>,
    /// The middle one of the totals.
    pub median: Option<Median<u64>>,
}

/// Cameras and residents of local governments whose policy gives a total and whose population is known.
#[derive(Debug, Clone, PartialEq)]
pub struct PerResident {
    /// Province, or registry id of the government.
    pub key: String,
    /// The name Korean readers see.
    pub korean: String,
    /// Governments that are counted.
    pub counted: u64,
    /// Governments there are: cities, counties, districts.
    pub governments: u64,
    /// Cameras of those counted.
    pub cameras: u64,
    /// Residents of those counted.
    pub residents: u64,
}

impl PerResident {
    /// Cameras for each 1,000 residents.
    pub fn rate(&self) -> Option<f64> {
        (self.residents > 0).then(|| self.cameras as f64 * 1000.0 / self.residents as f64)
    }
}

/// Provinces in official order, then bodies without one: keys and the names Korean readers see.
pub(super) fn sidos() -> impl Iterator<Item = (&'static str, &'static str)> {
    Sido::ALL.into_iter().map(|sido| (sido.name(), sido.name())).chain([(NATIONAL, "전국·미상")])
}

/// Kinds of institution in the registry's order: keys and the names Korean readers see.
pub(super) fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    InstitutionKind::ALL.iter().map(|kind| (kind.name(), kind.korean())).chain([(NATIONAL, "미상")])
}

pub(super) fn by_sido(frames: &Frames) -> PolarsResult<Vec<Group>> {
    let mut groups = groups(frames, "sido")?;
    let nested = nested(frames)?;
    for (sido, group) in &mut groups {
        group.nested = Some(nested.get(sido).copied().unwrap_or(0));
    }
    Ok(in_order(groups, sidos()))
}

/// Kinds of body that may lie within another, and within bodies of which kind of their province.
const WITHIN: [(&str, &str); 7] = [
    ("si", "sido"),
    ("gun", "sido"),
    ("autonomous_gu", "sido"),
    ("admin_si", "sido"),
    ("general_gu", "sido"),
    ("district_education_office", "education_office"),
    ("education_affiliate", "education_office"),
];

/// By province, how many of the bodies whose totals are added up lie within another one of them: by what the registry
/// says of who belongs to whom, else by their kinds.
fn nested(frames: &Frames) -> PolarsResult<BTreeMap<String, u64>> {
    let totals = frames.principal().filter(col("camera_total").is_not_null()).select([col("institution_id")]);
    let named = |kind: &str| WITHIN.iter().any(|(below, above)| *below == kind || *above == kind);
    let kinds: Vec<_> = InstitutionKind::ALL.iter().filter(|kind| named(kind.name())).collect();
    let some = kinds.iter().fold(lit(false), |any, kind| any.or(col("kind").eq(lit(kind.name()))));
    let levels = frames.institutions.clone().filter(some.or(col("parent_id").is_not_null()));
    let rows = Collected::of(
        levels
            .select([col("institution_id"), col("kind"), col("sido").fill_null(lit(NATIONAL)), col("parent_id")])
            .inner_join(totals, col("institution_id"), col("institution_id")),
    )?;
    let texts = |column: &str| rows.texts(column);
    let (ids, parents) = (texts("institution_id")?, texts("parent_id")?);
    let (sidos, kinds) = (texts("sido")?, texts("kind")?);
    let counted: BTreeSet<&str> = ids.iter().flatten().map(String::as_str).collect();
    let there: BTreeSet<(Option<&str>, Option<&str>)> =
        sidos.iter().zip(&kinds).map(|(sido, kind)| (sido.as_deref(), kind.as_deref())).collect();
    let mut nested = BTreeMap::new();
    for ((parent, sido), kind) in parents.iter().zip(&sidos).zip(&kinds) {
        let below = parent.as_deref().is_some_and(|parent| counted.contains(parent));
        let above = WITHIN.iter().filter(|(below, _)| Some(*below) == kind.as_deref());
        let mut above = above.map(|(_, above)| (sido.as_deref(), Some(*above)));
        if below || above.any(|place| there.contains(&place)) {
            *nested.entry(sido.clone().unwrap_or_default()).or_default() += 1;
        }
    }
    Ok(nested)
}

pub(super) fn by_kind(frames: &Frames) -> PolarsResult<Vec<Group>> {
    Ok(in_order(groups(frames, "kind")?, kinds()))
}

fn in_order<'a>(mut groups: BTreeMap<String, Group>, keys: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Group> {
    keys.filter_map(|(key, korean)| {
        let mut group = groups.remove(key)?;
        group.key = key.to_owned();
        group.korean = korean.to_owned();
        Some(group)
    })
    .collect()
}

/// Counts by a column of the overview.
fn groups(frames: &Frames, by: &str) -> PolarsResult<BTreeMap<String, Group>> {
    let there = |column: &str| col(column).is_not_null().cast(polars::prelude::DataType::Int64).sum();
    let rows = Collected::of(frames.overview.clone().group_by([col(by)]).agg([
        there("institution_id").alias("institutions"),
        there("policy_id").alias("policies"),
        col("camera_total").count().alias("with_total"),
        sum_or_null("camera_total").alias("cameras"),
    ]))?;
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let keys = rows.texts(by)?.into_iter().zip(rows.numbers("institutions")?);
    let counts = rows.numbers("policies")?.into_iter().zip(rows.numbers("with_total")?);
    for (((key, institutions), (policies, totals)), cameras) in keys.zip(counts).zip(rows.numbers("cameras")?) {
        let group = groups.entry(key.unwrap_or_default()).or_default();
        group.institutions = institutions.unwrap_or(0);
        group.with_policy = policies.unwrap_or(0);
        group.with_total = totals.unwrap_or(0);
        group.cameras = cameras;
    }
    for (key, totals) in values_by(frames.overview.clone(), by, "camera_total")? {
        groups.entry(key).or_default().median = median(&totals);
    }
    Ok(groups)
}

/// Values of a column with their counts, ascending, by the values of another; rows without a value are left out.
pub(super) fn values_by(frame: LazyFrame, by: &str, column: &str) -> PolarsResult<BTreeMap<String, Vec<(u64, u64)>>> {
    let rows = Collected::of(
        frame
            .filter(col(column).is_not_null())
            .group_by([col(by).fill_null(lit("")), col(column)])
            .agg([len().alias("rows")])
            .sort([column], SortMultipleOptions::default()),
    )?;
    let mut values: BTreeMap<String, Vec<(u64, u64)>> = BTreeMap::new();
    let figures = rows.numbers(column)?.into_iter().zip(rows.numbers("rows")?);
    for (key, figure) in rows.texts(by)?.into_iter().zip(figures) {
        if let (value, Some(count)) = figure {
            values.entry(key.unwrap_or_default()).or_default().push((value.unwrap_or(0), count));
        }
    }
    Ok(values)
}

/// Local governments beside the total of their chosen policy.
fn governments(frames: &Frames) -> LazyFrame {
    basic_governments(frames.overview.clone())
        .with_column(col("camera_total").is_not_null().and(col("population").is_not_null()).alias("counted"))
}

pub(super) fn per_resident(frames: &Frames) -> PolarsResult<Vec<PerResident>> {
    let of_counted = |column: &str| col(column).filter(col("counted")).sum();
    let rows = governments(frames).group_by([col("sido")]).agg([
        len().alias("governments"),
        col("counted").cast(polars::prelude::DataType::Int64).sum(),
        of_counted("camera_total").alias("cameras"),
        of_counted("population").alias("residents"),
    ]);
    let mut list = residents(rows, "sido", "sido")?;
    let order = |key: &str| Sido::ALL.iter().position(|sido| sido.name() == key);
    list.sort_by_key(|row| order(&row.key).unwrap_or(usize::MAX));
    Ok(list)
}

pub(super) fn per_resident_each(frames: &Frames) -> PolarsResult<Vec<PerResident>> {
    let rate = col("camera_total").cast(polars::prelude::DataType::Float64) / col("population");
    let rows = governments(frames)
        .filter(col("counted").and(col("population").gt(lit(0))))
        .with_columns([
            rate.alias("rate"),
            lit(1i64).alias("governments"),
            col("camera_total").alias("cameras"),
            col("population").alias("residents"),
        ])
        .sort(["rate", "institution_id"], SortMultipleOptions::default().with_order_descending_multi([true, false]));
    residents(rows, "institution_id", "full_name")
}

/// Cameras for each 1,000 residents over the cities, counties and districts that are counted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rates {
    /// The middle one.
    pub median: Option<Median<f64>>,
    /// The rates that part them into five groups of equal size: four, ascending; none of fewer than five governments.
    pub fifths: Vec<f64>,
}

/// Rates of governments, whatever their order.
pub(super) fn rates(each: &[PerResident]) -> Rates {
    let rates = counted(each.iter().filter_map(PerResident::rate).collect(), f64::total_cmp);
    let n: u64 = rates.iter().map(|(_, count)| count).sum();
    let fifths = (1..5).filter(|_| n >= 5).filter_map(|fifth| nth(&rates, (n * fifth).div_ceil(5))).collect();
    Rates { median: median(&rates), fifths }
}

fn residents(rows: LazyFrame, key: &str, korean: &str) -> PolarsResult<Vec<PerResident>> {
    let rows = Collected::of(rows.with_column(col("counted").cast(polars::prelude::DataType::Int64)))?;
    let names = rows.texts(key)?.into_iter().zip(rows.texts(korean)?);
    let governments = rows.numbers("counted")?.into_iter().zip(rows.numbers("governments")?);
    let figures = rows.numbers("cameras")?.into_iter().zip(rows.numbers("residents")?);
    Ok(names
        .zip(governments)
        .zip(figures)
        .map(|(((key, korean), (counted, governments)), (cameras, residents))| PerResident {
            key: key.unwrap_or_default(),
            korean: korean.unwrap_or_default(),
            counted: counted.unwrap_or(0),
            governments: governments.unwrap_or(0),
            cameras: cameras.unwrap_or(0),
            residents: residents.unwrap_or(0),
        })
        .collect())
}
