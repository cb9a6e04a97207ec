//! What a row of a table is about: its place, its purpose, its department.

use super::totals::TOTAL_LABEL;
use crate::extract::fold;
use crate::extract::span::Span;
use crate::extract::statements::SectionTable;
use crate::extract::table::RecordTable;
use crate::extract::vocabulary::Column;
use crate::model::policy::{CameraRow, Stated};
use regex::Regex;
use std::sync::LazyLock;

/// What cameras are for, as rows are named by it: 방범용, 산불 감시, 청사.
static PURPOSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^.{0,10}용$|^.{0,8}(?:단속|감시|방지|예방|방호|방범)$|^(?:생활|차량|어린이|마을|골목|공원|학교|도로|농촌)?방범(?:용)?$|^(?:생활안전|어린이보호(?:구역)?|",
        r"(?:불법)?주정차(?:단속)?|교통(?:정보|단속|관리|정보수집)?|(?:쓰레기)?(?:무단)?투기(?:단속|방지)?|재난(?:재해)?(?:감시|예방|관리)?|",
        r"산불(?:감시|예방)?|하천(?:감시|관리)?|시설(?:물)?(?:관리|안전|보호)|시설안전(?:및화재예방)?|화재예방|범죄예방|다목적|청사(?:방호|관리|보안)?|",
        r"문화재(?:관리|보호)?|차량번호인식|기타|공원|홍수|수방|방재|환경감시)$",
    ))
    .expect("pattern")
});
/// What says how a camera stands, and not where: 실내, 옥외, 고정형.
static MANNER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:건물|청사)?(?:실내|실외|내부|외부|옥내|옥외|내측|외측|안|밖)(?:용)?$|^(?:고정|회전|돔|스피드돔|PTZ|불릿|박스)(?:형|식)?(?:카메라)?$")
        .expect("pattern")
});

/// A cell, or the one above that it repeats with a ditto mark.
fn spelt_out(view: &RecordTable, record: usize, column: usize) -> Option<&Span> {
    let ditto = |cell: &Span| matches!(cell.folded(), "〃" | "″" | "\"" | "상동" | "위와같음");
    view.cell(record, column)?;
    (0..=record).rev().filter_map(|above| view.cell(above, column)).find(|cell| !ditto(cell))
}

/// The names of a record: place (or facility), purpose, department, range.
pub(super) fn row(placed: &SectionTable<'_>, record: usize) -> CameraRow {
    let view = &placed.table.view;
    let cell = |columns: &[Column]| {
        columns.iter().find_map(|wanted| view.columns(*wanted).find_map(|column| spelt_out(view, record, column)))
    };
    let alone = |column: &Column| view.columns(*column).next().is_some_and(|column| same_throughout(view, column));
    let unowned = owner(view, record).is_none_or(|(_, column)| alone(&column));
    let filmed = || cell(&[Column::Range]).filter(|_| view.first(Column::Place).is_none() && unowned);
    let mut place = places(view, record).or_else(|| filmed().map(|cell| cell.stated("count.table.filmed")));
    let by_range = place.is_some() && view.first(Column::Place).is_none();
    let mut purpose = cell(&[Column::Purpose]).map(|cell| cell.stated("count.table.purpose"));
    let mut owner = owner(view, record);
    // 방범 | 골목길: what the cameras are for, and not whose they are.
    if place.is_some()
        && let Some((cell, column)) = owner.as_ref().map(|(cell, column)| (*cell, *column))
    {
        let is_manner = MANNER.is_match(cell.folded());
        if column == Column::Kind && (is_manner || PURPOSE.is_match(cell.folded())) {
            owner = None;
            if !is_manner && purpose.is_none() {
                purpose = Some(cell.stated("count.table.purpose"));
            }
        }
    }
    // An owner of all rows tells none from another, and a name without a place of its own is told by what is filmed.
    let mut owner = owner
        .filter(|(_, column)| place.is_none() || !alone(column))
        .map(|(cell, _)| cell.stated("count.table.facility"));
    // 종합운동장 | 주경기장: a facility within a facility.
    if let Some(owner) = owner.as_mut() {
        for column in view.columns(Column::Facility).skip(1) {
            if let Some(cell) = view.cell(record, column).filter(|cell| !owner.value.contains(cell.text())) {
                owner.value = format!("{} {}", owner.value, cell.stated("count.table.facility").value);
            }
        }
    }
    if place.is_none() {
        place = owner
            .or_else(|| untitled_name(view, record))
            .or_else(|| placed.facility.as_ref().map(|name| name.stated("count.facility")));
    } else if let (Some(owner), Some(place)) = (owner, place.as_mut()) {
        // The facility names the row as much as the place within it.
        if !place.value.starts_with(&owner.value) && !owner.value.chars().all(|c| c.is_ascii_digit()) {
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
        department: cell(&[Column::Department]).map(|cell| cell.stated("count.table.department")),
        count: None,
        unit: None,
        coverage: cell(&[Column::Range]).filter(|_| !by_range).map(|cell| cell.stated("count.table.range")),
    }
}

/// Whether a column says the same in every record, totals left out.
fn same_throughout(view: &RecordTable, column: usize) -> bool {
    let totals = |cell: &&Span| TOTAL_LABEL.is_match(&fold::letters(cell.folded()));
    let mut cells = (0..view.records.len()).filter_map(|record| view.cell(record, column)).filter(|cell| !totals(cell));
    let first = cells.next();
    first.is_some_and(|first| cells.all(|cell| cell.folded() == first.folded()))
}

/// The cell that says whose the cameras are, and the column it stands in.
fn owner(view: &RecordTable, record: usize) -> Option<(&Span, Column)> {
    [Column::Facility, Column::Kind]
        .into_iter()
        .find_map(|wanted| view.columns(wanted).find_map(|column| Some((spelt_out(view, record, column)?, wanted))))
}

/// The places of a record; of two columns the wider place comes first: 구역, 설치위치.
fn places(view: &RecordTable, record: usize) -> Option<Stated<String>> {
    let mut cells = view.columns(Column::Place).filter_map(|column| spelt_out(view, record, column));
    let mut place = cells.next()?.stated("count.table.place");
    for cell in cells {
        let more = cell.stated("count.table.place").value;
        if !place.value.contains(&more) {
            place.value = if more.contains(&place.value) { more } else { format!("{} {more}", place.value) };
        }
    }
    Some(place)
}

/// A name in a column without a known title.
fn untitled_name(view: &RecordTable, record: usize) -> Option<Stated<String>> {
    view.heads
        .iter()
        .enumerate()
        .filter(|(_, head)| head.column.is_none())
        .find_map(|(column, _)| view.cell(record, column))
        .filter(|cell| cell.folded().chars().any(char::is_alphabetic))
        .map(|cell| cell.stated("count.table.name"))
}

/// Whether a record names a place, a purpose or an owner.
pub(super) fn has_name(view: &RecordTable, record: usize) -> bool {
    [Column::Place, Column::Purpose, Column::Facility, Column::Department, Column::Kind]
        .into_iter()
        .any(|column| view.columns(column).any(|column| view.cell(record, column).is_some()))
}
