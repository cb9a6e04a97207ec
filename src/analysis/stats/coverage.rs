//! How far the crawl came, and what became of each field: the denominators of everything else.

use super::Share;
use super::collect::Collected;
use super::frames::Frames;
use crate::model::policy::{Item, SectionState, State};
use crate::model::search_result::Reach;
use polars::prelude::{Expr, IntoLazy, LazyFrame, PolarsResult, col, len, lit, when};
use std::collections::BTreeMap;

/// Institutions by what came of them; `reached`, `robots_refused`, `unreachable` and `not_asked` add up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Institutions of the crawl: the denominator.
    pub institutions: u64,
    /// Some page answered with a status below 400.
    pub reached: u64,
    /// No page was reached, and a robots.txt that could be read forbade one.
    pub robots_refused: u64,
    /// Asked, and no page answered: a failure, a status from 400 on, or a refusal by our other rules.
    pub unreachable: u64,
    /// No address is known, or no more than its robots.txt was asked for.
    pub not_asked: u64,
    /// Institutions with a current policy.
    pub policy_found: u64,
    /// Institutions with former versions only.
    pub only_superseded: u64,
    /// Policies found, former versions and attachments among them.
    pub policies: u64,
    /// Those that are current, attachments left out.
    pub current: u64,
    /// Former versions.
    pub former: u64,
    /// Those in files or pages to which another policy of the institution points.
    pub attached: u64,
    /// Current ones whose institution is not registered.
    pub unregistered: u64,
    /// Holders with a current policy, registered or not: the denominator of the fields.
    pub holders: u64,
}

impl Coverage {
    /// Institutions with a current policy, of all.
    pub fn found(&self) -> Share {
        Share { part: self.policy_found, of: self.institutions }
    }
}

/// A kind of institution or a province, and what came of its institutions.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageGroup {
    /// Name in the tables; empty for bodies without a province.
    pub key: String,
    /// The name Korean readers see.
    pub korean: String,
    /// Institutions in each state, in the order of [`Reach::ALL`].
    pub counts: [u64; 7],
}

impl CoverageGroup {
    /// Institutions with a current policy, of all of the group.
    pub fn found(&self) -> Share {
        Share { part: self.counts[Reach::Found as usize], of: self.counts.iter().sum() }
    }

    /// How strongly the group is represented among what was found: its share found, divided by the share found of
    /// all; 1 is as strongly as all.
    pub fn representation(&self, all: Share) -> Option<f64> {
        Some(self.found().percent()? / all.percent().filter(|percent| *percent > 0.0)?)
    }
}

/// What became of a field over the chosen policies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldTally {
    /// Name of the field in the tables.
    pub field: &'static str,
    /// The name Korean readers see.
    pub korean: &'static str,
    /// Policies in each state, in the order of [`STATES`](Self::STATES).
    pub counts: [u64; 7],
}

impl FieldTally {
    /// The states, in the order of the counts.
    pub const STATES: [State; 7] = [
        State::Stated,
        State::None,
        State::Elsewhere,
        State::Placeholder,
        State::Unparsed,
        State::Conflicting,
        State::Absent,
    ];
}

/// What became of one of the eight statutory items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionTally {
    /// Which item.
    pub item: Item,
    /// Policies in each state, in the order of [`STATES`](Self::STATES).
    pub counts: [u64; 4],
}

impl SectionTally {
    /// The states, in the order of the counts.
    pub const STATES: [SectionState; 4] =
        [SectionState::Present, SectionState::Empty, SectionState::Elsewhere, SectionState::Absent];
}

/// What came of each registered institution: a row each, as the overview tells it.
pub(super) fn outcomes(frames: &Frames) -> PolarsResult<LazyFrame> {
    let columns =
        ["institution_id", "kind", "sido", "population", "counts_residents", "reach", "answered", "robots_forbids"];
    let registered = frames.overview.clone().filter(col("institution_id").is_not_null());
    Ok(registered.select(columns.map(col)).collect()?.lazy())
}

pub(super) fn coverage(frames: &Frames, outcomes: &LazyFrame) -> PolarsResult<Coverage> {
    let yes = |column: &str| col(column).fill_null(lit(false));
    let is = |reach: Reach| col("reach").eq(lit(reach.name()));
    let no_page = col("answered").is_not_null().and(yes("answered").not());
    let counts = Collected::of(outcomes.clone().select([
        len().alias("institutions"),
        sum(yes("answered")).alias("reached"),
        sum(no_page.clone().and(yes("robots_forbids"))).alias("robots_refused"),
        sum(no_page.and(yes("robots_forbids").not())).alias("unreachable"),
        sum(col("answered").is_null()).alias("not_asked"),
        sum(is(Reach::Found)).alias("policy_found"),
        sum(is(Reach::OnlySuperseded)).alias("only_superseded"),
    ]))?;
    let policies = Collected::of(frames.overview.clone().select([
        col("current_policies").sum().alias("current"),
        col("former_policies").sum().alias("former"),
        col("attached_policies").sum().alias("attached"),
        col("current_policies").filter(col("institution_id").is_null()).sum().alias("unregistered"),
        sum(col("policy_id").is_not_null()).alias("holders"),
    ]))?;
    let [current, former, attached] = ["current", "former", "attached"].map(|column| policies.number(column));
    let (current, former, attached) = (current?, former?, attached?);
    Ok(Coverage {
        institutions: counts.number("institutions")?,
        reached: counts.number("reached")?,
        robots_refused: counts.number("robots_refused")?,
        unreachable: counts.number("unreachable")?,
        not_asked: counts.number("not_asked")?,
        policy_found: counts.number("policy_found")?,
        only_superseded: counts.number("only_superseded")?,
        policies: current + former + attached,
        current,
        former,
        attached,
        unregistered: policies.number("unregistered")?,
        holders: policies.number("holders")?,
    })
}

/// Fields with their Korean names and the expression that gives their state.
fn field_states() -> [(&'static str, &'static str, Expr); 11] {
    let state = |there: Expr| when(there).then(lit("stated")).otherwise(lit("absent"));
    let given = |column: &str| state(col(column).is_not_null());
    [
        // Of some texts only whether they are there is kept.
        ("title", "제목", state(col("title"))),
        ("term", "기기 명칭", given("term")),
        ("effective_date", "시행일", given("effective_date")),
        ("legal_basis", "설치 근거", state(col("legal_basis"))),
        // Of lists, whether the policy has any row is counted apart.
        ("purposes", "설치 목적", lit("absent")),
        ("camera_total", "카메라 대수", col("camera_total_state")),
        ("retention", "보관기간", col("retention_state")),
        ("recording_hours", "촬영시간", state(col("recording_hours"))),
        ("storage_places", "보관장소", lit("absent")),
        ("managers", "관리책임자", col("managers_state")),
        ("contractors", "위탁", col("contractors_state")),
    ]
}

/// What came of the institutions of each value of a column, in the order of `keys`; unknown keys are left out.
pub(super) fn by(
    outcomes: &LazyFrame,
    column: &str,
    keys: impl Iterator<Item = (&'static str, &'static str)>,
) -> PolarsResult<Vec<CoverageGroup>> {
    let rows =
        outcomes.clone().group_by([col(column).fill_null(lit("")), col("reach")]).agg([len().alias("institutions")]);
    let rows = Collected::of(rows)?;
    let mut counts: BTreeMap<String, [u64; 7]> = BTreeMap::new();
    let figures = rows.texts("reach")?.into_iter().zip(rows.numbers("institutions")?);
    for (key, (reach, number)) in rows.texts(column)?.into_iter().zip(figures) {
        let states = counts.entry(key.unwrap_or_default()).or_default();
        let reach = reach.and_then(|reach| Reach::parse(&reach));
        if let Some(state) = reach.and_then(|reach| states.get_mut(reach as usize)) {
            *state = number.unwrap_or(0);
        }
    }
    Ok(keys
        .filter_map(|(key, korean)| {
            let counts = *counts.get(key)?;
            Some(CoverageGroup { key: key.to_owned(), korean: korean.to_owned(), counts })
        })
        .collect())
}

/// `purposes` is how many of the chosen policies name a purpose.
pub(super) fn fields(frames: &Frames, purposes: u64) -> PolarsResult<Vec<FieldTally>> {
    let chosen = frames.principal();
    // One pass: how many rows are in each state of each field.
    let counts = field_states().into_iter().flat_map(|(name, _, state)| {
        FieldTally::STATES
            .map(|wanted| sum(state.clone().eq(lit(wanted.name()))).alias(format!("{name}.{}", wanted.name())))
    });
    let collected = Collected::of(chosen.select(counts.collect::<Vec<_>>()))?;
    field_states()
        .into_iter()
        .map(|(field, korean, _)| {
            let mut counts = [0; 7];
            for (count, state) in counts.iter_mut().zip(FieldTally::STATES) {
                *count = collected.number(&format!("{field}.{}", state.name()))?;
            }
            let listed = match field {
                "purposes" => Some(purposes),
                "storage_places" => Some(frames.of_principal(&frames.storage_places, &[])?.policies),
                _ => None,
            };
            if let Some(listed) = listed {
                counts = [listed, 0, 0, 0, 0, 0, frames.chosen_count() as u64 - listed];
            }
            Ok(FieldTally { field, korean, counts })
        })
        .collect()
}

pub(super) fn sections(frames: &Frames) -> PolarsResult<Vec<SectionTally>> {
    let rows = frames
        .of_principal(&frames.sections, &["item", "state"])?
        .rows
        .lazy()
        .group_by([col("item"), col("state")])
        .agg([len().alias("policies")]);
    let collected = Collected::of(rows)?;
    let mut counts: BTreeMap<(String, String), u64> = BTreeMap::new();
    let keys = collected.texts("item")?.into_iter().zip(collected.texts("state")?);
    for ((item, state), number) in keys.zip(collected.numbers("policies")?) {
        if let (Some(item), Some(state), Some(number)) = (item, state, number) {
            counts.insert((item, state), number);
        }
    }
    Ok(Item::ALL
        .into_iter()
        .map(|item| SectionTally {
            item,
            counts: SectionTally::STATES.map(|state| {
                let key = (item.name().to_owned(), state.name().to_owned());
                counts.get(&key).copied().unwrap_or(0)
            }),
        })
        .collect())
}

/// How many rows hold.
fn sum(condition: Expr) -> Expr {
    condition.cast(polars::prelude::DataType::Int64).sum()
}
