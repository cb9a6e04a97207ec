//! Rules of a printed page: strokes and edges of filled boxes as straight lines, dashes joined, double lines taken for
//! one.

use pdfni::{Orientation, PagePart};

/// How far apart two things may be that are drawn for one: lines of a double rule, dashes, the ends of rules that meet.
/// A box that stands in a cell keeps a millimetre off its rules, which is more.
pub(super) const REACH: f64 = 2.5;
/// How far pieces of one line may stand off it.
const STRAIGHT: f64 = 0.5;
/// Longest piece that the reader gives as a box because it is too short for an edge.
const DOT: f64 = 0.85;
/// Shortest line that can be a rule.
const SHORTEST: f64 = 5.0;
/// Farther off, nothing is printed: sums of such places would be no numbers.
const FAR: f64 = 1e6;
/// Most pieces of lines on one page.
const MAX_PIECES: usize = 200_000;
/// Most rules of one direction on one page.
const MAX_RULES: usize = 3_000;

/// A line along one direction: its place on the other, and where it goes from and to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// The rules of a page or of a table, each direction in the order of where they stand.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub(super) across: Vec<Rule>,
    pub(super) down: Vec<Rule>,
}

/// The rules of a page; none if it is drawn of more pieces than any table has.
pub(super) fn rules(page: &PagePart) -> Rules {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    if page.edges.len() + page.graphics.len() > MAX_PIECES {
        return Rules::default();
    }
    for edge in &page.edges {
        match edge.orientation {
            Orientation::Horizontal => across.push(Rule { at: edge.top, from: edge.left, to: edge.right }),
            Orientation::Vertical => down.push(Rule { at: edge.left, from: edge.top, to: edge.bottom }),
        }
    }
    // Word processors draw dotted rules dot by dot.
    for dot in &page.graphics {
        let (width, height) = (dot.right - dot.left, dot.bottom - dot.top);
        if width > DOT || height > DOT {
            continue;
        }
        if width >= height {
            across.push(Rule { at: (dot.top + dot.bottom) / 2.0, from: dot.left, to: dot.right });
        }
        if height >= width {
            down.push(Rule { at: (dot.left + dot.right) / 2.0, from: dot.top, to: dot.bottom });
        }
    }
    let (across, down) = (joined(across), joined(down));
    if across.len() > MAX_RULES || down.len() > MAX_RULES {
        return Rules::default();
    }
    Rules { across, down }
}

/// Pieces that lie in one line as lines, and what is too short for a rule left out.
fn joined(mut pieces: Vec<Rule>) -> Vec<Rule> {
    pieces.retain(|piece| [piece.at, piece.from, piece.to].iter().all(|place| place.abs() < FAR));
    let mut lines = in_line(pieces, STRAIGHT, STRAIGHT);
    lines.retain(|line| line.to - line.from >= SHORTEST);
    lines
}

impl Rules {
    /// Rules of one table: lines beside each other, as of double rules, as one. Over a whole page columns of one table
    /// would be drawn to those of another.
    pub(super) fn single(self) -> Self {
        let single = |lines| in_line(lines, REACH, 2.0 * REACH);
        Self { across: single(self.across), down: single(self.down) }
    }
}

/// Joins what stands within a step of the line before it, and within a width of the first; the longest counts most for
/// where the line stands.
fn in_line(mut pieces: Vec<Rule>, step: f64, width: f64) -> Vec<Rule> {
    pieces.sort_by(|one, other| one.at.total_cmp(&other.at));
    let mut lines: Vec<Rule> = Vec::new();
    let mut start = 0;
    while start < pieces.len() {
        let mut end = start + 1;
        while end < pieces.len()
            && pieces[end].at - pieces[end - 1].at <= step
            && pieces[end].at - pieces[start].at <= width
        {
            end += 1;
        }
        let group = &mut pieces[start..end];
        let length: f64 = group.iter().map(|piece| piece.to - piece.from).sum();
        let weighed: f64 = group.iter().map(|piece| piece.at * (piece.to - piece.from)).sum();
        let at = if length > 0.0 { weighed / length } else { group[0].at };
        group.sort_by(|one, other| one.from.total_cmp(&other.from));
        let first = lines.len();
        for piece in group {
            match lines[first..].last_mut() {
                Some(line) if piece.from <= line.to + REACH => line.to = line.to.max(piece.to),
                _ => lines.push(Rule { at, ..*piece }),
            }
        }
        start = end;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_are_one_rule_and_double_rules_too() {
        let dashes =
            (0..50).map(|dash| Rule { at: 100.0, from: f64::from(dash) * 1.2, to: f64::from(dash) * 1.2 + 0.5 });
        let lines = joined(dashes.collect());
        assert_eq!(lines.len(), 1);
        assert!(lines[0].from < 0.1 && lines[0].to > 59.0);
        let double = [Rule { at: 10.0, from: 0.0, to: 90.0 }, Rule { at: 12.0, from: 0.0, to: 90.0 }];
        let double = Rules { across: joined(double.to_vec()), down: Vec::new() };
        assert_eq!(double.across.len(), 2);
        assert_eq!(double.single().across, [Rule { at: 11.0, from: 0.0, to: 90.0 }]);
        let apart = [Rule { at: 10.0, from: 0.0, to: 90.0 }, Rule { at: 22.0, from: 0.0, to: 90.0 }];
        assert_eq!(joined(apart.to_vec()), apart);
    }

    #[test]
    fn strokes_of_letters_are_no_rules() {
        let strokes = (0..9).map(|letter| Rule { at: f64::from(letter) * 7.0, from: 0.0, to: 4.0 });
        assert_eq!(joined(strokes.collect()), []);
        let broken = [Rule { at: f64::NAN, from: 0.0, to: 90.0 }, Rule { at: 1.0, from: 0.0, to: f64::INFINITY }];
        assert_eq!(joined(broken.to_vec()), []);
    }
}
