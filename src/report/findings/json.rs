//! Findings for programs: a list of objects.

use super::{Entry, QuoteContext, Report, words};
use crate::normalise::law::CHECKED;
use serde::Serialize;

#[derive(Serialize)]
struct Line<'a> {
    policy_id: &'a str,
    source: &'a str,
    institution: Option<&'a str>,
    institution_id: Option<&'a str>,
    sido: Option<&'a str>,
    rule: &'a str,
    name: &'a str,
    severity: &'a str,
    quote: Option<&'a str>,
    context: Option<String>,
    citation: &'a str,
    message_ko: &'a str,
    message_en: &'a str,
    position: Option<Position<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_places: Option<String>,
    searched: Option<Searched<'a>>,
    verified: &'a str,
    mend_ko: &'a str,
    archived: bool,
    as_of: &'a str,
    law_checked: String,
    law_note_ko: Option<&'a str>,
    law_note_en: Option<&'a str>,
    routine: bool,
}

#[derive(Serialize)]
struct Position<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    document_sha256: Option<&'a str>,
    block: u32,
    start: u32,
    end: u32,
}

#[derive(Serialize)]
struct Searched<'a> {
    first_block: u32,
    last_block: u32,
    characters: u32,
    also: &'a [String],
}

/// Renders findings as a JSON list.
///
/// # Errors
/// None in practice: every key is a text and every number finite.
pub fn render(report: &Report) -> Result<String, serde_json::Error> {
    let note = words::law_note(&report.as_of);
    let note = note.as_ref().map(|(ko, en)| (ko.as_str(), en.as_str()));
    let lines: Vec<Line<'_>> = report.entries.iter().map(|entry| line(entry, &report.as_of, note)).collect();
    Ok(serde_json::to_string_pretty(&lines)? + "\n")
}

fn line<'a>(entry: &'a Entry, as_of: &'a str, note: Option<(&'a str, &'a str)>) -> Line<'a> {
    let (law_note_ko, law_note_en) = note.unzip();
    let (context, context_places) = entry.context.as_ref().map(QuoteContext::written).unzip();
    Line {
        policy_id: &entry.policy_id,
        source: &entry.source,
        institution: entry.institution.as_deref(),
        institution_id: entry.institution_id.as_deref(),
        sido: entry.sido,
        rule: entry.rule,
        name: entry.name,
        severity: entry.severity,
        quote: entry.quote.as_deref(),
        context,
        citation: &entry.citation,
        message_ko: &entry.message_ko,
        message_en: &entry.message_en,
        position: entry.position.map(|(block, start, end)| Position {
            document_sha256: entry.quoted_from.as_deref(),
            block,
            start,
            end,
        }),
        context_places,
        searched: entry.searched.map(|(first, last, characters)| Searched {
            first_block: first,
            last_block: last,
            characters,
            also: &entry.also,
        }),
        verified: entry.verified,
        mend_ko: entry.mend,
        archived: entry.archived,
        as_of,
        law_checked: CHECKED.to_string(),
        law_note_ko,
        law_note_en,
        routine: entry.routine,
    }
}
