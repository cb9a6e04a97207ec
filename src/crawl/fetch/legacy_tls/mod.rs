//! Servers that need legacy TLS: TLS 1.0 and 1.1, RSA without forward secrecy, weak Diffie-Hellman
//! groups, SHA-1 signatures, short keys. They are asked a second time with an OpenSSL that still knows these, and the
//! chain of certificates, its dates and its names are verified as ever: what is given up is the strength of the
//! encryption, which a page that anybody may read can do without.
//!
//! OpenSSL reads such a configuration once, when it starts, and is written in C: so each of these requests is made by
//! a child process of our own binary, which has nothing else to lose and no more time than the request. Its
//! configuration comes on its standard input, the request as its argument, the answer on its standard output.

mod child;
mod wire;

use super::classify::Failure;
use super::limits::Limits;
use super::send::{self, Request};
use crate::model::attempt::{FetchError, TlsFault};
use crate::model::http::Exchange;
use crate::model::url::authority;
pub use child::serve;
use std::collections::HashMap;
use std::io::{self, BufReader, Write};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use url::Url;

/// Settings of OpenSSL 3 (config(5), SSL_CONF_cmd(3)). Level 0 allows what level 1 forbids: keys and groups under 80
/// bits of security, SHA-1, and with it TLS 1.0. The last line takes servers without RFC 5746.
const SETTINGS: &str = "\
openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = handshake
[handshake]
MinProtocol = TLSv1
CipherString = DEFAULT:@SECLEVEL=0
Options = UnsafeLegacyServerConnect
";

/// Legacy TLS, and the servers known to need it.
#[derive(Debug, Default)]
pub(super) struct Legacy {
    servers: Mutex<HashMap<String, TlsFault>>,
}

impl Legacy {
    /// What was wrong with the usual handshake, when a server is known to need legacy TLS.
    pub(super) fn fault(&self, url: &Url) -> Option<TlsFault> {
        self.servers().get(&authority(url)).copied()
    }

    /// Whether a fault may be one of age. Who cannot show who he is gets no second try.
    pub(super) fn may_help(&self, fault: TlsFault) -> bool {
        matches!(
            fault,
            TlsFault::Handshake
                | TlsFault::ProtocolVersion
                | TlsFault::KeyExchange
                | TlsFault::WeakSignature
                // A key that is too short to be believed ends as this.
                | TlsFault::BadCertificate
        )
    }

    /// Asks one of these addresses in a process of its own. When that cannot be, or the handshake fails once more
    /// without a reason, the fault remains.
    pub(super) async fn send(
        &self,
        request: &Request,
        addresses: &[SocketAddr],
        limits: &Limits,
        fault: TlsFault,
    ) -> Result<Exchange, Failure> {
        let question = wire::question(request, addresses, limits);
        let answer = tokio::task::spawn_blocking(move || ask(&question)).await;
        let asked = send::written(&request.headers);
        let result = match answer {
            Ok(Ok((head, body))) => wire::answer(&head, body, asked).unwrap_or(Err(HANDSHAKE)),
            Ok(Err(_)) | Err(_) => Err(HANDSHAKE),
        };
        let result = result.map_err(|failure| if failure == HANDSHAKE { tls(fault) } else { failure });
        if !matches!(result, Err(Failure::Failed(FetchError::Tls(_)))) {
            self.servers().insert(authority(&request.url), fault);
        }
        result
    }

    fn servers(&self) -> MutexGuard<'_, HashMap<String, TlsFault>> {
        self.servers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What says no more than that there was no connection.
const HANDSHAKE: Failure = tls(TlsFault::Handshake);

const fn tls(fault: TlsFault) -> Failure {
    Failure::Failed(FetchError::Tls(fault))
}

/// Lets a child ask; gives the head and the body of its answer. The child sees to it that it ends.
fn ask(question: &str) -> io::Result<(String, Vec<u8>)> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["legacy-tls", question])
        .env("OPENSSL_CONF", "/dev/stdin")
        // What the allocator sets aside at a time: its gibibyte would be all the address space that the child has.
        .env("MIMALLOC_ARENA_RESERVE", "64MiB")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    // It need not read them all, nor at all.
    let _ = child.stdin.take().map(|mut input| input.write_all(SETTINGS.as_bytes()));
    let answer = match child.stdout.take() {
        Some(output) => wire::read(&mut BufReader::new(output)),
        None => Err(io::ErrorKind::BrokenPipe.into()),
    };
    if answer.is_err() {
        let _ = child.kill();
    }
    child.wait()?;
    answer
}
