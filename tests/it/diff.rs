//! Two crawls with a known list of edits between them, through the tables on disk.

use bangchim::changes::{Kind, compare, load};
use bangchim::document::{self, Hint};
use bangchim::extract::{self, Context};
use bangchim::normalise::date::Date;
use bangchim::policy::Policy;
use bangchim::table::{CrawlInfo, Dataset, write};
use std::path::Path;

fn page(name: &str, cameras: u32, days: u32, visitors: u32) -> String {
    format!(
        "고정형 영상정보처리기기 운영·관리 방침\n{name}(이하 “본 기관”이라 함)는 방침을 알려 드립니다.\n\n\
         1. 설치 근거 및 설치 목적\n개인정보 보호법 제25조제1항, 범죄 예방\n\n\
         2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수: {cameras}대\n설치 위치: 출입구\n촬영범위: 출입구 주변\n\n\
         3. 관리책임자 및 접근권한자\n관리책임자: 총무과장 02-000-1234\n\n\
         4. 촬영시간, 보관기간, 보관장소 및 처리방법\n촬영시간: 24시간\n보관기간: {days}일\n보관장소: 전산실\n\n\
         9. 방침의 변경\n2024년 4월 3일부터 시행합니다.\n\n오늘 방문자 {visitors}명\n"
    )
}

fn policies(source: &str, text: &str) -> Vec<Policy> {
    let document = document::read(text.as_bytes(), &Hint { content_type: None, name: Some("page.txt".into()) });
    extract::policies(&document, &Context { source, ..Context::default() })
}

fn crawl(folder: &Path, id: &str, rules: &str, pages: &[(&str, String)]) -> bangchim::changes::Crawl {
    let date = Date::new(2026, 11, Some(21)).expect("a day");
    let info = CrawlInfo { id: id.into(), date, rules: rules.into() };
    let all: Vec<Policy> = pages.iter().flat_map(|(source, text)| policies(source, text)).collect();
    assert_eq!(all.len(), pages.len(), "a policy a page");
    write(folder, &info, &[], &[], &[], &all).expect("written");
    load(&Dataset::open(folder).expect("tables")).expect("read")
}

#[test]
fn exactly_the_edits_that_were_made() {
    let (one, two) = (tempfile::tempdir().expect("folder"), tempfile::tempdir().expect("folder"));
    let old = crawl(
        one.path(),
        "1",
        "1",
        &[
            ("/stays", page("가온시", 12, 30, 5)),
            ("/edited", page("나래시", 12, 30, 5)),
            ("/old", page("다온시", 7, 30, 5)),
            ("/gone", page("라온시", 9, 30, 5)),
        ],
    );
    let new = crawl(
        two.path(),
        "2",
        "1",
        &[
            // Only the counter of visitors differs: no change.
            ("/stays", page("가온시", 12, 30, 5123)),
            ("/edited", page("나래시", 15, 60, 6)),
            ("/new", page("다온시", 7, 30, 5)),
            ("/born", page("마루시", 3, 30, 5)),
        ],
    );
    let found: Vec<_> = compare(&old, &new)
        .into_iter()
        .map(|change| (change.kind, change.institution, change.field.unwrap_or_default()))
        .collect();
    let edit = |field: &str| (Kind::Content, "나래시".to_owned(), field.to_owned());
    let plain = |kind, name: &str| (kind, name.to_owned(), String::new());
    for wanted in [
        edit("camera_total"),
        edit("retention_days"),
        plain(Kind::Moved, "다온시"),
        plain(Kind::Vanished, "라온시"),
        plain(Kind::Appeared, "마루시"),
    ] {
        assert!(found.contains(&wanted), "{wanted:?} in {found:?}");
    }
    let other = |change: &&(Kind, String, String)| {
        // The list behind a number changes with it.
        !["camera_total", "retention_days", "cameras", "retention", ""].contains(&change.2.as_str())
            || change.1 == "가온시"
    };
    assert_eq!(found.iter().filter(other).collect::<Vec<_>>(), Vec::<&(Kind, String, String)>::new());
    assert!(found.iter().filter(|change| change.0 == Kind::Content).all(|change| change.1 == "나래시"));
}

#[test]
fn the_same_pages_read_again_give_nothing() {
    let (one, two) = (tempfile::tempdir().expect("folder"), tempfile::tempdir().expect("folder"));
    let pages = [("/a", page("가온시", 12, 30, 5))];
    let old = crawl(one.path(), "1", "1", &pages);
    let new = crawl(two.path(), "2", "2", &pages);
    assert_eq!(compare(&old, &new), []);
}
