//! Policies as JSON Lines: one object a policy, its keys in the published order. The shapes are private to this file.

use crate::model::policy::{Field, Policy, Quote, Stated};
use serde::Serialize;
use std::collections::BTreeMap;

/// A finding of the audit on a policy, as its line shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingLine<'a> {
    /// Rule, for instance `CP-201`.
    pub rule: &'static str,
    /// Name of the severity.
    pub severity: &'static str,
    /// The words, or the heading near which something is missing; nothing where there is neither.
    pub quote: Option<&'a Quote>,
    /// The words around it, and the places of their pieces.
    pub context: Option<(String, String)>,
    /// Law, article and the days between which it holds.
    pub citation: String,
    /// The day whose law was applied, `YYYY-MM-DD`.
    pub as_of: &'a str,
    /// Whether nearly every policy has such a finding.
    pub routine: bool,
}

/// One policy as a line of JSON with what the audit found, without the line feed.
pub fn line(policy: &Policy, findings: &[FindingLine<'_>]) -> String {
    // Every part is a string, a number or a list of these, so that nothing can fail.
    serde_json::to_string(&Wire::of(policy, findings)).unwrap_or_default()
}

#[derive(Serialize)]
struct Wire<'a> {
    source: &'a str,
    document_sha256: &'a str,
    media: &'static str,
    charset: Option<&'a str>,
    title: Option<&'a str>,
    institution: WireInstitution<'a>,
    facility: Option<&'a str>,
    term: Option<&'static str>,
    status: &'static str,
    effective_date: Option<String>,
    superseded_date: Option<String>,
    revision_dates: Vec<String>,
    legal_basis: Vec<WireBasis<'a>>,
    purposes: Vec<&'static str>,
    camera_total: Option<u32>,
    camera_total_basis: Option<&'static str>,
    camera_total_state: &'static str,
    site_total: Option<u32>,
    cameras: Vec<WireCamera<'a>>,
    retention_days: Option<u16>,
    retention_state: &'static str,
    retention: Vec<WireRetention<'a>>,
    recording_24h: Option<bool>,
    recording_hours: Option<&'a str>,
    storage_places: Vec<&'a str>,
    managers: Vec<WireManager<'a>>,
    managers_state: &'static str,
    contractors: Vec<WireContractor<'a>>,
    contractors_state: &'static str,
    sections: BTreeMapInOrder,
    attachments: Vec<WireAttachment<'a>>,
    findings: Vec<WireFinding<'a>>,
    evidence: Vec<WireEvidence<'a>>,
    problems: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    corrections: Vec<WireCorrection<'a>>,
}

#[derive(Serialize)]
struct WireFinding<'a> {
    rule: &'static str,
    severity: &'static str,
    routine: bool,
    quote: Option<&'a str>,
    context: Option<&'a str>,
    citation: &'a str,
    as_of: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    block: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<u32>,
    /// The attachment that holds the words; absent when it is the policy's own document.
    #[serde(skip_serializing_if = "Option::is_none")]
    document_sha256: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_places: Option<&'a str>,
}

#[derive(Serialize)]
struct WireCorrection<'a> {
    field: &'a str,
    value: Option<&'a str>,
    read: Option<&'a str>,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    /// The page's words behind what was read; their places are in the evidence.
    quotes: Vec<&'a str>,
}

#[derive(Serialize)]
struct WireInstitution<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sido: Option<&'static str>,
}

#[derive(Serialize)]
struct WireBasis<'a> {
    law: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    article: Option<&'a str>,
}

#[derive(Serialize)]
struct WireCamera<'a> {
    place: Option<&'a str>,
    purpose: Option<&'a str>,
    department: Option<&'a str>,
    count: Option<u32>,
    unit: Option<&'a str>,
    coverage: Option<&'a str>,
}

#[derive(Serialize)]
struct WireRetention<'a> {
    days: u16,
    bound: &'static str,
    scope: Option<&'a str>,
    raw: &'a str,
}

#[derive(Serialize)]
struct WireManager<'a> {
    role: &'static str,
    name: Option<&'a str>,
    position: Option<&'a str>,
    department: Option<&'a str>,
    phone: Option<&'a str>,
    phone_raw: Option<&'a str>,
}

#[derive(Serialize)]
struct WireContractor<'a> {
    company: &'a str,
    task: Option<&'a str>,
    phone: Option<&'a str>,
    start: Option<String>,
    end: Option<String>,
}

#[derive(Serialize)]
struct WireAttachment<'a> {
    url: &'a str,
    label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    media: Option<&'static str>,
}

#[derive(Serialize)]
struct WireEvidence<'a> {
    field: String,
    quote: &'a str,
    block: u32,
    start: u32,
    end: u32,
    rule: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    /// The attachment that holds the words; absent when it is the policy's own document.
    #[serde(skip_serializing_if = "Option::is_none")]
    document_sha256: Option<&'a str>,
    /// The sentence, or the row with its column titles, and the heading.
    context: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_places: Option<String>,
}

/// The eight items by name; a sorted map prints alike every time.
type BTreeMapInOrder = BTreeMap<&'static str, &'static str>;

fn text(stated: &Option<Stated<String>>) -> Option<&str> {
    stated.as_ref().map(|stated| stated.value.as_str())
}

fn day(stated: &Option<Stated<crate::normalise::date::Date>>) -> Option<String> {
    stated.as_ref().map(|stated| stated.value.to_string())
}

fn value<T: Copy>(field: &Field<T>) -> Option<T> {
    field.value().copied()
}

impl<'a> Wire<'a> {
    fn of(policy: &'a Policy, findings: &'a [FindingLine<'a>]) -> Self {
        let holder = &policy.institution;
        Self {
            source: &policy.source,
            document_sha256: &policy.document.0,
            media: policy.media.name(),
            charset: policy.charset.as_deref(),
            title: text(&policy.title),
            institution: WireInstitution {
                id: holder.id.as_ref().map(|id| id.0.as_str()),
                name: holder.name.as_deref(),
                kind: holder.kind.map(|kind| kind.name()),
                sido: holder.sido.map(|sido| sido.name()),
            },
            facility: text(&policy.facility),
            term: policy.term.as_ref().map(|term| term.value.name()),
            status: policy.status.name(),
            effective_date: day(&policy.effective_date),
            superseded_date: day(&policy.superseded_date),
            revision_dates: policy.revision_dates.iter().map(|date| date.value.to_string()).collect(),
            legal_basis: policy
                .legal_basis
                .iter()
                .map(|basis| WireBasis { law: &basis.value.law, article: basis.value.article.as_deref() })
                .collect(),
            purposes: policy.purposes.iter().map(|purpose| purpose.value.name()).collect(),
            camera_total: value(&policy.camera_total),
            camera_total_basis: policy.camera_total_basis.map(|basis| basis.name()),
            camera_total_state: policy.camera_total.state().name(),
            site_total: policy.site_total.as_ref().map(|sites| sites.value),
            cameras: policy
                .cameras
                .iter()
                .map(|row| WireCamera {
                    place: text(&row.place),
                    purpose: text(&row.purpose),
                    department: text(&row.department),
                    count: row.count.as_ref().map(|count| count.value),
                    unit: text(&row.unit),
                    coverage: text(&row.coverage),
                })
                .collect(),
            retention_days: value(&policy.retention_days),
            retention_state: policy.retention_days.state().name(),
            retention: policy
                .retention
                .iter()
                .map(|entry| WireRetention {
                    days: entry.days,
                    bound: entry.bound.name(),
                    scope: text(&entry.scope),
                    raw: &entry.raw.text,
                })
                .collect(),
            recording_24h: policy.recording_24h.as_ref().map(|stated| stated.value),
            recording_hours: text(&policy.recording_hours),
            storage_places: policy.storage_places.iter().map(|place| place.value.as_str()).collect(),
            managers: policy
                .managers
                .entries
                .iter()
                .map(|person| WireManager {
                    role: person.role.value.name(),
                    name: text(&person.name),
                    position: text(&person.position),
                    department: text(&person.department),
                    phone: text(&person.phone),
                    phone_raw: person.phone_raw.as_deref(),
                })
                .collect(),
            managers_state: policy.managers.state.name(),
            contractors: policy
                .contractors
                .entries
                .iter()
                .map(|firm| WireContractor {
                    company: &firm.company.value,
                    task: text(&firm.task),
                    phone: text(&firm.phone),
                    start: day(&firm.start),
                    end: day(&firm.end),
                })
                .collect(),
            contractors_state: policy.contractors.state.name(),
            sections: policy.sections.iter().map(|section| (section.item.name(), section.state.name())).collect(),
            attachments: policy
                .attachments
                .iter()
                .map(|attachment| WireAttachment {
                    url: &attachment.url,
                    label: &attachment.label,
                    media: attachment.media.map(|media| media.name()),
                })
                .collect(),
            findings: findings
                .iter()
                .map(|finding| WireFinding {
                    rule: finding.rule,
                    severity: finding.severity,
                    quote: finding.quote.map(|quote| quote.text.as_str()),
                    context: finding.context.as_ref().map(|(context, _)| context.as_str()),
                    citation: &finding.citation,
                    as_of: finding.as_of,
                    routine: finding.routine,
                    block: finding.quote.map(|quote| quote.block),
                    start: finding.quote.map(|quote| quote.start),
                    end: finding.quote.map(|quote| quote.end),
                    document_sha256: finding
                        .quote
                        .and_then(|quote| quote.document.as_ref())
                        .map(|document| document.0.as_str()),
                    context_places: finding.context.as_ref().map(|(_, places)| places.as_str()),
                })
                .collect(),
            evidence: policy
                .evidence()
                .into_iter()
                .map(|evidence| {
                    let (context, context_places) = policy.context(evidence.quote).unzip();
                    WireEvidence {
                        field: evidence.field,
                        quote: &evidence.quote.text,
                        block: evidence.quote.block,
                        start: evidence.quote.start,
                        end: evidence.quote.end,
                        rule: evidence.quote.rule,
                        confidence: crate::model::policy::confidence::percent(evidence.quote.rule)
                            .map(|percent| f64::from(percent) / 100.0),
                        document_sha256: evidence.quote.document.as_ref().map(|id| id.0.as_str()),
                        context,
                        context_places,
                    }
                })
                .collect(),
            problems: &policy.problems,
            corrections: policy
                .corrections
                .iter()
                .map(|correction| WireCorrection {
                    field: &correction.field,
                    value: correction.value.as_deref(),
                    read: correction.read.as_deref(),
                    reason: &correction.reason,
                    author: correction.author.as_deref(),
                    quotes: correction.quotes.iter().map(|quote| quote.text.as_str()).collect(),
                })
                .collect(),
        }
    }
}
