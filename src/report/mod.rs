//! What people and programs read: pure renderings of [`Stats`](crate::stats::Stats). No arithmetic is done here.

pub mod answer;
pub mod changes;
pub mod csv;
pub mod findings;
pub mod grid;
pub mod json;
pub mod jsonl;
pub mod text;
mod words;
