//! `bangchim export`: the tables of a crawl for others to open, whole or as a public release.

use super::{ExitStatus, Verbosity};
pub use crate::dataset::describe::{Audience, Format};
use crate::dataset::{Dataset, SCHEMA};
use crate::export::{self, Plan};
use crate::progress::Steps;
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

/// What `export` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder, or the folder of one crawl's tables.
    pub data: PathBuf,
    /// Where the files go; a folder below the data folder when it is not given.
    pub out: Option<PathBuf>,
    /// File format.
    pub format: Format,
    /// Whom they are for.
    pub audience: Audience,
    /// The crawl before, for the changelog; of the crawls beside this one the last before it when it is not given.
    pub since: Option<PathBuf>,
    /// How much is said.
    pub verbosity: Verbosity,
}

/// Writes the newest crawl's tables into a folder.
///
/// # Errors
/// There are no tables, or the folder cannot be written.
pub fn run(settings: &Settings) -> anyhow::Result<ExitStatus> {
    let dataset = Dataset::open(&settings.data)?;
    let crawl = dataset.crawl()?;
    let to = match &settings.out {
        Some(folder) => folder.clone(),
        None if settings.data == dataset.folder() => {
            bail!("say where the files go with --out DIR, or name the data folder with --data")
        }
        None => settings.data.join("export").join(folder_name(&crawl.id, settings)),
    };
    let since = match &settings.since {
        Some(path) => Some(Dataset::open(path).with_context(|| format!("cannot compare with {}", path.display()))?),
        None => before(dataset.folder())?,
    };
    let steps = Steps::new(settings.verbosity, "exporting", SCHEMA.len() as u64);
    let plan = Plan { format: settings.format, audience: settings.audience, to: &to, since: since.as_ref() };
    let summary = export::write(&dataset, &plan, &mut |_| steps.step());
    steps.end();
    let summary = summary.with_context(|| format!("cannot export {}", dataset.folder().display()))?;
    if settings.verbosity != Verbosity::Quiet {
        let rows: usize = summary.rows.iter().map(|(_, rows)| rows).sum();
        eprintln!("{} tables, {rows} rows in {}", summary.rows.len(), to.display());
        if settings.audience == Audience::Public {
            let reasons: Vec<String> =
                summary.left_out.iter().map(|(reason, cells)| format!("{cells} {reason}")).collect();
            let reasons = if reasons.is_empty() { "nothing".to_owned() } else { reasons.join(", ") };
            eprintln!("left out (cells): {reasons}; look through the files before you publish them");
        }
    }
    Ok(ExitStatus::Finished)
}

fn folder_name(crawl: &str, settings: &Settings) -> String {
    let public = if settings.audience == Audience::Public { "-public" } else { "" };
    let format = match settings.format {
        Format::Parquet => "parquet",
        Format::Csv => "csv",
        Format::Xlsx => "xlsx",
    };
    format!("bangchim-{crawl}{public}-{format}")
}

/// The crawl that comes last before a crawl, among the folders beside it.
fn before(folder: &Path) -> anyhow::Result<Option<Dataset>> {
    let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) else { return Ok(None) };
    let mut earlier = Dataset::crawls(parent)?;
    earlier.retain(|other| other.file_name() < folder.file_name());
    // Tables of another shape cannot be compared, and are no reason to stop.
    Ok(earlier.pop().and_then(|folder| Dataset::open(&folder).ok()))
}
