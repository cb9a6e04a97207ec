//! Documents in files, folders and WARC files of any program.

use super::{Input, Place, Read, Source};
use crate::archive::{self, LEDGER, Responses};
use crate::dataset::CrawlInfo;
use crate::extract::RULES_VERSION;
use crate::model::institution::Registry;
use crate::normalise::date::Date;
use crate::pipeline::archived::hint;
use anyhow::Context;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Largest file that is read, in bytes.
const MAX_FILE: u64 = 64 << 20;

/// Suffixes that are looked at below a folder; a file named by itself is always read.
const SUFFIXES: [&str; 18] = [
    "html", "htm", "xhtml", "txt", "hwp", "hwpx", "hml", "pdf", "xls", "xlsx", "csv", "docx", "zip", "jsp", "asp",
    "php", "do", "warc",
];

/// Something to read below a path.
enum Found {
    File(PathBuf),
    /// The folder of an archive, with its ledger.
    Archive(PathBuf),
}

/// The archive that a folder is, or that a data folder holds: where a ledger lies.
pub(crate) fn archive(path: &Path) -> Option<PathBuf> {
    let below = path.join("archive");
    [path, &below].into_iter().find(|folder| folder.join(LEDGER).is_file()).map(Path::to_owned)
}

/// The documents of some paths, folders in the order of their names. An archive is read by its ledger, which knows for
/// whom a document was fetched and what was tried in vain; `crawl` names one of its crawls, and the newest is read
/// when it is not given.
pub(super) fn input(paths: &[PathBuf], crawl: Option<&str>) -> anyhow::Result<Input> {
    let mut found = Vec::new();
    for path in paths {
        collect(path, true, &mut found)?;
    }
    let mut input = of_files(found.iter().filter_map(|found| match found {
        Found::File(file) => Some(file.as_path()),
        Found::Archive(_) => None,
    }))?;
    for found in found {
        if let Found::Archive(folder) = found {
            input.absorb(super::crawl::input(&folder, crawl)?);
        }
    }
    Ok(input)
}

fn of_files<'a>(files: impl Iterator<Item = &'a Path>) -> anyhow::Result<Input> {
    let mut sources = Vec::new();
    for file in files {
        let name = file.to_string_lossy().into_owned();
        if name.ends_with(".warc") || name.ends_with(".warc.gz") {
            responses(file, &mut sources)?;
        } else {
            let place = Place::File(file.to_owned());
            sources.push(Source { name, url: None, institution: None, at: None, place });
        }
    }
    // Files have no crawl; the day is set from what they say, once they are read.
    let date = Date { year: 2000, month: 1, day: Some(1) };
    let crawl = CrawlInfo { id: "files".to_owned(), date, rules: RULES_VERSION.to_owned() };
    let mut addresses = BTreeMap::new();
    for (index, source) in sources.iter().enumerate() {
        let address = source.url.as_ref().map_or_else(|| source.name.clone(), super::address);
        addresses.entry(address).or_insert(index);
    }
    Ok(Input {
        crawl,
        crawled: None,
        institutions: Vec::new(),
        attempts: Vec::new(),
        sources,
        addresses,
        unfinished: Vec::new(),
    })
}

/// The institutions that the documents name, and the latest day they state, which ages are counted from.
pub(crate) fn describe(input: &mut Input, read: &[Read], registry: &Registry) {
    let policies = || read.iter().flat_map(|document| &document.policies).map(|judged| &judged.policy);
    let named = |institution: &&crate::model::institution::Institution| {
        policies().any(|policy| policy.institution.id.as_ref() == Some(&institution.id))
    };
    input.institutions = registry.institutions.iter().filter(named).cloned().collect();
    let latest = policies().filter_map(|policy| policy.effective_date.as_ref()).map(|stated| stated.value).max();
    if let Some(date) = latest {
        input.crawl.date = Date { day: date.day.or(Some(1)), ..date };
    }
}

/// Files below a path, sorted by name.
fn collect(path: &Path, named: bool, found: &mut Vec<Found>) -> anyhow::Result<()> {
    let about = std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    if !about.is_dir() {
        let suffix = path.extension().map(|suffix| suffix.to_string_lossy().to_ascii_lowercase());
        let known = suffix.as_deref().is_none_or(|suffix| SUFFIXES.contains(&suffix));
        let archived = path.to_string_lossy().ends_with(".warc.gz");
        if named || known || archived {
            found.push(Found::File(path.to_owned()));
        }
        return Ok(());
    }
    if let Some(folder) = archive(path) {
        found.push(Found::Archive(folder));
        return Ok(());
    }
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        entries.push(entry.with_context(|| format!("cannot list {}", path.display()))?.path());
    }
    entries.sort();
    for entry in entries {
        collect(&entry, false, found)?;
    }
    Ok(())
}

/// The successful answers of a WARC file.
fn responses(file: &Path, sources: &mut Vec<Source>) -> anyhow::Result<()> {
    let reading = || format!("cannot read {}", file.display());
    for response in Responses::open(file).with_context(reading)? {
        let response = response.with_context(reading)?;
        if response.status != 200 || response.url.path() == "/robots.txt" {
            continue;
        }
        let Ok(body) = archive::decoded_body(&response.headers, &response.body) else { continue };
        let content_type = response
            .headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("content-type"))
            .map(|(_, value)| String::from_utf8_lossy(value).into_owned());
        let hint = hint(&response, content_type, response.url.path());
        sources.push(Source {
            name: response.url.to_string(),
            url: Some(response.url),
            institution: None,
            at: None,
            place: Place::Bytes(body, hint),
        });
    }
    Ok(())
}

/// The bytes of a file, if it is not too large.
pub(super) fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    let about = std::fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?;
    anyhow::ensure!(about.len() <= MAX_FILE, "{} is larger than {MAX_FILE} bytes", file.display());
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}
