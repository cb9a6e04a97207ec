//! `datapackage.json`: a Frictionless Data Package, which <https://framework.frictionlessdata.io> validates.

use super::{About, Format, TableFile, description, licence, title};
use crate::dataset::schema::Physical;
use crate::dataset::{SCHEMA_VERSION, TOOL_VERSION};
use serde_json::{Value, json};

pub(super) fn render(about: &About<'_>, tables: &[TableFile]) -> String {
    let crawl = about.crawl;
    let mut package = json!({
        "profile": "data-package",
        "name": format!("bangchim-crawl-{}", crawl.id.to_lowercase()),
        "title": title(about),
        "description": description(about.audience),
        "keywords": ["CCTV", "영상정보처리기기", "개인정보 보호", "surveillance", "South Korea"],
        "version": crawl.id,
        "created": format!("{}T00:00:00Z", crawl.date),
        "bangchim": {
            "crawl_id": crawl.id,
            "schema_version": SCHEMA_VERSION,
            "rules_version": crawl.rules,
            "tool_version": TOOL_VERSION,
        },
        "resources": tables.iter().map(|table| resource(about.format, table)).collect::<Vec<_>>(),
    });
    if let Some((name, path)) = licence(about.audience) {
        package["licenses"] = json!([{ "name": name, "path": path }]);
    }
    format!("{package:#}\n")
}

fn resource(format: Format, file: &TableFile) -> Value {
    let table = file.table;
    let fields: Vec<Value> = file
        .columns
        .iter()
        .map(|column| {
            let kind = match column.physical {
                Physical::Text => "string",
                Physical::Integer => "integer",
                Physical::Boolean => "boolean",
                Physical::Day => "date",
                Physical::Ratio => "number",
            };
            let mut field = json!({
                "name": column.name,
                "type": kind,
                "title": column.korean,
                "description": column.english,
                "constraints": { "required": !column.nullable },
            });
            // The reference validator reads Parquet through pandas, where an integer column with empty cells becomes
            // one of floating point numbers and an empty cell of it "nan".
            if format == Format::Parquet && column.nullable && column.physical == Physical::Integer {
                field["missingValues"] = json!(["", "nan"]);
            }
            field
        })
        .collect();
    let mut schema = json!({ "fields": fields });
    if !table.key.is_empty() {
        schema["primaryKey"] = json!(table.key);
    }
    if table.name != "policies" && file.columns.iter().any(|column| column.name == "policy_id") {
        let policies = json!({ "resource": "policies", "fields": ["policy_id"] });
        schema["foreignKeys"] = json!([{ "fields": ["policy_id"], "reference": policies }]);
    }
    let (kind, media) = match format {
        Format::Parquet => ("parquet", "application/vnd.apache.parquet"),
        Format::Csv => ("csv", "text/csv"),
        Format::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    };
    let mut resource = json!({
        "name": table.name,
        "profile": "tabular-data-resource",
        "path": file.file,
        "title": table.korean,
        "description": table.english,
        "format": kind,
        "mediatype": media,
        "hash": format!("sha256:{}", file.sha256),
        "rows": file.rows,
        "schema": schema,
    });
    match format {
        // The reference validator counts no bytes of Parquet and calls a stated size an error.
        Format::Parquet => {}
        Format::Csv => {
            resource["encoding"] = json!("utf-8-sig");
            resource["bytes"] = json!(file.bytes);
        }
        // The first row has the titles for Korean readers, the second the names of the columns.
        Format::Xlsx => resource["dialect"] = json!({ "headerRows": [2], "excel": { "sheet": table.name } }),
    }
    resource
}
