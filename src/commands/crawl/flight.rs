//! One flight: a request, and the reading of what it brought. It owns nothing of the crawl and gives everything back.

use crate::archive::{CodingError, decoded_body};
use crate::attempt::{FetchError, Origin, Refusal, RobotsVerdict, Target};
use crate::decode::{self, Kind};
use crate::discover::{self, Lead, LeadKind, Shape};
use crate::document::{self, Hint};
use crate::exchange::{Exchange, header};
use crate::fetch::classify::Failure;
use crate::fetch::{Answer, Fetcher};
use crate::policy::{DocumentId, Media};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Time after which the reading of a page is given up; the page itself is kept.
const READING: Duration = Duration::from_secs(30);
/// Largest page that is read for links.
const READ_BYTES: usize = 4 * 1024 * 1024;

/// A flight that has landed.
#[derive(Debug)]
pub(super) struct Flown {
    pub(super) target: Target,
    pub(super) robots: RobotsVerdict,
    pub(super) delay_wanted_ms: Option<u32>,
    pub(super) answer: Answer,
    /// What was read of the answer; nothing when there is none.
    pub(super) reading: Option<Reading>,
}

/// What an answer says, as far as a crawl needs to know.
#[derive(Debug)]
pub(super) struct Reading {
    /// SHA-256 of the body, content codings removed.
    pub(super) document: DocumentId,
    /// Addresses worth asking.
    pub(super) leads: Vec<Lead>,
    /// Whether the page is a policy.
    pub(super) shape: Shape,
    /// The body of a robots.txt.
    pub(super) robots: Option<Vec<u8>>,
}

/// Asks for a target and reads the answer.
pub(super) async fn fly(
    fetcher: Arc<Fetcher>,
    target: Target,
    robots: RobotsVerdict,
    delay_wanted_ms: Option<u32>,
) -> Flown {
    let mut answer = fetcher.fetch(&target).await;
    let mut reading = None;
    if let Ok(exchange) = answer.result {
        let robots = target.origin == Origin::Robots;
        let url = target.url.clone();
        let work = tokio::task::spawn_blocking(move || {
            let read = open(&exchange).map(|body| identify(body, robots));
            (exchange, read)
        });
        answer.result = match work.await {
            Ok((exchange, Ok(opened))) => {
                reading = Some(read(opened, &exchange, url).await);
                Ok(exchange)
            }
            Ok((_, Err(failure))) => Err(failure),
            Err(_) => Err(Failure::Failed(FetchError::Protocol)),
        };
    }
    Flown { target, robots, delay_wanted_ms, answer, reading }
}

/// The body without its codings.
fn open(exchange: &Exchange) -> Result<Vec<u8>, Failure> {
    decoded_body(&exchange.headers, &exchange.body).map_err(|error| match error {
        CodingError::TooLarge => Failure::Refused(Refusal::TooLarge),
        CodingError::Unknown(_) | CodingError::Broken => Failure::Failed(FetchError::Protocol),
    })
}

struct Opened {
    body: Vec<u8>,
    document: DocumentId,
    robots: bool,
}

fn identify(body: Vec<u8>, robots: bool) -> Opened {
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(&body));
    Opened { body, document: DocumentId(digest), robots }
}

/// Reads links and shape of a page; what takes too long or breaks is kept without them.
async fn read(opened: Opened, exchange: &Exchange, url: Url) -> Reading {
    let mut reading = Reading { document: opened.document, leads: Vec::new(), shape: Shape::Other, robots: None };
    if opened.robots {
        reading.robots = Some(opened.body);
        return reading;
    }
    if exchange.status != 200 || opened.body.len() > READ_BYTES {
        return reading;
    }
    let hint = Hint {
        content_type: header(&exchange.headers, "content-type").map(str::to_owned),
        name: Some(url.path().to_owned()),
    };
    let body = opened.body;
    let work = tokio::task::spawn_blocking(move || links(&body, &hint, &url));
    if let Ok(Ok((leads, shape))) = tokio::time::timeout(READING, work).await {
        reading.leads = leads;
        reading.shape = shape;
    }
    reading
}

fn links(body: &[u8], hint: &Hint, url: &Url) -> (Vec<Lead>, Shape) {
    let head = String::from_utf8_lossy(&body[..body.len().min(2048)]);
    if discover::is_sitemap(&head) {
        let text = String::from_utf8_lossy(body);
        return (discover::sitemap_leads(&text, url), Shape::Other);
    }
    let kind = decode::kind(body, hint);
    if !matches!(kind, Kind::Known(Media::Html | Media::Text | Media::Csv)) {
        // A file without links to follow; what it says is read later, by a process of limited means.
        return (Vec::new(), Shape::Other);
    }
    let document = document::read(body, hint);
    if document.media != Media::Html {
        return (Vec::new(), discover::shape(&document));
    }
    let leads = discover::leads(&document, url);
    (leads, discover::shape(&document))
}

/// How a lead becomes an address to ask.
pub(super) fn target(lead: &Lead, from: &Target) -> Target {
    let origin = match lead.kind {
        LeadKind::Hop => Origin::Redirect { from: from.url.clone() },
        LeadKind::SiteMapFile => Origin::Sitemap { from: from.url.clone() },
        _ => Origin::Link { from: from.url.clone(), anchor: lead.anchor.clone(), score: lead.score },
    };
    let step = u8::from(lead.kind != LeadKind::Hop);
    Target {
        institution: from.institution.clone(),
        url: lead.url.clone(),
        origin,
        depth: from.depth.saturating_add(step),
        tries: 0,
    }
}
