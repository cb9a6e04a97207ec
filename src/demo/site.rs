//! The sample sites in memory: what a folder and its `sites.json` say, and the answer to a request.
//!
//! Every file is read once, before the first request. A request is looked up in a map of known addresses and never
//! becomes a path of the file system, so there is nothing that `..` could climb.

use crate::model::institution::{InstitutionKind, Sido};
use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::{HeaderName, HeaderValue};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Largest file, and largest grown page, in bytes.
const MAX_BODY: usize = 16 * 1024 * 1024;
/// Most files of one site.
const MAX_FILES: usize = 2_000;
/// Deepest folder of one site.
const MAX_DEPTH: usize = 12;
/// Longest wait before an answer.
const MAX_DELAY: Duration = Duration::from_secs(60);
/// What a page says before and after the piece that is repeated to make it grow.
const AGAIN: (&str, &str) = ("<!-- again -->", "<!-- /again -->");
/// Content type of pages where a site does not say otherwise.
const HTML: &str = "text/html; charset=UTF-8";

/// Why the sample sites cannot be loaded.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A file or folder cannot be read.
    #[error("cannot read {path}: {source}", path = .path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// `sites.json` is not what is expected.
    #[error("{path}: {source}", path = .path.display())]
    Plan {
        /// The file.
        path: PathBuf,
        /// Where and what.
        source: serde_json::Error,
    },
    /// A value of a site makes no sense.
    #[error("site `{site}`: {what} `{value}` is not usable")]
    Value {
        /// Key of the site.
        site: String,
        /// What the value is.
        what: &'static str,
        /// The value.
        value: String,
    },
}

/// `sites.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Plan {
    /// Port to try first.
    pub(crate) port: u16,
    /// The sites.
    pub(crate) sites: Vec<SitePlan>,
}

/// One site in `sites.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SitePlan {
    id: String,
    name: String,
    kind: String,
    sido: String,
    population: Option<u64>,
    /// Loopback address of its own.
    pub(crate) address: Ipv4Addr,
    /// Folder with its files, below the sample; a dead site has none.
    folder: Option<String>,
    /// Nothing listens at its address.
    #[serde(default)]
    pub(crate) dead: bool,
    /// `Content-Type` of its pages.
    html: Option<String>,
    /// Path of the policy, where the seeds file shall name it.
    policy: Option<String>,
    not_found: Option<NotFoundPlan>,
    #[serde(default)]
    routes: Vec<RoutePlan>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NotFoundPlan {
    file: String,
    status: u16,
}

/// What the server does at one address, beyond handing out the file of that name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoutePlan {
    /// Path, with the query if it matters.
    at: String,
    file: Option<String>,
    redirect: Option<String>,
    status: Option<u16>,
    #[serde(rename = "type")]
    content_type: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    delay_ms: u64,
    /// Puts the site's own origin in place of `{origin}`.
    #[serde(default)]
    fill: bool,
    /// Repeats the marked piece until the page has this many bytes.
    grow_to: Option<usize>,
    first: Option<FirstPlan>,
}

/// How the first requests of a route are answered.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FirstPlan {
    times: u32,
    status: u16,
    file: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

impl Plan {
    /// Reads `sites.json` of a sample folder.
    pub(crate) fn read(sample: &Path) -> Result<Self, SiteError> {
        let path = sample.join("sites.json");
        let text = read(&path)?;
        serde_json::from_slice(&text).map_err(|source| SiteError::Plan { path, source })
    }
}

/// A sample site: an invented institution and everything its server says.
#[derive(Debug)]
pub struct Site {
    /// Key of the institution.
    pub id: String,
    /// Name of the institution.
    pub name: String,
    /// What kind of body it is.
    pub kind: InstitutionKind,
    /// Its province.
    pub sido: Sido,
    /// Invented number of residents.
    pub population: Option<u64>,
    /// Loopback address of its own.
    pub address: Ipv4Addr,
    /// Nothing listens at its address.
    pub dead: bool,
    /// Path of the policy, where the seeds file names it.
    pub policy: Option<String>,
    port: u16,
    pages: BTreeMap<Key, Page>,
    not_found: Answer,
}

/// An answer of a site, not yet on the wire.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers; those about length and date are left to the server.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The body.
    pub body: Bytes,
    /// How long the server waits before it answers.
    pub delay: Duration,
}

/// What stands at one address, and what its first visitors get instead.
#[derive(Debug)]
struct Page {
    answer: Answer,
    first: Option<(Answer, u32)>,
    asked: AtomicU32,
}

impl From<Answer> for Page {
    fn from(answer: Answer) -> Self {
        Self { answer, first: None, asked: AtomicU32::new(0) }
    }
}

/// A decoded path with its query; the order of the query's parts says nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    path: String,
    query: Vec<(String, String)>,
}

impl Key {
    /// Decodes path and query; `None` when the path is malformed or climbs.
    fn parse(path_and_query: &str) -> Option<Self> {
        let (path, query) = path_and_query.split_once('?').unwrap_or((path_and_query, ""));
        // Java servers write the session into the path: it names no other page.
        let path = path.split_once(';').map_or(path, |(path, _)| path);
        let path = percent_decode(path)?;
        let climbs = path.split('/').any(|part| matches!(part, "." | ".."));
        if !path.starts_with('/') || climbs || path.contains(['\\', '\0']) {
            return None;
        }
        let mut query: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        query.sort();
        Some(Self { path, query })
    }

    fn without_query(&self) -> Self {
        Self { path: self.path.clone(), query: Vec::new() }
    }
}

impl Site {
    /// Reads the files of a site. The port is needed because pages may name their own origin.
    pub(crate) fn load(plan: SitePlan, sample: &Path, port: u16) -> Result<Self, SiteError> {
        let bad = |what, value: &str| SiteError::Value { site: plan.id.clone(), what, value: value.to_owned() };
        let kind = InstitutionKind::ALL
            .iter()
            .copied()
            .find(|kind| kind.name() == plan.kind)
            .ok_or_else(|| bad("kind", &plan.kind))?;
        let sido =
            Sido::ALL.iter().copied().find(|sido| sido.name() == plan.sido).ok_or_else(|| bad("sido", &plan.sido))?;
        if !plan.address.is_loopback() {
            return Err(bad("address", &plan.address.to_string()));
        }
        let folder = match &plan.folder {
            Some(name) if name.contains(['/', '\\', '.']) => return Err(bad("folder", name)),
            Some(name) => Some(sample.join(name)),
            None => None,
        };
        let mut shelf = Pages {
            site: &plan.id,
            html: plan.html.as_deref().unwrap_or(HTML),
            origin: origin(plan.address, port),
            files: BTreeMap::new(),
        };
        if let Some(folder) = &folder {
            shelf.collect(folder)?;
        }
        let mut pages = shelf.plain_pages()?;
        for route in &plan.routes {
            let key = Key::parse(&route.at).ok_or_else(|| bad("route", &route.at))?;
            pages.insert(key, shelf.page(route)?);
        }
        let not_found = match &plan.not_found {
            Some(other) => shelf.file(&other.file, other.status, None)?,
            None => message(StatusCode::NOT_FOUND, "404 Not Found"),
        };
        Ok(Self {
            kind,
            sido,
            pages,
            not_found,
            port,
            id: plan.id,
            name: plan.name,
            population: plan.population,
            address: plan.address,
            dead: plan.dead,
            policy: plan.policy,
        })
    }

    /// What the site's server says to a request for a path with its query.
    ///
    /// A query that no route names is ignored, as `style.css?v=3` is on real servers.
    pub fn answer(&self, path_and_query: &str) -> Answer {
        let Some(key) = Key::parse(path_and_query) else {
            return message(StatusCode::BAD_REQUEST, "400 Bad Request");
        };
        let page = self.pages.get(&key).or_else(|| self.pages.get(&key.without_query()));
        let Some(page) = page else {
            return self.not_found.clone();
        };
        match &page.first {
            Some((first, times)) if page.asked.fetch_add(1, Ordering::Relaxed) < *times => first.clone(),
            _ => page.answer.clone(),
        }
    }

    /// Scheme, address and port, as in `http://127.83.0.1:18080`.
    pub fn origin(&self) -> String {
        origin(self.address, self.port)
    }
}

fn origin(address: Ipv4Addr, port: u16) -> String {
    format!("http://{address}:{port}")
}

/// The files of a site while it is being loaded, by their path below its folder.
struct Pages<'a> {
    site: &'a str,
    html: &'a str,
    origin: String,
    files: BTreeMap<String, Bytes>,
}

impl Pages<'_> {
    /// Reads every file below a folder. Links are not followed: only what lies in the folder is served.
    fn collect(&mut self, folder: &Path) -> Result<(), SiteError> {
        let mut waiting = vec![(folder.to_owned(), String::new(), 0_usize)];
        while let Some((folder, prefix, depth)) = waiting.pop() {
            let unreadable = |source| SiteError::Read { path: folder.clone(), source };
            for entry in std::fs::read_dir(&folder).map_err(unreadable)? {
                let entry = entry.map_err(unreadable)?;
                let kind = entry.file_type().map_err(unreadable)?;
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if kind.is_dir() {
                    if depth >= MAX_DEPTH {
                        return Err(self.bad("folder", &name));
                    }
                    waiting.push((entry.path(), format!("{name}/"), depth + 1));
                } else if kind.is_file() {
                    if self.files.len() >= MAX_FILES {
                        return Err(self.bad("number of files above", &name));
                    }
                    let body = read(&entry.path())?;
                    self.files.insert(name, Bytes::from(body));
                }
            }
        }
        Ok(())
    }

    /// Every file at the address of its name. What begins with `_` or `.` is for routes alone.
    fn plain_pages(&self) -> Result<BTreeMap<Key, Page>, SiteError> {
        let mut pages = BTreeMap::new();
        for name in self.files.keys() {
            if name.split('/').any(|part| part.starts_with(['_', '.'])) {
                continue;
            }
            let mut paths = vec![format!("/{name}")];
            if let Some(folder) = format!("/{name}").strip_suffix("/index.html") {
                paths.push(format!("{folder}/"));
                paths.push(folder.to_owned());
            }
            for path in paths.into_iter().filter(|path| !path.is_empty()) {
                let key = Key { path, query: Vec::new() };
                pages.insert(key, Page::from(self.file(name, 200, None)?));
            }
        }
        Ok(pages)
    }

    /// The page of a route.
    fn page(&self, route: &RoutePlan) -> Result<Page, SiteError> {
        let default = if route.redirect.is_some() { 302 } else { 200 };
        let status = route.status.unwrap_or(default);
        let content_type = route.content_type.as_deref();
        let mut answer = match &route.file {
            Some(name) => self.file(name, status, content_type)?,
            None => self.empty(status)?,
        };
        if route.fill {
            answer.body = self.fill(&answer.body);
        }
        if let Some(bytes) = route.grow_to {
            answer.body = self.grow(&answer.body, bytes)?;
        }
        if let Some(target) = &route.redirect {
            self.add_header(&mut answer, "location", target)?;
        }
        for (name, value) in &route.headers {
            self.add_header(&mut answer, name, value)?;
        }
        answer.delay = Duration::from_millis(route.delay_ms).min(MAX_DELAY);
        let mut page = Page::from(answer);
        if let Some(plan) = &route.first {
            let mut first = match &plan.file {
                Some(name) => self.file(name, plan.status, None)?,
                None => self.empty(plan.status)?,
            };
            for (name, value) in &plan.headers {
                self.add_header(&mut first, name, value)?;
            }
            page.first = Some((first, plan.times));
        }
        Ok(page)
    }

    fn file(&self, name: &str, status: u16, content_type: Option<&str>) -> Result<Answer, SiteError> {
        let mut answer = self.empty(status)?;
        answer.body = self.files.get(name).cloned().ok_or_else(|| self.bad("file", name))?;
        let content_type = content_type.unwrap_or_else(|| content_type_of(name, self.html));
        self.add_header(&mut answer, "content-type", content_type)?;
        Ok(answer)
    }

    fn empty(&self, status: u16) -> Result<Answer, SiteError> {
        let status = StatusCode::from_u16(status).map_err(|_| self.bad("status", &status.to_string()))?;
        Ok(Answer { status, headers: Vec::new(), body: Bytes::new(), delay: Duration::ZERO })
    }

    fn add_header(&self, answer: &mut Answer, name: &str, value: &str) -> Result<(), SiteError> {
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| self.bad("header", name))?;
        let value = HeaderValue::from_str(value).map_err(|_| self.bad("header value", value))?;
        answer.headers.push((header, value));
        Ok(())
    }

    fn fill(&self, body: &Bytes) -> Bytes {
        let text = String::from_utf8_lossy(body);
        Bytes::from(text.replace("{origin}", &self.origin))
    }

    /// Repeats what stands between the two marks, counting in `{n}`, until the page has at least `bytes` bytes.
    fn grow(&self, body: &Bytes, bytes: usize) -> Result<Bytes, SiteError> {
        let text = String::from_utf8_lossy(body);
        let parts = text.split_once(AGAIN.0).and_then(|(before, rest)| {
            let (piece, after) = rest.split_once(AGAIN.1)?;
            (!piece.is_empty()).then_some((before, piece, after))
        });
        let (before, piece, after) = parts.ok_or_else(|| self.bad("marks", AGAIN.0))?;
        let goal = bytes.min(MAX_BODY);
        let mut page = before.to_owned();
        let mut number = 0_u32;
        while page.len() + after.len() < goal {
            number += 1;
            page.push_str(&piece.replace("{n}", &number.to_string()));
        }
        page.push_str(after);
        Ok(Bytes::from(page))
    }

    fn bad(&self, what: &'static str, value: &str) -> SiteError {
        SiteError::Value { site: self.site.to_owned(), what, value: value.to_owned() }
    }
}

/// A bare answer of the server itself.
fn message(status: StatusCode, text: &'static str) -> Answer {
    let plain = HeaderValue::from_static("text/plain; charset=UTF-8");
    Answer {
        status,
        headers: vec![(hyper::header::CONTENT_TYPE, plain)],
        body: Bytes::from_static(text.as_bytes()),
        delay: Duration::ZERO,
    }
}

fn content_type_of<'a>(name: &str, html: &'a str) -> &'a str {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "html" | "htm" | "jsp" | "php" | "do" | "web" => html,
        "css" => "text/css",
        "csv" => "text/csv",
        "js" => "text/javascript",
        "json" => "application/json",
        "txt" => "text/plain",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}

fn read(path: &Path) -> Result<Vec<u8>, SiteError> {
    let failed = |source| SiteError::Read { path: path.to_owned(), source };
    let length = std::fs::metadata(path).map_err(failed)?.len();
    if usize::try_from(length).is_ok_and(|length| length <= MAX_BODY) {
        std::fs::read(path).map_err(failed)
    } else {
        Err(failed(std::io::ErrorKind::FileTooLarge.into()))
    }
}

/// Resolves `%XX`; `None` when an escape is broken or the result is not UTF-8.
fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (digits, tail) = rest.split_at_checked(2)?;
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return None;
        }
        let digits = std::str::from_utf8(digits).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = tail;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Option<(String, usize)> {
        Key::parse(text).map(|key| (key.path, key.query.len()))
    }

    #[test]
    fn addresses_are_decoded_and_never_climb() {
        let good = [
            ("/", "/", 0),
            ("/www/contents.do?key=460&a=1", "/www/contents.do", 2),
            ("/a%20b/%EB%B0%A9%EC%B9%A8", "/a b/방침", 0),
            ("/main.jsp;jsessionid=1A2B?x=1", "/main.jsp", 1),
        ];
        for (text, path, queries) in good {
            assert_eq!(key(text), Some((path.to_owned(), queries)), "{text}");
        }
        let bad = ["/../x", "/a/%2e%2e/x", "/a/..%2fx", "/a\\..\\x", "/%zz", "/%+1", "/%4", "/%ff", "/%00", "x", ""];
        for text in bad {
            assert_eq!(key(text), None, "{text}");
        }
    }

    #[test]
    fn the_order_of_a_query_says_nothing() {
        assert_eq!(Key::parse("/v?b=2&a=1"), Key::parse("/v?a=1&b=2"));
        assert_ne!(Key::parse("/v?a=1"), Key::parse("/v?a=2"));
    }
}
