//! One try to fetch one address: the words between frontier, fetch, archive and tables. Every try is a row.

use crate::model::institution::InstitutionId;
use crate::model::policy::DocumentId;
use crate::model::time::Timestamp;
use url::Url;

/// An address to ask, for whom and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Whose policy is looked for.
    pub institution: InstitutionId,
    /// What is asked.
    pub url: Url,
    /// Why.
    pub origin: Origin,
    /// Steps from the seed.
    pub depth: u8,
    /// Tries before this one.
    pub tries: u8,
}

/// Why an address is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The registry names it as the home page.
    Home,
    /// The registry names it as the policy page.
    KnownPolicy,
    /// `robots.txt` of the host.
    Robots,
    /// An earlier crawl found a policy there, or a part of one.
    Earlier,
    /// Named in a site map.
    Sitemap {
        /// Address of the site map.
        from: Url,
    },
    /// A link on a page.
    Link {
        /// Address of the page.
        from: Url,
        /// Words of the link.
        anchor: String,
        /// How likely it leads to a policy; higher is likelier.
        score: i32,
    },
    /// A certificate that a server should have sent along; it is no page, and no robots.txt speaks for it.
    Certificate {
        /// What could not be asked without it.
        from: Url,
    },
    /// A redirect: HTTP status, meta refresh, script or frame.
    Redirect {
        /// Address that redirects.
        from: Url,
    },
}

/// One try: what was asked, what manners demanded, what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What was asked.
    pub target: Target,
    /// When.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub took_ms: u32,
    /// What robots.txt said.
    pub robots: RobotsVerdict,
    /// Delay that robots.txt asked for, in milliseconds.
    pub delay_wanted_ms: Option<u32>,
    /// Delay that was kept, in milliseconds.
    pub delay_used_ms: u32,
    /// What came of it.
    pub outcome: Outcome,
    /// What the answer seems to be, when it was looked at.
    pub page: Option<PageKind>,
    /// What was wrong with the usual handshake, when the server was asked with legacy TLS; certificates were
    /// verified as ever.
    pub legacy: Option<TlsFault>,
    /// What came back and is archived although the try is no success.
    pub rejected: Option<Rejected>,
}

/// An archived answer that is not used: a server that is busy, a body that is cut off or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type` as declared.
    pub content_type: Option<String>,
    /// Bytes of the body that were taken in.
    pub bytes: u64,
    /// WARC file, relative to the archive folder.
    pub warc: String,
    /// Offset of the response record's gzip member.
    pub offset: u64,
    /// Length of that member.
    pub length: u64,
}

/// What a page seems to be, as far as a crawl looks: it never interprets a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKind {
    /// A policy, or a page that holds one.
    Policy,
    /// About the cameras by its title, without the headings of a policy: a list, a board, a notice.
    Topic,
    /// A form that asks who we are, in place of a page.
    Login,
    /// An empty page that only a browser could fill.
    NeedsBrowser,
    /// Markup that costs more to read than we give.
    Unreadable,
    /// A file; what it says is read later.
    File,
    /// Something else.
    Other,
}

/// What robots.txt said of an address (RFC 9309).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RobotsVerdict {
    /// Rules were read and allow it; SHA-256 of the file.
    Allowed(DocumentId),
    /// Rules were read and forbid it; SHA-256 of the file.
    Disallowed(DocumentId),
    /// The file is unavailable (4xx): everything is allowed.
    NoRules,
    /// The file could not be had (5xx, timeout, unreachable): everything is forbidden.
    Unreachable,
    /// Not asked: the request is for robots.txt itself.
    NotAsked,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "most tries store an answer; tries are held one at a time")]
pub enum Outcome {
    /// An answer is in the archive.
    Stored(Snapshot),
    /// We did not ask, or cut it off, by our own rules.
    Refused(Refusal),
    /// The network or the server failed.
    Failed(FetchError),
}

/// An archived answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// SHA-256 of the body, content codings removed.
    pub document: DocumentId,
    /// HTTP status.
    pub status: u16,
    /// `Content-Type` as declared.
    pub content_type: Option<String>,
    /// `Location`, resolved, when the status redirects.
    pub location: Option<Url>,
    /// Bytes of the body on the wire.
    pub bytes: u64,
    /// By what the server knows this version of the document again.
    pub validators: Validators,
    /// WARC file in which the body lies, relative to the archive folder.
    pub warc: String,
    /// Offset of the response record's gzip member.
    pub offset: u64,
    /// Length of that member.
    pub length: u64,
    /// The record of this try, when it says only that the body is that of an earlier answer.
    pub revisit: Option<Revisit>,
}

/// Where the record of an unchanged answer lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revisit {
    /// WARC file, relative to the archive folder.
    pub warc: String,
    /// Offset of the revisit record's gzip member.
    pub offset: u64,
    /// Length of that member.
    pub length: u64,
}

/// By what a server knows a version of a document again (RFC 9110 section 8.8), as it wrote them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Validators {
    /// `ETag`.
    pub etag: Option<String>,
    /// `Last-Modified`.
    pub last_modified: Option<String>,
}

/// Why we did not ask, or did not keep the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refusal {
    /// robots.txt forbids it, or could not be had.
    Robots,
    /// Loopback or private address that the seeds do not name.
    PrivateAddress,
    /// Not http or https.
    Scheme,
    /// Body over the limit.
    TooLarge,
    /// More redirects than we follow.
    TooManyRedirects,
    /// A redirect back to where the redirects began.
    RedirectLoop,
    /// The institution's page budget is spent.
    BudgetSpent,
    /// The host asked, with Retry-After, to be left alone for longer than a crawl waits.
    AskedToWait,
    /// Another part of the crawl asks that site, and two parts know nothing of each other's pauses.
    OtherShard,
}

/// How the network or the server failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FetchError {
    /// The name does not resolve.
    Dns,
    /// No connection.
    Connect,
    /// The certificate or the handshake.
    Tls(TlsFault),
    /// No answer in time.
    Timeout,
    /// 429 or 503; the wait the server asked for, in milliseconds.
    Throttled {
        /// `Retry-After`.
        retry_after_ms: Option<u32>,
    },
    /// The answer broke off or was not HTTP.
    Protocol,
    /// Our own network was gone: nothing was learnt of the host, which is asked again.
    Offline,
}

/// Why a connection that should have been secured was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TlsFault {
    /// Something went wrong before there was a certificate.
    Handshake,
    /// The server speaks only versions of the protocol that are given up: TLS 1.1 and before.
    ProtocolVersion,
    /// No cipher or key exchange in common: RSA without forward secrecy, or a weak Diffie-Hellman group.
    KeyExchange,
    /// Signed in a way that proves nothing any more, such as SHA-1.
    WeakSignature,
    /// Signed by itself.
    SelfSigned,
    /// The server does not send along who signed it. It is asked again, since the missing certificate can be had.
    MissingIntermediate,
    /// Signed by nobody we know.
    UnknownIssuer,
    /// Not valid any more, or not yet.
    Expired,
    /// Made out to another name.
    WrongName,
    /// Anything else that is wrong with a certificate.
    BadCertificate,
}

impl Outcome {
    /// Whether a request went out.
    pub fn was_sent(&self) -> bool {
        match self {
            Self::Failed(FetchError::Offline) => false,
            Self::Stored(_) | Self::Failed(_) => true,
            Self::Refused(refusal) => refusal.was_sent(),
        }
    }
}

impl Refusal {
    /// Every refusal.
    pub const ALL: [Self; 9] = [
        Self::Robots,
        Self::PrivateAddress,
        Self::Scheme,
        Self::TooLarge,
        Self::TooManyRedirects,
        Self::RedirectLoop,
        Self::BudgetSpent,
        Self::AskedToWait,
        Self::OtherShard,
    ];

    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Robots => "robots",
            Self::PrivateAddress => "private_address",
            Self::Scheme => "scheme",
            Self::TooLarge => "too_large",
            Self::TooManyRedirects => "too_many_redirects",
            Self::RedirectLoop => "redirect_loop",
            Self::BudgetSpent => "budget_spent",
            Self::AskedToWait => "asked_to_wait",
            Self::OtherShard => "other_shard",
        }
    }

    /// Whether a request went out before we refused.
    pub fn was_sent(self) -> bool {
        matches!(self, Self::TooLarge)
    }
}

impl FetchError {
    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls(_) => "tls",
            Self::Timeout => "timeout",
            Self::Throttled { .. } => "throttled",
            Self::Protocol => "protocol",
            Self::Offline => "offline",
        }
    }

    /// The finer name of a failure, where there is one.
    pub fn detail(self) -> Option<&'static str> {
        match self {
            Self::Tls(fault) => Some(fault.name()),
            _ => None,
        }
    }
}

impl TlsFault {
    /// Every fault.
    pub const ALL: [Self; 10] = [
        Self::Handshake,
        Self::ProtocolVersion,
        Self::KeyExchange,
        Self::WeakSignature,
        Self::SelfSigned,
        Self::MissingIntermediate,
        Self::UnknownIssuer,
        Self::Expired,
        Self::WrongName,
        Self::BadCertificate,
    ];

    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Handshake => "handshake",
            Self::ProtocolVersion => "protocol_version",
            Self::KeyExchange => "key_exchange",
            Self::WeakSignature => "weak_signature",
            Self::SelfSigned => "self_signed",
            Self::MissingIntermediate => "missing_intermediate",
            Self::UnknownIssuer => "unknown_issuer",
            Self::Expired => "expired",
            Self::WrongName => "wrong_name",
            Self::BadCertificate => "bad_certificate",
        }
    }
}

impl PageKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Policy, Self::Topic, Self::Login, Self::NeedsBrowser, Self::Unreadable, Self::File, Self::Other];

    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Topic => "topic",
            Self::Login => "login",
            Self::NeedsBrowser => "needs_browser",
            Self::Unreadable => "unreadable",
            Self::File => "file",
            Self::Other => "other",
        }
    }
}

impl RobotsVerdict {
    /// Whether the address must not be asked.
    pub fn forbids(&self) -> bool {
        matches!(self, Self::Disallowed(_) | Self::Unreachable)
    }

    /// The name in every output.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Allowed(_) => "allowed",
            Self::Disallowed(_) => "disallowed",
            Self::NoRules => "no_rules",
            Self::Unreachable => "unreachable",
            Self::NotAsked => "not_asked",
        }
    }
}

impl Origin {
    /// The name in every output.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::KnownPolicy => "known_policy",
            Self::Robots => "robots",
            Self::Earlier => "earlier",
            Self::Sitemap { .. } => "sitemap",
            Self::Link { .. } => "link",
            Self::Redirect { .. } => "redirect",
            Self::Certificate { .. } => "certificate",
        }
    }

    /// The page that led here, when a page did.
    pub fn from(&self) -> Option<&Url> {
        match self {
            Self::Home | Self::KnownPolicy | Self::Robots | Self::Earlier => None,
            Self::Sitemap { from } | Self::Link { from, .. } | Self::Redirect { from } | Self::Certificate { from } => {
                Some(from)
            }
        }
    }

    /// Whether it is asked for what it says, and not so that others may be asked.
    pub fn is_page(&self) -> bool {
        !matches!(self, Self::Robots | Self::Certificate { .. })
    }
}
