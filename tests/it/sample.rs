//! The sample sites crawled: what a perfect reader finds is found, and what must not be asked is not.

use crate::support::Trial;
use bangchim::demo::server;
use bangchim::model::attempt::Outcome;
use serde_json::Value;
use std::path::Path;

#[tokio::test(flavor = "multi_thread")]
async fn every_published_policy_of_the_sample_sites_is_archived() {
    let sample = Path::new(server::SAMPLE);
    let served = server::start(sample).await.unwrap();
    let trial = Trial::of(&served.seeds_csv());
    let report = trial.crawl().await;
    assert!(report.finished);
    let attempts = trial.attempts();
    let expected = std::fs::read_to_string(sample.join("expected.jsonl")).unwrap();
    for line in expected.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let (id, reason) = (text(&line, "institution_id"), text(&line, "reason"));
        let stored: Vec<String> = attempts
            .iter()
            .filter(|attempt| attempt.target.institution.0 == id)
            .filter(|attempt| matches!(&attempt.outcome, Outcome::Stored(page) if page.status == 200))
            .map(|attempt| {
                let url = &attempt.target.url;
                url[url::Position::BeforePath..url::Position::AfterQuery].to_owned()
            })
            .collect();
        let only_robots = stored.iter().all(|path| path == "/robots.txt");
        match reason {
            "published" | "privacy_policy_article" => {
                let path = text(&line, "policy_path");
                assert!(stored.iter().any(|found| found == path), "{id}: {stored:?}");
            }
            "robots_disallow" | "robots_unreachable" | "dead" => {
                assert!(only_robots, "{id}: {stored:?}");
            }
            _ => assert!(!only_robots, "{id}: {stored:?}"),
        }
    }
    assert_eq!(report.counts.policies, 25);
    assert!(served.arrivals().len() < 160, "{}", served.arrivals().len());
    served.stop().await;
}

fn text<'a>(line: &'a Value, key: &str) -> &'a str {
    line[key].as_str().unwrap_or_default()
}
