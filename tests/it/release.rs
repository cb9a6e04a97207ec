//! Exports: the same bytes every time, formulas defused, nothing overwritten, and nobody's name in a public release.

use crate::cli::program;
use crate::same::same_files;
use crate::table_fixtures;
use bangchim::dataset::{CrawlInfo, Dataset, SCHEMA, crawl_folder, write};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

/// Names that stand on the pages of `tests/cases`, as their authors invented them.
const PERSONS_OF_CASES: [&str; 15] = [
    "노재식",
    "민선경",
    "공민우",
    "변정우",
    "하윤성",
    "구미란",
    "최명숙",
    "박준호",
    "윤가희",
    "신보라",
    "임도현",
    "허선미",
    "배정환",
    "오수진",
    "강태식",
];

/// The first bytes of a zstd frame.
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// Runs the program; what it says on standard error.
fn run(arguments: &[&str], paths: &[&Path]) -> (Option<i32>, String) {
    let mut command = program(Path::new(env!("CARGO_MANIFEST_DIR")));
    let done = command.args(arguments).args(paths).output().expect("it runs");
    (done.status.code(), String::from_utf8(done.stderr).expect("UTF-8"))
}

/// Reads files into tables.
fn tables(of: &[PathBuf], to: &Path) {
    let mut command = program(Path::new(env!("CARGO_MANIFEST_DIR")));
    let done = command.args(["extract", "--quiet", "--out"]).arg(to).args(of).output().expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn export(data: &Path, to: &Path, more: &[&str]) {
    let (code, said) = run(&[&["export", "--quiet"], more, &["--data"]].concat(), &[data, Path::new("--out"), to]);
    assert_eq!(code, Some(0), "{said}");
}

/// Every file of a folder by its name.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
    entries
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("a file")))
        .collect()
}

/// Everything that can be read in a file by whoever tries: its bytes as text in two encodings, what is compressed in it,
/// what is escaped in that, and all of it without blanks and marks.
fn readable(name: &str, bytes: &[u8]) -> Vec<String> {
    let mut layers = vec![bytes.to_vec()];
    if name.ends_with(".xlsx") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a workbook");
        for index in 0..archive.len() {
            let mut part = Vec::new();
            archive.by_index(index).expect("a part").read_to_end(&mut part).expect("readable");
            layers.push(part);
        }
    }
    for (at, _) in bytes.windows(4).enumerate().filter(|(_, window)| *window == ZSTD) {
        // What only looks like the begin of a frame cannot be read as one.
        let mut page = Vec::new();
        if zstd::Decoder::new(&bytes[at..]).is_ok_and(|decoder| decoder.single_frame().read_to_end(&mut page).is_ok()) {
            layers.push(page);
        }
    }
    let mut texts = Vec::new();
    for layer in layers {
        let wide: Vec<u16> = layer.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        for text in [String::from_utf8_lossy(&layer).into_owned(), String::from_utf16_lossy(&wide)] {
            let unescaped = url::form_urlencoded::parse(text.replace('&', "%26").as_bytes())
                .map(|(key, value)| format!("{key}={value}"))
                .collect::<String>();
            for text in [text, unescaped] {
                texts.push(text.chars().filter(|letter| letter.is_alphanumeric() || *letter == '○').collect());
            }
        }
    }
    texts
}

/// Cells of every Parquet table of a folder, table by table.
fn cells(folder: &Path) -> BTreeMap<&'static str, String> {
    let dataset = Dataset::open(folder).expect("tables");
    let text = |name: &'static str| {
        let frame = dataset.collect(name).expect("a table");
        let columns = frame.columns().iter().filter_map(|column| column.str().ok().cloned());
        let cells: Vec<String> =
            columns.flat_map(|column| column.iter().flatten().map(str::to_owned).collect::<Vec<_>>()).collect();
        cells.join("\n")
    };
    SCHEMA.iter().map(|table| (table.name, text(table.name))).collect()
}

#[test]
fn nobody_is_named_in_a_public_release() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("tables");
    let pages = tests().join("release");
    let persons = std::fs::read_to_string(pages.join("persons.txt")).expect("a list");
    let mut persons: Vec<&str> = persons.lines().filter(|line| !line.starts_with('#')).collect();
    persons.extend(PERSONS_OF_CASES);
    let mut of: Vec<PathBuf> = ["open.html", "closed.html", "unmarked.txt"].map(|name| pages.join(name)).into();
    of.push(tests().join("cases"));
    tables(&of, &data);
    let (code, said) = run(&["audit", "--quiet", "--as-of", "2026-11-22", "--data"], &[&data, &pages]);
    assert_eq!(code, Some(0), "{said}");

    // The names are in the sources and most of them in the tables, so that there is something to leave out.
    let mut sources = String::new();
    for path in of[..3].iter().cloned().chain(std::fs::read_dir(&of[3]).expect("cases").flat_map(|case| {
        ["html", "txt"].map(|suffix| case.as_ref().expect("a case").path().join("input").with_extension(suffix))
    })) {
        let bytes = std::fs::read(path).unwrap_or_default();
        let page = String::from_utf8(bytes)
            .unwrap_or_else(|other| encoding_rs::EUC_KR.decode(other.as_bytes()).0.into_owned());
        for text in readable("page", page.as_bytes()) {
            sources.push_str(&text.replace(['０', '１', '２', '３', '４', '５', '６', '７', '８', '９'], "·"));
            sources.push_str(&text.chars().map(plain_digit).collect::<String>());
        }
    }
    let kept: String = cells(&data).into_values().collect::<String>().chars().filter(|c| c.is_alphanumeric()).collect();
    let mut in_tables = 0;
    for person in &persons {
        assert!(sources.contains(person), "{person} is on no page");
        in_tables += usize::from(kept.contains(person));
    }
    assert!(in_tables >= 24, "only {in_tables} of {} were read", persons.len());

    for format in ["parquet", "csv", "xlsx"] {
        let to = folder.path().join(format);
        export(&data, &to, &["--public", "--format", format]);
        let files = files(&to);
        assert!(files.len() >= 8, "{:?}", files.keys());
        for (name, bytes) in &files {
            for text in readable(name, bytes) {
                for person in &persons {
                    if let Some(at) = text.find(person) {
                        let before: String =
                            text[..at].chars().rev().take(30).collect::<Vec<_>>().into_iter().rev().collect();
                        panic!("{format}/{name} names {person}: {before}…");
                    }
                }
            }
        }
        // The search finds what is there: the same files made for those who keep them.
        let whole = folder.path().join(format!("{format}-whole"));
        export(&data, &whole, &["--format", format]);
        let found = crate::release::files(&whole)
            .iter()
            .any(|(name, bytes)| readable(name, bytes).iter().any(|text| text.contains("제갈윤슬")));
        assert!(found, "the search is blind in {format}");
    }
}

/// Full-width digits as plain ones.
fn plain_digit(letter: char) -> char {
    match letter {
        '０'..='９' => char::from_u32(letter as u32 - '０' as u32 + '0' as u32).unwrap_or(letter),
        other => other,
    }
}

#[test]
fn words_leave_only_where_their_licence_allows_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, to) = (folder.path().join("tables"), folder.path().join("release"));
    let pages = tests().join("release");
    tables(&["open.html", "closed.html", "unmarked.txt"].map(|name| pages.join(name)), &data);
    export(&data, &to, &["--public"]);
    let release = Dataset::open(&to).expect("tables");
    let column = |table: &str, name: &str| -> Vec<Option<String>> {
        let frame = release.collect(table).expect("a table");
        let values = frame.column(name).expect("a column").str().expect("text").clone();
        values.iter().map(|value| value.map(str::to_owned)).collect()
    };
    let licences: BTreeMap<Option<String>, Option<String>> =
        column("documents", "document_sha256").into_iter().zip(column("documents", "licence")).collect();
    assert_eq!(licences.values().flatten().collect::<Vec<_>>().len(), 3);
    let (quotes, withheld) = (column("evidence", "quote"), column("evidence", "withheld"));
    let (mut long, mut kept_back, mut in_context) = (0, 0, 0);
    let contexts = column("evidence", "context");
    let documents = column("evidence", "document_sha256");
    for (((document, quote), context), withheld) in documents.into_iter().zip(&quotes).zip(&contexts).zip(&withheld) {
        let licence = licences[&document].as_deref();
        // The words around a quote are more words: no laxer.
        if let Some(context) = context {
            assert!(quote.is_some(), "{context}");
            assert!(context.chars().count() <= bangchim::export::BARE_FACT || licence == Some("kogl_1"), "{context}");
            in_context += 1;
        }
        let of_quote = withheld.iter().flat_map(|why| why.split("; ")).find(|why| why.starts_with("quote: "));
        match quote {
            Some(quote) if quote.chars().count() > bangchim::export::BARE_FACT => {
                long += 1;
                assert_eq!(licence, Some("kogl_1"), "{quote}");
            }
            Some(_) => assert_eq!(of_quote, None),
            None if of_quote == Some("quote: licence") => {
                kept_back += 1;
                assert_ne!(licence, Some("kogl_1"));
            }
            None => assert_eq!(of_quote, Some("quote: name")),
        }
    }
    assert!(long > 0 && kept_back > 0 && in_context > 0, "{long} {kept_back} {in_context}");
    // Figures stay, whatever the licence.
    let totals = release.collect("policies").expect("policies");
    assert_eq!(totals.column("camera_total").expect("totals").null_count(), 0);
    let (names, withheld) = (column("managers", "name"), column("managers", "withheld"));
    assert!(names.iter().all(Option::is_none) && withheld.iter().flatten().any(|why| why.contains("name: name")));
}

#[test]
fn the_same_tables_give_the_same_files_in_every_format() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let dataset = crawl_folder(&data, &table_fixtures::crawl().id).expect("a good id");
    write(
        &dataset,
        &table_fixtures::crawl(),
        &table_fixtures::institutions(),
        &table_fixtures::attempts(),
        &table_fixtures::documents(),
        &[table_fixtures::full()],
    )
    .expect("written");
    for (format, tables) in [("parquet", 19), ("csv", 19), ("xlsx", 1)] {
        for public in [true, false] {
            let mut more = vec!["--format", format];
            more.extend(public.then_some("--public"));
            let [one, two] = ["one", "two"].map(|name| folder.path().join(format!("{name}-{format}-{public}")));
            export(&data, &one, &more);
            export(&data, &two, &more);
            let (one, again) = (files(&one), files(&two));
            same_files(&again, &one, format);
            let suffix = format!(".{format}");
            assert_eq!(one.keys().filter(|name| name.ends_with(&suffix)).count(), tables, "{format}");
            for line in std::str::from_utf8(&one["SHA256SUMS"]).expect("text").lines() {
                let (digest, name) = line.split_once("  ").expect("a digest and a name");
                assert_eq!(bangchim::dataset::describe::sha256(&one[name]), digest, "{name}");
            }
            assert_eq!(std::str::from_utf8(&one["SHA256SUMS"]).expect("text").lines().count(), one.len() - 1);
            // Exported again into the same place, it takes the place of what was there.
            export(&data, &folder.path().join(format!("two-{format}-{public}")), &more);
        }
    }
    // Below the data folder, when no place is named.
    let (code, said) = run(&["export", "--format", "csv", "--public", "--data"], &[&data]);
    assert_eq!(code, Some(0), "{said}");
    assert!(data.join("export/bangchim-2026-11-21T00-public-csv/policies.csv").is_file(), "{said}");
    assert!(said.contains("left out (cells)"), "{said}");
}

#[test]
fn csv_is_for_spreadsheets_and_runs_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, to) = (folder.path().join("tables"), folder.path().join("csv"));
    tables(&[tests().join("release/open.html")], &data);
    export(&data, &to, &["--format", "csv"]);
    let cameras = std::fs::read_to_string(to.join("cameras.csv")).expect("a table");
    assert!(cameras.starts_with("\u{feff}policy_id,"), "{cameras}");
    assert!(cameras.contains("\"'=HYPERLINK(\"\"http://example.org\"\",\"\"주차장\"\")\""), "{cameras}");
    for line in csv::Reader::from_reader(cameras.as_bytes()).records() {
        for cell in &line.expect("a row") {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
}

#[test]
fn a_folder_of_something_else_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (data, to) = (folder.path().join("tables"), folder.path().join("to"));
    tables(&[tests().join("release/open.html")], &data);
    export(&data, &to, &["--format", "csv"]);
    std::fs::write(to.join("notes.txt"), "mine").expect("written");
    let (code, said) = run(&["export", "--public", "--format", "csv", "--data"], &[&data, Path::new("--out"), &to]);
    assert_eq!(code, Some(2));
    assert!(said.contains("no export wrote") && said.contains("--out DIR") && said.lines().count() == 1, "{said}");
    assert!(to.join("notes.txt").is_file() && to.join("managers.csv").is_file());
    // Without it the folder is an earlier export, and nothing of it stays.
    std::fs::remove_file(to.join("notes.txt")).expect("removed");
    export(&data, &to, &["--public", "--format", "parquet"]);
    assert!(!to.join("managers.csv").exists() && to.join("managers.parquet").is_file());
    let (code, said) = run(&["export", "--data"], &[&data]);
    assert_eq!(code, Some(2));
    assert!(said.contains("--out DIR"), "{said}");
}

#[test]
fn the_changelog_tells_what_became_of_policies() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let crawl = |id: &str| CrawlInfo { id: id.into(), ..table_fixtures::crawl() };
    let put = |id: &str, total: u32| {
        let mut policy = table_fixtures::full();
        policy.camera_total =
            bangchim::model::policy::Field::stated(total, vec![table_fixtures::quote(&format!("{total}대"))]);
        let to = crawl_folder(&data, id).expect("a good id");
        write(
            &to,
            &crawl(id),
            &table_fixtures::institutions(),
            &table_fixtures::attempts(),
            &table_fixtures::documents(),
            &[policy],
        )
        .expect("written");
    };
    put("2026-10-01", 2550);
    put("2026-11-01", 2600);
    let to = folder.path().join("out");
    export(&data, &to, &["--public"]);
    let page = std::fs::read_to_string(to.join("CHANGELOG.md")).expect("a changelog");
    for line in [
        "## 2026-10-01 → 2026-11-01",
        "| `policies` | 1 | 1 |",
        "| 내용 바뀜 content | `camera_total` | 1 |",
        "* 전북특별자치도 군산시 (sgg-52130): content camera_total",
    ] {
        assert!(page.contains(line), "{line}\n{page}");
    }
    assert!(!page.contains("2550") && !page.contains("2600"), "values are for `diff`: {page}");
    // The first crawl has none before it.
    export(&data.join("dataset/crawl=2026-10-01"), &to, &["--public"]);
    let page = std::fs::read_to_string(to.join("CHANGELOG.md")).expect("a changelog");
    assert!(page.contains("The first release"), "{page}");
}
