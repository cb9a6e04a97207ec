//! One file a verb. Each takes plain settings, joins pure parts to the disk and the network, and returns a status.

pub mod audit;
pub mod crawl;
pub mod crosscheck;
pub mod demo;
pub mod diff;
mod document;
pub mod export;
pub mod extract;
pub mod history;
pub mod man;
pub mod query;
pub mod read;
pub mod review;
pub mod seeds;
mod shipped;
pub mod stats;
pub mod verify;

pub use crate::progress::Verbosity;

/// How a command ended when it could run at all; what could not run is an error and exit code 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Done: exit code 0.
    Finished,
    /// Done, and something fell below a floor the user set: exit code 1.
    BelowFloor,
}
