//! How often each rule is right: counted on the labelled pages, rule by rule.
//!
//! A value is as sure as the rule that read it. The counts are those of the labelled pages in `tests/cases` and of
//! other labelled documents of the same kind; a rule that was met seldom is trusted less, by one half of a miss
//! (Laplace's rule of succession). The pages are the ones on which the rules were written, so this is an upper bound.

/// A rule, how often it was right, how often it read something.
const COUNTED: &[(&str, u32, u32)] = &[
    ("count.claimed_total", 23, 23),
    ("count.inventory_row", 86, 86),
    ("count.label", 19, 20),
    ("count.line", 7, 7),
    ("count.nested", 113, 114),
    ("count.numbered_place", 13, 13),
    ("count.place.sites", 1, 1),
    ("count.prose.place", 16, 16),
    ("count.table.row", 600, 607),
    ("count.table.site_total", 12, 12),
    ("count.table.sites", 1, 1),
    ("count.table.total_row", 66, 66),
    ("date.line", 511, 512),
    ("date.table", 36, 36),
    ("firm.label", 6, 6),
    ("firm.list", 17, 17),
    ("firm.sentence", 10, 10),
    ("firm.table", 89, 89),
    ("hours", 167, 167),
    ("people.area_of_page", 47, 47),
    ("people.column", 470, 473),
    ("people.label", 203, 208),
    ("people.row", 936, 940),
    ("people.sentence", 59, 59),
    ("purpose.word", 654, 655),
    ("retention.bare", 1, 1),
    ("retention.table", 92, 92),
    ("retention.text", 75, 75),
];

/// How likely a value is right, in per cent, by the rule that read it; nothing for a rule that was never counted.
pub fn percent(rule: &str) -> Option<u8> {
    let counted = COUNTED.iter().filter(|(name, _, _)| rule.starts_with(name));
    let (_, right, read) = counted.max_by_key(|(name, _, _)| name.len())?;
    // (right + 1) / (read + 2), never more than 99: nothing is certain.
    u8::try_from(((right + 1) * 100 / (read + 2)).min(99)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_met_often_is_surer() {
        assert!(percent("people.row") > percent("firm.label"));
        assert_eq!(percent("never.met"), None);
        assert_eq!(percent("firm.table.period"), percent("firm.table"));
        assert!(COUNTED.iter().all(|(_, right, read)| right <= read));
    }
}
