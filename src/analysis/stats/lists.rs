//! Retention periods, purposes and firms.

use super::Share;
use super::cameras::{kinds, values_by};
use super::collect::Collected;
use super::frames::{Frames, POLICY};
use super::interval::{Median, median};
use crate::model::policy::Purpose;
use polars::prelude::{IntoLazy, LazyFrame, PolarsResult, SortMultipleOptions, col, len, lit};
use std::collections::BTreeMap;

/// A value of a closed list and the institutions that state it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Name in the tables.
    pub key: String,
    /// The name Korean readers see.
    pub korean: String,
    /// Institutions, of those that state any value.
    pub institutions: Share,
}

/// Periods that footage is kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Retention {
    /// Institutions whose chosen policy states a period, of those that have one.
    pub stated: Share,
    /// Days and institutions, ascending.
    pub days: Vec<(u64, u64)>,
    /// Institutions that keep footage longer than 30 days, of those that state a period (표준지침 제41조제2항).
    pub over_30: Share,
    /// The middle one of the periods.
    pub median: Option<Median<u64>>,
    /// The middle one by kind of institution, in the registry's order.
    pub by_kind: Vec<GroupMedian>,
}

/// The middle value of a group of institutions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupMedian {
    /// Name in the tables.
    pub key: String,
    /// The name Korean readers see.
    pub korean: String,
    /// The middle value.
    pub median: Median<u64>,
}

/// A firm and whom it works for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contractor {
    /// The firm without legal form, blanks and case: what it is counted by.
    pub key: String,
    /// The first of the ways it is written, in the order of letters.
    pub company: String,
    /// Institutions that name it, of those that name any firm.
    pub institutions: Share,
}

/// Days of footage that no institution is asked to exceed without a reason (표준 개인정보 보호지침 제41조제2항).
pub(super) const USUAL_DAYS: u64 = 30;

pub(super) fn retention(frames: &Frames) -> PolarsResult<Retention> {
    let chosen = frames.principal();
    let all = Collected::of(chosen.clone().select([len().alias("holders")]))?;
    let by_kind = values_by(chosen, "institution_kind", "retention_days")?;
    let mut days: BTreeMap<u64, u64> = BTreeMap::new();
    for (value, count) in by_kind.values().flatten() {
        *days.entry(*value).or_default() += count;
    }
    let days: Vec<(u64, u64)> = days.into_iter().collect();
    let stated = days.iter().map(|(_, count)| count).sum();
    let over = days.iter().filter(|(days, _)| *days > USUAL_DAYS).map(|(_, count)| count).sum();
    let of_kind = |(key, korean): (&str, &str)| {
        let median = median(by_kind.get(key)?)?;
        Some(GroupMedian { key: key.to_owned(), korean: korean.to_owned(), median })
    };
    Ok(Retention {
        stated: Share { part: stated, of: all.number("holders")? },
        over_30: Share { part: over, of: stated },
        median: median(&days),
        by_kind: kinds().filter_map(of_kind).collect(),
        days,
    })
}

pub(super) fn purposes(frames: &Frames) -> PolarsResult<Vec<Tally>> {
    let own = frames.of_principal(&frames.purposes, &["purpose"])?;
    let of = own.policies;
    let counted = Collected::of(
        own.rows.lazy().group_by([col("purpose")]).agg([col(POLICY).n_unique().alias("institutions")]).sort(
            ["institutions", "purpose"],
            SortMultipleOptions::default().with_order_descending_multi([true, false]),
        ),
    )?;
    let keys = counted.texts("purpose")?.into_iter();
    Ok(keys
        .zip(counted.numbers("institutions")?)
        .filter_map(|(key, part)| {
            let key = key?;
            let purpose = Purpose::ALL.into_iter().find(|purpose| purpose.name() == key)?;
            Some(Tally { korean: purpose.korean().to_owned(), key, institutions: Share { part: part?, of } })
        })
        .collect())
}

/// Every pair of a firm and an institution that names it in a current policy, once: `company_key`, `holder`, `company`,
/// `sido`.
///
/// Every current policy counts here: a firm may serve one facility only, and institutions are counted once.
pub(super) fn pairs(frames: &Frames) -> LazyFrame {
    let current = frames.current().select([col("policy_id"), col("holder"), col("sido").fill_null(lit(""))]);
    frames
        .contractors
        .clone()
        .filter(col("company_key").is_not_null())
        .select([col("policy_id"), col("company_key"), col("company")])
        .inner_join(current, col("policy_id"), col("policy_id"))
        .group_by([col("company_key"), col("holder")])
        .agg([col("company").min(), col("sido").min()])
}

pub(super) fn contractors(pairs: &LazyFrame) -> PolarsResult<Vec<Contractor>> {
    let of = Collected::of(pairs.clone().select([col("holder").n_unique().alias("of")]))?;
    let of = of.number("of")?;
    let counted = Collected::of(
        pairs
            .clone()
            .group_by([col("company_key")])
            .agg([len().alias("institutions"), col("company").min().alias("company")])
            .sort(
                ["institutions", "company_key"],
                SortMultipleOptions::default().with_order_descending_multi([true, false]),
            ),
    )?;
    let names = counted.texts("company_key")?.into_iter().zip(counted.texts("company")?);
    Ok(names
        .zip(counted.numbers("institutions")?)
        .filter_map(|((key, company), part)| {
            Some(Contractor { key: key?, company: company?, institutions: Share { part: part?, of } })
        })
        .collect())
}
