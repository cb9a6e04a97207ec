//! A report on as many institutions as a nation has: every list is at its longest, and still no page is large.

use crate::cli::program;
use crate::large_crawl::INSTITUTIONS;
use crate::table_fixtures;
use bangchim::dataset::{CrawlInfo, FindingRow, crawl_folder, replace_findings, write};
use bangchim::model::institution::{Institution, Registry};
use bangchim::model::policy::{DocumentId, Item, Policy, Quote, Section, SectionState};
use std::fmt::Write as _;
use std::path::Path;

const COUNT: usize = 2_000;

/// The registry, and schools until there are enough.
fn institutions() -> Vec<Institution> {
    let mut seeds = INSTITUTIONS.to_owned();
    let columns = INSTITUTIONS.lines().next().expect("a head").split(',').count();
    for number in Registry::parse(INSTITUTIONS, "institutions.csv").expect("the registry").institutions.len()..COUNT {
        let cells = format!("school-{number},늘봄{number}초등학교,,school,경기도");
        writeln!(seeds, "{cells}{}", ",".repeat(columns - 5)).expect("text");
    }
    Registry::parse(&seeds, "large.csv").expect("a registry").institutions
}

/// A policy with a firm of its own and headings that two institutions share.
fn policy(number: usize, institution: &Institution) -> Policy {
    let mut policy = table_fixtures::full();
    policy.document = DocumentId(format!("{number:064x}"));
    policy.source = format!("https://www.{}.example.kr/cctv", institution.id.0);
    let holder = table_fixtures::bare('a', institution).institution;
    policy.institution = holder;
    for firm in &mut policy.contractors.entries {
        firm.company = table_fixtures::stated(format!("가람{number}시스템"), "가람시스템");
    }
    let headed = Item::ALL.into_iter().map(|item| {
        let text = format!("{} 머리말 {}호", item.name(), letters(number / 2));
        let quote = Quote { text, ..table_fixtures::quote("") };
        Section { item, state: SectionState::Present, quote: Some(quote) }
    });
    policy.sections = headed.collect();
    policy
}

/// A number in syllables: headings that differ in digits only are the same.
fn letters(number: usize) -> String {
    const SYLLABLES: [char; 10] = ['가', '나', '다', '라', '마', '바', '사', '아', '자', '차'];
    number.to_string().chars().filter_map(|digit| digit.to_digit(10)).map(|digit| SYLLABLES[digit as usize]).collect()
}

#[test]
fn two_thousand_institutions_make_no_large_page() {
    let data = tempfile::tempdir().expect("a folder");
    let info = CrawlInfo { id: "large".into(), ..table_fixtures::crawl() };
    let folder = crawl_folder(data.path(), &info.id).expect("a good id");
    let institutions = institutions();
    assert_eq!(institutions.len(), COUNT);
    let policies: Vec<Policy> = institutions.iter().enumerate().map(|(number, one)| policy(number, one)).collect();
    write(&folder, &info, &institutions, &[], &table_fixtures::documents(), &policies).expect("written");
    let findings: Vec<FindingRow> = policies.iter().map(finding).collect();
    replace_findings(&folder, &info, &findings).expect("findings");
    let done = program(data.path()).args(["report", "--quiet", "--data", "."]).output().expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let report = data.path().join("report");
    let size = |path: &Path| std::fs::metadata(path).expect("a file").len();
    let mut open = vec![report.clone()];
    let (mut pages, mut most) = (0, 0);
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|suffix| suffix == "html") {
                assert!(size(&path) <= 1_000_000, "{} has {} bytes", path.display(), size(&path));
                most = most.max(size(&path));
                pages += 1;
            }
        }
    }
    assert!(pages > 2 * COUNT, "{pages}");
    for start in ["index.html", "en/index.html"] {
        let first: u64 =
            [start, "assets/report.css", "assets/report.js"].iter().map(|name| size(&report.join(name))).sum();
        println!("{pages} pages, the largest {most} bytes; {start} with all it loads {first} bytes");
        assert!(first < 300_000, "{start}: {first}");
    }
    // What the first page loads is what it names, and nothing else.
    let page = std::fs::read_to_string(report.join("index.html")).expect("a page");
    assert_eq!((page.matches(" src=\"").count(), page.matches("rel=\"stylesheet\"").count()), (1, 1));
}

fn finding(policy: &Policy) -> FindingRow {
    FindingRow {
        policy_id: policy.id(),
        institution: policy.institution.id.clone(),
        rule: "CP-201".into(),
        name: "legacy_device_term".into(),
        severity: "outdated".into(),
        quote: None,
        place: None,
        context: None,
        citation: "개인정보 보호법 제2조제7호".into(),
        routine: false,
        as_of: "2026-11-21".into(),
        message_ko: "옛 용어".into(),
        message_en: "former term".into(),
    }
}
