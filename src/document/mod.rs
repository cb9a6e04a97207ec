//! One shape for every format: a list of blocks of text, with tables whose merged cells are resolved.
//!
//! What reads formats knows nothing of CCTV; what extracts knows nothing of formats.

use crate::policy::{DocumentId, Media};

/// A document as everybody after its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// SHA-256 of the raw bytes.
    pub id: DocumentId,
    /// What it was.
    pub media: Media,
    /// Charset in lower case, and who decided; `None` for binary formats.
    pub charset: Option<String>,
    /// `<title>`, or the title in the file's properties.
    pub title: Option<String>,
    /// The blocks in reading order.
    pub blocks: Vec<Block>,
    /// Links, frames, redirects and script targets in reading order.
    pub links: Vec<Link>,
    /// What could not be read, in words.
    pub problems: Vec<String>,
}

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where on the page it stands.
    pub zone: Zone,
    /// Its text. Of a table: cells joined by a tab, rows by a line feed, merged cells once, where they start.
    pub text: String,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading of level 1 (highest) to 6.
    Heading(u8),
    /// A paragraph, or a line of plain text.
    Paragraph,
    /// A list item, with its nesting depth from 0.
    Item(u8),
    /// A table.
    Table(Table),
}

/// Where on a page a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Zone {
    /// The page's content.
    Content,
    /// Menus, headers, footers, side bars: never a source of facts.
    Chrome,
    /// Present in the file and not shown to a reader (`display:none` outside tabs).
    Hidden,
}

/// A table as a full grid: each grid place points to the cell that covers it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// `<caption>` or the like.
    pub caption: Option<String>,
    /// Every cell once, in reading order.
    pub cells: Vec<Cell>,
    /// Rows of the grid; each row has `width` entries, indices into `cells`, `None` where nothing covers the place.
    pub grid: Vec<Vec<Option<usize>>>,
}

/// A cell: its text, its place and its span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// First row it covers.
    pub row: usize,
    /// First column it covers.
    pub column: usize,
    /// Rows it covers, at least 1.
    pub rowspan: usize,
    /// Columns it covers, at least 1.
    pub colspan: usize,
    /// Marked as header (`th`).
    pub header: bool,
    /// First character of its text within the block's text.
    pub start: u32,
    /// Its text; lines are separated by `\n`.
    pub text: String,
}

/// What leads from a document to another address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Address as written (not resolved); empty when a script hides it.
    pub href: String,
    /// Words of the link, or `alt` and `title` of its image.
    pub text: String,
    /// How it leads there.
    pub kind: LinkKind,
    /// Where it stands.
    pub zone: Zone,
    /// Index of the block in or before which it stands.
    pub block: u32,
}

/// How a link leads to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// `<a>` or `<area>`.
    Anchor,
    /// `<frame>` or `<iframe>`.
    Frame,
    /// `<meta http-equiv=refresh>`.
    MetaRefresh,
    /// `location.href = '…'` and its like at the top of a script.
    ScriptRedirect,
    /// `onclick` or `javascript:` target.
    Script,
    /// `<option value>` of a jump menu.
    Option,
}

mod html;
mod html_table;
mod text;
mod zones;

pub use crate::decode::Hint;
use crate::decode::{self, Kind};
use sha2::{Digest, Sha256};

/// Reads bytes into a document. Never fails: what cannot be read is a problem of the document.
pub fn read(bytes: &[u8], hint: &Hint) -> Document {
    let id = DocumentId(data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)));
    let mut document = Document {
        id,
        media: Media::Text,
        charset: None,
        title: None,
        blocks: Vec::new(),
        links: Vec::new(),
        problems: Vec::new(),
    };
    match decode::kind(bytes, hint) {
        Kind::Known(media @ (Media::Html | Media::Text | Media::Csv)) => {
            document.media = media;
            let text = decode::text(bytes, hint);
            if let Some(declared) = &text.contradicted {
                document.problems.push(format!("declared as {declared}, is {}", text.charset));
            }
            if text.text.contains('\u{fffd}') {
                document.problems.push(format!("some bytes are not {}", text.charset));
            }
            document.charset = Some(text.charset);
            if media == Media::Html {
                let page = html::read(&text.text);
                document.title = page.title;
                document.blocks = page.blocks;
                document.links = page.links;
                document.problems.extend(page.problems);
            } else {
                document.blocks = text::read(&text.text);
            }
        }
        Kind::Known(media) => {
            document.media = media;
            document.problems.push(format!("{} documents are not read yet", media.name()));
        }
        Kind::Zip => document.problems.push("a zip archive of no known kind".to_owned()),
        Kind::Image => document.problems.push("an image: no text to read".to_owned()),
        Kind::Binary => document.problems.push("not text, and of no known kind".to_owned()),
    }
    document
}

/// Runs of blanks to one blank, none at the ends.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(is_blank).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// As [`squeeze`], with U+2028 kept as line feeds; empty lines are dropped.
fn squeeze_lines(text: &str) -> String {
    text.split('\u{2028}').map(squeeze).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Blanks of Unicode and the invisible characters that editors leave behind.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{ad}')
}

/// Gives each cell its place in the block's text and makes the grid rectangular.
fn assemble(caption: Option<String>, mut cells: Vec<Cell>, mut grid: Vec<Vec<Option<usize>>>) -> (Table, String) {
    let width = grid.iter().map(Vec::len).max().unwrap_or(0);
    for row in &mut grid {
        row.resize(width, None);
    }
    let mut text = String::new();
    let mut length = 0u32;
    let mut last_row = None;
    for cell in &mut cells {
        if let Some(row) = last_row {
            text.push(if row == cell.row { '\t' } else { '\n' });
            length += 1;
        }
        last_row = Some(cell.row);
        cell.start = length;
        text.push_str(&cell.text);
        length += cell.text.chars().count() as u32;
    }
    (Table { caption, cells, grid }, text)
}
