//! Changes for programs: a list of objects.

use crate::analysis::changes::Comparison;
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    kind: &'static str,
    institution_id: Option<&'a str>,
    institution: &'a str,
    sido: Option<&'a str>,
    source: &'a str,
    field: Option<&'a str>,
    old: Option<&'a str>,
    new: Option<&'a str>,
    old_quote: Option<&'a str>,
    new_quote: Option<&'a str>,
    old_source: Option<&'a str>,
    new_source: Option<&'a str>,
    old_policy_id: Option<&'a str>,
    new_policy_id: Option<&'a str>,
    fact: usize,
}

/// Renders changes as a JSON list.
///
/// # Errors
/// None in practice: every key is a text.
pub fn render(comparison: &Comparison) -> Result<String, serde_json::Error> {
    let lines = comparison.changes.iter().map(|change| Line {
        kind: change.kind.name(),
        institution_id: change.institution_id.as_deref(),
        institution: &change.institution,
        sido: change.sido.as_deref(),
        source: change.source(),
        field: change.field.as_deref(),
        old: change.old.said.as_deref(),
        new: change.new.said.as_deref(),
        old_quote: change.old.quote.as_deref(),
        new_quote: change.new.quote.as_deref(),
        old_source: change.old.source.as_deref(),
        new_source: change.new.source.as_deref(),
        old_policy_id: change.old.policy.as_deref(),
        new_policy_id: change.new.policy.as_deref(),
        fact: change.fact,
    });
    Ok(serde_json::to_string_pretty(&lines.collect::<Vec<_>>())? + "\n")
}
