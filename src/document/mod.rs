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
