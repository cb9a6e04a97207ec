//! `kill -9` at any moment: what was written down stays, what was finished is not asked again, and in the end the
//! archive holds what an undisturbed crawl brings.

use crate::cli::program;
use crate::manners::serve;
use crate::nation::complaints;
use crate::nation::{Arrival, Faults, Nation, Random, Served};
use crate::support::warcs;
use bangchim::archive;
use bangchim::attempt::{Attempt, Outcome};
use std::collections::BTreeMap;
use std::io::Read;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Kills of one crawl; `KILLS` in the environment asks for others.
const KILLS: u32 = 12;
/// The delay between two requests to a host: longer than it takes to start again, so that manners are put to the test.
const DELAY: Duration = Duration::from_millis(400);

struct Run {
    folder: TempDir,
}

impl Run {
    fn new(served: &Served) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("seeds.csv"), served.nation.seeds()).expect("written");
        Self { folder }
    }

    fn archive(&self) -> PathBuf {
        self.folder.path().join("data/archive")
    }

    fn command(&self) -> Command {
        let mut command = program(self.folder.path());
        command.args(["crawl", "--quiet", "--seeds", "seeds.csv", "--delay"]);
        command.arg(format!("{}ms", DELAY.as_millis()));
        command
    }

    fn attempts(&self) -> Vec<Attempt> {
        match archive::crawls(&self.archive()).ok().and_then(|mut crawls| crawls.pop()) {
            Some(crawl) => archive::attempts(&self.archive(), &crawl.id).expect("a ledger"),
            None => Vec::new(),
        }
    }
}

/// Waits for a child, for so long at most; gives whether it has ended well, if it has ended.
fn wait(child: &mut Child, limit: Duration) -> Option<bool> {
    let begin = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a child") {
            return Some(status.success());
        }
        if begin.elapsed() >= limit {
            return None;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// How often each page of each host was asked.
fn asked(served: &Served) -> BTreeMap<(Ipv4Addr, String), usize> {
    let mut asked = BTreeMap::new();
    for arrival in served.arrivals() {
        *asked.entry((arrival.host, arrival.path)).or_default() += 1;
    }
    asked
}

fn page(attempt: &Attempt) -> (Ipv4Addr, String) {
    let url = &attempt.target.url;
    let host = url.host_str().expect("a host").parse().expect("an address");
    (host, url[url::Position::BeforePath..].to_owned())
}

/// Kills crawls at moments that the seed chooses, and lets the last one end; gives how many were killed.
fn kill_and_go_on(served: &Served, run: &Run, kills: u32, seed: u64) -> u32 {
    let mut moments = Random::of(seed, 0, "kill");
    // Of every page that was written down: how often it had been asked by then.
    let mut finished: BTreeMap<(Ipv4Addr, String), usize> = BTreeMap::new();
    let mut before: Vec<Attempt> = Vec::new();
    let mut killed = 0;
    while killed < kills {
        let mut child = run.command().spawn().expect("it starts");
        if let Some(well) = wait(&mut child, Duration::from_millis(moments.between(20, 900))) {
            assert!(well, "it ended badly");
            break;
        }
        child.kill().expect("killed");
        child.wait().expect("gone");
        killed += 1;
        let attempts = run.attempts();
        assert_eq!(attempts[..before.len()], before, "what was written down stays");
        let asked = asked(served);
        for attempt in attempts.iter().filter(|attempt| attempt.outcome.was_sent()) {
            let page = page(attempt);
            // The answer may have been written down before the server had noted that it gave one.
            let count = asked.get(&page).copied().unwrap_or(0).max(1);
            finished.entry(page).or_insert(count);
        }
        before = attempts;
    }
    let mut last = run.command().spawn().expect("it starts");
    assert_eq!(wait(&mut last, Duration::from_secs(120)), Some(true), "the last run ends");
    let attempts = run.attempts();
    assert_eq!(attempts[..before.len()], before);
    let asked = asked(served);
    for (page, count) in finished {
        assert_eq!(asked[&page], count, "{page:?} was finished and asked again");
    }
    killed
}

/// What a try says of the world, without what differs from run to run.
fn told(attempt: &Attempt) -> String {
    let target = &attempt.target;
    let outcome = match &attempt.outcome {
        Outcome::Stored(page) => format!(
            "{} {} {:?} {:?} {} {:?}",
            page.status, page.document.0, page.content_type, page.location, page.bytes, page.validators
        ),
        other => format!("{other:?}"),
    };
    format!("{target:?} {:?} {:?} {:?} {outcome}", attempt.robots, attempt.delay_wanted_ms, attempt.page)
}

/// The records of an archive, without what differs from run to run.
fn records(folder: &Path) -> Vec<String> {
    let mut records = Vec::new();
    for file in warcs(folder) {
        let bytes = std::fs::read(&file).expect("a file");
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let mut member = flate2::bufread::GzDecoder::new(rest);
            let mut record = Vec::new();
            member.read_to_end(&mut record).expect("a whole record");
            rest = member.into_inner();
            let text = String::from_utf8_lossy(&record);
            let (head, block) = text.split_once("\r\n\r\n").expect("a head");
            let of_this_run = ["WARC-Date", "WARC-Record-ID", "WARC-Concurrent-To", "WARC-Filename"];
            let mut kept: Vec<&str> =
                head.lines().filter(|line| !of_this_run.iter().any(|name| line.starts_with(name))).collect();
            if head.contains("WARC-Type: warcinfo") || head.contains("WARC-Type: metadata") {
                // Their blocks have the name of the crawl and the time that an answer took.
                kept.retain(|line| !line.starts_with("WARC-Block-Digest") && !line.starts_with("Content-Length"));
                let own = ["isPartOf", "fetchTimeMs", "delayUsedMs"];
                kept.extend(block.lines().filter(|line| !own.iter().any(|name| line.starts_with(name))));
                records.push(kept.join("\n"));
            } else {
                records.push(format!("{}\n\n{block}", kept.join("\n")));
            }
        }
    }
    records.sort();
    records
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_at_any_moment_a_crawl_brings_what_an_undisturbed_one_brings() {
    let kills = std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let nation =
        Nation { hosts: 40, seed: 11, faults: Faults::None, port: 0, revision: 0, second_ms: 400 * kills / KILLS };
    let served = serve(nation).await;
    let (undisturbed, killed) = (Run::new(&served), Run::new(&served));
    tokio::task::block_in_place(|| {
        let done = undisturbed.command().output().expect("it runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        served.forget();
        let count = kill_and_go_on(&served, &killed, kills, 11);
        assert!(count >= kills.min(10), "the crawl was over after {count} kills");
        println!("{count} kills");
    });
    let tries = |run: &Run| {
        let mut tries: Vec<String> = run.attempts().iter().map(told).collect();
        tries.sort();
        tries
    };
    assert_eq!(tries(&killed), tries(&undisturbed));
    assert_eq!(records(&killed.archive()), records(&undisturbed.archive()));
    assert_eq!(archive::crawls(&killed.archive()).expect("a ledger").len(), 1);
    let crawl = &archive::crawls(&killed.archive()).expect("a ledger")[0];
    assert_eq!(archive::check(&killed.archive(), &crawl.id).expect("a list").1, []);
    // Hosts do not notice that somebody dies and rises all the time.
    let mut arrivals: BTreeMap<Ipv4Addr, Vec<Arrival>> = BTreeMap::new();
    for arrival in served.arrivals() {
        arrivals.entry(arrival.host).or_default().push(arrival);
    }
    for (host, arrivals) in &arrivals {
        let site = served.nation.site_at(*host).expect("of the nation");
        let complaints = complaints(&site, arrivals, DELAY);
        assert!(complaints.is_empty(), "{complaints:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_ends_a_crawl_and_loses_nothing() {
    let nation = Nation { hosts: 12, seed: 5, faults: Faults::None, port: 0, revision: 0, second_ms: 20 };
    let served = serve(nation).await;
    let run = Run::new(&served);
    let (undisturbed, mut failures) = (Run::new(&served), 0);
    tokio::task::block_in_place(|| {
        assert!(undisturbed.command().status().expect("it runs").success());
        // Files may grow to so many blocks of 512 bytes, then no write succeeds, as on a full disk.
        for blocks in [150, 200, 260] {
            let crawl = run.command();
            let mut line = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
            line.push('\n');
            let mut shell = Command::new("sh");
            shell.arg("-c").arg(line).arg(crawl.get_program()).args(crawl.get_args());
            shell.current_dir(crawl.get_current_dir().expect("a folder"));
            let done = shell.output().expect("it runs");
            if done.status.code() == Some(0) {
                break;
            }
            let words = String::from_utf8_lossy(&done.stderr).into_owned();
            assert_eq!((done.status.code(), words.lines().count()), (Some(2), 1), "{words}");
            failures += 1;
        }
        assert!(failures > 0, "the limit was never met");
        assert!(run.command().status().expect("it runs").success());
    });
    let tries = |run: &Run| {
        let mut tries: Vec<String> = run.attempts().iter().map(told).collect();
        tries.sort();
        tries
    };
    assert_eq!(tries(&run), tries(&undisturbed));
    assert_eq!(records(&run.archive()), records(&undisturbed.archive()));
}
