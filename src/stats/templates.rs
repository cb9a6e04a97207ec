//! Policies that follow the same form, told by the words of their headings.

use super::Share;
use super::collect::Collected;
use super::frames::Frames;
use polars::prelude::{LazyFrame, PolarsResult, SortMultipleOptions, col, len, lit};
use std::collections::BTreeMap;

/// Headings that a policy must have before its form can be told.
pub const HEADINGS: usize = 5;
/// What parts the headings of one policy on their way out of the frame; no text of a document holds it.
const BETWEEN: char = '\u{1f}';

/// The headings that several institutions share word for word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The headings as one of them writes them, in the order of the eight items.
    pub headings: Vec<String>,
    /// Institutions whose chosen policy has them, of those with at least [`HEADINGS`] headings.
    pub institutions: Share,
}

/// Forms that are used by two institutions or more, the most frequent first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Templates {
    /// The forms.
    pub shared: Vec<Template>,
    /// Institutions that use any of them, of those with at least [`HEADINGS`] headings.
    pub institutions: Share,
}

/// Forms, and the number of the form of each holder that uses a shared one.
pub(super) struct Told {
    pub(super) templates: Templates,
    /// Form (index into the shared ones) by the headings as read.
    forms: BTreeMap<String, usize>,
}

/// Headings of the chosen policies, joined: a row a policy with `policy_id` and `headings`.
fn headings(frames: &Frames) -> LazyFrame {
    let of_item = col("rule").eq(lit("item.heading"));
    let rows = frames.evidence.clone().filter(of_item).select([col("policy_id"), col("quote")]);
    // Rows of a policy stand in the order of the eight items, and a group keeps the order of its rows.
    frames
        .of_principal(&rows)
        .group_by([col("policy_id")])
        .agg([len().alias("parts"), col("quote").str().join(&BETWEEN.to_string(), true).alias("headings")])
        .filter(col("parts").gt_eq(lit(HEADINGS as u64)))
}

pub(super) fn tell(frames: &Frames) -> PolarsResult<Told> {
    let counted = headings(frames)
        .group_by([col("headings")])
        .agg([len().alias("institutions")])
        .sort(["institutions", "headings"], SortMultipleOptions::default().with_order_descending_multi([true, false]));
    let rows = Collected::of(counted)?;
    // Of forms that differ in blanks, numbers and marks only, the most frequent spelling speaks for all.
    let mut forms: BTreeMap<Vec<String>, (Vec<String>, u64)> = BTreeMap::new();
    let mut of = 0;
    let texts: Vec<String> = rows.texts("headings")?.into_iter().flatten().collect();
    for (text, count) in texts.iter().zip(rows.numbers("institutions")?) {
        let count = count.unwrap_or(0);
        of += count;
        let spelled = || text.split(BETWEEN).map(|heading| heading.split_whitespace().collect::<Vec<_>>().join(" "));
        let (_, institutions) = forms.entry(letters(text)).or_insert_with(|| (spelled().collect(), 0));
        *institutions += count;
    }
    let mut shared: Vec<_> = forms.into_iter().filter(|(_, (_, institutions))| *institutions > 1).collect();
    shared.sort_by(|one, other| other.1.1.cmp(&one.1.1).then_with(|| one.0.cmp(&other.0)));
    let places: BTreeMap<&Vec<String>, usize> = shared.iter().enumerate().map(|(at, (key, _))| (key, at)).collect();
    let forms = texts.iter().filter_map(|text| Some((text.clone(), *places.get(&letters(text))?))).collect();
    let part = shared.iter().map(|(_, (_, institutions))| institutions).sum();
    let template = |(_, (headings, institutions)): (_, (Vec<String>, u64))| Template {
        headings,
        institutions: Share { part: institutions, of },
    };
    let templates = Templates { institutions: Share { part, of }, shared: shared.into_iter().map(template).collect() };
    Ok(Told { templates, forms })
}

/// Number of the shared form by the policy's key.
pub(super) fn of_policies(frames: &Frames, told: &Told) -> PolarsResult<BTreeMap<String, usize>> {
    let rows = Collected::of(headings(frames))?;
    let rows = rows.texts("policy_id")?.into_iter().zip(rows.texts("headings")?);
    Ok(rows.filter_map(|(policy, text)| Some((policy?, *told.forms.get(&text?)?))).collect())
}

/// The letters of each heading: what is left without blanks, digits and marks.
fn letters(text: &str) -> Vec<String> {
    text.split(BETWEEN).map(|heading| heading.chars().filter(|letter| letter.is_alphabetic()).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_numbers_and_marks_make_no_other_form() {
        assert_eq!(letters("1. 설치 근거\u{1f}보관기간(30일)"), ["설치근거", "보관기간일"]);
        assert_eq!(letters("제1조 설치근거\u{1f}·보관기간 일"), ["제조설치근거", "보관기간일"]);
    }
}
