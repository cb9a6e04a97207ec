//! Workbooks that the other readers give up, to blocks. A sheet is a heading (its name) and a table; its cells carry their text
//! as shown.

use crate::document::builder::Sheaf;
use crate::document::grid::Loose;
use crate::document::{BlockKind, Problem, ProblemKind};
use undoc::Error;
use undoc::model::{Block, ListType, Paragraph, RevisionType, Table, TextRun};

/// Deepest tables within cells that are looked into.
const MAX_NESTING: usize = 8;

/// Reads a workbook.
pub(in crate::document) fn read(bytes: &[u8]) -> Sheaf {
    let document = match undoc::parse_bytes(bytes) {
        Ok(document) => document,
        Err(Error::Encrypted) => return Sheaf::failed(ProblemKind::Password, "opens only with a password"),
        Err(error) => return Sheaf::failed(ProblemKind::Damaged, format!("the document is broken: {error}")),
    };
    let mut sheaf = Sheaf::titled(document.metadata.title.as_deref());
    for section in &document.sections {
        // Sections of a workbook are its sheets; the name of one is no text without cells below it.
        let first = sheaf.blocks.len();
        if let Some(name) = section.name.as_deref() {
            sheaf.text(BlockKind::Heading(2), name);
        }
        let named = sheaf.blocks.len();
        for block in &section.content {
            self::block(block, &mut sheaf);
        }
        for paragraph in section.notes.iter().flatten() {
            self::paragraph(paragraph, &mut sheaf);
        }
        if sheaf.blocks.len() == named {
            sheaf.blocks.truncate(first);
        }
    }
    if sheaf.blocks.is_empty() && !document.resources.is_empty() {
        sheaf.problem(Problem::new(ProblemKind::Scanned, "nothing but pictures: no text to read"));
    }
    sheaf
}

fn block(block: &Block, sheaf: &mut Sheaf) {
    match block {
        Block::Paragraph(paragraph) => self::paragraph(paragraph, sheaf),
        Block::Table(table) => self::table(table, 0, sheaf),
        Block::Note { content, .. } => content.iter().for_each(|paragraph| self::paragraph(paragraph, sheaf)),
        Block::Image { .. } | Block::PageBreak | Block::SectionBreak => {}
    }
}

fn paragraph(paragraph: &Paragraph, sheaf: &mut Sheaf) {
    let text = words(paragraph, sheaf);
    let kind = match (paragraph.heading.level(), &paragraph.list_info) {
        (level @ 1..=6, _) => BlockKind::Heading(level),
        (_, Some(list)) if list.list_type != ListType::None => BlockKind::Item(list.level),
        _ => BlockKind::Paragraph,
    };
    sheaf.text(kind, &text);
}

/// Text as a reader sees it, without what a revision took out; links are kept aside.
fn words(paragraph: &Paragraph, sheaf: &mut Sheaf) -> String {
    let mut text = String::new();
    // Comments on cells are no part of what the cells say; the library adds them so.
    let comment = |run: &TextRun| run.style.italic && run.text.starts_with(" [Comment: ");
    for run in paragraph.runs.iter().filter(|run| run.revision != RevisionType::Deleted && !comment(run)) {
        if let Some(href) = &run.hyperlink {
            sheaf.link(href, &run.text);
        }
        text.push_str(&run.text);
        if run.line_break || run.page_break {
            text.push('\n');
        }
    }
    text
}

fn table(table: &Table, depth: usize, sheaf: &mut Sheaf) {
    let mut nested: Vec<&Table> = Vec::new();
    let mut rows: Vec<Vec<Loose<'_>>> = Vec::new();
    for row in &table.rows {
        let mut cells = Vec::new();
        for cell in &row.cells {
            nested.extend(&cell.nested_tables);
            let text = match cell.content.as_slice() {
                [paragraph] => words(paragraph, sheaf),
                lines => lines.iter().map(|line| words(line, sheaf)).collect::<Vec<_>>().join("\n"),
            };
            cells.push(Loose {
                text: text.into(),
                rowspan: cell.row_span as usize,
                colspan: cell.col_span as usize,
                header: cell.is_header || row.is_header,
            });
        }
        rows.push(cells);
    }
    sheaf.table(None, rows);
    if depth < MAX_NESTING {
        // A table within a cell is a table of its own, right after the one that holds it.
        for table in nested {
            self::table(table, depth + 1, sheaf);
        }
    } else if !nested.is_empty() {
        let words = format!("tables nested more than {MAX_NESTING} deep were not read");
        sheaf.problem(Problem::new(ProblemKind::Limit, words));
    }
}
