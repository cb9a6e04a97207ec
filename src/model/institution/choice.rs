//! The one institution that a command is asked about, or an error that lists those that may be meant.

use crate::model::institution::{Directory, Listed, Lookup, Sido, placed};
use crate::model::policy::Policy;
use std::collections::BTreeSet;

/// A name that leads to no institution, or to several.
#[derive(Debug, thiserror::Error)]
pub enum NameError {
    /// Several institutions have the name.
    #[error("`{query}` names {} institutions in {place}; repeat the command with the full name or the id of one", candidates.len())]
    Ambiguous {
        /// What was asked for.
        query: String,
        /// Where it was looked up.
        place: String,
        /// The institutions: full name, kind, id.
        candidates: Vec<String>,
    },
    /// No institution has the name.
    #[error("no institution {query} in {place}{}", hint(nearest, list))]
    Unknown {
        /// What was asked for.
        query: String,
        /// Where it was looked up.
        place: String,
        /// Institutions with similar names: full name, kind, id.
        nearest: Vec<String>,
        /// What lists the ids.
        list: &'static str,
    },
}

impl NameError {
    /// Institutions to choose from, one a line.
    pub fn candidates(&self) -> &[String] {
        match self {
            Self::Ambiguous { candidates, .. } => candidates,
            Self::Unknown { nearest, .. } => nearest,
        }
    }
}

fn hint(nearest: &[String], list: &str) -> String {
    if nearest.is_empty() { format!("; {list} lists the ids") } else { "; did you mean one of these?".to_owned() }
}

/// What lists the institutions of a crawl's tables.
pub(crate) const LIST: &str = "`bangchim query \"SELECT institution_id, full_name FROM institutions\"`";

/// Where a name is looked up, for its errors.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The folder or file.
    pub(crate) name: String,
    /// What lists the ids.
    pub(crate) list: &'static str,
}

/// The institution that a query names.
///
/// # Errors
/// It names several, or none.
pub(crate) fn find<'a>(directory: &'a Directory<'_>, query: &str, place: &Place) -> Result<&'a Listed, NameError> {
    let (query, name) = (query.trim().to_owned(), place.name.clone());
    match directory.find(&query) {
        Lookup::Found(listed) => Ok(listed),
        Lookup::Ambiguous(list) => Err(NameError::Ambiguous { query, place: name, candidates: lines(&list) }),
        Lookup::Unknown(list) => {
            Err(NameError::Unknown { query, place: name, nearest: lines(&list), list: place.list })
        }
    }
}

/// Full name, kind and id of each.
fn lines(list: &[&Listed]) -> Vec<String> {
    let line = |body: &&Listed| {
        let kind = body.kind.map_or("-", |kind| kind.name());
        let note = if body.registered {
            ""
        } else {
            "  (등록되지 않은 기관: 방침 식별자 · not registered: id of a policy)"
        };
        // The name may come from a page.
        let name = placed(&body.full_name, body.sido.map(Sido::name));
        let name = name.split(|letter: char| letter.is_control() || letter.is_whitespace());
        let name = name.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        format!("{name}  {kind}  {}{note}", body.id)
    };
    list.iter().map(line).collect()
}

/// The holders that policies name, each once; those of several documents under the key of the first policy.
pub(crate) fn holders<'a>(policies: impl Iterator<Item = &'a Policy>) -> Vec<Listed> {
    let mut seen = BTreeSet::new();
    let key = |body: &Listed| {
        let key = if body.registered { &body.id } else { &body.name };
        (body.registered, key.clone(), body.sido.filter(|_| !body.registered))
    };
    policies.filter_map(holder).filter(|body| seen.insert(key(body))).collect()
}

/// Whose policy it is; nothing where it names nobody.
pub(crate) fn holder(policy: &Policy) -> Option<Listed> {
    let own = &policy.institution;
    let name = own.name.clone().or_else(|| own.id.as_ref().map(|id| id.0.clone()))?;
    let holder = Listed::unregistered(policy.id(), name, own.sido, own.kind);
    Some(match &own.id {
        Some(id) => Listed { id: id.0.clone(), registered: true, ..holder },
        None => holder,
    })
}
