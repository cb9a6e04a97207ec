//! The audit on five real policies, finding by finding, and over the timeline of the law.

use crate::cli::program;
use crate::same::{beginning, same, same_bytes, same_text};
use crate::support::{Reply, Server, Trial};
use bangchim::audit::{self, Context, Severity};
use bangchim::dataset::Dataset;
use bangchim::document::{self, Hint};
use bangchim::extract;
use bangchim::model::institution::{InstitutionIndex, Registry, Renames};
use bangchim::normalise::date::Date;
use serde_json::Value;
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
    let names = InstitutionIndex::new(&registry, &renames);
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
fn pages_of_our_own_give_what_the_law_finds_in_them() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/audit");
    let expected = std::fs::read_to_string(folder.join("findings.tsv")).expect("what is expected");
    let mut wrong = Vec::new();
    for line in expected.lines().filter(|line| !line.starts_with('#')) {
        let [page, upper, lower] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("three cells: {line}") };
        let bytes = std::fs::read(folder.join(page)).expect(page);
        let document = document::read(&bytes, &Hint { content_type: None, name: Some(page.into()) });
        let policies = extract::policies(&document, &extract::Context { source: page, ..Default::default() });
        let context = Context { archived: true, ..Context::on(day(2026, 11, 21)) };
        let found: Vec<_> = policies.iter().flat_map(|policy| audit::check(policy, &document, &context)).collect();
        for (wanted, upper) in [(upper, true), (lower, false)] {
            let mut wanted: Vec<&str> = wanted.split(' ').filter(|rule| !rule.is_empty()).collect();
            let mut rules: Vec<&str> = found
                .iter()
                .filter(|finding| (finding.severity <= Severity::Outdated) == upper)
                .map(|finding| finding.rule.id)
                .collect();
            wanted.sort_unstable();
            rules.sort_unstable();
            if wanted != rules {
                wrong.push(format!("{page}: wanted {wanted:?}, found {rules:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let pages = std::fs::read_dir(&folder).expect("pages").count() - 1;
    assert_eq!(expected.lines().filter(|line| !line.starts_with('#')).count(), pages, "every page has its line");
}

#[test]
fn what_one_policy_says_is_not_held_against_its_neighbour() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut judged = 0;
    for case in std::fs::read_dir(folder).expect("cases").filter_map(Result::ok) {
        let Ok(files) = std::fs::read_dir(case.path()) else { continue };
        let input = |entry: &std::fs::DirEntry| {
            let name = entry.file_name();
            ["input.html", "input.txt"].into_iter().any(|wanted| name == wanted)
        };
        let Some(file) = files.filter_map(Result::ok).find(input) else { continue };
        let bytes = std::fs::read(file.path()).expect("a page");
        let name = file.file_name().to_string_lossy().into_owned();
        let document = document::read(&bytes, &Hint { content_type: None, name: Some(name.clone()) });
        let policies = extract::policies(&document, &extract::Context { source: &name, ..Default::default() });
        if policies.len() < 2 {
            continue;
        }
        judged += 1;
        for (policy, (from, until)) in policies.iter().zip(audit::bounds(&policies)) {
            let context = Context { archived: true, from, until, ..Context::on(day(2026, 11, 21)) };
            let title = policy.title.as_ref().map(|title| title.quote.block);
            for finding in audit::check(policy, &document, &context) {
                // The address at the foot of a page is everybody's, and so is a title above all policies.
                let Some(quote) = finding.quote().filter(|_| finding.rule.id != "CP-213") else { continue };
                let own = from.is_none_or(|from| from <= quote.block) && until.is_none_or(|until| quote.block < until);
                assert!(own || title == Some(quote.block), "{:?} {}: {quote:?}", case.path(), finding.rule.id);
            }
        }
    }
    assert!(judged >= 10, "{judged} pages with several policies");
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

/// Rules that rest on the act of 2023-09-15 alone.
const OF_2023: [&str; 5] = ["CP-201", "CP-202", "CP-204", "CP-209", "CP-308"];

#[test]
fn no_old_term_before_there_was_a_new_one() {
    let folder = tempfile::tempdir().expect("folder");
    let pages = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases/audit");
    let on = |day: &str| -> BTreeSet<String> {
        let arguments = ["audit", pages.to_str().expect("UTF-8"), "--as-of", day, "--format", "json"];
        let done = program(folder.path()).args(arguments).output().expect("it runs");
        let list: Vec<Value> = serde_json::from_slice(&done.stdout).expect("a list");
        list.iter().filter_map(|finding| finding["rule"].as_str()).map(ToOwned::to_owned).collect()
    };
    let (before, after) = (on("2023-09-14"), on("2023-09-15"));
    assert!(!before.is_empty() && OF_2023.iter().all(|rule| !before.contains(*rule)), "{before:?}");
    assert!(OF_2023.iter().all(|rule| after.contains(*rule)), "{after:?}");
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
fn findings_in_every_form() {
    use bangchim::commands::ExitStatus;
    use bangchim::commands::audit::{Format, Settings, run};
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("policy.txt");
    std::fs::write(&file, OLD).expect("written");
    let settings = |format| Settings {
        paths: vec![file.clone()],
        data: None,
        as_of: None,
        format,
        rules: Vec::new(),
        severities: Vec::new(),
        sido: None,
        kind: None,
        fail_on: Some(Severity::Outdated),
        packet: None,
        archived: true,
        verbosity: bangchim::progress::Verbosity::Quiet,
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

    let only = Settings { rules: vec!["legacy_device_term".into()], ..settings(Format::Csv) };
    let csv = String::from_utf8(printed(&only).1).expect("text");
    assert_eq!(csv.lines().count(), 2, "a header and a row: {csv}");
    let packet = Settings { packet: Some("가온시".into()), ..settings(Format::Html) };
    let page = String::from_utf8(printed(&packet).1).expect("text");
    assert!(
        page.contains("이렇게 고칠 수 있습니다") && page.contains("6. 열람 등 요구에 대한 조치"),
        "{}",
        beginning(&page)
    );
    assert!(!page.contains("<방침>"), "what the page says is escaped");
    assert!(
        page.contains("<h2>영상정보처리기기 운영·관리 방침</h2>") && page.contains("☑ 있음"),
        "{}",
        beginning(&page)
    );
    // An item of which a part is missing is not ticked.
    std::fs::write(&file, OLD.replace("촬영범위: 출입구 주변\n", "")).expect("written");
    let page = String::from_utf8(printed(&packet).1).expect("text");
    assert!(page.contains("◪ 일부 확인되지 않음") && page.contains("촬영 범위(제2호)"), "{}", beginning(&page));
    std::fs::write(&file, OLD).expect("written");
    let whole = String::from_utf8(printed(&settings(Format::Html)).1).expect("text");
    assert!(whole.contains("구분별") && whole.contains("V1: 근거를 법령·고시 원문에서"), "{whole}");
    let (_, book) = printed(&settings(Format::Xlsx));
    assert_eq!(book[..4], *b"PK\x03\x04");
    same_bytes(&printed(&settings(Format::Xlsx)).1, &book, "the same findings, the same bytes");
    let none = Settings { severities: vec![Severity::NeedsCheck], ..settings(Format::Text) };
    assert_eq!(printed(&none).0, ExitStatus::Finished);
    let wrong = Settings { rules: vec!["CP-999".into()], ..settings(Format::Text) };
    assert!(run(&wrong, &mut Vec::new(), &mut Vec::new()).is_err());
}

/// Settings under which a file is audited and printed.
fn settings_of(file: &std::path::Path) -> bangchim::commands::audit::Settings {
    use bangchim::commands::audit::{Format, Settings};
    Settings {
        paths: vec![file.to_owned()],
        data: None,
        as_of: None,
        format: Format::Text,
        rules: Vec::new(),
        severities: Vec::new(),
        sido: None,
        kind: None,
        fail_on: None,
        packet: None,
        archived: true,
        verbosity: bangchim::progress::Verbosity::Quiet,
    }
}

#[test]
fn what_nearly_every_policy_has_is_shown_apart_and_counts_nowhere() {
    use bangchim::commands::ExitStatus;
    use bangchim::commands::audit::{Format, Settings, run};
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("policy.txt");
    let settings = settings_of(&file);
    let printed = |text: &str, settings: &Settings| {
        std::fs::write(&file, text).expect("written");
        let (mut out, mut said) = (Vec::new(), Vec::new());
        let status = run(settings, &mut out, &mut said).expect("audited");
        (status, String::from_utf8_lossy(&out).into_owned(), String::from_utf8(said).expect("UTF-8"))
    };
    let (_, page, said) = printed(OLD, &settings);
    assert!(page.contains("지적 후보 findings 3\n"), "{page}");
    assert!(said.contains(" 3 findings, 1 of a kind that nearly every policy has, as of "), "{said}");
    let (counted, apart) = page.split_once("\n거의 모든 방침에 해당 nearly every policy\n").expect("a part of its own");
    assert!(!counted.contains("CP-401") && counted.contains("CP-301"), "{page}");
    assert!(apart.contains("\n  거의 모든 방침에 해당 nearly every policy: CP-401\n"), "{page}");
    // The page and the packet have it under a title of its own, the lists for programs in a column.
    let html = printed(OLD, &Settings { format: Format::Html, ..settings.clone() }).1;
    assert!(html.contains("지적 후보 3건") && html.contains("<h2>거의 모든 방침에 해당 "), "{html}");
    let packet = printed(OLD, &Settings { packet: Some("가온시".into()), ..settings.clone() }).1;
    let (_, apart) = packet.split_once("<h3>거의 모든 방침에 해당 ").expect("a title");
    assert!(apart.contains("CP-401") && !apart.contains("CP-301</td>"), "{packet}");
    let json = printed(OLD, &Settings { format: Format::Json, ..settings.clone() }).1;
    let list: Vec<Value> = serde_json::from_str(&json).expect("a list");
    assert!(list.iter().all(|line| line["routine"] == (line["rule"] == "CP-401")), "{json}");
    // Nobody fails by it who did not ask for it.
    let fresh = OLD.replace("영상정보처리기기", "고정형 영상정보처리기기").replace("2020", "2026");
    let strict = Settings { fail_on: Some(Severity::PrivacyFlag), ..settings };
    let (status, page, _) = printed(&fresh, &strict);
    assert_eq!(status, ExitStatus::Finished, "{page}");
    assert!(page.contains("findings 0\n") && page.contains("CP-401"), "{page}");
    let named = Settings { rules: vec!["CP-401".into()], ..strict };
    assert_eq!(printed(&fresh, &named).0, ExitStatus::BelowFloor);
}

#[test]
fn the_former_word_for_the_gravest_findings_names_the_new_one() {
    let folder = tempfile::tempdir().expect("folder");
    for flag in ["--severity", "--fail-on"] {
        let done = program(folder.path()).args(["audit", flag, "violation_candidate"]).output().expect("it runs");
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains("`violation_candidate` is now called `needs_check`"), "{said}");
    }
}

/// A site whose policy leaves its figures to a file, and the way to see footage to the privacy policy; the latter
/// gives another number of cameras.
fn beside(path: &str) -> Reply {
    match path {
        "/" => Reply::html(
            "<title>가온시</title><a href='/privacy'>개인정보 처리방침</a> <a href='/cctv'>고정형 영상정보처리기기 운영·관리 방침</a>",
        ),
        "/cctv" => Reply::html(
            "<title>고정형 영상정보처리기기 운영·관리 방침</title><main><h1>고정형 영상정보처리기기 운영·관리 방침</h1>\
             <p>가온시는 고정형 영상정보처리기기를 다음과 같이 운영합니다.</p>\
             <h2>1. 설치 근거 및 설치 목적</h2><p>「개인정보 보호법」 제25조제1항, 시설의 안전 및 관리</p>\
             <h2>2. 설치 대수, 설치 위치 및 촬영 범위</h2><p>총 5대이며 설치 위치와 촬영 범위는 붙임을 참조하십시오. \
             <a href='/list.csv'>[붙임] CCTV 설치 현황.csv</a></p>\
             <h2>3. 관리책임자, 담당 부서 및 접근권한자</h2><p>관리책임자: 총무과장, 접근권한자: 총무과 주무관</p>\
             <h2>4. 촬영시간, 보관기간, 보관장소 및 처리방법</h2><p>촬영시간: 24시간, 보관기간: 30일, 보관장소: 전산실, \
             처리방법: 삭제</p><h2>5. 위탁에 관한 사항</h2><p>기기의 유지보수를 위탁하고 있습니다.</p>\
             <h2>8. 기술적·관리적 및 물리적 조치</h2><p>암호화, 접근 권한 관리, 잠금장치</p>\
             <h2>9. 방침의 변경</h2><p>이 방침은 2026년 1월 2일부터 시행합니다.</p></main>",
        ),
        "/list.csv" => {
            Reply::new(200, "연번,설치 위치,설치 대수,촬영 범위\n1,본관 현관,2,현관 주변\n2,주차장,3,주차장 전체\n")
                .with("content-type", "text/csv; charset=utf-8")
        }
        "/privacy" => Reply::html(
            "<title>개인정보 처리방침</title><main><h1>개인정보 처리방침</h1><h2>제1조(개인정보의 처리 목적)</h2><p>민원 처리</p>\
             <h2>제2조(개인정보의 처리 및 보유 기간)</h2><p>5년</p><h2>제3조(개인정보의 제3자 제공)</h2><p>없음</p>\
             <h2>제4조(개인정보 처리의 위탁)</h2><table><tr><th>수탁자</th><th>업무</th></tr><tr><td>(주)다온정보통신</td>\
             <td>CCTV 유지보수</td></tr></table><h2>제5조(고정형 영상정보처리기기의 설치·운영)</h2>\
             <p>1. 설치 근거 및 목적: 「개인정보 보호법」 제25조제1항, 시설의 안전 및 관리</p><p>2. 설치 대수: 6대, 설치 위치: 현관과 \
             주차장, 촬영 범위: 현관 주변</p><p>3. 관리책임자: 총무과장</p><p>4. 촬영시간: 24시간, 보관기간: 30일, 보관장소: 전산실</p>\
             <p>5. 확인 방법 및 장소: 총무과를 방문하여 확인합니다.</p><p>6. 정보주체의 열람 등 요구에 대한 조치: 10일 이내에 조치합니다.\
             </p><h2>제6조(개인정보의 파기)</h2><p>지체 없이 파기합니다.</p></main>",
        ),
        _ => Reply::missing(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_page_lacks_may_stand_in_its_attachment_or_in_the_privacy_policy() {
    let server = Server::start(|path, _| beside(path)).await;
    let [home, policy, privacy] = ["/", "/cctv", "/privacy"].map(|path| server.url(path));
    let seeds = format!("id,name,kind,sido,homepage,policy_urls\ngaon,가온시,si,경기도,{home},{policy} {privacy}\n");
    let trial = Trial::of(&seeds);
    assert!(trial.crawl().await.finished);
    let run = |arguments: &[&str]| {
        let done = program(&trial.settings.data).args(arguments).args(["--data", "."]).output().expect("it runs");
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).expect("UTF-8")
    };
    run(&["extract"]);
    let stored = |column: &str| -> Vec<String> {
        let frame = Dataset::open(&trial.settings.data).expect("tables").collect("findings").expect("findings");
        let column = frame.column(column).expect(column);
        (0..frame.height()).map(|row| column.get(row).expect("a cell").str_value().into_owned()).collect()
    };
    let lines: Vec<Value> =
        run(&["extract", "--format", "jsonl"]).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let page =
        lines.iter().find(|line| line["source"].as_str().is_some_and(|url| url.ends_with("/cctv"))).expect("a policy");
    let found: Vec<(&str, &str)> = page["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|finding| ["rule", "severity"].map(|key| finding[key].as_str().expect(key)).into())
        .collect();
    // No CP-105, CP-106: the privacy policy has them; no CP-108: the list has places and ranges; no CP-302: the
    // privacy policy names the firm. The numbers of the two policies differ.
    assert_eq!(found, [("CP-401", "advisory"), ("CP-403", "advisory")], "{page:#}");

    // Lines, tables and the audit agree.
    let audited: Vec<Value> = serde_json::from_str(&run(&["audit", "--format", "json"])).expect("a list");
    let of_lines: Vec<(String, String, String)> = lines
        .iter()
        .flat_map(|line| line["findings"].as_array().expect("a list"))
        .map(|finding| {
            ["rule", "quote", "citation"].map(|key| finding[key].as_str().unwrap_or("null").to_owned()).into()
        })
        .collect();
    let of_audit: Vec<(String, String, String)> = audited
        .iter()
        .map(|finding| {
            ["rule", "quote", "citation"].map(|key| finding[key].as_str().unwrap_or("null").to_owned()).into()
        })
        .collect();
    same(&of_lines, &of_audit, "findings as lines and as the audit prints them");
    let mut of_tables: Vec<(String, String, String)> = stored("rule")
        .into_iter()
        .zip(stored("quote"))
        .zip(stored("citation"))
        .map(|((rule, quote), citation)| (rule, quote, citation))
        .collect();
    let mut sorted = of_lines.clone();
    sorted.sort();
    of_tables.sort();
    same(&sorted, &of_tables, "findings as lines and as tables");
    assert!(audited.iter().all(|finding| finding["searched"]["also"].as_array().is_none_or(|also| also.len() <= 2)));
    run(&["verify"]);
    // The packet holds the page as it was kept.
    let packet = run(&["audit", "--packet", "gaon"]);
    same_text(&run(&["audit", "--packet", "가온시"]), &packet, "the packet by name and by id");
    let kept = packet.split_once("base64,").and_then(|(_, rest)| rest.split_once('"')).expect("a copy").0;
    let kept = data_encoding::BASE64.decode(kept.as_bytes()).expect("base64");
    assert!(String::from_utf8(kept).expect("UTF-8").contains("붙임을 참조하십시오"), "the page itself");
    assert!(packet.contains("수집 시각: 20") && packet.contains(" KST (+09:00)<br>"), "{}", beginning(&packet));
    assert!(
        packet.contains(".warc.gz") && packet.contains("7. 기술적·관리적 및 물리적 조치"),
        "{}",
        beginning(&packet)
    );
    // By the law of another day, which is printed and leaves the table as it is.
    let before = (stored("as_of"), stored("rule"), stored("quote"));
    let other = run(&["audit", "--as-of", "2016-01-01", "--format", "json"]);
    assert!(other.contains("\"as_of\": \"2016-01-01\""), "{}", beginning(&other));
    same(&(stored("as_of"), stored("rule"), stored("quote")), &before, "the table of findings");
    assert!(!before.0.is_empty() && before.0.iter().all(|day| day != "2016-01-01"));
}

/// A policy that leaves its figures to a list, which says nothing of how footage is seen and kept safe.
fn list(path: &str) -> Reply {
    let sample = |file: &str| {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/sample/pureunsol");
        std::fs::read(folder.join(file)).expect("the sample")
    };
    match path {
        "/" => Reply::html("<title>푸른솔내시</title><a href='/policy'>고정형 영상정보처리기기 운영·관리 방침</a>"),
        "/policy" => Reply::new(200, sample("policy/cctv/index.html")).with("content-type", "text/html; charset=utf-8"),
        "/files/cctv_202604.pdf" => {
            Reply::new(200, sample("files/cctv_202604.pdf")).with("content-type", "application/pdf")
        }
        _ => Reply::missing(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_cameras_is_judged_with_the_policy_that_leads_to_it() {
    let server = Server::start(|path, _| list(path)).await;
    let [home, policy] = ["/", "/policy"].map(|path| server.url(path));
    let seeds = format!("id,name,kind,sido,homepage,policy_urls\npureunsol,푸른솔내시,si,경기도,{home},{policy}\n");
    let trial = Trial::of(&seeds);
    assert!(trial.crawl().await.finished);
    let run = |arguments: &[&str]| {
        let done = program(&trial.settings.data).args(arguments).output().expect("it runs");
        assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        let list: Vec<Value> = serde_json::from_slice(&done.stdout).expect("a list");
        list
    };
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data/sample/pureunsol/files/cctv_202604.pdf");
    let alone = run(&["audit", file.to_str().expect("UTF-8"), "--format", "json"]);
    let of = |found: &[Value], rule: &str| found.iter().filter(|finding| finding["rule"] == rule).count();
    assert_eq!(of(&alone, "CP-106"), 1, "a file named alone is judged alone: {alone:#?}");
    program(&trial.settings.data).args(["extract", "--data", "."]).output().expect("it runs");
    let together = run(&["audit", "--data", ".", "--format", "json"]);
    assert!(["CP-103", "CP-105", "CP-106", "CP-107"].iter().all(|rule| of(&together, rule) == 0), "{together:#?}");
    let packet = program(&trial.settings.data).args(["audit", "--data", ".", "--packet", "pureunsol"]).output();
    let packet = String::from_utf8(packet.expect("it runs").stdout).expect("UTF-8");
    assert_eq!(packet.matches("<h3>시행령").count(), 1, "a list has no items to be ticked: {packet}");
    assert!(packet.contains("그 방침과 함께 점검하였습니다"), "{}", beginning(&packet));
    assert_eq!(of(&together, "CP-108"), 1, "neither says what the cameras film: {together:#?}");
}
