//! Files a second for each format, on one core, against libraries of Python that read the same formats, in one run.
//!
//! `cargo bench --bench formats [-- --python PROGRAM] [FOLDER…]` reads what lies below the folders (own cases, sample
//! attachments and, where they have been collected, real files) from memory, as the peers in `format_peers.py` do, whose
//! head says what to install. Both sides run in their own process once it is warm: what starting a process costs is said
//! apart. Files that one of the two refuses are left out of the comparison, and counted.

use bangchim::document::{self, Hint};
use bangchim::worker::{Limits, Reader};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

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
    let mut files = Vec::new();
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
    println!("{found} files, {} read; seconds are those of the fastest round in memory\n", files.len());
    let peers = peers(&python, &files);
    println!("{:<6} {:<30} {:>5} {:>12} {:>12} {:>8}", "format", "peer", "files", "ours/s", "theirs/s", "ratio");
    for format in FORMATS {
        let own: Vec<&File> = files.iter().filter(|file| file.format == format).collect();
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
            for (path, error) in theirs.iter().filter_map(|(path, said)| Some((path, said.as_ref().err()?))) {
                println!("       left out, {}: {error}", path.file_name().unwrap_or_default().to_string_lossy());
            }
        }
    }
    processes(&files);
}

/// What reading in a child costs: starting it, and handing a document over to one that runs.
fn processes(files: &[File]) {
    let Some(file) = files.iter().filter(|file| file.format == "xlsx").min_by_key(|file| file.bytes.len()) else {
        return;
    };
    let reader = || Reader::new(PathBuf::from(env!("CARGO_BIN_EXE_bangchim")), Limits::default());
    let cold = fastest(|| reader().read(&file.bytes, &file.hint).blocks.len());
    let warm = reader();
    let again = fastest(|| warm.read(&file.bytes, &file.hint).blocks.len());
    let micro = |seconds: f64| Duration::from_secs_f64(seconds).as_micros();
    println!("\na small workbook in our own process    {:>8} µs", micro(file.seconds));
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

/// Seconds of the fastest round; a long one is not repeated as often.
fn fastest(mut work: impl FnMut() -> usize) -> f64 {
    let mut best = f64::INFINITY;
    let started = Instant::now();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        std::hint::black_box(work());
        best = best.min(start.elapsed().as_secs_f64());
        if started.elapsed() > Duration::from_secs(5) {
            break;
        }
    }
    best
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
