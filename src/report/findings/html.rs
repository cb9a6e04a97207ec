//! Findings as one page that opens anywhere: no script, no address outside.

use super::{CAUTION_EN, CAUTION_KO, Entry, Report};
use crate::report::grid::grouped;
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

const STYLE: &str = "body{font-family:'Noto Sans KR','Malgun Gothic',sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;line-height:1.5;color:#222}table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{border:1px solid #ccc;padding:.3rem .5rem;text-align:left;vertical-align:top}th{background:#f3f3f3}td.n{text-align:right}td.k{white-space:nowrap}q{font-style:normal;background:#fff6d6}small{color:#666}.c{border-left:4px solid #888;padding:.3rem .8rem;background:#f7f7f7}@media print{body{margin:0}}";

/// What the marks beside citations mean.
pub(super) const LEGEND: &str = "<p><small>근거 옆의 표시: V1 법령·고시의 원문을 읽고 확인함, V2 보도자료·기관 안내 등으로 확인함. 괄호 안은 그 근거로 점검하는 기간입니다.</small></p>\n";

/// A whole page around a body.
pub(super) fn page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"ko\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{0}</title><style>{STYLE}</style></head>\n<body>\n<h1>{0}</h1>\n<p class=\"c\">{CAUTION_KO}<br><small lang=\"en\">{CAUTION_EN}</small></p>\n{body}</body>\n</html>\n",
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

/// The words of a finding, or where they are missing.
pub(super) fn words(entry: &Entry) -> String {
    let from = if entry.quoted_from.is_some() { " (첨부)" } else { "" };
    let quote = entry.quote.as_deref().map(|quote| format!("<q>{}</q>{from}", Escaped(quote)));
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

/// Renders findings as a page.
pub fn render(report: &Report) -> String {
    let mut body = format!(
        "<p>기준일 {} · 방침 {}건 · 지적 후보 {}건</p>\n{LEGEND}<h2>구분별</h2>\n<table><tr><th>구분</th><th></th><th>지적</th></tr>\n",
        report.as_of,
        report.policies.len(),
        report.entries.len()
    );
    for (_, ko, en, findings) in report.by_severity() {
        body.push_str(&format!("<tr><td>{ko}</td><td lang=\"en\">{en}</td><td class=\"n\">{findings}</td></tr>\n"));
    }
    body.push_str("</table>\n<h2>규칙별</h2>\n<table><tr><th>규칙</th><th>내용</th><th>지적</th><th>방침</th></tr>\n");
    for (rule, _, checks, findings, policies) in report.by_rule() {
        body.push_str(&format!(
            "<tr><td class=\"k\">{rule}</td><td>{}</td><td class=\"n\">{findings}</td><td class=\"n\">{policies}</td></tr>\n",
            Escaped(checks)
        ));
    }
    body.push_str("</table>\n");
    for policy in &report.policies {
        let entries: Vec<&Entry> = report.of(policy).collect();
        if entries.is_empty() {
            continue;
        }
        let former = if policy.archived { " (이전 판)" } else { "" };
        body.push_str(&format!(
            "<h2>{}{former}</h2>\n<p>{}</p>\n",
            Escaped(policy.institution.as_deref().unwrap_or("기관 미상")),
            source(&policy.source)
        ));
        body.push_str(&table(&entries));
    }
    page("영상정보처리기기 운영·관리 방침 점검 후보", &body)
}

/// A table of findings.
pub(super) fn table(entries: &[&Entry]) -> String {
    let mut out = "<table><tr><th>규칙</th><th>구분</th><th>내용</th><th>문구</th><th>근거</th></tr>\n".to_owned();
    for entry in entries {
        out.push_str(&format!(
            "<tr><td class=\"k\">{}</td><td class=\"k\">{}</td><td>{}<br><small lang=\"en\">{}</small></td><td>{}</td><td>{} <small>{}</small></td></tr>\n",
            entry.rule,
            entry.severity_ko,
            Escaped(&entry.message_ko),
            Escaped(&entry.message_en),
            words(entry),
            Escaped(&entry.citation),
            entry.verified
        ));
    }
    out + "</table>\n"
}
