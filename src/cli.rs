//! The only file that knows flags, environment and defaults; turns them into plain settings.

use crate::commands::audit::Severity;
use crate::commands::{self, ExitStatus};
use crate::institution::{InstitutionKind, Sido};
use crate::normalise::date::Date;
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
    /// Hold policies against the law of a day: candidates for a check, with article, date and quote.
    Audit {
        /// Files and folders.
        paths: Vec<PathBuf>,
        /// Data folder, or the folder of one crawl's tables; findings are written there.
        #[arg(long)]
        data: Option<PathBuf>,
        /// The day whose law is applied [default: the day of the crawl, else today].
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
        as_of: Option<Date>,
        /// How to print.
        #[arg(long, value_enum, default_value_t = FindingsFormat::Text)]
        format: FindingsFormat,
        /// Only these rules, by id (CP-201) or name.
        #[arg(long = "rule", value_delimiter = ',')]
        rules: Vec<String>,
        /// Only these severities: violation_candidate, outdated, advisory, privacy_flag.
        #[arg(long = "severity", value_delimiter = ',', value_parser = severity)]
        severities: Vec<Severity>,
        /// Only institutions of a province.
        #[arg(long, value_parser = sido)]
        sido: Option<Sido>,
        /// Only institutions of a kind.
        #[arg(long, value_parser = kind)]
        kind: Option<InstitutionKind>,
        /// End with exit code 1 when a finding is this grave or graver.
        #[arg(long, value_parser = severity)]
        fail_on: Option<Severity>,
        /// Print everything about one institution, by id or name, as an HTML page.
        #[arg(long, value_name = "ID")]
        packet: Option<String>,
        /// Judge former versions as well, even in the archive (files named here always are).
        #[arg(long)]
        archived: bool,
    },
    /// What changed between two crawls, field by field.
    Diff {
        /// The older crawl: its folder, or a data folder.
        old: PathBuf,
        /// The newer crawl.
        new: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Cameras of the national standard data (전국CCTV표준데이터 CSV) beside those that policies state.
    Crosscheck {
        /// The CSV, in any of its encodings.
        file: PathBuf,
        /// Data folder, or the folder of one crawl's tables.
        #[arg(long)]
        data: Option<PathBuf>,
        /// How to print.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// What the versions of an institution's policy say, the oldest first.
    History {
        /// Institution, by id or name.
        institution: String,
        /// Data folder, or the folder of one crawl's tables.
        #[arg(long, default_value = "data")]
        data: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Print one document as the blocks we see.
    Read {
        /// The document.
        file: PathBuf,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TextOrJson {
    Text,
    Json,
}

impl From<TextOrJson> for commands::read::Format {
    fn from(format: TextOrJson) -> Self {
        match format {
            TextOrJson::Text => Self::Text,
            TextOrJson::Json => Self::Json,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FindingsFormat {
    Text,
    Csv,
    Json,
    Xlsx,
    Html,
}

fn day(text: &str) -> Result<Date, String> {
    let mut parts = text.split('-').map(|part| part.parse::<u16>().ok());
    let mut part = || parts.next().flatten();
    let date = part()
        .zip(part())
        .zip(part())
        .and_then(|((year, month), day)| Date::new(year, u8::try_from(month).ok()?, Some(u8::try_from(day).ok()?)));
    date.ok_or_else(|| "a day is written YYYY-MM-DD".to_owned())
}

fn severity(text: &str) -> Result<Severity, String> {
    Severity::parse(text).ok_or_else(|| format!("one of {}", Severity::ALL.map(Severity::name).join(", ")))
}

fn sido(text: &str) -> Result<Sido, String> {
    Sido::from_name(text).ok_or_else(|| "no province of that name".to_owned())
}

fn kind(text: &str) -> Result<InstitutionKind, String> {
    InstitutionKind::parse(text).ok_or_else(|| "no kind of that name".to_owned())
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
        Command::Audit { paths, data, as_of, format, rules, severities, sido, kind, fail_on, packet, archived } => {
            let format = match format {
                FindingsFormat::Text => commands::audit::Format::Text,
                FindingsFormat::Csv => commands::audit::Format::Csv,
                FindingsFormat::Json => commands::audit::Format::Json,
                FindingsFormat::Xlsx => commands::audit::Format::Xlsx,
                FindingsFormat::Html => commands::audit::Format::Html,
            };
            // Who names a file asks about that file, former version or not.
            let archived = archived || !paths.is_empty();
            let settings = commands::audit::Settings {
                paths,
                data,
                as_of,
                format,
                rules,
                severities,
                sido,
                kind,
                fail_on,
                packet,
                archived,
            };
            commands::audit::run(&settings, &mut out, &mut std::io::stderr())
        }
        Command::Diff { old, new, format } => {
            commands::diff::run(&commands::diff::Settings { old, new, format: format.into() }, &mut out)
        }
        Command::Crosscheck { file, data, format } => {
            let settings = commands::crosscheck::Settings { file, data, format: format.into() };
            commands::crosscheck::run(&settings, &mut out)
        }
        Command::History { institution, data, format } => {
            let settings = commands::diff::History { data, institution, format: format.into() };
            commands::diff::history(&settings, &mut out)
        }
        Command::Read { file, format } => {
            commands::read::run(&commands::read::Settings { file, format: format.into() }, &mut out)
        }
    }
}
