//! The eight items of 시행령 제25조제1항: present, empty, elsewhere or absent.

use super::cameras::Cameras;
use super::outline::STATUTORY;
use super::retention::Keeping;
use super::statements::Sections;
use super::vocabulary::{Column, Topic, Topics};
use crate::model::policy::{Item, Listing, Manager, Section, SectionState, State};

/// Topics that answer each item.
fn topics_of(item: Item) -> &'static [Topic] {
    match item {
        Item::BasisPurpose => &[Topic::Basis, Topic::Purpose],
        Item::CountLocationRange => &[Topic::Count, Topic::Place, Topic::Range],
        Item::ManagerAccess => &[Topic::Chief, Topic::Manager, Topic::Access, Topic::Department],
        Item::TimeRetentionPlaceMethod => &[Topic::Hours, Topic::Retention, Topic::Storage, Topic::Method],
        Item::CheckMethodPlace => &[Topic::Check],
        Item::AccessRequest => &[Topic::Request],
        Item::Safeguards => &[Topic::Safeguards],
        Item::Other => &[Topic::Contract, Topic::Signboard, Topic::Change, Topic::ThirdParty, Topic::Effective],
    }
}

/// Columns that answer an item in a table.
fn columns_of(item: Item) -> &'static [Column] {
    match item {
        Item::BasisPurpose => &[Column::Purpose, Column::Basis],
        Item::CountLocationRange => &[Column::Count, Column::Place, Column::Range],
        Item::ManagerAccess => &[Column::Manager, Column::Access, Column::Chief],
        Item::TimeRetentionPlaceMethod => &[Column::Hours, Column::Retention, Column::Storage],
        _ => &[],
    }
}

/// How many statutory topics the headings, labels and column titles name.
pub(crate) fn topics(reading: &Sections<'_>) -> u32 {
    let mut all = Topics::NONE;
    let named = reading
        .headings
        .iter()
        .map(|heading| heading.topics)
        .chain(reading.statements.iter().map(|statement| statement.label));
    for topics in named {
        for topic in STATUTORY.iter().filter(|topic| topics.has(**topic)) {
            all.insert(*topic);
        }
    }
    for placed in &reading.tables {
        for item in Item::ALL {
            if placed.table.view.has(columns_of(item)) {
                all.insert(topics_of(item)[0]);
            }
        }
    }
    all.count()
}

/// How many of the items a text without headings answers all the same: by its sentences, its people, its periods.
pub(crate) fn told(reading: &Sections<'_>, managers: &Listing<Manager>, cameras: &Cameras, keeping: &Keeping) -> u32 {
    const SENTENCES: [&[&str]; 6] = [
        // Ground, viewing, requests, safeguards, contracting, date: every word of one row in one sentence.
        &["보호법|informationprotectionact", "설치|운영|operate|run"],
        &["확인|방법|view|check", "방문|연락|예약|전화|visit|contact"],
        &["열람|존재|청구서|서식|request", "청구|요구|신청|10일|within"],
        &["암호|잠금|통제|접속기록|백신|전용망|출입|encrypt|lock", "다|니다|access|log"],
        &["위탁|맡기|outsourc|consign", "않|업체|아래|다음|not|following"],
        &["방침|지침|policy", "시행|적용|effect"],
    ];
    let says = |words: &[&str]| {
        reading.statements.iter().any(|statement| {
            let folded = statement.words.folded().to_lowercase();
            words.iter().all(|choice| choice.split('|').any(|word| folded.contains(word)))
        })
    };
    let sentences = SENTENCES.iter().filter(|words| says(words)).count() as u32;
    let counted = cameras.total.state() == State::Stated || cameras.sites.is_some();
    let kept = keeping.days.state() == State::Stated || keeping.hours.is_some();
    let counted =
        counted || reading.tables.iter().any(|placed| placed.table.view.has(columns_of(Item::CountLocationRange)));
    sentences + [managers.state == State::Stated, counted, kept].into_iter().map(u32::from).sum::<u32>()
}

/// The eight items, in the order of the decree.
pub(crate) fn sections(reading: &Sections<'_>, cameras: &Cameras, keeping: &Keeping) -> Vec<Section> {
    Item::ALL
        .into_iter()
        .map(|item| {
            let headings: Vec<_> =
                reading.headings.iter().filter(|heading| heading.topics.any(topics_of(item))).collect();
            let statement = reading
                .statements
                .iter()
                .find(|statement| statement.label.any(topics_of(item)) || statement.section.any(topics_of(item)));
            let titles = reading.tables.iter().find_map(|placed| {
                let head = placed
                    .table
                    .view
                    .heads
                    .iter()
                    .find(|head| head.column.is_some_and(|column| columns_of(item).contains(&column)))?;
                head.cell.clone()
            });
            let heading = headings.iter().find(|heading| heading.filled).or_else(|| headings.first());
            let quote = heading
                .map(|heading| heading.words.whole("item.heading"))
                .or_else(|| titles.as_ref().map(|cell| cell.whole("item.column")))
                .or_else(|| statement.map(|statement| statement.words.whole("item.statement")));
            let elsewhere = match item {
                Item::CountLocationRange => cameras.total.state() == State::Elsewhere && cameras.rows.is_empty(),
                Item::TimeRetentionPlaceMethod => {
                    keeping.days.state() == State::Elsewhere && keeping.periods.is_empty() && keeping.hours.is_none()
                }
                _ => false,
            };
            let state = if elsewhere {
                SectionState::Elsewhere
            } else if headings.iter().any(|heading| heading.filled) || titles.is_some() || statement.is_some() {
                SectionState::Present
            } else if headings.is_empty() {
                SectionState::Absent
            } else {
                SectionState::Empty
            };
            Section { item, state, quote }
        })
        .collect()
}
