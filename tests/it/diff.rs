//! The sample sites crawled twice over loopback, with a known list of edits in between, and what the program says of
//! it; the same archive read again by other rules; histories over both crawls.

use crate::cli::program;
use crate::same::{beginning, same, same_bytes, same_lines};
use crate::support::Trial;
use bangchim::dataset::COMPARISON;
use bangchim::demo::server;
use polars::prelude::{IntoLazy, ParquetReader, ParquetWriter, SerReader, col, lit};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Output;

/// A copy of the sample sites at addresses of its own, so that nobody else takes their port between two crawls: neither
/// tests beside this one nor another run of them.
struct World {
    folder: tempfile::TempDir,
    /// What all addresses begin with.
    net: String,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        copy(Path::new(server::SAMPLE), folder.path());
        let run = std::process::id();
        let world = Self { folder, net: format!("127.{}.{}.", 128 + run / 250 % 126, 1 + run % 250) };
        world.edit("sites.json", &[("127.83.0.", &world.net)]);
        // What only takes time: a page of megabytes, a slow pace that one site asks for.
        world.edit("sites.json", &[("3145728", "65536")]);
        world.edit("onsaebom/robots.txt", &[("Crawl-delay: 2", "Crawl-delay: 0")]);
        world
    }

    /// Replaces words in a file; words that are not there are an error of the test.
    fn edit(&self, file: &str, edits: &[(&str, &str)]) {
        let path = self.folder.path().join(file);
        let mut bytes = std::fs::read(&path).expect(file);
        for (from, to) in edits {
            let parts = split(&bytes, from.as_bytes());
            assert!(parts.len() > 1, "{file} has no `{from}`");
            bytes = parts.join(to.as_bytes());
        }
        std::fs::write(&path, bytes).expect(file);
    }

    fn put(&self, file: &str, text: &str) {
        let path = self.folder.path().join(file);
        std::fs::create_dir_all(path.parent().expect("below")).expect("a folder");
        std::fs::write(path, text).expect(file);
    }

    fn remove(&self, file: &str) {
        std::fs::remove_file(self.folder.path().join(file)).expect(file);
    }

    /// Crawls the sites and reads the archive; gives back the port that was used.
    async fn crawl(&self, trial: &mut Option<Trial>) -> u16 {
        let served = server::start(self.folder.path()).await.expect("it starts");
        let port = served.port();
        let fresh = Trial::of(&served.seeds_csv());
        assert!(fresh.crawl().await.finished);
        served.stop().await;
        succeed(&fresh.settings.data, &["extract", "--quiet", "--data", "."]);
        *trial = Some(fresh);
        port
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// Bytes between the places where others stand.
fn split(bytes: &[u8], at: &[u8]) -> Vec<Vec<u8>> {
    let (mut parts, mut rest) = (Vec::new(), bytes);
    while let Some(found) = rest.windows(at.len()).position(|window| window == at) {
        parts.push(rest[..found].to_vec());
        rest = &rest[found + at.len()..];
    }
    parts.push(rest.to_vec());
    parts
}

fn succeed(folder: &Path, arguments: &[&str]) -> Output {
    let done = program(folder).args(arguments).output().expect("it runs");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    done
}

/// The one crawl's tables of a data folder.
fn tables(data: &Path) -> PathBuf {
    let mut entries = std::fs::read_dir(data.join("dataset")).expect("tables").map(|entry| entry.expect("an entry"));
    entries.next().expect("a crawl").path()
}

fn diff(old: &Path, new: &Path) -> Vec<Value> {
    let [old, new] = [old, new].map(|path| path.to_str().expect("UTF-8"));
    let done = succeed(Path::new("."), &["diff", old, new, "--format", "json"]);
    serde_json::from_slice(&done.stdout).expect("a list")
}

/// Kind, institution and field of every change.
fn told(changes: &[Value]) -> Vec<[&str; 3]> {
    changes
        .iter()
        .map(|change| ["kind", "institution", "field"].map(|key| change[key].as_str().unwrap_or("")))
        .collect()
}

/// Everything that is edited between the two crawls. What differs beside it (counters, tokens, days on which a page
/// was last touched) must not be told.
fn edit(world: &World) {
    // Numbers of a table and their total.
    world.edit(
        "haesol/_pages/1237.html",
        &[
            ("<td>612</td><td>1,544</td>", "<td>615</td><td>1,600</td>"),
            ("<td>957</td><td>2,228</td>", "<td>960</td><td>2,284</td>"),
            ("조회수 3,418", "조회수 9,120"),
            ("2026-07-02", "2026-11-20"),
        ],
    );
    // A period in the middle of a sentence, beside a counter of visitors.
    world.edit(
        "nurisaem/_pages/cctv.html",
        &[("15일 동안", "30일 동안"), ("<dd>128</dd>", "<dd>71</dd>"), ("318,227", "329,004")],
    );
    // Another firm, another telephone.
    world.edit(
        "eunyeoul/main/01180/policy_cctv.jsp",
        &[("(주)온빛영상테크", "주식회사 새온영상"), ("032-459-6721", "032-459-6799"), ("2026-07-08", "2026-11-01")],
    );
    // A new date of effect.
    world.edit("gaenmeori/sub/050307/index.html", &[("2023년 10월 30일 개정·시행", "2026년 9월 1일 개정·시행")]);
    // The same page, and a page with another counter, under new addresses.
    world.edit("sites.json", &[("mCode=MN092", "mCode=MN192"), ("content/view/1894", "content/view/2094")]);
    world.edit("seupji/_pages/MN090.html", &[("mCode=MN092", "mCode=MN192")]);
    world.edit("yundeul/_pages/video.html", &[("content/view/1894", "content/view/2094")]);
    world.edit("yundeul/_pages/1894.html", &[("조회 2,207", "조회 2,951")]);
    // A page taken down; a page put up.
    world.remove("norumok/sub/06_cctv.php");
    world.edit(
        "dalmuri/index.html",
        &[(
            "<a href=\"/privacy\">",
            "<a href=\"/cctv\">고정형 영상정보처리기기 운영·관리 방침</a> <a href=\"/privacy\">",
        )],
    );
    world.put("dalmuri/cctv/index.html", NEW_POLICY);
    // A county becomes a city; its page says nothing new.
    world.edit("sites.json", &[("\"name\": \"달섬군\", \"kind\": \"gun\"", "\"name\": \"달섬시\", \"kind\": \"si\"")]);
    // A site that is down this time, and one that was before.
    let site = format!("\"{}16\", \"folder\": \"narae\",", world.net);
    world.edit("sites.json", &[(&site, &format!("{site} \"dead\": true,"))]);
    world.edit("sites.json", &[("{\"at\": \"/robots.txt\", \"file\": \"_error.html\", \"status\": 500, \"type\": \"text/html;charset=utf-8\"}", "")]);
    // Figures in an attachment; the page itself stays as it is.
    world.edit("byeolha/_files/cctv_202606.csv", &[(",164,", ",170,")]);
    // Nothing but what passes: counters and days of other pages.
    world.edit("chambyeol/_pages/0704.html", &[("조회 744", "조회 1,398")]);
}

const NEW_POLICY: &str = "<!DOCTYPE html><html lang=\"ko\"><head><meta charset=\"utf-8\"><title>고정형 영상정보처리기기 운영·관리 방침</title></head>\
    <body><main><h1>고정형 영상정보처리기기 운영·관리 방침</h1><p>달무리군의회는 고정형 영상정보처리기기를 다음과 같이 운영합니다.</p>\
    <h2>1. 설치 근거 및 설치 목적</h2><p>「개인정보 보호법」 제25조제1항, 시설의 안전 및 관리</p>\
    <h2>2. 설치 대수, 설치 위치 및 촬영 범위</h2><p>설치 대수: 9대, 설치 위치: 의회 청사 복도, 촬영 범위: 복도 전체</p>\
    <h2>3. 관리책임자, 담당 부서 및 접근권한자</h2><p>관리책임자: 의사팀장 054-730-6810</p>\
    <h2>4. 촬영시간, 보관기간, 보관장소 및 처리방법</h2><p>촬영시간: 24시간, 보관기간: 30일, 보관장소: 당직실</p></main></body></html>";

/// What must be told, and nothing else: kind, institution, field.
const TOLD: &[[&str; 3]] = &[
    ["content", "갯머리구", "effective_date"],
    ["content", "갯머리구", "revisions"],
    ["appeared", "달무리군의회", ""],
    ["renamed", "달섬시", ""],
    ["vanished", "노루목청소년수련원", ""],
    ["content", "별하구", "camera_total"],
    ["content", "별하구", "cameras"],
    ["reached", "산돌군", ""],
    ["content", "여울목구립 누리샘도서관", "retention"],
    ["content", "여울목구립 누리샘도서관", "retention_days"],
    ["unreached", "울산나래교통공사", ""],
    ["moved", "윤들시", ""],
    ["content", "은여울구", "contractors"],
    ["content", "은여울구", "managers"],
    ["moved", "한국내륙습지연구원", ""],
    ["content", "해솔시", "camera_total"],
    ["content", "해솔시", "cameras"],
    ["content", "해솔시", "site_total"],
];

#[tokio::test(flavor = "multi_thread")]
async fn two_crawls_differ_in_exactly_the_edits_that_were_made() {
    let world = World::new();
    let (mut one, mut two) = (None, None);
    let port = world.crawl(&mut one).await;
    edit(&world);
    // Another port would be another address of every page.
    world.edit("sites.json", &[("\"port\": 18080", &format!("\"port\": {port}"))]);
    assert_eq!(world.crawl(&mut two).await, port, "the port of the first crawl is still free");
    let (one, two) = (one.expect("crawled"), two.expect("crawled"));
    let (old, new) = (tables(&one.settings.data), tables(&two.settings.data));

    let changes = diff(&old, &new);
    let mut found = told(&changes);
    let mut wanted = TOLD.to_vec();
    found.sort_unstable();
    wanted.sort_unstable();
    let lines = |changes: &[[&str; 3]]| changes.iter().map(|change| change.join(", ")).collect::<Vec<_>>();
    same_lines(lines(&found), lines(&wanted), "what is told of the edits");
    let of = |institution: &str, field: &str| {
        let wanted =
            |change: &&Value| change["institution"] == institution && change["field"].as_str().unwrap_or("") == field;
        changes.iter().find(wanted).expect("a change")
    };
    let total = of("해솔시", "camera_total");
    assert_eq!((&total["old"], &total["new"]), (&"2228".into(), &"2284".into()));
    assert_eq!((&total["old_quote"], &total["new_quote"]), (&"2,228".into(), &"2,284".into()));
    let renamed = of("달섬시", "");
    assert_eq!((&renamed["old"], &renamed["new"]), (&"달섬군".into(), &"달섬시".into()));
    assert_eq!(of("노루목청소년수련원", "")["new"], "404");
    assert_eq!(of("울산나래교통공사", "")["new"], "refused: robots unreachable");
    assert_eq!(of("산돌군", "")["old"], "refused: robots unreachable");
    let moved = of("한국내륙습지연구원", "");
    assert!(moved["old_source"].as_str().is_some_and(|url| url.ends_with("MN092")), "{moved}");
    assert!(moved["new_source"].as_str().is_some_and(|url| url.ends_with("MN192")), "{moved}");

    // Twelve bodies; a total with its rows, a period with its entry, a date of effect with its revision are one fact each.
    let [old_path, new_path] = [&old, &new].map(|path| path.to_str().expect("UTF-8"));
    let page = succeed(Path::new("."), &["diff", old_path, new_path]).stdout;
    let page = String::from_utf8(page).expect("UTF-8");
    assert!(
        page.lines().next().is_some_and(|line| line.ends_with(", 바뀐 기관 institutions 12, 바뀐 사실 facts 14")),
        "{page}"
    );
    let facts: std::collections::BTreeSet<u64> = changes.iter().filter_map(|change| change["fact"].as_u64()).collect();
    assert_eq!(facts.len(), 14, "{changes:#?}");

    written(&old, &new, &changes);
    other_rules(&old);
    histories(&one.settings.data, &two.settings.data);
}

/// The table and the feed say what the list says, the same bytes each time.
fn written(old: &Path, new: &Path, changes: &[Value]) {
    let folder = tempfile::tempdir().expect("a folder");
    let [old, new] = [old, new].map(|path| path.to_str().expect("UTF-8"));
    for out in ["a", "b"] {
        succeed(folder.path(), &["diff", old, new, "--out", out]);
    }
    let read = |file: &str| std::fs::read(folder.path().join(file)).expect(file);
    for file in ["changes.parquet", "changes.atom"] {
        same_bytes(&read(&format!("b/{file}")), &read(&format!("a/{file}")), file);
    }
    let frame = ParquetReader::new(std::io::Cursor::new(read("a/changes.parquet"))).finish().expect("a table");
    assert_eq!(frame.height(), changes.len());
    let names: Vec<&str> = COMPARISON[0].columns.iter().map(|column| column.name).collect();
    assert_eq!(frame.get_column_names().iter().map(|name| name.as_str()).collect::<Vec<_>>(), names);
    for (row, change) in changes.iter().enumerate() {
        for (column, key) in [("kind", "kind"), ("institution_name", "institution"), ("new_quote", "new_quote")] {
            let cell = frame.column(column).expect(column).str().expect("text").get(row);
            assert_eq!(cell, change[key].as_str(), "{column} of row {row}");
        }
    }
    let feed = String::from_utf8(read("a/changes.atom")).expect("UTF-8");
    let printed = succeed(Path::new("."), &["diff", old, new, "--format", "atom"]).stdout;
    same_bytes(&printed, feed.as_bytes(), "the feed as it is printed and as it is written");
    // One entry a page; 갯머리구 has two changes on one.
    let pages: std::collections::BTreeSet<_> =
        changes.iter().map(|change| (change["institution"].as_str(), change["source"].as_str())).collect();
    assert_eq!(feed.matches("<entry>").count(), pages.len());
    assert!(feed.contains("<category term=\"vanished\""), "{}", beginning(&feed));
    // The tables of a crawl are not written over.
    let refused = program(folder.path()).args(["diff", old, new, "--out", old]).output().expect("it runs");
    assert_eq!(refused.status.code(), Some(2), "{}", String::from_utf8_lossy(&refused.stderr));
}

/// The same archive read twice by the same rules differs in nothing; read by others, only by rules.
fn other_rules(tables: &Path) {
    same(&diff(tables, tables), &Vec::new(), "the same tables");
    let folder = tempfile::tempdir().expect("a folder");
    let again = folder.path().join("again");
    copy(tables, &again);
    let rewrite = |table: &str, change: &dyn Fn(polars::prelude::LazyFrame) -> polars::prelude::LazyFrame| {
        let path = again.join(format!("{table}.parquet"));
        let file = std::fs::File::open(&path).expect(table);
        let frame = ParquetReader::new(file).finish().expect(table);
        let mut frame = change(frame.lazy()).collect().expect(table);
        ParquetWriter::new(std::fs::File::create(&path).expect(table)).finish(&mut frame).expect(table);
    };
    // Who rewrites a table takes away what says that it is another.
    std::fs::remove_file(again.join("datapackage.json")).expect("removed");
    // Rules of another version read one number otherwise and take one page for no policy.
    rewrite("crawl", &|frame| frame.with_column(lit("other").alias("rules_version")));
    rewrite("policies", &|frame| {
        let haesol = col("institution_id").eq(lit("demo-haesol"));
        let total = polars::prelude::when(haesol).then(lit(1544_i64)).otherwise(col("camera_total"));
        frame.filter(col("institution_id").neq(lit("demo-norumok"))).with_column(total.alias("camera_total"))
    });
    let changes = diff(tables, &again);
    assert_eq!(told(&changes), [["rules", "노루목청소년수련원", ""], ["rules", "해솔시", "camera_total"]]);
}

/// Versions over both crawls, and those that an institution keeps on its site.
fn histories(one: &Path, two: &Path) {
    let both = tempfile::tempdir().expect("a folder");
    for data in [one, two] {
        let tables = tables(data);
        copy(&tables, &both.path().join("dataset").join(tables.file_name().expect("a name")));
    }
    let history = |institution: &str| -> Vec<Value> {
        let done = succeed(both.path(), &["history", institution, "--data", ".", "--format", "json"]);
        serde_json::from_slice(&done.stdout).expect("a list")
    };
    let totals = |versions: &[Value]| -> Vec<Option<u64>> {
        versions.iter().map(|version| version["camera_total"].as_u64()).collect()
    };
    assert_eq!(totals(&history("demo-haesol")), [Some(2228), Some(2284)]);
    let kept = history("너울시");
    assert_eq!(totals(&kept), [Some(1208), Some(1590), Some(1744)]);
    assert!(kept.iter().all(|version| version["camera_total_quote"].is_string()), "{kept:#?}");
    assert!(kept[0]["effective_date"].as_str() < kept[2]["effective_date"].as_str());
    let unknown = program(both.path()).args(["history", "없는시", "--data", "."]).output().expect("it runs");
    assert_eq!(unknown.status.code(), Some(2));
}
