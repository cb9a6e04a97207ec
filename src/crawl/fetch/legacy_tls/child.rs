//! The child's side: one request through the OpenSSL of this machine.

use super::super::classify::{self, Failure};
use super::super::limits::{Limits, MemoryBudget};
use super::super::send::{self, Request};
use super::wire;
use crate::model::http::Exchange;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

/// Address space of a child, in bytes: a body of full size a few times over, and the libraries.
const MEMORY: u64 = 1 << 30;
/// Processor time of a child, in seconds.
const PROCESSOR: u64 = 20;
/// What a child may take on the clock beyond the time of its request.
const MARGIN: Duration = Duration::from_secs(10);

/// Makes the request that the question describes and writes what came of it to standard output.
///
/// # Errors
/// When the question makes no sense, or nobody takes the answer.
pub fn serve(question: &str) -> io::Result<()> {
    for (resource, most) in [(Resource::As, MEMORY), (Resource::Cpu, PROCESSOR), (Resource::Core, 0)] {
        let maximum = getrlimit(resource).maximum;
        let current = Some(maximum.map_or(most, |maximum| most.min(maximum)));
        setrlimit(resource, Rlimit { current, maximum })?;
    }
    let (request, addresses, limits) =
        wire::asked(question).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "this is no request"))?;
    // Whatever a library waits for, and whether or not somebody still waits for us.
    let last = limits.total + MARGIN;
    std::thread::spawn(move || {
        std::thread::sleep(last);
        std::process::exit(1);
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let result = runtime.block_on(ask(&request, &addresses, &limits));
    wire::write(&mut io::stdout().lock(), &result)
}

async fn ask(request: &Request, addresses: &[SocketAddr], limits: &Limits) -> Result<Exchange, Failure> {
    let host = request.url.host_str().unwrap_or_default();
    let client = send::client(limits)
        .tls_backend_native()
        .tls_version_min(reqwest::tls::Version::TLS_1_0)
        // The parent has looked the name up and judged what it found.
        .resolve_to_addrs(host, addresses)
        .build()
        .map_err(|error| classify::failure(&error))?;
    match send::send(&client, request, limits, &MemoryBudget::default()).await {
        Ok((exchange, _)) => Ok(exchange),
        Err(lost) => Err(lost.failure),
    }
}
