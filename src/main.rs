//! Parse, dispatch, print the error chain, exit code; nothing else.

use bangchim::cli::{self, Cli};
use bangchim::commands::ExitStatus;
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Ok(ExitStatus::Finished) => ExitCode::SUCCESS,
        Ok(ExitStatus::BelowFloor) => ExitCode::from(1),
        Err(error) => {
            eprintln!("bangchim: {error:#}");
            ExitCode::from(2)
        }
    }
}
