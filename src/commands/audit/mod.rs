//! `bangchim audit`: policies held against the law of a day; findings with the words they rest on.

mod input;
mod shown;

use super::ExitStatus;
use super::shipped::Shipped;
pub use crate::audit::Severity;
use crate::audit::{self, Finding};
use crate::institution::{InstitutionKind, Sido};
use crate::normalise::date::Date;
use crate::policy::Policy;
use crate::report::findings::{Report, csv, html, json, packet, text, xlsx};
use crate::table::{CrawlInfo, Dataset, FindingRow, replace_findings};
use anyhow::Context as _;
use std::collections::BTreeSet;
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
    /// The data folder, or the folder of one crawl's tables: findings are written there.
    pub data: Option<PathBuf>,
    /// The day whose law is applied; the day of the crawl, else today.
    pub as_of: Option<Date>,
    /// How to print.
    pub format: Format,
    /// Rules to show, by id or name; all when empty.
    pub rules: Vec<String>,
    /// Severities to show; all when empty.
    pub severities: Vec<Severity>,
    /// Only institutions of a province.
    pub sido: Option<Sido>,
    /// Only institutions of a kind.
    pub kind: Option<InstitutionKind>,
    /// Exit code 1 when a finding shown is this grave or graver.
    pub fail_on: Option<Severity>,
    /// Print everything about one institution, by id or name, as a page.
    pub packet: Option<String>,
    /// Judge former versions as well.
    pub archived: bool,
}

impl Settings {
    /// Everything in a data folder, as text.
    pub fn of(data: PathBuf) -> Self {
        Self {
            paths: Vec::new(),
            data: Some(data),
            as_of: None,
            format: Format::Text,
            rules: Vec::new(),
            severities: Vec::new(),
            sido: None,
            kind: None,
            fail_on: None,
            packet: None,
            archived: false,
        }
    }
}

/// Audits and prints.
///
/// # Errors
/// A rule that does not exist, input that cannot be read, tables or output that cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    for rule in &settings.rules {
        anyhow::ensure!(audit::by_id(rule).is_some(), "no rule is called `{rule}`; rules go from CP-101 to CP-404");
    }
    let mut settings = settings.clone();
    if settings.paths.is_empty() {
        settings.data.get_or_insert_with(|| PathBuf::from("data"));
    }
    let settings = &settings;
    let dataset = settings.data.as_deref().map(Dataset::open).transpose()?;
    let crawl = dataset.as_ref().map(Dataset::crawl).transpose()?;
    let as_of = settings.as_of.or(crawl.as_ref().map(|crawl| crawl.date)).or_else(input::today);
    let as_of = as_of.context("the clock tells no day; name one with --as-of YYYY-MM-DD")?;

    let mut report = Report { as_of: as_of.to_string(), policies: Vec::new(), entries: Vec::new() };
    let mut rows = Vec::new();
    let mut gravest: Option<Severity> = None;
    let shipped = Shipped::read()?;
    let names = shipped.names();
    let mut seen = BTreeSet::new();
    input::each(settings, crawl.as_ref().map(|crawl| crawl.id.as_str()), &names, &mut |read| {
        let starts = read.policies.iter().map(first_block).collect::<Vec<_>>();
        for (index, policy) in read.policies.iter().enumerate().filter(|(_, policy)| is_asked(settings, policy)) {
            let context = audit::Context {
                as_of,
                crawled: read.crawled.or(crawl.as_ref().map(|crawl| crawl.date)),
                archived: settings.archived,
                until: starts.get(index + 1).copied().filter(|next| *next > starts[index]),
            };
            let findings = audit::check(policy, &read.document, &context);
            // The same bytes under two addresses are one policy in the tables.
            if seen.insert(policy.id()) {
                rows.extend(findings.iter().map(|finding| row(policy, finding)));
            }
            let archived = audit::is_archived(policy, &read.document);
            let stale = audit::staleness(policy, &read.document, &findings, as_of);
            report.policies.push(shown::policy(policy, archived, &stale));
            for finding in findings.iter().filter(|finding| is_shown(settings, finding)) {
                gravest = Some(gravest.map_or(finding.severity, |gravest| gravest.min(finding.severity)));
                report.entries.push(shown::entry(policy, archived, finding));
            }
        }
        Ok(())
    })?;
    if let (Some(dataset), Some(crawl)) = (&dataset, &crawl) {
        keep(dataset, crawl, &rows, settings)?;
    }
    print(settings, &report, out)?;
    writeln!(talk, "{} policies, {} findings as of {as_of}", report.policies.len(), report.entries.len())?;
    let fell = settings.fail_on.is_some_and(|floor| gravest.is_some_and(|gravest| gravest <= floor));
    Ok(if fell { ExitStatus::BelowFloor } else { ExitStatus::Finished })
}

fn print(settings: &Settings, report: &Report, out: &mut dyn Write) -> anyhow::Result<()> {
    let bytes = match (&settings.packet, settings.format) {
        (Some(institution), _) => {
            anyhow::ensure!(!report.policies.is_empty(), "no policy of `{institution}` was found in the input");
            packet::render(institution, report).into_bytes()
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

/// Writes every finding into the tables, unless only a part of the policies was looked at.
fn keep(dataset: &Dataset, crawl: &CrawlInfo, rows: &[FindingRow], settings: &Settings) -> anyhow::Result<()> {
    if settings.sido.is_some() || settings.kind.is_some() || settings.packet.is_some() {
        return Ok(());
    }
    replace_findings(dataset.folder(), crawl, rows)
        .with_context(|| format!("cannot write the findings into {}", dataset.folder().display()))
}

fn row(policy: &Policy, finding: &Finding) -> FindingRow {
    FindingRow {
        policy_id: policy.id(),
        institution: policy.institution.id.clone(),
        rule: finding.rule.id.to_owned(),
        name: finding.rule.name.to_owned(),
        severity: finding.severity.name().to_owned(),
        quote: finding.quote().map(|quote| quote.text.clone()),
        citation: finding.citation.to_string(),
        message_ko: finding.message_ko.clone(),
        message_en: finding.message_en.clone(),
    }
}

fn first_block(policy: &Policy) -> u32 {
    let title = policy.title.as_ref().map(|title| title.quote.block);
    title
        .or_else(|| {
            policy.evidence().iter().filter(|line| line.quote.document.is_none()).map(|line| line.quote.block).min()
        })
        .unwrap_or(0)
}

fn is_asked(settings: &Settings, policy: &Policy) -> bool {
    let holder = &policy.institution;
    let packet = |wanted: &String| {
        holder.id.as_ref().is_some_and(|id| id.0 == *wanted) || holder.name.as_ref().is_some_and(|name| name == wanted)
    };
    settings.sido.is_none_or(|sido| holder.sido == Some(sido))
        && settings.kind.is_none_or(|kind| holder.kind == Some(kind))
        && settings.packet.as_ref().is_none_or(packet)
}

fn is_shown(settings: &Settings, finding: &Finding) -> bool {
    let named = |rule: &String| finding.rule.id.eq_ignore_ascii_case(rule) || finding.rule.name == rule;
    (settings.rules.is_empty() || settings.rules.iter().any(named))
        && (settings.severities.is_empty() || settings.severities.contains(&finding.severity))
}
