//! CP-214 and CP-301: dates that the present law or the present day has left behind.

use crate::audit::rule::{Applicability, Example, FIXED, Match, NOTICE_2016, NOTICE_2024, Rule, Severity, Test, cite};
use crate::audit::subject::Subject;
use crate::normalise::date::{self, Date};
use crate::normalise::fold::fold;
use regex::Regex;
use std::sync::LazyLock;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "CP-214",
        name: "last_revision_before_current_law",
        checks: "마지막 시행일·개정일이 현행 법 시행(2023-09-15) 전임",
        severity: Severity::Outdated,
        citations: &[cite("개인정보 보호법 (법률 제19234호, 2023-09-15 시행)", FIXED)],
        fires: Example {
            item: 9,
            text: "9. 방침의 변경\n이 방침은 2022년 2월 22일에 개정되었으며 같은 날부터 시행합니다.",
        },
        silent: Example {
            item: 9,
            text: "9. 방침의 변경\n이 방침은 2018년 3월 1일에 제정되고 2024년 4월 3일부터 시행합니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지에서 확인되는 마지막 시행일·개정일은 {}이며, 그 뒤 시행된 법령이 반영되었는지 확인이 필요합니다.",
        en: "The last date of effect or revision on the page as crawled on {date} is {}, before the texts now in force.",
        remedy: "그 뒤 바뀐 법령에 맞추어 방침을 검토하고 개정일을 적습니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(old_revision),
    },
    Rule {
        id: "CP-301",
        name: "expired_processor_contract",
        checks: "위탁기간이 수집일 전에 끝남",
        severity: Severity::Outdated,
        citations: &[cite("개인정보 보호법 제26조제2항, 표준 개인정보 보호지침 제43조제1항", NOTICE_2016)],
        fires: Example {
            item: 8,
            text: "8. 설치 및 관리 등의 위탁에 관한 사항\n| 수탁업체 | 위탁업무 | 위탁기간 |\n| (주)가온시스템 | CCTV 유지보수 | 2021. 1. 1. ~ 2021. 12. 31. |",
        },
        silent: Example {
            item: 8,
            text: "8. 설치 및 관리 등의 위탁에 관한 사항\n| 수탁업체 | 위탁업무 | 위탁기간 |\n| (주)가온시스템 | CCTV 유지보수 | 2021. 1. 1. ~ 계약 종료 시까지 |",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 위탁기간이 끝난 것으로 적혀 있습니다: {}.",
        en: "A contract on the page as crawled on {date} is stated to have ended: {}.",
        remedy: "지금의 위탁계약과 수탁자를 적습니다.",
        routine: false,
        gate: Applicability::Any,
        test: Test::Whole(expired),
    },
];

/// Whether a stated date, a day or a whole month, lies before a day for certain.
fn is_before(date: Date, than: Date) -> bool {
    match date.day {
        Some(_) => date < than,
        None => (date.year, date.month) < (than.year, than.month),
    }
}

fn old_revision(case: &Subject<'_>) -> Vec<Match> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(20\d\d)년").expect("rule pattern"));
    let policy = case.policy;
    let mut dates: Vec<_> = policy.revision_dates.iter().chain(&policy.effective_date).collect();
    dates.sort_by_key(|stated| stated.value);
    let Some(latest) = dates.last() else { return Vec::new() };
    // A date that is yet to come is a plan or a slip; it dates nothing.
    let known = is_before(latest.value, case.context.as_of);
    let milder = !is_before(latest.value, FIXED);
    let gone = known && (!milder || case.context.as_of >= NOTICE_2024 && is_before(latest.value, NOTICE_2024));
    // 2026년 방침: a year in the title says that somebody looked after it, whatever dates its history lists.
    let year = |text: &str| YEAR.captures_iter(text).filter_map(|found| found[1].parse::<u16>().ok()).max();
    let titled = policy.title.as_ref().and_then(|title| year(&fold(&title.value)));
    if gone && titled.is_some_and(|year| year >= NOTICE_2024.year) {
        return Vec::new();
    }
    if gone && shows_later(case, if milder { NOTICE_2024 } else { FIXED }) {
        return Vec::new();
    }
    let shown = latest.value.to_string();
    let hit = || Match::lacking(latest.quote.clone()).what(shown.clone(), shown.clone()).mild_if(milder);
    gone.then(hit).into_iter().collect()
}

/// Whether the page shows, beside a word of effect or revision or right below such a heading, a day from which on the
/// present texts hold and that no field took: then the latest date that was read is not the last.
fn shows_later(case: &Subject<'_>, since: Date) -> bool {
    static ABOUT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"시행|개정|적용").expect("rule pattern"));
    static OTHER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"위탁|계약|수탁|법률제|대통령령|고시제").expect("rule pattern"));
    let lines: Vec<_> = case.body().collect();
    lines.iter().enumerate().any(|(index, line)| {
        let text = line.text();
        let below_heading = || {
            index.checked_sub(1).is_some_and(|before| {
                let before = lines[before].text();
                before.chars().count() <= 20 && ABOUT.is_match(before) && date::find(before).is_empty()
            })
        };
        let later = |(place, found): &(std::ops::Range<usize>, Date)| {
            let before: String =
                text[..place.start].chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect();
            let after: String = text[place.end..].chars().take(8).collect();
            let told = ABOUT.is_match(&before) || ABOUT.is_match(&after) || place.start == 0 && below_heading();
            told && !is_before(*found, since) && is_before(*found, case.context.as_of)
        };
        !OTHER.is_match(text) && date::find(text).iter().any(later)
    })
}

fn expired(case: &Subject<'_>) -> Vec<Match> {
    static RENEWED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"자동(?:으로)?(?:연장|갱신)|매년(?:갱신|연장|계약)|재계약|해지(?:통보)?시(?:까지)?|종료시까지|별도(?:의)?통보시까지")
            .expect("rule pattern")
    });
    let rows = rows(case);
    let names: Vec<String> = case.policy.contractors.entries.iter().map(|firm| fold(&firm.company.value)).collect();
    let open: Vec<&String> = rows.iter().filter(|row| RENEWED.is_match(row)).collect();
    // A contract that goes on is that of the firm beside it; without a firm it is said of all.
    if open.iter().any(|row| !names.iter().any(|name| row.contains(name.as_str()))) {
        return Vec::new();
    }
    let today = case.context.crawled().min(case.context.as_of);
    let firms = case.policy.contractors.entries.iter();
    let ended =
        |firm: &&crate::model::policy::Contractor| firm.end.as_ref().is_some_and(|end| is_before(end.value, today));
    // The same firm under several contracts: a later one carries on.
    let carried = |firm: &&crate::model::policy::Contractor| {
        case.policy.contractors.entries.iter().any(|other| {
            other.company.value == firm.company.value
                && other.end.as_ref().is_none_or(|end| !is_before(end.value, today))
                && other.end.is_some()
        })
    };
    // Or in a row that was taken for a repetition of the first.
    let renewed = |firm: &&crate::model::policy::Contractor| {
        let name = fold(&firm.company.value);
        rows.iter().filter(|row| row.contains(&name)).any(|row| {
            RENEWED.is_match(row) || date::find(row).last().is_some_and(|(_, last)| !is_before(*last, today))
        })
    };
    firms
        .filter(ended)
        .filter(|firm| !carried(firm) && !renewed(firm))
        .filter_map(|firm| {
            let end = firm.end.as_ref()?;
            let what = format!("{} ~ {}", firm.company.value, end.value);
            Some(Match::words(end.quote.clone()).what(what.clone(), what))
        })
        .collect()
}

/// Lines of the policy, the cells of a row as one.
fn rows(case: &Subject<'_>) -> Vec<String> {
    let mut rows: Vec<(Option<(u32, usize)>, String)> = Vec::new();
    for line in case.body() {
        let place = line.row.map(|row| (line.block(), row));
        match rows.last_mut() {
            Some((above, text)) if place.is_some() && *above == place => {
                text.push(' ');
                text.push_str(line.text());
            }
            _ => rows.push((place, line.text().to_owned())),
        }
    }
    rows.into_iter().map(|(_, text)| text).collect()
}
