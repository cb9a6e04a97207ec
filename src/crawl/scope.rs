//! Which institutions a crawl is about, and the key by which an interrupted crawl is known again.

use super::Settings;
use crate::crawl::fetch::rate_limit::delay_ms;
use crate::model::attempt::{Origin, Target};
use crate::model::institution::builtin::Shipped;
use crate::model::institution::choice::{Place, find};
use crate::model::institution::{Directory, Institution, Listed, Registry};
use crate::model::url::{is_loopback, site};
use anyhow::bail;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use url::Url;

/// One part of a crawl that is split among machines: part `part` of `of`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    part: u32,
    of: u32,
}

impl Shard {
    /// A part, when the numbers make one.
    pub fn new(part: u32, of: u32) -> Option<Self> {
        (1..=of).contains(&part).then_some(Self { part, of })
    }

    /// Reads `k/n`.
    pub fn parse(text: &str) -> Option<Self> {
        let (part, of) = text.split_once('/')?;
        Self::new(part.trim().parse().ok()?, of.trim().parse().ok()?)
    }

    /// Whether an institution belongs to this part. Institutions of one site stay together, since a site has one
    /// interval and parts know nothing of each other.
    fn holds(self, institution: &Institution) -> bool {
        let together = match addresses(institution).next() {
            Some(url) => site(url),
            None => institution.id.0.clone(),
        };
        let digest = Sha256::digest(together.as_bytes());
        let number = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        number % u64::from(self.of) == u64::from(self.part - 1)
    }
}

/// Addresses that the registry names for an institution: policy pages, then the home page.
pub(super) fn addresses(institution: &Institution) -> impl Iterator<Item = &Url> {
    institution.policy_urls.iter().chain(&institution.homepage)
}

/// The institutions that the settings choose, in the order of the seeds file.
///
/// # Errors
/// When an institution that was asked for is not in the file, its name is that of several, or nothing is left.
pub(super) fn chosen<'a>(registry: &'a Registry, settings: &Settings) -> anyhow::Result<Vec<&'a Institution>> {
    let only = named(registry, settings)?;
    let chosen: Vec<&Institution> = registry
        .institutions
        .iter()
        .filter(|one| settings.only.is_empty() || only.contains(&one.id.0))
        .filter(|one| settings.kind.is_none_or(|kind| one.kind == kind))
        .filter(|one| settings.sido.is_none_or(|sido| one.sido == Some(sido)))
        .take(settings.limit.unwrap_or(usize::MAX))
        .filter(|one| settings.shard.is_none_or(|shard| shard.holds(one)))
        .collect();
    if chosen.is_empty() {
        bail!(
            "no institution in {} is chosen by these filters; loosen --only, --kind, --sido, --limit or --shard",
            settings.seeds.display()
        );
    }
    Ok(chosen)
}

/// Ids of the institutions that are asked for one by one.
fn named(registry: &Registry, settings: &Settings) -> anyhow::Result<BTreeSet<String>> {
    if settings.only.is_empty() {
        return Ok(BTreeSet::new());
    }
    let shipped = Shipped::read()?;
    let directory = Directory::new(registry.institutions.iter().map(Listed::from).collect(), &shipped.renames);
    let place = Place { name: settings.seeds.display().to_string(), list: "its first column" };
    let ids = settings.only.iter().map(|query| Ok(find(&directory, query, &place)?.id.clone()));
    ids.collect()
}

/// The first targets of an institution.
pub(super) fn targets(institution: &Institution) -> Vec<Target> {
    let target = |url: &Url, origin| Target {
        institution: institution.id.clone(),
        url: url.clone(),
        origin,
        depth: 0,
        tries: 0,
    };
    let known = institution.policy_urls.iter();
    let home = institution.homepage.iter();
    known.map(|url| target(url, Origin::KnownPolicy)).chain(home.map(|url| target(url, Origin::Home))).collect()
}

/// Hosts that a registry names literally; only these may be loopback or private.
pub(super) fn named_hosts(registry: &Registry) -> BTreeSet<String> {
    let urls = registry.institutions.iter().flat_map(addresses);
    urls.filter_map(|url| url.host_str().map(str::to_owned)).collect()
}

/// Sites that only other parts of a split crawl may ask.
pub(super) fn foreign_sites(registry: &Registry, settings: &Settings) -> BTreeSet<String> {
    let Some(shard) = settings.shard else { return BTreeSet::new() };
    let sites = |ours: bool| -> BTreeSet<String> {
        let some = registry.institutions.iter().filter(|one| shard.holds(one) == ours);
        some.flat_map(addresses).map(site).collect()
    };
    let own = sites(true);
    sites(false).into_iter().filter(|site| !own.contains(site)).collect()
}

/// The contact that stands in every request.
///
/// # Errors
/// When public hosts are to be asked and nobody would know whom to write to.
pub(super) fn contact(settings: &Settings, institutions: &[&Institution]) -> anyhow::Result<String> {
    let local = institutions.iter().flat_map(|one| addresses(one)).all(is_loopback);
    let contact = settings.contact.as_deref().unwrap_or_default().trim();
    if contact.is_empty() && local {
        return Ok("loopback".to_owned());
    }
    let reachable = contact.starts_with("https://")
        || contact.starts_with("http://")
        || contact.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    let plain = contact.bytes().all(|byte| byte.is_ascii_graphic());
    if contact.is_empty() || (!reachable && !local) || !plain {
        bail!(
            "--contact is required for public hosts: a URL or an e-mail address (such as --contact https://example.org/crawl)"
        );
    }
    Ok(contact.to_owned())
}

/// A word on a pause that is shorter than public hosts are ever given.
pub(super) fn below_the_floor(settings: &Settings, institutions: &[&Institution]) -> Option<String> {
    let public = institutions.iter().flat_map(|one| addresses(one)).any(|url| !is_loopback(url));
    let used = delay_ms(settings.delay_ms(), None, 0, !public);
    let said = |ms: u32| format!("{} s", f64::from(ms) / 1000.0);
    (used > settings.delay_ms()).then(|| {
        format!(
            "--delay {} is below the floor of {}, which is used between two requests to a public host",
            said(settings.delay_ms()),
            said(used)
        )
    })
}

/// The rows of a seeds file that describe the chosen institutions, with the header.
///
/// # Errors
/// When the text is no CSV; it was parsed before, so it is.
pub(super) fn rows(seeds: &str, institutions: &[&Institution]) -> anyhow::Result<String> {
    let mut reader = csv::Reader::from_reader(seeds.as_bytes());
    let header = reader.headers()?.clone();
    let id = header.iter().position(|name| name == "id");
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&header)?;
    for record in reader.records() {
        let record = record?;
        let own = id.and_then(|id| record.get(id));
        if institutions.iter().any(|one| Some(one.id.0.as_str()) == own) {
            writer.write_record(&record)?;
        }
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// The key of a scope: the same institutions at the same addresses, after the same earlier crawl.
pub(super) fn key(institutions: &[&Institution], since: Option<&str>) -> String {
    let mut digest = Sha256::new();
    if let Some(since) = since {
        digest.update(b"since ");
        digest.update(since.as_bytes());
        digest.update(b"\n");
    }
    for institution in institutions {
        digest.update(institution.id.0.as_bytes());
        for url in addresses(institution) {
            digest.update(b"\t");
            digest.update(url.as_str().as_bytes());
        }
        digest.update(b"\n");
    }
    data_encoding::HEXLOWER.encode(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    const SEEDS: &str = "id,name,kind,sido,homepage,policy_urls\n\
        a,가람시,si,경기도,https://www.a.go.kr,\n\
        b,나래군,gun,경상남도,http://www.b.go.kr/,http://www.b.go.kr/cctv\n\
        c,다솜시,si,경기도,,\n\
        d,가람시의회,local_council,경기도,https://council.a.go.kr,\n";

    fn registry() -> Registry {
        Registry::parse(SEEDS, "seeds.csv").unwrap()
    }

    fn settings() -> Settings {
        Settings::new(PathBuf::from("seeds.csv"), PathBuf::from("data"))
    }

    fn ids(registry: &Registry, settings: &Settings) -> Vec<String> {
        chosen(registry, settings).unwrap().iter().map(|one| one.id.0.clone()).collect()
    }

    #[test]
    fn filters_choose_institutions() {
        let registry = registry();
        assert_eq!(ids(&registry, &settings()), ["a", "b", "c", "d"]);
        let mut some = settings();
        some.kind = crate::model::institution::InstitutionKind::parse("si");
        assert_eq!(ids(&registry, &some), ["a", "c"]);
        some.limit = Some(1);
        assert_eq!(ids(&registry, &some), ["a"]);
        let mut some = settings();
        for (query, expected) in [("b", "b"), ("나래군", "b"), ("경남 나래군", "b"), ("경기도 가람시", "a")]
        {
            some.only = vec![query.to_owned()];
            assert_eq!(ids(&registry, &some), [expected], "{query}");
        }
        some.only = vec!["다솜시".to_owned(), "a".to_owned()];
        assert_eq!(ids(&registry, &some), ["a", "c"]);
        some.only = vec!["x".to_owned()];
        assert!(chosen(&registry, &some).is_err());
    }

    #[test]
    fn a_name_of_several_is_nobody() {
        let text = "id,name,kind,sido,homepage\na,중구,autonomous_gu,서울특별시,\nb,중구,autonomous_gu,부산광역시,\n";
        let registry = Registry::parse(text, "seeds.csv").unwrap();
        let mut some = settings();
        some.only = vec!["중구".to_owned()];
        let error = chosen(&registry, &some).unwrap_err();
        let error = error.downcast_ref::<crate::commands::NameError>().expect("an error that lists candidates");
        assert_eq!(error.candidates(), ["서울특별시 중구  autonomous_gu  a", "부산광역시 중구  autonomous_gu  b"]);
        some.only = vec!["부산 중구".to_owned()];
        assert_eq!(ids(&registry, &some), ["b"]);
    }

    #[test]
    fn shards_part_the_scope_and_keep_sites_together() {
        let registry = registry();
        let mut all = Vec::new();
        for part in 1..=3 {
            let mut some = settings();
            some.shard = Shard::new(part, 3);
            let Ok(found) = chosen(&registry, &some) else {
                continue;
            };
            let found: Vec<&str> = found.iter().map(|one| one.id.0.as_str()).collect();
            assert_eq!(found.contains(&"a"), found.contains(&"d"));
            let foreign = foreign_sites(&registry, &some);
            assert_eq!(foreign.contains("a.go.kr"), !found.contains(&"a"));
            assert_eq!(foreign.contains("b.go.kr"), !found.contains(&"b"));
            all.extend(found.iter().map(|id| (*id).to_owned()));
        }
        all.sort();
        assert_eq!(all, ["a", "b", "c", "d"]);
        for (text, good) in [("1/1", true), ("0/2", false), ("3/2", false), ("x", false)] {
            assert_eq!(Shard::parse(text).is_some(), good, "{text}");
        }
    }

    #[test]
    fn known_policies_come_before_home_pages() {
        let registry = registry();
        let origins: Vec<Origin> = targets(&registry.institutions[1]).into_iter().map(|target| target.origin).collect();
        assert_eq!(origins, [Origin::KnownPolicy, Origin::Home]);
        assert!(targets(&registry.institutions[2]).is_empty());
    }

    #[test]
    fn a_pause_below_the_floor_of_public_hosts_is_told() {
        let public = registry();
        let local =
            Registry::parse("id,name,kind,sido,homepage\na,가람시,si,경기도,http://127.0.0.1:1/\n", "seeds.csv")
                .unwrap();
        let cases = [(&public, 200, true), (&public, 1000, false), (&public, 2000, false), (&local, 0, false)];
        for (registry, delay, told) in cases {
            let mut some = settings();
            some.delay = std::time::Duration::from_millis(delay);
            let all: Vec<&Institution> = registry.institutions.iter().collect();
            let word = below_the_floor(&some, &all);
            assert_eq!(word.is_some(), told, "{delay}: {word:?}");
            assert!(word.is_none_or(|word| word.starts_with("--delay 0.2 s is below the floor of 1 s, which is used")));
        }
    }

    #[test]
    fn public_hosts_want_a_contact() {
        let public = registry();
        let local =
            Registry::parse("id,name,kind,sido,homepage\na,가람시,si,경기도,http://127.0.0.1:1/\n", "seeds.csv")
                .unwrap();
        let cases = [
            (&public, None, false),
            (&public, Some(""), false),
            (&public, Some("me"), false),
            (&public, Some("a@b"), false),
            (&public, Some("me@example.org"), true),
            (&public, Some("https://example.org/crawl"), true),
            (&public, Some("https://example.org/\nx: y"), false),
            (&local, None, true),
            (&local, Some("me"), true),
        ];
        for (registry, given, good) in cases {
            let mut some = settings();
            some.contact = given.map(str::to_owned);
            let all: Vec<&Institution> = registry.institutions.iter().collect();
            assert_eq!(contact(&some, &all).is_ok(), good, "{given:?}");
        }
    }
}
