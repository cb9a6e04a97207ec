//! Bytes to media type and text, and who decided. Headers lie: content is asked first, then the header, then the name.

use crate::model::policy::Media;
use encoding_rs::{EUC_KR, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;
use std::borrow::Cow;

/// What is known about bytes before looking at them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hint {
    /// `Content-Type` as declared by the server.
    pub content_type: Option<String>,
    /// File name, or path of the address.
    pub name: Option<String>,
}

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A format of which we know the name.
    Known(Media),
    /// A zip archive that is none of the known formats.
    Zip,
    /// An image.
    Image,
    /// An Office document that opens only with a password.
    Locked,
    /// An old format that we recognise and do not read, by its name.
    Old(&'static str),
    /// Anything else that is not text.
    Binary,
}

/// Who named the charset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CharsetSource {
    /// A byte order mark.
    Mark,
    /// The bytes are valid (or all but valid) UTF-8, whatever was declared.
    Content,
    /// `Content-Type` or `<meta charset>`.
    Declared,
    /// Letter statistics.
    Guess,
}

/// Decoded text and how it was decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'a> {
    /// The text; bytes that fit no character are U+FFFD.
    pub text: Cow<'a, str>,
    /// Charset in lower case, by its WHATWG name.
    pub charset: String,
    /// Who decided.
    pub source: CharsetSource,
    /// A declared charset that the bytes contradict.
    pub contradicted: Option<String>,
}

/// How much of a file is looked at to tell its kind.
const SNIFF: usize = 4096;

/// Tells the kind of a document by its content, then the header, then the name.
pub fn kind(bytes: &[u8], hint: &Hint) -> Kind {
    if let Some(kind) = binary_kind(bytes, hint) {
        return kind;
    }
    let head = &bytes[..bytes.len().min(SNIFF)];
    let utf16 = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    if !utf16 && head.contains(&0) {
        return Kind::Binary;
    }
    let declared = hint.content_type.as_deref().unwrap_or("").to_ascii_lowercase();
    let plain = declared.starts_with("text/plain") || suffix(hint) == "txt";
    let lower = String::from_utf8_lossy(head).to_ascii_lowercase();
    let start = lower.trim_start_matches('\u{feff}').trim_start();
    let page = ["<!doctype html", "<html", "<head", "<body", "<frameset"];
    if page.iter().any(|tag| start.starts_with(tag)) {
        return Kind::Known(Media::Html);
    }
    if plain {
        return Kind::Known(Media::Text);
    }
    if declared.starts_with("text/csv") || suffix(hint) == "csv" {
        return Kind::Known(Media::Csv);
    }
    let tags = ["<html", "<body", "<div", "<table", "<p>", "<p ", "<br", "<td", "<li", "<script", "<span", "<meta"];
    if declared.contains("html")
        || matches!(suffix(hint).as_str(), "html" | "htm")
        || tags.iter().any(|tag| lower.contains(tag))
    {
        return Kind::Known(Media::Html);
    }
    Kind::Known(Media::Text)
}

/// Formats that are recognised by their first bytes.
fn binary_kind(bytes: &[u8], hint: &Hint) -> Option<Kind> {
    // Readers of PDF accept up to a kibibyte of something else before the mark.
    let head = &bytes[..bytes.len().min(1024)];
    if bytes.starts_with(b"%PDF-") || memmem::find(head, b"%PDF-").is_some() && !is_markup(head) {
        return Some(Kind::Known(Media::Pdf));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(zip_kind(bytes));
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
        return Some(compound_kind(bytes, hint));
    }
    // Workbooks of Excel 5 and before stand without a container: BOF records of BIFF 2 to 5.
    let biff: [&[u8]; 4] =
        [&[0x09, 0x00, 0x04, 0x00], &[0x09, 0x02, 0x06, 0x00], &[0x09, 0x04, 0x06, 0x00], &[0x09, 0x08, 0x08, 0x00]];
    if biff.iter().any(|magic| bytes.starts_with(magic)) {
        return Some(Kind::Old("Excel 5"));
    }
    let old: [(&[u8], &str); 5] = [
        (b"HWP Document File V", "HWP 3"),
        (b"{\\rtf", "RTF"),
        (b"7z\xBC\xAF\x27\x1C", "7z"),
        (b"ALZ\x01", "ALZ"),
        (b"EGGA", "EGG"),
    ];
    if let Some((_, name)) = old.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(Kind::Old(name));
    }
    if let Some(media) = xml_kind(bytes) {
        return Some(Kind::Known(media));
    }
    let start = head.trim_ascii_start();
    if start.get(..13).is_some_and(|start| start.eq_ignore_ascii_case(b"MIME-Version:")) {
        return Some(Kind::Old("MHTML"));
    }
    let riff = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    let image: [&[u8]; 5] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"II*\0", b"MM\0*"];
    // BM starts words as well; a bitmap has zeros in its reserved fields.
    let bitmap = bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]);
    if riff || bitmap || image.iter().any(|magic| bytes.starts_with(magic)) {
        return Some(Kind::Image);
    }
    None
}

/// Whether the bytes are one of the formats that are XML, in any of the encodings that their writers use.
pub fn is_xml(bytes: &[u8]) -> bool {
    xml_kind(bytes).is_some()
}

/// HWPML is a form of HWP, and "XML 스프레드시트 2003" of workbooks; each under the names of the binary forms as well.
fn xml_kind(bytes: &[u8]) -> Option<Media> {
    let head = &bytes[..bytes.len().min(SNIFF)];
    let wide = |order: fn(u16) -> [u8; 2], word: &str| word.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let has = |word: &str| {
        is_markup(head) && memmem::find(head, word.as_bytes()).is_some()
            || head.starts_with(&[0xFF, 0xFE]) && memmem::find(head, &wide(u16::to_le_bytes, word)).is_some()
            || head.starts_with(&[0xFE, 0xFF]) && memmem::find(head, &wide(u16::to_be_bytes, word)).is_some()
    };
    if has("<HWPML") {
        Some(Media::Hwp)
    } else if has("urn:schemas-microsoft-com:office:spreadsheet") && !has("<html") && !has("<HTML") {
        Some(Media::Xls)
    } else {
        None
    }
}

fn is_markup(head: &[u8]) -> bool {
    head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start().starts_with(b"<")
}

/// Which package a zip archive is, by the names in it.
fn zip_kind(bytes: &[u8]) -> Kind {
    let has = |needle: &[u8]| memmem::find(bytes, needle).is_some();
    let part = |name: &[u8]| name_in_directory(bytes, name);
    if has(b"mimetypeapplication/hwp+zip") || part(b"Contents/section0.xml") || part(b"Contents/content.hpf") {
        Kind::Known(Media::Hwpx)
    } else if part(b"xl/workbook.bin") {
        Kind::Old("XLSB")
    } else if part(b"xl/workbook") || part(b"xl/worksheets") {
        Kind::Known(Media::Xlsx)
    } else if part(b"word/document") {
        Kind::Known(Media::Docx)
    } else if part(b"ppt/presentation") {
        Kind::Old("PowerPoint")
    } else if has(b"mimetypeapplication/vnd.oasis.opendocument") {
        Kind::Old("OpenDocument")
    } else {
        Kind::Zip
    }
}

/// Whether an entry of the archive itself (not of an archive within it) has a name that starts so: names follow
/// their headers at a fixed distance, in the local header or in the directory.
fn name_in_directory(bytes: &[u8], name: &[u8]) -> bool {
    let has = |at: usize, magic: &[u8]| bytes.get(at..at + 4) == Some(magic);
    memmem::find_iter(bytes, name).any(|at| {
        // A stored archive within this one has its own headers; the directory is the one at the end.
        at >= 46 && has(at - 46, b"PK\x01\x02") && directory(bytes).is_none_or(|start| at >= start)
            || at >= 30 && has(at - 30, b"PK\x03\x04") && directory(bytes).is_none()
    })
}

/// Where the directory of a zip archive starts, if its end is whole.
fn directory(bytes: &[u8]) -> Option<usize> {
    let end = memmem::rfind(bytes, b"PK\x05\x06")?;
    let word = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    let start = word(end + 16)?;
    (bytes.get(start..start + 4)? == b"PK\x01\x02").then_some(start)
}

/// What an OLE compound file holds, by the names of its streams.
fn compound_kind(bytes: &[u8], hint: &Hint) -> Kind {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    if has("FileHeader") || has("HwpSummaryInformation") {
        Kind::Known(Media::Hwp)
    } else if has("EncryptedPackage") {
        Kind::Locked
    } else if has("WordDocument") {
        Kind::Old("Word 97")
    } else if has("Workbook") || has("Book") || suffix(hint) == "xls" {
        Kind::Known(Media::Xls)
    } else if has("PowerPoint Document") {
        Kind::Old("PowerPoint 97")
    } else {
        Kind::Binary
    }
}

/// The name's suffix in lower case, without query.
fn suffix(hint: &Hint) -> String {
    let name = hint.name.as_deref().unwrap_or("");
    let path = name.split(['?', '#', ';']).next().unwrap_or("");
    match path.rsplit(['/', '\\']).next().and_then(|last| last.rsplit_once('.')) {
        Some((_, suffix)) => suffix.to_ascii_lowercase(),
        None => String::new(),
    }
}

/// Decodes text: byte order mark, then UTF-8 if the bytes are UTF-8, then what was declared, then statistics.
///
/// UTF-8 is accepted although declared otherwise when at least 99 of 100 multi-byte sequences are valid: pages cut
/// off within a character, or with one bad byte, are still UTF-8, and statistics would call them EUC-KR.
pub fn text<'a>(bytes: &'a [u8], hint: &Hint) -> Text<'a> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[skip..]);
        return Text { text, charset: name(encoding), source: CharsetSource::Mark, contradicted: None };
    }
    let declared = declared(bytes, hint);
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        let contradicted = declared.filter(|encoding| *encoding != UTF_8 && !text.is_ascii()).map(name);
        return Text { text: text.into(), charset: name(UTF_8), source: CharsetSource::Content, contradicted };
    }
    let (valid, invalid) = utf8_sequences(bytes);
    if valid >= 99 * invalid && valid > 0 {
        let contradicted = declared.filter(|encoding| *encoding != UTF_8 && valid > 0).map(name);
        let text = String::from_utf8_lossy(bytes);
        return Text { text, charset: name(UTF_8), source: CharsetSource::Content, contradicted };
    }
    let contradicted = declared.filter(|encoding| *encoding == UTF_8).map(name);
    if let Some(encoding) = declared.filter(|encoding| *encoding != UTF_8) {
        let (text, bad) = decode(encoding, bytes);
        if bad * 100 <= text.chars().count() {
            return Text { text, charset: name(encoding), source: CharsetSource::Declared, contradicted };
        }
    }
    // A Korean page with a few broken bytes stays Korean: the alternatives are far less likely on these sites.
    let (korean, bad) = decode(EUC_KR, bytes);
    if bad * 50 <= korean.chars().count() {
        return Text { text: korean, charset: name(EUC_KR), source: CharsetSource::Guess, contradicted };
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(Some(b"kr"), chardetng::Utf8Detection::Deny);
    let (text, _) = decode(encoding, bytes);
    Text { text, charset: name(encoding), source: CharsetSource::Guess, contradicted }
}

/// Decodes and counts replacement characters.
fn decode<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> (Cow<'a, str>, usize) {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let bad = if had_errors { text.chars().filter(|c| *c == '\u{fffd}').count() } else { 0 };
    (text, bad)
}

fn name(encoding: &'static Encoding) -> String {
    encoding.name().to_ascii_lowercase()
}

/// Valid and invalid multi-byte sequences, read as UTF-8.
fn utf8_sequences(bytes: &[u8]) -> (usize, usize) {
    let (mut valid, mut invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().bytes().filter(|byte| *byte >= 0xC0).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    (valid, invalid)
}

/// The charset that the server or the page names, if it is one we know.
fn declared(bytes: &[u8], hint: &Hint) -> Option<&'static Encoding> {
    let header = hint.content_type.as_deref().and_then(charset_label);
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(SNIFF)]);
    let label = header.or_else(|| {
        let lower = head.to_ascii_lowercase();
        let meta = lower.find("<meta").map(|at| &lower[at..])?;
        charset_label(meta)
    })?;
    let encoding = Encoding::for_label(label.as_bytes())?;
    // A byte-oriented page cannot be UTF-16 whatever its meta tag says (WHATWG prescan).
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

/// The label after `charset=`.
fn charset_label(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let after = lower.split_once("charset")?.1.trim_start().strip_prefix('=')?.trim_start();
    let label: String = after
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
        .collect();
    (!label.is_empty()).then_some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(content_type: &str, name: &str) -> Hint {
        Hint { content_type: Some(content_type.into()), name: Some(name.into()) }
    }

    #[test]
    fn charset_is_a_finding() {
        let korean = "영상정보처리기기 운영·관리 방침을 공개합니다. 똠방각하 뷁";
        let (cp949, _, _) = EUC_KR.encode(korean);
        let lying = text(&cp949, &hint("text/html; charset=utf-8", "a.html"));
        assert_eq!((lying.charset.as_str(), &*lying.text), ("euc-kr", korean));
        assert_eq!(lying.contradicted.as_deref(), Some("utf-8"));
        let utf8 = text(korean.as_bytes(), &hint("text/html; charset=euc-kr", "a.html"));
        assert_eq!((utf8.charset.as_str(), utf8.source), ("utf-8", CharsetSource::Content));
        assert_eq!(utf8.contradicted.as_deref(), Some("euc-kr"));
        let marked = [b"\xEF\xBB\xBF".as_slice(), korean.as_bytes()].concat();
        let marked = text(&marked, &Hint::default());
        assert_eq!((&*marked.text, marked.source), (korean, CharsetSource::Mark));
    }

    #[test]
    fn a_page_cut_within_a_character_stays_utf8() {
        let long = "가나다라마바사".repeat(60);
        let cut = &long.as_bytes()[..long.len() - 1];
        assert_eq!(text(cut, &Hint::default()).charset, "utf-8");
    }

    /// The local header of a zip entry.
    fn local(name: &str) -> Vec<u8> {
        [b"PK\x03\x04".as_slice(), &[0; 26], name.as_bytes()].concat()
    }

    #[test]
    fn kind_asks_content_first() {
        let cases: [(&[u8], &str, &str, Kind); 12] = [
            (b"HWP Document File V3.00 \x1a", "", "a.hwp", Kind::Old("HWP 3")),
            (b"<?xml version=\"1.0\"?><HWPML Version=\"2.8\">", "", "a.hwp", Kind::Known(Media::Hwp)),
            (&local("1.txt"), "", "a.zip", Kind::Zip),
            (b"\r\n%PDF-1.4", "", "a.pdf", Kind::Known(Media::Pdf)),
            (b"%PDF-1.4", "text/html", "a.html", Kind::Known(Media::Pdf)),
            (b"<html><table>", "application/vnd.ms-excel", "a.xls", Kind::Known(Media::Html)),
            (b"<TD>12", "", "a.html", Kind::Known(Media::Html)),
            ("표 <ul style=\"x\">".as_bytes(), "", "seed.txt", Kind::Known(Media::Text)),
            (&local("xl/workbook.xml"), "", "a.hwpx", Kind::Known(Media::Xlsx)),
            (b"PK\x03\x04mimetypeapplication/hwp+zip", "", "a.hwp", Kind::Known(Media::Hwpx)),
            (b"\x89PNG\r\n", "text/html", "a.html", Kind::Image),
            (b"a,b\n1,2", "", "list.csv?x=1", Kind::Known(Media::Csv)),
        ];
        for (bytes, content_type, name, wanted) in cases {
            assert_eq!(kind(bytes, &hint(content_type, name)), wanted, "{name}");
        }
    }
}
