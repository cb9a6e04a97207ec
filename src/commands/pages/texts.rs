//! Documents as the report shows them.

use crate::document::{BlockKind, Document};
use crate::report::html::{Block, Cell, Kind, Text};

/// A document's blocks, tables as cells that know their characters.
pub(super) fn text(document: Document, source: Option<String>) -> Text {
    let blocks = document.blocks.into_iter().map(|block| {
        let kind = match &block.kind {
            BlockKind::Heading(_) => Kind::Heading,
            BlockKind::Paragraph => Kind::Paragraph,
            BlockKind::Item(depth) => Kind::Item(*depth),
            BlockKind::Table(table) => Kind::Table(
                table
                    .cells
                    .iter()
                    .map(|cell| {
                        let start = cell.start as usize;
                        Cell {
                            row: cell.row,
                            rowspan: cell.rowspan,
                            colspan: cell.colspan,
                            header: cell.header,
                            letters: start..start + block.words(cell).chars().count(),
                        }
                    })
                    .collect(),
            ),
        };
        Block { kind, text: block.text }
    });
    Text { document: document.id.0, source, blocks: blocks.collect() }
}
