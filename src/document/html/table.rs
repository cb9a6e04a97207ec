//! HTML tables to full grids, after the table model of the HTML standard (§4.9.12): rowspan, colspan, rowspan 0.

use super::style::attr;
use super::zones::Zones;
use crate::document::{Cell, Cells, Table, Zone};
use scraper::ElementRef;
use scraper::node::Node;

/// Most grid places of one table.
const MAX_PLACES: usize = 400_000;
/// Largest colspan of the standard.
const MAX_COLSPAN: usize = 1000;
/// Largest rowspan of the standard.
const MAX_ROWSPAN: usize = 65_534;

/// What a table's cells need to know of the page.
pub(super) struct Source<'a> {
    pub(super) zones: &'a Zones,
    pub(super) zone: Zone,
}

/// Whether a table only arranges a page: it holds other tables of substance, or its single column holds paragraphs.
pub(super) fn is_layout(table: ElementRef<'_>) -> bool {
    let rows = rows(table);
    let cells: Vec<ElementRef<'_>> = rows.iter().flat_map(|row| row.cells.iter().copied()).collect();
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    if cells.len() <= 1 {
        return true;
    }
    let has = |cell: &ElementRef<'_>, names: &[&str]| {
        cell.descendants().filter_map(ElementRef::wrap).any(|e| names.contains(&e.value().name()))
    };
    let length = |element: ElementRef<'_>| element.text().map(|text| text.trim().chars().count()).sum::<usize>();
    let total: usize = cells.iter().map(|cell| length(*cell)).sum();
    let nested: usize = cells
        .iter()
        .filter_map(|cell| {
            cell.descendants()
                .skip(1)
                .filter_map(ElementRef::wrap)
                .find(|e| e.value().name() == "table")
                .map(|_| length(*cell))
        })
        .sum();
    if nested * 2 > total && nested > 0 {
        return true;
    }
    // Labels on the left, whole tables on the right: nobody reads a table within a cell as one cell.
    let data = |cell: &ElementRef<'_>| {
        cell.descendants().skip(1).filter_map(ElementRef::wrap).filter(|e| e.value().name() == "table").any(|inner| {
            let rows = self::rows(inner);
            rows.len() >= 2 && rows.iter().any(|row| row.cells.len() >= 2)
        })
    };
    if width <= 2 && cells.iter().any(data) {
        return true;
    }
    let headed = cells.iter().any(|cell| has(cell, &["h1", "h2", "h3", "h4", "h5", "h6"]));
    let longest = cells.iter().max_by_key(|cell| length(**cell));
    let length_of_longest = longest.map_or(0, |cell| length(*cell));
    let marked = cells.iter().any(|cell| cell.value().name() == "th");
    // The body of a board post: one cell with many lines, and little else.
    let lines = longest.map_or(0, |cell| {
        cell.descendants()
            .filter_map(ElementRef::wrap)
            .filter(|e| matches!(e.value().name(), "br" | "p" | "div" | "li" | "tr"))
            .count()
    });
    if lines >= 5 && length_of_longest > 250 && length_of_longest * 10 > total * 6 {
        return true;
    }
    !marked
        && (headed && length_of_longest > 300
            || width <= 2 && length_of_longest > 1200 && length_of_longest * 10 > total * 8)
}

/// A row and the cells that belong to this table (not to a nested one).
struct Row<'a> {
    cells: Vec<ElementRef<'a>>,
    head: bool,
}

/// Rows of the table in reading order: head, body, and foot where they stand.
fn rows<'a>(table: ElementRef<'a>) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut parts: Vec<(ElementRef<'a>, bool)> = vec![(table, false)];
    let mut index = 0;
    while index < parts.len() {
        let (part, head) = parts[index];
        index += 1;
        if part.value().name() == "tr" {
            let cells = part
                .children()
                .filter_map(ElementRef::wrap)
                .filter(|cell| matches!(cell.value().name(), "td" | "th"))
                .collect();
            rows.push(Row { cells, head });
            continue;
        }
        let children: Vec<(ElementRef<'a>, bool)> = part
            .children()
            .filter_map(ElementRef::wrap)
            .filter(|e| matches!(e.value().name(), "tr" | "thead" | "tbody" | "tfoot" | "form"))
            .map(|e| (e, head || e.value().name() == "thead"))
            .collect();
        parts.splice(index..index, children);
    }
    rows
}

/// The rows of a table that a reader is shown, without cells that are hidden; what is struck stands as a blank.
fn shown_rows<'a>(table: ElementRef<'a>, source: &Source<'_>) -> Vec<Row<'a>> {
    let hidden = |element: ElementRef<'a>| source.zones.of_element(element, source.zone) == Zone::Hidden;
    let withdrawn = |element: ElementRef<'a>| {
        let mut up = element.ancestors().filter_map(ElementRef::wrap).take_while(|outer| outer.id() != table.id());
        source.zones.is_withdrawn(element) || up.any(|outer| source.zones.is_withdrawn(outer))
    };
    let mut rows = rows(table);
    rows.retain(|row| {
        row.cells.first().and_then(|cell| cell.parent()).and_then(ElementRef::wrap).is_none_or(|tr| {
            let group = tr.parent().and_then(ElementRef::wrap).filter(|group| group.id() != table.id());
            !hidden(tr) && !group.is_some_and(hidden) && !withdrawn(tr)
        })
    });
    for row in &mut rows {
        row.cells.retain(|cell| !hidden(*cell));
    }
    rows
}

/// Reads a data table; returns it with the text of its block.
///
/// # Errors
/// In words, when the spans ask for more places than a table can have.
pub(super) fn read(table: ElementRef<'_>, source: &Source<'_>) -> Result<(Table, String), String> {
    let rows = shown_rows(table, source);
    let mut grid: Vec<Vec<Option<usize>>> = vec![Vec::new(); rows.len()];
    let mut cells = Cells::default();
    let mut places = 0usize;
    for (row_index, row) in rows.iter().enumerate() {
        let mut column = 0;
        for element in &row.cells {
            while grid[row_index].get(column).copied().flatten().is_some() {
                column += 1;
            }
            let span = |name: &str| attr(*element, name).and_then(|value| value.trim().parse::<usize>().ok());
            let colspan = span("colspan").unwrap_or(1).clamp(1, MAX_COLSPAN);
            let rowspan = match span("rowspan") {
                // 0 reaches to the end of the row group; groups are few, the end of the table is close enough.
                Some(0) => rows.len() - row_index,
                Some(rows) => rows.min(MAX_ROWSPAN),
                None => 1,
            };
            let rowspan = rowspan.min(rows.len() - row_index).max(1);
            places += rowspan * colspan;
            if places > MAX_PLACES {
                return Err(format!("a table of more than {MAX_PLACES} places was not read"));
            }
            let cell = cells.cells.len();
            for line in grid.iter_mut().skip(row_index).take(rowspan) {
                if line.len() < column + colspan {
                    line.resize(column + colspan, None);
                }
                for place in &mut line[column..column + colspan] {
                    place.get_or_insert(cell);
                }
            }
            let header = element.value().name() == "th" || row.head;
            let text = if source.zones.is_withdrawn(*element) { String::new() } else { cell_text(*element, source) };
            cells.push(Cell { row: row_index, column, rowspan, colspan, header, start: 0, bytes: 0..0 }, &text);
            column += colspan;
        }
    }
    let caption = table
        .children()
        .filter_map(ElementRef::wrap)
        .find(|e| e.value().name() == "caption")
        .map(|e| crate::document::squeeze(&e.text().collect::<String>()))
        .filter(|caption| !caption.is_empty());
    Ok(cells.table(caption, grid))
}

/// Text of a cell as a reader sees it: lines separated by `\n`, nested tables flattened.
fn cell_text(cell: ElementRef<'_>, source: &Source<'_>) -> String {
    let mut text = String::new();
    collect(cell, source, source.zone, &mut text);
    crate::document::squeeze_lines(&text)
}

fn collect(element: ElementRef<'_>, source: &Source<'_>, zone: Zone, text: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(words) => text.push_str(words),
            Node::Element(_) => {
                let Some(child) = ElementRef::wrap(child) else {
                    continue;
                };
                if source.zones.of_element(child, zone) == Zone::Hidden || source.zones.is_withdrawn(child) {
                    continue;
                }
                if let Some(mark) = source.zones.note_mark(child) {
                    text.push_str(&mark);
                    continue;
                }
                match child.value().name() {
                    "script" | "style" | "noscript" | "template" | "svg" | "select" => {}
                    "br" => text.push('\u{2028}'),
                    "td" | "th" => {
                        collect(child, source, zone, text);
                        text.push(' ');
                    }
                    "p" | "div" | "li" | "tr" | "table" | "ul" | "ol" | "dl" | "dt" | "dd" | "h1" | "h2" | "h3"
                    | "h4" | "h5" | "h6" => {
                        text.push('\u{2028}');
                        collect(child, source, zone, text);
                        text.push('\u{2028}');
                    }
                    _ => collect(child, source, zone, text),
                }
            }
            _ => {}
        }
    }
}
