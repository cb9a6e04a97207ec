//! Counts of several years side by side, and counts before and after a change: only the latest is what there is.

use crate::extract::fold;
use crate::extract::table::RecordTable;
use crate::extract::vocabulary::Column;
use crate::normalise::count::{self, Unit};
use regex::Regex;
use std::sync::LazyLock;

static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])((?:19|20)[0-9]{2})(?:[^0-9]|$)|(?:^|[^0-9])'([0-9]{2})[년.]").expect("pattern")
});
/// Titles of what was, with an example each: 전년도, 변경 전, 종전, 당초.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:설치)?(?:대수)?(?:전년도?(?:말)?|작년도?|지난해|기존|당초|종전|이전|(?:변경|개정|증설|교체)전)(?:설치)?(?:대수|대|수량)?$")
        .expect("pattern")
});
/// Titles of what is, with an example each: 금년도, 올해, 변경 후, 현재.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:설치)?(?:대수)?(?:금년도?|올해|당해년?도?|현재|현행|최종|변경|(?:변경|개정|증설|교체)후|개정안?)(?:설치)?(?:대수|대|수량)?$",
    )
    .expect("pattern")
});

/// The column of the latest counts, where columns differ in nothing but when they counted.
pub(super) fn latest(view: &RecordTable) -> Option<usize> {
    let mut years: Vec<(u16, usize)> = Vec::new();
    let (mut before, mut after) = (None, None);
    for (index, head) in view.heads.iter().enumerate() {
        let title = fold::fold(&head.title);
        let known =
            matches!(head.column, None | Some(Column::Count | Column::Subtotal | Column::Installed | Column::Revision));
        if !known || !is_counted(view, index) {
            continue;
        }
        let found: Vec<u16> = YEAR
            .captures_iter(&title)
            .filter_map(|year| match (year.get(1), year.get(2)) {
                (Some(year), _) => year.as_str().parse().ok(),
                (None, Some(short)) => short.as_str().parse().ok().map(|short: u16| 2000 + short),
                _ => None,
            })
            .collect();
        if let [year] = found.as_slice() {
            years.push((*year, index));
        }
        let letters = fold::letters(&title);
        if BEFORE.is_match(&letters) {
            before = Some(index);
        } else if AFTER.is_match(&letters) {
            after = Some(index);
        }
    }
    let last = years.iter().max().copied();
    let differ = years.iter().any(|(year, _)| Some(*year) != last.map(|(last, _)| last));
    last.filter(|_| differ).map(|(_, index)| index).or(after.filter(|_| before.is_some()))
}

/// Whether a column holds counts and nothing else.
fn is_counted(view: &RecordTable, column: usize) -> bool {
    let cells = (0..view.records.len()).filter_map(|record| view.cell(record, column));
    let mut any = false;
    let all = cells.inspect(|_| any = true).all(|cell| {
        let count = count::parse(cell.folded(), Unit::Cameras);
        count.cameras.is_some() && cell.folded().chars().count() <= 12
    });
    all && any
}
