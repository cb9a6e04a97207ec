//! The one integration binary: everything a user of the library or of its files may rely on.

mod report;
mod seeds;
mod stats;
mod tables;
mod world;
mod serve;
