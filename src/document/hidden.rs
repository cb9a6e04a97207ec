//! Which sheets of a workbook its readers are not shown: those of former years, lists to choose from.

use super::zipped;
use crate::policy::Media;
use cfb::CompoundFile as Compound;
use quick_xml::events::Event;
use std::io::{BufReader, Cursor, Read};

/// Most bytes of a workbook's list of sheets, and of an Excel 97 workbook.
const MAX_LIST: u64 = 4 << 20;
const MAX_STREAM: u64 = 64 << 20;
/// Records of Excel 97: a sheet's name, the strings of all cells, and the end of the workbook's own part.
const SHEET: u16 = 0x85;
const STRINGS: u16 = 0xfc;
const END: u16 = 0x0a;

/// For each sheet in order whether it is hidden; nothing when the list cannot be read.
pub(super) fn sheets(bytes: &[u8], media: Media) -> Vec<bool> {
    match media {
        Media::Xlsx => zipped::part(bytes, "xl/workbook.xml", MAX_LIST).map(|list| of_package(&list)),
        Media::Xls => of_stream(bytes),
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

/// Reads the records of a workbook up to those that come after the list of sheets.
fn of_stream(bytes: &[u8]) -> Option<Vec<bool>> {
    let mut file = Compound::open(Cursor::new(bytes)).ok()?;
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.exists(name))?;
    let mut stream = BufReader::new(file.open_stream(name).ok()?.take(MAX_STREAM));
    let mut hidden = Vec::new();
    let mut head = [0; 4];
    while stream.read_exact(&mut head).is_ok() {
        let [tag, size] = [[head[0], head[1]], [head[2], head[3]]].map(u16::from_le_bytes);
        let mut record = vec![0; usize::from(size)];
        if matches!(tag, END | STRINGS) || stream.read_exact(&mut record).is_err() {
            break;
        }
        // Charts and modules (their sixth byte tells) are no sheets of cells.
        if let (SHEET, [_, _, _, _, state, 0 | 1, ..]) = (tag, record.as_slice()) {
            hidden.push(state & 3 != 0);
        }
    }
    Some(hidden)
}
