//! What a robots.txt allows (RFC 9309).

mod pattern;
mod rules;
#[cfg(test)]
mod tests;

use crate::model::attempt::{Outcome, RobotsVerdict};
use crate::model::policy::DocumentId;
use rules::Rules;
use std::collections::BTreeMap;
use std::sync::Arc;
use url::Url;

/// The name by which robots.txt files speak of us.
pub const PRODUCT: &str = "bangchim";

/// What is known of an authority's robots.txt.
#[derive(Debug, Clone)]
pub enum RobotsRules {
    /// Rules were read.
    Rules(Arc<File>),
    /// There is none (4xx, or more than five redirects): everything is allowed.
    NoRules,
    /// It could not be had (5xx, timeout, unreachable): everything is forbidden.
    Unreachable,
}

/// A robots.txt that was read.
#[derive(Debug)]
pub struct File {
    id: DocumentId,
    rules: Rules,
}

impl RobotsRules {
    /// What an attempt to get a robots.txt means; `body` is the stored body, content codings removed.
    pub fn of(outcome: &Outcome, body: Option<&[u8]>) -> Self {
        let Outcome::Stored(snapshot) = outcome else {
            return Self::Unreachable;
        };
        match (snapshot.status, body) {
            (200..=299, Some(body)) => {
                let rules = Rules::read(body, PRODUCT);
                Self::Rules(Arc::new(File { id: snapshot.document.clone(), rules }))
            }
            // More redirects than we follow: unavailable (RFC 9309 section 2.3.1.2).
            (300..=499, _) => Self::NoRules,
            _ => Self::Unreachable,
        }
    }

    /// Whether an address of this authority may be asked.
    pub fn verdict(&self, url: &Url) -> RobotsVerdict {
        match self {
            Self::Rules(file) if file.rules.allow(url) => RobotsVerdict::Allowed(file.id.clone()),
            Self::Rules(file) => RobotsVerdict::Disallowed(file.id.clone()),
            Self::NoRules => RobotsVerdict::NoRules,
            Self::Unreachable => RobotsVerdict::Unreachable,
        }
    }

    /// The delay between requests that it asks for, in milliseconds.
    pub fn delay_wanted_ms(&self) -> Option<u32> {
        match self {
            Self::Rules(file) => file.rules.delay_ms(),
            Self::NoRules | Self::Unreachable => None,
        }
    }

    /// Site maps that it names.
    pub fn sitemaps(&self) -> &[Url] {
        match self {
            Self::Rules(file) => file.rules.sitemaps(),
            Self::NoRules | Self::Unreachable => &[],
        }
    }
}

/// What is known of every authority.
#[derive(Debug, Default)]
pub struct RobotsCache(BTreeMap<String, RobotsRules>);

impl RobotsCache {
    /// Notes what holds for an authority.
    pub fn note(&mut self, authority: &str, access: RobotsRules) {
        self.0.insert(authority.to_owned(), access);
    }

    /// What holds for an authority; what was never asked forbids.
    pub fn of(&self, authority: &str) -> RobotsRules {
        self.0.get(authority).cloned().unwrap_or(RobotsRules::Unreachable)
    }
}
