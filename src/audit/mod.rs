//! What a policy says, held against the law of a day: rules as data, findings with the words they rest on.
//!
//! Pure: the day is given, nothing is read or asked. A finding is a candidate for somebody's check and never a verdict:
//! the program reads a page as it was crawled, it does not know the institution. A rule without a citation that holds
//! on the day asked is silent, so the past is judged by the law of its time.
//!
#![doc = include_str!("README.md")]

mod rule;
mod rules;
mod staleness;
mod subject;
#[cfg(test)]
mod tests;

pub use crate::normalise::law::{CHECKED, is_unchecked};
pub use rule::{Citation, Example, Rule, Severity, Verification};
pub use rules::{all, by_id};
pub use staleness::Part;

use crate::document::Document;
use crate::model::policy::{DocumentId, Item, Policy, Quote, SectionState};
use crate::normalise::date::Date;
use rule::{Applicability, Match};
use subject::Subject;

/// What is known of a page beside its words.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The day whose law is applied.
    pub as_of: Date,
    /// The day on which the page was crawled; the day of the law where none is known.
    pub crawled: Option<Date>,
    /// Whether former versions are judged as well. They are by their nature out of date, so nobody should be told
    /// without asking.
    pub archived: bool,
    /// First block of the policy, where others stand above it in the same document.
    pub from: Option<u32>,
    /// First block of the next policy in the same document.
    pub until: Option<u32>,
    /// Attachments of the policy that were read: what a page leaves to its file is not missing.
    pub attached: &'a [&'a Document],
    /// What the attachments say of the same fields, where they say anything.
    pub said_there: Option<&'a Policy>,
    /// Articles on cameras in the institution's privacy policies (개인정보 처리방침): what they say is not missing either
    /// (법 제25조제7항 단서).
    pub articles: &'a [(&'a Policy, &'a Document)],
    /// Whether the document is the list of cameras that a policy of the institution leads to: it is judged with that
    /// policy, and what it does not say itself is missing from nothing.
    pub listed: bool,
    /// The institution's privacy policies whole: they name processors (법 제26조제2항).
    pub privacy: &'a [&'a Document],
}

impl Context<'_> {
    /// Judges pages of a day by the law of the same day, alone, without former versions.
    pub fn on(day: Date) -> Self {
        Self {
            as_of: day,
            crawled: None,
            archived: false,
            from: None,
            until: None,
            attached: &[],
            said_there: None,
            articles: &[],
            listed: false,
            privacy: &[],
        }
    }

    fn crawled(&self) -> Date {
        self.crawled.unwrap_or(self.as_of)
    }
}

/// What a finding rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// Words of the page.
    Words(Quote),
    /// Words that were looked for and not found.
    Absence(Searched),
}

/// Where something was looked for in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searched {
    /// First block that was searched.
    pub first: u32,
    /// Last block that was searched.
    pub last: u32,
    /// Characters that were searched.
    pub characters: u32,
    /// The heading under which it was to be expected, where there is one.
    pub near: Option<Quote>,
    /// Attachments and articles of the privacy policy that were searched as well.
    pub also: Vec<DocumentId>,
}

/// One candidate for a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that fired.
    pub rule: &'static Rule,
    /// How grave it is here: a rule may be milder than usual, never graver.
    pub severity: Severity,
    /// The words, or where they are missing.
    pub ground: Basis,
    /// The text that holds on the day asked.
    pub citation: &'static Citation,
    /// What exactly is at issue, in Korean, where a rule looks at several things.
    pub detail_ko: Option<String>,
    /// What was found, for Korean readers.
    pub message_ko: String,
    /// The same in English.
    pub message_en: String,
}

impl Finding {
    /// The words of the page, where there are any.
    pub fn quote(&self) -> Option<&Quote> {
        match &self.ground {
            Basis::Words(quote) => Some(quote),
            Basis::Absence(searched) => searched.near.as_ref(),
        }
    }
}

/// What the audit says of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditResult {
    /// Every finding, in the order of the rules and of the page.
    pub findings: Vec<Finding>,
    /// Whether the page itself shows the policy as a former version, by its status or by a mark above the title.
    pub archived: bool,
    /// Whether it was judged as the list of cameras of another policy.
    pub listed: bool,
    /// How far the policy has fallen behind.
    pub stale: Vec<Part>,
}

/// Judges a policy. A former version gives no findings unless the context asks for them.
pub fn audit(policy: &Policy, document: &Document, context: &Context<'_>) -> AuditResult {
    let case = Subject::new(policy, document, context);
    let archived = case.archived();
    let findings = if archived && !context.archived { Vec::new() } else { findings(&case) };
    let stale = staleness::parts(&case, &findings);
    AuditResult { findings, archived, listed: context.listed, stale }
}

/// Every finding on a policy.
pub fn check(policy: &Policy, document: &Document, context: &Context<'_>) -> Vec<Finding> {
    audit(policy, document, context).findings
}

/// First block of each policy of a document, but the first, and of the policy that comes next.
///
/// Policies may stand under one title, and what names their institution may stand above all of them: neither tells
/// where a policy begins.
pub fn bounds(policies: &[Policy]) -> Vec<(Option<u32>, Option<u32>)> {
    let title = |policy: &Policy| policy.title.as_ref().map(|title| title.quote.block);
    let first = |(index, policy): (usize, &Policy)| {
        let own = title(policy).filter(|own| policies[..index].iter().all(|other| title(other) != Some(*own)));
        own.or_else(|| {
            let evidence = policy.evidence();
            let own = evidence.iter().filter(|line| line.quote.document.is_none() && subject::is_own(&line.field));
            // The reason of a correction is on no page.
            let own = own.filter(|line| line.quote.end > line.quote.start);
            own.map(|line| line.quote.block).filter(|block| index == 0 || title(policy) != Some(*block)).min()
        })
        .unwrap_or(0)
    };
    let starts: Vec<u32> = policies.iter().enumerate().map(first).collect();
    let next = |index: usize| starts.get(index + 1).copied().filter(|next| *next > starts[index]);
    let from = |index: usize| Some(starts[index]).filter(|start| index > 0 && *start > starts[index - 1]);
    (0..starts.len()).map(|index| (from(index), next(index))).collect()
}

/// Whether what was read as a policy is only a list of cameras that belongs to another one, which leads to it: of how
/// footage is checked, seen and kept safe the file says nothing, and the policy does.
pub fn is_list_of(file: &Policy, policy: &Policy) -> bool {
    const PROSE: [Item; 3] = [Item::CheckMethodPlace, Item::AccessRequest, Item::Safeguards];
    let says = |policy: &Policy| {
        let sections = policy.sections.iter().filter(|section| PROSE.contains(&section.item));
        sections.filter(|section| section.state == SectionState::Present).count()
    };
    says(file) == 0 && says(policy) > 0
}

/// Whether a document is a privacy policy, by what its articles are about.
pub fn is_privacy_policy(document: &Document) -> bool {
    subject::is_privacy_policy(document)
}

fn findings(case: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let under_article_25 = case.under_article_25();
    for rule in rules::all() {
        let Some(citation) = rule.citation_on(case.context.as_of) else { continue };
        if rule.gate == Applicability::Article25 && !under_article_25 {
            continue;
        }
        // A manual correction is on no page, and nothing is found in it.
        let on_page = |hit: &Match| hit.quote.as_ref().is_none_or(|quote| quote.end > quote.start);
        for hit in rules::hits(rule, case).into_iter().filter(on_page) {
            if case.context.listed && !hit.stands_alone() {
                continue;
            }
            findings.push(finding(rule, citation, hit, case));
        }
    }
    findings
}

/// How messages say that a page was seen on a day.
const CRAWLED_KO: &str = "수집일({date}) 기준 게시된";
const CRAWLED_EN: &str = "as crawled on {date}";

fn finding(rule: &'static Rule, usual: &'static Citation, hit: Match, case: &Subject<'_>) -> Finding {
    let detail_ko = hit.what.as_ref().map(|(ko, _)| ko.clone());
    let (what_ko, what_en) = hit.what.unwrap_or_default();
    let date = case.context.crawled().to_string();
    // Of a file nobody knows when it was crawled: the day is that of the law.
    let told = |template: &str| match case.context.crawled {
        Some(_) => template.to_owned(),
        None => {
            template.replace(CRAWLED_KO, "{date}의 법에 비추어 본").replace(CRAWLED_EN, "read by the law of {date}")
        }
    };
    let fill = |template: &str, what: &str| told(template).replace("{date}", &date).replace("{}", what);
    let absent = hit.quote.is_none() || hit.absent;
    let ground = match hit.quote {
        Some(quote) if !absent => Basis::Words(quote),
        near => Basis::Absence(case.searched(near)),
    };
    Finding {
        rule,
        severity: hit.severity.unwrap_or(rule.severity),
        ground,
        citation: hit.citation.unwrap_or(usual),
        detail_ko,
        message_ko: fill(rule.ko, &what_ko),
        message_en: fill(rule.en, &what_en),
    }
}
