//! The architecture, held by reading the sources: who may import whom, what may stand where, and what must not.
//!
//! Comments, strings and unit tests are taken out first, so that only code counts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Layers from the ground up: a module may use those of lower layers, and of its own layer only what [`SIDEWAYS`] says.
const LAYERS: &[(&str, &[&str])] = &[
    ("values", &["normalise"]),
    ("words", &["model"]),
    ("stores", &["archive", "dataset", "demo", "document", "progress", "sandbox"]),
    ("engines", &["analysis", "audit", "crawl", "extract"]),
    ("joins", &["export", "pipeline", "report"]),
    ("commands", &["commands"]),
    ("face", &["cli", "main"]),
];

/// Imports within a layer.
const SIDEWAYS: &[(&str, &[&str])] = &[("main", &["cli"]), ("sandbox", &["document"])];

/// Pairs that must not use each other although one is above the other.
const STRANGERS: &[(&str, &str)] = &[
    ("crawl", "extract"),
    ("archive", "report"),
    ("pipeline", "report"),
    ("cli", "crawl"),
    ("cli", "pipeline"),
    ("cli", "extract"),
    ("cli", "archive"),
];

/// Code that thinks: it does no I/O, reads no clock and waits for nothing. A path is a file or folder below `src/`.
const PURE: &[&str] = &["audit", "crawl/discover", "crawl/frontier", "document", "extract", "model", "normalise"];

/// Lines that all of `commands/` may have: verbs join engines and are none.
const COMMANDS_LINES: usize = 2_500;

/// Libraries of engines, which no verb may know.
const ENGINES: &[&str] = &[
    "hyper",
    "hyper_util",
    "polars",
    "quick_xml",
    "regex",
    "reqwest",
    "rusqlite",
    "rustls",
    "scraper",
    "tokio",
    "zip",
];

/// What a rendering must not do: read tables, archives or files.
const NO_RENDERING: &[&str] = &["Dataset::", "PolicyReader::", "polars::", "std::fs", "File::open", "crate::archive"];

/// Libraries that only some files may know. A path is the file or folder below `src/`, without the suffix.
const DOORS: &[(&str, &[&str])] = &[
    ("reqwest", &["crawl/fetch"]),
    ("governor", &["crawl/fetch"]),
    ("polars_parquet", &["dataset/write"]),
    ("polars", &["dataset", "analysis/stats", "analysis/changes", "export"]),
    ("scraper", &["document/html"]),
    ("ego_tree", &["document/html/zones"]),
    ("pdfni", &["document/pdf"]),
    ("unpdf", &["document/pdf"]),
    ("undoc", &["document/workbook/fallback"]),
    ("unhwp", &["document/docx", "document/hwp", "document/word_processor"]),
    ("csv_core", &["document/csv"]),
    (
        "quick_xml",
        &[
            "document/docx",
            "document/hwp",
            "document/word_processor",
            "document/workbook/looks",
            "document/workbook/spreadsheet_xml",
            "document/xml",
            "report/changes/atom",
        ],
    ),
    ("calamine", &["document/workbook"]),
    ("cfb", &["document/hwp/distribution", "document/workbook/xls"]),
    ("aes", &["document/hwp/distribution"]),
    ("zip", &["archive/wacz", "document/package", "document/zip"]),
    ("rustix", &["sandbox", "crawl/fetch/legacy_tls", "crawl/fetch/limits"]),
    ("indicatif", &["progress"]),
    ("rusqlite", &["archive"]),
    ("flate2", &["archive"]),
    ("sha1", &["archive"]),
    ("encoding_rs", &["document/decode", "crawl/fetch/robots/rules"]),
    ("chardetng", &["document/decode"]),
    ("unicode_width", &["report"]),
    ("regex_automata", &["extract/phrase_matcher"]),
    ("aho_corasick", &["normalise/personal_names"]),
    ("regex", &["audit", "document/licence", "extract", "normalise", "crawl/discover/vocabulary"]),
    ("rust_xlsxwriter", &["export", "report/findings/xlsx"]),
    ("maud", &["report/html"]),
    ("terminal_size", &["cli"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("sqlparser", &["dataset/query/statement"]),
    ("strsim", &["model/institution/lookup", "dataset/query"]),
    ("anyhow", &["commands", "cli", "main", "pipeline", "crawl"]),
    ("tokio", &["crawl", "demo"]),
    // The sample sites are served from inside the program.
    ("hyper", &["crawl/fetch", "demo"]),
    ("hyper_util", &["crawl/fetch", "demo"]),
    // The wire shapes are private to those who write them: no core type is serialised as it is.
    ("serde", &["archive", "commands", "crawl/fetch/legacy_tls", "report", "dataset", "sandbox", "demo"]),
    ("serde_json", &["archive", "commands", "crawl/fetch/legacy_tls", "report", "dataset", "sandbox", "demo"]),
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
const WRITERS: &[&str] = &["archive", "dataset", "export/folder", "commands/demo", "commands/pages/folder"];

/// What is nowhere.
const NOWHERE: &[&str] = &["unsafe ", "todo!", "unimplemented!", "dbg!", "#[ignore"];

/// The only file that may ask what the program was built with: a module is there or not, and nobody else can tell.
const CONDITIONAL: &str = "crawl/fetch";

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
fn every_module_uses_what_is_below_it() {
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
            let strangers = STRANGERS
                .iter()
                .any(|(one, other)| (*one, *other) == (module, &target) || (*other, *one) == (module, &target));
            if strangers || !(if own == below { sideways } else { own > below }) {
                let (upper, lower) = (LAYERS[own].0, LAYERS[below].0);
                wrong.push(format!("src/{}.rs: `{module}` ({upper}) uses `{target}` ({lower})", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Paths that begin at the root of the library or relative to a module, groups in braces taken apart.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut tokens: Vec<String> = Vec::new();
    let mut letters = code.chars().peekable();
    while let Some(letter) = letters.next() {
        if in_name(letter) {
            let mut name = String::from(letter);
            while let Some(next) = letters.next_if(|next| in_name(*next)) {
                name.push(next);
            }
            tokens.push(name);
        } else if letter == ':' && letters.next_if_eq(&':').is_some() {
            tokens.push("::".to_owned());
        } else if !letter.is_whitespace() {
            tokens.push(letter.to_string());
        }
    }
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let begins = matches!(tokens[at].as_str(), "crate" | "super" | "self");
        if begins && (at == 0 || tokens[at - 1] != "::") && tokens.get(at + 1).is_some_and(|next| next == "::") {
            branch(&tokens, at, &[], &mut found);
        }
    }
    found
}

/// One path, or one branch of a group; gives where it ends.
fn branch(tokens: &[String], mut at: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    loop {
        match tokens.get(at).map(String::as_str) {
            Some("{") => {
                at += 1;
                while tokens.get(at).is_some_and(|token| token != "}") {
                    let next = branch(tokens, at, &path, found);
                    at = next.max(at + 1);
                    if tokens.get(at).is_some_and(|token| token == ",") {
                        at += 1;
                    }
                }
                return at + 1;
            }
            Some(name) if name.starts_with(in_name) => {
                path.push(name.to_owned());
                at += 1;
            }
            _ => break,
        }
        if tokens.get(at).is_some_and(|token| token == "::") {
            at += 1;
        } else {
            break;
        }
    }
    found.push(path);
    // `as name` is skipped, and so is `*`.
    while tokens.get(at).is_some_and(|token| !matches!(token.as_str(), "," | "}" | ";")) && !before.is_empty() {
        at += 1;
    }
    at
}

/// Files that a file imports from, by their places below `src/`.
fn imports(source: &Source, known: &BTreeSet<&str>) -> BTreeSet<String> {
    let own: Vec<&str> = source.path.split('/').filter(|part| *part != "lib").collect();
    let mut found = BTreeSet::new();
    for path in paths(&source.code) {
        let mut place: Vec<&str> = if path[0] == "crate" { Vec::new() } else { own.clone() };
        for name in path.iter().map(String::as_str) {
            match name {
                "crate" | "self" => {}
                "super" => {
                    place.pop();
                }
                name => place.push(name),
            }
        }
        while !place.is_empty() && !known.contains(place.join("/").as_str()) {
            place.pop();
        }
        let target = place.join("/");
        if !target.is_empty() && target != source.path {
            found.insert(target);
        }
    }
    found
}

#[test]
fn no_two_files_import_each_other() {
    let sources = sources();
    let known: BTreeSet<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    let below = |one: &str, other: &str| one.strip_prefix(other).is_some_and(|rest| rest.starts_with('/'));
    let mut wrong = Vec::new();
    let all: Vec<(&str, BTreeSet<String>)> =
        sources.iter().map(|source| (source.path.as_str(), imports(source, &known))).collect();
    for (one, theirs) in &all {
        for (other, back) in all.iter().filter(|(other, _)| theirs.contains(*other) && one < other) {
            // A folder's own file and the files in it are one thing in several pages.
            if back.contains(*one) && !below(one, other) && !below(other, one) {
                wrong.push(format!("src/{one}.rs and src/{other}.rs import each other"));
            }
        }
    }
    assert!(all.iter().map(|(_, theirs)| theirs.len()).sum::<usize>() > 300, "imports are found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn verbs_are_thin_and_do_not_call_each_other() {
    let sources = sources();
    let commands: Vec<&Source> = sources.iter().filter(|source| source.module() == "commands").collect();
    let verbs: BTreeSet<&str> = commands
        .iter()
        .filter(|source| source.path.split('/').count() == 2 && source.code.contains("pub fn run("))
        .map(|source| source.path.as_str())
        .collect();
    assert!(verbs.len() > 15, "verbs are found: {verbs:?}");
    let known: BTreeSet<&str> = sources.iter().map(|source| source.path.as_str()).collect();
    let mut wrong = Vec::new();
    for source in &commands {
        let own = source.path.split('/').take(2).collect::<Vec<_>>().join("/");
        for target in imports(source, &known) {
            let verb = target.split('/').take(2).collect::<Vec<_>>().join("/");
            if verb != own && verbs.contains(verb.as_str()) && source.path != "commands" {
                wrong.push(format!("src/{}.rs uses the verb {verb}", source.path));
            }
        }
        for library in ENGINES.iter().filter(|library| names(&source.code, library)) {
            wrong.push(format!("src/{}.rs knows {library}: it is an engine", source.path));
        }
    }
    let lines: usize = commands.iter().map(|source| source.lines).sum();
    if lines > COMMANDS_LINES {
        wrong.push(format!("src/commands has {lines} lines, more than {COMMANDS_LINES}"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_report_renders_and_does_not_compute() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.module() == "report") {
        for name in NO_RENDERING.iter().filter(|name| source.code.contains(**name)) {
            wrong.push(format!("src/{}.rs: `{name}` in a rendering", source.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether a name that a library has is a module of ours in a file: declared there, or imported.
fn is_module(source: &Source, name: &str) -> bool {
    source.code.contains(&format!("mod {name};"))
        || paths(&source.code).iter().any(|path| path[1..].iter().any(|part| part == name))
}

#[test]
fn libraries_are_known_behind_their_doors_only() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (library, doors) in DOORS {
            if names(&source.code, library) && !source.is_of(doors) && !is_module(&source, library) {
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
    for source in sources().iter().filter(|source| source.is_of(PURE)) {
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
