//! Counts in tables: which columns count, totals in headings and notes, one row a camera.

use super::counted::counted_table;
use super::matrix::matrix;
use super::names::row;
use super::nested::{EXAMPLE, claimed, nested};
use super::totals::TOTAL_LABEL;
use super::{Gathered, same, years};
use crate::extract::fold;
use crate::extract::outline::TableUnit;
use crate::extract::statements::SectionTable;
use crate::extract::table::RecordTable;
use crate::extract::vocabulary::{Column, Topic};
use crate::model::policy::Stated;
use crate::normalise::count::{self, Unit};

/// Whether a table may speak of cameras at all, by its section and its columns.
pub(super) fn about_cameras(placed: &SectionTable<'_>) -> bool {
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

pub(super) fn table(placed: &SectionTable<'_>, gathered: &mut Gathered) {
    let view = &placed.table.view;
    if !about_cameras(placed) {
        return;
    }
    let mut own = Gathered::default();
    let counts = count_columns(view);
    let counted = placed.counts_cameras || placed.section.any(&[Topic::Count, Topic::Place]);
    if !counts.is_empty() {
        counted_table(placed, &counts, &mut own);
    } else if let Some(table) = headless(placed).filter(|_| counted) {
        let inferred = SectionTable { table: &table, ..placed.clone() };
        counted_table(&inferred, &count_columns(&table.view), &mut own);
    } else if counted && matrix(placed, &mut own) {
    } else if view.headed && (counted || view.has(&[Column::Place])) {
        nested_table(placed, &mut own);
        if own.rows.is_empty() {
            inventory(placed, &mut own);
        }
    }
    let of_sites = view.has(&[Column::Place, Column::Range, Column::Purpose, Column::Facility, Column::Department]);
    if own.rows.is_empty() && counts.is_empty() && (counted || of_sites) {
        sites_only(placed, &mut own);
    }
    if !own.rows.is_empty() {
        own.tables = 1;
        titled_total(placed, &counts, &mut own);
    }
    same::join(own, gathered);
}

/// A table without titles, with those that its cells tell: one column of 대, and words beside it.
fn headless(placed: &SectionTable<'_>) -> Option<TableUnit> {
    let view = &placed.table.view;
    if view.headed || view.transposed || view.records.len() < 2 {
        return None;
    }
    let cells = |column: usize| (0..view.records.len()).filter_map(move |record| view.cell(record, column));
    let counts = |column: &usize| {
        let all = cells(*column).all(|cell| {
            let count = count::parse(cell.folded(), Unit::Cameras);
            count.cameras.is_some() && cell.folded().contains('대') && cell.folded().chars().count() <= 12
        });
        all && cells(*column).count() * 2 > view.records.len()
    };
    let columns: Vec<usize> = (0..view.heads.len()).filter(counts).collect();
    let [count] = columns.as_slice() else { return None };
    let words =
        |column: &usize| column != count && cells(*column).all(|cell| cell.folded().contains(char::is_alphabetic));
    let named: Vec<usize> = (0..view.heads.len()).filter(words).take(2).collect();
    let mut table = placed.table.clone();
    table.view.headed = true;
    table.view.heads[*count].column = Some(Column::Count);
    match named.as_slice() {
        [] => return None,
        [place] => table.view.heads[*place].column = Some(Column::Place),
        [kind, place, ..] => {
            table.view.heads[*kind].column = Some(Column::Kind);
            table.view.heads[*place].column = Some(Column::Place);
        }
    }
    Some(table)
}

/// A table of sites without a column of cameras: 설치개소.
fn sites_only(placed: &SectionTable<'_>, gathered: &mut Gathered) {
    let view = &placed.table.view;
    let Some(column) = view.first(Column::Sites).filter(|_| view.headed) else { return };
    let mut sites: Vec<(bool, Stated<u32>)> = Vec::new();
    for record in 0..view.records.len() {
        let Some(cell) = view.cell(record, column).filter(|_| !view.continued[record][column]) else { continue };
        let Some(value) = count::parse(cell.folded(), Unit::Sites).sites else { return };
        let names = view.records[record].iter().flatten().map(|cell| fold::letters(cell.folded()));
        let total = names.into_iter().any(|name| TOTAL_LABEL.is_match(&name));
        sites.push((total, Stated::new(value, cell.whole("count.table.sites_only"))));
    }
    let one = if sites.len() == 1 { sites.pop() } else { sites.into_iter().find(|(total, _)| *total) };
    gathered.sites.extend(one.map(|(_, sites)| sites));
}

/// The columns whose cells add up to a record's count.
pub(super) fn count_columns(view: &RecordTable) -> Vec<usize> {
    let counts: Vec<usize> = view.columns(Column::Count).collect();
    if let Some(latest) = years::latest(view) {
        return vec![latest];
    }
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
    if let Some(finest) = finest(view, &counts) {
        return vec![finest];
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

/// Of columns that count the same cameras ever more closely (총대수, 설치대수, 장소별 대수) the one with a count a row.
fn finest(view: &RecordTable, counts: &[usize]) -> Option<usize> {
    let own = |column: usize| -> Vec<u32> {
        let records = (0..view.records.len()).filter(|record| !view.continued[*record][column]);
        records.filter_map(|record| count::parse(view.cell(record, column)?.folded(), Unit::Cameras).cameras).collect()
    };
    let (first, last) = (own(counts[0]), own(*counts.last()?));
    let sums = first.iter().sum::<u32>() == last.iter().sum::<u32>();
    (sums && last.len() > first.len() && last.len() == view.records.len()).then_some(*counts.last()?)
}

/// `총 131대` in a header cell, a note that spans the table, or a title above it.
pub(super) fn titled_total(placed: &SectionTable<'_>, counts: &[usize], gathered: &mut Gathered) {
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
pub(super) fn nested_table(placed: &SectionTable<'_>, gathered: &mut Gathered) {
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
pub(super) fn inventory(placed: &SectionTable<'_>, gathered: &mut Gathered) {
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
