//! How a private person is reached or registered: mobile and forwarding numbers, mail addresses, resident registration
//! numbers. The one place for their patterns, for what is covered in a report and for what is left out of a release.
//!
//! They hold in folded text as well as in text with its blanks. `rest` is the part that tells whose it is.

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// 010-1234-5678 in all its spellings, +82 included; 050X numbers are forwarded to somebody's own telephone.
pub(super) static MOBILE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:^|[^0-9])(?:\(?(?:\+|00)?82\)?[-.\s()/·~]{0,3}\(?0?\)?1[016-9]|\(?01[016-9]|\(?050[0-9])\)?(?P<rest>[-.,_\s()/·~*]{0,3}[0-9]{3,4}[-.,_\s()/·~*]{0,3}[0-9]{4})(?:[^0-9]|$)",
    )
    .expect("pattern")
});
/// An address of mail, or one that is written to escape programs.
pub(super) static MAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?P<rest>[A-Za-z0-9._%+-]+)\s{0,2}(?:@|\(at\)|\[at\]|골뱅이)\s{0,2}[A-Za-z0-9-]+(?:(?:\.|\(dot\))[A-Za-z0-9-]+)+",
    )
    .expect("pattern")
});
/// A resident registration number: seven digits after six that are a date.
pub(super) static REGISTRATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])[0-9]{2}[01][0-9][0-3][0-9]\s{0,2}-\s{0,2}(?P<rest>[1-8][0-9]{6})(?:[^0-9]|$)")
        .expect("pattern")
});

/// Where `rest` of a pattern stands in a text. What ends one number may begin the next.
pub(super) fn rests(pattern: &Regex, text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(rest) = pattern.captures_at(text, from).and_then(|all| all.name("rest")) {
        found.push(rest.range());
        from = rest.end();
    }
    found
}
