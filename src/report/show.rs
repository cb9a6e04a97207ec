//! One policy in a terminal: every value beside the words that state it.

use super::definitions::ROUTINE;
use super::labels::{self, FIELDS};
use super::text_table::{Align, Grid, grouped, wrapped};
use super::{context, words};
use crate::dataset::{LISTS, Record, StoredPolicy};
use crate::model::policy::{ContextRole, Item, QuoteContext};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Colours of a terminal, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether anything is coloured.
    pub colour: bool,
    /// Places of a line.
    pub width: usize,
}

impl Style {
    /// Text between the codes of a colour (SGR), where there are colours.
    fn paint(self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

const BOLD: &str = "1";
const DIM: &str = "2";
const QUOTE: &str = "36";
const QUOTED: &str = "1;4;36";
const GRAVE: &str = "31";
const MILD: &str = "33";

/// Quotes of a value that are shown with the words around them.
const IN_CONTEXT: usize = 3;

/// Rows shown of a list.
const SHOWN: usize = 40;

/// Renders policies, one below the other.
pub fn render(policies: &[StoredPolicy], style: Style) -> String {
    policies.iter().map(|policy| Sheet { text: String::new(), policy, style }.filled()).collect::<Vec<_>>().join("\n")
}

struct Sheet<'a> {
    text: String,
    policy: &'a StoredPolicy,
    style: Style,
}

impl Sheet<'_> {
    fn filled(mut self) -> String {
        self.head();
        self.fields();
        for table in LISTS {
            self.list(table);
        }
        self.sections();
        self.findings();
        self.problems();
        self.text
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn head(&mut self) {
        let row = &self.policy.policy;
        let name = row.get("institution_name").unwrap_or("기관 미상");
        let status = labels::value("status", row.get("status").unwrap_or_default()).map_or("", |both| both.ko);
        let sido = row.get("sido").unwrap_or_default();
        let place = [sido, status].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
        let first = format!("{}  {}", self.style.paint(BOLD, &clean(name)), self.style.paint(DIM, &place));
        let source = clean(row.get("source").unwrap_or_default());
        let charset = row.get("charset").map_or_else(String::new, |charset| format!(", {}", clean(charset)));
        let media = format!("{}{charset}", row.get("media").unwrap_or_default());
        let second = format!("{source}  {}", self.style.paint(DIM, &media));
        let keys = format!(
            "policy {}  institution {}  document {}",
            self.policy.id(),
            row.get("institution_id").unwrap_or("-"),
            row.get("document_sha256").unwrap_or("-")
        );
        let keys = self.style.paint(DIM, &keys);
        for line in [first, second, keys, String::new()] {
            self.line(&line);
        }
    }

    fn fields(&mut self) {
        let widest = FIELDS.iter().map(|(field, _)| labels::column(field).ko.width()).max().unwrap_or(0);
        for (field, state) in FIELDS {
            let row = &self.policy.policy;
            let correction = self.policy.correction(field);
            let shown = field_value(row, field, state);
            let Some(mut shown) = shown.or(correction.is_some().then(|| "없음".to_owned())) else { continue };
            if correction.is_some() {
                let _ = write!(shown, " [{}]", labels::CORRECTED.ko);
            }
            let label = labels::column(field).ko;
            let blanks = " ".repeat(widest - label.width());
            let label = self.style.paint(DIM, label);
            self.line(&format!("  {label}{blanks}  {}", clean(&shown)));
            if let Some((at, correction)) = correction {
                self.corrected(field, at, correction, widest + 4);
                continue;
            }
            let path = if field == "contractors" { "contractors" } else { field };
            self.quotes(path, &shown, widest + 4);
        }
    }

    /// Who has overruled a value and why, and what the page says.
    fn corrected(&mut self, field: &str, at: usize, correction: &Record, indent: usize) {
        let blanks = " ".repeat(indent);
        let author = correction.get("author").map_or_else(String::new, |author| format!("{}: ", clean(author)));
        self.line(&format!("{blanks}{author}{}", clean(correction.get("reason").unwrap_or_default())));
        let read = correction
            .get("read")
            .map_or("읽은 값 없음", |read| labels::value(field, read).map_or(read, |both| both.ko));
        self.line(&format!("{blanks}페이지에는: {}", clean(read)));
        self.quotes(&format!("corrections[{at}]"), read, indent);
    }

    /// The words behind a value, unless the value is these words.
    fn quotes(&mut self, path: &str, shown: &str, indent: usize) {
        let policy = self.policy;
        let mut seen: Vec<&str> = Vec::new();
        for quote in policy.quotes(path) {
            if seen.contains(&quote.quote.as_str()) {
                continue;
            }
            seen.push(&quote.quote);
            let place = (quote.block, quote.start, quote.end);
            // Of a sum of many rows some rows show what it is made of.
            let around = quote.around().filter(|_| seen.len() <= IN_CONTEXT);
            match around.filter(|around| around.says_more_than(&quote.quote)) {
                Some(around) => self.passage(&around, place, indent),
                None if clean(&quote.quote) != shown => self.said(&quote.quote, indent),
                None => {}
            }
        }
    }

    /// Words of the page.
    fn said(&mut self, quote: &str, indent: usize) {
        let width = self.style.width.saturating_sub(indent + 2).max(20);
        for line in wrapped(&format!("“{}”", clean(quote)), width) {
            let painted = self.style.paint(QUOTE, &line);
            self.line(&format!("{}{painted}", " ".repeat(indent)));
        }
    }

    /// The words around a quote, the quote told apart: in bold and underlined, without colours in brackets.
    fn passage(&mut self, around: &QuoteContext, place: context::Place, indent: usize) {
        /// Signs that no document can hold once it is cleaned.
        const MARKS: [char; 2] = ['\u{1}', '\u{2}'];
        let runs = context::runs(around, place).into_iter().map(|(role, text)| match role {
            ContextRole::Quote => format!("{}{}{}", MARKS[0], unwritten(&text), MARKS[1]),
            _ => unwritten(&text),
        });
        let text = runs.collect::<String>();
        let text = match self.style.colour {
            true => text,
            false => text.replace(MARKS[0], "「").replace(MARKS[1], "」"),
        };
        let width = self.style.width.saturating_sub(indent + 2).max(20);
        let mut code = QUOTE;
        for line in wrapped(&text, width) {
            let mut painted = String::new();
            for part in line.split_inclusive(MARKS) {
                painted.push_str(&self.style.paint(code, part.trim_end_matches(MARKS)));
                code = match part.chars().next_back() {
                    Some(mark) if mark == MARKS[0] => QUOTED,
                    Some(mark) if mark == MARKS[1] => QUOTE,
                    _ => code,
                };
            }
            self.line(&format!("{}{painted}", " ".repeat(indent)));
        }
    }

    fn list(&mut self, table: &'static str) {
        let rows = self.policy.rows(table);
        if rows.is_empty() {
            return;
        }
        let more = if rows.len() > SHOWN { format!(", {SHOWN} shown") } else { String::new() };
        let title = format!("{} ({}{more})", labels::table(table).ko, rows.len());
        let title = self.style.paint(BOLD, &title);
        let filled = filled(rows);
        let quotes: Vec<String> =
            rows.iter().take(SHOWN).enumerate().map(|(at, row)| self.words(table, at, row)).collect();
        let quoted = quotes.iter().any(|quote| !quote.is_empty());
        let header = filled.iter().map(|name| (labels::column(name).ko.to_owned(), align(name)));
        let words = quoted.then(|| ("근거 문구".to_owned(), Align::Left));
        let mut grid = Grid::of(header.chain(words).collect());
        for (row, quote) in rows.iter().zip(quotes) {
            let cells = filled.iter().map(|name| cell(row, name));
            grid.push(cells.chain(quoted.then_some(quote)).collect());
        }
        self.line("");
        self.line(&title);
        self.text.push_str(&grid.to_string());
    }

    /// The words behind a row that do not stand in it already.
    fn words(&self, table: &str, at: usize, row: &Record) -> String {
        let mut words: Vec<String> = Vec::new();
        for quote in labels::quotes_of(self.policy, table, at) {
            let said = clean(&quote.quote);
            // A word of a sentence says little alone.
            let around = quote.around().filter(|_| matches!(table, "purposes" | "revisions"));
            if let Some(around) = around.filter(|around| around.says_more_than(&quote.quote)) {
                let place = (quote.block, quote.start, quote.end);
                return clean(&context::window(&around, place, CELL));
            }
            let stands =
                row.said().filter_map(|(_, cell)| cell).any(|cell| clean(cell) == said || is_number(cell, &said));
            if !stands && !words.contains(&said) {
                words.push(said);
            }
        }
        let words = words.into_iter().map(|said| format!("“{said}”")).collect::<Vec<_>>().join(" ");
        shortened(&words, CELL)
    }

    fn sections(&mut self) {
        let rows = self.policy.rows("sections");
        if rows.is_empty() {
            return;
        }
        let title = self.style.paint(BOLD, labels::table("sections").ko);
        self.line("");
        self.line(&title);
        let mut grid = Grid::of(vec![
            ("항목".to_owned(), Align::Left),
            ("상태".to_owned(), Align::Left),
            ("제목이나 첫 글".to_owned(), Align::Left),
        ]);
        for row in rows {
            let name = row.get("item").unwrap_or_default();
            let item = Item::ALL.into_iter().find(|item| item.name() == name).map_or("", words::item);
            let state = labels::state(row.get("state").unwrap_or_default()).ko;
            let quote = self.policy.quotes(&format!("sections.{name}")).next().map(|quote| clean(&quote.quote));
            let quote = quote.map_or_else(String::new, |quote| shortened(&format!("“{quote}”"), self.style.width / 2));
            grid.push(vec![item.to_owned(), state.to_owned(), quote]);
        }
        self.text.push_str(&grid.to_string());
    }

    fn findings(&mut self) {
        let (routine, own) = labels::findings(self.policy);
        self.findings_of(&format!("{} ({})", labels::table("findings").ko, own.len()), &own);
        self.findings_of(ROUTINE.title.ko, &routine);
    }

    fn findings_of(&mut self, title: &str, rows: &[&Record]) {
        if rows.is_empty() {
            return;
        }
        let as_of = rows.iter().find_map(|row| row.get("as_of")).unwrap_or_default();
        let title = self.style.paint(BOLD, &format!("{title} ({})", words::law_day(as_of).0));
        self.line("");
        self.line(&title);
        if let Some((note, _)) = words::law_note(as_of) {
            for line in wrapped(&note, self.style.width.saturating_sub(2)) {
                self.line(&format!("  {line}"));
            }
        }
        for row in rows {
            let severity = row.get("severity").unwrap_or_default();
            let code = if severity == "needs_check" { GRAVE } else { MILD };
            let mark = self.style.paint(code, words::severity(severity).ko);
            let citation = self.style.paint(DIM, &clean(row.get("citation").unwrap_or_default()));
            self.line(&format!("  {}  {mark}  {citation}", row.get("rule").unwrap_or_default()));
            for line in wrapped(row.get("message_ko").unwrap_or_default(), self.style.width.saturating_sub(6)) {
                self.line(&format!("      {}", clean(&line)));
            }
            if let Some((around, place)) = row.around() {
                self.passage(&around, place, 6);
            } else if let Some(quote) = row.get("quote") {
                let quote = shortened(&format!("“{}”", clean(quote)), self.style.width.saturating_sub(6));
                let painted = self.style.paint(QUOTE, &quote);
                self.line(&format!("      {painted}"));
            }
        }
    }

    fn problems(&mut self) {
        let problems = self.policy.policy.get("problems").unwrap_or_default().to_owned();
        for (at, problem) in problems.lines().enumerate() {
            if at == 0 {
                let title = self.style.paint(BOLD, "읽지 못한 것");
                self.line("");
                self.line(&title);
            }
            self.line(&format!("  {}", clean(problem)));
        }
    }
}

/// A field as it is shown; nothing of a field without value that has no state to tell.
fn field_value(row: &Record, field: &str, state: Option<&str>) -> Option<String> {
    let state = state.and_then(|column| row.get(column)).map(labels::state);
    let Some(value) = row.get(field) else {
        return state.map(|state| state.ko.to_owned());
    };
    let mut shown = match (field, row.number(field)) {
        ("camera_total", Some(number)) => format!("{}대", grouped(number)),
        ("site_total", Some(number)) => format!("{}개소", grouped(number)),
        ("retention_days", Some(number)) => format!("{}일", grouped(number)),
        _ => labels::value(field, value).map_or_else(|| value.to_owned(), |both| both.ko.to_owned()),
    };
    let basis = (field == "camera_total").then(|| row.get("camera_total_basis")).flatten();
    let basis = basis.and_then(|basis| labels::value("camera_total_basis", basis)).map(|both| both.ko);
    let notes: Vec<&str> = basis.into_iter().chain(state.map(|state| state.ko).filter(|ko| *ko != "명시")).collect();
    if !notes.is_empty() {
        let _ = write!(shown, " ({})", notes.join(", "));
    }
    Some(shown)
}

/// Columns that some row fills; not the key under which firms are counted, nor a telephone printed as it is given.
fn filled(rows: &[Record]) -> Vec<&'static str> {
    let Some(first) = rows.first() else { return Vec::new() };
    let same_phones = rows.iter().all(|row| row.get("phone") == row.get("phone_raw"));
    first
        .said()
        .map(|(column, _)| column.name)
        .filter(|name| *name != "company_key" && !(*name == "phone_raw" && same_phones))
        .filter(|name| rows.iter().any(|row| row.get(name).is_some()))
        .collect()
}

/// Whether words are a number as it is written.
fn is_number(cell: &str, words: &str) -> bool {
    words.replace(',', "") == cell
}

fn align(column: &str) -> Align {
    if matches!(column, "count" | "days") { Align::Right } else { Align::Left }
}

/// Places of a cell of text: a range that is described in a paragraph must not push the rest away.
const CELL: usize = 40;

fn cell(row: &Record, column: &str) -> String {
    let Some(value) = row.get(column) else { return String::new() };
    if let Some(number) = row.number(column).filter(|_| matches!(column, "count" | "days")) {
        return grouped(number);
    }
    let shown = labels::value(column, value).map_or_else(|| clean(value), |both| both.ko.to_owned());
    shortened(&shown, CELL)
}

/// Text without control characters, which a hostile page could use to write on the terminal, on one line.
fn clean(text: &str) -> String {
    let plain: String = text.chars().map(|letter| if is_control(letter) { ' ' } else { letter }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A run of words without control characters, its blanks kept.
fn unwritten(text: &str) -> String {
    text.chars().map(|letter| if is_control(letter) { ' ' } else { letter }).collect()
}

/// Control characters, and those that change the direction of writing.
fn is_control(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text cut after some places, with a mark where it was cut.
fn shortened(text: &str, places: usize) -> String {
    if text.width() <= places {
        return text.to_owned();
    }
    let mut out = String::new();
    for letter in text.chars() {
        if out.width() + letter.to_string().width() + 1 > places {
            break;
        }
        out.push(letter);
    }
    out + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_cannot_write_on_the_terminal() {
        assert_eq!(clean("30일\u{1b}[2J\u{7}\u{202e}\n이내"), "30일 [2J 이내");
        assert_eq!(shortened("보관기간은 30일", 8), "보관기…");
        assert_eq!(shortened("30일", 8), "30일");
    }
}
