//! `bangchim man`: manual pages, one a command.

use super::ExitStatus;
use crate::dataset::write_atomic;
use anyhow::{Context, ensure};
use std::io::Write;
use std::path::Path;

/// A manual page under its name: `bangchim-crawl.1`.
pub type Page = (String, Vec<u8>);

/// Prints the first page, or writes all of them into a folder.
///
/// # Errors
/// A folder or output that cannot be written.
pub fn run(pages: &[Page], folder: Option<&Path>, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    match folder {
        Some(folder) => {
            ensure!(folder.is_dir(), "{} is no folder; make it first", folder.display());
            for (name, page) in pages {
                let path = folder.join(name);
                write_atomic(&path, page)?;
                writeln!(out, "{}", path.display())?;
            }
        }
        None => {
            let (_, page) = pages.first().context("there is no manual page")?;
            out.write_all(page)?;
        }
    }
    out.flush()?;
    Ok(ExitStatus::Finished)
}
