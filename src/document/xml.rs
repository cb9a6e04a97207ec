//! What the readers of XML share: attributes by their local names, text with its references resolved.

use super::{Problem, ProblemKind};
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// What comes next in a text of XML, to the first byte that is none: then it is over, and why is a problem.
pub(super) struct Events<'a> {
    reader: Reader<&'a [u8]>,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Events<'a> {
    /// The events of a text.
    pub(super) fn of(text: &'a str) -> Self {
        Self { reader: Reader::from_str(text), problems: Vec::new() }
    }

    /// The next event; the end of the text after anything that is no XML.
    pub(super) fn next(&mut self) -> Event<'a> {
        match self.reader.read_event() {
            Ok(event) => event,
            Err(error) => {
                self.broken(&error);
                Event::Eof
            }
        }
    }

    /// Passes over an element with all that is in it.
    pub(super) fn skip(&mut self, tag: &BytesStart<'_>) {
        let end = tag.to_end().into_owned();
        if let Err(error) = self.reader.read_to_end(end.name()) {
            self.broken(&error);
        }
    }

    /// Adds the characters up to an end tag; elements among them may stand for single characters.
    pub(super) fn characters(&mut self, end: &str, stands: fn(&str) -> Option<char>, text: &mut String) {
        loop {
            match self.next() {
                Event::Start(tag) | Event::Empty(tag) => text.extend(stands(tag.local_name().as_ref())),
                Event::End(tag) if tag.local_name().as_ref() == end => return,
                Event::Eof => return,
                other => push(&other, text),
            }
        }
    }

    /// Keeps what kept the text from being read whole, once.
    pub(super) fn problem(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    fn broken(&mut self, error: &quick_xml::Error) {
        let words = format!("the document is broken after {} bytes: {error}", self.reader.error_position());
        self.problems.push(Problem::new(ProblemKind::Damaged, words));
    }
}

/// The value of an attribute, whatever prefix it is written with.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).map_or_else(|_| found.value.to_string(), Into::into))
}

/// The characters in the first element of a name.
pub(super) fn first(name: &str, xml: &str) -> Option<String> {
    let mut events = Events::of(xml);
    loop {
        match events.next() {
            Event::Start(tag) if tag.local_name().as_ref() == name => {
                let mut text = String::new();
                events.characters(name, |_| None, &mut text);
                return Some(text);
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Bytes as text; what is neither UTF-8 nor, with a mark at its head, UTF-16 becomes U+FFFD.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    // Few are UTF-16, which begins with a mark.
    let wide = match bytes {
        [0xff, 0xfe, rest @ ..] => Some((rest, u16::from_le_bytes as fn([u8; 2]) -> u16)),
        [0xfe, 0xff, rest @ ..] => Some((rest, u16::from_be_bytes as fn([u8; 2]) -> u16)),
        _ => None,
    };
    if let Some((rest, unit)) = wide {
        let units = rest.as_chunks::<2>().0.iter().map(|pair| unit(*pair));
        return char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    }
    // Most are UTF-8, and to learn that takes a fraction of the time of looking for what is not.
    simdutf8::basic::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// The number in an attribute.
pub(super) fn number(tag: &BytesStart<'_>, name: &str) -> Option<u32> {
    let found =
        tag.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.value.trim().parse().ok()
}

/// Adds the characters that an event stands for, if any.
pub(super) fn push(event: &Event<'_>, text: &mut String) {
    match event {
        Event::Text(part) => text.push_str(&part.xml_content(XmlVersion::Implicit1_0)),
        Event::CData(part) => text.push_str(&part.xml_content(XmlVersion::Implicit1_0)),
        Event::GeneralRef(reference) => resolve(reference, text),
        _ => {}
    }
}

/// A reference to a character: by its number or one of the five names; anything else stays as it is written.
fn resolve(reference: &BytesRef<'_>, text: &mut String) {
    let name: &str = reference.as_ref();
    let code = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => digits.parse().ok(),
    });
    match (code.and_then(char::from_u32), resolve_predefined_entity(name)) {
        (Some(c), _) => text.push(c),
        (None, Some(known)) => text.push_str(known),
        (None, None) => text.push_str(&format!("&{name};")),
    }
}
