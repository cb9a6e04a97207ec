//! Policies and findings as the reports show them.

use crate::audit::{AuditResult, Basis, Finding, Severity};
use crate::model::institution::Sido;
use crate::model::policy::{Item, Policy, SectionState};
use crate::pipeline::Archived;
use crate::report::findings::{Audited, Copy, Entry};

/// A policy as it is shown.
pub(super) fn policy(policy: &Policy, judgement: &AuditResult) -> Audited {
    Audited {
        policy_id: policy.id(),
        source: policy.source.clone(),
        title: policy.title.as_ref().map(|title| title.value.clone()),
        institution: policy.institution.name.clone(),
        institution_id: policy.institution.id.as_ref().map(|id| id.0.clone()),
        sido: policy.institution.sido.map(Sido::name),
        document: policy.document.0.clone(),
        archived: judgement.archived,
        listed: judgement.listed,
        items: policy
            .sections
            .iter()
            .map(|section| {
                let words = section.quote.as_ref().map(|quote| quote.text.clone());
                (item(section.item), state(section.state), words)
            })
            .collect(),
        staleness: judgement.stale.iter().map(|part| (part.korean(), part.english())).collect(),
        copy: None,
    }
}

/// The page itself, for those who are to check what is said of it.
pub(super) fn copy(policy: &Policy, bytes: Vec<u8>, archived: Option<Archived>) -> Copy {
    let name = format!("{}.{}", policy.id(), policy.media.name());
    let (fetched, record) = archived.map_or((None, None), |one| (one.fetched, Some((one.warc, one.offset))));
    Copy { name, bytes, record, fetched }
}

/// A finding as it is shown.
pub(super) fn entry(policy: &Policy, archived: bool, finding: &Finding) -> Entry {
    let quote = finding.quote();
    let searched = match &finding.ground {
        Basis::Words(_) => None,
        Basis::Absence(searched) => Some((searched.first, searched.last, searched.characters)),
    };
    Entry {
        policy_id: policy.id(),
        source: policy.source.clone(),
        institution: policy.institution.name.clone(),
        institution_id: policy.institution.id.as_ref().map(|id| id.0.clone()),
        sido: policy.institution.sido.map(Sido::name),
        rule: finding.rule.id,
        name: finding.rule.name,
        checks: finding.rule.checks,
        detail_ko: finding.detail_ko.clone(),
        severity: finding.severity.name(),
        severity_ko: finding.severity.korean(),
        rank: Severity::ALL.iter().position(|severity| *severity == finding.severity).unwrap_or(0),
        quote: quote.map(|quote| quote.text.clone()),
        context: quote.and_then(|quote| policy.contexts.of(quote)).map(|context| (**context).clone()),
        position: quote.map(|quote| (quote.block, quote.start, quote.end)),
        searched,
        also: match &finding.ground {
            Basis::Words(_) => Vec::new(),
            Basis::Absence(searched) => searched.also.iter().map(|document| document.0.clone()).collect(),
        },
        quoted_from: quote.and_then(|quote| quote.document.as_ref()).map(|document| document.0.clone()),
        citation: finding.citation.to_string(),
        verified: finding.citation.mark.name(),
        message_ko: finding.message_ko.clone(),
        message_en: finding.message_en.clone(),
        mend: finding.rule.remedy,
        archived,
        routine: finding.rule.routine,
    }
}

fn item(item: Item) -> &'static str {
    match item {
        Item::BasisPurpose => "1. 설치 근거 및 설치 목적",
        Item::CountLocationRange => "2. 설치 대수, 설치 위치 및 촬영 범위",
        Item::ManagerAccess => "3. 관리책임자, 담당 부서 및 접근권한자",
        Item::TimeRetentionPlaceMethod => "4. 촬영시간, 보관기간, 보관장소 및 처리방법",
        Item::CheckMethodPlace => "5. 영상정보 확인 방법 및 장소",
        Item::AccessRequest => "6. 열람 등 요구에 대한 조치",
        Item::Safeguards => "7. 기술적·관리적 및 물리적 조치",
        Item::Other => "8. 그 밖에 필요한 사항",
    }
}

fn state(state: SectionState) -> &'static str {
    match state {
        SectionState::Present => "있음",
        SectionState::Empty => "제목만 있음",
        SectionState::Elsewhere => "다른 곳을 가리킴",
        SectionState::Absent => "확인되지 않음",
    }
}
