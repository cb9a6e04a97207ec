//! What a robots.txt allows (RFC 9309): two readers that err on different sides, and both must agree to a request.

use super::limits::ROBOTS_BYTES;
use crate::attempt::{Outcome, RobotsVerdict};
use crate::policy::DocumentId;
use robotstxt::DefaultMatcher;
use robotxt::Robots;
use std::collections::BTreeMap;
use std::sync::Arc;
use url::Url;

/// The name by which robots.txt files speak of us.
pub const PRODUCT: &str = "bangchim";

/// What is known of an authority's robots.txt.
#[derive(Debug, Clone)]
pub enum Access {
    /// Rules were read.
    Rules(Arc<Rules>),
    /// There is none (4xx, or more than five redirects): everything is allowed.
    NoRules,
    /// It could not be had (5xx, timeout, unreachable): everything is forbidden.
    Unreachable,
}

/// The rules of a robots.txt.
#[derive(Debug)]
pub struct Rules {
    id: DocumentId,
    text: String,
    parsed: Robots,
}

impl Access {
    /// What an attempt to get a robots.txt means; `body` is the stored body, content codings removed.
    pub fn of(outcome: &Outcome, body: Option<&[u8]>) -> Self {
        let Outcome::Stored(snapshot) = outcome else {
            return Self::Unreachable;
        };
        match (snapshot.status, body) {
            (200..=299, Some(body)) => Self::Rules(Arc::new(Rules::parse(&snapshot.document, body))),
            // More redirects than we follow: unavailable (RFC 9309 section 2.3.1.2).
            (300..=499, _) => Self::NoRules,
            _ => Self::Unreachable,
        }
    }

    /// Whether an address of this authority may be asked.
    pub fn verdict(&self, url: &Url) -> RobotsVerdict {
        match self {
            Self::Rules(rules) if rules.allow(url) => RobotsVerdict::Allowed(rules.id.clone()),
            Self::Rules(rules) => RobotsVerdict::Disallowed(rules.id.clone()),
            Self::NoRules => RobotsVerdict::NoRules,
            Self::Unreachable => RobotsVerdict::Unreachable,
        }
    }

    /// The delay between requests that it asks for, in milliseconds.
    pub fn delay_wanted_ms(&self) -> Option<u32> {
        let Self::Rules(rules) = self else {
            return None;
        };
        let delay = rules.parsed.crawl_delay()?;
        Some(u32::try_from(delay.as_millis()).unwrap_or(u32::MAX))
    }

    /// Site maps that it names.
    pub fn sitemaps(&self) -> &[Url] {
        match self {
            Self::Rules(rules) => rules.parsed.sitemaps(),
            Self::NoRules | Self::Unreachable => &[],
        }
    }
}

impl Rules {
    /// Reads the first 500 KiB, whatever the bytes are: UTF-8 with or without mark, CP949, or a page in HTML.
    fn parse(id: &DocumentId, body: &[u8]) -> Self {
        let limit = usize::try_from(ROBOTS_BYTES).unwrap_or(usize::MAX);
        let body = &body[..body.len().min(limit)];
        let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
        let text = match std::str::from_utf8(body) {
            Ok(text) => text.to_owned(),
            Err(_) if body.starts_with(b"\xFF\xFE") || body.starts_with(b"\xFE\xFF") => {
                encoding_rs::UTF_8.decode(body).0.into_owned()
            }
            Err(_) => encoding_rs::EUC_KR.decode(body).0.into_owned(),
        };
        // Old servers end lines with a carriage return alone, which only one of the two readers knows.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        Self { id: id.clone(), parsed: Robots::parse(text.as_bytes(), PRODUCT), text }
    }

    /// Allowed only if both readers say so: each alone lets through requests that the other rightly forbids.
    fn allow(&self, url: &Url) -> bool {
        self.parsed.is_url_allowed(url)
            && DefaultMatcher::default().one_agent_allowed_by_robots(&self.text, PRODUCT, url.as_str())
    }
}

/// What is known of every authority.
#[derive(Debug, Default)]
pub struct Book(BTreeMap<String, Access>);

impl Book {
    /// Notes what holds for an authority.
    pub fn note(&mut self, authority: &str, access: Access) {
        self.0.insert(authority.to_owned(), access);
    }

    /// What holds for an authority; what was never asked forbids.
    pub fn of(&self, authority: &str) -> Access {
        self.0.get(authority).cloned().unwrap_or(Access::Unreachable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attempt::{FetchError, Refusal, Snapshot, Validators};

    fn answer(status: u16) -> Outcome {
        Outcome::Stored(Snapshot {
            document: DocumentId("0".repeat(64)),
            status,
            content_type: None,
            location: None,
            bytes: 0,
            warc: String::new(),
            offset: 0,
            length: 0,
            validators: Validators::default(),
            revisit: None,
        })
    }

    fn rules(body: &[u8]) -> Access {
        Access::of(&answer(200), Some(body))
    }

    fn allows(access: &Access, path: &str) -> bool {
        let url = Url::parse("http://www.a.go.kr/").unwrap().join(path).unwrap();
        matches!(access.verdict(&url), RobotsVerdict::Allowed(_) | RobotsVerdict::NoRules)
    }

    #[test]
    fn rules_are_obeyed() {
        let cases: &[(&str, &str, bool)] = &[
            ("", "/x", true),
            ("User-agent: *\nDisallow: /", "/x", false),
            ("User-agent: *\nDisallow:", "/x", true),
            ("User-agent: *\nDisallow: /admin", "/admin/x", false),
            ("User-agent: *\nDisallow: /admin", "/x", true),
            ("User-agent: *\nDisallow: /\nAllow: /$", "/", true),
            ("User-agent: *\nDisallow: /\nAllow: /www", "/www/x", true),
            ("User-agent: *\nDisallow: /*.hwp$", "/a/b.hwp", false),
            ("User-agent: *\nDisallow: /*.hwp$", "/a/b.hwp?x", true),
            ("User-agent: Yeti\nAllow: /\n\nUser-agent: *\nDisallow: /", "/x", false),
            ("User-agent: bangchim\nDisallow: /\n\nUser-agent: *\nAllow: /", "/x", false),
            ("User-agent: *\nDisallow: /\n\nUser-agent: BangChim\nAllow: /", "/x", true),
            ("user-agent:*\ndisallow:/x", "/x", false),
            ("User-agent: *\rDisallow: /x\r", "/x", false),
            ("User-agent: *\r\nDisallow: /x\r\n", "/x", false),
            ("\u{feff}User-agent: *\nDisallow: /x", "/x", false),
            ("<!DOCTYPE html><html><body>404 Not Found</body></html>", "/x", true),
            ("User-agent: *\nDisallow: /영상", "/영상/1", false),
            ("# comment\nUser-agent: * # all\nDisallow: /x # not this", "/x", false),
        ];
        for (text, path, expected) in cases {
            assert_eq!(allows(&rules(text.as_bytes()), path), *expected, "{text:?} {path}");
        }
    }

    #[test]
    fn any_bytes_are_read() {
        let (korean, _, _) = encoding_rs::EUC_KR.encode("# 수집 금지\nUser-agent: *\nDisallow: /x\n");
        assert!(!allows(&rules(&korean), "/x"));
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("User-agent: *\nDisallow: /x\n".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert!(!allows(&rules(&utf16), "/x"));
        let hostile: Vec<u8> = (0..=255).cycle().take(100_000).collect();
        let _ = allows(&rules(&hostile), "/x");
    }

    #[test]
    fn half_a_mebibyte_is_read() {
        // A rule at 499 KiB counts; one beyond 500 KiB does not.
        for (kib, allowed) in [(499, false), (501, true)] {
            let mut text = "#".repeat(kib * 1024);
            text.push_str("\nUser-agent: *\nDisallow: /x\n");
            assert_eq!(allows(&rules(text.as_bytes()), "/x"), allowed, "{kib} KiB");
        }
    }

    #[test]
    fn answers_without_rules() {
        let no_body: Option<&[u8]> = None;
        let cases = [
            (answer(404), true),
            (answer(403), true),
            (answer(401), true),
            (answer(410), true),
            (answer(301), true),
            (answer(500), false),
            (answer(502), false),
            (answer(599), false),
            (Outcome::Failed(FetchError::Timeout), false),
            (Outcome::Failed(FetchError::Dns), false),
            (Outcome::Failed(FetchError::Throttled { retry_after_ms: None }), false),
            (Outcome::Refused(Refusal::PrivateAddress), false),
        ];
        for (outcome, expected) in cases {
            assert_eq!(allows(&Access::of(&outcome, no_body), "/x"), expected, "{outcome:?}");
        }
        assert!(!allows(&Book::default().of("http://never.kr"), "/x"));
    }

    #[test]
    fn delays_and_site_maps_are_seen() {
        let cases = [
            ("User-agent: *\nCrawl-delay: 5", Some(5000)),
            ("User-agent: *\nCrawl-delay: 0.5", Some(500)),
            ("User-agent: *\nCrawl-delay: 99999999", Some(u32::MAX)),
            ("User-agent: *\nCrawl-delay: x", None),
            ("User-agent: *\nCrawl-delay: -1", None),
            ("User-agent: Yeti\nCrawl-delay: 5", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(rules(text.as_bytes()).delay_wanted_ms(), expected, "{text:?}");
        }
        let access = rules(b"Sitemap: http://www.a.go.kr/sitemap.xml\nUser-agent: *\nDisallow: /x");
        assert_eq!(access.sitemaps().len(), 1);
        assert!(!allows(&access, "/x"));
    }
}
