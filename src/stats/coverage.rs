//! How far the crawl came, and what became of each field: the denominators of everything else.

use super::Share;
use super::collect::Collected;
use super::frames::{Frames, holder};
use crate::policy::{Item, SectionState, State};
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
    /// Policies found.
    pub policies: u64,
    /// Those that are current.
    pub current: u64,
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

/// What came of one institution: the first of these that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// A current policy was found.
    Found,
    /// Former versions only.
    OnlySuperseded,
    /// A page answered, and no policy was found.
    NoPolicy,
    /// A robots.txt that could be read forbids the pages that were wanted.
    RobotsRefused,
    /// Asked, and no page answered.
    Unreachable,
    /// An address is known and was not asked.
    NotAsked,
    /// No address is known.
    NoAddress,
}

impl Reach {
    /// Every state, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::Found,
        Self::OnlySuperseded,
        Self::NoPolicy,
        Self::RobotsRefused,
        Self::Unreachable,
        Self::NotAsked,
        Self::NoAddress,
    ];

    /// The name in every output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::OnlySuperseded => "only_superseded",
            Self::NoPolicy => "no_policy",
            Self::RobotsRefused => "robots_refused",
            Self::Unreachable => "unreachable",
            Self::NotAsked => "not_asked",
            Self::NoAddress => "no_address",
        }
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

/// What came of each institution, each in one state only: a row an institution with `kind`, `sido`, `population`,
/// `parent_id`, and the flags from which [`Reach`] is told.
pub(super) fn outcomes(frames: &Frames) -> PolarsResult<LazyFrame> {
    let page = || col("origin").neq(lit("robots"));
    let answered = page().and(col("outcome").eq(lit("stored"))).and(col("status").lt(lit(400)));
    // A robots.txt that could not be had forbids, too, but that is the server's failure and not its word.
    let forbidden = col("reason").eq(lit("robots")).fill_null(lit(false)).and(col("robots").eq(lit("disallowed")));
    let tried = page().or(col("outcome").eq(lit("failed")));
    let asked = frames
        .attempts
        .clone()
        .filter(tried)
        .group_by([col("institution_id")])
        .agg([answered.any(true).alias("answered"), forbidden.any(true).alias("forbidden")]);
    let held = frames
        .policies
        .clone()
        .filter(col("institution_id").is_not_null())
        .group_by([col("institution_id")])
        .agg([col("status").eq(lit("current")).any(true).alias("current")]);
    let joined = frames
        .institutions
        .clone()
        .select([
            col("institution_id"),
            col("kind"),
            col("sido"),
            col("parent_id"),
            col("population"),
            col("homepage").is_not_null().or(col("policy_urls").is_not_null()).alias("address"),
        ])
        .left_join(asked, col("institution_id"), col("institution_id"))
        .left_join(held, col("institution_id"), col("institution_id"));
    Ok(joined.with_column(reach()).collect()?.lazy())
}

/// The number of the first state in [`Reach::ALL`] that holds.
fn reach() -> Expr {
    let yes = |column: &str| col(column).fill_null(lit(false));
    let number = |reach: Reach| lit(reach as i64);
    when(yes("current"))
        .then(number(Reach::Found))
        .when(col("current").is_not_null())
        .then(number(Reach::OnlySuperseded))
        .when(yes("answered"))
        .then(number(Reach::NoPolicy))
        .when(yes("forbidden"))
        .then(number(Reach::RobotsRefused))
        .when(col("answered").is_not_null())
        .then(number(Reach::Unreachable))
        .when(yes("address"))
        .then(number(Reach::NotAsked))
        .otherwise(number(Reach::NoAddress))
        .alias("reach")
}

pub(super) fn coverage(frames: &Frames, outcomes: &LazyFrame) -> PolarsResult<Coverage> {
    let yes = |column: &str| col(column).fill_null(lit(false));
    let no_page = col("answered").is_not_null().and(yes("answered").not());
    let counts = Collected::of(outcomes.clone().select([
        len().alias("institutions"),
        sum(yes("answered")).alias("reached"),
        sum(no_page.clone().and(yes("forbidden"))).alias("robots_refused"),
        sum(no_page.and(yes("forbidden").not())).alias("unreachable"),
        sum(col("answered").is_null()).alias("not_asked"),
        sum(yes("current")).alias("policy_found"),
        sum(col("current").is_not_null().and(yes("current").not())).alias("only_superseded"),
    ]))?;
    let current = col("status").eq(lit("current"));
    let policies = Collected::of(frames.policies.clone().select([
        len().alias("policies"),
        sum(current.clone()).alias("current"),
        sum(current.clone().and(col("institution_id").is_null())).alias("unregistered"),
        holder().filter(current).n_unique().alias("holders"),
    ]))?;
    Ok(Coverage {
        institutions: counts.number("institutions")?,
        reached: counts.number("reached")?,
        robots_refused: counts.number("robots_refused")?,
        unreachable: counts.number("unreachable")?,
        not_asked: counts.number("not_asked")?,
        policy_found: counts.number("policy_found")?,
        only_superseded: counts.number("only_superseded")?,
        policies: policies.number("policies")?,
        current: policies.number("current")?,
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
    let figures = rows.numbers("reach")?.into_iter().zip(rows.numbers("institutions")?);
    for (key, (reach, number)) in rows.texts(column)?.into_iter().zip(figures) {
        let states = counts.entry(key.unwrap_or_default()).or_default();
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
