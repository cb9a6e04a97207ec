//! The data dictionary, Korean and English side by side.

use super::{About, Audience, TableFile, title};
use crate::dataset::schema::{COMPARISON, Column, SCHEMA, Table};
use std::fmt::Write;

/// Every table and column of the schema as Markdown.
pub fn dictionary() -> String {
    SCHEMA.iter().chain(COMPARISON).map(|table| section(table, table.columns, "####")).collect()
}

/// The dictionary as a page of its own.
pub(super) fn page(about: &About<'_>, tables: &[TableFile]) -> String {
    let mut page = format!(
        "# {}\n\n\
         표는 `policy_id`, `institution_id`, `document_sha256`로 이어집니다. `?`가 붙은 칸은 비어 있을 수 있고, 빈칸은 0이 아닙니다: \
         왜 비었는지는 `…_state` 칸에 있습니다. 달까지만 적힌 날짜는 글 `YYYY-MM`이며 짝이 되는 날짜 칸은 비어 있습니다.\n\n\
         Tables join on `policy_id`, `institution_id` and `document_sha256`. A column with `?` may be empty, and empty is not \
         0: why it is empty stands in the `…_state` column. Dates that state a month only are text `YYYY-MM`; the companion \
         column of type date is then empty.\n",
        title(about)
    );
    if about.audience == Audience::Public {
        page.push_str(
            "\n`withheld`는 원자료에는 있으나 공개본에서 뺀 칸과 그 까닭입니다. `withheld` names what the source states and this \
             release leaves out, and why: `name`, `mobile`, `mail`, `registration_number` (personal), `licence` (the page's \
             terms do not allow its words to be passed on).\n",
        );
    }
    for file in tables {
        page.push_str(&section(file.table, &file.columns, "##"));
        // Outside the heading, which addresses of links are made of.
        let _ = write!(page, "\n{} rows in `{}`.\n", file.rows, file.file);
    }
    page
}

fn section(table: &Table, columns: &[Column], level: &str) -> String {
    let key = table.key.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let key = if key.is_empty() { "no key".to_owned() } else { format!("key {key}") };
    let mut out = format!(
        "\n{level} `{}`: {} · {} ({key})\n\n| column | type | 설명 | meaning |\n|---|---|---|---|\n",
        table.name, table.korean, table.english
    );
    for column in columns {
        let physical = column.physical.name();
        let null = if column.nullable { "?" } else { "" };
        let _ = writeln!(out, "| `{}` | {physical}{null} | {} | {} |", column.name, column.korean, column.english);
    }
    out
}
