//! What each column of the schema may give away, and so how it leaves in a public release.

use crate::dataset::Table;

/// How the cells of a text column are treated in a public release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Keys, closed lists, digests, dates, what our own registry says: given as it is.
    Given,
    /// Text as a page has it: given where nothing personal is found in it.
    Words,
    /// Posts and departments, among which a name may stand by mistake of the page or of ours.
    Posts,
    /// Names of institutions, as registered or else as written on the page.
    Holder,
    /// Firms; one without a legal form may be a person.
    Firm,
    /// Personal names: never given.
    Name,
    /// An address: given where nothing personal stands in it, escaped or not.
    Address,
    /// A verbatim quote: as words, and only where the licence of its page allows words to be passed on.
    Quote,
    /// The words around a quote: as the quote, and only where the quote is given for the sake of persons; a cell of its
    /// row that may be a name is taken for one.
    Context,
}

/// Columns that are not simply given. What is in no list and holds text is [`Kind::Given`]; a test asks for a decision
/// on every text column that the schema ever gets.
const TREATED: &[(&str, Kind, &[&str])] = &[
    ("overview", Kind::Holder, &["institution_key", "name", "full_name"]),
    ("overview", Kind::Address, &["source"]),
    ("overview", Kind::Words, &["facility"]),
    ("attempts", Kind::Address, &["url", "origin_url", "location"]),
    ("attempts", Kind::Words, &["anchor", "content_type", "detail"]),
    ("documents", Kind::Address, &["source"]),
    ("documents", Kind::Words, &["title", "problems", "licence_quote"]),
    ("policies", Kind::Address, &["source"]),
    ("policies", Kind::Words, &["title", "facility", "recording_hours", "legal_basis", "problems"]),
    ("policies", Kind::Holder, &["institution_key", "institution_name"]),
    ("cameras", Kind::Words, &["place", "purpose", "unit", "coverage"]),
    ("cameras", Kind::Posts, &["department"]),
    ("retention", Kind::Words, &["scope"]),
    ("retention", Kind::Quote, &["raw"]),
    ("managers", Kind::Name, &["name"]),
    ("managers", Kind::Posts, &["position", "department"]),
    ("managers", Kind::Words, &["phone", "phone_raw"]),
    ("contractors", Kind::Firm, &["company", "company_key"]),
    ("contractors", Kind::Words, &["task", "phone"]),
    ("legal_basis", Kind::Words, &["law", "article"]),
    ("storage_places", Kind::Words, &["place"]),
    ("attachments", Kind::Address, &["url"]),
    ("attachments", Kind::Words, &["label"]),
    ("findings", Kind::Quote, &["quote"]),
    ("findings", Kind::Context, &["context"]),
    ("findings", Kind::Words, &["message_ko", "message_en"]),
    ("evidence", Kind::Quote, &["quote"]),
    ("evidence", Kind::Context, &["context"]),
    ("corrections", Kind::Posts, &["value", "read", "reason"]),
    ("corrections", Kind::Name, &["author"]),
    ("corrections", Kind::Quote, &["quote"]),
];

/// Text columns that are given as they are, so that none is given by oversight.
#[cfg(test)]
const GIVEN: &[(&str, &[&str])] = &[
    ("crawl", &["crawl_id", "crawl_date", "schema_version", "rules_version", "tool_version"]),
    (
        "institutions",
        &[
            "institution_id",
            "name",
            "full_name",
            "name_en",
            "kind",
            "sido",
            "sigungu_code",
            "parent_id",
            "org_code",
            "homepage",
            "homepage_source",
            "homepage_confidence",
            "policy_urls",
            "policy_url_source",
            "population_year",
            "population_source",
            "ending",
            "ending_reason",
        ],
    ),
    (
        "overview",
        &[
            "kind",
            "sido",
            "reach",
            "ending",
            "ending_reason",
            "document_sha256",
            "term",
            "effective_date",
            "camera_total_state",
            "camera_total_basis",
            "retention_state",
            "managers_state",
            "contractors_state",
        ],
    ),
    (
        "attempts",
        &[
            "institution_id",
            "host",
            "origin",
            "at",
            "robots",
            "robots_sha256",
            "legacy_tls",
            "outcome",
            "reason",
            "page",
            "document_sha256",
            "warc",
        ],
    ),
    ("documents", &["document_sha256", "institution_id", "fetched_at", "media", "charset", "licence"]),
    (
        "policies",
        &[
            "policy_id",
            "document_sha256",
            "media",
            "charset",
            "institution_id",
            "institution_kind",
            "sido",
            "term",
            "status",
            "role",
            "attachment_of",
            "effective_date",
            "superseded_date",
            "camera_total_state",
            "camera_total_basis",
            "retention_state",
            "managers_state",
            "contractors_state",
            "corrected",
        ],
    ),
    ("retention", &["bound"]),
    ("managers", &["role"]),
    ("contractors", &["start", "end"]),
    ("purposes", &["purpose"]),
    ("revisions", &["revision_date"]),
    ("sections", &["item", "state"]),
    ("attachments", &["media"]),
    // The citation is ours, from the rule.
    ("findings", &["document_sha256", "rule", "name", "severity", "citation", "as_of", "context_places"]),
    ("evidence", &["document_sha256", "field", "rule", "context_places"]),
    ("corrections", &["field"]),
];

/// How a column is treated.
pub fn kind(table: &str, column: &str) -> Kind {
    let found = TREATED.iter().find(|(of, _, columns)| *of == table && columns.contains(&column));
    found.map_or(Kind::Given, |(_, kind, _)| *kind)
}

/// Whether a release leaves anything of a table out.
pub fn is_treated(table: &Table) -> bool {
    TREATED.iter().any(|(of, _, _)| *of == table.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Physical, SCHEMA};

    #[test]
    fn every_text_column_was_decided_upon() {
        let keys = ["policy_id", "institution_id"];
        for table in SCHEMA {
            for column in table.columns.iter().filter(|column| column.physical == Physical::Text) {
                let given = GIVEN.iter().any(|(of, columns)| *of == table.name && columns.contains(&column.name));
                let given = given || keys.contains(&column.name);
                let treated = kind(table.name, column.name) != Kind::Given;
                assert!(given != treated, "{}.{}: given or treated?", table.name, column.name);
            }
        }
        let columns = |table: &str, name: &str| {
            SCHEMA.iter().any(|of| of.name == table && of.columns.iter().any(|column| column.name == name))
        };
        for (table, _, names) in TREATED {
            assert!(names.iter().all(|name| columns(table, name)), "{table}: {names:?}");
        }
    }
}
