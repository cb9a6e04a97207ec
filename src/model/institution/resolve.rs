//! Which institution a text names: full and short names, old names, and the province beside an ambiguous one.

use super::alias::{Alias, Need, aliases};
use super::boundary::{Spot, ends_word, matches_at, part_follows, spot, text};
use super::rename::Renames;
use super::sido::Sido;
use super::{Institution, InstitutionId, InstitutionKind, Registry};
use std::collections::BTreeMap;

/// An institution named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Registry key; `None` for the successor of an old name that the registry does not list.
    pub id: Option<InstitutionId>,
    /// Full name of today, with the province where the name needs one.
    pub name: String,
    /// Kind, if the institution is registered.
    pub kind: Option<InstitutionKind>,
    /// Province of today.
    pub sido: Option<Sido>,
    /// Whether the text uses a former name.
    pub former: bool,
    /// The name as the text has it, province included.
    pub written: String,
    /// First character of the name in the text.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
}

/// Names of every institution, ready to be looked for in texts.
pub struct InstitutionIndex<'a> {
    registry: &'a Registry,
    /// Entries by the first character of their name.
    entries: BTreeMap<char, Vec<Entry>>,
}

/// A name and who holds it.
struct Entry {
    name: Vec<char>,
    holder: Holder,
}

#[derive(Clone)]
enum Holder {
    Institution { index: usize, need: Need },
    Former { sido: Option<Sido>, new: String },
}

impl<'a> InstitutionIndex<'a> {
    /// Prepares the names of a registry, and the old names that lead to them.
    pub fn new(registry: &'a Registry, renames: &Renames) -> Self {
        let mut names = Self { registry, entries: BTreeMap::new() };
        for (index, institution) in registry.institutions.iter().enumerate() {
            for Alias { name, need } in aliases(&institution.name, institution.kind, institution.sido) {
                names.insert(&name, Holder::Institution { index, need });
            }
        }
        for row in renames.rows.iter().filter(|row| row.relation.carries_on()) {
            let new = renames.today(&row.old);
            if new == row.old {
                continue;
            }
            match Sido::leading(&row.old) {
                // The province alone, or with a name that it keeps: the names of the provinces see to that.
                Some((_, "")) => {}
                Some((sido, rest)) if Sido::leading(&new) == Some((sido, rest)) => {}
                Some((sido, rest)) => names.insert(rest, Holder::Former { sido: Some(sido), new }),
                None => names.insert(&row.old, Holder::Former { sido: None, new }),
            }
        }
        names
    }

    /// The institution with the longest name in a text; the first of equally long ones.
    ///
    /// Meant for a title, a signature or a first sentence: in a whole document other bodies are named, too.
    pub fn find(&self, text: &str) -> Option<Found> {
        let mut longest: Option<Found> = None;
        for found in self.all(text) {
            let length = found.end - found.start;
            if longest.as_ref().is_none_or(|best| length > best.end - best.start) {
                longest = Some(found);
            }
        }
        longest
    }

    /// Every institution named in a text, in its order; of names that overlap the longest.
    ///
    /// A name that several institutions share, and that has no province beside it, is nobody's.
    pub fn all(&self, text: &str) -> Vec<Found> {
        let letters: Vec<char> = text.chars().collect();
        let mut spots: Vec<(usize, usize, Option<Found>)> = Vec::new();
        for position in 0..letters.len() {
            for (end, holders) in self.at(&letters, position) {
                let Some(spot) = spot(&letters, position, end) else {
                    continue;
                };
                let start = spot.province.map_or(spot.start, |(_, start)| start);
                let found = self.decide(&spot, &holders, &letters);
                let start = found.as_ref().map_or(start, |found| found.start);
                spots.push((start, end, found));
            }
        }
        // Longest first; what is undecided keeps its place all the same: 인천광역시 중구 is not 인천광역시.
        spots.sort_by_key(|(start, end, _)| (std::cmp::Reverse(end - start), *start));
        let mut taken: Vec<(usize, usize, Option<Found>)> = Vec::new();
        for spot in spots {
            if taken.iter().all(|other| spot.1 <= other.0 || other.1 <= spot.0) {
                taken.push(spot);
            }
        }
        taken.sort_by_key(|(start, ..)| *start);
        taken.into_iter().filter_map(|(.., found)| found).collect()
    }

    fn insert(&mut self, name: &str, holder: Holder) {
        let name: Vec<char> = name.chars().collect();
        if let Some(first) = name.first() {
            let list = self.entries.entry(*first).or_default();
            list.push(Entry { name, holder });
        }
    }

    /// Names that stand at a position: where each ends, and its holders.
    fn at(&self, letters: &[char], position: usize) -> BTreeMap<usize, Vec<&Holder>> {
        let mut ends: BTreeMap<usize, Vec<&Holder>> = BTreeMap::new();
        for entry in self.entries.get(&letters[position]).into_iter().flatten() {
            if let Some(end) = matches_at(letters, position, &entry.name)
                && ends_word(letters, end)
            {
                ends.entry(end).or_default().push(&entry.holder);
            }
        }
        ends
    }

    fn decide(&self, spot: &Spot, holders: &[&Holder], letters: &[char]) -> Option<Found> {
        if let Some((sido, start)) = spot.province {
            let there = holders.iter().filter_map(|holder| match holder {
                Holder::Institution { index, .. } => Some(*index),
                Holder::Former { .. } => None,
            });
            let there = there.filter(|index| self.registry.institutions[*index].sido == Some(sido));
            if let Some(index) = only(there) {
                return Some(self.registered(index, start, spot.end, false, letters));
            }
            let former = holders.iter().find_map(|holder| match holder {
                Holder::Former { sido: Some(old), new } if *old == sido => Some(new.clone()),
                Holder::Former { sido: None, new } if spot.glued => Some(text(letters, start, spot.start) + new),
                _ => None,
            });
            if let Some(new) = former {
                return Some(self.former(new, Some(sido), start, spot.end, letters));
            }
            if spot.glued {
                return None;
            }
        }
        self.without_province(spot, holders, letters)
    }

    fn without_province(&self, spot: &Spot, holders: &[&Holder], letters: &[char]) -> Option<Found> {
        let free = |wanted: Need| {
            only(holders.iter().filter_map(|holder| match holder {
                Holder::Institution { index, need } if *need == wanted => Some(*index),
                _ => None,
            }))
        };
        if let Some(index) = free(Need::Nothing).or_else(|| free(Need::Uniqueness)) {
            let institution = &self.registry.institutions[index];
            // 경기도 고성군: a province that is not the institution's own speaks of somebody else.
            let elsewhere = spot.province.is_some() && institution.sido.is_some();
            // 부산광역시 온샘구: not the province, but a body of it that the registry does not list.
            let part = institution.kind == InstitutionKind::Sido && part_follows(letters, spot.end);
            return (!elsewhere && !part).then(|| self.registered(index, spot.start, spot.end, false, letters));
        }
        let registered = holders.iter().any(|holder| matches!(holder, Holder::Institution { .. }));
        if registered || spot.province.is_some() {
            return None;
        }
        let mut news = holders.iter().filter_map(|holder| match holder {
            Holder::Former { new, .. } => Some(new),
            Holder::Institution { .. } => None,
        });
        let new = news.next()?;
        news.all(|other| other == new).then(|| self.former(new.clone(), None, spot.start, spot.end, letters))
    }

    fn registered(&self, index: usize, start: usize, end: usize, former: bool, letters: &[char]) -> Found {
        let institution = &self.registry.institutions[index];
        Found {
            id: Some(institution.id.clone()),
            name: institution.full_name(),
            kind: Some(institution.kind),
            sido: institution.sido,
            former,
            written: text(letters, start, end),
            start,
            end,
        }
    }

    fn former(&self, new: String, sido: Option<Sido>, start: usize, end: usize, letters: &[char]) -> Found {
        let by_name = |institution: &Institution| institution.name == new || institution.full_name() == new;
        match only((0..self.registry.institutions.len()).filter(|index| by_name(&self.registry.institutions[*index]))) {
            Some(index) => self.registered(index, start, end, true, letters),
            None => Found {
                id: None,
                sido: Sido::leading(&new).map(|(sido, _)| sido).or(sido),
                name: new,
                kind: None,
                former: true,
                written: text(letters, start, end),
                start,
                end,
            },
        }
    }
}

/// The one item of an iterator that has exactly one, repeats of it aside.
fn only(mut items: impl Iterator<Item = usize>) -> Option<usize> {
    let first = items.next()?;
    items.all(|item| item == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn registry() -> Registry {
        Registry::parse(include_str!("../../../seeds/institutions.csv"), "institutions.csv")
            .expect("the registry is good")
    }

    fn renames() -> Renames {
        Renames::parse(include_str!("../../../seeds/renames.csv"), "renames.csv").expect("the renames are good")
    }

    /// What each text names: `id` or `-`, full name of today.
    fn check(cases: &[(&str, Option<(&str, &str)>)]) {
        let registry = registry();
        let names = InstitutionIndex::new(&registry, &renames());
        for (text, expected) in cases {
            let found = names.find(text);
            let found = found.as_ref().map(|found| {
                let id = found.id.as_ref().map_or("-", |id| id.0.as_str());
                (id, found.name.as_str())
            });
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn full_and_short_names() {
        check(&[
            ("본 군산시(본청 및 소속기관을 포함하며", Some(("sgg-52130", "전북특별자치도 군산시"))),
            ("군산시청 고정형 영상정보처리기기", Some(("sgg-52130", "전북특별자치도 군산시"))),
            ("군산시는 다음과 같이", Some(("sgg-52130", "전북특별자치도 군산시"))),
            ("군산시영상정보처리기기운영방침", Some(("sgg-52130", "전북특별자치도 군산시"))),
            ("미추홀구 CCTV", Some(("sgg-28177", "인천광역시 미추홀구"))),
            ("본 인천광역시 미추홀구 안전총괄과(이하", Some(("sgg-28177", "인천광역시 미추홀구"))),
            ("인천광역시미추홀구청", Some(("sgg-28177", "인천광역시 미추홀구"))),
            ("본 제주특별자치도 제주시(이하", Some(("sgg-50110", "제주특별자치도 제주시"))),
            ("수원시 장안구", Some(("gu-41111", "경기도 수원시 장안구"))),
            ("수원시장안구청", Some(("gu-41111", "경기도 수원시 장안구"))),
            ("경기도 수원시", Some(("sgg-41110", "경기도 수원시"))),
            ("포항시 남구", Some(("gu-47111", "경상북도 포항시 남구"))),
            ("경상북도청", Some(("sido-47", "경상북도"))),
            ("서울시는", Some(("sido-11", "서울특별시"))),
            ("서울경찰청", Some(("pol-1810001", "서울특별시경찰청"))),
            ("서울지방경찰청", Some(("pol-1810001", "서울특별시경찰청"))),
            ("경찰청", Some(("cen-knpa", "경찰청"))),
            ("경기도 가평교육지원청", Some(("dedu-gg-goegp", "경기도가평교육지원청"))),
            ("가평교육지원청", Some(("dedu-gg-goegp", "경기도가평교육지원청"))),
            ("국립나주병원", Some(("org-1352247", "보건복지부 국립나주병원"))),
            ("대한건설기계안전관리원", Some(("org-B553922", "(재)대한건설기계안전관리원"))),
            ("한국과학기술기획평가원(KISTEP)", Some(("org-B550936", "한국과학기술기획평가원(KISTEP)"))),
        ]);
    }

    #[test]
    fn shared_names_need_their_province() {
        check(&[
            ("중구", None),
            ("서구청", None),
            ("고성군", None),
            ("광주시", None),
            ("부산광역시 중구", Some(("sgg-26110", "부산광역시 중구"))),
            ("서울 중구청", Some(("sgg-11140", "서울특별시 중구"))),
            ("대구서구", Some(("sgg-27170", "대구광역시 서구"))),
            ("강원도 고성군", Some(("sgg-51820", "강원특별자치도 고성군"))),
            ("경남 고성군", Some(("sgg-48820", "경상남도 고성군"))),
            ("경기도 광주시", Some(("sgg-41610", "경기도 광주시"))),
            ("광주광역시 서구", Some(("sgg-12240", "전남광주통합특별시 서구"))),
            ("광주 북구", Some(("sgg-12300", "전남광주통합특별시 북구"))),
            ("동부교육지원청", None),
            ("대전동부교육지원청", Some(("deo-053", "대전광역시동부교육지원청"))),
        ]);
    }

    #[test]
    fn old_names_lead_to_their_successors() {
        check(&[
            ("전북지방중소기업청\nJeonbuk Regional Office", Some(("-", "전북지방중소벤처기업청"))),
            ("전라북도 군산시", Some(("sgg-52130", "전북특별자치도 군산시"))),
            ("전라남도 강진군", Some(("sgg-12780", "전남광주통합특별시 강진군"))),
            ("인천광역시 남구", Some(("sgg-28177", "인천광역시 미추홀구"))),
            ("인천 동구", Some(("sgg-28125", "인천광역시 제물포구"))),
            ("인천광역시 서구", Some(("sgg-28275", "인천광역시 서해구"))),
            ("인천광역시 중구", None),
            ("경상북도 군위군", Some(("sgg-27720", "대구광역시 군위군"))),
            ("여주군", Some(("sgg-41670", "경기도 여주시"))),
            ("환경부", Some(("cen-mcee", "기후에너지환경부"))),
            ("안전행정부", Some(("cen-mois", "행정안전부"))),
            ("행정안전부", Some(("cen-mois", "행정안전부"))),
            ("기획재정부", None),
            ("강원도교육청", Some(("edu-7801000", "강원특별자치도교육청"))),
            ("광주광역시교육청", Some(("edu-jeonnamgwangju", "전남광주통합특별시교육청"))),
        ]);
    }

    #[test]
    fn words_that_only_begin_like_a_name() {
        check(&[
            ("군산시설관리공단", None),
            ("군산시의회", None),
            ("경기도 광주시의회", None),
            ("강원도민일보", None),
            ("강남구민", None),
            ("행정안전부장관", None),
            ("국회의원", None),
            ("부산광역시립시민도서관", None),
            ("새강원도", None),
            ("부산광역시 온샘구", None),
            ("다온교통공사", None),
            ("설치 근거 중 구체적", None),
            ("아름군 문화예술회관", None),
        ]);
    }

    #[test]
    fn names_come_in_the_order_of_the_text() {
        let registry = registry();
        let names = InstitutionIndex::new(&registry, &renames());
        let found = names.all("익산시 및 전라북도 군산시, 그리고 중구");
        let list: Vec<_> =
            found.iter().map(|found| (found.written.as_str(), found.start, found.end, found.former)).collect();
        assert_eq!(list, [("익산시", 0, 3, false), ("전라북도 군산시", 6, 14, false)]);
    }
}
