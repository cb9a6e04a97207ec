//! A request goes out and its answer comes in, within limits. Who may be asked, and when, was settled before.

use super::certificate_chain::MissingIntermediate;
use super::classify::{self, Failure};
use super::limits::{Limits, MemoryBudget, MemoryPermit, SMALL_BODY};
use crate::model::attempt::{FetchError, Refusal};
use crate::model::http::{Exchange, Headers};
use hyper::ext::ReasonPhrase;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use url::Url;

/// How long a connection waits for the next request of its host: longer than most pauses. Of a host that is done it is
/// nothing but memory, there as here, and in a crawl of thousands most hosts are done.
const KEPT_IDLE: Duration = Duration::from_secs(5);

/// A request, and how much of its answer is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    /// Bytes of the body that are taken.
    pub(super) limit: u64,
    /// Whether a longer body is cut there; otherwise it is refused.
    pub(super) may_cut: bool,
}

/// Why there is no answer, and the certificate that was lacking.
#[derive(Debug)]
pub(super) struct SendError {
    pub(super) failure: Failure,
    pub(super) missing: Option<MissingIntermediate>,
}

impl From<Failure> for SendError {
    fn from(failure: Failure) -> Self {
        Self { failure, missing: None }
    }
}

impl From<reqwest::Error> for SendError {
    fn from(error: reqwest::Error) -> Self {
        Self { failure: classify::failure(&error), missing: classify::missing(&error) }
    }
}

/// A client that follows nothing, decodes nothing and remembers nothing.
pub(super) fn client(limits: &Limits) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        // WARC 1.1 has a form for HTTP/1 messages only.
        .http1_only()
        .http1_title_case_headers()
        .http1_ignore_invalid_headers_in_responses(true)
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .pool_max_idle_per_host(usize::from(limits.keep_connections))
        .pool_idle_timeout(KEPT_IDLE)
        .connect_timeout(limits.connect)
        .read_timeout(limits.silence)
}

/// Sends a request and takes in the answer; a large one waits for room, which is to be kept as long as the body.
pub(super) async fn send(
    client: &reqwest::Client,
    request: &Request,
    limits: &Limits,
    rooms: &MemoryBudget,
) -> Result<(Exchange, Option<MemoryPermit>), SendError> {
    let asked = written(&request.headers);
    let mut deadline = Instant::now() + limits.total;
    let late = |_| Failure::Failed(FetchError::Timeout);
    let sent = client.get(request.url.clone()).headers(request.headers.clone()).send();
    let mut response = timeout_at(deadline, sent).await.map_err(late)??;
    let length = response.content_length();
    if !request.may_cut && length.is_some_and(|length| length > request.limit) {
        return Err(Failure::Refused(Refusal::TooLarge).into());
    }
    let mut exchange = Exchange {
        asked,
        version: version(&response),
        status: response.status().as_u16(),
        reason: reason(&response),
        headers: pairs(response.headers()),
        body: Vec::new(),
        cut: false,
        remote: response.remote_addr(),
    };
    let limit = usize::try_from(request.limit).unwrap_or(usize::MAX);
    let mut room = None;
    while let Some(chunk) = timeout_at(deadline, response.chunk()).await.map_err(late)?? {
        let left = limit - exchange.body.len();
        if chunk.len() <= left {
            exchange.body.extend_from_slice(&chunk);
        } else if request.may_cut {
            exchange.body.extend_from_slice(&chunk[..left]);
            exchange.cut = true;
            break;
        } else {
            return Err(Failure::Refused(Refusal::TooLarge).into());
        }
        if room.is_none() && exchange.body.len() > SMALL_BODY {
            // The server is not to blame for the time that we wait for others to be done.
            let before = Instant::now();
            room = Some(rooms.take(length.unwrap_or(request.limit)).await);
            deadline += before.elapsed();
        }
    }
    Ok((exchange, room))
}

/// The request's headers as they are sent.
pub(super) fn written(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (title_case(name), text(value))).collect()
}

/// The protocol as the server named it.
fn version(response: &reqwest::Response) -> &'static str {
    if response.version() == reqwest::Version::HTTP_10 { "HTTP/1.0" } else { "HTTP/1.1" }
}

/// The reason phrase as the server wrote it, else the usual one.
fn reason(response: &reqwest::Response) -> String {
    match response.extensions().get::<ReasonPhrase>() {
        Some(reason) => String::from_utf8_lossy(reason.as_bytes()).into_owned(),
        None => response.status().canonical_reason().unwrap_or_default().to_owned(),
    }
}

/// `accept-language` as people write it, `Accept-Language`.
fn title_case(name: &HeaderName) -> String {
    let words = name.as_str().split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    });
    words.collect::<Vec<_>>().join("-")
}

fn pairs(headers: &HeaderMap) -> Headers {
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec())).collect()
}
