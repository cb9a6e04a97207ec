//! What a crawl does when its own machine lacks something: it must not be taken out on the hosts.

use crate::manners::plan;
use crate::nation::{self, Faults};
use crate::same::beginning;
use crate::support::{Reply, Server, Trial};
use bangchim::archive;
use bangchim::crawl::OutagePolicy;
use bangchim::crawl::fetch::Resolve;
use bangchim::model::attempt::{Attempt, FetchError, Outcome};
use futures_util::future::BoxFuture;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::ops::Range;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread")]
async fn few_open_files_are_no_failure_of_hosts() {
    // Answers take a while, so that many requests are in progress at the same time.
    let served = nation::start(plan(60, 20, Faults::None), Duration::from_millis(150), None).await.expect("a port");
    // What the shell allows a program to begin with, and what it may ask for.
    for limits in ["ulimit -S -n 40", "ulimit -S -n 40; ulimit -H -n 60"] {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("seeds.csv"), served.nation.seeds()).expect("written");
        let mut command = Command::new("sh");
        command.current_dir(folder.path()).arg("-c").arg(format!("{limits}; exec \"$0\" \"$@\""));
        command.arg(env!("CARGO_BIN_EXE_bangchim"));
        command.args(["crawl", "--seeds", "seeds.csv", "--delay", "20ms", "--parallel", "64"]);
        let done = tokio::task::spawn_blocking(move || command.output().expect("it runs")).await.expect("joined");
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{limits}: {said}");
        assert_eq!(said.contains("14 hosts at a time, not 64"), limits.contains("-H"), "{said}");
        let archive = folder.path().join("data/archive");
        let crawl = archive::crawls(&archive).expect("a ledger").pop().expect("a crawl");
        let attempts = archive::attempts(&archive, &crawl.id).expect("tries");
        let failed: Vec<_> = attempts.iter().filter(|one| matches!(one.outcome, Outcome::Failed(_))).collect();
        let some = beginning(&format!("{failed:#?}"));
        assert!(failed.is_empty(), "{limits}: {} of {}: {some}", failed.len(), attempts.len());
    }
}

/// Name servers that know every name below `alive.test` as loopback, and are silent for some of the questions.
#[derive(Debug)]
struct Nameserver {
    asked: AtomicUsize,
    gone: Range<usize>,
}

impl Nameserver {
    fn gone_for(gone: Range<usize>) -> Arc<Self> {
        Arc::new(Self { asked: AtomicUsize::new(0), gone })
    }
}

impl Resolve for Nameserver {
    fn look_up(&self, host: String) -> BoxFuture<'_, io::Result<Vec<IpAddr>>> {
        let number = self.asked.fetch_add(1, Ordering::SeqCst);
        let found = host.ends_with(".alive.test") && !self.gone.contains(&number);
        let answer = if found { Ok(vec![Ipv4Addr::LOCALHOST.into()]) } else { Err(io::ErrorKind::Other.into()) };
        Box::pin(async move { answer })
    }
}

/// Doubts are settled when enough hosts have failed or nobody is left who could tell more, never by the clock: a busy
/// machine may take any time for what these crawls ask.
const PATIENCE: OutagePolicy = OutagePolicy {
    hosts: 4,
    doubt: Duration::from_secs(600),
    first: Duration::from_millis(100),
    longest: Duration::from_millis(400),
    waits: 60,
};

fn policy(path: &str, _: usize) -> Reply {
    let text = format!(
        "<html><title>고정형 영상정보처리기기 운영·관리 방침</title><body><h3>고정형 영상정보처리기기 운영·관리 방침</h3>\
         <h4>1. 설치 근거 및 설치 목적</h4><h4>2. 설치 대수, 설치 위치 및 촬영 범위</h4><h4>3. 관리책임자 및 접근권한자</h4>\
         <h4>4. 촬영시간, 보관기간</h4><p>{}</p></body></html>",
        "시민의 안전을 위하여 영상정보처리기기를 설치하고 운영합니다. ".repeat(40)
    );
    if path == "/cctv" { Reply::html(&text) } else { Reply::missing() }
}

/// Hosts with names, each a server of its own, and a crawl of their policies.
async fn named(count: usize, zone: &str) -> (Vec<Server>, String) {
    let mut servers = Vec::new();
    let mut rows = String::new();
    for number in 0..count {
        let server = Server::start(policy).await;
        let port = server.address.port();
        rows.push_str(&format!("{zone}{number},가람시,si,경기도,,http://h{number}.{zone}.test:{port}/cctv\n"));
        servers.push(server);
    }
    (servers, rows)
}

fn trial(rows: &str, names: Arc<Nameserver>) -> Trial {
    let mut trial = Trial::of(&format!("id,name,kind,sido,homepage,policy_urls\n{rows}"));
    trial.settings.contact = Some("me@example.org".to_owned());
    trial.settings.names = names;
    trial.settings.patience = PATIENCE;
    trial
}

fn count(attempts: &[Attempt], error: FetchError) -> usize {
    attempts.iter().filter(|attempt| attempt.outcome == Outcome::Failed(error)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_are_not_blamed_for_our_own_network() {
    // It is gone from the start, or in the middle, for so many questions.
    for gone in [0..40, 11..60] {
        let (servers, rows) = named(12, "alive").await;
        let trial = trial(&rows, Nameserver::gone_for(gone.clone()));
        let report = trial.crawl().await;
        assert!(report.finished);
        let attempts = trial.attempts();
        assert_eq!(report.counts.policies, 12, "{gone:?}");
        assert!(count(&attempts, FetchError::Offline) >= 4, "{gone:?}");
        assert_eq!(count(&attempts, FetchError::Dns), 0, "{gone:?}");
        assert!(attempts.iter().all(|attempt| attempt.target.tries == 0), "nothing counts as a try");
        for server in &servers {
            assert_eq!(server.paths(), ["/robots.txt", "/cctv"]);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_stays_away_ends_a_run_and_not_the_crawl() {
    let (_servers, rows) = named(12, "alive").await;
    let mut trial = trial(&rows, Nameserver::gone_for(0..usize::MAX));
    trial.settings.patience.waits = 4;
    let begin = Instant::now();
    let report = trial.crawl().await;
    assert!(!report.finished);
    assert!(begin.elapsed() >= Duration::from_millis(100 + 200 + 400 + 400), "{:?}", begin.elapsed());
    let attempts = trial.attempts();
    assert_eq!(count(&attempts, FetchError::Offline), attempts.len());
    // As often as may be: the same crawl goes on, and nothing is held against anybody.
    trial.settings.names = Nameserver::gone_for(0..0);
    let again = trial.crawl().await;
    assert!(again.finished);
    assert_eq!((again.crawl, again.counts.policies), (report.crawl, 12));
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_names_among_living_ones_are_dead() {
    let (_living, mut rows) = named(2, "alive").await;
    let (_dead, more) = named(12, "dead").await;
    rows.push_str(&more);
    let mut trial = trial(&rows, Nameserver::gone_for(0..0));
    trial.settings.frontier.tries = 2;
    // One at a time, so that the dead follow each other.
    trial.settings.parallel = 1;
    let report = trial.crawl().await;
    assert!(report.finished);
    assert_eq!(report.counts.policies, 2);
    let attempts = trial.attempts();
    assert_eq!(count(&attempts, FetchError::Offline), 0);
    assert_eq!(count(&attempts, FetchError::Dns), 12 * 2);
}
