//! `croissant.json`: metadata in the format of MLCommons, <https://docs.mlcommons.org/croissant/docs/croissant-spec.html>.

use super::{About, Format, TableFile, description, licence, title};
use crate::dataset::schema::Physical;
use serde_json::{Value, json};

/// The context of version 1.0, as the specification prints it.
const CONTEXT: &str = r#"{
  "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
  "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
  "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
  "dct": "http://purl.org/dc/terms/", "equivalentProperty": "cr:equivalentProperty",
  "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
  "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet",
  "format": "cr:format", "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath",
  "key": "cr:key", "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
  "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
  "samplingRate": "cr:samplingRate", "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField",
  "transform": "cr:transform"
}"#;

pub(super) fn render(about: &About<'_>, tables: &[TableFile]) -> String {
    let mut files: Vec<Value> = Vec::new();
    for table in tables {
        // The sheets of a workbook are one file.
        if files.iter().all(|file| file["@id"] != table.file.as_str()) {
            files.push(json!({
                "@type": "cr:FileObject",
                "@id": table.file,
                "name": table.file,
                "contentUrl": table.file,
                "contentSize": format!("{} B", table.bytes),
                "encodingFormat": match about.format {
                    Format::Parquet => "application/x-parquet",
                    Format::Csv => "text/csv",
                    Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                },
                "sha256": table.sha256,
            }));
        }
    }
    // Croissant has no word for a sheet of a workbook, so there only the file is described.
    let records: Vec<Value> =
        if about.format == Format::Xlsx { Vec::new() } else { tables.iter().map(records).collect() };
    let crawl = about.crawl;
    let mut page = json!({
        "@context": serde_json::from_str::<Value>(CONTEXT).unwrap_or_default(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": format!("bangchim-crawl-{}", crawl.id.to_lowercase()),
        "alternateName": title(about),
        "description": description(about.audience),
        "citeAs": format!("bangchim {}: {}, crawl {}", crate::dataset::TOOL_VERSION, title(about), crawl.id),
        "creator": { "@type": "sc:Organization", "name": "bangchim" },
        "datePublished": crawl.date.to_string(),
        // Versions of Croissant have three numbers: the day of the crawl.
        "version": format!("{}.{}.{}", crawl.date.year, crawl.date.month, crawl.date.day.unwrap_or(0)),
        "keywords": ["CCTV", "영상정보처리기기", "surveillance", "South Korea"],
        "inLanguage": ["ko", "en"],
        "isLiveDataset": false,
        "distribution": files,
        "recordSet": records,
    });
    if let Some((_, address)) = licence(about.audience) {
        page["license"] = json!(address);
    }
    format!("{page:#}\n")
}

fn records(table: &TableFile) -> Value {
    let name = table.table.name;
    let fields: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            let mut field = json!({
                "@type": "cr:Field",
                "@id": format!("{name}/{}", column.name),
                "name": column.name,
                "description": format!("{} · {}", column.korean, column.english),
                "dataType": match column.physical {
                    Physical::Text => "sc:Text",
                    Physical::Integer => "sc:Integer",
                    Physical::Boolean => "sc:Boolean",
                    Physical::Day => "sc:Date",
                    Physical::Ratio => "sc:Float",
                },
                "source": { "fileObject": { "@id": table.file }, "extract": { "column": column.name } },
            });
            if column.name == "policy_id" && name != "policies" {
                field["references"] = json!({ "field": { "@id": "policies/policy_id" } });
            }
            field
        })
        .collect();
    let mut records = json!({
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": format!("{} · {}", table.table.korean, table.table.english),
        "field": fields,
    });
    let key: Vec<Value> = table.table.key.iter().map(|column| json!({ "@id": format!("{name}/{column}") })).collect();
    if !key.is_empty() {
        records["key"] = json!(key);
    }
    records
}
