//! How many cameras, where: 시행령 제25조제1항제2호. Tables first, then lists, then prose; totals against sums.

use super::fold;
use super::reading::{Placed, Reading, Statement};
use super::slice::Slice;
use super::view::View;
use super::vocabulary::{Column, Topic};
use crate::normalise::count::{self, Unit};
use crate::policy::{CameraRow, Field, Quote, State, Stated, TotalBasis};
use regex::Regex;
use std::sync::LazyLock;

/// What was found about cameras.
#[derive(Debug, Clone)]
pub(crate) struct Cameras {
    pub(crate) total: Field<u32>,
    pub(crate) basis: Option<TotalBasis>,
    pub(crate) sites: Option<Stated<u32>>,
    pub(crate) rows: Vec<CameraRow>,
    pub(crate) problems: Vec<String>,
}

/// A stated total and how strongly its words claim to be one.
#[derive(Debug, Clone)]
struct Total {
    value: u32,
    quote: Quote,
}

/// What was gathered before it is weighed.
#[derive(Default)]
struct Gathered {
    rows: Vec<CameraRow>,
    /// Stated totals, strongest first within their kind.
    table_totals: Vec<Total>,
    prose_totals: Vec<Total>,
    sites: Vec<Stated<u32>>,
    placeholder: Option<Quote>,
    elsewhere: Option<Quote>,
    unparsed: Option<Quote>,
    /// Rows named in sentences; kept only when they add up to a stated total.
    prose_rows: Vec<CameraRow>,
    /// Tables that gave rows.
    tables: usize,
    /// A listed row has no count, so a sum would be too small.
    incomplete: bool,
}

static TOTAL_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:총|합|누|전체)?계(?:대)?$|^(?:총|전체)?합계.*$|^총(?:설치)?(?:대수|수량|괄)$|^(?:grand|sub)?total$|^총$",
    )
    .expect("pattern")
});
static SUBTOTAL_LABEL: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^.{0,8}소계$|^subtotal$|^중계$").expect("pattern"));
static EXAMPLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[(\[<]?(?:작성)?예시?[)\]>]?$|^\(예\)|\(예시\)|^예:|홍길동").expect("pattern"));
static NESTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(\d[\d,]*)(?:대|EA)").expect("pattern"));
static CLAIMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:총|모두|합계|합하여|합쳐|전체|도합|통틀어|총계|합산)[^.\d]{0,24}?(\d[\d,]*)\s?(?:여)?(대|기의|개의|units|cameras)").expect("pattern")
});
static STATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(\d[\d,]*)대의?(?:고정형)?(?:영상정보처리기기|CCTV|cctv|카메라|폐쇄회로)|(?:영상정보처리기기|CCTV|cctv|카메라|폐쇄회로(?:텔레비전)?)(?:\([^)]*\))?(?:를|는|가|은|을)?[^.\d]{0,14}?(\d[\d,]*)대(?:를|가|이|입|의)?").expect("pattern")
});
/// Words beside a number that make it no count of this policy's cameras.
static NOT_OURS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"주차대수|초과|모니터|서버|저장장치|녹화기|녹화장치|NVR|DVR|승강기|엘리베이터|버스|차량|자동차|충전기|컴퓨터|PC|드론|웨어러블|바디캠|비상벨|가로등|이동형|별도의|별도로|추가설치|신규설치|교체|예정|편성당|면수|견인|크레인|단속차|대상이아|제외한|제외하고|들어있지|관계가없|관계없|별도방침|미만|\.hwpx?|\.xlsx?|\.pdf").expect("pattern")
});
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"붙임|첨부|별첨|별표|다운로드|내려받|다운받|엑셀|\.?xlsx?|\.hwpx?|\.pdf|참조|참고하|클릭|바로가기|게시판|공공데이터포털|바로보기|내역보기|현황보기|확인하실수|확인할수|다른메뉴").expect("pattern")
});

/// Reads what a policy says about its cameras.
pub(crate) fn read(reading: &Reading<'_>) -> Cameras {
    let mut gathered = Gathered::default();
    for placed in &reading.tables {
        table(placed, &mut gathered);
    }
    if gathered.rows.is_empty() {
        lists(reading, &mut gathered);
    }
    for statement in &reading.statements {
        prose(statement, &mut gathered);
        if statement.label.has(Topic::Place) && statement.labelled {
            numbered_places(&statement.words, &mut gathered);
        }
    }
    // Parts named in running text replace a lone row when they add up to what is stated.
    if gathered.rows.len() <= 1 && gathered.prose_rows.len() > 1 {
        let sum: u32 = gathered.prose_rows.iter().filter_map(|row| row.count.as_ref()).map(|count| count.value).sum();
        let alone = gathered.rows.first().and_then(|row| row.count.clone());
        let stated = gathered.prose_totals.iter().any(|total| total.value == sum);
        if stated || alone.as_ref().is_some_and(|count| count.value == sum) {
            if let Some(count) = alone {
                gathered.prose_totals.push(Total { value: count.value, quote: count.quote });
            }
            gathered.rows = std::mem::take(&mut gathered.prose_rows);
        }
    }
    weigh(gathered)
}

/// Weighs stated totals against the sum of the rows.
fn weigh(gathered: Gathered) -> Cameras {
    let Gathered {
        rows,
        table_totals,
        prose_totals,
        sites,
        placeholder,
        elsewhere,
        unparsed,
        incomplete,
        tables,
        prose_rows: _,
    } = gathered;
    let counted: Vec<&Stated<u32>> = rows.iter().filter_map(|row| row.count.as_ref()).collect();
    let sum: u32 = counted.iter().map(|count| count.value).sum();
    let whole = !rows.is_empty() && counted.len() == rows.len() && !incomplete;
    let mut problems = Vec::new();
    // Totals of several tables (one a facility) add up to what the rows add up to.
    let table_total = if table_totals.len() > 1 && tables == table_totals.len() {
        let value = table_totals.iter().map(|total| total.value).sum();
        Some((value, table_totals.iter().map(|total| total.quote.clone()).collect::<Vec<_>>()))
    } else {
        table_totals.last().map(|total| (total.value, vec![total.quote.clone()]))
    };
    // A total in prose that equals the sum, or the largest claimed, speaks for the whole.
    let prose_total = prose_totals
        .iter()
        .find(|total| whole && total.value == sum)
        .or_else(|| prose_totals.iter().max_by_key(|total| total.value))
        .map(|total| (total.value, vec![total.quote.clone()]));
    let stated = match (table_total, prose_total) {
        (Some(table), Some(prose)) if prose.0 > table.0 && tables > 1 => Some(prose),
        (Some(table), _) => Some(table),
        (None, prose) => prose,
    };
    let quotes = |counted: &[&Stated<u32>]| counted.iter().map(|count| count.quote.clone()).collect::<Vec<_>>();
    let (total, basis) = match stated {
        Some((value, mut words)) => {
            if whole && counted.len() > 1 && sum != value {
                words.extend(quotes(&counted));
                problems.push(format!("the stated total {value} differs from the sum of the rows {sum}"));
                (Field::conflicting(Some(value), words), Some(TotalBasis::Stated))
            } else {
                (Field::stated(value, words), Some(TotalBasis::Stated))
            }
        }
        None if whole && counted.len() == 1 => (Field::stated(sum, quotes(&counted)), Some(TotalBasis::Stated)),
        None if whole => (Field::stated(sum, quotes(&counted)), Some(TotalBasis::Summed)),
        None => {
            let missing = |state, quote: Option<Quote>| quote.map(|quote| Field::missing(state, quote));
            let field = missing(State::Elsewhere, elsewhere)
                .or_else(|| missing(State::Placeholder, placeholder))
                .or_else(|| missing(State::Unparsed, unparsed))
                .unwrap_or_else(Field::absent);
            (field, None)
        }
    };
    let sites = if sites.len() == 1 { sites.into_iter().next() } else { None };
    Cameras { total, basis, sites, rows, problems }
}

/// Whether a table may speak of cameras at all, by its section and its columns.
fn about_cameras(placed: &Placed<'_>) -> bool {
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

fn table(placed: &Placed<'_>, gathered: &mut Gathered) {
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
fn count_columns(view: &View) -> Vec<usize> {
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
            let bare = fold::bare(&cell.text);
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
fn unit_of(view: &View, column: usize) -> Unit {
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
fn counted_table(placed: &Placed<'_>, counts: &[usize], gathered: &mut Gathered) {
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
        let bare = |cell: &&Slice| fold::bare(&cell.text);
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
            static SITES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:등|총)(\d[\d,]*)개소").expect("pattern"));
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
fn names_places(cell: &Slice) -> bool {
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
fn has_name(view: &View, record: usize) -> bool {
    [Column::Place, Column::Purpose, Column::Facility, Column::Department, Column::Kind]
        .into_iter()
        .any(|column| view.columns(column).any(|column| view.cell(record, column).is_some()))
}

/// The number itself as the quote, when it stands in the cell as one; else the cell.
fn number_quote(cell: &Slice, value: u32, rule: &'static str) -> Quote {
    let found = NESTED
        .captures_iter(cell.folded())
        .find(|found| count::number(&found[1]) == Some(value))
        .and_then(|found| found.get(0));
    match found {
        Some(words) => cell.quote(words.start(), words.end(), rule),
        None => cell.whole(rule),
    }
}

fn unit(cell: &Slice) -> Option<Stated<String>> {
    let at = cell.folded().find('대')?;
    Some(Stated::new("대".to_owned(), cell.quote(at, at + '대'.len_utf8(), "count.unit")))
}

/// The names of a record: place (or facility), purpose, department, range.
fn row(placed: &Placed<'_>, record: usize) -> CameraRow {
    let view = &placed.table.view;
    let text = |columns: &[Column], rule: &'static str| {
        columns
            .iter()
            .find_map(|wanted| view.columns(*wanted).find_map(|column| view.cell(record, column)))
            .map(|cell| cell.stated(rule))
    };
    let mut place = text(&[Column::Place], "count.table.place");
    let mut owner = text(&[Column::Facility, Column::Kind], "count.table.facility");
    // 종합운동장 | 주경기장: a facility within a facility.
    if let Some(owner) = owner.as_mut() {
        for column in view.columns(Column::Facility).skip(1) {
            if let Some(cell) = view.cell(record, column).filter(|cell| !owner.value.contains(&cell.text)) {
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
        place.value = format!("{} {}", facility.text, place.value);
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
fn untitled_name(view: &View, record: usize) -> Option<Stated<String>> {
    view.heads
        .iter()
        .enumerate()
        .filter(|(_, head)| head.column.is_none())
        .find_map(|(column, _)| view.cell(record, column))
        .filter(|cell| cell.folded().chars().any(char::is_alphabetic))
        .map(|cell| cell.stated("count.table.name"))
}

/// `총 131대` in a header cell, a note that spans the table, or a title above it.
fn titled_total(placed: &Placed<'_>, counts: &[usize], gathered: &mut Gathered) {
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

/// A number that its words claim to be a total.
fn claimed(slice: &Slice) -> Option<Total> {
    CLAIMED.captures_iter(slice.folded()).find_map(|found| {
        let all = found.get(0)?;
        if NOT_OURS.is_match(all.as_str()) {
            return None;
        }
        let value = count::number(&found[1])?;
        Some(Total { value, quote: slice.quote(all.start(), all.end(), "count.claimed_total") })
    })
}

/// Counts inside the place cells: 1층 로비(2대), 복도(3대).
fn nested_table(placed: &Placed<'_>, gathered: &mut Gathered) {
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
        if owner.is_some_and(|owner| EXAMPLE.is_match(owner.folded()) || TOTAL_LABEL.is_match(&fold::bare(&owner.text)))
        {
            continue;
        }
        nested(cell, owner, gathered);
    }
}

/// The counted places in a piece of text, one row each.
fn nested(words: &Slice, owner: Option<&Slice>, gathered: &mut Gathered) -> usize {
    let before = gathered.rows.len();
    for part in split_outside_brackets(words) {
        let folded = part.folded();
        // 승강기 내부(1대) is a camera in a lift; 승강기 2대 are two lifts.
        static BRACKETED: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"^[^(]{2,30}\((?:각)?\d{1,3}대\)$").expect("pattern"));
        let bracketed = BRACKETED.is_match(folded)
            && (folded.contains("승강기") || folded.contains("엘리베이터") || folded.contains("서버"));
        let foreign = folded.contains("주차대수")
            || folded.contains("초과")
            || NOT_OURS.is_match(folded) && !folded.contains("주차장");
        if foreign && !bracketed {
            continue;
        }
        let counts: Vec<regex::Captures<'_>> = NESTED.captures_iter(folded).collect();
        // 각 1대씩, 5대: the last number of the bracket is the sum.
        let Some(found) = counts.last() else { continue };
        if counts.len() > 1 && !folded.contains('각') && !folded.contains('씩') {
            continue;
        }
        if counts.len() == 1 && (folded.contains("각1대") || folded.contains("씩")) {
            continue;
        }
        let (Some(all), Some(value)) = (found.get(0), count::number(&found[1])) else {
            continue;
        };
        let name_end = folded
            .find(['(', '[', ':'])
            .filter(|at| *at <= counts[0].get(0).map_or(0, |first| first.start()))
            .unwrap_or_else(|| counts[0].get(0).map_or(0, |first| first.start()));
        let name = part.part(0, name_end).trimmed(&['-', '·', ':', ',', '○', '●', '■', '*', '▪', '•']);
        let mut place = (!name.text.is_empty()).then(|| name.stated("count.nested.place"));
        if let Some(owner) = owner {
            match place.as_mut() {
                Some(place) => place.value = format!("{} {}", owner.text, place.value),
                None => place = Some(owner.stated("count.nested.place")),
            }
        }
        let quote = part.quote(all.start(), all.end(), "count.nested");
        gathered.rows.push(CameraRow {
            place,
            count: Some(Stated::new(value, quote)),
            unit: unit(&part),
            ..CameraRow::default()
        });
    }
    gathered.rows.len() - before
}

/// Parts between commas, slashes and line ends that stand outside brackets.
fn split_outside_brackets(words: &Slice) -> Vec<Slice> {
    let depth = std::cell::Cell::new(0i32);
    let previous_digit = std::cell::Cell::new(false);
    let digits: Vec<bool> = words.text.chars().map(|c| c.is_ascii_digit()).chain([false]).collect();
    let index = std::cell::Cell::new(0usize);
    words.split(|c| {
        let at = index.get();
        index.set(at + 1);
        match c {
            '(' | '[' | '（' => depth.set(depth.get() + 1),
            ')' | ']' | '）' => depth.set(depth.get() - 1),
            _ => {}
        }
        let between_digits = c == ',' && previous_digit.get() && digits.get(at + 1).copied().unwrap_or(false);
        previous_digit.set(c.is_ascii_digit());
        depth.get() <= 0 && !between_digits && matches!(c, ',' | '/' | '\n' | ';' | '、' | '，')
    })
}

/// One row a camera: a serial number or a model for each, and no count column.
fn inventory(placed: &Placed<'_>, gathered: &mut Gathered) {
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

/// Counts in lists: `설치 대수: 58대` under each facility, places with their numbers in brackets.
fn lists(reading: &Reading<'_>, gathered: &mut Gathered) {
    let labelled: Vec<&Statement> = reading
        .statements
        .iter()
        .filter(|statement| {
            statement.labelled
                && statement.label.has(Topic::Count)
                && !statement.label.any(&[Topic::Contract, Topic::Mobile])
        })
        .collect();
    for statement in &labelled {
        let cell = count::parse(statement.words.folded(), Unit::Cameras);
        if cell.placeholder {
            gathered.placeholder.get_or_insert_with(|| statement.words.whole("count.placeholder"));
            continue;
        }
        let several = NESTED.find_iter(statement.words.folded()).count() > 1;
        if several
            && claimed(&statement.words).is_none()
            && nested(&statement.words, statement.facility.as_ref(), gathered) > 0
        {
            continue;
        }
        let Some(value) = cell
            .cameras
            .filter(|_| !several || cell.total || labelled.len() > 1 || starts_with_count(&statement.words))
        else {
            continue;
        };
        let place = place_of(reading, statement)
            .or_else(|| statement.facility.as_ref().map(|name| name.stated("count.facility")));
        let count = Some(Stated::new(value, number_quote(&statement.words, value, "count.label")));
        gathered.rows.push(CameraRow { place, count, unit: unit(&statement.words), ..CameraRow::default() });
        if let Some(sites) = cell.sites.filter(|_| labelled.len() == 1) {
            gathered.sites.push(Stated::new(sites, statement.words.whole("count.label.sites")));
        }
    }
    if gathered.rows.is_empty() {
        bare_lines(reading, gathered);
    }
    if !gathered.rows.is_empty() {
        return;
    }
    for statement in &reading.statements {
        if !statement.section.any(&[Topic::Count, Topic::Place])
            || statement.about(Topic::Range) && !statement.about(Topic::Place)
        {
            continue;
        }
        if statement.words.folded().ends_with("니다.") && claimed(&statement.words).is_some() {
            continue;
        }
        // 본관 1층: 로비(6대), 원무과 창구(3대): what stands before the colon names all of them.
        let folded = statement.words.folded();
        match folded.find(':').filter(|at| NESTED.is_match(&folded[*at..]) && !NESTED.is_match(&folded[..*at])) {
            Some(at) => {
                let owner = statement.words.part(0, at).trimmed(&['-', '·', '○', '●', '■', '*', '▪', '•', '▸', '▶']);
                let rest = statement.words.part(at + 1, folded.len());
                nested(&rest, Some(&owner), gathered);
            }
            None => {
                nested(&statement.words, statement.facility.as_ref(), gathered);
            }
        }
    }
}

/// Lines of a place and a bare number, three and more of them with nothing else in between: 유희실 2, 급식실 1.
fn bare_lines(reading: &Reading<'_>, gathered: &mut Gathered) {
    static BARE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^([^\d].{1,40}?)(\d{1,3})(?:대)?$").expect("pattern"));
    let mut rows = Vec::new();
    for statement in reading.statements.iter().filter(|one| one.section.has(Topic::Count) && one.label.is_empty()) {
        let words = &statement.words;
        let Some(found) = BARE.captures(words.folded()) else { return };
        let (Some(name), Some(number)) = (found.get(1), found.get(2)) else { return };
        // The number stands apart in the source.
        let (first, _) = words.fold.source(number.start(), number.end());
        let apart = words.text.chars().nth(first.saturating_sub(1) as usize).is_some_and(char::is_whitespace);
        let Some(value) = count::number(number.as_str()).filter(|_| apart) else { return };
        let place = words.part(name.start(), name.end()).stated("count.line.place");
        let quote = words.quote(number.start(), number.end(), "count.line");
        rows.push(CameraRow { place: Some(place), count: Some(Stated::new(value, quote)), ..CameraRow::default() });
    }
    if rows.len() >= 3 {
        gathered.rows = rows;
    }
}

fn starts_with_count(words: &Slice) -> bool {
    NESTED.find(words.folded()).is_some_and(|found| found.start() <= 6)
}

/// The place that the same facility's list names.
fn place_of(reading: &Reading<'_>, count: &Statement) -> Option<Stated<String>> {
    let mut place = reading
        .statements
        .iter()
        .filter(|statement| {
            statement.labelled && statement.label.has(Topic::Place) && statement.facility == count.facility
        })
        .min_by_key(|statement| statement.order.abs_diff(count.order))?
        .words
        .stated("count.label.place");
    if let Some(facility) = &count.facility {
        place.value = format!("{} {}", facility.text, place.value);
    }
    Some(place)
}

/// Places with their counts in a sentence: 사옥에는 … 23대가 있고, 전시실 24대, 로비 6대 등 모두 30대.
fn placed_in_prose(clause: &Slice, gathered: &mut Gathered) {
    let folded = clause.folded();
    let total = claimed(clause).map(|total| total.value);
    let mut start = 0;
    let mut rows = Vec::new();
    for found in NESTED.captures_iter(folded) {
        let (Some(all), Some(value)) = (found.get(0), count::number(&found[1])) else {
            continue;
        };
        let piece = &folded[start..all.start()];
        let from = start;
        start = all.end();
        let claims = ["총", "모두", "합계", "전체", "합하여"].iter().any(|word| piece.ends_with(word));
        if claims && Some(value) == total
            || piece.contains("주차대수")
            || NOT_OURS.is_match(piece) && !piece.contains("주차장")
        {
            continue;
        }
        // The place stands before 에는 or 에; what follows it describes the place. Else it stands right before the number.
        let marked = ["에는", "에서는", "에"].iter().filter_map(|mark| piece.find(mark)).min();
        let (name_start, name_end) = match marked {
            Some(end) => (0, end),
            None => (piece.rfind([',', '(', ':', '/']).map_or(0, |at| at + 1), piece.len()),
        };
        let name = clause
            .part(from + name_start, from + name_end)
            .trimmed(&[',', '.', '가', '를', '이', ' ', '며', '고', '대', '(', '-']);
        if (2..=40).contains(&name.folded().chars().count()) {
            let quote = clause.quote(all.start(), all.end(), "count.prose.place");
            rows.push(CameraRow {
                place: Some(name.stated("count.prose.place")),
                count: Some(Stated::new(value, quote)),
                ..CameraRow::default()
            });
        }
    }
    if rows.len() > gathered.prose_rows.len() {
        gathered.prose_rows = rows;
    }
}

/// Places with bare numbers: 매표소 3, 숲속의집 8, or 식당(3), 로비(4). Believed only when they add up to the total.
fn numbered_places(words: &Slice, gathered: &mut Gathered) {
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(.*?[^\d(])\(?(\d{1,3})\)?$").expect("pattern"));
    let mut rows = Vec::new();
    for part in words.split(|c| matches!(c, ',' | '/' | '\n')) {
        let Some(found) = NUMBERED.captures(part.folded()) else { return };
        let (Some(name), Some(number)) = (found.get(1), found.get(2)) else { return };
        let Some(value) = count::number(number.as_str()) else { return };
        let place = part.part(name.start(), name.end()).stated("count.numbered_place");
        let quote = part.quote(number.start(), number.end(), "count.numbered_place");
        rows.push(CameraRow { place: Some(place), count: Some(Stated::new(value, quote)), ..CameraRow::default() });
    }
    if rows.len() > 1 && rows.len() > gathered.prose_rows.len() {
        gathered.prose_rows = rows;
    }
}

/// Totals and absences in sentences.
fn prose(statement: &Statement, gathered: &mut Gathered) {
    let counted = statement.section.any(&[Topic::Count, Topic::Place]) || statement.label.has(Topic::Count);
    let folded = statement.words.folded();
    let foreign = statement.section.any(&[
        Topic::Contract,
        Topic::Request,
        Topic::Safeguards,
        Topic::Check,
        Topic::Foreign,
        Topic::Signboard,
        Topic::Change,
    ]);
    if foreign && !counted {
        return;
    }
    for clause in statement.words.sentences() {
        if counted {
            placed_in_prose(&clause, gathered);
        }
        if let Some(total) = claimed(&clause) {
            if !NOT_OURS.is_match(clause.folded()) || counted && !clause.folded().contains("주차대수") {
                gathered.prose_totals.push(total);
            }
        } else if counted || folded.contains("운영하고") || folded.contains("설치") {
            for found in STATED.captures_iter(clause.folded()) {
                let (Some(all), Some(number)) = (found.get(0), found.get(1).or_else(|| found.get(2))) else {
                    continue;
                };
                let tail: String = clause.folded()[all.end()..].chars().take(6).collect();
                if NOT_OURS.is_match(clause.folded()) || tail.contains("포함") {
                    continue;
                }
                if let Some(value) = count::number(number.as_str()) {
                    let quote = clause.quote(all.start(), all.end(), "count.prose");
                    gathered.prose_totals.push(Total { value, quote });
                }
            }
        }
    }
    if counted {
        if ELSEWHERE.is_match(folded) {
            gathered.elsewhere.get_or_insert_with(|| statement.words.whole("count.elsewhere"));
        }
        if folded.contains("○○대") || folded.contains("00대") || folded.contains("OO대") {
            gathered.placeholder.get_or_insert_with(|| statement.words.whole("count.placeholder"));
        }
    }
}
