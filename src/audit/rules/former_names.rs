//! CP-212 and CP-213: the operator's own name is that of an abolished body or region.
//!
//! Only the operator's own name, its title and its address are looked at: in titles of ordinances, proper names and
//! history the old names are right (법률 제21446호 부칙 제10조 keeps old ordinances in force in their area).

use crate::audit::rule::{
    Applicability, Citation, Example, Match, Rule, Severity, Test, Verification, cite, day, reported,
};
use crate::audit::subject::{Line, Subject};
use crate::document::Zone;
use crate::model::policy::Quote;
use crate::normalise::fold::{Fold, fold};
use regex::Regex;
use std::sync::LazyLock;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "CP-212",
        name: "former_institution_name",
        checks: "운영 기관의 이름이 폐지되거나 바뀐 기관의 이름임",
        severity: Severity::Outdated,
        citations: &[Citation {
            text: "정부조직법 (기관 이름의 변경)",
            from: day(2014, 11, 19),
            until: None,
            mark: Verification::Primary,
        }],
        fires: Example {
            item: 0,
            text: "고정형 영상정보처리기기 운영·관리 방침\n문화재청(이하 “본 기관”이라 함)은 방침을 통해 영상정보가 어떻게 이용되는지 알려 드립니다.",
        },
        silent: Example {
            item: 0,
            text: "고정형 영상정보처리기기 운영·관리 방침\n국가유산청(구 문화재청, 이하 “본 기관”이라 함)은 방침을 통해 영상정보가 어떻게 이용되는지 알려 드립니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 기관 이름이 바뀌기 전의 것입니다: {}.",
        en: "The institution's name on the page as crawled on {date} is a former one: {}.",
        remedy: "기관의 이름을 지금의 이름으로 바꿉니다.",
        routine: false,
        gate: Applicability::Any,
        test: Test::Whole(institution),
    },
    Rule {
        id: "CP-213",
        name: "former_region_name",
        checks: "기관의 이름이나 주소에 폐지되거나 바뀐 지역 이름이 있음",
        severity: Severity::Outdated,
        citations: &[Citation {
            text: "지방자치단체의 명칭·관할구역 변경 법률",
            from: day(2014, 7, 1),
            until: None,
            mark: Verification::Primary,
        }],
        fires: Example {
            item: 0,
            text: "고정형 영상정보처리기기 운영·관리 방침\n전라북도 가온시(이하 “본 기관”이라 함)는 방침을 통해 영상정보가 어떻게 이용되는지 알려 드립니다.",
        },
        silent: Example {
            item: 0,
            text: "고정형 영상정보처리기기 운영·관리 방침\n경기도 광주시(이하 “본 기관”이라 함)는 「전라북도 영상정보 조례」를 참고한 방침을 통해 영상정보가 어떻게 이용되는지 알려 드립니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 기관 이름이나 주소에 바뀌기 전의 지역 이름이 있습니다: {}.",
        en: "The institution's name or address on the page as crawled on {date} has a former name of its region: {}.",
        remedy: "지역의 이름을 지금의 이름으로 바꿉니다.",
        routine: false,
        gate: Applicability::Any,
        test: Test::Whole(region),
    },
];

/// A name that is no more: pattern over the start of an operator's name, today's name, and the text that changed it.
struct Former {
    pattern: &'static str,
    new: &'static str,
    citation: Citation,
}

const fn former(pattern: &'static str, new: &'static str, citation: Citation) -> Former {
    Former { pattern, new, citation }
}

const REFORM_2017: &str = "정부조직법 개정 (법률 제14839호)";
const REFORM_2025: &str = "정부조직 개편 (2025-10-01)";

/// Central agencies. Only rows whose day was read in a law or in the press.
static AGENCIES: &[Former] = &[
    former("안전행정부", "행정안전부", cite("정부조직법 개정 (법률 제12844호)", day(2014, 11, 19))),
    former("행정자치부", "행정안전부", cite(REFORM_2017, day(2017, 7, 26))),
    former("[가-힣]{0,5}지방중소기업청", "지방중소벤처기업청", reported(REFORM_2017, day(2017, 7, 26))),
    former("중소기업청", "중소벤처기업부", reported(REFORM_2017, day(2017, 7, 26))),
    former("미래창조과학부", "과학기술정보통신부", reported(REFORM_2017, day(2017, 7, 26))),
    former("국민안전처", "행정안전부", reported(REFORM_2017, day(2017, 7, 26))),
    former("문화재청", "국가유산청", reported("정부조직법 개정 (국가유산청)", day(2024, 5, 17))),
    former("한국문화재재단", "국가유산진흥원", reported("국가유산 체제 전환", day(2024, 5, 17))),
    former("환경부", "기후에너지환경부", reported(REFORM_2025, day(2025, 10, 1))),
    former("산업통상자원부", "산업통상부", reported(REFORM_2025, day(2025, 10, 1))),
    former("여성가족부", "성평등가족부", reported(REFORM_2025, day(2025, 10, 1))),
    former("통계청", "국가데이터처", reported(REFORM_2025, day(2025, 10, 1))),
    former("특허청", "지식재산처", reported(REFORM_2025, day(2025, 10, 1))),
    former("방송통신위원회", "방송미디어통신위원회", reported(REFORM_2025, day(2025, 10, 1))),
    former("기획재정부", "재정경제부·기획예산처", reported("정부조직 개편 (2026-01-02)", day(2026, 1, 2))),
];

const MERGER: &str = "전남광주통합특별시 설치를 위한 특별법 제7조, 제9조";
const INCHEON: &str = "인천광역시 제물포구ㆍ영종구 및 검단구 설치 등에 관한 법률 (제20161호)";

/// Regions. 전남 and 광주 begin sixty days after the merger: until then the old names count as the new one
/// (특별법 부칙 제7조제3항).
static REGIONS: &[Former] = &[
    former("충청북도청원군", "충청북도 청주시", reported("충청북도 청주시 설치", day(2014, 7, 1))),
    former(
        "인천(?:광역시|시)?남구",
        "인천광역시 미추홀구",
        cite("인천광역시 남구 명칭 변경에 관한 법률 (제15499호)", day(2018, 7, 1)),
    ),
    former("(강원도)(?:$|[^민교특립])", "강원특별자치도", reported("강원특별자치도 설치", day(2023, 6, 11))),
    former(
        "경상북도군위군",
        "대구광역시 군위군",
        cite("경상북도와 대구광역시 간 관할구역 변경에 관한 법률 (제19155호)", day(2023, 7, 1)),
    ),
    former("(전라북도)(?:$|[^민교립])", "전북특별자치도", reported("전북특별자치도 설치", day(2024, 1, 18))),
    former("인천(?:광역시|시)?[중동]구", "제물포구·영종구", cite(INCHEON, day(2026, 7, 1))),
    former(
        "인천(?:광역시|시)?서구",
        "서해구(·검단구)",
        cite("인천광역시 서구 명칭 변경에 관한 법률 (제21734호)", day(2026, 7, 1)),
    ),
    former("(?:광주광역시|전라남도)교육청", "전남광주통합특별시교육청", cite(MERGER, day(2026, 8, 30))),
    former("(전라남도)(?:$|[^민교립])", "전남광주통합특별시", cite(MERGER, day(2026, 8, 30))),
    former("(광주광역시)(?:$|[^교])", "전남광주통합특별시", cite(MERGER, day(2026, 8, 30))),
];

/// What every pattern of a region begins with, or has in it.
const STEMS: &[&str] = &["충청북도", "인천", "강원도", "경상북도", "전라북도", "전라남도", "광주"];

fn compiled(list: &'static [Former]) -> Vec<(Regex, &'static Former)> {
    let pattern = |former: &Former| Regex::new(&format!("^(?:{})", former.pattern)).expect("rule pattern");
    list.iter().map(|former| (pattern(former), former)).collect()
}

static AGENCY_PATTERNS: LazyLock<Vec<(Regex, &'static Former)>> = LazyLock::new(|| compiled(AGENCIES));
static REGION_PATTERNS: LazyLock<Vec<(Regex, &'static Former)>> = LazyLock::new(|| compiled(REGIONS));

/// The operator's name as the page writes it, in the subject of the first sentences or in the title.
fn own_names(case: &Subject<'_>) -> Vec<(String, Quote)> {
    static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^(?:본|저희|우리)?([가-힣·A-Za-z0-9]{3,30}?)(?:\((?:이하|본청|직속|소속|구)|,이하|이하[“\x22']?본)",
        )
        .expect("rule pattern")
    });
    static TITLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^[【\[<(■□○◎▣]*([가-힣·]{3,24}?)(?:의)?(?:고정형)?(?:영상정보처리기기|CCTV)")
            .expect("rule pattern")
    });
    let mut names = Vec::new();
    let captured = |line: &Line<'_>, pattern: &Regex| {
        let name = pattern.captures(line.text()).and_then(|found| found.get(1))?;
        Some((name.as_str().to_owned(), line.quote(name.range(), "operator.name")))
    };
    for line in case.body().take(16) {
        names.extend(captured(line, &SUBJECT));
        names.extend(captured(line, &TITLE));
        // A title page gives the name a line of its own.
        if line.row.is_none()
            && line.text().chars().count() <= 14
            && line.text().chars().all(|c| matches!(c, '가'..='힣'))
        {
            names.push((line.text().to_owned(), line.whole("operator.name")));
        }
    }
    if let Some(quote) = &case.policy.institution.quote {
        names.push((fold(&quote.text), quote.clone()));
    }
    names
}

fn hit(name: &str, quote: Quote, former: &'static Former, case: &Subject<'_>) -> Option<Match> {
    let citation = &former.citation;
    let what = format!("‘{name}’ → {} ({})", former.new, citation.from);
    citation.holds_on(case.context.as_of).then(|| Match::words(quote).what(what.clone(), what).citing(citation))
}

fn institution(case: &Subject<'_>) -> Vec<Match> {
    for (name, quote) in own_names(case) {
        for (pattern, former) in AGENCY_PATTERNS.iter() {
            if pattern.is_match(&name) {
                return hit(&quote.text.clone(), quote, former, case).into_iter().collect();
            }
        }
    }
    Vec::new()
}

fn region(case: &Subject<'_>) -> Vec<Match> {
    for (name, quote) in own_names(case) {
        for (pattern, former) in REGION_PATTERNS.iter() {
            if pattern.is_match(&name)
                && let Some(hit) = hit(&quote.text.clone(), quote.clone(), former, case)
            {
                return vec![hit];
            }
        }
    }
    address(case).into_iter().collect()
}

/// An old region name at the start of the institution's address, in the page's content or at its foot.
fn address(case: &Subject<'_>) -> Option<Match> {
    static ZIP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:주소)?:?[(\[]?(?:우)?[)\]:]?[(\[]?(?:우편번호:?)?(?:\d{5}|\d{3}-\d{3})[)\],]?:?")
            .expect("rule pattern")
    });
    static LOCAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[가-힣]{2,6}(?:시|도)[가-힣]{1,5}[시군구](?:[가-힣]{1,5}[읍면동])?[가-힣]{1,8}\d{0,3}번?[로길]\d")
            .expect("rule pattern")
    });
    static STREET: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[로길동리]\d").expect("rule pattern"));
    let blocks = case.document.blocks.iter().enumerate().filter(|(_, block)| block.zone != Zone::Hidden);
    for (index, block) in blocks {
        let mut offset = 0;
        for words in block.text.split('\n') {
            // Most lines of a page are its menus; only those with such a name are looked at closely.
            if !STEMS.iter().any(|stem| words.contains(stem)) {
                offset += words.chars().count() as u32 + 1;
                continue;
            }
            let folded = Fold::new(words);
            let text = folded.text();
            // A postal code, or a county and a street with its number at the begin of the line.
            let zip = ZIP.find(text).map(|zip| zip.end()).or_else(|| LOCAL.find(text).map(|_| 0));
            if text.chars().count() <= 90
                && let Some(zip) = zip
                && STREET.is_match(&text[zip..])
                && let Some((found, former)) = REGION_PATTERNS.iter().find_map(|(pattern, former)| {
                    let found = pattern.captures(&text[zip..])?;
                    Some((found.get(1).or_else(|| found.get(0))?, former))
                })
            {
                let found = folded.source(words, zip..zip + found.end());
                let quoted = words[found.clone()].trim_end().to_owned();
                let start = words[..found.start].chars().count() as u32;
                let end = start + quoted.chars().count() as u32;
                let quote = Quote {
                    block: index as u32,
                    start: offset + start,
                    end: offset + end,
                    text: quoted.clone(),
                    rule: "CP-213",
                    document: None,
                };
                if let Some(hit) = hit(&quoted, quote, former, case) {
                    return Some(hit);
                }
            }
            offset += words.chars().count() as u32 + 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_has_its_stem() {
        for former in REGIONS {
            assert!(STEMS.iter().any(|stem| former.pattern.contains(stem)), "{}", former.pattern);
        }
    }
}
