//! The text of a robots.txt: its lines, to whom they speak, and what they say to us.
//!
//! Lines are read as RFC 9309 has it. What it leaves open is read as its author meant it: misspelt keys, a missing
//! colon, marks of byte order, Korean in either charset. What Google adds to the RFC is left out where it would let us
//! ask more: a permission for `index.html` says nothing of its folder.

use super::pattern::{Pattern, Place};
use crate::crawl::fetch::limits::ROBOTS_BYTES;
use encoding_rs::EUC_KR;
use std::cmp::Reverse;
use url::Url;

/// The mark of UTF-8.
const MARK: &[u8] = b"\xEF\xBB\xBF";
/// Site maps that are taken note of.
const SITE_MAPS: usize = 200;

/// What a robots.txt says to one who goes by a name.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// The longest first, and of two that are as long the permission: the first that matches holds.
    rules: Vec<Rule>,
    delay_ms: Option<u32>,
    sitemaps: Vec<Url>,
}

#[derive(Debug)]
struct Rule {
    pattern: Pattern,
    allows: bool,
}

/// What a line is about.
enum Key {
    Agent,
    Allow,
    Disallow,
    Delay,
    SiteMap,
}

/// To whom the lines that follow are said.
#[derive(Debug, Default)]
struct Group {
    us: bool,
    all: bool,
    /// Whether something was said already, so that the next name begins another group.
    closed: bool,
}

/// What was said to somebody.
#[derive(Debug, Default)]
struct GroupRules {
    rules: Vec<Rule>,
    delay_ms: Option<u32>,
}

impl Rules {
    /// Reads the first 500 KiB, whatever the bytes are; `product` is the name that files may speak of.
    pub(super) fn read(body: &[u8], product: &str) -> Self {
        let sixteen = body.starts_with(b"\xFF\xFE") || body.starts_with(b"\xFE\xFF");
        let body = within_limit(body);
        if sixteen {
            Self::of_lines(encoding_rs::UTF_8.decode(body).0.as_bytes(), product)
        } else {
            Self::of_lines(body, product)
        }
    }

    fn of_lines(text: &[u8], product: &str) -> Self {
        let (mut to_us, mut to_all, mut to_everybody) = (GroupRules::default(), GroupRules::default(), None);
        let (mut named, mut named_us) = (false, false);
        // Other records must not end a group (RFC 9309 section 2.2.4), so a delay does not. But it is meant for the
        // names right above it, and not for those that come after it in what is one group by the RFC.
        let (mut group, mut delayed) = (Group::default(), Group::default());
        let mut sitemaps = Vec::new();
        for line in without_mark(text).split(|octet| matches!(octet, b'\n' | b'\r')) {
            let Some((key, value)) = record(line) else { continue };
            match key {
                Key::Agent => {
                    group.hear(value, product);
                    delayed.hear(value, product);
                    named = true;
                    named_us |= group.us;
                }
                Key::Allow | Key::Disallow => {
                    group.closed = true;
                    delayed.closed = true;
                    let allows = matches!(key, Key::Allow);
                    for (heard, said) in [(group.us, &mut to_us), (group.all, &mut to_all)] {
                        if heard {
                            said.rules.extend(patterns(value).map(|pattern| Rule { pattern, allows }));
                        }
                    }
                }
                Key::Delay => {
                    delayed.closed = true;
                    let delay = delay_ms(value);
                    for (heard, longest) in [
                        (delayed.us, &mut to_us.delay_ms),
                        (delayed.all, &mut to_all.delay_ms),
                        (!named, &mut to_everybody),
                    ] {
                        if heard {
                            *longest = delay.max(*longest);
                        }
                    }
                }
                Key::SiteMap if sitemaps.len() < SITE_MAPS => {
                    sitemaps.extend(site_map(value).filter(|url| !sitemaps.contains(url)));
                }
                Key::SiteMap => {}
            }
        }
        let GroupRules { mut rules, delay_ms } = if named_us { to_us } else { to_all };
        rules.sort_by_key(|rule| Reverse((rule.pattern.weight, rule.allows)));
        Self { rules, delay_ms: delay_ms.max(to_everybody), sitemaps }
    }

    /// Whether an address may be asked. That of robots.txt itself always may (RFC 9309 section 2.2.2).
    pub(super) fn allow(&self, url: &Url) -> bool {
        if url.path() == "/robots.txt" && url.query().is_none() {
            return true;
        }
        let place = Place::of(url);
        self.rules.iter().find(|rule| rule.pattern.matches(&place)).is_none_or(|rule| rule.allows)
    }

    /// The delay between requests that it asks for, in milliseconds.
    pub(super) fn delay_ms(&self) -> Option<u32> {
        self.delay_ms
    }

    /// Site maps that it names.
    pub(super) fn sitemaps(&self) -> &[Url] {
        &self.sitemaps
    }
}

impl Group {
    /// A name is spoken to: the letters of a product's name, whatever their case and whatever follows them.
    fn hear(&mut self, value: &[u8], product: &str) {
        if self.closed {
            *self = Self::default();
        }
        let length = value.iter().take_while(|octet| octet.is_ascii_alphabetic() || matches!(octet, b'-' | b'_'));
        self.us |= value[..length.count()].eq_ignore_ascii_case(product.as_bytes());
        self.all |= match value {
            [b'*'] => true,
            [b'*', next, ..] => next.is_ascii_whitespace(),
            _ => false,
        };
    }
}

/// What is read of a body: a line that the limit cuts in two is left out, since half a rule says something else.
fn within_limit(body: &[u8]) -> &[u8] {
    let limit = usize::try_from(ROBOTS_BYTES).unwrap_or(usize::MAX);
    if body.len() < limit {
        return body;
    }
    let body = &body[..limit];
    let end = memchr::memrchr2(b'\n', b'\r', body).unwrap_or(0);
    &body[..end]
}

/// Without the mark of UTF-8, also where the file begins with a part of it.
fn without_mark(text: &[u8]) -> &[u8] {
    let same = text.iter().zip(MARK).take_while(|(octet, mark)| octet == mark);
    &text[same.count()..]
}

/// Key and value of a line, unless it says nothing.
fn record(line: &[u8]) -> Option<(Key, &[u8])> {
    // Files are joined from parts, each with its mark.
    let line = line.strip_prefix(MARK).unwrap_or(line);
    let line = trimmed(line.split(|octet| *octet == b'#').next().unwrap_or_default());
    let (key, value) = match memchr::memchr(b':', line) {
        Some(colon) => (&line[..colon], &line[colon + 1..]),
        // Without a colon two words are key and value, and more are a sentence.
        None => {
            let mut words = line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
            match (words.next(), words.next(), words.next()) {
                (Some(key), Some(value), None) => (key, value),
                _ => return None,
            }
        }
    };
    let key = match trimmed(key).to_ascii_lowercase().as_slice() {
        b"user-agent" | b"useragent" | b"user agent" => Key::Agent,
        b"allow" => Key::Allow,
        b"disallow" | b"dissallow" | b"dissalow" | b"disalow" | b"diasllow" | b"disallaw" => Key::Disallow,
        b"crawl-delay" | b"crawldelay" | b"crawl delay" => Key::Delay,
        b"sitemap" | b"site-map" => Key::SiteMap,
        _ => return None,
    };
    Some((key, trimmed(value)))
}

/// Without blanks at its ends, and the zeros with which some editors pad.
fn trimmed(mut text: &[u8]) -> &[u8] {
    let is_blank = |octet: &u8| octet.is_ascii_whitespace() || *octet == 0;
    while let [first, rest @ ..] = text
        && is_blank(first)
    {
        text = rest;
    }
    while let [rest @ .., last] = text
        && is_blank(last)
    {
        text = rest;
    }
    text
}

/// The patterns of a path; an empty one matches nothing. Korean letters are the same in either charset: the RFC asks
/// for UTF-8, and old sites write, link and answer in CP949.
fn patterns(path: &[u8]) -> impl Iterator<Item = Pattern> {
    let other = match std::str::from_utf8(path) {
        _ if path.is_ascii() => None,
        Ok(path) => {
            let (octets, _, lossy) = EUC_KR.encode(path);
            (!lossy).then(|| octets.into_owned())
        }
        Err(_) => {
            let text = EUC_KR.decode_without_bom_handling_and_without_replacement(path);
            text.map(|text| text.into_owned().into_bytes())
        }
    };
    let written = (!path.is_empty()).then(|| Pattern::read(path));
    written.into_iter().chain(other.map(|path| Pattern::read(&path)))
}

/// Seconds with their fraction, which is rounded up; what follows the number is not read.
fn delay_ms(value: &[u8]) -> Option<u32> {
    let digits = |text: &[u8]| text.iter().take_while(|octet| octet.is_ascii_digit()).count();
    let (whole, rest) = value.split_at(digits(value));
    let fraction = match rest {
        [b'.' | b',', rest @ ..] => &rest[..digits(rest)],
        _ => &[],
    };
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let number = |digits: &mut dyn Iterator<Item = &u8>| {
        digits.fold(0_u32, |number, digit| number.saturating_mul(10).saturating_add(u32::from(digit - b'0')))
    };
    let seconds = number(&mut whole.iter());
    let thousandths = number(&mut fraction.iter().chain(b"000").take(3));
    let more = u32::from(fraction.iter().skip(3).any(|digit| *digit != b'0'));
    Some(seconds.saturating_mul(1000).saturating_add(thousandths).saturating_add(more))
}

/// The address of a site map: a whole one, of the web.
fn site_map(value: &[u8]) -> Option<Url> {
    let url = Url::parse(std::str::from_utf8(value).ok()?).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}
