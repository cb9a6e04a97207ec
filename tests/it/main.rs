//! The one integration binary: everything a user of the library or of its files may rely on.

mod crawl;
mod seeds;
mod support;
mod tables;
mod world;
