//! HWP 5, HWPX and HWPML to blocks. Distribution documents are opened by `hwp_locked` first; HWPX is parsed by `hwpx`,
//! HWPML by `hwpml`.

use super::grid::Loose;
use super::sheaf::Sheaf;
use super::{BlockKind, Problem, ProblemKind, hwp_locked, hwpml, hwpx};
use unhwp::model::{Block, InlineContent, ListStyle, Paragraph, Table};
use unhwp::{Error, ParseOptions};

/// Deepest tables within cells that are looked into.
const MAX_NESTING: usize = 8;

/// Reads HWP 5.
pub(super) fn read(bytes: &[u8]) -> Sheaf {
    let opened = match hwp_locked::open(bytes) {
        Ok(plain) => plain,
        Err(problem) => return Sheaf { problems: vec![problem], ..Sheaf::default() },
    };
    let options = ParseOptions::new().lenient().without_resources().sequential();
    match unhwp::parse_bytes_with_options(opened.as_deref().unwrap_or(bytes), &options) {
        Ok(document) => gather(&document),
        Err(Error::Encrypted) => Sheaf::failed(ProblemKind::Password, "opens only with a password"),
        Err(Error::DistributionRestricted) => Sheaf::failed(ProblemKind::Drm, "locked for distribution"),
        Err(error) => Sheaf::failed(ProblemKind::Damaged, format!("the document is broken: {error}")),
    }
}

/// Reads HWPX.
pub(super) fn read_package(bytes: &[u8]) -> Sheaf {
    hwpx::read(bytes).map_or_else(|problem| Sheaf { problems: vec![problem], ..Sheaf::default() }, walk)
}

/// Reads the text of an HWPML file.
pub(super) fn read_xml(text: &str) -> Sheaf {
    walk(hwpml::read(text))
}

fn walk(read: hwpml::Read) -> Sheaf {
    let mut walker = Walker { sheaf: Sheaf::titled(read.title.as_deref()), pictures: read.pictures };
    read.blocks.iter().for_each(|block| walker.block(block));
    read.problems.into_iter().for_each(|problem| walker.sheaf.problem(problem));
    walker.ended()
}

fn gather(document: &unhwp::Document) -> Sheaf {
    let mut walker = Walker { sheaf: Sheaf::titled(document.metadata.title.as_deref()), pictures: false };
    for section in &document.sections {
        section.content.iter().for_each(|block| walker.block(block));
    }
    for index in &document.skipped_sections {
        let words = format!("section {} could not be read", index + 1);
        walker.sheaf.problem(Problem::new(ProblemKind::Partial, words));
    }
    walker.ended()
}

struct Walker {
    sheaf: Sheaf,
    pictures: bool,
}

impl Walker {
    fn ended(mut self) -> Sheaf {
        if self.sheaf.blocks.is_empty() && self.pictures {
            self.sheaf.problem(Problem::new(ProblemKind::Scanned, "nothing but pictures: no text to read"));
        }
        self.sheaf
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
        self.sheaf.text(kind, &text);
    }

    /// Text as a reader sees it (the library has put numbers before it); links are kept aside.
    fn words(&mut self, paragraph: &Paragraph) -> String {
        let mut text = String::new();
        for content in &paragraph.content {
            match content {
                InlineContent::Text(run) => text.push_str(&run.text),
                InlineContent::LineBreak => text.push('\n'),
                InlineContent::Link { text: words, url } => {
                    self.sheaf.link(url, words);
                    text.push_str(words);
                }
                InlineContent::Footnote(note) => {
                    text.push('\n');
                    text.push_str(note);
                }
                InlineContent::Equation(equation) => text.push_str(&equation.script),
                InlineContent::Image(_) => self.pictures = true,
            }
        }
        text
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
                for paragraph in &frame.content {
                    self.paragraph(paragraph);
                }
                self.rows(Vec::new(), &frame.nested_tables.iter().collect::<Vec<_>>(), depth);
                continue;
            }
            let mut cells = Vec::new();
            for cell in &row.cells {
                nested.extend(&cell.nested_tables);
                let lines: Vec<String> = cell.content.iter().map(|paragraph| self.words(paragraph)).collect();
                cells.push(Loose {
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
    fn rows(&mut self, rows: Vec<Vec<Loose<'_>>>, nested: &[&Table], depth: usize) {
        self.sheaf.table(None, rows);
        if depth < MAX_NESTING {
            for table in nested {
                self.table(table, depth + 1);
            }
        } else if !nested.is_empty() {
            let words = format!("tables nested more than {MAX_NESTING} deep were not read");
            self.sheaf.problem(Problem::new(ProblemKind::Limit, words));
        }
    }
}
