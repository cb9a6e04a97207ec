//! One request with manners, in one visible order: refuse, whose turn, not before, send, learn. No retry loop, no
//! redirects: both are offers to the frontier.

mod certificate;
mod certificate_chain;
pub mod classify;
// Compiled in or left out as a whole, so that nobody else asks what this program was built with.
mod dns;
#[cfg_attr(not(feature = "legacy-tls"), path = "legacy_tls_disabled.rs")]
mod legacy_tls;
pub mod limits;
pub mod rate_limit;
pub mod robots;
mod send;

pub use dns::{Resolve, Resolver, SystemResolver};
pub use legacy_tls::serve as serve_legacy;
pub use limits::Limits;
pub use rate_limit::Clock;

use crate::model::attempt::{FetchError, Origin, Refusal, Target, TlsFault, Validators};
use crate::model::http::{Exchange, header};
use crate::model::time::Timestamp;
use crate::model::url::HostKey;
use certificate_chain::{CERTIFICATE_BYTES, ChainVerifier, IntermediateCache, MissingIntermediate};
use classify::Failure;
use legacy_tls::Legacy;
use limits::{MemoryBudget, MemoryPermit, ROBOTS_BYTES};
use rate_limit::RateLimiter;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HOST, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    USER_AGENT,
};
use send::{Request, SendError};
use std::sync::Arc;
use url::Url;

/// What a request came to, and when.
#[derive(Debug)]
pub struct FetchResult {
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
    pub link: Option<Box<(Target, FetchResult)>>,
    /// The memory that a large body takes; to be kept as long as the body.
    pub room: Option<MemoryPermit>,
    /// What was wrong with the usual handshake, when the server was asked with legacy TLS.
    pub legacy: Option<TlsFault>,
    /// A certificate that the server should have sent along.
    missing: Option<MissingIntermediate>,
}

/// Sends requests.
#[derive(Debug)]
pub struct Fetcher {
    client: reqwest::Client,
    links: IntermediateCache,
    legacy: Legacy,
    names: Resolver,
    pace: RateLimiter,
    room: MemoryBudget,
    limits: Limits,
    clock: Clock,
    user_agent: HeaderValue,
}

impl Fetcher {
    /// A client that identifies itself, follows nothing, decodes nothing and remembers nothing.
    ///
    /// # Errors
    /// When the client cannot be set up.
    pub fn new(user_agent: HeaderValue, names: Resolver, limits: Limits, clock: Clock) -> Result<Self, reqwest::Error> {
        // A second call finds the provider already there, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let build = |tls: Option<rustls::ClientConfig>| {
            let builder = send::client(&limits).dns_resolver(names.clone());
            match tls {
                Some(tls) => builder.tls_backend_preconfigured(tls).build(),
                // A machine without root certificates can still ask what needs none.
                None => builder.tls_backend_rustls().tls_certs_only([]).build(),
            }
        };
        let links = IntermediateCache::default();
        let client = build(verifying(links.clone()))?;
        let (legacy, pace, room) = (Legacy::default(), RateLimiter::default(), MemoryBudget::default());
        Ok(Self { client, links, legacy, names, pace, room, limits, clock, user_agent })
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
    pub async fn fetch(&self, target: &Target, known: Option<&Validators>) -> FetchResult {
        let mut answer = self.ask(target, known).await;
        if let Some(MissingIntermediate { name, at }) = answer.missing.take() {
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

    async fn ask(&self, target: &Target, known: Option<&Validators>) -> FetchResult {
        let asked_at = self.clock.now();
        // Refuse.
        let address = match self.refuse(&target.url).await {
            Ok(address) => address,
            Err(failure) => return self.answer(asked_at, None, Err(failure.into())),
        };
        // Whose turn, and not before.
        let loopback = dns::on_loopback(&target.url, &address);
        let turn = self.pace.turn(&address, loopback).await;
        // Send.
        let mut sent_at = self.clock.now();
        let request = self.request(target, known);
        let mut legacy = self.legacy.fault(&target.url);
        let result = match legacy {
            Some(fault) => self.send_legacy(&request, fault).await,
            None => match send::send(&self.client, &request, &self.limits, &self.room).await {
                // A second try in its turn, as one of a server that needs legacy TLS.
                Err(SendError { failure: Failure::Failed(FetchError::Tls(fault)), .. })
                    if self.legacy.may_help(fault) =>
                {
                    legacy = Some(fault);
                    drop(turn);
                    let _turn = self.pace.turn(&address, loopback).await;
                    sent_at = self.clock.now();
                    self.send_legacy(&request, fault).await
                }
                result => result,
            },
        };
        // Learn.
        let mut answer = self.answer(sent_at, Some(address), result);
        answer.legacy = legacy;
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

    /// What is sent for a target, and how much of the answer is taken.
    fn request(&self, target: &Target, known: Option<&Validators>) -> Request {
        let mut headers = headers(&target.url, &self.user_agent, !target.origin.is_page());
        if let Some(known) = known {
            add_conditions(&mut headers, known);
        }
        let (limit, may_cut) = match target.origin {
            Origin::Robots => (ROBOTS_BYTES, true),
            Origin::Certificate { .. } => (CERTIFICATE_BYTES, false),
            _ => (self.limits.body, false),
        };
        Request { url: target.url.clone(), headers, limit, may_cut }
    }

    /// Sends a request with legacy TLS.
    async fn send_legacy(
        &self,
        request: &Request,
        fault: TlsFault,
    ) -> Result<(Exchange, Option<MemoryPermit>), SendError> {
        let addresses = self.names.addresses(&request.url).await.map_err(Failure::from)?;
        let room = self.room.take(request.limit).await;
        let exchange = self.legacy.send(request, &addresses, &self.limits, fault).await?;
        Ok((exchange, Some(room)))
    }

    /// Why an answer cannot be used.
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
        result: Result<(Exchange, Option<MemoryPermit>), SendError>,
    ) -> FetchResult {
        let took_ms = u32::try_from(self.clock.now().0.saturating_sub(at.0)).unwrap_or(u32::MAX);
        let (result, room, missing) = match result {
            Ok((exchange, room)) => (Ok(exchange), room, None),
            Err(SendError { failure, missing }) => (Err(failure), None, missing),
        };
        FetchResult { at, took_ms, address, result, rejected: None, link: None, room, legacy: None, missing }
    }
}

/// Connections whose certificates are verified against the roots of this machine; nothing when it has none.
fn verifying(links: IntermediateCache) -> Option<rustls::ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let inner = Arc::new(rustls_platform_verifier::Verifier::new(Arc::clone(&provider)).ok()?);
    let config = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
    // Every chain goes through the verifier of the machine, completed or not.
    let verifier = Arc::new(ChainVerifier { inner, links });
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
