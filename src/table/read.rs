//! The tables of a crawl found again and opened as lazy frames.

use super::schema::{SCHEMA, SCHEMA_VERSION, table};
use super::{CrawlInfo, TableError};
use crate::normalise::date::Date;
use polars::prelude::{
    AnyValue, DataFrame, HiveOptions, LazyFrame, ParquetReader, PlRefPath, ScanArgsParquet, SerReader,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A line of the evidence table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteRow {
    /// Key of the policy.
    pub policy_id: String,
    /// SHA-256 of the document the words stand in.
    pub document: String,
    /// Path of the field they back.
    pub field: String,
    /// The words.
    pub quote: String,
    /// The rule that found them.
    pub rule: String,
    /// Block of the document.
    pub block: u32,
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
}

/// The tables of one crawl.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dataset {
    folder: PathBuf,
}

impl Dataset {
    /// Finds the tables in a folder of one crawl, or the newest crawl below a data folder.
    ///
    /// The newest is the one whose id comes last in the order of letters.
    ///
    /// # Errors
    /// No tables there, or tables of another shape than this program reads.
    pub fn open(dir: &Path) -> Result<Self, TableError> {
        let folder = if has_tables(dir) {
            dir.to_owned()
        } else {
            Self::crawls(dir)?.pop().ok_or_else(|| TableError::NoDataset(dir.to_owned()))?
        };
        let dataset = Self { folder };
        let found = dataset.crawl_value("schema_version")?;
        if found != SCHEMA_VERSION {
            return Err(TableError::OtherVersion { folder: dataset.folder, found });
        }
        Ok(dataset)
    }

    /// Folders of every crawl below a data folder (or a folder of crawls), in the order of their ids.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn crawls(dir: &Path) -> Result<Vec<PathBuf>, TableError> {
        let mut folders = Vec::new();
        for parent in [dir.join("dataset"), dir.to_owned()] {
            if !parent.is_dir() {
                continue;
            }
            let entries =
                std::fs::read_dir(&parent).map_err(|source| TableError::io("read the folder", &parent, source))?;
            for entry in entries {
                let entry = entry.map_err(|source| TableError::io("read the folder", &parent, source))?;
                let named = entry.file_name().to_string_lossy().starts_with("crawl=");
                if named && has_tables(&entry.path()) {
                    folders.push(entry.path());
                }
            }
        }
        folders.sort_by_key(|folder| folder.file_name().map(ToOwned::to_owned));
        Ok(folders)
    }

    /// The folder of the tables.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The names of all tables.
    pub fn tables() -> impl Iterator<Item = &'static str> {
        SCHEMA.iter().map(|table| table.name)
    }

    /// A table by its name, read when it is collected.
    ///
    /// # Errors
    /// A name that no table has, or a file that is missing or no Parquet.
    pub fn table(&self, name: &str) -> Result<LazyFrame, TableError> {
        if table(name).is_none() {
            let known: Vec<_> = Self::tables().collect();
            return Err(TableError::UnknownTable(name.to_owned(), known.join(", ")));
        }
        let path = self.folder.join(format!("{name}.parquet"));
        if !path.is_file() {
            return Err(TableError::MissingTable { folder: self.folder.clone(), table: name.to_owned() });
        }
        // A glob would take the brackets of a folder's name for a pattern; hive columns would be added from
        // `crawl=<id>` to every table.
        let args = ScanArgsParquet { glob: false, hive_options: HiveOptions::new_disabled(), ..Default::default() };
        let path = PlRefPath::try_from_path(&path).map_err(|source| TableError::polars(name, source))?;
        LazyFrame::scan_parquet(path, args).map_err(|source| TableError::polars(name, source))
    }

    /// A table read whole.
    ///
    /// # Errors
    /// As of [`table`](Self::table).
    pub fn collect(&self, name: &str) -> Result<DataFrame, TableError> {
        self.table(name)?.collect().map_err(|source| TableError::polars(name, source))
    }

    /// Rows of a table, from the end of its file.
    ///
    /// # Errors
    /// A file that is missing or no Parquet.
    pub fn rows(&self, name: &str) -> Result<usize, TableError> {
        let path = self.folder.join(format!("{name}.parquet"));
        let file = std::fs::File::open(&path).map_err(|source| TableError::io("read", &path, source))?;
        ParquetReader::new(file).num_rows().map_err(|source| TableError::polars(name, source))
    }

    /// The crawl that the tables come from.
    ///
    /// # Errors
    /// A table `crawl` that cannot be read or holds no date.
    pub fn crawl(&self) -> Result<CrawlInfo, TableError> {
        let date = self.crawl_value("crawl_date")?;
        Ok(CrawlInfo {
            id: self.crawl_value("crawl_id")?,
            date: parse_date(&date).ok_or(TableError::Cell { table: "crawl", column: "crawl_date" })?,
            rules: self.crawl_value("rules_version")?,
        })
    }

    /// Every quote of the evidence table, in its order.
    ///
    /// # Errors
    /// A table that cannot be read, or has other columns than the schema says.
    pub fn quotes(&self) -> Result<Vec<QuoteRow>, TableError> {
        self.quotes_of("evidence", "field")
    }

    /// Every quote that a finding of the audit rests on, under the name of its rule.
    ///
    /// # Errors
    /// A table that cannot be read, or has other columns than the schema says.
    pub fn finding_quotes(&self) -> Result<Vec<QuoteRow>, TableError> {
        let mut quotes = self.quotes_of("findings", "rule")?;
        quotes.retain(|quote| !quote.document.is_empty());
        Ok(quotes)
    }

    fn quotes_of(&self, table: &str, field: &str) -> Result<Vec<QuoteRow>, TableError> {
        let frame = self.collect(table)?;
        let text = |name: &str| -> Result<Vec<String>, TableError> {
            let column = frame
                .column(name)
                .and_then(|column| column.str())
                .map_err(|source| TableError::polars(table, source))?;
            Ok(column.iter().map(|value| value.unwrap_or_default().to_owned()).collect())
        };
        let number = |name: &str| -> Result<Vec<u32>, TableError> {
            let column = frame
                .column(name)
                .and_then(|column| column.i64())
                .map_err(|source| TableError::polars(table, source))?;
            Ok(column.iter().map(|value| value.and_then(|value| u32::try_from(value).ok()).unwrap_or(0)).collect())
        };
        let (policies, documents, fields) = (text("policy_id")?, text("document_sha256")?, text(field)?);
        let (quotes, rules) = (text("quote")?, text("rule")?);
        let (blocks, starts, ends) = (number("block")?, number("start")?, number("end")?);
        let mut rows = Vec::with_capacity(policies.len());
        let texts = policies.into_iter().zip(documents).zip(fields).zip(quotes).zip(rules);
        for (((((policy_id, document), field), quote), rule), ((block, start), end)) in
            texts.zip(blocks.into_iter().zip(starts).zip(ends))
        {
            rows.push(QuoteRow { policy_id, document, field, quote, rule, block, start, end });
        }
        Ok(rows)
    }

    /// Name of the institution and address of every policy, by the policy's key.
    ///
    /// # Errors
    /// A table that cannot be read, or has other columns than the schema says.
    pub fn sources(&self) -> Result<BTreeMap<String, (String, String)>, TableError> {
        let frame = self.collect("policies")?;
        let text = |name: &str| -> Result<Vec<String>, TableError> {
            let column = frame
                .column(name)
                .and_then(|column| column.str())
                .map_err(|source| TableError::polars("policies", source))?;
            Ok(column.iter().map(|value| value.unwrap_or_default().to_owned()).collect())
        };
        let rows = text("policy_id")?.into_iter().zip(text("institution_name")?.into_iter().zip(text("source")?));
        Ok(rows.collect())
    }

    /// Tables whose bytes are not what `datapackage.json` says, and how many were looked at.
    ///
    /// # Errors
    /// A description that cannot be read.
    pub fn changed(&self) -> Result<(usize, Vec<String>), TableError> {
        let path = self.folder.join("datapackage.json");
        let text = std::fs::read_to_string(&path).map_err(|source| TableError::io("read", &path, source))?;
        let package: serde_json::Value = serde_json::from_str(&text)
            .map_err(|_| TableError::Cell { table: "datapackage.json", column: "resources" })?;
        let resources = package["resources"].as_array().cloned().unwrap_or_default();
        let mut wrong = Vec::new();
        for resource in &resources {
            let name = resource["path"].as_str().unwrap_or_default();
            let file = self.folder.join(name);
            let bytes = std::fs::read(&file).map_err(|source| TableError::io("read", &file, source))?;
            let found = format!("sha256:{}", data_encoding::HEXLOWER.encode(&Sha256::digest(&bytes)));
            if resource["hash"].as_str() != Some(found.as_str()) {
                wrong.push(name.to_owned());
            }
        }
        Ok((resources.len(), wrong))
    }

    fn crawl_value(&self, column: &'static str) -> Result<String, TableError> {
        let frame = self.collect("crawl")?;
        let values = frame.column(column).map_err(|source| TableError::polars("crawl", source))?;
        match values.get(0) {
            Ok(AnyValue::String(value)) => Ok(value.to_owned()),
            Ok(AnyValue::StringOwned(value)) => Ok(value.to_string()),
            _ => Err(TableError::Cell { table: "crawl", column }),
        }
    }
}

fn has_tables(dir: &Path) -> bool {
    dir.join("crawl.parquet").is_file()
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    Date::new(year, month, Some(day))
}
