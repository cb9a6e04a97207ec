//! The gate before every authority: its robots.txt comes first, and its pages wait for it (RFC 9309 section 2.3).

use super::{Completion, Entry, Frontier, ROBOTS_RANK, counted};
use crate::model::attempt::{Attempt, Origin, Outcome, Target};
use crate::model::time::Timestamp;
use crate::model::url::{authority, cleaned, robots_url};
use std::collections::BTreeMap;
use url::Url;

/// What is known of an authority's robots.txt; its rules are somebody else's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Asked or to be asked.
    Asking,
    /// Answered; valid until the instant.
    Known(Timestamp),
}

/// Robots.txt of all authorities.
#[derive(Debug, Default)]
pub(super) struct RobotsGate {
    states: BTreeMap<String, State>,
    waiting: BTreeMap<String, Vec<Entry>>,
    /// For whom an address of a robots.txt is asked: redirects cross authorities.
    serving: BTreeMap<String, Vec<String>>,
}

/// What to do with a page that comes to the gate.
pub(super) enum Admission {
    /// It may be put in line.
    Open(Entry),
    /// It waits.
    Wait,
    /// It waits, and this has to be asked.
    Ask(Target),
}

impl RobotsGate {
    /// Whether the rules are known and not too old.
    pub(super) fn is_open(&self, authority: &str, now: Timestamp) -> bool {
        matches!(self.states.get(authority), Some(State::Known(until)) if now < *until)
    }

    /// Drops rules that are too old.
    pub(super) fn forget(&mut self, authority: &str) {
        if let Some(State::Known(_)) = self.states.get(authority) {
            self.states.remove(authority);
        }
    }

    /// Lets a page through or keeps it.
    pub(super) fn admit(&mut self, authority: &str, entry: Entry) -> Admission {
        match self.states.get(authority) {
            Some(State::Known(_)) => return Admission::Open(entry),
            Some(State::Asking) => {
                self.wait(authority, entry);
                return Admission::Wait;
            }
            None => {}
        }
        let target = Target {
            institution: entry.target.institution.clone(),
            url: robots_url(&entry.target.url),
            origin: Origin::Robots,
            depth: 0,
            tries: 0,
        };
        self.wait(authority, entry);
        self.ask(&target.url);
        Admission::Ask(target)
    }

    /// Gives back the pages that wait for a robots.txt which will not be asked.
    pub(super) fn give_up(&mut self, robots: &Url) -> Vec<Entry> {
        let authorities = self.serving.remove(robots.as_str()).unwrap_or_default();
        let mut pages = Vec::new();
        for authority in authorities {
            self.states.remove(&authority);
            pages.append(&mut self.waiting.remove(&authority).unwrap_or_default());
        }
        pages
    }

    fn wait(&mut self, authority: &str, entry: Entry) {
        self.waiting.entry(authority.to_owned()).or_default().push(entry);
    }

    /// Notes that an authority's own robots.txt is asked.
    fn ask(&mut self, url: &Url) {
        let authority = authority(url);
        self.states.insert(authority.clone(), State::Asking);
        self.serving.entry(url.as_str().to_owned()).or_default().push(authority);
    }
}

impl Frontier {
    /// A robots.txt in the queue.
    pub(super) fn robots_entry(&mut self, target: Target) -> Entry {
        self.offered += 1;
        Entry { target, rank: ROBOTS_RANK, order: self.offered }
    }

    /// Learns of a robots.txt; gives what has to be asked next for the same purpose.
    pub(super) fn robots_landed(
        &mut self,
        mut entry: Entry,
        attempt: &Attempt,
        now: Timestamp,
    ) -> (Completion, Option<Entry>) {
        if self.is_retried(attempt) {
            entry.target.tries += counted(attempt);
            return (Completion::Pending, Some(entry));
        }
        let url = attempt.target.url.as_str();
        let authorities = self.gate.serving.remove(url).unwrap_or_default();
        if let Some(location) = self.robots_hop(attempt) {
            return self.robots_moved(attempt, &location, authorities, now);
        }
        self.open_gates(&authorities, now);
        (Completion::Robots { authorities, like: None }, None)
    }

    /// Where a robots.txt redirects to, when it is to be followed.
    fn robots_hop(&self, attempt: &Attempt) -> Option<Url> {
        let Outcome::Stored(snapshot) = &attempt.outcome else {
            return None;
        };
        let location = snapshot.location.as_ref()?;
        let followed = attempt.target.depth < self.limits.robots_redirects
            && matches!(location.scheme(), "http" | "https")
            && location.host().is_some();
        followed.then(|| cleaned(location))
    }

    /// Follows a redirected robots.txt, or waits with others for the one it leads to.
    fn robots_moved(
        &mut self,
        attempt: &Attempt,
        location: &Url,
        mut authorities: Vec<String>,
        now: Timestamp,
    ) -> (Completion, Option<Entry>) {
        if let Some(asked) = self.gate.serving.get_mut(location.as_str()) {
            asked.append(&mut authorities);
            return (Completion::Pending, None);
        }
        let host = authority(location);
        if *location == robots_url(location) {
            if self.gate.is_open(&host, now) {
                self.open_gates(&authorities, now);
                let like = Some(host);
                return (Completion::Robots { authorities, like }, None);
            }
            if !self.gate.states.contains_key(&host) {
                self.gate.ask(location);
            }
        }
        self.gate.serving.entry(location.as_str().to_owned()).or_default().append(&mut authorities);
        let target =
            Target { url: location.clone(), depth: attempt.target.depth + 1, tries: 0, ..attempt.target.clone() };
        let entry = self.robots_entry(target);
        (Completion::Pending, Some(entry))
    }

    /// Lets the pages of authorities in line.
    fn open_gates(&mut self, authorities: &[String], now: Timestamp) {
        let until = now.plus(self.limits.robots_age_ms);
        for authority in authorities {
            self.gate.states.insert(authority.clone(), State::Known(until));
            for entry in self.gate.waiting.remove(authority).unwrap_or_default() {
                self.enqueue_now(entry);
            }
        }
    }

    /// Notes that an attempt of an earlier run asked an authority's own robots.txt.
    pub(super) fn robots_replayed(&mut self, target: &Target) {
        if target.depth == 0 && !self.gate.serving.contains_key(target.url.as_str()) {
            self.gate.ask(&target.url);
        }
    }
}
