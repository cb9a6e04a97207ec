//! Which policy of the newer crawl is which of the older: by what is surest first.

use super::{Crawl, Record, volatile};

/// Policies of two crawls, matched.
pub(super) struct Pairs<'a> {
    /// Older and newer.
    pub(super) both: Vec<(&'a Record, &'a Record)>,
    /// Without a partner in the newer crawl.
    pub(super) only_old: Vec<&'a Record>,
    /// Without a partner in the older crawl.
    pub(super) only_new: Vec<&'a Record>,
}

/// Matches policies: the same place on the same page, the same bytes elsewhere, the one of its title elsewhere.
pub(super) fn pair<'a>(old: &'a Crawl, new: &'a Crawl) -> Pairs<'a> {
    let mut pairs =
        Pairs { both: Vec::new(), only_old: old.policies.iter().collect(), only_new: new.policies.iter().collect() };
    // Of several policies on one page facility and title tell more than the order, which shifts when one comes before.
    pairs.take(|before, after| {
        same_page(before, after)
            && before.institution == after.institution
            && named(before) == named(after)
            && before.ordinal == after.ordinal
    });
    pairs.take_alone(|before, after| {
        same_page(before, after) && before.institution == after.institution && named(before) == named(after)
    });
    pairs.take(|before, after| {
        same_page(before, after) && before.institution == after.institution && before.ordinal == after.ordinal
    });
    // The page of an institution that goes by another name or key now.
    pairs.take(|before, after| same_page(before, after) && before.ordinal == after.ordinal);
    pairs.take(|before, after| before.document == after.document && before.ordinal == after.ordinal);
    pairs.take_alone(|before, after| {
        before.institution == after.institution && named(before) == named(after) && before.status == after.status
    });
    pairs
}

fn same_page(before: &Record, after: &Record) -> bool {
    volatile::url(&before.source) == volatile::url(&after.source)
}

/// What a policy calls itself.
fn named(record: &Record) -> (Option<&str>, Option<String>) {
    (record.value("facility"), record.title.as_deref().map(volatile::text))
}

impl<'a> Pairs<'a> {
    /// Joins every two that fit, the first of several.
    fn take(&mut self, fit: impl Fn(&Record, &Record) -> bool) {
        let mut left = Vec::new();
        for after in std::mem::take(&mut self.only_new) {
            match self.only_old.iter().position(|before| fit(before, after)) {
                Some(index) => self.both.push((self.only_old.remove(index), after)),
                None => left.push(after),
            }
        }
        self.only_new = left;
    }

    /// Joins two that fit when no third does.
    fn take_alone(&mut self, fit: impl Fn(&Record, &Record) -> bool) {
        let alone: Vec<(&'a Record, &'a Record)> = self
            .only_new
            .iter()
            .filter_map(|after| {
                let mut before = self.only_old.iter().filter(|before| fit(before, after));
                let one = before.next().filter(|_| before.next().is_none())?;
                (self.only_new.iter().filter(|other| fit(one, other)).count() == 1).then_some((*one, *after))
            })
            .collect();
        self.only_old.retain(|record| !alone.iter().any(|(before, _)| std::ptr::eq(*before, *record)));
        self.only_new.retain(|record| !alone.iter().any(|(_, after)| std::ptr::eq(*after, *record)));
        self.both.extend(alone);
    }
}
