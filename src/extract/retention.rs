//! How long, when and where footage is kept: 시행령 제25조제1항제4호 (촬영시간, 보관기간, 보관장소).

use super::span::Span;
use super::statements::{Sections, Statement};
use super::vocabulary::{Column, Topic};
use crate::model::policy::{Field, Quote, Retention, State, Stated};
use crate::normalise::hours;
use crate::normalise::retention::{self, Period};
use regex::Regex;
use std::sync::LazyLock;

/// What was found about keeping.
#[derive(Debug, Clone)]
pub(crate) struct Keeping {
    pub(crate) days: Field<u16>,
    pub(crate) periods: Vec<Retention>,
    pub(crate) around_the_clock: Option<Stated<bool>>,
    pub(crate) hours: Option<Stated<String>>,
    pub(crate) places: Vec<Stated<String>>,
}

/// Records that are kept for other reasons: disclosure logs, access logs, evidence, forms.
static OTHER_RECORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"대장|접속기록|기록물|로그|일지|증거|과태료|청구서|신청서|요청서|동의서|서류|통지|알려|회신|교육|점검|백업|제공한?내[용역]|분실물|유실물|대출|예약|이의신청|물품|회원|고지|공지|변경할").expect("pattern")
});
/// Words of keeping near a period.
static KEPT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)보관|보유|보존|저장|촬영(?:일|한날|후|된날|시점|일시|당일)|녹화(?:일|후|된)|retain|retention|kept|keep|stor").expect("pattern")
});
static PLACEHOLDER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[○OX×]{2,}일|(?:^|[^0-9])0{2,}일|[○]{1,}개월").expect("pattern"));
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"붙임|첨부|별첨|별표|다운로드|내려받|참조|바로가기|다른메뉴|게시판|xls|hwp").expect("pattern")
});
static RECORDING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:연중|하루|매일|365일)?(?:무휴)?24시간(?:연속|상시|연중|내내|동안)?[^.\n]{0,12}?(?:촬영|녹화|가동|운영|작동|감시)|(?:촬영|녹화|가동|운영)[^.\n0-9]{0,14}24시간|상시(?:촬영|녹화)|24hours").expect("pattern")
});

/// Reads what a policy says about keeping.
pub(crate) fn read(reading: &Sections<'_>) -> Keeping {
    let mut found: Vec<(usize, bool, Retention)> = Vec::new();
    let mut missing: Option<(State, Quote)> = None;
    let mut hours_found: Vec<(usize, bool, Span)> = Vec::new();
    let mut places: Vec<(usize, Stated<String>)> = Vec::new();
    for statement in &reading.statements {
        periods_of(statement, &mut found, &mut missing);
        hours_of(statement, &mut hours_found);
        let template = statement.words.folded().contains('○') || statement.words.folded().contains("000");
        if statement.label.has(Topic::Storage)
            && statement.distance <= 1
            && !statement.section.any(FOREIGN)
            && !statement.words.is_blank()
            && !template
            && !ELSEWHERE.is_match(statement.words.folded())
        {
            let place = place_of(&until_sentence(&statement.words));
            places.extend(place.map(|place| (statement.order, place.stated("storage.label"))));
        }
    }
    for placed in &reading.tables {
        if placed.section.any(FOREIGN) {
            continue;
        }
        let view = &placed.table.view;
        for (index, record) in view.records.iter().enumerate() {
            let example = record.iter().flatten().any(|cell| {
                matches!(super::fold::letters(cell.folded()).as_str(), "예시" | "예" | "작성예")
                    || ["[예시]", "(예시)", "예시)", "<예시>", "○○"].iter().any(|mark| cell.folded().starts_with(mark))
            });
            for (column, cell) in record.iter().enumerate() {
                let Some(cell) = cell.as_ref().filter(|cell| !cell.is_blank() && !view.continued[index][column]) else {
                    continue;
                };
                match view.heads[column].column {
                    Some(Column::Retention) if example || PLACEHOLDER.is_match(cell.folded()) => {
                        missing.get_or_insert_with(|| (State::Placeholder, cell.whole("retention.placeholder")));
                    }
                    Some(Column::Retention) => {
                        retention_cell(placed.order, view, index, cell, &mut found, &mut missing)
                    }
                    Some(Column::Hours) if !example => hours_found.push((placed.order, true, cell.clone())),
                    Some(Column::Storage)
                        if !example
                            && !matches!(cell.folded(), "〃" | "\"" | "상동")
                            && !cell.folded().contains('○') =>
                    {
                        places.extend(place_of(cell).map(|place| (placed.order, place.stated("storage.table"))));
                    }
                    _ => {}
                }
            }
        }
    }
    // Labels and titles speak before prose; within each, reading order.
    found.sort_by_key(|(order, labelled, _)| (!labelled, *order));
    let mut periods: Vec<Retention> = Vec::new();
    for (_, _, period) in found {
        let known = periods.iter().any(|seen| {
            seen.days == period.days
                && seen.scope.as_ref().map(|scope| &scope.value) == period.scope.as_ref().map(|scope| &scope.value)
        });
        if !known {
            periods.push(period);
        }
    }
    let days = match (periods.first(), missing) {
        (Some(main), _) => Field::stated(main.days, vec![main.raw.clone()]),
        (None, Some((state, quote))) => Field::missing(state, quote),
        (None, None) => Field::absent(),
    };
    hours_found.sort_by_key(|(order, labelled, _)| (!labelled, *order));
    let hours = hours_found.iter().find_map(|(_, _, slice)| hours_in(slice)).map(|slice| slice.stated("hours"));
    let around_the_clock = hours_found.iter().find_map(|(_, _, slice)| {
        hours::around_the_clock(slice.folded()).map(|value| Stated::new(value, slice.whole("hours")))
    });
    places.sort_by_key(|(order, _)| *order);
    let mut storage: Vec<Stated<String>> = Vec::new();
    for (_, place) in places {
        if storage.iter().all(|seen| seen.value != place.value) {
            storage.push(place);
        }
    }
    Keeping { days, periods, around_the_clock, hours, places: storage }
}

/// Sections whose periods are not those of footage.
const FOREIGN: &[Topic] =
    &[Topic::Contract, Topic::Request, Topic::Foreign, Topic::Signboard, Topic::ThirdParty, Topic::Change];

/// The words up to the end of the first sentence or clause that stands by itself.
/// The place that words name, without the verb that says so and what they say besides; nothing when they name none.
fn place_of(words: &Span) -> Option<Span> {
    // 전산실로 하고, 전산실에 보관, 전산실입니다, 전산실 / 보관기간이 지난 영상은 …
    static END: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:으로|로)(?:한다|하며|하고|합니다|함|정한|정하|지정)|에서?(?:보관|저장|보존|보유)|입니다|이며|이고|이다|(?:보관|보유|저장)?기간(?:이|경과|만료)|처리방법").expect("pattern")
    });
    static NO_PLACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"삭제|덮어|파기|폐기|방침|따름|따른|따라|기간경과|경과[시후하]|영상은|기재|촬영|식별|관제방법|시설명|24시간|^[0-9]+[일개]|^(?:처리|방법|자체|별도|상동|미정|없음|해당없음)$").expect("pattern")
    });
    let folded = words.folded();
    // 30일 이내 전산실, where columns run together.
    static START: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^/?(?:이내|보관장소:)").expect("pattern"));
    let start = START.find(folded).map_or(0, |found| found.end());
    let end = END.find(folded).map_or(folded.len(), |found| found.start());
    let place = words.part(start, end.max(start)).trimmed(&[' ', ',', '/', '-', ':', '·', ';']);
    (!place.is_blank() && !NO_PLACE.is_match(place.folded()) && !place.folded().starts_with("00")).then_some(place)
}

/// The hours that words name, without the verb that says so and what stands around them.
fn hours_in(words: &Span) -> Option<Span> {
    static START: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)연중|하루|매일|365일|평일|주간|야간|상시|[0-9]{1,2}(?::[0-9]{2}|시)|24hours|[가-힣]*(?:운영|근무|개관|이용|업무)시간|업무").expect("pattern")
    });
    // 24시간으로 하고, 24시간이며, 24시간 촬영일로부터 …
    static END: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:으로|로)(?:하|한|합)|이며|이고|이루어|입니다|한다|합니다|실시|보관|촬영(?:일|후)|[,/]촬영|[/]")
            .expect("pattern")
    });
    let folded = words.folded();
    let start = START.find(folded)?.start();
    let end = END.find_at(folded, start).map_or(folded.len(), |found| found.start());
    let hours = words.part(start, end.max(start)).trimmed(&[' ', ',', '.', '-', ':']);
    (!hours.is_blank()).then_some(hours)
}

fn until_sentence(slice: &Span) -> Span {
    let folded = slice.folded();
    let end = folded.find("다.").map_or(folded.len(), |at| at + "다.".len());
    slice.part(0, end)
}

fn periods_of(statement: &Statement, found: &mut Vec<(usize, bool, Retention)>, missing: &mut Option<(State, Quote)>) {
    let labelled = statement.label.has(Topic::Retention) && statement.distance <= 2;
    let section = statement.section.has(Topic::Retention) || statement.section.any(&[Topic::Storage, Topic::Method]);
    if statement.section.any(FOREIGN) && !labelled
        || statement.label.any(&[Topic::Request, Topic::Contract, Topic::Check])
    {
        return;
    }
    let folded = statement.words.folded();
    let whole = if labelled { folded.len() } else { 0 };
    // 보관기간 및 장소 : 20일, 행정실 speaks of nothing else that is kept, either.
    let with_place = [Topic::Storage, Topic::Place, Topic::Method, Topic::Hours];
    // As a heading with its value behind it: 다. 촬영시간, 보관기간 및 장소 : 24시간, 30일, 경비실.
    let heading = statement.label.is_empty()
        && statement.distance == 0
        && statement.section.has(Topic::Retention)
        && statement.section.count()
            == 1 + with_place.iter().filter(|topic| statement.section.has(**topic)).count() as u32;
    let only_retention = heading
        || labelled
            && (statement.label.count() == 1
                || statement.labelled
                    && statement.label.count()
                        == 1 + with_place.iter().filter(|topic| statement.label.has(**topic)).count() as u32);
    for period in retention::find(folded) {
        if !near_keeping(folded, &period, only_retention, labelled || section) {
            continue;
        }
        let scope = scope_before(&statement.words, &period).or_else(|| {
            statement.facility.as_ref().filter(|_| whole == 0).map(|name| name.stated("retention.facility"))
        });
        let raw = statement.words.quote(period.range.start, period.range.end, "retention.text");
        found.push((
            statement.order,
            labelled || statement.section.has(Topic::Retention),
            Retention { days: period.days, bound: period.bound, scope, raw },
        ));
    }
    if labelled && found.last().is_none_or(|(order, _, _)| *order != statement.order) {
        if PLACEHOLDER.is_match(folded) {
            missing.get_or_insert_with(|| (State::Placeholder, statement.words.whole("retention.placeholder")));
        } else if let (true, Some(period)) = (only_retention, retention::parse_cell(folded)) {
            let raw = statement.words.whole("retention.bare");
            found.push((statement.order, true, Retention { days: period.days, bound: period.bound, scope: None, raw }));
        } else if ELSEWHERE.is_match(folded) {
            missing.get_or_insert_with(|| (State::Elsewhere, statement.words.whole("retention.elsewhere")));
        } else if !statement.words.is_blank() && statement.labelled {
            missing.get_or_insert_with(|| (State::Unparsed, statement.words.whole("retention.unparsed")));
        }
    } else if statement.section.has(Topic::Retention) && ELSEWHERE.is_match(folded) {
        missing.get_or_insert_with(|| (State::Elsewhere, statement.words.whole("retention.elsewhere")));
    }
}

/// Whether the words around a period speak of keeping footage and of nothing else that is kept.
fn near_keeping(folded: &str, period: &Period, only_retention: bool, section: bool) -> bool {
    let start = folded[..period.range.start].char_indices().rev().nth(27).map_or(0, |(index, _)| index);
    let end =
        folded[period.range.end..].char_indices().nth(14).map_or(folded.len(), |(index, _)| period.range.end + index);
    // A sentence boundary ends the neighbourhood.
    let before = folded[start..period.range.start].rsplit("다.").next().unwrap_or("");
    let after = folded[period.range.end..end].split(['.', '\n', ';']).next().unwrap_or("");
    // What left the recorder has periods of its own: 반출된 영상은 사용 후 5일 이내 파기.
    if ["반출", "출력물", "복사본", "사용후", "제공후", "제공받은"].iter().any(|word| before.contains(word))
    {
        return false;
    }
    if OTHER_RECORDS.is_match(before) || OTHER_RECORDS.is_match(after) && !after.contains("보관") {
        return false;
    }
    if only_retention {
        return true;
    }
    if after.starts_with("이내") && !KEPT.is_match(before) {
        return false;
    }
    let kept_before = KEPT.is_match(before);
    let kept_after = ["보관", "보존", "보유", "저장", "동안보", "지나면", "후자동", "후삭제", "후파기", "경과후"]
        .iter()
        .any(|word| after.contains(word));
    kept_before || section && kept_after || kept_after && after.contains("보관")
}

/// What a period applies to when its words stand right before it: 위험물 저장소는 90일, 방범용: 30일.
fn scope_before(words: &Span, period: &Period) -> Option<Stated<String>> {
    let folded = words.folded();
    let before = &folded[..period.range.start];
    let start = before
        .rfind(['(', ',', '/', '\n', ';', '·'])
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let piece = &before[start..];
    let end = piece.find([':', '은', '는']).filter(|at| *at > 0)?;
    let name = words.part(start, start + end);
    let bare = super::fold::letters(name.folded());
    let plain = ["보관", "보유", "보존", "촬영", "저장", "영상", "기간", "최대"].iter().any(|word| bare.contains(word));
    (!bare.is_empty() && bare.chars().count() <= 24 && !plain).then(|| name.stated("retention.scope"))
}

fn retention_cell(
    order: usize,
    view: &super::table::RecordTable,
    record: usize,
    cell: &Span,
    found: &mut Vec<(usize, bool, Retention)>,
    missing: &mut Option<(State, Quote)>,
) {
    let folded = cell.folded();
    let several = retention::find(folded);
    let scope = [Column::Purpose, Column::Place, Column::Facility, Column::Kind, Column::Department]
        .into_iter()
        .find_map(|wanted| view.columns(wanted).find_map(|column| view.cell(record, column)))
        .filter(|_| view.records.len() > 1)
        .map(|cell| cell.stated("retention.table.scope"));
    if several.is_empty() {
        if let Some(period) = retention::parse_cell(folded) {
            found.push((
                order,
                true,
                Retention { days: period.days, bound: period.bound, scope, raw: cell.whole("retention.table") },
            ));
        } else if !matches!(folded, "〃" | "\"" | "상동") {
            let state = if ELSEWHERE.is_match(folded) { State::Elsewhere } else { State::Unparsed };
            missing.get_or_insert_with(|| (state, cell.whole("retention.table")));
        }
        return;
    }
    for period in several {
        let raw = cell.quote(period.range.start, period.range.end, "retention.table");
        let scope = scope_before(cell, &period).or_else(|| scope.clone());
        found.push((order, true, Retention { days: period.days, bound: period.bound, scope, raw }));
    }
}

fn hours_of(statement: &Statement, found: &mut Vec<(usize, bool, Span)>) {
    if statement.label.any(&[Topic::Check, Topic::Request, Topic::Contract])
        || statement.section.any(FOREIGN) && !statement.label.has(Topic::Hours)
    {
        return;
    }
    if statement.labelled && statement.label.has(Topic::Hours) && statement.label.count() == 1 {
        if !statement.words.is_blank() && !statement.words.folded().contains('○') {
            found.push((statement.order, true, until_sentence(&statement.words)));
        }
        return;
    }
    let folded = statement.words.folded();
    let section = statement.section.any(&[Topic::Hours, Topic::Retention]) || statement.label.has(Topic::Hours);
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:촬영|녹화)시간(?:은|:)([^.\n]{2,40}?)(?:이며|이고|입니다|으로|로한다|로하|,|\.|$)")
            .expect("pattern")
    });
    if let Some(words) = NAMED.captures(folded).and_then(|found| found.get(1))
        && hours::around_the_clock(words.as_str()).is_some()
    {
        found.push((statement.order, true, statement.words.part(words.start(), words.end())));
        return;
    }
    if let Some(words) = RECORDING.find(folded) {
        found.push((statement.order, section, statement.words.part(words.start(), words.end())));
    } else if section && folded.starts_with("24시간") {
        found.push((statement.order, true, statement.words.part(0, "24시간".len())));
    } else if statement.label.has(Topic::Hours)
        && hours::around_the_clock(folded).is_some()
        && folded.chars().count() <= 60
    {
        found.push((statement.order, true, statement.words.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_named_without_what_stands_around_them() {
        let hours = |text: &str| hours_in(&Span::new(0, 0, text)).map(|hours| hours.text().to_owned());
        for (text, wanted) in [
            ("보관) ① 촬영시간은 24시간으로 한다.", Some("24시간")),
            ("연중 24시간 촬영", Some("연중 24시간 촬영")),
            ("24시간(주정차 단속은 07:00~22:00)", Some("24시간(주정차 단속은 07:00~22:00)")),
            ("08:00 ~ 22:00 (옥외는 24시간)", Some("08:00 ~ 22:00 (옥외는 24시간)")),
            ("24시간 / 촬영일로부터 30일", Some("24시간")),
            ("15일 보관 / 안내데스크", None),
            ("보관", None),
        ] {
            assert_eq!(hours(text).as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn places_are_named_without_what_is_said_of_them() {
        let place = |text: &str| place_of(&Span::new(0, 0, text)).map(|place| place.text().to_owned());
        for (text, wanted) in [
            ("통합관제센터(구청 지하 1층)", "통합관제센터(구청 지하 1층)"),
            ("행정실로 한다.", "행정실"),
            ("본관 전산실에 보관하고 기간이 지나면 지웁니다.", "본관 전산실"),
            ("종합상황실로 하며, 보관기간이 지난 영상은 삭제합니다.", "종합상황실"),
            ("이내 환경과 사무실", "환경과 사무실"),
        ] {
            assert_eq!(place(text).as_deref(), Some(wanted));
        }
        for text in ["자동 삭제", "기관별 방침에 따릅니다.", "000실 (보관시설 명)", "자체", "24시간", "30일", ""]
        {
            assert_eq!(place(text), None, "{text}");
        }
    }
}
