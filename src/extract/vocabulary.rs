//! Every Korean (and English) heading and column title we know, as data with an example beside each row.
//!
//! Patterns are regular expressions over folded text (see [`super::fold`]): no blanks, one spelling of dots. The eight
//! items are those of 시행령 제25조제1항; their companions (위탁, 안내판, 변경) come from the model form of the guideline.

use super::fold::{fold, letters};
use super::phrase_matcher::PhraseMatcher;
use super::span::Span;
use regex::Regex;
use std::borrow::Cow;
use std::sync::LazyLock;

/// The device, under all names that are in use.
pub(crate) static DEVICE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)영상정보처리기|영상처리기기|영상정보기기|영상정보처리|화상정보처리|폐쇄회로|cctv|visualdataprocessing|(?:image|video)(?:information|data)?processing|videosurveillance|surveillancecamera|영상정보의?운영").expect("pattern")
});

/// What a heading or label speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Topic {
    Basis,
    Purpose,
    Count,
    Place,
    Range,
    Chief,
    Manager,
    Access,
    Department,
    Hours,
    Retention,
    Storage,
    Method,
    Check,
    Request,
    Safeguards,
    Contract,
    Signboard,
    Change,
    Effective,
    Notice,
    Revision,
    Phone,
    Period,
    Company,
    Mobile,
    ThirdParty,
    Foreign,
}

/// A set of topics.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Topics(u32);

impl Topics {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) fn of(topics: &[Topic]) -> Self {
        Self(topics.iter().fold(0, |bits, topic| bits | 1 << *topic as u8))
    }

    pub(crate) fn has(self, topic: Topic) -> bool {
        self.0 & (1 << topic as u8) != 0
    }

    pub(crate) fn any(self, topics: &[Topic]) -> bool {
        self.0 & Self::of(topics).0 != 0
    }

    pub(crate) fn insert(&mut self, topic: Topic) {
        self.0 |= 1 << topic as u8;
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn count(self) -> u32 {
        self.0.count_ones()
    }
}

/// A heading word: topic, pattern, and an example that it takes.
type Row = (Topic, &'static str, &'static str);

/// Words of headings and labels. The longest match at a place wins.
pub(crate) const HEADING_WORDS: [Row; 66] = [
    (Topic::Basis, "설치(및운영)?(의)?(법적)?근거", "설치 근거"),
    (Topic::Basis, "(관련|법적|운영|근거)(법령|법규|근거)(규정)?", "관련 법령"),
    (Topic::Basis, "(운영)?근거", "근거"),
    (Topic::Basis, "(legal)?(basis|grounds?)", "Legal grounds"),
    (Topic::Purpose, "(설치|운영|이용|수집)?(및운영|·운영)?(의)?(이용)?목적", "설치 목적"),
    (Topic::Purpose, "왜설치(하였나요|했나요|하나요)", "왜 설치하였나요?"),
    (Topic::Purpose, "purposes?|aims?|objectives?", "Aims"),
    (Topic::Count, "(총)?(설치|운영|카메라)?(·운영|및운영|운영)?(대수|댓수|수량)", "설치 대수"),
    (
        Topic::Count,
        "(영상정보처리기기|영상정보처리기|cctv|카메라)?(의)?(설치|운영)(·운영|및운영|운영)?(현황|내역)",
        "설치 현황",
    ),
    (Topic::Count, "(cctv|카메라|영상정보처리기기)(시설)?(설치)?(현황|정보|수|내역)", "CCTV 현황"),
    (
        Topic::Count,
        "몇대(가|를)?(있나요|설치(되어있나요|하였나요|했나요)|운영(하나요|합니까)|있습니까)",
        "몇 대가 있나요?",
    ),
    (
        Topic::Count,
        "(numbers?|no\\.?|quantity)(of(theinstalled|installed)?(cctvcameras|cameras|units|cctvs|devices|cctv))?",
        "Quantity of cameras",
    ),
    (Topic::Place, "(주요)?(설치)?(위치|장소)", "설치 위치"),
    (Topic::Place, "어디에", "어디에 몇 대가 있나요?"),
    (Topic::Place, "(installation)?(locations?|places?|sites?)(ofinstallation)?", "Places of installation"),
    (Topic::Range, "촬영(의)?(범위|구역|영역|방향|각도|대상|지역)", "촬영범위"),
    (
        Topic::Range,
        "(filming|shooting|recording)?(coverage|range)(area)?|areas?covered|(filming|shooting|recording)areas?",
        "Coverage",
    ),
    (
        Topic::Chief,
        "(개인영상정보|영상정보|개인정보)?(처리기기)?(총괄|보호|총괄관리|총괄보호|운영총괄)(관리)?(책임자|책임관)",
        "개인영상정보 보호책임자",
    ),
    (Topic::Chief, "(개인영상정보)?총괄(관리)?(부서|자)", "총괄관리부서"),
    (
        Topic::Manager,
        "(개인영상정보|영상정보|영상정보처리기기|고정형영상정보처리기기|cctv)?(의)?(분임|운영|관리|분야별)?(관리|운영)?(책임자|책임관)",
        "관리책임자",
    ),
    (Topic::Manager, "누가관리(하나요|합니까)|관리하는사람", "누가 관리하나요?"),
    (
        Topic::Manager,
        "(chief|cctv|general|responsible)?managers?(incharge)?|(persons?|personnel|officers?)(incharge|responsible)|responsible(persons?|officers?)",
        "Person in charge",
    ),
    (Topic::Access, "(영상정보에대한|영상정보)?(의)?접근(권한|권)(이있는(사람|자)|을가진자|자|보유자)?", "접근권한자"),
    (Topic::Access, "(운영|관리|업무|실무|운용)?(담당자|취급자)", "운영담당자"),
    (Topic::Access, "모니터링(전담)?(자|요원|인력)", "모니터링 전담자"),
    (Topic::Access, "(개인영상정보(보호)?|영상정보)?보호(관|담당자)", "개인영상정보 보호담당자"),
    (Topic::Access, "(관리|운영|열람)권한자", "관리 권한자"),
    (
        Topic::Access,
        "(persons?|staff|personnel|those)(with|having)access(rights?|authority)?|authori[sz]ed(persons?|staff|personnel|users?)|access(right)?holders?|access(authority|rights?|privileges?)",
        "Staff with access",
    ),
    (Topic::Department, "departments?(incharge)?", "Department in charge"),
    (Topic::Department, "(담당|관리|운영|소관|주관)부서", "담당 부서"),
    (Topic::Hours, "(영상정보(의)?)?(촬영|녹화|운영|가동|작동)(의)?(시간|일시)|촬영기간", "촬영시간"),
    (
        Topic::Hours,
        "(recording|operating|operation|filming|shooting)(times?|hours)|(times?|hours)of(recording|operation|filming|shooting)",
        "Hours of recording",
    ),
    (
        Topic::Retention,
        "(개인)?(영상정보|영상|화상정보|영상자료|녹화자료|녹화물|녹화|자료|정보)?(의)?(보관|보유|보존|저장)(및이용|·이용|및파기)?(기간|기관|일수|기한|연한)",
        "보관기간",
    ),
    (
        Topic::Retention,
        "(언제까지|얼마)(나|동안|나오래)?(,?어디에)?보관(하나요|합니까|되나요)?",
        "얼마 동안, 어디에 보관하나요?",
    ),
    (Topic::Retention, "retention(period)?|storageperiods?|periods?of(retention|storage)", "Period of retention"),
    (Topic::Storage, "(영상정보|영상|화상정보|영상자료)?(의)?(보관|저장|보존)(장소|위치|처)", "보관장소"),
    (Topic::Storage, "(places?of)?storage(places?|locations?)?", "Place of storage"),
    (Topic::Method, "(영상정보(의)?)?(처리|파기|삭제|관리)(의)?방법|보관(및|·)(파기|관리|삭제)|파기", "처리방법"),
    (Topic::Method, "(method)(ofprocessing|ofdestruction)?", "Method of processing"),
    (
        Topic::Check,
        "(개인)?(영상정보|영상)?(의|를)?(확인|열람·?재생|열람및재생)(하는|의)?(방법|장소|절차)",
        "확인 방법",
    ),
    (Topic::Check, "(개인)?영상(정보)?(를|을|의)?확인(하려면|과열람|및열람|하기)?", "영상을 확인하려면?"),
    (Topic::Check, "확인(과|및|·)열람|열람(및|·)?(재생)?(장소|방법|절차)", "확인과 열람"),
    (
        Topic::Check,
        "how(andwhere)?to(view|check|confirm|inspect)(the)?(footage|images?|videos?|imageinformation)?|(method|procedure)s?(andplaces?)?(of|for|to)(viewing|checking|confirm(ing|ation)?)|viewing(of)?(footage|images?)?|checking(of)?(footage|images?)",
        "How and where to view footage",
    ),
    (
        Topic::Request,
        "(정보주체(의)?)?(개인)?(영상정보|영상)?(의)?(열람|존재확인)(등|·삭제|·존재확인|및삭제|,삭제)*(의|을|를)?(요구|청구|신청|요청|권리)(하면|권)?",
        "정보주체의 열람 등 요구",
    ),
    (Topic::Request, "정보주체(의)?(권리|요구|권익)(보장|행사)?", "정보주체의 권리"),
    (
        Topic::Request,
        "(requests?|rights)(of|by|from)(the)?datasubjects?|datasubjects?(rights|requests?)|accessrequests?|requests?for(access|viewing|footage)(andsoon)?",
        "Requests of data subjects",
    ),
    (
        Topic::Safeguards,
        "(영상정보(의)?)?안[전정]성?(확보|보호)(를위한|에관한)?(조치|대책)?|안전(조치|대책)",
        "안전성 확보조치",
    ),
    (
        Topic::Safeguards,
        "(영상정보)?(보호를위한)?(기술적|관리적|물리적)(·|및|,|과)?((기술적|관리적|물리적)(·|및|,|과)?)*(보호)?(조치|대책)?",
        "기술적·관리적 및 물리적 조치",
    ),
    (Topic::Safeguards, "(영상(정보)?)?보호(조치|대책|방안)|어떻게보호(하나요|합니까)", "보호조치"),
    (
        Topic::Safeguards,
        "safeguards?|(security|safety|protective|protection|technical|managerial|administrative|physical)((,|and|·|,and)(technical|managerial|administrative|physical))*(protection)?measures?|security|measures(toprotect|toensure|for)(the)?(safety|security|protection)?(of)?",
        "Safeguards",
    ),
    (
        Topic::Contract,
        "((설치|운영|관리|유지보수|처리|업무)(·|및|,)?)*(등)?(의)?(에관한)?(위탁|수탁)(업무|내용|사항|현황|처리|관리|운영|계약|여부)*",
        "설치 및 관리 등의 위탁",
    ),
    (
        Topic::Contract,
        "(다른곳|외부|밖|다른업체)에?(에)?맡기(고있나요|나요|는지|고있습니까|는가|고있는지)?|외부(위탁|용역)|용역(현황)?",
        "다른 곳에 맡기고 있나요?",
    ),
    (
        Topic::Contract,
        "outsourc(ing|ed)|entrust(ing|ment|ed)|consign(ing|ment|ed)|contractors?|commission(ing|ed)",
        "Outsourcing",
    ),
    (
        Topic::Company,
        "(수탁|위탁|용역|유지보수|관리|시공)(업체|회사)(명|현황)?|(업체|회사)(명|현황)|업체|수탁(자|기관|사)|위탁받(는|은)자",
        "수탁업체",
    ),
    (Topic::Period, "(위탁|계약|용역|유지보수)(계약)?기간|계약일", "위탁기간"),
    (Topic::Signboard, "안내판(의)?(설치|부착|기재)?(등|사항)?", "안내판 설치"),
    (
        Topic::Change,
        "(영상정보처리기기|영상정보|cctv)?(운영)?(·|및)?(관리)?(방침|지침|규정|개인정보처리방침|처리방침)?(의)?(변경|개정)(이력|사항|내역|내용|연혁)?(및시행)?",
        "방침 변경에 관한 사항",
    ),
    (Topic::Change, "부칙|방침이바뀌면|고지의의무|연혁|제개정이력|제·?개정(이력|일자)?", "부칙"),
    (
        Topic::Change,
        "amendments?|revisions?(history)?|changes?(of(the)?policy|to(the|this)policy)?|historyof(changes|revisions?)",
        "Amendment",
    ),
    (Topic::Effective, "시행(일자|일|시기)|적용(일자|일|기간)|(시행|적용)일?", "시행일자"),
    (Topic::Notice, "(공고|공포|게시|공개)(일자|일)", "공고일자"),
    (Topic::Revision, "(최초|최종|전부|일부)?(제정|개정|변경|수정)(일자|일)", "개정일자"),
    (Topic::Phone, "(대표)?(연락처|전화(번호)?)|contact", "연락처"),
    (Topic::Mobile, "이동형(영상정보처리기기)?", "이동형 영상정보처리기기"),
    (
        Topic::ThirdParty,
        "(개인)?(영상정보|영상)?(의)?(목적외이용|제3자(에게|에의|에대한|의)?(제공|에게제공))(·|및|의|등)?(제3자(에게)?제공)?(등)?(의)?(제한|금지)?",
        "목적 외 이용·제3자 제공 제한",
    ),
    (
        Topic::Foreign,
        "(개인정보파일|개인정보보호책임자|개인정보(의)?처리(목적|및보유기간|위탁)|자동수집장치|쿠키|권익침해구제|정보주체의동의|추가적(인)?이용|의견(의)?수렴|사전의견|정의|적용범위|총칙|책무|교육|자체점검|점검|벌칙|과태료|용어(의)?정의|사후관리|설치제한|임의조작|준용|비용|이의신청|구제)",
        "정의",
    ),
];

/// Words that join heading words and say nothing alone.
const CONNECTORS: &str = "(?:겸|에관한사항|에대한사항|에관하여|에대한조치|에대한|에관한|관련(?:사항)?|및|와|과|의|등|·|,|/|&|-|또는|그리고|현황|안내|사항|조치|내용|방법|정보|공개|(?:고정형|개인)?영상정보처리기기운영자(?:의)?|(?:네트워크카메라)?고정형|개인영상정보(?:의)?|영상정보처리기기(?:의)?|영상정보처리기|영상기기|영상정보(?:의)?|화상정보(?:의)?|폐쇄회로텔레비전|cctv(?:의)?|카메라|\\(cctv\\)|설치|운영|관리|정보주체(?:의)?|본기관(?:의)?|우리[가-힣]{1,3}(?:의)?|개인정보|처리|방침|요구|존재확인|열람|삭제|and|of|the|for|to|in|with|on|or|by|installation|installing|installed|operation|operating|management|managing|devices?|cameras?|(?:visualdata|imageinformation|imagedata|videoinformation|video)(?:processingdevices?)?|footage|images?|matters?|concerning|regarding|details?|status|information|personal|요청|청구|주요|기관별|시설별|부서별|도서관별|목적별|\\?|하나요|하면|하려면|은|는|을|를|그밖에|기타|필요한)";

static WORDS: LazyLock<PhraseMatcher> =
    LazyLock::new(|| PhraseMatcher::new(&HEADING_WORDS.map(|(_, pattern, _)| pattern)));

static CONNECTOR: LazyLock<PhraseMatcher> = LazyLock::new(|| PhraseMatcher::new(&[CONNECTORS]));

/// The longest heading word at the start of folded lower-case text: its topic and length in bytes.
fn word_at(text: &str) -> Option<(Topic, usize)> {
    WORDS.longest(text).map(|(row, length)| (HEADING_WORDS[row].0, length))
}

/// A run of heading words and connectors at the start of folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Topics named.
    pub(crate) topics: Topics,
    /// Bytes of folded text that the run takes.
    pub(crate) length: usize,
}

/// Longest run of heading words, and longest word that may end it, in bytes.
const LONGEST_RUN: usize = 240;
const LONGEST_WORD: usize = 160;

/// The longest run of heading words at the start of folded text; nothing when no topic is named.
pub(crate) fn phrase(text: &str) -> Option<Phrase> {
    phrases(text).pop()
}

/// Every run of heading words at the start of folded text, the shortest first; each names a topic.
pub(crate) fn phrases(text: &str) -> Vec<Phrase> {
    let mut runs: Vec<Phrase> = Vec::new();
    let text = &text[..text.floor_char_boundary(LONGEST_RUN + LONGEST_WORD)];
    let lower = if text.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    };
    let mut at = 0;
    let mut topics = Topics::NONE;
    while at < lower.len() && at < LONGEST_RUN {
        let rest = &lower[at..];
        let connector = CONNECTOR.longest(rest).map_or(0, |(_, length)| length);
        let step = match word_at(rest) {
            Some((topic, length)) if length >= connector || connector == 0 => {
                topics.insert(topic);
                length
            }
            _ if connector > 0 => connector,
            _ => {
                // Brackets within a heading: 담당 부서(자), 설치 대수(수량).
                let bracketed = rest.strip_prefix('(').and_then(|inside| {
                    let close = inside.find(')')?;
                    (close <= 36 && !inside[..close].contains(|c: char| c.is_ascii_digit())).then_some(close + 2)
                });
                match bracketed.filter(|_| !topics.is_empty()) {
                    Some(length) => length,
                    None => break,
                }
            }
        };
        at += step;
        if !topics.is_empty() {
            runs.push(Phrase { topics, length: at });
        }
    }
    runs
}

/// What a table's column (or a key of a key/value table) holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Column {
    Serial,
    Kind,
    Purpose,
    Count,
    Sites,
    Place,
    Facility,
    Range,
    Department,
    Hours,
    Retention,
    Storage,
    Method,
    Role,
    Chief,
    Manager,
    Access,
    Position,
    Name,
    Phone,
    Company,
    /// Whether and to whom the work is given: a firm with its task in one cell, or 직영.
    Outsourced,
    Task,
    Period,
    Start,
    End,
    Note,
    Installed,
    Model,
    Installer,
    Revision,
    Basis,
    Subtotal,
}

/// Column titles: patterns over [`super::fold::bare`] text that must take the whole title, with an example.
pub(crate) const COLUMN_WORDS: [(Column, &str, &str); 33] = [
    (Column::Serial, "연번|순번|번호|순|no|일련번호|구분번호", "연번"),
    (Column::Kind, "구분|구분명|분류|유형|종류|분야|대상|항목|category|type", "구 분"),
    (
        Column::Purpose,
        "(설치|운영)?(및운영)?목적(구분)?|(설치)?(법적)?근거(및|와)(설치)?(운영)?목적|용도|설치용도|purpose|use|사용목적|목적별",
        "설치 목적",
    ),
    (
        Column::Count,
        "(설치)?개소(수)?(대|대수)|(설치)?(대|대수)개소(수)?|(카메라|cctv|설치|기기|보유|현황|수)대|(층별|실별|동별|구역별|시설별|장소별|위치별)(설치)?(대수|수량)|(총)?(설치)?(운영)?(카메라)?(대수|댓수|수량|대)(합계)?|카메라수|cctv(대수|수량|수)?|(cctv)?설치수|설치대수및단위|보유대수|운용대수|설치운영대수|현재설치대수|총설치(수량|대수)|(number|no)of(cameras|cctv|units|cctvs|devices)|cameras|units?|qty|quantity|설치현황대|대수대|수량대|설치대수대|운영수량|기기대수|(설치|카메라|cctv)?(대수|수량)(및|와)(설치)?(위치|장소)|(quantity|numbers?|total)(of)?(the)?(installed)?(cameras|cctv|cctvs|units?|devices|cctvcameras)|(cameras?|cctv|devices)(quantity|count)|installedunits|quantity(of(cameras|cctv|units|devices))?|numberofcctvcameras",
        "설치 대수(대)",
    ),
    (Column::Sites, "(설치)?(개소|개소수|지점|지점수|장소수|개소개|설치개소|설치지점)(수)?", "개소"),
    (
        Column::Place,
        "(층별|동별|실별|건물별|시설별|기관별)?(주요)?(설치|운영)?(위치|장소|지점명|구역)(및(위치|장소|촬영범위|촬영구역|촬영방향))?|설치(위치|장소)(및|와|과)?(촬영)?(범위|구역)?(안내)?|(설치)?(위치|장소)(현황|명)|설치(주소|지점|구역)|소재지|주소|(installation)?(locations?|places?|sites?)(ofinstallation|installed)?((and|of)?(coverage|range))?|설치처|카메라위치|설치위치및대수|설치장소및대수|설치(위치|장소)별대수|locations?|places?(ofinstallation)?|(location|place)s?(and)?coverage|(installation|installed)(places?|locations?)",
        "설치 위치",
    ),
    (
        Column::Facility,
        "(시설|기관|건물|센터|도서관|사업장|관리기관|기관부서|운영기관|학교|공원|역|관|동|소속기관|사업소|매장|국|관서|지점|캠퍼스|부지|청사|지구대|공원|설치시설|시설물|설치기관|층|건물별|시설구분|층별|건물및층)(명|명칭|별)?|명칭|building|facility|institution|branch|국명|층수",
        "시설명",
    ),
    (
        Column::Range,
        "(주요)?(촬영|촬용|감시)(범위|구역|영역|방향|대상|각도|지역|거리)(및(구역|시간))?|범위|(filming|shooting|recording)?(range|coverage|area)s?|areascovered|화각|촬영반경",
        "촬영범위",
    ),
    (
        Column::Department,
        "(담당|관리|운영|소관|소속|주관|설치|사용|운용|해당|책임)?(부서|소속|과)(명)?|부서명|소속(부서|기관|및부서)|담당(과|팀|부서명)|departments?|division|team|section|dept|office|affiliation|(department|team|division)(incharge|name)|부서기관|실과|실과명|실과소|운영주체|관리주체",
        "담당부서",
    ),
    (
        Column::Hours,
        "(촬영|녹화|운영|가동|작동|촬영및녹화)(시간|일시|시간대)|시간|촬영기간|(recording|operating|operation|filming|shooting)(times?|hours)|(times?|hours)of(recording|operation|filming|shooting)|hours",
        "촬영시간",
    ),
    (
        Column::Retention,
        "(개인)?(영상정보|영상|화상정보|영상자료|녹화자료|녹화|자료|정보)?(의)?(보관|보유|보존|저장)(및이용)?(기간|기관|일수|기한|일)(일|개월)?|(retention|storage)(periods?)?|periods?of(retention|storage)|retentiondays",
        "보관기간",
    ),
    (
        Column::Storage,
        "(영상정보|영상|화상정보|영상자료|자료|녹화자료)?(의)?(보관|저장|보존)(장소|위치|처|소)|(places?of)storage|storage(places?|locations?)",
        "보관장소",
    ),
    (
        Column::Method,
        "(영상정보)?(처리|파기|삭제|관리|관제|관리및파기|보관및파기)방법|methods?(of(processing|disposal|destruction))?",
        "처리방법",
    ),
    (Column::Role, "역할|책임구분|책임|직무|임무|role|duty|duties|responsibility|담당업무|업무구분", "역할"),
    (
        Column::Chief,
        "(개인영상정보|영상정보|개인정보)?(총괄|보호|총괄관리|총괄보호)(책임자|책임관|관리책임자)(직위|직책|성명|이름)?",
        "총괄책임자",
    ),
    (
        Column::Manager,
        "(개인영상정보|영상정보|영상정보처리기기|cctv)?(분임|운영|관리|분야별|부서)?(관리|운영)?(책임자|책임관)(정|부|부서장|(및|와)(성명|직위|직책|연락처|전화|전화번호))?|(chief|cctv|responsible|general)?managers?(incharge)?|responsible(persons?|officers?|managers?)|(persons?|officers?)(incharge|responsible)",
        "관리책임자",
    ),
    (
        Column::Access,
        "(영상정보)?접근(권한자|권자|권한|권한이있는자|권한이있는사람|권한보유자|권한담당자)(정|부|(및|와)(성명|직위|연락처|전화|전화번호))?|(운영|관리|업무|실무|영상정보|운용|cctv)?(담당자|취급자|담당)(정|부)?|모니터링(전담자|요원|담당자)|관제요원|(persons?|staff|personnel)withaccess|access(authority|holders?|rightholders?)|authori[sz]ed(persons?|staff|users?)|접근권한자담당자|영상정보담당자",
        "접근권한자",
    ),
    (
        Column::Position,
        "(직위|직책|직급|직|직위직급|직책직위|직급직위|직위또는직급|직위및성명|직명|직위성명|position|(job)?title|rank|직책명|직위명)",
        "직위",
    ),
    (
        Column::Name,
        "(담당자|책임자)?(성명|이름)|(full)?name|contactperson|persontocontact|성함|담당자명|책임자명|성명직위",
        "성명",
    ),
    (
        Column::Phone,
        "(대표|담당자|사무실|행정|업체|담당|민원)?(연락처|전화|전화번호|유선전화|내선|내선번호|연락전화|문의처|문의전화|전화연락처|연락번호|tel|번호)(tel|전화|전화번호|내선)?|contact(number|information|info|details)?|phone(number|no)?|telephone(number|no)?|문의|연락처전화번호",
        "연락처",
    ),
    (
        Column::Company,
        "(수탁|위탁|용역|유지보수|유지관리|계약|관리|운영|협력|위탁처리|위수탁|위탁관리|점검|보수|경비|대행)?(업체|회사|기관|사)(명|명칭|현황)|(수탁|위탁|용역|유지보수|유지관리|계약|협력|위수탁|대행)(업체|회사|사)|수탁(자|기관|업자|처|사|받는자|자명|자업체명|업체자)(명)?|업체|회사|상호|상호명|위탁받(는|은)(자|기관|업체)(명)?|위탁(자|기관|처|업자|대상자|대상)|계약상대자|(name(of)?)?(the)?(company|contractor|consignee|trustee|entrustedcompany|outsourcedcompany|serviceprovider)(name)?|수탁자기간|수탁자수탁업체",
        "수탁업체",
    ),
    (
        Column::Task,
        "(위탁|수탁|용역|계약|유지보수)(업무|내용|명|사항|범위|사무|업무명|업무내용|업무의내용|목적|분야|하는업무|업무내용및범위|업무목적|사업|건명|사업명)|(주요)?업무(내용|명|범위|구분)?|과업(명|내용)?|용역명|사업명|계약(명|건명)|내용|(entrusted|consigned|outsourced)?(tasks?|services?|works?|duties)|scopeofwork|위탁하는업무(의내용)?|담당업무|대상",
        "위탁업무",
    ),
    (
        Column::Period,
        "(위탁|계약|용역|유지보수|수탁|운영|위수탁|유지관리)?(계약)?기간|period|termofcontract|contractperiod|periodof(contract|consignment)|term|계약일자|위탁계약기간|기간년월일",
        "위탁기간",
    ),
    (Column::Outsourced, "(외부)?(위탁|수탁|용역)(여부|현황|사항|운영|관리)?|위탁관리여부", "위탁"),
    (Column::Start, "(위탁|계약)?(시작일|개시일|착수일)(자)?", "시작일"),
    (Column::End, "(위탁|계약)?(종료일|만료일|폐지일)(자)?", "종료일"),
    (Column::Note, "비고|기타|참고|remarks?|note|비고란|특이사항", "비고"),
    (Column::Installed, "(설치|취득|구입|교체|도입|구축)(년도|연도|일자|년월|연월|시기|일|년)|year", "설치년도"),
    (
        Column::Model,
        "(모델|기종|규격|사양|제조사|제품|기기|카메라|장비)(명|종류|사양|형식|형태|유형|번호|타입)?|화소(수)?|해상도|성능|형식|렌즈|타입|관리번호|기기번호|화소만|카메라화소(수)?|회전(여부|형태)?|종별|형태|방식|기능",
        "모델명",
    ),
    (Column::Installer, "(설치|시공|납품|구축|제작)(업체|회사|사|자)(명)?|제조(업체|사)|유지보수", "설치업체"),
    (
        Column::Revision,
        "(제정|개정|시행|폐지|적용|공고|변경|게시|제개정|개정시행|제정개정|최종개정)(일|일자|기간|연월일|날짜|구분)|일자|날짜|차수|버전|보기|적용기간|시행기간|version",
        "시행일",
    ),
    (Column::Basis, "(설치|법적|관련|운영)?(근거|법령|법적근거)(법령|규정|조항)?|legalbasis", "설치근거"),
    (Column::Subtotal, "(합|소|총)?계|total|subtotal|합계대|총합계|누계", "계"),
];

static COLUMNS: LazyLock<PhraseMatcher> =
    LazyLock::new(|| PhraseMatcher::new(&COLUMN_WORDS.map(|(_, pattern, _)| pattern)));

static UNIT_SUFFIX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[(\[](?:단위:?)?(?:대|개소|EA|ea|일|명|units?|개|대수|대/개소|개소/대|개소\(대\)|총?[0-9,]+대)[)\]]$")
        .expect("pattern")
});

/// What a column title says; the title as written.
pub(crate) fn column(title: &str) -> Option<Column> {
    if title.chars().nth(40).is_some() { None } else { column_of_folded(&fold(title)) }
}

/// What the words of a cell or line say as a column title.
pub(crate) fn column_of(title: &Span) -> Option<Column> {
    if title.text().chars().nth(40).is_some() { None } else { column_of_folded(title.folded()) }
}

fn column_of_folded(folded: &str) -> Option<Column> {
    let whole = letters(folded);
    if !folded.contains(['(', '[']) {
        return column_of_bare(&whole);
    }
    let folded = folded.replace('\n', "");
    let without_unit = UNIT_SUFFIX.replace(folded.trim_matches('*'), "");
    let bare = letters(&without_unit);
    if whole != bare
        && let Some(Column::Count) = column_of_bare(&whole)
    {
        return Some(Column::Count);
    }
    column_of_bare(&bare).or_else(|| {
        // 보관기간(촬영일로부터), 관리책임자(부서장): what stands in brackets explains.
        column_of_bare(&letters(&without_unit[..without_unit.find('(')?]))
    })
}

fn column_of_bare(bare: &str) -> Option<Column> {
    if bare.is_empty() {
        return None;
    }
    COLUMNS.whole(bare).or_else(|| COLUMNS.whole(respelt(bare)?)).map(|row| COLUMN_WORDS[row].0)
}

/// Labels of the form that are long enough to be known with one letter misspelt.
const LABELS: [&str; 23] = [
    "설치대수",
    "설치위치",
    "설치장소",
    "설치목적",
    "설치근거",
    "촬영범위",
    "촬영시간",
    "촬영구역",
    "보관기간",
    "보관장소",
    "처리방법",
    "관리책임자",
    "접근권한자",
    "운영담당자",
    "담당부서",
    "전화번호",
    "연락처",
    "수탁업체",
    "위탁업체",
    "위탁업무",
    "위탁기간",
    "수탁자",
    "시행일자",
];

/// The label that a misspelt one stands for: one letter of one syllable differs (쵤영시간, 보관장서).
pub(crate) fn respelt(bare: &str) -> Option<&'static str> {
    let length = bare.chars().count();
    if !(3..=5).contains(&length) {
        return None;
    }
    // A syllable is a number of three letters: 588 for the first, 28 for the second, one for the last.
    let letters = |syllable: char| {
        let index = u32::from(syllable).checked_sub(0xac00).filter(|index| *index < 11_172)?;
        Some([index / 588, index % 588 / 28, index % 28])
    };
    let misspelt = |label: &&&str| {
        let pairs: Vec<(char, char)> = bare.chars().zip(label.chars()).filter(|(left, right)| left != right).collect();
        let one = |(left, right): &(char, char)| {
            let (left, right) = (letters(*left)?, letters(*right)?);
            Some(left.iter().zip(right).filter(|(left, right)| **left != *right).count() == 1)
        };
        label.chars().count() == length && pairs.len() == 1 && pairs.first().and_then(one).unwrap_or(false)
    };
    let mut found = LABELS.iter().filter(misspelt);
    found.next().filter(|_| found.next().is_none()).copied()
}

/// Words of three syllables that begin like a surname and stand beside posts and departments: 기관의 장이 지정한 자.
const NO_NAMES: &[&str] = &[
    "안내대",
    "주민등",
    "여객선",
    "문서고",
    "고객사",
    "홍보물",
    "방송사",
    "기숙사",
    "민원인",
    "경로당",
    "노인정",
    "어린이",
    "공무원",
    "공무직",
    "기간제",
    "기관별",
    "기능직",
    "기술직",
    "도우미",
    "명예직",
    "모니터",
    "반기별",
    "방문자",
    "방범용",
    "부서나",
    "부서는",
    "부서로",
    "부서별",
    "부서에",
    "부서의",
    "설치된",
    "설치한",
    "소속의",
    "시설의",
    "연구직",
    "위탁한",
    "이외의",
    "이용자",
    "이하의",
    "임기제",
    "임시직",
    "전담직",
    "전문직",
    "정규직",
    "제공한",
    "지정된",
    "지정한",
    "지킴이",
    "차량의",
    "책임의",
    "한시적",
];

/// Whether a word ends in a particle, which no name does: 을 follows a closed syllable (부서을 is none, and 소가을 a name),
/// 는, 를 and 와 an open one.
fn ends_in_particle(word: &str) -> bool {
    let mut syllables = word.chars().rev();
    let last = syllables.next();
    let closed = syllables.next().is_some_and(|before| (u32::from(before).wrapping_sub(0xac00)) % 28 != 0);
    match last {
        Some('의' | '에' | '된' | '할') => true,
        Some('을') => closed,
        Some('는' | '를' | '와') => !closed,
        _ => false,
    }
}

/// Whether a word that could be a name is none.
pub(crate) fn is_no_name(word: &str) -> bool {
    NO_NAMES.contains(&word) || ends_in_particle(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heading_word_takes_its_example() {
        for (topic, pattern, example) in HEADING_WORDS {
            let folded = fold(example).to_lowercase();
            let phrase = phrase(&folded).unwrap_or_else(|| panic!("{example}: no topic"));
            assert!(phrase.topics.has(topic), "{example} is not {topic:?} by {pattern}");
            assert!(phrase.length + 1 >= folded.len(), "{example}: only {} bytes read", phrase.length);
        }
    }

    #[test]
    fn every_column_word_takes_its_example() {
        for (wanted, _, example) in COLUMN_WORDS {
            assert_eq!(column(example), Some(wanted), "{example}");
        }
    }

    #[test]
    fn statutory_headings_name_all_their_parts() {
        let cases: [(&str, &[Topic]); 7] = [
            ("영상정보처리기기의 설치 근거 및 설치 목적", &[Topic::Basis, Topic::Purpose]),
            ("설치 대수, 설치 위치 및 촬영 범위", &[Topic::Count, Topic::Place, Topic::Range]),
            (
                "관리책임자, 담당 부서 및 영상정보에 대한 접근 권한이 있는 사람",
                &[Topic::Manager, Topic::Department, Topic::Access],
            ),
            (
                "영상정보의 촬영시간, 보관기간, 보관장소 및 처리방법",
                &[Topic::Hours, Topic::Retention, Topic::Storage, Topic::Method],
            ),
            ("고정형 영상정보처리기기운영자의 영상정보 확인 방법 및 장소", &[Topic::Check]),
            ("정보주체의 영상정보 열람 등 요구에 대한 조치", &[Topic::Request]),
            ("영상정보 보호를 위한 기술적ㆍ관리적 및 물리적 조치", &[Topic::Safeguards]),
        ];
        for (title, topics) in cases {
            let folded = fold(title);
            let phrase = phrase(&folded).expect(title);
            for topic in topics {
                assert!(phrase.topics.has(*topic), "{title} lacks {topic:?}");
            }
            assert_eq!(phrase.length, folded.len(), "{title}");
        }
    }
}
