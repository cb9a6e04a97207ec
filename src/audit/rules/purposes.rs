//! CP-307: purposes that fit none of 법 제25조제1항 각 호. Only words known to be outside are reported: many purposes of
//! local governments (산불감시, 무단투기, 문화재 관리) rest on acts and ordinances that nobody listed yet.

use crate::audit::rule::{ACT, Applicability, Example, Rule, Severity, Test, cite};

pub(super) static RULES: &[Rule] = &[Rule {
    id: "CP-307",
    name: "purpose_outside_article25",
    checks: "설치 목적이 법 제25조제1항 각 호에 맞지 않는 것으로 보임(근태관리, 직원 감시 등)",
    severity: Severity::Advisory,
    citations: &[cite("개인정보 보호법 제25조제1항", ACT)],
    fires: Example {
        item: 1,
        text: "1. 설치 근거 및 설치 목적\n개인정보 보호법 제25조제1항\n- 시설의 안전 및 관리\n- 직원 근태 확인",
    },
    silent: Example {
        item: 1,
        text: "1. 설치 근거 및 설치 목적\n개인정보 보호법 제25조제1항\n- 산불감시, 쓰레기 무단투기 단속, 문화재 관리\n- 직원의 근태관리 목적으로 이용하지 않습니다.",
    },
    ko: "수집일({date}) 기준 게시된 페이지의 설치 목적에 법 제25조제1항 각 호에 맞는지 확인이 필요한 것이 있습니다.",
    en: "Among the purposes on the page as crawled on {date} one needs a check against 법 제25조제1항.",
    remedy: "그 목적이 법 제25조제1항 각 호에 맞는지 검토합니다.",
    routine: false,
    gate: Applicability::Article25,
    test: Test::Wording {
        pattern: r"근태(?:관리|확인|점검|감독)|근무(?:태도|상황)(?:를|의)?(?:감독|감시|확인|점검|관리)|(?:직원|근로자|종사자|교직원)(?:의)?(?:근무)?(?:감시|감독)|출퇴근(?:시간)?(?:관리|확인)|민원(?:인)?(?:의)?(?:폭언)?증거(?:확보|수집)",
        unless: r"않|아니|금지|없|못|목적외",
    },
}];
