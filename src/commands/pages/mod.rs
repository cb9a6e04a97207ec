//! The folder of static pages that work from disk: written from tables and archive, for `report` and `demo`.

mod folder;
mod texts;

use super::Verbosity;
use crate::analysis::changes;
use crate::analysis::stats::{self, InstitutionStats};
use crate::audit;
use crate::dataset::{Dataset, PolicyReader, StoredPolicy, TOOL_VERSION};
use crate::model::attempt::Snapshot;
use crate::model::institution::builtin;
use crate::pipeline::archived::{self, data_folder};
use crate::progress::Steps;
use crate::report::html::{Change, Examples, Input, InstitutionPage, PolicySection, Site};
use crate::report::{csv, json};
use crate::sandbox::Reader;
use anyhow::Context;
use folder::Folder;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What `report` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder, or the folder of one crawl's tables.
    pub data: PathBuf,
    /// Where the report goes; `report` below the data folder if nothing is said.
    pub out: Option<PathBuf>,
    /// How much is said.
    pub verbosity: Verbosity,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The folder.
    pub folder: PathBuf,
    /// Files in it.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Documents that could not be read again from the archive.
    pub unread: usize,
}

/// Institutions whose policies lie in memory at a time.
const AT_A_TIME: usize = 100;

/// Makes the report and says what was written.
///
/// # Errors
/// There are no tables, they cannot be read, or the folder cannot be written.
pub fn write(settings: &Settings) -> anyhow::Result<Written> {
    let dataset = Dataset::open(&settings.data)?;
    let data = data_folder(&settings.data);
    let (stats, each) =
        stats::compute_each(&dataset, None).with_context(|| format!("cannot count {}", dataset.folder().display()))?;
    let tiles = builtin::tiles()?;
    let rules = stats.findings.rules.iter().chain(&stats.findings.routine).filter_map(|rule| {
        let checks = audit::by_id(&rule.rule)?.checks;
        Some((rule.rule.clone(), checks))
    });
    let rules: BTreeMap<String, &'static str> = rules.collect();
    let site = Site::new(Input { stats: &stats, each: &each, tiles: &tiles, rules: &rules, version: TOOL_VERSION });
    let mut folder = Folder::open(settings.out.clone().unwrap_or_else(|| data.join("report")))?;
    folder.put("data/stats.csv", csv::render(&stats)?.as_bytes())?;
    folder.put("data/stats.json", json::render(&stats).as_bytes())?;
    for file in site.shared() {
        folder.put(&file.path, file.text.as_bytes())?;
    }
    let changed = changed(&data, &dataset)?;
    let mut library = Library::open(&dataset, &data)?;
    let shelf = PolicyReader::open(&dataset)?;
    let mut held: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for key in shelf.keys() {
        held.entry(&key.holder).or_default().push(&key.id);
    }
    let mut examples = Examples::default();
    let steps = Steps::new(settings.verbosity, "writing", each.bodies.len() as u64);
    for bodies in each.bodies.chunks(AT_A_TIME) {
        let ids: Vec<&str> = bodies.iter().filter_map(|body| held.get(body.key.as_str())).flatten().copied().collect();
        let mut policies: BTreeMap<String, Vec<StoredPolicy>> = BTreeMap::new();
        for policy in shelf.take(&ids)? {
            policies.entry(holder(&policy)).or_default().push(policy);
        }
        for body in bodies {
            steps.step();
            let sheets = library.sheets(body, policies.remove(&body.key).unwrap_or_default());
            let changes = changed.get(&body.key).cloned().unwrap_or_default();
            let leaf = InstitutionPage { body, sheets, changes };
            examples.add(&leaf);
            for file in site.leaf(&leaf) {
                folder.put(&file.path, file.text.as_bytes())?;
            }
        }
    }
    steps.end();
    for file in site.findings(&examples) {
        folder.put(&file.path, file.text.as_bytes())?;
    }
    folder.finish(library.unread)
}

fn holder(policy: &StoredPolicy) -> String {
    policy.policy.get("institution_key").unwrap_or_default().to_owned()
}

/// The archived documents of a crawl, read again when their words are shown.
struct Library {
    archive: PathBuf,
    snapshots: BTreeMap<String, (Snapshot, String)>,
    reader: Reader,
    /// When a document was fetched, and from where.
    fetched: BTreeMap<String, (Option<String>, Option<String>)>,
    unread: usize,
}

impl Library {
    fn open(dataset: &Dataset, data: &Path) -> anyhow::Result<Self> {
        let archive = data.join("archive");
        let crawl = dataset.crawl()?;
        // Tables may be read without their archive; quotes then stand without the text around them.
        let there = archive.is_dir();
        let snapshots = if there { archived::snapshots(&archive, &crawl.id)? } else { BTreeMap::new() };
        let mut fetched = BTreeMap::new();
        for row in dataset.documents()? {
            let document = row.get("document_sha256").unwrap_or_default().to_owned();
            let about = (row.get("fetched_at").map(str::to_owned), row.get("source").map(str::to_owned));
            fetched.entry(document).or_insert(about);
        }
        Ok(Self { archive, snapshots, reader: archived::reader()?, fetched, unread: 0 })
    }

    /// The policies of an institution with their texts: the chosen one first, then other current ones, then former ones.
    fn sheets(&mut self, body: &InstitutionStats, mut policies: Vec<StoredPolicy>) -> Vec<PolicySection> {
        policies.sort_by_key(|policy| {
            let former = policy.policy.get("status") == Some("superseded");
            (body.policy.as_deref() != Some(policy.id()), former, policy.id().to_owned())
        });
        policies.into_iter().map(|policy| self.sheet(policy)).collect()
    }

    fn sheet(&mut self, policy: StoredPolicy) -> PolicySection {
        let own = policy.policy.get("document_sha256").unwrap_or_default().to_owned();
        let fetched = self.fetched.get(&own).and_then(|(at, _)| at.clone());
        // Former versions are told by their figures only.
        let former = policy.policy.get("status") == Some("superseded");
        let mut documents: Vec<&str> = vec![&own];
        let mut seen: BTreeSet<&str> = [own.as_str()].into();
        let quoted = policy.evidence.iter().map(|quote| quote.document.as_str());
        let found = policy.rows("findings").iter().filter_map(|row| row.get("document_sha256"));
        documents.extend(quoted.chain(found).filter(|id| !id.is_empty() && seen.insert(*id)));
        let mut texts = Vec::new();
        for id in documents.into_iter().filter(|_| !former) {
            let read = self
                .snapshots
                .get(id)
                .map(|(snapshot, path)| archived::read_again(&self.archive, snapshot, path, &self.reader));
            match read {
                Some(Ok(document)) if document.id.0 == id => {
                    let source = self.fetched.get(id).and_then(|(_, source)| source.clone());
                    texts.push(texts::text(document, source));
                }
                _ => self.unread += 1,
            }
        }
        PolicySection { policy, fetched, texts }
    }
}

/// What changed since the crawl before, by institution.
fn changed(data: &Path, dataset: &Dataset) -> anyhow::Result<BTreeMap<String, Vec<Change>>> {
    let crawls = Dataset::crawls(data)?;
    let own = crawls.iter().position(|folder| folder.as_path() == dataset.folder());
    let Some(before) = own.and_then(|at| at.checked_sub(1)).and_then(|at| crawls.get(at)) else {
        return Ok(BTreeMap::new());
    };
    // A crawl of another version of the tables cannot be compared, and is no reason to have no report.
    let Ok(before) = Dataset::open(before) else { return Ok(BTreeMap::new()) };
    let (old, new) = (changes::load(&before)?, changes::load(dataset)?);
    let mut found: BTreeMap<String, Vec<Change>> = BTreeMap::new();
    for change in changes::compare(&old, &new).changes {
        let holder = change.institution_id.unwrap_or(change.institution);
        let kind = (change.kind.korean().to_owned(), change.kind.name().to_owned());
        // Policies that appeared, vanished or moved are told by their addresses.
        let said = |side: changes::Side| side.said.or(side.source.filter(|_| change.field.is_none()));
        let (old, new) = (said(change.old), said(change.new));
        found.entry(holder).or_default().push(Change { kind, field: change.field, old, new });
    }
    Ok(found)
}
