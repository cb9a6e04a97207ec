//! Changers of the file: its encoding, its format.

use super::Variant;
use super::headings::{is_within_privacy_policy, places};
use super::page::{Cell, Element, Grid, Node, Page, Part, declare, escaped};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

fn put(variant: &mut Variant, bytes: Vec<u8>, extension: &'static str) -> bool {
    variant.file = Some((bytes, extension));
    true
}

/// The page with a declared charset, before it is encoded.
fn declared(page: &Page, charset: &str) -> String {
    page.written().replacen("<meta charset=\"utf-8\">", &format!("<meta charset=\"{charset}\">"), 1)
}

fn in_cp949(variant: &mut Variant, charset: &str) -> bool {
    let text = declared(&variant.page, charset);
    let (bytes, _, lossy) = encoding_rs::EUC_KR.encode(&text);
    !lossy && put(variant, bytes.into_owned(), variant.page.extension())
}

pub fn charset_cp949(variant: &mut Variant) -> bool {
    in_cp949(variant, "euc-kr")
}

/// CP949 that calls itself UTF-8.
pub fn charset_cp949_lying(variant: &mut Variant) -> bool {
    matches!(variant.page, Page::Html(_)) && in_cp949(variant, "utf-8")
}

fn in_utf16(variant: &mut Variant, bytes: impl Fn(u16) -> [u8; 2]) -> bool {
    let text = declared(&variant.page, "utf-16");
    let units = [0xfeff].into_iter().chain(text.encode_utf16());
    put(variant, units.flat_map(bytes).collect(), variant.page.extension())
}

pub fn charset_utf16_little(variant: &mut Variant) -> bool {
    in_utf16(variant, u16::to_le_bytes)
}

pub fn charset_utf16_big(variant: &mut Variant) -> bool {
    in_utf16(variant, u16::to_be_bytes)
}

/// The page through the tree and back, without other changes: what the tree loses counts here and in no changer alone.
pub fn written_anew(variant: &mut Variant) -> bool {
    if let Page::Html(root) = &mut variant.page {
        declare(root, "utf-8");
    }
    true
}

/// A block of a document: a paragraph, or a table.
enum Block {
    Paragraph(String),
    Table(Grid),
}

/// The policy as blocks, without the frame of its site: from the element that holds all headings of sections. Pages with
/// withdrawn text, tables in tables or fewer than three headings cannot be said so, nor parts of privacy policies.
fn blocks(variant: &mut Variant) -> Option<Vec<Block>> {
    if is_within_privacy_policy(variant) {
        return None;
    }
    let page = &variant.page;
    let root = match page {
        Page::Text(parts) => {
            let block = |part: &Part| match part {
                // Remains of a table that no grid can say.
                Part::Line(line) if line.contains(['|', '\t']) => None,
                Part::Line(line) => Some(Block::Paragraph(line.trim_matches([' ', '#', '*']).to_owned())),
                Part::Table(grid) => {
                    let mut grid = grid.clone();
                    grid.rows.iter_mut().flatten().for_each(|cell| cell.text = cell.text.replace("<br>", "\n"));
                    Some(Block::Table(grid))
                }
            };
            return parts.iter().map(block).collect();
        }
        Page::Html(root) => root,
    };
    let places = places(page);
    let (first, last) = (places.first()?, places.last()?);
    if places.len() < 3 {
        return None;
    }
    let mut element = root;
    for (at, _) in first.iter().zip(last).take_while(|(one, other)| one == other) {
        let Node::Element(inner) = &element.children[*at] else { return None };
        element = inner;
    }
    let mut blocks = Vec::new();
    take(element, &mut blocks)?;
    Some(blocks)
}

fn take(element: &Element, blocks: &mut Vec<Block>) -> Option<()> {
    let mut line = String::new();
    let flush = |line: &mut String, blocks: &mut Vec<Block>| {
        let text = std::mem::take(line);
        let texts = text.split('\n').map(str::trim).filter(|text| !text.is_empty());
        blocks.extend(texts.map(|text| Block::Paragraph(text.to_owned())));
    };
    for child in &element.children {
        match child {
            Node::Text(text) => {
                let blank = |at: bool| if at { " " } else { "" };
                let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let _ = write!(
                    line,
                    "{}{words}{}",
                    blank(text.starts_with(char::is_whitespace)),
                    blank(text.ends_with(char::is_whitespace))
                );
            }
            Node::Element(inner) if inner.is_withdrawn() => return None,
            Node::Element(inner) if matches!(inner.name.as_str(), "script" | "style" | "nav" | "button") => {}
            Node::Element(inner) if inner.name == "table" => {
                flush(&mut line, blocks);
                let grid = Grid::of_element(inner)?;
                blocks.extend(grid.caption.iter().map(|text| Block::Paragraph(text.clone())));
                blocks.push(Block::Table(grid));
            }
            Node::Element(inner) if inner.is_block() => {
                flush(&mut line, blocks);
                take(inner, blocks)?;
            }
            Node::Element(inner) if inner.has(&|inside| inside.is_block()) => {
                flush(&mut line, blocks);
                take(inner, blocks)?;
            }
            Node::Element(inner) if inner.name == "br" => line.push('\n'),
            Node::Element(inner) => line.push_str(&inner.text()),
        }
    }
    flush(&mut line, blocks);
    Some(())
}

/// Cells by place, with what is covered from above: `None` where a cell of the row before goes on.
fn placed(grid: &Grid) -> Vec<Vec<(usize, Option<&Cell>, usize)>> {
    // For every column, the rows that a cell above still covers, and the width of that cell.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut rows = Vec::new();
    for cells in &grid.rows {
        let mut row = Vec::new();
        let mut cells = cells.iter();
        let mut at = 0;
        loop {
            if let Some((left, columns)) = open.get_mut(at).filter(|(left, _)| *left > 0) {
                *left -= 1;
                let columns = (*columns).max(1);
                row.push((at, None, columns));
                at += columns;
                continue;
            }
            let Some(cell) = cells.next() else {
                if at >= open.len() {
                    break;
                }
                at += 1;
                continue;
            };
            let columns = cell.columns.clamp(1, 50);
            row.push((at, Some(cell), columns));
            if open.len() < at + columns {
                open.resize(at + columns, (0, 1));
            }
            open[at] = (cell.rows.saturating_sub(1), columns);
            at += columns;
        }
        rows.push(row);
    }
    rows
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (index, (name, text)) in files.iter().enumerate() {
        // The type of a package stands first and unpacked.
        let method = if index == 0 { zip::CompressionMethod::Stored } else { zip::CompressionMethod::Deflated };
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        out.start_file(*name, options).expect("a name");
        out.write_all(text.as_bytes()).expect("memory");
    }
    out.finish().expect("memory").into_inner()
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Paragraphs and tables of Word.
pub fn saved_as_docx(variant: &mut Variant) -> bool {
    let Some(blocks) = blocks(variant) else { return false };
    let paragraph = |text: &str| {
        let runs: Vec<String> =
            text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line))).collect();
        format!("<w:p><w:r>{}</w:r></w:p>", runs.join("<w:br/>"))
    };
    let cell = |(_, cell, columns): &(usize, Option<&Cell>, usize)| {
        let merge = match cell {
            None => "<w:vMerge/>",
            Some(cell) if cell.rows > 1 => "<w:vMerge w:val=\"restart\"/>",
            Some(_) => "",
        };
        let text = paragraph(cell.map_or("", |cell| cell.text.as_str()));
        format!("<w:tc><w:tcPr><w:gridSpan w:val=\"{columns}\"/>{merge}</w:tcPr>{text}</w:tc>")
    };
    let mut body = String::new();
    for block in &blocks {
        match block {
            Block::Paragraph(text) => body.push_str(&paragraph(text)),
            Block::Table(grid) => {
                let row = |row: &Vec<_>| format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>());
                let rows: String = placed(grid).iter().map(row).collect();
                let _ = write!(body, "<w:tbl>{rows}</w:tbl>");
            }
        }
    }
    let document = format!(
        "{XML}<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let types = format!(
        "{XML}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>"
    );
    let relations = format!(
        "{XML}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
    );
    let files =
        [("[Content_Types].xml", types.as_str()), ("_rels/.rels", &relations), ("word/document.xml", &document)];
    put(variant, zipped(&files), "docx")
}

fn hwpx_paragraph(inner: &str) -> String {
    format!("<hp:p id=\"0\" paraPrIDRef=\"0\" styleIDRef=\"0\"><hp:run charPrIDRef=\"0\">{inner}</hp:run></hp:p>")
}

fn hwpx_text(text: &str) -> String {
    text.split('\n').map(|line| hwpx_paragraph(&format!("<hp:t>{}</hp:t>", escaped(line)))).collect()
}

fn hwpx_table(grid: &Grid) -> String {
    let rows = placed(grid);
    let columns = rows.iter().flatten().map(|(at, _, columns)| at + columns).max().unwrap_or(0);
    let mut out = String::new();
    for (index, row) in rows.iter().enumerate() {
        out.push_str("<hp:tr>");
        for (at, cell, columns) in row {
            let Some(cell) = cell else { continue };
            let text = hwpx_text(&cell.text);
            let rows = cell.rows.max(1);
            let _ = write!(
                out,
                "<hp:tc><hp:subList>{text}</hp:subList><hp:cellAddr colAddr=\"{at}\" rowAddr=\"{index}\"/><hp:cellSpan colSpan=\"{columns}\" rowSpan=\"{rows}\"/><hp:cellSz width=\"1000\" height=\"1000\"/></hp:tc>"
            );
        }
        out.push_str("</hp:tr>");
    }
    hwpx_paragraph(&format!("<hp:tbl rowCnt=\"{}\" colCnt=\"{columns}\">{out}</hp:tbl>", rows.len()))
}

/// Paragraphs and tables of Hangul.
pub fn saved_as_hwpx(variant: &mut Variant) -> bool {
    let Some(blocks) = blocks(variant) else { return false };
    let block = |block: &Block| match block {
        Block::Paragraph(text) => hwpx_text(text),
        Block::Table(grid) => hwpx_table(grid),
    };
    let section = format!(
        "{XML}<hs:sec xmlns:hs=\"http://www.hancom.co.kr/hwpml/2011/section\" xmlns:hp=\"http://www.hancom.co.kr/hwpml/2011/paragraph\">{}</hs:sec>",
        blocks.iter().map(block).collect::<String>()
    );
    let container = format!(
        "{XML}<ocf:container xmlns:ocf=\"urn:oasis:names:tc:opendocument:xmlns:container\"><ocf:rootfiles><ocf:rootfile full-path=\"Contents/content.hpf\" media-type=\"application/hwpml-package+xml\"/></ocf:rootfiles></ocf:container>"
    );
    let content = format!(
        "{XML}<opf:package xmlns:opf=\"http://www.idpf.org/2007/opf/\"><opf:manifest><opf:item id=\"section0\" href=\"Contents/section0.xml\" media-type=\"application/xml\"/></opf:manifest><opf:spine><opf:itemref idref=\"section0\"/></opf:spine></opf:package>"
    );
    let files = [
        ("mimetype", "application/hwp+zip"),
        ("META-INF/container.xml", container.as_str()),
        ("Contents/content.hpf", &content),
        ("Contents/section0.xml", &section),
    ];
    put(variant, zipped(&files), "hwpx")
}
