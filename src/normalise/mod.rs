//! Words of Korean policies turned into small closed types: one type a file, each with `parse` and a table of cases.

pub mod company;
pub mod date;
