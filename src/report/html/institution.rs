//! The page of an institution: every value beside its quote, the quote in the archived text, findings, history.

use super::components::{address, decimal, heading, law_day, maybe, number, of, said, unknown};
use super::layout::{Page, layout};
use super::scale::{Metric, reach};
use super::source_text::{self, Mark, Marks, Text};
use super::{File, Lang, PAGE_BYTES, Site, name, slug};
use crate::analysis::stats::{InstitutionStats, Share};
use crate::dataset::{LISTS, QuoteRow, Record, StoredPolicy};
use crate::model::policy::{ContextRole, Item, QuoteContext};
use crate::model::time::Timestamp;
use crate::normalise::redact::{covered, initial, is_mobile};
use crate::report::context::{self, Place, Runs};
use crate::report::labels::{self, FIELDS};
use crate::report::{definitions as define, words};
use maud::{Markup, html};

/// What the page of an institution is made of.
#[derive(Debug)]
pub struct InstitutionPage<'a> {
    /// Its figures.
    pub body: &'a InstitutionStats,
    /// Its policies, the chosen one first, then other current ones, then former versions.
    pub sheets: Vec<PolicySection>,
    /// What changed since the crawl before, if there is one.
    pub changes: Vec<Change>,
}

/// A policy and the documents in which its words stand.
#[derive(Debug)]
pub struct PolicySection {
    /// The policy.
    pub policy: StoredPolicy,
    /// When its page was fetched, RFC 3339.
    pub fetched: Option<String>,
    /// Its documents as read again from the archive; none where the archive is not there.
    pub texts: Vec<Text>,
}

/// A change since the crawl before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind, in Korean and English.
    pub kind: (String, String),
    /// Field, where one changed.
    pub field: Option<String>,
    /// What was said before.
    pub old: Option<String>,
    /// What is said now.
    pub new: Option<String>,
}

/// Quotes of a value that are shown with the words around them: of a sum of many rows some show what it is made of.
const IN_CONTEXT: usize = 3;

/// How much of a policy a page shows: halved until the page is small enough.
#[derive(Debug, Clone, Copy)]
struct PageBudget {
    /// Rows of lists.
    rows: usize,
    /// Characters of archived text.
    letters: usize,
}

impl PageBudget {
    const WHOLE: Self = Self { rows: 800, letters: 80_000 };

    fn halved(self) -> Self {
        Self { rows: self.rows / 2, letters: self.letters / 2 }
    }
}

pub(super) fn page(site: &Site<'_>, lang: Lang, leaf: &InstitutionPage<'_>) -> File {
    let mut room = PageBudget::WHOLE;
    loop {
        let file = with_room(site, lang, leaf, room);
        if file.text.len() <= PAGE_BYTES || room.letters < 100 {
            return file;
        }
        room = room.halved();
    }
}

fn with_room(site: &Site<'_>, lang: Lang, leaf: &InstitutionPage<'_>, mut room: PageBudget) -> File {
    let body = leaf.body;
    let names = names(leaf);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let current = |sheet: &&PolicySection| sheet.policy.policy.get("status") != Some("superseded");
    let sheets: Vec<&PolicySection> = leaf.sheets.iter().filter(current).collect();
    let title = name(body, lang);
    let path = format!("i/{}.html", slug(&body.key));
    let about = format!(
        "{title}: {}",
        lang.of("CCTV 운영·관리 방침의 값과 근거", "values of its CCTV policy and the words behind them")
    );
    let content = html! {
        nav.crumbs aria-label=(lang.of("위치", "You are here")) {
            a href="../institutions.html" { (lang.of("기관", "Institutions")) } " › " span aria-current="page" { (said(&title, lang)) }
        }
        h1 { (said(&title, lang)) }
        (facts(site, lang, body))
        @if sheets.is_empty() {
            p { (lang.of("이 수집에서 현행 방침을 찾지 못했습니다: ", "This crawl found no current policy: ")) (lang.t(reach(body.reach))) "." }
        }
        @for (at, sheet) in sheets.iter().enumerate() {
            (PolicyView { lang, at, sheet, names: &names, marks: marks(at, sheet), several: sheets.len() > 1 }.whole(&mut room))
        }
        (history(leaf, lang, &names))
    };
    layout(site, Page { lang, path: &path, title: &title, about: &about, body: content })
}

/// Names of people in any policy of the institution.
fn names(leaf: &InstitutionPage<'_>) -> Vec<String> {
    let rows = leaf.sheets.iter().flat_map(|sheet| sheet.policy.rows("managers"));
    let mut names: Vec<String> = rows.filter_map(|row| row.get("name")).map(str::to_owned).collect();
    // A name may be printed with blanks between its letters.
    let spread = leaf.sheets.iter().flat_map(|sheet| &sheet.policy.evidence);
    let of_name = |quote: &&QuoteRow| quote.field.starts_with("managers[") && quote.field.ends_with("].name");
    names.extend(spread.filter(of_name).map(|quote| quote.quote.clone()));
    names.sort_unstable();
    names.dedup();
    // A longer name is covered before one that is part of it.
    names.sort_by_key(|name| std::cmp::Reverse(name.chars().count()));
    names
}

fn mark_of(quote: &QuoteRow) -> Mark {
    Mark { document: quote.document.clone(), block: quote.block, start: quote.start, end: quote.end }
}

fn mark_of_finding(row: &Record) -> Option<Mark> {
    let [block, start, end] = ["block", "start", "end"].map(|name| row.number(name)?.try_into().ok());
    Some(Mark { document: row.get("document_sha256")?.to_owned(), block: block?, start: start?, end: end? })
}

/// The places of a policy's quotes; none where the documents are not there.
fn marks(at: usize, sheet: &PolicySection) -> Marks {
    let there = |quote: &&QuoteRow| {
        let text = sheet.texts.iter().find(|text| text.document == quote.document);
        quote.end > quote.start && text.is_some_and(|text| (quote.block as usize) < text.blocks.len())
    };
    let values = sheet.policy.evidence.iter().filter(there).map(mark_of).collect();
    let inside = |mark: &Mark| {
        let text = sheet.texts.iter().find(|text| text.document == mark.document);
        mark.end > mark.start && text.is_some_and(|text| (mark.block as usize) < text.blocks.len())
    };
    let findings = sheet.policy.rows("findings").iter().filter_map(mark_of_finding).filter(inside).collect();
    Marks::new(format!("s{at}"), values, &findings)
}

/// The anchor of a finding: its policy's place on the page, and its own among the findings of the policy.
fn anchor_of_finding(at: usize, number: usize) -> String {
    format!("f{at}-{number}")
}

/// The passages behind the findings on the first policy of a page: rule, anchor and the words, personal data covered.
pub(super) fn found(leaf: &InstitutionPage<'_>) -> Vec<(String, String, Runs)> {
    let Some(sheet) = leaf.sheets.first().filter(|sheet| sheet.policy.policy.get("status") != Some("superseded"))
    else {
        return Vec::new();
    };
    let names = names(leaf);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let passage = |(number, row): (usize, &Record)| {
        let (around, place) = row.around()?;
        let rule = row.get("rule")?.to_owned();
        Some((rule, anchor_of_finding(0, number), covered_runs(&around, place, &names)))
    };
    sheet.policy.rows("findings").iter().enumerate().filter_map(passage).collect()
}

fn facts(site: &Site<'_>, lang: Lang, body: &InstitutionStats) -> Markup {
    let counted = site.input.stats.per_resident_each.len() as u64;
    html! {
        dl.facts {
            div { dt { (lang.of("종류", "Kind")) } dd { (body.kind.map_or(lang.of("모름", "unknown"), |kind| lang.t(labels::kind(kind)))) } }
            @if let Some(sido) = &body.sido {
                div { dt { (lang.of("시·도", "Province")) } dd { (lang.of(sido, super::sido_short(sido, lang))) } }
            }
            @if let Some(population) = body.population {
                div { dt { (lang.of("주민등록 인구", "Residents")) } dd { (number(population)) } }
            }
            div { dt { (lang.of("수집 결과", "Outcome")) } dd { (lang.t(reach(body.reach))) } }
            @if let Some(rate) = body.rate {
                div { dt { (lang.t(Metric::Rate.title())) } dd {
                    (decimal(rate, 2)) " "
                    @if let Some(rank) = body.rank {
                        small { (lang.of("순위 ", "rank ")) (of(Share { part: rank, of: counted })) }
                    }
                } }
            }
            @if body.findings.is_some() {
                div { dt { (lang.t(Metric::Findings.title())) } dd { (maybe(body.findings, lang)) } }
            }
            @if let Some(template) = body.template {
                div { dt { (lang.of("서식", "Template")) } dd {
                    a href={ "../templates.html#form-" (template + 1) } { (lang.of("서식 ", "form ")) (template + 1) }
                } }
            }
            @if let Some(homepage) = &body.homepage {
                div { dt { (lang.of("누리집", "Home page")) } dd { (address(homepage)) } }
            }
        }
    }
}

/// One policy on the page.
struct PolicyView<'a> {
    lang: Lang,
    at: usize,
    sheet: &'a PolicySection,
    names: &'a [&'a str],
    marks: Marks,
    several: bool,
}

impl PolicyView<'_> {
    fn whole(&self, room: &mut PageBudget) -> Markup {
        let policy = &self.sheet.policy;
        let row = &policy.policy;
        let lang = self.lang;
        let title = row.get("title").map_or_else(|| lang.of("방침", "Policy").to_owned(), |title| self.safe(title));
        let title = match (row.get("facility"), self.several) {
            (Some(facility), true) => format!("{title} ({})", self.safe(facility)),
            _ => title,
        };
        // The text first: only quotes that are drawn can be led to.
        let texts = self.texts(room);
        html! {
            section.policy aria-labelledby={ "policy-" (self.at) } {
                (heading(&format!("policy-{}", self.at), &title))
                (self.provenance())
                h3 { (lang.of("값과 근거", "Values and the words behind them")) }
                (self.fields())
                @for table in LISTS { (self.list(table, room)) }
                (self.items())
                (self.findings())
                (self.problems())
                (texts)
            }
        }
    }

    /// Text of a document with personal data covered.
    fn safe(&self, text: &str) -> String {
        covered(text, self.names)
    }

    fn provenance(&self) -> Markup {
        let row = &self.sheet.policy.policy;
        let lang = self.lang;
        html! {
            dl.source {
                div { dt { (lang.of("원문", "Source")) } dd { (address(row.get("source").unwrap_or_default())) } }
                @if let Some(fetched) = &self.sheet.fetched {
                    div { dt { (lang.of("수집 일시", "Fetched")) } dd { time datetime=(fetched) { (Timestamp::parse_rfc3339(fetched).map_or_else(|| fetched.clone(), Timestamp::korean)) } } }
                }
                div { dt { (lang.of("형식", "Format")) } dd { (row.get("media").unwrap_or_default())
                    @if let Some(charset) = row.get("charset") { ", " (charset) } } }
                div { dt { "SHA-256" } dd { code { (row.get("document_sha256").unwrap_or_default()) } } }
                div { dt { (lang.of("방침 식별자", "Policy key")) } dd { code { (self.sheet.policy.id()) } } }
            }
        }
    }

    /// The language of what documents say, where the page has another.
    fn korean(&self) -> Option<&'static str> {
        (self.lang == Lang::En).then_some("ko")
    }

    /// A quote as a link to its place.
    fn quote(&self, quote: &QuoteRow) -> Markup {
        let text = self.safe(&quote.quote.split_whitespace().collect::<Vec<_>>().join(" "));
        let shown: String =
            if text.chars().count() > 160 { text.chars().take(159).chain(['…']).collect() } else { text };
        html! {
            @match self.marks.anchor(&mark_of(quote)) {
                Some(anchor) => a.q href={ "#" (anchor) } lang=[self.korean()] { "“" (shown) "”" },
                None => q lang=[self.korean()] { (shown) },
            }
        }
    }

    /// The words around a quote, with the quote as a link to its place.
    fn around(&self, around: &QuoteContext, place: Place, anchor: Option<&str>) -> Markup {
        let runs = covered_runs(around, place, self.names);
        html! {
            span.passage lang=[self.korean()] {
                @for (role, text) in &runs {
                    @match (role, anchor) {
                        (ContextRole::Heading, _) => span.under { (text) },
                        (ContextRole::Quote, Some(anchor)) => a.q href={ "#" (anchor) } { mark { (text) } },
                        (ContextRole::Quote, None) => mark { (text) },
                        _ => (text),
                    }
                }
            }
        }
    }

    /// Quotes with the words around them, each text once; of many the first few.
    fn passages<'q>(&self, quotes: impl Iterator<Item = &'q QuoteRow>) -> Markup {
        let mut seen: Vec<&QuoteRow> = Vec::new();
        for quote in quotes {
            if !seen.iter().any(|other| other.quote == quote.quote) {
                seen.push(quote);
            }
        }
        html! {
            @for (at, quote) in seen.iter().enumerate() {
                @let around = quote.around().filter(|around| at < IN_CONTEXT && around.says_more_than(&quote.quote));
                @if at > 0 { " " }
                @match around {
                    Some(around) => {
                        @let anchor = self.marks.anchor(&mark_of(quote));
                        (self.around(&around, (quote.block, quote.start, quote.end), anchor.as_deref()))
                    },
                    None => (self.quote(quote)),
                }
            }
        }
    }

    /// Quotes, each text once.
    fn quotes<'q>(&self, quotes: impl Iterator<Item = &'q QuoteRow>) -> Markup {
        let mut seen: Vec<&QuoteRow> = Vec::new();
        for quote in quotes {
            if !seen.iter().any(|other| other.quote == quote.quote) {
                seen.push(quote);
            }
        }
        html! { @for (at, quote) in seen.iter().enumerate() { @if at > 0 { " " } (self.quote(quote)) } }
    }

    fn fields(&self) -> Markup {
        let policy = &self.sheet.policy;
        let row = &policy.policy;
        let lang = self.lang;
        let table = html! {
            table.values {
                thead { tr {
                    th scope="col" { (lang.of("항목", "Field")) }
                    th scope="col" { (lang.of("값", "Value")) }
                    th scope="col" { (lang.of("근거 문구", "Words")) }
                } }
                tbody {
                    @for (field, state) in FIELDS {
                        @let state = state.and_then(|column| row.get(column));
                        @let correction = policy.correction(field);
                        @if row.get(field).is_some() || state.is_some() || correction.is_some() {
                            tr {
                                th scope="row" { (lang.t(labels::column(field))) }
                                td class=[field.ends_with("_date").then_some("whole")] {
                                    (self.value(row, field, state))
                                    @if correction.is_some() { " " strong.warn { (lang.t(labels::CORRECTED)) } }
                                }
                                @match correction {
                                    Some((at, correction)) => td { (self.corrected(field, at, correction)) },
                                    None => td { (self.passages(policy.quotes(field))) },
                                }
                            }
                        }
                    }
                    @if let Some(state) = row.get("managers_state").filter(|state| *state != "stated") {
                        tr {
                            th scope="row" { (lang.t(labels::column("managers"))) }
                            td { span.none { (lang.t(labels::state(state))) } }
                            td { (self.passages(policy.quotes("managers"))) }
                        }
                    }
                }
            }
        };
        super::components::scroll(lang.of("값과 근거", "Values and quotes"), &table)
    }

    /// Who has overruled a value and why, and what the page says.
    fn corrected(&self, field: &str, at: usize, correction: &Record) -> Markup {
        let lang = self.lang;
        let path = format!("corrections[{at}]");
        let read = correction.get("read");
        html! {
            p { @if let Some(author) = correction.get("author") { (said(&self.safe(author), lang)) ": " }
                (said(&self.safe(correction.get("reason").unwrap_or_default()), lang)) }
            p { (lang.of("페이지에는: ", "The page says: "))
                @match (read, read.and_then(|read| labels::value(field, read))) {
                    (Some(_), Some(both)) => (lang.t(both)),
                    (Some(read), None) => (read),
                    (None, _) => (lang.of("읽은 값 없음", "nothing was read")),
                } " " (self.passages(self.sheet.policy.quotes(&path)))
            }
        }
    }

    fn value(&self, row: &Record, field: &str, state: Option<&str>) -> Markup {
        let lang = self.lang;
        let Some(value) = row.get(field) else {
            return html! { span.none { (lang.t(labels::state(state.unwrap_or_default()))) } };
        };
        let unit = match field {
            "camera_total" => lang.of("대", " cameras"),
            "site_total" => lang.of("개소", " sites"),
            "retention_days" => lang.of("일", " days"),
            _ => "",
        };
        let basis = row.get("camera_total_basis").filter(|_| field == "camera_total");
        html! {
            @match (labels::value(field, value), row.number(field).filter(|_| !unit.is_empty())) {
                (Some(both), _) => (lang.t(both)),
                (None, Some(value)) => { b { (number(value)) } (unit) },
                (None, None) => (said(&self.safe(value), lang)),
            }
            @if let Some(both) = basis.and_then(|basis| labels::value("camera_total_basis", basis)) {
                " " small { "(" (lang.t(both)) ")" }
            }
            @if state.is_some_and(|state| state == "conflicting") {
                " " strong.warn { (lang.t(labels::state("conflicting"))) }
            }
        }
    }

    fn list(&self, table: &'static str, room: &mut PageBudget) -> Markup {
        let policy = &self.sheet.policy;
        let rows = policy.rows(table);
        if rows.is_empty() {
            return html! {};
        }
        let lang = self.lang;
        let shown = rows.len().min(room.rows);
        room.rows -= shown;
        let columns: Vec<&str> = rows[0]
            .said()
            .map(|(column, _)| column.name)
            .filter(|name| !matches!(*name, "company_key" | "phone_raw"))
            .filter(|name| rows.iter().any(|row| row.get(name).is_some()))
            .collect();
        // Where every cell is its own quote there is nothing to stand beside it.
        let quoted =
            rows.iter().take(shown).enumerate().any(|(at, row)| others(policy, table, at, row).next().is_some());
        let title = lang.t(labels::table(table));
        html! {
            h3 { (title) " " small { "(" (number(rows.len() as u64)) ")" } }
            (super::components::scroll(title, &html! {
                table.values {
                    thead { tr {
                        @for name in &columns { th scope="col" class=[class_of(name)] { (lang.t(labels::column(name))) } }
                        @if quoted { th scope="col" { (lang.of("근거 문구", "Words")) } }
                    } }
                    tbody {
                        @for (at, row) in rows.iter().take(shown).enumerate() {
                            tr {
                                @for name in &columns { td class=[class_of(name)] { (self.linked(table, at, row, name)) } }
                                @if quoted && in_context(table) { td { (self.passages(others(policy, table, at, row))) } }
                                @else if quoted { td { (self.quotes(others(policy, table, at, row))) } }
                            }
                        }
                    }
                }
            }))
            @if shown < rows.len() {
                p.note { (lang.of("여기에 없는 줄 ", "Rows not shown here: ")) (number((rows.len() - shown) as u64))
                    (lang.of("개는 자료의 표 ", "; the table ")) code { (table) } (lang.of("에 있습니다.", " of the data set has them.")) }
            }
        }
    }

    /// A cell, which leads to its place in the text where it is the quote itself.
    fn linked(&self, table: &str, at: usize, row: &Record, column: &str) -> Markup {
        let cell = self.cell(row, column);
        let Some(value) = row.get(column) else { return cell };
        // Lists of bare values are quoted under the path of the row.
        let own = labels::quotes_of(&self.sheet.policy, table, at).find(|quote| {
            let cell = quote.field.rsplit_once('.').is_none_or(|(_, name)| name == column);
            cell && is_the_value(value, &quote.quote)
        });
        match own.and_then(|quote| self.marks.anchor(&mark_of(quote))) {
            Some(anchor) => html! { a.q href={ "#" (anchor) } { (cell) } },
            None => cell,
        }
    }

    fn cell(&self, row: &Record, column: &str) -> Markup {
        let lang = self.lang;
        let Some(value) = row.get(column) else { return html! {} };
        html! {
            @match column {
                "name" => (initial(value)),
                "phone" if is_mobile(value) => span.none { (lang.of("휴대전화 (가림)", "mobile (covered)")) },
                "url" => (address(&self.safe(value))),
                _ if is_number(column) => (maybe(row.number(column), lang)),
                _ => @match labels::value(column, value) {
                    Some(both) => (lang.t(both)),
                    None => (said(&self.safe(value), lang)),
                },
            }
        }
    }

    fn items(&self) -> Markup {
        let policy = &self.sheet.policy;
        let rows = policy.rows("sections");
        let lang = self.lang;
        html! {
            @if !rows.is_empty() {
                h3 { (lang.t(labels::table("sections"))) }
                (super::components::scroll(lang.t(labels::table("sections")), &html! { table.values {
                    thead { tr {
                        th scope="col" { (lang.t(labels::column("item"))) }
                        th scope="col" { (lang.t(labels::column("state"))) }
                        th scope="col" { (lang.of("제목이나 첫 글", "Heading or first words")) }
                    } }
                    tbody {
                        @for row in rows {
                            @let item = row.get("item").unwrap_or_default();
                            @let known = Item::ALL.into_iter().find(|own| own.name() == item);
                            tr {
                                th scope="row" { (known.map_or("", |item| lang.t(words::item_both(item)))) }
                                td { (lang.t(labels::state(row.get("state").unwrap_or_default()))) }
                                td { (self.quotes(policy.quotes(&format!("sections.{item}")))) }
                            }
                        }
                    }
                } }))
            }
        }
    }

    fn findings(&self) -> Markup {
        let rows = self.sheet.policy.rows("findings").iter().enumerate();
        let (routine, own): (Vec<_>, Vec<_>) = rows.partition(|(_, row)| labels::is_routine(row));
        let lang = self.lang;
        html! {
            @if !own.is_empty() {
                h3 { (lang.t(labels::table("findings"))) " " small { "(" (own.len()) ")" } }
                p.note { (lang.of("사람이 확인할 후보이며 위법 여부의 판단이 아닙니다.", "Candidates for a check; no verdict.")) }
                (law_day(own.iter().find_map(|(_, row)| row.get("as_of")), lang))
                ul.findings { @for (number, row) in &own { (self.finding(*number, row)) } }
            }
            @if !routine.is_empty() {
                h3 { (lang.t(define::ROUTINE.title)) }
                p.note { (lang.t(define::ROUTINE.text)) }
                ul.findings { @for (number, row) in &routine { (self.finding(*number, row)) } }
            }
        }
    }

    fn finding(&self, number: usize, row: &Record) -> Markup {
        let lang = self.lang;
        html! {
            li id=(anchor_of_finding(self.at, number)) {
                p { b { (row.get("rule").unwrap_or_default()) } " · "
                    (lang.t(words::severity(row.get("severity").unwrap_or_default()))) }
                p { (self.safe(row.get(lang.of("message_ko", "message_en")).unwrap_or_default())) }
                @let anchor = mark_of_finding(row).and_then(|mark| self.marks.anchor(&mark));
                @match (row.around(), row.get("quote"), &anchor) {
                    (Some((around, place)), _, _) => p { (self.around(&around, place, anchor.as_deref())) },
                    (None, Some(quote), Some(anchor)) => p { a.q href={ "#" (anchor) } lang=[self.korean()] { "“" (self.safe(quote)) "”" } },
                    (None, Some(quote), None) => p { q lang=[self.korean()] { (self.safe(quote)) } },
                    (None, None, _) => {},
                }
                p.note lang=[self.korean()] { (row.get("citation").unwrap_or_default()) }
            }
        }
    }

    fn problems(&self) -> Markup {
        let problems = self.sheet.policy.policy.get("problems").unwrap_or_default();
        html! {
            @if !problems.is_empty() {
                h3 { (self.lang.of("읽지 못한 것", "What could not be read")) }
                ul { @for problem in problems.lines() { li { (self.safe(problem)) } } }
            }
        }
    }

    fn texts(&self, room: &mut PageBudget) -> Markup {
        let lang = self.lang;
        html! {
            h3 id={ "text-" (self.at) } { (lang.of("보관된 원문", "The archived text")) }
            @if self.sheet.texts.is_empty() {
                p { (lang.of("보관 파일이 없어 원문을 보이지 못합니다.", "The archive is not there, so that the text cannot be shown.")) }
            } @else {
                p.note { (lang.of("값과 점검 결과의 근거가 있는 부분만 옮겼고 인용한 문구를 칠했습니다. 전문은 원문 주소에 있습니다.",
                    "Only the parts behind values and findings, quotes marked; the source has the whole.")) }
            }
            @for text in &self.sheet.texts {
                div.archived lang="ko" {
                    @if self.sheet.texts.len() > 1 { @if let Some(source) = &text.source { p.note { (address(source)) } } }
                    (source_text::render(text, &self.marks, self.names, &mut room.letters, lang))
                }
            }
        }
    }
}

/// The runs of a context with personal data covered. Covering works on all cells together, so that a number parted by
/// them is seen, and on the whole text.
fn covered_runs(around: &QuoteContext, place: Place, names: &[&str]) -> Runs {
    let dense = |text: &str| text.split_whitespace().collect::<String>();
    let mut around = around.clone();
    for part in &mut around.parts {
        let of_names = part.titles.iter().any(|title| source_text::is_title_of_names(&dense(&title.text)));
        if of_names && source_text::looks_like_a_name(&dense(&part.piece.text)) {
            part.piece.text = initial(&part.piece.text);
        }
    }
    let cells = around.parts.iter().map(|part| part.piece.text.as_str()).collect::<Vec<_>>().join("\t");
    let mut letters = covered(&cells, names).chars().collect::<Vec<_>>().into_iter();
    for part in &mut around.parts {
        let length = part.piece.text.chars().count();
        part.piece.text = letters.by_ref().take(length).collect();
        letters.next();
    }
    let runs = context::runs(&around, place);
    let whole: String = runs.iter().map(|(_, text)| text.as_str()).collect();
    let mut letters = covered(&whole, names).chars().collect::<Vec<_>>().into_iter();
    runs.iter().map(|(role, text)| (*role, letters.by_ref().take(text.chars().count()).collect())).collect()
}

/// Whether a quote is a value as it is shown.
fn is_the_value(value: &str, quote: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    plain(value) == plain(quote) || quote.replace(',', "") == value
}

/// Lists whose words say little alone: a word of a sentence, a date.
fn in_context(table: &str) -> bool {
    matches!(table, "purposes" | "revisions")
}

/// The words behind a row that are not its cells.
fn others<'a>(policy: &'a StoredPolicy, table: &str, at: usize, row: &'a Record) -> impl Iterator<Item = &'a QuoteRow> {
    labels::quotes_of(policy, table, at)
        .filter(|quote| !row.said().filter_map(|(_, cell)| cell).any(|cell| is_the_value(cell, &quote.quote)))
}

/// Numbers stand to the right; dates and telephones are not broken.
fn class_of(column: &str) -> Option<&'static str> {
    match column {
        _ if is_number(column) => Some("n"),
        "start" | "end" | "revision_date" | "phone" => Some("whole"),
        _ => None,
    }
}

fn is_number(column: &str) -> bool {
    matches!(column, "count" | "days")
}

fn history(leaf: &InstitutionPage<'_>, lang: Lang, names: &[&str]) -> Markup {
    let former: Vec<&PolicySection> =
        leaf.sheets.iter().filter(|sheet| sheet.policy.policy.get("status") == Some("superseded")).collect();
    if former.is_empty() && leaf.changes.is_empty() {
        return html! {};
    }
    let columns = ["effective_date", "superseded_date", "camera_total", "retention_days", "term"];
    let cell = |row: &Record, column: &str| match (row.get(column), row.number(column)) {
        (None, _) => unknown(lang),
        (Some(value), number_of) => html! {
            @match (labels::value(column, value), number_of) {
                (Some(both), _) => (lang.t(both)),
                (None, Some(value)) => (number(value)),
                (None, None) => (value),
            }
        },
    };
    html! {
        section aria-labelledby="history" {
            (heading("history", lang.of("이력", "History")))
            @if !former.is_empty() {
                h3 { (lang.of("옛 판", "Former versions")) }
                (super::components::scroll(lang.of("옛 판", "Former versions"), &html! {
                    table {
                        thead { tr {
                            @for name in columns { th scope="col" { (lang.t(labels::column(name))) } }
                            th scope="col" { (lang.of("원문", "Source")) }
                        } }
                        tbody {
                            @for sheet in &former {
                                tr {
                                    @for name in columns { td { (cell(&sheet.policy.policy, name)) } }
                                    td { (address(sheet.policy.policy.get("source").unwrap_or_default())) }
                                }
                            }
                        }
                    }
                }))
            }
            @if !leaf.changes.is_empty() {
                h3 { (lang.of("앞선 수집 뒤 바뀐 것", "Changes since the crawl before")) }
                ul.changes {
                    @for change in leaf.changes.iter().take(100) {
                        li {
                            b { (lang.of(&change.kind.0, &change.kind.1)) }
                            @if let Some(field) = &change.field { " " (field_name(field, lang)) }
                            @if let Some(old) = &change.old { " " del { (changed(old, names)) } }
                            @if let Some(new) = &change.new { " " ins { (changed(new, names)) } }
                        }
                    }
                }
            }
        }
    }
}

/// What changed, with personal data covered: rows of managers name the cell that holds a person's name.
fn changed(text: &str, names: &[&str]) -> String {
    let cell = |cell: &str| match cell.strip_prefix("name: ") {
        Some(name) => format!("name: {}", initial(name)),
        None => covered(cell, names),
    };
    let row = |row: &str| row.split(" | ").map(cell).collect::<Vec<_>>().join(" | ");
    text.lines().map(row).collect::<Vec<_>>().join("; ")
}

/// The name of a field or of a table whose rows changed.
fn field_name(field: &str, lang: Lang) -> &'static str {
    lang.t(labels::field(field))
}
