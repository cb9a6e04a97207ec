//! ZIP archives: what is inside, within limits. Archives of documents are read one level deep.

use super::{Hint, Problem, ProblemKind};
use crate::document::decode;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most entries of an archive that is opened.
pub(super) const MAX_ENTRIES: usize = 20_000;
/// Most documents that are read out of one archive.
const MAX_MEMBERS: usize = 200;
/// Most bytes of one inflated member.
const MAX_MEMBER: u64 = 64 << 20;
/// Most bytes of all inflated members together.
pub(super) const MAX_TOTAL: u64 = 256 << 20;
/// Most bytes that one byte may inflate to, for members above a mebibyte.
pub(super) const MAX_RATIO: u64 = 250;

/// A file out of an archive.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
}

/// Takes the files out of an archive, sorted by where they stand in it.
pub(super) fn members(bytes: &[u8]) -> (Vec<Member>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut archive = match ZipArchive::new(Cursor::new(bytes)) {
        Ok(archive) if archive.len() <= MAX_ENTRIES => archive,
        Ok(archive) => {
            let words = format!("an archive of {} entries was not opened", archive.len());
            return (Vec::new(), vec![Problem::new(ProblemKind::Limit, words)]);
        }
        Err(error) => {
            let words = format!("the archive is broken: {error}");
            return (Vec::new(), vec![Problem::new(ProblemKind::Damaged, words)]);
        }
    };
    let mut members = Vec::new();
    let mut total = 0u64;
    for index in 0..archive.len() {
        let entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                let kind = if error.to_string().to_ascii_lowercase().contains("password") {
                    ProblemKind::Password
                } else {
                    ProblemKind::Damaged
                };
                problems.push(Problem::new(kind, format!("entry {}: {error}", index + 1)));
                continue;
            }
        };
        // Old Korean tools write names in CP949 without saying so.
        let name = decode::text(entry.name_raw(), &Hint::default()).text.into_owned();
        if entry.is_dir() || name.starts_with("__MACOSX/") {
            continue;
        }
        let limit = |what: String| Problem::new(ProblemKind::Limit, what).of_part(&name);
        if members.len() == MAX_MEMBERS {
            problems.push(Problem::new(ProblemKind::Limit, format!("only the first {MAX_MEMBERS} files were read")));
            break;
        }
        let packed = entry.compressed_size().max(1);
        let mut inflated = Vec::new();
        let room = MAX_MEMBER.min(MAX_TOTAL - total).min((packed.saturating_mul(MAX_RATIO)).max(1 << 20));
        match entry.take(room + 1).read_to_end(&mut inflated) {
            Ok(read) if read as u64 > room => {
                problems.push(limit(format!("inflates to more than {room} bytes and was not read")));
                continue;
            }
            Ok(read) => total += read as u64,
            Err(error) => {
                problems.push(Problem::new(ProblemKind::Damaged, error.to_string()).of_part(&name));
                continue;
            }
        }
        members.push(Member { name, bytes: inflated });
    }
    (members, problems)
}

/// One part of a package, if it is there and of at most so many bytes.
pub(super) fn part(bytes: &[u8], name: &str, most: u64) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut part = Vec::new();
    archive.by_name(name).ok()?.take(most + 1).read_to_end(&mut part).ok()?;
    (part.len() as u64 <= most).then_some(part)
}
