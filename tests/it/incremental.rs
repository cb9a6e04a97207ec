//! Later crawls: they ask first what has changed, keep what has not as a word, and say the same as a crawl from nothing.

use crate::cli::program;
use crate::manners::{plan, serve, trial};
use crate::nation::Faults;
use crate::same::same;
use crate::support::{Reply, Server, Trial, warcs};
use bangchim::archive::{self, Responses, decoded_body};
use bangchim::crawl::Since;
use bangchim::model::attempt::{Attempt, FetchError, Origin, Outcome, PageKind};
use bangchim::model::policy::DocumentId;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The documents of policies, by institution.
fn policies(attempts: &[Attempt]) -> BTreeMap<String, BTreeSet<DocumentId>> {
    let mut found: BTreeMap<String, BTreeSet<DocumentId>> = BTreeMap::new();
    for attempt in attempts.iter().filter(|attempt| attempt.page == Some(PageKind::Policy)) {
        if let Outcome::Stored(page) = &attempt.outcome {
            found.entry(attempt.target.institution.0.clone()).or_default().insert(page.document.clone());
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_later_crawl_asks_for_changes_and_says_the_same_as_one_from_nothing() {
    let mut served = serve(plan(40, 4, Faults::None)).await;
    let mut trial = trial(&served);
    let first = trial.crawl().await;
    assert_eq!(first.counts.unchanged, 0);
    let before = trial.attempts();

    served.revise();
    trial.settings.since = Some(Since::Last);
    let second = trial.crawl().await;
    assert!(second.finished && second.counts.unchanged > 0);
    let attempts = trial.attempts();
    let asked = served.arrivals();

    // What was found before is asked first, and on condition where the server gave something to go by.
    let mut first_pages = BTreeMap::new();
    for attempt in attempts.iter().filter(|attempt| attempt.target.origin != Origin::Robots) {
        first_pages.entry(&attempt.target.institution).or_insert(&attempt.target.origin);
    }
    let known = policies(&before);
    for (institution, origin) in first_pages {
        assert_eq!(*origin == Origin::Earlier, known.contains_key(&institution.0), "{institution}");
    }
    let not_modified: Vec<_> = asked.iter().filter(|arrival| arrival.status == 304).collect();
    assert!(not_modified.len() >= 10 && not_modified.iter().all(|arrival| arrival.conditional));
    assert!(attempts.len() < before.len(), "{} of {}", attempts.len(), before.len());

    // Bodies of unchanged pages can be read; WARC files without a ledger have each body once.
    let (mut by_word, mut by_bytes) = (0, 0);
    for attempt in &attempts {
        let Outcome::Stored(page) = &attempt.outcome else { continue };
        if page.revisit.is_none() {
            assert_ne!(page.status, 304);
            continue;
        }
        by_word += u32::from(page.status == 304);
        by_bytes += u32::from(page.status == 200);
        let response = archive::response(&trial.archive(), page).expect("the body");
        let body = decoded_body(&response.headers, &response.body).expect("decoded");
        use sha2::{Digest, Sha256};
        assert_eq!(data_encoding::HEXLOWER.encode(&Sha256::digest(&body)), page.document.0);
    }
    assert!(by_word >= 10 && by_bytes >= 10, "{by_word} {by_bytes}");
    assert_eq!(u64::from(by_word + by_bytes), second.counts.unchanged);
    let files = warcs(&trial.archive());
    let of_second = files.last().expect("files");
    let responses = Responses::open(of_second).expect("opens").filter(|one| one.is_ok()).count();
    assert_eq!(responses as u64, second.counts.stored - second.counts.unchanged);

    // The same policies as a crawl of the new world from nothing.
    let fresh = crate::manners::trial(&served);
    fresh.crawl().await;
    let (found, expected) = (policies(&attempts), policies(&fresh.attempts()));
    same(&found, &expected, "policies of a later crawl and of one from nothing");
    assert_ne!(found, known, "some policies have changed");

    // And every quote of the tables is found in the archive.
    for command in [&["extract", "--quiet"][..], &["verify", "--quiet"]] {
        let done = program(Path::new(".")).args(command).arg("--data").arg(&trial.settings.data).output();
        let done = done.expect("it runs");
        let words = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(0), "{command:?}: {words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_of_no_change_are_believed_only_when_they_can_be_true() {
    // How often the policy was asked, and what came of it in the first and in the second crawl.
    let server = Server::start(|path, before| match (path, before) {
        ("/", _) => {
            Reply::html("<p>어서 오십시오</p><a href='/a'>CCTV 운영방침</a><a href='/b'>영상정보처리기기 방침</a>")
        }
        // Says so although nobody asked.
        ("/a", 0) => Reply::new(304, ""),
        ("/a", _) => Reply::html("하나"),
        // Says so of another version than the one we know.
        ("/b", 0) => Reply::html("둘").with("etag", "\"1\""),
        ("/b", 1) => Reply::new(304, "").with("etag", "\"2\""),
        ("/b", _) => Reply::html("셋").with("etag", "\"2\""),
        _ => Reply::missing(),
    })
    .await;
    let trial = Trial::home(server.url("/"));
    let tries = |path: &str| -> Vec<Outcome> {
        let attempts = trial.attempts().into_iter();
        attempts.filter(|attempt| attempt.target.url.path() == path).map(|attempt| attempt.outcome).collect()
    };
    let is_stored =
        |outcome: &Outcome| matches!(outcome, Outcome::Stored(page) if page.status == 200 && page.revisit.is_none());
    trial.crawl().await;
    let [Outcome::Failed(FetchError::Protocol), second] = &tries("/a")[..] else { panic!("{:?}", tries("/a")) };
    assert!(is_stored(second));
    trial.crawl().await;
    let [Outcome::Failed(FetchError::Protocol), second] = &tries("/b")[..] else { panic!("{:?}", tries("/b")) };
    assert!(is_stored(second), "asked again without a condition");
}

#[tokio::test(flavor = "multi_thread")]
async fn there_must_be_something_to_go_by() {
    let server = Server::start(|_, _| Reply::missing()).await;
    let mut trial = Trial::home(server.url("/"));
    for (since, words) in [(Since::Last, "leave --since out"), (Since::Crawl("x".to_owned()), "no crawl x")] {
        trial.settings.since = Some(since);
        let (_keep, halt) = tokio::sync::watch::channel(bangchim::crawl::Shutdown::None);
        let error = bangchim::crawl::crawl(&trial.settings, halt).await.expect_err("nothing there");
        assert!(error.to_string().contains(words), "{error}");
    }
    assert!(server.paths().is_empty());
}
