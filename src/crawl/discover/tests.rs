use super::*;
use crate::document::{Hint, read};

fn page(html: &str) -> Document {
    let hint = Hint { content_type: Some("text/html; charset=utf-8".to_owned()), name: None };
    read(html.as_bytes(), &hint)
}

fn base() -> Url {
    Url::parse("http://www.a.go.kr/main.do").unwrap()
}

fn found(html: &str) -> Vec<(String, LeadKind)> {
    leads(&page(html), &base()).into_iter().map(|lead| (lead.url.path().to_owned(), lead.kind)).collect()
}

/// A home page with one link among others in its footer.
fn home(link: &str) -> String {
    let filler = "<p>시민 여러분을 환영합니다. 새 소식을 알려 드립니다.</p>".repeat(30);
    format!(
        "<html><head><title>가람시청</title></head><body><div id=content>{filler}\
         <a href='/intro'>시장 소개</a></div><div id=footer>{link}</div></body></html>"
    )
}

/// Wordings seen in links, menus and titles of real pages.
const OBSERVED: &[&str] = &[
    "영상정보처리방침",
    "영상정보 처리방침",
    "개인·영상정보 처리방침",
    "영상정보처리기기 방침",
    "영상정보처리기기관리방침",
    "영상정보처리기기 운영지침",
    "영상정보처리기기 운영관리방침",
    "영상정보처리기기 운영관리 방침",
    "영상정보처리기기 운영관리",
    "영상정보처리기기 운영관리지침",
    "영상정보처리기기 운영방침",
    "영상정보처리기기 설치·운영",
    "영상정보기기처리지침",
    "영상정보기기운영/관리방침",
    "영상정보기기 운영 관리 방침",
    "영상정보기기 운영관리 방침",
    "영상정보기기운영방침",
    "CCTV 설치운영",
    "CCTV설치현황",
    "CCTV 운영방침",
    "고정형 영상정보처리기기 운영∙관리방침",
    "고정형 영상정보처리기기 운영관리 방침",
    "고정형 영상정보처리기기 운영 및 관리방침",
    "고정형 영상정보처리기기 운영·관리방침",
    "고정형 영상정보처리기기 운영관리방침",
    "고정형 영상정보처리기기 운영·관리 방침",
    "영상정보처리기기 운영·관리방침",
    "영상정보처리기기 운영·관리 방침",
    "영상정보처리기기운영·관리방침",
    "영상정보처리기기운영 · 관리방침",
    "영상정보처리기기운영관리방침",
    "영상정보처리기기운영 관리방침",
    "영상정보처리기기 운영 관리 방침",
    "영상정보처리기기 운영․관리방침",
    "영상정보처리기기 운영ㆍ관리방침",
    "영상정보처리기기운영/관리방침",
    "영상정보처리기기 운영, 관리 방침",
    "영상정보처리기기운영방침",
    "영상정보처리기기운영",
    "영상정보처리기기",
    "영상정보처리 관리 지침",
    "영상정보처리기기 운영 및 관리 방침",
    "영상정보처리기기 운영 및 관리방침 안내",
    "영상정보처리기기 운영 및 관리 지침",
    "영상정보처리기기 설치 운영·현황",
    "영상정보 처리기기 운영/관리 방침",
    "영상정보처리기 운영 관리 방침",
    "영상처리기기 운영·관리 방침",
    "영상정보처리기기(CCTV) 운영·관리방침",
    "영상정보처리기기(CCTV) 운영관리 방침",
    "영상정보처리기기(CCTV) 운영관리",
    "영상정보처리기기(cctv) 운영,관리 방침 안내",
    "영상정보처리기기(CCTV) 안내",
    "영상정보처리기기(CCTV) 운영·고지",
    "고정형 영상정보처리기기 운영•관리 방침",
    "고정형 영상정보처리기기 운영방침",
    "고정형 영상정보처리기기(CCTV) 안내",
    "이동형 영상정보처리기기 운영 관리방침",
    "이동형 영상정보처리기기 운영·관리방침",
    "CCTV 운영/관리방침",
    "CCTV 운영·관리 방침",
    "CCTV 운영처리방침",
    "CCTV 설치 운영규정안내",
    "CCTV 운영 내역 공개",
    "CCTV현황 및 영상정보 처리방침 공개",
    "학교 내 영상정보처리기기 설치·운영 계획",
];

/// Words that are near and lead elsewhere.
const NEAR_MISSES: &[&str] = &[
    "개인정보처리방침",
    "개인정보 보호",
    "CCTV 교통정보",
    "CCTV 실시간 영상보기",
    "CCTV관제센터 소개",
    "CCTV 통합관제센터 운영",
    "CCTV 관제센터 견학 신청",
    "홍보영상",
    "영상자료실",
    "정보처리기사 자격",
    "CCTV 설치 신청",
    "CCTV 운영 용역 입찰공고",
    "개인영상정보 열람 청구서",
    "이메일무단수집거부",
    "저작권정책",
];

#[test]
fn observed_wordings_are_policies() {
    assert_eq!(OBSERVED.len(), 66);
    for words in OBSERVED {
        let html = home(&format!("<a href='/policy'>{words}</a>"));
        let expected = [("/policy".to_owned(), LeadKind::Policy)];
        assert_eq!(found(&html), expected, "{words}");
    }
}

#[test]
fn near_misses_are_no_policies() {
    for words in NEAR_MISSES {
        let html = home(&format!("<a href='/policy'>{words}</a>"));
        let policies = found(&html).into_iter().filter(|lead| lead.1 == LeadKind::Policy);
        assert_eq!(policies.count(), 0, "{words}");
    }
}

#[test]
fn links_are_written_in_many_ways() {
    let cases = [
        ("<a href='/p'><img src=x alt='영상정보처리기기 운영·관리방침'></a>", "/p"),
        ("<a href='/p' title='CCTV 운영방침'><img src=x></a>", "/p"),
        ("<a href=\"javascript:fn_go('/p.do')\">CCTV 운영방침</a>", "/p.do"),
        ("<a href='#' onclick=\"window.open('/p.jsp','w')\">CCTV 운영방침</a>", "/p.jsp"),
        ("<a href='#none' onclick=\"location.href='/p'\">CCTV 운영방침</a>", "/p"),
        (
            "<select><option value=''>바로가기</option><option value='/p.do?k=1'>영상정보처리기기 운영방침</option></select>",
            "/p.do",
        ),
        ("<map><area href='/p' alt='영상정보처리기기 운영방침'></map>", "/p"),
        ("<a href='/p;jsessionid=AB'>영상정보처리기기 운영방침</a>", "/p"),
        ("<a href='../p#top'>영상정보처리기기 운영방침</a>", "/p"),
        ("<a href='/dptVideoPrivacy.do'><img src=x></a>", "/dptVideoPrivacy.do"),
        ("<a href='/pub/cctv.do'>CCTV</a>", "/pub/cctv.do"),
    ];
    for (link, path) in cases {
        let expected = [(path.to_owned(), LeadKind::Policy)];
        assert_eq!(found(&home(link)), expected, "{link}");
    }
}

#[test]
fn what_cannot_be_followed_is_left() {
    let cases = [
        "<a href='javascript:goMenu(\"0102\")'>CCTV 운영방침</a>",
        "<a href='mailto:cctv@a.go.kr'>CCTV 운영방침</a>",
        "<a href='#'>CCTV 운영방침</a>",
        "<a href='main.do'>CCTV 운영방침</a>",
        "<a href='ftp://a.go.kr/x'>CCTV 운영방침</a>",
        "<a href='http://'>CCTV 운영방침</a>",
        "<a href='#' onclick=\"location.href='/view.do?key='+key\">CCTV 운영방침</a>",
    ];
    for link in cases {
        assert_eq!(found(&home(link)), [], "{link}");
    }
}

#[test]
fn better_words_come_first_and_weak_leads_last() {
    let html = home(
        "<a href='/privacy'>개인정보처리방침</a> <a href='/map'>사이트맵</a> <a href='/mobile'>이동형 영상정보처리기기 운영·관리방침</a>\
         <a href='/list'>CCTV 설치현황</a> <a href='/p'>고정형 영상정보처리기기 운영·관리방침</a>",
    );
    let paths: Vec<String> = found(&html).into_iter().map(|lead| lead.0).collect();
    assert_eq!(paths, ["/p", "/mobile", "/list", "/privacy", "/map"]);
}

#[test]
fn one_address_is_one_lead_with_its_best_words() {
    let html = home("<a href='/p'>개인정보처리방침</a><a href='/p#2'>영상정보처리기기 운영방침</a>");
    assert_eq!(found(&html), [("/p".to_owned(), LeadKind::Policy)]);
}

#[test]
fn bare_pages_lead_on() {
    let cases = [
        "<meta http-equiv=refresh content='0; url=/index.do'>",
        "<script>location.href='/index.do';</script>",
        "<frameset><frame src='/index.do'></frameset>",
        "<iframe src='/index.do'></iframe>",
    ];
    for html in cases {
        let expected = [("/index.do".to_owned(), LeadKind::Hop)];
        assert_eq!(found(&format!("<html>{html}</html>")), expected, "{html}");
        // A full page that reloads itself or embeds a map is no redirect.
        assert_eq!(found(&home(html)), [], "{html}");
    }
    assert_eq!(found("<iframe src='https://maps.example.org/x'></iframe>"), []);
}

/// A policy with the headings that the decree asks for.
fn policy(content: &str) -> String {
    format!(
        "<html><head><title>고정형 영상정보처리기기 운영·관리 방침 | 가람시</title></head><body>\
         <div id=header><a href='/'>홈</a><a href='/down/menu.pdf'>요람 다운로드</a></div><div id=content><h3>고정형 영상정보처리기기 운영·관리 방침</h3>\
         <h4>1. 설치 근거 및 설치 목적</h4><p>시설안전</p><h4>2. 설치 대수, 설치 위치 및 촬영 범위</h4><p>붙임 참조</p>\
         <h4>3. 관리책임자 및 접근권한자</h4><p>총무과장</p><h4>4. 촬영시간, 보관기간</h4><p>24시간 30일</p>\
         <h4>5. 영상정보 확인 방법 및 장소</h4><p>방문</p>{content}</div></body></html>"
    )
}

#[test]
fn shapes_are_told_apart() {
    let privacy = "<title>개인정보처리방침</title><div id=content><h3>개인정보처리방침</h3>\
        <p>보유기간 접근권한 안전성 확보조치 정보주체의 열람 요구</p><p>영상정보처리기기 운영은 따로 정합니다.</p></div>";
    let board = "<title>CCTV 운영 내역 공개 | 가람시</title><div id=content><h3>CCTV 운영 내역 공개</h3><ul><li><a href='/v?1'>2026년</a></li></ul></div>";
    let holds = "<title>개인정보처리방침</title><div id=content><h3>개인정보처리방침</h3><p>보유기간</p>\
        <p>제10조 영상정보처리기기의 설치 근거와 목적, 설치 대수, 촬영시간, 관리책임자</p></div>";
    let cases = [
        (policy(""), Shape::Policy),
        (privacy.to_owned(), Shape::Other),
        (board.to_owned(), Shape::Topic),
        (holds.to_owned(), Shape::Policy),
        (home("<a href='/p'>영상정보처리기기 운영방침</a>"), Shape::Other),
        (String::new(), Shape::Other),
    ];
    for (html, expected) in cases {
        assert_eq!(shape(&page(&html)), expected, "{html}");
    }
}

#[test]
fn policies_give_their_attachments_and_older_versions() {
    let cases = [
        (
            "<a href='/gonet/FileDownload.do?fileName=2019.hwp'>붙임-군산시 CCTV 운영현황 참조 다운로드</a>",
            Some(LeadKind::Attachment),
        ),
        ("<a href='/a/privacy_3.hwp'>[붙임1]</a>", Some(LeadKind::Attachment)),
        ("<a href='/a/list.xlsx'>설치 현황</a>", Some(LeadKind::Attachment)),
        ("<a href='/bbs/list.do'>설치현황 목록</a>", Some(LeadKind::Attachment)),
        ("<a href='/a/x?f=policy.pdf'>방침.pdf</a>", Some(LeadKind::Attachment)),
        ("<a href='/a/form.hwp'>개인영상정보 열람 청구서</a>", None),
        ("<a href='/a/form.hwp'>개인영상정보 요청서(다운받기)</a>", None),
        ("<a href='/a/form.hwp'>신청 서식 다운로드</a>", None),
        ("<a href='/old'>이전 방침 보기</a>", Some(LeadKind::Older)),
        ("<a href='/old'>이전 영상정보처리기기 운영·관리 방침</a>", Some(LeadKind::Older)),
        ("<a href='/old'>2019.3.1 ~ 2020.2.28</a>", Some(LeadKind::Older)),
        ("<select><option value='/old.do'>2020.3.1 ~ 2021.4.5 적용</option></select>", Some(LeadKind::Older)),
        ("<a href='/more'>자세히 보기</a>", Some(LeadKind::Detail)),
        ("<a href='/intro'>시장 소개</a>", None),
    ];
    for (link, expected) in cases {
        let kinds: Vec<LeadKind> = found(&policy(link)).into_iter().map(|lead| lead.1).collect();
        assert_eq!(kinds.first().copied(), expected, "{link}");
        assert!(kinds.len() <= 1, "{link}");
    }
    // The same links on a page about something else are nothing.
    for (link, _) in &cases[..5] {
        assert_eq!(found(&home(link)).iter().filter(|lead| lead.1 == LeadKind::Attachment).count(), 0, "{link}");
    }
}

#[test]
fn leads_of_a_kind_are_few() {
    let links: String = (0..50)
        .map(|number| format!("<a href='/f{number}.hwp'>[붙임{number}]</a><a href='/o{number}'>이전 방침 {number}</a>"))
        .collect();
    let found = found(&policy(&links));
    let count = |kind| found.iter().filter(|lead| lead.1 == kind).count();
    assert_eq!(count(LeadKind::Attachment), 4);
    assert_eq!(count(LeadKind::Older), 3);
}

#[test]
fn scripts_of_known_families_are_followed_by_guess() {
    let link = "<a href='#' onclick=\"fn_bbsMvmn('goean','BBSTY3')\">영상정보처리기기 운영·관리방침</a>\
        <a href='#' onclick=\"fn_bbsMvmn('goean','BBSTY1')\">개인정보처리방침</a>";
    let cases = [
        ("https://www.goean.kr/dongbaek-m/main.do", Some("/dongbaek-m/iv/indvdlView/selectVideoView.do")),
        ("https://tanbanges.djsch.kr/", Some("/videoInfo.do")),
        ("https://www.gaon.go.kr/", None),
        ("https://www.gaon.go.kr/main.do", None),
    ];
    for (base, expected) in cases {
        let leads = leads(&page(&home(link)), &Url::parse(base).unwrap());
        assert_eq!(leads.first().map(|lead| lead.url.path()), expected, "{base}");
    }
}

#[test]
fn other_hosts_of_a_body_come_last() {
    let html = home(
        "<a href='https://health.gaon.go.kr/'>보건소</a><a href='https://www.naru.go.kr/'>나루군</a>\
         <a href='https://lib.gaon.go.kr/notice/1'>도서관 소식</a><a href='/map'>사이트맵</a>",
    );
    let leads = leads(&page(&html), &Url::parse("https://www.gaon.go.kr/").unwrap());
    let found: Vec<(&str, LeadKind)> = leads.iter().map(|lead| (lead.url.as_str(), lead.kind)).collect();
    assert_eq!(
        found,
        [("https://www.gaon.go.kr/map", LeadKind::Weak), ("https://health.gaon.go.kr/", LeadKind::Subsite)]
    );
}
