//! The report in a browser: headless Chromium, driven by `tests/browser/look.mjs`.
//!
//! Where no browser, no Node.js or no `npm ci` is, the test says so and ends: a fresh clone needs Rust and git only. The
//! whole check (`.ci/run`) installs them.

use crate::cli::program;
use crate::site::nation;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program on the path of the shell.
fn installed(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}

#[test]
fn readers_search_sort_look_at_the_map_and_find_the_quote() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    let Some(chromium) = installed(&["chromium", "chromium-browser", "google-chrome"]) else {
        println!("no Chromium here (Debian: apt-get install chromium): the report was not looked at");
        return;
    };
    let Some(node) = installed(&["node"]).filter(|_| tests.join("node_modules").is_dir()) else {
        println!("no Node.js, or no `npm ci` in tests/browser: the report was not looked at");
        return;
    };
    // The pages that stand alone: all findings, and what there is about one institution.
    let sheets = tempfile::tempdir().expect("a folder");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    for (name, more) in [("audit", &[][..]), ("packet", &["--packet", "해솔시"])] {
        let mut command = program(Path::new("."));
        let done = command.args(["audit", "--format", "html"]).args(more).arg(&sample).output().expect("it runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        std::fs::write(sheets.path().join(format!("{name}.html")), done.stdout).expect("written");
    }
    let mut command = Command::new(node);
    command.arg("look.mjs").arg(nation().join("report")).arg(chromium).arg(sheets.path()).current_dir(&tests);
    let done = command.output().expect("node runs");
    let said = String::from_utf8_lossy(&done.stdout);
    println!("{said}");
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(said.lines().filter(|line| line.starts_with("ok ")).count() >= 12, "{said}");
}
