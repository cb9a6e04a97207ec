//! Comparative statistics: named lazy frames over the tables of one crawl, and nothing else.
//!
//! Three rules hold throughout. A share names its denominator ([`Share`]). Policies that say of themselves that they
//! are outdated never count. An institution counts once: which of its policies does is decided when the tables are
//! written, and read from `overview` and `policies.counted`.

mod age;
mod cameras;
mod collect;
mod concentration;
mod coverage;
mod cut;
mod findings;
pub mod frames;
mod interval;
mod lists;
mod outliers;
mod per_institution;
mod templates;
mod update;
mod weights;

pub use crate::model::search_result::Reach;
pub use age::{Ages, Terms};
pub use cameras::{Group, PerResident, Rates};
pub use concentration::{Concentration, Market};
pub use coverage::{Coverage, CoverageGroup, FieldTally, SectionTally};
pub use cut::{Cut, cut};
pub use findings::{Findings, RuleTally};
pub use interval::{CONFIDENCE, Median, median};
pub use lists::{Contractor, GroupMedian, Retention, Tally};
pub use outliers::{Measure, Outlier, SCORE};
pub use per_institution::{InstitutionStats, PerInstitution};
pub use templates::{HEADINGS, Template, Templates};
pub use update::Update;
pub use weights::Weighted;

use crate::dataset::{CrawlInfo, Dataset, TableError};
use crate::normalise::date::Date;
use frames::Frames;
use polars::prelude::{IntoLazy, LazyFrame, PolarsError};

/// A part and what it is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// The part.
    pub part: u64,
    /// The whole: the denominator.
    pub of: u64,
}

/// Cases below which neither a share nor its interval is told: of so few it says more of chance than of anybody.
pub const FEWEST: u64 = 5;

impl Share {
    /// In per cent; nothing of fewer than [`FEWEST`].
    pub fn percent(self) -> Option<f64> {
        (self.of >= FEWEST).then(|| self.part as f64 * 100.0 / self.of as f64)
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
    /// The same by kind of institution, in the registry's order: who is missing.
    pub coverage_by_kind: Vec<CoverageGroup>,
    /// The same by province, in official order.
    pub coverage_by_sido: Vec<CoverageGroup>,
    /// Shares by governments and by residents.
    pub weights: Vec<Weighted>,
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
    /// How these rates are spread.
    pub rates: Rates,
    /// Figures far from those of their like.
    pub outliers: Vec<Outlier>,
    /// Retention periods.
    pub retention: Retention,
    /// Purposes, the most frequent first.
    pub purposes: Vec<Tally>,
    /// Firms, those that serve most institutions first.
    pub contractors: Vec<Contractor>,
    /// How concentrated their work is.
    pub concentration: Concentration,
    /// Ages of policies.
    pub ages: Ages,
    /// Words for the device.
    pub terms: Terms,
    /// How long policies took to be revised after the law of 2023-09-15.
    pub update: Update,
    /// Forms that several institutions share.
    pub templates: Templates,
    /// What the audit found, by rule.
    pub findings: Findings,
    /// The day whose law the findings were made by, `YYYY-MM-DD`; nothing where there are none.
    pub law_as_of: Option<String>,
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
    let tables = Tables::open(dataset)?;
    Ok(tables.count(dataset.crawl()?, as_of)?.0)
}

/// Counts a crawl as [`compute`] does, and gives the figures of every institution beside it.
///
/// # Errors
/// As of [`compute`].
pub fn compute_each(dataset: &Dataset, as_of: Option<Date>) -> Result<(Stats, PerInstitution), StatsError> {
    let tables = Tables::open(dataset)?;
    let (stats, told) = tables.count(dataset.crawl()?, as_of)?;
    let each = per_institution::each(&tables.frames, &told, &stats)?;
    Ok((stats, each))
}

/// The frames, and what came of each institution.
struct Tables {
    frames: Frames,
    outcomes: LazyFrame,
}

impl Tables {
    fn open(dataset: &Dataset) -> Result<Self, StatsError> {
        let frames = Frames::open(dataset)?;
        Ok(Self { outcomes: coverage::outcomes(&frames)?, frames })
    }

    fn count(&self, crawl: CrawlInfo, as_of: Option<Date>) -> Result<(Stats, templates::Told), StatsError> {
        let as_of = as_of.unwrap_or(crawl.date);
        if as_of.day.is_none() {
            return Err(StatsError::NoDay(as_of));
        }
        let Self { frames, outcomes } = self;
        let coverage = coverage::coverage(frames, outcomes)?;
        let per_resident_each = cameras::per_resident_each(frames)?;
        let pairs = lists::pairs(frames).collect()?.lazy();
        let contractors = lists::contractors(&pairs)?;
        let told = templates::tell(frames)?;
        let purposes = lists::purposes(frames)?;
        let stats = Stats {
            coverage_by_kind: coverage::by(outcomes, "kind", cameras::kinds())?,
            coverage_by_sido: coverage::by(outcomes, "sido", cameras::sidos())?,
            weights: weights::weights(frames, outcomes)?,
            fields: coverage::fields(frames, purposes.first().map_or(0, |row| row.institutions.of))?,
            sections: coverage::sections(frames)?,
            by_sido: cameras::by_sido(frames)?,
            by_kind: cameras::by_kind(frames)?,
            per_resident: cameras::per_resident(frames)?,
            rates: cameras::rates(&per_resident_each),
            outliers: outliers::outliers(frames, &per_resident_each)?,
            per_resident_each,
            retention: lists::retention(frames)?,
            purposes,
            concentration: concentration::concentration(&contractors, &pairs)?,
            contractors,
            ages: age::ages(frames, as_of)?,
            terms: age::terms(frames)?,
            update: update::update(frames, as_of)?,
            templates: told.templates.clone(),
            findings: findings::findings(frames, coverage.holders)?,
            law_as_of: findings::law_day(frames)?,
            coverage,
            crawl,
            as_of,
        };
        Ok((stats, told))
    }
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn a_share_of_few_is_no_number() {
        for of in 0..5 {
            assert_eq!(Share { part: 0, of }.percent(), None);
            assert_eq!(Share { part: 0, of }.interval(), None);
        }
        assert_eq!(Share { part: 1, of: 5 }.percent(), Some(20.0));
        assert!(Share { part: 1, of: 5 }.interval().is_some());
    }
}
