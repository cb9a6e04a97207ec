//! A rule as data: what it checks, how grave it is, on which text it rests and since when, what fires and what must not.

use super::subject::Subject;
use crate::model::policy::Quote;
use crate::normalise::date::Date;

/// How grave a finding is. All of them are candidates for a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// On its face against a binding text in force (act, decree, sector act).
    NeedsCheck,
    /// Right under an earlier text or name, no longer so.
    Outdated,
    /// Against a recommendation (표준 개인정보 보호지침 is one: 법 제12조제1항) or good practice.
    Advisory,
    /// Personal data that the law does not ask for. No defect.
    PrivacyFlag,
}

impl Severity {
    /// Every degree, the gravest first.
    pub const ALL: [Self; 4] = [Self::NeedsCheck, Self::Outdated, Self::Advisory, Self::PrivacyFlag];

    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::NeedsCheck => "needs_check",
            Self::Outdated => "outdated",
            Self::Advisory => "advisory",
            Self::PrivacyFlag => "privacy_flag",
        }
    }

    /// The degree of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }

    /// The name Korean readers see.
    pub fn korean(self) -> &'static str {
        match self {
            Self::NeedsCheck => "확인 필요",
            Self::Outdated => "옛 규정·명칭",
            Self::Advisory => "권고",
            Self::PrivacyFlag => "개인정보 노출",
        }
    }
}

/// How well a citation was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verification {
    /// Read in the text of the act, decree or notice.
    Primary,
    /// Read in a press release, an agency's page or the news.
    Secondary,
}

impl Verification {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Primary => "V1",
            Self::Secondary => "V2",
        }
    }
}

/// A text and the days between which it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Citation {
    /// Law and article.
    pub text: &'static str,
    /// First day on which the rule can be rested on it.
    pub from: Date,
    /// First day on which it no longer can.
    pub until: Option<Date>,
    /// How well it was checked.
    pub mark: Verification,
}

impl Citation {
    /// Whether it holds on a day.
    pub fn holds_on(&self, date: Date) -> bool {
        self.from <= date && self.until.is_none_or(|until| date < until)
    }
}

/// Law, article and the days: `개인정보 보호법 제25조 (2023-09-15~)`.
impl std::fmt::Display for Citation {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} ({}~", self.text, self.from)?;
        if let Some(until) = self.until {
            write!(out, "{until} 전")?;
        }
        out.write_str(")")
    }
}

/// A short text that belongs in one of the places of a policy: 0 title and opening, 1 to 9 its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// The item in whose place it stands.
    pub item: usize,
    /// The text.
    pub text: &'static str,
}

/// To which policies a rule applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Applicability {
    /// Fixed cameras in open places under 법 제25조; not daycare centres (영유아보육법 제15조의5제6항), not mobile ones.
    Article25,
    /// Every policy.
    Any,
}

/// How a rule finds.
#[derive(Clone, Copy)]
pub(super) enum Test {
    /// A wording, looked for in the policy line by line (without blanks); the first line that has it and not `unless`.
    Wording {
        /// What fires.
        pattern: &'static str,
        /// What, in the same line, keeps it silent; empty for nothing.
        unless: &'static str,
    },
    /// Anything else.
    Whole(fn(&Subject<'_>) -> Vec<Match>),
}

impl std::fmt::Debug for Test {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Wording { pattern, .. } => write!(out, "Wording({pattern})"),
            Self::Whole(_) => out.write_str("Whole"),
        }
    }
}

/// A rule of the audit.
#[derive(Debug)]
pub struct Rule {
    /// Its id, for instance `CP-201`.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it checks, for Korean readers.
    pub checks: &'static str,
    /// How grave a finding is, unless something makes it milder.
    pub severity: Severity,
    /// The texts it rests on; the first that holds on the day asked is cited.
    pub citations: &'static [Citation],
    /// A text that fires.
    pub fires: Example,
    /// A text close to it that must not.
    pub silent: Example,
    /// The message in Korean: `{}` is what was found or is missing, `{date}` the day of the crawl.
    pub ko: &'static str,
    /// The message in English.
    pub en: &'static str,
    /// How to remedy it, for the institution.
    pub remedy: &'static str,
    /// Whether nearly every policy has such a finding. It tells no body from another, so it is shown apart and enters no
    /// count, map or rank, where it would hide what does.
    pub routine: bool,
    pub(super) gate: Applicability,
    pub(super) test: Test,
}

impl Rule {
    /// The citation that holds on a day; without one the rule is silent.
    pub fn citation_on(&self, date: Date) -> Option<&'static Citation> {
        self.citations.iter().find(|citation| citation.holds_on(date))
    }

    /// How well the rule's first citation was checked.
    pub fn mark(&self) -> Verification {
        self.citations.first().map_or(Verification::Secondary, |citation| citation.mark)
    }
}

/// Rules are the same when their ids are.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

/// What a test found.
#[derive(Debug, Default)]
pub(super) struct Match {
    /// The words, or the heading near which they are missing.
    pub(super) quote: Option<Quote>,
    /// Whether the words show where something is missing.
    pub(super) absent: bool,
    /// Whether the words are a matter only because others are missing beside them.
    pub(super) lacking: bool,
    /// What goes into the messages, in Korean and English.
    pub(super) what: Option<(String, String)>,
    /// When it is milder here than usual.
    pub(super) severity: Option<Severity>,
    /// When another text than the rule's first is at issue.
    pub(super) citation: Option<&'static Citation>,
}

impl Match {
    /// Words that say something.
    pub(super) fn words(quote: Quote) -> Self {
        Self { quote: Some(quote), ..Self::default() }
    }

    /// Something that is missing.
    pub(super) fn absence(near: Option<Quote>) -> Self {
        Self { quote: near, absent: true, ..Self::default() }
    }

    /// Words that would be none of the matter if others stood beside them.
    pub(super) fn lacking(quote: Quote) -> Self {
        Self { lacking: true, ..Self::words(quote) }
    }

    /// Whether its words are the whole matter, whatever is said in other places.
    pub(super) fn stands_alone(&self) -> bool {
        self.quote.is_some() && !self.absent && !self.lacking
    }

    pub(super) fn what(mut self, ko: impl Into<String>, en: impl Into<String>) -> Self {
        self.what = Some((ko.into(), en.into()));
        self
    }

    pub(super) fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    pub(super) fn mild_if(self, mild: bool) -> Self {
        if mild { self.severity(Severity::Advisory) } else { self }
    }

    pub(super) fn citing(mut self, citation: &'static Citation) -> Self {
        self.citation = Some(citation);
        self
    }
}

/// A day of the calendar, for tables.
pub(super) const fn day(year: u16, month: u8, day: u8) -> Date {
    Date { year, month, day: Some(day) }
}

/// A citation of a text that was read.
pub(super) const fn cite(text: &'static str, from: Date) -> Citation {
    Citation { text, from, until: None, mark: Verification::Primary }
}

/// A citation of a text that was replaced on a day.
pub(super) const fn cite_until(text: &'static str, from: Date, until: Date) -> Citation {
    Citation { text, from, until: Some(until), mark: Verification::Primary }
}

/// A citation known from a secondary source.
pub(super) const fn reported(text: &'static str, from: Date) -> Citation {
    Citation { text, from, until: None, mark: Verification::Secondary }
}

/// 법률 제10465호: the act comes into force.
pub(super) const ACT: Date = day(2011, 9, 30);
/// 행정자치부고시 제2016-21호: the articles of the 표준 개인정보 보호지침 get the numbers they have today.
pub(super) const NOTICE_2016: Date = day(2016, 6, 30);
/// 법률 제19234호: 고정형, 제25조 rewritten.
pub(super) const FIXED: Date = day(2023, 9, 15);
/// 표준 개인정보 보호지침 제2024-1호.
pub(super) const NOTICE_2024: Date = day(2024, 1, 4);
