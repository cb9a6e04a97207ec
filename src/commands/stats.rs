//! `bangchim stats`: comparative statistics of one crawl.

use super::ExitStatus;
use crate::analysis::stats;
use crate::dataset::Dataset;
use crate::normalise::date::Date;
use crate::report::{csv, json, text};
use anyhow::Context;
use std::io::Write;
use std::path::PathBuf;

/// How statistics are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned tables for a terminal.
    Text,
    /// One long table for spreadsheets.
    Csv,
    /// One object for programs.
    Json,
}

/// What `stats` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder, or the folder of one crawl's tables.
    pub data: PathBuf,
    /// Output format.
    pub format: Format,
    /// The day from which ages are counted; the day of the crawl if none is given.
    pub as_of: Option<Date>,
}

/// Computes and prints the statistics of the newest crawl.
///
/// # Errors
/// There are no tables, they cannot be read, or stdout is closed.
pub fn run(settings: &Settings) -> anyhow::Result<ExitStatus> {
    let dataset = Dataset::open(&settings.data)?;
    let stats = stats::compute(&dataset, settings.as_of)
        .with_context(|| format!("cannot count {}", dataset.folder().display()))?;
    let page = match settings.format {
        Format::Text => text::render(&stats),
        Format::Csv => csv::render(&stats)?,
        Format::Json => json::render(&stats),
    };
    std::io::stdout().lock().write_all(page.as_bytes())?;
    Ok(ExitStatus::Finished)
}
