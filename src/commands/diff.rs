//! `bangchim diff` and `bangchim history`: what changed between two crawls, and what former versions say.

use super::ExitStatus;
use super::read::Format;
use crate::changes::{self, Change, Crawl, Record};
use crate::report::grid::{Align, Grid};
use crate::table::Dataset;
use anyhow::Context;
use serde_json::json;
use std::io::Write;
use std::path::PathBuf;

/// What `diff` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The older crawl: its folder, or a data folder.
    pub old: PathBuf,
    /// The newer crawl.
    pub new: PathBuf,
    /// How to print.
    pub format: Format,
}

/// What `history` is asked to do.
#[derive(Debug, Clone)]
pub struct History {
    /// Data folder, or the folder of one crawl's tables.
    pub data: PathBuf,
    /// Institution, by id or name.
    pub institution: String,
    /// How to print.
    pub format: Format,
}

/// Compares two crawls and prints what changed.
///
/// # Errors
/// Tables that cannot be read, or output that cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let load = |path: &PathBuf| -> anyhow::Result<Crawl> {
        let dataset = Dataset::open(path)?;
        changes::load(&dataset).with_context(|| format!("cannot compare {}", path.display()))
    };
    let (old, new) = (load(&settings.old)?, load(&settings.new)?);
    let changes = changes::compare(&old, &new);
    match settings.format {
        Format::Json => {
            let list: Vec<_> = changes.iter().map(object).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
        }
        Format::Text => text(&old, &new, &changes, out)?,
    }
    out.flush()?;
    Ok(ExitStatus::Finished)
}

fn object(change: &Change) -> serde_json::Value {
    json!({
        "kind": change.kind.name(),
        "institution": change.institution,
        "source": change.source,
        "field": change.field,
        "old": change.old,
        "new": change.new,
    })
}

fn text(old: &Crawl, new: &Crawl, changes: &[Change], out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "수집 crawls {} → {}, 바뀐 것 changes {}", old.id, new.id, changes.len())?;
    let mut above = None;
    for change in changes {
        let here = (&change.institution, &change.source);
        if above != Some(here) {
            writeln!(out, "\n{}  {}", change.institution, change.source)?;
            above = Some(here);
        }
        let field = change.field.as_deref().map_or_else(String::new, |field| format!(" {field}"));
        writeln!(out, "  {} ({}){field}", change.kind.korean(), change.kind.name())?;
        for (mark, said) in [('-', &change.old), ('+', &change.new)] {
            for line in said.iter().flat_map(|said| said.lines()) {
                writeln!(out, "    {mark} {line}")?;
            }
        }
    }
    Ok(())
}

/// Prints what an institution's versions say, the oldest first: current ones and those it keeps on its site.
///
/// # Errors
/// No policy of the institution, tables that cannot be read, or output that cannot be written.
pub fn history(settings: &History, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let dataset = Dataset::open(&settings.data)?;
    let crawl = changes::load(&dataset)?;
    let wanted = |record: &&Record| record.institution == settings.institution || record.name == settings.institution;
    let mut versions: Vec<&Record> = crawl.policies.iter().filter(wanted).collect();
    anyhow::ensure!(!versions.is_empty(), "no policy of `{}` in {}", settings.institution, dataset.folder().display());
    // A version without a date cannot be placed: it comes last.
    versions.sort_by_key(|record| {
        (record.value("effective_date").is_none(), record.value("effective_date"), &record.source)
    });
    let columns = ["effective_date", "superseded_date", "camera_total", "retention_days", "term"];
    match settings.format {
        Format::Json => {
            let version = |record: &&Record| {
                let mut line = json!({ "status": record.status, "source": record.source });
                for column in columns {
                    line[column] = record.value(column).into();
                }
                line
            };
            let list: Vec<_> = versions.iter().map(version).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
        }
        Format::Text => {
            let mut grid = Grid::new([
                ("시행", Align::Left),
                ("폐지", Align::Left),
                ("카메라", Align::Right),
                ("보관일", Align::Right),
                ("용어", Align::Left),
                ("상태", Align::Left),
                ("페이지", Align::Left),
            ]);
            for record in &versions {
                let [a, b, c, d, e] = columns.map(|column| record.value(column).unwrap_or("-").to_owned());
                grid.row([a, b, c, d, e, record.status.clone(), record.source.clone()]);
            }
            write!(out, "{}\n{grid}", versions[0].name)?;
        }
    }
    out.flush()?;
    Ok(ExitStatus::Finished)
}
