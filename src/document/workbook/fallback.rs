//! Workbooks that the other readers give up, to blocks. A sheet is a heading (its name) and a table; its cells carry their text
//! as shown.

use crate::document::builder::DocumentBuilder;
use crate::document::grid::RawCell;
use crate::document::{BlockKind, Problem, ProblemKind};
use undoc::Error;
use undoc::model::{Block, ListType, Paragraph, RevisionType, Table, TextRun};

/// Deepest tables within cells that are looked into.
const MAX_NESTING: usize = 8;

/// Reads a workbook.
pub(in crate::document) fn read(bytes: &[u8]) -> DocumentBuilder {
    let document = match undoc::parse_bytes(bytes) {
        Ok(document) => document,
        Err(Error::Encrypted) => return DocumentBuilder::failed(ProblemKind::Password, "opens only with a password"),
        Err(error) => return DocumentBuilder::failed(ProblemKind::Damaged, format!("the document is broken: {error}")),
    };
    let mut builder = DocumentBuilder::titled(document.metadata.title.as_deref());
    for section in &document.sections {
        // Sections of a workbook are its sheets; the name of one is no text without cells below it.
        let first = builder.blocks.len();
        if let Some(name) = section.name.as_deref() {
            builder.text(BlockKind::Heading(2), name);
        }
        let named = builder.blocks.len();
        for block in &section.content {
            self::block(block, &mut builder);
        }
        for paragraph in section.notes.iter().flatten() {
            self::paragraph(paragraph, &mut builder);
        }
        if builder.blocks.len() == named {
            builder.blocks.truncate(first);
        }
    }
    if builder.blocks.is_empty() && !document.resources.is_empty() {
        builder.problem(Problem::new(ProblemKind::Scanned, "nothing but pictures: no text to read"));
    }
    builder
}

fn block(block: &Block, builder: &mut DocumentBuilder) {
    match block {
        Block::Paragraph(paragraph) => self::paragraph(paragraph, builder),
        Block::Table(table) => self::table(table, 0, builder),
        Block::Note { content, .. } => content.iter().for_each(|paragraph| self::paragraph(paragraph, builder)),
        Block::Image { .. } | Block::PageBreak | Block::SectionBreak => {}
    }
}

fn paragraph(paragraph: &Paragraph, builder: &mut DocumentBuilder) {
    let text = words(paragraph, builder);
    let kind = match (paragraph.heading.level(), &paragraph.list_info) {
        (level @ 1..=6, _) => BlockKind::Heading(level),
        (_, Some(list)) if list.list_type != ListType::None => BlockKind::Item(list.level),
        _ => BlockKind::Paragraph,
    };
    builder.text(kind, &text);
}

/// Text as a reader sees it, without what a revision took out; links are kept aside.
fn words(paragraph: &Paragraph, builder: &mut DocumentBuilder) -> String {
    let mut text = String::new();
    // Comments on cells are no part of what the cells say; the library adds them so.
    let comment = |run: &TextRun| run.style.italic && run.text.starts_with(" [Comment: ");
    for run in paragraph.runs.iter().filter(|run| run.revision != RevisionType::Deleted && !comment(run)) {
        if let Some(href) = &run.hyperlink {
            builder.link(href, &run.text);
        }
        text.push_str(&run.text);
        if run.line_break || run.page_break {
            text.push('\n');
        }
    }
    text
}

fn table(table: &Table, depth: usize, builder: &mut DocumentBuilder) {
    let mut nested: Vec<&Table> = Vec::new();
    let mut rows: Vec<Vec<RawCell<'_>>> = Vec::new();
    for row in &table.rows {
        let mut cells = Vec::new();
        for cell in &row.cells {
            nested.extend(&cell.nested_tables);
            let text = match cell.content.as_slice() {
                [paragraph] => words(paragraph, builder),
                lines => lines.iter().map(|line| words(line, builder)).collect::<Vec<_>>().join("\n"),
            };
            cells.push(RawCell {
                text: text.into(),
                rowspan: cell.row_span as usize,
                colspan: cell.col_span as usize,
                header: cell.is_header || row.is_header,
            });
        }
        rows.push(cells);
    }
    builder.table(None, rows);
    if depth < MAX_NESTING {
        // A table within a cell is a table of its own, right after the one that holds it.
        for table in nested {
            self::table(table, depth + 1, builder);
        }
    } else if !nested.is_empty() {
        let words = format!("tables nested more than {MAX_NESTING} deep were not read");
        builder.problem(Problem::new(ProblemKind::Limit, words));
    }
}
