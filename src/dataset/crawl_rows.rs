//! The crawl, its institutions, attempts and documents as rows, and what changed from one to the next.

use super::rows::{Cell, Rows, day, integer, joined, maybe_integer, maybe_text, text};
use super::{ChangeRow, CrawlInfo, DocumentRow, SCHEMA_VERSION, TOOL_VERSION};
use crate::model::attempt::{Attempt, FetchError, Origin, Outcome, PageKind, Refusal, RobotsVerdict, TlsFault};
use crate::model::institution::{Institution, InstitutionId};
use crate::model::policy::{DocumentId, Policy};
use crate::model::search_result;
use crate::model::time::rfc3339;
use std::collections::BTreeMap;

pub(super) fn crawl(crawl: &CrawlInfo, rows: &mut Rows) {
    rows.add([
        ("crawl_id", text(&crawl.id)),
        ("crawl_date", text(crawl.date.to_string())),
        ("crawl_on", day(Some(crawl.date))),
        ("schema_version", text(SCHEMA_VERSION)),
        ("rules_version", text(&crawl.rules)),
        ("tool_version", text(TOOL_VERSION)),
    ]);
}

pub(super) fn institutions(institutions: &[Institution], attempts: &[Attempt], rows: &mut Rows) {
    let mut tries: BTreeMap<&InstitutionId, Vec<&Attempt>> = BTreeMap::new();
    for attempt in attempts {
        tries.entry(&attempt.target.institution).or_default().push(attempt);
    }
    for row in institutions {
        // Files that somebody names were not searched for.
        let ending =
            (!attempts.is_empty()).then(|| search_result::ending(tries.get(&row.id).into_iter().flatten().copied()));
        let urls: Vec<String> = row.policy_urls.iter().map(ToString::to_string).collect();
        let confidence = row.homepage_confidence.map(|degree| degree.name());
        rows.add([
            ("institution_id", text(&row.id.0)),
            ("name", text(&row.name)),
            ("full_name", text(row.full_name())),
            ("name_en", maybe_text(row.name_en.as_ref())),
            ("kind", text(row.kind.name())),
            ("sido", maybe_text(row.sido.map(|sido| sido.name()))),
            ("sigungu_code", maybe_text(row.sigungu_code.as_ref())),
            ("parent_id", maybe_text(row.parent_id.as_ref().map(|id| &id.0))),
            ("org_code", maybe_text(row.org_code.as_ref())),
            ("homepage", maybe_text(row.homepage.as_ref().map(ToString::to_string))),
            ("homepage_source", maybe_text(row.homepage_source.as_ref())),
            ("homepage_confidence", maybe_text(confidence)),
            ("policy_urls", joined(&urls, " ")),
            ("policy_url_source", maybe_text(row.policy_url_source.as_ref())),
            ("population", maybe_integer(row.population)),
            ("population_year", maybe_text(row.population_year.as_ref())),
            ("population_source", maybe_text(row.population_source.as_ref())),
            ("ending", maybe_text(ending.as_ref().map(|ending| ending.kind.name()))),
            ("ending_reason", maybe_text(ending.as_ref().and_then(|ending| ending.reason.as_ref()))),
        ]);
    }
}

pub(super) fn attempts(attempts: &[Attempt], rows: &mut Rows) {
    for (number, attempt) in attempts.iter().enumerate() {
        let target = &attempt.target;
        let (origin, from, link) = origin(&target.origin);
        let (robots, robots_file) = robots(&attempt.robots);
        let (outcome, reason, retry_after) = outcome(&attempt.outcome);
        let detail = match &attempt.outcome {
            Outcome::Failed(error) => error.detail(),
            Outcome::Stored(_) | Outcome::Refused(_) => None,
        };
        let stored = match &attempt.outcome {
            Outcome::Stored(snapshot) => Some(snapshot),
            Outcome::Refused(_) | Outcome::Failed(_) => None,
        };
        // What is archived, whether or not the try is a success.
        let rejected = || {
            let kept = attempt.rejected.as_ref()?;
            Some((kept.status, kept.content_type.as_ref(), kept.bytes, (&kept.warc, kept.offset, kept.length)))
        };
        let archived = stored
            .map(|kept| (kept.status, kept.content_type.as_ref(), kept.bytes, (&kept.warc, kept.offset, kept.length)))
            .or_else(rejected);
        rows.add([
            ("attempt", integer(number)),
            ("institution_id", text(&target.institution.0)),
            ("url", text(target.url.as_str())),
            ("host", maybe_text(target.url.host_str())),
            ("origin", text(origin)),
            ("origin_url", maybe_text(from)),
            ("anchor", maybe_text(link.map(|(anchor, _)| anchor))),
            ("score", maybe_integer(link.map(|(_, score)| score))),
            ("depth", integer(target.depth)),
            ("tries", integer(target.tries)),
            ("at", text(rfc3339(attempt.at))),
            ("at_ms", integer(attempt.at.0)),
            ("took_ms", integer(attempt.took_ms)),
            ("robots", text(robots)),
            ("robots_sha256", maybe_text(robots_file.map(|id| &id.0))),
            ("delay_wanted_ms", maybe_integer(attempt.delay_wanted_ms)),
            ("delay_used_ms", integer(attempt.delay_used_ms)),
            ("delay_clamped", Cell::Boolean(attempt.delay_wanted_ms.map(|wanted| wanted > attempt.delay_used_ms))),
            ("legacy_tls", maybe_text(attempt.legacy.map(TlsFault::name))),
            ("outcome", text(outcome)),
            ("reason", maybe_text(reason)),
            ("detail", maybe_text(detail)),
            ("retry_after_ms", maybe_integer(retry_after)),
            ("status", maybe_integer(archived.map(|(status, ..)| status))),
            ("content_type", maybe_text(archived.and_then(|(_, content_type, ..)| content_type))),
            ("location", maybe_text(stored.and_then(|stored| Some(stored.location.as_ref()?.as_str())))),
            ("page", maybe_text(attempt.page.map(PageKind::name))),
            ("document_sha256", maybe_text(stored.map(|stored| &stored.document.0))),
            ("bytes", maybe_integer(archived.map(|(_, _, bytes, _)| bytes))),
            ("unchanged", Cell::Boolean(stored.map(|stored| stored.revisit.is_some()))),
            ("warc", maybe_text(archived.map(|(.., (warc, _, _))| warc))),
            ("warc_offset", maybe_integer(archived.map(|(.., (_, offset, _))| offset))),
            ("warc_length", maybe_integer(archived.map(|(.., (_, _, length))| length))),
        ]);
    }
}

pub(super) fn documents(documents: &[DocumentRow], policies: &[&Policy], rows: &mut Rows) {
    let mut found: BTreeMap<&DocumentId, u32> = BTreeMap::new();
    for policy in policies {
        *found.entry(&policy.document).or_default() += 1;
    }
    for document in documents {
        let institution: Option<&InstitutionId> = document.institution.as_ref();
        rows.add([
            ("document_sha256", text(&document.id.0)),
            ("source", text(&document.source)),
            ("institution_id", maybe_text(institution.map(|id| &id.0))),
            ("fetched_at", maybe_text(document.at.map(rfc3339))),
            ("media", text(document.media.name())),
            ("charset", maybe_text(document.charset.as_ref())),
            ("title", maybe_text(document.title.as_ref())),
            ("bytes", integer(document.bytes)),
            ("blocks", integer(document.blocks)),
            ("policies", integer(found.get(&document.id).copied().unwrap_or(0))),
            ("problems", joined(&document.problems, "\n")),
            ("licence", text(document.terms.licence.name())),
            ("licence_quote", maybe_text(document.terms.words.as_ref())),
        ]);
    }
}

pub(super) fn change(change: &ChangeRow, old: &CrawlInfo, new: &CrawlInfo, rows: &mut Rows) {
    let [old_policy, old_source, old_said, old_quote] = change.old.each_ref().map(|cell| maybe_text(cell.as_ref()));
    let [new_policy, new_source, new_said, new_quote] = change.new.each_ref().map(|cell| maybe_text(cell.as_ref()));
    rows.add([
        ("old_crawl", text(&old.id)),
        ("new_crawl", text(&new.id)),
        ("kind", text(change.kind)),
        ("institution_id", maybe_text(change.institution_id.as_ref())),
        ("institution_name", text(&change.institution)),
        ("sido", maybe_text(change.sido.as_ref())),
        ("field", maybe_text(change.field.as_ref())),
        ("old_policy_id", old_policy),
        ("new_policy_id", new_policy),
        ("old_source", old_source),
        ("new_source", new_source),
        ("old", old_said),
        ("new", new_said),
        ("old_quote", old_quote),
        ("new_quote", new_quote),
    ]);
}

/// Name of the origin, the address it names, and a link's words and score.
fn origin(origin: &Origin) -> (&'static str, Option<&str>, Option<(&str, i32)>) {
    match origin {
        Origin::Home => ("home", None, None),
        Origin::KnownPolicy => ("known_policy", None, None),
        Origin::Robots => ("robots", None, None),
        Origin::Earlier => ("earlier", None, None),
        Origin::Sitemap { from } => ("sitemap", Some(from.as_str()), None),
        Origin::Link { from, anchor, score } => ("link", Some(from.as_str()), Some((anchor, *score))),
        Origin::Certificate { from } => ("certificate", Some(from.as_str()), None),
        Origin::Redirect { from } => ("redirect", Some(from.as_str()), None),
    }
}

fn robots(verdict: &RobotsVerdict) -> (&'static str, Option<&DocumentId>) {
    match verdict {
        RobotsVerdict::Allowed(file) => ("allowed", Some(file)),
        RobotsVerdict::Disallowed(file) => ("disallowed", Some(file)),
        RobotsVerdict::NoRules => ("no_rules", None),
        RobotsVerdict::Unreachable => ("unreachable", None),
        RobotsVerdict::NotAsked => ("not_asked", None),
    }
}

/// Name of the outcome, its reason, and the wait a server asked for.
fn outcome(outcome: &Outcome) -> (&'static str, Option<&'static str>, Option<u32>) {
    match outcome {
        Outcome::Stored(_) => ("stored", None, None),
        Outcome::Refused(refusal) => ("refused", Some(refused(*refusal)), None),
        Outcome::Failed(error) => match error {
            FetchError::Dns => ("failed", Some("dns"), None),
            FetchError::Connect => ("failed", Some("connect"), None),
            FetchError::Offline => ("failed", Some("offline"), None),
            FetchError::Tls(_) => ("failed", Some("tls"), None),
            FetchError::Timeout => ("failed", Some("timeout"), None),
            FetchError::Throttled { retry_after_ms } => ("failed", Some("throttled"), *retry_after_ms),
            FetchError::Protocol => ("failed", Some("protocol"), None),
        },
    }
}

fn refused(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Robots => "robots",
        Refusal::PrivateAddress => "private_address",
        Refusal::Scheme => "scheme",
        Refusal::TooLarge => "too_large",
        Refusal::TooManyRedirects => "too_many_redirects",
        Refusal::RedirectLoop => "redirect_loop",
        Refusal::BudgetSpent => "budget_spent",
        Refusal::AskedToWait => "asked_to_wait",
        Refusal::OtherShard => "other_shard",
    }
}
