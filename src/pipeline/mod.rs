//! `bangchim extract`: archive or files to policies, offline.
//!
//! A document is read, understood and judged by pure code; this command only brings bytes in and rows out. Documents
//! are read on all cores and put back in their order, so that the same input gives the same bytes.

pub(crate) mod archived;
mod cache;
mod contexts;
pub mod corrections;
mod crawl;
pub(crate) mod files;
pub(crate) mod institution;

pub(crate) use institution::{AuditOptions, Judged, Read, finding_rows};

use crate::audit::CHECKED;
use crate::dataset::{self, CrawlInfo, DocumentRow, Summary, rfc3339};
use crate::document::Hint;
use crate::model::institution::builtin::Shipped;
use crate::model::institution::{Institution, InstitutionId};
use crate::model::policy::{Correction, Policy};
use crate::model::time::Timestamp;
use crate::normalise::date::Date;
use crate::progress::Verbosity;
use anyhow::{Context as _, bail};
use cache::Shelved;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use url::Url;

/// Most attachments of one page that are read.
const MAX_ATTACHMENTS: usize = 32;

/// What was read and from where.
#[derive(Debug)]
pub(crate) struct Input {
    /// The crawl, or a name for a set of files.
    pub(crate) crawl: CrawlInfo,
    /// The day of the crawl, when there was one.
    pub(crate) crawled: Option<Date>,
    /// Institutions in scope.
    pub(crate) institutions: Vec<Institution>,
    /// Tries, when it was a crawl.
    pub(crate) attempts: Vec<crate::model::attempt::Attempt>,
    /// Documents, in order.
    pub(crate) sources: Vec<Source>,
    /// Which source stands at an address or a path, for what pages link to.
    pub(crate) addresses: BTreeMap<String, usize>,
    /// A word on every crawl that is not finished.
    pub(crate) unfinished: Vec<String>,
}

impl Input {
    /// Takes in another input behind this one: parts of a crawl, each with its own archive, become the whole.
    fn absorb(&mut self, other: Self) {
        let known: BTreeSet<InstitutionId> = self.institutions.iter().map(|one| one.id.clone()).collect();
        self.institutions.extend(other.institutions.into_iter().filter(|one| !known.contains(&one.id)));
        self.attempts.extend(other.attempts);
        self.attempts.sort_by_key(|attempt| attempt.at);
        self.unfinished.extend(other.unfinished);
        let before = self.sources.len();
        self.sources.extend(other.sources);
        for (address, index) in other.addresses {
            self.addresses.entry(address).or_insert(before + index);
        }
        // Files beside archives have no crawl of their own, and of several crawls the newest names the whole.
        if self.crawled.is_none() || (other.crawled.is_some() && other.crawl.id > self.crawl.id) {
            self.crawl = other.crawl;
        }
        self.crawled = self.crawled.max(other.crawled);
    }
}

/// A document to be read.
#[derive(Debug)]
pub(crate) struct Source {
    /// Path or address, as it is printed.
    name: String,
    /// Address, when it has one.
    url: Option<Url>,
    /// For whom it was fetched.
    institution: Option<InstitutionId>,
    /// When it was fetched.
    at: Option<Timestamp>,
    /// Where its bytes are.
    place: Place,
}

/// Where the bytes of a document are.
#[derive(Debug)]
enum Place {
    /// In a file.
    File(PathBuf),
    /// In the archive of a folder, as its ledger says.
    Archived(Arc<Path>, Box<crate::model::attempt::Snapshot>),
    /// In memory, for archives of other programs, with what is known of its kind.
    Bytes(Vec<u8>, Hint),
}

/// A warning that the law of a day was not looked up.
pub(crate) fn unchecked(as_of: Date) -> String {
    format!(
        "warning: the law was last looked up on {CHECKED}; changes of the law between then and {as_of} are not considered"
    )
}

/// Reads the newest crawl of a data folder into tables; gives back what was written and the policies.
///
/// # Errors
/// When there is no crawl, or the tables cannot be written.
pub fn newest_crawl(data: &Path, verbosity: Verbosity) -> anyhow::Result<(Summary, Vec<Policy>)> {
    let shipped = Shipped::read()?;
    let question = Options {
        paths: &[],
        data,
        crawl: None,
        corrections: None,
        as_of: None,
        crawled: None,
        archived: false,
        verbosity,
    };
    let account = account(&question, &shipped)?;
    write(&dataset::crawl_folder(data, &account.input.crawl.id)?, account)
}

/// The line that names a file of which nothing could be read.
pub(crate) fn unread(file: &str, problems: &[String]) -> String {
    format!("{file} is no document that can be read: {}", problems.join("; "))
}

/// What is to be read, and by which law it is judged.
pub(crate) struct Options<'a> {
    /// Files, folders and WARC files; the archive when there are none.
    pub(crate) paths: &'a [PathBuf],
    /// The data folder.
    pub(crate) data: &'a Path,
    /// Which crawl of the archive; the newest when it is not given.
    pub(crate) crawl: Option<&'a str>,
    /// File of corrections.
    pub(crate) corrections: Option<&'a Path>,
    /// The day of the law.
    pub(crate) as_of: Option<Date>,
    /// The day of the crawl that files come from, where somebody knows it.
    pub(crate) crawled: Option<Date>,
    /// Whether former versions are judged as well.
    pub(crate) archived: bool,
    /// How much is said.
    pub(crate) verbosity: Verbosity,
}

/// Everything that was read and judged.
pub(crate) struct Output {
    pub(crate) input: Input,
    /// The day whose law was applied.
    pub(crate) as_of: Date,
    /// The documents, in the order of the input.
    pub(crate) read: Vec<Read>,
}

impl Output {
    /// Names every file of which nothing could be read, a line each on standard error. A file that was named by itself is
    /// an error of whoever named it; below a folder there may be anything.
    ///
    /// # Errors
    /// When there were only such files: then nothing was done.
    pub(crate) fn report_unread(&self, named: &[PathBuf], verbosity: Verbosity) -> anyhow::Result<bool> {
        let mut named_unread = false;
        let (mut files, mut lines) = (0, Vec::new());
        for (source, read) in self.input.sources.iter().zip(&self.read) {
            let Place::File(path) = &source.place else { continue };
            files += 1;
            if !read.is_unread {
                continue;
            }
            let is_named = named.contains(path);
            if is_named {
                named_unread = true;
            }
            lines.push((is_named, unread(&source.name, &read.row.problems)));
        }
        if lines.len() == files
            && self.read.len() == files
            && let Some((_, last)) = lines.pop()
        {
            lines.iter().for_each(|(_, line)| eprintln!("{line}"));
            bail!("{last}; nothing else was there to be read");
        }
        for (_, line) in lines.iter().filter(|(is_named, _)| *is_named || verbosity != Verbosity::Quiet) {
            eprintln!("{line}");
        }
        Ok(named_unread)
    }

    /// The bytes of a document again, by its place in the input, and where the archive has them.
    ///
    /// # Errors
    /// What cannot be read.
    pub(crate) fn copy(&self, index: usize) -> anyhow::Result<(Vec<u8>, Option<Archived>)> {
        let Some(source) = self.input.sources.get(index) else { bail!("document {index} is not among those read") };
        let (bytes, _) = source.content()?;
        let archived = match &source.place {
            Place::Archived(_, snapshot) => {
                Some(Archived { warc: snapshot.warc.clone(), offset: snapshot.offset, fetched: source.at.map(rfc3339) })
            }
            Place::File(_) | Place::Bytes(..) => None,
        };
        Ok((bytes, archived))
    }
}

/// Where an archive has a document.
pub(crate) struct Archived {
    /// WARC file.
    pub(crate) warc: String,
    /// First byte of the record in it.
    pub(crate) offset: u64,
    /// When it was fetched, RFC 3339, UTC.
    pub(crate) fetched: Option<String>,
}

/// Reads and judges a crawl, or files.
///
/// # Errors
/// What cannot be read.
pub(crate) fn account(question: &Options<'_>, shipped: &Shipped) -> anyhow::Result<Output> {
    let archive = question.data.join("archive");
    let input = match question.paths {
        [] => crawl::input(&archive, question.crawl)?,
        paths => files::input(paths, question.crawl)?,
    };
    if question.verbosity != Verbosity::Quiet {
        for word in &input.unfinished {
            eprintln!("{word}");
        }
    }
    let crawled = question.crawled.or(input.crawled);
    let as_of = question.as_of.or(crawled).unwrap_or(CHECKED);
    let (corrections, file) = corrections(question.corrections, question.data)?;
    let names = shipped.names();
    let law = AuditOptions { as_of, crawled, archived: question.archived };
    let desk = institution::Extractor { input: &input, names: &names, corrections: &corrections, law };
    let read = desk.read_all(question.verbosity)?;
    let unread = unread_corrections(&corrections, &file, &read, question)?;
    if !unread.is_empty() && question.verbosity != Verbosity::Quiet {
        let lines = unread.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        eprintln!("{file}: not applied, since their documents are not among those read: line {lines}");
    }
    Ok(Output { input, as_of, read })
}

/// Lines of corrections whose documents were not read: of a page that changed since, of a crawl of fewer institutions,
/// or because only some files were asked for.
///
/// # Errors
/// A correction that fits nothing: a policy that its document does not hold, or a document that no crawl has.
fn unread_corrections(
    corrections: &[Correction],
    file: &str,
    read: &[Read],
    question: &Options<'_>,
) -> anyhow::Result<Vec<u64>> {
    let applied: BTreeSet<u64> = read
        .iter()
        .flat_map(|document| &document.policies)
        .flat_map(|judged| judged.policy.corrections.iter().map(|correction| correction.line))
        .collect();
    let left: Vec<&Correction> = corrections.iter().filter(|one| !applied.contains(&one.line)).collect();
    if left.is_empty() {
        return Ok(Vec::new());
    }
    let short = |id: &str| id.get(..16).unwrap_or(id).to_owned();
    let documents: BTreeSet<String> = read.iter().map(|document| short(&document.row.id.0)).collect();
    // Who names files asks about some of them only.
    let archived = match question.paths {
        [] => Some(
            archived_documents(&question.data.join("archive"))?.iter().map(|id| short(id)).collect::<BTreeSet<_>>(),
        ),
        _ => None,
    };
    for one in &left {
        let document = short(&one.policy_id);
        if documents.contains(&document) {
            bail!("{file}:{}: document {document} holds no policy {}", one.line, one.policy_id);
        }
        if archived.as_ref().is_some_and(|archived| !archived.contains(&document)) {
            bail!("{file}:{}: no crawl of the archive has document {document} of policy {}", one.line, one.policy_id);
        }
    }
    Ok(left.iter().map(|one| one.line).collect())
}

/// Every document that any crawl of an archive has stored.
fn archived_documents(archive: &Path) -> anyhow::Result<BTreeSet<String>> {
    let unreadable = || format!("cannot read the ledger in {}", archive.display());
    let mut documents = BTreeSet::new();
    for crawl in crate::archive::crawls(archive).with_context(unreadable)? {
        for attempt in crate::archive::attempts(archive, &crawl.id).with_context(unreadable)? {
            if let crate::model::attempt::Outcome::Stored(snapshot) = attempt.outcome {
                documents.insert(snapshot.document.0);
            }
        }
    }
    Ok(documents)
}

/// The corrections of a data folder, or of the file that was named, and the file.
fn corrections(named: Option<&Path>, data: &Path) -> anyhow::Result<(Vec<Correction>, String)> {
    let usual = data.join("corrections.csv");
    let file = match named {
        Some(file) => file,
        None if usual.exists() => &usual,
        None => return Ok((Vec::new(), String::new())),
    };
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let name = file.display().to_string();
    Ok((corrections::parse(&text, &name)?, name))
}

pub(crate) fn write(folder: &Path, account: Output) -> anyhow::Result<(Summary, Vec<Policy>)> {
    let findings = finding_rows(&account.read, account.as_of);
    let input = &account.input;
    let mut documents = Vec::with_capacity(account.read.len());
    let mut policies = Vec::new();
    for document in account.read {
        documents.push(document.row);
        policies.extend(document.policies.into_iter().map(|judged| judged.policy));
    }
    let summary = dataset::write(folder, &input.crawl, &input.institutions, &input.attempts, &documents, &policies)?;
    dataset::replace_findings(folder, &input.crawl, &findings)?;
    Ok((summary, policies))
}

impl Source {
    /// Its bytes and what is known of their kind.
    fn content(&self) -> anyhow::Result<(Vec<u8>, Hint)> {
        match &self.place {
            Place::File(path) => Ok((files::bytes(path)?, Hint { content_type: None, name: Some(self.name.clone()) })),
            Place::Archived(archive, snapshot) => {
                let path = self.url.as_ref().map_or("", Url::path);
                crate::pipeline::archived::archived(archive, snapshot, path)
                    .with_context(|| format!("cannot read the archived answer of {}", self.name))
            }
            Place::Bytes(bytes, hint) => Ok((bytes.clone(), hint.clone())),
        }
    }

    /// The address of what this document links to, as [`Input::addresses`] has it.
    fn address_of(&self, link: &str) -> Option<String> {
        match (&self.url, &self.place) {
            (Some(url), _) => url.join(link).ok().map(|url| address(&url)),
            // A saved page beside its attachments: only files below its own folder.
            (None, Place::File(path)) => {
                let link = Path::new(link);
                let below = link.components().all(|part| matches!(part, std::path::Component::Normal(_)));
                below.then(|| path.with_file_name(link).to_string_lossy().into_owned())
            }
            (None, _) => None,
        }
    }
}

/// An address without its fragment, which no server sees.
fn address(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    url.into()
}

fn row(source: &Source, shelved: &Shelved) -> DocumentRow {
    let document = &shelved.document;
    DocumentRow {
        id: document.id.clone(),
        source: source.name.clone(),
        institution: source.institution.clone(),
        at: source.at,
        media: document.media,
        charset: document.charset.clone(),
        title: document.title.clone(),
        terms: document.terms.clone(),
        bytes: shelved.bytes,
        blocks: document.blocks.len() as u32,
        problems: document.problems.iter().map(ToString::to_string).collect(),
    }
}

/// The day of a moment in Korea, whose law and whose calendar the reader has.
fn day(at: Timestamp) -> Option<Date> {
    let written = at.korean_clock();
    let mut parts = written.get(..10)?.split('-');
    Date::new(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok())
}

/// The day in Korea of a crawl, by its name: `20261121T213458Z`.
pub(crate) fn day_of(crawl: &str) -> Option<Date> {
    let number = |from: usize, to: usize| crawl.get(from..to)?.parse::<u16>().ok();
    let (year, month, day_of_month) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    // A name without a time of day is taken as it is.
    match (number(9, 11), number(11, 13), number(13, 15)) {
        (Some(hour), Some(minute), Some(second)) => {
            let of_day = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
            day(Timestamp::from_civil(year.into(), month.into(), day_of_month.into(), of_day))
        }
        _ => Date::new(year, u8::try_from(month).ok()?, Some(u8::try_from(day_of_month).ok()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_crawl_is_in_its_name() {
        let day = |name: &str| day_of(name).map(|day| day.to_string());
        assert_eq!(day("20261121T123458Z").as_deref(), Some("2026-11-21"));
        // Half past six in the morning of the day after, in Korea.
        assert_eq!(day("20261121T213458Z").as_deref(), Some("2026-11-22"));
        assert_eq!(day("20261121").as_deref(), Some("2026-11-21"));
        assert_eq!(day_of("files"), None);
    }
}
