//! `bangchim show`: one policy, its values, quotes and findings.

use super::ExitStatus;
use crate::dataset::{Dataset, PolicyReader};
use crate::model::institution::Directory;
use crate::model::institution::builtin::Shipped;
use crate::model::institution::choice::{LIST, Place, find};
pub use crate::report::show::Style;
use crate::report::show::render;
use anyhow::bail;
use std::io::Write;
use std::path::PathBuf;

/// What `show` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder, or the folder of one crawl's tables.
    pub data: PathBuf,
    /// Policy by its key, or institution by its id, its full name, or a name that no other has.
    pub id: String,
    /// Colours and width.
    pub style: Style,
}

/// Prints a policy, or every policy of an institution, current ones first.
///
/// # Errors
/// There are no tables, they cannot be read, nothing in them has that key or name, or several institutions have it.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let dataset = Dataset::open(&settings.data)?;
    let shelf = PolicyReader::open(&dataset)?;
    let wanted = settings.id.trim();
    let ids = match shelf.keys().iter().find(|key| key.id == wanted) {
        Some(key) => vec![key.id.clone()],
        None => of_institution(&dataset, wanted)?,
    };
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    write!(out, "{}", render(&shelf.take(&ids)?, settings.style))?;
    out.flush()?;
    Ok(ExitStatus::Finished)
}

/// Keys of the policies of the institution that a query names, current ones first.
fn of_institution(dataset: &Dataset, wanted: &str) -> anyhow::Result<Vec<String>> {
    let shipped = Shipped::read()?;
    let bodies = dataset.bodies()?;
    let place = Place { name: dataset.folder().display().to_string(), list: LIST };
    let directory = Directory::new(bodies.iter().map(|body| body.listed.clone()).collect(), &shipped.renames);
    let found = find(&directory, wanted, &place)?;
    let policies = bodies.iter().find(|body| body.listed.is_same(found)).map(|body| body.policies.clone());
    match policies {
        Some(policies) if !policies.is_empty() => Ok(policies),
        _ => bail!(
            "no policy of `{}` ({}) was found in {}; the table `attempts` says what was asked",
            found.full_name,
            found.id,
            dataset.folder().display()
        ),
    }
}
