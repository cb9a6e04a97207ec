//! A child process that reads documents, as its parent sees it.

use super::{Limits, wire};
use crate::document::{Document, Hint};
use std::io::BufReader;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// How a document was lost.
#[derive(Debug)]
pub(super) enum SandboxError {
    /// No answer in time.
    Late,
    /// The child used up its processor time.
    Spent,
    /// The child ended before it answered: how.
    Died(String),
    /// There is no child.
    NoChild(std::io::Error),
}

/// Signal of a used-up processor limit, on Linux and the BSDs alike.
const SIGXCPU: i32 = 24;

/// Looks at a child that has closed its output and is about to end, and the time between two of them: giving back its
/// memory may take a while.
const LOOKS: u32 = 500;
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// What the allocator of a child sets aside at a time: its gibibyte would be most of the address space of the child.
const ARENA: &str = "64MiB";

/// A running child.
#[derive(Debug)]
pub(super) struct Child {
    process: std::process::Child,
    input: Option<ChildStdin>,
    answers: Receiver<std::io::Result<Vec<u8>>>,
    served: usize,
}

impl Child {
    /// Starts one.
    pub(super) fn start(program: &Path, limits: &Limits) -> std::io::Result<Self> {
        let mut process = Command::new(program)
            .arg("worker")
            .arg(limits.memory.to_string())
            .arg(limits.processor.as_secs().to_string())
            .env("MIMALLOC_ARENA_RESERVE", ARENA)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (input, output) = (process.stdin.take(), process.stdout.take());
        let (sender, answers) = sync_channel(1);
        if let Some(output) = output {
            // A pipe cannot be read with a deadline: a thread of its own reads it, and ends when the child does.
            std::thread::spawn(move || {
                let mut output = BufReader::new(output);
                loop {
                    let frame = wire::read_frame(&mut output);
                    let last = frame.is_err();
                    if sender.send(frame).is_err() || last {
                        return;
                    }
                }
            });
        }
        Ok(Self { process, input, answers, served: 0 })
    }

    /// How many documents it has read.
    pub(super) fn served(&self) -> usize {
        self.served
    }

    /// Hands a document over and waits for what it says. After a loss the child is not to be used again.
    pub(super) fn read(&mut self, bytes: &[u8], hint: &Hint, limits: &Limits) -> Result<Document, SandboxError> {
        self.served += 1;
        let sent = match &mut self.input {
            Some(input) => wire::write_request(input, bytes, hint),
            None => Err(std::io::ErrorKind::BrokenPipe.into()),
        };
        if sent.is_err() {
            return Err(self.exit_reason());
        }
        match self.answers.recv_timeout(limits.wall) {
            Ok(Ok(frame)) => {
                wire::parse(&frame, bytes).ok_or_else(|| SandboxError::Died("its answer makes no sense".to_owned()))
            }
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(self.exit_reason()),
            Err(RecvTimeoutError::Timeout) => Err(SandboxError::Late),
        }
    }

    /// How the child ended.
    fn exit_reason(&mut self) -> SandboxError {
        self.input = None;
        // It has closed its output and is about to end; one that does not is killed.
        for _ in 0..LOOKS {
            if let Ok(Some(status)) = self.process.try_wait() {
                return match (status.signal(), status.code()) {
                    (Some(SIGXCPU), _) => SandboxError::Spent,
                    (Some(signal), _) => SandboxError::Died(format!("signal {signal}")),
                    (None, code) => SandboxError::Died(format!("exit code {}", code.unwrap_or(-1))),
                };
            }
            std::thread::sleep(BETWEEN_LOOKS);
        }
        SandboxError::Died("it closed its output and did not end".to_owned())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // Its input ends first, so that even a child that cannot be killed would leave by itself.
        self.input = None;
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
