//! How long footage is kept (보관기간): days, and whether they are exact or a bound.

use super::count::has_digits;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A period found in folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Days: a month is 30, a week 7, a year 365.
    pub days: u16,
    /// Exact, or a bound.
    pub bound: Bound,
    /// Byte range of its words.
    pub range: Range<usize>,
}

static PERIOD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?P<pre>최대|최장|최소|최하|upto|atmost|atleast)?(?:약|총)?\(?(?:(?P<lo>[0-9]{1,3})\)?(?:(?:일|개월|주|달)?[~-]|일이상))?\(?(?P<n>[0-9]{1,4}|한|두|세|일|삼|육)\)?(?P<unit>일|개월|달|주일|주간|주|년|days?|months?|weeks?|years?)(?:간|동안|치|분)?(?P<post>이내|이하|내외|이상|까지|미만|한도|을초과하지)?",
    )
    .expect("pattern")
});

/// Every period in folded text, in reading order. Days of the month (3월 30일) and ages of things are not told apart
/// from periods by their words alone except where a month stands before them.
pub fn find(folded: &str) -> Vec<Period> {
    let mut periods = Vec::new();
    // 30일, or in words 한달, 일주일, 삼개월, 일년.
    if !has_digits(folded, 1) && !folded.contains(['달', '주', '월', '년']) {
        return periods;
    }
    let lower = folded.to_ascii_lowercase();
    for found in PERIOD.captures_iter(&lower) {
        let Some(all) = found.get(0) else { continue };
        let before = lower[..all.start()].chars().next_back();
        if before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '월' | '.' | '제')) {
            continue;
        }
        let unit = &found["unit"];
        let count: u32 = match &found["n"] {
            "한" | "일" => 1,
            "두" => 2,
            "세" | "삼" => 3,
            "육" => 6,
            digits => digits.parse().unwrap_or(0),
        };
        // 일 and 삼 are numbers only before 주일 and 개월.
        if !found["n"].starts_with(|c: char| c.is_ascii_digit()) {
            let fits = matches!(
                (&found["n"], unit),
                ("한" | "두" | "세", "달" | "주" | "개월") | ("일", "주일" | "개월" | "년") | ("삼" | "육", "개월")
            );
            if !fits {
                continue;
            }
        }
        let after = &lower[all.end()..];
        // 30일자, 1년차, 3년도 name a point in time; 1주차 a week.
        if after.starts_with(['자', '차', '도', '째'])
            || unit == "주" && after.starts_with(['소', '차', '변', '택', '요', '정', '민', '말'])
        {
            continue;
        }
        let factor = match unit {
            "개월" | "달" | "month" | "months" => 30,
            "주일" | "주간" | "주" | "week" | "weeks" => 7,
            "년" | "year" | "years" => 365,
            _ => 1,
        };
        let days = count * factor;
        if days == 0 || days > 3650 {
            continue;
        }
        let pre = found.name("pre").map_or("", |text| text.as_str());
        let post = found.name("post").map_or("", |text| text.as_str());
        let bound = if matches!(pre, "최소" | "최하" | "atleast") || post == "이상" {
            Bound::AtLeast
        } else if !pre.is_empty()
            || matches!(post, "이내" | "이하" | "미만" | "한도" | "을초과하지")
            || found.name("lo").is_some()
        {
            Bound::AtMost
        } else {
            Bound::Exact
        };
        periods.push(Period { days: days as u16, bound, range: all.range() });
    }
    periods
}

/// A cell of a retention column: a period, or a bare number of days.
pub fn parse_cell(folded: &str) -> Option<Period> {
    if let Some(period) = find(folded).into_iter().next() {
        return Some(period);
    }
    static BARE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:촬영(?:일|일시|후|한날)?(?:로?부터)?)?\(?([0-9]{1,3})\)?$").expect("pattern")
    });
    let days: u16 = BARE.captures(folded)?[1].parse().ok().filter(|days| (1..=400).contains(days))?;
    Some(Period { days, bound: Bound::Exact, range: 0..folded.len() })
}

/// How a period bounds the time that footage is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// 30일.
    Exact,
    /// 최대 30일, 30일 이내, upper end of a range.
    AtMost,
    /// 60일 이상.
    AtLeast,
}

impl Bound {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtMost => "at_most",
            Self::AtLeast => "at_least",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_in_all_styles() {
        let cases: [(&str, &[(u16, Bound)]); 20] = [
            ("촬영일로부터30일", &[(30, Bound::Exact)]),
            ("30일이내", &[(30, Bound::AtMost)]),
            ("최대30일", &[(30, Bound::AtMost)]),
            ("60일이상", &[(60, Bound::AtLeast)]),
            ("30~60일", &[(60, Bound::AtMost)]),
            ("(20)일", &[(20, Bound::Exact)]),
            ("1개월", &[(30, Bound::Exact)]),
            ("3주일", &[(21, Bound::Exact)]),
            ("1주일", &[(7, Bound::Exact)]),
            ("한달", &[(30, Bound::Exact)]),
            ("일주일간", &[(7, Bound::Exact)]),
            ("3개월보관", &[(90, Bound::Exact)]),
            ("14daysfromthedate", &[(14, Bound::Exact)]),
            ("2024년3월30일", &[]),
            ("○○일", &[]),
            ("촬영일로부터30일(위험물은90일)", &[(30, Bound::Exact), (90, Bound::Exact)]),
            ("주차장", &[]),
            ("1년", &[(365, Bound::Exact)]),
            ("약30일", &[(30, Bound::Exact)]),
            ("20일이상30일이내", &[(30, Bound::AtMost)]),
        ];
        for (text, wanted) in cases {
            let found: Vec<(u16, Bound)> = find(text).into_iter().map(|period| (period.days, period.bound)).collect();
            assert_eq!(found, wanted, "{text}");
        }
        assert_eq!(parse_cell("30").map(|period| period.days), Some(30));
        assert_eq!(parse_cell("-"), None);
    }
}
