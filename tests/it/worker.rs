//! Children that read documents: limits, deaths, order.

use crate::formats::{case, hint, reader};
use crate::same::same;
use crate::support::PATIENCE;
use bangchim::document::ProblemKind;
use bangchim::sandbox::{Limits, Reader};
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn limited(limits: Limits) -> Reader {
    Reader::new(PathBuf::from(env!("CARGO_BIN_EXE_bangchim")), limits)
}

#[test]
fn a_child_reads_what_the_pure_reader_reads() {
    let reader = reader();
    for name in ["xlsx_sheets", "hwpx_merged", "docx_merged", "pdf_table", "zip_of_documents", "pdf_scanned"] {
        let (bytes, hint) = case(name);
        // Twice: a child serves more than one document.
        for _ in 0..2 {
            same(&reader.read(&bytes, &hint), &bangchim::document::read(&bytes, &hint), name);
        }
    }
}

#[test]
fn many_threads_share_a_reader() {
    let reader = reader();
    let (bytes, hint) = case("xlsx_sheets");
    let expected = bangchim::document::read(&bytes, &hint);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    same(&reader.read(&bytes, &hint), &expected, "a document that many threads read");
                }
            });
        }
    });
}

#[test]
fn too_little_memory_is_a_problem_of_the_document() {
    let reader = limited(Limits { memory: 640 << 20, ..Limits::default() });
    let (sheet, name) = case("xlsx_sheets");
    assert!(!reader.read(&sheet, &name).blocks.is_empty());
    // A document larger than the child may hold: it dies, and the next one is read all the same.
    let mut heavy = b"%PDF-1.4\n".to_vec();
    heavy.resize(120 << 20, b'x');
    let lost = reader.read(&heavy, &hint("heavy.pdf"));
    assert!(lost.blocks.is_empty());
    assert!(
        matches!(lost.problems[0].kind, ProblemKind::Crash | ProblemKind::Damaged | ProblemKind::Empty),
        "{:?}",
        lost.problems
    );
    assert!(!reader.read(&sheet, &name).blocks.is_empty());
}

#[test]
fn a_late_child_is_a_problem_of_the_document() {
    // Nobody waits for its answer, and reading takes a while: it is late on every machine.
    let page = format!("<html><body>{}", "<p>시설안전 30일</p>\n".repeat(600_000));
    let limits = Limits { wall: Duration::ZERO, in_process: 1024, ..Limits::default() };
    let late = limited(limits).read(page.as_bytes(), &hint("page.html"));
    assert!(late.blocks.is_empty());
    assert_eq!(late.problems[0].kind, ProblemKind::Timeout, "{:?}", late.problems);
}

#[test]
fn no_child_is_a_problem_too() {
    let (bytes, hint) = case("xlsx_sheets");
    let reader = Reader::new(PathBuf::from("/nonexistent/program"), Limits::default());
    assert_eq!(reader.read(&bytes, &hint).problems[0].kind, ProblemKind::Crash);
    // A program that is no worker of ours.
    let reader = Reader::new(PathBuf::from("/bin/true"), Limits::default());
    assert_eq!(reader.read(&bytes, &hint).problems[0].kind, ProblemKind::Crash);
}

#[test]
fn children_end_with_their_input() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_bangchim"))
        .args(["worker", "1000000000", "5"])
        .env("MIMALLOC_ARENA_RESERVE", "64MiB")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("starts");
    drop(child.stdin.take());
    let started = Instant::now();
    while child.try_wait().expect("waitable").is_none() {
        assert!(started.elapsed() < PATIENCE, "outlives its parent");
        std::thread::sleep(Duration::from_millis(20));
    }
}
