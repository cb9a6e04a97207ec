//! Parse, dispatch, print the error chain, exit code; nothing else.

use bangchim::cli;
use bangchim::commands::ExitStatus;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::parse().and_then(cli::run) {
        Ok(ExitStatus::Finished) => ExitCode::SUCCESS,
        Ok(ExitStatus::BelowFloor) => ExitCode::from(1),
        // A reader that has seen enough, such as `head`, is no failure.
        Err(error) if closed(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bangchim: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether standard output was closed by its reader.
fn closed(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
