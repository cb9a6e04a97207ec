//! `bangchim verify`: every file against its digest, every quote of values and findings against the archive.

use super::{ExitStatus, Verbosity};
use crate::archive;
use crate::dataset::{Dataset, QuoteRow};
use crate::document::{Document, Places};
use crate::model::policy::Correction;
use crate::model::policy::Piece;
use crate::pipeline::archived;
use crate::progress::Steps;
use anyhow::Context;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// What `verify` needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder.
    pub data: PathBuf,
    /// How much is said.
    pub verbosity: Verbosity,
}

/// Most differences that are printed one by one.
const SHOWN: usize = 50;

/// Reads every quote of the newest crawl's tables again from the archive, and every file again for its digest.
///
/// # Errors
/// When the tables or the archive cannot be read at all. Differences are results: lines on `out` and exit code 1.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let dataset = Dataset::open(&settings.data)?;
    let crawl = dataset.crawl()?;
    let folder = settings.data.join("archive");
    let mut wrong: Vec<String> = Vec::new();
    let (files, changed) = archive::check(&folder, &crawl.id)
        .with_context(|| format!("no list of digests for crawl {} in {}", crawl.id, folder.display()))?;
    wrong.extend(changed.into_iter().map(|file| format!("archive/{}: {}", file.file, file.what)));
    let (tables, changed) = dataset.changed()?;
    // A damaged table is not read: what its footer asks for may be more memory than there is.
    let whole = |table: &str| !changed.iter().any(|name| name == table);
    let mut quotes = if whole("evidence.parquet") { dataset.quotes_in_context()? } else { Vec::new() };
    if whole("findings.parquet") {
        quotes.extend(dataset.finding_quotes()?);
    }
    wrong.extend(changed.into_iter().map(|name| format!("{name}: its bytes have changed")));
    let documents = quotes_by_document(&quotes);
    let snapshots = archived::snapshots(&folder, &crawl.id)?;
    let reader = archived::reader()?;
    let steps = Steps::new(settings.verbosity, "checking", documents.len() as u64);
    for (id, quotes) in &documents {
        steps.step();
        match snapshots.get(*id).map(|(snapshot, path)| archived::read_again(&folder, snapshot, path, &reader)) {
            Some(Ok(document)) if document.id.0 == **id => {
                wrong.extend(differences(&document, quotes));
            }
            Some(Ok(_)) => wrong.push(format!("document {id}: the archived bytes are others")),
            Some(Err(error)) => wrong.push(format!("document {id}: {error:#}")),
            None => wrong.push(format!("document {id}: not in the archive")),
        }
    }
    steps.end();
    for line in wrong.iter().take(SHOWN) {
        writeln!(out, "{line}")?;
    }
    if wrong.len() > SHOWN {
        writeln!(out, "and {} more", wrong.len() - SHOWN)?;
    }
    let verdict = if wrong.is_empty() { "OK".to_owned() } else { format!("{} differences", wrong.len()) };
    writeln!(
        out,
        "{} quotes in {} documents, {files} archive files, {tables} tables: {verdict}",
        quotes.len(),
        documents.len()
    )?;
    out.flush()?;
    Ok(if wrong.is_empty() { ExitStatus::Finished } else { ExitStatus::BelowFloor })
}

fn quotes_by_document(quotes: &[QuoteRow]) -> BTreeMap<&str, Vec<&QuoteRow>> {
    let mut documents: BTreeMap<&str, Vec<&QuoteRow>> = BTreeMap::new();
    for quote in quotes {
        documents.entry(&quote.document).or_default().push(quote);
    }
    documents
}

/// What of the quotes and their contexts is not in the document where it should be.
fn differences(document: &Document, quotes: &[&QuoteRow]) -> Vec<String> {
    let places = Places::new(document);
    let mut wrong = Vec::new();
    // The reason of a correction is nobody's quote.
    for quote in quotes.iter().filter(|quote| quote.rule != Correction::RULE) {
        let told = |what: &str| format!("{} {}: {what}: {}", quote.policy_id, quote.field, quote.quote);
        if places.words(quote.block, quote.start, quote.end) != Some(quote.quote.as_str()) {
            wrong.push(told("the words are not there"));
        } else if !context_holds(&places, quote) {
            wrong.push(told("the words around it are not there"));
        }
    }
    wrong
}

/// Whether every piece of a context is verbatim in its place, and the context is that of the quote.
fn context_holds(places: &Places<'_>, quote: &QuoteRow) -> bool {
    if quote.context.is_none() && quote.context_places.is_none() {
        return true;
    }
    let Some(context) = quote.around() else { return false };
    let near = |piece: &Piece| piece.block == quote.block && piece.start < quote.end && piece.end > quote.start;
    context.pieces().any(near)
        && context.pieces().all(|piece| places.words(piece.block, piece.start, piece.end) == Some(piece.text.as_str()))
}
