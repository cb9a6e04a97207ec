//! What to ask next, and when: a queue with manners. It does no I/O and reads no clock, so that every rule of
//! politeness can be tested with invented instants.
//!
//! Targets of one host stand in one host queue. A host queue has one request at a time and rests after it for as long as the
//! attempt says. Before the first page of an authority comes its robots.txt; the pages wait for it. A transient
//! failure puts the target back with a later instant: retry is re-offering, and there is no second place that retries.

mod host_queues;
mod resume;
mod robots_gate;
#[cfg(test)]
mod tests;

use crate::model::attempt::{Attempt, FetchError, Origin, Outcome, Refusal, Target, TlsFault};
use crate::model::institution::InstitutionId;
use crate::model::time::Timestamp;
use crate::model::url::{HostKey, authority, canonical, cleaned};
pub use host_queues::Waiting;
use host_queues::{HostQueues, NextHost};
use robots_gate::RobotsGate;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use url::Url;

/// The bounds of a crawl.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Requests for one institution, retries and redirects included, robots.txt not counted.
    pub pages: u32,
    /// Steps from the seed.
    pub depth: u8,
    /// Redirects in a row.
    pub redirects: u8,
    /// Redirects in a row of a robots.txt (RFC 9309 section 2.3.1.2 asks for at least five).
    pub robots_redirects: u8,
    /// Tries of one address in all.
    pub tries: u8,
    /// Wait before the second try, as a multiple of the host's delay; it doubles for each further one.
    pub backoff: i64,
    /// Longest such wait, in milliseconds.
    pub longest_backoff_ms: i64,
    /// Longest wait that a server can ask for with Retry-After, in milliseconds; who asks for more is left alone.
    pub longest_wait_ms: i64,
    /// Age at which a robots.txt is asked again, in milliseconds (RFC 9309 section 2.4: a day at most).
    pub robots_age_ms: i64,
    /// Links of a lower score are dropped once an institution's policy is found.
    pub settled_floor: i32,
    /// Hosts that stand half done at a time.
    pub hosts: usize,
    /// The delay that hosts are given when nothing speaks for a longer one, in milliseconds.
    pub usual_delay_ms: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pages: 12,
            depth: 4,
            redirects: 5,
            robots_redirects: 5,
            tries: 3,
            backoff: 5,
            longest_backoff_ms: 120_000,
            longest_wait_ms: 3_600_000,
            robots_age_ms: 86_400_000,
            settled_floor: HOME_RANK,
            hosts: 2048,
            usual_delay_ms: 2000,
        }
    }
}

/// Rank of robots.txt: nothing of an authority comes before it.
const ROBOTS_RANK: i32 = i32::MAX;
/// Rank of a policy page that the registry names.
const KNOWN_RANK: i32 = 1000;
/// Highest rank of a link.
const LINK_CEILING: i32 = 900;
/// Rank of a home page: behind promising links, so that an institution begun is finished first.
const HOME_RANK: i32 = 50;
/// Rank of an address from a site map.
const SITEMAP_RANK: i32 = 10;

/// What to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one at a time, and taken apart at once")]
pub enum Next {
    /// Ask this now.
    Go(Target),
    /// Nothing may be asked before this instant, unless a request lands.
    Wait(Timestamp),
    /// Nothing is left to ask; a request that lands may bring more.
    Done,
}

/// What became of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// It will be asked.
    Queued,
    /// It was offered before for this institution.
    Known,
    /// It is more steps from the seed than we go.
    TooDeep,
    /// It breaks a limit that belongs in the ledger.
    Refused(Refusal),
}

/// What an attempt meant to the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Completion {
    /// The address is asked again later, or a redirected robots.txt is still under way.
    Pending,
    /// The last word on this address.
    Final,
    /// The last word on the robots.txt of these authorities.
    Robots {
        /// Authorities whose pages may now be judged.
        authorities: Vec<String>,
        /// An authority whose known rules hold for them too, instead of the attempt's own answer.
        like: Option<String>,
    },
}

/// An address in the queue.
#[derive(Debug, Clone)]
struct Entry {
    target: Target,
    rank: i32,
    order: u64,
}

/// What is known of an address offered before.
#[derive(Debug, Clone)]
struct Seen {
    rank: i32,
    hops: u8,
    /// The address that redirects here.
    from: Option<String>,
}

/// An institution's share of the crawl.
#[derive(Debug, Default)]
struct InstitutionBudget {
    spent: u32,
    open: u32,
    settled: bool,
    seen: HashMap<String, Seen>,
    hosts: BTreeSet<HostKey>,
}

/// The queue of a crawl.
#[derive(Debug)]
pub struct Frontier {
    limits: Limits,
    queues: HostQueues,
    gate: RobotsGate,
    cases: BTreeMap<InstitutionId, InstitutionBudget>,
    flights: BTreeMap<HostKey, Entry>,
    aliases: BTreeMap<HostKey, HostKey>,
    /// Host queues of hosts that asked to be left alone for longer than a crawl lasts.
    blocked: BTreeSet<HostKey>,
    refused: Vec<(Target, Refusal)>,
    offered: u64,
    open_cases: u64,
}

impl Frontier {
    /// An empty queue.
    pub fn new(limits: Limits) -> Self {
        Self {
            queues: HostQueues::new(limits.hosts),
            limits,
            gate: RobotsGate::default(),
            cases: BTreeMap::new(),
            flights: BTreeMap::new(),
            aliases: BTreeMap::new(),
            blocked: BTreeSet::new(),
            refused: Vec::new(),
            offered: 0,
            open_cases: 0,
        }
    }

    /// Takes in an address, unless it is known or breaks a limit.
    pub fn offer(&mut self, target: Target) -> Offer {
        self.admit(target, true)
    }

    /// Judges an offer; a queued one is put in line only when `wanted`.
    fn admit(&mut self, mut target: Target, wanted: bool) -> Offer {
        if !matches!(target.url.scheme(), "http" | "https") || target.url.host().is_none() {
            return Offer::Refused(Refusal::Scheme);
        }
        if target.depth > self.limits.depth {
            return Offer::TooDeep;
        }
        let key = canonical(&target.url);
        let case = self.cases.entry(target.institution.clone()).or_default();
        if case.seen.contains_key(&key) {
            return if leads_back(&target.origin, &key, &case.seen) {
                Offer::Refused(Refusal::RedirectLoop)
            } else {
                Offer::Known
            };
        }
        let seen = Seen::of(&target.origin, &case.seen);
        if seen.hops > self.limits.redirects {
            return Offer::Refused(Refusal::TooManyRedirects);
        }
        let rank = seen.rank;
        case.seen.insert(key, seen);
        if wanted {
            case.open += 1;
            if case.open == 1 {
                self.open_cases += 1;
            }
            target.url = cleaned(&target.url);
            self.offered += 1;
            self.enqueue(Entry { target, rank, order: self.offered });
        }
        Offer::Queued
    }

    /// The next address whose host is free and rested.
    pub fn next(&mut self, now: Timestamp) -> Next {
        loop {
            let lane = match self.queues.pick(now) {
                NextHost::Ready(lane) => lane,
                NextHost::Later(instant) => return Next::Wait(instant),
                NextHost::Empty => return Next::Done,
            };
            if let Some(entry) = self.take(&lane, now) {
                let target = entry.target.clone();
                self.queues.start(&lane);
                self.flights.insert(lane, entry);
                return Next::Go(target);
            }
        }
    }

    /// Takes the best address of a host queue that is still wanted.
    fn take(&mut self, lane: &HostKey, now: Timestamp) -> Option<Entry> {
        while let Some(entry) = self.queues.pop(lane) {
            if entry.target.origin == Origin::Robots {
                return Some(entry);
            }
            let Some(entry) = self.wanted(entry) else { continue };
            let case = self.cases.entry(entry.target.institution.clone()).or_default();
            if self.gate.is_open(&authority(&entry.target.url), now) {
                case.spent += 1;
                return Some(entry);
            } else {
                self.gate.forget(&authority(&entry.target.url));
                self.enqueue(entry);
            }
        }
        None
    }

    /// Drops a page that a settled institution does not need, or that its budget does not allow.
    fn wanted(&mut self, entry: Entry) -> Option<Entry> {
        let case = self.cases.entry(entry.target.institution.clone()).or_default();
        let needless = case.settled && entry.rank < self.limits.settled_floor;
        if !needless && case.spent < self.limits.pages {
            return Some(entry);
        }
        self.close(&entry.target.institution);
        if !needless {
            self.refused.push((entry.target, Refusal::BudgetSpent));
        }
        None
    }

    /// Takes what an institution no longer needs out of the host queues, which would keep a crawl waiting for nothing.
    fn prune(&mut self, institution: &InstitutionId) {
        let Some(case) = self.cases.get(institution) else { return };
        let (settled, spent) = (case.settled, case.spent >= self.limits.pages);
        if !settled && !spent {
            return;
        }
        let floor = self.limits.settled_floor;
        let unwanted = |entry: &Entry| {
            entry.target.origin != Origin::Robots
                && entry.target.institution == *institution
                && (spent || entry.rank < floor)
        };
        let lanes: BTreeSet<HostKey> = case.hosts.iter().map(|host| self.lane(host)).collect();
        for lane in lanes {
            for entry in self.queues.remove(&lane, unwanted) {
                let kept = self.wanted(entry);
                debug_assert!(kept.is_none(), "what is taken out is not wanted");
            }
        }
    }

    /// Learns what came of a request: the host rests, and a transient failure is put back.
    pub fn finish(&mut self, attempt: &Attempt, now: Timestamp) -> Completion {
        let lane = self.lane_of(&attempt.target.url);
        let Some(entry) = self.flights.remove(&lane) else {
            debug_assert!(false, "no flight to {lane}");
            return Completion::Final;
        };
        let again = self.is_retried(attempt);
        let rest = self.rest(attempt, again);
        let long = rest > i64::from(self.limits.usual_delay_ms) + 1;
        self.queues.complete(&lane, now.plus(rest), self.is_slow(attempt), long);
        if self.asks_to_stay_away(attempt) {
            self.block_host(&lane);
        }
        let landing = if attempt.target.origin == Origin::Robots {
            let (landing, follow_up) = self.robots_landed(entry, attempt, now);
            if let Some(entry) = follow_up {
                self.enqueue_now(entry);
            }
            landing
        } else {
            self.page_landed(entry, attempt, again)
        };
        self.queues.refresh(&lane);
        landing
    }

    fn page_landed(&mut self, mut entry: Entry, attempt: &Attempt, again: bool) -> Completion {
        let institution = &attempt.target.institution;
        if !attempt.outcome.was_sent()
            && let Some(case) = self.cases.get_mut(institution)
        {
            case.spent = case.spent.saturating_sub(1);
        }
        if again {
            entry.target.tries += counted(attempt);
            self.enqueue(entry);
            return Completion::Pending;
        }
        self.close(institution);
        self.prune(institution);
        Completion::Final
    }

    /// Marks an institution's policy as found: what only promised to lead to it is no longer asked.
    pub fn settle(&mut self, institution: &InstitutionId) {
        let case = self.cases.entry(institution.clone()).or_default();
        if !case.settled {
            case.settled = true;
            self.prune(institution);
        }
    }

    /// Forgets an institution for which nothing is left to ask. To be called when what a request led to was offered.
    pub fn release(&mut self, institution: &InstitutionId) {
        if self.cases.get(institution).is_some_and(|case| case.open == 0) {
            self.cases.remove(institution);
        }
    }

    /// Takes out of line what the rules of an authority forbid, so that nobody waits to be told so. To be written down as
    /// refused, in this order.
    pub fn withdraw(&mut self, authority: &Url, forbidden: impl Fn(&Url) -> bool) -> Vec<Target> {
        let lane = self.lane_of(authority);
        let entries = self.queues.remove(&lane, |Entry { target, .. }| {
            target.origin != Origin::Robots && target.url.origin() == authority.origin() && forbidden(&target.url)
        });
        let wanted: Vec<Target> =
            entries.into_iter().filter_map(|entry| self.wanted(entry)).map(|entry| entry.target).collect();
        for target in &wanted {
            self.close(&target.institution);
        }
        wanted
    }

    /// Leaves a host alone: what is in line for it is refused, and so is what comes later.
    fn block_host(&mut self, lane: &HostKey) {
        self.blocked.insert(lane.clone());
        for entry in self.queues.remove(lane, |_| true) {
            self.reject(entry);
        }
    }

    fn reject(&mut self, entry: Entry) {
        if entry.target.origin == Origin::Robots {
            // Its pages wait for it, and must not wait for ever.
            for waiting in self.gate.give_up(&entry.target.url) {
                self.reject(waiting);
            }
        } else {
            self.close(&entry.target.institution);
            self.refused.push((entry.target, Refusal::AskedToWait));
        }
    }

    /// Learns that a host stands behind an address which others may share: they rest together from now on.
    pub fn merge_by_address(&mut self, host: &HostKey, address: HostKey) {
        if *host == address || self.aliases.get(host) == Some(&address) {
            return;
        }
        let current = self.aliases.get(host).unwrap_or(host).clone();
        if self.flights.contains_key(&current) || self.aliases.contains_key(host) {
            // A host queue in progress keeps its name until it lands; a host that moves keeps its first address.
            return;
        }
        self.queues.merge(&current, &address, self.flights.contains_key(&address));
        self.aliases.insert(host.clone(), address);
    }

    /// Takes what was refused after it had been queued, for the ledger.
    pub fn take_refused(&mut self) -> Vec<(Target, Refusal)> {
        std::mem::take(&mut self.refused)
    }

    /// Institutions that still have something to ask or in progress.
    pub fn open_institutions(&self) -> u64 {
        self.open_cases
    }

    /// What the queue waits for at an instant; it takes as long as there are hosts begun.
    pub fn waiting(&self, now: Timestamp) -> Waiting {
        self.queues.waiting(now, i64::from(self.limits.usual_delay_ms))
    }

    /// Whether an institution has something to ask or in progress.
    pub fn is_open(&self, institution: &InstitutionId) -> bool {
        self.cases.get(institution).is_some_and(|case| case.open > 0)
    }

    /// Puts a page in its host queue, or before the gate when its authority's robots.txt is not known.
    fn enqueue(&mut self, entry: Entry) {
        let authority = authority(&entry.target.url);
        match self.gate.admit(&authority, entry) {
            robots_gate::Admission::Open(entry) => self.enqueue_now(entry),
            robots_gate::Admission::Wait => {}
            robots_gate::Admission::Ask(target) => {
                let entry = self.robots_entry(target);
                self.enqueue_now(entry);
            }
        }
    }

    /// Puts an entry in its host queue, when it is wanted there.
    fn enqueue_now(&mut self, entry: Entry) {
        let host = HostKey::of(&entry.target.url);
        let lane = self.lane(&host);
        if self.blocked.contains(&lane) {
            self.reject(entry);
            return;
        }
        let entry = if entry.target.origin == Origin::Robots { Some(entry) } else { self.wanted(entry) };
        let Some(entry) = entry else { return };
        if let Some(case) = self.cases.get_mut(&entry.target.institution) {
            case.hosts.insert(host);
        }
        self.queues.enqueue(&lane, entry);
        if !self.flights.contains_key(&lane) {
            self.queues.refresh(&lane);
        }
    }

    fn close(&mut self, institution: &InstitutionId) {
        if let Some(case) = self.cases.get_mut(institution)
            && case.open > 0
        {
            case.open -= 1;
            if case.open == 0 {
                self.open_cases -= 1;
            }
        }
    }

    fn lane_of(&self, url: &Url) -> HostKey {
        self.lane(&HostKey::of(url))
    }

    fn lane(&self, host: &HostKey) -> HostKey {
        self.aliases.get(host).unwrap_or(host).clone()
    }

    fn is_retried(&self, attempt: &Attempt) -> bool {
        attempt.outcome == Outcome::Failed(FetchError::Offline)
            || is_transient(&attempt.outcome)
                && attempt.target.tries.saturating_add(1) < self.limits.tries
                && !self.asks_to_stay_away(attempt)
    }

    /// Whether a server asks to be left alone for longer than we wait.
    fn asks_to_stay_away(&self, attempt: &Attempt) -> bool {
        matches!(attempt.outcome, Outcome::Failed(FetchError::Throttled { retry_after_ms: Some(asked) })
            if i64::from(asked) > self.limits.longest_wait_ms)
    }

    /// Whether a host wants longer rests than most.
    fn is_slow(&self, attempt: &Attempt) -> bool {
        attempt.delay_used_ms > self.limits.usual_delay_ms
    }

    /// How long a host rests after an attempt, in milliseconds.
    fn rest(&self, attempt: &Attempt, again: bool) -> i64 {
        if !attempt.outcome.was_sent() {
            return 0;
        }
        // One more, since instants are cut to milliseconds and the rest must not come out short.
        let kept = i64::from(attempt.delay_used_ms) + 1;
        let asked = match attempt.outcome {
            Outcome::Failed(FetchError::Throttled { retry_after_ms }) => i64::from(retry_after_ms.unwrap_or(0)),
            _ => 0,
        };
        let backoff = if again { self.backoff(attempt) } else { 0 };
        kept.max(asked + 1).max(backoff)
    }

    /// The wait before another try: it doubles, with a jitter that depends on the address alone. What the slowness of
    /// the answer added to the delay is left out: the host has had that rest already.
    fn backoff(&self, attempt: &Attempt) -> i64 {
        let asked = self.limits.usual_delay_ms.max(attempt.delay_wanted_ms.unwrap_or(0));
        let first = i64::from(attempt.delay_used_ms.min(asked)).saturating_mul(self.limits.backoff);
        let doubled = first.saturating_mul(1 << attempt.target.tries.min(8));
        let jitter = fingerprint(attempt.target.url.as_str()) % 1_000;
        let spread = first / 4 * i64::try_from(jitter).unwrap_or(0) / 1_000;
        doubled.saturating_add(spread).min(self.limits.longest_backoff_ms)
    }
}

impl Seen {
    fn of(origin: &Origin, seen: &HashMap<String, Self>) -> Self {
        let rank = match origin {
            Origin::Robots => ROBOTS_RANK,
            Origin::KnownPolicy | Origin::Earlier => KNOWN_RANK,
            Origin::Home => HOME_RANK,
            // A certificate is asked within the request that lacks it, and never stands in line.
            Origin::Sitemap { .. } | Origin::Certificate { .. } => SITEMAP_RANK,
            Origin::Link { score, .. } => (*score).min(LINK_CEILING),
            Origin::Redirect { from } => {
                let from = canonical(from);
                let before = seen.get(&from);
                return Self {
                    rank: before.map_or(HOME_RANK, |before| before.rank),
                    hops: before.map_or(0, |before| before.hops) + 1,
                    from: Some(from),
                };
            }
        };
        Self { rank, hops: 0, from: None }
    }
}

/// Whether a redirect leads to an address that has led to it.
fn leads_back(origin: &Origin, key: &str, seen: &HashMap<String, Seen>) -> bool {
    let Origin::Redirect { from } = origin else { return false };
    let mut at = Some(canonical(from));
    // Chains are as long as redirects are followed, whatever is written in a ledger.
    for _ in 0..=u8::MAX {
        match at {
            Some(address) if address == key => return true,
            Some(address) => at = seen.get(&address).and_then(|seen| seen.from.clone()),
            None => return false,
        }
    }
    false
}

/// What a try counts towards the tries of its address: nothing when our own network was gone.
fn counted(attempt: &Attempt) -> u8 {
    u8::from(attempt.outcome != Outcome::Failed(FetchError::Offline))
}

/// Whether another try may end better.
pub fn is_transient(outcome: &Outcome) -> bool {
    match outcome {
        // What a server did not send along is asked for before the next try; and a connection may break off by chance.
        Outcome::Failed(FetchError::Tls(TlsFault::MissingIntermediate | TlsFault::Handshake)) => true,
        // A certificate does not become valid within minutes.
        Outcome::Failed(FetchError::Tls(_)) | Outcome::Refused(_) => false,
        Outcome::Failed(_) => true,
        Outcome::Stored(snapshot) => matches!(snapshot.status, 408 | 500 | 502 | 504 | 520..=524),
    }
}

/// FNV-1a: the same number for the same text on every machine.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
