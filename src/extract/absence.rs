//! Honest absence: before a field is said to be absent, its words are looked for in the whole range of the policy.
//!
//! Where they stand and no value was read, the document says something that these rules cannot read: the field is
//! unparsed, or what it says stands elsewhere. Only where the words are missing as well the field is absent.

use super::cameras::Cameras;
use super::contractors;
use super::retention::Keeping;
use super::span::Span;
use super::statements::{Sections, Statement};
use super::vocabulary::{self, Column, Topic};
use crate::model::policy::{Contractor, Field, Listing, Manager, Quote, State};
use regex::Regex;
use std::sync::LazyLock;

/// It stands in another document, or is told on request.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"붙임|첨부|별첨|별표|별지|내려받|다운로드|참조|바로가기|문의(?:하|바|해|$)|확인(?:하시기|할수있|바랍)|게시판|홈페이지에공개|xlsx?|hwpx?|pdf")
        .expect("pattern")
});

/// Sections that speak of other things.
const FOREIGN: &[Topic] =
    &[Topic::Request, Topic::Check, Topic::Safeguards, Topic::Signboard, Topic::Foreign, Topic::ThirdParty];

/// Gives fields that were not found the state that the words of the policy allow.
pub(crate) fn explain(
    reading: &Sections<'_>,
    cameras: &mut Cameras,
    keeping: &mut Keeping,
    managers: &mut Listing<Manager>,
    contractors: &mut Listing<Contractor>,
) {
    if cameras.total.state() == State::Absent
        && cameras.rows.is_empty()
        && let Some((state, quote)) = count(reading)
    {
        cameras.total = Field::missing(state, quote);
    }
    if keeping.days.state() == State::Absent
        && let Some((state, quote)) = period(reading)
    {
        keeping.days = Field::missing(state, quote);
    }
    if managers.state == State::Absent
        && let Some((state, quote)) = people(reading)
    {
        *managers = Listing { state, entries: Vec::new(), quote: Some(quote) };
    }
    if contractors.state == State::Absent
        && let Some((state, quote)) = contract(reading)
    {
        *contractors = Listing { state, entries: Vec::new(), quote: Some(quote) };
    }
}

/// Statements outside sections on other things.
fn own<'a>(reading: &'a Sections<'_>) -> impl Iterator<Item = &'a Statement> {
    reading.statements.iter().filter(|statement| !statement.section.any(FOREIGN) && !statement.label.any(FOREIGN))
}

/// The first title of a column in any table outside other sections.
fn title(reading: &Sections<'_>, column: Column) -> Option<Span> {
    let own = reading.tables.iter().filter(|placed| !placed.section.any(FOREIGN));
    own.flat_map(|placed| &placed.table.view.heads).find(|head| head.column == Some(column))?.cell.clone()
}

/// Where words lead: elsewhere if they say so, else they are not read.
fn state_of(words: &Span) -> State {
    if ELSEWHERE.is_match(words.folded()) { State::Elsewhere } else { State::Unparsed }
}

/// Words on the number of cameras.
fn count(reading: &Sections<'_>) -> Option<(State, Quote)> {
    static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:설치|운영|카메라|장소별|시설별|부서별)?(?:대수|수량|현황|내역)|[0-9]대(?:[^가-힣]|를|가|의|$)|[0-9]개소|cameras")
            .expect("pattern")
    });
    let of_count = |statement: &&Statement| {
        statement.section.any(&[Topic::Count, Topic::Place]) || statement.label.any(&[Topic::Count, Topic::Place])
    };
    let told = own(reading)
        .filter(|statement| !statement.section.any(&[Topic::Contract, Topic::Manager, Topic::Retention]))
        .filter(|statement| of_count(statement) || COUNTED.is_match(statement.words.folded()));
    let told: Vec<&Statement> = told.filter(|statement| statement.words.folded().chars().count() <= 200).collect();
    let elsewhere = told.iter().find(|statement| ELSEWHERE.is_match(statement.words.folded()));
    if let Some(statement) = elsewhere {
        return Some((State::Elsewhere, statement.words.whole("count.elsewhere")));
    }
    if let Some(cell) = title(reading, Column::Count).or_else(|| title(reading, Column::Sites)) {
        return Some((State::Unparsed, cell.whole("count.unparsed")));
    }
    let statement =
        told.iter().find(|statement| statement.section.has(Topic::Count) || statement.label.has(Topic::Count))?;
    let number = statement.words.folded().contains(|c: char| c.is_ascii_digit());
    number.then(|| (State::Unparsed, statement.words.whole("count.unparsed")))
}

/// Words on how long footage is kept.
fn period(reading: &Sections<'_>) -> Option<(State, Quote)> {
    static KEPT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:보관|보유|보존|저장)기[간관한]|(?:보관|보유|보존|저장)일수|retentionperiod|storageperiod")
            .expect("pattern")
    });
    if let Some(cell) = title(reading, Column::Retention) {
        return Some((State::Unparsed, cell.whole("retention.unparsed")));
    }
    let labelled = own(reading).find(|statement| statement.label.has(Topic::Retention) && !statement.words.is_blank());
    // 보관기간이 지난 영상은 …: a sentence on what comes afterwards says nothing of how long.
    static AFTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"기간(?:이|을|의)?(?:지나|지난|끝|만료|경과|종료|도래)|(?:지나|지난|만료|경과)").expect("pattern")
    });
    let spoken = || {
        own(reading).find(|statement| {
            let folded = statement.words.folded();
            KEPT.is_match(folded)
                && !AFTER.is_match(folded)
                && !statement.section.any(&[Topic::Contract, Topic::Change])
        })
    };
    let statement = labelled.filter(|statement| !AFTER.is_match(statement.words.folded())).or_else(spoken)?;
    Some((state_of(&statement.words), statement.words.whole("retention.unparsed")))
}

/// Words below a heading on who is responsible.
fn people(reading: &Sections<'_>) -> Option<(State, Quote)> {
    let topics = [Topic::Manager, Topic::Chief, Topic::Access];
    let columns = [Column::Manager, Column::Access, Column::Chief];
    if let Some(cell) = columns.into_iter().find_map(|column| title(reading, column)) {
        return Some((State::Unparsed, cell.whole("people.unparsed")));
    }
    let statement = own(reading).find(|statement| {
        let told = if statement.label.is_empty() { statement.section } else { statement.label };
        told.any(&topics) && !statement.words.is_blank()
    })?;
    Some((state_of(&statement.words), statement.words.whole("people.unparsed")))
}

/// Words on work that is given to others: firms that are announced and do not follow, a table that is not read.
///
/// 유지보수를 위탁하고 있습니다 alone names nobody, and nobody is what the document says.
fn contract(reading: &Sections<'_>) -> Option<(State, Quote)> {
    static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:다음|아래|하기)(?:와|과)?(?:같이|같은|의|업체)[^.]{0,40}(?:위탁|맡기|맡겨|용역)|(?:위탁|수탁|용역)[^.]{0,30}(?:다음|아래)(?:와|과)?같")
            .expect("pattern")
    });
    let topics = [Topic::Contract, Topic::Company];
    let told: Vec<&Statement> = own(reading)
        .filter(|statement| statement.section.any(&topics) || statement.label.any(&topics))
        .filter(|statement| !statement.words.is_blank())
        .collect();
    let mut tables = reading.tables.iter().filter(|placed| placed.section.any(&topics));
    let words = |cell: &&Span| !cell.is_blank() && vocabulary::column_of(cell).is_none();
    if let Some(cell) = tables.find_map(|placed| placed.table.grid.cells.iter().find(words)) {
        return Some((State::Unparsed, cell.whole("firm.unparsed")));
    }
    let at = told.iter().position(|statement| {
        let folded = statement.words.folded();
        // …을 위탁하고 있으며 필요한 사항을 규정하고 있습니다 announces no list.
        let ends = ["위탁하고있습니다", "맡기고있습니다", "위탁합니다", "맡깁니다", "위탁하고있음", "위탁함"];
        let announces = ends.iter().any(|end| folded.trim_end_matches(['.', ':']).ends_with(end));
        ANNOUNCED.is_match(folded) && announces && !contractors::denies(folded)
    })?;
    // Titles without rows are all that follows: nobody is named.
    let follows = told[at + 1..].iter().any(|statement| {
        let cells = statement.words.split(char::is_whitespace);
        cells.iter().all(|cell| vocabulary::column_of(cell).is_some())
    });
    let titles = follows || reading.tables.iter().any(|placed| placed.section.any(&topics));
    (!titles).then(|| (state_of(&told[at].words), told[at].words.whole("firm.unparsed")))
}
