//! Attempts as rows and back: the private spelling of the ledger.

use super::ArchiveError;
use crate::model::attempt::{
    Attempt, FetchError, Origin, Outcome, PageKind, Refusal, Rejected, Revisit, RobotsVerdict, Snapshot, Target,
    TlsFault, Validators,
};
use crate::model::institution::InstitutionId;
use crate::model::policy::DocumentId;
use crate::model::time::Timestamp;
use rusqlite::Row;
use url::Url;

/// Columns of an attempt, in the order in which [`attempt`] reads them.
pub(super) const ATTEMPT_COLUMNS: &str = "institution, url, origin, from_url, anchor, score, depth, \
    tries, at, took_ms, robots, robots_document, delay_wanted_ms, delay_used_ms, outcome, reason, \
    retry_after_ms, document, status, content_type, location, bytes, warc, offset, length, \
    page, detail, etag, last_modified, revisit_warc, revisit_offset, revisit_length, legacy";

/// Columns of an origin.
pub(super) struct OriginRow<'a> {
    pub(super) name: &'static str,
    pub(super) from: Option<&'a str>,
    pub(super) anchor: Option<&'a str>,
    pub(super) score: Option<i32>,
}

impl<'a> OriginRow<'a> {
    pub(super) fn of(origin: &'a Origin) -> Self {
        let (anchor, score) = match origin {
            Origin::Link { anchor, score, .. } => (Some(anchor.as_str()), Some(*score)),
            _ => (None, None),
        };
        Self { name: origin.name(), from: origin.from().map(Url::as_str), anchor, score }
    }
}

/// Columns of a verdict and an outcome.
#[derive(Default)]
pub(super) struct AttemptRow<'a> {
    pub(super) robots: &'static str,
    pub(super) robots_document: Option<&'a str>,
    pub(super) outcome: &'static str,
    pub(super) reason: Option<&'static str>,
    pub(super) retry_after_ms: Option<u32>,
    pub(super) document: Option<&'a str>,
    pub(super) status: Option<u16>,
    pub(super) content_type: Option<&'a str>,
    pub(super) location: Option<&'a str>,
    pub(super) bytes: Option<i64>,
    pub(super) warc: Option<&'a str>,
    pub(super) offset: Option<i64>,
    pub(super) length: Option<i64>,
    pub(super) page: Option<&'static str>,
    pub(super) detail: Option<&'static str>,
    pub(super) etag: Option<&'a str>,
    pub(super) last_modified: Option<&'a str>,
    pub(super) revisit_warc: Option<&'a str>,
    pub(super) revisit_offset: Option<i64>,
    pub(super) revisit_length: Option<i64>,
    pub(super) legacy: Option<&'static str>,
}

impl<'a> AttemptRow<'a> {
    pub(super) fn of(attempt: &'a Attempt) -> Self {
        let page = attempt.page.map(PageKind::name);
        let legacy = attempt.legacy.map(TlsFault::name);
        let mut row = Self { robots: attempt.robots.name(), page, legacy, ..Self::default() };
        if let RobotsVerdict::Allowed(id) | RobotsVerdict::Disallowed(id) = &attempt.robots {
            row.robots_document = Some(&id.0);
        }
        match &attempt.outcome {
            Outcome::Stored(snapshot) => row.stored(snapshot),
            Outcome::Refused(refusal) => {
                row.outcome = "refused";
                row.reason = Some(refusal.name());
            }
            Outcome::Failed(error) => {
                row.outcome = "failed";
                row.reason = Some(error.name());
                row.detail = error.detail();
                if let FetchError::Throttled { retry_after_ms } = error {
                    row.retry_after_ms = *retry_after_ms;
                }
            }
        }
        if let Some(rejected) = &attempt.rejected {
            row.rejected(rejected);
        }
        row
    }

    fn rejected(&mut self, rejected: &'a Rejected) {
        self.status = Some(rejected.status);
        self.content_type = rejected.content_type.as_deref();
        self.bytes = number(rejected.bytes);
        self.warc = Some(&rejected.warc);
        self.offset = number(rejected.offset);
        self.length = number(rejected.length);
    }

    fn stored(&mut self, snapshot: &'a Snapshot) {
        self.outcome = "stored";
        self.document = Some(&snapshot.document.0);
        self.status = Some(snapshot.status);
        self.content_type = snapshot.content_type.as_deref();
        self.location = snapshot.location.as_ref().map(Url::as_str);
        self.bytes = number(snapshot.bytes);
        self.warc = Some(&snapshot.warc);
        self.offset = number(snapshot.offset);
        self.length = number(snapshot.length);
        self.etag = snapshot.validators.etag.as_deref();
        self.last_modified = snapshot.validators.last_modified.as_deref();
        if let Some(revisit) = &snapshot.revisit {
            self.revisit_warc = Some(&revisit.warc);
            self.revisit_offset = number(revisit.offset);
            self.revisit_length = number(revisit.length);
        }
    }
}

fn number(value: u64) -> Option<i64> {
    i64::try_from(value).ok()
}

/// A target from the first eight columns.
pub(super) fn target(row: &Row<'_>) -> Result<Target, ArchiveError> {
    let from = || url(row, 3);
    let origin = match row.get_ref(2)?.as_str().unwrap_or_default() {
        "home" => Origin::Home,
        "known_policy" => Origin::KnownPolicy,
        "robots" => Origin::Robots,
        "earlier" => Origin::Earlier,
        "sitemap" => Origin::Sitemap { from: from()? },
        "certificate" => Origin::Certificate { from: from()? },
        "redirect" => Origin::Redirect { from: from()? },
        "link" => Origin::Link { from: from()?, anchor: row.get(4)?, score: row.get(5)? },
        other => return Err(unknown("origin", other)),
    };
    Ok(Target {
        institution: InstitutionId(row.get(0)?),
        url: url(row, 1)?,
        origin,
        depth: row.get(6)?,
        tries: row.get(7)?,
    })
}

/// An attempt from all columns.
pub(super) fn attempt(row: &Row<'_>) -> Result<Attempt, ArchiveError> {
    Ok(Attempt {
        target: target(row)?,
        at: Timestamp(row.get(8)?),
        took_ms: row.get(9)?,
        robots: verdict(row)?,
        delay_wanted_ms: row.get(12)?,
        delay_used_ms: row.get(13)?,
        outcome: outcome(row)?,
        page: page(row)?,
        legacy: fault(row, 32)?,
        rejected: rejected(row)?,
    })
}

/// The fault that a column names. Ledgers of the first version did not say what was wrong with a certificate.
fn fault(row: &Row<'_>, column: usize) -> Result<Option<TlsFault>, ArchiveError> {
    let name: Option<String> = row.get(column)?;
    Ok(TlsFault::ALL.into_iter().find(|fault| Some(fault.name()) == name.as_deref()))
}

/// The answer beside a try that stored none.
fn rejected(row: &Row<'_>) -> Result<Option<Rejected>, ArchiveError> {
    let (outcome, warc): (String, Option<String>) = (row.get(14)?, row.get(22)?);
    let Some(warc) = warc.filter(|_| outcome != "stored") else { return Ok(None) };
    let number = |column| row.get::<_, i64>(column).map(i64::unsigned_abs);
    let (status, content_type) = (row.get(18)?, row.get(19)?);
    Ok(Some(Rejected { status, content_type, bytes: number(21)?, warc, offset: number(23)?, length: number(24)? }))
}

fn page(row: &Row<'_>) -> Result<Option<PageKind>, ArchiveError> {
    let name: Option<String> = row.get(25)?;
    let Some(name) = name else { return Ok(None) };
    let found = PageKind::ALL.into_iter().find(|kind| kind.name() == name);
    found.map(Some).ok_or_else(|| unknown("page", &name))
}

fn verdict(row: &Row<'_>) -> Result<RobotsVerdict, ArchiveError> {
    let document = || row.get(11).map(DocumentId);
    match row.get_ref(10)?.as_str().unwrap_or_default() {
        "allowed" => Ok(RobotsVerdict::Allowed(document()?)),
        "disallowed" => Ok(RobotsVerdict::Disallowed(document()?)),
        "no_rules" => Ok(RobotsVerdict::NoRules),
        "unreachable" => Ok(RobotsVerdict::Unreachable),
        "not_asked" => Ok(RobotsVerdict::NotAsked),
        other => Err(unknown("robots", other)),
    }
}

fn outcome(row: &Row<'_>) -> Result<Outcome, ArchiveError> {
    let reason: Option<String> = row.get(15)?;
    let reason = reason.unwrap_or_default();
    match row.get_ref(14)?.as_str().unwrap_or_default() {
        "stored" => Ok(Outcome::Stored(snapshot(row)?)),
        "refused" => Refusal::ALL
            .into_iter()
            .find(|refusal| refusal.name() == reason)
            .map(Outcome::Refused)
            .ok_or_else(|| unknown("reason", &reason)),
        "failed" => {
            let retry_after_ms = row.get(16)?;
            [
                FetchError::Dns,
                FetchError::Connect,
                FetchError::Tls(fault(row, 26)?.unwrap_or(TlsFault::BadCertificate)),
                FetchError::Timeout,
                FetchError::Throttled { retry_after_ms },
                FetchError::Protocol,
                FetchError::Offline,
            ]
            .into_iter()
            .find(|error| error.name() == reason)
            .map(Outcome::Failed)
            .ok_or_else(|| unknown("reason", &reason))
        }
        other => Err(unknown("outcome", other)),
    }
}

pub(super) fn snapshot(row: &Row<'_>) -> Result<Snapshot, ArchiveError> {
    let number = |column| row.get::<_, i64>(column).map(i64::unsigned_abs);
    let revisit = match row.get::<_, Option<String>>(29)? {
        Some(warc) => Some(Revisit { warc, offset: number(30)?, length: number(31)? }),
        None => None,
    };
    let location: Option<String> = row.get(20)?;
    Ok(Snapshot {
        document: DocumentId(row.get(17)?),
        status: row.get(18)?,
        content_type: row.get(19)?,
        location: location.and_then(|location| Url::parse(&location).ok()),
        bytes: number(21)?,
        validators: Validators { etag: row.get(27)?, last_modified: row.get(28)? },
        warc: row.get(22)?,
        offset: number(23)?,
        length: number(24)?,
        revisit,
    })
}

fn url(row: &Row<'_>, column: usize) -> Result<Url, ArchiveError> {
    let text: String = row.get(column)?;
    Url::parse(&text).map_err(|_| unknown("url", &text))
}

fn unknown(column: &'static str, value: &str) -> ArchiveError {
    ArchiveError::Row { column, value: value.to_owned() }
}
