//! The closed lists of the contract, with the names they have in every output.

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
    /// A zip archive of documents.
    Zip,
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
            Self::Zip => "zip",
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
