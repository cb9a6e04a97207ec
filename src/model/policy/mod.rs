//! What a policy says, in closed types: every value stands beside the words that state it.
//!
//! The shape follows the eight items of 개인정보 보호법 시행령 제25조제1항 and the published contract of this
//! program's output. A [`Stated`] value cannot be made without a [`Quote`]; what a document does not say is a
//! [`State`], never a zero and never a guess.

pub mod confidence;
mod context;
mod correction;
mod evidence;
mod kinds;
mod parts;
mod stated;

pub use crate::normalise::retention::Bound;
pub use context::{Contexts, Part, Piece, QuoteContext, Role as ContextRole};
pub use correction::Correction;
pub use evidence::Evidence;
pub use kinds::{Item, Media, Purpose, Role, SectionState, Status, Term, TotalBasis};
pub use parts::{Attachment, CameraRow, Contractor, LegalBasis, Manager, PolicyOwner, Retention, Section};
pub use stated::{Field, Listing, Quote, State, Stated};

use crate::normalise::date::Date;

/// SHA-256 of a document's raw bytes, in lower-case hexadecimal (64 characters).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(pub String);

impl std::fmt::Display for DocumentId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// One policy as read from one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Path or address of the document.
    pub source: String,
    /// Its raw bytes' digest.
    pub document: DocumentId,
    /// Position among the policies of the same document, from 0.
    pub ordinal: u16,
    /// What kind of document it is.
    pub media: Media,
    /// Charset in lower case; `None` for binary formats.
    pub charset: Option<String>,
    /// The policy's title.
    pub title: Option<Stated<String>>,
    /// Whose it is.
    pub institution: PolicyOwner,
    /// The facility, when it is of one facility only.
    pub facility: Option<Stated<String>>,
    /// Word used for the device.
    pub term: Option<Stated<Term>>,
    /// Current, or a former version.
    pub status: Status,
    /// The words that mark it as a former version.
    pub status_quote: Option<Quote>,
    /// Latest stated 시행, else 공고, 개정, 제정, 작성 기준 date.
    pub effective_date: Option<Stated<Date>>,
    /// Stated end of a former version.
    pub superseded_date: Option<Stated<Date>>,
    /// Every stated 제정, 개정, 시행 date, ascending, without repeats.
    pub revision_dates: Vec<Stated<Date>>,
    /// Laws cited as ground.
    pub legal_basis: Vec<Stated<LegalBasis>>,
    /// Purposes, in the order of the contract, without repeats.
    pub purposes: Vec<Stated<Purpose>>,
    /// Cameras in all.
    pub camera_total: Field<u32>,
    /// Stated or summed.
    pub camera_total_basis: Option<TotalBasis>,
    /// Sites (개소), when given apart from cameras.
    pub site_total: Option<Stated<u32>>,
    /// Listed rows.
    pub cameras: Vec<CameraRow>,
    /// Days of the main retention entry.
    pub retention_days: Field<u16>,
    /// Every retention period.
    pub retention: Vec<Retention>,
    /// Whether recording runs around the clock.
    pub recording_24h: Option<Stated<bool>>,
    /// 촬영시간, as written.
    pub recording_hours: Option<Stated<String>>,
    /// 보관장소, as written.
    pub storage_places: Vec<Stated<String>>,
    /// Responsible people and posts.
    pub managers: Listing<Manager>,
    /// Firms.
    pub contractors: Listing<Contractor>,
    /// The eight items, in the order of [`Item::ALL`].
    pub sections: Vec<Section>,
    /// Links to the missing parts.
    pub attachments: Vec<Attachment>,
    /// Key of the policy that points to this one as its attachment. Set where the documents of an institution are joined:
    /// one document alone does not tell.
    pub attachment_of: Option<String>,
    /// What could not be read, in words.
    pub problems: Vec<String>,
    /// Manual corrections, with what the rules had read.
    pub corrections: Vec<Correction>,
    /// The words around its quotes and around those of the findings on it; filled once policy and documents are both at
    /// hand.
    pub contexts: Contexts,
}

impl Policy {
    /// Key of the policy in every table: the document's first 16 digits and the policy's position in it.
    pub fn id(&self) -> String {
        format!("{}-{}", &self.document.0[..self.document.0.len().min(16)], self.ordinal)
    }
}
