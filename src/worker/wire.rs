//! What goes over the pipes: frames of a length and bytes; a document as JSON. The shapes are private to this file.

use super::child::read_exactly;
use crate::document::{Block, BlockKind, Cell, Document, Hint, Link, LinkKind, Problem, ProblemKind, Table, Zone};
use crate::licence::{Licence, Terms};
use crate::policy::Media;
use serde::{Deserialize, Serialize};
use std::io::{Error, ErrorKind, Read, Result, Write};

/// Longest frame that is accepted, in bytes.
const MAX_FRAME: usize = 256 << 20;

/// Writes a length and bytes.
pub(super) fn write_frame(to: &mut impl Write, bytes: &[u8]) -> Result<()> {
    let length = u32::try_from(bytes.len()).map_err(|_| Error::from(ErrorKind::InvalidInput))?;
    to.write_all(&length.to_le_bytes())?;
    to.write_all(bytes)
}

/// Reads a length and bytes.
pub(super) fn read_frame(from: &mut impl Read) -> Result<Vec<u8>> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length) as usize;
    if length > MAX_FRAME {
        return Err(ErrorKind::InvalidData.into());
    }
    read_exactly(from, length)
}

#[derive(Serialize, Deserialize)]
struct WireHint {
    content_type: Option<String>,
    name: Option<String>,
}

/// Writes a request: what is known, then the bytes.
pub(super) fn write_request(to: &mut impl Write, bytes: &[u8], hint: &Hint) -> Result<()> {
    let hint = WireHint { content_type: hint.content_type.clone(), name: hint.name.clone() };
    write_frame(to, &serde_json::to_vec(&hint)?)?;
    write_frame(to, bytes)?;
    to.flush()
}

/// Reads a request.
pub(super) fn read_request(from: &mut impl Read) -> Result<(Vec<u8>, Hint)> {
    let hint: WireHint = serde_json::from_slice(&read_frame(from)?)?;
    let bytes = read_frame(from)?;
    Ok((bytes, Hint { content_type: hint.content_type, name: hint.name }))
}

#[derive(Serialize, Deserialize)]
struct WireDocument {
    id: String,
    media: Wire<Media>,
    charset: Option<String>,
    title: Option<String>,
    blocks: Vec<WireBlock>,
    links: Vec<WireLink>,
    /// Name of the licence, and the words that state it.
    terms: (String, Option<String>),
    problems: Vec<(String, String)>,
}

#[derive(Serialize, Deserialize)]
struct WireBlock {
    kind: WireKind,
    zone: Wire<Zone>,
    text: String,
}

#[derive(Serialize, Deserialize)]
enum WireKind {
    Heading(u8),
    Paragraph,
    Item(u8),
    Table(WireTable),
}

#[derive(Serialize, Deserialize)]
struct WireTable {
    caption: Option<String>,
    cells: Vec<WireCell>,
    grid: Vec<Vec<Option<usize>>>,
}

/// Row, column, row span, column span, header, start, text.
#[derive(Serialize, Deserialize)]
struct WireCell(usize, usize, usize, usize, bool, u32, String);

#[derive(Serialize, Deserialize)]
struct WireLink {
    href: String,
    text: String,
    kind: Wire<LinkKind>,
    zone: Wire<Zone>,
    block: u32,
}

/// A member of a closed list by its place in the list, so that the list itself needs no serialisation.
#[derive(Serialize, Deserialize)]
struct Wire<T>(u8, #[serde(skip)] std::marker::PhantomData<T>);

impl<T: Copy + PartialEq> Wire<T> {
    fn of(list: &[T], member: T) -> Self {
        let place = list.iter().position(|one| *one == member).unwrap_or(usize::MAX);
        Self(u8::try_from(place).unwrap_or(u8::MAX), std::marker::PhantomData)
    }

    fn member(&self, list: &[T]) -> Option<T> {
        list.get(usize::from(self.0)).copied()
    }
}

const MEDIA: &[Media] = &[
    Media::Html,
    Media::Text,
    Media::Pdf,
    Media::Hwp,
    Media::Hwpx,
    Media::Xls,
    Media::Xlsx,
    Media::Csv,
    Media::Docx,
    Media::Zip,
];
const ZONES: &[Zone] = &[Zone::Content, Zone::Chrome, Zone::Hidden];
const LINKS: &[LinkKind] = &[
    LinkKind::Anchor,
    LinkKind::Frame,
    LinkKind::MetaRefresh,
    LinkKind::ScriptRedirect,
    LinkKind::Script,
    LinkKind::Option,
];

/// A document as the child's answer. One that is too long to hand over becomes a problem.
pub(super) fn answer(document: &Document) -> Vec<u8> {
    match serde_json::to_vec(&WireDocument::of(document)) {
        Ok(bytes) if bytes.len() <= MAX_FRAME => bytes,
        _ => {
            let problem = Problem::new(ProblemKind::Limit, format!("holds more than {MAX_FRAME} bytes of text"));
            let bare = Document { blocks: Vec::new(), links: Vec::new(), problems: vec![problem], ..document.clone() };
            serde_json::to_vec(&WireDocument::of(&bare)).unwrap_or_default()
        }
    }
}

/// The document of an answer; nothing when the answer is not one about these bytes.
pub(super) fn parse(answer: &[u8], bytes: &[u8]) -> Option<Document> {
    let document = serde_json::from_slice::<WireDocument>(answer).ok()?.into_document()?;
    // The child says which bytes it read: an answer that belongs to others is never taken for ours.
    (document.id == crate::document::id(bytes)).then_some(document)
}

impl WireDocument {
    fn of(document: &Document) -> Self {
        Self {
            id: document.id.0.clone(),
            media: Wire::of(MEDIA, document.media),
            charset: document.charset.clone(),
            title: document.title.clone(),
            blocks: document.blocks.iter().map(WireBlock::of).collect(),
            links: document
                .links
                .iter()
                .map(|link| WireLink {
                    href: link.href.clone(),
                    text: link.text.clone(),
                    kind: Wire::of(LINKS, link.kind),
                    zone: Wire::of(ZONES, link.zone),
                    block: link.block,
                })
                .collect(),
            terms: (document.terms.licence.name().to_owned(), document.terms.words.clone()),
            problems: document
                .problems
                .iter()
                .map(|problem| (problem.kind.name().to_owned(), problem.words.clone()))
                .collect(),
        }
    }

    fn into_document(self) -> Option<Document> {
        Some(Document {
            id: crate::policy::DocumentId(self.id),
            media: self.media.member(MEDIA)?,
            charset: self.charset,
            title: self.title,
            blocks: self.blocks.into_iter().map(WireBlock::into_block).collect::<Option<_>>()?,
            links: self.links.into_iter().map(WireLink::into_link).collect::<Option<_>>()?,
            terms: Terms { licence: Licence::parse(&self.terms.0)?, words: self.terms.1 },
            problems: self
                .problems
                .into_iter()
                .map(|(kind, words)| Some(Problem::new(ProblemKind::parse(&kind)?, words)))
                .collect::<Option<_>>()?,
        })
    }
}

impl WireBlock {
    fn of(block: &Block) -> Self {
        let kind = match &block.kind {
            BlockKind::Heading(level) => WireKind::Heading(*level),
            BlockKind::Paragraph => WireKind::Paragraph,
            BlockKind::Item(depth) => WireKind::Item(*depth),
            BlockKind::Table(table) => WireKind::Table(WireTable {
                caption: table.caption.clone(),
                cells: table
                    .cells
                    .iter()
                    .map(|cell| {
                        let Cell { row, column, rowspan, colspan, header, start, text } = cell.clone();
                        WireCell(row, column, rowspan, colspan, header, start, text)
                    })
                    .collect(),
                grid: table.grid.clone(),
            }),
        };
        Self { kind, zone: Wire::of(ZONES, block.zone), text: block.text.clone() }
    }

    fn into_block(self) -> Option<Block> {
        let kind = match self.kind {
            WireKind::Heading(level) => BlockKind::Heading(level),
            WireKind::Paragraph => BlockKind::Paragraph,
            WireKind::Item(depth) => BlockKind::Item(depth),
            WireKind::Table(table) => {
                let cells: Vec<Cell> = table
                    .cells
                    .into_iter()
                    .map(|WireCell(row, column, rowspan, colspan, header, start, text)| Cell {
                        row,
                        column,
                        rowspan,
                        colspan,
                        header,
                        start,
                        text,
                    })
                    .collect();
                // Whoever reads a grid trusts its places.
                if table.grid.iter().flatten().flatten().any(|cell| *cell >= cells.len()) {
                    return None;
                }
                BlockKind::Table(Table { caption: table.caption, cells, grid: table.grid })
            }
        };
        Some(Block { kind, zone: self.zone.member(ZONES)?, text: self.text })
    }
}

impl WireLink {
    fn into_link(self) -> Option<Link> {
        Some(Link {
            href: self.href,
            text: self.text,
            kind: self.kind.member(LINKS)?,
            zone: self.zone.member(ZONES)?,
            block: self.block,
        })
    }
}
