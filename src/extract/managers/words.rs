//! What a word among people is by itself: a name, a post, a department.
//!
//! Korean names are ordinary syllables. A word is weighed, and where it stands decides how much weight is enough: under
//! a title that says so a possible name is one, between a role and a post a likely one.

use super::person::{DEPARTMENT, POSITION, is_name};
use crate::extract::span::Span;
use crate::extract::vocabulary;
use crate::normalise::personal_names::{DOUBLE_SURNAMES, SURNAMES};

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
