//! Who is responsible: 시행령 제25조제1항제3호 (관리책임자, 담당 부서, 접근 권한이 있는 사람).

mod lines;
mod person;
mod roles;
mod rows;
mod section;
mod tables;
mod words;

use crate::extract::fold;
use crate::extract::outline::Unit;
use crate::extract::span::Span;
use crate::extract::statements::Sections;
use crate::extract::vocabulary::{Topic, Topics};
use crate::model::policy::{Listing, Manager, Role, State, Stated};
use crate::normalise::phone;
use lines::lines;
use regex::Regex;
pub(crate) use rows::restore;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use tables::table;
use words::{DEPARTMENT, POSITION};
pub(crate) use words::{Likelihood, is_only_name, is_post, likelihood};

/// The area code that all complete numbers of a document share; nothing when they differ, or there are none.
fn area_of_page(units: &[Unit]) -> Option<String> {
    let mut areas = BTreeSet::new();
    let mut add = |slice: &Span| {
        for phone in phone::find(slice.folded()).into_iter().filter(|phone| phone.complete) {
            let area = phone.number.split('-').next().unwrap_or("").to_owned();
            // Nationwide prefixes belong to no region.
            if area.starts_with('0') && !matches!(area.as_str(), "070" | "080") && !area.starts_with("050") {
                areas.insert(area);
            }
        }
    };
    for unit in units {
        match unit {
            Unit::Line(line) => add(&line.slice),
            Unit::Table(table) => table.grid.cells.iter().for_each(&mut add),
        }
    }
    (areas.len() == 1).then(|| areas.pop_first()).flatten()
}

/// Puts the page's area code before office numbers that lack one, and marks them as such by their rule.
pub(crate) fn complete(managers: &mut Listing<Manager>, units: &[Unit]) {
    let short = |phone: &&mut Stated<String>| {
        let digits = phone.value.split('-').next().map_or(0, str::len);
        let nationwide = phone.value.starts_with('1') && phone.value.len() == 9;
        !phone.value.starts_with('0') && !nationwide && (3..=4).contains(&digits)
    };
    let mut phones = managers.entries.iter_mut().filter_map(|manager| manager.phone.as_mut()).filter(short).peekable();
    if phones.peek().is_some()
        && let Some(area) = area_of_page(units)
    {
        for phone in phones {
            phone.value = format!("{area}-{}", phone.value);
            phone.quote.rule = "people.area_of_page";
        }
    }
}

/// Reads who is responsible.
pub(crate) fn read(reading: &Sections<'_>) -> Listing<Manager> {
    let mut found: Vec<(usize, Manager)> = Vec::new();
    for placed in &reading.tables {
        for person in table(placed) {
            found.push((placed.order, person));
        }
    }
    lines(reading, &mut found);
    found.sort_by_key(|(order, _)| *order);
    let mut entries: Vec<Manager> = Vec::new();
    for (_, person) in found {
        if is_somebody(&person) && !entries.iter().any(|seen| same(seen, &person)) {
            entries.push(person);
        }
    }
    drop_repeated(&mut entries);
    join_phones(&mut entries);
    if entries.is_empty() {
        return missing(reading);
    }
    Listing { state: State::Stated, entries, quote: None }
}

/// Drops people of sentences whom another place names with their phone: 관리책임관은 학교장으로 한다, and a table with both.
fn drop_repeated(entries: &mut Vec<Manager>) {
    let text = |stated: &Option<Stated<String>>| stated.as_ref().map(|stated| fold::bare(&stated.value));
    let fuller: Vec<_> = entries
        .iter()
        .filter(|person| person.phone.is_some() || person.department.is_some())
        .map(|person| (person.role.value, text(&person.position)))
        .collect();
    entries.retain(|person| {
        let spoken =
            person.role.quote.rule == "people.sentence" && person.phone.is_none() && person.department.is_none();
        !spoken || !fuller.contains(&(person.role.value, text(&person.position)))
    });
}

/// Gives a phone that stands by itself to the only person of its role who has none: rows of phones below rows of posts.
fn join_phones(entries: &mut Vec<Manager>) {
    let alone = |person: &Manager| person.position.is_none() && person.department.is_none() && person.name.is_none();
    let only = |entries: &[Manager], fits: &dyn Fn(&Manager) -> bool| {
        let mut found = entries.iter().enumerate().filter(|(_, person)| fits(person));
        found.next().filter(|_| found.next().is_none()).map(|(at, _)| at)
    };
    for role in [Role::ProtectionOfficer, Role::Manager, Role::AccessHolder] {
        let phone = only(entries, &|person| person.role.value == role && alone(person));
        let owner = only(entries, &|person| person.role.value == role && !alone(person));
        if let (Some(phone), Some(owner)) = (phone, owner)
            && entries[owner].phone.is_none()
        {
            (entries[owner].phone, entries[owner].phone_raw) =
                (entries[phone].phone.take(), entries[phone].phone_raw.take());
            entries.remove(phone);
        }
    }
}

/// Why nobody is named.
fn missing(reading: &Sections<'_>) -> Listing<Manager> {
    static ELSEWHERE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"붙임|첨부|별첨|다운로드|내려받|참조|바로가기|문의").expect("pattern"));
    let own = |section: Topics| section.any(&[Topic::Manager, Topic::Chief, Topic::Access]);
    let statement = reading
        .statements
        .iter()
        .find(|statement| own(statement.section) && ELSEWHERE.is_match(statement.words.folded()));
    if let Some(statement) = statement {
        return Listing {
            state: State::Elsewhere,
            entries: Vec::new(),
            quote: Some(statement.words.whole("people.elsewhere")),
        };
    }
    let table = reading.tables.iter().find(|placed| own(placed.section));
    if let Some(cell) = table.and_then(|placed| {
        placed.table.grid.cells.iter().find(|cell| {
            cell.folded().contains('○') || cell.folded().contains("홍길동") || cell.folded().contains("000")
        })
    }) {
        return Listing {
            state: State::Placeholder,
            entries: Vec::new(),
            quote: Some(cell.whole("people.placeholder")),
        };
    }
    Listing::absent()
}

/// Whether a person has anything to be found by: a phone, or a post or department that reads as one.
fn is_somebody(person: &Manager) -> bool {
    static NOBODY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"명칭|성명|이름|연락처|전화번호|직책|함은|말함|경우|[와과의]$|직위|소속|해당|지정|관한|등을|위하여|○○",
        )
        .expect("pattern")
    });
    if person.phone.is_some() {
        return true;
    }
    // Under a column title of its own a post is what stands there, whatever it is called.
    let titled = |stated: &Option<Stated<String>>| {
        stated.as_ref().is_some_and(|stated| {
            stated.quote.rule != "people.label"
                && stated.quote.rule != "people.sentence"
                && !stated.value.contains("○○")
        })
    };
    if titled(&person.position) || titled(&person.department) {
        return true;
    }
    let fits = |stated: &Option<Stated<String>>, pattern: &Regex| {
        stated.as_ref().is_some_and(|stated| {
            let folded = fold::fold(&stated.value);
            folded.chars().count() <= 30
                && pattern.is_match(&folded.to_lowercase())
                && (!NOBODY.is_match(&folded) || folded.ends_with("의장"))
        })
    };
    fits(&person.position, &POSITION)
        || fits(&person.department, &DEPARTMENT)
        || person.name.is_some() && person.position.is_some()
}

fn same(left: &Manager, right: &Manager) -> bool {
    let text = |stated: &Option<Stated<String>>| stated.as_ref().map(|stated| fold::bare(&stated.value));
    left.role.value == right.role.value
        && text(&left.phone) == text(&right.phone)
        && text(&left.position) == text(&right.position)
        && (text(&left.department) == text(&right.department) || left.phone.is_some())
        && (text(&left.name) == text(&right.name) || left.phone.is_some())
}

/// Several people in one cell or line, each with a phone: 안전총괄과장 (053-…), 교통과장 (053-…).
fn split_people(words: &Span) -> Vec<Span> {
    let phones = phone::find(words.folded());
    // 시설담당 (☎ …), 당직근무자: posts between commas, with or without a phone each.
    let listed = words.split(|c| matches!(c, ',' | '/' | '\n'));
    let post = |part: &Span| {
        let folded = part.folded();
        let head = folded.split(['(', '☎']).next().unwrap_or("");
        let words = part.split(|c| c.is_whitespace() || matches!(c, '(' | '☎'));
        head.chars().count() <= 24
            && (POSITION.is_match(head) || words.iter().any(|word| POSITION.is_match(word.folded())))
    };
    if listed.len() > 1 && !phones.is_empty() && phones.len() < listed.len() && listed.iter().all(post) {
        return listed;
    }
    if phones.len() < 2 {
        return vec![words.clone()];
    }
    let folded = words.folded();
    let mut parts = Vec::new();
    let mut start = 0;
    for phone in &phones {
        let tail = &folded[phone.range.end..];
        let closing = tail.find(|c: char| !matches!(c, ')' | ']' | ' ')).unwrap_or(tail.len());
        let end = phone.range.end + closing;
        parts.push(words.part(start, end).trimmed(&[',', '/', ';', '·', '\n', '및']));
        start = end;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_by_itself_goes_to_the_only_one_of_its_role() {
        let person = |role, text: &str| {
            let words = Span::new(0, 0, text);
            let mut draft = person::PersonBuilder::new(Stated::new(role, words.whole("people.row")));
            draft.take_text(&words);
            draft.finish("people.row")
        };
        let mut entries = [(Role::Manager, "원장"), (Role::AccessHolder, "교사"), (Role::Manager, "02-123-4567")]
            .map(|(role, text)| person(role, text))
            .to_vec();
        join_phones(&mut entries);
        let phones: Vec<_> = entries.iter().map(|person| person.phone.as_ref().map(|phone| &*phone.value)).collect();
        assert_eq!(phones, [Some("02-123-4567"), None]);
        // Of two nobody knows whose it is.
        let mut entries = [(Role::Manager, "원장"), (Role::Manager, "총무과장"), (Role::Manager, "02-123-4567")]
            .map(|(role, text)| person(role, text))
            .to_vec();
        join_phones(&mut entries);
        assert_eq!(entries.len(), 3);
    }
}
