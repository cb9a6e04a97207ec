//! One row an institution: which of its policies counts, and what came of the search for it.
//!
//! The choice is made here and nowhere else. Statistics, report and SQL read it from `overview` and from the columns
//! `role` and `counted` of `policies`, so that no answer counts an institution twice.

use super::rows::{Cell, Rows, day, integer, maybe_integer, maybe_text, text};
use super::{CrawlInfo, FindingRow};
use crate::model::attempt::{Attempt, Outcome, Refusal, RobotsVerdict};
use crate::model::institution::{Institution, InstitutionKind};
use crate::model::policy::{Policy, State, Status, Term};
use crate::model::search_result::{self, Reach};
use crate::normalise::date::Date;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// What a policy is among those of its institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyRole {
    /// In force, as far as it says.
    Current,
    /// A former version, by its own words.
    Former,
    /// Another policy of the institution points to it as its attachment.
    Attachment,
    /// Of one facility, beside the policy that counts.
    OtherFacility,
}

impl PolicyRole {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Former => "former",
            Self::Attachment => "attachment",
            Self::OtherFacility => "other_facility",
        }
    }
}

/// What was decided about a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Choice {
    /// Key of its institution, registered or not.
    pub(super) institution: String,
    /// What it is.
    pub(super) role: PolicyRole,
    /// Whether it is the one that counts.
    pub(super) counted: bool,
}

/// Decides about every policy of a crawl, in the order given.
pub(super) fn choose(policies: &[&Policy]) -> Vec<Choice> {
    let by_id: BTreeMap<String, &Policy> = policies.iter().map(|policy| (policy.id(), *policy)).collect();
    let keys: Vec<String> = policies.iter().map(|policy| institution_key(policy, &by_id)).collect();
    let mut best: BTreeMap<&str, (Rank, usize)> = BTreeMap::new();
    for (at, policy) in policies.iter().enumerate().filter(|(_, policy)| policy.status == Status::Current) {
        let rank = rank(policy);
        match best.get(keys[at].as_str()) {
            Some((known, _)) if *known <= rank => {}
            _ => {
                best.insert(&keys[at], (rank, at));
            }
        }
    }
    let counted: BTreeSet<usize> = best.into_values().map(|(_, at)| at).collect();
    let choice = |(at, (policy, institution)): (usize, (&&Policy, String))| {
        let counted = counted.contains(&at);
        let role = match policy.status {
            Status::Superseded => PolicyRole::Former,
            Status::Current if policy.attachment_of.is_some() => PolicyRole::Attachment,
            Status::Current if policy.facility.is_some() && !counted => PolicyRole::OtherFacility,
            Status::Current => PolicyRole::Current,
        };
        Choice { institution, role, counted }
    };
    policies.iter().zip(keys.clone()).enumerate().map(choice).collect()
}

/// What a policy is preferred by; the least counts.
type Rank = (bool, bool, Reverse<Option<String>>, bool, String);

/// The policy of the whole institution comes before one of a single facility: a facility's cameras are often part of
/// the institution's total, and adding them up would count them twice. Then fixed devices come before mobile ones, the
/// latest effective date first and an undated policy last, a policy before its attachment; the key makes an end.
fn rank(policy: &Policy) -> Rank {
    let mobile = policy.term.as_ref().is_some_and(|term| term.value == Term::Mobile);
    let date = policy.effective_date.as_ref().map(|date| date.value.to_string());
    (policy.facility.is_some(), mobile, Reverse(date), policy.attachment_of.is_some(), policy.id())
}

/// Key of the institution whose policy it is: the id in the registry, else province and name as written, else the id of
/// the policy. An attachment belongs to whom the policy belongs that points to it.
fn institution_key(policy: &Policy, by_id: &BTreeMap<String, &Policy>) -> String {
    let of = policy.attachment_of.as_ref().and_then(|id| by_id.get(id)).copied().unwrap_or(policy);
    let owner = &of.institution;
    match (&owner.id, &owner.name, owner.sido) {
        (Some(id), ..) => id.0.clone(),
        // Bodies of one name in two provinces are two bodies.
        (None, Some(name), Some(sido)) if !name.starts_with(sido.name()) => format!("{} {name}", sido.name()),
        (None, Some(name), _) => name.clone(),
        (None, None, _) => of.id(),
    }
}

/// What became of an institution's requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Requests {
    /// A page was asked for, or something failed.
    tried: bool,
    /// A page answered with a status below 400.
    answered: bool,
    /// A robots.txt that could be read forbade a page.
    forbidden: bool,
}

impl Requests {
    fn of<'a>(attempts: impl IntoIterator<Item = &'a Attempt>) -> Self {
        attempts.into_iter().fold(Self::default(), |all, attempt| {
            let page = attempt.target.origin.is_page();
            let answered = page && matches!(&attempt.outcome, Outcome::Stored(kept) if kept.status < 400);
            // A robots.txt that could not be fetched forbids, too, but that is the server's failure and not its word.
            let forbidden = attempt.outcome == Outcome::Refused(Refusal::Robots)
                && matches!(attempt.robots, RobotsVerdict::Disallowed(_));
            Self {
                tried: all.tried || page || matches!(attempt.outcome, Outcome::Failed(_)),
                answered: all.answered || answered,
                forbidden: all.forbidden || forbidden,
            }
        })
    }

    fn reach(self, institution: &Institution, has_policy: bool, has_current: bool) -> Reach {
        let has_address = institution.homepage.is_some() || !institution.policy_urls.is_empty();
        match self {
            _ if has_current => Reach::Found,
            _ if has_policy => Reach::OnlySuperseded,
            Self { answered: true, .. } => Reach::NoPolicy,
            Self { forbidden: true, .. } => Reach::RobotsRefused,
            Self { tried: true, .. } => Reach::Unreachable,
            _ if has_address => Reach::NotAsked,
            _ => Reach::NoAddress,
        }
    }
}

/// What the overview is made of.
pub(super) struct Source<'a> {
    /// The crawl; ages are counted from its day.
    pub(super) crawl: &'a CrawlInfo,
    /// The registry of the crawl.
    pub(super) institutions: &'a [Institution],
    /// Every try.
    pub(super) attempts: &'a [Attempt],
    /// Distinct policies, in the order of their table.
    pub(super) policies: &'a [&'a Policy],
    /// What was decided about each of them.
    pub(super) choices: &'a [Choice],
}

/// Policies of one institution.
#[derive(Default)]
struct Held<'a> {
    counted: Option<&'a Policy>,
    any: Option<&'a Policy>,
    current: u32,
    former: u32,
    attached: u32,
}

/// Fills the table: institutions in the order of the registry, then bodies that are not registered, by their keys.
pub(super) fn fill(source: &Source<'_>, rows: &mut Rows) {
    let mut held: BTreeMap<&str, Held<'_>> = BTreeMap::new();
    for (policy, choice) in source.policies.iter().zip(source.choices) {
        let own = held.entry(&choice.institution).or_default();
        own.any = own.any.or(Some(policy));
        if choice.counted {
            own.counted = Some(policy);
        }
        match choice.role {
            PolicyRole::Former => own.former += 1,
            PolicyRole::Attachment => own.attached += 1,
            PolicyRole::Current | PolicyRole::OtherFacility => own.current += 1,
        }
    }
    let mut tries: BTreeMap<&str, Vec<&Attempt>> = BTreeMap::new();
    for attempt in source.attempts {
        tries.entry(&attempt.target.institution.0).or_default().push(attempt);
    }
    let parents = parents(source.institutions);
    for institution in source.institutions {
        let id = institution.id.0.as_str();
        let own = held.remove(id).unwrap_or_default();
        let tries = tries.get(id).map_or(&[][..], Vec::as_slice);
        row(source, Some((institution, tries, is_counted_once(institution, &parents))), id, &own, rows);
    }
    for (key, own) in held {
        row(source, None, key, &own, rows);
    }
}

/// Institutions that have cities, counties or districts below them.
fn parents(institutions: &[Institution]) -> BTreeSet<&str> {
    let below = institutions.iter().filter(|one| is_local_government(one.kind));
    below.filter_map(|one| one.parent_id.as_ref().map(|id| id.0.as_str())).collect()
}

fn is_local_government(kind: InstitutionKind) -> bool {
    use InstitutionKind as Kind;
    matches!(kind, Kind::Si | Kind::Gun | Kind::AutonomousGu | Kind::AdminSi)
}

/// Cities, counties and districts, 제주's two cities, and a province without any below it (세종): their residents add up
/// to the nation's, each once.
fn is_counted_once(institution: &Institution, parents: &BTreeSet<&str>) -> bool {
    is_local_government(institution.kind)
        || institution.kind == InstitutionKind::Sido && !parents.contains(institution.id.0.as_str())
}

type Registered<'a> = (&'a Institution, &'a [&'a Attempt], bool);

fn row(source: &Source<'_>, registered: Option<Registered<'_>>, key: &str, held: &Held<'_>, rows: &mut Rows) {
    let institution = registered.map(|(institution, ..)| institution);
    let owner = held.any.map(|policy| &policy.institution);
    let requests = registered.map(|(_, tries, _)| Requests::of(tries.iter().copied()));
    let asked = requests.filter(|requests| requests.tried);
    let reach = registered
        .zip(requests)
        .map(|((institution, ..), requests)| requests.reach(institution, held.any.is_some(), held.counted.is_some()));
    // Files that somebody names were not searched for.
    let searched = registered.filter(|_| !source.attempts.is_empty());
    let ending = searched.map(|(_, tries, _)| search_result::ending(tries.iter().copied()));
    let name = institution.map(|one| one.name.clone()).or_else(|| owner?.name.clone());
    let full_name = institution.map_or_else(|| name.clone(), |one| Some(one.full_name()));
    let kind = institution.map(|one| one.kind).or_else(|| owner?.kind);
    let sido = institution.map_or_else(|| owner?.sido, |one| one.sido);
    let population = institution.and_then(|one| one.population);
    let [about, cameras, lists] = values(held.counted, source.crawl.date, population);
    let head = [
        ("institution_key", text(key)),
        ("institution_id", maybe_text(institution.map(|one| &one.id.0))),
        ("name", maybe_text(name)),
        ("full_name", maybe_text(full_name)),
        ("kind", maybe_text(kind.map(InstitutionKind::name))),
        ("sido", maybe_text(sido.map(|sido| sido.name()))),
        ("counts_residents", Cell::Boolean(Some(registered.is_some_and(|(.., once)| once)))),
        ("population", maybe_integer(population)),
        ("reach", maybe_text(reach.map(Reach::name))),
        ("answered", Cell::Boolean(asked.map(|requests| requests.answered))),
        ("robots_forbids", Cell::Boolean(asked.map(|requests| requests.forbidden))),
        ("ending", maybe_text(ending.as_ref().map(|ending| ending.kind.name()))),
        ("ending_reason", maybe_text(ending.as_ref().and_then(|ending| ending.reason.as_ref()))),
        ("current_policies", integer(held.current)),
        ("former_policies", integer(held.former)),
        ("attached_policies", integer(held.attached)),
    ];
    // What the audit finds comes later: see `findings`.
    let findings = FINDINGS.map(|(column, _)| (column, Cell::Integer(None)));
    rows.extend(head.into_iter().chain(about).chain(cameras).chain(lists).chain(findings));
}

type Named = (&'static str, Cell);

/// What the policy that counts says: what it is, its cameras, and the rest.
fn values(policy: Option<&Policy>, crawled: Date, population: Option<u64>) -> [Vec<Named>; 3] {
    let state = |of: fn(&Policy) -> State| maybe_text(policy.map(|policy| of(policy).name()));
    let date = policy.and_then(|policy| policy.effective_date.as_ref()).map(|date| date.value);
    let total = policy.and_then(|policy| policy.camera_total.value().copied());
    let per_1000 = total.zip(population.filter(|residents| *residents > 0));
    let entries = |state: State, entries: usize| match state {
        State::Stated => Some(entries),
        State::None => Some(0),
        _ => None,
    };
    let about = vec![
        ("policy_id", maybe_text(policy.map(Policy::id))),
        ("document_sha256", maybe_text(policy.map(|policy| &policy.document.0))),
        ("source", maybe_text(policy.map(|policy| &policy.source))),
        ("facility", maybe_text(policy.and_then(|policy| Some(&policy.facility.as_ref()?.value)))),
        ("term", maybe_text(policy.and_then(|policy| Some(policy.term.as_ref()?.value.name())))),
        ("effective_date", maybe_text(date.map(|date| date.to_string()))),
        ("effective_on", day(date)),
        ("age_years", maybe_integer(date.and_then(|date| full_years(date, crawled)))),
    ];
    let cameras = vec![
        ("camera_total", maybe_integer(total)),
        ("camera_total_state", state(|policy| policy.camera_total.state())),
        ("camera_total_basis", maybe_text(policy.and_then(|policy| Some(policy.camera_total_basis?.name())))),
        (
            "cameras_per_1000",
            Cell::Ratio(per_1000.map(|(total, residents)| f64::from(total) * 1000.0 / residents as f64)),
        ),
        ("site_total", maybe_integer(policy.and_then(|policy| Some(policy.site_total.as_ref()?.value)))),
    ];
    let managers = policy.and_then(|policy| entries(policy.managers.state, policy.managers.entries.len()));
    let contractors = policy.and_then(|policy| entries(policy.contractors.state, policy.contractors.entries.len()));
    let lists = vec![
        ("retention_days", maybe_integer(policy.and_then(|policy| policy.retention_days.value().copied()))),
        ("retention_state", state(|policy| policy.retention_days.state())),
        ("managers", maybe_integer(managers)),
        ("managers_state", state(|policy| policy.managers.state)),
        ("contractors", maybe_integer(contractors)),
        ("contractors_state", state(|policy| policy.contractors.state)),
    ];
    [about, cameras, lists]
}

/// Full years between two days; a month counts from its first day. Nothing when the first comes later.
fn full_years(from: Date, until: Date) -> Option<u16> {
    let of_year = |date: Date| (date.month, date.day.unwrap_or(1));
    let passed = u16::from(of_year(from) <= of_year(until));
    (until.year + passed).checked_sub(from.year + 1)
}

/// Columns that count findings, with the severity of each.
const FINDINGS: [(&str, &str); 4] = [
    ("findings_needs_check", "needs_check"),
    ("findings_outdated", "outdated"),
    ("findings_advisory", "advisory"),
    ("findings_privacy_flag", "privacy_flag"),
];

/// Findings of each policy by severity, as the overview counts them: column, then counts by the id of the policy. What
/// nearly every policy has is not counted.
pub(super) fn findings(rows: &[FindingRow]) -> [(&'static str, BTreeMap<&str, i64>); 4] {
    FINDINGS.map(|(column, severity)| {
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.severity == severity && !row.routine) {
            *counts.entry(&row.policy_id).or_default() += 1;
        }
        (column, counts)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: u16, month: u8, day: Option<u8>) -> Date {
        Date { year, month, day }
    }

    #[test]
    fn years_are_full_ones() {
        let until = date(2026, 12, Some(1));
        for (from, years) in [
            (date(2025, 12, Some(1)), Some(1)),
            (date(2025, 12, Some(2)), Some(0)),
            (date(2025, 12, None), Some(1)),
            (date(2026, 12, Some(2)), None),
            (date(2027, 1, None), None),
            (date(2020, 2, Some(29)), Some(6)),
        ] {
            assert_eq!(full_years(from, until), years, "{from}");
        }
    }
}
