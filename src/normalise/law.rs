//! How far the law behind the rules of the audit is known.

use super::date::Date;

/// The day on which the texts behind the rules were last looked up. It is the day of the law for documents that
/// nobody crawled: what came into force later is not known here, and a clock would make equal input differ.
pub const CHECKED: Date = Date { year: 2026, month: 11, day: Some(21) };

/// Whether a day, as tables write it (`YYYY-MM-DD`), comes after [`CHECKED`]: changes of the law in between are not
/// known.
pub fn is_unchecked(as_of: &str) -> bool {
    as_of > CHECKED.to_string().as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_later_days_are_unchecked() {
        for (day, unchecked) in
            [("2016-01-01", false), ("2026-11-21", false), ("2026-11-22", true), ("2030-01-01", true)]
        {
            assert_eq!(is_unchecked(day), unchecked, "{day}");
        }
    }
}
