//! `bangchim audit`: policies held against the law of a day; findings with the words they rest on.

mod shown;

use super::{ExitStatus, Verbosity};
pub use crate::audit::Severity;
use crate::audit::{self, Finding, is_unchecked};
use crate::dataset::{CrawlInfo, Dataset, FindingRow, replace_findings};
use crate::model::institution::builtin::Shipped;
use crate::model::institution::choice::{LIST, Place, find, holder, holders};
use crate::model::institution::{Directory, InstitutionKind, Listed, Sido};
use crate::model::policy::Policy;
use crate::normalise::date::Date;
use crate::pipeline::archived::data_folder;
use crate::pipeline::{Judged, Options, Output, account, finding_rows, unchecked};
use crate::report::findings::{Report, csv, html, json, packet, text, xlsx};
use anyhow::Context as _;
use std::io::Write;
use std::path::PathBuf;

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A summary and aligned lists for a terminal.
    Text,
    /// One row a finding.
    Csv,
    /// A list for programs.
    Json,
    /// A workbook.
    Xlsx,
    /// One page.
    Html,
}

/// What `audit` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Files and folders to audit; the archive below `data` when there are none.
    pub paths: Vec<PathBuf>,
    /// The data folder, or the folder of one crawl's tables. Findings by the law of the crawl's day are written there
    /// when no file is named.
    pub data: Option<PathBuf>,
    /// The day whose law is applied; the day of the crawl, else the day on which the law was last looked up.
    pub as_of: Option<Date>,
    /// Output format.
    pub format: Format,
    /// Rules to show, by id or name; all when empty.
    pub rules: Vec<String>,
    /// Severities to show; all when empty.
    pub severities: Vec<Severity>,
    /// Only institutions of a province.
    pub sido: Option<Sido>,
    /// Only institutions of a kind.
    pub kind: Option<InstitutionKind>,
    /// Exit code 1 when a finding shown is this grave or graver. What nearly every policy has fails nobody, unless its rule
    /// is asked for by name.
    pub fail_on: Option<Severity>,
    /// Print everything about one institution as a page: by its id, its full name, or a name that no other has.
    pub packet: Option<String>,
    /// Judge former versions as well.
    pub archived: bool,
    /// How much is said on the way.
    pub verbosity: Verbosity,
}

/// Audits and prints.
///
/// # Errors
/// A rule that does not exist, a name of no institution or of several, input that cannot be read, tables or output that
/// cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    for rule in &settings.rules {
        anyhow::ensure!(audit::by_id(rule).is_some(), "no rule is called `{rule}`; rules go from CP-101 to CP-404");
    }
    let mut settings = settings.clone();
    if settings.paths.is_empty() {
        settings.data.get_or_insert_with(|| PathBuf::from("data"));
    }
    let settings = &settings;
    // What is found in files belongs into no crawl's tables.
    let dataset = settings.data.as_deref().filter(|_| settings.paths.is_empty()).map(Dataset::open).transpose()?;
    let crawl = dataset.as_ref().map(Dataset::crawl).transpose()?;
    let shipped = Shipped::read()?;
    let of_tables = in_tables(settings, dataset.as_ref(), &shipped)?;
    let data = settings.data.as_deref().map_or_else(|| PathBuf::from("."), data_folder);
    let question = Options {
        paths: &settings.paths,
        data: &data,
        crawl: crawl.as_ref().map(|crawl| crawl.id.as_str()),
        corrections: None,
        as_of: settings.as_of.or(crawl.as_ref().map(|crawl| crawl.date)),
        crawled: crawl.as_ref().map(|crawl| crawl.date),
        archived: settings.archived,
        verbosity: settings.verbosity,
    };
    let account = account(&question, &shipped)?;
    let unread = account.report_unread(&settings.paths, settings.verbosity)?;
    let status = if unread { ExitStatus::Unreadable } else { ExitStatus::Finished };
    let as_of = account.as_of;
    if settings.as_of.is_some() && is_unchecked(&as_of.to_string()) {
        writeln!(talk, "{}", unchecked(as_of))?;
    }
    let wanted = match of_tables {
        Some(body) => Some(body),
        None => in_files(settings, &account, &shipped)?,
    };
    let (report, gravest) = report(settings, wanted.as_ref(), &account)?;
    if let (Some(dataset), Some(crawl)) = (&dataset, &crawl)
        && as_of == crawl.date
        && !settings.archived
        // A folder that was written by the law of another day keeps it; a table that is missing or damaged is replaced.
        && dataset.law_days().map_or(true, |days| days.iter().all(|day| *day == as_of.to_string()))
    {
        keep(dataset, crawl, &finding_rows(&account.read, as_of))?;
    }
    print(settings, wanted.as_ref(), &report, out)?;
    let counted = report.counted().count();
    let routine = match report.entries.len() - counted {
        0 => String::new(),
        routine => format!(", {routine} of a kind that nearly every policy has"),
    };
    writeln!(talk, "{} policies, {counted} findings{routine}, as of {as_of}", report.policies.len())?;
    let fell = settings.fail_on.is_some_and(|floor| gravest.is_some_and(|gravest| gravest <= floor));
    Ok(if fell { ExitStatus::BelowFloor } else { status })
}

/// The institution whose packet is asked for, among those of a crawl's tables: a name that leads to nobody, or to
/// several, is told before anything is read.
fn in_tables(settings: &Settings, dataset: Option<&Dataset>, shipped: &Shipped) -> anyhow::Result<Option<Listed>> {
    let (Some(query), Some(dataset)) = (&settings.packet, dataset) else { return Ok(None) };
    let bodies = dataset.bodies()?.into_iter().map(|body| body.listed).collect();
    let place = Place { name: dataset.folder().display().to_string(), list: LIST };
    Ok(Some(find(&Directory::new(bodies, &shipped.renames), query, &place)?.clone()))
}

/// The same among those that the policies of files name.
fn in_files(settings: &Settings, account: &Output, shipped: &Shipped) -> anyhow::Result<Option<Listed>> {
    let Some(query) = &settings.packet else { return Ok(None) };
    let policies = account.read.iter().flat_map(|document| &document.policies).map(|judged| &judged.policy);
    let place = Place { name: "the files".to_owned(), list: "`bangchim audit PATH… --format csv`" };
    Ok(Some(find(&Directory::new(holders(policies), &shipped.renames), query, &place)?.clone()))
}

/// What is shown of everything that was judged, and how grave the gravest finding of it is.
fn report(
    settings: &Settings,
    wanted: Option<&Listed>,
    account: &Output,
) -> anyhow::Result<(Report, Option<Severity>)> {
    let is_of = |policy: &Policy, body: &Listed| holder(policy).is_some_and(|holder| holder.is_same(body));
    let is_asked =
        |judged: &&Judged| is_asked(settings, &judged.policy) && wanted.is_none_or(|body| is_of(&judged.policy, body));
    let mut report = Report { as_of: account.as_of.to_string(), policies: Vec::new(), entries: Vec::new() };
    let mut gravest: Option<Severity> = None;
    for (index, document) in account.read.iter().enumerate() {
        for Judged { policy, judgement } in document.policies.iter().filter(is_asked) {
            let mut shown = shown::policy(policy, judgement);
            if wanted.is_some() {
                let (bytes, archived) = account.copy(index)?;
                shown.copy = Some(shown::copy(policy, bytes, archived));
            }
            report.policies.push(shown);
            for finding in judgement.findings.iter().filter(|finding| is_shown(settings, finding)) {
                if !finding.rule.routine || !settings.rules.is_empty() {
                    gravest = Some(gravest.map_or(finding.severity, |gravest| gravest.min(finding.severity)));
                }
                report.entries.push(shown::entry(policy, judgement.archived, finding));
            }
        }
    }
    Ok((report, gravest))
}

fn print(settings: &Settings, wanted: Option<&Listed>, report: &Report, out: &mut dyn Write) -> anyhow::Result<()> {
    let bytes = match (wanted, settings.format) {
        (Some(body), _) => {
            let Listed { full_name, id, .. } = body;
            anyhow::ensure!(!report.policies.is_empty(), "no policy of `{full_name}` ({id}) was found in the input");
            packet::render(full_name, report).into_bytes()
        }
        (None, Format::Text) => text::render(report).into_bytes(),
        (None, Format::Csv) => csv::render(report)?.into_bytes(),
        (None, Format::Json) => json::render(report)?.into_bytes(),
        (None, Format::Html) => html::render(report).into_bytes(),
        (None, Format::Xlsx) => xlsx::render(report)?,
    };
    out.write_all(&bytes)?;
    out.flush()?;
    Ok(())
}

/// Writes every finding into the tables, whatever part of them is shown. Only findings by the law of the crawl's own
/// day, and none on former versions, belong there: `report` and `stats` read them as such.
fn keep(dataset: &Dataset, crawl: &CrawlInfo, rows: &[FindingRow]) -> anyhow::Result<()> {
    replace_findings(dataset.folder(), crawl, rows)
        .with_context(|| format!("cannot write the findings into {}", dataset.folder().display()))
}

fn is_asked(settings: &Settings, policy: &Policy) -> bool {
    let holder = &policy.institution;
    settings.sido.is_none_or(|sido| holder.sido == Some(sido))
        && settings.kind.is_none_or(|kind| holder.kind == Some(kind))
}

fn is_shown(settings: &Settings, finding: &Finding) -> bool {
    let named = |rule: &String| finding.rule.id.eq_ignore_ascii_case(rule) || finding.rule.name == rule;
    (settings.rules.is_empty() || settings.rules.iter().any(named))
        && (settings.severities.is_empty() || settings.severities.contains(&finding.severity))
}
