//! The queue of a crawl that was interrupted, rebuilt from what it had been offered and what it had tried.

use super::{Completion, Entry, Frontier, ROBOTS_RANK, counted};
use crate::model::attempt::{Attempt, Origin, Target};
use crate::model::institution::InstitutionId;
use crate::model::time::Timestamp;
use crate::model::url::canonical;
use std::collections::BTreeMap;

impl Frontier {
    /// Lets hosts rest that were asked a short while ago, by whatever crawl. One that was killed may have asked any
    /// host at its last moment and not have lived to write it down, so every host rests once more before it is asked:
    /// also when this crawl is resumed and nothing was written down at all.
    pub fn rest_after(&mut self, lately: &[Attempt], is_resumed: bool, now: Timestamp) {
        let longest = now.plus(self.limits.longest_wait_ms);
        if is_resumed || !lately.is_empty() {
            self.queues.open_at(now.plus(i64::from(self.limits.usual_delay_ms) + 1));
        }
        for attempt in lately.iter().filter(|attempt| attempt.outcome.was_sent()) {
            let lane = self.lane_of(&attempt.target.url);
            let again = self.is_retried(attempt);
            let asked = landed(attempt).plus(self.rest(attempt, again));
            // The delay may have been longer then, or be longer now.
            let once_more = now.plus(i64::from(attempt.delay_used_ms.max(self.limits.usual_delay_ms)) + 1);
            // A clock that was set back would let hosts rest for hours.
            self.queues.resume(&lane, asked.max(once_more).min(longest), self.is_slow(attempt));
        }
    }

    /// Replays offers and attempts in the order in which they happened.
    ///
    /// Gives the landings of robots.txt with the position of their attempt, so that the rules can be read again.
    pub fn resume(
        &mut self,
        offers: Vec<Target>,
        attempts: &[Attempt],
        settled: &[InstitutionId],
    ) -> Vec<(usize, Completion)> {
        for institution in settled {
            self.settle(institution);
        }
        let (landings, robots) = self.replay_robots(attempts);
        let last = self.replay_pages(attempts);
        for entry in robots.into_values() {
            self.enqueue_now(entry);
        }
        for mut target in offers {
            let key = (target.institution.clone(), canonical(&target.url));
            match last.get(&key) {
                Some(LastTry::Final) => {
                    self.admit(target, false);
                }
                Some(LastTry::Again(tries)) => {
                    target.tries = *tries;
                    self.admit(target, true);
                }
                None => {
                    self.admit(target, true);
                }
            }
        }
        landings
    }

    fn replay_robots(&mut self, attempts: &[Attempt]) -> (Vec<(usize, Completion)>, BTreeMap<String, Entry>) {
        let mut landings = Vec::new();
        let mut pending: BTreeMap<String, Entry> = BTreeMap::new();
        for (position, attempt) in attempts.iter().enumerate() {
            if attempt.target.origin != Origin::Robots {
                continue;
            }
            pending.remove(attempt.target.url.as_str());
            self.robots_replayed(&attempt.target);
            let entry = Entry { target: attempt.target.clone(), rank: ROBOTS_RANK, order: 0 };
            let (landing, follow_up) = self.robots_landed(entry, attempt, landed(attempt));
            if let Some(mut entry) = follow_up {
                self.offered += 1;
                entry.order = self.offered;
                pending.insert(entry.target.url.as_str().to_owned(), entry);
            }
            if matches!(landing, Completion::Robots { .. }) {
                landings.push((position, landing));
            }
        }
        (landings, pending)
    }

    fn replay_pages(&mut self, attempts: &[Attempt]) -> BTreeMap<(InstitutionId, String), LastTry> {
        let mut last = BTreeMap::new();
        for attempt in attempts {
            let target = &attempt.target;
            let again = self.is_retried(attempt);
            if self.asks_to_stay_away(attempt) {
                self.blocked.insert(self.lane_of(&target.url));
            }
            if !target.origin.is_page() {
                continue;
            }
            if attempt.outcome.was_sent() {
                let case = self.cases.entry(target.institution.clone()).or_default();
                case.spent += 1;
            }
            let key = (target.institution.clone(), canonical(&target.url));
            let state = if again { LastTry::Again(target.tries + counted(attempt)) } else { LastTry::Final };
            last.insert(key, state);
        }
        last
    }
}

/// What an earlier run left of an address.
enum LastTry {
    /// Nothing to do.
    Final,
    /// To be asked again, after so many tries.
    Again(u8),
}

/// When an attempt ended.
fn landed(attempt: &Attempt) -> Timestamp {
    attempt.at.plus(i64::from(attempt.took_ms))
}
