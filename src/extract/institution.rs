//! Whose policy it is: the registry's entry, else the name that the text gives itself.
//!
//! A name is believed where names stand: before `(이하 …)`, as the topic of the first sentence, in front of the device
//! in the title, alone above it, or as a part of the page's title. And it must look like one: end as names of bodies
//! end, and be more than the kind of body (재단은 …, 우리 대학교는 …).

use super::outline::Unit;
use super::scope::{self, Scope};
use super::span::Span;
use super::vocabulary::Column;
use super::{Context, fold};
use crate::document::{Document, Zone};
use crate::extract::{outline, vocabulary};
use crate::model::institution::Sido;
use crate::model::policy::{PolicyOwner, Stated};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What names of public bodies end in, with an example each. A name must hold more than its ending.
const ENDINGS: &[(&str, &str)] = &[
    ("(?:특별자치|특별|광역)?[시도]", "부산광역시, 누리시"),
    ("[군구읍면동]", "가람군, 온샘구, 물머리읍"),
    ("[시군구도]?청", "물안군청, 경찰청"),
    ("(?:교육)?지원청", "가온교육지원청"),
    ("[시군구도]?의회", "두레군의회"),
    ("(?:문화|복지|장학|체육|관광)?재단", "물빛시문화재단"),
    ("(?:시설관리|환경|관리|의료)?공단", "하늘빛환경공단"),
    ("(?:교통|도시|도시개발|항만|개발|관광)?공사", "다온교통공사"),
    ("(?:초등|중|고등|특수)?학교", "너울초등학교"),
    ("대(?:학교?)?", "국립한솔대학교"),
    ("유치원", "꽃마루유치원"),
    ("(?:구립|시립)?어린이집", "햇살구립어린이집"),
    (
        "(?:평생학습|연구|진흥|평가|인증|정보|개발|교육|연수|생태|요양|의료|기술|수련|문화|학|지방산림|관리|지원|휴양|과학|치료|보훈)원",
        "한국치유농업연구원",
    ),
    ("(?:요양|보훈|적십자|대학|한방|치과)?병원", "가람병원"),
    ("(?:보건(?:지)?|사무|사업|사무사업|관리|출장|교도|구치|연구|측후|시험|기상|관찰|보호|통제)소", "동백구보건소"),
    ("[가-힣]{1,2}관", "담터역사박물관, 온뫼시평생학습관"),
    ("(?:센터|터미널|캠퍼스|병영|본부|수목원|휴양림|식물원|동물원|공원|시장)", "도성구립청소년센터"),
    ("(?:경찰|소방|세무|해양경찰)서", "한새경찰서"),
    (
        "우체국|세관|은행|국세청|관리국|사무국|보호국|관리단|사업단|위원회|협의회|협회|조합|공제회|법원|지원|검찰청|지청|등기소",
        "가람우체국",
    ),
    ("부|처", "행정안전부"),
];

/// Words in front of an ending that name no one, with an example each.
const NOBODY: &[(&str, &str)] = &[
    ("우리", "우리 대학교"),
    ("본", "본교, 본 기관"),
    ("저희", "저희 공사"),
    ("이", "이 도서관"),
    ("각", "각 학교"),
    ("해당", "해당 기관"),
    ("당", "당 연구원"),
    ("소속", "소속 기관"),
    ("관련", "관련 부"),
    ("전체|공공|국립|시립|구립|군립|도립|사립|공립", "국립 박물관"),
    ("(?:고객|민원|콜|상담|관제|통합관제|도시통합관제|고객지원|고객만족|정보|방재)", "고객센터, 통합관제센터"),
    ("[0-9]+", "12대"),
];

/// Words that are no part of a name: verbs, purposes, laws, items of the policy itself.
static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"제[0-9]+[조장호]|에따[라른]|위하여|위한|목적|방침|지침|규정|영상|정보처리|보호법|관리책임|책임자|담당자|설치|운영|안내|기관|보관|이관|신청|요청|청구|경과|만료|필요|홈페이지|누리집|이용자|정보주체|시민의|주민의|다음|같이|문서|페이지|비밀번호|및|[0-9]{3}").expect("pattern")
});

/// A verb that ends in a topic's particle: 운영하는, 있는.
static VERB: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:하|있|없|되|받|갖추|따르|맡|두|모으|시키)[은는]$").expect("pattern"));

/// Whose policy it is.
pub(crate) fn holder(
    document: &Document,
    units: &[Unit],
    scope: &Scope,
    facility: Option<&Stated<String>>,
    context: &Context<'_>,
) -> PolicyOwner {
    let mut named = named(document, units, scope);
    // On a page of several policies the policy speaks of its facility, the page of the institution.
    let same = |name: &Stated<String>, other: &Stated<String>| fold::bare(&name.value) == fold::bare(&other.value);
    if let (Some(facility), Some(name)) = (facility, &named)
        && same(name, facility)
        && let Some(page) = of_page(document).filter(|page| !same(page, facility))
    {
        named = Some(page);
    }
    if let Some(institution) = context.institution {
        return PolicyOwner {
            id: Some(institution.id.clone()),
            name: Some(institution.name.clone()),
            kind: Some(institution.kind),
            sido: institution.sido,
            quote: named.map(|stated| stated.quote),
        };
    }
    let around = |units: &[Unit]| units.iter().rev().filter_map(outline::line).find_map(|line| address(&line.slice));
    let mut province = None;
    if let (Some(names), Some(stated)) = (context.names, &named) {
        // 충청남도 청연도립수목원 is not 충청남도: the name found must reach to the end of the name given.
        let covers = |found: &crate::model::institution::Found| {
            let rest: String = stated.value.chars().skip(found.end).filter(|c| !c.is_whitespace()).collect();
            ["", "청", "청사", "본청"].contains(&rest.as_str())
        };
        let found = names.find(&stated.value);
        province = found.as_ref().and_then(|found| found.sido);
        if let Some(found) = found.filter(covers) {
            return PolicyOwner {
                id: found.id,
                name: Some(found.name),
                kind: found.kind,
                sido: found.sido,
                quote: Some(stated.quote.clone()),
            };
        }
    }
    let sido = named
        .as_ref()
        .and_then(|stated| Sido::leading(&stated.value).map(|(sido, _)| sido))
        .or(province)
        .or_else(|| around(&units[scope.units.end.min(units.len())..]))
        .or_else(|| around(&units[..scope.units.start]));
    PolicyOwner {
        id: None,
        name: named.as_ref().map(|stated| stated.value.clone()),
        kind: None,
        sido,
        quote: named.map(|stated| stated.quote),
    }
}

/// The name that the policy gives its institution.
fn named(document: &Document, units: &[Unit], scope: &Scope) -> Option<Stated<String>> {
    let first = units[scope.units.clone()].iter().filter_map(outline::line).take(8);
    for line in first.filter(|line| line.slice.folded().chars().count() >= 20) {
        // A title may run into the sentence: 영상정보처리기기 운영방침 해담시는 ….
        let title = scope::title_words(line.slice.folded()).map_or(0, |title| title.end);
        let slice = line.slice.part(title, line.slice.folded().len());
        let subject = [subject(&slice), topic(&slice)];
        let shortest = subject.into_iter().flatten().filter_map(|range| leading(&slice.part(range.start, range.end)));
        let named = shortest.min_by_key(|name| name.folded().len()).or_else(|| {
            // An article speaks of its body by the alias that the policy around it has given.
            let told = !scope.article || slice.folded().contains("(이하");
            told.then(|| self_named(&super::outline::unmarked(&slice))).flatten()
        });
        if let Some(name) = named {
            // An English page names its body in Korean where it leads home.
            let english = !name.text().contains(|c: char| ('가'..='힣').contains(&c));
            let korean = english.then(|| korean_name(document)).flatten();
            return korean.or_else(|| Some(name.stated("institution.subject")));
        }
    }
    let title = scope.title.and_then(|at| outline::line(&units[at]));
    if let Some(name) = title.and_then(|title| in_title(&title.slice)) {
        return Some(name.stated("institution.title"));
    }
    let above = units[..scope.title.unwrap_or(scope.units.start)].iter().rev().filter_map(outline::line).take(6);
    if let Some(name) = above.filter_map(|line| name(&line.slice)).next() {
        return Some(name.stated("institution.above"));
    }
    if let Some(name) = below_title(units, scope) {
        return Some(name.stated("institution.above"));
    }
    let before = || units[..scope.units.start].iter().filter_map(outline::line);
    // A privacy policy says at its start whose it is: (재)나린새문화재단(이하 ‘재단’)은 ….
    let defined = before().take(60).filter(|line| line.slice.folded().contains("(이하")).find_map(|line| {
        let range = subject(&line.slice)?;
        leading(&line.slice.part(range.start, range.end))
    });
    if let Some(name) = defined {
        return Some(name.stated("institution.definition"));
    }
    of_page(document)
        .or_else(|| Some(before().take(3).find_map(|line| name(&line.slice))?.stated("institution.first")))
        .or_else(|| of_home_link(document))
        .or_else(|| Some(of_footer(units, scope)?.stated("institution.first")))
        .or_else(|| Some(of_facilities(units, scope)?.stated("institution.first")))
}

/// A line of its own between the title and the first item: 여울초등학교, 참솔시 안전정책과.
fn below_title(units: &[Unit], scope: &Scope) -> Option<Span> {
    let title = scope.title?;
    let lines = units.get(title + 1..scope.units.end)?.iter().take(4).map_while(outline::line);
    let opening = lines.take_while(|line| line.heading.is_none());
    opening.filter(|line| line.slice.folded().chars().count() <= 30).find_map(|line| leading(&line.slice))
}

/// The words of the link that leads home: <a href="/">늘푸른구</a>.
fn of_home_link(document: &Document) -> Option<Stated<String>> {
    let home = |href: &str| matches!(href, "/" | "./" | "/index.do" | "/main.do" | "/index.html" | "/main");
    let links = document.links.iter().filter(|link| home(link.href.trim()));
    links.take(3).find_map(|link| on_page(document, &name(&Span::new(0, 0, link.text.trim()))?))
}

/// A Korean name in the first links of a page: KIMMS 한국해양소재안전연구원.
fn korean_name(document: &Document) -> Option<Stated<String>> {
    static RUN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[가-힣]{2,}(?: [가-힣]{2,}){0,2}").expect("pattern"));
    let runs = document.links.iter().take(8).flat_map(|link| RUN.find_iter(&link.text));
    runs.filter_map(|run| name(&Span::new(0, 0, run.as_str()))).find_map(|name| on_page(document, &name))
}

/// The name in the page's last lines, before a bar, an address or a phone: 다온시설공단 | 이용 문의 070-….
fn of_footer(units: &[Unit], scope: &Scope) -> Option<Span> {
    let from = scope.units.end.min(units.len()).max(scope.units.start).saturating_sub(1);
    units[from..].iter().filter_map(outline::line).take(12).find_map(|line| {
        let part = line.slice.split(|c| matches!(c, '|' | '/' | '(' | ',' | '©' | 'ⓒ')).into_iter().next()?;
        name(&part)
    })
}

/// The only facility of all tables, where it is a body: 시설명 | 솔안교육지원청.
fn of_facilities(units: &[Unit], scope: &Scope) -> Option<Span> {
    let mut names: Vec<Span> = Vec::new();
    for unit in &units[scope.units.clone()] {
        let Unit::Table(table) = unit else { continue };
        for column in table.view.columns(Column::Facility) {
            let cells = (0..table.view.records.len()).filter_map(|record| table.view.cell(record, column));
            names.extend(cells.filter_map(name));
        }
    }
    let first = names.first()?.clone();
    names.iter().all(|name| fold::letters(name.folded()) == fold::letters(first.folded())).then_some(first)
}

/// Nouns by which a body speaks of itself, and which name no one.
const ALIASES: &[&str] = &[
    "회사",
    "당사",
    "본사",
    "기관",
    "공사",
    "공단",
    "병원",
    "의원",
    "치과",
    "도서관",
    "학교",
    "센터",
    "재단",
    "법인",
    "협회",
    "조합",
    "대학",
    "대학교",
    "연구원",
    "연구소",
    "진흥원",
    "박물관",
    "미술관",
    "복지관",
    "체육관",
    "시설",
    "개발공사",
    "사업자",
    "운영자",
    "정보주체",
    "관리책임자",
    "방침",
    "지침",
    "규정",
    "규칙",
    "시장",
    "군수",
    "구청장",
    "교육청",
    "누리집",
    "홈페이지",
    "이용자",
    "고객",
    "시민",
    "주민",
];

/// A name that says by its place that it is one, whatever it ends in: before (이하 …), in quotes before it, or as the
/// subject of a first sentence on the devices: ㈜한빛리조트는 아래와 같이 영상정보처리기기를 설치·운영합니다.
fn self_named(slice: &Span) -> Option<Span> {
    static DEFINED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r#"^(?:본|저희|우리)?['"“‘「\[]?(?P<name>[가-힣A-Za-z0-9&·㈜()]{2,40}?)['"”’」\]]?(?:은|는|이|가|의)?\((?:이하|약칭)"#,
        )
        .expect("pattern")
    });
    static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"^(?:The\s+)?(?P<name>[A-Z][A-Za-z&.'’\- ]{3,70}?)\s*(?:\((?:(?P<korean>[가-힣][가-힣 ]{2,30})|hereinafter|the\s|["“])|(?:operates|runs|installs|publishes|has installed)\b)"#)
            .expect("pattern")
    });
    let folded = slice.folded();
    if let Some(found) = ENGLISH.captures(slice.text()) {
        let name = found.name("korean").or_else(|| found.name("name"))?;
        let words = slice.cut(name.range());
        if found.name("korean").is_some() {
            return plausible(&words);
        }
        let spoken = ["the ", "this ", "we "].iter().any(|word| words.text().to_lowercase().starts_with(word));
        return (!spoken && !vocabulary::DEVICE.is_match(words.folded())).then(|| words.trimmed(&[]));
    }
    let defined = DEFINED.captures(folded).and_then(|found| found.name("name"));
    if let Some(name) = defined {
        return plausible(&slice.part(name.start(), name.end()));
    }
    let on_devices = vocabulary::DEVICE.is_match(folded)
        && ["설치", "운영", "공개", "알립", "알려", "관리"].iter().any(|word| folded.contains(word));
    let range = topic(slice).filter(|_| on_devices)?;
    let words = slice.part(range.start, range.end);
    let few = words.split(char::is_whitespace).len() <= 3;
    plausible(&words).filter(|_| few)
}

/// Words that may be a name although no ending says so: more than an alias, no purpose, no law, no office of a body.
fn plausible(words: &Span) -> Option<Span> {
    let mut tokens = words.trimmed(&['\'', '"', '‘', '’', '“', '”', '「', '」', '[', ']']).split(char::is_whitespace);
    let alias = |folded: &str| {
        ALIASES.contains(&folded.trim_start_matches("우리").trim_start_matches('본').trim_start_matches("저희"))
    };
    // 참솔시 도시관리과: the office speaks for its body.
    while tokens.len() > 1
        && tokens.last().is_some_and(|last| last.folded().ends_with(['과', '팀', '실', '국']) || alias(last.folded()))
    {
        tokens.pop();
    }
    let name = tokens.first()?.through(tokens.last()?);
    let folded = name.folded();
    let letters = folded.chars().filter(|c| c.is_alphanumeric()).count();
    let good = (3..=30).contains(&letters)
        && folded.chars().any(char::is_alphabetic)
        && !alias(folded)
        && !folded.starts_with(|c: char| c.is_ascii_digit())
        && !FOREIGN.is_match(folded)
        && !vocabulary::DEVICE.is_match(folded)
        && !folded.contains(['○', '□'])
        && !folded.contains("(이하")
        && !NOT_A_NAME.is_match(folded);
    good.then_some(name)
}

/// Ends of phrases that are subjects and no names.
static NOT_A_NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:사항|내용|것|자|사람|경우|영상|자료|기기|장치|카메라|때|곳|일|기간|목적|제도|법|법률|조례|업체|설비|시설물|안내판|우리|모든|그|이|각|본|저희|직원|임직원|학생|교직원|방문객|이용객|민원인)$")
        .expect("pattern")
});

/// A name in the page's title whose words stand on the page as well.
fn of_page(document: &Document) -> Option<Stated<String>> {
    let title = document.title.as_deref()?;
    for part in title.split(['|', '>', '<', ':', '-', '–', '—', '·', '»', '«', '/', '_', ',']) {
        let words = Span::new(0, 0, part.trim());
        // 강원특별자치도 두레군의회, where the page says 두레군의회.
        let tokens = words.split(char::is_whitespace);
        let found = tokens.iter().take(3).find_map(|first| on_page(document, &name(&first.through(tokens.last()?))?));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Where the words of a name stand on the page.
fn on_page(document: &Document, name: &Span) -> Option<Stated<String>> {
    let shown = document.blocks.iter().enumerate().filter(|(_, block)| block.zone != Zone::Hidden);
    shown.into_iter().find_map(|(index, block)| {
        let at = block.text.find(name.text())?;
        let found = Span::new(index as u32, 0, &block.text).cut(at..at + name.text().len());
        Some(found.stated("institution.page"))
    })
}

/// The words if they are the name of a body, without what stands before it.
fn name(words: &Span) -> Option<Span> {
    static ENDING: LazyLock<Regex> = LazyLock::new(|| {
        let all: Vec<&str> = ENDINGS.iter().map(|(pattern, _)| *pattern).collect();
        let nobody: Vec<&str> = NOBODY.iter().map(|(pattern, _)| *pattern).collect();
        Regex::new(&format!(r"^(?P<nobody>(?:{})?)(?:{})$", nobody.join("|"), all.join("|"))).expect("pattern")
    });
    static ENDS: LazyLock<Regex> = LazyLock::new(|| {
        let all: Vec<&str> = ENDINGS.iter().map(|(pattern, _)| *pattern).collect();
        Regex::new(&format!(r"(?:{})$", all.join("|"))).expect("pattern")
    });
    // 119안전센터 and 제2도서관 are names, 청사24현관 is a row of a table.
    static NUMBERED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[0-9]{1,2}[^0-9]|[가-힣&&[^제]][0-9]{1,2}[^0-9]").expect("pattern"));
    static CLAUSE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r".*(?:하는|있는|받은|소속|산하|[에의]서)").expect("pattern"));
    let marks = ['【', '】', '[', ']', '■', '□', '○', '●', '◎', '▣', '#', '*', '<', '>', '•', '·', '_', '-', '\''];
    let mut words = super::outline::unmarked(words).trimmed(&marks);
    // 시가 위탁하여 …가 운영하는 햇살구립어린이집: the name is what the verbs lead to.
    if let Some(clause) = CLAUSE.find(words.folded())
        && words.next_char(clause.end()).is_some_and(char::is_whitespace)
    {
        words = words.part(clause.end(), words.folded().len());
    }
    // 물안군(군 본청 …): what brackets add is no part of the name, (재) in front is.
    if let Some(open) = words.folded().char_indices().skip(1).find(|(_, c)| *c == '(') {
        words = words.part(0, open.0);
    }
    let folded = words.folded();
    let letters = folded.chars().count();
    let plain = folded.chars().all(|c| c.is_alphanumeric() || matches!(c, '(' | ')' | '㈜'));
    let good = (3..=30).contains(&letters)
        && plain
        && !NUMBERED.is_match(folded)
        && ENDS.is_match(folded)
        && !ENDING.is_match(folded)
        && !FOREIGN.is_match(folded);
    good.then_some(words)
}

/// The name that words begin with: 미추홀구 안전총괄과 speaks for 미추홀구.
fn leading(words: &Span) -> Option<Span> {
    let tokens = words.split(char::is_whitespace);
    let first = tokens.first()?;
    tokens.iter().rev().take(4).find_map(|last| name(&first.through(last)))
}

/// What stands before `(이하 …)`, or is the subject of a first sentence that goes on about devices or people.
fn subject(slice: &Span) -> Option<Range<usize>> {
    static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?P<name>[가-힣A-Za-z0-9·()㈜]{2,40}?)(?:\((?:본청|직속|소속|이하|본부|산하|경기|서울|부산|사옥|[가-힣]{0,14}포함)|[은는이가의](?:[^가-힣]|영상|고정|「|\W|시민|군민|구민|주민|이용|고객|학생|공사|업무|본|다음|아래|설치|시설|범죄|관련|개인)|에서(?:는|운영|설치|관리|처리)|,)").expect("pattern")
    });
    let start = opening(slice);
    let name = SUBJECT.captures(&slice.folded()[start..])?.name("name")?;
    Some(start..start + name.end())
}

/// What stands before the first topic particle that ends a word: 강진군은 시설별로 다음과 같이 ….
fn topic(slice: &Span) -> Option<Range<usize>> {
    let folded = slice.folded();
    let start = opening(slice);
    let (at, _) = folded[start..].char_indices().take(60).find(|(at, c)| {
        let end = start + at + c.len_utf8();
        matches!(c, '은' | '는')
            && slice.next_char(end).is_some_and(char::is_whitespace)
            && !VERB.is_match(&folded[start..end])
    })?;
    Some(start..start + at)
}

/// Bytes of 본, 저희, 우리 or 이 where it is a word of its own.
fn opening(slice: &Span) -> usize {
    let own = |word: &&&str| {
        slice.folded().starts_with(**word) && slice.next_char(word.len()).is_some_and(char::is_whitespace)
    };
    ["본", "저희", "우리", "이"].iter().find(own).map_or(0, |word| word.len())
}

/// 강진군 영상정보처리기기 운영방침 names 강진군.
fn in_title(title: &Span) -> Option<Span> {
    let folded = title.folded();
    let device = vocabulary::DEVICE.find(folded)?;
    let end = folded[..device.start()].trim_end_matches("고정형").trim_end_matches("이동형").len();
    let before = title.part(0, end).trimmed(&['(', ')', '[', ']', '구', '의', ' ']);
    (fold::letters(before.folded()).chars().count() >= 2).then(|| name(&title.part(0, end)))?
}

/// A province at the start of an address line.
fn address(slice: &Span) -> Option<Sido> {
    static ZIP: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:주소)?[:\s]*(?:\(?우\)?|\[|\()*\s*[0-9]{3}-?[0-9]{2,3}[\])]*").expect("pattern")
    });
    let text = slice.text().trim_start();
    let rest = match ZIP.find(text) {
        Some(zip) => text[zip.end()..].trim_start(),
        None => text,
    };
    let (sido, after) = Sido::leading(rest)?;
    let next = after.split_whitespace().next().unwrap_or("");
    ["시", "군", "구"].iter().any(|end| next.ends_with(end)).then_some(sido)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_bodies_and_what_only_looks_like_one() {
        for (ending, examples) in ENDINGS {
            for example in examples.split(", ") {
                assert!(name(&Span::new(0, 0, example)).is_some(), "{example} by {ending}");
            }
        }
        for (word, examples) in NOBODY {
            for example in examples.split(", ") {
                assert!(name(&Span::new(0, 0, example)).is_none(), "{example} by {word}");
            }
        }
        for other in [
            "제6조",
            "개인정보 보호법 제25조",
            "재단",
            "유치원",
            "문서",
            "관리책임자",
            "시설물 안전관리",
            "시설의 안전 및 관리",
        ] {
            assert!(name(&Span::new(0, 0, other)).is_none(), "{other}");
        }
        let long = Span::new(0, 0, "햇살구의 위탁을 받아 다정이 운영하는 햇살구립어린이집");
        assert_eq!(name(&long).map(|name| name.text().to_owned()), Some("햇살구립어린이집".to_owned()));
    }
}
