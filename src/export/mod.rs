//! Tables of a crawl for others to open: CSV, a workbook, Parquet for DuckDB; whole, or as a public release.
//!
//! The same tables give the same bytes, whatever the format. A release is another value than the tables it comes from:
//! `public` decides cell by cell what leaves, and nothing that is written later sees the rest.

mod cells;
mod changelog;
mod columns;
mod csv;
mod folder;
mod page;
mod public;
mod sql;
mod xlsx;

pub use public::{BARE_FACT, Release};

use crate::analysis::changes;
use crate::dataset::describe::{About, Audience, Format, TableFile, describe, sha256};
use crate::dataset::{Column, Dataset, TableError, table_bytes, write_atomic};
use folder::Folder;
use polars::prelude::{DataFrame, PolarsError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What is written.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// File format.
    pub format: Format,
    /// Whom they are for.
    pub audience: Audience,
    /// The folder.
    pub to: &'a Path,
    /// The release before, for the changelog.
    pub since: Option<&'a Dataset>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Rows of every table.
    pub rows: Vec<(&'static str, usize)>,
    /// Cells that a release leaves out, by their reason.
    pub left_out: BTreeMap<&'static str, usize>,
}

/// Why an export could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The tables.
    #[error(transparent)]
    Table(#[from] TableError),
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
    /// A folder that holds something else.
    #[error("{0} holds files that no export wrote; name an empty or a new folder with --out DIR")]
    Occupied(PathBuf),
    /// More rows than a sheet holds.
    #[error("table {table} has {rows} rows and a sheet holds {most}; export csv or parquet instead")]
    TooManyRows {
        /// The table.
        table: &'static str,
        /// Its rows.
        rows: usize,
        /// Rows that fit.
        most: usize,
    },
    /// A text longer than a cell of a workbook holds.
    #[error("a text of table {table}, column {column} is longer than a cell holds; export csv or parquet instead")]
    LongCell {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The writer of workbooks.
    #[error("cannot make the workbook")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The writer of CSV.
    #[error("cannot make a CSV file")]
    Csv(#[from] ::csv::Error),
    /// A table of another shape than the schema says.
    #[error("table {table}: {message}")]
    Shape {
        /// The table.
        table: String,
        /// What is wrong, in polars' words.
        message: String,
    },
}

impl ExportError {
    fn io(what: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self::Io { what, path: path.to_owned(), source }
    }

    fn polars(table: &str, source: PolarsError) -> Self {
        Self::Shape { table: table.to_owned(), message: source.to_string() }
    }
}

/// Writes the tables of a crawl and what describes them into a folder; tells each table when it is done.
///
/// # Errors
/// Tables that cannot be read, a folder that holds something else, or the file system. Then nothing is in the folder
/// that was not there before.
pub fn write(dataset: &Dataset, plan: &Plan<'_>, done: &mut dyn FnMut(&str)) -> Result<Summary, ExportError> {
    let folder = Folder::begin(plan.to)?;
    let dir = folder.path();
    let crawl = dataset.crawl()?;
    // Names are known even when everything is written: the changelog is read by others than the tables.
    let release = Release::read(dataset)?;
    let public = plan.audience == Audience::Public;
    let mut left_out = BTreeMap::new();
    let mut files = Vec::new();
    let mut sheets: Vec<(TableFile, DataFrame)> = Vec::new();
    for (table, columns) in public::shape(public) {
        let mut frame = dataset.collect(table.name)?;
        if public {
            frame = release.table(table, frame, &mut left_out)?;
        }
        // A column that came with a later version of the program is missing in older tables.
        let columns: Vec<Column> = columns.into_iter().filter(|column| frame.column(column.name).is_ok()).collect();
        let rows = frame.height();
        let mut file = TableFile { table, columns, file: String::new(), rows, bytes: 0, sha256: String::new() };
        match plan.format {
            Format::Csv => {
                let bytes = csv::render(&frame, table.name, &file.columns)?;
                put(dir, &mut file, "csv", &bytes)?;
            }
            Format::Parquet => put(dir, &mut file, "parquet", &table_bytes(table.name, &crawl, plan.audience, frame)?)?,
            Format::Xlsx => {
                sheets.push((file, frame));
                done(table.name);
                continue;
            }
        }
        files.push(file);
        done(table.name);
    }
    let named = files.iter().chain(sheets.iter().map(|(file, _)| file));
    let rows: Vec<(&'static str, usize)> = named.map(|file| (file.table.name, file.rows)).collect();
    let licences = licences(dataset)?;
    let (format, audience) = (plan.format, plan.audience);
    let page = page::render(&page::Page {
        crawl: &crawl,
        format,
        audience,
        rows: &rows,
        licences: &licences,
        left_out: &left_out,
    });
    if plan.format == Format::Xlsx {
        files = workbook(dir, &crawl.id, public, &page, sheets)?;
    }
    write_atomic(&dir.join("README.md"), page.as_bytes())?;
    if plan.format == Format::Parquet {
        write_atomic(&dir.join("open.sql"), sql::render(&files).as_bytes())?;
    }
    write_atomic(
        &dir.join("CHANGELOG.md"),
        changes_since(dataset, plan.since, public.then_some(&release))?.as_bytes(),
    )?;
    describe(dir, &About { crawl: &crawl, format, audience }, &files)?;
    folder.finish()?;
    Ok(Summary { rows, left_out })
}

fn put(dir: &Path, file: &mut TableFile, suffix: &str, bytes: &[u8]) -> Result<(), ExportError> {
    file.file = format!("{}.{suffix}", file.table.name);
    file.bytes = bytes.len();
    file.sha256 = sha256(bytes);
    Ok(write_atomic(&dir.join(&file.file), bytes)?)
}

/// Writes one workbook of all tables; gives back where each table lies.
fn workbook(
    dir: &Path,
    crawl: &str,
    public: bool,
    page: &str,
    sheets: Vec<(TableFile, DataFrame)>,
) -> Result<Vec<TableFile>, ExportError> {
    let plain: String =
        page.lines().map(|line| line.trim_start_matches(['#', '*', ' ']).replace('`', "") + "\n").collect();
    let shapes: Vec<_> = sheets.iter().map(|(file, _)| (file.table, file.columns.clone())).collect();
    let mut book = xlsx::Book::new(&plain, &shapes)?;
    let mut files = Vec::new();
    for (file, frame) in sheets {
        book.table(file.table, &file.columns, &frame)?;
        files.push(file);
    }
    let bytes = book.finish()?;
    let name = format!("bangchim-{crawl}{}.xlsx", if public { "-public" } else { "" });
    write_atomic(&dir.join(&name), &bytes)?;
    let sha256 = sha256(&bytes);
    for file in &mut files {
        file.file.clone_from(&name);
        file.bytes = bytes.len();
        file.sha256.clone_from(&sha256);
    }
    Ok(files)
}

/// The changelog; for a release only institutions whose names may be given are named.
fn changes_since(dataset: &Dataset, since: Option<&Dataset>, release: Option<&Release>) -> Result<String, ExportError> {
    let new = changes::load(dataset)?;
    let Some(tables) = since else { return Ok(changelog::first(&new.id)) };
    let crawl = changes::load(tables)?;
    let changes = changes::compare(&crawl, &new).changes;
    let shown = |name: &str| release.is_none_or(|release| release.allows(name));
    Ok(changelog::render(&changelog::Former { tables, crawl, changes }, dataset, &new, &shown)?)
}

/// Documents by the licence they state; none of tables that have no such column.
fn licences(dataset: &Dataset) -> Result<BTreeMap<String, usize>, ExportError> {
    let frame = dataset.collect("documents")?;
    let mut counts = BTreeMap::new();
    if let Ok(values) = frame.column("licence").and_then(|column| column.str()) {
        for licence in values.iter().flatten() {
            *counts.entry(licence.to_owned()).or_default() += 1;
        }
    }
    Ok(counts)
}
