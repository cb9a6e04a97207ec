//! Blocks and links as they are gathered from a file of any format, within limits that hold for all.

use super::{Block, BlockKind, Link, LinkKind, Problem, ProblemKind, Zone, grid};
use std::borrow::Cow;

/// Most blocks kept of one document.
const MAX_BLOCKS: usize = 200_000;
/// Most bytes of text kept of one document.
const MAX_TEXT: usize = 48 << 20;
/// Most places of all tables of one document.
const MAX_PLACES: usize = 6_000_000;
/// Most links kept of one document.
const MAX_LINKS: usize = 50_000;

/// What a reader gathers.
#[derive(Debug, Default)]
pub(super) struct DocumentBuilder {
    pub(super) title: Option<String>,
    pub(super) blocks: Vec<Block>,
    pub(super) links: Vec<Link>,
    /// Words and addresses of images that may be a licence mark.
    pub(super) images: Vec<String>,
    pub(super) problems: Vec<Problem>,
    /// Bytes of text so far.
    pub(super) bytes: usize,
    /// Places of the grids of all tables so far.
    pub(super) places: usize,
}

impl DocumentBuilder {
    /// Nothing yet, under the title of the file's properties.
    pub(super) fn titled(title: Option<&str>) -> Self {
        let title = title.map(super::squeeze).filter(|title| !title.is_empty());
        Self { title, ..Self::default() }
    }

    /// Nothing but a problem.
    pub(super) fn failed(kind: ProblemKind, words: impl Into<String>) -> Self {
        Self { problems: vec![Problem::new(kind, words)], ..Self::default() }
    }

    /// Adds text, unless it is blank; lines stay lines.
    pub(super) fn text(&mut self, kind: BlockKind, text: &str) {
        let text = if is_tidy(text) { text.to_owned() } else { tidy(text) };
        if !text.is_empty() {
            self.block(Block { kind, zone: Zone::Content, text });
        }
    }

    /// Adds a table; one without any words is left out.
    ///
    /// A table of one cell is a frame around text (titles of Korean documents stand in them), and so its lines are
    /// paragraphs.
    pub(super) fn table(&mut self, caption: Option<String>, mut rows: Vec<Vec<grid::RawCell<'_>>>) {
        for cell in rows.iter_mut().flatten().filter(|cell| !is_tidy(&cell.text)) {
            cell.text = tidy(&cell.text).into();
        }
        if rows.iter().flatten().all(|cell| cell.text.is_empty()) {
            return;
        }
        if rows.iter().map(Vec::len).sum::<usize>() == 1 {
            let frame: Vec<Cow<'_, str>> = rows.into_iter().flatten().map(|cell| cell.text).collect();
            for line in frame.iter().flat_map(|text| text.lines()) {
                self.text(BlockKind::Paragraph, line);
            }
            return;
        }
        match grid::block(caption, rows) {
            Ok(block) => {
                if let BlockKind::Table(table) = &block.kind {
                    self.places += table.grid.len() * table.grid.first().map_or(0, Vec::len);
                }
                if self.places > MAX_PLACES {
                    let words = format!("tables of more than {MAX_PLACES} places: the rest was not read");
                    self.problem(Problem::new(ProblemKind::Limit, words));
                    return;
                }
                self.block(block);
            }
            Err(problem) => self.problem(problem),
        }
    }

    /// Adds a block as it is.
    pub(super) fn block(&mut self, block: Block) {
        self.bytes = self.bytes.saturating_add(block.text.len());
        if self.blocks.len() >= MAX_BLOCKS || self.bytes > MAX_TEXT {
            let words =
                format!("more than {MAX_BLOCKS} blocks or {} MiB of text: the rest was not read", MAX_TEXT >> 20);
            self.problem(Problem::new(ProblemKind::Limit, words));
            return;
        }
        self.blocks.push(block);
    }

    /// Adds a link that stands in the next block. Mail addresses are never collected.
    pub(super) fn link(&mut self, href: &str, text: &str) {
        let href = href.trim();
        let lower = href.get(..7).unwrap_or(href).to_ascii_lowercase();
        let address = lower.starts_with("http:") || lower.starts_with("https:") || lower.starts_with("www.");
        if address && href.len() <= 4096 && self.links.len() < MAX_LINKS {
            self.links.push(Link {
                href: href.to_owned(),
                text: super::squeeze(text),
                kind: LinkKind::Anchor,
                zone: Zone::Content,
                block: self.blocks.len() as u32,
            });
        }
    }

    /// Adds a problem once.
    pub(super) fn problem(&mut self, problem: Problem) {
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

/// Whether [`tidy`] would change nothing, by a look at the bytes: single blanks between words of ASCII and Hangul, and no
/// first byte of anything else. It need not know all tidy text, but most.
fn is_tidy(text: &str) -> bool {
    const BLANK: u8 = 1;
    const ODD: u8 = 2;
    const SIGNS: [u8; 256] = {
        let mut signs = [ODD; 256];
        let mut byte = 0;
        while byte < 256 {
            if let 0x21..=0x7e | 0x80..=0xbf | 0xea..=0xed = byte {
                signs[byte] = 0;
            }
            byte += 1;
        }
        signs[b' ' as usize] = BLANK;
        signs
    };
    // Most texts are tidy: to look at every byte is faster than to look whether to go on.
    let (mut odd, mut before) = (0, BLANK);
    for byte in text.bytes() {
        let sign = SIGNS[usize::from(byte)];
        odd |= sign & (before | ODD);
        before = sign;
    }
    odd == 0 && (before != BLANK || text.is_empty())
}

/// Blanks squeezed, lines kept, and without the private characters that word processors draw bullets with.
fn tidy(text: &str) -> String {
    let shown: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}'))
        .map(|c| if matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}') { '\u{2028}' } else { c })
        .filter(|c| !c.is_control() || *c == '\t')
        .collect();
    super::squeeze_lines(&shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_tidy_is_left_alone() {
        let plain = ["", "1층 현관", "a, b (2대)", "범죄예방"];
        let odd = [" a", "a ", "a  b", "a\tb", "a\nb", "\u{a0}", "가\u{200b}나", "\u{f53a}", "　", "·", "\u{7f}", "㎡"];
        for text in plain {
            assert!(is_tidy(text) && tidy(text) == text, "{text:?}");
        }
        for text in odd {
            assert!(!is_tidy(text), "{text:?}");
        }
        // Nothing that it takes for tidy is changed.
        for c in (0..=char::MAX as u32).filter_map(char::from_u32) {
            let text = format!("가{c}나");
            assert!(!is_tidy(&text) || tidy(&text) == text, "{c:?}");
        }
    }
}
