//! Tables of text whose cells run over lines: rows that a count or a serial number opens, and what follows them.
//!
//! A cell of several lines is a slice of its first line that knows the others.

use super::fold;
use super::outline::{Line, Marker, TableUnit, Unit};
use super::span::Span;
use super::title_lines::{table, titles};
use super::vocabulary::{self, Column};
use crate::normalise::{count, phone};
use regex::Regex;
use std::sync::LazyLock;

/// Most lines of such a table.
const MAX_LINES: usize = 1_200;
/// Most lines of one row.
const MAX_ROW: usize = 24;

fn line(unit: &Unit) -> Option<&Line> {
    match unit {
        Unit::Line(line) => Some(line),
        Unit::Table(_) => None,
    }
}

/// The titles at the start, in one line or one a line, and how many units they take.
fn head(units: &[Unit]) -> Option<(Vec<(Span, Column)>, usize)> {
    let first = line(units.first()?)?;
    if first.level.is_some() || first.heading.is_some_and(|heading| heading.marker != Marker::None) {
        return None;
    }
    if let Some(titles) = titles(&first.slice, 2) {
        return Some((titles, 1));
    }
    None
}

/// A table whose rows begin with their number of cameras: `14대 체험동 바깥`, or the number and the place on lines of their
/// own.
pub(super) fn count_first(units: &[Unit]) -> Option<(TableUnit, usize)> {
    let (titles, start) = head(units)?;
    if titles[0].1 != Column::Count || !titles.iter().any(|(_, column)| *column == Column::Place) {
        return None;
    }
    let mut rows: Vec<Vec<Option<Span>>> = vec![titles.iter().map(|(title, _)| Some(title.clone())).collect()];
    let mut at = start;
    while at < units.len().min(MAX_LINES) {
        let Some(first) = line(&units[at]).filter(|line| !ends_table(line)) else { break };
        if let Some(row) = total(&first.slice, titles.len()) {
            rows.push(row);
            at += 1;
            continue;
        }
        let Some((number, rest)) = opening_count(&first.slice) else { break };
        let mut lines: Vec<Span> = Vec::new();
        at += 1;
        while let Some(next) = units.get(at).and_then(line).filter(|next| !ends_table(next) && lines.len() < MAX_ROW) {
            if opening_count(&next.slice).is_some()
                || total(&next.slice, titles.len()).is_some()
                || next.slice.folded().starts_with('※')
            {
                break;
            }
            lines.push(next.slice.clone());
            at += 1;
        }
        let (row, used) = placed_row(number, rest, &lines, titles.len());
        // What no column is left for stands below the table.
        at -= lines.len() - used;
        rows.push(row);
        if used < lines.len() {
            break;
        }
    }
    if rows.len() < 2 {
        return None;
    }
    Some((table(rows)?, at))
}

/// Whether a line belongs to what follows a table: a heading, a sentence, other titles.
fn ends_table(line: &Line) -> bool {
    let folded = line.slice.folded();
    let heading = line
        .heading
        .is_some_and(|heading| heading.apart && heading.marker != Marker::Bullet || heading.marker <= Marker::Letter);
    line.level.is_some()
        || heading
        || folded.ends_with("다.")
        || folded.ends_with("니다")
        || folded.chars().count() > 120
        || titles(&line.slice, 2).is_some()
}

/// `14대` and what follows it on the line.
fn opening_count(slice: &Span) -> Option<(Span, Option<Span>)> {
    let folded = slice.folded();
    let found =
        count::cameras(folded).into_iter().next().filter(|found| found.range.start == 0 && found.value.is_some())?;
    let number = slice.part(0, found.range.end);
    let rest = slice.part(found.range.end, folded.len());
    // 12대를, 12대(실내 8대): no place begins so.
    let joined = rest.folded().starts_with(['를', '가', '의', '와', '~', '/', '(', ':', ',', '.']);
    (!joined).then(|| (number, (!rest.text().is_empty()).then_some(rest)))
}

/// A line that sums up: 합계 1,271대.
fn total(slice: &Span, width: usize) -> Option<Vec<Option<Span>>> {
    static TOTAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:\(|\*)*((?:총|합|소|총합)?계|total|총)(?:\)|:)*(?:총)?([0-9][0-9,]*(?:대)?(?:[(/][0-9][0-9,]*(?:대|개소)?\)?)?)$").expect("pattern")
    });
    let found = TOTAL.captures(slice.folded())?;
    let (label, number) = (found.get(1)?, found.get(2)?);
    let mut row: Vec<Option<Span>> = vec![None; width];
    row[0] = Some(slice.part(number.start(), number.end()));
    *row.get_mut(1)? = Some(slice.part(label.start(), label.end()));
    Some(row)
}

/// Whether a line is an item of a list within a cell.
fn is_item(slice: &Span) -> bool {
    slice.folded().starts_with(['•', '·', '-', '▪', '○', '●', '*', '◦', '▸', 'ㆍ'])
}

/// The cells behind a count, and how many of the lines they take.
fn placed_row(number: Span, rest: Option<Span>, lines: &[Span], width: usize) -> (Vec<Option<Span>>, usize) {
    let mut row: Vec<Option<Span>> = vec![None; width];
    row[0] = Some(number);
    let mut used = 0;
    let mut place: Vec<Span> = Vec::new();
    match rest {
        Some(rest) => {
            let (words, note) = without_sum(&rest);
            if let (Some(note), Some(last)) = (note, (width > 2).then(|| width - 1)) {
                row[last] = Some(note);
            }
            place.push(words);
        }
        None => {
            let items = lines.iter().take_while(|line| is_item(line)).count();
            used = items.max(1).min(lines.len());
            place.extend(lines[..used].iter().cloned());
        }
    }
    // A line that ends in a comma goes on in the next.
    while let Some(next) =
        lines.get(used).filter(|_| place.last().is_some_and(|last| last.folded().ends_with([',', '·', '및'])))
    {
        place.push(next.clone());
        used += 1;
    }
    row[1] = Span::joined(place);
    if width == 2 {
        // Items below a place say what is filmed there.
        used += lines[used..].iter().take_while(|line| is_item(line)).count();
    }
    let left = &lines[used..];
    if width > 2 && row[2].is_none() && !left.is_empty() {
        let items = left.iter().take_while(|line| is_item(line)).count().max(1);
        row[2] = Span::joined(left[..items].to_vec());
        used = lines.len();
    }
    (row, used)
}

/// A place and the sum of all that stands behind it in the last column: 옥상 출입문 총 12대.
fn without_sum(words: &Span) -> (Span, Option<Span>) {
    static SUM: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:총|합계|계)[0-9][0-9,]*대$").expect("pattern"));
    match SUM.find(words.folded()).filter(|sum| sum.start() > 0) {
        Some(sum) => (words.part(0, sum.start()), Some(words.part(sum.start(), words.folded().len()))),
        None => (words.clone(), None),
    }
}

/// A table whose rows begin with a serial number and run over several lines.
pub(super) fn serial_first(units: &[Unit]) -> Option<(TableUnit, usize)> {
    let (titles, start) = head(units)?;
    if titles[0].1 != Column::Serial || titles.len() < 4 {
        return None;
    }
    let mut rows: Vec<Vec<Option<Span>>> = vec![titles.iter().map(|(title, _)| Some(title.clone())).collect()];
    let (mut at, mut expected, mut broken) = (start, 1, false);
    while at < units.len().min(MAX_LINES) {
        let Some(first) = line(&units[at]) else { break };
        if let Some(sum) = sum_row(&first.slice, &titles) {
            rows.push(sum);
            at += 1;
            continue;
        }
        if !opens_with(&first.slice, expected) {
            break;
        }
        let mut lines = vec![first.slice.clone()];
        at += 1;
        while let Some(next) = units.get(at).and_then(line) {
            let ends = opens_with(&next.slice, expected + 1)
                || sum_row(&next.slice, &titles).is_some()
                || lines.len() >= MAX_ROW;
            if ends || next.level.is_some() || next.slice.folded().ends_with("다.") || is_other(next) {
                break;
            }
            lines.push(next.slice.clone());
            at += 1;
        }
        broken |= lines.len() > 1;
        rows.push(typed_row(&lines, &titles)?);
        expected += 1;
    }
    // Rows of one line each are read by their words.
    if rows.len() < 3 || !broken {
        return None;
    }
    Some((table(rows)?, at))
}

/// Whether a line says something else than a table of rows does: a heading or a label with its value.
fn is_other(line: &Line) -> bool {
    let Some(heading) = line.heading else { return false };
    heading.marker <= Marker::Circled
        || heading.apart && line.slice.folded().contains(':')
        || heading.apart && heading.topics.count() > 1
}

/// Whether the first word of a line is this number.
fn opens_with(slice: &Span, number: u32) -> bool {
    let words = slice.split(char::is_whitespace);
    words.len() > 1 && words[0].folded() == number.to_string()
}

/// 합계 1,271대 within such a table.
fn sum_row(slice: &Span, titles: &[(Span, Column)]) -> Option<Vec<Option<Span>>> {
    let column = titles.iter().position(|(_, column)| *column == Column::Count)?;
    let found = total(slice, 2)?;
    let mut row: Vec<Option<Span>> = vec![None; titles.len()];
    row[column] = found[0].clone();
    row[usize::from(column == 0)] = found[1].clone();
    Some(row)
}

/// Whether a word is what a column of a type holds.
fn is_typed(column: Column, word: &Span) -> bool {
    static COUNT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^[0-9][0-9,]*(?:대|개소)?(?:[(/][0-9][0-9,]*(?:대|개소)?\)?)?$").expect("pattern")
    });
    static HOURS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:연중|상시)?24시간|^[0-9]{1,2}:[0-9]{2}~|^상시$|^[0-9]{1,2}시~").expect("pattern")
    });
    static DAYS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:촬영일로부터)?[0-9]{1,3}(?:~[0-9]{1,3})?(?:일|개월|주일?)").expect("pattern")
    });
    match column {
        Column::Count | Column::Sites => COUNT.is_match(word.folded()),
        Column::Hours => HOURS.is_match(word.folded()),
        Column::Retention => DAYS.is_match(word.folded()),
        Column::Phone => !phone::find(word.folded()).is_empty(),
        _ => false,
    }
}

/// The cells of a row out of its words: typed ones where they fit in the order of the titles, the rest between them.
fn typed_row(lines: &[Span], titles: &[(Span, Column)]) -> Option<Vec<Option<Span>>> {
    let words: Vec<Span> = lines.iter().flat_map(|line| line.split(char::is_whitespace)).collect();
    let mut row: Vec<Option<Span>> = vec![None; titles.len()];
    row[0] = Some(words[0].clone());
    let (mut from, mut open): (usize, Vec<usize>) = (1, Vec::new());
    for (index, (_, column)) in titles.iter().enumerate().skip(1) {
        let typed = matches!(column, Column::Count | Column::Sites | Column::Hours | Column::Retention | Column::Phone);
        if !typed {
            open.push(index);
            continue;
        }
        // A number without its unit is a count only where the next word could be none.
        let found = (from..words.len()).find(|at| {
            is_typed(*column, &words[*at])
                && (*column != Column::Count || words[*at].folded().ends_with('대') || *at >= from + open.len())
        });
        let Some(found) = found else { continue };
        spread(&words[from..found], &open, titles, &mut row);
        open.clear();
        row[index] = Some(words[found].clone());
        from = found + 1;
    }
    spread(&words[from..], &open, titles, &mut row);
    let count = titles.iter().position(|(_, column)| *column == Column::Count)?;
    row[count].is_some().then_some(row)
}

/// Gives words to columns of text: one each, and to the place (or else the last) what is left over.
fn spread(words: &[Span], columns: &[usize], titles: &[(Span, Column)], row: &mut [Option<Span>]) {
    if words.is_empty() || columns.is_empty() {
        return;
    }
    if words.len() <= columns.len() {
        let skipped = columns.len() - words.len();
        for (column, word) in columns[skipped..].iter().zip(words) {
            row[*column] = Some(word.clone());
        }
        return;
    }
    let widest = columns.iter().position(|column| titles[*column].1 == Column::Place).unwrap_or(columns.len() - 1);
    let behind = columns.len() - 1 - widest;
    for (column, word) in columns[..widest].iter().zip(words) {
        row[*column] = Some(word.clone());
    }
    for (column, word) in columns[widest + 1..].iter().zip(&words[words.len() - behind..]) {
        row[*column] = Some(word.clone());
    }
    row[columns[widest]] = Span::joined(words[widest..words.len() - behind].to_vec());
}

/// Tables that a page break or a lost line has parted: rows without titles below a table as wide are its rows.
pub(super) fn rejoin(units: Vec<Unit>) -> Vec<Unit> {
    let mut joined: Vec<Unit> = Vec::with_capacity(units.len());
    for unit in units {
        let Unit::Table(next) = &unit else {
            joined.push(unit);
            continue;
        };
        // A line that numbers pages may stand between.
        let page = matches!(joined.last(), Some(Unit::Line(line)) if is_page_number(&line.slice));
        let before = joined.len().checked_sub(1 + usize::from(page));
        let continued = before.and_then(|at| match &joined[at] {
            Unit::Table(first) => continued(first, next),
            Unit::Line(_) => None,
        });
        match (continued, before) {
            (Some(table), Some(at)) => {
                joined.truncate(at);
                joined.push(Unit::Table(Box::new(table)));
            }
            _ => joined.push(unit),
        }
    }
    joined
}

fn is_page_number(slice: &Span) -> bool {
    static PAGE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[-–]?[0-9]{1,4}(?:/[0-9]{1,4})?[-–]?(?:쪽|페이지)?$").expect("pattern"));
    PAGE.is_match(slice.folded())
}

/// Both as one table, when the second has no titles (or the same again) and is as wide.
fn continued(first: &TableUnit, next: &TableUnit) -> Option<TableUnit> {
    let counted = first.view.headed && first.view.heads.iter().any(|head| head.column == Some(Column::Count));
    if !counted || first.view.transposed || first.grid.width() != next.grid.width() || next.grid.rows.len() > 2_000 {
        return None;
    }
    let known = |column: usize| next.grid.at(0, column).and_then(vocabulary::column_of).is_some();
    let titles = (0..next.grid.width()).filter(|column| known(*column)).count();
    let headless = !next.view.headed || titles == 0;
    // Rows below must be of the kind of those above.
    let fits = first.view.heads.iter().enumerate().all(|(column, head)| {
        head.column != Some(Column::Count)
            || (0..next.grid.rows.len())
                .filter_map(|row| next.grid.at(row, column))
                .filter(|cell| !cell.is_blank())
                .all(|cell| {
                    cell.folded().chars().any(|c| c.is_ascii_digit()) || fold::letters(cell.folded()).is_empty()
                })
    });
    if !headless || !fits {
        return None;
    }
    let mut grid = first.grid.clone();
    let offset = grid.cells.len();
    grid.cells.extend(next.grid.cells.iter().cloned());
    grid.marked.extend(next.grid.marked.iter().map(|_| false));
    grid.rows
        .extend(next.grid.rows.iter().map(|row| row.iter().map(|place| place.map(|cell| cell + offset)).collect()));
    let mut view = super::table::read(&grid)?;
    view.titles.splice(0..0, first.view.titles.iter().cloned());
    view.headed.then_some(TableUnit { grid, view })
}
