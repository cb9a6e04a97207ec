//! Parse, dispatch, print the error chain, exit code; nothing else.

use bangchim::cli;
use bangchim::commands::ExitStatus;
use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match cli::parse().and_then(cli::run) {
        Ok(ExitStatus::Finished) => ExitCode::SUCCESS,
        Ok(ExitStatus::BelowFloor) => ExitCode::from(1),
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if closed(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bangchim: {}", line(&error));
            ExitCode::from(2)
        }
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
