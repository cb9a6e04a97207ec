//! Names of tables, columns and closed values of the data set, short enough for a label, in both languages.

use super::definitions::{Both, both};
use super::words;
use crate::dataset::{QuoteRow, Record, StoredPolicy};
use crate::model::institution::InstitutionKind;
use crate::model::policy::Purpose;

/// Columns of `policies` that are shown one by one, in the order of the eight items. Where a value may be missing for
/// a reason, the second column tells it.
pub(super) const FIELDS: [(&str, Option<&str>); 12] = [
    ("title", None),
    ("facility", None),
    ("term", None),
    ("status", None),
    ("effective_date", None),
    ("superseded_date", None),
    ("camera_total", Some("camera_total_state")),
    ("site_total", None),
    ("retention_days", Some("retention_state")),
    ("recording_24h", None),
    ("recording_hours", None),
    ("contractors", Some("contractors_state")),
];

/// What is said beside a value that a person has overruled.
pub(super) const CORRECTED: Both = both("사람이 고친 값", "corrected by hand");

/// The words behind a row of a list, by its position.
pub(super) fn quotes_of<'a>(policy: &'a StoredPolicy, table: &str, at: usize) -> impl Iterator<Item = &'a QuoteRow> {
    let field = if table == "revisions" { "revision_dates" } else { table };
    policy.quotes_below(&format!("{field}[{at}]"))
}

/// Findings of a policy: those that nearly every policy has, and its own.
pub(super) fn findings(policy: &StoredPolicy) -> (Vec<&Record>, Vec<&Record>) {
    policy.rows("findings").iter().partition(|row| is_routine(row))
}

/// Whether nearly every policy has such a finding.
pub(super) fn is_routine(finding: &Record) -> bool {
    finding.get("routine") == Some("true")
}

/// What a table is called.
pub(super) fn table(name: &str) -> Both {
    match name {
        "purposes" => both("설치 목적", "Purposes"),
        "legal_basis" => both("설치 근거", "Legal basis"),
        "cameras" => both("설치 장소별 카메라", "Cameras by place"),
        "retention" => both("보관기간", "Retention periods"),
        "storage_places" => both("보관장소", "Storage places"),
        "managers" => both("관리책임자·접근권한자", "Responsible people and posts"),
        "contractors" => both("위탁 업체", "Contractors"),
        "revisions" => both("제정·개정·시행일", "Dates of enactment, revision, effect"),
        "sections" => both("시행령 제25조제1항 각 호", "The eight statutory items"),
        "attachments" => both("첨부", "Attachments"),
        "findings" => both("점검 결과", "Findings"),
        "corrections" => both("사람이 고친 값", "Corrections by hand"),
        _ => both("표", "Table"),
    }
}

/// What a column is called.
pub(super) fn column(name: &str) -> Both {
    match name {
        "title" => both("제목", "Title"),
        "facility" => both("시설", "Facility"),
        "term" => both("기기 명칭", "Device term"),
        "status" => both("현행 여부", "Status"),
        "effective_date" => both("시행일", "Effective date"),
        "superseded_date" => both("폐지일", "End date"),
        "camera_total" => both("카메라 총 대수", "Cameras in all"),
        "camera_total_basis" => both("총 대수의 근거", "Basis of the total"),
        "site_total" => both("설치 장소 수", "Sites"),
        "retention_days" => both("보관기간", "Retention"),
        "recording_24h" => both("24시간 촬영", "Round-the-clock recording"),
        "recording_hours" => both("촬영시간", "Recording hours"),
        "contractors" => both("위탁", "Contractors"),
        "managers" => both("관리책임자", "Managers"),
        "purpose" => both("목적", "Purpose"),
        "law" => both("법령", "Law"),
        "article" => both("조항", "Article"),
        "place" => both("장소", "Place"),
        "department" => both("부서", "Department"),
        "count" => both("대수", "Cameras"),
        "unit" => both("단위", "Unit"),
        "coverage" => both("촬영 범위", "Range"),
        "days" => both("일", "Days"),
        "bound" => both("한정", "Bound"),
        "scope" => both("적용 대상", "Applies to"),
        "raw" => both("적힌 대로", "As written"),
        "role" => both("역할", "Role"),
        "name" => both("이름", "Name"),
        "position" => both("직위", "Position"),
        "phone" => both("전화", "Phone"),
        "phone_raw" => both("전화 (적힌 대로)", "Phone as printed"),
        "company" => both("업체", "Firm"),
        "company_key" => both("업체 (묶은 이름)", "Firm, as grouped"),
        "task" => both("업무", "Task"),
        "start" => both("시작", "Start"),
        "end" => both("끝", "End"),
        "revision_date" => both("날짜", "Date"),
        "item" => both("항목", "Item"),
        "state" => both("상태", "State"),
        "url" => both("주소", "Address"),
        "label" => both("링크의 글", "Words of the link"),
        "media" => both("형식", "Format"),
        _ => OTHER,
    }
}

/// What a field of a policy is called: a column of its row, or a table that hangs on it.
pub(super) fn field(name: &str) -> Both {
    let column = column(name);
    if column == OTHER { table(name) } else { column }
}

/// A column without a name of its own.
const OTHER: Both = both("값", "Value");

/// A value of a closed list, by its column; nothing of a column whose values are text.
pub(super) fn value(column: &str, value: &str) -> Option<Both> {
    let found = match column {
        "term" => words::term_both(value),
        "status" => match value {
            "superseded" => both("옛 판", "former version"),
            _ => both("현행", "current"),
        },
        "recording_24h" => match value {
            "true" => both("예", "yes"),
            _ => both("아니요", "no"),
        },
        "bound" => match value {
            "at_most" => both("이내", "at most"),
            "at_least" => both("이상", "at least"),
            _ => both("정확히", "exactly"),
        },
        "role" => match value {
            "protection_officer" => both("보호책임자", "protection officer"),
            "access_holder" => both("접근권한자", "access holder"),
            _ => both("관리책임자", "manager"),
        },
        "camera_total_basis" => match value {
            "summed" => both("표의 합", "sum of a table"),
            _ => both("적힌 수", "as stated"),
        },
        "purpose" => purpose(value)?,
        "state" => state(value),
        _ if column.ends_with("_state") => state(value),
        _ => return None,
    };
    Some(found)
}

fn purpose(name: &str) -> Option<Both> {
    let purpose = Purpose::ALL.into_iter().find(|purpose| purpose.name() == name)?;
    let en = match purpose {
        Purpose::CrimePrevention => "crime prevention",
        Purpose::FacilitySafety => "facility safety",
        Purpose::FirePrevention => "fire prevention",
        Purpose::TrafficEnforcement => "traffic enforcement",
        Purpose::TrafficInfo => "traffic information",
        Purpose::IllegalDumping => "illegal dumping",
        Purpose::Disaster => "disasters",
        Purpose::ChildSafety => "child safety",
        Purpose::Parking => "parking",
        Purpose::Other => "other",
    };
    Some(both(purpose.korean(), en))
}

/// The state of a field or of a statutory item, by its name in the tables.
pub(super) fn state(name: &str) -> Both {
    match name {
        "stated" => both("명시", "stated"),
        "none" => both("없다고 적음", "states there is none"),
        "elsewhere" => both("다른 곳에 있음", "elsewhere"),
        "placeholder" => both("서식 그대로", "blank of a form"),
        "unparsed" => both("해석 못함", "not understood"),
        "conflicting" => both("서로 다르게 적힘", "conflicting"),
        "present" => both("있음", "present"),
        "empty" => both("제목만", "heading only"),
        _ => both("언급 없음", "not mentioned"),
    }
}

/// What a kind of institution is called.
pub(super) fn kind(kind: InstitutionKind) -> Both {
    let en = match kind {
        InstitutionKind::Sido => "province",
        InstitutionKind::Si => "city",
        InstitutionKind::Gun => "county",
        InstitutionKind::AutonomousGu => "autonomous district",
        InstitutionKind::GeneralGu => "general district",
        InstitutionKind::AdminSi => "administrative city",
        InstitutionKind::Ministry => "ministry",
        InstitutionKind::Office => "office",
        InstitutionKind::Agency => "agency",
        InstitutionKind::Commission => "commission",
        InstitutionKind::Constitutional => "constitutional body",
        InstitutionKind::CentralAffiliate => "central affiliate",
        InstitutionKind::Police => "police",
        InstitutionKind::Fire => "fire service",
        InstitutionKind::LocalCouncil => "local council",
        InstitutionKind::LocalAffiliate => "local affiliate",
        InstitutionKind::EducationOffice => "education office",
        InstitutionKind::DistrictEducationOffice => "district education office",
        InstitutionKind::EducationAffiliate => "education affiliate",
        InstitutionKind::NationalUniversity => "national university",
        InstitutionKind::School => "school",
        InstitutionKind::PublicInstitution => "public institution",
        InstitutionKind::LocalPublicCorp => "local public corporation",
        InstitutionKind::Library => "library",
        InstitutionKind::Hospital => "hospital",
        InstitutionKind::Welfare => "welfare centre",
        InstitutionKind::Other => "other",
    };
    both(kind.korean(), en)
}
