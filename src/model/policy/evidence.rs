//! Every quote of a policy under the path of the field it backs.

use super::{Policy, Quote, Stated};

/// One line of evidence: a field path of the output and the words behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence<'a> {
    /// Path such as `camera_total` or `managers[1].phone`.
    pub field: String,
    /// The words.
    pub quote: &'a Quote,
}

impl Policy {
    /// Every quote of the policy under the path of the field it backs, in the order of the output.
    pub fn evidence(&self) -> Vec<Evidence<'_>> {
        let mut list = EvidenceList(Vec::new());
        list.stated("title", &self.title);
        list.quote("institution", self.institution.quote.as_ref());
        list.stated("facility", &self.facility);
        list.stated("term", &self.term);
        list.quote("status", self.status_quote.as_ref());
        list.stated("effective_date", &self.effective_date);
        list.stated("superseded_date", &self.superseded_date);
        list.each("revision_dates", &self.revision_dates);
        list.each("legal_basis", &self.legal_basis);
        list.each("purposes", &self.purposes);
        list.quotes("camera_total", self.camera_total.quotes());
        list.stated("site_total", &self.site_total);
        for (index, row) in self.cameras.iter().enumerate() {
            list.stated(format!("cameras[{index}].place"), &row.place);
            list.stated(format!("cameras[{index}].purpose"), &row.purpose);
            list.stated(format!("cameras[{index}].department"), &row.department);
            list.stated(format!("cameras[{index}].count"), &row.count);
            list.stated(format!("cameras[{index}].unit"), &row.unit);
            list.stated(format!("cameras[{index}].coverage"), &row.coverage);
        }
        list.quotes("retention_days", self.retention_days.quotes());
        for (index, entry) in self.retention.iter().enumerate() {
            list.quote(format!("retention[{index}]"), Some(&entry.raw));
            list.stated(format!("retention[{index}].scope"), &entry.scope);
        }
        list.stated("recording_24h", &self.recording_24h);
        list.stated("recording_hours", &self.recording_hours);
        list.each("storage_places", &self.storage_places);
        list.quote("managers", self.managers.quote.as_ref());
        for (index, manager) in self.managers.entries.iter().enumerate() {
            list.quote(format!("managers[{index}].role"), Some(&manager.role.quote));
            list.stated(format!("managers[{index}].name"), &manager.name);
            list.stated(format!("managers[{index}].position"), &manager.position);
            list.stated(format!("managers[{index}].department"), &manager.department);
            list.stated(format!("managers[{index}].phone"), &manager.phone);
        }
        list.quote("contractors", self.contractors.quote.as_ref());
        for (index, firm) in self.contractors.entries.iter().enumerate() {
            list.quote(format!("contractors[{index}].company"), Some(&firm.company.quote));
            list.stated(format!("contractors[{index}].task"), &firm.task);
            list.stated(format!("contractors[{index}].phone"), &firm.phone);
            list.stated(format!("contractors[{index}].start"), &firm.start);
            list.stated(format!("contractors[{index}].end"), &firm.end);
        }
        for section in &self.sections {
            list.quote(format!("sections.{}", section.item.name()), section.quote.as_ref());
        }
        for (index, correction) in self.corrections.iter().enumerate() {
            list.quotes(&format!("corrections[{index}]"), &correction.quotes);
        }
        list.0
    }
}

/// Collects evidence lines; the one place that spells field paths.
struct EvidenceList<'a>(Vec<Evidence<'a>>);

impl<'a> EvidenceList<'a> {
    fn quote(&mut self, field: impl Into<String>, quote: Option<&'a Quote>) {
        if let Some(quote) = quote {
            self.0.push(Evidence { field: field.into(), quote });
        }
    }

    fn quotes(&mut self, field: &str, quotes: &'a [Quote]) {
        for quote in quotes {
            self.quote(field, Some(quote));
        }
    }

    fn stated<T>(&mut self, field: impl Into<String>, stated: &'a Option<Stated<T>>) {
        self.quote(field, stated.as_ref().map(|stated| &stated.quote));
    }

    fn each<T>(&mut self, field: &str, list: &'a [Stated<T>]) {
        for (index, stated) in list.iter().enumerate() {
            self.quote(format!("{field}[{index}]"), Some(&stated.quote));
        }
    }
}
