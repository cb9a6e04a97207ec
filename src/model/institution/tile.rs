//! The tile grid: every city, county and district as a square of equal size, near its neighbours.

use super::cells::{Cells, RegistryError};

/// Columns of a grid file.
const COLUMNS: &[&str] = &["code", "name_ko", "name_en", "sido", "col", "row"];

/// The square of one city, county or district.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Administrative code, five digits.
    pub code: String,
    /// Name without the province.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Province by today's name.
    pub sido: String,
    /// Column, from 0 in the west.
    pub column: u32,
    /// Row, from 0 in the north.
    pub row: u32,
}

/// The whole grid, in the order of its file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tiles {
    /// The squares.
    pub tiles: Vec<Tile>,
}

impl Tiles {
    /// Parses the text of a grid file; `file` is its name for the errors.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the file.
    pub fn parse(text: &str, file: &str) -> Result<Self, Vec<RegistryError>> {
        let cells = Cells::read(text, file, COLUMNS, &[])?;
        let mut errors = Vec::new();
        let mut tiles = Vec::new();
        for row in cells.rows() {
            let mut word = |column: &'static str| row.needed(column, &mut errors).to_owned();
            let (code, name, name_en, sido) = (word("code"), word("name_ko"), word("name_en"), word("sido"));
            let place = [word("col"), word("row")].map(|number| number.parse::<u32>().ok());
            if let [Some(column), Some(row)] = place {
                tiles.push(Tile { code, name, name_en, sido, column, row });
            }
        }
        if errors.is_empty() { Ok(Self { tiles }) } else { Err(errors) }
    }

    /// The square of an administrative code; of a province without parts (two digits) its only one.
    pub fn of(&self, code: &str) -> Option<&Tile> {
        let own = self.tiles.iter().find(|tile| tile.code == code);
        let mut below = self.tiles.iter().filter(|tile| tile.code.starts_with(code));
        own.or_else(|| below.next().filter(|_| code.len() == 2 && below.next().is_none()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_province_without_parts_has_its_only_tile() {
        let text = "code,name_ko,name_en,sido,col,row\n36110,세종시,Sejong,세종특별자치시,5,9\n\
            11110,종로구,Jongno-gu,서울특별시,6,2\n11140,중구,Jung-gu,서울특별시,6,3\n";
        let tiles = Tiles::parse(text, "tiles.csv").expect("good");
        assert_eq!(tiles.of("36").map(|tile| tile.name.as_str()), Some("세종시"));
        assert_eq!(tiles.of("11140").map(|tile| (tile.column, tile.row)), Some((6, 3)));
        assert_eq!(tiles.of("11"), None);
        assert_eq!(tiles.of("99999"), None);
    }
}
