//! The report as files: the same bytes every time, no personal data, nothing hostile, small pages.

use crate::cli::program;
use crate::large_crawl::{self, ENORMOUS, MOBILE, NAME};
use crate::same::{same_bytes, same_files};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A crawl of the nation, read, audited and reported: made once for all tests.
pub fn nation() -> &'static Path {
    static DATA: OnceLock<PathBuf> = OnceLock::new();
    DATA.get_or_init(|| {
        // Kept below the folder of the build, one for each run of the tests: another may be under way. Nobody takes away
        // what a static holds, so each run takes away what those before it left a day ago.
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let day = std::time::Duration::from_secs(86_400);
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let old = entry
                .metadata()
                .and_then(|about| about.modified())
                .is_ok_and(|made| made.elapsed().is_ok_and(|age| age > day));
            if old && entry.file_name().to_string_lossy().starts_with("nation") {
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
        let data = folder.join(format!("nation-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&data);
        large_crawl::archive(&data, 300);
        for verb in ["extract", "audit", "report"] {
            run(&data, verb);
        }
        data
    })
}

fn run(data: &Path, verb: &str) -> String {
    let done = program(Path::new(".")).args([verb, "--data"]).arg(data).output().expect("it runs");
    assert!(done.status.success(), "{verb}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stderr).expect("UTF-8")
}

/// Every file below a folder by its path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    found
}

fn pages(folder: &Path) -> BTreeMap<String, String> {
    let pages = files(folder).into_iter().filter(|(name, _)| name.ends_with(".html"));
    pages.map(|(name, bytes)| (name, String::from_utf8(bytes).expect("UTF-8"))).collect()
}

#[test]
fn the_same_archive_gives_the_same_bytes() {
    let first = files(&nation().join("report"));
    let again = tempfile::tempdir().expect("a folder");
    let out = again.path().join("report");
    let mut command = program(Path::new("."));
    command.args(["report", "--data"]).arg(nation()).arg("--out").arg(&out);
    assert!(command.output().expect("it runs").status.success());
    let second = files(&out);
    assert!(first.len() > 600, "{}", first.len());
    same_files(&second, &first, "two reports on one archive");
}

#[test]
fn statistics_of_the_terminal_and_of_the_report_are_one_computation() {
    for format in ["csv", "json"] {
        let mut command = program(Path::new("."));
        let done = command.args(["stats", "--format", format, "--data"]).arg(nation()).output().expect("it runs");
        let kept = std::fs::read(nation().join(format!("report/data/stats.{format}"))).expect("a file");
        same_bytes(&done.stdout, &kept, format);
    }
}

#[test]
fn no_page_is_large_and_the_first_view_is_small() {
    let files = files(&nation().join("report"));
    for (name, bytes) in &files {
        assert!(bytes.len() <= 1_000_000, "{name} has {} bytes", bytes.len());
    }
    let first: usize =
        ["index.html", "assets/report.css", "assets/report.js"].iter().map(|name| files[*name].len()).sum();
    assert!(first < 300_000, "{first}");
    let enormous = files[&format!("i/{ENORMOUS}.html")].len();
    assert!(enormous > 300_000, "the page of thousands of cameras is cut, not empty: {enormous}");
}

#[test]
fn nobody_is_named_and_no_mobile_number_is_shown() {
    let spread = NAME.chars().map(String::from).collect::<Vec<_>>().join(" ");
    let digits = MOBILE.replace('-', "");
    let mut covered = 0;
    for (name, bytes) in files(&nation().join("report")) {
        let text = String::from_utf8(bytes).expect("UTF-8");
        for hidden in [NAME, &spread, MOBILE, &digits, "5555-7777", "manager@"] {
            assert!(!text.contains(hidden), "{name} holds {hidden}");
        }
        covered += usize::from(text.contains("010-●●●●-●●●●"));
    }
    assert!(covered > 20, "{covered}");
}

#[test]
fn markup_of_pages_stays_text() {
    let mut hostile = 0;
    for (name, page) in pages(&nation().join("report")) {
        hostile += usize::from(page.contains("&lt;script&gt;window.owned"));
        assert!(
            !page.contains("<script>") && !page.contains("onerror=window")
                || page.contains("&lt;img src=x onerror=window"),
            "{name}"
        );
        assert!(!page.contains("<img"), "{name}");
        assert!(!page.contains(" style=\""), "{name}: the policy of the page forbids styles in elements");
        let policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";
        assert!(page.contains(&policy.replace('\'', "&#39;")) || page.contains(policy), "{name}");
        assert_eq!(page.matches("<script").count(), 1, "{name}");
    }
    assert!(hostile > 5, "{hostile}");
}

/// Values of an attribute, with the reference for `&` resolved.
fn attributes<'a>(page: &'a str, name: &'a str) -> impl Iterator<Item = String> + 'a {
    let mark = format!(" {name}=\"");
    page.match_indices(&mark).map(|(at, mark)| at + mark.len()).collect::<Vec<_>>().into_iter().map(|start| {
        let rest = &page[start..];
        rest[..rest.find('"').unwrap_or(0)].replace("&amp;", "&")
    })
}

#[test]
fn every_link_leads_somewhere() {
    let folder = nation().join("report");
    let all = files(&folder);
    let pages = pages(&folder);
    let mut ids: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, page) in &pages {
        let own: Vec<String> = attributes(page, "id").collect();
        let mut sorted = own.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), own.len(), "{name}: an id occurs twice");
        ids.insert(name, sorted);
    }
    let mut quotes = 0;
    for (name, page) in &pages {
        for link in attributes(page, "href").chain(attributes(page, "src")) {
            if link.starts_with("http://") || link.starts_with("https://") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() { name.clone() } else { resolved(name, path) };
            assert!(all.contains_key(&target), "{name} leads to {link}, which is not there");
            if !anchor.is_empty() {
                assert!(ids[target.as_str()].binary_search(&anchor.to_owned()).is_ok(), "{name}: nothing at {link}");
                quotes += 1;
            }
        }
        for of in attributes(page, "aria-labelledby") {
            assert!(ids[name.as_str()].binary_search(&of).is_ok(), "{name}: no title {of}");
        }
    }
    assert!(quotes > 10_000, "{quotes}");
}

/// A path from a page, without `.` and `..`.
fn resolved(page: &str, path: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn both_languages_have_every_page() {
    let pages = pages(&nation().join("report"));
    let (english, korean): (Vec<_>, Vec<_>) = pages.iter().partition(|(name, _)| name.starts_with("en/"));
    assert_eq!(english.len(), korean.len());
    for (name, page) in korean {
        assert!(page.contains("<html lang=\"ko\">"), "{name}");
        let other = &pages[&format!("en/{name}")];
        assert!(other.contains("<html lang=\"en\">"), "{name}");
    }
}

#[test]
fn tables_without_their_archive_give_a_report_without_texts() {
    let folder = tempfile::tempdir().expect("a folder");
    let tables = folder.path().join("tables");
    std::fs::create_dir(&tables).expect("made");
    let crawl = std::fs::read_dir(nation().join("dataset")).expect("crawls").next().expect("one").expect("an entry");
    for entry in std::fs::read_dir(crawl.path()).expect("tables") {
        let path = entry.expect("an entry").path();
        std::fs::copy(&path, tables.join(path.file_name().expect("a name"))).expect("copied");
    }
    let said = run(&tables, "report");
    assert!(said.contains("not in the archive"), "{said}");
    let pages = pages(&tables.join("report"));
    let page = &pages["i/sgg-11110.html"];
    // What the tables have is shown; nothing leads to a text that is not there.
    assert!(page.contains("<q>") && page.contains("<mark>"), "quotes and the words around them");
    assert!(!page.contains("<mark id=") && !page.contains("class=\"q\""), "no links to a text");
}
