//! Styles of paragraphs in DOCX (ECMA-376 part 1, 17.7): which are headings, and which are numbered.
//!
//! The styles of a document of one page often take a hundred times the room of the page. So only those are parsed that a
//! paragraph names, and what they are based on.

use crate::document::xml::{Events, attribute, number};
use memchr::memmem;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Longest way from a style over what it is based on.
const MAX_BASED: usize = 16;
/// Longest identifier of a style that is looked up, in bytes.
const MAX_NAME: usize = 256;

/// What a style says of its paragraphs, itself or through what it is based on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Level of a heading from 1 to 6; `Some(0)` for what is said to be none.
    pub(super) heading: Option<u8>,
    /// The numbering, by its number; 0 for none.
    pub(super) numbering: Option<u32>,
    /// The level of the numbering, from 0.
    pub(super) level: Option<u32>,
    /// Whether it hides its text.
    pub(super) hidden: Option<bool>,
    /// Whether a line runs through its text.
    pub(super) struck: Option<bool>,
    /// Whether its text is raised.
    pub(super) raised: Option<bool>,
    /// The style that says the rest.
    based: Option<String>,
}

/// The styles of a document by their identifiers.
pub(super) struct Styles<'a> {
    xml: &'a str,
    /// Where the definitions stand.
    places: BTreeMap<Cow<'a, str>, Range<usize>>,
    /// What styles say by themselves.
    own: BTreeMap<String, Style>,
    known: BTreeMap<String, Style>,
}

impl<'a> Styles<'a> {
    /// Finds where the definitions stand in the part that holds them.
    pub(super) fn of(xml: &'a str) -> Self {
        const ID: &str = "styleId";
        let mut found: Vec<(Cow<'a, str>, usize)> = Vec::new();
        for at in memmem::find_iter(xml.as_bytes(), ID) {
            // The tag begins before it, and holds no other.
            let start = xml[..at].bytes().rev().take(MAX_NAME).position(|byte| byte == b'<');
            if let (Some(start), Some(id)) = (start, quoted(&xml[at + ID.len()..])) {
                found.push((id, at - start - 1));
            }
        }
        let ends: Vec<usize> = found.iter().skip(1).map(|(_, start)| *start).chain([xml.len()]).collect();
        let mut places = BTreeMap::new();
        for ((id, start), end) in found.into_iter().zip(ends) {
            places.entry(id).or_insert(start..end.max(start));
        }
        Self { xml, places, own: BTreeMap::new(), known: BTreeMap::new() }
    }

    /// What a style says; nothing of one that is not there.
    pub(super) fn get(&mut self, id: &str) -> Style {
        if let Some(known) = self.known.get(id) {
            return known.clone();
        }
        let mut style = self.own(id);
        for _ in 0..MAX_BASED {
            let Some(based) = style.based.take() else { break };
            let base = self.own(&based);
            style.heading = style.heading.or(base.heading);
            style.numbering = style.numbering.or(base.numbering);
            style.level = style.level.or(base.level);
            style.hidden = style.hidden.or(base.hidden);
            style.struck = style.struck.or(base.struck);
            style.raised = style.raised.or(base.raised);
            style.based = base.based;
        }
        style.based = None;
        self.known.insert(id.to_owned(), style.clone());
        style
    }

    fn own(&mut self, id: &str) -> Style {
        if let Some(own) = self.own.get(id) {
            return own.clone();
        }
        let Some(place) = self.places.get(id) else { return Style::default() };
        let style = parsed(self.xml, place.clone());
        self.own.insert(id.to_owned(), style.clone());
        style
    }
}

/// The value of an attribute, from after its name.
fn quoted(rest: &str) -> Option<Cow<'_, str>> {
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let length = rest[1..].bytes().take(MAX_NAME).position(|byte| byte == quote as u8)?;
    let value = &rest[1..=length];
    quick_xml::escape::unescape(value).map_or(Some(value.into()), Some)
}

fn parsed(xml: &str, place: Range<usize>) -> Style {
    let mut style = Style::default();
    let mut events = Events::of(&xml[place]);
    loop {
        match events.next() {
            // What it said before somebody changed it, and what it says of tables.
            Event::Start(tag)
                if matches!(tag.local_name().as_ref(), "pPrChange" | "rPrChange" | "tblPr" | "tblStylePr") =>
            {
                events.skip(&tag);
            }
            Event::Empty(tag) if tag.local_name().as_ref() == "style" => return style,
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "name" => style.heading = style.heading.or_else(|| named(&tag)),
                "basedOn" => style.based = attribute(&tag, "val"),
                "outlineLvl" => style.heading = outline(&tag),
                "numId" => style.numbering = number(&tag, "val"),
                "ilvl" => style.level = number(&tag, "val"),
                "vanish" => style.hidden = Some(is_on(&tag)),
                "strike" | "dstrike" => style.struck = Some(is_on(&tag)),
                "vertAlign" => style.raised = Some(is_raised(&tag)),
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "style" => return style,
            Event::Eof => return style,
            _ => {}
        }
    }
}

/// Names of styles that every word processor knows are English in whatever language it runs.
fn named(tag: &BytesStart<'_>) -> Option<u8> {
    let name = attribute(tag, "val")?.to_ascii_lowercase();
    match name.strip_prefix("heading ") {
        Some(level) => level.trim().parse().ok().filter(|level| (1..=9).contains(level)).map(|level: u8| level.min(6)),
        None => (name == "title").then_some(1),
    }
}

/// Whether a property that is there is meant.
pub(super) fn is_on(tag: &BytesStart<'_>) -> bool {
    !matches!(attribute(tag, "val").as_deref(), Some("0" | "false" | "off"))
}

/// Whether an alignment raises the text.
pub(super) fn is_raised(tag: &BytesStart<'_>) -> bool {
    attribute(tag, "val").as_deref() == Some("superscript")
}

/// The heading that an outline level makes: levels count from 0, and 9 is text.
pub(super) fn outline(tag: &BytesStart<'_>) -> Option<u8> {
    number(tag, "val").map(|level| if level < 9 { (level as u8 + 1).min(6) } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_say_what_those_say_that_they_are_based_on() {
        let xml = r#"<w:styles><w:latentStyles><w:lsdException w:name="heading 1"/></w:latentStyles>
            <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="조"><w:name w:val="조"/><w:basedOn w:val="1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="본문"><w:basedOn w:val="조"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
            <w:style w:styleId="빈"/><w:style w:styleId = 'A&amp;B'><w:outlineLvl w:val="2"/><w:rPr><w:vanish/></w:rPr></w:style>
            <w:style w:styleId="원"><w:basedOn w:val="환"/></w:style><w:style w:styleId="환"><w:basedOn w:val="원"/></w:style></w:styles>"#;
        let mut styles = Styles::of(xml);
        let said = |style: Style| (style.heading, style.numbering, style.level);
        assert_eq!(said(styles.get("1")), (Some(1), Some(3), None));
        assert_eq!(said(styles.get("조")), (Some(1), Some(3), Some(1)));
        assert_eq!(said(styles.get("본문")), (Some(0), Some(3), Some(1)));
        assert_eq!((styles.get("A&B").heading, styles.get("A&B").hidden), (Some(3), Some(true)));
        for odd in ["원", "빈", "없음", ""] {
            assert_eq!(styles.get(odd), Style::default());
        }
        for broken in ["styleId=\"", "<styleId=\"a", "<s styleId=\"a\"", "가styleId=\"a\">"] {
            Styles::of(broken).get("a");
        }
    }
}
