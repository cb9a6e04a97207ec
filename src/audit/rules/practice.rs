//! CP-302, CP-305, CP-306, CP-401, CP-402: processors, sound, private places, inspection, mobile devices.

use crate::audit::rule::{
    ACT, Applicability, Example, Match, NOTICE_2016, NOTICE_2024, Rule, Severity, Test, cite, cite_until,
};
use crate::audit::subject::Subject;
use crate::model::policy::State;
use regex::Regex;
use std::sync::LazyLock;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "CP-302",
        name: "processor_not_disclosed",
        checks: "위탁한다고 하면서 수탁자의 이름이 없음",
        severity: Severity::NeedsCheck,
        citations: &[
            cite("개인정보 보호법 제26조제2항, 시행령 제28조제2항; 표준 개인정보 보호지침 제43조제1항", NOTICE_2016),
            cite_until("개인정보 보호법 제26조제2항, 시행령 제28조제2항", ACT, NOTICE_2016),
        ],
        fires: Example {
            item: 8,
            text: "8. 설치 및 관리 등의 위탁에 관한 사항\n본 기관은 아래와 같이 영상정보처리기기 설치 및 관리 등을 위탁하고 있으며 필요한 사항을 규정하고 있습니다.",
        },
        silent: Example {
            item: 8,
            text: "8. 설치 및 관리 등의 위탁에 관한 사항\n본 기관은 아래와 같이 설치 및 관리 등을 위탁하고 있습니다.\n수탁업체: 해당내역 없음",
        },
        ko: "수집일({date}) 기준 게시된 페이지는 위탁에 관하여 말하면서 수탁자의 이름이 확인되지 않습니다.",
        en: "The page as crawled on {date} speaks of outsourced work and does not show the processor's name.",
        remedy: "수탁자의 이름과 위탁하는 업무를 적거나, 위탁이 없으면 없다고 적습니다.",
        routine: false,
        gate: Applicability::Any,
        test: Test::Whole(undisclosed),
    },
    Rule {
        id: "CP-305",
        name: "audio_recording_stated",
        checks: "녹음 기능을 쓴다고 함",
        severity: Severity::NeedsCheck,
        citations: &[cite("개인정보 보호법 제25조제5항", ACT)],
        fires: Example { item: 8, text: "8. 민원실 기기는 음성녹음 기능을 사용합니다." },
        silent: Example {
            item: 8, text: "8. 녹음기능은 사용하지 않으며 비상벨은 양방향 통화를 합니다."
        },
        ko: "수집일({date}) 기준 게시된 페이지는 녹음 기능을 쓴다고 적고 있습니다.",
        en: "The page as crawled on {date} says that sound is recorded.",
        remedy: "녹음 기능을 쓰는지 확인하고, 쓰지 않으면 그렇게 적습니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(sound),
    },
    Rule {
        id: "CP-306",
        name: "camera_in_private_space",
        checks: "설치 위치가 화장실, 목욕실, 탈의실 등의 내부임",
        severity: Severity::NeedsCheck,
        citations: &[cite("개인정보 보호법 제25조제2항", ACT)],
        fires: Example {
            item: 2,
            text: "2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수: 2대\n설치 위치: 1층 여자화장실 내부\n촬영범위: 전체",
        },
        silent: Example {
            item: 2,
            text: "2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수: 2대\n설치 위치: 화장실 입구, 화장실 앞 복도\n촬영범위: 복도 전체. 화장실 내부에는 설치하지 않습니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 설치 위치에 사생활 공간의 내부로 읽히는 곳이 있습니다.",
        en: "Among the places of cameras on the page as crawled on {date} one reads as the inside of a private space.",
        remedy: "설치 위치가 공간의 내부인지 확인하고 표현을 고칩니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(private_space),
    },
    Rule {
        id: "CP-401",
        name: "self_inspection_result_not_published",
        checks: "연 1회 자체점검의 결과가 페이지에 없음",
        severity: Severity::Advisory,
        citations: &[cite("표준 개인정보 보호지침 제48조제1항·제2항", NOTICE_2016)],
        fires: Example { item: 8, text: "8. 안내판은 알아보기 쉬운 곳에 설치합니다." },
        silent: Example { item: 8, text: "8. 2025년 영상정보처리기기 자체점검 결과: 적정" },
        ko: "수집일({date}) 기준 게시된 페이지에서 자체점검의 결과가 확인되지 않습니다. 홈페이지의 다른 곳에 있을 수 있습니다.",
        en: "The page as crawled on {date} does not show the result of the yearly self-inspection; it may stand elsewhere on the site.",
        remedy: "해마다 한 자체점검의 결과를 홈페이지에 공개하고 그 위치를 적습니다.",
        routine: true,
        gate: Applicability::Article25,
        test: Test::Whole(no_inspection),
    },
    Rule {
        id: "CP-402",
        name: "mobile_device_in_fixed_policy",
        checks: "고정형 방침에 바디캠, 드론 등 이동형 기기를 적고 이동형 방침이 없음",
        severity: Severity::Advisory,
        citations: &[cite("개인정보 보호법 제25조의2제4항, 표준 개인정보 보호지침 제39조의3", NOTICE_2024)],
        fires: Example {
            item: 2,
            text: "2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수: 3대\n설치 위치: 청사 출입구 2대, 드론 1대\n촬영범위: 출입구 주변",
        },
        silent: Example {
            item: 2,
            text: "2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수: 3대\n설치 위치: 청사 출입구\n촬영범위: 출입구 주변. 드론은 이동형 영상정보처리기기 운영·관리 방침을 따릅니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 고정형 방침에 이동형 기기로 보이는 것이 있으며 이동형 방침은 확인되지 않습니다.",
        en: "The policy for fixed devices on the page as crawled on {date} names what looks like a mobile one, and no policy for mobile devices is shown.",
        remedy: "이동형 기기의 운영·관리 방침을 따로 마련하거나 처리방침에 넣습니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(mobile),
    },
];

fn undisclosed(case: &Subject<'_>) -> Vec<Match> {
    static OUTSOURCED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:위탁|용역)(?:운영|관리|처리)?(?:을|를)?(?:하고있|하여운영|하여관리|운영하고|관리하고|운영합니다|관리합니다|합니다|하였)").expect("rule pattern")
    });
    static ASK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:위탁|수탁|업체).{0,60}(?:부서|[과팀실])(?:\([^)]{1,12}\))?(?:에서?|으?로|에게)(?:직접|별도로)?.{0,12}(?:확인|문의)",
        )
        .expect("rule pattern")
    });
    static NOT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"않|아니|없|해당(?:사항)?없|경우|위탁여부|자체(?:적으로)?(?:운영|관리)|직접").expect("rule pattern")
    });
    static FIRM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"㈜|\(주\)|주식회사|\(유\)|유한회사|(?:업체|회사|수탁(?:자|업체|기관)|위탁받(?:는|은)자)(?:명)?[:은는]|텍$|시스템$|정보통신$|에스원|ADT|캡스|SK쉴더스|KT|엘지|LG|공단|협회|재단|법인").expect("rule pattern")
    });
    // 가온정보에 위탁: a name without a legal form is a name all the same.
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"([가-힣A-Za-z&]{2,15})(?:에|에게)(?:[가-힣]{0,10}[을를])?위탁").expect("rule pattern")
    });
    static NOBODY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:업체|외부|기관|회사|민간|전문|용역|곳|자|등)$").expect("rule pattern"));
    let is_named = || case.body().any(|line| NAMED.captures_iter(line.text()).any(|found| !NOBODY.is_match(&found[1])));
    // ○○시스템 is the form's.
    static BLANK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[○◯]{2}|^0{2,4}[가-힣]").expect("rule pattern"));
    let is_firm = || case.body().any(|line| FIRM.is_match(line.text()) && !BLANK.is_match(line.text()));
    let listing = &case.policy.contractors;
    let find = |pattern: &Regex| {
        // A whole policy may stand in one line: what else its sentences say is no matter of this one.
        let clean = |text: &str| {
            let found = pattern.find_iter(text).find(|found| !NOT.is_match(sentence(text, found.range())))?;
            Some(found.range())
        };
        case.body().find_map(|line| clean(line.text()).map(|range| line.quote(range, "CP-302")))
    };
    // Titles of columns are no names: a table of titles alone names nobody.
    static TITLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:담당자|연락처|전화번호|업체명|수탁업체|위탁업무|위탁기간|비고|성명|내용|기간)$")
            .expect("rule pattern")
    });
    let titles = listing.entries.iter().all(|firm| TITLE.is_match(firm.company.value.trim()));
    let state = if listing.state == State::Stated && titles { State::Absent } else { listing.state };
    let quote = match state {
        State::Absent | State::Placeholder => {
            find(&OUTSOURCED).filter(|_| !is_firm() && !is_named()).or_else(|| find(&ASK))
        }
        // A file may list them; a department that has to be asked does not publish them.
        State::Elsewhere => find(&ASK),
        _ => None,
    };
    let none = case.body().any(|line| {
        static NONE: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"위탁.{0,20}(?:하지않|하고있지않|하지아니|없음|없습니다|해당없)|해당(?:내역|사항)?없음")
                .expect("rule pattern")
        });
        NONE.is_match(line.text())
    });
    // The privacy policy may name who looks after the cameras.
    static CAMERAS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)cctv|영상정보처리|통합관제|영상보안").expect("rule pattern"));
    let disclosed = || case.privacy_rows().iter().any(|row| CAMERAS.is_match(row) && FIRM.is_match(row));
    quote
        .filter(|_| !none && !disclosed())
        .map(|quote| Match::absence(Some(quote)).mild_if(state == State::Absent && case.has_unread_attachments()))
        .into_iter()
        .collect()
}

/// The sentence around a place in a text.
fn sentence(text: &str, place: std::ops::Range<usize>) -> &str {
    let start = text[..place.start].rfind("다.").map_or(0, |at| at + "다.".len());
    let end = text[place.end..].find("다.").map_or(text.len(), |at| place.end + at);
    &text[start..end]
}

fn sound(case: &Subject<'_>) -> Vec<Match> {
    static SAID: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:음성)?녹음(?:기능)?[을를도]?(?:사용|이용|활용|실시)?(?:합니다|하고있|하며|됩니다|되며)|음성녹음\([○Oo◎]\)|(?:음성|소리)(?:정보)?(?:을|를|도)?(?:함께)?녹[음화](?:합니다|하고|됩니다|되며)|영상(?:정보)?(?:과|및|·)(?:음성|소리)(?:을|를)?(?:함께)?(?:녹[음화]|수집|기록)|녹음기능(?:을)?사용(?:중|함$)").expect("rule pattern")
    });
    static OTHERWISE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"않|아니|없|금지|못|통화내용|전화|민원전화|상담|바디캠|웨어러블|블랙박스").expect("rule pattern")
    });
    static TITLE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:음성)?녹음(?:기능|여부|유무|기능여부|기능유무)?$").expect("rule pattern"));
    static YES: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:사용(?:함|중)?|[○◎OoYy유예]|있음|실시|가능)$").expect("rule pattern"));
    let said = case.part().iter().find_map(|line| {
        let found = SAID.find(line.text()).filter(|_| !OTHERWISE.is_match(line.text()))?;
        Some(line.quote(found.range(), "CP-305"))
    });
    // A column or a label of its own, and a yes below or beside it.
    let ticked = || {
        let titles: Vec<_> = case.body().filter(|line| line.row.is_some() && TITLE.is_match(line.text())).collect();
        let yes = |line: &&crate::audit::subject::Line<'_>| {
            YES.is_match(line.text()) && titles.iter().any(|title| line.is_titled_by(title))
        };
        case.body().find(yes).map(|line| line.whole("CP-305"))
    };
    said.or_else(ticked).map(Match::words).into_iter().collect()
}

fn private_space(case: &Subject<'_>) -> Vec<Match> {
    static INSIDE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:화장실|목욕실|목욕탕|탈의실|발한실|샤워실|수유실)(?:\([남여]\))?(?:내부|안쪽|안에|내에|내$|내[,·(]|내(?:사물함|천장|벽면|선반|세면대|거울|출입구))",
        )
        .expect("rule pattern")
    });
    static OTHERWISE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"않|아니|금지|없|안됨|안되|제외|비상벨|볼수있|들여다").expect("rule pattern"));
    let place =
        |line: &&crate::audit::subject::Line<'_>| line.text().chars().count() <= 60 && !OTHERWISE.is_match(line.text());
    let found = case.body().filter(place).find_map(|line| {
        let found = INSIDE.find(line.text())?;
        Some(line.quote(found.range(), "CP-306"))
    });
    // Lists of places may stand in an attachment.
    let listed = || {
        let places = case.policy.cameras.iter().filter_map(|row| row.place.as_ref());
        let mut inside = places.filter(|place| place.quote.document.is_some()).filter(|place| {
            let text = crate::normalise::fold::fold(&place.value);
            INSIDE.is_match(&text) && !OTHERWISE.is_match(&text)
        });
        inside.next().map(|place| place.quote.clone())
    };
    found.or_else(listed).map(Match::words).into_iter().collect()
}

fn no_inspection(case: &Subject<'_>) -> Vec<Match> {
    static INSPECTION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"자체점검|자체감사|점검결과|실태점검|정기점검").expect("rule pattern"));
    if case.published_has(&INSPECTION, |_| true) { Vec::new() } else { vec![Match::absence(None)] }
}

fn mobile(case: &Subject<'_>) -> Vec<Match> {
    static DEVICE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"바디캠|보디캠|웨어러블카메라|드론|무인비행|(?:단속|통학|순찰)(?:차량|버스)(?:내부|에설치|탑재)|이동식(?:단속)?(?:차량|CCTV)").expect("rule pattern")
    });
    static POLICY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"이동형").expect("rule pattern"));
    static OTHERWISE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"않|아니|제외|없|금지|별도").expect("rule pattern"));
    if case.published_has(&POLICY, |_| true) {
        return Vec::new();
    }
    let found = case.body().filter(|line| !OTHERWISE.is_match(line.text())).find_map(|line| {
        let found = DEVICE.find(line.text())?;
        Some(line.quote(found.range(), "CP-402"))
    });
    found.map(Match::words).into_iter().collect()
}
