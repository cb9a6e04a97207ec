//! What the tables of many institutions add up to: counts and shares, changes between crawls, comparison with official
//! statistics.

pub mod changes;
pub mod crosscheck;
pub mod stats;
