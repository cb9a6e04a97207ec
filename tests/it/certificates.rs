//! Chains of certificates with gaps: completed where the certificates say how, and never believed without a root.

use crate::cli::program;
use crate::same::same_lines;
use crate::support::{Reply, Server};
use bangchim::archive;
use bangchim::model::attempt::{Attempt, FetchError, Origin, Outcome, Refusal, TlsFault};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType, IsCa, Issuer, KeyPair, SanType,
    SigningKey,
};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

type Authority = CertifiedIssuer<'static, KeyPair>;

/// The extension that says where the certificate of the issuer lies.
fn issuer_at(address: &str) -> CustomExtension {
    let sized = |tag: u8, content: &[u8]| [&[tag, u8::try_from(content.len()).expect("short")], content].concat();
    let access = [&sized(6, &[0x2B, 6, 1, 5, 5, 7, 48, 2])[..], &sized(0x86, address.as_bytes())].concat();
    CustomExtension::from_oid_content(&[1, 3, 6, 1, 5, 5, 7, 1, 1], sized(0x30, &sized(0x30, &access)))
}

fn params(name: &str, address: Option<&str>) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).expect("parameters");
    params.distinguished_name.push(DnType::CommonName, name);
    params.custom_extensions.extend(address.map(issuer_at));
    params
}

fn authority(name: &str, address: Option<&str>, by: Option<&Issuer<'_, impl SigningKey>>) -> Authority {
    let mut params = params(name, address);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    match by {
        Some(by) => CertifiedIssuer::signed_by(params, key, by),
        None => CertifiedIssuer::self_signed(params, key),
    }
    .expect("a certificate")
}

fn acceptor(certificate: CertificateDer<'static>, key: &KeyPair) -> TlsAcceptor {
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(tokio_rustls::rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a server");
    TlsAcceptor::from(Arc::new(config))
}

/// A server that sends its own certificate and no other, and how often it was asked.
async fn secured(by: &Authority, address: Option<&str>) -> (SocketAddr, Arc<AtomicUsize>) {
    let mut params = params("server", address);
    params.subject_alt_names = vec![SanType::IpAddress([127, 0, 0, 1].into())];
    let key = KeyPair::generate().expect("a key");
    let certificate = params.signed_by(&key, by).expect("signed").der().clone();
    let acceptor = acceptor(certificate, &key);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let place = listener.local_addr().expect("an address");
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, count) = (acceptor.clone(), Arc::clone(&count));
            tokio::spawn(async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                let service = service_fn(move |request: Request<Incoming>| {
                    count.fetch_add(1, Ordering::SeqCst);
                    let status = if request.uri().path() == "/" { 200 } else { 404 };
                    let answer =
                        Response::builder().status(status).body(Full::new(Bytes::from_static(b"<p>hello</p>")));
                    async move { Ok::<_, Infallible>(answer.expect("an answer")) }
                });
                let io = hyper_util::rt::TokioIo::new(stream);
                let _ = hyper::server::conn::http1::Builder::new().serve_connection(io, service).await;
            });
        }
    });
    (place, asked)
}

/// Crawls home pages with one root that is trusted; gives the tries of each.
async fn crawl(root: &Authority, homes: &[SocketAddr]) -> Vec<Vec<Attempt>> {
    let folder = tempfile::tempdir().expect("a folder");
    let mut seeds = "id,name,kind,sido,homepage\n".to_owned();
    for (number, home) in homes.iter().enumerate() {
        seeds.push_str(&format!("x{number},가람시,si,경기도,https://{home}/\n"));
    }
    std::fs::write(folder.path().join("seeds.csv"), seeds).expect("written");
    std::fs::write(folder.path().join("root.pem"), root.pem()).expect("written");
    let mut command = program(folder.path());
    command.env("SSL_CERT_FILE", "root.pem").env_remove("SSL_CERT_DIR");
    command.args(["crawl", "--quiet", "--seeds", "seeds.csv", "--delay", "20ms"]);
    let done = tokio::task::spawn_blocking(move || command.output().expect("it runs")).await.expect("joined");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let archive = folder.path().join("data/archive");
    let crawl = archive::crawls(&archive).expect("a ledger").pop().expect("a crawl");
    let attempts = archive::attempts(&archive, &crawl.id).expect("tries");
    let of = |number: usize| {
        let id = format!("x{number}");
        attempts.iter().filter(|attempt| attempt.target.institution.0 == id).cloned().collect()
    };
    (0..homes.len()).map(of).collect()
}

fn words(attempts: &[Attempt]) -> Vec<String> {
    let word = |attempt: &Attempt| match &attempt.outcome {
        Outcome::Stored(page) => page.status.to_string(),
        Outcome::Failed(FetchError::Tls(fault)) => fault.name().to_owned(),
        other => format!("{other:?}"),
    };
    let pages = attempts.iter().filter(|attempt| !matches!(attempt.target.origin, Origin::Certificate { .. }));
    pages.map(|attempt| format!("{} {}", attempt.target.url.path(), word(attempt))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn missing_links_are_fetched_and_verified() {
    let none: Option<&Authority> = None;
    let root = authority("root", None, none.map(|one| &**one));
    let stranger = authority("stranger", None, none.map(|one| &**one));
    // The authorities' own server is not up before their certificates name it; its port is taken.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let at = |path: &str| format!("http://127.0.0.1:{port}/{path}");
    let first = authority("first", Some(&at("root.cer")), Some(&root));
    let middle = authority("middle", Some(&at("root.cer")), Some(&root));
    let second = authority("second", Some(&at("between.cer")), Some(&middle));
    // One for each server: a link that one of them names would be known to the others.
    let foreign = ["a", "b", "c", "d", "e", "f"].map(|name| authority(name, None, Some(&stranger)));
    let (one, two, between) = (first.der().to_vec(), second.pem().into_bytes(), middle.der().to_vec());
    let third = foreign[0].der().to_vec();
    let authorities = Server::on(listener, move |path, _| match path {
        "/first.cer" => Reply::new(200, one.clone()),
        "/second.pem" => Reply::new(200, two.clone()),
        "/between.cer" => Reply::new(200, between.clone()),
        "/foreign.cer" => Reply::new(200, third.clone()),
        "/huge.cer" => Reply::new(200, [one.clone(), vec![0; 70_000]].concat()),
        "/wrong.cer" => Reply::html("<p>not here</p>"),
        _ => Reply::missing(),
    });
    let servers = [
        // One link, two links, and a chain that ends at somebody whom nobody trusts.
        secured(&first, Some(&at("first.cer"))).await,
        secured(&second, Some(&at("second.pem"))).await,
        secured(&foreign[0], Some(&at("foreign.cer"))).await,
        // What is no certificate, or too much, or not to be asked for.
        secured(&foreign[1], Some(&at("wrong.cer"))).await,
        secured(&foreign[2], Some(&at("huge.cer"))).await,
        secured(&foreign[3], Some("http://10.0.0.1/first.cer")).await,
        secured(&foreign[4], Some("https://127.0.0.1/first.cer")).await,
        secured(&foreign[5], None).await,
    ];
    let homes: Vec<SocketAddr> = servers.iter().map(|(address, _)| *address).collect();
    let tries = crawl(&root, &homes).await;
    let good = |times: usize| {
        let failed = (0..times).map(|_| "/robots.txt missing_intermediate".to_owned());
        failed.chain(["/robots.txt 404".to_owned(), "/ 200".to_owned()]).collect::<Vec<_>>()
    };
    assert_eq!(words(&tries[0])[..3], good(1), "{:?}", words(&tries[0]));
    assert_eq!(words(&tries[1])[..4], good(2), "{:?}", words(&tries[1]));
    for ((address, asked), tries) in servers.iter().zip(&tries).skip(2) {
        assert_eq!(asked.load(Ordering::SeqCst), 0, "{address}: nothing is asked of whom nobody vouches for");
        assert!(!words(tries).iter().any(|word| word.ends_with("200")), "{:?}", words(tries));
    }
    assert_eq!(words(&tries[6])[0], "/robots.txt unknown_issuer");
    assert_eq!(words(&tries[7])[0], "/robots.txt unknown_issuer");
    // Every request stands in the ledger, those for certificates too.
    let asked = authorities.arrivals();
    assert!(asked.iter().all(|arrival| arrival.agent.starts_with("bangchim/")));
    let mut seen: Vec<String> = asked.into_iter().map(|arrival| arrival.path).collect();
    let of_authorities = |attempt: &&Attempt| matches!(attempt.target.origin, Origin::Certificate { .. });
    let written: Vec<&Attempt> = tries.iter().flatten().filter(of_authorities).collect();
    let sent = written.iter().filter(|attempt| attempt.outcome.was_sent());
    let mut told: Vec<String> = sent.map(|attempt| attempt.target.url.path().to_owned()).collect();
    seen.sort();
    told.sort();
    same_lines(&told, &seen, "requests for certificates in the ledger and at the server");
    assert!(written.iter().any(|attempt| attempt.outcome == Outcome::Refused(Refusal::PrivateAddress)));
    assert!(written.iter().any(|attempt| attempt.outcome == Outcome::Refused(Refusal::TooLarge)));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_for_himself_is_known() {
    let none: Option<&Authority> = None;
    let root = authority("root", None, none.map(|one| &**one));
    // One that calls itself an authority as well, and one that shares no cipher.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let refusing = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            // A fatal alert, handshake_failure.
            let _ = stream.write_all(&[0x15, 3, 1, 0, 2, 2, 40]).await;
        }
    });
    // One that hangs up.
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let silent = listener.local_addr().expect("an address");
    tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    let own = self_signed().await;
    let tries = crawl(&root, &[own, refusing, silent]).await;
    assert_eq!(tries[0][0].outcome, Outcome::Failed(FetchError::Tls(TlsFault::SelfSigned)));
    assert_eq!(tries[1][0].outcome, Outcome::Failed(FetchError::Tls(TlsFault::KeyExchange)));
    assert_eq!(tries[2][0].outcome, Outcome::Failed(FetchError::Tls(TlsFault::Handshake)));
    let told = tries[2].iter().filter(|attempt| attempt.outcome == tries[2][0].outcome).count();
    assert_eq!(told, 3, "it may have been chance");
}

/// A server whose certificate is that of an authority which nobody knows.
async fn self_signed() -> SocketAddr {
    let mut params = params("itself", None);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.subject_alt_names = vec![SanType::IpAddress([127, 0, 0, 1].into())];
    let key = KeyPair::generate().expect("a key");
    let certificate = params.self_signed(&key).expect("signed").der().clone();
    let acceptor = acceptor(certificate, &key);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let place = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = acceptor.accept(stream).await;
        }
    });
    place
}
