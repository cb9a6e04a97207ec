//! A request and its answer as they went over the wire: the words between fetch and archive.

use std::net::SocketAddr;

/// Headers in order; names may be in any case, values may be any bytes.
pub type Headers = Vec<(String, Vec<u8>)>;

/// A request and its answer, transfer coding removed and content coding kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// Headers of the request.
    pub asked: Vec<(String, String)>,
    /// The answer's protocol, `HTTP/1.0` or `HTTP/1.1`.
    pub version: &'static str,
    /// HTTP status.
    pub status: u16,
    /// Reason phrase.
    pub reason: String,
    /// Headers of the answer.
    pub headers: Headers,
    /// The body.
    pub body: Vec<u8>,
    /// The body was longer; only for robots.txt, of which a part is enough.
    pub cut: bool,
    /// Address of the server.
    pub remote: Option<SocketAddr>,
}

/// The first value of a header, when it is text.
pub fn header<'a>(headers: &'a [(String, Vec<u8>)], name: &str) -> Option<&'a str> {
    let value = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    value.and_then(|(_, value)| std::str::from_utf8(value).ok())
}

/// The name under which a server offers a body for saving (`Content-Disposition`, RFC 6266). Percent codes and foreign
/// charsets stay as they are: what matters is the suffix.
pub fn offered_name(headers: &[(String, Vec<u8>)]) -> Option<String> {
    let (_, value) = headers.iter().find(|(key, _)| key.eq_ignore_ascii_case("content-disposition"))?;
    let value = String::from_utf8_lossy(value);
    let at = value.to_ascii_lowercase().find("filename")? + "filename".len();
    let rest = value.get(at..)?.trim_start_matches('*').trim_start().strip_prefix('=')?;
    let name = rest.split(';').next()?.trim().trim_matches('"');
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_offer_names_in_many_ways() {
        let offered = |value: &[u8]| offered_name(&[("content-disposition".to_owned(), value.to_vec())]);
        assert_eq!(offered(b"attachment; filename=\"list.xlsx\"").as_deref(), Some("list.xlsx"));
        assert_eq!(offered(b"attachment; filename*=UTF-8''%EA%B0%80.csv").as_deref(), Some("UTF-8''%EA%B0%80.csv"));
        // CP949, raw.
        assert!(offered(b"attachment;FileName = \"\xb0\xa1.hwp\";").is_some_and(|name| name.ends_with(".hwp")));
        assert_eq!(offered(b"inline"), None);
    }
}
