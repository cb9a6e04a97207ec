//! The hard bounds of one request.

use std::time::Duration;

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
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 20 * 1024 * 1024,
            connect: Duration::from_secs(15),
            silence: Duration::from_secs(30),
            total: Duration::from_secs(90),
        }
    }
}

/// How much of a robots.txt is read: RFC 9309 section 2.5 asks for at least 500 KiB.
pub const ROBOTS_BYTES: u64 = 500 * 1024;
