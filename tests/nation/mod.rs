//! A nation on loopback: made-up public bodies, each with a web site on an address of its own below 127.0.0.0/8, in
//! the manners and the bad manners of the real ones. The same numbers give the same nation on every machine.
//!
//! What a perfect crawl would find is known ([`Site::truth`]), and every arrival is written down, so that a test can
//! prove from the server's side of the wire what a crawler did.

mod manners;
mod pages;
mod random;
mod robots;
mod serve;
mod site;
mod trouble;

#[allow(unused_imports, reason = "the program and the tests use different parts")]
pub use self::{
    manners::{by_site, complaints, judge},
    random::Random,
    robots::Robots,
    serve::{Arrival, Served, start},
    site::{Entry, Faults, Nation, Route, Site, Truth},
    trouble::Trouble,
};
