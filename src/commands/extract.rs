//! `bangchim extract`: archive or files to policies, offline.

use crate::audit::{self, is_unchecked};
use crate::commands::ExitStatus;
use crate::dataset::{self, Summary};
use crate::model::institution::builtin::Shipped;
use crate::normalise::date::Date;
use crate::pipeline::institution::{Judged, Read};
use crate::pipeline::{Options, account, day_of, unchecked, write};
use crate::progress::Verbosity;
use crate::report::jsonl::{self, FindingLine};
use anyhow::bail;
use std::io::Write;
use std::path::PathBuf;

/// Findings of a policy as its line of JSON shows them.
pub(super) fn finding_lines<'a>(judged: &'a Judged, as_of: &'a str) -> Vec<FindingLine<'a>> {
    let line = |finding: &'a audit::Finding| {
        let quote = audit::Finding::quote(finding);
        FindingLine {
            rule: finding.rule.id,
            severity: finding.severity.name(),
            quote,
            context: quote.and_then(|quote| judged.policy.context(quote)),
            citation: finding.citation.to_string(),
            as_of,
            routine: finding.rule.routine,
        }
    };
    judged.judgement.findings.iter().map(line).collect()
}

/// How policies are put out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One line a policy on standard output.
    Jsonl,
    /// Tables in a folder.
    Parquet,
}

/// What `extract` needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Files, folders and WARC files to read; the archive of `data` when there are none.
    pub paths: Vec<PathBuf>,
    /// The data folder.
    pub data: PathBuf,
    /// Where Parquet goes; `data` decides when it is not given.
    pub out: Option<PathBuf>,
    /// Lines for paths and tables for an archive when it is not given.
    pub format: Option<Format>,
    /// Which crawl of the archive; the newest when it is not given.
    pub crawl: Option<String>,
    /// Manual corrections; `corrections.csv` in the data folder when it is not given and is there.
    pub corrections: Option<PathBuf>,
    /// The day whose law policies are judged by; the day of the crawl, for files the day on which the law was looked up.
    /// A crawl's own tables take no other day than the crawl's.
    pub as_of: Option<Date>,
    /// How much is said.
    pub verbosity: Verbosity,
}

/// Reads an archive or files and puts out their policies.
///
/// # Errors
/// When something named cannot be read, or the output cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let shipped = Shipped::read()?;
    let from_paths = !settings.paths.is_empty();
    let default = if from_paths && settings.out.is_none() { Format::Jsonl } else { Format::Parquet };
    let format = settings.format.unwrap_or(default);
    if let Some(as_of) = settings.as_of {
        if format == Format::Parquet && !from_paths {
            keeps_its_law(settings, as_of)?;
        }
        if is_unchecked(&as_of.to_string()) {
            talk(settings, &unchecked(as_of));
        }
    }
    let question = Options {
        paths: &settings.paths,
        data: &settings.data,
        crawl: settings.crawl.as_deref(),
        corrections: settings.corrections.as_deref(),
        as_of: settings.as_of,
        crawled: None,
        // Who names a file asks about that file, former version or not.
        archived: from_paths && !settings.paths.iter().any(|path| crate::pipeline::files::archive(path).is_some()),
        verbosity: settings.verbosity,
    };
    let mut account = account(&question, &shipped)?;
    let unread = account.report_unread(&settings.paths, settings.verbosity)?;
    let status = if unread { ExitStatus::Unreadable } else { ExitStatus::Finished };
    match format {
        Format::Jsonl => {
            let as_of = account.as_of.to_string();
            for judged in account.read.iter().flat_map(|document| &document.policies) {
                writeln!(out, "{}", jsonl::line(&judged.policy, &finding_lines(judged, &as_of)))?;
            }
            out.flush()?;
            talk(settings, &counted(&account.read));
        }
        Format::Parquet => {
            if account.input.crawled.is_none() {
                crate::pipeline::files::describe(&mut account.input, &account.read, &shipped.registry);
            }
            let folder = match (&settings.out, from_paths) {
                (Some(folder), _) => folder.clone(),
                (None, false) => dataset::crawl_folder(&settings.data, &account.input.crawl.id)?,
                (None, true) => bail!("say where the tables of these files go with --out DIR"),
            };
            let (summary, _) = write(&folder, account)?;
            talk(settings, &format!("{} in {}", rows(&summary), summary.folder.display()));
        }
    }
    Ok(status)
}

/// Holds that the findings of a crawl's own tables are by the law of its own day: `stats` and `report` read them as
/// such.
///
/// # Errors
/// Another day, for the tables of the crawl; there is no such crawl.
fn keeps_its_law(settings: &Settings, as_of: Date) -> anyhow::Result<()> {
    let crawl = crate::commands::named_crawl(&settings.data.join("archive"), settings.crawl.as_deref())?;
    let own = dataset::crawl_folder(&settings.data, &crawl.id)?;
    let elsewhere = |out: &PathBuf| match (out.canonicalize(), own.canonicalize()) {
        (Ok(out), Ok(own)) => out != own,
        _ => *out != own,
    };
    let day = day_of(&crawl.id).filter(|day| *day != as_of);
    match day {
        Some(day) if !settings.out.as_ref().is_some_and(elsewhere) => bail!(
            "the tables of crawl {} keep findings by the law of {day}; for those of {as_of} name a folder with --out DIR, \
             or use --format jsonl or `bangchim audit --as-of {as_of}`",
            crawl.id
        ),
        _ => Ok(()),
    }
}

fn talk(settings: &Settings, words: &str) {
    if settings.verbosity != Verbosity::Quiet {
        eprintln!("{words}");
    }
}

fn counted(read: &[Read]) -> String {
    let policies: usize = read.iter().map(|document| document.policies.len()).sum();
    let without = read.iter().filter(|document| document.policies.is_empty()).count();
    format!("{} documents, {policies} policies, {without} documents without a policy", read.len())
}

fn rows(summary: &Summary) -> String {
    let rows = |name: &str| summary.rows.iter().find(|(table, _)| *table == name).map_or(0, |(_, rows)| *rows);
    format!("{} documents, {} policies, {} quotes", rows("documents"), rows("policies"), rows("evidence"))
}
