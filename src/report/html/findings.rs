//! What the audit found: by rule, and where most.

use super::components::{
    body_link, heading, law_day, maybe, meaning, number, of, percent, said, scroll, share_bar, tied, unknown,
};
use super::layout::{self, Page, layout};
use super::{File, InstitutionPage, Lang, Site, institution, name, slug};
use crate::analysis::stats::{self, RuleTally};
use crate::model::policy::ContextRole;
use crate::report::{definitions as define, labels, words};
use maud::{Markup, html};
use std::collections::BTreeMap;

const PATH: &str = "findings.html";
/// Institutions in the list of those with most findings, and those that tie with the last.
const LISTED: usize = 50;

/// Passages shown of a rule.
const SHOWN: usize = 3;

/// Passages on which findings rest, by rule: the first institutions that have any.
#[derive(Debug, Default)]
pub struct Examples(BTreeMap<String, Vec<Example>>);

/// A passage, personal data covered, and where the finding is.
#[derive(Debug)]
struct Example {
    /// Key of the institution.
    body: String,
    /// Anchor of the finding on the institution's page.
    anchor: String,
    runs: Vec<(ContextRole, String)>,
}

impl Examples {
    /// Takes from the findings on an institution's first policy what is still wanted, one passage a rule.
    pub fn add(&mut self, leaf: &InstitutionPage<'_>) {
        for (rule, anchor, runs) in institution::found(leaf) {
            let own = self.0.entry(rule).or_default();
            if own.len() < SHOWN && own.last().is_none_or(|last| last.body != leaf.body.key) {
                own.push(Example { body: leaf.body.key.clone(), anchor, runs });
            }
        }
    }
}

pub(super) fn page(site: &Site<'_>, lang: Lang, examples: &Examples) -> File {
    let about = lang.of(
        "수집된 페이지만을 읽은 결과로, 사람이 확인할 후보이며 위법 여부의 판단이 아닙니다.",
        "Candidates for a check, read from pages as crawled; no verdict on anybody.",
    );
    let found = &site.input.stats.findings;
    let body = html! {
        h1 { (lang.of("점검 결과", "Findings of the audit")) }
        p.lede { (about) }
        @if found.is_empty() {
            p { (lang.of("지적 후보가 없습니다. 점검(bangchim audit)을 하지 않았을 수 있습니다.",
                "There are no findings; perhaps the audit (bangchim audit) was not run.")) }
        } @else {
            (law_day(site.input.stats.law_as_of.as_deref(), lang))
            section aria-labelledby=(define::FINDINGS.key) {
                (heading(define::FINDINGS.key, lang.of("규칙별 지적 후보", "Findings by rule")))
                (by_rule(site, &found.rules, lang.of("규칙별 지적 후보", "Findings by rule"), lang))
                (meaning(define::FINDINGS.text, lang))
                (meaning(define::SHARE_BARS, lang))
            }
            @if !examples.0.is_empty() {
                section aria-labelledby="passages" {
                    (heading("passages", lang.of("근거 문구의 예", "Passages behind findings")))
                    (passages(site, lang, examples))
                }
            }
            section aria-labelledby="most" {
                (heading("most", lang.of("지적 후보가 많은 기관", "Institutions with most findings")))
                (most(site, lang))
            }
            @if !found.routine.is_empty() {
                section aria-labelledby=(define::ROUTINE.key) {
                    (heading(define::ROUTINE.key, lang.t(define::ROUTINE.title)))
                    (by_rule(site, &found.routine, lang.t(define::ROUTINE.title), lang))
                    (meaning(define::ROUTINE.text, lang))
                }
            }
        }
    };
    layout(site, Page { lang, path: PATH, title: lang.of("점검", "Audit"), about, body })
}

fn by_rule(site: &Site<'_>, rules: &[RuleTally], label: &str, lang: Lang) -> Markup {
    scroll(
        label,
        &html! {
            table.bars.data.rules {
                thead { tr {
                    th scope="col" { (lang.of("규칙", "Rule")) }
                    th scope="col" { (lang.of("내용", "What it checks")) }
                    th scope="col" { (lang.of("구분", "Severity")) }
                    th.n scope="col" { (lang.of("기관", "Institutions")) }
                    th.n scope="col" { "%" }
                    td {}
                    th.n scope="col" { (lang.of("지적 후보", "Findings")) }
                } }
                tbody {
                    @for rule in rules {
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

/// Some passages of every rule that rests on words, each with the way to its finding.
fn passages(site: &Site<'_>, lang: Lang, examples: &Examples) -> Markup {
    let korean = (lang == Lang::En).then_some("ko");
    html! {
        p.note { (lang.of("규칙마다 먼저 나온 몇 기관의 문구입니다. 이름을 누르면 그 기관의 점검 결과로, 거기서 원문으로 이어집니다.",
            "The first institutions of each rule. A name leads to the finding, and from there to the archived text.")) }
        @for (rule, own) in &examples.0 {
            h3 { (rule) " " small { @match (lang, site.input.rules.get(rule)) {
                (Lang::Ko, Some(checks)) => (checks),
                _ => @for found in site.input.stats.findings.rules.iter().chain(&site.input.stats.findings.routine).filter(|one| one.rule == *rule) { (found.name.replace('_', " ")) },
            } } }
            ul.findings {
                @for example in own {
                    @if let Some(body) = site.body(&example.body) {
                        li {
                            a href={ (layout::up(PATH)) "i/" (slug(&body.key)) ".html#" (example.anchor) } { (said(&name(body, lang), lang)) }
                            span.passage lang=[korean] {
                                @for (role, text) in &example.runs {
                                    @match role {
                                        ContextRole::Heading => span.under { (text) },
                                        ContextRole::Quote => mark { (text) },
                                        _ => (text),
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn most(site: &Site<'_>, lang: Lang) -> Markup {
    let mut bodies: Vec<_> =
        site.input.each.bodies.iter().filter(|body| body.findings.is_some_and(|findings| findings > 0)).collect();
    bodies.sort_by(|one, other| other.findings.cmp(&one.findings).then_with(|| one.key.cmp(&other.key)));
    let shown = stats::cut(&bodies, LISTED, |one, other| one.findings == other.findings);
    html! {
        @if shown.shown < shown.all {
            p.note { (number(shown.shown as u64)) " / " (number(shown.all as u64)) (lang.of("곳; 나머지는 ", "; the others are in the ")) a href="institutions.html" {
                (lang.of("기관 표", "table of institutions")) } (lang.of("에 있습니다.", ".")) }
            (tied(shown, lang))
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
                    @for body in bodies.iter().take(shown.shown) {
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
