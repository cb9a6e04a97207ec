//! One row an institution: the figures that stand beside its name in lists, on the map and on its page.

use super::collect::Collected;
use super::frames::Frames;
use super::{Reach, Stats, age, concentration, lists, templates};
use crate::model::institution::InstitutionKind;
use crate::normalise::date::Date;
use polars::prelude::{PolarsResult, col, len, lit};
use std::collections::BTreeMap;

/// An institution, or a holder of a policy that the registry does not know, with the figures of its chosen policy.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct InstitutionStats {
    /// Key in the registry, else the name as the policy writes it, else the key of the policy.
    pub key: String,
    /// Name; nothing where neither registry nor policy gives one.
    pub name: Option<String>,
    /// Name with the province where the name alone does not tell.
    pub full_name: Option<String>,
    /// English name.
    pub name_en: Option<String>,
    /// Kind of body.
    pub kind: Option<InstitutionKind>,
    /// Province by today's name.
    pub sido: Option<String>,
    /// Administrative code.
    pub code: Option<String>,
    /// Whether it is a city, county or district whose residents are counted once: a place of the map.
    pub basic: bool,
    /// Registered residents.
    pub population: Option<u64>,
    /// Home page.
    pub homepage: Option<String>,
    /// What came of it; nothing for a holder that the registry does not know.
    pub reach: Option<Reach>,
    /// Key of the chosen policy.
    pub policy: Option<String>,
    /// Current policies.
    pub policies: u64,
    /// Former versions.
    pub former: u64,
    /// Camera total of the chosen policy, and its state.
    pub cameras: Option<u64>,
    /// State of the camera total.
    pub cameras_state: Option<String>,
    /// Cameras for each 1,000 residents.
    pub rate: Option<f64>,
    /// Place among the governments that are counted, the highest first; equal rates share a place.
    pub rank: Option<u64>,
    /// Days of retention.
    pub retention: Option<u64>,
    /// State of the retention.
    pub retention_state: Option<String>,
    /// Effective date, day or month.
    pub effective_date: Option<String>,
    /// Age in full years on the day asked for; nothing before the policy is in force.
    pub age: Option<u64>,
    /// Word for the device.
    pub term: Option<String>,
    /// State of the managers.
    pub managers_state: Option<String>,
    /// State of the contractors.
    pub contractors_state: Option<String>,
    /// Firms named in any current policy.
    pub firms: u64,
    /// Findings of the audit in the chosen policy, without those that nearly every policy has; nothing where the audit
    /// found nothing in any policy at all.
    pub findings: Option<u64>,
    /// Which of the shared forms it follows: index into the statistics' list.
    pub template: Option<usize>,
}

/// The rows of a report.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PerInstitution {
    /// Institutions in the registry's order, then holders that it does not know, by name.
    pub bodies: Vec<InstitutionStats>,
    /// Firm and institution, by their keys, in the order of letters.
    pub clients: Vec<(String, String)>,
}

pub(super) fn each(frames: &Frames, told: &templates::Told, stats: &Stats) -> PolarsResult<PerInstitution> {
    let mut bodies = bodies(frames, stats.as_of)?;
    let places: BTreeMap<String, usize> = bodies.iter().enumerate().map(|(at, body)| (body.key.clone(), at)).collect();
    let forms = templates::of_policies(frames, told)?;
    for body in bodies.iter_mut().filter(|body| body.policy.is_some()) {
        body.template = body.policy.as_ref().and_then(|policy| forms.get(&frames.number(policy)?).copied());
        body.findings = (!stats.findings.is_empty()).then_some(0);
    }
    let mut place = |key: &str, set: &mut dyn FnMut(&mut InstitutionStats)| {
        if let Some(body) = places.get(key).and_then(|at| bodies.get_mut(*at)) {
            set(body);
        }
    };
    let mut rank: Option<(f64, u64)> = None;
    for (before, row) in stats.per_resident_each.iter().enumerate() {
        let Some(rate) = row.rate() else { continue };
        let own = match rank {
            Some((last, rank)) if last.to_bits() == rate.to_bits() => rank,
            _ => before as u64 + 1,
        };
        rank = Some((rate, own));
        place(&row.key, &mut |body| (body.rate, body.rank) = (Some(rate), Some(own)));
    }
    for (key, findings) in findings(frames)? {
        place(&key, &mut |body| body.findings = Some(findings));
    }
    let clients = concentration::clients(&lists::pairs(frames))?;
    for (_, key) in &clients {
        place(key, &mut |body| body.firms += 1);
    }
    Ok(PerInstitution { bodies, clients })
}

/// The rows of the overview, with what the registry says beside it.
fn bodies(frames: &Frames, as_of: Date) -> PolarsResult<Vec<InstitutionStats>> {
    let rows = Collected::of(frames.overview.clone())?;
    let names = rows.texts("institution_key")?;
    let mut bodies: Vec<InstitutionStats> = names
        .into_iter()
        .map(|key| InstitutionStats { key: key.unwrap_or_default(), ..InstitutionStats::default() })
        .collect();
    let mut set = |column: &str, put: &dyn Fn(&mut InstitutionStats, Option<String>)| -> PolarsResult<()> {
        bodies.iter_mut().zip(rows.texts(column)?).for_each(|(body, text)| put(body, text));
        Ok(())
    };
    set("name", &|body, text| body.name = text)?;
    set("full_name", &|body, text| body.full_name = text)?;
    set("kind", &|body, text| body.kind = text.and_then(|kind| InstitutionKind::parse(&kind)))?;
    set("sido", &|body, text| body.sido = text)?;
    set("reach", &|body, text| body.reach = text.and_then(|reach| Reach::parse(&reach)))?;
    set("policy_id", &|body, text| body.policy = text)?;
    set("camera_total_state", &|body, text| body.cameras_state = text)?;
    set("retention_state", &|body, text| body.retention_state = text)?;
    set("effective_date", &|body, text| body.effective_date = text)?;
    set("term", &|body, text| body.term = text)?;
    set("managers_state", &|body, text| body.managers_state = text)?;
    set("contractors_state", &|body, text| body.contractors_state = text)?;
    let mut set = |column: &str, put: &dyn Fn(&mut InstitutionStats, Option<u64>)| -> PolarsResult<()> {
        bodies.iter_mut().zip(rows.numbers(column)?).for_each(|(body, number)| put(body, number));
        Ok(())
    };
    set("population", &|body, number| body.population = number)?;
    set("current_policies", &|body, number| body.policies = number.unwrap_or(0))?;
    set("former_policies", &|body, number| body.former = number.unwrap_or(0))?;
    set("camera_total", &|body, number| body.cameras = number)?;
    set("retention_days", &|body, number| body.retention = number)?;
    let registry = Collected::of(frames.institutions.clone())?;
    let ids = registry.texts("institution_id")?;
    let of_registry = |column: &str| -> PolarsResult<BTreeMap<String, Option<String>>> {
        Ok(ids.iter().flatten().cloned().zip(registry.texts(column)?).collect())
    };
    let (mut english, mut codes, mut pages) =
        (of_registry("name_en")?, of_registry("sigungu_code")?, of_registry("homepage")?);
    let ages = Collected::of(age::with_years(frames.overview.clone(), as_of))?;
    let ages: BTreeMap<Option<String>, Option<u64>> =
        ages.texts("institution_key")?.into_iter().zip(ages.numbers("years")?).collect();
    for body in &mut bodies {
        body.name_en = english.remove(&body.key).flatten();
        body.code = codes.remove(&body.key).flatten();
        body.homepage = pages.remove(&body.key).flatten();
        body.age = ages.get(&Some(body.key.clone())).copied().flatten();
    }
    bodies.iter_mut().zip(rows.truths("counts_residents")?).for_each(|(body, basic)| body.basic = basic);
    Ok(bodies)
}

/// Findings in the chosen policy of each holder, without those that nearly every policy has.
fn findings(frames: &Frames) -> PolarsResult<Vec<(String, u64)>> {
    let chosen = frames.principal().select([col("policy_id"), col("holder")]);
    let rows = frames.findings.clone().filter(col("routine").not());
    let rows = rows.select([col("policy_id"), lit(1i64).alias("one")]);
    let rows = rows.inner_join(chosen, col("policy_id"), col("policy_id"));
    let rows = Collected::of(rows.group_by([col("holder")]).agg([len().alias("findings")]))?;
    let keys = rows.texts("holder")?.into_iter();
    Ok(keys.zip(rows.numbers("findings")?).filter_map(|(key, findings)| Some((key?, findings?))).collect())
}
