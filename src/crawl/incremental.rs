//! What an earlier crawl found is asked for first, and only if it has changed.

use super::{Since, scope};
use crate::archive;
use crate::model::attempt::{Attempt, Origin, Outcome, PageKind, Target};
use crate::model::institution::{Institution, InstitutionId};
use crate::model::url::canonical;
use anyhow::{Context, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use url::Url;

/// Pages of one institution that are asked for again; the rest of its budget is for what is new.
const PAGES: usize = 6;

/// The name of the earlier crawl.
///
/// # Errors
/// When there is none.
pub(super) fn crawl(folder: &Path, since: Option<&Since>) -> anyhow::Result<Option<String>> {
    let Some(since) = since else { return Ok(None) };
    let crawls = archive::crawls(folder).with_context(|| format!("cannot read the ledger in {}", folder.display()))?;
    let found = match since {
        Since::Last => crawls.into_iter().rfind(|crawl| crawl.finished_at.is_some()),
        Since::Crawl(id) => crawls.into_iter().find(|crawl| crawl.id == *id),
    };
    match (found, since) {
        (Some(crawl), _) => Ok(Some(crawl.id)),
        (None, Since::Crawl(id)) => bail!("no crawl {id} in {}; leave --since out", folder.display()),
        (None, Since::Last) => bail!("no crawl in {} has ended; leave --since out", folder.display()),
    }
}

/// The first offers of a crawl: what the earlier one found, then what the registry names.
///
/// # Errors
/// When the ledger cannot be read.
pub(super) fn offers(folder: &Path, since: Option<&str>, institutions: &[&Institution]) -> anyhow::Result<Vec<Target>> {
    let mut known = match since {
        Some(crawl) => pages(&archive::attempts(folder, crawl)?),
        None => BTreeMap::new(),
    };
    Ok(institutions
        .iter()
        .flat_map(|institution| {
            let target = |url: Url| Target {
                institution: institution.id.clone(),
                url,
                origin: Origin::Earlier,
                depth: 0,
                tries: 0,
            };
            let earlier = known.remove(&institution.id).unwrap_or_default().into_iter().map(target);
            earlier.chain(scope::targets(institution)).collect::<Vec<_>>()
        })
        .collect())
}

/// Policies, and what they led to, by institution and in the order in which they were found.
fn pages(attempts: &[Attempt]) -> BTreeMap<InstitutionId, Vec<Url>> {
    let is_policy = |attempt: &&Attempt| attempt.page == Some(PageKind::Policy);
    let policies: BTreeSet<(&InstitutionId, String)> = attempts
        .iter()
        .filter(is_policy)
        .map(|attempt| (&attempt.target.institution, canonical(&attempt.target.url)))
        .collect();
    let mut pages: BTreeMap<InstitutionId, Vec<Url>> = BTreeMap::new();
    for attempt in attempts {
        let target = &attempt.target;
        let stored = matches!(&attempt.outcome, Outcome::Stored(page) if matches!(page.status, 200 | 304));
        let parent = target.origin.from().map(|from| (&target.institution, canonical(from)));
        let of_policy = parent.is_some_and(|parent| policies.contains(&parent));
        let file = attempt.page == Some(PageKind::File) || target.origin == Origin::Earlier;
        if stored && (is_policy(&attempt) || (of_policy && file) || target.origin == Origin::Earlier) {
            let urls = pages.entry(target.institution.clone()).or_default();
            if urls.len() < PAGES && !urls.contains(&target.url) {
                urls.push(target.url.clone());
            }
        }
    }
    pages
}
