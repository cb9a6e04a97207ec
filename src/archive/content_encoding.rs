//! Content codings undone under limits: what a server compressed may be a bomb.

use crate::model::http::header;
use flate2::bufread::{DeflateDecoder, GzDecoder, ZlibDecoder};
use std::io::{BufRead, BufReader};

/// Most bytes of a body with its codings undone.
pub const DECODED_BYTES: u64 = 64 * 1024 * 1024;
/// Most output for one byte of input, once the output is large; honest pages stay far below.
const RATIO: u64 = 500;
/// Output up to which the ratio does not matter.
const SMALL: u64 = 4 * 1024 * 1024;
/// Codings that may lie on top of each other.
const LAYERS: usize = 3;

/// Why a coded body could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodingError {
    /// A coding that we did not ask for and do not know.
    #[error("content coding {0} is not known")]
    Unknown(String),
    /// The coded bytes are broken or cut off.
    #[error("the coded body is broken")]
    Broken,
    /// More output than we take.
    #[error("the body is larger than {DECODED_BYTES} bytes or grows more than {RATIO}-fold")]
    TooLarge,
}

/// The body with transfer and content codings undone.
///
/// Archives of other programs keep chunked bodies as they were; ours have that header renamed.
///
/// # Errors
/// When a coding is not known, broken, or yields too much.
pub fn decoded_body(headers: &[(String, Vec<u8>)], raw: &[u8]) -> Result<Vec<u8>, CodingError> {
    let mut body = Vec::new();
    decoded(headers, raw, |piece| body.extend_from_slice(piece))?;
    Ok(body)
}

/// Hands the body with its codings undone to `take`, piece by piece.
///
/// # Errors
/// When a coding is not known, broken, or yields too much.
pub fn decoded(headers: &[(String, Vec<u8>)], raw: &[u8], mut take: impl FnMut(&[u8])) -> Result<(), CodingError> {
    let chunked =
        header(headers, "transfer-encoding").is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
    let unchunked = chunked.then(|| unchunked(raw)).flatten();
    let raw = unchunked.as_deref().unwrap_or(raw);
    let codings = header(headers, "content-encoding").unwrap_or_default();
    let layers: Vec<String> = codings
        .split(',')
        .map(|coding| coding.trim().to_ascii_lowercase())
        .filter(|coding| !coding.is_empty() && coding != "identity" && coding != "none")
        .collect();
    if layers.len() > LAYERS {
        return Err(CodingError::TooLarge);
    }
    let mut reader: Box<dyn BufRead + '_> = Box::new(raw);
    for coding in layers.iter().rev() {
        reader = undo(coding, reader)?;
    }
    // What was not coded is as large as it came.
    let by_ratio = (raw.len() as u64).saturating_mul(RATIO).max(SMALL);
    let limit = if layers.is_empty() { u64::MAX } else { by_ratio.min(DECODED_BYTES) };
    let mut total = 0;
    loop {
        let piece = reader.fill_buf().map_err(|_| CodingError::Broken)?;
        if piece.is_empty() {
            return Ok(());
        }
        total += piece.len() as u64;
        if total > limit {
            return Err(CodingError::TooLarge);
        }
        take(piece);
        let count = piece.len();
        reader.consume(count);
    }
}

/// A reader of what is below a coding.
fn undo<'a>(coding: &str, mut coded: Box<dyn BufRead + 'a>) -> Result<Box<dyn BufRead + 'a>, CodingError> {
    let start = coded.fill_buf().map_err(|_| CodingError::Broken)?;
    // Servers name a coding and send plain bytes, or another one, all the same; the first two bytes tell.
    let gzip = start.starts_with(&[0x1f, 0x8b]);
    let zlib = matches!(start, [first, second, ..]
        if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0);
    match coding {
        "gzip" | "x-gzip" if !gzip => Ok(coded),
        "gzip" | "x-gzip" => Ok(Box::new(BufReader::new(GzDecoder::new(coded)))),
        "deflate" if zlib => Ok(Box::new(BufReader::new(ZlibDecoder::new(coded)))),
        "deflate" => Ok(Box::new(BufReader::new(DeflateDecoder::new(coded)))),
        // A charset or a media type put into the wrong header is no coding.
        other if other.contains('/') || other.starts_with("utf") => Ok(coded),
        other => Err(CodingError::Unknown(other.to_owned())),
    }
}

/// The body of a chunked message (RFC 9112 section 7.1); nothing when it is not one.
fn unchunked(raw: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::with_capacity(raw.len());
    let mut rest = raw;
    loop {
        let end = rest.windows(2).take(1024).position(|pair| pair == b"\r\n")?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 2..];
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(plain: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(plain: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(plain).unwrap();
        encoder.finish().unwrap()
    }

    fn coded(coding: &str) -> Vec<(String, Vec<u8>)> {
        vec![("Content-Encoding".to_owned(), coding.as_bytes().to_vec())]
    }

    #[test]
    fn codings_are_undone() {
        let plain = "고정형 영상정보처리기기".as_bytes();
        let compressed = gzip(plain);
        let zlibbed = zlib(plain);
        let raw_deflate = &zlibbed[2..zlibbed.len() - 4];
        type Expected<'a> = Result<&'a [u8], CodingError>;
        let cases: &[(&str, &[u8], Expected<'_>)] = &[
            ("", plain, Ok(plain)),
            ("identity", plain, Ok(plain)),
            ("gzip", &compressed, Ok(plain)),
            ("GZIP", &compressed, Ok(plain)),
            ("x-gzip", &compressed, Ok(plain)),
            ("gzip", plain, Ok(plain)),
            ("deflate", &zlibbed, Ok(plain)),
            ("deflate", raw_deflate, Ok(plain)),
            ("gzip", &compressed[..compressed.len() - 9], Err(CodingError::Broken)),
            ("br", plain, Err(CodingError::Unknown("br".to_owned()))),
            ("utf-8", plain, Ok(plain)),
            ("gzip,gzip,gzip,gzip", plain, Err(CodingError::TooLarge)),
        ];
        for (coding, raw, expected) in cases {
            let expected = expected.clone().map(<[u8]>::to_vec);
            assert_eq!(decoded_body(&coded(coding), raw), expected, "{coding}");
        }
        let twice = gzip(&gzip(plain));
        assert_eq!(decoded_body(&coded("gzip, gzip"), &twice), Ok(plain.to_vec()));
    }

    #[test]
    fn bombs_are_refused() {
        let bomb = gzip(&vec![0; 8 * 1024 * 1024]);
        assert!(bomb.len() < 10_000);
        assert_eq!(decoded_body(&coded("gzip"), &bomb), Err(CodingError::TooLarge));
    }

    #[test]
    fn chunks_of_other_archives_are_joined() {
        let headers = vec![("Transfer-Encoding".to_owned(), b"chunked".to_vec())];
        let cases: &[(&[u8], &[u8])] = &[
            (b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", b"abcde"),
            (b"0\r\n\r\n", b""),
            (b"plain after all", b"plain after all"),
            (b"ffffffffffffffff\r\nabc", b"ffffffffffffffff\r\nabc"),
        ];
        for (raw, expected) in cases {
            assert_eq!(decoded_body(&headers, raw).unwrap(), *expected);
        }
    }
}
