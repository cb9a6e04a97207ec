//! PDF to blocks: text by one library, ruled tables by another, joined page by page.
//!
//! Neither is trusted with both. The one that reads text best glues cells and prose now and then; the one that finds
//! ruled tables best knows no paragraphs. A ruled table takes the place of the blocks that say the same words.

use super::grid::Loose;
use super::sheaf::Sheaf;
use super::{BlockKind, Problem, ProblemKind};
use pdfni::{DetectMode, ExtractOptions};
use std::collections::BTreeMap;
use unpdf::model::{Block, InlineContent, Paragraph, Table};
use unpdf::{Error, PageSelection, ParseOptions};

/// Most pages that are read.
const MAX_PAGES: u32 = 1_000;
/// Least part of a page's area that its pictures cover when its text is a picture.
const PICTURE: f32 = 0.3;
/// Most bytes that the streams of one file may inflate to.
const MAX_INFLATED: usize = 256 << 20;

/// What both readers take the wide tilde of Korean fonts for, as Adobe's own table does.
const SMALL_TILDE: char = '\u{2dc}';

/// Reads a PDF.
pub(super) fn read(bytes: &[u8]) -> Sheaf {
    let options = ParseOptions::new().lenient().sequential().with_pages(PageSelection::Range(1..=MAX_PAGES));
    let document = match unpdf::parse_bytes_with_options(bytes, options) {
        Ok(document) => document,
        Err(Error::Encrypted | Error::InvalidPassword) => {
            return Sheaf::failed(ProblemKind::Password, "opens only with a password");
        }
        Err(error) => return Sheaf::failed(ProblemKind::Damaged, format!("the document is broken: {error}")),
    };
    let mut sheaf = Sheaf::titled(document.metadata.title.as_deref());
    let mut ruled = ruled(bytes, &mut sheaf);
    for page in &document.pages {
        let tables = ruled.remove(&page.number).unwrap_or_default();
        self::page(&page.elements, tables, &mut sheaf);
    }
    if document.metadata.page_count > MAX_PAGES {
        let words = format!("{} pages: only the first {MAX_PAGES} were read", document.metadata.page_count);
        sheaf.problem(Problem::new(ProblemKind::Limit, words));
    }
    doubts(&document, &mut sheaf);
    sheaf
}

/// What keeps the text of pages from being whole.
fn doubts(document: &unpdf::Document, sheaf: &mut Sheaf) {
    let blank = |page: &&unpdf::Page| page.painted_text_chars == 0 && page.invisible_text_chars == 0;
    let pictures: Vec<String> = document
        .pages
        .iter()
        .filter(blank)
        .filter(|page| page.image_coverage >= PICTURE || page.image_op_count > 0)
        .map(|page| page.number.to_string())
        .collect();
    if sheaf.blocks.is_empty() {
        let (kind, words) = if pictures.is_empty() {
            (ProblemKind::Empty, "no text on any page")
        } else {
            (ProblemKind::Scanned, "the pages are pictures: no text to read")
        };
        sheaf.problem(Problem::new(kind, words));
    } else if !pictures.is_empty() {
        let words = format!("pages without text, only pictures: {}", pictures.join(", "));
        sheaf.problem(Problem::new(ProblemKind::Scanned, words));
    }
    for page in &document.pages {
        let lost = page.suppressed_text_runs + page.undecodable_content_streams + page.unreadable_fonts.len();
        if lost > 0 || page.undecoded_text_codes > 0 {
            let words = format!("some text of page {} could not be decoded", page.number);
            sheaf.problem(Problem::new(ProblemKind::Partial, words));
        }
    }
}

/// A table as rows, and the words it holds without blanks, to find it among the blocks.
struct Ruled {
    rows: Vec<Vec<Loose<'static>>>,
    words: String,
}

/// The ruled tables by page number from 1.
fn ruled(bytes: &[u8], sheaf: &mut Sheaf) -> BTreeMap<u32, Vec<Ruled>> {
    let mut options = ExtractOptions { mode: DetectMode::Ruled, ..ExtractOptions::default() };
    options.reader.max_decoded_bytes = MAX_INFLATED;
    options.detect_lists = false;
    // Rows and columns are where rules are drawn: cut finer, merged cells would fall apart.
    options.lattice.refine_rows = false;
    options.lattice.refine_cols = false;
    let query = pdfni::ExtractQuery { pages: format!("1-{MAX_PAGES}").parse().ok(), region: None };
    let mut found: BTreeMap<u32, Vec<Ruled>> = BTreeMap::new();
    match pdfni::extract_from_bytes_with_query(bytes, None, &options, &query) {
        Ok(document) => {
            for page in document.pages {
                // The other methods take tables of contents for tables.
                let tables = page.tables.iter().filter(|table| table.extraction_method == "lattice").map(spans);
                found.insert(page.index as u32 + 1, tables.collect());
            }
        }
        Err(error) => {
            let words = format!("ruled tables were not looked for: {error}");
            sheaf.problem(Problem::new(ProblemKind::Partial, words));
        }
    }
    found
}

/// Spans from the boxes of the cells: a box covers every column and row that starts within it.
fn spans(table: &pdfni::Table) -> Ruled {
    let drawn = |cell: &&pdfni::Cell| cell.bbox.x1 > cell.bbox.x0;
    let start = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::INFINITY, f64::min);
    let columns: Vec<f64> = (0..table.n_cols)
        .map(|column| {
            start(&mut table.data.iter().filter_map(|row| row.get(column)).filter(drawn).map(|cell| cell.bbox.x0))
        })
        .collect();
    // A cell that begins below another of its row was put into a place which a cell from above covers.
    let mut drawn_rows: Vec<Vec<&pdfni::Cell>> = Vec::new();
    for row in &table.data {
        let mut left: Vec<&pdfni::Cell> = row.iter().filter(drawn).collect();
        loop {
            let end = left.iter().map(|cell| cell.bbox.bottom).fold(f64::INFINITY, f64::min);
            let (here, below): (Vec<_>, Vec<_>) = left.iter().partition(|cell| cell.bbox.top < end - 0.5);
            if here.is_empty() || below.is_empty() {
                drawn_rows.push(left);
                break;
            }
            drawn_rows.push(here);
            left = below;
        }
    }
    let tops: Vec<f64> = drawn_rows.iter().map(|row| start(&mut row.iter().map(|cell| cell.bbox.top))).collect();
    // Half a point of slack: rules are drawn with a width.
    let within = |starts: &[f64], from: f64, to: f64| {
        starts.iter().filter(|start| **start > from - 0.5 && **start < to - 0.5).count().max(1)
    };
    let rows = drawn_rows
        .into_iter()
        .map(|row| {
            row.into_iter()
                .map(|cell| Loose {
                    text: cell.text.replace(SMALL_TILDE, "～").into(),
                    rowspan: within(&tops, cell.bbox.top, cell.bbox.bottom),
                    colspan: within(&columns, cell.bbox.x0, cell.bbox.x1),
                    header: false,
                })
                .collect()
        })
        .collect();
    Ruled { rows, words: String::new() }
}

/// Signs that the reader of ruled tables takes for others where a Korean font is named and not embedded (CMaps UniKS-*):
/// what it says, what is printed.
const MISREAD: [(&str, &str); 6] = [("∬", "·"), ("!?", "∼"), ("∼", "～"), ("(", "―"), ("↖", "≪"), ("↗", "≫")];

/// The text of a cell with misread signs put right, where the other reader has these very words with the right ones.
fn mended(text: &str, page: &str) -> Option<String> {
    let said = |text: &str| page.contains(&bare(text));
    let (mut all, mut mended) = (text.to_owned(), Vec::new());
    for (wrong, right) in MISREAD.into_iter().filter(|(wrong, _)| text.contains(wrong)) {
        mended.push(text.replace(wrong, right));
        all = all.replace(wrong, right);
    }
    if mended.is_empty() || said(text) {
        return None;
    }
    mended.push(all);
    mended.into_iter().find(|text| said(text))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The blocks of one page, ruled tables in the place of the blocks that say the same.
fn page(elements: &[Block], mut tables: Vec<Ruled>, sheaf: &mut Sheaf) {
    let texts: Vec<String> = elements
        .iter()
        .map(|element| match element {
            Block::Paragraph(paragraph) => bare(&paragraph.plain_text()),
            Block::Table(table) => bare(&table.plain_text()),
            Block::Code { content } | Block::Raw { content } => bare(content),
            _ => String::new(),
        })
        .map(|text| text.replace(SMALL_TILDE, "～"))
        .collect();
    let whole = texts.concat();
    for table in &mut tables {
        for cell in table.rows.iter_mut().flatten() {
            if let Some(text) = mended(&cell.text, &whole) {
                cell.text = text.into();
            }
        }
        table.words = table.rows.iter().flatten().map(|cell| bare(&cell.text)).collect();
    }
    // Where each ruled table begins: the first block it covers.
    let mut covered: Vec<Option<usize>> = vec![None; elements.len()];
    for (index, table) in tables.iter().enumerate() {
        for (at, text) in texts.iter().enumerate() {
            let is_table = matches!(elements[at], Block::Table(_));
            if covered[at].is_none() && !text.is_empty() && covers(&table.words, text, is_table) {
                covered[at] = Some(index);
            }
        }
    }
    let mut tables: Vec<Option<Ruled>> = tables.into_iter().map(Some).collect();
    for (at, element) in elements.iter().enumerate() {
        match covered[at] {
            Some(index) => {
                if let Some(table) = tables[index].take() {
                    sheaf.table(None, table.rows);
                }
            }
            None => self::element(element, sheaf),
        }
    }
    // A table whose words no block has would be lost otherwise.
    for table in tables.into_iter().flatten().filter(|table| !table.words.is_empty()) {
        if !texts.iter().any(|text| text.contains(&table.words)) {
            sheaf.table(None, table.rows);
        }
    }
}

/// Whether a ruled table says what a block says: letter by letter for short ones, nine letters of ten for tables.
fn covers(table: &str, block: &str, is_table: bool) -> bool {
    let count = |text: &str| {
        let mut letters: BTreeMap<char, usize> = BTreeMap::new();
        for c in text.chars() {
            *letters.entry(c).or_default() += 1;
        }
        letters
    };
    if is_table {
        let (ours, theirs) = (count(table), count(block));
        let shared: usize = theirs.iter().map(|(c, n)| (*n).min(ours.get(c).copied().unwrap_or(0))).sum();
        let (table, block) = (table.chars().count(), block.chars().count());
        return shared * 10 >= block * 9 && shared * 10 >= table * 5;
    }
    // One or two letters are found in any table; they are no loss beside it only when they are most of it.
    block.chars().count() >= 4 && table.contains(block)
}

fn element(element: &Block, sheaf: &mut Sheaf) {
    match element {
        Block::Paragraph(paragraph) => {
            let text = words(paragraph, sheaf);
            let kind = match (paragraph.heading_level(), &paragraph.style.list_info) {
                (Some(level), _) => BlockKind::Heading(level.clamp(1, 6)),
                (None, Some(list)) => BlockKind::Item(list.level),
                (None, None) => BlockKind::Paragraph,
            };
            sheaf.text(kind, &text);
        }
        Block::Table(table) => {
            let rows = rows(table, sheaf);
            sheaf.table(table.caption.clone(), rows);
        }
        Block::Code { content } | Block::Raw { content } => {
            for line in content.lines() {
                sheaf.text(BlockKind::Paragraph, line);
            }
        }
        Block::Image { .. } | Block::HorizontalRule | Block::PageBreak | Block::SectionBreak => {}
    }
}

fn rows(table: &Table, sheaf: &mut Sheaf) -> Vec<Vec<Loose<'static>>> {
    let mut rows = Vec::new();
    for row in &table.rows {
        let mut cells = Vec::new();
        for cell in &row.cells {
            let lines: Vec<String> = cell.content.iter().map(|paragraph| words(paragraph, sheaf)).collect();
            cells.push(Loose {
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
fn words(paragraph: &Paragraph, sheaf: &mut Sheaf) -> String {
    for content in &paragraph.content {
        if let InlineContent::Link { text, url, .. } = content {
            sheaf.link(url, text);
        }
    }
    paragraph.plain_text().replace(SMALL_TILDE, "～")
}
