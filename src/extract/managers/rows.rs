//! Tables of people and firms that a converter flattened, put together again by what their words are.
//!
//! A line (or run of lines) of nothing but titles announces a table; each row below it is laid under the titles in the
//! way in which its words fit best: phones, roles, names, posts, departments, firms and periods are known by themselves,
//! so that a missing title, an additional column or an empty cell shifts nothing. Words that fit nowhere end the table.

use super::roles::{role_cell, role_of_column};
use super::tables::is_role_of_law;
use super::words::{Likelihood, is_post, is_unit, likelihood};
use crate::extract::contractors::is_marked;
use crate::extract::outline::{self, Line, Marker, TableUnit, Unit};
use crate::extract::span::Span;
use crate::extract::table::{Grid, Head, RecordTable};
use crate::extract::vocabulary::{self, Column};
use crate::normalise::{date, phone};
use regex::Regex;
use std::sync::LazyLock;

/// Most rows of one restored table, most lines of one row, most characters of a row without blanks.
const MAX_ROWS: usize = 120;
const MAX_LINES: usize = 3;
const MAX_SQUASHED: usize = 45;

/// How the cells of a flattened table are set apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Blanks,
    Bars,
    Nothing,
    Lines,
}

/// The titles of a flattened table.
struct Titles {
    titles: Vec<(Option<Span>, Column)>,
    layout: Layout,
    /// Units that they take.
    used: usize,
}

/// Restores flattened tables of people and firms among the lines.
pub(crate) fn restore(units: Vec<Unit>) -> Vec<Unit> {
    let mut restored = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let found = titles_at(&units[at..])
            .and_then(|titles| roles_as_titles(&units[at..], &titles).or_else(|| best_table(&units[at..], titles)));
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
    restored
}

fn line(unit: &Unit) -> Option<&Line> {
    match unit {
        Unit::Line(line) => Some(line),
        Unit::Table(_) => None,
    }
}

/// The titles with which some units start, when they are those of people or firms and nothing else.
fn titles_at(units: &[Unit]) -> Option<Titles> {
    let first = line(units.first()?)?;
    let text = first.slice.text();
    let numbered = first.heading.is_some_and(|heading| heading.marker != Marker::None);
    if first.level.is_some() || numbered || text.contains([',', '.', ':']) || text.chars().nth(80).is_some() {
        return None;
    }
    if text.contains('|') {
        let cells = first.slice.split(|c| c == '|');
        let titles: Option<Vec<_>> =
            cells.into_iter().map(|cell| vocabulary::column_of(&cell).map(|column| (Some(cell), column))).collect();
        let titles = titles.filter(|titles| titles.len() >= 3)?;
        return is_of_people_or_firms(&titles).then(|| Titles {
            titles: of_firms(titles),
            layout: Layout::Bars,
            used: 1,
        });
    }
    let words = first.slice.split(char::is_whitespace);
    let (titles, layout, used) = match words.len() {
        0 => return None,
        1 => match squashed_titles(&first.slice)
            .filter(|titles| titles.iter().all(|(_, column)| *column != Column::Company))
        {
            Some(titles) => (titles, Layout::Nothing, 1),
            None => {
                let titles = title_lines(units);
                let used = titles.len();
                (titles, Layout::Lines, used)
            }
        },
        _ => match spaced_titles(&words) {
            Some(titles) => (titles, Layout::Blanks, 1),
            None => return None,
        },
    };
    let titles: Vec<(Option<Span>, Column)> = titles.into_iter().map(|(title, column)| (Some(title), column)).collect();
    is_of_people_or_firms(&titles).then(|| Titles { titles: of_firms(titles), layout, used })
}

/// In a table of firms 담당업무 is a task and no role.
fn of_firms(mut titles: Vec<(Option<Span>, Column)>) -> Vec<(Option<Span>, Column)> {
    if titles.iter().any(|(_, column)| *column == Column::Company) {
        for (_, column) in titles.iter_mut().filter(|(_, column)| *column == Column::Role) {
            *column = Column::Task;
        }
    }
    titles
}

/// Whether titles are those of a table of people or firms and of nothing else.
fn is_of_people_or_firms(titles: &[(Option<Span>, Column)]) -> bool {
    let has = |wanted: &[Column]| titles.iter().filter(|(_, column)| wanted.contains(column)).count();
    let parts = has(&[Column::Name, Column::Position, Column::Department, Column::Phone]);
    let roles = has(&[Column::Role, Column::Chief, Column::Manager, Column::Access]);
    let firm = has(&[Column::Company]);
    let firm_parts = has(&[Column::Task, Column::Period, Column::Start, Column::End]);
    let around = has(&[Column::Kind, Column::Facility, Column::Serial, Column::Note, Column::Place]);
    let place = has(&[Column::Place]);
    let all = parts + roles + firm + firm_parts + around == titles.len();
    let people = parts >= 2 || parts == 1 && roles + has(&[Column::Kind]) >= 1 || roles >= 2;
    let firms = firm >= 1 && parts + roles + firm_parts >= 1;
    all && place <= 1 && titles.len() >= 2 && (people && firm_parts == 0 || firms)
}

/// Titles between blanks; a title is a run of up to four words.
fn spaced_titles(words: &[Span]) -> Option<Vec<(Span, Column)>> {
    let mut titles = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let run = (1..=4.min(words.len() - at)).rev().find_map(|count| {
            let title = words[at].through(&words[at + count - 1]);
            vocabulary::column_of(&title).map(|column| (title, column, count))
        });
        let (title, column, count) = run?;
        titles.push((title, column));
        at += count;
    }
    Some(titles)
}

/// Titles written together: 부서명구분담당자연락처.
fn squashed_titles(slice: &Span) -> Option<Vec<(Span, Column)>> {
    let starts: Vec<usize> = slice.text().char_indices().map(|(at, _)| at).chain([slice.text().len()]).collect();
    let length = starts.len() - 1;
    if !(6..=40).contains(&length) || slice.folded().chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    // Fewest titles that cover the first characters, with the start of the last one.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; length + 1];
    best[0] = Some((0, 0));
    for end in 2..=length {
        for start in end.saturating_sub(9)..end - 1 {
            let Some((count, _)) = best[start] else { continue };
            let title = &slice.text()[starts[start]..starts[end]];
            if best[end].is_none_or(|(fewest, _)| count + 1 < fewest) && vocabulary::column(title).is_some() {
                best[end] = Some((count + 1, start));
            }
        }
    }
    let mut titles = Vec::new();
    let mut end = length;
    while end > 0 {
        let (_, start) = best[end]?;
        let title = slice.cut(starts[start]..starts[end]);
        let column = vocabulary::column_of(&title)?;
        titles.push((title, column));
        end = start;
    }
    titles.reverse();
    (titles.len() >= 3).then_some(titles)
}

/// Titles one a line, up to the first line that is none or names a role once parts of people came before.
fn title_lines(units: &[Unit]) -> Vec<(Span, Column)> {
    let mut titles: Vec<(Span, Column)> = Vec::new();
    for unit in units.iter().take(10) {
        let Some(line) = line(unit).filter(|line| line.level.is_none() && line.slice.text().chars().count() <= 16)
        else {
            break;
        };
        let Some(column) = vocabulary::column_of(&line.slice) else { break };
        let role = role_of_column(Some(column)).is_some() && !matches!(line.slice.folded(), "담당자" | "담당");
        let seen = titles.iter().any(|(_, seen)| *seen == column);
        if seen || role && !titles.is_empty() {
            break;
        }
        titles.push((line.slice.clone(), column));
    }
    titles
}

/// The table below titles. Two titles that are one together (담당자 성명, 성명직위) are read in both ways; the rows decide.
fn best_table(units: &[Unit], titles: Titles) -> Option<(TableUnit, usize)> {
    let apart = taken_apart(&titles.titles);
    let together = table_at(units, &titles.titles, &titles);
    let apart = (apart.len() > titles.titles.len()).then(|| table_at(units, &apart, &titles)).flatten();
    let best = together.into_iter().chain(apart).max_by_key(|(_, _, score)| *score);
    best.map(|(table, used, _)| (table, used))
}

/// Titles of two parts as two titles.
fn taken_apart(titles: &[(Option<Span>, Column)]) -> Vec<(Option<Span>, Column)> {
    let mut apart = Vec::new();
    for (title, column) in titles {
        let parts = title.as_ref().and_then(|title| {
            let folded = title.folded();
            folded.char_indices().skip(2).find_map(|(at, _)| {
                let (first, second) = (title.part(0, at), title.part(at, folded.len()));
                let (left, right) = (vocabulary::column_of(&first)?, vocabulary::column_of(&second)?);
                let part = |column| {
                    let of_person = [Column::Name, Column::Position, Column::Access, Column::Manager, Column::Phone];
                    of_person.contains(&column)
                };
                (part(left) && part(right)).then_some([(Some(first), left), (Some(second), right)])
            })
        });
        match parts {
            Some(parts) => apart.extend(parts),
            None => apart.push((title.clone(), *column)),
        }
    }
    apart
}

/// A table below titles, the units that it takes, and how well its rows fit.
fn table_at(units: &[Unit], columns: &[(Option<Span>, Column)], titles: &Titles) -> Option<(TableUnit, usize, i32)> {
    let mut columns = columns.to_vec();
    // Where no title is that of roles but rows open with them, the first title is missing.
    let holds_roles =
        |column: &Column| matches!(column, Column::Kind | Column::Role | Column::Access | Column::Manager);
    let opens = |unit: &Unit| line(unit).is_some_and(|line| leading_role(&line.slice, titles.layout));
    if !columns.iter().any(|(_, column)| holds_roles(column)) && units.iter().skip(titles.used).take(2).any(opens) {
        columns.insert(0, (None, Column::Role));
    }
    let kinds: Vec<Column> = columns.iter().map(|(_, column)| *column).collect();
    let (rows, used) = match titles.layout {
        Layout::Lines => rows_of_lines(&units[titles.used..], &kinds),
        layout => rows_of_text(&units[titles.used..], &kinds, layout),
    };
    if rows.is_empty() {
        return None;
    }
    let score = rows.iter().map(|(_, score)| score).sum();
    let rows = rows.into_iter().map(|(row, _)| row).collect();
    Some((table(&columns, rows), titles.used + used, score))
}

/// Whether a line opens with a role.
fn leading_role(slice: &Span, layout: Layout) -> bool {
    if layout == Layout::Nothing {
        return super::lines::ROLE_IN_TEXT.find(slice.folded()).is_some_and(|role| role.start() == 0);
    }
    let tokens = slice.split(char::is_whitespace);
    (1..=tokens.len().min(3)).any(|count| {
        let head = tokens[0].through(&tokens[count - 1]);
        role_cell(&head).is_some() && is_role_of_law(head.folded())
    })
}

type Row = Vec<Option<Span>>;

/// Whether a line ends the rows of a table: a heading, a sentence, a bullet, titles of another table.
fn ends_rows(line: &Line) -> bool {
    let folded = line.slice.folded();
    let digit = line.slice.text().starts_with(|c: char| c.is_ascii_digit());
    let heading = line.heading.is_some_and(|heading| {
        heading.marker <= Marker::Letter && heading.apart && (!digit || phone::find(folded).is_empty())
    });
    let sentence = ["다.", "니다", "요.", "다"].iter().any(|end| folded.ends_with(end)) && folded.chars().count() > 14;
    let bullet = folded.starts_with(['※', '*', '·', '○', '■', '□', '●', '▶', '-']);
    let titles = spaced_titles(&line.slice.split(char::is_whitespace)).is_some_and(|titles| titles.len() >= 2);
    // 4. 촬영시간 및 보관: a number before words that are no row.
    let numbered =
        outline::marker(&line.slice).is_some_and(|marker| marker <= Marker::Letter) && phone::find(folded).is_empty();
    line.level.is_some() || heading || numbered || sentence || bullet || titles || folded.chars().count() > 100
}

/// Rows of lines whose cells stand between blanks, or together.
fn rows_of_text(units: &[Unit], columns: &[Column], layout: Layout) -> (Vec<(Row, i32)>, usize) {
    let mut rows: Vec<(Row, i32)> = Vec::new();
    let mut last: Vec<Span> = Vec::new();
    let (mut lines, mut used) = (0, 0);
    for unit in units.iter().take(MAX_ROWS) {
        let Some(line) = line(unit).filter(|line| !ends_rows(line)) else { break };
        let tokens = cells_of(&line.slice, layout);
        let alone = align(&tokens, columns, layout);
        // A line that is no row goes on with the cells of the row above.
        let longer: Vec<Span> = last.iter().chain(&tokens).cloned().collect();
        let goes_on = alone.is_none() && layout == Layout::Blanks && !rows.is_empty() && lines < MAX_LINES;
        match (alone, goes_on) {
            (Some(row), _) => {
                rows.push(row);
                (last, lines) = (tokens, 1);
            }
            (None, true) => match align(&longer, columns, layout) {
                Some(row) => {
                    rows.pop();
                    rows.push(row);
                    (last, lines) = (longer, lines + 1);
                }
                None => break,
            },
            (None, false) => break,
        }
        used += 1;
    }
    (rows, used)
}

/// Rows of one cell a line: a row starts where a role does, else where it is full.
fn rows_of_lines(units: &[Unit], columns: &[Column]) -> (Vec<(Row, i32)>, usize) {
    let cells: Vec<&Span> = units
        .iter()
        .take(MAX_ROWS)
        .map_while(line)
        .take_while(|line| !ends_rows(line))
        .map(|line| &line.slice)
        .collect();
    let is_role = |cell: &Span| role_cell(cell).is_some() && is_role_of_law(cell.folded());
    let by_roles = cells.first().is_some_and(|cell| is_role(cell));
    let (mut rows, mut at) = (Vec::new(), 0);
    while at < cells.len() {
        // The longest run of lines that makes a row; a role of its own column may follow the first.
        let longest = columns.len().min(cells.len() - at);
        let next =
            (at + 2..cells.len()).find(|next| by_roles && is_role(cells[*next])).map_or(longest, |next| next - at);
        let row = (2..=longest.min(next)).rev().find_map(|length| {
            let tokens: Vec<Span> = cells[at..at + length].iter().map(|cell| (*cell).clone()).collect();
            align(&tokens, columns, Layout::Lines).map(|row| (row, length))
        });
        let Some((row, length)) = row.filter(|_| !by_roles || is_role(cells[at])) else { break };
        rows.push(row);
        at += length;
    }
    (rows, at)
}

/// The pieces of a line that are never taken apart.
fn cells_of(slice: &Span, layout: Layout) -> Vec<Span> {
    match layout {
        Layout::Lines => vec![slice.clone()],
        Layout::Bars => slice.split(|c| c == '|'),
        Layout::Blanks => slice.split(char::is_whitespace),
        Layout::Nothing => letters_of(slice),
    }
}

/// The letters of squashed words; a phone stays whole.
fn letters_of(slice: &Span) -> Vec<Span> {
    let folded = slice.folded();
    if folded.chars().count() > MAX_SQUASHED {
        return Vec::new();
    }
    let phones = phone::find(folded);
    let mut letters = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let end = match phones.iter().find(|phone| phone.range.start == at) {
            Some(phone) => phone.range.end,
            None => at + folded[at..].chars().next().map_or(1, char::len_utf8),
        };
        letters.push(slice.part(at, end));
        at = end;
    }
    letters
}

/// Longest cell of a squashed row, in pieces.
const LONGEST_CELL: usize = 12;

/// Lays pieces under columns in the order of both where they fit best; nothing where they do not.
fn align(tokens: &[Span], columns: &[Column], layout: Layout) -> Option<(Row, i32)> {
    if tokens.is_empty() || tokens.len() > MAX_SQUASHED {
        return None;
    }
    let (width, length) = (columns.len(), tokens.len());
    // best[c][t]: score of the first t pieces under the first c columns, and where the last cell starts.
    let mut best: Vec<Vec<Option<(i32, usize)>>> = vec![vec![None; length + 1]; width + 1];
    best[0][0] = Some((0, 0));
    for column in 0..width {
        for end in 0..=length {
            let mut found = best[column][end].map(|(score, _)| (score + empty_score(columns[column]), end));
            for start in end.saturating_sub(LONGEST_CELL)..end {
                let Some((score, _)) = best[column][start] else { continue };
                let Some(fit) = cell_score(columns[column], &tokens[start..end], layout) else { continue };
                if found.is_none_or(|(most, _)| score + fit > most) {
                    found = Some((score + fit, start));
                }
            }
            best[column + 1][end] = found;
        }
    }
    let (score, _) = best[width][length]?;
    let mut row: Row = vec![None; width];
    let mut end = length;
    for column in (0..width).rev() {
        let (_, start) = best[column + 1][end]?;
        if start < end {
            row[column] = Some(tokens[start].through(&tokens[end - 1]));
        }
        end = start;
    }
    let filled = row.iter().flatten().count();
    (filled >= 2 && score >= 2 * filled as i32).then_some((row, score))
}

/// What an empty cell costs.
fn empty_score(column: Column) -> i32 {
    match column {
        Column::Note | Column::Serial => 0,
        Column::Kind | Column::Facility | Column::Phone | Column::Place => -1,
        _ => -2,
    }
}

/// How well pieces fit a column as one cell; nothing when they never do.
fn cell_score(column: Column, pieces: &[Span], layout: Layout) -> Option<i32> {
    let (first, last) = (&pieces[0], &pieces[pieces.len() - 1]);
    if !first.shares_text_with(last) {
        return None;
    }
    let cell = first.through(last);
    let words = if layout == Layout::Nothing { 1 } else { pieces.len() as i32 };
    // A syllable by itself is no cell of squashed words. No cell starts or ends within brackets or with a mark that joins.
    let text = cell.folded();
    let balanced = text.matches('(').count() == text.matches(')').count();
    let joined = text.starts_with(['(', ')', '·', ',']) || text.ends_with(['(', '·', ',']);
    let single = text.chars().nth(1).is_none() && column != Column::Serial;
    if layout == Layout::Nothing && (!balanced || joined || single) {
        return None;
    }
    let score = word_score(column, &cell, pieces, layout);
    // Where nothing sets cells apart, words that are no post and no department are none of theirs.
    let part = matches!(column, Column::Position | Column::Department | Column::Access | Column::Manager);
    let score = if layout == Layout::Nothing && part && score == 0 { -4 } else { score };
    let length = match column {
        Column::Name | Column::Position | Column::Department | Column::Access | Column::Manager => 1,
        Column::Kind | Column::Facility | Column::Company => 1,
        _ => 0,
    };
    (score > -8).then_some(score - length * (words - 1))
}

/// What may stand around a phone in its cell.
static AROUND_PHONE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^(?:전화|연락처|내선|대표|직통|tel|[^가-힣a-z0-9])*$").expect("pattern"));

/// A score that no other cells make up for.
const NEVER: i32 = -20;

/// How well words fit a column, whatever their number.
fn word_score(column: Column, cell: &Span, pieces: &[Span], layout: Layout) -> i32 {
    let text = cell.folded();
    if let Some(found) = phone::find(text).first() {
        let around = format!("{}{}", &text[..found.range.start], &text[found.range.end..]);
        return if column == Column::Phone && AROUND_PHONE.is_match(&around) { 8 } else { NEVER };
    }
    match column {
        Column::Phone if matches!(text, "-" | "") || text.ends_with("대표번호") || text.ends_with("내선") => 3,
        Column::Phone => NEVER,
        Column::Serial if text.chars().all(|c| c.is_ascii_digit()) => 3,
        Column::Serial => NEVER,
        Column::Period | Column::Start | Column::End if date::find(text).is_empty() => NEVER,
        Column::Period | Column::Start | Column::End => 6,
        Column::Company if is_marked(text) => 6,
        Column::Company if likelihood(text) == Likelihood::Sure || is_post(text) || role_cell(cell).is_some() => -4,
        Column::Position | Column::Department => part_score(column, cell, layout),
        _ => person_score(column, cell, pieces, layout),
    }
}

/// Whether a cell is a role of the law; of squashed words a role takes what is the role's and no more.
fn is_role(cell: &Span, layout: Layout) -> bool {
    let text = cell.folded();
    let whole = || {
        super::lines::ROLE_IN_TEXT.find(text).is_some_and(|role| {
            let rest = &text[role.end()..];
            role.start() == 0 && (rest.is_empty() || rest.starts_with('(') && rest.find(')') == Some(rest.len() - 1))
        })
    };
    role_cell(cell).is_some() && is_role_of_law(text) && (layout != Layout::Nothing || whole())
}

/// How well words fit a column of roles, names or both, or one of what people belong to.
fn person_score(column: Column, cell: &Span, pieces: &[Span], layout: Layout) -> i32 {
    let text = cell.folded();
    let (role, name) = (is_role(cell, layout), likelihood(text));
    let post = is_post(text) && !role;
    // 소장 이정훈, 이정훈 과장.
    let words = if layout == Layout::Blanks { pieces.to_vec() } else { cell.split(char::is_whitespace) };
    let both = layout != Layout::Nothing && words.len() == 2 && {
        let named = |word: &Span| likelihood(word.folded()) >= Likelihood::Likely;
        named(&words[0]) && is_post(words[1].folded()) || is_post(words[0].folded()) && named(&words[1])
    };
    match column {
        Column::Role if role => 8,
        Column::Role => NEVER,
        Column::Kind if role => 6,
        Column::Kind | Column::Facility | Column::Place if name == Likelihood::Sure || post => -4,
        Column::Access | Column::Manager | Column::Chief if role => 7,
        Column::Access | Column::Manager | Column::Chief | Column::Name if both => 6,
        Column::Access | Column::Manager | Column::Chief if name >= Likelihood::Likely || post => 4,
        Column::Access | Column::Manager | Column::Chief => 0,
        Column::Name => match name {
            _ if role => NEVER,
            Likelihood::Sure => 5,
            Likelihood::Likely => 4,
            Likelihood::Possible => 2,
            Likelihood::No => -4,
        },
        _ => 1,
    }
}

/// How well words fit a column of posts or departments.
fn part_score(column: Column, cell: &Span, layout: Layout) -> i32 {
    let text = cell.folded();
    let (name, unit) = (likelihood(text) >= Likelihood::Likely, is_unit(text));
    // 전산원 may be a name and is a department where departments stand.
    if is_role(cell, layout) || name && !unit {
        return -6;
    }
    let post = is_post(text);
    match column {
        Column::Position if name => -3,
        Column::Position if post => 4,
        Column::Position if unit => -3,
        // 시설관리팀 rather than 시설관 before 리팀장.
        Column::Department if unit && !name && !post => {
            4 + i32::from(text.ends_with(['과', '팀', '실', '국', '처', '부']) || text.ends_with("센터"))
        }
        Column::Department if unit => 2,
        Column::Department if post => -3,
        _ => 0,
    }
}

/// A table of titles and rows whose columns are known.
fn table(columns: &[(Option<Span>, Column)], rows: Vec<Row>) -> TableUnit {
    let heads = columns
        .iter()
        .map(|(title, column)| Head {
            column: Some(*column),
            group: None,
            title: title.as_ref().map_or_else(String::new, |title| title.text().to_owned()),
            cell: title.clone(),
            group_cell: None,
        })
        .collect();
    let continued = rows.iter().map(|row| vec![false; row.len()]).collect();
    let mut all = vec![columns.iter().map(|(title, _)| title.clone()).collect::<Row>()];
    all.extend(rows.iter().cloned());
    let view = RecordTable { heads, records: rows, continued, titles: Vec::new(), headed: true, transposed: false };
    TableUnit { grid: Grid::of_rows(all), view }
}

/// Roles as titles, then as many people, each over lines of their own: 관리 책임자 접근 권한자 / 사무국장 / (☎ …) / ….
fn roles_as_titles(units: &[Unit], titles: &Titles) -> Option<(TableUnit, usize)> {
    let width = titles.titles.len();
    if width < 2 || !titles.titles.iter().all(|(_, column)| role_of_column(Some(*column)).is_some()) {
        return None;
    }
    let lines: Vec<&Span> = units[titles.used..]
        .iter()
        .take(width * MAX_LINES)
        .map_while(line)
        .take_while(|line| !ends_rows(line))
        .map(|line| &line.slice)
        .collect();
    // A person ends with a phone; without phones each line is one, or each word of the only line.
    let mut people: Vec<Vec<Span>> = vec![Vec::new()];
    let mut used = 0;
    for slice in &lines {
        if people.len() > width {
            break;
        }
        people.last_mut()?.push((*slice).clone());
        used += 1;
        if !phone::find(slice.folded()).is_empty() {
            people.push(Vec::new());
            if people.len() > width {
                break;
            }
        }
    }
    people.retain(|person| !person.is_empty());
    let posts =
        |words: &[Span]| words.iter().all(|word| word.split(char::is_whitespace).iter().any(|w| is_post(w.folded())));
    if people.len() != width {
        let words = lines.first()?.split(char::is_whitespace);
        let each: Vec<Span> = lines.iter().take(width).map(|slice| (*slice).clone()).collect();
        (people, used) = if words.len() == width && posts(&words) {
            (words.into_iter().map(|word| vec![word]).collect(), 1)
        } else if each.len() == width && posts(&each) {
            (each.into_iter().map(|slice| vec![slice]).collect(), width)
        } else {
            return None;
        };
    }
    let height = people.iter().map(Vec::len).max().unwrap_or(0);
    let rows = (0..height).map(|row| people.iter().map(|person| person.get(row).cloned()).collect()).collect();
    Some((table(&titles.titles, rows), titles.used + used))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rows of the only table, cells between bars.
    fn rows(text: &str) -> Vec<String> {
        let units = text
            .lines()
            .enumerate()
            .map(|(index, words)| {
                let slice = Span::new(index as u32, 0, words);
                let heading = outline::heading(&slice, None);
                Unit::Line(Line { slice, level: None, heading })
            })
            .collect();
        let cell = |cell: &Option<Span>| cell.as_ref().map_or("", |cell| cell.text()).to_owned();
        restore(units)
            .into_iter()
            .filter_map(|unit| match unit {
                Unit::Table(table) => Some(table.view.records),
                Unit::Line(_) => None,
            })
            .flatten()
            .map(|record| record.iter().map(cell).collect::<Vec<_>>().join("|"))
            .collect()
    }

    #[test]
    fn words_find_their_columns() {
        for (text, wanted) in [
            (
                "구분 담당자 성명 직급 소속\n나래센터 관리책임자 임세찬 차장 운영2팀\n접근권한자 고은별 주임 운영2팀",
                vec!["나래센터|관리책임자|임세찬|차장|운영2팀", "|접근권한자|고은별|주임|운영2팀"],
            ),
            (
                "성명 직위 소속 연락처\n관리책임자 빙여울 관장 가온도서관\n접근권한자 사공린 사서 열람팀 041-850-0415",
                vec!["관리책임자|빙여울|관장|가온도서관|", "접근권한자|사공린|사서|열람팀|041-850-0415"],
            ),
            (
                "구분 역할 성명 직위 소속 전화\n관리책임자 영상정보 보호 책임자 소해든 운영과장 운영과 052-290-0402",
                vec!["관리책임자|영상정보 보호 책임자|소해든|운영과장|운영과|052-290-0402"],
            ),
            (
                "구분성명직위소속연락처\n관리책임자도하람운영과장운영과033-590-0031",
                vec!["관리책임자|도하람|운영과장|운영과|033-590-0031"],
            ),
            (
                "부서명구분담당자연락처\n시설팀관리 권한자영상 담당062-360-0645",
                vec!["시설팀|관리 권한자|영상 담당|062-360-0645"],
            ),
            (
                "수탁업체 담당자 연락처\n(주)솔누리 목이든 과장 041-553-0077",
                vec!["(주)솔누리|목이든 과장|041-553-0077"],
            ),
            (
                "관리 책임자 접근 권한자\n사무국장 도은새\n(☎053-740-0290)\n시설주임\n(☎053-740-0294)",
                vec!["사무국장 도은새|시설주임", "(☎053-740-0290)|(☎053-740-0294)"],
            ),
        ] {
            assert_eq!(rows(text), wanted, "{text}");
        }
        assert!(rows("담당 부서 연락처\n우리 기관은 늘 곁에 있겠습니다.").is_empty());
    }
}
