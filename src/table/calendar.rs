//! Dates and times as the tables hold them.

use crate::attempt::Timestamp;
use crate::normalise::date::Date;

/// Days from 1970-01-01 to a date; `None` when only its month is given.
pub fn day_number(date: Date) -> Option<i32> {
    let day = i32::from(date.day?);
    // Years begin in March here, so that the day added in leap years is the last; see Howard Hinnant's
    // "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    let month = i32::from(date.month);
    let year = i32::from(date.year) - i32::from(month <= 2);
    let century_days = year / 4 - year / 100 + year / 400;
    let from_march = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(365 * year + century_days + from_march - 719_468)
}

/// A moment as RFC 3339 in UTC, with milliseconds: `2026-11-21T09:30:00.250Z`.
pub fn rfc3339(at: Timestamp) -> String {
    let (days, millis) = (at.0.div_euclid(86_400_000), at.0.rem_euclid(86_400_000));
    let (year, month, day) = civil(days);
    let (hour, minute) = (millis / 3_600_000, millis / 60_000 % 60);
    let (second, milli) = (millis / 1000 % 60, millis % 1000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

/// A day number as `YYYY-MM-DD`.
pub fn day_text(number: i32) -> String {
    let (year, month, day) = civil(i64::from(number));
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day of a day number; the inverse of [`day_number`] (`civil_from_days` of the same source).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let cases = [
            ((2000, 1, Some(1)), Some(10_957)),
            ((2000, 2, Some(29)), Some(11_016)),
            ((2000, 3, Some(1)), Some(11_017)),
            ((2023, 9, Some(15)), Some(19_615)),
            ((2099, 12, Some(31)), Some(47_481)),
            ((2023, 9, None), None),
        ];
        for ((year, month, day), expected) in cases {
            let date = Date::new(year, month, day).expect("a date");
            assert_eq!(day_number(date), expected, "{date}");
        }
    }

    #[test]
    fn a_day_number_leads_back_to_its_day() {
        for year in 1990..=2099 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let Some(date) = Date::new(year, month, Some(day)) else {
                        continue;
                    };
                    let number = day_number(date).expect("a day");
                    let expected = (i64::from(year), i64::from(month), i64::from(day));
                    assert_eq!(civil(i64::from(number)), expected);
                }
            }
        }
    }

    #[test]
    fn moments_are_utc() {
        let cases = [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_795_253_400_250, "2026-11-21T09:30:00.250Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ];
        for (millis, expected) in cases {
            assert_eq!(rfc3339(Timestamp(millis)), expected);
        }
    }
}
