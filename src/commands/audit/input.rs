//! What is audited: documents with their policies, one after the other.

use super::Settings;
use crate::attempt::Timestamp;
use crate::document::{self, Document, Hint};
use crate::extract::{self, Context};
use crate::institution::Names;
use crate::normalise::date::Date;
use crate::policy::Policy;
use crate::table::rfc3339;
use anyhow::Context as _;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Largest file that is read.
const MAX_FILE: u64 = 64 << 20;

/// A document that was read, with its policies.
pub(super) struct Read {
    pub(super) document: Document,
    pub(super) policies: Vec<Policy>,
    /// The day on which it was crawled, where that is known.
    pub(super) crawled: Option<Date>,
}

/// Hands every document of the input to `audit`.
pub(super) fn each(
    settings: &Settings,
    names: &Names<'_>,
    audit: &mut dyn FnMut(Read) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    anyhow::ensure!(!settings.paths.is_empty(), "name the files or folders to audit");
    let mut files = Vec::new();
    for path in &settings.paths {
        collect(path, &mut files)?;
    }
    for file in &files {
        let about = std::fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?;
        anyhow::ensure!(about.len() <= MAX_FILE, "{} is larger than {MAX_FILE} bytes", file.display());
        let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let source = file.to_string_lossy();
        let document = document::read(&bytes, &Hint { content_type: None, name: Some(source.clone().into_owned()) });
        let context = Context { source: &source, names: Some(names), ..Context::default() };
        let policies = extract::policies(&document, &context);
        audit(Read { document, policies, crawled: None })?;
    }
    Ok(())
}

/// Files below a path, sorted by name.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let about = std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    if !about.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        entries.push(entry.with_context(|| format!("cannot list {}", path.display()))?.path());
    }
    entries.sort();
    for entry in entries {
        collect(&entry, files)?;
    }
    Ok(())
}

/// Today in Universal Time, for files that nobody crawled.
pub(super) fn today() -> Option<Date> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let written = rfc3339(Timestamp(i64::try_from(since.as_millis()).ok()?));
    let mut parts = written.get(..10)?.split('-');
    Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok())
}

/// The first of several errors.
pub(super) fn first<E: std::fmt::Display>(errors: Vec<E>) -> anyhow::Error {
    errors
        .into_iter()
        .next()
        .map_or_else(|| anyhow::anyhow!("the registry cannot be read"), |error| anyhow::anyhow!("{error}"))
}
