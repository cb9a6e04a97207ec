//! What a crawl would ask, host by host, without asking anything.

use super::Settings;
use super::scope::addresses;
use crate::address::{HostKey, is_loopback};
use crate::fetch::pace;
use crate::institution::Institution;
use std::collections::BTreeMap;
use std::io::{self, Write};
use url::Url;

/// What would be asked of a host.
#[derive(Default)]
struct Share<'a> {
    institutions: u32,
    urls: Vec<&'a Url>,
}

/// Prints the plan of a crawl.
///
/// # Errors
/// When standard output cannot be written.
pub(super) fn print(
    settings: &Settings,
    institutions: &[&Institution],
    user_agent: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut shares: BTreeMap<HostKey, Share<'_>> = BTreeMap::new();
    let mut homeless = 0;
    for institution in institutions {
        let mut hosts: Vec<HostKey> = Vec::new();
        for url in addresses(institution) {
            let host = HostKey::of(url);
            let share = shares.entry(host.clone()).or_default();
            share.urls.push(url);
            if !hosts.contains(&host) {
                share.institutions += 1;
                hosts.push(host);
            }
        }
        homeless += u32::from(hosts.is_empty());
    }
    writeln!(out, "user agent  {user_agent}")?;
    for (host, share) in &shares {
        let pages = share.institutions * settings.frontier.pages;
        let loopback = share.urls.first().is_some_and(|url| is_loopback(url));
        let delay = pace::delay_ms(settings.delay_ms(), None, 0, loopback);
        writeln!(
            out,
            "{host}  at most {pages} requests and robots.txt, one at a time, {:.1} s apart or what robots.txt asks",
            f64::from(delay) / 1000.0
        )?;
        for url in &share.urls {
            writeln!(out, "    {url}")?;
        }
    }
    let addressed = u32::try_from(institutions.len()).unwrap_or(u32::MAX) - homeless;
    let pages = addressed.saturating_mul(settings.frontier.pages);
    writeln!(
        out,
        "{} institutions on {} hosts, {homeless} without an address; at most {pages} requests and, for each scheme and port of a host, {} tries of robots.txt",
        institutions.len(),
        shares.len(),
        settings.frontier.tries
    )
}
