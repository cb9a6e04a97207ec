//! What was asked of hosts, for their owners: sums over the tries of a crawl, told in plain words or as JSON.

pub mod json;
pub mod text;

use crate::model::attempt::{Attempt, Origin, Outcome, RobotsVerdict};
use crate::model::institution::InstitutionId;
use crate::model::search_result::SearchOutcome;
use std::collections::BTreeMap;

/// The crawl that is told of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its name.
    pub crawl: String,
    /// How it called itself.
    pub user_agent: String,
}

/// An institution for which a host was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// Its key.
    pub id: InstitutionId,
    /// Its name with the province; the key when the registry has lost it.
    pub name: String,
    /// Its province.
    pub sido: Option<&'static str>,
    /// How the search for its policy ended, over all hosts.
    pub ending: SearchOutcome,
}

/// What a crawl asked of one host.
#[derive(Debug, Clone)]
pub struct Story<'a> {
    /// The host, with its port where that is not the usual one.
    pub host: &'a str,
    /// For whom it was asked.
    pub askers: Vec<Asker>,
    /// The tries, in their order.
    pub attempts: Vec<&'a Attempt>,
}

/// Sums over tries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sums {
    /// Requests that were sent.
    pub requests: u64,
    /// Of these, requests for robots.txt.
    pub robots: u64,
    /// Answers that were kept.
    pub stored: u64,
    /// Requests that failed.
    pub failed: u64,
    /// Answers that were cut off since they were too large.
    pub cut: u64,
    /// Addresses that were not asked, by why.
    pub withheld: BTreeMap<&'static str, u64>,
    /// Bytes of the bodies that were kept.
    pub bytes: u64,
    /// Shortest pause between the end of an answer and the next request, in milliseconds, within one crawl.
    pub shortest_pause_ms: Option<i64>,
    /// Longest delay that robots.txt asked for, in milliseconds.
    pub delay_wanted_ms: Option<u32>,
    /// Shortest delay that was kept, in milliseconds.
    pub delay_used_ms: Option<u32>,
    /// Whether robots.txt asked for more than is given.
    pub clamped: bool,
}

impl Sums {
    /// Adds up tries, in the order in which they were made.
    pub fn of<'a>(attempts: impl IntoIterator<Item = &'a Attempt>) -> Self {
        let mut sums = Self::default();
        let mut sent: Vec<&Attempt> = Vec::new();
        for attempt in attempts {
            if !attempt.outcome.was_sent() {
                if let Outcome::Refused(refusal) = &attempt.outcome {
                    *sums.withheld.entry(refusal.name()).or_default() += 1;
                }
                continue;
            }
            sent.push(attempt);
            sums.requests += 1;
            sums.robots += u64::from(attempt.target.origin == Origin::Robots);
            match &attempt.outcome {
                Outcome::Stored(page) => {
                    sums.stored += 1;
                    sums.bytes += page.bytes;
                }
                Outcome::Failed(_) => sums.failed += 1,
                Outcome::Refused(_) => sums.cut += 1,
            }
            sums.delay_wanted_ms = sums.delay_wanted_ms.max(attempt.delay_wanted_ms);
            let used = attempt.delay_used_ms;
            sums.delay_used_ms = Some(sums.delay_used_ms.map_or(used, |before| before.min(used)));
            sums.clamped |= attempt.delay_wanted_ms.is_some_and(|wanted| wanted > used);
        }
        sent.sort_by_key(|attempt| attempt.at);
        sums.shortest_pause_ms = sent.windows(2).map(|pair| pause_ms(pair[0], pair[1])).min();
        sums
    }

    /// Addresses that were not asked.
    pub fn withheld_in_all(&self) -> u64 {
        self.withheld.values().sum()
    }
}

/// Milliseconds from the end of an answer to the next request.
fn pause_ms(before: &Attempt, after: &Attempt) -> i64 {
    after.at.0.saturating_sub(before.at.0).saturating_sub(i64::from(before.took_ms))
}

/// Tries by host, as people write it: with its port where that is not the usual one.
pub fn by_host(attempts: &[Attempt]) -> BTreeMap<String, Vec<&Attempt>> {
    let mut hosts: BTreeMap<String, Vec<&Attempt>> = BTreeMap::new();
    for attempt in attempts {
        hosts.entry(host(attempt)).or_default().push(attempt);
    }
    hosts
}

/// The host of a try, with its port where that is not the usual one.
pub fn host(attempt: &Attempt) -> String {
    let url = &attempt.target.url;
    let name = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{name}:{port}"),
        None => name.to_owned(),
    }
}

/// SHA-256 of the robots.txt that judged a try.
fn robots_file(attempt: &Attempt) -> Option<&str> {
    match &attempt.robots {
        RobotsVerdict::Allowed(file) | RobotsVerdict::Disallowed(file) => Some(&file.0),
        RobotsVerdict::NoRules | RobotsVerdict::Unreachable | RobotsVerdict::NotAsked => None,
    }
}
