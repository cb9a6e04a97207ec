//! The only file that knows flags, environment and defaults; turns them into plain settings.

use crate::commands::{self, ExitStatus};
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// CCTV operation policies of Korean public bodies: crawl, read, compare.
#[derive(Debug, Parser)]
#[command(name = "bangchim", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read policies out of files, folders or the archive, offline.
    Extract {
        /// Files and folders.
        paths: Vec<PathBuf>,
        /// What to print.
        #[arg(long, default_value = "jsonl")]
        format: String,
    },
    /// Print one document as the blocks we see.
    Read {
        /// The document.
        file: PathBuf,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Read documents from standard input under limits; started by the other commands.
    #[command(hide = true)]
    Worker {
        /// Bytes of address space.
        memory: u64,
        /// Seconds of processor time a document.
        processor: u64,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TextOrJson {
    Text,
    Json,
}

/// Runs the command that was asked for.
///
/// # Errors
/// When it could not run.
pub fn run(cli: Cli) -> anyhow::Result<ExitStatus> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match cli.command {
        Command::Extract { paths, format: _ } => {
            commands::extract::run(&commands::extract::Settings { paths }, &mut out, &mut std::io::stderr())
        }
        Command::Read { file, format } => {
            let format = match format {
                TextOrJson::Text => commands::read::Format::Text,
                TextOrJson::Json => commands::read::Format::Json,
            };
            commands::read::run(&commands::read::Settings { file, format }, &mut out)
        }
        Command::Worker { memory, processor } => {
            // It writes from a thread of its own, which would wait for the lock for ever.
            drop(out);
            crate::worker::serve(memory, processor)?;
            Ok(ExitStatus::Finished)
        }
    }
}
