//! CSV to one table, whatever divides its cells: a comma, a semicolon, a tab or a pipe.

use super::grid::Loose;
use super::sheaf::Sheaf;
use super::{BlockKind, Problem, ProblemKind};
use std::borrow::Cow;

/// Most cells of one file.
const MAX_CELLS: usize = 2_000_000;
/// How many lines decide what divides the cells.
const SAMPLE: usize = 20;

/// Reads text that is declared or named as a table.
pub(super) fn read(text: &str) -> Sheaf {
    let mut sheaf = Sheaf::default();
    let mut rows: Vec<Vec<Loose<'_>>> = Vec::new();
    let mut cells = 0usize;
    for row in (Rows { rest: text, divider: delimiter(text), width: 0 }) {
        cells += row.len();
        if cells > MAX_CELLS {
            let words = format!("more than {MAX_CELLS} cells: the rest was not read");
            sheaf.problem(Problem::new(ProblemKind::Limit, words));
            break;
        }
        rows.push(row);
    }
    // One column is a list of lines, not a table.
    if rows.iter().all(|row| row.len() <= 1) {
        for cell in rows.into_iter().flatten() {
            sheaf.text(BlockKind::Paragraph, &cell.text);
        }
    } else {
        sheaf.table(None, rows);
    }
    sheaf
}

/// Rows of cells, which are parts of the text where no quote is doubled in them. Lines without anything are no rows.
struct Rows<'a> {
    rest: &'a str,
    divider: u8,
    /// Cells of the row before.
    width: usize,
}

impl<'a> Iterator for Rows<'a> {
    type Item = Vec<Loose<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.rest = self.rest.trim_start_matches(['\r', '\n']);
        if self.rest.is_empty() {
            return None;
        }
        let mut row = Vec::with_capacity(self.width);
        loop {
            row.push(Loose::plain(self.cell()));
            let end = self.rest.as_bytes().first().copied();
            self.rest = self.rest.get(1..).unwrap_or_default();
            if end != Some(self.divider) {
                self.width = row.len();
                return Some(row);
            }
        }
    }
}

impl<'a> Rows<'a> {
    /// The cell that begins here, up to what ends it. Quotes are signs like any other but where a cell begins with one.
    fn cell(&mut self) -> Cow<'a, str> {
        let Some(mut quoted) = self.rest.strip_prefix('"') else { return self.plain().into() };
        let mut cell = Cow::default();
        loop {
            let (part, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            cell += part;
            match after.strip_prefix('"') {
                Some(after) => {
                    cell += "\"";
                    quoted = after;
                }
                None => {
                    self.rest = after;
                    cell += self.plain();
                    return cell;
                }
            }
        }
    }

    /// What stands before the end of the cell.
    fn plain(&mut self) -> &'a str {
        let end = memchr::memchr3(self.divider, b'\r', b'\n', self.rest.as_bytes()).unwrap_or(self.rest.len());
        let plain;
        (plain, self.rest) = self.rest.split_at(end);
        plain
    }
}

/// The divider that the first lines hold most evenly.
fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE).collect();
    let score = |divider: char| {
        let counts: Vec<usize> = lines.iter().map(|line| line.matches(divider).count()).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        counts.iter().filter(|count| **count == most && most > 0).count()
    };
    // Of equals the first wins.
    let dividers = [(',', b','), ('\t', b'\t'), (';', b';'), ('|', b'|')];
    dividers.into_iter().rev().max_by_key(|(divider, _)| score(*divider)).map_or(b',', |(_, byte)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dividers_and_quotes() {
        let sheaf = read("연번,장소,대수\n1,\"본관, 1층\",2\n2,주차장,3\n");
        assert_eq!(sheaf.blocks[0].text, "연번\t장소\t대수\n1\t본관, 1층\t2\n2\t주차장\t3");
        assert_eq!(read("a;b\n1,5;2\n").blocks[0].text, "a\tb\n1,5\t2");
        assert_eq!(read("a\tb\n1\t2\n").blocks[0].text, "a\tb\n1\t2");
        assert_eq!(read("제목만\n본문만\n").blocks.len(), 2);
        assert!(read("").blocks.is_empty());
    }

    #[test]
    fn cells_end_where_the_csv_crate_ends_them() {
        let signs = ["a", "가", ",", "\"", "\n", "\r", " "];
        for number in 0..signs.len().pow(6) {
            let text: String = (0..6).map(|place| signs[number / signs.len().pow(place) % signs.len()]).collect();
            let ours: Vec<Vec<String>> = Rows { rest: text.as_str(), divider: b',', width: 0 }
                .map(|row| row.into_iter().map(|cell| cell.text.into_owned()).collect())
                .collect();
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            assert_eq!(ours, theirs, "{text:?}");
        }
    }
}
