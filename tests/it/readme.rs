//! README says what is so: its dictionary is the schema, its flags are the program's, its files are there.

use crate::accuracy::{FAMILIES, LISTS, SCALARS};
use crate::cli::{COMMANDS, program};
use crate::interop::DEMO;
use crate::same::{beginning, same_text};
use bangchim::dataset::describe::dictionary;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

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
        let what = "the data dictionary of README.md is not the schema; what must stand there is in";
        same_text(found, &dictionary(), &format!("{what} {}", seen.display()));
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

/// Commands whose answers depend on the day: ages, findings and the bytes of the crawl's moment. Their digits are not
/// compared.
const OF_THE_DAY: [&str; 7] = ["report", "verify", "review", "audit", "crosscheck", "export", "history"];

/// A line without what changes from run to run: where the sample sites listen, and of some commands all digits.
fn lasting(line: &str, digits: bool) -> String {
    let words = line.split_inclusive(' ').map(|word| match word.split_once("://127.") {
        Some((before, rest)) => {
            let path = rest.split_once('/').map_or("", |(_, path)| path);
            format!("{before}://127/{path}")
        }
        None => word.to_owned(),
    });
    let line: String = words.collect();
    let plain = |letter: char| if letter.is_ascii_digit() && !digits { '0' } else { letter };
    // Numbers may be longer or shorter another day, and so are the blanks before them.
    let line: String =
        line.trim_end().chars().map(plain).filter(|letter| digits || !matches!(letter, '0' | ',' | ' ')).collect();
    line
}

#[test]
fn what_it_shows_is_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let here = tempfile::tempdir().expect("a folder");
    let link = |from: &Path, to: &str| std::os::unix::fs::symlink(from, here.path().join(to)).expect("a link");
    std::fs::create_dir(here.path().join("data")).expect("made");
    link(&root.join("seeds"), "seeds");
    link(&root.join("data/sample"), "data/sample");
    copied(DEMO.path(), &here.path().join("data/demo"));
    let binary = Path::new(env!("CARGO_BIN_EXE_bangchim")).parent().expect("a folder");
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").expect("a path"));
    let jq = Command::new("jq").arg("--version").output().is_ok();
    let mut run = 0;
    for block in README.split("```console\n").skip(1) {
        let (block, _) = block.split_once("```").expect("an end");
        for shown in block.split("$ ").skip(1) {
            let (line, shown) = shown.split_once('\n').expect("a line");
            let line = line.split("     #").next().expect("a command").replace("cargo run -- ", "bangchim ");
            let verb = line.split(' ').nth(1).expect("a verb");
            if !line.starts_with("bangchim ") || verb == "demo" || line.contains(" jq ") && !jq {
                continue;
            }
            let done = Command::new("sh")
                .args(["-c", &line])
                .current_dir(here.path())
                .env("PATH", &path)
                .output()
                .expect("sh");
            let printed = [done.stdout, done.stderr].concat();
            let printed = String::from_utf8(printed).expect("UTF-8");
            let digits = !OF_THE_DAY.contains(&verb);
            let mut rest = printed.lines().map(|line| lasting(line, digits));
            for wanted in shown.lines().filter(|line| !matches!(line.trim(), "" | "…")) {
                let wanted = lasting(wanted, digits);
                assert!(
                    rest.any(|line| line == wanted),
                    "`{line}` prints no such line, or not there: {wanted}\n{}",
                    beginning(&printed)
                );
            }
            run += 1;
        }
    }
    assert!(run >= 14, "{run}");
}

/// Copies a folder and all that is below it.
pub fn copied(from: &Path, to: &Path) {
    std::fs::create_dir(to).expect("made");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copied(&path, &to);
        } else {
            std::fs::copy(&path, &to).expect("copied");
        }
    }
}
