//! Personal data that a publication must not repeat, covered letter by letter, so that places in a text stay what they are.

use super::contact::{MAIL, MOBILE, REGISTRATION, rests};
use regex::Regex;
use std::sync::LazyLock;

/// What stands in place of a covered letter.
const COVER: char = '●';

/// A name behind the word for it; what is covered comes after the family name.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:성\s{0,3}명|이\s{0,3}름)\s{0,3}[:)]\s{0,3}[가-힣](?P<rest>(?:\s?[가-힣]){1,2})(?:[^가-힣]|$)")
        .expect("pattern")
});

/// The text with mobile numbers, e-mail addresses, resident registration numbers and these names covered: of a name
/// everything but the first letter. As many characters come out as go in.
pub fn covered(text: &str, names: &[&str]) -> String {
    let letters: Vec<char> = text.chars().collect();
    // Full-width digits and signs have one plain character each, so that offsets hold.
    let plain: String = letters.iter().map(|letter| narrow(*letter)).collect();
    let mut hidden = vec![false; letters.len()];
    for pattern in [&*MOBILE, &*MAIL, &*REGISTRATION, &*NAMED] {
        for rest in rests(pattern, &plain) {
            hide(&plain, &mut hidden, rest.start, rest.end);
        }
    }
    for name in names.iter().filter(|name| name.chars().count() > 1) {
        for (start, found) in plain.match_indices(name) {
            let first = found.chars().next().map_or(0, char::len_utf8);
            hide(&plain, &mut hidden, start + first, start + found.len());
        }
    }
    let cover = |(letter, hidden): (&char, bool)| if hidden && letter.is_alphanumeric() { COVER } else { *letter };
    letters.iter().zip(hidden).map(cover).collect()
}

/// A personal name with all but its first letter covered.
pub fn initial(name: &str) -> String {
    let rest = |letter: char| if letter.is_alphanumeric() { COVER } else { letter };
    name.chars().enumerate().map(|(at, letter)| if at == 0 { letter } else { rest(letter) }).collect()
}

/// Whether a number is one of a mobile phone, or is forwarded to one.
pub fn is_mobile(number: &str) -> bool {
    covered(number, &[]) != number
}

fn hide(text: &str, hidden: &mut [bool], start: usize, end: usize) {
    let before = text[..start].chars().count();
    let length = text[start..end].chars().count();
    for place in hidden.iter_mut().skip(before).take(length) {
        *place = true;
    }
}

fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー' => '-',
        '\u{a0}' | '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_personal_is_covered_in_place() {
        let cases = [
            ("담당 010-1234-5678 (주간)", "담당 010-●●●●-●●●● (주간)"),
            ("담당010-123-4567", "담당010-●●●-●●●●"),
            ("010.1234.5678", "010.●●●●.●●●●"),
            ("01012345678", "010●●●●●●●●"),
            ("０１０－１２３４－５６７８", "０１０－●●●●－●●●●"),
            ("+82-10-1234-5678", "+82-10-●●●●-●●●●"),
            ("011) 123-4567", "011) ●●●-●●●●"),
            ("010\t1234\n5678", "010\t●●●●\n●●●●"),
            ("메일 hong.gd@korea.kr 로", "메일 ●●●●.●●@korea.kr 로"),
            ("성명: 홍길동, 과장", "성명: 홍●●, 과장"),
            ("성 명 ： 홍 길 동 (과장)", "성 명 ： 홍 ● ● (과장)"),
            ("800101-1234567", "800101-●●●●●●●"),
            ("0505-123-4567", "0505-●●●-●●●●"),
            ("(010) 1234 5678", "(010) ●●●● ●●●●"),
            ("010-1234-5678 010-2345-6789", "010-●●●●-●●●● 010-●●●●-●●●●"),
            ("hong.gd(at)korea.kr", "●●●●.●●(at)korea.kr"),
        ];
        for (text, expected) in cases {
            assert_eq!(covered(text, &[]), expected);
            assert_eq!(covered(text, &[]).chars().count(), text.chars().count());
        }
    }

    #[test]
    fn what_is_public_stays() {
        for text in [
            "063-454-0000",
            "02-2109-3377",
            "2,010대, 2019. 10. 11.",
            "총 1010개소",
            "성명과 연락처를 적습니다",
            "성명\t직위\t소속",
            "제2010-123-4567호",
            "1588-6742",
        ] {
            assert_eq!(covered(text, &[]), text);
        }
    }

    #[test]
    fn names_that_are_known_are_covered_wherever_they_stand() {
        assert_eq!(covered("팀장 남궁민수, 남궁민수 주무관", &["남궁민수"]), "팀장 남●●●, 남●●● 주무관");
        assert_eq!(initial("홍길동"), "홍●●");
        assert!(is_mobile("010-1234-5678") && !is_mobile("041-938-2400"));
    }
}
