//! The registry of institutions: whose policies we look for, where, and how sure we are of each column.
//!
//! A registry is CSV text ([`Registry::parse`]); old names lead to the bodies of today through [`Renames`]; a name
//! found in a text, or the host of an address, leads to an institution through [`InstitutionIndex`] and [`Hosts`]; what a person asks
//! for leads to one through [`Directory`].

mod alias;
mod boundary;
pub(crate) mod builtin;
mod cells;
pub(crate) mod choice;
mod host;
mod kind;
mod lookup;
mod registry;
mod rename;
mod resolve;
mod sido;
mod tile;

pub use cells::{RegistryError, RegistryProblem};
pub use host::{HostMatch, Hosts};
pub use kind::InstitutionKind;
pub use lookup::{Directory, Listed, Lookup, placed};
pub use registry::Registry;
pub use rename::{Relation, Rename, Renames, Verified};
pub use resolve::{Found, InstitutionIndex};
pub use sido::Sido;
pub use tile::{Tile, Tiles};

use url::Url;

/// Key of an institution in the registry, for instance `sgg-44270`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstitutionId(pub String);

impl std::fmt::Display for InstitutionId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// One body whose policy we look for: a row of the registry.
///
/// What the registry does not know is `None`; a column with a source says where its value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Institution {
    /// Key.
    pub id: InstitutionId,
    /// Name of today; of cities, counties and districts without the province.
    pub name: String,
    /// English name.
    pub name_en: Option<String>,
    /// What kind of body.
    pub kind: InstitutionKind,
    /// Province of today; `None` for bodies of the whole nation.
    pub sido: Option<Sido>,
    /// Administrative standard code: two digits of a province, five of a city, county or district.
    pub sigungu_code: Option<String>,
    /// The body it belongs to.
    pub parent_id: Option<InstitutionId>,
    /// Seven-character code of the government's organisation list (행정표준기관코드).
    pub org_code: Option<String>,
    /// Home page.
    pub homepage: Option<Url>,
    /// Where the home page's address comes from.
    pub homepage_source: Option<String>,
    /// How sure the address is.
    pub homepage_confidence: Option<Confidence>,
    /// Known addresses of its policy.
    pub policy_urls: Vec<Url>,
    /// Where they come from.
    pub policy_url_source: Option<String>,
    /// Registered residents.
    pub population: Option<u64>,
    /// When they were counted: `YYYY` or `YYYY-MM`.
    pub population_year: Option<String>,
    /// Who counted them.
    pub population_source: Option<String>,
    /// Former names, and codes they had.
    pub former: Option<String>,
    /// What else a reader should know.
    pub note: Option<String>,
}

impl Institution {
    /// The name with the province before it, where the name alone does not tell: `인천광역시 미추홀구`.
    pub fn full_name(&self) -> String {
        use InstitutionKind as Kind;
        match (self.kind, self.sido) {
            (Kind::Si | Kind::Gun | Kind::AutonomousGu | Kind::GeneralGu | Kind::AdminSi, Some(sido)) => {
                format!("{} {}", sido.name(), self.name)
            }
            _ => self.name.clone(),
        }
    }
}

/// How sure the registry is of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// A list, a page or a program that uses it names it.
    Listed,
    /// Recalled; its host occurs elsewhere.
    HostSeen,
    /// Recalled, not looked up.
    Unverified,
    /// Recalled with doubt.
    Doubtful,
}

impl Confidence {
    /// Every degree, the surest first.
    pub const ALL: [Self; 4] = [Self::Listed, Self::HostSeen, Self::Unverified, Self::Doubtful];

    /// The name in the registry and in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::HostSeen => "host_seen",
            Self::Unverified => "unverified",
            Self::Doubtful => "doubtful",
        }
    }

    /// The degree of a registry name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|degree| degree.name() == name)
    }
}
