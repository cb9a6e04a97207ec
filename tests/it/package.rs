//! The archive as others read it: WARC files, their index, and a crawl packed into one file.

use crate::cli::program;
use crate::manners::{plan, serve, trial};
use crate::nation::Faults;
use crate::same::same_bytes;
use crate::support::warcs;
use bangchim::archive;
use bangchim::crawl::Since;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::process::Command;

fn sha256(bytes: &[u8]) -> String {
    format!("sha256:{}", data_encoding::HEXLOWER.encode(&Sha256::digest(bytes)))
}

/// The files of a package by their paths.
fn unpacked(file: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut package = zip::ZipArchive::new(std::fs::File::open(file).expect("a file")).expect("a package");
    let mut files = BTreeMap::new();
    for index in 0..package.len() {
        let mut file = package.by_index(index).expect("a file");
        let name = file.name().expect("UTF-8").into_owned();
        let stored = file.compression() == zip::CompressionMethod::Stored;
        assert!(stored || !name.ends_with(".gz"), "{name}: tools read it in its place");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("whole");
        files.insert(name, bytes);
    }
    files
}

/// A line of an index names a record; it must be there, and about what the line says.
fn check_line(line: &str, warcs: &BTreeMap<String, Vec<u8>>) -> Value {
    let (_, rest) = line.split_once(' ').expect("a key");
    let (when, rest) = rest.split_once(' ').expect("a time");
    let fields: Value = serde_json::from_str(rest).expect("JSON");
    let text = |name: &str| fields[name].as_str().expect("text");
    let number = |name: &str| text(name).parse::<usize>().expect("a number");
    let file = &warcs[text("filename")];
    let member = &file[number("offset")..number("offset") + number("length")];
    let mut record = Vec::new();
    flate2::bufread::GzDecoder::new(member).read_to_end(&mut record).expect("a whole record");
    let record = String::from_utf8_lossy(&record);
    let head: Vec<&str> = record.split("\r\n\r\n").next().expect("a head").lines().collect();
    let has = |wanted: String| assert!(head.contains(&wanted.as_str()), "{wanted}: {head:#?}");
    has(format!("WARC-Target-URI: {}", text("url")));
    has(format!("WARC-Payload-Digest: {}", text("digest")));
    let revisit = fields["mime"] == "warc/revisit";
    has(format!("WARC-Type: {}", if revisit { "revisit" } else { "response" }));
    let date = head.iter().find_map(|line| line.strip_prefix("WARC-Date: ")).expect("a date");
    assert_eq!(date.chars().filter(char::is_ascii_digit).collect::<String>(), when);
    assert!(record.contains(&format!("HTTP/1.1 {}", text("status"))), "{line}");
    fields
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crawl_is_packed_with_all_that_its_index_names() {
    let served = serve(plan(16, 2, Faults::None)).await;
    let mut trial = trial(&served);
    trial.crawl().await;
    trial.settings.since = Some(Since::Last);
    trial.crawl().await;
    drop(served);
    let data = &trial.settings.data;

    // The index beside the WARC files names every answer once.
    let files = warcs(&trial.archive());
    assert_eq!(files.len(), 2);
    let warc_files: BTreeMap<String, Vec<u8>> = files
        .iter()
        .map(|file| {
            (file.file_name().expect("a name").to_string_lossy().into_owned(), std::fs::read(file).expect("read"))
        })
        .collect();
    let mut revisits = 0;
    for crawl in archive::crawls(&trial.archive()).expect("a ledger") {
        let index = std::fs::read_to_string(trial.archive().join(format!("{}.cdxj", crawl.id))).expect("an index");
        assert!(index.lines().is_sorted());
        let attempts = archive::attempts(&trial.archive(), &crawl.id).expect("tries");
        let stored = attempts.iter().filter(|one| matches!(one.outcome, bangchim::model::attempt::Outcome::Stored(_)));
        assert_eq!(index.lines().count(), stored.count());
        revisits += index.lines().filter(|line| check_line(line, &warc_files)["mime"] == "warc/revisit").count();
    }
    assert!(revisits > 10, "{revisits}");

    let pack = |out: &str| {
        let out = data.join(out);
        let done = program(Path::new("."))
            .args(["archive", "pack", "--data"])
            .arg(data)
            .arg("--out")
            .arg(&out)
            .output()
            .expect("it runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        assert!(String::from_utf8_lossy(&done.stdout).contains("2 WARC files"));
        out
    };
    let (one, two) = (pack("one.wacz"), pack("two.wacz"));
    same_bytes(&std::fs::read(two).expect("read"), &std::fs::read(&one).expect("read"), "two packages of one archive");

    // The package: every file is listed with its digest, and the list has one too.
    let package = unpacked(&one);
    let list: Value = serde_json::from_slice(&package["datapackage.json"]).expect("JSON");
    let digest: Value = serde_json::from_slice(&package["datapackage-digest.json"]).expect("JSON");
    assert_eq!(digest["hash"], sha256(&package["datapackage.json"]));
    assert_eq!(list["wacz_version"], "1.1.1");
    let resources = list["resources"].as_array().expect("a list");
    assert_eq!(resources.len() + 2, package.len());
    for resource in resources {
        let file = &package[resource["path"].as_str().expect("a path")];
        assert_eq!((&resource["hash"], &resource["bytes"]), (&sha256(file).into(), &file.len().into()));
    }
    for (name, bytes) in &warc_files {
        same_bytes(&package[&format!("archive/{name}")], bytes, name);
    }
    let mut index = String::new();
    let directory = String::from_utf8(package["indexes/index.idx"].clone()).expect("UTF-8");
    for line in directory.lines().skip(1) {
        let (_, place) = line.split_once(" {").expect("a place");
        let place: Value = serde_json::from_str(&format!("{{{place}")).expect("JSON");
        let number = |name: &str| place[name].as_u64().expect("a number") as usize;
        let block = &package["indexes/index.cdx.gz"][number("offset")..number("offset") + number("length")];
        assert_eq!(place["digest"], sha256(block));
        flate2::bufread::GzDecoder::new(block).read_to_string(&mut index).expect("a block");
    }
    assert!(index.lines().is_sorted());
    index.lines().for_each(|line| {
        check_line(line, &warc_files);
    });
    let pages = String::from_utf8(package["pages/pages.jsonl"].clone()).expect("UTF-8");
    assert!(pages.lines().count() > 16 && pages.contains("영상정보처리기기"));

    // What other people's tools say, where they are installed.
    for file in &files {
        match Command::new("warcio").arg("check").arg(file).output() {
            Ok(done) => {
                let words = String::from_utf8_lossy(&done.stdout);
                assert!(done.status.success() && words.trim().is_empty(), "{words}");
            }
            Err(_) => println!("warcio is not there, skipped"),
        }
    }
}
