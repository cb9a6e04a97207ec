//! The audit on five real policies, finding by finding, and over the timeline of the law.

use bangchim::audit::{self, Context, Severity};
use bangchim::document::{self, Hint};
use bangchim::extract;
use bangchim::institution::{Names, Registry, Renames};
use bangchim::normalise::date::Date;
use std::collections::BTreeSet;
use std::path::PathBuf;

fn day(year: u16, month: u8, day: u8) -> Date {
    Date::new(year, month, Some(day)).expect("a day")
}

/// Rules and severities found in a real policy; nothing where the collection is not at hand.
fn findings(start: &str, on: Date) -> Option<Vec<(&'static str, Severity)>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let mut files = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let file = files.find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start)))?;
    let bytes = std::fs::read(&file).ok()?;
    let registry = Registry::parse(include_str!("../../seeds/institutions.csv"), "institutions").expect("registry");
    let renames = Renames::parse(include_str!("../../seeds/renames.csv"), "renames").expect("renames");
    let names = Names::new(&registry, &renames);
    let document = document::read(&bytes, &Hint { content_type: None, name: Some("seed.txt".into()) });
    let context = extract::Context { source: "seed.txt", names: Some(&names), ..Default::default() };
    let policies = extract::policies(&document, &context);
    assert_eq!(policies.len(), 1, "{start}");
    let findings = audit::check(&policies[0], &document, &Context { archived: true, ..Context::on(on) });
    Some(findings.iter().map(|finding| (finding.rule.id, finding.severity)).collect())
}

/// What each of the five is known to show: the rules, and those of them in the two upper severities.
const ORACLE: &[(&str, &[&str], &[&str])] = &[
    (
        "000",
        &["CP-108", "CP-201", "CP-203", "CP-204", "CP-205", "CP-206", "CP-214", "CP-301", "CP-309"],
        &["CP-201", "CP-204", "CP-205", "CP-206", "CP-214", "CP-301", "CP-309"],
    ),
    (
        "001",
        &["CP-108", "CP-111", "CP-201", "CP-202", "CP-203", "CP-205", "CP-206", "CP-214", "CP-302", "CP-404"],
        &["CP-108", "CP-201", "CP-202", "CP-205", "CP-206", "CP-214", "CP-302"],
    ),
    ("002", &["CP-205", "CP-309"], &[]),
    (
        "003",
        &["CP-201", "CP-203", "CP-205", "CP-208", "CP-212", "CP-214"],
        &["CP-201", "CP-205", "CP-208", "CP-212", "CP-214"],
    ),
    (
        "004",
        &["CP-110", "CP-111", "CP-201", "CP-202", "CP-205", "CP-206", "CP-214", "CP-302"],
        &["CP-201", "CP-202", "CP-205", "CP-206", "CP-214", "CP-302"],
    ),
];

#[test]
fn five_real_policies_finding_by_finding() {
    for (start, wanted, upper) in ORACLE {
        let Some(found) = findings(start, day(2026, 11, 21)) else {
            println!("skipped: the real policies are not at hand");
            return;
        };
        let all: BTreeSet<_> = found.iter().map(|(rule, _)| *rule).collect();
        for rule in *wanted {
            assert!(all.contains(rule), "{start} lacks {rule}: {found:?}");
        }
        let grave: BTreeSet<_> =
            found.iter().filter(|(_, severity)| *severity <= Severity::Outdated).map(|(rule, _)| *rule).collect();
        assert_eq!(grave, upper.iter().copied().collect(), "{start}: {found:?}");
        let count = |rule: &str| found.iter().filter(|(of, _)| *of == rule).count();
        match *start {
            "000" => assert_eq!(count("CP-301"), 2, "both contracts ended"),
            "001" => assert_eq!(count("CP-404"), 3, "two heads of bureaus and a clerk"),
            _ => {}
        }
    }
}

#[test]
fn the_law_of_the_day() {
    // Real policy, rule, the last day on which it is silent and the first on which it fires.
    let timeline = [
        ("000", "CP-201", day(2023, 9, 14), day(2023, 9, 15)),
        ("001", "CP-202", day(2023, 9, 14), day(2023, 9, 15)),
        ("000", "CP-204", day(2023, 9, 14), day(2023, 9, 15)),
        ("004", "CP-214", day(2023, 9, 14), day(2023, 9, 15)),
        ("003", "CP-205", day(2024, 1, 3), day(2024, 1, 4)),
        ("004", "CP-206", day(2024, 1, 3), day(2024, 1, 4)),
        ("003", "CP-203", day(2016, 6, 29), day(2016, 6, 30)),
        ("003", "CP-212", day(2017, 7, 25), day(2017, 7, 26)),
        ("003", "CP-208", day(2011, 9, 29), day(2011, 9, 30)),
        ("000", "CP-301", day(2021, 12, 31), day(2022, 1, 1)),
        ("004", "CP-302", day(2011, 9, 29), day(2011, 9, 30)),
        ("001", "CP-404", day(2023, 9, 14), day(2023, 9, 15)),
    ];
    for (start, rule, silent, fires) in timeline {
        let fired = |on| findings(start, on).map(|found| found.iter().any(|(of, _)| *of == rule));
        let (Some(before), Some(after)) = (fired(silent), fired(fires)) else {
            println!("skipped: the real policies are not at hand");
            return;
        };
        assert!(!before, "{rule} on {silent}");
        assert!(after, "{rule} on {fires}");
    }
}
