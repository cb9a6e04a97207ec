//! Some thousand seeded mutations of small files of every format, inside their containers as well: no panic, no hang.

use crate::formats::{cases, hint};
use crate::hwp5;
use crate::support::PATIENCE;
use bangchim::document::{self, Hint, ProblemKind};
use bangchim::sandbox::{Limits, Reader};
use rustix::time::{ClockId, clock_gettime};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// xorshift: the same mutations and the same damage every time.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, below: usize) -> usize {
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

/// The stream of an Excel 97 workbook mutated, the sectors that hold it whole.
fn within_xls(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes.to_vec())).ok()?;
    let mut stream = Vec::new();
    file.open_stream("/Workbook").ok()?.read_to_end(&mut stream).ok()?;
    mutate(&mut stream, dice);
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).ok()?;
    file.create_stream("/Workbook").ok()?.write_all(&stream).ok()?;
    file.flush().ok()?;
    Some(file.into_inner().into_inner())
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
        "docx_numbered/input.docx",
        "hwpml/input.hwp",
        "html_called_xls/input.xls",
        "hwpx_merged/input.hwpx",
        "pdf_blank_rows/input.pdf",
        "pdf_table/input.pdf",
        "xls_merged_heads/input.xls",
        "xls_values/input.xls",
        "xlsx_sheets/input.xlsx",
        "xml_called_xls/input.xls",
        "zip_of_documents/input.zip",
    ];
    for name in names {
        seeds.push((std::fs::read(cases().join(name)).expect("a case"), hint(name)));
    }
    seeds
}

/// Rounds a seed in the suite.
const ROUNDS: usize = 250;

/// One mutation: half of them within the container, where checksums would else turn them away at the door.
fn mutated(bytes: &[u8], round: usize, dice: &mut Dice) -> Vec<u8> {
    let inner = match round % 2 {
        0 => within_zip(bytes, dice).or_else(|| within_xls(bytes, dice)).or_else(|| within_hwp(bytes, dice)),
        _ => None,
    };
    inner.unwrap_or_else(|| {
        let mut whole = bytes.to_vec();
        (0..1 + dice.roll(3)).for_each(|_| mutate(&mut whole, dice));
        whole
    })
}

fn dice(seed: usize) -> Dice {
    Dice(0x9e37_79b9_7f4a_7c15 ^ (seed as u64 + 1) << 32)
}

/// Processor time that this thread has used: what reading costs, whatever else the machine does.
fn used() -> Duration {
    let used = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(used.tv_sec.unsigned_abs(), u32::try_from(used.tv_nsec).expect("below a second"))
}

#[test]
fn no_mutation_panics_or_hangs() {
    let seeds = seeds();
    let slowest = std::thread::scope(|scope| {
        let rounds = |(index, (bytes, hint)): (usize, &(Vec<u8>, Hint))| {
            let mut dice = dice(index);
            let mut slowest = Duration::ZERO;
            for round in 0..ROUNDS {
                let mutated = mutated(bytes, round, &mut dice);
                let begun = used();
                let document = document::read(&mutated, hint);
                slowest = slowest.max(used() - begun);
                // Whatever came of it, nothing is silently empty.
                assert!(!document.blocks.is_empty() || !document.links.is_empty() || !document.problems.is_empty());
            }
            slowest
        };
        let threads: Vec<_> = seeds.iter().enumerate().map(|seed| scope.spawn(move || rounds(seed))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).max()
    });
    assert!(slowest < Some(Duration::from_secs(20)), "one file took {slowest:?} of processor time");
}

/// Mutations through children of 1 GiB and 10 s of processor time: 2,000, or as many as `MUTATIONS` says. A hundred thousand take a
/// quarter of an hour: `MUTATIONS=100000 cargo test --test it within_their_means -- --nocapture`. `BANGCHIM_PROGRAM` names
/// another build of the program that is to be tried.
#[test]
fn mutations_read_by_children_stay_within_their_means() {
    let total: usize = std::env::var("MUTATIONS").ok().and_then(|number| number.parse().ok()).unwrap_or(2_000);
    // A copy, so that building the program meanwhile changes nothing.
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("bangchim");
    let built = std::env::var("BANGCHIM_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_bangchim").to_owned());
    std::fs::copy(built, &program).expect("copied");
    let processor = Duration::from_secs(10);
    let reader = Reader::new(program, Limits { memory: 1 << 30, processor, wall: PATIENCE, in_process: 0 });
    let mut seeds = seeds();
    // Real files, where somebody has collected them, as far as they are small.
    let collected = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/formats/files");
    for entry in std::fs::read_dir(collected).into_iter().flatten().flatten() {
        let bytes = std::fs::read(entry.path()).expect("readable");
        if bytes.len() <= 32 << 10 {
            seeds.push((bytes, hint(&entry.file_name().to_string_lossy())));
        }
    }
    seeds.sort_by(|a, b| a.1.name.cmp(&b.1.name));
    let rounds = total.div_ceil(seeds.len());
    let next = AtomicUsize::new(0);
    let tally: Mutex<BTreeMap<String, usize>> = Mutex::default();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((bytes, hint)) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut dice = dice(bytes.len());
                    let mut local: BTreeMap<String, usize> = BTreeMap::new();
                    for round in 0..rounds {
                        let mutated = mutated(bytes, round, &mut dice);
                        let begun = Instant::now();
                        let document = reader.read(&mutated, hint);
                        let slow = if begun.elapsed() > Duration::from_secs(3) { " over 3 s" } else { "" };
                        let lost = document
                            .problems
                            .iter()
                            .find(|problem| matches!(problem.kind, ProblemKind::Crash | ProblemKind::Timeout));
                        let outcome = match lost {
                            Some(problem) => {
                                let place = std::env::temp_dir().join(format!("lost-{}", document.id));
                                std::fs::write(&place, &mutated).expect("writable");
                                eprintln!("{:?}: {problem}: {}", hint.name, place.display());
                                problem.kind.name()
                            }
                            None if document.blocks.is_empty() => "refused",
                            None => "read",
                        };
                        *local.entry(format!("{} {outcome}{slow}", document.media.name())).or_default() += 1;
                    }
                    let mut tally = tally.lock().expect("no panic");
                    for (key, count) in local {
                        *tally.entry(key).or_default() += count;
                    }
                    eprintln!("{:?} done: {tally:?}", hint.name);
                }
            });
        }
    });
    let tally = tally.into_inner().expect("no panic");
    let lost: usize =
        tally.iter().filter(|(key, _)| key.contains("crash") || key.contains("timeout")).map(|(_, count)| count).sum();
    assert_eq!(lost, 0, "{tally:?}");
}
