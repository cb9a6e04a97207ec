//! The documents of a crawl, from the archive and its ledger.

use super::{Input, Place, Source, day_of};
use crate::archive;
use crate::dataset::CrawlInfo;
use crate::extract::RULES_VERSION;
use crate::model::attempt::Outcome;
use crate::model::institution::Registry;
use crate::model::institution::builtin::first;
use anyhow::{Context, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The answers of a crawl that may be policies, in the order in which they came.
pub(super) fn input(folder: &Path, wanted: Option<&str>) -> anyhow::Result<Input> {
    let crawls = archive::crawls(folder).with_context(|| format!("cannot read the ledger in {}", folder.display()))?;
    let crawl = match wanted {
        Some(id) => crawls.iter().find(|crawl| crawl.id == id),
        None => crawls.last(),
    };
    let Some(crawl) = crawl else {
        bail!("no crawl in {}; run `bangchim crawl` first, or name files", folder.display());
    };
    let name = format!("{}.seeds.csv", crawl.id);
    let seeds =
        archive::seeds(folder, &crawl.id).with_context(|| format!("cannot read {name} in {}", folder.display()))?;
    let registry = Registry::parse(&seeds, &name).map_err(first)?;
    let attempts = archive::attempts(folder, &crawl.id)
        .with_context(|| format!("cannot read the ledger in {}", folder.display()))?;
    let place: Arc<Path> = folder.into();
    let mut seen = BTreeMap::new();
    let mut sources = Vec::new();
    let mut addresses = BTreeMap::new();
    let mut hops = BTreeMap::new();
    for attempt in &attempts {
        let Outcome::Stored(snapshot) = &attempt.outcome else { continue };
        let target = &attempt.target;
        let robots = target.url.path() == "/robots.txt" || !target.origin.is_page();
        if let Some(location) = &snapshot.location {
            hops.entry(super::address(&target.url)).or_insert_with(|| super::address(location));
        }
        // What has not changed since an earlier crawl has its body there.
        if !matches!(snapshot.status, 200 | 304) || robots {
            continue;
        }
        // One document fetched twice for one institution is one document.
        let known = *seen.entry((&target.institution, &snapshot.document)).or_insert(sources.len());
        addresses.entry(super::address(&target.url)).or_insert(known);
        if known < sources.len() {
            continue;
        }
        sources.push(Source {
            name: target.url.to_string(),
            url: Some(target.url.clone()),
            institution: Some(target.institution.clone()),
            at: Some(attempt.at),
            place: Place::Archived(Arc::clone(&place), Box::new(snapshot.clone())),
        });
    }
    follow(&hops, &mut addresses);
    let unfinished = crawl.finished_at.is_none().then(|| {
        let asked: BTreeSet<_> = attempts.iter().map(|attempt| &attempt.target.institution).collect();
        format!(
            "crawl {} is not finished: {} of {} institutions asked so far; the same `bangchim crawl` resumes it, then extract again",
            crawl.id,
            asked.len(),
            crawl.institutions
        )
    });
    let date = day_of(&crawl.id).with_context(|| format!("the crawl {} is not named by its day", crawl.id))?;
    let crawl = CrawlInfo { id: crawl.id.clone(), date, rules: RULES_VERSION.to_owned() };
    Ok(Input {
        crawl,
        crawled: Some(date),
        institutions: registry.institutions,
        attempts,
        sources,
        addresses,
        unfinished: unfinished.into_iter().collect(),
    })
}

/// Gives an address that redirects the document at the end of its hops.
fn follow(hops: &BTreeMap<String, String>, addresses: &mut BTreeMap<String, usize>) {
    for start in hops.keys() {
        let mut at = start;
        for _ in 0..10 {
            let Some(next) = hops.get(at) else { break };
            at = next;
        }
        if let Some(index) = addresses.get(at).copied() {
            addresses.entry(start.clone()).or_insert(index);
        }
    }
}
