//! SQL over the tables of a crawl: a statement is read, held to what may be asked, and answered by polars.
//!
//! Only questions are answered. Nothing that a statement says writes, and no other file is opened than the tables.

mod answer;
mod named;
mod statement;

pub use answer::{Answer, Cell};
pub use named::{NAMED, Named};

use crate::dataset::{Dataset, TableError};
use polars::prelude::PolarsError;
use polars::sql::SQLContext;
use statement::Statement;
use std::collections::BTreeSet;

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The tables.
    #[error(transparent)]
    Table(#[from] TableError),
    /// No SQL.
    #[error("invalid SQL: {0}; an example: SELECT full_name, camera_total FROM overview")]
    Syntax(String),
    /// More than a question.
    #[error("{0}; queries only read: write one SELECT")]
    NotAQuestion(String),
    /// No such table.
    #[error("no table is called `{name}`{}; there are {known}", or_this(.nearest))]
    UnknownTable {
        /// What was asked for.
        name: String,
        /// The most similar name.
        nearest: Option<String>,
        /// Every name.
        known: String,
    },
    /// No such column.
    #[error("no column is called `{name}`{}; `bangchim query --explain {tables}` lists the columns", or_this(.nearest))]
    UnknownColumn {
        /// What was asked for.
        name: String,
        /// The most similar name among the tables of the question.
        nearest: Option<String>,
        /// A table of the question.
        tables: String,
    },
    /// No such ready-made question.
    #[error("no question is called `{name}`{}; `bangchim query --list` lists them", or_this(.nearest))]
    UnknownQuestion {
        /// What was asked for.
        name: String,
        /// The most similar name.
        nearest: Option<String>,
    },
    /// Polars cannot answer it.
    #[error("polars cannot answer this: {0}")]
    Polars(String),
}

/// Offers a name where one is like what was asked for.
fn or_this(name: &Option<String>) -> String {
    name.as_ref().map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

/// Answers one question.
///
/// # Errors
/// What is no question, names what is not there, or cannot be computed.
pub fn ask(dataset: &Dataset, sql: &str) -> Result<Answer, QueryError> {
    let statement = Statement::parse(sql)?;
    let mut context = SQLContext::new();
    let mut known = Vec::new();
    for name in Dataset::tables() {
        // Only what is asked for is opened: damage elsewhere does not matter. `SHOW TABLES` names none and asks for all.
        if !statement.names.is_empty() && !statement.names.contains(name) {
            known.extend(dataset.has(name).then_some(name));
            continue;
        }
        match dataset.table(name) {
            Ok(frame) => {
                context.register(name, frame);
                known.push(name);
            }
            // A table that came with a later version of the program; whoever asks for it is told.
            Err(TableError::MissingTable { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
    for name in &statement.tables {
        if !known.contains(&name.as_str()) {
            let nearest = most_similar(name, known.iter().copied());
            return Err(QueryError::UnknownTable { name: name.clone(), nearest, known: known.join(", ") });
        }
    }
    let failed = |error: PolarsError| explained(dataset, &statement, &error);
    // The planner of polars asserts in places what SQL may well ask; that is an error of the question, not of ours.
    let frame = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        context.execute(sql).and_then(polars::prelude::LazyFrame::collect)
    }));
    match frame {
        Ok(Ok(frame)) => Ok(Answer::new(frame)),
        Ok(Err(error)) => Err(failed(error)),
        Err(_) => Err(QueryError::Polars("it gave up; write the question another way".into())),
    }
}

/// A ready-made question by its name.
///
/// # Errors
/// No question of that name.
pub fn named(name: &str) -> Result<&'static Named, QueryError> {
    NAMED.iter().find(|question| question.name == name).ok_or_else(|| QueryError::UnknownQuestion {
        name: name.to_owned(),
        nearest: most_similar(name, NAMED.iter().map(|question| question.name)),
    })
}

/// The name most like another, if any is like it.
pub fn most_similar<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let name = name.to_lowercase();
    known
        .map(|known| (strsim::jaro_winkler(&name, known), known))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, known)| known.to_owned())
}

/// What polars says about a question, with what to do where that is known.
fn explained(dataset: &Dataset, statement: &Statement, error: &PolarsError) -> QueryError {
    let text = error.to_string();
    // Of a plan that failed polars prints the whole; the first lines say why.
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default().to_owned();
    let missing = ["unable to find column ", "column not found: ", "no column named ", "not found: "]
        .into_iter()
        .find_map(|words| {
            let rest = text.split(words).nth(1)?;
            let name: String = rest
                .trim_start_matches(['"', '\'', '`'])
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            (!name.is_empty()).then_some(name)
        });
    let Some(name) = missing else { return QueryError::Polars(first) };
    let mut columns = BTreeSet::new();
    for table in &statement.tables {
        if let Ok(frame) = dataset.table(table).and_then(|mut frame| dataset_columns(table, &mut frame)) {
            columns.extend(frame);
        }
    }
    if columns.contains(&name) {
        return QueryError::Polars(first);
    }
    let nearest = most_similar(&name, columns.iter().map(String::as_str));
    QueryError::UnknownColumn { name, nearest, tables: statement.tables.first().cloned().unwrap_or_default() }
}

fn dataset_columns(table: &str, frame: &mut polars::prelude::LazyFrame) -> Result<Vec<String>, TableError> {
    let schema = frame
        .collect_schema()
        .map_err(|source| TableError::Polars { table: table.to_owned(), message: source.to_string() })?;
    Ok(schema.iter_names().map(ToString::to_string).collect())
}
