//! Names that bodies and regions used to have, and who carries on today.

use super::cells::{Cells, RegistryError, RegistryProblem, Row};
use super::sido::Sido;
use crate::normalise::date::Date;

const COLUMNS: &[&str] = &["date", "old_name", "new_name", "relation", "source", "verified"];
const OPTIONAL: &[&str] = &["old_code", "new_code", "event", "note"];

/// How the new body follows the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// The same body under another name or code.
    Rename,
    /// The same body, raised in rank (군 to 시, 처 to 부).
    Upgrade,
    /// The old body went into the new one.
    Merge,
    /// The old body was abolished, the new one took its place.
    Replace,
    /// The same body under another province.
    Transfer,
    /// The new body is a part of the old one; the old name says nothing of which part.
    Split,
    /// A piece of the old body's area went to the new one; the old one goes on.
    Boundary,
    /// Some of the old body's work went to the new one; the old one goes on.
    Function,
    /// The new body has no forerunner.
    New,
}

impl Relation {
    /// Every relation.
    pub const ALL: [Self; 9] = [
        Self::Rename,
        Self::Upgrade,
        Self::Merge,
        Self::Replace,
        Self::Transfer,
        Self::Split,
        Self::Boundary,
        Self::Function,
        Self::New,
    ];

    /// The name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rename => "rename",
            Self::Upgrade => "upgrade",
            Self::Merge => "merge",
            Self::Replace => "replace",
            Self::Transfer => "transfer",
            Self::Split => "split",
            Self::Boundary => "boundary",
            Self::Function => "function",
            Self::New => "new",
        }
    }

    /// Whether the old name, wherever it stands, now means the new body.
    pub fn carries_on(self) -> bool {
        matches!(self, Self::Rename | Self::Upgrade | Self::Merge | Self::Replace | Self::Transfer)
    }
}

/// How well a rename is attested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verified {
    /// Read in the text of a law.
    Law,
    /// Follows from code lists or public registers.
    Listed,
    /// Reported by the press.
    Press,
    /// Recalled; the fact, the day or the name was not looked up.
    Unverified,
}

impl Verified {
    /// Every degree, the surest first.
    pub const ALL: [Self; 4] = [Self::Law, Self::Listed, Self::Press, Self::Unverified];

    /// The name in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Law => "law",
            Self::Listed => "listed",
            Self::Press => "press",
            Self::Unverified => "unverified",
        }
    }
}

/// One change of name: a row of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// First day of the new name, where it is known.
    pub date: Option<Date>,
    /// The name until then; empty for a new body.
    pub old: String,
    /// The name since.
    pub new: String,
    /// How they follow each other.
    pub relation: Relation,
    /// Where it is said.
    pub source: String,
    /// How well it is attested.
    pub verified: Verified,
}

/// Changes of names, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Renames {
    /// The rows.
    pub rows: Vec<Rename>,
}

impl Renames {
    /// Parses the text of a renames file; `file` is its name for the errors.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the file.
    pub fn parse(text: &str, file: &str) -> Result<Self, Vec<RegistryError>> {
        let cells = Cells::read(text, file, COLUMNS, OPTIONAL)?;
        let mut errors = Vec::new();
        let rows = cells.rows().filter_map(|row| rename(row, &mut errors)).collect();
        if errors.is_empty() { Ok(Self { rows }) } else { Err(errors) }
    }

    /// Today's name of a body or region that a text calls by any name.
    ///
    /// Whole names are followed from day to day (안전행정부 → 행정자치부 → 행정안전부); else the province in front
    /// gets its official name of today (전라북도 군산시 → 전북특별자치도 군산시), or the kind of office behind a
    /// short province its new one (전북지방중소기업청 → 전북지방중소벤처기업청). A name with several successors,
    /// or with none, stays as it is.
    pub fn today(&self, name: &str) -> String {
        let name = squeeze(name);
        self.successor(&name)
            .or_else(|| self.behind_province(&name))
            .or_else(|| self.office_of_province(&name))
            .unwrap_or(name)
    }

    fn behind_province(&self, name: &str) -> Option<String> {
        let (sido, rest) = Sido::leading(name)?;
        let official = match rest {
            "" => sido.name().to_owned(),
            // Written together it is one name (전라남도강진교육지원청), which did not change with the province's.
            _ if !name.ends_with(&format!(" {rest}")) => return None,
            _ => format!("{} {rest}", sido.name()),
        };
        Some(self.successor(&official).unwrap_or(official))
    }

    fn office_of_province(&self, name: &str) -> Option<String> {
        self.rows.iter().find_map(|row| {
            let province = name.strip_suffix(row.old.as_str())?;
            Sido::from_name(province)?;
            Some(format!("{province}{}", self.successor(&row.old)?))
        })
    }

    /// The end of the chain of names that begins with `name`, if there is a chain.
    pub(super) fn successor(&self, name: &str) -> Option<String> {
        let mut current = name;
        let mut since = None;
        // Days only move forward, so the chain has an end even where a name comes back.
        while let Some(next) = self.next(current, since) {
            since = Some(next.date);
            current = &next.new;
        }
        since.map(|_| current.to_owned())
    }

    fn next(&self, name: &str, since: Option<Option<Date>>) -> Option<&Rename> {
        let follows = |row: &&Rename| {
            row.old == name
                && row.new != name
                && row.relation.carries_on()
                && since.is_none_or(|since| row.date > since)
        };
        let first = self.rows.iter().filter(follows).min_by_key(|row| row.date)?;
        // Two successors on one day: nobody can say which is meant.
        let single = self.rows.iter().filter(follows).all(|row| row.date != first.date || row.new == first.new);
        // A name taken up again later (행정안전부, 부천시 원미구) is a name of today.
        let back = self.rows.iter().any(|row| row.new == name && row.date > first.date);
        (single && !back).then_some(first)
    }
}

/// Blanks within a name, made single.
fn squeeze(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn rename(row: Row<'_>, errors: &mut Vec<RegistryError>) -> Option<Rename> {
    let before = errors.len();
    let relation = row.word("relation", &Relation::ALL, Relation::name, errors);
    let verified = row.word("verified", &Verified::ALL, Verified::name, errors);
    for column in ["relation", "verified", "new_name", "source"] {
        row.needed(column, errors);
    }
    let old = row.get("old_name").map(squeeze);
    if old.is_none() && relation != Some(Relation::New) {
        errors.push(row.error("old_name", RegistryProblem::Empty("old_name")));
    }
    let rename = Rename {
        date: date(row, errors),
        old: old.unwrap_or_default(),
        new: row.get("new_name").map(squeeze).unwrap_or_default(),
        relation: relation?,
        source: row.text("source").unwrap_or_default(),
        verified: verified?,
    };
    (errors.len() == before).then_some(rename)
}

fn date(row: Row<'_>, errors: &mut Vec<RegistryError>) -> Option<Date> {
    let value = row.get("date")?;
    let mut parts = value.split('-');
    let parsed = (|| {
        let year = parts.next()?.parse().ok()?;
        let month = parts.next()?.parse().ok()?;
        let day = parts.next().map(|day| day.parse().ok());
        let date = Date::new(year, month, day.map_or(Some(None), |day| day.map(Some))?)?;
        parts.next().is_none().then_some(date)
    })();
    if parsed.is_none() {
        let problem = RegistryProblem::BadDate { value: value.to_owned(), expected: "YYYY-MM-DD or YYYY-MM" };
        errors.push(row.error("date", problem));
    }
    parsed
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "date,old_name,new_name,relation,source,verified
2013-03-23,행정안전부,안전행정부,rename,-,law
2014-11-19,안전행정부,행정자치부,rename,-,law
2017-07-26,행정자치부,행정안전부,rename,-,law
2016-07-04,경기도 부천시 원미구,경기도 부천시,merge,-,listed
2024-01-01,경기도 부천시,경기도 부천시 원미구,split,-,listed
2018-07-01,인천광역시 남구,인천광역시 미추홀구,rename,-,law
2023-07-01,경상북도 군위군,대구광역시 군위군,transfer,-,law
,지방중소기업청,지방중소벤처기업청,rename,-,unverified
2026-01-02,기획재정부,재정경제부,split,-,press
2026-01-02,기획재정부,기획예산처,split,-,press
2026-10-02,검찰청,공소청,replace,-,press
2026-10-02,검찰청,중대범죄수사청,replace,-,press
2024-05-27,,우주항공청,new,-,unverified
";

    #[test]
    fn old_names_lead_to_today() {
        let renames = Renames::parse(FILE, "r.csv").expect("good");
        let cases = [
            ("안전행정부", "행정안전부"),
            ("행정자치부", "행정안전부"),
            ("행정안전부", "행정안전부"),
            ("경기도 부천시 원미구", "경기도 부천시 원미구"),
            ("인천광역시 남구", "인천광역시 미추홀구"),
            ("인천시 남구", "인천광역시 미추홀구"),
            ("대구광역시 남구", "대구광역시 남구"),
            ("경북 군위군", "대구광역시 군위군"),
            ("전라북도  군산시", "전북특별자치도 군산시"),
            ("전라남도강진교육지원청", "전라남도강진교육지원청"),
            ("전라남도", "전남광주통합특별시"),
            ("경기도 광주시", "경기도 광주시"),
            ("전북지방중소기업청", "전북지방중소벤처기업청"),
            ("기획재정부", "기획재정부"),
            ("검찰청", "검찰청"),
            ("강원랜드", "강원랜드"),
        ];
        for (name, expected) in cases {
            assert_eq!(renames.today(name), expected, "{name}");
        }
    }

    #[test]
    fn errors_say_where() {
        let head = "date,old_name,new_name,relation,source,verified\n";
        let cases = [
            ("2023-13,가,나,rename,-,law", "2:1: bad date `2023-13`"),
            ("2023-01,가,나,renamed,-,law", "2:13: unknown relation `renamed`"),
            ("2023-01,,나,rename,-,law", "2:9: `old_name` is empty"),
            ("2023-01,가,나,rename,,law", "2:20: `source` is empty"),
        ];
        for (row, expected) in cases {
            let errors = Renames::parse(&format!("{head}{row}"), "r.csv").expect_err(row);
            let message = errors[0].to_string();
            assert!(message.starts_with(&format!("r.csv:{expected}")), "{message}");
        }
    }
}
