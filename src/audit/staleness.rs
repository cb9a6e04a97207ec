//! How far a policy has fallen behind, in parts that each explain themselves. There is no score: parts of different
//! kinds do not add up.

use super::{Finding, Subject};
use crate::model::policy::Term;
use crate::normalise::date::Date;

/// One way in which a policy has fallen behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Whole years since the latest stated date; nothing when no date is stated.
    Years(Option<u16>),
    /// Only the device's name of before 2023-09-15 is used.
    LegacyTerm,
    /// The old and the new name of the device stand side by side.
    MixedTerm,
    /// A former name of the institution or its region, as it stands on the page.
    FormerName(String),
    /// A contract that is stated to have ended, with the words of its end.
    ExpiredContract(String),
    /// An article, authority or act that is no longer the right one, as it stands on the page.
    OldCitation(String),
    /// Wording of an earlier text of the act or the guideline.
    OldWording(String),
}

impl Part {
    /// The part in Korean.
    pub fn korean(&self) -> String {
        match self {
            Self::Years(Some(0)) => "마지막 시행·개정 뒤 1년이 안 됨".to_owned(),
            Self::Years(Some(years)) => format!("마지막 시행·개정 뒤 {years}년"),
            Self::Years(None) => "시행일·개정일이 확인되지 않음".to_owned(),
            Self::LegacyTerm => "2023-09-15 전의 기기 이름만 씀".to_owned(),
            Self::MixedTerm => "옛 기기 이름과 새 이름을 섞어 씀".to_owned(),
            Self::FormerName(name) => format!("바뀌기 전의 이름: {name}"),
            Self::ExpiredContract(end) => format!("끝난 위탁기간: {end}"),
            Self::OldCitation(words) => format!("옛 조문·소관·법령: {words}"),
            Self::OldWording(words) => format!("옛 문구: {words}"),
        }
    }

    /// The part in English.
    pub fn english(&self) -> String {
        match self {
            Self::Years(Some(0)) => "less than a year since the last stated date".to_owned(),
            Self::Years(Some(1)) => "a year since the last stated date".to_owned(),
            Self::Years(Some(years)) => format!("{years} years since the last stated date"),
            Self::Years(None) => "no date of effect or revision is shown".to_owned(),
            Self::LegacyTerm => "only the device's name of before 2023-09-15".to_owned(),
            Self::MixedTerm => "old and new names of the device side by side".to_owned(),
            Self::FormerName(name) => format!("a former name: {name}"),
            Self::ExpiredContract(end) => format!("a contract that has ended: {end}"),
            Self::OldCitation(words) => format!("an old article, authority or act: {words}"),
            Self::OldWording(words) => format!("old wording: {words}"),
        }
    }
}

/// The parts of a policy's staleness on the day of the case, from its dates, its words and its findings.
pub(super) fn parts(case: &Subject<'_>, findings: &[Finding]) -> Vec<Part> {
    let policy = case.policy;
    let latest = policy.revision_dates.iter().chain(&policy.effective_date).map(|stated| stated.value).max();
    let mut parts = vec![Part::Years(latest.and_then(|date| whole_years(date, case.context.as_of)))];
    let mixed = policy.term.as_ref().is_some_and(|term| term.value == Term::Mixed);
    if mixed && case.under_article_25() {
        parts.push(Part::MixedTerm);
    }
    for finding in findings {
        let words = || finding.quote().map_or_else(String::new, |quote| quote.text.clone());
        parts.extend(match finding.rule.id {
            "CP-201" => Some(Part::LegacyTerm),
            "CP-212" | "CP-213" => Some(Part::FormerName(words())),
            "CP-301" => Some(Part::ExpiredContract(words())),
            "CP-207" | "CP-208" | "CP-209" | "CP-210" | "CP-211" => Some(Part::OldCitation(words())),
            "CP-202" | "CP-203" | "CP-204" | "CP-205" | "CP-206" => Some(Part::OldWording(words())),
            _ => None,
        });
    }
    parts
}

/// Whole years from a date to a day; nothing when it lies ahead. A month counts from its first day.
fn whole_years(from: Date, to: Date) -> Option<u16> {
    let years = to.year.checked_sub(from.year)?;
    let passed = (to.month, to.day.unwrap_or(1)) >= (from.month, from.day.unwrap_or(1));
    if passed { Some(years) } else { years.checked_sub(1) }
}
