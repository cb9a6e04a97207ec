//! How many cameras, where: 시행령 제25조제1항제2호. Tables first, then lists, then prose; totals against sums.

mod counted;
mod lists;
mod matrix;
mod names;
mod nested;
mod prose;
mod same;
mod table;
mod totals;
mod years;

use crate::extract::statements::{Sections, Statement};
use crate::extract::vocabulary::{self, Column, Topic, Topics};
use crate::model::policy::{CameraRow, Field, Quote, State, Stated, TotalBasis};
use crate::normalise::count;
use lists::lists;
use nested::NOT_OURS;
use prose::{numbered_places, prose};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use table::table;

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
    /// Which rows came from which table.
    lists: Vec<Range<usize>>,
    /// A listed row has no count, so a sum would be too small.
    incomplete: bool,
}

/// Reads what a policy says about its cameras.
pub(crate) fn read(reading: &Sections<'_>) -> Cameras {
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
    say_what_is_not_read(reading, &mut gathered);
    // Parts named in running text replace a lone row when they add up to what is stated.
    gathered.rows.iter_mut().chain(&mut gathered.prose_rows).for_each(tidy_place);
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

/// Where nothing was read and the policy speaks of numbers of cameras, the words that do: they are there and not understood.
/// Lines with counts below a table that gave one row show that it is only a part of a list.
fn say_what_is_not_read(reading: &Sections<'_>, gathered: &mut Gathered) {
    let counted = |topics: Topics| topics.any(&[Topic::Count, Topic::Place]);
    let lines = reading.statements.iter().filter(|statement| {
        counted(statement.section) && statement.label.is_empty() && !statement.words.folded().ends_with("다.")
    });
    let left = || {
        let after = reading.tables.iter().filter(|placed| counted(placed.section)).map(|placed| placed.order).max();
        let mut lines = lines.clone().filter(|line| after.is_none_or(|table| line.order > table));
        let is_left = |line: &&Statement| {
            let folded = line.words.folded();
            count::cameras(folded).iter().any(|found| found.value.is_some()) && !NOT_OURS.is_match(folded)
        };
        lines.find(is_left).map(|line| line.words.whole("count.left_over"))
    };
    let alone = gathered.tables == 1
        && gathered.rows.len() == 1
        && gathered.table_totals.is_empty()
        && gathered.prose_totals.is_empty();
    if let Some(quote) = alone.then(left).flatten() {
        gathered.incomplete = true;
        gathered.unparsed.get_or_insert(quote);
    }
    if !gathered.rows.is_empty() || gathered.unparsed.is_some() {
        return;
    }
    let mut titles = reading.tables.iter().flat_map(|placed| placed.table.grid.cells.iter());
    let title = titles.find(|cell| vocabulary::column_of(cell) == Some(Column::Count));
    let heading = || {
        let mut bare = reading.headings.iter().filter(|heading| heading.topics.has(Topic::Count) && !heading.filled);
        bare.next().map(|heading| heading.words.whole("count.heading"))
    };
    gathered.unparsed = title.map(|cell| cell.whole("count.title")).or_else(left).or_else(heading);
}

/// Takes from a place what counts it, and the particle that ties it to the count; a number of sites is no place.
fn tidy_place(row: &mut CameraRow) {
    static COUNTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[0-9,]+대[,\s]+").expect("pattern"));
    static SITES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[0-9,]+\s*개소\)?$").expect("pattern"));
    // Bullets of a list within the cell.
    static BULLETS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(^|\s)[•▪○●◦▸■□◆ㆍ]\s*|^[-·*]\s+").expect("pattern"));
    static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:고정형 ?)?(?:(?:CCTV|cctv|카메라|영상정보처리기기)(?:는|은|를|을|가)|있고,) +")
            .expect("pattern")
    });
    let Some(place) = &mut row.place else { return };
    let named = SUBJECT.replace(&place.value, "").into_owned();
    if named != place.value {
        place.value = named;
    }
    let plain = BULLETS.replace_all(&place.value, "$1").trim().to_owned();
    let named = COUNTED.replace(plain.trim_end_matches([',', '·', ' ']), "");
    // 자료실과 현관에 9대: no place ends so otherwise.
    let named = named.strip_suffix('에').unwrap_or(&named);
    if named.is_empty() || SITES.is_match(named) {
        row.place = None;
    } else if *named != *place.value {
        place.value = named.to_owned();
    }
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
        lists: _,
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
