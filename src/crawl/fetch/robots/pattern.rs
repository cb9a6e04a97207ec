//! The path of a rule, and when it matches an address (RFC 9309 sections 2.2.2 and 2.2.3).

use memchr::memmem;
use url::Url;

/// The path of a rule, made comparable.
#[derive(Debug)]
pub(super) struct Pattern {
    text: Vec<u8>,
    /// The octets that count when several rules match: the longest one holds.
    pub(super) weight: usize,
}

/// The path and query of an address, made comparable.
#[derive(Debug)]
pub(super) struct Place(Vec<u8>);

impl Place {
    pub(super) fn of(url: &Url) -> Self {
        let mut text = url.path().to_owned();
        if let Some(query) = url.query() {
            text.push('?');
            text.push_str(query);
        }
        Self(canonical(text.as_bytes(), false).0)
    }
}

impl Pattern {
    /// Reads a path as it is written. One without a slash in front is no path by the RFC; its author meant one.
    pub(super) fn read(path: &[u8]) -> Self {
        let path = if path.starts_with(b"/") || path.starts_with(b"*") { path } else { &[b"/", path].concat() };
        let (text, weight) = canonical(path, true);
        Self { text, weight }
    }

    /// Whether an address begins as the pattern says. Each part between stars is looked for once, from left to right,
    /// which is enough: the earliest place leaves the most room for what follows.
    pub(super) fn matches(&self, place: &Place) -> bool {
        // A dollar that is not at the end was escaped.
        let (text, to_the_end) = match self.text.strip_suffix(b"$") {
            Some(text) => (text, true),
            None => (&self.text[..], false),
        };
        let mut parts = text.split(|octet| *octet == b'*');
        let Some(mut rest) = place.0.strip_prefix(parts.next().unwrap_or_default()) else { return false };
        let mut parts = parts.peekable();
        if parts.peek().is_none() {
            return !to_the_end || rest.is_empty();
        }
        while let Some(part) = parts.next() {
            if to_the_end && parts.peek().is_none() {
                return rest.ends_with(part);
            }
            let Some(at) = memmem::find(rest, part) else { return false };
            rest = &rest[at + part.len()..];
        }
        true
    }
}

/// Octets in the one way in which they can be compared, and how many count as written.
///
/// The RFC asks to escape what is no letter of ASCII and what is reserved, and to unescape what needs none. A slash
/// and the question mark before the query are left as they are, as in its own examples: they part, and escaped they do
/// not. Behind the question mark they part nothing any more, and stand for their escapes. In a pattern a star, and a
/// dollar at the end, have a meaning; escaped they are signs.
fn canonical(text: &[u8], pattern: bool) -> (Vec<u8>, usize) {
    let (mut out, mut weight) = (Vec::with_capacity(text.len()), 0);
    let mut query = false;
    let mut at = 0;
    while at < text.len() {
        let (octet, escaped) = match escape(&text[at..]) {
            Some(octet) => (octet, true),
            None => (text[at], false),
        };
        at += if escaped { 3 } else { 1 };
        let plain = match octet {
            b'/' | b'?' if query => true,
            b'/' => !escaped,
            b'?' if !escaped => {
                query = true;
                true
            }
            b'*' => pattern && !escaped,
            b'$' => pattern && !escaped && at == text.len(),
            _ => octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'.' | b'_' | b'~'),
        };
        if plain {
            out.push(octet);
        } else {
            out.extend_from_slice(format!("%{octet:02X}").as_bytes());
        }
        weight += if plain || (octet.is_ascii() && !escaped) { 1 } else { 3 };
    }
    (out, weight)
}

/// The octet of an escape that begins here.
fn escape(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = text else { return None };
    let digit = |sign: u8| char::from(sign).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some(digit(*high)? << 4 | digit(*low)?)
}
