//! The rules, one file a family; every row carries its citation, its examples and its sentences.

mod access;
mod citations;
mod contradictions;
mod dates;
mod former_names;
mod incomplete_items;
mod missing_items;
mod outdated_terms;
mod people;
mod practice;
mod presence;
mod purposes;
mod retention;

use super::rule::{Match, Rule, Test};
use super::subject::Subject;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static FAMILIES: [&[Rule]; 12] = [
    missing_items::RULES,
    incomplete_items::RULES,
    outdated_terms::RULES,
    citations::RULES,
    former_names::RULES,
    dates::RULES,
    retention::RULES,
    practice::RULES,
    contradictions::RULES,
    purposes::RULES,
    access::RULES,
    people::RULES,
];

static RULES: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let mut rules: Vec<&Rule> = FAMILIES.iter().flat_map(|family| family.iter()).collect();
    rules.sort_by_key(|rule| rule.id);
    rules
});

/// Every rule, in the order of the ids.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied()
}

/// The rule of an id (`CP-201`) or a name (`legacy_device_term`).
pub fn by_id(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id.eq_ignore_ascii_case(id) || rule.name == id)
}

/// Patterns of the wording rules: what fires, and what keeps it silent.
static WORDINGS: LazyLock<BTreeMap<&'static str, (Regex, Option<Regex>)>> = LazyLock::new(|| {
    all()
        .filter_map(|rule| match rule.test {
            Test::Wording { pattern, unless } => {
                let unless = (!unless.is_empty()).then(|| Regex::new(unless).expect("rule pattern"));
                Some((rule.id, (Regex::new(pattern).expect("rule pattern"), unless)))
            }
            Test::Whole(_) => None,
        })
        .collect()
});

/// What a rule finds in a policy.
pub(super) fn hits(rule: &'static Rule, case: &Subject<'_>) -> Vec<Match> {
    match rule.test {
        Test::Whole(test) => test(case),
        Test::Wording { .. } => {
            let Some((pattern, unless)) = WORDINGS.get(rule.id) else { return Vec::new() };
            let silent = |text: &str| unless.as_ref().is_some_and(|unless| unless.is_match(text));
            if !case.may_have(pattern) {
                return Vec::new();
            }
            let found = case.part().iter().find_map(|line| {
                let found = pattern.find(line.text()).filter(|_| !silent(line.text()))?;
                Some(line.quote(found.range(), rule.id))
            });
            found.into_iter().map(Match::words).collect()
        }
    }
}
