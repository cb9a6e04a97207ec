//! Reading documents in processes of limited means: the one door from commands to the readers of formats.
//!
//! Good libraries can be made to ask for terabytes or to spin by a file of a few kilobytes, and an aborted allocation
//! cannot be caught. So attachments, and pages above a size, are read by children of our own binary under limits of
//! memory, processor time and wall clock; what kills a child is a problem of that document alone. Children wait for
//! the next document on their standard input, and its end, however the parent ended, is theirs as well.

mod child;
mod serve;
mod wire;

use crate::document::decode::{self, Kind};
use crate::document::{self, Document, Hint, Problem, ProblemKind};
use crate::model::policy::Media;
use child::{Child, SandboxError};
pub use serve::serve;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What reading one document may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Address space of a child, in bytes.
    pub memory: u64,
    /// Processor time a document.
    pub processor: Duration,
    /// Time on the clock a document: far more than processor time, for a machine that does other work as well.
    pub wall: Duration,
    /// Pages and plain text up to this size are read in our own process, in bytes.
    pub in_process: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: 1536 << 20,
            processor: Duration::from_secs(30),
            wall: Duration::from_secs(300),
            in_process: 512 << 10,
        }
    }
}

/// Documents a child reads before it is replaced: what leaks in a library is bounded by it.
const TERM: usize = 500;

/// Reads documents, the dangerous ones in a pool of children. Share it by reference between threads: each call takes
/// an idle child or starts one, so there are as many children as threads that read at once.
#[derive(Debug)]
pub struct Reader {
    program: PathBuf,
    limits: Limits,
    idle: Mutex<Vec<Child>>,
}

impl Reader {
    /// A reader whose children run this very program, which must have the verb `worker`: programs that use the library
    /// name one that has with [`Reader::new`].
    ///
    /// # Errors
    /// When the system does not tell where the program stands.
    pub fn of_this_program() -> std::io::Result<Self> {
        Ok(Self::new(std::env::current_exe()?, Limits::default()))
    }

    /// A reader whose children run `program worker`.
    pub fn new(program: PathBuf, limits: Limits) -> Self {
        Self { program, limits, idle: Mutex::default() }
    }

    /// Reads bytes into a document. Never fails: what goes wrong is a problem of the document.
    pub fn read(&self, bytes: &[u8], hint: &Hint) -> Document {
        if bytes.len() > document::MAX_FILE || self.is_harmless(bytes, hint) {
            return document::read(bytes, hint);
        }
        let taken = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut fresh = taken.is_none();
        let mut child = match taken.map_or_else(|| Child::start(&self.program, &self.limits), Ok) {
            Ok(child) => child,
            Err(error) => return self.lost(bytes, hint, &SandboxError::NoChild(error)),
        };
        loop {
            match child.read(bytes, hint, &self.limits) {
                Ok(document) => {
                    if child.served() < TERM {
                        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(child);
                    }
                    return document;
                }
                // What a child died of may be the weight of documents before this one: only a fresh one is proof.
                Err(SandboxError::Died(_)) if !fresh => {
                    fresh = true;
                    child = match Child::start(&self.program, &self.limits) {
                        Ok(child) => child,
                        Err(error) => return self.lost(bytes, hint, &SandboxError::NoChild(error)),
                    };
                }
                Err(loss) => return self.lost(bytes, hint, &loss),
            }
        }
    }

    /// Whether our own process may read it: text and pages of ordinary size, and what is only recognised.
    fn is_harmless(&self, bytes: &[u8], hint: &Hint) -> bool {
        match decode::kind(bytes, hint) {
            Kind::Known(Media::Html | Media::Text | Media::Csv) => bytes.len() <= self.limits.in_process,
            Kind::Known(_) | Kind::Zip => false,
            Kind::Image | Kind::Locked | Kind::Old(_) | Kind::Binary => true,
        }
    }

    fn lost(&self, bytes: &[u8], hint: &Hint, loss: &SandboxError) -> Document {
        let seconds = self.limits.wall.as_secs();
        let problem = match loss {
            SandboxError::Late => Problem::new(ProblemKind::Timeout, format!("not read within {seconds} seconds")),
            SandboxError::Spent => {
                let seconds = self.limits.processor.as_secs();
                Problem::new(ProblemKind::Timeout, format!("not read within {seconds} seconds of processor time"))
            }
            SandboxError::Died(how) => Problem::new(ProblemKind::Crash, format!("the reader died: {how}")),
            SandboxError::NoChild(error) => {
                Problem::new(ProblemKind::Crash, format!("no reader could be started: {error}"))
            }
        };
        document::unread(bytes, hint, problem)
    }
}
