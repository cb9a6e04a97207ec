//! What goes over the pipes: frames of a length and bytes; a document as JSON. The shapes are private to this file.

use crate::document::{Block, BlockKind, Cell, Document, Hint, Link, LinkKind, Problem, ProblemKind, Table, Zone};
use crate::model::licence::{Licence, Terms};
use crate::model::policy::Media;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
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
struct WireDocument<'a> {
    id: Cow<'a, str>,
    media: Wire<Media>,
    charset: Option<Cow<'a, str>>,
    title: Option<Cow<'a, str>>,
    blocks: Vec<WireBlock<'a>>,
    links: Vec<WireLink<'a>>,
    /// Name of the licence, and the words that state it.
    terms: (Cow<'a, str>, Option<Cow<'a, str>>),
    problems: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

#[derive(Serialize, Deserialize)]
struct WireBlock<'a> {
    kind: WireKind<'a>,
    zone: Wire<Zone>,
    text: Cow<'a, str>,
}

#[derive(Serialize, Deserialize)]
enum WireKind<'a> {
    Heading(u8),
    Paragraph,
    Item(u8),
    Table(WireTable<'a>),
}

#[derive(Serialize, Deserialize)]
struct WireTable<'a> {
    caption: Option<Cow<'a, str>>,
    cells: Vec<WireCell>,
    grid: Cow<'a, [Vec<Option<usize>>]>,
}

/// Row, column, row span, column span, header, first character, first byte, byte after the last.
#[derive(Serialize, Deserialize)]
struct WireCell(usize, usize, usize, usize, bool, u32, u32, u32);

#[derive(Serialize, Deserialize)]
struct WireLink<'a> {
    href: Cow<'a, str>,
    text: Cow<'a, str>,
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
const ZONES: &[Zone] = &[Zone::Content, Zone::Boilerplate, Zone::Hidden];
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

impl<'a> WireDocument<'a> {
    fn of(document: &'a Document) -> Self {
        let text = |text: &'a Option<String>| text.as_deref().map(Cow::Borrowed);
        Self {
            id: (&document.id.0).into(),
            media: Wire::of(MEDIA, document.media),
            charset: text(&document.charset),
            title: text(&document.title),
            blocks: document.blocks.iter().map(WireBlock::of).collect(),
            links: document
                .links
                .iter()
                .map(|link| WireLink {
                    href: (&link.href).into(),
                    text: (&link.text).into(),
                    kind: Wire::of(LINKS, link.kind),
                    zone: Wire::of(ZONES, link.zone),
                    block: link.block,
                })
                .collect(),
            terms: (document.terms.licence.name().into(), text(&document.terms.words)),
            problems: document
                .problems
                .iter()
                .map(|problem| (problem.kind.name().into(), (&problem.words).into()))
                .collect(),
        }
    }

    fn into_document(self) -> Option<Document> {
        let text = |text: Option<Cow<'_, str>>| text.map(Cow::into_owned);
        Some(Document {
            id: crate::model::policy::DocumentId(self.id.into_owned()),
            media: self.media.member(MEDIA)?,
            charset: text(self.charset),
            title: text(self.title),
            blocks: self.blocks.into_iter().map(WireBlock::into_block).collect::<Option<_>>()?,
            links: self.links.into_iter().map(WireLink::into_link).collect::<Option<_>>()?,
            terms: Terms { licence: Licence::parse(&self.terms.0)?, words: text(self.terms.1) },
            problems: self
                .problems
                .into_iter()
                .map(|(kind, words)| Some(Problem::new(ProblemKind::parse(&kind)?, words)))
                .collect::<Option<_>>()?,
        })
    }
}

impl<'a> WireBlock<'a> {
    fn of(block: &'a Block) -> Self {
        let kind = match &block.kind {
            BlockKind::Heading(level) => WireKind::Heading(*level),
            BlockKind::Paragraph => WireKind::Paragraph,
            BlockKind::Item(depth) => WireKind::Item(*depth),
            BlockKind::Table(table) => WireKind::Table(WireTable {
                caption: table.caption.as_deref().map(Cow::Borrowed),
                cells: table
                    .cells
                    .iter()
                    .map(|cell| {
                        let Cell { row, column, rowspan, colspan, header, start, bytes } = cell.clone();
                        WireCell(row, column, rowspan, colspan, header, start, bytes.start, bytes.end)
                    })
                    .collect(),
                grid: (&table.grid).into(),
            }),
        };
        Self { kind, zone: Wire::of(ZONES, block.zone), text: (&block.text).into() }
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
                    .map(|WireCell(row, column, rowspan, colspan, header, start, from, to)| Cell {
                        row,
                        column,
                        rowspan,
                        colspan,
                        header,
                        start,
                        bytes: from..to,
                    })
                    .collect();
                // Whoever reads a table trusts its places, and those of its cells in the text.
                let bytes = |cell: &Cell| cell.bytes.start as usize..cell.bytes.end as usize;
                if table.grid.iter().flatten().flatten().any(|cell| *cell >= cells.len())
                    || cells.iter().any(|cell| self.text.get(bytes(cell)).is_none())
                {
                    return None;
                }
                let caption = table.caption.map(Cow::into_owned);
                BlockKind::Table(Table { caption, cells, grid: table.grid.into_owned() })
            }
        };
        Some(Block { kind, zone: self.zone.member(ZONES)?, text: self.text.into_owned() })
    }
}

impl WireLink<'_> {
    fn into_link(self) -> Option<Link> {
        Some(Link {
            href: self.href.into_owned(),
            text: self.text.into_owned(),
            kind: self.kind.member(LINKS)?,
            zone: self.zone.member(ZONES)?,
            block: self.block,
        })
    }
}

/// Reads exactly the bytes that were announced, without trusting the announcement for memory.
pub(super) fn read_exactly(from: &mut impl Read, length: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = from.take(length as u64).read_to_end(&mut bytes)?;
    if read == length { Ok(bytes) } else { Err(std::io::ErrorKind::UnexpectedEof.into()) }
}
