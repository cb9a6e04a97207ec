//! `CITATION.cff`: how to cite a data set, in the Citation File Format 1.2.0.

use super::{About, description, licence, title};
use crate::dataset::{SCHEMA_VERSION, TOOL_VERSION};

pub(super) fn render(about: &About<'_>) -> String {
    let crawl = about.crawl;
    let licence = licence(about.audience).map_or_else(String::new, |(name, _)| format!("license: {name}\n"));
    format!(
        "cff-version: 1.2.0\n\
         type: dataset\n\
         message: >-\n  Cite the data set with the id of its crawl, and beside a figure the page that states it (column source).\n\
         title: >-\n  {}\n\
         authors:\n  - name: bangchim\n\
         version: {}\n\
         date-released: '{}'\n\
         {licence}\
         abstract: >-\n  {}\n  \
         Schema version {SCHEMA_VERSION}, rules version {}, bangchim {TOOL_VERSION}.\n\
         keywords:\n  - CCTV\n  - 영상정보처리기기\n  - surveillance\n  - South Korea\n",
        title(about),
        quoted(&crawl.id),
        crawl.date,
        description(about.audience),
        crawl.rules,
    )
}

/// A YAML string in single quotes: ids of crawls may look like numbers and dates.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
