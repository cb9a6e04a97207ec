//! The only file that knows flags, environment and defaults; turns them into plain settings.

mod manual;

use crate::commands::audit::Severity;
use crate::commands::show::Style;
use crate::commands::{
    self, ExitStatus, Verbosity, audit, crawl, crosscheck, demo, diff, export, extract, history, ledger, man, pack,
    query, read, report, review, seeds, show, stats, verify,
};
use crate::institution::{InstitutionId, InstitutionKind, Sido};
use crate::normalise::date::Date;
use anyhow::bail;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Duration;

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
        bangchim stats --format csv                     compare"
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

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve sample sites on loopback, then crawl, extract and compare them.
    #[command(after_help = "Example:\n  bangchim demo --data data/demo")]
    Demo {
        /// Where everything goes.
        #[arg(long, default_value = "data/demo", value_name = "DIR")]
        data: PathBuf,
    },
    /// Fetch policies into the archive, politely; the same command goes on where it was stopped.
    #[command(after_help = "Examples:\n  \
        bangchim crawl --plan --kind gun\n  \
        bangchim crawl --contact https://example.org/about --sido 전북특별자치도\n  \
        bangchim crawl --contact me@example.org --only sgg-52130 --delay 5s\n  \
        bangchim crawl --contact me@example.org --since last   only what has changed")]
    Crawl(Box<CrawlArgs>),
    /// Read policies out of the archive, or out of files, folders and WARC files; never touches the network.
    #[command(after_help = "Examples:\n  \
        bangchim extract                           the newest crawl to data/dataset/crawl=<id>/*.parquet\n  \
        bangchim extract pages/ > policies.jsonl   a folder of pages, one JSON object a policy\n  \
        bangchim extract pages/ --out tables       the same as Parquet")]
    Extract(ExtractArgs),
    /// What a crawl asked of a host, in plain words that can be sent to its owner.
    #[command(after_help = "Examples:\n  \
        bangchim ledger www.example.go.kr          one host's story\n  \
        bangchim ledger                            every host in a line")]
    Ledger {
        /// The host, with or without a port; all of them when it is left out.
        host: Option<String>,
        /// Data folder.
        #[arg(long, default_value = "data", value_name = "DIR")]
        data: PathBuf,
        /// Which crawl; the newest by default.
        #[arg(long, value_name = "ID")]
        crawl: Option<String>,
        /// How to print.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Print one document as the blocks we see.
    #[command(after_help = "Example:\n  bangchim read page.html --format json")]
    Read {
        /// The document.
        file: PathBuf,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Comparative statistics of the newest crawl.
    #[command(after_help = "Examples:\n  bangchim stats\n  bangchim stats --data data/demo --format csv > stats.csv")]
    Stats {
        /// Data folder, or the folder of one crawl's tables.
        #[arg(long, default_value = "data", value_name = "DIR")]
        data: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t = TextCsvJson::Text)]
        format: TextCsvJson,
        /// Day from which ages are counted (YYYY-MM-DD); the day of the crawl by default.
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_of: Option<Date>,
    },
    /// Hold policies against the law of a day: candidates for a check, with article, date and quote.
    #[command(after_help = "Examples:\n  \
        bangchim audit                                         the newest crawl; findings go into its tables\n  \
        bangchim audit page.html --as-of 2023-09-14            one page by the law of a day\n  \
        bangchim audit --format xlsx > findings.xlsx           for a spreadsheet\n  \
        bangchim audit --packet sgg-52130 > gunsan.html        everything about one institution")]
    Audit(Box<AuditArgs>),
    /// What changed between two crawls, field by field.
    #[command(after_help = "Examples:\n  \
        bangchim diff data/dataset/crawl=20261001T000000Z data/dataset/crawl=20261101T000000Z\n  \
        bangchim diff october november --out changes     changes.parquet and changes.atom into a folder\n  \
        bangchim diff october november --format atom     the feed alone")]
    Diff {
        /// The older crawl: its folder, or a data folder.
        old: PathBuf,
        /// The newer crawl.
        new: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t = ChangesFormat::Text)]
        format: ChangesFormat,
        /// Write changes.parquet and the feed changes.atom into this folder.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// What the versions of an institution's policy say, the oldest first.
    #[command(after_help = "Example:\n  bangchim history sgg-50110")]
    History {
        /// Institution, by id or name.
        institution: String,
        /// Data folder, whose crawls are all looked at, or the folder of one crawl's tables.
        #[arg(long, default_value = "data", value_name = "DIR")]
        data: PathBuf,
        /// How to print.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Lay what others count beside the cameras that policies state: the national standard data (전국CCTV표준데이터 CSV), a
    /// city's table of its districts, and national totals by year.
    #[command(after_help = "Examples:\n  \
        bangchim crosscheck cctv.csv                             the sums of a file by managing body\n  \
        bangchim crosscheck cctv.csv --data data                 beside the policies of the newest crawl\n  \
        bangchim crosscheck districts.csv --sido 서울특별시      a table that names districts without their province\n  \
        bangchim crosscheck --data data                          national totals by year alone")]
    Crosscheck {
        /// The CSV, in any of its encodings.
        file: Option<PathBuf>,
        /// Data folder, or the folder of one crawl's tables; without one only the file is summed.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// Province of bodies that the file names without one.
        #[arg(long, value_parser = sido, value_name = "SIDO")]
        sido: Option<Sido>,
        /// How to print.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Make a folder of static pages: overview, map, statistics, every institution with its quotes.
    #[command(after_help = "Examples:\n  \
        bangchim report --data data/demo                   data/demo/report/index.html\n  \
        bangchim report --out /srv/www/cctv                another folder; only an empty one or a report is replaced")]
    Report {
        /// Data folder, or the folder of one crawl's tables.
        #[arg(long, default_value = "data", value_name = "DIR")]
        data: PathBuf,
        /// Where the report goes; `report` in the data folder by default.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Show one policy: its values, the words behind them, what the audit found.
    #[command(after_help = "Examples:\n  \
        bangchim show 해솔시 --data data/demo            every policy of an institution, by name or id\n  \
        bangchim show 0e4ce436b5a2a333-0               one policy, by its key")]
    Show {
        /// Key of a policy, or id or name of an institution.
        id: String,
        /// Data folder, or the folder of one crawl's tables.
        #[arg(long, default_value = "data", value_name = "DIR")]
        data: PathBuf,
    },
    /// Show the least certain values first, beside their quotes.
    #[command(after_help = "Example:\n  bangchim review --data data/demo --limit 20")]
    Review {
        /// Data folder, or the folder of one crawl's tables.
        #[arg(long, default_value = "data", value_name = "DIR")]
        data: PathBuf,
        /// How many values.
        #[arg(long, default_value_t = 40, value_name = "N")]
        limit: usize,
    },
    /// Check every quote against the archive and every file against its digest.
    #[command(after_help = "Example:\n  bangchim verify --data data/demo")]
    Verify {
        /// Data folder.
        #[arg(long, default_value = "data", value_name = "DIR")]
        data: PathBuf,
    },
    /// The archive of crawls.
    #[command(after_help = "Example:\n  bangchim archive pack")]
    Archive {
        #[command(subcommand)]
        verb: ArchiveVerb,
    },
    /// The registry of institutions.
    #[command(after_help = "Example:\n  bangchim seeds check")]
    Seeds {
        #[command(subcommand)]
        verb: SeedsVerb,
    },
    /// Write the newest crawl's tables for others: CSV, a workbook, Parquet; whole or as a public release.
    #[command(after_help = "Examples:\n  \
        bangchim export --format xlsx                  one workbook below data/export\n  \
        bangchim export --public --format csv          without names, mobile numbers and unlicensed words\n  \
        bangchim export --data data/demo --out tables  Parquet with views for DuckDB (open.sql)")]
    Export(ExportArgs),
    /// Ask the tables of the newest crawl in SQL, or one of the ready-made questions.
    #[command(after_help = "Examples:\n  \
        bangchim query --list                          ready-made questions\n  \
        bangchim query --named retention_over_30_days  the answer to one of them\n  \
        bangchim query --explain                       the tables; --explain policies: the columns of one\n  \
        bangchim query \"SELECT sido, SUM(camera_total) AS cameras FROM policies GROUP BY sido\"\n  \
        bangchim query --named worklist --format csv > worklist.csv")]
    Query(QueryArgs),
    /// Print a completion script for a shell.
    #[command(
        after_help = "Example:\n  bangchim completions bash > ~/.local/share/bash-completion/completions/bangchim"
    )]
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write those of all commands into a folder.
    #[command(after_help = "Examples:\n  \
        bangchim man | man -l -                        read it now\n  \
        bangchim man --out ~/.local/share/man/man1     for `man bangchim` and `man bangchim-crawl`")]
    Man {
        /// Folder for the pages of all commands.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
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

#[derive(Debug, Args)]
struct CrawlArgs {
    /// The registry of institutions.
    #[arg(long, default_value = "seeds/institutions.csv", value_name = "FILE")]
    seeds: PathBuf,
    /// Data folder; the archive is below it.
    #[arg(long, default_value = "data", value_name = "DIR")]
    data: PathBuf,
    /// Only these institutions, by id.
    #[arg(long, value_delimiter = ',', value_name = "ID,…")]
    only: Vec<String>,
    /// Only institutions of this kind (si, gun, autonomous_gu, …).
    #[arg(long, value_parser = kind, value_name = "KIND")]
    kind: Option<InstitutionKind>,
    /// Only institutions of this province, by its name of today.
    #[arg(long, value_parser = sido, value_name = "SIDO")]
    sido: Option<Sido>,
    /// At most so many institutions.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Pause between two requests to one host; public hosts never get less than a second.
    #[arg(long, default_value = "2s", value_parser = duration, value_name = "TIME")]
    delay: Duration,
    /// Web or mail address that stands in every request, so that a host's owner can reach you.
    #[arg(long, value_name = "URL-or-mail")]
    contact: Option<String>,
    /// Print what would be asked, and of whom, without sending a request.
    #[arg(long)]
    plan: bool,
    /// Only part k of n, for several machines.
    #[arg(long, value_parser = shard, value_name = "k/n")]
    shard: Option<crawl::Shard>,
    /// Ask first, and only for changes, for what an earlier crawl of this data folder has found: its id, or `last`.
    #[arg(long, value_name = "ID|last")]
    since: Option<String>,
    /// Send requests only in these hours of the day in Korea.
    #[arg(long, value_parser = window, value_name = "H:M-H:M")]
    window: Option<crawl::Window>,
    /// At most so many hosts at a time.
    #[arg(long, default_value_t = 64, value_name = "N")]
    parallel: usize,
}

#[derive(Debug, Args)]
struct ExtractArgs {
    /// Files, folders and WARC files; the archive of the data folder when there are none.
    paths: Vec<PathBuf>,
    /// Data folder.
    #[arg(long, default_value = "data", value_name = "DIR")]
    data: PathBuf,
    /// Write Parquet tables into this folder.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Lines on standard output, or tables; lines for paths and tables for an archive by default.
    #[arg(long, value_enum)]
    format: Option<ParquetOrJsonl>,
    /// Values that a person has overruled (policy_id,field,value,reason); corrections.csv of the data folder by default.
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// Which crawl; the newest by default.
    #[arg(long, value_name = "ID")]
    crawl: Option<String>,
    /// The day whose law findings are made by (YYYY-MM-DD); the day of the crawl by default, of files the day on which
    /// the law behind the rules was last looked up.
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
}

#[derive(Debug, Args)]
struct AuditArgs {
    /// Files and folders; the archive of the data folder when there are none.
    paths: Vec<PathBuf>,
    /// Data folder, or the folder of one crawl's tables, `data` by default; findings are written there when no file is
    /// named.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The day whose law is applied (YYYY-MM-DD); the day of the crawl by default, of files the day on which the law
    /// behind the rules was last looked up.
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<Date>,
    /// How to print.
    #[arg(long, value_enum, default_value_t = FindingsFormat::Text)]
    format: FindingsFormat,
    /// Only these rules, by id (CP-201) or name.
    #[arg(long = "rule", value_delimiter = ',', value_name = "RULE,…")]
    rules: Vec<String>,
    /// Only these severities: violation_candidate, outdated, advisory, privacy_flag.
    #[arg(long = "severity", value_delimiter = ',', value_parser = severity, value_name = "SEVERITY,…")]
    severities: Vec<Severity>,
    /// Only institutions of this province, by its name of today.
    #[arg(long, value_parser = sido, value_name = "SIDO")]
    sido: Option<Sido>,
    /// Only institutions of this kind (si, gun, autonomous_gu, …).
    #[arg(long, value_parser = kind, value_name = "KIND")]
    kind: Option<InstitutionKind>,
    /// End with exit code 1 when a finding is this grave or graver.
    #[arg(long, value_parser = severity, value_name = "SEVERITY")]
    fail_on: Option<Severity>,
    /// Print everything about one institution, by id or name, as an HTML page.
    #[arg(long, value_name = "ID")]
    packet: Option<String>,
    /// Judge former versions in the archive as well; files named here always are.
    #[arg(long)]
    archived: bool,
}

#[derive(Debug, Args)]
struct ExportArgs {
    /// Data folder, or the folder of one crawl's tables.
    #[arg(long, default_value = "data", value_name = "DIR")]
    data: PathBuf,
    /// Where the files go: a new folder, an empty one, or an earlier export; below DATA/export by default.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What kind of files.
    #[arg(long, value_enum, default_value_t = TablesFormat::Parquet)]
    format: TablesFormat,
    /// Leave out personal names, mobile numbers, and words whose licence does not allow it.
    #[arg(long)]
    public: bool,
    /// The release before, for the changelog: its folder of tables; the crawl before this one by default.
    #[arg(long, value_name = "DIR")]
    since: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct QueryArgs {
    /// One SELECT over the tables by their names.
    #[arg(conflicts_with_all = ["named", "list", "explain"])]
    sql: Option<String>,
    /// Data folder, or the folder of one crawl's tables.
    #[arg(long, default_value = "data", value_name = "DIR")]
    data: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value_t = AnswerFormat::Table)]
    format: AnswerFormat,
    /// A ready-made question.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["list", "explain"])]
    named: Option<String>,
    /// Print the SQL of the ready-made question instead of its answer.
    #[arg(long, requires = "named")]
    sql_only: bool,
    /// List the ready-made questions.
    #[arg(long, conflicts_with = "explain")]
    list: bool,
    /// What the tables mean, or the columns of one table.
    #[arg(long, value_name = "TABLE", num_args = 0..=1)]
    explain: Option<Option<String>>,
    /// Most rows that are shown as a table; 0 for all.
    #[arg(long, default_value_t = 100, value_name = "N")]
    limit: usize,
    /// Show cells of a table whole, however long they are.
    #[arg(long)]
    wide: bool,
}

#[derive(Debug, Subcommand)]
enum ArchiveVerb {
    /// Pack a crawl into one WACZ file, which replay tools open.
    #[command(after_help = "Examples:\n  \
        bangchim archive pack                      the newest crawl, to data/<id>.wacz\n  \
        bangchim archive pack --out crawl.wacz     to a file of that name")]
    Pack {
        /// Data folder.
        #[arg(long, default_value = "data", value_name = "DIR")]
        data: PathBuf,
        /// Which crawl; the newest by default.
        #[arg(long, value_name = "ID")]
        crawl: Option<String>,
        /// Write into this file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum SeedsVerb {
    /// Validate a seeds file and count what it holds.
    #[command(after_help = "Example:\n  bangchim seeds check seeds/institutions.csv")]
    Check {
        /// The file.
        #[arg(default_value = "seeds/institutions.csv")]
        file: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TextOrJson {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TextCsvJson {
    Text,
    Csv,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ParquetOrJsonl {
    Parquet,
    Jsonl,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AnswerFormat {
    Table,
    Csv,
    Json,
    Parquet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TablesFormat {
    Csv,
    Xlsx,
    Parquet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ChangesFormat {
    Text,
    Json,
    Atom,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FindingsFormat {
    Text,
    Csv,
    Json,
    Xlsx,
    Html,
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
            let settings = demo::Settings { data, sample: PathBuf::from(demo::serve::SAMPLE), verbosity };
            demo::run(&settings, &mut out)
        }
        Command::Crawl(args) => crawl::run(&crawl_settings(*args, verbosity)),
        Command::Extract(args) => {
            let format = args.format.map(|format| match format {
                ParquetOrJsonl::Parquet => extract::Format::Parquet,
                ParquetOrJsonl::Jsonl => extract::Format::Jsonl,
            });
            let ExtractArgs { paths, data, out: folder, crawl, corrections, as_of, .. } = args;
            extract::run(
                &extract::Settings { paths, data, out: folder, format, crawl, corrections, as_of, verbosity },
                &mut out,
            )
        }
        Command::Audit(args) => {
            let mut quiet = std::io::sink();
            let mut talk = std::io::stderr();
            let talk: &mut dyn std::io::Write = if cli.quiet { &mut quiet } else { &mut talk };
            audit::run(&audit_settings(*args, verbosity), &mut out, talk)
        }
        Command::Diff { old, new, format, out: folder } => {
            let format = match format {
                ChangesFormat::Text => diff::Format::Text,
                ChangesFormat::Json => diff::Format::Json,
                ChangesFormat::Atom => diff::Format::Atom,
            };
            diff::run(&diff::Settings { old, new, format, out: folder }, &mut out)
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
            let format = match format {
                TextCsvJson::Text => stats::Format::Text,
                TextCsvJson::Csv => stats::Format::Csv,
                TextCsvJson::Json => stats::Format::Json,
            };
            stats::run(&stats::Settings { data, format, as_of })
        }
        Command::Report { data, out: folder } => {
            let mut quiet = std::io::sink();
            let mut talk = std::io::stderr();
            let talk: &mut dyn std::io::Write = if cli.quiet { &mut quiet } else { &mut talk };
            report::run(&report::Settings { data, out: folder, verbosity }, &mut out, talk)
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
            crate::worker::serve(memory, processor)?;
            Ok(ExitStatus::Finished)
        }
    }
}

fn crawl_settings(args: CrawlArgs, verbosity: Verbosity) -> crawl::Settings {
    let mut settings = crawl::Settings::new(args.seeds, args.data);
    settings.only = args.only.into_iter().map(InstitutionId).collect();
    settings.kind = args.kind;
    settings.sido = args.sido;
    settings.limit = args.limit;
    settings.delay = args.delay;
    settings.contact = args.contact;
    settings.plan = args.plan;
    settings.shard = args.shard;
    settings.window = args.window;
    settings.since = args.since.map(|since| match since.as_str() {
        "last" => crawl::Since::Last,
        _ => crawl::Since::Crawl(since),
    });
    settings.parallel = args.parallel.max(1);
    settings.verbosity = verbosity;
    settings
}

fn audit_settings(args: AuditArgs, verbosity: Verbosity) -> audit::Settings {
    let format = match args.format {
        FindingsFormat::Text => audit::Format::Text,
        FindingsFormat::Csv => audit::Format::Csv,
        FindingsFormat::Json => audit::Format::Json,
        FindingsFormat::Xlsx => audit::Format::Xlsx,
        FindingsFormat::Html => audit::Format::Html,
    };
    audit::Settings {
        // Who names a file asks about that file, former version or not.
        archived: args.archived || !args.paths.is_empty(),
        paths: args.paths,
        data: args.data,
        as_of: args.as_of,
        format,
        rules: args.rules,
        severities: args.severities,
        sido: args.sido,
        kind: args.kind,
        fail_on: args.fail_on,
        packet: args.packet,
        verbosity,
    }
}

fn export_settings(args: ExportArgs, verbosity: Verbosity) -> export::Settings {
    let format = match args.format {
        TablesFormat::Csv => export::Format::Csv,
        TablesFormat::Xlsx => export::Format::Xlsx,
        TablesFormat::Parquet => export::Format::Parquet,
    };
    let audience = if args.public { export::Audience::Public } else { export::Audience::Keepers };
    export::Settings { data: args.data, out: args.out, format, audience, since: args.since, verbosity }
}

fn query_settings(args: QueryArgs, verbosity: Verbosity) -> anyhow::Result<query::Settings> {
    let format = match args.format {
        AnswerFormat::Table => query::Format::Table,
        AnswerFormat::Csv => query::Format::Csv,
        AnswerFormat::Json => query::Format::Json,
        AnswerFormat::Parquet => query::Format::Parquet,
    };
    let wanted = match (args.named, args.explain) {
        (Some(name), _) if args.sql_only => query::Wanted::SqlOf(name),
        (Some(name), _) => query::Wanted::Named(name),
        (None, Some(table)) => query::Wanted::Explain(table),
        (None, None) if args.list => query::Wanted::List,
        (None, None) => match args.sql {
            Some(sql) => query::Wanted::Sql(sql),
            None => bail!("say what to ask, for instance `bangchim query --list` or `bangchim query \"SELECT …\"`"),
        },
    };
    let limit = (args.limit > 0).then_some(args.limit);
    Ok(query::Settings { data: args.data, wanted, format, limit, wide: args.wide, verbosity })
}

/// How standard output may be written to.
fn terminal(colour: Colour) -> Style {
    let is_terminal = std::io::stdout().is_terminal();
    // no-color.org: any value but an empty one.
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = match colour {
        Colour::Auto => is_terminal && !unwanted,
        Colour::Always => true,
        Colour::Never => false,
    };
    let columns = terminal_size::terminal_size().filter(|_| is_terminal).map(|(width, _)| usize::from(width.0));
    Style { colour, width: columns.unwrap_or(110).clamp(60, 160) }
}

fn text_or_json(format: TextOrJson) -> read::Format {
    match format {
        TextOrJson::Text => read::Format::Text,
        TextOrJson::Json => read::Format::Json,
    }
}

fn severity(text: &str) -> Result<Severity, String> {
    Severity::parse(text).ok_or_else(|| format!("severities are {}", Severity::ALL.map(Severity::name).join(", ")))
}

fn kind(text: &str) -> Result<InstitutionKind, String> {
    InstitutionKind::parse(text).ok_or_else(|| {
        let known: Vec<&str> = InstitutionKind::ALL.iter().map(|kind| kind.name()).collect();
        format!("kinds are {}", known.join(", "))
    })
}

fn sido(text: &str) -> Result<Sido, String> {
    Sido::from_name(text).ok_or_else(|| {
        let known: Vec<&str> = Sido::ALL.iter().map(|sido| sido.name()).collect();
        format!("provinces are {}", known.join(", "))
    })
}

/// `2s`, `500ms`, `1m`, or seconds alone.
fn duration(text: &str) -> Result<Duration, String> {
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: f64 = number.parse().map_err(|_| "write a time such as 2s or 500ms".to_owned())?;
    let seconds = match unit {
        "" | "s" => number,
        "ms" => number / 1000.0,
        "m" => number * 60.0,
        _ => return Err("write a time such as 2s, 500ms or 1m".to_owned()),
    };
    Duration::try_from_secs_f64(seconds).map_err(|_| "a time of that length is not possible".to_owned())
}

fn shard(text: &str) -> Result<crawl::Shard, String> {
    crawl::Shard::parse(text).ok_or_else(|| "write a part such as 2/8".to_owned())
}

fn window(text: &str) -> Result<crawl::Window, String> {
    crawl::Window::parse(text).ok_or_else(|| "write hours such as 22:00-06:00".to_owned())
}

fn day(text: &str) -> Result<Date, String> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<u16>().ok());
    let (year, month, day) = (parts.next().flatten(), parts.next().flatten(), parts.next().flatten());
    let date = year
        .zip(month)
        .zip(day)
        .and_then(|((year, month), day)| Date::new(year, u8::try_from(month).ok()?, Some(u8::try_from(day).ok()?)));
    date.ok_or_else(|| "write a day such as 2026-11-21".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn times_and_days() {
        assert_eq!(duration("2s"), Ok(Duration::from_secs(2)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert!(duration("soon").is_err() && duration("-1s").is_err());
        assert_eq!(day("2024-02-29").map(|day| day.to_string()), Ok("2024-02-29".to_owned()));
        assert!(day("2023-02-29").is_err() && day("2024").is_err());
    }
}
