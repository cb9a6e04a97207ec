//! Comparisons that print what differs, and no more of it than can be read.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{Debug, Write};

/// Lines of a difference that are printed of each side.
const SHOWN: usize = 20;
/// Letters of a line that are printed, and those of them that both sides share before the first that differs.
const WIDTH: usize = 300;
const SHARED: usize = 60;

/// Fails with the lines that only one side has; when only their order differs, with the first that is out of place.
#[track_caller]
pub fn same_lines<L: AsRef<str>>(
    found: impl IntoIterator<Item = L>,
    expected: impl IntoIterator<Item = L>,
    what: &str,
) {
    let (found, expected): (Vec<L>, Vec<L>) = (found.into_iter().collect(), expected.into_iter().collect());
    let [found, expected] = [&found, &expected].map(|side| side.iter().map(AsRef::as_ref).collect::<Vec<&str>>());
    if found != expected {
        panic!("{what}\n{}", difference(&found, &expected));
    }
}

/// Fails with the lines in which two texts differ.
#[track_caller]
pub fn same_text(found: &str, expected: &str, what: &str) {
    same_lines(found.split('\n'), expected.split('\n'), what);
}

/// Fails with the lines in which two values differ when they are written one field a line.
#[track_caller]
pub fn same<T: Debug + PartialEq + ?Sized>(found: &T, expected: &T, what: &str) {
    if found != expected {
        same_text(&format!("{found:#?}"), &format!("{expected:#?}"), what);
        panic!("{what}: they are written alike and are not equal");
    }
}

/// Fails with the lines in which two texts differ, or with the first place in which other bytes do.
#[track_caller]
pub fn same_bytes(found: &[u8], expected: &[u8], what: &str) {
    if found == expected {
        return;
    }
    if let (Ok(found), Ok(expected)) = (std::str::from_utf8(found), std::str::from_utf8(expected)) {
        same_text(found, expected, what);
    }
    let at = found.iter().zip(expected).take_while(|(one, other)| one == other).count();
    let part =
        |bytes: &[u8]| bytes[at..].iter().take(16).fold(String::new(), |text, byte| text + &format!(" {byte:02x}"));
    panic!(
        "{what}: {} bytes, not {}; from byte {at} on{}, not{}",
        found.len(),
        expected.len(),
        part(found),
        part(expected)
    );
}

/// Fails with the names that only one folder has, or with what differs in the first file that does.
#[track_caller]
pub fn same_files(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>, what: &str) {
    same_lines(found.keys(), expected.keys(), &format!("{what}: names of files"));
    let other: Vec<&String> =
        found.iter().filter(|(name, bytes)| expected[*name] != **bytes).map(|(name, _)| name).collect();
    if let Some(first) = other.first() {
        let names: Vec<&str> = other.iter().take(SHOWN).map(|name| name.as_str()).collect();
        let what = format!("{what}: {} of {} files differ: {}; {first}", other.len(), found.len(), names.join(", "));
        same_bytes(&found[*first], &expected[*first], &what);
    }
}

/// The first lines of a text that does not say what it should.
pub fn beginning(text: &str) -> String {
    let lines: Vec<Cow<'_, str>> = text.lines().take(SHOWN).map(|line| excerpt(line, None)).collect();
    let left = text.lines().count().saturating_sub(SHOWN);
    let rest = if left > 0 { format!("\n… {left} more lines") } else { String::new() };
    lines.join("\n") + &rest
}

/// The lines that only one side has.
pub fn difference(found: &[&str], expected: &[&str]) -> String {
    let (more, less) = (surplus(found, expected), surplus(expected, found));
    if more.is_empty() && less.is_empty() {
        let at = found.iter().zip(expected).take_while(|(one, other)| one == other).count();
        return format!(
            "the same {} lines in another order; line {}:\n+ {}\n- {}\n",
            found.len(),
            at + 1,
            excerpt(found[at], expected.get(at).copied()),
            excerpt(expected[at], found.get(at).copied())
        );
    }
    let mut text = String::new();
    for (mark, name, lines, others) in [('+', "found", &more, &less), ('-', "expected", &less, &more)] {
        let _ = writeln!(text, "{} lines only {name}:", lines.len());
        for (number, line) in lines.iter().enumerate().take(SHOWN) {
            let _ = writeln!(text, "{mark} {}", excerpt(line, others.get(number).copied()));
        }
        if lines.len() > SHOWN {
            let _ = writeln!(text, "{mark} … {} more", lines.len() - SHOWN);
        }
    }
    text
}

/// Lines of one side that the other does not have as often.
fn surplus<'a>(side: &[&'a str], other: &[&str]) -> Vec<&'a str> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for line in other {
        *left.entry(line).or_default() += 1;
    }
    let is_surplus = |line: &&&str| match left.get_mut(**line) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    side.iter().filter(is_surplus).copied().collect()
}

/// A line, or of a long one the part where it begins to differ from another.
fn excerpt<'a>(line: &'a str, other: Option<&str>) -> Cow<'a, str> {
    if line.chars().count() <= WIDTH {
        return line.into();
    }
    let shared =
        other.map_or(0, |other| line.chars().zip(other.chars()).take_while(|(one, other)| one == other).count());
    let from = shared.saturating_sub(SHARED);
    let part: String = line.chars().skip(from).take(WIDTH).collect();
    let (before, after) = (if from > 0 { "…" } else { "" }, if line.chars().count() > from + WIDTH { "…" } else { "" });
    format!("{before}{part}{after}").into()
}

#[test]
fn what_differs_is_printed_and_nothing_else() {
    let lines: Vec<String> = (0..2000).map(|number| format!("line {number} {}", "가".repeat(500))).collect();
    let mut other = lines.clone();
    other[700].push('x');
    other.remove(900);
    other.push("one more".to_owned());
    let [one, two] = [&lines, &other].map(|side| side.iter().map(String::as_str).collect::<Vec<_>>());
    let text = difference(&two, &one);
    assert!(
        text.starts_with("2 lines only found:\n+ …가") && text.contains("가x\n+ one more\n2 lines only expected:\n"),
        "{text}"
    );
    assert!(text.lines().count() == 6 && text.chars().count() < 6 * WIDTH, "{text}");
    // However much differs, what is printed is bounded.
    let nothing = difference(&one, &[]);
    assert!(
        nothing.contains("+ … 1980 more\n0 lines only expected:\n") && nothing.chars().count() < 30 * WIDTH,
        "{nothing}"
    );
    let page = beginning(&lines.join("\n"));
    assert!(page.starts_with("line 0 가") && page.ends_with("…\n… 1980 more lines"), "{page}");
    assert!(page.chars().count() < 30 * WIDTH, "{page}");
    let mut turned = one.clone();
    turned.swap(3, 4);
    assert!(difference(&turned, &one).starts_with("the same 2000 lines in another order; line 4:\n+ line 4 "));
}

#[test]
fn a_comparison_fails_when_something_differs() {
    let told = |compare: &dyn Fn()| {
        let compare = std::panic::AssertUnwindSafe(compare);
        let failed = std::panic::catch_unwind(compare).expect_err("it differs");
        failed.downcast_ref::<String>().expect("words").clone()
    };
    let folder = |bytes: &[u8]| BTreeMap::from([("a".to_owned(), b"a".to_vec()), ("b".to_owned(), bytes.to_vec())]);
    same_files(&folder(b"b\xff"), &folder(b"b\xff"), "alike");
    let binary = told(&|| same_files(&folder(b"b\xffc"), &folder(b"b\xff"), "bytes"));
    assert_eq!(binary, "bytes: 1 of 2 files differ: b; b: 3 bytes, not 2; from byte 2 on 63, not");
    let names = told(&|| same_files(&folder(b"b"), &BTreeMap::new(), "names"));
    assert!(names.starts_with("names: names of files\n2 lines only found:\n+ a\n+ b\n"), "{names}");
    let values = told(&|| same(&vec![Some(1), None], &vec![Some(2), None], "values"));
    assert_eq!(values, "values\n1 lines only found:\n+         1,\n1 lines only expected:\n-         2,\n");
    let ends = told(&|| same_text("a\n", "a", "an end"));
    assert!(ends.contains("1 lines only found:\n+ \n0 lines"), "{ends}");
}
