//! The hard bounds of one request.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bounds of one request; what goes beyond is an error, never a shorter document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a body on the wire.
    pub body: u64,
    /// Time to connect.
    pub connect: Duration,
    /// Longest silence while an answer arrives.
    pub silence: Duration,
    /// Time for the whole answer, from the request to the last byte.
    pub total: Duration,
    /// Whether the connection to a host is kept for its next request.
    pub keep_connections: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 20 * 1024 * 1024,
            connect: Duration::from_secs(15),
            silence: Duration::from_secs(30),
            total: Duration::from_secs(90),
            keep_connections: true,
        }
    }
}

/// How much of a robots.txt is read: RFC 9309 section 2.5 asks for at least 500 KiB.
pub const ROBOTS_BYTES: u64 = 500 * 1024;

/// Bodies up to this size, in bytes, are taken in without asking for room.
pub const SMALL_BODY: usize = 256 * 1024;
/// Mebibytes for the larger bodies of all requests together.
const ROOM: u32 = 64;

/// The memory that large bodies share.
#[derive(Debug)]
pub struct MemoryBudget(Arc<Semaphore>);

/// A part of it.
#[derive(Debug)]
pub struct MemoryPermit {
    _permit: Option<OwnedSemaphorePermit>,
}

impl Default for MemoryBudget {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(ROOM as usize)))
    }
}

impl MemoryBudget {
    /// Waits until there is room for a body of so many bytes.
    pub async fn take(&self, bytes: u64) -> MemoryPermit {
        let mebibytes = u32::try_from(bytes.div_ceil(1 << 20)).unwrap_or(ROOM).clamp(1, ROOM);
        // The semaphore is never closed; were it, requests would go on without it.
        MemoryPermit { _permit: Arc::clone(&self.0).acquire_many_owned(mebibytes).await.ok() }
    }
}

/// Files that a crawl has open beside its connections: the ledger, WARC files, pages that are read back, the runtime.
const OTHER_FILES: u64 = 32;
/// Connections that wait for the next request of their host: they are kept for seconds, and most hosts have one.
const KEPT_CONNECTIONS: u64 = 4096;

impl Limits {
    /// Bounds under which so many hosts can be asked at a time with so many open files, and how many hosts these are:
    /// a request holds a connection and, while it looks for a name, a question to a name server.
    pub fn within(self, files: u64, hosts: usize) -> (Self, usize) {
        let room = files.saturating_sub(OTHER_FILES);
        let most = usize::try_from(room / 2).unwrap_or(usize::MAX).max(1);
        let keep_connections = self.keep_connections && room >= KEPT_CONNECTIONS;
        (Self { keep_connections, ..self }, hosts.min(most))
    }
}

/// Lets this process open as many files as the system allows it to; gives how many these are. Systems begin with a
/// thousand or fewer, and a crawl that has no file left for a connection would take its hosts for dead.
pub fn raise_open_files() -> u64 {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).is_ok() {
        return maximum.unwrap_or(u64::MAX);
    }
    current.unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_files_mean_few_hosts() {
        let cases = [(1_048_576, 64, 64, true), (1024, 64, 64, false), (100, 64, 34, false), (8, 64, 1, false)];
        for (files, hosts, expected, keep) in cases {
            let (limits, found) = Limits::default().within(files, hosts);
            assert_eq!((found, limits.keep_connections), (expected, keep), "{files}");
        }
    }

    #[test]
    fn what_the_system_allows_is_taken() {
        let files = raise_open_files();
        assert_eq!(getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX), files);
    }
}
