//! One try to fetch one address: the words between frontier, fetch, archive and tables. Every try is a row.

use crate::institution::InstitutionId;
use crate::policy::DocumentId;
use url::Url;

/// Milliseconds since 1970-01-01T00:00:00Z. Always given from outside; nothing pure reads a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(pub i64);

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
    /// WARC file, relative to the archive folder.
    pub warc: String,
    /// Offset of the response record's gzip member.
    pub offset: u64,
    /// Length of that member.
    pub length: u64,
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
    /// The institution's page budget is spent.
    BudgetSpent,
}

/// How the network or the server failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FetchError {
    /// The name does not resolve.
    Dns,
    /// No connection.
    Connect,
    /// The certificate or the handshake.
    Tls,
    /// No answer in time.
    Timeout,
    /// 429 or 503; the wait the server asked for, in milliseconds.
    Throttled {
        /// `Retry-After`.
        retry_after_ms: Option<u32>,
    },
    /// The answer broke off or was not HTTP.
    Protocol,
}
