//! A seeds file parsed into institutions.

use super::cells::{Cells, RegistryError, RegistryProblem, Row};
use super::{Confidence, Institution, InstitutionId, InstitutionKind, Sido};
use std::collections::BTreeMap;
use url::Url;

/// Columns that every seeds file has; cells of `sido` and `homepage` may be empty.
const REQUIRED: &[&str] = &["id", "name", "kind", "sido", "homepage"];

/// Columns that a seeds file may leave out.
const OPTIONAL: &[&str] = &[
    "name_en",
    "sigungu_code",
    "parent_id",
    "org_code",
    "homepage_source",
    "homepage_confidence",
    "policy_urls",
    "policy_url_source",
    "population",
    "population_year",
    "population_source",
    "former",
    "note",
];

/// Every institution of a seeds file, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Registry {
    /// The institutions.
    pub institutions: Vec<Institution>,
}

impl Registry {
    /// Parses the text of a seeds file; `file` is its name for the errors.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the file: nothing is skipped, so a registry is whole or not there.
    pub fn parse(text: &str, file: &str) -> Result<Self, Vec<RegistryError>> {
        let cells = Cells::read(text, file, REQUIRED, OPTIONAL)?;
        let mut errors = Vec::new();
        let mut lines = BTreeMap::new();
        let mut institutions = Vec::new();
        for row in cells.rows() {
            let id = row.needed("id", &mut errors).to_owned();
            if !id.is_empty()
                && let Some(line) = lines.insert(id.clone(), row.line())
            {
                errors.push(row.error("id", RegistryProblem::DuplicateId { id, line }));
                continue;
            }
            institutions.extend(institution(row, id, &mut errors));
        }
        if errors.is_empty() { Ok(Self { institutions }) } else { Err(errors) }
    }

    /// The institution with a key.
    pub fn get(&self, id: &InstitutionId) -> Option<&Institution> {
        self.institutions.iter().find(|institution| institution.id == *id)
    }
}

fn institution(row: Row<'_>, id: String, errors: &mut Vec<RegistryError>) -> Option<Institution> {
    let before = errors.len();
    let name = row.needed("name", errors).to_owned();
    row.needed("kind", errors);
    let kind = row.word("kind", InstitutionKind::ALL, InstitutionKind::name, errors);
    let institution = Institution {
        id: InstitutionId(id),
        name,
        name_en: row.text("name_en"),
        kind: kind?,
        sido: row.word("sido", &Sido::ALL, Sido::name, errors),
        sigungu_code: code(row, errors),
        parent_id: row.text("parent_id").map(InstitutionId),
        org_code: row.text("org_code"),
        homepage: urls(row, "homepage", errors).pop(),
        homepage_source: row.text("homepage_source"),
        homepage_confidence: row.word("homepage_confidence", &Confidence::ALL, Confidence::name, errors),
        policy_urls: urls(row, "policy_urls", errors),
        policy_url_source: row.text("policy_url_source"),
        population: number(row, "population", errors),
        population_year: month(row, "population_year", errors),
        population_source: row.text("population_source"),
        former: row.text("former"),
        note: row.text("note"),
    };
    (errors.len() == before).then_some(institution)
}

/// Addresses of a cell, separated by blanks: no address of the web holds one.
fn urls(row: Row<'_>, column: &str, errors: &mut Vec<RegistryError>) -> Vec<Url> {
    let mut list = Vec::new();
    for value in row.get(column).unwrap_or_default().split_whitespace() {
        let reason = match Url::parse(value) {
            Ok(url) if !matches!(url.scheme(), "http" | "https") => "http or https is expected".to_owned(),
            Ok(url) => {
                list.push(url);
                continue;
            }
            Err(error) => error.to_string(),
        };
        let value = value.to_owned();
        errors.push(row.error(column, RegistryProblem::BadUrl { value, reason }));
    }
    list
}

fn code(row: Row<'_>, errors: &mut Vec<RegistryError>) -> Option<String> {
    let value = row.get("sigungu_code")?;
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || !matches!(value.len(), 2 | 5) {
        errors.push(row.error("sigungu_code", RegistryProblem::BadCode(value.to_owned())));
        return None;
    }
    Some(value.to_owned())
}

fn number(row: Row<'_>, column: &str, errors: &mut Vec<RegistryError>) -> Option<u64> {
    let value = row.get(column)?;
    let number = value.parse().ok();
    if number.is_none() {
        errors.push(row.error(column, RegistryProblem::BadNumber(value.to_owned())));
    }
    number
}

fn month(row: Row<'_>, column: &str, errors: &mut Vec<RegistryError>) -> Option<String> {
    let value = row.get(column)?;
    let (year, month) = value.split_once('-').unwrap_or((value, "01"));
    let good = year.len() == 4
        && month.len() == 2
        && year.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(month.parse::<u8>(), Ok(1..=12));
    if !good {
        let problem = RegistryProblem::BadDate { value: value.to_owned(), expected: "YYYY or YYYY-MM" };
        errors.push(row.error(column, problem));
        return None;
    }
    Some(value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_becomes_an_institution() {
        let text = "\u{feff}id,name,kind,sido,sigungu_code,homepage,policy_urls,population,population_year\r\n\
                    sgg-52130,군산시,si,전북특별자치도,52130,https://www.gunsan.go.kr,\
                    https://a.kr/1 https://a.kr/2,255000,2026-08\r\n";
        let registry = Registry::parse(text, "seeds.csv").expect("good");
        let [only] = &registry.institutions[..] else { panic!("one row") };
        assert_eq!(only.name, "군산시");
        assert_eq!(only.kind, InstitutionKind::Si);
        assert_eq!(only.sido, Some(Sido::Jeonbuk));
        assert_eq!(only.policy_urls.len(), 2);
        assert_eq!(only.population, Some(255_000));
        assert_eq!(registry.get(&only.id), Some(only));
    }

    #[test]
    fn errors_say_file_line_and_column() {
        const HEAD: &str = "id,name,kind,sido,homepage,sigungu_code,population\n";
        let cases = [
            ("a,가,city,,,,", "2:5: unknown kind `city`"),
            ("a,\"가\n나\",si,전라도,,,", "3:7: unknown sido `전라도`"),
            ("a,가,si,,,,\na,나,si,,,,", "3:1: id `a` is already used in line 2"),
            ("a,가,si,,gunsan.go.kr,,", "2:9: bad address `gunsan.go.kr`"),
            ("a,가,si,,ftp://gunsan.go.kr,,", "2:9: bad address `ftp://gunsan.go.kr`"),
            ("a,가,si,,,521,", "2:10: bad code `521`"),
            ("a,가,si,,,,25.5", "2:11: bad number `25.5`"),
            (",가,si,,,,", "2:1: `id` is empty"),
            ("a,가,si\n", "2:1: not CSV: this row has 3 cells"),
        ];
        for (rows, expected) in cases {
            let errors = Registry::parse(&format!("{HEAD}{rows}"), "s.csv").expect_err(rows);
            let message = errors[0].to_string();
            assert!(message.starts_with(&format!("s.csv:{expected}")), "{message}");
            assert_eq!(errors.len(), 1, "{errors:?}");
        }
    }

    #[test]
    fn columns_are_known_and_complete() {
        let cases = [
            ("id,name,kind,sido\n", "1:1: missing column `homepage`"),
            ("id,name,kind,sido,homepage,homepgae\n", "1:28: unknown column `homepgae`"),
            ("id,name,kind,sido,homepage,id\n", "1:28: column `id` occurs twice"),
            ("", "1:1: missing column `id`"),
        ];
        for (text, expected) in cases {
            let errors = Registry::parse(text, "s.csv").expect_err(text);
            let message = errors[0].to_string();
            assert_eq!(message, format!("s.csv:{expected}"));
        }
    }
}
