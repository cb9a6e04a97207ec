//! Manual corrections.

use crate::model::policy::Quote;

/// A manual correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Line of the file, from 1.
    pub line: u64,
    /// Key of the policy.
    pub policy_id: String,
    /// `camera_total`, `site_total`, `retention_days`, `effective_date`, `superseded_date` or `recording_24h`.
    pub field: String,
    /// The value that holds; nothing when there is none.
    pub value: Option<String>,
    /// Why.
    pub reason: String,
    /// Who says so, where the file tells.
    pub author: Option<String>,
    /// What the rules had read; filled in when the correction is applied.
    pub read: Option<String>,
    /// The page's words behind what was read; filled in with it.
    pub quotes: Vec<Quote>,
}

impl Correction {
    /// Rule name of a corrected value's evidence: the reason takes the place of a quote.
    pub const RULE: &str = "correction";
}
