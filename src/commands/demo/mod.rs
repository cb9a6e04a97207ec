//! `bangchim demo`: the sample sites on loopback addresses, and the whole line over them.

pub mod serve;
mod site;

pub use site::{Answer, Site, SiteError};
