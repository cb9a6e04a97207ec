//! What the result of a visit means: the outcome for the ledger, the rules for the host, and the addresses that follow.

use super::crawler::Crawler;
use crate::archive::{Earlier, NewRecord};
use crate::crawl::discover::{Lead, LeadKind};
use crate::crawl::fetch::classify::{Failure, Reachability};
use crate::crawl::fetch::robots::RobotsRules;
use crate::crawl::fetch::{FetchResult, rate_limit};
use crate::crawl::frontier::{self, Offer};
use crate::crawl::visit::{self, Visit};
use crate::model::attempt::{
    Attempt, FetchError, Origin, Outcome, PageKind, Refusal, RobotsVerdict, Snapshot, Target, Validators,
};
use crate::model::http::{Exchange, header};
use crate::model::time::Timestamp;
use crate::model::url::{HostKey, authority, is_loopback, other_host, other_scheme, site};
use url::Url;

impl Crawler<'_> {
    /// Learns what a request brought, or waits to see whether our own network is gone.
    pub(super) fn handle_result(&mut self, visit: Visit) -> anyhow::Result<()> {
        let sign = match &visit.answer.result {
            Ok(_) => Reachability::Life,
            Err(failure) => failure.sign(),
        };
        match sign {
            Reachability::Life => {
                self.answered = true;
                if !self.outage.is_on() {
                    // Who reaches one host has a way to all, if not to their names.
                    for unreached in
                        self.suspect_failures.extract_if(.., |doubted| !doubted.is_nameless()).collect::<Vec<_>>()
                    {
                        self.apply_result(unreached)?;
                    }
                } else if self.outage.pausing(visit.answer.at).is_none() {
                    self.revived = true;
                }
                self.apply_result(visit)
            }
            Reachability::CutOff if self.outage.excuses(visit.answer.at, self.clock.now()) => self.disbelieve(visit),
            Reachability::CutOff => {
                self.suspect_failures.push(visit);
                Ok(())
            }
            Reachability::Neither => self.apply_result(visit),
        }
    }

    /// There is a network. If there always was one, failures are what they say; those from before it came back say
    /// nothing.
    pub(super) fn believe(&mut self) -> anyhow::Result<()> {
        let is_back = self.outage.resume(self.clock.now());
        if is_back {
            self.progress.note("the network is back");
        }
        for visit in std::mem::take(&mut self.suspect_failures) {
            if is_back { self.disbelieve(visit) } else { self.apply_result(visit) }?;
        }
        Ok(())
    }

    /// Writes down that nothing was learnt of a host, and asks it again.
    pub(super) fn disbelieve(&mut self, mut visit: Visit) -> anyhow::Result<()> {
        visit.answer.result = Err(Failure::Failed(FetchError::Offline));
        self.apply_result(visit)
    }

    fn apply_result(&mut self, visit: Visit) -> anyhow::Result<()> {
        let Visit { target, robots, delay_wanted_ms, mut answer, reading, earlier } = visit;
        if let Some(link) = answer.link.take() {
            let (target, answer) = *link;
            self.keep_link(target, answer)?;
        }
        let host = HostKey::of(&target.url);
        let (outcome, exchange) = match (answer.result, &reading) {
            (Ok(exchange), Some(reading)) => {
                let snapshot = snapshot(&target.url, &exchange, reading, earlier.as_ref());
                (Outcome::Stored(snapshot), Some(exchange))
            }
            (Ok(exchange), None) => (Outcome::Failed(FetchError::Protocol), Some(exchange)),
            (Err(Failure::Refused(refusal)), _) => (Outcome::Refused(refusal), answer.rejected),
            (Err(Failure::Failed(error) | Failure::CutOff(error)), _) => (Outcome::Failed(error), answer.rejected),
        };
        let access = (target.origin == Origin::Robots).then(|| {
            let body = reading.as_ref().and_then(|reading| reading.robots.as_deref());
            RobotsRules::of(&outcome, body)
        });
        let mut attempt = self.attempt(target, answer.at, outcome);
        attempt.took_ms = answer.took_ms;
        attempt.legacy = answer.legacy;
        attempt.robots = robots;
        attempt.delay_wanted_ms = match &access {
            Some(access) => access.delay_wanted_ms(),
            None => delay_wanted_ms,
        };
        attempt.delay_used_ms = self.delay(&attempt.target.url, attempt.delay_wanted_ms, attempt.took_ms);
        attempt.page = reading.as_ref().and_then(|reading| reading.page);
        if attempt.outcome.was_sent() {
            self.progress.answered(&host.0, attempt.took_ms);
        }
        let landing = self.frontier.finish(&attempt, self.clock.now());
        if let Some(address) = answer.address {
            self.frontier.merge_by_address(&host, address);
        }
        let mut offers = Vec::new();
        let mut judged = Vec::new();
        if let Some(access) = access {
            judged = self.learn_robots(landing, &access, &attempt.outcome);
        } else if landing == frontier::Completion::Final {
            let leads = reading.as_ref().map_or(&[][..], |reading| &reading.leads);
            offers = self.follow(&attempt, leads);
        }
        let institution = &attempt.target.institution;
        if attempt.page == Some(PageKind::Policy) {
            self.frontier.settle(institution);
            self.policy_found.insert(institution.clone());
        }
        self.frontier.release(institution);
        self.keep(NewRecord { attempt, exchange, earlier, offers })?;
        for authority in judged {
            self.withdraw(&authority)?;
        }
        self.write_down_refused()
    }

    /// Refuses at once what the rules of an authority forbid of what is in line.
    fn withdraw(&mut self, authority: &str) -> anyhow::Result<()> {
        let Ok(url) = Url::parse(authority) else { return Ok(()) };
        let access = self.robots.of(authority);
        for target in self.frontier.withdraw(&url, |url| access.verdict(url).forbids()) {
            let (robots, wanted) = (access.verdict(&target.url), access.delay_wanted_ms());
            let attempt = self.forbidden(target, robots, wanted);
            self.refuse(attempt)?;
        }
        Ok(())
    }

    /// A try that was not made, by word of robots.txt.
    pub(super) fn forbidden(&self, target: Target, robots: RobotsVerdict, wanted: Option<u32>) -> Attempt {
        let mut attempt = self.attempt(target, self.clock.now(), Outcome::Refused(Refusal::Robots));
        attempt.robots = robots;
        attempt.delay_wanted_ms = wanted;
        attempt
    }

    /// Writes down a try that was not made; a home page may be tried at another address.
    pub(super) fn refuse(&mut self, attempt: Attempt) -> anyhow::Result<()> {
        let mut offers = Vec::new();
        if let Some(other) = self.other_home(&attempt.target) {
            self.offer(other, &mut offers);
        }
        self.frontier.release(&attempt.target.institution);
        self.keep(NewRecord { attempt, exchange: None, earlier: None, offers })
    }

    /// Keeps a certificate that was asked for, or what came instead, like every other answer.
    fn keep_link(&mut self, target: Target, answer: FetchResult) -> anyhow::Result<()> {
        let (outcome, exchange) = match answer.result {
            Ok(exchange) => {
                let document = visit::fingerprint(&exchange.body);
                let reading = visit::Reading { document, leads: Vec::new(), page: None, robots: None };
                (Outcome::Stored(snapshot(&target.url, &exchange, &reading, None)), Some(exchange))
            }
            Err(Failure::Refused(refusal)) => (Outcome::Refused(refusal), answer.rejected),
            Err(Failure::Failed(error) | Failure::CutOff(error)) => (Outcome::Failed(error), answer.rejected),
        };
        let mut attempt = self.attempt(target, answer.at, outcome);
        attempt.took_ms = answer.took_ms;
        attempt.legacy = answer.legacy;
        self.keep(NewRecord { attempt, exchange, earlier: None, offers: Vec::new() })
    }

    /// Offers what an answer leads to; gives what will be asked.
    fn follow(&mut self, attempt: &Attempt, leads: &[Lead]) -> Vec<Target> {
        let target = &attempt.target;
        let mut next: Vec<Target> = Vec::new();
        if let Outcome::Stored(Snapshot { location: Some(location), .. }) = &attempt.outcome {
            next.push(Target {
                institution: target.institution.clone(),
                url: location.clone(),
                origin: Origin::Redirect { from: target.url.clone() },
                depth: target.depth,
                tries: 0,
            });
        }
        let sites = self.sites.get(&target.institution);
        let near = |lead: &&Lead| match lead.kind {
            LeadKind::Hop => true,
            _ if sites.is_some_and(|sites| sites.contains(&site(&lead.url))) => true,
            // Bodies publish each other's policies; whoever is in the registry is a public body.
            LeadKind::Policy => lead.url.host_str().is_some_and(|host| self.link_scope.named.contains(host)),
            _ => false,
        };
        next.extend(leads.iter().filter(near).map(|lead| visit::target(lead, target)));
        let home = matches!(target.origin, Origin::Home | Origin::Redirect { .. });
        let read = matches!(&attempt.outcome, Outcome::Stored(page) if matches!(page.status, 200 | 304));
        if home && read && next.iter().all(is_weak) {
            next.extend(self.site_maps(target));
        }
        let mut offers = Vec::new();
        for next in next {
            self.offer(next, &mut offers);
        }
        offers
    }

    /// Site maps that robots.txt names, else the usual one: for home pages that lead nowhere.
    fn site_maps(&self, from: &Target) -> Vec<Target> {
        let access = self.robots.of(&authority(&from.url));
        let mut urls: Vec<Url> =
            access.sitemaps().iter().filter(|url| site(url) == site(&from.url)).take(2).cloned().collect();
        if urls.is_empty() {
            urls.extend(from.url.join("/sitemap.xml"));
        }
        urls.into_iter()
            .map(|url| Target {
                institution: from.institution.clone(),
                url,
                origin: Origin::Sitemap { from: from.url.clone() },
                depth: from.depth.saturating_add(1),
                tries: 0,
            })
            .collect()
    }

    /// Offers an address; a refusal will be written down as a try that was not made.
    pub(super) fn offer(&mut self, target: Target, queued: &mut Vec<Target>) {
        let is_web = matches!(target.url.scheme(), "http" | "https");
        if is_web && self.context.fetcher.forbids(&target.url) {
            self.refused.push((target, Refusal::PrivateAddress));
        } else if self.link_scope.foreign.contains(&site(&target.url)) {
            self.refused.push((target, Refusal::OtherShard));
        } else {
            match self.frontier.offer(target.clone()) {
                Offer::Queued => {
                    if matches!(target.origin, Origin::Redirect { .. } | Origin::Home) {
                        self.belongs(&target);
                    }
                    queued.push(target);
                }
                Offer::Refused(refusal) => self.refused.push((target, refusal)),
                Offer::Known | Offer::TooDeep => {}
            }
        }
    }

    /// Writes down what was refused, after what it came from.
    pub(super) fn write_down_refused(&mut self) -> anyhow::Result<()> {
        let mut refused = std::mem::take(&mut self.refused);
        refused.append(&mut self.frontier.take_refused());
        for (target, refusal) in refused {
            let attempt = self.attempt(target, self.clock.now(), Outcome::Refused(refusal));
            self.keep(NewRecord { attempt, exchange: None, earlier: None, offers: Vec::new() })?;
        }
        Ok(())
    }

    /// Links of an institution are followed on the site of this target from now on.
    pub(super) fn belongs(&mut self, target: &Target) {
        let sites = self.sites.entry(target.institution.clone()).or_default();
        sites.insert(site(&target.url));
    }

    /// Notes what holds for authorities whose robots.txt had its last word, and gives them.
    pub(super) fn learn_robots(
        &mut self,
        landing: frontier::Completion,
        access: &RobotsRules,
        outcome: &Outcome,
    ) -> Vec<String> {
        let frontier::Completion::Robots { authorities, like } = landing else { return Vec::new() };
        let access = match like {
            Some(other) => self.robots.of(&other),
            None => access.clone(),
        };
        for authority in &authorities {
            self.robots.note(authority, access.clone());
            match outcome {
                Outcome::Failed(error) => self.unreachable_authorities.insert(authority.clone(), *error),
                _ => self.unreachable_authorities.remove(authority),
            };
        }
        authorities
    }

    /// Another address of a home page whose host could not be spoken to: the registry may be out of date.
    pub(super) fn other_home(&self, target: &Target) -> Option<Target> {
        if target.origin != Origin::Home {
            return None;
        }
        let url = match self.unreachable_authorities.get(&authority(&target.url))? {
            FetchError::Dns => other_host(&target.url),
            FetchError::Connect | FetchError::Tls(_) | FetchError::Timeout => other_scheme(&target.url),
            FetchError::Throttled { .. } | FetchError::Protocol | FetchError::Offline => None,
        }?;
        Some(Target { url, tries: 0, ..target.clone() })
    }

    /// A try that has not been sent, with the delay that its host is given.
    pub(super) fn attempt(&self, target: Target, at: Timestamp, outcome: Outcome) -> Attempt {
        let delay_used_ms = self.delay(&target.url, None, 0);
        Attempt {
            target,
            at,
            took_ms: 0,
            robots: RobotsVerdict::NotAsked,
            delay_wanted_ms: None,
            delay_used_ms,
            outcome,
            page: None,
            legacy: None,
            rejected: None,
        }
    }

    fn delay(&self, url: &Url, wanted: Option<u32>, took: u32) -> u32 {
        rate_limit::delay_ms(self.settings.delay_ms(), wanted, took, is_loopback(url))
    }

    /// Puts a try into the batch that is written down next.
    pub(super) fn keep(&mut self, mut landing: NewRecord) -> anyhow::Result<()> {
        let stored = self.archive.store(&mut landing)?;
        self.count(&landing.attempt.outcome);
        landing.exchange = None;
        self.batch.push((landing, stored));
        Ok(())
    }
}

/// Whether an address only might lead to the policy.
fn is_weak(target: &Target) -> bool {
    match &target.origin {
        Origin::Link { score, .. } => *score < frontier::Limits::default().settled_floor,
        Origin::Sitemap { .. } => true,
        _ => false,
    }
}

/// What is known of an answer before it has a place in the archive.
fn snapshot(url: &Url, exchange: &Exchange, reading: &visit::Reading, earlier: Option<&Earlier>) -> Snapshot {
    let redirects = matches!(exchange.status, 301 | 302 | 303 | 307 | 308);
    let text = |name| header(&exchange.headers, name).map(str::to_owned);
    let location =
        header(&exchange.headers, "location").filter(|_| redirects).and_then(|location| url.join(location.trim()).ok());
    // An answer that says only that nothing has changed leaves out what it said before.
    let before = earlier.filter(|_| exchange.status == 304).map(|earlier| &earlier.snapshot);
    let validators = before.map(|before| before.validators.clone()).unwrap_or_default();
    Snapshot {
        document: reading.document.clone(),
        status: exchange.status,
        content_type: text("content-type").or_else(|| before.and_then(|before| before.content_type.clone())),
        location,
        bytes: exchange.body.len() as u64,
        validators: Validators {
            etag: text("etag").or(validators.etag),
            last_modified: text("last-modified").or(validators.last_modified),
        },
        warc: String::new(),
        offset: 0,
        length: 0,
        revisit: None,
    }
}
