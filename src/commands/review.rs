//! `bangchim review`: the least certain values first, each beside its quote.

use super::ExitStatus;
use crate::dataset::{Dataset, QuoteRow};
use crate::model::institution::placed;
use crate::model::policy::confidence;
use std::io::Write;
use std::path::PathBuf;

/// What `review` needs.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data folder, or the folder of one crawl's tables.
    pub data: PathBuf,
    /// How many values are shown.
    pub limit: usize,
}

/// Prints the values of the newest crawl that are most likely wrong.
///
/// # Errors
/// There are no tables, or they cannot be read.
pub fn run(settings: &Settings, out: &mut dyn Write) -> anyhow::Result<ExitStatus> {
    let dataset = Dataset::open(&settings.data)?;
    let sources = dataset.sources()?;
    let mut rows: Vec<(u8, QuoteRow)> = dataset
        .quotes()?
        .into_iter()
        // Names of places, headings and titles are text as written; nobody counts with them.
        .filter(|row| !row.field.ends_with(".place") && !row.field.ends_with(".task"))
        // What was corrected is no longer to be looked at.
        .filter(|row| !row.field.starts_with("corrections["))
        .filter_map(|row| Some((confidence::percent(&row.rule)?, row)))
        .collect();
    let all = rows.len();
    rows.sort_by(|left, right| left.0.cmp(&right.0).then_with(|| left.1.policy_id.cmp(&right.1.policy_id)));
    writeln!(out, "신뢰도가 낮은 값부터 (least certain first), {} of {all}\n", rows.len().min(settings.limit))?;
    for (percent, row) in rows.iter().take(settings.limit) {
        let (name, source) = sources.get(&row.policy_id).map_or_else(Default::default, |known| {
            let id = if known.id.is_empty() { String::new() } else { format!(" ({})", known.id) };
            (format!("{}{id}", placed(&known.name, Some(&known.sido))), known.source.as_str())
        });
        let quote = row.quote.split_whitespace().collect::<Vec<_>>().join(" ");
        writeln!(out, "{percent:>3}%  {}  {name}  {}", row.policy_id, row.field)?;
        writeln!(out, "       “{quote}”  ({})", row.rule)?;
        writeln!(out, "       {source}")?;
    }
    // Among values of one confidence nothing says which comes first: how many more there are is said.
    let last = rows.get(settings.limit.wrapping_sub(1)).map(|(percent, _)| *percent);
    if let Some(last) = last {
        let more = rows[settings.limit..].iter().filter(|(percent, _)| *percent == last).count();
        if more > 0 {
            writeln!(
                out,
                "\n신뢰도가 같은 값 {more}개 더 있음 ({more} more at {last} %; --limit {})",
                settings.limit + more
            )?;
        }
    }
    writeln!(
        out,
        "\n틀린 값은 corrections.csv에 policy_id,field,value,reason 으로 적고 extract를 다시 실행하십시오.\n\
         Write what is wrong into corrections.csv (policy_id,field,value,reason) in the data folder and extract again."
    )?;
    out.flush()?;
    Ok(ExitStatus::Finished)
}
