//! `bangchim extract`: archive or files to policies, offline.

use super::ExitStatus;
use crate::document::Hint;
use crate::extract::{self, Context};
use crate::institution::{Names, Registry, Renames};
use crate::policy::Policy;
use crate::report::jsonl;
use crate::worker::Reader;
use anyhow::Context as _;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What `extract` needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Files and folders to read.
    pub paths: Vec<PathBuf>,
}

/// Largest file that is read.
const MAX_FILE: u64 = 64 << 20;

/// Registry and renames as shipped, for documents of unknown origin.
const INSTITUTIONS: &str = include_str!("../../seeds/institutions.csv");
const RENAMES: &str = include_str!("../../seeds/renames.csv");

/// Reads files and folders and prints one line a policy.
///
/// # Errors
/// When a path cannot be read or standard output cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write, talk: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let registry = Registry::parse(INSTITUTIONS, "seeds/institutions.csv").map_err(first)?;
    let renames = Renames::parse(RENAMES, "seeds/renames.csv").map_err(first)?;
    let names = Names::new(&registry, &renames);
    let reader = Reader::of_this_program().context("cannot find this program to start a reader")?;
    let mut files = Vec::new();
    for path in &settings.paths {
        collect(path, &mut files)?;
    }
    let (mut documents, mut found, mut without) = (0usize, 0usize, 0usize);
    for file in &files {
        let policies = read_file(file, &names, &reader)?;
        documents += 1;
        without += usize::from(policies.is_empty());
        for policy in policies {
            found += 1;
            writeln!(out, "{}", jsonl::line(&policy))?;
        }
    }
    out.flush()?;
    writeln!(talk, "{documents} documents, {found} policies, {without} documents without a policy")?;
    Ok(ExitStatus::Finished)
}

fn first<E: std::fmt::Display>(errors: Vec<E>) -> anyhow::Error {
    match errors.into_iter().next() {
        Some(error) => anyhow::anyhow!("{error}"),
        None => anyhow::anyhow!("the registry cannot be read"),
    }
}

/// Files below a path, sorted by name.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let about = std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
    if !about.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
        entries.push(entry.with_context(|| format!("cannot list {}", path.display()))?.path());
    }
    entries.sort();
    for entry in entries {
        collect(&entry, files)?;
    }
    Ok(())
}

fn read_file(file: &Path, names: &Names<'_>, reader: &Reader) -> anyhow::Result<Vec<Policy>> {
    let about = std::fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?;
    anyhow::ensure!(about.len() <= MAX_FILE, "{} is larger than {MAX_FILE} bytes", file.display());
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let source = file.to_string_lossy();
    let document = reader.read(&bytes, &Hint { content_type: None, name: Some(source.clone().into_owned()) });
    Ok(extract::policies(&document, &Context { source: &source, names: Some(names), ..Context::default() }))
}
