//! `bangchim read FILE`: one document as the blocks we see, for people who wonder why.

use super::ExitStatus;
use crate::commands::Format;
use crate::document::{Block, BlockKind, Document, Hint, Zone};
use anyhow::{Context, bail};
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;

/// What `read` needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The document.
    pub file: PathBuf,
    /// Output format.
    pub format: Format,
}

/// Prints a document.
///
/// # Errors
/// When the file cannot be read, is no document, or standard output cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let bytes = std::fs::read(&settings.file).with_context(|| format!("cannot read {}", settings.file.display()))?;
    let hint = Hint { content_type: None, name: Some(settings.file.to_string_lossy().into_owned()) };
    let reader = crate::pipeline::archived::reader()?;
    let document = reader.read(&bytes, &hint);
    match settings.format {
        Format::Text => text(&document, out)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &Wire::of(&document))?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    if document.is_unread() {
        let problems: Vec<String> = document.problems.iter().map(ToString::to_string).collect();
        bail!(crate::pipeline::unread(&settings.file.display().to_string(), &problems));
    }
    Ok(ExitStatus::Finished)
}

fn text(document: &Document, out: &mut dyn Write) -> std::io::Result<()> {
    let charset = document.charset.as_deref().unwrap_or("-");
    writeln!(out, "{} {} sha256:{}", document.media.name(), charset, document.id)?;
    if let Some(title) = &document.title {
        writeln!(out, "title: {title}")?;
    }
    for problem in &document.problems {
        writeln!(out, "problem: {} ({})", problem.kind.name(), problem)?;
    }
    for (index, block) in document.blocks.iter().enumerate() {
        let zone = match block.zone {
            Zone::Content => ' ',
            Zone::Boilerplate => '~',
            Zone::Hidden => '-',
        };
        writeln!(out, "{zone}{index:4} {:10} {}", kind(block), block.text.replace('\n', "\n                 "))?;
    }
    for link in document.links.iter().filter(|link| link.zone == Zone::Content) {
        writeln!(out, " link {:?} {} <{}>", link.kind, link.text, link.href)?;
    }
    Ok(())
}

fn kind(block: &Block) -> String {
    match &block.kind {
        BlockKind::Heading(level) => format!("heading {level}"),
        BlockKind::Paragraph => "paragraph".to_owned(),
        BlockKind::Item(depth) => format!("item {depth}"),
        BlockKind::Table(table) => format!("table {}x{}", table.grid.len(), table.grid.first().map_or(0, Vec::len)),
    }
}

/// The document as JSON; private to this command.
#[derive(Serialize)]
struct Wire<'a> {
    document_sha256: &'a str,
    media: &'static str,
    charset: Option<&'a str>,
    title: Option<&'a str>,
    problems: Vec<WireProblem<'a>>,
    blocks: Vec<WireBlock<'a>>,
    links: Vec<WireLink<'a>>,
}

#[derive(Serialize)]
struct WireProblem<'a> {
    kind: &'static str,
    words: &'a str,
}

#[derive(Serialize)]
struct WireBlock<'a> {
    kind: String,
    zone: String,
    text: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rows: Vec<Vec<Option<&'a str>>>,
}

#[derive(Serialize)]
struct WireLink<'a> {
    kind: String,
    zone: String,
    text: &'a str,
    href: &'a str,
}

impl<'a> Wire<'a> {
    fn of(document: &'a Document) -> Self {
        let lower = |word: String| word.to_lowercase();
        let blocks = document
            .blocks
            .iter()
            .map(|block| {
                let rows = match &block.kind {
                    BlockKind::Table(table) => table
                        .grid
                        .iter()
                        .map(|row| row.iter().map(|cell| cell.map(|cell| block.words(&table.cells[cell]))).collect())
                        .collect(),
                    _ => Vec::new(),
                };
                WireBlock { kind: kind(block), zone: lower(format!("{:?}", block.zone)), text: &block.text, rows }
            })
            .collect();
        let links = document
            .links
            .iter()
            .map(|link| WireLink {
                kind: lower(format!("{:?}", link.kind)),
                zone: lower(format!("{:?}", link.zone)),
                text: &link.text,
                href: &link.href,
            })
            .collect();
        Self {
            document_sha256: &document.id.0,
            media: document.media.name(),
            charset: document.charset.as_deref(),
            title: document.title.as_deref(),
            problems: document
                .problems
                .iter()
                .map(|problem| WireProblem { kind: problem.kind.name(), words: &problem.words })
                .collect(),
            blocks,
            links,
        }
    }
}
