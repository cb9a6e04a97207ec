//! Numbers that DOCX puts before paragraphs (ECMA-376 part 1, 17.9): no character of them stands in the text, and yet
//! they are what a reader sees: `제3조`, `2.`, `가.`, `①`.

use super::styles::is_on;
use crate::document::xml::{Events, attribute, number};
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};
use unhwp::model::NumberShape;

/// Levels of a numbering.
const LEVELS: usize = 9;
/// Largest number that is counted to.
const MAX_NUMBER: u32 = 10_000;
/// Longest number with what stands around it, in bytes: there is one before every paragraph of its level.
const MAX_TEXT: usize = 100;

/// What stands before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Head {
    /// A mark: the paragraph is an item.
    Bullet,
    /// A number as it is written, blank after it included.
    Label(String),
    /// Nothing, or a number whose writing is not known.
    Nothing,
}

/// How the numbers of one level are written.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: Format,
    /// `%1.` for the number of the first level and a full stop.
    text: String,
    /// Whether all numbers in it are written in digits.
    legal: bool,
    /// Whether a blank comes after it.
    apart: bool,
    /// Only levels above this one start it anew, from 1; 0: none does.
    restart: Option<u32>,
    /// The style whose paragraphs are of this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        let format = Format::Shape(NumberShape::Digit);
        Self { start: 0, format, text: String::new(), legal: false, apart: true, restart: None, style: None }
    }
}

/// How one number is written (ECMA-376 part 1, 17.18.59).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Shape(NumberShape),
    /// 01, 02.
    Zero,
    /// ⑴ to ⒇, ⒈ to ⒛: the first of twenty signs.
    Signs(char),
    /// No number at all, only what stands around it.
    None,
    Bullet,
    /// One that is not known here: better no number than a wrong one.
    Unknown,
}

impl Format {
    fn named(name: &str) -> Self {
        Self::Shape(match name {
            "decimal" | "decimalFullWidth" | "decimalFullWidth2" | "decimalHalfWidth" => NumberShape::Digit,
            "upperRoman" => NumberShape::RomanCapital,
            "lowerRoman" => NumberShape::RomanSmall,
            "upperLetter" => NumberShape::LatinCapital,
            "lowerLetter" => NumberShape::LatinSmall,
            "ganada" => NumberShape::HangulSyllable,
            "chosung" => NumberShape::HangulJamo,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => NumberShape::CircledDigit,
            "koreanDigital" | "koreanCounting" => NumberShape::HangulPhonetic,
            "ideographDigital" | "koreanDigital2" => NumberShape::Ideograph,
            "ideographEnclosedCircle" => NumberShape::CircledIdeograph,
            "ideographTraditional" => NumberShape::HeavenlyStemHanja,
            "decimalZero" => return Self::Zero,
            "decimalEnclosedParen" => return Self::Signs('⑴'),
            "decimalEnclosedFullstop" => return Self::Signs('⒈'),
            "none" => return Self::None,
            "bullet" => return Self::Bullet,
            _ => return Self::Unknown,
        })
    }

    /// A number as it is written; nothing where that is not known.
    fn write(self, number: u32) -> Option<String> {
        match self {
            Self::Shape(NumberShape::Digit) => Some(number.to_string()),
            // Ten is where the two ways of counting part.
            Self::Shape(NumberShape::HangulPhonetic | NumberShape::Ideograph) if number > 9 => None,
            Self::Shape(NumberShape::CircledDigit) if number > 20 => Some(number.to_string()),
            // Past the end of its signs the shape falls back to digits, word processors do not.
            Self::Shape(shape) => Some(shape.format(number)).filter(|text| !text.bytes().all(|b| b.is_ascii_digit())),
            Self::Zero => Some(format!("{number:02}")),
            Self::Signs(first) if (1..=20).contains(&number) => {
                char::from_u32(first as u32 + number - 1).map(String::from)
            }
            Self::None => Some(String::new()),
            Self::Signs(_) | Self::Bullet | Self::Unknown => None,
        }
    }
}

/// A numbering as paragraphs name it: its definition, and what it says otherwise.
#[derive(Debug, Default)]
struct Instance {
    definition: u32,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
    /// The style of lists whose levels these are, and the one whose levels are meant.
    names: Option<String>,
    meant: Option<String>,
}

/// The numberings of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeMap<u32, BTreeMap<usize, Level>>,
    instances: BTreeMap<u32, Instance>,
    counts: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// Numberings and levels of which a paragraph has been counted.
    begun: BTreeSet<(u32, usize)>,
}

impl Numbering {
    /// Reads the part that defines them.
    pub(super) fn of(xml: &str) -> Self {
        let mut numbering = Self::default();
        let mut events = Events::of(xml);
        let (mut named, mut meant) = (BTreeMap::new(), Vec::new());
        loop {
            match events.next() {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "abstractNum" => {
                        let read = levels(&mut events, "abstractNum");
                        if let Some(id) = number(&tag, "abstractNumId") {
                            named.extend(read.names.map(|name| (name, id)));
                            meant.extend(read.meant.map(|name| (id, name)));
                            numbering.definitions.insert(id, read.levels);
                        }
                    }
                    "num" => {
                        let instance = levels(&mut events, "num");
                        if let Some(id) = number(&tag, "numId") {
                            numbering.instances.insert(id, instance);
                        }
                    }
                    _ => {}
                },
                Event::Eof => break,
                _ => {}
            }
        }
        for (id, name) in meant {
            let levels = named.get(&name).and_then(|other| numbering.definitions.get(other)).cloned();
            numbering.definitions.extend(levels.map(|levels| (id, levels)));
        }
        numbering
    }

    /// Begins to count anew.
    pub(super) fn restart(&mut self) {
        self.counts.clear();
        self.begun.clear();
    }

    /// The level whose paragraphs have a style.
    pub(super) fn level_of(&self, id: u32, style: &str) -> Option<u32> {
        let levels = self.definitions.get(&self.instances.get(&id)?.definition)?;
        let found = levels.iter().find(|(_, level)| level.style.as_deref() == Some(style));
        found.map(|(level, _)| *level as u32)
    }

    /// Counts a paragraph, and says what stands before it.
    pub(super) fn next(&mut self, id: u32, level: u32) -> Head {
        let at = level as usize;
        let Some(instance) = self.instances.get(&id) else { return Head::Nothing };
        let Some(defined) = self.definitions.get(&instance.definition) else { return Head::Nothing };
        let of = |at: usize| instance.levels.get(&at).or_else(|| defined.get(&at));
        let Some(level) = of(at).filter(|_| at < LEVELS) else { return Head::Nothing };
        let counts = self.counts.entry(instance.definition).or_default();
        let start = |at: usize, level: &Level| instance.starts.get(&at).copied().unwrap_or(level.start);
        // A numbering that is told where to start does so once, though it shares its count with others.
        let anew = self.begun.insert((id, at)) && instance.starts.contains_key(&at);
        counts[at] = Some(match counts[at] {
            Some(count) if !anew => count.saturating_add(1).min(MAX_NUMBER),
            _ => start(at, level),
        });
        for (deeper, count) in counts.iter_mut().enumerate().skip(at + 1) {
            let above = of(deeper).and_then(|level| level.restart);
            if above.is_none_or(|above| at < above as usize) {
                *count = None;
            }
        }
        if level.format == Format::Bullet {
            return Head::Bullet;
        }
        let write = |place: usize| {
            let shown = of(place)?;
            let format = if level.legal { Format::Shape(NumberShape::Digit) } else { shown.format };
            // A level above that was never counted shows its first number.
            format.write(counts[place].unwrap_or_else(|| start(place, shown)))
        };
        match filled(&level.text, write) {
            Some(label) if label.trim().is_empty() => Head::Nothing,
            Some(label) if level.apart => Head::Label(label.trim_end().to_owned() + " "),
            Some(label) => Head::Label(label),
            None => Head::Nothing,
        }
    }
}

/// A text with its numbers, if all of them can be written.
fn filled(text: &str, write: impl Fn(usize) -> Option<String>) -> Option<String> {
    let mut label = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let place = rest.peek().filter(|_| c == '%').and_then(|digit| digit.to_digit(10)).filter(|digit| *digit > 0);
        match place {
            Some(place) => {
                rest.next();
                label.push_str(&write(place as usize - 1)?);
                if label.len() > MAX_TEXT {
                    return None;
                }
            }
            None => label.push(c),
        }
    }
    Some(label)
}

/// The levels of a numbering, up to an end tag.
fn levels(events: &mut Events<'_>, end: &str) -> Instance {
    let mut instance = Instance::default();
    let mut overridden = None;
    let read = |tag: &BytesStart<'_>| number(tag, "ilvl").map(|level| level as usize).filter(|level| *level < LEVELS);
    loop {
        match events.next() {
            Event::Start(tag) if tag.local_name().as_ref() == "lvl" => {
                let at = read(&tag);
                let level = level(events);
                instance.levels.extend(at.map(|at| (at, level)));
            }
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "abstractNumId" => instance.definition = number(&tag, "val").unwrap_or(u32::MAX),
                "styleLink" => instance.names = attribute(&tag, "val"),
                "numStyleLink" => instance.meant = attribute(&tag, "val"),
                "lvlOverride" => overridden = read(&tag),
                "startOverride" => instance.starts.extend(overridden.zip(number(&tag, "val"))),
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == end => return instance,
            Event::Eof => return instance,
            _ => {}
        }
    }
}

/// One level, from after its start tag.
fn level(events: &mut Events<'_>) -> Level {
    let mut level = Level::default();
    loop {
        match events.next() {
            // Beside a format that only some know stands one that all know, which is another.
            Event::Start(tag) if matches!(tag.local_name().as_ref(), "pPr" | "rPr" | "Fallback") => events.skip(&tag),
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "start" => level.start = number(&tag, "val").unwrap_or(0).min(MAX_NUMBER),
                "numFmt" => level.format = Format::named(&attribute(&tag, "val").unwrap_or_default()),
                "lvlText" => {
                    level.text = attribute(&tag, "val").filter(|text| text.len() <= MAX_TEXT).unwrap_or_default();
                }
                "lvlRestart" => level.restart = number(&tag, "val"),
                "isLgl" => level.legal = is_on(&tag),
                "suff" => level.apart = attribute(&tag, "val").as_deref() != Some("nothing"),
                "pStyle" => level.style = attribute(&tag, "val"),
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "lvl" => return level,
            Event::Eof => return level,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBERING: &str = r#"<w:numbering><w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="제%1장"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlRestart w:val="0"/><w:pStyle w:val="조"/><w:lvlText w:val="제%2조"/><w:suff w:val="nothing"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimalEnclosedCircle"/><w:lvlText w:val="%3"/></w:lvl>
        <w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="ganada"/><w:lvlText w:val="%2-%4."/></w:lvl>
        <w:lvl w:ilvl="4"><w:isLgl w:val="0"/><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl>
        <w:lvl w:ilvl="5"><w:numFmt w:val="taiwaneseCounting"/><w:lvlText w:val="%6."/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
        <w:num w:numId="3"><w:abstractNumId w:val="9"/></w:num></w:numbering>"#;

    #[test]
    fn paragraphs_are_counted_as_word_processors_count() {
        let mut numbering = Numbering::of(NUMBERING);
        let mut next = |id, level| match numbering.next(id, level) {
            Head::Label(label) => label,
            Head::Bullet => "*".to_owned(),
            Head::Nothing => "-".to_owned(),
        };
        let heads = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 3), (1, 3), (1, 4)];
        let wanted = ["제1장 ", "제1조", "① ", "② ", "제2조", "① ", "제2장 ", "제3조", "3-가. ", "3-나. ", "*"];
        assert_eq!(heads.map(|(id, level)| next(id, level)), wanted);
        // The second shares its count, but starts where it is told to; what is not defined has no number.
        assert_eq!([(2, 1), (2, 1), (1, 1)].map(|(id, level)| next(id, level)), ["제7조", "제8조", "제9조"]);
        assert_eq!([(1, 5), (1, 8), (1, 4_000_000), (3, 0), (4, 0)].map(|(id, level)| next(id, level)), ["-"; 5]);
        let long = NUMBERING.replace("제%1장", &"%1".repeat(50)).replace(r#""decimal""#, r#""lowerLetter""#);
        let mut long = Numbering::of(&long);
        assert!((0..200).all(|_| match long.next(1, 0) {
            Head::Label(label) => label.len() <= 2 * MAX_TEXT,
            _ => true,
        }));
        assert_eq!((numbering.level_of(1, "조"), numbering.level_of(1, "항")), (Some(1), None));
    }

    #[test]
    fn numbers_past_the_last_sign_are_not_made_up() {
        let write = |name: &str, number| Format::named(name).write(number);
        assert_eq!(write("ganada", 14).as_deref(), Some("하"));
        assert_eq!(write("ganada", 15), None);
        assert_eq!(write("decimalEnclosedCircle", 21).as_deref(), Some("21"));
        assert_eq!(write("decimalEnclosedParen", 3).as_deref(), Some("⑶"));
        assert_eq!(write("decimalZero", 3).as_deref(), Some("03"));
        assert_eq!(write("koreanDigital", 10), None);
        assert_eq!(write("upperRoman", 4).as_deref(), Some("IV"));
        assert_eq!(write("lowerLetter", 0), None);
    }
}
