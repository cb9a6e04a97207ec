//! The child's side: set the limits, then read documents until the input ends.

use super::wire;
use crate::document;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};
use std::io::{BufReader, Write};
use std::sync::mpsc::sync_channel;

/// Stack of the thread that reads: nested formats recurse.
const STACK: usize = 64 << 20;

/// Runs as a child: `memory` bytes of address space, `processor` seconds a document.
///
/// # Errors
/// When the limits cannot be set, or the reader died.
pub fn serve(memory: u64, processor: u64) -> std::io::Result<()> {
    set(Resource::As, memory)?;
    set(Resource::Core, 0)?;
    let (sender, requests) = sync_channel(1);
    // The input is watched while a document is read: its end means that the parent has gone, and so do we at once.
    std::thread::spawn(move || {
        let mut input = BufReader::new(std::io::stdin().lock());
        while let Ok(request) = wire::read_request(&mut input) {
            if sender.send(request).is_err() {
                break;
            }
        }
        std::process::exit(0);
    });
    let reader = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let mut output = std::io::stdout().lock();
        for (bytes, hint) in requests {
            // Documents have a budget each; the limit of the process grows with what it has used so far.
            let used = clock_gettime(ClockId::ProcessCPUTime).tv_sec.unsigned_abs();
            if set(Resource::Cpu, used + processor + 1).is_err() {
                return;
            }
            let answer = wire::answer(&document::read(&bytes, &hint));
            if wire::write_frame(&mut output, &answer).and_then(|()| output.flush()).is_err() {
                return;
            }
        }
    });
    // A panic of the reader ends the thread, and so the process; the parent sees it die.
    reader?.join().map_err(|_| std::io::Error::other("the reader died"))
}

/// Sets the soft limit; the hard one stays, and a lower hard one wins.
fn set(resource: Resource, value: u64) -> rustix::io::Result<()> {
    let maximum = getrlimit(resource).maximum;
    let current = Some(maximum.map_or(value, |maximum| value.min(maximum)));
    setrlimit(resource, Rlimit { current, maximum })
}
