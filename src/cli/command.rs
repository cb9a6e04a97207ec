//! The verbs, with their help.

use super::arguments::{
    AuditArgs, ChangesFormat, CrawlArgs, ExportArgs, ExtractArgs, QueryArgs, TextCsvJson, TextOrJson,
};
use super::value::{day, sido};
use crate::model::institution::Sido;
use crate::normalise::date::Date;
use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve sample sites on loopback, then crawl, extract and compare them.
    #[command(after_help = "Example:\n  bangchim demo --data data/demo")]
    Demo {
        /// Output folder.
        #[arg(long, default_value = "data/demo", value_name = "DIR")]
        data: PathBuf,
    },
    /// Fetch policies into the archive, politely; run the same command again to resume.
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
    /// Report what a crawl requested from a host, in words that can be sent to its owner.
    #[command(after_help = "Examples:\n  \
        bangchim ledger www.example.go.kr          one host's story\n  \
        bangchim ledger \"경남 고성군\"              every host that was asked for an institution\n  \
        bangchim ledger                            every host in a line")]
    Ledger {
        /// The host, with or without a port, or an institution, whose hosts are told one by one: its id, its full name,
        /// or a name that no other has; all hosts when it is left out.
        #[arg(value_name = "HOST|ID|NAME")]
        host: Option<String>,
        /// Data folder.
        #[arg(long, default_value = "data", value_name = "DIR")]
        data: PathBuf,
        /// Crawl [default: the latest].
        #[arg(long, value_name = "ID")]
        crawl: Option<String>,
        /// Output format.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Print one document as the blocks the program reads.
    #[command(after_help = "Example:\n  bangchim read page.html --format json")]
    Read {
        /// The document.
        file: PathBuf,
        /// Output format.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Comparative statistics of the newest crawl.
    #[command(after_help = "Examples:\n  bangchim stats\n  bangchim stats --data data/demo --format csv > stats.csv")]
    Stats {
        /// Data folder, or the folder of one crawl's tables.
        #[arg(long, default_value = "data", value_name = "DIR")]
        data: PathBuf,
        /// Output format.
        #[arg(long, value_enum, default_value_t = TextCsvJson::Text)]
        format: TextCsvJson,
        /// Day from which ages are counted (YYYY-MM-DD); the day of the crawl by default.
        #[arg(long, value_name = "DATE", value_parser = day)]
        as_of: Option<Date>,
    },
    /// Check policies against the law in force on a date: candidates for review, with article, date and quote.
    #[command(after_help = "Examples:\n  \
        bangchim audit                                         the newest crawl; findings go into its tables\n  \
        bangchim audit page.html --as-of 2023-09-14            one page by the law of a day\n  \
        bangchim audit --format xlsx > findings.xlsx           for a spreadsheet\n  \
        bangchim audit --packet sgg-52130 > gunsan.html        everything about one institution\n  \
        bangchim audit --packet \"경남 고성군\" > goseong.html  the same, by its full name")]
    Audit(Box<AuditArgs>),
    /// Compare two crawls field by field.
    #[command(after_help = "Examples:\n  \
        bangchim diff data/dataset/crawl=20261001T000000Z data/dataset/crawl=20261101T000000Z\n  \
        bangchim diff october november --out changes     changes.parquet and changes.atom into a folder\n  \
        bangchim diff october november --format atom     the feed alone")]
    Diff {
        /// The older crawl: its folder, or a data folder.
        old: PathBuf,
        /// The newer crawl.
        new: PathBuf,
        /// Output format.
        #[arg(long, value_enum, default_value_t = ChangesFormat::Text)]
        format: ChangesFormat,
        /// Write changes.parquet and the feed changes.atom into this folder.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// List the versions of an institution's policy, the oldest first.
    #[command(after_help = "Examples:\n  bangchim history sgg-50110\n  bangchim history \"경남 고성군\"")]
    History {
        /// Institution: its id, its full name, or a name that no other has.
        #[arg(value_name = "ID|NAME")]
        institution: String,
        /// Data folder, whose crawls are all looked at, or the folder of one crawl's tables.
        #[arg(long, default_value = "data", value_name = "DIR")]
        data: PathBuf,
        /// Output format.
        #[arg(long, value_enum, default_value_t = TextOrJson::Text)]
        format: TextOrJson,
    },
    /// Compare camera counts with official statistics: the national standard data (전국CCTV표준데이터, CSV or XLSX), a
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
        /// Output format.
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
        /// Output folder [default: `report` in the data folder].
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Show one policy: values, quotes and findings.
    #[command(after_help = "Examples:\n  \
        bangchim show 해솔시 --data data/demo            every policy of an institution\n  \
        bangchim show \"충청남도 해솔시\" --data data/demo  the same, by its full name\n  \
        bangchim show 0e4ce436b5a2a333-0               one policy, by its key")]
    Show {
        /// Key of a policy, or an institution: its id, its full name, or a name that no other has.
        #[arg(value_name = "ID|NAME")]
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
        /// Number of values.
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
    /// Export the latest crawl's tables as CSV, workbook or Parquet; whole or as a public release.
    #[command(after_help = "Examples:\n  \
        bangchim export --format xlsx                  one workbook below data/export\n  \
        bangchim export --public --format csv          without names, mobile numbers and unlicensed words\n  \
        bangchim export --data data/demo --out tables  Parquet with views for DuckDB (open.sql)")]
    Export(ExportArgs),
    /// Query the tables of the latest crawl in SQL, or answer a ready-made question.
    #[command(after_help = "Examples:\n  \
        bangchim query --list                          ready-made questions\n  \
        bangchim query --named retention_over_30_days  the answer to one of them\n  \
        bangchim query --explain                       the tables; --explain policies: the columns of one\n  \
        bangchim query \"SELECT sido, SUM(camera_total) AS cameras FROM overview GROUP BY sido\"\n  \
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
    /// Make one request with legacy TLS; started by `crawl`.
    #[command(hide = true)]
    LegacyTls {
        /// The request, in JSON.
        request: String,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum ArchiveVerb {
    /// Pack a crawl into one WACZ file, which replay tools open.
    #[command(after_help = "Examples:\n  \
        bangchim archive pack                      the newest crawl, to data/<id>.wacz\n  \
        bangchim archive pack --out crawl.wacz     to a file of that name")]
    Pack {
        /// Data folder.
        #[arg(long, default_value = "data", value_name = "DIR")]
        data: PathBuf,
        /// Crawl [default: the latest].
        #[arg(long, value_name = "ID")]
        crawl: Option<String>,
        /// Write into this file.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum SeedsVerb {
    /// Validate a seeds file and count what it holds.
    #[command(after_help = "Example:\n  bangchim seeds check seeds/institutions.csv")]
    Check {
        /// The file.
        #[arg(default_value = "seeds/institutions.csv")]
        file: PathBuf,
    },
}
