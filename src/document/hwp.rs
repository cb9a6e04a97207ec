//! HWP 5 and HWPX to blocks. Distribution documents are opened by `hwp_locked` first.

use super::grid::Loose;
use super::sheaf::Sheaf;
use super::{BlockKind, Problem, ProblemKind, hwp_locked};
use crate::policy::Media;
use unhwp::model::{Block, InlineContent, ListStyle, Paragraph, Table};
use unhwp::{Error, ParseOptions};

/// Deepest tables within cells that are looked into.
const MAX_NESTING: usize = 8;

/// Reads HWP 5 or HWPX.
pub(super) fn read(bytes: &[u8], media: Media) -> Sheaf {
    let mut opened = None;
    if media == Media::Hwp {
        match hwp_locked::open(bytes) {
            Ok(plain) => opened = plain,
            Err(problem) => return Sheaf { problems: vec![problem], ..Sheaf::default() },
        }
    }
    let options = ParseOptions::new().lenient().without_resources().sequential();
    match unhwp::parse_bytes_with_options(opened.as_deref().unwrap_or(bytes), &options) {
        Ok(document) => gather(&document),
        Err(Error::Encrypted) => Sheaf::failed(ProblemKind::Password, "opens only with a password"),
        Err(Error::DistributionRestricted) => Sheaf::failed(ProblemKind::Drm, "locked for distribution"),
        Err(error) => Sheaf::failed(ProblemKind::Damaged, format!("the document is broken: {error}")),
    }
}

fn gather(document: &unhwp::Document) -> Sheaf {
    let mut walker = Walker { sheaf: Sheaf::titled(document.metadata.title.as_deref()) };
    for section in &document.sections {
        for block in &section.content {
            match block {
                Block::Paragraph(paragraph) => walker.paragraph(paragraph),
                Block::Table(table) => walker.table(table, 0),
            }
        }
    }
    for index in &document.skipped_sections {
        let words = format!("section {} could not be read", index + 1);
        walker.sheaf.problem(Problem::new(ProblemKind::Partial, words));
    }
    walker.sheaf
}

struct Walker {
    sheaf: Sheaf,
}

impl Walker {
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
                InlineContent::Image(_) => {}
            }
        }
        text
    }

    fn table(&mut self, table: &Table, depth: usize) {
        let frame = table.rows.iter().map(|row| row.cells.len()).sum::<usize>() == 1;
        let mut nested: Vec<&Table> = Vec::new();
        let mut rows: Vec<Vec<Loose>> = Vec::new();
        for row in &table.rows {
            let mut cells = Vec::new();
            for cell in &row.cells {
                nested.extend(&cell.nested_tables);
                if frame {
                    // A frame around text arranges the page, and so its paragraphs are those of the page.
                    for paragraph in &cell.content {
                        self.paragraph(paragraph);
                    }
                    continue;
                }
                let lines: Vec<String> = cell.content.iter().map(|paragraph| self.words(paragraph)).collect();
                cells.push(Loose {
                    text: lines.join("\n"),
                    rowspan: cell.rowspan as usize,
                    colspan: cell.colspan as usize,
                    header: row.is_header,
                });
            }
            rows.push(cells);
        }
        self.sheaf.table(None, rows);
        if depth < MAX_NESTING {
            // A table within a cell is a table of its own, right after the one that holds it.
            for table in nested {
                self.table(table, depth + 1);
            }
        } else if !nested.is_empty() {
            let words = format!("tables nested more than {MAX_NESTING} deep were not read");
            self.sheaf.problem(Problem::new(ProblemKind::Limit, words));
        }
    }
}
