//! Host queues by the instant at which they are rested: the queue's index.

use super::Entry;
use crate::model::time::Timestamp;
use crate::model::url::HostKey;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Addresses of one host: best rank first, then first come.
#[derive(Debug)]
struct HostQueue {
    /// Boxed: a node of the tree has room for eleven, and most host queues hold one.
    queue: BTreeMap<(Reverse<i32>, u64), Box<Entry>>,
    ready_at: Timestamp,
    started: bool,
    slow: bool,
    /// Whether it rests longer than hosts usually do: it asks for that, or is tried again after a failure.
    long: bool,
    in_flight: bool,
    active: bool,
    place: Option<QueueState>,
}

/// Where a host queue stands in the index.
#[derive(Debug, Clone, Copy)]
enum QueueState {
    Slow(Timestamp),
    Started(Timestamp),
    Fresh(u64),
}

/// What a queue waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// Hosts that have something to ask and must rest first.
    pub hosts: u64,
    /// Of these, hosts that rest longer than usual.
    pub slow: u64,
    /// When the first of them has rested.
    pub next: Option<Timestamp>,
    /// The earliest instant at which the last address in line can be asked.
    pub last: Option<Timestamp>,
    /// Whether nothing may be asked now.
    pub idle: bool,
}

/// The host queue to serve.
pub(super) enum NextHost {
    Ready(HostKey),
    Later(Timestamp),
    Empty,
}

/// All host queues, and those that have something to ask in the order in which they may.
#[derive(Debug)]
pub(super) struct HostQueues {
    queues: BTreeMap<HostKey, HostQueue>,
    slow: BTreeSet<(Timestamp, HostKey)>,
    started: BTreeSet<(Timestamp, HostKey)>,
    fresh: BTreeSet<(u64, HostKey)>,
    /// Host queues begun and not done.
    active: usize,
    /// How many of these there may be.
    most: usize,
    /// No host queue of which nothing is known leaves before this instant.
    opens: Timestamp,
}

impl HostQueues {
    /// No host queues; at most so many will stand half done at a time.
    pub(super) fn new(most: usize) -> Self {
        Self {
            queues: BTreeMap::new(),
            slow: BTreeSet::new(),
            started: BTreeSet::new(),
            fresh: BTreeSet::new(),
            active: 0,
            most: most.max(1),
            opens: Timestamp(i64::MIN),
        }
    }

    /// Hosts that want long rests decide when a crawl ends, so they never wait for others. Then new hosts, while few
    /// enough stand half done, since one of them may be the slowest; then whoever has rested longest.
    pub(super) fn pick(&self, now: Timestamp) -> NextHost {
        let ready_at = |queues: &BTreeSet<(Timestamp, HostKey)>| queues.first().cloned();
        let (slow, begun) = (ready_at(&self.slow), ready_at(&self.started));
        let fresh = self.fresh.first().filter(|_| self.active < self.most);
        match (slow, fresh, begun) {
            (Some((ready_at, lane)), _, _) if ready_at <= now => NextHost::Ready(lane),
            (_, Some((_, lane)), _) if self.opens <= now => NextHost::Ready(lane.clone()),
            (_, _, Some((ready_at, lane))) if ready_at <= now => NextHost::Ready(lane),
            (slow, fresh, begun) => {
                let waits = [slow, begun].into_iter().flatten().map(|(ready_at, _)| ready_at);
                match waits.chain(fresh.map(|_| self.opens)).min() {
                    Some(instant) => NextHost::Later(instant),
                    None => NextHost::Empty,
                }
            }
        }
    }

    /// Host queues that have something to ask and must rest first, when the first of them may be asked, and when the last address
    /// in line can be asked at the earliest, each host queue resting `usual` milliseconds after a request.
    pub(super) fn waiting(&self, now: Timestamp, usual: i64) -> Waiting {
        let mut waiting = Waiting::default();
        for (ready_at, key) in self.slow.iter().chain(&self.started) {
            let lane = self.queues.get(key);
            if *ready_at > now {
                waiting.hosts += 1;
                waiting.slow += u64::from(lane.is_some_and(|lane| lane.long));
                waiting.next = Some(waiting.next.map_or(*ready_at, |next| next.min(*ready_at)));
            }
            let behind = lane.map_or(0, |lane| lane.queue.len().saturating_sub(1));
            let last = (*ready_at).max(now).plus(usual.saturating_mul(i64::try_from(behind).unwrap_or(i64::MAX)));
            waiting.last = Some(waiting.last.map_or(last, |other| other.max(last)));
        }
        waiting.idle = !matches!(self.pick(now), NextHost::Ready(_));
        waiting
    }

    /// Holds back every host queue of which nothing is known: it may have been asked a moment ago by somebody who died.
    pub(super) fn open_at(&mut self, instant: Timestamp) {
        self.opens = instant;
    }

    /// Adds an entry; `refresh` makes it known to the index.
    pub(super) fn enqueue(&mut self, lane: &HostKey, entry: Entry) {
        let place = (Reverse(entry.rank), entry.order);
        self.queue(lane).queue.insert(place, Box::new(entry));
    }

    /// Takes the best entry of a host queue.
    pub(super) fn pop(&mut self, lane: &HostKey) -> Option<Entry> {
        let entry = self.queue(lane).queue.pop_first().map(|(_, entry)| *entry);
        self.refresh(lane);
        entry
    }

    /// A request leaves.
    pub(super) fn start(&mut self, lane: &HostKey) {
        let state = self.queue(lane);
        state.started = true;
        state.in_flight = true;
        self.refresh(lane);
    }

    /// A request has landed; the host queue rests until the instant, for long or not, and may be one that always wants long rests.
    pub(super) fn complete(&mut self, lane: &HostKey, ready_at: Timestamp, slow: bool, long: bool) {
        let state = self.queue(lane);
        state.long = slow || long;
        state.in_flight = false;
        state.ready_at = state.ready_at.max(ready_at);
        state.slow = slow;
        self.refresh(lane);
    }

    /// A host queue that was begun by an earlier run rests until the instant.
    pub(super) fn resume(&mut self, lane: &HostKey, ready_at: Timestamp, slow: bool) {
        self.queue(lane).started = true;
        self.complete(lane, ready_at, slow, slow);
    }

    /// Takes entries out of a host queue.
    pub(super) fn remove(&mut self, lane: &HostKey, unwanted: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        let Some(state) = self.queues.get_mut(lane) else {
            return Vec::new();
        };
        let removed = state.queue.extract_if(.., |_, entry| unwanted(entry)).map(|(_, entry)| *entry).collect();
        self.refresh(lane);
        removed
    }

    /// Moves one host queue's entries into another; both rests are kept.
    pub(super) fn merge(&mut self, from: &HostKey, into: &HostKey, in_flight: bool) {
        let Some(mut moved) = self.queues.remove(from) else {
            return;
        };
        self.unplace(from, moved.place.take());
        self.active -= usize::from(moved.active);
        let state = self.queue(into);
        state.queue.append(&mut moved.queue);
        state.ready_at = state.ready_at.max(moved.ready_at);
        state.started |= moved.started;
        state.slow |= moved.slow;
        state.long |= moved.long;
        state.in_flight = in_flight;
        self.refresh(into);
    }

    /// Brings the index up to date with a host queue.
    pub(super) fn refresh(&mut self, lane: &HostKey) {
        let place = self.queue(lane).place.take();
        self.unplace(lane, place);
        let state = self.queue(lane);
        let (before, active) = (state.active, state.started && (state.in_flight || !state.queue.is_empty()));
        state.active = active;
        let place = match state.queue.first_key_value() {
            Some(((_, order), _)) if !state.in_flight => Some(match (state.started, state.slow) {
                (true, true) => QueueState::Slow(state.ready_at),
                (true, false) => QueueState::Started(state.ready_at),
                (false, _) => QueueState::Fresh(*order),
            }),
            _ => None,
        };
        state.place = place;
        self.active = self.active + usize::from(active) - usize::from(before);
        let Some(place) = place else { return };
        match place {
            QueueState::Slow(ready_at) => self.slow.insert((ready_at, lane.clone())),
            QueueState::Started(ready_at) => self.started.insert((ready_at, lane.clone())),
            QueueState::Fresh(order) => self.fresh.insert((order, lane.clone())),
        };
    }

    fn unplace(&mut self, lane: &HostKey, place: Option<QueueState>) {
        match place {
            Some(QueueState::Slow(ready_at)) => self.slow.remove(&(ready_at, lane.clone())),
            Some(QueueState::Started(ready_at)) => self.started.remove(&(ready_at, lane.clone())),
            Some(QueueState::Fresh(order)) => self.fresh.remove(&(order, lane.clone())),
            None => false,
        };
    }

    fn queue(&mut self, key: &HostKey) -> &mut HostQueue {
        self.queues.entry(key.clone()).or_insert_with(|| HostQueue {
            queue: BTreeMap::new(),
            ready_at: Timestamp(i64::MIN),
            started: false,
            slow: false,
            long: false,
            in_flight: false,
            active: false,
            place: None,
        })
    }
}
