//! Findings as one page that opens anywhere: no script, no address outside.

use super::{CAUTION_EN, CAUTION_KO, ContextRole, Entry, ROUTINE_EN, ROUTINE_KO, Report, words};
use crate::report::text_table::grouped;
use std::fmt::{Display, Formatter};

/// Text in HTML: what could be markup is escaped.
pub(in crate::report) struct Escaped<'a>(pub(in crate::report) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        for letter in self.0.chars() {
            match letter {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                other => std::fmt::Write::write_char(out, other)?,
            }
        }
        Ok(())
    }
}

const STYLE: &str = include_str!("page.css");

/// What the short marks of the tables mean.
const LEGEND: &str = "V1: 근거를 법령·고시 원문에서 확인함. V2: 보도자료, 기관 누리집이나 기사에서 확인함. 블록: 프로그램이 읽은 \
     문단·제목·표의 번호(0부터)와 찾아본 글자 수.";

/// A whole page around a body.
pub(super) fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"ko\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{0}</title><style>{STYLE}</style></head>\n<body>\n<main>\n<h1>{0}</h1>\n<p class=\"c\">{CAUTION_KO}<br><small lang=\"en\">{CAUTION_EN}</small></p>\n{body}<p><small>{LEGEND}</small></p>\n</main>\n</body>\n</html>\n",
        Escaped(title)
    )
}

/// An address as a link where it is one of the web.
pub(super) fn source(address: &str) -> String {
    let shown = Escaped(address);
    if address.starts_with("http://") || address.starts_with("https://") {
        format!("<a href=\"{shown}\" rel=\"noreferrer\">{shown}</a>")
    } else {
        shown.to_string()
    }
}

/// A line on a day of the law that comes after the law was last looked up.
pub(super) fn law_note(as_of: &str) -> String {
    let line = |(ko, en): (String, String)| format!("<p class=\"c\">{ko}<br><small lang=\"en\">{en}</small></p>\n");
    words::law_note(as_of).map_or_else(String::new, line)
}

/// The words of a finding, or where they are missing.
pub(super) fn quoted(entry: &Entry) -> String {
    let from = if entry.quoted_from.is_some() { " (첨부)" } else { "" };
    let quote = entry.quote.as_deref().map(|_| format!("{}{from}", around(entry)));
    let also = match entry.also.len() {
        0 => String::new(),
        count => format!("첨부·처리방침 {count}건"),
    };
    match (quote, entry.searched) {
        (Some(quote), None) => quote,
        (Some(quote), Some(_)) if also.is_empty() => format!("{quote} 아래에서 확인되지 않음"),
        (Some(quote), Some(_)) => format!("{quote} 아래와 {also}에서 확인되지 않음"),
        (None, Some((first, last, characters))) => {
            let and = if also.is_empty() { "" } else { "과 " };
            let characters = grouped(u64::from(characters));
            format!("본문(블록 {first}–{last}, {characters}자){and}{also}에서 확인되지 않음")
        }
        (None, None) => String::new(),
    }
}

/// The words around a quote, the quote marked; the quote alone where there is no context.
fn around(entry: &Entry) -> String {
    let runs = entry.runs();
    if let [(ContextRole::Quote, quote)] = runs.as_slice() {
        return format!("<q>{}</q>", Escaped(quote));
    }
    let run = |(role, text): &(ContextRole, String)| match role {
        ContextRole::Heading => format!("<small>{}</small>", Escaped(text)),
        ContextRole::Quote => format!("<mark>{}</mark>", Escaped(text)),
        ContextRole::Title | ContextRole::Passage | ContextRole::Mark => Escaped(text).to_string(),
    };
    format!("“{}”", runs.iter().map(run).collect::<String>())
}

/// Renders findings as a page.
pub fn render(report: &Report) -> String {
    let mut body = format!(
        "<p>법 기준일 {} · 방침 {}건 · 지적 후보 {}건</p>\n{}<h2>구분별</h2>\n<table><thead><tr><th scope=\"col\">구분</th><th scope=\"col\">영어</th><th scope=\"col\" class=\"n\">지적</th></tr></thead>\n<tbody>",
        report.as_of,
        report.policies.len(),
        report.counted().count(),
        law_note(&report.as_of)
    );
    for (_, ko, en, findings) in report.by_severity() {
        body.push_str(&format!("<tr><td>{ko}</td><td lang=\"en\">{en}</td><td class=\"n\">{findings}</td></tr>\n"));
    }
    body.push_str("</tbody></table>\n<h2>규칙별</h2>\n");
    body.push_str(&rules(report, false));
    if report.entries.iter().any(|entry| entry.routine) {
        body.push_str(&format!("<h2>{ROUTINE_KO} <small lang=\"en\">{ROUTINE_EN}</small></h2>\n"));
        body.push_str(&rules(report, true));
    }
    // Who asks for nothing else wants to see where they are.
    let only_routine = report.counted().next().is_none();
    for policy in &report.policies {
        let (routine, own): (Vec<&Entry>, Vec<&Entry>) = report.of(policy).partition(|entry| entry.routine);
        let shown = if only_routine { &routine } else { &own };
        if shown.is_empty() {
            continue;
        }
        let former = if policy.archived { " (이전 판)" } else { "" };
        body.push_str(&format!("<h2>{}{former}</h2>\n<p>{}</p>\n", Escaped(&policy.body()), source(&policy.source)));
        body.push_str(&table(shown));
        if !only_routine && !routine.is_empty() {
            let mut rules: Vec<&str> = routine.iter().map(|entry| entry.rule).collect();
            rules.dedup();
            body.push_str(&format!("<p>{ROUTINE_KO}: {}</p>\n", rules.join(", ")));
        }
    }
    page("영상정보처리기기 운영·관리 방침 점검 후보", &body)
}

/// A table of the rules that fired.
fn rules(report: &Report, routine: bool) -> String {
    let mut out = String::from(
        "<table><thead><tr><th scope=\"col\">규칙</th><th scope=\"col\">내용</th><th scope=\"col\" class=\"n\">지적</th><th scope=\"col\" class=\"n\">방침</th></tr></thead>\n<tbody>",
    );
    for (rule, _, checks, findings, policies) in report.by_rule(routine) {
        out.push_str(&format!(
            "<tr><td class=\"w\">{rule}</td><td>{}</td><td class=\"n\">{findings}</td><td class=\"n\">{policies}</td></tr>\n",
            Escaped(checks)
        ));
    }
    out + "</tbody></table>\n"
}

/// A table of findings.
pub(super) fn table(entries: &[&Entry]) -> String {
    let heads = ["규칙", "구분", "내용", "문구", "근거"].map(|head| format!("<th scope=\"col\">{head}</th>")).concat();
    let mut out = format!("<table class=\"found\"><thead><tr>{heads}</tr></thead>\n<tbody>");
    for entry in entries {
        out.push_str(&format!(
            "<tr><td class=\"w\">{}</td><td class=\"w\">{}</td><td>{}<br><small lang=\"en\">{}</small></td><td>{}</td><td>{} <small>{}</small></td></tr>\n",
            entry.rule,
            entry.severity_ko,
            Escaped(&entry.message_ko),
            Escaped(&entry.message_en),
            quoted(entry),
            Escaped(&entry.citation),
            entry.verified
        ));
    }
    out + "</tbody></table>\n"
}
