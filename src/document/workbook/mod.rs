//! XLSX and XLS to blocks: a sheet is a heading (its name) and a table, whose rows are those of the sheet.
//!
//! Values come cell by cell, so that one cell at the end of the sheet costs no more than any other.

pub(super) mod fallback;
mod format;
mod looks;
pub(super) mod spreadsheet_xml;
pub(super) mod xls;

use crate::document::builder::DocumentBuilder;
use crate::document::grid::RawCell;
use crate::document::{BlockKind, Problem, ProblemKind, Zone, xml, zip};
use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx};
use looks::{Looks, Shown};
use memchr::memmem;
use std::io::Cursor;

/// Most rows without any text that are kept between two with text.
const MAX_GAP: u32 = 20;
/// Most cells of one sheet, blank ones included.
pub(super) const MAX_CELLS: usize = 2_000_000;
/// Most bytes of text in the cells of one sheet: one shared string of a megabyte may stand in every cell.
const MAX_TEXT: usize = 48 << 20;
/// Most merged ranges that are looked at in one row.
const MAX_ACTIVE: usize = 1_000;
/// Most bytes of the properties that hold the title.
const MAX_PROPERTIES: u64 = 1 << 20;

/// What is read of a sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// Not shown to who opens the workbook.
    pub(super) hidden: bool,
    pub(super) grid: Grid,
    pub(super) merges: Vec<Dimensions>,
    /// Addresses, and the cells that lead there.
    pub(super) links: Vec<(String, (u32, u32))>,
}

/// Reads an XLSX workbook whose parts are not deflated, unless it is one that this reader gives up on.
pub(super) fn read(bytes: &[u8]) -> Option<DocumentBuilder> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).ok()?;
    let mut builder = DocumentBuilder::titled(title(bytes).as_deref());
    let looks = Looks::of(bytes);
    // The library goes over a whole sheet for each of these; parts are not deflated any more.
    let [merged, linked] = [b"mergeCell ".as_slice(), b"hyperlink "].map(|name| memmem::find(bytes, name).is_some());
    for listed in book.sheets_metadata().to_vec() {
        if listed.typ != SheetType::WorkSheet {
            continue;
        }
        let merges = if merged { book.merge_cells_by_sheet_name(&listed.name).ok() } else { None };
        let links = if linked { book.hyperlinks_by_sheet_name(&listed.name).ok() } else { None };
        let links = links.into_iter().flatten().filter_map(|link| Some((link.target?, link.range.start)));
        let sheet = Sheet {
            hidden: listed.visible != SheetVisible::Visible,
            grid: Grid::of_sheet(&mut book, &listed.name, (&looks, &looks.sheet(bytes, &listed.name)), &mut builder)?,
            merges: merges.unwrap_or_default(),
            links: links.collect(),
            name: listed.name,
        };
        add(sheet, &mut builder);
    }
    if builder.blocks.is_empty() && memmem::find(bytes, b"xl/media/").is_some() {
        builder.problem(Problem::new(ProblemKind::Scanned, "nothing but pictures: no text to read"));
    }
    Some(builder)
}

/// Reads an XLS workbook, unless it is one that this reader gives up on.
pub(super) fn read_97(bytes: &[u8]) -> Option<DocumentBuilder> {
    let (title, sheets) = xls::read(bytes)?;
    let mut builder = DocumentBuilder::titled(title.as_deref());
    sheets.into_iter().for_each(|sheet| add(sheet, &mut builder));
    Some(builder)
}

/// Takes from a package what its cells are not shown with.
pub(super) fn without_struck(name: &str, part: &mut [u8]) {
    looks::without_struck(name, part);
}

/// Takes their styles from the numbers of a sheet that lie after the last date: see [`xls::without_absurd_dates`].
pub(super) fn unstyle(name: &str, sheet: &mut [u8]) {
    if !name.starts_with("xl/worksheets/") {
        return;
    }
    let ends: Vec<usize> = memmem::find_iter(sheet, b"v>").collect();
    let mut from = 0;
    for value in ends.into_iter().map(|at| at + 2) {
        let length = memchr::memchr(b'<', &sheet[value..]).unwrap_or(0);
        let number = std::str::from_utf8(&sheet[value..value + length]).ok().and_then(|text| text.trim().parse().ok());
        if number.is_some_and(xls::is_absurd)
            && let Some(cell) = memmem::rfind(&sheet[from..value], b"c ").map(|at| from + at)
            && let Some(style) = memmem::find(&sheet[cell..value], b" s=")
        {
            // An attribute that no reader knows.
            sheet[cell + style + 1] = b'z';
        }
        from = value;
    }
}

/// Adds a sheet: its name as a heading, its cells as a table.
fn add(mut sheet: Sheet, builder: &mut DocumentBuilder) {
    let first = builder.blocks.len();
    sheet.grid.sort();
    builder.text(BlockKind::Heading(2), &sheet.name);
    for (target, place) in &sheet.links {
        let words = sheet.grid.at(*place).map_or("", |at| &sheet.grid.cells[at].1);
        builder.link(target, words);
    }
    let named = builder.blocks.len();
    match sheet.grid.rows(sheet.merges) {
        Ok(rows) => builder.table(None, rows),
        Err(problem) => builder.problem(problem.of_part(&sheet.name)),
    }
    // The name of a sheet is no text without cells below it.
    if builder.blocks.len() == named {
        builder.blocks.truncate(first);
    }
    if sheet.hidden {
        builder.blocks[first..].iter_mut().for_each(|block| block.zone = Zone::Hidden);
    }
}

/// The title in the properties of the file.
fn title(bytes: &[u8]) -> Option<String> {
    let properties = zip::part(bytes, "docProps/core.xml", MAX_PROPERTIES)?;
    xml::first("title", &xml::text(&properties))
}

/// The cells with text of one sheet, by row and column: as they come, which is in order but for odd files, until they are
/// sorted.
#[derive(Debug, Default)]
pub(super) struct Grid {
    cells: Vec<((u32, u32), String)>,
    /// Bytes of text so far.
    bytes: usize,
}

impl Grid {
    fn of_sheet(
        book: &mut Xlsx<Cursor<&[u8]>>,
        name: &str,
        (looks, sheet): (&Looks, &Shown),
        builder: &mut DocumentBuilder,
    ) -> Option<Self> {
        let mut grid = Self::default();
        let mut reader = book.worksheet_cells_reader(name).ok()?;
        loop {
            match reader.next_cell() {
                Ok(Some(cell)) => {
                    let place = cell.get_position();
                    if sheet.hides(place) {
                        continue;
                    }
                    let formatted = match cell.get_value() {
                        DataRef::Float(value) => looks.number(sheet, place, *value),
                        DataRef::Int(value) => looks.number(sheet, place, *value as f64),
                        _ => None,
                    };
                    let shown = formatted.unwrap_or_else(|| shown(cell.get_value()));
                    if !grid.put(place, shown) {
                        let words = format!("more than {} MiB of text: the rest was not read", MAX_TEXT >> 20);
                        builder.problem(Problem::new(ProblemKind::Limit, words).of_part(name));
                        return Some(grid);
                    }
                }
                Ok(None) => return Some(grid),
                Err(_) if grid.cells.is_empty() => return None,
                Err(error) => {
                    let words = format!("the sheet is broken: {error}");
                    builder.problem(Problem::new(ProblemKind::Partial, words).of_part(name));
                    return Some(grid);
                }
            }
            if grid.cells.len() > MAX_CELLS {
                let words = format!("more than {MAX_CELLS} cells: the rest was not read");
                builder.problem(Problem::new(ProblemKind::Limit, words).of_part(name));
                return Some(grid);
            }
        }
    }

    /// Adds a cell, unless it is blank; says whether there was room for it.
    pub(super) fn put(&mut self, place: (u32, u32), text: String) -> bool {
        if text.trim().is_empty() {
            return true;
        }
        self.bytes = self.bytes.saturating_add(text.len());
        let room = self.bytes <= MAX_TEXT;
        if room {
            self.cells.push((place, text));
        }
        room
    }

    /// Keeps the cells at places of which something is true.
    pub(super) fn retain(&mut self, keeps: impl Fn((u32, u32)) -> bool) {
        self.cells.retain(|(place, _)| keeps(*place));
    }

    /// Puts cells in order; of two at one place the later stays.
    fn sort(&mut self) {
        if !self.cells.is_sorted_by(|a, b| a.0 < b.0) {
            self.cells.sort_by_key(|(place, _)| *place);
            self.cells.dedup_by(|later, earlier| {
                let same = later.0 == earlier.0;
                if same {
                    std::mem::swap(&mut later.1, &mut earlier.1);
                }
                same
            });
        }
    }

    /// Which of the sorted cells stands at a place.
    fn at(&self, place: (u32, u32)) -> Option<usize> {
        self.cells.binary_search_by_key(&place, |(place, _)| *place).ok()
    }

    /// Rows of cells with their spans, from the first row with text to the last; long stretches without are shortened.
    fn rows(&mut self, mut merges: Vec<Dimensions>) -> Result<Vec<Vec<RawCell<'static>>>, Problem> {
        // A merged range shows what stands in its first cell, and hides the rest.
        merges.retain(|merge| merge.start <= merge.end && merge.start.1 <= merge.end.1);
        merges.sort_by_key(|merge| merge.start);
        let kept = self.kept_rows(&merges);
        let (mut rows, mut cells) = (Vec::with_capacity(kept.len()), 0usize);
        let (mut next, mut active): (usize, Vec<Dimensions>) = (0, Vec::new());
        let mut left = self.cells.as_mut_slice();
        for (index, row) in kept.iter().enumerate() {
            active.retain(|merge| merge.end.0 >= *row);
            while let Some(merge) = merges.get(next).filter(|merge| merge.start.0 <= *row) {
                if merge.end.0 >= *row && active.len() < MAX_ACTIVE {
                    active.push(*merge);
                }
                next += 1;
            }
            // The cells of this row, and of it those that come next.
            let here;
            (here, left) = left.split_at_mut(left.partition_point(|((at, _), _)| at <= row));
            let last = here.last().map(|((_, column), _)| *column);
            let mut here = here.iter_mut().peekable();
            let mut take = |column: u32| {
                while here.next_if(|((_, before), _)| *before < column).is_some() {}
                here.next_if(|((_, at), _)| *at == column).map(|(_, text)| std::mem::take(text)).unwrap_or_default()
            };
            let mut loose = Vec::new();
            let mut column = 0;
            while last.is_some_and(|last| column <= last) {
                let covered = active.iter().find(|merge| merge.start.1 <= column && column <= merge.end.1);
                cells += 1;
                match covered {
                    None => {
                        loose.push(RawCell::plain(take(column)));
                        column += 1;
                    }
                    // Its first row, or the first of its rows that is kept.
                    Some(merge) if merge.start.0 == *row => {
                        let below = kept[index..].iter().take_while(|below| **below <= merge.end.0).count();
                        let colspan = (merge.end.1 - merge.start.1 + 1) as usize;
                        let text = if merge.start.1 == column { take(column) } else { String::new() };
                        loose.push(RawCell { text: text.into(), rowspan: below, colspan, header: false });
                        column = merge.end.1.saturating_add(1);
                    }
                    Some(merge) => column = merge.end.1.saturating_add(1),
                }
                if cells > MAX_CELLS {
                    let words = format!("a sheet of more than {MAX_CELLS} cells was not read");
                    return Err(Problem::new(ProblemKind::Limit, words));
                }
            }
            rows.push(loose);
        }
        Ok(rows)
    }

    /// The rows that are put out, by their numbers in the sheet.
    fn kept_rows(&self, merges: &[Dimensions]) -> Vec<u32> {
        let mut ends: Vec<u32> = Vec::new();
        for merge in merges.iter().filter(|merge| self.at(merge.start).is_some()) {
            ends.push(merge.end.0.min(merge.start.0.saturating_add(MAX_GAP)));
        }
        let mut filled: Vec<u32> = self.cells.iter().map(|((row, _), _)| *row).chain(ends).collect();
        filled.sort_unstable();
        filled.dedup();
        let mut kept: Vec<u32> = Vec::with_capacity(filled.len());
        for row in filled {
            if let Some(before) = kept.last().copied() {
                kept.extend((before + 1..row).take(MAX_GAP as usize));
            }
            kept.push(row);
        }
        kept
    }
}

/// A value as it reads; dates by ISO 8601.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(moment) => date(moment),
        other => Data::from(other.clone()).to_string(),
    }
}

/// A date, a time or both.
pub(super) fn date(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let value = moment.as_f64();
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    match (value < 1.0, value.fract() > 0.0) {
        (true, true) => clock,
        (_, false) => format!("{year:04}-{month:02}-{day:02}"),
        (false, true) => format!("{year:04}-{month:02}-{day:02}T{clock}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(cells: &[(u32, u32, &str)]) -> Grid {
        let mut grid = Grid::default();
        assert!(cells.iter().all(|(row, column, text)| grid.put((*row, *column), (*text).to_owned())));
        grid.sort();
        grid
    }

    fn shape<'a>(rows: &'a [Vec<RawCell<'_>>]) -> Vec<Vec<(&'a str, usize, usize)>> {
        let cell = |cell: &'_ RawCell<'_>| (cell.rowspan, cell.colspan);
        rows.iter().map(|row| row.iter().map(|one| (&*one.text, cell(one).0, cell(one).1)).collect()).collect()
    }

    #[test]
    fn merged_ranges_show_their_first_cell() {
        let mut grid = grid(&[(0, 0, "가"), (0, 1, "덮임"), (0, 2, "나"), (2, 1, "다")]);
        let merges = vec![Dimensions { start: (0, 0), end: (1, 1) }, Dimensions { start: (2, 1), end: (2, 2) }];
        let rows = grid.rows(merges).unwrap();
        assert_eq!(shape(&rows), [vec![("가", 2, 2), ("나", 1, 1)], vec![], vec![("", 1, 1), ("다", 1, 2)]]);
    }

    #[test]
    fn a_cell_far_away_costs_no_more_than_any_other() {
        let mut far = grid(&[(4, 0, "가"), (1_048_575, 3, "나")]);
        let rows = far.rows(Vec::new()).unwrap();
        assert_eq!((rows.len(), rows[0].len(), rows[21].len()), (22, 1, 4));
        let whole = vec![Dimensions { start: (0, 0), end: (1_048_575, 16_383) }];
        assert_eq!(grid(&[(0, 0, "가")]).rows(whole).unwrap().len(), 21);
        let backwards = vec![Dimensions { start: (3, 3), end: (1, 1) }, Dimensions { start: (1, 3), end: (2, 1) }];
        assert_eq!(grid(&[(1, 1, "가")]).rows(backwards).unwrap().len(), 1);
    }

    #[test]
    fn cells_out_of_order_are_put_in_order() {
        let mut odd = grid(&[(1, 1, "라"), (0, 0, "가"), (1, 0, "다"), (0, 0, "가나")]);
        assert_eq!(shape(&odd.rows(Vec::new()).unwrap()), [vec![("가나", 1, 1)], vec![("다", 1, 1), ("라", 1, 1)]]);
    }

    #[test]
    fn text_without_end_finds_no_room() {
        let mut grid = Grid::default();
        let long = "가".repeat(1 << 20);
        let rows = (0..1_000).take_while(|row| grid.put((*row, 0), long.clone())).count();
        assert_eq!((rows, grid.cells.len()), (16, 16));
    }

    #[test]
    fn numbers_after_the_last_date_lose_their_style() {
        let mut sheet = br#"<row><c r="A1" s="3"><v>44197</v></c><c r="B1" s="3"><f>1</f><v>9e17</v></c><x:c s='1'><x:v>1e300</x:v></x:c><c><v>1e18</v>"#.to_vec();
        unstyle("xl/worksheets/sheet1.xml", &mut sheet);
        let unstyled = r#"<row><c r="A1" s="3"><v>44197</v></c><c r="B1" z="3"><f>1</f><v>9e17</v></c><x:c z='1'><x:v>1e300</x:v></x:c><c><v>1e18</v>"#;
        assert_eq!(String::from_utf8_lossy(&sheet), unstyled);
    }

    #[test]
    fn dates_and_numbers_as_they_read() {
        let date = |value: f64| {
            shown(&DataRef::DateTime(ExcelDateTime::new(value, calamine::ExcelDateTimeType::DateTime, false)))
        };
        assert_eq!(date(44197.0), "2021-01-01");
        assert_eq!(date(45943.541), "2025-10-13T12:59:02");
        assert_eq!(date(0.375), "09:00:00");
        assert_eq!(shown(&DataRef::Float(12.0)), "12");
        assert_eq!(shown(&DataRef::Float(12.5)), "12.5");
        assert_eq!(shown(&DataRef::Int(-3)), "-3");
    }
}
