//! Lanes by the instant at which they are rested: the queue's index.

use super::Entry;
use crate::model::time::Timestamp;
use crate::model::url::HostKey;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Addresses of one host: best rank first, then first come.
#[derive(Debug)]
struct Lane {
    /// Boxed: a node of the tree has room for eleven, and most lanes hold one.
    queue: BTreeMap<(Reverse<i32>, u64), Box<Entry>>,
    rested: Timestamp,
    started: bool,
    slow: bool,
    /// Whether it rests longer than hosts usually do: it asks for that, or is tried again after a failure.
    long: bool,
    in_flight: bool,
    active: bool,
    place: Option<Place>,
}

/// Where a lane stands in the index.
#[derive(Debug, Clone, Copy)]
enum Place {
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

/// The lane to serve.
pub(super) enum Pick {
    Ready(HostKey),
    Later(Timestamp),
    Empty,
}

/// All lanes, and those that have something to ask in the order in which they may.
#[derive(Debug)]
pub(super) struct Agenda {
    lanes: BTreeMap<HostKey, Lane>,
    slow: BTreeSet<(Timestamp, HostKey)>,
    started: BTreeSet<(Timestamp, HostKey)>,
    fresh: BTreeSet<(u64, HostKey)>,
    /// Lanes begun and not done.
    active: usize,
    /// How many of these there may be.
    most: usize,
    /// No lane of which nothing is known leaves before this instant.
    opens: Timestamp,
}

impl Agenda {
    /// No lanes; at most so many will stand half done at a time.
    pub(super) fn new(most: usize) -> Self {
        Self {
            lanes: BTreeMap::new(),
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
    pub(super) fn pick(&self, now: Timestamp) -> Pick {
        let rested = |lanes: &BTreeSet<(Timestamp, HostKey)>| lanes.first().cloned();
        let (slow, begun) = (rested(&self.slow), rested(&self.started));
        let fresh = self.fresh.first().filter(|_| self.active < self.most);
        match (slow, fresh, begun) {
            (Some((rested, lane)), _, _) if rested <= now => Pick::Ready(lane),
            (_, Some((_, lane)), _) if self.opens <= now => Pick::Ready(lane.clone()),
            (_, _, Some((rested, lane))) if rested <= now => Pick::Ready(lane),
            (slow, fresh, begun) => {
                let waits = [slow, begun].into_iter().flatten().map(|(rested, _)| rested);
                match waits.chain(fresh.map(|_| self.opens)).min() {
                    Some(instant) => Pick::Later(instant),
                    None => Pick::Empty,
                }
            }
        }
    }

    /// Lanes that have something to ask and must rest first, when the first of them may be asked, and when the last address
    /// in line can be asked at the earliest, each lane resting `usual` milliseconds after a request.
    pub(super) fn waiting(&self, now: Timestamp, usual: i64) -> Waiting {
        let mut waiting = Waiting::default();
        for (rested, key) in self.slow.iter().chain(&self.started) {
            let lane = self.lanes.get(key);
            if *rested > now {
                waiting.hosts += 1;
                waiting.slow += u64::from(lane.is_some_and(|lane| lane.long));
                waiting.next = Some(waiting.next.map_or(*rested, |next| next.min(*rested)));
            }
            let behind = lane.map_or(0, |lane| lane.queue.len().saturating_sub(1));
            let last = (*rested).max(now).plus(usual.saturating_mul(i64::try_from(behind).unwrap_or(i64::MAX)));
            waiting.last = Some(waiting.last.map_or(last, |other| other.max(last)));
        }
        waiting.idle = !matches!(self.pick(now), Pick::Ready(_));
        waiting
    }

    /// Holds back every lane of which nothing is known: it may have been asked a moment ago by somebody who died.
    pub(super) fn open_at(&mut self, instant: Timestamp) {
        self.opens = instant;
    }

    /// Adds an entry; `refresh` makes it known to the index.
    pub(super) fn put(&mut self, lane: &HostKey, entry: Entry) {
        let place = (Reverse(entry.rank), entry.order);
        self.lane(lane).queue.insert(place, Box::new(entry));
    }

    /// Takes the best entry of a lane.
    pub(super) fn pop(&mut self, lane: &HostKey) -> Option<Entry> {
        let entry = self.lane(lane).queue.pop_first().map(|(_, entry)| *entry);
        self.refresh(lane);
        entry
    }

    /// A flight leaves.
    pub(super) fn depart(&mut self, lane: &HostKey) {
        let state = self.lane(lane);
        state.started = true;
        state.in_flight = true;
        self.refresh(lane);
    }

    /// A flight has landed; the lane rests until the instant, for long or not, and may be one that always wants long rests.
    pub(super) fn arrive(&mut self, lane: &HostKey, rested: Timestamp, slow: bool, long: bool) {
        let state = self.lane(lane);
        state.long = slow || long;
        state.in_flight = false;
        state.rested = state.rested.max(rested);
        state.slow = slow;
        self.refresh(lane);
    }

    /// A lane that was begun by an earlier run rests until the instant.
    pub(super) fn resume(&mut self, lane: &HostKey, rested: Timestamp, slow: bool) {
        self.lane(lane).started = true;
        self.arrive(lane, rested, slow, slow);
    }

    /// Takes entries out of a lane.
    pub(super) fn remove(&mut self, lane: &HostKey, unwanted: impl Fn(&Entry) -> bool) -> Vec<Entry> {
        let Some(state) = self.lanes.get_mut(lane) else {
            return Vec::new();
        };
        let removed = state.queue.extract_if(.., |_, entry| unwanted(entry)).map(|(_, entry)| *entry).collect();
        self.refresh(lane);
        removed
    }

    /// Moves one lane's entries into another; both rests are kept.
    pub(super) fn merge(&mut self, from: &HostKey, into: &HostKey, in_flight: bool) {
        let Some(mut moved) = self.lanes.remove(from) else {
            return;
        };
        self.unplace(from, moved.place.take());
        self.active -= usize::from(moved.active);
        let state = self.lane(into);
        state.queue.append(&mut moved.queue);
        state.rested = state.rested.max(moved.rested);
        state.started |= moved.started;
        state.slow |= moved.slow;
        state.long |= moved.long;
        state.in_flight = in_flight;
        self.refresh(into);
    }

    /// Brings the index up to date with a lane.
    pub(super) fn refresh(&mut self, lane: &HostKey) {
        let place = self.lane(lane).place.take();
        self.unplace(lane, place);
        let state = self.lane(lane);
        let (before, active) = (state.active, state.started && (state.in_flight || !state.queue.is_empty()));
        state.active = active;
        let place = match state.queue.first_key_value() {
            Some(((_, order), _)) if !state.in_flight => Some(match (state.started, state.slow) {
                (true, true) => Place::Slow(state.rested),
                (true, false) => Place::Started(state.rested),
                (false, _) => Place::Fresh(*order),
            }),
            _ => None,
        };
        state.place = place;
        self.active = self.active + usize::from(active) - usize::from(before);
        let Some(place) = place else { return };
        match place {
            Place::Slow(rested) => self.slow.insert((rested, lane.clone())),
            Place::Started(rested) => self.started.insert((rested, lane.clone())),
            Place::Fresh(order) => self.fresh.insert((order, lane.clone())),
        };
    }

    fn unplace(&mut self, lane: &HostKey, place: Option<Place>) {
        match place {
            Some(Place::Slow(rested)) => self.slow.remove(&(rested, lane.clone())),
            Some(Place::Started(rested)) => self.started.remove(&(rested, lane.clone())),
            Some(Place::Fresh(order)) => self.fresh.remove(&(order, lane.clone())),
            None => false,
        };
    }

    fn lane(&mut self, key: &HostKey) -> &mut Lane {
        self.lanes.entry(key.clone()).or_insert_with(|| Lane {
            queue: BTreeMap::new(),
            rested: Timestamp(i64::MIN),
            started: false,
            slow: false,
            long: false,
            in_flight: false,
            active: false,
            place: None,
        })
    }
}
