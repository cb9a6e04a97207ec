use super::*;
use crate::model::attempt::{FetchError, Origin, PageKind, Refusal, RobotsVerdict, TlsFault, Validators};
use crate::model::policy::DocumentId;
use crate::model::time::Timestamp;
use std::io::Write;
use url::Url;

fn target(path: &str, origin: Origin) -> Target {
    Target {
        institution: InstitutionId("si-1".to_owned()),
        url: Url::parse("http://www.a.go.kr/").unwrap().join(path).unwrap(),
        origin,
        depth: 1,
        tries: 0,
    }
}

fn snapshot(status: u16) -> Snapshot {
    Snapshot {
        document: DocumentId("ab".repeat(32)),
        status,
        content_type: Some("text/html; charset=euc-kr".to_owned()),
        location: None,
        bytes: 5,
        warc: String::new(),
        offset: 0,
        length: 0,
        validators: Validators::default(),
        revisit: None,
    }
}

fn attempt(path: &str, outcome: Outcome) -> Attempt {
    Attempt {
        target: target(path, Origin::Home),
        at: Timestamp(1_792_618_498_000),
        took_ms: 12,
        robots: RobotsVerdict::NoRules,
        delay_wanted_ms: Some(500),
        delay_used_ms: 2000,
        outcome,
        page: None,
        legacy: None,
        rejected: None,
    }
}

fn exchange(body: &[u8]) -> Exchange {
    Exchange {
        asked: vec![("Host".to_owned(), "www.a.go.kr".to_owned())],
        version: "HTTP/1.1",
        status: 200,
        reason: "OK".to_owned(),
        headers: vec![
            ("content-type".to_owned(), b"text/html".to_vec()),
            ("transfer-encoding".to_owned(), b"chunked".to_vec()),
            ("x-bytes".to_owned(), vec![0xC7, 0xD1]),
        ],
        body: body.to_vec(),
        cut: false,
        remote: Some("211.1.2.3:80".parse().unwrap()),
    }
}

fn page(path: &str, body: &[u8]) -> NewRecord {
    NewRecord {
        attempt: attempt(path, Outcome::Stored(snapshot(200))),
        exchange: Some(exchange(body)),
        earlier: None,
        offers: Vec::new(),
    }
}

fn new(key: &str) -> NewCrawl {
    NewCrawl {
        key: key.to_owned(),
        user_agent: "bangchim/0 (+mail)".to_owned(),
        software: "bangchim/0".to_owned(),
        institutions: 1,
        seeds: "id,name,kind,sido,homepage\n".to_owned(),
        at: Timestamp(1_792_618_498_000),
        offers: vec![target("/", Origin::Home)],
        rotation: ROTATION_BYTES,
    }
}

fn keep(archive: &mut Archive, mut landing: NewRecord) -> Attempt {
    let stored = archive.store(&mut landing).unwrap();
    let batch = [(landing, stored)];
    archive.commit(&batch).unwrap();
    let [(landing, _)] = batch;
    landing.attempt
}

fn stored(attempt: &Attempt) -> &Snapshot {
    match &attempt.outcome {
        Outcome::Stored(snapshot) => snapshot,
        other => panic!("not stored: {other:?}"),
    }
}

fn responses(path: &Path) -> Vec<Result<Response, WarcError>> {
    Responses::open(path).unwrap().collect()
}

#[test]
fn what_is_written_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let (mut archive, _) = Archive::open(folder.path(), &new("k")).unwrap();
    let bodies: [&[u8]; 4] = [b"first", b"", b"\r\n\r\nWARC/1.1\r\n", &[0xff; 3000]];
    let kept: Vec<Attempt> = bodies
        .iter()
        .enumerate()
        .map(|(number, body)| keep(&mut archive, page(&format!("/{number}?q=1"), body)))
        .collect();
    let file = folder.path().join(&stored(&kept[0]).warc);
    assert!(file.ends_with("20261021T213458Z-00000.warc.gz"));
    let read: Vec<Response> = responses(&file).into_iter().map(Result::unwrap).collect();
    assert_eq!(read.len(), bodies.len());
    for ((response, attempt), body) in read.iter().zip(&kept).zip(bodies) {
        assert_eq!(response.url, attempt.target.url);
        assert_eq!(response.status, 200);
        assert_eq!(response.body, body);
        assert_eq!(response.offset, stored(attempt).offset);
        assert_eq!(response.date.as_deref(), Some("2026-10-21T21:34:58Z"));
        assert_eq!(response.headers[1].0, "X-Archive-Orig-Transfer-Encoding");
        assert_eq!(response.headers[2].1, [0xC7, 0xD1]);
        assert_eq!(archive.response(stored(attempt)).unwrap(), *response);
    }
    archive.finish(Timestamp(1)).unwrap();
    assert_eq!(attempts(folder.path(), "20261021T213458Z").unwrap(), kept);
}

#[test]
fn every_kind_of_attempt_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let (mut archive, _) = Archive::open(folder.path(), &new("k")).unwrap();
    let from = Url::parse("http://www.a.go.kr/from").unwrap();
    let origins = [
        Origin::Home,
        Origin::KnownPolicy,
        Origin::Robots,
        Origin::Sitemap { from: from.clone() },
        Origin::Redirect { from: from.clone() },
        Origin::Link { from: from.clone(), anchor: "영상정보처리기기 방침".to_owned(), score: -3 },
        Origin::Certificate { from },
    ];
    let verdicts = [
        RobotsVerdict::Allowed(DocumentId("1".repeat(64))),
        RobotsVerdict::Disallowed(DocumentId("2".repeat(64))),
        RobotsVerdict::NoRules,
        RobotsVerdict::Unreachable,
        RobotsVerdict::NotAsked,
    ];
    let errors = [
        FetchError::Dns,
        FetchError::Connect,
        FetchError::Tls(TlsFault::Handshake),
        FetchError::Tls(TlsFault::WrongName),
        FetchError::Tls(TlsFault::MissingIntermediate),
        FetchError::Offline,
        FetchError::Timeout,
        FetchError::Throttled { retry_after_ms: Some(7) },
        FetchError::Throttled { retry_after_ms: None },
        FetchError::Protocol,
    ];
    let refusals = Refusal::ALL.into_iter().map(Outcome::Refused);
    let outcomes = errors.into_iter().map(Outcome::Failed).chain(refusals);
    let mut kept = Vec::new();
    for (number, outcome) in outcomes.enumerate() {
        let mut attempt = attempt("/x", outcome);
        attempt.target.origin = origins[number % origins.len()].clone();
        attempt.robots = verdicts[number % verdicts.len()].clone();
        attempt.delay_wanted_ms = None;
        attempt.page = [None, Some(PageKind::Policy), Some(PageKind::Login)][number % 3];
        attempt.legacy = [None, Some(TlsFault::KeyExchange)][number % 2];
        let landing = NewRecord {
            attempt,
            exchange: None,
            earlier: None,
            offers: vec![target(&format!("/{number}"), origins[number % 6].clone())],
        };
        kept.push(keep(&mut archive, landing));
    }
    drop(archive);
    let (archive, past) = Archive::open(folder.path(), &new("k")).unwrap();
    assert_eq!(past.attempts, kept);
    assert_eq!(past.offers.len(), kept.len() + 1);
    assert_eq!(past.offers[6].origin, origins[5]);
    assert_eq!(past.settled, [InstitutionId("si-1".to_owned())]);
    assert_eq!(archive.crawl().id, "20261021T213458Z");
}

#[test]
fn a_torn_tail_is_cut_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (mut archive, _) = Archive::open(folder.path(), &new("k")).unwrap();
    let first = keep(&mut archive, page("/1", b"one"));
    let second = keep(&mut archive, page("/2", b"two"));
    drop(archive);
    let file = folder.path().join(&stored(&first).warc);
    let whole = std::fs::read(&file).unwrap();
    // What the ledger knows of must be there.
    std::fs::write(&file, &whole[..whole.len() - 1]).unwrap();
    assert!(matches!(Archive::open(folder.path(), &new("k")), Err(ArchiveError::Short(_))));
    // A record that was begun when the machine stopped: any part of it may be on the disk, or all of it.
    let offset = usize::try_from(stored(&second).offset).unwrap();
    let tail = &whole[offset..];
    for cut in (1..tail.len()).step_by(7).chain([tail.len()]) {
        let mut torn = whole.clone();
        torn.extend_from_slice(&tail[..cut]);
        std::fs::write(&file, &torn).unwrap();
        let (mut archive, past) = Archive::open(folder.path(), &new("k")).unwrap();
        assert_eq!(past.attempts.len(), 2);
        let third = page("/3", b"three");
        let mut third = third;
        archive.store(&mut third).unwrap();
        drop(archive);
        let read: Vec<Response> = responses(&file).into_iter().map(Result::unwrap).collect();
        let bodies: Vec<&[u8]> = read.iter().map(|page| page.body.as_slice()).collect();
        let expected: [&[u8]; 3] = [b"one", b"two", b"three"];
        assert_eq!(bodies, expected, "cut {cut}");
    }
}

#[test]
fn unchanged_pages_are_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut bodies: Vec<&[u8]> = vec![b"old", b"old", b"", b"new"];
    let (mut first, _) = Archive::open(folder.path(), &new("k")).unwrap();
    let known = keep(&mut first, page("/", b"old"));
    assert_eq!(first.earlier(&known.target).unwrap(), None, "a crawl is no earlier than itself");
    first.finish(Timestamp(1_792_618_499_000)).unwrap();
    let mut found = Vec::new();
    for status in [304, 200, 200, 200] {
        let (mut archive, _) = Archive::open(folder.path(), &new("k")).unwrap();
        let body = bodies.remove(0);
        let mut next = page("/", if status == 304 { b"" } else { body });
        next.exchange.as_mut().unwrap().status = status;
        if status == 304 {
            next.attempt.outcome = Outcome::Stored(snapshot(304));
        }
        next.earlier = archive.earlier(&next.attempt.target).unwrap();
        let kept = keep(&mut archive, next);
        let response = archive.response(stored(&kept)).unwrap();
        found.push((stored(&kept).revisit.is_some(), response.body));
        archive.finish(Timestamp(1_792_618_499_000)).unwrap();
    }
    let body = |text: &str| text.as_bytes().to_vec();
    assert_eq!(found, [(true, body("old")), (true, body("old")), (false, body("")), (false, body("new"))]);
    // Readers without a ledger see each body once.
    let warcs = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let mut warcs: Vec<PathBuf> = warcs.filter(|path| path.extension().is_some_and(|end| end == "gz")).collect();
    warcs.sort();
    let counts: Vec<usize> = warcs.iter().map(|path| responses(path).len()).collect();
    assert_eq!(counts, [1, 0, 0, 1, 1]);
}

#[test]
fn ledgers_of_the_first_version_are_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let (mut archive, _) = Archive::open(folder.path(), &new("k")).unwrap();
    let mut landing = page("/", b"policy");
    landing.attempt.page = Some(PageKind::Policy);
    let kept = keep(&mut archive, landing);
    archive.finish(Timestamp(1_792_618_499_000)).unwrap();
    let ledger = rusqlite::Connection::open(folder.path().join(LEDGER)).unwrap();
    let columns = [
        "detail",
        "etag",
        "last_modified",
        "revisit_warc",
        "revisit_offset",
        "revisit_length",
        "record",
        "record_at",
        "payload",
        "page",
        "legacy",
    ];
    let drops: String = columns.map(|name| format!("ALTER TABLE attempts DROP COLUMN {name};")).concat();
    ledger
        .execute_batch(&format!(
            "DROP INDEX attempts_of_url; DROP INDEX attempts_by_time; {drops}
             ALTER TABLE attempts ADD COLUMN looks_like_policy INTEGER NOT NULL DEFAULT 1; PRAGMA user_version = 1;"
        ))
        .unwrap();
    drop(ledger);
    assert_eq!(attempts(folder.path(), "20261021T213458Z").unwrap(), std::slice::from_ref(&kept));
    let (archive, _) = Archive::open(folder.path(), &new("k")).unwrap();
    assert_eq!(archive.earlier(&kept.target).unwrap(), None, "the first version did not know enough for that");
}

#[test]
fn a_finished_crawl_is_not_resumed_and_names_do_not_clash() {
    let folder = tempfile::tempdir().unwrap();
    let (archive, _) = Archive::open(folder.path(), &new("k")).unwrap();
    let busy = Archive::open(folder.path(), &new("k"));
    assert!(matches!(busy, Err(ArchiveError::Busy(_))));
    archive.finish(Timestamp(1_792_618_499_000)).unwrap();
    let (second, past) = Archive::open(folder.path(), &new("k")).unwrap();
    assert!(past.attempts.is_empty());
    assert_eq!(second.crawl().id, "20261021T213459Z");
    drop(second);
    let (other, _) = Archive::open(folder.path(), &new("other")).unwrap();
    assert_eq!(other.crawl().id, "20261021T213500Z");
    drop(other);
    let (resumed, _) = Archive::open(folder.path(), &new("k")).unwrap();
    assert_eq!(resumed.crawl().id, "20261021T213459Z");
    let found = crawls(folder.path()).unwrap();
    let finished: Vec<bool> = found.iter().map(|crawl| crawl.finished_at.is_some()).collect();
    assert_eq!(finished, [true, false, false]);
}

#[test]
fn files_rotate() {
    let folder = tempfile::tempdir().unwrap();
    let mut small = new("k");
    small.rotation = 2000;
    let (mut archive, _) = Archive::open(folder.path(), &small).unwrap();
    let kept: Vec<Attempt> = (0..6).map(|number| keep(&mut archive, page(&format!("/{number}"), b"body"))).collect();
    let last = stored(kept.last().unwrap());
    assert!(last.warc.as_str() > "20261021T213458Z-00001", "{}", last.warc);
    for attempt in &kept {
        let response = archive.response(stored(attempt)).unwrap();
        assert_eq!(response.url, attempt.target.url);
    }
    drop(archive);
    let (archive, _) = Archive::open(folder.path(), &small).unwrap();
    assert!(archive.response(last).is_ok());
}

/// Two records as other programs write them, without compression.
const PLAIN: &str = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 3\r\n\r\nx:y\r\n\r\n\
    WARC/1.0\r\nwarc-type: response\r\nWARC-Target-URI: <http://a.kr/1>\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: 43\r\n\r\n\
    HTTP/1.0 404 Not Found\r\nA: b\r\n  c\r\n\r\ngone\r\n\r\n\r\n";

#[test]
fn archives_of_others_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.warc");
    std::fs::write(&path, PLAIN).unwrap();
    let gzipped = folder.path().join("x.warc.gz");
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    // All records in one member, as careless tools make it.
    encoder.write_all(PLAIN.as_bytes()).unwrap();
    std::fs::write(&gzipped, encoder.finish().unwrap()).unwrap();
    for path in [path, gzipped] {
        let found = responses(&path);
        let [Ok(response)] = found.as_slice() else {
            panic!("{found:?}");
        };
        assert_eq!((response.status, response.body.as_slice()), (404, &b"gone\r\n"[..]));
        assert_eq!(response.headers, [("A".to_owned(), b"b c".to_vec())]);
    }
}

#[test]
fn hostile_bytes_end_in_errors() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.warc");
    let cases: &[&[u8]] = &[
        b"",
        b"\n\n\n",
        b"not an archive",
        b"WARC/1.1\r\n",
        b"WARC/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"WARC/1.1\r\nContent-Length: 18446744073709551615\r\n\r\nabc",
        b"WARC/1.1\r\nContent-Length: -1\r\n\r\n",
        b"\x1f\x8b",
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03garbage",
        b"WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: 0\r\n\r\n\r\n\r\n",
    ];
    for bytes in cases {
        std::fs::write(&path, bytes).unwrap();
        assert!(responses(&path).iter().all(Result::is_err), "{bytes:?}");
    }
    // Every byte of a good file changed in turn: an answer or an error, in bounded time.
    for position in 0..PLAIN.len() {
        let mut bytes = PLAIN.as_bytes().to_vec();
        bytes[position] = bytes[position].wrapping_add(17);
        std::fs::write(&path, &bytes).unwrap();
        assert!(responses(&path).len() < 10);
    }
}
