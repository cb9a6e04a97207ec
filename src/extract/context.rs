//! The words around a quote: its sentence, or its row with the titles of the columns, and the heading above.
//!
//! A document is taken apart once; every quote then costs the length of its own context.

use super::flattened_tables;
use super::outline::{self, Line, Marker, TableUnit, Unit};
use super::span::Span;
use super::table::Grid;
use crate::document::{Document, Places};
use crate::model::policy::{Part, Piece, Quote, QuoteContext};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

/// Longest sentence, in characters.
const SENTENCE: usize = 240;
/// Longest cell that holds a quote.
const QUOTED_CELL: usize = 160;
/// Longest other cell of its row.
const OTHER_CELL: usize = 40;
/// Longest title of a column.
const TITLE: usize = 30;
/// Longest heading.
const HEADING: usize = 60;
/// Characters of a row, cells and titles together.
const ROW: usize = 360;
/// Columns to either side of a quote that are looked at.
const REACH: usize = 24;
/// Words that a cut is moved by before it is given up.
const TRIES: usize = 12;

/// A heading: its place, how high it ranks, and the heading that it is under. One without words is a label (`보관장소:
/// 전산실`), which ends what a heading of its rank began and is no heading of what follows.
#[derive(Debug)]
struct Heading {
    block: u32,
    start: u32,
    end: u32,
    rank: u8,
    parent: Option<usize>,
}

/// A cell of a table.
#[derive(Debug, Clone, Copy)]
struct CellPlace {
    /// One past its last character.
    end: u32,
    table: usize,
    /// First and last row of the grid, and the first column.
    rows: (usize, usize),
    column: usize,
    /// First and last record of the understood table, and the column.
    records: Option<(usize, usize, usize)>,
}

/// Table, first and last row, and whether the rows are records of an understood table.
type RowKey = (usize, usize, usize, bool);

/// A cell on its way into a context.
struct Candidate<'u> {
    column: usize,
    titles: Vec<&'u Span>,
    cell: &'u Span,
}

/// A document prepared for the contexts of its quotes.
#[derive(Debug)]
pub struct ContextIndex<'a> {
    places: Places<'a>,
    headings: Vec<Heading>,
    tables: Vec<TableUnit>,
    /// Cells by block and first character.
    cells: BTreeMap<(u32, u32), CellPlace>,
    /// Cells that are titles of understood tables, by block and first character.
    titles: BTreeSet<(u32, u32)>,
    /// Rows whose context does not depend on which of their cells is quoted.
    rows: RefCell<BTreeMap<RowKey, Arc<QuoteContext>>>,
}

impl<'a> ContextIndex<'a> {
    /// Takes a document apart.
    pub fn new(document: &'a Document) -> Self {
        let mut index = Self {
            places: Places::new(document),
            headings: Vec::new(),
            tables: Vec::new(),
            cells: BTreeMap::new(),
            titles: BTreeSet::new(),
            rows: RefCell::default(),
        };
        let mut outline = Outline::default();
        for unit in flattened_tables::restore(outline::units(document)) {
            match unit {
                Unit::Line(line) => match outline.heading(&line) {
                    (Some(words), rank) => index.add_heading(&words, rank),
                    (None, rank) if line.heading.is_some() => index.add_heading(&line.slice.cut(0..0), rank),
                    (None, _) => {}
                },
                Unit::Table(table) => index.add_table(*table),
            }
        }
        index
    }

    /// The context of a quote that is in this document; nothing where the document has no such place.
    pub fn context(&self, quote: &Quote) -> Option<Arc<QuoteContext>> {
        self.places.words(quote.block, quote.start, quote.end).filter(|words| !words.is_empty())?;
        let below = self.cells.range(..=(quote.block, quote.start)).next_back();
        let cell = below.filter(|((block, _), cell)| *block == quote.block && quote.end <= cell.end);
        match cell {
            Some((_, cell)) => self.row(quote, cell),
            None => {
                let piece = self.sentence(quote, SENTENCE)?;
                Some(Arc::new(self.under_heading(vec![Part { skipped: false, titles: Vec::new(), piece }], false)))
            }
        }
    }

    /// Block and first and last character of a slice.
    fn place(&self, slice: &Span) -> Option<(u32, u32, u32)> {
        let (start, bytes) = slice.origin();
        let base = self.places.byte(slice.block(), start)?;
        let [first, last] = [bytes.start, bytes.end].map(|at| self.places.letter(slice.block(), base + at));
        Some((slice.block(), first, last))
    }

    fn add_heading(&mut self, slice: &Span, rank: u8) {
        let Some((block, start, end)) = self.place(slice) else { return };
        let mut parent = self.headings.len().checked_sub(1);
        while let Some(above) = parent.filter(|above| self.headings[*above].rank >= rank) {
            parent = self.headings[above].parent;
        }
        self.headings.push(Heading { block, start, end, rank, parent });
    }

    fn add_table(&mut self, table: TableUnit) {
        let number = self.tables.len();
        let mut places: BTreeMap<usize, CellPlace> = BTreeMap::new();
        for (row, cells) in table.grid.rows.iter().enumerate() {
            for (column, cell) in cells.iter().enumerate().filter_map(|(column, cell)| Some((column, (*cell)?))) {
                let rows = (row, row);
                let place = CellPlace { end: 0, table: number, rows, column, records: None };
                places.entry(cell).or_insert(place).rows.1 = row;
            }
        }
        for (cell, place) in places {
            if let Some((block, start, end)) = self.place(&table.grid.cells[cell]).filter(|(_, start, end)| end > start)
            {
                self.cells.insert((block, start), CellPlace { end, ..place });
            }
        }
        for (at, record) in table.view.records.iter().enumerate().filter(|_| !table.view.transposed) {
            for (column, cell) in record.iter().enumerate().filter_map(|(column, cell)| Some((column, cell.as_ref()?)))
            {
                let Some((block, start, _)) = self.place(cell) else { continue };
                if let Some(place) = self.cells.get_mut(&(block, start)) {
                    place.records.get_or_insert((at, at, column)).1 = at;
                }
            }
        }
        let heads = table.view.heads.iter().filter(|_| table.view.headed);
        for title in heads.flat_map(|head| head.cell.iter().chain(&head.group_cell)) {
            if let Some((block, start, _)) = self.place(title) {
                self.titles.insert((block, start));
            }
        }
        self.tables.push(table);
    }

    fn is_title(&self, cell: &Span) -> bool {
        self.place(cell).is_some_and(|(block, start, _)| self.titles.contains(&(block, start)))
    }

    /// A passage with the heading above it: one that is part of the passage gives way to the one above.
    fn under_heading(&self, parts: Vec<Part>, skipped_after: bool) -> QuoteContext {
        let heading = parts.first().and_then(|part| {
            let first = &part.piece;
            let mut at = self.headings.partition_point(|one| (one.block, one.start) <= (first.block, first.end));
            let overlaps = |one: &Heading| one.block == first.block && one.end > first.start;
            let mut found = None;
            while at > 0 && found.is_none() {
                at -= 1;
                let own = &self.headings[at];
                if own.end == own.start {
                    found = self.with_words(own.parent);
                    break;
                }
                if !overlaps(own) {
                    found = Some(own);
                } else if own.start <= first.start {
                    found = self.with_words(own.parent);
                    break;
                }
            }
            let heading = found?;
            self.shortened(heading.block, heading.start, heading.end, HEADING)
        });
        QuoteContext { heading, parts, skipped_after }
    }

    /// The nearest heading that has words, from one on upwards.
    fn with_words(&self, mut from: Option<usize>) -> Option<&Heading> {
        loop {
            let heading = &self.headings[from?];
            if heading.end > heading.start {
                return Some(heading);
            }
            from = heading.parent;
        }
    }

    /// The words between two characters, cut behind a word when they are longer than `most`.
    fn shortened(&self, block: u32, start: u32, end: u32, most: usize) -> Option<Piece> {
        let words = self.places.words(block, start, end)?;
        let (cut_after, text) = match (end - start) as usize > most {
            false => (false, words),
            true => (true, front(words, most)),
        };
        let end = start + text.chars().count() as u32;
        Some(Piece { block, start, end, text: text.to_owned(), cut_before: false, cut_after })
    }

    /// The sentence or line that holds a quote, at most `most` characters of it.
    fn sentence(&self, quote: &Quote, most: usize) -> Option<Piece> {
        let block = quote.block;
        let text = self.places.text(block);
        let (first, last) = (self.places.byte(block, quote.start)?, self.places.byte(block, quote.end)?);
        let length = (quote.end - quote.start) as usize;
        if length >= most {
            return self.shortened(block, quote.start, quote.end, most);
        }
        let limits = self.limits(block, quote);
        let (from, mut cut_before) = sentence_start(text, first, most, limits.start);
        let (until, mut cut_after) = sentence_end(text, last, most, limits.end);
        let room = most - length;
        let (before, after) = (text[from..first].chars().count(), text[last..until].chars().count());
        let (mut left, mut right) = (before, after);
        if before + after > room {
            left = before.min((room / 2).max(room.saturating_sub(after)));
            right = after.min(room - left);
        }
        let (mut from, mut until) = (from, until);
        if left < before || cut_before {
            let kept = back(&text[from..first], left);
            (from, cut_before) = (first - kept.len(), true);
        }
        if right < after || cut_after {
            let kept = front(&text[last..until], right);
            (until, cut_after) = (last + kept.len(), true);
        }
        let start = from + (text[from..first].len() - text[from..first].trim_start().len());
        let end = last + text[last..until].trim_end().len();
        let (start_letter, end_letter) = (self.places.letter(block, start), self.places.letter(block, end));
        let text = text[start..end].to_owned();
        Some(Piece { block, start: start_letter, end: end_letter, text, cut_before, cut_after })
    }

    /// The bytes between which a sentence may reach: a heading begins something else.
    fn limits(&self, block: u32, quote: &Quote) -> Range<usize> {
        let before = self.headings.partition_point(|one| (one.block, one.start) <= (block, quote.start));
        let own = |at: Option<usize>| at.and_then(|at| self.headings.get(at)).filter(|one| one.block == block);
        let byte = |heading: &Heading| self.places.byte(block, heading.start);
        let start = own(before.checked_sub(1)).and_then(byte).unwrap_or(0);
        let next =
            self.headings[before..].iter().take(TRIES).position(|one| one.start >= quote.end || one.block > block);
        let end = own(next.map(|next| before + next)).and_then(byte).unwrap_or(self.places.text(block).len());
        start..end
    }

    /// The row of a cell.
    fn row(&self, quote: &Quote, place: &CellPlace) -> Option<Arc<QuoteContext>> {
        let table = &self.tables[place.table];
        let titled = place.records.is_some();
        let (first, last, column) = place.records.unwrap_or((place.rows.0, place.rows.1, place.column));
        let key = (place.table, first, last, titled);
        if let Some(known) = self.rows.borrow().get(&key) {
            return Some(Arc::clone(known));
        }
        let (cells, whole) = match titled {
            true => self.record(table, (first, last), column),
            false => self.grid_row(&table.grid, (first, last), column),
        };
        let (context, alike) = self.joined(quote, &cells, whole)?;
        let context = Arc::new(context);
        if alike {
            self.rows.borrow_mut().insert(key, Arc::clone(&context));
        }
        Some(context)
    }

    /// Cells of a record with the titles of their columns, and whether these are all. Of a cell that covers several
    /// records only what covers them all as well is beside it.
    fn record<'t>(
        &self,
        table: &'t TableUnit,
        (first, last): (usize, usize),
        column: usize,
    ) -> (Vec<Candidate<'t>>, bool) {
        let (record, reached) = (&table.view.records[first], &table.view.records[last]);
        let mut cells: Vec<Candidate<'t>> = Vec::new();
        let (columns, whole) = reach(column, record.len());
        for at in columns {
            let Some(cell) = record[at].as_ref().filter(|cell| reached[at].as_ref() == Some(*cell)) else { continue };
            if cell.text().is_empty() || cells.last().is_some_and(|before| before.cell == cell) {
                continue;
            }
            let head = table.view.heads.get(at).filter(|_| table.view.headed);
            let titles = head.map_or_else(Vec::new, |head| {
                let group = head.group_cell.iter().filter(|group| head.cell.as_ref() != Some(*group));
                group.chain(&head.cell).filter(|title| !title.text().is_empty() && *title != cell).collect()
            });
            cells.push(Candidate { column: at, titles, cell });
        }
        (cells, whole)
    }

    /// Cells of a row as it is drawn, and whether these are all: titles at the left and between the cells are those of the
    /// cells that follow.
    fn grid_row<'t>(&self, grid: &'t Grid, (first, last): (usize, usize), column: usize) -> (Vec<Candidate<'t>>, bool) {
        let (row, reached) = (&grid.rows[first], &grid.rows[last]);
        let (columns, whole) = reach(column, row.len());
        let mut cells: Vec<Candidate<'t>> = Vec::new();
        let mut before = None;
        for at in columns {
            let Some(number) = row[at].filter(|cell| reached[at] == Some(*cell) && before != Some(*cell)) else {
                continue;
            };
            before = Some(number);
            let cell = &grid.cells[number];
            if !cell.text().is_empty() {
                cells.push(Candidate { column: at, titles: Vec::new(), cell });
            }
        }
        let is_title: Vec<bool> = cells.iter().map(|one| self.is_title(one.cell)).collect();
        let titles = is_title.iter().filter(|title| **title).count();
        if titles == cells.len() || titles == 0 {
            return (cells, whole);
        }
        if titles == 1 && is_title[0] && cells.len() > 2 && first > 0 {
            // One title at the left, several cells: what is above them tells them apart.
            for one in cells.iter_mut().skip(1) {
                let above = grid.at(0, one.column).filter(|above| *above != one.cell && !above.is_blank());
                one.titles = above.filter(|above| above.text().chars().count() <= TITLE).into_iter().collect();
            }
            return (cells, whole);
        }
        let mut titled: Vec<Candidate<'t>> = Vec::new();
        let mut pending: Vec<&'t Span> = Vec::new();
        let last = cells.len() - 1;
        for (at, one) in cells.into_iter().enumerate() {
            match is_title[at] && at < last {
                true => pending.push(one.cell),
                false => titled.push(Candidate { titles: std::mem::take(&mut pending), ..one }),
            }
        }
        (titled, whole)
    }

    /// The parts of a row: the quoted cell first, then the one at the left, then the nearest, as long as there is room.
    /// Says as well whether any other cell of the row has the same context.
    fn joined(&self, quote: &Quote, cells: &[Candidate<'_>], whole: bool) -> Option<(QuoteContext, bool)> {
        let holds = |slice: &Span| {
            self.place(slice)
                .is_some_and(|(block, start, end)| block == quote.block && start <= quote.start && quote.end <= end)
        };
        // A quote may be the title of the cells beside it.
        let own = cells.iter().position(|one| holds(one.cell) || one.titles.iter().any(|title| holds(title)))?;
        let mut order: Vec<usize> = (0..cells.len()).filter(|at| *at != own).collect();
        order.sort_by_key(|at| (*at != 0, at.abs_diff(own)));
        let mut alike = whole;
        let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
        let mut room = ROW;
        for at in std::iter::once(own).chain(order) {
            let one = &cells[at];
            let (block, start, end) = self.place(one.cell)?;
            let length = (end - start) as usize;
            alike &= length <= OTHER_CELL;
            let piece = if at != own {
                self.shortened(block, start, end, OTHER_CELL)?
            } else if length > QUOTED_CELL && holds(one.cell) {
                self.sentence(quote, QUOTED_CELL)?
            } else {
                self.shortened(block, start, end, QUOTED_CELL)?
            };
            let titles = one.titles.iter().map(|title| {
                let (block, start, end) = self.place(title)?;
                // A title that is the quote stays whole.
                let most = if holds(title) { QUOTED_CELL } else { TITLE };
                self.shortened(block, start, end, most)
            });
            let titles: Vec<Piece> = titles.collect::<Option<_>>()?;
            let cost: usize = titles.iter().chain([&piece]).map(|piece| piece.text.chars().count() + 3).sum();
            if cost > room && at != own {
                alike = false;
                break;
            }
            room = room.saturating_sub(cost);
            parts.insert(at, Part { skipped: false, titles, piece });
        }
        let ends_early = !whole || parts.keys().next_back().is_some_and(|last| last + 1 < cells.len());
        let mut next = 0;
        let mut list = Vec::with_capacity(parts.len());
        for (at, part) in parts {
            list.push(Part { skipped: at > next, ..part });
            next = at + 1;
        }
        Some((self.under_heading(list, ends_early), alike))
    }
}

/// Columns that are looked at: the first, and those near a quote; and whether these are all.
fn reach(column: usize, width: usize) -> (Vec<usize>, bool) {
    let near = column.saturating_sub(REACH)..(column + REACH + 1).min(width);
    let whole = near.start <= 1 && near.end == width;
    let first = (near.start > 0).then_some(0);
    (first.into_iter().chain(near).collect(), whole)
}

/// Headings among lines: those of the document, lines that announce an item, and numbered lines that go on counting.
#[derive(Debug, Default)]
struct Outline {
    /// Number of the last numbered heading.
    number: Option<u32>,
    /// Number of the last line of a list below it.
    listed: Option<u32>,
}

impl Outline {
    /// The words of a heading, nothing of any other line; and how high the line ranks.
    fn heading(&mut self, line: &Line) -> (Option<Span>, u8) {
        let marker = outline::marker(&line.slice).unwrap_or(Marker::None);
        let rank = line.level.unwrap_or_else(|| rank(marker, line.slice.folded()));
        let number = (marker == Marker::Number).then(|| leading_number(line.slice.folded())).flatten();
        let numbered = matches!(marker, Marker::Article | Marker::Number | Marker::Letter);
        let words = match line.heading {
            _ if line.level.is_some() => Some(line.slice.clone()),
            Some(_) if outline::value(line).is_none() => Some(line.slice.clone()),
            Some(heading) if numbered => Some(line.slice.part(0, heading.words.1)),
            Some(_) => None,
            None if marker == Marker::Article => article(&line.slice),
            None => self.counted(&line.slice, number.filter(|_| rank == DOTTED)).then(|| line.slice.clone()),
        };
        match (&words, number) {
            (Some(_), Some(number)) if rank <= DOTTED => (self.number, self.listed) = (Some(number), None),
            (None, Some(number)) => self.listed = Some(number),
            _ => {}
        }
        (words.filter(|words| !words.text().is_empty()), rank)
    }

    /// Whether a short line goes on counting where the last heading was, and no list below that heading is counted.
    fn counted(&self, slice: &Span, number: Option<u32>) -> bool {
        /// Longest line that is taken for a heading by its number alone.
        const SHORT: usize = 30;
        let next = number.is_some() && number == self.number.map(|number| number + 1) && self.listed.is_none();
        let ends = slice.text().ends_with(['.', '다', '요', '함', '음', ',']);
        next && !ends && slice.text().chars().count() <= SHORT
    }
}

/// Rank of a line numbered `1.`
const DOTTED: u8 = 8;

/// How high a line ranks by its number: 제1조, 1., 가., 1), 가), (1), ①, ○.
fn rank(marker: Marker, folded: &str) -> u8 {
    let closed = folded.chars().find(|letter| matches!(letter, '.' | ')')) == Some(')');
    match marker {
        Marker::Article => DOTTED - 1,
        Marker::Number if folded.starts_with('(') => DOTTED + 4,
        Marker::Number if closed => DOTTED + 2,
        Marker::Number => DOTTED,
        Marker::Letter if closed => DOTTED + 3,
        Marker::Letter => DOTTED + 1,
        Marker::Circled => DOTTED + 5,
        Marker::Bullet => DOTTED + 6,
        Marker::None => DOTTED + 7,
    }
}

/// The number at the start of a line, without brackets.
fn leading_number(folded: &str) -> Option<u32> {
    let digits: String = folded.trim_start_matches('(').chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// 제5조(영상정보의 보호) of an article whose title is no item of the law.
fn article(slice: &Span) -> Option<Span> {
    let close = slice.text().char_indices().take(HEADING).find(|(_, letter)| matches!(letter, ')' | '】' | ']'))?;
    Some(slice.cut(0..close.0 + close.1.len_utf8()))
}

/// Marks of lists, before which a sentence ends.
fn is_bullet(letter: char) -> bool {
    matches!(letter, '○' | '●' | '□' | '■' | '▪' | '◆' | '▶' | '▷' | '◎' | '※' | '❖' | '❍' | '•' | '①'..='⑳')
}

/// Whether a sentence ends with these two characters.
fn ends_sentence(before: char, letter: char) -> bool {
    match letter {
        '.' => matches!(before, '다' | '요' | '함' | '음' | '임' | '됨'),
        '。' | '?' | '!' => true,
        _ => false,
    }
}

/// The byte at which the sentence around `at` begins, and whether it was looked for too far away.
fn sentence_start(text: &str, at: usize, most: usize, limit: usize) -> (usize, bool) {
    let mut letters = text[limit.min(at)..at].char_indices().rev().peekable();
    let mut seen = 0;
    let mut start = at;
    let base = limit.min(at);
    while let Some((byte, letter)) = letters.next() {
        let before = letters.peek().map_or(' ', |(_, letter)| *letter);
        if matches!(letter, '\n' | '\t') || ends_sentence(before, letter) {
            return (start, false);
        }
        start = base + byte;
        if is_bullet(letter) {
            return (start, false);
        }
        seen += 1;
        if seen > most {
            return (start, true);
        }
    }
    (start, false)
}

/// The byte at which the sentence around `at` ends, and whether it was looked for too far away.
fn sentence_end(text: &str, at: usize, most: usize, limit: usize) -> (usize, bool) {
    let mut before = text[..at].chars().next_back().unwrap_or(' ');
    // A quote that ends with its sentence is followed by another one.
    let mut earlier = text[..at].chars().rev();
    if earlier.next().zip(earlier.next()).is_some_and(|(last, before)| ends_sentence(before, last)) {
        return (at, false);
    }
    for (seen, (byte, letter)) in text[at..limit.max(at)].char_indices().enumerate() {
        if matches!(letter, '\n' | '\t') || is_bullet(letter) {
            return (at + byte, false);
        }
        if ends_sentence(before, letter) {
            return (at + byte + letter.len_utf8(), false);
        }
        if seen >= most {
            return (at + byte, true);
        }
        before = letter;
    }
    (limit.max(at), false)
}

/// Whether a word may be part of something longer that must not be torn: a number with blanks, a spaced name.
fn is_torn(word: &str) -> bool {
    word.chars().count() <= 1 || word.chars().all(|letter| !letter.is_alphabetic())
}

/// Whether text may be cut between two words.
fn parts(before: Option<&str>, after: Option<&str>) -> bool {
    !(before.is_some_and(is_torn) && after.is_some_and(is_torn))
}

/// As many whole words of the front of a text as fit.
fn front(text: &str, most: usize) -> &str {
    let Some((limit, next)) = text.char_indices().nth(most) else { return text };
    let fits = &text[..limit];
    let mut end = if next.is_whitespace() { fits.len() } else { fits.rfind(char::is_whitespace).unwrap_or(0) };
    for _ in 0..TRIES {
        let (before, after) = (&text[..end], &text[end..]);
        if parts(before.split_whitespace().next_back(), after.split_whitespace().next()) {
            return before.trim_end();
        }
        end = before.trim_end().rfind(char::is_whitespace).unwrap_or(0);
    }
    ""
}

/// As many whole words of the back of a text as fit.
fn back(text: &str, most: usize) -> &str {
    let count = text.chars().count();
    let Some((limit, _)) = text.char_indices().nth(count.saturating_sub(most)) else { return "" };
    let after_blank = |from: usize| {
        let rest = &text[from..];
        rest.find(char::is_whitespace).map_or(text.len(), |at| from + at)
    };
    let whole = limit == 0 || text[..limit].ends_with(char::is_whitespace);
    let mut start = if whole { limit } else { after_blank(limit) };
    for _ in 0..TRIES {
        let (before, after) = (&text[..start], &text[start..]);
        if parts(before.split_whitespace().next_back(), after.split_whitespace().next()) {
            return after.trim_start();
        }
        let next = start + (after.len() - after.trim_start().len());
        start = after_blank(next);
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Hint, read};

    fn page(html: &str) -> Document {
        read(html.as_bytes(), &Hint { content_type: Some("text/html; charset=utf-8".into()), name: None })
    }

    /// The place of words in a document, the n-th time they occur.
    fn quote(document: &Document, words: &str, nth: usize) -> Quote {
        let found = document.blocks.iter().enumerate().flat_map(|(number, block)| {
            block.text.match_indices(words).map(move |(at, _)| (number, block.text[..at].chars().count()))
        });
        let (block, start) = found.collect::<Vec<_>>()[nth];
        let end = (start + words.chars().count()) as u32;
        Quote { block: block as u32, start: start as u32, end, text: words.into(), rule: "test", document: None }
    }

    /// The context of words as text; every piece is checked against the document.
    fn context(html: &str, words: &str, nth: usize) -> String {
        let document = page(html);
        let context = ContextIndex::new(&document).context(&quote(&document, words, nth)).expect("a context");
        let places = Places::new(&document);
        for piece in context.pieces() {
            assert_eq!(places.words(piece.block, piece.start, piece.end), Some(piece.text.as_str()));
        }
        let (text, written) = context.written();
        assert_eq!(QuoteContext::parse(&text, &written).as_ref(), Some(&*context), "{text} {written}");
        text
    }

    #[test]
    fn a_sentence_below_its_heading() {
        let html = "<h1>영상정보처리기기 운영·관리 방침</h1><h2>2. 설치 대수</h2>\
            <p>우리 시는 기기를 운영합니다. 시청사에 총 12대를 설치하였습니다. 자세한 것은 문의하십시오.</p>\
            <h2>4. 보관기간</h2><p>30일</p>";
        assert_eq!(context(html, "12대", 0), "2. 설치 대수 › 시청사에 총 12대를 설치하였습니다.");
        assert_eq!(context(html, "30일", 0), "4. 보관기간 › 30일");
        // A heading is below the one above it.
        assert_eq!(context(html, "보관기간", 0), "영상정보처리기기 운영·관리 방침 › 4. 보관기간");
        assert_eq!(context(html, "운영·관리 방침", 0), "영상정보처리기기 운영·관리 방침");
    }

    #[test]
    fn a_heading_in_the_line_of_its_value_is_not_said_twice() {
        let html = "<p>영상정보처리기기 운영·관리 방침</p><p>3. 관리책임자: 총무과장</p><p>4. 촬영시간, 보관기간</p>\
            <p>보관기간: 30일</p><p>5. 기타 협조 사항</p><p>7일 안에 알립니다.</p>";
        assert_eq!(context(html, "총무과장", 0), "3. 관리책임자: 총무과장");
        assert_eq!(context(html, "30일", 0), "4. 촬영시간, 보관기간 › 보관기간: 30일");
        // A numbered line that goes on counting is a heading although nobody knows its words.
        assert_eq!(context(html, "7일", 0), "5. 기타 협조 사항 › 7일 안에 알립니다.");
    }

    #[test]
    fn a_label_ends_what_a_label_began() {
        let html = "<h2>제7조(고정형 영상정보처리기기의 운영)</h2><p>설치 대수 및 위치:</p><p>현관에 2대가 있습니다.</p>\
            <p>보관기간: 촬영일로부터 60일</p><p>그 뒤에는 지체 없이 3일 안에 삭제합니다.</p>";
        assert_eq!(context(html, "2대", 0), "설치 대수 및 위치: › 현관에 2대가 있습니다.");
        assert_eq!(context(html, "60일", 0), "제7조(고정형 영상정보처리기기의 운영) › 보관기간: 촬영일로부터 60일");
        assert!(context(html, "3일", 0).starts_with("제7조"), "{}", context(html, "3일", 0));
        let html = "<p>4. 보관기간 및 보관장소</p><p>1) 보관기간: 30일</p><p>2) 보관장소: 전산실</p>";
        assert_eq!(context(html, "30일", 0), "4. 보관기간 및 보관장소 › 1) 보관기간: 30일");
        assert_eq!(context(html, "전산실", 0), "4. 보관기간 및 보관장소 › 2) 보관장소: 전산실");
    }

    #[test]
    fn a_list_below_a_heading_makes_no_headings() {
        let html = "<p>2. 설치 대수 및 위치</p><p>1. 본관</p><p>2. 별관</p><p>3. 후문</p><p>현관에 2대가 있습니다.</p>";
        assert_eq!(context(html, "2대", 0), "2. 설치 대수 및 위치 › 현관에 2대가 있습니다.");
    }

    #[test]
    fn a_row_with_the_titles_of_its_columns() {
        let html = "<h3>3. 설치 대수</h3><table><tr><th>연번</th><th>설치장소</th><th>대수</th></tr>\
            <tr><td>1</td><td>정문</td><td>12대</td></tr><tr><td>2</td><td>후문</td><td>3대</td></tr></table>";
        assert_eq!(context(html, "12대", 0), "3. 설치 대수 › 연번: 1 | 설치장소: 정문 | 대수: 12대");
        assert_eq!(context(html, "후문", 0), "3. 설치 대수 › 연번: 2 | 설치장소: 후문 | 대수: 3대");
        assert_eq!(context(html, "설치장소", 0), "3. 설치 대수 › 연번 | 설치장소 | 대수");
    }

    #[test]
    fn merged_titles_stand_before_those_below_them() {
        let html = "<table><tr><th rowspan=2>설치장소</th><th colspan=2>관리책임자</th><th rowspan=2>대수</th></tr>\
            <tr><th>직위</th><th>연락처</th></tr>\
            <tr><td>정문</td><td>총무과장</td><td rowspan=2>02-000-1000</td><td>4</td></tr>\
            <tr><td>후문</td><td>회계과장</td><td>5</td></tr></table>";
        assert_eq!(
            context(html, "총무과장", 0),
            "설치장소: 정문 | 관리책임자 직위: 총무과장 | 관리책임자 연락처: 02-000-1000 | 대수: 4"
        );
        // Of a cell that reaches over both rows nothing is said that only one of them says.
        assert_eq!(context(html, "02-000-1000", 0), "관리책임자 연락처: 02-000-1000");
        assert_eq!(context(html, "관리책임자", 0), "설치장소 | 관리책임자 | 대수");
    }

    #[test]
    fn a_table_of_keys_and_values_gives_the_key() {
        let html = "<table><tr><th>보관기간</th><td>30일</td></tr><tr><th>보관장소</th><td>전산실</td></tr>\
            <tr><th>촬영시간</th><td>24시간</td></tr></table>";
        assert_eq!(context(html, "30일", 0), "보관기간: 30일");
        assert_eq!(context(html, "촬영시간", 0), "촬영시간: 24시간");
    }

    #[test]
    fn long_paragraphs_are_cut_at_words() {
        let before = "우리 기관은 시설의 안전을 위하여 기기를 설치하며 ".repeat(4000);
        let html = format!("<p>{before} 보관기간은 30일 {before}</p>");
        let text = context(&html, "30일", 0);
        assert!(text.starts_with('…') && text.ends_with('…') && text.contains(" 보관기간은 30일 우리"), "{text}");
        assert!((150..=SENTENCE + 2).contains(&text.chars().count()), "{text}");
        let first = text.trim_matches('…').split(' ').next().expect("a word");
        assert!(before.split(' ').any(|word| word == first), "{first}: whole words only");
        // A text without any blank is not cut inside of a word.
        let html = format!("<p>{0}30일{0}</p>", "가나다라마바사".repeat(4000));
        assert_eq!(context(&html, "30일", 0), "…30일…");
    }

    #[test]
    fn numbers_and_names_with_blanks_are_not_torn() {
        assert_eq!(front("담당 010 1234 5678", 12), "담당");
        assert_eq!(front("과장 홍 길 동 입니다", 7), "과장");
        assert_eq!(front("총무과 직원 여러분", 8), "총무과 직원");
        assert_eq!(back("010 1234 5678 담당 총무과", 12), "담당 총무과");
        assert_eq!(back("홍 길 동 과장", 5), "과장");
        assert_eq!((front("", 0), back("", 0), front("가나", 1), back("가나", 1)), ("", "", "", ""));
    }

    #[test]
    fn long_cells_and_wide_rows_are_cut() {
        let cells: String = (0..80).map(|at| format!("<td>칸 {at}의 내용입니다</td>")).collect();
        let html = format!("<table><tr>{cells}</tr><tr>{cells}</tr></table>");
        let text = context(&html, "칸 40의 내용입니다", 1);
        assert!(text.starts_with("칸 0의 내용입니다 | … | ") && text.ends_with(" | …"), "{text}");
        assert!(text.contains("| 칸 40의 내용입니다 |") && text.chars().count() <= ROW + 20, "{text}");
        let long = "설치 범위는 다음과 같습니다. ".repeat(40);
        let html = format!(
            "<table><tr><th>설치장소</th><th>촬영범위</th><th>대수</th></tr>\
             <tr><td>{long}</td><td>{long} 출입구 주변 30m입니다. {long}</td><td>2</td></tr></table>"
        );
        let text = context(&html, "30m", 0);
        assert!(text.contains("촬영범위: 출입구 주변 30m입니다. | 대수: 2"), "{text}");
        assert!(text.starts_with("설치장소: 설치 범위는") && text.contains("… | "), "{text}");
    }

    #[test]
    fn places_that_are_not_there_have_no_context() {
        let document = page("<p>30일</p>");
        let index = ContextIndex::new(&document);
        let at = |block, start, end| Quote { block, start, end, ..quote(&document, "30일", 0) };
        for wrong in [at(9, 0, 3), at(0, 0, 99), at(0, 0, 0), at(0, 3, 0)] {
            assert_eq!(index.context(&wrong), None);
        }
    }
}
