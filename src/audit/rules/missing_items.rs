//! CP-101 to CP-107: each of the first seven items of 시행령 제25조제1항 is found in the policy or on its page.

use super::incomplete_items;
use crate::audit::rule::{ACT, Applicability, Citation, Example, Match, Rule, Severity, Test, cite};
use crate::audit::rules::presence::{is_missing, named};
use crate::audit::subject::Subject;
use crate::model::policy::Item;

const KO: &str = "수집일({date}) 기준 게시된 페이지에서 {}이(가) 확인되지 않습니다.";
const EN: &str = "The page as crawled on {date} does not show {}.";

macro_rules! item_rule {
    ($id:literal, $name:literal, $number:literal, $checks:literal, $item:literal, $fires:literal, $silent:literal, $test:expr) => {
        Rule {
            id: $id,
            name: concat!("missing_required_item_", $name),
            checks: $checks,
            severity: Severity::NeedsCheck,
            citations: &[CITATIONS[$number - 1]],
            fires: Example { item: $item, text: $fires },
            silent: Example { item: $item, text: $silent },
            ko: KO,
            en: EN,
            remedy: "방침에 이 항목을 적거나, 처리방침에 넣습니다.",
            routine: false,
            gate: Applicability::Article25,
            test: Test::Whole($test),
        }
    };
}

const CITATIONS: [Citation; 7] = [
    cite("개인정보 보호법 제25조제7항, 시행령 제25조제1항제1호", ACT),
    cite("개인정보 보호법 제25조제7항, 시행령 제25조제1항제2호", ACT),
    cite("개인정보 보호법 제25조제7항, 시행령 제25조제1항제3호", ACT),
    cite("개인정보 보호법 제25조제7항, 시행령 제25조제1항제4호", ACT),
    cite("개인정보 보호법 제25조제7항, 시행령 제25조제1항제5호", ACT),
    cite("개인정보 보호법 제25조제7항, 시행령 제25조제1항제6호", ACT),
    cite("개인정보 보호법 제25조제7항, 시행령 제25조제1항제7호", ACT),
];

#[rustfmt::skip]
pub(super) static RULES: &[Rule] = &[
    item_rule!("CP-101", "basis_purpose", 1, "설치 근거 및 설치 목적", 1,
        "", "설치 목적: 시설의 안전 및 관리", |case| missing(case, Item::BasisPurpose)),
    item_rule!("CP-102", "count_location_range", 2, "설치 대수, 설치 위치 및 촬영 범위", 2,
        "", "2. 카메라 현황\n본관 출입구에 3대를 두어 출입구 주변을 촬영합니다.",
        |case| missing(case, Item::CountLocationRange)),
    item_rule!("CP-103", "manager_dept_access", 3, "관리책임자, 담당 부서 및 접근 권한이 있는 사람", 3,
        "", "3. 책임자\n관리책임자는 총무과장이며 담당 부서는 총무과입니다.", |case| missing(case, Item::ManagerAccess)),
    item_rule!("CP-104", "time_retention_place_method", 4, "촬영시간, 보관기간, 보관장소 및 처리방법", 4,
        "", "4. 보관\n24시간 촬영하고 30일 동안 전산실에 보관한 뒤 삭제합니다.",
        |case| missing(case, Item::TimeRetentionPlaceMethod)),
    item_rule!("CP-105", "check_method_place", 5, "영상정보 확인 방법 및 장소", 5,
        "", "5. 확인과 열람\n총무과를 방문하시면 확인하실 수 있습니다.", |case| missing(case, Item::CheckMethodPlace)),
    item_rule!("CP-106", "access_request", 6, "정보주체의 열람 등 요구에 대한 조치", 6,
        "", "6. 열람 신청\n열람을 청구하시면 10일 이내에 알려 드립니다.", |case| missing(case, Item::AccessRequest)),
    item_rule!("CP-107", "safeguards", 7, "기술적·관리적 및 물리적 조치", 7,
        "", "7. 보호\n영상정보는 암호화하고 잠금장치가 있는 곳에 둡니다.", |case| missing(case, Item::Safeguards)),
];

fn missing(case: &Subject<'_>, item: Item) -> Vec<Match> {
    // A board post with a file says nothing of what the file says.
    if case.is_stub() || !case.is_policy() || !is_missing(case, item) {
        return Vec::new();
    }
    let (ko, en) = named(item);
    // What is not on the page may be in its file, or on the page of the department that it lets choose.
    vec![Match::absence(None).what(ko, en).mild_if(case.has_unread_attachments() || incomplete_items::sent_on(case))]
}
