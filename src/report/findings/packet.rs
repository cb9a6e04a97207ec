//! Everything about one institution in one file: what was found, the words, the eight items, how to remedy it.

use super::html::{Escaped, law_note, page, source, table};
use super::{Audited, Copy, Entry, ROUTINE_EN, ROUTINE_KO, Report};
use crate::model::time::Timestamp;

/// Renders the packet of one institution out of a report on its policies.
pub fn render(institution: &str, report: &Report) -> String {
    let mut body =
        format!("<p>법 기준일 {} · 방침 {}건</p>\n{}", report.as_of, report.policies.len(), law_note(&report.as_of));
    for policy in &report.policies {
        body.push_str(&section(policy, &report.of(policy).collect::<Vec<_>>()));
    }
    body.push_str(
        "<h2>회신</h2>\n<p>사실과 다른 점이 있으면 알려 주십시오. 회신은 이 자료와 함께 보관합니다.</p>\n\
         <p>담당 부서: ____________________ 내용: ________________________________________</p>\n",
    );
    // Whoever asked by its key gets the same packet as who asked by its name.
    let named = report.policies.iter().find(|policy| policy.institution.is_some());
    let name = named.map_or_else(|| institution.to_owned(), Audited::body);
    page(&format!("{name}: 영상정보처리기기 운영·관리 방침 점검 자료"), &body)
}

fn section(policy: &Audited, entries: &[&Entry]) -> String {
    let former = if policy.archived { " (이전 판)" } else { "" };
    let mut out = format!(
        "<h2>{}{former}</h2>\n<p>페이지: {}<br>방침 식별자: <code>{}</code><br>보관된 사본의 SHA-256: <code>{}</code></p>\n",
        Escaped(policy.title.as_deref().unwrap_or("(제목 없음)")),
        source(&policy.source),
        Escaped(&policy.policy_id),
        Escaped(&policy.document)
    );
    out.push_str(&policy.copy.as_ref().map_or_else(String::new, copy));
    if policy.listed {
        out.push_str(LISTED);
    } else {
        items(policy, entries, &mut out);
    }
    out.push_str("<h3>오래된 점</h3>\n<ul>\n");
    for (ko, en) in &policy.staleness {
        out.push_str(&format!("<li>{} <small lang=\"en\">{}</small></li>\n", Escaped(ko), Escaped(en)));
    }
    out.push_str("</ul>\n<h3>확인할 후보</h3>\n");
    let (routine, own): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(|entry| entry.routine);
    out.push_str(&if own.is_empty() { "<p>없음</p>\n".to_owned() } else { table(&own) });
    if !routine.is_empty() {
        out.push_str(&format!("<h3>{ROUTINE_KO} <small lang=\"en\">{ROUTINE_EN}</small></h3>\n"));
        out.push_str(&table(&routine));
    }
    if entries.is_empty() {
        return out;
    }
    out.push_str("<h3>이렇게 고칠 수 있습니다</h3>\n<ul>\n");
    let mut seen: Vec<&str> = Vec::new();
    for entry in entries {
        if !seen.contains(&entry.rule) {
            seen.push(entry.rule);
            out.push_str(&format!("<li>{}: {}</li>\n", entry.rule, Escaped(entry.mend)));
        }
    }
    out + "</ul>\n"
}

/// What is said of a list instead of the eight items.
const LISTED: &str = "<p>이 파일은 이 기관의 방침이 가리키는 설치 현황으로, 그 방침과 함께 점검하였습니다.</p>\n";

/// The eight items of the decree.
fn items(policy: &Audited, entries: &[&Entry], out: &mut String) {
    out.push_str(
        "<h3>시행령 제25조제1항 각 호</h3>\n<table><thead><tr><th scope=\"col\">항목</th><th scope=\"col\">상태</th><th scope=\"col\">페이지의 문구</th></tr></thead>\n<tbody>",
    );
    for (index, (item, state, words)) in policy.items.iter().enumerate() {
        let words = words.as_deref().map_or_else(String::new, |words| format!("<q>{}</q>", Escaped(words)));
        let number = format!("(제{}호)", index + 1);
        let lacks = |entry: &&&Entry| entry.detail_ko.as_ref().is_some_and(|detail| detail.contains(&number));
        let (mark, state) = match (*state, entries.iter().find(lacks)) {
            (PRESENT, Some(_)) => ("◪", "일부 확인되지 않음"),
            (PRESENT, None) => ("☑", PRESENT),
            // Words of it may stand under another heading, in an attachment or in the privacy policy.
            (ABSENT, None) => ("☐", "항목의 제목으로는 확인되지 않음"),
            (state, _) => ("☐", state),
        };
        out.push_str(&format!("<tr><td>{item}</td><td class=\"w\">{mark} {state}</td><td>{words}</td></tr>\n"));
    }
    out.push_str("</tbody></table>\n");
}

/// The state of an item that is there.
const PRESENT: &str = "있음";

/// The state of an item without heading or label.
const ABSENT: &str = "확인되지 않음";

/// Largest copy that is put into the page, in bytes.
const MAX_COPY: usize = 4 << 20;

/// The archived copy: where it is kept, and the bytes themselves, so that the packet stands alone. They are offered for
/// saving and never shown: what the page would run must not run here.
fn copy(copy: &Copy) -> String {
    let mut out = String::from("<p>");
    if let Some(fetched) = &copy.fetched {
        let fetched = Timestamp::parse_rfc3339(fetched).map_or_else(|| fetched.clone(), Timestamp::korean);
        out.push_str(&format!("수집 시각: {}<br>", Escaped(&fetched)));
    }
    if let Some((warc, offset)) = &copy.record {
        out.push_str(&format!("보관 위치: <code>{}</code>의 {offset}번째 바이트부터<br>", Escaped(warc)));
    }
    if copy.bytes.len() <= MAX_COPY {
        let name = Escaped(&copy.name);
        let data = data_encoding::BASE64.encode(&copy.bytes);
        out.push_str(&format!(
            "<a download=\"{name}\" href=\"data:application/octet-stream;base64,{data}\">보관된 사본 저장 ({name}, {}바이트)</a>",
            copy.bytes.len()
        ));
    } else {
        out.push_str(&format!("사본이 커서({}바이트) 여기에 넣지 않았습니다.", copy.bytes.len()));
    }
    out + "</p>\n"
}
