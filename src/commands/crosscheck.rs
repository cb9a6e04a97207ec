//! `bangchim crosscheck`: cameras of the national standard data beside those that policies state.

use super::ExitStatus;
use super::read::Format;
use super::shipped::Shipped;
use crate::changes;
use crate::decode::{self, Hint};
use crate::opendata::{self, Managed};
use crate::report::grid::{Align, Grid, grouped};
use crate::table::Dataset;
use anyhow::Context;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// What `crosscheck` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A CSV of 전국CCTV표준데이터.
    pub file: PathBuf,
    /// Data folder, or the folder of one crawl's tables; without one only the file is summed.
    pub data: Option<PathBuf>,
    /// How to print.
    pub format: Format,
}

/// Why the two numbers need not be equal.
const SCOPE: &str = "표준데이터는 지방자치단체가 공개한 지점의 목록이고 방침은 기관이 적은 총계입니다. 기준일과 범위(소속기관, \
    교통단속, 청사)가 달라 차이가 곧 오류는 아닙니다.";

/// One body of the file, and the policies of the institution that it is.
struct Line<'a> {
    managed: Vec<&'a Managed>,
    name: String,
    id: Option<String>,
    /// Totals of its current policies: number and source.
    stated: Vec<(u64, String)>,
}

/// Sums the file by body and prints it beside the policies' totals.
///
/// # Errors
/// A file that is not the standard data, tables that cannot be read, or output that cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let shown = settings.file.display();
    let bytes = std::fs::read(&settings.file).with_context(|| format!("cannot read {shown}"))?;
    let text = decode::text(&bytes, &Hint { content_type: None, name: Some("data.csv".into()) });
    let bodies = opendata::parse(&text.text).with_context(|| format!("cannot sum {shown}"))?;
    let shipped = Shipped::read()?;
    let names = shipped.names();
    let crawl = match &settings.data {
        Some(data) => Some(changes::load(&Dataset::open(data)?)?),
        None => None,
    };
    let mut lines: BTreeMap<String, Line<'_>> = BTreeMap::new();
    for managed in &bodies {
        // 부산광역시 사상구청 and 부산광역시 사상구 are one body; old names lead to today's.
        let plain = managed.name.strip_suffix('청').unwrap_or(&managed.name);
        let found = names
            .find(&managed.name)
            .or_else(|| names.find(plain))
            .or_else(|| names.find(&shipped.renames.today(plain)));
        let name = found.as_ref().map_or_else(|| managed.name.clone(), |found| found.name.clone());
        let id = found.and_then(|found| found.id).map(|id| id.0);
        let line =
            lines.entry(name.clone()).or_insert_with(|| Line { managed: Vec::new(), name, id, stated: Vec::new() });
        line.managed.push(managed);
    }
    for record in crawl.iter().flat_map(|crawl| &crawl.policies).filter(|record| record.status == "current") {
        let total = record.value("camera_total").and_then(|total| total.parse::<u64>().ok());
        let line = lines
            .values_mut()
            .find(|line| line.id.as_deref() == Some(record.institution.as_str()) || line.name == record.name);
        if let (Some(total), Some(line)) = (total, line) {
            line.stated.push((total, record.source.clone()));
        }
    }
    match settings.format {
        Format::Json => {
            let list: Vec<_> = lines.values().map(object).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
        }
        Format::Text => print(&lines, &text.charset, out)?,
    }
    out.flush()?;
    Ok(ExitStatus::Finished)
}

fn sum(line: &Line<'_>, of: impl Fn(&Managed) -> u64) -> u64 {
    line.managed.iter().map(|managed| of(managed)).sum()
}

fn object(line: &Line<'_>) -> serde_json::Value {
    let as_of = line.managed.iter().filter_map(|managed| managed.as_of).max();
    let mut purposes: BTreeMap<&str, u64> = BTreeMap::new();
    for (purpose, count) in line.managed.iter().flat_map(|managed| &managed.purposes) {
        *purposes.entry(purpose).or_default() += count;
    }
    json!({
        "institution_id": line.id,
        "institution": line.name,
        "written": line.managed.iter().map(|managed| managed.name.as_str()).collect::<Vec<_>>(),
        "rows": sum(line, |managed| managed.rows),
        "cameras": sum(line, |managed| managed.cameras),
        "unread_rows": sum(line, |managed| managed.unread),
        "as_of": as_of.map(|date| date.to_string()),
        "purposes": purposes,
        "policies": line.stated.iter().map(|(total, source)| json!({"camera_total": total, "source": source})).collect::<Vec<_>>(),
        "scope_ko": SCOPE,
    })
}

fn print(lines: &BTreeMap<String, Line<'_>>, charset: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut grid = Grid::new([
        ("기관", Align::Left),
        ("행", Align::Right),
        ("표준데이터", Align::Right),
        ("기준일", Align::Left),
        ("방침", Align::Right),
        ("차이", Align::Right),
    ]);
    for line in lines.values() {
        let cameras = sum(line, |managed| managed.cameras);
        let as_of = line.managed.iter().filter_map(|managed| managed.as_of).max();
        let as_of = as_of.map_or_else(|| "-".to_owned(), |date| date.to_string());
        let rows = grouped(sum(line, |managed| managed.rows));
        let unknown = if line.id.is_none() { " (등록 안 됨)" } else { "" };
        let name = format!("{}{unknown}", line.name);
        if line.stated.is_empty() {
            grid.row([name.clone(), rows.clone(), grouped(cameras), as_of.clone(), "-".into(), "-".into()]);
        }
        for (total, _) in &line.stated {
            let sign = if *total < cameras { "-" } else { "" };
            let gap = format!("{sign}{}", grouped(total.abs_diff(cameras)));
            grid.row([name.clone(), rows.clone(), grouped(cameras), as_of.clone(), grouped(*total), gap]);
        }
    }
    let all: u64 = lines.values().map(|line| sum(line, |managed| managed.cameras)).sum();
    let rows: u64 = lines.values().map(|line| sum(line, |managed| managed.rows)).sum();
    writeln!(out, "{charset}, {}행 rows, 카메라 cameras {}\n{SCOPE}\n", grouped(rows), grouped(all))?;
    write!(out, "{grid}")?;
    Ok(())
}
