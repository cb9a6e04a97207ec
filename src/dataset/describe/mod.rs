//! The tables described for people and for other programs, in a folder beside them: Frictionless data package,
//! Croissant, data dictionary, citation, and the digest of every file.
//!
//! Nothing here reads a clock: the same tables are described in the same bytes.

mod checksums;
mod citation;
mod croissant;
mod datapackage;
mod dictionary;

pub use dictionary::dictionary;

use super::atomic::write_atomic;
use super::schema::{Column, SCHEMA, Table};
use super::{CrawlInfo, TableError};
use polars::prelude::{ParquetReader, SerReader};
use sha2::{Digest, Sha256};
use std::path::Path;

/// Name of the list of digests.
pub const SUMS: &str = "SHA256SUMS";

/// What kind of files the tables lie in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A Parquet file a table.
    Parquet,
    /// A CSV file a table, in UTF-8 with a byte order mark.
    Csv,
    /// A sheet a table, all in one workbook.
    Xlsx,
}

/// Who the tables are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Those who keep them: with personal names, telephone numbers and every quote.
    Keepers,
    /// Everybody.
    Public,
}

/// A table as it lies in a folder.
#[derive(Debug, Clone)]
pub struct TableFile {
    /// The table of the schema.
    pub table: &'static Table,
    /// Its columns there, which may be more than the schema's.
    pub columns: Vec<Column>,
    /// Name of the file.
    pub file: String,
    /// Rows, without headers.
    pub rows: usize,
    /// Size of the file in bytes.
    pub bytes: usize,
    /// SHA-256 of the file, in hexadecimal digits.
    pub sha256: String,
}

/// What a folder holds besides the tables themselves.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// The crawl that the tables come from.
    pub crawl: &'a CrawlInfo,
    /// What kind of files they lie in.
    pub format: Format,
    /// Whom they are for.
    pub audience: Audience,
}

/// SHA-256 of bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

/// Writes every description of tables into their folder, the list of digests last: a folder with one is complete.
///
/// # Errors
/// The file system.
pub fn describe(dir: &Path, about: &About<'_>, tables: &[TableFile]) -> Result<(), TableError> {
    let put = |name: &str, text: String| write_atomic(&dir.join(name), text.as_bytes());
    put("datapackage.json", datapackage::render(about, tables))?;
    put("croissant.json", croissant::render(about, tables))?;
    put("DICTIONARY.md", dictionary::page(about, tables))?;
    put("CITATION.cff", citation::render(about))?;
    put(SUMS, checksums::render(dir)?)
}

/// Describes the Parquet tables of the schema that lie in a folder.
pub(super) fn describe_parquet(dir: &Path, crawl: &CrawlInfo) -> Result<(), TableError> {
    let tables = SCHEMA
        .iter()
        .map(|table| {
            let file = format!("{}.parquet", table.name);
            let path = dir.join(&file);
            let bytes = std::fs::read(&path).map_err(|source| TableError::io("read", &path, source))?;
            let rows = ParquetReader::new(std::io::Cursor::new(&bytes))
                .num_rows()
                .map_err(|source| TableError::polars(table.name, source))?;
            let columns = table.columns.to_vec();
            Ok(TableFile { table, columns, file, rows, bytes: bytes.len(), sha256: sha256(&bytes) })
        })
        .collect::<Result<Vec<_>, TableError>>()?;
    describe(dir, &About { crawl, format: Format::Parquet, audience: Audience::Keepers }, &tables)
}

/// Title of a data set, in Korean and English.
fn title(about: &About<'_>) -> String {
    let date = about.crawl.date;
    format!(
        "공공기관 영상정보처리기기(CCTV) 운영·관리 방침, {date} · CCTV operation policies of Korean public bodies, {date}"
    )
}

/// What a data set is, in English.
fn description(audience: Audience) -> &'static str {
    match audience {
        Audience::Keepers => {
            "What the CCTV operation policies of Korean public bodies state (개인정보 보호법 제25조제7항), in which words, and \
             what was not found. Holds personal names and telephone numbers of officials and words of pages under \
             several licences: not for passing on; `bangchim export --public` makes what is."
        }
        Audience::Public => {
            "What the CCTV operation policies of Korean public bodies state (개인정보 보호법 제25조제7항), and what was not \
             found. Without personal names and mobile numbers; words of pages only where their licence allows it."
        }
    }
}

/// The licence of a data set, where it has one: SPDX name and address.
fn licence(audience: Audience) -> Option<(&'static str, &'static str)> {
    match audience {
        Audience::Keepers => None,
        // What 공공누리 of types 0 and 1 asks for, and no more: name the source.
        Audience::Public => Some(("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/")),
    }
}
