//! Changes as an Atom feed (RFC 4287): one entry a page, for feed readers.
//!
//! Identifiers are UUIDs (RFC 9562, version 8) made of what an entry says, so that the same comparison gives the same
//! bytes and no entry is shown twice.

use super::{Between, body_of, by_kind, pages, sides};
use crate::analysis::changes::{Change, Comparison, Kind};
use crate::report::findings::html::Escaped;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// Renders changes as a feed.
///
/// # Errors
/// None in practice: it is written into memory.
pub fn render(between: &Between, comparison: &Comparison) -> std::io::Result<Vec<u8>> {
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 1);
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let updated = moment(between);
    let counts: Vec<String> = by_kind(comparison)
        .into_iter()
        .map(|(kind, count)| format!("{} {}곳", kind.korean(), count.institutions))
        .collect();
    out.create_element("feed")
        .with_attributes([("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", "ko")])
        .write_inner_content(|feed| {
            text(feed, "id", &uuid(&["changes", &between.old, &between.new]))?;
            text(feed, "title", &format!("영상정보처리기기 운영·관리 방침의 변경 {} → {}", between.old, between.new))?;
            if !counts.is_empty() {
                text(feed, "subtitle", &counts.join(", "))?;
            }
            text(feed, "updated", &updated)?;
            feed.create_element("author").write_inner_content(|author| text(author, "name", "bangchim"))?;
            text(feed, "generator", "bangchim")?;
            pages(comparison).try_for_each(|changes| entry(feed, between, &updated, changes))
        })?;
    let mut bytes = out.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn entry(out: &mut Writer<Vec<u8>>, between: &Between, updated: &str, changes: &[Change]) -> std::io::Result<()> {
    let Some(first) = changes.first() else { return Ok(()) };
    let mut kinds: Vec<Kind> = changes.iter().map(|change| change.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let titles: Vec<&str> = kinds.iter().map(|kind| kind.korean()).collect();
    let body = body(changes);
    let source = first.source();
    let id = first.institution_id.as_deref().or(first.sido.as_deref()).unwrap_or_default();
    out.create_element("entry").write_inner_content(|entry| {
        text(entry, "id", &uuid(&["change", &between.old, &between.new, id, &first.institution, source, &body]))?;
        text(entry, "title", &format!("{}: {}", body_of(first), titles.join(", ")))?;
        text(entry, "updated", updated)?;
        if source.starts_with("http://") || source.starts_with("https://") {
            let link = [("rel", "alternate"), ("href", source)];
            entry.create_element("link").with_attributes(link).write_empty()?;
        }
        for kind in &kinds {
            let category = [("term", kind.name()), ("label", kind.korean())];
            entry.create_element("category").with_attributes(category).write_empty()?;
        }
        let html = entry.create_element("content").with_attribute(("type", "html"));
        html.write_text_content(BytesText::new(&plain(&body)))?;
        Ok(())
    })?;
    Ok(())
}

/// The changes of a page as HTML.
fn body(changes: &[Change]) -> String {
    let mut html = String::from("<ul>");
    for change in changes {
        let field = change.field.as_deref().map_or_else(String::new, |field| format!(" <code>{field}</code>"));
        // Writing into a String cannot fail.
        let _ = write!(html, "<li>{}{field}", change.kind.korean());
        let (old, new) = sides(change);
        for (tag, said, quote) in [("del", old, &change.old.quote), ("ins", new, &change.new.quote)] {
            for line in said.iter().flat_map(|said| said.lines()) {
                let _ = write!(html, "<br><{tag}>{}</{tag}>", Escaped(line));
            }
            if let Some(quote) = quote {
                let _ = write!(html, " <q>{}</q>", Escaped(quote));
            }
        }
        html.push_str("</li>");
    }
    html + "</ul>"
}

fn text(out: &mut Writer<Vec<u8>>, name: &str, words: &str) -> std::io::Result<()> {
    out.create_element(name).write_text_content(BytesText::new(&plain(words)))?;
    Ok(())
}

/// Without the letters that no XML document may hold.
fn plain(words: &str) -> String {
    let allowed = |c: &char| matches!(c, '\t' | '\n' | '\r') || (*c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    words.chars().filter(allowed).collect()
}

/// The moment of the newer crawl: its id names it to the second (`20261121T213458Z`), else its day.
fn moment(between: &Between) -> String {
    let id = between.new.as_bytes();
    let digits =
        |range: std::ops::Range<usize>| between.new.get(range).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    match (digits(0..8), digits(9..15)) {
        (Some(day), Some(time)) if id.len() == 16 && id[8] == b'T' && id[15] == b'Z' => {
            format!("{}-{}-{}T{}:{}:{}Z", &day[..4], &day[4..6], &day[6..], &time[..2], &time[2..4], &time[4..])
        }
        _ => format!("{}T00:00:00Z", between.day),
    }
}

/// A UUID of version 8 out of some words.
fn uuid(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    let mut bytes: [u8; 16] = std::array::from_fn(|index| digest.clone().finalize()[index]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::changes::Side;

    #[test]
    fn a_feed_is_the_same_every_time_and_holds_no_markup_of_pages() {
        let between = Between {
            old: "20261001T000000Z".into(),
            new: "20261121T213458Z".into(),
            day: "2026-11-21".into(),
            rules: ("1".into(), "1".into()),
        };
        let side = |said: &str| Side {
            source: Some("https://a.go.kr/?a=1&b=2".into()),
            said: Some(said.into()),
            ..Side::default()
        };
        let change = Change {
            kind: Kind::Content,
            institution_id: None,
            institution: "가온<시>".into(),
            sido: None,
            field: Some("title".into()),
            old: side("방침\u{8}"),
            new: side("<script>alert(1)</script>"),
            fact: 0,
        };
        let comparison = Comparison { changes: vec![change], ..Comparison::default() };
        let feed = String::from_utf8(render(&between, &comparison).expect("a feed")).expect("UTF-8");
        assert!(feed.contains("<updated>2026-11-21T21:34:58Z</updated>"), "{feed}");
        assert!(feed.contains("href=\"https://a.go.kr/?a=1&amp;b=2\""), "{feed}");
        assert!(!feed.contains("<script") && !feed.contains('\u{8}'), "{feed}");
        assert!(feed.contains("&lt;ins&gt;&amp;lt;script&amp;gt;"), "{feed}");
        assert_eq!(feed.as_bytes(), render(&between, &comparison).expect("a feed"));
        assert_eq!(moment(&Between { new: "files".into(), ..between }), "2026-11-21T00:00:00Z");
    }
}
