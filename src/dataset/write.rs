//! Frames to files: fixed settings, temporary name, rename.

use super::describe::{self, Audience};
use super::rows::Rows;
use super::schema::{COMPARISON, SCHEMA, SCHEMA_VERSION, Table, table};
use super::{
    ChangeRow, CrawlInfo, Dataset, DocumentRow, FindingRow, Summary, TOOL_VERSION, TableError, crawl_rows, overview,
    policy_rows,
};
use crate::dataset::atomic::write_atomic;
use crate::model::attempt::Attempt;
use crate::model::institution::Institution;
use crate::model::policy::Policy;
use polars::prelude::{
    Column, CompatLevel, DataFrame, DataType, KeyValueMetadata, ParquetCompression, ParquetWriter, SchemaExt,
    StatisticsOptions,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Rows of a row group: small enough to skip by statistics, large enough to compress.
const ROW_GROUP: usize = 131_072;
/// Bytes of a data page before compression.
const DATA_PAGE: usize = 1 << 20;

/// The folder of a crawl's tables below a data folder.
///
/// # Errors
/// An id that cannot name a folder.
pub fn crawl_folder(data: &Path, crawl: &str) -> Result<PathBuf, TableError> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    if crawl.is_empty() || crawl.starts_with('.') || !crawl.chars().all(plain) {
        return Err(TableError::CrawlId(crawl.to_owned()));
    }
    Ok(data.join("dataset").join(format!("crawl={crawl}")))
}

/// Writes every table of a crawl, and the description of them, into a folder; makes the folder.
///
/// Policies are put in the order of institution, source and position; attempts, documents and institutions stay in
/// the order given. Of policies with the same key (the same bytes under two addresses) the one of a registered
/// institution stays, then the one whose source comes first.
///
/// # Errors
/// The file system, or rows that do not fit the schema.
pub fn write(
    dir: &Path,
    crawl: &CrawlInfo,
    institutions: &[Institution],
    attempts: &[Attempt],
    documents: &[DocumentRow],
    policies: &[Policy],
) -> Result<Summary, TableError> {
    std::fs::create_dir_all(dir).map_err(|source| TableError::io("make the folder", dir, source))?;
    let distinct = distinct(policies);
    let choices = overview::choose(&distinct);
    let mut counts = Vec::new();
    for table in SCHEMA {
        let mut rows = Rows::new(table);
        match table.name {
            "crawl" => crawl_rows::crawl(crawl, &mut rows),
            "institutions" => crawl_rows::institutions(institutions, attempts, &mut rows),
            "overview" => {
                let choices = &choices;
                let source = overview::Source { crawl, institutions, attempts, policies: &distinct, choices };
                overview::fill(&source, &mut rows);
            }
            "policies" => {
                distinct
                    .iter()
                    .zip(&choices)
                    .for_each(|(policy, choice)| policy_rows::policy(policy, choice, &mut rows));
            }
            "attempts" => crawl_rows::attempts(attempts, &mut rows),
            "documents" => crawl_rows::documents(documents, &distinct, &mut rows),
            name => {
                let fill = policy_rows::TABLES.iter().find(|(of, _)| *of == name);
                if let Some((_, fill)) = fill {
                    distinct.iter().for_each(|policy| fill(policy, &mut rows));
                }
            }
        }
        let frame = rows.frame()?;
        counts.push((table.name, frame.height()));
        put(dir, table, crawl, frame)?;
    }
    describe::describe_parquet(dir, crawl)?;
    Ok(Summary { folder: dir.to_owned(), rows: counts, repeated: policies.len() - distinct.len() })
}

/// Writes the audit's findings into the folder of a crawl, in place of those that are there.
///
/// # Errors
/// The file system, or a folder without the other tables.
pub fn replace_findings(dir: &Path, crawl: &CrawlInfo, findings: &[FindingRow]) -> Result<(), TableError> {
    let Some(table) = table("findings") else {
        return Err(TableError::UnknownTable("findings".into(), String::new()));
    };
    let frame = policy_rows::findings(Rows::new(table), findings)?;
    // Describing the folder again would take damaged tables for good ones.
    Dataset::all_sound_but(dir, table.name)?;
    let overview = counted_findings(dir, findings)?;
    put(dir, table, crawl, frame)?;
    put(dir, overview.0, crawl, overview.1)?;
    describe::describe_parquet(dir, crawl)
}

/// The overview with the findings of the policy that counts for each institution.
fn counted_findings(dir: &Path, findings: &[FindingRow]) -> Result<(&'static Table, DataFrame), TableError> {
    let Some(table) = table("overview") else {
        return Err(TableError::UnknownTable("overview".into(), String::new()));
    };
    let wrong = |source| TableError::polars(table.name, source);
    let mut frame = Dataset::open(dir)?.collect(table.name)?;
    let policies: Vec<Option<String>> = frame
        .column("policy_id")
        .and_then(|column| column.str())
        .map_err(wrong)?
        .iter()
        .map(|id| id.map(str::to_owned))
        .collect();
    for (column, counts) in overview::findings(findings) {
        let counts: Vec<Option<i64>> =
            policies.iter().map(|id| id.as_ref().map(|id| counts.get(id.as_str()).copied().unwrap_or(0))).collect();
        frame.with_column(Column::new(column.into(), counts)).map_err(wrong)?;
    }
    Ok((table, frame))
}

/// Writes `changes.parquet` and the feed of the changes, `changes.atom`, into a folder; makes the folder.
///
/// # Errors
/// The file system, or a folder that holds the tables of a crawl.
pub fn write_changes(
    dir: &Path,
    old: &CrawlInfo,
    new: &CrawlInfo,
    changes: &[ChangeRow],
    feed: &[u8],
) -> Result<[PathBuf; 2], TableError> {
    if dir.join("crawl.parquet").exists() {
        return Err(TableError::NotEmpty(dir.to_owned()));
    }
    std::fs::create_dir_all(dir).map_err(|source| TableError::io("make the folder", dir, source))?;
    for table in COMPARISON {
        let mut rows = Rows::new(table);
        changes.iter().for_each(|change| crawl_rows::change(change, old, new, &mut rows));
        put(dir, table, new, rows.frame()?)?;
    }
    let feed_file = dir.join("changes.atom");
    write_atomic(&feed_file, feed)?;
    Ok([dir.join("changes.parquet"), feed_file])
}

fn distinct(policies: &[Policy]) -> Vec<&Policy> {
    let mut order: Vec<&Policy> = policies.iter().collect();
    order.sort_by_cached_key(|policy| (policy.id(), policy.institution.id.is_none(), policy.source.clone()));
    let mut seen = BTreeSet::new();
    order.retain(|policy| seen.insert(policy.id()));
    order.sort_by_cached_key(|policy| {
        let holder = &policy.institution;
        (holder.id.clone(), holder.name.clone(), policy.source.clone(), policy.ordinal)
    });
    order
}

fn put(dir: &Path, table: &Table, crawl: &CrawlInfo, frame: DataFrame) -> Result<(), TableError> {
    let bytes = parquet(table.name, metadata(crawl, Audience::Keepers), frame)?;
    write_atomic(&dir.join(format!("{}.parquet", table.name)), &bytes)
}

/// A table of a crawl as the bytes of a Parquet file; the same frame gives the same bytes.
///
/// # Errors
/// What polars cannot write.
pub fn table_bytes(
    table: &str,
    crawl: &CrawlInfo,
    audience: Audience,
    frame: DataFrame,
) -> Result<Vec<u8>, TableError> {
    parquet(table, metadata(crawl, audience), frame)
}

/// Any frame as the bytes of a Parquet file, in the same settings as the tables and with their types: whole numbers of
/// every width become `int64`.
///
/// # Errors
/// What polars cannot write.
pub fn frame_bytes(frame: DataFrame) -> Result<Vec<u8>, TableError> {
    let mut frame = frame;
    let wrong = |source| TableError::polars("result", source);
    let whole: Vec<Column> = frame.columns().iter().filter(|column| column.dtype().is_integer()).cloned().collect();
    for column in whole {
        frame.with_column(column.cast(&DataType::Int64).map_err(wrong)?).map_err(wrong)?;
    }
    parquet("result", Vec::new(), frame)
}

fn parquet(name: &str, metadata: Vec<(String, String)>, mut frame: DataFrame) -> Result<Vec<u8>, TableError> {
    let mut metadata = metadata;
    metadata.extend(arrow_schema(&frame));
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .with_statistics(StatisticsOptions {
            min_value: true,
            max_value: true,
            distinct_count: false,
            null_count: true,
            binary_statistics_truncate_length: Some(64),
        })
        .with_row_group_size(Some(ROW_GROUP))
        .with_data_page_size(Some(DATA_PAGE))
        .with_key_value_metadata(Some(KeyValueMetadata::from_static(metadata)))
        .finish(&mut frame)
        .map_err(|source| TableError::polars(name, source))?;
    Ok(bytes)
}

/// The Arrow schema that readers follow, with strings as `LargeUtf8`. The writer would say `Utf8View`, which pyarrow 14
/// and older cannot open and later ones can neither filter nor join; the bytes of the columns are the same.
fn arrow_schema(frame: &DataFrame) -> Option<(String, String)> {
    let schema = frame.schema().to_arrow(CompatLevel::oldest());
    let pair = polars_parquet::write::schema_to_metadata_key(&schema);
    Some((pair.key, pair.value?))
}

fn metadata(crawl: &CrawlInfo, audience: Audience) -> Vec<(String, String)> {
    let mut pairs = vec![
        ("bangchim.schema_version", SCHEMA_VERSION),
        ("bangchim.rules_version", crawl.rules.as_str()),
        ("bangchim.tool_version", TOOL_VERSION),
        ("bangchim.crawl_id", crawl.id.as_str()),
    ];
    if audience == Audience::Public {
        pairs.push(("bangchim.audience", "public"));
    }
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}
