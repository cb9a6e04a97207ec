//! The same for programs.

use super::{Asker, Story, Sums, Told, by_host, robots_file};
use crate::model::attempt::{Attempt, Origin, Outcome, TlsFault};
use crate::model::institution::{Listed, Sido};
use serde_json::{Value, json};

/// One host's story as JSON, with a line feed at its end.
pub fn story(told: &Told, host: &str, askers: &[Asker], attempts: &[&Attempt]) -> String {
    format!("{:#}\n", value(told, host, askers, attempts))
}

/// The stories of every host that was asked for an institution as JSON, with a line feed at its end.
pub fn stories(told: &Told, body: &Listed, stories: &[Story<'_>]) -> String {
    let hosts: Vec<Value> =
        stories.iter().map(|story| value(told, story.host, &story.askers, &story.attempts)).collect();
    let institution = json!({
        "institution_id": body.id,
        "name": body.name,
        "full_name": body.full_name,
        "sido": body.sido.map(Sido::name),
    });
    format!("{:#}\n", json!({ "crawl": told.crawl, "institution": institution, "hosts": hosts }))
}

fn value(told: &Told, host: &str, askers: &[Asker], attempts: &[&Attempt]) -> Value {
    let institutions: Vec<Value> = askers
        .iter()
        .map(|asker| {
            json!({
                "institution_id": asker.id.0,
                "name": asker.name,
                "sido": asker.sido,
                "ending": asker.ending.kind.name(),
                "ending_reason": asker.ending.reason,
            })
        })
        .collect();
    json!({
        "crawl": told.crawl,
        "user_agent": told.user_agent,
        "host": host,
        "institutions": institutions,
        "sums": sums(&Sums::of(attempts.iter().copied())),
        "attempts": attempts.iter().map(|attempt| row(attempt)).collect::<Vec<_>>(),
    })
}

/// Sums of every host as JSON, with a line feed at its end.
pub fn overview(told: &Told, attempts: &[Attempt]) -> String {
    let hosts: Vec<Value> = by_host(attempts)
        .into_iter()
        .map(|(host, attempts)| json!({"host": host, "sums": sums(&Sums::of(attempts))}))
        .collect();
    let value = json!({
        "crawl": told.crawl,
        "user_agent": told.user_agent,
        "hosts": hosts,
        "sums": sums(&Sums { shortest_pause_ms: None, ..Sums::of(attempts) }),
    });
    format!("{value:#}\n")
}

fn sums(sums: &Sums) -> Value {
    json!({
        "requests": sums.requests,
        "robots": sums.robots,
        "stored": sums.stored,
        "failed": sums.failed,
        "cut": sums.cut,
        "withheld": sums.withheld,
        "bytes": sums.bytes,
        "shortest_pause_ms": sums.shortest_pause_ms,
        "delay_wanted_ms": sums.delay_wanted_ms,
        "delay_used_ms": sums.delay_used_ms,
        "delay_clamped": sums.clamped,
    })
}

fn row(attempt: &Attempt) -> Value {
    let target = &attempt.target;
    let (outcome, reason, detail, stored) = match &attempt.outcome {
        Outcome::Stored(page) => ("stored", None, None, Some(page)),
        Outcome::Refused(refusal) => ("refused", Some(refusal.name()), None, None),
        Outcome::Failed(error) => ("failed", Some(error.name()), error.detail(), None),
    };
    let rejected = attempt.rejected.as_ref();
    let anchor = match &target.origin {
        Origin::Link { anchor, .. } => Some(anchor),
        _ => None,
    };
    json!({
        "at": attempt.at.rfc3339(),
        "at_ms": attempt.at.0,
        "took_ms": attempt.took_ms,
        "sent": attempt.outcome.was_sent(),
        "institution_id": target.institution.0,
        "url": target.url.as_str(),
        "origin": target.origin.name(),
        "origin_url": target.origin.from().map(url::Url::as_str),
        "anchor": anchor,
        "tries": target.tries,
        "robots": attempt.robots.name(),
        "robots_sha256": robots_file(attempt),
        "delay_wanted_ms": attempt.delay_wanted_ms,
        "delay_used_ms": attempt.delay_used_ms,
        "delay_clamped": attempt.delay_wanted_ms.map(|wanted| wanted > attempt.delay_used_ms),
        "legacy_tls": attempt.legacy.map(TlsFault::name),
        "outcome": outcome,
        "reason": reason,
        "detail": detail,
        "status": stored.map(|page| page.status).or(rejected.map(|answer| answer.status)),
        "bytes": stored.map(|page| page.bytes).or(rejected.map(|answer| answer.bytes)),
        "unchanged": stored.map(|page| page.revisit.is_some()),
        "document_sha256": stored.map(|page| &page.document.0),
        "page": attempt.page.map(crate::model::attempt::PageKind::name),
    })
}
