//! National totals of public CCTV by year, as statistical yearbooks and the press gave them, and what policies add up
//! to in the same years.

use crate::normalise::date::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Whom a national total counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bodies {
    /// All public bodies (공공기관 전체): the yearbooks from 2011 on.
    Public,
    /// Ministries and governments, on an older base.
    MinistriesAndGovernments,
    /// Ministries and provinces, on an older base.
    MinistriesAndProvinces,
    /// Local governments only.
    Local,
}

impl Bodies {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "public" => Some(Self::Public),
            "ministries_and_governments" => Some(Self::MinistriesAndGovernments),
            "ministries_and_provinces" => Some(Self::MinistriesAndProvinces),
            "local" => Some(Self::Local),
            _ => None,
        }
    }
}

/// One published total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// Year that it is of.
    pub year: u16,
    /// Day, month or year, as published.
    pub as_of: String,
    /// Cameras.
    pub cameras: u64,
    /// Whom it counts.
    pub bodies: Bodies,
    /// The same in the words of the source.
    pub scope: String,
    /// Where it was read.
    pub source: String,
    /// What else a reader should know.
    pub note: String,
}

/// Why a table of totals cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum NationalError {
    /// A row that is not one.
    #[error("line {0} is no total: year, as_of, cameras, bodies, scope, source, note")]
    Row(usize),
    /// Not a table of comma-separated values.
    #[error("not readable as CSV")]
    Csv(#[from] csv::Error),
}

/// Reads a table of totals, in its order.
///
/// # Errors
/// No table, or a row that is not one.
pub fn parse(text: &str) -> Result<Vec<Total>, NationalError> {
    let mut totals = Vec::new();
    for (index, record) in csv::Reader::from_reader(text.as_bytes()).records().enumerate() {
        let record = record?;
        let row = || -> Option<Total> {
            let cell = |column: usize| record.get(column).map(str::trim);
            Some(Total {
                year: cell(0)?.parse().ok()?,
                as_of: cell(1)?.to_owned(),
                cameras: cell(2)?.parse().ok()?,
                bodies: Bodies::parse(cell(3)?)?,
                scope: cell(4)?.to_owned(),
                source: cell(5)?.to_owned(),
                note: cell(6)?.to_owned(),
            })
        };
        totals.push(row().ok_or(NationalError::Row(index + 2))?);
    }
    Ok(totals)
}

/// A version of a policy that states or adds up to a number of cameras.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Whose it is.
    pub institution: String,
    /// The one facility that it is of, if it is.
    pub facility: Option<String>,
    /// First day or month of effect.
    pub from: Option<Date>,
    /// Stated end.
    pub until: Option<Date>,
    /// Whether the institution shows it as the present one.
    pub current: bool,
    /// Cameras.
    pub cameras: u64,
}

/// What policies add up to at the end of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: u16,
    /// Cameras of the policies in force.
    pub cameras: u64,
    /// Institutions whose policy in force gives a number.
    pub institutions: usize,
}

/// Sums of the policies in force at the end of every year from the first that has one to the year of the crawl.
///
/// Of the versions of one policy (those of an institution, facility by facility) the latest that had taken effect
/// counts, unless it had ended. A present policy without a date counts in the year of the crawl alone: since when it
/// holds is not known.
pub fn by_year(versions: &[Version], crawl: Date) -> Vec<Year> {
    let first = versions.iter().filter_map(|version| version.from).map(|date| date.year).min().unwrap_or(crawl.year);
    let year = |year: u16| {
        let mut held: BTreeMap<(&str, Option<&str>), &Version> = BTreeMap::new();
        for version in versions.iter().filter(|version| in_force(version, year, crawl)) {
            let key = (version.institution.as_str(), version.facility.as_deref());
            let rank = |version: &Version| (version.from, version.current, version.cameras);
            let best = held.entry(key).or_insert(version);
            if rank(version) > rank(best) {
                *best = version;
            }
        }
        let institutions: BTreeSet<&str> = held.keys().map(|(institution, _)| *institution).collect();
        Year { year, cameras: held.values().map(|version| version.cameras).sum(), institutions: institutions.len() }
    };
    (first.min(crawl.year)..=crawl.year).map(year).collect()
}

/// Whether a version held at the end of a year, or on the day of the crawl in the crawl's own year.
fn in_force(version: &Version, year: u16, crawl: Date) -> bool {
    let began = match version.from {
        Some(from) if year < crawl.year => from.year <= year,
        Some(from) => (from.year, from.month) <= (crawl.year, crawl.month),
        None => version.current && year == crawl.year,
    };
    let ended = version.until.is_some_and(|until| until.year <= year && (year < crawl.year || until < crawl));
    began && !ended && (version.current || year < crawl.year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_totals_are_whole() {
        let totals = parse(include_str!("../../../seeds/national_totals.csv")).expect("a table");
        let last = totals.iter().filter(|total| total.bodies == Bodies::Public).max_by_key(|total| total.year);
        assert_eq!(last.map(|total| (total.year, total.cameras)), Some((2018, 1_032_879)));
        assert!(
            totals.iter().all(|total| !total.source.is_empty() && total.as_of.starts_with(&total.year.to_string()))
        );
        assert!(matches!(
            parse("year,as_of,cameras,bodies,scope,source,note\n2011,2011,x,public,a,b,c\n"),
            Err(NationalError::Row(2))
        ));
    }

    #[test]
    fn versions_count_in_the_years_in_which_they_held() {
        let day = |year, month| Date::new(year, month, Some(1));
        let version = |institution: &str, from, until, current, cameras| Version {
            institution: institution.into(),
            facility: None,
            from,
            until,
            current,
            cameras,
        };
        let versions = [
            version("가온시", day(2019, 7), day(2024, 2), false, 1_208),
            version("가온시", day(2024, 3), day(2026, 1), false, 1_590),
            version("가온시", day(2026, 2), None, true, 1_744),
            // Its forerunner's end is not stated: the newer one takes its place.
            version("나래시", day(2021, 5), None, false, 10),
            version("나래시", day(2025, 5), None, true, 20),
            version("다온시", None, None, true, 5),
        ];
        let found = by_year(&versions, day(2026, 11).expect("a day"));
        let rows: Vec<(u16, u64, usize)> =
            found.iter().map(|year| (year.year, year.cameras, year.institutions)).collect();
        let wanted = [
            (2019, 1_208, 1),
            (2020, 1_208, 1),
            (2021, 1_218, 2),
            (2022, 1_218, 2),
            (2023, 1_218, 2),
            (2024, 1_600, 2),
            (2025, 1_610, 2),
            (2026, 1_769, 3),
        ];
        assert_eq!(rows, wanted);
    }
}
