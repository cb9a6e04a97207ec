//! Counts in lists: `설치 대수: 58대` under each facility, lines of a place and a number.

use super::nested::{claimed, nested, number_quote, unit};
use super::prose::numbered_places;
use super::{Gathered, Total};
use crate::extract::span::Span;
use crate::extract::statements::{Sections, Statement};
use crate::extract::vocabulary::Topic;
use crate::model::policy::{CameraRow, Stated};
use crate::normalise::count::{self, Unit};
use regex::Regex;
use std::sync::LazyLock;

/// Counts in lists: `설치 대수: 58대` under each facility, places with their numbers in brackets.
pub(super) fn lists(reading: &Sections<'_>, gathered: &mut Gathered) {
    let labelled: Vec<&Statement> = reading
        .statements
        .iter()
        .filter(|statement| {
            statement.labelled
                && statement.label.has(Topic::Count)
                && !statement.label.any(&[Topic::Contract, Topic::Mobile])
        })
        .collect();
    for statement in &labelled {
        let cell = count::parse(statement.words.folded(), Unit::Cameras);
        if cell.placeholder {
            gathered.placeholder.get_or_insert_with(|| statement.words.whole("count.placeholder"));
            continue;
        }
        // 45대.xlsx: the name of a file.
        if ["대.xls", "대.hwp", "대.pdf"].iter().any(|file| statement.words.folded().contains(file)) {
            continue;
        }
        let several = count::cameras(statement.words.folded()).len() > 1;
        if several
            && claimed(&statement.words).is_none()
            && nested(&statement.words, statement.facility.as_ref(), gathered) > 0
        {
            continue;
        }
        let Some(value) = cell
            .cameras
            .filter(|_| !several || cell.total || labelled.len() > 1 || starts_with_count(&statement.words))
        else {
            continue;
        };
        let place = place_of(reading, statement)
            .or_else(|| statement.facility.as_ref().map(|name| name.stated("count.facility")));
        let count = Some(Stated::new(value, number_quote(&statement.words, value, "count.label")));
        gathered.rows.push(CameraRow { place, count, unit: unit(&statement.words), ..CameraRow::default() });
        if let Some(sites) = cell.sites.filter(|_| labelled.len() == 1) {
            gathered.sites.push(Stated::new(sites, statement.words.whole("count.label.sites")));
        }
    }
    if gathered.rows.len() <= 1 {
        bare_lines(reading, gathered);
    }
    if !gathered.rows.is_empty() {
        return;
    }
    for statement in &reading.statements {
        if !statement.section.any(&[Topic::Count, Topic::Place])
            || statement.about(Topic::Range) && !statement.about(Topic::Place)
        {
            continue;
        }
        if statement.words.folded().ends_with("니다.") && claimed(&statement.words).is_some() {
            continue;
        }
        if led(&statement.words, gathered) {
            continue;
        }
        // 본관 1층: 로비(6대), 원무과 창구(3대): what stands before the colon names all of them.
        let folded = statement.words.folded();
        match folded.find(':').filter(|at| has_count(&folded[*at..]) && !has_count(&folded[..*at])) {
            Some(at) => {
                let owner = statement.words.part(0, at).trimmed(&['-', '·', '○', '●', '■', '*', '▪', '•', '▸', '▶']);
                let rest = statement.words.part(at + 1, folded.len());
                nested(&rest, Some(&owner), gathered);
            }
            None => {
                nested(&statement.words, statement.facility.as_ref(), gathered);
            }
        }
    }
}

/// A total and what it is made of: 12대(정문 2대, 후문 10대); 총 18대 — 정문 10, 후문 8. Says whether the words are of this kind.
pub(super) fn led(words: &Span, gathered: &mut Gathered) -> bool {
    static LED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[-·○●■▪•*]?(?:총|모두|전체|합계):?$|^[-·○●■▪•*]?$").expect("pattern"));
    let folded = words.folded();
    let Some(first) = count::cameras(folded).into_iter().next() else { return false };
    let rest = folded[first.range.end..].trim_start_matches(['(', '[', ':', '-', '=']);
    let led =
        LED.is_match(&folded[..first.range.start]) && rest.len() < folded.len() - first.range.end && !rest.is_empty();
    let Some(value) = first.value.filter(|_| led) else { return false };
    let rest = words.part(folded.len() - rest.len(), folded.len()).trimmed(&[')', ']', '.']);
    let mut parts = Gathered::default();
    if has_count(rest.folded()) {
        nested(&rest, None, &mut parts);
    } else if numbered_places(&rest, &mut parts) {
        parts.rows = std::mem::take(&mut parts.prose_rows);
    }
    let sum: u32 = parts.rows.iter().filter_map(|row| row.count.as_ref()).map(|count| count.value).sum();
    let quote = words.quote(first.range.start, first.range.end, "count.led");
    if parts.rows.is_empty()
        && rest.folded().contains(char::is_alphabetic)
        && !has_count(rest.folded())
        && folded[..first.range.end].len() < folded.len()
    {
        // 총 18대 - 정문: all of them in one place.
        let place = Some(rest.stated("count.led.place")).filter(|place| place.value.chars().count() <= 40);
        if gathered.rows.is_empty() && place.is_some() && !folded.ends_with("다.") {
            let count = Some(Stated::new(value, quote.clone()));
            gathered.rows.push(CameraRow { place, count, unit: unit(words), ..CameraRow::default() });
        }
    }
    gathered.prose_totals.push(Total { value, quote });
    if sum == value {
        gathered.rows.extend(parts.rows);
    }
    true
}

/// Lines of a place and a bare number, three and more of them with nothing else in between: 유희실 2, 급식실 1.
pub(super) fn bare_lines(reading: &Sections<'_>, gathered: &mut Gathered) {
    static BARE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^([^0-9].{1,40}?)([0-9]{1,3})(?:대)?$").expect("pattern"));
    let mut rows = Vec::new();
    for statement in reading.statements.iter().filter(|one| one.section.has(Topic::Count) && one.label.is_empty()) {
        let words = &statement.words;
        let Some(found) = BARE.captures(words.folded()) else { return };
        let (Some(name), Some(number)) = (found.get(1), found.get(2)) else { return };
        // The number stands apart in the source.
        let apart = words.previous_char(number.start()).is_some_and(char::is_whitespace);
        let Some(value) = count::number(number.as_str()).filter(|_| apart) else { return };
        let place = words.part(name.start(), name.end()).stated("count.line.place");
        let quote = words.quote(number.start(), number.end(), "count.line");
        rows.push(CameraRow { place: Some(place), count: Some(Stated::new(value, quote)), ..CameraRow::default() });
    }
    if rows.len() >= 3 && gathered.rows.is_empty() {
        gathered.rows = rows;
    } else if rows.len() >= 3 && rows.len() > gathered.prose_rows.len() {
        // Beside a stated total they count only when they add up to it.
        gathered.prose_rows = rows;
    }
}

/// What stands right behind a heading of places: 다. 설치 위치 및 촬영범위: 산책로, 매점.
fn under_heading<'a>(reading: &'a Sections<'_>, count: &Statement) -> Option<&'a Statement> {
    let mut under = reading.statements.iter().filter(|statement| {
        statement.section.has(Topic::Place)
            && !statement.section.has(Topic::Count)
            && statement.label.is_empty()
            && statement.facility == count.facility
    });
    let first = under.next()?;
    let folded = first.words.folded();
    let plain = !folded.ends_with("다.") && folded.chars().count() <= 80 && !has_count(folded);
    (plain && under.next().is_none_or(|next| next.section != first.section)).then_some(first)
}

fn has_count(folded: &str) -> bool {
    !count::cameras(folded).is_empty()
}

pub(super) fn starts_with_count(words: &Span) -> bool {
    count::cameras(words.folded()).first().is_some_and(|found| found.range.start <= 6)
}

/// The place that the same facility's list names.
pub(super) fn place_of(reading: &Sections<'_>, count: &Statement) -> Option<Stated<String>> {
    let mut place = reading
        .statements
        .iter()
        .filter(|statement| {
            statement.labelled && statement.label.has(Topic::Place) && statement.facility == count.facility
        })
        .min_by_key(|statement| statement.order.abs_diff(count.order))
        .or_else(|| under_heading(reading, count))?
        .words
        .stated("count.label.place");
    if let Some(facility) = &count.facility {
        place.value = format!("{} {}", facility.text(), place.value);
    }
    Some(place)
}
