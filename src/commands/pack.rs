//! `bangchim archive pack`: a crawl as one file for replay tools.

use super::ExitStatus;
use crate::archive;
use anyhow::Context;
use std::io::Write;
use std::path::PathBuf;

/// What `archive pack` needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder.
    pub data: PathBuf,
    /// Which crawl; the newest when it is not given.
    pub crawl: Option<String>,
    /// The file; named after the crawl, in the data folder, when it is not given.
    pub out: Option<PathBuf>,
}

/// Packs a crawl.
///
/// # Errors
/// There is no such crawl, or the file cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let folder = settings.data.join("archive");
    let crawl = super::named_crawl(&folder, settings.crawl.as_deref())?;
    let file = settings.out.clone().unwrap_or_else(|| settings.data.join(format!("{}.wacz", crawl.id)));
    let software = concat!("bangchim ", env!("CARGO_PKG_VERSION"));
    let packed = archive::pack(&folder, &crawl, software, &file)
        .with_context(|| format!("cannot pack crawl {} into {}", crawl.id, file.display()))?;
    writeln!(
        out,
        "{}  {} bytes: {} WARC files, {} records, {} pages",
        file.display(),
        packed.bytes,
        packed.files,
        packed.records,
        packed.pages
    )?;
    out.flush()?;
    Ok(ExitStatus::Finished)
}
