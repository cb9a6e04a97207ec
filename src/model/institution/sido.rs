//! The sixteen provinces of today, under every name that a policy may still use for them.

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

    /// Every way a text may name the province: the official name first, then former and short names.
    ///
    /// `광주시` is left out on purpose: it is a city of 경기도 as well as an old short name of 광주광역시, and a
    /// wrong province costs more than a missing one.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::Seoul => &["서울특별시", "서울시", "서울"],
            Self::JeonnamGwangju => {
                &["전남광주통합특별시", "광주광역시", "전라남도", "광주특별시", "광주직할시", "전남", "광주"]
            }
            Self::Busan => &["부산광역시", "부산직할시", "부산시", "부산"],
            Self::Daegu => &["대구광역시", "대구직할시", "대구시", "대구"],
            Self::Incheon => &["인천광역시", "인천직할시", "인천시", "인천"],
            Self::Daejeon => &["대전광역시", "대전직할시", "대전시", "대전"],
            Self::Ulsan => &["울산광역시", "울산시", "울산"],
            Self::Sejong => &["세종특별자치시", "세종시", "세종"],
            Self::Gyeonggi => &["경기도", "경기"],
            Self::Gangwon => &["강원특별자치도", "강원도", "강원"],
            Self::Chungbuk => &["충청북도", "충북"],
            Self::Chungnam => &["충청남도", "충남"],
            Self::Jeonbuk => &["전북특별자치도", "전라북도", "전북"],
            Self::Gyeongbuk => &["경상북도", "경북"],
            Self::Gyeongnam => &["경상남도", "경남"],
            Self::Jeju => &["제주특별자치도", "제주도", "제주"],
        }
    }

    /// The province of today for any of its [names](Self::names), former and short ones included.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim();
        Self::ALL.into_iter().find(|sido| sido.names().contains(&name))
    }

    /// The province that an address or an institution's name begins with, and the rest of the text.
    ///
    /// A short name such as `전남` counts only when a blank or the end follows (`강원랜드` is not in 강원, and
    /// `서울대학교` says nothing of a province); a full name may be written together with what follows
    /// (`경상북도포항교육지원청`).
    pub fn leading(text: &str) -> Option<(Self, &str)> {
        let text = text.trim_start();
        let (sido, name) =
            Self::all_names().filter(|(_, name)| text.starts_with(name)).max_by_key(|(_, name)| name.len())?;
        let rest = &text[name.len()..];
        let stands_alone = !rest.starts_with(is_hangul);
        (stands_alone || is_full(name)).then(|| (sido, rest.trim_start()))
    }

    /// The province whose name ends a text, and what stands before it; any of its names counts.
    ///
    /// The name must begin a word: `새강원` is no province.
    pub(super) fn trailing(text: &str) -> Option<(Self, &str)> {
        let text = text.trim_end();
        let (sido, name) =
            Self::all_names().filter(|(_, name)| text.ends_with(name)).max_by_key(|(_, name)| name.len())?;
        let before = &text[..text.len() - name.len()];
        (!before.ends_with(is_hangul)).then_some((sido, before))
    }

    fn all_names() -> impl Iterator<Item = (Self, &'static str)> {
        Self::ALL.into_iter().flat_map(|sido| sido.names().iter().map(move |name| (sido, *name)))
    }
}

/// Whether a province's name is a full one, which cannot be the beginning of another word.
fn is_full(name: &str) -> bool {
    name.chars().count() >= 3 && (name.ends_with('도') || name.contains("시") && name.len() > 9)
}

/// Whether a character is a Hangul syllable.
pub(super) fn is_hangul(letter: char) -> bool {
    ('가'..='힣').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_a_province_leads_to_today() {
        let cases = [
            ("전남광주통합특별시", Some(Sido::JeonnamGwangju)),
            ("광주광역시", Some(Sido::JeonnamGwangju)),
            ("전라남도", Some(Sido::JeonnamGwangju)),
            ("전남", Some(Sido::JeonnamGwangju)),
            ("강원도", Some(Sido::Gangwon)),
            ("전라북도", Some(Sido::Jeonbuk)),
            ("경남", Some(Sido::Gyeongnam)),
            ("제주도", Some(Sido::Jeju)),
            ("제주시", None),
            ("광주시", None),
            ("한빛도", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(Sido::from_name(name), expected, "{name}");
        }
    }

    #[test]
    fn a_text_begins_with_a_province_or_does_not() {
        let cases = [
            ("경기도 광주시 행정타운로 50", Some((Sido::Gyeonggi, "광주시 행정타운로 50"))),
            ("광주광역시 서구", Some((Sido::JeonnamGwangju, "서구"))),
            ("경상북도포항교육지원청", Some((Sido::Gyeongbuk, "포항교육지원청"))),
            ("전라남도 강진군 강진읍", Some((Sido::JeonnamGwangju, "강진군 강진읍"))),
            ("경남 창원시", Some((Sido::Gyeongnam, "창원시"))),
            ("서울시 중구", Some((Sido::Seoul, "중구"))),
            ("제주특별자치도", Some((Sido::Jeju, ""))),
            ("광주시 오포읍", None),
            ("광주과학기술원", None),
            ("강원랜드", None),
            ("서울대학교", None),
            ("제주시 문연로", None),
            ("군산시", None),
        ];
        for (text, expected) in cases {
            assert_eq!(Sido::leading(text), expected, "{text}");
        }
    }

    #[test]
    fn no_name_belongs_to_two_provinces() {
        let mut names: Vec<_> = Sido::all_names().map(|(_, name)| name).collect();
        let total = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), total);
    }
}
