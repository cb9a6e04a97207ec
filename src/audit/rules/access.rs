//! CP-309 and CP-310: conditions and periods of access that the act does not know (법 제35조).

use crate::audit::rule::{ACT, Applicability, Example, Match, NOTICE_2016, Rule, Severity, Test, cite, cite_until};
use crate::audit::subject::Subject;
use regex::Regex;
use std::sync::LazyLock;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "CP-309",
        name: "access_refusal_overbroad",
        checks: "경찰 입회, 수사 공문, 제3자 촬영을 열람의 일률적인 조건이나 거부 사유로 듦",
        severity: Severity::NeedsCheck,
        citations: &[
            cite("개인정보 보호법 제35조제3항·제4항, 표준 개인정보 보호지침 제46조", NOTICE_2016),
            cite_until("개인정보 보호법 제35조제3항·제4항, 표준 개인정보 보호지침 제50조", ACT, NOTICE_2016),
        ],
        fires: Example {
            item: 6, text: "6. 정보주체의 열람 등 요구\n영상정보의 열람은 경찰 입회하에만 가능합니다."
        },
        silent: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n제3자가 함께 촬영된 경우 모자이크 처리 후 열람하실 수 있고, 수사기관은 공문으로 요청합니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 열람 조건은 법 제35조가 정한 것보다 좁은 것으로 읽힙니다.",
        en: "The conditions of access on the page as crawled on {date} read as narrower than 법 제35조 has them.",
        remedy: "일률적인 조건을 지우고, 다른 사람이 함께 촬영된 때에는 보호조치 뒤 열람하도록 합니다.",
        routine: false,
        gate: Applicability::Any,
        test: Test::Whole(overbroad),
    },
    Rule {
        id: "CP-310",
        name: "access_notice_period_wrong",
        checks: "열람 요구에 대한 통지 기간이 10일을 넘음",
        severity: Severity::NeedsCheck,
        citations: &[
            cite("개인정보 보호법 제35조제3항, 시행령 제41조·제42조, 표준 개인정보 보호지침 제44조제4항", NOTICE_2016),
            cite_until("개인정보 보호법 제35조제3항, 시행령 제41조·제42조", ACT, NOTICE_2016),
        ],
        fires: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n열람을 요구하시면 30일 이내에 결과를 통지합니다.",
        },
        silent: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n열람을 요구하시면 10일 이내에 결과를 통지합니다. 영상은 30일 이내 보관 후 파기합니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 통지 기간은 {}일이며, 법령은 10일 이내입니다.",
        en: "The page as crawled on {date} gives {} days for the answer; the decree gives ten.",
        remedy: "통지 기간을 10일 이내로 고칩니다.",
        routine: false,
        gate: Applicability::Any,
        test: Test::Whole(late),
    },
];

/// Conditions on a person's own access.
static CONDITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"경찰(?:관|공무원|서)?(?:의|이|과|와)?(?:함께)?(?:입회|동행|동석|대동|참관|방문|오신|온).{0,14}(?:만|한하여|한해|필요|가능|하여야|후)|수사상필요한경우(?:에)?(?:한하여)?(?:는)?공문|(?:경찰|수사기관)(?:의|에서)?(?:발급한|요청|정식)?(?:수사)?(?:협조)?공문.{0,12}(?:있어야|있는경우에만|있을때만|없이는|제출하여야|에한하여|에의해서만).{0,16}(?:열람|확인|제공)?",
    )
    .expect("rule pattern")
});
static THIRD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:제3자|타인|다른사람|정보주체이외의자)(?:가|이|의얼굴이|의영상이)?(?:함께|같이|동시에)?(?:촬영|찍|포함|식별)[^.]{0,16}열람(?:이|은|을|할수|하실수)?(?:불가|없|제한|거부|허용하지)",
    )
    .expect("rule pattern")
});
static OTHERS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"타인의(?:개인)?영상정보를?(?:확인|열람)할수없").expect("rule pattern"));
static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"모자이크|비식별|마스킹|가린후|가리고|보호조치|없이도|필요하지않|요구하지않|아니어도|필요없")
        .expect("rule pattern")
});

fn overbroad(case: &Subject<'_>) -> Vec<Match> {
    for (pattern, severity) in [(&CONDITION, None), (&THIRD, None), (&OTHERS, Some(Severity::Advisory))] {
        for line in case.body().filter(|line| !OPEN.is_match(line.text())) {
            let found = pattern.find(line.text()).filter(|found| !gives_to_others(line.text(), found.range()));
            if let Some(found) = found {
                return vec![Match { severity, ..Match::words(line.quote(found.range(), "CP-309")) }];
            }
        }
    }
    Vec::new()
}

/// Whether the sentence is about giving footage to authorities, and not about a person's own access.
fn gives_to_others(text: &str, place: std::ops::Range<usize>) -> bool {
    let start = text[..place.start].rfind("다.").map_or(0, |at| at + "다.".len());
    let end = text[place.end..].find("다.").map_or(text.len(), |at| place.end + at);
    let sentence = &text[start..end];
    sentence.contains("제공") && !["본인", "정보주체", "열람", "확인"].iter().any(|word| sentence.contains(word))
}

fn late(case: &Subject<'_>) -> Vec<Match> {
    static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(\d{1,2})일(?:이내|내|안)(?:에)?[^.\d]{0,24}(?:통지|알려|알립|회신|답변|조치|열람하|열람을?허용|열람할수있도록)").expect("rule pattern")
    });
    static REQUEST: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"열람|존재확인|청구|거부|요구").expect("rule pattern"));
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"파기|보관기간|이의|변경사유|유출|정보공개|행정심판|취소소송").expect("rule pattern")
    });
    for line in case.body().filter(|line| REQUEST.is_match(line.text())) {
        for found in PERIOD.captures_iter(line.text()) {
            let (Some(all), Some(days)) = (found.get(0), found.get(1)) else { continue };
            // Of the sentence around it only what speaks of requests counts.
            let start = line.text()[..all.start()].rfind(['.', '\n']).map_or(0, |at| at + 1);
            let sentence = &line.text()[start..all.end()];
            let number: u32 = days.as_str().parse().unwrap_or(0);
            if number > 10 && REQUEST.is_match(sentence) && !OTHER.is_match(sentence) {
                return vec![
                    Match::words(line.quote(all.range(), "CP-310")).what(number.to_string(), number.to_string()),
                ];
            }
        }
    }
    Vec::new()
}
