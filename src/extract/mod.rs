//! A document's blocks to policies: headings and tables first, then one file a field. Pure; reports, never fails.

mod fold;
mod outline;
mod slice;
mod view;
mod vocabulary;
