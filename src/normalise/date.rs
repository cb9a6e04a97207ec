//! Calendar dates as policies state them: a day, or a month whose day is not given.

use super::count::has_digits;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

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
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
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

static KOREAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?P<y>(?:19|20)[0-9]{2})(?:년도?|[./-])[ .]?(?P<m>[0-9]{1,2})(?:(?:월|[./-])[ .]?(?:(?P<d>[0-9]{1,2})일?)?)?|(?P<q>['’])?(?P<sy>[0-9]{2})(?:년|[./-])(?P<sm>[0-9]{1,2})(?:월|[./-])(?P<sd>[0-9]{1,2})|(?P<c>20[0-3][0-9][01][0-9][0-3][0-9])",
    )
    .expect("pattern")
});

static ENGLISH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?,?(?P<y>(?:19|20)[0-9]{2})",
    )
    .expect("pattern")
});

/// 1 July 2023.
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*,?(?P<y>(?:19|20)[0-9]{2})",
    )
    .expect("pattern")
});

/// Every date in folded text with its byte range, in reading order.
///
/// Takes `2014년3월25일`, `2019.04.`, `2018-09-01`, `'12.3.21`, `17.06.15`, `20240102`, `February1,2025`. Numbers that
/// name no day of the calendar are passed over.
pub fn find(folded: &str) -> Vec<(Range<usize>, Date)> {
    let mut dates = Vec::new();
    // '12.3.2 has four.
    if !has_digits(folded, 3) {
        return dates;
    }
    let mut at = 0;
    while let Some(found) = KOREAN.captures_at(folded, at) {
        let Some(all) = found.get(0) else { break };
        at = all.end();
        let before = folded[..all.start()].chars().next_back();
        let after = folded[all.end()..].chars().next();
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        if digit(before) || matches!(before, Some('-' | '.' | '/' | ',')) && found.name("sy").is_some() {
            // The tail of a longer number: look again one character further.
            at = all.start() + folded[all.start()..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let part = |name: &str| found.name(name).and_then(|text| text.as_str().parse::<u16>().ok());
        let date = if let Some(compact) = found.name("c") {
            let text = compact.as_str();
            if digit(after) {
                None
            } else {
                Date::new(text[..4].parse().unwrap_or(0), text[4..6].parse().unwrap_or(0), text[6..].parse().ok())
            }
        } else if let Some(year) = part("y") {
            // 4월 7일 09:00, 4월 7일 3차 개정: what follows 일 is another number.
            let closed = all.as_str().ends_with('일');
            let day = part("d").filter(|_| closed || !digit(after));
            let month = part("m").unwrap_or(0) as u8;
            match day {
                Some(day) => Date::new(year, month, Some(day as u8)),
                None if found.name("d").is_some() => None,
                // A month alone needs a mark after it, or the end of the words: 2013.7 may be a number.
                None => Date::new(year, month, None).filter(|_| !digit(after)),
            }
        } else {
            let year = part("sy").unwrap_or(0);
            let full = if year <= 50 { 2000 + year } else { 1900 + year };
            Date::new(full, part("sm").unwrap_or(0) as u8, part("sd").map(|day| day as u8)).filter(|_| !digit(after))
        };
        if let Some(date) = date {
            let mut end = all.end();
            if folded[end..].starts_with('일') {
                end += '일'.len_utf8();
            }
            dates.push((all.start()..end, date));
        }
    }
    // 2022년 4월 1일 개정되어 4월 8일부터: the year is that of the date before.
    static YEARLESS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"([0-9]{1,2})월([0-9]{1,2})일").expect("pattern"));
    for found in YEARLESS.captures_iter(folded) {
        let Some(all) = found.get(0) else { continue };
        let known = dates.iter().any(|(range, _)| range.start < all.end() && all.start() < range.end);
        let before: Option<&(Range<usize>, Date)> = dates.iter().rfind(|(range, _)| range.end <= all.start());
        let near = before.filter(|(range, _)| folded[range.end..all.start()].chars().count() <= 24);
        let number = |index: usize| found[index].parse::<u8>().unwrap_or(0);
        let date =
            near.filter(|_| !known).and_then(|(_, previous)| Date::new(previous.year, number(1), Some(number(2))));
        if let Some(date) = date {
            dates.push((all.range(), date));
            dates.sort_by_key(|(range, _)| range.start);
        }
    }
    for found in ENGLISH.captures_iter(folded).chain(DAY_FIRST.captures_iter(folded)) {
        let Some(all) = found.get(0) else { continue };
        const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let month = MONTHS.iter().position(|name| found["m"].eq_ignore_ascii_case(name)).map_or(0, |index| index + 1);
        let number = |name: &str| found[name].parse::<u16>().unwrap_or(0);
        if let Some(date) = Date::new(number("y"), month as u8, Some(number("d") as u8)) {
            dates.push((all.range(), date));
        }
    }
    dates.sort_by_key(|(range, _)| range.start);
    dates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_all_styles() {
        let cases: [(&str, &[&str]); 22] = [
            ("2014년3월25일", &["2014-03-25"]),
            ("2024.1.2.부터", &["2024-01-02"]),
            ("2019.04.", &["2019-04"]),
            ("2018-09-01", &["2018-09-01"]),
            ("'12.3.21개정", &["2012-03-21"]),
            ("17.06.15", &["2017-06-15"]),
            ("20240102", &["2024-01-02"]),
            ("(2017.10.27.~2023.05.22.)", &["2017-10-27", "2023-05-22"]),
            ("2021.1.31.~2021.12.31.", &["2021-01-31", "2021-12-31"]),
            ("2014.10.제정", &["2014-10"]),
            ("2015.8월", &["2015-08"]),
            ("February1,2025.", &["2025-02-01"]),
            ("1July2023", &["2023-07-01"]),
            ("2024.13.1", &[]),
            ("031-2024-0102", &[]),
            ("2023년", &[]),
            ("2025년4월7일09:00부터", &["2025-04-07"]),
            ("2025년4월7일3차개정", &["2025-04-07"]),
            ("2024.3.4(월)부터", &["2024-03-04"]),
            ("제2023-1182호", &[]),
            ("'25.03.01~26.02.28", &["2025-03-01", "2026-02-28"]),
            ("2022년4월1일개정되어4월8일부터시행", &["2022-04-01", "2022-04-08"]),
        ];
        for (text, wanted) in cases {
            let found: Vec<String> = find(text).into_iter().map(|(_, date)| date.to_string()).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
