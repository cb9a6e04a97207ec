//! `bangchim crawl`: settings of a crawl, and how it ends.

pub use crate::crawl::{OutagePolicy, Settings, Shard, Since, Window};

use crate::commands::ExitStatus;
use crate::crawl::{Shutdown, blocking, fetch};
use anyhow::bail;

/// Crawls until nothing is left to ask. Ctrl-C finishes the requests in progress; a second one ends at once.
///
/// # Errors
/// When it could not run: bad seeds, no contact, a disk that cannot be written, or stopped before the end.
pub fn run(settings: &Settings) -> anyhow::Result<ExitStatus> {
    if blocking(settings, &[Shutdown::Graceful, Shutdown::Immediate])?.finished {
        Ok(ExitStatus::Finished)
    } else {
        bail!("interrupted; run the same command to resume")
    }
}

/// Makes the one request that a crawl has handed to this process.
///
/// # Errors
/// When it cannot be understood, or its answer not be written; or when this program was built without the means.
pub fn legacy(request: &str) -> anyhow::Result<ExitStatus> {
    fetch::serve_legacy(request)?;
    Ok(ExitStatus::Finished)
}
