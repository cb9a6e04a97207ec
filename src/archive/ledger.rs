//! The ledger of a crawl in SQLite: what was offered, what was tried and what came of it. The frontier of an
//! interrupted crawl is rebuilt from these rows, so a row is written only after the bytes that it points to are safe.

use super::ArchiveError;
use super::ledger_rows::{self, AttemptRow};
use crate::model::attempt::{Attempt, PageKind, Snapshot, Target};
use crate::model::institution::InstitutionId;
use crate::model::time::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use std::path::Path;
use std::time::Duration;

/// Version of the tables below; another one is refused rather than guessed at.
const SCHEMA_VERSION: i64 = 3;

const SCHEMA: &str = "
CREATE TABLE crawls (
    id TEXT PRIMARY KEY,
    key TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    software TEXT NOT NULL,
    institutions INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE TABLE offers (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    crawl TEXT NOT NULL REFERENCES crawls (id),
    institution TEXT NOT NULL,
    url TEXT NOT NULL,
    origin TEXT NOT NULL,
    from_url TEXT,
    anchor TEXT,
    score INTEGER,
    depth INTEGER NOT NULL
) STRICT;
CREATE TABLE attempts (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    crawl TEXT NOT NULL REFERENCES crawls (id),
    institution TEXT NOT NULL,
    url TEXT NOT NULL,
    origin TEXT NOT NULL,
    from_url TEXT,
    anchor TEXT,
    score INTEGER,
    depth INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    at INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    robots TEXT NOT NULL,
    robots_document TEXT,
    delay_wanted_ms INTEGER,
    delay_used_ms INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT,
    retry_after_ms INTEGER,
    document TEXT,
    status INTEGER,
    content_type TEXT,
    location TEXT,
    bytes INTEGER,
    warc TEXT,
    offset INTEGER,
    length INTEGER,
    warc_end INTEGER,
    page TEXT,
    detail TEXT,
    etag TEXT,
    last_modified TEXT,
    revisit_warc TEXT,
    revisit_offset INTEGER,
    revisit_length INTEGER,
    record TEXT,
    record_at INTEGER,
    payload TEXT,
    legacy TEXT
) STRICT;
CREATE INDEX offers_of_crawl ON offers (crawl, number);
CREATE INDEX attempts_of_crawl ON attempts (crawl, number);
CREATE INDEX attempts_of_url ON attempts (url, number);
CREATE INDEX attempts_by_time ON attempts (at);
";

/// From the first version of the tables to the second: what a page seemed to be in words, failures in detail, and
/// what later crawls need to ask whether a page has changed.
const SECOND_VERSION: &str = "
ALTER TABLE attempts ADD COLUMN page TEXT;
UPDATE attempts SET page = CASE looks_like_policy WHEN 1 THEN 'policy' END;
ALTER TABLE attempts DROP COLUMN looks_like_policy;
ALTER TABLE attempts ADD COLUMN detail TEXT;
ALTER TABLE attempts ADD COLUMN etag TEXT;
ALTER TABLE attempts ADD COLUMN last_modified TEXT;
ALTER TABLE attempts ADD COLUMN revisit_warc TEXT;
ALTER TABLE attempts ADD COLUMN revisit_offset INTEGER;
ALTER TABLE attempts ADD COLUMN revisit_length INTEGER;
ALTER TABLE attempts ADD COLUMN record TEXT;
ALTER TABLE attempts ADD COLUMN record_at INTEGER;
ALTER TABLE attempts ADD COLUMN payload TEXT;
CREATE INDEX attempts_of_url ON attempts (url, number);
CREATE INDEX attempts_by_time ON attempts (at);
";

/// From the second to the third: which servers were asked with legacy TLS.
const THIRD_VERSION: &str = "ALTER TABLE attempts ADD COLUMN legacy TEXT;";

/// A crawl, as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrawlRecord {
    /// UTC start time, `20261121T213458Z`.
    pub id: String,
    /// Key of what it was started with; the same key resumes it.
    pub key: String,
    /// How we called ourselves.
    pub user_agent: String,
    /// Institutions in scope: the denominator of coverage.
    pub institutions: u64,
    /// When it started.
    pub started_at: Timestamp,
    /// When it ended, if it did.
    pub finished_at: Option<Timestamp>,
}

/// A try to be written down, with what it led to.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) attempt: &'a Attempt,
    pub(super) warc_end: Option<u64>,
    pub(super) body: Option<&'a BodyRecord>,
    /// `WARC-Payload-Digest` of the record.
    pub(super) payload: Option<&'a str>,
    pub(super) offers: &'a [Target],
}

/// The WARC record that holds the body of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BodyRecord {
    /// `WARC-Record-ID`.
    pub(super) id: String,
    /// `WARC-Date`.
    pub(super) at: Timestamp,
    /// `WARC-Payload-Digest`.
    pub(super) payload: String,
}

/// What an earlier crawl got from an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// The answer, with the place of its body.
    pub snapshot: Snapshot,
    pub(super) body: BodyRecord,
}

/// A record of a WARC file, as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Indexed {
    pub(super) url: String,
    pub(super) at: Timestamp,
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    pub(super) payload: String,
    pub(super) page: Option<PageKind>,
    pub(super) file: String,
    pub(super) offset: u64,
    pub(super) length: u64,
    pub(super) is_revisit: bool,
    /// The file in which the body lies.
    pub(super) body_file: String,
}

/// An open ledger.
#[derive(Debug)]
pub(super) struct Ledger {
    connection: Connection,
}

impl Ledger {
    /// Opens the ledger for writing; makes it when there is none.
    pub(super) fn open(path: &Path) -> Result<Self, ArchiveError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        let changes: &[&str] = match version(&connection)? {
            0 => &[SCHEMA],
            1 => &[SECOND_VERSION, THIRD_VERSION],
            2 => &[THIRD_VERSION],
            _ => &[],
        };
        if !changes.is_empty() {
            let changes = changes.concat();
            connection.execute_batch(&format!("BEGIN; {changes} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"))?;
        }
        Self::checked(connection)
    }

    /// Opens the ledger for reading, also on a disk that cannot be written.
    pub(super) fn open_to_read(path: &Path) -> Result<Self, ArchiveError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        if (1..SCHEMA_VERSION).contains(&version(&connection)?) {
            drop(connection);
            return Self::open(path);
        }
        Self::checked(connection)
    }

    fn checked(connection: Connection) -> Result<Self, ArchiveError> {
        let found = version(&connection)?;
        if found != SCHEMA_VERSION {
            return Err(ArchiveError::Version { found, known: SCHEMA_VERSION });
        }
        Ok(Self { connection })
    }

    /// All crawls, oldest first.
    pub(super) fn crawls(&self) -> Result<Vec<CrawlRecord>, ArchiveError> {
        let mut statement = self
            .connection
            .prepare("SELECT id, key, user_agent, institutions, started_at, finished_at FROM crawls ORDER BY id")?;
        let crawls = statement.query_map([], crawl_record)?;
        Ok(crawls.collect::<Result<_, _>>()?)
    }

    /// The newest crawl with a key that did not end.
    pub(super) fn unfinished(&self, key: &str) -> Result<Option<CrawlRecord>, ArchiveError> {
        let found = self
            .connection
            .query_row(
                "SELECT id, key, user_agent, institutions, started_at, finished_at FROM crawls
                 WHERE key = ?1 AND finished_at IS NULL ORDER BY id DESC LIMIT 1",
                [key],
                crawl_record,
            )
            .optional()?;
        Ok(found)
    }

    /// Writes down a new crawl and its first offers.
    pub(super) fn begin(&mut self, crawl: &CrawlRecord, software: &str, offers: &[Target]) -> Result<(), ArchiveError> {
        let transaction = self.connection.transaction()?;
        transaction.execute(
            "INSERT INTO crawls (id, key, user_agent, software, institutions, started_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![crawl.id, crawl.key, crawl.user_agent, software, crawl.institutions as i64, crawl.started_at.0],
        )?;
        insert_offers(&transaction, &crawl.id, offers)?;
        Ok(transaction.commit()?)
    }

    /// Writes down tries and the offers that they led to, all or nothing.
    pub(super) fn record(&mut self, crawl: &str, entries: &[Entry<'_>]) -> Result<(), ArchiveError> {
        let transaction = self.connection.transaction()?;
        for entry in entries {
            insert_attempt(&transaction, crawl, entry)?;
            insert_offers(&transaction, crawl, entry.offers)?;
        }
        Ok(transaction.commit()?)
    }

    /// Writes down that a crawl has ended.
    pub(super) fn finish(&mut self, crawl: &str, at: Timestamp) -> Result<(), ArchiveError> {
        self.connection.execute("UPDATE crawls SET finished_at = ?2 WHERE id = ?1", params![crawl, at.0])?;
        // Without its side files the ledger is one file that can be copied and read from any disk. Somebody who is
        // reading it at this moment keeps it as it is, which is no harm.
        let _ = self.connection.pragma_update(None, "journal_mode", "DELETE");
        Ok(())
    }

    /// What was offered in a crawl, in order.
    pub(super) fn offers(&self, crawl: &str) -> Result<Vec<Target>, ArchiveError> {
        let query = "SELECT institution, url, origin, from_url, anchor, score, depth, 0 FROM offers
             WHERE crawl = ?1 ORDER BY number";
        self.of_crawl(query, crawl, ledger_rows::target)
    }

    /// What was tried in a crawl, in order.
    pub(super) fn attempts(&self, crawl: &str) -> Result<Vec<Attempt>, ArchiveError> {
        let query = format!("SELECT {} FROM attempts WHERE crawl = ?1 ORDER BY number", ledger_rows::ATTEMPT_COLUMNS);
        self.of_crawl(&query, crawl, ledger_rows::attempt)
    }

    /// The rows of a query over one crawl, each read by `read`.
    fn of_crawl<T>(
        &self,
        query: &str,
        crawl: &str,
        read: impl Fn(&rusqlite::Row<'_>) -> Result<T, ArchiveError>,
    ) -> Result<Vec<T>, ArchiveError> {
        let mut statement = self.connection.prepare(query)?;
        let mut found = statement.query([crawl])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(read(row)?);
        }
        Ok(all)
    }

    /// Institutions for which a page was found that looks like a policy.
    pub(super) fn settled(&self, crawl: &str) -> Result<Vec<InstitutionId>, ArchiveError> {
        let mut statement = self.connection.prepare(
            "SELECT DISTINCT institution FROM attempts WHERE crawl = ?1 AND page = 'policy'
             ORDER BY institution",
        )?;
        let found = statement.query_map([crawl], |row| row.get(0).map(InstitutionId))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Where the last record of a crawl's WARC file ends that a row points to.
    pub(super) fn known_end(&self, crawl: &str, warc: &str) -> Result<u64, ArchiveError> {
        let end: Option<i64> = self.connection.query_row(
            "SELECT max(warc_end) FROM attempts WHERE crawl = ?1 AND coalesce(revisit_warc, warc) = ?2",
            [crawl, warc],
            |row| row.get(0),
        )?;
        Ok(end.and_then(|end| u64::try_from(end).ok()).unwrap_or(0))
    }

    /// What the newest other crawl got from an address.
    pub(super) fn earlier(&self, crawl: &str, url: &str) -> Result<Option<Earlier>, ArchiveError> {
        let query = format!(
            "SELECT {}, record, record_at, payload FROM attempts
             WHERE url = ?1 AND crawl <> ?2 AND outcome = 'stored' AND status IN (200, 304) AND record IS NOT NULL
             ORDER BY number DESC LIMIT 1",
            ledger_rows::ATTEMPT_COLUMNS
        );
        let mut statement = self.connection.prepare_cached(&query)?;
        let mut found = statement.query([url, crawl])?;
        let Some(row) = found.next()? else { return Ok(None) };
        let body = BodyRecord { id: row.get(33)?, at: Timestamp(row.get(34)?), payload: row.get(35)? };
        Ok(Some(Earlier { snapshot: ledger_rows::snapshot(row)?, body }))
    }

    /// The records of a crawl's answers, in order.
    pub(super) fn indexed(&self, crawl: &str) -> Result<Vec<Indexed>, ArchiveError> {
        let mut statement = self.connection.prepare(
            "SELECT url, at, status, content_type, payload, page, coalesce(revisit_warc, warc),
                    coalesce(revisit_offset, offset), coalesce(revisit_length, length), revisit_warc IS NOT NULL, warc
             FROM attempts WHERE crawl = ?1 AND warc IS NOT NULL ORDER BY number",
        )?;
        let number = |row: &rusqlite::Row<'_>, column| row.get::<_, i64>(column).map(i64::unsigned_abs);
        let found = statement.query_map([crawl], |row| {
            let page: Option<String> = row.get(5)?;
            Ok(Indexed {
                url: row.get(0)?,
                at: Timestamp(row.get(1)?),
                status: row.get(2)?,
                content_type: row.get(3)?,
                // Ledgers of the first version did not keep it.
                payload: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
                page: PageKind::ALL.into_iter().find(|kind| Some(kind.name()) == page.as_deref()),
                file: row.get(6)?,
                offset: number(row, 7)?,
                length: number(row, 8)?,
                is_revisit: row.get(9)?,
                body_file: row.get(10)?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// What was tried since an instant, in any crawl: address, when it ended, and how long its host was to rest.
    pub(super) fn since(&self, instant: Timestamp) -> Result<Vec<Attempt>, ArchiveError> {
        let query = format!("SELECT {} FROM attempts WHERE at >= ?1 ORDER BY number", ledger_rows::ATTEMPT_COLUMNS);
        let mut statement = self.connection.prepare(&query)?;
        let mut found = statement.query([instant.0])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            all.push(ledger_rows::attempt(row)?);
        }
        Ok(all)
    }
}

fn version(connection: &Connection) -> Result<i64, ArchiveError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

fn crawl_record(row: &rusqlite::Row<'_>) -> rusqlite::Result<CrawlRecord> {
    Ok(CrawlRecord {
        id: row.get(0)?,
        key: row.get(1)?,
        user_agent: row.get(2)?,
        institutions: row.get::<_, i64>(3)?.unsigned_abs(),
        started_at: Timestamp(row.get(4)?),
        finished_at: row.get::<_, Option<i64>>(5)?.map(Timestamp),
    })
}

fn insert_offers(connection: &Connection, crawl: &str, offers: &[Target]) -> Result<(), ArchiveError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO offers (crawl, institution, url, origin, from_url, anchor, score, depth)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for offer in offers {
        let origin = ledger_rows::OriginRow::of(&offer.origin);
        statement.execute(params![
            crawl,
            offer.institution.0,
            offer.url.as_str(),
            origin.name,
            origin.from,
            origin.anchor,
            origin.score,
            offer.depth,
        ])?;
    }
    Ok(())
}

fn insert_attempt(connection: &Connection, crawl: &str, entry: &Entry<'_>) -> Result<(), ArchiveError> {
    let Attempt { target, at, took_ms, delay_wanted_ms, delay_used_ms, .. } = entry.attempt;
    let origin = ledger_rows::OriginRow::of(&target.origin);
    let row = AttemptRow::of(entry.attempt);
    let marks = vec!["?"; 38].join(", ");
    let mut statement = connection.prepare_cached(&format!(
        "INSERT INTO attempts (crawl, {}, warc_end, record, record_at, payload) VALUES ({marks})",
        ledger_rows::ATTEMPT_COLUMNS
    ))?;
    statement.execute(params![
        crawl,
        target.institution.0,
        target.url.as_str(),
        origin.name,
        origin.from,
        origin.anchor,
        origin.score,
        target.depth,
        target.tries,
        at.0,
        took_ms,
        row.robots,
        row.robots_document,
        delay_wanted_ms,
        delay_used_ms,
        row.outcome,
        row.reason,
        row.retry_after_ms,
        row.document,
        row.status,
        row.content_type,
        row.location,
        row.bytes,
        row.warc,
        row.offset,
        row.length,
        row.page,
        row.detail,
        row.etag,
        row.last_modified,
        row.revisit_warc,
        row.revisit_offset,
        row.revisit_length,
        row.legacy,
        entry.warc_end.and_then(|end| i64::try_from(end).ok()),
        entry.body.map(|body| &body.id),
        entry.body.map(|body| body.at.0),
        entry.payload,
    ])?;
    Ok(())
}
