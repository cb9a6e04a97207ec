//! `SHA256SUMS`: the digest of every file of a folder, as `sha256sum --check` reads it.

use super::{SUMS, sha256};
use crate::dataset::TableError;
use std::path::Path;

pub(super) fn render(dir: &Path) -> Result<String, TableError> {
    let failed = |source| TableError::io("read the folder", dir, source);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let whole = entry.file_type().map_err(failed)?.is_file() && !name.ends_with(".partial");
        if whole && name != SUMS {
            names.push(name);
        }
    }
    names.sort();
    let mut out = String::new();
    for name in names {
        let path = dir.join(&name);
        let bytes = std::fs::read(&path).map_err(|source| TableError::io("read", &path, source))?;
        out.push_str(&format!("{}  {name}\n", sha256(&bytes)));
    }
    Ok(out)
}
