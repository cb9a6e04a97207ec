//! Archived text with the quotes in it marked: the blocks that state something, and no more of the page.

use super::Lang;
use crate::normalise::redact::covered;
use maud::{Markup, html};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// A document that was read again from the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// SHA-256 of its bytes.
    pub document: String,
    /// Where it was fetched.
    pub source: Option<String>,
    /// Its blocks, in order.
    pub blocks: Vec<Block>,
}

/// A block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// Its text; offsets of quotes count its characters.
    pub text: String,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A heading.
    Heading,
    /// A paragraph, or a line of plain text.
    Paragraph,
    /// A list item, with its depth.
    Item(u8),
    /// A table, cell by cell in reading order.
    Table(Vec<Cell>),
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Row it begins in.
    pub row: usize,
    /// Rows it covers.
    pub rowspan: usize,
    /// Columns it covers.
    pub colspan: usize,
    /// Whether it is a heading of the table.
    pub header: bool,
    /// Its characters within the block's text.
    pub letters: Range<usize>,
}

/// A quote in a document: what links lead to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mark {
    pub(super) document: String,
    pub(super) block: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Quotes of a page, each place once; its number in the order of the documents.
#[derive(Debug, Default)]
pub(super) struct Marks {
    prefix: String,
    all: Vec<Mark>,
    /// Those that are drawn whatever the length of the text: findings lead to them.
    needed: BTreeSet<usize>,
    /// Those whose first letter was drawn: a text may be cut before it comes to a quote.
    drawn: RefCell<BTreeSet<usize>>,
}

/// Largest span of a cell: a page that claims more is not drawn wider for it.
const SPAN: usize = 60;
/// Cells of a table that are drawn.
const CELLS: usize = 3000;
/// Characters shown before and behind the words of a finding, where the text is cut.
const AROUND: usize = 80;
/// Characters of its words that are shown there.
const PASSAGE: usize = 240;

impl Marks {
    /// Marks whose anchors begin with `prefix`: those of values, and those of findings.
    pub(super) fn new(prefix: String, values: BTreeSet<Mark>, findings: &BTreeSet<Mark>) -> Self {
        let all: BTreeSet<Mark> = values.into_iter().chain(findings.iter().cloned()).collect();
        let needed = all.iter().enumerate().filter(|(_, mark)| findings.contains(mark)).map(|(at, _)| at).collect();
        Self { prefix, all: all.into_iter().collect(), needed, drawn: RefCell::default() }
    }

    /// Marks of findings in a document that were not drawn.
    fn left(&self, document: &str) -> Vec<(usize, &Mark)> {
        let drawn = self.drawn.borrow();
        let left = self.needed.iter().filter(|at| !drawn.contains(at)).map(|at| (*at, &self.all[*at]));
        left.filter(|(_, mark)| mark.document == document).collect()
    }

    /// The anchor of a quote, once it is drawn.
    pub(super) fn anchor(&self, mark: &Mark) -> Option<String> {
        let at = self.all.binary_search(mark).ok()?;
        self.drawn.borrow().contains(&at).then(|| self.name(at))
    }

    /// The anchor of a quote that is being drawn.
    fn draw(&self, at: usize) -> String {
        self.drawn.borrow_mut().insert(at);
        self.name(at)
    }

    fn name(&self, at: usize) -> String {
        format!("{}q{at}", self.prefix)
    }

    /// Marks of a block with their numbers, by where they begin.
    fn of(&self, document: &str, block: usize) -> Vec<(usize, &Mark)> {
        let place = |mark: &Mark| (mark.document.as_str(), mark.block as usize).cmp(&(document, block));
        let first = self.all.partition_point(|mark| place(mark).is_lt());
        let own = self.all.iter().enumerate().skip(first);
        own.take_while(|(_, mark)| place(mark).is_eq()).collect()
    }
}

/// The blocks of a document that hold a quote. `left` counts the characters that may still be shown.
pub(super) fn render(text: &Text, marks: &Marks, names: &[&str], left: &mut usize, lang: Lang) -> Markup {
    let mut shown = Vec::new();
    let mut last: Option<usize> = None;
    let mut cut = false;
    for (number, block) in text.blocks.iter().enumerate() {
        let own = marks.of(&text.document, number);
        if own.is_empty() {
            continue;
        }
        let letters = block.text.chars().count();
        if *left == 0 {
            cut = true;
            break;
        }
        let gap = last.map_or(number > 0, |last| last + 1 < number);
        let label = format!("{} {}", lang.of("원문의 표", "Table of the source"), number + 1);
        shown.push(html! {
            @if gap { p.gap aria-label=(lang.of("인용하지 않은 부분", "part without quotes")) { "⋯" } }
            (drawn(block, &own, marks, names, *left, &label))
        });
        *left = left.saturating_sub(letters);
        last = Some(number);
    }
    let left_over = left_over(text, marks, names);
    html! {
        @for block in &shown { (block) }
        @for passage in &left_over { p.gap { "⋯" } (passage) }
        @if cut { p.note { (lang.of("길어서 여기까지만 보입니다. 나머지는 자료의 evidence 표에 있습니다.",
            "Cut here for its length; the table evidence of the data set has the rest.")) } }
        @else if last.is_some_and(|last| last + 1 < text.blocks.len()) { p.gap { "⋯" } }
    }
}

/// Passages of findings that the text was cut before: a finding leads to its words, however long the text is.
fn left_over(text: &Text, marks: &Marks, names: &[&str]) -> Vec<Markup> {
    let mut passages = Vec::new();
    let mut covered_block: Option<(u32, Vec<char>)> = None;
    let mut until = (0, 0);
    for (at, mark) in marks.left(&text.document) {
        // One that was drawn with the passage before is there.
        if marks.drawn.borrow().contains(&at) {
            continue;
        }
        let Some(block) = text.blocks.get(mark.block as usize) else { continue };
        if covered_block.as_ref().is_none_or(|(number, _)| *number != mark.block) {
            let mut letters: Vec<char> = covered(&block.text, names).chars().collect();
            if let Kind::Table(cells) = &block.kind {
                let named = cells_of_names(cells, &letters);
                cells
                    .iter()
                    .filter(|cell| named.contains(&cell.letters.start))
                    .for_each(|cell| hide(&mut letters, cell));
            }
            covered_block = Some((mark.block, letters));
        }
        let Some((number, letters)) = &covered_block else { continue };
        let from = (mark.start as usize).saturating_sub(AROUND);
        let from = if until.0 == *number { from.max(until.1) } else { from };
        let to = (mark.end as usize).min(mark.start as usize + PASSAGE) + AROUND;
        until = (*number, to);
        let own: Vec<(usize, &Mark)> = marks.of(&text.document, mark.block as usize);
        let own: Vec<(usize, &Mark)> = own.into_iter().filter(|(at, _)| marks.needed.contains(at)).collect();
        let longest = own.iter().map(|(_, mark)| mark.end.saturating_sub(mark.start) as usize).max().unwrap_or(0);
        passages.push(html! { p { (segments(letters, from..to, &own, longest, marks)) } });
    }
    passages
}

fn drawn(block: &Block, own: &[(usize, &Mark)], marks: &Marks, names: &[&str], left: usize, label: &str) -> Markup {
    // Covering works on the whole block, so that a number parted by cells is seen; offsets stay what they were.
    let letters: Vec<char> = covered(&block.text, names).chars().collect();
    let longest = own.iter().map(|(_, mark)| mark.end.saturating_sub(mark.start) as usize).max().unwrap_or(0);
    let inside = |range: Range<usize>| segments(&letters, range, own, longest, marks);
    let all = 0..letters.len().min(left.max(200));
    match &block.kind {
        Kind::Heading => html! { p.h { (inside(all)) } },
        Kind::Paragraph => html! { p { (inside(all)) } },
        Kind::Item(depth) => html! { p class={ "i d" (depth.min(&4)) } { (inside(all)) } },
        Kind::Table(cells) => {
            let mut rows: Vec<Vec<&Cell>> = Vec::new();
            let mut last = None;
            for cell in cells.iter().take(CELLS).take_while(|cell| cell.letters.start < all.end) {
                if last != Some(cell.row) {
                    rows.push(Vec::new());
                    last = Some(cell.row);
                }
                if let Some(row) = rows.last_mut() {
                    row.push(cell);
                }
            }
            // The place of a quote that the cut takes away is of no use to a link; the table says that it was cut.
            let cut = cells.len() > CELLS || cells.last().is_some_and(|cell| cell.letters.start >= all.end);
            let named = cells_of_names(cells, &letters);
            html! {
                div.scroll role="region" tabindex="0" aria-label=(label) { table.archived { tbody {
                    @for row in &rows {
                        tr { @for cell in row {
                            @let rowspan = (cell.rowspan > 1).then(|| cell.rowspan.min(rows.len()));
                            @let colspan = (cell.colspan > 1).then(|| cell.colspan.min(SPAN));
                            @let content = if named.contains(&cell.letters.start) { covered_cell(&letters, cell, own, longest, marks) } else { inside(cell.letters.clone()) };
                            @if cell.header {
                                th rowspan=[rowspan] colspan=[colspan] { (content) }
                            } @else {
                                td rowspan=[rowspan] colspan=[colspan] { (content) }
                            }
                        } }
                    }
                } } }
                @if cut { p.gap { "⋯" } }
            }
        }
    }
}

/// Cells (by their first letter) that stand below the heading of a column of names and look like one: names that nobody
/// recognised. Columns are counted along the row, so that a table with cells over several rows may be read wrongly: then
/// a word too many is covered, or a name is left.
fn cells_of_names(cells: &[Cell], letters: &[char]) -> BTreeSet<usize> {
    let text = |cell: &Cell| -> String {
        letters.get(cell.letters.clone()).unwrap_or_default().iter().filter(|letter| !letter.is_whitespace()).collect()
    };
    let (mut columns, mut found) = (BTreeSet::new(), BTreeSet::new());
    let (mut row, mut column) = (usize::MAX, 0usize);
    for cell in cells {
        if cell.row != row {
            (row, column) = (cell.row, 0);
        }
        let own = text(cell);
        if is_title_of_names(&own) {
            columns.insert(column);
        } else if columns.contains(&column) && looks_like_a_name(&own) {
            found.insert(cell.letters.start);
        }
        column = column.saturating_add(cell.colspan);
    }
    found
}

/// Whether a column of this title, without blanks, holds names.
pub(super) fn is_title_of_names(title: &str) -> bool {
    matches!(title, "성명" | "이름" | "담당자명" | "책임자명")
}

/// Whether a cell below such a title, without blanks, is a name.
pub(super) fn looks_like_a_name(cell: &str) -> bool {
    (2..=4).contains(&cell.chars().count()) && cell.chars().all(|letter| ('가'..='힣').contains(&letter))
}

/// The same with every letter but the first covered.
fn covered_cell(letters: &[char], cell: &Cell, own: &[(usize, &Mark)], longest: usize, marks: &Marks) -> Markup {
    let mut hidden = letters.to_vec();
    hide(&mut hidden, cell);
    segments(&hidden, cell.letters.clone(), own, longest, marks)
}

/// Covers every letter of a cell but the first.
fn hide(letters: &mut [char], cell: &Cell) {
    let name = letters.get_mut(cell.letters.clone()).unwrap_or_default();
    name.iter_mut().filter(|letter| !letter.is_whitespace()).skip(1).for_each(|letter| *letter = '●');
}

/// Text parted where quotes begin and end. Each part carries the names of all quotes that cover it; the first part of a
/// quote carries its anchor.
fn segments(letters: &[char], range: Range<usize>, own: &[(usize, &Mark)], longest: usize, marks: &Marks) -> Markup {
    let range = range.start.min(letters.len())..range.end.min(letters.len());
    // Quotes that may reach into the range: those that begin before its end, and not farther before it than any is long.
    let until = own.partition_point(|(_, mark)| (mark.start as usize) < range.end);
    let from = own.partition_point(|(_, mark)| mark.start as usize + longest < range.start);
    let own = own.get(from..until).unwrap_or_default();
    let mut limits: BTreeSet<usize> = [range.start, range.end].into();
    for (_, mark) in own {
        limits.extend([mark.start as usize, mark.end as usize].into_iter().filter(|limit| range.contains(limit)));
    }
    let limits: Vec<usize> = limits.into_iter().collect();
    html! {
        @for pair in limits.windows(2) {
            @let part: String = letters[pair[0]..pair[1]].iter().collect();
            @let over = |mark: &Mark| (mark.start as usize) < pair[1] && (mark.end as usize) > pair[0];
            @let names: Vec<usize> = own.iter().filter(|(_, mark)| over(mark)).map(|(at, _)| *at).collect();
            // A quote that goes on from another cell begins anew here; its anchor stays with its first letter.
            @let starts: Vec<usize> =
                own.iter().filter(|(_, mark)| over(mark) && mark.start as usize == pair[0]).map(|(at, _)| *at).collect();
            @if names.is_empty() { (part) } @else {
                @for at in starts.iter().skip(1) { span #(marks.draw(*at)) {} }
                mark id=[starts.first().map(|at| marks.draw(*at))] data-q=(names.iter().map(|at| marks.name(*at)).collect::<Vec<_>>().join(" ")) { (part) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(kind: Kind, text: &str) -> Text {
        Text { document: "d".into(), source: None, blocks: vec![Block { kind, text: text.into() }] }
    }

    fn mark(start: u32, end: u32) -> Mark {
        Mark { document: "d".into(), block: 0, start, end }
    }

    fn shown(text: &Text, marks: &[Mark]) -> String {
        let marks = Marks::new("s0".into(), marks.iter().cloned().collect(), &BTreeSet::new());
        render(text, &marks, &[], &mut 1000, Lang::Ko).into_string()
    }

    #[test]
    fn quotes_that_overlap_are_all_marked_and_can_be_led_to() {
        let page = shown(&text(Kind::Paragraph, "총 2,228대를 <b>운영"), &[mark(0, 8), mark(2, 7), mark(2, 4)]);
        assert_eq!(
            page,
            "<p><mark id=\"s0q0\" data-q=\"s0q0\">총 </mark><span id=\"s0q2\"></span>\
             <mark id=\"s0q1\" data-q=\"s0q0 s0q1 s0q2\">2,</mark><mark data-q=\"s0q0 s0q2\">228</mark>\
             <mark data-q=\"s0q0\">대</mark>를 &lt;b&gt;운영</p>"
        );
    }

    #[test]
    fn cells_keep_their_place_and_numbers_across_cells_are_covered() {
        let cell = |letters: Range<usize>, header| Cell { row: 0, rowspan: 9_999_999, colspan: 1, header, letters };
        let kind = Kind::Table(vec![cell(0..2, true), cell(3..6, false), cell(7..11, false), cell(12..16, false)]);
        let page = shown(&text(kind, "전화\t010\t1234\t5678"), &[mark(3, 16)]);
        assert!(page.contains("<mark id=\"s0q0\" data-q=\"s0q0\">010</mark>"), "{page}");
        assert!(!page.contains("1234") && !page.contains("5678"), "{page}");
        assert!(page.contains("<th rowspan=\"1\">전화</th>"), "{page}");
    }

    #[test]
    fn a_finding_leads_to_its_words_behind_the_cut() {
        let block = |text: String| Block { kind: Kind::Paragraph, text };
        let long = "가나다 ".repeat(400);
        let blocks = vec![block(long.clone()), block(format!("{long}끝으로 7일 {long}"))];
        let text = Text { document: "d".into(), source: None, blocks };
        let at = |block, start, end| Mark { block, ..mark(start, end) };
        let (value, finding, near) = (at(1, 1601, 1605), at(1, 1604, 1606), at(1, 1620, 1622));
        let marks = Marks::new("s0".into(), [at(0, 0, 3), value].into(), &[finding.clone(), near.clone()].into());
        let page = render(&text, &marks, &[], &mut 100, Lang::Ko).into_string();
        assert!(page.contains("끝으로 <mark id=\"s0q2\" data-q=\"s0q2\">7일</mark> 가나다"), "{page}");
        assert_eq!(marks.anchor(&finding).as_deref(), Some("s0q2"));
        assert!(marks.anchor(&near).is_some() && page.matches("id=\"s0q3\"").count() == 1, "{page}");
        assert!(page.chars().count() < 1500, "{page}");
    }

    #[test]
    fn a_name_below_its_heading_is_covered() {
        let cell = |row, letters: Range<usize>| Cell { row, rowspan: 1, colspan: 1, header: row == 0, letters };
        let kind = Kind::Table(vec![cell(0, 0..2), cell(0, 3..5), cell(1, 6..9), cell(1, 10..12)]);
        let page = shown(&text(kind, "성명\t직위\n홍길동\t과장"), &[mark(10, 12)]);
        assert!(page.contains("홍●●") && page.contains("과장") && !page.contains("길동"), "{page}");
    }

    #[test]
    fn blocks_without_a_quote_are_left_out() {
        let block = |text: &str| Block { kind: Kind::Paragraph, text: text.into() };
        let text =
            Text { document: "d".into(), source: None, blocks: vec![block("30일"), block("메뉴"), block("끝")] };
        let marks = [mark(0, 3), Mark { block: 2, ..mark(0, 1) }];
        let page = shown(&text, &marks);
        assert!(!page.contains("메뉴") && page.contains("⋯"), "{page}");
    }
}
