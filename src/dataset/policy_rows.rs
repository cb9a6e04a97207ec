//! Policies as rows: one in `policies`, any number in the tables that hang on it.

use super::overview::Choice;
use super::rows::{Cell, Rows, day, integer, joined, maybe_integer, maybe_text, text};
use super::{FindingRow, TableError};
use crate::model::policy::{Item, LegalBasis, Policy, Stated, confidence};
use crate::normalise::company::Company;
use crate::normalise::date::Date;
use polars::prelude::DataFrame;

/// Makes the rows of a table out of one policy.
type Fill = fn(&Policy, &mut Rows);

/// The tables of what policies say, beside `policies` itself.
pub(super) const TABLES: &[(&str, Fill)] = &[
    ("cameras", cameras),
    ("retention", retention),
    ("managers", managers),
    ("contractors", contractors),
    ("purposes", purposes),
    ("legal_basis", legal_basis),
    ("storage_places", storage_places),
    ("revisions", revisions),
    ("sections", sections),
    ("attachments", attachments),
    ("evidence", evidence),
    ("corrections", corrections),
];

/// Findings as a frame.
pub(super) fn findings(mut rows: Rows, findings: &[FindingRow]) -> Result<DataFrame, TableError> {
    for finding in findings {
        rows.add([
            ("policy_id", text(&finding.policy_id)),
            ("institution_id", maybe_text(finding.institution.as_ref().map(|id| &id.0))),
            ("rule", text(&finding.rule)),
            ("name", text(&finding.name)),
            ("severity", text(&finding.severity)),
            ("routine", Cell::Boolean(Some(finding.routine))),
            ("quote", maybe_text(finding.quote.as_ref())),
            ("citation", text(&finding.citation)),
            ("message_ko", text(&finding.message_ko)),
            ("message_en", text(&finding.message_en)),
            ("as_of", text(&finding.as_of)),
            ("document_sha256", maybe_text(finding.place.as_ref().map(|place| &place.0))),
            ("block", maybe_integer(finding.place.as_ref().map(|place| place.1))),
            ("start", maybe_integer(finding.place.as_ref().map(|place| place.2))),
            ("end", maybe_integer(finding.place.as_ref().map(|place| place.3))),
            ("context", maybe_text(finding.context.as_ref().map(|(context, _)| context))),
            ("context_places", maybe_text(finding.context.as_ref().map(|(_, places)| places))),
        ]);
    }
    rows.frame()
}

pub(super) fn policy(policy: &Policy, choice: &Choice, rows: &mut Rows) {
    let holder = &policy.institution;
    let effective = value(&policy.effective_date);
    let superseded = value(&policy.superseded_date);
    let corrected: Vec<String> = policy.corrections.iter().map(|one| one.field.clone()).collect();
    let laws: Vec<String> = policy.legal_basis.iter().map(|law| cited(&law.value)).collect();
    rows.add([
        ("policy_id", text(policy.id())),
        ("document_sha256", text(&policy.document.0)),
        ("ordinal", integer(policy.ordinal)),
        ("source", text(&policy.source)),
        ("media", text(policy.media.name())),
        ("charset", maybe_text(policy.charset.as_ref())),
        ("title", words(&policy.title)),
        ("institution_id", institution(policy)),
        ("institution_key", text(&choice.institution)),
        ("institution_name", maybe_text(holder.name.as_ref())),
        ("institution_kind", maybe_text(holder.kind.map(|kind| kind.name()))),
        ("sido", maybe_text(holder.sido.map(|sido| sido.name()))),
        ("facility", words(&policy.facility)),
        ("term", maybe_text(policy.term.as_ref().map(|term| term.value.name()))),
        ("status", text(policy.status.name())),
        ("role", text(choice.role.name())),
        ("attachment_of", maybe_text(policy.attachment_of.as_ref())),
        ("counted", Cell::Boolean(Some(choice.counted))),
        ("effective_date", written(effective)),
        ("effective_on", day(effective)),
        ("superseded_date", written(superseded)),
        ("superseded_on", day(superseded)),
        ("legal_basis", joined(&laws, "; ")),
        ("camera_total", maybe_integer(policy.camera_total.value().copied())),
        ("camera_total_state", text(policy.camera_total.state().name())),
        ("camera_total_basis", maybe_text(policy.camera_total_basis.map(|basis| basis.name()))),
        ("site_total", maybe_integer(policy.site_total.as_ref().map(|total| total.value))),
        ("retention_days", maybe_integer(policy.retention_days.value().copied())),
        ("retention_state", text(policy.retention_days.state().name())),
        ("recording_24h", Cell::Boolean(policy.recording_24h.as_ref().map(|always| always.value))),
        ("recording_hours", words(&policy.recording_hours)),
        ("managers_state", text(policy.managers.state.name())),
        ("contractors_state", text(policy.contractors.state.name())),
        ("problems", joined(&policy.problems, "\n")),
        ("corrected", joined(&corrected, "; ")),
    ]);
}

fn cameras(policy: &Policy, rows: &mut Rows) {
    for (ordinal, row) in policy.cameras.iter().enumerate() {
        rows.add([
            ("policy_id", text(policy.id())),
            ("institution_id", institution(policy)),
            ("ordinal", integer(ordinal)),
            ("place", words(&row.place)),
            ("purpose", words(&row.purpose)),
            ("department", words(&row.department)),
            ("count", maybe_integer(row.count.as_ref().map(|count| count.value))),
            ("unit", words(&row.unit)),
            ("coverage", words(&row.coverage)),
        ]);
    }
}

fn retention(policy: &Policy, rows: &mut Rows) {
    for (ordinal, entry) in policy.retention.iter().enumerate() {
        rows.add([
            ("policy_id", text(policy.id())),
            ("institution_id", institution(policy)),
            ("ordinal", integer(ordinal)),
            ("days", integer(entry.days)),
            ("bound", text(entry.bound.name())),
            ("scope", words(&entry.scope)),
            ("raw", text(&entry.raw.text)),
        ]);
    }
}

fn managers(policy: &Policy, rows: &mut Rows) {
    for (ordinal, manager) in policy.managers.entries.iter().enumerate() {
        rows.add([
            ("policy_id", text(policy.id())),
            ("institution_id", institution(policy)),
            ("ordinal", integer(ordinal)),
            ("role", text(manager.role.value.name())),
            ("name", words(&manager.name)),
            ("position", words(&manager.position)),
            ("department", words(&manager.department)),
            ("phone", words(&manager.phone)),
            ("phone_raw", maybe_text(manager.phone_raw.as_ref())),
        ]);
    }
}

fn contractors(policy: &Policy, rows: &mut Rows) {
    for (ordinal, firm) in policy.contractors.entries.iter().enumerate() {
        let key = Company::parse(&firm.company.value);
        let (start, end) = (value(&firm.start), value(&firm.end));
        rows.add([
            ("policy_id", text(policy.id())),
            ("institution_id", institution(policy)),
            ("ordinal", integer(ordinal)),
            ("company", text(&firm.company.value)),
            ("company_key", maybe_text(key.as_ref().map(Company::key))),
            ("task", words(&firm.task)),
            ("phone", words(&firm.phone)),
            ("start", written(start)),
            ("start_on", day(start)),
            ("end", written(end)),
            ("end_on", day(end)),
        ]);
    }
}

fn purposes(policy: &Policy, rows: &mut Rows) {
    for (ordinal, purpose) in policy.purposes.iter().enumerate() {
        rows.add([
            ("policy_id", text(policy.id())),
            ("institution_id", institution(policy)),
            ("ordinal", integer(ordinal)),
            ("purpose", text(purpose.value.name())),
        ]);
    }
}

fn legal_basis(policy: &Policy, rows: &mut Rows) {
    for (ordinal, law) in policy.legal_basis.iter().enumerate() {
        rows.add([
            ("policy_id", text(policy.id())),
            ("institution_id", institution(policy)),
            ("ordinal", integer(ordinal)),
            ("law", text(&law.value.law)),
            ("article", maybe_text(law.value.article.as_ref())),
        ]);
    }
}

fn storage_places(policy: &Policy, rows: &mut Rows) {
    for (ordinal, place) in policy.storage_places.iter().enumerate() {
        rows.add([
            ("policy_id", text(policy.id())),
            ("institution_id", institution(policy)),
            ("ordinal", integer(ordinal)),
            ("place", text(&place.value)),
        ]);
    }
}

fn revisions(policy: &Policy, rows: &mut Rows) {
    for (ordinal, date) in policy.revision_dates.iter().enumerate() {
        rows.add([
            ("policy_id", text(policy.id())),
            ("institution_id", institution(policy)),
            ("ordinal", integer(ordinal)),
            ("revision_date", text(date.value.to_string())),
            ("revision_on", day(Some(date.value))),
        ]);
    }
}

fn sections(policy: &Policy, rows: &mut Rows) {
    for section in &policy.sections {
        let number = Item::ALL.iter().position(|item| *item == section.item);
        rows.add([
            ("policy_id", text(policy.id())),
            ("institution_id", institution(policy)),
            ("ordinal", maybe_integer(number.map(|number| number + 1))),
            ("item", text(section.item.name())),
            ("state", text(section.state.name())),
        ]);
    }
}

fn attachments(policy: &Policy, rows: &mut Rows) {
    for (ordinal, file) in policy.attachments.iter().enumerate() {
        let url = (!file.url.is_empty()).then_some(&file.url);
        rows.add([
            ("policy_id", text(policy.id())),
            ("institution_id", institution(policy)),
            ("ordinal", integer(ordinal)),
            ("url", maybe_text(url)),
            ("label", text(&file.label)),
            ("media", maybe_text(file.media.map(|media| media.name()))),
        ]);
    }
}

fn corrections(policy: &Policy, rows: &mut Rows) {
    for correction in &policy.corrections {
        let words: Vec<String> = correction.quotes.iter().map(|quote| quote.text.clone()).collect();
        rows.add([
            ("policy_id", text(policy.id())),
            ("institution_id", institution(policy)),
            ("field", text(&correction.field)),
            ("value", maybe_text(correction.value.as_ref())),
            ("read", maybe_text(correction.read.as_ref())),
            ("reason", text(&correction.reason)),
            ("author", maybe_text(correction.author.as_ref())),
            ("quote", joined(&words, "\n")),
        ]);
    }
}

fn evidence(policy: &Policy, rows: &mut Rows) {
    for evidence in policy.evidence() {
        let (context, places) = policy.context(evidence.quote).unzip();
        rows.add([
            ("policy_id", text(policy.id())),
            ("document_sha256", text(&evidence.quote.document.as_ref().unwrap_or(&policy.document).0)),
            ("field", text(evidence.field)),
            ("quote", text(&evidence.quote.text)),
            ("block", integer(evidence.quote.block)),
            ("start", integer(evidence.quote.start)),
            ("end", integer(evidence.quote.end)),
            ("rule", text(evidence.quote.rule)),
            ("confidence", maybe_integer(confidence::percent(evidence.quote.rule))),
            ("context", maybe_text(context)),
            ("context_places", maybe_text(places)),
        ]);
    }
}

fn institution(policy: &Policy) -> Cell {
    maybe_text(policy.institution.id.as_ref().map(|id| &id.0))
}

fn words(stated: &Option<Stated<String>>) -> Cell {
    maybe_text(stated.as_ref().map(|stated| &stated.value))
}

fn value(stated: &Option<Stated<Date>>) -> Option<Date> {
    stated.as_ref().map(|stated| stated.value)
}

fn written(date: Option<Date>) -> Cell {
    maybe_text(date.map(|date| date.to_string()))
}

fn cited(basis: &LegalBasis) -> String {
    match &basis.article {
        Some(article) => format!("{} {article}", basis.law),
        None => basis.law.clone(),
    }
}
