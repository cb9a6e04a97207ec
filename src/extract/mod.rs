//! A document's blocks to policies: headings and tables first, then one file a field. Pure; reports, never fails.
//!
//! `outline` takes a document apart into lines and understood tables, `scope` finds the policies among them, `reading`
//! puts every line under its headings, and each field file reads its own statements and columns. All Korean words
//! stand in `vocabulary` and in the tables at the top of the field files, with an example beside each.
//!
#![doc = include_str!("README.md")]

mod attachments;
mod cameras;
mod context;
mod facility;
mod firms;
mod flat;
mod history;
mod holder;
mod identity;
mod items;
mod keeping;
mod lexicon;
mod outline;
mod people;
mod purposes;
mod reading;
mod scope;
mod slice;
mod view;
mod vocabulary;

pub use attachments::{Attached, join, preferred};
pub use context::ContextIndex;

use crate::document::Document;
use crate::institution::{Institution, Names};
use crate::normalise::fold;
use crate::policy::{Contexts, Media, Policy};
use url::Url;

/// Version of the rules: raised whenever a value of any document may change.
pub const RULES_VERSION: &str = "1";

/// What is known of a document beside its words.
#[derive(Clone, Copy, Default)]
pub struct Context<'a> {
    /// Path or address, as it is to be printed.
    pub source: &'a str,
    /// Address, when the document comes from an archive.
    pub url: Option<&'a Url>,
    /// The institution on whose behalf it was fetched.
    pub institution: Option<&'a Institution>,
    /// Names of all institutions, for documents of unknown origin.
    pub names: Option<&'a Names<'a>>,
}

/// Fewest of the statutory topics that make a page a policy.
const FEWEST_TOPICS: u32 = 3;

/// Reads every policy of a document, in reading order; none when it holds no policy.
pub fn policies(document: &Document, context: &Context<'_>) -> Vec<Policy> {
    // A sheet holds numbers for a policy and is none itself.
    if matches!(document.media, Media::Csv | Media::Xls | Media::Xlsx) {
        return Vec::new();
    }
    let units = flat::restore(outline::units(document));
    let scopes = scope::scopes(&units);
    let fixed = scopes.iter().any(|scope| !scope.mobile);
    let mut policies = Vec::new();
    let several = scopes.iter().filter(|scope| !scope.mobile).count() > 1;
    for scope in scopes.iter().filter(|scope| !scope.mobile || !fixed) {
        if let Some(policy) = policy(document, &units, scope, several, context, policies.len() as u16) {
            policies.push(policy);
        }
    }
    policies
}

fn policy(
    document: &Document,
    units: &[outline::Unit],
    scope: &scope::Scope,
    several: bool,
    context: &Context<'_>,
    ordinal: u16,
) -> Option<Policy> {
    let reading = reading::read(units, scope);
    let term = identity::term(units, scope);
    let attachments = identity::attachments(document, units, scope, context);
    let cameras = cameras::read(&reading);
    let keeping = keeping::read(&reading);
    let topics = items::topics(&reading);
    let titled = scope.title.is_some();
    let is_policy = term.is_some() && topics >= FEWEST_TOPICS
        || titled && term.is_some() && topics >= 1
        || scope.article && term.is_some()
        || titled && !attachments.is_empty();
    if !is_policy {
        return None;
    }
    let history = history::read(units, scope);
    let facility = facility::of_scope(units, scope, several, context.institution);
    let institution = holder::holder(document, units, scope, facility.as_ref(), context);
    let mut managers = people::read(&reading);
    people::complete(&mut managers, units);
    let sections = items::sections(&reading, &cameras, &keeping);
    let mut problems: Vec<String> = document.problems.iter().map(ToString::to_string).collect();
    problems.extend(cameras.problems);
    Some(Policy {
        source: context.source.to_owned(),
        document: document.id.clone(),
        ordinal,
        media: document.media,
        charset: document.charset.clone(),
        title: identity::title(units, scope),
        facility,
        institution,
        term,
        status: history.status,
        status_quote: history.status_quote,
        effective_date: history.effective,
        superseded_date: history.ended,
        revision_dates: history.revisions,
        legal_basis: purposes::legal_basis(&reading),
        purposes: purposes::purposes(&reading),
        camera_total: cameras.total,
        camera_total_basis: cameras.basis,
        site_total: cameras.sites,
        cameras: cameras.rows,
        retention_days: keeping.days,
        retention: keeping.periods,
        recording_24h: keeping.around_the_clock,
        recording_hours: keeping.hours,
        storage_places: keeping.places,
        managers,
        contractors: firms::read(&reading),
        sections,
        attachments,
        attachment_of: None,
        problems,
        corrections: Vec::new(),
        contexts: Contexts::default(),
    })
}
