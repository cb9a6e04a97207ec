//! XLS of Excel 97 to 2003 (BIFF8) to the same sheets as are read out of XLSX.
//!
//! Only what a table shows is read: values as they stand, merged ranges, which sheets are hidden, which numbers are dates.
//! Whatever is not as the format has it ([MS-XLS]) is given up, and the library that reads every age of XLS is asked.

use super::{Grid, MAX_CELLS, Sheet, date, format};
use crate::document::{Hint, decode};
use calamine::{Dimensions, ExcelDateTime, ExcelDateTimeType};
use cfb::CompoundFile as Compound;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

/// Most bytes of a workbook.
const MAX_STREAM: u64 = 64 << 20;
/// Most sheets of a workbook.
const MAX_SHEETS: usize = 1_000;

/// Records of BIFF8, by their numbers in [MS-XLS].
mod tag {
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const FORMULA_3: u16 = 0x0206;
    pub(super) const FORMULA_4: u16 = 0x0406;
    pub(super) const END: u16 = 0x000a;
    pub(super) const DATE_MODE: u16 = 0x0022;
    pub(super) const PASSWORD: u16 = 0x002f;
    pub(super) const CONTINUE: u16 = 0x003c;
    pub(super) const SHEET: u16 = 0x0085;
    pub(super) const FONT: u16 = 0x0031;
    pub(super) const COLUMNS: u16 = 0x007d;
    pub(super) const NUMBERS: u16 = 0x00bd;
    pub(super) const RICH_LABEL: u16 = 0x00d6;
    pub(super) const STYLE: u16 = 0x00e0;
    pub(super) const MERGED: u16 = 0x00e5;
    pub(super) const STRINGS: u16 = 0x00fc;
    pub(super) const SHARED: u16 = 0x00fd;
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const BOOLEAN: u16 = 0x0205;
    pub(super) const RESULT: u16 = 0x0207;
    pub(super) const ROW: u16 = 0x0208;
    pub(super) const PACKED: u16 = 0x027e;
    pub(super) const FORMAT: u16 = 0x041e;
    pub(super) const BEGIN: u16 = 0x0809;
}

/// Title and sheets of a workbook; nothing when it is of another age, opens only with a password, or is broken.
pub(super) fn read(bytes: &[u8]) -> Option<(Option<String>, Vec<Sheet>)> {
    let mut file = Compound::open(Cursor::new(bytes)).ok()?;
    let mut stream = |name: &str| {
        let mut stream = Vec::new();
        file.open_stream(name).ok()?.take(MAX_STREAM).read_to_end(&mut stream).ok()?;
        Some(stream)
    };
    let workbook = stream("/Workbook")?;
    let title = stream("/\u{5}SummaryInformation").and_then(|properties| title(&properties));
    let globals = Globals::read(&workbook)?;
    let mut left = MAX_CELLS;
    let sheets = globals.sheets.iter().map(|listed| globals.sheet(&workbook, listed, &mut left));
    Some((title, sheets.collect::<Option<_>>()?))
}

/// The title among the properties of the file ([MS-OLEPS]): the second, a string of bytes in whatever charset.
fn title(properties: &[u8]) -> Option<String> {
    const TITLE: u32 = 2;
    const STRING: u32 = 0x1e;
    let section = properties.get(double_word(properties, 44)? as usize..)?;
    let count = double_word(section, 4)?.min(100) as usize;
    let at = (0..count).map(|index| 8 + 8 * index).find(|at| double_word(section, *at) == Some(TITLE))?;
    let value = section.get(double_word(section, at + 4)? as usize..)?;
    if double_word(value, 0)? != STRING {
        return None;
    }
    let text = value.get(8..)?.get(..double_word(value, 4)? as usize)?;
    let text = text.split(|byte| *byte == 0).next()?;
    Some(decode::text(text, &Hint::default()).text.into_owned())
}

/// The workbook with numbers for numbers wherever they lie after the last date, whatever their style says.
///
/// The library that reads every age of XLS goes to the date of a number year by year, and to some for hours.
pub(in crate::document) fn without_absurd_dates(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut changed = false;
    let Ok(mut file) = Compound::open(Cursor::new(bytes.to_vec())) else { return bytes.into() };
    for name in ["/Workbook", "/Book"] {
        let Ok(stream) = file.open_stream(name) else { continue };
        let mut records = Vec::new();
        if stream.take(MAX_STREAM).read_to_end(&mut records).is_ok() && unstyle(&mut records) {
            changed |= file.open_stream(name).and_then(|mut stream| stream.write_all(&records)).is_ok();
        }
    }
    if changed && file.flush().is_ok() { file.into_inner().into_inner().into() } else { bytes.into() }
}

/// Gives numbers after the last date a style that there is not; says whether there were any.
fn unstyle(stream: &mut [u8]) -> bool {
    const NO_STYLE: [u8; 2] = [0xff; 2];
    // Sheets begin where the list of them says, which need not be where a record ends.
    let (mut starts, mut seen) = (vec![0], BTreeSet::new());
    let mut styles = Vec::new();
    while let Some(mut at) = starts.pop() {
        while let Some((tag, body, _)) = stream.get(at..).and_then(record).filter(|_| seen.insert(at)) {
            let single = |value: Option<f64>| value.filter(|value| is_absurd(*value)).map(|_| at + 8);
            match tag {
                tag::SHEET => starts.extend(double_word(body, 0).map(|at| at as usize)),
                tag::NUMBER | tag::FORMULA | tag::FORMULA_3 | tag::FORMULA_4 => {
                    styles.extend(single(float(body, 6)));
                }
                tag::PACKED => {
                    styles.extend(single(double_word(body, 6).map(packed)));
                }
                tag::NUMBERS => {
                    let places = (4..body.len()).step_by(6);
                    let absurd = |place: &usize| double_word(body, place + 2).map(packed).is_some_and(is_absurd);
                    styles.extend(places.filter(absurd).map(|place| at + 4 + place));
                }
                _ => {}
            }
            at += 4 + body.len();
        }
    }
    for place in &styles {
        stream[*place..place + 2].copy_from_slice(&NO_STYLE);
    }
    !styles.is_empty()
}

/// Whether a number lies after the last day that a workbook knows, the end of the year 9999.
pub(super) fn is_absurd(date: f64) -> bool {
    const LAST: f64 = 2_958_466.0;
    date >= LAST
}

/// A record and what stands after it.
fn record(rest: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (tag, size) = (word(rest, 0)?, usize::from(word(rest, 2)?));
    Some((tag, rest.get(4..4 + size)?, rest.get(4 + size..)?))
}

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn double_word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn float(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

/// Whether a substream of BIFF8 begins here, and of what kind.
fn begins(rest: &[u8]) -> Option<u16> {
    let (tag, body, _) = record(rest)?;
    (tag == tag::BEGIN && word(body, 0)? == 0x0600).then(|| word(body, 2))?
}

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    hidden: bool,
    at: usize,
}

/// What the workbook says for all its sheets.
#[derive(Default)]
struct Globals {
    sheets: Vec<Listed>,
    strings: Vec<String>,
    /// Whether numbers of a style are dates.
    dates: Vec<bool>,
    /// Whether cells of a style are struck.
    struck: Vec<bool>,
    /// How numbers of a style are formatted, where the workbook says so.
    codes: Vec<Option<String>>,
    from_1904: bool,
}

impl Globals {
    fn read(stream: &[u8]) -> Option<Self> {
        const WORKBOOK: u16 = 0x0005;
        const CELLS: u8 = 0;
        if begins(stream)? != WORKBOOK {
            return None;
        }
        let mut globals = Self::default();
        let mut styles: Vec<(u16, u16)> = Vec::new();
        let mut fonts: Vec<bool> = Vec::new();
        let mut codes: BTreeMap<u16, String> = BTreeMap::new();
        let mut rest = stream;
        loop {
            let (tag, body, after) = record(rest)?;
            rest = after;
            match tag {
                tag::END => break,
                tag::PASSWORD => return None,
                tag::DATE_MODE => globals.from_1904 = word(body, 0)? == 1,
                tag::STYLE => styles.push((word(body, 0)?, word(body, 2)?)),
                tag::FONT => fonts.push(word(body, 2)? & 8 != 0),
                tag::FORMAT => {
                    codes.insert(word(body, 0)?, string(body.get(2..)?, 2)?);
                }
                tag::SHEET if globals.sheets.len() < MAX_SHEETS => {
                    let (state, kind) = (*body.get(4)?, *body.get(5)?);
                    if kind == CELLS {
                        let (name, at) = (string(body.get(6..)?, 1)?, double_word(body, 0)? as usize);
                        globals.sheets.push(Listed { name, hidden: state & 3 != 0, at });
                    }
                }
                tag::STRINGS => {
                    // Strings run on through the records that continue this one.
                    let mut chunks = vec![body];
                    while let Some((tag::CONTINUE, body, after)) = record(rest) {
                        chunks.push(body);
                        rest = after;
                    }
                    globals.strings = Chunks { chunks: &chunks, at: 0 }.strings()?;
                }
                _ => {}
            }
        }
        // 14 to 22 and 45 to 47 are dates and times in every workbook.
        let date = |code: &u16| codes.get(code).map_or(matches!(code, 14..=22 | 45..=47), |code| is_date(code));
        globals.dates = styles.iter().map(|(_, code)| date(code)).collect();
        // There is no font 4.
        let struck = |font: u16| fonts.get(usize::from(font) - usize::from(font > 4)).copied().unwrap_or(false);
        globals.struck = styles.iter().map(|(font, _)| struck(*font)).collect();
        globals.codes = styles.iter().map(|(_, code)| codes.get(code).cloned()).collect();
        Some(globals)
    }

    fn sheet(&self, stream: &[u8], listed: &Listed, left: &mut usize) -> Option<Sheet> {
        let mut rest = stream.get(listed.at..)?;
        begins(rest)?;
        let mut sheet = Sheet { name: listed.name.clone(), hidden: listed.hidden, ..Sheet::default() };
        let mut depth = 0usize;
        // The cell whose formula gave the text of the next record, and whether it is shown.
        let mut open: Option<((u32, u32), bool)> = None;
        let mut hidden = Hidden::default();
        loop {
            let (tag, body, after) = record(rest)?;
            rest = after;
            match tag {
                // Charts within the sheet have cells of their own.
                tag::BEGIN => depth += 1,
                tag::END if depth <= 1 => {
                    sheet.grid.retain(|place| !hidden.holds(place));
                    return Some(sheet);
                }
                tag::END => depth -= 1,
                _ if depth > 1 => {}
                tag::COLUMNS if word(body, 8)? & 1 != 0 => hidden.columns.push((word(body, 0)?, word(body, 2)?)),
                tag::ROW if word(body, 12)? & 0x20 != 0 => hidden.rows.push(word(body, 0)?),
                tag::MERGED => {
                    for range in body.get(2..)?.chunks_exact(8) {
                        let at = |index: usize| word(range, 2 * index).map(u32::from);
                        sheet.merges.push(Dimensions { start: (at(0)?, at(2)?), end: (at(1)?, at(3)?) });
                    }
                }
                tag::NUMBERS => {
                    let place = (u32::from(word(body, 0)?), u32::from(word(body, 2)?));
                    for (index, pair) in body.get(4..body.len().checked_sub(2)?)?.chunks_exact(6).enumerate() {
                        let style = word(pair, 0)?;
                        if self.is_struck(style) {
                            continue;
                        }
                        let text = self.number(packed(double_word(pair, 2)?), style);
                        put(&mut sheet.grid, (place.0, place.1 + index as u32), text, left)?;
                    }
                }
                tag::RESULT => {
                    if let Some((place, true)) = open.take() {
                        put(&mut sheet.grid, place, string(body, 2)?, left)?;
                    }
                }
                tag::SHARED
                | tag::NUMBER
                | tag::PACKED
                | tag::LABEL
                | tag::RICH_LABEL
                | tag::BOOLEAN
                | tag::FORMULA => {
                    let place = (u32::from(word(body, 0)?), u32::from(word(body, 2)?));
                    let shown = !self.is_struck(word(body, 4)?);
                    match self.cell(tag, body)? {
                        Some(text) if shown => put(&mut sheet.grid, place, text, left)?,
                        Some(_) => {}
                        None => open = Some((place, shown)),
                    }
                }
                _ => {}
            }
        }
    }

    /// The text of a cell; none when the next record has it.
    fn cell(&self, tag: u16, body: &[u8]) -> Option<Option<String>> {
        let style = word(body, 4)?;
        Some(Some(match tag {
            tag::SHARED => self.strings.get(double_word(body, 6)? as usize)?.clone(),
            tag::NUMBER => self.number(float(body, 6)?, style),
            tag::PACKED => self.number(packed(double_word(body, 6)?), style),
            tag::BOOLEAN => truth(*body.get(6)?, *body.get(7)? != 0),
            tag::FORMULA if word(body, 12)? == 0xffff => match *body.get(6)? {
                0 => return Some(None),
                kind @ (1 | 2) => truth(*body.get(8)?, kind == 2),
                _ => String::new(),
            },
            tag::FORMULA => self.number(float(body, 6)?, style),
            _ => string(body.get(6..)?, 2)?,
        }))
    }

    fn number(&self, value: f64, style: u16) -> String {
        if self.dates.get(usize::from(style)) == Some(&true) && value >= 0.0 {
            return date(&ExcelDateTime::new(value, ExcelDateTimeType::DateTime, self.from_1904));
        }
        let code = self.codes.get(usize::from(style)).and_then(Option::as_deref);
        code.and_then(|code| format::shown(value, code)).unwrap_or_else(|| value.to_string())
    }

    fn is_struck(&self, style: u16) -> bool {
        self.struck.get(usize::from(style)) == Some(&true)
    }
}

/// Rows and columns of a sheet that are not shown.
#[derive(Default)]
struct Hidden {
    rows: Vec<u16>,
    columns: Vec<(u16, u16)>,
}

impl Hidden {
    fn holds(&self, (row, column): (u32, u32)) -> bool {
        let within = |(first, last): &(u16, u16)| (u32::from(*first)..=u32::from(*last)).contains(&column);
        // Rows come in their order.
        u16::try_from(row).is_ok_and(|row| self.rows.binary_search(&row).is_ok()) || self.columns.iter().any(within)
    }
}

/// Adds a cell, unless there are more, or more text, than are read: then the workbook is given up.
fn put(grid: &mut Grid, place: (u32, u32), text: String, left: &mut usize) -> Option<()> {
    *left = left.checked_sub(1)?;
    grid.put(place, text).then_some(())
}

fn truth(value: u8, error: bool) -> String {
    match (error, value) {
        (false, 0) => "FALSE",
        (false, _) => "TRUE",
        (true, 0x07) => "#DIV/0!",
        (true, 0x17) => "#REF!",
        (true, 0x1d) => "#NAME?",
        (true, 0x24) => "#NUM!",
        (true, 0x2a) => "#N/A",
        (true, _) => "#VALUE!",
    }
    .to_owned()
}

/// A number in 30 bits: the high ones of a float, or an integer; perhaps hundredfold.
fn packed(bits: u32) -> f64 {
    let value = match bits & 2 {
        0 => f64::from_bits(u64::from(bits & !3) << 32),
        _ => f64::from(bits as i32 >> 2),
    };
    if bits & 1 == 0 { value } else { value / 100.0 }
}

/// A string within one record, its length in one or two bytes before it.
fn string(bytes: &[u8], length_bytes: usize) -> Option<String> {
    let (count, flags, rest) = match length_bytes {
        1 => (usize::from(*bytes.first()?), *bytes.get(1)?, bytes.get(2..)?),
        _ => (usize::from(word(bytes, 0)?), *bytes.get(2)?, bytes.get(3..)?),
    };
    if flags & 1 == 0 {
        return Some(rest.get(..count)?.iter().copied().map(char::from).collect());
    }
    let units = rest.get(..2 * count)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
    Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Whether a number format shows dates or times: a letter of theirs outside quotes, brackets and escapes.
fn is_date(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for c in code.chars() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ if bracketed => {}
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return true,
            // Only the first of up to four patterns matters, and General holds an e and an a, none of the letters above.
            ';' => return false,
            _ => {}
        }
    }
    false
}

/// The bytes of a record and of those that continue it.
struct Chunks<'a> {
    chunks: &'a [&'a [u8]],
    at: usize,
}

impl<'a> Chunks<'a> {
    /// Strings shared by the cells.
    fn strings(&mut self) -> Option<Vec<String>> {
        self.take(4)?;
        let count = u32::from_le_bytes(self.take(4)?.try_into().ok()?) as usize;
        let mut strings = Vec::new();
        for _ in 0..count {
            // Some writers announce more than there are.
            let Some(string) = self.string() else { break };
            strings.push(string);
        }
        Some(strings)
    }

    fn string(&mut self) -> Option<String> {
        self.settle();
        let count = usize::from(u16::from_le_bytes(self.take(2)?.try_into().ok()?));
        let mut flags = *self.take(1)?.first()?;
        let runs = if flags & 8 != 0 { u16::from_le_bytes(self.take(2)?.try_into().ok()?) } else { 0 };
        let more = if flags & 4 != 0 { u32::from_le_bytes(self.take(4)?.try_into().ok()?) } else { 0 };
        let mut units: Vec<u16> = Vec::new();
        while units.len() < count {
            if self.chunks.first()?.len() == self.at {
                // The rest of the characters, in bytes or words as it says anew.
                self.settle();
                flags = *self.take(1)?.first()?;
            }
            let wide = flags & 1 != 0;
            let here = self.chunks.first()?.len() - self.at;
            let fits = (if wide { here / 2 } else { here }).min(count - units.len());
            if fits == 0 {
                return None;
            }
            let bytes = self.take(if wide { 2 * fits } else { fits })?;
            match wide {
                true => units.extend(bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]))),
                false => units.extend(bytes.iter().map(|byte| u16::from(*byte))),
            }
        }
        self.skip(4 * usize::from(runs))?;
        self.skip(more as usize)?;
        Some(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
    }

    /// Goes on to the next chunk at the end of one.
    fn settle(&mut self) {
        while self.chunks.len() > 1 && self.at == self.chunks[0].len() {
            (self.chunks, self.at) = (&self.chunks[1..], 0);
        }
    }

    /// Bytes that stand in one chunk.
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.chunks.first()?.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.settle();
            let here = (self.chunks.first()?.len() - self.at).min(count);
            if here == 0 {
                return None;
            }
            self.at += here;
            count -= here;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_run_on_through_records() {
        // Two strings: the second is cut within its characters and goes on in words after bytes.
        let first = [2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 1, 0x00, 0xac, 4, 0, 0, b'a', b'b'].as_slice();
        let second = [1, 0x58, 0xb2, 0x7c, 0xb7].as_slice();
        let strings = Chunks { chunks: &[first, second], at: 0 }.strings().unwrap();
        assert_eq!(strings, ["가", "ab\u{b258}\u{b77c}"]);
        let cut = Chunks { chunks: &[first], at: 0 }.strings().unwrap();
        assert_eq!(cut, ["가"]);
    }

    #[test]
    fn numbers_are_packed_in_four_ways() {
        let high = |value: f64| (value.to_bits() >> 32) as u32;
        assert_eq!(packed(high(1.5)), 1.5);
        assert_eq!(packed(high(150.0) | 1), 1.5);
        assert_eq!(packed(12 << 2 | 2), 12.0);
        assert_eq!(packed((-1234i32 as u32) << 2 | 3), -12.34);
    }

    #[test]
    fn formats_of_dates_are_told_from_those_of_numbers() {
        for code in ["yyyy-mm-dd", "m\"월\" d\"일\"", "[$-412]h:mm", "YYYY/MM"] {
            assert!(is_date(code), "{code}");
        }
        for code in ["#,##0\"대\"", "0.00_ ", "General", "\"d\"0", "[Red]0", "0;[Red]-0", "\\d0", "@"] {
            assert!(!is_date(code), "{code}");
        }
    }
}
