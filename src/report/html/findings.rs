//! What the audit found: by rule, and where most.

use super::frame::{Page, framed};
use super::parts::{body_link, heading, law_day, maybe, meaning, number, of, percent, scroll, share_bar, unknown};
use super::{File, Lang, Site};
use crate::report::{definitions as define, labels, words};
use maud::{Markup, html};

const PATH: &str = "findings.html";
/// Institutions in the list of those with most findings.
const LISTED: usize = 50;

pub(super) fn page(site: &Site<'_>, lang: Lang) -> File {
    let about = lang.of(
        "수집된 페이지만을 읽은 결과로, 사람이 확인할 후보이며 위법 여부의 판단이 아닙니다.",
        "Candidates for a check, read from pages as crawled; no verdict on anybody.",
    );
    let rules = &site.input.stats.findings;
    let body = html! {
        h1 { (lang.of("점검 결과", "Findings of the audit")) }
        p.lede { (about) }
        @if rules.is_empty() {
            p { (lang.of("지적 후보가 없습니다. 점검(bangchim audit)을 하지 않았을 수 있습니다.",
                "There are no findings; perhaps the audit (bangchim audit) was not run.")) }
        } @else {
            (law_day(site.input.stats.law_as_of.as_deref(), lang))
            section aria-labelledby=(define::FINDINGS.key) {
                (heading(define::FINDINGS.key, lang.of("규칙별 지적 후보", "Findings by rule")))
                (by_rule(site, lang))
                (meaning(define::FINDINGS.text, lang))
                (meaning(define::SHARE_BARS, lang))
            }
            section aria-labelledby="most" {
                (heading("most", lang.of("지적 후보가 많은 기관", "Institutions with most findings")))
                (most(site, lang))
            }
        }
    };
    framed(site, Page { lang, path: PATH, title: lang.of("점검", "Audit"), about, body })
}

fn by_rule(site: &Site<'_>, lang: Lang) -> Markup {
    let stats = site.input.stats;
    scroll(
        lang.of("규칙별 지적 후보", "Findings by rule"),
        &html! {
            table.bars.data.rules {
                thead { tr {
                    th scope="col" { (lang.of("규칙", "Rule")) }
                    th scope="col" { (lang.of("내용", "What it checks")) }
                    th scope="col" { (lang.of("무게", "Severity")) }
                    th.n scope="col" { (lang.of("기관", "Institutions")) }
                    th.n scope="col" { "%" }
                    td {}
                    th.n scope="col" { (lang.of("지적 후보", "Findings")) }
                } }
                tbody {
                    @for rule in &stats.findings {
                        tr {
                            th.id scope="row" { (rule.rule) }
                            td { @match (lang, site.input.rules.get(&rule.rule)) {
                                (Lang::Ko, Some(checks)) => (checks),
                                _ => (rule.name.replace('_', " ")),
                            } }
                            td.whole { (lang.t(words::severity(&rule.severity))) }
                            td.n { (of(rule.institutions)) }
                            td.n { (percent(rule.institutions)) }
                            td.barcell { (share_bar(rule.institutions)) }
                            td.n { (number(rule.findings)) }
                        }
                    }
                }
            }
        },
    )
}

fn most(site: &Site<'_>, lang: Lang) -> Markup {
    let mut bodies: Vec<_> =
        site.input.each.bodies.iter().filter(|body| body.findings.is_some_and(|findings| findings > 0)).collect();
    bodies.sort_by(|one, other| other.findings.cmp(&one.findings).then_with(|| one.key.cmp(&other.key)));
    let all = bodies.len();
    html! {
        @if all > LISTED {
            p.note { (number(LISTED as u64)) " / " (number(all as u64)) (lang.of("곳; 나머지는 ", "; the others are in the ")) a href="institutions.html" {
                (lang.of("기관 표", "table of institutions")) } (lang.of("에 있습니다.", ".")) }
        }
        (scroll(lang.of("지적 후보가 많은 기관", "Institutions with most findings"), &html! {
            table.data {
                thead { tr {
                    th scope="col" { (lang.of("기관", "Institution")) }
                    th scope="col" { (lang.of("종류", "Kind")) }
                    th.n scope="col" { (lang.of("지적 후보", "Findings")) }
                    th scope="col" { (lang.of("시행일", "In force")) }
                } }
                tbody {
                    @for body in bodies.iter().take(LISTED) {
                        tr {
                            th scope="row" { (body_link(body, lang, PATH)) }
                            td { (body.kind.map_or("", |kind| lang.t(labels::kind(kind)))) }
                            td.n { (maybe(body.findings, lang)) }
                            td.whole { @match &body.effective_date { Some(date) => (date), None => (unknown(lang)) } }
                        }
                    }
                }
            }
        }))
    }
}
