//! The comparison with official statistics, as a table and as JSON.

use crate::analysis::crosscheck::national::Total;
use crate::analysis::crosscheck::{Line, Row, sum};
use crate::report::text_table::{Align, Grid, grouped};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::Write;

/// What the national totals and the sums of policies have in common, and what not.
const NATIONAL_SCOPE: &str = "전국 총계는 공공기관 전체의 통계이고 방침 합계는 수집 대상 기관 가운데 대수를 적은 기관의 것입니다. 해마다 \
    그 해 말에 시행 중이던 방침(누리집에 남은 이전 판 포함)을 더했으며, 시행일을 적지 않은 방침은 수집한 해에만 셉니다. 시·도와 시·군·구, \
    시와 구처럼 상·하위 기관의 대수를 함께 더하므로 같은 카메라가 두 번 들어 있을 수 있습니다.";

/// Why the two numbers need not be equal.
const SCOPE: &str = "표준데이터는 지방자치단체가 공개한 지점의 목록이고 방침은 기관이 적은 총계입니다. 기준일과 범위(소속기관, \
    교통단속, 청사)가 달라 차이가 곧 오류는 아닙니다.";

pub(crate) fn print_years(years: &[Row], out: &mut dyn Write) -> std::io::Result<()> {
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

pub(crate) fn object(line: &Line<'_>) -> serde_json::Value {
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

pub(crate) fn print(lines: &BTreeMap<String, Line<'_>>, charset: &str, out: &mut dyn Write) -> std::io::Result<()> {
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

/// A year of the comparison as JSON.
pub(crate) fn year(row: &Row) -> serde_json::Value {
    let published = |total: &Total| json!({ "cameras": total.cameras, "as_of": total.as_of, "scope": total.scope, "source": total.source, "note": total.note });
    json!({
        "year": row.year,
        "national": row.published.iter().map(published).collect::<Vec<_>>(),
        "policies_cameras": (row.institutions > 0).then_some(row.cameras),
        "institutions_covered": row.institutions,
        "institutions_in_scope": row.scope,
        "share_covered_percent": row.share().map(|share| (share * 10.0).round() / 10.0),
        "scope_ko": NATIONAL_SCOPE,
    })
}
