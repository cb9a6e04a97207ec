//! CP-108 to CP-111: items that are there in name only: a part is missing, a form was never filled in, or the content
//! is said to be in another place.

use crate::audit::rule::{ACT, Applicability, Example, Match, Rule, Severity, Test, cite};
use crate::audit::rules::presence;
use crate::audit::subject::{Line, Subject};
use crate::model::policy::{Item, Quote, SectionState, State};
use crate::normalise::fold::fold;
use regex::Regex;
use std::sync::LazyLock;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "CP-108",
        name: "required_subelement_missing",
        checks: "항목은 있으나 그 안의 사항(대수·위치·촬영 범위, 보관기간 등)이 없음",
        severity: Severity::NeedsCheck,
        citations: &[cite("개인정보 보호법 시행령 제25조제1항제2호부터 제5호까지 및 제7호", ACT)],
        fires: Example {
            item: 2,
            text: "2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수: 12대\n설치 위치: 청사 출입구",
        },
        silent: Example {
            item: 2,
            text: "2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수: 12대\n설치 위치 및 촬영 범위: 청사 출입구, 반경 50m",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 해당 항목에서 {}이(가) 확인되지 않습니다.",
        en: "The item is there, but the page as crawled on {date} does not show {}.",
        remedy: "해당 항목에 빠진 사항을 적습니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(parts),
    },
    Rule {
        id: "CP-109",
        name: "template_residue",
        checks: "서식의 빈칸이나 작성 안내가 그대로 남아 있음",
        severity: Severity::Outdated,
        citations: &[cite("개인정보 보호법 시행령 제25조제1항 (각 호의 사항이 채워졌는지에 관한 근거)", ACT)],
        fires: Example {
            item: 4,
            text: "4. 촬영시간, 보관기간, 보관장소 및 처리방법\n24시간, 30일, 000실 (보관시설 명), 삭제",
        },
        silent: Example {
            item: 4,
            text: "4. 촬영시간, 보관기간, 보관장소 및 처리방법\n24시간, 30일, 1,000실 규모의 생활관 전산실, 삭제",
        },
        ko: "수집일({date}) 기준 게시된 페이지에 서식의 빈칸 또는 작성 안내로 보이는 문구가 있습니다.",
        en: "The page as crawled on {date} has words that look like a form's blanks or instructions.",
        remedy: "서식의 빈칸과 작성 안내를 기관의 실제 내용으로 바꿉니다.",
        routine: false,
        gate: Applicability::Any,
        test: Test::Whole(residue),
    },
    Rule {
        id: "CP-110",
        name: "example_row_only",
        checks: "현황표에 예시 행만 있음",
        severity: Severity::NeedsCheck,
        citations: &[cite("개인정보 보호법 시행령 제25조제1항제2호, 제4호", ACT)],
        fires: Example {
            item: 2,
            text: "2. 설치 대수, 설치 위치 및 촬영범위\n| 구분 | 설치 목적 | 설치 대수 | 설치 위치 및 촬영범위 |\n| 예시 | 시설물관리 | ○○대 | 건물 로비 |",
        },
        silent: Example {
            item: 2,
            text: "2. 설치 대수, 설치 위치 및 촬영범위\n| 구분 | 설치 목적 | 설치 대수 | 설치 위치 및 촬영범위 |\n| 예시 | 시설물관리 | ○○대 | 건물 로비 |\n| 1 | 시설물관리 | 3대 | 본관 로비 |",
        },
        ko: "수집일({date}) 기준 게시된 페이지의 현황표에 예시 행만 있고 실제 내용은 확인되지 않습니다.",
        en: "In the table on the page as crawled on {date} there is an example row and no other.",
        remedy: "현황표에 실제로 설치한 기기의 내용을 적습니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(example_only),
    },
    Rule {
        id: "CP-111",
        name: "content_only_in_unreachable_attachment",
        checks: "대수·위치·보관기간 등이 페이지에 없고 다른 파일이나 링크를 가리킴",
        severity: Severity::Advisory,
        citations: &[cite("개인정보 보호법 시행령 제25조제2항, 제31조제2항 (인터넷 홈페이지에 지속적으로 게재)", ACT)],
        fires: Example {
            item: 2,
            text: "2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수, 설치 위치 및 촬영범위는 붙임 파일을 참조하시기 바랍니다.",
        },
        silent: Example {
            item: 2,
            text: "2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수 12대, 설치 위치 청사 출입구, 촬영범위 반경 50m. 자세한 것은 붙임 파일을 참조하시기 바랍니다.",
        },
        ko: "수집일({date}) 기준 게시된 페이지는 {}을(를) 첨부 파일이나 다른 곳에서 보도록 하고 있습니다. 파일이 열리는지 확인이 필요합니다.",
        en: "The page as crawled on {date} sends its readers elsewhere for {}; whether that can be read needs a look.",
        remedy: "대수·위치·보관기간을 페이지에 적거나, 첨부 파일이 열리고 최신인지 확인합니다.",
        routine: false,
        gate: Applicability::Article25,
        test: Test::Whole(elsewhere),
    },
];

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\d[\d,]*(?:대|개소|식|EA|기|개)|대수[:는은]?\d|units|cameras").expect("rule pattern")
});
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:위치|장소|지점)|내부|외부|입구|주변|일원|일대|로비|복도|주차장|관내|청사|건물|도로|공원|승강기|[0-9]층|본관|별관|사거리|교차로|마을|어디에|[가-힣](?:실|관|홀|당|원|장|동|터)(?:과|와|및|[,·/(]|\d|$)").expect("rule pattern")
});
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)촬[영용].{0,3}(?:범위|구역|영역|방향|각도|대상|지역)|감시(?:범위|구역)|반경|\d+(?:m|미터)|가시거리|전방|사방|360|방향|화각|전경|일대|주변|내외부|내·외부|내부|외부|전체|전역|구간|coverage|비추|보이는|[을를]촬영|중심으로촬영|촬영(?:합니다|한다|하며|하고있)").expect("rule pattern")
});
static KEPT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:보관|보존|보유|저장|파기|삭제|retention|kept|keep).{0,30}\d+\)?\s?(?:일|개월|주일?|달|년|days?|시간)|\d+\)?(?:일|개월|주일?|달|년|days?)(?:이내|동안|간|까지|이하)?.{0,20}(?:보관|보존|보유|저장|파기|삭제)|^[(약]*\d{1,3}\)?(?:일|개월)(?:이내|이하|이상|간)?\)?$|(?:촬영|녹화)(?:일|후|한날)(?:로)?부터\(?\d+|한달|보름").expect("rule pattern")
});

/// What a section says, headings and announcements left out.
fn says(case: &Subject<'_>, item: Item, pattern: &Regex) -> bool {
    let lines = case.under(item);
    lines
        .iter()
        .enumerate()
        .any(|(index, line)| !(line.heading || index == 0 && is_bare_heading(line)) && pattern.is_match(line.text()))
}

/// Whether the page sends its readers to departments or to a choice for its figures.
pub(super) fn sent_on(case: &Subject<'_>) -> bool {
    static SENT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:대수|위치|범위|보관기간|현황).{0,60}(?:부서|기관|시설|아래).{0,24}(?:선택|문의|확인하시기|다르)",
        )
        .expect("rule pattern")
    });
    case.has(&SENT)
}

/// Whether an attachment, or the privacy policy's article on cameras, has the words.
fn beside(case: &Subject<'_>, pattern: &Regex) -> bool {
    case.beside().any(|line| pattern.is_match(line.text()))
}

/// Whether a section says where cameras stand. 촬영범위: 설치 지점에서 30m does not, although it has the word.
fn says_place(case: &Subject<'_>, item: Item) -> bool {
    static RANGE_LABEL: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^.{0,4}촬[영용].{0,3}(?:범위|구역|거리)[:：]").expect("rule pattern"));
    let lines = case.under(item).iter().enumerate();
    lines
        .filter(|(index, line)| !(line.heading || *index == 0 && is_bare_heading(line)))
        .any(|(_, line)| PLACE.is_match(line.text()) && !RANGE_LABEL.is_match(line.text()))
}

/// The heading itself is the first line of its section, unless it goes on with a sentence.
fn is_bare_heading(line: &Line<'_>) -> bool {
    static GOES_ON: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^제\d{1,2}조(?:의\d)?\([^)]*\).{2}|다\.?$|[:：].").expect("rule pattern"));
    line.row.is_none() && line.text().chars().count() <= 40 && !GOES_ON.is_match(line.text())
}

/// A column whose title fits, with a row below it.
fn column(case: &Subject<'_>, pattern: &Regex) -> bool {
    let lines: Vec<&Line<'_>> = case.body().collect();
    let cell = |line: &Line<'_>| line.row.is_some() && line.text().chars().count() <= 24;
    lines.iter().enumerate().any(|(index, line)| {
        cell(line)
            && pattern.is_match(line.text())
            && lines[index + 1..].iter().take(40).any(|later| later.row.is_some_and(|row| Some(row) > line.row))
    })
}

fn parts(case: &Subject<'_>) -> Vec<Match> {
    if case.is_stub() || !case.is_policy() {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for item in &Item::ALL[..7] {
        match case.state(*item) {
            Some((SectionState::Empty, near)) => {
                let (ko, en) = presence::named(*item);
                // Where headings follow each other closely, their content may stand in one place for several.
                hits.push(Match::absence(near).what(ko, en).severity(Severity::Advisory));
            }
            Some((SectionState::Present, near)) if !presence::is_missing(case, *item) => {
                let mild = case.may_stand_elsewhere() || sent_on(case);
                match item {
                    Item::CountLocationRange => hits.extend(second(case, near, mild)),
                    Item::TimeRetentionPlaceMethod => hits.extend(fourth(case, near, mild)),
                    _ => hits.extend(minor(case, *item, near)),
                }
            }
            _ => {}
        }
    }
    hits
}

fn second(case: &Subject<'_>, near: Option<Quote>, mild: bool) -> Vec<Match> {
    // 확인 방법 및 장소 names a place, too, and is the heading of another item.
    static OWN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)설치|대수|현황|내역|범위|cctv|카메라|location|어디").expect("rule pattern"));
    let near = near.filter(|quote| OWN.is_match(&fold(&quote.text)));
    let item = Item::CountLocationRange;
    let policy = case.policy;
    let total = policy.camera_total.state();
    if total == State::Placeholder || case.elsewhere(&policy.camera_total) {
        return Vec::new();
    }
    let rows = &policy.cameras;
    static COUNT_TITLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"대수|수량|댓수|개소").expect("rule pattern"));
    static PLACE_TITLE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"위치|장소|지점|소재지|주소").expect("rule pattern"));
    static RANGE_TITLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"촬[영용].{0,3}(?:범위|구역|영역|방향|대상)|감시(?:범위|구역)|화각").expect("rule pattern")
    });
    // What is said not to be published stands in no file either.
    static WITHHELD: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"공개하지(?:아니|않)|비공개").expect("rule pattern"));
    let mild = mild && !case.under(item).iter().any(|line| WITHHELD.is_match(line.text()));
    let mut hits = Vec::new();
    let mut missing = |absent: bool, ko: &str, en: &str| {
        if absent {
            hits.push(Match::absence(near.clone()).what(ko, en).mild_if(mild));
        }
    };
    let counted = !matches!(total, State::Absent | State::Elsewhere)
        || rows.iter().any(|row| row.count.is_some())
        || policy.site_total.is_some();
    missing(
        !counted
            && !case.under(item).iter().any(|line| COUNT.is_match(line.text()))
            && !column(case, &COUNT_TITLE)
            && !beside(case, &COUNT),
        "설치 대수(제2호)",
        "the number of cameras",
    );
    // Prose says place and range in its own words; only where labels and columns set the parts apart, or hardly a
    // word stands beside the number, is one of them seen to be missing.
    let tables = tables(case, &COUNT_TITLE, &PLACE_TITLE);
    let prose = if tables.is_empty() {
        is_prose(case, item) || has_odd_column(case, item)
    } else {
        tables.iter().any(Table::has_odd_title)
    };
    let placed = rows.iter().any(|row| row.place.is_some()) || column(case, &PLACE_TITLE);
    missing(
        !placed && !prose && !says_place(case, item) && !beside(case, &PLACE),
        "설치 위치(제2호)",
        "where the cameras stand",
    );
    let ranged = rows.iter().any(|row| row.coverage.is_some()) || column(case, &RANGE_TITLE);
    static ELSEWHERE_RANGE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"촬[영용].{0,3}(?:범위|구역|영역|방향).{0,2}[:은는].{2}").expect("rule pattern"));
    let labelled = case.body().any(|line| !line.heading && ELSEWHERE_RANGE.is_match(line.text()));
    let shown = tables.iter().any(|table| table.shows(&RANGE));
    missing(
        !ranged && !labelled && !prose && !shown && !says(case, item, &RANGE) && !beside(case, &RANGE),
        "촬영 범위(제2호)",
        "the range the cameras film",
    );
    hits
}

/// Whether an item is answered by words without labels and columns.
fn is_prose(case: &Subject<'_>, item: Item) -> bool {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^.{0,4}(?:설치)?(?:운영)?(?:대수|수량|위치|장소|지점)(?:및[가-힣]{2,6})?[:：]")
            .expect("rule pattern")
    });
    let lines: Vec<&Line<'_>> = case
        .under(item)
        .iter()
        .enumerate()
        .filter(|(index, line)| !(*index == 0 && is_bare_heading(line)))
        .map(|(_, line)| line)
        .collect();
    let structured = lines.iter().any(|line| line.row.is_some() || LABEL.is_match(line.text()));
    // A bullet makes a line look like a heading; what only announces says nothing.
    static ANNOUNCES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:다음|아래)[과의에와(]|참조|참고|다운로드|붙임|첨부|별첨").expect("rule pattern")
    });
    let says = lines.iter().filter(|line| !ANNOUNCES.is_match(line.text()));
    let words: usize = says.map(|line| line.text().chars().count()).sum();
    !structured && words > 14
}

/// Whether a title is one that nobody knows: it may be the one that seems to be missing.
fn is_odd(title: &Line<'_>) -> bool {
    static KNOWN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)구분|연번|순번|번호|^no|용도|목적|시설|기관|부서|건물|캠퍼스|층|장소|위치|지점|주소|소재|대수|댓수|수량|개소|식$|카메라|cctv|시간|보관|보유|기간|연도|년도|연월|년월|일자|시기|화소|기종|모델|사양|비고|연락처|전화|책임|담당|접근|권한|직위|성명|소속|업체|위탁|계$|설치|운영|세부|현황|종류|units|number|location|place|building|purpose|remark|department")
            .expect("rule pattern")
    });
    !KNOWN.is_match(title.text())
}

/// Whether a table of an item has such a title in its first row.
fn has_odd_column(case: &Subject<'_>, item: Item) -> bool {
    let cells = || case.under(item).iter().filter(|line| line.row.is_some());
    let Some(first) = cells().filter_map(|line| line.row).min() else { return false };
    cells().any(|line| line.row == Some(first) && is_odd(line))
}

/// A table that sets number and place of cameras apart.
struct Table<'a> {
    cells: Vec<&'a Line<'a>>,
    /// The row of titles; none where titles stand beside what they are of.
    titles: Option<usize>,
}

/// Tables with a title for numbers and another for places.
fn tables<'a>(case: &'a Subject<'a>, count: &Regex, place: &Regex) -> Vec<Table<'a>> {
    let mut blocks: Vec<Vec<&Line<'_>>> = Vec::new();
    for line in case.body().filter(|line| line.row.is_some()) {
        match blocks.last_mut().filter(|cells| cells.last().is_some_and(|last| last.block() == line.block())) {
            Some(cells) => cells.push(line),
            None => blocks.push(vec![line]),
        }
    }
    let table = |cells: Vec<&'a Line<'a>>| {
        let titled = |pattern: &Regex| {
            let mut short = cells.iter().filter(|line| line.text().chars().count() <= 12);
            short.find(|line| pattern.is_match(line.text())).and_then(|line| line.row)
        };
        let (count, place) = (titled(count)?, titled(place)?);
        let first = cells.iter().filter_map(|line| line.row).min()?;
        let across = count == place && count <= first + 1 && holds_titles(&cells, count);
        Some(Table { titles: across.then_some(count), cells })
    };
    blocks.into_iter().filter_map(table).collect()
}

/// Whether a row has titles of columns only: no cell of it is long, or begins with a number.
fn holds_titles(cells: &[&Line<'_>], row: usize) -> bool {
    let mut row = cells.iter().filter(|line| line.row == Some(row));
    row.all(|line| {
        line.text().chars().count() <= 16 && !line.text().starts_with(|letter: char| letter.is_ascii_digit())
    })
}

impl Table<'_> {
    fn has_odd_title(&self) -> bool {
        let Some(titles) = self.titles else { return false };
        self.cells.iter().any(|line| line.row == Some(titles) && is_odd(line))
    }

    /// Whether a cell below the titles has a pattern.
    fn shows(&self, pattern: &Regex) -> bool {
        self.cells.iter().any(|line| line.row != self.titles && pattern.is_match(line.text()))
    }
}

fn fourth(case: &Subject<'_>, near: Option<Quote>, mild: bool) -> Vec<Match> {
    let mut hits = Vec::new();
    let state = case.policy.retention_days.state();
    let unsaid = matches!(state, State::Absent | State::Unparsed | State::Elsewhere)
        && !case.elsewhere(&case.policy.retention_days)
        && case.policy.retention.is_empty();
    // Any span of time below the heading may be the one, in words that nobody thought of.
    static SPAN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\d\)?(?:일|주|개월|달|년)(?:[^가-힣]|$|이|간|동|정|치|분|까)|열흘|보름|한달|두달|석달|반년|일주일")
            .expect("rule pattern")
    });
    let spans = || {
        let lines = case.under(Item::TimeRetentionPlaceMethod).iter();
        lines.filter(|line| !line.heading).any(|line| SPAN.is_match(line.text()))
    };
    if unsaid && !spans() && !case.body().chain(case.beside()).any(|line| KEPT.is_match(line.text())) {
        hits.push(Match::absence(near.clone()).what("보관기간(제4호)", "how long footage is kept").mild_if(mild));
    }
    if !case.elsewhere(&case.policy.retention_days) {
        hits.extend(minor(case, Item::TimeRetentionPlaceMethod, near));
    }
    hits
}

/// Parts whose lack is only worth a hint: Korean, English, and the words that show them anywhere in the policy.
const MINOR: &[(Item, &str, &str, &str)] = &[
    (Item::BasisPurpose, "설치 근거(제1호)", "the grounds", r"(?i)법|조례|근거|act|law"),
    (Item::BasisPurpose, "설치 목적(제1호)", "the purpose", r"(?i)목적|예방|관리|단속|purpose|위하여|위해"),
    (
        Item::ManagerAccess,
        "접근 권한이 있는 사람(제3호)",
        "who has access",
        r"(?i)접근|담당|취급|관제|모니터링|운영자|access|보호관",
    ),
    (
        Item::ManagerAccess,
        "담당 부서(제3호)",
        "the department",
        r"(?i)[과팀실국부소계원]장?(?:$|[^가-힣])|부서|소속|department|division|team|사무|행정",
    ),
    (
        Item::TimeRetentionPlaceMethod,
        "촬영시간(제4호)",
        "the hours of recording",
        r"(?i)24시간|시간|상시|연중|hours|종일|주야",
    ),
    (
        Item::TimeRetentionPlaceMethod,
        "보관장소(제4호)",
        "where footage is kept",
        r"(?i)(?:보관|저장|보존).{0,6}(?:장소|위치|처|소)|실에|관제(?:센터|실)|서버|전산|방재|당직|storage|kept|사무실|기계실|보관",
    ),
    (
        Item::TimeRetentionPlaceMethod,
        "처리방법(제4호)",
        "how footage is disposed of",
        r"(?i)삭제|파기|폐기|처리방법|소거|덮어|delet|destr|지워|지웁",
    ),
    (
        Item::Safeguards,
        "기술적 조치(제7호)",
        "technical measures",
        r"(?i)기술적|암호|방화벽|전용|접근통제|보안|로그|비밀번호|백신|차단|encrypt|technical|기록",
    ),
    (
        Item::Safeguards,
        "관리적 조치(제7호)",
        "managerial measures",
        r"(?i)관리적|권한|교육|지정|계획|점검|기록|manag|access|대장",
    ),
    (
        Item::Safeguards,
        "물리적 조치(제7호)",
        "physical measures",
        r"(?i)물리적|잠금|시건|통제|출입|보호구역|제한구역|lock|physical|CCTV실",
    ),
];

static MINOR_PATTERNS: LazyLock<Vec<Regex>> =
    LazyLock::new(|| MINOR.iter().map(|(.., pattern)| Regex::new(pattern).expect("rule pattern")).collect());

fn minor(case: &Subject<'_>, item: Item, near: Option<Quote>) -> Vec<Match> {
    let lacking: Vec<(&str, &str)> = MINOR
        .iter()
        .zip(MINOR_PATTERNS.iter())
        .filter(|((of, ..), pattern)| *of == item && !case.has(pattern) && !beside(case, pattern))
        .map(|((_, ko, en, _), _)| (*ko, *en))
        .collect();
    if lacking.is_empty() {
        return Vec::new();
    }
    let ko: Vec<&str> = lacking.iter().map(|(ko, _)| *ko).collect();
    let en: Vec<&str> = lacking.iter().map(|(_, en)| *en).collect();
    vec![Match::absence(near).what(ko.join(", "), en.join(", ")).severity(Severity::Advisory)]
}

/// Blanks of forms. A circle needs a unit beside it: alone it is a bullet or masks a name.
static RESIDUE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"홍길동|(?:^|[^0-9.,])0{2,4}(?:대|실|과|팀|개소)(?:$|[^가-힣]|[에를을은는이가])|○{2,}(?:대(?:$|[^학])|실(?:$|[^가-힣]|[에를을은는이가])|과(?:$|[^가-힣])|개소|일(?:$|[^가-힣]))|(?:^|[^0-9])0{2,3}-0{3,4}-0{4}|○{2,3}-○{3,4}-○{4}|\(주차장에설치하는경우\)|작성요령|작성방법안내|\(보관시설명\)",
    )
    .expect("rule pattern")
});
static EXAMPLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\d{1,2}\.?)?[\[(<]?예시[\])>]?(?:$|[^)를은는와])|^[|]?[\[(<]?예\)").expect("rule pattern")
});
static FORM_WORDS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\(?예:|귀하|청구|신청인|서명").expect("rule pattern"));

fn residue(case: &Subject<'_>) -> Vec<Match> {
    let mut example_row: Option<(u32, Option<usize>)> = None;
    for line in case.body() {
        let block = line.block();
        if EXAMPLE.is_match(line.text()) {
            example_row = Some((block, line.row));
        }
        // Rows marked as examples are the business of CP-110.
        if example_row == Some((block, line.row)) || FORM_WORDS.is_match(line.text()) {
            continue;
        }
        if let Some(found) = RESIDUE.find(line.text()) {
            return vec![Match::words(line.quote(found.range(), "CP-109"))];
        }
    }
    Vec::new()
}

fn example_only(case: &Subject<'_>) -> Vec<Match> {
    static ROW: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"○{1,}대|○{1,}실|\d+대|24시간|^.{0,4}예시.{0,4}$").expect("rule pattern"));
    let real = case.policy.cameras.iter().any(|row| row.count.is_some())
        || case.policy.camera_total.value().is_some()
        || case.policy.site_total.is_some();
    if real {
        return Vec::new();
    }
    let row = case.body().find(|line| EXAMPLE.is_match(line.text()) && ROW.is_match(line.text()));
    row.map(|line| Match::absence(Some(line.whole("CP-110"))).mild_if(case.may_stand_elsewhere())).into_iter().collect()
}

fn elsewhere(case: &Subject<'_>) -> Vec<Match> {
    static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:대수|위치|범위|보관기간).{0,40}(?:다음|아래)[와과]같|(?:대수|위치|범위|보관기간).{0,60}(?:부서|기관|시설)[를을]선택").expect("rule pattern")
    });
    let mut hits = Vec::new();
    let policy = case.policy;
    let total = case.elsewhere(&policy.camera_total).then(|| policy.camera_total.quotes().first());
    let kept = case.elsewhere(&policy.retention_days).then(|| policy.retention_days.quotes().first());
    for (item, quote) in [(Item::CountLocationRange, total), (Item::TimeRetentionPlaceMethod, kept)] {
        if let Some(quote) = quote {
            let (ko, en) = presence::named(item);
            hits.push(Match { quote: quote.cloned(), ..Match::default() }.what(ko, en));
        }
    }
    let nothing = policy.camera_total.value().is_none() && policy.cameras.is_empty();
    if hits.is_empty()
        && nothing
        && let Some(quote) = case.find(&ANNOUNCED, "CP-111")
    {
        let (ko, en) = presence::named(Item::CountLocationRange);
        hits.push(Match::words(quote).what(ko, en));
    }
    // A board post that says only that the file has it.
    static ENCLOSED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"붙임|첨부|별첨").expect("rule pattern"));
    if hits.is_empty()
        && nothing
        && case.is_stub()
        && case.has_unread_attachments()
        && let Some(quote) = case.find(&ENCLOSED, "CP-111")
    {
        hits.push(Match::words(quote).what("방침의 내용", "what the policy says"));
    }
    hits
}
