//! The readers of formats alone, compiled from the program's own sources: its tables and its network, which take minutes
//! to build, are left out.
#![allow(dead_code, unused_imports, missing_docs, reason = "parts of modules that only the program uses")]

#[path = "../../../src/document/mod.rs"]
pub mod document;
#[path = "../../../src/model/mod.rs"]
pub mod model;
#[path = "../../../src/normalise/mod.rs"]
pub mod normalise;

mod packages;

pub use packages::{docx, hwp, hwpx, xls, xlsx};

/// Reads bytes under a name, as the program does in its children. A document is never silently empty, and the cells of
/// its tables stand where they say.
pub fn read(bytes: &[u8], name: &str) {
    let hint = document::decode::Hint { content_type: None, name: Some(name.to_owned()) };
    let document = document::read(bytes, &hint);
    assert!(!document.blocks.is_empty() || !document.links.is_empty() || !document.problems.is_empty());
    for block in &document.blocks {
        let document::BlockKind::Table(table) = &block.kind else { continue };
        let width = table.grid.first().map_or(0, Vec::len);
        assert!(table.grid.iter().all(|row| row.len() == width));
        let length = block.text.chars().count();
        for cell in &table.cells {
            assert!(cell.start as usize + block.words(cell).chars().count() <= length);
            assert!(cell.row + cell.rowspan <= table.grid.len());
        }
    }
}
