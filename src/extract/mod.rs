//! A document's blocks to policies: headings and tables first, then one file a field. Pure; reports, never fails.
//!
//! `outline` takes a document apart into lines and understood tables, `scope` finds the policies among them, `reading`
//! puts every line under its headings, each field file reads its own statements and columns, and `absence` says why what
//! was not found is not there. All Korean words
//! stand in `vocabulary` and in the tables at the top of the field files, with an example beside each.
//!
#![doc = include_str!("README.md")]

mod absence;
mod attachments;
mod broken;
mod cameras;
mod context;
mod contractors;
mod dates;
mod facility;
mod flattened_tables;
mod identity;
mod institution;
mod managers;
mod outline;
mod phrase_matcher;
mod purposes;
mod retention;
mod scope;
mod sections;
mod span;
mod standard;
mod statements;
mod table;
mod title_lines;
mod vocabulary;

pub use attachments::{Attached, join, preferred};
pub use context::ContextIndex;

use crate::document::Document;
use crate::model::institution::{Institution, InstitutionIndex};
use crate::model::policy::{Contexts, Media, Policy, State};
use crate::normalise::fold;
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
    pub names: Option<&'a InstitutionIndex<'a>>,
}

/// Fewest of the statutory topics that make a page a policy.
const FEWEST_TOPICS: u32 = 3;

/// Fewest items that a text without headings must answer to be one.
const FEWEST_TOLD: u32 = 5;

/// Reads every policy of a document, in reading order; none when it holds no policy.
pub fn policies(document: &Document, context: &Context<'_>) -> Vec<Policy> {
    // A sheet holds numbers for a policy and is none itself.
    if matches!(document.media, Media::Csv | Media::Xls | Media::Xlsx) {
        return Vec::new();
    }
    let units = flattened_tables::restore(managers::restore(outline::units(document)));
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
    let reading = statements::read(units, scope);
    let term = identity::term(units, scope);
    let attachments = identity::attachments(document, units, scope, context);
    let mut cameras = cameras::read(&reading);
    let mut keeping = retention::read(&reading);
    let topics = sections::topics(&reading);
    let titled = scope.title.is_some();
    let mut managers = managers::read(&reading);
    // Where headings are lost, people of the law's roles, periods and sentences of the genre must agree.
    let told =
        || managers.state == State::Stated && sections::told(&reading, &managers, &cameras, &keeping) >= FEWEST_TOLD;
    let is_policy = term.is_some() && topics >= FEWEST_TOPICS
        || titled && term.is_some() && topics >= 1
        || scope.article && term.is_some()
        || titled && !attachments.is_empty()
        || term.is_some() && told();
    if !is_policy {
        return None;
    }
    let history = dates::read(units, scope);
    let facility = identity::of_scope(units, scope, several, context.institution);
    let institution = institution::holder(document, units, scope, facility.as_ref(), context);
    managers::complete(&mut managers, units);
    let mut contractors = contractors::read(&reading);
    absence::explain(&reading, &mut cameras, &mut keeping, &mut managers, &mut contractors);
    let sections = sections::sections(&reading, &cameras, &keeping);
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
        contractors,
        sections,
        attachments,
        attachment_of: None,
        problems,
        corrections: Vec::new(),
        contexts: Contexts::default(),
    })
}
