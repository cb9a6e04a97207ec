//! What a reader needs beside a quote: the sentence around it, or the row with its column titles, and the heading above.
//!
//! Every piece is verbatim and knows its place. As text a context is one line to be read (`2. 설치 대수 › 설치장소: 정문 |
//! 대수: 12대`) beside a list of places (`h3:0-8 t4:0-4 p4:8-10 t4:5-7 p4:11-14`), from which the pieces are taken again.

use super::stated::Quote;
use super::{DocumentId, Policy};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What separates the heading from the passage.
const UNDER: &str = " › ";
/// What separates the cells of a row.
const BESIDE: &str = " | ";
/// What separates a column title from its cell.
const TITLED: &str = ": ";
/// What stands for words that are left out.
const CUT: &str = "…";

/// Words of a document with their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Index of the block in the document.
    pub block: u32,
    /// First character within the block's text.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// The words, verbatim.
    pub text: String,
    /// Whether words in front of these were cut away.
    pub cut_before: bool,
    /// Whether words behind these were cut away.
    pub cut_after: bool,
}

/// A sentence, or a cell with the titles of its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Whether cells between this one and the one before are left out.
    pub skipped: bool,
    /// Titles of the column, the group's before its own; none of a sentence.
    pub titles: Vec<Piece>,
    /// The words.
    pub piece: Piece,
}

/// The words around a quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteContext {
    /// The heading above.
    pub heading: Option<Piece>,
    /// The sentence, or the cells of the row in reading order.
    pub parts: Vec<Part>,
    /// Whether cells behind the last one are left out.
    pub skipped_after: bool,
}

/// What a run of words in a context is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The heading.
    Heading,
    /// A column title.
    Title,
    /// The sentence, or cells of the row.
    Passage,
    /// The quote.
    Quote,
    /// Marks between the pieces, which no document has.
    Mark,
}

impl Piece {
    fn put(&self, role: char, context: &mut String, places: &mut String) {
        let [before, after] = [self.cut_before, self.cut_after].map(|cut| if cut { CUT } else { "" });
        context.push_str(&format!("{before}{}{after}", self.text));
        let space = if places.is_empty() { "" } else { " " };
        let [open, close] =
            [(self.cut_before, "<"), (self.cut_after, ">")].map(|(cut, sign)| if cut { sign } else { "" });
        places.push_str(&format!("{space}{role}{}:{open}{}-{}{close}", self.block, self.start, self.end));
    }

    /// Takes one place and its words from the front of both texts.
    fn take(place: &str, context: &mut &str) -> Option<Self> {
        let (block, range) = place.split_once(':')?;
        let (cut_before, range) = range.strip_prefix('<').map_or((false, range), |rest| (true, rest));
        let (cut_after, range) = range.strip_suffix('>').map_or((false, range), |rest| (true, rest));
        let (start, end) = range.split_once('-')?;
        let (block, start, end) = (block.parse().ok()?, start.parse().ok()?, end.parse::<u32>().ok()?);
        if cut_before {
            *context = context.strip_prefix(CUT)?;
        }
        let length = end.checked_sub(start)? as usize;
        let bytes = context.char_indices().map(|(at, _)| at).chain([context.len()]).nth(length)?;
        let (text, rest) = context.split_at(bytes);
        *context = if cut_after { rest.strip_prefix(CUT)? } else { rest };
        Some(Self { block, start, end, text: text.to_owned(), cut_before, cut_after })
    }
}

impl QuoteContext {
    /// Every piece, in the order in which they are read.
    pub fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let parts = self.parts.iter().flat_map(|part| part.titles.iter().chain([&part.piece]));
        self.heading.iter().chain(parts)
    }

    /// The context as one text, and the places of its pieces.
    pub fn written(&self) -> (String, String) {
        let (mut context, mut places) = (String::new(), String::new());
        if let Some(heading) = &self.heading {
            heading.put('h', &mut context, &mut places);
            context.push_str(UNDER);
        }
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0 {
                context.push_str(BESIDE);
            }
            if part.skipped {
                context.push_str(&format!("{CUT}{BESIDE}"));
                places.push_str(if places.is_empty() { CUT } else { " …" });
            }
            for (at, title) in part.titles.iter().enumerate() {
                context.push_str(if at > 0 { " " } else { "" });
                title.put('t', &mut context, &mut places);
            }
            context.push_str(if part.titles.is_empty() { "" } else { TITLED });
            part.piece.put('p', &mut context, &mut places);
        }
        if self.skipped_after {
            context.push_str(&format!("{BESIDE}{CUT}"));
            places.push_str(" …");
        }
        (context, places)
    }

    /// Reads a context from its text and the places of its pieces; nothing when the two do not belong together.
    pub fn parse(context: &str, places: &str) -> Option<Self> {
        let mut rest = context;
        let mut read = Self { heading: None, parts: Vec::new(), skipped_after: false };
        let (mut titles, mut skipped): (Vec<Piece>, bool) = (Vec::new(), false);
        for place in places.split(' ') {
            if place == CUT {
                skipped = true;
                continue;
            }
            let (role, place) = place.split_at_checked(1)?;
            if role == "h" {
                read.heading = Some(Piece::take(place, &mut rest)?);
                rest = rest.strip_prefix(UNDER)?;
                continue;
            }
            if titles.is_empty() {
                rest = if read.parts.is_empty() { rest } else { rest.strip_prefix(BESIDE)? };
                rest = if skipped { rest.strip_prefix(CUT)?.strip_prefix(BESIDE)? } else { rest };
            }
            match role {
                "t" => {
                    rest = if titles.is_empty() { rest } else { rest.strip_prefix(' ')? };
                    titles.push(Piece::take(place, &mut rest)?);
                }
                "p" => {
                    rest = if titles.is_empty() { rest } else { rest.strip_prefix(TITLED)? };
                    let piece = Piece::take(place, &mut rest)?;
                    read.parts.push(Part { skipped, titles: std::mem::take(&mut titles), piece });
                    skipped = false;
                }
                _ => return None,
            }
        }
        if skipped {
            read.skipped_after = true;
            rest = rest.strip_prefix(BESIDE)?.strip_prefix(CUT)?;
        }
        (rest.is_empty() && titles.is_empty() && !read.parts.is_empty()).then_some(read)
    }

    /// The context as runs of words, each with its role, the words of a quote apart. `quote` is its block, first
    /// character and one past the last.
    pub fn runs(&self, quote: (u32, u32, u32)) -> Vec<(Role, String)> {
        let mut runs = Vec::new();
        if let Some(heading) = &self.heading {
            push(&mut runs, Role::Heading, heading, None);
            runs.push((Role::Mark, UNDER.to_owned()));
        }
        for (at, part) in self.parts.iter().enumerate() {
            if at > 0 {
                runs.push((Role::Mark, BESIDE.to_owned()));
            }
            if part.skipped {
                runs.push((Role::Mark, format!("{CUT}{BESIDE}")));
            }
            for (at, title) in part.titles.iter().enumerate() {
                if at > 0 {
                    runs.push((Role::Mark, " ".to_owned()));
                }
                push(&mut runs, Role::Title, title, None);
            }
            if !part.titles.is_empty() {
                runs.push((Role::Mark, TITLED.to_owned()));
            }
            push(&mut runs, Role::Passage, &part.piece, Some(quote));
        }
        if self.skipped_after {
            runs.push((Role::Mark, format!("{BESIDE}{CUT}")));
        }
        runs
    }

    /// Whether the passage says more than the words of a quote alone.
    pub fn says_more_than(&self, quote: &str) -> bool {
        self.heading.is_some() || self.parts.len() != 1 || self.parts.iter().any(|part| part.piece.text != quote)
    }
}

/// Adds the runs of a piece.
fn push(runs: &mut Vec<(Role, String)>, role: Role, piece: &Piece, quote: Option<(u32, u32, u32)>) {
    if piece.cut_before {
        runs.push((Role::Mark, CUT.to_owned()));
    }
    let quote = quote.filter(|(block, start, end)| *block == piece.block && *start < piece.end && *end > piece.start);
    match quote {
        None => runs.push((role, piece.text.clone())),
        Some((_, start, end)) => {
            let letters: Vec<char> = piece.text.chars().collect();
            let within = |at: u32| (at.clamp(piece.start, piece.end) - piece.start) as usize;
            let (first, last) = (within(start).min(letters.len()), within(end).min(letters.len()));
            for (role, range) in [(role, 0..first), (Role::Quote, first..last), (role, last..letters.len())] {
                if !range.is_empty() {
                    runs.push((role, letters[range].iter().collect()));
                }
            }
        }
    }
    if piece.cut_after {
        runs.push((Role::Mark, CUT.to_owned()));
    }
}

/// Where a quote is: its document when that is not the policy's own, block, first character, one past the last.
type Place = (Option<DocumentId>, u32, u32, u32);

/// The contexts of a policy's quotes and of the findings on it, each place once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contexts(BTreeMap<Place, Arc<QuoteContext>>);

impl Contexts {
    /// Adds the context of a quote.
    pub fn add(&mut self, quote: &Quote, context: Arc<QuoteContext>) {
        self.0.insert(place(quote), context);
    }

    /// The context of a quote, where one is known.
    pub fn of(&self, quote: &Quote) -> Option<&Arc<QuoteContext>> {
        self.0.get(&place(quote))
    }
}

fn place(quote: &Quote) -> Place {
    (quote.document.clone(), quote.block, quote.start, quote.end)
}

impl Policy {
    /// The context of one of its quotes, or of a finding on it, as one text, and the places of its pieces.
    pub fn context(&self, quote: &Quote) -> Option<(String, String)> {
        self.contexts.of(quote).map(|context| context.written())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(block: u32, start: u32, text: &str) -> Piece {
        let end = start + text.chars().count() as u32;
        Piece { block, start, end, text: text.to_owned(), cut_before: false, cut_after: false }
    }

    fn row() -> QuoteContext {
        let part = |titles: &[Piece], piece: Piece| Part { skipped: false, titles: titles.to_vec(), piece };
        let mut cut = piece(4, 20, "12대 | 3: 대");
        (cut.cut_before, cut.cut_after) = (true, true);
        QuoteContext {
            heading: Some(piece(3, 0, "2. 설치 대수 › 위치")),
            parts: vec![
                part(&[piece(4, 0, "장소")], piece(4, 8, "정문")),
                Part { skipped: true, ..part(&[piece(4, 3, "기기"), piece(4, 6, "대수")], cut) },
                part(&[], piece(4, 40, "비고…")),
            ],
            skipped_after: true,
        }
    }

    #[test]
    fn a_context_is_read_again_from_its_text() {
        let (context, places) = row().written();
        assert_eq!(context, "2. 설치 대수 › 위치 › 장소: 정문 | … | 기기 대수: …12대 | 3: 대… | 비고… | …");
        assert_eq!(places, "h3:0-13 t4:0-2 p4:8-10 … t4:3-5 t4:6-8 p4:<20-30> p4:40-43 …");
        assert_eq!(QuoteContext::parse(&context, &places), Some(row()));
        let sentence = QuoteContext { heading: None, skipped_after: false, parts: row().parts[..1].to_vec() };
        let (context, places) = sentence.written();
        assert_eq!(QuoteContext::parse(&context, &places), Some(sentence));
    }

    #[test]
    fn texts_that_do_not_belong_together_are_none() {
        let (context, places) = row().written();
        for (context, places) in [
            (context.as_str(), ""),
            ("", places.as_str()),
            (context.as_str(), "p4:8-10"),
            (context.as_str(), "p4:10-8"),
            ("정문", "p4:8-4294967295"),
            ("정문", "가4:8-10"),
            ("정문", "t4:8-10"),
        ] {
            assert_eq!(QuoteContext::parse(context, places), None, "{context} {places}");
        }
    }

    #[test]
    fn the_quote_is_a_run_of_its_own() {
        let runs = row().runs((4, 20, 23));
        let of = |role: Role| -> Vec<&str> {
            runs.iter().filter(|(own, _)| *own == role).map(|(_, text)| text.as_str()).collect()
        };
        assert_eq!(of(Role::Quote), ["12대"]);
        assert_eq!(of(Role::Passage), ["정문", " | 3: 대", "비고…"]);
        assert_eq!(runs.iter().map(|(_, text)| text.as_str()).collect::<String>(), row().written().0);
        assert!(row().runs((9, 0, 3)).iter().all(|(role, _)| *role != Role::Quote));
    }
}
