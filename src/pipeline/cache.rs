//! Documents as they are read, the last attachments kept: each is wanted twice, as a document of its own and by the page
//! that points to it, and the two stand near each other in a crawl.

use super::Input;
use crate::document::Document;
use crate::model::policy::Media;
use crate::sandbox::Reader;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// Most bytes of text that are kept, over all documents.
const MAX_KEPT: usize = 64 << 20;

/// A document that was read, with the size of its bytes.
#[derive(Debug, Clone)]
pub(super) struct Shelved {
    pub(super) bytes: u64,
    pub(super) document: Document,
}

/// Reads the documents of an input.
#[derive(Debug)]
pub(super) struct DocumentCache<'a> {
    input: &'a Input,
    reader: &'a Reader,
    /// Most bytes of text that are kept.
    room: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    documents: BTreeMap<usize, Arc<Shelved>>,
    /// From the one kept longest.
    order: VecDeque<usize>,
    bytes: usize,
}

impl<'a> DocumentCache<'a> {
    /// An empty shelf for the documents of an input.
    pub(super) fn new(input: &'a Input, reader: &'a Reader) -> Self {
        Self { input, reader, room: MAX_KEPT, kept: Mutex::default() }
    }

    /// The document of a source, read unless it stands here.
    pub(super) fn document(&self, index: usize) -> anyhow::Result<Arc<Shelved>> {
        if let Some(found) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).documents.get(&index) {
            return Ok(Arc::clone(found));
        }
        let (bytes, hint) = self.input.sources[index].content()?;
        let document = self.reader.read(&bytes, &hint);
        let shelved = Arc::new(Shelved { bytes: bytes.len() as u64, document });
        // Pages are read by everybody once, and quickly.
        if !matches!(shelved.document.media, Media::Html | Media::Text) {
            self.keep(index, &shelved);
        }
        Ok(shelved)
    }

    fn keep(&self, index: usize, shelved: &Arc<Shelved>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.documents.insert(index, Arc::clone(shelved)).is_none() {
            kept.order.push_back(index);
            kept.bytes += weight(&shelved.document);
        }
        while kept.bytes > self.room
            && let Some(oldest) = kept.order.pop_front()
            && let Some(gone) = kept.documents.remove(&oldest)
        {
            kept.bytes -= weight(&gone.document);
        }
    }
}

/// Bytes of text of a document; its cells hold theirs again.
fn weight(document: &Document) -> usize {
    document.blocks.iter().map(|block| 2 * block.text.len() + 64).sum()
}

#[cfg(test)]
mod tests {
    use super::super::{Place, Source};
    use super::*;
    use crate::dataset::CrawlInfo;
    use crate::document::decode::Hint;
    use crate::extract::RULES_VERSION;
    use crate::normalise::date::Date;
    use crate::sandbox::Limits;

    fn input(documents: &[(&str, Vec<u8>)]) -> Input {
        let sources = documents.iter().map(|(name, bytes)| Source {
            name: (*name).to_owned(),
            url: None,
            institution: None,
            at: None,
            place: Place::Bytes(bytes.clone(), Hint { content_type: None, name: Some((*name).to_owned()) }),
        });
        let date = Date { year: 2026, month: 1, day: Some(1) };
        Input {
            crawl: CrawlInfo { id: "files".to_owned(), date, rules: RULES_VERSION.to_owned() },
            crawled: None,
            institutions: Vec::new(),
            attempts: Vec::new(),
            sources: sources.collect(),
            addresses: BTreeMap::new(),
            unfinished: Vec::new(),
        }
    }

    #[test]
    fn attachments_are_read_once_and_the_oldest_make_room() {
        let rows = |marker: &str| format!("{marker},{}\n", "가".repeat(100)).into_bytes();
        let input = input(&[("a.csv", rows("1")), ("b.csv", rows("2")), ("page.html", b"<p>1</p>".to_vec())]);
        let reader = Reader::new("no/such/program".into(), Limits::default());
        let shelf = DocumentCache { room: 1_000, ..DocumentCache::new(&input, &reader) };
        let first = shelf.document(0).unwrap();
        assert_eq!(first.bytes, 303);
        assert!(Arc::ptr_eq(&first, &shelf.document(0).unwrap()));
        // Both together are more than is kept.
        shelf.document(1).unwrap();
        assert!(!Arc::ptr_eq(&first, &shelf.document(0).unwrap()));
        let page = shelf.document(2).unwrap();
        assert!(!Arc::ptr_eq(&page, &shelf.document(2).unwrap()));
    }
}
