//! Comparative statistics: named lazy frames over the tables of one crawl, and nothing else.
//!
//! Three rules hold throughout. A share names its denominator ([`Share`]). Policies that say of themselves that they
//! are outdated never count ([`frames::current`]). An institution counts once: of its current policies one is chosen,
//! by a step with a name ([`frames::principal`]).

mod age;
mod collect;
mod coverage;
pub mod frames;
mod groups;
mod lists;

pub use age::{Ages, Terms};
pub use coverage::{Coverage, FieldTally, SectionTally};
pub use groups::{Group, PerResident};
pub use lists::{Contractor, Retention, Tally};

use crate::normalise::date::Date;
use crate::table::{CrawlInfo, Dataset, TableError};
use frames::Frames;
use polars::prelude::PolarsError;

/// A part and what it is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// The part.
    pub part: u64,
    /// The whole: the denominator.
    pub of: u64,
}

impl Share {
    /// In per cent; nothing of nothing is no number.
    pub fn percent(self) -> Option<f64> {
        (self.of > 0).then(|| self.part as f64 * 100.0 / self.of as f64)
    }
}

/// Everything that is counted of one crawl.
#[derive(Debug, Clone, PartialEq)]
pub struct Stats {
    /// The crawl.
    pub crawl: CrawlInfo,
    /// The day from which ages are counted.
    pub as_of: Date,
    /// How many institutions were asked, reached, and have a policy.
    pub coverage: Coverage,
    /// What became of each field, over the chosen policies.
    pub fields: Vec<FieldTally>,
    /// What became of each of the eight statutory items, over the chosen policies.
    pub sections: Vec<SectionTally>,
    /// Cameras by province, in official order; bodies without one last.
    pub by_sido: Vec<Group>,
    /// Cameras by kind of institution, in the registry's order.
    pub by_kind: Vec<Group>,
    /// Cameras for each 1,000 residents by province.
    pub per_resident: Vec<PerResident>,
    /// The same for each city, county and district, the highest first.
    pub per_resident_each: Vec<PerResident>,
    /// Retention periods.
    pub retention: Retention,
    /// Purposes, the most frequent first.
    pub purposes: Vec<Tally>,
    /// Firms, those that serve most institutions first.
    pub contractors: Vec<Contractor>,
    /// Ages of policies.
    pub ages: Ages,
    /// Words for the device.
    pub terms: Terms,
}

/// Why statistics could not be made.
#[derive(Debug, thiserror::Error)]
pub enum StatsError {
    /// The tables cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Polars could not compute.
    #[error("cannot compute the statistics: {0}")]
    Polars(#[from] PolarsError),
    /// The day to count ages from is a month.
    #[error("`{0}` is a month; ages are counted from a day, YYYY-MM-DD")]
    NoDay(Date),
}

/// Counts a crawl; ages are counted from `as_of`, or from the day of the crawl.
///
/// # Errors
/// Tables that cannot be read, or an `as_of` without a day.
pub fn compute(dataset: &Dataset, as_of: Option<Date>) -> Result<Stats, StatsError> {
    let crawl = dataset.crawl()?;
    let as_of = as_of.unwrap_or(crawl.date);
    if as_of.day.is_none() {
        return Err(StatsError::NoDay(as_of));
    }
    let frames = Frames::open(dataset)?;
    Ok(Stats {
        coverage: coverage::coverage(&frames)?,
        fields: coverage::fields(&frames)?,
        sections: coverage::sections(&frames)?,
        by_sido: groups::by_sido(&frames)?,
        by_kind: groups::by_kind(&frames)?,
        per_resident: groups::per_resident(&frames)?,
        per_resident_each: groups::per_resident_each(&frames)?,
        retention: lists::retention(&frames)?,
        purposes: lists::purposes(&frames)?,
        contractors: lists::contractors(&frames)?,
        ages: age::ages(&frames, as_of)?,
        terms: age::terms(&frames)?,
        crawl,
        as_of,
    })
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn a_share_of_nothing_is_no_number() {
        assert_eq!(Share { part: 0, of: 0 }.percent(), None);
        assert_eq!(Share { part: 1, of: 4 }.percent(), Some(25.0));
    }
}
