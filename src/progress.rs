//! How a long crawl is going, on standard error: a bar on a terminal, a line now and then elsewhere, or nothing.
//! The only file that knows indicatif.

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::{BTreeMap, VecDeque};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verbosity {
    /// Nothing.
    Quiet,
    /// A bar or lines, whichever standard error can show.
    Normal,
}

/// Time between two lines where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(15);
/// Time between two drawings of the bar.
const DRAW_EVERY: Duration = Duration::from_millis(200);
/// Hosts named as the slowest.
const SLOWEST: usize = 3;

/// What is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Institutions in scope.
    pub institutions: u64,
    /// Institutions with nothing left to ask.
    pub done: u64,
    /// Institutions for which a page was found that looks like a policy.
    pub policies: u64,
    /// Answers kept.
    pub stored: u64,
    /// Of these, answers whose body is that of an earlier crawl.
    pub unchanged: u64,
    /// Addresses not asked, or cut off, by our own rules.
    pub refused: u64,
    /// Requests that failed.
    pub failed: u64,
    /// Requests in progress.
    pub in_flight: u64,
}

impl Counts {
    fn line(&self) -> String {
        format!(
            "{} policies, {} stored, {} refused, {} failed, {} in flight",
            self.policies, self.stored, self.refused, self.failed, self.in_flight
        )
    }
}

/// What a crawl waits for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wait {
    /// Hosts that have something to ask and must rest first.
    pub hosts: u64,
    /// Of these, hosts that rest longer than usual.
    pub slow: u64,
    /// Whether nothing may be sent now, nor in a moment.
    pub idle: bool,
    /// Time until the next request may be sent.
    pub next: Option<Duration>,
    /// When the hours in which requests may be sent begin, while they are over.
    pub opens: Option<String>,
    /// Time until the last address in line can be asked at the earliest.
    pub last: Duration,
}

impl Wait {
    /// In words, while nothing can be sent; `in_flight` is how many answers are still to come.
    fn words(&self, in_flight: u64) -> String {
        if !self.idle {
            return String::new();
        }
        let next =
            self.next.filter(|next| next.as_secs() > 0).map(|next| format!(", next try in {} s", next.as_secs()));
        let next = next.unwrap_or_default();
        match (&self.opens, self.hosts, in_flight) {
            (Some(opens), _, _) => format!("; waiting for the hours of --window, from {opens}"),
            (None, 0, 0) => String::new(),
            (None, 0, answers) => format!("; waiting for {answers} answer{}", plural(answers)),
            (None, hosts, _) => format!("; waiting for {hosts} slow host{}{next}", plural(hosts)),
        }
    }
}

fn plural(number: u64) -> &'static str {
    if number == 1 { "" } else { "s" }
}

/// How fast institutions were finished lately, and what that says of the time left.
#[derive(Debug, Default)]
struct Pace {
    /// Time since the start, and institutions done by then; the oldest first.
    samples: VecDeque<(Duration, u64)>,
}

/// Time over which the pace is taken.
const LATELY: Duration = Duration::from_secs(120);
/// Time that has to be watched before the pace says anything.
const WATCHED: Duration = Duration::from_secs(30);
/// Institutions that must have been finished meanwhile.
const FINISHED: u64 = 10;
/// Time between two samples.
const SAMPLED: Duration = Duration::from_secs(1);

impl Pace {
    /// Notes how many institutions are done.
    fn note(&mut self, since: Duration, done: u64) {
        if self.samples.back().is_some_and(|(last, _)| since < *last + SAMPLED) {
            return;
        }
        self.samples.push_back((since, done));
        // One sample older than the time watched is kept, so that all of it is covered.
        while self.samples.get(1).is_some_and(|(at, _)| *at + LATELY <= since) {
            self.samples.pop_front();
        }
    }

    /// Time left for some more institutions, where it can be believed: enough were finished lately, at a pace that holds.
    /// Never less than `least`, the rests that hosts must be given in any case.
    fn left(&self, rest: u64, least: Duration) -> Option<Duration> {
        let ((first, before), (last, now)) = (*self.samples.front()?, *self.samples.back()?);
        let (time, done) = (last.checked_sub(first)?, now.checked_sub(before)?);
        if time < WATCHED || done < FINISHED || rest == 0 {
            return None;
        }
        // Slow hosts come last: a pace that has halved or doubled says nothing of what follows.
        let middle = first + time / 2;
        let half = self.samples.iter().rfind(|(at, _)| *at <= middle).map_or(before, |(_, done)| *done);
        let (early, late) = (half.saturating_sub(before), now.saturating_sub(half));
        if late * 2 < early || early * 2 < late {
            return None;
        }
        Some(time.mul_f64(rest as f64 / done as f64).max(least))
    }
}

/// The progress of a crawl.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    lines: bool,
    started: Instant,
    pace: Pace,
    /// When something was last shown.
    said: Instant,
    /// When the pace was last looked at.
    sampled: Option<Instant>,
    /// Milliseconds that answers took, and how many there were.
    hosts: BTreeMap<String, (u64, u64)>,
}

impl Progress {
    /// Progress over so many institutions.
    pub fn new(verbosity: Verbosity, institutions: u64) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let shown = verbosity != Verbosity::Quiet;
        let bar = (shown && terminal).then(|| bar(institutions));
        let now = Instant::now();
        Self {
            bar,
            lines: shown && !terminal,
            started: now,
            pace: Pace::default(),
            said: now,
            sampled: None,
            hosts: BTreeMap::new(),
        }
    }

    /// Notes how long a host took to answer.
    pub fn answered(&mut self, host: &str, took_ms: u32) {
        let (sum, count) = self.hosts.entry(host.to_owned()).or_default();
        *sum += u64::from(took_ms);
        *count += 1;
    }

    /// Whether it is time to look how things stand.
    pub fn is_due(&self) -> bool {
        if self.bar.is_some() {
            return self.said.elapsed() >= DRAW_EVERY;
        }
        self.lines && self.sampled.is_none_or(|sampled| sampled.elapsed() >= SAMPLED)
    }

    /// Shows how things stand, when it is time to.
    pub fn show(&mut self, counts: &Counts, wait: Wait) {
        self.sampled = Some(Instant::now());
        self.pace.note(self.started.elapsed(), counts.done);
        if let Some(bar) = &self.bar
            && self.said.elapsed() >= DRAW_EVERY
        {
            self.said = Instant::now();
            bar.set_length(counts.institutions);
            bar.set_position(counts.done);
            bar.set_message(self.line(counts, &wait));
        }
        if self.lines && self.said.elapsed() >= LINE_EVERY {
            self.said = Instant::now();
            let line = self.line(counts, &wait);
            self.say(&format!("{} of {} institutions, {line}", counts.done, counts.institutions));
        }
    }

    /// Counts, what is waited for, time left, and the slowest hosts.
    fn line(&self, counts: &Counts, wait: &Wait) -> String {
        let left = self
            .time_left(counts, wait)
            .map(|left| format!("; about {} left", HumanDuration(left)))
            .unwrap_or_default();
        format!("{}{}{left}{}", counts.line(), wait.words(counts.in_flight), self.slowest())
    }

    /// Time left, where it can be believed. Once only answers under way and slow hosts are left, the pace of all the others
    /// says nothing of them.
    fn time_left(&self, counts: &Counts, wait: &Wait) -> Option<Duration> {
        let rest = counts.institutions.saturating_sub(counts.done);
        self.pace.left(rest, wait.last).filter(|_| rest > counts.in_flight + wait.slow)
    }

    /// Says something above the bar.
    pub fn note(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.println(text),
            None if self.lines => self.say(text),
            None => {}
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn say(&self, text: &str) {
        eprintln!("{text}");
    }

    /// The hosts that answer slowest on average.
    fn slowest(&self) -> String {
        let mut means: Vec<(u64, &str)> = self
            .hosts
            .iter()
            .map(|(host, (sum, count))| (sum / (*count).max(1), host.as_str()))
            .filter(|(mean, _)| *mean >= 1000)
            .collect();
        means.sort_by(|one, other| other.cmp(one));
        means.truncate(SLOWEST);
        if means.is_empty() {
            return String::new();
        }
        let named: Vec<String> =
            means.iter().map(|(mean, host)| format!("{host} {:.1}s", *mean as f64 / 1000.0)).collect();
        format!("; slowest {}", named.join(", "))
    }
}

fn bar(institutions: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(institutions), ProgressDrawTarget::stderr());
    let template = "{bar:24} {pos}/{len} {elapsed_precise} {wide_msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn time_left_is_told_when_it_can_be_believed() {
        let mut pace = Pace::default();
        // Those without an address are done at once: they say nothing of the others.
        pace.note(seconds(0), 448);
        assert_eq!(pace.left(868, Duration::ZERO), None);
        for second in 1..=20 {
            pace.note(seconds(second), 448 + second);
        }
        assert_eq!(pace.left(848, Duration::ZERO), None, "too early");
        for second in 21..=60 {
            pace.note(seconds(second), 448 + second);
        }
        assert_eq!(pace.left(600, Duration::ZERO), Some(seconds(600)), "one a second");
        assert_eq!(pace.left(600, seconds(900)), Some(seconds(900)), "hosts must rest longer");
        assert_eq!(pace.left(0, Duration::ZERO), None);
        let mut progress = Progress::new(Verbosity::Quiet, 1108);
        progress.pace = pace;
        let counts = |in_flight| Counts { institutions: 520, done: 508, in_flight, ..Counts::default() };
        let wait = |slow| Wait { slow, ..Wait::default() };
        assert_eq!(progress.time_left(&counts(3), &wait(4)), Some(seconds(12)));
        assert_eq!(progress.time_left(&counts(8), &wait(4)), None, "nobody is left but slow ones");
        let mut pace = progress.pace;
        // What is left are hosts that answer slowly: the pace of the others says nothing of them.
        for second in 61..=100 {
            pace.note(seconds(second), 508);
        }
        assert_eq!(pace.left(15, Duration::ZERO), None);
        // A part of a crawl that was done by an earlier run is no pace either.
        let mut resumed = Pace::default();
        resumed.note(seconds(0), 0);
        resumed.note(seconds(1), 1200);
        for second in 2..=60 {
            resumed.note(seconds(second), 1200);
        }
        assert_eq!(resumed.left(100, Duration::ZERO), None);
    }

    #[test]
    fn what_is_waited_for_is_said_in_words() {
        let wait = |hosts, next| Wait { hosts, idle: true, next: Some(seconds(next)), ..Wait::default() };
        assert_eq!(wait(15, 20).words(3), "; waiting for 15 slow hosts, next try in 20 s");
        assert_eq!(wait(1, 0).words(0), "; waiting for 1 slow host");
        assert_eq!(wait(0, 0).words(1), "; waiting for 1 answer");
        assert_eq!(Wait { idle: false, ..wait(15, 20) }.words(3), "", "others can be asked meanwhile");
        let closed = Wait { opens: Some("2026-12-01 22:00:00 KST (+09:00)".into()), ..wait(15, 20) };
        assert_eq!(closed.words(0), "; waiting for the hours of --window, from 2026-12-01 22:00:00 KST (+09:00)");
    }

    #[test]
    fn the_slowest_hosts_are_named() {
        let mut progress = Progress::new(Verbosity::Quiet, 10);
        assert_eq!(progress.slowest(), "");
        for (host, took) in [("a.kr", 100), ("b.kr", 3000), ("b.kr", 1000), ("c.kr", 9000)] {
            progress.answered(host, took);
        }
        assert_eq!(progress.slowest(), "; slowest c.kr 9.0s, b.kr 2.0s");
    }
}

/// The progress of a long run of equal steps, such as reading documents.
#[derive(Debug)]
pub struct Steps {
    bar: Option<ProgressBar>,
}

impl Steps {
    /// A bar of `total` steps on a terminal; nothing elsewhere, since the end says what was done.
    pub fn new(verbosity: Verbosity, what: &'static str, total: u64) -> Self {
        let shown = verbosity != Verbosity::Quiet && std::io::stderr().is_terminal();
        let bar = shown.then(|| {
            let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len} {per_sec} left {eta}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr_with_hz(5));
            bar.set_style(style);
            bar.set_message(what);
            bar
        });
        Self { bar }
    }

    /// One step done.
    pub fn step(&self) {
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
