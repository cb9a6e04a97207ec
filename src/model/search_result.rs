//! How the search for an institution's policy ended: one word for every institution, and why. It is read from the
//! tries alone, so that ledger, tables and statistics cannot disagree.

use crate::model::attempt::{Attempt, FetchError, Origin, Outcome, PageKind, Refusal, RobotsVerdict};
use crate::model::url::canonical;
use std::collections::BTreeMap;

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchOutcome {
    /// In one word.
    pub kind: EndingKind,
    /// What stood in the way, when something did: the name of a refusal, of a failure or of a kind of page, or
    /// `http_` and a status.
    pub reason: Option<String>,
}

/// How it ended, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndingKind {
    /// A page that looks like a policy is in the archive.
    Policy,
    /// A file is in the archive to which a link with the name of a policy led.
    PolicyFile,
    /// A link led to a policy that could not be had.
    PolicyLost,
    /// Pages were read and none looks like a policy.
    NotFound,
    /// robots.txt forbids every page that we know of.
    RobotsDisallowed,
    /// The server answers, but its robots.txt could not be had: everything is forbidden (RFC 9309 section 2.3.1.4).
    RobotsUnreachable,
    /// No page could be had.
    Unreachable,
    /// Nobody knows an address, or nothing was asked.
    NotAsked,
}

impl EndingKind {
    /// Every ending.
    pub const ALL: [Self; 8] = [
        Self::Policy,
        Self::PolicyFile,
        Self::PolicyLost,
        Self::NotFound,
        Self::RobotsDisallowed,
        Self::RobotsUnreachable,
        Self::Unreachable,
        Self::NotAsked,
    ];

    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::PolicyFile => "policy_file",
            Self::PolicyLost => "policy_lost",
            Self::NotFound => "not_found",
            Self::RobotsDisallowed => "robots_disallowed",
            Self::RobotsUnreachable => "robots_unreachable",
            Self::Unreachable => "unreachable",
            Self::NotAsked => "not_asked",
        }
    }

    /// The name Korean readers see.
    pub fn korean(self) -> &'static str {
        match self {
            Self::Policy => "방침 찾음",
            Self::PolicyFile => "방침 파일 찾음",
            Self::PolicyLost => "방침을 받지 못함",
            Self::NotFound => "방침을 찾지 못함",
            Self::RobotsDisallowed => "robots.txt가 금지함",
            Self::RobotsUnreachable => "robots.txt를 받지 못함",
            Self::Unreachable => "접속 실패",
            Self::NotAsked => "요청 안 함",
        }
    }

    /// Whether some page of the institution answered.
    pub fn is_reached(self) -> bool {
        matches!(self, Self::Policy | Self::PolicyFile | Self::PolicyLost | Self::NotFound)
    }
}

/// What came of one institution: the first of these that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// A current policy was found.
    Found,
    /// Former versions only.
    OnlySuperseded,
    /// A page answered, and no policy was found.
    NoPolicy,
    /// A robots.txt that could be read forbids the pages that were wanted.
    RobotsRefused,
    /// Asked, and no page answered.
    Unreachable,
    /// An address is known and was not asked.
    NotAsked,
    /// No address is known.
    NoAddress,
}

impl Reach {
    /// Every state, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::Found,
        Self::OnlySuperseded,
        Self::NoPolicy,
        Self::RobotsRefused,
        Self::Unreachable,
        Self::NotAsked,
        Self::NoAddress,
    ];

    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::OnlySuperseded => "only_superseded",
            Self::NoPolicy => "no_policy",
            Self::RobotsRefused => "robots_refused",
            Self::Unreachable => "unreachable",
            Self::NotAsked => "not_asked",
            Self::NoAddress => "no_address",
        }
    }

    /// The state of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.name() == name)
    }
}

/// Links of this score name a policy; weaker ones only might lead to one.
const NAMES_A_POLICY: i32 = 60;
/// Weight of an address that the registry or an earlier crawl names.
const KNOWN: i32 = 1000;
/// Weight of a home page.
const HOME: i32 = 50;

/// How the search ended for an institution, by all its tries in their order.
pub fn ending<'a>(attempts: impl IntoIterator<Item = &'a Attempt>) -> SearchOutcome {
    let attempts: Vec<&Attempt> = attempts.into_iter().collect();
    let pages: Vec<&Attempt> = attempts.iter().filter(|attempt| attempt.target.origin.is_page()).copied().collect();
    let with = |kind, reason| SearchOutcome { kind, reason };
    if pages.iter().any(|attempt| attempt.page == Some(PageKind::Policy)) {
        return with(EndingKind::Policy, None);
    }
    let weights = weights(&pages);
    let weight = |attempt: &Attempt| weights.get(&canonical(&attempt.target.url)).copied().unwrap_or(0);
    let is_named = |attempt: &&&Attempt| weight(attempt) >= NAMES_A_POLICY;
    if pages.iter().filter(is_named).any(|attempt| attempt.page == Some(PageKind::File)) {
        return with(EndingKind::PolicyFile, None);
    }
    // The last word on each address counts.
    let mut last: BTreeMap<String, &Attempt> = BTreeMap::new();
    for attempt in &pages {
        last.insert(canonical(&attempt.target.url), attempt);
    }
    let in_the_way = last.values().filter_map(|attempt| Some((weight(attempt), obstacle(attempt)?)));
    let worst = in_the_way.filter(|(weight, _)| *weight >= HOME).max_by_key(|(weight, _)| *weight);
    let reached = |attempt: &&Attempt| matches!(&attempt.outcome, Outcome::Stored(page) if page.status < 400);
    if pages.iter().any(reached) {
        return match worst {
            Some((weight, reason)) if weight >= NAMES_A_POLICY => with(EndingKind::PolicyLost, Some(reason)),
            Some((_, reason)) => with(EndingKind::NotFound, Some(reason)),
            None => {
                let spent = |attempt: &&Attempt| attempt.outcome == Outcome::Refused(Refusal::BudgetSpent);
                let reason = pages.iter().any(spent).then(|| Refusal::BudgetSpent.name().to_owned());
                with(EndingKind::NotFound, reason)
            }
        };
    }
    if attempts.iter().any(|attempt| matches!(attempt.robots, RobotsVerdict::Disallowed(_))) {
        return with(EndingKind::RobotsDisallowed, Some(Refusal::Robots.name().to_owned()));
    }
    let robots = attempts.iter().rfind(|attempt| attempt.target.origin == Origin::Robots);
    let shut_out = pages.iter().any(|attempt| attempt.robots == RobotsVerdict::Unreachable);
    match robots.map(|attempt| (&attempt.outcome, obstacle(attempt))) {
        Some((Outcome::Stored(_) | Outcome::Failed(FetchError::Throttled { .. }), reason)) if shut_out => {
            with(EndingKind::RobotsUnreachable, reason)
        }
        Some((_, reason)) if shut_out => with(EndingKind::Unreachable, reason),
        _ if pages.is_empty() && !attempts.iter().any(|one| matches!(one.outcome, Outcome::Failed(_))) => {
            with(EndingKind::NotAsked, None)
        }
        _ => with(EndingKind::Unreachable, worst.map(|(_, reason)| reason)),
    }
}

/// What kept an address from giving a page; nothing when it gave one.
pub fn obstacle(attempt: &Attempt) -> Option<String> {
    let name = match &attempt.outcome {
        Outcome::Failed(error) => error.name(),
        Outcome::Refused(refusal) => refusal.name(),
        Outcome::Stored(page) if page.status >= 400 => return Some(format!("http_{}", page.status)),
        Outcome::Stored(_) => match attempt.page? {
            kind @ (PageKind::Login | PageKind::NeedsBrowser | PageKind::Unreadable) => kind.name(),
            PageKind::Policy | PageKind::Topic | PageKind::File | PageKind::Other => return None,
        },
    };
    Some(name.to_owned())
}

/// How likely each address is the policy; redirects hand on what led to them.
fn weights(pages: &[&Attempt]) -> BTreeMap<String, i32> {
    let mut weights: BTreeMap<String, i32> = BTreeMap::new();
    for attempt in pages {
        let weight = match &attempt.target.origin {
            Origin::KnownPolicy | Origin::Earlier => KNOWN,
            Origin::Link { score, .. } => *score,
            Origin::Home => HOME,
            Origin::Sitemap { .. } | Origin::Robots | Origin::Certificate { .. } => 0,
            Origin::Redirect { from } => weights.get(&canonical(from)).copied().unwrap_or(HOME),
        };
        let known = weights.entry(canonical(&attempt.target.url)).or_insert(weight);
        *known = (*known).max(weight);
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::attempt::{Snapshot, Target, TlsFault, Validators};
    use crate::model::institution::InstitutionId;
    use crate::model::policy::DocumentId;
    use crate::model::time::Timestamp;
    use url::Url;

    fn url(path: &str) -> Url {
        Url::parse("http://a.go.kr/").unwrap().join(path).unwrap()
    }

    fn stored(status: u16) -> Outcome {
        Outcome::Stored(Snapshot {
            document: DocumentId(String::new()),
            status,
            content_type: None,
            location: None,
            bytes: 0,
            validators: Validators::default(),
            warc: String::new(),
            offset: 0,
            length: 0,
            revisit: None,
        })
    }

    fn link(score: i32) -> Origin {
        Origin::Link { from: url("/"), anchor: String::new(), score }
    }

    fn tried(path: &str, origin: Origin, outcome: Outcome, page: Option<PageKind>) -> Attempt {
        let robots = if origin == Origin::Robots { RobotsVerdict::NotAsked } else { RobotsVerdict::NoRules };
        let institution = InstitutionId("a".to_owned());
        Attempt {
            target: Target { institution, url: url(path), origin, depth: 0, tries: 0 },
            at: Timestamp(0),
            took_ms: 0,
            robots,
            delay_wanted_ms: None,
            delay_used_ms: 0,
            outcome,
            page,
            legacy: None,
            rejected: None,
        }
    }

    fn refused(path: &str, origin: Origin, robots: RobotsVerdict) -> Attempt {
        Attempt { robots, ..tried(path, origin, Outcome::Refused(Refusal::Robots), None) }
    }

    #[test]
    fn every_search_has_an_ending() {
        let robots = |outcome| tried("/robots.txt", Origin::Robots, outcome, None);
        let home = |kind| tried("/", Origin::Home, stored(200), Some(kind));
        let policy = |outcome, page| tried("/p", link(140), outcome, page);
        let hop = |path, outcome| tried(path, Origin::Redirect { from: url("/p") }, outcome, None);
        let dead = Outcome::Failed(FetchError::Connect);
        let forbidden = RobotsVerdict::Disallowed(DocumentId(String::new()));
        let other = PageKind::Other;
        let cases: Vec<(Vec<Attempt>, EndingKind, Option<&str>)> = vec![
            (vec![], EndingKind::NotAsked, None),
            (
                vec![robots(stored(404)), home(other), policy(stored(200), Some(PageKind::Policy))],
                EndingKind::Policy,
                None,
            ),
            (vec![home(other), policy(stored(200), Some(PageKind::File))], EndingKind::PolicyFile, None),
            (vec![home(other), policy(stored(200), Some(PageKind::Login))], EndingKind::PolicyLost, Some("login")),
            (vec![home(other), policy(stored(404), None)], EndingKind::PolicyLost, Some("http_404")),
            (vec![home(other), refused("/p", link(140), forbidden.clone())], EndingKind::PolicyLost, Some("robots")),
            (
                vec![home(other), policy(stored(302), None), hop("/q", Outcome::Refused(Refusal::RedirectLoop))],
                EndingKind::PolicyLost,
                Some("redirect_loop"),
            ),
            // A failure that corrected is none.
            (
                vec![home(other), policy(stored(500), None), policy(stored(200), Some(PageKind::Topic))],
                EndingKind::NotFound,
                None,
            ),
            (vec![home(PageKind::NeedsBrowser)], EndingKind::NotFound, Some("needs_browser")),
            (vec![home(other), tried("/m", link(30), stored(404), None)], EndingKind::NotFound, None),
            (
                vec![home(other), tried("/m", link(30), Outcome::Refused(Refusal::BudgetSpent), None)],
                EndingKind::NotFound,
                Some("budget_spent"),
            ),
            (
                vec![robots(stored(200)), refused("/", Origin::Home, forbidden)],
                EndingKind::RobotsDisallowed,
                Some("robots"),
            ),
            (
                vec![robots(stored(500)), refused("/", Origin::Home, RobotsVerdict::Unreachable)],
                EndingKind::RobotsUnreachable,
                Some("http_500"),
            ),
            (
                vec![robots(dead.clone()), refused("/", Origin::Home, RobotsVerdict::Unreachable)],
                EndingKind::Unreachable,
                Some("connect"),
            ),
            (
                vec![
                    robots(stored(404)),
                    tried("/", Origin::Home, Outcome::Failed(FetchError::Tls(TlsFault::Expired)), None),
                ],
                EndingKind::Unreachable,
                Some("tls"),
            ),
            (
                vec![robots(stored(404)), tried("/", Origin::Home, stored(404), None)],
                EndingKind::Unreachable,
                Some("http_404"),
            ),
        ];
        for (attempts, kind, reason) in cases {
            let found = ending(&attempts);
            assert_eq!((found.kind, found.reason.as_deref()), (kind, reason), "{attempts:#?}");
        }
    }
}
