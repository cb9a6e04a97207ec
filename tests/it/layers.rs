//! The architecture, held by reading the sources: who may import whom, what may stand where, and what must not.
//!
//! Comments, strings and unit tests are taken out first, so that only code counts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Layers from the ground up: a module may use those of lower layers, and of its own layer only what [`SIDEWAYS`] says.
const LAYERS: &[(&str, &[&str])] = &[
    (
        "words",
        &[
            "address",
            "attempt",
            "confidence",
            "correction",
            "ending",
            "exchange",
            "institution",
            "licence",
            "normalise",
            "opendata",
            "policy",
        ],
    ),
    ("thought", &["frontier", "decode", "document", "discover", "extract", "audit"]),
    ("hands", &["fetch", "archive", "table", "stats", "changes", "export", "query", "report", "progress"]),
    // The one who thinks in processes of its own: it reads documents, and only commands may ask it.
    ("readers", &["worker"]),
    ("commands", &["commands"]),
    ("face", &["cli", "main"]),
];

/// Imports within a layer. Words describe each other freely; thought and hands each read in one direction.
const SIDEWAYS: &[(&str, &[&str])] = &[
    ("address", &["institution", "policy"]),
    ("attempt", &["address", "institution", "policy"]),
    ("ending", &["address", "attempt"]),
    ("exchange", &["address", "attempt"]),
    ("institution", &["normalise"]),
    ("normalise", &["policy"]),
    ("correction", &["normalise", "policy"]),
    ("policy", &["correction", "institution", "normalise"]),
    ("document", &["decode"]),
    ("audit", &["document"]),
    ("discover", &["document"]),
    ("extract", &["document"]),
    ("changes", &["table"]),
    ("export", &["changes", "table"]),
    ("opendata", &["normalise"]),
    ("query", &["table"]),
    ("stats", &["table"]),
    ("report", &["changes", "query", "stats", "table"]),
    ("main", &["cli"]),
];

/// Pairs of layers of which the upper must not use the lower, although it is lower: what thinks and what acts meet
/// only in the commands.
const STRANGERS: &[(&str, &str)] =
    &[("hands", "thought"), ("face", "thought"), ("face", "hands"), ("readers", "hands")];

/// Libraries that only some files may know. A path is the file or folder below `src/`, without the suffix.
const DOORS: &[(&str, &[&str])] = &[
    ("reqwest", &["fetch"]),
    ("governor", &["fetch"]),
    ("polars_parquet", &["table/write"]),
    ("polars", &["table", "stats", "changes", "export", "query"]),
    ("scraper", &["document/html"]),
    ("ego_tree", &["document/html/zones"]),
    ("pdfni", &["document/pdf"]),
    ("unpdf", &["document/pdf"]),
    ("undoc", &["document/workbook/office"]),
    ("unhwp", &["document/docx", "document/hwp", "document/word"]),
    ("csv_core", &["document/delimited"]),
    (
        "quick_xml",
        &[
            "document/docx",
            "document/hwp",
            "document/word",
            "document/workbook/spreadsheet_xml",
            "document/xml",
            "report/changes/atom",
        ],
    ),
    ("calamine", &["document/workbook"]),
    ("cfb", &["document/hwp/locked", "document/workbook/excel97"]),
    ("aes", &["document/hwp/locked"]),
    ("zip", &["archive/pack", "document/package", "document/zipped"]),
    ("rustix", &["worker", "fetch/legacy", "fetch/limits"]),
    ("indicatif", &["progress"]),
    ("rusqlite", &["archive"]),
    ("flate2", &["archive"]),
    ("sha1", &["archive"]),
    ("encoding_rs", &["decode", "fetch/robots/rules"]),
    ("chardetng", &["decode"]),
    ("unicode_width", &["report"]),
    ("regex_automata", &["extract/lexicon"]),
    ("aho_corasick", &["normalise/persons"]),
    ("regex", &["audit", "document/licence", "extract", "normalise", "discover/vocabulary"]),
    ("rust_xlsxwriter", &["export", "report/findings/xlsx"]),
    ("maud", &["report/html"]),
    ("terminal_size", &["cli"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("sqlparser", &["query/statement"]),
    ("strsim", &["institution/lookup", "query"]),
    ("anyhow", &["commands", "cli", "main"]),
    ("tokio", &["fetch", "commands"]),
    // The sample sites are served from inside the program.
    ("hyper", &["fetch", "commands/demo"]),
    ("hyper_util", &["fetch", "commands/demo"]),
    // The wire shapes are private to those who write them: no core type is serialised as it is.
    ("serde", &["archive", "commands", "fetch/legacy", "report", "table", "worker"]),
    ("serde_json", &["archive", "commands", "fetch/legacy", "report", "table", "worker"]),
];

/// What pure code must not name: files, environment, clocks, threads, sockets, printing, waiting.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net::TcpStream",
    "std::thread",
    "std::process",
    "Instant::now",
    "SystemTime",
    "File::open",
    "File::create",
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "async fn",
    ".await",
];

/// Ways to change the disk, and the only places that may: the archive below `archive/`, the tables below `dataset/`,
/// the report's folder, and the demonstration, which writes a seeds file beside them.
const WRITING: &[&str] =
    &["fs::write", "File::create", "OpenOptions", "create_dir", "fs::rename", "remove_file", "remove_dir", "fs::copy"];
const WRITERS: &[&str] = &["archive", "table", "export/folder", "commands/demo", "commands/report/folder"];

/// What is nowhere.
const NOWHERE: &[&str] = &["unsafe ", "todo!", "unimplemented!", "dbg!", "#[ignore"];

/// The only file that may ask what the program was built with: a module is there or not, and nobody else can tell.
const CONDITIONAL: &str = "fetch";

/// Names that say nothing of what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "common", "misc", "shared"];

/// Lines a file may have; those above the second number are printed, so that they are seen growing.
const TOO_LONG: usize = 950;
const LONG: usize = 450;

/// What may stand at the top of the repository: what people look for first, and what tools insist on.
const TOP: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE",
    "README.ko.md",
    "README.md",
    "benches",
    "data",
    "examples",
    "notebooks",
    "seeds",
    "src",
    "target",
    "tests",
];

/// A source file: where it is below `src/`, without the suffix, and its code.
struct Source {
    path: String,
    code: String,
    lines: usize,
}

impl Source {
    /// The module of the library it belongs to: the first part of its path.
    fn module(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// Whether it is one of these files, or below one of these folders.
    fn is_of(&self, places: &[&str]) -> bool {
        places
            .iter()
            .any(|place| self.path.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Files with the suffix `rs` below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|suffix| suffix == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let sources: Vec<Source> = files(&src)
        .into_iter()
        .map(|file| {
            let text = std::fs::read_to_string(&file).expect("a source");
            let path = file.strip_prefix(&src).expect("below").with_extension("");
            let path = path.to_str().expect("UTF-8").replace('\\', "/");
            let path = path.strip_suffix("/mod").unwrap_or(&path).to_owned();
            Source { path, code: without_tests(&code(&text)), lines: text.lines().count() }
        })
        .filter(|source| !source.path.ends_with("/tests"))
        .collect();
    assert!(sources.len() > 50, "the sources are read");
    sources
}

/// A source text without comments, and with empty strings.
fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(inner) = rest.strip_prefix("/*") {
            inner.find("*/").map_or(rest.len(), |end| end + 4)
        } else if let Some((hashes, open)) = raw_string(rest) {
            let close = format!("\"{}", "#".repeat(hashes));
            out.push_str("\"\"");
            rest[open..].find(&close).map_or(rest.len(), |end| open + end + close.len())
        } else if first == '"' {
            out.push_str("\"\"");
            quoted(rest)
        } else if first == '\'' {
            match character(rest) {
                Some(length) => length,
                // A lifetime.
                None => {
                    out.push(first);
                    1
                }
            }
        } else {
            out.push(first);
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    out
}

/// Hashes of a raw string that begins here, and where its text begins.
fn raw_string(text: &str) -> Option<(usize, usize)> {
    let inner = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = inner.bytes().take_while(|byte| *byte == b'#').count();
    inner[hashes..].starts_with('"').then_some((hashes, text.len() - inner.len() + hashes + 1))
}

/// Length of a string literal.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Length of a character literal, when it is one.
fn character(text: &str) -> Option<usize> {
    let mut letters = text.char_indices().skip(1);
    let (_, first) = letters.next()?;
    if first == '\\' {
        let (at, _) = letters.skip(1).find(|(_, letter)| *letter == '\'')?;
        return Some(at + 1);
    }
    let (at, second) = letters.next()?;
    (second == '\'').then_some(at + 1)
}

/// Code without its inline unit tests.
fn without_tests(code: &str) -> String {
    let Some(start) = code.find("#[cfg(test)]\nmod tests {") else {
        return code.to_owned();
    };
    let mut depth = 0;
    for (at, letter) in code[start..].char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => return code[..start].to_owned() + &code[start + at + 1..],
            '}' => depth -= 1,
            _ => {}
        }
    }
    code[..start].to_owned()
}

/// Whether a letter can stand in a name.
fn in_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Names that follow `root::`, groups in braces included: the modules that code reaches through a root of paths.
fn reached(code: &str, root: &str) -> BTreeSet<String> {
    let start = format!("{root}::");
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices(&start) {
        if code[..at].ends_with(|letter| in_name(letter) || letter == ':') {
            continue;
        }
        let rest = &code[at + start.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(rest.chars().take_while(|letter| in_name(*letter)).collect());
            continue;
        };
        let (mut depth, mut name, mut fresh) = (0, String::new(), true);
        for letter in group.chars() {
            match letter {
                '}' if depth == 0 => break,
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    found.insert(std::mem::take(&mut name));
                    fresh = true;
                }
                letter if in_name(letter) && depth == 0 && fresh => name.push(letter),
                ':' => fresh = false,
                _ => {}
            }
        }
        found.insert(name);
    }
    found.remove("");
    found
}

/// Modules of the library that a file uses.
fn used(source: &Source) -> BTreeSet<String> {
    let mut found = reached(&source.code, "crate");
    found.extend(reached(&source.code, "bangchim"));
    // `super::` from a file right below `src/`, `super::super::` from one below a folder there, are the root too.
    // The file of a module and the file of a folder's module are equally deep.
    let depth = source.path.split('/').count();
    let chain = vec!["super"; depth].join("::");
    found.extend(reached(&source.code, &chain).into_iter().filter(|name| name != "super"));
    found.remove(source.module());
    // Not a module: the entry of the library and its items.
    found.remove("self");
    found
}

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|(_, modules)| modules.contains(&module))
}

/// Whether a library is named in code: `name::` at the begin of a path, or `use name;`.
fn names(code: &str, library: &str) -> bool {
    let path = format!("{library}::");
    let imported = format!("use {library};");
    code.contains(&imported)
        || code.match_indices(&path).any(|(at, _)| {
            let before = code[..at].strip_suffix("::").unwrap_or(&code[..at]);
            !before.ends_with(|letter| in_name(letter) || letter == ':')
        })
}

#[test]
fn every_module_uses_what_lies_below_it() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.path != "lib") {
        let module = source.module();
        let Some(own) = layer(module) else {
            wrong.push(format!("src/{}.rs: `{module}` has no layer; give it one in this test", source.path));
            continue;
        };
        for target in used(source) {
            let Some(below) = layer(&target) else {
                wrong.push(format!("src/{}.rs uses `{target}`, which is no module with a layer", source.path));
                continue;
            };
            let sideways = SIDEWAYS.iter().any(|(from, to)| *from == module && to.contains(&target.as_str()));
            let (upper, lower) = (LAYERS[own].0, LAYERS[below].0);
            let allowed = if own == below { sideways } else { own > below && !STRANGERS.contains(&(upper, lower)) };
            if !allowed {
                wrong.push(format!("src/{}.rs: `{module}` ({upper}) uses `{target}` ({lower})", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn libraries_are_known_behind_their_doors_only() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (library, doors) in DOORS {
            if names(&source.code, library) && !source.is_of(doors) {
                wrong.push(format!("src/{}.rs uses {library}, which only {} may", source.path, doors.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (library, _) in DOORS {
        assert!(sources().iter().any(|source| names(&source.code, library)), "nothing uses {library} any more");
    }
}

#[test]
fn words_and_thought_touch_nothing_outside() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| layer(source.module()).is_some_and(|layer| layer < 2)) {
        for name in IMPURE.iter().filter(|name| source.code.contains(**name)) {
            wrong.push(format!("src/{}.rs: `{name}` in code that must be pure", source.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_disk_is_written_in_few_places() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.is_of(WRITERS)) {
        for name in WRITING.iter().filter(|name| source.code.contains(**name)) {
            wrong.push(format!("src/{}.rs: `{name}`; only {} write", source.path, WRITERS.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_left_undone_or_switched_off() {
    let mut wrong = Vec::new();
    let tests = files(&root().join("tests")).into_iter().map(|file| {
        let text = std::fs::read_to_string(&file).expect("a source");
        (file.display().to_string(), code(&text))
    });
    let sources = sources().into_iter().map(|source| {
        let conditional = source.code.contains("feature =") && source.path != CONDITIONAL;
        assert!(!conditional, "src/{}.rs asks for features; only src/{CONDITIONAL} may", source.path);
        (format!("src/{}.rs", source.path), source.code)
    });
    for (path, code) in sources.chain(tests) {
        for name in NOWHERE.iter().filter(|name| code.contains(**name)) {
            wrong.push(format!("{path}: `{}`", name.trim_end()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn files_are_named_after_what_they_hold_and_stay_short() {
    let mut long = Vec::new();
    for source in sources() {
        let last = source.path.rsplit('/').next().unwrap_or_default();
        assert!(!EMPTY_NAMES.contains(&last), "src/{}.rs: what does it hold?", source.path);
        assert!(source.lines <= TOO_LONG, "src/{}.rs has {} lines; split it by its nouns", source.path, source.lines);
        if source.lines > LONG {
            long.push((source.lines, source.path));
        }
    }
    long.sort_by(|one, other| other.cmp(one));
    println!("files of more than {LONG} lines, tests included:");
    for (lines, path) in long {
        println!("{lines:5} src/{path}.rs");
    }
}

#[test]
fn the_top_level_is_what_a_newcomer_expects() {
    for entry in std::fs::read_dir(root()).expect("the repository") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(name.starts_with('.') || TOP.contains(&name.as_str()), "{name} is new at the top level");
    }
}

/// The reader of sources is itself held to examples.
#[test]
fn only_code_counts() {
    let text = "use crate::{policy::{Policy, State}, table}; // crate::fetch\nlet a = \"crate::cli\"; let b = 'x';\n\
        let c = r#\"crate::stats \" quote\"#; fn f<'a>(x: &'a str) { crate::archive::open('\\'') }\n\
        /* crate::report */ #[cfg(test)]\nmod tests { use crate::demo; fn f() { } }\nuse super::super::document;\n";
    let source = Source { path: "discover/shape".into(), code: without_tests(&code(text)), lines: 0 };
    let used: Vec<String> = used(&source).into_iter().collect();
    assert_eq!(used, ["archive", "document", "policy", "table"]);
    for (code, expected) in
        [("csv::Reader", true), ("report::csv::render", false), ("::csv::Reader", true), ("x_csv::a", false)]
    {
        assert_eq!(names(code, "csv"), expected, "{code}");
    }
}
