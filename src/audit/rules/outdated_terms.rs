//! CP-201 to CP-206: words of earlier texts of the act and of the 표준 개인정보 보호지침.

use crate::audit::rule::{Applicability, Example, FIXED, Match, NOTICE_2016, NOTICE_2024, Rule, Severity, Test, cite};
use crate::audit::subject::Subject;
use crate::model::policy::Term;
use crate::normalise::fold::fold;
use regex::Regex;
use std::sync::LazyLock;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "CP-201",
        name: "legacy_device_term",
        checks: "기기의 이름으로 ‘고정형’ 없이 영상정보처리기기만 씀",
        severity: Severity::Outdated,
        citations: &[cite("개인정보 보호법 제2조제7호, 제25조 (법률 제19234호)", FIXED)],
        fires: Example { item: 0, text: "영상정보처리기기 운영·관리 방침" },
        silent: Example {
            item: 0,
            text: "고정형 영상정보처리기기 운영·관리 방침\n영상정보처리기기의 운영에 관하여 알려 드립니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지는 2023-09-15 전의 용어인 ‘영상정보처리기기’만 쓰고 있으며 ‘고정형 영상정보처리기기’가 확인되지 않습니다.",
        en: "The page as crawled on {date} uses the device's name of before 2023-09-15 and does not show the present one (고정형 영상정보처리기기).",
        remedy: "기기와 방침의 이름을 ‘고정형 영상정보처리기기’로 바꿉니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(legacy_term),
    },
    Rule {
        id: "CP-202",
        name: "legacy_article25_purpose_wording",
        checks: "설치 목적이 2023-09-15 전 법 제25조제1항 각 호의 문구임",
        severity: Severity::Outdated,
        citations: &[cite("개인정보 보호법 제25조제1항제3호부터 제5호까지 (법률 제19234호)", FIXED)],
        fires: Example {
            item: 1,
            text: "1. 설치 근거 및 설치 목적\n개인정보 보호법 제25조제1항\n- 시설안전 및 화재 예방을 위하여 필요한 경우\n- 교통단속을 위하여 필요한 경우",
        },
        silent: Example {
            item: 1,
            text: "1. 설치 근거 및 설치 목적\n개인정보 보호법 제25조제1항\n- 시설의 안전 및 관리, 화재 예방을 위하여 정당한 권한을 가진 자가 설치·운영하는 경우\n- 시설안전 및 화재 예방",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 설치 목적은 2023-09-15 전 법 제25조제1항의 문구입니다({}).",
        en: "The purposes on the page as crawled on {date} are in the words that 법 제25조제1항 had before 2023-09-15 ({}).",
        remedy: "설치 목적을 지금의 법 제25조제1항 각 호의 문구로 바꿉니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(legacy_purposes),
    },
    Rule {
        id: "CP-203",
        name: "legacy_manager_title",
        checks: "영상정보처리기기의 관리책임자를 ‘개인영상정보 보호책임자’라고 부름",
        severity: Severity::Advisory,
        citations: &[cite(
            "표준 개인정보 보호지침 제37조 (관리책임자; 2016-06-30 전 제41조제1항은 개인영상정보 보호책임자)",
            NOTICE_2016,
        )],
        fires: Example {
            item: 3,
            text: "3. 관리책임자 및 접근권한자\n아래와 같이 개인영상정보 보호책임자를 두고 있습니다.\n관리책임자: 총무과장\n접근권한자: 총무과 주무관",
        },
        silent: Example {
            item: 3,
            text: "3. 관리책임자 및 접근권한자\n개인정보 보호책임자: 부군수\n관리책임자: 총무과장\n접근권한자: 총무과 주무관",
        },
        ko: "수집일({date}) 기준 게시된 페이지는 관리책임자를 2016년 전의 이름인 ‘개인영상정보 보호책임자’로 부르고 있습니다.",
        en: "The page as crawled on {date} calls the manager by the title of before 2016 (개인영상정보 보호책임자).",
        remedy: "‘개인영상정보 보호책임자’를 ‘관리책임자’로 바꿉니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Wording {
            pattern: r"개인영상정보(?:의)?(?:관리및)?보호(?:\(관리\))?책임자를?(?:아래와같이)?(?:두|지정|다음)",
            unless: "개인정보보호책임자를",
        },
    },
    Rule {
        id: "CP-204",
        name: "legacy_signboard_manager_name",
        checks: "안내판에 관리책임자의 성명을 적는다고 함",
        severity: Severity::Outdated,
        citations: &[cite(
            "개인정보 보호법 제25조제4항제3호 (관리책임자의 연락처), 표준 개인정보 보호지침 제39조제1항제3호",
            FIXED,
        )],
        fires: Example {
            item: 8, text: "8. 안내판에 기재하여야 할 사항\n- 관리책임자의 성명(직책) 및 연락처"
        },
        silent: Example { item: 8, text: "8. 안내판에 기재하여야 할 사항\n- 관리책임자의 연락처" },
        ko: "수집일({date}) 기준 게시된 페이지는 안내판에 관리책임자의 성명을 적는다고 합니다. 2023-09-15부터 법은 연락처만 요구합니다.",
        en: "The page as crawled on {date} says that signboards show the manager's name; since 2023-09-15 the act asks for the contact only.",
        remedy: "안내판 기재사항에서 관리책임자의 성명을 빼고 연락처를 둡니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(signboard_name),
    },
    Rule {
        id: "CP-205",
        name: "legacy_access_scope_clause",
        checks: "열람 범위에 ‘급박한 생명, 신체, 재산의 이익을 위하여 필요한’ 영상을 넣음",
        severity: Severity::Outdated,
        citations: &[cite("표준 개인정보 보호지침 제44조제1항 (제2024-1호에서 삭제된 문구)", NOTICE_2024)],
        fires: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n귀하가 촬영된 개인영상정보 및 명백히 정보주체의 급박한 생명, 신체, 재산의 이익을 위하여 필요한 개인영상정보에 한정됩니다.",
        },
        silent: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n정보주체 자신이 촬영된 개인영상정보에 한정됩니다. 명백히 정보주체 또는 제3자의 급박한 생명, 신체, 재산의 이익을 위하여 필요하다고 인정되는 경우 제3자에게 제공합니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 열람 범위에는 2024-01-04에 표준지침에서 삭제된 문구가 있습니다.",
        en: "On the page as crawled on {date} the scope of access has a clause that the guideline dropped on 2024-01-04.",
        remedy: "열람 범위를 정보주체 자신이 촬영된 개인영상정보로 고칩니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(access_scope),
    },
    Rule {
        id: "CP-206",
        name: "legacy_refusal_grounds",
        checks: "열람 거부 사유가 2024-01-04 전 표준지침 또는 서식의 목록임",
        severity: Severity::Outdated,
        citations: &[cite("개인정보 보호법 제35조제4항, 표준 개인정보 보호지침 제44조제4항 (제2024-1호)", NOTICE_2024)],
        fires: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n다음의 경우 열람 요구를 거부할 수 있습니다.\n- 범죄수사·공소유지·재판수행에 중대한 지장을 초래하는 경우",
        },
        silent: Example {
            item: 6,
            text: "6. 정보주체의 열람 등 요구\n법 제35조제4항 각 호에 해당하는 경우 열람을 제한하거나 거절할 수 있습니다. 보관기간이 경과하여 파기한 경우 그 사실을 알려 드립니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 열람 거부 사유에 2024-01-04 전의 표준지침이나 서식에 있던 것이 있으며, 지금의 표준지침은 법 제35조제4항 각 호만 인정합니다.",
        en: "Among the grounds for refusing access on the page as crawled on {date} are some of the guideline or its forms of before 2024-01-04; the guideline now knows those of 법 제35조제4항 only.",
        remedy: "거부 사유를 법 제35조제4항 각 호로 바꿉니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(refusal_grounds),
    },
];

static FIXED_NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)고정형(?:의)?(?:영상|CCTV)|네트워크카메라고정형").expect("rule pattern"));
/// The last syllable is often lost.
static DEVICE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"영상정보처리기기?").expect("rule pattern"));

/// Whether the policy shows by its words or its date that somebody has worked on it since a day.
fn renewed_since(case: &Subject<'_>, date: crate::normalise::date::Date) -> bool {
    case.policy.effective_date.as_ref().is_some_and(|effective| effective.value >= date)
        && case.policy.term.as_ref().is_some_and(|term| matches!(term.value, Term::Fixed | Term::Mixed))
}

fn legacy_term(case: &Subject<'_>) -> Vec<Match> {
    if case.page_has(&FIXED_NAME) || case.policy.term.as_ref().is_none_or(|term| term.value != Term::Legacy) {
        return Vec::new();
    }
    // Titles of ordinances quote a name that the policy need not use itself.
    let own = |text: &str| {
        DEVICE
            .find_iter(text)
            .find(|found| {
                let before = &text[..found.start()];
                let quoted = before.rfind('「').is_some_and(|open| !before[open..].contains('」'));
                // 처리기준, 처리기관, 처리기술 are no devices.
                let other = text[found.end()..].starts_with(['준', '관', '술', '록', '간']);
                !quoted && !other && !before.ends_with("이동형")
            })
            .map(|found| found.range())
    };
    let found = case.body().find_map(|line| own(line.text()).map(|range| line.quote(range, "CP-201")));
    // Several policies may stand under one title.
    let title = || case.policy.title.as_ref().filter(|title| own(&fold(&title.value)).is_some());
    found.or_else(|| title().map(|title| title.quote.clone())).map(Match::lacking).into_iter().collect()
}

fn legacy_purposes(case: &Subject<'_>) -> Vec<Match> {
    static OLD: LazyLock<[Regex; 3]> = LazyLock::new(|| {
        [
            r"시설(?:물)?(?:의)?안전및화재(?:의)?예방을위하여필요한",
            r"교통(?:법규위반)?(?:의)?단속을위하여필요한",
            r"교통정보의?수집[·,.]?분석(?:및|[·,])제공을위하여필요한",
        ]
        .map(|pattern| Regex::new(pattern).expect("rule pattern"))
    });
    static NEW: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"정당한권한을가진자").expect("rule pattern"));
    if case.has(&NEW) {
        return Vec::new();
    }
    static NOT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"해당하지(?:않|아니)|제외|종전").expect("rule pattern"));
    let find = |old: &Regex| {
        let lines = case.body().filter(|line| !NOT.is_match(line.text()));
        lines.into_iter().find_map(|line| old.find(line.text()).map(|found| line.quote(found.range(), "CP-202")))
    };
    let mut quotes: Vec<_> = OLD.iter().filter_map(find).collect();
    let count = quotes.len();
    quotes.truncate(1);
    // One such phrase may be the institution's own; two come from the old list.
    let mild = count < 2;
    let hit = |quote| Match::words(quote).what(format!("{count}개 문구"), format!("{count} phrases")).mild_if(mild);
    quotes.into_iter().map(hit).collect()
}

fn signboard_name(case: &Subject<'_>) -> Vec<Match> {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:관리)?책임자(?:의)?(?:성명|이름)(?:\(직책\)|\(또는직책\)|또는직책|[·,]|직책)*(?:및|와|과)?(?:연락처|전화)").expect("rule pattern")
    });
    static BOARD: LazyLock<Regex> = LazyLock::new(|| Regex::new("안내판").expect("rule pattern"));
    let lines: Vec<_> = case.body().collect();
    let found = lines.iter().enumerate().find_map(|(index, line)| {
        let found = NAME.find(line.text())?;
        let near = &lines[index.saturating_sub(8)..=index];
        near.iter().any(|line| BOARD.is_match(line.text())).then(|| line.quote(found.range(), "CP-204"))
    });
    found.map(Match::words).into_iter().collect()
}

fn refusal_grounds(case: &Subject<'_>) -> Vec<Match> {
    static LIST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"범죄(?:의)?수사[·,.]?(?:와)?공소(?:의)?유지[·,.]?(?:및)?재판(?:의)?수행에중대한|특정(?:개인)?영상(?:정보)?만(?:을)?삭제하는것이기술적으로").expect("rule pattern")
    });
    static JUSTICE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:범죄)?(?:의)?(?:수사|재판)[^.]{0,16}지장").expect("rule pattern"));
    static PRIVATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"사생활(?:권)?[이을]?(?:이?나정당한이익을?이?)?(?:침해(?:될|할)우려)|사생활(?:권)?(?:의)?침해(?:가|의)?우려(?:되|가있|가큰)").expect("rule pattern")
    });
    // What else the old lists have: beside one of these the privacy of others comes from a list as well.
    static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:수사|재판|공소)[^.]{0,16}지장|정당한사유|(?:파기|삭제)(?:한|된|하였던?|되었던?)(?:경우|때)|기술적으로(?:현저히)?곤란",
        )
        .expect("rule pattern")
    });
    static NEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"거부|거절|열람|제한").expect("rule pattern"));
    static REFUSED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"거부|거절|제한(?:할|하|될|됩)|불가|허용하지").expect("rule pattern"));
    // Others in the picture are made unrecognisable, and it is shown (표준지침 제46조): nothing is refused.
    static MASKED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"알아볼수없|식별할수없|식별되지않|모자이크|비식별|마스킹|흐리게|가린|가리고|보호조치")
            .expect("rule pattern")
    });
    static PLACED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"설치|촬영하지|비추").expect("rule pattern"));
    static OTHERS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"제3자에게|목적외|지장이?(?:없|을(?:주|초래하)지)").expect("rule pattern"));
    let lines: Vec<_> = case.part().iter().collect();
    let around = |index: usize, before: usize, after: usize| {
        &lines[index.saturating_sub(before)..(index + after + 1).min(lines.len())]
    };
    let found = |pattern: &Regex, listed: bool| {
        lines.iter().enumerate().find_map(|(index, line)| {
            let text = line.text();
            let found = pattern.find(text)?;
            // The same words say where no camera is put up, and whom footage is given to: only beside a refusal are
            // they a ground.
            let start = text[..found.start()].rfind("다.").map_or(0, |at| at + "다.".len());
            let end = text[found.end()..].find("다.").map_or(text.len(), |at| found.end() + at);
            let sentence = &text[start..end];
            let refused = around(index, 6, 0).iter().any(|line| NEAR.is_match(line.text()));
            let masked = MASKED.is_match(sentence) && !REFUSED.is_match(sentence);
            let other = PLACED.is_match(sentence) || OTHERS.is_match(sentence) || masked;
            (listed || refused && !other).then(|| (index, line.quote(found.range(), "CP-206")))
        })
    };
    if let Some((_, quote)) = found(&LIST, true).or_else(|| found(&JUSTICE, false)) {
        return vec![Match::words(quote)];
    }
    // Alone it comes close to 법 제35조제4항제2호.
    let mild = |index: usize| !around(index, 3, 3).iter().any(|line| BESIDE.is_match(line.text()));
    found(&PRIVATE, false).map(|(index, quote)| Match::words(quote).mild_if(mild(index))).into_iter().collect()
}

fn access_scope(case: &Subject<'_>) -> Vec<Match> {
    static CLAUSE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:급박한생명[,·및]*신체[,·및]*재산(?:상)?의?|생명[,·및]*신체[,·및]*재산의급박한)이익을위(?:하여|해)(?:서)?(?:꼭|반드시)?필요(?:한|함이명백한)(?:개인)?영상",
        )
        .expect("rule pattern")
    });
    // A clause in like words is about giving footage to others.
    static OTHERS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"제3자|제공").expect("rule pattern"));
    let found = case.body().find_map(|line| {
        let text = line.text();
        let found = CLAUSE.find(text)?;
        let start = text[..found.start()].rfind('.').map_or(0, |at| at + 1);
        (!OTHERS.is_match(&text[start..found.end()])).then(|| line.quote(found.range(), "CP-205"))
    });
    // The form of 2024 may still carry the clause: a policy renewed since then only copied it.
    found.map(|quote| Match::words(quote).mild_if(renewed_since(case, NOTICE_2024))).into_iter().collect()
}
