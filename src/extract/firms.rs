//! Firms that install, run or maintain the cameras (위탁, 법 제26조): named, none, or not disclosed.

use super::reading::{Placed, Reading, Statement};
use super::slice::Slice;
use super::vocabulary::{Column, Topic};
use crate::normalise::company::Company;
use crate::normalise::{date, phone};
use crate::policy::{Contractor, Listing, Quote, State, Stated};
use regex::Regex;
use std::sync::LazyLock;

/// The document says that nobody is contracted.
static NONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"해당(?:사항|내역|업체|업무)?(?:이|은|는)?(?:없음|없습니다|無|무)|해당없|위탁(?:업체|업무|사항|기관|하는업무|하고있는업체|하는사항|관리)?(?:은|는|이|가|을|를)?(?:현재)?:?(?:따로|별도로)?(?:없음|없습니다|없다|두지않|하지않|하지아니|하고있지(?:않|아니))|(?:외부|타인|다른기관|업체|외부업체|제3자)(?:에|에게|로)?(?:위탁하지|위탁을하지|맡기지|용역을주지)[가-힣]{0,2}(?:않|아니)|자체(?:적으로)?(?:운영|관리|처리)(?:하|함|$|\)|/)|^직영|\(직영|직접(?:운영|관리|설치)(?:하|함|합)|위탁(?:운영)?하지(?:않|아니)|^없음$|^없음\.?$|notapplicable|^none\.?$|nooutsourc|notoutsourc|위탁없음|수탁(?:업체|자)없음").expect("pattern")
});
/// It says that somebody is, and where to ask.
static UNDISCLOSED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:담당|해당|관리|각|운영|소관)?(?:부서|과|팀)(?:별)?(?:\(행정실\))?(?:에|로|에서)?(?:게)?(?:문의|확인|연락)|문의하|다른메뉴|참조|붙임|첨부|별첨|다운로드|바로가기").expect("pattern")
});
/// Marks of a firm in its name.
static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:(?:㈜|\(주\)|주식회사|\(유\)|유한회사|\(사\)|사단법인|\(재\)|재단법인|협동조합|사회적기업|\(합\)|합자회사)[가-힣A-Za-z0-9&·.]{2,24}(?:\((?:주|자회사|유)\))?)|(?:[가-힣A-Za-z0-9&·]{2,24}(?:㈜|\(주\)|주식회사|\(유\)|유한회사|협동조합|co\.,?ltd\.?|inc\.|corp\.?)(?:컨소시엄|\(자회사\))?)").expect("pattern")
});
/// Words of tasks: a piece with one of them at its end is no firm.
static TASK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:유지보수|유지관리|유지|보수|관제|운영|점검|관리|용역|정비|경비|수리|설치|구축|서비스|업무|회선|임대|보안|감시|청소|시스템|장비|위탁|교체|철거|지원|센터|인력|요원|처리)(?:등|업무|용역|사업|일체|대행)?$").expect("pattern")
});
static PERIOD_SPLIT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"~|부터|∼").expect("pattern"));

/// Reads the firms of a policy.
pub(crate) fn read(reading: &Reading<'_>) -> Listing<Contractor> {
    let mut firms: Vec<(usize, Contractor)> = Vec::new();
    let mut none: Option<Quote> = None;
    let mut elsewhere: Option<Quote> = None;
    let mut placeholder: Option<Quote> = None;
    for placed in &reading.tables {
        table(placed, &mut firms, &mut none, &mut placeholder);
    }
    lines(reading, &mut firms, &mut none, &mut elsewhere, &mut placeholder);
    firms.sort_by_key(|(order, _)| *order);
    let mut entries: Vec<Contractor> = Vec::new();
    for (_, firm) in firms {
        let Some(name) = Company::parse(&firm.company.value) else {
            continue;
        };
        match entries.iter_mut().find(|seen| Company::parse(&seen.company.value).as_ref() == Some(&name)) {
            Some(seen) => {
                seen.task = seen.task.take().or(firm.task);
                seen.phone = seen.phone.take().or(firm.phone);
                if seen.start.is_none() && seen.end.is_none() {
                    (seen.start, seen.end) = (firm.start, firm.end);
                }
            }
            None => entries.push(firm),
        }
    }
    if !entries.is_empty() {
        return Listing { state: State::Stated, entries, quote: None };
    }
    let absent = |state, quote| Listing { state, entries: Vec::new(), quote: Some(quote) };
    match (none, elsewhere, placeholder) {
        (Some(quote), _, _) => absent(State::None, quote),
        (None, Some(quote), _) => absent(State::Elsewhere, quote),
        (None, None, Some(quote)) => absent(State::Placeholder, quote),
        (None, None, None) => Listing::absent(),
    }
}

/// Whether a table lists firms.
fn is_firms(placed: &Placed<'_>) -> bool {
    let view = &placed.table.view;
    if !view.has(&[Column::Company]) || placed.section.any(&[Topic::Foreign, Topic::Request, Topic::Change]) {
        return false;
    }
    placed.section.has(Topic::Contract)
        || placed.section.has(Topic::Company)
        || view.has(&[Column::Period, Column::Task, Column::Start])
        || view.transposed && view.has(&[Column::Manager, Column::Count, Column::Phone])
        || view.titles.iter().any(|title| title.folded().contains("위탁") || title.folded().contains("수탁"))
        || view.heads.iter().any(|head| head.title.contains("수탁") || head.title.contains("위탁"))
}

fn table(
    placed: &Placed<'_>,
    firms: &mut Vec<(usize, Contractor)>,
    none: &mut Option<Quote>,
    placeholder: &mut Option<Quote>,
) {
    let view = &placed.table.view;
    if !is_firms(placed) {
        if placed.section.has(Topic::Contract) {
            let words = placed.table.grid.cells.iter().find(|cell| NONE.is_match(cell.folded()));
            if let Some(cell) = words {
                none.get_or_insert_with(|| cell.whole("firm.none"));
            } else if view.headed || placed.table.grid.width() >= 2 {
                loose_table(placed, firms);
            }
        }
        return;
    }
    for record in 0..view.records.len() {
        for column in view.columns(Column::Company) {
            let Some(cell) = view.cell(record, column) else {
                // 해당 없음 may stand in another cell of the row.
                if let Some(words) = view.records[record].iter().flatten().find(|cell| NONE.is_match(cell.folded())) {
                    none.get_or_insert_with(|| words.whole("firm.none"));
                }
                continue;
            };
            if NONE.is_match(cell.folded()) {
                none.get_or_insert_with(|| cell.whole("firm.none"));
                continue;
            }
            if is_template(cell) {
                placeholder.get_or_insert_with(|| cell.whole("firm.placeholder"));
                continue;
            }
            if view.continued[record][column] {
                continue;
            }
            let Some(mut firm) = firm_of(cell, "firm.table") else {
                continue;
            };
            let text = |wanted: Column| {
                view.columns(wanted).filter(|other| *other != column).find_map(|column| view.cell(record, column))
            };
            if firm.task.is_none() {
                firm.task =
                    text(Column::Task).or_else(|| text(Column::Kind)).map(|cell| cell.stated("firm.table.task"));
            }
            if firm.phone.is_none() && !view.has(&[Column::Manager, Column::Access]) {
                firm.phone = text(Column::Phone).and_then(|cell| phone_of(cell, "firm.table.phone"));
            }
            if firm.start.is_none() && firm.end.is_none() {
                let period = text(Column::Period).or_else(|| {
                    (0..view.heads.len())
                        .filter(|other| *other != column)
                        .filter_map(|column| view.cell(record, column))
                        .find(|cell| PERIOD_SPLIT.is_match(cell.folded()) && !date::find(cell.folded()).is_empty())
                });
                if let Some(period) = period {
                    (firm.start, firm.end) = period_of(period, "firm.table.period");
                }
                let day = |wanted| {
                    text(wanted).and_then(|cell| {
                        date::find(cell.folded()).into_iter().next().map(|(range, date)| {
                            Stated::new(date, cell.quote(range.start, range.end, "firm.table.period"))
                        })
                    })
                };
                firm.start = firm.start.or_else(|| day(Column::Start));
                firm.end = firm.end.or_else(|| day(Column::End));
            }
            firms.push((placed.order, firm));
        }
    }
}

/// A table in the contracting section whose titles are not known: rows with a marked firm.
fn loose_table(placed: &Placed<'_>, firms: &mut Vec<(usize, Contractor)>) {
    let view = &placed.table.view;
    for record in &view.records {
        let cells: Vec<&Slice> = record.iter().flatten().filter(|cell| !cell.is_blank()).collect();
        let Some(cell) = cells.iter().find(|cell| MARKED.is_match(cell.folded())) else {
            continue;
        };
        let Some(mut firm) = firm_of(cell, "firm.row") else {
            continue;
        };
        for other in cells.iter().filter(|other| *other != cell) {
            let (start, end) = period_of(other, "firm.row.period");
            if start.is_some() || end.is_some() {
                (firm.start, firm.end) = (firm.start.or(start), firm.end.or(end));
            } else if let Some(phone) = phone_of(other, "firm.row.phone") {
                firm.phone.get_or_insert(phone);
            } else if firm.task.is_none() {
                firm.task = Some(other.stated("firm.row.task"));
            }
        }
        firms.push((placed.order, firm));
    }
}

/// Template residue instead of a firm.
fn is_template(cell: &Slice) -> bool {
    let folded = cell.folded();
    folded.contains("○○")
        || folded.contains("OO")
        || folded.starts_with("000")
        || folded.contains("홍길동")
        || folded.contains("예시")
        || folded.chars().all(|c| matches!(c, '○' | '0' | 'O' | 'X'))
}

/// A firm from a piece of text that names it first: name, then task, period and phone in brackets.
fn firm_of(words: &Slice, rule: &'static str) -> Option<Contractor> {
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
    let length = name.folded().chars().count();
    if !(2..=40).contains(&length)
        || !name.folded().chars().any(char::is_alphabetic)
        || is_template(&name)
        || name.folded().ends_with("다.")
    {
        return None;
    }
    // A period range reads: the rest of the cell.
    let rest = words.part(end, folded.len());
    let (start, stop) = period_of(&rest, rule);
    let phone = phone_of(&rest, rule);
    Some(Contractor { company: name.stated(rule), task: None, phone, start, end: stop })
}

fn phone_of(words: &Slice, rule: &'static str) -> Option<Stated<String>> {
    let found = phone::find(words.folded()).into_iter().next()?;
    Some(Stated::new(found.number, words.quote(found.range.start, found.range.end, rule)))
}

/// First and last day of a contract: `2021. 1. 31. ~ 2021. 12. 31.`, an end without year, an open end.
fn period_of(words: &Slice, rule: &'static str) -> (Option<Stated<date::Date>>, Option<Stated<date::Date>>) {
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
            LazyLock::new(|| Regex::new(r"^(?:~|부터|∼)\s?(\d{1,2})[.월/-](\d{1,2})").expect("pattern"));
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

/// Firms in lists and sentences of the contracting section.
fn lines(
    reading: &Reading<'_>,
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
        if statement.labelled && statement.label.has(Topic::Company) {
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
            if statement.label.has(Topic::Phone) {
                firm.phone = phone_of(&statement.words, "firm.label.phone");
                continue;
            }
            if statement.label.has(Topic::Contract) {
                firm.task.get_or_insert_with(|| statement.words.stated("firm.label.task"));
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

/// Several firms in one value, each with brackets of its own.
fn split_firms(words: &Slice) -> Vec<Slice> {
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
fn list_line(statement: &Statement, firms: &mut Vec<(usize, Contractor)>) {
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
        in_sentence(&part, statement.order, firms);
    }
}

/// Parts that start with ①, 1) or the like.
fn split_numbered(words: &Slice) -> Vec<Slice> {
    words.split(|c| ('①'..='⑳').contains(&c) || c == '▶')
}

/// `관제센터 유지보수 / 주식회사 누리아이엔씨 / 2022. 1. 1. ~ / 053-741-6600` and its like with dashes.
fn delimited(words: &Slice) -> Option<Contractor> {
    let pieces = split_pieces(words);
    let mut task: Option<Slice> = None;
    let mut names: Vec<Slice> = Vec::new();
    let mut dates = (None, None);
    let mut phone = None;
    for piece in &pieces {
        let folded = piece.folded();
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
            task.get_or_insert_with(|| piece.clone());
        } else {
            names.push(piece.clone());
        }
    }
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
fn split_pieces(words: &Slice) -> Vec<Slice> {
    let chars: Vec<char> = words.text.chars().collect();
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
                '/' | '|' | ';' | ':' | '\t' => !between_digits,
                '-' | '–' | '—' => blank_around || !between_digits && !digit(chars.get(at + 1)),
                ',' => !between_digits,
                _ => false,
            }
    })
}

/// Marked firms in a sentence, with the phone and the period that follow.
fn in_sentence(words: &Slice, order: usize, firms: &mut Vec<(usize, Contractor)>) {
    let found = marked_names(&words.text);
    let characters = words.text.chars().count();
    for (index, (start, end)) in found.iter().enumerate() {
        let limit = found.get(index + 1).map_or(characters, |next| next.0);
        let piece = |from: usize, to: usize| {
            let text: String = words.text.chars().skip(from).take(to - from).collect();
            Slice::new(words.block, words.start + from as u32, &text)
        };
        let name = piece(*start, *end);
        let rest = piece(*end, limit);
        let (first, last) = period_of(&rest, "firm.sentence.period");
        let phone = phone_of(&rest, "firm.sentence.phone");
        let company = name.stated("firm.sentence");
        firms.push((order, Contractor { company, task: None, phone, start: first, end: last }));
    }
}

/// Legal forms that mark a firm in running text.
const FORMS: [&str; 13] = [
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
fn marked_names(text: &str) -> Vec<(usize, usize)> {
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
const PARTICLES: [&str; 12] = ["에서", "에게", "으로", "에", "과", "와", "을", "를", "은", "는", "이", "가"];

fn is_particle(word: &[char]) -> bool {
    let word: String = word.iter().collect();
    PARTICLES.contains(&word.as_str())
        || word.starts_with("에")
        || word == "로"
        || word == "의"
        || word.starts_with("이며")
}

/// Characters of the particle at the end of a name in running text, when a blank or the end follows.
fn particle_length(name: &[char], next: Option<&char>) -> usize {
    if next.is_some_and(|c| !c.is_whitespace() && *c != ',') {
        return 0;
    }
    let text: String = name.iter().collect();
    PARTICLES
        .iter()
        .find(|particle| text.ends_with(**particle) && name.len() > particle.chars().count() + 2)
        .map_or(0, |particle| particle.chars().count())
}

/// Words that say none, for tests of vocabulary.
#[cfg(test)]
pub(crate) fn says_none(text: &str) -> bool {
    NONE.is_match(&super::fold::fold(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn none_is_told_from_undisclosed() {
        for text in [
            "해당없음",
            "해당내역 없음",
            "위탁업체는 해당사항 없음.",
            "위탁하지 아니하고 자체 운영한다",
            "해당 없음(직영)",
            "위탁하고 있는 업체 없음",
            "외부에 맡기지 않습니다",
            "없음",
        ] {
            assert!(says_none(text), "{text}");
        }
        for text in ["담당부서에 확인 하여 주시기 바랍니다", "아래와 같이 위탁하고 있으며", "㈜동방가드"]
        {
            assert!(!says_none(text), "{text}");
        }
    }

    #[test]
    fn firms_in_running_text() {
        let cases: [(&str, &[&str]); 6] = [
            ("점검과 수리는 주식회사 해오름통신(전화 052-268-4790)에 위탁하였습니다.", &["주식회사 해오름통신"]),
            ("유지보수를 진해아이티에스(주)에 맡기고", &["진해아이티에스(주)"]),
            ("정비는 ㈜내설악정보통신에 위탁", &["㈜내설악정보통신"]),
            ("㈜두리시스템과 참솔교통 주식회사에", &["㈜두리시스템", "참솔교통 주식회사"]),
            ("공영주차장의 관제설비는 파크랩솔루션㈜가 맡는다", &["파크랩솔루션㈜"]),
            ("위탁하지 않습니다", &[]),
        ];
        for (text, wanted) in cases {
            let found: Vec<String> = marked_names(text)
                .iter()
                .map(|(start, end)| text.chars().skip(*start).take(end - start).collect())
                .collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
