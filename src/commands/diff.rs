//! `bangchim diff`: what changed between two crawls.

use super::ExitStatus;
use crate::analysis::changes::{self, Change, Crawl, Side};
use crate::dataset::{ChangeRow, CrawlInfo, Dataset, write_changes};
use crate::report::changes::{Between, atom, json, text};
use anyhow::Context;
use std::io::Write;
use std::path::PathBuf;

/// How changes are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Page by page, for a terminal.
    Text,
    /// A list for programs.
    Json,
    /// A feed.
    Atom,
}

/// What `diff` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The older crawl: its folder, or a data folder.
    pub old: PathBuf,
    /// The newer crawl.
    pub new: PathBuf,
    /// Output format.
    pub format: Format,
    /// Folder for `changes.parquet` and `changes.atom`.
    pub out: Option<PathBuf>,
}

/// Compares two crawls and prints what changed.
///
/// # Errors
/// Tables that cannot be read, or output that cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let load = |path: &PathBuf| -> anyhow::Result<(CrawlInfo, Crawl)> {
        let cannot = || format!("cannot compare {}", path.display());
        let dataset = Dataset::open(path).with_context(cannot)?;
        Ok((dataset.crawl().with_context(cannot)?, changes::load(&dataset).with_context(cannot)?))
    };
    let ((old_info, old), (new_info, new)) = (load(&settings.old)?, load(&settings.new)?);
    let comparison = changes::compare(&old, &new);
    let between = Between { old: old.id, new: new.id, day: new.day, rules: (old.rules, new.rules) };
    if let Some(folder) = &settings.out {
        let rows: Vec<ChangeRow> = comparison.changes.iter().map(row).collect();
        let feed = atom::render(&between, &comparison)?;
        write_changes(folder, &old_info, &new_info, &rows, &feed)
            .with_context(|| format!("cannot write the changes into {}", folder.display()))?;
    }
    match settings.format {
        Format::Text => out.write_all(text::render(&between, &comparison).as_bytes())?,
        Format::Json => out.write_all(json::render(&comparison)?.as_bytes())?,
        Format::Atom => out.write_all(&atom::render(&between, &comparison)?)?,
    }
    out.flush()?;
    Ok(ExitStatus::Finished)
}

fn row(change: &Change) -> ChangeRow {
    let side = |side: &Side| [side.policy.clone(), side.source.clone(), side.said.clone(), side.quote.clone()];
    ChangeRow {
        kind: change.kind.name(),
        institution_id: change.institution_id.clone(),
        institution: change.institution.clone(),
        sido: change.sido.clone(),
        field: change.field.clone(),
        old: side(&change.old),
        new: side(&change.new),
    }
}
