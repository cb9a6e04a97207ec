//! Policies that follow the same form, told by the words of their headings.

use super::Share;
use super::frames::{Frames, POLICY};
use polars::prelude::{LazyFrame, PolarsResult, col, lit};
use std::collections::HashMap;

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
    /// Form (index into the shared ones) by the letters of its headings.
    forms: HashMap<String, usize>,
}

/// Hands the headings of every chosen policy that has enough of them to `each`: number of the policy, headings joined.
///
/// Rows of a policy stand together, in the order of the eight items. Should some stand apart, the first of them count.
fn headings(frames: &Frames, mut each: impl FnMut(u32, &str)) -> PolarsResult<()> {
    let mut told = vec![false; frames.chosen_count()];
    let (mut open, mut text, mut parts) = (None, String::new(), 0);
    let mut close = |policy: Option<u32>, text: &str, parts: usize| {
        let Some(policy) = policy else { return };
        if !std::mem::replace(&mut told[policy as usize], true) && parts >= HEADINGS {
            each(policy, text);
        }
    };
    let of_item =
        |slice: LazyFrame| slice.filter(col("rule").eq(lit("item.heading"))).select([col(POLICY), col("quote")]);
    frames.each_slice(&frames.evidence, of_item, |rows| {
        let policies = rows.column(POLICY)?.u32()?;
        for (policy, quote) in policies.iter().zip(rows.column("quote")?.str()?.iter()) {
            if policy != open {
                close(open, &text, parts);
                (open, parts) = (policy, 0);
                text.clear();
            }
            if parts > 0 {
                text.push(BETWEEN);
            }
            parts += 1;
            text.push_str(quote.unwrap_or_default());
        }
        Ok(())
    })?;
    close(open, &text, parts);
    Ok(())
}

pub(super) fn tell(frames: &Frames) -> PolarsResult<Told> {
    // Most forms are nobody else's: of these nothing but the letters is kept. The second policy of a form, in the order
    // of the table, lends it its spelling.
    let mut forms: HashMap<String, (u64, Option<String>)> = HashMap::new();
    let mut of = 0;
    headings(frames, |_, text| {
        of += 1;
        let (institutions, spelling) = forms.entry(letters(text)).or_default();
        *institutions += 1;
        if *institutions == 2 {
            *spelling = Some(text.to_owned());
        }
    })?;
    let mut shared: Vec<(String, u64, String)> =
        forms.into_iter().filter_map(|(letters, (institutions, text))| Some((letters, institutions, text?))).collect();
    shared.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let part = shared.iter().map(|(_, institutions, _)| institutions).sum();
    let spelled = |heading: &str| heading.split_whitespace().collect::<Vec<_>>().join(" ");
    let template = |(_, institutions, text): &(String, u64, String)| Template {
        headings: text.split(BETWEEN).map(spelled).collect(),
        institutions: Share { part: *institutions, of },
    };
    let templates = Templates { institutions: Share { part, of }, shared: shared.iter().map(template).collect() };
    let forms = shared.into_iter().enumerate().map(|(at, (letters, _, _))| (letters, at)).collect();
    Ok(Told { templates, forms })
}

/// Which of the shared forms each chosen policy follows, by the policy's number.
pub(super) fn of_policies(frames: &Frames, told: &Told) -> PolarsResult<HashMap<u32, usize>> {
    let mut found = HashMap::new();
    headings(frames, |policy, text| {
        if let Some(form) = told.forms.get(&letters(text)) {
            found.insert(policy, *form);
        }
    })?;
    Ok(found)
}

/// The letters of the headings: what is left without blanks, digits and marks, headings kept apart.
fn letters(text: &str) -> String {
    let is_letter = |letter: &char| ('가'..='힣').contains(letter) || *letter == BETWEEN || letter.is_alphabetic();
    let mut out = String::with_capacity(text.len());
    out.extend(text.chars().filter(is_letter));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_numbers_and_marks_make_no_other_form() {
        assert_eq!(letters("1. 설치 근거\u{1f}보관기간(30일)"), "설치근거\u{1f}보관기간일");
        assert_eq!(letters("제1조 설치근거\u{1f}·보관기간 일"), "제조설치근거\u{1f}보관기간일");
    }
}
