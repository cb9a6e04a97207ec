//! Every way in which servers of the nation misbehave ends as what it is, within the limits that were set.

use crate::cli::program;
use crate::manners::{plan, serve, trial};
use crate::nation::{Faults, Site, Trouble, complaints};
use crate::support::{PATIENCE, Trial};
use bangchim::archive;
use bangchim::model::attempt::{Attempt, FetchError, Outcome, PageKind, Refusal, TlsFault};
use bangchim::model::search_result::{self, EndingKind};
use std::collections::BTreeMap;
use std::time::Duration;

/// Time that an answer may take where none comes: what a busy machine needs for those that do come.
const IN_VAIN: Duration = Duration::from_secs(8);

/// What came of a try, in a word: the outcome, what the page seems to be, or the status.
fn word(attempt: &Attempt) -> String {
    match (&attempt.outcome, attempt.page) {
        (Outcome::Stored(_), Some(page)) => page.name().to_owned(),
        (Outcome::Stored(page), None) => page.status.to_string(),
        (Outcome::Failed(error), _) => error.name().to_owned(),
        (Outcome::Refused(refusal), _) => refusal.name().to_owned(),
    }
}

/// How the search must end for a kind of trouble, and as what the trouble itself must be known: the last try.
fn expected(trouble: Trouble) -> (EndingKind, &'static str, String) {
    use EndingKind::{NotFound, Policy, PolicyLost, Unreachable};
    let failed = |error: FetchError| error.name().to_owned();
    let refused = |refusal: Refusal| refusal.name().to_owned();
    let page = |kind: PageKind| kind.name().to_owned();
    let protocol = || failed(FetchError::Protocol);
    match trouble {
        Trouble::Dead => (Unreachable, "connect", refused(Refusal::Robots)),
        Trouble::Silent => (Unreachable, "timeout", refused(Refusal::Robots)),
        Trouble::OldTls | Trouble::SelfSigned | Trouble::Expired | Trouble::WrongName => {
            (Unreachable, "tls", refused(Refusal::Robots))
        }
        Trouble::AlwaysBusy => (Unreachable, "throttled", failed(FetchError::Throttled { retry_after_ms: None })),
        Trouble::Drip => (PolicyLost, "timeout", failed(FetchError::Timeout)),
        Trouble::Endless | Trouble::Bomb => (PolicyLost, "too_large", refused(Refusal::TooLarge)),
        Trouble::Short | Trouble::Reset | Trouble::NotHttp | Trouble::HugeHeader => {
            (PolicyLost, "protocol", protocol())
        }
        Trouble::RedirectLoop => (PolicyLost, "redirect_loop", refused(Refusal::RedirectLoop)),
        Trouble::RedirectChain => (PolicyLost, "too_many_redirects", refused(Refusal::TooManyRedirects)),
        Trouble::RedirectPrivate => (PolicyLost, "private_address", refused(Refusal::PrivateAddress)),
        Trouble::RedirectScheme => (PolicyLost, "scheme", refused(Refusal::Scheme)),
        Trouble::LoginRedirect | Trouble::LoginPage => (PolicyLost, "login", page(PageKind::Login)),
        Trouble::NeedsBrowser => (NotFound, "needs_browser", page(PageKind::NeedsBrowser)),
        Trouble::Broken => (PolicyLost, "http_500", "500".to_owned()),
        Trouble::Missing => (PolicyLost, "http_404", "404".to_owned()),
        Trouble::Nested => (PolicyLost, "unreadable", page(PageKind::Unreadable)),
        Trouble::Stumble | Trouble::BusySeconds | Trouble::BusyDate | Trouble::Calendar => {
            (Policy, "", page(PageKind::Policy))
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_misbehaviour_ends_as_what_it_is() {
    // Twice each, with different content management, charsets and ways in.
    let hosts = 2 * Trouble::ALL.len() as u32;
    let served = serve(plan(hosts, 7, Faults::Each)).await;
    // Those that never come to an end are waited for in vain: not for long. All others get the time that they need.
    let is_endless = |site: &Site| matches!(site.trouble, Some(Trouble::Silent | Trouble::Drip));
    let (endless, others): (Vec<Site>, Vec<Site>) = served.nation.sites().partition(is_endless);
    let of = |sites: &[Site], time: Duration| {
        let mut trial = trial(&served);
        trial.settings.only = sites.iter().map(|site| site.id.clone()).collect();
        trial.settings.fetch.total = time;
        trial.settings.fetch.silence = time;
        trial.settings.fetch.body = 3 << 20;
        trial.settings.frontier.tries = 2;
        trial
    };
    let trials = [of(&endless, IN_VAIN), of(&others, PATIENCE)];
    let both = async { tokio::join!(trials[0].crawl(), trials[1].crawl()) };
    let reports = tokio::time::timeout(PATIENCE, both).await.expect("nobody holds up a crawl");
    assert!(reports.0.finished && reports.1.finished);

    let attempts: Vec<Attempt> = trials.iter().flat_map(Trial::attempts).collect();
    let settings = &trials[0].settings;
    let mut wrong = Vec::new();
    for site in served.nation.sites() {
        let trouble = site.trouble.expect("every host has its own");
        let tries: Vec<&Attempt> = attempts.iter().filter(|attempt| attempt.target.institution.0 == site.id).collect();
        let ending = search_result::ending(tries.iter().copied());
        let (kind, reason, last) = expected(trouble);
        let found = (ending.kind, ending.reason.as_deref().unwrap_or_default());
        let as_expected = tries.iter().any(|attempt| word(attempt) == last);
        if found != (kind, reason) || !as_expected {
            let tries: Vec<String> =
                tries.iter().map(|attempt| format!("{} {}", attempt.target.url, word(attempt))).collect();
            wrong.push(format!("{trouble:?}: {found:?}, not {:?}; {tries:#?}", (kind, reason)));
        }
        let budget = settings.frontier.pages as usize;
        let pages =
            tries.iter().filter(|attempt| attempt.outcome.was_sent() && attempt.target.url.path() != "/robots.txt");
        assert!(pages.count() <= budget, "{trouble:?}: a trap");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));

    // Bad manners are no excuse: hosts were asked politely all the same.
    let mut arrivals = BTreeMap::new();
    for arrival in served.arrivals() {
        arrivals.entry(arrival.host).or_insert_with(Vec::new).push(arrival);
    }
    for (host, arrivals) in &arrivals {
        let site = served.nation.site_at(*host).expect("of the nation");
        let complaints = complaints(&site, arrivals, settings.delay);
        assert!(complaints.is_empty(), "{:?}: {complaints:#?}", site.trouble);
        if matches!(site.trouble, Some(Trouble::BusySeconds | Trouble::BusyDate)) {
            let policy = site.policy_path();
            let at: Vec<u64> = arrivals.iter().filter(|one| one.path == policy).map(|one| one.at_us).collect();
            assert!(at.len() == 2 && at[1] - at[0] >= 2_000_000, "{:?} {at:?}", site.trouble);
        }
    }
    // What came in stays within what was allowed.
    let bytes: u64 = trials
        .iter()
        .flat_map(|trial| std::fs::read_dir(trial.archive()).expect("a folder"))
        .map(|entry| entry.expect("an entry").metadata().expect("a size").len())
        .sum();
    assert!(bytes < 16 << 20, "{bytes}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_certificates_is_told_apart() {
    let served = serve(plan(Trouble::ALL.len() as u32, 7, Faults::Each)).await;
    let folder = tempfile::tempdir().expect("a folder");
    let (seeds, roots) = (folder.path().join("seeds.csv"), folder.path().join("root.pem"));
    std::fs::write(&seeds, served.nation.seeds()).expect("written");
    std::fs::write(&roots, &served.root).expect("written");
    let faults = [
        (Trouble::OldTls, TlsFault::ProtocolVersion),
        (Trouble::SelfSigned, TlsFault::SelfSigned),
        (Trouble::Expired, TlsFault::Expired),
        (Trouble::WrongName, TlsFault::WrongName),
    ];
    let site = |trouble| served.nation.sites().find(|site| site.trouble == Some(trouble)).expect("one");
    let ids: Vec<String> = faults.iter().map(|(trouble, _)| site(*trouble).id).collect();
    let data = folder.path().join("data");
    let mut command = program(folder.path());
    // The nation's root is trusted, so that only what is meant to be wrong is wrong.
    command.env("SSL_CERT_FILE", &roots).env_remove("SSL_CERT_DIR");
    command.args(["crawl", "--quiet", "--delay", "20ms", "--only", &ids.join(",")]);
    command.arg("--seeds").arg(&seeds).arg("--data").arg(&data);
    let done = tokio::task::spawn_blocking(move || command.output().expect("it runs")).await.expect("joined");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let archive = data.join("archive");
    let crawl = archive::crawls(&archive).expect("a ledger").pop().expect("a crawl");
    let attempts = archive::attempts(&archive, &crawl.id).expect("tries");
    for (trouble, fault) in faults {
        let id = site(trouble).id;
        let failed = attempts.iter().find(|attempt| attempt.target.institution.0 == id).expect("a try");
        assert_eq!(failed.outcome, Outcome::Failed(FetchError::Tls(fault)), "{trouble:?}");
    }
    assert!(served.arrivals().is_empty(), "nothing is asked over a connection that cannot be trusted");
}
