//! The one integration binary: everything a user of the library or of its files may rely on.

mod attachments;
mod collected;
mod crawl;
mod formats;
mod hwp5;
mod mutations;
mod report;
mod sample;
mod seeds;
mod serve;
mod stats;
mod support;
mod tables;
mod worker;
mod world;
