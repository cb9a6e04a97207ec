//! Servers that need legacy TLS: what they are told apart by, and, in a program that was built for
//! it, the second try that reaches them while certificates are verified as ever. OpenSSL plays the servers.

use crate::cli::program;
use crate::same::beginning;
use bangchim::archive;
use bangchim::model::attempt::{Attempt, FetchError, Outcome, TlsFault};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Whether the program under test was built with the second way.
const BUILT_IN: bool = cfg!(feature = "legacy-tls");

fn openssl(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new("openssl");
    command.current_dir(folder).args(arguments.split_whitespace()).stdin(Stdio::null()).stderr(Stdio::null());
    command
}

fn done(folder: &Path, arguments: &str) {
    let status = openssl(folder, arguments).stdout(Stdio::null()).status().expect("openssl runs");
    assert!(status.success(), "openssl {arguments}");
}

/// A root, a key, and certificates of several qualities.
fn authority(folder: &Path) {
    done(folder, "req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 10 -subj /CN=root");
    for (key, bits) in [("long", 2048), ("short", 1024)] {
        done(folder, &format!("req -newkey rsa:{bits} -nodes -keyout {key}.key -out {key}.csr -subj /CN={key}"));
    }
    std::fs::write(folder.join("here"), "subjectAltName=IP:127.0.0.1").expect("written");
    std::fs::write(folder.join("elsewhere"), "subjectAltName=DNS:elsewhere.test").expect("written");
    for (name, key, digest, days, extensions) in [
        ("good", "long", "sha256", 5, "here"),
        ("sha1", "long", "sha1", 5, "here"),
        ("short", "short", "sha256", 5, "here"),
        ("expired", "long", "sha256", -1, "here"),
        ("foreign", "long", "sha256", 5, "elsewhere"),
    ] {
        done(
            folder,
            &format!(
                "x509 -req -in {key}.csr -CA root.pem -CAkey root.key -CAcreateserial -{digest} -days {days} \
                 -extfile {extensions} -out {name}.pem"
            ),
        );
    }
    done(folder, "dhparam -dsaparam -out group.pem 1024");
}

/// A running server, and its port.
struct Served(Child, u16);

impl Served {
    /// A server that answers every request with a page about itself.
    fn start(folder: &Path, certificate: &str, settings: &str) -> Self {
        let key = if certificate == "short" { "short" } else { "long" };
        let arguments = format!("s_server -www -accept 127.0.0.1:0 -cert {certificate}.pem -key {key}.key {settings}");
        let mut process = openssl(folder, &arguments).stdout(Stdio::piped()).spawn().expect("openssl runs");
        let mut lines = BufReader::new(process.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
        let place = lines.find_map(|line| line.strip_prefix("ACCEPT 127.0.0.1:")?.trim().parse().ok());
        // Nobody reads on; what it has to say fits into the pipe.
        std::thread::spawn(move || lines.count());
        Self(process, place.expect("a port"))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn is_there() -> bool {
    let found = Command::new("openssl").arg("version").output();
    found.is_ok_and(|found| String::from_utf8_lossy(&found.stdout).starts_with("OpenSSL 3"))
}

#[test]
fn servers_of_former_days_are_asked_a_second_time() {
    if !is_there() {
        println!("skipped: there is no OpenSSL 3 to play the servers");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    authority(folder);
    // Certificate, settings of the server, what is wrong with the handshake of today, what the second try comes to.
    let cases = [
        ("good", "-tls1_3", None, Ok(200)),
        ("good", "-tls1 -cipher DEFAULT:@SECLEVEL=0", Some(TlsFault::ProtocolVersion), Ok(200)),
        ("good", "-tls1_1 -cipher DEFAULT:@SECLEVEL=0", Some(TlsFault::ProtocolVersion), Ok(200)),
        ("good", "-tls1_2 -cipher AES128-SHA", Some(TlsFault::KeyExchange), Ok(200)),
        ("good", "-tls1_2 -cipher AES128-GCM-SHA256", Some(TlsFault::KeyExchange), Ok(200)),
        ("good", "-tls1_2 -cipher ECDHE-RSA-AES128-SHA", Some(TlsFault::KeyExchange), Ok(200)),
        (
            "good",
            "-tls1_2 -cipher DHE-RSA-AES128-SHA:@SECLEVEL=0 -dhparam group.pem",
            Some(TlsFault::KeyExchange),
            Ok(200),
        ),
        ("sha1", "-tls1_2 -cipher DEFAULT:@SECLEVEL=0", Some(TlsFault::WeakSignature), Ok(200)),
        ("short", "-tls1_2 -cipher DEFAULT:@SECLEVEL=0", Some(TlsFault::BadCertificate), Ok(200)),
        // Who cannot show who he is stays a stranger, whatever the handshake.
        ("foreign", "-tls1 -cipher DEFAULT:@SECLEVEL=0", Some(TlsFault::ProtocolVersion), Err(TlsFault::WrongName)),
        ("expired", "-tls1_2 -cipher AES128-SHA", Some(TlsFault::KeyExchange), Err(TlsFault::Expired)),
        ("expired", "-tls1_3", None, Err(TlsFault::Expired)),
        // Ciphers that hide nothing are not taken up even so.
        ("good", "-tls1_2 -cipher NULL-SHA256:@SECLEVEL=0", Some(TlsFault::KeyExchange), Err(TlsFault::KeyExchange)),
    ];
    let served: Vec<Served> = cases.iter().map(|case| Served::start(folder, case.0, case.1)).collect();
    let mut seeds = "id,name,kind,sido,homepage\n".to_owned();
    for (number, server) in served.iter().enumerate() {
        seeds.push_str(&format!("x{number},가람시,si,경기도,https://127.0.0.1:{}/\n", server.1));
    }
    std::fs::write(folder.join("seeds.csv"), seeds).expect("written");
    let crawl = program(folder)
        .env("SSL_CERT_FILE", "root.pem")
        .env_remove("SSL_CERT_DIR")
        .args(["crawl", "--quiet", "--seeds", "seeds.csv", "--delay", "20ms"])
        .output()
        .expect("it runs");
    assert!(crawl.status.success(), "{}", String::from_utf8_lossy(&crawl.stderr));
    let kept = folder.join("data/archive");
    let crawl = archive::crawls(&kept).expect("a ledger").pop().expect("a crawl");
    let attempts = archive::attempts(&kept, &crawl.id).expect("tries");
    for (number, (certificate, settings, fault, second)) in cases.iter().enumerate() {
        let what = format!("{certificate} {settings}");
        let id = format!("x{number}");
        let sent: Vec<&Attempt> = attempts
            .iter()
            .filter(|attempt| attempt.target.institution.0 == id && attempt.outcome.was_sent())
            .collect();
        let expected = match (fault, BUILT_IN) {
            (Some(fault), false) => Err(*fault),
            _ => *second,
        };
        match expected {
            Ok(_) => assert!(sent.len() >= 2, "{what}: robots.txt and the home page"),
            Err(_) => assert_eq!(sent.len(), 1, "{what}: nothing but robots.txt"),
        }
        for attempt in sent {
            assert_eq!(attempt.legacy, fault.filter(|_| BUILT_IN), "{what}");
            match (&attempt.outcome, expected) {
                (Outcome::Stored(page), Ok(status)) => assert_eq!(page.status, status, "{what}"),
                (outcome, Err(fault)) => assert_eq!(*outcome, Outcome::Failed(FetchError::Tls(fault)), "{what}"),
                (outcome, Ok(_)) => panic!("{what}: {outcome:?}"),
            }
        }
    }
    // The ledger tells the owner.
    let story = program(folder).args(["ledger", &format!("127.0.0.1:{}", served[1].1)]).output().expect("it runs");
    let story = String::from_utf8(story.stdout).expect("UTF-8");
    assert_eq!(story.contains("옛 방식으로 다시 요청함"), BUILT_IN, "{}", beginning(&story));
    assert!(archive::check(&kept, &crawl.id).expect("an archive").1.is_empty(), "the archive is whole");
}

#[test]
fn a_child_that_is_told_nonsense_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = program(folder.path()).args(["legacy-tls", "{}"]).output().expect("it runs");
    assert_eq!(said.status.code(), Some(2));
    let words = String::from_utf8(said.stderr).expect("UTF-8");
    let expected = if BUILT_IN { "no request" } else { "without the feature" };
    assert!(words.contains(expected) && words.lines().count() == 1, "{words}");
}
