//! Names to addresses, and which addresses are no targets: loopback, private and link-local ones, unless the
//! registry names that host literally. The check is made where the connection is made, so that a name which
//! changes its address between two look-ups gains nothing.

use crate::model::url::{HostKey, is_loopback, is_private, literal, port};
use futures_util::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolving};
use std::collections::{BTreeSet, HashMap};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use url::Url;

/// Names that are asked to see whether name servers answer at all.
const CONTROLS: usize = 3;
/// How long each of them may take.
const CONTROL_TIME: Duration = Duration::from_secs(5);

/// Why a name gave no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// It does not resolve.
    #[error("the name does not resolve")]
    Unknown,
    /// It resolves to an address that is no target.
    #[error("the address is private and the registry does not name it")]
    Private,
}

/// Whoever knows the addresses of names.
pub trait Resolve: std::fmt::Debug + Send + Sync {
    /// The addresses of a name.
    fn look_up(&self, host: String) -> BoxFuture<'_, io::Result<Vec<IpAddr>>>;
}

/// The name servers that the machine is set up with.
#[derive(Debug, Clone, Copy)]
pub struct SystemResolver;

impl Resolve for SystemResolver {
    fn look_up(&self, host: String) -> BoxFuture<'_, io::Result<Vec<IpAddr>>> {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Resolves names and refuses private addresses.
#[derive(Debug, Clone)]
pub struct Resolver {
    source: Arc<dyn Resolve>,
    named: Arc<BTreeSet<String>>,
    /// Keys found before, so that a name server is asked once for the key of a host.
    keys: Arc<Mutex<HashMap<(String, u16), HostKey>>>,
}

impl Resolver {
    /// `named` are the hosts that the registry names literally.
    pub fn new(source: Arc<dyn Resolve>, named: BTreeSet<String>) -> Self {
        Self { source, named: Arc::new(named), keys: Arc::default() }
    }

    /// Whether a name that was known before is still found; nothing when none was ever known. Of many, a few are asked.
    pub async fn are_still_found(&self) -> Option<bool> {
        let mut known: Vec<String> = lock(&self.keys).keys().map(|(host, _)| host.clone()).collect();
        known.sort_unstable();
        known.dedup();
        known.truncate(CONTROLS);
        if known.is_empty() {
            return None;
        }
        for host in known {
            if tokio::time::timeout(CONTROL_TIME, self.look_up(&host)).await.is_ok_and(|found| found.is_ok()) {
                return Some(true);
            }
        }
        Some(false)
    }

    /// Whether an address may be asked under this host.
    fn allows(&self, host: &str, address: IpAddr) -> bool {
        !is_private(address) || self.named.contains(host)
    }

    /// Whether a URL is written with an address that is no target; names are judged when they are resolved.
    pub fn forbids(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        literal(url).is_some_and(|address| !self.allows(host, address))
    }

    /// The key under which a URL's host shares its interval with others of the same address.
    ///
    /// # Errors
    /// When the name does not resolve, or to a private address only.
    pub async fn key(&self, url: &Url) -> Result<HostKey, NameError> {
        let host = url.host_str().unwrap_or_default();
        if self.forbids(url) {
            return Err(NameError::Private);
        }
        if literal(url).is_some() {
            return Ok(HostKey::of(url));
        }
        let place = (host.to_owned(), port(url));
        let found = lock(&self.keys).get(&place).cloned();
        if let Some(key) = found {
            return Ok(key);
        }
        let addresses = self.look_up(host).await?;
        // The smallest, since servers give several addresses in changing order.
        let first = addresses.iter().map(SocketAddr::ip).min();
        let key = HostKey::of_address(first.ok_or(NameError::Unknown)?, port(url));
        lock(&self.keys).insert(place, key.clone());
        Ok(key)
    }

    /// The addresses at which the host of a URL may be asked, with its port.
    ///
    /// # Errors
    /// When the name does not resolve, or to a private address only.
    pub async fn addresses(&self, url: &Url) -> Result<Vec<SocketAddr>, NameError> {
        let found = match literal(url) {
            Some(_) if self.forbids(url) => return Err(NameError::Private),
            Some(address) => vec![SocketAddr::new(address, 0)],
            None => self.look_up(url.host_str().unwrap_or_default()).await?,
        };
        Ok(found.into_iter().map(|address| SocketAddr::new(address.ip(), port(url))).collect())
    }

    async fn look_up(&self, host: &str) -> Result<Vec<SocketAddr>, NameError> {
        let found = self.source.look_up(host.to_owned()).await.map_err(|_| NameError::Unknown)?;
        let addresses: Vec<SocketAddr> = found.into_iter().map(|address| SocketAddr::new(address, 0)).collect();
        if addresses.is_empty() {
            return Err(NameError::Unknown);
        }
        let allowed: Vec<SocketAddr> =
            addresses.into_iter().filter(|address| self.allows(host, address.ip())).collect();
        if allowed.is_empty() {
            return Err(NameError::Private);
        }
        Ok(allowed)
    }
}

/// A lock whose holder never panics half-way.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a URL lies on this machine, by what it says or by what it resolved to.
pub fn on_loopback(url: &Url, key: &HostKey) -> bool {
    let resolved = key.0.parse::<SocketAddr>();
    is_loopback(url) || resolved.is_ok_and(|address| address.ip().to_canonical().is_loopback())
}

impl reqwest::dns::Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let names = self.clone();
        Box::pin(async move {
            let addresses = names.look_up(name.as_str()).await?;
            let addresses: Addrs = Box::new(addresses.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_must_be_named() {
        let names = Resolver::new(Arc::new(SystemResolver), BTreeSet::from(["127.0.0.1".to_owned()]));
        let cases = [
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.2", "127.0.0.2", false),
            ("rebind.example", "127.0.0.1", false),
            ("metadata.example", "169.254.169.254", false),
            ("www.a.go.kr", "211.34.5.6", true),
        ];
        for (host, address, expected) in cases {
            let address = address.parse().unwrap();
            assert_eq!(names.allows(host, address), expected, "{host} {address}");
        }
    }
}
