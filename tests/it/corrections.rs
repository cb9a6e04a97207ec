//! A person overrules a value, and the data set says so.

use crate::cli::program;
use crate::interop::DEMO;
use crate::readme::copied;
use bangchim::commands::Verbosity;
use bangchim::commands::extract::{self, Format, Settings};
use serde_json::Value;
use std::path::Path;

fn extracted(corrections: Option<&Path>, data: &Path) -> Value {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/lib-standard-2024/input.html");
    let settings = Settings {
        paths: vec![page],
        data: data.to_owned(),
        out: None,
        format: Some(Format::Jsonl),
        crawl: None,
        corrections: corrections.map(Path::to_owned),
        as_of: None,
        verbosity: Verbosity::Quiet,
    };
    let mut out = Vec::new();
    extract::run(&settings, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn a_corrected_value_stands_beside_what_was_read() {
    let data = tempfile::tempdir().unwrap();
    let before = extracted(None, data.path());
    assert_eq!(before["camera_total"], 19);
    let id = format!("{}-0", &before["document_sha256"].as_str().unwrap()[..16]);
    let file = data.path().join("corrections.csv");
    std::fs::write(&file, format!("policy_id,field,value,reason\n{id},camera_total,21,전화로 확인함\n")).unwrap();
    let after = extracted(Some(&file), data.path());
    assert_eq!(after["camera_total"], 21);
    let correction = &after["corrections"][0];
    assert_eq!((correction["read"].as_str(), correction["reason"].as_str()), (Some("19"), Some("전화로 확인함")));
    // The file of the data folder is taken without being named.
    assert_eq!(extracted(None, data.path())["camera_total"], 21);
}

/// Runs the program in a folder; exit code, standard output and standard error.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let done = program(folder).args(arguments).output().expect("it runs");
    let [out, said] = [done.stdout, done.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
    (done.status.code(), out, said)
}

/// A crawled demonstration of its own: corrections change its tables.
fn crawled() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copied(DEMO.path(), &folder.path().join("data"));
    folder
}

/// Key of the policy of an institution in the demonstration, and its total.
fn policy(folder: &Path, institution: &str) -> (String, String) {
    let sql = format!(
        "SELECT policy_id, camera_total FROM policies WHERE institution_id = '{institution}' AND status = 'current'"
    );
    let (code, out, said) = run(folder, &["query", &sql, "--format", "csv"]);
    assert_eq!(code, Some(0), "{said}");
    let (id, total) = out.lines().nth(1).expect("a policy").split_once(',').expect("two cells");
    (id.to_owned(), total.to_owned())
}

#[test]
fn a_correction_looks_like_one_everywhere() {
    let folder = crawled();
    let (id, total) = policy(folder.path(), "demo-haesol");
    assert_eq!(total, "2228");
    let file = folder.path().join("data/corrections.csv");
    let rows = format!(
        "policy_id,field,value,reason,author\n{id},camera_total,2230,전화로 확인함,조사팀 표은호\n{id},site_total,,개소가 아님,\n"
    );
    std::fs::write(&file, rows).expect("written");
    for arguments in
        [&["extract"][..], &["report"], &["verify"], &["export", "--public", "--format", "csv", "--out", "open"]]
    {
        let (code, out, said) = run(folder.path(), arguments);
        assert_eq!(code, Some(0), "{arguments:?} {out} {said}");
    }
    let (_, shown, _) = run(folder.path(), &["show", &id]);
    let lines: Vec<&str> = shown.lines().map(str::trim).collect();
    let at = lines.iter().position(|line| line.starts_with("카메라 총 대수")).expect("a total");
    assert!(lines[at].ends_with("2,230대 [사람이 고친 값]"), "{shown}");
    assert_eq!(lines[at + 1..at + 3], ["조사팀 표은호: 전화로 확인함", "페이지에는: 2228"], "{shown}");
    assert!(lines[at + 3].starts_with("2. 설치 대수") && shown.contains("「2,228」"), "{shown}");
    assert!(shown.contains("없음 [사람이 고친 값]") && shown.contains("「957」"), "{shown}");

    let page = std::fs::read_to_string(folder.path().join("data/report/i/demo-haesol.html")).expect("a page");
    let (_, row) = page.split_once("카메라 총 대수</th>").expect("a row");
    let row = row.split("</tr>").next().expect("an end");
    for part in ["2,230", "사람이 고친 값", "전화로 확인함", "페이지에는: 2228", "<mark>2,228</mark>"]
    {
        assert!(row.contains(part), "{part}: {row}");
    }
    let (_, table, _) = run(
        folder.path(),
        &["query", "SELECT field, value, read, reason, author, quote FROM corrections", "--format", "csv"],
    );
    assert!(table.contains("camera_total,2230,2228,전화로 확인함,조사팀 표은호,\"2,228\""), "{table}");
    let (_, marked, _) =
        run(folder.path(), &["query", "SELECT corrected FROM policies WHERE corrected IS NOT NULL", "--format", "csv"]);
    assert!(marked.contains("camera_total; site_total"), "{marked}");
    // Who made it is nobody's business.
    let public = std::fs::read_to_string(folder.path().join("open/corrections.csv")).expect("a table");
    assert!(public.contains("author: name") && !public.contains("표은호") && public.contains("2,228"), "{public}");
}

#[test]
fn a_correction_that_fits_nothing_is_an_error_with_its_line() {
    let folder = crawled();
    let (id, _) = policy(folder.path(), "demo-haesol");
    let file = folder.path().join("data/corrections.csv");
    let document = &id[..16];
    let cases = [
        (
            format!("{document}-7,camera_total,1,x"),
            format!("corrections.csv:3: document {document} holds no policy {document}-7"),
        ),
        (
            "0123456789abcdef-0,camera_total,1,x".to_owned(),
            "corrections.csv:3: no crawl of the archive has document 0123456789abcdef".to_owned(),
        ),
        (format!("{id},camera_totals,1,x"), "corrections.csv:3: camera_totals cannot be corrected".to_owned()),
        (format!("{id},retention_days,31,x"), "corrections.csv:3: line 2 corrects the same value".to_owned()),
    ];
    for (row, expected) in cases {
        std::fs::write(&file, format!("policy_id,field,value,reason\n{id},retention_days,30,x\n{row}\n"))
            .expect("written");
        for arguments in [&["extract"][..], &["audit", "--format", "csv"]] {
            let (code, _, said) = run(folder.path(), arguments);
            assert_eq!(code, Some(2), "{row}: {said}");
            assert!(said.contains(&expected) && said.trim().lines().count() == 1, "{row}: {said}");
        }
    }
    // Files are part of what there is: what concerns others is told and left out.
    std::fs::write(&file, "policy_id,field,value,reason\n0123456789abcdef-0,camera_total,1,x\n").expect("written");
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/lib-standard-2024/input.html");
    let (code, out, said) = run(folder.path(), &["extract", page.to_str().expect("UTF-8")]);
    assert_eq!(code, Some(0), "{said}");
    assert!(out.contains("\"camera_total\":19") && said.contains("not among those read: line 2"), "{said}");
}
