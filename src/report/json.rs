//! Statistics for programs: one JSON object, keys in the order of letters, shares as `{part, of}`.

use super::{definitions, words};
use crate::analysis::stats::{
    CoverageGroup, FieldTally, Group, Market, Median, PerResident, Reach, RuleTally, SectionTally, Share, Stats, Terms,
};
use crate::normalise::law;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Renders statistics as JSON with a line feed at its end.
pub fn render(stats: &Stats) -> String {
    let coverage = &stats.coverage;
    let retention = &stats.retention;
    let ages = &stats.ages;
    let mut figures = json!({
        "crawl": {
            "id": stats.crawl.id,
            "date": stats.crawl.date.to_string(),
            "rules": stats.crawl.rules,
        },
        "as_of": stats.as_of.to_string(),
        "coverage": {
            "institutions": coverage.institutions,
            "reached": coverage.reached,
            "robots_refused": coverage.robots_refused,
            "unreachable": coverage.unreachable,
            "not_asked": coverage.not_asked,
            "policy_found": coverage.policy_found,
            "only_superseded": coverage.only_superseded,
            "policies": coverage.policies,
            "current": coverage.current,
            "former": coverage.former,
            "attached": coverage.attached,
            "unregistered": coverage.unregistered,
            "holders": coverage.holders,
        },
        "fields": named(stats.fields.iter().map(|field| {
            (field.field, counts(FieldTally::STATES.map(|state| state.name()), &field.counts))
        })),
        "sections": named(stats.sections.iter().map(|section| {
            let states = SectionTally::STATES.map(|state| state.name());
            (section.item.name(), counts(states, &section.counts))
        })),
        "by_sido": stats.by_sido.iter().map(group).collect::<Vec<_>>(),
        "by_kind": stats.by_kind.iter().map(group).collect::<Vec<_>>(),
        "per_1000_residents": {
            "by_sido": stats.per_resident.iter().map(residents).collect::<Vec<_>>(),
            "by_government": stats.per_resident_each.iter().map(residents).collect::<Vec<_>>(),
            "governments": stats.rates.median.map_or(0, |median| median.values),
            "median": value(stats.rates.median),
            "median_interval": interval(stats.rates.median),
            "fifths": stats.rates.fifths,
        },
        "retention": {
            "stated": share(retention.stated),
            "over_30_days": share(retention.over_30),
            "median_days": value(retention.median),
            "median_days_interval": interval(retention.median),
            "by_kind": retention.by_kind.iter()
                .map(|row| json!({
                    "key": row.key,
                    "korean": row.korean,
                    "institutions": row.median.values,
                    "median_days": row.median.value,
                    "median_days_interval": row.median.interval,
                }))
                .collect::<Vec<_>>(),
            "days": retention.days.iter()
                .map(|(days, institutions)| json!({ "days": days, "institutions": institutions }))
                .collect::<Vec<_>>(),
        },
        "purposes": stats.purposes.iter()
            .map(|row| json!({ "purpose": row.key, "korean": row.korean, "institutions": share(row.institutions) }))
            .collect::<Vec<_>>(),
        "contractors": stats.contractors.iter()
            .map(|row| json!({ "key": row.key, "company": row.company, "institutions": share(row.institutions) }))
            .collect::<Vec<_>>(),
        "ages": {
            "dated": share(ages.dated),
            "years": ages.buckets.iter()
                .map(|(from, below, policies)| json!({ "from": from, "below": below, "policies": policies }))
                .collect::<Vec<_>>(),
            "future": ages.future,
            "median_years": value(ages.median),
            "median_years_interval": interval(ages.median),
            "before_2023_09_15": share(ages.before_law),
        },
        "terms": {
            "policies": counts(Terms::NAMES.map(|name| if name.is_empty() { "unknown" } else { name }), &stats.terms.counts),
            "legacy": share(stats.terms.legacy),
        },
    });
    if let Value::Object(all) = &mut figures {
        all.extend(more(stats));
    }
    format!("{figures:#}\n")
}

/// Coverage by group, weights, concentration, time to update, templates, outliers, findings, definitions.
fn more(stats: &Stats) -> Map<String, Value> {
    let reach = |groups: &[CoverageGroup]| groups.iter().map(|group| coverage_group(group, stats)).collect::<Vec<_>>();
    let concentration = &stats.concentration;
    let update = &stats.update;
    let parts = [
        ("coverage_by_kind", json!(reach(&stats.coverage_by_kind))),
        ("coverage_by_sido", json!(reach(&stats.coverage_by_sido))),
        (
            "weights",
            named(stats.weights.iter().map(|row| {
                let shares = json!({ "governments": share(row.governments), "residents": share(row.residents) });
                (row.key, shares)
            })),
        ),
        (
            "concentration",
            json!({
                "all": market(&concentration.all),
                "by_sido": named(concentration.by_sido.iter().map(|(sido, own)| (sido.as_str(), market(own)))),
                "firms_by_institutions": concentration.reach.iter()
                    .map(|(institutions, firms)| json!({ "institutions": institutions, "firms": firms }))
                    .collect::<Vec<_>>(),
            }),
        ),
        (
            "update",
            json!({
                "revised": share(update.revised),
                "months": update.months.iter()
                    .map(|(month, policies)| json!({ "month": month, "policies": policies }))
                    .collect::<Vec<_>>(),
                "within_months": update.within.iter()
                    .map(|(month, revised)| json!({ "months": month, "revised": share(*revised) }))
                    .collect::<Vec<_>>(),
                "median_months": update.median.and_then(|median| median.value),
                "median_months_interval": update.median.and_then(|median| median.interval),
                "observed_months": update.observed,
                "only_dates_after": update.only_after,
                "undated": update.undated,
            }),
        ),
        (
            "templates",
            json!({
                "institutions": share(stats.templates.institutions),
                "shared": stats.templates.shared.iter()
                    .map(|row| json!({ "headings": row.headings, "institutions": share(row.institutions) }))
                    .collect::<Vec<_>>(),
            }),
        ),
        (
            "outliers",
            json!(
                stats
                    .outliers
                    .iter()
                    .map(|row| json!({
                        "measure": row.measure.name(),
                        "key": row.key,
                        "name": row.name,
                        "kind": row.kind,
                        "value": row.value,
                        "median": row.median,
                        "score": row.score,
                    }))
                    .collect::<Vec<_>>()
            ),
        ),
        ("findings", rules(&stats.findings.rules)),
        ("findings_routine", rules(&stats.findings.routine)),
        (
            "findings_law",
            match &stats.law_as_of {
                Some(as_of) => json!({
                    "as_of": as_of,
                    "checked": law::CHECKED.to_string(),
                    "note_ko": words::law_note(as_of).map(|(ko, _)| ko),
                    "note_en": words::law_note(as_of).map(|(_, en)| en),
                }),
                None => Value::Null,
            },
        ),
        (
            "definitions",
            named(definitions::ALL.iter().map(|definition| {
                let text = json!({ "ko": definition.text.ko, "en": definition.text.en });
                (definition.key, text)
            })),
        ),
    ];
    parts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn rules(rules: &[RuleTally]) -> Value {
    let rule = |row: &RuleTally| {
        json!({
            "rule": row.rule,
            "name": row.name,
            "severity": row.severity,
            "findings": row.findings,
            "institutions": share(row.institutions),
        })
    };
    rules.iter().map(rule).collect()
}

fn coverage_group(group: &CoverageGroup, stats: &Stats) -> Value {
    json!({
        "key": group.key,
        "korean": group.korean,
        "institutions": group.found().of,
        "states": counts(Reach::ALL.map(Reach::name), &group.counts),
        "found_percent": group.found().percent(),
        "found_percent_interval": group.found().interval(),
        "representation": group.representation(stats.coverage.found()),
    })
}

fn market(market: &Market) -> Value {
    json!({
        "firms": market.firms,
        "pairs": market.pairs,
        "top_four": share(market.top_four),
        "hhi": market.hhi,
        "equal_firms": market.equal_firms(),
    })
}

fn value<T>(median: Option<Median<T>>) -> Option<T> {
    median.map(|median| median.value)
}

fn interval<T: Serialize>(median: Option<Median<T>>) -> Option<(T, T)> {
    median.and_then(|median| median.interval)
}

fn named<'a>(rows: impl Iterator<Item = (&'a str, Value)>) -> Value {
    let map: Map<String, Value> = rows.map(|(name, value)| (name.to_owned(), value)).collect();
    Value::Object(map)
}

fn counts<const N: usize>(names: [&str; N], counts: &[u64; N]) -> Value {
    named(names.into_iter().zip(counts.iter().map(|count| json!(count))))
}

fn share(share: Share) -> Value {
    json!({ "part": share.part, "of": share.of })
}

fn group(group: &Group) -> Value {
    json!({
        "key": group.key,
        "korean": group.korean,
        "institutions": group.institutions,
        "with_policy": group.with_policy,
        "with_total": group.with_total,
        "cameras": group.cameras,
        "nested": group.nested,
        "median": value(group.median),
        "median_interval": interval(group.median),
    })
}

fn residents(row: &PerResident) -> Value {
    json!({
        "key": row.key,
        "korean": row.korean,
        "governments": row.governments,
        "counted": row.counted,
        "cameras": row.cameras,
        "residents": row.residents,
        "per_1000": row.rate(),
    })
}
