//! The documents are true: the dictionary is the schema, commands print what is shown, flags and files exist.

use crate::accuracy::{FAMILIES, LISTS, SCALARS};
use crate::cli::{COMMANDS, program};
use crate::interop::DEMO;
use crate::same::{beginning, same_text};
use bangchim::dataset::describe::dictionary;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../../README.md");
const KOREAN: &str = include_str!("../../README.ko.md");
const DATA: &str = include_str!("../../data/README.md");
const CASES: &str = include_str!("../../tests/cases/README.md");

/// Every document that shows commands or names files, by its path.
const DOCS: [(&str, &str); 8] = [
    ("README.md", README),
    ("README.ko.md", KOREAN),
    ("data/README.md", DATA),
    ("tests/cases/README.md", CASES),
    ("benches/README.md", include_str!("../../benches/README.md")),
    ("src/crawl/README.md", include_str!("../../src/crawl/README.md")),
    ("src/extract/README.md", include_str!("../../src/extract/README.md")),
    ("src/audit/README.md", include_str!("../../src/audit/README.md")),
];

/// The test below writes what is between these lines.
const BEGIN: &str = "<!-- dictionary: begin -->\n";
const END: &str = "<!-- dictionary: end -->\n";

/// Lines that a reader of the first page is asked to read.
const LONGEST: usize = 200;

/// Bytes of the picture of the report, which every clone carries.
const LARGEST_PICTURE: u64 = 150_000;

#[test]
fn the_dictionary_is_the_schema() {
    let (_, rest) = DATA.split_once(BEGIN).expect("a begin");
    let (found, _) = rest.split_once(END).expect("an end");
    let expected = dictionary();
    if found != expected {
        let seen = std::env::temp_dir().join("bangchim-dictionary.md");
        std::fs::write(&seen, expected).expect("written");
        let what = "the data dictionary of data/README.md is not the schema; the right one is in";
        same_text(found, &dictionary(), &format!("{what} {}", seen.display()));
    }
}

#[test]
fn the_first_page_stays_short() {
    for (name, text) in [("README.md", README), ("README.ko.md", KOREAN)] {
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{name} has {lines} lines");
    }
}

#[test]
fn both_languages_say_the_same() {
    let (english, korean) = (sections(README), sections(KOREAN));
    assert!(english.len() >= 12, "{} sections", english.len());
    assert_eq!(english.len(), korean.len(), "sections");
    for (english, korean) in english.iter().zip(&korean) {
        assert_eq!(level(english), level(korean), "{} / {}", heading(english), heading(korean));
        let what = format!("{} / {}", heading(english), heading(korean));
        assert_eq!(shown(english), shown(korean), "commands of {what}");
        assert_eq!(targets(english), targets(korean), "links of {what}");
        let rows = |section: &str| section.lines().filter(|line| line.starts_with(['|', '*'])).count();
        assert_eq!(rows(english), rows(korean), "rows and points of {what}");
    }
}

/// A document by its headings, each with what is below it.
fn sections(text: &str) -> Vec<String> {
    let (mut sections, mut fenced) = (Vec::<String>::new(), false);
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if line.starts_with('#') && !fenced {
            sections.push(String::new());
        }
        let section = sections.last_mut().expect("a document begins with a heading");
        section.push_str(line);
        section.push('\n');
    }
    sections
}

fn heading(section: &str) -> &str {
    section.lines().next().unwrap_or_default()
}

fn level(section: &str) -> usize {
    section.chars().take_while(|letter| *letter == '#').count()
}

/// What the consoles of a text show, remarks behind commands left out.
fn shown(text: &str) -> Vec<String> {
    let blocks = text.split("```console\n").skip(1).filter_map(|block| block.split("```").next());
    blocks
        .flat_map(str::lines)
        .map(|line| line.split("     #").next().unwrap_or_default().trim_end().to_owned())
        .collect()
}

/// Files that a text links to, with the places inside other documents; places inside its own differ by language.
fn targets(text: &str) -> Vec<&str> {
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    links.filter(|target| !target.starts_with(['#', 'h']) && !target.starts_with("README")).collect()
}

/// The flags of each command by its help.
fn flags() -> BTreeMap<&'static str, BTreeSet<String>> {
    let of = |command: &'static str| {
        let done = program(Path::new(".")).args(command.split(' ')).arg("--help").output().expect("it runs");
        let page = String::from_utf8(done.stdout).expect("UTF-8");
        let (_, options) = page.split_once("Options:").expect("options");
        (command, words(options))
    };
    COMMANDS.into_iter().map(of).collect()
}

/// The flags that a text names.
fn words(text: &str) -> BTreeSet<String> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let words = text.split(|letter: char| !plain(letter));
    words
        .filter(|word| word.len() > 2 && word.starts_with("--") && !word[2..].starts_with('-'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_command_is_named() {
    for command in COMMANDS {
        for (name, text) in [("README.md", README), ("README.ko.md", KOREAN)] {
            assert!(text.contains(&format!("`bangchim {command}`")), "{name}: {command}");
        }
    }
}

#[test]
fn every_flag_has_a_manual_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let done = program(Path::new(".")).args(["man", "--out"]).arg(folder.path()).output().expect("it runs");
    assert!(done.status.success());
    let flags = flags();
    assert!(flags.values().flatten().collect::<BTreeSet<_>>().len() >= 15, "{flags:?}");
    for (command, flags) in flags {
        let file = folder.path().join(format!("bangchim-{}.1", command.replace(' ', "-")));
        let page = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let page = page.replace("\\-", "-").replace("\\fB", " ").replace("\\fR", " ");
        let named = words(&page);
        let missing: Vec<_> = flags.difference(&named).collect();
        assert!(missing.is_empty(), "the manual of {command} does not name {missing:?}");
    }
}

#[test]
fn flags_that_are_named_are_there() {
    let flags = flags();
    let all: BTreeSet<&String> = flags.values().flatten().collect();
    let mut named = 0;
    for (name, text) in DOCS {
        let commands = shown(text).into_iter().filter_map(|line| line.strip_prefix("$ ").map(str::to_owned));
        let quoted = text.split('`').skip(1).step_by(2).map(str::to_owned);
        for line in commands.chain(quoted) {
            let line = line.replace("cargo run -- ", "bangchim ");
            let line = line.split(" | ").next().unwrap_or_default();
            let (command, used) = (line.strip_prefix("bangchim "), words(line));
            if !used.is_empty() && (command.is_some() || line.starts_with("--")) {
                named += 1;
                let of = command.and_then(|command| {
                    let is_begin = |verb: &&&str| command == **verb || command.starts_with(&format!("{verb} "));
                    flags.keys().filter(is_begin).max_by_key(|verb| verb.len())
                });
                for flag in used {
                    let is_there = of.map_or(all.contains(&flag), |verb| flags[verb].contains(&flag));
                    assert!(is_there, "{name}: `{line}`: no such flag as {flag}");
                }
            }
        }
    }
    assert!(named >= 40, "{named}");
}

#[test]
fn the_declared_rust_is_named_everywhere() {
    let manifest = include_str!("../../Cargo.toml");
    let declared = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).expect("a version");
    let declared = declared.trim_matches('"');
    let image = include_str!("../../.ci/Containerfile");
    assert!(image.contains(&format!("/rust:{declared}-")), "the image is built with another Rust than {declared}");
    for (name, text) in [("README.md", README), ("README.ko.md", KOREAN)] {
        assert!(text.contains(&format!("Rust {declared}")), "{name} does not name Rust {declared}");
    }
    let workflow = include_str!("../../.github/workflows/ci.yml");
    assert!(workflow.contains("- run: .ci/run\n"), "the workflow does not call .ci/run");
}

#[test]
fn every_field_and_shape_has_its_accuracy() {
    for field in SCALARS.iter().chain(&LISTS) {
        assert!(CASES.contains(&format!("\n| `{field}` | ")), "{field}");
    }
    for (family, _) in FAMILIES {
        assert!(CASES.contains(&format!("\n| {family} | ")), "{family}");
    }
}

#[test]
fn files_that_are_named_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for (document, text) in DOCS {
        let quoted = text.split('`').skip(1).step_by(2);
        let named = quoted.filter(|text| !text.contains([' ', '<', '*', '\n', '='])).filter(|text| {
            let own = ["src/", "tests/", "seeds/", "data/sample", ".ci/"].iter().any(|folder| text.starts_with(folder));
            own || *text == "LICENSE"
        });
        for name in named {
            count += 1;
            assert!(root.join(name).exists(), "{document} names {name}, which is not there");
        }
        let folder = root.join(document).parent().expect("a folder").to_owned();
        for target in targets(text) {
            count += 1;
            let (file, place) = target.split_once('#').unwrap_or((target, ""));
            let text = folder.join(file);
            assert!(text.exists(), "{document} links to {file}, which is not there");
            if !place.is_empty() {
                let text = std::fs::read_to_string(&text).expect("a document");
                assert!(
                    sections(&text).iter().any(|section| anchor(heading(section)) == place),
                    "{document}: {target}"
                );
            }
        }
        for place in text.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(sections(text).iter().any(|section| anchor(heading(section)) == place), "{document}: #{place}");
        }
    }
    assert!(count >= 40, "{count}");
    let picture = std::fs::metadata(root.join(".ci/report.png")).expect("a picture");
    assert!(picture.len() <= LARGEST_PICTURE, "{} bytes", picture.len());
}

/// The place of a heading in a page, as hosts of repositories make it.
fn anchor(heading: &str) -> String {
    let heading = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = heading.chars().filter(|letter| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_'));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
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
    let mut seen = BTreeSet::new();
    let blocks =
        DOCS.iter().flat_map(|(name, text)| text.split("```console\n").skip(1).map(move |block| (name, block)));
    for (name, block) in blocks {
        let (block, _) = block.split_once("```").expect("an end");
        for shown in block.split("$ ").skip(1) {
            let (line, shown) = shown.split_once('\n').expect("a line");
            let line = line.split("     #").next().expect("a command").replace("cargo run -- ", "bangchim ");
            let verb = line.split(' ').nth(1).expect("a verb");
            if !line.starts_with("bangchim ") || verb == "demo" || line.contains(" jq ") && !jq {
                continue;
            }
            // Both languages show the same commands.
            if !seen.insert((line.clone(), shown)) {
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
                    "{name}: `{line}` prints no such line, or not there: {wanted}\n{}",
                    beginning(&printed)
                );
            }
            run += 1;
        }
    }
    assert!(run >= 18, "{run}");
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
