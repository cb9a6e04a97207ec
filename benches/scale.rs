//! A million policies and ten million rows of evidence: `bangchim stats` over generated tables.
//!
//! `cargo bench --bench scale [--policies N] [--keep DIR]` writes the tables of a made-up crawl (once, if DIR has them
//! already), runs `bangchim stats --format json` over them and prints seconds and the most memory it held.
//! `benches/against_duckdb.py` lets DuckDB compute the same aggregates over the same files in the same run.
//!
//! Values come from arithmetic on the number of the row, so that the same N gives the same tables.

use bangchim::dataset::describe::{About, Audience, Format, TableFile, describe, sha256};
use bangchim::dataset::{CrawlInfo, Physical, SCHEMA, Table, write};
use bangchim::model::institution::{InstitutionKind, Sido};
use bangchim::model::policy::Item;
use bangchim::normalise::date::Date;
use polars::io::parquet::write::BatchedWriter;
use polars::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Policies written at a time: a row group.
const BATCH: usize = 100_000;

fn main() {
    let words: Vec<String> = std::env::args().collect();
    let after = |name: &str| words.iter().position(|word| word == name).and_then(|at| words.get(at + 1));
    let policies = after("--policies").map_or(1_000_000, |count| count.parse().expect("a number of policies"));
    let folder = after("--keep").map_or_else(|| std::env::temp_dir().join("bangchim-scale"), PathBuf::from);
    let tables = folder.join("dataset/crawl=2026-11-21T00");
    if !tables.join("evidence.parquet").is_file() {
        let start = Instant::now();
        generate(&tables, policies);
        println!("{policies} policies written to {} in {:.0} s", tables.display(), start.elapsed().as_secs_f64());
    }
    for _ in 0..3 {
        let (time, memory) = measured(&folder);
        println!("stats {:.2} s, {memory} MiB", time.as_secs_f64());
    }
}

/// Seconds and the most memory (MiB) of one run of `stats`.
fn measured(folder: &Path) -> (Duration, u64) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_bangchim"))
        .args(["stats", "--format", "json", "--data"])
        .arg(folder)
        .stdout(Stdio::null())
        .spawn()
        .expect("it runs");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    loop {
        // The kernel keeps the high-water mark for us until the process is gone.
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib: Option<u64> = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(kib.unwrap_or(0));
        if let Some(done) = child.try_wait().expect("a child") {
            assert!(done.success());
            return (start.elapsed(), most / 1024);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A table being written, batch by batch.
struct Out {
    table: &'static Table,
    writer: Option<BatchedWriter<File>>,
    path: PathBuf,
}

impl Out {
    fn new(folder: &Path, name: &str) -> Self {
        let table = SCHEMA.iter().find(|table| table.name == name).expect("a table");
        Self { table, writer: None, path: folder.join(format!("{name}.parquet")) }
    }

    /// Writes columns by their names; those of the schema that are not given are empty.
    fn put(&mut self, height: usize, given: Vec<(&str, Column)>) {
        let columns = self.table.columns.iter().map(|column| {
            let own = given.iter().find(|(name, _)| *name == column.name);
            own.map_or_else(
                || {
                    let kind = match column.physical {
                        Physical::Text => DataType::String,
                        Physical::Integer => DataType::Int64,
                        Physical::Boolean => DataType::Boolean,
                        Physical::Day => DataType::Date,
                        Physical::Ratio => DataType::Float64,
                    };
                    Column::full_null(column.name.into(), height, &kind)
                },
                |(name, own)| own.clone().with_name((*name).into()),
            )
        });
        let frame = DataFrame::new(height, columns.collect()).expect("equal columns");
        let writer = self.writer.get_or_insert_with(|| {
            let file = File::create(&self.path).expect("a file");
            let writer = ParquetWriter::new(file).with_compression(ParquetCompression::Zstd(None));
            writer.batched(frame.schema()).expect("a writer")
        });
        writer.write_batch(&frame).expect("written");
    }

    fn finish(mut self) {
        if let Some(writer) = self.writer.take() {
            writer.finish().expect("written");
        }
    }
}

fn texts(values: impl Iterator<Item = Option<String>>) -> Column {
    Column::new("".into(), values.collect::<Vec<_>>())
}

fn truths(values: impl Iterator<Item = Option<bool>>) -> Column {
    Column::new("".into(), values.collect::<Vec<_>>())
}

fn numbers(values: impl Iterator<Item = Option<i64>>) -> Column {
    Column::new("".into(), values.collect::<Vec<_>>())
}

/// Numbers that look like chance: SplitMix64 of a row and a column.
fn chance(row: usize, column: u64, below: u64) -> u64 {
    let mut z =
        (row as u64).wrapping_add(column.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) % below
}

fn key(policy: usize) -> String {
    format!("{:016x}-0", chance(policy, 1, u64::MAX))
}

fn document(policy: usize) -> String {
    (0..4).map(|part| format!("{:016x}", chance(policy, 1 + part, u64::MAX))).collect()
}

/// Institutions for so many policies: most have one, some several, some none.
fn institutions_of(policies: usize) -> usize {
    policies * 8 / 10
}

/// The institution of a policy; one policy in twenty is of a body that is not registered.
fn institution(policy: usize, institutions: usize) -> Option<usize> {
    (chance(policy, 7, 20) > 0).then(|| chance(policy, 8, institutions as u64) as usize)
}

fn kind(institution: usize) -> InstitutionKind {
    match institution {
        0..75 => InstitutionKind::Si,
        75..157 => InstitutionKind::Gun,
        157..230 => InstitutionKind::AutonomousGu,
        other => InstitutionKind::ALL[6 + chance(other, 20, InstitutionKind::ALL.len() as u64 - 6) as usize],
    }
}

fn sido(institution: usize) -> Option<Sido> {
    let at = chance(institution, 21, 20) as usize;
    Sido::ALL.get(at).copied()
}

/// A day between 2012 and 2026, sometimes a month, sometimes nothing.
fn date(row: usize, column: u64) -> Option<String> {
    let (year, month, day) =
        (2012 + chance(row, column, 15), 1 + chance(row, column + 1, 12), 1 + chance(row, column + 2, 28));
    match chance(row, column + 3, 20) {
        0 => None,
        1 => Some(format!("{year}-{month:02}")),
        _ => Some(format!("{year}-{month:02}-{day:02}")),
    }
}

fn state(row: usize, column: u64, stated: bool) -> String {
    const MISSING: [&str; 5] = ["none", "elsewhere", "placeholder", "unparsed", "absent"];
    if stated { "stated".into() } else { MISSING[chance(row, column, 5) as usize].into() }
}

fn generate(folder: &Path, policies: usize) {
    let crawl = CrawlInfo {
        id: "2026-11-21T00".into(),
        date: Date::new(2026, 11, Some(21)).expect("a day"),
        rules: "1".into(),
    };
    // Every table of the schema, empty, with the metadata that `stats` asks for; the large ones are then written anew.
    write(folder, &crawl, &[], &[], &[], &[]).expect("empty tables");
    let institutions = institutions_of(policies);
    write_institutions(folder, institutions);
    let counted = counted(policies, institutions);
    write_overview(folder, policies, institutions, &counted);
    let rows_counted: BTreeSet<usize> = counted.into_values().collect();
    let mut list = Out::new(folder, "policies");
    let mut outs: Vec<(Out, Fill)> = FILLS.iter().map(|(name, fill)| (Out::new(folder, name), *fill)).collect();
    for start in (0..policies).step_by(BATCH) {
        let rows = start..(start + BATCH).min(policies);
        put_policies(&mut list, rows.clone(), institutions, &rows_counted);
        for (out, fill) in &mut outs {
            fill(out, rows.clone(), institutions);
        }
    }
    list.finish();
    outs.into_iter().for_each(|(out, _)| out.finish());
    // Every table is held to its digest before it is counted: that belongs to what is measured.
    let tables: Vec<TableFile> = SCHEMA
        .iter()
        .map(|table| {
            let file = format!("{}.parquet", table.name);
            let bytes = std::fs::read(folder.join(&file)).expect("written");
            let rows = ParquetReader::new(std::io::Cursor::new(&bytes)).num_rows().expect("a table");
            let columns = table.columns.to_vec();
            TableFile { table, columns, file, rows, bytes: bytes.len(), sha256: sha256(&bytes) }
        })
        .collect();
    let about = About { crawl: &crawl, format: Format::Parquet, audience: Audience::Keepers };
    describe(folder, &about, &tables).expect("described");
}

type Fill = fn(&mut Out, std::ops::Range<usize>, usize);
const FILLS: [(&str, Fill); 7] = [
    ("purposes", put_purposes),
    ("contractors", put_contractors),
    ("storage_places", put_places),
    ("sections", put_sections),
    ("revisions", put_revisions),
    ("findings", put_findings),
    ("evidence", put_evidence),
];

/// What came of a try: 0 a refusal by robots.txt, 1 a failure, else a page; even ones are those of robots.txt.
fn outcome(at: usize) -> u64 {
    if at.is_multiple_of(2) { 9 } else { chance(at, 32, 10) }
}

fn population(institution: usize) -> Option<i64> {
    (institution < 230).then(|| 8_000 + chance(institution, 31, 900_000) as i64)
}

/// One row an institution, then one for each body that is not registered and has a policy.
fn write_overview(folder: &Path, policies: usize, institutions: usize, counted: &BTreeMap<String, usize>) {
    let mut held: BTreeMap<String, [i64; 2]> = BTreeMap::new();
    for row in 0..policies {
        held.entry(institution_key(row, institutions)).or_default()[usize::from(!is_current(row))] += 1;
    }
    let registered: Vec<String> = (0..institutions).map(|at| format!("i-{at:07}")).collect();
    let keys: Vec<(String, Option<usize>)> = registered
        .into_iter()
        .enumerate()
        .map(|(at, id)| (id, Some(at)))
        .chain(held.keys().filter(|key| !key.starts_with("i-")).map(|key| (key.clone(), None)))
        .collect();
    let reach = |(key, at): &(String, Option<usize>)| {
        at.map(|at| match (counted.contains_key(key), held.contains_key(key), outcome(2 * at + 1)) {
            (true, ..) => "found",
            (_, true, _) => "only_superseded",
            (.., 0) => "robots_refused",
            (.., 1) => "unreachable",
            _ => "no_policy",
        })
    };
    let mut out = Out::new(folder, "overview");
    for keys in keys.chunks(BATCH) {
        let own = |key: &(String, Option<usize>)| counted.get(&key.0).copied();
        let number = |of: &dyn Fn(usize) -> Option<i64>| numbers(keys.iter().map(|key| own(key).and_then(of)));
        let words = |of: &dyn Fn(usize) -> Option<String>| texts(keys.iter().map(|key| own(key).and_then(of)));
        let count = |of: usize| numbers(keys.iter().map(|(key, _)| Some(held.get(key).map_or(0, |held| held[of]))));
        out.put(
            keys.len(),
            vec![
                ("institution_key", texts(keys.iter().map(|(key, _)| Some(key.clone())))),
                ("institution_id", texts(keys.iter().map(|(key, at)| at.map(|_| key.clone())))),
                ("name", texts(keys.iter().map(|(_, at)| at.map(|at| format!("기관 {at}"))))),
                ("full_name", texts(keys.iter().map(|(_, at)| at.map(|at| format!("기관 {at}"))))),
                ("kind", texts(keys.iter().map(|(_, at)| at.map(|at| kind(at).name().into())))),
                ("sido", texts(keys.iter().map(|(_, at)| at.and_then(sido).map(|sido| sido.name().into())))),
                ("counts_residents", truths(keys.iter().map(|(_, at)| Some(at.is_some_and(|at| at < 230))))),
                ("population", numbers(keys.iter().map(|(_, at)| at.and_then(population)))),
                ("reach", texts(keys.iter().map(|key| reach(key).map(Into::into)))),
                ("answered", truths(keys.iter().map(|(_, at)| at.map(|at| outcome(2 * at + 1) > 1)))),
                ("robots_forbids", truths(keys.iter().map(|(_, at)| at.map(|at| outcome(2 * at + 1) == 0)))),
                ("current_policies", count(0)),
                ("former_policies", count(1)),
                ("attached_policies", numbers(keys.iter().map(|_| Some(0)))),
                ("policy_id", words(&|row| Some(key(row)))),
                ("document_sha256", words(&|row| Some(document(row)))),
                ("term", words(&|row| term(row).map(Into::into))),
                ("effective_date", words(&|row| date(row, 50))),
                ("camera_total", number(&cameras)),
                ("camera_total_state", words(&|row| Some(state(row, 56, cameras(row).is_some())))),
                ("retention_days", number(&days)),
                ("retention_state", words(&|row| Some(state(row, 57, days(row).is_some())))),
                ("managers_state", words(&|row| Some(state(row, 59, chance(row, 60, 10) > 0)))),
                ("contractors_state", words(&|row| Some(state(row, 61, chance(row, 62, 10) > 4)))),
            ],
        );
    }
    out.finish();
}

fn write_institutions(folder: &Path, institutions: usize) {
    let (mut out, mut tries) = (Out::new(folder, "institutions"), Out::new(folder, "attempts"));
    for start in (0..institutions).step_by(BATCH) {
        let rows = start..(start + BATCH).min(institutions);
        let of = || rows.clone();
        out.put(
            rows.len(),
            vec![
                ("institution_id", texts(of().map(|at| Some(format!("i-{at:07}"))))),
                ("name", texts(of().map(|at| Some(format!("기관 {at}"))))),
                ("full_name", texts(of().map(|at| Some(format!("기관 {at}"))))),
                ("kind", texts(of().map(|at| Some(kind(at).name().into())))),
                ("sido", texts(of().map(|at| sido(at).map(|sido| sido.name().into())))),
                ("homepage", texts(of().map(|at| (chance(at, 30, 10) > 1).then(|| format!("https://www.{at}.kr/"))))),
                ("population", numbers(of().map(population))),
            ],
        );
        // Two tries of each: robots.txt and a page.
        let rows = start * 2..rows.end * 2;
        let of = || rows.clone();
        tries.put(
            rows.len(),
            vec![
                ("attempt", numbers(of().map(|at| Some(at as i64)))),
                ("institution_id", texts(of().map(|at| Some(format!("i-{:07}", at / 2))))),
                ("url", texts(of().map(|at| Some(format!("https://www.{}.kr/{at}", at / 2))))),
                ("origin", texts(of().map(|at| Some(if at.is_multiple_of(2) { "robots" } else { "home" }.into())))),
                ("robots", texts(of().map(|at| Some(if outcome(at) == 0 { "disallowed" } else { "allowed" }.into())))),
                (
                    "outcome",
                    texts(of().map(|at| Some(["refused", "failed", "stored"][outcome(at).min(2) as usize].into()))),
                ),
                (
                    "reason",
                    texts(of().map(|at| match outcome(at) {
                        0 => Some("robots".into()),
                        1 => Some("timeout".into()),
                        _ => None,
                    })),
                ),
                ("status", numbers(of().map(|at| (outcome(at) > 1).then_some(200)))),
                ("depth", numbers(of().map(|_| Some(0)))),
                ("tries", numbers(of().map(|_| Some(0)))),
                ("at", texts(of().map(|_| Some("2026-11-21T00:00:00.000Z".into())))),
                ("at_ms", numbers(of().map(|at| Some(at as i64)))),
                ("took_ms", numbers(of().map(|_| Some(100)))),
                ("delay_used_ms", numbers(of().map(|_| Some(2000)))),
            ],
        );
    }
    out.finish();
    tries.finish();
}

fn cameras(row: usize) -> Option<i64> {
    (chance(row, 40, 10) > 1).then(|| 1 + (chance(row, 41, 60) * chance(row, 42, 60)) as i64)
}

fn days(row: usize) -> Option<i64> {
    (chance(row, 43, 10) > 1).then(|| [30, 30, 30, 30, 30, 60, 90, 15, 7, 180][chance(row, 44, 10) as usize])
}

fn is_of_facility(row: usize) -> bool {
    chance(row, 46, 10) == 0
}

fn term(row: usize) -> Option<&'static str> {
    ["fixed", "fixed", "legacy", "legacy", "mixed", "mobile"].get(chance(row, 47, 7) as usize).copied()
}

fn is_current(row: usize) -> bool {
    chance(row, 48, 20) > 0
}

fn institution_key(row: usize, institutions: usize) -> String {
    institution(row, institutions).map_or_else(|| format!("미등록 {row}"), |at| format!("i-{at:07}"))
}

/// The policy that counts for each institution, by its key: what the program prefers.
fn counted(policies: usize, institutions: usize) -> BTreeMap<String, usize> {
    let rank = |row: usize| (is_of_facility(row), term(row) == Some("mobile"), Reverse(date(row, 50)), key(row));
    let mut best: BTreeMap<String, usize> = BTreeMap::new();
    for row in (0..policies).filter(|row| is_current(*row)) {
        let known = best.entry(institution_key(row, institutions)).or_insert(row);
        if rank(row) < rank(*known) {
            *known = row;
        }
    }
    best
}

fn put_policies(out: &mut Out, rows: std::ops::Range<usize>, institutions: usize, counted: &BTreeSet<usize>) {
    let of = || rows.clone();
    let own = |row: usize| institution(row, institutions);
    out.put(
        rows.len(),
        vec![
            ("policy_id", texts(of().map(|row| Some(key(row))))),
            ("document_sha256", texts(of().map(|row| Some(document(row))))),
            ("ordinal", numbers(of().map(|_| Some(0)))),
            ("source", texts(of().map(|row| Some(format!("https://www.{row}.kr/cctv"))))),
            ("media", texts(of().map(|_| Some("html".into())))),
            (
                "title",
                texts(
                    of().map(|row| (chance(row, 45, 20) > 0).then(|| "고정형 영상정보처리기기 운영·관리 방침".into())),
                ),
            ),
            ("institution_id", texts(of().map(|row| own(row).map(|at| format!("i-{at:07}"))))),
            ("institution_key", texts(of().map(|row| Some(institution_key(row, institutions))))),
            (
                "institution_name",
                texts(
                    of().map(|row| Some(own(row).map_or_else(|| format!("미등록 {row}"), |at| format!("기관 {at}")))),
                ),
            ),
            ("institution_kind", texts(of().map(|row| own(row).map(|at| kind(at).name().into())))),
            ("sido", texts(of().map(|row| own(row).and_then(sido).map(|sido| sido.name().into())))),
            ("facility", texts(of().map(|row| is_of_facility(row).then(|| "시립도서관".into())))),
            ("term", texts(of().map(|row| term(row).map(Into::into)))),
            ("status", texts(of().map(|row| Some(if is_current(row) { "current" } else { "superseded" }.into())))),
            ("role", texts(of().map(|row| Some(if is_current(row) { "current" } else { "former" }.into())))),
            ("counted", truths(of().map(|row| Some(counted.contains(&row))))),
            ("effective_date", texts(of().map(|row| date(row, 50)))),
            (
                "legal_basis",
                texts(of().map(|row| (chance(row, 55, 4) > 0).then(|| "개인정보 보호법 제25조제1항".into()))),
            ),
            ("camera_total", numbers(of().map(cameras))),
            ("camera_total_state", texts(of().map(|row| Some(state(row, 56, cameras(row).is_some()))))),
            ("retention_days", numbers(of().map(days))),
            ("retention_state", texts(of().map(|row| Some(state(row, 57, days(row).is_some()))))),
            ("recording_hours", texts(of().map(|row| (chance(row, 58, 5) > 0).then(|| "24시간".into())))),
            ("managers_state", texts(of().map(|row| Some(state(row, 59, chance(row, 60, 10) > 0))))),
            ("contractors_state", texts(of().map(|row| Some(state(row, 61, chance(row, 62, 10) > 4))))),
        ],
    );
}

/// Rows of a table that hangs on policies: so many for each, the policy and the position within it.
fn below(rows: &std::ops::Range<usize>, each: usize) -> impl Iterator<Item = (usize, usize)> + Clone + use<> {
    rows.clone().flat_map(move |row| (0..each).map(move |at| (row, at)))
}

fn put_purposes(out: &mut Out, rows: std::ops::Range<usize>, _: usize) {
    use bangchim::model::policy::Purpose;
    let of = || below(&rows, 3);
    out.put(
        rows.len() * 3,
        vec![
            ("policy_id", texts(of().map(|(row, _)| Some(key(row))))),
            ("ordinal", numbers(of().map(|(_, at)| Some(at as i64)))),
            (
                "purpose",
                texts(of().map(|(row, at)| {
                    Some(Purpose::ALL[(at * 3 + chance(row, 70 + at as u64, 3) as usize) % 10].name().into())
                })),
            ),
        ],
    );
}

fn put_contractors(out: &mut Out, rows: std::ops::Range<usize>, _: usize) {
    let rows: Vec<usize> = rows.filter(|row| chance(*row, 62, 10) > 4).collect();
    let of = || rows.iter().copied();
    // A few firms have much of the work.
    let firm = |row: usize| chance(row, 80, 3000) * chance(row, 81, 3000) / 3000;
    out.put(
        rows.len(),
        vec![
            ("policy_id", texts(of().map(|row| Some(key(row))))),
            ("ordinal", numbers(of().map(|_| Some(0)))),
            ("company", texts(of().map(|row| Some(format!("㈜업체{}", firm(row)))))),
            ("company_key", texts(of().map(|row| Some(format!("업체{}", firm(row)))))),
        ],
    );
}

fn put_places(out: &mut Out, rows: std::ops::Range<usize>, _: usize) {
    let of = || rows.clone();
    out.put(
        rows.len(),
        vec![
            ("policy_id", texts(of().map(|row| Some(key(row))))),
            ("ordinal", numbers(of().map(|_| Some(0)))),
            ("place", texts(of().map(|_| Some("통합관제센터".into())))),
        ],
    );
}

fn put_sections(out: &mut Out, rows: std::ops::Range<usize>, _: usize) {
    let of = || below(&rows, 8);
    const STATES: [&str; 6] = ["present", "present", "present", "empty", "elsewhere", "absent"];
    out.put(
        rows.len() * 8,
        vec![
            ("policy_id", texts(of().map(|(row, _)| Some(key(row))))),
            ("ordinal", numbers(of().map(|(_, at)| Some(at as i64 + 1)))),
            ("item", texts(of().map(|(_, at)| Some(Item::ALL[at].name().into())))),
            ("state", texts(of().map(|(row, at)| Some(STATES[chance(row, 90 + at as u64, 6) as usize].into())))),
        ],
    );
}

fn put_revisions(out: &mut Out, rows: std::ops::Range<usize>, _: usize) {
    let dated: Vec<(usize, usize, String)> =
        below(&rows, 2).filter_map(|(row, at)| Some((row, at, date(row, 100 + 5 * at as u64)?))).collect();
    out.put(
        dated.len(),
        vec![
            ("policy_id", texts(dated.iter().map(|(row, _, _)| Some(key(*row))))),
            ("ordinal", numbers(dated.iter().map(|(_, at, _)| Some(*at as i64)))),
            ("revision_date", texts(dated.iter().map(|(_, _, date)| Some(date.clone())))),
        ],
    );
}

fn put_findings(out: &mut Out, rows: std::ops::Range<usize>, _: usize) {
    let of = || below(&rows, 2);
    let rule = |row: usize, at: usize| chance(row, 120 + at as u64, 39);
    out.put(
        rows.len() * 2,
        vec![
            ("policy_id", texts(of().map(|(row, _)| Some(key(row))))),
            ("rule", texts(of().map(|(row, at)| Some(format!("CP-{}", 100 + rule(row, at)))))),
            ("name", texts(of().map(|(row, at)| Some(format!("rule_{}", rule(row, at)))))),
            (
                "severity",
                texts(of().map(|(row, at)| Some(["outdated", "advisory"][(rule(row, at) % 2) as usize].into()))),
            ),
            ("citation", texts(of().map(|_| Some("개인정보 보호법 제25조 (2023-09-15~)".into())))),
            ("message_ko", texts(of().map(|_| Some("수집일 기준 게시된 페이지에서 확인되지 않습니다.".into())))),
            ("message_en", texts(of().map(|_| Some("Not found on the page as crawled.".into())))),
        ],
    );
}

/// Ten rows a policy: six headings of a form, four values.
fn put_evidence(out: &mut Out, rows: std::ops::Range<usize>, _: usize) {
    let of = || below(&rows, 10);
    // Half of the policies follow one of fifty forms, the other half are each their own.
    let form = |row: usize| if chance(row, 130, 2) == 0 { chance(row, 131, 50) as usize } else { 1000 + row };
    const VALUES: [(&str, &str); 4] = [
        ("camera_total", "count.table.total_row"),
        ("retention_days", "retention.text"),
        ("effective_date", "date.line"),
        ("managers[0].phone", "people.column"),
    ];
    let field = |at: usize| match at.checked_sub(6) {
        None => format!("sections.{}", Item::ALL[at].name()),
        Some(value) => VALUES[value].0.into(),
    };
    let quote = |row: usize, at: usize| match at {
        0 => format!("{}. 설치 근거 및 설치 목적 ({}형)", row % 3 + 1, word(form(row))),
        at if at < 6 => format!("{}. {} 에 관한 사항", at + 1, Item::ALL[at].name()),
        _ => format!("{}대", chance(row, 132, 5000)),
    };
    out.put(
        rows.len() * 10,
        vec![
            ("policy_id", texts(of().map(|(row, _)| Some(key(row))))),
            ("document_sha256", texts(of().map(|(row, _)| Some(document(row))))),
            ("field", texts(of().map(|(_, at)| Some(field(at))))),
            ("quote", texts(of().map(|(row, at)| Some(quote(row, at))))),
            ("block", numbers(of().map(|(_, at)| Some(at as i64 * 3)))),
            ("start", numbers(of().map(|_| Some(0)))),
            ("end", numbers(of().map(|_| Some(12)))),
            (
                "rule",
                texts(
                    of().map(|(_, at)| Some(at.checked_sub(6).map_or("item.heading", |value| VALUES[value].1).into())),
                ),
            ),
            ("confidence", numbers(of().map(|(_, at)| (at >= 6).then_some(98)))),
        ],
    );
}

/// A number as letters: digits make no other form.
fn word(mut number: usize) -> String {
    let mut out = String::new();
    loop {
        out.push(char::from_u32('가' as u32 + (number % 500) as u32).unwrap_or('가'));
        number /= 500;
        if number == 0 {
            return out;
        }
    }
}
