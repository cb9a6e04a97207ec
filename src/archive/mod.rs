//! What came over the wire, kept: WARC files for the bytes and a ledger of every try. The only writer below
//! `archive/`; readers of crawls come in through the functions here and never touch the network.

mod cdxj;
mod checksums;
mod content_encoding;
mod ledger;
mod ledger_rows;
#[cfg(test)]
mod tests;
mod wacz;
mod warc_reader;
mod warc_writer;

pub use checksums::{Mismatch, check};
pub use content_encoding::{CodingError, decoded, decoded_body};
pub use ledger::{CrawlRecord, Earlier};
pub use wacz::{Packed, pack};
pub use warc_reader::{Response, Responses, WarcError};
pub use warc_writer::ROTATION_BYTES;

use crate::model::attempt::{Attempt, Outcome, Rejected, Revisit, Snapshot, Target};
use crate::model::http::{Exchange, header};
use crate::model::institution::InstitutionId;
use crate::model::time::Timestamp;
use ledger::{BodyRecord, Entry, Ledger};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use warc_writer::{About, Place, WarcFiles};

/// File name of the ledger.
pub const LEDGER: &str = "crawl.sqlite";
/// File name of the lock that keeps two crawls from writing one archive.
const LOCK: &str = "crawl.lock";
/// How far back a new run looks for hosts that it must not disturb yet, in milliseconds: longer than any rest.
const LATELY_MS: i64 = 65 * 60 * 1000;

/// Why an archive could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The disk.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The ledger's file.
    #[error("ledger: {0}")]
    Ledger(#[from] rusqlite::Error),
    /// The ledger was written by another version of this program.
    #[error("ledger has schema version {found}, this program knows {known}")]
    Version {
        /// In the file.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// A row that this program did not write.
    #[error("ledger has an unknown {column}: {value}")]
    Row {
        /// Which column.
        column: &'static str,
        /// What stands there.
        value: String,
    },
    /// A WARC file has lost bytes that the ledger knows of.
    #[error(
        "{0} is shorter than the ledger says: it was changed by others, or the disk lost what it had promised to keep"
    )]
    Short(PathBuf),
    /// Another crawl is writing here.
    #[error("another crawl is writing to {0}; wait for it or use another data folder")]
    Busy(PathBuf),
    /// A WARC file.
    #[error("{0}")]
    Warc(#[from] WarcError),
}

/// What a crawl is started with.
#[derive(Debug, Clone)]
pub struct NewCrawl {
    /// Key of the institutions and limits in scope: the same key resumes an unfinished crawl.
    pub key: String,
    /// How we call ourselves to servers.
    pub user_agent: String,
    /// Program and version.
    pub software: String,
    /// Institutions in scope.
    pub institutions: u64,
    /// Their rows of the seeds file, with its header: kept beside the ledger, so that the archive can be read alone.
    pub seeds: String,
    /// Now.
    pub at: Timestamp,
    /// The first offers; those of a resumed crawl are in the ledger.
    pub offers: Vec<Target>,
    /// Bytes after which a WARC file is followed by the next; see [`ROTATION_BYTES`].
    pub rotation: u64,
}

/// What an earlier run of a crawl left.
#[derive(Debug, Default)]
pub struct ResumeState {
    /// What was offered, in order.
    pub offers: Vec<Target>,
    /// What was tried, in order.
    pub attempts: Vec<Attempt>,
    /// Institutions whose policy seems found.
    pub settled: Vec<InstitutionId>,
    /// What any crawl of this archive tried a short while ago, in order: its hosts may still have to rest.
    pub lately: Vec<Attempt>,
    /// Whether an earlier run began the crawl: it may have asked hosts and not have lived to write anything down.
    pub is_resumed: bool,
}

/// A try that ended, with what it brought and what it led to.
#[derive(Debug)]
pub struct NewRecord {
    /// The try; the place of a stored answer is filled in when it is archived.
    pub attempt: Attempt,
    /// What came over the wire. An answer that cannot be used is kept as well: the archive holds all that came.
    pub exchange: Option<Exchange>,
    /// What an earlier crawl got from the address: an unchanged body is not stored again.
    pub earlier: Option<Earlier>,
    /// Addresses that it led to and that will be asked.
    pub offers: Vec<Target>,
}

/// An archive open for writing one crawl.
#[derive(Debug)]
pub struct Archive {
    folder: PathBuf,
    crawl: CrawlRecord,
    journal: Ledger,
    files: WarcFiles,
    /// Whether there are other crawls in the folder.
    others: bool,
    /// Held until the archive is closed.
    _lock: File,
}

/// Name of the file with the seeds of a crawl.
fn seeds_name(crawl: &str) -> String {
    format!("{crawl}.seeds.csv")
}

/// The rows of the seeds file that a crawl was run for.
///
/// # Errors
/// When the file is not there or cannot be read.
pub fn seeds(folder: &Path, crawl: &str) -> Result<String, ArchiveError> {
    Ok(std::fs::read_to_string(folder.join(seeds_name(crawl)))?)
}

impl Archive {
    /// Opens the archive in a folder; goes on with an unfinished crawl of the same key, else begins one.
    ///
    /// # Errors
    /// When the folder cannot be written, another crawl writes there, or the ledger is not ours.
    pub fn open(folder: &Path, new: &NewCrawl) -> Result<(Self, ResumeState), ArchiveError> {
        std::fs::create_dir_all(folder)?;
        let lock = lock(folder)?;
        let mut journal = Ledger::open(&folder.join(LEDGER))?;
        let lately = journal.since(new.at.plus(-LATELY_MS))?;
        let (crawl, past) = match journal.unfinished(&new.key)? {
            Some(crawl) => {
                let past = ResumeState {
                    offers: journal.offers(&crawl.id)?,
                    attempts: journal.attempts(&crawl.id)?,
                    settled: journal.settled(&crawl.id)?,
                    lately,
                    is_resumed: true,
                };
                (crawl, past)
            }
            None => {
                let crawl = new.record(&journal.crawls()?);
                journal.begin(&crawl, &new.software, &new.offers)?;
                let past = ResumeState { offers: new.offers.clone(), lately, ..ResumeState::default() };
                (crawl, past)
            }
        };
        let about = About {
            crawl: crawl.id.clone(),
            key: crawl.key.clone(),
            user_agent: new.user_agent.clone(),
            software: new.software.clone(),
        };
        let known = |warc: &str| journal.known_end(&crawl.id, warc);
        let files = WarcFiles::open(folder, about, known, new.rotation)?;
        let seeds = folder.join(seeds_name(&crawl.id));
        if !seeds.exists() {
            let partial = seeds.with_extension("partial");
            std::fs::write(&partial, &new.seeds)?;
            File::open(&partial)?.sync_all()?;
            std::fs::rename(&partial, &seeds)?;
        }
        let others = journal.crawls()?.len() > 1;
        let archive = Self { folder: folder.to_owned(), crawl, journal, files, others, _lock: lock };
        Ok((archive, past))
    }

    /// The crawl that is being written.
    pub fn crawl(&self) -> &CrawlRecord {
        &self.crawl
    }

    /// Keeps what came over the wire and fills in its place; nothing is durable before [`Archive::commit`].
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn store(&mut self, landing: &mut NewRecord) -> Result<Stored, ArchiveError> {
        let Some(exchange) = &landing.exchange else {
            return Ok(Stored { end: None, body: None, payload: None });
        };
        let Outcome::Stored(snapshot) = &landing.attempt.outcome else {
            let place = self.files.append(&landing.attempt, exchange)?;
            let Place { file: warc, offset, length, end, payload, .. } = place;
            let content_type = header(&exchange.headers, "content-type").map(str::to_owned);
            let (status, bytes) = (exchange.status, exchange.body.len() as u64);
            landing.attempt.rejected = Some(Rejected { status, content_type, bytes, warc, offset, length });
            return Ok(Stored { end: Some(end), body: None, payload: Some(payload) });
        };
        let unchanged =
            landing.earlier.as_ref().and_then(|earlier| Some((earlier, warc_writer::unchanged(exchange, earlier)?)));
        let (snapshot, stored) = match unchanged {
            Some((earlier, how)) => {
                let place = self.files.append_revisit(&landing.attempt, exchange, earlier, how)?;
                let there = &earlier.snapshot;
                let snapshot = Snapshot {
                    warc: there.warc.clone(),
                    offset: there.offset,
                    length: there.length,
                    revisit: Some(Revisit { warc: place.file, offset: place.offset, length: place.length }),
                    ..snapshot.clone()
                };
                (
                    snapshot,
                    Stored {
                        end: Some(place.end),
                        payload: Some(earlier.body.payload.clone()),
                        body: Some(earlier.body.clone()),
                    },
                )
            }
            None => {
                let place = self.files.append(&landing.attempt, exchange)?;
                let body = BodyRecord { id: place.record, at: landing.attempt.at, payload: place.payload };
                let snapshot =
                    Snapshot { warc: place.file, offset: place.offset, length: place.length, ..snapshot.clone() };
                (snapshot, Stored { end: Some(place.end), payload: Some(body.payload.clone()), body: Some(body) })
            }
        };
        landing.attempt.outcome = Outcome::Stored(snapshot);
        Ok(stored)
    }

    /// What the newest other crawl of this archive got from an address.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn earlier(&self, target: &Target) -> Result<Option<Earlier>, ArchiveError> {
        if !self.others {
            return Ok(None);
        }
        self.journal.earlier(&self.crawl.id, target.url.as_str())
    }

    /// The folder of the archive.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes the bytes durable, then the rows that point to them.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn commit(&mut self, landings: &[(NewRecord, Stored)]) -> Result<(), ArchiveError> {
        if landings.iter().any(|(_, stored)| stored.end.is_some()) {
            self.files.sync()?;
        }
        let entries: Vec<Entry<'_>> = landings
            .iter()
            .map(|(landing, stored)| Entry {
                attempt: &landing.attempt,
                warc_end: stored.end,
                body: stored.body.as_ref(),
                payload: stored.payload.as_deref(),
                offers: &landing.offers,
            })
            .collect();
        self.journal.record(&self.crawl.id, &entries)
    }

    /// Reads back an archived answer.
    ///
    /// # Errors
    /// When it is not where the snapshot says.
    pub fn response(&self, snapshot: &Snapshot) -> Result<Response, ArchiveError> {
        response(&self.folder, snapshot)
    }

    /// Writes down that the crawl has ended.
    ///
    /// # Errors
    /// When the disk is full or fails.
    pub fn finish(mut self, at: Timestamp) -> Result<CrawlRecord, ArchiveError> {
        self.files.sync()?;
        self.write_index()?;
        checksums::write(&self.folder, &self.crawl.id)?;
        self.journal.finish(&self.crawl.id, at)?;
        self.crawl.finished_at = Some(at);
        Ok(self.crawl)
    }
}

impl Archive {
    /// Writes the index of the crawl's WARC files beside them.
    fn write_index(&self) -> Result<(), ArchiveError> {
        let index = self.folder.join(format!("{}.cdxj", self.crawl.id));
        let partial = index.with_extension("partial");
        std::fs::write(&partial, cdxj::lines(&self.journal.indexed(&self.crawl.id)?).concat())?;
        File::open(&partial)?.sync_all()?;
        Ok(std::fs::rename(&partial, &index)?)
    }
}

/// Proof that a landing went through [`Archive::store`].
#[derive(Debug)]
pub struct Stored {
    end: Option<u64>,
    body: Option<BodyRecord>,
    payload: Option<String>,
}

impl NewCrawl {
    /// A crawl named by its second; when that is taken, by the next free one.
    fn record(&self, known: &[CrawlRecord]) -> CrawlRecord {
        let mut at = self.at;
        while known.iter().any(|crawl| crawl.id == at.compact()) {
            at = at.plus(1000);
        }
        CrawlRecord {
            id: at.compact(),
            key: self.key.clone(),
            user_agent: self.user_agent.clone(),
            institutions: self.institutions,
            started_at: self.at,
            finished_at: None,
        }
    }
}

/// All crawls of an archive folder, oldest first; none when there is no ledger.
///
/// # Errors
/// When the ledger cannot be read.
pub fn crawls(folder: &Path) -> Result<Vec<CrawlRecord>, ArchiveError> {
    let ledger = folder.join(LEDGER);
    if !ledger.exists() {
        return Ok(Vec::new());
    }
    Ledger::open_to_read(&ledger)?.crawls()
}

/// All tries of a crawl, in the order in which they were written down.
///
/// # Errors
/// When the ledger cannot be read.
pub fn attempts(folder: &Path, crawl: &str) -> Result<Vec<Attempt>, ArchiveError> {
    Ledger::open_to_read(&folder.join(LEDGER))?.attempts(crawl)
}

/// An archived answer.
///
/// # Errors
/// When it is not where the snapshot says.
pub fn response(folder: &Path, snapshot: &Snapshot) -> Result<Response, ArchiveError> {
    let name = Path::new(&snapshot.warc);
    let inside = name.components().count() == 1 && name.file_name().is_some();
    if !inside {
        return Err(ArchiveError::Row { column: "warc", value: snapshot.warc.clone() });
    }
    Ok(Responses::at(&folder.join(name), snapshot.offset)?)
}

fn lock(folder: &Path) -> Result<File, ArchiveError> {
    let file = File::options().create(true).truncate(false).write(true).open(folder.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(ArchiveError::Busy(folder.to_owned())),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}
