//! Other programs open what we write: those of Python, a spreadsheet, validators. And the notebooks run.
//!
//! Python with the packages of `tests/release/requirements.txt` is named in `BANGCHIM_PYTHON`; `soffice` and `cffconvert`
//! are looked for on the path. What is not there is said to be skipped.

use crate::cli::program;
use crate::same::{beginning, same_files, same_lines};
use bangchim::dataset::query::{self, Cell, NAMED};
use bangchim::dataset::{Dataset, Physical, SCHEMA};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// The demonstration with its findings, made once for all that read it.
pub static DEMO: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    for verb in ["demo", "audit"] {
        let mut command = program(root());
        let done = command.args([verb, "--quiet", "--data"]).arg(folder.path()).output().expect("it runs");
        assert!(done.status.success(), "{verb}: {}", String::from_utf8_lossy(&done.stderr));
    }
    folder
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Python with the packages, if it is named.
fn python() -> Option<PathBuf> {
    let named = std::env::var_os("BANGCHIM_PYTHON").map(PathBuf::from);
    if named.is_none() {
        println!("BANGCHIM_PYTHON names no Python with the packages of tests/release/requirements.txt: skipped");
    }
    named
}

/// Runs a command that must succeed; what it prints.
fn output(command: &mut Command) -> String {
    let done = command.output().expect("it runs");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{command:?}: {said}");
    String::from_utf8(done.stdout).expect("UTF-8")
}

/// Exports the demonstration in a format; the folder.
fn export(to: &Path, format: &str, public: bool) -> PathBuf {
    let folder = to.join(format);
    let mut command = program(root());
    command.args(["export", "--quiet", "--format", format, "--data"]).arg(DEMO.path()).arg("--out").arg(&folder);
    command.args(public.then_some("--public"));
    output(&mut command);
    folder
}

#[test]
fn programs_of_python_open_and_validate_exports() {
    let Some(python) = python() else { return };
    for public in [false, true] {
        let to = tempfile::tempdir().expect("a folder");
        let folders = ["parquet", "csv", "xlsx"].map(|format| export(to.path(), format, public));
        let said = output(Command::new(&python).arg(root().join("tests/release/open.py")).args(&folders));
        println!("{said}");
        assert_eq!(said.lines().count(), 10 + 6, "{said}");
    }
    // The tables of a crawl themselves, as `extract` writes them.
    let tables = Dataset::open(DEMO.path()).expect("tables").folder().join("datapackage.json");
    let said = output(Command::new(&python).args(["-m", "frictionless", "validate"]).arg(tables));
    assert!(said.contains("policies") && !said.contains("INVALID"), "{said}");
}

/// Old and new readers open every table of a crawl and of an export, filter, sort and join it.
#[test]
fn tables_have_types_that_every_reader_knows() {
    let ratios: Vec<String> = SCHEMA
        .iter()
        .flat_map(|table| table.columns.iter().map(move |column| (table, column)))
        .filter(|(_, column)| column.physical == Physical::Ratio)
        .map(|(table, column)| format!("{}.{}", table.name, column.name))
        .collect();
    assert_eq!(ratios, ["overview.cameras_per_1000"]);
    let to = tempfile::tempdir().expect("a folder");
    let folders = [
        Dataset::open(DEMO.path()).expect("tables").folder().to_owned(),
        export(&to.path().join("whole"), "parquet", false),
        export(&to.path().join("public"), "parquet", true),
    ];
    let old = std::env::var_os("BANGCHIM_OLD_PYTHON").map(PathBuf::from);
    if old.is_none() {
        println!("BANGCHIM_OLD_PYTHON names no Python with the packages of tests/release/pyarrow12.txt: skipped");
    }
    for (python, programs) in [(python(), 4), (old, 2)] {
        let Some(python) = python else { continue };
        for folder in &folders {
            let script = root().join("tests/release/readers.py");
            let said = output(Command::new(&python).arg(script).arg(folder).args(&ratios));
            println!("{said}");
            assert_eq!(said.lines().count(), programs, "{said}");
        }
    }
}

#[test]
fn duckdb_answers_the_ready_made_questions_alike() {
    let Some(python) = python() else { return };
    let dataset = Dataset::open(DEMO.path()).expect("tables");
    let script = "import sys, glob, os, duckdb\n\
        con = duckdb.connect()\n\
        for file in glob.glob(sys.argv[1] + '/*.parquet'):\n    \
            con.execute(f\"CREATE VIEW {os.path.basename(file)[:-8]} AS SELECT * FROM read_parquet('{file}', hive_partitioning = false)\")\n\
        show = lambda cell: '' if cell is None else f'{cell:.6f}' if isinstance(cell, float) else str(cell).lower() if isinstance(cell, bool) else str(cell)\n\
        for row in con.execute(sys.argv[2]).fetchall():\n    \
            print('\\x1e'.join(map(show, row)), end='\\x1f')\n";
    for question in NAMED {
        let answer = query::ask(&dataset, question.sql()).expect("an answer");
        let mut ours = String::new();
        for row in 0..answer.height() {
            let cells = answer.row(row).into_iter().map(|cell| match cell {
                Cell::Empty => String::new(),
                Cell::Text(text) => text,
                Cell::Integer(number) => number.to_string(),
                Cell::Real(number) => format!("{number:.6}"),
                Cell::Boolean(value) => value.to_string(),
            });
            write!(ours, "{}\u{1f}", cells.collect::<Vec<_>>().join("\u{1e}")).expect("text");
        }
        let theirs = output(Command::new(&python).args(["-c", script]).arg(dataset.folder()).arg(question.sql()));
        same_lines(ours.split('\u{1f}'), theirs.split('\u{1f}'), question.name);
    }
}

#[test]
fn notebooks_run_from_top_to_bottom() {
    let Some(python) = python() else { return };
    // They write beside themselves: a copy is run.
    let copy = tempfile::tempdir().expect("a folder");
    let mut notebooks = 0;
    for entry in std::fs::read_dir(root().join("notebooks")).expect("notebooks") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|suffix| suffix == "ipynb" || suffix == "py") {
            std::fs::copy(&path, copy.path().join(path.file_name().expect("a name"))).expect("copied");
            notebooks += usize::from(path.extension().is_some_and(|suffix| suffix == "ipynb"));
        }
    }
    let said = output(Command::new(&python).arg(copy.path().join("run.py")).env("BANGCHIM_DATA", DEMO.path()));
    println!("{said}");
    assert_eq!((notebooks, said.lines().count()), (4, 4), "{said}");
    assert!(
        copy.path().join("out/worklist.csv").is_file() && copy.path().join("out/longer-than-30-days.csv").is_file()
    );
}

/// The same archive gives the same bytes of tables and of every export.
#[test]
fn the_same_archive_gives_the_same_data_set_and_exports() {
    let bytes = |folder: &Path| -> BTreeMap<String, Vec<u8>> {
        let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
        let file = |path: PathBuf| std::fs::read(path).expect("a file");
        entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), file(entry.path()))).collect()
    };
    let [one, two] = [(); 2].map(|()| {
        let to = tempfile::tempdir().expect("a folder");
        let tables = to.path().join("tables");
        output(program(root()).args(["extract", "--quiet", "--data"]).arg(DEMO.path()).arg("--out").arg(&tables));
        let mut made = vec![bytes(&tables)];
        for format in ["parquet", "csv", "xlsx"] {
            let folder = to.path().join(format);
            let mut command = program(root());
            command.args(["export", "--quiet", "--public", "--format", format, "--data"]);
            output(command.arg(&tables).arg("--out").arg(&folder));
            made.push(bytes(&folder));
        }
        made
    });
    assert_eq!(one.iter().map(BTreeMap::len).collect::<Vec<_>>(), [24, 27, 26, 8]);
    for (one, two) in one.iter().zip(&two) {
        same_files(two, one, "one archive, read and exported twice");
    }
}

/// Kept without outputs: those of a real crawl hold names, and those of any run change with its moment.
#[test]
fn notebooks_are_kept_without_outputs() {
    let mut seen = 0;
    for entry in std::fs::read_dir(root().join("notebooks")).expect("notebooks") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|suffix| suffix != "ipynb") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a notebook");
        let notebook: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        for cell in notebook["cells"].as_array().expect("cells") {
            let kept = cell["outputs"].as_array().is_some_and(|outputs| !outputs.is_empty());
            assert!(!kept && cell["execution_count"].is_null(), "{}: run and kept with outputs", path.display());
        }
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn a_spreadsheet_opens_the_workbook_and_the_csv() {
    if Command::new("soffice").arg("--version").output().is_err() {
        println!("soffice (Debian package libreoffice-calc) is not there: skipped");
        return;
    }
    let to = tempfile::tempdir().expect("a folder");
    let made = to.path().join("made");
    let convert = |file: &Path, more: &[&str]| {
        // A profile of its own: another program may be open.
        let profile = format!("-env:UserInstallation=file://{}", to.path().join("profile").display());
        output(
            Command::new("soffice")
                .args([&profile, "--headless"])
                .args(more)
                .arg("--convert-to")
                .arg("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1")
                .arg("--outdir")
                .arg(&made)
                .arg(file),
        );
    };
    let xlsx = export(to.path(), "xlsx", true);
    let book = std::fs::read_dir(xlsx)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .find(|path| path.extension().is_some_and(|suffix| suffix == "xlsx"))
        .expect("a workbook");
    convert(&book, &[]);
    let stem = book.file_stem().expect("a name").to_string_lossy().into_owned();
    let sheet = std::fs::read_to_string(made.join(format!("{stem}-policies.csv"))).expect("the sheet");
    assert!(
        sheet.starts_with("방침 식별자,") && sheet.contains("해솔시") && sheet.contains("2228"),
        "{}",
        beginning(&sheet)
    );
    let csv = export(to.path(), "csv", true);
    // With a window it asks for the charset; without one it has to be told.
    convert(&csv.join("policies.csv"), &["--infilter=Text - txt - csv (StarCalc):44,34,76,1"]);
    let table = std::fs::read_to_string(made.join("policies.csv"))
        .or_else(|_| std::fs::read_to_string(made.join("policies-policies.csv")))
        .expect("the table");
    assert!(table.contains("해솔시") && table.contains("2228"), "{}", beginning(&table));
}

#[test]
fn citations_are_valid() {
    if Command::new("cffconvert").arg("--version").output().is_err() {
        println!("cffconvert is not there: skipped");
        return;
    }
    let to = tempfile::tempdir().expect("a folder");
    for (format, public) in [("csv", false), ("parquet", true)] {
        let file = export(to.path(), format, public).join("CITATION.cff");
        let said = output(Command::new("cffconvert").args(["--validate", "-i"]).arg(&file));
        assert!(said.contains("valid according to schema version 1.2.0"), "{said}");
        let said = output(Command::new("cffconvert").args(["-f", "bibtex", "-i"]).arg(&file));
        assert!(said.contains("bangchim"), "{said}");
    }
}
