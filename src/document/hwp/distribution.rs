//! HWP 5 distribution documents (배포용): their body stands scrambled in `ViewText`, and in `BodyText` only a notice.
//!
//! The first record of each ViewText stream is 256 bytes that a linear congruential generator has scrambled from a
//! seed in its first four bytes; unscrambled, it holds the AES-128 key of the rest. No password is involved: the
//! format only keeps editors from saving the document. The body is put where readers of HWP look for it.

use crate::document::{Problem, ProblemKind};
use aes::Aes128;
use aes::cipher::{BlockDecrypt, KeyInit, generic_array::GenericArray};
use cfb::CompoundFile as Compound;
use std::io::{Cursor, Read, Write};

/// Largest stream that is copied.
const MAX_STREAM: u64 = 256 << 20;
/// Bits of the properties in `FileHeader`.
const COMPRESSED: u32 = 1;
const PASSWORD: u32 = 1 << 1;
const DISTRIBUTION: u32 = 1 << 2;
const DRM: u32 = 1 << 4;
/// Where the properties stand in `FileHeader`.
const PROPERTIES: usize = 36;
/// Tag of the record that holds the scrambled key.
const DISTRIBUTION_RECORD: u32 = 0x1c;
/// Its bytes.
const SCRAMBLED: usize = 256;

/// Gives a plain compound file for a distribution document, nothing for one that needs no opening.
pub(super) fn open(bytes: &[u8]) -> Result<Option<Vec<u8>>, Problem> {
    let damaged = |what: &str| Problem::new(ProblemKind::Damaged, format!("the document is broken: {what}"));
    let mut file = Compound::open(Cursor::new(bytes)).map_err(|error| damaged(&error.to_string()))?;
    let mut header = stream(&mut file, "/FileHeader").ok_or_else(|| damaged("no FileHeader"))?;
    let properties = header
        .get(PROPERTIES..PROPERTIES + 4)
        .and_then(|bytes| <[u8; 4]>::try_from(bytes).ok())
        .map(u32::from_le_bytes)
        .ok_or_else(|| damaged("FileHeader is too short"))?;
    if properties & PASSWORD != 0 {
        return Err(Problem::new(ProblemKind::Password, "opens only with a password"));
    }
    if properties & DRM != 0 {
        return Err(Problem::new(ProblemKind::Drm, "locked by rights management"));
    }
    if properties & DISTRIBUTION == 0 {
        return Ok(None);
    }
    header[PROPERTIES..PROPERTIES + 4].copy_from_slice(&(properties & !DISTRIBUTION | COMPRESSED).to_le_bytes());
    let mut plain = Compound::create(Cursor::new(Vec::new())).map_err(|error| damaged(&error.to_string()))?;
    let mut write = |path: &str, bytes: &[u8]| -> Result<(), Problem> {
        plain
            .create_stream(path)
            .and_then(|mut stream| stream.write_all(bytes))
            .map_err(|error| damaged(&error.to_string()))
    };
    write("/FileHeader", &header)?;
    for name in ["/DocInfo", "/\u{5}HwpSummaryInformation"] {
        if let Some(bytes) = stream(&mut file, name) {
            write(name, &bytes)?;
        }
    }
    let mut sections = Vec::new();
    for index in 0..10_000 {
        let Some(bytes) = stream(&mut file, &format!("/ViewText/Section{index}")) else { break };
        sections.push(unscramble(&bytes).ok_or_else(|| damaged("the key record is missing"))?);
    }
    plain.create_storage("/BodyText").map_err(|error| damaged(&error.to_string()))?;
    for (index, section) in sections.iter().enumerate() {
        plain
            .create_stream(format!("/BodyText/Section{index}"))
            .and_then(|mut stream| stream.write_all(section))
            .map_err(|error| damaged(&error.to_string()))?;
    }
    plain.flush().map_err(|error| damaged(&error.to_string()))?;
    Ok(Some(plain.into_inner().into_inner()))
}

/// A stream in full, if it is there and of a sane length.
fn stream(file: &mut Compound<Cursor<&[u8]>>, path: &str) -> Option<Vec<u8>> {
    let stream = file.open_stream(path).ok()?;
    let mut bytes = Vec::new();
    stream.take(MAX_STREAM).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The deflated body of a ViewText stream.
fn unscramble(stream: &[u8]) -> Option<Vec<u8>> {
    let word = u32::from_le_bytes(stream.get(..4)?.try_into().ok()?);
    if word & 0x3ff != DISTRIBUTION_RECORD || (word >> 20) as usize != SCRAMBLED {
        return None;
    }
    let mut record: [u8; SCRAMBLED] = stream.get(4..4 + SCRAMBLED)?.try_into().ok()?;
    let seed = u32::from_le_bytes(record[..4].try_into().ok()?);
    descramble(&mut record, seed);
    let at = 4 + (seed & 15) as usize;
    let cipher = Aes128::new(GenericArray::from_slice(record.get(at..at + 16)?));
    let mut body = stream[4 + SCRAMBLED..].to_vec();
    for block in body.chunks_exact_mut(16) {
        cipher.decrypt_block(GenericArray::from_mut_slice(block));
    }
    Some(body)
}

/// XORs the record with runs of key bytes; the same again undoes it.
fn descramble(record: &mut [u8; SCRAMBLED], seed: u32) {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
        (state >> 16) & 0x7fff
    };
    let (mut key, mut left) = (0u8, 0u32);
    for (index, byte) in record.iter_mut().enumerate() {
        if left == 0 {
            key = (next() & 0xff) as u8;
            left = (next() & 0xf) + 1;
        }
        // The runs are counted from the first byte, but the seed itself stays as it is.
        if index >= 4 {
            *byte ^= key;
        }
        left -= 1;
    }
}
