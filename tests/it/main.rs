//! The one integration binary: everything a user of the library or of its files may rely on.

mod accuracy;
mod attachments;
mod audit;
mod cli;
mod collected;
mod corrections;
mod crawl;
mod diff;
mod formats;
mod hwp5;
mod incremental;
mod interruption;
mod layers;
mod manners;
mod misbehaviour;
mod mutations;
#[path = "../nation/mod.rs"]
mod nation;
mod readme;
mod report;
mod sample;
mod scenes;
mod seeds;
mod serve;
mod stats;
mod support;
mod tables;
mod worker;
mod world;
