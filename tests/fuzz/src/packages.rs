//! Packages around one part: what is fuzzed is the part, and no checksum turns it away at the door.

use std::io::{Cursor, Write};

/// An HWP 5 file with this section.
pub fn hwp(section: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("in memory");
    let mut header = [0u8; 256];
    header[..17].copy_from_slice(b"HWP Document File");
    // Version 5.0.0.0, body not deflated.
    header[32..36].copy_from_slice(&[0, 0, 0, 5]);
    let mut put = |path: &str, bytes: &[u8]| {
        file.create_stream(path).and_then(|mut stream| stream.write_all(bytes)).expect("in memory");
    };
    put("/FileHeader", &header);
    put("/DocInfo", &[]);
    file.create_storage("/BodyText").expect("in memory");
    file.create_stream("/BodyText/Section0").and_then(|mut stream| stream.write_all(section)).expect("in memory");
    file.flush().expect("in memory");
    file.into_inner().into_inner()
}

/// An Excel 97 workbook with this stream.
pub fn xls(stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("in memory");
    file.create_stream("/Workbook").and_then(|mut workbook| workbook.write_all(stream)).expect("in memory");
    file.flush().expect("in memory");
    file.into_inner().into_inner()
}

/// An HWPX file with this section.
pub fn hwpx(section: &[u8]) -> Vec<u8> {
    let manifest = br#"<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:manifest><opf:item id="section0" href="Contents/section0.xml" media-type="application/xml"/></opf:manifest><opf:spine><opf:itemref idref="section0"/></opf:spine></opf:package>"#;
    zipped(&[
        ("mimetype", b"application/hwp+zip"),
        ("version.xml", br#"<hv:HCFVersion xmlns:hv="http://www.hancom.co.kr/hwpml/2011/version"/>"#),
        ("Contents/content.hpf", manifest),
        ("Contents/header.xml", br#"<hh:head xmlns:hh="http://www.hancom.co.kr/hwpml/2011/head"/>"#),
        ("Contents/section0.xml", section),
    ])
}

/// A workbook with this sheet.
pub fn xlsx(sheet: &[u8]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let own = format!(
        r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    office(
        "xl/workbook.xml",
        book.as_bytes(),
        &[("xl/_rels/workbook.xml.rels", own.as_bytes()), ("xl/worksheets/sheet1.xml", sheet)],
    )
}

/// A text document with this body.
pub fn docx(body: &[u8]) -> Vec<u8> {
    office("word/document.xml", body, &[])
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

fn office(main: &str, bytes: &[u8], others: &[(&str, &[u8])]) -> Vec<u8> {
    let root = format!(
        r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="{main}"/></Relationships>"#
    );
    let types = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
    let mut parts: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", types), ("_rels/.rels", root.as_bytes()), (main, bytes)];
    parts.extend(others);
    zipped(&parts)
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        out.start_file(*name, options).and_then(|()| Ok(out.write_all(bytes)?)).expect("in memory");
    }
    out.finish().expect("in memory").into_inner()
}
