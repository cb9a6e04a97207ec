//! The loop of a crawl: it owns the queue, the ledger and what is known of robots.txt; requests own nothing.

use super::outage::OutageDetector;
use super::visit::{self, FetchContext, Visit};
use super::{Report, Settings, Shutdown};
use crate::archive::{Archive, NewRecord, ResumeState, Stored, decoded_body};
use crate::crawl::fetch::robots::{RobotsCache, RobotsRules};
use crate::crawl::fetch::{Clock, Fetcher};
use crate::crawl::frontier::{Frontier, Limits, Next};
use crate::model::attempt::{FetchError, Origin, Outcome, Refusal, RobotsVerdict, Target};
use crate::model::institution::InstitutionId;
use crate::model::time::Timestamp;
use crate::model::url::{HostKey, authority};
use crate::progress::{Counts, Progress, Wait};
use anyhow::Context;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Results written down together at most: one sync of the disk serves them all.
const BATCH: usize = 64;
/// Time that requests get to end once we were asked to stop.
const LANDING: Duration = Duration::from_secs(30);
/// Time between two looks at the clock when nothing happens.
const TICK: Duration = Duration::from_secs(1);

/// What to wait for next.
enum WaitFor {
    /// A request, or this instant.
    Until(Timestamp),
    /// A request.
    Landing,
    /// Nothing is left.
    Over,
}

/// Where links may lead.
#[derive(Debug, Default)]
pub(super) struct LinkScope {
    /// Hosts that the registry names, for whomever.
    pub(super) named: BTreeSet<String>,
    /// Sites that only other parts of a split crawl may ask.
    pub(super) foreign: BTreeSet<String>,
}

/// A crawl under way.
pub(super) struct Crawler<'a> {
    pub(super) settings: &'a Settings,
    pub(super) clock: Clock,
    pub(super) context: Arc<FetchContext>,
    pub(super) archive: Archive,
    pub(super) shutdown: watch::Receiver<Shutdown>,
    pub(super) frontier: Frontier,
    pub(super) robots: RobotsCache,
    /// Sites on which links of an institution are followed.
    pub(super) sites: BTreeMap<InstitutionId, BTreeSet<String>>,
    pub(super) link_scope: LinkScope,
    pub(super) policy_found: BTreeSet<InstitutionId>,
    /// Authorities that could not be spoken to at all, and why.
    pub(super) unreachable_authorities: BTreeMap<String, FetchError>,
    pub(super) flights: JoinSet<Visit>,
    pub(super) outage: OutageDetector,
    /// Failures of which it is not clear whether the hosts or our own network are to blame.
    pub(super) suspect_failures: Vec<Visit>,
    /// Whether anybody has answered in this run.
    pub(super) answered: bool,
    /// Whether somebody has answered while our own network seemed to be gone.
    pub(super) revived: bool,
    /// What was refused and not written down yet.
    pub(super) refused: Vec<(Target, Refusal)>,
    pub(super) batch: Vec<(NewRecord, Stored)>,
    pub(super) counts: Counts,
    pub(super) progress: Progress,
}

impl<'a> Crawler<'a> {
    pub(super) fn new(
        settings: &'a Settings,
        clock: Clock,
        fetcher: Fetcher,
        archive: Archive,
        link_scope: LinkScope,
        shutdown: watch::Receiver<Shutdown>,
    ) -> Self {
        let institutions = archive.crawl().institutions;
        let limits = Limits { usual_delay_ms: settings.delay_ms(), ..settings.frontier.clone() };
        Self {
            settings,
            clock,
            context: Arc::new(FetchContext::new(fetcher, archive.folder())),
            archive,
            shutdown,
            frontier: Frontier::new(limits),
            robots: RobotsCache::default(),
            sites: BTreeMap::new(),
            link_scope,
            policy_found: BTreeSet::new(),
            unreachable_authorities: BTreeMap::new(),
            flights: JoinSet::new(),
            outage: OutageDetector::new(settings.patience.clone()),
            suspect_failures: Vec::new(),
            answered: false,
            revived: false,
            refused: Vec::new(),
            batch: Vec::new(),
            counts: Counts { institutions, ..Counts::default() },
            progress: Progress::new(settings.verbosity, institutions),
        }
    }

    /// Says something to whoever watches.
    pub(super) fn note(&self, text: &str) {
        self.progress.note(text);
    }

    /// Takes up what an earlier run left.
    pub(super) fn resume(&mut self, past: ResumeState) -> anyhow::Result<()> {
        for offer in &past.offers {
            if matches!(offer.origin, Origin::Home | Origin::KnownPolicy | Origin::Earlier | Origin::Redirect { .. }) {
                self.belongs(offer);
            }
        }
        for attempt in &past.attempts {
            self.count(&attempt.outcome);
        }
        self.policy_found = past.settled.iter().cloned().collect();
        self.frontier.rest_after(&past.lately, past.is_resumed, self.clock.now());
        let landings = self.frontier.resume(past.offers, &past.attempts, &past.settled);
        for (position, landing) in landings {
            let outcome = &past.attempts[position].outcome;
            let access = RobotsRules::of(outcome, self.stored_body(outcome)?.as_deref());
            self.learn_robots(landing, &access, outcome);
        }
        if !past.attempts.is_empty() {
            let crawl = &self.archive.crawl().id;
            self.progress.note(&format!("going on with crawl {crawl}: {} tries are done", past.attempts.len()));
        }
        Ok(())
    }

    /// The body of a stored robots.txt, read back from the archive.
    pub(super) fn stored_body(&self, outcome: &Outcome) -> anyhow::Result<Option<Vec<u8>>> {
        let Outcome::Stored(snapshot) = outcome else {
            return Ok(None);
        };
        let response = self.archive.response(snapshot)?;
        Ok(decoded_body(&response.headers, &response.body).ok())
    }

    /// Asks until nothing is left, or somebody says stop.
    pub(super) async fn run(mut self) -> anyhow::Result<Report> {
        let finished = self.crawl().await?;
        if !finished {
            self.drain().await?;
        }
        let counts = self.counted();
        let crawl = if finished { self.archive.finish(self.clock.now())?.id } else { self.archive.crawl().id.clone() };
        self.progress.note(&summary(&crawl, finished, &counts));
        self.progress.end();
        Ok(Report { crawl: Some(crawl), finished, counts })
    }

    /// The loop; gives whether nothing is left to ask.
    async fn crawl(&mut self) -> anyhow::Result<bool> {
        loop {
            if *self.shutdown.borrow() != Shutdown::None {
                return Ok(false);
            }
            let next_wait = self.schedule()?;
            let doubted = !self.suspect_failures.is_empty();
            if !self.settle_doubts().await? {
                return Ok(false);
            }
            self.commit()?;
            if self.progress.is_due() {
                let (counts, wait) = (self.counted(), self.wait());
                self.progress.show(&counts, wait);
            }
            let wait = match next_wait {
                // What was doubted may have been put back into the queue meanwhile.
                WaitFor::Over if self.flights.is_empty() && !doubted => return Ok(true),
                _ if doubted && self.flights.is_empty() => continue,
                WaitFor::Over | WaitFor::Landing => TICK,
                WaitFor::Until(instant) => self.until(instant).min(TICK),
            };
            tokio::select! {
                Some(landed) = self.flights.join_next() => {
                    self.handle_result(landed.context("a flight broke down")?)?;
                    self.handle_ready()?;
                    self.commit()?;
                }
                () = tokio::time::sleep(wait) => {}
                Ok(()) = self.shutdown.changed() => {}
            }
        }
    }

    /// Decides whether hosts that cannot be reached are gone, or our own network is; gives whether to go on.
    async fn settle_doubts(&mut self) -> anyhow::Result<bool> {
        // Connections that were kept live on while no name is found: what is asked over them proves nothing.
        if std::mem::take(&mut self.revived)
            && self.outage.is_on()
            && self.context.fetcher.names_are_still_found().await != Some(false)
        {
            self.believe()?;
        }
        let Some(first) = self.suspect_failures.iter().map(|visit| visit.answer.at).min() else { return Ok(true) };
        let hosts: BTreeSet<HostKey> =
            self.suspect_failures.iter().map(|visit| HostKey::of(&visit.target.url)).collect();
        let suspected = self.outage.suspects(hosts.len());
        // Without a request in progress nobody is left who could tell more.
        let ripe = self.flights.is_empty() || self.outage.is_ripe(first, self.clock.now());
        if !ripe && hosts.len() < self.settings.patience.hosts {
            return Ok(true);
        }
        let names_only = self.suspect_failures.iter().all(Visit::is_nameless);
        let found = if names_only { self.context.fetcher.names_are_still_found().await } else { None };
        // Hosts that have no names answer as well.
        if found.unwrap_or(!suspected || (self.answered && !self.outage.is_on())) {
            self.believe()?;
            return Ok(true);
        }
        for visit in std::mem::take(&mut self.suspect_failures) {
            self.disbelieve(visit)?;
        }
        let what = if names_only { "no name is found any more" } else { "no host can be reached any more" };
        match self.outage.pause(self.clock.now()) {
            Some(wait) => {
                self.progress.note(&format!("{what}: network unreachable; retrying in {} s", wait.as_secs()));
                Ok(true)
            }
            None => {
                self.progress.note(&format!("{what}, and that for long: stopping"));
                Ok(false)
            }
        }
    }

    /// Sends out as many requests as may leave now.
    fn schedule(&mut self) -> anyhow::Result<WaitFor> {
        while self.flights.len() < self.outage.flights(self.settings.parallel.max(1)) {
            let now = self.clock.now();
            if let Some(instant) = self.outage.pausing(now) {
                return Ok(WaitFor::Until(instant));
            }
            if let Some(window) = self.settings.window
                && window.opens(now) > now
            {
                return Ok(WaitFor::Until(window.opens(now)));
            }
            let next = self.frontier.next(now);
            self.write_down_refused()?;
            match next {
                Next::Go(target) => self.spawn_fetch(target)?,
                Next::Wait(instant) => return Ok(WaitFor::Until(instant)),
                Next::Done => return Ok(WaitFor::Over),
            }
            if self.batch.len() >= BATCH {
                self.commit()?;
            }
        }
        Ok(WaitFor::Landing)
    }

    /// Sends a request, unless robots.txt forbids it.
    fn spawn_fetch(&mut self, target: Target) -> anyhow::Result<()> {
        let (robots, wanted) = if target.origin == Origin::Robots {
            (RobotsVerdict::NotAsked, None)
        } else {
            let access = self.robots.of(&authority(&target.url));
            (access.verdict(&target.url), access.delay_wanted_ms())
        };
        if robots.forbids() {
            let attempt = self.forbidden(target, robots, wanted);
            self.frontier.finish(&attempt, attempt.at);
            self.refuse(attempt)?;
            return self.write_down_refused();
        }
        // Whoever answered wrongly when asked for changes is asked for the whole.
        let earlier = match target.origin {
            Origin::Robots => None,
            _ if target.tries > 0 => None,
            _ => self.archive.earlier(&target)?,
        };
        let context = Arc::clone(&self.context);
        self.flights.spawn(visit::visit(context, target, robots, wanted, earlier));
        Ok(())
    }

    /// Takes in the requests that have landed meanwhile.
    fn handle_ready(&mut self) -> anyhow::Result<()> {
        while self.batch.len() < BATCH
            && let Some(landed) = self.flights.try_join_next()
        {
            self.handle_result(landed.context("a flight broke down")?)?;
        }
        Ok(())
    }

    pub(super) fn commit(&mut self) -> anyhow::Result<()> {
        if !self.batch.is_empty() {
            self.archive.commit(&self.batch)?;
            self.batch.clear();
        }
        Ok(())
    }

    pub(super) fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Stored(page) => {
                self.counts.stored += 1;
                self.counts.unchanged += u64::from(page.revisit.is_some());
            }
            Outcome::Refused(_) => self.counts.refused += 1,
            Outcome::Failed(_) => self.counts.failed += 1,
        }
    }

    pub(super) fn counted(&self) -> Counts {
        Counts {
            done: self.counts.institutions.saturating_sub(self.frontier.open_institutions()),
            policies: self.policy_found.len() as u64,
            in_flight: self.flights.len() as u64,
            ..self.counts.clone()
        }
    }

    /// What nothing can go on without, for whoever watches.
    fn wait(&self) -> Wait {
        let now = self.clock.now();
        let waiting = self.frontier.waiting(now);
        let closed = self.settings.window.map(|window| window.opens(now)).filter(|opens| *opens > now);
        Wait {
            hosts: waiting.hosts,
            slow: waiting.slow,
            // Hosts at their usual pace are asked in a moment: only they can be said to be waited for.
            idle: closed.is_some() || (waiting.idle && waiting.slow == waiting.hosts),
            next: closed.or(waiting.next).map(|next| self.until(next)),
            opens: closed.map(Timestamp::korean),
            last: waiting.last.map_or(Duration::ZERO, |last| self.until(last)),
        }
    }

    pub(super) fn until(&self, instant: Timestamp) -> Duration {
        let wait = instant.0.saturating_sub(self.clock.now().0);
        Duration::from_millis(u64::try_from(wait).unwrap_or(0))
    }

    /// Finishes the requests in progress, for a while, unless we were told to end at once.
    async fn drain(&mut self) -> anyhow::Result<()> {
        if !self.flights.is_empty() {
            let count = self.flights.len();
            self.progress.note(&format!("stopping: finishing {count} requests in progress; stop again to end at once"));
        }
        let deadline = tokio::time::Instant::now() + LANDING;
        while !self.flights.is_empty() && *self.shutdown.borrow() != Shutdown::Immediate {
            tokio::select! {
                Some(landed) = self.flights.join_next() => {
                    self.handle_result(landed.context("a flight broke down")?)?;
                    self.commit()?;
                }
                () = tokio::time::sleep_until(deadline) => break,
                changed = self.shutdown.changed() => {
                    if changed.is_err() {
                        break;
                    }
                }
            }
        }
        self.flights.abort_all();
        self.believe()?;
        self.commit()
    }
}

fn summary(crawl: &str, finished: bool, counts: &Counts) -> String {
    let how = if finished { "done" } else { "stopped" };
    let unchanged = match counts.unchanged {
        0 => String::new(),
        unchanged => format!(" ({unchanged} unchanged)"),
    };
    format!(
        "crawl {crawl} {how}: {} of {} institutions, {} with a policy, {} answers{unchanged}, {} refused, {} failed",
        counts.done, counts.institutions, counts.policies, counts.stored, counts.refused, counts.failed
    )
}
