//! WARC 1.1 (ISO 28500:2017) files written: each record its own gzip member, so that any one can be read alone.

use super::ArchiveError;
use super::ledger::Earlier;
use crate::model::attempt::Attempt;
use crate::model::http::Exchange;
use crate::model::time::Timestamp;
use data_encoding::BASE32;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha1::{Digest, Sha1};
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file that has grown to this many bytes is followed by the next.
pub const ROTATION_BYTES: u64 = 1 << 30;

/// Where an answer lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// File name.
    pub file: String,
    /// Offset of the response record's gzip member.
    pub offset: u64,
    /// Length of that member.
    pub length: u64,
    /// Where the last record of the same exchange ends.
    pub end: u64,
    /// Name of the record.
    pub record: String,
    /// Digest of the body.
    pub payload: String,
}

/// How an answer says that a body has not changed (WARC 1.1 section 6.7.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unchanged {
    /// The same bytes came again.
    SamePayload,
    /// The server says so.
    NotModified,
}

impl Unchanged {
    fn profile(self) -> &'static str {
        match self {
            Self::SamePayload => "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
            Self::NotModified => "http://netpreserve.org/warc/1.1/revisit/server-not-modified",
        }
    }
}

/// Whether an answer brings what an earlier one brought.
pub fn unchanged(exchange: &Exchange, earlier: &Earlier) -> Option<Unchanged> {
    if exchange.status == 304 {
        return Some(Unchanged::NotModified);
    }
    let same = exchange.status == 200 && !exchange.body.is_empty() && !exchange.cut;
    (same && digest(&exchange.body) == earlier.body.payload).then_some(Unchanged::SamePayload)
}

/// What the head of every file says of the crawl.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Name of the crawl.
    pub crawl: String,
    /// Key of what the crawl was started with; makes record names differ between shards of the same second.
    pub key: String,
    /// How we call ourselves to servers.
    pub user_agent: String,
    /// Program and version.
    pub software: String,
}

/// The files of a crawl, open for adding at the end.
#[derive(Debug)]
pub struct WarcFiles {
    folder: PathBuf,
    about: About,
    serial: u32,
    file: File,
    at: u64,
    limit: u64,
}

impl WarcFiles {
    /// Opens the newest file of a crawl, or the first. `known` is where a file's last record ends that the ledger knows.
    ///
    /// What a crash left behind that is cut off: the ledger does not know of it, so it will be asked for again.
    ///
    /// # Errors
    /// When the folder cannot be read or written, or the ledger knows more than a file holds.
    pub fn open(
        folder: &Path,
        about: About,
        known: impl Fn(&str) -> Result<u64, ArchiveError>,
        limit: u64,
    ) -> Result<Self, ArchiveError> {
        let mut written = Vec::new();
        for serial in 0.. {
            let path = folder.join(name(&about.crawl, serial));
            if !path.exists() {
                break;
            }
            let end = known(&name(&about.crawl, serial))?;
            if std::fs::metadata(&path)?.len() < end {
                return Err(ArchiveError::Short(path));
            }
            OpenOptions::new().write(true).open(&path)?.set_len(end)?;
            written.push((serial, path, end));
        }
        // A file that was begun and of which nothing is known.
        while let Some((_, path, _)) = written.pop_if(|(serial, _, end)| *serial > 0 && *end == 0) {
            std::fs::remove_file(path)?;
        }
        let (serial, at) = written.last().map_or((0, 0), |(serial, _, end)| (*serial, *end));
        let file_name = name(&about.crawl, serial);
        let path = folder.join(&file_name);
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        file.seek(SeekFrom::Start(at))?;
        let mut files = Self { folder: folder.to_owned(), about, serial, file, at, limit };
        if at == 0 {
            files.write_info(&file_name)?;
            // The name must outlive a crash as well as the bytes.
            File::open(folder)?.sync_all()?;
        }
        Ok(files)
    }

    /// Adds an exchange: response, request and metadata. Nothing is durable before [`WarcFiles::sync`].
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn append(&mut self, attempt: &Attempt, exchange: &Exchange) -> io::Result<Place> {
        let payload = digest(&exchange.body);
        let mut headers = vec![("WARC-Payload-Digest", payload.clone())];
        if exchange.cut {
            headers.push(("WARC-Truncated", "length".to_owned()));
        }
        let mut block = response_head(exchange);
        block.extend_from_slice(&exchange.body);
        self.append_exchange("response", headers, &block, payload, attempt, exchange)
    }

    /// Adds an exchange whose body is that of an earlier record.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn append_revisit(
        &mut self,
        attempt: &Attempt,
        exchange: &Exchange,
        earlier: &Earlier,
        how: Unchanged,
    ) -> io::Result<Place> {
        let payload = earlier.body.payload.clone();
        let headers = vec![
            ("WARC-Profile", how.profile().to_owned()),
            ("WARC-Refers-To", earlier.body.id.clone()),
            ("WARC-Refers-To-Target-URI", attempt.target.url.to_string()),
            ("WARC-Refers-To-Date", earlier.body.at.rfc3339()),
            ("WARC-Payload-Digest", payload.clone()),
        ];
        self.append_exchange("revisit", headers, &response_head(exchange), payload, attempt, exchange)
    }

    /// Writes the record of an answer with its request and metadata beside it.
    fn append_exchange(
        &mut self,
        kind: &str,
        mut headers: Vec<(&'static str, String)>,
        block: &[u8],
        payload: String,
        attempt: &Attempt,
        exchange: &Exchange,
    ) -> io::Result<Place> {
        if self.at >= self.limit {
            self.rotate(attempt.at)?;
        }
        let file = name(&self.about.crawl, self.serial);
        let record = self.record_id(kind);
        let mut common = vec![("WARC-Target-URI", attempt.target.url.to_string()), ("WARC-Date", attempt.at.rfc3339())];
        if let Some(remote) = exchange.remote {
            common.push(("WARC-IP-Address", remote.ip().to_canonical().to_string()));
        }
        let with = |id: String| {
            let mut headers = common.clone();
            headers.push(("WARC-Record-ID", id));
            headers
        };
        let mut own = with(record.clone());
        own.append(&mut headers);
        let (offset, length) = self.write(kind, "application/http;msgtype=response", own, block)?;

        let beside = ("WARC-Concurrent-To", record.clone());
        let mut headers = with(self.record_id("request"));
        headers.push(beside.clone());
        let block = request(attempt, exchange);
        self.write("request", "application/http;msgtype=request", headers, &block)?;

        let mut headers = with(self.record_id("metadata"));
        headers.push(beside);
        let block = metadata(attempt);
        self.write("metadata", "application/warc-fields", headers, block.as_bytes())?;
        Ok(Place { file, offset, length, end: self.at, record, payload })
    }

    /// Makes everything durable that was added.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn sync(&mut self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn rotate(&mut self, at: Timestamp) -> io::Result<()> {
        self.file.sync_all()?;
        self.serial += 1;
        let file_name = name(&self.about.crawl, self.serial);
        self.file = OpenOptions::new().read(true).write(true).create_new(true).open(self.folder.join(&file_name))?;
        self.at = 0;
        File::open(&self.folder)?.sync_all()?;
        self.write_info_at(&file_name, &at.rfc3339())
    }

    fn write_info(&mut self, file_name: &str) -> io::Result<()> {
        let date = started(&self.about.crawl);
        self.write_info_at(file_name, &date)
    }

    fn write_info_at(&mut self, file_name: &str, date: &str) -> io::Result<()> {
        let fields = format!(
            "software: {}\r\nformat: WARC File Format 1.1\r\n\
             conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
             isPartOf: {}\r\nhttp-header-user-agent: {}\r\nrobots: obey (RFC 9309)\r\n",
            self.about.software, self.about.crawl, self.about.user_agent
        );
        let headers = vec![
            ("WARC-Date", date.to_owned()),
            ("WARC-Record-ID", self.record_id("warcinfo")),
            ("WARC-Filename", file_name.to_owned()),
        ];
        self.write("warcinfo", "application/warc-fields", headers, fields.as_bytes())?;
        Ok(())
    }

    /// Writes a record as one gzip member; gives its offset and length.
    fn write(
        &mut self,
        kind: &str,
        content_type: &str,
        headers: Vec<(&'static str, String)>,
        block: &[u8],
    ) -> io::Result<(u64, u64)> {
        let mut head = format!("WARC/1.1\r\nWARC-Type: {kind}\r\n");
        for (key, value) in &headers {
            head.push_str(&format!("{key}: {}\r\n", one_line(value)));
        }
        head.push_str(&format!(
            "WARC-Block-Digest: {}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            digest(block),
            block.len()
        ));
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(head.as_bytes())?;
        encoder.write_all(block)?;
        encoder.write_all(b"\r\n\r\n")?;
        let member = encoder.finish()?;
        self.file.write_all(&member)?;
        let offset = self.at;
        let length = member.len() as u64;
        self.at += length;
        Ok((offset, length))
    }

    /// A name for the record that will be written next. It follows from crawl, file and offset, so that the same
    /// crawl gives the same names: a UUID of version 8 (RFC 9562 section 5.8).
    fn record_id(&self, kind: &str) -> String {
        let seed = format!("{}\n{}\n{}\n{}\n{kind}", self.about.crawl, self.about.key, self.serial, self.at);
        let mut bytes = <[u8; 20]>::from(Sha1::digest(seed.as_bytes()));
        bytes[6] = (bytes[6] & 0x0f) | 0x80;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        let hex = data_encoding::HEXLOWER.encode(&bytes[..16]);
        format!("<urn:uuid:{}-{}-{}-{}-{}>", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
    }
}

/// The name of a file of a crawl.
fn name(crawl: &str, serial: u32) -> String {
    format!("{crawl}-{serial:05}.warc.gz")
}

/// When a crawl started, from its name; `20261121T213458Z` becomes `2026-11-21T21:34:58Z`.
fn started(crawl: &str) -> String {
    let part = |range| crawl.get(range).unwrap_or("00");
    format!(
        "{}-{}-{}T{}:{}:{}Z",
        crawl.get(..4).unwrap_or("1970"),
        part(4..6),
        part(6..8),
        part(9..11),
        part(11..13),
        part(13..15)
    )
}

/// SHA-1 in base 32, the form that archives and their tools agree on.
fn digest(bytes: &[u8]) -> String {
    format!("sha1:{}", BASE32.encode(&Sha1::digest(bytes)))
}

/// A value that cannot break out of its header line.
fn one_line(value: &str) -> String {
    value.replace(['\r', '\n'], " ")
}

/// Status line and headers. The body is stored without chunks, so that header is renamed: readers would look for them.
fn response_head(exchange: &Exchange) -> Vec<u8> {
    let mut head = format!("{} {} {}\r\n", exchange.version, exchange.status, one_line(&exchange.reason)).into_bytes();
    for (key, value) in &exchange.headers {
        if key.eq_ignore_ascii_case("transfer-encoding") {
            head.extend_from_slice(b"X-Archive-Orig-Transfer-Encoding");
        } else {
            head.extend_from_slice(key.as_bytes());
        }
        head.extend_from_slice(b": ");
        head.extend_from_slice(value);
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}

fn request(attempt: &Attempt, exchange: &Exchange) -> Vec<u8> {
    let url = &attempt.target.url;
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let mut head = format!("GET {path} HTTP/1.1\r\n");
    for (key, value) in &exchange.asked {
        head.push_str(&format!("{key}: {}\r\n", one_line(value)));
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// Why it was asked and what manners demanded: the ledger line, beside the bytes it is about.
fn metadata(attempt: &Attempt) -> String {
    let target = &attempt.target;
    let mut fields = format!(
        "fetchTimeMs: {}\r\nhopsFromSeed: {}\r\ninstitution: {}\r\norigin: {}\r\nrobots: {}\r\ndelayUsedMs: {}\r\n",
        attempt.took_ms,
        target.depth,
        one_line(&target.institution.0),
        target.origin.name(),
        attempt.robots.name(),
        attempt.delay_used_ms
    );
    if let Some(fault) = attempt.legacy {
        fields.push_str(&format!("legacyTls: {}\r\n", fault.name()));
    }
    if let Some(from) = target.origin.from() {
        fields.push_str(&format!("via: {from}\r\n"));
    }
    fields
}
