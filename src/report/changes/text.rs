//! Changes for a terminal: a count of each kind, then page by page, Korean first.

use super::{Between, body_of, by_kind, pages, sides};
use crate::changes::{Comparison, Kind};
use crate::report::grid::{Align, Grid, grouped};
use std::fmt::Write;

/// Renders changes for a terminal.
pub fn render(between: &Between, comparison: &Comparison) -> String {
    let changes = &comparison.changes;
    let mut page =
        format!("수집 crawls {} → {}, 바뀐 것 changes {}\n", between.old, between.new, grouped(changes.len() as u64));
    if !changes.is_empty() {
        let mut kinds = Grid::new([("종류", Align::Left), ("", Align::Left), ("수", Align::Right)]);
        for (kind, count) in by_kind(comparison) {
            kinds.row([kind.korean().to_owned(), kind.name().to_owned(), grouped(count as u64)]);
        }
        // Writing into a String cannot fail.
        let _ = write!(page, "\n{kinds}");
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
