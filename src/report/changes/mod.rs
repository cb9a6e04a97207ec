//! What changed between two crawls, for readers, for programs and for feed readers: pure renderings, one file a form.

pub mod atom;
pub mod json;
pub mod text;

use super::words;
use crate::analysis::changes::{Change, Comparison, Kind, Tally};
use std::collections::BTreeSet;

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

/// How many bodies and facts each kind of change that occurs concerns.
fn by_kind(comparison: &Comparison) -> Vec<(Kind, Tally)> {
    let count = |kind: Kind| comparison.tally(|change| change.kind == kind);
    Kind::ALL.into_iter().map(|kind| (kind, count(kind))).filter(|(_, count)| count.facts > 0).collect()
}

/// The same for every field that changed, those of most bodies first.
fn by_field(comparison: &Comparison) -> Vec<(&str, Tally)> {
    let fields: BTreeSet<&str> = comparison.changes.iter().filter_map(|change| change.field.as_deref()).collect();
    let count = |field: &str| comparison.tally(|change| change.field.as_deref() == Some(field));
    let mut counts: Vec<_> = fields.into_iter().map(|field| (field, count(field))).collect();
    counts.sort_by(|one, other| other.1.institutions.cmp(&one.1.institutions).then_with(|| one.0.cmp(other.0)));
    counts
}
