//! What the readers of packages (HWPX, DOCX, XLSX) are handed: the same package without deflation, its pictures, fonts and
//! themes left empty, and of its styles only those of paragraphs. Text and tables depend on nothing else; the styles of a
//! document of one page often take longer to parse than the page.

use super::zipped::{MAX_ENTRIES, MAX_RATIO, MAX_TOTAL};
use super::{Problem, ProblemKind};
use memchr::memmem;
use std::borrow::Cow;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Names of parts, or of folders of them, in which no text stands.
const SILENT: [&str; 10] = [
    "BinData/",
    "Preview/",
    "docProps/thumbnail",
    "word/embeddings/",
    "word/fontTable.xml",
    "word/fonts/",
    "word/media/",
    "word/stylesWithEffects.xml",
    "word/theme/",
    "xl/media/",
];

/// A package as readers get it, and what of it could not be unpacked.
///
/// # Errors
/// When it is no package, is encrypted, or is larger than what is read.
pub(super) fn pared(bytes: &[u8]) -> Result<(Vec<u8>, Vec<Problem>), Problem> {
    let damaged =
        |error: &dyn std::fmt::Display| Problem::new(ProblemKind::Damaged, format!("the document is broken: {error}"));
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
            return Err(Problem::new(ProblemKind::Limit, format!("inflates to more than {MAX_TOTAL} bytes")));
        }
        room -= part.len() as u64;
        // HWPX says in its manifest which parts are encrypted.
        if name == "META-INF/manifest.xml" && memmem::find(&part, b"encryption-data").is_some() {
            return Err(Problem::new(ProblemKind::Password, "opens only with a password"));
        }
        let part = match name.as_str() {
            "word/styles.xml" => paragraph_styles(&part),
            "Contents/header.xml" => {
                let mut kept = Cow::Borrowed(part.as_slice());
                for element in ["hh:fontfaces", "hh:borderFills", "hh:charProperties", "hp:switch"] {
                    kept = without(kept, element);
                }
                kept
            }
            _ => Cow::Borrowed(part.as_slice()),
        };
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

/// Without the elements of this name, as far as they are written plainly; one within another of its name ends both.
fn without<'a>(xml: Cow<'a, [u8]>, element: &str) -> Cow<'a, [u8]> {
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let (open, close) = (memmem::Finder::new(&open), memmem::Finder::new(&close));
    let mut kept = Vec::new();
    let mut done = 0;
    let mut from = 0;
    while let Some(start) = open.find(&xml[from..]).map(|at| from + at) {
        from = start + open.needle().len();
        // Not one whose name only begins so.
        if !matches!(xml.get(from), Some(b' ' | b'>')) {
            continue;
        }
        let Some(end) = close.find(&xml[from..]).map(|at| from + at + close.needle().len()) else { break };
        kept.extend_from_slice(&xml[done..start]);
        (done, from) = (end, end);
    }
    if done == 0 {
        return xml;
    }
    kept.extend_from_slice(&xml[done..]);
    kept.into()
}

/// Styles of tables and of characters say how things look; those of paragraphs say which are headings and items.
fn paragraph_styles(xml: &[u8]) -> Cow<'_, [u8]> {
    const OPEN: &[u8] = b"<w:style ";
    const CLOSE: &[u8] = b"</w:style>";
    let xml = without(Cow::Borrowed(xml), "w:latentStyles");
    let mut kept = Vec::with_capacity(xml.len() / 4);
    let mut rest: &[u8] = &xml;
    while let Some(start) = memmem::find(rest, OPEN) {
        let tag = &rest[start..start + memchr::memchr(b'>', &rest[start..]).unwrap_or(0)];
        let Some(length) = memmem::find(&rest[start..], CLOSE).map(|at| at + CLOSE.len()) else { break };
        let looks = [b"w:type=\"table\"".as_slice(), b"w:type=\"character\""];
        let end = if looks.iter().any(|kind| memmem::find(tag, kind).is_some()) { start } else { start + length };
        kept.extend_from_slice(&rest[..end]);
        rest = &rest[start + length..];
    }
    kept.extend_from_slice(rest);
    kept.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_of_paragraphs_are_kept() {
        let xml = "<w:styles><w:latentStyles w:count=\"2\"><w:x/></w:latentStyles><w:style w:type=\"paragraph\" \
                   w:styleId=\"1\"><w:name/></w:style><w:style w:type=\"table\" w:styleId=\"2\"><w:tblPr/></w:style>\
                   <w:style w:styleId=\"3\"></w:style></w:styles>";
        let kept = "<w:styles><w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name/></w:style><w:style \
                    w:styleId=\"3\"></w:style></w:styles>";
        assert_eq!(String::from_utf8_lossy(&paragraph_styles(xml.as_bytes())), kept);
        for odd in ["<w:style ", "<w:style w:type=\"table\">", "</w:style><w:style >", ""] {
            assert_eq!(String::from_utf8_lossy(&paragraph_styles(odd.as_bytes())), odd);
        }
        let plain = Cow::Borrowed(b"<hh:borderFills/>".as_slice());
        assert_eq!(without(plain.clone(), "hh:borderFills"), plain);
        let twice = Cow::Borrowed(b"<a><b>1</b><bc>2</bc><b x=''>3</b></a>".as_slice());
        assert_eq!(without(twice, "b"), b"<a><bc>2</bc></a>".as_slice());
    }
}
