//! What a policy is put together from: whose it is, and the rows of its lists.

use super::kinds::{Item, Media, Role, SectionState};
use super::stated::{Quote, Stated};
use crate::model::institution::{InstitutionId, InstitutionKind, Sido};
use crate::normalise::date::Date;
use crate::normalise::retention::Bound;

/// A cited law, by its normalised name, and the article if one is named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LegalBasis {
    /// Name with the official spacing where we know it, for instance `개인정보 보호법`.
    pub law: String,
    /// For instance `제25조제1항`.
    pub article: Option<String>,
}

/// One listed row of cameras, text as written; never a total row, never an example.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CameraRow {
    /// Where they stand.
    pub place: Option<Stated<String>>,
    /// What they are for.
    pub purpose: Option<Stated<String>>,
    /// Whose they are.
    pub department: Option<Stated<String>>,
    /// Cameras (대).
    pub count: Option<Stated<u32>>,
    /// The unit as written (대, 식, units), if any.
    pub unit: Option<Stated<String>>,
    /// 촬영범위, text as written.
    pub coverage: Option<Stated<String>>,
}

/// One retention period (보관기간).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// Days; a month is 30, a week 7, a year 365.
    pub days: u16,
    /// Exact, upper or lower bound.
    pub bound: Bound,
    /// What it applies to (a purpose or place), as written.
    pub scope: Option<Stated<String>>,
    /// The words.
    pub raw: Quote,
}

/// A person or post responsible for the cameras.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manager {
    /// The role, with the words that name it.
    pub role: Stated<Role>,
    /// A personal name, when printed.
    pub name: Option<Stated<String>>,
    /// 직위.
    pub position: Option<Stated<String>>,
    /// 소속, 부서.
    pub department: Option<Stated<String>>,
    /// Office phone as `0XX-XXX-XXXX`, or as written where the area code is unknown.
    pub phone: Option<Stated<String>>,
    /// The phone as printed, extensions included.
    pub phone_raw: Option<String>,
}

/// A firm that installs, runs or maintains the cameras for the institution (위탁, 법 제26조).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contractor {
    /// The firm, as written.
    pub company: Stated<String>,
    /// What it does.
    pub task: Option<Stated<String>>,
    /// Its phone.
    pub phone: Option<Stated<String>>,
    /// First day of the contract.
    pub start: Option<Stated<Date>>,
    /// Last day of the contract.
    pub end: Option<Stated<Date>>,
}

/// One of the eight items as found: its state, and the words of its heading or content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Which item.
    pub item: Item,
    /// What became of it.
    pub state: SectionState,
    /// The heading, or the first words that answer the item.
    pub quote: Option<Quote>,
}

/// A link to a file or page that holds a missing part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Where it leads; absolute when the document's own address is known, empty when a script hides it.
    pub url: String,
    /// The words of the link.
    pub label: String,
    /// The kind of file, as its name tells.
    pub media: Option<Media>,
}

/// Whose policy it is: from the registry, else from the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyOwner {
    /// Registry id.
    pub id: Option<InstitutionId>,
    /// Name as registered, else as written.
    pub name: Option<String>,
    /// Kind.
    pub kind: Option<InstitutionKind>,
    /// Province by today's name.
    pub sido: Option<Sido>,
    /// The words that name it, when the text does.
    pub quote: Option<Quote>,
}
