//! Names of roles: 총괄·보호책임자, 관리책임자, 접근권한자.

use crate::extract::fold;
use crate::extract::span::Span;
use crate::extract::vocabulary::{Column, Topic, Topics};
use crate::model::policy::Role;
use crate::normalise::phone;
use regex::Regex;
use std::sync::LazyLock;

/// Words that name a role, at the start of bare text; the first that fits wins.
pub(super) const ROLES: &[(Role, &str)] = &[
    (
        Role::ProtectionOfficer,
        r"^(?:개인|고정형)?(?:영상)?(?:정보)?(?:처리기기)?(?:운영)?(?:총괄|보호)(?:관리|보호)?(?:책임(?:자|관)|부서|담당관|관리자)",
    ),
    (Role::ProtectionOfficer, r"^(?:chiefprotection|protectionofficer|chiefprivacy)"),
    (
        Role::AccessHolder,
        r"^(?:정보)?(?:영상정보(?:에대한)?|개인영상정보|영상|cctv|시스템)?(?:열람)?(?:접근(?:권한|권)(?:이있는(?:사람|자)|을가진자|보유자|담당자|자)?|(?:운영|관리|실무|업무|시설|열람|유지|보안|운용)?(?:담당자|담당관|취급자)|모니터링(?:전담)?(?:자|요원|인력|담당자)?|관제(?:요원|담당자|담당)|관리자|보호관|운영자|보호담당자?|(?:관리|운영|열람|보호)권한자|관리담당|운영담당)",
    ),
    (
        Role::AccessHolder,
        r"^(?:persons?withaccess|authori[sz]ed(?:person|staff|user)|access(?:holder|authority|right)|staffwithaccess|operator)",
    ),
    (
        Role::Manager,
        r"^(?:개인영상정보|영상정보|영상|고정형영상정보처리기기|영상정보처리기기|영상기기|개인정보|cctv|화상정보)?(?:처리기기)?(?:분임|분야별|부서|운영|관리|시설|부|설치|총)?(?:관리|운영)?(?:책임(?:자|관))",
    ),
    (
        Role::Manager,
        r"^(?:chief|cctv|responsible)?manager|^responsible(?:person|officer)|^(?:person|officer|manager)incharge|^headofmanagement",
    ),
];

pub(super) static ROLE_PATTERNS: LazyLock<Vec<(Role, Regex)>> =
    LazyLock::new(|| ROLES.iter().map(|(role, pattern)| (*role, Regex::new(pattern).expect("role pattern"))).collect());

/// The role that words name, when they name little else.
pub(super) fn role_of(text: &str) -> Option<Role> {
    role_of_letters(&fold::bare(text))
}

/// The role that the letters of folded words name.
fn role_of_letters(bare: &str) -> Option<Role> {
    if bare.is_empty() || bare.chars().count() > 40 {
        return None;
    }
    ROLE_PATTERNS
        .iter()
        .find(|(_, pattern)| pattern.find(bare).is_some_and(|found| bare[found.end()..].chars().count() <= 14))
        .map(|(role, _)| *role)
}

/// The role that a piece of the document names, when it names little else.
pub(super) fn role_of_words(words: &Span) -> Option<Role> {
    role_of_letters(&fold::letters(words.folded()))
}

/// Whether a cell is a role and nothing else.
pub(super) fn role_cell(cell: &Span) -> Option<Role> {
    // 정 and 부 of one role.
    if matches!(cell.folded(), "정" | "부") {
        return Some(Role::Manager);
    }
    // 시설담당, 회계담당 are positions of people, not the name of a role.
    let bare = fold::letters(cell.folded());
    let role = role_of_letters(&bare).filter(|_| phone::find(cell.folded()).is_empty())?;
    let generic = bare.ends_with("담당") && !bare.starts_with("관리담당") && !bare.starts_with("운영담당");
    (!generic).then_some(role)
}

pub(super) fn role_of_column(column: Option<Column>) -> Option<Role> {
    match column? {
        Column::Chief => Some(Role::ProtectionOfficer),
        Column::Manager => Some(Role::Manager),
        Column::Access => Some(Role::AccessHolder),
        _ => None,
    }
}

pub(super) fn role_of_topics(topics: Topics) -> Option<Role> {
    if topics.has(Topic::Chief) {
        Some(Role::ProtectionOfficer)
    } else if topics.has(Topic::Manager) {
        Some(Role::Manager)
    } else if topics.has(Topic::Access) {
        Some(Role::AccessHolder)
    } else {
        None
    }
}
