//! The words by which links, pages and attachments are recognised: data, each row with an example that must match.
//!
//! Rows are matched against squeezed text (see [`squeeze`]): no blanks, no dots, no 및, in upper case.

use regex::Regex;
use std::sync::LazyLock;

/// A pattern, what it adds to a score, why, and words it must match.
pub(super) struct Word {
    /// Regular expression over squeezed text.
    pub pattern: &'static str,
    /// What a match adds.
    pub score: i32,
    /// Name of the rule.
    pub why: &'static str,
    /// Words that must match.
    #[cfg_attr(not(test), expect(dead_code, reason = "read by the test of every row"))]
    pub example: &'static str,
}

const fn word(pattern: &'static str, score: i32, why: &'static str, example: &'static str) -> Word {
    Word { pattern, score, why, example }
}

/// A table of words with its compiled patterns.
pub(super) struct Table {
    rows: Vec<(Regex, &'static Word)>,
}

impl Table {
    fn of(words: &'static [Word]) -> Self {
        let compiled = words.iter().filter_map(|word| Some((Regex::new(word.pattern).ok()?, word)));
        Self { rows: compiled.collect() }
    }

    /// The first row that matches.
    pub(super) fn first(&self, squeezed: &str) -> Option<&'static Word> {
        let mut rows = self.rows.iter();
        rows.find(|(pattern, _)| pattern.is_match(squeezed)).map(|(_, word)| *word)
    }

    /// The scores of all rows that match, added up.
    pub(super) fn sum(&self, squeezed: &str) -> i32 {
        self.matches(squeezed).map(|word| word.score).sum()
    }

    /// All rows that match.
    pub(super) fn matches<'a>(&'a self, squeezed: &'a str) -> impl Iterator<Item = &'static Word> + 'a {
        let hits = self.rows.iter().filter(|row| row.0.is_match(squeezed));
        hits.map(|(_, word)| *word)
    }
}

/// Text without blanks, dots, slashes, commas, brackets and 및, in upper case.
pub(super) fn squeeze(text: &str) -> String {
    let kept: String = text.chars().filter(|sign| !is_dropped(*sign)).flat_map(char::to_uppercase).collect();
    kept.replace('및', "")
}

fn is_dropped(sign: char) -> bool {
    sign.is_whitespace()
        || matches!(
            sign,
            '·' | '․'
                | 'ㆍ'
                | '•'
                | '∙'
                | '‧'
                | '・'
                | '･'
                | '⋅'
                | 'ᆞ'
                | '.'
                | '/'
                | ','
                | '('
                | ')'
                | '['
                | ']'
                | '\u{200b}'
                | '\u{feff}'
        )
}

/// What names the device or its policy: a link with these words is a candidate.
pub(super) const TOPIC: &[Word] = &[
    word("영상정보처리기", 100, "device", "고정형 영상정보처리기기 운영·관리 방침"),
    word("영상처리기기", 100, "device", "영상처리기기 운영·관리 방침"),
    word("영상정보기기", 100, "device", "영상정보기기 운영 관리 방침"),
    word("영상정보처리(방침|관리)", 100, "video_policy", "개인·영상정보 처리방침"),
    word("CCTV.*(방침|지침|규정|운영|현황|내역)", 90, "cctv", "CCTV 설치현황"),
];

/// What makes a candidate likelier or less likely.
pub(super) const WEIGHT: &[Word] = &[
    word("방침", 40, "policy", "CCTV 운영방침"),
    word("지침|규정", 20, "guideline", "영상정보처리 관리 지침"),
    word("고정형", 5, "fixed", "고정형 영상정보처리기기"),
    word("이동형", -20, "mobile", "이동형 영상정보처리기기 운영 관리방침"),
    word("관제센터|관제실", -60, "control_room", "CCTV 통합관제센터 운영"),
    word("교통정보|실시간|영상보기", -80, "traffic", "CCTV 교통정보 실시간 운영"),
    word("견학|체험|홍보|모집|채용", -60, "visit", "CCTV 관제센터 견학 운영"),
    word("입찰|공사|구매|용역|낙찰", -60, "tender", "CCTV 운영 용역 입찰공고"),
    word("신청|청구|요청|건의|서식|양식", -60, "form", "CCTV 열람 청구서"),
    word("보도자료|뉴스|기사|회의", -60, "news", "CCTV 운영 보도자료"),
    word("행정예고|의견|수렴|설문", -65, "notice", "CCTV 설치 행정예고 의견수렴 현황"),
    word("해설|가이드|교육|법령|표준", -40, "guide", "공공기관 영상정보처리기기 설치운영 가이드라인"),
];

/// Weaker leads: pages that hold the policy as a part, or that list all pages.
pub(super) const WEAK: &[Word] = &[
    word("개인정보(의)?(처리|보호|취급)?방침|개인정보처리지침", 45, "privacy", "개인정보처리방침"),
    word("개인정보보호", 35, "privacy_section", "개인정보 보호"),
    word("사이트맵|누리집지도|누리집안내지도|SITEMAP|전체메뉴|홈페이지지도", 30, "site_map", "사이트맵"),
];

/// Words of an older version of a policy.
pub(super) const OLDER: &[Word] = &[
    word("^(이전|지난|과거|구)(운영|방침|영상|CCTV|버전|내용|고정형)", 60, "older", "이전 방침 보기"),
    word(
        "(이전|지난|과거|종전)(의)?.*방침|방침.*(이전|지난|과거|이력|변경전)",
        60,
        "older",
        "이전 영상정보처리기기 운영·관리 방침",
    ),
    word("(19|20)[0-9]{2}.{0,8}[~∼〜～].*[0-9]", 60, "period", "2019.3.1 ~ 2020.2.28"),
    word("(19|20)[0-9]{2}.*(시행|개정|이전).*(방침|적용|보기|이전|시행|개정)", 60, "dated", "2020.3.1 시행 방침"),
];

/// Words of a link that holds the rest of a page.
pub(super) const DETAIL: &[Word] = &[
    word("자세히|상세보기|상세내용", 70, "detail", "자세히 보기"),
    word("전문보기|내용보기|방침보기|원문보기", 70, "detail", "방침 전문 보기"),
];

/// Words of an attachment that may hold data.
pub(super) const DATA: &[Word] = &[
    word("현황|내역|목록|대장|설치장소|설치위치", 90, "data", "붙임-군산시 CCTV 운영현황 참조"),
    word("붙임|첨부|별첨|별표", 85, "attached", "[붙임1]"),
    word("다운로드|내려받기|다운받기|DOWNLOAD", 80, "download", "xls다운로드"),
    word("파일참조|내역참조|클릭|세부", 75, "see", "(파일참조)"),
    word("방침|영상정보|CCTV", 80, "policy_file", "CCTV 운영방침.hwp"),
];

/// Words of a form to fill in, which holds no data, and of previews of a file that is linked as well.
pub(super) const FORM: &[Word] = &[
    word("청구서|신청서|요청서|요구서|동의서|위임장|서약서", 0, "form", "개인영상정보 요청서(다운받기)"),
    word("서식|양식", 0, "form", "열람 서식 다운로드"),
    word("미리보기|바로보기|바로듣기|뷰어", 0, "preview", "미리보기"),
];

/// The statutory headings (개인정보 보호법 시행령 제25조제1항) of which a policy page holds several.
///
/// The score is 1 where only a camera policy says so, 0 where a privacy policy says it too.
pub(super) const HEADING: &[Word] = &[
    word(
        "설치(운영)?(의|에관한)?(근거|목적)|근거설치목적",
        1,
        "basis_purpose",
        "영상정보처리기기의 설치 근거 및 설치 목적",
    ),
    word("설치대수|설치위치|촬영범위|설치장소", 1, "count_location_range", "설치 대수, 설치 위치 및 촬영 범위"),
    word("관리책임자|접근권한", 0, "manager_access", "관리책임자 및 접근권한자"),
    word("촬영시간", 1, "recording_time", "영상정보의 촬영시간, 보관기간, 보관장소 및 처리방법"),
    word("보관기간|보관장소|보유기간", 0, "retention", "보관기간"),
    word(
        "(확인|열람)(하는)?방법(장소|에관한)|영상정보확인|확인장소",
        1,
        "check_method_place",
        "개인영상정보의 확인 방법 및 장소에 관한 사항",
    ),
    word(
        "열람등(의|에대한|을)?(요구|청구|조치)|정보주체의.{0,12}열람|열람요구|열람청구",
        0,
        "access_request",
        "정보주체의 영상정보 열람 등 요구에 대한 조치",
    ),
    word("안전성확보|보호조치|안전한관리|보호하기위한", 0, "safeguards", "영상정보의 안전성 확보조치"),
];

/// Parts of an address that name the page when the link has no words.
pub(super) const ADDRESS: &[Word] = &[
    word(
        "(POLICY|LAW|TERMS|GUIDE|PROTECT|PROTECTION|OPERATION)[-_]?(VIDEO|VOD|MEDIA|IMG|CCTV|MONITOR)",
        75,
        "address",
        "/web/policy/video.do",
    ),
    word("CCTV[-_]?(POLICY|OPER|INFO|GUIDE)|MODE=CCTV", 75, "address", "/pra_view?mode=cctv"),
    word("(DPT)?VIDEO_?(PRIVACY|POLICY|INFO|INFORMATION)|PRIVACY[-_]?VIDEO", 70, "address", "/dptVideoPrivacy.do"),
    word(
        "SELECTVIDEOVIEW|MOVIEINFO|EGOVIMGINFORM|PICTUREINFO",
        70,
        "address",
        "/goean/iv/indvdlView/selectVideoView.do",
    ),
    word("영상정보처리|영상정보기기", 70, "address", "/안내/영상정보처리기기"),
    word("CCTV", 55, "address", "/cs/cctv.jsp"),
];

/// File types that may hold data, as the end of a name.
pub(super) const DATA_ENDINGS: &[&str] = &[".hwp", ".hwpx", ".hml", ".xls", ".xlsx", ".pdf", ".csv", ".zip", ".docx"];

/// Parts of an address that hands out a file.
pub(super) const DOWNLOAD_PATHS: &[&str] =
    &["download", "filedown", "down.do", "flDownload", "fileDown", "/down/", "downloadfile", "getfile", "attach"];

macro_rules! tables {
    ($($table:ident $words:ident;)*) => {
        $(
            #[doc = concat!("[`", stringify!($words), "`], compiled.")]
            pub(super) static $table: LazyLock<Table> = LazyLock::new(|| Table::of($words));
        )*

        #[cfg(test)]
        const TABLES: &[(&str, &LazyLock<Table>, &[Word])] =
            &[$((stringify!($words), &$table, $words),)*];
    };
}

tables! {
    TOPICS TOPIC;
    WEIGHTS WEIGHT;
    WEAKER WEAK;
    OLDER_VERSIONS OLDER;
    DETAILS DETAIL;
    DATA_LABELS DATA;
    FORMS FORM;
    HEADINGS HEADING;
    ADDRESSES ADDRESS;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_matches_its_example() {
        for (name, table, words) in TABLES {
            assert_eq!(table.rows.len(), words.len(), "{name}: a pattern is broken");
            for (pattern, word) in &table.rows {
                let example = squeeze(word.example);
                assert!(pattern.is_match(&example), "{name} {}: {example}", word.pattern);
            }
        }
    }
}
