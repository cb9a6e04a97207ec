//! A made-up nation crawled, and the manners proved from the servers' side of the wire: what they saw is held against
//! what they had asked for, and against every number that the program says about itself.

use crate::cli::program;
use crate::nation::{self, Arrival, Faults, Nation, Served, complaints};
use crate::same::{beginning, same, same_text};
use crate::support::Trial;
use bangchim::crawl::Report;
use bangchim::model::attempt::{Attempt, Origin, Outcome, RobotsVerdict};
use bangchim::model::search_result::{self, EndingKind};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// The delay between two requests to a host that these crawls keep.
const DELAY: Duration = Duration::from_millis(40);

pub fn plan(hosts: u32, seed: u64, faults: Faults) -> Nation {
    Nation { hosts, seed, faults, port: 0, revision: 0, second_ms: 60 }
}

pub async fn serve(nation: Nation) -> Served {
    nation::start(nation, Duration::ZERO, None).await.expect("a port")
}

/// A trial of a nation, with limits that fit one which answers at once.
pub fn trial(served: &Served) -> Trial {
    let mut trial = Trial::of(&served.nation.seeds());
    trial.settings.delay = DELAY;
    trial.settings.frontier.backoff = 1;
    trial
}

fn tries_by_institution(attempts: &[Attempt]) -> BTreeMap<String, Vec<&Attempt>> {
    let mut tries: BTreeMap<String, Vec<&Attempt>> = BTreeMap::new();
    for attempt in attempts {
        tries.entry(attempt.target.institution.0.clone()).or_default().push(attempt);
    }
    tries
}

/// Whether an address was archived for somebody.
fn has(tries: &[&Attempt], url: &str) -> bool {
    tries.iter().any(|attempt| {
        let stored = matches!(&attempt.outcome, Outcome::Stored(page) if matches!(page.status, 200 | 304));
        stored && attempt.target.url.as_str() == url
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nation_is_asked_politely_and_gives_its_policies() {
    let served = serve(plan(60, 20, Faults::None)).await;
    let trial = trial(&served);
    let report = trial.crawl().await;
    assert!(report.finished);

    let sites = nation::by_site(&served);
    let complaints: Vec<String> =
        sites.iter().flat_map(|(number, arrivals)| complaints(&served.nation.site(*number), arrivals, DELAY)).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");

    let attempts = trial.attempts();
    let tries = tries_by_institution(&attempts);
    let (mut published, mut found) = (0, 0);
    let mut kinds: BTreeMap<EndingKind, u32> = BTreeMap::new();
    for site in served.nation.sites() {
        let truth = site.truth();
        let tries = tries.get(&site.id).map_or(&[][..], Vec::as_slice);
        if let Some(url) = truth.policy_url.as_ref().filter(|_| truth.allowed) {
            published += 1;
            found += u32::from(has(tries, url));
        }
        let ending = search_result::ending(tries.iter().copied());
        let expected: &[EndingKind] = match truth.reason {
            "published" | "privacy_policy_part" => &[EndingKind::Policy],
            "file" => &[EndingKind::PolicyFile],
            "not_published" => &[EndingKind::NotFound],
            "robots_disallow" => &[EndingKind::RobotsDisallowed, EndingKind::PolicyLost, EndingKind::NotFound],
            other => panic!("{}: {other}", site.id),
        };
        assert!(expected.contains(&ending.kind), "{} {truth:?}: {ending:?}", site.id);
        *kinds.entry(ending.kind).or_default() += 1;
    }
    assert!(published >= 45, "{published}: a nation worth crawling");
    assert_eq!(found, published, "what is published and allowed is found");
    agree(&served, &trial, &report, &sites, &attempts, &kinds);
}

/// Ledger, plan, tables and statistics, number by number, and all of them with what the servers saw.
fn agree(
    served: &Served,
    trial: &Trial,
    report: &Report,
    sites: &BTreeMap<u32, Vec<Arrival>>,
    attempts: &[Attempt],
    kinds: &BTreeMap<EndingKind, u32>,
) {
    let data = trial.settings.data.as_path();
    let json = |arguments: &[&str]| -> Value { serde_json::from_str(&printed(data, arguments)).expect("JSON") };
    let number = |value: &Value| value.as_u64().expect("a number");

    // The ledger and the servers: every host, every request.
    let ledger = json(&["ledger", "--format", "json"]);
    let hosts = ledger["hosts"].as_array().expect("a list");
    let mut asked = BTreeMap::new();
    for host in hosts {
        let name = host["host"].as_str().expect("a name").split(':').next().expect("an address").to_owned();
        asked.insert(name, number(&host["sums"]["requests"]));
        // What robots.txt wanted was given.
        let wanted = host["sums"]["delay_wanted_ms"].as_i64().unwrap_or(0).max(DELAY.as_millis() as i64);
        let pause = host["sums"]["shortest_pause_ms"].as_i64();
        assert!(pause.is_none_or(|pause| pause >= wanted), "{host}");
    }
    let seen: BTreeMap<String, u64> =
        sites.iter().map(|(number, arrivals)| (Nation::address(*number).to_string(), arrivals.len() as u64)).collect();
    asked.retain(|_, requests| *requests > 0);
    same(&asked, &seen, "requests by host, of the ledger and of the servers");
    assert_eq!(number(&ledger["sums"]["requests"]), served.arrivals().len() as u64);
    assert_eq!(number(&ledger["sums"]["stored"]), report.counts.stored);
    assert_eq!(number(&ledger["sums"]["failed"]) + number(&ledger["sums"]["cut"]), report.counts.failed);
    let withheld: u64 = ledger["sums"]["withheld"].as_object().expect("reasons").values().map(number).sum();
    assert_eq!(withheld, report.counts.refused);
    assert_eq!(withheld + number(&ledger["sums"]["requests"]), attempts.len() as u64);

    // One host's story says the same as the overview, and names the file that judged each request.
    let busiest = hosts.iter().max_by_key(|host| number(&host["sums"]["requests"])).expect("one");
    let story = json(&["ledger", busiest["host"].as_str().expect("a name"), "--format", "json"]);
    assert_eq!(story["sums"], busiest["sums"]);
    assert!(story["attempts"].as_array().expect("tries").iter().all(|attempt| {
        attempt["robots_sha256"].is_string() == matches!(attempt["robots"].as_str(), Some("allowed" | "disallowed"))
    }));

    // The plan is kept: no host gets more than was announced.
    let seeds = trial.settings.seeds.to_str().expect("a path");
    let planned = printed(data, &["crawl", "--plan", "--seeds", seeds, "--delay", "40ms"]);
    let mut bounds = BTreeMap::new();
    for line in planned.lines() {
        if let Some((host, rest)) = line.split_once("  at most ")
            && let Some(most) = rest.split(' ').next().and_then(|most| most.parse::<u64>().ok())
        {
            bounds.insert(host.to_owned(), most);
        }
    }
    assert_eq!(bounds.len(), served.nation.hosts as usize);
    for host in hosts {
        let pages = number(&host["sums"]["requests"]) - number(&host["sums"]["robots"]);
        let most = bounds[host["host"].as_str().expect("a name")];
        assert!(pages <= most, "{host}: {most}");
    }

    // Tables and statistics.
    let done = program(Path::new(".")).args(["extract", "--quiet", "--data"]).arg(data).output().expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let coverage = &json(&["stats", "--format", "json"])["coverage"];
    let count = |wanted: &[EndingKind]| -> u64 {
        wanted.iter().map(|kind| u64::from(kinds.get(kind).copied().unwrap_or(0))).sum()
    };
    let reached: Vec<EndingKind> = EndingKind::ALL.into_iter().filter(|kind| kind.is_reached()).collect();
    assert_eq!(number(&coverage["institutions"]), u64::from(served.nation.hosts));
    assert_eq!(number(&coverage["reached"]), count(&reached));
    assert_eq!(number(&coverage["robots_refused"]), count(&[EndingKind::RobotsDisallowed]));
    assert_eq!(number(&coverage["unreachable"]), count(&[EndingKind::Unreachable, EndingKind::RobotsUnreachable]));
    assert_eq!(number(&coverage["not_asked"]), count(&[EndingKind::NotAsked]));
    assert_eq!(number(&coverage["policy_found"]), count(&[EndingKind::Policy]));
    assert_eq!(report.counts.policies, count(&[EndingKind::Policy]));
}

/// What the program prints.
fn printed(data: &Path, arguments: &[&str]) -> String {
    let done = program(Path::new(".")).args(arguments).arg("--data").arg(data).output().expect("it runs");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("UTF-8")
}

#[test]
fn the_check_of_manners_sees_bad_ones() {
    let nation = plan(60, 20, Faults::None);
    let closed = nation.sites().find(|site| site.truth().reason == "robots_disallow").expect("one is closed");
    let arrival = |at_us: u64, path: &str| Arrival {
        at_us,
        until_us: at_us + 5000,
        host: closed.address,
        path: path.to_owned(),
        status: 200,
        agent: "bangchim/0 (+mail)".to_owned(),
        conditional: false,
    };
    let delay = Duration::from_millis(40);
    let policy = closed.policy_path();
    let cases = [
        (vec![arrival(0, "/robots.txt"), arrival(50_000, "/robots.txt")], 0),
        (vec![arrival(0, "/robots.txt"), arrival(30_000, "/robots.txt")], 1),
        (vec![arrival(0, "/robots.txt"), arrival(4000, "/robots.txt")], 2),
        (vec![arrival(0, &policy)], 1),
        (vec![Arrival { agent: "curl".to_owned(), ..arrival(0, "/robots.txt") }], 1),
    ];
    for (arrivals, expected) in cases {
        assert_eq!(complaints(&closed, &arrivals, delay).len(), expected, "{arrivals:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn parts_of_a_crawl_make_the_whole() {
    let served = serve(plan(24, 3, Faults::None)).await;
    let whole = trial(&served);
    whole.crawl().await;
    let all = pages(&whole.attempts());
    served.forget();
    let mut parts = Vec::new();
    for part in 1..=3 {
        let mut trial = trial(&served);
        trial.settings.shard = bangchim::crawl::Shard::new(part, 3);
        assert!(trial.crawl().await.finished);
        parts.extend(pages(&trial.attempts()));
    }
    parts.sort();
    same(&parts, &all, "pages of all parts and of the whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn archives_of_parts_are_read_as_one() {
    let served = serve(plan(24, 3, Faults::Some)).await;
    let whole = trial(&served);
    whole.crawl().await;
    let mut parts = Vec::new();
    for part in 1..=3 {
        let mut trial = trial(&served);
        trial.settings.shard = bangchim::crawl::Shard::new(part, 3);
        assert!(trial.crawl().await.finished);
        parts.push(trial);
    }
    let folder = tempfile::tempdir().expect("a folder");
    // What the tables say of each institution and of each try, in an order that does not depend on the hour.
    let told = |name: &str, folders: &[&Path]| {
        let out = folder.path().join(name);
        let mut command = program(Path::new("."));
        let done = command.arg("extract").args(folders).arg("--out").arg(&out).output().expect("it runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let asked = [
            "SELECT institution_id, ending, ending_reason FROM institutions ORDER BY institution_id",
            "SELECT institution_id, policy_id, source, camera_total FROM policies ORDER BY institution_id, policy_id",
            "SELECT DISTINCT institution_id, url, outcome, reason, status FROM attempts ORDER BY institution_id, url, reason",
        ];
        asked.map(|query| printed(&out, &["query", query, "--format", "csv", "--limit", "0"]))
    };
    let folders: Vec<&Path> = parts.iter().map(|part| part.settings.data.as_path()).collect();
    let all = told("whole", &[&whole.settings.data]);
    let alike = |found: &[String; 3], what: &str| {
        found.iter().zip(&all).for_each(|(found, expected)| same_text(found, expected, what));
    };
    alike(&told("parts", &folders), "tables of all parts and of the whole");
    assert!(all[2].contains("robots") && all[1].lines().count() > 10, "{}", beginning(&all.concat()));
    // The folder of an archive is as good as the data folder, and each part says whose it is alone as well.
    alike(&told("archive", &[&whole.archive()]), "tables of the folder of an archive");
    let [institutions, ..] = told("part", &folders[..1]);
    assert!(institutions.lines().count() < all[0].lines().count());
}

/// What was tried for whom and what came of it, in a fixed order.
fn pages(attempts: &[Attempt]) -> Vec<(String, String, String)> {
    let mut pages: Vec<_> = attempts
        .iter()
        .filter(|attempt| attempt.target.origin != Origin::Robots)
        .map(|attempt| {
            let outcome = match &attempt.outcome {
                Outcome::Stored(page) => format!("{} {}", page.status, page.document.0),
                other => format!("{other:?}"),
            };
            let robots = matches!(attempt.robots, RobotsVerdict::Disallowed(_));
            (attempt.target.institution.0.clone(), attempt.target.url.to_string(), format!("{robots} {outcome}"))
        })
        .collect();
    pages.sort();
    pages
}
