//! Parse, dispatch, print the error chain, exit code; nothing else.

use bangchim::cli;
use bangchim::commands::{ExitStatus, NameError};
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Settings under which the allocator gives memory back at once and takes little in advance: a crawl holds thousands of
/// connections for seconds each, and takes a third of the memory with them. Readers are faster without.
const SPARING: [(&str, &str); 3] =
    [("MIMALLOC_PURGE_DELAY", "0"), ("MIMALLOC_ARENA_EAGER_COMMIT", "0"), ("MIMALLOC_ARENA_RESERVE", "64MiB")];

fn main() -> ExitCode {
    crawl_sparingly();
    match cli::parse().and_then(cli::run) {
        Ok(ExitStatus::Finished) => ExitCode::SUCCESS,
        Ok(ExitStatus::BelowFloor) => ExitCode::from(1),
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if closed(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bangchim: {}", line(&error));
            for candidate in error.downcast_ref::<NameError>().map_or(&[][..], NameError::candidates) {
                eprintln!("  {candidate}");
            }
            ExitCode::from(2)
        }
    }
}

/// Starts this very program once more, in its own place, when it is to crawl: the allocator reads its settings at the
/// start. Where somebody has chosen some, or where that cannot be, all goes on as it is.
fn crawl_sparingly() {
    let mut arguments = std::env::args_os().skip(1);
    let chosen = SPARING.iter().any(|(name, _)| std::env::var_os(name).is_some());
    if arguments.next().is_some_and(|verb| verb == "crawl")
        && !chosen
        && let Ok(program) = std::env::current_exe()
    {
        let _ = Command::new(program).arg("crawl").args(arguments).envs(SPARING).exec();
    }
}

/// An error and its causes on one line. Libraries like to repeat the words of a cause; those are said once.
fn line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain().map(ToString::to_string) {
        let words = cause.split_whitespace().collect::<Vec<_>>().join(" ");
        let last = words.rsplit(": ").next().unwrap_or_default();
        if line.is_empty() {
            line = words;
        } else if !line.ends_with(last) {
            line.push_str(": ");
            line.push_str(&words);
        }
    }
    line
}

/// Whether standard output was closed by its reader.
fn closed(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
