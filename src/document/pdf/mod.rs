//! PDF to blocks: text by one library, glyphs and rules by another, joined page by page.
//!
//! Neither is trusted with both. The one that reads text best glues cells and prose now and then; what is printed where
//! is known to the other, but no paragraphs. A ruled table takes the place of the blocks that say the same words.

mod glyphs;
mod lines;
mod reconcile;
mod tables;

use crate::document::builder::DocumentBuilder;
use crate::document::grid::RawCell;
use crate::document::{BlockKind, Problem, ProblemKind};
use memchr::memmem;
use pdfni::{PagePart, ReaderSettings};
use reconcile::{Piece, Printed, SMALL_TILDE};
use std::borrow::Cow;
use unpdf::model::{Block, InlineContent, Paragraph, Table, TableCell, TableRow};
use unpdf::{Error, PageSelection, ParseOptions};

/// Most pages that are read.
const MAX_PAGES: u32 = 1_000;
/// Least part of a page's area that its pictures cover when its text is a picture.
const PICTURE: f32 = 0.3;
/// Most bytes that the streams of one file may inflate to.
const MAX_INFLATED: usize = 256 << 20;

/// Encodings of Korean fonts with ASCII of half width, and those with the same codes that both libraries know.
const HALF_WIDTH: [(&str, &str); 4] = [
    ("/KSCms-UHC-HW-H", "/KSCms-UHC-H"),
    ("/KSCms-UHC-HW-V", "/KSCms-UHC-V"),
    ("/KSC-Johab-HW-H", "/KSC-Johab-H"),
    ("/KSC-Johab-HW-V", "/KSC-Johab-V"),
];

/// The file with encodings that the libraries know in the place of those that they do not: the same codes name the same
/// characters, and blanks keep every object where it was.
fn with_known_encodings(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut known = Cow::Borrowed(bytes);
    for (half, full) in HALF_WIDTH {
        let places: Vec<usize> = memmem::find_iter(bytes, half).collect();
        for at in places {
            let name = &mut known.to_mut()[at..at + half.len()];
            name.fill(b' ');
            name[..full.len()].copy_from_slice(full.as_bytes());
        }
    }
    known
}

/// Reads a PDF.
pub(super) fn read(bytes: &[u8]) -> DocumentBuilder {
    let bytes = &*with_known_encodings(bytes);
    let options = ParseOptions::new().lenient().sequential().with_pages(PageSelection::Range(1..=MAX_PAGES));
    let document = match unpdf::parse_bytes_with_options(bytes, options) {
        Ok(document) => document,
        Err(Error::Encrypted | Error::InvalidPassword) => {
            return DocumentBuilder::failed(ProblemKind::Password, "opens only with a password");
        }
        Err(error) => return DocumentBuilder::failed(ProblemKind::Damaged, format!("the document is broken: {error}")),
    };
    let mut builder = DocumentBuilder::titled(document.metadata.title.as_deref());
    let prints = prints(bytes, document.metadata.page_count, &mut builder);
    for page in &document.pages {
        let print = (page.number as usize).checked_sub(1).and_then(|index| prints.get(index));
        self::page(&page.elements, print, &mut builder);
    }
    if document.metadata.page_count > MAX_PAGES {
        let words = format!("{} pages: only the first {MAX_PAGES} were read", document.metadata.page_count);
        builder.problem(Problem::new(ProblemKind::Limit, words));
    }
    doubts(&document, &mut builder);
    builder
}

/// What keeps the text of pages from being whole.
fn doubts(document: &unpdf::Document, builder: &mut DocumentBuilder) {
    let blank = |page: &&unpdf::Page| page.painted_text_chars == 0 && page.invisible_text_chars == 0;
    let pictures: Vec<String> = document
        .pages
        .iter()
        .filter(blank)
        .filter(|page| page.image_coverage >= PICTURE || page.image_op_count > 0)
        .map(|page| page.number.to_string())
        .collect();
    if builder.blocks.is_empty() {
        let (kind, words) = if pictures.is_empty() {
            (ProblemKind::Empty, "no text on any page")
        } else {
            (ProblemKind::Scanned, "the pages are pictures: no text to read")
        };
        builder.problem(Problem::new(kind, words));
    } else if !pictures.is_empty() {
        let words = format!("pages without text, only pictures: {}", pictures.join(", "));
        builder.problem(Problem::new(ProblemKind::Scanned, words));
    }
    for page in &document.pages {
        let lost = page.suppressed_text_runs + page.undecodable_content_streams + page.unreadable_fonts.len();
        if lost > 0 || page.undecoded_text_codes > 0 {
            let words = format!("some text of page {} could not be decoded", page.number);
            builder.problem(Problem::new(ProblemKind::Partial, words));
        }
    }
}

/// The pages as they are printed: glyphs and lines; none if the other reader cannot read them.
fn prints(bytes: &[u8], pages: u32, builder: &mut DocumentBuilder) -> Vec<PagePart> {
    let settings = ReaderSettings { max_decoded_bytes: MAX_INFLATED, ..ReaderSettings::default() };
    let read = match pages <= MAX_PAGES {
        true => pdfni::read_pages_with(bytes, None, &settings).map_err(|error| error.to_string()),
        false => Err(format!("more than {MAX_PAGES} pages")),
    };
    read.unwrap_or_else(|error| {
        let words = format!("ruled tables were not looked for: {error}");
        builder.problem(Problem::new(ProblemKind::Partial, words));
        Vec::new()
    })
}

/// The blocks of one page, with what is printed in the place of blocks that say the same or take prose for a table.
fn page(elements: &[Block], print: Option<&PagePart>, builder: &mut DocumentBuilder) {
    let Some(print) = print else {
        return elements.iter().for_each(|element| self::element(element, builder));
    };
    let texts: Vec<String> = elements.iter().map(text).collect();
    let is_table = |(element, _): &(&Block, &String)| matches!(element, Block::Table(_));
    let (tables, others): (Vec<_>, Vec<_>) = elements.iter().zip(&texts).partition(is_table);
    let words = |blocks: Vec<(&Block, &String)>| blocks.into_iter().map(|(_, text)| text.clone()).collect::<Vec<_>>();
    let mut printed = Printed::new(print, &words(others), &words(tables));
    for (element, text) in elements.iter().zip(&texts) {
        let pieces = match element {
            Block::Table(table) => {
                let row = |row: &TableRow| row.cells.iter().map(TableCell::plain_text).collect();
                printed.instead_of_table(&table.rows.iter().map(row).collect::<Vec<_>>())
            }
            _ => printed.instead_of_text(text),
        };
        match pieces {
            Some(pieces) => pieces.into_iter().for_each(|piece| self::piece(piece, builder)),
            None => self::element(element, builder),
        }
    }
    // A table whose words no block has would be lost otherwise.
    printed.left(&texts).into_iter().for_each(|rows| builder.table(None, rows));
}

/// What a block says.
fn text(element: &Block) -> String {
    match element {
        Block::Paragraph(paragraph) => paragraph.plain_text(),
        Block::Table(table) => table.plain_text(),
        Block::Code { content } | Block::Raw { content } => content.clone(),
        _ => String::new(),
    }
}

fn piece(piece: Piece, builder: &mut DocumentBuilder) {
    match piece {
        Piece::Table(rows) => builder.table(None, rows),
        Piece::Text(text) => builder.text(BlockKind::Paragraph, &text),
    }
}

fn element(element: &Block, builder: &mut DocumentBuilder) {
    match element {
        Block::Paragraph(paragraph) => {
            let text = words(paragraph, builder);
            let kind = match (paragraph.heading_level(), &paragraph.style.list_info) {
                (Some(level), _) => BlockKind::Heading(level.clamp(1, 6)),
                (None, Some(list)) => BlockKind::Item(list.level),
                (None, None) => BlockKind::Paragraph,
            };
            builder.text(kind, &text);
        }
        Block::Table(table) => {
            let rows = rows(table, builder);
            builder.table(table.caption.clone(), rows);
        }
        Block::Code { content } | Block::Raw { content } => {
            for line in content.lines() {
                builder.text(BlockKind::Paragraph, line);
            }
        }
        Block::Image { .. } | Block::HorizontalRule | Block::PageBreak | Block::SectionBreak => {}
    }
}

fn rows(table: &Table, builder: &mut DocumentBuilder) -> Vec<Vec<RawCell<'static>>> {
    let mut rows = Vec::new();
    for row in &table.rows {
        let mut cells = Vec::new();
        for cell in &row.cells {
            let lines: Vec<String> = cell.content.iter().map(|paragraph| words(paragraph, builder)).collect();
            cells.push(RawCell {
                text: lines.join("\n").into(),
                rowspan: usize::from(cell.rowspan),
                colspan: usize::from(cell.colspan),
                header: row.is_header,
            });
        }
        rows.push(cells);
    }
    rows
}

/// Text with its list marker; links are kept aside.
fn words(paragraph: &Paragraph, builder: &mut DocumentBuilder) -> String {
    for content in &paragraph.content {
        if let InlineContent::Link { text, url, .. } = content {
            builder.link(url, text);
        }
    }
    paragraph.plain_text().replace(SMALL_TILDE, "～")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_of_half_width_keep_every_object_in_its_place() {
        let file = b"<< /Encoding /KSCms-UHC-HW-H >> << /Encoding /KSCms-UHC-HW-V >> << /Encoding /KSCms-UHC-H >>";
        let known = with_known_encodings(file);
        let wanted = b"<< /Encoding /KSCms-UHC-H    >> << /Encoding /KSCms-UHC-V    >> << /Encoding /KSCms-UHC-H >>";
        assert_eq!(known.as_ref(), wanted);
        assert!(matches!(with_known_encodings(b"%PDF-1.7"), Cow::Borrowed(_)));
    }
}
