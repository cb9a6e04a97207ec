//! What others count: 전국CCTV표준데이터 (data.go.kr 15013094), cameras by managing body, summed from the published CSV in
//! its variants; tables that a city publishes of its districts by year; national totals.
//!
//! A row is a site in some files and a camera in others: the column of cameras is summed, rows are never counted as
//! cameras. Names of bodies are free text (`부산광역시 사상구` and `부산광역시 사상구청` both occur).

use crate::normalise::date::{self, Date};
use std::collections::BTreeMap;

/// What a file says of one managing body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperatorTotal {
    /// The body, as written.
    pub name: String,
    /// Rows: sites in most files.
    pub rows: u64,
    /// Cameras, summed.
    pub cameras: u64,
    /// Rows whose number of cameras is blank or no number.
    pub unread: u64,
    /// Cameras by 설치목적구분, as written.
    pub purposes: BTreeMap<String, u64>,
    /// The latest 데이터기준일자.
    pub as_of: Option<Date>,
}

/// Why a file is not the standard data.
#[derive(Debug, thiserror::Error)]
pub enum OpenDataError {
    /// A column without which nothing can be summed.
    #[error("no column `{0}`; is this 전국CCTV표준데이터, or a table of districts with their totals?")]
    MissingColumn(&'static str),
    /// Not a table of comma-separated values.
    #[error("not readable as CSV")]
    Csv(#[from] csv::Error),
}

/// Titles of the columns in the variants that were met, without blanks.
const BODY: &[&str] = &["관리기관명", "관리기관", "제공기관명"];
const CAMERAS: &[&str] = &["카메라대수", "카메라수", "설치대수"];
/// The same of tables of districts: a row a district, its total beside the years.
const DISTRICT: &[&str] = &["구분", "기관명", "자치구", "자치구명"];
const TOTAL: &[&str] = &["총계", "소계", "합계", "계"];
const PURPOSE: &[&str] = &["설치목적구분", "설치목적", "설치목적구분명"];
const AS_OF: &[&str] = &["데이터기준일자", "데이터기준일", "기준일자"];

/// Sums a file by managing body, in the order of their names.
///
/// # Errors
/// No table, or one without the columns of bodies and cameras.
pub fn parse(text: &str) -> Result<Vec<OperatorTotal>, OpenDataError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let rows: Result<Vec<Vec<String>>, csv::Error> =
        reader.into_records().map(|record| Ok(record?.iter().map(ToOwned::to_owned).collect())).collect();
    sum(&rows?)
}

/// Most rows above the titles: what a sheet is called, and when it is of.
const MAX_ABOVE: usize = 12;

/// Sums the rows of a sheet by managing body, in the order of their names; the first rows hold the titles.
///
/// # Errors
/// No columns of bodies and cameras.
pub fn sum(rows: &[Vec<String>]) -> Result<Vec<OperatorTotal>, OpenDataError> {
    let squeezed = |row: &Vec<String>| -> Vec<String> {
        row.iter().map(|title| title.split_whitespace().collect::<String>()).collect()
    };
    let titled = |titles: &Vec<String>| {
        let has = |known: &[&str]| known.iter().any(|name| titles.iter().any(|title| title == name));
        has(BODY) && has(CAMERAS) || has(DISTRICT) && has(TOTAL)
    };
    let head = rows.iter().take(MAX_ABOVE).position(|row| titled(&squeezed(row))).unwrap_or(0);
    let titles = rows.get(head).map(squeezed).unwrap_or_default();
    let column = |known: &[&str]| known.iter().find_map(|name| titles.iter().position(|title| title == name));
    let districts = column(DISTRICT).zip(column(TOTAL)).filter(|_| column(BODY).is_none());
    let (body, cameras) = match districts {
        Some(found) => found,
        None => (
            column(BODY).ok_or(OpenDataError::MissingColumn(BODY[0]))?,
            column(CAMERAS).ok_or(OpenDataError::MissingColumn(CAMERAS[0]))?,
        ),
    };
    let (purpose, as_of) = (column(PURPOSE), column(AS_OF));
    let mut bodies: BTreeMap<String, OperatorTotal> = BTreeMap::new();
    for record in rows.iter().skip(head + 1).filter(|row| row.iter().any(|cell| !cell.trim().is_empty())) {
        let cell = |column: usize| record.get(column).map_or("", |cell| cell.trim());
        let mut name = cell(body).split_whitespace().collect::<Vec<_>>().join(" ");
        if districts.is_some() {
            // Names are drawn out to one width: `중 구`, `강 남 구`. The row of the whole city is a sum of the others.
            name = name.replace(' ', "");
            if TOTAL.contains(&name.as_str()) || name.is_empty() {
                continue;
            }
        }
        let managed = bodies.entry(name.clone()).or_insert_with(|| OperatorTotal {
            name,
            rows: 0,
            cameras: 0,
            unread: 0,
            purposes: BTreeMap::new(),
            as_of: None,
        });
        managed.rows += 1;
        match cell(cameras).replace([',', ' '], "").parse::<u64>() {
            Ok(count) => {
                managed.cameras += count;
                let purpose = purpose.map(cell).filter(|purpose| !purpose.is_empty()).unwrap_or("(없음)");
                *managed.purposes.entry(purpose.to_owned()).or_default() += count;
            }
            Err(_) => managed.unread += 1,
        }
        let date = as_of.map(cell).and_then(|text| date::find(text).first().map(|(_, date)| *date));
        managed.as_of = managed.as_of.max(date);
    }
    Ok(bodies.into_values().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cameras_are_summed_and_rows_are_not_cameras() {
        let text = "\u{feff}번호,관리기관명, 카메라대수 ,설치목적구분,데이터기준일자\n\
                    1,가온시청,2,생활방범,2024-11-28\n2,가온시청,\"1,000\",다목적,2024-11-29\n3,가온시청,,다목적,\n\
                    4,나래구,1,생활방범,2024-01-01\n";
        let bodies = parse(text).expect("a table");
        assert_eq!(bodies.len(), 2);
        let first = &bodies[0];
        assert_eq!((first.name.as_str(), first.rows, first.cameras, first.unread), ("가온시청", 3, 1_002, 1));
        assert_eq!(first.purposes.get("생활방범"), Some(&2));
        assert_eq!(first.as_of, Date::new(2024, 11, Some(29)));
    }

    #[test]
    fn districts_beside_their_years_are_summed_without_the_city() {
        let text = "구분,총 계,2015년 이전 설치된 CCTV ,2016년\n계,\"5,457\",1,2\n종로구,\"2,339\",146,76\n중 구,\" 3,118 \",356,219\n";
        let bodies = parse(text).expect("a table");
        let rows: Vec<(&str, u64)> = bodies.iter().map(|body| (body.name.as_str(), body.cameras)).collect();
        assert_eq!(rows, [("종로구", 2_339), ("중구", 3_118)]);
    }

    #[test]
    fn other_tables_are_refused() {
        assert!(matches!(parse("a,b\n1,2\n"), Err(OpenDataError::MissingColumn("관리기관명"))));
        assert!(matches!(parse("관리기관명,b\n1,2\n"), Err(OpenDataError::MissingColumn("카메라대수"))));
    }
}
