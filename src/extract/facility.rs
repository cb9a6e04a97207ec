//! Several policies in one document: a county's page with one for its hall, one for its health centre, one for its library.
//!
//! A page that only lists its facilities under one policy stays one policy: a part is a policy of its own when it
//! goes through most of the statutory items (시행령 제25조제1항) again, under a line that names a facility.

use super::outline::{self, Unit};
use super::span::Span;
use super::vocabulary::{Topic, Topics};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What names of facilities end in, with an example each.
const ENDINGS: &[(&str, &str)] = &[
    ("청사?", "구청 청사, 군청"),
    ("본청|본원|본사|본점", "○○시 본청, 지방법원 본원"),
    ("지원|분원|등기[소국]|분소|지소|출장소", "솔곶지원, 등기국, 남부출장소"),
    ("관", "중앙도서관, 체육관, 박물관, 별관"),
    ("센터", "주민자치센터"),
    ("보건(?:지|진료)?소", "보건소, 보건지소"),
    ("사업소", "상하수도사업소"),
    ("(?:사무|연구|상담|관리)소", "읍사무소, 수질연구소"),
    ("캠퍼스", "동탄캠퍼스"),
    ("학교", "부설초등학교"),
    ("(?:유치|의료|수련|연구|교육|공|문화|동물|식물)원|어린이집|요양원|병원", "의료원, 어린이집, 문화원"),
    ("주차장", "공영주차장"),
    ("시장", "전통시장"),
    ("터미널", "버스터미널"),
    ("역", "중앙역"),
    ("기지", "차량기지"),
    ("(?:본|지)(?:부|사|점)", "경기본부, 동부지사"),
    ("의회", "군의회"),
    ("(?:수영|경기|운동|야구|축구|체육|화장|매립|처리|정수|배수|야영|캠핑)장", "실내수영장, 하수처리장"),
    ("[가-힣]{1,4}(?:읍|면|동)", "강동면"),
    ("휴양림", "자연휴양림"),
    ("기숙사|생활관", "제2기숙사"),
];

/// Groups of topics, one for each statutory item.
const ITEMS: [&[Topic]; 8] = [
    &[Topic::Basis, Topic::Purpose],
    &[Topic::Count, Topic::Place, Topic::Range],
    &[Topic::Chief, Topic::Manager, Topic::Access],
    &[Topic::Hours, Topic::Retention, Topic::Storage, Topic::Method],
    &[Topic::Check],
    &[Topic::Request],
    &[Topic::Safeguards],
    &[Topic::Contract],
];
/// Items that make a part a policy of its own.
const FEWEST_ITEMS: usize = 4;
/// Longest line that only names a facility, in folded characters.
const LONGEST_NAME: usize = 30;

/// The parts of a range of units that are policies of single facilities, each by the line that names its facility
/// and with which it starts. Empty unless there are at least two.
pub(crate) fn parts(units: &[Unit], range: Range<usize>) -> Vec<usize> {
    let mut names = Vec::new();
    for at in range.clone() {
        if opens(&units[at])
            && let Some(name) = (range.start..at).rev().take(2).find(|above| is_name(&units[*above]))
            && names.last() != Some(&name)
        {
            names.push(name);
        }
    }
    let complete = |index: usize, name: usize| {
        let end = names.get(index + 1).copied().unwrap_or(range.end);
        items(outline::topics(&units[name..end])) >= FEWEST_ITEMS
    };
    let all = names.iter().enumerate().all(|(index, name)| complete(index, *name));
    if names.len() >= 2 && all { names } else { Vec::new() }
}

/// How many of the statutory items are announced.
fn items(topics: Topics) -> usize {
    ITEMS.iter().filter(|item| topics.any(item)).count()
}

/// The first item of a policy.
fn opens(unit: &Unit) -> bool {
    outline::line(unit)
        .and_then(|line| line.heading)
        .is_some_and(|heading| heading.topics.any(&[Topic::Basis, Topic::Purpose]))
}

/// A line that only names a facility: 3. 보건소, [중앙도서관].
fn is_name(unit: &Unit) -> bool {
    outline::line(unit).is_some_and(|line| line.heading.is_none() && name(&line.slice).is_some())
}

/// The facility's name in such a line.
pub(super) fn name(slice: &Span) -> Option<Span> {
    static ENDING: LazyLock<Regex> = LazyLock::new(|| {
        let all: Vec<&str> = ENDINGS.iter().map(|(pattern, _)| *pattern).collect();
        Regex::new(&format!(r"(?:{})(?:\([^)]{{1,20}}\))?$", all.join("|"))).expect("facility pattern")
    });
    let plain = outline::unmarked(slice)
        .trimmed(&['[', ']', '【', '】', '<', '>', '(', '■', '□', '○', '●', '◎', '▣', '*', ':']);
    let folded = plain.folded();
    let short = (2..=LONGEST_NAME).contains(&folded.chars().count()) && !folded.contains([':', ',', '.']);
    (short && ENDING.is_match(folded)).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ending_takes_its_examples() {
        for (ending, examples) in ENDINGS {
            for example in examples.split(", ") {
                assert!(name(&Span::new(0, 0, example)).is_some(), "{example} by {ending}");
            }
        }
        for other in ["1. 설치 근거", "주민의 안전", "관리책임자: 총무과장", "관"] {
            assert!(name(&Span::new(0, 0, other)).is_none(), "{other}");
        }
    }
}
