//! The words that every part of the program shares: what a policy says and whose it is, and what came of a try to fetch
//! an address. Values without behaviour of their own: no I/O, no clock.

pub mod attempt;
pub mod http;
pub mod institution;
pub mod licence;
pub mod policy;
pub mod search_result;
pub mod time;
pub mod url;
