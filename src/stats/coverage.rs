//! How far the crawl came, and what became of each field: the denominators of everything else.

use super::collect::Collected;
use super::frames::{Frames, holder};
use crate::policy::{Item, SectionState, State};
use polars::prelude::{Expr, PolarsResult, col, len, lit, when};
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

pub(super) fn coverage(frames: &Frames) -> PolarsResult<Coverage> {
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
    let joined = frames.institutions.clone().left_join(asked, col("institution_id"), col("institution_id")).left_join(
        held,
        col("institution_id"),
        col("institution_id"),
    );
    let yes = |column: &str| col(column).fill_null(lit(false));
    let no_page = col("answered").is_not_null().and(yes("answered").not());
    let counts = Collected::of(joined.select([
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
    let given = |column: &str| when(col(column).is_not_null()).then(lit("stated")).otherwise(lit("absent"));
    [
        ("title", "제목", given("title")),
        ("term", "기기 명칭", given("term")),
        ("effective_date", "시행일", given("effective_date")),
        ("legal_basis", "설치 근거", given("legal_basis")),
        ("purposes", "설치 목적", given("purposes")),
        ("camera_total", "카메라 대수", col("camera_total_state")),
        ("retention", "보관기간", col("retention_state")),
        ("recording_hours", "촬영시간", given("recording_hours")),
        ("storage_places", "보관장소", given("storage_places")),
        ("managers", "관리책임자", col("managers_state")),
        ("contractors", "위탁", col("contractors_state")),
    ]
}

pub(super) fn fields(frames: &Frames) -> PolarsResult<Vec<FieldTally>> {
    let listed = |table: &polars::prelude::LazyFrame, name: &str| {
        let rows = table.clone().group_by([col("policy_id")]);
        rows.agg([len().alias(name)])
    };
    let purposes = listed(&frames.purposes, "purposes");
    let places = listed(&frames.storage_places, "storage_places");
    let chosen = frames.principal().left_join(purposes, col("policy_id"), col("policy_id")).left_join(
        places,
        col("policy_id"),
        col("policy_id"),
    );
    let states = field_states().map(|(name, _, state)| state.alias(name));
    let collected = Collected::of(chosen.select(states))?;
    field_states()
        .into_iter()
        .map(|(field, korean, _)| {
            let states = collected.texts(field)?;
            let counts = count(&states);
            Ok(FieldTally {
                field,
                korean,
                counts: FieldTally::STATES.map(|state| counts.get(state.name()).copied().unwrap_or(0)),
            })
        })
        .collect()
}

pub(super) fn sections(frames: &Frames) -> PolarsResult<Vec<SectionTally>> {
    let chosen = frames.principal().select([col("policy_id")]);
    let rows = frames
        .sections
        .clone()
        .inner_join(chosen, col("policy_id"), col("policy_id"))
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

fn count(states: &[Option<String>]) -> BTreeMap<&str, u64> {
    let mut counts = BTreeMap::new();
    for state in states.iter().flatten() {
        *counts.entry(state.as_str()).or_default() += 1;
    }
    counts
}

/// How many rows hold.
fn sum(condition: Expr) -> Expr {
    condition.cast(polars::prelude::DataType::Int64).sum()
}
