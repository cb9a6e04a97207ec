//! Cameras that official statistics count against those that policies state: the national standard data body by body, and
//! the national totals year by year.

pub mod national;
pub mod standard_data;

use crate::analysis::changes::{Crawl, Record};
use crate::analysis::crosscheck::national::{Bodies, Total, Version};
use crate::analysis::crosscheck::standard_data::OperatorTotal;
use crate::analysis::stats::Share;
use crate::model::institution::builtin::{BuiltinError, Shipped};
use crate::model::institution::{Sido, placed};
use crate::normalise::date::Date;
use std::collections::{BTreeMap, BTreeSet};

const NATIONAL: &str = include_str!("../../../seeds/national_totals.csv");

/// One body of the file, and the policies of the institution that it is.
pub(crate) struct Line<'a> {
    pub(crate) managed: Vec<&'a OperatorTotal>,
    pub(crate) name: String,
    pub(crate) id: Option<String>,
    /// Totals of its current policies: number, the date they are of, source.
    pub(crate) stated: Vec<(u64, Option<String>, String)>,
}

/// The bodies by the institutions that they are, with what these state.
pub(crate) fn lines<'a>(
    bodies: &'a [OperatorTotal],
    sido: Option<Sido>,
    crawl: Option<&Crawl>,
) -> Result<BTreeMap<String, Line<'a>>, BuiltinError> {
    let shipped = Shipped::read()?;
    let names = shipped.names();
    let mut lines: BTreeMap<String, Line<'_>> = BTreeMap::new();
    for managed in bodies {
        let mut written = without_brackets(&managed.name);
        if let Some(sido) = sido.filter(|_| Sido::leading(&written).is_none()) {
            written = format!("{} {written}", sido.name());
        }
        // 부산광역시 사상구청 and 부산광역시 사상구 are one body; old names lead to today's.
        let plain = written.strip_suffix('청').unwrap_or(&written);
        let found =
            names.find(&written).or_else(|| names.find(plain)).or_else(|| names.find(&shipped.renames.today(plain)));
        let name = found.as_ref().map_or_else(|| managed.name.clone(), |found| found.name.clone());
        let id = found.and_then(|found| found.id).map(|id| id.0);
        let line =
            lines.entry(name.clone()).or_insert_with(|| Line { managed: Vec::new(), name, id, stated: Vec::new() });
        line.managed.push(managed);
    }
    let current = crawl.into_iter().flat_map(|crawl| &crawl.policies).filter(|record| record.status == "current");
    let mut holders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for record in current.clone() {
        holders.entry(&record.name).or_default().insert(&record.institution);
    }
    for record in current {
        // A name that several hold is nobody's, unless the province stands before it.
        let alone = holders.get(record.name.as_str()).is_some_and(|holders| holders.len() == 1);
        let full = placed(&record.name, record.sido.as_deref());
        let is = |line: &&mut Line<'_>| match &line.id {
            Some(id) => *id == record.institution,
            None => line.name == full || (alone && line.name == record.name),
        };
        let line = lines.values_mut().find(is);
        if let (Some(total), Some(line)) = (total(record), line) {
            let date = record.value("effective_date").map(ToOwned::to_owned);
            line.stated.push((total, date, record.source.clone()));
        }
    }
    Ok(lines)
}

/// A name without what stands in brackets: `부산광역시(자연재난과) 부산진구청`.
fn without_brackets(name: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for letter in name.chars() {
        match letter {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            letter if depth == 0 => out.push(letter),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cameras that a policy states or adds up to.
fn total(record: &Record) -> Option<u64> {
    record.value("camera_total").and_then(|total| total.parse().ok())
}

/// A year of the national comparison.
pub(crate) struct Row {
    pub(crate) year: u16,
    pub(crate) published: Vec<Total>,
    pub(crate) cameras: u64,
    pub(crate) institutions: usize,
    pub(crate) scope: usize,
}

pub(crate) fn years(day: Date, crawl: &Crawl) -> Result<Vec<Row>, national::NationalError> {
    let totals = national::parse(NATIONAL)?;
    let date = |record: &Record, field: &str| record.value(field).and_then(parse_date);
    let versions: Vec<Version> = crawl
        .policies
        .iter()
        .filter_map(|record| {
            Some(Version {
                institution: record.institution.clone(),
                facility: record.value("facility").map(ToOwned::to_owned),
                from: date(record, "effective_date"),
                until: date(record, "superseded_date"),
                current: record.status == "current",
                cameras: total(record)?,
            })
        })
        .collect();
    let sums = national::by_year(&versions, day);
    let row = |sum: &national::Year| Row {
        year: sum.year,
        published: totals
            .iter()
            .filter(|total| total.year == sum.year && total.bodies == Bodies::Public)
            .cloned()
            .collect(),
        cameras: sum.cameras,
        institutions: sum.institutions,
        scope: crawl.institutions.len().max(sum.institutions),
    };
    let mut rows: Vec<Row> = sums.iter().map(row).collect();
    // The last figure there is, when no policy reaches back to its year.
    if rows.iter().all(|row| row.published.is_empty())
        && let Some(last) = totals.iter().filter(|total| total.bodies == Bodies::Public).max_by_key(|total| total.year)
    {
        let published = vec![last.clone()];
        let scope = crawl.institutions.len();
        rows.insert(0, Row { year: last.year, published, cameras: 0, institutions: 0, scope });
    }
    Ok(rows)
}

/// `2026-03` or `2026-03-16`.
fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Date::new(year, month, parts.next().and_then(|day| day.parse().ok()))
}

impl Row {
    /// Institutions whose number is known, in per cent of those in scope; nothing of few.
    pub(crate) fn share(&self) -> Option<f64> {
        Share { part: self.institutions as u64, of: self.scope as u64 }.percent()
    }
}

pub(crate) fn sum(line: &Line<'_>, of: impl Fn(&OperatorTotal) -> u64) -> u64 {
    line.managed.iter().map(|managed| of(managed)).sum()
}
