//! Calendar dates as policies state them: a day, or a month whose day is not given.

/// A stated date; `day` is `None` when only the month is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, four digits.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day, 1 to the length of the month.
    pub day: Option<u8>,
}

impl Date {
    /// A day that exists in the calendar and lies between 1990 and 2099, else nothing.
    pub fn new(year: u16, month: u8, day: Option<u8>) -> Option<Self> {
        let valid = (1990..=2099).contains(&year)
            && (1..=12).contains(&month)
            && day.is_none_or(|day| (1..=days_in_month(year, month)).contains(&day));
        valid.then_some(Self { year, month, day })
    }
}

/// Length of a month in the Gregorian calendar.
fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `YYYY-MM-DD`, or `YYYY-MM` for a month (ISO 8601).
impl std::fmt::Display for Date {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:04}-{:02}", self.year, self.month)?;
        match self.day {
            Some(day) => write!(out, "-{day:02}"),
            None => Ok(()),
        }
    }
}
