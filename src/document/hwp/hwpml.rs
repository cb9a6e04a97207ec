//! HWPML, the XML form of HWP (`.hml`, and often called `.hwp`), to the same model as the other forms of HWP.
//!
//! The shape of a document, after "한글문서파일형식 3.0 / HWPML" of Hancom: `SECTION`s of `P`, in them `TEXT` with `CHAR`
//! and with what stands in the line: `TABLE` > `ROW` > `CELL` > `PARALIST` > `P`, notes, drawings with text of their own.

use super::hwpx::{is_drawn, link_to};
use crate::document::word_processor::{self, Looks, MAX_PLACE, Paragraphs, Read};
use crate::document::xml::{Events, attribute, number};
use crate::document::{Problem, ProblemKind};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use unhwp::model::{Block, InlineContent, ListStyle, Paragraph, ParagraphStyle, TableCell, TextRun};

/// Reads the text of an HWPML file.
pub(super) fn read(text: &str) -> Read {
    let mut parser = Parser {
        events: Events::of(text),
        styles: BTreeMap::new(),
        looks: BTreeMap::new(),
        read: Read::default(),
        depth: 0,
    };
    parser.document();
    Read { problems: parser.events.problems, ..parser.read }
}

struct Parser<'a> {
    events: Events<'a>,
    /// Styles of paragraphs by the number of their shape.
    styles: BTreeMap<u32, ParagraphStyle>,
    /// How characters look by the number of their shape; those that look like any other are left out.
    looks: BTreeMap<u32, Looks>,
    read: Read,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn document(&mut self) {
        loop {
            match self.events.next() {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "TITLE" if self.read.title.is_none() => {
                        let title = self.characters("TITLE");
                        self.read.title = Some(title);
                    }
                    "PARASHAPE" => self.shape(&tag),
                    "CHARSHAPE" => self.look(&tag),
                    "SECTION" => {
                        let blocks = self.blocks("SECTION");
                        self.read.blocks.extend(blocks);
                    }
                    // Pictures and macros, megabytes of them.
                    "TAIL" => self.events.skip(&tag),
                    _ => {}
                },
                Event::Empty(tag) if tag.local_name().as_ref() == "PARASHAPE" => self.shape(&tag),
                Event::End(tag) if tag.local_name().as_ref() == "HWPML" => return,
                Event::Eof => break,
                _ => {}
            }
        }
        if self.events.problems.is_empty() {
            self.events.problems.push(Problem::new(ProblemKind::Partial, "the document ends before its end"));
        }
    }

    /// A shape of paragraphs: whether they are headings or items.
    fn shape(&mut self, tag: &BytesStart<'_>) {
        let level = number(tag, "Level").unwrap_or(0).min(6) as u8;
        let mut style = ParagraphStyle::default();
        match attribute(tag, "HeadingType").as_deref() {
            Some("Outline") => style.heading_level = (level + 1).min(6),
            Some("Bullet") => {
                style.list_style = Some(ListStyle::Unordered);
                style.indent_level = level;
            }
            _ => return,
        }
        if let Some(id) = number(tag, "Id") {
            self.styles.insert(id, style);
        }
    }

    /// A shape of characters: whether they are struck or raised.
    fn look(&mut self, tag: &BytesStart<'_>) {
        let mut look = Looks::default();
        loop {
            match self.events.next() {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "STRIKEOUT" => look.struck = attribute(&tag, "Shape").is_some_and(|line| is_drawn(&line)),
                    "SUPERSCRIPT" => look.raised = true,
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "CHARSHAPE" => break,
                Event::Eof => break,
                _ => {}
            }
        }
        if let Some(id) = number(tag, "Id").filter(|_| look != Looks::default()) {
            self.looks.insert(id, look);
        }
    }

    /// The characters up to an end tag.
    fn characters(&mut self, end: &str) -> String {
        let mut text = String::new();
        self.events.characters(end, stands, &mut text);
        text
    }

    /// A table; its caption becomes a paragraph before it.
    fn table(&mut self, blocks: &mut Vec<Block>) {
        let mut cells: BTreeMap<(u32, u32), TableCell> = BTreeMap::new();
        loop {
            match self.events.next() {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "CELL" => {
                        let place = |name: &str| number(&tag, name).unwrap_or(0).min(MAX_PLACE);
                        let (row, column) = (place("RowAddr"), place("ColAddr"));
                        let (rowspan, colspan) = (place("RowSpan").max(1), place("ColSpan").max(1));
                        let cell = word_processor::cell(self.blocks("CELL"), rowspan, colspan);
                        cells.insert((row, column), cell);
                    }
                    "CAPTION" => blocks.extend(self.blocks("CAPTION")),
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "TABLE" => break,
                Event::Eof => break,
                _ => {}
            }
        }
        blocks.push(Block::Table(word_processor::rows(cells)));
    }
}

impl<'a> Paragraphs<'a> for Parser<'a> {
    const PARAGRAPH: &'static str = "P";

    fn events(&mut self) -> &mut Events<'a> {
        &mut self.events
    }

    fn depth(&mut self) -> &mut usize {
        &mut self.depth
    }

    fn paragraph(&mut self, tag: &BytesStart<'_>, blocks: &mut Vec<Block>) {
        let shape = number(tag, "ParaShape").unwrap_or(u32::MAX);
        let mut paragraph = Paragraph::with_style(self.styles.get(&shape).cloned().unwrap_or_default());
        // What stands beside the line follows it.
        let mut after = Vec::new();
        let mut look = Looks::default();
        loop {
            match self.events.next() {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "TEXT" => {
                        let shape = number(&tag, "CharShape");
                        look = shape.and_then(|id| self.looks.get(&id)).copied().unwrap_or_default();
                    }
                    "CHAR" => {
                        let text = self.characters("CHAR");
                        paragraph.push_text(word_processor::run(text, look));
                    }
                    "TABLE" => self.table(&mut after),
                    "FOOTNOTE" | "ENDNOTE" => {
                        let name = tag.local_name().as_ref().to_owned();
                        let note = self.blocks(&name);
                        paragraph.content.push(InlineContent::Footnote(word_processor::plain(&note)));
                    }
                    "DRAWTEXT" | "CAPTION" => {
                        let name = tag.local_name().as_ref().to_owned();
                        after.extend(self.blocks(&name));
                    }
                    "SCRIPT" => {
                        let script = self.characters("SCRIPT");
                        paragraph.push_text(TextRun::new(script));
                    }
                    "FIELDBEGIN" => link(&tag, &mut paragraph),
                    // Running heads say on every page what the title says once.
                    "HEADER" | "FOOTER" | "SECDEF" | "HIDDENCOMMENT" => self.events.skip(&tag),
                    _ => {}
                },
                Event::Empty(tag) if tag.local_name().as_ref() == "FIELDBEGIN" => link(&tag, &mut paragraph),
                Event::End(tag) if tag.local_name().as_ref() == "P" => break,
                Event::Eof => break,
                _ => {}
            }
        }
        blocks.push(Block::Paragraph(paragraph));
        blocks.extend(after);
    }
}

/// The character that an element in a line stands for.
fn stands(element: &str) -> Option<char> {
    match element {
        "LINEBREAK" => Some('\n'),
        "TAB" => Some('\t'),
        "NBSPACE" | "FWSPACE" => Some(' '),
        "HYPEN" => Some('-'),
        _ => None,
    }
}

/// A link as fields have it.
fn link(tag: &BytesStart<'_>, paragraph: &mut Paragraph) {
    if attribute(tag, "Type").as_deref() == Some("Hyperlink")
        && let Some(command) = attribute(tag, "Command")
    {
        paragraph.content.push(link_to(&command));
    }
}
