//! A person overrules a value, and the data set says so.

use bangchim::commands::Verbosity;
use bangchim::commands::extract::{self, Format, Settings};
use serde_json::Value;
use std::path::Path;

fn extracted(corrections: Option<&Path>, data: &Path) -> Value {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/lib-standard-2024/input.html");
    let settings = Settings {
        paths: vec![page],
        data: data.to_owned(),
        out: None,
        format: Some(Format::Jsonl),
        crawl: None,
        corrections: corrections.map(Path::to_owned),
        as_of: None,
        verbosity: Verbosity::Quiet,
    };
    let mut out = Vec::new();
    extract::run(&settings, &mut out).unwrap();
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn a_corrected_value_stands_beside_what_was_read() {
    let data = tempfile::tempdir().unwrap();
    let before = extracted(None, data.path());
    assert_eq!(before["camera_total"], 19);
    let id = format!("{}-0", &before["document_sha256"].as_str().unwrap()[..16]);
    let file = data.path().join("corrections.csv");
    std::fs::write(&file, format!("policy_id,field,value,reason\n{id},camera_total,21,전화로 확인함\n")).unwrap();
    let after = extracted(Some(&file), data.path());
    assert_eq!(after["camera_total"], 21);
    let correction = &after["corrections"][0];
    assert_eq!((correction["read"].as_str(), correction["reason"].as_str()), (Some("19"), Some("전화로 확인함")));
    // The file of the data folder is taken without being named.
    assert_eq!(extracted(None, data.path())["camera_total"], 21);
}
