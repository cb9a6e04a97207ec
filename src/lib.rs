//! `bangchim` (방침, policy) crawls the CCTV operation policies that Korean public bodies must publish
//! (개인정보 보호법 제25조제7항), reads what they say, and turns it into tables that can be checked value by value.
//!
//! # Data flow
//!
//! Three steps, each of which can run again alone, because each writes its result to disk.
//!
//! ```text
//! crawl    seeds ─► frontier ─► fetch ─► archive ══► data/archive     (WARC and crawl.sqlite)
//!                      ▲                    │
//!                      └──── discover ◄─────┘          links of pages already fetched become offers
//! extract  archive or files ─► document ─► extract ─► audit ─► dataset ══► data/dataset/crawl=<id>/*.parquet
//! stats    *.parquet ─► analysis ─► report ══► standard output          (text, CSV, JSON)
//! report   *.parquet and archive ─► analysis ─► report ══► data/report  (static pages)
//! ```
//!
//! `crawl` never interprets a policy; it looks for links and for the shape of a policy page. `extract` never touches the
//! network. After a change of rules the whole archive is read again, and a difference comes from the rules, not from the
//! world.
//!
//! # Code map, in reading order
//!
//! * [`normalise`] One closed type a file: counts, dates, telephones, periods, companies, and what belongs to persons.
//! * [`model`] The words that all parts share. [`model::policy`] is what a policy says: a
//!   [`Stated`](model::policy::Stated) value cannot be made without the words that state it, and what is not said is a
//!   [`State`](model::policy::State), never a zero. [`model::institution`] is the registry, the renames and the tile grid;
//!   `attempt`, `url`, `http`, `time` are requests and their outcomes; `search_result` is how a search ended.
//! * [`document`] Bytes become text (`document/decode`), and every format becomes the same list of blocks: a folder or
//!   file a format (`html`, `pdf`, `hwp`, `docx`, `workbook`, `csv`). It knows nothing of CCTV. [`sandbox`] runs it in
//!   child processes under limits of memory and time.
//! * [`mod@extract`] Blocks become policies: a file or folder a field, named as the columns of the tables are (`cameras`,
//!   `retention`, `managers`, `contractors`, `purposes`, `dates`, `institution`, `sections`).
//! * [`audit`] Policies become findings: rules as data, each with law, article, dates and words, by subject in
//!   `audit/rules`.
//! * [`crawl`] Seeds become an archive: `crawler` is the loop, [`crawl::frontier`] the queue as a pure value,
//!   [`crawl::fetch`] one polite request, [`crawl::discover`] which links may lead to a policy. [`archive`] holds WARC
//!   files and the ledger, synced before they are believed.
//! * [`pipeline`] Joins the steps from documents to policies and findings, with attachments and corrections.
//! * [`dataset`] The one schema and the only door to Parquet, with what describes the tables to others;
//!   [`dataset::query`] is SQL over them. [`analysis`] computes statistics, changes between crawls and comparisons.
//! * [`report`] Renders text, CSV, JSON and static pages, and computes nothing. [`mod@export`] writes tables for others,
//!   whole or as a public release. [`demo`] serves the sample sites. [`progress`] is what stderr shows.
//! * [`commands`] One file a verb, thin. [`cli`] is the only place that knows flags.
//!
//! # Where is …?
//!
//! | question | file |
//! |---|---|
//! | the pause between two requests to a host | `crawl/fetch/rate_limit`; its default, `cli/arguments` |
//! | which host is asked next | `crawl/frontier/host_queues` |
//! | what makes a page look like a policy to the crawler | `crawl/discover/policy_signals`, its words in `crawl/discover/vocabulary` |
//! | where a policy begins and ends within a document | `extract/scope` |
//! | how a total row of a table of cameras is known | by its label `extract/cameras/totals`, without one `extract/cameras/counted` |
//! | an audit rule by its number | in `audit/rules`: `missing_items` CP-101 to CP-107; `incomplete_items` CP-108 to CP-111; `outdated_terms` CP-201 to CP-206; `citations` CP-207 to CP-211; `former_names` CP-212, CP-213; `dates` CP-214, CP-301; `practice` CP-302, CP-305, CP-306, CP-401, CP-402; `retention` CP-303, CP-304, CP-308; `purposes` CP-307; `access` CP-309, CP-310; `contradictions` CP-403; `people` CP-404 |
//! | the columns of `managers` and of every other table | `dataset/schema` |
//! | how a manager is read from a document | `extract/managers` |
//! | the colours of the map | `report/html/assets/report.css`, again for SVG files in `report/html/map`; which square has which, `report/html/scale` |
//! | what leaves in a public release | `export/columns` |
//! | what robots.txt allows | `crawl/fetch/robots` |
//! | a Korean word that a heading or column is known by | `extract/vocabulary` |
//!
//! # Invariants
//!
//! Tests read the sources and hold these (`tests/it/layers.rs`):
//!
//! * Modules use only what is below them: normalise, model, then documents and stores, then engines, then what joins
//!   them, then commands, then cli. No two files import each other. Crawl and extract do not know each other, nor do
//!   report and archive, nor pipeline and report.
//! * `normalise`, `model`, `document`, `extract`, `audit`, `crawl/frontier` and `crawl/discover` do no I/O, read no clock,
//!   wait for nothing. So they cannot fail; they report problems.
//! * Verbs do not call verbs, and no engine is in `commands`.
//! * Each heavy library has one door: reqwest in `crawl/fetch`, polars in `dataset`, `analysis` and `export`, scraper in
//!   `document`, SQLite in `archive`, maud in `report`, indicatif in `progress`, clap in `cli`.
//! * Only `archive` writes below `archive/`, only `dataset` makes Parquet; both write aside and rename. What leaves in a
//!   public release is decided in one place, `export/columns`, for every column there is.
//! * No core type is serialised as it is: every shape on the wire is private to who writes it.
//! * No unsafe code, nothing left to do, no test switched off, no test that talks to any host but loopback.
//!
//! And by what they measure: no field of any labelled document may fall below its floor of precision and recall, and
//! every quote is verbatim (`tests/it/accuracy.rs`); the same archive gives the same bytes (`tests/it/end_to_end.rs`).
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod model;
pub mod normalise;

pub mod audit;
pub mod document;
pub mod extract;
pub mod sandbox;

pub mod archive;
pub mod crawl;

pub mod analysis;
pub mod dataset;
pub mod pipeline;

pub mod demo;
pub mod export;
pub mod progress;
pub mod report;

pub mod commands;

pub mod cli;
