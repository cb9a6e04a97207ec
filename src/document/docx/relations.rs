//! Relations between the parts of an Office package (ECMA-376 part 2, 9.3): which part holds the text, and where links
//! lead.

use crate::document::Problem;
use crate::document::package::Parts;
use crate::document::xml::{self, Events, attribute};
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// Longest address that is kept, in bytes.
const MAX_ADDRESS: usize = 2048;

/// Where the relations of a part lead.
#[derive(Debug, Default)]
pub(super) struct Relations {
    /// Parts by the last word of the kind of relation.
    parts: BTreeMap<String, String>,
    /// Addresses outside by the identifier of the relation.
    pub(super) addresses: BTreeMap<String, String>,
}

impl Relations {
    /// The part that a kind of relation leads to.
    pub(super) fn of(&self, kind: &str) -> Option<&str> {
        self.parts.get(kind).map(String::as_str)
    }
}

/// Reads a part of relations; those to other parts are named from a folder.
///
/// # Errors
/// When it inflates to more than is read.
pub(super) fn relations(parts: &mut Parts<'_>, name: &str, folder: &str) -> Result<Relations, Problem> {
    let part = parts.read(name.trim_start_matches('/'))?.unwrap_or_default();
    let text = xml::text(&part);
    let mut relations = Relations::default();
    let mut events = Events::of(&text);
    loop {
        match events.next() {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "Relationship" => {
                let (Some(id), Some(kind), Some(target)) =
                    (attribute(&tag, "Id"), attribute(&tag, "Type"), attribute(&tag, "Target"))
                else {
                    continue;
                };
                let kind = kind.rsplit('/').next().unwrap_or_default();
                if attribute(&tag, "TargetMode").as_deref() == Some("External") {
                    if target.len() <= MAX_ADDRESS {
                        relations.addresses.insert(id, target);
                    }
                    continue;
                }
                let name = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None if folder.is_empty() => target.trim_start_matches("./").to_owned(),
                    None => format!("{folder}/{}", target.trim_start_matches("./")),
                };
                relations.parts.entry(kind.to_owned()).or_insert(name);
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}
