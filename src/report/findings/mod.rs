//! Findings of the audit for readers and programs: pure renderings, one file a form.

pub mod csv;
pub mod html;
pub mod json;
pub mod packet;
pub mod text;
pub mod xlsx;

use super::{context, words};
use crate::model::policy::{ContextRole, QuoteContext};

/// One finding as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Key of the policy.
    pub policy_id: String,
    /// Path or address of the page.
    pub source: String,
    /// Whose policy it is: name as registered, else as written.
    pub institution: Option<String>,
    /// Its id in the registry.
    pub institution_id: Option<String>,
    /// Its province by today's name.
    pub sido: Option<&'static str>,
    /// Rule, for instance `CP-201`.
    pub rule: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it checks.
    pub checks: &'static str,
    /// What exactly is at issue, in Korean, where a rule looks at several things.
    pub detail_ko: Option<String>,
    /// Name of the severity.
    pub severity: &'static str,
    /// The severity for Korean readers.
    pub severity_ko: &'static str,
    /// Rank of the severity, the gravest 0.
    pub rank: usize,
    /// Verbatim words, where something is there, or the heading near which something is missing.
    pub quote: Option<String>,
    /// The words around the quote.
    pub context: Option<QuoteContext>,
    /// Block and characters of the quote.
    pub position: Option<(u32, u32, u32)>,
    /// Blocks (first, last) and number of characters that were searched in vain.
    pub searched: Option<(u32, u32, u32)>,
    /// SHA-256 of the attachments and privacy policies that were searched in vain as well.
    pub also: Vec<String>,
    /// SHA-256 of the attachment that holds the quote, when it is not the page.
    pub quoted_from: Option<String>,
    /// Law, article and days.
    pub citation: String,
    /// How well the citation was checked.
    pub verified: &'static str,
    /// Message in Korean.
    pub message_ko: String,
    /// Message in English.
    pub message_en: String,
    /// How to remedy it.
    pub mend: &'static str,
    /// Whether the policy is a former version.
    pub archived: bool,
    /// Whether nearly every policy has such a finding.
    pub routine: bool,
}

/// One policy that was audited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audited {
    /// Key of the policy.
    pub policy_id: String,
    /// Path or address of the page.
    pub source: String,
    /// Its title.
    pub title: Option<String>,
    /// Whose policy it is: name as registered, else as written.
    pub institution: Option<String>,
    /// Its id in the registry.
    pub institution_id: Option<String>,
    /// Its province by today's name.
    pub sido: Option<&'static str>,
    /// SHA-256 of the page's bytes.
    pub document: String,
    /// Whether it is a former version.
    pub archived: bool,
    /// Whether it is the list of cameras of another policy, with which it was judged.
    pub listed: bool,
    /// The eight items: Korean name, Korean state, words that show it.
    pub items: Vec<(&'static str, &'static str, Option<String>)>,
    /// How far it has fallen behind, in Korean and English.
    pub staleness: Vec<(String, String)>,
    /// The page itself, where it is asked for.
    pub copy: Option<Copy>,
}

/// The bytes of a page as they were kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Name for the file.
    pub name: String,
    /// The bytes, codings of the transfer removed.
    pub bytes: Vec<u8>,
    /// WARC file and first byte of the record.
    pub record: Option<(String, u64)>,
    /// When it was fetched, RFC 3339, UTC.
    pub fetched: Option<String>,
}

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The day whose law was applied.
    pub as_of: String,
    /// The policies, in the order in which they were read.
    pub policies: Vec<Audited>,
    /// The findings, policy by policy.
    pub entries: Vec<Entry>,
}

impl Audited {
    /// Whose policy it is, with province and id.
    fn body(&self) -> String {
        words::body(self.institution.as_deref(), self.sido, self.institution_id.as_deref())
    }
}

impl Entry {
    /// The context as runs of words, the quote apart; the quote alone where there is no context.
    fn runs(&self) -> Vec<(ContextRole, String)> {
        match (&self.context, self.position, &self.quote) {
            (Some(around), Some(position), _) => context::runs(around, position),
            (_, _, Some(quote)) => vec![(ContextRole::Quote, quote.clone())],
            (_, _, None) => Vec::new(),
        }
    }

    /// The context on one line with the quote in brackets; empty where there is none.
    fn marked(&self) -> String {
        let around = self.context.as_ref().zip(self.position);
        around.map_or_else(String::new, |(around, position)| context::marked(around, position, ["「", "」"]))
    }
}

impl Report {
    /// Findings of a policy.
    fn of<'a>(&'a self, policy: &'a Audited) -> impl Iterator<Item = &'a Entry> {
        let same = |entry: &&Entry| entry.policy_id == policy.policy_id && entry.source == policy.source;
        self.entries.iter().filter(same)
    }

    /// Findings that tell one policy from another: all but those that nearly every policy has.
    pub fn counted(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.routine)
    }

    /// Every rule that fired: id, name, what it checks, findings and policies; in the order of the ids. Either the rules
    /// that count, or those that find something in nearly every policy.
    fn by_rule(&self, routine: bool) -> Vec<(&'static str, &'static str, &'static str, usize, usize)> {
        let own = self.entries.iter().filter(|entry| entry.routine == routine);
        let mut rules: Vec<_> = own.map(|entry| (entry.rule, entry.name, entry.checks)).collect();
        rules.sort_unstable();
        rules.dedup();
        let count = |(rule, name, checks): (&'static str, &'static str, &'static str)| {
            let mut on: Vec<_> = self
                .entries
                .iter()
                .filter(|entry| entry.rule == rule)
                .map(|entry| (&entry.source, &entry.policy_id))
                .collect();
            let findings = on.len();
            on.sort_unstable();
            on.dedup();
            (rule, name, checks, findings, on.len())
        };
        rules.into_iter().map(count).collect()
    }

    /// Every severity that occurs: rank, Korean, English, findings that count.
    fn by_severity(&self) -> Vec<(usize, &'static str, &'static str, usize)> {
        let mut kinds: Vec<_> = self.counted().map(|entry| (entry.rank, entry.severity_ko, entry.severity)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let count = |rank: usize| self.counted().filter(|entry| entry.rank == rank).count();
        kinds.into_iter().map(|(rank, ko, en)| (rank, ko, en, count(rank))).collect()
    }
}

/// What is said of findings that nearly every policy has.
const ROUTINE_KO: &str = "거의 모든 방침에 해당";
/// The same in English.
const ROUTINE_EN: &str = "nearly every policy";

/// What every reader has to know before the list.
const CAUTION_KO: &str = "아래는 수집된 페이지만을 읽은 결과로, 사람이 확인할 후보이며 위법 여부의 판단이 아닙니다.";
/// The same in English.
const CAUTION_EN: &str = "Candidates for a check, read from pages as crawled; no verdict on anybody.";
