//! Findings for spreadsheets: one a row, with a mark that makes Excel read the Korean.

use super::{Entry, Report};

/// Titles of the columns, in Korean and as programs know them.
pub(super) const COLUMNS: [&str; 17] = [
    "institution",
    "sido",
    "institution_id",
    "severity",
    "rule",
    "name",
    "checks_ko",
    "quote",
    "context",
    "message_ko",
    "message_en",
    "citation",
    "as_of",
    "mend_ko",
    "source",
    "policy_id",
    "routine",
];

/// The cells of a row, in the order of [`COLUMNS`]; `context` is the words around the quote, `as_of` the day of the law.
pub(super) fn cells<'a>(entry: &'a Entry, context: &'a str, as_of: &'a str) -> [&'a str; 17] {
    [
        entry.institution.as_deref().unwrap_or(""),
        entry.sido.unwrap_or(""),
        entry.institution_id.as_deref().unwrap_or(""),
        entry.severity,
        entry.rule,
        entry.name,
        entry.checks,
        entry.quote.as_deref().unwrap_or(""),
        context,
        &entry.message_ko,
        &entry.message_en,
        &entry.citation,
        as_of,
        entry.mend,
        &entry.source,
        &entry.policy_id,
        if entry.routine { "true" } else { "false" },
    ]
}

/// Renders findings as CSV in UTF-8 with a byte order mark.
///
/// # Errors
/// None in practice: rows are written into memory.
pub fn render(report: &Report) -> Result<String, csv::Error> {
    let mut rows = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    rows.write_record(COLUMNS)?;
    for entry in &report.entries {
        rows.write_record(cells(entry, &entry.marked(), &report.as_of).map(safe))?;
    }
    let bytes = rows.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A quote that begins like a formula is words, and must not be run by whoever opens the file.
fn safe(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell.to_owned() }
}
