//! WARC files read, ours and those of others, plain or compressed, under hard limits: the bytes may be hostile.

use crate::model::http::{Headers, header};
use flate2::bufread::GzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use url::Url;

/// Longest head of a record or of a message, in bytes.
const HEAD_BYTES: u64 = 256 * 1024;
/// Largest record that is kept in memory, in bytes; larger ones are passed over.
const RECORD_BYTES: u64 = 128 * 1024 * 1024;
/// Most output of one gzip member, in bytes.
const MEMBER_BYTES: u64 = 8 * 1024 * 1024 * 1024;

/// Why a WARC file, or a record of it, could not be read.
#[derive(Debug, thiserror::Error)]
pub enum WarcError {
    /// The disk.
    #[error("cannot read: {0}")]
    Io(#[from] io::Error),
    /// The file ends within a record, or its compression is broken; nothing after it can be read.
    #[error("torn or broken at offset {offset}")]
    Torn {
        /// Where the record or member starts.
        offset: u64,
    },
    /// No record starts here; nothing after it can be read.
    #[error("no WARC record at offset {offset}")]
    NotWarc {
        /// Where one should start.
        offset: u64,
    },
    /// One record that cannot be understood; the next ones can.
    #[error("record at offset {offset} cannot be understood")]
    BadRecord {
        /// Where it starts.
        offset: u64,
    },
    /// One record over the limit; the next ones can be read.
    #[error("record at offset {offset} is larger than {RECORD_BYTES} bytes")]
    TooLarge {
        /// Where it starts.
        offset: u64,
    },
}

/// An archived answer to an HTTP request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// What was asked.
    pub url: Url,
    /// `WARC-Date` as written.
    pub date: Option<String>,
    /// HTTP status.
    pub status: u16,
    /// Headers, in order.
    pub headers: Headers,
    /// The body as stored: see [`super::decoded_body`].
    pub body: Vec<u8>,
    /// Offset of the record, or of the gzip member it is in.
    pub offset: u64,
}

/// The responses of a WARC file, in order. An error that ends the file is the last item.
pub struct Responses {
    state: State,
}

enum State {
    Plain(Counted),
    Member { start: u64, reader: Box<BufReader<io::Take<GzDecoder<Counted>>>> },
    Done,
}

/// A buffered file that knows its position.
struct Counted {
    inner: BufReader<File>,
    at: u64,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl BufRead for Counted {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.inner.consume(count);
        self.at += count as u64;
    }
}

impl Responses {
    /// Opens a WARC file, plain or compressed record by record or as a whole.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn open(path: &Path) -> Result<Self, WarcError> {
        Self::open_at(path, 0)
    }

    /// The response whose record or gzip member starts at an offset.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn at(path: &Path, offset: u64) -> Result<Response, WarcError> {
        let first = Self::open_at(path, offset)?.next();
        first.unwrap_or(Err(WarcError::NotWarc { offset }))
    }

    fn open_at(path: &Path, offset: u64) -> Result<Self, WarcError> {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(offset))?;
        let counted = Counted { inner: BufReader::new(file), at: offset };
        Ok(Self { state: State::at(counted)? })
    }

    /// The next record, whatever it is; nothing at the end.
    fn next_record(&mut self) -> Result<Option<Record>, WarcError> {
        loop {
            match &mut self.state {
                State::Done => return Ok(None),
                State::Plain(reader) => {
                    let start = reader.at;
                    return read_record(reader, start);
                }
                State::Member { start, reader } => {
                    if let Some(record) = read_record(reader.as_mut(), *start)? {
                        return Ok(Some(record));
                    }
                    let State::Member { start, reader } = std::mem::replace(&mut self.state, State::Done) else {
                        return Ok(None);
                    };
                    let bounded = reader.into_inner();
                    if bounded.limit() == 0 {
                        return Err(WarcError::Torn { offset: start });
                    }
                    self.state = State::at(bounded.into_inner().into_inner())?;
                }
            }
        }
    }
}

impl State {
    /// What starts here.
    fn at(mut counted: Counted) -> Result<Self, WarcError> {
        let head = counted.fill_buf()?;
        if head.is_empty() {
            return Ok(Self::Done);
        }
        if head.starts_with(&[0x1f]) {
            return Ok(Self::Member {
                start: counted.at,
                reader: Box::new(BufReader::new(GzDecoder::new(counted).take(MEMBER_BYTES))),
            });
        }
        Ok(Self::Plain(counted))
    }
}

impl Iterator for Responses {
    type Item = Result<Response, WarcError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.next_record() {
                Ok(None) => return None,
                Ok(Some(record)) if !record.is_response() => {}
                Ok(Some(record)) => return Some(record.response()),
                Err(error @ (WarcError::BadRecord { .. } | WarcError::TooLarge { .. })) => {
                    return Some(Err(error));
                }
                Err(error) => {
                    self.state = State::Done;
                    return Some(Err(error));
                }
            }
        }
    }
}

/// A record of any kind.
struct Record {
    offset: u64,
    headers: Headers,
    block: Vec<u8>,
}

impl Record {
    fn is_response(&self) -> bool {
        let is = |name, expected: &str| {
            header(&self.headers, name).is_some_and(|value| {
                value.trim().get(..expected.len()).is_some_and(|start| start.eq_ignore_ascii_case(expected))
            })
        };
        is("WARC-Type", "response") && is("Content-Type", "application/http")
    }

    fn response(self) -> Result<Response, WarcError> {
        let bad = WarcError::BadRecord { offset: self.offset };
        let uri = header(&self.headers, "WARC-Target-URI").unwrap_or_default();
        let uri = uri.trim().trim_start_matches('<').trim_end_matches('>');
        let Ok(url) = Url::parse(uri) else {
            return Err(bad);
        };
        let mut rest = self.block.as_slice();
        let status = read_line(&mut rest, self.offset)?;
        let status = status
            .strip_prefix(b"HTTP/")
            .and_then(|line| std::str::from_utf8(line).ok())
            .and_then(|line| line.split_whitespace().nth(1))
            .and_then(|status| status.parse().ok());
        let Some(status) = status else {
            return Err(bad);
        };
        let headers = read_headers(&mut rest, self.offset)?;
        Ok(Response {
            url,
            date: header(&self.headers, "WARC-Date").map(str::to_owned),
            status,
            headers,
            body: rest.to_vec(),
            offset: self.offset,
        })
    }
}

/// Reads one record; nothing at the end of the stream.
fn read_record(reader: &mut impl BufRead, offset: u64) -> Result<Option<Record>, WarcError> {
    let torn = |_: io::Error| WarcError::Torn { offset };
    // Records end with two empty lines, and sloppy writers leave more or fewer.
    let mut version = Vec::new();
    for _ in 0..16 {
        if reader.fill_buf().map_err(torn)?.is_empty() {
            return Ok(None);
        }
        version = read_line(reader, offset)?;
        if !version.is_empty() {
            break;
        }
    }
    if !version.starts_with(b"WARC/") {
        return Err(WarcError::NotWarc { offset });
    }
    let headers = read_headers(reader, offset)?;
    let length = header(&headers, "Content-Length").and_then(|value| value.trim().parse().ok());
    let Some(length) = length else {
        return Err(WarcError::NotWarc { offset });
    };
    if length > RECORD_BYTES {
        let passed = io::copy(&mut reader.take(length), &mut io::sink()).map_err(torn)?;
        return Err(if passed == length { WarcError::TooLarge { offset } } else { WarcError::Torn { offset } });
    }
    let mut block = Vec::new();
    reader.take(length).read_to_end(&mut block).map_err(torn)?;
    if block.len() as u64 != length {
        return Err(WarcError::Torn { offset });
    }
    Ok(Some(Record { offset, headers, block }))
}

/// Reads a line without its end.
fn read_line(reader: &mut impl BufRead, offset: u64) -> Result<Vec<u8>, WarcError> {
    let mut line = Vec::new();
    reader.take(HEAD_BYTES).read_until(b'\n', &mut line).map_err(|_| WarcError::Torn { offset })?;
    if line.pop_if(|last| *last == b'\n').is_some() {
        line.pop_if(|last| *last == b'\r');
        Ok(line)
    } else if line.len() as u64 >= HEAD_BYTES {
        Err(WarcError::NotWarc { offset })
    } else {
        Err(WarcError::Torn { offset })
    }
}

/// Reads header lines up to the empty one; a folded line continues the one before.
fn read_headers(reader: &mut impl BufRead, offset: u64) -> Result<Headers, WarcError> {
    let mut headers: Headers = Vec::new();
    let mut size = 0;
    loop {
        let line = read_line(reader, offset)?;
        size += line.len() as u64;
        if size > HEAD_BYTES {
            return Err(WarcError::NotWarc { offset });
        }
        if line.is_empty() {
            return Ok(headers);
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if let Some((_, value)) = headers.last_mut() {
                value.push(b' ');
                value.extend_from_slice(line.trim_ascii());
            }
            continue;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            continue;
        };
        let key = String::from_utf8_lossy(&line[..colon]).trim().to_owned();
        headers.push((key, line[colon + 1..].trim_ascii().to_vec()));
    }
}
