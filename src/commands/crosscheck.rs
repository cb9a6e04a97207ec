//! `bangchim crosscheck`: cameras that others count beside those that policies state: the national standard data body by
//! body, and the national totals year by year.

use super::{ExitStatus, Format};
use crate::changes::{self, Crawl, Record};
use crate::dataset::Dataset;
use crate::decode::{self, Hint, Kind};
use crate::document::{BlockKind, Document};
use crate::model::institution::builtin::Shipped;
use crate::model::institution::{Sido, placed};
use crate::model::policy::Media;
use crate::normalise::date::Date;
use crate::opendata::national::{self, Bodies, Total, Version};
use crate::opendata::{self, Managed};
use crate::report::grid::{Align, Grid, grouped};
use crate::stats::Share;
use crate::worker::Reader;
use anyhow::Context;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};

/// What `crosscheck` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A CSV or workbook of 전국CCTV표준데이터, or of districts with their totals; without one only national totals are compared.
    pub file: Option<PathBuf>,
    /// Data folder, or the folder of one crawl's tables; without one only the file is summed.
    pub data: Option<PathBuf>,
    /// The province of bodies that the file names without it.
    pub sido: Option<Sido>,
    /// Output format.
    pub format: Format,
}

const NATIONAL: &str = include_str!("../../seeds/national_totals.csv");

/// Why the two numbers need not be equal.
const SCOPE: &str = "표준데이터는 지방자치단체가 공개한 지점의 목록이고 방침은 기관이 적은 총계입니다. 기준일과 범위(소속기관, \
    교통단속, 청사)가 달라 차이가 곧 오류는 아닙니다.";

/// What the national totals and the sums of policies have in common, and what not.
const NATIONAL_SCOPE: &str = "전국 총계는 공공기관 전체의 통계이고 방침 합계는 수집 대상 기관 가운데 대수를 적은 기관의 것입니다. 해마다 \
    그 해 말에 시행 중이던 방침(누리집에 남은 이전 판 포함)을 더했으며, 시행일을 적지 않은 방침은 수집한 해에만 셉니다. 시·도와 시·군·구, \
    시와 구처럼 상·하위 기관의 대수를 함께 더하므로 같은 카메라가 두 번 들어 있을 수 있습니다.";

/// One body of the file, and the policies of the institution that it is.
struct Line<'a> {
    managed: Vec<&'a Managed>,
    name: String,
    id: Option<String>,
    /// Totals of its current policies: number, the date they are of, source.
    stated: Vec<(u64, Option<String>, String)>,
}

/// Sums the file by body and prints it beside the policies' totals; then the policies' sums beside national totals.
///
/// # Errors
/// Neither file nor data, a file that cannot be summed, tables that cannot be read, or output that cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    anyhow::ensure!(
        settings.file.is_some() || settings.data.is_some(),
        "name a CSV or XLSX to sum, or a data folder with --data to compare with national totals"
    );
    let crawl = match &settings.data {
        Some(data) => {
            let dataset = Dataset::open(data)?;
            Some((dataset.crawl()?.date, changes::load(&dataset)?))
        }
        None => None,
    };
    let mut bodies = Vec::new();
    let mut charset = String::new();
    if let Some(file) = &settings.file {
        (bodies, charset) = summed(file)?;
    }
    let lines = lines(&bodies, settings.sido, crawl.as_ref().map(|(_, crawl)| crawl))?;
    let years = match &crawl {
        Some((day, crawl)) => Some(years(*day, crawl)?),
        None => None,
    };
    match settings.format {
        Format::Json => {
            let list: Vec<_> = lines.values().map(object).collect();
            let years: Vec<_> = years.iter().flatten().map(Row::object).collect();
            let whole = json!({ "bodies": list, "years": years });
            writeln!(out, "{}", serde_json::to_string_pretty(&whole)?)?;
        }
        Format::Text => {
            if settings.file.is_some() {
                print(&lines, &charset, out)?;
            }
            if let Some(years) = &years {
                print_years(years, out)?;
            }
        }
    }
    out.flush()?;
    Ok(ExitStatus::Finished)
}

/// The sums of a file by body, and the charset it was in.
fn summed(file: &Path) -> anyhow::Result<(Vec<Managed>, String)> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let unsummed = || format!("cannot sum {}", file.display());
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    if let Kind::Known(Media::Xlsx | Media::Xls) =
        decode::kind(&bytes, &Hint { content_type: None, name: name.clone() })
    {
        let sheets = Reader::of_this_program()
            .context("cannot find this program to start a reader")?
            .read(&bytes, &Hint { content_type: None, name });
        return Ok((opendata::sum(&rows(&sheets)).with_context(unsummed)?, "xlsx".to_owned()));
    }
    let text = decode::text(&bytes, &Hint { content_type: None, name: Some("data.csv".into()) });
    let bodies = opendata::parse(&text.text).with_context(unsummed)?;
    Ok((bodies, text.charset))
}

/// The rows of the longest sheet of a workbook.
fn rows(workbook: &Document) -> Vec<Vec<String>> {
    let tables = workbook.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Table(table) => Some((block, table)),
        _ => None,
    });
    let Some((block, table)) = tables.max_by_key(|(_, table)| table.grid.len()) else { return Vec::new() };
    let text = |place: &Option<usize>| place.map_or(String::new(), |cell| block.words(&table.cells[cell]).to_owned());
    table.grid.iter().map(|row| row.iter().map(text).collect()).collect()
}

/// The bodies by the institutions that they are, with what these state.
fn lines<'a>(
    bodies: &'a [Managed],
    sido: Option<Sido>,
    crawl: Option<&Crawl>,
) -> anyhow::Result<BTreeMap<String, Line<'a>>> {
    let shipped = Shipped::read()?;
    let names = shipped.names();
    let mut lines: BTreeMap<String, Line<'_>> = BTreeMap::new();
    for managed in bodies {
        let mut written = without_brackets(&managed.name);
        if let Some(sido) = sido.filter(|_| Sido::leading(&written).is_none()) {
            written = format!("{} {written}", sido.name());
        }
        // 부산광역시 사상구청 and 부산광역시 사상구 are one body; old names lead to today's.
        let plain = written.strip_suffix('청').unwrap_or(&written);
        let found =
            names.find(&written).or_else(|| names.find(plain)).or_else(|| names.find(&shipped.renames.today(plain)));
        let name = found.as_ref().map_or_else(|| managed.name.clone(), |found| found.name.clone());
        let id = found.and_then(|found| found.id).map(|id| id.0);
        let line =
            lines.entry(name.clone()).or_insert_with(|| Line { managed: Vec::new(), name, id, stated: Vec::new() });
        line.managed.push(managed);
    }
    let current = crawl.into_iter().flat_map(|crawl| &crawl.policies).filter(|record| record.status == "current");
    let mut holders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for record in current.clone() {
        holders.entry(&record.name).or_default().insert(&record.institution);
    }
    for record in current {
        // A name that several hold is nobody's, unless the province stands before it.
        let alone = holders.get(record.name.as_str()).is_some_and(|holders| holders.len() == 1);
        let full = placed(&record.name, record.sido.as_deref());
        let is = |line: &&mut Line<'_>| match &line.id {
            Some(id) => *id == record.institution,
            None => line.name == full || (alone && line.name == record.name),
        };
        let line = lines.values_mut().find(is);
        if let (Some(total), Some(line)) = (total(record), line) {
            let date = record.value("effective_date").map(ToOwned::to_owned);
            line.stated.push((total, date, record.source.clone()));
        }
    }
    Ok(lines)
}

/// A name without what stands in brackets: `부산광역시(자연재난과) 부산진구청`.
fn without_brackets(name: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for letter in name.chars() {
        match letter {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            letter if depth == 0 => out.push(letter),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Cameras that a policy states or adds up to.
fn total(record: &Record) -> Option<u64> {
    record.value("camera_total").and_then(|total| total.parse().ok())
}

/// A year of the national comparison.
struct Row {
    year: u16,
    published: Vec<Total>,
    cameras: u64,
    institutions: usize,
    scope: usize,
}

fn years(day: Date, crawl: &Crawl) -> anyhow::Result<Vec<Row>> {
    let totals = national::parse(NATIONAL).context("seeds/national_totals.csv")?;
    let date = |record: &Record, field: &str| record.value(field).and_then(parse_date);
    let versions: Vec<Version> = crawl
        .policies
        .iter()
        .filter_map(|record| {
            Some(Version {
                institution: record.institution.clone(),
                facility: record.value("facility").map(ToOwned::to_owned),
                from: date(record, "effective_date"),
                until: date(record, "superseded_date"),
                current: record.status == "current",
                cameras: total(record)?,
            })
        })
        .collect();
    let sums = national::by_year(&versions, day);
    let row = |sum: &national::Year| Row {
        year: sum.year,
        published: totals
            .iter()
            .filter(|total| total.year == sum.year && total.bodies == Bodies::Public)
            .cloned()
            .collect(),
        cameras: sum.cameras,
        institutions: sum.institutions,
        scope: crawl.institutions.len().max(sum.institutions),
    };
    let mut rows: Vec<Row> = sums.iter().map(row).collect();
    // The last figure there is, when no policy reaches back to its year.
    if rows.iter().all(|row| row.published.is_empty())
        && let Some(last) = totals.iter().filter(|total| total.bodies == Bodies::Public).max_by_key(|total| total.year)
    {
        let published = vec![last.clone()];
        let scope = crawl.institutions.len();
        rows.insert(0, Row { year: last.year, published, cameras: 0, institutions: 0, scope });
    }
    Ok(rows)
}

/// `2026-03` or `2026-03-16`.
fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (year, month) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Date::new(year, month, parts.next().and_then(|day| day.parse().ok()))
}

impl Row {
    /// Institutions whose number is known, in per cent of those in scope; nothing of few.
    fn share(&self) -> Option<f64> {
        Share { part: self.institutions as u64, of: self.scope as u64 }.percent()
    }

    fn object(&self) -> serde_json::Value {
        let published = |total: &Total| json!({ "cameras": total.cameras, "as_of": total.as_of, "scope": total.scope, "source": total.source, "note": total.note });
        json!({
            "year": self.year,
            "national": self.published.iter().map(published).collect::<Vec<_>>(),
            "policies_cameras": (self.institutions > 0).then_some(self.cameras),
            "institutions_covered": self.institutions,
            "institutions_in_scope": self.scope,
            "share_covered_percent": self.share().map(|share| (share * 10.0).round() / 10.0),
            "scope_ko": NATIONAL_SCOPE,
        })
    }
}

fn print_years(years: &[Row], out: &mut dyn Write) -> anyhow::Result<()> {
    let mut grid = Grid::new([
        ("연도", Align::Left),
        ("전국 공공기관", Align::Right),
        ("방침 합계", Align::Right),
        ("대수를 적은 기관", Align::Right),
        ("대상 기관", Align::Right),
        ("%", Align::Right),
        ("전국 총계의 출처", Align::Left),
    ]);
    for row in years {
        let share = row.share().map_or_else(|| "-".to_owned(), |share| format!("{share:.1}"));
        let sum = if row.institutions == 0 { "-".to_owned() } else { grouped(row.cameras) };
        let counts = [row.institutions, row.scope].map(|count| grouped(count as u64));
        let [covered, scope] = counts;
        let source = |total: Option<&Total>| match total {
            Some(total) if total.note.is_empty() => total.source.clone(),
            Some(total) => format!("{} ({})", total.source, total.note),
            None => String::new(),
        };
        let published = |total: Option<&Total>| total.map_or_else(|| "-".to_owned(), |total| grouped(total.cameras));
        let first = row.published.first();
        grid.row([row.year.to_string(), published(first), sum, covered, scope, share, source(first)]);
        for other in row.published.iter().skip(1) {
            let none = String::new;
            grid.row([none(), published(Some(other)), none(), none(), none(), none(), source(Some(other))]);
        }
    }
    write!(out, "\n전국 총계와 방침 합계 national totals beside the sums of policies\n{NATIONAL_SCOPE}\n\n{grid}")?;
    Ok(())
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
    let policy = |(total, date, source): &(u64, Option<String>, String)| json!({ "camera_total": total, "effective_date": date, "source": source });
    json!({
        "institution_id": line.id,
        "institution": line.name,
        "written": line.managed.iter().map(|managed| managed.name.as_str()).collect::<Vec<_>>(),
        "rows": sum(line, |managed| managed.rows),
        "cameras": sum(line, |managed| managed.cameras),
        "unread_rows": sum(line, |managed| managed.unread),
        "as_of": as_of.map(|date| date.to_string()),
        "purposes": purposes,
        "policies": line.stated.iter().map(policy).collect::<Vec<_>>(),
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
        ("시행일", Align::Left),
        ("차이", Align::Right),
    ]);
    for line in lines.values() {
        let cameras = sum(line, |managed| managed.cameras);
        let as_of = line.managed.iter().filter_map(|managed| managed.as_of).max();
        let as_of = as_of.map_or_else(|| "-".to_owned(), |date| date.to_string());
        let rows = grouped(sum(line, |managed| managed.rows));
        let unknown = if line.id.is_none() { " (등록 안 됨)" } else { "" };
        let name = format!("{}{unknown}", line.name);
        let none = || "-".to_owned();
        if line.stated.is_empty() {
            grid.row([name.clone(), rows.clone(), grouped(cameras), as_of.clone(), none(), none(), none()]);
        }
        for (total, date, _) in &line.stated {
            let sign = if *total < cameras { "-" } else { "" };
            let gap = format!("{sign}{}", grouped(total.abs_diff(cameras)));
            let date = date.clone().unwrap_or_else(none);
            grid.row([name.clone(), rows.clone(), grouped(cameras), as_of.clone(), grouped(*total), date, gap]);
        }
    }
    let all: u64 = lines.values().map(|line| sum(line, |managed| managed.cameras)).sum();
    let rows: u64 = lines.values().map(|line| sum(line, |managed| managed.rows)).sum();
    let unread: u64 = lines.values().map(|line| sum(line, |managed| managed.unread)).sum();
    let left = if unread == 0 {
        String::new()
    } else {
        format!(", 대수를 읽지 못한 행 unread rows {}", grouped(unread))
    };
    writeln!(out, "{charset}, {}행 rows, 카메라 cameras {}{left}\n{SCOPE}\n", grouped(rows), grouped(all))?;
    write!(out, "{grid}")?;
    Ok(())
}
