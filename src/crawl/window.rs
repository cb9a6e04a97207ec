//! Hours of the day in which requests may be sent, by the clock of Korea, where the hosts are.

use crate::model::time::Timestamp;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;
/// Korea Standard Time is nine hours ahead of UTC the whole year.
const KOREA_MS: i64 = 9 * 3_600_000;

/// A stretch of the day, possibly across midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    start_ms: i64,
    length_ms: i64,
}

impl Window {
    /// Reads `H:M-H:M`, for instance `22:00-06:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let (start, end) = text.split_once('-')?;
        let (start_ms, end_ms) = (time_of_day(start)?, time_of_day(end)?);
        let length_ms = match end_ms - start_ms {
            DAY_MS => DAY_MS,
            length => length.rem_euclid(DAY_MS),
        };
        (length_ms > 0).then_some(Self { start_ms, length_ms })
    }

    /// When requests may be sent next: now, or when the window opens.
    pub fn opens(self, now: Timestamp) -> Timestamp {
        let since_start = (now.0 + KOREA_MS - self.start_ms).rem_euclid(DAY_MS);
        if since_start < self.length_ms { now } else { now.plus(DAY_MS - since_start) }
    }
}

fn time_of_day(text: &str) -> Option<i64> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let valid = (0..=24).contains(&hour) && (0..60).contains(&minute) && hour * 60 + minute <= 1440;
    valid.then_some((hour * 60 + minute) * MINUTE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Timestamp;

    #[test]
    fn windows_open_by_korean_time() {
        // Window, minute of the day in UTC, minutes until it opens.
        let cases = [
            ("09:00-18:00", 0, 0),
            ("09:00-18:00", 539, 0),
            ("09:00-18:00", 540, 900),
            ("09:00-18:00", 1439, 1),
            ("22:00-06:00", 13 * 60, 0),
            ("22:00-06:00", 13 * 60 - 1, 1),
            ("22:00-06:00", 20 * 60 + 59, 0),
            ("22:00-06:00", 21 * 60, 960),
            ("0:00-24:00", 100, 0),
        ];
        for (text, minute, wait) in cases {
            let window = Window::parse(text).unwrap();
            let now = Timestamp(20_000 * DAY_MS + minute * MINUTE_MS);
            let opens = window.opens(now);
            assert_eq!((opens.0 - now.0) / MINUTE_MS, wait, "{text} at {minute}");
        }
        for text in ["", "9-18", "9:00", "25:00-26:00", "9:60-10:00", "9:00-9:00"] {
            assert_eq!(Window::parse(text), None, "{text}");
        }
    }
}
