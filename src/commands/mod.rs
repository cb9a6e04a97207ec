//! One file a command: it glues the parts, each `run` takes plain settings and says how it ended.

pub mod seeds;
pub mod stats;

/// How a command ended that could run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// Done.
    Finished,
    /// Done, and something fell below a floor the user set.
    BelowFloor,
}
