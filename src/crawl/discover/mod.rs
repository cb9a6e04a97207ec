//! Which links of a page may lead to the camera policy, its attachments and its older versions; and whether a page
//! looks like the policy itself, so that a crawl knows when it may stop. Nothing here says what a policy means.

mod page_kind;
mod policy_signals;
mod sitemap;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use page_kind::kind;
pub use policy_signals::{Shape, shape};
pub use sitemap::{is_sitemap, sitemap_leads};

use crate::document::{Document, Link, LinkKind, Zone};
use crate::model::url::{canonical, site};
use std::collections::BTreeMap;
use url::Url;
use vocabulary::{
    DATA_ENDINGS, DATA_LABELS, DETAILS, DOWNLOAD_PATHS, FORMS, OLDER_VERSIONS, TOPICS, WEAKER, WEIGHTS, squeeze,
};

/// An address worth asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The address, resolved.
    pub url: Url,
    /// Words of the link.
    pub anchor: String,
    /// How likely it leads to a policy; higher is likelier.
    pub score: i32,
    /// Name of the rule that chose it.
    pub why: &'static str,
    /// What it may be.
    pub kind: LeadKind,
}

/// What a lead may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeadKind {
    /// The page itself moves there: refresh, script, frame.
    Hop,
    /// A policy.
    Policy,
    /// A file or board that holds the data of a policy.
    Attachment,
    /// The rest of a page.
    Detail,
    /// An older version of a policy.
    Older,
    /// A page that may hold the policy as a part, or that lists all pages.
    Weak,
    /// The home page of another host of the same body.
    Subsite,
    /// A further `sitemap.xml`.
    SiteMapFile,
}

impl LeadKind {
    /// How many leads of a kind one page may give.
    fn most(self) -> usize {
        match self {
            Self::Hop | Self::Detail | Self::Older | Self::SiteMapFile => 3,
            Self::Subsite => 2,
            Self::Attachment | Self::Weak => 4,
            Self::Policy => 8,
        }
    }
}

/// Lowest score of a link to a policy.
const POLICY_FLOOR: i32 = 40;
/// Score of an address that was not named but follows from the kind of site.
const GUESS: i32 = 60;
/// Score of another host of the same body: behind everything else.
const SUBSITE: i32 = 5;
/// Links with more characters than this are headlines, not menu entries.
const HEADLINE: usize = 45;
/// A page with less text than this is a frame set, a splash screen or a redirect.
const BARE_PAGE: usize = 400;

/// The links of a page that are worth asking, best first; the order of the page decides between equals.
pub fn leads(document: &Document, base: &Url) -> Vec<Lead> {
    let shape = shape(document);
    let bare = text_length(document) < BARE_PAGE;
    let mut best: BTreeMap<String, (usize, Lead)> = BTreeMap::new();
    for (position, link) in document.links.iter().enumerate() {
        let Some(lead) = judge(link, base, shape, bare) else {
            continue;
        };
        let key = canonical(&lead.url);
        if key == canonical(base) {
            continue;
        }
        match best.get(&key) {
            Some((_, known)) if known.score >= lead.score => {}
            Some((first, _)) => {
                let first = *first;
                best.insert(key, (first, lead));
            }
            None => {
                best.insert(key, (position, lead));
            }
        }
    }
    let mut ordered: Vec<(usize, Lead)> = best.into_values().collect();
    ordered.sort_by_key(|(position, lead)| (std::cmp::Reverse(lead.score), *position));
    bounded(ordered.into_iter().map(|(_, lead)| lead))
}

/// A few leads of each kind.
fn bounded(leads: impl Iterator<Item = Lead>) -> Vec<Lead> {
    let mut taken: BTreeMap<LeadKind, usize> = BTreeMap::new();
    leads
        .filter(|lead| {
            let count = taken.entry(lead.kind).or_default();
            *count += 1;
            *count <= lead.kind.most()
        })
        .collect()
}

/// What a link may be, by its words first, then by its address.
fn judge(link: &Link, base: &Url, shape: Shape, bare: bool) -> Option<Lead> {
    if link.zone == Zone::Hidden && link.kind == LinkKind::Frame {
        return None;
    }
    let anchor = || link.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(url) = resolve(link, base) else {
        let url = guess(link, base)?;
        return Some(Lead { url, anchor: anchor(), score: GUESS, why: "family", kind: LeadKind::Policy });
    };
    let (score, why, kind) = hop(link, &url, base, shape, bare)
        .or_else(|| by_words(link, &url, shape))
        .or_else(|| by_address(link, &url))
        .or_else(|| subsite(link, &url, base))?;
    Some(Lead { url, anchor: anchor(), score, why, kind })
}

/// Where a policy is that only a script would open, on sites of schools: one vendor serves those of a whole province.
fn guess(link: &Link, base: &Url) -> Option<Url> {
    let words = squeeze(&link.text);
    let topic = TOPICS.first(&words).map(|topic| topic.score + WEIGHTS.sum(&words));
    if link.kind != LinkKind::Script || !link.href.is_empty() || topic.is_none_or(|score| score < POLICY_FLOOR) {
        return None;
    }
    if base.host_str().is_some_and(|host| host.ends_with(".djsch.kr")) {
        // 대전 학교: tanbanges.djsch.kr/videoInfo.do
        return base.join("/videoInfo.do").ok();
    }
    // 경기·전남 학교: www.goean.kr/dongbaek-m/main.do and /dongbaek-m/iv/indvdlView/selectVideoView.do
    let mut segments = base.path_segments()?;
    let (site, rest) = (segments.next()?, segments.next_back()?);
    let vendor = !site.is_empty() && !site.contains('.') && rest.ends_with(".do");
    vendor.then(|| base.join(&format!("/{site}/iv/indvdlView/selectVideoView.do")).ok()).flatten()
}

/// The home page of another host of the same registered name: 보건소, 도서관 and the like may publish what the body does not.
fn subsite(link: &Link, url: &Url, base: &Url) -> Option<Judgement> {
    let home = url.path().len() <= 1 && url.query().is_none();
    let other = url.host_str() != base.host_str() && site(url) == site(base);
    (link.kind == LinkKind::Anchor && home && other).then_some((SUBSITE, "subsite", LeadKind::Subsite))
}

type Judgement = (i32, &'static str, LeadKind);

/// Redirects and frames, which are the page itself.
fn hop(link: &Link, url: &Url, base: &Url, shape: Shape, bare: bool) -> Option<Judgement> {
    match link.kind {
        LinkKind::MetaRefresh if bare => Some((800, "meta_refresh", LeadKind::Hop)),
        LinkKind::ScriptRedirect if bare => Some((700, "script_redirect", LeadKind::Hop)),
        LinkKind::Frame if site(url) == site(base) && (bare || shape == Shape::Topic) => {
            Some((600, "frame", LeadKind::Hop))
        }
        _ => None,
    }
}

/// What the words of a link say.
fn by_words(link: &Link, url: &Url, shape: Shape) -> Option<Judgement> {
    if matches!(link.kind, LinkKind::MetaRefresh | LinkKind::ScriptRedirect | LinkKind::Frame) {
        return None;
    }
    let words = squeeze(&link.text);
    let on_topic = shape != Shape::Other && link.zone == Zone::Content;
    if on_topic && let Some(judgement) = part_of_policy(link, &words, url) {
        return Some(judgement);
    }
    if OLDER_VERSIONS.first(&words).is_some_and(|row| row.why == "older") && TOPICS.first(&words).is_none() {
        // 이전 개인정보처리방침 leads nowhere; of a camera policy only its own page knows the older ones.
        return None;
    }
    if let Some(topic) = TOPICS.first(&words) {
        let headline = if link.text.chars().count() > HEADLINE { -40 } else { 0 };
        let score = topic.score + WEIGHTS.sum(&words) + headline;
        return (score >= POLICY_FLOOR).then_some((score, topic.why, LeadKind::Policy));
    }
    let weak = WEAKER.first(&words)?;
    (link.text.chars().count() <= HEADLINE).then_some((weak.score, weak.why, LeadKind::Weak))
}

/// Attachments, older versions and details, which only count on a page about the policy.
fn part_of_policy(link: &Link, words: &str, url: &Url) -> Option<Judgement> {
    let file = is_file(words, url);
    if FORMS.first(words).is_some() {
        return None;
    }
    if let Some(row) = OLDER_VERSIONS.first(words) {
        return Some((row.score, row.why, LeadKind::Older));
    }
    if file {
        let row = DATA_LABELS.first(words);
        let score = row.map_or(70, |row| row.score);
        return Some((score, row.map_or("file", |row| row.why), LeadKind::Attachment));
    }
    if link.kind != LinkKind::Option
        && let Some(row) = DATA_LABELS.first(words)
        && matches!(row.why, "data" | "attached" | "see")
        && words.chars().count() <= HEADLINE
    {
        return Some((row.score - 10, row.why, LeadKind::Attachment));
    }
    let row = DETAILS.first(words)?;
    Some((row.score, row.why, LeadKind::Detail))
}

/// Whether the words or the address name a file that may hold data.
fn is_file(words: &str, url: &Url) -> bool {
    let address = url.as_str().to_ascii_lowercase();
    let words = words.to_ascii_lowercase();
    // Dots are squeezed out of the words: `현황.hwp` has become `현황hwp`.
    DATA_ENDINGS.iter().any(|ending| {
        words.contains(ending.trim_start_matches('.'))
            || url.path().to_ascii_lowercase().ends_with(ending)
            || address.contains(&format!("{ending}&"))
            || address.ends_with(ending)
    }) || DOWNLOAD_PATHS.iter().any(|part| address.contains(&part.to_ascii_lowercase()))
}

/// What the address says when the words say nothing.
fn by_address(link: &Link, url: &Url) -> Option<Judgement> {
    let words = squeeze(&link.text);
    let silent = words.is_empty() || words == "CCTV" || words == "영상정보";
    if !silent || matches!(link.kind, LinkKind::Frame | LinkKind::MetaRefresh) {
        return None;
    }
    let (score, why) = sitemap::address_score(url)?;
    Some((score, why, LeadKind::Policy))
}

/// The address of a link, resolved; nothing for anchors and for what only a script could follow.
fn resolve(link: &Link, base: &Url) -> Option<Url> {
    let address = link.href.trim();
    if address.is_empty() || address.starts_with('#') {
        return None;
    }
    // A script would put a number behind it.
    let scripted = matches!(link.kind, LinkKind::Script | LinkKind::ScriptRedirect);
    if scripted && address.ends_with('=') {
        return None;
    }
    let url = base.join(address).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.host().is_some()).then(|| crate::model::url::cleaned(&url))
}

/// Characters of text that a reader sees as content.
fn text_length(document: &Document) -> usize {
    let visible = document.blocks.iter().filter(|block| block.zone != Zone::Hidden);
    visible.map(|block| block.text.chars().count()).sum()
}
