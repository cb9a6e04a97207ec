//! Which body a person asks for on a command line: by id, full name, former name, or a short name that only one has.
//!
//! A command acts on one body, so a name that several share is answered with all of them and never with the first.

use super::alias::{Alias, Need, aliases};
use super::rename::Renames;
use super::{Institution, InstitutionKind, Sido};
use crate::normalise::fold::bare;
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// A body that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Key in the registry; of a body that is not registered the key of one of its policies.
    pub id: String,
    /// Whether the registry has it.
    pub registered: bool,
    /// Name as registered, else as its policy writes it.
    pub name: String,
    /// Name with the province before it, where that is known and tells bodies apart.
    pub full_name: String,
    /// Province of today.
    pub sido: Option<Sido>,
    /// Kind of body.
    pub kind: Option<InstitutionKind>,
}

impl Listed {
    /// A body that is not registered, by what one of its policies says of it.
    pub fn unregistered(policy: String, name: String, sido: Option<Sido>, kind: Option<InstitutionKind>) -> Self {
        let full_name = placed(&name, sido.map(Sido::name));
        Self { id: policy, registered: false, name, full_name, sido, kind }
    }

    /// Whether two entries are the same body: the same id, or unregistered, of one name and province.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self.registered, other.registered) {
            (true, true) => self.id == other.id,
            (false, false) => self.name == other.name && self.sido == other.sido,
            _ => false,
        }
    }
}

impl From<&Institution> for Listed {
    fn from(institution: &Institution) -> Self {
        Self {
            id: institution.id.0.clone(),
            registered: true,
            name: institution.name.clone(),
            full_name: institution.full_name(),
            sido: institution.sido,
            kind: Some(institution.kind),
        }
    }
}

/// A name with its province before it, unless it begins with a province.
pub fn placed(name: &str, sido: Option<&str>) -> String {
    match sido {
        Some(sido) if !sido.is_empty() && Sido::leading(name).is_none() => format!("{sido} {name}"),
        _ => name.to_owned(),
    }
}

/// What a query leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup<'a> {
    /// One body.
    Found(&'a Listed),
    /// Several bodies, in the order of the list.
    Ambiguous(Vec<&'a Listed>),
    /// None; bodies with similar names, the most similar first.
    Unknown(Vec<&'a Listed>),
}

/// Most bodies that are offered in place of an unknown one.
const OFFERED: usize = 5;

/// How similar a name must be to be offered, from 0 to 1.
const SIMILAR: f64 = 0.75;

/// Bodies by every name that they can be asked for by.
#[derive(Debug)]
pub struct Directory<'a> {
    list: Vec<Listed>,
    renames: &'a Renames,
    ids: BTreeMap<String, Vec<usize>>,
    /// Names with the province, by today's, a former or a short name of it.
    full: BTreeMap<String, Vec<usize>>,
    /// Names without the province.
    short: BTreeMap<String, Vec<usize>>,
    /// Former names without the province.
    former: BTreeMap<String, Vec<usize>>,
}

impl<'a> Directory<'a> {
    /// Prepares the names of some bodies; a body may be listed again under another name.
    pub fn new(list: Vec<Listed>, renames: &'a Renames) -> Self {
        let (ids, full, short, former) = Default::default();
        let mut directory = Self { list, renames, ids, full, short, former };
        for at in 0..directory.list.len() {
            directory.insert(at);
        }
        for row in renames.rows.iter().filter(|row| row.relation.carries_on()) {
            let new = renames.today(&row.old);
            let Some(bodies) = directory.full.get(&bare(&new)).filter(|_| new != row.old).cloned() else { continue };
            let old = Sido::leading(&row.old).map_or(row.old.as_str(), |(_, rest)| rest);
            directory.former.entry(bare(old)).or_default().extend(bodies);
        }
        directory
    }

    /// Every body, in the order given.
    pub fn list(&self) -> &[Listed] {
        &self.list
    }

    /// The body that a query names: by id, else by a full name, else by a name that no other body has.
    pub fn find(&self, query: &str) -> Lookup<'_> {
        // Some keyboards and file systems write Hangul in parts.
        let query: &str = &query.trim().nfc().collect::<String>();
        let key = bare(query);
        if let Some(bodies) = self.ids.get(query) {
            return self.decide(bodies);
        }
        if key.is_empty() {
            return Lookup::Unknown(Vec::new());
        }
        let today = bare(&self.renames.today(query));
        let renamed = if today == key { None } else { self.full.get(&today).or_else(|| self.short.get(&today)) };
        if let Some(bodies) = self.full.get(&key).or(renamed) {
            return self.decide(bodies);
        }
        let mut bodies = self.short.get(&key).cloned().unwrap_or_default();
        bodies.extend(self.province(query, &key));
        match bodies.is_empty() {
            false => self.decide(&bodies),
            true => match self.former.get(&key) {
                Some(bodies) => self.decide(bodies),
                None => Lookup::Unknown(self.similar(query)),
            },
        }
    }

    fn insert(&mut self, at: usize) {
        let body = &self.list[at];
        let add = |map: &mut BTreeMap<String, Vec<usize>>, name: &str| {
            let key = bare(name);
            let bodies = map.entry(key).or_default();
            if bodies.last() != Some(&at) {
                bodies.push(at);
            }
        };
        add(&mut self.full, &body.full_name);
        add(&mut self.short, &body.name);
        // A name that was read may hold its province: 충청남도 해솔시 is 해솔시.
        if let Some((_, rest)) = Sido::leading(&body.name).filter(|(_, rest)| body.name.ends_with(&format!(" {rest}")))
        {
            add(&mut self.short, rest);
        }
        let all = match body.kind {
            Some(kind) => aliases(&body.name, kind, body.sido),
            None => vec![Alias { name: body.name.clone(), need: Need::Nothing }],
        };
        for Alias { name, need } in all {
            if need != Need::Province {
                add(&mut self.short, &name);
            }
            let provinces = body.sido.filter(|_| Sido::leading(&name).is_none()).map_or(&[][..], Sido::names);
            for province in provinces {
                add(&mut self.full, &format!("{province}{name}"));
            }
        }
        self.ids.entry(body.id.clone()).or_default().push(at);
    }

    /// The government of a province that a query names alone. A short name of two letters may also mean the city that
    /// it is the stem of: 제주 is 제주특별자치도 and 제주시.
    fn province(&self, query: &str, key: &str) -> Vec<usize> {
        let Some(sido) = Sido::from_name(query) else { return Vec::new() };
        let is = |body: &Listed| body.kind == Some(InstitutionKind::Sido) && body.sido == Some(sido);
        let mut found: Vec<usize> = (0..self.list.len()).filter(|at| is(&self.list[*at])).collect();
        if key.chars().count() == 2 {
            let cities = ["시", "군", "구"].into_iter().filter_map(|form| self.short.get(&format!("{key}{form}")));
            found.extend(cities.flatten());
        }
        found
    }

    fn decide(&self, bodies: &[usize]) -> Lookup<'_> {
        let mut order = bodies.to_vec();
        order.sort_unstable();
        let mut distinct: Vec<&Listed> = Vec::new();
        for at in order {
            let body = &self.list[at];
            if !distinct.iter().any(|other| other.is_same(body)) {
                distinct.push(body);
            }
        }
        match distinct[..] {
            [only] => Lookup::Found(only),
            _ => Lookup::Ambiguous(distinct),
        }
    }

    /// Bodies whose names are like a query; those of the province that it names come first.
    fn similar(&self, query: &str) -> Vec<&Listed> {
        let (province, rest) = match Sido::leading(query) {
            Some((sido, rest)) if !rest.is_empty() => (Some(sido), bare(rest)),
            _ => (None, bare(query)),
        };
        let mut scored: Vec<(f64, &Listed)> = Vec::new();
        for body in &self.list {
            let name = bare(&body.name);
            let likeness = if name.contains(&rest) { 1.0 } else { strsim::jaro_winkler(&rest, &name) };
            let here = province.is_some() && body.sido == province;
            let known = scored.iter().any(|(_, other)| other.is_same(body));
            if likeness > SIMILAR && !known {
                scored.push((likeness + if here { 1.0 } else { 0.0 }, body));
            }
        }
        scored.sort_by(|one, other| other.0.total_cmp(&one.0));
        scored.into_iter().take(OFFERED).map(|(_, body)| body).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::institution::Registry;

    /// Five districts of one name, a county of two provinces, and what a policy alone names.
    const SEEDS: &str = "id,name,kind,sido,homepage\n\
        sido-48,경상남도,sido,경상남도,\n\
        sido-50,제주특별자치도,sido,제주특별자치도,\n\
        a-11,중구,autonomous_gu,서울특별시,\n\
        a-26,중구,autonomous_gu,부산광역시,\n\
        a-27,중구,autonomous_gu,대구광역시,\n\
        a-30,중구,autonomous_gu,대전광역시,\n\
        a-31,중구,autonomous_gu,울산광역시,\n\
        b-48,고성군,gun,경상남도,\n\
        b-51,고성군,gun,강원특별자치도,\n\
        c-44,해솔시,si,충청남도,\n\
        c-52,가람시,si,전북특별자치도,\n\
        c-50,제주시,admin_si,제주특별자치도,\n\
        d-28,미추홀구,autonomous_gu,인천광역시,\n\
        d-29,남구,autonomous_gu,부산광역시,\n\
        e-47,포항시 남구,general_gu,경상북도,\n\
        f-11,서울특별시경찰청,police,서울특별시,\n\
        g-1,기후에너지환경부,ministry,,\n";

    fn directory(renames: &Renames) -> Directory<'_> {
        let registry = Registry::parse(SEEDS, "seeds.csv").expect("good");
        let mut list: Vec<Listed> = registry.institutions.iter().map(Listed::from).collect();
        let unregistered =
            |policy: &str, name: &str, sido| Listed::unregistered(policy.to_owned(), name.to_owned(), sido, None);
        list.push(unregistered("0123-0", "다솜박물관", Some(Sido::Gyeonggi)));
        list.push(unregistered("4567-0", "다솜박물관", Some(Sido::Busan)));
        list.push(unregistered("89ab-0", "해솔시민회관", None));
        list.push(unregistered("cdef-0", "경기도 너른시", Some(Sido::Gyeonggi)));
        // The same body under the name that it had in an earlier crawl.
        list.push(Listed {
            name: "해솔군".to_owned(), full_name: "충청남도 해솔군".to_owned(), ..list[9].clone()
        });
        Directory::new(list, renames)
    }

    fn shown(lookup: &Lookup<'_>) -> String {
        let ids = |list: &[&Listed]| list.iter().map(|body| body.id.as_str()).collect::<Vec<_>>().join(" ");
        match lookup {
            Lookup::Found(body) => body.id.clone(),
            Lookup::Ambiguous(list) => format!("one of {}", ids(list)),
            Lookup::Unknown(list) => format!("none, like {}", ids(list)),
        }
    }

    #[test]
    fn a_query_leads_to_one_body_or_to_all_that_it_may_mean() {
        let renames = Renames::parse(include_str!("../../../seeds/renames.csv"), "renames.csv").expect("good");
        let directory = directory(&renames);
        let cases = [
            ("a-26", "a-26"),
            (" a-26 ", "a-26"),
            ("중구", "one of a-11 a-26 a-27 a-30 a-31"),
            ("부산광역시 중구", "a-26"),
            ("부산시 중구", "a-26"),
            ("부산 중구", "a-26"),
            ("부산중구", "a-26"),
            ("충청남도 해솔시", "c-44"),
            ("충남 해솔시", "c-44"),
            ("해솔시", "c-44"),
            ("해솔군", "c-44"),
            ("\u{1112}\u{1162}\u{1109}\u{1169}\u{11af}\u{1109}\u{1175}", "c-44"),
            ("경기도 해솔시", "none, like c-44 89ab-0"),
            ("고성군", "one of b-48 b-51"),
            ("경남 고성군", "b-48"),
            ("강원도 고성군", "b-51"),
            ("전라북도 가람시", "c-52"),
            ("전북특별자치도  가람시", "c-52"),
            ("경남", "sido-48"),
            ("경상남도", "sido-48"),
            ("제주", "one of sido-50 c-50"),
            ("제주도", "sido-50"),
            ("인천광역시 남구", "d-28"),
            ("남구", "one of d-29 e-47"),
            ("포항시남구", "e-47"),
            ("서울경찰청", "f-11"),
            ("환경부", "g-1"),
            ("다솜박물관", "one of 0123-0 4567-0"),
            ("경기 다솜박물관", "0123-0"),
            ("0123-0", "0123-0"),
            ("경기도 너른시", "cdef-0"),
            ("너른시", "cdef-0"),
            ("해솔", "none, like c-44 89ab-0"),
            ("가람군", "none, like c-52"),
            ("한빛", "none, like "),
            ("", "none, like "),
            ("()", "none, like "),
        ];
        for (query, expected) in cases {
            assert_eq!(shown(&directory.find(query)), expected, "{query}");
        }
    }

    #[test]
    fn every_full_name_of_the_registry_leads_to_its_body() {
        let registry =
            Registry::parse(include_str!("../../../seeds/institutions.csv"), "institutions.csv").expect("good");
        let renames = Renames::parse(include_str!("../../../seeds/renames.csv"), "renames.csv").expect("good");
        let list = registry.institutions.iter().map(Listed::from).collect();
        let directory = Directory::new(list, &renames);
        for body in directory.list() {
            assert_eq!(directory.find(&body.id), Lookup::Found(body), "{}", body.id);
            match directory.find(&body.full_name) {
                Lookup::Found(found) => assert_eq!(found.id, body.id, "{}", body.full_name),
                Lookup::Ambiguous(list) => assert!(list.contains(&body), "{}: {list:?}", body.full_name),
                Lookup::Unknown(_) => panic!("{}", body.full_name),
            }
            match directory.find(&body.name) {
                Lookup::Found(found) => assert_eq!(found.id, body.id, "{}", body.name),
                Lookup::Ambiguous(list) => assert!(list.contains(&body), "{}: {list:?}", body.name),
                Lookup::Unknown(_) => panic!("{}", body.name),
            }
        }
        let districts = |name: &str| match directory.find(name) {
            Lookup::Ambiguous(list) => list.len(),
            other => panic!("{name}: {other:?}"),
        };
        assert!(districts("중구") >= 5 && districts("고성군") == 2);
    }

    #[test]
    fn a_province_stands_before_a_name_once() {
        assert_eq!(placed("중구", Some("부산광역시")), "부산광역시 중구");
        assert_eq!(placed("부산광역시 중구", Some("부산광역시")), "부산광역시 중구");
        assert_eq!(placed("전라북도 가람시", Some("전북특별자치도")), "전라북도 가람시");
        assert_eq!(placed("환경부", None), "환경부");
    }
}
