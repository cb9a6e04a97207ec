//! CP-404: names of staff in full. The act asks for none since 2023-09-15, and most bodies hide them since 2024.

use crate::audit::rule::{Applicability, Example, Match, Rule, Severity, Test, cite, day};
use crate::audit::subject::Subject;
use crate::model::policy::Quote;
use regex::Regex;
use std::sync::LazyLock;

pub(super) static RULES: &[Rule] = &[Rule {
    id: "CP-404",
    name: "individual_named",
    checks: "담당 직원의 성명이 그대로 적혀 있음(흠이 아니라 개인정보 노출의 표시)",
    severity: Severity::PrivacyFlag,
    citations: &[cite("개인정보 보호법 제25조, 시행령 제25조제1항제3호 (성명을 요구하지 않음)", day(2023, 9, 15))],
    fires: Example {
        item: 3,
        text: "3. 관리책임자 및 접근권한자\n| 구분 | 성명 | 직위 | 소속 | 연락처 |\n| 관리책임자 | 강하늘 | 과장 | 총무과 | 02-000-1234 |\n| 접근권한자 | 문바다 | 주무관 | 총무과 | 02-000-1235 |",
    },
    silent: Example {
        item: 3,
        text: "3. 관리책임자 및 접근권한자\n| 구분 | 성명 | 직위 | 소속 | 연락처 |\n| 관리책임자 | 강○늘 | 과장 | 총무과 | 02-000-1234 |\n| 접근권한자 | 문** | 주무관 | 총무과 | 02-000-1235 |",
    },
    ko: "수집일({date}) 기준 게시된 페이지에 직원의 성명이 적혀 있습니다({}). 법령은 성명을 요구하지 않습니다.",
    en: "The page as crawled on {date} names a member of staff ({}); no text asks for names.",
    remedy: "성명을 직위와 부서 전화번호로 바꿉니다.",
    routine: false,
    gate: Applicability::Any,
    test: Test::Whole(named),
}];

/// Family names, the commonest; a name is one of them and two more syllables.
const FAMILIES: &str = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부";
/// Words of office that look like a name.
const OFFICES: &[&str] = &[
    "주무관",
    "담당관",
    "담당자",
    "책임자",
    "보호관",
    "관리자",
    "연구원",
    "사무관",
    "서기관",
    "전문관",
    "조사관",
    "지원과",
    "정보과",
    "총무과",
    "안전과",
    "행정과",
    "관제팀",
    "행정실",
    "상황실",
    "전산실",
    "기획실",
    "관리팀",
    "운영팀",
    "시설팀",
    "정보팀",
    "대표번",
    "대표전",
    "부서장",
    "기관장",
    "센터장",
    "소방서",
    "경찰서",
    "보건소",
    "도서관",
    "박물관",
    "미술관",
    "체육관",
    "연락처",
    "부서별",
    "교통과",
    "주차과",
    "경비원",
    "사회자",
    "공무원",
    "공무직",
    "방호원",
    "청원경",
    "교무실",
    "교감실",
    "지도사",
    "지도관",
    "원무과",
    "구급과",
    "민원실",
    "민원과",
    "전산과",
    "시설과",
    "도로과",
    "공원과",
    "하천과",
    "건축과",
    "주택과",
    "재난과",
    "기획과",
    "홍보과",
    "문화과",
    "관광과",
    "환경과",
    "위생과",
    "감사실",
    "비서실",
    "소장실",
    "현장소",
    "방재실",
    "안내실",
    "안내데",
    "안전팀",
    "총무팀",
    "홍보팀",
    "경영팀",
    "전략팀",
    "기획팀",
    "사업팀",
];

/// Whether a text is a name in full, by its shape.
fn is_name(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.len() == 3
        && FAMILIES.contains(letters[0])
        && letters.iter().all(|c| ('가'..='힣').contains(c))
        && !OFFICES.iter().any(|office| office.starts_with(text) || text.starts_with(office))
        && !"과팀실국계장관처는를을의".contains(letters[2])
        && text != "홍길동"
}

/// 김○○: enough to find the place, too little to name anybody.
fn masked(name: &str) -> String {
    name.chars().next().map_or_else(String::new, |family| format!("{family}○○"))
}

fn named(case: &Subject<'_>) -> Vec<Match> {
    static BEFORE_PHONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[\s:,(])([가-힣]{3})\s+\(?0\d{1,2}[-).]\s?\d{3,4}-\d{4}").expect("rule pattern")
    });
    static CLERK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"담당자\s*:\s*([가-힣]{3})(?:$|[^가-힣])").expect("rule pattern"));
    let mut found: Vec<(String, Quote)> = Vec::new();
    for manager in &case.policy.managers.entries {
        if let Some(name) = &manager.name
            && is_name(name.value.trim())
        {
            // The name is quoted nowhere: a finding should not spread what it warns of.
            found.push((name.value.trim().to_owned(), manager.role.quote.clone()));
        }
    }
    for line in case.body() {
        for pattern in [&BEFORE_PHONE, &CLERK] {
            let Some(name) = pattern.captures(line.words()).and_then(|found| found.get(1)) else { continue };
            if is_name(name.as_str()) && found.iter().all(|(seen, _)| seen != name.as_str()) {
                let phone = line.words()[name.end()..].trim();
                let folded: String = phone.split_whitespace().collect();
                let range = line.text().rfind(&folded).filter(|_| !folded.is_empty()).map(|at| at..at + folded.len());
                let range = range.or_else(|| line.text().find("담당자").map(|at| at..at + "담당자".len()));
                if let Some(range) = range {
                    found.push((name.as_str().to_owned(), line.quote(range, "CP-404")));
                }
            }
        }
    }
    found.sort_by_key(|(_, quote)| (quote.block, quote.start));
    found.into_iter().map(|(name, quote)| Match::words(quote).what(masked(&name), masked(&name))).collect()
}
