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
