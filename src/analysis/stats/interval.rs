//! Middle values and shares with the intervals in which chance alone could have moved them.
//!
//! Every function works on values with the number of times they occur, ascending: a million policies have few distinct
//! retention periods.

use super::Share;

/// Confidence of every interval, in per cent.
pub const CONFIDENCE: u32 = 95;
/// Largest number of values for which the binomial distribution is added up term by term; 2⁻¹⁰⁰⁰ is still a number.
const EXACT: u64 = 1000;
/// Standard normal quantile of 97.5%.
const Z: f64 = 1.959_963_984_540_054;

/// The middle of some values and an interval around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Median<T> {
    /// Values there are: the denominator.
    pub values: u64,
    /// The middle one, the lower of two.
    pub value: T,
    /// The two order statistics that enclose the median of what was sampled with a confidence of at least 95%, without
    /// any assumption on how values are distributed; nothing below six values, of which no two enclose it so surely.
    pub interval: Option<(T, T)>,
}

/// The median of values with their counts, ascending; nothing of nothing.
pub fn median<T: Copy>(counts: &[(T, u64)]) -> Option<Median<T>> {
    let values = counts.iter().map(|(_, count)| count).sum();
    let at = |rank: u64| nth(counts, rank);
    let interval = lower_rank(values).and_then(|rank| Some((at(rank)?, at(values + 1 - rank)?)));
    Some(Median { values, value: at(values.div_ceil(2))?, interval })
}

/// The value of a rank, from 1, among values with their counts.
pub(super) fn nth<T: Copy>(counts: &[(T, u64)], rank: u64) -> Option<T> {
    let mut seen = 0;
    counts.iter().filter(|_| rank > 0).find_map(|(value, count)| {
        seen += count;
        (seen >= rank).then_some(*value)
    })
}

/// Sorted values with their counts.
pub(super) fn counted<T: Copy>(mut values: Vec<T>, order: impl Fn(&T, &T) -> std::cmp::Ordering) -> Vec<(T, u64)> {
    values.sort_by(&order);
    let mut counts: Vec<(T, u64)> = Vec::new();
    for value in values {
        match counts.last_mut() {
            Some((last, count)) if order(last, &value).is_eq() => *count += 1,
            _ => counts.push((value, 1)),
        }
    }
    counts
}

/// The greatest rank r such that fewer than r of n values lie below the median with a probability of at most 2.5 %:
/// r and n + 1 − r are then the ranks of the interval (David and Nagaraja, Order Statistics, 3rd ed., 7.1).
fn lower_rank(n: u64) -> Option<u64> {
    let tail = f64::from(100 - CONFIDENCE) / 200.0;
    if n > EXACT {
        // Normal approximation with the continuity correction, rounded away from the middle.
        let rank = (n as f64 / 2.0 - Z * (n as f64).sqrt() / 2.0 + 0.5).floor();
        return Some(rank as u64);
    }
    let (mut term, mut sum, mut rank) = (0.5f64.powi(n as i32), 0.0, 0);
    while rank < n {
        sum += term;
        if sum > tail {
            break;
        }
        rank += 1;
        term *= (n + 1 - rank) as f64 / rank as f64;
    }
    (rank > 0).then_some(rank)
}

impl Share {
    /// The share and its Wilson score interval in per cent, confidence 95% (Wilson 1927); nothing of fewer than
    /// [`FEWEST`](super::FEWEST).
    pub fn interval(self) -> Option<(f64, f64)> {
        if self.of < super::FEWEST {
            return None;
        }
        let n = self.of as f64;
        let p = self.part as f64 / n;
        let spread = 1.0 + Z * Z / n;
        let middle = (p + Z * Z / (2.0 * n)) / spread;
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt() / spread;
        // None and all are limits that rounding must not move.
        let low = if self.part == 0 { 0.0 } else { (middle - half).max(0.0) };
        let high = if self.part == self.of { 1.0 } else { (middle + half).min(1.0) };
        Some((low * 100.0, high * 100.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_those_of_the_tables() {
        // Tables of the sign test at 5% (two-sided): the greatest number of minus signs that is significant, and one.
        let cases = [
            (5, None),
            (6, Some(1)),
            (8, Some(1)),
            (9, Some(2)),
            (10, Some(2)),
            (15, Some(4)),
            (20, Some(6)),
            (25, Some(8)),
            (100, Some(40)),
            (1000, Some(469)),
        ];
        for (n, expected) in cases {
            assert_eq!(lower_rank(n), expected, "{n}");
        }
        // Beyond the exact sums the ranks go on where these end.
        assert_eq!(lower_rank(1001), Some(469));
        assert_eq!(lower_rank(1_000_000), Some(499_020));
    }

    #[test]
    fn the_middle_of_two_is_the_lower() {
        assert_eq!(median::<u64>(&[]), None);
        assert_eq!(median(&[(30, 1), (60, 1)]), Some(Median { values: 2, value: 30, interval: None }));
        let nine: Vec<(u64, u64)> = (1..=9).map(|value| (value, 1)).collect();
        assert_eq!(median(&nine), Some(Median { values: 9, value: 5, interval: Some((2, 8)) }));
        assert_eq!(
            median(&[(30, 90), (60, 8), (90, 2)]),
            Some(Median { values: 100, value: 30, interval: Some((30, 30)) })
        );
    }

    #[test]
    fn shares_of_few_are_uncertain() {
        assert_eq!(Share { part: 0, of: 0 }.interval(), None);
        let (low, high) = Share { part: 8, of: 10 }.interval().expect("an interval");
        assert!((low - 49.02).abs() < 0.01 && (high - 94.33).abs() < 0.01, "{low} {high}");
        let (low, high) = Share { part: 10, of: 10 }.interval().expect("an interval");
        assert!((low - 72.25).abs() < 0.01 && (high - 100.0).abs() < 1e-9, "{low} {high}");
        assert_eq!(Share { part: 0, of: 7 }.interval().map(|(low, _)| low), Some(0.0));
    }
}
