//! CP-207 to CP-211: articles, authorities and acts that were renumbered, replaced or repealed.
//!
//! The articles of the 표준 개인정보 보호지침 were renumbered on 2016-06-30 (행정자치부고시 제2016-21호); a number alone
//! dates nothing (제48조 was access and is self-inspection), so every row needs its subject beside the number.

use crate::audit::rule::{
    ACT, Applicability, Example, FIXED, Match, NOTICE_2016, NOTICE_2024, Rule, Severity, Test, cite, day,
};
use crate::audit::subject::Subject;
use crate::model::policy::Item;
use regex::Regex;
use std::sync::LazyLock;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "CP-207",
        name: "stale_guideline_article",
        checks: "2016-06-30 전 조 번호로 표준지침을 인용함",
        severity: Severity::Outdated,
        citations: &[cite("표준 개인정보 보호지침 (행정자치부고시 제2016-21호로 조 번호가 바뀜)", NOTICE_2016)],
        fires: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n「표준 개인정보 보호지침」 제48조에 따라 열람을 청구할 수 있습니다.",
        },
        silent: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n「표준 개인정보 보호지침」 제44조제2항에 따라 열람을 청구할 수 있습니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지가 인용한 표준지침의 조는 2016-06-30 전의 번호입니다({}).",
        en: "The page as crawled on {date} cites the guideline by an article number of before 2016-06-30 ({}).",
        remedy: "표준지침의 지금 조 번호로 바꿉니다.",
        routine: false,
        gate: Applicability::Any,
        test: Test::Whole(stale_article),
    },
    Rule {
        id: "CP-208",
        name: "impossible_guideline_article",
        checks: "그 내용을 둔 적이 없는 표준지침의 조를 인용함",
        severity: Severity::Outdated,
        citations: &[cite("표준 개인정보 보호지침 제44조 (2016-06-30 전 제48조)", ACT)],
        fires: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n「표준 개인정보 보호지침」 제52조에 따라 존재확인, 열람을 청구합니다.",
        },
        silent: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n「공공기록물 관리법」 제52조와 「표준 개인정보 보호지침」 제44조에 따라 열람을 청구합니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지가 인용한 표준지침의 조는 확인된 어느 판에서도 그 내용의 조가 아닙니다({}).",
        en: "The page as crawled on {date} cites an article of the guideline that never had this subject in any text read ({}).",
        remedy: "표준지침의 지금 조 번호(열람은 제44조)로 바꿉니다.",
        routine: false,
        gate: Applicability::Any,
        test: Test::Whole(impossible_article),
    },
    Rule {
        id: "CP-209",
        name: "stale_decree_article",
        checks: "운영·관리 방침이나 지침의 근거로 시행령 제27조를 듦",
        severity: Severity::Outdated,
        citations: &[cite(
            "개인정보 보호법 시행령 제25조, 제27조의3 (2023-09-15부터 제27조는 이동형 기기의 예외)",
            FIXED,
        )],
        fires: Example {
            item: 8, text: "8. 이 방침은 「개인정보 보호법」 시행령 제27조에 따른 운영·관리 방침입니다."
        },
        silent: Example {
            item: 8,
            text: "8. 이 방침은 「개인정보 보호법」 시행령 제25조에 따른 운영·관리 방침이며 제27조의3의 지침을 따릅니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지는 시행령 제27조를 근거로 듭니다. 방침의 근거는 제25조이며 제27조는 2023-09-15부터 다른 내용입니다.",
        en: "The page as crawled on {date} rests on 시행령 제27조; policies rest on 제25조, and 제27조 has had another subject since 2023-09-15.",
        remedy: "방침의 근거를 시행령 제25조로 바꿉니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(stale_decree),
    },
    Rule {
        id: "CP-210",
        name: "stale_authority_name",
        checks: "표준지침이나 점검을 개인정보 보호위원회가 아닌 옛 소관 부처의 것으로 적음",
        severity: Severity::Outdated,
        citations: &[cite(
            "개인정보 보호법 부칙 (법률 제16930호) 제3조, 표준 개인정보 보호지침 (개인정보보호위원회고시 제2020-1호)",
            day(2020, 8, 11),
        )],
        fires: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n「표준 개인정보 보호지침」(행정안전부 고시)에 따라 열람을 청구할 수 있습니다.",
        },
        silent: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n「표준 개인정보 보호지침」(개인정보 보호위원회 고시)에 따라 열람을 청구할 수 있으며 통합관제센터는 행정안전부 훈령을 따릅니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지는 표준지침 또는 점검의 소관을 옛 부처로 적고 있습니다. 2020-08-05부터 소관은 개인정보 보호위원회입니다.",
        en: "The page as crawled on {date} names a former ministry for the guideline or its inspection; since 2020-08-05 that is the Personal Information Protection Commission.",
        remedy: "표준지침의 소관을 개인정보 보호위원회로 바꿉니다.",
        routine: false,
        gate: Applicability::Any,
        test: Test::Wording {
            pattern: r"표준개인정보보호지침[」』》>]?,?[(\[「](?:행정안전부|안전행정부|행정자치부)(?:장관)?(?:이?정한)?(?:고시|예규|지침|제)|(?:행정안전부|안전행정부|행정자치부)(?:장관)?(?:이(?:고시한|정한|정하는|정하여고시한))?(?:고시)?(?:제?\d{4}-\d+호)?,?[「『《<(]?표준개인정보보호지침|점검.{0,30}(?:행정안전부|안전행정부|행정자치부)장관",
            unless: r"[(]?구\)?(?:행정안전부|안전행정부|행정자치부)",
        },
    },
    Rule {
        id: "CP-211",
        name: "repealed_statute_cited",
        checks: "폐지된 법령을 근거로 듦",
        severity: Severity::Outdated,
        citations: &[cite(
            "개인정보 보호법 부칙 (법률 제10465호) 제2조: 「공공기관의 개인정보보호에 관한 법률」 폐지",
            ACT,
        )],
        fires: Example {
            item: 1,
            text: "1. 설치 근거 및 설치 목적\n「공공기관의 개인정보보호에 관한 법률」 제4조의2에 따라 범죄 예방을 위하여 설치합니다.",
        },
        silent: Example {
            item: 1,
            text: "1. 설치 근거 및 설치 목적\n「개인정보 보호법」과 「공공기관의 정보공개에 관한 법률」에 따라 범죄 예방을 위하여 설치합니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지는 폐지된 법령을 들고 있습니다.",
        en: "The page as crawled on {date} cites a law that was repealed.",
        remedy: "폐지된 법령의 인용을 지금의 법령으로 바꿉니다.",
        routine: false,
        gate: Applicability::Any,
        test: Test::Whole(repealed),
    },
];

/// Name of the guideline, then an article within forty letters.
static GUIDELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:표준개인정보보호지침|표준지침)[」』》>]?(?:\([^()]{0,40}\))?[^제]{0,40}?제?(\d{2})조(?:제?\d항)?")
        .expect("rule pattern")
});

/// Subject beside a citation, the article it had until 2016-06-29 and the one it has since.
const SUBJECTS: &[(&str, &str, &str)] = &[
    (r"존재확인|열람(?:등)?(?:을|의)?(?:요구|청구|신청)|청구하면|위와같이청구", "48", "44"),
    (r"자체점검|점검(?:을|결과)", "52", "48"),
    (r"보관및파기|보관기간|30일|파기", "45", "41"),
    (r"위탁|수탁", "47", "43"),
    (r"안전성|기술적", "51", "47"),
    (r"관리책임자의?지정|책임자를?지정", "41", "37"),
    (r"(?:운영·?관리|운영·관리)(?:방침|지침)(?:을|를)?(?:수립|마련|정)", "40", "36"),
];

/// Row of the subjects that is on access.
const ACCESS: usize = 0;

static SUBJECT_PATTERNS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| SUBJECTS.iter().map(|(pattern, ..)| Regex::new(pattern).expect("rule pattern")).collect());

/// Cited articles of the guideline with the first subject named after them, else the one before.
fn cited(case: &Subject<'_>, judge: impl Fn(usize, &str) -> bool, rule: &'static str) -> Vec<Match> {
    let under_access = case.under(Item::AccessRequest);
    for line in case.part() {
        let text = line.text();
        for found in GUIDELINE.captures_iter(text) {
            let (Some(all), Some(number)) = (found.get(0), found.get(1)) else { continue };
            // Only what the sentence goes on with, or began with, can be its subject.
            let after: String = text[all.end()..].chars().take(40).take_while(|c| *c != '.').collect();
            let subject = |text: &str| {
                let first = |(index, pattern): (usize, &Regex)| pattern.find(text).map(|found| (found.start(), index));
                SUBJECT_PATTERNS.iter().enumerate().filter_map(first).min().map(|(_, index)| index)
            };
            let named = subject(&after);
            // Without a word on it, the heading that it stands under tells the subject.
            let index = named.or_else(|| under_access.iter().any(|own| std::ptr::eq(own, line)).then_some(ACCESS));
            if let Some(index) = index.filter(|index| judge(*index, number.as_str())) {
                let (_, old, new) = SUBJECTS[index];
                let ko = format!("제{}조; 이 내용은 2016-06-30 전 제{old}조, 그 뒤 제{new}조", number.as_str());
                let en =
                    format!("제{}조; this subject was 제{old}조 before 2016-06-30 and is 제{new}조", number.as_str());
                let subject = named.and_then(|index| SUBJECT_PATTERNS[index].find(&after));
                let end = all.end() + subject.map_or(0, |found| found.end());
                return vec![Match::words(line.quote(all.start()..end, rule)).what(ko, en)];
            }
        }
    }
    Vec::new()
}

fn stale_article(case: &Subject<'_>) -> Vec<Match> {
    cited(case, |index, number| SUBJECTS[index].1 == number, "CP-207")
}

fn impossible_article(case: &Subject<'_>) -> Vec<Match> {
    // Only pairs that were met: what else is wrong may be another text's number.
    cited(case, |index, number| matches!((index, number), (0, "52") | (1, "44")), "CP-208")
}

fn stale_decree(case: &Subject<'_>) -> Vec<Match> {
    static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"시행령[」』]?제27조(?:제\d항)?(?:에|를|의규정|및|,|$|[)」])").expect("rule pattern")
    });
    static RANGE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"시행령[」』]?제2[2-6]조(?:부터|내지|[~-])제?27조(?:까지)?").expect("rule pattern")
    });
    static SUBJECT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"방침|지침|영상정보|제25조").expect("rule pattern"));
    static OTHER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"이동형").expect("rule pattern"));
    let clean = |text: &str| SUBJECT.is_match(text) && !OTHER.is_match(text);
    for (pattern, mild) in [(&ARTICLE, false), (&RANGE, true)] {
        for line in case.body().filter(|line| clean(line.text())) {
            let Some(found) = pattern.find(line.text()) else { continue };
            // 정보통신망법 시행령 and the like have an article 27 of their own.
            let before: String = line.text()[..found.start()].chars().rev().take(16).collect();
            let before: String = before.chars().rev().collect();
            let own = before.contains("개인정보보호법")
                || before.ends_with("법")
                || before.ends_with("같은법")
                || before.is_empty();
            if own && !before.contains("정보통신망") {
                return vec![Match::words(line.quote(found.range(), "CP-209")).mild_if(mild)];
            }
        }
    }
    Vec::new()
}

fn repealed(case: &Subject<'_>) -> Vec<Match> {
    static ACT_OF_1994: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"공공기관의?개인정보(?:의)?보호에관한법률").expect("rule pattern"));
    static RULES_OF_2011: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"개인정보보호법[」』]?시행규칙").expect("rule pattern"));
    static NOTICE: crate::audit::rule::Citation = cite(
        "표준 개인정보 보호지침 제52조제2항 (제2024-1호는 시행규칙이 아닌 「개인정보 처리 방법에 관한 고시」를 인용)",
        NOTICE_2024,
    );
    // Where the text itself says that the act is gone, it knows.
    let spoken = |text: &str, at: usize| {
        text[at..].chars().take(30).collect::<String>().contains("폐지")
            || text[..at].ends_with("구「")
            || text[..at].ends_with('구')
    };
    for line in case.part() {
        if let Some(found) = ACT_OF_1994.find(line.text()).filter(|found| !spoken(line.text(), found.start())) {
            return vec![Match::words(line.quote(found.range(), "CP-211"))];
        }
    }
    if case.context.as_of >= NOTICE.from
        && let Some(quote) = case.find(&RULES_OF_2011, "CP-211")
    {
        return vec![Match::words(quote).citing(&NOTICE)];
    }
    Vec::new()
}
