//! Rows of cells with spans to a full grid, for every format that gives its tables row by row.

use super::{Block, BlockKind, Cell, Cells, Problem, ProblemKind, Zone};
use std::borrow::Cow;

/// Most grid places of one table.
const MAX_PLACES: usize = 2_000_000;
/// Widest grid: columns of a modern spreadsheet.
const MAX_WIDTH: usize = 16_384;

/// A cell before its place is known: the first free place of its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawCell<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) rowspan: usize,
    pub(super) colspan: usize,
    pub(super) header: bool,
}

impl<'a> RawCell<'a> {
    /// A cell of one place.
    pub(super) fn plain(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into(), rowspan: 1, colspan: 1, header: false }
    }
}

/// Places cells as readers of tables do (row by row, left to right, around what rows above reach down) and makes
/// the block.
pub(super) fn block(caption: Option<String>, rows: Vec<Vec<RawCell<'_>>>) -> Result<Block, Problem> {
    let height = rows.len();
    let mut grid: Vec<Vec<Option<usize>>> = vec![Vec::new(); height];
    let mut cells = Cells::default();
    cells.cells.reserve(rows.iter().map(Vec::len).sum());
    let mut places = 0usize;
    for (row, loose) in rows.into_iter().enumerate() {
        let mut column = 0;
        grid[row].reserve(loose.len());
        for RawCell { text, rowspan, colspan, header } in loose {
            while grid[row].get(column).copied().flatten().is_some() {
                column += 1;
            }
            let (rowspan, colspan) = (rowspan.clamp(1, height - row), colspan.clamp(1, MAX_WIDTH));
            places = places.saturating_add(rowspan * colspan);
            if places > MAX_PLACES || column + colspan > 2 * MAX_WIDTH {
                return Err(Problem::new(
                    ProblemKind::Limit,
                    format!("a table of more than {MAX_PLACES} places was not read"),
                ));
            }
            for line in &mut grid[row..row + rowspan] {
                if line.len() < column + colspan {
                    line.resize(column + colspan, None);
                }
                for place in &mut line[column..column + colspan] {
                    place.get_or_insert(cells.cells.len());
                }
            }
            cells.push(Cell { row, column, rowspan, colspan, header, start: 0, bytes: 0..0 }, &text);
            column += colspan;
        }
    }
    // Row by row the widths differ; made rectangular, a few long rows must not blow up the rest.
    let width = grid.iter().map(Vec::len).max().unwrap_or(0);
    if width.saturating_mul(height) > MAX_PLACES {
        return Err(Problem::new(
            ProblemKind::Limit,
            format!("a table of {height} rows and {width} columns was not read"),
        ));
    }
    let (table, text) = cells.table(caption, grid);
    Ok(Block { kind: BlockKind::Table(table), zone: Zone::Content, text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_reach_down_and_to_the_right() {
        let cell =
            |text: &'static str, rowspan, colspan| RawCell { text: text.into(), rowspan, colspan, header: false };
        let rows = vec![vec![cell("a", 2, 1), cell("b", 1, 2)], vec![cell("c", 1, 1), cell("d", 9, 1)]];
        let block = block(None, rows).unwrap();
        let BlockKind::Table(table) = &block.kind else { panic!("a table") };
        assert_eq!(table.grid, [[Some(0), Some(1), Some(1)], [Some(0), Some(2), Some(3)]]);
        assert_eq!(block.text, "a\tb\nc\td");
        assert_eq!((table.cells[3].start, table.cells[3].rowspan), (6, 1));
    }

    #[test]
    fn a_table_without_end_is_refused() {
        let wide = RawCell { text: "".into(), rowspan: 1, colspan: usize::MAX, header: false };
        let rows = vec![vec![wide; 3]; 1000];
        assert_eq!(block(None, rows).unwrap_err().kind, ProblemKind::Limit);
    }
}
