//! A made-up crawl of the shipped registry: every institution, with invented pages, in a real archive.
//!
//! Pages are written by arithmetic from a number, so that the same number gives the same bytes. Some institutions have
//! no policy, some refuse robots, some do not answer; some pages are hostile, one is enormous.

use bangchim::archive::{Archive, NewCrawl, NewRecord, ROTATION_BYTES};
use bangchim::document;
use bangchim::model::attempt::{
    Attempt, FetchError, Origin, Outcome, PageKind, Refusal, RobotsVerdict, Snapshot, Target, Validators,
};
use bangchim::model::http::Exchange;
use bangchim::model::institution::{Institution, InstitutionId, InstitutionKind, Registry};
use bangchim::model::policy::DocumentId;
use bangchim::model::time::Timestamp;
use std::fmt::Write as _;
use std::path::Path;
use url::Url;

pub const INSTITUTIONS: &str = include_str!("../../seeds/institutions.csv");
/// 2026-11-21T00:00:00Z.
const AT: i64 = 1_795_219_200_000;

/// A person's name and a mobile number that stand on every tenth page; no page of a report may hold them.
pub const NAME: &str = "남궁가람솔";
pub const MOBILE: &str = "010-5555-7777";
/// An institution whose page lists thousands of cameras.
pub const ENORMOUS: &str = "sgg-11680";
/// Markup that a hostile page puts where its place of cameras should be; it stands in the page as text.
pub const HOSTILE: &str = "<script>window.owned=1</script><img src=x onerror=window.owned=1>";

/// Numbers that look like chance (Knuth's MMIX).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

/// Writes an archive of `count` institutions below `data`: those of the registry, governments first, then invented
/// schools.
pub fn archive(data: &Path, count: usize) {
    let registry = Registry::parse(INSTITUTIONS, "seeds/institutions.csv").expect("the registry");
    let first = |institution: &&Institution| institution.sigungu_code.is_some();
    let (governments, others): (Vec<_>, Vec<_>) = registry.institutions.iter().partition(first);
    let ids: Vec<&str> = governments.iter().chain(&others).take(count).map(|one| one.id.0.as_str()).collect();
    let mut lines = INSTITUTIONS.lines();
    let mut seeds = format!("{}\n", lines.next().expect("a head"));
    let wanted = |line: &&str| line.split(',').next().is_some_and(|id| ids.contains(&id));
    for line in lines.filter(wanted) {
        writeln!(seeds, "{line}").expect("text");
    }
    let columns = INSTITUTIONS.lines().next().expect("a head").split(',').count();
    for number in ids.len()..count {
        let cells = format!("school-{number},늘봄{number}초등학교,,school,경기도");
        writeln!(seeds, "{cells}{}", ",".repeat(columns - 5)).expect("text");
    }
    let institutions = Registry::parse(&seeds, "nation.csv").expect("a registry").institutions;
    let new = NewCrawl {
        key: "nation".into(),
        user_agent: "bangchim/0 (+test)".into(),
        software: "bangchim/0".into(),
        institutions: institutions.len() as u64,
        seeds,
        at: Timestamp(AT),
        offers: Vec::new(),
        rotation: ROTATION_BYTES,
    };
    let (mut archive, _) = Archive::open(&data.join("archive"), &new).expect("an archive");
    let mut batch = Vec::new();
    for (number, institution) in institutions.iter().enumerate() {
        let mut landing = landing(number as u64, institution);
        let stored = archive.store(&mut landing).expect("stored");
        batch.push((landing, stored));
    }
    archive.commit(&batch).expect("committed");
    archive.finish(Timestamp(AT + 3_600_000)).expect("finished");
}

fn landing(number: u64, institution: &Institution) -> NewRecord {
    let url = Url::parse(&format!("http://www.{}.example.kr/cctv.html", institution.id.0)).expect("an address");
    let id = InstitutionId(institution.id.0.clone());
    let target = Target { institution: id, url, origin: Origin::Home, depth: 0, tries: 0 };
    let mut chance = Chance(number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let government = institution.sigungu_code.is_some();
    let fate = if institution.id.0 == ENORMOUS { 50 } else { chance.below(100) };
    // Small bodies refuse and fail more often, so that coverage is biased as it is in the world.
    let (refused, failed) = if government { (4, 8) } else { (12, 28) };
    let (outcome, robots, body) = if fate < refused {
        let robots = RobotsVerdict::Disallowed(DocumentId("f".repeat(64)));
        (Outcome::Refused(Refusal::Robots), robots, None)
    } else if fate < failed {
        (Outcome::Failed(FetchError::Timeout), RobotsVerdict::NoRules, None)
    } else {
        let page =
            if fate < failed + 4 { "<p>어서 오십시오.</p>".to_owned() } else { page(institution, &mut chance) };
        let snapshot = Snapshot {
            document: document::id(page.as_bytes()),
            status: 200,
            content_type: Some("text/html; charset=utf-8".into()),
            location: None,
            bytes: page.len() as u64,
            warc: String::new(),
            offset: 0,
            length: 0,
            validators: Validators::default(),
            revisit: None,
        };
        (Outcome::Stored(snapshot), RobotsVerdict::NoRules, Some(page))
    };
    let exchange = body.map(|body| Exchange {
        asked: vec![("Host".into(), target.url.host_str().unwrap_or_default().to_owned())],
        version: "HTTP/1.1",
        status: 200,
        reason: "OK".into(),
        headers: vec![("content-type".into(), b"text/html; charset=utf-8".to_vec())],
        body: body.into_bytes(),
        cut: false,
        remote: None,
    });
    let at = Timestamp(AT + 1000 * i64::try_from(number).expect("small"));
    let page = exchange.as_ref().map(|_| PageKind::Policy);
    let attempt = Attempt {
        target,
        at,
        took_ms: 80,
        robots,
        delay_wanted_ms: None,
        delay_used_ms: 2000,
        outcome,
        page,
        legacy: None,
        rejected: None,
    };
    NewRecord { attempt, exchange, earlier: None, offers: Vec::new() }
}

/// Headings of three forms.
const FORMS: [[&str; 8]; 3] = [
    [
        "1. 고정형 영상정보처리기기의 설치 근거 및 설치 목적",
        "2. 설치 대수, 설치 위치 및 촬영 범위",
        "3. 관리책임자, 담당 부서 및 접근권한자",
        "4. 영상정보의 촬영시간, 보관기간, 보관장소 및 처리방법",
        "5. 영상정보 확인 방법 및 장소",
        "6. 정보주체의 영상정보 열람 등 요구에 대한 조치",
        "7. 영상정보의 안전성 확보조치",
        "8. 그 밖에 필요한 사항",
    ],
    [
        "제1조(설치 근거 및 설치 목적)",
        "제2조(설치 대수, 설치 위치 및 촬영범위)",
        "제3조(관리책임자 및 접근권한자)",
        "제4조(촬영시간, 보관기간, 보관장소 및 처리방법)",
        "제5조(확인 방법 및 장소)",
        "제6조(열람 등 요구에 대한 조치)",
        "제7조(안전성 확보조치)",
        "제8조(방침의 변경)",
    ],
    [
        "가. 설치 근거와 목적",
        "나. 설치 대수와 위치, 촬영범위",
        "다. 관리책임자와 접근권한자",
        "라. 촬영시간, 보관기간, 보관장소와 처리방법",
        "마. 영상정보의 확인 방법과 장소",
        "바. 열람 요구에 대한 조치",
        "사. 안전성 확보조치",
        "아. 기타 사항",
    ],
];

const FIRMS: [&str; 12] = [
    "㈜가온영상",
    "(주)나래시큐리티",
    "다온정보통신㈜",
    "주식회사 라온통신",
    "㈜마루비전",
    "바른보안(주)",
    "㈜새별시스템",
    "아라네트웍스㈜",
    "㈜자람전자",
    "(주)차오름",
    "㈜한빛관제",
    "유한회사 해나",
];

fn page(institution: &Institution, chance: &mut Chance) -> String {
    let name = &institution.name;
    let form = chance.below(3) as usize;
    let headings = FORMS[form];
    let device = if form == 0 { "고정형 영상정보처리기기" } else { "영상정보처리기기" };
    let rows = if institution.id.0 == ENORMOUS { 2_000 } else { 3 + chance.below(12) };
    let most = match institution.kind {
        InstitutionKind::Sido => 900,
        _ if institution.sigungu_code.is_some() => 400,
        _ => 30,
    };
    let mut total = 0;
    let mut table = String::new();
    for row in 0..rows {
        let count = 1 + chance.below(most);
        total += count;
        let place =
            chance.of(&["청사 안팎", "공원과 놀이터", "주택가 이면도로", "초등학교 통학로", "하천 산책로", "주차장"]);
        let purpose = chance.of(&["범죄예방", "시설안전 및 화재예방", "교통단속", "쓰레기 무단투기 단속"]);
        writeln!(
            table,
            "<tr><td>{place} {}</td><td>{purpose}</td><td>{count}</td><td>설치 지점 주변</td></tr>",
            row + 1
        )
        .expect("text");
    }
    let hostile = if chance.below(20) == 0 { HOSTILE.replace('<', "&lt;").replace('>', "&gt;") } else { String::new() };
    let days = [30, 30, 30, 30, 30, 60, 90, 15, 30, 30, 20, 180][chance.below(12) as usize];
    let officer = if chance.below(10) == 0 {
        format!("<tr><td>관리책임자</td><td>{NAME}</td><td>정보통신과장</td><td>정보통신과</td><td>{MOBILE}</td></tr>")
    } else {
        "<tr><td>관리책임자</td><td></td><td>정보통신과장</td><td>정보통신과</td><td>031-200-1000</td></tr>".to_owned()
    };
    let firm = if chance.below(3) == 0 {
        "<p>해당없음</p>".to_owned()
    } else {
        // A few firms have much of the work.
        let firm = FIRMS[(chance.below(12) * chance.below(12) / 12) as usize];
        format!(
            "<table><tr><th>수탁업체</th><th>위탁업무</th><th>연락처</th><th>위탁기간</th></tr>\
             <tr><td>{firm}</td><td>유지보수</td><td>02-3000-4000</td><td>2026.1.1. ~ 2026.12.31.</td></tr></table>"
        )
    };
    let (first, revised) = (2012 + chance.below(10), 2019 + chance.below(8));
    let month = 1 + chance.below(if revised == 2026 { 10 } else { 12 });
    format!(
        "<!DOCTYPE html><html lang=ko><head><title>{name}</title></head><body>\
         <h2>{name} {device} 운영·관리 방침</h2>\
         <p>{name}(은)는 {device} 운영·관리 방침을 통하여 영상정보가 어떠한 용도와 방식으로 이용·관리되는지 알려드립니다.</p>\
         <h3>{}</h3><p>「개인정보 보호법」 제25조제1항에 따라 범죄의 예방 및 수사, 시설의 안전 및 관리, 화재 예방을 위하여 설치합니다.</p>\
         <h3>{}</h3><p>총 설치 대수: {total}대 {hostile}</p>\
         <table><tr><th>설치 위치</th><th>목적</th><th>대수</th><th>촬영 범위</th></tr>{table}\
         <tr><td>합계</td><td></td><td>{total}</td><td></td></tr></table>\
         <h3>{}</h3><table><tr><th>구분</th><th>성명</th><th>직위</th><th>소속</th><th>연락처</th></tr>{officer}</table>\
         <h3>{}</h3><table><tr><th>촬영시간</th><th>보관기간</th><th>보관장소</th></tr>\
         <tr><td>24시간</td><td>촬영일로부터 {days}일</td><td>통합관제센터</td></tr></table>\
         <h3>{}</h3><p>관리책임자에게 미리 연락하고 방문하시면 확인하실 수 있습니다.</p>\
         <h3>{}</h3><p>열람 등을 요구하실 수 있으며 10일 이내에 조치합니다. 문의: manager@example.kr</p>\
         <h3>{}</h3><p>접근 통제와 권한 제한, 접속기록 보관과 위조·변조 방지, 물리적 잠금장치를 하고 있습니다.</p>\
         <h3>{}</h3><h4>영상정보처리기기 설치 및 관리 등의 위탁에 관한 사항</h4>{firm}\
         <p>이 방침은 {first}년 3월 2일에 제정되었습니다.</p><p>시행일: {revised}년 {month}월 1일</p>\
         </body></html>",
        headings[0], headings[1], headings[2], headings[3], headings[4], headings[5], headings[6], headings[7],
    )
}
