//! Firms that install, run or maintain the cameras (위탁, 법 제26조): named, none, or not disclosed.

mod lines;
mod names;

use crate::extract::span::Span;
use crate::extract::statements::{SectionTable, Sections};
use crate::extract::table::RecordTable;
use crate::extract::vocabulary::{Column, Topic};
use crate::model::policy::{Contractor, Listing, Quote, State, Stated};
use crate::normalise::company::Company;
use crate::normalise::date;
use lines::lines;
use names::{MARKED, PERIOD_SPLIT, firm_of, is_template, period_of, phone_of};
use regex::Regex;
use std::sync::LazyLock;

/// The document says that nobody is contracted.
static NONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"해당(?:사항|내역|업체|업무)?(?:이|은|는)?(?:없음|없습니다|無|무)|해당없|위탁(?:업체|업무|사항|기관|하는업무|하고있는업체|하는사항|관리)?(?:은|는|이|가|을|를)?(?:현재)?:?(?:따로|별도로)?(?:없음|없습니다|없다|두지않|하지않|하지아니|하고있지(?:않|아니))|(?:외부|타인|다른기관|업체|외부업체|제3자)(?:에|에게|로)?(?:위탁하지|위탁을하지|맡기지|용역을주지)[가-힣]{0,2}(?:않|아니)|자체(?:적으로)?(?:운영|관리|처리)(?:하|함|$|\)|/)|^직영|\(직영|직접(?:운영|관리|설치)(?:하|함|합)|위탁(?:운영)?하지(?:않|아니)|^없음$|^없음\.?$|notapplicable|^none\.?$|nooutsourc|not(?:beingor)?(?:outsource|consign|entrust)|맡기지(?:않|아니)|(?:no|any)contractors|위탁없음|수탁(?:업체|자)없음").expect("pattern")
});

/// Reads the firms of a policy.
pub(crate) fn read(reading: &Sections<'_>) -> Listing<Contractor> {
    let mut firms: Vec<(usize, Contractor)> = Vec::new();
    let mut none: Option<Quote> = None;
    let mut elsewhere: Option<Quote> = None;
    let mut placeholder: Option<Quote> = None;
    for placed in &reading.tables {
        table(placed, &mut firms, &mut none, &mut placeholder);
    }
    lines(reading, &mut firms, &mut none, &mut elsewhere, &mut placeholder);
    firms.sort_by_key(|(order, _)| *order);
    let mut entries: Vec<Contractor> = Vec::new();
    for (_, firm) in firms {
        let Some(name) = Company::parse(&firm.company.value) else {
            continue;
        };
        match entries.iter_mut().find(|seen| Company::parse(&seen.company.value).as_ref() == Some(&name)) {
            Some(seen) => {
                seen.task = seen.task.take().or(firm.task);
                seen.phone = seen.phone.take().or(firm.phone);
                if seen.start.is_none() && seen.end.is_none() {
                    (seen.start, seen.end) = (firm.start, firm.end);
                }
            }
            None => entries.push(firm),
        }
    }
    if !entries.is_empty() {
        return Listing { state: State::Stated, entries, quote: None };
    }
    let absent = |state, quote| Listing { state, entries: Vec::new(), quote: Some(quote) };
    match (none, elsewhere, placeholder) {
        (Some(quote), _, _) => absent(State::None, quote),
        (None, Some(quote), _) => absent(State::Elsewhere, quote),
        (None, None, Some(quote)) => absent(State::Placeholder, quote),
        (None, None, None) => Listing::absent(),
    }
}

/// Whether a table lists firms.
fn is_firms(placed: &SectionTable<'_>) -> bool {
    let view = &placed.table.view;
    if !view.has(&[Column::Company]) || placed.section.any(&[Topic::Foreign, Topic::Request, Topic::Change]) {
        return false;
    }
    placed.section.has(Topic::Contract)
        || placed.section.has(Topic::Company)
        || view.has(&[Column::Period, Column::Task, Column::Start])
        || view.transposed && view.has(&[Column::Manager, Column::Count, Column::Phone])
        || view.titles.iter().any(|title| title.folded().contains("위탁") || title.folded().contains("수탁"))
        || view.heads.iter().any(|head| head.title.contains("수탁") || head.title.contains("위탁"))
}

fn table(
    placed: &SectionTable<'_>,
    firms: &mut Vec<(usize, Contractor)>,
    none: &mut Option<Quote>,
    placeholder: &mut Option<Quote>,
) {
    let view = &placed.table.view;
    for column in view.columns(Column::Outsourced) {
        for record in 0..view.records.len() {
            let Some(cell) = view.cell(record, column).filter(|_| !view.continued[record][column]) else { continue };
            if NONE.is_match(cell.folded()) {
                none.get_or_insert_with(|| cell.whole("firm.none"));
                continue;
            }
            // 남도캡스 over (무인경비, 2021. 4. 1. ~ 2024. 3. 31.): a name beside what only contracts have.
            let beside = |firm: &Contractor| firm.start.is_some() || firm.end.is_some() || firm.phone.is_some();
            let firm = lines::delimited(cell).or_else(|| firm_of(cell, "firm.cell").filter(beside));
            firms.extend(firm.map(|firm| (placed.order, firm)));
        }
    }
    if !is_firms(placed) {
        if placed.section.has(Topic::Contract) {
            let words = placed.table.grid.cells.iter().find(|cell| NONE.is_match(cell.folded()));
            if let Some(cell) = words {
                none.get_or_insert_with(|| cell.whole("firm.none"));
            } else if view.headed || placed.table.grid.width() >= 2 {
                loose_table(placed, firms);
            }
        }
        return;
    }
    for record in 0..view.records.len() {
        for column in view.columns(Column::Company) {
            let Some(cell) = view.cell(record, column) else {
                // 해당 없음 may stand in another cell of the row.
                if let Some(words) = view.records[record].iter().flatten().find(|cell| NONE.is_match(cell.folded())) {
                    none.get_or_insert_with(|| words.whole("firm.none"));
                }
                continue;
            };
            if NONE.is_match(cell.folded()) {
                none.get_or_insert_with(|| cell.whole("firm.none"));
                continue;
            }
            if is_template(cell) {
                placeholder.get_or_insert_with(|| cell.whole("firm.placeholder"));
                continue;
            }
            if view.continued[record][column] {
                continue;
            }
            let Some(mut firm) = firm_of(cell, "firm.table") else {
                continue;
            };
            let text = |wanted: Column| {
                view.columns(wanted).filter(|other| *other != column).find_map(|column| view.cell(record, column))
            };
            if firm.task.is_none() {
                firm.task =
                    text(Column::Task).or_else(|| text(Column::Kind)).map(|cell| cell.stated("firm.table.task"));
            }
            if firm.phone.is_none() {
                firm.phone = phone_in_row(view, record, column);
            }
            if firm.start.is_none() && firm.end.is_none() {
                let period = text(Column::Period).or_else(|| {
                    (0..view.heads.len())
                        .filter(|other| *other != column)
                        .filter_map(|column| view.cell(record, column))
                        .find(|cell| PERIOD_SPLIT.is_match(cell.folded()) && !date::find(cell.folded()).is_empty())
                });
                if let Some(period) = period {
                    (firm.start, firm.end) = period_of(period, "firm.table.period");
                }
                let day = |wanted| {
                    text(wanted).and_then(|cell| {
                        date::find(cell.folded()).into_iter().next().map(|(range, date)| {
                            Stated::new(date, cell.quote(range.start, range.end, "firm.table.period"))
                        })
                    })
                };
                firm.start = firm.start.or_else(|| day(Column::Start));
                firm.end = firm.end.or_else(|| day(Column::End));
            }
            firms.push((placed.order, firm));
        }
    }
}

/// The phone of a firm in its row: the first behind the firm, or before it, that is not a manager's of the cameras.
fn phone_in_row(view: &RecordTable, record: usize, company: usize) -> Option<Stated<String>> {
    let of_manager = |column: usize| {
        let head = &view.heads[column];
        head.column == Some(Column::Chief) || head.title.contains("책임") || head.title.contains("권한")
    };
    let width = view.heads.len();
    // 관리책임자 | 연락처: the phone belongs to the title before it.
    let behind_manager = |column: usize| {
        let owner = |other: &usize| of_manager(*other) || *other == company;
        (0..column).rev().find(owner).is_some_and(of_manager)
    };
    (company + 1..width)
        .chain(0..company)
        .filter(|column| !of_manager(*column) && !behind_manager(*column))
        .filter(|column| !matches!(view.heads[*column].column, Some(Column::Period | Column::Serial)))
        .filter_map(|column| view.cell(record, column))
        .find_map(|cell| phone_of(cell, "firm.table.phone"))
}

/// A table in the contracting section whose titles are not known: rows with a marked firm.
fn loose_table(placed: &SectionTable<'_>, firms: &mut Vec<(usize, Contractor)>) {
    let view = &placed.table.view;
    for record in &view.records {
        let cells: Vec<&Span> = record.iter().flatten().filter(|cell| !cell.is_blank()).collect();
        let Some(cell) = cells.iter().find(|cell| MARKED.is_match(cell.folded())) else {
            continue;
        };
        let Some(mut firm) = firm_of(cell, "firm.row") else {
            continue;
        };
        for other in cells.iter().filter(|other| *other != cell) {
            let (start, end) = period_of(other, "firm.row.period");
            if start.is_some() || end.is_some() {
                (firm.start, firm.end) = (firm.start.or(start), firm.end.or(end));
            } else if let Some(phone) = phone_of(other, "firm.row.phone") {
                firm.phone.get_or_insert(phone);
            } else if firm.task.is_none() {
                firm.task = Some(other.stated("firm.row.task"));
            }
        }
        firms.push((placed.order, firm));
    }
}

/// Whether folded words hold a legal form beside a name.
pub(crate) fn is_marked(folded: &str) -> bool {
    MARKED.is_match(folded)
}

/// Whether folded words say that nobody is contracted.
pub(crate) fn denies(folded: &str) -> bool {
    NONE.is_match(folded)
}

/// Words that say none, for tests of vocabulary.
#[cfg(test)]
pub(crate) fn says_none(text: &str) -> bool {
    NONE.is_match(&super::fold::fold(text))
}

#[cfg(test)]
mod tests {
    use super::names::marked_names;
    use super::*;

    #[test]
    fn none_is_told_from_undisclosed() {
        for text in [
            "해당없음",
            "해당내역 없음",
            "위탁업체는 해당사항 없음.",
            "위탁하지 아니하고 자체 운영한다",
            "해당 없음(직영)",
            "위탁하고 있는 업체 없음",
            "외부에 맡기지 않습니다",
            "없음",
        ] {
            assert!(says_none(text), "{text}");
        }
        for text in ["담당부서에 확인 하여 주시기 바랍니다", "아래와 같이 위탁하고 있으며", "㈜동방가드"]
        {
            assert!(!says_none(text), "{text}");
        }
    }

    #[test]
    fn firms_in_running_text() {
        let cases: [(&str, &[&str]); 6] = [
            ("점검과 수리는 주식회사 해오름통신(전화 052-268-4790)에 위탁하였습니다.", &["주식회사 해오름통신"]),
            ("유지보수를 진해아이티에스(주)에 맡기고", &["진해아이티에스(주)"]),
            ("정비는 ㈜내설악정보통신에 위탁", &["㈜내설악정보통신"]),
            ("㈜두리시스템과 참솔교통 주식회사에", &["㈜두리시스템", "참솔교통 주식회사"]),
            ("공영주차장의 관제설비는 파크랩솔루션㈜가 맡는다", &["파크랩솔루션㈜"]),
            ("위탁하지 않습니다", &[]),
        ];
        for (text, wanted) in cases {
            let found: Vec<String> = marked_names(text)
                .iter()
                .map(|(start, end)| text.chars().skip(*start).take(end - start).collect())
                .collect();
            assert_eq!(found, wanted, "{text}");
        }
    }
}
