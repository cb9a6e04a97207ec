//! Numbers of cameras (대) and of sites (개소).

use regex::Regex;
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
    LazyLock::new(|| Regex::new(r"([0-9][0-9,]*)\)?(?:대|EA|ea|units?)").expect("pattern"));
static SITES: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"([0-9][0-9,]*)\)?(?:개소|개 소|곳|지점)").expect("pattern"));
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:총|계|합계|총계|소계|약|:|\*|\()*([0-9][0-9,]*)\.?(?:개|식|\)|\*)*(?:\(|$|\n)").expect("pattern")
});
static PAIR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:총|계|\*)*([0-9][0-9,]*)[(/\n]([0-9][0-9,]*)\)?\*?$").expect("pattern"));
static PLACEHOLDER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[○Oo0×Xx*]{2,}(?:대|개소)|^[○×]+$|^0{2,}$|\(?예시\)?").expect("pattern"));
static TOTAL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(?:\*|\()*(?:총|합계|총계|계|total)").expect("pattern"));

/// A number with thousands separators; nothing above a million, which no body runs.
pub fn number(digits: &str) -> Option<u32> {
    let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
    // 00 is a template's blank, not a number.
    if plain.len() > 1 && plain.starts_with('0') {
        return None;
    }
    // 1,23 is two numbers, not one.
    let groups = digits.trim_end_matches(',').split(',').skip(1).all(|group| group.len() == 3);
    plain.parse().ok().filter(|value| *value <= 1_000_000 && groups)
}

/// Reads a count cell. `unit` is what a bare number means there.
pub fn parse(folded: &str, unit: Unit) -> Count {
    let mut count = Count { total: TOTAL.is_match(folded), ..Count::default() };
    let first = |pattern: &Regex| pattern.captures(folded).and_then(|found| number(&found[1]));
    if PLACEHOLDER.is_match(folded) && !CAMERAS.captures_iter(folded).any(|found| !found[1].starts_with('0')) {
        count.placeholder = true;
        return count;
    }
    count.cameras = first(&CAMERAS);
    count.sites = first(&SITES);
    if count.cameras.is_some() {
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
    if count.cameras.is_none()
        && count.sites.is_none()
        && let Some(value) = first(&BARE)
    {
        match unit {
            Unit::Cameras | Unit::CamerasThenSites | Unit::SitesThenCameras => count.cameras = Some(value),
            Unit::Sites => count.sites = Some(value),
        }
    }
    count
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
