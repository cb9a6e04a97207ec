//! Dates of a policy: 시행, 공고, 개정, 제정, 작성 기준; ends of former versions. Never the page's own date.

use super::outline::{Line, Unit};
use super::scope::{self, Scope};
use super::span::Span;
use super::vocabulary::{Column, Topic, Topics};
use crate::extract::vocabulary;
use crate::model::policy::{Quote, Stated, Status};
use crate::normalise::date::{self, Date};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What was found about versions.
#[derive(Debug, Clone)]
pub(crate) struct History {
    pub(crate) effective: Option<Stated<Date>>,
    pub(crate) revisions: Vec<Stated<Date>>,
    pub(crate) status: Status,
    pub(crate) status_quote: Option<Quote>,
    pub(crate) ended: Option<Stated<Date>>,
}

/// What a date is the date of, in the order in which one is preferred as the effective date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// 시행, 적용.
    Effective,
    /// 공고.
    Notice,
    /// 개정, 변경.
    Revised,
    /// 제정.
    Made,
    /// 작성 기준.
    AsOf,
    /// The last day of a former version.
    End,
}

/// Words that tell the kind of the date beside them; the first that fits wins.
static KINDS: LazyLock<Vec<(Kind, Regex)>> = LazyLock::new(|| {
    [
        (Kind::End, r"폐지(?:일|됨|되)?|까지적용|만료"),
        (Kind::Effective, r"시행|적용|발효|효력|takes?effect|effective|ineffect|cameintoforce|inforce"),
        (Kind::Notice, r"공고|공포|게시"),
        (Kind::Revised, r"개정|변경|수정|고쳐|고쳤|바꾸|바뀌|amended|revised|갱신"),
        (Kind::Made, r"제정|정하였|정했|정한|마련|established|enacted|신규수립|수립"),
        (Kind::AsOf, r"작성|기준|현재"),
    ]
    .into_iter()
    .map(|(kind, pattern)| (kind, Regex::new(&format!("(?i){pattern}")).expect("date word")))
    .collect()
});

/// Dates of laws, notices and forms, which are not the policy's.
static FOREIGN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"법률제|대통령령|고시제?[0-9]|훈령|예규|지침제|제[0-9]{4}-[0-9]+호|작성예|예\s?:|예\)|예시|촬영일시|기록기간|행정예고|조례제").expect("pattern")
});
static SUPERSEDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\[(【<]?구[)\]】>]|\(구\)|^구\)|이전(?:버전|방침|영상정보)|지난(?:방침|버전|영상정보)|(?:이전|예전|종전|과거)의?(?:방침|버전|지침)(?:입니다|임|을보관)|보관한것|적용기간:?.{4,14}~.{4,14}|현행방침(?:은|보기|바로가기)?|더이상(?:적용|시행)되지").expect("pattern")
});
static RANGE_MARK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[.)일 ]*(?:부터)?[~-]").expect("pattern"));

struct Found {
    kind: Kind,
    date: Date,
    quote: Quote,
}

/// Reads the dates of a policy.
pub(crate) fn read(units: &[Unit], scope: &Scope) -> History {
    let mut found: Vec<Found> = Vec::new();
    let mut section = Topics::NONE;
    let mut before_items = true;
    for index in scope.dates.clone() {
        match &units[index] {
            Unit::Line(line) => {
                let outside = scope.article && !scope.units.contains(&index);
                if let Some(heading) = line.heading {
                    if heading.topics.any(super::outline::STATUTORY)
                        && (line.level.is_some() || heading.marker < super::outline::Marker::Bullet || heading.apart)
                    {
                        before_items = false;
                    }
                    section = heading.topics;
                } else if line.level.is_some() {
                    section = Topics::NONE;
                }
                if !scope::is_page_line(line) {
                    line_dates(line, section, before_items || outside, &mut found);
                }
            }
            Unit::Table(table) => table_dates(&table.view, section, &mut found),
        }
    }
    let title = scope.title.and_then(|index| match &units[index] {
        Unit::Line(line) => Some(line),
        Unit::Table(_) => None,
    });
    let (status, status_quote) = status(units, scope, title);
    settle(found, status, status_quote, title)
}

/// Whether the document marks itself as a former version.
fn status(units: &[Unit], scope: &Scope, title: Option<&Line>) -> (Status, Option<Quote>) {
    let near = scope.title.unwrap_or(scope.units.start);
    // Above an article stands the rest of the privacy policy, with versions of its own.
    let above = if scope.article { 0 } else { 3 };
    let first_item = (near..scope.units.end)
        .find(|index| matches!(&units[*index], Unit::Line(line) if *index > near && line.heading.is_some_and(|heading| heading.topics.any(super::outline::STATUTORY))))
        .unwrap_or(scope.units.end);
    let head =
        units[near.saturating_sub(above)..first_item.max(near + 1).min(units.len())].iter().filter_map(
            |unit| match unit {
                Unit::Line(line) => Some(line),
                Unit::Table(_) => None,
            },
        );
    for line in title.into_iter().chain(head) {
        let folded = line.slice.folded();
        if folded.contains("아래에서확인") || folded.chars().count() > 120 {
            continue;
        }
        let own_title = vocabulary::DEVICE.is_match(folded)
            || folded.contains("방침")
            || folded.contains("문서")
            || folded.contains("적용기간");
        if let Some(words) = SUPERSEDED.find(folded).filter(|_| own_title) {
            // A list of links to former versions does not make this one former: 이전 방침 보기.
            let link = ["보기", "바로가기", "목록"].iter().any(|end| folded.ends_with(end))
                && !folded.contains("현행")
                && !folded.starts_with("구)")
                && !folded.starts_with("(구)");
            let open_range = folded.contains("~현재") || folded.ends_with('~');
            if !link && !open_range {
                return (
                    Status::Superseded,
                    Some(line.slice.quote(0, folded.len().max(words.end()), "status.superseded")),
                );
            }
        }
    }
    (Status::Current, None)
}

/// Chooses among the dates.
fn settle(found: Vec<Found>, status: Status, status_quote: Option<Quote>, title: Option<&Line>) -> History {
    let mut ended = None;
    if status == Status::Superseded {
        let in_title = title.and_then(|line| {
            let folded = line.slice.folded();
            let dates = date::find(folded);
            (dates.len() >= 2).then(|| {
                Stated::new(
                    dates[dates.len() - 1].1,
                    line.slice.quote(dates[dates.len() - 1].0.start, dates[dates.len() - 1].0.end, "date.end"),
                )
            })
        });
        ended = in_title.or_else(|| {
            found.iter().find(|found| found.kind == Kind::End).map(|found| Stated::new(found.date, found.quote.clone()))
        });
        if ended.is_none()
            && let Some(quote) = &status_quote
        {
            let slice = Span::new(quote.block, quote.start, &quote.text);
            let dates = date::find(slice.folded());
            let end = dates.windows(2).find(|pair| RANGE_MARK.is_match(&slice.folded()[pair[0].0.end..]));
            if let Some([_, (range, date)]) = end {
                ended = Some(Stated::new(*date, slice.quote(range.start, range.end, "date.end")));
            }
        }
    }
    let end = ended.as_ref().map(|ended| ended.value);
    let latest = |kind: Kind| {
        found
            .iter()
            .filter(|found| found.kind == kind && end.is_none_or(|end| found.date <= end))
            .max_by_key(|found| (found.date.year, found.date.month, found.date.day))
    };
    let effective = [Kind::Effective, Kind::Notice, Kind::Revised, Kind::Made, Kind::AsOf]
        .into_iter()
        .find_map(latest)
        .map(|found| Stated::new(found.date, found.quote.clone()));
    let mut revisions: Vec<Stated<Date>> = Vec::new();
    for found in &found {
        let counts = matches!(found.kind, Kind::Effective | Kind::Revised | Kind::Made);
        if counts && end.is_none_or(|end| found.date <= end) && revisions.iter().all(|seen| seen.value != found.date) {
            revisions.push(Stated::new(found.date, found.quote.clone()));
        }
    }
    revisions.sort_by_key(|stated| stated.value);
    History { effective, revisions, status, status_quote, ended }
}

/// Sections whose dates are contracts, counts and requests.
const OTHER: &[Topic] = &[
    Topic::Contract,
    Topic::Company,
    Topic::Period,
    Topic::Request,
    Topic::Check,
    Topic::Retention,
    Topic::Manager,
    Topic::Access,
];

fn line_dates(line: &Line, section: Topics, opening: bool, found: &mut Vec<Found>) {
    let folded = line.slice.folded();
    let dates = date::find(folded);
    if dates.is_empty() || FOREIGN.is_match(folded) && !folded.contains("시행") {
        return;
    }
    // A label of its own (시행일 : …) speaks for its line only, not for lines that follow it and name no such word.
    let labelled_above =
        section.any(&[Topic::Effective, Topic::Notice, Topic::Revision]) && !section.has(Topic::Change);
    let section = if line.heading.is_none()
        && labelled_above
        && folded.chars().count() > 24
        && !folded.contains("시행")
        && !folded.contains("개정")
    {
        Topics::NONE
    } else {
        section
    };
    let change = section.any(&[Topic::Change, Topic::Effective, Topic::Notice, Topic::Revision]);
    let contract = section.any(&[Topic::Contract, Topic::Company, Topic::Period]);
    if contract && !folded.contains("시행") && !folded.contains("개정") {
        return;
    }
    if section.any(OTHER) && !change && !folded.contains("시행") && !folded.contains("개정") && !folded.contains("제정")
    {
        return;
    }
    // 현재 시행 중인 방침 보기(2022. 7. 1. 시행) is the date of another version.
    static OTHER_VERSION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:현재시행|현행)[^.]{0,14}(?:방침|버전|지침)[^.]{0,6}(?:보기|바로가기|\()").expect("pattern")
    });
    let other = OTHER_VERSION.find(folded).map_or(folded.len(), |found| found.start());
    for segment in segments(folded) {
        let own_end = segment.end.min(other);
        if segment.start >= own_end || segment.end > other && date::find(&folded[segment.start..own_end]).is_empty() {
            continue;
        }
        segment_dates(line, &dates, segment, section, opening, change, found);
    }
}

/// Parts of a line that slashes, bars, brackets and semicolons set apart.
fn segments(folded: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let bytes = folded.as_bytes();
    // 2024. 2. 5.(월)부터: a day of the week sets nothing apart.
    static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\([월화수목금토일](?:요일)?\)").expect("pattern"));
    let days: Vec<Range<usize>> = WEEKDAY.find_iter(folded).map(|day| day.range()).collect();
    for (at, c) in folded.char_indices() {
        if days.iter().any(|day| day.contains(&at)) {
            continue;
        }
        let digit = |index: Option<usize>| index.and_then(|index| bytes.get(index)).is_some_and(u8::is_ascii_digit);
        let cut = match c {
            '|' | ';' | '\n' | '[' | ']' | '<' | '>' | '(' | ')' | '▶' | '→' | '※' | '●' | '○' | '■' => {
                true
            }
            '/' => !digit(at.checked_sub(1)) || !digit(Some(at + 1)),
            _ => false,
        };
        if cut {
            parts.push(start..at);
            start = at + c.len_utf8();
        }
    }
    parts.push(start..folded.len());
    parts.retain(|part| !part.is_empty());
    parts
}

fn segment_dates(
    line: &Line,
    dates: &[(Range<usize>, Date)],
    segment: Range<usize>,
    section: Topics,
    opening: bool,
    change: bool,
    found: &mut Vec<Found>,
) {
    let folded = line.slice.folded();
    let own: Vec<&(Range<usize>, Date)> =
        dates.iter().filter(|(range, _)| range.start >= segment.start && range.end <= segment.end).collect();
    if own.is_empty() {
        return;
    }
    let kind_in = |from: usize, to: usize| -> Option<Kind> {
        let text = folded.get(from..to)?;
        // The nearest word wins; of words at one place the list's order decides.
        KINDS
            .iter()
            .filter_map(|(kind, pattern)| pattern.find(text).map(|found| (found.start(), *kind)))
            .min()
            .map(|(_, kind)| kind)
    };
    let last_kind_in = |from: usize, to: usize| -> Option<Kind> {
        let text = folded.get(from..to)?;
        KINDS
            .iter()
            .filter_map(|(kind, pattern)| pattern.find_iter(text).last().map(|found| (found.end(), *kind)))
            .max_by_key(|(end, _)| *end)
            .map(|(_, kind)| kind)
    };
    let leading = last_kind_in(segment.start, own[0].0.start);
    let trailing_all = kind_in(own[own.len() - 1].0.end, segment.end);
    // 제정 2012. 3. 29. 개정 2016. 9. 1.: words lead; 2012. 3. 29. 제정, 2016. 9. 1. 개정: words follow.
    // 방침 변경: 2019. 5. 13. 제정, 2021. 11. 22. 개정: the label leads the line, not its dates.
    let followed = folded[segment.start..own[0].0.start].ends_with(':')
        && own.windows(2).all(|pair| kind_in(pair[0].0.end, pair[1].0.start).is_some());
    let leads = leading.is_some()
        && (trailing_all.is_none() || !(followed && own.len() > 1))
        && (trailing_all.is_none()
            || folded[segment.start..own[0].0.start].chars().count() <= 14 && !folded[segment.clone()].contains("다."));
    for (index, (range, date)) in own.iter().enumerate() {
        let next = own.get(index + 1).map_or(segment.end, |(next, _)| next.start);
        let previous = index.checked_sub(1).map_or(segment.start, |previous| own[previous].0.end);
        let is_range_end = index > 0 && RANGE_MARK.is_match(&folded[previous..]) && range.start - previous <= 10;
        if is_range_end {
            found.push(Found {
                kind: Kind::End,
                date: *date,
                quote: line.slice.quote(range.start, range.end, "date.line"),
            });
            continue;
        }
        let opens_range = RANGE_MARK.is_match(&folded[range.end..]);
        let following = kind_in(range.end, next.min(char_limit(folded, range.end, 30)));
        let preceding = last_kind_in(char_limit_back(folded, range.start, 24).max(previous), range.start);
        let by_words = if leads { preceding.or(following) } else { following.or(preceding) };
        let by_section = if section.has(Topic::Effective) {
            Some(Kind::Effective)
        } else if section.has(Topic::Notice) {
            Some(Kind::Notice)
        } else if section.has(Topic::Revision) || section.has(Topic::Change) && !opens_range {
            (!folded.contains("다.")).then_some(Kind::Revised).filter(|_| section.has(Topic::Revision))
        } else {
            None
        };
        // (2023. 3. 2.)부터 시행: the word stands behind the bracket.
        let behind = (by_words.is_none() && folded[segment.end..].starts_with(')'))
            .then(|| kind_in(segment.end, char_limit(folded, segment.end, 12)))
            .flatten();
        let kind = match by_words.or(behind).or(by_section) {
            Some(kind) => kind,
            // A span of days under the title or the list of versions: 2018. 12. 1. ~ 2022. 11. 3.
            None if opens_range && (change || opening && (folded.chars().count() <= 60 || folded.contains("적용"))) => {
                Kind::Effective
            }
            None => continue,
        };
        let kind = if opens_range && kind == Kind::End { Kind::Effective } else { kind };
        let quote = line.slice.quote(range.start, range.end, "date.line");
        if kind == Kind::AsOf && !folded.contains("작성") {
            continue;
        }
        if kind == Kind::AsOf && !(change || opening) {
            continue;
        }
        found.push(Found { kind, date: *date, quote });
    }
}

/// The byte offset `count` characters after `at`.
fn char_limit(text: &str, at: usize, count: usize) -> usize {
    text[at..].char_indices().nth(count).map_or(text.len(), |(index, _)| at + index)
}

/// The byte offset `count` characters before `at`.
fn char_limit_back(text: &str, at: usize, count: usize) -> usize {
    text[..at].char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(index, _)| index)
}

/// Tables of versions: 시행일 | 폐지일, or 구분 | 일자.
fn table_dates(view: &super::table::RecordTable, section: Topics, found: &mut Vec<Found>) {
    if !view.has(&[Column::Revision, Column::End]) && !section.any(&[Topic::Change, Topic::Effective, Topic::Revision])
    {
        return;
    }
    // In a table of facts only the column of dates speaks.
    let mixed = view.has(&[Column::Company, Column::Count, Column::Phone, Column::Retention]);
    for (index, record) in view.records.iter().enumerate() {
        let row_kind = record
            .iter()
            .flatten()
            .filter(|cell| date::find(cell.folded()).is_empty())
            .find_map(|cell| kind_of(cell.folded()));
        for (column, cell) in record.iter().enumerate() {
            let Some(cell) = cell.as_ref().filter(|_| !view.continued[index][column]) else {
                continue;
            };
            if mixed && view.heads[column].column != Some(Column::Revision) {
                continue;
            }
            let dates = date::find(cell.folded());
            let title = kind_of(&super::fold::fold(&view.heads[column].title));
            for (position, (range, date)) in dates.iter().enumerate() {
                let quote = cell.quote(range.start, range.end, "date.table");
                let ends_range = position > 0;
                let own = kind_of(&cell.folded()[range.end..]).or_else(|| kind_of(&cell.folded()[..range.start]));
                let kind = if ends_range && RANGE_MARK.is_match(&cell.folded()[dates[position - 1].0.end..]) {
                    Kind::End
                } else {
                    match own.or(title).or(row_kind) {
                        Some(kind) => kind,
                        None if RANGE_MARK.is_match(&cell.folded()[range.end..]) => Kind::Effective,
                        None => continue,
                    }
                };
                found.push(Found { kind, date: *date, quote });
            }
        }
    }
}

fn kind_of(folded: &str) -> Option<Kind> {
    KINDS.iter().find(|(kind, pattern)| *kind != Kind::AsOf && pattern.is_match(folded)).map(|(kind, _)| *kind)
}
