//! The words around every quote of a policy and of the findings on it, from the documents that hold them.

use crate::audit::AuditResult;
use crate::document::Document;
use crate::extract::ContextIndex;
use crate::model::policy::{DocumentId, Policy, Quote};
use std::collections::BTreeMap;

/// The documents of a group, each prepared once it is asked for.
pub(super) struct Library<'d> {
    documents: BTreeMap<&'d DocumentId, &'d Document>,
    /// Documents that others quote: attachments, privacy policies.
    quoted: BTreeMap<&'d DocumentId, ContextIndex<'d>>,
}

impl<'d> Library<'d> {
    /// The documents among which quotes are looked up.
    pub(super) fn new(documents: impl Iterator<Item = &'d Document>) -> Self {
        Self { documents: documents.map(|one| (&one.id, one)).collect(), quoted: BTreeMap::new() }
    }

    /// Fills in the contexts of the policies of one document.
    pub(super) fn fill(&mut self, policies: &mut [Policy], judgements: &[AuditResult]) {
        let mut own: Option<ContextIndex<'d>> = None;
        for (policy, judgement) in policies.iter_mut().zip(judgements) {
            let findings = judgement.findings.iter().filter_map(crate::audit::Finding::quote);
            let mut quotes: Vec<Quote> = policy.evidence().into_iter().map(|one| one.quote.clone()).collect();
            quotes.extend(findings.cloned());
            for quote in quotes.iter().filter(|quote| quote.end > quote.start) {
                if policy.contexts.of(quote).is_some() {
                    continue;
                }
                let id = quote.document.as_ref().filter(|id| **id != policy.document);
                let context = match id {
                    None => {
                        if own.is_none() {
                            own = self.documents.get(&policy.document).map(|document| ContextIndex::new(document));
                        }
                        own.as_ref().and_then(|index| index.context(quote))
                    }
                    Some(id) => self.quoted(id).and_then(|index| index.context(quote)),
                };
                if let Some(context) = context {
                    policy.contexts.add(quote, context);
                }
            }
        }
    }

    fn quoted(&mut self, id: &DocumentId) -> Option<&ContextIndex<'d>> {
        let (id, document) = self.documents.get_key_value(id)?;
        Some(self.quoted.entry(id).or_insert_with(|| ContextIndex::new(document)))
    }
}
