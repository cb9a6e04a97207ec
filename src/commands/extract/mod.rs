//! `bangchim extract`: archive or files to policies, offline.
//!
//! A document is read and understood by pure code; this command only brings bytes in and rows out. Documents are read
//! on all cores and put back in their order, so that the same input gives the same bytes.

mod crawl;
mod files;
mod shelf;

use super::ExitStatus;
use super::shipped::Shipped;
use crate::attempt::Timestamp;
use crate::correction::{self, Correction};
use crate::document::{Document, Hint};
use crate::extract::{self, Attached, Context};
use crate::institution::{Institution, InstitutionId, Names};
use crate::normalise::date::Date;
use crate::policy::Policy;
use crate::progress::{Steps, Verbosity};
use crate::report::jsonl;
use crate::table::{self, CrawlInfo, DocumentRow, Summary};
use anyhow::{Context as _, bail};
use shelf::{Shelf, Shelved};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use url::Url;

/// How policies are put out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One line a policy on standard output.
    Jsonl,
    /// Tables in a folder.
    Parquet,
}

/// What `extract` needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Files, folders and WARC files to read; the archive of `data` when there are none.
    pub paths: Vec<PathBuf>,
    /// The data folder.
    pub data: PathBuf,
    /// Where Parquet goes; `data` decides when it is not given.
    pub out: Option<PathBuf>,
    /// Lines for paths and tables for an archive when it is not given.
    pub format: Option<Format>,
    /// Which crawl of the archive; the newest when it is not given.
    pub crawl: Option<String>,
    /// Values that a person has overruled; `corrections.csv` in the data folder when it is not given and is there.
    pub corrections: Option<PathBuf>,
    /// How much is said.
    pub verbosity: Verbosity,
}

/// Most attachments of one page that are read.
const MAX_ATTACHMENTS: usize = 32;

/// What was read and from where.
#[derive(Debug)]
struct Input {
    /// The crawl, or a name for a set of files.
    crawl: CrawlInfo,
    /// Institutions in scope.
    institutions: Vec<Institution>,
    /// Tries, when it was a crawl.
    attempts: Vec<crate::attempt::Attempt>,
    /// Documents, in order.
    sources: Vec<Source>,
    /// Which source stands at an address or a path, for what pages link to.
    addresses: BTreeMap<String, usize>,
}

/// A document to be read.
#[derive(Debug)]
struct Source {
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
    /// In an archive, as the ledger says.
    Archived(Box<crate::attempt::Snapshot>),
    /// In memory, for archives of other programs, with what is known of its kind.
    Bytes(Vec<u8>, Hint),
}

/// A document with what it says.
struct Read {
    row: DocumentRow,
    policies: Vec<Policy>,
}

/// Reads an archive or files and puts out their policies.
///
/// # Errors
/// When something named cannot be read, or the output cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let shipped = Shipped::read()?;
    let names = shipped.names();
    let from_paths = !settings.paths.is_empty();
    let archive = settings.data.join("archive");
    let mut input =
        if from_paths { files::input(&settings.paths)? } else { crawl::input(&archive, settings.crawl.as_deref())? };
    let mut read = read_all(&input, &archive, &names, settings.verbosity)?;
    let corrections = corrections(settings.corrections.as_deref(), &settings.data)?;
    correct(&mut read, &corrections);
    let default = if from_paths && settings.out.is_none() { Format::Jsonl } else { Format::Parquet };
    match settings.format.unwrap_or(default) {
        Format::Jsonl => {
            for policy in read.iter().flat_map(|document| &document.policies) {
                writeln!(out, "{}", jsonl::line(policy))?;
            }
            out.flush()?;
            talk(settings, &counted(&read));
        }
        Format::Parquet => {
            if from_paths {
                files::describe(&mut input, &read, &shipped.registry);
            }
            let folder = match (&settings.out, from_paths) {
                (Some(folder), _) => folder.clone(),
                (None, false) => table::crawl_folder(&settings.data, &input.crawl.id)?,
                (None, true) => bail!("say where the tables of these files go with --out DIR"),
            };
            let (summary, _) = write(&folder, &input, read)?;
            talk(settings, &format!("{} in {}", rows(&summary), summary.folder.display()));
        }
    }
    Ok(ExitStatus::Finished)
}

/// Reads the newest crawl of a data folder into tables; gives back what was written and the policies.
///
/// # Errors
/// When there is no crawl, or the tables cannot be written.
pub fn newest_crawl(data: &Path, verbosity: Verbosity) -> anyhow::Result<(Summary, Vec<Policy>)> {
    let shipped = Shipped::read()?;
    let names = shipped.names();
    let archive = data.join("archive");
    let input = crawl::input(&archive, None)?;
    let mut read = read_all(&input, &archive, &names, verbosity)?;
    correct(&mut read, &corrections(None, data)?);
    write(&table::crawl_folder(data, &input.crawl.id)?, &input, read)
}

/// The corrections of a data folder, or of the file that was named.
fn corrections(named: Option<&Path>, data: &Path) -> anyhow::Result<Vec<Correction>> {
    let usual = data.join("corrections.csv");
    let file = match named {
        Some(file) => file,
        None if usual.exists() => &usual,
        None => return Ok(Vec::new()),
    };
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(correction::parse(&text, &file.display().to_string())?)
}

fn correct(read: &mut [Read], corrections: &[Correction]) {
    for policy in read.iter_mut().flat_map(|document| &mut document.policies) {
        correction::apply(corrections, policy);
    }
}

fn talk(settings: &Settings, words: &str) {
    if settings.verbosity != Verbosity::Quiet {
        eprintln!("{words}");
    }
}

fn counted(read: &[Read]) -> String {
    let policies: usize = read.iter().map(|document| document.policies.len()).sum();
    let without = read.iter().filter(|document| document.policies.is_empty()).count();
    format!("{} documents, {policies} policies, {without} documents without a policy", read.len())
}

fn rows(summary: &Summary) -> String {
    let rows = |name: &str| summary.rows.iter().find(|(table, _)| *table == name).map_or(0, |(_, rows)| *rows);
    format!("{} documents, {} policies, {} quotes", rows("documents"), rows("policies"), rows("evidence"))
}

fn write(folder: &Path, input: &Input, read: Vec<Read>) -> anyhow::Result<(Summary, Vec<Policy>)> {
    let mut documents = Vec::with_capacity(read.len());
    let mut policies = Vec::new();
    for document in read {
        documents.push(document.row);
        policies.extend(document.policies);
    }
    let summary = table::write(folder, &input.crawl, &input.institutions, &input.attempts, &documents, &policies)?;
    Ok((summary, policies))
}

/// Reads every document on all cores; the order is that of the input.
fn read_all(input: &Input, archive: &Path, names: &Names<'_>, verbosity: Verbosity) -> anyhow::Result<Vec<Read>> {
    let reader = super::document::reader()?;
    let shelf = Shelf::new(input, archive, &reader);
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, anyhow::Result<Read>)>> = Mutex::new(Vec::with_capacity(input.sources.len()));
    let steps = Steps::new(verbosity, "reading", input.sources.len() as u64);
    let threads =
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(input.sources.len().max(1));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(source) = input.sources.get(index) else { break };
                    let read = understand(index, input, names, &shelf)
                        .map(|(shelved, policies)| Read { row: row(source, &shelved), policies });
                    steps.step();
                    if let Ok(mut done) = done.lock() {
                        done.push((index, read));
                    }
                }
            });
        }
    });
    steps.end();
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, read)| read).collect()
}

/// Hands every document of some files, or of a crawl of the archive, with its policies to `take`, in their order.
///
/// # Errors
/// What cannot be read, and what `take` says.
pub(super) fn each(
    paths: &[PathBuf],
    data: &Path,
    wanted: Option<&str>,
    names: &Names<'_>,
    take: &mut dyn FnMut(Document, Vec<Policy>, Option<Timestamp>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let archive = data.join("archive");
    let reader = super::document::reader()?;
    let input = if paths.is_empty() { crawl::input(&archive, wanted)? } else { files::input(paths)? };
    let corrections = corrections(None, data)?;
    let shelf = Shelf::new(&input, &archive, &reader);
    for (index, source) in input.sources.iter().enumerate() {
        let (shelved, mut policies) = understand(index, &input, names, &shelf)?;
        policies.iter_mut().for_each(|policy| correction::apply(&corrections, policy));
        take(Arc::unwrap_or_clone(shelved).document, policies, source.at)?;
    }
    Ok(())
}

/// A source's document and its policies.
fn understand(
    index: usize,
    input: &Input,
    names: &Names<'_>,
    shelf: &Shelf<'_>,
) -> anyhow::Result<(Arc<Shelved>, Vec<Policy>)> {
    let source = &input.sources[index];
    let shelved = shelf.document(index)?;
    let institution = source.institution.as_ref().and_then(|id| input.institutions.iter().find(|one| one.id == *id));
    let context = Context { source: &source.name, url: source.url.as_ref(), institution, names: Some(names) };
    let mut policies = extract::policies(&shelved.document, &context);
    join(&mut policies, source, input, shelf)?;
    Ok((shelved, policies))
}

/// Fills what policies leave to their attachments, where these are among what is read.
fn join(policies: &mut [Policy], source: &Source, input: &Input, shelf: &Shelf<'_>) -> anyhow::Result<()> {
    let mut read: BTreeMap<String, (String, Arc<Shelved>)> = BTreeMap::new();
    for attachment in policies.iter().flat_map(|policy| &policy.attachments) {
        if read.len() >= MAX_ATTACHMENTS || read.contains_key(&attachment.url) {
            continue;
        }
        let attached = source.address_of(&attachment.url).and_then(|address| input.addresses.get(&address));
        let Some(attached) = attached else { continue };
        read.insert(attachment.url.clone(), (attachment.label.clone(), shelf.document(*attached)?));
    }
    let attached: Vec<Attached<'_>> =
        read.iter().map(|(url, (label, shelved))| Attached { url, label, document: &shelved.document }).collect();
    extract::join(policies, &attached);
    Ok(())
}

impl Source {
    /// Its bytes and what is known of their kind.
    fn content(&self, archive: &Path) -> anyhow::Result<(Vec<u8>, Hint)> {
        match &self.place {
            Place::File(path) => Ok((files::bytes(path)?, Hint { content_type: None, name: Some(self.name.clone()) })),
            Place::Archived(snapshot) => {
                let path = self.url.as_ref().map_or("", Url::path);
                super::document::archived(archive, snapshot, path)
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

/// The day of a crawl by its name: `20261121T213458Z`.
fn day_of(crawl: &str) -> Option<Date> {
    let number = |from: usize, to: usize| crawl.get(from..to)?.parse::<u16>().ok();
    Date::new(number(0, 4)?, number(4, 6)? as u8, Some(number(6, 8)? as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_of_a_crawl_is_in_its_name() {
        assert_eq!(day_of("20261121T213458Z").map(|day| day.to_string()).as_deref(), Some("2026-11-21"));
        assert_eq!(day_of("files"), None);
    }
}
