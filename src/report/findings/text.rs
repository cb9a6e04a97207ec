//! Findings for a terminal: a summary, then policy by policy, Korean first.

use super::{CAUTION_EN, CAUTION_KO, Entry, ROUTINE_EN, ROUTINE_KO, Report, context, words};
use crate::report::text_table::{Align, Grid, grouped};
use std::fmt::Write;

/// Longest quote that is shown.
const SHOWN: usize = 60;

/// Renders findings for a terminal.
pub fn render(report: &Report) -> String {
    let mut page = format!(
        "법 기준일 law as of {}, 방침 policies {}, 지적 후보 findings {}\n{CAUTION_KO}\n{CAUTION_EN}\n",
        report.as_of,
        grouped(report.policies.len() as u64),
        grouped(report.counted().count() as u64)
    );
    if let Some((ko, en)) = words::law_note(&report.as_of) {
        // Writing into a String cannot fail.
        let _ = writeln!(page, "{ko}\n{en}");
    }
    if report.entries.is_empty() {
        return page;
    }
    summary(report, &mut page);
    // Who asks for nothing else wants to see where they are.
    let only_routine = report.counted().next().is_none();
    for policy in &report.policies {
        let (routine, own): (Vec<_>, Vec<_>) = report.of(policy).partition(|entry| entry.routine);
        let shown = if only_routine { &routine } else { &own };
        if shown.is_empty() {
            continue;
        }
        let former = if policy.archived { "  [이전 판 former version]" } else { "" };
        let _ = writeln!(page, "\n{}  {}{former}", policy.body(), policy.source);
        let stale: Vec<&str> = policy.staleness.iter().map(|(ko, _)| ko.as_str()).collect();
        let _ = writeln!(page, "  경과: {}", shortened(&stale.join(" / "), 3 * SHOWN));
        let _ = write!(page, "{}", list(shown));
        if !only_routine && !routine.is_empty() {
            let mut rules: Vec<&str> = routine.iter().map(|entry| entry.rule).collect();
            rules.dedup();
            let _ = writeln!(page, "  {ROUTINE_KO} {ROUTINE_EN}: {}", rules.join(", "));
        }
    }
    page
}

/// How many findings there are, by severity and by rule; what nearly every policy has stands apart.
fn summary(report: &Report, page: &mut String) {
    let mut severities = Grid::new([("구분", Align::Left), ("", Align::Left), ("수", Align::Right)]);
    for (_, ko, en, count) in report.by_severity() {
        severities.row([ko.to_owned(), en.to_owned(), grouped(count as u64)]);
    }
    if report.counted().next().is_some() {
        // Writing into a String cannot fail.
        let _ = write!(page, "\n구분별 by severity\n{severities}\n규칙별 by rule\n{}", rules(report, false));
    }
    if report.entries.iter().any(|entry| entry.routine) {
        let _ = write!(page, "\n{ROUTINE_KO} {ROUTINE_EN}\n{}", rules(report, true));
    }
}

fn rules(report: &Report, routine: bool) -> Grid {
    let mut rules = Grid::new([
        ("규칙", Align::Left),
        ("지적", Align::Right),
        ("방침", Align::Right),
        ("내용", Align::Left),
        ("", Align::Left),
    ]);
    for (rule, name, checks, findings, policies) in report.by_rule(routine) {
        let (findings, policies) = (grouped(findings as u64), grouped(policies as u64));
        rules.row([rule.to_owned(), findings, policies, checks.to_owned(), name.to_owned()]);
    }
    rules
}

/// Findings of a policy, a line each.
fn list(entries: &[&Entry]) -> Grid {
    let mut grid =
        Grid::new([("규칙", Align::Left), ("구분", Align::Left), ("내용", Align::Left), ("근거 문구", Align::Left)]);
    for entry in entries {
        let words = match (&entry.quote, entry.searched) {
            (Some(quote), None) => match entry.context.as_ref().zip(entry.position) {
                Some((around, position)) => context::window(around, position, SHOWN),
                None => format!("“{}”", shortened(quote, SHOWN)),
            },
            (Some(quote), Some(_)) => format!("없음 (“{}” 아래)", shortened(quote, SHOWN / 2)),
            (None, Some((first, last, _))) => format!("없음 (블록 {first}–{last})"),
            (None, None) => String::new(),
        };
        let what = entry.detail_ko.as_deref().unwrap_or(entry.checks);
        grid.row([entry.rule.to_owned(), entry.severity_ko.to_owned(), shortened(what, SHOWN), words]);
    }
    grid
}

fn shortened(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most { line } else { line.chars().take(most - 1).collect::<String>() + "…" }
}
