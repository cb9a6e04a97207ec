//! Lists in the form of the national standard data (전국CCTV표준데이터): a row a site or a camera, under titles that are known
//! in all their variants, as a sheet, a text file or a table of a document.

use super::fold;
use super::span::Span;
use crate::document::{Block, BlockKind, Document, Zone};
use crate::model::policy::{Bound, CameraRow, Field, Media, Quote, Retention, State, Stated, TotalBasis};
use crate::normalise::count::{self, Unit};
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Parts that show how to fill something in, or explain codes.
pub(super) static EXAMPLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)예시|작성요령|작성방법|작성예|샘플|sample|example|양식|서식|코드").expect("pattern")
});

/// What a column of such a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Title {
    Body,
    Road,
    Lot,
    /// A place as any list names it.
    Place,
    /// Degrees of latitude or longitude.
    Degrees,
    Purpose,
    Count,
    Range,
    Days,
    /// Known, and nothing that a policy says: pixels, coordinates, codes, dates, telephones.
    Other,
}

/// Titles without blanks and signs in lower case, with what they hold.
const TITLES: [(Title, &[&str]); 10] = [
    (
        Title::Body,
        &[
            "관리기관명",
            "관리기관",
            "제공기관명",
            "기관명",
            "institutionnm",
            "institution",
            "managinginstitution",
            "mnginstnm",
            "organization",
            "agency",
            "managementagency",
        ],
    ),
    (
        Title::Road,
        &[
            "소재지도로명주소",
            "도로명주소",
            "설치위치도로명",
            "소재지도로명",
            "설치위치도로명주소",
            "도로명",
            "rdnmadr",
            "roadaddress",
            "roadnameaddress",
            "streetaddress",
        ],
    ),
    (
        Title::Lot,
        &[
            "소재지지번주소",
            "지번주소",
            "설치위치지번",
            "소재지지번",
            "설치위치지번주소",
            "지번",
            "lnmadr",
            "lotaddress",
            "lotnumberaddress",
            "jibunaddress",
            "landlotaddress",
        ],
    ),
    (Title::Place, &["소재지", "설치장소", "설치위치", "주소", "address", "location", "place"]),
    (
        Title::Degrees,
        &["wgs84위도", "wgs84경도", "위도", "경도", "latitude", "longitude", "lat", "lng", "lon", "hardness"],
    ),
    (
        Title::Purpose,
        &[
            "설치목적구분",
            "설치목적",
            "설치목적구분명",
            "목적구분",
            "instlpurpstype",
            "installationpurpose",
            "instlpurps",
            "purpose",
            "installpurpose",
            "purposetype",
        ],
    ),
    (
        Title::Count,
        &[
            "카메라대수",
            "카메라수",
            "설치대수",
            "cctv대수",
            "cctvnumber",
            "cameracount",
            "numberofcameras",
            "cameranumber",
            "camnum",
            "cameras",
            "cctvcount",
            "cameracnt",
            "cctvcnt",
        ],
    ),
    (
        Title::Range,
        &[
            "촬영방면정보",
            "촬영방면",
            "촬영방향",
            "potogrfdrcinfo",
            "direction",
            "shootingdirection",
            "photographingdirection",
            "filmingdirection",
        ],
    ),
    (
        Title::Days,
        &[
            "보관일수",
            "보관기간",
            "보관기간일",
            "보존일수",
            "cstdydaycnt",
            "retentiondays",
            "storagedays",
            "retentionperiod",
            "storageperiod",
            "keepingdays",
        ],
    ),
    (
        Title::Other,
        &[
            "번호",
            "연번",
            "순번",
            "관리번호",
            "개방자치단체코드",
            "개방서비스명",
            "제공기관코드",
            "카메라화소수",
            "화소수",
            "카메라화소",
            "카메라성능",
            "설치년월",
            "설치연월",
            "설치연도",
            "설치년도",
            "관리기관전화번호",
            "전화번호",
            "관리부서",
            "관리부서명",
            "데이터기준일자",
            "데이터기준일",
            "기준일자",
            "데이터갱신구분",
            "데이터갱신시점",
            "최종수정시점",
            "no",
            "id",
            "cctvpixel",
            "pixels",
            "camerapixels",
            "resolution",
            "installyearmonth",
            "installationdate",
            "instlyear",
            "phonenumber",
            "telephone",
            "phone",
            "referencedate",
            "insttcode",
            "insttnm",
            "updatedat",
            "managementnumber",
            "department",
        ],
    ),
];

/// Most lines over which the titles of a list are looked for.
const HEAD: usize = 12;
/// Most quotes that a sum keeps: a list of thousands of rows is evidence enough by its first ones.
const MAX_QUOTES: usize = 20_000;

/// What such a list says.
#[derive(Debug)]
pub(super) struct List {
    pub(super) rows: Vec<CameraRow>,
    pub(super) total: Field<u32>,
    pub(super) basis: Option<TotalBasis>,
    pub(super) days: Field<u16>,
    pub(super) periods: Vec<Retention>,
}

/// Reads all lists of this form in a document, as one; nothing when there is none.
pub(super) fn read(document: &Document) -> Option<List> {
    let mut reader = Reader::default();
    let in_parts = matches!(document.media, Media::Xls | Media::Xlsx | Media::Zip);
    // A sheet, or a file of an archive, that shows how to fill in the others.
    let mut example = false;
    for (index, block) in document.blocks.iter().enumerate().filter(|(_, block)| block.zone == Zone::Content) {
        if in_parts && matches!(block.kind, BlockKind::Heading(1 | 2)) {
            example = EXAMPLE.is_match(&block.text);
        }
        if !example {
            reader.block(index as u32, block);
        }
    }
    reader.list()
}

/// What a title holds.
fn title(words: &str) -> Option<Title> {
    let bare = fold::bare(words);
    let bare = bare.strip_suffix("만화소").unwrap_or(&bare);
    TITLES.iter().find(|(_, names)| names.contains(&bare)).map(|(title, _)| *title)
}

/// The columns of a row of titles: most are known, and a place and another thing of the form are among them.
fn columns(titles: &[&str]) -> Option<BTreeMap<Title, usize>> {
    let known: Vec<(usize, Title)> =
        titles.iter().enumerate().filter_map(|(column, words)| Some((column, title(words)?))).collect();
    let filled = titles.iter().filter(|words| !words.trim().is_empty()).count();
    let mut columns = BTreeMap::new();
    for (column, title) in &known {
        columns.entry(*title).or_insert(*column);
    }
    let has = |title| columns.contains_key(&title);
    let placed = has(Title::Road) || has(Title::Lot) || has(Title::Degrees);
    let form = has(Title::Body) || has(Title::Purpose) && has(Title::Days);
    (placed && form && known.len() >= 5 && known.len() * 10 >= filled * 7).then_some(columns)
}

#[derive(Default)]
struct Reader {
    rows: Vec<CameraRow>,
    quotes: Vec<Quote>,
    sum: u64,
    /// A row whose number could not be read.
    unread: Option<Quote>,
    days: BTreeMap<u16, (usize, Quote)>,
    /// The columns of the last list, which goes on in a table without titles that is as wide.
    last: Option<(usize, BTreeMap<Title, usize>)>,
}

impl Reader {
    fn block(&mut self, index: u32, block: &Block) {
        let BlockKind::Table(table) = &block.kind else { return };
        let text = |row: usize, column: usize| {
            table
                .grid
                .get(row)
                .and_then(|row| row.get(column))
                .copied()
                .flatten()
                .map_or("", |cell| block.words(&table.cells[cell]))
        };
        let width = table.grid.first().map_or(0, Vec::len);
        let titles = (0..table.grid.len().min(HEAD)).find_map(|row| {
            let titles: Vec<&str> = (0..width).map(|column| text(row, column)).collect();
            Some((row + 1, columns(&titles)?))
        });
        let (start, columns) = match (titles, self.last.take()) {
            (Some(found), _) => found,
            (None, Some((same, columns))) if same == width => (0, columns),
            (None, _) => return,
        };
        for row in start..table.grid.len() {
            let cell = |title: Title| {
                let cell = &table.cells[(*table.grid[row].get(*columns.get(&title)?)?)?];
                Some(Span::new(index, cell.start, block.words(cell))).filter(|words| !words.text().trim().is_empty())
            };
            // Titles again on the next page.
            let again = [Title::Body, Title::Road, Title::Lot, Title::Purpose]
                .into_iter()
                .filter_map(cell)
                .filter(|words| title(words.text()).is_some())
                .count();
            if again < 2 {
                self.row(cell, columns.contains_key(&Title::Count));
            }
        }
        self.last = Some((width, columns));
    }

    fn row(&mut self, cell: impl Fn(Title) -> Option<Span>, counted: bool) {
        let place = cell(Title::Road).or_else(|| cell(Title::Lot)).or_else(|| cell(Title::Place));
        let (purpose, number) = (cell(Title::Purpose), cell(Title::Count));
        let Some(named) = place.clone().or_else(|| purpose.clone()).or_else(|| cell(Title::Body)) else { return };
        // A sum at the end names no place.
        let sums = matches!(fold::letters(named.folded()).as_str(), "계" | "합계" | "총계" | "소계" | "total");
        if sums || place.is_none() && purpose.is_none() {
            return;
        }
        let value = match &number {
            Some(number) => count::parse(number.folded(), Unit::Cameras).cameras,
            // Without a column of numbers each row is a camera.
            None if !counted => Some(1),
            None => None,
        };
        let words = number.unwrap_or_else(|| named.clone());
        let quote = words.whole(if counted { "count.standard" } else { "count.standard.row" });
        match value {
            Some(value) => {
                self.sum += u64::from(value);
                if self.quotes.len() < MAX_QUOTES {
                    self.quotes.push(quote.clone());
                }
            }
            None => self.unread = self.unread.take().or_else(|| Some(quote.clone())),
        }
        if let Some((days, raw)) =
            cell(Title::Days).and_then(|words| Some((days(words.folded())?, words.whole("retention.standard"))))
        {
            self.days.entry(days).or_insert((0, raw)).0 += 1;
        }
        self.rows.push(CameraRow {
            place: place.map(|place| place.stated("count.standard.place")),
            purpose: purpose.map(|purpose| purpose.stated("count.standard.purpose")),
            department: None,
            count: value.map(|value| Stated::new(value, quote)),
            unit: None,
            coverage: cell(Title::Range).map(|range| range.stated("count.standard.range")),
        });
    }

    fn list(self) -> Option<List> {
        if self.rows.is_empty() {
            return None;
        }
        let sum = u32::try_from(self.sum).ok();
        let (total, basis) = match (self.unread, sum) {
            (None, Some(sum)) => (Field::stated(sum, self.quotes), Some(TotalBasis::Summed)),
            (Some(quote), _) => (Field::missing(State::Unparsed, quote), None),
            (None, None) => (Field::absent(), None),
        };
        let mut kept: Vec<(u16, (usize, Quote))> = self.days.into_iter().collect();
        // What most rows say comes first.
        kept.sort_by_key(|(days, (rows, _))| (std::cmp::Reverse(*rows), *days));
        let periods: Vec<Retention> = kept
            .into_iter()
            .map(|(days, (_, raw))| Retention { days, bound: Bound::Exact, scope: None, raw })
            .collect();
        let days = periods.first().map_or_else(Field::absent, |main| Field::stated(main.days, vec![main.raw.clone()]));
        Some(List { rows: self.rows, total, basis, days, periods })
    }
}

/// Days of keeping; nothing where none are filled in: 0, blank.
fn days(folded: &str) -> Option<u16> {
    let digits = folded.bytes().take_while(u8::is_ascii_digit).count();
    let number: u16 = folded[..digits].parse().ok()?;
    let days = match &folded[digits..] {
        "" | "일" | "days" | "day" | ".0" => number,
        "개월" | "달" => number.checked_mul(30)?,
        "주" | "주일" => number.checked_mul(7)?,
        "년" => number.checked_mul(365)?,
        _ => return None,
    };
    (days > 0).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_known_in_their_variants() {
        let standard = "관리기관명,소재지도로명주소,소재지지번주소,설치목적구분,카메라대수,카메라화소수,촬영방면정보,보관일수,설치년월,관리기관전화번호,WGS84위도,WGS84경도,데이터기준일자";
        let english = "institutionNm,rdnmadr,lnmadr,instlPurpsType,cctvNumber,cctvPixel,direction,retentionDays,phoneNumber,latitude,longitude,referenceDate";
        for titles in [standard, english] {
            let titles: Vec<&str> = titles.split(',').collect();
            let columns = columns(&titles).expect("the form");
            assert_eq!((columns[&Title::Road], columns[&Title::Lot], columns[&Title::Count]), (1, 2, 4));
        }
        assert!(columns(&["설치 장소", "설치 대수", "설치 목적", "보관기간", "연락처"]).is_none());
        assert!(columns(&["관리기관", "설치위치", "대수"]).is_none());
    }

    #[test]
    fn months_are_days() {
        let found = ["30", "1개월", "2주", "0", "", "30일", "무제한"].map(days);
        assert_eq!(found, [Some(30), Some(30), Some(14), None, None, Some(30), None]);
    }
}
