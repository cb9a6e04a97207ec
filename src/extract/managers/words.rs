//! What a word among people is by itself: a name, a post, a department.
//!
//! Korean names are ordinary syllables. A word is weighed, and where it stands decides how much weight is enough: under
//! a title that says so a possible name is one, between a role and a post a likely one.

use crate::extract::span::Span;
use crate::extract::vocabulary;
use crate::normalise::personal_names::{DOUBLE_SURNAMES, SURNAMES};
use regex::Regex;
use std::sync::LazyLock;

/// Whether some of a name is hidden.
pub(super) fn is_masked(word: &str) -> bool {
    word.contains(['○', '*', 'O', '◯', 'X'])
}

/// A personal name among other words: three or four syllables with a known surname, or two to four of which some are
/// masked. Two syllables that are not (부서, 서무, 경우) are hardly ever one.
pub(super) fn is_name(word: &str) -> bool {
    let length = word.chars().count();
    let masked = is_masked(word);
    if !(2..=4).contains(&length) || length == 2 && !masked {
        return false;
    }
    let first = word.chars().next().unwrap_or(' ');
    let hangul = word.chars().all(|c| ('가'..='힣').contains(&c) || matches!(c, '○' | '*' | 'O' | 'X'));
    hangul
        && SURNAMES.contains(first)
        && (masked || length == 3 && !vocabulary::is_no_name(word))
        && !POSITION.is_match(word)
        && (masked
            || !DEPARTMENT.is_match(word)
            || ![
                "과", "팀", "국", "실", "처", "단", "부", "시", "군", "구", "읍", "면", "동", "관", "청", "소", "계",
                "반", "대",
            ]
            .iter()
            .any(|end| word.ends_with(end)))
}

/// Endings of departments.
pub(super) static DEPARTMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[가-힣A-Za-z·]{1,}(?:과|팀|국|실|처|단|본부|센터|사업소|사무소|담당관실|부|소|계|반|원|청|구|관|도서관|학교|사무국|행정실|교무실|지원청|위원회|공단|공사|재단|병원|의료원|동|면|읍|시|군|대|division|team|department|office)|기숙사|각부서|해당부서|설치부서|각실과)$").expect("pattern")
});

/// Endings of posts; a word that ends so is a position.
pub(super) static POSITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[과팀국실부처단소원관장]장|과장|팀장|국장|실장|부장|처장|단장|소장|원장|관장|센터장|본부장|총장|학장|교장|교감|서장|청장|차장|계장|반장|대장|시장|군수|구청장|부시장|부군수|부구청장|동장|면장|읍장|이사장|사장|지사장|지점장|국장급|주무관|사무관|서기관|주사보?|서기보?|담당관?|담당자|대리|사원|직원|주임|선임|책임|위원|연구원|연구관|행정원|기사|교사|부장교사|당직자|당직근무자|근무자|경비원|경비|경비대|방호원|방호관|보안관|경찰관|요원|보호관|지킴이|관리원|관리인|안내원|간호사|수간호사|사회복지사|사서|실무사|조무사|보육교사|조교|과장급|장|경사|경위|경감|경정|사감|선생님|교직원|공중보건의|소방[장위경교령]|director|manager|officer|head|chief|staff|guard|leader|담임|원감|부원장|사무원|[가-힣]{2,}직|(?:교육|연구|학예|지도|관리|영양|정보|상담|조리|심리)사|센터직원|파트장|그룹장|감독|기술원|기능직|행정직|주관|전담자|담당주무관|매니저|지배인|부대표|대표)$").expect("pattern")
});

/// Surnames of the census that few people have; a word is not a name by one of them alone.
const RARE_SURNAMES: &str = "가간갈감견경계곡곽관교구군궁궉근난낭내노뇌누단담당대돈동두등뢰루만매명모목묘무묵문미민반범복비빈빙삼상섭소수순승시아애야어엽영예온옹왕용우운음이자장점정제종좌준즙지창천초총춘쾌탁탄태판팽편평포표풍피필하학한해허형호화환황후흥";

/// How likely a word is a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likelihood {
    /// It is none.
    No,
    /// Nothing speaks against it.
    Possible,
    /// A surname of the census before two syllables.
    Likely,
    /// A common surname before two syllables, or some of it is masked.
    Sure,
}

/// Endings of words of three syllables that are kinds, places or things and never end a name (공용물, 이용객, 영상용).
const THINGS: [char; 18] =
    ['용', '물', '객', '등', '별', '형', '식', '직', '제', '적', '률', '권', '층', '곳', '급', '률', '처', '및'];

/// How likely a word (or letters set apart to fill a cell) is a personal name.
pub(crate) fn likelihood(folded: &str) -> Likelihood {
    if is_name(folded) {
        return Likelihood::Sure;
    }
    let letters = folded.chars().count();
    let hangul = folded.chars().all(|letter| ('가'..='힣').contains(&letter));
    if !hangul || !(2..=4).contains(&letters) || POSITION.is_match(folded) || vocabulary::is_no_name(folded) {
        return Likelihood::No;
    }
    if vocabulary::column(folded).is_some() {
        return Likelihood::No;
    }
    let surname = |letter: char| SURNAMES.contains(letter) || RARE_SURNAMES.contains(letter);
    let single = folded.chars().next().is_some_and(surname);
    let double = letters >= 3 && DOUBLE_SURNAMES.iter().any(|surname| folded.starts_with(surname));
    let thing = folded.ends_with(THINGS);
    match letters {
        // 최병국, 기획실: what ends as a department is a name only where names stand.
        3 if is_unit(folded) && folded.starts_with(|first| SURNAMES.contains(first)) => Likelihood::Possible,
        _ if is_unit(folded) => Likelihood::No,
        _ if double => Likelihood::Likely,
        3 if single && !thing => Likelihood::Likely,
        2 | 3 if single => Likelihood::Possible,
        4 if !thing && folded.starts_with(|first| SURNAMES.contains(first)) => Likelihood::Possible,
        _ => Likelihood::No,
    }
}

/// Whether words end as departments, bodies and their parts do.
pub(super) fn is_unit(folded: &str) -> bool {
    DEPARTMENT.is_match(&folded.to_lowercase())
}

/// Whether words end as posts do.
pub(crate) fn is_post(folded: &str) -> bool {
    const PLACES: [&str; 6] = ["주차장", "운동장", "공사장", "선착장", "농장", "현장"];
    POSITION.is_match(&folded.to_lowercase()) && !PLACES.iter().any(|place| folded.ends_with(place))
}

/// Whether words are a name and nothing else; 홍 길 동 is one as well.
pub(crate) fn is_only_name(words: &Span, least: Likelihood) -> bool {
    let tokens = words.split(char::is_whitespace);
    let letters = tokens.len() > 1 && tokens.iter().all(|token| token.folded().chars().count() == 1);
    (tokens.len() == 1 || letters) && likelihood(words.folded()) >= least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_weigh_more_than_other_words() {
        for (word, wanted) in [
            ("이정훈", Likelihood::Sure),
            ("최병국", Likelihood::Possible),
            ("김○수", Likelihood::Sure),
            ("빙여울", Likelihood::Likely),
            ("사공린", Likelihood::Sure),
            ("제갈온", Likelihood::Sure),
            ("피가람", Likelihood::Likely),
            ("남궁다온", Likelihood::Likely),
            ("여민", Likelihood::Possible),
            ("총무과", Likelihood::No),
            ("방호원", Likelihood::No),
            ("안전과장", Likelihood::No),
            ("방범용", Likelihood::No),
            ("연락처", Likelihood::No),
        ] {
            assert_eq!(likelihood(word), wanted, "{word}");
        }
    }
}
