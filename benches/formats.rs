//! Files a second for each format, on one core, against libraries of Python that read the same formats, in one run.
//!
//! `cargo bench --bench formats [-- --python PROGRAM] [FOLDER…]` reads what lies below the folders (own cases, sample
//! attachments and, where they have been collected, real files) from memory, as the peers in `format_peers.py` do, whose
//! head says what to install. Both sides run in their own process once it is warm: what starting a process costs is said
//! apart. Both are measured in processor time, so that whatever else the machine does disturbs neither. Files that one of
//! the two refuses are left out, and named.

use bangchim::document::{self, Hint};
use bangchim::sandbox::{Limits, Reader};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Formats in the order in which they are printed.
const FORMATS: [&str; 7] = ["hwp", "hwpx", "xlsx", "xls", "csv", "docx", "pdf"];
/// Rounds a file; the fastest counts, since everything else is disturbance.
const ROUNDS: usize = 9;

struct File {
    path: PathBuf,
    format: String,
    hint: Hint,
    bytes: Vec<u8>,
    /// Seconds of the fastest round.
    seconds: f64,
}

fn main() {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench").peekable();
    let (mut python, mut folders) = ("python3".to_owned(), Vec::new());
    while let Some(word) = words.next() {
        match word.as_str() {
            "--python" => python = words.next().expect("--python PROGRAM"),
            _ => folders.push(PathBuf::from(word)),
        }
    }
    if folders.is_empty() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        folders = ["tests/cases", "data/sample", "../shared/formats/files"].map(|folder| here.join(folder)).to_vec();
    }
    let mut files = inventories();
    folders.iter().for_each(|folder| collect(folder, &mut files));
    let found = files.len();
    files.retain_mut(|file| {
        // What is refused takes no time and proves nothing.
        let read = !document::read(&file.bytes, &file.hint).blocks.is_empty();
        if read {
            file.seconds = fastest(|| document::read(&file.bytes, &file.hint).blocks.len());
        }
        read
    });
    println!("{found} files, {} read; seconds of processor time, fastest round\n", files.len());
    let peers = peers(&python, &files);
    println!("{:<6} {:<30} {:>5} {:>12} {:>12} {:>8}", "format", "peer", "files", "ours/s", "theirs/s", "ratio");
    let large = |file: &&File| file.path.file_stem().is_some_and(|stem| stem == "5000");
    for (format, big) in FORMATS.iter().map(|format| (*format, false)).chain([("csv", true), ("xlsx", true)]) {
        let own: Vec<&File> = files.iter().filter(|file| file.format == format && large(file) == big).collect();
        if big {
            println!("a list of 5,000 rows:");
        }
        let names: Vec<&String> = peers.keys().filter(|(of, _)| of == format).map(|(_, name)| name).collect();
        if names.is_empty() && !own.is_empty() {
            let total: f64 = own.iter().map(|file| file.seconds).sum();
            println!("{format:<6} {:<30} {:>5} {:>12.0}", "(no peer)", own.len(), own.len() as f64 / total);
        }
        for name in names {
            let theirs = &peers[&(format.to_owned(), name.clone())];
            let both: Vec<(f64, f64)> =
                own.iter().filter_map(|file| Some((file.seconds, *theirs.get(&file.path)?.as_ref().ok()?))).collect();
            let (ours, peer) = both.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
            let rate = |seconds: f64| both.len() as f64 / seconds;
            println!(
                "{format:<6} {name:<30} {:>5} {:>12.1} {:>12.1} {:>7.1}x",
                both.len(),
                rate(ours),
                rate(peer),
                peer / ours
            );
            let other = theirs.iter().filter(|_| !big);
            for (path, error) in other.filter_map(|(path, said)| Some((path, said.as_ref().err()?))) {
                let folder = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                println!("       left out, {folder}/{file}: {error}");
            }
        }
    }
    processes(&files);
}

/// A list of 5,000 places as CSV and XLSX, since the files of cases are small.
fn inventories() -> Vec<File> {
    let heads = ["연번", "관리부서", "설치목적", "설치장소", "촬영범위", "대수"];
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let mut list = heads.join(",") + "\n";
    for (column, head) in heads.iter().enumerate() {
        sheet.write(0, column as u16, *head).expect("in memory");
    }
    for row in 1..=5000u32 {
        let place = format!("행정동 {row}번지 일대 어린이공원 입구");
        let cameras = row % 9 + 1;
        list.push_str(&format!("{row},총무과,범죄예방,{place},주변 50m,{cameras}\n"));
        let texts = ["총무과", "범죄예방", &place, "주변 50m"];
        sheet.write(row, 0, row).expect("in memory");
        for (column, text) in texts.iter().enumerate() {
            sheet.write(row, column as u16 + 1, *text).expect("in memory");
        }
        sheet.write(row, 5, cameras).expect("in memory");
    }
    // Where the peers find them.
    let folder = std::env::temp_dir().join("bangchim-formats");
    std::fs::create_dir_all(&folder).expect("writable");
    let both = [("csv", list.into_bytes()), ("xlsx", book.save_to_buffer().expect("in memory"))];
    both.map(|(format, bytes)| {
        let path = folder.join(format!("5000.{format}"));
        std::fs::write(&path, &bytes).expect("writable");
        let hint = Hint { content_type: None, name: Some(path.to_string_lossy().into_owned()) };
        File { path, format: format.to_owned(), hint, bytes, seconds: 0.0 }
    })
    .into()
}

/// What reading in a child costs: starting it, and handing a document over to one that runs.
fn processes(files: &[File]) {
    let Some(file) = files.iter().filter(|file| file.format == "xlsx").min_by_key(|file| file.bytes.len()) else {
        return;
    };
    let reader = || Reader::new(PathBuf::from(env!("CARGO_BIN_EXE_bangchim")), Limits::default());
    let cold = waited(|| reader().read(&file.bytes, &file.hint).blocks.len());
    let warm = reader();
    let again = waited(|| warm.read(&file.bytes, &file.hint).blocks.len());
    let micro = |seconds: f64| Duration::from_secs_f64(seconds).as_micros();
    println!(
        "\na small workbook in our own process    {:>8} µs",
        micro(waited(|| document::read(&file.bytes, &file.hint).blocks.len()))
    );
    println!("in a child that runs already           {:>8} µs", micro(again));
    println!("in a child that is started for it      {:>8} µs", micro(cold));
}

/// Seconds, or errors, of each peer by format and name, for each file.
type Peers = BTreeMap<(String, String), BTreeMap<PathBuf, Result<f64, String>>>;

fn peers(python: &str, files: &[File]) -> Peers {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/format_peers.py");
    let mut peers = Peers::new();
    let said = match Command::new(python).arg(script).args(files.iter().map(|file| &file.path)).output() {
        Ok(said) if said.status.success() => said,
        Ok(said) => {
            println!("the peers could not be asked: {}", String::from_utf8_lossy(&said.stderr));
            return peers;
        }
        Err(error) => {
            println!("the peers could not be asked, {python}: {error}");
            return peers;
        }
    };
    for line in String::from_utf8_lossy(&said.stdout).lines() {
        let mut cells = line.split('\t');
        if let (Some(name), Some(path), Some(said)) = (cells.next(), cells.next(), cells.next()) {
            let path = PathBuf::from(path);
            let format = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
            let seconds = said.parse::<f64>().map_err(|_| said.to_owned());
            peers.entry((format, name.to_owned())).or_default().insert(path, seconds);
        }
    }
    peers
}

/// Seconds of processor time of the fastest round; a long one is not repeated as often, and a short one is done so often
/// that the clock can tell.
fn fastest(mut work: impl FnMut() -> usize) -> f64 {
    let mut best = f64::INFINITY;
    let started = Instant::now();
    let mut times = 1;
    for _ in 0..ROUNDS {
        let start = processor();
        for _ in 0..times {
            std::hint::black_box(work());
        }
        let took = processor() - start;
        best = best.min(took / f64::from(times));
        if best < 0.001 {
            times = 20;
        }
        if started.elapsed() > Duration::from_secs(5) {
            break;
        }
    }
    best
}

/// Seconds of processor time of this process so far.
fn processor() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Seconds on the clock of the fastest of some rounds.
fn waited(mut work: impl FnMut() -> usize) -> f64 {
    let round = |_| {
        let start = Instant::now();
        std::hint::black_box(work());
        start.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(round).fold(f64::INFINITY, f64::min)
}

fn collect(path: &Path, files: &mut Vec<File>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            collect(&entry, files);
            continue;
        }
        let format = entry.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        if FORMATS.contains(&format.as_str())
            && let Ok(bytes) = std::fs::read(&entry)
        {
            let hint = Hint { content_type: None, name: Some(entry.to_string_lossy().into_owned()) };
            files.push(File { path: entry, format, hint, bytes, seconds: 0.0 });
        }
    }
}
