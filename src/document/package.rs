//! Packages of XML parts. HWPX and DOCX are read part by part; the libraries that read XLSX are handed the same package
//! without deflation, its pictures left empty.

use super::zip::{MAX_ENTRIES, MAX_RATIO, MAX_TOTAL};
use super::{Problem, ProblemKind};
use memchr::memmem;
use std::borrow::Cow;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Most bytes that are set aside for a part on its own word.
const MAX_RESERVED: u64 = 4 << 20;

/// Names of parts, or of folders of them, in which no text stands.
const SILENT: [&str; 3] = ["customXml/", "docProps/thumbnail", "xl/media/"];

/// The parts of a package, of which no more is inflated than is read of any document.
#[derive(Debug)]
pub(super) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be inflated.
    room: u64,
    /// What could not be unpacked.
    pub(super) problems: Vec<Problem>,
}

impl<'a> Parts<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// When it is no package, or by its directory is larger than what is read.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Problem> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        sane(&mut archive)?;
        Ok(Self { archive, room: MAX_TOTAL, problems: Vec::new() })
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.archive.file_names().filter_map(Result::ok)
    }

    /// A part inflated, if it is there and whole.
    ///
    /// # Errors
    /// When it inflates to more than is read.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Problem> {
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let mut part = Vec::new();
        let read = match self.archive.by_index(index) {
            // What was announced may be a lie.
            Ok(entry) => {
                part.reserve(entry.size().min(MAX_RESERVED) as usize);
                entry.take(self.room + 1).read_to_end(&mut part).map_err(|error| error.to_string())
            }
            Err(error) => Err(error.to_string()),
        };
        if let Err(words) = read {
            self.problems.push(Problem::new(ProblemKind::Damaged, words).of_part(name));
            return Ok(None);
        }
        self.room = self.room.checked_sub(part.len() as u64).ok_or_else(too_large)?;
        Ok(Some(part))
    }
}

fn damaged(error: &dyn std::fmt::Display) -> Problem {
    Problem::new(ProblemKind::Damaged, format!("the document is broken: {error}"))
}

fn too_large() -> Problem {
    Problem::new(ProblemKind::Limit, format!("inflates to more than {MAX_TOTAL} bytes"))
}

/// A package as readers get it, its parts as `edit` leaves them, and what of it could not be unpacked.
///
/// # Errors
/// When it is no package, is encrypted, or is larger than what is read.
pub(super) fn pared(bytes: &[u8], edit: fn(&str, &mut [u8])) -> Result<(Vec<u8>, Vec<Problem>), Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    sane(&mut archive)?;
    let mut problems = Vec::new();
    let mut out = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    let mut room = MAX_TOTAL;
    for index in 0..archive.len() {
        let mut part = Vec::new();
        let name = match archive.by_index(index) {
            Ok(entry) => {
                let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
                if !SILENT.iter().any(|silent| name.starts_with(silent)) {
                    // What was announced may be a lie.
                    part.reserve(entry.size().min(MAX_RESERVED) as usize);
                    if let Err(error) = entry.take(room + 1).read_to_end(&mut part) {
                        problems.push(Problem::new(ProblemKind::Damaged, error.to_string()).of_part(&name));
                        continue;
                    }
                }
                name
            }
            Err(error) => {
                problems.push(Problem::new(ProblemKind::Damaged, format!("part {}: {error}", index + 1)));
                continue;
            }
        };
        if part.len() as u64 > room {
            return Err(too_large());
        }
        room -= part.len() as u64;
        edit(&name, &mut part);
        out.start_file(name, options).map_err(|error| damaged(&error))?;
        out.write_all(&part).map_err(|error| damaged(&error))?;
    }
    let whole = out.finish().map_err(|error| damaged(&error))?;
    Ok((whole.into_inner(), problems))
}

/// Refuses by what the directory says: too many parts, too large, or inflating beyond what documents do.
fn sane(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), Problem> {
    let refused = |words: String| Err(Problem::new(ProblemKind::Limit, words));
    if archive.len() > MAX_ENTRIES {
        return refused(format!("a document of {} parts was not opened", archive.len()));
    }
    let mut total = 0u64;
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index_raw(index) else { continue };
        total = total.saturating_add(entry.size());
        let ratio = entry.size() / entry.compressed_size().max(1);
        if entry.size() > (1 << 20) && ratio > 4 * MAX_RATIO {
            return refused(format!("a part inflates {ratio} times and was not opened"));
        }
    }
    if total > MAX_TOTAL {
        return refused(format!("a document of {total} inflated bytes was not opened"));
    }
    Ok(())
}

/// Without the elements of these names, as far as they are written plainly.
///
/// One pass, and none twice over the same bytes: at the first element that does not end, or that stands within another of
/// its name, the rest is left as it is.
pub(super) fn without<'a>(xml: &'a [u8], unread: &[&str]) -> Cow<'a, [u8]> {
    let mut kept = Vec::new();
    let (mut done, mut from) = (0, 0);
    while let Some(start) = memchr::memchr(b'<', &xml[from..]).map(|at| from + at) {
        let tag = &xml[start + 1..];
        let length = tag.iter().position(|byte| matches!(byte, b' ' | b'>' | b'/')).unwrap_or(tag.len());
        let name = &tag[..length];
        from = start + 1 + length;
        if !unread.iter().any(|unread| unread.as_bytes() == name) {
            continue;
        }
        let Some(close) = memchr::memchr(b'>', &xml[from..]).map(|at| from + at) else { break };
        let end = if xml[close - 1] == b'/' {
            close + 1
        } else {
            let (open, shut) = ([b"<", name].concat(), [b"</", name, b">"].concat());
            let Some(length) = memmem::find(&xml[close..], &shut) else { break };
            if memmem::find(&xml[close..close + length], &open).is_some() {
                break;
            }
            close + length + shut.len()
        };
        if kept.is_empty() {
            kept.reserve(xml.len());
        }
        kept.extend_from_slice(&xml[done..start]);
        (done, from) = (end, end);
    }
    if done == 0 {
        return xml.into();
    }
    kept.extend_from_slice(&xml[done..]);
    kept.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_without_text_are_cut_out() {
        let kept = |xml: &str| String::from_utf8(without(xml.as_bytes(), &["b", "d"]).into_owned()).unwrap();
        assert_eq!(kept("<a><b>1</b><bc>2</bc><b x=''>3</b><d/>4<d y='1'/></a>"), "<a><bc>2</bc>4</a>");
        // What is not plain is left, and whatever follows it.
        for odd in ["<a/>", "<b><b>1</b></b><d/>", "<b>1", "<b", "<", "<b/", "</b>", ""] {
            assert_eq!(kept(odd), odd);
        }
        let nested = "<b>".repeat(200_000);
        assert_eq!(kept(&nested), nested);
    }
}
