//! Forms that several institutions share, told by their headings.

use super::components::{body_link, heading, meaning, number, of, percent, said, share_bar};
use super::layout::{Page, layout};
use super::{File, LIST_BYTES, Lang, Site};
use crate::analysis::stats::InstitutionStats;
use crate::report::definitions as define;
use maud::{Markup, html};

const PATH: &str = "templates.html";

pub(super) fn page(site: &Site<'_>, lang: Lang) -> File {
    let about = lang.of(
        "여러 기관이 글자까지 같은 제목으로 쓰는 방침의 서식입니다.",
        "Forms of policies: headings that several institutions share word for word.",
    );
    let body = html! {
        h1 { (lang.of("함께 쓰는 서식", "Shared templates")) }
        p.lede { (about) }
        section aria-labelledby=(define::TEMPLATES.key) {
            (heading(define::TEMPLATES.key, lang.of("서식과 그 제목들", "The forms and their headings")))
            (forms(site, lang))
            (meaning(define::TEMPLATES.text, lang))
            (meaning(define::SHARE_BARS, lang))
        }
    };
    layout(site, Page { lang, path: PATH, title: lang.of("서식", "Templates"), about, body })
}

fn forms(site: &Site<'_>, lang: Lang) -> Markup {
    let templates = &site.input.stats.templates;
    let (mut items, mut bytes) = (Vec::new(), 0);
    for (at, template) in templates.shared.iter().enumerate() {
        let followers: Vec<&InstitutionStats> =
            site.input.each.bodies.iter().filter(|body| body.template == Some(at)).collect();
        let item = html! {
            article #{ "form-" (at + 1) } {
                h3 { (lang.of("서식 ", "Form ")) (at + 1) " · " (percent(template.institutions)) " "
                    small { "(" (of(template.institutions)) ")" } }
                div.formbar { (share_bar(template.institutions)) }
                ol.headings { @for heading in &template.headings { li { (said(heading, lang)) } } }
                details {
                    summary { (lang.of("이 서식을 쓰는 기관 ", "Institutions that use it: ")) (number(followers.len() as u64)) (lang.of("곳", "")) }
                    p.links {
                        @for (at, body) in followers.iter().enumerate() {
                            @if at > 0 { ", " }
                            (body_link(body, lang, PATH))
                        }
                    }
                }
            }
        };
        if bytes + item.0.len() > LIST_BYTES {
            break;
        }
        bytes += item.0.len();
        items.push(item);
    }
    // Forms of as many institutions as the first that has no room are left out with it.
    let edge = templates.shared.get(items.len()).map(|form| form.institutions.part);
    let kept =
        templates.shared.iter().take(items.len()).take_while(|form| Some(form.institutions.part) != edge).count();
    items.truncate(kept);
    let left = (templates.shared.len() - items.len()) as u64;
    html! {
        p.said { (lang.of("함께 쓰는 서식을 따르는 기관 ", "Institutions that follow a shared form: ")) b { (percent(templates.institutions)) }
            " (" (of(templates.institutions)) ") · " (lang.of("서식 ", "forms: ")) (number(templates.shared.len() as u64)) (lang.of("가지", "")) }
        div.forms { @for item in &items { (item) } }
        @if left > 0 {
            p.note { (number(left)) (lang.of("가지는 여기 없고 ", " more are not shown; ")) a href=(lang.of("data/stats.csv", "../data/stats.csv")) { "stats.csv" }
                (lang.of("에 있습니다.", " has them.")) }
        }
    }
}
