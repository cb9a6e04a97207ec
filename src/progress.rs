//! How a long crawl is going, on standard error: a bar on a terminal, a line now and then elsewhere, or nothing.
//! The only file that knows indicatif.

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
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
    /// Requests in the air.
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

/// The progress of a crawl.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    lines: bool,
    started: Instant,
    /// When something was last shown.
    said: Instant,
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
        Self { bar, lines: shown && !terminal, started: now, said: now, hosts: BTreeMap::new() }
    }

    /// Notes how long a host took to answer.
    pub fn answered(&mut self, host: &str, took_ms: u32) {
        let (sum, count) = self.hosts.entry(host.to_owned()).or_default();
        *sum += u64::from(took_ms);
        *count += 1;
    }

    /// Shows how things stand, when it is time to.
    pub fn show(&mut self, counts: &Counts) {
        if let Some(bar) = &self.bar
            && self.said.elapsed() >= DRAW_EVERY
        {
            self.said = Instant::now();
            bar.set_length(counts.institutions);
            bar.set_position(counts.done);
            bar.set_message(format!("{}{}", counts.line(), self.slowest()));
        }
        if self.lines && self.said.elapsed() >= LINE_EVERY {
            self.said = Instant::now();
            let left = self.time_left(counts);
            self.say(&format!(
                "{} of {} institutions, {}{}{left}",
                counts.done,
                counts.institutions,
                counts.line(),
                self.slowest()
            ));
        }
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

    /// Time left, if the rest goes as the part so far.
    fn time_left(&self, counts: &Counts) -> String {
        if counts.done == 0 || counts.done >= counts.institutions {
            return String::new();
        }
        let rest = (counts.institutions - counts.done) as f64 / counts.done as f64;
        let left = self.started.elapsed().mul_f64(rest);
        format!("; about {} left", HumanDuration(left))
    }
}

fn bar(institutions: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(institutions), ProgressDrawTarget::stderr());
    let template = "{bar:24} {pos}/{len} {elapsed_precise} eta {eta} {wide_msg}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

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
