//! Office phones: `0XX-XXX-XXXX`, or as written where the area code is not given.

use super::count::has_digits;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A phone found in folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// `0XX-XXX-XXXX`, `15XX-XXXX`, or `XXX-XXXX` without area code.
    pub number: String,
    /// Whether the area code (or a nationwide prefix) is part of it.
    pub complete: bool,
    /// Byte range of its words, extensions such as `~3` included.
    pub range: Range<usize>,
}

static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:\+?82[-. )]?\(?0?\)?(?P<iarea>[0-9]{1,2})[-. )]{1,2}(?P<ia>[0-9]{3,4})[-. ](?P<ib>[0-9]{4})|\(?(?P<area>0(?:2|[3-6][0-9]|70|80|50[0-9]))\)?[-. )·]{0,2}(?P<a>[0-9]{3,4})[-. ·](?P<b>[0-9]{4})|(?P<n>1[568][0-9]{2})[-. ](?P<nb>[0-9]{4})|(?P<la>[2-9][0-9]{2,3})-(?P<lb>[0-9]{4}))(?P<ext>(?:~[0-9]{1,4}|,[0-9]{3,4}))*",
    )
    .expect("pattern")
});

/// Every office phone in folded text, in reading order. Mobile numbers (01X) are never taken.
pub fn find(folded: &str) -> Vec<Phone> {
    let mut phones = Vec::new();
    // The shortest number has seven digits.
    if !has_digits(folded, 7) {
        return phones;
    }
    let mut at = 0;
    while let Some(found) = PHONE.captures_at(folded, at) {
        let Some(all) = found.get(0) else { break };
        at = all.end();
        let before = folded[..all.start()].chars().next_back();
        let after = folded[all.end()..].chars().next();
        if before.is_some_and(|c| c.is_ascii_digit()) || after.is_some_and(|c| c.is_ascii_digit()) {
            at = all.start() + 1;
            continue;
        }
        let local = found.name("la").is_some();
        // A dash before a local number belongs to a longer one (a mobile phone, a date).
        if local && before.is_some_and(|c| matches!(c, '-' | '.' | '#' | '*' | '제')) {
            continue;
        }
        let text = |name: &str| found.name(name).map_or("", |part| part.as_str());
        let number = if !text("iarea").is_empty() {
            let area = text("iarea").trim_start_matches('0');
            format!("0{area}-{}-{}", text("ia"), text("ib"))
        } else if !text("area").is_empty() {
            format!("{}-{}-{}", text("area"), text("a"), text("b"))
        } else if local {
            format!("{}-{}", text("la"), text("lb"))
        } else {
            format!("{}-{}", text("n"), text("nb"))
        };
        if number.starts_with("010") || number.starts_with("01") && number.len() > 9 {
            continue;
        }
        // A year and a month-day pair look like a local number: 2023-1231.
        if local && matches!(text("la").get(..2), Some("19" | "20")) {
            continue;
        }
        // A bracket before the number belongs to it only when it closes behind the area code.
        let mut range = all.range();
        if folded[range.clone()].starts_with('(') && !folded[range.clone()].contains(')') {
            range.start += 1;
        }
        phones.push(Phone { number, complete: !local, range });
    }
    phones
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_in_all_styles() {
        let cases: [(&str, &[&str]); 15] = [
            ("032-880-4045", &["032-880-4045"]),
            ("032)760-0000", &["032-760-0000"]),
            ("(02)880-0000", &["02-880-0000"]),
            ("031.760.4400", &["031-760-4400"]),
            ("☎02-2109-3377", &["02-2109-3377"]),
            ("+82-51-681-3100", &["051-681-3100"]),
            ("033-740-8101~3", &["033-740-8101"]),
            ("033-740-8450,8452", &["033-740-8450"]),
            ("650-3310", &["650-3310"]),
            ("1588-6742", &["1588-6742"]),
            ("070-7706-2519", &["070-7706-2519"]),
            ("010-1234-5678", &[]),
            ("02-####-####", &[]),
            ("2024-01-02", &[]),
            ("055-741-3600/055-741-3607", &["055-741-3600", "055-741-3607"]),
        ];
        for (text, wanted) in cases {
            let found: Vec<String> = find(text).into_iter().map(|phone| phone.number).collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
