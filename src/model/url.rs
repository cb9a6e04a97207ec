//! What the parts of a URL mean to a crawl: the host that rests between requests, the authority whose robots.txt
//! rules, the site an institution lives on, and the key by which two addresses are the same page. Parsing only.

use std::net::IpAddr;
use url::{Host, Url};

/// What one flight at a time and one interval are kept for: a host name, or an address that several names share.
///
/// Loopback counts by address and port, since every port there is a server of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostKey(pub String);

impl HostKey {
    /// The key of a URL's host, before anything is known of its address.
    pub fn of(url: &Url) -> Self {
        match literal(url) {
            Some(address) => Self::of_address(address, port(url)),
            None => Self(url.host_str().unwrap_or_default().to_ascii_lowercase()),
        }
    }

    /// The key of an address.
    pub fn of_address(address: IpAddr, port: u16) -> Self {
        if address.to_canonical().is_loopback() {
            Self(std::net::SocketAddr::new(address, port).to_string())
        } else {
            Self(address.to_canonical().to_string())
        }
    }
}

impl std::fmt::Display for HostKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// The address, when the URL's host is written as one.
pub fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(IpAddr::V4(address)),
        Host::Ipv6(address) => Some(IpAddr::V6(address)),
        Host::Domain(_) => None,
    }
}

/// The port, named or by default of the scheme.
pub fn port(url: &Url) -> u16 {
    url.port_or_known_default().unwrap_or(80)
}

/// Scheme, host and port: what one robots.txt speaks for (RFC 9309 section 2.3).
pub fn authority(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Where the robots.txt of a URL's authority is.
pub fn robots_url(url: &Url) -> Url {
    let mut robots = url.clone();
    robots.set_path("/robots.txt");
    robots.set_query(None);
    robots.set_fragment(None);
    // Only a URL without a host refuses these, and such a URL is never asked.
    let _ = robots.set_username("");
    let _ = robots.set_password(None);
    robots
}

/// The address as it is asked: no fragment, no credentials, no session number.
pub fn cleaned(url: &Url) -> Url {
    let mut clean = url.clone();
    clean.set_fragment(None);
    let _ = clean.set_username("");
    let _ = clean.set_password(None);
    if let Some(at) = clean.path().to_ascii_lowercase().find(";jsessionid=") {
        let path = clean.path()[..at].to_owned();
        clean.set_path(&path);
    }
    if clean.query().is_some_and(has_session) {
        let kept: Vec<&str> = clean.query().unwrap_or_default().split('&').filter(|pair| !has_session(pair)).collect();
        let query = kept.join("&");
        clean.set_query((!query.is_empty()).then_some(&query));
    }
    clean
}

/// Whether a part of a query carries a session number.
fn has_session(query: &str) -> bool {
    query.split('&').any(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        ["jsessionid", "phpsessid", "aspsessionid"].iter().any(|session| name.eq_ignore_ascii_case(session))
    })
}

/// The key by which two addresses are the same page.
pub fn canonical(url: &Url) -> String {
    let clean = cleaned(url);
    match clean.as_str().strip_suffix('?') {
        Some(bare) => bare.to_owned(),
        None => clean.into(),
    }
}

/// Second-level names under `.kr` below which institutions register: the site is then one label longer.
const KOREAN_SECOND_LEVEL: &[&str] = &[
    "ac",
    "co",
    "es",
    "go",
    "hs",
    "kg",
    "mil",
    "ms",
    "ne",
    "or",
    "pe",
    "re",
    "sc",
    "busan",
    "chungbuk",
    "chungnam",
    "daegu",
    "daejeon",
    "gangwon",
    "gwangju",
    "gyeongbuk",
    "gyeonggi",
    "gyeongnam",
    "incheon",
    "jeju",
    "jeonbuk",
    "jeonnam",
    "seoul",
    "ulsan",
];

/// The site a URL belongs to: the registered name (`gangnam.go.kr`), or the address when the host is one.
pub fn site(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    if literal(url).is_some() {
        return host;
    }
    let labels: Vec<&str> = host.split('.').collect();
    let keep = match labels.as_slice() {
        [.., second, "kr"] if KOREAN_SECOND_LEVEL.contains(second) => 3,
        _ => 2,
    };
    labels[labels.len().saturating_sub(keep)..].join(".")
}

/// The other scheme of a home page at its usual port; registries often name the one that is no longer served.
pub fn other_scheme(url: &Url) -> Option<Url> {
    if url.port().is_some() || literal(url).is_some() {
        return None;
    }
    let scheme = match url.scheme() {
        "http" => "https",
        "https" => "http",
        _ => return None,
    };
    let mut other = url.clone();
    other.set_scheme(scheme).ok()?;
    Some(other)
}

/// The same home page with `www.` put before the host's name, or taken away: often only one of the two resolves.
pub fn other_host(url: &Url) -> Option<Url> {
    let host = url.host_str().filter(|_| literal(url).is_none())?;
    let mut other = url.clone();
    let name = match host.strip_prefix("www.") {
        Some(bare) => bare.to_owned(),
        None => format!("www.{host}"),
    };
    other.set_host(Some(&name)).ok()?;
    Some(other)
}

/// Whether a host lies on the machine itself.
pub fn is_loopback(url: &Url) -> bool {
    match literal(url) {
        Some(address) => address.to_canonical().is_loopback(),
        None => url.host_str() == Some("localhost"),
    }
}

/// Whether an address belongs to no public host: loopback, private, link-local and the like.
pub fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [first, second, ..] = v4.octets();
            v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || v4.is_multicast()
                || v4.is_documentation()
                || first == 0
                || first >= 240
                // Shared address space of carriers (RFC 6598) and benchmarking (RFC 2544).
                || (first == 100 && (64..128).contains(&second))
                || (first == 198 && (18..20).contains(&second))
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_multicast()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn sites_follow_registered_names() {
        let cases = [
            ("https://www.gangnam.go.kr/a", "gangnam.go.kr"),
            ("https://cctv.gangnam.go.kr:8443/", "gangnam.go.kr"),
            ("https://school.cbe.go.kr/x", "cbe.go.kr"),
            ("http://www.seoul.kr/", "www.seoul.kr"),
            ("http://lib.gbelib.kr/", "gbelib.kr"),
            ("http://127.1.2.3:8080/", "127.1.2.3"),
            ("http://WWW.Example.ORG/", "example.org"),
        ];
        for (address, expected) in cases {
            assert_eq!(site(&url(address)), expected, "{address}");
        }
    }

    #[test]
    fn home_pages_have_other_addresses() {
        let cases = [
            ("http://a.go.kr/x", Some("https://a.go.kr/x"), Some("http://www.a.go.kr/x")),
            ("https://www.a.go.kr/", Some("http://www.a.go.kr/"), Some("https://a.go.kr/")),
            ("http://a.go.kr:8080/", None, Some("http://www.a.go.kr:8080/")),
            ("http://127.0.0.1/", None, None),
        ];
        for (address, scheme, host) in cases {
            let text = |url: Option<Url>| url.map(String::from);
            assert_eq!(text(other_scheme(&url(address))).as_deref(), scheme, "{address}");
            assert_eq!(text(other_host(&url(address))).as_deref(), host, "{address}");
        }
    }

    #[test]
    fn one_page_has_one_key() {
        let cases = [
            ("http://a.kr/x#top", "http://a.kr/x"),
            ("http://a.kr:80/x", "http://a.kr/x"),
            ("http://a.kr/x.do;jsessionid=AB12?k=1", "http://a.kr/x.do?k=1"),
            ("http://a.kr/x?JSESSIONID=1&k=2", "http://a.kr/x?k=2"),
            ("http://a.kr/x?PHPSESSID=1", "http://a.kr/x"),
            ("http://a.kr/x?", "http://a.kr/x"),
            ("http://A.kr/X", "http://a.kr/X"),
        ];
        for (address, expected) in cases {
            assert_eq!(canonical(&url(address)), expected, "{address}");
        }
    }

    #[test]
    fn hosts_rest_by_name_and_loopback_by_port() {
        let cases = [
            ("https://www.a.go.kr/x", "www.a.go.kr"),
            ("http://www.a.go.kr:8080/x", "www.a.go.kr"),
            ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
            ("http://8.8.8.8:8080/", "8.8.8.8"),
        ];
        for (address, expected) in cases {
            assert_eq!(HostKey::of(&url(address)).0, expected, "{address}");
        }
    }

    #[test]
    fn private_addresses_are_known() {
        let cases = [
            ("127.0.0.1", true),
            ("10.1.2.3", true),
            ("172.16.0.1", true),
            ("192.168.0.1", true),
            ("169.254.169.254", true),
            ("100.64.0.1", true),
            ("0.0.0.0", true),
            ("::1", true),
            ("::ffff:127.0.0.1", true),
            ("fe80::1", true),
            ("fd00::1", true),
            ("211.34.5.6", false),
            ("2001:4860:4860::8888", false),
        ];
        for (address, expected) in cases {
            assert_eq!(is_private(address.parse().unwrap()), expected, "{address}");
        }
    }
}
