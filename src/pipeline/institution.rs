//! Documents read, joined to their attachments and judged: on all cores, institution by institution.
//!
//! The pages of one institution are held together while they are judged, because what one of them lacks may stand in
//! another: an attachment, or the privacy policy (법 제25조제7항 단서). Then all but their policies is let go, so that
//! memory stays that of a few institutions. Results are put back in the order of the input.

use super::cache::{DocumentCache, Shelved};
use super::contexts::Library;
use super::{Input, MAX_ATTACHMENTS, day, row};
use crate::audit::{self, AuditResult};
use crate::dataset::{DocumentRow, FindingRow};
use crate::document::Document;
use crate::extract::{self, Attached, Context};
use crate::model::institution::InstitutionIndex;
use crate::model::policy::{Correction, Field, Listing, Media, Policy, Status};
use crate::model::url;
use crate::normalise::date::Date;
use crate::pipeline::corrections;
use crate::progress::{Steps, Verbosity};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A policy and what the audit says of it.
pub(crate) struct Judged {
    pub(crate) policy: Policy,
    pub(crate) judgement: AuditResult,
}

/// A document with what it says.
pub(crate) struct Read {
    pub(super) row: DocumentRow,
    pub(crate) policies: Vec<Judged>,
    /// Whether nothing at all could be read of it.
    pub(super) is_unread: bool,
}

/// A document and its place in the input.
type Placed = (usize, Read);

/// By what policies are judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AuditOptions {
    /// The day whose law is applied.
    pub(crate) as_of: Date,
    /// The day of the crawl, for documents whose own day is not known.
    pub(crate) crawled: Option<Date>,
    /// Whether former versions are judged as well.
    pub(crate) archived: bool,
}

/// What every reader shares.
pub(super) struct Extractor<'a> {
    pub(super) input: &'a Input,
    pub(super) names: &'a InstitutionIndex<'a>,
    pub(super) corrections: &'a [Correction],
    pub(super) law: AuditOptions,
}

impl Extractor<'_> {
    /// Reads and judges every document; the order is that of the input.
    pub(super) fn read_all(&self, verbosity: Verbosity) -> anyhow::Result<Vec<Read>> {
        let reader = crate::pipeline::archived::reader()?;
        let shelf = DocumentCache::new(self.input, &reader);
        let groups = groups(self.input);
        let next = AtomicUsize::new(0);
        let done: Mutex<Vec<anyhow::Result<Vec<Placed>>>> = Mutex::new(Vec::with_capacity(groups.len()));
        let steps = Steps::new(verbosity, "reading", self.input.sources.len() as u64);
        let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(groups.len().max(1));
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(group) = groups.get(index) else { break };
                        let read = self.read_group(group, &shelf, &steps);
                        if let Ok(mut done) = done.lock() {
                            done.push(read);
                        }
                    }
                });
            }
        });
        steps.end();
        let mut all = Vec::with_capacity(self.input.sources.len());
        for read in done.into_inner().unwrap_or_default() {
            all.extend(read?);
        }
        all.sort_by_key(|(index, _)| *index);
        Ok(all.into_iter().map(|(_, read)| read).collect())
    }

    /// Reads the documents of one institution, and judges its policies.
    fn read_group(&self, group: &[usize], shelf: &DocumentCache<'_>, steps: &Steps) -> anyhow::Result<Vec<Placed>> {
        let mut pages: BTreeMap<usize, Arc<Shelved>> = BTreeMap::new();
        for index in group {
            pages.insert(*index, shelf.document(*index)?);
            steps.step();
        }
        let mut policies: BTreeMap<usize, Vec<Policy>> =
            pages.iter().map(|(index, page)| (*index, self.policies(*index, &page.document))).collect();
        // Attachments are among the pages, unless another institution's crawl fetched them first.
        let mut far: BTreeMap<usize, Arc<Shelved>> = BTreeMap::new();
        for (from, url) in policies.iter().flat_map(|(index, all)| wanted(all).into_iter().map(|url| (*index, url))) {
            if let Some(index) = self.attachment(from, url).filter(|index| !pages.contains_key(index)) {
                far.insert(index, shelf.document(index)?);
            }
        }
        let near = |index: &usize| pages.get(index).or_else(|| far.get(index)).map(|page| &page.document);
        let mut said_there: BTreeMap<(usize, u16), Policy> = BTreeMap::new();
        let mut attached: BTreeMap<(usize, u16), Vec<&Document>> = BTreeMap::new();
        // Which policies lead to a file.
        let mut leads: BTreeMap<usize, Vec<(usize, u16)>> = BTreeMap::new();
        for (index, policies) in &mut policies {
            for policy in policies {
                for file in
                    wanted(std::slice::from_ref(policy)).into_iter().filter_map(|url| self.attachment(*index, url))
                {
                    leads.entry(file).or_default().push((*index, policy.ordinal));
                }
                let mut found: Vec<(String, String, &Document)> = wanted(std::slice::from_ref(policy))
                    .into_iter()
                    .filter_map(|url| {
                        let document = near(&self.attachment(*index, url)?)?;
                        let label = policy.attachments.iter().find(|one| one.url == url)?.label.clone();
                        Some((url.to_owned(), label, document))
                    })
                    .collect();
                found.sort_by(|one, other| one.0.cmp(&other.0));
                let list: Vec<Attached<'_>> =
                    found.iter().map(|(url, label, document)| Attached { url, label, document }).collect();
                let key = (*index, policy.ordinal);
                if !list.is_empty() {
                    said_there.insert(key, of_attachments(policy, &list));
                }
                extract::join(std::slice::from_mut(policy), &list);
                corrections::apply(self.corrections, policy);
                let readable = found.iter().map(|(_, _, document)| *document).filter(|one| !one.blocks.is_empty());
                attached.insert(key, readable.collect());
            }
        }
        name_attachments(&leads, &mut policies);
        // A page has no neighbours to be told apart from when it is alone.
        let neighbours = pages.iter().filter(|_| pages.len() > 1);
        let privacy: BTreeSet<usize> =
            neighbours.filter(|(_, page)| audit::is_privacy_policy(&page.document)).map(|(index, _)| *index).collect();
        let mut read = Vec::with_capacity(group.len());
        for (index, page) in &pages {
            let others = || privacy.iter().filter(|other| *other != index);
            let whole: Vec<&Document> = others().filter_map(near).collect();
            let articles: Vec<(&Policy, &Document)> = others()
                .filter_map(|other| Some((policies.get(other)?, near(other)?)))
                .flat_map(|(policies, document)| policies.iter().map(move |policy| (policy, document)))
                .filter(|(policy, _)| policy.status == Status::Current)
                .collect();
            let source = &self.input.sources[*index];
            let own = policies.get(index).map_or(&[][..], Vec::as_slice);
            let lead = || {
                let keys = leads.get(index).into_iter().flatten();
                keys.filter_map(|(page, ordinal)| policies.get(page)?.iter().find(|policy| policy.ordinal == *ordinal))
            };
            let judgements: Vec<AuditResult> = own
                .iter()
                .zip(audit::bounds(own))
                .map(|(policy, (from, until))| {
                    let key = (*index, policy.ordinal);
                    let context = audit::Context {
                        as_of: self.law.as_of,
                        crawled: source.at.and_then(day).or(self.law.crawled),
                        archived: self.law.archived,
                        from,
                        until,
                        attached: attached.get(&key).map_or(&[], Vec::as_slice),
                        said_there: said_there.get(&key),
                        articles: &articles,
                        listed: lead().any(|page| audit::is_list_of(policy, page)),
                        privacy: &whole,
                    };
                    audit::audit(policy, &page.document, &context)
                })
                .collect();
            read.push((*index, row(source, page), judgements));
        }
        let mut library = Library::new(pages.values().chain(far.values()).map(|page| &page.document));
        let judged = |(index, row, judgements): (usize, DocumentRow, Vec<AuditResult>)| {
            let mut own = policies.remove(&index).unwrap_or_default();
            library.fill(&mut own, &judgements);
            let policies =
                own.into_iter().zip(judgements).map(|(policy, judgement)| Judged { policy, judgement }).collect();
            let is_unread = pages.get(&index).is_some_and(|page| page.document.is_unread());
            (index, Read { row, policies, is_unread })
        };
        Ok(read.into_iter().map(judged).collect())
    }

    fn policies(&self, index: usize, document: &Document) -> Vec<Policy> {
        let source = &self.input.sources[index];
        let asked = source.institution.as_ref();
        let institution = asked.and_then(|id| self.input.institutions.iter().find(|one| one.id == *id));
        let names = Some(self.names);
        extract::policies(document, &Context { source: &source.name, url: source.url.as_ref(), institution, names })
    }

    /// The source that a link of another leads to.
    fn attachment(&self, from: usize, url: &str) -> Option<usize> {
        let address = self.input.sources[from].address_of(url)?;
        self.input.addresses.get(&address).copied().filter(|index| *index != from)
    }
}

/// Tells the policies of attached documents which policy points to them.
///
/// Of two pages that point to each other the first is no attachment. A page to which only former versions point is none
/// either, unlike a file: a former version often leads to the one in force.
fn name_attachments(leads: &BTreeMap<usize, Vec<(usize, u16)>>, policies: &mut BTreeMap<usize, Vec<Policy>>) {
    let mut named: Vec<(usize, String)> = Vec::new();
    for (file, keys) in leads {
        let leads_back = |page: &usize| {
            let back = leads.get(page).into_iter().flatten().any(|(from, _)| from == file);
            back && file < page
        };
        let page = policies.get(file).into_iter().flatten().any(|policy| policy.media == Media::Html);
        let mut pointing = keys
            .iter()
            .filter(|(page, _)| !leads_back(page))
            .filter_map(|(page, ordinal)| policies.get(page)?.iter().find(|policy| policy.ordinal == *ordinal));
        if let Some(policy) = pointing.find(|policy| !page || policy.status == Status::Current) {
            named.push((*file, policy.id()));
        }
    }
    for (file, id) in named {
        for policy in policies.get_mut(&file).into_iter().flatten() {
            policy.attachment_of = Some(id.clone());
        }
    }
}

/// Addresses of the attachments of some policies, each once, as many as are read.
fn wanted(policies: &[Policy]) -> Vec<&str> {
    let mut urls: Vec<&str> = Vec::new();
    for url in policies.iter().flat_map(|policy| &policy.attachments).map(|attachment| attachment.url.as_str()) {
        if urls.len() < MAX_ATTACHMENTS && !urls.contains(&url) {
            urls.push(url);
        }
    }
    urls
}

/// What the attachments of a policy say, without what the page says.
fn of_attachments(policy: &Policy, attached: &[Attached<'_>]) -> Policy {
    let mut blank = Policy {
        camera_total: Field::absent(),
        camera_total_basis: None,
        site_total: None,
        cameras: Vec::new(),
        retention_days: Field::absent(),
        retention: Vec::new(),
        managers: Listing::absent(),
        contractors: Listing::absent(),
        ..policy.clone()
    };
    extract::join(std::slice::from_mut(&mut blank), attached);
    blank
}

/// Sources that belong together, in the order of the first of each: those of one institution, else of one site.
fn groups(input: &Input) -> Vec<Vec<usize>> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (index, source) in input.sources.iter().enumerate() {
        let key = match (&source.institution, &source.url) {
            (Some(institution), _) => format!("institution {}", institution.0),
            (None, Some(url)) => format!("site {}", url::site(url)),
            // Files of a folder may be anybody's.
            (None, None) => format!("file {index}"),
        };
        let place = *places.entry(key).or_insert(groups.len());
        match groups.get_mut(place) {
            Some(group) => group.push(index),
            None => groups.push(vec![index]),
        }
    }
    groups
}

/// Findings as the table holds them: of policies that occur twice once, in the order of the table of policies.
pub(crate) fn finding_rows(read: &[Read], as_of: Date) -> Vec<FindingRow> {
    let mut order: Vec<&Judged> = read.iter().flat_map(|document| &document.policies).collect();
    order.sort_by_cached_key(|one| (one.policy.id(), one.policy.institution.id.is_none(), one.policy.source.clone()));
    let mut seen = BTreeSet::new();
    order.retain(|one| seen.insert(one.policy.id()));
    order.sort_by_cached_key(|one| {
        let holder = &one.policy.institution;
        (holder.id.clone(), holder.name.clone(), one.policy.source.clone(), one.policy.ordinal)
    });
    let row = |policy: &Policy, finding: &audit::Finding| {
        let quote = finding.quote();
        FindingRow {
            policy_id: policy.id(),
            institution: policy.institution.id.clone(),
            rule: finding.rule.id.to_owned(),
            name: finding.rule.name.to_owned(),
            severity: finding.severity.name().to_owned(),
            quote: quote.map(|quote| quote.text.clone()),
            place: quote.map(|quote| {
                let document = quote.document.as_ref().unwrap_or(&policy.document);
                (document.0.clone(), quote.block, quote.start, quote.end)
            }),
            context: quote.and_then(|quote| policy.context(quote)),
            citation: finding.citation.to_string(),
            routine: finding.rule.routine,
            as_of: as_of.to_string(),
            message_ko: finding.message_ko.clone(),
            message_en: finding.message_en.clone(),
        }
    };
    order.iter().flat_map(|one| one.judgement.findings.iter().map(|finding| row(&one.policy, finding))).collect()
}
