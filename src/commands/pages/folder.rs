//! The folder of a report: written beside its place, and put there when it is whole.

use super::Written;
use anyhow::{Context, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Names a folder that was made by this program and may be replaced.
const MARK: &str = ".bangchim-report";

/// A report on its way.
pub(super) struct Folder {
    target: PathBuf,
    partial: PathBuf,
    files: usize,
    bytes: u64,
}

impl Folder {
    /// Makes an empty folder beside the target. A target that holds anything but a report stays as it is.
    pub(super) fn open(target: PathBuf) -> anyhow::Result<Self> {
        let strange = target.exists() && !is_report(&target) && !is_empty(&target);
        if strange {
            bail!("{} holds something else than a report; name another folder with --out", target.display());
        }
        let name = target.file_name().with_context(|| format!("{} cannot name a folder", target.display()))?;
        let partial = target.with_file_name(format!("{}.partial", name.to_string_lossy()));
        if is_report(&partial) {
            remove(&partial)?;
        }
        let made = fs::create_dir_all(&partial).and_then(|()| fs::write(partial.join(MARK), ""));
        made.with_context(|| format!("cannot make {}", partial.display()))?;
        Ok(Self { target, partial, files: 0, bytes: 0 })
    }

    /// Writes a file below the folder; `path` is parted by `/`.
    pub(super) fn put(&mut self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let file = self.partial.join(path);
        let parent = file.parent().unwrap_or(&self.partial);
        let written = fs::create_dir_all(parent).and_then(|()| fs::write(&file, bytes));
        written.with_context(|| format!("cannot write {}", file.display()))?;
        self.files += 1;
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Puts the folder in its place.
    pub(super) fn finish(self, unread: usize) -> anyhow::Result<Written> {
        if self.target.exists() {
            remove(&self.target)?;
        }
        fs::rename(&self.partial, &self.target)
            .with_context(|| format!("cannot rename {} to {}", self.partial.display(), self.target.display()))?;
        Ok(Written { folder: self.target, files: self.files, bytes: self.bytes, unread })
    }
}

fn is_report(folder: &Path) -> bool {
    folder.join(MARK).is_file()
}

fn is_empty(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn remove(folder: &Path) -> anyhow::Result<()> {
    fs::remove_dir_all(folder).with_context(|| format!("cannot replace {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_report_is_never_replaced() {
        let root = tempfile::tempdir().expect("a folder");
        let target = root.path().join("report");
        fs::create_dir(&target).expect("made");
        fs::write(target.join("thesis.docx"), "years of work").expect("written");
        assert!(Folder::open(target.clone()).is_err());
        fs::remove_file(target.join("thesis.docx")).expect("removed");
        for page in ["old", "new"] {
            let mut folder = Folder::open(target.clone()).expect("empty, or a report");
            folder.put(&format!("i/{page}.html"), b"<p>").expect("written");
            folder.finish(0).expect("in its place");
        }
        assert!(target.join("i/new.html").is_file() && !target.join("i/old.html").exists());
        assert!(!root.path().join("report.partial").exists());
    }
}
