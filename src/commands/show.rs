//! `bangchim show`: one policy, its values, quotes and findings.

use super::ExitStatus;
pub use crate::report::show::Style;
use crate::report::show::render;
use crate::table::{Dataset, PolicyKey, Shelf};
use anyhow::bail;
use std::io::Write;
use std::path::PathBuf;

/// What `show` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder, or the folder of one crawl's tables.
    pub data: PathBuf,
    /// Policy by its key, or institution by its id or name.
    pub id: String,
    /// Colours and width.
    pub style: Style,
}

/// Prints a policy, or every policy of an institution, current ones first.
///
/// # Errors
/// There are no tables, they cannot be read, or nothing in them has that key or name.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let dataset = Dataset::open(&settings.data)?;
    let shelf = Shelf::open(&dataset)?;
    let wanted = settings.id.trim();
    let is = |key: &&PolicyKey| key.id == wanted || key.holder == wanted || key.name.as_deref() == Some(wanted);
    let mut found: Vec<&PolicyKey> = shelf.keys().iter().filter(is).collect();
    if found.is_empty() && dataset.has_institution(wanted)? {
        bail!(
            "no policy of `{wanted}` was found in {}; the table `attempts` says what was asked",
            dataset.folder().display()
        );
    }
    if found.is_empty() {
        let near = shelf.keys().iter().filter_map(|key| key.name.as_deref()).find(|name| name.contains(wanted));
        let near = near.filter(|_| !wanted.is_empty()).map_or_else(String::new, |name| format!("; there is `{name}`"));
        bail!(
            "no policy or institution `{wanted}` in {}{near}; `bangchim review` and the table `policies` list the keys",
            dataset.folder().display()
        );
    }
    found.sort_by_key(|key| !key.current);
    let ids: Vec<&str> = found.iter().map(|key| key.id.as_str()).collect();
    write!(out, "{}", render(&shelf.take(&ids)?, settings.style))?;
    out.flush()?;
    Ok(ExitStatus::Finished)
}
