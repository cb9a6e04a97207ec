//! Workbooks as one XML file ("XML 스프레드시트 2003"), which web systems hand out under the name `.xls`.

use crate::document::builder::DocumentBuilder;
use crate::document::grid::RawCell;
use crate::document::{BlockKind, Problem, ProblemKind, Zone, xml};
use quick_xml::events::{BytesStart, Event};

/// Most rows and columns of a sheet.
const MAX_ROWS: usize = 1 << 20;
const MAX_COLUMNS: usize = 16_384;
/// Most cells, blank ones included, of a file.
const MAX_CELLS: usize = 2_000_000;

/// Reads the text of such a workbook.
pub(in crate::document) fn read(text: &str) -> DocumentBuilder {
    let mut parser =
        Parser { reader: quick_xml::Reader::from_str(text), builder: DocumentBuilder::default(), cells: 0 };
    while let Some(event) = parser.next() {
        if let Event::Start(tag) = event
            && tag.local_name().as_ref() == "Worksheet"
        {
            parser.sheet(&tag);
        }
    }
    parser.builder
}

struct Parser<'a> {
    reader: quick_xml::Reader<&'a [u8]>,
    builder: DocumentBuilder,
    cells: usize,
}

impl<'a> Parser<'a> {
    /// The next event; nothing at the end, and after anything that is no XML.
    fn next(&mut self) -> Option<Event<'a>> {
        match self.reader.read_event() {
            Ok(Event::Eof) => None,
            Ok(event) => Some(event),
            Err(error) => {
                let words = format!("the document is broken after {} bytes: {error}", self.reader.error_position());
                self.builder.problem(Problem::new(ProblemKind::Damaged, words));
                None
            }
        }
    }

    fn sheet(&mut self, tag: &BytesStart<'_>) {
        let first = self.builder.blocks.len();
        if let Some(name) = xml::attribute(tag, "Name") {
            self.builder.text(BlockKind::Heading(2), &name);
        }
        let named = self.builder.blocks.len();
        let (mut rows, mut taken): (Vec<Vec<RawCell<'static>>>, Vec<usize>) = (Vec::new(), Vec::new());
        let mut hidden = false;
        while let Some(event) = self.next() {
            match event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "Row" => {
                        self.skip_to(&tag, &mut rows);
                        let row = self.row(rows.len(), &mut taken);
                        rows.push(row);
                    }
                    "Visible" => hidden = self.text("Visible") != "SheetVisible",
                    _ => {}
                },
                Event::Empty(tag) if tag.local_name().as_ref() == "Row" => {
                    self.skip_to(&tag, &mut rows);
                    rows.push(Vec::new());
                }
                Event::End(tag) if tag.local_name().as_ref() == "Worksheet" => break,
                _ => {}
            }
        }
        self.builder.table(None, rows);
        if self.builder.blocks.len() == named {
            self.builder.blocks.truncate(first);
        }
        if hidden {
            self.builder.blocks[first..].iter_mut().for_each(|block| block.zone = Zone::Hidden);
        }
    }

    /// Blank rows up to the one that the tag says it is.
    fn skip_to(&mut self, tag: &BytesStart<'_>, rows: &mut Vec<Vec<RawCell<'static>>>) {
        if let Some(index) = place(tag, "Index") {
            let wanted = index.saturating_sub(1).min(MAX_ROWS);
            if wanted > rows.len() {
                rows.resize(wanted, Vec::new());
            }
        }
    }

    /// Cells of a row; `taken` says for each column up to which row cells from above reach.
    fn row(&mut self, row: usize, taken: &mut Vec<usize>) -> Vec<RawCell<'static>> {
        let mut cells = Vec::new();
        let mut column = 0;
        while let Some(event) = self.next() {
            let (tag, text) = match event {
                Event::Start(tag) if tag.local_name().as_ref() == "Cell" => {
                    let text = self.cell();
                    (tag, text)
                }
                Event::Empty(tag) if tag.local_name().as_ref() == "Cell" => (tag, String::new()),
                Event::End(tag) if tag.local_name().as_ref() == "Row" => break,
                _ => continue,
            };
            let is_taken = |taken: &[usize], column: usize| taken.get(column).is_some_and(|until| *until > row);
            let wanted = place(&tag, "Index").map_or(0, |index| index.saturating_sub(1)).min(MAX_COLUMNS);
            while column < wanted || is_taken(taken, column) {
                if !is_taken(taken, column) {
                    self.cells += 1;
                    cells.push(RawCell::plain(""));
                }
                column += 1;
            }
            self.cells += 1;
            if self.cells > MAX_CELLS {
                let words = format!("more than {MAX_CELLS} cells: the rest was not read");
                self.builder.problem(Problem::new(ProblemKind::Limit, words));
                continue;
            }
            let colspan = 1 + place(&tag, "MergeAcross").unwrap_or(0).min(MAX_COLUMNS);
            let rowspan = 1 + place(&tag, "MergeDown").unwrap_or(0).min(MAX_ROWS);
            if rowspan > 1 {
                taken.resize(taken.len().max(column + colspan), 0);
                taken[column..column + colspan].fill(row + rowspan);
            }
            cells.push(RawCell { text: text.into(), rowspan, colspan, header: false });
            column += colspan;
        }
        cells
    }

    /// The data of a cell, without its comment.
    fn cell(&mut self) -> String {
        let mut text = String::new();
        while let Some(event) = self.next() {
            match event {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "Data" => text = self.text("Data"),
                    "Comment" => drop(self.text("Comment")),
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "Cell" => break,
                _ => {}
            }
        }
        text
    }

    /// All text up to an end tag.
    fn text(&mut self, end: &str) -> String {
        let mut text = String::new();
        while let Some(event) = self.next() {
            match &event {
                Event::End(tag) if tag.local_name().as_ref() == end => break,
                other => xml::push(other, &mut text),
            }
        }
        text
    }
}

fn place(tag: &BytesStart<'_>, name: &str) -> Option<usize> {
    xml::attribute(tag, name)?.trim().parse().ok()
}
