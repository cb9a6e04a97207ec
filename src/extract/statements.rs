//! A policy's part of a document as statements under their headings: what the field rules read.

use super::outline::{self, Heading, Line, Marker, STATUTORY, TableUnit, Unit};
use super::scope::{self, Scope};
use super::span::Span;
use super::vocabulary::{self, Topic, Topics};
use regex::Regex;
use std::sync::LazyLock;

/// Words under a label and a section.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    /// Topics of the nearest heading above.
    pub(crate) section: Topics,
    /// Topics of the label in front of the words, or of the label line above them.
    pub(crate) label: Topics,
    /// Whether the label stands on the same line.
    pub(crate) labelled: bool,
    /// Lines since the label: 0 on its own line, 1 right below it.
    pub(crate) distance: usize,
    /// The words of the label.
    pub(crate) label_words: Option<Span>,
    /// The words.
    pub(crate) words: Span,
    /// The facility under whose heading they stand.
    pub(crate) facility: Option<Span>,
    /// Position in reading order among statements and tables.
    pub(crate) order: usize,
}

impl Statement {
    /// Whether the label, or failing that the section, speaks of `topic`.
    pub(crate) fn about(&self, topic: Topic) -> bool {
        if self.label.is_empty() { self.section.has(topic) } else { self.label.has(topic) }
    }
}

/// A table under its section.
#[derive(Debug, Clone)]
pub(crate) struct SectionTable<'a> {
    pub(crate) table: &'a TableUnit,
    pub(crate) section: Topics,
    pub(crate) facility: Option<Span>,
    pub(crate) order: usize,
    /// Whether words just above it say that its numbers count cameras: (단위: 대).
    pub(crate) counts_cameras: bool,
}

/// A heading as met, for the statutory items.
#[derive(Debug, Clone)]
pub(crate) struct SectionHeading {
    pub(crate) topics: Topics,
    pub(crate) words: Span,
    /// Whether anything stands below it (or behind it on its line) before the next heading.
    pub(crate) filled: bool,
}

/// Everything a policy's part of the document says, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sections<'a> {
    pub(crate) statements: Vec<Statement>,
    pub(crate) tables: Vec<SectionTable<'a>>,
    pub(crate) headings: Vec<SectionHeading>,
    /// Example lines of a template that was never filled in, with their sections.
    pub(crate) examples: Vec<(Topics, Span)>,
}

/// A label inside a line: words, then a colon.
static INNER_LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[/,;|·▶■□○●◆▪*\-:)\]\s.]").expect("pattern"));

/// How many lines below its unit a table may stand.
const UNIT_REACH: usize = 3;

/// Whether words give 대 as the unit of the numbers below them.
fn says_unit(folded: &str) -> bool {
    folded.contains("단위:대") || folded.contains("단위대)")
}

/// Reads a scope.
pub(crate) fn read<'a>(units: &'a [Unit], scope: &Scope) -> Sections<'a> {
    let mut reader = Reader {
        reading: Sections::default(),
        section: Topics::NONE,
        section_level: None,
        label: Topics::NONE,
        label_words: None,
        distance: 0,
        section_marker: Marker::None,
        facility: None,
        skipping: None,
        mobile: scope.mobile,
        order: 0,
        unit: None,
    };
    for (index, unit) in units.iter().enumerate().take(scope.units.end).skip(scope.units.start) {
        let whole_title = matches!(unit, Unit::Line(line) if !scope::runs_on(line.slice.folded()));
        if scope.title == Some(index) && !scope.article && whole_title {
            continue;
        }
        match unit {
            Unit::Line(line) => reader.line(line),
            Unit::Table(table) => reader.table(table),
        }
        reader.order += 1;
    }
    reader.reading
}

struct Reader<'a> {
    reading: Sections<'a>,
    section: Topics,
    /// Level of the heading that opened it, when the document marks it.
    section_level: Option<u8>,
    label: Topics,
    label_words: Option<Span>,
    /// Lines since the label.
    distance: usize,
    /// How the heading of the section is numbered.
    section_marker: Marker,
    facility: Option<Span>,
    /// Marker and level of a heading whose part is left out (이동형 beside 고정형).
    skipping: Option<(Marker, Option<u8>)>,
    /// The whole policy is about mobile devices, so these are not left out.
    mobile: bool,
    order: usize,
    /// Where (단위: 대) was read last.
    unit: Option<usize>,
}

impl<'a> Reader<'a> {
    fn table(&mut self, table: &'a TableUnit) {
        if self.skipping.is_some() {
            return;
        }
        self.fill();
        let section = if self.label.is_empty() { self.section } else { self.label };
        let titles = table.view.titles.iter().chain(table.grid.cells.iter().take(1));
        let counts_cameras = self.unit.is_some_and(|line| self.order - line <= UNIT_REACH)
            || titles.into_iter().any(|title| says_unit(title.folded()));
        let facility = self.facility.clone();
        self.reading.tables.push(SectionTable { table, section, facility, order: self.order, counts_cameras });
    }

    fn line(&mut self, line: &Line) {
        if scope::is_page_line(line) {
            return;
        }
        let folded = line.slice.folded();
        if says_unit(folded) {
            self.unit = Some(self.order);
        }
        if self.leaves_out(line, folded) {
            return;
        }
        match line.heading {
            Some(heading) if opens_section(line, heading) => self.open(line, heading),
            Some(heading) => self.labelled(line, heading),
            None if is_foreign_heading(line) && !self.is_sub_item(line) => {
                // 본소 under 4. 위탁에 관한 사항: a lower heading divides the section and does not end it.
                let within = line.level.zip(self.section_level).is_some_and(|(here, section)| here > section);
                if !within {
                    self.section = Topics::NONE;
                    self.section_level = None;
                }
                self.label = Topics::NONE;
                self.label_words = None;
                // 제8조(영상정보처리기기 설치·운영) is the article on the cameras, not a facility with some.
                if folded.chars().count() <= 40 && !vocabulary::DEVICE.is_match(folded) {
                    self.facility = Some(title_of(&line.slice));
                }
                self.state(&line.slice, Topics::NONE, None, false);
            }
            None => {
                self.fill();
                self.distance += 1;
                let (label, words) = (self.label, self.label_words.clone());
                for (topics, label_words, words_part) in inner_labels(&line.slice) {
                    match topics {
                        Some(topics) => self.state(&words_part, topics, label_words, true),
                        None => self.state(&words_part, label, words.clone(), false),
                    }
                }
            }
        }
    }

    /// Whether the line belongs to a part about mobile devices on a page about fixed ones.
    fn leaves_out(&mut self, line: &Line, folded: &str) -> bool {
        if self.mobile {
            return false;
        }
        let short = folded.chars().count() <= 60 && !folded.ends_with("다.");
        let marker = line.heading.map_or(Marker::None, |heading| heading.marker);
        let heading_like = short
            && (line.level.is_some() || line.heading.is_some_and(|heading| heading.apart) || starts_marked(folded));
        if heading_like && folded.contains("이동형") && !folded.contains("고정형") {
            self.skipping = Some((marker, line.level));
            return true;
        }
        if let Some((since, level)) = self.skipping {
            let same = match (level, line.level) {
                (Some(level), Some(here)) => here <= level,
                (None, None) => heading_like && marker == since && marker != Marker::None && marker != Marker::Bullet,
                (None, Some(_)) => true,
                (Some(_), None) => false,
            };
            let fixed = heading_like && folded.contains("고정형");
            if same || fixed {
                self.skipping = None;
                return false;
            }
            return true;
        }
        false
    }

    /// 1. under 제2조, 가. under 1.: the items of a section, not sections of their own.
    fn is_sub_item(&self, line: &Line) -> bool {
        let Some(own) = outline::marker(&line.slice) else { return false };
        line.level.is_none() && !self.section.is_empty() && self.section_marker < own && own <= Marker::Circled
    }

    fn open(&mut self, line: &Line, heading: Heading) {
        self.section = heading.topics;
        self.section_marker = heading.marker;
        self.section_level = line.level;
        self.label = Topics::NONE;
        self.label_words = None;
        self.distance = 0;
        let words = line.slice.part(heading.words.0, heading.words.1);
        // 관리책임자 as a heading (or <dt>) labels the line below it as much as it opens a section.
        if heading.topics.count() == 1 {
            self.label = heading.topics;
            self.label_words = Some(words.clone());
        }
        let value = outline::value(line);
        self.reading.headings.push(SectionHeading { topics: heading.topics, words, filled: value.is_some() });
        if let Some(value) = value {
            for (topics, label_words, part) in inner_labels(&value) {
                match topics {
                    Some(topics) => self.state(&part, topics, label_words, true),
                    None => {
                        let (label, label_words) = (self.label, self.label_words.clone());
                        self.state(&part, label, label_words, heading.topics.count() == 1);
                    }
                }
            }
        }
    }

    fn labelled(&mut self, line: &Line, heading: Heading) {
        let words = line.slice.part(heading.words.0, heading.words.1);
        let Some(value) = outline::value(line) else {
            // A label on a line of its own holds for what follows.
            self.distance = 0;
            self.label = heading.topics;
            self.label_words = Some(words.clone());
            self.reading.headings.push(SectionHeading { topics: heading.topics, words, filled: false });
            return;
        };
        self.reading.headings.push(SectionHeading { topics: heading.topics, words: words.clone(), filled: true });
        let mut first = true;
        for (topics, label_words, part) in inner_labels(&value) {
            match topics {
                Some(topics) => self.state(&part, topics, label_words, true),
                None if first => self.state(&part, heading.topics, Some(words.clone()), true),
                None => self.state(&part, Topics::NONE, None, false),
            }
            first = false;
        }
        self.label = heading.topics;
        self.label_words = Some(words);
        self.distance = 0;
    }

    fn state(&mut self, words: &Span, label: Topics, label_words: Option<Span>, labelled: bool) {
        if words.text().is_empty() {
            return;
        }
        self.fill();
        // An example line of a template says nothing about the institution.
        if ["예시", "(예시", "(예)", "[예시"].iter().any(|start| words.folded().starts_with(start)) {
            self.reading.examples.push((self.section, words.clone()));
            return;
        }
        self.reading.statements.push(Statement {
            section: self.section,
            label,
            labelled,
            distance: if labelled { 0 } else { self.distance },
            label_words,
            words: words.clone(),
            facility: self.facility.clone(),
            order: self.order,
        });
    }

    /// Something stands below the last heading.
    fn fill(&mut self) {
        if let Some(last) = self.reading.headings.last_mut() {
            last.filled = true;
        }
    }
}

/// Whether a heading opens a section rather than labelling a value.
fn opens_section(line: &Line, heading: Heading) -> bool {
    if line.level.is_some() {
        return true;
    }
    let value = outline::value(line);
    match heading.marker {
        Marker::Article | Marker::Number | Marker::Letter => {
            value.is_none() || !line_label(line, heading) || heading.topics.count() > 1
        }
        Marker::Circled => value.is_none() || heading.topics.count() > 1,
        Marker::Bullet | Marker::None => {
            value.is_none()
                && (heading.topics.count() > 1
                    || heading.topics.any(&[
                        Topic::Contract,
                        Topic::Check,
                        Topic::Request,
                        Topic::Safeguards,
                        Topic::Change,
                        Topic::Count,
                        Topic::Signboard,
                        Topic::ThirdParty,
                    ]))
        }
    }
}

/// `1. 촬영시간: 24시간` labels a value; `1. 설치 근거: …` opens a section whose text runs on.
fn line_label(line: &Line, heading: Heading) -> bool {
    heading.apart
        && heading.topics.count() == 1
        && line.slice.folded().chars().count() <= 80
        && heading.topics.any(STATUTORY)
}

fn starts_marked(folded: &str) -> bool {
    static MARKED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:제[0-9]{1,2}[조장절]|[0-9]{1,2}[.)]|[가나다라마바사아자차카타파하][.)]|[①-⑳]|[■□▣◆【\[<○●])")
            .expect("pattern")
    });
    MARKED.is_match(folded)
}

/// A heading that announces nothing we look for: a facility, another article.
fn is_foreign_heading(line: &Line) -> bool {
    let folded = line.slice.folded();
    if line.level.is_some() {
        return true;
    }
    static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:제[0-9]{1,2}조\(|제[0-9]{1,2}장|[0-9]{1,2}[.)][^0-9]|[IVX]{1,4}\.|[■▣◆【\[<])")
            .expect("pattern")
    });
    let sentence =
        folded.ends_with("다.") || folded.ends_with("니다") || folded.ends_with("다") && folded.chars().count() > 25;
    NUMBERED.is_match(folded) && folded.chars().count() <= 40 && !sentence && !folded.contains(':')
        || folded.starts_with("제") && NUMBERED.is_match(folded)
}

/// The name in a facility's heading, without its number and brackets.
fn title_of(slice: &Span) -> Span {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:제[0-9]{1,2}[조장]|[0-9]{1,2}[.)]|[가-하][.)]|[①-⑳]|[■□▣◆●○▶【\[<(*\-]|[IVX]{1,4}\.)+")
            .expect("pattern")
    });
    let folded = slice.folded();
    let start = NUMBER.find(folded).map_or(0, |found| found.end());
    slice.part(start, folded.len()).trimmed(&['】', ']', '>', '*'])
}

/// A line taken apart where labels with a colon stand inside it: topics, the label's words, the words after it.
fn inner_labels(slice: &Span) -> Vec<(Option<Topics>, Option<Span>, Span)> {
    let folded = slice.folded();
    // (start of label, start of value, topics)
    let mut labels: Vec<(usize, usize, Topics)> = Vec::new();
    let mut from = 0;
    if folded.contains([':', '：']) || folded.contains(',') || folded.contains('/') {
        let starts = std::iter::once(0).chain(INNER_LABEL.find_iter(folded).map(|found| found.end()));
        for at in starts {
            if at < from || at >= folded.len() {
                continue;
            }
            let Some(phrase) = vocabulary::phrase(&folded[at..]) else {
                continue;
            };
            let end = at + phrase.length;
            let rest = &folded[end..];
            let closing = rest.find(|c: char| !matches!(c, ')' | ']' | '】')).unwrap_or(rest.len());
            let after = &rest[closing..];
            if phrase.topics.count() > 4 {
                continue;
            }
            if after.starts_with([':', '：']) {
                labels.push((at, end + closing + after.chars().next().map_or(0, char::len_utf8), phrase.topics));
                from = end + closing;
            } else if at > 0
                && folded[..at].ends_with([',', '/', ';'])
                && phrase.topics.any(&[Topic::Hours, Topic::Retention, Topic::Storage])
            {
                // 보관기간 30일, 촬영시간 24시간, 보관장소 방재실: set apart by a blank in the source.
                let blank = slice.next_char(end).is_some_and(char::is_whitespace);
                if blank || after.starts_with(['은', '는']) {
                    labels.push((at, end, phrase.topics));
                    from = end;
                }
            }
        }
    }
    let mut parts = Vec::new();
    let first = labels.first().map_or(folded.len(), |(start, _, _)| *start);
    if first > 0 {
        let separators = [' ', ',', '/', ';', '|', '·', '▶', '■', '□', '○', '●', '-'];
        let before = slice.part(0, first).trimmed(&separators[1..]);
        if !before.text().is_empty() {
            parts.push((None, None, if labels.is_empty() { slice.clone() } else { before }));
        }
    }
    for (index, (start, value, topics)) in labels.iter().enumerate() {
        let end = labels.get(index + 1).map_or(folded.len(), |(next, _, _)| *next);
        let words = slice.part(*value, end).trimmed(&[',', '/', ';', '|', '▶', '■', '□', '●']);
        let name = slice.part(*start, *value).trimmed(&[':', '：']);
        parts.push((Some(*topics), Some(name), words));
    }
    parts
}
