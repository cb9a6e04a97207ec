//! SQL over the tables: answers, ready-made questions, and errors that say what to do.

use crate::cli::program;
use crate::same::same_bytes;
use crate::table_fixtures;
use bangchim::dataset::query::{self, Cell, NAMED, QueryError};
use bangchim::dataset::{Dataset, SCHEMA, crawl_folder, write};
use serde_json::Value;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

/// A data folder with one crawl: 군산시 with 2,550 cameras, 익산시 with nothing said.
fn data() -> TempDir {
    let data = tempfile::tempdir().expect("a folder");
    let folder = crawl_folder(data.path(), &table_fixtures::crawl().id).expect("a good id");
    let institutions = table_fixtures::institutions();
    let policies = [table_fixtures::full(), table_fixtures::bare('b', &institutions[2])];
    write(
        &folder,
        &table_fixtures::crawl(),
        &institutions,
        &table_fixtures::attempts(),
        &table_fixtures::documents(),
        &policies,
    )
    .expect("written");
    data
}

fn ask(data: &Path, arguments: &[&str]) -> Output {
    program(data).args(["query", "--data", "."]).args(arguments).output().expect("it runs")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn answers_are_aligned_and_empty_is_not_nothing() {
    let data = data();
    let sql = "SELECT institution_name, camera_total, effective_on FROM policies ORDER BY institution_name";
    let done = ask(data.path(), &[sql]);
    assert_eq!(
        text(&done.stdout),
        "  institution_name  camera_total  effective_on\n  군산시                    2550  2024-02-01\n  익산시                       -  -\n"
    );
    assert_eq!(text(&done.stderr), "2 rows\n");
    let done = ask(data.path(), &[sql, "--limit", "1", "--quiet"]);
    assert_eq!((text(&done.stdout).lines().count(), text(&done.stderr)), (2, ""));
    let done = ask(data.path(), &[sql, "--format", "csv"]);
    assert_eq!(text(&done.stdout), "institution_name,camera_total,effective_on\n군산시,2550,2024-02-01\n익산시,,\n");
    let done = ask(data.path(), &[sql, "--format", "json"]);
    let rows: Value = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!(rows[1]["camera_total"], Value::Null);
    assert_eq!(rows[0]["effective_on"], "2024-02-01");
    let done = ask(data.path(), &[sql, "--format", "parquet"]);
    assert!(done.stdout.starts_with(b"PAR1") && done.stdout.ends_with(b"PAR1"));
    // Long cells are cut in a terminal's table only.
    let wide = "SELECT message FROM (SELECT '가나다라마바사아자차카타파하가나다라마바사아자차카타파하' AS message FROM crawl) AS m";
    assert!(text(&ask(data.path(), &[wide]).stdout).contains('…'));
    assert!(!text(&ask(data.path(), &[wide, "--wide"]).stdout).contains('…'));
}

#[test]
fn the_folder_of_one_crawl_is_enough() {
    let data = data();
    let folder = data.path().join("dataset/crawl=2026-11-21T00");
    let done = program(&folder).args(["query", "--data", ".", "SELECT COUNT(*) AS n FROM institutions"]).output();
    assert_eq!(text(&done.expect("it runs").stdout), "  n\n  5\n");
}

#[test]
fn what_cannot_be_asked_says_what_to_do() {
    let data = data();
    let cases: [(&[&str], &str); 10] = [
        (&["SELECT * FROM polices"], "no table is called `polices`; did you mean `policies`?; there are crawl, "),
        (&["SELECT camera_totl FROM policies"], "did you mean `camera_total`?; `bangchim query --explain policies`"),
        (&["SELECT p.camera_totl FROM policies AS p"], "did you mean `camera_total`?"),
        (&["SELEC camera_total"], "invalid SQL: Expected"),
        (&["DROP TABLE policies"], "DROP TABLE changes something; queries only read"),
        (&["SELECT * FROM read_parquet('x.parquet')"], "opens something else than the tables"),
        (&["--named", "retention_over_30"], "did you mean `retention_over_30_days`?; `bangchim query --list`"),
        (&["--explain", "manager"], "did you mean `managers`?"),
        (&[], "say what to ask"),
        (&["SELECT camera_total + institution_name FROM policies"], "polars cannot answer this: "),
    ];
    for (arguments, expected) in cases {
        let done = ask(data.path(), arguments);
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        let said = text(&done.stderr);
        assert!(said.contains(expected) && said.lines().count() == 1, "{arguments:?}: {said}");
        assert!(done.stdout.is_empty());
    }
    let nowhere = tempfile::tempdir().expect("a folder");
    let done = ask(nowhere.path(), &["SELECT 1"]);
    assert!(text(&done.stderr).contains("run `bangchim extract` first"));
}

#[test]
fn nothing_is_changed_by_asking() {
    let data = data();
    let folder = data.path().join("dataset/crawl=2026-11-21T00");
    let bytes = || std::fs::read(folder.join("policies.parquet")).expect("a table");
    let before = bytes();
    let dataset = Dataset::open(&folder).expect("tables");
    for sql in ["DELETE FROM policies", "TRUNCATE TABLE policies", "SELECT * FROM policies; DROP TABLE policies"] {
        assert!(matches!(query::ask(&dataset, sql), Err(QueryError::NotAQuestion(_))), "{sql}");
    }
    query::ask(&dataset, "SELECT * FROM policies").expect("an answer");
    same_bytes(&bytes(), &before, "a table that was asked");
}

#[test]
fn ready_made_questions_are_answered() {
    let data = data();
    let dataset = Dataset::open(data.path()).expect("tables");
    for question in NAMED {
        let answer = query::ask(&dataset, question.sql()).unwrap_or_else(|error| panic!("{}: {error}", question.name));
        assert!(answer.columns().len() >= 2, "{}", question.name);
    }
    let one = |name: &str, row: usize| {
        query::ask(&dataset, query::named(name).expect("a question").sql()).expect("an answer").row(row)
    };
    let text = |text: &str| Cell::Text(text.into());
    assert_eq!(
        one("cameras_by_province", 0),
        [text("전북특별자치도"), Cell::Integer(2), Cell::Integer(1), Cell::Integer(2550)]
    );
    assert_eq!(one("cameras_per_1000_residents", 0)[5], Cell::Real(10.0));
    let answer = query::ask(&dataset, query::named("institutions_without_policy").expect("a question").sql());
    assert_eq!(answer.expect("an answer").height(), 3);
    let done = ask(data.path(), &["--list"]);
    let list = std::str::from_utf8(&done.stdout).expect("UTF-8");
    assert!(NAMED.iter().all(|question| list.contains(question.name) && list.contains(question.korean())));
    let done = ask(data.path(), &["--named", "licences", "--sql-only"]);
    assert!(done.stdout.starts_with("-- 출처".as_bytes()));
}

#[test]
fn every_table_and_column_is_explained() {
    let data = data();
    let done = ask(data.path(), &["--explain"]);
    let list = text(&done.stdout);
    for table in SCHEMA {
        assert!(list.contains(table.korean) && list.contains(table.english), "{}", table.name);
        let done = ask(data.path(), &["--explain", table.name]);
        let page = text(&done.stdout);
        assert!(table.columns.iter().all(|column| page.contains(column.name) && page.contains(column.english)));
    }
    // What tables mean can be asked before there are any.
    let nowhere = tempfile::tempdir().expect("a folder");
    assert!(ask(nowhere.path(), &["--explain", "policies"]).status.success());
}
