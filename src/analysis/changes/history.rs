//! The versions of a policy over several crawls.

use crate::analysis::changes::Record;

/// A version of a policy and the days of the crawls that saw it.
pub(crate) struct Version {
    pub(crate) record: Record,
    pub(crate) first: String,
    pub(crate) last: String,
}
