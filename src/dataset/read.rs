//! The tables of a crawl found again and opened as lazy frames.

use super::schema::{SCHEMA, SCHEMA_VERSION, table};
use super::{CrawlInfo, TableError};
use crate::model::policy::QuoteContext;
use crate::normalise::date::Date;
use polars::prelude::{
    AnyValue, DataFrame, HiveOptions, LazyFrame, ParquetReader, PlRefPath, ScanArgsParquet, SerReader,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

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
    /// The words around it, where they were read.
    pub context: Option<String>,
    /// The places of their pieces.
    pub context_places: Option<String>,
}

impl QuoteRow {
    /// The words around the quote, piece by piece; nothing where there are none.
    pub fn around(&self) -> Option<QuoteContext> {
        QuoteContext::parse(self.context.as_deref()?, self.context_places.as_deref()?)
    }
}

/// Whose a policy is, and where it was found; texts that the table lacks are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// Name of the institution.
    pub name: String,
    /// Its province.
    pub sido: String,
    /// Its id in the registry.
    pub id: String,
    /// Address or path of the policy.
    pub source: String,
}

/// The tables of one crawl.
#[derive(Debug, Clone)]
pub struct Dataset {
    folder: PathBuf,
    /// What has been found of each table's file, in the order of the schema: why it is damaged, if it is.
    found: Arc<[OnceLock<Option<&'static str>>]>,
}

impl Dataset {
    /// Finds the tables in a folder of one crawl, or the newest crawl below a data folder.
    ///
    /// The newest is the one whose id comes last in the order of letters.
    ///
    /// # Errors
    /// No tables there, tables of another shape than this program reads, or damaged ones.
    pub fn open(dir: &Path) -> Result<Self, TableError> {
        let dataset = Self::find(dir)?;
        let found = dataset.crawl_value("schema_version")?;
        if found != SCHEMA_VERSION {
            return Err(TableError::OtherVersion { folder: dataset.folder, found });
        }
        Ok(dataset)
    }

    /// The same without a look into any table.
    fn find(dir: &Path) -> Result<Self, TableError> {
        let folder = if has_tables(dir) {
            dir.to_owned()
        } else {
            Self::crawls(dir)?.pop().ok_or_else(|| TableError::NoDataset(dir.to_owned()))?
        };
        Ok(Self { folder, found: SCHEMA.iter().map(|_| OnceLock::new()).collect() })
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

    /// Whether a table's file is there.
    pub fn has(&self, name: &str) -> bool {
        self.folder.join(format!("{name}.parquet")).is_file()
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
        let path = self.sound(name)?;
        // A glob would take the brackets of a folder's name for a pattern; hive columns would be added from
        // `crawl=<id>` to every table.
        let args = ScanArgsParquet { glob: false, hive_options: HiveOptions::new_disabled(), ..Default::default() };
        let path = PlRefPath::try_from_path(&path).map_err(|source| TableError::polars(name, source))?;
        LazyFrame::scan_parquet(path, args).map_err(|source| TableError::polars(name, source))
    }

    /// The file of a table, once its bytes are known to be those that were written. A damaged file is never given to the
    /// library: what its footer asks for may be more memory than there is.
    fn sound(&self, name: &str) -> Result<PathBuf, TableError> {
        let file = format!("{name}.parquet");
        let path = self.folder.join(&file);
        if !path.is_file() {
            return Err(TableError::MissingTable { folder: self.folder.clone(), table: name.to_owned() });
        }
        // What describes the tables is read when a table is: findings may have been put there since.
        let look = || {
            let digests = digests(&self.folder)?;
            let damage = match digests.get(&file) {
                Some(digest) => {
                    sha256(&path).map(|own| (own != *digest).then_some("its bytes are not those that were written"))
                }
                None => looks_whole(&path)
                    .map(|whole| (!whole).then_some("it does not begin and end as a Parquet file does")),
            };
            damage.map_err(|source| TableError::io("read", &path, source))
        };
        let slot = SCHEMA.iter().position(|table| table.name == name).and_then(|at| self.found.get(at));
        let known = slot.and_then(OnceLock::get).copied();
        let damage = match known {
            Some(damage) => damage,
            None => look()?,
        };
        if let Some(slot) = slot {
            let _ = slot.set(damage);
        }
        damage.map_or(Ok(path.clone()), |what| Err(TableError::Damaged { path, what }))
    }

    /// Holds every table that is there, but one that is to be replaced, to what was written.
    ///
    /// # Errors
    /// The first damaged one.
    pub(super) fn all_sound_but(dir: &Path, replaced: &str) -> Result<(), TableError> {
        let dataset = Self::find(dir)?;
        for name in Self::tables().filter(|name| *name != replaced) {
            match dataset.sound(name) {
                Ok(_) | Err(TableError::MissingTable { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
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
        let path = self.sound(name)?;
        let file = File::open(&path).map_err(|source| TableError::io("read", &path, source))?;
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
        self.quotes_of("evidence", "field", false)
    }

    /// The same with the words around every quote.
    ///
    /// # Errors
    /// A table that cannot be read, or has other columns than the schema says.
    pub fn quotes_in_context(&self) -> Result<Vec<QuoteRow>, TableError> {
        self.quotes_of("evidence", "field", true)
    }

    /// Every quote that a finding of the audit rests on, under the name of its rule, with the words around it.
    ///
    /// # Errors
    /// A table that cannot be read, or has other columns than the schema says.
    pub fn finding_quotes(&self) -> Result<Vec<QuoteRow>, TableError> {
        let mut quotes = self.quotes_of("findings", "rule", true)?;
        quotes.retain(|quote| !quote.document.is_empty());
        Ok(quotes)
    }

    fn quotes_of(&self, table: &str, field: &str, in_context: bool) -> Result<Vec<QuoteRow>, TableError> {
        let columns = ["policy_id", "document_sha256", field, "quote", "rule", "block", "start", "end"];
        // `rule` may be the field as well.
        let mut columns: BTreeSet<&str> = columns.into();
        columns.extend(["context", "context_places"].into_iter().filter(|_| in_context));
        let columns: Vec<_> = columns.into_iter().map(polars::prelude::col).collect();
        let frame = self.table(table)?.select(columns).collect().map_err(|source| TableError::polars(table, source))?;
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
        let maybe = |name: &str| -> Result<Vec<Option<String>>, TableError> {
            if !in_context {
                return Ok(vec![None; frame.height()]);
            }
            let column = frame
                .column(name)
                .and_then(|column| column.str())
                .map_err(|source| TableError::polars(table, source))?;
            Ok(column.iter().map(|value| value.map(str::to_owned)).collect())
        };
        let (quotes, rules) = (text("quote")?, text("rule")?);
        let around = maybe("context")?.into_iter().zip(maybe("context_places")?);
        let (blocks, starts, ends) = (number("block")?, number("start")?, number("end")?);
        let mut rows = Vec::with_capacity(policies.len());
        let texts = policies.into_iter().zip(documents).zip(fields).zip(quotes).zip(rules);
        let places = blocks.into_iter().zip(starts).zip(ends);
        for ((((((policy_id, document), field), quote), rule), ((block, start), end)), (context, context_places)) in
            texts.zip(places).zip(around)
        {
            rows.push(QuoteRow { policy_id, document, field, quote, rule, block, start, end, context, context_places });
        }
        Ok(rows)
    }

    /// Whose every policy is and where it was found, by the policy's key.
    ///
    /// # Errors
    /// A table that cannot be read, or has other columns than the schema says.
    pub fn sources(&self) -> Result<BTreeMap<String, SourceRow>, TableError> {
        let frame = self.collect("policies")?;
        let text = |name: &str| -> Result<Vec<String>, TableError> {
            let column = frame
                .column(name)
                .and_then(|column| column.str())
                .map_err(|source| TableError::polars("policies", source))?;
            Ok(column.iter().map(|value| value.unwrap_or_default().to_owned()).collect())
        };
        let bodies = text("institution_name")?.into_iter().zip(text("sido")?).zip(text("institution_id")?);
        let rows = bodies.zip(text("source")?);
        let rows = rows.map(|(((name, sido), id), source)| SourceRow { name, sido, id, source });
        Ok(text("policy_id")?.into_iter().zip(rows).collect())
    }

    /// Tables whose bytes are not what `datapackage.json` says, and how many were looked at.
    ///
    /// # Errors
    /// A description that cannot be read.
    pub fn changed(&self) -> Result<(usize, Vec<String>), TableError> {
        let digests = digests(&self.folder)?;
        if digests.is_empty() {
            let path = self.folder.join(DESCRIPTION);
            return Err(TableError::io("read", &path, std::io::ErrorKind::NotFound.into()));
        }
        let mut wrong = Vec::new();
        for (name, digest) in &digests {
            let file = self.folder.join(name);
            if sha256(&file).map_err(|source| TableError::io("read", &file, source))? != *digest {
                wrong.push(name.clone());
            }
        }
        Ok((digests.len(), wrong))
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

/// What describes the tables beside them, with a digest of each.
const DESCRIPTION: &str = "datapackage.json";

/// Digests of a folder's tables; none where they are not described.
fn digests(folder: &Path) -> Result<BTreeMap<String, String>, TableError> {
    let path = folder.join(DESCRIPTION);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(source) => return Err(TableError::io("read", &path, source)),
    };
    let listed = |package: serde_json::Value| -> Option<BTreeMap<String, String>> {
        let resources = package["resources"].as_array()?.iter();
        resources.map(|one| Some((one["path"].as_str()?.to_owned(), one["hash"].as_str()?.to_owned()))).collect()
    };
    let found = serde_json::from_slice(&bytes).ok().and_then(listed);
    found.ok_or(TableError::Damaged { path, what: "it lists no tables with their digests" })
}

/// Digest of a file as the description writes it.
fn sha256(path: &Path) -> std::io::Result<String> {
    let mut digest = Sha256::new();
    std::io::copy(&mut File::open(path)?, &mut digest)?;
    Ok(format!("sha256:{}", data_encoding::HEXLOWER.encode(&digest.finalize())))
}

/// Whether a file begins and ends as Parquet does, and has room for the footer that it announces.
fn looks_whole(path: &Path) -> std::io::Result<bool> {
    const MARK: [u8; 4] = *b"PAR1";
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    if length < 12 {
        return Ok(false);
    }
    let mut head = [0; 4];
    file.read_exact(&mut head)?;
    file.seek(SeekFrom::End(-8))?;
    let (mut footer, mut tail) = ([0; 4], [0; 4]);
    file.read_exact(&mut footer)?;
    file.read_exact(&mut tail)?;
    Ok(head == MARK && tail == MARK && u64::from(u32::from_le_bytes(footer)) <= length - 12)
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
