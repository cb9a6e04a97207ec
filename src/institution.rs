//! The registry of institutions: whose policies we look for, where, and how sure we are of each column.

/// Key of an institution in the registry, for instance `si-44270`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstitutionId(pub String);

impl std::fmt::Display for InstitutionId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// Province or metropolitan city, by the official name since 2026-07-01.
///
/// 광주광역시 and 전라남도 became 전남광주통합특별시 on that day (전남광주통합특별시 설치를 위한 특별법).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sido {
    /// 서울특별시.
    Seoul,
    /// 전남광주통합특별시.
    JeonnamGwangju,
    /// 부산광역시.
    Busan,
    /// 대구광역시.
    Daegu,
    /// 인천광역시.
    Incheon,
    /// 대전광역시.
    Daejeon,
    /// 울산광역시.
    Ulsan,
    /// 세종특별자치시.
    Sejong,
    /// 경기도.
    Gyeonggi,
    /// 강원특별자치도.
    Gangwon,
    /// 충청북도.
    Chungbuk,
    /// 충청남도.
    Chungnam,
    /// 전북특별자치도.
    Jeonbuk,
    /// 경상북도.
    Gyeongbuk,
    /// 경상남도.
    Gyeongnam,
    /// 제주특별자치도.
    Jeju,
}

impl Sido {
    /// All sixteen.
    pub const ALL: [Self; 16] = [
        Self::Seoul,
        Self::JeonnamGwangju,
        Self::Busan,
        Self::Daegu,
        Self::Incheon,
        Self::Daejeon,
        Self::Ulsan,
        Self::Sejong,
        Self::Gyeonggi,
        Self::Gangwon,
        Self::Chungbuk,
        Self::Chungnam,
        Self::Jeonbuk,
        Self::Gyeongbuk,
        Self::Gyeongnam,
        Self::Jeju,
    ];

    /// The official name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seoul => "서울특별시",
            Self::JeonnamGwangju => "전남광주통합특별시",
            Self::Busan => "부산광역시",
            Self::Daegu => "대구광역시",
            Self::Incheon => "인천광역시",
            Self::Daejeon => "대전광역시",
            Self::Ulsan => "울산광역시",
            Self::Sejong => "세종특별자치시",
            Self::Gyeonggi => "경기도",
            Self::Gangwon => "강원특별자치도",
            Self::Chungbuk => "충청북도",
            Self::Chungnam => "충청남도",
            Self::Jeonbuk => "전북특별자치도",
            Self::Gyeongbuk => "경상북도",
            Self::Gyeongnam => "경상남도",
            Self::Jeju => "제주특별자치도",
        }
    }

    /// The province of today for an official name of today.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sido| sido.name() == name)
    }
}

/// Declares the kinds of institution with the name used in the registry and the one Korean readers see.
macro_rules! kinds {
    ($($variant:ident $name:literal $korean:literal;)*) => {
        /// What kind of body an institution is: the registry's closed list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum InstitutionKind {
            $(#[doc = $korean] $variant,)*
        }

        impl InstitutionKind {
            /// Every kind, in the order of the registry's documentation.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in the registry and in every output.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The name Korean readers see.
            pub fn korean(self) -> &'static str {
                match self { $(Self::$variant => $korean,)* }
            }

            /// The kind of a registry name.
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

kinds! {
    Sido "sido" "시·도";
    Si "si" "시";
    Gun "gun" "군";
    AutonomousGu "autonomous_gu" "자치구";
    GeneralGu "general_gu" "일반구";
    AdminSi "admin_si" "행정시";
    Ministry "ministry" "부";
    Office "office" "처";
    Agency "agency" "청";
    Commission "commission" "위원회";
    Constitutional "constitutional" "헌법기관";
    CentralAffiliate "central_affiliate" "중앙행정기관 소속기관";
    Police "police" "경찰청";
    Fire "fire" "소방본부";
    LocalCouncil "local_council" "지방의회";
    LocalAffiliate "local_affiliate" "지방자치단체 소속기관";
    EducationOffice "education_office" "교육청";
    DistrictEducationOffice "district_education_office" "교육지원청";
    EducationAffiliate "education_affiliate" "교육청 소속기관";
    NationalUniversity "national_university" "국립대학";
    School "school" "학교";
    PublicInstitution "public_institution" "공공기관";
    LocalPublicCorp "local_public_corp" "지방공기업";
    Library "library" "도서관";
    Hospital "hospital" "병원";
    Welfare "welfare" "복지시설";
    Other "other" "기타";
}
