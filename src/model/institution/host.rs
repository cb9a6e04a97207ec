//! Which institution an address belongs to, by its host.

use super::{Institution, InstitutionId, Registry};
use std::collections::BTreeMap;
use url::Url;

/// How an address leads to an institution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostMatch {
    /// The registry names the very address as the policy's, or the home page has the same host.
    Own(InstitutionId),
    /// The host lies below that of the home page: an affiliate's site, or the institution's own.
    Below(InstitutionId),
}

impl HostMatch {
    /// The institution.
    pub fn id(&self) -> &InstitutionId {
        match self {
            Self::Own(id) | Self::Below(id) => id,
        }
    }
}

/// Hosts of every home page, ready to be looked up.
pub struct Hosts {
    policies: BTreeMap<String, Vec<InstitutionId>>,
    homes: BTreeMap<String, Vec<(String, InstitutionId)>>,
}

impl Hosts {
    /// Prepares the home pages and policy addresses of a registry.
    pub fn new(registry: &Registry) -> Self {
        let mut hosts = Self { policies: BTreeMap::new(), homes: BTreeMap::new() };
        for institution in &registry.institutions {
            hosts.insert(institution);
        }
        hosts
    }

    fn insert(&mut self, institution: &Institution) {
        for url in &institution.policy_urls {
            let list = self.policies.entry(url.to_string()).or_default();
            list.push(institution.id.clone());
        }
        if let Some(url) = &institution.homepage
            && let Some(host) = host_of(url)
        {
            let path = url.path().trim_end_matches('/').to_owned();
            let list = self.homes.entry(host).or_default();
            list.push((path, institution.id.clone()));
        }
    }

    /// The institution an address belongs to.
    ///
    /// A leading `www.` and the port say nothing. Where institutions share a host, the longest path of a home page
    /// that the address begins with decides; where that does not decide, nobody is named.
    pub fn find(&self, url: &Url) -> Option<HostMatch> {
        if let Some([id]) = self.policies.get(url.as_str()).map(Vec::as_slice) {
            return Some(HostMatch::Own(id.clone()));
        }
        let host = host_of(url)?;
        if let Some(homes) = self.homes.get(&host) {
            return by_path(homes, url.path()).map(HostMatch::Own);
        }
        let mut parent = host.as_str();
        while let Some((_, rest)) = parent.split_once('.') {
            if let Some(homes) = self.homes.get(rest) {
                return by_path(homes, "").map(HostMatch::Below);
            }
            parent = rest;
        }
        None
    }
}

fn host_of(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

fn by_path(homes: &[(String, InstitutionId)], path: &str) -> Option<InstitutionId> {
    let below = |home: &str| path.strip_prefix(home).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let longest = homes.iter().filter(|(home, _)| below(home)).map(|(home, _)| home.len()).max()?;
    let mut best = homes.iter().filter(|(home, _)| home.len() == longest && below(home));
    match (best.next(), best.next()) {
        (Some((_, id)), None) => Some(id.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_leads_to_its_institution() {
        let registry = Registry::parse(
            "id,name,kind,sido,homepage,policy_urls\n\
             gunsan,군산시,si,,https://www.gunsan.go.kr,\n\
             daegu,대구광역시,sido,,https://www.daegu.go.kr,\n\
             fire,대구소방안전본부,fire,,https://www.daegu.go.kr/fire,\n\
             south,경기도소방재난본부,fire,,https://119.gg.go.kr,\n\
             north,경기도북부소방재난본부,fire,,https://119.gg.go.kr,\n\
             school,학교,school,,,https://g-school.es.kr:451/page.php?id=113\n",
            "s.csv",
        )
        .expect("good");
        let hosts = Hosts::new(&registry);
        let own = |id: &str| Some(HostMatch::Own(InstitutionId(id.to_owned())));
        let below = |id: &str| Some(HostMatch::Below(InstitutionId(id.to_owned())));
        let cases = [
            ("https://www.gunsan.go.kr/main/m98", own("gunsan")),
            ("http://gunsan.go.kr:8080/", own("gunsan")),
            ("https://tour.gunsan.go.kr/main/m98", below("gunsan")),
            ("https://notgunsan.go.kr/", None),
            ("https://daegu.go.kr/index.do", own("daegu")),
            ("https://daegu.go.kr/fire/1.do", own("fire")),
            ("https://daegu.go.kr/fireworks", own("daegu")),
            ("https://119.gg.go.kr/", None),
            ("https://g-school.es.kr:451/page.php?id=113", own("school")),
            ("https://g-school.es.kr:451/page.php?id=114", None),
            ("https://go.kr/", None),
        ];
        for (url, expected) in cases {
            let url = Url::parse(url).expect("url");
            assert_eq!(hosts.find(&url), expected, "{url}");
        }
    }
}
