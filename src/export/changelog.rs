//! What changed since the release before, counted: versions, rows, and policies by what became of them.

use crate::analysis::changes::{self, Change, Crawl, Kind};
use crate::dataset::{Dataset, SCHEMA, SCHEMA_VERSION, TableError};
use crate::model::institution::placed;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Two crawls and what lies between them.
pub(super) struct Former<'a> {
    pub(super) tables: &'a Dataset,
    pub(super) crawl: Crawl,
    pub(super) changes: Vec<Change>,
}

/// The page of a first release.
pub(super) fn first(crawl: &str) -> String {
    format!(
        "# 바뀐 것 · Changelog\n\n## {crawl}\n\n첫 공개본입니다. 비교할 앞선 수집이 없습니다. The first release: there is no crawl before it.\n"
    )
}

/// The page about what changed. Of values only their fields are named: `bangchim diff` shows the words. `shown` decides
/// whether the name of an institution may stand on the page.
pub(super) fn render(
    former: &Former<'_>,
    tables: &Dataset,
    new: &Crawl,
    shown: &dyn Fn(&str) -> bool,
) -> Result<String, TableError> {
    let old = &former.crawl;
    let mut page = format!("# 바뀐 것 · Changelog\n\n## {} → {}\n\n", old.id, new.id);
    let _ = writeln!(page, "* 추출 규칙 rules: {} → {}; 표 구조 schema: {SCHEMA_VERSION}", old.rules, new.rules);
    page.push_str("\n| 표 table | 전 before | 후 after |\n|---|---:|---:|\n");
    for table in SCHEMA {
        // A table that came with a later version of the program is not in the former release.
        let before = former.tables.rows(table.name).map_or_else(|_| "-".to_owned(), |rows| rows.to_string());
        let _ = writeln!(page, "| `{}` | {before} | {} |", table.name, tables.rows(table.name)?);
    }
    let mut counts: BTreeMap<(Kind, &str), Vec<&Change>> = BTreeMap::new();
    // Names are not unique: the id and the province tell bodies apart.
    let mut by_institution: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for change in &former.changes {
        let field = change.field.as_deref().unwrap_or("");
        counts.entry((change.kind, field)).or_default().push(change);
        let what =
            if field.is_empty() { change.kind.name().to_owned() } else { format!("{} {field}", change.kind.name()) };
        let body = (change.institution.as_str(), change.sido.as_deref(), change.institution_id.as_deref());
        by_institution.entry(body).or_default().insert(what);
    }
    let all = changes::tally(former.changes.iter());
    let _ = writeln!(
        page,
        "\n### 바뀐 기관 {0}곳, 사실 {1}건 · {0} institutions, {1} facts\n",
        all.institutions, all.facts
    );
    if counts.is_empty() {
        page.push_str("방침의 내용은 바뀌지 않았습니다. No policy says anything else than before.\n");
        return Ok(page);
    }
    page.push_str("| 종류 kind | 항목 field | 기관 institutions | 사실 facts |\n|---|---|---:|---:|\n");
    for ((kind, field), changed) in &counts {
        let count = changes::tally(changed.iter().copied());
        let field = if field.is_empty() { String::new() } else { format!("`{field}`") };
        let (kind, name) = (kind.korean(), kind.name());
        let _ = writeln!(page, "| {kind} {name} | {field} | {} | {} |", count.institutions, count.facts);
    }
    page.push_str("\n### 기관별 · By institution\n\n");
    let mut hidden = 0;
    for ((institution, sido, id), changes) in &by_institution {
        if shown(institution) {
            let id = id.map_or_else(String::new, |id| format!(" ({id})"));
            let institution = placed(institution, *sido);
            let changes: Vec<&str> = changes.iter().map(String::as_str).collect();
            let _ = writeln!(page, "* {institution}{id}: {}", changes.join(", "));
        } else {
            hidden += 1;
        }
    }
    if hidden > 0 {
        let _ = writeln!(page, "* 이름을 싣지 않은 기관 not named: {hidden}");
    }
    Ok(page)
}
