//! The program from outside: results on standard output, one clear line when it could not run, exit codes.

use bangchim::model::policy::Item;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The commands, as they are typed.
pub const COMMANDS: [&str; 22] = [
    "demo",
    "crawl",
    "ledger",
    "archive",
    "archive pack",
    "extract",
    "audit",
    "diff",
    "history",
    "crosscheck",
    "export",
    "query",
    "man",
    "read",
    "stats",
    "report",
    "show",
    "review",
    "verify",
    "seeds",
    "seeds check",
    "completions",
];

/// Keys of a line, in the order of the published contract.
const KEYS: [&str; 34] = [
    "source",
    "document_sha256",
    "media",
    "charset",
    "title",
    "institution",
    "facility",
    "term",
    "status",
    "effective_date",
    "superseded_date",
    "revision_dates",
    "legal_basis",
    "purposes",
    "camera_total",
    "camera_total_basis",
    "camera_total_state",
    "site_total",
    "cameras",
    "retention_days",
    "retention_state",
    "retention",
    "recording_24h",
    "recording_hours",
    "storage_places",
    "managers",
    "managers_state",
    "contractors",
    "contractors_state",
    "sections",
    "attachments",
    "findings",
    "evidence",
    "problems",
];

/// The program, to be run in a folder.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bangchim"));
    command.current_dir(folder);
    command
}

/// Runs a command line, whose words are separated by blanks.
fn run(folder: &Path, line: &str) -> Output {
    program(folder).args(line.split_whitespace()).output().expect("it runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The path of a case's page.
fn case(name: &str) -> String {
    format!("{}/tests/cases/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn what_cannot_run_says_so_in_one_line_and_ends_with_two() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &str| std::fs::write(folder.path().join(name), bytes).expect("written");
    write("colour.csv", "id,name,kind,sido,homepage,colour\na,가람시,si,경기도,,red\n");
    write("no-id.csv", "name,kind,sido,homepage\n가람시,si,경기도,\n");
    write("loop.csv", "id,name,kind,sido,homepage\na,가람시,si,경기도,http://127.0.0.1:9/\n");
    write("open.csv", "id,name,kind,sido,homepage\na,가람시,si,경기도,https://www.example.go.kr/\n");
    write("torn.warc.gz", "no gzip at all");
    write("torn.warc", "no record at all");
    write("file", "");
    std::fs::create_dir_all(folder.path().join("broken/archive")).expect("made");
    write("broken/archive/crawl.sqlite", "no database at all, and long enough to be taken for one");
    let page = case("accordion-environment-corp");
    let cases = [
        // What is named is not there.
        ("extract nowhere.html", "cannot read nowhere.html"),
        ("read nowhere.html", "cannot read nowhere.html"),
        ("seeds check nowhere.csv", "nowhere.csv"),
        ("crawl --seeds nowhere.csv", "nowhere.csv"),
        ("extract --data nowhere", "run `bangchim crawl` first"),
        ("stats --data nowhere", "run `bangchim extract` first"),
        ("review --data nowhere", "run `bangchim extract` first"),
        ("report --data nowhere", "run `bangchim extract` first"),
        ("show 가람시 --data nowhere", "run `bangchim extract` first"),
        ("verify --data nowhere", "nowhere"),
        ("crawl --seeds loop.csv --only zzz", "no institution zzz in loop.csv"),
        // What is there is no good.
        ("seeds check colour.csv", "colour.csv"),
        ("crawl --seeds colour.csv", "colour.csv:1:28: unknown column `colour`"),
        ("crawl --seeds no-id.csv", "no-id.csv:1:1: missing column `id`"),
        ("extract torn.warc.gz", "cannot read torn.warc.gz"),
        ("extract torn.warc", "cannot read torn.warc"),
        ("extract --data broken", "cannot read the ledger in broken/archive"),
        // What is to be written cannot be written.
        ("demo --data file/below", "cannot make file/below"),
        (&format!("extract {page} --out file/below"), "cannot make the folder file/below"),
        ("crawl --seeds loop.csv --data file/below", "cannot write the archive in file/below/archive"),
        (&format!("extract {page} --format parquet"), "--out DIR"),
        // What is asked makes no sense.
        ("", "say what to do"),
        ("frobnicate", "unrecognized subcommand 'frobnicate'"),
        ("crawl --colour", "unexpected argument '--colour'"),
        ("show 가람시 --color sometimes", "possible values: auto, always, never"),
        ("stats --format xml", "possible values: text, csv, json"),
        ("stats --as-of 2023-02-30", "write a day such as"),
        ("crawl --kind town", "kinds are sido, si, gun"),
        ("crawl --sido 강원북도", "provinces are 서울특별시"),
        ("crawl --delay soon", "write a time such as"),
        ("crawl --shard 3/2", "write a part such as"),
        ("crawl --window 25", "write hours such as"),
        ("crawl --contact", "a value is required for '--contact"),
        ("read", "not provided: <FILE>"),
        ("crawl --seeds open.csv", "--contact is required"),
    ];
    for (line, expected) in cases {
        let done = run(folder.path(), line);
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{line}: {said}");
        assert_eq!(said.lines().count(), 1, "{line}: {said}");
        assert!(said.starts_with("bangchim: ") && said.contains(expected), "{line}: {said}");
        assert!(!said.contains("For more information") && !said.contains("  "), "{line}: {said}");
        // The errors of a seeds file are what `seeds check` is asked for.
        assert!(done.stdout.is_empty() || line == "seeds check colour.csv", "{line}: {}", text(&done.stdout));
    }
    assert!(!folder.path().join("data").exists(), "what cannot run leaves nothing behind");
}

#[test]
fn the_causes_of_an_error_are_said_once() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("file"), "").expect("written");
    let done = run(folder.path(), "extract file/below");
    let said = text(&done.stderr);
    assert_eq!(said.matches("os error").count(), 1, "{said}");
}

#[test]
fn every_help_has_an_example() {
    let folder = tempfile::tempdir().expect("a folder");
    for command in COMMANDS {
        let done = run(folder.path(), &format!("{command} --help"));
        let page = text(&done.stdout);
        assert_eq!(done.status.code(), Some(0), "{command}");
        assert!(done.stderr.is_empty() && page.contains("Example"), "{command}: {page}");
        assert!(page.contains(&format!("bangchim {command}")), "{command}: the example is of another command");
    }
    let page = run(folder.path(), "--help");
    let verbs = COMMANDS.iter().filter(|command| !command.contains(' '));
    for verb in verbs {
        assert!(text(&page.stdout).contains(&format!("\n  {verb} ")), "{verb} is not listed");
    }
    assert!(text(&page.stdout).contains("Examples:"));
    assert!(text(&run(folder.path(), "--version").stdout).starts_with("bangchim 0."));
}

#[test]
fn standard_output_of_extract_is_json_lines_in_the_order_of_the_contract() {
    let folder = tempfile::tempdir().expect("a folder");
    let done = run(folder.path(), &format!("extract {}", case("")));
    assert_eq!(done.status.code(), Some(0));
    let expected = KEYS.to_vec();
    let mut lines = 0;
    for line in text(&done.stdout).lines() {
        lines += 1;
        let value: Value = serde_json::from_str(line).expect("one object a line");
        let keys = top_level_keys(line);
        let known: Vec<&str> = keys.iter().map(String::as_str).filter(|key| expected.contains(key)).collect();
        // Keys may be added; those of the contract keep their order.
        assert_eq!(known, expected, "{}", value["source"]);
        for item in Item::ALL {
            let state = value["sections"][item.name()].as_str().unwrap_or_default();
            assert!(["present", "empty", "elsewhere", "absent"].contains(&state), "{}: {state}", value["source"]);
        }
    }
    assert!(lines >= 80, "{lines}");
    // Beside the count only what could not be read is named: files under a password, pictures, formats of old.
    let said = text(&done.stderr);
    let (unread, last): (Vec<&str>, Vec<&str>) =
        said.lines().partition(|line| line.contains(" is no document that can be read: "));
    assert!(!unread.is_empty() && unread.len() < 20, "{said}");
    assert!(last.len() == 1 && last[0].contains("documents without a policy"), "{said}");
    let quiet = run(folder.path(), &format!("--quiet extract {}", case("univ-transposed")));
    assert!(quiet.stderr.is_empty() && !quiet.stdout.is_empty());
}

/// Keys of an object in the order in which they are written, which a parsed value does not keep.
fn top_level_keys(line: &str) -> Vec<String> {
    let (mut depth, mut keys, mut at) = (0, Vec::new(), 0);
    let bytes = line.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b'"' => {
                let start = at + 1;
                at = start;
                while bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                if depth == 1 && bytes.get(at + 1) == Some(&b':') {
                    keys.push(line[start..at].to_owned());
                }
            }
            _ => {}
        }
        at += 1;
    }
    keys
}

#[test]
fn a_document_without_a_policy_prints_nothing_and_is_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("news.txt"), "오늘의 소식: CCTV 27대를 추가로 설치합니다.").expect("written");
    let done = run(folder.path(), "extract news.txt");
    assert_eq!(done.status.code(), Some(0));
    assert!(done.stdout.is_empty());
    assert_eq!(text(&done.stderr), "1 documents, 0 policies, 1 documents without a policy\n");
}

#[test]
fn a_file_that_is_no_document_is_named_and_has_an_exit_code_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("written");
    write("photo.png", b"\x89PNG\r\n\x1a\n\x00\x01\x02");
    write("song.mp3", b"ID3\x03\x00\xff\xfb\x90\x00\x00\x01\x02\x03\x80\x81");
    let policy = std::fs::read(case("facility-corp-markdown-three/input.txt")).expect("a policy");
    write("page.txt", &policy);
    std::fs::create_dir(folder.path().join("mixed")).expect("made");
    std::fs::copy(folder.path().join("page.txt"), folder.path().join("mixed/page.txt")).expect("copied");
    std::fs::copy(folder.path().join("photo.png"), folder.path().join("mixed/photo.html")).expect("copied");
    std::fs::create_dir(folder.path().join("alone")).expect("made");
    std::fs::copy(folder.path().join("photo.png"), folder.path().join("alone/photo.html")).expect("copied");
    let name = "photo.png is no document that can be read: an image";
    for verb in ["extract", "audit"] {
        // What could be read is done all the same.
        let some = run(folder.path(), &format!("{verb} photo.png page.txt"));
        assert_eq!(some.status.code(), Some(3), "{verb}: {}", text(&some.stderr));
        assert!(text(&some.stderr).lines().any(|line| line.starts_with(name)), "{verb}: {}", text(&some.stderr));
        assert!(!some.stdout.is_empty(), "{verb}");
        let quiet = run(folder.path(), &format!("--quiet {verb} photo.png page.txt"));
        assert!(text(&quiet.stderr).starts_with(name), "an error is said in any case");
        // Nothing could be read: nothing was done.
        let none = run(folder.path(), &format!("{verb} photo.png"));
        assert_eq!((none.status.code(), none.stdout.is_empty()), (Some(2), true), "{verb}");
        assert!(text(&none.stderr).starts_with(&format!("bangchim: {name}")), "{verb}: {}", text(&none.stderr));
        let both = run(folder.path(), &format!("{verb} photo.png song.mp3"));
        assert_eq!(both.status.code(), Some(2), "{verb}");
        assert!(["photo.png", "song.mp3"].iter().all(|file| text(&both.stderr).contains(file)), "{verb}");
        // Below a folder there may be anything: it is named, and is nobody's error.
        let folder_of = run(folder.path(), &format!("{verb} mixed"));
        assert_eq!(folder_of.status.code(), Some(0), "{verb}: {}", text(&folder_of.stderr));
        assert!(text(&folder_of.stderr).contains("mixed/photo.html is no document"), "{verb}");
        assert_eq!(run(folder.path(), &format!("{verb} alone")).status.code(), Some(2), "{verb}");
    }
    let read = run(folder.path(), "read photo.png");
    assert_eq!(read.status.code(), Some(2));
    assert!(text(&read.stderr).contains(name) && text(&read.stdout).contains("problem: image"), "{read:?}");
}

#[test]
fn exit_codes_are_documented_where_people_look() {
    let readme = include_str!("../../README.md").split_whitespace().collect::<Vec<_>>().join(" ");
    let help = run(Path::new("."), "--help");
    let help = text(&help.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    for code in
        ["0 done", "1 done, and something fell below a floor", "2 could not run", "3 done, but a file that was named"]
    {
        assert!(readme.contains(code), "README: {code}");
        assert!(help.contains(code), "--help: {code}: {help}");
    }
}

#[test]
fn a_plan_needs_no_contact_and_says_which_pause_is_used() {
    let folder = tempfile::tempdir().expect("a folder");
    let seeds = "id,name,kind,sido,homepage\na,가람시,si,경기도,https://www.example.go.kr/\n";
    std::fs::write(folder.path().join("open.csv"), seeds).expect("written");
    let plan = run(folder.path(), "crawl --seeds open.csv --plan --delay 200ms");
    assert_eq!(plan.status.code(), Some(0), "{}", text(&plan.stderr));
    let printed = text(&plan.stdout);
    assert!(printed.contains("(+CONTACT), named with --contact\n") && printed.contains(" 1.0 s apart"), "{printed}");
    let below = "--delay 0.2 s is below the floor of 1 s, which is used between two requests to a public host\n";
    assert_eq!(text(&plan.stderr), below);
    let named = run(folder.path(), "crawl --seeds open.csv --plan --contact crawl@example.org");
    assert!(text(&named.stdout).contains("(+crawl@example.org)\n") && named.stderr.is_empty());
    // A contact that is none is told before the crawl, and a crawl of public hosts still needs one.
    for line in ["crawl --seeds open.csv --plan --contact me", "crawl --seeds open.csv"] {
        let refused = run(folder.path(), line);
        assert_eq!(refused.status.code(), Some(2), "{line}");
        assert!(text(&refused.stderr).contains("--contact is required"), "{line}");
    }
    assert!(!folder.path().join("data").exists(), "a plan leaves nothing behind");
}

#[test]
fn completions_know_the_commands() {
    let folder = tempfile::tempdir().expect("a folder");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let done = run(folder.path(), &format!("completions {shell}"));
        assert_eq!(done.status.code(), Some(0), "{shell}");
        let script = text(&done.stdout);
        assert!(script.contains("extract") && script.contains("bangchim"), "{shell}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let mut child = program(Path::new("."))
        .args(["extract", &case("")])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut reader = BufReader::new(child.stdout.take().expect("piped"));
    let mut first = String::new();
    reader.read_line(&mut first).expect("a line");
    assert!(first.starts_with("{\"source\":"));
    drop(reader);
    let done = child.wait_with_output().expect("it ends");
    assert_eq!(done.status.code(), Some(0));
    assert!(!text(&done.stderr).contains("bangchim:"), "{}", text(&done.stderr));
}
