//! A small made-up crawl: institutions, attempts and policies for the tests of tables and statistics.

use bangchim::dataset::{CrawlInfo, DocumentRow};
use bangchim::model::attempt::{
    Attempt, FetchError, Origin, Outcome, Refusal, RobotsVerdict, Snapshot, Target, Validators,
};
use bangchim::model::institution::{Institution, InstitutionId, Registry};
use bangchim::model::policy::{
    Bound, CameraRow, Contractor, DocumentId, Field, Item, LegalBasis, Listing, Manager, Media, Policy, PolicyOwner,
    Purpose, Quote, Retention, Role, Section, SectionState, State, Stated, Status, Term, TotalBasis,
};
use bangchim::model::time::Timestamp;
use bangchim::normalise::date::Date;
use url::Url;

pub fn crawl() -> CrawlInfo {
    CrawlInfo { id: "2026-11-21T00".into(), date: date("2026-11-21"), rules: "7".into() }
}

pub fn date(text: &str) -> Date {
    let mut parts = text.split('-').map(|part| part.parse::<u16>().expect("number"));
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let short = |part: Option<u16>| part.map(|part| u8::try_from(part).expect("small"));
    Date::new(year.expect("year"), short(month).expect("month"), short(day)).expect("date")
}

/// Five institutions: two cities with policies, one refused by robots, one dead, one without a known home page.
pub fn institutions() -> Vec<Institution> {
    Registry::parse(
        "id,name,kind,sido,sigungu_code,parent_id,homepage,homepage_source,population,population_year\n\
         sido-52,전북특별자치도,sido,전북특별자치도,52,,https://www.jeonbuk.go.kr,-,1700000,2026-08\n\
         sgg-52130,군산시,si,전북특별자치도,52130,sido-52,https://www.gunsan.go.kr,-,255000,2026-08\n\
         sgg-52140,익산시,si,전북특별자치도,52140,sido-52,https://www.iksan.go.kr,-,267000,2026-08\n\
         org-1,한국소재연구원,public_institution,,,,https://www.sojae.re.kr,-,,\n\
         org-2,새벌도서관,library,경기도,,,,,,\n",
        "world.csv",
    )
    .expect("good")
    .institutions
}

pub fn attempts() -> Vec<Attempt> {
    let stored = |status| {
        Outcome::Stored(Snapshot {
            document: document('a'),
            status,
            content_type: Some("text/html; charset=euc-kr".into()),
            location: None,
            bytes: 1234,
            warc: "0001.warc.gz".into(),
            offset: 77,
            length: 900,
            validators: Validators::default(),
            revisit: None,
        })
    };
    let page = Url::parse("https://www.gunsan.go.kr/").expect("url");
    let link = Origin::Link { from: page.clone(), anchor: "영상정보처리기기 운영방침".into(), score: 90 };
    let refused = RobotsVerdict::Disallowed(document('f'));
    let rows = [
        ("sgg-52130", "https://www.gunsan.go.kr/", Origin::Home, RobotsVerdict::NoRules, stored(200)),
        ("sgg-52130", "https://www.gunsan.go.kr/cctv", link, RobotsVerdict::NoRules, stored(200)),
        ("sgg-52140", "https://www.iksan.go.kr/", Origin::Home, RobotsVerdict::Allowed(document('e')), stored(200)),
        ("sido-52", "https://www.jeonbuk.go.kr/", Origin::Home, refused, Outcome::Refused(Refusal::Robots)),
        (
            "org-1",
            "https://www.sojae.re.kr/robots.txt",
            Origin::Robots,
            RobotsVerdict::NotAsked,
            Outcome::Failed(FetchError::Dns),
        ),
    ];
    rows.into_iter()
        .enumerate()
        .map(|(number, (id, url, origin, robots, outcome))| Attempt {
            target: Target {
                institution: InstitutionId(id.into()),
                url: Url::parse(url).expect("url"),
                origin,
                depth: 0,
                tries: 0,
            },
            at: Timestamp(1_795_219_200_000 + 2_000 * i64::try_from(number).expect("small")),
            took_ms: 120,
            robots,
            delay_wanted_ms: None,
            delay_used_ms: 2_000,
            outcome,
            page: None,
            legacy: None,
            rejected: None,
        })
        .collect()
}

pub fn documents() -> Vec<DocumentRow> {
    ["a", "b"]
        .into_iter()
        .map(|letter| DocumentRow {
            id: document(letter.chars().next().expect("one")),
            source: format!("https://www.gunsan.go.kr/{letter}"),
            institution: Some(InstitutionId("sgg-52130".into())),
            at: Some(Timestamp(1_795_219_200_000)),
            media: Media::Html,
            charset: Some("euc-kr".into()),
            title: Some("군산시".into()),
            terms: bangchim::model::licence::Terms::default(),
            bytes: 1234,
            blocks: 12,
            problems: Vec::new(),
        })
        .collect()
}

pub fn document(letter: char) -> DocumentId {
    DocumentId(letter.to_string().repeat(64))
}

pub fn quote(text: &str) -> Quote {
    Quote {
        block: 3,
        start: 0,
        end: u32::try_from(text.chars().count()).expect("short"),
        text: text.into(),
        rule: "test.rule",
        document: None,
    }
}

pub fn stated<T>(value: T, text: &str) -> Stated<T> {
    Stated::new(value, quote(text))
}

/// A policy that states nothing but whose it is.
pub fn bare(letter: char, institution: &Institution) -> Policy {
    Policy {
        source: format!("https://example.kr/{letter}"),
        document: document(letter),
        ordinal: 0,
        media: Media::Html,
        charset: Some("utf-8".into()),
        title: None,
        institution: PolicyOwner {
            id: Some(institution.id.clone()),
            name: Some(institution.name.clone()),
            kind: Some(institution.kind),
            sido: institution.sido,
            quote: None,
        },
        facility: None,
        term: None,
        status: Status::Current,
        status_quote: None,
        effective_date: None,
        superseded_date: None,
        revision_dates: Vec::new(),
        legal_basis: Vec::new(),
        purposes: Vec::new(),
        camera_total: Field::absent(),
        camera_total_basis: None,
        site_total: None,
        cameras: Vec::new(),
        retention_days: Field::absent(),
        retention: Vec::new(),
        recording_24h: None,
        recording_hours: None,
        storage_places: Vec::new(),
        managers: Listing::absent(),
        contractors: Listing::absent(),
        sections: Vec::new(),
        attachments: Vec::new(),
        attachment_of: None,
        problems: Vec::new(),
        corrections: Vec::new(),
        contexts: Default::default(),
    }
}

/// 군산시: everything stated, 2,550 cameras, in force since 2024-02-01.
pub fn full() -> Policy {
    let mut policy = bare('a', &institutions()[1]);
    policy.title = Some(stated("고정형 영상정보처리기기 운영방침".into(), "고정형 영상정보처리기기 운영방침"));
    policy.term = Some(stated(Term::Fixed, "고정형 영상정보처리기기"));
    policy.effective_date = Some(stated(date("2024-02-01"), "2024. 2. 1."));
    policy.revision_dates = vec![stated(date("2019-05"), "2019년 5월"), stated(date("2024-02-01"), "2024. 2. 1.")];
    policy.legal_basis = vec![
        stated(
            LegalBasis { law: "개인정보 보호법".into(), article: Some("제25조제1항".into()) },
            "개인정보보호법 제25조제1항",
        ),
        stated(LegalBasis { law: "도로교통법".into(), article: None }, "도로교통법"),
    ];
    policy.purposes =
        vec![stated(Purpose::CrimePrevention, "범죄의 예방"), stated(Purpose::FacilitySafety, "시설안전")];
    policy.camera_total = Field::stated(2_550, vec![quote("2,550대")]);
    policy.camera_total_basis = Some(TotalBasis::Stated);
    policy.cameras = vec![CameraRow {
        place: Some(stated("시청사".into(), "시청사")),
        count: Some(stated(50, "50")),
        unit: Some(stated("대".into(), "대")),
        ..CameraRow::default()
    }];
    policy.retention_days = Field::stated(30, vec![quote("30일")]);
    policy.retention =
        vec![Retention { days: 30, bound: Bound::Exact, scope: None, raw: quote("촬영일로부터 30일") }];
    policy.recording_24h = Some(stated(true, "24시간"));
    policy.recording_hours = Some(stated("24시간".into(), "24시간"));
    policy.storage_places = vec![stated("통합관제센터".into(), "통합관제센터")];
    policy.managers = Listing {
        state: State::Stated,
        entries: vec![Manager {
            role: stated(Role::Manager, "관리책임자"),
            name: None,
            position: Some(stated("안전총괄과장".into(), "안전총괄과장")),
            department: Some(stated("안전총괄과".into(), "안전총괄과")),
            phone: Some(stated("063-454-0000".into(), "454-0000")),
            phone_raw: Some("454-0000".into()),
        }],
        quote: None,
    };
    policy.contractors =
        Listing {
            state: State::Stated, entries: vec![firm("㈜누리비전"), firm("주식회사 다온")], quote: None
        };
    policy.sections = Item::ALL
        .into_iter()
        .map(|item| Section { item, state: SectionState::Present, quote: Some(quote("설치 근거")) })
        .collect();
    policy
}

pub fn firm(company: &str) -> Contractor {
    Contractor {
        company: stated(company.into(), company),
        task: Some(stated("유지보수".into(), "유지보수")),
        phone: None,
        start: Some(stated(date("2026-01-01"), "2026.1.1.")),
        end: Some(stated(date("2026-12"), "2026.12.")),
    }
}
