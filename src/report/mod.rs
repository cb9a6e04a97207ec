//! What people and programs read: pure renderings of [`Stats`](crate::analysis::stats::Stats) and of policies as the
//! tables hold them. No arithmetic is done here.

pub mod answer;
pub mod changes;
mod context;
pub mod crosscheck;
pub mod csv;
pub mod definitions;
pub mod findings;
pub mod history;
pub mod html;
pub mod json;
pub mod jsonl;
mod labels;
pub mod ledger;
pub mod show;
pub mod text;
pub mod text_table;
mod words;
