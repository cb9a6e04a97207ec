//! `bangchim ledger`: what a crawl asked of a host, told from the ledger alone.

use super::ExitStatus;
use super::shipped::first;
use crate::archive::{self, CrawlRecord};
use crate::attempt::Attempt;
use crate::ending;
use crate::institution::{InstitutionId, Registry};
use crate::report::ledger::{self, Asker, Told};
use anyhow::{Context, bail};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

pub use super::read::Format;

/// What `ledger` needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The host; all of them, a line each, when there is none.
    pub host: Option<String>,
    /// The data folder.
    pub data: PathBuf,
    /// Which crawl; the newest when it is not given.
    pub crawl: Option<String>,
    /// How to print.
    pub format: Format,
}

/// Tells a host's story, or the sums of all hosts.
///
/// # Errors
/// There is no such crawl, or it has never heard of the host.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let folder = settings.data.join("archive");
    let crawl = super::named_crawl(&folder, settings.crawl.as_deref())?;
    let attempts = archive::attempts(&folder, &crawl.id)
        .with_context(|| format!("cannot read the ledger in {}", folder.display()))?;
    let told = Told { crawl: crawl.id.clone(), user_agent: crawl.user_agent.clone() };
    let text = match (&settings.host, settings.format) {
        (None, Format::Text) => ledger::text::overview(&told, &attempts),
        (None, Format::Json) => ledger::json::overview(&told, &attempts),
        (Some(host), format) => {
            let found = of_host(&attempts, host);
            if found.is_empty() {
                bail!(
                    "crawl {} has never heard of {host}; `bangchim ledger --data {}` lists its hosts",
                    crawl.id,
                    settings.data.display()
                );
            }
            let askers = askers(&folder, &crawl, &attempts, &found)?;
            match format {
                Format::Text => ledger::text::story(&told, host, &askers, &found),
                Format::Json => ledger::json::story(&told, host, &askers, &found),
            }
        }
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitStatus::Finished)
}

/// The tries that concern a host; with a port in its name, only those of that port.
fn of_host<'a>(attempts: &'a [Attempt], host: &str) -> Vec<&'a Attempt> {
    let wanted = host.to_ascii_lowercase();
    let concerns = |attempt: &&Attempt| {
        let url = &attempt.target.url;
        let name = url.host_str().unwrap_or_default();
        name == wanted || url.port_or_known_default().is_some_and(|port| wanted == format!("{name}:{port}"))
    };
    attempts.iter().filter(concerns).collect()
}

/// For whom the host was asked.
fn askers(folder: &Path, crawl: &CrawlRecord, attempts: &[Attempt], found: &[&Attempt]) -> anyhow::Result<Vec<Asker>> {
    let name = format!("{}.seeds.csv", crawl.id);
    let seeds =
        archive::seeds(folder, &crawl.id).with_context(|| format!("cannot read {name} in {}", folder.display()))?;
    let registry = Registry::parse(&seeds, &name).map_err(first)?;
    let ids: BTreeSet<&InstitutionId> = found.iter().map(|attempt| &attempt.target.institution).collect();
    Ok(ids
        .into_iter()
        .map(|id| Asker {
            id: id.clone(),
            name: registry.get(id).map_or_else(|| id.0.clone(), |known| known.full_name().to_owned()),
            ending: ending::ending(attempts.iter().filter(|attempt| attempt.target.institution == *id)),
        })
        .collect())
}
