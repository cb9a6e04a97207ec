//! `bangchim demo`: the sample sites on loopback addresses, and the whole line over them.

use super::{ExitStatus, pages};
use crate::analysis::stats;
use crate::crawl::{self, Shutdown};
use crate::dataset::Dataset;
use crate::model::policy::{Policy, Status};
use crate::pipeline;
use crate::progress::Verbosity;
use crate::report::text;
use crate::report::text_table::{Align, Grid, grouped};
use anyhow::{Context, bail};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What `demo` needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Output folder.
    pub data: PathBuf,
    /// The sample sites.
    pub sample: PathBuf,
    /// How much is said.
    pub verbosity: Verbosity,
}

/// Pause between two requests to a sample site: they are on loopback, and the demonstration should not be long.
const DELAY: Duration = Duration::from_millis(50);

/// Serves the sample sites, crawls them, extracts, audits, counts, prints what came of it, and makes the report.
///
/// # Errors
/// When the sites cannot be served, the data folder cannot be written, or it is stopped before the end.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    std::fs::create_dir_all(&settings.data).with_context(|| format!("cannot make {}", settings.data.display()))?;
    let sites = crawl_samples(settings)?;
    let (summary, policies) = pipeline::newest_crawl(&settings.data, settings.verbosity)?;
    let dataset = Dataset::open(&summary.folder)?;
    let stats = stats::compute(&dataset, None)?;
    write!(out, "{}", text::brief(&stats))?;
    writeln!(out, "\n견본 기관의 방침 (policies of the sample sites)\n")?;
    write!(out, "{}", table(&sites, &policies))?;
    writeln!(out, "\n만들어진 파일 (files made)\n")?;
    write!(out, "{}", files(&settings.data, &summary.folder))?;
    let made = pages::Settings { data: settings.data.clone(), out: None, verbosity: settings.verbosity };
    let made = pages::write(&made)?;
    writeln!(out, "  {:>9}  {} ({} files)", grouped(made.bytes), made.folder.display(), made.files)?;
    writeln!(out, "\n다음에 해 볼 것 (what to try next)\n")?;
    let data = settings.data.display();
    writeln!(out, "  open {} in a browser", made.folder.join("index.html").display())?;
    writeln!(out, "  cargo run -- show 해솔시 --data {data}")?;
    writeln!(out, "  cargo run -- query --data {data} --named retention_over_30_days")?;
    writeln!(out, "  cargo run -- export --data {data} --public --format xlsx")?;
    writeln!(out, "  cargo run -- stats --data {data} --format csv")?;
    writeln!(out, "  cargo run -- extract --data {data} --format jsonl")?;
    writeln!(out, "  cargo run -- read data/sample/haesol/_pages/1237.html")?;
    writeln!(out, "  cargo run -- crawl --plan --contact https://example.org/about-this-crawl")?;
    Ok(ExitStatus::Finished)
}

/// Names of the institutions by their ids, in the order of the seeds.
type Sites = Vec<(String, String)>;

/// Serves the sample sites and crawls them.
fn crawl_samples(settings: &Settings) -> anyhow::Result<Sites> {
    let served = crate::demo::server::start_blocking(&settings.sample)?;
    let seeds = settings.data.join("seeds.csv");
    std::fs::write(&seeds, served.seeds_csv()).with_context(|| format!("cannot write {}", seeds.display()))?;
    let mut crawl = crawl::Settings::new(seeds, settings.data.clone());
    crawl.delay = DELAY;
    crawl.verbosity = settings.verbosity;
    if settings.verbosity != Verbosity::Quiet {
        eprintln!(
            "{} sample sites on 127.83.0.0/24, port {}; crawling them over HTTP",
            served.sites().len(),
            served.port()
        );
    }
    let report = crawl::blocking(&crawl, &[Shutdown::Immediate])?;
    let sites = served.sites().iter().map(|site| (site.id.clone(), site.name.clone())).collect();
    served.stop();
    if !report.finished {
        bail!("stopped before the end");
    }
    Ok(sites)
}

/// One line an institution: what its policy says.
fn table(sites: &Sites, policies: &[Policy]) -> Grid {
    let mut grid = Grid::new([
        ("기관", Align::Left),
        ("대수", Align::Right),
        ("보관일", Align::Right),
        ("책임자", Align::Right),
        ("수탁", Align::Right),
        ("시행일", Align::Left),
        ("용어", Align::Left),
    ]);
    for (id, name) in sites {
        // Of several pages the one that says most; the first of equals.
        let current = policies.iter().rev().filter(|policy| {
            policy.institution.id.as_ref().is_some_and(|own| own.0 == *id) && policy.status == Status::Current
        });
        let own = current.max_by_key(|policy| policy.evidence().len());
        let Some(policy) = own else {
            let none = || "-".to_owned();
            grid.row([name.clone(), none(), none(), none(), none(), none(), none()]);
            continue;
        };
        let state = |value: Option<u64>, state: crate::model::policy::State| match value {
            Some(value) => grouped(value),
            None => state.name().to_owned(),
        };
        let listed = |count: usize, state: crate::model::policy::State| match count {
            0 => state.name().to_owned(),
            count => count.to_string(),
        };
        grid.row([
            name.clone(),
            state(policy.camera_total.value().map(|total| u64::from(*total)), policy.camera_total.state()),
            state(policy.retention_days.value().map(|days| u64::from(*days)), policy.retention_days.state()),
            listed(policy.managers.entries.len(), policy.managers.state),
            listed(policy.contractors.entries.len(), policy.contractors.state),
            policy.effective_date.as_ref().map_or("-".to_owned(), |date| date.value.to_string()),
            policy.term.as_ref().map_or("-", |term| term.value.name()).to_owned(),
        ]);
    }
    grid
}

/// The files that were made, with their sizes.
fn files(data: &Path, tables: &Path) -> String {
    let mut lines = String::new();
    for folder in [data.join("archive"), tables.to_owned()] {
        let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
        paths.sort();
        for path in paths {
            let size = std::fs::metadata(&path).map_or(0, |about| about.len());
            lines.push_str(&format!("  {:>9}  {}\n", grouped(size), path.display()));
        }
    }
    lines
}
