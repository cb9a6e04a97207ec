//! How commands come by documents: the reader in processes of its own, and what is known of an archived answer.

use crate::archive::{self, Response};
use crate::document::Document;
use crate::document::decode::Hint;
use crate::model::attempt::{Outcome, Snapshot};
use crate::model::http::offered_name;
use crate::sandbox::Reader;
use anyhow::Context;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A reader whose children run this program.
pub(crate) fn reader() -> anyhow::Result<Reader> {
    Reader::of_this_program().context("cannot find this program to start a reader")
}

/// The body of an archived answer, codings removed, and what is known of its kind. Whoever reads an answer again must
/// take it from here: another hint may give other blocks, and a quote would not be found in its place.
pub(crate) fn archived(folder: &Path, snapshot: &Snapshot, path: &str) -> anyhow::Result<(Vec<u8>, Hint)> {
    let response = archive::response(folder, snapshot)?;
    let hint = hint(&response, snapshot.content_type.clone(), path);
    Ok((archive::decoded_body(&response.headers, &response.body)?, hint))
}

/// What is known of an answer: the name that its server offers says more than the path of its address.
pub(crate) fn hint(response: &Response, content_type: Option<String>, path: &str) -> Hint {
    Hint { content_type, name: Some(offered_name(&response.headers).unwrap_or_else(|| path.to_owned())) }
}

/// Where each document of a crawl is archived, and the path of its address.
pub(crate) fn snapshots(folder: &Path, crawl: &str) -> anyhow::Result<BTreeMap<String, (Snapshot, String)>> {
    let attempts =
        archive::attempts(folder, crawl).with_context(|| format!("cannot read the ledger in {}", folder.display()))?;
    let mut found = BTreeMap::new();
    for attempt in attempts {
        if let Outcome::Stored(snapshot) = attempt.outcome {
            let path = attempt.target.url.path().to_owned();
            found.entry(snapshot.document.0.clone()).or_insert((snapshot, path));
        }
    }
    Ok(found)
}

/// The blocks of an archived document.
pub(crate) fn read_again(folder: &Path, snapshot: &Snapshot, path: &str, reader: &Reader) -> anyhow::Result<Document> {
    let (bytes, hint) = archived(folder, snapshot, path)?;
    Ok(reader.read(&bytes, &hint))
}

/// The data folder that a folder of one crawl's tables (`data/dataset/crawl=<id>`) belongs to.
pub(crate) fn data_folder(folder: &Path) -> PathBuf {
    let above = folder.ancestors().nth(2).filter(|_| !folder.join("archive").is_dir());
    above.filter(|above| above.join("archive").is_dir()).unwrap_or(folder).to_owned()
}
