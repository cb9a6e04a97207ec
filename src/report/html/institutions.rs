//! The table of all institutions: static rows, which the script searches, narrows and sorts.

use super::components::{body_link, decimal, maybe, number, scroll, unknown};
use super::layout::{Page, layout};
use super::scale::reach;
use super::{File, LIST_BYTES, Lang, Site};
use crate::analysis::stats::InstitutionStats;
use crate::report::{labels, words};
use maud::{Markup, html};
use std::collections::BTreeSet;

/// One page, or several where the rows are too many for one.
pub(super) fn pages(site: &Site<'_>, lang: Lang) -> Vec<File> {
    let mut parts: Vec<(Vec<Markup>, usize)> = vec![(Vec::new(), 0)];
    for body in &site.input.each.bodies {
        let row = row(body, lang);
        if let Some((rows, bytes)) = parts.last_mut() {
            if *bytes + row.0.len() > LIST_BYTES {
                parts.push((vec![row], 0));
                continue;
            }
            *bytes += row.0.len();
            rows.push(row);
        }
    }
    let count = parts.len();
    let file =
        |at: usize| if at == 0 { "institutions.html".to_owned() } else { format!("institutions-{}.html", at + 1) };
    let pages = parts.into_iter().enumerate().map(|(at, (rows, _))| {
        let path = file(at);
        let others = (0..count).map(|other| (file(other), other == at));
        let body = page(site, lang, &rows, &others.collect::<Vec<_>>());
        let about =
            lang.of("모든 기관을 찾고 고르고 늘어놓습니다.", "All institutions, to be searched, narrowed and sorted.");
        layout(site, Page { lang, path: &path, title: lang.of("기관", "Institutions"), about, body })
    });
    pages.collect()
}

fn page(site: &Site<'_>, lang: Lang, rows: &[Markup], pages: &[(String, bool)]) -> Markup {
    let bodies = &site.input.each.bodies;
    let kinds: BTreeSet<_> = bodies.iter().filter_map(|body| body.kind).collect();
    let sidos = crate::model::institution::Sido::ALL.into_iter().map(|sido| sido.name());
    let sidos: Vec<_> = sidos.filter(|name| bodies.iter().any(|body| body.sido.as_deref() == Some(*name))).collect();
    let states: BTreeSet<_> = bodies.iter().map(|body| body.reach).collect();
    html! {
        h1 { (lang.of("기관", "Institutions")) }
        p.lede {
            @match lang {
                Lang::Ko => { "대상 기관 " (number(site.input.stats.coverage.institutions)) "곳과, 방침이 나온 등록되지 않은 기관입니다. 이름을 누르면 값마다 "
                    "원문 인용이 있는 쪽이 열립니다." }
                Lang::En => { (number(site.input.stats.coverage.institutions)) " institutions of the crawl, and holders of policies that are not "
                    "registered. A name leads to a page with the quote behind every value." }
            }
        }
        @if pages.len() > 1 {
            nav.pages aria-label=(lang.of("나뉜 쪽", "Parts")) {
                (lang.of("표가 길어 나누었습니다. 찾기는 이 쪽 안에서 합니다: ", "The table is long and was parted; searching is within this part: "))
                @for (at, (file, own)) in pages.iter().enumerate() {
                    a href=(file) aria-current=[own.then_some("page")] { (at + 1) } " "
                }
            }
        }
        search.tools hidden {
            label { (lang.of("찾기", "Search"))
                input type="search" #q autocomplete="off" spellcheck="false"
                    placeholder=(lang.of("이름, 종류, 날짜…", "name, kind, date…")); }
            label { (lang.of("시·도", "Province"))
                select #sido data-column="2" {
                    option value="" { (lang.of("모두", "all")) }
                    @for sido in sidos { option { (lang.of(sido, super::sido_short(sido, lang))) } }
                } }
            label { (lang.of("종류", "Kind"))
                select #kind data-column="1" {
                    option value="" { (lang.of("모두", "all")) }
                    @for kind in kinds { option { (lang.t(labels::kind(kind))) } }
                } }
            label { (lang.of("수집 결과", "Outcome"))
                select #state data-column="10" {
                    option value="" { (lang.of("모두", "all")) }
                    @for state in states { option { (lang.t(reach(state))) } }
                } }
        }
        p.count role="status" #count data-text=(lang.of("{n}곳 보임 (모두 {all}곳)", "{n} of {all} shown")) {}
        (scroll(lang.of("기관 표", "Table of institutions"), &html! {
            table.data #table data-sort=(lang.of("{name} 순으로 늘어놓기", "sort by {name}")) {
                caption.away { (lang.of("기관과 그 방침의 값", "Institutions and what their policies state")) }
                thead { tr {
                    @for (label, number) in heads(lang) {
                        th scope="col" class=[number.then_some("n")] { (label) }
                    }
                } }
                tbody { @for row in rows { (row) } }
            }
        }))
    }
}

fn heads(lang: Lang) -> [(&'static str, bool); 11] {
    [
        (lang.of("기관", "Institution"), false),
        (lang.of("종류", "Kind"), false),
        (lang.of("시·도", "Province"), false),
        (lang.of("카메라", "Cameras"), true),
        (lang.of("1,000명당", "per 1,000"), true),
        (lang.of("보관일", "Days kept"), true),
        (lang.of("시행일", "In force"), false),
        (lang.of("용어", "Term"), false),
        (lang.of("업체", "Firms"), true),
        (lang.of("지적", "Findings"), true),
        (lang.of("수집 결과", "Outcome"), false),
    ]
}

fn row(body: &InstitutionStats, lang: Lang) -> Markup {
    // A value that is missing for a reason says the reason.
    let or_state = |value: Option<u64>, state: &Option<String>| match (value, state.as_deref()) {
        (Some(value), _) => html! { (number(value)) },
        (None, Some(state)) => html! { span.none { (lang.t(labels::state(state))) } },
        (None, None) => unknown(lang),
    };
    let term = body.term.as_deref().map(|term| match term {
        "fixed" => lang.of("고정형", "fixed"),
        "legacy" => lang.of("옛 용어", "old"),
        "mixed" => lang.of("둘 다", "both"),
        _ => lang.t(words::term_both(term)),
    });
    html! {
        tr {
            th scope="row" { (body_link(body, lang, "institutions.html")) }
            td { (body.kind.map_or("", |kind| lang.t(labels::kind(kind)))) }
            td { (body.sido.as_deref().map_or("", |sido| match lang {
                Lang::Ko => sido,
                Lang::En => super::sido_short(sido, lang),
            })) }
            td.n { (or_state(body.cameras, &body.cameras_state)) }
            td.n { @match body.rate { Some(rate) => (decimal(rate, 1)), None => (unknown(lang)) } }
            td.n { (or_state(body.retention, &body.retention_state)) }
            td { @match &body.effective_date { Some(date) => (date), None => (unknown(lang)) } }
            td { @match term { Some(term) => (term), None => (unknown(lang)) } }
            td.n { @if body.policy.is_some() {
                @if body.firms > 0 { (number(body.firms)) }
                @else { span.none { (lang.t(labels::state(body.contractors_state.as_deref().unwrap_or_default()))) } }
            } @else { (unknown(lang)) } }
            td.n { (maybe(body.findings, lang)) }
            td { (lang.t(reach(body.reach))) }
        }
    }
}
