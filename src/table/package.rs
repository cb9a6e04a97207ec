//! `datapackage.json`: the tables described for people and for other programs (Frictionless Data Package).

use super::schema::{Physical, SCHEMA, Table};
use super::write::put_file;
use super::{CrawlInfo, SCHEMA_VERSION, TOOL_VERSION, TableError};
use polars::prelude::{ParquetReader, SerReader};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;

/// Describes every table that lies in a folder.
pub(super) fn describe(dir: &Path, crawl: &CrawlInfo) -> Result<(), TableError> {
    let tables = SCHEMA.iter().map(|table| resource(dir, table)).collect::<Result<Vec<_>, _>>()?;
    let package = json!({
        "profile": "data-package",
        "name": format!("bangchim-crawl-{}", crawl.id.to_lowercase()),
        "title": "공공기관 영상정보처리기기(CCTV) 운영·관리 방침",
        "description": "CCTV operation policies of Korean public bodies: what they state, in which words, and what was not found.",
        "created": format!("{}T00:00:00Z", crawl.date),
        "bangchim": {
            "crawl_id": crawl.id,
            "schema_version": SCHEMA_VERSION,
            "rules_version": crawl.rules,
            "tool_version": TOOL_VERSION,
        },
        "resources": tables,
    });
    let mut text = format!("{package:#}");
    text.push('\n');
    put_file(&dir.join("datapackage.json"), text.as_bytes())
}

fn resource(dir: &Path, table: &Table) -> Result<Value, TableError> {
    let path = dir.join(format!("{}.parquet", table.name));
    let bytes = std::fs::read(&path).map_err(|source| TableError::io("read", &path, source))?;
    let rows = ParquetReader::new(std::io::Cursor::new(&bytes))
        .num_rows()
        .map_err(|source| TableError::polars(table.name, source))?;
    let digest = Sha256::digest(&bytes);
    let fields: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            let kind = match column.physical {
                Physical::Text => "string",
                Physical::Integer => "integer",
                Physical::Boolean => "boolean",
                Physical::Day => "date",
            };
            json!({
                "name": column.name,
                "type": kind,
                "title": column.korean,
                "description": column.english,
                "constraints": { "required": !column.nullable },
            })
        })
        .collect();
    let mut schema = json!({ "fields": fields });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    Ok(json!({
        "name": table.name,
        "path": format!("{}.parquet", table.name),
        "title": table.korean,
        "description": table.english,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "hash": format!("sha256:{}", data_encoding::HEXLOWER.encode(&digest)),
        "rows": rows,
        "schema": schema,
    }))
}
