//! The only place that knows flags, environment and defaults; turns them into plain settings.
//!
//! `command` has the verbs, `arguments` their flags, `value` the words that flags take, `settings` the way from all these
//! to what commands ask for. Here the line is read, and the verb run.

mod arguments;
mod command;
mod manual;
mod settings;
mod value;

use crate::commands::{
    self, ExitStatus, Verbosity, audit, crawl, crosscheck, demo, diff, export, extract, history, ledger, man, pack,
    pages, query, read, report, review, seeds, show, stats, verify,
};
use crate::demo::server;
use anyhow::bail;
use arguments::Colour;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use command::{ArchiveVerb, Command, SeedsVerb};
use settings::{
    audit_settings, crawl_settings, export_settings, extract_settings, of_changes, of_statistics, query_settings,
    terminal, text_or_json,
};
use std::path::PathBuf;

/// CCTV operation policies (영상정보처리기기 운영·관리 방침) of Korean public bodies: crawl, read, compare.
#[derive(Debug, Parser)]
#[command(
    name = "bangchim",
    version,
    about,
    max_term_width = 100,
    after_help = "Examples:\n  \
        bangchim demo                                   everything at once, over sample sites on this machine\n  \
        bangchim crawl --plan                           what a crawl would ask, without asking\n  \
        bangchim crawl --contact https://example.org    crawl the institutions of seeds/institutions.csv\n  \
        bangchim extract                                read the newest crawl into Parquet\n  \
        bangchim extract page.html                      read one page and print what it says\n  \
        bangchim stats --format csv                     compare\n\n\
        Exit codes: 0 done; 1 done, and something fell below a floor that was set (--fail-on); 2 could not run, or nothing \
        that was named could be read; 3 done, but a file that was named is no document that can be read"
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Say nothing but results and errors.
    #[arg(short, long, global = true)]
    quiet: bool,
    /// When to colour what is printed; NO_COLOR is honoured.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    color: Colour,
}

/// Reads the command line. What cannot be understood is one line on standard error and exit code 2.
///
/// # Errors
/// The one line; help and version are printed here and end the program.
pub fn parse() -> anyhow::Result<Cli> {
    match Cli::try_parse() {
        Ok(cli) => Ok(cli),
        Err(error) if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            bail!("say what to do, for instance `bangchim demo`; see `bangchim --help`")
        }
        Err(error) if error.use_stderr() => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or("").trim_start_matches("error: ").trim_end();
            let more = text
                .lines()
                .skip(1)
                .map(str::trim)
                .take_while(|line| !line.starts_with("Usage") && !line.starts_with("For more information"));
            let rest = more.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
            let words = [first, &rest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            bail!("{words}; see `bangchim --help`")
        }
        Err(error) => error.exit(),
    }
}

/// Runs the command that was asked for.
///
/// # Errors
/// When it could not run.
pub fn run(cli: Cli) -> anyhow::Result<ExitStatus> {
    let verbosity = if cli.quiet { Verbosity::Quiet } else { Verbosity::Normal };
    let mut out = std::io::BufWriter::new(std::io::stdout());
    match cli.command {
        Command::Demo { data } => {
            let settings = demo::Settings { data, sample: PathBuf::from(server::SAMPLE), verbosity };
            demo::run(&settings, &mut out)
        }
        Command::Crawl(args) => crawl::run(&crawl_settings(*args, verbosity)),
        Command::Extract(args) => extract::run(&extract_settings(args, verbosity), &mut out),
        Command::Audit(args) => {
            let mut quiet = std::io::sink();
            let mut talk = std::io::stderr();
            let talk: &mut dyn std::io::Write = if cli.quiet { &mut quiet } else { &mut talk };
            audit::run(&audit_settings(*args, verbosity), &mut out, talk)
        }
        Command::Diff { old, new, format, out: folder } => {
            diff::run(&diff::Settings { old, new, format: of_changes(format), out: folder }, &mut out)
        }
        Command::History { institution, data, format } => {
            history::run(&history::Settings { data, institution, format: text_or_json(format) }, &mut out)
        }
        Command::Crosscheck { file, data, sido, format } => {
            crosscheck::run(&crosscheck::Settings { file, data, sido, format: text_or_json(format) }, &mut out)
        }
        Command::Ledger { host, data, crawl, format } => {
            ledger::run(&ledger::Settings { host, data, crawl, format: text_or_json(format) }, &mut out)
        }
        Command::Read { file, format } => read::run(&read::Settings { file, format: text_or_json(format) }, &mut out),
        Command::Stats { data, format, as_of } => {
            stats::run(&stats::Settings { data, format: of_statistics(format), as_of })
        }
        Command::Report { data, out: folder } => {
            let mut quiet = std::io::sink();
            let mut talk = std::io::stderr();
            let talk: &mut dyn std::io::Write = if cli.quiet { &mut quiet } else { &mut talk };
            report::run(&pages::Settings { data, out: folder, verbosity }, &mut out, talk)
        }
        Command::Show { id, data } => show::run(&show::Settings { data, id, style: terminal(cli.color) }, &mut out),
        Command::Review { data, limit } => review::run(&review::Settings { data, limit }, &mut out),
        Command::Verify { data } => verify::run(&verify::Settings { data, verbosity }, &mut out),
        Command::Archive { verb: ArchiveVerb::Pack { data, crawl, out: file } } => {
            pack::run(&pack::Settings { data, crawl, out: file }, &mut out)
        }
        Command::Seeds { verb: SeedsVerb::Check { file } } => seeds::run(&seeds::Settings { file }),
        Command::Export(args) => export::run(&export_settings(args, verbosity)),
        Command::Query(args) => query::run(&query_settings(args, verbosity)?, &mut out),
        Command::Man { out: folder } => man::run(&manual::pages()?, folder.as_deref(), &mut out),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "bangchim", &mut out);
            Ok(commands::ExitStatus::Finished)
        }
        Command::Worker { memory, processor } => {
            // It writes from a thread of its own, which would wait for the lock for ever.
            drop(out);
            crate::sandbox::serve(memory, processor)?;
            Ok(ExitStatus::Finished)
        }
        Command::LegacyTls { request } => {
            drop(out);
            crawl::legacy(&request)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
