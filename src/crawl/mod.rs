//! `bangchim crawl`: seeds to frontier to fetch to archive.
//!
#![doc = include_str!("README.md")]

mod crawler;
pub mod discover;
pub mod fetch;
pub mod frontier;
mod incremental;
mod outage;
mod plan;
mod results;
mod scope;
mod visit;
mod window;

pub use outage::OutagePolicy;
pub use scope::Shard;
pub use window::Window;

use crate::archive::{Archive, NewCrawl, ROTATION_BYTES};
use crate::crawl::fetch::{Clock, Fetcher, Resolve, Resolver, SystemResolver};
use crate::model::institution::{InstitutionKind, Registry, Sido};
use crate::progress::{Counts, Verbosity};
use anyhow::{Context, bail};
use crawler::{Crawler, LinkScope};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// What `crawl` needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The seeds file: the only way in.
    pub seeds: PathBuf,
    /// The data folder; the archive is below it.
    pub data: PathBuf,
    /// Only these institutions, each by its id, its full name, or a name that no other has; all when empty.
    pub only: Vec<String>,
    /// Only this kind.
    pub kind: Option<InstitutionKind>,
    /// Only this province.
    pub sido: Option<Sido>,
    /// Maximum number of institutions.
    pub limit: Option<usize>,
    /// Time between two requests to a host; public hosts are never given less than a second.
    pub delay: Duration,
    /// Web or mail address that stands in every request.
    pub contact: Option<String>,
    /// Print what would be asked and ask nothing.
    pub plan: bool,
    /// One part of the scope.
    pub shard: Option<Shard>,
    /// The earlier crawl of this archive whose policies are asked for first, and only if they have changed.
    pub since: Option<Since>,
    /// Hours in which requests may be sent.
    pub window: Option<Window>,
    /// Hosts asked at the same time.
    pub parallel: usize,
    /// How much is said on standard error.
    pub verbosity: Verbosity,
    /// Bounds of the crawl.
    pub frontier: frontier::Limits,
    /// Bounds of a request.
    pub fetch: fetch::Limits,
    /// How long it is waited for our own network.
    pub patience: OutagePolicy,
    /// Who knows the addresses of names.
    pub names: Arc<dyn Resolve>,
}

impl Settings {
    /// The defaults.
    pub fn new(seeds: PathBuf, data: PathBuf) -> Self {
        Self {
            seeds,
            data,
            only: Vec::new(),
            kind: None,
            sido: None,
            limit: None,
            delay: Duration::from_secs(2),
            contact: None,
            plan: false,
            shard: None,
            since: None,
            window: None,
            parallel: 64,
            verbosity: Verbosity::Normal,
            frontier: frontier::Limits::default(),
            fetch: fetch::Limits::default(),
            patience: OutagePolicy::default(),
            names: Arc::new(SystemResolver),
        }
    }

    fn delay_ms(&self) -> u32 {
        u32::try_from(self.delay.as_millis()).unwrap_or(u32::MAX)
    }
}

/// An earlier crawl.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// The newest that has ended.
    Last,
    /// The one of this name.
    Crawl(String),
}

/// How a crawl is asked to end early.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shutdown {
    /// Not at all.
    None,
    /// Ask nothing more, and wait for the requests in progress.
    Graceful,
    /// At once.
    Immediate,
}

/// What a crawl came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Name of the crawl; nothing when only the plan was printed.
    pub crawl: Option<String>,
    /// Whether nothing is left to ask.
    pub finished: bool,
    /// What was counted, over all runs of the crawl.
    pub counts: Counts,
}

/// Crawls in a runtime of its own until nothing is left to ask. Each Ctrl-C asks for the next of `interrupts`.
///
/// # Errors
/// When it could not run: bad seeds, no contact, a disk that cannot be written.
pub fn blocking(settings: &Settings, interrupts: &'static [Shutdown]) -> anyhow::Result<Report> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start the network runtime")?;
    let (sender, halt) = watch::channel(Shutdown::None);
    runtime.spawn(async move {
        for next in interrupts {
            if tokio::signal::ctrl_c().await.is_err() || sender.send(*next).is_err() {
                return;
            }
        }
    });
    let report = runtime.block_on(crawl(settings, halt));
    // Look-ups of names run on threads that nobody can stop; they are not waited for.
    runtime.shutdown_background();
    report
}

/// Crawls within a running runtime, until nothing is left to ask or `halt` says so.
///
/// # Errors
/// When it could not run: bad seeds, no contact, a disk that cannot be written.
pub async fn crawl(settings: &Settings, halt: watch::Receiver<Shutdown>) -> anyhow::Result<Report> {
    let registry = registry(settings)?;
    let institutions = scope::chosen(&registry, settings)?;
    let software = concat!("bangchim/", env!("CARGO_PKG_VERSION"));
    let user_agent = match scope::contact(settings, &institutions) {
        // Nobody is asked anything by a plan.
        Err(_) if settings.plan && settings.contact.is_none() => format!("{software} (+CONTACT), named with --contact"),
        contact => format!("{software} (+{})", contact?),
    };
    let below = scope::below_the_floor(settings, &institutions);
    let folder = settings.data.join("archive");
    let since = incremental::crawl(&folder, settings.since.as_ref())?;
    let offers = incremental::offers(&folder, since.as_deref(), &institutions)?;
    if settings.plan {
        if let Some(below) = below.filter(|_| settings.verbosity != Verbosity::Quiet) {
            eprintln!("{below}");
        }
        let mut out = std::io::stdout().lock();
        plan::print(settings, &institutions, &offers, &user_agent, &mut out)?;
        return Ok(Report { crawl: None, finished: true, counts: Counts::default() });
    }
    let asked = settings.parallel;
    let (limits, parallel) = settings.fetch.clone().within(fetch::limits::raise_open_files(), settings.parallel);
    let clock = Clock::start();
    let borders =
        LinkScope { named: scope::named_hosts(&registry), foreign: scope::foreign_sites(&registry, settings) };
    let names = Resolver::new(Arc::clone(&settings.names), borders.named.clone());
    let header = user_agent.parse().context("the contact cannot stand in a header")?;
    let fetcher = Fetcher::new(header, names, limits, clock).context("cannot set up the network client")?;
    let new = NewCrawl {
        key: scope::key(&institutions, since.as_deref()),
        user_agent,
        software: software.to_owned(),
        institutions: institutions.len() as u64,
        seeds: scope::rows(&std::fs::read_to_string(&settings.seeds)?, &institutions)?,
        at: clock.now(),
        offers,
        rotation: ROTATION_BYTES,
    };
    let (archive, past) =
        Archive::open(&folder, &new).with_context(|| format!("cannot write the archive in {}", folder.display()))?;
    let settings = &Settings { parallel, ..settings.clone() };
    let mut crawler = Crawler::new(settings, clock, fetcher, archive, borders, halt);
    if let Some(below) = below {
        crawler.note(&below);
    }
    if parallel < asked {
        crawler.note(&format!("the system lets us open few files: {parallel} hosts at a time, not {asked}"));
    }
    crawler.resume(past).context("cannot read the archive back")?;
    crawler.run().await
}

fn registry(settings: &Settings) -> anyhow::Result<Registry> {
    let name = settings.seeds.display().to_string();
    let text = std::fs::read_to_string(&settings.seeds)
        .with_context(|| format!("cannot read the seeds file {name}; name another with --seeds"))?;
    match Registry::parse(&text, &name) {
        Ok(registry) => Ok(registry),
        Err(errors) => match errors.first() {
            Some(first) => {
                bail!("{first}; `bangchim seeds check {name}` lists all that is wrong, {} in all", errors.len())
            }
            None => bail!("{name} is no seeds file"),
        },
    }
}
