//! The robots.txt files of the nation: every kind that is met in the real one.

use super::random::Random;
use super::site::{Faults, Page, Route, Site};

/// A kind of robots.txt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Robots {
    Missing,
    Forbidden,
    Empty,
    AllowAll,
    /// Some folders are closed, none of them ours.
    Admin,
    /// Search engines by name, everybody else by a wildcard that allows.
    Named,
    /// An interval, in thousandths of what the nation calls a second.
    Delay(u32),
    /// Comments in CP949.
    Cp949,
    Mark,
    /// Lines end with a carriage return alone.
    OldLines,
    /// A page in HTML, with status 200.
    Page,
    /// It stands elsewhere on the same host.
    Moved,
    /// 520 KiB; a rule at the begin counts, one at the end does not.
    Huge,
    Wildcards,
    DisallowAll,
    DisallowUs,
    /// Only the home page may be read.
    HomeOnly,
    DisallowPolicy,
    /// It answers 500.
    Broken,
    /// It answers 503 and asks to come back.
    Busy,
}

/// Where a moved robots.txt stands.
pub const MOVED: &str = "/robots_txt.do";

impl Robots {
    /// The robots.txt of a host.
    pub fn of(random: &mut Random, faults: Faults, route: Route) -> Self {
        let common = [
            (300, Self::Missing),
            (30, Self::Forbidden),
            (40, Self::Empty),
            (120, Self::AllowAll),
            (150, Self::Admin),
            (60, Self::Named),
            (20, Self::Delay(500)),
            (20, Self::Delay(1500)),
            (15, Self::Delay(3000)),
            (15, Self::Delay(5000)),
            (40, Self::Cp949),
            (30, Self::Mark),
            (10, Self::OldLines),
            (50, Self::Page),
            (30, Self::Moved),
            (5, Self::Huge),
            (30, Self::Wildcards),
            (40, Self::DisallowAll),
            (5, Self::DisallowUs),
            (15, Self::HomeOnly),
            (15, Self::DisallowPolicy),
        ];
        let faulty = [(10, Self::Broken), (5, Self::Busy)];
        let with_faults: Vec<(u64, Self)> = common.iter().chain(&faulty).copied().collect();
        let found = random.weighted(if faults == Faults::None { &common } else { &with_faults });
        if route == Route::Nowhere && found == Self::DisallowPolicy { Self::Admin } else { found }
    }

    /// Whether the policy may be read.
    pub fn allows_policy(self) -> bool {
        !matches!(
            self,
            Self::DisallowAll | Self::DisallowUs | Self::HomeOnly | Self::DisallowPolicy | Self::Broken | Self::Busy
        )
    }

    /// The interval that it asks for, in milliseconds.
    pub fn delay_ms(self, site: &Site) -> u32 {
        if let Self::Delay(thousandths) = self { thousandths * site.nation.second_ms / 1000 } else { 0 }
    }

    /// Why the policy may not be read.
    pub fn reason(self) -> &'static str {
        match self {
            Self::Broken | Self::Busy => "robots_unreachable",
            _ => "robots_disallow",
        }
    }

    /// Whether we must not ask for a path.
    pub fn forbids(self, site: &Site, path: &str) -> bool {
        match self {
            _ if path == "/robots.txt" || path == MOVED => false,
            Self::DisallowAll | Self::DisallowUs | Self::Broken | Self::Busy => true,
            Self::HomeOnly => path != "/",
            Self::DisallowPolicy => path.starts_with(&site.policy_path()),
            Self::Admin => ["/admin/", "/login/", "/bbs/secret"].iter().any(|closed| path.starts_with(closed)),
            Self::Huge => path.starts_with("/admin/"),
            Self::Wildcards => path.contains("/private/") || path.ends_with(".bak"),
            _ => false,
        }
    }

    /// Status, further header and text.
    pub fn answer(self, site: &Site) -> (u16, Option<(&'static str, String)>, Vec<u8>) {
        let text = |text: String| (200, None, text.into_bytes());
        match self {
            Self::Missing => (404, None, b"<html><body>404 Not Found</body></html>".to_vec()),
            Self::Forbidden => (403, None, b"Forbidden".to_vec()),
            Self::Empty => text(String::new()),
            Self::AllowAll => text(format!("User-agent: *\nAllow: /\n{}", sitemap(site))),
            Self::Admin => text(
                "User-agent: *\nDisallow: /admin/\nDisallow: /login/\nDisallow: /bbs/secret\nAllow: /\n".to_owned(),
            ),
            Self::Named => text(
                "User-agent: Yeti\nAllow: /\n\nUser-agent: Googlebot\nDisallow: /search\n\n# the rest\nUser-agent: *\nDisallow:\n"
                    .to_owned(),
            ),
            Self::Delay(ms) => {
                let seconds = f64::from(ms) * f64::from(site.nation.second_ms) / 1_000_000.0;
                text(format!("User-agent: *\nCrawl-delay: {seconds}\nDisallow:\n{}", sitemap(site)))
            }
            Self::Cp949 => {
                let (bytes, _, _) = encoding_rs::EUC_KR.encode("# 검색 로봇 안내: 관리자 화면은 수집하지 마십시오\nUser-agent: *\nDisallow: /admin/\n");
                (200, None, bytes.into_owned())
            }
            Self::Mark => text("\u{feff}User-agent: *\nDisallow: /admin/\n".to_owned()),
            Self::OldLines => text("User-agent: *\rDisallow: /admin/\r".to_owned()),
            Self::Page => text(
                "<!DOCTYPE html><html><head><title>오류</title></head><body>요청하신 페이지를 찾을 수 없습니다.</body></html>"
                    .to_owned(),
            ),
            Self::Moved => (301, Some(("Location", site.url(MOVED))), Vec::new()),
            Self::Huge => {
                let mut body = "User-agent: *\nDisallow: /admin/\n".to_owned();
                while body.len() < 520 * 1024 {
                    body.push_str("# ------------------------------------------------------------------------\n");
                }
                body.push_str("Disallow: /\n");
                text(body)
            }
            Self::Wildcards => text("User-agent: *\nDisallow: /*/private/\nDisallow: /*.bak$\nAllow: /\n".to_owned()),
            Self::DisallowAll => text("User-agent: *\nDisallow: /\n".to_owned()),
            Self::DisallowUs => text("User-agent: bangchim\nDisallow: /\n\nUser-agent: *\nAllow: /\n".to_owned()),
            Self::HomeOnly => text("User-agent: *\nDisallow: /\nAllow: /$\n".to_owned()),
            Self::DisallowPolicy => text(format!("User-agent: *\nDisallow: {}\n", site.policy_path())),
            Self::Broken => (500, None, b"Internal Server Error".to_vec()),
            Self::Busy => (503, Some(("Retry-After", "1".to_owned())), b"Busy".to_vec()),
        }
    }

    /// The text of a moved robots.txt.
    pub fn moved() -> Vec<u8> {
        b"User-agent: *\nDisallow: /admin/\n".to_vec()
    }
}

/// A line that names the site map, of sites that have one.
fn sitemap(site: &Site) -> String {
    if site.route == Route::MapFile {
        format!("Sitemap: {}\n", site.url(&site.path(Page::MapFile)))
    } else {
        String::new()
    }
}
