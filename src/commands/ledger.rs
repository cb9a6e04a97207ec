//! `bangchim ledger`: what a crawl asked of a host, told from the ledger alone.

use super::ExitStatus;
use crate::archive::{self, CrawlRecord};
use crate::model::attempt::Attempt;
use crate::model::institution::builtin::{Shipped, first};
use crate::model::institution::choice::{Place, find};
use crate::model::institution::{Directory, InstitutionId, Listed, Lookup, Registry, Sido, placed};
use crate::model::search_result;
use crate::report::ledger::{self, Asker, Story, Told};
use anyhow::{Context, bail};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

pub use super::Format;

/// What `ledger` needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The host, or an institution whose hosts are meant; all hosts, a line each, when there is none.
    pub host: Option<String>,
    /// The data folder.
    pub data: PathBuf,
    /// Which crawl; the newest when it is not given.
    pub crawl: Option<String>,
    /// Output format.
    pub format: Format,
}

/// Tells a host's story, or the sums of all hosts.
///
/// # Errors
/// There is no such crawl, it asked no such host, or no institution or several have that name.
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
            let registry = registry(&folder, &crawl)?;
            let found = of_host(&attempts, host);
            if found.is_empty() {
                of_institution(settings, &told, &registry, &attempts, host)?
            } else {
                let askers = askers(&registry, &attempts, &found);
                match format {
                    Format::Text => ledger::text::story(&told, host, &askers, &found),
                    Format::Json => ledger::json::story(&told, host, &askers, &found),
                }
            }
        }
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(ExitStatus::Finished)
}

/// The stories of every host that was asked for an institution.
fn of_institution(
    settings: &Settings,
    told: &Told,
    registry: &Registry,
    attempts: &[Attempt],
    wanted: &str,
) -> anyhow::Result<String> {
    let shipped = Shipped::read()?;
    let directory = Directory::new(registry.institutions.iter().map(Listed::from).collect(), &shipped.renames);
    if matches!(directory.find(wanted), Lookup::Unknown(_)) && is_host(wanted) {
        bail!(
            "crawl {} asked no host {wanted}; `bangchim ledger --data {}` lists its hosts",
            told.crawl,
            settings.data.display()
        );
    }
    let place = Place { name: format!("crawl {}", told.crawl), list: "its seeds file below the archive" };
    let body = find(&directory, wanted, &place)?;
    let own = attempts.iter().filter(|attempt| attempt.target.institution.0 == body.id);
    let hosts: BTreeSet<String> = own.map(ledger::host).collect();
    if hosts.is_empty() {
        bail!("crawl {} asked no host for `{}` ({})", told.crawl, body.full_name, body.id);
    }
    let stories: Vec<Story<'_>> = hosts
        .iter()
        .map(|host| {
            let found = attempts.iter().filter(|attempt| ledger::host(attempt) == *host).collect::<Vec<_>>();
            Story { host, askers: askers(registry, attempts, &found), attempts: found }
        })
        .collect();
    Ok(match settings.format {
        Format::Text => ledger::text::stories(told, &stories),
        Format::Json => ledger::json::stories(told, body, &stories),
    })
}

/// Whether words are the name of a host rather than of a body.
fn is_host(words: &str) -> bool {
    words.is_ascii() && words.contains(['.', ':'])
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

/// The institutions of a crawl.
fn registry(folder: &Path, crawl: &CrawlRecord) -> anyhow::Result<Registry> {
    let name = format!("{}.seeds.csv", crawl.id);
    let seeds =
        archive::seeds(folder, &crawl.id).with_context(|| format!("cannot read {name} in {}", folder.display()))?;
    Ok(Registry::parse(&seeds, &name).map_err(first)?)
}

/// For whom the host was asked.
fn askers(registry: &Registry, attempts: &[Attempt], found: &[&Attempt]) -> Vec<Asker> {
    let ids: BTreeSet<&InstitutionId> = found.iter().map(|attempt| &attempt.target.institution).collect();
    let asker = |id: &InstitutionId| {
        let known = registry.get(id);
        let sido = known.and_then(|known| known.sido).map(Sido::name);
        Asker {
            id: id.clone(),
            name: known.map_or_else(|| id.0.clone(), |known| placed(&known.full_name(), sido)),
            sido,
            ending: search_result::ending(attempts.iter().filter(|attempt| attempt.target.institution == *id)),
        }
    };
    ids.into_iter().map(asker).collect()
}
