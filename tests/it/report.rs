//! The three renderings of the same statistics.

use crate::same::same_text;
use crate::stats::compute;
use bangchim::report::{csv, definitions, json, text};
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// Compares with a file under `tests/it/golden/`, whose lines a human has read.
fn check(name: &str, found: &str) {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden").join(name);
    let recorded = std::fs::read_to_string(&golden).unwrap_or_default();
    if recorded != found {
        let seen = std::env::temp_dir().join(format!("bangchim-{name}"));
        std::fs::write(&seen, found).expect("written");
        same_text(found, &recorded, &format!("{} differs; it is now {}", golden.display(), seen.display()));
    }
}

#[test]
fn every_format_says_what_is_on_record() {
    let stats = compute();
    check("stats.txt", &text::render(&stats));
    check("stats.csv", &csv::render(&stats).expect("CSV"));
    check("stats.json", &json::render(&stats));
}

#[test]
fn columns_of_numbers_end_in_the_same_place() {
    let page = text::brief(&compute());
    let block = page.split("\n\n").find(|block| block.starts_with("시·도별")).expect("a table");
    let ends: Vec<usize> = block.lines().skip(1).map(UnicodeWidthStr::width).collect();
    assert!(ends.iter().all(|end| *end == ends[0]), "{block}");
}

#[test]
fn the_csv_has_six_cells_a_row_and_no_zero_for_unknown() {
    let page = csv::render(&compute()).expect("CSV");
    let mut reader = ::csv::Reader::from_reader(page.as_bytes());
    for row in reader.records() {
        let row = row.expect("equal rows");
        if (&row[0], &row[1], &row[3]) == ("by_kind", "public_institution", "cameras") {
            assert_eq!(&row[4], "");
        }
    }
}

#[test]
fn every_section_of_the_terminal_stands_beside_its_definition() {
    let stats = compute();
    let (page, brief) = (text::render(&stats), text::brief(&stats));
    for definition in definitions::ALL {
        let title = format!("\n{} {}", definition.title.ko, definition.title.en);
        assert!(brief.contains(&title), "{}", definition.key);
        let words: Vec<&str> = definition.text.en.split_whitespace().take(8).collect();
        assert!(page.contains(&words.join(" ")) && !brief.contains(&words.join(" ")), "{}", definition.key);
    }
}
