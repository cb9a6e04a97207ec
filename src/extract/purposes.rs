//! Why the cameras are there: legal ground and purposes (시행령 제25조제1항제1호).

use super::span::Span;
use super::statements::{Sections, Statement};
use super::vocabulary::{Column, Topic};
use crate::model::policy::{LegalBasis, Purpose, Stated};
use regex::Regex;
use std::sync::LazyLock;

/// Words of purposes over folded text, with an example each.
const WORDS: &[(Purpose, &str, &str)] = &[
    (Purpose::CrimePrevention, "범죄|방범|치안|침입|crime", "범죄의 예방 및 수사"),
    (
        Purpose::FacilitySafety,
        "시설(?:물)?(?:의)?(?:안전|관리|보호|보안|및|·|,|이용|경비)|(?:전산실|기계실|서버실)(?:의)?(?:안전|보안)|시설안전|시설물|청사(?:관리|방호|안전|보호|의?(?:방호|안전|관리)|경비|및|·|시설|안|$)|방호|safety.{0,16}facilit|facilit.{0,16}safety|시설관리|안전사고|시설등의안전|건물(?:관리|의?안전|보호)",
        "시설의 안전 및 관리",
    ),
    (Purpose::FirePrevention, "화재|소방|fire", "화재 예방"),
    (
        Purpose::TrafficEnforcement,
        "교통(?:법규|질서|위반)?(?:의)?(?:위반)?단속|주[·,.]?정차|주차단속|무인단속|과속|신호위반|버스전용|불법주차|전용차로|차량단속|교통법규",
        "불법 주·정차 단속",
    ),
    (Purpose::TrafficInfo, "교통(?:정보|흐름|상황|량)|소통정보|trafficinformation", "교통정보의 수집·분석 및 제공"),
    (Purpose::IllegalDumping, "투기|무단배출|불법배출|쓰레기|dumping", "쓰레기 무단투기 단속"),
    (
        Purpose::Disaster,
        "재난|재해|산불|홍수|하천|수위|침수|범람|수질오염|풍수해|disaster|flood",
        "재난·재해 및 산불감시",
    ),
    (
        Purpose::ChildSafety,
        "어린이|아동|학생|학교폭력|유아|원아|영유아|통학|스쿨존|청소년(?:의)?보호|child|student",
        "어린이 보호",
    ),
    (
        Purpose::Parking,
        "주차(?:장|관리|시설|장의|질서|차량|된|계도)|차량(?:의)?(?:도난|파손|출입|보호|훼손)|parking|(?:theft|damage)[a-z]{0,12}vehicle|vehicle[a-z]{0,12}(?:theft|damage)",
        "주차장 차량 도난 방지",
    ),
    (Purpose::Other, "도난|theft|학대|의료분쟁|사실확인|문화재|운행안전|폭언|민원인|공정|부정|분쟁", "노인학대 예방"),
];

static PATTERNS: LazyLock<Vec<(Purpose, Regex)>> = LazyLock::new(|| {
    WORDS
        .iter()
        .map(|(purpose, pattern, _)| (*purpose, Regex::new(&format!("(?i)(?:{pattern})")).expect("purpose word")))
        .collect()
});

/// Words that only the law's conditions or the template's hints use.
static HINT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"주차대수|경우에한|하는경우\)|초과").expect("pattern"));

static LAW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:「(?P<quoted>[^」\n]{2,50})」|(?P<plain>개인정보보호법|[가-힣·]{2,24}(?:에관한)?(?:특례|특별)?(?:법률|법)))(?:\([^)]{0,20}\))?(?P<rest>시행령|시행규칙)?[\s,]*(?P<article>제[0-9]+조(?:의[0-9]+)?(?:제?[0-9]+항)?(?:제?[0-9]+호)?)?").expect("pattern")
});

/// Reads the purposes, in the order of the contract, each with its first words.
pub(crate) fn purposes(reading: &Sections<'_>) -> Vec<Stated<Purpose>> {
    let mut found: Vec<Stated<Purpose>> = Vec::new();
    for statement in &reading.statements {
        let own = if statement.label.is_empty() {
            statement.section.has(Topic::Purpose) || statement.section.has(Topic::Basis)
        } else {
            statement.label.has(Topic::Purpose)
                || statement.label.has(Topic::Basis) && statement.section.has(Topic::Purpose)
        };
        let elsewhere =
            statement.label.any(&[Topic::Contract, Topic::Count, Topic::Request, Topic::Check, Topic::ThirdParty]);
        if own && !elsewhere {
            collect(&statement.words, &mut found);
        }
    }
    if found.is_empty() {
        without_item(reading, &mut found);
    }
    for placed in &reading.tables {
        let view = &placed.table.view;
        if placed.section.any(&[Topic::Contract, Topic::Request, Topic::Foreign]) {
            continue;
        }
        let purpose_section = placed.section.any(&[Topic::Purpose, Topic::Basis]);
        for (index, record) in view.records.iter().enumerate() {
            if record.iter().flatten().any(|cell| matches!(cell.folded(), "예시" | "(예시)")) {
                continue;
            }
            for (column, cell) in record.iter().enumerate() {
                let Some(cell) = cell else { continue };
                let head = view.heads[column].column;
                if (head == Some(Column::Purpose)
                    || purpose_section && !matches!(head, Some(Column::Phone | Column::Place))
                    || head == Some(Column::Basis) && purpose_section)
                    && !view.continued[index][column]
                {
                    collect(cell, &mut found);
                }
            }
        }
    }
    found.sort_by_key(|stated| stated.value);
    found
}

/// Purposes of a policy that has no item of its own for them.
fn without_item(reading: &Sections<'_>, found: &mut Vec<Stated<Purpose>>) {
    if found.is_empty() {
        // A heading that does not say 목적: what stands before the next item and reads as purposes is some.
        let items = [
            Topic::Count,
            Topic::Manager,
            Topic::Access,
            Topic::Chief,
            Topic::Retention,
            Topic::Hours,
            Topic::Contract,
        ];
        let next = |statement: &&Statement| !statement.section.any(&items) && !statement.label.any(&items);
        for statement in reading.statements.iter().take_while(next).filter(|statement| lists_purposes(&statement.words))
        {
            collect(&statement.words, found);
        }
    }
    if found.is_empty() {
        // No item of its own: the first sentence says it.
        let loose = |statement: &&Statement| statement.section.is_empty() && statement.label.is_empty();
        for statement in reading.statements.iter().filter(loose) {
            for sentence in statement.words.sentences() {
                let folded = sentence.folded();
                let tells =
                    ["위하여", "위해", "목적", "위한", "하고자", "보호"].iter().any(|word| folded.contains(word));
                let device = super::vocabulary::DEVICE.is_match(folded);
                if tells && (folded.contains("설치") || folded.contains("운영") || device) {
                    collect(&sentence, found);
                }
            }
        }
    }
    if found.is_empty() {
        // The genre's opening sentence, wherever it stands: … 을 위하여 영상정보처리기기를 설치·운영하고 있습니다.
        static OPENING: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?:위하여|위해|위해서|목적으로)[^.]{0,12}(?:영상정보처리기기|CCTV|cctv|폐쇄회로|영상기기)[^.]{0,12}(?:설치|운영)[^.]{0,6}(?:있습니다|있음|합니다|한다)").expect("pattern")
        });
        for statement in reading.statements.iter().filter(|statement| statement.label.is_empty()) {
            if statement.section.any(&[Topic::Contract, Topic::Request, Topic::Safeguards, Topic::Foreign]) {
                continue;
            }
            for sentence in statement.words.sentences() {
                if let Some(opening) = OPENING.find(sentence.folded()) {
                    collect(&sentence.part(0, opening.start()), found);
                }
            }
        }
    }
}

/// Whether a line reads as purposes: short, no sentence, most of its parts end as purposes do.
fn lists_purposes(words: &Span) -> bool {
    static END: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:예방|관리|보호|방지|확보|단속|안전|수사|제공|감시|대응|방호|방범|보안|경비|유지|수집|분석|지원|대비|근절|조성|계도)(?:등|을?위함)?$|prevention|safety|^(?:crime|fire)").expect("pattern")
    });
    let folded = words.folded();
    if folded.chars().count() > 90 || folded.ends_with("다.") || folded.ends_with("니다") {
        return false;
    }
    let parts = words.split(|c| matches!(c, ',' | '/' | ';' | '.'));
    let fits = parts.iter().filter(|part| END.is_match(part.folded())).count();
    fits > 0 && fits * 2 > parts.len()
}

/// Whether a word of a purpose is a part of a body's name: 학생 in 미르내학생문화회관은.
fn is_in_name(words: &Span, start: usize, end: usize) -> bool {
    static BODY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[가-힣]*?(?:회관|도서관|박물관|복지관|수련관|수련원|체험원|센터|재단|공단|공사|병원|학교|학원|어린이집|유치원)(?:은|는|이|가|의|에|에서|에는)?$")
            .expect("pattern")
    });
    let before = words.part(0, start);
    let glued = start > 0 && words.previous_char(start).is_some_and(|c| !c.is_whitespace() && c.is_alphanumeric());
    let after = words.part(end, words.folded().len());
    let rest = after.split(char::is_whitespace).into_iter().next();
    let joined = words.next_char(end).is_some_and(|c| !c.is_whitespace());
    !before.text().is_empty() && glued && joined && rest.is_some_and(|rest| BODY.is_match(rest.folded()))
}

fn collect(words: &Span, found: &mut Vec<Stated<Purpose>>) {
    // Names of laws hold words of purposes (어린이놀이시설 안전관리법); they are cut out first.
    let folded = words.folded();
    let laws: Vec<std::ops::Range<usize>> = LAW.find_iter(folded).map(|law| law.range()).collect();
    for (purpose, pattern) in PATTERNS.iter() {
        if found.iter().any(|seen| seen.value == *purpose) {
            continue;
        }
        let word = pattern.find_iter(folded).find(|word| {
            let inside = laws.iter().any(|law| law.start <= word.start() && word.end() <= law.end);
            let start = folded[..word.start()].char_indices().rev().nth(6).map_or(0, |(index, _)| index);
            let end = folded[word.end()..].char_indices().nth(8).map_or(folded.len(), |(index, _)| word.end() + index);
            // 학생 안전을 위한 범죄예방 is prevention of crime, whoever it protects.
            let for_crime = folded[word.end()..].trim_start_matches('의').starts_with("안전을위한범죄");
            !inside && !for_crime && !HINT.is_match(&folded[start..end]) && !is_in_name(words, word.start(), word.end())
        });
        if let Some(word) = word {
            found.push(Stated::new(*purpose, words.quote(word.start(), word.end(), "purpose.word")));
        }
    }
}

/// Laws with their official spacing, by their bare names.
const LAWS: &[(&str, &str)] = &[
    ("개인정보보호법", "개인정보 보호법"),
    ("개인정보보호법시행령", "개인정보 보호법 시행령"),
    ("주차장법", "주차장법"),
    ("주차장법시행규칙", "주차장법 시행규칙"),
    ("영유아보육법", "영유아보육법"),
    ("의료법", "의료법"),
    ("도로교통법", "도로교통법"),
    ("폐기물관리법", "폐기물관리법"),
    ("도시철도법", "도시철도법"),
    ("공동주택관리법", "공동주택관리법"),
    ("노인장기요양보험법", "노인장기요양보험법"),
    ("공공기관의개인정보보호에관한법률", "공공기관의 개인정보보호에 관한 법률"),
    ("학교폭력예방및대책에관한법률", "학교폭력예방 및 대책에 관한 법률"),
];

/// Reads the laws cited as ground, without repeats, in reading order.
pub(crate) fn legal_basis(reading: &Sections<'_>) -> Vec<Stated<LegalBasis>> {
    let mut found: Vec<Stated<LegalBasis>> = Vec::new();
    for statement in &reading.statements {
        let own = statement.section.any(&[Topic::Basis, Topic::Purpose]) || statement.label.has(Topic::Basis);
        if own && !statement.section.any(&[Topic::Foreign, Topic::ThirdParty]) {
            cite(&statement.words, &mut found);
        }
    }
    for placed in &reading.tables {
        let view = &placed.table.view;
        for column in view.columns(Column::Basis) {
            for record in 0..view.records.len() {
                if let Some(cell) = view.cell(record, column) {
                    cite(cell, &mut found);
                }
            }
        }
    }
    found
}

fn cite(words: &Span, found: &mut Vec<Stated<LegalBasis>>) {
    let folded = words.folded();
    for law in LAW.captures_iter(folded) {
        let Some(all) = law.get(0) else { continue };
        let name = law.name("quoted").or_else(|| law.name("plain"));
        let Some(name) = name else { continue };
        let rest = law.name("rest").map_or("", |rest| rest.as_str());
        let bare = format!("{}{rest}", name.as_str().replace([' ', '·'], ""));
        // 관련 법, 다른 법률, 방법 are no laws.
        if [
            "관련법",
            "다른법률",
            "관계법",
            "이법",
            "방법",
            "관련법률",
            "문법",
            "위법",
            "동법",
            "같은법",
            "불법",
            "적법",
        ]
        .iter()
        .any(|word| bare.ends_with(word))
            && law.name("quoted").is_none()
        {
            continue;
        }
        let official = LAWS.iter().find(|(key, _)| *key == bare).map(|(_, official)| (*official).to_owned());
        let written =
            words.part(name.start(), law.name("rest").map_or(name.end(), |rest| rest.end())).text().to_owned();
        let law_name = official
            .unwrap_or_else(|| written.replace(['「', '」'], "").split_whitespace().collect::<Vec<_>>().join(" "));
        let article = law.name("article").map(|article| normal_article(article.as_str()));
        let value = LegalBasis { law: law_name, article };
        if found.iter().all(|seen| seen.value != value) {
            found.push(Stated::new(value, words.quote(all.start(), all.end(), "basis.citation")));
        }
    }
}

/// `제25조1항` and `제25조제1항` alike as `제25조제1항`.
fn normal_article(article: &str) -> String {
    let (head, tail) = article.split_at(article.find('조').map_or(article.len(), |at| at + '조'.len_utf8()));
    let mut out = head.to_owned();
    for part in tail.split_inclusive(['항', '호']) {
        let part = part.trim_start_matches('제');
        if let Some(number) = part.strip_prefix('의') {
            // 제6조의2제1항
            match number.split_once('제') {
                Some((branch, rest)) => out.push_str(&format!("의{branch}제{rest}")),
                None => out.push_str(&format!("의{number}")),
            }
        } else if !part.is_empty() {
            out.push_str(&format!("제{part}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_takes_its_example() {
        for (purpose, _, example) in WORDS {
            let mut found = Vec::new();
            collect(&Span::new(0, 0, example), &mut found);
            assert!(found.iter().any(|stated| stated.value == *purpose), "{example}");
        }
    }

    #[test]
    fn citations() {
        let mut found = Vec::new();
        cite(
            &Span::new(0, 0, "개인정보보호법 제25조 제1항 및 「주차장법 시행규칙」 제6조제1항에 따라 여러 방법으로"),
            &mut found,
        );
        let cited: Vec<(String, Option<String>)> =
            found.into_iter().map(|stated| (stated.value.law, stated.value.article)).collect();
        assert_eq!(
            cited,
            [
                ("개인정보 보호법".to_owned(), Some("제25조제1항".to_owned())),
                ("주차장법 시행규칙".to_owned(), Some("제6조제1항".to_owned()))
            ]
        );
        assert_eq!(normal_article("제25조1항"), "제25조제1항");
    }
}
