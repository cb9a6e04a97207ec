//! Whether a page looks like a camera policy: title words and several of the statutory headings.

use super::vocabulary::{HEADINGS, TOPICS, WEIGHTS, squeeze};
use crate::document::{BlockKind, Document, Zone};

/// What a page seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Something else.
    Other,
    /// About the cameras by its title, without the headings of a policy: a list, a board, a notice.
    Topic,
    /// A policy, or a page that holds one.
    Policy,
}

/// What a document seems to be.
pub fn shape(document: &Document) -> Shape {
    let topic = is_topic(document);
    let text = squeeze(&content(document));
    if TOPICS.first(&text).is_none() && !text.contains("CCTV") {
        return Shape::Other;
    }
    let headings: Vec<i32> = HEADINGS.matches(&text).map(|row| row.score).collect();
    let particular: i32 = headings.iter().sum();
    // A privacy policy shares half of the headings; those that only a camera policy has must be among them.
    let needed = if topic { 3 } else { 4 };
    if headings.len() >= needed && particular >= 2 {
        Shape::Policy
    } else if topic {
        Shape::Topic
    } else {
        Shape::Other
    }
}

/// Whether the title or a heading of the content names the device or its policy.
fn is_topic(document: &Document) -> bool {
    let headings = document
        .blocks
        .iter()
        .filter(|block| block.zone == Zone::Content && matches!(block.kind, BlockKind::Heading(level) if level <= 4));
    let titles = document.title.iter().map(String::as_str);
    titles.chain(headings.map(|block| block.text.as_str())).any(|text| {
        let words = squeeze(text);
        TOPICS.first(&words).is_some_and(|row| row.score + WEIGHTS.sum(&words) >= super::POLICY_FLOOR)
    })
}

/// The text of the content; of a page whose content could not be told from its menus, all that is shown.
fn content(document: &Document) -> String {
    let of = |zone: &dyn Fn(Zone) -> bool| {
        let blocks = document.blocks.iter().filter(|block| zone(block.zone));
        blocks.map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
    };
    let text = of(&|zone| zone == Zone::Content);
    if text.trim().is_empty() { of(&|zone| zone != Zone::Hidden) } else { text }
}
