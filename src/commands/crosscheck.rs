//! `bangchim crosscheck`: cameras that others count beside those that policies state: the national standard data body by
//! body, and the national totals year by year.

use super::{ExitStatus, Format};
use crate::analysis::changes;
use crate::analysis::crosscheck::standard_data::{self, OperatorTotal};
use crate::analysis::crosscheck::{lines, years};
use crate::dataset::Dataset;
use crate::document::decode::{self, Hint, Kind};
use crate::document::{BlockKind, Document};
use crate::model::institution::Sido;
use crate::model::policy::Media;
use crate::report::crosscheck::{object, print, print_years, year};
use crate::sandbox::Reader;
use anyhow::Context;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};

/// What `crosscheck` is asked to do.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A CSV or workbook of 전국CCTV표준데이터, or of districts with their totals; without one only national totals are compared.
    pub file: Option<PathBuf>,
    /// Data folder, or the folder of one crawl's tables; without one only the file is summed.
    pub data: Option<PathBuf>,
    /// The province of bodies that the file names without it.
    pub sido: Option<Sido>,
    /// Output format.
    pub format: Format,
}

/// Sums the file by body and prints it beside the policies' totals; then the policies' sums beside national totals.
///
/// # Errors
/// Neither file nor data, a file that cannot be summed, tables that cannot be read, or output that cannot be written.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    anyhow::ensure!(
        settings.file.is_some() || settings.data.is_some(),
        "name a CSV or XLSX to sum, or a data folder with --data to compare with national totals"
    );
    let crawl = match &settings.data {
        Some(data) => {
            let dataset = Dataset::open(data)?;
            Some((dataset.crawl()?.date, changes::load(&dataset)?))
        }
        None => None,
    };
    let mut bodies = Vec::new();
    let mut charset = String::new();
    if let Some(file) = &settings.file {
        (bodies, charset) = summed(file)?;
    }
    let lines = lines(&bodies, settings.sido, crawl.as_ref().map(|(_, crawl)| crawl))?;
    let years = match &crawl {
        Some((day, crawl)) => Some(years(*day, crawl).context("seeds/national_totals.csv")?),
        None => None,
    };
    match settings.format {
        Format::Json => {
            let list: Vec<_> = lines.values().map(object).collect();
            let years: Vec<_> = years.iter().flatten().map(year).collect();
            let whole = json!({ "bodies": list, "years": years });
            writeln!(out, "{}", serde_json::to_string_pretty(&whole)?)?;
        }
        Format::Text => {
            if settings.file.is_some() {
                print(&lines, &charset, out)?;
            }
            if let Some(years) = &years {
                print_years(years, out)?;
            }
        }
    }
    out.flush()?;
    Ok(ExitStatus::Finished)
}

/// The sums of a file by body, and the charset it was in.
fn summed(file: &Path) -> anyhow::Result<(Vec<OperatorTotal>, String)> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let unsummed = || format!("cannot sum {}", file.display());
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned());
    if let Kind::Known(Media::Xlsx | Media::Xls) =
        decode::kind(&bytes, &Hint { content_type: None, name: name.clone() })
    {
        let sheets = Reader::of_this_program()
            .context("cannot find this program to start a reader")?
            .read(&bytes, &Hint { content_type: None, name });
        return Ok((standard_data::sum(&rows(&sheets)).with_context(unsummed)?, "xlsx".to_owned()));
    }
    let text = decode::text(&bytes, &Hint { content_type: None, name: Some("data.csv".into()) });
    let bodies = standard_data::parse(&text.text).with_context(unsummed)?;
    Ok((bodies, text.charset))
}

/// The rows of the longest sheet of a workbook.
fn rows(workbook: &Document) -> Vec<Vec<String>> {
    let tables = workbook.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Table(table) => Some((block, table)),
        _ => None,
    });
    let Some((block, table)) = tables.max_by_key(|(_, table)| table.grid.len()) else { return Vec::new() };
    let text = |place: &Option<usize>| place.map_or(String::new(), |cell| block.words(&table.cells[cell]).to_owned());
    table.grid.iter().map(|row| row.iter().map(text).collect()).collect()
}
