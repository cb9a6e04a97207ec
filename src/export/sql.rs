//! `open.sql`: a folder of Parquet files as views of DuckDB, each with what it means.

use crate::dataset::describe::TableFile;
use std::fmt::Write;

/// Renders the script. Paths are relative: it is run in the folder.
pub(super) fn render(files: &[TableFile]) -> String {
    let mut out = String::from("-- duckdb -init open.sql\n");
    for file in files {
        let table = file.table;
        let _ =
            writeln!(out, "\nCREATE OR REPLACE VIEW {} AS SELECT * FROM read_parquet('{}');", table.name, file.file);
        let _ = writeln!(out, "COMMENT ON VIEW {} IS {};", table.name, text(table.korean, table.english));
        for column in &file.columns {
            let about = text(column.korean, column.english);
            // Some names are words of SQL.
            let _ = writeln!(out, "COMMENT ON COLUMN {}.\"{}\" IS {about};", table.name, column.name);
        }
    }
    out
}

fn text(korean: &str, english: &str) -> String {
    format!("'{} · {}'", korean.replace('\'', "''"), english.replace('\'', "''"))
}
