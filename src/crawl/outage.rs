//! What a crawl does when the network that is gone is its own: it waits, longer each time, and holds nothing against the
//! hosts that it could not reach meanwhile.
//!
//! Failures of which nobody can have heard are doubted for a while. Then names that were known before are looked up
//! again: if they are found, the hosts are gone, and if not, the network is. Where no name was ever known, as many
//! different hosts must have failed as cannot be chance. An answer proves little: connections that were kept live on
//! while no name is found.

use crate::model::time::Timestamp;
use std::time::Duration;

/// How soon a crawl suspects its own network, and how long it waits for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutagePolicy {
    /// Hosts that must fail at the same time, where nothing else tells.
    pub hosts: usize,
    /// How long a failure is doubted before it is looked into.
    pub doubt: Duration,
    /// The first wait; each further one is twice as long.
    pub first: Duration,
    /// The longest wait.
    pub longest: Duration,
    /// Waits in a row after which a crawl stops, to be gone on with later.
    pub waits: u32,
}

impl Default for OutagePolicy {
    fn default() -> Self {
        Self {
            hosts: 8,
            doubt: Duration::from_secs(3),
            first: Duration::from_secs(10),
            longest: Duration::from_secs(600),
            waits: 12,
        }
    }
}

/// The state of the waiting.
#[derive(Debug)]
pub(super) struct OutageDetector {
    patience: OutagePolicy,
    waits: u32,
    until: Timestamp,
    /// When the network was seen again.
    back: Timestamp,
}

impl OutageDetector {
    pub(super) fn new(patience: OutagePolicy) -> Self {
        Self { patience, waits: 0, until: Timestamp(i64::MIN), back: Timestamp(i64::MIN) }
    }

    /// Whether so many hosts cannot have failed at the same time by chance; one more is enough while the network is gone.
    pub(super) fn suspects(&self, hosts: usize) -> bool {
        hosts >= self.patience.hosts || self.is_on()
    }

    /// Whether failures have been doubted for long enough, the first of them since an instant.
    pub(super) fn is_ripe(&self, since: Timestamp, now: Timestamp) -> bool {
        u128::try_from(now.0.saturating_sub(since.0)).is_ok_and(|passed| passed >= self.patience.doubt.as_millis())
    }

    /// Whether the network was gone when it was last looked at.
    pub(super) fn is_on(&self) -> bool {
        self.waits > 0
    }

    /// Until when nothing is asked, while that lasts.
    pub(super) fn pausing(&self, now: Timestamp) -> Option<Timestamp> {
        (now < self.until).then_some(self.until)
    }

    /// Waits, for a time that is given back; nothing when it has waited often enough.
    pub(super) fn pause(&mut self, now: Timestamp) -> Option<Duration> {
        if self.waits >= self.patience.waits {
            return None;
        }
        let wait = self.patience.first.saturating_mul(1 << self.waits.min(20)).min(self.patience.longest);
        self.waits += 1;
        self.until = now.plus(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX));
        Some(wait)
    }

    /// The network is there; gives whether that was waited for.
    pub(super) fn resume(&mut self, now: Timestamp) -> bool {
        if self.is_on() {
            self.back = now;
        }
        self.until = Timestamp(i64::MIN);
        std::mem::take(&mut self.waits) > 0
    }

    /// Whether a request that was cut off, sent at an instant, says nothing of its host: the network is known to be gone,
    /// or to have been gone at the time.
    pub(super) fn excuses(&self, sent: Timestamp, now: Timestamp) -> bool {
        self.pausing(now).is_some() || sent <= self.back
    }

    /// How many requests may be in progress: few to try whether the network is back.
    pub(super) fn flights(&self, usual: usize) -> usize {
        if self.is_on() { usual.min(self.patience.hosts) } else { usual }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Timestamp;

    #[test]
    fn waits_grow_and_end() {
        let second = Duration::from_secs(1);
        let patience = OutagePolicy { hosts: 3, doubt: second, first: second, longest: second * 3, waits: 4 };
        let mut outage = OutageDetector::new(patience);
        let mut now = Timestamp(0);
        assert!(!outage.suspects(2) && outage.suspects(3), "chance, and no chance");
        assert!(!outage.is_ripe(now, now.plus(999)) && outage.is_ripe(now, now.plus(1000)));
        assert_eq!(outage.flights(64), 64);
        let mut waits = Vec::new();
        while let Some(wait) = outage.pause(now) {
            assert!(outage.pausing(now).is_some());
            now = now.plus(i64::try_from(wait.as_millis()).unwrap());
            assert_eq!(outage.pausing(now), None);
            waits.push(wait.as_secs());
        }
        assert_eq!(waits, [1, 2, 3, 3]);
        assert_eq!(outage.flights(64), 3);
        assert!(outage.suspects(1), "what was sent to try has failed");
        assert!(!outage.excuses(now, now) && outage.resume(now) && !outage.resume(now));
        assert!(outage.excuses(now, now.plus(9)) && !outage.excuses(now.plus(1), now.plus(9)));
        assert_eq!(outage.pause(now), Some(second), "the next time begins anew");
    }
}
