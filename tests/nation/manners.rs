//! The manners of a crawl, judged by what the servers saw.

use super::serve::{Arrival, Served};
use super::site::Site;
use std::collections::BTreeMap;
use std::time::Duration;

/// Arrivals by the number of their host, in their order.
pub fn by_site(served: &Served) -> BTreeMap<u32, Vec<Arrival>> {
    let mut sites: BTreeMap<u32, Vec<Arrival>> = BTreeMap::new();
    for arrival in served.arrivals() {
        let site = served.nation.site_at(arrival.host).expect("of the nation");
        sites.entry(site.number).or_default().push(arrival);
    }
    sites
}

/// What was ill-mannered of a host's arrivals; nothing when all was well.
pub fn complaints(site: &Site, arrivals: &[Arrival], delay: Duration) -> Vec<String> {
    let mut complaints = Vec::new();
    let ours = delay.as_micros() as u64;
    let theirs = u64::from(site.robots.delay_ms(site)) * 1000;
    for pair in arrivals.windows(2) {
        // Who asks for robots.txt does not know yet what it says.
        let delay = if pair[1].path == "/robots.txt" { ours } else { ours.max(theirs) };
        // Clocks are read in milliseconds.
        if pair[1].at_us + 1000 < pair[0].at_us + delay {
            complaints.push(format!("{}: {pair:?} before its time, {delay} us", site.id));
        }
        if pair[1].at_us < pair[0].until_us {
            complaints.push(format!("{}: {pair:?} at the same time", site.id));
        }
    }
    for arrival in arrivals {
        if site.robots.forbids(site, &arrival.path) {
            complaints.push(format!("{}: {} is forbidden", site.id, arrival.path));
        }
        if !arrival.agent.starts_with("bangchim/") || !arrival.agent.contains("(+") {
            complaints.push(format!("{}: who is {}?", site.id, arrival.agent));
        }
    }
    complaints
}

/// What the servers saw of a crawl.
#[derive(Debug, Default)]
pub struct Judgement {
    pub requests: usize,
    pub hosts: usize,
    /// From the first arrival to the end of the last answer.
    pub took: Duration,
    /// Less than this no polite crawl takes that asks as often: the pauses at the host whose pauses are longest together.
    pub bound: Duration,
    pub complaints: Vec<String>,
}

/// Judges a crawl that was to leave at least `delay` between two requests to a host.
pub fn judge(served: &Served, delay: Duration) -> Judgement {
    let mut judgement = Judgement::default();
    let (mut first, mut last) = (u64::MAX, 0);
    for (number, arrivals) in by_site(served) {
        let site = served.nation.site(number);
        judgement.requests += arrivals.len();
        judgement.hosts += 1;
        judgement.complaints.extend(complaints(&site, &arrivals, delay));
        let wanted = delay.max(Duration::from_millis(u64::from(site.robots.delay_ms(&site))));
        // The first request asks for robots.txt, and what that wants holds from then on.
        judgement.bound = judgement.bound.max(wanted * arrivals.len().saturating_sub(1) as u32);
        first = first.min(arrivals.iter().map(|arrival| arrival.at_us).min().unwrap_or(u64::MAX));
        last = last.max(arrivals.iter().map(|arrival| arrival.until_us).max().unwrap_or(0));
    }
    judgement.took = Duration::from_micros(last.saturating_sub(first));
    judgement
}
