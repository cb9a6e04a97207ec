//! One crawl's tables as records that can be compared.

use super::volatile;
use crate::dataset::{Dataset, TableError};
use crate::model::policy::Correction;
use polars::prelude::{AnyValue, DataFrame};
use std::collections::{BTreeMap, BTreeSet};

/// A policy as a crawl read it: every field as rows of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Key of the policy.
    pub policy: String,
    /// Registry id of the institution, else its name.
    pub institution: String,
    /// Name of the institution.
    pub name: String,
    /// Its province by today's name.
    pub sido: Option<String>,
    /// Address or path.
    pub source: String,
    /// SHA-256 of the bytes.
    pub document: String,
    /// Position within the document.
    pub ordinal: i64,
    /// Title.
    pub title: Option<String>,
    /// Current or superseded.
    pub status: String,
    /// Values by the name of their column or table, rows in their order.
    pub fields: BTreeMap<String, Vec<String>>,
    /// The words behind fields that have one value, by the name of their column.
    pub quotes: BTreeMap<String, String>,
    /// Addresses of its attachments.
    pub attached: Vec<String>,
    /// What a person has overruled: field and value.
    pub corrected: BTreeMap<String, Option<String>>,
}

impl Record {
    /// The one value of a field.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.first().map(String::as_str)
    }
}

/// What came back when an address was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Status, or why there was none: `404`, `failed: timeout`, `refused: robots disallowed`.
    pub words: String,
    /// Whether the server said what is there: neither an error of its own, nor a refusal, nor silence.
    pub heard: bool,
    /// SHA-256 of the body.
    pub document: Option<String>,
}

/// The policies of a crawl.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Crawl {
    /// Its id.
    pub id: String,
    /// Its day, `YYYY-MM-DD`.
    pub day: String,
    /// Version of the rules that read it.
    pub rules: String,
    /// The policies, in the order of the table.
    pub policies: Vec<Record>,
    /// Names of institutions in scope by their ids.
    pub institutions: BTreeMap<String, String>,
    /// Their provinces, by their ids.
    pub provinces: BTreeMap<String, String>,
    /// The last answer of every address that was asked, by the address without what is passing in it.
    pub answers: BTreeMap<String, Answer>,
    /// Ids of the institutions of which any page was had.
    pub reached: BTreeSet<String>,
    /// What came back last of every institution, by its id.
    pub last: BTreeMap<String, String>,
    /// SHA-256 of every document that was read, policy or not.
    pub read: BTreeSet<String>,
}

/// Columns that name a policy, repeat another column in another shape, or speak of the registry and not of the page.
const KEYS: &[&str] = &[
    // Corrections are compared one by one.
    "corrected",
    // What the data set decides about a policy is no change of what it says; a key names the bytes of a page.
    "institution_key",
    "role",
    "attachment_of",
    "counted",
    "policy_id",
    "document_sha256",
    "ordinal",
    "source",
    "institution_id",
    "institution_name",
    "institution_kind",
    "sido",
    "effective_on",
    "superseded_on",
    "start_on",
    "end_on",
    "revision_on",
    "company_key",
    "legal_basis",
    "problems",
    "charset",
    "raw",
    "phone_raw",
];
/// Tables whose rows hang on a policy.
const LISTS: &[&str] = &[
    "cameras",
    "retention",
    "managers",
    "contractors",
    "purposes",
    "legal_basis",
    "storage_places",
    "revisions",
    "sections",
    "attachments",
];

/// Reads a crawl's tables.
///
/// # Errors
/// Tables that are missing or cannot be read.
pub fn load(dataset: &Dataset) -> Result<Crawl, TableError> {
    let about = dataset.crawl()?;
    let (mut lists, mut attached) = lists(dataset)?;
    let mut quotes = quotes(dataset)?;
    let mut corrected: BTreeMap<String, BTreeMap<String, Option<String>>> = BTreeMap::new();
    for row in rows(&dataset.collect("corrections")?) {
        let (Some(policy), Some(field)) = (text(&row, "policy_id"), text(&row, "field")) else { continue };
        corrected.entry(policy).or_default().insert(field, text(&row, "value"));
    }
    let mut policies = Vec::new();
    for row in rows(&dataset.collect("policies")?) {
        let id = text(&row, "policy_id").unwrap_or_default();
        let mut fields = lists.remove(&id).unwrap_or_default();
        for (name, value) in row.iter().filter(|(name, _)| !KEYS.contains(name)) {
            if let Some(value) = value {
                fields.insert((*name).to_owned(), vec![volatile::text(value)]);
            }
        }
        fold_states(&mut fields);
        let name = text(&row, "institution_name").unwrap_or_default();
        policies.push(Record {
            institution: text(&row, "institution_id").unwrap_or_else(|| name.clone()),
            name,
            sido: text(&row, "sido"),
            source: text(&row, "source").unwrap_or_default(),
            document: text(&row, "document_sha256").unwrap_or_default(),
            ordinal: text(&row, "ordinal").and_then(|ordinal| ordinal.parse().ok()).unwrap_or(0),
            title: text(&row, "title"),
            status: text(&row, "status").unwrap_or_default(),
            fields,
            quotes: quotes.remove(&id).unwrap_or_default(),
            attached: attached.remove(&id).unwrap_or_default(),
            corrected: corrected.remove(&id).unwrap_or_default(),
            policy: id,
        });
    }
    let frame = dataset.collect("institutions")?;
    let registered = rows(&frame);
    let column = |name: &str| -> BTreeMap<String, String> {
        registered.iter().filter_map(|row| Some((text(row, "institution_id")?, text(row, name)?))).collect()
    };
    let mut crawl = Crawl {
        id: about.id,
        day: about.date.to_string(),
        rules: about.rules,
        policies,
        institutions: column("name"),
        provinces: column("sido"),
        ..Crawl::default()
    };
    answers(dataset, &mut crawl)?;
    Ok(crawl)
}

/// Rows of every list of every policy, by policy and table.
type Lists = BTreeMap<String, BTreeMap<String, Vec<String>>>;

/// The lists of every policy, and the addresses of its attachments.
fn lists(dataset: &Dataset) -> Result<(Lists, BTreeMap<String, Vec<String>>), TableError> {
    let mut lists = Lists::new();
    let mut attached: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for table in LISTS {
        for row in rows(&dataset.collect(table)?) {
            let policy = text(&row, "policy_id").unwrap_or_default();
            if *table == "attachments"
                && let Some(url) = text(&row, "url")
            {
                attached.entry(policy.clone()).or_default().push(volatile::url(&url));
            }
            let said: Vec<String> = row
                .iter()
                .filter(|(name, _)| !KEYS.contains(name))
                .filter_map(|(name, value)| Some(format!("{name}: {}", shown(name, value.as_ref()?))))
                .collect();
            lists.entry(policy).or_default().entry((*table).to_owned()).or_default().push(said.join(" | "));
        }
    }
    Ok((lists, attached))
}

/// A cell of a list as it is compared.
fn shown(column: &str, value: &str) -> String {
    match column {
        "url" => volatile::url(value),
        "label" => volatile::label(value),
        _ => volatile::text(value),
    }
}

/// Puts the state of a field in the place of a value that it has not: `(elsewhere)`. Beside a value it says nothing.
fn fold_states(fields: &mut BTreeMap<String, Vec<String>>) {
    const STATES: &[(&str, &str)] = &[
        ("camera_total_state", "camera_total"),
        ("retention_state", "retention_days"),
        ("managers_state", "managers"),
        ("contractors_state", "contractors"),
    ];
    for (state, field) in STATES {
        let Some(said) = fields.remove(*state) else { continue };
        let said = said.first().map_or("", String::as_str);
        match (said, fields.get_mut(*field)) {
            // Nothing is said: there is nothing to show, and the field is not there.
            ("absent", _) | ("stated", Some(_)) => {}
            (state, Some(rows)) => rows.push(format!("({state})")),
            (state, None) => {
                fields.insert((*field).to_owned(), vec![format!("({state})")]);
            }
        }
    }
}

/// The first words behind every field of every policy.
fn quotes(dataset: &Dataset) -> Result<BTreeMap<String, BTreeMap<String, String>>, TableError> {
    let mut quotes: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for row in dataset.quotes()? {
        if !row.field.contains(['[', '.']) {
            // What a person says is not what the page says.
            let said =
                if row.rule == Correction::RULE { format!("(사람이 고침) {}", row.quote) } else { row.quote };
            quotes.entry(row.policy_id).or_default().entry(row.field).or_insert(said);
        }
    }
    Ok(quotes)
}

/// What became of every address, from the tries of the crawl and, for files, from the documents themselves.
fn answers(dataset: &Dataset, crawl: &mut Crawl) -> Result<(), TableError> {
    for row in rows(&dataset.collect("attempts")?) {
        let Some(url) = text(&row, "url") else { continue };
        let status: Option<u16> = text(&row, "status").and_then(|status| status.parse().ok());
        let answer = match (status, text(&row, "reason")) {
            (Some(status), _) => Answer {
                words: status.to_string(),
                heard: status < 500 && status != 429,
                document: text(&row, "document_sha256").filter(|_| status == 200),
            },
            (None, reason) => {
                // robots.txt that could not be had refuses as well as one that forbids.
                let verdict = text(&row, "robots").filter(|_| reason.as_deref() == Some("robots"));
                let reason = [reason, verdict].into_iter().flatten().collect::<Vec<_>>().join(" ");
                let outcome = text(&row, "outcome").unwrap_or_default();
                Answer { words: format!("{outcome}: {reason}"), heard: false, document: None }
            }
        };
        if let Some(institution) = text(&row, "institution_id") {
            let page = !url.ends_with("/robots.txt") && text(&row, "origin").as_deref() != Some("certificate");
            if status == Some(200) && page {
                crawl.reached.insert(institution.clone());
            }
            crawl.last.insert(institution, answer.words.clone());
        }
        crawl.answers.insert(volatile::url(&url), answer);
    }
    for row in rows(&dataset.collect("documents")?) {
        let (Some(source), Some(document)) = (text(&row, "source"), text(&row, "document_sha256")) else { continue };
        let answer = Answer { words: "200".to_owned(), heard: true, document: Some(document.clone()) };
        crawl.answers.entry(volatile::url(&source)).or_insert(answer);
        crawl.read.insert(document);
    }
    Ok(())
}

type Row<'a> = Vec<(&'a str, Option<String>)>;

fn text(row: &Row<'_>, column: &str) -> Option<String> {
    row.iter().find(|(name, _)| *name == column).and_then(|(_, value)| value.clone())
}

fn rows(frame: &DataFrame) -> Vec<Row<'_>> {
    let columns = frame.columns();
    (0..frame.height())
        .map(|index| {
            columns
                .iter()
                .map(|column| {
                    let value = match column.get(index) {
                        Ok(AnyValue::Null) | Err(_) => None,
                        Ok(AnyValue::String(text)) => Some(text.to_owned()),
                        Ok(AnyValue::StringOwned(text)) => Some(text.to_string()),
                        Ok(other) => Some(other.to_string()),
                    };
                    (column.name().as_str(), value)
                })
                .collect()
        })
        .collect()
}
