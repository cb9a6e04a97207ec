//! The words around quotes: in every output, verbatim, and nobody's name in a public release.

use crate::cli::program;
use crate::interop::DEMO;
use bangchim::dataset::Dataset;
use bangchim::model::policy::{ContextRole, QuoteContext};
use serde_json::Value;
use std::path::Path;

/// A page that leaves its figures to a file, and says nothing below its heading on contractors.
const PAGE: &str = "<!DOCTYPE html><html lang=ko><meta charset=utf-8>\
    <title>고정형 영상정보처리기기 운영·관리 방침</title><main><h1>가온시 고정형 영상정보처리기기 운영·관리 방침</h1>\
    <p>가온시는 고정형 영상정보처리기기를 다음과 같이 운영합니다.</p>\
    <h2>1. 설치 근거 및 설치 목적</h2><p>「개인정보 보호법」 제25조제1항, 시설의 안전 및 관리, \
    교통단속을 위하여 필요한 경우</p><h2>2. 설치 대수, 설치 위치 및 촬영 범위</h2><p>설치 대수와 설치 위치, 촬영 범위는 붙임을 참조하십시오. \
    <a href='list.csv'>[붙임] CCTV 설치 현황.csv</a></p>\
    <h2>3. 관리책임자, 담당 부서 및 접근권한자</h2>\
    <table><tr><th rowspan=2>구분</th><th colspan=2>담당</th></tr><tr><th>직위</th><th>연락처</th></tr>\
    <tr><td>관리책임자</td><td>총무과장</td><td>031-200-1000</td></tr>\
    <tr><td>접근권한자</td><td>총무과 주무관</td><td>031-200-1001</td></tr></table>\
    <h2>4. 촬영시간, 보관기간, 보관장소 및 처리방법</h2><p>LONG 보관기간은 촬영일로부터 30일이며 촬영시간은 24시간입니다. \
    보관장소는 전산실입니다. 처리방법은 삭제입니다.</p>\
    <h2>5. 위탁에 관한 사항</h2><p>기기의 유지보수를 위탁하고 있습니다.</p>\
    <h2>9. 방침의 변경</h2><p>이 방침은 2026년 1월 2일부터 시행합니다.</p></main></html>";
const LIST: &str = "연번,설치 위치,설치 대수,촬영 범위\n1,본관 현관,12,현관 주변\n2,주차장,3,주차장 전체\n";

fn lines(folder: &Path) -> Vec<Value> {
    let long =
        "시설을 이용하는 분들의 안전을 위하여 필요한 만큼만 촬영하고 그 밖의 목적으로는 쓰지 않으며 ".repeat(400);
    std::fs::write(folder.join("page.html"), PAGE.replace("LONG", &long)).expect("written");
    std::fs::write(folder.join("list.csv"), LIST).expect("written");
    let done = program(folder).args(["extract", "page.html", "list.csv"]).output().expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let out = String::from_utf8(done.stdout).expect("UTF-8");
    out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// The evidence, or a finding, as it was written: context and the words of its runs.
fn runs(of: &Value) -> Vec<(ContextRole, String)> {
    let [context, places] = ["context", "context_places"].map(|key| of[key].as_str().expect(key));
    let [block, start, end] = ["block", "start", "end"].map(|key| of[key].as_u64().expect(key) as u32);
    QuoteContext::parse(context, places).expect("a context and its places").runs((block, start, end))
}

#[test]
fn sentences_rows_attachments_and_absences_have_their_context() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines = lines(folder.path());
    let policy = &lines[0];
    let evidence = policy["evidence"].as_array().expect("a list");
    let of = |field: &str| {
        evidence.iter().find(|one| one["field"] == field).unwrap_or_else(|| panic!("{field}: {policy:#}"))
    };
    let context = |field: &str| of(field)["context"].as_str().expect("a context");
    assert_eq!(context("effective_date"), "9. 방침의 변경 › 이 방침은 2026년 1월 2일부터 시행합니다.");
    assert_eq!(
        context("managers[0].phone"),
        "3. 관리책임자, 담당 부서 및 접근권한자 › 구분: 관리책임자 | 담당 직위: 총무과장 | 담당 연락처: 031-200-1000"
    );
    // Of a long sentence a part, and it is said that it was cut.
    let kept = context("retention_days");
    assert!(kept.starts_with("4. 촬영시간, 보관기간, 보관장소 및 처리방법 › …"), "{kept}");
    assert!(kept.contains("보관기간은 촬영일로부터 30일이며") && kept.chars().count() < 320, "{kept}");
    // What an attachment says has its place there.
    let count = of("cameras[0].count");
    assert!(count["document_sha256"].is_string(), "{count:#}");
    assert_eq!(count["context"], "연번: 1 | 설치 위치: 본관 현관 | 설치 대수: 12 | 촬영 범위: 현관 주변");
    for one in evidence {
        let quote: String =
            runs(one).into_iter().filter(|(role, _)| *role == ContextRole::Quote).map(|(_, text)| text).collect();
        assert!(!quote.is_empty() && one["quote"].as_str().expect("words").starts_with(&quote), "{one:#}");
    }
    // Something is missing below a heading: that heading and the one above it are its context.
    let findings = policy["findings"].as_array().expect("a list");
    let missing = findings.iter().find(|one| one["rule"] == "CP-302").unwrap_or_else(|| panic!("{findings:#?}"));
    assert!(missing["context"].as_str().is_some_and(|context| context.contains("위탁")), "{missing:#}");
    for finding in findings.iter().filter(|one| !one["quote"].is_null()) {
        assert!(runs(finding).iter().any(|(role, _)| *role == ContextRole::Quote), "{finding:#}");
    }
    // Without words there is nothing around them.
    let bare = findings.iter().find(|one| one["quote"].is_null()).expect("one without words");
    assert!(bare["context"].is_null() && bare.get("context_places").is_none(), "{bare:#}");
}

#[test]
fn tables_lines_and_audit_say_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines = lines(folder.path());
    let done = program(folder.path()).args(["extract", "page.html", "list.csv", "--out", "tables"]).output();
    assert!(done.expect("it runs").status.success());
    let dataset = Dataset::open(&folder.path().join("tables")).expect("tables");
    let cells = |table: &str, column: &str| -> Vec<Option<String>> {
        let frame = dataset.collect(table).expect("a table");
        let values = frame.column(column).expect("a column").str().expect("text").clone();
        values.iter().map(|value| value.map(str::to_owned)).collect()
    };
    for (table, key) in [("evidence", "evidence"), ("findings", "findings")] {
        for column in ["context", "context_places"] {
            let of_lines: Vec<Option<String>> = lines
                .iter()
                .flat_map(|line| line[key].as_array().expect("a list"))
                .map(|one| one[column].as_str().map(str::to_owned))
                .collect();
            assert_eq!(cells(table, column), of_lines, "{table}.{column}");
        }
    }
    let audited = |format: &str| {
        let done = program(folder.path()).args(["audit", "page.html", "list.csv", "--format", format]).output();
        done.expect("it runs").stdout
    };
    let text = |format: &str| String::from_utf8(audited(format)).expect("UTF-8");
    let list: Vec<Value> = serde_json::from_str(&text("json")).expect("a list");
    let of_audit: Vec<Option<String>> = list.iter().map(|one| one["context"].as_str().map(str::to_owned)).collect();
    assert_eq!(cells("findings", "context"), of_audit);
    let quoted = list.iter().find(|one| one["searched"].is_null()).expect("one with words");
    let quote = quoted["quote"].as_str().expect("words");
    assert!(text("html").contains(&format!("<mark>{quote}</mark>")));
    assert!(text("csv").contains(&format!("「{quote}」")) && text("text").contains(&format!("「{quote}」")));
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(audited("xlsx"))).expect("a workbook");
    let mut strings = String::new();
    std::io::Read::read_to_string(&mut book.by_name("xl/sharedStrings.xml").expect("strings"), &mut strings)
        .expect("UTF-8");
    assert!(strings.contains("<b/>") && strings.contains(&format!("{quote}</t>")), "{strings}");
}

#[test]
fn every_finding_of_the_report_leads_to_its_words() {
    let report = DEMO.path().join("report");
    let (mut findings, mut led) = (0, 0);
    for entry in std::fs::read_dir(report.join("i")).expect("pages") {
        let page = std::fs::read_to_string(entry.expect("a page").path()).expect("UTF-8");
        for finding in page.split("<li id=\"f").skip(1) {
            let finding = finding.split("</li>").next().expect("an end");
            findings += 1;
            // One that rests on what is nowhere has no words.
            if !finding.contains("<mark>") {
                assert!(!finding.contains("<q"), "{finding}");
                continue;
            }
            let (_, rest) = finding.split_once("class=\"q\" href=\"#").unwrap_or_else(|| panic!("no way: {finding}"));
            let anchor = rest.split('"').next().expect("an end");
            assert!(page.contains(&format!("id=\"{anchor}\"")), "{anchor}");
            led += 1;
        }
    }
    assert!(findings > 40 && led > 20, "{findings} {led}");
    let page = std::fs::read_to_string(report.join("findings.html")).expect("a page");
    let (_, passages) = page.split_once("id=\"passages\"").expect("passages");
    let mut ways = 0;
    for way in passages.split("href=\"i/").skip(1).take_while(|way| way.contains("#f0-")) {
        let (file, anchor) = way.split('"').next().expect("an end").split_once('#').expect("an anchor");
        let there = std::fs::read_to_string(report.join("i").join(file)).expect("a page");
        assert!(there.contains(&format!("<li id=\"{anchor}\"")), "{file} {anchor}");
        ways += 1;
    }
    assert!(ways >= 10, "{ways}");
}

/// A page under 공공누리 type 1 whose rows hold people that nobody reads as such, and one whose sentences do.
const OPEN: &str = "<!DOCTYPE html><html lang=ko><meta charset=utf-8><title>고정형 영상정보처리기기 운영·관리 방침</title><main>\
    <h1>라온시 고정형 영상정보처리기기 운영·관리 방침</h1><p>라온시는 이 방침을 공개합니다.</p>\
    <h2>1. 설치 근거 및 설치 목적</h2><p>「개인정보 보호법」 제25조제1항에 따른 범죄예방</p>\
    <h2>2. 설치 대수, 설치 위치 및 촬영 범위</h2>\
    <table><tr><th>설치 장소</th><th>대수</th><th>비고</th></tr>\
    <tr><td>본관 로비</td><td>12</td><td>표은호</td></tr>\
    <tr><td>별관 복도</td><td>7</td><td>010</td><td>4821</td><td>7736</td></tr>\
    <tr><td>정문</td><td>5</td><td></td></tr><tr><td>후문</td><td>4</td><td>제 갈 윤 슬</td></tr></table>\
    <h2>3. 관리책임자 및 접근권한자</h2><table><tr><th>구분</th><th>성명</th><th>직위</th><th>연락처</th></tr>\
    <tr><td>관리책임자</td><td>이수</td><td>과장</td><td>061-234-5600</td></tr></table>\
    <h2>4. 촬영시간, 보관기간, 보관장소 및 처리방법</h2>\
    <p>보관기간은 촬영일로부터 60일이고 그 뒤에는 연지후 과장이 지웁니다.</p><p>촬영시간은 24시간입니다.</p>\
    </main><footer><img src=/img_opentype01.png alt='공공누리 공공저작물 자유이용허락 제1유형(출처표시)'></footer></html>";

#[test]
fn nobody_is_named_by_the_words_around_a_quote() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("page.html"), OPEN).expect("written");
    for arguments in
        [&["extract", "page.html", "--out", "tables"][..], &["export", "--data", "tables", "--out", "open", "--public"]]
    {
        let done = program(folder.path()).args(arguments).output().expect("it runs");
        assert!(done.status.success(), "{arguments:?} {}", String::from_utf8_lossy(&done.stderr));
    }
    let contexts = |folder: &Path| -> Vec<Option<String>> {
        let dataset = Dataset::open(folder).expect("tables");
        let of = |table: &str| {
            let frame = dataset.collect(table).expect("a table");
            let values = frame.column("context").expect("contexts").str().expect("text").clone();
            values.iter().map(|value| value.map(str::to_owned)).collect::<Vec<_>>()
        };
        [of("evidence"), of("findings")].concat()
    };
    let (kept, given) = (contexts(&folder.path().join("tables")), contexts(&folder.path().join("open")));
    let all = |list: &[Option<String>]| list.iter().flatten().cloned().collect::<Vec<_>>().join("\n");
    for person in ["표은호", "제 갈 윤 슬", "이수", "연지후", "4821"] {
        assert!(all(&kept).contains(person), "{person} is in no context: {}", all(&kept));
        assert!(!all(&given).contains(person), "{person} is given: {}", all(&given));
    }
    assert!(all(&given).contains("설치 장소: 정문 | 대수: 5"), "what is nobody's is given: {}", all(&given));
    assert!(all(&given).contains("촬영시간은 24시간입니다."), "{}", all(&given));
}
