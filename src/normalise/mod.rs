//! Words of Korean policies turned into small closed types: one type a file, each with a parser and a table of cases.
//!
//! Parsers read folded text (no blanks, one spelling of dots and dashes) and return byte ranges of it, so that the
//! caller can quote the words.

pub mod company;
mod contact;
pub mod count;
pub mod date;
pub(crate) mod fold;
pub mod hours;
pub mod law;
pub mod personal_names;
pub mod phone;
pub mod redact;
pub mod retention;
pub(crate) mod written;
