//! A document as a sequence of lines and understood tables, and the headings among the lines.

use super::phrase_matcher::PhraseMatcher;
use super::span::Span;
use super::table::{self, Grid, RecordTable};
use super::vocabulary::{self, Topic, Topics};
use crate::document::{BlockKind, Document, Zone};
use crate::extract::vocabulary::Column;
use regex::Regex;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A line of text or a table, in reading order.
#[derive(Debug, Clone)]
pub(crate) enum Unit {
    Line(Line),
    Table(Box<TableUnit>),
}

/// A line of a block.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) slice: Span,
    /// Level, when the document marks it as a heading.
    pub(crate) level: Option<u8>,
    /// What it announces, if it is a heading or begins with a label.
    pub(crate) heading: Option<Heading>,
}

/// A table with its grid and its meaning.
#[derive(Debug, Clone)]
pub(crate) struct TableUnit {
    pub(crate) grid: Grid,
    pub(crate) view: RecordTable,
}

impl Unit {
    /// Block of the unit's first words.
    pub(crate) fn block(&self) -> u32 {
        match self {
            Self::Line(line) => line.slice.block(),
            Self::Table(table) => table.grid.cells.first().map_or(0, |cell| cell.block()),
        }
    }
}

/// How a heading is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Marker {
    /// 제3조.
    Article,
    /// `3.` or `3)`.
    Number,
    /// 가.
    Letter,
    /// ①.
    Circled,
    /// A bullet.
    Bullet,
    /// Nothing.
    None,
}

/// A heading or label at the start of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) marker: Marker,
    pub(crate) topics: Topics,
    /// Byte range of the announced words in the folded line.
    pub(crate) words: (usize, usize),
    /// Where the value starts in the folded line; its end when there is none.
    pub(crate) value: usize,
    /// Whether a colon (or a heading's own line) sets the words apart from what follows.
    pub(crate) apart: bool,
}

/// How lines are numbered, with an example each.
const MARKERS: [(Marker, &str, &str); 5] = [
    (
        Marker::Article,
        r"제[0-9]{1,3}조(?:의[0-9]+)?|제[0-9]{1,2}장|제[0-9]{1,2}절|제[0-9]{1,2}[(.]|(?i:article|section)[0-9]+[.:]?",
        "제3조",
    ),
    (Marker::Number, r"[0-9]{1,2}(?:[.)]|-[0-9]{1,2}[.)]?)|\([0-9]{1,2}\)|[IVX]{1,4}\.|Q[0-9]?\.", "3."),
    (Marker::Letter, r"[가나다라마바사아자차카타파하][.)]", "가."),
    (Marker::Circled, r"[①-⑳]|\([가나다라마바사아자차카타파하]\)", "①"),
    (Marker::Bullet, r"[○●□■▪▫◇◆▶▷▸▹►◎※◉☞✓√❏☐❖❑▣◈★☆*\-·>+\[【〈<《|#❒⊙✔☑👉ㅁ]|\x{f000}", "○"),
];

static MARKER: LazyLock<PhraseMatcher> = LazyLock::new(|| PhraseMatcher::new(&MARKERS.map(|(_, pattern, _)| pattern)));

/// The number or bullet at the start of folded text, and its length in bytes.
fn marker_at(folded: &str) -> Option<(Marker, usize)> {
    MARKER.longest(folded).map(|(row, length)| (MARKERS[row].0, length))
}

/// How a line is numbered, whatever follows the number.
pub(crate) fn marker(slice: &Span) -> Option<Marker> {
    marker_at(slice.folded()).map(|(marker, _)| marker)
}

/// A line without its number or bullet.
pub(crate) fn unmarked(slice: &Span) -> Span {
    let end = marker_at(slice.folded()).map_or(0, |(_, length)| length);
    slice.part(end, slice.folded().len())
}

/// Reads the heading at the start of a line, if there is one.
///
/// `level` is the document's own mark of a heading. A line of prose that merely begins with a heading word
/// (보관기간이 지난 영상은 …) is none.
pub(crate) fn heading(slice: &Span, level: Option<u8>) -> Option<Heading> {
    let folded = slice.folded();
    let mut at = 0;
    let mut marker = Marker::None;
    while let Some((kind, length)) = marker_at(&folded[at..]).filter(|_| !folded[at..].starts_with("○○")) {
        marker = if marker == Marker::None || marker == Marker::Bullet { kind } else { marker };
        at += length;
        if at >= folded.len() || at > 40 {
            break;
        }
    }
    // A heading of the document's own may be numbered by a bare digit: 1 설치 근거.
    if marker == Marker::None {
        let digits = folded.bytes().take_while(u8::is_ascii_digit).count();
        let blank_behind = slice.text().chars().nth(digits).is_some_and(char::is_whitespace);
        if (1..=2).contains(&digits)
            && (level.is_some() || blank_behind)
            && vocabulary::phrase(&folded[digits..])
                .is_some_and(|phrase| digits + phrase.length == folded.len() || level.is_some())
        {
            at = digits;
            marker = Marker::Number;
        }
    }
    // Dots and brackets between the number and the title: 제2조 (설치 목적), 1. [목적].
    let open = folded[at..].find(|c: char| !matches!(c, '(' | '.' | '[' | '【' | '"' | '\'' | '「' | ' '))?;
    let start = at + open;
    // The longest run of heading words behind which the line pauses: 관리책임자 설치부서의 장 ends behind 관리책임자.
    let runs = vocabulary::phrases(&folded[start..]);
    let pauses = |run: &&vocabulary::Phrase| {
        let rest = &folded[start + run.length..];
        rest.is_empty()
            || rest.starts_with([':', ')', ']', '】', '>', '(', '\n', '[', '○', '-', '"', '\'', '*'])
            || slice.next_char(start + run.length).is_some_and(char::is_whitespace)
    };
    let known = runs.iter().rev().find(pauses).or(runs.last()).copied();
    let phrase = known.or_else(|| misspelt(&folded[start..]))?;
    let end = start + phrase.length;
    let rest = &folded[end..];
    let closing = rest
        .find(|c: char| !matches!(c, ')' | ']' | '】' | '>' | '〉' | '》' | '"' | '\'' | '.' | '*' | '」' | '?' | ' '))
        .unwrap_or(rest.len());
    let after = &rest[closing..];
    let colon = after.starts_with([':', ';', '：', '→', '▶', '⇒'])
        || (after.starts_with(['-', '|', '=']) && !after[1..].starts_with(|c: char| c.is_ascii_digit()));
    if ["라함", "이라", "란", "라고", "라한", "라는", "로서", "으로서"].iter().any(|start| after.starts_with(start))
    {
        return None;
    }
    let value = if colon { end + closing + after.chars().next().map_or(0, char::len_utf8) } else { end + closing };
    let remainder = &folded[value..];
    let make = |apart| Some(Heading { marker, topics: phrase.topics, words: (start, end), value, apart });
    if remainder.is_empty() || level.is_some() {
        return make(true);
    }
    if colon {
        return make(true);
    }
    let sentence_end = remainder.trim_end_matches(['.', ',', ';', ')']);
    // Conditions and definitions end so: … 경과하여 파기한 경우, … 권한을 가진 자.
    static CONDITION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?:경우|때|것|사람|한함|않음|[는은한된할인진]자)$").expect("pattern"));
    if CONDITION.is_match(sentence_end) && marker != Marker::Article {
        return None;
    }
    // What follows must stand apart: by a blank in the source, a bracket or a line end.
    let next = slice.next_char(end);
    let set_apart = closing > 0
        || remainder.starts_with(['(', '\n', '[', '○', '-', '①', '<'])
        || next.is_none_or(char::is_whitespace);
    if !set_apart {
        // 카. 안내판에는 다음 내용을 적는다: the item is announced by a sentence.
        const BY_SENTENCE: [Topic; 5] =
            [Topic::Signboard, Topic::Request, Topic::ThirdParty, Topic::Foreign, Topic::Safeguards];
        let numbered = matches!(marker, Marker::Article | Marker::Number | Marker::Letter);
        let only =
            BY_SENTENCE.iter().filter(|topic| phrase.topics.has(**topic)).count() as u32 == phrase.topics.count();
        return if numbered && only { make(true) } else { None };
    }
    match marker {
        Marker::Article | Marker::Number | Marker::Letter | Marker::Circled => {
            make(closing > 0 || remainder.starts_with('\n'))
        }
        Marker::Bullet | Marker::None => {
            let short =
                remainder.chars().count() <= 70 && !sentence_end.ends_with('다') && !sentence_end.ends_with('요');
            (short && phrase.length > 0).then(|| make(false)).flatten()
        }
    }
}

/// A label with one letter misspelt, alone or before a colon: 쵤영시간 : 24시간.
fn misspelt(text: &str) -> Option<vocabulary::Phrase> {
    let length = text.find(':').unwrap_or(text.len());
    let topics = vocabulary::phrase(vocabulary::respelt(&text[..length])?)?.topics;
    Some(vocabulary::Phrase { topics, length })
}

/// The lines and tables of a document's content, long lines with run-in headings taken apart.
pub(crate) fn units(document: &Document) -> Vec<Unit> {
    let mut units = Vec::new();
    for (index, block) in document.blocks.iter().enumerate() {
        if block.zone != Zone::Content {
            continue;
        }
        let index = index as u32;
        if let Some(grid) = Grid::of_block(index, block) {
            parted(grid).into_iter().for_each(|grid| push_table(&mut units, grid));
            continue;
        }
        let level = match block.kind {
            BlockKind::Heading(level) => Some(level),
            _ => None,
        };
        for line in Span::new(index, 0, &block.text).split(|c| c == '\n') {
            for piece in take_apart(&line) {
                let heading = heading(&piece, level);
                units.push(Unit::Line(Line { slice: piece, level, heading }));
            }
        }
    }
    units
}

/// Tables that ran into one: a row of other titles between rows of facts starts a table of its own.
fn parted(grid: Grid) -> Vec<Grid> {
    let titles = |row: &[Option<usize>]| -> Vec<Option<vocabulary::Column>> {
        let filled = row.iter().flatten().filter(|cell| !grid.cells[**cell].text().is_empty());
        filled.map(|cell| vocabulary::column_of(&grid.cells[*cell])).collect()
    };
    let is_head = |row: &[Option<usize>]| {
        let titles = titles(row);
        let distinct: std::collections::BTreeSet<_> = titles.iter().flatten().collect();
        titles.len() >= 3 && titles.iter().all(Option::is_some) && distinct.len() == titles.len()
    };
    let mostly_titles = |row: &[Option<usize>]| {
        let titles = titles(row);
        titles.iter().flatten().count() * 2 > titles.len()
    };
    let mut starts = vec![0];
    for at in 2..grid.rows.len().saturating_sub(1) {
        let start = starts[starts.len() - 1];
        let facts = at > start + 1 && !is_head(&grid.rows[at - 1]);
        let spans = || grid.rows[at].iter().flatten().any(|cell| grid.rows[at - 1].contains(&Some(*cell)));
        if facts
            && is_head(&grid.rows[at])
            && mostly_titles(&grid.rows[start])
            && titles(&grid.rows[at]) != titles(&grid.rows[start])
            && !spans()
        {
            starts.push(at);
        }
    }
    if starts.len() == 1 {
        return vec![grid];
    }
    starts.push(grid.rows.len());
    starts.windows(2).map(|pair| rows_of(&grid, pair[0]..pair[1])).collect()
}

/// Some rows of a grid with the cells that stand in them, without columns that are blank there.
fn rows_of(grid: &Grid, range: Range<usize>) -> Grid {
    let rows = &grid.rows[range];
    let filled =
        |column: usize| rows.iter().any(|row| row[column].is_some_and(|cell| !grid.cells[cell].text().is_empty()));
    let columns: Vec<usize> = (0..grid.width()).filter(|column| filled(*column)).collect();
    let mut part = Grid::default();
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        let mut cells = Vec::with_capacity(columns.len());
        for column in &columns {
            cells.push(row[*column].map(|cell| {
                *places.entry(cell).or_insert_with(|| {
                    part.cells.push(grid.cells[cell].clone());
                    part.marked.push(grid.marked[cell]);
                    part.cells.len() - 1
                })
            }));
        }
        part.rows.push(cells);
    }
    part
}

/// A table as a unit; one that is a single cell or column becomes lines.
fn push_table(units: &mut Vec<Unit>, grid: Grid) {
    let lines = grid.width() <= 1
        || grid.rows.len() == 1 && grid.width() == 2 && grid.cells.iter().any(|cell| cell.text().chars().count() > 400);
    if lines || arranges_items(&grid) {
        for cell in &grid.cells {
            for line in cell.split(|c| c == '\n') {
                for piece in take_apart(&line) {
                    let heading = heading(&piece, None);
                    units.push(Unit::Line(Line { slice: piece, level: None, heading }));
                }
            }
        }
        return;
    }
    if let Some(view) = table::read(&grid) {
        units.push(Unit::Table(Box::new(TableUnit { grid, view })));
    }
}

/// Whether a table only arranges numbered items: 9. 방침의 변경 | 이 방침은 ….
fn arranges_items(grid: &Grid) -> bool {
    grid.width() <= 2
        && grid.rows.first().and_then(|row| row[0]).is_some_and(|cell| {
            let numbered =
                |heading: Heading| heading.marker <= Marker::Letter && heading.topics.any(STATUTORY_OR_CHANGE);
            heading(&grid.cells[cell], None).is_some_and(numbered)
        })
}

/// A number, article or bullet within a long line, behind which a heading may run on.
static INNER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[^0-9.~\-(]|[^0-9]\.)((?:제[0-9]{1,2}조\()|(?:[0-9]{1,2}\.)|(?:[가나다라마바사아자차카타파하]\.)|[○●□■▪◆▶▷◎※❖①-⑳]|부칙)").expect("pattern")
});

/// Takes a long line apart where numbered headings run on inside it.
fn take_apart(line: &Span) -> Vec<Span> {
    let folded = line.folded();
    if folded.chars().count() < 40 {
        return vec![line.clone()];
    }
    let mut cuts = vec![0];
    let mut from = 0;
    while let Some(mark) = INNER.captures_at(folded, from).and_then(|found| found.get(1)) {
        // 알립니다. 1. holds a 다. that is no number: the search goes on at the mark, which a letter must precede.
        from = mark.start();
        let at = mark.start();
        if at <= *cuts.last().unwrap_or(&0) {
            continue;
        }
        // The mark stands after a blank or a full stop in the source, not inside a number or a word.
        let before = line.previous_char(at);
        if !before.is_some_and(|c| c.is_whitespace() || matches!(c, '.' | ')' | ']' | ':')) {
            continue;
        }
        if folded[at..].starts_with("○○") || folded[..at].ends_with('○') {
            continue;
        }
        let bullet = mark.as_str().chars().next().is_some_and(|c| !c.is_alphanumeric());
        let rest = line.part(at, folded.len());
        if bullet || heading(&rest, None).is_some() {
            cuts.push(at);
        }
    }
    cuts.push(folded.len());
    cuts.windows(2).map(|pair| line.part(pair[0], pair[1])).filter(|part| !part.text().is_empty()).collect()
}

/// The part of a line that a heading leaves as its value.
pub(crate) fn value(line: &Line) -> Option<Span> {
    let heading = line.heading?;
    let part = line.slice.part(heading.value, line.slice.folded().len());
    (!part.text().is_empty()).then_some(part)
}

/// Topics of the statutory items and of the item on changes.
const STATUTORY_OR_CHANGE: &[Topic] = &[
    Topic::Basis,
    Topic::Purpose,
    Topic::Count,
    Topic::Chief,
    Topic::Manager,
    Topic::Access,
    Topic::Hours,
    Topic::Retention,
    Topic::Check,
    Topic::Request,
    Topic::Safeguards,
    Topic::Contract,
    Topic::Change,
];

/// Topics that answer one of the statutory items.
pub(crate) const STATUTORY: &[Topic] = &[
    Topic::Basis,
    Topic::Purpose,
    Topic::Count,
    Topic::Place,
    Topic::Range,
    Topic::Chief,
    Topic::Manager,
    Topic::Access,
    Topic::Hours,
    Topic::Retention,
    Topic::Storage,
    Topic::Check,
    Topic::Request,
    Topic::Safeguards,
    Topic::Contract,
];

pub(crate) fn line(unit: &Unit) -> Option<&Line> {
    match unit {
        Unit::Line(line) => Some(line),
        Unit::Table(_) => None,
    }
}

/// Topics announced by the headings of some units.
pub(crate) fn topics(units: &[Unit]) -> Topics {
    let mut all = Topics::NONE;
    for heading in units.iter().filter_map(line).filter_map(|line| line.heading) {
        for topic in STATUTORY {
            if heading.topics.has(*topic) {
                all.insert(*topic);
            }
        }
    }
    // A table that lies down has its items as titles of its rows.
    for unit in units {
        if let Unit::Table(table) = unit
            && table.view.transposed
        {
            table
                .view
                .heads
                .iter()
                .filter_map(|head| head.column)
                .filter_map(topic_of)
                .for_each(|topic| all.insert(topic));
        }
    }
    all
}

/// The item that the title of a row answers.
fn topic_of(column: Column) -> Option<Topic> {
    Some(match column {
        Column::Basis => Topic::Basis,
        Column::Purpose => Topic::Purpose,
        Column::Count => Topic::Count,
        Column::Place => Topic::Place,
        Column::Range => Topic::Range,
        Column::Chief => Topic::Chief,
        Column::Manager => Topic::Manager,
        Column::Access => Topic::Access,
        Column::Hours => Topic::Hours,
        Column::Retention => Topic::Retention,
        Column::Storage => Topic::Storage,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics(line: &str) -> Option<(Vec<&'static str>, String)> {
        let slice = Span::new(0, 0, line);
        let found = heading(&slice, None)?;
        let names = [
            (Topic::Basis, "basis"),
            (Topic::Purpose, "purpose"),
            (Topic::Count, "count"),
            (Topic::Manager, "manager"),
            (Topic::Access, "access"),
            (Topic::Hours, "hours"),
            (Topic::Retention, "retention"),
            (Topic::Contract, "contract"),
            (Topic::Check, "check"),
            (Topic::Effective, "effective"),
        ];
        let names = names.iter().filter(|(topic, _)| found.topics.has(*topic)).map(|(_, name)| *name).collect();
        Some((names, slice.part(found.value, slice.folded().len()).text().to_owned()))
    }

    #[test]
    fn every_marker_takes_its_example() {
        for (marker, _, example) in MARKERS {
            assert_eq!(marker_at(example), Some((marker, example.len())));
        }
    }

    #[test]
    fn headings_and_labels() {
        /// A line, and the topics and value of its heading.
        type Case = (&'static str, Option<(&'static [&'static str], &'static str)>);
        let cases: [Case; 12] = [
            ("1. 설치 근거 및 설치 목적", Some((&["basis", "purpose"], ""))),
            ("제2조(설치 근거) 이 규정은", Some((&["basis"], "이 규정은"))),
            ("촬영시간 : 24시간", Some((&["hours"], "24시간"))),
            ("❍ 관 리 책 임 자: 총무과장", Some((&["manager"], "총무과장"))),
            ("관리책임자 총무팀장 김*수 054) 530-1140", Some((&["manager"], "총무팀장 김*수 054) 530-1140"))),
            ("보관기간이 지난 영상은 지워집니다.", None),
            ("3. 보관기간 경과로 파기한 경우", None),
            ("④ 영상정보 보관기간 (20)일, 촬영시간 24시간", Some((&["retention"], "(20)일, 촬영시간 24시간"))),
            ("5. 위탁에 관한 사항", Some((&["contract"], ""))),
            ("- 확인 장소 : 전산실", Some((&["check"], "전산실"))),
            ("시행일자: 2024. 1. 2.", Some((&["effective"], "2024. 1. 2."))),
            ("주민의 안전을 위하여 노력합니다", None),
        ];
        for (line, wanted) in cases {
            let found = topics(line);
            let found = found.as_ref().map(|(names, value)| (names.as_slice(), value.as_str()));
            assert_eq!(found, wanted, "{line}");
        }
    }

    #[test]
    fn run_in_headings_are_taken_apart() {
        let line = Span::new(
            0,
            0,
            "운영관리방침 우리 시는 다음과 같이 알려 드립니다. 1. 설치근거 및 목적 ❍ 범죄예방 2. 설치 대수 총 12대 3. 관리책임자 총무과장",
        );
        let pieces: Vec<String> = take_apart(&line).into_iter().map(|piece| piece.text().to_owned()).collect();
        assert_eq!(
            pieces,
            [
                "운영관리방침 우리 시는 다음과 같이 알려 드립니다.",
                "1. 설치근거 및 목적",
                "❍ 범죄예방",
                "2. 설치 대수 총 12대",
                "3. 관리책임자 총무과장"
            ]
        );
    }
}
