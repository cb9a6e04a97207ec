//! What kind of body an institution is.

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
