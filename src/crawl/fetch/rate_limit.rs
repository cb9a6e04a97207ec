//! Whose turn it is, and not before when: the floor under every host's interval, whatever the frontier believes.

use crate::model::time::Timestamp;
use crate::model::url::HostKey;
use governor::{DefaultKeyedRateLimiter, Quota};
use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use tokio::sync::OwnedMutexGuard;

/// Shortest delay that a public host is given, in milliseconds, whatever the flags say.
pub const PUBLIC_FLOOR_MS: u32 = 1000;
/// Longest delay that a robots.txt can ask for, in milliseconds; what it wanted stands in the attempt.
pub const LONGEST_DELAY_MS: u32 = 60_000;

/// A host that needs long to answer is given as many times as long to rest.
const LATENCY_FACTOR: u32 = 2;
/// Longest rest for the sake of a slow answer, in milliseconds.
const LONGEST_ADAPTED_MS: u32 = 30_000;

/// The delay to keep after an answer that took `took` milliseconds: the largest of ours, what robots.txt asks and
/// what the host's slowness asks, within bounds.
pub fn delay_ms(ours: u32, wanted: Option<u32>, took: u32, loopback: bool) -> u32 {
    let floor = if loopback { 0 } else { PUBLIC_FLOOR_MS };
    let adapted = took.saturating_mul(LATENCY_FACTOR).min(LONGEST_ADAPTED_MS);
    ours.max(floor).max(wanted.unwrap_or(0).min(LONGEST_DELAY_MS)).max(adapted)
}

/// One request a second and no burst: [`PUBLIC_FLOOR_MS`] as a quota.
fn public_quota() -> Quota {
    Quota::per_second(NonZeroU32::MIN)
}

/// Wall-clock time that never runs backwards within a run.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    wall: Timestamp,
    start: Instant,
}

impl Clock {
    /// A clock set by the system's.
    pub fn start() -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self { wall: Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)), start: Instant::now() }
    }

    /// This instant.
    pub fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.start.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.wall.plus(passed)
    }
}

/// One request and one request a second for every address.
#[derive(Debug)]
pub struct RateLimiter {
    turns: Mutex<HashMap<HostKey, Arc<tokio::sync::Mutex<()>>>>,
    floor: DefaultKeyedRateLimiter<HostKey>,
}

/// The right to ask an address; it ends when this is dropped.
pub type HostPermit = OwnedMutexGuard<()>;

impl Default for RateLimiter {
    fn default() -> Self {
        Self { turns: Mutex::default(), floor: governor::RateLimiter::hashmap(public_quota()) }
    }
}

impl RateLimiter {
    /// Waits until the address is free and, unless it is loopback, a second has passed since its last turn.
    pub async fn turn(&self, address: &HostKey, loopback: bool) -> HostPermit {
        let lane = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(turns.entry(address.clone()).or_default())
        };
        let turn = lane.lock_owned().await;
        if !loopback {
            self.floor.until_key_ready(address).await;
        }
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_are_bounded_on_both_sides() {
        // Ours, what robots.txt wants, how long the answer took, loopback, what is kept.
        let cases = [
            (2000, None, 0, false, 2000),
            (2000, Some(500), 0, false, 2000),
            (2000, Some(10_000), 0, false, 10_000),
            (2000, Some(3_600_000), 0, false, 60_000),
            (0, None, 0, false, 1000),
            (100, Some(0), 0, false, 1000),
            (90_000, Some(1), 0, false, 90_000),
            (50, None, 0, true, 50),
            (0, None, 0, true, 0),
            (0, Some(300), 0, true, 300),
            (2000, None, 900, false, 2000),
            (2000, None, 3000, false, 6000),
            (2000, Some(10_000), 3000, false, 10_000),
            (2000, None, 90_000, false, 30_000),
            (0, None, u32::MAX, true, 30_000),
        ];
        for (ours, wanted, took, loopback, kept) in cases {
            assert_eq!(delay_ms(ours, wanted, took, loopback), kept, "{ours} {wanted:?} {took}");
        }
    }

    #[test]
    fn the_floor_is_a_second_an_address() {
        let clock = governor::clock::FakeRelativeClock::default();
        let floor = governor::RateLimiter::hashmap_with_clock(public_quota(), clock.clone());
        assert!(floor.check_key(&"a").is_ok());
        assert!(floor.check_key(&"a").is_err());
        assert!(floor.check_key(&"b").is_ok());
        clock.advance(std::time::Duration::from_millis(999));
        assert!(floor.check_key(&"a").is_err());
        clock.advance(std::time::Duration::from_millis(1));
        assert!(floor.check_key(&"a").is_ok());
    }
}
