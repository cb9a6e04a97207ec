//! How often each rule is right: counted on the labelled pages, rule by rule.
//!
//! A value is as sure as the rule that read it. The counts are those of the labelled pages in `tests/cases` and of
//! other labelled documents of the same kind; a rule that was met seldom is trusted less, by one half of a miss
//! (Laplace's rule of succession). The accuracy test holds that no rule claims more than it keeps.

/// A rule, how often it was right, how often it read something.
const COUNTED: &[(&str, u32, u32)] = &[
    ("count.claimed_total", 20, 20),
    ("count.inventory_row", 71, 71),
    ("count.label", 17, 17),
    ("count.line", 7, 7),
    ("count.nested", 97, 98),
    ("count.numbered_place", 13, 13),
    ("count.place.sites", 1, 1),
    ("count.prose.place", 16, 16),
    ("count.table.row", 469, 476),
    ("count.table.site_total", 10, 10),
    ("count.table.sites", 1, 1),
    ("count.table.total_row", 50, 50),
    ("date.line", 419, 420),
    ("date.table", 32, 32),
    ("firm.label", 6, 6),
    ("firm.list", 17, 17),
    ("firm.sentence", 10, 10),
    ("firm.table", 81, 81),
    ("hours", 130, 130),
    ("people.column", 414, 417),
    ("people.label", 191, 194),
    ("people.row", 701, 705),
    ("people.sentence", 51, 51),
    ("purpose.word", 507, 507),
    ("retention.bare", 1, 1),
    ("retention.table", 64, 64),
    ("retention.text", 66, 66),
    ("term", 140, 140),
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
