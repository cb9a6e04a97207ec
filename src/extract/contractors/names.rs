//! A firm and what follows it: its name as written, its contract, its phone.

use crate::extract::managers::{self, Likelihood};
use crate::extract::span::Span;
use crate::extract::vocabulary;
use crate::model::policy::{Contractor, Stated};
use crate::normalise::{date, phone};
use regex::Regex;
use std::sync::LazyLock;

/// Marks of a firm in its name.
pub(super) static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:(?:㈜|\(주\)|주식회사|\(유\)|유한회사|\(사\)|사단법인|\(재\)|재단법인|협동조합|사회적기업|\(합\)|합자회사)[가-힣A-Za-z0-9&·.]{2,24}(?:\((?:주|자회사|유)\))?)|(?:[가-힣A-Za-z0-9&·]{2,24}(?:㈜|\(주\)|주식회사|\(유\)|유한회사|협동조합|co\.,?ltd\.?|inc\.|corp\.?)(?:컨소시엄|\(자회사\))?)").expect("pattern")
});

pub(super) static PERIOD_SPLIT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"~|부터|∼").expect("pattern"));

/// Template residue instead of a firm.
pub(super) fn is_template(cell: &Span) -> bool {
    let folded = cell.folded();
    folded.contains("○○")
        || folded.contains("OO")
        || folded.starts_with("000")
        || folded.contains("홍길동")
        || folded.contains("예시")
        || folded.chars().all(|c| matches!(c, '○' | '0' | 'O' | 'X'))
}

/// A firm from a piece of text that names it first: name, then task, period and phone in brackets.
pub(super) fn firm_of(words: &Span, rule: &'static str) -> Option<Contractor> {
    let folded = words.folded();
    // The name ends at a bracket with more than a legal form in it, at a line end, a phone or a date.
    let mut end = folded.len();
    static BRACKET: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\((?:주|유|사|재|합|자회사|유한|주식회사|㈜)\)").expect("pattern"));
    let forms: Vec<std::ops::Range<usize>> = BRACKET.find_iter(folded).map(|found| found.range()).collect();
    for (at, mark) in folded.char_indices().filter(|(at, c)| matches!(c, '(' | '[' | '\n' | ',' | '/' | ':') && *at > 0)
    {
        if mark == '(' && forms.iter().any(|form| form.start == at) {
            continue;
        }
        // Halla Security Co., Ltd.
        let form =
            |start: &str| folded[at + 1..].get(..start.len()).is_some_and(|next| next.eq_ignore_ascii_case(start));
        if mark == ',' && (form("ltd") || form("inc")) {
            continue;
        }
        end = at;
        break;
    }
    if let Some((range, _)) = date::find(folded).into_iter().next() {
        end = end.min(range.start);
    }
    if let Some(found) = phone::find(folded).into_iter().next() {
        end = end.min(found.range.start);
    }
    let name = words.part(0, end).trimmed(&[
        '-', ':', '·', ',', '○', '●', '■', '▪', '•', '/', '▶', '①', '②', '③', '④', '⑤', '⑥', '\'', '"', '☎', '*', '※',
        '<', '>',
    ]);
    let name = without_contact(&name);
    if !names_firm(&name) {
        return None;
    }
    // A period range reads: the rest of the cell.
    let rest = words.part(end, folded.len());
    let (start, stop) = period_of(&rest, rule);
    let phone = phone_of(&rest, rule);
    Some(Contractor { company: name.stated(rule), task: None, phone, start, end: stop })
}

/// A firm without who answers there: ㈜한빛넷 이정훈 과장, 한빛넷 대표 이정훈.
fn without_contact(name: &Span) -> Span {
    let tokens = name.split(char::is_whitespace);
    let contact = |at: usize| {
        let word = tokens[at].folded();
        let other = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| tokens.get(at));
        let beside = |fits: &dyn Fn(&str) -> bool| other.clone().any(|token| fits(token.folded()));
        let named = |word: &str| managers::likelihood(word) >= Likelihood::Likely;
        matches!(word, "담당" | "담당자" | "대표" | "성명")
            || managers::is_post(word) && !MARKED.is_match(word)
            || named(word) && (beside(&managers::is_post) || MARKED.is_match(tokens[0].folded()))
    };
    // 사단법인 한빛지킴이: a legal form alone is no name yet.
    let first = tokens.first().map_or(1, |form| {
        let form = form.folded();
        1 + usize::from(FORMS.contains(&form) || form.ends_with("협동조합") || form.ends_with("법인"))
    });
    match (first..tokens.len()).find(|at| contact(*at)) {
        Some(at) => tokens[0].through(&tokens[at - 1]),
        None => name.clone(),
    }
}

/// Syllables in which names of firms end and names of persons do not.
const FIRM_ENDINGS: [char; 14] = ['텍', '넷', '컴', '콤', '텔', '캅', '캡', '스', '크', '트', '드', '츠', '템', '닉'];

/// Whether words can name a firm: no law, no sentence, no person, no title, nothing that says who speaks.
fn names_firm(name: &Span) -> bool {
    static NO_FIRM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"[「」『』]|제[0-9]+[조항호]|정보주체|개인정보|(?:보호법|법률|시행령|시행규칙|에관한법|기본법|지침|규정)$|(?:하는|하여|하고|합니다|됩니다|있습니다|따라|위하여|위해|경우|에서|에게|으로|까지|부터|다[.]?)$|^(?:[①-⑳]|[가-하][.)])|^(?:본|당|우리|저희)?(?:회사|당사|본사|본원|본교|본관|본점|본부|공사|공단|재단|병원|기관|센터|사업자|위탁자|수탁자|운영자|담당자)(?:은|는|의|가|이)?$|[은는을를]$",
        )
        .expect("pattern")
    });
    let folded = name.folded();
    (2..=40).contains(&folded.chars().count())
        && folded.chars().any(char::is_alphabetic)
        && !is_template(name)
        && (MARKED.is_match(folded) && !folded.contains(['「', '」']) || !NO_FIRM.is_match(folded))
        // 이노텍 is a firm, 이정훈 is none.
        && (folded.ends_with(FIRM_ENDINGS) || !managers::is_only_name(name, Likelihood::Sure))
        // A title of a column is no firm: 수탁업체 | 위탁업무 | 위탁기간 of a table without rows.
        && vocabulary::column_of(name).is_none()
}

pub(super) fn phone_of(words: &Span, rule: &'static str) -> Option<Stated<String>> {
    let found = phone::find(words.folded()).into_iter().next()?;
    Some(Stated::new(found.number, words.quote(found.range.start, found.range.end, rule)))
}

/// First and last day of a contract: `2021. 1. 31. ~ 2021. 12. 31.`, an end without year, an open end.
pub(super) fn period_of(words: &Span, rule: &'static str) -> (Option<Stated<date::Date>>, Option<Stated<date::Date>>) {
    let folded = words.folded();
    let dates = date::find(folded);
    let stated = |(range, date): &(std::ops::Range<usize>, date::Date)| {
        Stated::new(*date, words.quote(range.start, range.end, rule))
    };
    let Some(first) = dates.first() else {
        return (None, None);
    };
    let mark = PERIOD_SPLIT.find(&folded[first.0.end..]).map(|found| first.0.end + found.start());
    if let Some(second) = dates.get(1) {
        return (Some(stated(first)), Some(stated(second)));
    }
    if let Some(at) = mark {
        // 2021. 1. 1. ~ 12. 31.: the year is that of the start.
        static SHORT: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"^(?:~|부터|∼)\s?([0-9]{1,2})[.월/-]([0-9]{1,2})").expect("pattern"));
        if let Some(found) = SHORT.captures(&folded[at..]) {
            let number = |index: usize| found[index].parse::<u8>().unwrap_or(0);
            if let (Some(end), Some(all)) = (date::Date::new(first.1.year, number(1), Some(number(2))), found.get(0)) {
                return (Some(stated(first)), Some(Stated::new(end, words.quote(at + 1, at + all.end(), rule))));
            }
        }
        return (Some(stated(first)), None);
    }
    if folded[..first.0.start].ends_with('~') || folded[first.0.end..].starts_with("까지") {
        return (None, Some(stated(first)));
    }
    (Some(stated(first)), None)
}

/// Legal forms that mark a firm in running text.
pub(super) const FORMS: [&str; 13] = [
    "㈜",
    "(주)",
    "( 주 )",
    "주식회사",
    "(유)",
    "유한회사",
    "(사)",
    "사단법인",
    "(재)",
    "재단법인",
    "협동조합",
    "㈔",
    "㈐",
];

/// Names with a legal form before or behind them: character ranges in the text as written.
///
/// Blanks count here: 수리는 주식회사 해오름통신 has its form in front, 해오름통신 주식회사에 behind.
pub(super) fn marked_names(text: &str) -> Vec<(usize, usize)> {
    let chars: Vec<char> = text.chars().collect();
    let is_name = |c: &char| c.is_alphanumeric() || matches!(c, '&' | '·' | '.');
    let mut names: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let form = FORMS.iter().map(|form| form.chars().collect::<Vec<_>>()).find(|form| chars[at..].starts_with(form));
        let Some(form) = form else {
            at += 1;
            continue;
        };
        let end = at + form.len();
        let after_start = end + usize::from(chars.get(end) == Some(&' '));
        let after = chars[after_start.min(chars.len())..].iter().take_while(|c| is_name(c)).count();
        let before = chars[..at].iter().rev().take_while(|c| is_name(c)).count();
        let particle = after > 0 && after_start == end && is_particle(&chars[end..end + after]);
        if before >= 2 && (particle || after == 0 || after_start > end) {
            // An annotation such as (자회사) belongs to the name.
            names.push((at - before, end));
        } else if after >= 2 && !particle {
            let name: Vec<char> = chars[after_start..after_start + after].to_vec();
            names.push((at, after_start + after - particle_length(&name, chars.get(after_start + after))));
        } else if before == 0 && at > 1 && chars[at - 1] == ' ' {
            let previous = chars[..at - 1].iter().rev().take_while(|c| is_name(c)).count();
            if previous >= 2 {
                names.push((at - 1 - previous, end));
            }
        }
        at = names.last().map_or(end, |(_, last)| (*last).max(end));
    }
    names
}

/// Particles that follow a name.
pub(super) const PARTICLES: [&str; 12] = ["에서", "에게", "으로", "에", "과", "와", "을", "를", "은", "는", "이", "가"];

pub(super) fn is_particle(word: &[char]) -> bool {
    let word: String = word.iter().collect();
    PARTICLES.contains(&word.as_str())
        || word.starts_with("에")
        || word == "로"
        || word == "의"
        || word.starts_with("이며")
}

/// Characters of the particle at the end of a name in running text, when a blank or the end follows.
pub(super) fn particle_length(name: &[char], next: Option<&char>) -> usize {
    if next.is_some_and(|c| !c.is_whitespace() && *c != ',') {
        return 0;
    }
    let text: String = name.iter().collect();
    PARTICLES
        .iter()
        .find(|particle| text.ends_with(**particle) && name.len() > particle.chars().count() + 2)
        .map_or(0, |particle| particle.chars().count())
}
