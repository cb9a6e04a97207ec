//! What could not be read of a document, as a small closed list with words beside it.

/// Something that was not read, or was read with doubt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem it is.
    pub kind: ProblemKind,
    /// What happened, for people.
    pub words: String,
}

impl Problem {
    /// A problem of a kind, in words.
    pub fn new(kind: ProblemKind, words: impl Into<String>) -> Self {
        Self { kind, words: words.into() }
    }

    /// The same problem of a part: the part's name goes before the words.
    pub(super) fn of_part(mut self, part: &str) -> Self {
        self.words = format!("{part}: {}", self.words);
        self
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.words)
    }
}

/// Why a document, or a part of it, was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// The charset is not the declared one, or some bytes fit no charset.
    Charset,
    /// Opens only with a password.
    Password,
    /// Locked by rights management.
    Drm,
    /// Pages are pictures of text: no text layer.
    Scanned,
    /// An image.
    Image,
    /// An old format that is recognised and not read (HWP 3, Word 97, Excel 5).
    OldFormat,
    /// Of no known kind.
    Unknown,
    /// The file is broken where it must not be.
    Damaged,
    /// A part is missing from what was read.
    Partial,
    /// Larger, deeper or more than what is read.
    Limit,
    /// Opens without fault and holds no text at all.
    Empty,
    /// Reading took longer than it may.
    Timeout,
    /// The reader died: out of memory, or a fault of its own.
    Crash,
}

impl ProblemKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::Charset,
        Self::Password,
        Self::Drm,
        Self::Scanned,
        Self::Image,
        Self::OldFormat,
        Self::Unknown,
        Self::Damaged,
        Self::Partial,
        Self::Limit,
        Self::Empty,
        Self::Timeout,
        Self::Crash,
    ];

    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Charset => "charset",
            Self::Password => "password",
            Self::Drm => "drm",
            Self::Scanned => "scanned",
            Self::Image => "image",
            Self::OldFormat => "old_format",
            Self::Unknown => "unknown_format",
            Self::Damaged => "damaged",
            Self::Partial => "partial",
            Self::Limit => "limit",
            Self::Empty => "empty",
            Self::Timeout => "timeout",
            Self::Crash => "crash",
        }
    }

    /// The kind of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
