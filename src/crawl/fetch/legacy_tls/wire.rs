//! What parent and child tell each other: a question in JSON, and an answer of one line of JSON with the body behind
//! it. Values of headers are bytes, each written as the character of its number.

use super::super::classify::Failure;
use super::super::limits::Limits;
use super::super::send::Request;
use crate::model::attempt::{FetchError, Refusal, TlsFault};
use crate::model::http::Exchange;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Read, Write};
use std::net::SocketAddr;
use std::time::Duration;

/// Bytes of a line that says what a body is of: headers are limited to a fraction of it by the client.
const HEAD: u64 = 4 << 20;
/// Bytes of a body that a parent takes from a child, above every limit of a request.
const BODY: u64 = 1 << 30;

#[derive(Serialize, Deserialize)]
struct Question {
    url: String,
    addresses: Vec<SocketAddr>,
    headers: Vec<(String, String)>,
    limit: u64,
    may_cut: bool,
    connect: Duration,
    silence: Duration,
    total: Duration,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Answered {
        http_10: bool,
        status: u16,
        reason: String,
        headers: Vec<(String, String)>,
        cut: bool,
        remote: Option<SocketAddr>,
        bytes: u64,
    },
    TooLarge,
    Timeout,
    Connect,
    CutOff,
    Protocol,
    /// The name of a fault.
    Tls(String),
}

/// A request as the argument of a child.
pub(super) fn question(request: &Request, addresses: &[SocketAddr], limits: &Limits) -> String {
    let headers = request.headers.iter();
    let question = Question {
        url: request.url.to_string(),
        addresses: addresses.to_vec(),
        headers: headers.map(|(name, value)| (name.to_string(), characters(value.as_bytes()))).collect(),
        limit: request.limit,
        may_cut: request.may_cut,
        connect: limits.connect,
        silence: limits.silence,
        total: limits.total,
    };
    // Nothing in it can fail to be written.
    serde_json::to_string(&question).unwrap_or_default()
}

/// A question as the child understands it.
pub(super) fn asked(question: &str) -> Option<(Request, Vec<SocketAddr>, Limits)> {
    let question: Question = serde_json::from_str(question).ok()?;
    let mut headers = HeaderMap::new();
    for (name, value) in &question.headers {
        headers.insert(HeaderName::from_bytes(name.as_bytes()).ok()?, HeaderValue::from_bytes(&bytes(value)?).ok()?);
    }
    let Question { url, addresses, limit, may_cut, connect, silence, total, .. } = question;
    let limits = Limits { body: limit, connect, silence, total, keep_connections: false };
    Some((Request { url: url.parse().ok()?, headers, limit, may_cut }, addresses, limits))
}

/// Writes down what came of a request.
pub(super) fn write(to: &mut impl Write, result: &Result<Exchange, Failure>) -> io::Result<()> {
    let (said, body) = match result {
        Ok(exchange) => {
            let headers = exchange.headers.iter();
            let said = Said::Answered {
                http_10: exchange.version == "HTTP/1.0",
                status: exchange.status,
                reason: exchange.reason.clone(),
                headers: headers.map(|(name, value)| (name.clone(), characters(value))).collect(),
                cut: exchange.cut,
                remote: exchange.remote,
                bytes: exchange.body.len() as u64,
            };
            (said, &exchange.body[..])
        }
        Err(failure) => (failed(*failure), &[][..]),
    };
    serde_json::to_writer(&mut *to, &said)?;
    to.write_all(b"\n")?;
    to.write_all(body)?;
    to.flush()
}

fn failed(failure: Failure) -> Said {
    match failure {
        Failure::Refused(_) => Said::TooLarge,
        Failure::CutOff(_) => Said::CutOff,
        Failure::Failed(error) => match error {
            FetchError::Tls(fault) => Said::Tls(fault.name().to_owned()),
            FetchError::Timeout => Said::Timeout,
            FetchError::Connect | FetchError::Dns | FetchError::Offline => Said::Connect,
            FetchError::Protocol | FetchError::Throttled { .. } => Said::Protocol,
        },
    }
}

/// Head and body of an answer, as the child wrote them.
pub(super) fn read(from: &mut impl BufRead) -> io::Result<(String, Vec<u8>)> {
    let (mut head, mut body) = (String::new(), Vec::new());
    from.take(HEAD).read_line(&mut head)?;
    from.take(BODY).read_to_end(&mut body)?;
    Ok((head, body))
}

/// What a child has said; nothing when it makes no sense.
pub(super) fn answer(head: &str, body: Vec<u8>, asked: Vec<(String, String)>) -> Option<Result<Exchange, Failure>> {
    let failure = match serde_json::from_str(head).ok()? {
        Said::Answered { http_10, status, reason, headers, cut, remote, bytes: length } => {
            // A child that was killed half-way leaves half a body.
            let is_whole = body.len() as u64 == length;
            let headers: Option<_> = headers.into_iter().map(|(name, value)| Some((name, bytes(&value)?))).collect();
            let version = if http_10 { "HTTP/1.0" } else { "HTTP/1.1" };
            let exchange = Exchange { asked, version, status, reason, headers: headers?, body, cut, remote };
            return is_whole.then_some(Ok(exchange));
        }
        Said::TooLarge => Failure::Refused(Refusal::TooLarge),
        Said::Timeout => Failure::Failed(FetchError::Timeout),
        Said::Connect => Failure::Failed(FetchError::Connect),
        Said::CutOff => Failure::CutOff(FetchError::Connect),
        Said::Protocol => Failure::Failed(FetchError::Protocol),
        Said::Tls(name) => {
            let fault = TlsFault::ALL.into_iter().find(|fault| fault.name() == name);
            Failure::Failed(FetchError::Tls(fault?))
        }
    };
    Some(Err(failure))
}

fn characters(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn bytes(characters: &str) -> Option<Vec<u8>> {
    characters.chars().map(|character| u8::try_from(character).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        let headers = HeaderMap::from_iter([
            (HeaderName::from_static("host"), HeaderValue::from_static("a.go.kr")),
            (HeaderName::from_static("if-none-match"), HeaderValue::from_bytes(b"\"\xB0\xA1\"").unwrap()),
        ]);
        Request { url: "https://a.go.kr/b?c".parse().unwrap(), headers, limit: 7, may_cut: true }
    }

    #[test]
    fn questions_arrive_as_they_were_asked() {
        let addresses = ["192.0.2.1:443".parse().unwrap(), "[2001:db8::1]:443".parse().unwrap()];
        let (found, at, limits) = asked(&question(&request(), &addresses, &Limits::default())).unwrap();
        assert_eq!((found, at), (request(), addresses.to_vec()));
        assert_eq!(limits, Limits { body: 7, keep_connections: false, ..Limits::default() });
        assert!(asked("{}").is_none());
    }

    fn returned(result: &Result<Exchange, Failure>) -> Option<Result<Exchange, Failure>> {
        let mut written = Vec::new();
        write(&mut written, result).unwrap();
        let (head, body) = read(&mut &written[..]).unwrap();
        answer(&head, body, Vec::new())
    }

    #[test]
    fn answers_arrive_as_they_were_given() {
        let exchange = Exchange {
            asked: Vec::new(),
            version: "HTTP/1.0",
            status: 200,
            reason: "가".to_owned(),
            headers: vec![("Server".to_owned(), vec![0xB0, 0xA1, b'"'])],
            body: b"{}\n\n\0\xFF".to_vec(),
            cut: true,
            remote: Some("192.0.2.1:443".parse().unwrap()),
        };
        let failures = [
            Failure::Refused(Refusal::TooLarge),
            Failure::Failed(FetchError::Timeout),
            Failure::Failed(FetchError::Connect),
            Failure::CutOff(FetchError::Connect),
            Failure::Failed(FetchError::Protocol),
            Failure::Failed(FetchError::Tls(TlsFault::Expired)),
        ];
        let failures = failures.into_iter().map(Err);
        for result in failures.chain([Ok(exchange)]) {
            assert_eq!(returned(&result), Some(result));
        }
    }

    #[test]
    fn half_an_answer_is_none() {
        let exchange = Exchange { body: vec![1; 100], ..whole() };
        let mut written = Vec::new();
        write(&mut written, &Ok(exchange)).unwrap();
        for cut in 0..written.len() {
            let found = read(&mut &written[..cut]).ok().and_then(|(head, body)| answer(&head, body, Vec::new()));
            assert_eq!(found, None, "{cut}");
        }
    }

    fn whole() -> Exchange {
        Exchange {
            asked: Vec::new(),
            version: "HTTP/1.1",
            status: 200,
            reason: String::new(),
            headers: Vec::new(),
            body: Vec::new(),
            cut: false,
            remote: None,
        }
    }
}
