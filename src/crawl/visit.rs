//! One visit: a request, and the reading of what it brought. It owns nothing of the crawl and gives everything back.

use crate::archive::{self, CodingError, Earlier, decoded};
use crate::crawl::discover::{self, Lead, LeadKind};
use crate::crawl::fetch::classify::Failure;
use crate::crawl::fetch::{FetchResult, Fetcher};
use crate::document::decode::{self, Kind};
use crate::document::{self, Hint};
use crate::model::attempt::{FetchError, Origin, PageKind, Refusal, RobotsVerdict, Snapshot, Target};
use crate::model::http::{Exchange, Headers, header, offered_name};
use crate::model::policy::{DocumentId, Media};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use url::Url;

/// Time after which the reading of a page is given up; the page itself is kept. The largest page costs two seconds of
/// processor time in a build for debugging; on a machine that does other work as well that may be a minute.
const READING: Duration = Duration::from_secs(300);
/// Largest page that is read for links.
const READ_BYTES: usize = 4 * 1024 * 1024;

/// A visit that has ended.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) target: Target,
    pub(super) robots: RobotsVerdict,
    pub(super) delay_wanted_ms: Option<u32>,
    pub(super) answer: FetchResult,
    /// What was read of the answer; nothing when there is none.
    pub(super) reading: Option<Reading>,
    /// What an earlier crawl got from the address.
    pub(super) earlier: Option<Earlier>,
}

impl Visit {
    /// Whether the host's name was not found.
    pub(super) fn is_nameless(&self) -> bool {
        matches!(self.answer.result, Err(Failure::CutOff(FetchError::Dns)))
    }
}

/// What an answer says, as far as a crawl needs to know.
#[derive(Debug)]
pub(super) struct Reading {
    /// SHA-256 of the body, content codings removed.
    pub(super) document: DocumentId,
    /// Addresses worth asking.
    pub(super) leads: Vec<Lead>,
    /// What the page seems to be; nothing when it was not looked at.
    pub(super) page: Option<PageKind>,
    /// The body of a robots.txt.
    pub(super) robots: Option<Vec<u8>>,
}

/// What visits share.
#[derive(Debug)]
pub(super) struct FetchContext {
    pub(super) fetcher: Fetcher,
    /// The folder of the archive, where answers of earlier crawls lie.
    archive: PathBuf,
    /// One permit for each page that is read at a time.
    readers: Semaphore,
}

impl FetchContext {
    pub(super) fn new(fetcher: Fetcher, archive: &Path) -> Self {
        let readers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { fetcher, archive: archive.to_owned(), readers: Semaphore::new(readers) }
    }
}

/// Asks for a target and reads the answer.
pub(super) async fn visit(
    context: Arc<FetchContext>,
    target: Target,
    robots: RobotsVerdict,
    delay_wanted_ms: Option<u32>,
    earlier: Option<Earlier>,
) -> Visit {
    let known = earlier.as_ref().map(|earlier| &earlier.snapshot.validators);
    let known = known.filter(|known| known.etag.is_some() || known.last_modified.is_some());
    let mut answer = context.fetcher.fetch(&target, known).await;
    let mut reading = None;
    if let Ok(exchange) = answer.result {
        match look(&context, exchange, &target, earlier.as_ref()).await {
            (exchange, Ok(found)) => (answer.result, reading) = (Ok(exchange), Some(found)),
            (exchange, Err(failure)) => (answer.result, answer.rejected) = (Err(failure), Some(exchange)),
        }
    }
    Visit { target, robots, delay_wanted_ms, answer, reading, earlier }
}

/// Reads an answer on a thread of its own; what takes too long is kept unread.
async fn look(
    context: &Arc<FetchContext>,
    exchange: Exchange,
    target: &Target,
    earlier: Option<&Earlier>,
) -> (Exchange, Result<Reading, Failure>) {
    // Never closed.
    let _permit = context.readers.acquire().await;
    let robots = target.origin == Origin::Robots;
    let url = target.url.clone();
    let unchanged = earlier.filter(|_| exchange.status == 304).map(|earlier| earlier.snapshot.clone());
    let folder = context.archive.clone();
    let exchange = Arc::new(exchange);
    let shared = Arc::clone(&exchange);
    let (sender, identified) = tokio::sync::oneshot::channel();
    let work = tokio::task::spawn_blocking(move || {
        let opened = match unchanged {
            Some(snapshot) => reopen(&folder, &snapshot),
            None => open(&shared.headers, &shared.body, shared.status),
        };
        drop(shared);
        // The identity is known even if the reading is not waited for.
        match opened {
            Ok(opened) => {
                let _ = sender.send(Ok(opened.document.clone()));
                Some(read(opened, robots, &url))
            }
            Err(failure) => {
                let _ = sender.send(Err(failure));
                None
            }
        }
    });
    let broken = Failure::Failed(FetchError::Protocol);
    let identity = identified.await.unwrap_or(Err(broken));
    let reading = match identity {
        Err(failure) => Err(failure),
        Ok(document) => match tokio::time::timeout(READING, work).await {
            Ok(Ok(Some(reading))) => Ok(reading),
            _ => Ok(Reading { document, leads: Vec::new(), page: Some(PageKind::Unreadable), robots: None }),
        },
    };
    let exchange = Arc::try_unwrap(exchange).unwrap_or_else(|shared| (*shared).clone());
    (exchange, reading)
}

/// The identity of a body without codings.
pub(super) fn fingerprint(body: &[u8]) -> DocumentId {
    DocumentId(data_encoding::HEXLOWER.encode(&Sha256::digest(body)))
}

/// A body without its codings, as far as it is read.
struct DecodedBody {
    document: DocumentId,
    status: u16,
    hint: Hint,
    /// The first [`READ_BYTES`].
    body: Vec<u8>,
    whole: bool,
}

fn open(headers: &Headers, raw: &[u8], status: u16) -> Result<DecodedBody, Failure> {
    let mut hash = Sha256::new();
    let mut body = Vec::new();
    let mut whole = true;
    let undone = decoded(headers, raw, |piece| {
        hash.update(piece);
        let room = READ_BYTES - body.len();
        whole &= piece.len() <= room;
        body.extend_from_slice(&piece[..piece.len().min(room)]);
    });
    undone.map_err(|error| match error {
        CodingError::TooLarge => Failure::Refused(Refusal::TooLarge),
        CodingError::Unknown(_) | CodingError::Broken => Failure::Failed(FetchError::Protocol),
    })?;
    let hint = Hint { content_type: header(headers, "content-type").map(str::to_owned), name: offered_name(headers) };
    Ok(DecodedBody {
        document: DocumentId(data_encoding::HEXLOWER.encode(&hash.finalize())),
        status,
        hint,
        body,
        whole,
    })
}

/// What the server says has not changed, from the archive.
fn reopen(folder: &Path, snapshot: &Snapshot) -> Result<DecodedBody, Failure> {
    let response = archive::response(folder, snapshot).map_err(|_| Failure::Failed(FetchError::Protocol))?;
    open(&response.headers, &response.body, response.status)
}

/// Reads links of a page and what it seems to be.
fn read(opened: DecodedBody, robots: bool, url: &Url) -> Reading {
    let DecodedBody { document, status, mut hint, body, whole } = opened;
    let mut reading = Reading { document, leads: Vec::new(), page: None, robots: None };
    if robots {
        reading.robots = Some(body);
        return reading;
    }
    if status != 200 {
        return reading;
    }
    hint.name.get_or_insert_with(|| url.path().to_owned());
    let head = String::from_utf8_lossy(&body[..body.len().min(2048)]);
    if discover::is_sitemap(&head) {
        reading.leads = discover::sitemap_leads(&String::from_utf8_lossy(&body), url);
        reading.page = Some(PageKind::Other);
        return reading;
    }
    if !matches!(decode::kind(&body, &hint), Kind::Known(Media::Html | Media::Text | Media::Csv)) {
        // A file without links to follow; what it says is read later, by a process of limited means.
        reading.page = Some(PageKind::File);
        return reading;
    }
    if !whole {
        reading.page = Some(PageKind::Unreadable);
        return reading;
    }
    let document = document::read(&body, &hint);
    reading.page = Some(match document.media {
        Media::Csv => PageKind::File,
        _ => discover::kind(&document, &body),
    });
    if document.media == Media::Html {
        reading.leads = discover::leads(&document, url);
    }
    reading
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
