//! Terms under which a page lets its words be used again.

/// A type of the Korea Open Government License (공공누리, KOGL).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kogl {
    /// 제0유형: no condition.
    Type0,
    /// 제1유형 (출처표시): name the source.
    Type1,
    /// 제2유형: name the source; not for trade (상업적 이용금지).
    Type2,
    /// 제3유형: name the source; no changes (변경금지).
    Type3,
    /// 제4유형: name the source; neither trade nor changes.
    Type4,
}

impl Kogl {
    /// Every type, in the order of their numbers.
    pub const ALL: [Self; 5] = [Self::Type0, Self::Type1, Self::Type2, Self::Type3, Self::Type4];

    /// The type of a number from 0 to 4.
    pub fn of_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The type of conditions as they are listed behind 출처표시.
    pub fn of_conditions(no_trade: bool, no_changes: bool) -> Self {
        match (no_trade, no_changes) {
            (false, false) => Self::Type1,
            (true, false) => Self::Type2,
            (false, true) => Self::Type3,
            (true, true) => Self::Type4,
        }
    }
}

/// What a page says about the use of its words. No mark is no licence, and is not guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Licence {
    /// Marked with one type of KOGL.
    Kogl(Kogl),
    /// Marked with several types, for instance because the page explains them: which one holds is not known.
    Conflicting,
    /// No mark was recognised.
    #[default]
    Unknown,
}

impl Licence {
    /// Every licence, as the tables may hold it.
    pub const ALL: [Self; 7] = [
        Self::Kogl(Kogl::Type0),
        Self::Kogl(Kogl::Type1),
        Self::Kogl(Kogl::Type2),
        Self::Kogl(Kogl::Type3),
        Self::Kogl(Kogl::Type4),
        Self::Conflicting,
        Self::Unknown,
    ];

    /// Its name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kogl(Kogl::Type0) => "kogl_0",
            Self::Kogl(Kogl::Type1) => "kogl_1",
            Self::Kogl(Kogl::Type2) => "kogl_2",
            Self::Kogl(Kogl::Type3) => "kogl_3",
            Self::Kogl(Kogl::Type4) => "kogl_4",
            Self::Conflicting => "conflicting",
            Self::Unknown => "unknown",
        }
    }

    /// The licence of a name in the tables.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|licence| licence.name() == name)
    }

    /// Whether words of the page may stand in a release that anybody may use for anything, as long as the source is
    /// named: types 0 and 1. Types 2 to 4 forbid trade or changes, and a release can promise neither.
    pub fn allows_words(self) -> bool {
        matches!(self, Self::Kogl(Kogl::Type0 | Kogl::Type1))
    }
}

/// A licence and the words that state it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// The licence.
    pub licence: Licence,
    /// Text of the page, words or address of an image, or address of a link; of several marks the first.
    pub words: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for licence in Licence::ALL {
            assert_eq!(Licence::parse(licence.name()), Some(licence));
        }
        let open: Vec<&str> =
            Licence::ALL.into_iter().filter(|licence| licence.allows_words()).map(Licence::name).collect();
        assert_eq!(open, ["kogl_0", "kogl_1"]);
        assert_eq!((Kogl::of_number(4), Kogl::of_number(5)), (Some(Kogl::Type4), None));
    }
}
