//! A crawl as one file that replay tools open: WACZ 1.1.1, a ZIP of WARC files, their index and a list of pages.

use super::ledger::{Indexed, Ledger};
use super::{ArchiveError, CrawlRecord, LEDGER, cdxj};
use crate::model::attempt::PageKind;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Lines of the index in one compressed block.
const BLOCK: usize = 3000;

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// WARC files.
    pub files: usize,
    /// Records in the index.
    pub records: usize,
    /// Pages in the list.
    pub pages: usize,
    /// Bytes of the package.
    pub bytes: u64,
}

/// Packs a crawl into a file, with the WARC files of earlier crawls in which its unchanged bodies lie. The same crawl
/// gives the same bytes.
///
/// # Errors
/// When the archive cannot be read, or the file not be written.
pub fn pack(folder: &Path, crawl: &CrawlRecord, software: &str, out: &Path) -> Result<Packed, ArchiveError> {
    let journal = Ledger::open_to_read(&folder.join(LEDGER))?;
    let own = journal.indexed(&crawl.id)?;
    let files: BTreeSet<&str> =
        own.iter().flat_map(|record| [record.file.as_str(), record.body_file.as_str()]).collect();
    let mut records: Vec<Indexed> = Vec::new();
    for other in journal.crawls()? {
        let found = if other.id == crawl.id { own.clone() } else { journal.indexed(&other.id)? };
        records.extend(found.into_iter().filter(|record| files.contains(record.file.as_str())));
    }
    let partial = out.with_extension("wacz.partial");
    let mut package = Package::new(&partial)?;
    for name in &files {
        package.add_file(&format!("archive/{name}"), &folder.join(name))?;
    }
    let lines = cdxj::lines(&records);
    let (blocks, directory) = blocks(&lines)?;
    package.add("indexes/index.cdx.gz", &blocks, CompressionMethod::Stored)?;
    package.add("indexes/index.idx", directory.as_bytes(), CompressionMethod::Deflated)?;
    let pages = pages(&own);
    package.add("pages/pages.jsonl", pages.join("").as_bytes(), CompressionMethod::Deflated)?;
    package.describe(crawl, software)?;
    package.zip.finish().map_err(io::Error::from)?.into_inner().map_err(|error| error.into_error())?.sync_all()?;
    std::fs::rename(&partial, out)?;
    let bytes = std::fs::metadata(out)?.len();
    Ok(Packed { files: files.len(), records: lines.len(), pages: pages.len() - 1, bytes })
}

struct Package {
    zip: ZipWriter<BufWriter<File>>,
    resources: Vec<serde_json::Value>,
}

impl Package {
    fn new(path: &Path) -> io::Result<Self> {
        Ok(Self { zip: ZipWriter::new(BufWriter::new(File::create(path)?)), resources: Vec::new() })
    }

    fn begin(&mut self, path: &str, method: CompressionMethod) -> io::Result<()> {
        // Without a time of its own a file is from 1980, so that the same crawl gives the same bytes.
        // The same crawl gives the same bytes: no file of the package says when it was packed.
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .large_file(true)
            .last_modified_time(zip::DateTime::default());
        Ok(self.zip.start_file(path, options)?)
    }

    fn add(&mut self, path: &str, bytes: &[u8], method: CompressionMethod) -> io::Result<()> {
        self.begin(path, method)?;
        self.zip.write_all(bytes)?;
        self.note(path, &Sha256::digest(bytes), bytes.len() as u64);
        Ok(())
    }

    /// Adds a file as it is: WARC files are compressed already, and tools read them in their place.
    fn add_file(&mut self, path: &str, from: &Path) -> io::Result<()> {
        self.begin(path, CompressionMethod::Stored)?;
        let (mut file, mut hash, mut length) = (File::open(from)?, Sha256::new(), 0);
        let mut buffer = vec![0; 1 << 16];
        loop {
            let count = file.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            self.zip.write_all(&buffer[..count])?;
            hash.update(&buffer[..count]);
            length += count as u64;
        }
        self.note(path, &hash.finalize(), length);
        Ok(())
    }

    fn note(&mut self, path: &str, digest: &[u8], bytes: u64) {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        self.resources.push(json!({"name": name, "path": path, "hash": sha256(digest), "bytes": bytes}));
    }

    /// The list of what is in the package, and its digest.
    fn describe(&mut self, crawl: &CrawlRecord, software: &str) -> io::Result<()> {
        let created = crawl.finished_at.unwrap_or(crawl.started_at).rfc3339();
        let list = json!({
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": format!("bangchim crawl {}", crawl.id),
            "description": format!("CCTV operation policies of {} Korean public bodies, asked as {}", crawl.institutions, crawl.user_agent),
            "created": created,
            "software": software,
            "resources": std::mem::take(&mut self.resources),
        });
        let list = format!("{list:#}\n");
        let digest = json!({"path": "datapackage.json", "hash": sha256(&Sha256::digest(list.as_bytes()))});
        self.add("datapackage.json", list.as_bytes(), CompressionMethod::Deflated)?;
        self.add("datapackage-digest.json", format!("{digest:#}\n").as_bytes(), CompressionMethod::Deflated)
    }
}

fn sha256(digest: &[u8]) -> String {
    format!("sha256:{}", data_encoding::HEXLOWER.encode(digest))
}

/// The index in compressed blocks, and the directory of the blocks.
fn blocks(lines: &[String]) -> io::Result<(Vec<u8>, String)> {
    let mut blocks = Vec::new();
    let mut directory = "!meta 0 {\"format\": \"cdxj-gzip-1.0\", \"filename\": \"index.cdx.gz\"}\n".to_owned();
    for chunk in lines.chunks(BLOCK) {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        for line in chunk {
            encoder.write_all(line.as_bytes())?;
        }
        let block = encoder.finish()?;
        let first = chunk[0].split(" {").next().unwrap_or_default();
        let place = json!({"offset": blocks.len(), "length": block.len(), "digest": sha256(&Sha256::digest(&block))});
        directory.push_str(&format!("{first} {place}\n"));
        blocks.extend(block);
    }
    Ok((blocks, directory))
}

/// Pages that a reader may want to open, one line each after a head; policies say that they are.
fn pages(records: &[Indexed]) -> Vec<String> {
    let mut pages = vec![format!("{}\n", json!({"format": "json-pages-1.0", "id": "pages", "title": "Pages"}))];
    for (number, record) in records.iter().enumerate() {
        let Some(kind) = record.page.filter(|_| matches!(record.status, 200 | 304)) else { continue };
        let title = match kind {
            PageKind::Policy => "영상정보처리기기 운영·관리 방침",
            PageKind::Topic => "CCTV",
            _ => record.url.as_str(),
        };
        let page = json!({"id": number.to_string(), "url": record.url, "ts": record.at.rfc3339(), "title": title});
        pages.push(format!("{page}\n"));
    }
    pages
}
