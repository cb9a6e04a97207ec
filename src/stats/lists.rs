//! Retention periods, purposes and firms.

use super::Share;
use super::collect::Collected;
use super::frames::{Frames, holder};
use crate::policy::Purpose;
use polars::prelude::{PolarsResult, SortMultipleOptions, col, len, lit};

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
    /// Middle one of the periods, the lower of two.
    pub median: Option<u64>,
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

pub(super) fn retention(frames: &Frames) -> PolarsResult<Retention> {
    let chosen = frames.principal();
    let all = Collected::of(chosen.clone().select([
        len().alias("holders"),
        col("retention_days").count().alias("stated"),
        col("retention_days").gt(lit(30)).cast(polars::prelude::DataType::Int64).sum().alias("over"),
        col("retention_days").quantile(lit(0.5), polars::prelude::QuantileMethod::Lower).alias("median"),
    ]))?;
    let days = Collected::of(
        chosen
            .filter(col("retention_days").is_not_null())
            .group_by([col("retention_days")])
            .agg([len().alias("institutions")])
            .sort(["retention_days"], SortMultipleOptions::default()),
    )?;
    let stated = all.number("stated")?;
    Ok(Retention {
        stated: Share { part: stated, of: all.number("holders")? },
        days: days
            .numbers("retention_days")?
            .into_iter()
            .zip(days.numbers("institutions")?)
            .filter_map(|(days, institutions)| Some((days?, institutions?)))
            .collect(),
        over_30: Share { part: all.number("over")?, of: stated },
        median: all.numbers("median")?.into_iter().next().flatten(),
    })
}

pub(super) fn purposes(frames: &Frames) -> PolarsResult<Vec<Tally>> {
    let chosen = frames.principal().select([col("policy_id")]);
    let rows = frames.purposes.clone().inner_join(chosen, col("policy_id"), col("policy_id"));
    let of = Collected::of(rows.clone().select([col("policy_id").n_unique().alias("of")]))?;
    let of = of.number("of")?;
    let counted =
        Collected::of(rows.group_by([col("purpose")]).agg([col("policy_id").n_unique().alias("institutions")]).sort(
            ["institutions", "purpose"],
            SortMultipleOptions::default().with_order_descending_multi([true, false]),
        ))?;
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

pub(super) fn contractors(frames: &Frames) -> PolarsResult<Vec<Contractor>> {
    // Every current policy counts here: a firm may serve one facility only, and institutions are counted once.
    let current = frames.current().select([col("policy_id"), holder().alias("holder")]);
    let rows = frames.contractors.clone().filter(col("company_key").is_not_null()).inner_join(
        current,
        col("policy_id"),
        col("policy_id"),
    );
    let of = Collected::of(rows.clone().select([col("holder").n_unique().alias("of")]))?;
    let of = of.number("of")?;
    let counted = Collected::of(
        rows.group_by([col("company_key")])
            .agg([col("holder").n_unique().alias("institutions"), col("company").min().alias("company")])
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
