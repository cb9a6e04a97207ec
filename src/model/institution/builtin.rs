//! What is shipped inside the program: the registry and the renames, for documents of unknown origin.

use crate::model::institution::{InstitutionIndex, Registry, Renames, Tiles};

const INSTITUTIONS: &str = include_str!("../../../seeds/institutions.csv");
const RENAMES: &str = include_str!("../../../seeds/renames.csv");
const TILES: &str = include_str!("../../../seeds/tiles.csv");

/// Registry and renames as shipped.
pub struct Shipped {
    /// The institutions.
    pub registry: Registry,
    /// Former names.
    pub renames: Renames,
}

impl Shipped {
    /// Parses both.
    ///
    /// # Errors
    /// When the program was built with a file that is no good.
    pub fn read() -> Result<Self, BuiltinError> {
        let registry = Registry::parse(INSTITUTIONS, "seeds/institutions.csv").map_err(first)?;
        let renames = Renames::parse(RENAMES, "seeds/renames.csv").map_err(first)?;
        Ok(Self { registry, renames })
    }

    /// The index by which names are looked up.
    pub fn names(&self) -> InstitutionIndex<'_> {
        InstitutionIndex::new(&self.registry, &self.renames)
    }
}

/// The tile grid of the map as shipped.
///
/// # Errors
/// When the program was built with a file that is no good.
pub fn tiles() -> Result<Tiles, BuiltinError> {
    Tiles::parse(TILES, "seeds/tiles.csv").map_err(first)
}

/// Why a registry cannot be read: the first of its errors.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BuiltinError(String);

/// The first of the errors of a registry.
pub fn first<E: std::fmt::Display>(errors: Vec<E>) -> BuiltinError {
    match errors.into_iter().next() {
        Some(error) => BuiltinError(error.to_string()),
        None => BuiltinError("the registry cannot be read".to_owned()),
    }
}
