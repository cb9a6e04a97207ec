//! The one integration binary: everything a user of the library or of its files may rely on.

mod accuracy;
mod attachments;
mod audit;
mod browser;
mod certificates;
mod cli;
mod collected;
mod corrections;
mod counts;
mod crawl;
mod crosscheck;
mod damage;
mod diff;
mod formats;
mod hwp5;
mod incremental;
mod interruption;
mod large;
mod layers;
mod legacy;
mod manners;
mod many;
mod misbehaviour;
mod mutations;
#[allow(dead_code, reason = "the program and the tests use different parts")]
#[path = "../nation/mod.rs"]
mod nation;
mod opened;
mod package;
mod query;
mod readme;
mod release;
mod report;
mod sample;
mod scarcity;
mod scenes;
mod seeds;
mod serve;
mod show;
mod site;
mod stats;
mod support;
mod tables;
mod worker;
mod world;
