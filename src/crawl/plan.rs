//! What a crawl would ask, host by host, without asking anything.

use super::Settings;
use crate::crawl::fetch::rate_limit;
use crate::model::attempt::Target;
use crate::model::institution::{Institution, InstitutionId};
use crate::model::url::{HostKey, is_loopback};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use url::Url;

/// What would be asked of a host.
#[derive(Default)]
struct Share<'a> {
    institutions: BTreeSet<&'a InstitutionId>,
    urls: Vec<&'a Url>,
}

/// Prints the plan of a crawl.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print(
    settings: &Settings,
    institutions: &[&Institution],
    offers: &[Target],
    user_agent: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut shares: BTreeMap<HostKey, Share<'_>> = BTreeMap::new();
    for offer in offers {
        let share = shares.entry(HostKey::of(&offer.url)).or_default();
        share.institutions.insert(&offer.institution);
        share.urls.push(&offer.url);
    }
    let addressed: BTreeSet<&InstitutionId> = offers.iter().map(|offer| &offer.institution).collect();
    let homeless = institutions.len() - addressed.len();
    writeln!(out, "user agent  {user_agent}")?;
    for (host, share) in &shares {
        let pages = count(share.institutions.len()) * settings.frontier.pages;
        let loopback = share.urls.first().is_some_and(|url| is_loopback(url));
        let delay = rate_limit::delay_ms(settings.delay_ms(), None, 0, loopback);
        writeln!(
            out,
            "{host}  at most {pages} requests and robots.txt, one at a time, {:.1} s apart or what robots.txt asks",
            f64::from(delay) / 1000.0
        )?;
        for url in &share.urls {
            writeln!(out, "    {url}")?;
        }
    }
    let pages = count(addressed.len()).saturating_mul(settings.frontier.pages);
    writeln!(
        out,
        "{} institutions on {} hosts, {homeless} without an address; at most {pages} requests and, for each scheme and port of a host, {} tries of robots.txt",
        institutions.len(),
        shares.len(),
        settings.frontier.tries
    )
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
