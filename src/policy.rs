//! What a policy says, in closed types: every value stands beside the words that state it.
//!
//! The shape follows the eight items of 개인정보 보호법 시행령 제25조제1항 and the published contract of this
//! program's output. A [`Stated`] value cannot be made without a [`Quote`]; what a document does not say is a
//! [`State`], never a zero and never a guess.

use crate::correction::Correction;
use crate::institution::{InstitutionId, InstitutionKind, Sido};
use crate::normalise::date::Date;

/// SHA-256 of a document's raw bytes, in lower-case hexadecimal (64 characters).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub String);

impl std::fmt::Display for DocumentId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// The words that state a value: where they stand in a document, and which rule read them.
///
/// `start` and `end` are offsets in characters (Unicode scalar values) into the text of block number `block`;
/// `text` is exactly what stands between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Index of the block in the document.
    pub block: u32,
    /// First character of the quote within the block's text.
    pub start: u32,
    /// One past the last character of the quote.
    pub end: u32,
    /// The words themselves, verbatim.
    pub text: String,
    /// Name of the rule that found them, for instance `count.table.total_row`.
    pub rule: &'static str,
}

/// A value together with the words that state it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// Where it is said.
    pub quote: Quote,
}

impl<T> Stated<T> {
    /// Joins a value to its words.
    pub fn new(value: T, quote: Quote) -> Self {
        Self { value, quote }
    }
}

/// What a document says about a field: a closed list of kinds of presence and absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// The value is there, and was read.
    Stated,
    /// The document says that there is none (해당없음).
    None,
    /// It points to an attachment or another page.
    Elsewhere,
    /// Template residue such as ○○대, or an example row.
    Placeholder,
    /// Text is there and was not understood.
    Unparsed,
    /// Two places say different things.
    Conflicting,
    /// Nothing is said.
    Absent,
}

impl State {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::None => "none",
            Self::Elsewhere => "elsewhere",
            Self::Placeholder => "placeholder",
            Self::Unparsed => "unparsed",
            Self::Conflicting => "conflicting",
            Self::Absent => "absent",
        }
    }
}

/// A scalar field: its state, its value where one can be given, and every quote that bears on it.
///
/// A value is present only in the states `Stated` and `Conflicting`; in the latter it is the stated one of the
/// values that disagree, and `quotes` holds the words of all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<T> {
    state: State,
    value: Option<T>,
    quotes: Vec<Quote>,
}

impl<T> Field<T> {
    /// Nothing is said.
    pub fn absent() -> Self {
        Self { state: State::Absent, value: None, quotes: Vec::new() }
    }

    /// A value with its words; several quotes when it is a sum.
    ///
    /// Without a quote there is no value: the field is then `Absent`.
    pub fn stated(value: T, quotes: Vec<Quote>) -> Self {
        if quotes.is_empty() {
            return Self::absent();
        }
        Self { state: State::Stated, value: Some(value), quotes }
    }

    /// Two places disagree; `value` is the one to report if any.
    pub fn conflicting(value: Option<T>, quotes: Vec<Quote>) -> Self {
        Self { state: State::Conflicting, value: if quotes.is_empty() { None } else { value }, quotes }
    }

    /// A typed absence with the words that show it.
    pub fn missing(state: State, quote: Quote) -> Self {
        debug_assert!(!matches!(state, State::Stated | State::Conflicting));
        Self { state, value: None, quotes: vec![quote] }
    }

    /// The state.
    pub fn state(&self) -> State {
        self.state
    }

    /// The value, if one is given.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// Every quote that bears on the field, in reading order.
    pub fn quotes(&self) -> &[Quote] {
        &self.quotes
    }
}

/// A list field (managers, contractors): its state beside its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<T> {
    /// `Stated` exactly when `entries` is not empty.
    pub state: State,
    /// The entries in reading order.
    pub entries: Vec<T>,
    /// The words of an absence (해당없음, 담당 부서에 문의), when there are any.
    pub quote: Option<Quote>,
}

impl<T> Listing<T> {
    /// Nothing is said.
    pub fn absent() -> Self {
        Self { state: State::Absent, entries: Vec::new(), quote: None }
    }
}

/// Kinds of document that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Media {
    /// HTML, whatever the file is called.
    Html,
    /// Plain text.
    Text,
    /// Portable Document Format.
    Pdf,
    /// Hangul Word Processor 5 (binary).
    Hwp,
    /// Hangul Word Processor, OWPML (zip).
    Hwpx,
    /// Excel, BIFF.
    Xls,
    /// Excel, OOXML.
    Xlsx,
    /// Comma-separated values.
    Csv,
    /// Word, OOXML.
    Docx,
}

impl Media {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Text => "text",
            Self::Pdf => "pdf",
            Self::Hwp => "hwp",
            Self::Hwpx => "hwpx",
            Self::Xls => "xls",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Docx => "docx",
        }
    }
}

/// Which device the policy speaks of, by the word it uses (법률 제19234호, in force 2023-09-15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// 고정형 영상정보처리기기, the term since 2023-09-15.
    Fixed,
    /// 영상정보처리기기, the term until then.
    Legacy,
    /// Both, as the device's name.
    Mixed,
    /// Mobile devices only (이동형, 법 제25조의2).
    Mobile,
}

impl Term {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Legacy => "legacy",
            Self::Mixed => "mixed",
            Self::Mobile => "mobile",
        }
    }
}

/// Whether the document itself says that it is an older version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Nothing says that it is outdated.
    Current,
    /// Marked by the document as a former version.
    Superseded,
}

impl Status {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Superseded => "superseded",
        }
    }
}

/// A cited law, by its normalised name, and the article if one is named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LegalBasis {
    /// Name with the official spacing where we know it, for instance `개인정보 보호법`.
    pub law: String,
    /// For instance `제25조제1항`.
    pub article: Option<String>,
}

/// What the cameras are for: the closed list of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// 범죄의 예방 및 수사.
    CrimePrevention,
    /// 시설의 안전 및 관리.
    FacilitySafety,
    /// 화재 예방.
    FirePrevention,
    /// 교통단속.
    TrafficEnforcement,
    /// 교통정보의 수집·분석 및 제공.
    TrafficInfo,
    /// 쓰레기 무단투기.
    IllegalDumping,
    /// 재난·재해, 산불, 홍수.
    Disaster,
    /// 어린이, 학생, 학교폭력.
    ChildSafety,
    /// 주차장 관리, 차량 도난.
    Parking,
    /// Anything else that is named.
    Other,
}

impl Purpose {
    /// Every purpose, in the order of the contract.
    pub const ALL: [Self; 10] = [
        Self::CrimePrevention,
        Self::FacilitySafety,
        Self::FirePrevention,
        Self::TrafficEnforcement,
        Self::TrafficInfo,
        Self::IllegalDumping,
        Self::Disaster,
        Self::ChildSafety,
        Self::Parking,
        Self::Other,
    ];

    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::CrimePrevention => "crime_prevention",
            Self::FacilitySafety => "facility_safety",
            Self::FirePrevention => "fire_prevention",
            Self::TrafficEnforcement => "traffic_enforcement",
            Self::TrafficInfo => "traffic_info",
            Self::IllegalDumping => "illegal_dumping",
            Self::Disaster => "disaster",
            Self::ChildSafety => "child_safety",
            Self::Parking => "parking",
            Self::Other => "other",
        }
    }

    /// The name Korean readers see.
    pub fn korean(self) -> &'static str {
        match self {
            Self::CrimePrevention => "범죄예방·수사",
            Self::FacilitySafety => "시설안전·관리",
            Self::FirePrevention => "화재예방",
            Self::TrafficEnforcement => "교통단속",
            Self::TrafficInfo => "교통정보",
            Self::IllegalDumping => "무단투기 단속",
            Self::Disaster => "재난·재해",
            Self::ChildSafety => "어린이·학생 안전",
            Self::Parking => "주차장 관리",
            Self::Other => "기타",
        }
    }
}

/// How the camera total came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TotalBasis {
    /// The document states it.
    Stated,
    /// The sum of a complete table.
    Summed,
}

impl TotalBasis {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Summed => "summed",
        }
    }
}

/// One listed row of cameras, text as written; never a total row, never an example.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CameraRow {
    /// Where they stand.
    pub place: Option<Stated<String>>,
    /// What they are for.
    pub purpose: Option<Stated<String>>,
    /// Whose they are.
    pub department: Option<Stated<String>>,
    /// Cameras (대).
    pub count: Option<Stated<u32>>,
    /// The unit as written (대, 식, units), if any.
    pub unit: Option<Stated<String>>,
    /// 촬영범위, text as written.
    pub coverage: Option<Stated<String>>,
}

/// How a period bounds the time that footage is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// 30일.
    Exact,
    /// 최대 30일, 30일 이내, upper end of a range.
    AtMost,
    /// 60일 이상.
    AtLeast,
}

impl Bound {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtMost => "at_most",
            Self::AtLeast => "at_least",
        }
    }
}

/// One retention period (보관기간).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// Days; a month is 30, a week 7, a year 365.
    pub days: u16,
    /// Exact, upper or lower bound.
    pub bound: Bound,
    /// What it applies to (a purpose or place), as written.
    pub scope: Option<Stated<String>>,
    /// The words.
    pub raw: Quote,
}

/// What a person does for the cameras.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 총괄책임자, 보호책임자.
    ProtectionOfficer,
    /// 관리책임자, 책임관, 분임책임자.
    Manager,
    /// 접근권한자, 담당자, 운영담당자.
    AccessHolder,
}

impl Role {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::ProtectionOfficer => "protection_officer",
            Self::Manager => "manager",
            Self::AccessHolder => "access_holder",
        }
    }
}

/// A person or post responsible for the cameras.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manager {
    /// The role, with the words that name it.
    pub role: Stated<Role>,
    /// A personal name, when printed.
    pub name: Option<Stated<String>>,
    /// 직위.
    pub position: Option<Stated<String>>,
    /// 소속, 부서.
    pub department: Option<Stated<String>>,
    /// Office phone as `0XX-XXX-XXXX`, or as written where the area code is unknown.
    pub phone: Option<Stated<String>>,
    /// The phone as printed, extensions included.
    pub phone_raw: Option<String>,
}

/// A firm that installs, runs or maintains the cameras for the institution (위탁, 법 제26조).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contractor {
    /// The firm, as written.
    pub company: Stated<String>,
    /// What it does.
    pub task: Option<Stated<String>>,
    /// Its phone.
    pub phone: Option<Stated<String>>,
    /// First day of the contract.
    pub start: Option<Stated<Date>>,
    /// Last day of the contract.
    pub end: Option<Stated<Date>>,
}

/// The eight items that 시행령 제25조제1항 requires, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// 제1호 설치 근거 및 설치 목적.
    BasisPurpose,
    /// 제2호 설치 대수, 설치 위치 및 촬영 범위.
    CountLocationRange,
    /// 제3호 관리책임자, 담당 부서 및 접근 권한이 있는 사람.
    ManagerAccess,
    /// 제4호 촬영시간, 보관기간, 보관장소 및 처리방법.
    TimeRetentionPlaceMethod,
    /// 제5호 영상정보 확인 방법 및 장소.
    CheckMethodPlace,
    /// 제6호 정보주체의 열람 등 요구에 대한 조치.
    AccessRequest,
    /// 제7호 기술적·관리적 및 물리적 조치.
    Safeguards,
    /// 제8호 그 밖에 필요한 사항 (위탁, 안내판, 변경).
    Other,
}

impl Item {
    /// All eight, in the order of the decree.
    pub const ALL: [Self; 8] = [
        Self::BasisPurpose,
        Self::CountLocationRange,
        Self::ManagerAccess,
        Self::TimeRetentionPlaceMethod,
        Self::CheckMethodPlace,
        Self::AccessRequest,
        Self::Safeguards,
        Self::Other,
    ];

    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::BasisPurpose => "basis_purpose",
            Self::CountLocationRange => "count_location_range",
            Self::ManagerAccess => "manager_access",
            Self::TimeRetentionPlaceMethod => "time_retention_place_method",
            Self::CheckMethodPlace => "check_method_place",
            Self::AccessRequest => "access_request",
            Self::Safeguards => "safeguards",
            Self::Other => "other",
        }
    }
}

/// What became of one of the eight items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SectionState {
    /// There, with content.
    Present,
    /// A heading and nothing below it.
    Empty,
    /// Points to an attachment or page.
    Elsewhere,
    /// Not there.
    Absent,
}

impl SectionState {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Empty => "empty",
            Self::Elsewhere => "elsewhere",
            Self::Absent => "absent",
        }
    }
}

/// One of the eight items as found: its state, and the words of its heading or content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Which item.
    pub item: Item,
    /// What became of it.
    pub state: SectionState,
    /// The heading, or the first words that answer the item.
    pub quote: Option<Quote>,
}

/// A link to a file or page that holds a missing part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Where it leads; absolute when the document's own address is known, empty when a script hides it.
    pub url: String,
    /// The words of the link.
    pub label: String,
    /// The kind of file, as its name tells.
    pub media: Option<Media>,
}

/// Whose policy it is: from the registry, else from the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holder {
    /// Registry id.
    pub id: Option<InstitutionId>,
    /// Name as registered, else as written.
    pub name: Option<String>,
    /// Kind.
    pub kind: Option<InstitutionKind>,
    /// Province by today's name.
    pub sido: Option<Sido>,
    /// The words that name it, when the text does.
    pub quote: Option<Quote>,
}

/// One policy as read from one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Path or address of the document.
    pub source: String,
    /// Its raw bytes' digest.
    pub document: DocumentId,
    /// Position among the policies of the same document, from 0.
    pub ordinal: u16,
    /// What kind of document it is.
    pub media: Media,
    /// Charset in lower case; `None` for binary formats.
    pub charset: Option<String>,
    /// The policy's title.
    pub title: Option<Stated<String>>,
    /// Whose it is.
    pub institution: Holder,
    /// The facility, when it is of one facility only.
    pub facility: Option<Stated<String>>,
    /// Word used for the device.
    pub term: Option<Stated<Term>>,
    /// Current, or a former version.
    pub status: Status,
    /// The words that mark it as a former version.
    pub status_quote: Option<Quote>,
    /// Latest stated 시행, else 공고, 개정, 제정, 작성 기준 date.
    pub effective_date: Option<Stated<Date>>,
    /// Stated end of a former version.
    pub superseded_date: Option<Stated<Date>>,
    /// Every stated 제정, 개정, 시행 date, ascending, without repeats.
    pub revision_dates: Vec<Stated<Date>>,
    /// Laws cited as ground.
    pub legal_basis: Vec<Stated<LegalBasis>>,
    /// Purposes, in the order of the contract, without repeats.
    pub purposes: Vec<Stated<Purpose>>,
    /// Cameras in all.
    pub camera_total: Field<u32>,
    /// Stated or summed.
    pub camera_total_basis: Option<TotalBasis>,
    /// Sites (개소), when given apart from cameras.
    pub site_total: Option<Stated<u32>>,
    /// Listed rows.
    pub cameras: Vec<CameraRow>,
    /// Days of the main retention entry.
    pub retention_days: Field<u16>,
    /// Every retention period.
    pub retention: Vec<Retention>,
    /// Whether recording runs around the clock.
    pub recording_24h: Option<Stated<bool>>,
    /// 촬영시간, as written.
    pub recording_hours: Option<Stated<String>>,
    /// 보관장소, as written.
    pub storage_places: Vec<Stated<String>>,
    /// Responsible people and posts.
    pub managers: Listing<Manager>,
    /// Firms.
    pub contractors: Listing<Contractor>,
    /// The eight items, in the order of [`Item::ALL`].
    pub sections: Vec<Section>,
    /// Links to the missing parts.
    pub attachments: Vec<Attachment>,
    /// What could not be read, in words.
    pub problems: Vec<String>,
    /// Values that a person has overruled, with what the rules had read.
    pub corrections: Vec<Correction>,
}

/// One line of evidence: a field path of the output and the words behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence<'a> {
    /// Path such as `camera_total` or `managers[1].phone`.
    pub field: String,
    /// The words.
    pub quote: &'a Quote,
}

impl Policy {
    /// Key of the policy in every table: the document's first 16 digits and the policy's position in it.
    pub fn id(&self) -> String {
        format!("{}-{}", &self.document.0[..self.document.0.len().min(16)], self.ordinal)
    }

    /// Every quote of the policy under the path of the field it backs, in the order of the output.
    pub fn evidence(&self) -> Vec<Evidence<'_>> {
        let mut list = EvidenceList(Vec::new());
        list.stated("title", &self.title);
        list.quote("institution", self.institution.quote.as_ref());
        list.stated("facility", &self.facility);
        list.stated("term", &self.term);
        list.quote("status", self.status_quote.as_ref());
        list.stated("effective_date", &self.effective_date);
        list.stated("superseded_date", &self.superseded_date);
        list.each("revision_dates", &self.revision_dates);
        list.each("legal_basis", &self.legal_basis);
        list.each("purposes", &self.purposes);
        list.quotes("camera_total", self.camera_total.quotes());
        list.stated("site_total", &self.site_total);
        for (index, row) in self.cameras.iter().enumerate() {
            list.stated(format!("cameras[{index}].place"), &row.place);
            list.stated(format!("cameras[{index}].purpose"), &row.purpose);
            list.stated(format!("cameras[{index}].department"), &row.department);
            list.stated(format!("cameras[{index}].count"), &row.count);
            list.stated(format!("cameras[{index}].unit"), &row.unit);
            list.stated(format!("cameras[{index}].coverage"), &row.coverage);
        }
        list.quotes("retention_days", self.retention_days.quotes());
        for (index, entry) in self.retention.iter().enumerate() {
            list.quote(format!("retention[{index}]"), Some(&entry.raw));
            list.stated(format!("retention[{index}].scope"), &entry.scope);
        }
        list.stated("recording_24h", &self.recording_24h);
        list.stated("recording_hours", &self.recording_hours);
        list.each("storage_places", &self.storage_places);
        list.quote("managers", self.managers.quote.as_ref());
        for (index, manager) in self.managers.entries.iter().enumerate() {
            list.quote(format!("managers[{index}].role"), Some(&manager.role.quote));
            list.stated(format!("managers[{index}].name"), &manager.name);
            list.stated(format!("managers[{index}].position"), &manager.position);
            list.stated(format!("managers[{index}].department"), &manager.department);
            list.stated(format!("managers[{index}].phone"), &manager.phone);
        }
        list.quote("contractors", self.contractors.quote.as_ref());
        for (index, firm) in self.contractors.entries.iter().enumerate() {
            list.quote(format!("contractors[{index}].company"), Some(&firm.company.quote));
            list.stated(format!("contractors[{index}].task"), &firm.task);
            list.stated(format!("contractors[{index}].phone"), &firm.phone);
            list.stated(format!("contractors[{index}].start"), &firm.start);
            list.stated(format!("contractors[{index}].end"), &firm.end);
        }
        for section in &self.sections {
            list.quote(format!("sections.{}", section.item.name()), section.quote.as_ref());
        }
        list.0
    }
}

/// Collects evidence lines; the one place that spells field paths.
struct EvidenceList<'a>(Vec<Evidence<'a>>);

impl<'a> EvidenceList<'a> {
    fn quote(&mut self, field: impl Into<String>, quote: Option<&'a Quote>) {
        if let Some(quote) = quote {
            self.0.push(Evidence { field: field.into(), quote });
        }
    }

    fn quotes(&mut self, field: &str, quotes: &'a [Quote]) {
        for quote in quotes {
            self.quote(field, Some(quote));
        }
    }

    fn stated<T>(&mut self, field: impl Into<String>, stated: &'a Option<Stated<T>>) {
        self.quote(field, stated.as_ref().map(|stated| &stated.quote));
    }

    fn each<T>(&mut self, field: &str, list: &'a [Stated<T>]) {
        for (index, stated) in list.iter().enumerate() {
            self.quote(format!("{field}[{index}]"), Some(&stated.quote));
        }
    }
}
