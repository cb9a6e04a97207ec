//! Values with the words that state them, and the kinds of absence. What says nothing has no value.

use super::DocumentId;

/// The words that state a value: where they stand in a document, and which rule read them.
///
/// `start` and `end` are offsets in characters (Unicode scalar values) into the text of block number `block`;
/// `text` is exactly what stands between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Index of the block in the document.
    pub block: u32,
    /// First character of the quote within the block's text.
    pub start: u32,
    /// One past the last character of the quote.
    pub end: u32,
    /// The words themselves, verbatim.
    pub text: String,
    /// Name of the rule that found them, for instance `count.table.total_row`.
    pub rule: &'static str,
    /// The document they stand in, when it is not the policy's own: an attachment.
    pub document: Option<DocumentId>,
}

/// A value together with the words that state it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// Where it is said.
    pub quote: Quote,
}

impl<T> Stated<T> {
    /// Joins a value to its words.
    pub fn new(value: T, quote: Quote) -> Self {
        Self { value, quote }
    }
}

/// What a document says about a field: a closed list of kinds of presence and absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The value is there, and was read.
    Stated,
    /// The document says that there is none (해당없음).
    None,
    /// It points to an attachment or another page.
    Elsewhere,
    /// Template residue such as ○○대, or an example row.
    Placeholder,
    /// Text is there and was not understood.
    Unparsed,
    /// Two places say different things.
    Conflicting,
    /// Nothing is said.
    Absent,
}

impl State {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::None => "none",
            Self::Elsewhere => "elsewhere",
            Self::Placeholder => "placeholder",
            Self::Unparsed => "unparsed",
            Self::Conflicting => "conflicting",
            Self::Absent => "absent",
        }
    }
}

/// A scalar field: its state, its value where one can be given, and every quote that bears on it.
///
/// A value is present only in the states `Stated` and `Conflicting`; in the latter it is the stated one of the
/// values that disagree, and `quotes` holds the words of all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<T> {
    state: State,
    value: Option<T>,
    quotes: Vec<Quote>,
}

impl<T> Field<T> {
    /// Nothing is said.
    pub fn absent() -> Self {
        Self { state: State::Absent, value: None, quotes: Vec::new() }
    }

    /// A value with its words; several quotes when it is a sum.
    ///
    /// Without a quote there is no value: the field is then `Absent`.
    pub fn stated(value: T, quotes: Vec<Quote>) -> Self {
        if quotes.is_empty() {
            return Self::absent();
        }
        Self { state: State::Stated, value: Some(value), quotes }
    }

    /// Two places disagree; `value` is the one to report if any.
    pub fn conflicting(value: Option<T>, quotes: Vec<Quote>) -> Self {
        Self { state: State::Conflicting, value: if quotes.is_empty() { None } else { value }, quotes }
    }

    /// A typed absence with the words that show it.
    pub fn missing(state: State, quote: Quote) -> Self {
        debug_assert!(!matches!(state, State::Stated | State::Conflicting));
        Self { state, value: None, quotes: vec![quote] }
    }

    /// The state.
    pub fn state(&self) -> State {
        self.state
    }

    /// The value, if one is given.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Every quote that bears on the field, in reading order.
    pub fn quotes(&self) -> &[Quote] {
        &self.quotes
    }

    /// The same, to be told where they stand.
    pub(crate) fn quotes_mut(&mut self) -> &mut [Quote] {
        &mut self.quotes
    }
}

/// A list field (managers, contractors): its state beside its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<T> {
    /// `Stated` exactly when `entries` is not empty.
    pub state: State,
    /// The entries in reading order.
    pub entries: Vec<T>,
    /// The words of an absence (해당없음, 담당 부서에 문의), when there are any.
    pub quote: Option<Quote>,
}

impl<T> Listing<T> {
    /// Nothing is said.
    pub fn absent() -> Self {
        Self { state: State::Absent, entries: Vec::new(), quote: None }
    }
}
