//! CP-303, CP-304, CP-308: how long footage is kept.
//!
//! No act caps general CCTV at thirty days; the guideline names them for operators who cannot work out what they need.

use crate::audit::rule::{
    ACT, Applicability, Citation, Example, FIXED, Match, NOTICE_2016, Rule, Severity, Test, cite, cite_until, day,
    reported,
};
use crate::audit::subject::Subject;
use crate::model::policy::{Bound, Retention};
use crate::normalise::date::Date;
use regex::Regex;
use std::sync::LazyLock;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "CP-303",
        name: "retention_over_30_days_without_basis",
        checks: "보관기간이 30일을 넘는데 그 사유나 법령이 적혀 있지 않음",
        severity: Severity::Advisory,
        citations: &[
            cite("표준 개인정보 보호지침 제41조제2항, 개인정보 보호법 제21조", NOTICE_2016),
            cite_until("표준 개인정보 보호지침 제45조제2항, 개인정보 보호법 제21조", ACT, NOTICE_2016),
        ],
        fires: Example {
            item: 4,
            text: "4. 촬영시간, 보관기간, 보관장소 및 처리방법\n촬영시간: 24시간\n보관기간: 90일\n보관장소: 전산실\n처리방법: 삭제",
        },
        silent: Example {
            item: 4,
            text: "4. 촬영시간, 보관기간, 보관장소 및 처리방법\n촬영시간: 24시간\n보관기간: 최대 30일\n보관장소: 전산실\n처리방법: 삭제",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 보관기간은 {}일이며, 30일을 넘는 사유가 확인되지 않습니다.",
        en: "The page as crawled on {date} states {} days of keeping and does not show why it is more than thirty.",
        remedy: "30일을 넘겨 보관하는 사유나 법령을 함께 적습니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(long),
    },
    Rule {
        id: "CP-304",
        name: "retention_below_sector_minimum",
        checks: "보관기간이 그 시설에 관한 법령의 최소 기간보다 짧음",
        severity: Severity::NeedsCheck,
        citations: &[cite("개별 법령의 최소 보관기간 (영유아보육법 제15조의4제3항 등)", SECTOR)],
        fires: Example {
            item: 0,
            text: "고정형 영상정보처리기기 운영·관리 방침\n가온구립햇살어린이집(이하 본 기관이라 함)은 영상정보가 어떻게 이용되는지 알려 드립니다.",
        },
        silent: Example {
            item: 0,
            text: "고정형 영상정보처리기기 운영·관리 방침\n가온구청(이하 본 기관이라 함)은 영상정보가 어떻게 이용되는지 알려 드립니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 보관기간이 이 시설에 관한 최소 기간보다 짧습니다: {}.",
        en: "The period of keeping on the page as crawled on {date} is below the least one for this kind of facility: {}.",
        remedy: "보관기간을 개별 법령의 최소 기간 이상으로 정합니다.",
        routine: false,
        gate: Applicability::Any,
        test: Test::Whole(short),
    },
    Rule {
        id: "CP-308",
        name: "no_storage_claim_inconsistent",
        checks: "영상을 저장하지 않는다고 하면서 보관기간을 적음",
        severity: Severity::Advisory,
        citations: &[cite("개인정보 보호법 제25조제1항제6호, 시행령 제22조제1항", FIXED)],
        fires: Example {
            item: 1,
            text: "1. 설치 근거 및 설치 목적\n개인정보 보호법 제25조제1항제6호에 따라 촬영된 영상정보를 저장하지 아니하는 통계 목적의 기기입니다.",
        },
        silent: Example {
            item: 1,
            text: "1. 설치 근거 및 설치 목적\n개인정보 보호법 제25조제1항제2호에 따라 설치하며, 음성은 저장하지 않습니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지는 영상을 저장하지 않는다고 하면서 보관기간도 적고 있습니다.",
        en: "The page as crawled on {date} says that nothing is stored, and states a period of keeping.",
        remedy: "저장 여부를 확인하고 둘 가운데 하나로 고칩니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(nothing_stored),
    },
];

/// The sector acts were read in their text of this time; since when they have had their numbers was not looked up.
const SECTOR: Date = day(2024, 1, 1);

static REASON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"과태료|사고|소송|민원|수사|증거|증빙|위반|단속|법령|법률|법제|규칙|조례|규정|필요(?:한|시|로|에)|연장|요청|학교폭력|안전사고|특성|감사")
        .expect("rule pattern")
});

/// Facilities with a least period of their own: name, days, the text. Those without a checked number are left out.
struct Least {
    /// Names of the kind, as they stand in names of facilities.
    facility: &'static str,
    name: &'static str,
    days: u16,
    korean: &'static str,
    citation: Citation,
}

static LEAST: &[Least] = &[
    Least {
        facility: r"어린이집(?:$|[\s(]|의|고정형|영상|CCTV|cctv|폐쇄|내부)",
        name: "어린이집",
        days: 60,
        korean: "어린이집 60일 이상",
        citation: cite("영유아보육법 제15조의4제3항", SECTOR),
    },
    Least {
        facility: r"노인요양시설|노인요양공동생활가정|(?:^|[^신인애핵])요양원|노인(?:전문)?요양원",
        name: "노인요양시설",
        days: 60,
        korean: "노인요양시설 60일 이상",
        citation: reported("노인장기요양보험법 제33조의2, 제33조의3", day(2023, 6, 22)),
    },
    Least {
        facility: r"수술실",
        name: "수술실",
        days: 30,
        korean: "수술실 30일 이상",
        citation: reported("의료법 제38조의2", day(2023, 9, 25)),
    },
    Least {
        facility: r"아파트|공동주택",
        name: "공동주택",
        days: 30,
        korean: "공동주택 30일 이상",
        citation: reported("공동주택관리법 시행규칙 제8조제2항제2호", SECTOR),
    },
];

static FACILITIES: LazyLock<Vec<Regex>> =
    LazyLock::new(|| LEAST.iter().map(|least| Regex::new(least.facility).expect("rule pattern")).collect());

/// Whether a stated period can be shorter than `days`.
fn is_below(entry: &Retention, days: u16) -> bool {
    entry.bound != Bound::AtLeast && entry.days < days
}

fn long(case: &Subject<'_>) -> Vec<Match> {
    let special = case.names().any(|name| FACILITIES.iter().any(|facility| facility.is_match(name)));
    let entry = case
        .policy
        .retention
        .iter()
        .find(|entry| entry.days > 30 && entry.bound != Bound::AtLeast && entry.scope.is_none());
    let Some(entry) = entry.filter(|_| !special) else { return Vec::new() };
    let reasoned =
        case.part().iter().any(|line| line.block().abs_diff(entry.raw.block) <= 1 && REASON.is_match(line.text()));
    let days = entry.days.to_string();
    let hit = || Match::words(entry.raw.clone()).what(days.clone(), days.clone());
    (!reasoned).then(hit).into_iter().collect()
}

fn short(case: &Subject<'_>) -> Vec<Match> {
    let own: Vec<String> = case.names().map(ToOwned::to_owned).collect();
    let mut hits = Vec::new();
    let rows = LEAST.iter().zip(FACILITIES.iter());
    for (least, facility) in rows.filter(|(least, _)| least.citation.holds_on(case.context.as_of)) {
        let named = |text: &str| facility.is_match(text);
        // The kind of facility must be the policy's own, or the scope of the period.
        let whole = own.iter().any(|name| named(name));
        let entry = case.policy.retention.iter().find(|entry| {
            let scoped = entry.scope.as_ref().is_some_and(|scope| named(&scope.value));
            is_below(entry, least.days) && (scoped || whole && entry.scope.is_none())
        });
        if let Some(entry) = entry {
            let ko = format!("{}일, {}", entry.days, least.korean);
            let en = format!("{} days, at least {} ({})", entry.days, least.days, least.name);
            hits.push(Match::words(entry.raw.clone()).what(ko, en).citing(&least.citation));
        }
    }
    hits
}

fn nothing_stored(case: &Subject<'_>) -> Vec<Match> {
    static CLAIM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"제25조제?1항제?6호|영상(?:정보)?[을를은는]?(?:별도로)?저장하지(?:아니|않)").expect("rule pattern")
    });
    let quote = case.find(&CLAIM, "CP-308");
    quote.filter(|_| !case.policy.retention.is_empty()).map(Match::words).into_iter().collect()
}
