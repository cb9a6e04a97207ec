//! The loop of a crawl: it owns the queue, the ledger and what is known of robots.txt; flights own nothing.

use super::outage::Brake;
use super::visit::{self, Flown, Gear};
use super::{Halt, Report, Settings};
use crate::archive::{Archive, Landing, Past, Stored, decoded_body};
use crate::crawl::fetch::robots::{Access, Book};
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

/// Flights written down together at most: one sync of the disk serves them all.
const BATCH: usize = 64;
/// Time that flights get to land once we were asked to stop.
const LANDING: Duration = Duration::from_secs(30);
/// Time between two looks at the clock when nothing happens.
const TICK: Duration = Duration::from_secs(1);

/// What to wait for next.
enum Outlook {
    /// A flight, or this instant.
    Until(Timestamp),
    /// A flight.
    Landing,
    /// Nothing is left.
    Over,
}

/// Where links may lead.
#[derive(Debug, Default)]
pub(super) struct Borders {
    /// Hosts that the registry names, for whomever.
    pub(super) named: BTreeSet<String>,
    /// Sites that only other parts of a split crawl may ask.
    pub(super) foreign: BTreeSet<String>,
}

/// A crawl under way.
pub(super) struct Tower<'a> {
    pub(super) settings: &'a Settings,
    pub(super) clock: Clock,
    pub(super) gear: Arc<Gear>,
    pub(super) archive: Archive,
    pub(super) halt: watch::Receiver<Halt>,
    pub(super) frontier: Frontier,
    pub(super) book: Book,
    /// Sites on which links of an institution are followed.
    pub(super) sites: BTreeMap<InstitutionId, BTreeSet<String>>,
    pub(super) borders: Borders,
    pub(super) settled: BTreeSet<InstitutionId>,
    /// Authorities that could not be spoken to at all, and why.
    pub(super) silent: BTreeMap<String, FetchError>,
    pub(super) flights: JoinSet<Flown>,
    pub(super) brake: Brake,
    /// Failures of which it is not clear whether the hosts or our own network are to blame.
    pub(super) doubted: Vec<Flown>,
    /// Whether anybody has answered in this run.
    pub(super) answered: bool,
    /// Whether somebody has answered while our own network seemed to be gone.
    pub(super) revived: bool,
    /// What was refused and not written down yet.
    pub(super) refused: Vec<(Target, Refusal)>,
    pub(super) batch: Vec<(Landing, Stored)>,
    pub(super) counts: Counts,
    pub(super) progress: Progress,
}

impl<'a> Tower<'a> {
    pub(super) fn new(
        settings: &'a Settings,
        clock: Clock,
        fetcher: Fetcher,
        archive: Archive,
        borders: Borders,
        halt: watch::Receiver<Halt>,
    ) -> Self {
        let institutions = archive.crawl().institutions;
        let limits = Limits { usual_delay_ms: settings.delay_ms(), ..settings.frontier.clone() };
        Self {
            settings,
            clock,
            gear: Arc::new(Gear::new(fetcher, archive.folder())),
            archive,
            halt,
            frontier: Frontier::new(limits),
            book: Book::default(),
            sites: BTreeMap::new(),
            borders,
            settled: BTreeSet::new(),
            silent: BTreeMap::new(),
            flights: JoinSet::new(),
            brake: Brake::new(settings.patience.clone()),
            doubted: Vec::new(),
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
    pub(super) fn resume(&mut self, past: Past) -> anyhow::Result<()> {
        for offer in &past.offers {
            if matches!(offer.origin, Origin::Home | Origin::KnownPolicy | Origin::Earlier | Origin::Redirect { .. }) {
                self.belongs(offer);
            }
        }
        for attempt in &past.attempts {
            self.count(&attempt.outcome);
        }
        self.settled = past.settled.iter().cloned().collect();
        self.frontier.rest_after(&past.lately, past.is_resumed, self.clock.now());
        let landings = self.frontier.resume(past.offers, &past.attempts, &past.settled);
        for (position, landing) in landings {
            let outcome = &past.attempts[position].outcome;
            let access = Access::of(outcome, self.stored_body(outcome)?.as_deref());
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
        let finished = self.fly().await?;
        if !finished {
            self.land_rest().await?;
        }
        let counts = self.counted();
        let crawl = if finished { self.archive.finish(self.clock.now())?.id } else { self.archive.crawl().id.clone() };
        self.progress.note(&summary(&crawl, finished, &counts));
        self.progress.end();
        Ok(Report { crawl: Some(crawl), finished, counts })
    }

    /// The loop; gives whether nothing is left to ask.
    async fn fly(&mut self) -> anyhow::Result<bool> {
        loop {
            if *self.halt.borrow() != Halt::No {
                return Ok(false);
            }
            let outlook = self.launch()?;
            let doubted = !self.doubted.is_empty();
            if !self.settle_doubts().await? {
                return Ok(false);
            }
            self.commit()?;
            if self.progress.is_due() {
                let (counts, wait) = (self.counted(), self.wait());
                self.progress.show(&counts, wait);
            }
            let wait = match outlook {
                // What was doubted may have been put back into the queue meanwhile.
                Outlook::Over if self.flights.is_empty() && !doubted => return Ok(true),
                _ if doubted && self.flights.is_empty() => continue,
                Outlook::Over | Outlook::Landing => TICK,
                Outlook::Until(instant) => self.until(instant).min(TICK),
            };
            tokio::select! {
                Some(landed) = self.flights.join_next() => {
                    self.land(landed.context("a flight broke down")?)?;
                    self.land_more()?;
                    self.commit()?;
                }
                () = tokio::time::sleep(wait) => {}
                Ok(()) = self.halt.changed() => {}
            }
        }
    }

    /// Decides whether hosts that cannot be reached are gone, or our own network is; gives whether to go on.
    async fn settle_doubts(&mut self) -> anyhow::Result<bool> {
        // Connections that were kept live on while no name is found: what is asked over them proves nothing.
        if std::mem::take(&mut self.revived)
            && self.brake.is_on()
            && self.gear.fetcher.names_are_still_found().await != Some(false)
        {
            self.believe()?;
        }
        let Some(first) = self.doubted.iter().map(|flown| flown.answer.at).min() else { return Ok(true) };
        let hosts: BTreeSet<HostKey> = self.doubted.iter().map(|flown| HostKey::of(&flown.target.url)).collect();
        let suspected = self.brake.suspects(hosts.len());
        // Without a flight in progress nobody is left who could tell more.
        let ripe = self.flights.is_empty() || self.brake.is_ripe(first, self.clock.now());
        if !ripe && hosts.len() < self.settings.patience.hosts {
            return Ok(true);
        }
        let names_only = self.doubted.iter().all(Flown::is_nameless);
        let found = if names_only { self.gear.fetcher.names_are_still_found().await } else { None };
        // Hosts that have no names answer as well.
        if found.unwrap_or(!suspected || (self.answered && !self.brake.is_on())) {
            self.believe()?;
            return Ok(true);
        }
        for flown in std::mem::take(&mut self.doubted) {
            self.disbelieve(flown)?;
        }
        let what = if names_only { "no name is found any more" } else { "no host can be reached any more" };
        match self.brake.pull(self.clock.now()) {
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

    /// Sends out as many flights as may leave now.
    fn launch(&mut self) -> anyhow::Result<Outlook> {
        while self.flights.len() < self.brake.flights(self.settings.parallel.max(1)) {
            let now = self.clock.now();
            if let Some(instant) = self.brake.pausing(now) {
                return Ok(Outlook::Until(instant));
            }
            if let Some(window) = self.settings.window
                && window.opens(now) > now
            {
                return Ok(Outlook::Until(window.opens(now)));
            }
            let next = self.frontier.next(now);
            self.write_down_refused()?;
            match next {
                Next::Go(target) => self.dispatch(target)?,
                Next::Wait(instant) => return Ok(Outlook::Until(instant)),
                Next::Done => return Ok(Outlook::Over),
            }
            if self.batch.len() >= BATCH {
                self.commit()?;
            }
        }
        Ok(Outlook::Landing)
    }

    /// Sends a request, unless robots.txt forbids it.
    fn dispatch(&mut self, target: Target) -> anyhow::Result<()> {
        let (robots, wanted) = if target.origin == Origin::Robots {
            (RobotsVerdict::NotAsked, None)
        } else {
            let access = self.book.of(&authority(&target.url));
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
        let gear = Arc::clone(&self.gear);
        self.flights.spawn(visit::fly(gear, target, robots, wanted, earlier));
        Ok(())
    }

    /// Takes in the flights that have landed meanwhile.
    fn land_more(&mut self) -> anyhow::Result<()> {
        while self.batch.len() < BATCH
            && let Some(landed) = self.flights.try_join_next()
        {
            self.land(landed.context("a flight broke down")?)?;
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
            policies: self.settled.len() as u64,
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
    async fn land_rest(&mut self) -> anyhow::Result<()> {
        if !self.flights.is_empty() {
            let count = self.flights.len();
            self.progress.note(&format!("stopping: finishing {count} requests in progress; stop again to end at once"));
        }
        let deadline = tokio::time::Instant::now() + LANDING;
        while !self.flights.is_empty() && *self.halt.borrow() != Halt::Abort {
            tokio::select! {
                Some(landed) = self.flights.join_next() => {
                    self.land(landed.context("a flight broke down")?)?;
                    self.commit()?;
                }
                () = tokio::time::sleep_until(deadline) => break,
                changed = self.halt.changed() => {
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
