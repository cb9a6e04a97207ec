//! How commands come by documents: the reader in processes of its own, and what is known of an archived answer.

use crate::archive::{self, Response};
use crate::attempt::Snapshot;
use crate::decode::Hint;
use crate::exchange::offered_name;
use crate::worker::Reader;
use anyhow::Context;
use std::path::Path;

/// A reader whose children run this program.
pub(super) fn reader() -> anyhow::Result<Reader> {
    Reader::of_this_program().context("cannot find this program to start a reader")
}

/// The body of an archived answer, codings removed, and what is known of its kind. Whoever reads an answer again must
/// take it from here: another hint may give other blocks, and a quote would not be found in its place.
pub(super) fn archived(folder: &Path, snapshot: &Snapshot, path: &str) -> anyhow::Result<(Vec<u8>, Hint)> {
    let response = archive::response(folder, snapshot)?;
    let hint = hint(&response, snapshot.content_type.clone(), path);
    Ok((archive::decoded_body(&response.headers, &response.body)?, hint))
}

/// What is known of an answer: the name that its server offers says more than the path of its address.
pub(super) fn hint(response: &Response, content_type: Option<String>, path: &str) -> Hint {
    Hint { content_type, name: Some(offered_name(&response.headers).unwrap_or_else(|| path.to_owned())) }
}
