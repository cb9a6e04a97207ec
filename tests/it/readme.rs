//! README says what is so: its dictionary is the schema, its flags are the program's, its files are there.

use crate::accuracy::{FAMILIES, LISTS, SCALARS};
use crate::cli::{COMMANDS, program};
use bangchim::table::describe::dictionary;
use std::collections::BTreeSet;
use std::path::Path;

const README: &str = include_str!("../../README.md");

/// What stands between these lines is written by the test below, not by hand.
const BEGIN: &str = "<!-- dictionary: begin -->\n";
const END: &str = "<!-- dictionary: end -->\n";

#[test]
fn the_dictionary_is_the_schema() {
    let (_, rest) = README.split_once(BEGIN).expect("a begin");
    let (found, _) = rest.split_once(END).expect("an end");
    let expected = dictionary();
    if found != expected {
        let seen = std::env::temp_dir().join("bangchim-dictionary.md");
        std::fs::write(&seen, expected).expect("written");
        panic!("the data dictionary of README.md is not the schema; what must stand there is in {}", seen.display());
    }
}

#[test]
fn every_command_and_flag_is_named() {
    let mut flags = BTreeSet::new();
    for command in COMMANDS {
        assert!(README.contains(&format!("bangchim {command}")), "{command}");
        let done = program(Path::new(".")).args(command.split(' ')).arg("--help").output().expect("it runs");
        let page = String::from_utf8(done.stdout).expect("UTF-8");
        let words = page.split(|letter: char| letter.is_whitespace() || letter == ',' || letter == '`');
        flags.extend(words.filter(|word| word.starts_with("--") && word.len() > 2).map(str::to_owned));
    }
    assert!(flags.len() >= 15, "{flags:?}");
    for flag in flags {
        let mut found = README.match_indices(&flag).map(|(at, _)| &README[at + flag.len()..]);
        let whole = found.any(|rest| !rest.starts_with(|letter: char| letter.is_alphanumeric() || letter == '-'));
        assert!(whole, "README does not name {flag}");
    }
}

#[test]
fn every_field_and_shape_has_its_accuracy() {
    for field in SCALARS.iter().chain(&LISTS) {
        assert!(README.contains(&format!("\n| `{field}` | ")), "{field}");
    }
    for (family, _) in FAMILIES {
        assert!(README.contains(&format!("\n| {family} | ")), "{family}");
    }
}

#[test]
fn files_that_are_named_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let quoted = README.split('`').skip(1).step_by(2);
    let named = quoted.filter(|text| !text.contains([' ', '<', '*', '\n', '='])).filter(|text| {
        let own = ["src/", "tests/", "seeds/", "data/sample", ".ci/"].iter().any(|folder| text.starts_with(folder));
        own || *text == "LICENSE"
    });
    let named: Vec<&str> = named.collect();
    assert!(named.len() >= 5, "{named:?}");
    for name in named {
        assert!(root.join(name).exists(), "README names {name}, which is not there");
    }
}
