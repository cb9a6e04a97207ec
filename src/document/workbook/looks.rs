//! What an XLSX workbook says of how its cells are shown: fonts that strike, formats of numbers, rows and columns that are
//! hidden. The library that reads the cells says nothing of it.

use super::format;
use crate::document::xml::{self, Events, attribute, number};
use crate::document::zip;
use memchr::memmem;
use quick_xml::events::Event;
use std::collections::{BTreeMap, BTreeSet};

/// Most bytes of the parts that list sheets and styles.
const MAX_PART: u64 = 16 << 20;
/// Most bytes of a sheet.
const MAX_SHEET: u64 = 256 << 20;
/// Most styles of cells that are told apart.
const MAX_STYLES: usize = 65_536;

/// How cells of a style are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Style {
    struck: bool,
    /// The format of numbers.
    code: Option<String>,
}

/// The styles of a workbook, and where its sheets are.
#[derive(Debug, Default)]
pub(super) struct Looks {
    styles: Vec<Style>,
    /// Parts by the names of sheets.
    parts: BTreeMap<String, String>,
}

/// How one sheet is shown.
#[derive(Debug, Default)]
pub(super) struct Shown {
    rows: BTreeSet<u32>,
    /// First and last of columns side by side.
    columns: Vec<(u32, u32)>,
    /// Cells that are struck, by row and column.
    struck: BTreeSet<(u32, u32)>,
    /// Styles of cells whose numbers are shown by a format.
    formats: BTreeMap<(u32, u32), usize>,
}

impl Shown {
    /// Whether a cell is hidden, or struck.
    pub(super) fn hides(&self, place: (u32, u32)) -> bool {
        self.rows.contains(&place.0)
            || self.columns.iter().any(|(first, last)| (*first..=*last).contains(&place.1))
            || self.struck.contains(&place)
    }
}

impl Looks {
    /// Reads the styles of a package.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let part = |name: &str| zip::part(bytes, name, MAX_PART).unwrap_or_default();
        let targets = targets(&xml::text(&part("xl/_rels/workbook.xml.rels")));
        let mut looks = Self { styles: styles(&xml::text(&part("xl/styles.xml"))), parts: BTreeMap::new() };
        let list = part("xl/workbook.xml");
        let list = xml::text(&list);
        let mut events = Events::of(&list);
        loop {
            match events.next() {
                Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sheet" => {
                    if let (Some(name), Some(id)) = (attribute(&tag, "name"), attribute(&tag, "id"))
                        && let Some(target) = targets.get(&id)
                    {
                        looks.parts.insert(name, target.clone());
                    }
                }
                Event::Eof => return looks,
                _ => {}
            }
        }
    }

    /// How a sheet is shown, by its name.
    pub(super) fn sheet(&self, bytes: &[u8], name: &str) -> Shown {
        let mut shown = Shown::default();
        let Some(sheet) = self.parts.get(name).and_then(|part| zip::part(bytes, part, MAX_SHEET)) else {
            return shown;
        };
        let tag = |at: usize| {
            let end = memchr::memchr(b'>', &sheet[at..]).map_or(sheet.len(), |end| at + end);
            std::str::from_utf8(&sheet[at..end]).unwrap_or("")
        };
        let says = |tag: &str, name: &str| value(tag, name).is_some_and(|value| matches!(value, "1" | "true"));
        for at in memmem::find_iter(&sheet, b"<col ") {
            let tag = tag(at);
            let place = |name: &str| value(tag, name).and_then(|value| value.parse::<u32>().ok());
            if let (true, Some(first), Some(last)) = (says(tag, "hidden"), place("min"), place("max")) {
                shown.columns.push((first.saturating_sub(1), last.saturating_sub(1)));
            }
        }
        for at in memmem::find_iter(&sheet, b"<row ") {
            let tag = tag(at);
            if says(tag, "hidden") {
                shown.rows.extend(value(tag, "r").and_then(|row| row.parse::<u32>().ok()?.checked_sub(1)));
            }
        }
        if self.styles.iter().all(|style| *style == Style::default()) {
            return shown;
        }
        for at in memmem::find_iter(&sheet, b"<c ") {
            let tag = tag(at);
            let style = value(tag, "s").and_then(|style| style.parse::<usize>().ok());
            let Some((index, style)) = style.and_then(|index| Some((index, self.styles.get(index)?))) else { continue };
            let Some(place) = value(tag, "r").and_then(place) else { continue };
            if style.struck {
                shown.struck.insert(place);
            }
            if style.code.is_some() {
                shown.formats.insert(place, index);
            }
        }
        shown
    }

    /// How a number reads in a cell, where a format makes it read otherwise than by itself.
    pub(super) fn number(&self, shown: &Shown, place: (u32, u32), value: f64) -> Option<String> {
        let style = self.styles.get(*shown.formats.get(&place)?)?;
        format::shown(value, style.code.as_deref()?)
    }
}

/// Row and column of a reference: `B3`.
fn place(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column = reference[..letters].bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    Some((reference[letters..].parse::<u32>().ok()?.checked_sub(1)?, column - 1))
}

/// The value of an attribute in a tag that is written plainly.
fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].ends_with(|c: char| c.is_ascii_whitespace());
        rest = &rest[at + name.len()..];
        if let (true, Some(quoted)) = (before, rest.strip_prefix("=\"")) {
            return quoted.split('"').next();
        }
    }
    None
}

/// Parts by the identifiers of the relations that lead to them.
fn targets(relations: &str) -> BTreeMap<String, String> {
    let mut targets = BTreeMap::new();
    let mut events = Events::of(relations);
    loop {
        match events.next() {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "Relationship" => {
                if let (Some(id), Some(target)) = (attribute(&tag, "Id"), attribute(&tag, "Target")) {
                    let part = match target.strip_prefix('/') {
                        Some(whole) => whole.to_owned(),
                        None => format!("xl/{}", target.trim_start_matches("./")),
                    };
                    targets.insert(id, part);
                }
            }
            Event::Eof => return targets,
            _ => {}
        }
    }
}

/// The styles of cells in the order in which cells name them.
fn styles(xml: &str) -> Vec<Style> {
    let mut codes: BTreeMap<u32, String> = BTreeMap::new();
    let (mut fonts, mut styles): (Vec<bool>, Vec<Style>) = (Vec::new(), Vec::new());
    // Which list is being read.
    let mut list = String::new();
    let mut events = Events::of(xml);
    loop {
        match events.next() {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                name @ ("numFmts" | "fonts" | "cellXfs" | "cellStyleXfs" | "dxfs") => name.clone_into(&mut list),
                "numFmt" if list == "numFmts" => {
                    if let (Some(id), Some(code)) = (number(&tag, "numFmtId"), attribute(&tag, "formatCode")) {
                        codes.insert(id, code);
                    }
                }
                "font" if list == "fonts" => fonts.push(false),
                "strike" if list == "fonts" => {
                    let on = !matches!(attribute(&tag, "val").as_deref(), Some("0" | "false"));
                    if let Some(font) = fonts.last_mut() {
                        *font = on;
                    }
                }
                "xf" if list == "cellXfs" && styles.len() < MAX_STYLES => {
                    let font = number(&tag, "fontId").unwrap_or(0) as usize;
                    let code = number(&tag, "numFmtId").and_then(|id| codes.get(&id)).cloned();
                    styles.push(Style { struck: fonts.get(font).copied().unwrap_or(false), code });
                }
                _ => {}
            },
            Event::Eof => return styles,
            _ => {}
        }
    }
}

/// Takes from strings that cells share the runs that are struck or raised: blanks stand in their place.
pub(super) fn without_struck(name: &str, part: &mut [u8]) {
    if !name.ends_with("sharedStrings.xml") {
        return;
    }
    let find = |part: &[u8], from: usize, words: &[u8]| memmem::find(&part[from..], words).map(|at| from + at);
    let mut from = 0;
    while let Some(start) = find(part, from, b"<r>") {
        let Some(end) = find(part, start, b"</r>") else { return };
        from = end;
        let run = &part[start..end];
        let struck = [b"<strike/>".as_slice(), b"<strike val=\"1\"", b"<strike val=\"true\"", b"val=\"superscript\""];
        if !struck.iter().any(|sign| memmem::find(run, sign).is_some()) {
            continue;
        }
        let text = memmem::find(run, b"<t").and_then(|at| Some(at + memchr::memchr(b'>', &run[at..])? + 1));
        let close = memmem::rfind(run, b"</t>");
        if let (Some(text), Some(close)) = (text, close)
            && text < close
        {
            part[start + text..start + close].fill(b' ');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_name_places() {
        assert_eq!([place("A1"), place("AB12"), place("1"), place("A0")], [Some((0, 0)), Some((11, 27)), None, None]);
    }

    #[test]
    fn styles_are_those_of_cells() {
        let xml = r#"<styleSheet><numFmts><numFmt numFmtId="176" formatCode="000\-000\-0000"/></numFmts>
            <fonts><font><sz val="11"/></font><font><strike/><sz val="11"/></font><font><strike val="0"/></font></fonts>
            <cellStyleXfs><xf numFmtId="0" fontId="1"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0" fontId="0"/><xf numFmtId="176" fontId="0"/><xf numFmtId="0" fontId="1"/><xf fontId="2"/></cellXfs>
            <dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>"#;
        let found: Vec<(bool, Option<String>)> =
            styles(xml).into_iter().map(|style| (style.struck, style.code)).collect();
        let code = Some("000\\-000\\-0000".to_owned());
        assert_eq!(found, [(false, None), (false, code), (true, None), (false, None)]);
    }

    #[test]
    fn struck_runs_leave_blanks() {
        let mut part =
            br#"<si><r><rPr><strike/></rPr><t>48</t></r><r><t xml:space="preserve"> 52</t></r></si>"#.to_vec();
        without_struck("xl/sharedStrings.xml", &mut part);
        let wanted = r#"<si><r><rPr><strike/></rPr><t>  </t></r><r><t xml:space="preserve"> 52</t></r></si>"#;
        assert_eq!(String::from_utf8_lossy(&part), wanted);
    }
}
