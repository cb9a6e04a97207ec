//! Counts in tables: total rows, merged counts, counts in place cells, one row a camera.

use super::nested::{EXAMPLE, NESTED, claimed, nested, number_quote, split_outside_brackets, unit};
use super::{Gathered, Total};
use crate::extract::fold;
use crate::extract::reading::Placed;
use crate::extract::slice::Slice;
use crate::extract::view::View;
use crate::extract::vocabulary::{Column, Topic};
use crate::normalise::count::{self, Unit};
use crate::policy::{CameraRow, Stated};
use regex::Regex;
use std::sync::LazyLock;

pub(super) static TOTAL_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:총|합|누|전체)?계(?:대)?$|^(?:총|전체)?합계.*$|^총(?:설치)?(?:대수|수량|괄)$|^(?:grand|sub)?total$|^총$",
    )
    .expect("pattern")
});

pub(super) static SUBTOTAL_LABEL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^.{0,8}소계$|^subtotal$|^중계$").expect("pattern"));

/// Whether a table may speak of cameras at all, by its section and its columns.
pub(super) fn about_cameras(placed: &Placed<'_>) -> bool {
    let view = &placed.table.view;
    let section = placed.section;
    let foreign = section.any(&[
        Topic::Contract,
        Topic::Request,
        Topic::Safeguards,
        Topic::Change,
        Topic::Signboard,
        Topic::Check,
        Topic::Foreign,
        Topic::ThirdParty,
    ]);
    let strong = view.has(&[Column::Count])
        && view.has(&[
            Column::Place,
            Column::Range,
            Column::Purpose,
            Column::Facility,
            Column::Sites,
            Column::Department,
            Column::Kind,
        ]);
    !foreign || strong && !view.has(&[Column::Company])
}

pub(super) fn table(placed: &Placed<'_>, gathered: &mut Gathered) {
    let view = &placed.table.view;
    if !about_cameras(placed) {
        return;
    }
    let counts = count_columns(view);
    let before = gathered.rows.len();
    if !counts.is_empty() {
        counted_table(placed, &counts, gathered);
    } else if view.headed && (placed.section.any(&[Topic::Count, Topic::Place]) || view.has(&[Column::Place])) {
        nested_table(placed, gathered);
        if gathered.rows.len() == before {
            inventory(placed, gathered);
        }
    }
    if gathered.rows.len() > before {
        gathered.tables += 1;
        titled_total(placed, &counts, gathered);
    }
}

/// The columns whose cells add up to a record's count.
pub(super) fn count_columns(view: &View) -> Vec<usize> {
    let counts: Vec<usize> = view.columns(Column::Count).collect();
    if counts.is_empty() {
        // 소계 beside places whose counts stand in brackets.
        let numbers = |column: &usize| {
            (0..view.records.len())
                .filter_map(|record| view.cell(record, *column))
                .all(|cell| count::parse(cell.folded(), Unit::Cameras).cameras.is_some())
        };
        return view
            .columns(Column::Subtotal)
            .filter(|_| view.has(&[Column::Place]))
            .find(numbers)
            .into_iter()
            .collect();
    }
    if counts.len() == 1 {
        return counts;
    }
    let is_sum = |index: usize| {
        view.heads[index].cell.as_ref().is_some_and(|cell| {
            let bare = fold::letters(cell.folded());
            matches!(bare.as_str(), "소계" | "계" | "합계" | "총계" | "total" | "총대수" | "합계대")
        })
    };
    // A column of sums beside its parts is the count; so is a lone 계 beside the parts.
    if let Some(sum) = counts.iter().copied().find(|index| is_sum(*index)) {
        return vec![sum];
    }
    let loose_sum = view.columns(Column::Subtotal).next();
    if let Some(sum) = loose_sum {
        return vec![sum];
    }
    let grouped = counts.iter().all(|index| view.heads[*index].group.is_some());
    if grouped { counts } else { vec![counts[0]] }
}

/// What a bare number means in a column, by the column's title.
pub(super) fn unit_of(view: &View, column: usize) -> Unit {
    let title = fold::bare(&view.heads[column].title);
    let (sites, cameras) = (title.find("개소"), title.find('대').or_else(|| title.find("수량")));
    match (sites, cameras) {
        (Some(sites), Some(_))
            if title.ends_with("개소대") || title.contains("개소대수") || title.contains("개소수대") =>
        {
            let _ = sites;
            Unit::SitesThenCameras
        }
        (Some(_), Some(_)) if title.ends_with("대개소") => Unit::CamerasThenSites,
        _ => Unit::Cameras,
    }
}

/// A table with a column of counts.
pub(super) fn counted_table(placed: &Placed<'_>, counts: &[usize], gathered: &mut Gathered) {
    let view = &placed.table.view;
    let mut rows: Vec<(CameraRow, Option<Stated<u32>>)> = Vec::new();
    let mut totals: Vec<(Total, Option<u32>, Option<Slice>)> = Vec::new();
    let last = view.records.len().saturating_sub(1);
    for (index, record) in view.records.iter().enumerate() {
        let filled: Vec<&Slice> = record.iter().flatten().filter(|cell| !cell.is_blank()).collect();
        if filled.is_empty() {
            continue;
        }
        if filled.iter().any(|cell| EXAMPLE.is_match(cell.folded())) {
            gathered.placeholder.get_or_insert_with(|| filled[0].whole("count.example_row"));
            continue;
        }
        let merged = counts.iter().all(|column| view.continued[index][*column]);
        if merged {
            // One count for several rows: the places belong to the row that states it.
            continue;
        }
        let mut value: Option<u32> = None;
        let mut words: Option<Slice> = None;
        let mut sites: Option<u32> = None;
        let mut says_total = false;
        let mut placeholder = false;
        for column in counts {
            let Some(cell) = view.cell(index, *column) else {
                continue;
            };
            let count = count::parse(cell.folded(), unit_of(view, *column));
            says_total |= count.total;
            placeholder |= count.placeholder;
            sites = sites.or(count.sites);
            if let Some(cameras) = count.cameras {
                value = Some(value.unwrap_or(0) + cameras);
                words.get_or_insert_with(|| cell.clone());
            }
        }
        if placeholder && value.is_none() {
            gathered.placeholder.get_or_insert_with(|| filled[0].whole("count.placeholder"));
            continue;
        }
        let sites_cell = view.columns(Column::Sites).find_map(|column| view.cell(index, column));
        if let Some(cell) = sites_cell {
            sites = sites.or(count::parse(cell.folded(), Unit::Sites).sites);
        }
        let names: Vec<&Slice> = record
            .iter()
            .enumerate()
            .filter(|(column, _)| {
                !counts.contains(column)
                    && !matches!(
                        view.heads[*column].column,
                        Some(Column::Count | Column::Sites | Column::Note | Column::Subtotal)
                    )
            })
            .filter_map(|(column, cell)| {
                cell.as_ref().filter(|cell| {
                    // A count that spans columns is no name.
                    !cell.is_blank() && !view.continued[index][column] && Some(*cell) != words.as_ref()
                })
            })
            .collect();
        let bare = |cell: &&Slice| fold::letters(cell.folded());
        let labelled_total = names.iter().any(|cell| TOTAL_LABEL.is_match(&bare(cell)));
        let labelled_subtotal = names.iter().any(|cell| SUBTOTAL_LABEL.is_match(&bare(cell)));
        if labelled_subtotal && !labelled_total {
            continue;
        }
        if let Some(cell) = words.as_ref().filter(|cell| names_places(cell)) {
            // 아트홀 32대, 문화센터 9대 in one cell.
            if nested(cell, None, gathered) > 1 {
                continue;
            }
        }
        let (Some(value), Some(words)) = (value, words) else {
            if labelled_total {
                // 계 | | 926대 may stand in a column of another name.
                if let Some(total) =
                    filled.iter().find_map(|cell| Some((count::parse(cell.folded(), Unit::Cameras).cameras?, cell)))
                {
                    totals.push((Total { value: total.0, quote: total.1.whole("count.table.total_row") }, sites, None));
                }
                continue;
            }
            if has_name(view, index) {
                gathered.incomplete |= counts.iter().any(|column| view.cell(index, *column).is_some());
                gathered.unparsed.get_or_insert_with(|| filled[0].whole("count.table.unread_row"));
            }
            continue;
        };
        let texts = names.iter().filter(|cell| cell.folded().chars().any(char::is_alphabetic)).count();
        let unlabelled_total = texts == 0 && view.records.len() > 2 && (index == 0 || index == last);
        if labelled_total
            || says_total && view.records.len() > 1 && texts == 0
            || says_total && index == last && index > 0
            || unlabelled_total
        {
            let quote = words.whole("count.table.total_row");
            totals.push((Total { value, quote }, sites, sites_cell.cloned().or(Some(words))));
            continue;
        }
        let mut row = row(placed, index);
        row.unit = unit(&words);
        row.count = Some(Stated::new(value, number_quote(&words, value, "count.table.row")));
        let sites =
            sites.map(|sites| Stated::new(sites, sites_cell.cloned().unwrap_or(words).whole("count.table.sites")));
        rows.push((row, sites));
    }
    // A total among the rows that nothing marks: it equals the sum of all others and names no place.
    let sum: u32 = rows.iter().filter_map(|(row, _)| row.count.as_ref()).map(|count| count.value).sum();
    if totals.is_empty() && rows.len() > 2 {
        // With a place beside it, only a sum over three rows and more is no accident.
        let position = rows.iter().position(|(row, _)| {
            (row.place.is_none() || rows.len() > 3)
                && row.count.as_ref().is_some_and(|count| count.value * 2 == sum && count.value > 0)
        });
        if let Some(position) = position.filter(|position| *position == 0 || *position == rows.len() - 1) {
            let (row, sites) = rows.remove(position);
            if let Some(count) = row.count {
                let words =
                    sites.as_ref().map(|sites| Slice::new(sites.quote.block, sites.quote.start, &sites.quote.text));
                totals.push((Total { value: count.value, quote: count.quote }, sites.map(|sites| sites.value), words));
            }
        }
    }
    if rows.len() == 1 && totals.is_empty() {
        let in_place = || {
            // … 구청사 등 1,516개소: the sites of the only row.
            let place = view.columns(Column::Place).find_map(|column| view.cell(view.records.len() - 1, column))?;
            static SITES: LazyLock<Regex> =
                LazyLock::new(|| Regex::new(r"(?:등|총)([0-9][0-9,]*)개소").expect("pattern"));
            let found = SITES.captures(place.folded())?;
            let (number, all) = (count::number(&found[1])?, found.get(1)?);
            Some(Stated::new(number, place.quote(all.start(), all.end(), "count.place.sites")))
        };
        gathered.sites.extend(rows[0].1.clone().or_else(in_place));
    }
    gathered.rows.extend(rows.into_iter().map(|(row, _)| row));
    // Of several totals (소계 without that word) the largest is the total.
    if let Some((total, sites, words)) = totals.into_iter().max_by_key(|(total, _, _)| total.value) {
        if let (Some(sites), Some(words)) = (sites, words) {
            gathered.sites.push(Stated::new(sites, words.whole("count.table.site_total")));
        }
        gathered.table_totals.push(total);
    }
}

/// Whether a count cell names several places, each with a number of its own.
pub(super) fn names_places(cell: &Slice) -> bool {
    let parts = split_outside_brackets(cell);
    let named = |part: &Slice| {
        let folded = part.folded();
        NESTED.find(folded).is_some_and(|found| {
            found.start() > 0 && folded.chars().next().is_some_and(char::is_alphabetic) && !folded.starts_with('총')
        })
    };
    parts.len() > 1 && parts.iter().all(named)
}

/// Whether a record names a place, a purpose or an owner.
pub(super) fn has_name(view: &View, record: usize) -> bool {
    [Column::Place, Column::Purpose, Column::Facility, Column::Department, Column::Kind]
        .into_iter()
        .any(|column| view.columns(column).any(|column| view.cell(record, column).is_some()))
}

/// A cell, or the one above that it repeats with a ditto mark.
fn spelt_out(view: &View, record: usize, column: usize) -> Option<&Slice> {
    let ditto = |cell: &Slice| matches!(cell.folded(), "〃" | "″" | "\"" | "상동" | "위와같음");
    view.cell(record, column)?;
    (0..=record).rev().filter_map(|above| view.cell(above, column)).find(|cell| !ditto(cell))
}

/// The names of a record: place (or facility), purpose, department, range.
pub(super) fn row(placed: &Placed<'_>, record: usize) -> CameraRow {
    let view = &placed.table.view;
    let text = |columns: &[Column], rule: &'static str| {
        columns
            .iter()
            .find_map(|wanted| view.columns(*wanted).find_map(|column| spelt_out(view, record, column)))
            .map(|cell| cell.stated(rule))
    };
    let mut place = text(&[Column::Place], "count.table.place");
    let mut owner = text(&[Column::Facility, Column::Kind], "count.table.facility");
    // 종합운동장 | 주경기장: a facility within a facility.
    if let Some(owner) = owner.as_mut() {
        for column in view.columns(Column::Facility).skip(1) {
            if let Some(cell) = view.cell(record, column).filter(|cell| !owner.value.contains(cell.text())) {
                owner.value = format!("{} {}", owner.value, cell.stated("count.table.facility").value);
            }
        }
    }
    let purpose = text(&[Column::Purpose], "count.table.purpose");
    if place.is_none() {
        place = owner
            .or_else(|| untitled_name(view, record))
            .or_else(|| placed.facility.as_ref().map(|name| name.stated("count.facility")));
    } else if let (Some(owner), Some(place)) = (owner, place.as_mut()) {
        // The facility names the row as much as the place within it.
        if owner.value != place.value && !owner.value.chars().all(|c| c.is_ascii_digit()) {
            place.value = format!("{} {}", owner.value, place.value);
        }
    } else if let (Some(facility), Some(place)) = (&placed.facility, place.as_mut())
        && view.transposed
        && view.records.len() == 1
    {
        place.value = format!("{} {}", facility.text(), place.value);
    }
    CameraRow {
        place,
        purpose,
        department: text(&[Column::Department], "count.table.department"),
        count: None,
        unit: None,
        coverage: text(&[Column::Range], "count.table.range"),
    }
}

/// A name in a column without a known title.
pub(super) fn untitled_name(view: &View, record: usize) -> Option<Stated<String>> {
    view.heads
        .iter()
        .enumerate()
        .filter(|(_, head)| head.column.is_none())
        .find_map(|(column, _)| view.cell(record, column))
        .filter(|cell| cell.folded().chars().any(char::is_alphabetic))
        .map(|cell| cell.stated("count.table.name"))
}

/// `총 131대` in a header cell, a note that spans the table, or a title above it.
pub(super) fn titled_total(placed: &Placed<'_>, counts: &[usize], gathered: &mut Gathered) {
    let view = &placed.table.view;
    let heads = view.heads.iter().flat_map(|head| [head.cell.as_ref(), head.group_cell.as_ref()]).flatten();
    let notes = view.records.iter().flatten().flatten().filter(|cell| {
        let _ = counts;
        cell.folded().starts_with('총') || cell.folded().starts_with("합계") || cell.folded().starts_with("(총")
    });
    let found = heads.chain(notes).chain(view.titles.iter()).find_map(claimed);
    if let Some(total) = found
        && gathered.table_totals.last().is_none_or(|seen| seen.value != total.value)
        && gathered.table_totals.len() < gathered.tables
    {
        gathered.table_totals.push(total);
    }
}

/// Counts inside the place cells: 1층 로비(2대), 복도(3대).
pub(super) fn nested_table(placed: &Placed<'_>, gathered: &mut Gathered) {
    let view = &placed.table.view;
    let Some(place) = view.first(Column::Place).or_else(|| view.first(Column::Range)) else {
        return;
    };
    for (index, _) in view.records.iter().enumerate() {
        let Some(cell) = view.cell(index, place).filter(|_| !view.continued[index][place]) else {
            continue;
        };
        let owner = [Column::Facility, Column::Kind]
            .iter()
            .find_map(|wanted| view.columns(*wanted).find_map(|column| view.cell(index, column)));
        if owner.is_some_and(|owner| {
            EXAMPLE.is_match(owner.folded()) || TOTAL_LABEL.is_match(&fold::letters(owner.folded()))
        }) {
            continue;
        }
        nested(cell, owner, gathered);
    }
}

/// One row a camera: a serial number or a model for each, and no count column.
pub(super) fn inventory(placed: &Placed<'_>, gathered: &mut Gathered) {
    let view = &placed.table.view;
    let Some(place) = view.first(Column::Place) else {
        return;
    };
    let listed = view.has(&[Column::Serial])
        && view.has(&[
            Column::Model,
            Column::Installed,
            Column::Range,
            Column::Note,
            Column::Facility,
            Column::Kind,
            Column::Installer,
            Column::Purpose,
        ])
        || view.has(&[Column::Model, Column::Installed]);
    if !listed || view.records.len() < 3 || view.transposed || !placed.section.any(&[Topic::Count, Topic::Place]) {
        return;
    }
    // Serial numbers must run from 1 without a gap where there are any.
    if let Some(serial) = view.first(Column::Serial) {
        let numbers: Vec<u32> =
            (0..view.records.len()).filter_map(|index| count::number(view.cell(index, serial)?.folded())).collect();
        if numbers.len() != view.records.len()
            || numbers.iter().enumerate().any(|(index, number)| *number != index as u32 + 1)
        {
            return;
        }
    }
    for index in 0..view.records.len() {
        let Some(cell) = view.cell(index, place) else {
            continue;
        };
        let mut row = row(placed, index);
        row.count = Some(Stated::new(1, cell.whole("count.inventory_row")));
        gathered.rows.push(row);
    }
}
