//! Which sheets of a workbook its readers are not shown: those of former years, lists to choose from.

use super::zipped;
use crate::policy::Media;
use cfb::CompoundFile as Compound;
use quick_xml::events::Event;
use std::io::{Cursor, Read};

/// Most bytes of a workbook's list of sheets, and of an Excel 97 workbook.
const MAX_LIST: u64 = 4 << 20;
const MAX_STREAM: u64 = 64 << 20;
/// Record of Excel 97 that names a sheet, and the one that ends the workbook's own part.
const SHEET: u16 = 0x85;
const END: u16 = 0x0a;

/// For each sheet in order whether it is hidden; nothing when the list cannot be read.
pub(super) fn sheets(bytes: &[u8], media: Media) -> Vec<bool> {
    match media {
        Media::Xlsx => zipped::part(bytes, "xl/workbook.xml", MAX_LIST).map(|list| of_package(&list)),
        Media::Xls => stream(bytes).map(|stream| of_records(&stream)),
        _ => None,
    }
    .unwrap_or_default()
}

fn of_package(list: &[u8]) -> Vec<bool> {
    let text = String::from_utf8_lossy(list);
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut hidden = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if tag.local_name().as_ref() == "sheet" => {
                let state = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == "state");
                hidden.push(state.is_some_and(|state| matches!(&*state.value, "hidden" | "veryHidden")));
            }
            Ok(Event::Eof) | Err(_) => return hidden,
            Ok(_) => {}
        }
    }
}

fn stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = Compound::open(Cursor::new(bytes)).ok()?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.exists(name))?;
    let mut stream = Vec::new();
    file.open_stream(name).ok()?.take(MAX_STREAM).read_to_end(&mut stream).ok()?;
    Some(stream)
}

fn of_records(stream: &[u8]) -> Vec<bool> {
    let mut hidden = Vec::new();
    let mut rest = stream;
    while let [a, b, c, d, after @ ..] = rest {
        let (tag, size) = (u16::from_le_bytes([*a, *b]), usize::from(u16::from_le_bytes([*c, *d])));
        let (Some(record), Some(next)) = (after.get(..size), after.get(size..)) else { break };
        match (tag, record) {
            (END, _) => break,
            // Charts and modules (their fifth and sixth bytes tell) are no sheets of cells.
            (SHEET, [_, _, _, _, state, 0 | 1, ..]) => hidden.push(state & 3 != 0),
            _ => {}
        }
        rest = next;
    }
    hidden
}
