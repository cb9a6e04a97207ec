//! What is printed on a page against what its blocks say: ruled tables, and prose that was taken for a table.

use super::glyphs::{self, Line};
use super::tables::{self, Ruled};
use crate::document::grid::RawCell;
use pdfni::PagePart;
use std::collections::BTreeMap;

/// What both readers take the wide tilde of Korean fonts for, as Adobe's own table does.
pub(super) const SMALL_TILDE: char = '\u{2dc}';
/// Most rows times lines that are held against each other.
const MAX_PAIRS: usize = 100_000;

/// What stands on the page in the place of a block.
pub(super) enum Piece {
    Table(Vec<Vec<RawCell<'static>>>),
    Text(String),
}

/// A ruled table until a block stands for it, and its words without blanks, cell by cell and line by line.
struct Table {
    rows: Option<Vec<Vec<RawCell<'static>>>>,
    top: f64,
    cells: String,
    lines: String,
    /// The lines of each cell.
    parts: Vec<String>,
}

/// A line outside of the ruled tables, its words without blanks, and whether a block has said them.
struct Outside<'a> {
    line: Line<'a>,
    text: String,
    said: bool,
}

/// A printed page: its ruled tables, and the lines outside of them.
pub(super) struct Printed<'a> {
    tables: Vec<Table>,
    lines: Vec<Outside<'a>>,
}

/// Signs that the reader of glyphs takes for others where a Korean font is named and not embedded (CMaps UniKS-*):
/// what it says, what is printed.
const MISREAD: [(&str, &str); 6] = [("∬", "·"), ("!?", "∼"), ("∼", "～"), ("(", "―"), ("↖", "≪"), ("↗", "≫")];

/// The text of a cell with misread signs put right, where the other reader has these very words with the right ones.
fn corrected(text: &str, page: &str) -> Option<String> {
    let said = |text: &str| page.contains(&bare(text));
    let (mut all, mut corrected) = (text.to_owned(), Vec::new());
    for (wrong, right) in MISREAD.into_iter().filter(|(wrong, _)| text.contains(wrong)) {
        corrected.push(text.replace(wrong, right));
        all = all.replace(wrong, right);
    }
    if corrected.is_empty() || said(text) {
        return None;
    }
    corrected.push(all);
    corrected.into_iter().find(|text| said(text))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A row of a block's table, cell by cell without blanks.
type Row = Vec<String>;

impl<'a> Printed<'a> {
    /// What is printed on a page, of which blocks of text and tables have these words.
    pub(super) fn new(page: &'a PagePart, texts: &[String], tables: &[String]) -> Self {
        let texts: Vec<String> = texts.iter().map(|text| bare(text)).collect();
        let whole = (texts.concat() + &bare(&tables.concat())).replace(SMALL_TILDE, "～");
        let (ruled, free) = tables::tables(page);
        let tables = ruled.into_iter().map(|ruled| Table::new(ruled, &whole)).collect();
        let lines = glyphs::lines(free.into_iter().filter(|glyph| glyph.upright).collect());
        let lines = lines.into_iter().map(|line| (bare(&line.text()), line)).filter(|(text, _)| !text.is_empty());
        let mut lines: Vec<Outside<'a>> = lines.map(|(text, line)| Outside { text, line, said: false }).collect();
        if lines.len().saturating_mul(texts.len()) <= MAX_PAIRS {
            for line in &mut lines {
                line.said = texts.iter().any(|text| line.is_said_by(text));
            }
        }
        Self { tables, lines }
    }

    /// The table that says what a block of text says, if one does; nothing if another block stood for it.
    pub(super) fn instead_of_text(&mut self, text: &str) -> Option<Vec<Piece>> {
        let text = bare(text);
        if text.is_empty() {
            return None;
        }
        // What stands outside of the tables as well stays there; one or two letters are found in any line.
        let long = text.chars().count() >= 4;
        if self.lines.iter().any(|line| if long { line.text == text } else { line.text.contains(&text) }) {
            return None;
        }
        let text = text.replace(SMALL_TILDE, "～");
        let outside = self.lines.iter().any(|line| line.text.contains(&text));
        let says = |table: &Table| match long {
            true => table.says(&text) || !outside && made_of(&text, table.parts.iter()).is_some(),
            false => table.parts.contains(&text),
        };
        if let Some(table) = self.tables.iter_mut().find(|table| says(table)) {
            return Some(table.rows.take().map(Piece::Table).into_iter().collect());
        }
        self.torn(&text)
    }

    /// The lines and the tables that a block of text runs together.
    fn torn(&mut self, text: &str) -> Option<Vec<Piece>> {
        if self.tables.is_empty() {
            return None;
        }
        let cells =
            self.tables.iter().enumerate().flat_map(|(at, table)| table.parts.iter().map(move |part| (part, at)));
        let cells: Vec<(&String, usize)> = cells.collect();
        let lines = self.lines.iter().map(|line| &line.text);
        let parts = made_of(text, lines.chain(cells.iter().map(|(part, _)| *part)))?;
        // Parts count on from the lines to the cells.
        let owner = |part: usize| part.checked_sub(self.lines.len()).map(|cell| cells[cell].1);
        let owners: Vec<Option<usize>> = parts.iter().map(|part| owner(*part)).collect();
        if owners.iter().all(Option::is_none) {
            return None;
        }
        let mut pieces = Vec::new();
        let mut lines: Vec<Line<'a>> = Vec::new();
        for (part, owner) in parts.into_iter().zip(owners) {
            let Some(table) = owner else {
                lines.push(self.lines[part].line.clone());
                continue;
            };
            pieces.extend(texts(&std::mem::take(&mut lines)));
            pieces.extend(self.tables[table].rows.take().map(Piece::Table));
        }
        pieces.extend(texts(&lines));
        Some(pieces)
    }

    /// What is printed in the place of a table without rules, if that is no table or another one.
    pub(super) fn instead_of_table(&mut self, cells: &[Vec<String>]) -> Option<Vec<Piece>> {
        let rows: Vec<Row> = cells.iter().map(|row| row.iter().map(|cell| bare(cell)).collect()).collect();
        let words = rows.iter().flatten().map(String::as_str).collect::<String>();
        let shown = words.replace(SMALL_TILDE, "～");
        if words.is_empty() {
            return None;
        }
        let mut ruled: Vec<usize> =
            (0..self.tables.len()).filter(|table| self.tables[*table].is_within(&rows, &shown)).collect();
        if !ruled.is_empty() {
            // Of tables that say the same each stands for a block of its own.
            let mut taken: Vec<&str> = Vec::new();
            ruled.retain(|table| {
                let table = &self.tables[*table];
                let first = table.rows.is_some() && !taken.contains(&table.cells.as_str());
                taken.push(if first { &table.cells } else { "" });
                first
            });
            return self.ruled_and_rest(&ruled, &rows, &words);
        }
        self.prose(&rows, cells)
    }

    /// Ruled tables, and lines outside of all tables that a block has taken for rows of them, in the order of the page;
    /// unless the block says more than all of these.
    fn ruled_and_rest(&mut self, ruled: &[usize], rows: &[Row], words: &str) -> Option<Vec<Piece>> {
        let few = rows.len().saturating_mul(self.lines.len()) <= MAX_PAIRS;
        let mut rest: Vec<usize> = Vec::new();
        for (at, outside) in self.lines.iter().enumerate().filter(|(_, outside)| !outside.said) {
            let is_row = || few && rows.iter().any(|row| outside.line.seams(row).is_some());
            if words.contains(&outside.text) || is_row() {
                rest.push(at);
            }
        }
        let lines =
            self.lines.iter().enumerate().filter(|(at, outside)| outside.said || rest.binary_search(at).is_ok());
        let lines = lines.map(|(_, outside)| outside.text.as_str());
        let said: String = self.tables.iter().map(|table| table.cells.as_str()).chain(lines).collect();
        if shared(&said, words) * 10 < words.chars().count() * 9 {
            return None;
        }
        let mut pieces = Vec::new();
        let mut lines: Vec<Line<'a>> = Vec::new();
        for at in rest {
            self.lines[at].said = true;
            lines.push(self.lines[at].line.clone());
        }
        // Tables stand from top to bottom.
        for table in ruled {
            let table = &mut self.tables[*table];
            let Some(rows) = table.rows.take() else { continue };
            let above = lines.partition_point(|line| line.bottom() <= table.top + 1.0);
            pieces.extend(texts(&lines[..above]));
            lines.drain(..above);
            pieces.push(Piece::Table(rows));
        }
        pieces.extend(texts(&lines));
        Some(pieces)
    }

    /// The paragraphs of what was taken for a table without rules and is prose: there, what should be columns is cut
    /// within words or between words that stand no farther apart than words do.
    fn prose(&mut self, rows: &[Row], cells: &[Vec<String>]) -> Option<Vec<Piece>> {
        if rows.len().saturating_mul(self.lines.len()) > MAX_PAIRS {
            return None;
        }
        let (mut tight, mut all) = (0, 0);
        let found: Vec<Option<usize>> = rows
            .iter()
            .map(|row| {
                let fits = |(at, outside): (usize, &Outside<'a>)| Some((at, outside.line.seams(row)?));
                let (at, seams) = self.lines.iter().enumerate().find_map(fits)?;
                tight += seams.0;
                all += seams.1;
                Some(at)
            })
            .collect();
        if tight == 0 || tight * 3 < all {
            return None;
        }
        let mut pieces = Vec::new();
        let mut lines: Vec<Line<'a>> = Vec::new();
        for (cells, line) in cells.iter().zip(found) {
            match line {
                Some(line) => {
                    self.lines[line].said = true;
                    lines.push(self.lines[line].line.clone());
                }
                None => {
                    pieces.extend(texts(&std::mem::take(&mut lines)));
                    pieces.push(Piece::Text(cells.join(" ").replace(SMALL_TILDE, "～")));
                }
            }
        }
        pieces.extend(texts(&std::mem::take(&mut lines)));
        Some(pieces)
    }

    /// Tables that no block stood for, and whose words none of them has.
    pub(super) fn left(self, texts: &[String]) -> Vec<Vec<Vec<RawCell<'static>>>> {
        let mut tables =
            self.tables.into_iter().filter(|table| table.rows.is_some() && !table.cells.is_empty()).peekable();
        if tables.peek().is_none() {
            return Vec::new();
        }
        let texts: Vec<String> = texts.iter().map(|text| bare(text).replace(SMALL_TILDE, "～")).collect();
        tables
            .filter(|table| !texts.iter().any(|text| text.contains(&table.cells)))
            .filter_map(|table| table.rows)
            .collect()
    }
}

/// Lines as pieces of text.
fn texts<'a>(lines: &'a [Line<'a>]) -> impl Iterator<Item = Piece> + 'a {
    glyphs::paragraphs(lines).into_iter().map(|text| Piece::Text(text.replace(SMALL_TILDE, "～")))
}

impl Outside<'_> {
    /// Whether a block of text says it, or most of it: signs that bullets are drawn with may be missing.
    fn is_said_by(&self, text: &str) -> bool {
        text.contains(&self.text) || text.len() * 5 >= self.text.len() * 3 && self.text.contains(text)
    }
}

impl Table {
    /// A ruled table with its signs put right by the words of the page.
    fn new(ruled: Ruled, page: &str) -> Self {
        let Ruled { mut rows, top, lines } = ruled;
        for cell in rows.iter_mut().flatten() {
            let text = cell.text.replace(SMALL_TILDE, "～");
            cell.text = corrected(&text, page).unwrap_or(text).into();
        }
        let parts: Vec<String> = rows.iter().flatten().flat_map(|cell| cell.text.lines()).map(bare).collect();
        let cells = parts.concat();
        let lines = lines.iter().map(|line| bare(line).replace(SMALL_TILDE, "～")).collect();
        Self { rows: Some(rows), top, cells, lines, parts }
    }

    /// Whether it says these words, one cell after another or one line after another.
    fn says(&self, text: &str) -> bool {
        self.cells.contains(text) || self.lines.contains(text)
    }

    /// Whether a table of a block is taken from this one: each says nine letters of ten that the other says, or at least
    /// half of them; or the block has its words among others.
    fn is_within(&self, rows: &[Row], words: &str) -> bool {
        let shared = shared(&self.cells, words);
        let (ours, theirs) = (self.cells.chars().count(), words.chars().count());
        if ours == 0 {
            return false;
        }
        if shared * 10 >= theirs * 9 && shared * 2 >= ours {
            return true;
        }
        let part = |cells: &mut dyn Iterator<Item = &str>, says: &dyn Fn(&str) -> bool| {
            let (mut said, mut all) = (0, 0);
            for cell in cells {
                let letters = cell.chars().count();
                all += letters;
                said += if says(cell) { letters } else { 0 };
            }
            all >= 4 && said * 10 >= all * 9
        };
        part(&mut rows.iter().flatten().map(String::as_str), &|cell| {
            self.says(cell) || made_of(cell, self.parts.iter()).is_some()
        }) || part(&mut self.parts.iter().map(String::as_str), &|line| words.contains(line))
    }
}

/// Which parts words are, one after another, as where cells of several lines were read across. Of parts of one letter
/// any words could be made.
fn made_of<'p>(text: &str, parts: impl Iterator<Item = &'p String>) -> Option<Vec<usize>> {
    let parts: Vec<&String> = parts.collect();
    if text.len().saturating_mul(parts.len()) > MAX_PAIRS {
        return None;
    }
    let (mut rest, mut found) = (text, Vec::new());
    while !rest.is_empty() {
        let fits = parts.iter().enumerate().filter(|(_, part)| !part.is_empty() && rest.starts_with(part.as_str()));
        let (at, part) = fits.max_by_key(|(at, part)| (part.len(), usize::MAX - at))?;
        found.push(at);
        rest = &rest[part.len()..];
    }
    (found.len() * 2 <= text.chars().count()).then_some(found)
}

/// How many letters two texts share, wherever they stand.
fn shared(one: &str, other: &str) -> usize {
    let mut letters: BTreeMap<char, usize> = BTreeMap::new();
    one.chars().for_each(|letter| *letters.entry(letter).or_default() += 1);
    let mut left = |letter: char| match letters.get_mut(&letter).filter(|count| **count > 0) {
        Some(count) => {
            *count -= 1;
            true
        }
        None => false,
    };
    other.chars().filter(|letter| left(*letter)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pdfni::{EdgePart, GlyphPart, Orientation};

    /// A page of lines of letters ten points wide, with the rules of a table of two rows and two columns between the
    /// heights 40 and 80.
    fn page(lines: &[(&str, f64, f64)]) -> PagePart {
        let set = |(text, left, bottom): &(&str, f64, f64)| {
            let (left, bottom) = (*left, *bottom);
            let glyph = move |(at, ch): (usize, char)| GlyphPart {
                ch,
                left: left + at as f64 * 10.0,
                right: left + at as f64 * 10.0 + 10.0,
                top: bottom - 10.0,
                bottom,
                font_size: Some(10.0),
                upright: true,
                rot: 0,
            };
            text.chars().enumerate().map(glyph).collect::<Vec<_>>()
        };
        let edge = |orientation, left, top, right, bottom| EdgePart { orientation, left, right, top, bottom };
        let across = [40.0, 60.0, 80.0].map(|at| edge(Orientation::Horizontal, 0.0, at, 200.0, at));
        let down = [0.0, 100.0, 200.0].map(|at| edge(Orientation::Vertical, at, 40.0, at, 80.0));
        PagePart {
            width: 300.0,
            height: 300.0,
            glyphs: lines.iter().flat_map(set).collect(),
            edges: across.into_iter().chain(down).collect(),
            norm_rotate: 0,
            graphics: Vec::new(),
        }
    }

    fn shown(pieces: Option<Vec<Piece>>) -> Option<Vec<String>> {
        let shown = |piece| match piece {
            Piece::Text(text) => text,
            Piece::Table(rows) => {
                let row =
                    |row: Vec<RawCell<'_>>| row.into_iter().map(|cell| cell.text.into_owned()).collect::<Vec<_>>();
                rows.into_iter().map(|cells| row(cells).join("|")).collect::<Vec<_>>().join("/")
            }
        };
        pieces.map(|pieces| pieces.into_iter().map(shown).collect())
    }

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    const TABLE: [(&str, f64, f64); 3] = [("장소", 10.0, 55.0), ("대수", 110.0, 55.0), ("본관", 10.0, 75.0)];

    #[test]
    fn a_frame_is_what_stands_in_it() {
        let lines = [TABLE.as_slice(), &[("설치현황", 10.0, 20.0), ("끝", 10.0, 120.0)]].concat();
        let page = page(&lines);
        let mut printed = Printed::new(&page, &[], &[]);
        let block = rows(&[&["", "설치 현황", ""], &["", "장소 대수 본관", ""], &["", "끝", ""]]);
        let wanted = ["설치현황", "장소|대수/본관|", "끝"].map(str::to_owned).to_vec();
        assert_eq!(shown(printed.instead_of_table(&block)), Some(wanted));
        assert_eq!(printed.left(&[]).len(), 0);
    }

    #[test]
    fn text_that_runs_into_a_table_is_torn_from_it() {
        let page = page(&[TABLE.as_slice(), &[("설치현황", 10.0, 20.0)]].concat());
        let texts = ["설치 현황 장소 대수".to_owned()];
        let mut printed = Printed::new(&page, &texts, &[]);
        let wanted = ["설치현황", "장소|대수/본관|"].map(str::to_owned).to_vec();
        assert_eq!(shown(printed.instead_of_text(&texts[0])), Some(wanted));
        assert_eq!(shown(printed.instead_of_text("본관")), Some(vec![]));
        assert_eq!(shown(printed.instead_of_text("문의")), None);
    }

    #[test]
    fn prose_in_straight_columns_is_no_table() {
        let lines = [("영상은서른날동안", 10.0, 120.0), ("둔뒤에곧지웁니다", 10.0, 135.0)];
        let page = page(&[TABLE.as_slice(), &lines].concat());
        let mut printed = Printed::new(&page, &[], &[]);
        let block = rows(&[&["영상", "은 서른날", "동안"], &["둔뒤", "에 곧지웁", "니다"]]);
        let wanted = vec!["영상은서른날동안 둔뒤에곧지웁니다".to_owned()];
        assert_eq!(shown(printed.instead_of_table(&block)), Some(wanted));
        let far = super::tests::page(&[("본관", 10.0, 120.0), ("두대", 110.0, 120.0)]);
        assert_eq!(shown(Printed::new(&far, &[], &[]).instead_of_table(&rows(&[&["본관", "두대"]]))), None);
    }
}
