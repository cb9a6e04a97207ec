//! `bangchim` (방침, policy) crawls the CCTV operation policies that Korean public bodies must publish
//! (개인정보 보호법 제25조제7항), reads what they say, and turns it into tables that can be checked value by value.

pub mod address;
pub mod archive;
pub mod attempt;
pub mod audit;
pub mod changes;
pub mod cli;
pub mod commands;
pub mod confidence;
pub mod correction;
pub mod decode;
pub mod discover;
pub mod document;
pub mod exchange;
pub mod extract;
pub mod fetch;
pub mod frontier;
pub mod institution;
pub mod normalise;
pub mod opendata;
pub mod policy;
pub mod progress;
pub mod report;
pub mod stats;
pub mod table;
