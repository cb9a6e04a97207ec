//! One file a verb. Each takes plain settings, joins pure parts to the disk and the network, and returns a status.

pub mod audit;
pub mod crawl;
pub mod crosscheck;
pub mod demo;
pub mod diff;
pub mod export;
pub mod extract;
pub mod history;
pub mod ledger;
pub mod man;
pub mod pack;
pub mod pages;
pub mod query;
pub mod read;
pub mod report;
pub mod review;
pub mod seeds;
pub mod show;
pub mod stats;
pub mod verify;

pub use crate::model::institution::choice::NameError;
pub use crate::progress::Verbosity;

use crate::archive::{self, CrawlRecord};
use anyhow::{Context, bail};
use std::path::Path;

/// A crawl of an archive folder by its name, or the newest.
fn named_crawl(folder: &Path, wanted: Option<&str>) -> anyhow::Result<CrawlRecord> {
    let mut crawls =
        archive::crawls(folder).with_context(|| format!("cannot read the ledger in {}", folder.display()))?;
    let found = match wanted {
        Some(id) => crawls.into_iter().find(|crawl| crawl.id == id),
        None => crawls.pop(),
    };
    match (found, wanted) {
        (Some(crawl), _) => Ok(crawl),
        (None, Some(id)) => bail!("no crawl {id} in {}", folder.display()),
        (None, None) => bail!("no crawl in {}; run `bangchim crawl` first", folder.display()),
    }
}

/// How a command ended when it could run at all; what could not run is an error and exit code 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Done: exit code 0.
    Finished,
    /// Done, and something fell below a floor the user set: exit code 1.
    BelowFloor,
    /// Done with what could be read, and a file that was named is no document: exit code 3.
    Unreadable,
}

/// What to print of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Lines for people.
    Text,
    /// One JSON object.
    Json,
}
