//! Extraction, from bytes to typed values with evidence, against bare parsing of the same pages in the same run.
//!
//! `cargo bench --bench extract [FOLDER…]` reads every `.html` file below the folders (the labelled pages by default)
//! and prints pages a second on one core and the ratio to html5ever alone. `benches/against_trafilatura.py` measures
//! trafilatura on the same pages.

use bangchim::document::{self, Hint};
use bangchim::extract::{self, Context};
use std::path::{Path, PathBuf};
use std::time::Instant;

// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Rounds over all pages; the fastest counts, since everything else is disturbance.
const ROUNDS: usize = 7;

fn main() {
    let named: Vec<PathBuf> =
        std::env::args().skip(1).filter(|word| !word.starts_with("--")).map(PathBuf::from).collect();
    let default = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")];
    let mut pages = Vec::new();
    for folder in if named.is_empty() { &default } else { &named } {
        collect(folder, &mut pages);
    }
    assert!(!pages.is_empty(), "no .html files to measure on");
    let bytes: usize = pages.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("{} pages, {} bytes on average", pages.len(), bytes / pages.len());
    let texts: Vec<String> =
        pages.iter().map(|(hint, bytes)| bangchim::document::decode::text(bytes, hint).text.into_owned()).collect();
    let parsing = fastest(|| texts.iter().map(|text| scraper::Html::parse_document(text).tree.nodes().count()).sum());
    let reading = fastest(|| pages.iter().map(|(hint, bytes)| document::read(bytes, hint).blocks.len()).sum());
    let whole = fastest(|| {
        pages
            .iter()
            .map(|(hint, bytes)| extract::policies(&document::read(bytes, hint), &Context::default()))
            .map(|policies| policies.iter().map(|policy| policy.evidence().len()).sum::<usize>())
            .sum()
    });
    let rate = |seconds: f64| pages.len() as f64 / seconds;
    println!("html5ever alone          {:>8.0} pages/s", rate(parsing));
    println!("decode and read blocks   {:>8.0} pages/s  {:.2} x html5ever", rate(reading), reading / parsing);
    println!("extract with evidence    {:>8.0} pages/s  {:.2} x html5ever", rate(whole), whole / parsing);
}

/// Seconds of the fastest round.
fn fastest(mut work: impl FnMut() -> usize) -> f64 {
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        std::hint::black_box(work());
        best = best.min(start.elapsed().as_secs_f64());
    }
    best
}

fn collect(path: &Path, pages: &mut Vec<(Hint, Vec<u8>)>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            collect(&entry, pages);
        } else if entry.extension().is_some_and(|suffix| suffix == "html")
            && let Ok(bytes) = std::fs::read(&entry)
        {
            pages.push((Hint { content_type: None, name: Some(entry.to_string_lossy().into_owned()) }, bytes));
        }
    }
}
