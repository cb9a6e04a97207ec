//! Documents of every format against what stands in them. `cases/<name>/input.*` are our own small files;
//! `expected.txt` beside each is what a reader must see, tables as full grids.

use crate::same::difference;
use bangchim::document::{Block, BlockKind, Document, Hint, Table, Zone};
use bangchim::sandbox::{Limits, Reader};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A reader whose children are the program under test.
pub fn reader() -> Reader {
    Reader::new(PathBuf::from(env!("CARGO_BIN_EXE_bangchim")), Limits::default())
}

pub fn hint(name: &str) -> Hint {
    Hint { content_type: None, name: Some(name.to_owned()) }
}

pub fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

/// The bytes of a case.
pub fn case(name: &str) -> (Vec<u8>, Hint) {
    let folder = cases().join(name);
    let input = std::fs::read_dir(&folder)
        .expect("the case is there")
        .map(|entry| entry.expect("readable").path())
        .find(|path| path.file_stem().is_some_and(|stem| stem == "input"))
        .expect("an input");
    let bytes = std::fs::read(&input).expect("readable");
    (bytes, hint(&input.file_name().expect("a name").to_string_lossy()))
}

/// A document as lines that people compare: merged cells stand in every place they cover.
pub fn rendered(document: &Document) -> String {
    let mut out = format!("{}\n", document.media.name());
    for problem in &document.problems {
        let _ = writeln!(out, "problem {}: {problem}", problem.kind.name());
    }
    for block in &document.blocks {
        let text = block.text.replace('\n', " / ");
        if block.zone == Zone::Hidden {
            out.push_str("hidden ");
        }
        let _ = match &block.kind {
            BlockKind::Heading(level) => writeln!(out, "heading {level}: {text}"),
            BlockKind::Paragraph => writeln!(out, "paragraph: {text}"),
            BlockKind::Item(depth) => writeln!(out, "item {depth}: {text}"),
            BlockKind::Table(table) => write!(out, "table\n{}", grid(block, table)),
        };
    }
    for link in &document.links {
        let _ = writeln!(out, "link: {} <{}>", link.text, link.href);
    }
    out
}

fn grid(block: &Block, table: &Table) -> String {
    let cell = |place: &Option<usize>| place.map_or("-", |cell| block.words(&table.cells[cell])).replace('\n', " / ");
    let row = |row: &Vec<Option<usize>>| format!("  | {} |\n", row.iter().map(cell).collect::<Vec<_>>().join(" | "));
    table.grid.iter().map(row).collect()
}

#[test]
fn every_case_reads_as_expected() {
    let reader = reader();
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(cases()).expect("cases").map(|entry| entry.expect("readable").path()).collect();
    folders.sort();
    assert!(folders.len() > 15, "cases are missing");
    let mut wrong = Vec::new();
    for folder in folders.iter().filter(|folder| folder.join("expected.txt").is_file()) {
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let (bytes, hint) = case(&name);
        let found = rendered(&reader.read(&bytes, &hint));
        let expected = std::fs::read_to_string(folder.join("expected.txt")).unwrap_or_default();
        if found != expected {
            // What was found is kept where it can be compared, and copied when it is right.
            let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.txt"));
            std::fs::write(&place, &found).expect("writable");
            let [found, expected] = [&found, &expected].map(|text| text.split('\n').collect::<Vec<_>>());
            wrong.push(format!("{name}: found {}\n{}", place.display(), difference(&found, &expected)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The text of every cell stands in its block where the cell says.
#[test]
fn cells_point_into_the_text_of_their_blocks() {
    let reader = reader();
    for name in ["xlsx_sheets", "hwpx_merged", "docx_merged", "pdf_table", "csv_cp949", "xls_merged_heads"] {
        let (bytes, hint) = case(name);
        for block in reader.read(&bytes, &hint).blocks {
            let BlockKind::Table(table) = &block.kind else { continue };
            for cell in &table.cells {
                let words = block.words(cell);
                let text: String = block.text.chars().skip(cell.start as usize).take(words.chars().count()).collect();
                assert_eq!(text, words, "{name}");
            }
        }
    }
}
