//! The names under which an institution is spoken of, made from its registered name.

use super::InstitutionKind;
use super::sido::Sido;
use crate::normalise::company::without_form;

/// Registered names that mean somebody else as well: 광주시 is a city of 경기도 and was short for 광주광역시.
const SHARED: [&str; 1] = ["광주시"];

/// A name; a blank in it may be left out or repeated.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alias {
    pub name: String,
    pub need: Need,
}

/// What must be there for the name to be the institution's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Need {
    /// Nothing: it is the registered name.
    Nothing,
    /// No registered name and no other institution's short name is the same.
    Uniqueness,
    /// Its province stands before it.
    Province,
}

/// Every name of an institution, made from its registered name, kind and province, without repeats.
pub(super) fn aliases(name: &str, kind: InstitutionKind, sido: Option<Sido>) -> Vec<Alias> {
    use InstitutionKind as Kind;
    let registered = name.replace('_', " ");
    let need = if SHARED.contains(&registered.as_str()) { Need::Province } else { Need::Nothing };
    let mut list = vec![(name.to_owned(), need), (spaced(&registered), need)];
    let plain = without_form(&registered);
    list.push((spaced(&plain), need));
    if let Some((_, last)) = registered.rsplit_once(' ')
        && matches!(kind, Kind::GeneralGu | Kind::CentralAffiliate | Kind::Constitutional)
    {
        list.push((last.to_owned(), Need::Uniqueness));
    }
    if let Some((_, rest)) = leading_province(&plain)
        && !rest.is_empty()
    {
        // The seats of school districts are a closed list, their short names are in daily use.
        let need = if kind == Kind::DistrictEducationOffice { Need::Uniqueness } else { Need::Province };
        list.push((spaced(rest), need));
        if kind == Kind::Police {
            // Until 2021 서울지방경찰청.
            list.push((format!("지방{rest}"), Need::Province));
        }
    }
    if kind == Kind::Sido
        && let Some(sido) = sido
    {
        let full = sido.names().iter().filter(|name| name.chars().count() > 2);
        list.extend(full.map(|name| ((*name).to_owned(), Need::Nothing)));
    }
    let mut list: Vec<Alias> = list.into_iter().map(|(name, need)| Alias { name, need }).collect();
    list.sort();
    list.dedup_by(|later, first| later.name == first.name);
    list
}

/// The province a registered name begins with; a short one may be written together with the rest (부산교통공사).
fn leading_province(name: &str) -> Option<(Sido, &str)> {
    Sido::leading(name).or_else(|| {
        Sido::ALL.into_iter().find_map(|sido| {
            let short = sido.names().iter().find(|short| name.starts_with(**short))?;
            Some((sido, &name[short.len()..]))
        })
    })
}

/// A name with optional blanks where people put them: behind the province and behind 교육청.
fn spaced(name: &str) -> String {
    let mut out = match Sido::leading(name) {
        Some((_, rest)) if !rest.is_empty() => {
            format!("{} {rest}", name[..name.len() - rest.len()].trim_end())
        }
        _ => name.to_owned(),
    };
    if let Some((office, rest)) = out.split_once("교육청")
        && !rest.is_empty()
        && !rest.starts_with(' ')
    {
        out = format!("{office}교육청 {rest}");
    }
    out
}
