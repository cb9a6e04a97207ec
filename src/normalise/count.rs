//! Numbers of cameras (대) and of sites (개소).

use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// What a count cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Cameras (대).
    pub cameras: Option<u32>,
    /// Sites (개소).
    pub sites: Option<u32>,
    /// The cell itself says that it is a total (총, 합계).
    pub total: bool,
    /// Template residue (○○대, 00대).
    pub placeholder: bool,
    /// A number stands there that is not understood (12~15대), so none is given.
    pub unread: bool,
    /// Several numbers of cameras, none of which is said to be their sum.
    pub several: bool,
}

/// What a bare number counts, as the column's title tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 대.
    Cameras,
    /// 개소.
    Sites,
    /// 개소(대): sites, cameras in brackets.
    SitesThenCameras,
    /// 대/개소: cameras, then sites.
    CamerasThenSites,
}

static CAMERAS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"([0-9][0-9,]*)(\)?)(?:여?대|EA|ea|units?|cameras?)").expect("pattern"));
static SITES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"([0-9][0-9,]*)\)?(?:개소|개 소|곳|지점)").expect("pattern"));
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:총|계|합계|총계|소계|약|:|\*|\()*([0-9][0-9,]*|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)\.?(?:개|식|\)|\*)*(?:\(|$|\n)")
        .expect("pattern")
});
static PAIR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:총|계|\*)*([0-9][0-9,]*)[(/\n]([0-9][0-9,]*)\)?\*?$").expect("pattern"));
static PLACEHOLDER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[○Oo0×Xx*]{2,}(?:대|개소)|^[○×]+$|^0{2,}$|\(?예시\)?").expect("pattern"));
static TOTAL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(?:\*|\()*(?:총|합계|총계|계|total)").expect("pattern"));
/// Numbers that are added up: 12+3대, 12대+3대.
static ADDED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[0-9][0-9,]*대?(?:\+[0-9][0-9,]*대?)+").expect("pattern"));
/// What a number was and what it has become: 12대→15대.
static CHANGED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[0-9][0-9,]*대?(?:→|⇒|➡|▶|=>|->)([0-9][0-9,]*)대?").expect("pattern"));

/// A number with thousands separators; nothing above a million, which no body runs.
pub fn number(digits: &str) -> Option<u32> {
    let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
    // 00 is a template's blank, not a number.
    if plain.len() > 1 && plain.starts_with('0') {
        return None;
    }
    // 1,23 is two numbers, not one.
    let groups = digits.trim_end_matches(',').split([',', '.']).skip(1).all(|group| group.len() == 3);
    plain.parse().ok().filter(|value| *value <= 1_000_000 && groups)
}

/// A number of cameras in folded words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    /// The number and its unit.
    pub(crate) range: Range<usize>,
    /// Nothing when what stands beside the number shows that it is part of something else: 12~15대, 1만 23,456대.
    pub(crate) value: Option<u32>,
}

/// All numbers of cameras (대) in folded words, one after the other: sums as their sum, what was replaced not at all.
pub(crate) fn cameras(folded: &str) -> Vec<Counted> {
    let mut found: Vec<Counted> = Vec::new();
    let new = |all: regex::Captures<'_>| Some(all.get(0)?.start()..all.get(1)?.start());
    let mut replaced = CHANGED.captures_iter(folded).filter_map(new).peekable();
    let mut sums = ADDED.find_iter(folded).map(|sum| sum.range()).peekable();
    let mut replacing = usize::MAX;
    for all in CAMERAS.captures_iter(folded) {
        let (Some(whole), Some(digits)) = (all.get(0), all.get(1)) else { continue };
        let (before, after) = (&folded[..digits.start()], &folded[whole.end()..]);
        // 대한, 대표, 대비 count nothing; 제3대 is the third.
        if before.ends_with('제') || whole.as_str().ends_with('대') && after.starts_with(['한', '표', '비', '상'])
        {
            continue;
        }
        while sums.next_if(|sum| sum.end <= digits.start()).is_some() {}
        if let Some(sum) = sums.peek().filter(|sum| sum.contains(&digits.start())) {
            if found.last().is_none_or(|last| last.range.end <= sum.start) {
                found.push(added(folded, sum.start..sum.end.max(whole.end())));
            }
            continue;
        }
        while let Some(old) = replaced.next_if(|old| old.end <= digits.start()) {
            replacing = old.end;
        }
        if replaced.peek().is_some_and(|old| old.contains(&digits.start())) {
            continue;
        }
        let bracket = all.get(2).is_some_and(|close| !close.as_str().is_empty()) && !before.ends_with('(');
        let alone = replacing == digits.start() || !bracket && !begins_range(after) && stands_alone(before);
        found.push(Counted { range: digits.start()..whole.end(), value: number(digits.as_str()).filter(|_| alone) });
    }
    found
}

/// What numbers add up to that stand with a plus between them.
fn added(folded: &str, range: Range<usize>) -> Counted {
    let parts: Option<Vec<u32>> =
        folded[range.clone()].split('+').map(|part| number(part.trim_end_matches('대'))).collect();
    let value = parts.map(|parts| parts.iter().sum()).filter(|_| stands_alone(&folded[..range.start]));
    Counted { range, value }
}

/// Whether a number goes on to another: 12대~15대.
fn begins_range(after: &str) -> bool {
    after.strip_prefix(['~', '-']).is_some_and(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits > 0 && rest[digits..].starts_with('대')
    })
}

/// Whether a number that follows these folded words is whole: nothing before it is part of it.
pub(crate) fn stands_alone(before: &str) -> bool {
    let mut letters = before.chars();
    let Some(last) = letters.next_back() else { return true };
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let rest = letters.as_str();
    match last {
        '만' | '천' | '백' | '십' | '억' | '.' | ',' | '/' | '+' | '→' | '⇒' => {
            !digit(rest.chars().next_back())
        }
        '>' => !(rest.ends_with("대-") || rest.ends_with('-') && digit(rest.chars().rev().nth(1))),
        '~' | '-' => !digit(rest.trim_end_matches('대').chars().next_back()),
        // 지하1 2대 has a name that ends in a digit; 12 34대 is not understood.
        ' ' => {
            let name = rest.trim_end_matches(|c: char| c.is_ascii_digit());
            !digit(rest.chars().next_back()) || name.ends_with(char::is_alphabetic)
        }
        '\n' => {
            let line = rest.rsplit('\n').next().unwrap_or("");
            !digit(line.chars().next_back()) || line.contains(char::is_alphabetic)
        }
        c => !c.is_ascii_digit(),
    }
}

/// Reads a count cell. `unit` is what a bare number means there.
pub fn parse(folded: &str, unit: Unit) -> Count {
    let mut count = Count { total: TOTAL.is_match(folded), ..Count::default() };
    let cameras = cameras(folded);
    if PLACEHOLDER.is_match(folded) && !cameras.iter().any(|found| !folded[found.range.clone()].starts_with('0')) {
        count.placeholder = true;
        return count;
    }
    count.sites = SITES
        .captures(folded)
        .and_then(|found| found.get(1))
        .and_then(|found| number(found.as_str()).filter(|_| stands_alone(&folded[..found.start()])));
    if !cameras.is_empty() {
        count.cameras = one_of(folded, &cameras, &mut count.several);
        count.unread = count.cameras.is_none();
        return count;
    }
    let pair = PAIR.captures(folded).and_then(|found| Some((number(&found[1])?, number(&found[2])?)));
    if let Some((first, second)) = pair {
        match unit {
            Unit::SitesThenCameras => (count.sites, count.cameras) = (Some(first), Some(second)),
            Unit::CamerasThenSites => (count.cameras, count.sites) = (Some(first), Some(second)),
            Unit::Cameras | Unit::Sites => {}
        }
    }
    if count.cameras.is_none() && count.sites.is_none() {
        let value = bare(folded);
        match unit {
            Unit::Cameras | Unit::CamerasThenSites | Unit::SitesThenCameras => count.cameras = value,
            Unit::Sites => count.sites = value,
        }
        count.unread = value.is_none() && folded.starts_with(|c: char| c.is_ascii_digit());
        if value.is_none() && unit == Unit::Cameras {
            count.cameras = spelled_out(folded.trim_start_matches(['총', '약']).trim_end_matches('대'));
        }
    }
    count
}

/// A number in letters: 열두, 스무, 오십이, 일천이백.
pub(crate) fn spelled_out(word: &str) -> Option<u32> {
    const TENS: [(&str, u32); 10] = [
        ("열", 10),
        ("스물", 20),
        ("스무", 20),
        ("서른", 30),
        ("마흔", 40),
        ("쉰", 50),
        ("예순", 60),
        ("일흔", 70),
        ("여든", 80),
        ("아흔", 90),
    ];
    const ONES: [(&str, u32); 16] = [
        ("하나", 1),
        ("한", 1),
        ("두", 2),
        ("둘", 2),
        ("세", 3),
        ("셋", 3),
        ("네", 4),
        ("넷", 4),
        ("다섯", 5),
        ("여섯", 6),
        ("일곱", 7),
        ("여덟", 8),
        ("아홉", 9),
        ("석", 3),
        ("넉", 4),
        ("", 0),
    ];
    let tens = TENS.iter().find_map(|(name, value)| Some((word.strip_prefix(name)?, *value)));
    let (rest, ten) = tens.unwrap_or((word, 0));
    if let Some((_, one)) = ONES.iter().find(|(name, _)| *name == rest).filter(|(name, _)| ten > 0 || !name.is_empty())
    {
        return Some(ten + one);
    }
    let (mut total, mut digit, mut bound, mut units) = (0u32, None, 10_000u32, 0);
    for c in word.chars() {
        if let Some(value) = ['일', '이', '삼', '사', '오', '육', '칠', '팔', '구'].iter().position(|name| *name == c)
        {
            if digit.replace(value as u32 + 1).is_some() {
                return None;
            }
            continue;
        }
        let size = match c {
            '천' => 1_000,
            '백' => 100,
            '십' => 10,
            _ => return None,
        };
        if size >= bound {
            return None;
        }
        total += digit.take().unwrap_or(1) * size;
        (bound, units) = (size, units + 1);
    }
    // 이대 and 사대 are names.
    (units > 0).then(|| total + digit.unwrap_or(0))
}

/// A number without a unit that is all of a cell.
fn bare(folded: &str) -> Option<u32> {
    if let Some(sum) = ADDED.find(folded).filter(|sum| sum.len() == folded.len()) {
        return sum.as_str().split('+').map(number).sum();
    }
    if let Some(new) = CHANGED.captures(folded).filter(|all| all[0].len() == folded.len()) {
        return number(&new[1]);
    }
    let found = BARE.captures(folded)?;
    // 12 over 34 may be two numbers as well as one.
    let more = folded[found.get(0)?.end()..].starts_with(|c: char| c.is_ascii_digit() || c == ',');
    number(&found[1]).filter(|_| !more || found[0].ends_with('('))
}

/// The number that a cell gives: the only one outside brackets, or one that says (or is seen) to be the sum of the others.
fn one_of(folded: &str, cameras: &[Counted], several: &mut bool) -> Option<u32> {
    let (mut depth, mut from, mut outside) = (0i32, 0, Vec::new());
    for found in cameras {
        for c in folded[from..found.range.start].chars() {
            depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
        }
        from = found.range.start;
        if depth <= 0 {
            outside.push(found);
        }
    }
    let candidates: Vec<&Counted> = if outside.is_empty() { cameras.iter().collect() } else { outside };
    if let [only] = candidates.as_slice() {
        return only.value;
    }
    let first = candidates[0];
    let values: Option<Vec<u32>> = candidates[1..].iter().map(|found| found.value).collect();
    let said = ["총", "계", "모두", "전체"].iter().any(|word| folded[..first.range.start].ends_with(word));
    let seen = values.is_some_and(|values| Some(values.iter().sum()) == first.value);
    *several = !(said || seen);
    first.value.filter(|_| said || seen)
}

/// Whether folded text holds at least `least` digits: asked before patterns that need them, most lines hold none.
pub(crate) fn has_digits(folded: &str, least: usize) -> bool {
    folded.bytes().filter(u8::is_ascii_digit).take(least).count() == least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells() {
        let cases = [
            ("1,112대", Unit::Cameras, Some(1112), None),
            ("12", Unit::Cameras, Some(12), None),
            ("총20대", Unit::Cameras, Some(20), None),
            ("1,204개소(2,987대)", Unit::Cameras, Some(2987), Some(1204)),
            ("4,216대/1,733개소", Unit::Cameras, Some(4216), Some(1733)),
            ("1,204(2,987)", Unit::SitesThenCameras, Some(2987), Some(1204)),
            ("○○대", Unit::Cameras, None, None),
            ("00대", Unit::Cameras, None, None),
            ("0대", Unit::Cameras, Some(0), None),
            ("0", Unit::Cameras, Some(0), None),
            ("-", Unit::Cameras, None, None),
            ("12대(실내8,실외4)", Unit::Cameras, Some(12), None),
            ("41", Unit::Sites, None, Some(41)),
            ("**74대/61개소**", Unit::Cameras, Some(74), Some(61)),
            ("15EA", Unit::Cameras, Some(15), None),
            ("현관", Unit::Cameras, None, None),
            ("12~15대", Unit::Cameras, None, None),
            ("12대~15대", Unit::Cameras, None, None),
            ("12-15대", Unit::Cameras, None, None),
            ("12~15", Unit::Cameras, None, None),
            ("12대→15대", Unit::Cameras, Some(15), None),
            ("12→15", Unit::Cameras, Some(15), None),
            ("12대->15대", Unit::Cameras, Some(15), None),
            ("12+3대", Unit::Cameras, Some(15), None),
            ("12대+3대", Unit::Cameras, Some(15), None),
            ("12+3", Unit::Cameras, Some(15), None),
            ("1.234", Unit::Cameras, Some(1234), None),
            ("12.34", Unit::Cameras, None, None),
            ("1만23,456대", Unit::Cameras, None, None),
            ("12 34대", Unit::Cameras, None, None),
            ("12\n34대", Unit::Cameras, None, None),
            ("12\n34", Unit::Cameras, None, None),
            ("371)대", Unit::Cameras, None, None),
            ("(12)대", Unit::Cameras, Some(12), None),
            ("B1 12대", Unit::Cameras, Some(12), None),
            ("8대/4대", Unit::Cameras, None, None),
            ("12대:실내8대,실외4대", Unit::Cameras, Some(12), None),
            ("총30대\n본관20대\n별관9대", Unit::Cameras, Some(30), None),
            ("제3대", Unit::Cameras, None, None),
            ("약100여대", Unit::Cameras, Some(100), None),
            ("열두대", Unit::Cameras, Some(12), None),
            ("스무대", Unit::Cameras, Some(20), None),
            ("총오십이대", Unit::Cameras, Some(52), None),
            ("일천이백삼십사대", Unit::Cameras, Some(1234), None),
            ("이대", Unit::Cameras, None, None),
            ("시대", Unit::Cameras, None, None),
            ("백십천대", Unit::Cameras, None, None),
        ];
        for (text, unit, cameras, sites) in cases {
            let count = parse(text, unit);
            assert_eq!((count.cameras, count.sites), (cameras, sites), "{text}");
        }
        assert!(parse("○○대", Unit::Cameras).placeholder && parse("총20대", Unit::Cameras).total);
    }

    #[test]
    fn numbers() {
        assert_eq!((number("1,995"), number("1,23"), number("9999999")), (Some(1995), None, None));
    }
}
