//! Policies read back from the tables, row by row, a few at a time.

use super::schema::{Column, Physical, SCHEMA, Table, table};
use super::{Dataset, QuoteRow, TableError};
use crate::model::institution::{InstitutionKind, Listed, Sido};
use crate::model::policy::QuoteContext;
use polars::prelude::{AnyValue, DataFrame, IdxSize};
use std::collections::{BTreeMap, BTreeSet};

/// A row of a table: its cells as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    table: &'static Table,
    cells: Vec<Option<String>>,
}

impl Record {
    /// The cell of a column, where it is not empty.
    pub fn get(&self, column: &str) -> Option<&str> {
        let at = self.table.columns.iter().position(|own| own.name == column)?;
        self.cells.get(at)?.as_deref()
    }

    /// The cell of a column as a whole number.
    pub fn number(&self, column: &str) -> Option<u64> {
        self.get(column)?.parse().ok()
    }

    /// Columns that say something of what the policy says, with their cells: keys, positions and the dates that repeat
    /// a text are left out.
    pub fn said(&self) -> impl Iterator<Item = (&'static Column, Option<&str>)> {
        let columns = self.table.columns.iter().zip(&self.cells);
        columns
            .filter(|(column, _)| column.physical != Physical::Day && !KEYS.contains(&column.name))
            .map(|(column, cell)| (column, cell.as_deref()))
    }
}

/// Columns that join rows or order them.
const KEYS: &[&str] = &["policy_id", "institution_id", "document_sha256", "ordinal"];

/// Tables of what a policy says, one row a thing, in the order in which a reader wants them.
pub const LISTS: [&str; 9] = [
    "purposes",
    "legal_basis",
    "cameras",
    "retention",
    "storage_places",
    "managers",
    "contractors",
    "revisions",
    "attachments",
];

/// Tables of what is found out about a policy.
const JUDGEMENTS: [&str; 3] = ["sections", "findings", "corrections"];

/// A policy with every row that hangs on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPolicy {
    /// Its row in `policies`.
    pub policy: Record,
    lists: BTreeMap<&'static str, Vec<Record>>,
    /// The words behind its values, in the order of the table.
    pub evidence: Vec<QuoteRow>,
    /// Which of them belong to a field or to a row of a list, by the path up to the row: `cameras[3]`.
    paths: BTreeMap<String, Vec<usize>>,
}

impl StoredPolicy {
    /// Its key.
    pub fn id(&self) -> &str {
        self.policy.get("policy_id").unwrap_or_default()
    }

    /// Its rows in a table.
    pub fn rows(&self, table: &str) -> &[Record] {
        self.lists.get(table).map_or(&[], Vec::as_slice)
    }

    /// The words behind a value, by the path of its field.
    pub fn quotes<'a>(&'a self, field: &'a str) -> impl Iterator<Item = &'a QuoteRow> {
        self.quotes_below(path(field)).filter(move |quote| quote.field == field)
    }

    /// The words behind a field, or behind any cell of a row of a list, by the path of the row (`cameras[3]`).
    pub fn quotes_below(&self, path: &str) -> impl Iterator<Item = &QuoteRow> + use<'_> {
        let places = self.paths.get(path).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|at| self.evidence.get(*at))
    }

    /// The correction of a field, with its position among the policy's corrections.
    pub fn correction(&self, field: &str) -> Option<(usize, &Record)> {
        self.rows("corrections").iter().enumerate().find(|(_, row)| row.get("field") == Some(field))
    }

    fn add(&mut self, quote: QuoteRow) {
        self.paths.entry(path(&quote.field).to_owned()).or_default().push(self.evidence.len());
        self.evidence.push(quote);
    }
}

/// The path of a field up to the row that it belongs to.
fn path(field: &str) -> &str {
    field.find(']').map_or(field, |end| &field[..=end])
}

/// What tells policies apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyKey {
    /// Key of the policy.
    pub id: String,
    /// Whose it is: the key of its row in `overview`.
    pub holder: String,
    /// Name of the institution.
    pub name: Option<String>,
    /// Whether it is current.
    pub current: bool,
}

/// The policies of a crawl, of which some are taken at a time: a nation's evidence need not lie in memory.
#[derive(Debug)]
pub struct PolicyReader<'a> {
    dataset: &'a Dataset,
    keys: Vec<PolicyKey>,
    /// First and last row of each policy, by table.
    spans: BTreeMap<&'static str, BTreeMap<String, (usize, usize)>>,
}

impl<'a> PolicyReader<'a> {
    /// Reads where the rows of each policy stand.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn open(dataset: &'a Dataset) -> Result<Self, TableError> {
        let columns = ["policy_id", "institution_key", "institution_name", "status"];
        let mut keys = Vec::new();
        for row in records(&collect(dataset, "policies", Some(&columns), None)?, policies()) {
            let id = row.get("policy_id").unwrap_or_default().to_owned();
            let name = row.get("institution_name").map(str::to_owned);
            let holder = row.get("institution_key").unwrap_or_default().to_owned();
            keys.push(PolicyKey { id, holder, name, current: row.get("status") == Some("current") });
        }
        let mut spans = BTreeMap::new();
        for name in ["policies", "evidence"].into_iter().chain(LISTS).chain(JUDGEMENTS) {
            let frame = collect(dataset, name, Some(&["policy_id"]), None)?;
            let column = frame.column("policy_id").and_then(|column| column.str());
            let column = column.map_err(|source| TableError::polars(name, source))?;
            let mut own: BTreeMap<String, (usize, usize)> = BTreeMap::new();
            for (at, id) in column.iter().enumerate() {
                match own.get_mut(id.unwrap_or_default()) {
                    Some((_, last)) => *last = at,
                    None => {
                        own.insert(id.unwrap_or_default().to_owned(), (at, at));
                    }
                }
            }
            spans.insert(name, own);
        }
        Ok(Self { dataset, keys, spans })
    }

    /// Every policy, in the order of the table.
    pub fn keys(&self) -> &[PolicyKey] {
        &self.keys
    }

    /// Some policies with all their rows, in the order asked for; unknown keys are left out.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn take(&self, ids: &[&str]) -> Result<Vec<StoredPolicy>, TableError> {
        let wanted: BTreeSet<&str> = ids.iter().copied().collect();
        let mut found: BTreeMap<String, StoredPolicy> = BTreeMap::new();
        for row in self.rows("policies", policies(), &wanted)? {
            let id = row.get("policy_id").unwrap_or_default().to_owned();
            found.insert(
                id,
                StoredPolicy { policy: row, lists: BTreeMap::new(), evidence: Vec::new(), paths: BTreeMap::new() },
            );
        }
        for name in LISTS.into_iter().chain(JUDGEMENTS) {
            let Some(table) = table(name) else { continue };
            for row in self.rows(name, table, &wanted)? {
                let own = row.get("policy_id").and_then(|id| found.get_mut(id));
                if let Some(own) = own {
                    own.lists.entry(name).or_default().push(row);
                }
            }
        }
        let Some(evidence) = table("evidence") else { return Ok(Vec::new()) };
        for row in self.rows("evidence", evidence, &wanted)? {
            let own = row.get("policy_id").and_then(|id| found.get_mut(id));
            if let Some(own) = own {
                own.add(quote(&row));
            }
        }
        Ok(ids.iter().filter_map(|id| found.remove(*id)).collect())
    }

    fn rows(
        &self,
        name: &'static str,
        table: &'static Table,
        wanted: &BTreeSet<&str>,
    ) -> Result<Vec<Record>, TableError> {
        let own = self.spans.get(name);
        let spans = wanted.iter().filter_map(|id| own.and_then(|own| own.get(*id)));
        let Some((first, last)) = spans.copied().reduce(|one, other| (one.0.min(other.0), one.1.max(other.1))) else {
            return Ok(Vec::new());
        };
        // Rows of policies that lie between those wanted are read with them.
        let frame = collect(self.dataset, name, None, Some((first, last + 1 - first)))?;
        let of_wanted = |row: &Record| row.get("policy_id").is_some_and(|id| wanted.contains(id));
        Ok(records(&frame, table).into_iter().filter(of_wanted).collect())
    }
}

/// A body that a crawl looked for, or that holds a policy without being registered, with its policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    /// The names that it can be asked for by.
    pub listed: Listed,
    /// Keys of its policies, those in force first, each in the order of the table.
    pub policies: Vec<String>,
}

impl Dataset {
    /// Every body of the crawl: the institutions in their order, then holders of policies that are not among them.
    /// Policies that name nobody are left out.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn bodies(&self) -> Result<Vec<Body>, TableError> {
        let Some(institutions) = table("institutions") else { return Ok(Vec::new()) };
        let columns = ["institution_id", "name", "full_name", "kind", "sido"];
        let mut bodies: Vec<Body> = records(&collect(self, "institutions", Some(&columns), None)?, institutions)
            .iter()
            .map(|row| Body { listed: listed(row), policies: Vec::new() })
            .collect();
        let mut places: BTreeMap<String, usize> =
            bodies.iter().enumerate().map(|(at, body)| (body.listed.id.clone(), at)).collect();
        let columns = ["policy_id", "institution_id", "institution_name", "institution_kind", "sido", "status"];
        let mut rows = records(&collect(self, "policies", Some(&columns), None)?, policies());
        rows.sort_by_key(|row| row.get("status") != Some("current"));
        for row in &rows {
            let Some(holder) = holder(row) else { continue };
            // Without an id a body is known by its name and province.
            let key = if holder.registered {
                holder.id.clone()
            } else {
                format!("{}\n{}", holder.name, holder.sido.map_or("", Sido::name))
            };
            let at = *places.entry(key).or_insert_with(|| {
                bodies.push(Body { listed: holder, policies: Vec::new() });
                bodies.len() - 1
            });
            bodies[at].policies.extend(row.get("policy_id").map(str::to_owned));
        }
        Ok(bodies)
    }

    /// The days whose law the findings were made by, each once, `YYYY-MM-DD`.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn law_days(&self) -> Result<BTreeSet<String>, TableError> {
        let frame = collect(self, "findings", Some(&["as_of"]), None)?;
        let days = frame.column("as_of").and_then(|column| column.str());
        let days = days.map_err(|source| TableError::polars("findings", source))?;
        Ok(days.iter().flatten().map(str::to_owned).collect())
    }

    /// Every document that was read, in the order of the table.
    ///
    /// # Errors
    /// A table that cannot be read.
    pub fn documents(&self) -> Result<Vec<Record>, TableError> {
        let Some(table) = table("documents") else { return Ok(Vec::new()) };
        Ok(records(&collect(self, "documents", None, None)?, table))
    }
}

/// A row of `institutions` as a body that can be asked for.
fn listed(row: &Record) -> Listed {
    let text = |column: &str| row.get(column).unwrap_or_default().to_owned();
    Listed {
        id: text("institution_id"),
        registered: true,
        name: text("name"),
        full_name: text("full_name"),
        sido: row.get("sido").and_then(Sido::parse),
        kind: row.get("kind").and_then(InstitutionKind::parse),
    }
}

/// The holder that a row of `policies` names; nothing where it names none.
fn holder(row: &Record) -> Option<Listed> {
    let id = row.get("institution_id");
    let name = row.get("institution_name").or(id)?.to_owned();
    let sido = row.get("sido").and_then(Sido::parse);
    let kind = row.get("institution_kind").and_then(InstitutionKind::parse);
    let policy = row.get("policy_id").unwrap_or_default().to_owned();
    let holder = Listed::unregistered(policy, name, sido, kind);
    Some(match id {
        Some(id) => Listed { id: id.to_owned(), registered: true, ..holder },
        None => holder,
    })
}

fn policies() -> &'static Table {
    table("policies").unwrap_or(&SCHEMA[0])
}

fn collect(
    dataset: &Dataset,
    name: &'static str,
    columns: Option<&[&str]>,
    slice: Option<(usize, usize)>,
) -> Result<DataFrame, TableError> {
    let mut frame = dataset.table(name)?;
    if let Some(columns) = columns {
        frame = frame.select(columns.iter().map(|column| polars::prelude::col(*column)).collect::<Vec<_>>());
    }
    if let Some((first, length)) = slice {
        frame = frame.slice(first as i64, length as IdxSize);
    }
    frame.collect().map_err(|source| TableError::polars(name, source))
}

/// Rows of a frame; columns that were not read are empty.
fn records(frame: &DataFrame, table: &'static Table) -> Vec<Record> {
    let columns: Vec<_> = table.columns.iter().map(|column| frame.column(column.name).ok()).collect();
    let text = |value: AnyValue<'_>| match value {
        AnyValue::Null => None,
        AnyValue::String(text) => Some(text.to_owned()),
        AnyValue::StringOwned(text) => Some(text.to_string()),
        other => Some(other.to_string()),
    };
    (0..frame.height())
        .map(|at| {
            let cell =
                |column: &Option<&polars::prelude::Column>| column.and_then(|own| own.get(at).ok()).and_then(text);
            Record { table, cells: columns.iter().map(cell).collect() }
        })
        .collect()
}

impl Record {
    /// The words around the quote of a finding, and the place of the quote in their document.
    pub fn around(&self) -> Option<(QuoteContext, (u32, u32, u32))> {
        let context = QuoteContext::parse(self.get("context")?, self.get("context_places")?)?;
        let [block, start, end] = ["block", "start", "end"].map(|name| self.number(name)?.try_into().ok());
        Some((context, (block?, start?, end?)))
    }
}

fn quote(row: &Record) -> QuoteRow {
    let text = |column: &str| row.get(column).unwrap_or_default().to_owned();
    let number = |column: &str| row.number(column).and_then(|value| u32::try_from(value).ok()).unwrap_or(0);
    QuoteRow {
        policy_id: text("policy_id"),
        document: text("document_sha256"),
        field: text("field"),
        quote: text("quote"),
        rule: text("rule"),
        block: number("block"),
        start: number("start"),
        end: number("end"),
        context: row.get("context").map(str::to_owned),
        context_places: row.get("context_places").map(str::to_owned),
    }
}
