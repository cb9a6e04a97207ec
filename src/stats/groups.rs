//! Cameras by province, by kind of institution, and for each 1,000 residents.

use super::collect::Collected;
use super::frames::{Frames, basic_governments, sum_or_null};
use crate::institution::{InstitutionKind, Sido};
use polars::prelude::{LazyFrame, PolarsResult, SortMultipleOptions, col, len, lit};
use std::collections::BTreeMap;

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
    /// Middle one of the totals, the lower of two.
    pub median: Option<u64>,
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

pub(super) fn by_sido(frames: &Frames) -> PolarsResult<Vec<Group>> {
    let groups = groups(frames, "sido", "sido")?;
    let keys = Sido::ALL.map(|sido| (sido.name(), sido.name()));
    let keys = keys.into_iter().chain([(NATIONAL, "전국·미상")]);
    Ok(in_order(groups, keys))
}

pub(super) fn by_kind(frames: &Frames) -> PolarsResult<Vec<Group>> {
    let groups = groups(frames, "kind", "institution_kind")?;
    let keys = InstitutionKind::ALL.iter().map(|kind| (kind.name(), kind.korean()));
    Ok(in_order(groups, keys.chain([(NATIONAL, "미상")])))
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

/// Counts by a column of the institutions and the column of the policies that means the same.
fn groups(frames: &Frames, of_institution: &str, of_policy: &str) -> PolarsResult<BTreeMap<String, Group>> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let there =
        Collected::of(frames.institutions.clone().group_by([col(of_institution)]).agg([len().alias("institutions")]))?;
    let keys = there.texts(of_institution)?;
    for (key, number) in keys.into_iter().zip(there.numbers("institutions")?) {
        groups.entry(key.unwrap_or_default()).or_default().institutions = number.unwrap_or(0);
    }
    let held = Collected::of(frames.principal().group_by([col(of_policy)]).agg([
        len().alias("policies"),
        col("camera_total").count().alias("with_total"),
        sum_or_null("camera_total").alias("cameras"),
        // The lower middle is a total that stands in a policy; a mean of two is not.
        col("camera_total").quantile(lit(0.5), polars::prelude::QuantileMethod::Lower).alias("median"),
    ]))?;
    let keys = held.texts(of_policy)?.into_iter();
    let counts = held.numbers("policies")?.into_iter().zip(held.numbers("with_total")?);
    let sums = held.numbers("cameras")?.into_iter().zip(held.numbers("median")?);
    for ((key, (policies, totals)), (cameras, median)) in keys.zip(counts).zip(sums) {
        let group = groups.entry(key.unwrap_or_default()).or_default();
        group.with_policy = policies.unwrap_or(0);
        group.with_total = totals.unwrap_or(0);
        group.cameras = cameras;
        group.median = median;
    }
    Ok(groups)
}

/// Local governments beside the total of their chosen policy.
fn governments(frames: &Frames) -> LazyFrame {
    let totals = frames
        .principal()
        .filter(col("institution_id").is_not_null())
        .select([col("institution_id"), col("camera_total")]);
    basic_governments(frames.institutions.clone())
        .left_join(totals, col("institution_id"), col("institution_id"))
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
