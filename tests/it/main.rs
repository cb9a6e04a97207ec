//! The one integration binary: everything a user of the library or of its files may rely on.

mod audit;
mod crawl;
mod diff;
mod report;
mod sample;
mod seeds;
mod serve;
mod stats;
mod support;
mod tables;
mod world;
