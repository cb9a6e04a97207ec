//! `bangchim report`: one folder of static pages that work from disk.

pub use super::pages::Settings;

use crate::commands::ExitStatus;
use crate::commands::pages::write;
use std::io::Write;

/// Makes the report of the newest crawl.
///
/// # Errors
/// There are no tables, they cannot be read, or the folder cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let written = write(settings)?;
    writeln!(out, "{}", written.folder.join("index.html").display())?;
    out.flush()?;
    writeln!(talk, "{} files, {} bytes", written.files, crate::report::text_table::grouped(written.bytes))?;
    if written.unread > 0 {
        writeln!(talk, "{} documents are not in the archive: their quotes stand alone", written.unread)?;
    }
    Ok(ExitStatus::Finished)
}
