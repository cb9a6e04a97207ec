//! Names that are not unique: one body is found or all are listed, and everything printed says province and id. And the
//! day of the law, which everything that shows findings says.

use crate::cli::program;
use crate::same::{same_bytes, same_text};
use crate::support::{Reply, Server, Trial};
use crate::table_fixtures;
use bangchim::dataset::query::{self, Cell, NAMED};
use bangchim::dataset::{CrawlInfo, Dataset, crawl_folder, write};
use bangchim::model::institution::{Institution, Registry, Sido};
use bangchim::model::policy::{Field, Listing, Policy, PolicyOwner, State};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Output;

/// Five districts of one name, and bodies of provinces that had other names.
const SEEDS: &str = "id,name,kind,sido,homepage,population\n\
    jg-11,중구,autonomous_gu,서울특별시,,100000\n\
    jg-26,중구,autonomous_gu,부산광역시,,100000\n\
    jg-27,중구,autonomous_gu,대구광역시,,100000\n\
    jg-30,중구,autonomous_gu,대전광역시,,100000\n\
    jg-31,중구,autonomous_gu,울산광역시,,100000\n\
    hs-44,해솔시,si,충청남도,,50000\n\
    gr-52,가람시,si,전북특별자치도,,50000\n\
    gs-51,고성군,gun,강원특별자치도,,20000\n\
    gs-48,고성군,gun,경상남도,,20000\n";

const DISTRICTS: [(&str, &str); 5] = [
    ("jg-11", "서울특별시"),
    ("jg-26", "부산광역시"),
    ("jg-27", "대구광역시"),
    ("jg-30", "대전광역시"),
    ("jg-31", "울산광역시"),
];

fn registry() -> Vec<Institution> {
    Registry::parse(SEEDS, "seeds.csv").expect("good").institutions
}

/// A policy of every institution, each with a total of its own and the same firm, and one of a body that only names
/// itself.
fn policies(more: u32) -> Vec<Policy> {
    let institutions = registry();
    let mut policies: Vec<Policy> = institutions
        .iter()
        .zip('a'..)
        .zip(10_u32..)
        .map(|((institution, letter), total)| Policy {
            camera_total: Field::stated(total + more, vec![table_fixtures::quote(&(total + more).to_string())]),
            contractors: Listing {
                state: State::Stated,
                entries: vec![table_fixtures::firm("㈜누리비전")],
                quote: None,
            },
            ..table_fixtures::bare(letter, institution)
        })
        .collect();
    let holder =
        PolicyOwner {
            id: None, name: Some("다솜박물관".into()), kind: None, sido: Some(Sido::Gyeonggi), quote: None
        };
    policies.push(Policy { institution: holder, ..table_fixtures::bare('z', &institutions[0]) });
    policies
}

/// A data folder with one crawl of them.
fn nation(id: &str, more: u32) -> tempfile::TempDir {
    let data = tempfile::tempdir().expect("a folder");
    let crawl = CrawlInfo { id: id.into(), ..table_fixtures::crawl() };
    let folder = crawl_folder(data.path(), id).expect("a good id");
    write(&folder, &crawl, &registry(), &[], &table_fixtures::documents(), &policies(more)).expect("written");
    data
}

fn ask(folder: &Path, arguments: &[&str]) -> Output {
    program(folder).args(arguments).args(["--data", "."]).output().expect("it runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// Ends with exit code 2 and lists the five, one a line, each with its province, kind and id.
fn lists_the_five(done: &Output) {
    let said = text(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(done.stdout.is_empty(), "{}", text(&done.stdout));
    let mut lines = said.lines();
    let first = lines.next().expect("what is wrong");
    assert!(first.contains("`중구` names 5 institutions") && first.contains("full name or the id"), "{said}");
    let wanted: Vec<String> =
        DISTRICTS.iter().map(|(id, sido)| format!("  {sido} 중구  autonomous_gu  {id}")).collect();
    assert_eq!(lines.collect::<Vec<_>>(), wanted);
}

#[test]
fn a_name_of_several_is_answered_with_all_of_them() {
    let data = nation("2026-11-21T00", 0);
    for verb in ["show", "history"] {
        lists_the_five(&ask(data.path(), &[verb, "중구"]));
        let cases = [
            ("jg-26", "jg-26"),
            ("부산광역시 중구", "jg-26"),
            ("부산시 중구", "jg-26"),
            ("울산 중구", "jg-31"),
            ("충청남도 해솔시", "hs-44"),
            ("충남 해솔시", "hs-44"),
            ("해솔시", "hs-44"),
            ("전라북도 가람시", "gr-52"),
            ("강원도 고성군", "gs-51"),
            ("경남 고성군", "gs-48"),
        ];
        for (query, id) in cases {
            let done = ask(data.path(), &[verb, query]);
            assert!(done.status.success(), "{verb} {query}: {}", text(&done.stderr));
            assert!(text(&done.stdout).lines().take(3).any(|line| line.contains(id)), "{verb} {query}");
        }
        let near = ask(data.path(), &[verb, "경기도 해솔군"]);
        assert_eq!(near.status.code(), Some(2));
        assert_eq!(text(&near.stderr).lines().nth(1), Some("  충청남도 해솔시  si  hs-44"), "{}", text(&near.stderr));
        let unknown = ask(data.path(), &[verb, "한빛"]);
        assert!(text(&unknown.stderr).contains("no institution 한빛 in"), "{}", text(&unknown.stderr));
    }
    // What is not registered is found by its name, and by the key of its policy.
    let shown = ask(data.path(), &["show", "다솜박물관"]);
    let key = text(&shown.stdout).split_whitespace().skip_while(|word| *word != "policy").nth(1).expect("a key");
    same_bytes(&ask(data.path(), &["show", key]).stdout, &shown.stdout, "shown by key");
    assert!(text(&ask(data.path(), &["history", key]).stdout).starts_with("경기도 다솜박물관"));
    assert!(text(&ask(data.path(), &["history", "경기 다솜박물관"]).stdout).starts_with("경기도 다솜박물관"));
    let history: Vec<Value> =
        serde_json::from_slice(&ask(data.path(), &["history", "부산 중구", "--format", "json"]).stdout)
            .expect("a list");
    assert_eq!(history[0]["institution_id"], "jg-26");
    assert_eq!(history[0]["sido"], "부산광역시");
}

#[test]
fn questions_name_bodies_with_province_and_id_and_count_firms_over_ids() {
    let data = nation("2026-11-21T00", 0);
    let dataset = Dataset::open(data.path()).expect("tables");
    let mut naming = 0;
    for question in NAMED {
        let answer = query::ask(&dataset, question.sql()).expect("an answer");
        let has = |name: &str| answer.columns().iter().any(|(column, _)| column == name);
        if has("institution_name") || has("full_name") {
            assert!(has("sido") && has("institution_id"), "{}", question.name);
            naming += 1;
        }
    }
    assert!(naming >= 9, "{naming}");
    let firms = query::ask(&dataset, query::named("contractors_by_reach").expect("a question").sql());
    // Nine institutions, of which five and two share a name.
    assert_eq!(firms.expect("an answer").row(0)[1], Cell::Integer(9));
}

#[test]
fn changes_of_bodies_of_one_name_are_told_apart() {
    let (old, new) = (nation("2026-10-21T00", 0), nation("2026-11-21T00", 100));
    let paths = [old.path(), new.path()].map(|path| path.to_str().expect("UTF-8").to_owned());
    let diff = |format: &str| {
        let done = program(old.path()).args(["diff", &paths[0], &paths[1], "--format", format]).output();
        String::from_utf8(done.expect("it runs").stdout).expect("UTF-8")
    };
    let list: Vec<Value> = serde_json::from_str(&diff("json")).expect("a list");
    let (page, feed) = (diff("text"), diff("atom"));
    assert_eq!(feed.matches("<entry>").count(), 9);
    let ids: BTreeSet<&str> = feed.split("<entry>").skip(1).filter_map(|entry| entry.split("<id>").nth(1)).collect();
    assert_eq!(ids.len(), 9);
    for (id, sido) in DISTRICTS {
        let own = list.iter().find(|change| change["institution_id"] == id).expect("a change");
        assert_eq!((&own["institution"], &own["sido"]), (&"중구".into(), &sido.into()));
        assert!(page.contains(&format!("\n{sido} 중구 ({id})  ")), "{page}");
        assert!(feed.contains(&format!("<title>{sido} 중구 ({id}): ")), "{feed}");
    }
    let since = paths[0].as_str();
    let done = ask(new.path(), &["export", "--format", "csv", "--out", "out", "--since", since, "-q"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let changelog = std::fs::read_to_string(new.path().join("out/CHANGELOG.md")).expect("a changelog");
    for (id, sido) in DISTRICTS {
        assert!(changelog.contains(&format!("* {sido} 중구 ({id}): content camera_total\n")), "{changelog}");
    }
}

/// Pages of five districts, each with its own number of cameras.
fn district(path: &str) -> Reply {
    let known = DISTRICTS.iter().find(|(id, _)| path == format!("/{id}"));
    known.map_or_else(Reply::missing, |(id, sido)| Reply::html(&page(id, sido)))
}

fn page(id: &str, sido: &str) -> String {
    format!(
        "<title>영상정보처리기기 운영·관리 방침</title><main><h1>영상정보처리기기 운영·관리 방침</h1>\
         <p>{sido} 중구(이하 ‘본 기관’)는 영상정보처리기기를 다음과 같이 운영합니다.</p>\
         <h2>1. 설치 근거 및 설치 목적</h2><p>「개인정보 보호법」 제25조제1항, 시설의 안전 및 관리</p>\
         <h2>2. 설치 대수, 설치 위치 및 촬영 범위</h2><p>설치 대수: {}대, 설치 위치: 청사, 촬영 범위: 청사 주변</p>\
         <h2>3. 관리책임자, 담당 부서 및 접근권한자</h2><p>관리책임자: 총무과장, 접근권한자: 총무과 주무관</p>\
         <h2>4. 촬영시간, 보관기간, 보관장소 및 처리방법</h2><p>촬영시간: 24시간, 보관기간: 30일, 보관장소: 전산실, \
         처리방법: 삭제</p><h2>5. 방침의 변경</h2><p>이 방침은 2020년 1월 2일부터 시행합니다.</p></main>",
        id.bytes().map(u32::from).sum::<u32>()
    )
}

/// A crawl of them, extracted.
async fn districts() -> (Server, Trial) {
    let server = Server::start(|path, _| district(path)).await;
    let mut seeds = "id,name,kind,sido,homepage,policy_urls\n".to_owned();
    for (id, sido) in DISTRICTS {
        seeds.push_str(&format!("{id},중구,autonomous_gu,{sido},,{}\n", server.url(&format!("/{id}"))));
    }
    let trial = Trial::of(&seeds);
    assert!(trial.crawl().await.finished);
    let done = ask(&trial.settings.data, &["extract", "-q"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    (server, trial)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_packet_a_ledger_and_a_crawl_are_of_one_institution() {
    let (_server, trial) = districts().await;
    let data = &trial.settings.data;
    lists_the_five(&ask(data, &["audit", "--packet", "중구"]));
    lists_the_five(&ask(data, &["ledger", "중구"]));
    let seeds = trial.settings.seeds.to_str().expect("UTF-8");
    lists_the_five(&ask(data, &["crawl", "--plan", "--seeds", seeds, "--only", "중구"]));
    let plan = ask(data, &["crawl", "--plan", "--seeds", seeds, "--only", "부산 중구,울산광역시 중구"]);
    let plan = text(&plan.stdout);
    assert!(plan.contains("/jg-26") && plan.contains("/jg-31") && !plan.contains("/jg-11"), "{plan}");

    let packet = ask(data, &["audit", "--packet", "부산 중구"]);
    assert!(packet.status.success(), "{}", text(&packet.stderr));
    let packet = text(&packet.stdout);
    assert!(packet.contains("<title>부산광역시 중구 (jg-26): ") && packet.contains("방침 1건"), "{packet}");
    assert!(packet.contains("/jg-26") && !packet.contains("/jg-27"), "{packet}");
    same_text(text(&ask(data, &["audit", "--packet", "jg-26"]).stdout), packet, "the packet by name and by id");

    let ledger = ask(data, &["ledger", "부산 중구"]);
    assert!(text(&ledger.stdout).contains("부산광역시 중구 jg-26"), "{}", text(&ledger.stderr));
    let ledger: Value =
        serde_json::from_slice(&ask(data, &["ledger", "jg-26", "--format", "json"]).stdout).expect("an object");
    assert_eq!(ledger["institution"]["full_name"], "부산광역시 중구");
    assert_eq!(ledger["hosts"].as_array().map(Vec::len), Some(1));
    let host = ask(data, &["ledger", "no.such.host"]);
    assert!(text(&host.stderr).contains("asked no host no.such.host"), "{}", text(&host.stderr));

    let audit = |format: &str| ask(data, &["audit", "--format", format, "-q"]).stdout;
    let list: Vec<Value> = serde_json::from_slice(&audit("json")).expect("a list");
    let printed: Vec<String> = ["csv", "text", "html"].iter().map(|format| text(&audit(format)).to_owned()).collect();
    for (id, sido) in DISTRICTS {
        assert!(list.iter().any(|finding| finding["institution_id"] == id && finding["sido"] == sido), "{id}");
        assert!(printed[0].contains(&format!("\n중구,{sido},{id},")), "{}", printed[0]);
        assert!(printed[1].contains(&format!("\n{sido} 중구 ({id})  ")), "{}", printed[1]);
        assert!(printed[2].contains(&format!("<h2>{sido} 중구 ({id})</h2>")), "{}", printed[2]);
    }
    let review = ask(data, &["review"]);
    assert!(text(&review.stdout).contains("부산광역시 중구 (jg-26)"), "{}", text(&review.stdout));
}

#[test]
fn files_are_of_whom_their_policies_name() {
    let folder = tempfile::tempdir().expect("a folder");
    for (id, sido) in DISTRICTS {
        std::fs::write(folder.path().join(format!("{id}.html")), page(id, sido)).expect("written");
    }
    let audit = |query: &str| {
        let done = program(folder.path()).args(["audit", ".", "--packet", query, "-q"]).output();
        done.expect("it runs")
    };
    let several = audit("중구");
    assert_eq!(several.status.code(), Some(2));
    let said = text(&several.stderr);
    assert_eq!(said.lines().count(), 6, "{said}");
    assert!(said.contains("  부산광역시 중구  autonomous_gu  sgg-26110\n"), "{said}");
    let one = audit("부산 중구");
    assert!(text(&one.stdout).contains("<title>부산광역시 중구 (sgg-26110): "), "{}", text(&one.stderr));
    assert!(!text(&one.stdout).contains("jg-27.html"), "of one institution");
}

/// Bytes of the table of findings.
fn findings(data: &Path) -> Vec<u8> {
    let folder = Dataset::open(data).expect("tables").folder().join("findings.parquet");
    std::fs::read(folder).expect("a table")
}

/// The words of a page, without its markup.
fn words(file: &Path) -> String {
    let page = std::fs::read_to_string(file).expect("a page");
    page.split('<').filter_map(|part| Some(part.split_once('>')?.1)).collect()
}

/// The text of a workbook's sheets and shared strings.
fn workbook(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut all = String::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a part");
        let mut part = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut part).expect("read");
        all.push_str(&String::from_utf8_lossy(&part));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_keep_the_law_of_their_crawl() {
    let (_server, trial) = districts().await;
    let data = &trial.settings.data;
    let day = Dataset::open(data).expect("tables").crawl().expect("a crawl").date.to_string();
    let before = findings(data);
    for more in [&["--as-of", "2016-01-01"][..], &["--archived"], &["--rule", "CP-201"], &[], &["--as-of", &day]] {
        let done = ask(data, &[&["audit", "--format", "json", "-q"][..], more].concat());
        assert!(done.status.success(), "{more:?}: {}", text(&done.stderr));
        let list: Vec<Value> = serde_json::from_slice(&done.stdout).expect("a list");
        let law = more.iter().find(|word| word.starts_with("20")).copied().unwrap_or(&day);
        assert!(!list.is_empty() && list.iter().all(|finding| finding["as_of"] == law), "{more:?}: {list:#?}");
        assert!(findings(data) == before, "{more:?} changed the table");
    }
    // The law of 2016 knows no fixed devices, and the tables say that of the day of the crawl.
    let law = |arguments: &[&str]| text(&ask(data, arguments).stdout).to_owned();
    let stats: Value = serde_json::from_str(&law(&["stats", "--format", "json"])).expect("an object");
    assert_eq!(stats["findings_law"]["as_of"], day.as_str());
    assert_eq!(stats["findings_law"]["checked"], "2026-11-21");
    assert!(law(&["stats"]).contains(&format!("법 기준일 {day} law as of {day}")));
    assert!(law(&["stats", "--format", "csv"]).contains(&format!("findings,{day},법 기준일,law_as_of,,\n")));
    assert!(law(&["show", "jg-26"]).contains(&format!("법 기준일 {day}")));
    assert!(law(&["query", "--named", "worklist", "--format", "csv"]).contains(&day));
    assert!(ask(data, &["report", "-q"]).status.success());
    for name in ["findings.html", "i/jg-26.html"] {
        assert!(words(&data.join("report").join(name)).contains(&format!("법 기준일 {day}")), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_day_goes_into_lines_and_folders_of_its_own() {
    let (_server, trial) = districts().await;
    let data = &trial.settings.data;
    let before = findings(data);
    let own = Dataset::open(data).expect("tables").folder().to_owned();
    for more in [&[][..], &["--out", own.to_str().expect("UTF-8")]] {
        let refused = ask(data, &[&["extract", "--as-of", "2016-01-01"][..], more].concat());
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains("keep findings by the law of"), "{}", text(&refused.stderr));
    }
    assert!(findings(data) == before);
    let lines = ask(data, &["extract", "--as-of", "2016-01-01", "--format", "jsonl"]);
    let line: Value = serde_json::from_str(text(&lines.stdout).lines().next().expect("a line")).expect("JSON");
    assert_eq!(line["findings"][0]["as_of"], "2016-01-01");
    // A folder beside the crawl's keeps its own law, also when the archive above it is audited again.
    let done = ask(data, &["extract", "--as-of", "2016-01-01", "--out", "laws/2016", "-q"]);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let folder = data.join("laws/2016");
    let there = findings(&folder);
    assert_eq!(Dataset::open(&folder).expect("tables").law_days().expect("days"), ["2016-01-01".to_owned()].into());
    assert!(program(data).args(["audit", "--data", "laws/2016", "-q"]).output().expect("it runs").status.success());
    assert!(findings(&folder) == there);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_after_the_law_was_looked_up_is_marked() {
    let (_server, trial) = districts().await;
    let data = &trial.settings.data;
    let late = |verb: &str, more: &[&str]| ask(data, &[&[verb, "--as-of", "2027-01-01"][..], more].concat());
    const KO: &str = "법령을 마지막으로 확인한 날(2026-11-21)보다 뒤입니다";
    for (verb, more) in [("audit", &["--format", "csv"][..]), ("extract", &["--format", "jsonl"])] {
        let said = late(verb, more);
        let said = text(&said.stderr);
        assert!(said.contains("warning: the law was last looked up on 2026-11-21"), "{verb}: {said}");
        let usual = program(data).args([verb, "--as-of", "2026-11-21", "--data", "."]).args(more).output();
        assert!(!text(&usual.expect("it runs").stderr).contains("warning"), "{verb}");
    }
    for more in [&["--format", "text"][..], &["--format", "html"], &["--packet", "jg-26"]] {
        let printed = late("audit", more);
        assert!(text(&printed.stdout).contains(KO), "{more:?}: {}", text(&printed.stderr));
        let usual = ask(data, &[&["audit", "--as-of", "2026-11-21"][..], more].concat());
        assert!(text(&usual.stdout).contains("2026-11-21") && !text(&usual.stdout).contains(KO), "{more:?}");
    }
    let list: Vec<Value> = serde_json::from_slice(&late("audit", &["--format", "json"]).stdout).expect("a list");
    assert!(list[0]["law_note_ko"].as_str().is_some_and(|note| note.contains(KO)), "{list:#?}");
    let book = workbook(&late("audit", &["--format", "xlsx"]).stdout);
    assert!(book.contains(KO) && book.contains("2027-01-01") && book.contains("jg-26"));
    assert!(!workbook(&ask(data, &["audit", "--as-of", "2026-11-21", "--format", "xlsx"]).stdout).contains(KO));
    // Tables by such a law say so in statistics and reports.
    assert!(late("extract", &["--out", "late", "-q"]).status.success());
    let tables = |arguments: &[&str]| {
        let done = program(data).args(arguments).args(["--data", "late"]).output().expect("it runs");
        text(&done.stdout).to_owned()
    };
    assert!(tables(&["stats"]).contains(KO));
    assert!(tables(&["show", "부산 중구"]).contains("보다 뒤입니다"));
    assert!(tables(&["stats", "--format", "json"]).contains(KO));
    tables(&["report", "--out", "late-report", "-q"]);
    let page = words(&data.join("late-report/findings.html"));
    assert!(page.contains("법 기준일 2027-01-01") && page.contains(KO));
}
