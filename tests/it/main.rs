//! The one integration binary: everything a user of the library or of its files may rely on.

mod accuracy;
mod attachments;
mod audit;
mod browser;
mod cli;
mod collected;
mod corrections;
mod crawl;
mod diff;
mod formats;
mod hwp5;
mod layers;
mod mutations;
mod nation;
mod readme;
mod report;
mod sample;
mod scenes;
mod seeds;
mod serve;
mod site;
mod stats;
mod support;
mod tables;
mod worker;
mod world;
