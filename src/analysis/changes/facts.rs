//! Changes counted: bodies first, then facts. A fact that several fields tell (a total, and the rows that add up to it) or
//! that several documents of a body repeat (a page and its attachment) counts once.

use super::{Change, Comparison, Crawl, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// Fields that tell one fact, the leading one first. Every other field tells a fact of its own.
const TOPICS: &[&[&str]] = &[
    &["camera_total", "camera_total_basis", "cameras"],
    &["retention_days", "retention"],
    &["effective_date", "revisions"],
    &["recording_hours", "recording_24h"],
];

/// How many bodies and facts some changes concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Institutions, registered or not.
    pub institutions: usize,
    /// Facts.
    pub facts: usize,
}

impl Comparison {
    /// Counts the changes that are wanted.
    pub fn tally(&self, wanted: impl Fn(&Change) -> bool) -> Tally {
        tally(self.changes.iter().filter(|change| wanted(change)))
    }
}

/// Counts changes.
pub fn tally<'a>(changes: impl Iterator<Item = &'a Change>) -> Tally {
    let (mut institutions, mut facts) = (BTreeSet::new(), BTreeSet::new());
    for change in changes {
        institutions.insert(change.holder());
        facts.insert(change.fact);
    }
    Tally { institutions: institutions.len(), facts: facts.len() }
}

/// What tells facts apart: whose, what kind, which field or place, and what was said before and after.
type Told = (String, Kind, String, Option<String>, Option<String>);

/// Gives changes of one fact one number, counted from 0 in the order of the list.
pub(super) fn number(changes: &mut [Change], old: &Crawl, new: &Crawl) {
    let (old_roots, new_roots) = (roots(old), roots(new));
    // Changes of one policy, with its attachments, that speak of one topic.
    let mut groups: BTreeMap<(String, Kind, String, String), Vec<usize>> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        let root = |policy: &Option<String>, roots: &BTreeMap<&str, &str>| {
            let policy = policy.as_deref()?;
            Some(roots.get(policy).copied().unwrap_or(policy).to_owned())
        };
        let policy = root(&change.new.policy, &new_roots).or_else(|| root(&change.old.policy, &old_roots));
        let place = match (change.kind, &change.field) {
            // A site that is down, or another name, is one fact however many policies the body has.
            (Kind::Renamed | Kind::Reached | Kind::Unreached, _) => String::new(),
            (Kind::Moved, _) => format!("{:?} {:?}", change.old.source, change.new.source),
            (_, None) => change.source().to_owned(),
            (_, Some(_)) => policy.unwrap_or_default(),
        };
        let topic = change.field.as_deref().map_or("", topic).to_owned();
        groups.entry((change.holder().to_owned(), change.kind, place, topic)).or_default().push(at);
    }
    let mut facts: BTreeMap<Told, usize> = BTreeMap::new();
    let mut ordered: Vec<_> = groups.into_iter().collect();
    ordered.sort_by_key(|(_, members)| members.first().copied());
    for ((holder, kind, place, topic), members) in ordered {
        let leading = members.iter().find(|at| changes[**at].field.as_deref() == Some(topic.as_str()));
        let Some(leading) = leading.or(members.first()).map(|at| &changes[*at]) else { continue };
        // Two documents that say the same of one field tell one fact; changes without a field are told apart by place.
        let told = match &leading.field {
            Some(field) => (holder, kind, field.clone(), leading.old.said.clone(), leading.new.said.clone()),
            None => (holder, kind, place, None, None),
        };
        let next = facts.len();
        let fact = *facts.entry(told).or_insert(next);
        for at in members {
            changes[at].fact = fact;
        }
    }
}

/// The field that leads a topic.
fn topic(field: &str) -> &str {
    TOPICS.iter().find(|fields| fields.contains(&field)).and_then(|fields| fields.first()).copied().unwrap_or(field)
}

/// The policy that leads to an attachment which was read as a policy, by the attachment's.
fn roots(crawl: &Crawl) -> BTreeMap<&str, &str> {
    let mut pages: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    for record in &crawl.policies {
        for url in &record.attached {
            pages.entry((record.institution.as_str(), url.as_str())).or_insert(&record.policy);
        }
    }
    let root = |record: &'_ super::Record| {
        let url = super::volatile::url(&record.source);
        pages.get(&(record.institution.as_str(), url.as_str())).copied()
    };
    crawl.policies.iter().filter_map(|record| Some((record.policy.as_str(), root(record)?))).collect()
}
