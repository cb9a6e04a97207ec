//! Tables with a column of counts: rows, totals, and what keeps a table from being whole.

use super::names::{has_name, row};
use super::nested::{EXAMPLE, nested, number_quote, split_outside_brackets, unit};
use super::totals::{SUBTOTAL_LABEL, TOTAL_LABEL, unit_of};
use super::{Gathered, Total};
use crate::extract::fold;
use crate::extract::span::Span;
use crate::extract::statements::SectionTable;
use crate::extract::table::RecordTable;
use crate::extract::vocabulary::{self, Column};
use crate::model::policy::{CameraRow, Stated};
use crate::normalise::count::{self, Count, Unit};
use regex::Regex;
use std::sync::LazyLock;

/// A total with the sites beside it and their words.
struct Sum {
    total: Total,
    sites: Option<(u32, Span)>,
}

/// What the counts of a record say.
#[derive(Default)]
struct Said {
    value: Option<u32>,
    words: Option<Span>,
    sites: Option<(u32, Span)>,
    total: bool,
    placeholder: bool,
    unread: bool,
}

/// Rows and totals as they are found.
struct Counted<'a, 'p> {
    placed: &'a SectionTable<'p>,
    counts: &'a [usize],
    rows: Vec<(CameraRow, Option<Stated<u32>>)>,
    totals: Vec<Sum>,
}

/// A table with a column of counts.
pub(super) fn counted_table(placed: &SectionTable<'_>, counts: &[usize], gathered: &mut Gathered) {
    let mut counted = Counted { placed, counts, rows: Vec::new(), totals: Vec::new() };
    for index in 0..placed.table.view.records.len() {
        counted.record(index, gathered);
    }
    counted.unmarked_total();
    if let ([(_, sites)], []) = (counted.rows.as_slice(), counted.totals.as_slice()) {
        gathered.sites.extend(sites.clone().or_else(|| sites_in_place(&placed.table.view)));
    }
    gathered.rows.extend(counted.rows.into_iter().map(|(row, _)| row));
    // Of several totals (소계 without that word) the largest is the total.
    if let Some(sum) = counted.totals.into_iter().max_by_key(|sum| sum.total.value) {
        if let Some((sites, words)) = sum.sites {
            gathered.sites.push(Stated::new(sites, words.whole("count.table.site_total")));
        }
        gathered.table_totals.push(sum.total);
    }
}

impl Counted<'_, '_> {
    fn record(&mut self, index: usize, gathered: &mut Gathered) {
        let view = &self.placed.table.view;
        let filled: Vec<&Span> = view.records[index].iter().flatten().filter(|cell| !cell.is_blank()).collect();
        // One count for several rows: the places belong to the row that states it.
        if filled.is_empty()
            || self.counts.iter().all(|column| view.continued[index][*column])
            || repeats_head(view, index)
        {
            return;
        }
        if filled.iter().any(|cell| EXAMPLE.is_match(cell.folded())) {
            gathered.placeholder.get_or_insert_with(|| filled[0].whole("count.example_row"));
            return;
        }
        let said = self.said(index);
        if said.placeholder && said.value.is_none() {
            gathered.placeholder.get_or_insert_with(|| filled[0].whole("count.placeholder"));
            return;
        }
        let names = self.names(index, said.words.as_ref());
        let bare = |cell: &&Span| fold::letters(cell.folded());
        let labelled_total = names.iter().any(|cell| TOTAL_LABEL.is_match(&bare(cell)));
        if names.iter().any(|cell| SUBTOTAL_LABEL.is_match(&bare(cell))) && !labelled_total {
            return;
        }
        if self.several_places(index, said.words.as_ref(), gathered) {
            return;
        }
        let (Some(value), Some(words)) = (said.value, said.words.clone()) else {
            self.without_value(index, &said, labelled_total, &filled, gathered);
            return;
        };
        if self.is_total(index, &said, labelled_total, &names) {
            let quote = number_quote(&words, value, "count.table.total_row");
            // 총17대 | 6개소: the sites of all, in whatever column.
            let sites = said.sites.or_else(|| sites_among(&filled));
            self.totals.push(Sum { total: Total { value, quote }, sites });
            return;
        }
        let mut row = row(self.placed, index);
        row.unit = unit(&words);
        row.count = Some(Stated::new(value, number_quote(&words, value, "count.table.row")));
        let sites = said.sites.map(|(sites, words)| Stated::new(sites, words.whole("count.table.sites")));
        self.rows.push((row, sites));
    }

    /// What the cells under the counts say together.
    fn said(&self, index: usize) -> Said {
        let view = &self.placed.table.view;
        let mut said = Said::default();
        for column in self.counts {
            let Some(cell) = view.cell(index, *column) else { continue };
            let mut count = count::parse(cell.folded(), unit_of(view, *column));
            if count.several {
                let has_place = view.columns(Column::Place).any(|column| view.cell(index, column).is_some());
                count.cameras = sum_of_kinds(cell).filter(|_| has_place);
                count.unread = count.cameras.is_none();
            }
            let Count { cameras, sites, total, placeholder, unread, .. } = count;
            said.total |= total;
            said.placeholder |= placeholder;
            said.unread |= unread;
            if let Some(sites) = sites {
                said.sites.get_or_insert_with(|| (sites, cell.clone()));
            }
            if let Some(cameras) = cameras {
                said.value = Some(said.value.unwrap_or(0) + cameras);
            }
            if cameras.is_some() || unread {
                said.words.get_or_insert_with(|| cell.clone());
            }
        }
        // A part that is not understood makes the sum too small.
        said.value = said.value.filter(|_| !said.unread);
        let cell = view.columns(Column::Sites).find_map(|column| view.cell(index, column));
        if let Some(cell) = cell.filter(|_| said.sites.is_none()) {
            said.sites = count::parse(cell.folded(), Unit::Sites).sites.map(|sites| (sites, cell.clone()));
        }
        said
    }

    /// The cells that name a record.
    fn names(&self, index: usize, words: Option<&Span>) -> Vec<&Span> {
        let view = &self.placed.table.view;
        let silent = [Column::Count, Column::Sites, Column::Note, Column::Subtotal];
        let names = view.records[index].iter().enumerate().filter(|(column, _)| {
            !self.counts.contains(column) && view.heads[*column].column.is_none_or(|kind| !silent.contains(&kind))
        });
        // A count that spans columns is no name.
        names
            .filter(|(column, _)| !view.continued[index][*column])
            .filter_map(|(_, cell)| cell.as_ref().filter(|cell| !cell.is_blank() && Some(*cell) != words))
            .collect()
    }

    /// Places with counts of their own in one cell, or in as many lines of two cells; says whether there were any.
    fn several_places(&self, index: usize, words: Option<&Span>, gathered: &mut Gathered) -> bool {
        let Some(cell) = words else { return false };
        // 아트홀 32대, 문화센터 9대 in one cell.
        if names_places(cell) && nested(cell, None, gathered) > 1 {
            return true;
        }
        let view = &self.placed.table.view;
        let counts: Vec<Span> = cell.split(|c| c == '\n');
        let Some(places) = view.first(Column::Place).and_then(|column| view.cell(index, column)) else { return false };
        let places: Vec<Span> = places.split(|c| c == '\n');
        let values: Option<Vec<u32>> =
            counts.iter().map(|line| count::parse(line.folded(), Unit::Cameras).cameras).collect();
        let Some(values) = values.filter(|values| values.len() > 1 && values.len() == places.len()) else {
            return false;
        };
        for ((value, line), place) in values.into_iter().zip(&counts).zip(&places) {
            let mut row = row(self.placed, index);
            row.place = Some(place.stated("count.table.place_line"));
            row.unit = unit(line);
            row.count = Some(Stated::new(value, number_quote(line, value, "count.table.count_line")));
            gathered.rows.push(row);
        }
        true
    }

    fn is_total(&self, index: usize, said: &Said, labelled: bool, names: &[&Span]) -> bool {
        let view = &self.placed.table.view;
        let last = view.records.len() - 1;
        let texts = names.iter().filter(|cell| cell.folded().chars().any(char::is_alphabetic)).count();
        let unlabelled = texts == 0 && view.records.len() > 2 && (index == 0 || index == last);
        labelled
            || said.total && view.records.len() > 1 && texts == 0
            || said.total && index == last && index > 0
            || unlabelled
    }

    /// A record without a number that could be read.
    fn without_value(&mut self, index: usize, said: &Said, is_total: bool, filled: &[&Span], gathered: &mut Gathered) {
        let view = &self.placed.table.view;
        // 총17대 | 6개소: the total in a column of names.
        let elsewhere = filled.iter().find_map(|cell| {
            let count = count::parse(cell.folded(), Unit::Sites);
            Some((count.cameras.filter(|_| count.total)?, *cell))
        });
        if let Some((value, cell)) = elsewhere.filter(|_| !said.unread && view.records.len() > 1) {
            let total = Total { value, quote: cell.whole("count.table.total_row") };
            self.totals.push(Sum { total, sites: sites_among(filled) });
        } else if is_total {
            // 계 | | 926대 may stand in a column of another name.
            let total = filled.iter().find_map(|cell| {
                let value = count::parse(cell.folded(), Unit::Cameras).cameras?;
                Some(Total { value, quote: cell.whole("count.table.total_row") })
            });
            self.totals.extend(total.map(|total| Sum { total, sites: sites_among(filled) }));
        } else if said.unread || has_name(view, index) {
            gathered.incomplete |= said.unread || self.counts.iter().any(|column| view.cell(index, *column).is_some());
            let words = said.words.as_ref().unwrap_or(filled[0]);
            gathered.unparsed.get_or_insert_with(|| words.whole("count.table.unread_row"));
        }
    }

    /// A total among the rows that nothing marks: it equals the sum of all others and names no place.
    fn unmarked_total(&mut self) {
        if !self.totals.is_empty() || self.rows.len() <= 2 {
            return;
        }
        let sum: u32 = self.rows.iter().filter_map(|(row, _)| row.count.as_ref()).map(|count| count.value).sum();
        // With a place beside it, only a sum over three rows and more is no accident.
        let position = self.rows.iter().position(|(row, _)| {
            (row.place.is_none() || self.rows.len() > 3)
                && row.count.as_ref().is_some_and(|count| count.value * 2 == sum && count.value > 0)
        });
        if let Some(position) = position.filter(|position| *position == 0 || *position == self.rows.len() - 1) {
            let (row, sites) = self.rows.remove(position);
            if let Some(count) = row.count {
                let total = Total { value: count.value, quote: count.quote };
                let words = |sites: Stated<u32>| {
                    (sites.value, Span::new(sites.quote.block, sites.quote.start, &sites.quote.text))
                };
                self.totals.push(Sum { total, sites: sites.map(words) });
            }
        }
    }
}

/// Whether a record repeats the titles of its columns, as tables do that run over pages.
fn repeats_head(view: &RecordTable, index: usize) -> bool {
    let cells = view.heads.iter().zip(&view.records[index]);
    let (mut titles, mut others) = (0, 0);
    for (head, cell) in cells {
        let Some(cell) = cell.as_ref().filter(|cell| !cell.is_blank()) else { continue };
        let same = head.cell.as_ref().is_some_and(|title| title.folded() == cell.folded());
        if same || head.column.is_some() && vocabulary::column_of(cell) == head.column {
            titles += 1;
        } else if vocabulary::column_of(cell).is_some() {
            others += 1;
        } else {
            return false;
        }
    }
    titles >= 2 && titles > others
}

/// Sites in any of the cells of a total: 총17대 | 6개소.
fn sites_among(cells: &[&Span]) -> Option<(u32, Span)> {
    cells.iter().find_map(|cell| Some((count::parse(cell.folded(), Unit::Cameras).sites?, (*cell).clone())))
}

/// … 구청사 등 1,516개소: the sites of the only row.
fn sites_in_place(view: &RecordTable) -> Option<Stated<u32>> {
    static SITES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:등|총)([0-9][0-9,]*)개소").expect("pattern"));
    let place = view.columns(Column::Place).find_map(|column| view.cell(view.records.len() - 1, column))?;
    let found = SITES.captures(place.folded())?;
    let (number, all) = (count::number(&found[1])?, found.get(1)?);
    Some(Stated::new(number, place.quote(all.start(), all.end(), "count.place.sites")))
}

/// What cameras of several kinds add up to: 고정식 12대, 회전식 3대; 실내 8대, 실외 4대.
fn sum_of_kinds(cell: &Span) -> Option<u32> {
    static KIND: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:실내|실외|내부|외부|옥내|옥외|고정(?:형|식)|회전(?:형|식)|돔(?:형|식)?|스피드돔|PTZ|불릿|박스형?|일반|방범):?$")
            .expect("pattern")
    });
    let (mut from, mut sum) = (0, 0u32);
    for found in count::cameras(cell.folded()) {
        let name = cell.folded()[from..found.range.start].trim_matches([',', '/', '\n', '·', '(', ')', ' ', '-']);
        if !KIND.is_match(name) {
            return None;
        }
        sum = sum.checked_add(found.value?)?;
        from = found.range.end;
    }
    Some(sum)
}

/// Whether a count cell names several places, each with a number of its own.
fn names_places(cell: &Span) -> bool {
    let parts = split_outside_brackets(cell);
    let named = |part: &Span| {
        let folded = part.folded();
        count::cameras(folded).first().is_some_and(|found| {
            found.range.start > 0 && folded.starts_with(char::is_alphabetic) && !folded.starts_with('총')
        })
    };
    parts.len() > 1 && parts.iter().all(named) && sum_of_kinds(cell).is_none()
}
