//! Instants and the civil calendar: how moments and days are counted and written.

use crate::normalise::date::Date;

/// Korea Standard Time is nine hours ahead of UTC the whole year.
const KOREA_MS: i64 = 9 * 3_600_000;

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

/// Milliseconds since 1970-01-01T00:00:00Z. Always given from outside; nothing pure reads a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// RFC 3339 in UTC to the second, as WARC 1.1 wants it: `2026-11-21T21:34:58Z`.
    pub fn rfc3339(self) -> String {
        let civil = Civil::of(self);
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second
        )
    }

    /// The moment in Korea, for people: `2026-11-22 06:34:58 KST (+09:00)`.
    pub fn korean(self) -> String {
        format!("{} KST (+09:00)", self.korean_clock())
    }

    /// The same without the zone, for tables that name it once: `2026-11-22 06:34:58`.
    pub fn korean_clock(self) -> String {
        self.plus(KOREA_MS).rfc3339().trim_end_matches('Z').replace('T', " ")
    }

    /// A moment as it is written in the tables: RFC 3339 in UTC, fractions of a second left out.
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
        let time = time.split('.').next()?;
        let numbers = |text: &str, between: char| -> Option<[i64; 3]> {
            let parts: Vec<i64> = text.split(between).map(|part| part.parse().ok()).collect::<Option<_>>()?;
            parts.try_into().ok()
        };
        let ([year, month, day], [hour, minute, second]) = (numbers(date, '-')?, numbers(time, ':')?);
        let valid = (0..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        let valid = valid && (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
        valid.then(|| Self::from_civil(year, month, day, hour * 3600 + minute * 60 + second))
    }

    /// The same without separators, the form of a crawl's name: `20261121T213458Z`.
    pub fn compact(self) -> String {
        self.rfc3339().chars().filter(|sign| !matches!(sign, '-' | ':')).collect()
    }

    /// This instant moved by milliseconds, at the ends of the scale held there.
    pub fn plus(self, milliseconds: i64) -> Self {
        Self(self.0.saturating_add(milliseconds))
    }

    /// The second, in UTC, of a calendar day and a time of day.
    pub fn from_civil(year: i64, month: i64, day: i64, second_of_day: i64) -> Self {
        // Days from the era of the proleptic Gregorian calendar, with the year starting in March.
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = era * 146_097 + day_of_era - 719_468;
        Self((days * 86_400 + second_of_day) * 1000)
    }
}

/// A second on the calendar, in UTC.
struct Civil {
    pub(crate) year: i64,
    pub(crate) month: i64,
    pub(crate) day: i64,
    pub(crate) hour: i64,
    pub(crate) minute: i64,
    pub(crate) second: i64,
}

impl Civil {
    pub(crate) fn of(instant: Timestamp) -> Self {
        let seconds = instant.0.div_euclid(1000);
        let days = seconds.div_euclid(86_400) + 719_468;
        let of_day = seconds.rem_euclid(86_400);
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        Self {
            year: era * 400 + year_of_era + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * shifted_month + 2) / 5 + 1,
            hour: of_day / 3600,
            minute: of_day / 60 % 60,
            second: of_day % 60,
        }
    }
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

    #[test]
    fn people_are_told_the_time_in_korea() {
        let moment = Timestamp::parse_rfc3339("2026-11-21T21:34:58.250Z").expect("a moment");
        assert_eq!(moment.korean(), "2026-11-22 06:34:58 KST (+09:00)");
        assert_eq!(Timestamp::parse_rfc3339(&moment.rfc3339()), Some(moment));
        for text in ["", "2026-11-21", "2026-11-21T21:34:58", "2026-13-21T21:34:58Z", "x-11-21T21:34:58Z"] {
            assert_eq!(Timestamp::parse_rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn instants_are_written_in_utc() {
        let cases = [
            (0, "1970-01-01T00:00:00Z"),
            (1_792_618_498_999, "2026-10-21T21:34:58Z"),
            (951_782_400_000, "2000-02-29T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ];
        for (instant, text) in cases {
            assert_eq!(Timestamp(instant).rfc3339(), text);
        }
        assert_eq!(Timestamp(0).compact(), "19700101T000000Z");
    }

    #[test]
    fn the_calendar_goes_both_ways() {
        for day in (-200_000..200_000).step_by(37) {
            let instant = Timestamp(day * 86_400_000 + 3_661_000);
            let civil = Civil::of(instant);
            let back = Timestamp::from_civil(civil.year, civil.month, civil.day, 3661);
            assert_eq!(back, instant);
        }
    }
}
