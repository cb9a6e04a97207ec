//! The sample sites: served as they are described, and consistent with what is expected of a reader.

use crate::support::PATIENCE;
use bangchim::demo::server::{self, SAMPLE, Served};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Addresses that pages name and that do not exist, as on real sites.
const BROKEN: [&str; 1] = ["/file/down.do?seq=20098"];

async fn served() -> Served {
    server::start(Path::new(SAMPLE)).await.expect("it starts")
}

fn client() -> reqwest::Client {
    // Another test may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .user_agent("sample-test")
        .no_proxy()
        .build()
        .expect("a client")
}

fn origin(served: &Served, id: &str) -> String {
    let site = served.sites().iter().find(|site| site.id == id);
    site.expect("a known site").origin()
}

/// What comes back for bytes as they are, so that nothing tidies the request.
async fn raw(served: &Served, id: &str, request: &str) -> String {
    let address = origin(served, id).replace("http://", "");
    let mut stream = TcpStream::connect(address).await.expect("it listens");
    stream.write_all(request.as_bytes()).await.expect("written");
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let read = tokio::time::timeout(PATIENCE, reading).await;
    read.expect("in time").expect("read");
    String::from_utf8_lossy(&answer).into_owned()
}

fn expected() -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(Path::new(SAMPLE).join("expected.jsonl")).expect("there");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Text of a page of the samples, whatever its charset.
fn decode(body: &[u8]) -> String {
    std::str::from_utf8(body).map_or_else(|_| encoding_rs::EUC_KR.decode(body).0.into_owned(), str::to_owned)
}

#[tokio::test]
async fn statuses_and_headers_are_as_told() {
    let served = served().await;
    let http = client();
    let get = async |id: &str, path: &str| {
        let url = format!("{}{path}", origin(&served, id));
        http.get(url).send().await.expect("an answer")
    };

    let home = get("demo-haesol", "/").await;
    assert_eq!(home.status(), 302);
    assert_eq!(home.headers()["location"], "/www/index.do");

    let page = get("demo-haesol", "/www/contents.do?key=1237").await;
    assert_eq!(page.status(), 200);
    assert_eq!(page.headers()["content-type"], "text/html; charset=UTF-8");
    let robots = get("demo-haesol", "/robots.txt").await;
    assert_eq!(robots.headers()["content-type"], "text/plain");
    for gone in ["/www/contents.do?key=1", "/_pages/1237.html", "/%EA%B0%80"] {
        assert_eq!(get("demo-haesol", gone).await.status(), 404, "{gone}");
    }

    let soft = get("demo-neoul", "/no/such/page").await;
    assert_eq!(soft.status(), 200, "this site hides its errors");
    let gone = get("demo-dalmuri", "/robots.txt").await;
    assert_eq!(gone.status(), 404);
    let broken = get("demo-sandol", "/robots.txt").await;
    assert_eq!(broken.status(), 500);
    let map = get("demo-garammoe", "/sitemap.xml").await;
    let map = map.text().await.expect("text");
    let policy = format!("{}/web/policy/video.do", origin(&served, "demo-garammoe"));
    assert!(map.contains(&policy), "{map}");

    let file = get("demo-byeolha", "/file/down.do?seq=20417").await;
    assert_eq!(file.headers()["content-type"], "application/octet-stream");
    assert!(file.headers().contains_key("content-disposition"));
    let sheet = get("demo-deulbit", "/download/deulbit_cctv_2026.xlsx").await;
    let sheet = sheet.bytes().await.expect("bytes");
    assert!(sheet.starts_with(b"PK\x03\x04"));

    served.stop().await;
}

#[tokio::test]
async fn a_lying_header_goes_with_other_bytes() {
    let served = served().await;
    let url = format!("{}/home/sub07/cctv.jsp", origin(&served, "demo-darae"));
    let page = client().get(url).send().await.expect("an answer");
    assert_eq!(page.headers()["content-type"], "text/html; charset=UTF-8");
    let body = page.bytes().await.expect("bytes");
    assert!(std::str::from_utf8(&body).is_err(), "not UTF-8");
    let text = encoding_rs::EUC_KR.decode_without_bom_handling_and_without_replacement(&body).expect("CP949");
    assert!(text.contains("강원도 다래군"));

    let url = format!("{}/cctv/body.html", origin(&served, "demo-solmaru"));
    let page = client().get(url).send().await.expect("an answer");
    assert_eq!(page.headers()["content-type"], "text/html");
    served.stop().await;
}

#[tokio::test]
async fn the_first_visitor_is_asked_to_come_back() {
    let served = served().await;
    let http = client();
    let path = "/nb/cm/cntnts/cntntsView.do?mi=13157&cntntsId=1484";
    let url = format!("{}{path}", origin(&served, "demo-neulbeot"));
    let first = http.get(&url).send().await.expect("an answer");
    assert_eq!(first.status(), 503);
    assert_eq!(first.headers()["retry-after"], "2");
    for _ in 0..2 {
        let next = http.get(&url).send().await.expect("an answer");
        assert_eq!(next.status(), 200);
    }

    let seen = served.arrivals();
    let statuses: Vec<u16> = seen.iter().map(|arrival| arrival.status).collect();
    assert_eq!(statuses, [503, 200, 200]);
    assert_eq!(seen[0].path, path);
    assert_eq!(seen[0].host, "127.83.0.14");
    assert_eq!(seen[0].agent, "sample-test");
    assert!(seen.is_sorted_by_key(|arrival| arrival.t_ms));
    served.stop().await;
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() {
    let served = served().await;
    let http = client();
    let url = format!("{}/web/policy/video.do", origin(&served, "demo-garammoe"));
    let begin = Instant::now();
    let page = http.get(&url).send().await.expect("an answer");
    assert!(begin.elapsed() >= Duration::from_millis(400), "it is slow");
    let tag = page.headers()["etag"].clone();
    let again = http.get(&url).header("if-none-match", tag).send().await;
    let again = again.expect("an answer");
    assert_eq!(again.status(), 304);
    assert_eq!(again.bytes().await.expect("no body").len(), 0);
    served.stop().await;
}

#[tokio::test]
async fn the_dead_host_refuses() {
    let served = served().await;
    let url = format!("{}/", origin(&served, "demo-handeulbeol"));
    let error = client().get(url).send().await.expect_err("dead");
    assert!(error.is_connect(), "{error}");
    served.stop().await;
}

#[tokio::test]
async fn one_page_has_three_mebibytes() {
    let served = served().await;
    let url = format!("{}/about/privacy/cctv", origin(&served, "demo-narae"));
    let page = client().get(url).send().await.expect("an answer");
    let body = page.bytes().await.expect("bytes");
    let size = 3 * 1024 * 1024;
    assert!((size..size + 1024).contains(&body.len()), "{}", body.len());
    let text = std::str::from_utf8(&body).expect("UTF-8");
    assert!(text.contains("548") && text.trim_end().ends_with("</html>"));
    served.stop().await;
}

#[tokio::test]
async fn nothing_outside_a_site_can_be_had() {
    let served = served().await;
    let climbs = [
        "/../sites.json",
        "/../../Cargo.toml",
        "/%2e%2e/sites.json",
        "/..%2fsites.json",
        "/static/..%5c..%5csites.json",
        "/%zz",
    ];
    for path in climbs {
        let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
        let answer = raw(&served, "demo-haesol", &request).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{path}: {answer}");
        assert!(!answer.contains("18080"), "{path}");
    }
    let post = "POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let answer = raw(&served, "demo-haesol", post).await;
    assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
    let head = "HEAD /robots.txt HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let answer = raw(&served, "demo-haesol", head).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\n"));
    served.stop().await;
}

#[tokio::test]
async fn two_can_run_at_once_and_stopping_frees_the_addresses() {
    let one = served().await;
    let two = served().await;
    assert_ne!(one.port(), two.port());
    // The usual port may be taken by another test as soon as it is free.
    let (one, two) = if one.is_usual_port() { (two, one) } else { (one, two) };
    let url = format!("{}/", origin(&one, "demo-dalmuri"));
    let http = client();
    // Leaves a connection open and idle.
    assert_eq!(http.get(&url).send().await.expect("up").status(), 200);
    one.stop().await;
    http.get(&url).send().await.expect_err("down");
    let url = format!("{}/", origin(&two, "demo-dalmuri"));
    assert_eq!(http.get(&url).send().await.expect("up").status(), 200);
    two.stop().await;
}

#[tokio::test]
async fn an_idle_connection_does_not_hold_up_the_end() {
    // A connection that is waited for is waited for every time; a busy machine is not that slow every time.
    let mut took = Vec::new();
    while took.iter().all(|took| *took >= Duration::from_secs(1)) {
        assert!(took.len() < 20, "{took:?}");
        let served = served().await;
        let http = client();
        let url = format!("{}/", origin(&served, "demo-dalmuri"));
        assert_eq!(http.get(&url).send().await.expect("up").status(), 200);
        let begin = Instant::now();
        served.stop().await;
        took.push(begin.elapsed());
    }
}

#[tokio::test]
async fn an_unusable_folder_is_an_error_with_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let error = server::start(folder.path()).await.expect_err("empty");
    assert!(error.to_string().contains("sites.json"), "{error}");
    let plan = r#"{"port": 18080, "sites": [{"id": "a", "name": "가", "kind": "si", "sido": "경기도",
        "population": null, "address": "127.83.0.1", "folder": "../a"}]}"#;
    std::fs::write(folder.path().join("sites.json"), plan).expect("written");
    let error = server::start(folder.path()).await.expect_err("it climbs");
    assert!(error.to_string().contains("folder `../a`"), "{error}");
}

#[tokio::test]
async fn the_seeds_name_every_expected_institution() {
    let served = served().await;
    let seeds = served.seeds_csv();
    let mut reader = csv::Reader::from_reader(seeds.as_bytes());
    let head = reader.headers().expect("a head").clone();
    assert_eq!(&head[0], "id");
    let rows: BTreeMap<String, csv::StringRecord> =
        reader.records().map(|row| row.expect("a row")).map(|row| (row[0].to_owned(), row)).collect();
    let ids: BTreeSet<String> =
        expected().iter().map(|line| line["institution_id"].as_str().expect("a key").to_owned()).collect();
    assert_eq!(rows.keys().cloned().collect::<BTreeSet<_>>(), ids);
    let port = served.port();
    let row = &rows["demo-haesol"];
    assert_eq!(&row[4], format!("http://127.83.0.1:{port}/"));
    assert_eq!((&row[1], &row[6]), ("해솔시", "184320"));
    served.stop().await;
}

/// Every address that a page names, decoded from `href`, `src`, `value`, and the site's own small scripts.
fn named(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for mark in ["href=\"", "HREF=\"", "value=\"", "fnMove('", "replace('"] {
        for piece in page.split(mark).skip(1) {
            let end = piece.find(['"', '\'']).unwrap_or(piece.len());
            let address = piece[..end].replace("&amp;", "&");
            if address.starts_with('/') && !address.contains("{n}") {
                found.push(address);
            }
        }
    }
    found
}

#[tokio::test]
async fn what_is_expected_stands_on_the_page() {
    let served = served().await;
    let sites: BTreeMap<&str, _> = served.sites().iter().map(|site| (site.id.as_str(), site)).collect();
    for line in expected() {
        let id = line["institution_id"].as_str().expect("a key");
        let older = line["superseded"].as_array().cloned().unwrap_or_default();
        for version in std::iter::once(&line).chain(&older) {
            let Some(path) = version["policy_path"].as_str() else {
                continue;
            };
            // The first answer may be a refusal on purpose.
            let answer = [sites[id].answer(path), sites[id].answer(path)];
            let [_, answer] = answer;
            assert_eq!(answer.status, 200, "{id} {path}");
            let text = decode(&answer.body);
            let digits = text.replace(',', "");
            let mut words: Vec<String> = Vec::new();
            if version["camera_total_basis"] != "summed" {
                words.extend(version["camera_total"].as_u64().map(|n| n.to_string()));
            }
            words.extend(version["site_total"].as_u64().map(|n| n.to_string()));
            words.extend(version["retention_days"].as_u64().map(|n| format!("{n}일")));
            let companies = version["contractors"].as_array().expect("a list");
            words.extend(companies.iter().map(|name| name.as_str().unwrap_or_default().to_owned()));
            let date = version["effective_date"].as_str().expect("a date");
            let parts: Vec<u32> = date.split('-').map(|part| part.parse().expect("a number")).collect();
            let spellings = [
                format!("{}년 {}월 {}일", parts[0], parts[1], parts[2]),
                format!("{}. {}. {}.", parts[0], parts[1], parts[2]),
            ];
            assert!(spellings.iter().any(|date| text.contains(date)), "{id} {date}");
            for word in words {
                assert!(digits.contains(&word), "{id} {path}: {word}");
            }
            let fixed = text.contains("고정형 영상정보처리기기");
            assert_eq!(version["term"] == "fixed", fixed, "{id} {path}");
        }
    }
    served.stop().await;
}

#[tokio::test]
async fn links_lead_somewhere() {
    let served = served().await;
    for site in served.sites().iter().filter(|site| !site.dead) {
        let mut waiting = vec!["/".to_owned()];
        let mut seen = BTreeSet::new();
        while let Some(path) = waiting.pop() {
            let image = path.ends_with(".gif") || path.ends_with(".png") || path.ends_with(".jpg");
            let looks = image || path.contains("/css/") || path.contains("/assets/");
            let news = path.starts_with("/board/news") || path.ends_with(".css");
            if looks || news || BROKEN.contains(&path.as_str()) || !seen.insert(path.clone()) {
                continue;
            }
            assert!(seen.len() < 200, "{}: too many pages", site.id);
            let answer = site.answer(&path);
            let status = answer.status.as_u16();
            assert!([200, 301, 302, 503].contains(&status), "{} {path}", site.id);
            for (name, value) in &answer.headers {
                if *name == "location" {
                    waiting.push(value.to_str().expect("text").to_owned());
                }
            }
            waiting.extend(named(&decode(&answer.body)));
        }
    }
    served.stop().await;
}
