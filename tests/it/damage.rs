//! Damaged tables: every command that reads them says which file it is and what to do, in one line, and nothing gives up
//! in a panic or asks for memory that is not there.

use crate::cli::program;
use crate::mutations::Dice;
use crate::table_fixtures;
use bangchim::analysis::stats;
use bangchim::dataset::{Dataset, TableError, crawl_folder, query, write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A data folder with one crawl, and the folder of its tables.
fn data() -> (TempDir, PathBuf) {
    let data = tempfile::tempdir().expect("a folder");
    let folder = crawl_folder(data.path(), &table_fixtures::crawl().id).expect("a good id");
    let institutions = table_fixtures::institutions();
    let policies = [table_fixtures::full(), table_fixtures::bare('b', &institutions[2])];
    write(
        &folder,
        &table_fixtures::crawl(),
        &institutions,
        &table_fixtures::attempts(),
        &table_fixtures::documents(),
        &policies,
    )
    .expect("written");
    (data, folder)
}

/// Files of the tables, and what describes them.
fn files(folder: &Path) -> Vec<PathBuf> {
    let tables = Dataset::tables().map(|name| folder.join(format!("{name}.parquet")));
    tables.filter(|path| path.is_file()).collect()
}

/// Flips bits of a byte, cuts the file, or puts something else into it.
fn damaged(whole: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let at = dice.roll(bytes.len());
    match dice.roll(8) {
        0 => bytes.truncate(at),
        1 => bytes.drain(at..(at + 1 + dice.roll(64)).min(whole.len())).for_each(drop),
        2 => bytes.splice(at..at, (0..=dice.roll(64)).map(|step| step as u8)).for_each(drop),
        _ => bytes[at] ^= 1 << dice.roll(8),
    }
    bytes
}

/// What the library says of a table that is read whole.
fn read(data: &Path, table: &str) -> Result<(), String> {
    let dataset = Dataset::open(data).map_err(|error| error.to_string())?;
    let sql = format!("SELECT * FROM {table}");
    query::ask(&dataset, &sql).map(drop).map_err(|error| error.to_string())
}

#[test]
fn hundreds_of_damaged_files_are_named_and_never_opened() {
    let (data, folder) = data();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut tried = 0;
    for path in files(&folder) {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let whole = std::fs::read(&path).expect("a file");
        for _ in 0..16 {
            let bytes = damaged(&whole, &mut dice);
            if bytes == whole {
                continue;
            }
            std::fs::write(&path, bytes).expect("damaged");
            let said = read(data.path(), &name).expect_err("damaged");
            assert!(
                said.contains(&format!("{name}.parquet is damaged: ")) && said.contains("run `bangchim extract`"),
                "{said}"
            );
            assert_eq!(said.lines().count(), 1, "{said}");
            // Statistics do without some tables; none of them may bring them down.
            if tried % 4 == 0 {
                let _ = Dataset::open(data.path()).map(|dataset| stats::compute(&dataset, None));
            }
            tried += 1;
        }
        std::fs::write(&path, &whole).expect("corrected");
        assert_eq!(read(data.path(), &name), Ok(()));
    }
    assert!(tried >= 250, "{tried}");
}

#[test]
fn every_command_ends_with_one_line_and_the_code_of_what_could_not_run() {
    let (data, folder) = data();
    let commands: [&[&str]; 8] = [
        &["stats"],
        &["report"],
        &["query", "SELECT COUNT(*) FROM policies"],
        &["show", "군산시"],
        &["export", "--format", "csv"],
        &["review"],
        &["history", "군산시"],
        &["crosscheck"],
    ];
    let mut dice = Dice(7);
    for name in ["policies.parquet", "crawl.parquet", "datapackage.json"] {
        let path = folder.join(name);
        let whole = std::fs::read(&path).expect("a file");
        for arguments in commands {
            let bytes =
                if name.ends_with("json") { whole[..whole.len() / 2].to_vec() } else { damaged(&whole, &mut dice) };
            std::fs::write(&path, bytes).expect("damaged");
            let done = program(data.path()).args(arguments).args(["--data", "."]).output().expect("it runs");
            let said = String::from_utf8_lossy(&done.stderr);
            assert_eq!(done.status.code(), Some(2), "{arguments:?}: {said}");
            assert!(done.stdout.is_empty(), "{arguments:?}");
            assert_eq!(said.lines().count(), 1, "{arguments:?}: {said}");
            assert!(said.contains(&format!("{name} is damaged: ")), "{arguments:?}: {said}");
        }
        std::fs::write(&path, &whole).expect("corrected");
    }
}

#[test]
fn tables_that_nothing_describes_are_read_unless_they_are_cut() {
    let (data, folder) = data();
    std::fs::remove_file(folder.join("datapackage.json")).expect("removed");
    assert_eq!(read(data.path(), "policies"), Ok(()));
    let path = folder.join("policies.parquet");
    let whole = std::fs::read(&path).expect("a file");
    for length in (0..whole.len()).step_by(97) {
        std::fs::write(&path, &whole[..length]).expect("cut");
        let said = read(data.path(), "policies").expect_err("cut");
        assert!(said.contains("policies.parquet is damaged: it does not begin and end"), "{said}");
    }
}

#[test]
fn findings_are_not_put_beside_damaged_tables() {
    let (_data, folder) = data();
    let path = folder.join("cameras.parquet");
    let mut bytes = std::fs::read(&path).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&path, bytes).expect("damaged");
    let error = bangchim::dataset::replace_findings(&folder, &table_fixtures::crawl(), &[]).expect_err("damaged");
    assert!(matches!(error, TableError::Damaged { .. }), "{error}");
}
