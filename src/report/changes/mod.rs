//! What changed between two crawls, for readers, for programs and for feed readers: pure renderings, one file a form.

pub mod atom;
pub mod json;
pub mod text;

use super::words;
use crate::changes::{Change, Comparison, Kind};

/// What a page of changes says on top: between which crawls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Between {
    /// Id of the older crawl.
    pub old: String,
    /// Id of the newer crawl.
    pub new: String,
    /// Day of the newer crawl, `YYYY-MM-DD`.
    pub day: String,
    /// Rules that read the older crawl, and the newer.
    pub rules: (String, String),
}

/// Changes of one page, or of one institution as a whole, which lie side by side.
fn pages(comparison: &Comparison) -> impl Iterator<Item = &[Change]> {
    let body = |change: &Change| (change.institution.clone(), change.institution_id.clone(), change.sido.clone());
    comparison.changes.chunk_by(move |one, other| body(one) == body(other) && one.source() == other.source())
}

/// Whose policy changed, with province and id.
fn body_of(change: &Change) -> String {
    words::body(Some(&change.institution), change.sido.as_deref(), change.institution_id.as_deref())
}

/// What is shown of a change before and after: addresses of what moved, answers of what is not there on one side.
fn sides(change: &Change) -> (Option<String>, Option<String>) {
    let answer = |said: &Option<String>| said.as_ref().map(|said| format!("(응답 answered {said})"));
    match change.kind {
        Kind::Moved => (change.old.source.clone(), change.new.source.clone()),
        Kind::Appeared | Kind::Reached => (answer(&change.old.said), change.new.source.clone()),
        Kind::Vanished | Kind::Unreached => (change.old.source.clone(), answer(&change.new.said)),
        _ => (change.old.said.clone(), change.new.said.clone()),
    }
}

/// How many changes there are of each kind that occurs.
fn by_kind(comparison: &Comparison) -> Vec<(Kind, usize)> {
    let count = |kind: Kind| comparison.changes.iter().filter(|change| change.kind == kind).count();
    Kind::ALL.into_iter().map(|kind| (kind, count(kind))).filter(|(_, count)| *count > 0).collect()
}
