use super::*;
use crate::model::attempt::{RobotsVerdict, Snapshot, TlsFault, Validators};
use crate::model::policy::DocumentId;
use crate::model::time::Timestamp;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn who(name: &str) -> InstitutionId {
    InstitutionId(name.to_owned())
}

fn target(institution: &str, address: &str, origin: Origin) -> Target {
    Target { institution: who(institution), url: url(address), origin, depth: 0, tries: 0 }
}

fn home(institution: &str, address: &str) -> Target {
    target(institution, address, Origin::Home)
}

fn link(institution: &str, address: &str, score: i32) -> Target {
    let origin = Origin::Link { from: url("http://a.kr/"), anchor: String::new(), score };
    Target { depth: 1, ..target(institution, address, origin) }
}

fn stored(status: u16, location: Option<&str>) -> Outcome {
    Outcome::Stored(Snapshot {
        document: DocumentId("0".repeat(64)),
        status,
        content_type: None,
        location: location.map(url),
        bytes: 1,
        warc: String::new(),
        offset: 0,
        length: 0,
        validators: Validators::default(),
        revisit: None,
    })
}

fn throttled(retry_after_ms: Option<u32>) -> Outcome {
    Outcome::Failed(FetchError::Throttled { retry_after_ms })
}

fn attempt(target: Target, at: i64, outcome: Outcome) -> Attempt {
    Attempt {
        target,
        at: Timestamp(at),
        took_ms: 0,
        robots: RobotsVerdict::NoRules,
        delay_wanted_ms: None,
        delay_used_ms: 2000,
        outcome,
        page: None,
        legacy: None,
        rejected: None,
    }
}

#[test]
fn what_the_queue_waits_for_can_be_told() {
    let mut frontier = Frontier::new(Limits::default());
    let none = frontier.waiting(Timestamp(0));
    assert_eq!((none.hosts, none.next, none.idle), (0, None, true));
    for host in ["a", "b"] {
        frontier.offer(home(host, &format!("http://{host}.kr/")));
    }
    // One answers nothing and is tried again, the other has its page still to be asked.
    for (outcome, at) in [(Outcome::Failed(FetchError::Timeout), 0), (stored(404, None), 0)] {
        let Next::Go(target) = frontier.next(Timestamp(at)) else { panic!("robots.txt first") };
        assert!(!frontier.waiting(Timestamp(at)).idle || target.url.as_str().contains("b.kr"));
        frontier.finish(&attempt(target, at, outcome), Timestamp(at));
    }
    let both = frontier.waiting(Timestamp(0));
    assert_eq!((both.hosts, both.slow, both.idle), (2, 1, true));
    let Some(next) = both.next else { panic!("{both:?}") };
    assert_eq!(next, Timestamp(2001), "the one at its usual pace comes first");
    assert!(both.last.is_some_and(|last| last >= Timestamp(10_000)), "the one tried again comes last: {both:?}");
    // Once that one is done, only the slow one is left to be waited for.
    let Next::Go(target) = frontier.next(next) else { panic!("its page") };
    frontier.finish(&attempt(target, next.0, stored(200, None)), next);
    let one = frontier.waiting(next);
    assert_eq!((one.hosts, one.slow, one.idle), (1, 1, true));
}

/// A frontier with invented time: every request lands the moment it leaves.
struct World {
    frontier: Frontier,
    now: i64,
    log: Vec<Attempt>,
}

impl World {
    fn new(limits: Limits) -> Self {
        Self { frontier: Frontier::new(limits), now: 0, log: Vec::new() }
    }

    fn offer(&mut self, target: Target) -> Offer {
        self.frontier.offer(target)
    }

    /// Asks until nothing is left; gives the instants and addresses asked.
    fn run(&mut self, answer: impl Fn(&Target) -> Outcome) -> Vec<(i64, String)> {
        let mut asked = Vec::new();
        for _ in 0..10_000 {
            match self.frontier.next(Timestamp(self.now)) {
                Next::Go(target) => {
                    asked.push((self.now, target.url.to_string()));
                    let outcome = answer(&target);
                    let attempt = attempt(target, self.now, outcome);
                    self.frontier.finish(&attempt, Timestamp(self.now));
                    self.log.push(attempt);
                }
                Next::Wait(instant) => {
                    assert!(instant.0 > self.now, "waiting for the past");
                    self.now = instant.0;
                }
                Next::Done => return asked,
            }
        }
        panic!("the crawl does not end");
    }
}

fn fine(_: &Target) -> Outcome {
    stored(200, None)
}

fn addresses(asked: &[(i64, String)]) -> Vec<&str> {
    asked.iter().map(|(_, address)| address.as_str()).collect()
}

#[test]
fn robots_come_first_and_the_host_rests() {
    let mut world = World::new(Limits::default());
    world.offer(home("x", "http://a.kr/"));
    world.offer(link("x", "http://a.kr/p", 140));
    let asked = world.run(fine);
    assert_eq!(
        asked,
        [
            (0, "http://a.kr/robots.txt".to_owned()),
            (2001, "http://a.kr/p".to_owned()),
            (4002, "http://a.kr/".to_owned()),
        ]
    );
}

#[test]
fn one_flight_a_host() {
    let mut frontier = Frontier::new(Limits::default());
    frontier.offer(home("x", "http://a.kr/"));
    frontier.offer(home("y", "http://a.kr/y"));
    frontier.offer(home("z", "http://b.kr/"));
    let now = Timestamp(0);
    let Next::Go(first) = frontier.next(now) else {
        panic!("nothing to ask");
    };
    let Next::Go(second) = frontier.next(now) else {
        panic!("the second host is free");
    };
    assert_eq!(first.url.as_str(), "http://a.kr/robots.txt");
    assert_eq!(second.url.as_str(), "http://b.kr/robots.txt");
    // Whatever the hour, a host with a request in progress gets no second one.
    assert_eq!(frontier.next(Timestamp(i64::MAX)), Next::Done);
    frontier.finish(&attempt(first, 0, stored(200, None)), now);
    assert_eq!(frontier.next(now), Next::Wait(Timestamp(2001)));
}

#[test]
fn hosts_behind_one_address_rest_together() {
    let mut frontier = Frontier::new(Limits::default());
    for (institution, address) in [("x", "http://a.kr/"), ("y", "http://b.kr/")] {
        frontier.offer(home(institution, address));
        let Next::Go(robots) = frontier.next(Timestamp(0)) else {
            panic!("nothing to ask");
        };
        let host = HostKey::of(&robots.url);
        frontier.finish(&attempt(robots, 0, stored(404, None)), Timestamp(0));
        frontier.merge_by_address(&host, HostKey("211.1.1.1".to_owned()));
    }
    let Next::Go(page) = frontier.next(Timestamp(2001)) else {
        panic!("rested");
    };
    assert_eq!(page.url.as_str(), "http://a.kr/");
    assert_eq!(frontier.next(Timestamp(2001)), Next::Done);
    frontier.finish(&attempt(page, 2001, stored(200, None)), Timestamp(2100));
    assert_eq!(frontier.next(Timestamp(2100)), Next::Wait(Timestamp(4101)), "b.kr waits for a.kr");
}

#[test]
fn failures_are_tried_again_with_growing_waits() {
    // Outcome and the tries that it gets; the delay is two seconds, so the waits are ten and twenty.
    let cases = [
        (stored(200, None), 1),
        (stored(404, None), 1),
        (stored(500, None), 3),
        (stored(502, None), 3),
        (stored(501, None), 1),
        (Outcome::Failed(FetchError::Dns), 3),
        (Outcome::Failed(FetchError::Connect), 3),
        (Outcome::Failed(FetchError::Timeout), 3),
        (Outcome::Failed(FetchError::Protocol), 3),
        (Outcome::Failed(FetchError::Tls(TlsFault::Expired)), 1),
        (Outcome::Failed(FetchError::Tls(TlsFault::SelfSigned)), 1),
        // The missing certificate may have come meanwhile.
        (Outcome::Failed(FetchError::Tls(TlsFault::MissingIntermediate)), 3),
        (throttled(None), 3),
        (Outcome::Refused(Refusal::TooLarge), 1),
        (Outcome::Refused(Refusal::Robots), 1),
    ];
    for (outcome, tries) in cases {
        let mut world = World::new(Limits::default());
        world.offer(home("x", "http://a.kr/"));
        let asked = world.run(|target| match target.origin {
            Origin::Robots => stored(404, None),
            _ => outcome.clone(),
        });
        assert_eq!(asked.len(), tries + 1, "{outcome:?}");
        let waits: Vec<i64> = asked.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
        if tries == 3 {
            assert!((10_000..12_500).contains(&waits[1]), "{outcome:?} {waits:?}");
            assert!((20_000..22_500).contains(&waits[2]), "{outcome:?} {waits:?}");
        }
        let tried: Vec<u8> = world.log.iter().skip(1).map(|done| done.target.tries).collect();
        assert_eq!(tried, (0..tries as u8).collect::<Vec<_>>());
    }
}

#[test]
fn servers_choose_the_wait_within_bounds() {
    // What the server asks for and how long the host then rests.
    let cases = [(Some(30_000), 30_001), (Some(1_000), 10_000), (Some(3_000_000), 3_000_001)];
    for (asked, rests) in cases {
        let mut frontier = Frontier::new(Limits::default());
        frontier.offer(home("x", "http://a.kr/"));
        let Next::Go(robots) = frontier.next(Timestamp(0)) else {
            panic!("nothing to ask");
        };
        frontier.finish(&attempt(robots, 0, throttled(asked)), Timestamp(0));
        let Next::Wait(instant) = frontier.next(Timestamp(0)) else {
            panic!("must wait");
        };
        assert!((rests..rests + 2500).contains(&instant.0), "{asked:?} {instant:?}");
    }
}

#[test]
fn budgets_depth_and_redirects_are_bounded() {
    let mut world = World::new(Limits::default());
    for number in 0..30 {
        world.offer(link("x", &format!("http://a.kr/{number}"), 140));
        world.offer(link("y", &format!("http://b.kr/{number}"), 140));
    }
    let asked = world.run(fine);
    for host in ["http://a.kr/", "http://b.kr/"] {
        let count = asked.iter().filter(|(_, address)| address.starts_with(host));
        assert_eq!(count.count(), 13, "12 pages and robots.txt of {host}");
    }
    let refused = world.frontier.take_refused();
    assert_eq!(refused.len(), 36);
    assert!(refused.iter().all(|(_, refusal)| *refusal == Refusal::BudgetSpent));
    assert_eq!(world.frontier.open_institutions(), 0);

    let mut deep = link("z", "http://c.kr/deep", 140);
    deep.depth = 5;
    assert_eq!(world.offer(deep), Offer::TooDeep);
    assert_eq!(world.offer(target("z", "ftp://c.kr/", Origin::Home)), Offer::Refused(Refusal::Scheme));
    world.offer(home("z", "http://c.kr/0"));
    let hops: Vec<Offer> = (0..7)
        .map(|hop| {
            let from = url(&format!("http://c.kr/{hop}"));
            let next = format!("http://c.kr/{}", hop + 1);
            world.offer(target("z", &next, Origin::Redirect { from }))
        })
        .collect();
    assert_eq!(hops[..5], [Offer::Queued; 5]);
    assert_eq!(hops[5], Offer::Refused(Refusal::TooManyRedirects));
}

#[test]
fn unsent_requests_cost_nothing() {
    let mut world = World::new(Limits::default());
    for number in 0..30 {
        world.offer(link("x", &format!("http://a.kr/{number}"), 140));
    }
    let asked = world.run(|target| match target.origin {
        Origin::Robots => stored(200, None),
        _ => Outcome::Refused(Refusal::Robots),
    });
    assert_eq!(asked.len(), 31, "all are judged");
    assert_eq!(world.now, 2001, "and the host rests only after robots.txt");
}

#[test]
fn one_page_is_asked_once_for_an_institution() {
    let mut world = World::new(Limits::default());
    let cases = [
        ("x", "http://a.kr/p#1", Offer::Queued),
        ("x", "http://a.kr/p#2", Offer::Known),
        ("x", "http://a.kr:80/p;jsessionid=1", Offer::Known),
        ("x", "https://a.kr/p", Offer::Queued),
        ("y", "http://a.kr/p", Offer::Queued),
    ];
    for (institution, address, expected) in cases {
        assert_eq!(world.offer(link(institution, address, 140)), expected, "{address}");
    }
}

#[test]
fn once_settled_only_good_leads_are_asked() {
    let mut world = World::new(Limits::default());
    world.offer(home("x", "http://a.kr/"));
    world.offer(link("x", "http://a.kr/privacy", 45));
    world.offer(link("x", "http://a.kr/map", 30));
    world.offer(link("x", "http://a.kr/file.hwp", 90));
    world.offer(link("y", "http://a.kr/other", 30));
    world.frontier.settle(&who("x"));
    let asked = world.run(fine);
    assert_eq!(
        addresses(&asked),
        ["http://a.kr/robots.txt", "http://a.kr/file.hwp", "http://a.kr/", "http://a.kr/other"]
    );
}

#[test]
fn robots_redirects_are_followed_and_shared() {
    let mut world = World::new(Limits::default());
    world.offer(home("x", "http://a.kr/"));
    world.offer(home("x", "https://www.a.kr/"));
    let asked = world.run(|target| match target.url.as_str() {
        "http://a.kr/robots.txt" => stored(301, Some("https://www.a.kr/robots.txt")),
        _ => stored(200, None),
    });
    let mut order = addresses(&asked);
    order.sort_unstable();
    assert_eq!(order, ["http://a.kr/", "http://a.kr/robots.txt", "https://www.a.kr/", "https://www.a.kr/robots.txt"]);
}

#[test]
fn robots_redirects_end() {
    let mut world = World::new(Limits::default());
    world.offer(home("x", "http://a.kr/"));
    let asked = world.run(|target| match (&target.origin, target.depth) {
        (Origin::Robots, hop) => stored(302, Some(&format!("http://a.kr/robots.txt?{hop}"))),
        _ => stored(200, None),
    });
    assert_eq!(asked.len(), 7, "the file, five redirects, the page: {asked:?}");
}

#[test]
fn robots_are_asked_again_after_a_day() {
    let mut world = World::new(Limits::default());
    world.offer(home("x", "http://a.kr/1"));
    world.run(fine);
    world.now += 86_400_000;
    world.offer(home("x", "http://a.kr/2"));
    let asked = world.run(fine);
    assert_eq!(addresses(&asked), ["http://a.kr/robots.txt", "http://a.kr/2"]);
}

#[test]
fn begun_institutions_go_before_new_ones() {
    let mut world = World::new(Limits::default());
    for number in 0..5 {
        world.offer(home("x", &format!("http://h{number}.kr/")));
    }
    let asked = world.run(fine);
    assert_eq!(addresses(&asked)[0], "http://h0.kr/robots.txt");
    // All robots.txt leave at once since all hosts are free, and the pages follow in the same order.
    assert_eq!(asked[5], (2001, "http://h0.kr/".to_owned()));
}

/// Answers of a small site with a redirect, a failure that passes, and a robots.txt elsewhere.
fn site(target: &Target) -> Outcome {
    match (target.url.path(), target.tries) {
        ("/robots.txt", _) if target.url.scheme() == "http" => stored(301, Some("https://a.kr/robots.txt")),
        ("/flaky", 0) => Outcome::Failed(FetchError::Timeout),
        _ => stored(200, None),
    }
}

#[test]
fn an_interrupted_crawl_goes_on_where_it_was() {
    let offers = vec![
        home("x", "http://a.kr/"),
        link("x", "http://a.kr/flaky", 140),
        link("x", "https://a.kr/p", 130),
        home("y", "http://b.kr/"),
    ];
    let mut whole = World::new(Limits::default());
    for offer in &offers {
        whole.offer(offer.clone());
    }
    whole.run(site);
    let mut expected: Vec<(String, u8)> = tried(&whole.log);
    expected.sort();
    // Whenever it is cut, what was tried before and after is what an uninterrupted crawl tries.
    for cut in 0..=whole.log.len() {
        let before = &whole.log[..cut];
        let mut rest = World::new(Limits::default());
        rest.frontier.resume(offers.clone(), before, &[]);
        rest.now = before.last().map_or(0, |last| last.at.0);
        rest.run(site);
        let mut all = tried(before);
        all.extend(tried(&rest.log));
        all.sort();
        assert_eq!(all, expected, "cut after {cut}");
    }
}

fn tried(log: &[Attempt]) -> Vec<(String, u8)> {
    log.iter().map(|attempt| (attempt.target.url.to_string(), attempt.target.tries)).collect()
}

#[test]
fn resting_survives_an_interruption() {
    let mut frontier = Frontier::new(Limits::default());
    let robots = target("x", "http://a.kr/robots.txt", Origin::Robots);
    let before = [attempt(robots, 5000, stored(404, None))];
    frontier.rest_after(&before, true, Timestamp(5001));
    let landings = frontier.resume(vec![home("x", "http://a.kr/")], &before, &[]);
    assert_eq!(landings.len(), 1);
    // Who was killed may have asked once more and not have lived to write it down.
    assert_eq!(frontier.next(Timestamp(5001)), Next::Wait(Timestamp(7002)));
    // Whoever goes on with a longer delay keeps it from the first request on.
    let mut frontier = Frontier::new(Limits { usual_delay_ms: 60_000, ..Limits::default() });
    frontier.rest_after(&before, true, Timestamp(5001));
    frontier.resume(vec![home("x", "http://a.kr/")], &before, &[]);
    assert_eq!(frontier.next(Timestamp(5001)), Next::Wait(Timestamp(65_002)));
}

#[test]
fn after_an_interruption_no_host_is_asked_at_once() {
    let mut frontier = Frontier::new(Limits::default());
    let other = [attempt(target("x", "http://a.kr/robots.txt", Origin::Robots), 0, stored(404, None))];
    frontier.rest_after(&other, false, Timestamp(10_000));
    frontier.resume(vec![home("y", "http://b.kr/")], &[], &[]);
    assert_eq!(frontier.next(Timestamp(10_000)), Next::Wait(Timestamp(12_001)), "b.kr may have been asked just now");
    // A run that was killed before it wrote anything down; and a crawl that nobody began before.
    for (is_resumed, expected) in [
        (true, Next::Wait(Timestamp(12_001))),
        (false, Next::Go(target("y", "http://b.kr/robots.txt", Origin::Robots))),
    ] {
        let mut frontier = Frontier::new(Limits::default());
        frontier.rest_after(&[], is_resumed, Timestamp(10_000));
        frontier.resume(vec![home("y", "http://b.kr/")], &[], &[]);
        assert_eq!(frontier.next(Timestamp(10_000)), expected);
    }
    // A clock that was an hour ahead when it was asked.
    let mut frontier = Frontier::new(Limits::default());
    let ahead = [attempt(target("x", "http://a.kr/robots.txt", Origin::Robots), 9_000_000, stored(404, None))];
    frontier.rest_after(&ahead, false, Timestamp(10_000));
    frontier.resume(vec![home("x", "http://a.kr/")], &ahead, &[]);
    assert_eq!(frontier.next(Timestamp(10_000)), Next::Wait(Timestamp(3_610_000)));
}

#[test]
fn what_is_not_needed_keeps_nobody_waiting() {
    let mut world = World::new(Limits::default());
    world.offer(link("x", "http://a.kr/p", 140));
    world.offer(link("x", "http://a.kr/map", 30));
    let Next::Go(robots) = world.frontier.next(Timestamp(0)) else { panic!("robots.txt") };
    world.frontier.finish(&attempt(robots, 0, stored(404, None)), Timestamp(0));
    let Next::Go(policy) = world.frontier.next(Timestamp(2001)) else { panic!("the policy") };
    world.frontier.finish(&attempt(policy, 2001, stored(200, None)), Timestamp(2001));
    assert_eq!(world.frontier.next(Timestamp(2001)), Next::Wait(Timestamp(4002)));
    world.frontier.settle(&who("x"));
    assert_eq!(world.frontier.next(Timestamp(2001)), Next::Done);
    assert!(!world.frontier.is_open(&who("x")));
}

#[test]
fn what_is_forbidden_waits_for_nothing() {
    let mut world = World::new(Limits::default());
    for path in ["", "a", "b"] {
        world.offer(link("x", &format!("http://a.kr/{path}"), 140));
    }
    world.offer(home("y", "http://a.kr/b"));
    world.offer(home("y", "http://b.kr/b"));
    let now = Timestamp(0);
    for _ in 0..2 {
        let Next::Go(robots) = world.frontier.next(now) else { panic!("nothing to ask") };
        world.frontier.finish(&attempt(robots, 0, stored(200, None)), now);
    }
    let forbidden = |url: &Url| url.path() == "/b";
    let out = world.frontier.withdraw(&url("http://a.kr"), forbidden);
    let names: Vec<&str> = out.iter().map(|target| target.institution.0.as_str()).collect();
    assert_eq!(names, ["x", "y"]);
    assert!(out.iter().all(|target| target.url.as_str() == "http://a.kr/b"));
    assert!(world.frontier.withdraw(&url("http://a.kr"), forbidden).is_empty());
    assert_eq!(addresses(&world.run(fine)), ["http://a.kr/", "http://b.kr/b", "http://a.kr/a"]);
    assert_eq!(world.frontier.open_institutions(), 0);
}

#[test]
fn few_hosts_stand_half_done_and_slow_ones_go_first() {
    let mut world = World::new(Limits { hosts: 2, ..Limits::default() });
    for number in 0..3 {
        world.offer(home("x", &format!("http://h{number}.kr/")));
    }
    let asked = world.run(fine);
    let hosts: Vec<&str> = asked.iter().map(|(_, address)| &address[7..9]).collect();
    assert_eq!(hosts, ["h0", "h1", "h0", "h2", "h1", "h2"], "the third begins when the first is done");

    let mut frontier = Frontier::new(Limits::default());
    for number in 0..3 {
        frontier.offer(home("x", &format!("http://h{number}.kr/")));
        let Next::Go(robots) = frontier.next(Timestamp(0)) else { panic!("robots.txt") };
        let mut done = attempt(robots, 0, stored(404, None));
        done.delay_used_ms = if number == 2 { 5000 } else { 2000 };
        frontier.finish(&done, Timestamp(0));
    }
    frontier.offer(home("x", "http://new.kr/"));
    let asked: Vec<String> = (0..4)
        .map(|_| match frontier.next(Timestamp(9000)) {
            Next::Go(target) => HostKey::of(&target.url).0,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(asked, ["h2.kr", "new.kr", "h0.kr", "h1.kr"]);
}

#[test]
fn redirects_that_lead_back_are_loops() {
    let mut world = World::new(Limits::default());
    let hop = |path: &str, from: &str| {
        let from = url(&format!("http://a.kr/{from}"));
        target("x", &format!("http://a.kr/{path}"), Origin::Redirect { from })
    };
    assert_eq!(world.offer(link("x", "http://a.kr/p", 140)), Offer::Queued);
    assert_eq!(world.offer(home("x", "http://a.kr/")), Offer::Queued);
    assert_eq!(world.offer(hop("q", "p")), Offer::Queued);
    assert_eq!(world.offer(hop("r", "q")), Offer::Queued);
    assert_eq!(world.offer(hop("p", "r")), Offer::Refused(Refusal::RedirectLoop));
    assert_eq!(world.offer(hop("r", "r")), Offer::Refused(Refusal::RedirectLoop));
    assert_eq!(world.offer(hop("", "r")), Offer::Known, "a redirect to the home page is none");
}

#[test]
fn who_asks_for_a_day_is_left_alone() {
    let mut world = World::new(Limits::default());
    world.offer(home("x", "http://a.kr/"));
    world.offer(link("x", "http://a.kr/p", 140));
    world.offer(home("y", "http://b.kr/"));
    let asked = world.run(|target| match target.url.as_str() {
        "http://a.kr/p" => throttled(Some(86_400_000)),
        _ => stored(200, None),
    });
    assert_eq!(
        addresses(&asked),
        ["http://a.kr/robots.txt", "http://b.kr/robots.txt", "http://a.kr/p", "http://b.kr/"]
    );
    assert!(world.now < 10_000, "and nobody waits for it");
    let refused = world.frontier.take_refused();
    assert_eq!(refused.len(), 1);
    assert_eq!((refused[0].0.url.as_str(), refused[0].1), ("http://a.kr/", Refusal::AskedToWait));
    assert_eq!(world.frontier.open_institutions(), 0);
    // Nor is it asked after an interruption.
    let mut again = Frontier::new(Limits::default());
    again.resume(vec![home("x", "http://a.kr/")], &world.log, &[]);
    assert_eq!(again.next(Timestamp(9_000_000)), Next::Done);
    assert_eq!(again.take_refused().len(), 1);
    // Pages that wait for its robots.txt do not wait for ever.
    let mut world = World::new(Limits::default());
    world.offer(home("x", "http://a.kr/"));
    world.run(|_| throttled(Some(86_400_000)));
    assert_eq!(world.frontier.take_refused().len(), 1);
    assert_eq!(world.frontier.open_institutions(), 0);
}
