//! HWPX, the open form of HWP (KS X 6101, OWPML), to the same model as the other forms of HWP.
//!
//! A package of XML parts: `Contents/content.hpf` lists them, `Contents/header.xml` says which shapes of paragraphs are
//! numbered or outlined, and sections hold `p` of `run`s, in them `t` with text and what stands in the line: `tbl` >
//! `tr` > `tc` > `subList` > `p`, notes, drawings with text of their own.

use crate::document::package::{Parts, without};
use crate::document::word_processor::{self, Looks, Paragraphs};
use crate::document::xml::{self, Events, attribute, number};
use crate::document::{Problem, ProblemKind};
use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use unhwp::model::{
    Block, HeadKind, InlineContent, ListStyle, NUMBERING_LEVELS, NumberLevel, NumberShape, Numbering, NumberingState,
    ParaHead, Paragraph, ParagraphStyle, StyleRegistry, TableCell, TextRun,
};

/// The link that the command of a field describes: the address, with colons escaped, before the first semicolon.
pub(super) fn link_to(command: &str) -> InlineContent {
    let url = command.split(';').next().unwrap_or("").replace('\\', "");
    InlineContent::Link { text: String::new(), url }
}

/// Most sections that are read.
const MAX_SECTIONS: usize = 1_000;

/// What the sections say about where things stand on paper: half of them, and more.
const LAYOUT: [&str; 9] = [
    "hp:cellMargin",
    "hp:cellSz",
    "hp:inMargin",
    "hp:lineShape",
    "hp:linesegarray",
    "hp:outMargin",
    "hp:pos",
    "hp:renderingInfo",
    "hp:sz",
];
/// What the head says about how characters, borders and lines look.
const LOOKS: [&str; 5] = ["hh:borderFills", "hh:charProperties", "hh:fontfaces", "hh:tabProperties", "hp:switch"];

/// What was read, as [`word_processor::Read`], and whether there are pictures in it.
///
/// # Errors
/// When it is no package, is encrypted, or is larger than what is read.
pub(super) fn read(bytes: &[u8]) -> Result<word_processor::Read, Problem> {
    let mut parts = Parts::open(bytes)?;
    // The manifest says which parts are encrypted.
    let manifest = parts.read("META-INF/manifest.xml")?.unwrap_or_default();
    if memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(Problem::new(ProblemKind::Password, "opens only with a password"));
    }
    let list = parts.read("Contents/content.hpf")?.unwrap_or_default();
    let (title, mut sections) = contents(&xml::text(&list));
    if sections.is_empty() {
        sections = parts.names().filter(|name| is_section(name)).map(Into::into).collect();
        sections.sort_by_key(|name| (name.len(), name.clone()));
    }
    let header = parts.read("Contents/header.xml")?.unwrap_or_default();
    let looks = looks(&xml::text(&header));
    let styles = styles(&xml::text(&without(&header, &LOOKS)));
    let mut whole = word_processor::Read { title, ..word_processor::Read::default() };
    for name in sections.iter().take(MAX_SECTIONS) {
        match parts.read(name)? {
            Some(section) => {
                let plain = without(&section, &LAYOUT);
                let text = xml::text(&plain);
                let mut parser = Parser {
                    events: Events::of(&text),
                    styles: &styles,
                    looks: &looks,
                    look: Looks::default(),
                    deleted: false,
                    numbering: NumberingState::new(),
                    read: std::mem::take(&mut whole),
                    depth: 0,
                };
                let blocks = parser.blocks("sec");
                parser.read.blocks.extend(blocks);
                parser.read.problems.extend(parser.events.problems);
                whole = parser.read;
            }
            // Said already, where it is there and broken.
            None if parts.names().any(|part| part == *name) => {}
            None => whole.problems.push(Problem::new(ProblemKind::Partial, "the section is missing").of_part(name)),
        }
    }
    whole.problems.extend(parts.problems);
    if whole.blocks.is_empty() && whole.problems.is_empty() {
        whole.problems.push(Problem::new(ProblemKind::Damaged, "the document is broken: no section"));
    }
    Ok(whole)
}

fn is_section(name: &str) -> bool {
    name.starts_with("Contents/section") && name.ends_with(".xml")
}

/// Title and sections, in the order of reading, as the list of parts has them.
fn contents(list: &str) -> (Option<String>, Vec<String>) {
    let mut reader = quick_xml::Reader::from_str(list);
    let (mut title, mut within) = (None::<String>, false);
    let (mut items, mut spine) = (BTreeMap::new(), Vec::new());
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "title" => within = title.is_none(),
            Ok(Event::End(tag)) if tag.local_name().as_ref() == "title" => within = false,
            Ok(Event::Start(tag) | Event::Empty(tag)) => match tag.local_name().as_ref() {
                "item" => {
                    if let (Some(id), Some(href)) = (attribute(&tag, "id"), attribute(&tag, "href")) {
                        items.insert(id, href);
                    }
                }
                "itemref" => spine.extend(attribute(&tag, "idref")),
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => break,
            Ok(event) if within => xml::push(&event, title.get_or_insert_default()),
            Ok(_) => {}
        }
    }
    let sections = spine.iter().filter_map(|id| items.get(id)).filter(|name| is_section(name));
    (title, sections.cloned().collect())
}

/// Whether a line of this kind is drawn through text: word processors write those of three dimensions where there is none.
pub(super) fn is_drawn(line: &str) -> bool {
    const LINES: [&str; 11] = [
        "SOLID",
        "DOT",
        "DASH",
        "DASHDOT",
        "DASHDOTDOT",
        "LONGDASH",
        "CIRCLE",
        "DOUBLESLIM",
        "SLIMTHICK",
        "THICKSLIM",
        "SLIMTHICKSLIM",
    ];
    LINES.contains(&line.to_ascii_uppercase().replace('_', "").as_str())
}

/// The shapes of characters that are struck or raised, by their numbers.
fn looks(header: &str) -> BTreeMap<u32, Looks> {
    const LIST: &str = "hh:charProperties";
    let mut looks = BTreeMap::new();
    let bytes = header.as_bytes();
    let Some(start) = memmem::find(bytes, LIST.as_bytes()) else { return looks };
    let end = memmem::rfind(bytes, LIST.as_bytes()).unwrap_or(bytes.len());
    // Most documents have neither.
    let struck = memmem::find_iter(&bytes[start..end], b"strikeout ").any(|at| {
        let tag = header[start + at..end].split('>').next().unwrap_or("");
        tag.split('"').skip(1).step_by(2).any(is_drawn)
    });
    if !struck && memmem::find(&bytes[start..end], b"supscript").is_none() {
        return looks;
    }
    let list = header[start..end].split_once('>').map_or("", |(_, list)| list).trim_end_matches("</");
    let mut reader = quick_xml::Reader::from_str(list);
    let mut shape = None;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match (tag.local_name().as_ref(), shape) {
                ("charPr", _) => shape = number(&tag, "id"),
                ("strikeout", Some(shape)) if attribute(&tag, "shape").is_some_and(|line| is_drawn(&line)) => {
                    looks.entry(shape).or_insert_with(Looks::default).struck = true;
                }
                ("supscript", Some(shape)) => looks.entry(shape).or_insert_with(Looks::default).raised = true,
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    looks
}

/// The shapes of paragraphs by their numbers, numberings and bullets.
fn styles(header: &str) -> StyleRegistry {
    let mut reader = quick_xml::Reader::from_str(header);
    let mut styles = StyleRegistry::new();
    let mut shape = None;
    let mut numbering: Option<(u32, Vec<NumberLevel>)> = None;
    // The level whose format is the text to come.
    let mut level = None;
    loop {
        let event = match reader.read_event() {
            Ok(Event::Eof) | Err(_) => return styles,
            Ok(event) => event,
        };
        match &event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "paraPr" => shape = number(tag, "id"),
                "heading" => {
                    if let (Some(shape), Some(style)) = (shape, head(tag)) {
                        styles.register_para_style(shape, style);
                    }
                }
                "numbering" => numbering = number(tag, "id").map(|id| (id, Vec::new())),
                "paraHead" => level = level_of(tag, numbering.as_mut()),
                "bullet" => {
                    let character = attribute(tag, "char").and_then(|text| text.chars().next());
                    if let (Some(id), Some(character)) = (number(tag, "id"), character) {
                        styles.register_bullet(id, character);
                    }
                }
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "paraHead" => level = None,
                "numbering" => {
                    if let Some((id, levels)) = numbering.take() {
                        styles.register_numbering(id, Numbering { levels });
                    }
                }
                _ => {}
            },
            text => {
                if let (Some(level), Some((_, levels))) = (level, &mut numbering)
                    && let Some(level) = levels.get_mut::<usize>(level)
                {
                    xml::push(text, &mut level.format);
                }
            }
        }
    }
}

/// Makes room for a level of a numbering, and says which it is.
fn level_of(tag: &BytesStart<'_>, numbering: Option<&mut (u32, Vec<NumberLevel>)>) -> Option<usize> {
    let (_, levels) = numbering?;
    let index = number(tag, "level").filter(|level| (1..=NUMBERING_LEVELS as u32).contains(level))? as usize - 1;
    if levels.len() <= index {
        levels.resize(index + 1, NumberLevel::default());
    }
    levels[index] = NumberLevel {
        shape: NumberShape::from_name(&attribute(tag, "numFormat").unwrap_or_default()),
        format: String::new(),
        start: number(tag, "start").unwrap_or(1),
    };
    Some(index)
}

/// A shape of paragraphs: whether they are headings, numbered or items.
fn head(tag: &BytesStart<'_>) -> Option<ParagraphStyle> {
    let level = number(tag, "level").unwrap_or(0).min(NUMBERING_LEVELS as u32) as u8;
    let mut style = ParagraphStyle::default();
    let kind = match attribute(tag, "type")?.as_str() {
        "OUTLINE" => HeadKind::Outline,
        "NUMBER" => HeadKind::Number,
        "BULLET" => HeadKind::Bullet,
        _ => return None,
    };
    match kind {
        HeadKind::Outline => style.heading_level = (level + 1).min(6),
        HeadKind::Bullet => {
            style.list_style = Some(ListStyle::Unordered);
            style.indent_level = level;
        }
        HeadKind::Number => {}
    }
    style.head = Some(ParaHead { kind, level, id: number(tag, "idRef").unwrap_or(0) });
    Some(style)
}

struct Parser<'a, 's> {
    events: Events<'a>,
    styles: &'s StyleRegistry,
    /// How characters look, by the numbers of their shapes; those that look like any other are left out.
    looks: &'s BTreeMap<u32, Looks>,
    /// How those of the run do.
    look: Looks,
    /// Whether a revision took out what comes.
    deleted: bool,
    numbering: NumberingState,
    read: word_processor::Read,
    depth: usize,
}

impl Parser<'_, '_> {
    /// The properties of a section say which numbering counts its outline.
    fn outline(&mut self, tag: &BytesStart<'_>) {
        if let Some(id) = number(tag, "outlineShapeIDRef") {
            self.numbering.set_outline_id(id);
        }
    }

    /// The address of a field that links, out of its parameters.
    fn hyperlink(&mut self) -> Option<InlineContent> {
        let mut link = None;
        loop {
            match self.events.next() {
                Event::Start(tag) if tag.local_name().as_ref() == "stringParam" => {
                    let name = attribute(&tag, "name");
                    let mut value = String::new();
                    self.events.characters("stringParam", stands, &mut value);
                    if name.as_deref() == Some("Command") {
                        link = Some(link_to(&value));
                    }
                }
                Event::End(tag) if tag.local_name().as_ref() == "fieldBegin" => return link,
                Event::Eof => return link,
                _ => {}
            }
        }
    }

    /// Text so far becomes a run of the paragraph.
    fn flush(&self, text: &mut String, paragraph: &mut Paragraph) {
        if !text.is_empty() {
            paragraph.push_text(word_processor::run(std::mem::take(text), self.look));
        }
    }

    /// The characters of a text, but those that a revision took out, which may end in a later one.
    fn characters(&mut self, text: &mut String) {
        loop {
            match self.events.next() {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "deleteBegin" => self.deleted = true,
                    "deleteEnd" => self.deleted = false,
                    name if !self.deleted => text.extend(stands(name)),
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "t" => return,
                Event::Eof => return,
                _ if self.deleted => {}
                other => xml::push(&other, text),
            }
        }
    }

    /// A table; its caption becomes a paragraph before it.
    fn table(&mut self, blocks: &mut Vec<Block>) {
        let mut cells: BTreeMap<(u32, u32), TableCell> = BTreeMap::new();
        let mut row = 0;
        loop {
            match self.events.next() {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "tc" => {
                        let ((at, mut column), cell) = self.cell(row);
                        // Two cells at one address are a fault of who wrote them; neither is lost.
                        while cells.contains_key(&(at, column)) {
                            column += 1;
                        }
                        cells.insert((at, column), cell);
                    }
                    "caption" => blocks.extend(self.blocks("caption")),
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "tr" => row += 1,
                Event::End(tag) if tag.local_name().as_ref() == "tbl" => break,
                Event::Eof => break,
                _ => {}
            }
        }
        blocks.push(Block::Table(word_processor::rows(cells)));
    }

    /// A cell and its address, which may be missing: then it is the next of its row.
    fn cell(&mut self, row: u32) -> ((u32, u32), TableCell) {
        let mut place = (row, 0);
        let mut blocks = Vec::new();
        let (mut rowspan, mut colspan) = (1, 1);
        loop {
            match self.events.next() {
                Event::Start(tag) if tag.local_name().as_ref() == "subList" => {
                    blocks.extend(self.blocks("subList"));
                }
                Event::Start(tag) | Event::Empty(tag) => {
                    let read = |name: &str| number(&tag, name).map(|number| number.min(word_processor::MAX_PLACE));
                    match tag.local_name().as_ref() {
                        "cellAddr" => place = (read("rowAddr").unwrap_or(row), read("colAddr").unwrap_or(0)),
                        "cellSpan" => {
                            rowspan = read("rowSpan").unwrap_or(1).max(1);
                            colspan = read("colSpan").unwrap_or(1).max(1);
                        }
                        _ => {}
                    }
                }
                Event::End(tag) if tag.local_name().as_ref() == "tc" => break,
                Event::Eof => break,
                _ => {}
            }
        }
        (place, word_processor::cell(blocks, rowspan, colspan))
    }
}

impl<'a> Paragraphs<'a> for Parser<'a, '_> {
    const PARAGRAPH: &'static str = "p";

    fn events(&mut self) -> &mut Events<'a> {
        &mut self.events
    }

    fn depth(&mut self) -> &mut usize {
        &mut self.depth
    }

    fn paragraph(&mut self, tag: &BytesStart<'_>, blocks: &mut Vec<Block>) {
        let style = number(tag, "paraPrIDRef").and_then(|id| self.styles.get_para_style(id)).cloned();
        // Bullets are drawn, not said.
        let mut head = style.as_ref().and_then(|style| style.head).filter(|head| head.kind != HeadKind::Bullet);
        let mut label = None;
        let mut paragraph = Paragraph::with_style(style.unwrap_or_default());
        // What stands beside the line follows it.
        let mut after = Vec::new();
        let mut text = String::new();
        let outer = self.look;
        loop {
            let event = self.events.next();
            // Counted before the paragraphs within it, but after the properties of the section, which stand in its first.
            if let Event::Start(tag) = &event
                && matches!(tag.local_name().as_ref(), "t" | "tbl" | "subList" | "caption" | "footNote" | "endNote")
                && let Some(head) = head.take()
            {
                label = self.numbering.label(&head, self.styles);
            }
            match event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "run" => {
                        let look = number(&tag, "charPrIDRef").and_then(|id| self.looks.get(&id)).copied();
                        if look.unwrap_or_default() != self.look {
                            self.flush(&mut text, &mut paragraph);
                            self.look = look.unwrap_or_default();
                        }
                    }
                    "t" => self.characters(&mut text),
                    "tbl" => self.table(&mut after),
                    "footNote" | "endNote" => {
                        let name = tag.local_name().as_ref().to_owned();
                        self.flush(&mut text, &mut paragraph);
                        let note = self.blocks(&name);
                        paragraph.content.push(InlineContent::Footnote(word_processor::plain(&note)));
                    }
                    "subList" | "caption" => {
                        let name = tag.local_name().as_ref().to_owned();
                        after.extend(self.blocks(&name));
                    }
                    "script" => self.events.characters("script", stands, &mut text),
                    "fieldBegin" if attribute(&tag, "type").as_deref() == Some("HYPERLINK") => {
                        if let Some(link) = self.hyperlink() {
                            self.flush(&mut text, &mut paragraph);
                            paragraph.content.push(link);
                        }
                    }
                    "img" => self.read.pictures = true,
                    // Running heads say on every page what the title says once; comments of pictures name files.
                    "header" | "footer" | "hiddenComment" | "shapeComment" => self.events.skip(&tag),
                    "secPr" => self.outline(&tag),
                    _ => {}
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "img" => self.read.pictures = true,
                    "secPr" => self.outline(&tag),
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "p" => break,
                Event::Eof => break,
                _ => {}
            }
        }
        self.flush(&mut text, &mut paragraph);
        self.look = outer;
        // The number is not among the characters.
        if let Some(label) = label
            && paragraph.has_text_content()
        {
            paragraph.content.insert(0, InlineContent::Text(TextRun::new(format!("{label} "))));
        }
        blocks.push(Block::Paragraph(paragraph));
        blocks.extend(after);
    }
}

/// The character that an element in a line stands for.
fn stands(element: &str) -> Option<char> {
    match element {
        "lineBreak" => Some('\n'),
        "tab" => Some('\t'),
        "nbSpace" | "fwSpace" => Some(' '),
        "hyphen" => Some('-'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn package(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            out.start_file(*name, SimpleFileOptions::default()).unwrap();
            out.write_all(text.as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    fn lines(read: &word_processor::Read) -> Vec<String> {
        word_processor::plain(&read.blocks).lines().map(str::to_owned).collect()
    }

    #[test]
    fn what_stands_in_a_line_stands_in_its_text() {
        let section = r#"<hs:sec><hp:p paraPrIDRef="1"><hp:run><hp:secPr outlineShapeIDRef="1"/><hp:t>설치 근거</hp:t></hp:run></hp:p>
            <hp:p paraPrIDRef="0"><hp:run><hp:t>본관<hp:lineBreak/>별관<hp:fwSpace/>A&amp;B</hp:t></hp:run>
            <hp:run><hp:ctrl><hp:fieldBegin type="HYPERLINK"><hp:parameters><hp:stringParam name="Command">http\://a.go.kr/;1;0</hp:stringParam>
            </hp:parameters></hp:fieldBegin></hp:ctrl><hp:rect><hp:shapeComment>사각형입니다.</hp:shapeComment><hp:drawText><hp:subList>
            <hp:p><hp:run><hp:t>안내판</hp:t></hp:run></hp:p></hp:subList></hp:drawText></hp:rect><hp:t>끝</hp:t></hp:run>
            <hp:run><hp:ctrl><hp:footNote><hp:subList><hp:p><hp:run><hp:t>주</hp:t></hp:run></hp:p></hp:subList></hp:footNote></hp:ctrl></hp:run>
            <hp:linesegarray><hp:lineseg textpos="0"/></hp:linesegarray></hp:p><hp:p paraPrIDRef="1"><hp:run><hp:t>보관</hp:t></hp:run></hp:p></hs:sec>"#;
        let header = r#"<hh:head><hh:numbering id="1"><hh:paraHead level="1" start="1" numFormat="HANGUL_SYLLABLE">^1.</hh:paraHead></hh:numbering>
            <hh:paraPr id="0"/><hh:paraPr id="1"><hh:heading type="OUTLINE" idRef="0" level="0"/></hh:paraPr></hh:head>"#;
        let bytes = package(&[("Contents/header.xml", header), ("Contents/section0.xml", section)]);
        let read = read(&bytes).unwrap();
        assert_eq!(lines(&read), ["가. 설치 근거", "본관", "별관 A&B끝", "안내판", "나. 보관"]);
        assert!(read.problems.is_empty(), "{:?}", read.problems);
        let Block::Paragraph(first) = &read.blocks[0] else { panic!("a paragraph") };
        assert_eq!(first.style.heading_level, 1);
        let Block::Paragraph(second) = &read.blocks[1] else { panic!("a paragraph") };
        let note = |content: &InlineContent| matches!(content, InlineContent::Footnote(note) if note == "주");
        let link =
            |content: &InlineContent| matches!(content, InlineContent::Link { url, .. } if url == "http://a.go.kr/");
        assert!(second.content.iter().any(note) && second.content.iter().any(link), "{:?}", second.content);
    }

    #[test]
    fn cells_stand_where_their_addresses_say() {
        let cell = |row: u32, column: u32, text: &str| {
            format!(
                r#"<hp:tc><hp:subList><hp:p><hp:run><hp:t>{text}</hp:t></hp:run></hp:p></hp:subList>
                <hp:cellAddr rowAddr="{row}" colAddr="{column}"/><hp:cellSpan colSpan="1" rowSpan="1"/></hp:tc>"#
            )
        };
        let rows =
            [cell(1, 1, "라"), cell(0, 0, "가"), cell(0, 1, "나"), cell(1, 0, "다"), cell(1, 0, "다시")].concat();
        let section = format!("<hs:sec><hp:p><hp:run><hp:tbl><hp:tr>{rows}</hp:tr></hp:tbl></hp:run></hp:p></hs:sec>");
        let read = read(&package(&[("Contents/section0.xml", &section)])).unwrap();
        assert_eq!(lines(&read), ["", "가\t나\t다\t라\t다시"]);
    }

    #[test]
    fn what_is_broken_is_said() {
        let sections = [("Contents/section0.xml", "<hs:sec><hp:p><hp:run><hp:t>가</hp:p>")];
        let read = read(&package(&sections)).unwrap();
        assert_eq!((lines(&read), read.problems[0].kind), (vec!["가".to_owned()], ProblemKind::Damaged));
        assert_eq!(super::read(b"PK").unwrap_err().kind, ProblemKind::Damaged);
        assert_eq!(super::read(&package(&[("a", "b")])).unwrap().problems[0].kind, ProblemKind::Damaged);
        let deep = "<hp:p><hp:run><hp:tbl><hp:tr><hp:tc><hp:subList>".repeat(10_000);
        let deep = super::read(&package(&[("Contents/section0.xml", &format!("<hs:sec>{deep}"))])).unwrap();
        assert!(deep.problems.iter().any(|problem| problem.kind == ProblemKind::Limit));
    }
}
