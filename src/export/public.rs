//! The public release of a table: what is personal, or may not be passed on, is left out and said to be.

use super::ExportError;
use super::cells::Values;
use super::columns::{self, Kind};
use crate::dataset::{Column, Dataset, Physical, SCHEMA, Table};
use crate::model::licence::Licence;
use crate::normalise::personal_names::{Names, Personal};
use polars::prelude::{Column as Series, DataFrame, IntoColumn, NamedFrom, Series as Cells};
use std::collections::BTreeMap;

/// What a release says where a row lacks something.
pub const WITHHELD: Column = Column {
    name: "withheld",
    physical: Physical::Text,
    nullable: true,
    korean: "공개본에서 뺀 칸과 까닭",
    english: "What this release leaves out of the row, and why: column and name, mobile, mail, registration_number (personal) or licence; empty when nothing",
};

/// Longest quote, in characters, that is given whatever the licence: a figure, a date, the name of a department. Facts
/// belong to nobody (저작권법 제2조제1호: a work is a creative expression); a sentence may.
pub const BARE_FACT: usize = 20;

/// What has to be known of a whole crawl before any of its tables can be released.
pub struct Release {
    names: Names,
    /// Licence of every document.
    licences: BTreeMap<String, Licence>,
    /// Document and holder of every policy.
    policies: BTreeMap<String, (String, String)>,
}

/// A row on its way out.
struct Row<'a> {
    holder: Option<&'a str>,
    licence: Licence,
    /// Path of the field that a quote backs, or that was corrected.
    field: Option<&'a str>,
    /// Whether its institution is one of the registry, whose names are our own.
    registered: bool,
}

impl Release {
    /// Reads names, licences and holders of a crawl.
    ///
    /// # Errors
    /// Tables that cannot be read.
    pub fn read(dataset: &Dataset) -> Result<Self, ExportError> {
        let column = |table: &'static str, name: &'static str| -> Result<Vec<Option<String>>, ExportError> {
            let frame = dataset.collect(table)?;
            let wrong = |source| ExportError::polars(table, source);
            let values = frame.column(name).map_err(wrong)?.str().map_err(wrong)?;
            Ok(values.iter().map(|value| value.map(str::to_owned)).collect())
        };
        let texts = |table, name| column(table, name).map(|list| list.into_iter().map(Option::unwrap_or_default));
        // Tables of a former version of this program have no licences: unknown, then.
        let licences = match dataset.collect("documents")?.column("licence") {
            Ok(_) => texts("documents", "document_sha256")?
                .zip(texts("documents", "licence")?)
                .map(|(document, licence)| (document, Licence::parse(&licence).unwrap_or_default()))
                .collect(),
            Err(_) => BTreeMap::new(),
        };
        let ids: Vec<String> = texts("policies", "policy_id")?.collect();
        let holders = column("policies", "institution_id")?;
        let policies: BTreeMap<String, (String, String)> = ids
            .into_iter()
            .zip(texts("policies", "document_sha256")?)
            .zip(holders)
            .map(|((id, document), holder)| (id.clone(), (document, holder.unwrap_or(id))))
            .collect();
        let ids_of_managers: Vec<String> = texts("managers", "policy_id")?.collect();
        let names = ids_of_managers
            .iter()
            .zip(column("managers", "name")?)
            .filter_map(|(policy, name)| Some((policies.get(policy)?.1.clone(), name?)));
        let posts = ["department", "position"]
            .map(|name| column("managers", name))
            .into_iter()
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flat_map(|texts| ids_of_managers.iter().zip(texts))
            .filter_map(|(policy, text)| Some((policies.get(policy)?.1.clone(), text?)));
        Ok(Self { names: Names::new(names, posts), licences, policies })
    }

    /// The columns of a table in a release: those of the schema, and what is left out of a row.
    pub fn columns(table: &Table) -> Vec<Column> {
        let treated = |column: &Column| columns::kind(table.name, column.name) != Kind::Given;
        let mut columns: Vec<Column> = table
            .columns
            .iter()
            .map(|column| Column { nullable: column.nullable || treated(column), ..*column })
            .collect();
        if columns::is_treated(table) {
            columns.push(WITHHELD);
        }
        columns
    }

    /// A table without what must not leave; counts what was left out by its reason.
    ///
    /// # Errors
    /// A frame of another shape than the schema says.
    pub fn table(
        &self,
        table: &Table,
        frame: DataFrame,
        left_out: &mut BTreeMap<&'static str, usize>,
    ) -> Result<DataFrame, ExportError> {
        if !columns::is_treated(table) {
            return Ok(frame);
        }
        let schema: Vec<Column> =
            table.columns.iter().filter(|column| frame.column(column.name).is_ok()).copied().collect();
        let values = Values::of(&frame, table.name, &schema)?;
        let column = |name: &str| schema.iter().position(|column| column.name == name).map(|at| &values[at]);
        let keys = ["policy_id", "institution_id", "document_sha256", "field"].map(column);
        let (company, quote) = (column("company"), column("quote"));
        let mut withheld: Vec<Option<String>> = vec![None; frame.height()];
        let mut changed: Vec<Series> = Vec::new();
        for (at, values) in schema.iter().zip(&values) {
            let kind = columns::kind(table.name, at.name);
            if kind == Kind::Given {
                continue;
            }
            let cells: Vec<Option<&str>> = (0..frame.height())
                .map(|row| {
                    let text = values.text(row)?;
                    // What firms are counted by goes where the firm goes.
                    let looked_at =
                        if at.name == "company_key" { company.and_then(|company| company.text(row)) } else { None };
                    let [policy, institution, document, field] = keys.map(|key| key.and_then(|key| key.text(row)));
                    let row_of = self.row(policy, institution, document, field);
                    let found = self.held_back(kind, looked_at.unwrap_or(text), &row_of);
                    let found = found.or_else(|| {
                        // What holds a quote holds what is personal in it.
                        let quote = quote.filter(|_| kind == Kind::Context)?.text(row)?;
                        self.held_back(Kind::Quote, quote, &row_of)
                    });
                    let Some(reason) = found else {
                        return Some(text);
                    };
                    *left_out.entry(reason).or_default() += 1;
                    let said = withheld[row].get_or_insert_default();
                    if !said.is_empty() {
                        said.push_str("; ");
                    }
                    said.push_str(&format!("{}: {reason}", at.name));
                    None
                })
                .collect();
            changed.push(Cells::new(at.name.into(), cells).into_column());
        }
        changed.push(Cells::new(WITHHELD.name.into(), withheld).into_column());
        let mut out = frame;
        for column in changed {
            out.with_column(column).map_err(|source| ExportError::polars(table.name, source))?;
        }
        Ok(out)
    }

    /// Whether a line of text of ours, such as the name of an institution, may stand in a release.
    pub fn allows(&self, text: &str) -> bool {
        self.names.found(None, text).is_none()
    }

    fn row<'a>(
        &'a self,
        policy: Option<&str>,
        institution: Option<&'a str>,
        document: Option<&str>,
        field: Option<&'a str>,
    ) -> Row<'a> {
        let of_policy = policy.and_then(|policy| self.policies.get(policy));
        let holder = institution.or(of_policy.map(|(_, holder)| holder.as_str()));
        let document = document.or(of_policy.map(|(document, _)| document.as_str()));
        let licence = document.and_then(|document| self.licences.get(document)).copied().unwrap_or_default();
        Row { holder, licence, field, registered: institution.is_some() }
    }

    /// Why a cell is not given; nothing when it is.
    fn held_back(&self, kind: Kind, text: &str, row: &Row<'_>) -> Option<&'static str> {
        let people = row.field.is_some_and(|field| field.starts_with("managers"));
        let person = row.field.is_some_and(|field| {
            field.starts_with("managers[") || field.ends_with(".department") || field.ends_with(".position")
        });
        let firm = row.field.is_some_and(|field| field.ends_with(".company"));
        let found = match kind {
            Kind::Given => None,
            Kind::Name => Some(Personal::Name),
            _ if row.field.is_some_and(|field| field.ends_with(".name")) => Some(Personal::Name),
            Kind::Posts if people => Some(Personal::Name),
            // Registered names are our own; others are those of bodies, as pages write them.
            Kind::Holder if row.registered => None,
            Kind::Posts => self.names.found_among_posts(row.holder, text),
            Kind::Quote if firm => self.names.found_in_firm(row.holder, text),
            Kind::Firm => self.names.found_in_firm(row.holder, text),
            Kind::Address => self.names.found_in_address(row.holder, text),
            Kind::Quote if person => self.names.found_among_posts(row.holder, text),
            Kind::Context if person => {
                let whole = self.names.found_in_context(row.holder, text);
                whole.or_else(|| self.names.found_among_posts(row.holder, text))
            }
            Kind::Context => self.names.found_in_context(row.holder, text),
            Kind::Words | Kind::Quote | Kind::Holder => self.names.found(row.holder, text),
        };
        let bare = || text.chars().count() <= BARE_FACT;
        match found {
            Some(found) => Some(found.name()),
            None if matches!(kind, Kind::Quote | Kind::Context) && !row.licence.allows_words() && !bare() => {
                Some("licence")
            }
            None => None,
        }
    }
}

/// Tables and their columns as an audience gets them.
pub fn shape(public: bool) -> Vec<(&'static Table, Vec<Column>)> {
    let columns = |table: &Table| if public { Release::columns(table) } else { table.columns.to_vec() };
    SCHEMA.iter().map(|table| (table, columns(table))).collect()
}
