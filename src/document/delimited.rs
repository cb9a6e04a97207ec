//! CSV to one table, whatever divides its cells: a comma, a semicolon, a tab or a pipe.

use super::grid::Loose;
use super::sheaf::Sheaf;
use super::{BlockKind, Problem, ProblemKind};

/// Most cells of one file.
const MAX_CELLS: usize = 2_000_000;
/// How many lines decide what divides the cells.
const SAMPLE: usize = 20;

/// Reads text that is declared or named as a table.
pub(super) fn read(text: &str) -> Sheaf {
    let mut sheaf = Sheaf::default();
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    // A record keeps the text of its cells in one piece, of which the cells are parts.
    let mut records: Vec<csv::StringRecord> = Vec::new();
    let mut cells = 0usize;
    for record in reader.into_records() {
        let Ok(record) = record else {
            sheaf.problem(Problem::new(ProblemKind::Damaged, "a line is no row of a table"));
            continue;
        };
        cells += record.len();
        if cells > MAX_CELLS {
            let words = format!("more than {MAX_CELLS} cells: the rest was not read");
            sheaf.problem(Problem::new(ProblemKind::Limit, words));
            break;
        }
        records.push(record);
    }
    let rows: Vec<Vec<Loose<'_>>> = records.iter().map(|record| record.iter().map(Loose::plain).collect()).collect();
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
}
