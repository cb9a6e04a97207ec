//! One crawl's tables as records that can be compared.

use crate::table::{Dataset, TableError};
use polars::prelude::{AnyValue, DataFrame};
use std::collections::BTreeMap;

/// A policy as a crawl read it: every field as rows of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Registry id of the institution, else its name.
    pub institution: String,
    /// Name of the institution.
    pub name: String,
    /// Address or path.
    pub source: String,
    /// SHA-256 of the bytes.
    pub document: String,
    /// Position within the document.
    pub ordinal: i64,
    /// Title.
    pub title: Option<String>,
    /// Current or superseded.
    pub status: String,
    /// Values by the name of their column or table, rows in their order.
    pub fields: BTreeMap<String, Vec<String>>,
}

impl Record {
    /// What stays the same from crawl to crawl.
    pub(super) fn key(&self) -> (&str, &str, i64) {
        (&self.institution, &self.source, self.ordinal)
    }

    /// The one value of a field.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.first().map(String::as_str)
    }
}

/// The policies of a crawl.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crawl {
    /// Its id.
    pub id: String,
    /// Version of the rules that read it.
    pub rules: String,
    /// The policies, in the order of the table.
    pub policies: Vec<Record>,
    /// Names of institutions by their ids.
    pub institutions: BTreeMap<String, String>,
}

/// Columns that name a policy and say nothing of its content.
const KEYS: &[&str] = &[
    "policy_id",
    "document_sha256",
    "ordinal",
    "source",
    "institution_id",
    "institution_name",
    "effective_on",
    "superseded_on",
    "legal_basis",
    "problems",
    "charset",
];
/// Tables whose rows hang on a policy.
const LISTS: &[&str] = &[
    "cameras",
    "retention",
    "managers",
    "contractors",
    "purposes",
    "legal_basis",
    "storage_places",
    "revisions",
    "sections",
    "attachments",
];

/// Reads a crawl's tables.
///
/// # Errors
/// Tables that are missing or cannot be read.
pub fn load(dataset: &Dataset) -> Result<Crawl, TableError> {
    let about = dataset.crawl()?;
    let mut lists: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for table in LISTS {
        for row in rows(&dataset.collect(table)?) {
            let said: Vec<String> = row
                .iter()
                .filter(|(name, _)| !KEYS.contains(name))
                .filter_map(|(name, value)| Some(format!("{name}: {}", value.as_ref()?)))
                .collect();
            let policy = text(&row, "policy_id").unwrap_or_default();
            lists.entry(policy).or_default().entry((*table).to_owned()).or_default().push(said.join(" | "));
        }
    }
    let mut policies = Vec::new();
    for row in rows(&dataset.collect("policies")?) {
        let id = text(&row, "policy_id").unwrap_or_default();
        let mut fields = lists.remove(&id).unwrap_or_default();
        for (name, value) in row.iter().filter(|(name, _)| !KEYS.contains(name)) {
            if let Some(value) = value {
                fields.insert((*name).to_owned(), vec![value.clone()]);
            }
        }
        let name = text(&row, "institution_name").unwrap_or_default();
        policies.push(Record {
            institution: text(&row, "institution_id").unwrap_or_else(|| name.clone()),
            name,
            source: text(&row, "source").unwrap_or_default(),
            document: text(&row, "document_sha256").unwrap_or_default(),
            ordinal: text(&row, "ordinal").and_then(|ordinal| ordinal.parse().ok()).unwrap_or(0),
            title: text(&row, "title"),
            status: text(&row, "status").unwrap_or_default(),
            fields,
        });
    }
    let institutions = rows(&dataset.collect("institutions")?)
        .iter()
        .filter_map(|row| Some((text(row, "institution_id")?, text(row, "name")?)))
        .collect();
    Ok(Crawl { id: about.id, rules: about.rules, policies, institutions })
}

type Row<'a> = Vec<(&'a str, Option<String>)>;

fn text(row: &Row<'_>, column: &str) -> Option<String> {
    row.iter().find(|(name, _)| *name == column).and_then(|(_, value)| value.clone())
}

fn rows(frame: &DataFrame) -> Vec<Row<'_>> {
    let columns = frame.columns();
    (0..frame.height())
        .map(|index| {
            columns
                .iter()
                .map(|column| {
                    let value = match column.get(index) {
                        Ok(AnyValue::Null) | Err(_) => None,
                        Ok(AnyValue::String(text)) => Some(text.to_owned()),
                        Ok(AnyValue::StringOwned(text)) => Some(text.to_string()),
                        Ok(other) => Some(other.to_string()),
                    };
                    (column.name().as_str(), value)
                })
                .collect()
        })
        .collect()
}
