//! Lines of column titles in text that once was a table, and tables built from restored rows.

use super::outline::TableUnit;
use super::span::Span;
use super::table::{self, Grid};
use super::vocabulary::{self, Column};

/// A restored table, unless nothing is understood of it.
pub(super) fn table(rows: Vec<Vec<Option<Span>>>) -> Option<TableUnit> {
    let grid = Grid::of_rows(rows);
    let view = table::read(&grid)?;
    view.headed.then_some(TableUnit { grid, view })
}

/// The titles of a header line, at least so many: words between blanks, each (or each run of words) a column title.
pub(super) fn titles(slice: &Span, least: usize) -> Option<Vec<(Span, Column)>> {
    let words = slice.split(char::is_whitespace);
    if slice.text().chars().count() > 120 {
        return None;
    }
    if words.len() == 1 {
        return squashed_titles(slice, least);
    }
    let mut titles = Vec::new();
    let mut at = 0;
    while at < words.len() {
        // The longest run of up to six words that is one title: 설치 위치 및 촬영 범위.
        let run = (1..=6.min(words.len() - at)).rev().find_map(|count| {
            let title = words[at].through(&words[at + count - 1]);
            vocabulary::column_of(&title).map(|column| (title, column, count))
        });
        let (title, column, count) = run?;
        titles.push((title, column));
        at += count;
    }
    (titles.len() >= least).then_some(titles)
}

/// Titles written together: 구분설치장소설치대수촬영범위.
fn squashed_titles(slice: &Span, least: usize) -> Option<Vec<(Span, Column)>> {
    let length = slice.text().chars().count();
    if !(8..=60).contains(&length) || slice.folded().chars().any(|c| c.is_ascii_digit() || c == '.') {
        return None;
    }
    // Where each character starts.
    let mut bytes: Vec<usize> = slice.text().char_indices().map(|(at, _)| at).collect();
    bytes.push(slice.text().len());
    // best[i]: fewest titles that cover the first i characters, with the start of the last one.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; length + 1];
    best[0] = Some((0, 0));
    for end in 2..=length {
        for start in end.saturating_sub(12)..end - 1 {
            let Some((count, _)) = best[start] else {
                continue;
            };
            let text = &slice.text()[bytes[start]..bytes[end]];
            if vocabulary::column(text).is_some() && best[end].is_none_or(|(fewest, _)| count + 1 < fewest) {
                best[end] = Some((count + 1, start));
            }
        }
    }
    let mut ends = Vec::new();
    let mut end = length;
    while end > 0 {
        let (_, start) = best[end]?;
        ends.push((start, end));
        end = start;
    }
    ends.reverse();
    let titles: Vec<(Span, Column)> = ends
        .into_iter()
        .filter_map(|(start, end)| {
            let title = slice.cut(bytes[start]..bytes[end]);
            let column = vocabulary::column_of(&title)?;
            Some((title, column))
        })
        .collect();
    (titles.len() >= least).then_some(titles)
}
