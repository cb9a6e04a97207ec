//! The report: one folder of static pages that work from disk, without network and without scripts.
//!
//! Every page stands in it twice, Korean at the root and English below `en/`, so that each has one language for readers
//! and for screen readers, and a link in one stays in it. Text of documents comes from pages that may be hostile:
//! whatever is put into markup is escaped, and a Content-Security-Policy allows nothing but the folder's own style sheet
//! and script. Scripts only add: search, sorting, keys on the map, the choice of light and dark.
//!
//! Charts are drawn here. Most are tables with a bar in a cell, which screen readers read as tables; what is left, a map
//! of squares and two curves, needs no more than rectangles and lines. Libraries that draw charts write colours and font
//! sizes into every element, so that neither dark pages nor print nor a reader's own colours would reach them.

mod chart;
mod components;
mod contractors;
mod findings;
mod institution;
mod institutions;
mod layout;
mod map;
mod method;
mod overview;
mod scale;
mod source_text;
mod statistics;
mod templates;

pub use findings::Examples;
pub use institution::{Change, InstitutionPage, PolicySection};
pub use source_text::{Block, Cell, Kind, Text};

use super::definitions::Both;
use crate::analysis::stats::{InstitutionStats, PerInstitution, Stats};
use crate::model::institution::{Sido, Tile, Tiles};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Bytes that a page may have; lists are cut or parted before they come near.
pub const PAGE_BYTES: usize = 1_000_000;
/// Bytes of rows after which a long list is cut or goes on on another page: the rest of the page comes to it.
const LIST_BYTES: usize = 800_000;

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The statistics.
    pub stats: &'a Stats,
    /// The figures of every institution.
    pub each: &'a PerInstitution,
    /// The tile grid of the map.
    pub tiles: &'a Tiles,
    /// What each rule of the audit checks, in Korean, by its id.
    pub rules: &'a BTreeMap<String, &'static str>,
    /// Version of the program.
    pub version: &'a str,
}

/// A file of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below the report's folder, parted by `/`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// A language of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lang {
    Ko,
    En,
}

impl Lang {
    const ALL: [Self; 2] = [Self::Ko, Self::En];

    fn t(self, both: Both) -> &'static str {
        match self {
            Self::Ko => both.ko,
            Self::En => both.en,
        }
    }

    /// One of two texts.
    fn of<'a>(self, ko: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Ko => ko,
            Self::En => en,
        }
    }

    fn code(self) -> &'static str {
        self.of("ko", "en")
    }

    /// Where the pages of the language stand below the report's folder.
    fn folder(self) -> &'static str {
        self.of("", "en/")
    }
}

/// The report as a whole: what pages ask of each other.
#[derive(Debug)]
pub struct Site<'a> {
    input: Input<'a>,
    /// Place among the bodies by key.
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Site<'a> {
    /// A report of some figures.
    pub fn new(input: Input<'a>) -> Self {
        let bodies = input.each.bodies.iter().enumerate();
        Self { input, places: bodies.map(|(at, body)| (body.key.as_str(), at)).collect() }
    }

    /// Everything but the pages of the institutions.
    pub fn shared(&self) -> Vec<File> {
        let mut files = vec![
            File { path: "assets/report.css".into(), text: include_str!("assets/report.css").into() },
            File { path: "assets/report.js".into(), text: include_str!("assets/report.js").into() },
        ];
        for lang in Lang::ALL {
            let pages = [
                overview::page(self, lang),
                statistics::page(self, lang),
                contractors::page(self, lang),
                templates::page(self, lang),
                method::page(self, lang),
            ];
            files.extend(pages);
            files.extend(institutions::pages(self, lang));
            files.extend(map::standalone(self, lang));
        }
        files
    }

    /// The page of what the audit found, with passages for some rules.
    pub fn findings(&self, examples: &Examples) -> Vec<File> {
        Lang::ALL.into_iter().map(|lang| findings::page(self, lang, examples)).collect()
    }

    /// The pages of one institution.
    pub fn leaf(&self, leaf: &InstitutionPage<'_>) -> Vec<File> {
        Lang::ALL.into_iter().map(|lang| institution::page(self, lang, leaf)).collect()
    }

    fn body(&self, key: &str) -> Option<&'a InstitutionStats> {
        self.places.get(key).and_then(|at| self.input.each.bodies.get(*at))
    }

    /// The square of a body on the map.
    fn tile(&self, body: &InstitutionStats) -> Option<&'a Tile> {
        self.input.tiles.of(body.code.as_deref()?)
    }
}

/// Name of an institution's page: its key where that can name a file anywhere, else a digest of it.
fn slug(key: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !key.is_empty() && key.len() <= 80 && key.bytes().all(plain) && !key.starts_with('-') {
        return key.to_owned();
    }
    let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(key.as_bytes()));
    format!("x-{}", &digest[..16])
}

/// What an institution is called.
fn name(body: &InstitutionStats, lang: Lang) -> String {
    let english = body.name_en.clone().filter(|_| lang == Lang::En);
    let name = english.or_else(|| body.full_name.clone()).or_else(|| body.name.clone());
    name.unwrap_or_else(|| lang.of("기관 미상", "institution unknown").to_owned())
}

/// A province's name, short where there is no room.
fn sido_short(name: &str, lang: Lang) -> &'static str {
    let Some(sido) = Sido::ALL.into_iter().find(|sido| sido.name() == name) else { return "" };
    let (ko, en) = match sido {
        Sido::Seoul => ("서울", "Seoul"),
        Sido::JeonnamGwangju => ("전남광주", "Jeonnam-Gwangju"),
        Sido::Busan => ("부산", "Busan"),
        Sido::Daegu => ("대구", "Daegu"),
        Sido::Incheon => ("인천", "Incheon"),
        Sido::Daejeon => ("대전", "Daejeon"),
        Sido::Ulsan => ("울산", "Ulsan"),
        Sido::Sejong => ("세종", "Sejong"),
        Sido::Gyeonggi => ("경기", "Gyeonggi"),
        Sido::Gangwon => ("강원", "Gangwon"),
        Sido::Chungbuk => ("충북", "Chungbuk"),
        Sido::Chungnam => ("충남", "Chungnam"),
        Sido::Jeonbuk => ("전북", "Jeonbuk"),
        Sido::Gyeongbuk => ("경북", "Gyeongbuk"),
        Sido::Gyeongnam => ("경남", "Gyeongnam"),
        Sido::Jeju => ("제주", "Jeju"),
    };
    lang.of(ko, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_after_its_key_where_any_disk_can_hold_that() {
        assert_eq!(slug("sgg-11110"), "sgg-11110");
        for key in ["가람체육진흥공단", "../etc", "A", "-x", "", "con.", &"a".repeat(81)] {
            let name = slug(key);
            assert!(name.starts_with("x-") && name.len() == 18, "{key}: {name}");
        }
        assert_ne!(slug("가"), slug("나"));
    }
}
