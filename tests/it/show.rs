//! One policy in a terminal.

use crate::cli::program;
use crate::same::{beginning, same_text};
use crate::site::nation;
use std::path::Path;
use std::process::Output;
use unicode_width::UnicodeWidthStr;

fn show(id: &str, more: &[&str], no_color: bool) -> Output {
    let mut command = program(Path::new("."));
    command.args(["show", id, "--data"]).arg(nation()).args(more).env_remove("NO_COLOR");
    if no_color {
        command.env("NO_COLOR", "1");
    }
    command.output().expect("it runs")
}

fn text(done: &Output) -> &str {
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    std::str::from_utf8(&done.stdout).expect("UTF-8")
}

#[test]
fn a_policy_is_shown_with_its_values_quotes_and_findings() {
    let done = show("sgg-11140", &[], false);
    let page = text(&done);
    let line = |label: &str| page.lines().find(|line| line.trim_start().starts_with(label)).expect(label);
    assert!(page.starts_with("중구  서울특별시, 현행\n"), "{}", beginning(page));
    assert!(line("카메라 총 대수").contains("대 (적힌 수)"));
    assert!(line("보관기간").ends_with("일"));
    let kept = page.lines().skip_while(|line| !line.trim_start().starts_with("시행일")).nth(1).expect("a quote");
    assert!(kept.contains(" › ") && kept.contains('「') && kept.contains("일」"), "{kept}");
    for title in ["설치 장소별 카메라 (", "관리책임자·접근권한자 (", "시행령 제25조제1항 각 호", "점검 결과 ("]
    {
        assert!(page.contains(title), "{title}\n{page}");
    }
    assert!(page.contains("CP-401"), "{}", beginning(page));
    assert!(!page.contains('\u{1b}'), "no colours where nobody sees them");
}

#[test]
fn cells_of_korean_columns_stand_below_each_other() {
    let done = show("sgg-11140", &[], false);
    let table: Vec<&str> = text(&done)
        .lines()
        .skip_while(|line| !line.starts_with("설치 장소별 카메라"))
        .skip(1)
        .take_while(|line| !line.is_empty())
        .collect();
    assert!(table.len() > 3);
    // The last column begins in the same place in every row.
    let begins = |line: &&str| {
        let last = line.rfind("  ").expect("columns") + 2;
        line[..last].width()
    };
    let places: Vec<usize> = table.iter().map(begins).collect();
    assert!(places.iter().all(|place| *place == places[0]), "{}", table.join("\n"));
}

#[test]
fn colours_come_when_they_are_asked_for() {
    let plain = show("sgg-11140", &["--color", "never"], false);
    let coloured = show("sgg-11140", &["--color", "always"], true);
    assert!(text(&coloured).contains("\u{1b}[1m") && text(&coloured).contains("\u{1b}[36m"));
    let mut bare = text(&coloured).to_owned();
    assert!(bare.contains("\u{1b}[1;4;36m"), "quotes are told apart");
    for code in ["0", "1", "2", "31", "33", "36", "1;4;36"] {
        bare = bare.replace(&format!("\u{1b}[{code}m"), "");
    }
    // Brackets stand for what colours tell; lines end elsewhere for them.
    let words = |page: &str| page.replace(['「', '」'], "").split_whitespace().collect::<String>();
    same_text(&words(&bare), &words(text(&plain)), "with colours and without");
    assert!(!text(&show("sgg-11140", &["--color", "auto"], true)).contains('\u{1b}'));
}

#[test]
fn a_policy_is_found_by_its_key_its_institution_and_its_name() {
    let by_id = show("sgg-52130", &[], false);
    let key = text(&by_id).split_whitespace().skip_while(|word| *word != "policy").nth(1).expect("a key").to_owned();
    same_text(text(&show(&key, &[], false)), text(&by_id), "by key");
    same_text(text(&show("군산시", &[], false)), text(&by_id), "by name");
    let unknown = show("군산", &[], false);
    assert_eq!(unknown.status.code(), Some(2));
    let said = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(said.contains("no institution 군산 in"), "{said}");
    assert_eq!(said.lines().nth(1), Some("  전북특별자치도 군산시  si  sgg-52130"), "{said}");
}

#[test]
fn an_institution_without_a_policy_is_no_stranger() {
    // The first institution of the crawl that has none.
    let dataset = bangchim::dataset::Dataset::open(nation()).expect("tables");
    let (_, each) = bangchim::analysis::stats::compute_each(&dataset, None).expect("figures");
    let without = each.bodies.iter().find(|body| body.policy.is_none()).expect("some have none");
    let done = show(&without.key, &[], false);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(2));
    assert!(said.contains("no policy of") && said.contains("was found"), "{said}");
}
