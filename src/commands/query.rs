//! `bangchim query`: SQL over the tables of a crawl, ready-made questions, and what tables and columns mean.

use super::{ExitStatus, Verbosity};
use crate::dataset::query::{self, NAMED};
use crate::dataset::{Dataset, SCHEMA, Table};
use crate::report::answer;
use crate::report::text_table::{Align, Grid, grouped};
use anyhow::{Context, bail};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// How answers are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Aligned columns for a terminal.
    Table,
    /// For spreadsheets.
    Csv,
    /// A list of objects.
    Json,
    /// The bytes of a file.
    Parquet,
}

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// An answer to SQL.
    Sql(String),
    /// An answer to a ready-made question.
    Named(String),
    /// The SQL of a ready-made question.
    SqlOf(String),
    /// The ready-made questions.
    List,
    /// What the tables mean, or the columns of one.
    Explain(Option<String>),
}

/// What `query` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder, or the folder of one crawl's tables.
    pub data: PathBuf,
    /// What is wanted.
    pub wanted: Wanted,
    /// Output format.
    pub format: Format,
    /// Most rows of a table; no limit when it is not given. Other formats have all rows.
    pub limit: Option<usize>,
    /// Whether cells are printed whole, however long they are.
    pub wide: bool,
    /// How much is said.
    pub verbosity: Verbosity,
}

/// Places of a terminal that a cell takes at most.
const WIDTH: usize = 48;

/// Answers a question, or explains what can be asked.
///
/// # Errors
/// No tables, what is no question, or output that cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    match &settings.wanted {
        Wanted::List => list(out)?,
        Wanted::SqlOf(name) => write!(out, "{}", query::named(name)?.sql())?,
        Wanted::Explain(table) => explain(settings, table.as_deref(), out)?,
        Wanted::Sql(sql) => print(settings, sql, out)?,
        Wanted::Named(name) => print(settings, query::named(name)?.sql(), out)?,
    }
    out.flush()?;
    Ok(ExitStatus::Finished)
}

fn print(settings: &Settings, sql: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    let dataset = Dataset::open(&settings.data)?;
    let answer = query::ask(&dataset, sql)?;
    match settings.format {
        Format::Table => {
            let rows = settings.limit.unwrap_or(usize::MAX);
            answer::table(&answer, rows, if settings.wide { usize::MAX } else { WIDTH }, out)?;
            out.flush()?;
            if settings.verbosity != Verbosity::Quiet {
                let (shown, all) = (answer.height().min(rows), answer.height());
                if shown < all {
                    eprintln!("{} of {} rows; --limit 0 shows all", grouped(shown as u64), grouped(all as u64));
                } else {
                    eprintln!("{} rows", grouped(all as u64));
                }
            }
        }
        Format::Csv => answer::csv(&answer, out)?,
        Format::Json => answer::json(&answer, out)?,
        Format::Parquet => {
            if std::io::stdout().is_terminal() {
                bail!(
                    "refusing to write Parquet to a terminal; redirect to a file, as in `bangchim query … --format parquet > result.parquet`"
                );
            }
            out.write_all(&answer.parquet().context("the answer cannot be written as Parquet")?)?;
        }
    }
    Ok(())
}

fn list(out: &mut dyn Write) -> anyhow::Result<()> {
    for question in NAMED {
        writeln!(out, "{}\n    {}\n    {}", question.name, question.korean(), question.english())?;
    }
    Ok(())
}

/// Tables with their rows, or the columns of one table.
fn explain(settings: &Settings, table: Option<&str>, out: &mut dyn Write) -> anyhow::Result<()> {
    // The meaning of tables does not depend on a crawl; only their rows do.
    let dataset = Dataset::open(&settings.data).ok();
    let Some(name) = table else {
        let mut grid = Grid::new([
            ("표 table", Align::Left),
            ("줄 rows", Align::Right),
            ("설명", Align::Left),
            ("meaning", Align::Left),
        ]);
        for table in SCHEMA {
            let rows = dataset.as_ref().and_then(|dataset| dataset.rows(table.name).ok());
            let rows = rows.map_or_else(|| "-".to_owned(), |rows| grouped(rows as u64));
            grid.row([table.name.to_owned(), rows, table.korean.to_owned(), table.english.to_owned()]);
        }
        write!(out, "{grid}")?;
        writeln!(out, "\n한 표의 칸 columns of a table: bangchim query --explain TABLE")?;
        return Ok(());
    };
    let found = SCHEMA.iter().find(|table| table.name == name);
    let found: &Table = found.ok_or_else(|| query::QueryError::UnknownTable {
        name: name.to_owned(),
        nearest: query::most_similar(name, Dataset::tables()),
        known: Dataset::tables().collect::<Vec<_>>().join(", "),
    })?;
    writeln!(out, "{}: {} · {}", found.name, found.korean, found.english)?;
    if !found.key.is_empty() {
        writeln!(out, "열쇠 key: {}", found.key.join(", "))?;
    }
    writeln!(out)?;
    let mut grid = Grid::new([
        ("칸 column", Align::Left),
        ("형식 type", Align::Left),
        ("설명", Align::Left),
        ("meaning", Align::Left),
    ]);
    for column in found.columns {
        let kind = column.physical.name();
        let kind = format!("{kind}{}", if column.nullable { "?" } else { "" });
        grid.row([column.name.to_owned(), kind, column.korean.to_owned(), column.english.to_owned()]);
    }
    write!(out, "{grid}")?;
    Ok(())
}
