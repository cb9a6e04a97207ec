//! Digests of the files of a finished crawl: `<crawl>.sha256`, one line a file, as `sha256sum -c` reads it.

use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// A file that is not what was written down when the crawl ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// Its name.
    pub file: String,
    /// What is wrong, in words.
    pub what: String,
}

fn path(folder: &Path, crawl: &str) -> PathBuf {
    folder.join(format!("{crawl}.sha256"))
}

/// Writes the digests of every file of a crawl, sorted by name.
pub(super) fn write(folder: &Path, crawl: &str) -> io::Result<()> {
    let mut lines = String::new();
    for name in names(folder, crawl)? {
        lines.push_str(&format!("{}  {name}\n", digest(&folder.join(&name))?));
    }
    let partial = folder.join(format!("{crawl}.sha256.partial"));
    std::fs::write(&partial, lines)?;
    File::open(&partial)?.sync_all()?;
    std::fs::rename(&partial, path(folder, crawl))
}

/// WARC, index and seeds files of a crawl.
fn names(folder: &Path, crawl: &str) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let own = name.starts_with(crawl) && [".warc.gz", ".cdxj", ".seeds.csv"].iter().any(|end| name.ends_with(end));
        if own {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// SHA-256 of a file in lower-case hexadecimal.
fn digest(file: &Path) -> io::Result<String> {
    let mut file = File::open(file)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(data_encoding::HEXLOWER.encode(&hash.finalize())),
            count => hash.update(&buffer[..count]),
        }
    }
}

/// Compares the files of a finished crawl with what was written down; how many were looked at, and what differs.
///
/// # Errors
/// When the list is not there: the crawl has not ended, or its list was taken away.
pub fn check(folder: &Path, crawl: &str) -> io::Result<(usize, Vec<Mismatch>)> {
    let list = std::fs::read_to_string(path(folder, crawl))?;
    let mut wrong = Vec::new();
    let mut looked_at = 0;
    for line in list.lines() {
        let Some((wanted, name)) = line.split_once("  ") else { continue };
        looked_at += 1;
        match digest(&folder.join(name)) {
            Ok(found) if found == wanted => {}
            Ok(_) => wrong.push(Mismatch { file: name.to_owned(), what: "its bytes have changed".to_owned() }),
            Err(error) => wrong.push(Mismatch { file: name.to_owned(), what: format!("cannot be read: {error}") }),
        }
    }
    Ok((looked_at, wrong))
}
