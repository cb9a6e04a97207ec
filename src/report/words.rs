//! Korean words for what the tables call by English names.

use super::definitions::{Both, both};
use crate::model::institution::placed;
use crate::model::policy::{Item, SectionState, State};
use crate::normalise::law;

/// Name of a state, for Korean readers.
pub(super) fn state(state: State) -> &'static str {
    match state {
        State::Stated => "명시",
        State::None => "없음 명시",
        State::Elsewhere => "다른 곳",
        State::Placeholder => "서식 그대로",
        State::Unparsed => "해석 못함",
        State::Conflicting => "서로 다름",
        State::Absent => "언급 없음",
    }
}

/// Name of a section's state, for Korean readers.
pub(super) fn section_state(state: SectionState) -> &'static str {
    match state {
        SectionState::Present => "있음",
        SectionState::Empty => "제목만",
        SectionState::Elsewhere => "다른 곳",
        SectionState::Absent => "없음",
    }
}

/// Name of a statutory item, for Korean readers.
pub(super) fn item(item: Item) -> &'static str {
    match item {
        Item::BasisPurpose => "1. 설치 근거·목적",
        Item::CountLocationRange => "2. 대수·위치·촬영범위",
        Item::ManagerAccess => "3. 관리책임자·접근권한",
        Item::TimeRetentionPlaceMethod => "4. 촬영시간·보관·처리방법",
        Item::CheckMethodPlace => "5. 확인 방법·장소",
        Item::AccessRequest => "6. 열람 등 요구",
        Item::Safeguards => "7. 안전성 확보조치",
        Item::Other => "8. 그 밖의 사항",
    }
}

/// Name of a statutory item, in both languages.
pub(super) fn item_both(of: Item) -> Both {
    let en = match of {
        Item::BasisPurpose => "1. Basis and purpose",
        Item::CountLocationRange => "2. Number, place, range",
        Item::ManagerAccess => "3. Manager, who has access",
        Item::TimeRetentionPlaceMethod => "4. Hours, retention, storage, handling",
        Item::CheckMethodPlace => "5. How and where to view",
        Item::AccessRequest => "6. Requests of the people filmed",
        Item::Safeguards => "7. Safeguards",
        Item::Other => "8. Other matters",
    };
    both(item(of), en)
}

/// Name of a word for the device, for Korean readers.
pub(super) fn term(name: &str) -> &'static str {
    match name {
        "fixed" => "고정형 영상정보처리기기",
        "legacy" => "영상정보처리기기 (옛 용어)",
        "mixed" => "둘 다",
        "mobile" => "이동형만",
        _ => "알 수 없음",
    }
}

/// Name of a word for the device, in both languages.
pub(super) fn term_both(name: &str) -> Both {
    let en = match name {
        "fixed" => "fixed (since 2023-09-15)",
        "legacy" => "old term",
        "mixed" => "both terms",
        "mobile" => "mobile devices only",
        _ => "unknown",
    };
    both(term(name), en)
}

/// Name of an age, for Korean readers.
pub(super) fn age(from: u64, below: Option<u64>) -> String {
    match (from, below) {
        (0, Some(below)) => format!("{below}년 미만"),
        (from, Some(below)) if below == from + 1 => format!("{from}년"),
        (from, Some(below)) => format!("{from}년 이상 {below}년 미만"),
        (from, None) => format!("{from}년 이상"),
    }
}

/// A number of months, or that it has not come yet.
pub(super) fn months(months: Option<u64>) -> String {
    months.map_or_else(|| "not yet".to_owned(), |months| months.to_string())
}

/// A body with its province and its id: names are not unique.
pub(super) fn body(name: Option<&str>, sido: Option<&str>, id: Option<&str>) -> String {
    let name = name.filter(|name| !name.is_empty()).map_or_else(|| "기관 미상".to_owned(), |name| placed(name, sido));
    id.map_or_else(|| name.clone(), |id| format!("{name} ({id})"))
}

/// The day of the law, as it stands beside findings.
pub(super) fn law_day(as_of: &str) -> (String, String) {
    (format!("법 기준일 {as_of}"), format!("law as of {as_of}"))
}

/// What readers of findings must know of the day of their law, in Korean and English; nothing where that law was looked
/// up.
pub(super) fn law_note(as_of: &str) -> Option<(String, String)> {
    law::is_unchecked(as_of).then(|| {
        let checked = law::CHECKED;
        (
            format!("기준일({as_of})이 법령을 마지막으로 확인한 날({checked})보다 뒤입니다. 그 뒤에 바뀐 법령은 반영되지 않았습니다."),
            format!("The law was last looked up on {checked}, before {as_of}; later changes of the law are not considered."),
        )
    })
}

/// Name of a severity, as it stands in the tables.
pub(super) fn severity(name: &str) -> Both {
    match name {
        "needs_check" => both("확인 필요", "to be checked"),
        "outdated" => both("옛 규정·명칭", "outdated"),
        "advisory" => both("권고", "advisory"),
        "privacy_flag" => both("개인정보 노출", "personal data shown"),
        _ => both("기타", "other"),
    }
}
