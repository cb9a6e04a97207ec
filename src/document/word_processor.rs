//! What word processors write (HWP 5, HWPX, HWPML, DOCX), read into one model, to blocks.

use super::builder::DocumentBuilder;
use super::grid::RawCell;
use super::xml::Events;
use super::{BlockKind, Problem, ProblemKind};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use unhwp::model::{
    Block, InlineContent, ListStyle, Paragraph, ParagraphStyle, Table, TableCell, TableRow, TextRun, TextStyle,
};

/// Deepest tables within cells that are looked into.
const MAX_NESTING: usize = 8;
/// Deepest paragraphs within paragraphs (cells, notes, drawings) that are looked into.
const MAX_DEPTH: usize = 24;
/// Largest address and span of a cell that is believed.
pub(super) const MAX_PLACE: u32 = 16_384;

/// What was read: title, blocks in reading order, and what kept it from being whole.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) title: Option<String>,
    pub(super) blocks: Vec<Block>,
    /// Whether there are pictures among them.
    pub(super) pictures: bool,
    pub(super) problems: Vec<Problem>,
}

/// A text of XML in which paragraphs stand, with more paragraphs in what stands in or beside their lines.
pub(super) trait Paragraphs<'a> {
    /// The local name of the element of a paragraph.
    const PARAGRAPH: &'static str;

    /// What is left of the text.
    fn events(&mut self) -> &mut Events<'a>;

    /// How deep within paragraphs the next one stands.
    fn depth(&mut self) -> &mut usize;

    /// Reads a paragraph, and what stands beside its lines, from after its start tag.
    fn paragraph(&mut self, tag: &BytesStart<'_>, blocks: &mut Vec<Block>);

    /// Reads an element that may stand between paragraphs, from after its start tag, or leaves its content to follow.
    fn between(&mut self, _tag: &BytesStart<'_>, _blocks: &mut Vec<Block>) {}

    /// Reads an element that may stand between paragraphs and has nothing in it.
    fn alone(&mut self, _tag: &BytesStart<'_>) {}

    /// Whether an element stands too deep within others; then it is passed over, and said to be.
    fn is_too_deep(&mut self, tag: &BytesStart<'_>) -> bool {
        let deep = *self.depth() > MAX_DEPTH;
        if deep {
            let words = format!("paragraphs nested more than {MAX_DEPTH} deep were not read");
            self.events().problem(Problem::new(ProblemKind::Limit, words));
            self.events().skip(tag);
        }
        deep
    }

    /// Paragraphs, and the tables in them, up to an end tag.
    fn blocks(&mut self, end: &str) -> Vec<Block> {
        let mut blocks = Vec::new();
        *self.depth() += 1;
        loop {
            match self.events().next() {
                Event::Start(tag) => {
                    if tag.local_name().as_ref() != Self::PARAGRAPH {
                        self.between(&tag, &mut blocks);
                    } else if !self.is_too_deep(&tag) {
                        self.paragraph(&tag, &mut blocks);
                    }
                }
                Event::Empty(tag) => self.alone(&tag),
                Event::End(tag) if tag.local_name().as_ref() == end => break,
                Event::Eof => break,
                _ => {}
            }
        }
        *self.depth() -= 1;
        blocks
    }
}

/// Stands in the lines of a cell where a table does.
const TABLE: u8 = u8::MAX;

/// What stands in a cell, in its order.
pub(super) fn cell(blocks: Vec<Block>, rowspan: u32, colspan: u32) -> TableCell {
    let mut cell = TableCell::merged(rowspan, colspan);
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => cell.content.push(paragraph),
            Block::Table(table) => {
                cell.content.push(Paragraph::with_style(ParagraphStyle { heading_level: TABLE, ..Default::default() }));
                cell.nested_tables.push(table);
            }
        }
    }
    cell
}

/// Cells by row and column as the rows of a table.
pub(super) fn rows(cells: BTreeMap<(u32, u32), TableCell>) -> Table {
    let mut table = Table::new();
    let rows = cells.iter().map(|((row, _), cell)| row + cell.rowspan).max().unwrap_or(0).min(MAX_PLACE);
    table.rows = (0..rows).map(|_| TableRow::new()).collect();
    for ((row, _), cell) in cells {
        if let Some(row) = table.rows.get_mut(row as usize) {
            row.cells.push(cell);
        }
    }
    table
}

/// A run of characters of some look.
pub(super) fn run(text: String, looks: Looks) -> TextRun {
    let style = TextStyle { strikethrough: looks.struck, superscript: looks.raised, ..TextStyle::default() };
    TextRun::with_style(text, style)
}

/// What of the look of characters bears on what they say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Looks {
    /// A line runs through them.
    pub(super) struck: bool,
    /// Raised above the line.
    pub(super) raised: bool,
}

/// The lines of blocks.
pub(super) fn plain(blocks: &[Block]) -> String {
    let line = |block: &Block| match block {
        Block::Paragraph(paragraph) => paragraph.plain_text(),
        Block::Table(table) => {
            table.rows.iter().flat_map(|row| &row.cells).map(TableCell::plain_text).collect::<Vec<_>>().join("\t")
        }
    };
    blocks.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What was read, as blocks.
pub(super) fn walk(read: Read) -> DocumentBuilder {
    let mut walker = Walker { builder: DocumentBuilder::titled(read.title.as_deref()), pictures: read.pictures };
    read.blocks.iter().for_each(|block| walker.block(block));
    read.problems.into_iter().for_each(|problem| walker.builder.problem(problem));
    walker.ended()
}

#[derive(Debug, Default)]
struct Walker {
    builder: DocumentBuilder,
    pictures: bool,
}

impl Walker {
    fn ended(mut self) -> DocumentBuilder {
        if self.builder.blocks.is_empty() && self.pictures {
            self.builder.problem(Problem::new(ProblemKind::Scanned, "nothing but pictures: no text to read"));
        }
        self.builder
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::Table(table) => self.table(table, 0),
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = self.words(paragraph);
        let style = &paragraph.style;
        let kind = match (style.heading_level, &style.list_style) {
            (level @ 1..=6, _) => BlockKind::Heading(level),
            (_, Some(ListStyle::Unordered | ListStyle::CustomBullet(_))) => BlockKind::Item(style.indent_level),
            _ => BlockKind::Paragraph,
        };
        self.builder.text(kind, &text);
    }

    /// Text as a reader sees it, numbers before it included; notes follow it, links are kept aside.
    fn words(&mut self, paragraph: &Paragraph) -> String {
        let (mut text, mut notes) = (String::new(), String::new());
        for content in &paragraph.content {
            match content {
                // What is struck is withdrawn.
                InlineContent::Text(run) if run.style.strikethrough => {}
                InlineContent::Text(run) if run.style.superscript => {
                    text.push_str(&super::raised(&run.text).unwrap_or_else(|| run.text.clone()));
                }
                InlineContent::Text(run) => text.push_str(&run.text),
                InlineContent::LineBreak => text.push('\n'),
                InlineContent::Link { text: words, url } => {
                    self.builder.link(url, words);
                    text.push_str(words);
                }
                InlineContent::Footnote(note) => {
                    notes.push('\n');
                    notes.push_str(note);
                }
                InlineContent::Equation(equation) => text.push_str(&equation.script),
                InlineContent::Image(_) => self.pictures = true,
            }
        }
        text + &notes
    }

    fn table(&mut self, table: &Table, depth: usize) {
        let width = table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.colspan as usize).sum()).max();
        let width: usize = width.unwrap_or(0);
        let alone = table.rows.iter().map(|row| row.cells.len()).sum::<usize>() == 1;
        let (mut rows, mut nested) = (Vec::new(), Vec::new());
        for row in &table.rows {
            // A cell from edge to edge around tables, or around everything, arranges the page: its paragraphs are
            // those of the page, and what stands in it stands there.
            if let [frame] = row.cells.as_slice()
                && (alone || frame.colspan as usize >= width && frame.rowspan == 1 && !frame.nested_tables.is_empty())
            {
                self.rows(std::mem::take(&mut rows), &std::mem::take(&mut nested), depth);
                let mut nested = frame.nested_tables.iter();
                for paragraph in &frame.content {
                    match paragraph.style.heading_level {
                        TABLE => self.rows(Vec::new(), &nested.by_ref().take(1).collect::<Vec<_>>(), depth),
                        _ => self.paragraph(paragraph),
                    }
                }
                self.rows(Vec::new(), &nested.collect::<Vec<_>>(), depth);
                continue;
            }
            let mut cells = Vec::new();
            for cell in &row.cells {
                nested.extend(&cell.nested_tables);
                let lines: Vec<String> = cell.content.iter().map(|paragraph| self.words(paragraph)).collect();
                cells.push(RawCell {
                    text: lines.join("\n").into(),
                    rowspan: cell.rowspan as usize,
                    colspan: cell.colspan as usize,
                    header: row.is_header,
                });
            }
            rows.push(cells);
        }
        self.rows(rows, &nested, depth);
    }

    /// Rows as a table, and after it the tables in its cells, which are tables of their own.
    fn rows(&mut self, rows: Vec<Vec<RawCell<'_>>>, nested: &[&Table], depth: usize) {
        self.builder.table(None, rows);
        if depth < MAX_NESTING {
            for table in nested {
                self.table(table, depth + 1);
            }
        } else if !nested.is_empty() {
            let words = format!("tables nested more than {MAX_NESTING} deep were not read");
            self.builder.problem(Problem::new(ProblemKind::Limit, words));
        }
    }
}
