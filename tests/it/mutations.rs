//! Some thousand seeded mutations of small files of every format, inside their containers as well: no panic, no hang.

use crate::formats::{cases, hint};
use crate::hwp5;
use bangchim::document::{self, Hint};
use std::io::{Cursor, Read, Write};
use std::time::{Duration, Instant};

/// xorshift: the same mutations every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below.max(1)
    }
}

fn mutate(bytes: &mut Vec<u8>, dice: &mut Dice) {
    if bytes.is_empty() {
        return;
    }
    let at = dice.roll(bytes.len());
    let run = 1 + dice.roll(64.min(bytes.len() - at));
    match dice.roll(6) {
        0 => (0..1 + dice.roll(16)).for_each(|_| {
            let at = dice.roll(bytes.len());
            bytes[at] ^= 1 << dice.roll(8);
        }),
        1 => bytes.truncate(at),
        2 => bytes[at..at + run].fill(0xff),
        3 => drop(bytes.drain(at..at + run)),
        4 => {
            let copy = bytes[at..at + run].to_vec();
            bytes.splice(at..at, copy);
        }
        _ => bytes[at..at + run].iter_mut().for_each(|byte| *byte = dice.roll(256) as u8),
    }
}

/// One part of a zip archive mutated, the archive whole.
fn within_zip(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = dice.roll(archive.len());
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).ok()?;
        let mut part = Vec::new();
        entry.read_to_end(&mut part).ok()?;
        if index == chosen {
            mutate(&mut part, dice);
        }
        let method = entry.compression();
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        out.start_file(entry.name().ok()?.into_owned(), options).ok()?;
        out.write_all(&part).ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

/// The section of an HWP file mutated before it is deflated.
fn within_hwp(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes.to_vec())).ok()?;
    let mut packed = Vec::new();
    file.open_stream("/BodyText/Section0").ok()?.read_to_end(&mut packed).ok()?;
    let mut section = Vec::new();
    flate2::read::DeflateDecoder::new(packed.as_slice()).read_to_end(&mut section).ok()?;
    mutate(&mut section, dice);
    Some(hwp5::hwp(1, &section))
}

fn seeds() -> Vec<(Vec<u8>, Hint)> {
    let mut seeds = vec![(hwp5::inventory(), hint("input.hwp"))];
    let names = [
        "csv_cp949/input.csv",
        "docx_merged/input.docx",
        "html_called_xls/input.xls",
        "hwpx_merged/input.hwpx",
        "pdf_table/input.pdf",
        "xls_merged_heads/input.xls",
        "xlsx_sheets/input.xlsx",
        "zip_of_documents/input.zip",
    ];
    for name in names {
        seeds.push((std::fs::read(cases().join(name)).expect("a case"), hint(name)));
    }
    seeds
}

/// Most rounds a seed.
const ROUNDS: usize = 280;

#[test]
fn no_mutation_panics_or_hangs() {
    let seeds = seeds();
    let slowest = std::thread::scope(|scope| {
        let threads: Vec<_> = seeds
            .iter()
            .enumerate()
            .map(|(index, (bytes, hint))| {
                scope.spawn(move || rounds(bytes, hint, Dice(0x9e37_79b9_7f4a_7c15 ^ (index as u64 + 1) << 32)))
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).max()
    });
    assert!(slowest < Some(Duration::from_secs(20)), "one file took {slowest:?}");
}

/// The slowest of all rounds over one seed.
fn rounds(bytes: &[u8], hint: &Hint, mut dice: Dice) -> Duration {
    let mut slowest = Duration::ZERO;
    for round in 0..ROUNDS {
        let mutated = match round % 2 {
            0 => within_zip(bytes, &mut dice).or_else(|| within_hwp(bytes, &mut dice)),
            _ => None,
        };
        let mutated = mutated.unwrap_or_else(|| {
            let mut whole = bytes.to_vec();
            (0..1 + dice.roll(3)).for_each(|_| mutate(&mut whole, &mut dice));
            whole
        });
        let begun = Instant::now();
        let document = document::read(&mutated, hint);
        slowest = slowest.max(begun.elapsed());
        // Whatever came of it, nothing is silently empty.
        assert!(!document.blocks.is_empty() || !document.links.is_empty() || !document.problems.is_empty());
    }
    slowest
}
