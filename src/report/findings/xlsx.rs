//! Findings as a workbook, because that is what offices open: a summary and the list.

use super::csv::{COLUMNS, cells};
use super::{CAUTION_EN, CAUTION_KO, Report, words};
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, XlsxError};

/// Titles of the columns for Korean readers, in the order of the list.
const KOREAN: [&str; 15] = [
    "기관",
    "시·도",
    "기관 식별자",
    "구분",
    "규칙",
    "규칙 이름",
    "점검 내용",
    "문구",
    "설명",
    "설명(영문)",
    "근거",
    "법 기준일",
    "이렇게 고칠 수 있음",
    "페이지",
    "방침 번호",
];
/// Widths of the columns in characters.
const WIDTHS: [f64; 15] = [24.0, 18.0, 16.0, 16.0, 9.0, 26.0, 34.0, 44.0, 60.0, 40.0, 44.0, 12.0, 44.0, 44.0, 20.0];

/// Renders findings as the bytes of a workbook; the same report gives the same bytes.
///
/// # Errors
/// More rows than a sheet holds.
pub fn render(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The day of the writing would make equal reports differ.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let bold = Format::new().set_bold().set_background_color(Color::RGB(0x00EE_EEEE));
    let wrap = Format::new().set_text_wrap().set_align(FormatAlign::Top);

    let sheet = book.add_worksheet().set_name("요약")?;
    sheet.set_column_width(0, 12)?.set_column_width(1, 60)?;
    sheet.write(0, 0, "기준일")?.write(0, 1, &report.as_of)?;
    sheet.write(1, 0, "방침")?.write(1, 1, report.policies.len() as u32)?;
    sheet.write(2, 0, "지적 후보")?.write(2, 1, report.entries.len() as u32)?;
    sheet.write(3, 0, "알림")?.write_with_format(3, 1, CAUTION_KO, &wrap)?;
    sheet.write_with_format(4, 1, CAUTION_EN, &wrap)?;
    let mut row = 5;
    if let Some((ko, en)) = words::law_note(&report.as_of) {
        sheet.write_with_format(row, 1, ko, &wrap)?.write_with_format(row + 1, 1, en, &wrap)?;
        row += 2;
    }
    for (column, title) in ["규칙", "점검 내용", "지적", "방침"].into_iter().enumerate() {
        sheet.write_with_format(row + 1, column as u16, title, &bold)?;
    }
    for (at, (rule, _, checks, findings, policies)) in report.by_rule().into_iter().enumerate() {
        let row = row + 2 + at as u32;
        sheet.write(row, 0, rule)?.write(row, 1, checks)?;
        sheet.write(row, 2, findings as u32)?.write(row, 3, policies as u32)?;
    }

    let sheet = book.add_worksheet().set_name("지적 후보")?;
    for (column, (title, width)) in KOREAN.into_iter().zip(WIDTHS).enumerate() {
        sheet.write_with_format(0, column as u16, title, &bold)?.set_column_width(column as u16, width)?;
    }
    for (row, entry) in report.entries.iter().enumerate() {
        for (column, cell) in cells(entry, &report.as_of).into_iter().enumerate() {
            let cell = if COLUMNS[column] == "severity" { entry.severity_ko } else { cell };
            // A cell holds 32,767 characters at most.
            let cell: String = cell.chars().take(32_000).collect();
            sheet.write_string_with_format(row as u32 + 1, column as u16, cell, &wrap)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if !report.entries.is_empty() {
        sheet.autofilter(0, 0, report.entries.len() as u32, KOREAN.len() as u16 - 1)?;
    }
    book.save_to_buffer()
}
