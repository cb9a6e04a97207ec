//! One shape for every format: a list of blocks of text, with tables whose merged cells are resolved.
//!
//! What reads formats knows nothing of CCTV; what extracts knows nothing of formats.

use crate::model::licence::Terms;
use crate::model::policy::{DocumentId, Media};
use crate::normalise::written::joins_digits;

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
    /// Under what terms its words may be used, as it says itself.
    pub terms: Terms,
    /// What could not be read.
    pub problems: Vec<Problem>,
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
    Boilerplate,
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
    /// The bytes of the block's text that are its text; lines in it are separated by `\n`.
    pub bytes: Range<u32>,
}

impl Block {
    /// The text of one of its cells.
    pub fn words(&self, cell: &Cell) -> &str {
        &self.text[cell.bytes.start as usize..cell.bytes.end as usize]
    }
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

mod builder;
mod csv;
pub mod decode;
mod docx;
mod grid;
mod html;
mod hwp;
mod licence;
mod package;
mod pdf;
mod places;
mod problem;
mod text;
mod word_processor;
mod workbook;
mod xml;
mod zip;

pub use crate::document::decode::Hint;
use crate::document::decode::Kind;
use builder::DocumentBuilder;
pub use places::Places;
pub use problem::{Problem, ProblemKind};
use sha2::{Digest, Sha256};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Largest file that is read, in bytes.
pub const MAX_FILE: usize = 128 << 20;

/// The name of bytes: their SHA-256.
pub fn id(bytes: &[u8]) -> DocumentId {
    DocumentId(data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)))
}

/// A document of which nothing was read, and why.
pub fn unread(bytes: &[u8], hint: &Hint, problem: Problem) -> Document {
    let media = match decode::kind(bytes, hint) {
        Kind::Known(media) => media,
        Kind::Zip => Media::Zip,
        _ => Media::Text,
    };
    Document {
        id: id(bytes),
        media,
        charset: None,
        title: None,
        blocks: Vec::new(),
        links: Vec::new(),
        terms: Terms::default(),
        problems: vec![problem],
    }
}

impl Document {
    /// Whether nothing at all was read: the bytes are no document, or one that cannot be opened.
    pub fn is_unread(&self) -> bool {
        self.blocks.is_empty() && self.links.is_empty() && !self.problems.is_empty()
    }
}

/// Reads bytes into a document. Never fails: what cannot be read is a problem of the document.
///
/// Attachments come from strangers and their libraries can be made to ask for terabytes: whoever reads many documents
/// goes through [`crate::sandbox::Reader`], which calls this in a process of limited means.
pub fn read(bytes: &[u8], hint: &Hint) -> Document {
    let mut document = Document {
        id: id(bytes),
        media: Media::Text,
        charset: None,
        title: None,
        blocks: Vec::new(),
        links: Vec::new(),
        terms: Terms::default(),
        problems: Vec::new(),
    };
    if bytes.len() > MAX_FILE {
        let words = format!("larger than {MAX_FILE} bytes: not read");
        document.problems.push(Problem::new(ProblemKind::Limit, words));
        return document;
    }
    let kind = decode::kind(bytes, hint);
    let (builder, charset) = match kind {
        Kind::Zip => (archive(bytes), None),
        kind => single(kind, bytes, hint),
    };
    document.media = match kind {
        Kind::Known(media) => media,
        Kind::Zip => Media::Zip,
        _ => Media::Text,
    };
    document.charset = charset;
    document.terms = licence::terms(&builder.blocks, &builder.links, &builder.images);
    document.title = builder.title;
    document.blocks = builder.blocks;
    document.links = builder.links;
    document.problems = builder.problems;
    // Nothing at all and no word about it would look like success.
    if document.blocks.is_empty() && document.links.is_empty() && document.problems.is_empty() {
        document.problems.push(Problem::new(ProblemKind::Empty, "no text"));
    }
    document
}

/// Reads anything but an archive; says the charset of what is text.
fn single(kind: Kind, bytes: &[u8], hint: &Hint) -> (DocumentBuilder, Option<String>) {
    let media = match kind {
        Kind::Known(media) => media,
        Kind::Zip => {
            return (DocumentBuilder::failed(ProblemKind::Limit, "an archive within an archive was not opened"), None);
        }
        Kind::Image => return (DocumentBuilder::failed(ProblemKind::Image, "an image: no text to read"), None),
        Kind::Locked => return (DocumentBuilder::failed(ProblemKind::Password, "opens only with a password"), None),
        Kind::Old(name) => {
            return (DocumentBuilder::failed(ProblemKind::OldFormat, format!("{name} documents are not read")), None);
        }
        Kind::Binary => return (DocumentBuilder::failed(ProblemKind::Unknown, "not text, and of no known kind"), None),
    };
    if matches!(media, Media::Html | Media::Text | Media::Csv) || decode::is_xml(bytes) {
        return written(media, bytes, hint);
    }
    // The libraries are others' work: where one gives up in a panic, the document is lost and not the program.
    let builder = std::panic::catch_unwind(|| packed(media, bytes))
        .unwrap_or_else(|_| DocumentBuilder::failed(ProblemKind::Crash, "the reader of this format failed on it"));
    (builder, None)
}

/// Reads what is not text.
fn packed(media: Media, bytes: &[u8]) -> DocumentBuilder {
    match media {
        Media::Pdf => pdf::read(bytes),
        Media::Hwp => hwp::read(bytes),
        Media::Hwpx => hwp::read_package(bytes),
        Media::Html | Media::Text | Media::Csv => workbook::fallback::read(bytes),
        // Two libraries read workbooks; what one gives up on, in whatever way, the other may read.
        Media::Xls => workbook::read_97(bytes)
            .unwrap_or_else(|| workbook::fallback::read(&workbook::xls::without_absurd_dates(bytes))),
        Media::Xlsx => {
            let workbook = |pared: &[u8]| std::panic::catch_unwind(|| workbook::read(pared)).ok().flatten();
            unpacked(bytes, workbook::without_struck, workbook).unwrap_or_else(|| {
                unpacked(bytes, workbook::unstyle, |pared| Some(workbook::fallback::read(pared))).unwrap_or_default()
            })
        }
        Media::Docx | Media::Zip => docx::read(bytes),
    }
}

/// Reads a package, its parts as `edit` leaves them; nothing when the reader gives up on it.
fn unpacked(
    bytes: &[u8],
    edit: fn(&str, &mut [u8]),
    read: impl Fn(&[u8]) -> Option<DocumentBuilder>,
) -> Option<DocumentBuilder> {
    match package::pared(bytes, edit) {
        Err(problem) => Some(DocumentBuilder { problems: vec![problem], ..DocumentBuilder::default() }),
        Ok((pared, problems)) => {
            let mut builder = read(&pared)?;
            problems.into_iter().for_each(|problem| builder.problem(problem));
            Some(builder)
        }
    }
}

/// Reads what is text of some charset.
fn written(media: Media, bytes: &[u8], hint: &Hint) -> (DocumentBuilder, Option<String>) {
    let text = decode::text(bytes, hint);
    let mut builder = match media {
        Media::Html => {
            let page = html::read(&text.text);
            let problems = page.problems.into_iter().map(|words| Problem::new(ProblemKind::Limit, words)).collect();
            DocumentBuilder {
                title: page.title,
                blocks: page.blocks,
                links: page.links,
                images: page.images,
                problems,
                ..DocumentBuilder::default()
            }
        }
        Media::Csv => csv::read(&text.text),
        Media::Hwp => hwp::read_xml(&text.text),
        Media::Xls => workbook::spreadsheet_xml::read(&text.text),
        _ => DocumentBuilder { blocks: text::read(&text.text), ..DocumentBuilder::default() },
    };
    if text.text.contains('\u{fffd}') {
        let words = format!("some bytes are not {}", text.charset);
        builder.problems.insert(0, Problem::new(ProblemKind::Charset, words));
    }
    if let Some(declared) = &text.contradicted {
        let words = format!("declared as {declared}, is {}", text.charset);
        builder.problems.insert(0, Problem::new(ProblemKind::Charset, words));
    }
    (builder, Some(text.charset))
}

/// Reads the documents of an archive one after the other, each under its name.
fn archive(bytes: &[u8]) -> DocumentBuilder {
    let (members, problems) = zip::members(bytes);
    let mut whole = DocumentBuilder { problems, ..DocumentBuilder::default() };
    for member in members {
        let hint = Hint { content_type: None, name: Some(member.name.clone()) };
        let (part, _) = single(decode::kind(&member.bytes, &hint), &member.bytes, &hint);
        if !part.blocks.is_empty() {
            whole.text(BlockKind::Heading(1), &member.name);
        }
        let before = whole.blocks.len() as u32;
        for block in part.blocks {
            whole.block(block);
        }
        whole.links.extend(part.links.into_iter().map(|mut link| {
            link.block += before;
            link
        }));
        for problem in part.problems {
            whole.problem(problem.of_part(&member.name));
        }
    }
    whole
}

/// Runs of blanks to one blank, none at the ends.
fn squeeze(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    squeeze_into(text, &mut out);
    out
}

/// Adds a text to another with its runs of blanks as one blank, none at its ends, without invisible characters and composed
/// (NFC).
fn squeeze_into(text: &str, out: &mut String) {
    let start = out.len();
    let mut decomposed = false;
    let mut gap: Option<char> = None;
    for c in text.chars() {
        if is_blank(c) {
            // One blank that joins digits to one number stays what it is: 1 118 is written so, 1 and 118 are not.
            gap = Some(if gap.is_none() && joins_digits(c) { c } else { ' ' });
        } else if !is_invisible(c) {
            if let Some(gap) = gap.take()
                && out.len() > start
            {
                let between_digits = c.is_ascii_digit() && out.ends_with(|c: char| c.is_ascii_digit());
                out.push(if between_digits { gap } else { ' ' });
            }
            decomposed |= is_decomposed(c);
            out.push(c);
        }
    }
    if decomposed {
        let composed: String = out[start..].nfc().collect();
        out.truncate(start);
        out.push_str(&composed);
    }
}

/// As [`squeeze`], with U+2028 kept as line feeds; empty lines are dropped.
fn squeeze_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\u{2028}') {
        let end = out.len();
        if end > 0 {
            out.push('\n');
        }
        let start = out.len();
        squeeze_into(line, &mut out);
        if out.len() == start {
            out.truncate(end);
        }
    }
    out
}

/// Blanks of Unicode, and the fillers that Hangul is laid out with.
fn is_blank(c: char) -> bool {
    // Syllables first: they are most of what is read.
    !matches!(c, '가'..='힣' | '!'..='~') && (c.is_whitespace() || matches!(c, '\u{3164}' | '\u{ffa0}'))
}

/// Characters that nobody sees and that part nothing: soft hyphens, joiners, marks of direction and byte order.
fn is_invisible(c: char) -> bool {
    !matches!(c, '가'..='힣' | '!'..='~')
        && matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        )
}

/// Parts of a letter that compose with the one before them: jamo of a syllable, accents.
fn is_decomposed(c: char) -> bool {
    !matches!(c, '가'..='힣' | '!'..='~')
        && matches!(c, '\u{300}'..='\u{36f}' | '\u{1161}'..='\u{11ff}' | '\u{3099}' | '\u{309a}')
}

/// Longest mark of a note, in characters: `1),2)`.
const MAX_MARK: usize = 6;

/// Raised words as they stand in text: the digits and brackets of the mark of a note become raised characters, which are no
/// digits of the number before them. Raised words that are no mark are nothing to set apart.
fn raised(words: &str) -> Option<String> {
    let mark = squeeze(words);
    let is_mark = |c: char| {
        c.is_ascii_digit()
            || matches!(c, '(' | ')' | ',' | '.' | '*' | '†' | '‡' | '§' | '※' | '#' | ' ' | '주' | '각' | '註')
    };
    if mark.is_empty() || mark.chars().count() > MAX_MARK || !mark.chars().all(is_mark) {
        return None;
    }
    let raise = |c: char| match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32(0x2070 + (c as u32 - '0' as u32)).unwrap_or(c),
        '(' => '⁽',
        ')' => '⁾',
        other => other,
    };
    Some(mark.chars().map(raise).collect())
}

/// The cells of a table and their text, as they come in reading order.
#[derive(Debug, Default)]
struct Cells {
    cells: Vec<Cell>,
    text: String,
    /// Characters so far.
    length: u32,
}

impl Cells {
    /// Adds a cell with its text, and gives it its place in the text of all.
    fn push(&mut self, mut cell: Cell, text: &str) {
        if let Some(last) = self.cells.last() {
            self.text.push(if last.row == cell.row { '\t' } else { '\n' });
            self.length += 1;
        }
        let start = self.text.len() as u32;
        self.text.push_str(text);
        (cell.start, cell.bytes) = (self.length, start..self.text.len() as u32);
        self.length += text.chars().count() as u32;
        self.cells.push(cell);
    }

    /// A table of them on a grid, which becomes rectangular, and the text of its block.
    fn table(self, caption: Option<String>, mut grid: Vec<Vec<Option<usize>>>) -> (Table, String) {
        let width = grid.iter().map(Vec::len).max().unwrap_or(0);
        for row in &mut grid {
            row.resize(width, None);
        }
        (Table { caption, cells: self.cells, grid }, self.text)
    }
}
