//! Changers of tables: turned, flattened, widened, cut, totalled.

use super::page::{Cell, Grid, Ruling, Shape, bare};
use super::{Variant, pattern};
use regex::Regex;
use serde_json::json;
use std::sync::LazyLock;

static COUNT: LazyLock<Regex> = LazyLock::new(|| pattern(r"대수|수량|^카메라수|설치수"));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{1,5})\s*(대?)$"));
static TOTAL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(합계|총계|계|소계|총합계|전체|total)$"));

fn shape(variant: &mut Variant, mut each: impl FnMut(&Grid) -> Option<Grid>) -> bool {
    variant.page.shape_tables(&mut |grid| each(grid).map(|grid| Shape::Tables(vec![grid])))
}

/// Tables with a row of heads and no spans, which columns can be moved in.
fn listed(grid: &Grid) -> bool {
    grid.is_plain() && grid.has_heads()
}

fn is_total(row: &[Cell]) -> bool {
    row.iter().any(|cell| TOTAL.is_match(&bare(&cell.text).to_lowercase()))
}

pub fn transposed(variant: &mut Variant) -> bool {
    shape(variant, |grid| {
        let fits = listed(grid) && grid.ruling != Ruling::Tabs && !grid.rows.iter().any(|row| is_total(row));
        fits.then(|| {
            let column = |at: usize| grid.rows.iter().map(|row| row[at].clone()).collect();
            Grid { rows: (0..grid.rows[0].len()).map(column).collect(), ..grid.clone() }
        })
    })
}

/// Tables as lines of text, but those that are already set so.
fn flattened(
    variant: &mut Variant,
    but: Option<Ruling>,
    shape: fn(Vec<String>) -> Shape,
    lines: impl Fn(&[Vec<String>]) -> Vec<String>,
) -> bool {
    variant.page.shape_tables(&mut |grid| {
        (grid.is_plain() && Some(grid.ruling) != but).then(|| {
            let caption = grid.caption.iter().cloned();
            shape(caption.chain(lines(&texts(grid))).collect())
        })
    })
}

fn texts(grid: &Grid) -> Vec<Vec<String>> {
    let text = |cell: &Cell| cell.text.replace('\n', " ");
    grid.rows.iter().map(|row| row.iter().map(text).collect()).collect()
}

pub fn one_cell_a_line(variant: &mut Variant) -> bool {
    flattened(variant, None, Shape::Lines, <[Vec<String>]>::concat)
}

/// Two blanks between cells.
pub fn one_row_a_line(variant: &mut Variant) -> bool {
    flattened(variant, None, Shape::Preformatted, |rows| rows.iter().map(|row| row.join("  ")).collect())
}

pub fn rows_in_pipes(variant: &mut Variant) -> bool {
    flattened(variant, Some(Ruling::Pipes), Shape::Lines, |rows| {
        rows.iter().map(|row| format!("| {} |", row.join(" | "))).collect()
    })
}

pub fn rows_in_tabs(variant: &mut Variant) -> bool {
    flattened(variant, Some(Ruling::Tabs), Shape::Preformatted, |rows| rows.iter().map(|row| row.join("\t")).collect())
}

/// One blank between cells and within them.
pub fn rows_squashed(variant: &mut Variant) -> bool {
    flattened(variant, None, Shape::Lines, |rows| rows.iter().map(|row| row.join(" ")).collect())
}

pub fn columns_reversed(variant: &mut Variant) -> bool {
    shape(variant, |grid| {
        listed(grid).then(|| {
            let rows = grid.rows.iter().map(|row| row.iter().rev().cloned().collect());
            Grid { rows: rows.collect(), ..grid.clone() }
        })
    })
}

/// The first column goes to the end.
pub fn columns_rotated(variant: &mut Variant) -> bool {
    shape(variant, |grid| {
        (listed(grid) && grid.rows[0].len() > 2).then(|| {
            let mut grid = grid.clone();
            grid.rows.iter_mut().for_each(|row| row.rotate_left(1));
            grid
        })
    })
}

/// A grid with a further column, whose cells `cell` gives for the rows below the heads.
fn widened(grid: &Grid, at: usize, head: &str, cell: impl Fn(usize, &[Cell]) -> String) -> Grid {
    let mut wide = grid.clone();
    for (index, row) in wide.rows.iter_mut().enumerate() {
        let mut new = Cell::new(&if index == 0 { head.to_owned() } else { cell(index, row) });
        new.head = index == 0 && row[0].head;
        row.insert(at, new);
    }
    wide
}

pub fn column_of_numbers(variant: &mut Variant) -> bool {
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| pattern("^(연번|순번|번호|no|구분)$"));
    shape(variant, |grid| {
        let fits = listed(grid) && grid.column(&NUMBERED).is_none() && grid.column(&COUNT).is_some();
        let number = |index: usize, row: &[Cell]| if is_total(row) { String::new() } else { index.to_string() };
        fits.then(|| widened(grid, 0, "연번", number))
    })
}

pub fn column_of_remarks(variant: &mut Variant) -> bool {
    static REMARKS: LazyLock<Regex> = LazyLock::new(|| pattern("^비고$"));
    shape(variant, |grid| {
        let fits = listed(grid) && grid.column(&REMARKS).is_none();
        fits.then(|| widened(grid, grid.rows[0].len(), "비고", |_, _| "-".to_owned()))
    })
}

/// Who looks after each place of a list of cameras. Whether these are managers is open to dispute.
pub fn column_of_persons(variant: &mut Variant) -> bool {
    const NAMES: [&str; 4] = ["유가람", "한솔찬", "도새봄", "마루한"];
    let changed = shape(variant, |grid| {
        let fits = listed(grid) && grid.column(&COUNT).is_some();
        let name = |index: usize, row: &[Cell]| if is_total(row) { String::new() } else { NAMES[index % 4].to_owned() };
        fits.then(|| widened(grid, grid.rows[0].len(), "담당자", name))
    });
    let skipped = variant.label["skip"].as_array().cloned().unwrap_or_default();
    variant.label["skip"] = skipped.into_iter().chain([json!("managers")]).collect();
    changed
}

pub fn first_head_emptied(variant: &mut Variant) -> bool {
    shape(variant, |grid| {
        let fits = listed(grid) && grid.rows[0].len() > 2 && !grid.rows[0][0].text.is_empty();
        fits.then(|| {
            let mut grid = grid.clone();
            grid.rows[0][0].text.clear();
            grid
        })
    })
}

fn rewritten(variant: &mut Variant, text: impl Fn(&str) -> String) -> bool {
    shape(variant, |grid| {
        let mut new = grid.clone();
        new.rows.iter_mut().flatten().for_each(|cell| cell.text = text(&cell.text));
        let differs = new.rows.iter().flatten().zip(grid.rows.iter().flatten()).any(|(new, old)| new.text != old.text);
        (differs && grid.ruling == Ruling::Markup).then_some(new)
    })
}

/// Cells of several words go over two lines.
pub fn cells_over_two_lines(variant: &mut Variant) -> bool {
    rewritten(variant, |text| match text.rsplit_once(' ') {
        Some((front, back)) if !text.contains('\n') => format!("{front}\n{back}"),
        _ => text.to_owned(),
    })
}

/// Narrow cells break telephones after the second hyphen.
pub fn phones_over_two_lines(variant: &mut Variant) -> bool {
    static PHONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(0\d{1,2}-\d{3,4}-)(\d{4})"));
    rewritten(variant, |text| PHONE.replace_all(text, "$1\n$2").into_owned())
}

/// Letters of short heads stand apart: 구 분.
pub fn heads_spaced_out(variant: &mut Variant) -> bool {
    shape(variant, |grid| {
        if !grid.has_heads() {
            return None;
        }
        let mut new = grid.clone();
        let mut changed = false;
        for cell in &mut new.rows[0] {
            let letters: Vec<String> = cell.text.chars().map(String::from).collect();
            if (2..=4).contains(&letters.len()) && cell.text.chars().all(|letter| ('가'..='힣').contains(&letter)) {
                cell.text = letters.join(" ");
                changed = true;
            }
        }
        changed.then_some(new)
    })
}

/// The rows of a list go on in a second table, under the same heads.
pub fn rows_in_two_tables(variant: &mut Variant) -> bool {
    variant.page.shape_tables(&mut |grid| {
        if !listed(grid) || grid.rows.len() < 4 || grid.rows.iter().any(|row| is_total(row)) {
            return None;
        }
        let half = grid.rows.len().div_ceil(2);
        let mut first = grid.clone();
        let below = first.rows.split_off(half);
        let rows = [grid.rows[0].clone()].into_iter().chain(below).collect();
        Some(Shape::Tables(vec![first, Grid { caption: None, rows, ..grid.clone() }]))
    })
}

/// The rows below the heads and the total of their counts, where every row is counted and the label says the same.
fn counted(grid: &Grid, total: Option<u64>) -> Option<(usize, Option<usize>, String)> {
    if !listed(grid) || grid.rows.len() < 3 {
        return None;
    }
    let column = grid.column(&COUNT)?;
    let row = grid.rows.iter().position(|row| is_total(row));
    let (mut sum, mut unit) = (0, String::new());
    for (_, cells) in grid.rows.iter().enumerate().skip(1).filter(|(index, _)| Some(*index) != row) {
        let found = NUMBER.captures(cells[column].text.trim())?;
        sum += found[1].parse::<u64>().ok()?;
        unit = found[2].to_owned();
        if is_total(cells) {
            return None;
        }
    }
    (Some(sum) == total).then(|| (column, row, format!("{sum}{unit}")))
}

/// Puts the total row, made where there is none, at a place below the heads.
fn totalled(variant: &mut Variant, label: &str, first: bool) -> bool {
    let total = variant.label["camera_total"].as_u64();
    shape(variant, |grid| {
        let (column, row, sum) = counted(grid, total)?;
        let mut grid = grid.clone();
        if let Some(row) = row {
            grid.rows.remove(row);
        }
        let mut cells: Vec<Cell> = grid.rows[0].iter().map(|_| Cell::new("")).collect();
        cells[usize::from(column == 0)].text = label.to_owned();
        cells[column].text = sum;
        let at = if first { 1 } else { grid.rows.len() };
        grid.rows.insert(at, cells);
        Some(grid)
    })
}

pub fn total_first(variant: &mut Variant) -> bool {
    totalled(variant, "합계", true)
}

pub fn total_last(variant: &mut Variant) -> bool {
    totalled(variant, "계", false)
}

pub fn total_unlabelled(variant: &mut Variant) -> bool {
    totalled(variant, "", false)
}

/// Equal texts below each other become one cell, but for counts.
pub fn equal_cells_merged(variant: &mut Variant) -> bool {
    shape(variant, |grid| {
        if !listed(grid) || grid.ruling != Ruling::Markup {
            return None;
        }
        let count = grid.column(&COUNT);
        let mut rows: Vec<Vec<Option<Cell>>> =
            grid.rows.iter().map(|row| row.iter().cloned().map(Some).collect()).collect();
        let mut changed = false;
        for column in (0..grid.rows[0].len()).filter(|column| Some(*column) != count) {
            let mut top = 1;
            for row in 2..grid.rows.len() {
                let (over, under) = (&grid.rows[top][column].text, &grid.rows[row][column].text);
                if over != under || under.is_empty() || NUMBER.is_match(under) {
                    top = row;
                } else if let Some(cell) = rows[top][column].as_mut() {
                    cell.rows += 1;
                    rows[row][column] = None;
                    changed = true;
                }
            }
        }
        let rows = rows.into_iter().map(|row| row.into_iter().flatten().collect());
        changed.then(|| Grid { rows: rows.collect(), ..grid.clone() })
    })
}

/// All heads but the first come under one.
pub fn heads_of_two_levels(variant: &mut Variant) -> bool {
    shape(variant, |grid| {
        if !listed(grid) || grid.ruling != Ruling::Markup || grid.rows[0].len() < 3 {
            return None;
        }
        let mut grid = grid.clone();
        let columns = grid.rows[0].len() - 1;
        let first = Cell { rows: 2, ..grid.rows[0].remove(0) };
        grid.rows.insert(0, vec![first, Cell { columns, ..Cell::head("세부 내용") }]);
        Some(grid)
    })
}
