//! `bangchim history`: what the versions of an institution's policy say, the oldest first.
//!
//! Institutions keep former versions on their sites, and every crawl keeps what it saw: both make a history.

use super::ExitStatus;
use super::read::Format;
use crate::changes::{self, Record};
use crate::report::grid::{Align, Grid};
use crate::table::Dataset;
use anyhow::Context;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// What `history` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Data folder, whose crawls are all looked at, or the folder of one crawl's tables.
    pub data: PathBuf,
    /// Institution, by id or name.
    pub institution: String,
    /// How to print.
    pub format: Format,
}

/// A version of a policy and the days of the crawls that saw it.
struct Version {
    record: Record,
    first: String,
    last: String,
}

/// Columns of a version, as the tables call them.
const COLUMNS: [&str; 6] =
    ["effective_date", "superseded_date", "camera_total", "site_total", "retention_days", "term"];

/// Prints the versions of every crawl, former ones that the institution keeps on its site among them.
///
/// # Errors
/// No policy of the institution, tables that cannot be read, or output that cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let mut folders = Dataset::crawls(&settings.data)?;
    if folders.is_empty() {
        folders.push(settings.data.clone());
    }
    let mut versions: Vec<Version> = Vec::new();
    for folder in &folders {
        let crawl = Dataset::open(folder).and_then(|dataset| changes::load(&dataset));
        let crawl = crawl.with_context(|| format!("cannot read {}", folder.display()))?;
        let wanted = |record: &Record| {
            record.institution == settings.institution
                || record.name == settings.institution
                || crawl.institutions.get(&record.institution).is_some_and(|name| *name == settings.institution)
        };
        for record in crawl.policies.iter().filter(|record| wanted(record)) {
            // A page with another counter in it is no other version.
            let same = |version: &&mut Version| {
                version.record.source == record.source
                    && version.record.ordinal == record.ordinal
                    && version.record.fields == record.fields
            };
            match versions.iter_mut().find(same) {
                Some(version) => version.last.clone_from(&crawl.day),
                None => {
                    versions.push(Version { record: record.clone(), first: crawl.day.clone(), last: crawl.day.clone() })
                }
            }
        }
    }
    anyhow::ensure!(
        !versions.is_empty(),
        "no policy of `{}` in {}; name it by id or by its name in the registry",
        settings.institution,
        settings.data.display()
    );
    // A version without a date cannot be placed: it comes last.
    versions.sort_by_cached_key(|version| {
        let date = version.record.value("effective_date").map(ToOwned::to_owned);
        (date.is_none(), date, version.first.clone(), version.record.source.clone(), version.record.ordinal)
    });
    match settings.format {
        Format::Json => {
            let list: Vec<_> = versions.iter().map(object).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
        }
        Format::Text => write!(out, "{}\n{}", versions[0].record.name, grid(&versions))?,
    }
    out.flush()?;
    Ok(ExitStatus::Finished)
}

fn object(version: &Version) -> serde_json::Value {
    let mut line = json!({
        "status": version.record.status,
        "facility": version.record.value("facility"),
        "source": version.record.source,
        "document_sha256": version.record.document,
        "policy_id": version.record.policy,
        "first_seen": version.first,
        "last_seen": version.last,
        "camera_total_quote": version.record.quotes.get("camera_total"),
    });
    for column in COLUMNS {
        let value = version.record.value(column).filter(|value| !value.starts_with('('));
        let number = value.and_then(|value| value.parse::<u64>().ok());
        line[column] = number.map_or_else(|| value.into(), Into::into);
    }
    line
}

fn grid(versions: &[Version]) -> Grid {
    let mut grid = Grid::new([
        ("시행", Align::Left),
        ("폐지", Align::Left),
        ("카메라", Align::Right),
        ("개소", Align::Right),
        ("보관일", Align::Right),
        ("용어", Align::Left),
        ("상태", Align::Left),
        ("수집", Align::Left),
        ("페이지", Align::Left),
    ]);
    for Version { record, first, last } in versions {
        let [a, b, c, d, e, f] = COLUMNS.map(|column| record.value(column).unwrap_or("-").to_owned());
        let seen = if first == last { first.clone() } else { format!("{first} ~ {last}") };
        let facility = record.value("facility").map_or_else(String::new, |name| format!("{name}  "));
        grid.row([a, b, c, d, e, f, record.status.clone(), seen, format!("{facility}{}", record.source)]);
    }
    grid
}
