//! DOCX (ECMA-376 part 1, WordprocessingML) to the model of what word processors write.
//!
//! A package of XML parts: relations name the main one, and from it the styles, numberings, notes and addresses. Its body
//! holds `p` of runs with `t`, and `tbl` > `tr` > `tc` with more of both; frames of all kinds (`sdt`, `ins`, `smartTag`)
//! stand around them and are seen through. What a revision took out, what is hidden, and what stands twice for programs of
//! former days is passed over.

mod numbering;
mod relations;
mod styles;

use crate::document::builder::DocumentBuilder;
use crate::document::package::Parts;
use crate::document::word_processor::{self, Looks, MAX_PLACE, Paragraphs};
use crate::document::xml::{self, Events, attribute, number};
use crate::document::{Problem, ProblemKind};
use numbering::{Head, Numbering};
use quick_xml::events::{BytesStart, Event};
use relations::relations;
use std::collections::BTreeMap;
use styles::{Style, Styles, is_on, is_raised, outline};
use unhwp::model::{Block, InlineContent, ListStyle, Paragraph, ParagraphStyle, Table, TableCell, TableRow, TextRun};

/// The main part where no relation names it.
const MAIN: &str = "word/document.xml";
/// Most fields within fields that are told apart.
const MAX_FIELDS: usize = 32;
/// Most links of a document.
const MAX_LINKS: usize = 20_000;
/// Most cells of all tables of a document.
const MAX_CELLS: usize = 2_000_000;
/// Longest instruction of a field that is kept, in bytes.
const MAX_CODE: usize = 4096;

/// Reads a text document.
pub(super) fn read(bytes: &[u8]) -> DocumentBuilder {
    whole(bytes).map_or_else(
        |problem| DocumentBuilder { problems: vec![problem], ..DocumentBuilder::default() },
        word_processor::walk,
    )
}

fn whole(bytes: &[u8]) -> Result<word_processor::Read, Problem> {
    let mut parts = Parts::open(bytes)?;
    let title = parts.read("docProps/core.xml")?.and_then(|part| xml::first("title", &xml::text(&part)));
    let root = relations(&mut parts, "_rels/.rels", "")?;
    let main = root.of("officeDocument").unwrap_or(MAIN).to_owned();
    let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
    let relations = relations(&mut parts, &format!("{folder}/_rels/{file}.rels"), folder)?;
    let mut part = |kind: &str| match relations.of(kind) {
        Some(name) => parts.read(name),
        None => Ok(None),
    };
    let (styles, numbering) = (part("styles")?.unwrap_or_default(), part("numbering")?.unwrap_or_default());
    let notes = [part("footnotes")?.unwrap_or_default(), part("endnotes")?.unwrap_or_default()];
    let Some(body) = parts.read(&main)? else {
        let words = format!("the document is broken: no {main}");
        return Err(parts.problems.pop().unwrap_or_else(|| Problem::new(ProblemKind::Damaged, words)));
    };
    let (styles, body, nowhere) = (xml::text(&styles), xml::text(&body), BTreeMap::new());
    let notes = notes.each_ref().map(|part| xml::text(part));
    let mut parser = Parser {
        events: Events::of(""),
        addresses: &nowhere,
        styles: Styles::of(&styles),
        numbering: Numbering::of(&xml::text(&numbering)),
        notes: BTreeMap::new(),
        fields: Vec::new(),
        place: Place::default(),
        cells: 0,
        read_cells: 0,
        links: 0,
        held: Vec::new(),
        pictures: false,
        depth: 0,
    };
    let mut problems = Vec::new();
    for (kind, text) in ["footnote", "endnote"].into_iter().zip(&notes) {
        parser.events = Events::of(text);
        parser.read_notes(kind);
        problems.append(&mut parser.events.problems);
    }
    parser.numbering.restart();
    (parser.events, parser.addresses) = (Events::of(&body), &relations.addresses);
    let blocks = parser.settled("body");
    problems.append(&mut parser.events.problems);
    problems.append(&mut parts.problems);
    Ok(word_processor::Read { title, blocks, pictures: parser.pictures, problems })
}

/// A field: an instruction, and the text that it made.
#[derive(Debug, Default)]
struct Field {
    code: String,
    /// Whether its text has begun.
    made: bool,
    /// Where in the paragraph its text begins.
    start: Mark,
}

/// What the properties of a cell say of its place.
#[derive(Debug, Default)]
struct Place {
    /// Columns it covers.
    span: Option<u32>,
    /// Part of a cell that reaches down: its first row, or one of those below.
    down: Option<Merge>,
    /// The same to the right, as old programs wrote it.
    right: Option<Merge>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Merge {
    Starts,
    Continues,
}

/// A cell that reaches down: its row and place in it, and the columns it covers.
#[derive(Debug, Clone, Copy)]
struct Reaching {
    first: usize,
    at: usize,
    span: u32,
}

/// What stands in the lines of a paragraph, as it comes.
#[derive(Debug, Default)]
struct Line {
    content: Vec<InlineContent>,
    /// Text since the last link.
    text: String,
    /// Text boxes: what stands beside the lines follows them.
    beside: Vec<Block>,
    /// Whether the style of the paragraph hides its text.
    unseen: bool,
    /// Whether the run is not shown.
    hidden: bool,
    /// How the paragraph's style has its runs look, how the run does, and how the text so far does.
    looks: [Looks; 3],
    /// Addresses of links that have begun, and where their words do.
    links: Vec<(Option<String>, Mark)>,
    /// Paragraphs of a drawing that have begun within this one.
    inner: usize,
    /// Whether one of several ways to show the same has been taken.
    chosen: bool,
}

/// A place in a line: how many runs and links stand before it, and how much text after the last of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Mark {
    pieces: usize,
    at: usize,
}

impl Line {
    /// Text so far becomes a run.
    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.content.push(InlineContent::Text(word_processor::run(std::mem::take(&mut self.text), self.looks[2])));
        }
    }

    /// Adds characters of the run; where they look unlike those before them, these become a run.
    fn push(&mut self, shown: impl Iterator<Item = char>) {
        let [_, looks, so_far] = self.looks;
        if looks != so_far {
            self.flush();
            self.looks[2] = looks;
        }
        self.text.extend(shown);
    }

    /// Where the line has come to.
    fn mark(&self) -> Mark {
        Mark { pieces: self.content.len(), at: self.text.len() }
    }

    /// The text from somewhere on becomes a link; of links within links what follows the inner one.
    fn link(&mut self, url: String, start: Mark) {
        let at = if start.pieces == self.content.len() { start.at.min(self.text.len()) } else { 0 };
        let text = self.text.split_off(at);
        self.flush();
        self.content.push(InlineContent::Link { text, url });
    }
}

struct Parser<'a> {
    events: Events<'a>,
    addresses: &'a BTreeMap<String, String>,
    styles: Styles<'a>,
    numbering: Numbering,
    /// Notes by `footnote` or `endnote` and their identifiers, each to be taken once.
    notes: BTreeMap<(&'static str, String), String>,
    /// Fields that have begun and not ended, which they may in a later paragraph.
    fields: Vec<Field>,
    /// What the properties of the cell say that is being read.
    place: Place,
    /// How many cells are being read, one within the other.
    cells: usize,
    /// How many cells there were.
    read_cells: usize,
    /// How many links there were.
    links: usize,
    /// What a revision joins to the next paragraph, since it took out the mark between them.
    held: Vec<InlineContent>,
    pictures: bool,
    depth: usize,
}

impl<'a> Paragraphs<'a> for Parser<'a> {
    const PARAGRAPH: &'static str = "p";

    fn events(&mut self) -> &mut Events<'a> {
        &mut self.events
    }

    fn depth(&mut self) -> &mut usize {
        &mut self.depth
    }

    fn paragraph(&mut self, _: &BytesStart<'_>, blocks: &mut Vec<Block>) {
        let mut line = Line { content: std::mem::take(&mut self.held), ..Line::default() };
        let mut format = Format::default();
        // An instruction that does not end would hide all that follows.
        self.fields.retain(|field| field.made);
        self.fields.iter_mut().for_each(|field| field.start = Mark::default());
        loop {
            match self.events.next() {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "pPr" => {
                        format = self.format();
                        (line.unseen, line.looks[0]) = (format.hidden, format.looks);
                    }
                    "r" => (line.hidden, line.looks[1]) = (line.unseen, line.looks[0]),
                    "rPr" => (line.hidden, line.looks[1]) = self.run_looks(line.unseen, line.looks[0]),
                    "t" => self.text(&tag, &mut line),
                    "instrText" => self.instruction(),
                    "hyperlink" => line.links.push((self.address(&tag), line.mark())),
                    "fldSimple" => {
                        line.links.push((attribute(&tag, "instr").and_then(|code| target(&code)), line.mark()));
                    }
                    "txbxContent" if !line.hidden => {
                        let (fields, held) = (std::mem::take(&mut self.fields), std::mem::take(&mut self.held));
                        line.beside.extend(self.settled("txbxContent"));
                        (self.fields, self.held) = (fields, held);
                    }
                    "txbxContent" => self.events.skip(&tag),
                    "AlternateContent" => line.chosen = false,
                    "Choice" if line.chosen => self.events.skip(&tag),
                    "Choice" => line.chosen = true,
                    "p" => {
                        line.inner += 1;
                        line.text.push('\n');
                    }
                    name if is_passed_over(name) => self.events.skip(&tag),
                    _ => self.sign(&tag, &mut line),
                },
                Event::Empty(tag) => self.sign(&tag, &mut line),
                Event::End(tag) => match tag.local_name().as_ref() {
                    "hyperlink" | "fldSimple" => {
                        if let Some((url, start)) = line.links.pop() {
                            self.link(&mut line, url, start);
                        }
                    }
                    "p" if line.inner == 0 => break,
                    "p" => line.inner -= 1,
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        line.flush();
        if format.joined {
            self.held = line.content;
        } else {
            // A number alone says something only in a column of numbers.
            if let Some(label) = format.label.filter(|_| self.cells > 0 || !line.content.is_empty()) {
                line.content.insert(0, InlineContent::Text(TextRun::new(label)));
            }
            push(format.style, line.content, blocks);
        }
        blocks.extend(line.beside);
    }

    fn between(&mut self, tag: &BytesStart<'_>, blocks: &mut Vec<Block>) {
        match tag.local_name().as_ref() {
            "tbl" if !self.is_too_deep(tag) => blocks.push(Block::Table(self.table())),
            "tcPr" => self.place(),
            "altChunk" => self.alone(tag),
            name if is_passed_over(name) => self.events.skip(tag),
            _ => {}
        }
    }

    fn alone(&mut self, tag: &BytesStart<'_>) {
        if tag.local_name().as_ref() == "altChunk" {
            let words = "a document within the document was not read";
            self.events.problem(Problem::new(ProblemKind::Partial, words));
        }
    }
}

/// What the properties of a paragraph say.
#[derive(Debug, Default)]
struct Format {
    style: ParagraphStyle,
    /// The number before it.
    label: Option<String>,
    /// Whether its style hides its text.
    hidden: bool,
    /// How its style has its text look.
    looks: Looks,
    /// Whether a revision took out its end.
    joined: bool,
}

/// Adds a paragraph, unless nothing stands in it.
fn push(style: ParagraphStyle, content: Vec<InlineContent>, blocks: &mut Vec<Block>) {
    if !content.is_empty() {
        let mut paragraph = Paragraph::with_style(style);
        paragraph.content = content;
        blocks.push(Block::Paragraph(paragraph));
    }
}

impl Parser<'_> {
    /// Paragraphs and tables up to an end tag; what waits for a next paragraph is one.
    fn settled(&mut self, end: &str) -> Vec<Block> {
        let mut blocks = self.blocks(end);
        push(ParagraphStyle::default(), std::mem::take(&mut self.held), &mut blocks);
        blocks
    }

    /// Notes by their identifiers; lines that only part notes from text are none.
    fn read_notes(&mut self, kind: &'static str) {
        loop {
            match self.events.next() {
                Event::Start(tag) if tag.local_name().as_ref() == kind => {
                    let note = self.settled(kind);
                    let line = attribute(&tag, "type").is_some_and(|kind| kind != "normal");
                    let id = attribute(&tag, "id").filter(|_| !line);
                    self.notes.extend(id.map(|id| ((kind, id), word_processor::plain(&note))));
                }
                Event::Eof => return,
                _ => {}
            }
        }
    }

    /// The properties of a paragraph: what kind it is, and the number before it.
    fn format(&mut self) -> Format {
        let (mut named, mut own, mut joined) = (None, Style::default(), false);
        self.properties("pPr", |tag| match tag.local_name().as_ref() {
            "pStyle" => named = attribute(tag, "val"),
            "outlineLvl" => own.heading = outline(tag),
            "numId" => own.numbering = number(tag, "val"),
            "ilvl" => own.level = number(tag, "val"),
            // Of the mark that ends it.
            "del" | "moveFrom" => joined = true,
            _ => {}
        });
        let style = named.as_deref().map(|name| self.styles.get(name)).unwrap_or_default();
        let mut format = Format { hidden: style.hidden.unwrap_or_default(), joined, ..Format::default() };
        format.looks = Looks { struck: style.struck.unwrap_or_default(), raised: style.raised.unwrap_or_default() };
        format.style.heading_level = own.heading.or(style.heading).unwrap_or_default();
        // What is gone is not counted.
        let Some(id) = own.numbering.or(style.numbering).filter(|id| *id != 0 && !joined) else { return format };
        let of_style = || named.as_deref().and_then(|name| self.numbering.level_of(id, name));
        let level = own.level.or_else(of_style).or(style.level).unwrap_or_default();
        match self.numbering.next(id, level) {
            Head::Bullet => {
                format.style.list_style = Some(ListStyle::Unordered);
                format.style.indent_level = level as u8;
            }
            Head::Label(label) => format.label = Some(label),
            Head::Nothing => {}
        }
        format
    }

    /// The properties of a run: whether it is hidden and how it looks, itself or by its style.
    fn run_looks(&mut self, unseen: bool, looks: Looks) -> (bool, Looks) {
        let (mut named, mut own) = (None, Style::default());
        self.properties("rPr", |tag| match tag.local_name().as_ref() {
            "rStyle" => named = attribute(tag, "val"),
            "vanish" => own.hidden = Some(is_on(tag)),
            "strike" | "dstrike" => own.struck = Some(own.struck == Some(true) || is_on(tag)),
            "vertAlign" => own.raised = Some(is_raised(tag)),
            _ => {}
        });
        let style = named.map(|name| self.styles.get(&name)).unwrap_or_default();
        let struck = own.struck.or(style.struck).unwrap_or(looks.struck);
        let raised = own.raised.or(style.raised).unwrap_or(looks.raised);
        (own.hidden.or(style.hidden).unwrap_or(unseen), Looks { struck, raised })
    }

    /// Reads properties up to an end tag, but those of the section, and what they were before a change.
    fn properties(&mut self, end: &str, mut read: impl FnMut(&BytesStart<'_>)) {
        loop {
            match self.events.next() {
                Event::Start(tag) => {
                    let name = tag.local_name();
                    if name.as_ref().ends_with("Change") || name.as_ref() == "sectPr" {
                        self.events.skip(&tag);
                    } else {
                        read(&tag);
                    }
                }
                Event::Empty(tag) => read(&tag),
                Event::End(tag) if tag.local_name().as_ref() == end => return,
                Event::Eof => return,
                _ => {}
            }
        }
    }

    fn text(&mut self, tag: &BytesStart<'_>, line: &mut Line) {
        let mut text = String::new();
        self.events.characters("t", |_| None, &mut text);
        // What a field made within the instruction of another is part of that instruction.
        if line.hidden || self.fields.iter().any(|field| !field.made) {
            return;
        }
        // Lines of the file are none of the page, and blanks at the ends count where they are said to.
        let kept = attribute(tag, "space").as_deref() == Some("preserve");
        let shown = if kept { text.as_str() } else { text.trim_matches([' ', '\n', '\r', '\t']) };
        line.push(shown.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
    }

    fn instruction(&mut self) {
        let mut code = String::new();
        self.events.characters("instrText", |_| None, &mut code);
        if let Some(field) = self.fields.last_mut().filter(|field| field.code.len() + code.len() <= MAX_CODE) {
            field.code.push_str(&code);
        }
    }

    /// What stands in a line and is no text.
    fn sign(&mut self, tag: &BytesStart<'_>, line: &mut Line) {
        match tag.local_name().as_ref() {
            "blip" | "imagedata" => self.pictures = true,
            "fldChar" => self.field(tag, line),
            _ if line.hidden => {}
            "tab" | "ptab" => line.text.push('\t'),
            "br" | "cr" => line.text.push('\n'),
            "noBreakHyphen" => line.text.push('-'),
            "sym" => line.text.extend(symbol(tag)),
            // Of formulas the line between two halves and the power, without which other numbers would stand there.
            "den" if tag.name().as_ref() == "m:den" => line.text.push('/'),
            "sup" if tag.name().as_ref() == "m:sup" => line.text.push('^'),
            "footnoteReference" => self.note("footnote", tag, line),
            "endnoteReference" => self.note("endnote", tag, line),
            _ => {}
        }
    }

    fn note(&mut self, kind: &'static str, tag: &BytesStart<'_>, line: &mut Line) {
        let note = attribute(tag, "id").and_then(|id| self.notes.remove(&(kind, id)));
        line.content.extend(note.map(InlineContent::Footnote));
    }

    /// Where a field begins, its text begins, or it ends.
    fn field(&mut self, tag: &BytesStart<'_>, line: &mut Line) {
        match attribute(tag, "fldCharType").as_deref() {
            Some("begin") if self.fields.len() < MAX_FIELDS => self.fields.push(Field::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    (field.made, field.start) = (true, line.mark());
                }
            }
            Some("end") => {
                if let Some(field) = self.fields.pop().filter(|field| field.made) {
                    self.link(line, target(&field.code), field.start);
                }
            }
            _ => {}
        }
    }

    /// A link in a line, unless there are too many.
    fn link(&mut self, line: &mut Line, url: Option<String>, start: Mark) {
        if let Some(url) = url.filter(|_| self.links < MAX_LINKS) {
            self.links += 1;
            line.link(url, start);
        }
    }

    /// The address that a link leads to.
    fn address(&self, tag: &BytesStart<'_>) -> Option<String> {
        self.addresses.get(&attribute(tag, "id")?).cloned()
    }

    /// What the properties of a cell say.
    fn place(&mut self) {
        let mut place = Place::default();
        let merge = |tag: &BytesStart<'_>| match attribute(tag, "val").as_deref() {
            Some("restart") => Some(Merge::Starts),
            _ => Some(Merge::Continues),
        };
        self.properties("tcPr", |tag| match tag.local_name().as_ref() {
            "gridSpan" => place.span = number(tag, "val"),
            "vMerge" => place.down = merge(tag),
            "hMerge" => place.right = merge(tag),
            _ => {}
        });
        self.place = place;
    }

    fn table(&mut self) -> Table {
        let mut table = Table::new();
        // Cells that reach down, by their first column.
        let mut open = BTreeMap::new();
        loop {
            match self.events.next() {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "tr" => self.row(&mut table, &mut open),
                    name if is_passed_over(name) => self.events.skip(&tag),
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "tbl" => return table,
                Event::Eof => return table,
                _ => {}
            }
        }
    }

    /// A row, unless a revision took it out or it is hidden.
    fn row(&mut self, table: &mut Table, open: &mut BTreeMap<u32, Reaching>) {
        let (mut row, mut column, mut gone) = (TableRow::new(), 0u32, false);
        // Whether the last cell is part of one above.
        let mut covered = false;
        loop {
            match self.events.next() {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "trPr" => {
                        let mut before = 0;
                        self.properties("trPr", |tag| match tag.local_name().as_ref() {
                            "gridBefore" => before = number(tag, "val").unwrap_or(0).min(MAX_PLACE),
                            "tblHeader" => row.is_header = is_on(tag),
                            "del" => gone = true,
                            "hidden" => gone |= is_on(tag),
                            _ => {}
                        });
                        // The row begins further to the right.
                        if before > 0 {
                            row.cells.push(TableCell::merged(1, before));
                            column = before;
                        }
                    }
                    // Nothing in it is counted.
                    "tc" if gone => self.events.skip(&tag),
                    "tc" if self.read_cells >= MAX_CELLS => {
                        let words = format!("more than {MAX_CELLS} cells: the rest was not read");
                        self.events.problem(Problem::new(ProblemKind::Limit, words));
                        self.events.skip(&tag);
                    }
                    "tc" => {
                        let (place, mut cell) = self.cell();
                        let span = place.span.unwrap_or(1).clamp(1, MAX_PLACE);
                        let above = open.get(&column).copied().filter(|above| above.span == span);
                        let above = above.filter(|_| place.down == Some(Merge::Continues));
                        let right = place.right == Some(Merge::Continues);
                        let left = row.cells.last_mut().filter(|_| right);
                        if let Some(Reaching { first, at, .. }) = above {
                            table.rows[first].cells[at].rowspan = (table.rows.len() - first) as u32 + 1;
                            covered = true;
                        } else if covered && right {
                            // Part of what is part of a cell above.
                        } else if let Some(left) = left {
                            left.colspan = left.colspan.saturating_add(span).min(MAX_PLACE);
                        } else {
                            covered = false;
                            cell.colspan = span;
                            open.remove(&column);
                            if place.down == Some(Merge::Starts) {
                                open.insert(column, Reaching { first: table.rows.len(), at: row.cells.len(), span });
                            }
                            row.cells.push(cell);
                        }
                        column = column.saturating_add(span);
                    }
                    name if is_passed_over(name) => self.events.skip(&tag),
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "tr" => break,
                Event::Eof => break,
                _ => {}
            }
        }
        if !gone {
            table.rows.push(row);
        }
    }

    /// A cell and what its properties say.
    fn cell(&mut self) -> (Place, TableCell) {
        let outer = std::mem::take(&mut self.place);
        self.cells += 1;
        self.read_cells += 1;
        let blocks = self.settled("tc");
        self.cells -= 1;
        (std::mem::replace(&mut self.place, outer), word_processor::cell(blocks, 1, 1))
    }
}

/// Elements of which nothing is shown: what a revision took out, what stands again for old programs, how things
/// look, how small signs are read.
fn is_passed_over(element: &str) -> bool {
    matches!(
        element,
        "del" | "moveFrom" | "Fallback" | "sectPr" | "sdtPr" | "sdtEndPr" | "tblPr" | "tblPrEx" | "tblGrid" | "rt"
    )
}

/// A sign of a font of signs; of those that have a number of their own there the boxes and ticks of forms.
fn symbol(tag: &BytesStart<'_>) -> Option<char> {
    let code = u32::from_str_radix(&attribute(tag, "char")?, 16).ok()?;
    match code {
        0xf0fe | 0xf052 => Some('☑'),
        0xf0fd | 0xf054 => Some('☒'),
        0xf0a8 | 0xf06f | 0xf0a3 => Some('□'),
        0xf0fc => Some('✓'),
        0xe000..=0xf8ff => None,
        code => char::from_u32(code),
    }
}

/// The address that the instruction of a field leads to: `HYPERLINK "http://…"`.
fn target(code: &str) -> Option<String> {
    let (word, rest) = code.trim().split_at_checked("HYPERLINK".len())?;
    // Places within the document come after `\l`, unquoted.
    let quoted = rest.trim_start().strip_prefix('"').filter(|_| word.eq_ignore_ascii_case("HYPERLINK"))?;
    quoted.split_once('"').map(|(url, _)| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::BlockKind;
    use std::io::{Cursor, Write};
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn body(xml: &str) -> DocumentBuilder {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        out.start_file(MAIN, SimpleFileOptions::default()).unwrap();
        out.write_all(format!("<w:document><w:body>{xml}</w:body></w:document>").as_bytes()).unwrap();
        read(&out.finish().unwrap().into_inner())
    }

    fn texts(builder: &DocumentBuilder) -> Vec<&str> {
        builder.blocks.iter().map(|block| block.text.as_str()).collect()
    }

    fn cell(text: &str, properties: &str) -> String {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    }

    #[test]
    fn what_is_not_shown_is_not_read() {
        let run = |text: &str| format!(r#"<w:r><w:t xml:space="preserve">{text}</w:t></w:r>"#);
        let fields = |inner: &str| {
            format!(
                r#"<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>IF </w:instrText></w:r>{inner}
                <w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
                run("30일")
            )
        };
        let inner = format!(
            r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{}
            <w:r><w:fldChar w:fldCharType="end"/></w:r>"#,
            run("60일")
        );
        let hidden = r#"<w:r><w:rPr><w:vanish/></w:rPr><w:t>가림</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t xml:space="preserve"> 보임</w:t></w:r>"#;
        let ruby = r#"<w:r><w:ruby><w:rt><w:r><w:t>방침</w:t></w:r></w:rt><w:rubyBase><w:r><w:t xml:space="preserve"> 方針</w:t></w:r></w:rubyBase></w:ruby></w:r>"#;
        let moved = format!("<w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo>", run("여기"), run(" 저기"));
        let builder = body(&format!("<w:p>{}{hidden}{ruby}{moved}</w:p>", fields(&inner)));
        assert_eq!(texts(&builder), ["30일 보임 方針 저기"]);
        assert_eq!(builder.problems, []);
    }

    #[test]
    fn what_a_revision_took_out_is_neither_read_nor_counted() {
        let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
        let gone = "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>";
        let joined = format!("<w:p>{gone}{}</w:p><w:p>{}</w:p>", run("보관기간은 3"), run("0일이다"));
        assert_eq!(texts(&body(&joined)), ["보관기간은 30일이다"]);
        let cells = |text: &str| [cell("가", ""), cell(text, "")].concat();
        let starts = [cell("가", r#"<w:vMerge w:val="restart"/>"#), cell("나", "")].concat();
        let table = format!(
            "<w:tbl><w:tr>{starts}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr><w:tr>{}</w:tr></w:tbl>",
            [cell("", "<w:vMerge/>"), cell("라", "")].concat(),
            cells("마")
        );
        assert_eq!(texts(&body(&table)), ["가\t나\n가\t마"]);
    }

    #[test]
    fn links_within_links_and_text_in_frames_keep_their_order() {
        let begin = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://a.go.kr/"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>"#;
        let end = r#"<w:r><w:fldChar w:fldCharType="end"/></w:r>"#;
        let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
        let simple = r#"<w:fldSimple w:instr="HYPERLINK &quot;https://b.go.kr/&quot;">"#;
        let nested =
            format!("<w:p>{}{begin}{}{simple}{}</w:fldSimple>{}{end}</w:p>", run("1"), run("가"), run("나"), run("다"));
        let builder = body(&nested);
        let links: Vec<(&str, &str)> = builder.links.iter().map(|link| (&*link.href, &*link.text)).collect();
        assert_eq!(texts(&builder), ["1가나다"]);
        assert_eq!(links, [("https://b.go.kr/", "나"), ("https://a.go.kr/", "다")]);
        let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("대수", ""), cell("12", ""));
        let frame = format!(
            "<w:tbl><w:tr><w:tc><w:p>{}</w:p>{inner}<w:p>{}</w:p></w:tc></w:tr></w:tbl>",
            run("2. 설치 현황"),
            run("3. 관리책임자")
        );
        assert_eq!(texts(&body(&frame)), ["2. 설치 현황", "대수\t12", "3. 관리책임자"]);
    }

    #[test]
    fn cells_cover_what_they_say() {
        let (starts, below) = (r#"<w:vMerge w:val="restart"/>"#, "<w:vMerge/>");
        let rows = [
            [cell("가", starts), cell("나", r#"<w:gridSpan w:val="2"/>"#), cell("다", "")].concat(),
            [cell("", below), cell("라", r#"<w:hMerge w:val="restart"/>"#), cell("", "<w:hMerge/>"), cell("마", below)]
                .concat(),
            [cell("", below), cell("바", ""), cell("사", starts), cell("아", "")].concat(),
        ];
        let builder = body(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", rows.join("</w:tr><w:tr>")));
        let BlockKind::Table(table) = &builder.blocks[0].kind else { panic!("a table") };
        let (a, b, c, d, e, f, g, h) = (Some(0), Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), Some(7));
        assert_eq!(table.grid, [[a, b, b, c], [a, d, d, e], [a, f, g, h]]);
        assert_eq!(texts(&builder), ["가\t나\t다\n라\t마\n바\t사\t아"]);
    }

    #[test]
    fn what_is_broken_or_without_end_is_said() {
        let deep = "<w:tbl><w:tr><w:tc>".repeat(10_000);
        assert!(body(&deep).problems.iter().any(|problem| problem.kind == ProblemKind::Limit));
        let wide = cell("가", r#"<w:gridSpan w:val="4294967295"/>"#).repeat(1_000);
        assert!(body(&format!("<w:tbl><w:tr>{wide}</w:tr></w:tbl>")).problems[0].kind == ProblemKind::Limit);
        let cut = body("<w:p><w:r><w:t>가</w:t></w:r></w:p><w:p></w:tbl>");
        assert_eq!((texts(&cut), cut.problems[0].kind), (vec!["가"], ProblemKind::Damaged));
        // An instruction without an end hides no more than its paragraph.
        let open = r#"<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>가</w:t></w:r></w:p><w:p><w:r><w:t>나</w:t></w:r></w:p>"#;
        assert_eq!(texts(&body(open)), ["나"]);
        assert_eq!(read(b"PK").problems[0].kind, ProblemKind::Damaged);
    }

    #[test]
    fn instructions_lead_where_they_say() {
        assert_eq!(target(r#" hyperlink  "https://a.go.kr/" \o "알림""#).as_deref(), Some("https://a.go.kr/"));
        for other in [r#"HYPERLINK \l "가""#, "PAGE", "HYPERLINK", r#"HYPERLINK "a"#, "하이퍼링크 \"a\"", ""] {
            assert_eq!(target(other), None);
        }
    }
}
