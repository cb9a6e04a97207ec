//! CSV to one table, whatever divides its cells: a comma, a semicolon, a tab or a pipe.

use super::builder::DocumentBuilder;
use super::grid::RawCell;
use super::{BlockKind, Problem, ProblemKind, xml};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::cell::RefCell;
use std::ops::Range;

/// Most cells of one file.
const MAX_CELLS: usize = 2_000_000;
/// How many lines decide what divides the cells.
const SAMPLE: usize = 20;

/// What may divide cells; of equals the first wins.
const DIVIDERS: [u8; 4] = *b",\t;|";

thread_local! {
    /// A reader for each divider: to build one takes longer than to read a small file, and its clones read nothing.
    static READERS: [RefCell<Reader>; 4] =
        DIVIDERS.map(|divider| ReaderBuilder::new().delimiter(divider).build().into());
}

/// Reads text that is declared or named as a table.
pub(super) fn read(text: &str) -> DocumentBuilder {
    READERS.with(|readers| {
        let mut reader = readers[divider(text)].borrow_mut();
        reader.reset();
        rows(&mut reader, text)
    })
}

fn rows(reader: &mut Reader, text: &str) -> DocumentBuilder {
    let mut builder = DocumentBuilder::default();
    // The cells one after the other without their quotes, never longer than the text; where each ends within its row; how
    // many each row has.
    let (mut bytes, mut ends, mut rows) = (vec![0; text.len()], vec![0; 256], Vec::new());
    let (mut input, mut filled, mut ended) = (text.as_bytes(), 0, 0);
    let (mut start, mut first) = (0, 0);
    loop {
        let (result, read, written, cells) = reader.read_record(input, &mut bytes[filled..], &mut ends[ended..]);
        (input, filled, ended) = (&input[read..], filled + written, ended + cells);
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => bytes.resize(bytes.len() + 1024, 0),
            ReadRecordResult::OutputEndsFull => ends.resize(2 * ends.len(), 0),
            ReadRecordResult::Record => {
                rows.push((start, first..ended));
                (start, first) = (filled, ended);
            }
            ReadRecordResult::End => break,
        }
        if ended > MAX_CELLS {
            let words = format!("more than {MAX_CELLS} cells: the rest was not read");
            builder.problem(Problem::new(ProblemKind::Limit, words));
            break;
        }
    }
    let cells = xml::text(&bytes[..filled]);
    let row = |(start, place): (usize, Range<usize>)| {
        let mut from = start;
        let cell = |end: &usize| {
            let cell = cells.get(from..start + end).unwrap_or_default();
            from = start + end;
            RawCell::plain(cell)
        };
        ends[place].iter().map(cell).collect()
    };
    let rows: Vec<Vec<RawCell<'_>>> = rows.into_iter().map(row).collect();
    // One column is a list of lines, not a table.
    if rows.iter().all(|row| row.len() <= 1) {
        for cell in rows.into_iter().flatten() {
            builder.text(BlockKind::Paragraph, &cell.text);
        }
    } else {
        builder.table(None, rows);
    }
    builder
}

/// The divider that the first lines hold most evenly, by its place among all.
fn divider(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE).collect();
    let score = |divider: u8| {
        let counts: Vec<usize> =
            lines.iter().map(|line| line.bytes().filter(|byte| *byte == divider).count()).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        counts.iter().filter(|count| **count == most && most > 0).count()
    };
    (0..DIVIDERS.len()).rev().max_by_key(|place| score(DIVIDERS[*place])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dividers_and_quotes() {
        let builder = read("연번,장소,대수\n1,\"본관, 1층\",2\n2,주차장,3\n");
        assert_eq!(builder.blocks[0].text, "연번\t장소\t대수\n1\t본관, 1층\t2\n2\t주차장\t3");
        assert_eq!(read("a;b\n1,5;2\n").blocks[0].text, "a\tb\n1,5\t2");
        assert_eq!(read("a\tb\n1\t2\n").blocks[0].text, "a\tb\n1\t2");
        assert_eq!(read("제목만\n본문만\n").blocks.len(), 2);
        assert_eq!(read("a,\"\"\"가\"\"\"\r\n\r\n\"1\n2\",b,").blocks[0].text, "a\t\"가\"\n1\n2\tb\t");
        assert_eq!(read("a,b\n\"1,2").blocks[0].text, "a\tb\n1,2");
        assert_eq!(read(&["열"; 700].join(",")).blocks[0].text.split('\t').count(), 700);
        assert!(read("").blocks.is_empty());
    }
}
