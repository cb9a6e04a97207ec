//! What changed between two crawls: policies matched, then compared field by field. What no field says (counters,
//! tokens, dates of the page) is no change, because only read fields are compared.

mod rows;

pub use rows::{Crawl, Record, load};

use std::collections::BTreeSet;

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A policy that was not there before.
    Appeared,
    /// A policy that is no longer there.
    Vanished,
    /// The same policy under another address.
    Moved,
    /// The institution has another name.
    Renamed,
    /// The page says something else.
    Content,
    /// The page says the same; the rules that read it are others.
    Rules,
}

impl Kind {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Appeared => "appeared",
            Self::Vanished => "vanished",
            Self::Moved => "moved",
            Self::Renamed => "renamed",
            Self::Content => "content",
            Self::Rules => "rules",
        }
    }

    /// The name Korean readers see.
    pub fn korean(self) -> &'static str {
        match self {
            Self::Appeared => "새로 나타남",
            Self::Vanished => "사라짐",
            Self::Moved => "주소 바뀜",
            Self::Renamed => "기관 이름 바뀜",
            Self::Content => "내용 바뀜",
            Self::Rules => "추출 규칙만 바뀜",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What kind.
    pub kind: Kind,
    /// Whose policy, by the newer name.
    pub institution: String,
    /// Address, by the newer crawl where it is there.
    pub source: String,
    /// Field, for changes of content and rules.
    pub field: Option<String>,
    /// What was said before; several rows one under the other.
    pub old: Option<String>,
    /// What is said now.
    pub new: Option<String>,
}

/// Every change from an older crawl to a newer one, by institution, address and field.
pub fn compare(old: &Crawl, new: &Crawl) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut left: Vec<&Record> = old.policies.iter().collect();
    let mut unmatched = Vec::new();
    for record in &new.policies {
        match take(&mut left, |other| other.key() == record.key()) {
            Some(before) => fields(before, record, old.rules != new.rules, &mut changes),
            None => unmatched.push(record),
        }
    }
    // A page that moved keeps its bytes, or is the one policy of its institution with its title.
    let mut appeared = Vec::new();
    for record in unmatched {
        let same_bytes = |other: &Record| other.document == record.document && other.ordinal == record.ordinal;
        let same_title = |other: &Record| {
            other.institution == record.institution && other.title == record.title && other.status == record.status
        };
        let alone = left.iter().filter(|other| same_title(other)).count() == 1
            && new.policies.iter().filter(|other| same_title(other)).count() == 1;
        let before = take(&mut left, same_bytes).or_else(|| if alone { take(&mut left, same_title) } else { None });
        match before {
            Some(before) => {
                changes.push(change(Kind::Moved, record, None, Some(&before.source), Some(&record.source)));
                fields(before, record, old.rules != new.rules, &mut changes);
            }
            None => appeared.push(record),
        }
    }
    changes.extend(appeared.into_iter().map(|record| change(Kind::Appeared, record, None, None, Some(&record.source))));
    changes.extend(left.into_iter().map(|record| change(Kind::Vanished, record, None, Some(&record.source), None)));
    for (id, name) in &new.institutions {
        if let Some(before) = old.institutions.get(id).filter(|before| *before != name) {
            changes.push(Change {
                kind: Kind::Renamed,
                institution: name.clone(),
                source: String::new(),
                field: None,
                old: Some(before.clone()),
                new: Some(name.clone()),
            });
        }
    }
    changes.sort_by(|a, b| {
        (&a.institution, &a.source, a.kind, &a.field).cmp(&(&b.institution, &b.source, b.kind, &b.field))
    });
    changes
}

fn take<'a>(left: &mut Vec<&'a Record>, wanted: impl Fn(&Record) -> bool) -> Option<&'a Record> {
    let index = left.iter().position(|record| wanted(record))?;
    Some(left.remove(index))
}

fn change(kind: Kind, record: &Record, field: Option<&str>, old: Option<&str>, new: Option<&str>) -> Change {
    Change {
        kind,
        institution: record.name.clone(),
        source: record.source.clone(),
        field: field.map(ToOwned::to_owned),
        old: old.map(ToOwned::to_owned),
        new: new.map(ToOwned::to_owned),
    }
}

/// The fields in which two records of a policy differ.
fn fields(old: &Record, new: &Record, other_rules: bool, changes: &mut Vec<Change>) {
    // The same bytes can only be read differently by other rules.
    let kind = if old.document == new.document && other_rules { Kind::Rules } else { Kind::Content };
    let names: BTreeSet<&String> = old.fields.keys().chain(new.fields.keys()).collect();
    for name in names {
        let none = Vec::new();
        let (before, after) = (old.fields.get(name).unwrap_or(&none), new.fields.get(name).unwrap_or(&none));
        if before == after {
            continue;
        }
        // Of lists only the rows that came or went are shown; an order that changed is no change.
        let gone = without(before, after);
        let come = without(after, before);
        if gone.is_empty() && come.is_empty() {
            continue;
        }
        let shown = |rows: Vec<&str>| (!rows.is_empty()).then(|| rows.join("\n"));
        let (gone, come) = (shown(gone), shown(come));
        changes.push(change(kind, new, Some(name), gone.as_deref(), come.as_deref()));
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn record(institution: &str, source: &str, document: &str, fields: &[(&str, &[&str])]) -> Record {
        Record {
            institution: institution.into(),
            name: institution.into(),
            source: source.into(),
            document: document.into(),
            ordinal: 0,
            title: Some("방침".into()),
            status: "current".into(),
            fields: fields
                .iter()
                .map(|(name, rows)| ((*name).into(), rows.iter().map(|row| (*row).into()).collect()))
                .collect(),
        }
    }

    fn crawl(rules: &str, policies: Vec<Record>, institutions: &[(&str, &str)]) -> Crawl {
        let institutions = institutions.iter().map(|(id, name)| ((*id).into(), (*name).into())).collect();
        Crawl { id: "c".into(), rules: rules.into(), policies, institutions }
    }

    fn kinds(old: &Crawl, new: &Crawl) -> Vec<(Kind, Option<String>)> {
        compare(old, new).into_iter().map(|change| (change.kind, change.field)).collect()
    }

    #[test]
    fn each_kind_of_change_is_told() {
        let a = |document| {
            record("가온시", "/a", document, &[("camera_total", &["12"]), ("cameras", &["로비 4", "복도 8"])])
        };
        let b = |document| {
            record("가온시", "/a", document, &[("camera_total", &["13"]), ("cameras", &["복도 8", "로비 5"])])
        };
        let old = crawl("1", vec![a("x")], &[("si-1", "가온시")]);
        let field = |name: &str| Some(name.to_owned());
        // New bytes, nothing else that was read: no change.
        assert_eq!(kinds(&old, &crawl("1", vec![a("y")], &[])), []);
        assert_eq!(
            kinds(&old, &crawl("1", vec![b("y")], &[])),
            [(Kind::Content, field("camera_total")), (Kind::Content, field("cameras"))]
        );
        assert_eq!(
            kinds(&old, &crawl("2", vec![b("x")], &[])),
            [(Kind::Rules, field("camera_total")), (Kind::Rules, field("cameras"))]
        );
        let moved = Record { source: "/b".into(), ..a("x") };
        assert_eq!(kinds(&old, &crawl("1", vec![moved], &[])), [(Kind::Moved, None)]);
        let other = record("나래시", "/n", "z", &[]);
        assert_eq!(kinds(&old, &crawl("1", vec![other], &[])), [(Kind::Vanished, None), (Kind::Appeared, None)]);
        assert_eq!(kinds(&old, &crawl("1", vec![a("x")], &[("si-1", "가온특별시")])), [(Kind::Renamed, None)]);
    }
}
