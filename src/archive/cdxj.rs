//! The index by which replay tools find a record: CDXJ, one line a record, sorted by the SURT form of its address.

use super::ledger::Indexed;
use serde::Serialize;
use url::Url;

/// What a line says of a record, in the order that other writers use.
#[derive(Serialize)]
struct Line<'a> {
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mime: Option<&'a str>,
    status: String,
    digest: &'a str,
    length: String,
    offset: String,
    filename: &'a str,
}

/// The lines of an index, sorted; each ends with a line feed.
pub(super) fn lines(records: &[Indexed]) -> Vec<String> {
    let mut lines: Vec<String> = records.iter().filter_map(line).collect();
    lines.sort();
    lines
}

fn line(record: &Indexed) -> Option<String> {
    let url = Url::parse(&record.url).ok()?;
    let mime = record.content_type.as_deref().and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    let mime = if record.is_revisit { "warc/revisit".to_owned() } else { mime.to_ascii_lowercase() };
    let line = Line {
        url: &record.url,
        mime: (!mime.is_empty()).then_some(&mime),
        status: record.status.to_string(),
        digest: &record.payload,
        length: record.length.to_string(),
        offset: record.offset.to_string(),
        filename: &record.file,
    };
    let when: String = record.at.rfc3339().chars().filter(char::is_ascii_digit).collect();
    // A line that cannot be written as JSON does not exist: all its values are text.
    Some(format!("{} {when} {}\n", surt(&url), serde_json::to_string(&line).ok()?))
}

/// An address in the form by which indexes are sorted (sort-friendly URI reordering): host labels from the last to the
/// first without `www`, then path and query in lower case, the query's parts in order.
pub(super) fn surt(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_matches('.').to_ascii_lowercase();
    let host = match host
        .strip_prefix("www")
        .and_then(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix('.'))
    {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => host,
    };
    let mut labels: Vec<&str> = host.split('.').collect();
    labels.reverse();
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let mut path = String::from("/");
    for piece in plain(url.path()).split('/').filter(|piece| !piece.is_empty()) {
        if path.len() > 1 {
            path.push('/');
        }
        path.push_str(piece);
    }
    let query = match url.query() {
        Some(query) if !query.is_empty() => {
            let query = plain(query);
            let mut parts: Vec<&str> = query.split('&').collect();
            // As pairs: `a=1` stands before `ab=0`.
            parts.sort_by_key(|part| part.split_once('=').map_or((*part, None), |(name, value)| (name, Some(value))));
            format!("?{}", parts.join("&"))
        }
        _ => String::new(),
    };
    format!("{}{port}){path}{query}", labels.join(","))
}

/// Percent codes undone, however often they were done, and done once where they must be; in lower case.
fn plain(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    loop {
        let undone = undone(&bytes);
        if undone == bytes {
            break;
        }
        bytes = undone;
    }
    let mut out = String::with_capacity(bytes.len());
    for byte in bytes {
        match byte {
            b'#' | b'%' | 0..=b' ' | 0x7f.. => out.push_str(&format!("%{byte:02x}")),
            byte => out.push(char::from(byte.to_ascii_lowercase())),
        }
    }
    out
}

fn undone(bytes: &[u8]) -> Vec<u8> {
    let hex = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at..] {
            [b'%', high, low, ..] if hex(high).is_some() && hex(low).is_some() => {
                out.push(hex(high).unwrap_or(0) << 4 | hex(low).unwrap_or(0));
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_sort_as_replay_tools_sort_them() {
        let cases = [
            ("http://127.64.1.5:18390/robots.txt", "5,1,64,127:18390)/robots.txt"),
            ("https://www.gangnam.go.kr/", "kr,go,gangnam)/"),
            ("http://www2.a.go.kr/A/B.do?b=2&A=1", "kr,go,a)/a/b.do?a=1&b=2"),
            ("http://a.go.kr:8080/x", "kr,go,a:8080)/x"),
            ("https://a.go.kr:443/x/", "kr,go,a)/x"),
            ("http://a.kr/%ED%95%9C%EA%B8%80?q=%ED%95%9C", "kr,a)/%ed%95%9c%ea%b8%80?q=%ed%95%9c"),
            ("http://a.kr/x?", "kr,a)/x"),
            ("http://a.kr/a/../b//c", "kr,a)/b/c"),
            ("http://a.kr/?b&a", "kr,a)/?a&b"),
            ("http://a.kr/x?a=1&&b=2&", "kr,a)/x?&&a=1&b=2"),
            ("http://a.kr/x?a=%2f%C3", "kr,a)/x?a=/%c3"),
            ("http://www.kr/", "kr)/"),
            ("http://a.kr/a%20b%7C^c", "kr,a)/a%20b|^c"),
            ("http://a.kr/100%25", "kr,a)/100%25"),
        ];
        for (address, expected) in cases {
            assert_eq!(surt(&Url::parse(address).unwrap()), expected, "{address}");
        }
    }
}
