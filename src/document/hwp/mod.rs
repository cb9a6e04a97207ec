//! HWP 5, HWPX and HWPML to blocks. Distribution documents are opened by `locked` first; HWPX is parsed by `hwpx`,
//! HWPML by `hwpml`.

mod distribution;
mod hwpml;
mod hwpx;

use crate::document::builder::DocumentBuilder;
use crate::document::{Problem, ProblemKind, word_processor};
use unhwp::{Error, ParseOptions};

/// Reads HWP 5.
pub(super) fn read(bytes: &[u8]) -> DocumentBuilder {
    let opened = match distribution::open(bytes) {
        Ok(plain) => plain,
        Err(problem) => return DocumentBuilder { problems: vec![problem], ..DocumentBuilder::default() },
    };
    let options = ParseOptions::new().lenient().without_resources().sequential();
    match unhwp::parse_bytes_with_options(opened.as_deref().unwrap_or(bytes), &options) {
        Ok(document) => gather(document),
        Err(Error::Encrypted) => DocumentBuilder::failed(ProblemKind::Password, "opens only with a password"),
        Err(Error::DistributionRestricted) => DocumentBuilder::failed(ProblemKind::Drm, "locked for distribution"),
        Err(error) => DocumentBuilder::failed(ProblemKind::Damaged, format!("the document is broken: {error}")),
    }
}

/// Reads HWPX.
pub(super) fn read_package(bytes: &[u8]) -> DocumentBuilder {
    hwpx::read(bytes).map_or_else(
        |problem| DocumentBuilder { problems: vec![problem], ..DocumentBuilder::default() },
        word_processor::walk,
    )
}

/// Reads the text of an HWPML file.
pub(super) fn read_xml(text: &str) -> DocumentBuilder {
    word_processor::walk(hwpml::read(text))
}

/// What the library read.
fn gather(document: unhwp::Document) -> DocumentBuilder {
    let lost = |index: &usize| Problem::new(ProblemKind::Partial, format!("section {} could not be read", index + 1));
    word_processor::walk(word_processor::Read {
        title: document.metadata.title,
        blocks: document.sections.into_iter().flat_map(|section| section.content).collect(),
        pictures: false,
        problems: document.skipped_sections.iter().map(lost).collect(),
    })
}
