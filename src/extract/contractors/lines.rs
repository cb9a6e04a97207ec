//! Firms in lists and sentences of the item on contracting.

use super::NONE;
use super::names::{MARKED, firm_of, is_template, marked_names, period_of, phone_of};
use crate::extract::span::Span;
use crate::extract::statements::{Sections, Statement};
use crate::extract::vocabulary::{self, Column, Topic};
use crate::model::policy::{Contractor, Quote};
use crate::normalise::{date, phone};
use regex::Regex;
use std::sync::LazyLock;

/// It says that somebody is, and where to ask.
pub(super) static UNDISCLOSED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:담당|해당|관리|각|운영|소관)?(?:부서|과|팀)(?:별)?(?:\(행정실\))?(?:에|로|에서)?(?:게)?(?:문의|확인|연락)|문의하|다른메뉴|참조|붙임|첨부|별첨|다운로드|바로가기").expect("pattern")
});

/// Words of tasks: a piece with one of them at its end is no firm.
pub(super) static TASK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:유지보수|유지관리|유지|보수|관제|운영|점검|관리|용역|정비|경비|수리|설치|구축|서비스|업무|회선|임대|보안|감시|청소|시스템|장비|위탁|교체|철거|지원|센터|인력|요원|처리)(?:등|업무|용역|사업|일체|대행)?$").expect("pattern")
});

/// Firms in lists and sentences of the contracting section.
pub(super) fn lines(
    reading: &Sections<'_>,
    firms: &mut Vec<(usize, Contractor)>,
    none: &mut Option<Quote>,
    elsewhere: &mut Option<Quote>,
    placeholder: &mut Option<Quote>,
) {
    // A record of labelled lines that is being put together.
    let mut current: Option<usize> = None;
    for statement in &reading.statements {
        let own = statement.section.any(&[Topic::Contract, Topic::Company])
            || statement.label.any(&[Topic::Contract, Topic::Company]);
        if !own
            || statement.section.any(&[Topic::Foreign, Topic::Signboard, Topic::Request])
            || statement.label.has(Topic::Signboard)
        {
            current = None;
            continue;
        }
        let folded = statement.words.folded();
        // 수탁자는 …에 맡기고 있습니다 is a sentence and no label with a firm.
        if statement.labelled
            && statement.label.has(Topic::Company)
            && !folded.ends_with("다.")
            && !folded.ends_with("니다")
        {
            if NONE.is_match(folded) {
                none.get_or_insert_with(|| statement.words.whole("firm.none"));
                continue;
            }
            if is_template(&statement.words) {
                placeholder.get_or_insert_with(|| statement.words.whole("firm.placeholder"));
                continue;
            }
            current = None;
            for part in split_firms(&statement.words) {
                if let Some(index) = current
                    && annotated(&part, &mut firms[index].1)
                {
                    continue;
                }
                if let Some(firm) = firm_of(&part, "firm.label") {
                    firms.push((statement.order, firm));
                    current = Some(firms.len() - 1);
                }
            }
            continue;
        }
        if let Some(index) = current.filter(|_| statement.labelled) {
            let firm = &mut firms[index].1;
            if statement.label.has(Topic::Period) {
                (firm.start, firm.end) = period_of(&statement.words, "firm.label.period");
                continue;
            }
            // 담당자 : 상담실 031-…: who answers there.
            if statement.label.any(&[Topic::Phone, Topic::Access]) && !statement.label.has(Topic::Contract) {
                firm.phone = firm.phone.take().or_else(|| phone_of(&statement.words, "firm.label.phone"));
                continue;
            }
            if statement.label.has(Topic::Contract) {
                // The task, up to the next label of the line: 영상장비 보수, 기간: 2020. 11. 1. ~.
                let parts = split_firms(&statement.words);
                let own = parts.iter().take_while(|part| label_of(part).is_none()).last();
                if let Some(task) = own.map(|last| parts[0].through(last)) {
                    firm.task.get_or_insert_with(|| task.stated("firm.label.task"));
                }
                for part in &parts {
                    annotated(part, firm);
                }
                continue;
            }
        }
        if NONE.is_match(folded) && !MARKED.is_match(folded) {
            none.get_or_insert_with(|| statement.words.whole("firm.none"));
            continue;
        }
        let before = firms.len();
        list_line(statement, firms);
        if firms.len() == before {
            if UNDISCLOSED.is_match(folded) {
                elsewhere.get_or_insert_with(|| statement.words.whole("firm.elsewhere"));
            }
        } else {
            current = Some(firms.len() - 1);
        }
    }
}

/// The label of a part, and where its value starts: 기간 : 2021. 1. 1. ~.
fn label_of(part: &Span) -> Option<(Column, usize)> {
    let at = part.folded().find(':')?;
    let column = vocabulary::column(&part.folded()[..at])?;
    matches!(column, Column::Task | Column::Period | Column::Phone | Column::Start | Column::End)
        .then_some((column, at + 1))
}

/// Adds what a labelled part says to a firm; whether it was one.
fn annotated(part: &Span, firm: &mut Contractor) -> bool {
    let Some((column, value)) = label_of(part) else { return false };
    let value = part.part(value, part.folded().len());
    match column {
        Column::Task => {
            firm.task.get_or_insert_with(|| value.stated("firm.label.task"));
        }
        Column::Phone => firm.phone = firm.phone.take().or_else(|| phone_of(&value, "firm.label.phone")),
        _ => {
            let (start, end) = period_of(&value, "firm.label.period");
            (firm.start, firm.end) = (firm.start.take().or(start), firm.end.take().or(end));
        }
    }
    true
}

/// Several firms in one value, each with brackets of its own.
pub(super) fn split_firms(words: &Span) -> Vec<Span> {
    let depth = std::cell::Cell::new(0);
    words.split(|c| {
        match c {
            '(' => depth.set(depth.get() + 1),
            ')' => depth.set(depth.get() - 1),
            _ => {}
        }
        depth.get() <= 0 && matches!(c, ',' | '/' | '\n' | ';')
    })
}

/// A line of the contracting section: pieces between slashes, dashes and numbers, or a firm in a sentence.
pub(super) fn list_line(statement: &Statement, firms: &mut Vec<(usize, Contractor)>) {
    for part in split_numbered(&statement.words) {
        let folded = part.folded();
        if is_template(&part) && !MARKED.is_match(folded) {
            continue;
        }
        let sentence = folded.ends_with("다.")
            || folded.contains("니다")
            || folded.contains("한다")
            || folded.contains("고있")
            || folded.chars().count() > 120;
        if !sentence && let Some(firm) = delimited(&part) {
            firms.push((statement.order, firm));
            continue;
        }
        let before = firms.len();
        in_sentence(&part, statement.order, firms);
        if firms.len() == before {
            named_in_sentence(&part, statement.order, firms);
        }
    }
}

/// Parts that start with ①, 1) or the like.
pub(super) fn split_numbered(words: &Span) -> Vec<Span> {
    words.split(|c| ('①'..='⑳').contains(&c) || c == '▶')
}

/// `관제센터 유지보수 / 주식회사 누리아이엔씨 / 2022. 1. 1. ~ / 053-741-6600` and its like with dashes.
pub(super) fn delimited(words: &Span) -> Option<Contractor> {
    let pieces = split_pieces(words);
    let mut task: Option<Span> = None;
    let mut names: Vec<Span> = Vec::new();
    let mut dates = (None, None);
    let mut phone = None;
    for piece in &pieces {
        let folded = piece.folded();
        // 업무 : 점검 및 수리: the label of what comes next.
        if matches!(folded, "업무" | "업무내용" | "위탁업무" | "위탁내용" | "수탁업무" | "담당업무" | "내용")
        {
            continue;
        }
        let found = date::find(folded);
        let number = phone::find(folded);
        let bare_start = found
            .first()
            .map_or(usize::MAX, |(range, _)| range.start)
            .min(number.first().map_or(usize::MAX, |found| found.range.start));
        if bare_start <= 12
            && (bare_start <= 3
                || folded.starts_with("계약")
                || folded.starts_with("연락")
                || folded.starts_with("전화")
                || folded.starts_with("위탁기간")
                || folded.starts_with("기간")
                || folded.starts_with('(')
                || folded.starts_with('☎'))
        {
            if !found.is_empty() {
                dates = period_of(piece, "firm.list.period");
            }
            phone = phone.or_else(|| phone_of(piece, "firm.list.phone"));
            continue;
        }
        let head_end = folded
            .find('(')
            .filter(|at| *at > 0 && !folded[*at..].starts_with("(주)") && !folded[*at..].starts_with("(유)"))
            .unwrap_or(folded.len());
        let head = &folded[..head_end];
        if MARKED.is_match(head) {
            names.insert(0, piece.clone());
        } else if TASK.is_match(head) {
            task.get_or_insert_with(|| piece.trimmed(&['❍', '○', '●', '■', '▪', '•', '-', '·', '※', '*']));
        } else {
            names.push(piece.clone());
        }
    }
    let phone = phone.or_else(|| names.iter().find_map(|name| phone_of(name, "firm.list.phone")));
    let dated =
        dates.0.is_some() || dates.1.is_some() || names.iter().any(|name| !date::find(name.folded()).is_empty());
    let marked = names.first().is_some_and(|name| MARKED.is_match(name.folded()));
    // An unmarked word is a firm only beside a task and a period (or a phone).
    if names.is_empty() || pieces.len() < 2 && !marked || !marked && !(task.is_some() && (dated || phone.is_some())) {
        return None;
    }
    let mut firm = firm_of(&names[0], "firm.list")?;
    firm.task = task.map(|task| task.stated("firm.list.task"));
    if firm.start.is_none() && firm.end.is_none() {
        (firm.start, firm.end) = dates;
    }
    firm.phone = firm.phone.or(phone);
    Some(firm)
}

/// Pieces between slashes, pipes, and dashes or commas that are not part of a number.
pub(super) fn split_pieces(words: &Span) -> Vec<Span> {
    let chars: Vec<char> = words.text().chars().collect();
    let index = std::cell::Cell::new(0usize);
    let depth = std::cell::Cell::new(0i32);
    let bracketed =
        |at: usize| chars.get(at + 1..at + 3).is_some_and(|next| next == ['주', ')'] || next == ['유', ')']);
    words.split(|c| {
        let at = index.get();
        index.set(at + 1);
        let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
        match c {
            '(' if !bracketed(at) => depth.set(depth.get() + 1),
            ')' if depth.get() > 0 => depth.set(depth.get() - 1),
            _ => {}
        }
        let blank_around = at.checked_sub(1).and_then(|before| chars.get(before)).is_some_and(|c| c.is_whitespace())
            && chars.get(at + 1).is_some_and(|c| c.is_whitespace());
        let between_digits = digit(at.checked_sub(1).and_then(|before| chars.get(before))) && digit(chars.get(at + 1));
        depth.get() == 0
            && match c {
                '/' | '|' | ';' | ':' | '\t' | '\n' => !between_digits,
                '-' | '–' | '—' => blank_around || !between_digits && !digit(chars.get(at + 1)),
                ',' => !between_digits,
                _ => false,
            }
    })
}

/// Firms without a legal form in a sentence that says what they are: 수탁자는 나래전자통신(031-906-1177), or that they do
/// the work: 유지보수는 가람시스템(033-745-8810)에서 맡고 있음.
fn named_in_sentence(words: &Span, order: usize, firms: &mut Vec<(usize, Contractor)>) {
    static CALLED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:수탁자|(?:수탁|위탁|용역|유지보수|관리)(?:업체|회사|기관)|업체명?)(?:은|는|:)([가-힣A-Za-z0-9&]{2,20}?)(?:\(|,|이며|이고|입니다|이다|임)").expect("pattern")
    });
    static DOES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:은|는|을|를)([가-힣A-Za-z0-9&]{2,20})\([^()]*[0-9]{3,4}-[0-9]{4}\)(?:에서|이|가|에게|에|로)")
            .expect("pattern")
    });
    let folded = words.folded();
    let Some(name) = CALLED.captures(folded).or_else(|| DOES.captures(folded)).and_then(|found| found.get(1)) else {
        return;
    };
    let company = words.part(name.start(), name.end());
    // 총무과(02-…)에서 관리합니다 is an office of the institution itself.
    let office = ["과", "팀", "실", "부", "국", "소", "서", "관", "처", "자", "교", "청", "회"];
    if office.iter().any(|end| company.folded().ends_with(end)) || NONE.is_match(company.folded()) {
        return;
    }
    let rest = words.part(name.end(), folded.len());
    let (start, end) = period_of(&rest, "firm.sentence.period");
    let phone = phone_of(&rest, "firm.sentence.phone");
    firms.push((order, Contractor { company: company.stated("firm.sentence"), task: None, phone, start, end }));
}

/// Marked firms in a sentence, with the phone and the period that follow.
pub(super) fn in_sentence(words: &Span, order: usize, firms: &mut Vec<(usize, Contractor)>) {
    let found = marked_names(words.text());
    let characters = words.text().chars().count();
    let byte = |index: usize| words.text().char_indices().nth(index).map_or(words.text().len(), |(at, _)| at);
    for (index, (start, end)) in found.iter().enumerate() {
        let limit = found.get(index + 1).map_or(characters, |next| next.0);
        let piece = |from: usize, to: usize| words.cut(byte(from)..byte(to));
        let name = piece(*start, *end);
        let rest = piece(*end, limit);
        let (first, last) = period_of(&rest, "firm.sentence.period");
        let phone = phone_of(&rest, "firm.sentence.phone");
        let company = name.stated("firm.sentence");
        firms.push((order, Contractor { company, task: None, phone, start: first, end: last }));
    }
}
