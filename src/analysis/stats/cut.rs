//! Where a ranked list is cut: never among rows of one value, of which nobody could say why some are shown.

/// How much of a ranked list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// Rows shown, from the first.
    pub shown: usize,
    /// Rows of one value at the edge that were left out together, because they are too many; 0 where nothing ties there.
    pub tied: usize,
    /// Rows of the list.
    pub all: usize,
}

/// Cuts a ranked list at about `most` rows; `same` tells rows of equal rank.
///
/// Rows that tie with the last one are shown as well, as long as that makes the list no more than twice as long; else none
/// of them is.
pub fn cut<T>(rows: &[T], most: usize, same: impl Fn(&T, &T) -> bool) -> Cut {
    let all = rows.len();
    let Some(edge) = most.checked_sub(1).and_then(|last| rows.get(last)).filter(|_| all > most) else {
        return Cut { shown: all.min(most), tied: 0, all };
    };
    let ties = |row: &&T| same(edge, row);
    let end = most + rows[most..].iter().take_while(ties).count();
    if end <= 2 * most {
        return Cut { shown: end, tied: 0, all };
    }
    let start = most - rows[..most].iter().rev().take_while(ties).count();
    Cut { shown: start, tied: end - start, all }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_list_is_cut_among_ties() {
        // Values, rows wanted; rows shown, rows left out for being equal.
        let cases: [(&[u32], usize, usize, usize); 8] = [
            (&[5, 4, 3], 3, 3, 0),
            (&[5, 4, 3, 2], 3, 3, 0),
            (&[5, 4, 3, 3, 3, 2], 3, 5, 0),
            (&[5, 4, 3, 3, 3, 3, 3, 2], 3, 2, 5),
            (&[5, 5, 5, 5, 5, 5, 5], 3, 0, 7),
            (&[5, 5, 5, 5, 5, 5], 3, 6, 0),
            (&[], 3, 0, 0),
            (&[1], 0, 0, 0),
        ];
        for (rows, most, shown, tied) in cases {
            assert_eq!(cut(rows, most, |one, other| one == other), Cut { shown, tied, all: rows.len() }, "{rows:?}");
        }
    }
}
