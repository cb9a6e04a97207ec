//! `sitemap.xml` read for the few addresses that name a policy: a bounded scan, not an XML parser.

use super::vocabulary::{ADDRESSES, TOPICS, squeeze};
use super::{Lead, LeadKind};
use url::Url;

/// Entries looked at; the site map protocol allows as many in one file.
const ENTRIES: usize = 50_000;
/// Leads taken from one file.
const LEADS: usize = 4;
/// Further site maps taken from an index.
const PARTS: usize = 3;

/// Whether a text is a site map or an index of site maps.
pub fn is_sitemap(text: &str) -> bool {
    let head = text.get(..2048).unwrap_or(text);
    head.contains("<urlset") || head.contains("<sitemapindex")
}

/// Addresses of a site map that may be a policy, best first, and parts of an index.
pub fn sitemap_leads(text: &str, base: &Url) -> Vec<Lead> {
    let mut leads = Vec::new();
    let mut parts = Vec::new();
    for location in locations(text).take(ENTRIES) {
        let Ok(url) = base.join(&location) else {
            continue;
        };
        if url.path().to_ascii_lowercase().ends_with(".xml") {
            if parts.len() < PARTS {
                parts.push(lead(url, 10, "site_map_part", LeadKind::SiteMapFile));
            }
        } else if let Some((score, why)) = address_score(&url) {
            leads.push(lead(url, score, why, LeadKind::Policy));
        }
    }
    leads.sort_by_key(|lead| std::cmp::Reverse(lead.score));
    leads.truncate(LEADS);
    leads.append(&mut parts);
    leads
}

fn lead(url: Url, score: i32, why: &'static str, kind: LeadKind) -> Lead {
    Lead { url, anchor: String::new(), score, why, kind }
}

/// How much the words of an address say that it is a policy.
pub(super) fn address_score(url: &Url) -> Option<(i32, &'static str)> {
    let written = format!("{}?{}", url.path(), url.query().unwrap_or_default());
    let squeezed = squeeze(&percent_decoded(&written));
    let row = TOPICS.first(&squeezed).or_else(|| ADDRESSES.first(&squeezed))?;
    Some((row.score.min(75), "address"))
}

/// Text with `%XX` undone where the result is UTF-8.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3);
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if bytes[at] == b'%' => {
                decoded.push(byte);
                at += 3;
            }
            _ => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// The texts of `<loc>` elements, in order.
fn locations(text: &str) -> impl Iterator<Item = String> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find("<loc>")? + "<loc>".len();
        let end = start + rest[start..].find("</loc>")?;
        let location = rest[start..end].trim();
        rest = &rest[end..];
        let plain = location.strip_prefix("<![CDATA[").and_then(|inner| inner.strip_suffix("]]>")).unwrap_or(location);
        Some(plain.trim().replace("&amp;", "&"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn site_maps_give_addresses_that_name_a_policy() {
        let text = "<?xml version='1.0'?><urlset><url><loc>http://a.kr/intro</loc></url>\
            <url><loc> http://a.kr/terms/cctv?a=1&amp;b=2 </loc></url>\
            <url><loc><![CDATA[http://a.kr/dptVideoPrivacy.do]]></loc></url>\
            <url><loc>/%EC%98%81%EC%83%81%EC%A0%95%EB%B3%B4%EC%B2%98%EB%A6%AC%EA%B8%B0%EA%B8%B0</loc></url>\
            <url><loc>http://a.kr/unfinished";
        let base = Url::parse("http://a.kr/sitemap.xml").unwrap();
        assert!(is_sitemap(text));
        let found: Vec<String> = sitemap_leads(text, &base).into_iter().map(|lead| lead.url.into()).collect();
        assert_eq!(
            found,
            [
                "http://a.kr/terms/cctv?a=1&b=2",
                "http://a.kr/%EC%98%81%EC%83%81%EC%A0%95%EB%B3%B4%EC%B2%98%EB%A6%AC%EA%B8%B0%EA%B8%B0",
                "http://a.kr/dptVideoPrivacy.do",
            ]
        );
    }

    #[test]
    fn an_index_gives_a_few_parts() {
        let entry = "<sitemap><loc>http://a.kr/s1.xml</loc></sitemap>";
        let text = format!("<sitemapindex>{}</sitemapindex>", entry.repeat(10));
        let base = Url::parse("http://a.kr/sitemap.xml").unwrap();
        assert!(is_sitemap(&text));
        assert_eq!(sitemap_leads(&text, &base).len(), PARTS);
    }

    #[test]
    fn percent_signs_do_not_break_text() {
        for text in ["%", "%E", "%zz", "a%EC%98%81", "한글%"] {
            let _ = percent_decoded(text);
        }
        assert_eq!(percent_decoded("%EC%98%81"), "영");
    }
}
