//! Real files, which may not be copied into the repository, against the reference text that they carry themselves.
//! They stand beside the working copy where somebody has collected them; elsewhere these tests say that they skip.

use crate::formats::{hint, reader};
use bangchim::document::{BlockKind, Document, ProblemKind};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/formats/files");
    if !folder.is_dir() {
        eprintln!("skipped: no collected files at {}", folder.display());
        return None;
    }
    Some(folder)
}

fn read(folder: &Path, name: &str) -> (Vec<u8>, Document) {
    let bytes = std::fs::read(folder.join(name)).expect("readable");
    let document = reader().read(&bytes, &hint(name));
    (bytes, document)
}

/// Files that give a typed problem instead of text, and which.
const REFUSED: &[(&str, ProblemKind)] = &[
    ("hwp3_password.hwp", ProblemKind::OldFormat),
    ("hwpx_kordoc_pw.hwpx", ProblemKind::Password),
    // A table of four blank cells and nothing else.
    ("hwp_removing_row.hwp", ProblemKind::Empty),
];

fn is_korean(c: &char) -> bool {
    ('가'..='힣').contains(c)
}

/// Length of the longest common subsequence, 64 places of `b` at a time (Hyyrö 2004).
fn common(a: &[char], b: &[char]) -> usize {
    let words = b.len().div_ceil(64);
    let mut masks: HashMap<char, Vec<u64>> = HashMap::new();
    for (place, c) in b.iter().enumerate() {
        masks.entry(*c).or_insert_with(|| vec![0; words])[place / 64] |= 1 << (place % 64);
    }
    let mut row = vec![u64::MAX; words];
    for c in a {
        let Some(mask) = masks.get(c) else { continue };
        let mut carry = false;
        for (word, mask) in row.iter_mut().zip(mask) {
            let matched = *word & mask;
            let (sum, over) = word.overflowing_add(matched);
            let (sum, again) = sum.overflowing_add(u64::from(carry));
            *word = sum | (*word & !mask);
            carry = over || again;
        }
    }
    (0..b.len()).filter(|place| row[place / 64] >> (place % 64) & 1 == 0).count()
}

#[test]
fn common_subsequences_are_counted() {
    let chars = |text: &str| text.chars().collect::<Vec<_>>();
    assert_eq!(common(&chars("가나다라"), &chars("가다라마")), 3);
    let long: String = "가나다라마바사아".repeat(20);
    assert_eq!(common(&chars(&long), &chars(&long)), 160);
    assert_eq!(common(&chars("가"), &chars("나")), 0);
}

/// The text that the file itself carries for previews.
fn preview(name: &str, bytes: &[u8]) -> Option<String> {
    if name.ends_with(".hwpx") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut text = Vec::new();
        archive.by_name("Preview/PrvText.txt").ok()?.read_to_end(&mut text).ok()?;
        return Some(bangchim::document::decode::text(&text, &hint("PrvText.txt")).text.into_owned());
    }
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let mut text = Vec::new();
    file.open_stream("/PrvText").ok()?.read_to_end(&mut text).ok()?;
    let wide: Vec<u16> = text.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&wide))
}

fn second_opinion(bytes: &[u8]) -> Option<String> {
    pdfni::extract_markdown_from_bytes(bytes, None, &pdfni::ExtractOptions::default()).ok()
}

/// How much of the reference we have, wherever it stands.
fn gathered(reference: &[char], ours: &[char]) -> f64 {
    let mut counts: HashMap<char, usize> = HashMap::new();
    ours.iter().for_each(|c| *counts.entry(*c).or_default() += 1);
    let mut shared = 0usize;
    for c in reference {
        if let Some(count) = counts.get_mut(c).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    shared as f64 / reference.len() as f64
}

#[test]
fn collected_files_agree_with_the_text_they_carry() {
    let Some(folder) = folder() else { return };
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("readable")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let mut wrong = Vec::new();
    for name in names {
        let (bytes, document) = read(&folder, &name);
        if let Some((_, kind)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
            if !document.blocks.is_empty() || document.problems.iter().all(|problem| problem.kind != *kind) {
                wrong.push(format!("{name}: {:?}", document.problems));
            }
            continue;
        }
        if document.blocks.is_empty() {
            wrong.push(format!("{name}: no text; {:?}", document.problems));
            continue;
        }
        let ours: Vec<char> = document.blocks.iter().flat_map(|block| block.text.chars()).filter(is_korean).collect();
        let reference = match name.rsplit_once('.').map(|(_, suffix)| suffix) {
            Some("hwp" | "hwpx") => preview(&name, &bytes),
            // The other reader of text in PDF; its order in tables is its own.
            Some("pdf") => second_opinion(&bytes),
            _ => None,
        };
        let reference: Vec<char> = reference.unwrap_or_default().chars().filter(is_korean).collect();
        if reference.is_empty() {
            eprintln!("{name}: {} Korean characters, no reference", ours.len());
            continue;
        }
        let shared = match name.ends_with(".pdf") {
            true => gathered(&reference, &ours),
            false => common(&reference, &ours) as f64 / reference.len() as f64,
        };
        eprintln!("{name}: {shared:.4} of {}", reference.len());
        if shared < 0.99 || gathered(&reference, &ours) < 0.99 {
            wrong.push(format!("{name}: {shared:.4} of {} Korean characters in order", reference.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Tables of the collected files as rows and columns, as their own XML and records declare them or other programs
/// count them; tables of one cell are frames, and are left out.
#[rustfmt::skip]
const SHAPES: &[(&str, &[(usize, usize)])] = &[
    ("hwp_bench0.hwp", &[(10, 2), (9, 8), (8, 5), (1, 2), (1, 2), (6, 4), (7, 3), (7, 3), (1, 2), (6, 4), (1, 2),
        (4, 5), (4, 5)]),
    ("hwp_bench1.hwp", BENCH1),
    ("hwpx_bench1.hwpx", BENCH1),
    ("hwp_bokhak.hwp", &[(5, 4), (4, 4), (3, 3)]),
    ("hwp_dist_hwpjs.hwp", &[(4, 3), (3, 3), (4, 3), (3, 3), (5, 2)]),
    ("hwp_merging_cell.hwp", &[(7, 7)]),
    ("hwp_noori.hwp", &[(3, 4), (1, 2), (1, 3), (8, 3)]),
    ("hwp_safety_rfp.hwp", &[(3, 2), (3, 3)]),
    ("hwpx_kordoc_nopw.hwpx", &[(4, 2), (1, 4)]),
    ("hwpx_no_manifest.hwpx", &[(6, 2)]),
    ("hwpx_project_plan.hwpx", &[(14, 9)]),
    ("hwpx_report_tables.hwpx", &[(5, 4), (9, 6), (11, 10), (2, 1), (2, 1), (2, 1), (2, 1), (2, 1), (2, 1), (7, 2)]),
    ("hwpx_safety_rfp.hwpx", &[(3, 2), (3, 3)]),
    ("hwpx_simple_table.hwpx", &[(3, 3)]),
    ("hwpx_table_tx.hwpx", &[(6, 4)]),
    ("docx_word_tables.docx", &[(3, 3), (3, 3), (3, 4), (5, 3), (9, 5)]),
    ("xls_kordoc_budget.xls", &[(8, 4)]),
    ("xls_kordoc_facilities.xls", &[(5, 4), (3, 4), (4, 4)]),
    ("xls_kordoc_minutes.xls", &[(10, 2)]),
    ("xls_kordoc_population.xls", &[(6, 5), (6, 5)]),
    ("gen_pdf_cid_kscms_uhc.pdf", &[(3, 4)]),
    ("gen_pdf_cid_ksc_euc.pdf", &[(3, 4)]),
    ("gen_pdf_cid_uniks_ucs2.pdf", &[(3, 4)]),
    ("gen_pdf_cid_uniks_utf16.pdf", &[(3, 4)]),
    ("gen_pdf_enc_aes128.pdf", &[(6, 3)]),
    ("gen_pdf_enc_aes256.pdf", &[(6, 3)]),
    ("pdf_kbo_only_table.pdf", &[(6, 3)]),
    ("pdf_bench0.pdf", &[(3, 2), (4, 2), (9, 8), (8, 5), (6, 4), (7, 3), (7, 3), (6, 4), (4, 5), (4, 5)]),
    ("pdf_bench1.pdf", FORM),
    ("hwp_forge_01.hwp", &[(3, 4)]),
    ("hwp_dist_hwplib.hwp", &[(2, 3)]),
    ("docx_tablecell.docx", &[(3, 3)]),
    ("xls_merge_cells.xls", &[(4, 4)]),
    ("xls_merged_range.xls", &[(4, 8), (4, 8)]),
    ("xlsx_merge_cells.xlsx", &[(4, 4)]),
    ("pdf_safety_rfp.pdf", &[(3, 2), (3, 3)]),
];

/// The third table in the file has 17 rows, of which the first is a frame around text and the table of one row that
/// stands in it.
#[rustfmt::skip]
const BENCH1: &[(usize, usize)] = &[
    (1, 4), (1, 2), (1, 2), (16, 3), (1, 2), (24, 13), (8, 3), (1, 2), (1, 2), (1, 2), (6, 3), (1, 2), (4, 4), (4, 4),
    (4, 3), (4, 6), (5, 4), (11, 5), (18, 6), (2, 4), (1, 2), (7, 7), (1, 4), (4, 7), (4, 4), (4, 5), (1, 2), (11, 7),
    (1, 2), (1, 2), (8, 2), (8, 2), (8, 2), (8, 2), (2, 4), (6, 2), (7, 2), (7, 2), (7, 2), (8, 2), (3, 4),
];

/// Counted on the printed pages. Ribbons behind headings and boxes around notes are no tables; of the tables that are
/// drawn in outlines on the last pages there is no text to read but that of two.
#[rustfmt::skip]
const FORM: &[(usize, usize)] = &[
    (1, 4), (12, 3), (24, 11), (8, 3), (1, 2), (6, 3), (4, 4), (4, 4), (4, 3), (4, 4), (5, 4), (11, 5), (10, 2),
    (10, 3), (2, 4), (7, 7), (1, 4), (4, 7), (4, 4), (4, 5), (11, 5), (2, 4), (3, 4),
];

fn shapes(document: &Document) -> Vec<(usize, usize)> {
    let shape = |block: &bangchim::document::Block| match &block.kind {
        BlockKind::Table(table) => Some((table.grid.len(), table.grid.first().map_or(0, Vec::len))),
        _ => None,
    };
    document.blocks.iter().filter_map(shape).collect()
}

#[test]
fn collected_tables_have_their_rows_and_columns() {
    let Some(folder) = folder() else { return };
    let mut wrong = Vec::new();
    for (name, printed) in SHAPES {
        let found = shapes(&read(&folder, name).1);
        if found != *printed {
            wrong.push(format!("{name}: {found:?} and not {printed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    eprintln!("{} tables have their rows and columns", SHAPES.iter().map(|(_, shapes)| shapes.len()).sum::<usize>());
}

/// Merged cells and values of real tables, looked up in the files by hand.
#[test]
fn collected_cells_say_what_is_printed() {
    let Some(folder) = folder() else { return };
    let mut documents: HashMap<String, Document> = HashMap::new();
    let mut cell = |name: &str, table: usize, row: usize, column: usize| {
        let document = documents.entry(name.to_owned()).or_insert_with(|| read(&folder, name).1);
        let tables: Vec<_> = document
            .blocks
            .iter()
            .filter_map(|block| match &block.kind {
                BlockKind::Table(table) => Some((block, table)),
                _ => None,
            })
            .collect();
        let (block, table) = tables[table];
        block.words(&table.cells[table.grid[row][column].expect("a cell")]).to_owned()
    };
    assert_eq!(cell("hwp_noori.hwp", 3, 3, 1), "47.2 m");
    let merged = cell("hwp_noori.hwp", 0, 0, 3);
    assert_eq!(merged, cell("hwp_noori.hwp", 0, 0, 1));
    assert_eq!(cell("hwp_safety_rfp.hwp", 1, 1, 2), "상태와 용어 통합");
    assert_eq!(cell("hwpx_safety_rfp.hwpx", 1, 1, 2), "상태와 용어 통합");
    assert_eq!(cell("pdf_safety_rfp.pdf", 1, 1, 2), "상태와 용어 통합");
    assert_eq!(cell("gen_pdf_cid_kscms_uhc.pdf", 0, 2, 1), "8대");
    for (table, row, column, printed) in [
        (1, 5, 0, "6"),
        (2, 10, 0, "사업비\n구성계획\n(백만원)"),
        (2, 10, 1, "합계"),
        (2, 10, 3, "100백만원"),
        (2, 10, 9, "200백만원"),
        (2, 12, 10, "권리권자"),
        (2, 22, 6, "2024.02.01.~2025.07.31"),
        (5, 1, 1, "2026.3.0. ~ 2026.5.0."),
        (10, 2, 2, "150백만원"),
        (11, 1, 4, "대응자금\n(현물)"),
        (11, 4, 3, "7,000,000"),
        (11, 6, 4, "10,000,000"),
        (12, 7, 0, "기계장치\n(공구·기구,\n비품, S/W 등)"),
        (15, 3, 2, "국립곤충대학교"),
        (15, 6, 5, "A 곤충연구원"),
        (16, 0, 2, "추가 고용계획\n(협약기간 내)"),
        (19, 3, 4, "~’28.03"),
        (20, 5, 4, "□ 사업종료 전까지"),
    ] {
        assert_eq!(cell("pdf_bench1.pdf", table, row, column), printed, "table {table}, row {row}, column {column}");
    }
    assert_eq!(cell("hwp_merging_cell.hwp", 0, 6, 3), "6,3");
    assert_eq!(cell("docx_word_tables.docx", 0, 1, 1), "Cell 1.1");
}
