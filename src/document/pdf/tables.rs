//! Ruled tables of a printed page: rules that meet are a grid, and places of it that no rule parts are one cell.

use super::glyphs;
use super::lines::{REACH, Rule, Rules, rules};
use crate::document::grid::RawCell;
use pdfni::{GlyphPart, GraphicPart, PagePart};

/// Most pairs of rules across and down that one table may have.
const MAX_CROSSINGS: usize = 500_000;
/// Most places of one grid.
const MAX_PLACES: usize = 50_000;
/// Most tables of one page.
const MAX_TABLES: usize = 200;
/// Of how many cells one may be open to its neighbour, as where a rule is drawn too short.
const OPEN: usize = 8;
/// Most curves and slanted lines of a page that are held against its tables.
const MAX_GRAPHICS: usize = 500;

/// A table as rows, and what it says.
pub(super) struct Ruled {
    pub(super) rows: Vec<Vec<RawCell<'static>>>,
    /// Where it begins on the page.
    pub(super) top: f64,
    /// Its lines of print, each across the cells.
    pub(super) lines: Vec<String>,
}

/// The ruled tables of a page from top to bottom, and the glyphs outside of them.
///
/// What stands in a table within a cell of another is said by the inner one only. A frame around one text is no table.
pub(super) fn tables(page: &PagePart) -> (Vec<Ruled>, Vec<&GlyphPart>) {
    let mut grids: Vec<Grid> = meshes(rules(page)).into_iter().map(Rules::single).filter_map(Grid::new).collect();
    grids.sort_by(|one, other| one.area().total_cmp(&other.area()));
    grids.truncate(MAX_TABLES);
    let mut free: Vec<&GlyphPart> = page.glyphs.iter().collect();
    let mut tables = Vec::new();
    for grid in grids {
        if grid.is_chart(&page.graphics) {
            continue;
        }
        let (inside, outside): (Vec<&GlyphPart>, Vec<&GlyphPart>) =
            free.iter().partition(|glyph| grid.cell_at(glyph).is_some());
        if let Some(table) = grid.table(inside) {
            tables.push(table);
            free = outside;
        }
    }
    tables.sort_by(|one, other| one.top.total_cmp(&other.top));
    (tables, free)
}

/// Rules that meet each other, directly or through others.
fn meshes(rules: Rules) -> Vec<Rules> {
    let Rules { across, down } = rules;
    let mut owner: Vec<usize> = (0..across.len() + down.len()).collect();
    fn root(owner: &mut [usize], mut at: usize) -> usize {
        while owner[at] != at {
            owner[at] = owner[owner[at]];
            at = owner[at];
        }
        at
    }
    for (row, line) in across.iter().enumerate() {
        let first = down.partition_point(|other| other.at < line.from - REACH);
        for (column, other) in down.iter().enumerate().skip(first) {
            if other.at > line.to + REACH {
                break;
            }
            if meet(line, other) {
                let (one, other) = (root(&mut owner, row), root(&mut owner, across.len() + column));
                owner[one] = other;
            }
        }
    }
    let mut meshes: Vec<Rules> = (0..owner.len()).map(|_| Rules::default()).collect();
    for (row, line) in across.iter().enumerate() {
        meshes[root(&mut owner, row)].across.push(*line);
    }
    for (column, line) in down.iter().enumerate() {
        meshes[root(&mut owner, across.len() + column)].down.push(*line);
    }
    meshes.retain(|mesh| !mesh.across.is_empty() && !mesh.down.is_empty() && mesh.across.len() + mesh.down.len() > 2);
    meshes
}

/// Whether a rule across and a rule down cross or touch.
fn meet(across: &Rule, down: &Rule) -> bool {
    let within = |at: f64, rule: &Rule| at >= rule.from - REACH && at <= rule.to + REACH;
    within(across.at, down) && within(down.at, across)
}

/// Takes off what sticks out of a mesh into a cell, as an underline does that begins at a rule.
fn trimmed(mut mesh: Rules) -> Rules {
    fn trim(rules: &mut Vec<Rule>, crossing: &[Rule], meet: impl Fn(&Rule, &Rule) -> bool) {
        let least = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
        let most = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::NEG_INFINITY, f64::max);
        let all = || rules.iter().flat_map(|rule| [rule.from, rule.to]).chain(crossing.iter().map(|rule| rule.at));
        // The sides of a table may be left open: there its rules end at nothing.
        let (start, end) = (least(&mut all()), most(&mut all()));
        for rule in rules.iter_mut() {
            let places = || crossing.iter().filter(|other| meet(rule, other)).map(|other| other.at);
            let (first, last) = (least(&mut places()), most(&mut places()));
            let from = if rule.from <= start + REACH { rule.from } else { first };
            let to = if rule.to >= end - REACH { rule.to } else { last };
            (rule.from, rule.to) = (from, to);
        }
        rules.retain(|rule| rule.to - rule.from > REACH);
    }
    trim(&mut mesh.across, &mesh.down, meet);
    trim(&mut mesh.down, &mesh.across, |down, across| meet(across, down));
    mesh
}

/// A box of places of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cell {
    row: usize,
    column: usize,
    rowspan: usize,
    colspan: usize,
}

/// Places between the rules of a mesh, and the cells they make.
struct Grid {
    /// Where columns and rows begin, and where the last ends.
    xs: Vec<f64>,
    ys: Vec<f64>,
    cells: Vec<Cell>,
    /// The cell of every place, row by row.
    places: Vec<usize>,
}

impl Grid {
    fn new(mesh: Rules) -> Option<Self> {
        if mesh.across.len() * mesh.down.len() > MAX_CROSSINGS {
            return None;
        }
        let mesh = trimmed(mesh);
        let (xs, ys) = (lines(&mesh.down, &mesh.across), lines(&mesh.across, &mesh.down));
        let (width, height) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
        // One column is text in a frame.
        if width < 2 || height < 1 || width * height > MAX_PLACES {
            return None;
        }
        // Whether a rule stands left of a place, and above it.
        let (mut left, mut above) = (vec![false; width * height], vec![false; width * height]);
        for rule in &mesh.down {
            if let Some(column) = index(&xs, rule.at).filter(|column| *column < width) {
                covered(&ys, rule).for_each(|row| left[row * width + column] = true);
            }
        }
        for rule in &mesh.across {
            if let Some(row) = index(&ys, rule.at).filter(|row| *row < height) {
                covered(&xs, rule).for_each(|column| above[row * width + column] = true);
            }
        }
        let mut grid = Self { xs, ys, cells: Vec::new(), places: vec![usize::MAX; width * height] };
        for place in 0..width * height {
            if grid.places[place] != usize::MAX {
                continue;
            }
            let (row, column) = (place / width, place % width);
            let free = |place: usize| grid.places[place] == usize::MAX;
            let mut colspan = 1;
            while column + colspan < width && free(place + colspan) && !left[place + colspan] {
                colspan += 1;
            }
            let mut rowspan = 1;
            while row + rowspan < height {
                let below = place + rowspan * width;
                let open = |at: usize| free(at) && !above[at];
                let whole = (below..below + colspan).all(open) && !(below + 1..below + colspan).any(|at| left[at]);
                if !whole {
                    break;
                }
                rowspan += 1;
            }
            for row in row..row + rowspan {
                grid.places[row * width + column..][..colspan].fill(grid.cells.len());
            }
            grid.cells.push(Cell { row, column, rowspan, colspan });
        }
        // Cells are boxes. What is open between two of them is no table, but a drawing or letters drawn as lines.
        let mut open = vec![false; grid.cells.len()];
        for place in 0..width * height {
            let cell = grid.places[place];
            let leftward = place % width > 0 && !left[place] && grid.places[place - 1] != cell;
            let upward = place >= width && !above[place] && grid.places[place - width] != cell;
            open[cell] |= leftward || upward;
        }
        let opened = open.iter().filter(|open| **open).count();
        (opened * OPEN <= grid.cells.len()).then_some(grid)
    }

    fn width(&self) -> usize {
        self.xs.len() - 1
    }

    fn height(&self) -> usize {
        self.ys.len() - 1
    }

    fn area(&self) -> f64 {
        (self.xs[self.width()] - self.xs[0]) * (self.ys[self.height()] - self.ys[0])
    }

    /// The cell that the middle of a glyph stands in.
    fn cell_at(&self, glyph: &GlyphPart) -> Option<usize> {
        let column = between(&self.xs, (glyph.left + glyph.right) / 2.0)?;
        let row = between(&self.ys, (glyph.top + glyph.bottom) / 2.0)?;
        Some(self.places[row * self.width() + column])
    }

    /// Whether curves and slanted lines cover half of it, or run across three of its rows or columns: a drawing.
    fn is_chart(&self, graphics: &[GraphicPart]) -> bool {
        const SAMPLES: usize = 20;
        let (left, right, top, bottom) = (self.xs[0], self.xs[self.width()], self.ys[0], self.ys[self.height()]);
        let inside = |graphic: &&GraphicPart| {
            let (x, y) = ((graphic.left + graphic.right) / 2.0, (graphic.top + graphic.bottom) / 2.0);
            let large = graphic.right - graphic.left > REACH || graphic.bottom - graphic.top > REACH;
            large && x >= left && x <= right && y >= top && y <= bottom
        };
        let graphics: Vec<&GraphicPart> = graphics.iter().filter(inside).take(MAX_GRAPHICS).collect();
        let spanned = |starts: &[f64], from: f64, to: f64| {
            starts.windows(2).filter(|pair| (from..=to).contains(&((pair[0] + pair[1]) / 2.0))).count()
        };
        let crosses = |graphic: &&GraphicPart| {
            let (width, height) = (graphic.right - graphic.left, graphic.bottom - graphic.top);
            let corners = [(graphic.left, graphic.top), (graphic.right, graphic.bottom)].map(|(x, y)| {
                let inward = |at: f64, other: f64| at + (other - at) * 0.05;
                let (x, y) =
                    (inward(x, (graphic.left + graphic.right) / 2.0), inward(y, (graphic.top + graphic.bottom) / 2.0));
                between(&self.xs, x).zip(between(&self.ys, y)).map(|(x, y)| self.places[y * self.width() + x])
            });
            let runs = graphic.curve_len >= 0.7 * width.max(height);
            let in_cell = corners[0].is_some() && corners[0] == corners[1];
            let many = spanned(&self.xs, graphic.left, graphic.right) > 2
                || spanned(&self.ys, graphic.top, graphic.bottom) > 2;
            runs && !in_cell && many
        };
        if graphics.iter().any(crosses) {
            return true;
        }
        let mut hits = 0;
        for sample in 0..SAMPLES * SAMPLES {
            let part = |at: usize, from: f64, to: f64| from + (at as f64 + 0.5) / SAMPLES as f64 * (to - from);
            let (x, y) = (part(sample % SAMPLES, left, right), part(sample / SAMPLES, top, bottom));
            let over = |graphic: &&&GraphicPart| {
                graphic.left <= x && x <= graphic.right && graphic.top <= y && y <= graphic.bottom
            };
            hits += usize::from(graphics.iter().find(over).is_some());
        }
        hits * 2 >= SAMPLES * SAMPLES
    }

    /// The table, unless fewer than two cells have words.
    fn table(self, glyphs: Vec<&GlyphPart>) -> Option<Ruled> {
        let mut inside: Vec<Vec<&GlyphPart>> = vec![Vec::new(); self.cells.len()];
        for glyph in &glyphs {
            if let Some(cell) = self.cell_at(glyph) {
                inside[cell].push(glyph);
            }
        }
        let texts: Vec<String> = inside.iter().map(|glyphs| glyphs::words(glyphs)).collect();
        if texts.iter().filter(|text| !text.is_empty()).count() < 2 {
            return None;
        }
        let mut rows: Vec<Vec<RawCell<'static>>> = (0..self.height()).map(|_| Vec::new()).collect();
        for (cell, text) in self.cells.iter().zip(texts) {
            let Cell { row, rowspan, colspan, .. } = *cell;
            rows[row].push(RawCell { text: text.into(), rowspan, colspan, header: false });
        }
        let lines = glyphs::lines(glyphs).iter().map(glyphs::Line::text).collect();
        Some(Ruled { rows, top: self.ys[0], lines })
    }
}

/// Where the lines of a grid stand: its rules, and the ends of those that cross them where a side is left open.
fn lines(rules: &[Rule], crossing: &[Rule]) -> Vec<f64> {
    let mut lines: Vec<f64> = rules.iter().map(|rule| rule.at).collect();
    lines.sort_by(f64::total_cmp);
    lines.dedup();
    let start = crossing.iter().map(|rule| rule.from).fold(f64::INFINITY, f64::min);
    let end = crossing.iter().map(|rule| rule.to).fold(f64::NEG_INFINITY, f64::max);
    if lines.first().is_some_and(|first| start < first - REACH) {
        lines.insert(0, start);
    }
    if lines.last().is_some_and(|last| end > last + REACH) {
        lines.push(end);
    }
    lines
}

/// The line that stands at a place.
fn index(lines: &[f64], at: f64) -> Option<usize> {
    lines.binary_search_by(|line| line.total_cmp(&at)).ok()
}

/// Between which lines a place is.
fn between(lines: &[f64], at: f64) -> Option<usize> {
    let after = lines.partition_point(|line| *line <= at);
    (after > 0 && after < lines.len()).then(|| after - 1)
}

/// The places between lines that a rule goes along, most of their length.
fn covered<'a>(lines: &'a [f64], rule: &'a Rule) -> impl Iterator<Item = usize> + 'a {
    let along = |pair: &[f64]| rule.to.min(pair[1]) - rule.from.max(pair[0]) >= 0.7 * (pair[1] - pair[0]);
    lines.windows(2).enumerate().filter(move |(_, pair)| along(pair)).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mesh(across: &[(f64, f64, f64)], down: &[(f64, f64, f64)]) -> Rules {
        let rules = |rules: &[(f64, f64, f64)]| rules.iter().map(|&(at, from, to)| Rule { at, from, to }).collect();
        Rules { across: rules(across), down: rules(down) }
    }

    fn cells(mesh: Rules) -> Vec<(usize, usize, usize, usize)> {
        let grid = Grid::new(mesh).expect("a grid");
        grid.cells.iter().map(|cell| (cell.row, cell.column, cell.rowspan, cell.colspan)).collect()
    }

    #[test]
    fn places_that_no_rule_parts_are_one_cell() {
        let across = [(0.0, 0.0, 90.0), (20.0, 30.0, 90.0), (40.0, 0.0, 90.0)];
        let down = [(0.0, 0.0, 40.0), (30.0, 0.0, 40.0), (60.0, 20.0, 40.0), (90.0, 0.0, 40.0)];
        assert_eq!(cells(mesh(&across, &down)), [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
    }

    #[test]
    fn open_sides_are_sides() {
        let across = [(0.0, 0.0, 90.0), (20.0, 0.0, 90.0), (40.0, 0.0, 90.0)];
        assert_eq!(
            cells(mesh(&across, &[(30.0, 0.0, 40.0)])),
            [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]
        );
    }

    #[test]
    fn an_underline_parts_no_cell() {
        let across = [(0.0, 0.0, 90.0), (12.0, 2.0, 25.0), (40.0, 0.0, 90.0)];
        let down = [(0.0, 0.0, 40.0), (30.0, 0.0, 40.0), (90.0, 0.0, 40.0)];
        assert_eq!(cells(mesh(&across, &down)), [(0, 0, 1, 1), (0, 1, 1, 1)]);
    }

    #[test]
    fn tables_apart_are_two_meshes() {
        let across = [(0.0, 0.0, 90.0), (20.0, 0.0, 90.0), (60.0, 0.0, 90.0), (80.0, 0.0, 90.0)];
        let down = [(0.0, 0.0, 20.0), (90.0, 0.0, 20.0), (0.0, 60.0, 80.0), (90.0, 60.0, 80.0)];
        assert_eq!(meshes(mesh(&across, &down)).len(), 2);
    }
}
