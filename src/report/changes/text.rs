//! Changes for a terminal: bodies and facts counted by kind and by field, then page by page, Korean first.

use super::{Between, body_of, by_field, by_kind, pages, sides};
use crate::analysis::changes::{Comparison, Kind, Tally};
use crate::report::labels;
use crate::report::text_table::{Align, Grid, grouped};
use std::fmt::Write;

/// Bodies and facts by kind and by field. One fact may show in several fields, so that fields add up to more.
fn counts(comparison: &Comparison) -> String {
    let numbers = |count: Tally| [count.institutions, count.facts].map(|count| grouped(count as u64));
    let columns = [("", Align::Left), ("기관 institutions", Align::Right), ("사실 facts", Align::Right)];
    let mut kinds = Grid::new([("종류", Align::Left), columns[0], columns[1], columns[2]]);
    for (kind, count) in by_kind(comparison) {
        let [institutions, facts] = numbers(count);
        kinds.row([kind.korean().to_owned(), kind.name().to_owned(), institutions, facts]);
    }
    let mut fields = Grid::new([("항목", Align::Left), columns[0], columns[1], columns[2]]);
    let by_field = by_field(comparison);
    for (field, count) in &by_field {
        let [institutions, facts] = numbers(*count);
        fields.row([labels::field(field).ko.to_owned(), (*field).to_owned(), institutions, facts]);
    }
    if by_field.is_empty() { kinds.to_string() } else { format!("{kinds}\n{fields}") }
}

/// Renders changes for a terminal.
pub fn render(between: &Between, comparison: &Comparison) -> String {
    let changes = &comparison.changes;
    let all = comparison.tally(|_| true);
    let mut page = format!(
        "수집 crawls {} → {}, 바뀐 기관 institutions {}, 바뀐 사실 facts {}\n",
        between.old,
        between.new,
        grouped(all.institutions as u64),
        grouped(all.facts as u64)
    );
    if !changes.is_empty() {
        // Writing into a String cannot fail.
        let _ = write!(page, "\n{}", counts(comparison));
    }
    for (count, ko, en) in [
        (comparison.only_old, "나중 수집이 대상으로 삼지 않은 기관의 방침", "of institutions not in the newer crawl"),
        (comparison.only_new, "앞선 수집이 대상으로 삼지 않은 기관의 방침", "of institutions not in the older crawl"),
    ] {
        if count > 0 {
            let _ = writeln!(page, "비교하지 않음 not compared: {ko} {count} ({en})");
        }
    }
    if changes.iter().any(|change| change.kind == Kind::ContentOrRules) {
        let (old, new) = &between.rules;
        let _ = writeln!(
            page,
            "두 수집을 읽은 규칙이 다릅니다({old} → {new}). 앞선 수집을 다시 읽으면 내용의 변경만 남습니다.\n\
             The crawls were read by other rules; read the older one again to see changes of content alone:\n  \
             bangchim extract --crawl {}",
            between.old
        );
    }
    for page_changes in pages(comparison) {
        let Some(first) = page_changes.first() else { continue };
        let _ = writeln!(page, "\n{}  {}", body_of(first), first.source());
        for change in page_changes {
            let field = change.field.as_deref().map_or_else(String::new, |field| format!(" {field}"));
            let _ = writeln!(page, "  {} ({}){field}", change.kind.korean(), change.kind.name());
            let (old, new) = sides(change);
            for (mark, said) in [('-', old), ('+', new)] {
                for line in said.iter().flat_map(|said| said.lines()) {
                    let _ = writeln!(page, "    {mark} {line}");
                }
            }
        }
    }
    page
}
