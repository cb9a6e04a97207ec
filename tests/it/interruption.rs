//! `kill -9` at any moment: what was written down stays, what was finished is not asked again, and in the end the
//! archive holds what an undisturbed crawl brings.

use crate::cli::program;
use crate::manners::serve;
use crate::nation::{Arrival, Faults, Nation, Random, Served, complaints};
use crate::same::{same, same_lines};
use crate::support::{until, warcs};
use bangchim::archive;
use bangchim::model::attempt::{Attempt, Outcome};
use std::collections::BTreeMap;
use std::io::Read;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::time::Duration;
use tempfile::TempDir;

/// Kills of one crawl; `KILLS` in the environment asks for others.
const KILLS: usize = 12;
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

/// Requests that are answered in each of so many runs: fewer in all of them together than a whole crawl needs, so that
/// none of them can come to the end, however fast or slow the machine is.
fn shares(moments: &mut Random, kills: usize, whole: usize) -> Vec<usize> {
    let last = whole as u64 - 1;
    let mut cuts: Vec<usize> = (0..kills).map(|_| moments.between(0, last) as usize).collect();
    cuts.sort_unstable();
    let before = std::iter::once(0).chain(cuts.iter().copied());
    before.zip(&cuts).map(|(before, cut)| cut - before).collect()
}

/// Kills crawls at moments that the seed chooses, and lets the last one end. An undisturbed crawl makes `whole` requests.
async fn kill_and_go_on(served: &Served, run: &Run, kills: usize, whole: usize, seed: u64) {
    let mut moments = Random::of(seed, 0, "kill");
    // Of every page that was written down: how often it had been asked by then.
    let mut finished: BTreeMap<(Ipv4Addr, String), usize> = BTreeMap::new();
    let mut before: Vec<Attempt> = Vec::new();
    for share in shares(&mut moments, kills, whole) {
        let reached = served.count() + share;
        served.answer_only(share);
        let mut child = run.command().spawn().expect("it starts");
        until("requests arrive", || {
            assert_eq!(child.try_wait().expect("a child"), None, "it ended before it had all answers");
            served.count() >= reached
        })
        .await;
        // Reading, writing down and asking on, it is met in the middle of something.
        tokio::time::sleep(Duration::from_millis(moments.between(0, 60))).await;
        child.kill().expect("killed");
        assert_eq!(child.wait().expect("gone").code(), None, "it ended before it had all answers");
        served.answer_only(usize::MAX);
        served.settled().await.expect("a connection");
        let attempts = run.attempts();
        same(&attempts[..before.len()], &before, "what was written down stays");
        let asked = asked(served);
        for attempt in attempts.iter().filter(|attempt| attempt.outcome.was_sent()) {
            let page = page(attempt);
            let count = asked[&page];
            finished.entry(page).or_insert(count);
        }
        before = attempts;
    }
    let mut last = run.command().spawn().expect("it starts");
    let mut ended: Option<ExitStatus> = None;
    until("the last run ends", || {
        ended = last.try_wait().expect("a child");
        ended.is_some()
    })
    .await;
    assert!(ended.is_some_and(|status| status.success()), "the last run ends well: {ended:?}");
    let attempts = run.attempts();
    same(&attempts[..before.len()], &before, "what was written down stays");
    let asked = asked(served);
    for (page, count) in finished {
        assert_eq!(asked[&page], count, "{page:?} was finished and asked again");
    }
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

/// All tries of a run, told and sorted.
fn tries(run: &Run) -> Vec<String> {
    let mut tries: Vec<String> = run.attempts().iter().map(told).collect();
    tries.sort();
    tries
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killed_at_any_moment_a_crawl_brings_what_an_undisturbed_one_brings() {
    let kills = std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    let nation = Nation { hosts: 40, seed: 11, faults: Faults::None, port: 0, revision: 0, second_ms: 400 };
    let served = serve(nation).await;
    let (undisturbed, killed) = (Run::new(&served), Run::new(&served));
    let mut command = undisturbed.command();
    let done = tokio::task::spawn_blocking(move || command.output().expect("it runs")).await.expect("joined");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let whole = served.arrivals().len();
    served.forget();
    kill_and_go_on(&served, &killed, kills, whole, 11).await;
    println!("{kills} kills in {whole} requests");
    same_lines(tries(&killed), tries(&undisturbed), "tries of a killed and of an undisturbed crawl");
    same_lines(records(&killed.archive()), records(&undisturbed.archive()), "records of both archives");
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
    same_lines(tries(&run), tries(&undisturbed), "tries of a crawl on a full disk and of an undisturbed one");
    same_lines(records(&run.archive()), records(&undisturbed.archive()), "records of both archives");
}
