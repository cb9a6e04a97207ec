//! What changed between two crawls: policies matched, then compared field by field. What no field says (counters,
//! tokens, dates of the page) is no change, because only read fields are compared, without what is passing in them.
//!
//! A change of the world is kept apart from a change of our rules and from what a person has overruled, and a page
//! that is gone from a page that nobody could ask for.

mod facts;
pub mod history;
mod load;
mod matching;
#[cfg(test)]
mod tests;
mod volatile;

pub use facts::{Tally, tally};
pub use load::{Answer, Crawl, Record, load};

use std::collections::{BTreeMap, BTreeSet};

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The institution has another name.
    Renamed,
    /// A policy that was not there before.
    Appeared,
    /// A policy that the older crawl could not have seen, because the site did not answer.
    Reached,
    /// A policy that is no longer there, although the site answers.
    Vanished,
    /// A policy of a site that did not answer this time: nothing is known of it.
    Unreached,
    /// The same policy under another address.
    Moved,
    /// The page, or an attachment that it leaves its figures to, says something else.
    Content,
    /// The bytes are the same; the rules that read them are others.
    Rules,
    /// The bytes differ and so do the rules: the older crawl has to be read again to tell which it is.
    ContentOrRules,
    /// A person has overruled the value in one of the crawls.
    Corrected,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Renamed,
        Self::Appeared,
        Self::Reached,
        Self::Vanished,
        Self::Unreached,
        Self::Moved,
        Self::Content,
        Self::Rules,
        Self::ContentOrRules,
        Self::Corrected,
    ];

    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Renamed => "renamed",
            Self::Appeared => "appeared",
            Self::Reached => "reached",
            Self::Vanished => "vanished",
            Self::Unreached => "unreached",
            Self::Moved => "moved",
            Self::Content => "content",
            Self::Rules => "rules",
            Self::ContentOrRules => "content_or_rules",
            Self::Corrected => "corrected",
        }
    }

    /// The name Korean readers see.
    pub fn korean(self) -> &'static str {
        match self {
            Self::Renamed => "기관 이름 바뀜",
            Self::Appeared => "새로 나타남",
            Self::Reached => "이번에는 접속됨",
            Self::Vanished => "사라짐",
            Self::Unreached => "이번에는 접속 안 됨",
            Self::Moved => "주소 바뀜",
            Self::Content => "내용 바뀜",
            Self::Rules => "추출 규칙만 바뀜",
            Self::ContentOrRules => "내용 또는 추출 규칙이 바뀜",
            Self::Corrected => "사람이 고침",
        }
    }
}

/// A policy on one side of a change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// Key of the policy in that crawl's tables.
    pub policy: Option<String>,
    /// Its address.
    pub source: Option<String>,
    /// What is said; several rows one under the other.
    pub said: Option<String>,
    /// The words that say it, where the field has one value.
    pub quote: Option<String>,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind.
    pub kind: Kind,
    /// Registry id of the institution, where it is registered.
    pub institution_id: Option<String>,
    /// Whose policy, by the newer name.
    pub institution: String,
    /// The province of the institution, by today's name.
    pub sido: Option<String>,
    /// Field, where a field changed.
    pub field: Option<String>,
    /// In the older crawl.
    pub old: Side,
    /// In the newer crawl.
    pub new: Side,
    /// Number of the fact that it tells, from 0: several fields or documents may tell one.
    pub fact: usize,
}

impl Change {
    /// Registry id of the institution, else its name.
    pub fn holder(&self) -> &str {
        self.institution_id.as_deref().unwrap_or(&self.institution)
    }

    /// The address, by the newer crawl where it is there; empty for what concerns an institution.
    pub fn source(&self) -> &str {
        self.new.source.as_deref().or(self.old.source.as_deref()).unwrap_or("")
    }
}

/// What two crawls differ in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Every change, by institution, address and field.
    pub changes: Vec<Change>,
    /// Policies of the older crawl whose institutions the newer one did not look for.
    pub only_old: usize,
    /// Policies of the newer crawl whose institutions the older one did not look for.
    pub only_new: usize,
}

/// Every change from an older crawl to a newer one.
pub fn compare(old: &Crawl, new: &Crawl) -> Comparison {
    let pairs = matching::pair(old, new);
    let mut found = Comparison::default();
    for (before, after) in &pairs.both {
        if before.institution != after.institution && !renamed_by_id(old, new, after) {
            found.changes.push(renamed(&after.institution, &before.name, &after.name, new));
        }
        if volatile::url(&before.source) != volatile::url(&after.source) && !stands_at_both(before, after, new) {
            found.changes.push(change(Kind::Moved, Some(before), Some(after), new, None));
        }
        fields(before, after, old, new, &mut found.changes);
    }
    for record in pairs.only_new {
        match absence(record, old, new, Kind::Appeared, Kind::Reached) {
            Some((kind, why)) => {
                let mut change = change(kind, None, Some(record), new, None);
                change.old.said = why;
                found.changes.push(change);
            }
            None => found.only_new += 1,
        }
    }
    for record in pairs.only_old {
        match absence(record, new, old, Kind::Vanished, Kind::Unreached) {
            Some((kind, why)) => {
                let mut change = change(kind, Some(record), None, new, None);
                change.new.said = why;
                found.changes.push(change);
            }
            None => found.only_old += 1,
        }
    }
    for (id, name) in &new.institutions {
        if let Some(before) = old.institutions.get(id).filter(|before| *before != name) {
            found.changes.push(renamed(id, before, name, new));
        }
    }
    found.changes.sort_by(|a, b| {
        let body = |change: &Change| (change.institution.clone(), change.institution_id.clone(), change.sido.clone());
        let key = |change: &Change| (body(change), change.source().to_owned(), change.kind);
        (key(a), &a.field, &a.old.policy).cmp(&(key(b), &b.field, &b.old.policy))
    });
    found.changes.dedup();
    facts::number(&mut found.changes, old, new);
    found
}

/// Whether the registry itself tells of the rename.
fn renamed_by_id(old: &Crawl, new: &Crawl, after: &Record) -> bool {
    old.institutions.contains_key(&after.institution) && new.institutions.contains_key(&after.institution)
}

fn renamed(institution: &str, before: &str, after: &str, new: &Crawl) -> Change {
    let side = |name: &str| Side { said: Some(name.to_owned()), ..Side::default() };
    Change {
        kind: Kind::Renamed,
        institution_id: new.institutions.contains_key(institution).then(|| institution.to_owned()),
        institution: after.to_owned(),
        sido: new.provinces.get(institution).cloned(),
        field: None,
        old: side(before),
        new: side(after),
        fact: 0,
    }
}

/// Whether the newer crawl still has the page at its older address, too: then it has not moved.
fn stands_at_both(before: &Record, after: &Record, new: &Crawl) -> bool {
    let answer = new.answers.get(&volatile::url(&before.source));
    answer.is_some_and(|answer| answer.document.as_deref() == Some(after.document.as_str()))
}

/// What it means that a policy is missing in the crawl `other` and there in `own`, and what was heard of it; nothing
/// when `other` did not look for its institution.
fn absence(record: &Record, other: &Crawl, own: &Crawl, gone: Kind, unheard: Kind) -> Option<(Kind, Option<String>)> {
    let registered = own.institutions.contains_key(&record.institution);
    if registered && !other.institutions.contains_key(&record.institution) {
        return None;
    }
    if other.read.contains(&record.document) && other.rules != own.rules {
        return Some((Kind::Rules, None));
    }
    let Some(answer) = other.answers.get(&volatile::url(&record.source)) else {
        // The site was there and led to the address no more; or it was not, and its last word is all that is known.
        if !registered || other.reached.contains(&record.institution) {
            return Some((gone, None));
        }
        return Some((unheard, other.last.get(&record.institution).cloned()));
    };
    let kind = if answer.heard { gone } else { unheard };
    Some((kind, Some(answer.words.clone())))
}

fn side(record: Option<&Record>) -> Side {
    let Some(record) = record else { return Side::default() };
    Side { policy: Some(record.policy.clone()), source: Some(record.source.clone()), said: None, quote: None }
}

fn change(kind: Kind, old: Option<&Record>, new: Option<&Record>, crawl: &Crawl, field: Option<&str>) -> Change {
    let shown = new.or(old);
    let institution = shown.map(|record| record.institution.clone()).unwrap_or_default();
    // A policy that is gone belongs to an institution that may have another name by now.
    let name = crawl.institutions.get(&institution).cloned();
    let registered = name.is_some();
    let sido = crawl.provinces.get(&institution).cloned().or_else(|| shown.and_then(|record| record.sido.clone()));
    Change {
        kind,
        sido,
        institution: name.or_else(|| shown.map(|record| record.name.clone())).unwrap_or_default(),
        institution_id: registered.then_some(institution),
        field: field.map(ToOwned::to_owned),
        old: side(old),
        new: side(new),
        fact: 0,
    }
}

/// The fields in which two records of a policy differ.
fn fields(before: &Record, after: &Record, old: &Crawl, new: &Crawl, changes: &mut Vec<Change>) {
    let kind = match (same_bytes(before, after, old, new), old.rules == new.rules) {
        // Neither the page nor the rules differ, and still the reading does: something beside them was corrected.
        (true, true) | (false, true) => Kind::Content,
        (true, false) => Kind::Rules,
        (false, false) => Kind::ContentOrRules,
    };
    let none = Vec::new();
    let names: BTreeSet<&String> = before.fields.keys().chain(after.fields.keys()).collect();
    for name in names {
        let (was, is) = (before.fields.get(name).unwrap_or(&none), after.fields.get(name).unwrap_or(&none));
        // Of lists only the rows that came or went are shown; an order that changed is no change.
        let (gone, come) = (without(was, is), without(is, was));
        if gone.is_empty() && come.is_empty() {
            continue;
        }
        let kind = if is_corrected(name, before, after) { Kind::Corrected } else { kind };
        let said = |rows: Vec<&str>| (!rows.is_empty()).then(|| rows.join("\n"));
        let mut change = change(kind, Some(before), Some(after), new, Some(name));
        (change.old.said, change.new.said) = (said(gone), said(come));
        (change.old.quote, change.new.quote) = (before.quotes.get(name).cloned(), after.quotes.get(name).cloned());
        changes.push(change);
    }
}

/// Whether a person has overruled a field in one of the records and not in the other, or otherwise there.
fn is_corrected(field: &str, before: &Record, after: &Record) -> bool {
    let of = |record: &Record| -> BTreeMap<String, Option<String>> {
        let own =
            |path: &str| path == field || path.strip_prefix(field).is_some_and(|rest| rest.starts_with(['[', '.']));
        record
            .corrected
            .iter()
            .filter(|(path, _)| own(path))
            .map(|(path, value)| (path.clone(), value.clone()))
            .collect()
    };
    of(before) != of(after)
}

/// Whether both crawls had the same bytes to read: of the page, and of the attachments that fill it.
fn same_bytes(before: &Record, after: &Record, old: &Crawl, new: &Crawl) -> bool {
    let bytes = |crawl: &Crawl, url: &String| crawl.answers.get(url).and_then(|answer| answer.document.clone());
    before.document == after.document
        && before.attached.iter().chain(&after.attached).all(|url| bytes(old, url) == bytes(new, url))
}

/// Rows of one list that the other lacks, each as often as it lacks it.
fn without<'a>(rows: &'a [String], other: &[String]) -> Vec<&'a str> {
    let mut left: Vec<&String> = other.iter().collect();
    let lacks = |row: &&String| match left.iter().position(|there| there == row) {
        Some(index) => {
            left.remove(index);
            false
        }
        None => true,
    };
    rows.iter().filter(lacks).map(String::as_str).collect()
}
