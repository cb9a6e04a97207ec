//! One row an institution: the figures that stand beside its name in lists, on the map and on its page.

use super::collect::Collected;
use super::frames::{Frames, basic_governments};
use super::templates;
use super::{Reach, Stats, age, concentration, lists};
use crate::institution::InstitutionKind;
use crate::normalise::date::Date;
use polars::prelude::{LazyFrame, PolarsResult, SortMultipleOptions, col, len, lit};
use std::collections::BTreeMap;

/// An institution, or a holder of a policy that the registry does not know, with the figures of its chosen policy.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Body {
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
pub struct Each {
    /// Institutions in the registry's order, then holders that it does not know, by name.
    pub bodies: Vec<Body>,
    /// Firm and institution, by their keys, in the order of letters.
    pub clients: Vec<(String, String)>,
}

pub(super) fn each(frames: &Frames, outcomes: &LazyFrame, told: &templates::Told, stats: &Stats) -> PolarsResult<Each> {
    let mut bodies = registered(frames)?;
    let mut places: BTreeMap<String, usize> =
        bodies.iter().enumerate().map(|(at, body)| (body.key.clone(), at)).collect();
    let forms = templates::of_policies(frames, told)?;
    for (key, body) in held(frames, stats.as_of)? {
        let at = *places.entry(key).or_insert_with(|| {
            bodies.push(Body { key: body.key.clone(), name: body.name.clone(), ..Body::default() });
            bodies.len() - 1
        });
        let own = &mut bodies[at];
        own.template = body.policy.as_ref().and_then(|policy| forms.get(&frames.number(policy)?).copied());
        own.findings = (!stats.findings.is_empty()).then_some(0);
        own.kind = own.kind.or(body.kind);
        own.sido = own.sido.take().or(body.sido);
        own.policy = body.policy;
        own.cameras = body.cameras;
        own.cameras_state = body.cameras_state;
        own.retention = body.retention;
        own.retention_state = body.retention_state;
        own.effective_date = body.effective_date;
        own.age = body.age;
        own.term = body.term;
        own.managers_state = body.managers_state;
        own.contractors_state = body.contractors_state;
    }
    let mut place = |key: &str, set: &mut dyn FnMut(&mut Body)| {
        if let Some(body) = places.get(key).and_then(|at| bodies.get_mut(*at)) {
            set(body);
        }
    };
    let reached = Collected::of(outcomes.clone().select([col("institution_id"), col("reach")]))?;
    for (key, reach) in reached.texts("institution_id")?.iter().zip(reached.numbers("reach")?) {
        let reach = reach.and_then(|reach| Reach::ALL.get(reach as usize).copied());
        place(key.as_deref().unwrap_or_default(), &mut |body| body.reach = reach);
    }
    for (key, (status, count)) in counted(frames)? {
        let current = status == "current";
        place(&key, &mut |body| if current { body.policies = count } else { body.former = count });
    }
    let governments = basic_governments(frames.institutions.clone()).select([col("institution_id")]);
    for key in Collected::of(governments)?.texts("institution_id")?.into_iter().flatten() {
        place(&key, &mut |body| body.basic = true);
    }
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
    Ok(Each { bodies, clients })
}

fn registered(frames: &Frames) -> PolarsResult<Vec<Body>> {
    let wanted = ["institution_id", "name", "full_name", "name_en", "kind", "sido", "sigungu_code", "homepage"];
    let columns = wanted.into_iter().chain(["population"]).map(col).collect::<Vec<_>>();
    let rows = Collected::of(frames.institutions.clone().select(columns))?;
    let [mut keys, mut names, mut full, mut english, mut kinds, mut sidos, mut codes, mut pages] = [
        rows.texts("institution_id")?,
        rows.texts("name")?,
        rows.texts("full_name")?,
        rows.texts("name_en")?,
        rows.texts("kind")?,
        rows.texts("sido")?,
        rows.texts("sigungu_code")?,
        rows.texts("homepage")?,
    ];
    let population = rows.numbers("population")?;
    Ok((0..keys.len())
        .map(|at| Body {
            key: keys[at].take().unwrap_or_default(),
            name: names[at].take(),
            full_name: full[at].take(),
            name_en: english[at].take(),
            kind: kinds[at].take().and_then(|kind| InstitutionKind::parse(&kind)),
            sido: sidos[at].take(),
            code: codes[at].take(),
            homepage: pages[at].take(),
            population: population[at],
            ..Body::default()
        })
        .collect())
}

/// Holders of the chosen policies, by name, with what these policies say.
fn held(frames: &Frames, as_of: Date) -> PolarsResult<Vec<(String, Body)>> {
    let ages = age::with_years(frames.principal(), as_of).select([col("policy_id"), col("years")]);
    let names = frames.policies.clone().select([col("policy_id"), col("institution_name")]);
    let rows = frames
        .principal()
        .left_join(ages, col("policy_id"), col("policy_id"))
        .left_join(names, col("policy_id"), col("policy_id"))
        .sort(["holder"], SortMultipleOptions::default());
    let rows = Collected::of(rows)?;
    let names = rows.texts("institution_name")?;
    let texts = |column: &str| rows.texts(column).map(Vec::into_iter);
    let (mut kinds, mut sidos, mut policies) = (texts("institution_kind")?, texts("sido")?, texts("policy_id")?);
    let (mut camera_states, mut retention_states) = (texts("camera_total_state")?, texts("retention_state")?);
    let (mut managers, mut contractors) = (texts("managers_state")?, texts("contractors_state")?);
    let (mut dates, mut terms) = (texts("effective_date")?, texts("term")?);
    let (cameras, days, years) =
        (rows.numbers("camera_total")?, rows.numbers("retention_days")?, rows.numbers("years")?);
    let holders = rows.texts("holder")?.into_iter().enumerate();
    Ok(holders
        .map(|(at, holder)| {
            let key = holder.unwrap_or_default();
            let body = Body {
                key: key.clone(),
                name: names[at].clone(),
                kind: kinds.next().flatten().and_then(|kind| InstitutionKind::parse(&kind)),
                sido: sidos.next().flatten(),
                policy: policies.next().flatten(),
                cameras: cameras[at],
                cameras_state: camera_states.next().flatten(),
                retention: days[at],
                retention_state: retention_states.next().flatten(),
                effective_date: dates.next().flatten(),
                age: years[at],
                term: terms.next().flatten(),
                managers_state: managers.next().flatten(),
                contractors_state: contractors.next().flatten(),
                ..Body::default()
            };
            (key, body)
        })
        .collect())
}

/// Policies of each holder by their status.
fn counted(frames: &Frames) -> PolarsResult<Vec<(String, (String, u64))>> {
    let holders = frames.policies.clone().with_column(super::frames::holder().alias("holder"));
    let rows = Collected::of(holders.group_by([col("holder"), col("status")]).agg([len().alias("policies")]))?;
    let keys = rows.texts("holder")?.into_iter().zip(rows.texts("status")?);
    Ok(keys
        .zip(rows.numbers("policies")?)
        .filter_map(|((holder, status), policies)| Some((holder?, (status?, policies?))))
        .collect())
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
