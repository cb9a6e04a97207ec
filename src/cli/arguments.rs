//! Flags of the verbs that have many, their defaults, and the formats to choose from.

use super::value::{day, duration, kind, severity, shard, sido, window};
use crate::commands::audit::Severity;
use crate::commands::crawl;
use crate::model::institution::{InstitutionKind, Sido};
use crate::normalise::date::Date;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

#[derive(Debug, Args)]
pub(super) struct CrawlArgs {
    /// Registry of institutions.
    #[arg(long, default_value = "seeds/institutions.csv", value_name = "FILE")]
    pub(super) seeds: PathBuf,
    /// Data folder; the archive is below it.
    #[arg(long, default_value = "data", value_name = "DIR")]
    pub(super) data: PathBuf,
    /// Only these institutions: ids, full names (`충청남도 당진시`, `경남 고성군`), or names that no other has.
    #[arg(long, value_delimiter = ',', value_name = "ID|NAME,…")]
    pub(super) only: Vec<String>,
    /// Only institutions of this kind (si, gun, autonomous_gu, …).
    #[arg(long, value_parser = kind, value_name = "KIND")]
    pub(super) kind: Option<InstitutionKind>,
    /// Only institutions of this province, by its name of today.
    #[arg(long, value_parser = sido, value_name = "SIDO")]
    pub(super) sido: Option<Sido>,
    /// Maximum number of institutions.
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// Pause between two requests to one host; public hosts never get less than a second.
    #[arg(long, default_value = "2s", value_parser = duration, value_name = "TIME")]
    pub(super) delay: Duration,
    /// Contact sent with every request (URL or e-mail address), so that the owner of a host can reach you.
    #[arg(long, value_name = "URL-or-mail")]
    pub(super) contact: Option<String>,
    /// Print the requests that would be sent, and send none.
    #[arg(long)]
    pub(super) plan: bool,
    /// Crawl shard k of n, one a machine.
    #[arg(long, value_parser = shard, value_name = "k/n")]
    pub(super) shard: Option<crawl::Shard>,
    /// Re-check pages found by an earlier crawl (its id, or `last`) with conditional requests.
    #[arg(long, value_name = "ID|last")]
    pub(super) since: Option<String>,
    /// Send requests only within these hours, Korea time.
    #[arg(long, value_parser = window, value_name = "H:M-H:M")]
    pub(super) window: Option<crawl::Window>,
    /// Number of hosts crawled in parallel.
    #[arg(long, default_value_t = 64, value_name = "N")]
    pub(super) parallel: usize,
}

#[derive(Debug, Args)]
pub(super) struct ExtractArgs {
    /// Files, folders and WARC files; the archive of the data folder when there are none.
    pub(super) paths: Vec<PathBuf>,
    /// Data folder.
    #[arg(long, default_value = "data", value_name = "DIR")]
    pub(super) data: PathBuf,
    /// Write Parquet tables into this folder.
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Lines on standard output, or tables; lines for paths and tables for an archive by default.
    #[arg(long, value_enum)]
    pub(super) format: Option<ParquetOrJsonl>,
    /// Manual corrections (policy_id,field,value,reason and, if wanted, author) [default: corrections.csv of the data folder].
    /// A line that fits no policy of its document, or whose document is in no crawl of the archive, is an error with file and
    /// line. A line whose document was not read this time (the page has changed, the crawl had fewer institutions, only some
    /// files are named) is told and left out.
    #[arg(long, value_name = "FILE")]
    pub(super) corrections: Option<PathBuf>,
    /// Crawl [default: the latest].
    #[arg(long, value_name = "ID")]
    pub(super) crawl: Option<String>,
    /// The day whose law findings are made by (YYYY-MM-DD); the day of the crawl by default, of files the day on which
    /// the law behind the rules was last looked up. The tables of a crawl keep the law of its own day: another day goes
    /// with --format jsonl or --out.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) as_of: Option<Date>,
}

#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    /// Files and folders; the archive of the data folder when there are none.
    pub(super) paths: Vec<PathBuf>,
    /// Data folder, or the folder of one crawl's tables, `data` by default. Findings by the law of the crawl's day are
    /// written there when no file is named.
    #[arg(long, value_name = "DIR")]
    pub(super) data: Option<PathBuf>,
    /// The day whose law is applied (YYYY-MM-DD); the day of the crawl by default, of files the day on which the law
    /// behind the rules was last looked up. Findings of another day are printed and not written into the tables.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) as_of: Option<Date>,
    /// Output format.
    #[arg(long, value_enum, default_value_t = FindingsFormat::Text)]
    pub(super) format: FindingsFormat,
    /// Only these rules, by id (CP-201) or name.
    #[arg(long = "rule", value_delimiter = ',', value_name = "RULE,…")]
    pub(super) rules: Vec<String>,
    /// Only these severities: needs_check, outdated, advisory, privacy_flag.
    #[arg(long = "severity", value_delimiter = ',', value_parser = severity, value_name = "SEVERITY,…")]
    pub(super) severities: Vec<Severity>,
    /// Only institutions of this province, by its name of today.
    #[arg(long, value_parser = sido, value_name = "SIDO")]
    pub(super) sido: Option<Sido>,
    /// Only institutions of this kind (si, gun, autonomous_gu, …).
    #[arg(long, value_parser = kind, value_name = "KIND")]
    pub(super) kind: Option<InstitutionKind>,
    /// Exit 1 if a finding has this severity or higher; what nearly every policy has (CP-401) counts only
    /// when --rule names it.
    #[arg(long, value_parser = severity, value_name = "SEVERITY")]
    pub(super) fail_on: Option<Severity>,
    /// Print everything about one institution as an HTML page: its id, its full name, or a name that no other has.
    #[arg(long, value_name = "ID|NAME")]
    pub(super) packet: Option<String>,
    /// Judge former versions in the archive as well; files named here always are.
    #[arg(long)]
    pub(super) archived: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// Data folder, or the folder of one crawl's tables.
    #[arg(long, default_value = "data", value_name = "DIR")]
    pub(super) data: PathBuf,
    /// Output folder: new, empty, or of an earlier export [default: below DATA/export].
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// File format.
    #[arg(long, value_enum, default_value_t = TablesFormat::Parquet)]
    pub(super) format: TablesFormat,
    /// Leave out personal names, mobile numbers, and words whose licence does not allow it.
    #[arg(long)]
    pub(super) public: bool,
    /// Folder of the previous release, for the changelog [default: the crawl before this one].
    #[arg(long, value_name = "DIR")]
    pub(super) since: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct QueryArgs {
    /// One SELECT over the tables by their names.
    #[arg(conflicts_with_all = ["named", "list", "explain"])]
    pub(super) sql: Option<String>,
    /// Data folder, or the folder of one crawl's tables.
    #[arg(long, default_value = "data", value_name = "DIR")]
    pub(super) data: PathBuf,
    /// Output format.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Table)]
    pub(super) format: AnswerFormat,
    /// A ready-made question.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["list", "explain"])]
    pub(super) named: Option<String>,
    /// Print the SQL of the ready-made question instead of its answer.
    #[arg(long, requires = "named")]
    pub(super) sql_only: bool,
    /// List the ready-made questions.
    #[arg(long, conflicts_with = "explain")]
    pub(super) list: bool,
    /// What the tables mean, or the columns of one table.
    #[arg(long, value_name = "TABLE", num_args = 0..=1)]
    pub(super) explain: Option<Option<String>>,
    /// Maximum number of rows shown as a table; 0 for all.
    #[arg(long, default_value_t = 100, value_name = "N")]
    pub(super) limit: usize,
    /// Show whole cells, however long.
    #[arg(long)]
    pub(super) wide: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TextOrJson {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TextCsvJson {
    Text,
    Csv,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ParquetOrJsonl {
    Parquet,
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AnswerFormat {
    Table,
    Csv,
    Json,
    Parquet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TablesFormat {
    Csv,
    Xlsx,
    Parquet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ChangesFormat {
    Text,
    Json,
    Atom,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FindingsFormat {
    Text,
    Csv,
    Json,
    Xlsx,
    Html,
}
