//! Statistics for programs: one JSON object, keys in the order of letters, shares as `{part, of}`.

use crate::stats::{FieldTally, Group, PerResident, SectionTally, Share, Stats, Terms};
use serde_json::{Map, Value, json};

/// Renders statistics as JSON with a line feed at its end.
pub fn render(stats: &Stats) -> String {
    let coverage = &stats.coverage;
    let retention = &stats.retention;
    let ages = &stats.ages;
    let value = json!({
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
        },
        "retention": {
            "stated": share(retention.stated),
            "over_30_days": share(retention.over_30),
            "median_days": retention.median,
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
            "median_years": ages.median,
            "before_2023_09_15": share(ages.before_law),
        },
        "terms": {
            "policies": counts(Terms::NAMES.map(|name| if name.is_empty() { "unknown" } else { name }), &stats.terms.counts),
            "legacy": share(stats.terms.legacy),
        },
    });
    format!("{value:#}\n")
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
        "median": group.median,
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
