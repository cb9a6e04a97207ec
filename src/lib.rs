//! `bangchim` (방침, policy) crawls the CCTV operation policies that Korean public bodies must publish
//! (개인정보 보호법 제25조제7항), reads what they say, and turns it into tables that can be checked value by value.
//!
//! # Bird's eye
//!
//! One straight line with three resting places on disk. Everything between two of them can run again alone.
//!
//! ```text
//! crawl    seeds ─► frontier ─► fetch ─► archive ══► data/archive     (WARC and crawl.sqlite)
//!                      ▲                    │
//!                      └──── discover ◄─────┘          links of pages already fetched become offers
//! extract  archive or files ─► decode ─► document ─► extract ─► policy ─► audit ─► table ══► data/dataset/crawl=<id>/*.parquet
//! stats    *.parquet ─► stats ─► report ══► standard output          (text, CSV, JSON)
//! report   *.parquet and archive ─► stats ─► report ══► data/report  (static pages)
//! ```
//!
//! `crawl` never interprets a policy; it looks for links and for the shape of a policy page. `extract` never touches the
//! network. After a change of rules the whole archive is read again, and a difference comes from the rules, not from the
//! world.
//!
//! # Code map, in reading order
//!
//! * [`model::policy`] what a policy says: a [`Stated`](policy::Stated) value cannot be made without the words that state it, and
//!   what is not said is a [`State`](policy::State), never a zero. [`model::institution`] whose it is, the registry and the
//!   renames. [`normalise`] one small closed type a file: counts, dates, telephones, periods, firms, and what belongs to
//!   persons. [`model::licence`] under what terms a page may be used. [`model::policy::confidence`] how often each rule is right, [`pipeline::corrections`]
//!   what a person has overruled. [`model::attempt`], [`model::http`] and [`model::url`] are the words between crawl and archive,
//!   [`model::search_result`] says how a search ended; [`analysis::crosscheck::standard_data`] what others count: standard data, districts, national totals.
//! * [`crawl::frontier`] the queue of a crawl as a pure value: offer, next, finish; retry is re-offering. [`document::decode`] bytes to text,
//!   and who decided how. [`document`] every format becomes the same list of blocks and knows nothing of CCTV.
//!   [`crawl::discover`] which links may lead to a policy. [`mod@extract`] blocks to policies; knows nothing of formats.
//!   [`audit`] policies to findings: rules as data, each with law, article, dates and words.
//! * [`crawl::fetch`] robots.txt, intervals, one request. [`archive`] WARC files and the ledger, synced before they are believed.
//!   [`dataset`] the one schema, and the only door to Parquet, with what describes the tables to others. [`analysis::stats`] lazy
//!   frames over it, [`analysis::changes`] what differs between two crawls, [`mod@export`] tables for others, whole or as a public
//!   release, [`dataset::query`] SQL over them. [`report`] statistics, findings, policies and answers as text, CSV, JSON
//!   and static pages.
//!   [`progress`] what stderr shows.
//! * [`sandbox`] reads documents in child processes under limits of memory and time.
//! * [`commands`] one file a verb: joins the pure parts to disk and network. [`cli`] the only place that knows flags.
//!
//! # What must never be
//!
//! Tests read the sources and hold these (`tests/it/layers.rs`):
//!
//! * The layers above use only what stands before them; those who think (second line) and those who act (third) do not
//!   know each other.
//! * Words and thought do no I/O, read no clock, wait for nothing. So they cannot fail; they report problems.
//! * Each heavy library has one door: reqwest in `fetch`, polars in what reads `table`, scraper in `document`, SQLite in
//!   `archive`, maud in `report`, indicatif in `progress`, clap in `cli`.
//! * Only `archive` writes below `archive/`, only `table` makes Parquet; both write aside and rename. What leaves in a
//!   public release is decided in one place, `export/columns`, for every column there is.
//! * No core type is serialised as it is: every shape on the wire is private to who writes it.
//! * No unsafe code, nothing left to do, no test switched off, no test that talks to any host but loopback.
//!
//! And by what they measure: no field of any labelled document may fall below its floor of precision and recall, and
//! every quote is verbatim (`tests/it/accuracy.rs`); the same archive gives the same bytes (`tests/it/end_to_end.rs`).
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod normalise;

pub mod audit;
pub mod document;
pub mod extract;

pub mod archive;
pub mod dataset;
pub mod export;
pub mod progress;
pub mod report;
pub mod sandbox;

pub mod commands;

pub mod analysis;
pub mod cli;
pub mod crawl;
pub mod demo;
pub mod model;
pub mod pipeline;
