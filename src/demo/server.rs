//! A small HTTP/1.1 server for the sample sites: each on its own loopback address, all on one port.
//!
//! It gives the crawler a world in which every hardship of the real one occurs and none of its hosts is troubled, and
//! it keeps a log of arrivals, so that manners can be checked from the other side of the wire.

use super::site::{Answer, Plan, Site, SiteError};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, ETAG, HeaderValue, IF_NONE_MATCH, USER_AGENT};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Where the sample sites lie in a checkout; `start` takes any other folder.
pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample");

/// How often a free port is looked for once the usual one is taken.
const PORT_TRIES: usize = 16;
/// Connections one site keeps open at a time; more wait in the system's queue.
const MAX_CONNECTIONS: usize = 64;
/// Arrivals that are remembered; a crawl of the samples makes a few hundred.
const MAX_ARRIVALS: usize = 100_000;
/// How long a connection may stay silent.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long `stop` waits for answers that are on their way.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(2);
/// Pause after a failed accept, so that a full table of files does not spin.
const ACCEPT_BACKOFF: Duration = Duration::from_millis(50);

/// Why the sample sites cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The sample folder is not usable.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// An address cannot be listened on. Outside Linux, loopback addresses beyond 127.0.0.1 must be added first.
    #[error(
        "cannot listen on {address}: {source} (where only 127.0.0.1 exists, add the address first: `ifconfig lo0 alias {ip}`)",
        ip = .address.ip()
    )]
    Listen {
        /// The address.
        address: SocketAddrV4,
        /// What the system says.
        source: std::io::Error,
    },
    /// The runtime of the server cannot be started.
    #[error("cannot start the network runtime: {0}")]
    Runtime(std::io::Error),
    /// No port is free on all addresses.
    #[error("no port is free on all loopback addresses of the sample sites ({PORT_TRIES} were tried)")]
    NoPort,
}

/// A request that reached a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Milliseconds since the server started.
    pub t_ms: u64,
    /// Address of the site, without the port.
    pub host: String,
    /// Path and query as they came over the wire.
    pub path: String,
    /// Status of the answer.
    pub status: u16,
    /// `User-Agent`; empty when there was none.
    pub agent: String,
}

/// The running server; it stops when this is dropped, and in good order with [`Served::stop`].
#[derive(Debug)]
pub struct Served {
    port: u16,
    usual: u16,
    sites: Vec<Arc<Site>>,
    log: Arc<Log>,
    stop: watch::Sender<bool>,
    listeners: JoinSet<()>,
}

#[derive(Debug)]
struct Log {
    start: Instant,
    arrivals: Mutex<Vec<Arrival>>,
}

/// A server that runs on threads of its own, for callers that wait for nothing.
#[derive(Debug)]
pub struct Background {
    runtime: tokio::runtime::Runtime,
    served: Served,
}

impl Background {
    /// Stops the server in good order.
    pub fn stop(self) {
        self.runtime.block_on(self.served.stop());
        self.runtime.shutdown_background();
    }
}

impl std::ops::Deref for Background {
    type Target = Served;

    fn deref(&self) -> &Served {
        &self.served
    }
}

/// Serves the sites of a sample folder in a runtime of its own until [`Background::stop`].
///
/// # Errors
/// As of [`start`], or when the runtime cannot be started.
pub fn start_blocking(sample: &Path) -> Result<Background, ServeError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(ServeError::Runtime)?;
    let served = runtime.block_on(start(sample))?;
    Ok(Background { runtime, served })
}

/// Serves the sites of a sample folder until [`Served::stop`].
///
/// The port is the one `sites.json` names if it is free on every address, else any other that is.
///
/// # Errors
/// When the folder is not usable, or its addresses cannot be listened on.
pub async fn start(sample: &Path) -> Result<Served, ServeError> {
    let plan = Plan::read(sample)?;
    let usual = plan.port;
    let live: Vec<Ipv4Addr> = plan.sites.iter().filter(|site| !site.dead).map(|site| site.address).collect();
    let (port, sockets) = listen(&live, usual).await?;
    let mut sites = Vec::with_capacity(plan.sites.len());
    for site in plan.sites {
        sites.push(Arc::new(Site::load(site, sample, port)?));
    }
    let log = Arc::new(Log { start: Instant::now(), arrivals: Mutex::default() });
    let (stop, stopped) = watch::channel(false);
    let mut listeners = JoinSet::new();
    let live = sites.iter().filter(|site| !site.dead);
    for (site, socket) in live.zip(sockets) {
        let host = Host { site: Arc::clone(site), log: Arc::clone(&log) };
        listeners.spawn(receive(socket, host, stopped.clone()));
    }
    Ok(Served { port, usual, sites, log, stop, listeners })
}

impl Served {
    /// The port all sites listen on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Whether the port is the one `sites.json` names; if not, it was taken.
    pub fn is_usual_port(&self) -> bool {
        self.port == self.usual
    }

    /// The sites, the dead one among them.
    pub fn sites(&self) -> &[Arc<Site>] {
        &self.sites
    }

    /// The text of a seeds file that names every site, with the columns of `seeds/institutions.csv`.
    pub fn seeds_csv(&self) -> String {
        let mut text =
            String::from("id,name,kind,sido,homepage,policy_urls,population,population_year,population_source,note\n");
        for site in &self.sites {
            let origin = site.origin();
            let policy = site.policy.as_ref();
            let population = site.population.map(|number| number.to_string());
            let counted = population.is_some();
            let cells = [
                site.id.clone(),
                site.name.clone(),
                site.kind.name().to_owned(),
                site.sido.name().to_owned(),
                format!("{origin}/"),
                policy.map_or_else(String::new, |path| format!("{origin}{path}")),
                population.unwrap_or_default(),
                if counted { "2026" } else { "" }.to_owned(),
                if counted { "invented" } else { "" }.to_owned(),
                "invented institution of the sample sites".to_owned(),
            ];
            text.push_str(&cells.map(|cell| quoted(&cell)).join(","));
            text.push('\n');
        }
        text
    }

    /// Every request so far, in the order of arrival.
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.log.lock().clone()
    }

    /// Takes no more requests, lets answers on their way finish, and frees the addresses.
    pub async fn stop(mut self) {
        // A failure means that every listener has already ended.
        let _ = self.stop.send(true);
        let all = async { while self.listeners.join_next().await.is_some() {} };
        if tokio::time::timeout(SHUTDOWN_TIMEOUT, all).await.is_err() {
            self.listeners.shutdown().await;
        }
    }
}

impl Log {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Arrival>> {
        self.arrivals.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, host: Ipv4Addr, path: &str, status: StatusCode, agent: String) {
        let elapsed = self.start.elapsed().as_millis();
        let mut arrivals = self.lock();
        if arrivals.len() < MAX_ARRIVALS {
            arrivals.push(Arrival {
                t_ms: u64::try_from(elapsed).unwrap_or(u64::MAX),
                host: host.to_string(),
                path: path.to_owned(),
                status: status.as_u16(),
                agent,
            });
        }
    }
}

/// Listens on every address with one port: the usual one, else any that is free on all of them.
async fn listen(addresses: &[Ipv4Addr], usual: u16) -> Result<(u16, Vec<TcpListener>), ServeError> {
    for wanted in std::iter::once(usual).chain(std::iter::repeat_n(0, PORT_TRIES)) {
        let mut port = wanted;
        let mut sockets = Vec::with_capacity(addresses.len());
        for &ip in addresses {
            let address = SocketAddrV4::new(ip, port);
            let failed = |source| ServeError::Listen { address, source };
            match TcpListener::bind(address).await {
                Ok(socket) => {
                    port = socket.local_addr().map_err(failed)?.port();
                    sockets.push(socket);
                }
                Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => break,
                Err(error) => return Err(failed(error)),
            }
        }
        if sockets.len() == addresses.len() {
            return Ok((port, sockets));
        }
    }
    Err(ServeError::NoPort)
}

/// A site and the log it writes to.
#[derive(Clone)]
struct Host {
    site: Arc<Site>,
    log: Arc<Log>,
}

/// Takes the connections of one site until the server stops, then lets them end.
async fn receive(socket: TcpListener, host: Host, mut stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = stopped.changed() => break,
            Some(_) = connections.join_next() => {}
            accepted = socket.accept(), if connections.len() < MAX_CONNECTIONS => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(talk(stream, host.clone(), stopped.clone()));
                }
                Err(_) => tokio::time::sleep(ACCEPT_BACKOFF).await,
            },
        }
    }
    drop(socket);
    while connections.join_next().await.is_some() {}
}

/// One connection from its first request to its last.
async fn talk(stream: TcpStream, host: Host, mut stopped: watch::Receiver<bool>) {
    let service = service_fn(move |request| {
        let host = host.clone();
        async move { Ok::<_, Infallible>(host.respond(&request).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    // A connection that breaks is the visitor's affair: the log already has what was asked.
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

impl Host {
    async fn respond(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let known = matches!(*request.method(), Method::GET | Method::HEAD);
        let mut answer = if known { self.site.answer(path) } else { refused_method() };
        if is_unchanged(request, &answer) {
            answer.status = StatusCode::NOT_MODIFIED;
            answer.body = Bytes::new();
        }
        let agent = request.headers().get(USER_AGENT);
        let agent = agent.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        let address = self.site.address;
        self.log.note(address, path, answer.status, agent.unwrap_or_default());
        if !answer.delay.is_zero() {
            tokio::time::sleep(answer.delay).await;
        }
        let mut response = Response::new(Full::new(answer.body));
        *response.status_mut() = answer.status;
        for (name, value) in answer.headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}

fn refused_method() -> Answer {
    Answer {
        status: StatusCode::METHOD_NOT_ALLOWED,
        headers: vec![(ALLOW, HeaderValue::from_static("GET, HEAD"))],
        body: Bytes::new(),
        delay: Duration::ZERO,
    }
}

/// Whether the visitor already has the very page, by its `ETag`.
fn is_unchanged(request: &Request<Incoming>, answer: &Answer) -> bool {
    let tag = answer.headers.iter().find(|(name, _)| *name == ETAG);
    let held = request.headers().get(IF_NONE_MATCH);
    answer.status == StatusCode::OK && tag.is_some_and(|(_, tag)| Some(tag) == held)
}

/// A cell of a CSV file.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
