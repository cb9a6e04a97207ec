//! Ready-made questions: SQL in files of their own, which DuckDB answers as well.

/// A question with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// What it is called by.
    pub name: &'static str,
    /// The file: the question in Korean and in English, each behind `-- `, then SQL.
    text: &'static str,
}

impl Named {
    /// What it asks, in Korean.
    pub fn korean(&self) -> &'static str {
        self.line(0)
    }

    /// What it asks, in English.
    pub fn english(&self) -> &'static str {
        self.line(1)
    }

    /// The SQL, with the two lines before it.
    pub fn sql(&self) -> &'static str {
        self.text
    }

    fn line(&self, number: usize) -> &'static str {
        self.text.lines().nth(number).and_then(|line| line.strip_prefix("-- ")).unwrap_or_default()
    }
}

macro_rules! named {
    ($($name:ident)*) => {
        /// Every ready-made question.
        pub const NAMED: &[Named] = &[$(Named {
            name: stringify!($name),
            text: include_str!(concat!("questions/", stringify!($name), ".sql")),
        },)*];
    };
}

named! {
    retention_over_30_days
    cameras_by_province
    cameras_per_1000_residents
    states_of_totals
    conflicting_totals
    purposes
    contractors_by_reach
    contracts_ended
    missing_items
    missing_items_by_item
    former_term
    oldest_policies
    institutions_without_policy
    findings_by_rule
    worklist
    licences
    least_certain
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_question_says_what_it_asks_and_every_file_is_one() {
        for question in NAMED {
            assert!(!question.korean().is_empty() && !question.english().is_empty(), "{}", question.name);
            assert!(question.korean().chars().any(|letter| ('가'..='힣').contains(&letter)), "{}", question.name);
            // Without an order the same tables could give the same rows in another one.
            assert!(question.sql().contains("ORDER BY"), "{}", question.name);
        }
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/query/questions");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path().file_stem().expect("a name").to_string_lossy().into_owned())
            .collect();
        assert_eq!(files, NAMED.iter().map(|question| question.name.to_owned()).collect());
    }
}
