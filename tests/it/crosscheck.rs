//! What others count beside what policies state: published tables in their encodings, body by body and year by year.

use crate::cli::program;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

fn run(folder: &Path, arguments: &[&str]) -> Value {
    let done = program(folder).arg("crosscheck").args(arguments).args(["--format", "json"]).output().expect("it runs");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).expect("JSON")
}

fn bodies(account: &Value) -> BTreeMap<&str, &Value> {
    let list = account["bodies"].as_array().expect("a list");
    list.iter().map(|body| (body["institution"].as_str().expect("a name"), body)).collect()
}

#[test]
fn published_tables_add_up_to_what_was_counted_of_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/registry/opendata");
    let Ok(summary) = std::fs::read_to_string(folder.join("summary_by_org.csv")) else {
        println!("skipped: the published tables are not at hand");
        return;
    };
    let mut checked = 0;
    for row in summary.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let [file, body, rows, cameras, purposes, ..] = cells[..] else { panic!("a row has six cells: {row}") };
        let path = folder.join(file);
        if !path.exists() {
            continue;
        }
        let account = run(Path::new("."), &[path.to_str().expect("UTF-8")]);
        let found = account["bodies"]
            .as_array()
            .expect("a list")
            .iter()
            .find(|one| one["written"].as_array().is_some_and(|names| names.iter().any(|name| name == body)))
            .unwrap_or_else(|| panic!("{file} has no {body}"));
        assert_eq!(found["rows"].to_string(), rows, "{body}");
        assert_eq!(found["cameras"].to_string(), cameras, "{body}");
        assert_eq!(found["unread_rows"], 0, "{body}");
        assert!(found["institution_id"].is_string(), "{body} is in the registry");
        let counted: BTreeMap<&str, u64> = purposes
            .split(';')
            .filter_map(|part| part.split_once(':'))
            .map(|(purpose, count)| (purpose, count.parse().expect("a number")))
            .collect();
        let summed: BTreeMap<&str, u64> = found["purposes"]
            .as_object()
            .expect("an object")
            .iter()
            .map(|(purpose, count)| (purpose.as_str(), count.as_u64().expect("a number")))
            .collect();
        assert_eq!(summed, counted, "{body}");
        checked += 1;
    }
    println!("{checked} bodies agree with their published files");
    assert!(checked >= 2);
    // A city's table of its districts says what they add up to.
    let seoul = folder.join("seoul_gu_by_year_2024.utf8.csv");
    let account = run(Path::new("."), &[seoul.to_str().expect("UTF-8"), "--sido", "서울특별시"]);
    let districts = bodies(&account);
    assert_eq!(districts.len(), 25);
    assert!(districts.values().all(|body| body["institution_id"].is_string()));
    let sum: u64 = districts.values().filter_map(|body| body["cameras"].as_u64()).sum();
    let text = std::fs::read_to_string(seoul).expect("a file");
    let total = text.lines().nth(1).and_then(|line| line.split('"').nth(1)).expect("a total");
    assert_eq!(sum.to_string(), total.replace(',', ""));
}

#[test]
fn spellings_of_one_body_are_one_and_old_names_lead_to_todays() {
    let folder = tempfile::tempdir().expect("a folder");
    // A table of our own in CP949, the code page of most published files.
    let bytes = include_bytes!("golden/standard_data_cp949.csv");
    std::fs::write(folder.path().join("cctv.csv"), bytes).expect("written");
    let account = run(folder.path(), &["cctv.csv"]);
    let found = bodies(&account);
    let one = found["부산광역시 사상구"];
    assert_eq!((&one["rows"], &one["cameras"], &one["as_of"]), (&3.into(), &9.into(), &"2022-06-09".into()));
    assert_eq!(found["인천광역시 미추홀구"]["cameras"], 5);
    let unknown = found["없는시청"];
    assert!(unknown["institution_id"].is_null());
    assert_eq!(unknown["unread_rows"], 1);
}

#[test]
fn policies_stand_beside_bodies_and_beside_national_totals() {
    let folder = tempfile::tempdir().expect("a folder");
    let policy = |name: &str, cameras: u32, date: &str| {
        format!(
            "고정형 영상정보처리기기 운영·관리 방침\n{name}(이하 “본 기관”이라 함)는 방침을 알려 드립니다.\n\n1. 설치 근거 및 설치 목적\n\
             개인정보 보호법 제25조제1항, 범죄 예방\n\n2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수: {cameras}대\n설치 위치: 출입구\n\n\
             3. 관리책임자\n관리책임자: 총무과장\n\n9. 방침의 변경\n{date}부터 시행합니다.\n"
        )
    };
    let put = |name: &str, text: String| std::fs::write(folder.path().join(name), text).expect("written");
    put("a.txt", policy("부산광역시 사상구", 12, "2017년 3월 2일"));
    put("b.txt", policy("부산광역시 해운대구", 30, "2024년 5월 1일"));
    put("cctv.csv", "관리기관명,카메라대수\n부산광역시 사상구청,9\n".into());
    let done =
        program(folder.path()).args(["extract", "-q", "a.txt", "b.txt", "--out", "tables"]).output().expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let account = run(folder.path(), &["cctv.csv", "--data", "tables"]);
    let body = bodies(&account)["부산광역시 사상구"];
    assert_eq!(body["policies"][0]["camera_total"], 12);
    assert_eq!(body["policies"][0]["effective_date"], "2017-03-02");
    let years: BTreeMap<u64, &Value> = account["years"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|year| (year["year"].as_u64().expect("a year"), year))
        .collect();
    assert_eq!(years[&2017]["national"][0]["cameras"], 954_261);
    assert_eq!((&years[&2017]["policies_cameras"], &years[&2017]["institutions_covered"]), (&12.into(), &1.into()));
    // One of two institutions: too few for a share.
    assert_eq!((&years[&2018]["institutions_covered"], &years[&2018]["institutions_in_scope"]), (&1.into(), &2.into()));
    assert!(years[&2018]["share_covered_percent"].is_null());
    assert_eq!((&years[&2024]["policies_cameras"], &years[&2024]["national"]), (&42.into(), &Value::Array(Vec::new())));
    let done = program(folder.path()).arg("crosscheck").output().expect("it runs");
    assert_eq!(done.status.code(), Some(2));
}

#[test]
fn workbooks_are_summed_as_text_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "CCTV 현황 (2025. 11. 1. 기준)").expect("a cell");
    for (column, title) in ["관리기관명", "설치목적구분", "카메라대수", "데이터기준일자"].iter().enumerate()
    {
        sheet.write_string(2, column as u16, *title).expect("a cell");
    }
    for (row, (purpose, cameras)) in [("생활방범", 3.0), ("다목적", 1_200.0)].iter().enumerate() {
        let row = row as u32 + 3;
        sheet.write_string(row, 0, "가온시청").expect("a cell");
        sheet.write_string(row, 1, *purpose).expect("a cell");
        sheet.write_number(row, 2, *cameras).expect("a cell");
        sheet.write_string(row, 3, "2025-11-01").expect("a cell");
    }
    book.save(folder.path().join("cctv.xlsx")).expect("a workbook");
    let account = run(folder.path(), &["cctv.xlsx"]);
    let list = account["bodies"].as_array().expect("a list");
    assert_eq!((list.len(), &list[0]["rows"], &list[0]["cameras"]), (1, &2.into(), &1_203.into()));
}
