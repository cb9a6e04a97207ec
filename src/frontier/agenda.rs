//! Lanes by the instant at which they are rested: the queue's index.

use super::Entry;
use crate::address::HostKey;
use crate::attempt::Timestamp;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Addresses of one host: best rank first, then first come.
#[derive(Debug)]
struct Lane {
    queue: BTreeMap<(Reverse<i32>, u64), Entry>,
    rested: Timestamp,
    started: bool,
    in_flight: bool,
    place: Option<Place>,
}

/// Where a lane stands in the index.
#[derive(Debug, Clone, Copy)]
enum Place {
    Started(Timestamp),
    Fresh(u64),
}

/// The lane to serve.
pub(super) enum Pick {
    Ready(HostKey),
    Later(Timestamp),
    Empty,
}

/// All lanes, and those that have something to ask in the order in which they may.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    lanes: BTreeMap<HostKey, Lane>,
    started: BTreeSet<(Timestamp, HostKey)>,
    fresh: BTreeSet<(u64, HostKey)>,
}

impl Agenda {
    /// A lane already begun and rested, else the first one not begun: few institutions stand half done at a time.
    pub(super) fn pick(&self, now: Timestamp) -> Pick {
        let begun = self.started.first();
        match (begun, self.fresh.first()) {
            (Some((rested, lane)), _) if *rested <= now => Pick::Ready(lane.clone()),
            (_, Some((_, lane))) => Pick::Ready(lane.clone()),
            (Some((rested, _)), None) => Pick::Later(*rested),
            (None, None) => Pick::Empty,
        }
    }

    /// Adds an entry; `refresh` makes it known to the index.
    pub(super) fn put(&mut self, lane: &HostKey, entry: Entry) {
        let place = (Reverse(entry.rank), entry.order);
        self.lane(lane).queue.insert(place, entry);
    }

    /// Takes the best entry of a lane.
    pub(super) fn pop(&mut self, lane: &HostKey) -> Option<Entry> {
        let entry = self.lane(lane).queue.pop_first().map(|(_, entry)| entry);
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

    /// A flight has landed; the lane rests until the instant.
    pub(super) fn arrive(&mut self, lane: &HostKey, rested: Timestamp) {
        let state = self.lane(lane);
        state.in_flight = false;
        state.rested = state.rested.max(rested);
        self.refresh(lane);
    }

    /// A lane that was begun by an earlier run rests until the instant.
    pub(super) fn resume(&mut self, lane: &HostKey, rested: Timestamp) {
        self.lane(lane).started = true;
        self.arrive(lane, rested);
    }

    /// Moves one lane's entries into another; both rests are kept.
    pub(super) fn merge(&mut self, from: &HostKey, into: &HostKey, in_flight: bool) {
        let Some(mut moved) = self.lanes.remove(from) else {
            return;
        };
        self.unplace(from, moved.place.take());
        let state = self.lane(into);
        state.queue.append(&mut moved.queue);
        state.rested = state.rested.max(moved.rested);
        state.started |= moved.started;
        state.in_flight = in_flight;
        self.refresh(into);
    }

    /// Brings the index up to date with a lane.
    pub(super) fn refresh(&mut self, lane: &HostKey) {
        let place = self.lane(lane).place.take();
        self.unplace(lane, place);
        let state = self.lane(lane);
        let Some(((_, order), _)) = state.queue.first_key_value() else {
            return;
        };
        if state.in_flight {
            return;
        }
        let place = if state.started { Place::Started(state.rested) } else { Place::Fresh(*order) };
        state.place = Some(place);
        match place {
            Place::Started(rested) => self.started.insert((rested, lane.clone())),
            Place::Fresh(order) => self.fresh.insert((order, lane.clone())),
        };
    }

    fn unplace(&mut self, lane: &HostKey, place: Option<Place>) {
        match place {
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
            in_flight: false,
            place: None,
        })
    }
}
