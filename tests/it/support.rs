//! A small web server on loopback, whose log of arrivals tells what a crawl really did.

use crate::same::beginning;
use bangchim::archive;
use bangchim::crawl::{self, Report, Settings, Shutdown};
use bangchim::model::attempt::{Attempt, Outcome};
use bangchim::progress::Verbosity;
use futures_util::stream;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::{Bytes, Frame, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// The longest time that a test waits for what must come about: far more than a busy machine needs.
pub const PATIENCE: Duration = Duration::from_secs(600);

/// Waits until a condition holds.
pub async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < PATIENCE, "{what}: it does not come about");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// What answers wait for until a test lets them go.
#[derive(Debug, Clone)]
pub struct Gate(Arc<watch::Sender<bool>>);

impl Gate {
    pub fn shut() -> Self {
        Self(Arc::new(watch::channel(false).0))
    }

    pub fn open(&self) {
        self.0.send_replace(true);
    }

    async fn opened(&self) {
        // The sender is alive as long as this is.
        let _ = self.0.subscribe().wait_for(|open| *open).await;
    }
}

/// A request that came in.
#[derive(Debug, Clone)]
pub struct Arrival {
    pub path: String,
    pub at: Instant,
    /// When the answer left.
    pub until: Instant,
    pub agent: String,
}

/// What a server answers.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    pause: Duration,
    gate: Option<Gate>,
    chunked: bool,
}

impl Reply {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), pause: Duration::ZERO, gate: None, chunked: false }
    }

    pub fn html(body: &str) -> Self {
        Self::new(200, body).with("content-type", "text/html; charset=utf-8")
    }

    pub fn redirect(to: &str) -> Self {
        Self::new(302, "").with("location", to)
    }

    pub fn missing() -> Self {
        Self::new(404, "none")
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub fn after(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }

    /// The answer leaves when the gate is open.
    pub fn behind(mut self, gate: &Gate) -> Self {
        self.gate = Some(gate.clone());
        self
    }

    /// An answer that never leaves.
    pub fn never() -> Self {
        Self::new(200, "").behind(&Gate::shut())
    }

    pub fn chunked(mut self) -> Self {
        self.chunked = true;
        self
    }
}

/// A running server.
pub struct Server {
    pub address: SocketAddr,
    log: Arc<Mutex<Vec<Arrival>>>,
    /// Connections that have not ended.
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Serves what `answer` says of a path and of how often it was asked before.
    pub async fn start(answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_on("127.0.0.1:0", answer).await
    }

    pub async fn start_on(address: &str, answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        Self::on(TcpListener::bind(address).await.unwrap(), answer)
    }

    /// Serves at an address that was taken before.
    pub fn on(listener: TcpListener, answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Self {
        let address = listener.local_addr().unwrap();
        let log: Arc<Mutex<Vec<Arrival>>> = Arc::default();
        let answer = Arc::new(answer);
        let seen = Arc::clone(&log);
        let connections: Arc<AtomicUsize> = Arc::default();
        let open = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                open.fetch_add(1, Ordering::SeqCst);
                let open = Arc::clone(&open);
                let (answer, log) = (Arc::clone(&answer), Arc::clone(&seen));
                let service = service_fn(move |request: Request<Incoming>| {
                    let (answer, log) = (Arc::clone(&answer), Arc::clone(&log));
                    async move { Ok::<_, Infallible>(respond(&request, &*answer, &log).await) }
                });
                let io = hyper_util::rt::TokioIo::new(stream);
                tokio::spawn(async move {
                    let _ = hyper::server::conn::http1::Builder::new().serve_connection(io, service).await;
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, log, connections }
    }

    /// Waits until every request of a client that has gone is in the log.
    pub async fn settled(&self) {
        // Connections are taken in the order in which they came: when this one has been, those before it have been.
        let mut last = TcpStream::connect(self.address).await.unwrap();
        last.shutdown().await.unwrap();
        let _ = last.read_to_end(&mut Vec::new()).await;
        until("connections end", || self.connections.load(Ordering::SeqCst) == 0).await;
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn arrivals(&self) -> Vec<Arrival> {
        self.log.lock().unwrap().clone()
    }

    pub fn paths(&self) -> Vec<String> {
        self.arrivals().into_iter().map(|arrival| arrival.path).collect()
    }
}

type Body = http_body_util::combinators::BoxBody<Bytes, Infallible>;

async fn respond(
    request: &Request<Incoming>,
    answer: &(dyn Fn(&str, usize) -> Reply + Send + Sync),
    log: &Mutex<Vec<Arrival>>,
) -> Response<Body> {
    let path = request.uri().path_and_query().unwrap().to_string();
    let agent = request.headers()["user-agent"].to_str().unwrap().to_owned();
    let at = Instant::now();
    let (place, before) = {
        let mut log = log.lock().unwrap();
        let before = log.iter().filter(|arrival| arrival.path == path).count();
        log.push(Arrival { path: path.clone(), at, until: at, agent });
        (log.len() - 1, before)
    };
    let reply = answer(&path, before);
    if !reply.pause.is_zero() {
        tokio::time::sleep(reply.pause).await;
    }
    if let Some(gate) = &reply.gate {
        gate.opened().await;
    }
    log.lock().unwrap()[place].until = Instant::now();
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        response = response.header(*name, value);
    }
    let body = if reply.chunked {
        let frames: Vec<Result<Frame<Bytes>, Infallible>> =
            reply.body.chunks(1000).map(|chunk| Ok(Frame::data(Bytes::copy_from_slice(chunk)))).collect();
        StreamBody::new(stream::iter(frames)).boxed()
    } else {
        http_body_util::Full::new(Bytes::from(reply.body)).boxed()
    };
    response.body(body).unwrap()
}

/// A folder with a seeds file, and the settings of a fast crawl of it.
pub struct Trial {
    _folder: TempDir,
    pub settings: Settings,
}

impl Trial {
    /// Institutions by id with home page and known policy page; either may be empty.
    pub fn new(institutions: &[(&str, String, String)]) -> Self {
        let mut seeds = "id,name,kind,sido,homepage,policy_urls\n".to_owned();
        for (id, home, policy) in institutions {
            seeds.push_str(&format!("{id},가람시 {id},si,경기도,{home},{policy}\n"));
        }
        Self::of(&seeds)
    }

    /// The institutions of a seeds file.
    pub fn of(seeds: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("seeds.csv");
        std::fs::write(&file, seeds).unwrap();
        let mut settings = Settings::new(file, folder.path().join("data"));
        settings.delay = Duration::from_millis(20);
        settings.frontier.backoff = 2;
        // Servers that answer are waited for however busy the machine is.
        settings.fetch.connect = PATIENCE;
        settings.fetch.silence = PATIENCE;
        settings.fetch.total = PATIENCE;
        settings.verbosity = Verbosity::Quiet;
        Self { _folder: folder, settings }
    }

    /// One institution with a home page.
    pub fn home(url: String) -> Self {
        Self::new(&[("x", url, String::new())])
    }

    pub async fn crawl(&self) -> Report {
        let (_keep, halt) = watch::channel(Shutdown::None);
        crawl::crawl(&self.settings, halt).await.unwrap()
    }

    pub fn archive(&self) -> PathBuf {
        self.settings.data.join("archive")
    }

    /// All tries of the newest crawl.
    pub fn attempts(&self) -> Vec<Attempt> {
        let crawls = archive::crawls(&self.archive()).unwrap();
        archive::attempts(&self.archive(), &crawls.last().unwrap().id).unwrap()
    }

    /// The last outcome of a path.
    pub fn outcome(&self, path: &str) -> Outcome {
        let attempts = self.attempts();
        let last = attempts.iter().rfind(|attempt| attempt.target.url.path() == path);
        let tried = || attempts.iter().map(|attempt| format!("{}\n", attempt.target.url)).collect::<String>();
        last.unwrap_or_else(|| panic!("{path} was not tried, but\n{}", beginning(&tried()))).outcome.clone()
    }
}

/// WARC files below a folder, in order.
pub fn warcs(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains(".warc"))
        .collect();
    files.sort();
    files
}
