//! The audit on five real policies, finding by finding, and over the timeline of the law.

use bangchim::audit::{self, Context, Severity};
use bangchim::document::{self, Hint};
use bangchim::extract;
use bangchim::institution::{Names, Registry, Renames};
use bangchim::normalise::date::Date;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn day(year: u16, month: u8, day: u8) -> Date {
    Date::new(year, month, Some(day)).expect("a day")
}

/// Rules and severities found in a real policy; nothing where the collection is not at hand.
fn findings(start: &str, on: Date) -> Option<Vec<(&'static str, Severity)>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let mut files = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let file = files.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start)))?;
    let bytes = std::fs::read(&file).ok()?;
    let registry = Registry::parse(include_str!("../../seeds/institutions.csv"), "institutions").expect("registry");
    let renames = Renames::parse(include_str!("../../seeds/renames.csv"), "renames").expect("renames");
    let names = Names::new(&registry, &renames);
    let document = document::read(&bytes, &Hint { content_type: None, name: Some("seed.txt".into()) });
    let context = extract::Context { source: "seed.txt", names: Some(&names), ..Default::default() };
    let policies = extract::policies(&document, &context);
    assert_eq!(policies.len(), 1, "{start}");
    let findings = audit::check(&policies[0], &document, &Context { archived: true, ..Context::on(on) });
    Some(findings.iter().map(|finding| (finding.rule.id, finding.severity)).collect())
}

/// What each of the five is known to show: the rules, and those of them in the two upper severities.
const ORACLE: &[(&str, &[&str], &[&str])] = &[
    (
        "000",
        &["CP-108", "CP-201", "CP-203", "CP-204", "CP-205", "CP-206", "CP-214", "CP-301", "CP-309"],
        &["CP-201", "CP-204", "CP-205", "CP-206", "CP-214", "CP-301", "CP-309"],
    ),
    (
        "001",
        &["CP-108", "CP-111", "CP-201", "CP-202", "CP-203", "CP-205", "CP-206", "CP-214", "CP-302", "CP-404"],
        &["CP-108", "CP-201", "CP-202", "CP-205", "CP-206", "CP-214", "CP-302"],
    ),
    ("002", &["CP-205", "CP-309"], &[]),
    (
        "003",
        &["CP-201", "CP-203", "CP-205", "CP-208", "CP-212", "CP-214"],
        &["CP-201", "CP-205", "CP-208", "CP-212", "CP-214"],
    ),
    (
        "004",
        &["CP-110", "CP-111", "CP-201", "CP-202", "CP-205", "CP-206", "CP-214", "CP-302"],
        &["CP-201", "CP-202", "CP-205", "CP-206", "CP-214", "CP-302"],
    ),
];

#[test]
fn five_real_policies_finding_by_finding() {
    for (start, wanted, upper) in ORACLE {
        let Some(found) = findings(start, day(2026, 11, 21)) else {
            println!("skipped: the real policies are not at hand");
            return;
        };
        let all: BTreeSet<_> = found.iter().map(|(rule, _)| *rule).collect();
        for rule in *wanted {
            assert!(all.contains(rule), "{start} lacks {rule}: {found:?}");
        }
        let grave: BTreeSet<_> =
            found.iter().filter(|(_, severity)| *severity <= Severity::Outdated).map(|(rule, _)| *rule).collect();
        assert_eq!(grave, upper.iter().copied().collect(), "{start}: {found:?}");
        let count = |rule: &str| found.iter().filter(|(of, _)| *of == rule).count();
        match *start {
            "000" => assert_eq!(count("CP-301"), 2, "both contracts ended"),
            "001" => assert_eq!(count("CP-404"), 3, "two heads of bureaus and a clerk"),
            _ => {}
        }
    }
}

#[test]
fn the_law_of_the_day() {
    // Real policy, rule, the last day on which it is silent and the first on which it fires.
    let timeline = [
        ("000", "CP-201", day(2023, 9, 14), day(2023, 9, 15)),
        ("001", "CP-202", day(2023, 9, 14), day(2023, 9, 15)),
        ("000", "CP-204", day(2023, 9, 14), day(2023, 9, 15)),
        ("004", "CP-214", day(2023, 9, 14), day(2023, 9, 15)),
        ("003", "CP-205", day(2024, 1, 3), day(2024, 1, 4)),
        ("004", "CP-206", day(2024, 1, 3), day(2024, 1, 4)),
        ("003", "CP-203", day(2016, 6, 29), day(2016, 6, 30)),
        ("003", "CP-212", day(2017, 7, 25), day(2017, 7, 26)),
        ("003", "CP-208", day(2011, 9, 29), day(2011, 9, 30)),
        ("000", "CP-301", day(2021, 12, 31), day(2022, 1, 1)),
        ("004", "CP-302", day(2011, 9, 29), day(2011, 9, 30)),
        ("001", "CP-404", day(2023, 9, 14), day(2023, 9, 15)),
    ];
    for (start, rule, silent, fires) in timeline {
        let fired = |on| findings(start, on).map(|found| found.iter().any(|(of, _)| *of == rule));
        let (Some(before), Some(after)) = (fired(silent), fired(fires)) else {
            println!("skipped: the real policies are not at hand");
            return;
        };
        assert!(!before, "{rule} on {silent}");
        assert!(after, "{rule} on {fires}");
    }
}

/// A policy of before 2023 with a contract that ended.
const OLD: &str = "영상정보처리기기 운영·관리 방침\n가온시(이하 “본 기관”이라 함)는 <방침>을 알려 드립니다.\n\n\
    1. 설치 근거 및 설치 목적\n개인정보 보호법 제25조제1항, 범죄 예방\n\n\
    2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수: 4대\n설치 위치: 출입구\n촬영범위: 출입구 주변\n\n\
    3. 관리책임자 및 접근권한자\n관리책임자: 총무과장 02-000-1234\n접근권한자: 총무과 주무관\n\n\
    4. 촬영시간, 보관기간, 보관장소 및 처리방법\n촬영시간: 24시간\n보관기간: 30일\n보관장소: 전산실\n처리방법: 삭제\n\n\
    5. 확인 방법 및 장소\n총무과를 방문하시면 확인하실 수 있습니다.\n\n6. 열람 등 요구\n10일 이내에 알려 드립니다.\n\n\
    7. 안전성 확보조치\n암호화, 권한 관리, 잠금장치\n\n\
    8. 위탁에 관한 사항\n수탁업체\t위탁업무\t위탁기간\n(주)다온\t유지보수\t2020. 1. 1. ~ 2020. 12. 31.\n\n\
    9. 방침의 변경\n2020년 1월 2일부터 시행합니다.\n";

#[test]
fn findings_go_to_the_reader_and_into_the_tables() {
    use bangchim::commands::ExitStatus;
    use bangchim::commands::audit::{Format, Settings, run};
    use bangchim::table::{CrawlInfo, Dataset, write};
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("policy.txt");
    std::fs::write(&file, OLD).expect("written");
    let document = document::read(OLD.as_bytes(), &Hint { content_type: None, name: Some("policy.txt".into()) });
    let policies = extract::policies(&document, &extract::Context { source: "policy.txt", ..Default::default() });
    let crawl = CrawlInfo { id: "c1".into(), date: day(2026, 11, 21), rules: "1".into() };
    let tables = folder.path().join("tables");
    write(&tables, &crawl, &[], &[], &[], &policies).expect("written");
    let settings = |format| Settings {
        paths: vec![file.clone()],
        data: Some(tables.clone()),
        as_of: None,
        format,
        rules: Vec::new(),
        severities: Vec::new(),
        sido: None,
        kind: None,
        fail_on: Some(Severity::Outdated),
        packet: None,
        archived: true,
    };
    let printed = |settings: &Settings| {
        let mut out = Vec::new();
        let status = run(settings, &mut out, &mut Vec::new()).expect("audited");
        (status, out)
    };
    let (status, json) = printed(&settings(Format::Json));
    assert_eq!(status, ExitStatus::BelowFloor);
    let list: Vec<serde_json::Value> = serde_json::from_slice(&json).expect("a list");
    let keys = ["policy_id", "source", "institution", "rule", "name", "severity", "quote", "citation", "message_ko"];
    assert!(keys.iter().all(|key| list[0].get(key).is_some()), "{list:?}");
    let rules: BTreeSet<_> = list.iter().filter_map(|line| line["rule"].as_str()).collect();
    assert_eq!(rules, ["CP-201", "CP-214", "CP-301", "CP-401"].into(), "{list:#?}");
    let stored = Dataset::open(&tables).expect("tables").collect("findings").expect("findings");
    assert_eq!(stored.height(), list.len());

    let only = Settings { rules: vec!["legacy_device_term".into()], ..settings(Format::Csv) };
    let csv = String::from_utf8(printed(&only).1).expect("text");
    assert_eq!(csv.lines().count(), 2, "a header and a row: {csv}");
    let packet = Settings { packet: Some("가온시".into()), ..settings(Format::Html) };
    let page = String::from_utf8(printed(&packet).1).expect("text");
    assert!(page.contains("이렇게 고칠 수 있습니다") && page.contains("6. 열람 등 요구에 대한 조치"), "{page}");
    assert!(!page.contains("<방침>"), "what the page says is escaped");
    let (_, book) = printed(&settings(Format::Xlsx));
    assert_eq!(book[..4], *b"PK\x03\x04");
    assert_eq!(printed(&settings(Format::Xlsx)).1, book, "the same findings, the same bytes");
    let none = Settings { severities: vec![Severity::ViolationCandidate], ..settings(Format::Text) };
    assert_eq!(printed(&none).0, ExitStatus::Finished);
    let wrong = Settings { rules: vec!["CP-999".into()], ..settings(Format::Text) };
    assert!(run(&wrong, &mut Vec::new(), &mut Vec::new()).is_err());
}
