//! `bangchim history`: what the versions of an institution's policy say, the oldest first.
//!
//! Institutions keep former versions on their sites, and every crawl keeps what it saw: both make a history.

use super::{ExitStatus, Format};
use crate::analysis::changes::history::Version;
use crate::analysis::changes::{self, Crawl};
use crate::dataset::{Body, Dataset};
use crate::model::institution::builtin::Shipped;
use crate::model::institution::choice::{self, LIST, Place};
use crate::model::institution::{Directory, Listed, Sido, placed};
use crate::report::history::{grid, object};
use anyhow::Context;
use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

/// What `history` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Data folder, whose crawls are all looked at, or the folder of one crawl's tables.
    pub data: PathBuf,
    /// Institution, by its id, its full name, or a name that no other has.
    pub institution: String,
    /// Output format.
    pub format: Format,
}

/// Prints the versions of every crawl, former ones that the institution keeps on its site among them.
///
/// # Errors
/// A name of no institution or of several, no policy of it, tables that cannot be read, or output that cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let mut folders = Dataset::crawls(&settings.data)?;
    if folders.is_empty() {
        folders.push(settings.data.clone());
    }
    let mut crawls = Vec::new();
    for folder in &folders {
        let crawl = Dataset::open(folder).and_then(|dataset| Ok((changes::load(&dataset)?, dataset.bodies()?)));
        crawls.push(crawl.with_context(|| format!("cannot read {}", folder.display()))?);
    }
    let shipped = Shipped::read()?;
    // Names of today come first; those that a body had in an earlier crawl lead to it as well.
    let bodies = crawls.iter().rev().flat_map(|(_, bodies)| bodies).map(|body| body.listed.clone());
    let directory = Directory::new(bodies.collect(), &shipped.renames);
    let place = Place { name: settings.data.display().to_string(), list: LIST };
    let wanted = choice::find(&directory, &settings.institution, &place)?;
    let mut versions = versions(&crawls, wanted);
    anyhow::ensure!(
        !versions.is_empty(),
        "no policy of `{}` ({}) was found in {}; the table `attempts` says what was asked",
        wanted.full_name,
        wanted.id,
        settings.data.display()
    );
    // A version without a date cannot be placed: it comes last.
    versions.sort_by_cached_key(|version| {
        let date = version.record.value("effective_date").map(ToOwned::to_owned);
        (date.is_none(), date, version.first.clone(), version.record.source.clone(), version.record.ordinal)
    });
    match settings.format {
        Format::Json => {
            let list: Vec<_> = versions.iter().map(|version| object(version, wanted)).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
        }
        Format::Text => {
            let name = placed(&wanted.full_name, wanted.sido.map(Sido::name));
            write!(out, "{name} ({})\n{}", wanted.id, grid(&versions))?;
        }
    }
    out.flush()?;
    Ok(ExitStatus::Finished)
}

/// The versions that crawls saw of a body's policies, each once, in the order of the crawls.
fn versions(crawls: &[(Crawl, Vec<Body>)], wanted: &Listed) -> Vec<Version> {
    let mut versions: Vec<Version> = Vec::new();
    for (crawl, bodies) in crawls {
        let own = bodies.iter().filter(|body| body.listed.is_same(wanted)).flat_map(|body| &body.policies);
        let own: BTreeSet<&String> = own.collect();
        for record in crawl.policies.iter().filter(|record| own.contains(&record.policy)) {
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
    versions
}
