//! What is audited: documents with their policies, one after the other.

use super::Settings;
use crate::attempt::Timestamp;
use crate::commands::document::data_folder;
use crate::commands::extract;
use crate::document::Document;
use crate::institution::Names;
use crate::normalise::date::Date;
use crate::policy::Policy;
use crate::table::rfc3339;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// A document that was read, with its policies.
pub(super) struct Read {
    pub(super) document: Document,
    pub(super) policies: Vec<Policy>,
    /// The day on which it was crawled, where that is known.
    pub(super) crawled: Option<Date>,
}

/// Hands every document of the input to `audit`: the files named, else the crawl that the tables come from.
pub(super) fn each(
    settings: &Settings,
    crawl: Option<&str>,
    names: &Names<'_>,
    audit: &mut dyn FnMut(Read) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let data = settings.data.as_deref().map_or_else(|| PathBuf::from("."), data_folder);
    extract::each(&settings.paths, &data, crawl, names, &mut |document, policies, at| {
        audit(Read { document, policies, crawled: at.and_then(day) })
    })
}

/// Today in Universal Time, for files that nobody crawled.
pub(super) fn today() -> Option<Date> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    day(Timestamp(i64::try_from(since.as_millis()).ok()?))
}

/// The day of a moment in Universal Time.
fn day(at: Timestamp) -> Option<Date> {
    let written = rfc3339(at);
    let mut parts = written.get(..10)?.split('-');
    Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok())
}
