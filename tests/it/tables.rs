//! The tables on disk: their shape, their bytes, and that they can be found and read again.

use crate::same::{same_bytes, same_text};
use crate::table_fixtures;
use bangchim::dataset::{
    COMPARISON, ChangeRow, Dataset, FindingRow, Physical, SCHEMA, TableError, crawl_folder, replace_findings, write,
    write_changes,
};
use polars::prelude::{ParquetReader, SerReader};
use std::fmt::Write as _;
use std::path::Path;

/// Tables, columns, physical types as polars reads them back, nullability: the shape other programs rely on.
///
/// To change it on purpose, set a new schema version and write the new text into the file.
#[test]
fn the_physical_schema_is_the_one_on_record() {
    let folder = tempfile::tempdir().expect("folder");
    fill(folder.path());
    let dataset = Dataset::open(folder.path()).expect("tables");
    let mut found = format!("schema version {}\n", bangchim::dataset::SCHEMA_VERSION);
    let changes = ChangeRow { kind: "moved", ..ChangeRow::default() };
    let comparison = tempfile::tempdir().expect("folder");
    write_changes(comparison.path(), &table_fixtures::crawl(), &table_fixtures::crawl(), &[changes], b"")
        .expect("written");
    for table in SCHEMA.iter().chain(COMPARISON) {
        writeln!(found, "\n{} ({})", table.name, table.key.join(", ")).expect("text");
        let frame = if COMPARISON.contains(table) {
            let file = std::fs::File::open(comparison.path().join(format!("{}.parquet", table.name))).expect("a file");
            ParquetReader::new(file).finish().expect("a table")
        } else {
            dataset.collect(table.name).expect("a table")
        };
        assert_eq!(frame.width(), table.columns.len());
        let folder = if COMPARISON.contains(table) { comparison.path() } else { folder.path() };
        let arrow = arrow_types(&folder.join(format!("{}.parquet", table.name)));
        assert!(arrow.iter().all(|kind| ARROW_TYPES.contains(&kind.as_str())), "{}: {arrow:?}", table.name);
        for (column, schema) in frame.columns().iter().zip(table.columns) {
            assert_eq!(column.name().as_str(), schema.name);
            let null = if schema.nullable { "null" } else { "not null" };
            writeln!(found, "  {} {} {null}", schema.name, column.dtype()).expect("text");
            let expected = match schema.physical {
                Physical::Text => "str",
                Physical::Integer => "i64",
                Physical::Boolean => "bool",
                Physical::Day => "date",
                Physical::Ratio => "f64",
            };
            assert_eq!(column.dtype().to_string(), expected, "{}", schema.name);
        }
    }
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/schema.txt");
    let recorded = std::fs::read_to_string(&golden).unwrap_or_default();
    if recorded != found {
        let seen = std::env::temp_dir().join("bangchim-schema.txt");
        std::fs::write(&seen, &found).expect("written");
        let what = format!("the schema differs from {}; it is now {}", golden.display(), seen.display());
        same_text(&found, &recorded, &what);
    }
}

/// What every reader of Arrow and Parquet knows; views are not among it.
const ARROW_TYPES: [&str; 5] = ["LargeUtf8", "Int64", "Boolean", "Date32", "Float64"];

/// Types of the columns as the file's Arrow schema says them.
fn arrow_types(file: &Path) -> Vec<String> {
    let file = std::fs::File::open(file).expect("a file");
    let mut reader = ParquetReader::new(file);
    let metadata = reader.get_metadata().expect("metadata").key_value_metadata.clone().expect("pairs");
    let written = metadata.iter().find(|pair| pair.key == "ARROW:schema").and_then(|pair| pair.value.clone());
    let message = data_encoding::BASE64.decode(written.expect("a schema").as_bytes()).expect("base64");
    // A mark of continuation and the length stand before the message.
    let (schema, ..) = polars_arrow::io::ipc::read::deserialize_schema(&message[8..]).expect("a schema");
    schema.iter_values().map(|field| format!("{:?}", field.dtype)).collect()
}

#[test]
fn answers_have_the_types_of_the_tables() {
    let folder = tempfile::tempdir().expect("folder");
    fill(folder.path());
    let dataset = Dataset::open(folder.path()).expect("tables");
    let sql = "SELECT institution_name, COUNT(*) AS n, SUM(camera_total) AS cameras, AVG(camera_total) AS mean, \
               MAX(effective_on) AS day, MAX(counted) AS counted FROM policies GROUP BY institution_name";
    let answer = bangchim::dataset::query::ask(&dataset, sql).expect("an answer").parquet().expect("bytes");
    let file = folder.path().join("answer.parquet");
    std::fs::write(&file, answer).expect("written");
    let types = arrow_types(&file);
    assert_eq!(types, ["LargeUtf8", "Int64", "Int64", "Float64", "Date32", "Boolean"]);
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let (one, two) = (tempfile::tempdir().expect("folder"), tempfile::tempdir().expect("folder"));
    fill(one.path());
    fill(two.path());
    let mut names: Vec<String> = SCHEMA.iter().map(|table| format!("{}.parquet", table.name)).collect();
    names.extend(["datapackage.json", "croissant.json", "DICTIONARY.md", "CITATION.cff", "SHA256SUMS"].map(Into::into));
    for name in &names {
        let read = |folder: &Path| std::fs::read(folder.join(name)).expect("a file");
        same_bytes(&read(two.path()), &read(one.path()), name);
    }
    let left = std::fs::read_dir(one.path()).expect("folder").count();
    assert_eq!(left, names.len(), "nothing half written is left");
}

#[test]
fn values_come_back_as_they_went() {
    let folder = tempfile::tempdir().expect("folder");
    fill(folder.path());
    let dataset = Dataset::open(folder.path()).expect("tables");
    assert_eq!(dataset.crawl().expect("crawl"), table_fixtures::crawl());
    let policies = dataset.collect("policies").expect("policies");
    let value = |column: &str| policies.column(column).expect(column).get(0).expect("row").to_string();
    let cases = [
        ("policy_id", "\"aaaaaaaaaaaaaaaa-0\""),
        ("institution_id", "\"sgg-52130\""),
        ("effective_date", "\"2024-02-01\""),
        ("effective_on", "2024-02-01"),
        ("superseded_on", "null"),
        ("legal_basis", "\"개인정보 보호법 제25조제1항; 도로교통법\""),
        ("camera_total", "2550"),
        ("camera_total_state", "\"stated\""),
        ("site_total", "null"),
        ("recording_24h", "true"),
        ("contractors_state", "\"stated\""),
    ];
    for (column, expected) in cases {
        assert_eq!(value(column), expected, "{column}");
    }
    let revisions = dataset.collect("revisions").expect("revisions");
    assert_eq!(revisions.column("revision_date").expect("column").get(0).expect("row").to_string(), "\"2019-05\"");
    assert!(revisions.column("revision_on").expect("column").get(0).expect("row").is_null());
    let evidence = dataset.collect("evidence").expect("evidence");
    assert_eq!(evidence.height(), table_fixtures::full().evidence().len());
    assert_eq!(dataset.collect("findings").expect("findings").height(), 0);
}

#[test]
fn the_same_document_under_two_addresses_is_one_policy() {
    let folder = tempfile::tempdir().expect("folder");
    let mut twin = table_fixtures::full();
    twin.source = "https://a.kr/".into();
    twin.institution.id = None;
    let policies = [twin, table_fixtures::full()];
    let summary = write(folder.path(), &table_fixtures::crawl(), &[], &[], &[], &policies).expect("written");
    assert_eq!(summary.repeated, 1);
    let frame = Dataset::open(folder.path()).expect("tables").collect("policies").expect("policies");
    let source = frame.column("source").expect("column").get(0).expect("row").to_string();
    assert_eq!(source, "\"https://example.kr/a\"");
}

#[test]
fn a_data_folder_opens_its_newest_crawl() {
    let data = tempfile::tempdir().expect("folder");
    for id in ["2026-10-01", "2026-11-21T00", "2025-12-31"] {
        let mut crawl = table_fixtures::crawl();
        crawl.id = id.into();
        let folder = crawl_folder(data.path(), id).expect("a good id");
        write(&folder, &crawl, &[], &[], &[], &[]).expect("written");
    }
    let newest = Dataset::open(data.path()).expect("tables");
    assert!(newest.folder().ends_with("dataset/crawl=2026-11-21T00"));
    let direct = Dataset::open(&data.path().join("dataset/crawl=2025-12-31")).expect("tables");
    assert_eq!(direct.crawl().expect("crawl").id, "2025-12-31");
    assert_eq!(Dataset::crawls(data.path()).expect("list").len(), 3);
}

#[test]
fn errors_say_what_to_do() {
    let empty = tempfile::tempdir().expect("folder");
    let error = Dataset::open(empty.path()).expect_err("nothing there");
    assert!(matches!(error, TableError::NoDataset(_)));
    assert!(error.to_string().contains("bangchim extract"));
    fill(empty.path());
    let dataset = Dataset::open(empty.path()).expect("tables");
    let error = dataset.table("polices").err().expect("no such table");
    assert!(error.to_string().contains("policies"), "{error}");
    std::fs::remove_file(empty.path().join("managers.parquet")).expect("removed");
    assert!(matches!(dataset.table("managers"), Err(TableError::MissingTable { .. })));
    for id in ["", "..", "a/b", "a b"] {
        assert!(matches!(crawl_folder(empty.path(), id), Err(TableError::CrawlId(_))), "{id}");
    }
}

#[test]
fn the_description_knows_every_table_and_column() {
    let folder = tempfile::tempdir().expect("folder");
    fill(folder.path());
    let text = std::fs::read_to_string(folder.path().join("datapackage.json")).expect("a file");
    let package: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let resources = package["resources"].as_array().expect("a list");
    assert_eq!(resources.len(), SCHEMA.len());
    for (resource, table) in resources.iter().zip(SCHEMA) {
        assert_eq!(resource["name"], table.name);
        let fields = resource["schema"]["fields"].as_array().expect("a list");
        assert_eq!(fields.len(), table.columns.len());
    }
    assert_eq!(package["resources"][5]["rows"], 1);
}

#[test]
fn findings_take_the_place_of_those_before() {
    let folder = tempfile::tempdir().expect("folder");
    fill(folder.path());
    let finding = FindingRow {
        policy_id: table_fixtures::full().id(),
        institution: table_fixtures::full().institution.id,
        rule: "CP-201".into(),
        name: "legacy_device_term".into(),
        severity: "outdated".into(),
        quote: Some("영상정보처리기기".into()),
        place: Some((table_fixtures::full().document.0, 3, 0, 8)),
        context: None,
        citation: "개인정보 보호법 제2조제7호".into(),
        routine: false,
        as_of: "2026-11-21".into(),
        message_ko: "옛 용어".into(),
        message_en: "former term".into(),
    };
    let dataset = Dataset::open(folder.path()).expect("tables");
    for findings in [vec![finding.clone(), finding.clone()], vec![finding]] {
        replace_findings(folder.path(), &table_fixtures::crawl(), &findings).expect("written");
        let frame = dataset.collect("findings").expect("findings");
        assert_eq!(frame.height(), findings.len());
        let text = std::fs::read_to_string(folder.path().join("datapackage.json")).expect("a file");
        let package: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let resources = package["resources"].as_array().expect("a list");
        let described = resources.iter().find(|resource| resource["name"] == "findings");
        assert_eq!(described.expect("described")["rows"], findings.len());
    }
}

fn fill(folder: &Path) {
    let summary = write(
        folder,
        &table_fixtures::crawl(),
        &table_fixtures::institutions(),
        &table_fixtures::attempts(),
        &table_fixtures::documents(),
        &[table_fixtures::full()],
    )
    .expect("written");
    assert_eq!(summary.rows.len(), SCHEMA.len());
    assert_eq!(summary.repeated, 0);
}
