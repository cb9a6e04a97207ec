//! Tables of numbers and nothing else: kinds, districts or places at the top and at the side, counts where they meet.

use super::totals::TOTAL_LABEL;
use super::{Gathered, Total};
use crate::extract::fold;
use crate::extract::span::Span;
use crate::extract::statements::SectionTable;
use crate::extract::table::Grid;
use crate::extract::vocabulary::{self, Column};
use crate::model::policy::{CameraRow, Stated};
use crate::normalise::count::{self, Unit};

/// Most rows and columns of such a table.
const MAX_SIDE: usize = 200;

/// A place of the grid with its count.
type Place<'a> = Option<(&'a Span, u32)>;

/// Reads a table of counts whose titles name kinds; says whether it is one.
pub(super) fn matrix(placed: &SectionTable<'_>, gathered: &mut Gathered) -> bool {
    let grid = &placed.table.grid;
    let (height, width) = (grid.rows.len(), grid.width());
    if !(2..=MAX_SIDE).contains(&height) || !(2..=MAX_SIDE).contains(&width) || height + width < 5 {
        return false;
    }
    let title = |cell: Option<&Span>| {
        cell.is_some_and(|cell| cell.folded().chars().any(char::is_alphabetic) && !is_count(cell))
    };
    let titled = (1..width).all(|column| title(grid.at(0, column))) && (1..height).all(|row| title(grid.at(row, 0)));
    // Titles of anything but counts say that this is another table.
    let other = |cell: Option<&Span>| {
        let known = cell.and_then(vocabulary::column_of);
        known.is_some_and(|column| {
            !matches!(column, Column::Count | Column::Subtotal | Column::Facility | Column::Purpose | Column::Kind)
        })
    };
    if !titled || (1..width).any(|column| other(grid.at(0, column))) {
        return false;
    }
    let Some(counts) = counts(grid) else { return false };
    let sums = |cell: Option<&Span>| cell.is_some_and(|cell| TOTAL_LABEL.is_match(&fold::letters(cell.folded())));
    let sum_column = (1..width).find(|column| sums(grid.at(0, *column)));
    let sum_row = (1..height).find(|row| sums(grid.at(*row, 0)));
    // Without a unit beside it or a sum that is right, numbers may count anything.
    let right = sum_column.is_some_and(|sum| {
        counts.iter().all(|row| {
            let parts: u32 = row
                .iter()
                .enumerate()
                .filter(|(at, _)| at + 1 != sum)
                .flat_map(|(_, place)| place)
                .map(|(_, value)| value)
                .sum();
            row[sum - 1].is_none_or(|(_, value)| value == parts)
        })
    });
    if !placed.counts_cameras && !right {
        return false;
    }
    let rows: Vec<usize> = (1..height).filter(|row| Some(*row) != sum_row).collect();
    let columns: Vec<usize> = (1..width).filter(|column| Some(*column) != sum_column).collect();
    let at = |row: usize, column: usize| counts[row - 1][column - 1];
    if let [row] = rows.as_slice() {
        // One row of numbers: the kinds are what is listed.
        let listed = columns.iter().filter_map(|column| Some((grid.at(0, *column)?, at(*row, *column)?)));
        gathered.rows.extend(listed.map(|(name, (cell, value))| named(name, cell, value)));
    } else {
        for row in &rows {
            let parts: Vec<(&Span, u32)> = columns.iter().filter_map(|column| at(*row, *column)).collect();
            let whole = sum_column.and_then(|column| at(*row, column));
            let sum = || parts.first().map(|(cell, _)| (*cell, parts.iter().map(|(_, value)| value).sum()));
            if let (Some(name), Some((cell, value))) = (grid.at(*row, 0), whole.or_else(sum)) {
                gathered.rows.push(named(name, cell, value));
            }
        }
    }
    let corner = match (sum_row, sum_column, rows.as_slice()) {
        (Some(row), Some(column), _) => at(row, column),
        (None, Some(column), [row]) => at(*row, column),
        (Some(row), None, _) if columns.len() == 1 => at(row, columns[0]),
        _ => None,
    };
    let total = corner.map(|(cell, value)| Total { value, quote: cell.whole("count.matrix.total") });
    gathered.table_totals.extend(total);
    !gathered.rows.is_empty()
}

/// A row of the list that such a table is.
fn named(name: &Span, cell: &Span, value: u32) -> CameraRow {
    let count = Some(Stated::new(value, cell.whole("count.matrix")));
    CameraRow { place: Some(name.stated("count.matrix.name")), count, ..CameraRow::default() }
}

/// The counts beside and below the titles; nothing unless all are counts or blank.
fn counts(grid: &Grid) -> Option<Vec<Vec<Place<'_>>>> {
    let mut rows = Vec::new();
    for row in 1..grid.rows.len() {
        let mut counts = Vec::new();
        for column in 1..grid.width() {
            counts.push(match grid.at(row, column).filter(|cell| !cell.is_blank()) {
                None => None,
                Some(cell) if is_count(cell) => Some((cell, count::parse(cell.folded(), Unit::Cameras).cameras?)),
                Some(_) => return None,
            });
        }
        rows.push(counts);
    }
    rows.iter().flatten().any(Option::is_some).then_some(rows)
}

/// Whether a cell is a count and no more.
fn is_count(cell: &Span) -> bool {
    let folded = cell.folded();
    folded.starts_with(|c: char| c.is_ascii_digit())
        && folded.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '대'))
}
