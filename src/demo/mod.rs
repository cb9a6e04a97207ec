//! The sample sites of the demonstration: what they are, and the server that gives them out on loopback addresses.

pub mod server;
mod site;

pub use site::{Answer, Site, SiteError};
