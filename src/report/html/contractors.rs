//! Contractors: where they work, and how concentrated the work is.

use super::components::{
    decimal, heading, key_link, meaning, number, of, percent, said, scroll, section, share_bar, unknown,
};
use super::layout::{Page, layout};
use super::{File, LIST_BYTES, Lang, Site};
use crate::analysis::stats::Market;
use crate::report::definitions as define;
use maud::{Markup, html};
use std::collections::BTreeMap;

const PATH: &str = "contractors.html";
/// Institutions that are named of one firm; those after the first few unfold.
const NAMED: usize = 300;
const FIRST: usize = 12;

pub(super) fn page(site: &Site<'_>, lang: Lang) -> File {
    let stats = site.input.stats;
    let about = lang.of(
        "방침에 적힌 위탁 업체와 그 업체를 적은 기관입니다.",
        "Contractors that policies name, and the institutions that name them.",
    );
    let body = html! {
        h1 { (lang.of("위탁 업체", "Contractors")) }
        p.lede { (about) }
        (section(define::CONCENTRATION, lang, &concentration(site, lang)))
        (meaning(define::SHARE_BARS, lang))
        section aria-labelledby="contractors" {
            (heading("contractors", lang.of("업체와 기관", "Firms and institutions")))
            p.said {
                (number(stats.contractors.len() as u64)) (lang.of("개 업체 · 업체를 적은 기관 ", " firms · institutions that name any: "))
                (number(stats.contractors.first().map_or(0, |firm| firm.institutions.of)))
            }
            (firms(site, lang))
            (meaning(define::CONTRACTORS.text, lang))
        }
    };
    layout(site, Page { lang, path: PATH, title: lang.of("위탁 업체", "Contractors"), about, body })
}

fn concentration(site: &Site<'_>, lang: Lang) -> Markup {
    let concentration = &site.input.stats.concentration;
    let nation = lang.of("전국", "Nation").to_owned();
    let provinces = concentration.by_sido.iter().map(|(sido, market)| {
        let short = super::sido_short(sido, lang);
        let name =
            if short.is_empty() { lang.of("전국·미상", "nationwide or unknown") } else { lang.of(sido, short) };
        (name.to_owned(), *market)
    });
    let rows: Vec<(String, Market)> = [(nation, concentration.all)].into_iter().chain(provinces).collect();
    scroll(
        lang.t(define::CONCENTRATION.title),
        &html! {
            table.bars {
                thead { tr {
                    th scope="col" { (lang.of("지역", "Region")) }
                    th.n scope="col" { "HHI" }
                    th.n scope="col" { (lang.of("유효 업체 수", "Effective number of firms")) }
                    th.n scope="col" { (lang.of("업체", "Firms")) }
                    th.n scope="col" { (lang.of("기관–업체 조합", "Pairs")) }
                    th.n scope="col" { (lang.of("상위 네 업체", "Top four")) }
                    td {}
                } }
                tbody {
                    @for (name, market) in &rows {
                        tr {
                            th scope="row" { (name) }
                            td.n { @match market.hhi { Some(hhi) => (decimal(hhi, 0)), None => (unknown(lang)) } }
                            td.n { @match market.equal_firms() { Some(firms) => (decimal(firms, 1)), None => (unknown(lang)) } }
                            td.n { (number(market.firms)) }
                            td.n { (number(market.pairs)) }
                            td.n { (percent(market.top_four)) }
                            td.barcell { (share_bar(market.top_four)) }
                        }
                    }
                }
            }
        },
    )
}

/// Institutions in a line, each leading to its page.
fn named(site: &Site<'_>, holders: &[&str], lang: Lang) -> Markup {
    html! {
        @for (at, holder) in holders.iter().enumerate() {
            @if at > 0 { ", " }
            (key_link(site, holder, lang, PATH))
        }
    }
}

fn firms(site: &Site<'_>, lang: Lang) -> Markup {
    let mut clients: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (firm, holder) in &site.input.each.clients {
        clients.entry(firm).or_default().push(holder);
    }
    let all = &site.input.stats.contractors;
    let (mut rows, mut bytes) = (Vec::new(), 0);
    for firm in all {
        let holders = clients.get(firm.key.as_str()).map_or(&[][..], Vec::as_slice);
        let row = html! {
            tbody {
            tr {
                th scope="rowgroup" rowspan="2" { (said(&firm.company, lang)) }
                td.n { (of(firm.institutions)) }
                td.n { (percent(firm.institutions)) }
                td.barcell { (share_bar(firm.institutions)) }
            }
            tr {
                td.links colspan="3" {
                    @let (first, more) = holders.split_at(if holders.len() > FIRST + 3 { FIRST } else { holders.len() });
                    (named(site, first, lang))
                    @if !more.is_empty() {
                        details {
                            summary { @match lang {
                                Lang::Ko => { "그 밖의 " (number(more.len() as u64)) "곳" }
                                Lang::En => { (number(more.len() as u64)) " more" }
                            } }
                            (named(site, &more[..more.len().min(NAMED)], lang))
                            @if more.len() > NAMED {
                                (lang.of(" 밖에 ", " and ")) (number((more.len() - NAMED) as u64)) (lang.of("곳", " more"))
                            }
                        }
                    }
                }
            }
            }
        };
        if bytes + row.0.len() > LIST_BYTES {
            break;
        }
        bytes += row.0.len();
        rows.push(row);
    }
    // Firms of as many institutions as the first that has no room are left out with it.
    let edge = all.get(rows.len()).map(|firm| firm.institutions.part);
    let kept = all.iter().take(rows.len()).take_while(|firm| Some(firm.institutions.part) != edge).count();
    rows.truncate(kept);
    let left = (all.len() - rows.len()) as u64;
    html! {
        (scroll(lang.of("업체와 기관", "Firms and institutions"), &html! {
            table.bars.firms {
                thead { tr {
                    th scope="col" { (lang.of("업체", "Firm")) }
                    th.n scope="col" { (lang.of("기관", "Institutions")) }
                    th.n scope="col" { "%" }
                    td {}
                } }
                @for row in &rows { (row) }
            }
        }))
        @if left > 0 {
            p.note { (lang.of("기관 수가 적은 업체 ", "Firms with few institutions that are not shown: ")) (number(left))
                (lang.of("개는 여기 없고 ", "; ")) a href=(lang.of("data/stats.csv", "../data/stats.csv")) { "stats.csv" }
                (lang.of("에 있습니다.", " has them.")) }
        }
    }
}
