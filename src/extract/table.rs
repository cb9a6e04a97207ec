//! Tables as meaning: which way round a table is, what its columns hold, and its records.
//!
//! Every table is read as a grid in three ways (as it stands, transposed, as key/value pairs) and the reading whose
//! titles are known and whose cells agree with their titles wins.

use super::span::Span;
use super::vocabulary::{self, Column};
use crate::document::{Block, BlockKind};
use regex::Regex;
use std::sync::LazyLock;

/// Most rows of a table that may be one of keys and values.
const MAX_LYING: usize = 400;

/// Cells of a table as slices, merged cells repeated where they cover.
#[derive(Debug, Clone, Default)]
pub(crate) struct Grid {
    /// Distinct cells.
    pub(crate) cells: Vec<Span>,
    /// Marked as header in the source.
    pub(crate) marked: Vec<bool>,
    /// Rows of indices into `cells`.
    pub(crate) rows: Vec<Vec<Option<usize>>>,
}

impl Grid {
    /// The grid of a table block.
    pub(crate) fn of_block(index: u32, block: &Block) -> Option<Self> {
        let BlockKind::Table(table) = &block.kind else {
            return None;
        };
        let cells = table.cells.iter().map(|cell| Span::new(index, cell.start, block.words(cell))).collect();
        let marked = table.cells.iter().map(|cell| cell.header).collect();
        Some(Self { cells, marked, rows: table.grid.clone() }.without_blank_rows())
    }

    /// A grid of loose slices, row by row.
    pub(crate) fn of_rows(rows: Vec<Vec<Option<Span>>>) -> Self {
        let mut grid = Self::default();
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        for row in rows {
            let mut places: Vec<Option<usize>> = Vec::with_capacity(width);
            for cell in row {
                places.push(cell.map(|cell| {
                    grid.cells.push(cell);
                    grid.marked.push(false);
                    grid.cells.len() - 1
                }));
            }
            places.resize(width, None);
            grid.rows.push(places);
        }
        grid
    }

    fn without_blank_rows(mut self) -> Self {
        let cells = &self.cells;
        let filled = |row: &Vec<Option<usize>>| row.iter().flatten().any(|cell| !cells[*cell].text().is_empty());
        // A header over nothing but blank rows stays a header.
        if self.rows.iter().filter(|row| filled(row)).count() > 1 {
            self.rows.retain(filled);
        }
        // Columns that hold nothing at all come from trailing separators.
        let width = self.rows.first().map_or(0, Vec::len);
        let used: Vec<usize> = (0..width)
            .filter(|column| {
                self.rows.iter().any(|row| row[*column].is_some_and(|cell| !cells[cell].text().is_empty()))
            })
            .collect();
        for row in &mut self.rows {
            *row = used.iter().map(|column| row[*column]).collect();
        }
        self
    }

    pub(crate) fn width(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    pub(crate) fn at(&self, row: usize, column: usize) -> Option<&Span> {
        self.rows.get(row)?.get(column).copied().flatten().map(|cell| &self.cells[cell])
    }

    fn transposed(&self) -> Self {
        let rows = (0..self.width()).map(|column| self.rows.iter().map(|row| row[column]).collect()).collect();
        Self { rows, ..self.clone() }
    }

    /// Key, value, key, value rows as one column of keys and one of values.
    fn paired(&self) -> Option<Self> {
        let width = self.width();
        if width < 4 || !width.is_multiple_of(2) || self.rows.len() > MAX_LYING {
            return None;
        }
        let mut rows: Vec<Vec<Option<usize>>> = Vec::new();
        for row in &self.rows {
            for pair in row.chunks(2) {
                // A value that spans the rest of its row meets itself again.
                if pair[0].is_some() && rows.iter().flatten().all(|seen| *seen != pair[0]) {
                    rows.push(pair.to_vec());
                }
            }
        }
        Some(Self { rows, ..self.clone() })
    }
}

/// A column of a table that has been understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// What it holds, from its own title or that of the group above.
    pub(crate) column: Option<Column>,
    /// The group above, when the header has two levels.
    pub(crate) group: Option<Column>,
    /// Title as written, group before leaf.
    pub(crate) title: String,
    /// Cell of the leaf title.
    pub(crate) cell: Option<Span>,
    /// Cell of the group title.
    pub(crate) group_cell: Option<Span>,
}

/// A table whose columns are known.
#[derive(Debug, Clone)]
pub(crate) struct RecordTable {
    pub(crate) heads: Vec<Head>,
    /// Records: one slice a column; a merged cell stands in every record it covers.
    pub(crate) records: Vec<Vec<Option<Span>>>,
    /// For each record and column, whether the cell also stood in the record before (merged over rows).
    pub(crate) continued: Vec<Vec<bool>>,
    /// Words above the table: caption, title rows.
    pub(crate) titles: Vec<Span>,
    /// Whether the titles were known; `false` for a table without header.
    pub(crate) headed: bool,
    /// Whether the table was turned.
    pub(crate) transposed: bool,
}

impl RecordTable {
    /// Columns that hold `column`.
    pub(crate) fn columns(&self, column: Column) -> impl Iterator<Item = usize> + '_ {
        self.heads.iter().enumerate().filter(move |(_, head)| head.column == Some(column)).map(|(index, _)| index)
    }

    /// The first column that holds `column`.
    pub(crate) fn first(&self, column: Column) -> Option<usize> {
        self.columns(column).next()
    }

    /// Whether any column holds one of `columns`.
    pub(crate) fn has(&self, columns: &[Column]) -> bool {
        self.heads.iter().any(|head| head.column.is_some_and(|column| columns.contains(&column)))
    }

    /// A cell, unless it is blank.
    pub(crate) fn cell(&self, record: usize, column: usize) -> Option<&Span> {
        self.records.get(record)?.get(column)?.as_ref().filter(|cell| !cell.is_blank())
    }
}

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[총계약]?\*{0,2}[0-9][0-9,]*(?:대|EA|개소|units?|식|개)?(?:$|[^가-힣A-Za-z])").expect("pattern")
});
static PHONE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[0-9]{2,4}[-.)][0-9]{3,4}|[0-9]{3,4}-[0-9]{4}|[0-9]{4}$").expect("pattern"));
static DAYS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[0-9]+\)?(?:일|개월|주|달|년|days?)|^[0-9]{1,3}$").expect("pattern"));

/// Whether words end as departments do.
fn is_department(cell: &Span) -> bool {
    const ENDINGS: [char; 18] =
        ['과', '팀', '국', '실', '처', '단', '부', '소', '원', '관', '청', '서', '회', '읍', '면', '동', '등', '〃'];
    let words = cell.folded();
    words.ends_with(ENDINGS) || words.ends_with("센터") || words.ends_with("담당")
}

/// How well a cell fits its column: 1 yes, -1 no, 0 when anything fits.
fn agreement(column: Column, cell: &Span) -> i32 {
    let folded = cell.folded();
    let fits = match column {
        Column::Count | Column::Sites => {
            // 대회의실 counts nothing.
            let counted = || folded.contains('대') && folded.chars().any(|c| c.is_ascii_digit());
            NUMBER.is_match(folded) || counted() || folded.contains('○')
        }
        Column::Phone => PHONE.is_match(folded) || folded.contains('#') || folded.contains("대표"),
        Column::Retention => DAYS.is_match(folded) || folded == "〃" || folded.contains('일'),
        Column::Serial => {
            folded.chars().all(|c| c.is_ascii_digit() || "-.예시".contains(c)) || folded.chars().count() <= 3
        }
        Column::Position | Column::Company | Column::Place | Column::Department => !PHONE.is_match(folded),
        _ => return 0,
    };
    if fits { 1 } else { -1 }
}

/// Reads a table. Nothing when it has no cells.
pub(crate) fn read(grid: &Grid) -> Option<RecordTable> {
    if grid.rows.is_empty() || grid.width() == 0 {
        return None;
    }
    let mut grid = grid.clone();
    let mut titles: Vec<Span> = Vec::new();
    // A row that is one cell across the whole table is a title, at the top.
    while grid.rows.len() > 1 && grid.width() > 1 {
        let first = &grid.rows[0];
        let alone = first.iter().flatten().collect::<std::collections::BTreeSet<_>>();
        let across = first[0].filter(|_| alone.len() == 1 && first.iter().all(Option::is_some));
        let Some(cell) = across.or_else(|| remark(&grid)) else {
            break;
        };
        titles.push(grid.cells[cell].clone());
        grid.rows.remove(0);
    }
    spread_titles(&mut grid);
    shift_titles(&mut grid);
    realign(&mut grid);
    let standing = candidate(&grid, false);
    // Nobody writes a long table lying down; trying it would cost its length squared.
    let short = grid.rows.len() <= MAX_LYING && !lists_people(&grid);
    let turned = short.then(|| candidate(&grid.transposed(), true));
    let paired = grid.paired().filter(|_| short).map(|pairs| candidate(&pairs.transposed(), true));
    let mut best = standing;
    for other in turned.into_iter().chain(paired) {
        if other.score > best.score {
            best = other;
        }
    }
    let mut view = best.view;
    view.titles.splice(0..0, titles);
    Some(view)
}

/// Whether parts of a person stand at the top (직위, 연락처) and roles down the side: however many roles there are, they are
/// no titles.
fn lists_people(grid: &Grid) -> bool {
    let titles = |cells: Vec<Option<&Span>>| -> Vec<Column> {
        cells.into_iter().flatten().filter_map(vocabulary::column_of).collect()
    };
    let part = |column: &Column| matches!(column, Column::Position | Column::Name | Column::Phone | Column::Department);
    let top = titles((0..grid.width()).map(|column| grid.at(0, column)).collect());
    let side = titles((1..grid.rows.len()).map(|row| grid.at(row, 0)).collect());
    let parts: std::collections::BTreeSet<&Column> = top.iter().filter(|column| part(column)).collect();
    let role = |column: &Column| matches!(column, Column::Chief | Column::Manager | Column::Access);
    parts.len() >= 2 && side.iter().any(role) && !side.iter().any(part)
}

/// The only words of the first row, when titles of columns follow below: (2026. 5. 1. 기준) in a corner of a sheet.
fn remark(grid: &Grid) -> Option<usize> {
    let words = |row: &Vec<Option<usize>>| -> Vec<usize> {
        row.iter().flatten().copied().filter(|cell| !grid.cells[*cell].text().trim().is_empty()).collect()
    };
    let first = words(&grid.rows[0]);
    let below = grid.rows.iter().skip(1).take(3);
    let titled = below.into_iter().any(|row| {
        words(row).into_iter().filter(|cell| vocabulary::column_of(&grid.cells[*cell]).is_some()).count() >= 3
    });
    let alone = first.first().filter(|cell| first.iter().all(|other| other == *cell));
    alone.copied().filter(|_| titled && grid.width() >= 3)
}

/// Two rows of titles of a text table, where merged cells left blanks: 관리책임자 | | 접근권한자 | over 직위 | 연락처 | ….
fn spread_titles(grid: &mut Grid) {
    if grid.rows.len() < 3 {
        return;
    }
    let text = |row: usize, column: usize| grid.at(row, column).map_or("", |cell| cell.text());
    let width = grid.width();
    let known = |text: &str| vocabulary::column(text).is_some();
    let second: Vec<usize> = (0..width).filter(|column| !text(1, *column).is_empty()).collect();
    let fits = second.len() >= 2
        && second.len() < width
        && second.iter().all(|column| known(text(1, *column)))
        && (0..width).all(|column| !text(0, column).is_empty() || second.contains(&column))
        && second.iter().any(|column| text(0, *column).is_empty())
        && !text(0, 0).is_empty();
    if !fits {
        return;
    }
    for column in 0..width {
        if grid.at(0, column).is_none_or(|cell| cell.text().is_empty()) {
            grid.rows[0][column] = grid.rows[0][column - 1];
        }
        if !second.contains(&column) {
            grid.rows[1][column] = grid.rows[0][column];
        }
    }
}

/// Titles that stand one column too far left because the first has none: shifted where the cells below agree better.
fn shift_titles(grid: &mut Grid) {
    let width = grid.width();
    if grid.rows.len() < 3 || width < 3 || grid.at(0, width - 1).is_some_and(|cell| !cell.text().is_empty()) {
        return;
    }
    let full = grid.rows[1..]
        .iter()
        .filter(|row| row[width - 1].is_some_and(|cell| !grid.cells[cell].text().is_empty()))
        .count();
    if full * 2 < grid.rows.len() - 1 {
        return;
    }
    let agree = |shift: usize| -> i32 {
        (shift..width)
            .filter_map(|column| vocabulary::column_of(grid.at(0, column - shift)?).map(|title| (column, title)))
            .map(|(column, title)| {
                (1..grid.rows.len())
                    .filter_map(|row| grid.at(row, column))
                    .filter(|cell| !cell.is_blank())
                    .map(|cell| agreement(title, cell))
                    .sum::<i32>()
            })
            .sum()
    };
    if agree(1) > agree(0) {
        grid.rows[0].rotate_right(1);
    }
}

/// Widest table whose rows are realigned: every way to do it is tried, which takes the cube of the width for each row, and
/// what text makes of tables is no wider.
const MAX_REALIGNED: usize = 32;

/// Rows of a text table that lack the cells which spanned rows: blanks are put where the rest then agrees with the titles.
fn realign(grid: &mut Grid) {
    let width = grid.width();
    if grid.rows.len() < 3 || !(3..=MAX_REALIGNED).contains(&width) {
        return;
    }
    let titles: Vec<Option<Column>> = (0..width).map(|column| vocabulary::column_of(grid.at(0, column)?)).collect();
    let typed = |column: Column| {
        matches!(
            column,
            Column::Count
                | Column::Sites
                | Column::Phone
                | Column::Retention
                | Column::Serial
                | Column::Position
                | Column::Place
                | Column::Department
        )
    };
    if titles.iter().flatten().filter(|column| typed(**column)).count() < 2 {
        return;
    }
    let score = |cells: &[Option<usize>]| -> i32 {
        cells
            .iter()
            .zip(&titles)
            .filter_map(|(cell, title)| Some((&grid.cells[(*cell)?], (*title)?)))
            .filter(|(cell, _)| !cell.is_blank())
            .map(|(cell, title)| match title {
                // Where a cell is missing it counts whether what is left there is one.
                Column::Department if !is_department(cell) => -1,
                _ => agreement(title, cell),
            })
            .sum()
    };
    let mut rows = grid.rows.clone();
    for index in 2..rows.len() {
        let none = rows[index].iter().rev().take_while(|cell| cell.is_none()).count();
        let missing = if none > 0 { none } else { blanks_at_end(grid, &rows[index]) };
        let counted =
            rows[index][0].is_some_and(|cell| grid.cells[cell].folded().starts_with(|c: char| c.is_ascii_digit()));
        if missing == 0 || missing > width / 2 && none > 0 && !counted || missing >= width {
            continue;
        }
        let filled = rows[index][..width - missing].to_vec();
        let mut best = (score(&rows[index]), None);
        // All of them in one place, or some there and the others at the end.
        for here in (1..=missing).rev() {
            for at in 0..=filled.len() {
                let mut shifted = filled[..at].to_vec();
                shifted.extend(std::iter::repeat_n(None, here));
                shifted.extend_from_slice(&filled[at..]);
                shifted.resize(width, None);
                let value = score(&shifted);
                if value > best.0 {
                    best = (value, Some((at, here, shifted)));
                }
            }
        }
        if let (_, Some((at, here, mut shifted))) = best {
            // The cell above reaches down.
            for (column, place) in shifted.iter_mut().enumerate().skip(at).take(here) {
                *place = rows[index - 1][column];
            }
            rows[index] = shifted;
        }
    }
    grid.rows = rows;
}

/// Cells without words at the end of a row of pipes, which stand for cells that are missing in front: 4 | 2층 복도 | | |. The
/// blanks of a total are its own.
fn blanks_at_end(grid: &Grid, row: &[Option<usize>]) -> usize {
    let text = |cell: &Option<usize>| cell.map_or("", |cell| grid.cells[cell].text());
    let blanks = row.iter().rev().take_while(|cell| text(cell).is_empty()).count();
    let distinct: std::collections::BTreeSet<&Option<usize>> = row[row.len() - blanks..].iter().collect();
    let counted = row.first().is_some_and(|cell| text(cell).starts_with(|c: char| c.is_ascii_digit()));
    // A place that begins such a row is told by what stands before it in the rows above.
    let named =
        row.first().is_some_and(|cell| matches!(text(cell), "실내" | "실외" | "내부" | "외부" | "옥내" | "옥외"));
    if blanks >= 2 && distinct.len() == blanks && (counted || named) { blanks } else { 0 }
}

struct Candidate {
    view: RecordTable,
    score: f64,
}

/// Weight of a title towards understanding a table.
fn weight(column: Column) -> f64 {
    match column {
        Column::Kind | Column::Note | Column::Serial | Column::Facility | Column::Task | Column::Subtotal => 0.5,
        Column::Name | Column::Revision | Column::Model | Column::Installed => 0.8,
        _ => 1.0,
    }
}

fn candidate(grid: &Grid, transposed: bool) -> Candidate {
    let head_rows = head_rows(grid);
    let heads = heads(grid, head_rows);
    let mut score = 0.0;
    let mut seen: Vec<&Span> = Vec::new();
    for head in &heads {
        let Some(cell) = &head.cell else { continue };
        if seen.contains(&cell) {
            continue;
        }
        seen.push(cell);
        match head.column {
            // A title that only its group explains says half as much.
            Some(column) if head.group == Some(column) => score += 0.5 * weight(column),
            Some(column) => score += weight(column),
            None if is_year(cell) => score += 0.5,
            None if !cell.text().is_empty() => score -= 0.6,
            None => {}
        }
    }
    let mut records = Vec::new();
    let mut continued = Vec::new();
    for row in head_rows..grid.rows.len() {
        records.push((0..grid.width()).map(|column| grid.at(row, column).cloned()).collect::<Vec<_>>());
        continued.push(
            (0..grid.width())
                .map(|column| {
                    row > head_rows
                        && grid.rows[row][column].is_some()
                        && grid.rows[row][column] == grid.rows[row - 1][column]
                })
                .collect(),
        );
    }
    // Cells that agree with their titles speak for the reading, others against it.
    let (mut agree, mut all) = (0i32, 0i32);
    for record in &records {
        for (head, cell) in heads.iter().zip(record) {
            if let (Some(column), Some(cell)) = (head.column, cell)
                && !cell.is_blank()
            {
                let fit = agreement(column, cell);
                agree += fit;
                all += fit.abs();
            }
        }
    }
    if all > 0 {
        score += 1.5 * f64::from(agree) / f64::from(all);
    }
    if records.is_empty() {
        score -= 3.0;
    }
    // A table stands upright unless the other way is clearly better.
    if transposed {
        score -= 0.4;
    }
    let headed = head_rows > 0;
    Candidate { view: RecordTable { heads, records, continued, titles: Vec::new(), headed, transposed }, score }
}

/// How many rows at the top are titles: 0, 1 or 2 (3 for grouped groups).
fn head_rows(grid: &Grid) -> usize {
    let known = |row: usize| {
        let mut cells: Vec<usize> = grid.rows[row].iter().flatten().copied().collect();
        cells.dedup();
        let filled: Vec<&usize> = cells.iter().filter(|cell| !grid.cells[**cell].text().is_empty()).collect();
        let titled = |cell: &Span| vocabulary::column_of(cell).is_some() || is_year(cell);
        let known = filled.iter().filter(|cell| titled(&grid.cells[***cell])).count();
        let marked = filled.iter().filter(|cell| grid.marked[***cell]).count();
        (known, filled.len(), marked)
    };
    let (first, filled, marked) = known(0);
    if grid.rows.len() < 2 || filled == 0 {
        return 0;
    }
    let is_head = first * 2 >= filled && first >= 1 || marked == filled && filled > 1 && first >= 1;
    if !is_head {
        return 0;
    }
    let mut rows = 1;
    // A second row of titles stands under cells that span columns; beside these, the cells above reach down.
    while rows < 3 && rows + 1 < grid.rows.len() && is_second_head(grid, rows) {
        rows += 1;
    }
    rows
}

/// 2024년, 2023년 말: a year as a title.
fn is_year(cell: &Span) -> bool {
    static YEAR: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:19|20)[0-9]{2}년(?:도|말|기준|현재|[0-9]{1,2}월)*$").expect("pattern"));
    YEAR.is_match(cell.folded())
}

/// Whether a row continues the titles of the row above it.
fn is_second_head(grid: &Grid, row: usize) -> bool {
    let (above, here) = (&grid.rows[row - 1], &grid.rows[row]);
    let spans = |column: usize| {
        let cell = above[column];
        cell.is_some() && (column > 0 && above[column - 1] == cell || above.get(column + 1).copied().flatten() == cell)
    };
    let mut below = Vec::new();
    for (column, place) in here.iter().enumerate() {
        let text = place.map_or("", |cell| grid.cells[cell].text());
        if *place == above[column] {
            continue;
        }
        if spans(column) {
            if let Some(cell) = place.filter(|_| !text.is_empty()) {
                below.push(cell);
            }
        } else if !text.is_empty() {
            return false;
        }
    }
    let title = |cell: &usize| {
        let cell = &grid.cells[*cell];
        vocabulary::column_of(cell).is_some() || is_level(cell) || !cell.folded().chars().any(|c| c.is_ascii_digit())
    };
    let known = below
        .iter()
        .filter(|cell| vocabulary::column_of(&grid.cells[**cell]).is_some() || is_level(&grid.cells[**cell]))
        .count();
    let under_role = below.iter().any(|cell| {
        let column = here.iter().position(|place| *place == Some(*cell)).unwrap_or(0);
        let over = above[column].map_or("", |over| grid.cells[over].text());
        matches!(vocabulary::column(over), Some(Column::Chief | Column::Manager | Column::Access | Column::Role))
    });
    // Names of people under a role are data, not titles.
    !below.is_empty() && below.iter().all(title) && (!under_role || known * 2 >= below.len())
}

/// 1층, 지하 2층, B1: levels of a building as sub-titles.
fn is_level(cell: &Span) -> bool {
    let text = cell.folded();
    text.chars().count() <= 6
        && (text.ends_with('층') || text.ends_with('동') || text.starts_with('B') || text.ends_with('F'))
}

fn heads(grid: &Grid, rows: usize) -> Vec<Head> {
    (0..grid.width())
        .map(|column| {
            let mut path: Vec<&Span> = Vec::new();
            for row in 0..rows {
                if let Some(cell) = grid.at(row, column)
                    && path.last() != Some(&cell)
                    && !cell.text().is_empty()
                {
                    path.push(cell);
                }
            }
            let known: Vec<Option<Column>> = path.iter().map(|cell| vocabulary::column_of(cell)).collect();
            let leaf = known.last().copied().flatten();
            let group =
                if path.len() > 1 { known[..path.len() - 1].iter().rev().find_map(|column| *column) } else { None };
            // 보관 over 기간, 장소: only both together name what stands below.
            let joined = || vocabulary::column(&path.iter().map(|cell| cell.text()).collect::<String>());
            let column = match (leaf, group) {
                (leaf @ (None | Some(Column::Period | Column::Place | Column::Hours)), None) if path.len() > 1 => {
                    joined().or(leaf)
                }
                // 대수 over 실내, 실외, 소계, 1층: parts of a count.
                (
                    None | Some(Column::Subtotal | Column::Facility | Column::Kind),
                    Some(group @ (Column::Count | Column::Sites)),
                ) => Some(group),
                // 촬영 over 범위, 시간 and the like name themselves; an unknown leaf takes its group.
                (None, group) => group,
                (leaf, _) => leaf,
            };
            let title = path.iter().map(|cell| cell.text()).collect::<Vec<_>>().join(" ");
            let cell = path.last().map(|cell| (*cell).clone());
            let group_cell = (path.len() > 1).then(|| path[0].clone());
            Head { column, group, title, cell, group_cell }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[&[&str]]) -> Grid {
        Grid::of_rows(rows.iter().map(|row| row.iter().map(|cell| Some(Span::new(0, 0, cell))).collect()).collect())
    }

    #[test]
    fn a_table_of_people_stands_upright() {
        let grid = grid(&[
            &["구분", "직위", "소속", "연락처"],
            &["총괄책임자", "안전도시국장", "안전도시국", "031-8063-2400"],
            &["관리책임자", "시민안전과장", "시민안전과", "031-8063-2461"],
            &["접근권한자", "영상관제팀장", "시민안전과", "031-8063-2475"],
            &["접근권한자", "관제 담당 주무관", "시민안전과", "031-8063-2476"],
        ]);
        let view = read(&grid).expect("a table");
        assert!(!view.transposed);
        assert_eq!(view.records.len(), 4);
    }

    #[test]
    fn however_many_roles_there_are_they_are_no_titles() {
        let roles = ["보호책임자", "관리책임자", "관리책임자", "접근권한자", "접근권한자", "접근권한자"];
        let rows = roles.map(|role| [role, "총무과", "과장", "02-2104-2815"]);
        let mut grid_rows: Vec<&[&str]> = vec![&["구분", "담당 부서", "직위", "연락처"]];
        grid_rows.extend(rows.iter().map(|row| row.as_slice()));
        let view = read(&grid(&grid_rows)).expect("a table");
        assert!(!view.transposed && view.records.len() == 6);
        // Turned, the roles are titles and the parts stand at the side.
        let turned: Vec<Vec<&str>> = (0..4).map(|row| grid_rows.iter().map(|cells| cells[row]).collect()).collect();
        let turned: Vec<&[&str]> = turned.iter().map(Vec::as_slice).collect();
        assert!(!lists_people(&grid(&turned)));
    }
}
