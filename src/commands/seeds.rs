//! `bangchim seeds check`: the registry validated and counted.

use super::ExitStatus;
use crate::model::institution::{Confidence, Institution, InstitutionKind, Registry};
use crate::report::text_table::{Align, Grid, grouped};
use anyhow::{Context, bail};
use std::io::Write;
use std::path::PathBuf;

/// What `seeds check` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The seeds file.
    pub file: PathBuf,
}

/// Validates a seeds file and prints counts by kind and by what is missing.
///
/// # Errors
/// The file cannot be read, or is no good; then every error is on stdout, one a line.
pub fn run(settings: &Settings) -> anyhow::Result<ExitStatus> {
    let name = settings.file.display().to_string();
    let text = std::fs::read_to_string(&settings.file)
        .with_context(|| format!("cannot read the seeds file {name}; name another with FILE"))?;
    let mut out = std::io::stdout().lock();
    match Registry::parse(&text, &name) {
        Ok(registry) => {
            out.write_all(summary(&registry).as_bytes())?;
            Ok(ExitStatus::Finished)
        }
        Err(errors) => {
            for error in &errors {
                writeln!(out, "{error}")?;
            }
            bail!("{name} cannot be used; correct the lines listed, {} in all", errors.len())
        }
    }
}

/// Counts by kind, by what is missing, and by how sure the addresses are.
fn summary(registry: &Registry) -> String {
    let all = &registry.institutions;
    let mut kinds = Grid::new([
        ("종류 kind", Align::Left),
        ("", Align::Left),
        ("기관 institutions", Align::Right),
        ("누리집 없음 no homepage", Align::Right),
        ("방침 주소 있음 policy known", Align::Right),
    ]);
    for kind in InstitutionKind::ALL {
        let of: Vec<_> = all.iter().filter(|row| row.kind == *kind).collect();
        if of.is_empty() {
            continue;
        }
        kinds.row([
            kind.korean().to_owned(),
            kind.name().to_owned(),
            count(&of, |_| true),
            count(&of, |row| row.homepage.is_none()),
            count(&of, |row| !row.policy_urls.is_empty()),
        ]);
    }
    let every: Vec<_> = all.iter().collect();
    kinds.row([
        "합계".to_owned(),
        "total".to_owned(),
        count(&every, |_| true),
        count(&every, |row| row.homepage.is_none()),
        count(&every, |row| !row.policy_urls.is_empty()),
    ]);
    let parent_lost = |row: &Institution| row.parent_id.as_ref().is_some_and(|parent| registry.get(parent).is_none());
    let mut missing =
        Grid::new([("없는 값 missing", Align::Left), ("", Align::Left), ("기관 institutions", Align::Right)]);
    let mut line = |korean: &str, english: &str, number: String| {
        missing.row([korean.to_owned(), english.to_owned(), number]);
    };
    line("시·도", "sido", count(&every, |row| row.sido.is_none()));
    line("영문 이름", "name_en", count(&every, |row| row.name_en.is_none()));
    line("누리집", "homepage", count(&every, |row| row.homepage.is_none()));
    line(
        "누리집 출처",
        "homepage_source",
        count(&every, |row| row.homepage.is_some() && row.homepage_source.is_none()),
    );
    line("인구", "population", count(&every, |row| row.population.is_none()));
    line("등록부에 없는 상위 기관", "unknown parent", count(&every, parent_lost));
    let mut sure = Grid::new([("누리집 주소의 근거 homepage", Align::Left), ("기관 institutions", Align::Right)]);
    for degree in Confidence::ALL {
        let number = count(&every, |row| row.homepage_confidence == Some(degree));
        sure.row([degree.name().to_owned(), number]);
    }
    format!("{kinds}\n{missing}\n{sure}")
}

fn count(rows: &[&Institution], holds: impl Fn(&Institution) -> bool) -> String {
    grouped(rows.iter().filter(|row| holds(row)).count() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_counts_by_kind_and_by_what_is_missing() {
        let registry = Registry::parse(
            "id,name,kind,sido,homepage,homepage_confidence,parent_id\n\
             a,군산시,si,전북특별자치도,https://www.gunsan.go.kr,listed,\n\
             b,환경부,ministry,,,,c\n",
            "s.csv",
        )
        .expect("good");
        let summary = summary(&registry);
        let has = |wanted: &str| {
            let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            summary.lines().any(|line| squeezed(line) == wanted)
        };
        for wanted in [
            "시 si 1 0 0",
            "부 ministry 1 1 0",
            "합계 total 2 1 0",
            "시·도 sido 1",
            "누리집 출처 homepage_source 1",
            "등록부에 없는 상위 기관 unknown parent 1",
            "listed 1",
        ] {
            assert!(has(wanted), "{wanted} is not in\n{summary}");
        }
    }
}
