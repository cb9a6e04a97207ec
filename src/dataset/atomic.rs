//! Writes files at once: aside first, then renamed, so that nobody reads half of one.

use crate::dataset::TableError;
use std::io::Write;
use std::path::Path;

/// Writes a file under a temporary name beside it, syncs it and renames it.
///
/// # Errors
/// The file system.
pub fn write_atomic(path: &Path, bytes: &[u8]) -> Result<(), TableError> {
    let temporary = path.with_extension("partial");
    let written = std::fs::File::create(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    if let Err(source) = written {
        // What is left of a full disk helps nobody; the first error is the one to tell.
        let _ = std::fs::remove_file(&temporary);
        return Err(TableError::io("write", &temporary, source));
    }
    std::fs::rename(&temporary, path).map_err(|source| TableError::io("rename to", path, source))
}
