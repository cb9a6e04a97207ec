//! Tables that a converter took apart, put together again: cells with single blanks between them, one cell a line,
//! cells without anything between them.
//!
//! A line (or run of lines) that is nothing but column titles announces a table; what follows is a row as long as its
//! typed cells (numbers, hours, periods, phones, dates) can be found in the order of the titles. Where they cannot, the
//! lines stay lines.

use super::outline::{Line, Marker, TableUnit, Unit};
use super::span::Span;
use super::title_lines::{table, titles};
use super::vocabulary::{self, Column};
use super::{broken, fold};
use crate::normalise::{count, date, phone};
use regex::Regex;
use std::sync::LazyLock;

/// Most rows of one restored table.
const MAX_ROWS: usize = 400;

/// Restores flattened tables among the lines.
pub(crate) fn restore(units: Vec<Unit>) -> Vec<Unit> {
    let mut restored = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let rest = &units[at..];
        let found = broken::serial_first(rest)
            .or_else(|| broken::count_first(rest))
            .or_else(|| blank_separated(rest))
            .or_else(|| cell_a_line(rest));
        match found {
            Some((table, used)) => {
                restored.push(Unit::Table(Box::new(table)));
                at += used;
            }
            None => {
                restored.push(units[at].clone());
                at += 1;
            }
        }
    }
    broken::rejoin(restored)
}

fn line(unit: &Unit) -> Option<&Line> {
    match unit {
        Unit::Line(line) => Some(line),
        Unit::Table(_) => None,
    }
}

/// Titles that only tables with facts have.
fn is_telling(titles: &[(Span, Column)]) -> bool {
    let telling = [
        Column::Count,
        Column::Phone,
        Column::Company,
        Column::Retention,
        Column::Position,
        Column::Hours,
        Column::Revision,
        Column::Period,
        Column::Place,
    ];
    titles.iter().filter(|(_, column)| telling.contains(column)).count() >= 2
        || titles.iter().filter(|(_, column)| *column == Column::Revision).count() >= 2
}

static COUNT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:총)?[0-9][0-9,]*(?:대|개소|EA)?(?:[(/][0-9][0-9,]*(?:대|개소)?\)?)?").expect("pattern")
});
static HOURS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:연중|상시)?24시간(?:연중|상시|연속)?|[0-9]{1,2}:[0-9]{2}~[0-9]{1,2}:[0-9]{2}|상시|[0-9]{1,2}시~[0-9]{1,2}시")
        .expect("pattern")
});
static DAYS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:촬영(?:일|후)(?:로?부터)?)?(?:최대)?[0-9]{1,3}(?:~[0-9]{1,3})?(?:일|개월|주일?)(?:이내|간)?")
        .expect("pattern")
});
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:반경|전방|약)*[0-9]{1,4}(?:~[0-9]{1,4})?(?:m|M|미터|㎞|km)(?:이내|내외|안팎)?|출입구|건물안팎")
        .expect("pattern")
});
static SERIAL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[0-9]{1,3}").expect("pattern"));

/// The first words at or after `from` that fit a typed column: byte range in the folded row.
fn typed(column: Column, folded: &str, from: usize) -> Option<(usize, usize)> {
    let rest = &folded[from..];
    let range = |pattern: &Regex| pattern.find(rest).map(|found| (from + found.start(), from + found.end()));
    match column {
        Column::Count | Column::Sites => {
            // A count with its unit is surer than a bare number, which may be a room or a serial number.
            static WITH_UNIT: LazyLock<Regex> = LazyLock::new(|| {
                Regex::new(r"(?:총)?[0-9][0-9,]*(?:개소\([0-9][0-9,]*대\)|대(?:/[0-9][0-9,]*개소)?)").expect("pattern")
            });
            range(&WITH_UNIT).or_else(|| range(&COUNT))
        }
        Column::Hours => range(&HOURS),
        Column::Retention => range(&DAYS),
        Column::Phone => phone::find(rest).first().map(|found| (from + found.range.start, from + found.range.end)),
        Column::Period => {
            let dates = date::find(rest);
            let (first, last) = (dates.first()?, dates.get(1).or(dates.first())?);
            Some((from + first.0.start, from + last.0.end))
        }
        Column::Revision | Column::Start | Column::End => {
            date::find(rest).first().map(|(found, _)| (from + found.start, from + found.end))
        }
        _ => None,
    }
}

fn is_typed(column: Column) -> bool {
    matches!(
        column,
        Column::Count
            | Column::Sites
            | Column::Hours
            | Column::Retention
            | Column::Phone
            | Column::Period
            | Column::Revision
            | Column::Start
            | Column::End
    )
}

/// A header line and the rows below it, cells divided by blanks or by nothing.
fn blank_separated(units: &[Unit]) -> Option<(TableUnit, usize)> {
    let head = line(units.first()?)?;
    // A heading names its parts with commas and a number; a row of titles does neither.
    let heading = head.level.is_some() || head.heading.is_some_and(|heading| heading.marker != Marker::None);
    if heading || head.slice.text().contains(',') {
        return None;
    }
    let titles = titles(&head.slice, 3)?;
    if !is_telling(&titles) {
        return None;
    }
    let squashed = head.slice.split(char::is_whitespace).len() == 1;
    let mut rows: Vec<Vec<Option<Span>>> = vec![titles.iter().map(|(title, _)| Some(title.clone())).collect()];
    let mut used = 1;
    for unit in units.iter().skip(1).take(MAX_ROWS) {
        let Some(next) = line(unit) else { break };
        let row = total_row(&next.slice, &titles).or_else(|| row(&next.slice, &titles, squashed));
        let Some(row) = row else { break };
        rows.push(row);
        used += 1;
    }
    if rows.len() < 2 {
        return None;
    }
    Some((table(rows)?, used))
}

/// `합계 1,204개소(2,987대)`, or a number alone.
fn total_row(slice: &Span, titles: &[(Span, Column)]) -> Option<Vec<Option<Span>>> {
    static TOTAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^(?:(?:총|합|소|총합)?계|total|총)?:?(?:총)?([0-9][0-9,]*(?:대|개소)?(?:[(/][0-9][0-9,]*(?:대|개소)?\)?)?)$",
        )
        .expect("pattern")
    });
    let column = titles.iter().position(|(_, column)| *column == Column::Count)?;
    let found = TOTAL.captures(slice.folded())?;
    let number = found.get(1)?;
    let mut row: Vec<Option<Span>> = vec![None; titles.len()];
    row[column] = Some(slice.part(number.start(), number.end()));
    if number.start() > 0 && column > 0 {
        row[0] = Some(slice.part(0, number.start()));
    }
    Some(row)
}

/// A row under the titles, by its typed cells.
fn row(slice: &Span, titles: &[(Span, Column)], squashed: bool) -> Option<Vec<Option<Span>>> {
    let folded = slice.folded();
    if folded.ends_with("다.") || folded.chars().count() > 200 || folded.starts_with('※') || folded.starts_with('*')
    {
        return None;
    }
    let tokens = slice.split(char::is_whitespace);
    let mut row: Vec<Option<Span>> = vec![None; titles.len()];
    // As many words as titles: one each, when the typed ones fit.
    let with_unit = |token: &Span| count::cameras(token.folded()).iter().any(|found| found.range.start == 0);
    let misplaced =
        titles.iter().zip(&tokens).any(|((_, column), token)| *column == Column::Count && !with_unit(token))
            && tokens.iter().any(with_unit);
    if tokens.len() == titles.len()
        && !misplaced
        && titles.iter().zip(&tokens).all(|((_, column), token)| fits(*column, token))
    {
        return Some(tokens.into_iter().map(Some).collect());
    }
    let mut from = 0;
    let mut pending: Vec<usize> = Vec::new();
    let mut typed_cells = 0;
    let serial = titles[0].1 == Column::Serial || titles[0].1 == Column::Kind && squashed;
    let mut first = 0;
    if serial
        && let Some(found) = SERIAL
            .find(folded)
            .filter(|found| squashed || tokens.first().is_some_and(|token| token.folded() == found.as_str()))
    {
        row[0] = Some(slice.part(0, found.end()));
        from = found.end();
        first = 1;
    }
    let mut index = first;
    while index < titles.len() {
        let column = titles[index].1;
        let by_pattern = is_typed(column) || column == Column::Range && squashed;
        if !by_pattern {
            pending.push(index);
            index += 1;
            continue;
        }
        let found = if column == Column::Count && !squashed {
            whole_number(slice, from)
                .or_else(|| typed(column, folded, from).filter(|(start, end)| folded[*start..*end].contains('대')))
        } else if column == Column::Range {
            RANGE.find(&folded[from..]).map(|found| (from + found.start(), from + found.end()))
        } else {
            typed(column, folded, from)
        };
        // A typed cell may be missing where it spanned rows; text columns before it then take what is there.
        if let Some((start, end)) = found {
            distribute(slice, (from, start), &pending, titles, &mut row);
            pending.clear();
            row[index] = Some(slice.part(start, end));
            typed_cells += 1;
            from = end;
        }
        index += 1;
    }
    distribute(slice, (from, folded.len()), &pending, titles, &mut row);
    let wanted = titles.iter().filter(|(_, column)| is_typed(*column)).count();
    let needs_count = titles.iter().any(|(_, column)| *column == Column::Count);
    let has_count =
        titles.iter().position(|(_, column)| *column == Column::Count).is_some_and(|count| row[count].is_some());
    let role_first = fold::letters(slice.folded()).starts_with("관리책임자")
        || fold::letters(slice.folded()).starts_with("접근권한자");
    let enough = if wanted == 0 { tokens.len() == titles.len() } else { typed_cells * 2 >= wanted || role_first };
    // Cells that spanned rows leave a place and its count alone.
    let enough = enough || has_count && needs_count && tokens.len() >= 2 && tokens.len() <= 12;
    (enough && typed_cells + usize::from(role_first) > 0 && (!needs_count || has_count)).then_some(row)
}

/// The first word at or after `from` that is a count and nothing else.
fn whole_number(slice: &Span, from: usize) -> Option<(usize, usize)> {
    static WHOLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:총)?[0-9][0-9,]*(?:대|EA|개소)?(?:[(/][0-9][0-9,]*(?:대|개소)?\)?)?$").expect("pattern")
    });
    let (mut at, mut bare) = (0, None);
    for token in slice.split(char::is_whitespace) {
        let word = token.folded();
        let start = slice.folded()[at..].find(word).map(|offset| at + offset)?;
        at = start + word.len();
        if start >= from && WHOLE.is_match(word) {
            // A number with its unit is surer than one without, which may be a room.
            if word.contains('대') || word.ends_with("EA") {
                return Some((start, at));
            }
            bare = bare.or(Some((start, at)));
        }
    }
    bare
}

fn fits(column: Column, token: &Span) -> bool {
    if !is_typed(column) {
        return !token.text().is_empty();
    }
    matches!(token.folded(), "-" | "〃") || typed(column, token.folded(), 0).is_some()
}

/// Gives the words between two typed cells to the text columns between them.
fn distribute(
    slice: &Span,
    range: (usize, usize),
    columns: &[usize],
    titles: &[(Span, Column)],
    row: &mut [Option<Span>],
) {
    if range.0 >= range.1 || columns.is_empty() {
        return;
    }
    let words = slice.part(range.0, range.1);
    if words.text().is_empty() {
        return;
    }
    if columns.len() == 1 {
        row[columns[0]] = Some(words);
        return;
    }
    if let Some(parts) = unsquash(&words, columns, titles) {
        for (column, part) in columns.iter().zip(parts) {
            row[*column] = Some(part);
        }
        return;
    }
    let tokens = words.split(char::is_whitespace);
    if tokens.len() == columns.len() {
        for (column, token) in columns.iter().zip(tokens) {
            row[*column] = Some(token);
        }
        return;
    }
    if tokens.len() < columns.len() {
        // Cells that spanned rows are missing in front: the words belong to the last columns.
        let skip = columns.len() - tokens.len();
        for (column, token) in columns[skip..].iter().zip(tokens) {
            row[*column] = Some(token);
        }
        return;
    }
    // More words than columns: one each in front, the rest to the widest, a place when there is one.
    let widest = columns.iter().position(|column| titles[*column].1 == Column::Place).unwrap_or(columns.len() - 1);
    let before = widest;
    let after = columns.len() - 1 - widest;
    for (offset, column) in columns[..before].iter().enumerate() {
        row[*column] = Some(tokens[offset].clone());
    }
    for (offset, column) in columns[widest + 1..].iter().enumerate() {
        row[*column] = Some(tokens[tokens.len() - after + offset].clone());
    }
    row[columns[widest]] = Some(tokens[before].through(&tokens[tokens.len() - after - 1]));
}

/// Words of two kinds written together: 관리책임자총무과총무과장, (주)경남세이프텍CCTV 유지보수, 역사 CCTV 유지보수대광정보시스템(주).
fn unsquash(words: &Span, columns: &[usize], titles: &[(Span, Column)]) -> Option<Vec<Span>> {
    static ROLE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:개인영상정보)?(?:총괄|보호|분임|운영)?(?:관리|보호)?(?:책임자|책임관)(?:\([^)]*\))?|^접근권한자(?:\([^)]*\))?|^(?:관리|운영)담당자").expect("pattern")
    });
    static POST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(.{1,12}?(?:과|팀|국|실|처|부|소|센터|본부|단|역|원))(.{2,12})$").expect("pattern")
    });
    static FIRM_FIRST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^((?:\(주\)|㈜|주식회사)[가-힣A-Za-z]{2,12}?|[가-힣A-Za-z]{2,14}?(?:㈜|\(주\)|주식회사))((?:CCTV|cctv|영상|유지|보안|관제|경비|시설|무인|통합|방범|장비|시스템|설비|고정형|기기|정기|점검).*)$").expect("pattern")
    });
    static TASK_FIRST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(.*?(?:유지보수|유지관리|관제|점검|운영|보수|경비|용역|관리|정비))((?:\(주\)|㈜|주식회사)[가-힣A-Za-z].*|[가-힣A-Za-z]{2,16}(?:㈜|\(주\)|주식회사|\(자회사\)|\(유\)))$").expect("pattern")
    });
    let kinds: Vec<Column> = columns.iter().map(|column| titles[*column].1).collect();
    let folded = words.folded();
    let cut = |pattern: &Regex| {
        let found = pattern.captures(folded)?;
        let (first, second) = (found.get(1)?, found.get(2)?);
        Some(vec![words.part(first.start(), first.end()), words.part(second.start(), second.end())])
    };
    match kinds.as_slice() {
        [Column::Company, Column::Task] => cut(&FIRM_FIRST),
        [Column::Task, Column::Company] => cut(&TASK_FIRST),
        [Column::Kind | Column::Role, rest @ ..] if !rest.is_empty() => {
            let role = ROLE.find(folded).filter(|role| role.end() < folded.len())?;
            // Only words that stand together are taken apart.
            if words.next_char(role.end()).is_some_and(char::is_whitespace) {
                return None;
            }
            let tail = words.part(role.end(), folded.len());
            let mut parts = vec![words.part(0, role.end())];
            match (rest, POST.captures(tail.folded())) {
                ([_], _) => parts.push(tail),
                ([_, _], Some(found)) => {
                    let (first, second) = (found.get(1)?, found.get(2)?);
                    parts.push(tail.part(first.start(), first.end()));
                    parts.push(tail.part(second.start(), second.end()));
                }
                _ => return None,
            }
            Some(parts)
        }
        _ => None,
    }
}

/// One cell a line: a run of titles, then rows of as many lines.
fn cell_a_line(units: &[Unit]) -> Option<(TableUnit, usize)> {
    let mut titles: Vec<(Span, Column)> = Vec::new();
    for unit in units.iter().take(12) {
        let Some(line) = line(unit).filter(|line| line.level.is_none() && line.slice.text().chars().count() <= 24)
        else {
            break;
        };
        let Some(column) = vocabulary::column_of(&line.slice) else {
            break;
        };
        // Roles in a row are people, not titles, once titles of people came before.
        let role = matches!(column, Column::Manager | Column::Access | Column::Chief);
        if role && titles.iter().any(|(_, seen)| matches!(seen, Column::Position | Column::Phone | Column::Department))
        {
            break;
        }
        if titles.iter().any(|(_, seen)| *seen == column) {
            break;
        }
        titles.push((line.slice.clone(), column));
    }
    if titles.len() < 2 || !(is_telling(&titles) || titles.iter().any(|(_, column)| *column == Column::Count)) {
        return None;
    }
    // The run of titles may have eaten the first data cells; a shorter header is tried, too.
    (2..=titles.len()).rev().find_map(|width| cell_rows(units, &titles[..width]))
}

fn cell_rows(units: &[Unit], titles: &[(Span, Column)]) -> Option<(TableUnit, usize)> {
    let width = titles.len();
    let mut rows: Vec<Vec<Option<Span>>> = vec![titles.iter().map(|(title, _)| Some(title.clone())).collect()];
    let mut at = width;
    let count = titles.iter().position(|(_, column)| *column == Column::Count);
    while at + 1 < units.len() && rows.len() < MAX_ROWS {
        let lines: Vec<&Line> = units[at..].iter().take(width).map_while(line).collect();
        let Some(first) = lines.first() else { break };
        let bare = fold::letters(first.slice.folded());
        if let (Some(count), true) = (count, matches!(bare.as_str(), "계" | "합계" | "총계" | "소계" | "총")) {
            let Some(number) = lines
                .get(1)
                .filter(|line| typed(Column::Count, line.slice.folded(), 0).is_some_and(|(start, _)| start == 0))
            else {
                break;
            };
            let mut row: Vec<Option<Span>> = vec![None; width];
            row[0] = Some(first.slice.clone());
            row[count.max(1)] = Some(number.slice.clone());
            if count == 0 {
                row[0] = Some(number.slice.clone());
            }
            rows.push(row);
            at += 2;
            continue;
        }
        if lines.len() < width || !lines.iter().zip(titles).all(|(line, (_, column))| cell_fits(*column, line)) {
            break;
        }
        rows.push(lines.iter().map(|line| Some(line.slice.clone())).collect());
        at += width;
    }
    let with_types = titles.iter().any(|(_, column)| is_typed(*column));
    if rows.len() < 2 || !with_types {
        return None;
    }
    Some((table(rows)?, at))
}

fn cell_fits(column: Column, line: &Line) -> bool {
    let folded = line.slice.folded();
    if line.level.is_some() || folded.ends_with("다.") || folded.chars().count() > 80 {
        return false;
    }
    let numbered =
        line.heading.is_some_and(|heading| heading.marker <= super::outline::Marker::Letter && heading.apart);
    if numbered {
        return false;
    }
    if matches!(folded, "-" | "〃" | "없음" | "해당없음") {
        return true;
    }
    match column {
        Column::Count | Column::Sites => {
            typed(column, folded, 0).is_some_and(|(start, end)| start == 0 && folded.len() - end <= 6)
        }
        Column::Phone => !phone::find(folded).is_empty() || folded.contains('#'),
        Column::Retention => typed(column, folded, 0).is_some(),
        Column::Hours => HOURS.is_match(folded) || folded.contains("시간"),
        Column::Period => !date::find(folded).is_empty(),
        Column::Position | Column::Name | Column::Department | Column::Company | Column::Place | Column::Kind => {
            phone::find(folded).is_empty()
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::outline;

    fn units(text: &str) -> Vec<Unit> {
        text.lines()
            .enumerate()
            .map(|(index, words)| {
                let slice = Span::new(index as u32, 0, words);
                let heading = outline::heading(&slice, None);
                Unit::Line(Line { slice, level: None, heading })
            })
            .collect()
    }

    fn shape(text: &str) -> Vec<String> {
        restore(units(text))
            .into_iter()
            .map(|unit| match unit {
                Unit::Line(line) => line.slice.text().to_owned(),
                Unit::Table(table) => format!("{} records", table.view.records.len()),
            })
            .collect()
    }

    #[test]
    fn tables_come_back() {
        assert_eq!(
            shape(
                "연번 담당부서 설치목적 대수 설치위치 보관기간\n1 안전과 방범 12 골목길 및 공원 30일\n2 재난감시 4 하천 둔치 30일\n끝"
            ),
            ["2 records", "끝"]
        );
        assert_eq!(
            shape(
                "구분설치장소설치대수촬영범위촬영시간보관기간\n1역사대합실 승강장1,318대40m 이내24시간30일\n2차량기지검수고186대60m 이내24시간30일\n합계1,504대"
            ),
            ["3 records"]
        );
        assert_eq!(
            shape("건물명\n설치대수\n설치위치\n본관동\n11\n현관, 복도\n별관\n4\n현관\n계\n15\n3. 관리책임자"),
            ["3 records", "3. 관리책임자"]
        );
        assert_eq!(shape("여는 말입니다.\n설치 목적\n방범"), ["여는 말입니다.", "설치 목적", "방범"]);
    }
}
