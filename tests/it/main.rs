//! The one integration binary: everything a user of the library or of its files may rely on.

mod accuracy;
mod audit;
mod cli;
mod corrections;
mod crawl;
mod diff;
mod layers;
mod report;
mod sample;
mod scenes;
mod seeds;
mod serve;
mod stats;
mod support;
mod tables;
mod world;
