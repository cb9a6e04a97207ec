//! The only Parquet door: policies, attempts and institutions as flat tables on disk, and back as lazy frames.
//!
//! One folder a crawl holds a file for every table of [`SCHEMA`] and what describes them ([`describe`]). The same rows
//! give the same bytes. A file is written under another name and renamed when it is whole; the list of digests comes
//! last, so a folder with one is complete.

mod atomic;
mod crawl_rows;
pub mod describe;
mod overview;
mod policy_rows;
pub mod query;
mod read;
mod rows;
mod schema;
mod stored_policy;
mod write;

pub use crate::model::time::{day_number, day_text, rfc3339};
pub use atomic::write_atomic;
pub use overview::PolicyRole;
pub use read::{Dataset, QuoteRow, SourceRow};
pub use schema::{COMPARISON, Column, Physical, SCHEMA, SCHEMA_VERSION, Table};
pub use stored_policy::{Body, LISTS, PolicyKey, PolicyReader, Record, StoredPolicy};
pub use write::{crawl_folder, frame_bytes, replace_findings, table_bytes, write, write_changes};

use crate::model::institution::InstitutionId;
use crate::model::licence::Terms;
use crate::model::policy::{DocumentId, Media};
use crate::model::time::Timestamp;
use crate::normalise::date::Date;
use polars::prelude::PolarsError;
use std::path::{Path, PathBuf};

/// Version of the program, as the tables carry it.
pub const TOOL_VERSION: &str = env!("CARGO_PKG_VERSION");

/// The crawl that tables come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrawlInfo {
    /// Its id; later crawls have greater ones in the order of letters. Letters, digits, `-`, `_`, `.` only.
    pub id: String,
    /// Its day. Ages are counted from here; nothing reads a clock.
    pub date: Date,
    /// Version of the rules that read the documents.
    pub rules: String,
}

/// A document that was read, whether it holds a policy or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// SHA-256 of its raw bytes.
    pub id: DocumentId,
    /// Address, or path of the file.
    pub source: String,
    /// For whom it was fetched.
    pub institution: Option<InstitutionId>,
    /// When it was fetched.
    pub at: Option<Timestamp>,
    /// What it is.
    pub media: Media,
    /// Charset in lower case; `None` for binary formats.
    pub charset: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Under what terms its words may be used, as it says itself.
    pub terms: Terms,
    /// Its size in bytes.
    pub bytes: u64,
    /// Blocks of text that were read.
    pub blocks: u32,
    /// What could not be read, in words.
    pub problems: Vec<String>,
}

/// A finding of the audit, as the table holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// Key of the policy.
    pub policy_id: String,
    /// Whose policy it is.
    pub institution: Option<InstitutionId>,
    /// Rule, for instance `CP-201`.
    pub rule: String,
    /// Its name.
    pub name: String,
    /// `needs_check`, `outdated`, `advisory` or `privacy_flag`.
    pub severity: String,
    /// Verbatim words, or the heading near which something is missing.
    pub quote: Option<String>,
    /// Where the quote stands: SHA-256 of the document, block, first character, one past the last.
    pub place: Option<(String, u32, u32, u32)>,
    /// The words around the quote, and the places of their pieces.
    pub context: Option<(String, String)>,
    /// Law, article and date.
    pub citation: String,
    /// Whether nearly every policy has such a finding, so that it enters no count.
    pub routine: bool,
    /// The day whose law was applied, `YYYY-MM-DD`.
    pub as_of: String,
    /// Message in Korean.
    pub message_ko: String,
    /// Message in English.
    pub message_en: String,
}

/// A change between two crawls, as the table holds it. What a column means stands in [`COMPARISON`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeRow {
    /// Kind of change, for instance `moved`.
    pub kind: &'static str,
    /// Institution, if it is registered.
    pub institution_id: Option<String>,
    /// Its name.
    pub institution: String,
    /// Its province by today's name.
    pub sido: Option<String>,
    /// What changed in the policy.
    pub field: Option<String>,
    /// Policy, address, what is said and its words, in the older crawl.
    pub old: [Option<String>; 4],
    /// The same in the newer crawl.
    pub new: [Option<String>; 4],
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The folder.
    pub folder: PathBuf,
    /// Rows of every table, in the order of the schema.
    pub rows: Vec<(&'static str, usize)>,
    /// Policies left out because the same bytes gave the same policy under another address.
    pub repeated: usize,
}

/// Why tables could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file system.
    #[error("cannot {what} {path}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// On what.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// Polars could not build, write or read a table.
    #[error("table {table}: {message}")]
    Polars {
        /// The table.
        table: String,
        /// Polars' own words.
        message: String,
    },
    /// A cell does not fit its column: an error in this program.
    #[error("table {table}, column {column}: a cell is empty or of another type than the schema says")]
    Cell {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A folder of a crawl's tables, where something else was to be written.
    #[error("{0} holds the tables of a crawl; name another folder")]
    NotEmpty(PathBuf),
    /// A crawl id that cannot name a folder.
    #[error("`{0}` cannot name a crawl: letters, digits, `-`, `_` and `.` are allowed")]
    CrawlId(String),
    /// No crawl's tables in a folder.
    #[error("{0} holds no tables: neither `dataset/crawl=<id>/` nor Parquet files; run `bangchim extract` first")]
    NoDataset(PathBuf),
    /// No table of that name.
    #[error("no table is called `{0}`; there are {1}")]
    UnknownTable(String, String),
    /// A table's file is missing.
    #[error("{folder} has no {table}.parquet; run `bangchim extract` again")]
    MissingTable {
        /// The folder.
        folder: PathBuf,
        /// The table.
        table: String,
    },
    /// A file that was changed or cut after it was written.
    #[error(
        "{path} is damaged: {what}; run `bangchim extract` again; if you changed it yourself, remove datapackage.json"
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// How that shows.
        what: &'static str,
    },
    /// The tables were written in another shape.
    #[error(
        "{folder} has tables of schema version {found}, this program reads {SCHEMA_VERSION}; \
         run `bangchim extract` again"
    )]
    OtherVersion {
        /// The folder.
        folder: PathBuf,
        /// Version found.
        found: String,
    },
}

impl TableError {
    fn polars(table: impl Into<String>, source: PolarsError) -> Self {
        Self::Polars { table: table.into(), message: source.to_string() }
    }

    fn io(what: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self::Io { what, path: path.to_owned(), source }
    }
}
