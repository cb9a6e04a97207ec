//! One request with manners, in one visible order: refuse, whose turn, not before, send, learn. No retry loop, no
//! redirects: both are offers to the frontier.

mod certificate;
mod chain;
pub mod classify;
pub mod limits;
mod names;
pub mod pace;
pub mod robots;

pub use limits::Limits;
pub use names::{LookUp, Names, SystemNames};
pub use pace::Clock;

use crate::address::HostKey;
use crate::attempt::{FetchError, Origin, Refusal, Target, Timestamp, Validators};
use crate::exchange::{Exchange, Headers, header};
use chain::{CERTIFICATE_BYTES, Completing, Links, Missing};
use classify::Failure;
use hyper::ext::ReasonPhrase;
use limits::{ROBOTS_BYTES, Room, Rooms, SMALL_BODY};
use pace::Pace;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HOST, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, USER_AGENT,
};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};
use url::Url;

/// How long a connection waits for the next request of its host: longer than most pauses. Of a host that is done it is
/// nothing but memory, there as here, and in a crawl of thousands most hosts are done.
const KEPT_IDLE: Duration = Duration::from_secs(5);

/// What a request came to, and when.
#[derive(Debug)]
pub struct Answer {
    /// When the request left.
    pub at: Timestamp,
    /// How long it took.
    pub took_ms: u32,
    /// The address behind the host, when it was learnt.
    pub address: Option<HostKey>,
    /// What came back.
    pub result: Result<Exchange, Failure>,
    /// What came back whole and is no answer to go by: a server that is busy, a body that cannot be read.
    pub rejected: Option<Exchange>,
    /// A certificate that was lacking, and what came of asking for it.
    pub link: Option<Box<(Target, Answer)>>,
    /// The memory that a large body takes; to be kept as long as the body.
    pub room: Option<Room>,
    /// A certificate that the server should have sent along.
    missing: Option<Missing>,
}

/// Why there is no answer, and the certificate that was lacking.
struct Lost {
    failure: Failure,
    missing: Option<Missing>,
}

impl From<Failure> for Lost {
    fn from(failure: Failure) -> Self {
        Self { failure, missing: None }
    }
}

impl From<reqwest::Error> for Lost {
    fn from(error: reqwest::Error) -> Self {
        Self { failure: classify::failure(&error), missing: classify::missing(&error) }
    }
}

/// Sends requests.
#[derive(Debug)]
pub struct Fetcher {
    client: reqwest::Client,
    links: Links,
    names: Names,
    pace: Pace,
    room: Rooms,
    limits: Limits,
    clock: Clock,
    user_agent: HeaderValue,
}

impl Fetcher {
    /// A client that identifies itself, follows nothing, decodes nothing and remembers nothing.
    ///
    /// # Errors
    /// When the client cannot be set up.
    pub fn new(user_agent: HeaderValue, names: Names, limits: Limits, clock: Clock) -> Result<Self, reqwest::Error> {
        // A second call finds the provider already there, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let build = |tls: Option<rustls::ClientConfig>| {
            let builder = reqwest::Client::builder()
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
                .dns_resolver(names.clone());
            match tls {
                Some(tls) => builder.tls_backend_preconfigured(tls).build(),
                // A machine without root certificates can still ask what needs none.
                None => builder.tls_certs_only([]).build(),
            }
        };
        let links = Links::default();
        let client = build(verifying(links.clone()))?;
        Ok(Self { client, links, names, pace: Pace::default(), room: Rooms::default(), limits, clock, user_agent })
    }

    /// Whether names that were known before are still found; nothing when none ever was.
    pub async fn names_are_still_found(&self) -> Option<bool> {
        self.names.are_still_found().await
    }

    /// Whether an address is no target by what is written in it alone.
    pub fn forbids(&self, url: &Url) -> bool {
        self.names.forbids(url)
    }

    /// Asks for a target; with `known`, only for what has changed since. When the server does not send along who
    /// signed its certificate, that is asked for as well, for the next try.
    pub async fn fetch(&self, target: &Target, known: Option<&Validators>) -> Answer {
        let mut answer = self.ask(target, known).await;
        if let Some(Missing { name, at }) = answer.missing.take() {
            let origin = Origin::Certificate { from: target.url.clone() };
            let target = Target { url: at, origin, tries: 0, ..target.clone() };
            let link = self.ask(&target, None).await;
            if let Ok(exchange) = &link.result
                && exchange.status == 200
            {
                self.links.keep(&name, &exchange.body);
            }
            answer.link = Some(Box::new((target, link)));
        }
        answer
    }

    async fn ask(&self, target: &Target, known: Option<&Validators>) -> Answer {
        let asked_at = self.clock.now();
        // Refuse.
        let address = match self.refuse(&target.url).await {
            Ok(address) => address,
            Err(failure) => return self.answer(asked_at, None, Err(failure.into())),
        };
        // Whose turn, and not before.
        let loopback = names::on_loopback(&target.url, &address);
        let _turn = self.pace.turn(&address, loopback).await;
        // Send.
        let sent_at = self.clock.now();
        let result = self.send(target, known).await;
        // Learn.
        let mut answer = self.answer(sent_at, Some(address), result);
        if let Ok(exchange) = &answer.result
            && let Some(failure) = self.objection(exchange, known)
        {
            answer.rejected = std::mem::replace(&mut answer.result, Err(failure)).ok();
        }
        answer
    }

    async fn refuse(&self, url: &Url) -> Result<HostKey, Failure> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Failure::Refused(Refusal::Scheme));
        }
        let looked_up = tokio::time::timeout(self.limits.connect, self.names.key(url)).await;
        match looked_up {
            Ok(key) => Ok(key?),
            Err(_) => Err(Failure::CutOff(FetchError::Dns)),
        }
    }

    async fn send(&self, target: &Target, known: Option<&Validators>) -> Result<(Exchange, Option<Room>), Lost> {
        let robots = target.origin == Origin::Robots;
        let mut headers = headers(&target.url, &self.user_agent, !target.origin.is_page());
        if let Some(known) = known {
            add_conditions(&mut headers, known);
        }
        let asked = written(&headers);
        let request = self.client.get(target.url.clone()).headers(headers);
        let mut deadline = Instant::now() + self.limits.total;
        let late = |_| Failure::Failed(FetchError::Timeout);
        let mut response = timeout_at(deadline, request.send()).await.map_err(late)??;
        let limit = match target.origin {
            Origin::Robots => ROBOTS_BYTES,
            Origin::Certificate { .. } => CERTIFICATE_BYTES,
            _ => self.limits.body,
        };
        let length = response.content_length();
        if !robots && length.is_some_and(|length| length > limit) {
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
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut room = None;
        while let Some(chunk) = timeout_at(deadline, response.chunk()).await.map_err(late)?? {
            let left = limit - exchange.body.len();
            if chunk.len() <= left {
                exchange.body.extend_from_slice(&chunk);
            } else if robots {
                exchange.body.extend_from_slice(&chunk[..left]);
                exchange.cut = true;
                break;
            } else {
                return Err(Failure::Refused(Refusal::TooLarge).into());
            }
            if room.is_none() && exchange.body.len() > SMALL_BODY {
                // The server is not to blame for the time that we wait for others to be done.
                let before = Instant::now();
                room = Some(self.room.take(length.unwrap_or(limit as u64)).await);
                deadline += before.elapsed();
            }
        }
        Ok((exchange, room))
    }

    /// Why an answer cannot be gone by.
    fn objection(&self, exchange: &Exchange, known: Option<&Validators>) -> Option<Failure> {
        if exchange.status == 304 && !is_honest(exchange, known) {
            return Some(Failure::Failed(FetchError::Protocol));
        }
        let asked = header(&exchange.headers, "retry-after");
        classify::throttled(exchange.status, asked, self.clock.now()).map(Failure::Failed)
    }

    fn answer(
        &self,
        at: Timestamp,
        address: Option<HostKey>,
        result: Result<(Exchange, Option<Room>), Lost>,
    ) -> Answer {
        let took_ms = u32::try_from(self.clock.now().0.saturating_sub(at.0)).unwrap_or(u32::MAX);
        let (result, room, missing) = match result {
            Ok((exchange, room)) => (Ok(exchange), room, None),
            Err(Lost { failure, missing }) => (Err(failure), None, missing),
        };
        Answer { at, took_ms, address, result, rejected: None, link: None, room, missing }
    }
}

/// Connections whose certificates are verified against the roots of this machine; nothing when it has none.
fn verifying(links: Links) -> Option<rustls::ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let inner = Arc::new(rustls_platform_verifier::Verifier::new(Arc::clone(&provider)).ok()?);
    let config = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
    // Every chain goes through the verifier of the machine, completed or not.
    let verifier = Arc::new(Completing { inner, links });
    let mut config = config.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Some(config)
}

/// What we ask for, in the order in which it is sent.
///
/// A robots.txt is asked plain, since a part of a coded one could not be read; and so is a certificate.
fn headers(url: &Url, user_agent: &HeaderValue, plain: bool) -> HeaderMap {
    let coding = if plain { "identity" } else { "gzip" };
    let host = match (url.host_str(), url.port()) {
        (Some(host), Some(port)) => format!("{host}:{port}"),
        (host, _) => host.unwrap_or_default().to_owned(),
    };
    let mut headers = HeaderMap::new();
    if let Ok(host) = HeaderValue::from_str(&host) {
        headers.insert(HOST, host);
    }
    headers.insert(USER_AGENT, user_agent.clone());
    headers.insert(ACCEPT, HeaderValue::from_static("text/html,application/xhtml+xml,*/*;q=0.8"));
    headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("ko,en;q=0.5"));
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(coding));
    headers
}

/// Asks for an answer only if the document is another one (RFC 9110 section 13.1).
fn add_conditions(headers: &mut HeaderMap, known: &Validators) {
    let mut add = |name, value: &Option<String>| {
        if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    };
    add(IF_NONE_MATCH, &known.etag);
    // Servers that know both let the tag decide; others know only the date.
    add(IF_MODIFIED_SINCE, &known.last_modified);
}

/// Whether an answer of 304 can be believed: we asked whether the document is another one, and the tag that the
/// server names, if it names one, is the one we asked about.
fn is_honest(exchange: &Exchange, known: Option<&Validators>) -> bool {
    let Some(known) = known else { return false };
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    match (header(&exchange.headers, "etag"), &known.etag) {
        (Some(named), Some(asked)) => opaque(named) == opaque(asked),
        _ => known.etag.is_some() || known.last_modified.is_some(),
    }
}

/// The request's headers as they are sent.
fn written(headers: &HeaderMap) -> Vec<(String, String)> {
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
