//! What in a text belongs to a private person: names, mobile numbers, mail addresses, registration numbers.
//!
//! Korean names are ordinary syllables, so that no pattern finds them all and every pattern finds too much. Two things
//! together come close: the names that were read as such anywhere on an institution's pages, looked for in everything
//! else of it, and words that stand where names stand. Both are meant for leaving words out, never for reading values:
//! a word too many costs a quote, a word too few a person.

use super::contact::{MAIL, MOBILE, REGISTRATION};
use super::fold::fold;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

/// First syllables of Korean names.
pub(crate) static SURNAMES: &str = "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예경봉사부";

/// Surnames of two syllables.
pub(crate) const DOUBLE_SURNAMES: [&str; 8] = ["남궁", "황보", "제갈", "선우", "독고", "사공", "서문", "동방"];

/// What a text must not give away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Personal {
    /// A name.
    Name,
    /// A mobile or forwarding number.
    Mobile,
    /// A mail address.
    Mail,
    /// A resident registration number.
    Registration,
}

impl Personal {
    /// Its name where something is withheld.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Mobile => "mobile",
            Self::Mail => "mail",
            Self::Registration => "registration_number",
        }
    }
}

/// What stands before a name: a label with its colon, in folded text.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:성명|이름|책임자|담당자?|작성자|대표자?|문의|열람자|취급자|권한자|관리자)[:=|(\[]{1,2}([가-힣]{2,4})",
    )
    .expect("pattern")
});
/// Endings of posts and of labels beside which a name stands.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[과팀국실부처단소원관서청차계반대동면읍]장|센터장|총장|학장|교장|이사장|사장|지점장|파트장|그룹장|회장|담당|담당관|담당자|책임자|관리자|취급자|권한자|전담자|작성자|대표|대표자|주무관|사무관|서기관|주사보?|서기보?|대리|사원|주임|직원|교사|교감|씨|님|귀하|성명|이름|군수|위원|기사|연구원|연구관)$")
        .expect("pattern")
});
/// Places that end like posts.
const PLACES: [&str; 5] = ["주차장", "운동장", "공사장", "선착장", "농장"];
/// Endings of departments, posts and places; words that end so are taken for these although they may be names (김병국).
const NO_NAMES: [&str; 13] = ["과", "팀", "국", "실", "처", "단", "부", "장", "면", "읍", "초", "시", "군"];
/// Words of policies that begin with a surname and are three syllables long.
const WORDS: [&str; 27] = [
    "고정형",
    "이동형",
    "이동식",
    "방범용",
    "주정차",
    "이용자",
    "구성원",
    "공무원",
    "연구원",
    "전산원",
    "방호원",
    "경찰관",
    "보안관",
    "도서관",
    "박물관",
    "미술관",
    "체육관",
    "문화원",
    "권한이",
    "권한을",
    "지정한",
    "부서의",
    "부서별",
    "부서로",
    "부서에",
    "부서는",
    "사항은",
];

/// Whether a word alone may be a name: three syllables behind a surname, or two behind a surname of two.
fn may_be_name(word: &str) -> bool {
    let length = word.chars().count();
    let hangul = word.chars().all(|letter| ('가'..='힣').contains(&letter));
    let single = length == 3 && word.chars().next().is_some_and(|first| SURNAMES.contains(first));
    let double = length == 4 && DOUBLE_SURNAMES.iter().any(|surname| word.starts_with(surname));
    let known = WORDS.contains(&word);
    hangul && !known && (single || double) && !NO_NAMES.iter().any(|end| word.ends_with(end)) && !BESIDE.is_match(word)
}

/// The names that were read in a crawl, to be found again in its other words.
#[derive(Debug)]
pub struct Names {
    /// Names of three and more syllables, wherever they stand.
    everywhere: Option<AhoCorasick>,
    /// Shorter and uncertain ones, on the pages of their holder only: `이수` is a name and a part of many words.
    of: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// Names, and words of posts and departments among which a name may stand, each with the key of whose pages they
    /// stand on.
    pub fn new(
        names: impl IntoIterator<Item = (String, String)>,
        posts: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let mut everywhere = BTreeSet::new();
        let mut of: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (holder, text) in posts {
            of.entry(holder).or_default().extend(candidates(&words(&text)).map(|(_, name)| name));
        }
        for (holder, name) in names {
            let name = fold(&name);
            if name.chars().count() < 2 {
                continue;
            }
            if may_be_name(&name) {
                everywhere.insert(name);
            } else {
                of.entry(holder).or_default().push(name);
            }
        }
        let everywhere = (!everywhere.is_empty())
            .then(|| AhoCorasickBuilder::new().match_kind(MatchKind::LeftmostFirst).build(&everywhere).ok())
            .flatten();
        Self { everywhere, of }
    }

    /// What a text holds that is personal, as far as can be known without its column.
    pub fn found(&self, holder: Option<&str>, text: &str) -> Option<Personal> {
        let folded = fold(text);
        if self.known(holder, &folded) || labelled(&folded) || beside_post(text) {
            return Some(Personal::Name);
        }
        number(&folded)
    }

    /// Whether a name that was read stands in folded text.
    fn known(&self, holder: Option<&str>, folded: &str) -> bool {
        let here = holder.and_then(|holder| self.of.get(holder));
        self.everywhere.as_ref().is_some_and(|names| names.is_match(folded))
            || here.is_some_and(|names| names.iter().any(|name| folded.contains(name.as_str())))
    }

    /// As [`found`](Self::found), for columns where departments and posts stand, and names by mistake: a word that may
    /// be a name is taken for one.
    pub fn found_among_posts(&self, holder: Option<&str>, text: &str) -> Option<Personal> {
        let any = || candidates(&words(text)).next().is_some();
        self.found(holder, text).or_else(|| any().then_some(Personal::Name))
    }
}

impl Names {
    /// As [`found`](Self::found), for firms: one that is a name and nothing else is a person.
    pub fn found_in_firm(&self, holder: Option<&str>, text: &str) -> Option<Personal> {
        self.found(holder, text).or_else(|| may_be_name(text.trim()).then_some(Personal::Name))
    }

    /// As [`found`](Self::found), for the words around a quote: a cell of a row that may be a name is taken for one, and
    /// what is parted by the marks between cells, or by titles, is looked at as one text as well.
    pub fn found_in_context(&self, holder: Option<&str>, text: &str) -> Option<Personal> {
        const MARKS: [&str; 3] = [" | ", ": ", " › "];
        let mut cells = vec![text];
        for mark in MARKS {
            cells = cells.into_iter().flat_map(|cell| cell.split(mark)).collect();
        }
        let name = |cell: &&str| may_be_name(&fold(cell));
        self.found(holder, text)
            .or_else(|| cells.iter().any(name).then_some(Personal::Name))
            .or_else(|| self.found(holder, &text.replace(MARKS[0], " ")))
            .or_else(|| {
                let untitled = text.split(MARKS[0]).map(|cell| cell.rsplit(MARKS[1]).next().unwrap_or(cell));
                self.found(holder, &untitled.collect::<Vec<_>>().join(" "))
            })
    }

    /// As [`found`](Self::found), for addresses of the web, where words are escaped.
    pub fn found_in_address(&self, holder: Option<&str>, address: &str) -> Option<Personal> {
        let text = unescaped(address);
        let folded = fold(&text);
        self.known(holder, &folded).then_some(Personal::Name).or_else(|| number(&folded))
    }
}

/// Numbers and addresses of persons in folded text.
fn number(folded: &str) -> Option<Personal> {
    [(&MOBILE, Personal::Mobile), (&MAIL, Personal::Mail), (&REGISTRATION, Personal::Registration)]
        .into_iter()
        .find_map(|(pattern, what)| pattern.is_match(folded).then_some(what))
}

/// An address with its `%XX` as the letters they stand for.
fn unescaped(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether a name follows its label: `담당자:홍길동`.
fn labelled(folded: &str) -> bool {
    LABELLED.captures_iter(folded).any(|found| {
        found.get(1).is_some_and(|word| {
            // 홍길동주무관: the name is the beginning of what stands together.
            let word = word.as_str();
            may_be_name(word) || word.char_indices().nth(3).is_some_and(|(end, _)| may_be_name(&word[..end]))
        })
    })
}

/// Whether a word that may be a name stands beside a post or a label: `총무과장 홍길동`, `홍길동 주무관`.
fn beside_post(text: &str) -> bool {
    let words = words(text);
    let is_post = |word: &str| BESIDE.is_match(word) && !PLACES.iter().any(|place| word.ends_with(place));
    let word = |at: Option<usize>| at.and_then(|at| words.get(at)).copied();
    let post = |at: Option<usize>| word(at).is_some_and(is_post);
    // 홍길동 과장이 지웁니다: beside a post with its particle, words that go on with the sentence are no names.
    let said = |name: &str, at: Option<usize>| {
        !name.ends_with(SENTENCE_GOES_ON) && word(at).and_then(without_particle).is_some_and(is_post)
    };
    let beside = |(at, name): (Range<usize>, String)| {
        let (before, after) = (at.start.checked_sub(1), Some(at.end));
        post(before) || post(after) || said(&name, before) || said(&name, after)
    };
    // 과장 홍길동이 지웁니다.
    let named = |(at, word): (usize, &&str)| {
        let name = without_particle(word).is_some_and(|name| may_be_name(name) && !name.ends_with(VERBS));
        name && (post(at.checked_sub(1)) || post(Some(at + 1)))
    };
    candidates(&words).any(beside) || words.iter().enumerate().any(named)
}

/// Particles behind a noun.
const PARTICLES: [char; 11] = ['이', '가', '은', '는', '을', '를', '의', '께', '도', '와', '과'];
/// Ends of words that go on with a sentence: 정보를, 설치한.
const SENTENCE_GOES_ON: [char; 10] = ['을', '를', '는', '의', '에', '로', '며', '고', '한', '함'];
/// Ends of verbs before a particle: 설치하는.
const VERBS: [char; 3] = ['하', '되', '시'];

/// A word without its particle; nothing of a word that has none.
fn without_particle(word: &str) -> Option<&str> {
    word.strip_suffix(PARTICLES).filter(|stem| !stem.is_empty())
}

/// Words that may be names, with where they stand: one word, or three syllables with blanks between them.
fn candidates<'a>(words: &'a [&'a str]) -> impl Iterator<Item = (Range<usize>, String)> + 'a {
    let whole = words.iter().enumerate().map(|(at, word)| (at..at + 1, (*word).to_owned()));
    let spaced = words.windows(3).enumerate().filter(|(_, three)| three.iter().all(|word| word.chars().count() == 1));
    let spaced = spaced.map(|(at, three)| (at..at + 3, three.concat()));
    whole.chain(spaced).filter(|(_, word)| may_be_name(word))
}

/// The words of a text, without marks.
fn words(text: &str) -> Vec<&str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let read = [("a", "최도윤"), ("a", "이수"), ("b", "김 서 연"), ("b", "정보팀"), ("a", "박○준")];
        let own = |(holder, text): (&str, &str)| (holder.to_owned(), text.to_owned());
        Names::new(read.map(own), [("a", "자료실 반지원"), ("b", "도서관")].map(own))
    }

    #[test]
    fn known_names_are_found_however_they_are_spaced() {
        let names = names();
        let cases = [
            ("a", "최도윤", true),
            ("b", "관리 책임자 최 도 윤 (총무과)", true),
            ("b", "김서연", true),
            ("a", "이수 팀장", true),
            ("a", "박○준 소장", true),
            // Short names, and what may be none, count at home only.
            ("b", "이수역 3번 출구", false),
            ("a", "정보팀", false),
            ("b", "정보팀", true),
            ("a", "시청 로비", false),
            // A name that was read as a department.
            ("a", "열쇠는 반 지 원 보관", true),
            ("b", "반지원", false),
            ("b", "도서관 자료실", false),
        ];
        for (holder, text, expected) in cases {
            assert_eq!(names.found(Some(holder), text) == Some(Personal::Name), expected, "{holder} {text}");
        }
    }

    #[test]
    fn names_and_numbers_in_rows_are_found() {
        let names = names();
        let cases = [
            ("3. 관리책임자 › 구분: 관리책임자 | 성명: 한가람 | 연락처: 02-000-1000", Some(Personal::Name)),
            ("총무과 | 한가람 | 02-000-1000", Some(Personal::Name)),
            ("총무과 | 한 가 람 | 02-000-1000", Some(Personal::Name)),
            ("부서: 총무과장 | 한가람입니다", None),
            ("담당: 010 | 1234 | 5678", Some(Personal::Mobile)),
            ("연락처: 010 | 연락처: 1234 | 연락처: 5678", Some(Personal::Mobile)),
            ("비고: 최도윤에게 문의", Some(Personal::Name)),
            ("2. 설치 대수 › 설치장소: 정문 | 대수: 12대", None),
        ];
        for (text, expected) in cases {
            assert_eq!(names.found_in_context(Some("a"), text), expected, "{text}");
        }
    }

    #[test]
    fn words_where_names_stand_are_taken_for_names() {
        let names = Names::new([], []);
        let cases = [
            ("담당자: 홍길동", true),
            ("성명 : 남궁민수", true),
            ("정보통신과장 홍길동", true),
            ("홍길동 주무관", true),
            ("관리책임자(홍길동)", true),
            ("관장 홍 길 동", true),
            ("그 뒤에는 홍길동 과장이 지웁니다", true),
            ("총무과장 홍길동이 지웁니다", true),
            ("관리책임자가 정보를 지웁니다", false),
            ("담당자 설치하는 곳", false),
            ("정보통신과장", false),
            ("관리책임자 안전총괄과장", false),
            ("주차장 주무관", false),
            ("학교 운동장 조명탑", false),
            ("공영주차장 고정형", false),
            ("윤들시 대표 누리집", false),
            ("담당 부서로 문의하여 주십시오", false),
            ("보관기간 30일 이내", false),
            ("시설관리팀 / 정보통신팀", false),
        ];
        for (text, expected) in cases {
            assert_eq!(names.found(None, text).is_some(), expected, "{text}");
        }
        for (text, expected) in
            [("시설팀 이정훈", true), ("시설팀", false), ("총무과 행정실", false), ("도서관", false)]
        {
            assert_eq!(names.found_among_posts(None, text).is_some(), expected, "{text}");
        }
    }

    #[test]
    fn firms_and_addresses() {
        let names = names();
        for (firm, expected) in
            [("홍길동", true), ("㈜한빛넷", false), ("한빛넷 주식회사", false), ("최도윤전기", true)]
        {
            assert_eq!(names.found_in_firm(None, firm).is_some(), expected, "{firm}");
        }
        for (address, expected) in [
            ("https://a.kr/?name=%EC%B5%9C%EB%8F%84%EC%9C%A4", true),
            ("https://a.kr/?tel=010-1234-5678", true),
            ("https://a.kr/view.do?key=1237&menuCd=DOM_000000106004001000", false),
            ("https://a.kr/%zz%", false),
        ] {
            assert_eq!(names.found_in_address(None, address).is_some(), expected, "{address}");
        }
    }

    #[test]
    fn numbers_of_persons_in_all_spellings() {
        let names = Names::new([], []);
        for text in [
            "010-1234-5678",
            "010.1234.5678",
            "010 1234 5678",
            "(010) 1234-5678",
            "01012345678",
            "０１０－１２３４－５６７８",
            "016-123-4567",
            "+82-10-1234-5678",
            "+82 10 1234 5678",
            "82)10-1234-5678",
            "연락처:010-1234-5678(야간)",
            "010–1234–5678",
            "0505-123-4567",
        ] {
            assert_eq!(names.found(None, text), Some(Personal::Mobile), "{text}");
        }
        for text in ["063-450-4010", "02-2010-1234", "2010-10-12", "1588-6742", "070-7706-2519", "30101234567890"] {
            assert_eq!(names.found(None, text), None, "{text}");
        }
        assert_eq!(names.found(None, "hong@korea.kr"), Some(Personal::Mail));
        assert_eq!(names.found(None, "900101-1234567"), Some(Personal::Registration));
    }
}
