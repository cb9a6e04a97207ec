//! The versions of a policy, as a table and as JSON.

use crate::analysis::changes::history::Version;
use crate::model::institution::{Listed, Sido};
use crate::report::text_table::{Align, Grid};
use serde_json::json;

/// Columns of a version, as the tables call them.
const COLUMNS: [&str; 6] =
    ["effective_date", "superseded_date", "camera_total", "site_total", "retention_days", "term"];

pub(crate) fn object(version: &Version, body: &Listed) -> serde_json::Value {
    let mut line = json!({
        "institution": version.record.name,
        "institution_id": body.registered.then_some(&body.id),
        "sido": body.sido.map(Sido::name),
        "status": version.record.status,
        "facility": version.record.value("facility"),
        "source": version.record.source,
        "document_sha256": version.record.document,
        "policy_id": version.record.policy,
        "first_seen": version.first,
        "last_seen": version.last,
        "camera_total_quote": version.record.quotes.get("camera_total"),
    });
    for column in COLUMNS {
        let value = version.record.value(column).filter(|value| !value.starts_with('('));
        let number = value.and_then(|value| value.parse::<u64>().ok());
        line[column] = number.map_or_else(|| value.into(), Into::into);
    }
    line
}

pub(crate) fn grid(versions: &[Version]) -> Grid {
    let mut grid = Grid::new([
        ("시행", Align::Left),
        ("폐지", Align::Left),
        ("카메라", Align::Right),
        ("개소", Align::Right),
        ("보관일", Align::Right),
        ("용어", Align::Left),
        ("상태", Align::Left),
        ("수집", Align::Left),
        ("페이지", Align::Left),
    ]);
    for Version { record, first, last } in versions {
        let [a, b, c, d, e, f] = COLUMNS.map(|column| record.value(column).unwrap_or("-").to_owned());
        let seen = if first == last { first.clone() } else { format!("{first} ~ {last}") };
        let facility = record.value("facility").map_or_else(String::new, |name| format!("{name}  "));
        grid.row([a, b, c, d, e, f, record.status.clone(), seen, format!("{facility}{}", record.source)]);
    }
    grid
}
