//! Small HWP 5 files made by hand: a compound file with a header, styles and one section of records.

use crate::formats::{hint, rendered};
use crate::same::same_text;
use aes::Aes128;
use aes::cipher::{BlockEncrypt, KeyInit, generic_array::GenericArray};
use bangchim::document::{self, ProblemKind};
use std::io::{Cursor, Write};

const PLAIN: u32 = 1;
const PASSWORD: u32 = 1 | 1 << 1;
const DISTRIBUTION: u32 = 1 | 1 << 2;
const DRM: u32 = 1 | 1 << 4;

/// A cell: row, column, rows, columns, text.
type CellOf<'a> = (u16, u16, u16, u16, &'a str);

fn record(tag: u32, level: u32, data: &[u8]) -> Vec<u8> {
    let size = u32::try_from(data.len()).unwrap();
    let mut out = (tag | level << 10 | size.min(0xfff) << 20).to_le_bytes().to_vec();
    if size >= 0xfff {
        out.extend(size.to_le_bytes());
    }
    out.extend(data);
    out
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().chain([0x000d]).flat_map(u16::to_le_bytes).collect()
}

fn paragraph(level: u32, text: &str) -> Vec<u8> {
    [record(66, level, &[0; 22]), record(67, level + 1, &wide(text))].concat()
}

fn table(rows: u16, columns: u16, cells: &[CellOf<'_>]) -> Vec<u8> {
    // The paragraph that holds the table has a control character where it stands.
    let mut anchor: Vec<u8> =
        [0x000bu16, 0x6c20, 0x7462, 0, 0, 0, 0, 0x000b].iter().flat_map(|c| c.to_le_bytes()).collect();
    anchor.extend(wide(""));
    let mut out = [record(66, 0, &[0; 22]), record(67, 1, &anchor)].concat();
    out.extend(record(71, 1, &[b" lbt".as_slice(), &[0; 42]].concat()));
    let mut body = vec![0; 4];
    body.extend([rows.to_le_bytes(), columns.to_le_bytes()].concat());
    body.extend([0; 14]);
    out.extend(record(77, 2, &body));
    for (row, column, down, right, text) in cells {
        let mut head = vec![1, 0, 0, 0, 0, 0, 0, 0];
        for word in [column, row, right, down] {
            head.extend(word.to_le_bytes());
        }
        head.extend([0; 18]);
        out.extend(record(72, 2, &head));
        out.extend(paragraph(2, text));
    }
    out
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A ViewText stream: the key in a scrambled record, then the body under that key.
fn scrambled(body: &[u8]) -> Vec<u8> {
    let seed = 0x1234_5679u32;
    let mut plain = [0x5au8; 256];
    plain[..4].copy_from_slice(&seed.to_le_bytes());
    let at = 4 + (seed & 15) as usize;
    let key: Vec<u8> = (0..16).map(|n| n * 7 + 1).collect();
    plain[at..at + 16].copy_from_slice(&key);
    let mut state = seed;
    let mut next = move || {
        state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
        (state >> 16) & 0x7fff
    };
    let (mut xor, mut left) = (0u8, 0u32);
    for (index, byte) in plain.iter_mut().enumerate() {
        if left == 0 {
            xor = (next() & 0xff) as u8;
            left = (next() & 0xf) + 1;
        }
        if index >= 4 {
            *byte ^= xor;
        }
        left -= 1;
    }
    let mut padded = body.to_vec();
    padded.resize(body.len().div_ceil(16) * 16, 0);
    let cipher = Aes128::new(GenericArray::from_slice(&key));
    padded.chunks_exact_mut(16).for_each(|block| cipher.encrypt_block(GenericArray::from_mut_slice(block)));
    [record(0x1c, 0, &plain), padded].concat()
}

/// A compound file with these properties and this section.
pub fn hwp(properties: u32, section: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    let mut header = [0u8; 256];
    header[..17].copy_from_slice(b"HWP Document File");
    header[32..36].copy_from_slice(&[0, 0, 0, 5]);
    header[36..40].copy_from_slice(&properties.to_le_bytes());
    let mut put = |path: &str, bytes: &[u8]| file.create_stream(path).unwrap().write_all(bytes).unwrap();
    put("/FileHeader", &header);
    put("/DocInfo", &deflated(&[]));
    let body = deflated(section);
    if properties == DISTRIBUTION {
        file.create_storage("/ViewText").unwrap();
        file.create_stream("/ViewText/Section0").unwrap().write_all(&scrambled(&body)).unwrap();
        file.create_storage("/BodyText").unwrap();
        let notice = deflated(&paragraph(0, "이 문서는 상위 버전의 배포용 문서입니다."));
        file.create_stream("/BodyText/Section0").unwrap().write_all(&notice).unwrap();
    } else {
        file.create_storage("/BodyText").unwrap();
        file.create_stream("/BodyText/Section0").unwrap().write_all(&body).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// A policy's inventory as it is published most: a line, a table with merged cells, a line.
pub fn inventory() -> Vec<u8> {
    let cells: &[CellOf<'_>] = &[
        (0, 0, 1, 2, "설치장소"),
        (0, 2, 1, 1, "대수"),
        (1, 0, 2, 1, "본관"),
        (1, 1, 1, 1, "1층"),
        (1, 2, 1, 1, "2대"),
        (2, 1, 1, 1, "2층"),
        (2, 2, 1, 1, "3대"),
    ];
    let lines = [paragraph(0, "CCTV 설치 현황"), table(3, 3, cells), paragraph(0, "총무과에서 관리합니다.")];
    hwp(PLAIN, &lines.concat())
}

/// A document that is one table.
pub fn table_document(rows: &[Vec<&str>]) -> Vec<u8> {
    let mut cells: Vec<CellOf<'_>> = Vec::new();
    for (row, line) in rows.iter().enumerate() {
        cells.extend(line.iter().enumerate().map(|(column, text)| (row as u16, column as u16, 1, 1, *text)));
    }
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    hwp(PLAIN, &table(rows.len() as u16, width as u16, &cells))
}

fn locked(properties: u32) -> Vec<u8> {
    let lines = [paragraph(0, "배포용 문서의 본문"), table(1, 2, &[(0, 0, 1, 1, "정문"), (0, 1, 1, 1, "4대")])];
    hwp(properties, &lines.concat())
}

#[test]
fn tables_of_hwp_keep_their_merged_cells() {
    let document = document::read(&inventory(), &hint("현황.hwp"));
    same_text(
        &rendered(&document),
        "hwp\nparagraph: CCTV 설치 현황\ntable\n  | 설치장소 | 설치장소 | 대수 |\n  | 본관 | 1층 | 2대 |\n  \
         | 본관 | 2층 | 3대 |\nparagraph: 총무과에서 관리합니다.\n",
        "a table with merged cells",
    );
}

#[test]
fn distribution_documents_are_read_and_locked_ones_named() {
    let read = |properties| document::read(&locked(properties), &hint("a.hwp"));
    let expected = "hwp\nparagraph: 배포용 문서의 본문\ntable\n  | 정문 | 4대 |\n";
    same_text(&rendered(&read(DISTRIBUTION)), expected, "a distribution document");
    for (properties, kind) in [(PASSWORD, ProblemKind::Password), (DRM, ProblemKind::Drm)] {
        let document = read(properties);
        assert!(document.blocks.is_empty());
        assert_eq!(document.problems[0].kind, kind);
    }
}

#[test]
fn office_documents_under_a_password_are_named() {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/EncryptedPackage").unwrap().write_all(&[7; 5000]).unwrap();
    file.create_stream("/EncryptionInfo").unwrap().write_all(&[4; 64]).unwrap();
    file.flush().unwrap();
    let document = document::read(&file.into_inner().into_inner(), &hint("현황.xlsx"));
    assert_eq!(document.problems[0].kind, ProblemKind::Password);
}
