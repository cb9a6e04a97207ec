//! One list in several tables: for two screens, by count and by manager, by purpose and by place. It counts once.

use super::Gathered;
use crate::extract::fold;
use crate::model::policy::CameraRow;
use std::collections::BTreeSet;

/// Sum from which two lists with the same sum are taken for one: no two facilities have as many by accident.
const TELLING_SUM: u32 = 300;
/// Rows with the same counts in the same order that are no accident.
const TELLING_ROWS: usize = 5;

/// Adds what one table gave, unless an earlier one gave it.
pub(super) fn join(own: Gathered, gathered: &mut Gathered) {
    gathered.incomplete |= own.incomplete;
    let Gathered { placeholder, elsewhere, unparsed, .. } = own;
    gathered.placeholder = gathered.placeholder.take().or(placeholder);
    gathered.elsewhere = gathered.elsewhere.take().or(elsewhere);
    gathered.unparsed = gathered.unparsed.take().or(unparsed);
    let earlier = gathered.lists.iter().position(|list| is_same(&gathered.rows[list.clone()], &own.rows));
    if let Some(earlier) = earlier {
        let list = gathered.lists[earlier].clone();
        if list.len() < own.rows.len() {
            // The longer of the two says more.
            let more = own.rows.len() - list.len();
            gathered.rows.splice(list.clone(), own.rows);
            gathered.lists[earlier].end += more;
            for later in &mut gathered.lists[earlier + 1..] {
                *later = later.start + more..later.end + more;
            }
        }
        let known = |total: &super::Total| gathered.table_totals.iter().any(|seen| seen.value == total.value);
        let new: Vec<super::Total> = own.table_totals.into_iter().filter(|total| !known(total)).collect();
        if gathered.table_totals.is_empty() {
            gathered.table_totals.extend(new);
        }
        if gathered.sites.is_empty() {
            gathered.sites.extend(own.sites);
        }
        return;
    }
    if !own.rows.is_empty() {
        gathered.lists.push(gathered.rows.len()..gathered.rows.len() + own.rows.len());
    }
    gathered.rows.extend(own.rows);
    gathered.table_totals.extend(own.table_totals);
    gathered.sites.extend(own.sites);
    gathered.tables += own.tables;
}

/// Whether two tables list the same cameras.
fn is_same(one: &[CameraRow], other: &[CameraRow]) -> bool {
    if one.is_empty() || other.is_empty() {
        return false;
    }
    let counts = |rows: &[CameraRow]| -> Vec<u32> {
        rows.iter().filter_map(|row| row.count.as_ref().map(|count| count.value)).collect()
    };
    let (mut ours, mut theirs) = (counts(one), counts(other));
    let sums = (ours.iter().sum::<u32>(), theirs.iter().sum::<u32>());
    if sums.0 != sums.1 || sums.0 == 0 {
        return false;
    }
    let named = |rows: &[CameraRow]| -> BTreeSet<String> { rows.iter().filter_map(name).collect() };
    let (names, others) = (named(one), named(other));
    let shared = names.intersection(&others).count();
    let alike = shared * 2 >= names.len().max(others.len()).max(1);
    if one.len() == other.len()
        && one.len() >= TELLING_ROWS
        && ours == theirs
        && ours.iter().any(|count| *count != ours[0])
    {
        return true;
    }
    ours.sort_unstable();
    theirs.sort_unstable();
    alike && ours == theirs || one.len() + other.len() > 2 && sums.0 >= TELLING_SUM
}

/// What a row is about, in letters only.
fn name(row: &CameraRow) -> Option<String> {
    let words = [&row.place, &row.purpose, &row.department];
    words.into_iter().flatten().next().map(|words| fold::bare(&words.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::span::Span;
    use crate::model::policy::Stated;

    fn rows(rows: &[(&str, u32)]) -> Vec<CameraRow> {
        let row = |(place, count): &(&str, u32)| {
            let words = Span::new(0, 0, place);
            let place = Some(words.stated("test"));
            CameraRow { place, count: Some(Stated::new(*count, words.whole("test"))), ..CameraRow::default() }
        };
        rows.iter().map(row).collect()
    }

    #[test]
    fn lists_are_told_from_facilities_with_as_many() {
        let list = rows(&[("정문", 6), ("후문", 5)]);
        assert!(is_same(&list, &list));
        assert!(is_same(&list, &rows(&[("후문", 5), ("정 문", 6)])));
        assert!(!is_same(&list, &rows(&[("본관", 6), ("별관", 5)])));
        assert!(!is_same(&rows(&[("가관", 3)]), &rows(&[("나관", 3)])));
        let by_place = rows(&[("골목길", 812), ("공원", 93)]);
        assert!(is_same(&by_place, &rows(&[("방범", 700), ("어린이보호", 205)])));
        let plain = rows(&[("가", 1), ("나", 1), ("다", 1), ("라", 1), ("마", 1)]);
        assert!(!is_same(&plain, &rows(&[("바", 1), ("사", 1), ("아", 1), ("자", 1), ("차", 1)])));
    }
}
