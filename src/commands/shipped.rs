//! What is shipped inside the program: the registry and the renames, for documents of unknown origin.

use crate::institution::{Names, Registry, Renames, Tiles};

const INSTITUTIONS: &str = include_str!("../../seeds/institutions.csv");
const RENAMES: &str = include_str!("../../seeds/renames.csv");
const TILES: &str = include_str!("../../seeds/tiles.csv");

/// Registry and renames as shipped.
pub(crate) struct Shipped {
    pub(super) registry: Registry,
    pub(super) renames: Renames,
}

impl Shipped {
    /// Parses both.
    ///
    /// # Errors
    /// When the program was built with a file that is no good.
    pub(super) fn read() -> anyhow::Result<Self> {
        let registry = Registry::parse(INSTITUTIONS, "seeds/institutions.csv").map_err(first)?;
        let renames = Renames::parse(RENAMES, "seeds/renames.csv").map_err(first)?;
        Ok(Self { registry, renames })
    }

    /// The index by which names are looked up.
    pub(super) fn names(&self) -> Names<'_> {
        Names::new(&self.registry, &self.renames)
    }
}

/// The tile grid of the map as shipped.
///
/// # Errors
/// When the program was built with a file that is no good.
pub(super) fn tiles() -> anyhow::Result<Tiles> {
    Tiles::parse(TILES, "seeds/tiles.csv").map_err(first)
}

/// The first of the errors of a registry.
pub(crate) fn first<E: std::fmt::Display>(errors: Vec<E>) -> anyhow::Error {
    match errors.into_iter().next() {
        Some(error) => anyhow::anyhow!("{error}"),
        None => anyhow::anyhow!("the registry cannot be read"),
    }
}
