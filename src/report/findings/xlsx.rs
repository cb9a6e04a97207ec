//! Findings as a workbook, because that is what offices open: a summary and the list.

use super::csv::{COLUMNS, cells};
use super::{CAUTION_EN, CAUTION_KO, ContextRole, Entry, ROUTINE_KO, Report, words};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatUnderline, Workbook, Worksheet, XlsxError,
};

/// Titles of the columns for Korean readers, in the order of the list.
const KOREAN: [&str; 17] = [
    "기관",
    "시·도",
    "기관 식별자",
    "구분",
    "규칙",
    "규칙 이름",
    "점검 내용",
    "문구",
    "문구가 있는 문장이나 행",
    "설명",
    "설명(영문)",
    "근거",
    "법 기준일",
    "이렇게 고칠 수 있음",
    "페이지",
    "방침 번호",
    ROUTINE_KO,
];
/// Widths of the columns in characters.
const WIDTHS: [f64; 17] =
    [24.0, 18.0, 16.0, 16.0, 9.0, 26.0, 34.0, 44.0, 60.0, 60.0, 40.0, 44.0, 12.0, 44.0, 44.0, 20.0, 20.0];

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
    sheet.write(2, 0, "지적 후보")?.write(2, 1, report.counted().count() as u32)?;
    sheet.write(3, 0, "알림")?.write_with_format(3, 1, CAUTION_KO, &wrap)?;
    sheet.write_with_format(4, 1, CAUTION_EN, &wrap)?;
    let mut row = 5;
    if let Some((ko, en)) = words::law_note(&report.as_of) {
        sheet.write_with_format(row, 1, ko, &wrap)?.write_with_format(row + 1, 1, en, &wrap)?;
        row += 2;
    }
    row += 1;
    for routine in [false, true] {
        let rules = report.by_rule(routine);
        if routine && !rules.is_empty() {
            row += 1;
            sheet.write_with_format(row, 0, ROUTINE_KO, &bold)?;
            row += 1;
        }
        for (rule, _, checks, findings, policies) in rules {
            sheet.write(row, 0, rule)?.write(row, 1, checks)?;
            sheet.write(row, 2, findings as u32)?.write(row, 3, policies as u32)?;
            row += 1;
        }
    }

    let counted: Vec<&Entry> = report.counted().collect();
    let routine: Vec<&Entry> = report.entries.iter().filter(|entry| entry.routine).collect();
    list(book.add_worksheet().set_name("지적 후보")?, &counted, &report.as_of, &bold, &wrap)?;
    if !routine.is_empty() {
        list(book.add_worksheet().set_name(ROUTINE_KO)?, &routine, &report.as_of, &bold, &wrap)?;
    }
    book.save_to_buffer()
}

/// Writes findings into a sheet, one a row.
fn list(sheet: &mut Worksheet, entries: &[&Entry], as_of: &str, bold: &Format, wrap: &Format) -> Result<(), XlsxError> {
    for (column, (title, width)) in KOREAN.into_iter().zip(WIDTHS).enumerate() {
        sheet.write_with_format(0, column as u16, title, bold)?.set_column_width(column as u16, width)?;
    }
    for (row, entry) in entries.iter().enumerate() {
        let context = entry.marked();
        for (column, cell) in cells(entry, &context, as_of).into_iter().enumerate() {
            if COLUMNS[column] == "context" && rich(sheet, (row as u32 + 1, column as u16), entry, wrap)? {
                continue;
            }
            let cell = if COLUMNS[column] == "severity" { entry.severity_ko } else { cell };
            // A cell holds 32,767 characters at most.
            let cell: String = cell.chars().take(32_000).collect();
            sheet.write_string_with_format(row as u32 + 1, column as u16, cell, wrap)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if !entries.is_empty() {
        sheet.autofilter(0, 0, entries.len() as u32, KOREAN.len() as u16 - 1)?;
    }
    Ok(())
}

/// Writes a context with the quote in bold; says whether there was more than one run to write.
fn rich(sheet: &mut Worksheet, (row, column): (u32, u16), entry: &Entry, wrap: &Format) -> Result<bool, XlsxError> {
    let (plain, bold) = (Format::new(), Format::new().set_bold().set_underline(FormatUnderline::Single));
    let runs = if entry.context.is_some() { entry.runs() } else { Vec::new() };
    let runs: Vec<(&Format, &str)> = runs
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(role, text)| (if *role == ContextRole::Quote { &bold } else { &plain }, text.as_str()))
        .collect();
    if runs.len() < 2 {
        return Ok(false);
    }
    sheet.write_rich_string_with_format(row, column, &runs, wrap)?;
    Ok(true)
}
