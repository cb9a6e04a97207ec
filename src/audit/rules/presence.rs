//! Whether the items of 시행령 제25조제1항 are present, by what a policy says and what a page answers.

use crate::audit::subject::Subject;
use crate::model::policy::{Item, SectionState};
use regex::Regex;
use std::sync::LazyLock;

/// What else than footage is looked up.
static LOOKED_UP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:방침|현황|파일|첨부|붙임|게시물|공지|책임자|연락처|보관기간)(?:의내용)?(?:등)?[은는을를도]?[^.]{0,30}확인(?:하|할|가)|(?:아래|이곳|여기|위|첨부파일|붙임)에서(?:직접)?확인",
    )
    .expect("rule pattern")
});

/// Words that answer an item wherever they stand on the page, heading or not.
static ANSWERS: LazyLock<[Regex; 7]> = LazyLock::new(|| {
    [
        r"(?i)목적|근거|purpose|grounds?|제25조제?1항|위(?:하여|해)[^.]{0,60}(?:설치|운영)|왜설치",
        r"(?i)\d+대(?:[^학]|$)|대수|수량|설치(?:위치|장소|지점)|촬영(?:범위|구역|지역)|개소|cameras|locations?|어디에",
        r"(?i)책임자|책임관|담당부서|접근권(?:한)?(?:자|이있는)|담당자|managers?|person|관리하(?:는사람|나요)",
        r"(?i)(?:촬영|녹화|운영|가동)시간|24시간|(?:보관|보존|보유|저장)(?:기간|기한|일수|장소|하나요)|retention|storage|\d+일(?:간|동안)?보관",
        r"(?i)확인(?:방법|장소|하실|할수|가능|절차|하려|과열람|및열람|한다|합니다|을원|을신청|하고자|은)|에서확인|(?:보실수|볼수)있|보여드|열람(?:방법|장소|및재생|·?재생|절차)|(?:^|[^관치영])장소는|재생장소|(?:열람|재생|확인)[은을]?[^.]{0,30}[가-힣]에서(?:한다|합니다|하며|할수|하실)|에서(?:열람|재생)|view|방문(?:[^자객주인민학고차건진판교목기대카수통:0-9]|주시|$)|howandwhere|tocheck",
        r"(?i)열람.{0,30}(?:요구|청구|신청|요청|원하|하려|거부|절차|하실|하게|허용|할수)|존재확인|정보주체의?권[리익]|청구서|\d일(?:이내|안).{0,12}(?:알[려리립]|통지|열람|답|회신)|access|requests?",
        r"(?i)안[전정]성?확보|기술적|관리적|물리적|암호|비밀번호|잠금|시건|(?:접근|출입)을?통제|권한(?:을|의)?(?:차등|최소|제한|분리|나누)|보호조치|safeguard|security|어떻게보호",
    ]
    .map(|pattern| Regex::new(pattern).expect("rule pattern"))
});

/// Korean and English names of the items.
pub(super) fn named(item: Item) -> (&'static str, &'static str) {
    match item {
        Item::BasisPurpose => ("설치 근거 및 설치 목적(제1호)", "the grounds and purpose of installation"),
        Item::CountLocationRange => {
            ("설치 대수, 설치 위치 및 촬영 범위(제2호)", "the number and place of cameras and the range they film")
        }
        Item::ManagerAccess => (
            "관리책임자, 담당 부서 및 접근 권한이 있는 사람(제3호)",
            "the manager, the department and who has access to footage",
        ),
        Item::TimeRetentionPlaceMethod => (
            "촬영시간, 보관기간, 보관장소 및 처리방법(제4호)",
            "the hours of recording, and the period, place and method of keeping",
        ),
        Item::CheckMethodPlace => ("영상정보 확인 방법 및 장소(제5호)", "how and where the operator checks footage"),
        Item::AccessRequest => {
            ("정보주체의 열람 등 요구에 대한 조치(제6호)", "what is done when a person asks to see footage")
        }
        Item::Safeguards => ("기술적·관리적 및 물리적 조치(제7호)", "technical, managerial and physical safeguards"),
        Item::Other => ("그 밖에 필요한 사항(제8호)", "other matters"),
    }
}

/// Whether nothing on the page answers an item: no heading, no column, no word of it.
pub(super) fn is_missing(case: &Subject<'_>, item: Item) -> bool {
    // 확인 장소 is a place, too: a label of another item does not answer this one.
    let borrowed = |state| item == Item::CountLocationRange && state == SectionState::Present;
    let absent = case.state(item).is_some_and(|(state, _)| state == SectionState::Absent || borrowed(state));
    let Some(index) = Item::ALL[..7].iter().position(|of| *of == item) else { return false };
    // 이전의 방침은 아래에서 확인하실 수 있습니다: files and older versions are looked up as well, and no footage.
    let said = |text: &str| {
        item != Item::CheckMethodPlace
            || text
                .split_inclusive("다.")
                .any(|sentence| ANSWERS[index].is_match(sentence) && !LOOKED_UP.is_match(sentence))
    };
    absent && !case.published_has(&ANSWERS[index], said)
}
