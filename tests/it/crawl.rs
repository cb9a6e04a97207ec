//! Crawls of small worlds on loopback, judged from the server's side of the wire and from the archive.

use crate::same::same;
use crate::support::{Gate, Reply, Server, Trial, until, warcs};
use bangchim::archive::{self, Responses, decoded_body};
use bangchim::crawl::{self, Settings, Shutdown};
use bangchim::model::attempt::{FetchError, Origin, Outcome, Refusal, RobotsVerdict};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// Time that an answer may take where some never come: what a busy machine needs, and short enough to wait for in vain.
const SHORT: Duration = Duration::from_secs(5);

const FILLER: &str = "시민 여러분을 환영합니다. 새 소식을 알려 드립니다. ";

fn home(links: &str) -> Reply {
    let filler = FILLER.repeat(40);
    Reply::html(&format!(
        "<html><title>가람시</title><body><div id=content>{filler}</div><div id=footer>{links}</div></body></html>"
    ))
}

fn policy(links: &str) -> Reply {
    let filler = FILLER.repeat(40);
    Reply::html(&format!(
        "<html><title>고정형 영상정보처리기기 운영·관리 방침</title><body><div id=content>\
         <h3>고정형 영상정보처리기기 운영·관리 방침</h3><h4>1. 설치 근거 및 설치 목적</h4><h4>2. 설치 대수, 설치 위치 및 촬영 범위</h4>\
         <h4>3. 관리책임자 및 접근권한자</h4><h4>4. 촬영시간, 보관기간</h4><p>{filler}</p>{links}</div></body></html>"
    ))
}

const LINKS: &str = "<a href='/privacy'>개인정보처리방침</a> <a href='/cctv'>영상정보처리기기 운영·관리방침</a> <a href='/map'>사이트맵</a>";

/// A site whose policy is one step from its home page and has an attachment and an older version.
fn site(path: &str, _: usize) -> Reply {
    match path {
        "/" => home(LINKS),
        "/cctv" => policy(
            "<a href='/list.hwp'>[붙임] 설치 현황</a> <a href='/form.hwp'>열람 청구서</a> <a href='/old'>이전 방침</a>",
        ),
        "/list.hwp" => Reply::new(200, vec![0xD0, 0xCF, 0x11, 0xE0]).with("content-type", "application/octet-stream"),
        "/old" => policy(""),
        _ => Reply::missing(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_is_found_from_the_home_page() {
    let server = Server::start(site).await;
    let trial = Trial::home(server.url("/"));
    let report = trial.crawl().await;
    assert!(report.finished);
    assert_eq!(report.counts.policies, 1);
    assert_eq!(
        server.paths(),
        ["/robots.txt", "/", "/cctv", "/list.hwp", "/old"],
        "neither forms nor weaker leads are asked once the policy is found"
    );
    let expected = format!("bangchim/{} (+loopback)", env!("CARGO_PKG_VERSION"));
    let arrivals = server.arrivals();
    assert!(arrivals.iter().all(|arrival| arrival.agent == expected));
    for pair in arrivals.windows(2) {
        assert!(pair[1].at - pair[0].until >= Duration::from_millis(20));
    }
    let attempts = trial.attempts();
    assert_eq!(attempts.len(), 5);
    let anchors: Vec<&str> = attempts
        .iter()
        .filter_map(|attempt| match &attempt.target.origin {
            Origin::Link { anchor, .. } => Some(anchor.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(anchors, ["영상정보처리기기 운영·관리방침", "[붙임] 설치 현황", "이전 방침"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn known_policies_are_asked_first() {
    let server = Server::start(site).await;
    let trial = Trial::new(&[("x", server.url("/"), server.url("/cctv"))]);
    trial.crawl().await;
    assert_eq!(server.paths()[..2], ["/robots.txt", "/cctv"]);
    assert!(server.paths().contains(&"/".to_owned()));
    assert!(!server.paths().contains(&"/privacy".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_archive_holds_what_came_over_the_wire() {
    let page = format!("<p>{}</p>", FILLER.repeat(50));
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(page.as_bytes()).unwrap();
    let coded = encoder.finish().unwrap();
    let sent = coded.clone();
    let server = Server::start(move |path, _| match path {
        "/" => {
            Reply::new(200, sent.clone()).with("content-type", "text/html").with("content-encoding", "gzip").chunked()
        }
        _ => Reply::missing(),
    })
    .await;
    let trial = Trial::home(server.url("/"));
    trial.crawl().await;
    let Outcome::Stored(snapshot) = trial.outcome("/") else {
        panic!("not stored");
    };
    let response = archive::response(&trial.archive(), &snapshot).unwrap();
    assert_eq!(response.body, coded);
    let body = decoded_body(&response.headers, &response.body).unwrap();
    assert_eq!(body, page.as_bytes());
    assert_eq!(snapshot.bytes, coded.len() as u64);
    let files = warcs(&trial.archive());
    assert_eq!(files.len(), 1);
    let all: Vec<_> = Responses::open(&files[0]).unwrap().collect();
    assert_eq!(all.len(), server.paths().len());
    assert!(all.iter().all(Result::is_ok));
}

#[tokio::test(flavor = "multi_thread")]
async fn robots_are_obeyed() {
    // Status and body of robots.txt, and what is asked then.
    let cases = [
        (200, "User-agent: *\nDisallow: /", vec!["/robots.txt"]),
        (200, "User-agent: bangchim\nDisallow: /", vec!["/robots.txt"]),
        (200, "User-agent: *\nDisallow: /cctv", vec!["/robots.txt", "/", "/privacy", "/map"]),
        (404, "", vec!["/robots.txt", "/", "/cctv", "/list.hwp", "/old"]),
        (403, "", vec!["/robots.txt", "/", "/cctv", "/list.hwp", "/old"]),
        (500, "", vec!["/robots.txt", "/robots.txt", "/robots.txt"]),
        (503, "", vec!["/robots.txt", "/robots.txt", "/robots.txt"]),
    ];
    for (status, text, expected) in cases {
        let server = Server::start(move |path, before| match path {
            "/robots.txt" => Reply::new(status, text),
            _ => site(path, before),
        })
        .await;
        let trial = Trial::home(server.url("/"));
        assert!(trial.crawl().await.finished);
        assert_eq!(server.paths(), expected, "{status} {text:?}");
        let last = trial.outcome(if text.contains("/cctv") { "/cctv" } else { "/" });
        let verdicts: Vec<RobotsVerdict> = trial
            .attempts()
            .into_iter()
            .filter(|attempt| attempt.outcome == Outcome::Refused(Refusal::Robots))
            .map(|attempt| attempt.robots)
            .collect();
        match status {
            200 => {
                assert_eq!(last, Outcome::Refused(Refusal::Robots));
                assert!(matches!(verdicts[..], [RobotsVerdict::Disallowed(_)]));
            }
            500.. => assert_eq!(verdicts, [RobotsVerdict::Unreachable]),
            _ => assert!(verdicts.is_empty()),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn robots_that_never_answer_forbid() {
    let server = Server::start(|path, before| match path {
        "/robots.txt" => Reply::never(),
        _ => site(path, before),
    })
    .await;
    let mut trial = Trial::home(server.url("/"));
    trial.settings.fetch.total = SHORT;
    trial.settings.frontier.tries = 2;
    trial.crawl().await;
    assert_eq!(server.paths(), ["/robots.txt"; 2]);
    assert_eq!(trial.outcome("/"), Outcome::Refused(Refusal::Robots));
    assert_eq!(trial.outcome("/robots.txt"), Outcome::Failed(FetchError::Timeout));
}

#[tokio::test(flavor = "multi_thread")]
async fn crawl_delay_is_kept_and_recorded() {
    let server = Server::start(|path, before| match path {
        "/robots.txt" => Reply::new(200, "User-agent: *\nCrawl-delay: 0.3"),
        _ => site(path, before),
    })
    .await;
    let mut trial = Trial::home(server.url("/"));
    trial.settings.frontier.pages = 2;
    trial.crawl().await;
    let arrivals = server.arrivals();
    assert_eq!(arrivals.len(), 3);
    for pair in arrivals.windows(2) {
        assert!(pair[1].at - pair[0].until >= Duration::from_millis(300));
    }
    let attempts = trial.attempts();
    assert_eq!(attempts[1].delay_wanted_ms, Some(300));
    // A host that is slow to answer rests twice as long as it took.
    assert_eq!(attempts[1].delay_used_ms, (2 * attempts[1].took_ms).max(300));
    // What did not fit the budget stands in the ledger too.
    assert!(attempts.iter().any(|attempt| attempt.outcome == Outcome::Refused(Refusal::BudgetSpent)));
}

#[tokio::test(flavor = "multi_thread")]
async fn retry_after_is_honoured() {
    let server = Server::start(|path, before| match (path, before) {
        ("/", 0) => Reply::new(503, "busy").with("retry-after", "1"),
        _ => site(path, before),
    })
    .await;
    let trial = Trial::home(server.url("/"));
    let report = trial.crawl().await;
    assert_eq!(report.counts.policies, 1);
    let arrivals = server.arrivals();
    assert_eq!(arrivals[2].path, "/");
    assert!(arrivals[2].at - arrivals[1].until >= Duration::from_secs(1));
    assert_eq!(trial.attempts()[1].outcome, Outcome::Failed(FetchError::Throttled { retry_after_ms: Some(1000) }));
    // What it said is in the archive all the same, and in its index.
    let file = &warcs(&trial.archive())[0];
    let busy = Responses::open(file).unwrap().map(Result::unwrap).find(|response| response.status == 503).unwrap();
    assert_eq!((busy.url.path(), busy.body.as_slice()), ("/", &b"busy"[..]));
    let index = std::fs::read_to_string(file.to_string_lossy().replace("-00000.warc.gz", ".cdxj")).unwrap();
    assert!(index.contains("\"status\":\"503\"") || index.contains("\"status\": \"503\""), "{index}");
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_are_followed_by_our_rules() {
    let other = Server::start_on("127.0.0.2:0", |_, _| home("")).await;
    let away = other.url("/secret");
    let server = Server::start(move |path, before| match path {
        "/" => Reply::redirect("/a"),
        "/a" => Reply::redirect("main.do"),
        "/main.do" => Reply::html("<meta http-equiv=refresh content='0;url=/frames'>"),
        "/frames" => Reply::html("<frameset><frame src='/body'></frameset>"),
        "/body" => home("<a href='/cctv'>CCTV 운영방침</a> <a href='/away'>영상정보처리기기 방침</a> <a href='/loop'>CCTV 설치현황</a>"),
        "/away" => Reply::redirect(&away),
        "/loop" => Reply::redirect("/loop"),
        _ => site(path, before),
    })
    .await;
    let trial = Trial::home(server.url("/"));
    assert_eq!(trial.crawl().await.counts.policies, 1);
    let asked = server.paths();
    assert_eq!(asked[..6], ["/robots.txt", "/", "/a", "/main.do", "/frames", "/body"]);
    assert_eq!(asked.iter().filter(|path| *path == "/loop").count(), 1);
    // An address of this machine that the seeds do not name is no target.
    assert!(other.paths().is_empty());
    assert_eq!(trial.outcome("/secret"), Outcome::Refused(Refusal::PrivateAddress));
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_publish_policies_for_each_other() {
    let city = Server::start_on("127.0.0.3:0", site).await;
    let stranger = Server::start_on("127.0.0.4:0", |_, _| policy("")).await;
    let (there, away) = (city.url("/cctv"), stranger.url("/cctv"));
    let library = Server::start(move |path, _| match path {
        "/" => {
            home(&format!("<a href='{away}'>CCTV 운영방침</a> <a href='{there}'>영상정보처리기기 운영·관리방침</a>"))
        }
        _ => Reply::missing(),
    })
    .await;
    let seeds = format!(
        "id,name,kind,sido,homepage\nlibrary,가람도서관,library,경기도,{}\ncity,가람시,si,경기도,{}\n",
        library.url("/"),
        city.url("/")
    );
    let mut trial = Trial::of(&seeds);
    trial.settings.only = vec!["library".to_owned()];
    assert_eq!(trial.crawl().await.counts.policies, 1);
    assert_eq!(city.paths(), ["/robots.txt", "/cctv"]);
    // Who is not in the registry is not asked, on loopback or elsewhere.
    assert!(stranger.paths().is_empty());

    // Parts of a split crawl leave each other's sites alone; the two stand in different parts.
    let mut withheld = Vec::new();
    for part in 1..=2 {
        let mut trial = Trial::of(&seeds);
        trial.settings.shard = crawl::Shard::new(part, 2);
        assert!(trial.crawl().await.finished);
        let refused =
            |attempt: &bangchim::model::attempt::Attempt| attempt.outcome == Outcome::Refused(Refusal::OtherShard);
        withheld.extend(trial.attempts().into_iter().filter(refused).map(|attempt| attempt.target.url.to_string()));
    }
    assert_eq!(withheld, [city.url("/cctv")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn endless_redirects_end() {
    let server = Server::start(|path, _| match path {
        "/robots.txt" => Reply::missing(),
        path => Reply::redirect(&format!("{path}x")),
    })
    .await;
    let trial = Trial::home(server.url("/"));
    assert!(trial.crawl().await.finished);
    assert_eq!(server.paths().len(), 7, "robots.txt, the page, five redirects");
    assert_eq!(trial.outcome("/xxxxxx"), Outcome::Refused(Refusal::TooManyRedirects));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_came_is_in_the_archive() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b' '; 6 << 20]).unwrap();
    let bomb = encoder.finish().unwrap();
    let broken = bomb[..500].to_vec();
    let (sent, cut) = (bomb.clone(), broken.clone());
    let server = Server::start(move |path, before| match (path, before) {
        ("/robots.txt", 0) => Reply::new(503, "later"),
        ("/", _) => home("<a href='/busy'>CCTV 운영방침 1</a><a href='/coded'>CCTV 운영방침 2</a><a href='/bomb'>CCTV 운영방침 3</a>"),
        ("/busy", _) => Reply::new(429, "too many").with("content-type", "text/plain"),
        ("/coded", _) => Reply::new(200, cut.clone()).with("content-encoding", "gzip"),
        ("/bomb", _) => Reply::new(200, sent.clone()).with("content-encoding", "gzip"),
        _ => site(path, before),
    })
    .await;
    let mut trial = Trial::home(server.url("/"));
    trial.settings.fetch.body = 15_000;
    trial.settings.frontier.tries = 2;
    assert!(trial.crawl().await.finished);
    let responses: Vec<_> = Responses::open(&warcs(&trial.archive())[0]).unwrap().map(Result::unwrap).collect();
    let mut kept: Vec<String> = responses.iter().map(|response| response.url.path().to_owned()).collect();
    let mut asked = server.paths();
    kept.sort();
    asked.sort();
    assert_eq!(kept, asked, "an answer for every request");
    let body = |path: &str| responses.iter().find(|response| response.url.path() == path).unwrap().body.clone();
    assert_eq!((body("/busy"), body("/coded"), body("/bomb")), (b"too many".to_vec(), broken, bomb));
    // The ledger says what came of them, and where they lie.
    let crawl = archive::crawls(&trial.archive()).unwrap().pop().unwrap();
    let rejected: Vec<_> = archive::attempts(&trial.archive(), &crawl.id)
        .unwrap()
        .into_iter()
        .filter_map(|attempt| Some((attempt.target.url.path().to_owned(), attempt.rejected?)))
        .collect();
    assert!(rejected.iter().any(|(path, kept)| path == "/busy" && kept.status == 429 && kept.bytes == 8));
    for (path, kept) in &rejected {
        let there = responses.iter().find(|response| response.offset == kept.offset).unwrap();
        assert_eq!((there.url.path(), there.status, there.body.len() as u64), (&path[..], kept.status, kept.bytes));
    }
    assert_eq!(trial.outcome("/coded"), Outcome::Failed(FetchError::Protocol));
    assert_eq!(trial.outcome("/bomb"), Outcome::Refused(Refusal::TooLarge));
    assert!(archive::check(&trial.archive(), &crawl.id).unwrap().1.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_hard() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&vec![b' '; 6 << 20]).unwrap();
    let bomb = encoder.finish().unwrap();
    let server = Server::start(move |path, before| match path {
        "/" => home(
            "<a href='/big'>CCTV 운영방침 1</a><a href='/flow'>CCTV 운영방침 2</a><a href='/slow'>CCTV 운영방침 3</a><a href='/bomb'>CCTV 운영방침 4</a>",
        ),
        "/big" => Reply::new(200, vec![b'x'; 20_000]),
        "/flow" => Reply::new(200, vec![b'x'; 20_000]).chunked(),
        "/slow" => Reply::never(),
        "/bomb" => Reply::new(200, bomb.clone()).with("content-encoding", "gzip"),
        _ => site(path, before),
    })
    .await;
    let mut trial = Trial::home(server.url("/"));
    trial.settings.fetch.body = 15_000;
    trial.settings.fetch.total = SHORT;
    trial.settings.frontier.tries = 1;
    assert!(trial.crawl().await.finished);
    for path in ["/big", "/flow", "/bomb"] {
        assert_eq!(trial.outcome(path), Outcome::Refused(Refusal::TooLarge), "{path}");
    }
    assert_eq!(trial.outcome("/slow"), Outcome::Failed(FetchError::Timeout));
}

#[tokio::test(flavor = "multi_thread")]
async fn dead_hosts_are_data() {
    // Taken, so that nobody else can listen there.
    let gone = tokio::net::TcpSocket::new_v4().unwrap();
    gone.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let trial = Trial::home(format!("http://{}/", gone.local_addr().unwrap()));
    let report = trial.crawl().await;
    assert!(report.finished);
    let outcomes: Vec<Outcome> = trial.attempts().into_iter().map(|attempt| attempt.outcome).collect();
    assert_eq!(
        outcomes,
        [
            Outcome::Failed(FetchError::Connect),
            Outcome::Failed(FetchError::Connect),
            Outcome::Failed(FetchError::Connect),
            Outcome::Refused(Refusal::Robots),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_a_crawl_that_is_not_finished_say_so() {
    let server =
        Server::start(|path, _| if path == "/" { Reply::html("<p>가람시</p>") } else { Reply::missing() }).await;
    let trial = Trial::home(server.url("/"));
    let (_keep, halt) = watch::channel(Shutdown::Graceful);
    assert!(!crawl::crawl(&trial.settings, halt).await.unwrap().finished);
    let extract = || {
        let done = crate::cli::program(&trial.settings.data).args(["extract", "--data", "."]).output().unwrap();
        assert!(done.status.success(), "{done:?}");
        String::from_utf8(done.stderr).unwrap()
    };
    let said = extract();
    assert!(said.contains(" is not finished: 0 of 1 institutions asked so far; the same `bangchim crawl`"), "{said}");
    assert!(trial.crawl().await.finished);
    assert!(!extract().contains("not finished"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_aborted_crawl_goes_on_and_asks_nothing_finished_twice() {
    // Cut after so many arrivals, then go on; the first runs are dropped in the middle of whatever they do.
    let (came, may) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(usize::MAX)));
    let mut servers = Vec::new();
    for _ in 0..4 {
        let (came, may) = (Arc::clone(&came), Arc::clone(&may));
        let answer = move |path: &str, before: usize| {
            let number = came.fetch_add(1, Ordering::SeqCst) + 1;
            if number > may.load(Ordering::SeqCst) { Reply::never() } else { site(path, before) }
        };
        servers.push(Server::start(answer).await);
    }
    let institutions: Vec<(&str, String, String)> = ["a", "b", "c", "d"]
        .into_iter()
        .zip(&servers)
        .map(|(id, server)| (id, server.url("/"), String::new()))
        .collect();
    let trial = Trial::new(&institutions);
    let arrived = || servers.iter().map(|server| server.paths().len()).sum::<usize>();
    // Of everything that was written down as done: how often its server had been asked for it at that time.
    let mut done: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for cut in [3, 7, 11] {
        let (_keep, halt) = watch::channel(Shutdown::None);
        let run = crawl::crawl(&trial.settings, halt);
        // What arrives after the cut is not answered, so that no run comes to its end.
        may.store(cut, Ordering::SeqCst);
        tokio::select! {
            _ = run => panic!("it ended before it had all answers"),
            () = until("requests arrive", || arrived() >= cut) => {}
        }
        may.store(usize::MAX, Ordering::SeqCst);
        for server in &servers {
            server.settled().await;
        }
        for attempt in trial.attempts() {
            let place = institutions.iter().position(|(id, ..)| attempt.target.institution.0 == *id).unwrap();
            let path = attempt.target.url.path().to_owned();
            let asked = servers[place].paths();
            let count = asked.iter().filter(|asked| **asked == path).count();
            done.entry((place, path)).or_insert(count);
        }
    }
    let before = trial.attempts();
    let report = trial.crawl().await;
    assert!(report.finished);
    assert_eq!(report.counts.policies, 4);
    let attempts = trial.attempts();
    same(&attempts[..before.len()], &before, "nothing written down is lost");
    assert_eq!(archive::crawls(&trial.archive()).unwrap().len(), 1);
    for (id, ..) in &institutions {
        let mut tried: Vec<&str> = attempts
            .iter()
            .filter(|attempt| attempt.target.institution.0 == *id)
            .map(|attempt| attempt.target.url.path())
            .collect();
        tried.sort_unstable();
        assert_eq!(tried, ["/", "/cctv", "/list.hwp", "/old", "/robots.txt"], "{id}");
    }
    // A request that was in progress when the crawl died is asked again; what was written down is not.
    for ((place, path), count) in done {
        let asked = servers[place].paths();
        let now = asked.iter().filter(|asked| **asked == path).count();
        assert_eq!(now, count, "{path}");
    }
    // The whole archive reads, whatever was torn.
    for file in warcs(&trial.archive()) {
        assert!(Responses::open(&file).unwrap().all(|item| item.is_ok()));
    }
    // What has ended is not resumed: the same command begins anew.
    trial.crawl().await;
    assert_eq!(archive::crawls(&trial.archive()).unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_halted_crawl_lands_what_is_in_the_air() {
    // The page is in progress until the crawl has been told to stop.
    let told = Gate::shut();
    let held = told.clone();
    let server = Server::start(move |path, before| match path {
        "/" => site(path, before).behind(&held),
        _ => site(path, before),
    })
    .await;
    let trial = Trial::home(server.url("/"));
    let (sender, halt) = watch::channel(Shutdown::None);
    let stop = async {
        until("the page is asked for", || server.paths().len() >= 2).await;
        sender.send(Shutdown::Graceful).unwrap();
        told.open();
    };
    let (report, ()) = tokio::join!(crawl::crawl(&trial.settings, halt), stop);
    let report = report.unwrap();
    assert!(!report.finished);
    assert_eq!(server.paths(), ["/robots.txt", "/"]);
    assert_eq!(trial.attempts().len(), 2, "the page in progress was kept");
    assert!(trial.crawl().await.finished);
    assert_eq!(server.paths(), ["/robots.txt", "/", "/cctv", "/list.hwp", "/old"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_are_asked_side_by_side_and_each_one_alone() {
    // Nobody is answered before everybody has been asked.
    let (all, came) = (Gate::shut(), Arc::new(AtomicUsize::new(0)));
    let mut servers = Vec::new();
    for _ in 0..8 {
        let (all, came) = (all.clone(), Arc::clone(&came));
        let answer = move |path: &str, before: usize| {
            if came.fetch_add(1, Ordering::SeqCst) + 1 == 8 {
                all.open();
            }
            site(path, before).behind(&all)
        };
        servers.push(Server::start(answer).await);
    }
    let ids: Vec<String> = (0..8).map(|number| format!("i{number}")).collect();
    let institutions: Vec<(&str, String, String)> =
        ids.iter().zip(&servers).map(|(id, server)| (id.as_str(), server.url("/"), String::new())).collect();
    let trial = Trial::new(&institutions);
    assert_eq!(trial.crawl().await.counts.policies, 8);
    let firsts: Vec<_> = servers.iter().map(|server| server.arrivals().remove(0)).collect();
    let (last, answered) = (firsts.iter().map(|first| first.at).max(), firsts.iter().map(|first| first.until).min());
    assert!(last <= answered, "hosts do not wait for each other");
    for server in &servers {
        for pair in server.arrivals().windows(2) {
            assert!(pair[1].at >= pair[0].until, "one flight a host");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_one_address_take_turns() {
    let server = Server::start(|path, before| site(path, before).after(Duration::from_millis(40))).await;
    let port = server.address.port();
    let trial = Trial::new(&[
        ("x", format!("http://localhost:{port}/"), String::new()),
        ("y", format!("http://127.0.0.1:{port}/"), String::new()),
    ]);
    assert_eq!(trial.crawl().await.counts.policies, 2);
    for pair in server.arrivals().windows(2) {
        assert!(pair[1].at >= pair[0].until, "one flight an address");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn site_maps_help_home_pages_that_lead_nowhere() {
    let server = Server::start(|path, before| match path {
        "/" => home("<a href='/intro'>소개</a>"),
        "/sitemap.xml" => {
            Reply::new(200, "<urlset><url><loc>/x</loc></url><url><loc>/terms/cctv.do</loc></url></urlset>")
                .with("content-type", "application/xml")
        }
        "/terms/cctv.do" => policy(""),
        _ => site(path, before),
    })
    .await;
    let trial = Trial::home(server.url("/"));
    assert_eq!(trial.crawl().await.counts.policies, 1);
    assert_eq!(server.paths(), ["/robots.txt", "/", "/sitemap.xml", "/terms/cctv.do"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn public_hosts_want_a_contact_and_plans_send_nothing() {
    let server = Server::start(site).await;
    let mut trial = Trial::new(&[
        ("x", server.url("/"), String::new()),
        ("y", "https://www.example.go.kr/".to_owned(), String::new()),
    ]);
    let (_keep, halt) = watch::channel(Shutdown::None);
    let error = crawl::crawl(&trial.settings, halt.clone()).await.unwrap_err();
    assert!(error.to_string().contains("--contact"), "{error}");
    assert!(!trial.archive().exists());
    trial.settings.contact = Some("https://example.org/crawl".to_owned());
    trial.settings.plan = true;
    let report = crawl::crawl(&trial.settings, halt.clone()).await.unwrap();
    assert!(report.finished);
    assert!(server.paths().is_empty());
    assert!(!trial.archive().exists());
    let nowhere = Settings::new(PathBuf::from("/nowhere/seeds.csv"), PathBuf::from("data"));
    let error = crawl::crawl(&nowhere, halt).await.unwrap_err();
    assert!(error.to_string().contains("/nowhere/seeds.csv"));
}
