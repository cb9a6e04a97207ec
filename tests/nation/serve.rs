//! The servers of the nation: one listener for all addresses below 127.0.0.0/8, which tells hosts by the address that
//! was connected to. It writes answers byte by byte, so that it can also write wrong ones.

use super::robots::{MOVED, Robots};
use super::site::{Charset, Entry, Nation, Page, Route, Site, Validator};
use super::trouble::Trouble;
use flate2::write::GzEncoder;
use flate2::{Compress, Compression, FlushCompress};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use std::collections::HashMap;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// A request that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// When its head had been read, in microseconds since the nation started.
    pub at_us: u64,
    /// When the answer was handed to the system; of an answer in pieces, when the last piece was.
    pub until_us: u64,
    pub host: Ipv4Addr,
    /// Path and query.
    pub path: String,
    /// Status of the answer; 0 when there was none.
    pub status: u16,
    pub agent: String,
    /// Whether it asked for a page only if it has changed.
    pub conditional: bool,
}

impl Arrival {
    /// As one line of JSON.
    pub fn line(&self) -> String {
        serde_json::json!({
            "t_ms": self.at_us / 1000,
            "until_ms": self.until_us / 1000,
            "host": self.host.to_string(),
            "path": self.path,
            "status": self.status,
            "agent": self.agent,
            "conditional": self.conditional,
        })
        .to_string()
    }
}

/// A nation that is being served; it stops when this is dropped.
pub struct Served {
    pub nation: Nation,
    /// The root certificate by which the nation's good certificates are signed.
    pub root: String,
    world: Arc<World>,
    _stop: watch::Sender<()>,
}

impl Served {
    /// Every request that arrived and was answered, in the order of arrival.
    pub fn arrivals(&self) -> Vec<Arrival> {
        let mut arrivals = lock(&self.world.log).arrivals.clone();
        arrivals.sort_by_key(|arrival| arrival.at_us);
        arrivals
    }

    /// How many requests have arrived, answered or not.
    pub fn count(&self) -> usize {
        lock(&self.world.log).begun
    }

    /// Answers so many more of the requests that arrive, and lets all others wait until this is said anew.
    pub fn answer_only(&self, requests: usize) {
        let begun = lock(&self.world.log).begun;
        self.world.answered.send_replace(begun.saturating_add(requests));
    }

    /// Waits until every request of a client that has gone is among the arrivals.
    pub async fn settled(&self) -> io::Result<()> {
        // Connections are taken in the order in which they came: when this one has been, those before it have been.
        let mut last = TcpStream::connect((self.nation.site(0).address, self.nation.port)).await?;
        last.shutdown().await?;
        let _ = last.read_to_end(&mut Vec::new()).await;
        let _ = self.world.connections.subscribe().wait_for(|open| *open == 0).await;
        Ok(())
    }

    /// Revises the nation: the same hosts at the same port, some time later. The arrivals are forgotten.
    pub fn revise(&mut self) {
        self.nation.revision += 1;
        *lock(&self.world.nation) = self.nation;
        self.forget();
    }

    /// Forgets the arrivals, and how often pages that recover were asked.
    pub fn forget(&self) {
        lock(&self.world.log).arrivals.clear();
        lock(&self.world.asked).clear();
    }
}

struct World {
    nation: Mutex<Nation>,
    /// Requests that are answered: those that arrived first.
    answered: watch::Sender<usize>,
    /// Connections that have not ended.
    connections: watch::Sender<usize>,
    start: Instant,
    log: Mutex<Log>,
    /// How often pages that recover were asked.
    asked: Mutex<HashMap<u32, u32>>,
    certificates: HashMap<Trouble, TlsAcceptor>,
    /// Time that an answer takes.
    latency: Duration,
}

struct Log {
    begun: usize,
    arrivals: Vec<Arrival>,
    /// Arrivals are written here as well.
    sink: Option<Box<dyn Write + Send>>,
}

impl Log {
    fn note(&mut self, arrival: Arrival) {
        if let Some(sink) = &mut self.sink {
            let _ = writeln!(sink, "{}", arrival.line());
        }
        self.arrivals.push(arrival);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves a nation; port 0 takes any free one. Arrivals are kept, and written to `sink`.
///
/// # Errors
/// When the port is taken.
pub async fn start(nation: Nation, latency: Duration, sink: Option<Box<dyn Write + Send>>) -> io::Result<Served> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(SocketAddr::from((Ipv4Addr::UNSPECIFIED, nation.port)))?;
    let listener = socket.listen(4096)?;
    let nation = Nation { port: listener.local_addr()?.port(), ..nation };
    let (certificates, root) = certificates().map_err(io::Error::other)?;
    let log = Mutex::new(Log { begun: 0, arrivals: Vec::new(), sink });
    let world = Arc::new(World {
        nation: Mutex::new(nation),
        answered: watch::channel(usize::MAX).0,
        connections: watch::channel(0).0,
        start: Instant::now(),
        log,
        asked: Mutex::default(),
        certificates,
        latency,
    });
    let (stop, stopped) = watch::channel(());
    let served = Served { nation, root, world: Arc::clone(&world), _stop: stop };
    tokio::spawn(async move {
        let mut until = stopped.clone();
        loop {
            tokio::select! {
                _ = until.changed() => return,
                accepted = listener.accept() => {
                    let Ok((stream, _)) = accepted else {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                        continue;
                    };
                    let world = Arc::clone(&world);
                    world.connections.send_modify(|open| *open += 1);
                    let mut until = stopped.clone();
                    tokio::spawn(async move {
                        tokio::select! {
                            _ = until.changed() => {}
                            () = receive(stream, &world) => {}
                        }
                        world.connections.send_modify(|open| *open -= 1);
                    });
                }
            }
        }
    });
    Ok(served)
}

/// How a connection goes on after an answer.
#[derive(PartialEq, Eq)]
enum After {
    Open,
    Close,
    Reset,
}

/// Serves one connection.
async fn receive(mut stream: TcpStream, world: &World) {
    // The listener hears every address of the machine; only loopback is the nation.
    let Ok(SocketAddr::V4(local)) = stream.local_addr() else { return };
    let nation = *lock(&world.nation);
    let Some(site) = nation.site_at(*local.ip()) else { return };
    let _ = stream.set_nodelay(true);
    let mut first = [0];
    if !matches!(stream.peek(&mut first).await, Ok(1)) {
        return;
    }
    if first == [0x16] {
        let acceptor = site.trouble.and_then(|trouble| world.certificates.get(&trouble)).cloned();
        match acceptor {
            Some(acceptor) => {
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    talk(&mut stream, world, &site).await;
                }
            }
            None => {
                // A fatal alert, protocol_version: what servers of TLS 1.0 say to clients of today.
                let _ = stream.write_all(&[0x15, 3, 1, 0, 2, 2, 70]).await;
            }
        }
        return;
    }
    if talk(&mut stream, world, &site).await == After::Reset {
        let _ = stream.set_zero_linger();
    }
}

/// Answers requests until the connection ends.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, world: &World, site: &Site) -> After {
    let mut buffer = Vec::new();
    loop {
        let Some(head) = read_head(stream, &mut buffer).await else { return After::Close };
        let Some(request) = Request::parse(&head) else { return After::Close };
        let at = world.start.elapsed();
        let number = {
            let mut log = lock(&world.log);
            log.begun += 1;
            log.begun
        };
        let _ = world.answered.subscribe().wait_for(|answered| number <= *answered).await;
        if !world.latency.is_zero() {
            tokio::time::sleep(world.latency).await;
        }
        let (status, until, after) = answer(stream, world, site, &request).await;
        let arrival = Arrival {
            at_us: at.as_micros() as u64,
            until_us: until.as_micros() as u64,
            host: site.address,
            path: request.path,
            status,
            agent: request.agent,
            conditional: request.tag.is_some() || request.since.is_some(),
        };
        lock(&world.log).note(arrival);
        if after != After::Open || request.close {
            let _ = stream.flush().await;
            return after;
        }
    }
}

async fn read_head<S: AsyncRead + Unpin>(stream: &mut S, buffer: &mut Vec<u8>) -> Option<String> {
    let mut chunk = [0; 2048];
    loop {
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
            buffer.drain(..end + 4);
            return Some(head);
        }
        if buffer.len() > 32 * 1024 {
            return None;
        }
        match stream.read(&mut chunk).await {
            Ok(count) if count > 0 => buffer.extend_from_slice(&chunk[..count]),
            _ => return None,
        }
    }
}

struct Request {
    path: String,
    agent: String,
    tag: Option<String>,
    since: Option<String>,
    gzip: bool,
    close: bool,
}

impl Request {
    fn parse(head: &str) -> Option<Self> {
        let mut lines = head.split("\r\n");
        let path = lines.next()?.strip_prefix("GET ")?.rsplit_once(" HTTP/1.")?.0.to_owned();
        let headers: Vec<(String, &str)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim()))
            .collect();
        let of = |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| (*value).to_owned());
        Some(Self {
            path,
            agent: of("user-agent").unwrap_or_default(),
            tag: of("if-none-match"),
            since: of("if-modified-since"),
            gzip: of("accept-encoding").is_some_and(|codings| codings.contains("gzip")),
            close: of("connection").is_some_and(|value| value.eq_ignore_ascii_case("close")),
        })
    }
}

/// Writes the answer to a request; gives its status, when it was given, and how to go on.
async fn answer<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    world: &World,
    site: &Site,
    request: &Request,
) -> (u16, Duration, After) {
    let page = site.page_at(&request.path);
    let begun = world.start.elapsed();
    let mut until = begun;
    if let Some(trouble) = site.trouble
        && let Some((status, after)) = make_trouble(stream, world, site, request, page, trouble, &mut until).await
    {
        return (status, until, after);
    }
    let reply = reply(site, request, page);
    let status = reply.status;
    let after = if site.lasting || status == 304 { After::Open } else { After::Close };
    let message = reply.bytes(site, request.gzip);
    // Before it is written: who reads it may be faster than we are with the clock.
    let until = world.start.elapsed();
    let written = stream.write_all(&message).await;
    (status, until, if written.is_ok() { after } else { After::Close })
}

struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Reply {
    fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    fn redirect(to: String) -> Self {
        Self::new(302, "").with("Location", to)
    }

    /// The whole message.
    fn bytes(mut self, site: &Site, gzip: bool) -> Vec<u8> {
        let reason = match self.status {
            200 => "OK",
            301 => "Moved Permanently",
            302 => "Found",
            304 => "Not Modified",
            403 => "Forbidden",
            404 => "Not Found",
            429 => "Too Many Requests",
            500 => "Internal Server Error",
            503 => "Service Unavailable",
            _ => "",
        };
        if gzip && site.gzip && self.status == 200 && self.body.len() > 1000 {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            let _ = encoder.write_all(&self.body);
            self.body = encoder.finish().unwrap_or_default();
            self.headers.push(("Content-Encoding", "gzip".to_owned()));
        }
        let mut head = format!("HTTP/1.1 {} {reason}\r\nServer: Apache\r\n", self.status);
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !site.lasting {
            head.push_str("Connection: close\r\n");
        }
        let mut message = head.into_bytes();
        if self.status == 304 {
            message.extend_from_slice(b"\r\n");
        } else if site.chunked && self.status == 200 {
            message.extend_from_slice(b"Transfer-Encoding: chunked\r\n\r\n");
            for chunk in self.body.chunks(8192) {
                message.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
                message.extend_from_slice(chunk);
                message.extend_from_slice(b"\r\n");
            }
            message.extend_from_slice(b"0\r\n\r\n");
        } else {
            message.extend_from_slice(format!("Content-Length: {}\r\n\r\n", self.body.len()).as_bytes());
            message.extend_from_slice(&self.body);
        }
        message
    }
}

/// What a site in good order answers.
fn reply(site: &Site, request: &Request, page: Option<Page>) -> Reply {
    match request.path.as_str() {
        "/robots.txt" => {
            let (status, header, body) = site.robots.answer(site);
            let kind = if site.robots == Robots::Page { "text/html" } else { "text/plain" };
            let reply = Reply::new(status, body).with("Content-Type", kind);
            return match header {
                Some((name, value)) => reply.with(name, value),
                None => reply,
            };
        }
        MOVED if site.robots == Robots::Moved => {
            return Reply::new(200, Robots::moved()).with("Content-Type", "text/plain");
        }
        _ => {}
    }
    let maps = site.route == Route::MapFile;
    let Some(page) = page.filter(|page| maps || !matches!(page, Page::MapFile | Page::MapPart)) else {
        // Some servers hide that a page is missing.
        let status = if site.number % 11 == 5 { 200 } else { 404 };
        return Reply::new(status, "<html><body>요청하신 페이지를 찾을 수 없습니다.</body></html>")
            .with("Content-Type", "text/html; charset=utf-8");
    };
    let body = match page {
        Page::Home if site.entry == Entry::Redirect => return Reply::redirect(site.path(Page::Main)),
        Page::MapFile | Page::MapPart => {
            return Reply::new(200, site.map_file(page == Page::MapPart)).with("Content-Type", "application/xml");
        }
        Page::File(9) | Page::Form => {
            let mut body = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
            body.extend(site.name.bytes().cycle().take(4000));
            return Reply::new(200, body).with("Content-Type", "application/octet-stream");
        }
        Page::File(_) => encoded(Charset::EucKr, &site.list()),
        page => encoded(site.charset, &site.html(page)),
    };
    let kind = match (page, site.charset) {
        (Page::File(_), _) => "text/csv",
        (_, Charset::Utf8 | Charset::EucKrLying) => "text/html; charset=UTF-8",
        (_, Charset::EucKr) => "text/html;charset=euc-kr",
        (_, Charset::EucKrMeta) => "text/html",
    };
    validated(site, request, body).with("Content-Type", kind)
}

fn encoded(charset: Charset, text: &str) -> Vec<u8> {
    match charset {
        Charset::Utf8 => text.as_bytes().to_vec(),
        _ => encoding_rs::EUC_KR.encode(text).0.into_owned(),
    }
}

/// The body, or that it has not changed since the client saw it.
fn validated(site: &Site, request: &Request, body: Vec<u8>) -> Reply {
    let digest = body
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    let (name, value, asked) = match site.validator {
        Validator::None => return Reply::new(200, body),
        Validator::Tag => ("ETag", format!("\"{digest:016x}\""), &request.tag),
        // The same body has the same date, whatever page it is.
        Validator::Date => {
            let day = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + digest % 60_000_000);
            ("Last-Modified", http_date(day), &request.since)
        }
    };
    let same = asked.as_ref() == Some(&value);
    let reply = if same { Reply::new(304, "") } else { Reply::new(200, body) };
    reply.with(name, value)
}

/// Misbehaves, when this page is where the host does; otherwise nothing. What takes time notes until when somebody was
/// there to listen: a client that has gone is noticed late, so of an answer in pieces it is the last piece that was taken.
async fn make_trouble<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    world: &World,
    site: &Site,
    request: &Request,
    page: Option<Page>,
    trouble: Trouble,
    until: &mut Duration,
) -> Option<(u16, After)> {
    let robots = request.path == "/robots.txt";
    match trouble {
        Trouble::Silent => {
            // Until the client has had enough.
            let _ = stream.read(&mut [0; 1]).await;
            *until = world.start.elapsed();
            return Some((0, After::Close));
        }
        Trouble::AlwaysBusy if !robots => {
            return send(stream, site, Reply::new(503, "").with("Retry-After", "1")).await;
        }
        _ => {}
    }
    if let Some(Page::Loop(step)) = page {
        let to = match trouble {
            Trouble::RedirectLoop => site.path(Page::Policy),
            _ => site.path(Page::Loop(step + 1)),
        };
        return send(stream, site, Reply::redirect(to)).await;
    }
    if page != Some(Page::Policy) {
        return None;
    }
    let html = "HTTP/1.1 200 OK\r\nServer: Apache\r\nContent-Type: text/html; charset=utf-8\r\n";
    match trouble {
        Trouble::Drip => {
            let _ = stream.write_all(format!("{html}Connection: close\r\n\r\n<html>").as_bytes()).await;
            loop {
                let now = world.start.elapsed();
                if stream.write_all(b" ").await.is_err() || stream.flush().await.is_err() {
                    break;
                }
                *until = now;
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            Some((200, After::Close))
        }
        Trouble::Endless => {
            let _ = stream.write_all(format!("{html}Connection: close\r\n\r\n<html>").as_bytes()).await;
            let piece = vec![b'x'; 64 * 1024];
            for _ in 0..4096 {
                let now = world.start.elapsed();
                if stream.write_all(&piece).await.is_err() {
                    break;
                }
                *until = now;
            }
            Some((200, After::Close))
        }
        Trouble::Bomb => {
            let bomb = bomb();
            let head = format!("{html}Content-Encoding: gzip\r\nContent-Length: {}\r\n\r\n", bomb.len());
            let _ = stream.write_all(head.as_bytes()).await;
            let _ = stream.write_all(bomb).await;
            Some((200, After::Close))
        }
        Trouble::Short => {
            let _ = stream.write_all(format!("{html}Content-Length: 50000\r\n\r\n<html>cut").as_bytes()).await;
            Some((200, After::Close))
        }
        Trouble::Reset => {
            let _ = stream.write_all(format!("{html}Content-Length: 50000\r\n\r\n<html>").as_bytes()).await;
            let _ = stream.flush().await;
            Some((200, After::Reset))
        }
        Trouble::NotHttp => {
            let _ = stream.write_all(b"SSH-2.0-OpenSSH_5.3\r\n\x00\x00\x03\x14\x08\x14").await;
            Some((0, After::Close))
        }
        Trouble::HugeHeader => {
            let _ = stream.write_all(html.as_bytes()).await;
            let line = format!("X-Filler: {}\r\n", "a".repeat(4000));
            for _ in 0..16_384 {
                let now = world.start.elapsed();
                if stream.write_all(line.as_bytes()).await.is_err() {
                    break;
                }
                *until = now;
            }
            Some((200, After::Close))
        }
        Trouble::RedirectLoop | Trouble::RedirectChain => {
            send(stream, site, Reply::redirect(site.path(Page::Loop(1)))).await
        }
        Trouble::RedirectPrivate => {
            let to = ["http://10.11.12.13/cctv", "http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:22/"];
            send(stream, site, Reply::redirect(to[site.number as usize % to.len()].to_owned())).await
        }
        Trouble::RedirectScheme => send(stream, site, Reply::redirect("ftp://127.0.0.1/policy.hwp".to_owned())).await,
        Trouble::LoginRedirect => send(stream, site, Reply::redirect(site.path(Page::Login))).await,
        Trouble::LoginPage => {
            let body = encoded(site.charset, &site.html(Page::Login));
            send(stream, site, Reply::new(200, body).with("Content-Type", "text/html")).await
        }
        Trouble::Broken => send(stream, site, Reply::new(500, "<html>java.lang.NullPointerException</html>")).await,
        Trouble::Missing => send(stream, site, Reply::new(404, "<html>404</html>")).await,
        Trouble::Nested => {
            let body = "<div>".repeat(100_000) + "고정형 영상정보처리기기 운영·관리 방침";
            send(stream, site, Reply::new(200, body).with("Content-Type", "text/html; charset=utf-8")).await
        }
        Trouble::Stumble | Trouble::BusySeconds | Trouble::BusyDate => {
            let before = {
                let mut asked = lock(&world.asked);
                let count = asked.entry(site.number).or_default();
                *count += 1;
                *count - 1
            };
            if before > 0 {
                return None;
            }
            let reply = match trouble {
                Trouble::Stumble => Reply::new(500, "<html>500</html>"),
                Trouble::BusySeconds => Reply::new(503, "").with("Retry-After", "2"),
                _ => Reply::new(429, "").with("Retry-After", http_date(SystemTime::now() + Duration::from_secs(3))),
            };
            send(stream, site, reply).await
        }
        _ => None,
    }
}

async fn send<S: AsyncWrite + Unpin>(stream: &mut S, site: &Site, reply: Reply) -> Option<(u16, After)> {
    let status = reply.status;
    let written = stream.write_all(&reply.bytes(site, false)).await;
    Some((status, if written.is_ok() && site.lasting { After::Open } else { After::Close }))
}

/// 256 MiB of blanks in a quarter of a megabyte: one compressed mebibyte, 256 times over. Nobody comes as far as the
/// checksum at its end.
fn bomb() -> &'static [u8] {
    static BOMB: OnceLock<Vec<u8>> = OnceLock::new();
    BOMB.get_or_init(|| {
        let mut piece = Vec::with_capacity(16 * 1024);
        let mut coder = Compress::new(Compression::fast(), false);
        // After a full flush nothing refers to what came before, so the piece can be repeated.
        let _ = coder.compress_vec(&vec![b' '; 1 << 20], &mut piece, FlushCompress::Full);
        let mut bomb = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
        bomb.extend(piece.repeat(256));
        bomb.extend([3, 0]);
        bomb.extend([0; 8]);
        bomb
    })
}

/// An instant as HTTP writes it.
fn http_date(time: SystemTime) -> String {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (day, of_day) = (seconds / 86_400, seconds % 86_400);
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(day % 7) as usize];
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = bangchim::model::time::Timestamp((seconds * 1000) as i64).rfc3339();
    let month = text[5..7].parse::<usize>().unwrap_or(1);
    format!(
        "{weekday}, {} {} {} {:02}:{:02}:{:02} GMT",
        &text[8..10],
        months[month - 1],
        &text[..4],
        of_day / 3600,
        of_day / 60 % 60,
        of_day % 60
    )
}

/// Certificates with a fault each, and the root that signs those which are not signed by themselves.
fn certificates() -> Result<(HashMap<Trouble, TlsAcceptor>, String), Box<dyn std::error::Error + Send + Sync>> {
    let mut root = CertificateParams::new(Vec::new())?;
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    root.distinguished_name.push(DnType::CommonName, "Nation Root");
    let root = CertifiedIssuer::self_signed(root, KeyPair::generate()?)?;
    let mut acceptors = HashMap::new();
    for trouble in [Trouble::SelfSigned, Trouble::Expired, Trouble::WrongName] {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new(vec!["www.elsewhere.example".to_owned()])?;
        if trouble != Trouble::WrongName {
            // Every address of the nation that may have this trouble.
            params.subject_alt_names = (0..250)
                .flat_map(|low| (1..=8).map(move |middle| IpAddr::V4(Ipv4Addr::new(127, 64, middle, low + 1))))
                .map(rcgen::SanType::IpAddress)
                .collect();
        }
        if trouble == Trouble::Expired {
            params.not_before = rcgen::date_time_ymd(2019, 1, 1);
            params.not_after = rcgen::date_time_ymd(2021, 1, 1);
        }
        let certificate = match trouble {
            Trouble::SelfSigned => params.self_signed(&key)?,
            _ => params.signed_by(&key, &root)?,
        };
        let key = PrivateKeyDer::try_from(key.serialize_der())?;
        let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
        acceptors.insert(trouble, TlsAcceptor::from(Arc::new(config)));
    }
    Ok((acceptors, root.pem()))
}
