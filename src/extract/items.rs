//! The eight items of 시행령 제25조제1항: present, empty, elsewhere or absent.

use super::cameras::Cameras;
use super::keeping::Keeping;
use super::outline::STATUTORY;
use super::reading::Reading;
use super::vocabulary::{Column, Topic, Topics};
use crate::policy::{Item, Section, SectionState, State};

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
pub(crate) fn topics(reading: &Reading<'_>) -> u32 {
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

/// The eight items, in the order of the decree.
pub(crate) fn sections(reading: &Reading<'_>, cameras: &Cameras, keeping: &Keeping) -> Vec<Section> {
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
