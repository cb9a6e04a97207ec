//! A folder that is there whole or not at all.

use super::ExportError;
use crate::dataset::describe::SUMS;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A folder being filled beside the place where it will stand.
pub(super) struct Folder {
    target: PathBuf,
    aside: PathBuf,
}

impl Folder {
    /// Begins a folder; what is left of one that was stopped is removed.
    ///
    /// # Errors
    /// The place holds files that no export wrote, or the file system.
    pub(super) fn begin(target: &Path) -> Result<Self, ExportError> {
        check(target)?;
        let name = target.file_name().ok_or_else(|| ExportError::Occupied(target.to_owned()))?;
        let aside = target.with_file_name(format!(".{}.partial", name.to_string_lossy()));
        if aside.exists() {
            std::fs::remove_dir_all(&aside).map_err(|source| ExportError::io("remove", &aside, source))?;
        }
        std::fs::create_dir_all(&aside).map_err(|source| ExportError::io("make", &aside, source))?;
        Ok(Self { target: target.to_owned(), aside })
    }

    /// Where files go meanwhile.
    pub(super) fn path(&self) -> &Path {
        &self.aside
    }

    /// Puts the folder in its place.
    ///
    /// # Errors
    /// The file system.
    pub(super) fn finish(self) -> Result<(), ExportError> {
        if self.target.exists() {
            std::fs::remove_dir_all(&self.target).map_err(|source| ExportError::io("replace", &self.target, source))?;
        }
        std::fs::rename(&self.aside, &self.target).map_err(|source| ExportError::io("make", &self.target, source))
    }
}

/// Whether a place is free, empty, or holds an earlier export and nothing else: only that may be replaced. A file that
/// stayed behind from another export could be one that must not be published.
fn check(target: &Path) -> Result<(), ExportError> {
    let entries = match std::fs::read_dir(target) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(ExportError::io("read", target, error)),
    };
    let mut names = BTreeSet::new();
    for entry in entries {
        let entry = entry.map_err(|source| ExportError::io("read", target, source))?;
        names.insert(entry.file_name().to_string_lossy().into_owned());
    }
    let sums = std::fs::read_to_string(target.join(SUMS)).unwrap_or_default();
    let listed: BTreeSet<&str> = sums.lines().filter_map(|line| Some(line.split_once("  ")?.1)).collect();
    let ours = |name: &String| name == SUMS || listed.contains(name.as_str());
    if names.is_empty() || (names.contains(SUMS) && names.iter().all(ours)) {
        Ok(())
    } else {
        Err(ExportError::Occupied(target.to_owned()))
    }
}
