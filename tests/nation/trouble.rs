//! What goes wrong in the nation, one kind a host, and as what a crawl must know it.

use super::random::Random;
use super::site::{Faults, Route};

/// A kind of misbehaviour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// Nothing listens.
    Dead,
    /// Connections are taken and never answered.
    Silent,
    /// The server speaks no version of TLS that we do.
    OldTls,
    /// Its certificate is signed by nobody.
    SelfSigned,
    /// Its certificate has expired.
    Expired,
    /// Its certificate is for another name.
    WrongName,
    /// Every page answers 503, for ever.
    AlwaysBusy,
    /// A byte now and then, for ever.
    Drip,
    /// A body without end.
    Endless,
    /// A small compressed body that becomes a huge one.
    Bomb,
    /// Fewer bytes than the header promised.
    Short,
    /// The connection is reset in the middle.
    Reset,
    /// The answer is not HTTP.
    NotHttp,
    /// Headers without end.
    HugeHeader,
    /// A redirect to itself, by way of another.
    RedirectLoop,
    /// Redirects without end.
    RedirectChain,
    /// A redirect to an address that is nobody's but ours.
    RedirectPrivate,
    /// A redirect to another protocol.
    RedirectScheme,
    /// A redirect to a page that asks who we are.
    LoginRedirect,
    /// A page that asks who we are, in place of the policy.
    LoginPage,
    /// Empty pages that a script fills.
    NeedsBrowser,
    /// The policy answers 500, always.
    Broken,
    /// The policy answers 404.
    Missing,
    /// Elements nested a hundred thousand deep.
    Nested,
    /// The policy answers 500 once, then as it should.
    Stumble,
    /// It answers 503 once and asks for seconds.
    BusySeconds,
    /// It answers 429 once and names a date.
    BusyDate,
    /// Beside the policy stands a calendar that leads on for ever.
    Calendar,
}

impl Trouble {
    /// Every kind.
    pub const ALL: &[Self] = &[
        Self::Dead,
        Self::Silent,
        Self::OldTls,
        Self::SelfSigned,
        Self::Expired,
        Self::WrongName,
        Self::AlwaysBusy,
        Self::Drip,
        Self::Endless,
        Self::Bomb,
        Self::Short,
        Self::Reset,
        Self::NotHttp,
        Self::HugeHeader,
        Self::RedirectLoop,
        Self::RedirectChain,
        Self::RedirectPrivate,
        Self::RedirectScheme,
        Self::LoginRedirect,
        Self::LoginPage,
        Self::NeedsBrowser,
        Self::Broken,
        Self::Missing,
        Self::Nested,
        Self::Stumble,
        Self::BusySeconds,
        Self::BusyDate,
        Self::Calendar,
    ];

    /// The trouble of a host, if it has any.
    pub fn of(random: &mut Random, faults: Faults, route: Route) -> Option<Self> {
        let often = match faults {
            Faults::None => 0,
            Faults::Some => 80,
            Faults::Many => 340,
            Faults::Each => 1000,
        };
        let troubled = random.permille(often) && route != Route::Nowhere;
        troubled.then(|| random.pick(Self::ALL))
    }

    /// The name in the list of what is true.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dead => "dead",
            Self::Silent => "silent",
            Self::OldTls => "old_tls",
            Self::SelfSigned => "self_signed",
            Self::Expired => "expired",
            Self::WrongName => "wrong_name",
            Self::AlwaysBusy => "always_busy",
            Self::Drip => "drip",
            Self::Endless => "endless",
            Self::Bomb => "bomb",
            Self::Short => "short",
            Self::Reset => "reset",
            Self::NotHttp => "not_http",
            Self::HugeHeader => "huge_header",
            Self::RedirectLoop => "redirect_loop",
            Self::RedirectChain => "redirect_chain",
            Self::RedirectPrivate => "redirect_private",
            Self::RedirectScheme => "redirect_scheme",
            Self::LoginRedirect => "login_redirect",
            Self::LoginPage => "login_page",
            Self::NeedsBrowser => "needs_browser",
            Self::Broken => "broken",
            Self::Missing => "missing",
            Self::Nested => "nested",
            Self::Stumble => "stumble",
            Self::BusySeconds => "busy_seconds",
            Self::BusyDate => "busy_date",
            Self::Calendar => "calendar",
        }
    }

    /// Whether the policy can be had all the same.
    pub fn mends(self) -> bool {
        matches!(self, Self::Stumble | Self::BusySeconds | Self::BusyDate | Self::Calendar)
    }

    /// Whether the site is one of https.
    pub fn speaks_tls(self) -> bool {
        matches!(self, Self::OldTls | Self::SelfSigned | Self::Expired | Self::WrongName)
    }
}
