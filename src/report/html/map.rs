//! The map: a square for every city, county and district, coloured by one of four figures.
//!
//! One drawing serves all four: each square carries its class for each figure, and the style sheet shows the one whose
//! radio button is chosen. So it works without scripts, and prints as it stands.

use super::components::decimal;
use super::scale::{Metric, Missing};
use super::{File, Lang, Site, name, sido_short, slug};
use crate::analysis::stats::InstitutionStats;
use crate::model::institution::Sido;
use maud::{Markup, PreEscaped, html};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Side of a square, and of the place it stands in.
const SIDE: u32 = 50;
const STEP: u32 = 52;

/// Where the borders come from, and that no licence binds them.
pub(super) const GRID_NOTE: (&str, &str) = (
    "격자: 이 프로그램이 시·군·구 중심점으로 만든 것(2026-07 행정구역; 경계: 통계청 통계지리정보서비스(SGIS) 2018, 공공누리 제1유형). \
     같은 크기 네모는 넓이나 거리를 나타내지 않습니다. 인구: 행정안전부 주민등록 인구통계.",
    "Grid: made for this program from the centres of cities, counties and districts (units of 2026-07; boundaries: \
     Statistics Korea, SGIS 2018, KOGL type 1). Squares of equal size tell neither area nor distance. Population: Ministry \
     of the Interior and Safety, resident registration.",
);

/// A square on its place.
struct Square<'a> {
    column: u32,
    row: u32,
    label: String,
    sido: &'a str,
    body: Option<&'a InstitutionStats>,
}

struct Grid<'a> {
    squares: Vec<Square<'a>>,
    columns: u32,
    rows: u32,
    /// First row of those that the grid has no place for.
    outside: Option<u32>,
}

/// Squares of the grid, then a row of those that have no place in it.
fn grid<'a>(site: &Site<'a>, lang: Lang) -> Grid<'a> {
    let bodies = site.input.each.bodies.iter().filter(|body| body.basic);
    let (mut placed, mut outside): (BTreeMap<&str, &InstitutionStats>, Vec<&InstitutionStats>) =
        (BTreeMap::new(), Vec::new());
    for body in bodies {
        match site.tile(body) {
            Some(tile) => {
                placed.insert(tile.code.as_str(), body);
            }
            None => outside.push(body),
        }
    }
    let tiles = &site.input.tiles.tiles;
    // A crawl of other places (the sample sites) needs no empty nation above them.
    let tiles = if placed.is_empty() && !outside.is_empty() { &[] } else { tiles.as_slice() };
    let mut squares: Vec<Square<'_>> = tiles
        .iter()
        .map(|tile| Square {
            column: tile.column,
            row: tile.row,
            label: short(lang.of(&tile.name, &tile.name_en)),
            sido: &tile.sido,
            body: placed.get(tile.code.as_str()).copied(),
        })
        .collect();
    let columns = squares.iter().map(|square| square.column + 1).max().unwrap_or(8);
    let below = squares.iter().map(|square| square.row + 1).max().unwrap_or(0);
    let start = if below == 0 { 0 } else { below + 1 };
    let order = |body: &InstitutionStats| Sido::ALL.iter().position(|sido| body.sido.as_deref() == Some(sido.name()));
    outside.sort_by_key(|body| (order(body).unwrap_or(usize::MAX), body.key.clone()));
    for (at, body) in outside.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let label = match lang {
            Lang::En => body.name_en.as_deref().or(body.name.as_deref()),
            Lang::Ko => body.name.as_deref(),
        };
        squares.push(Square {
            column: at % columns,
            row: start + at / columns,
            label: short(label.unwrap_or_default()),
            sido: body.sido.as_deref().unwrap_or_default(),
            body: Some(body),
        });
    }
    let rows = squares.iter().map(|square| square.row + 1).max().unwrap_or(1);
    Grid { squares, columns, rows, outside: (!outside.is_empty()).then_some(start) }
}

/// A name that fits into a square: without 시, 군, 구 where something is left, and cut.
fn short(name: &str) -> String {
    let bare = name.strip_suffix("특별자치시").or_else(|| name.strip_suffix(['시', '군', '구']));
    let bare = bare.filter(|bare| bare.chars().count() > 1);
    let bare = bare.or_else(|| ["-si", "-gun", "-gu"].iter().find_map(|end| name.strip_suffix(end)));
    let bare = bare.unwrap_or(name);
    let room = if bare.is_ascii() { 12 } else { 4 };
    if bare.chars().count() <= room { bare.to_owned() } else { bare.chars().take(room - 1).chain(['…']).collect() }
}

/// The width into which a Latin name is squeezed that is longer than some letters.
fn squeezed(name: &str, letters: usize) -> Option<u32> {
    (name.is_ascii() && name.len() > letters).then_some(SIDE - 3)
}

/// Classes of a square, one for each figure.
fn classes(site: &Site<'_>, body: Option<&InstitutionStats>) -> String {
    let mut out = String::from("t");
    for metric in Metric::ALL {
        let (letter, _) = metric.key();
        let value = body.and_then(|body| metric.value(body));
        let _ = match value {
            Some(value) => write!(out, " {letter}{}", metric.class(value, &site.input.stats.rates)),
            None => write!(out, " {letter}{}", Missing::of(body).key()),
        };
    }
    out
}

/// All figures of a square in words.
fn words(square: &Square<'_>, lang: Lang) -> String {
    let Some(body) = square.body else {
        return format!("{} {}: {}", square.sido, square.label, lang.t(Missing::Crawl.title()));
    };
    let mut text = format!("{}: ", name(body, lang));
    if body.policy.is_none() {
        return text + lang.t(super::scale::reach(body.reach));
    }
    let parts = Metric::ALL.into_iter().map(|metric| {
        let value = metric.value(body).map_or(lang.of("값 없음", "no value").to_owned(), |value| {
            format!("{} {}", metric.text(value), lang.t(metric.unit()))
        });
        format!("{} {value}", lang.t(metric.title()))
    });
    text.push_str(&parts.collect::<Vec<_>>().join(", "));
    text
}

/// Lines between squares of different provinces.
fn borders(grid: &Grid<'_>) -> String {
    let inside = |row: u32| grid.outside.is_none_or(|start| row < start);
    let squares = grid.squares.iter().filter(|square| inside(square.row));
    let places: BTreeMap<(u32, u32), &str> = squares.map(|square| ((square.column, square.row), square.sido)).collect();
    let mut path = String::new();
    for ((column, row), sido) in &places {
        let (x, y) = (column * STEP, row * STEP);
        let differs = |column: Option<u32>, row: Option<u32>| {
            column.zip(row).and_then(|place| places.get(&place)).is_some_and(|other| other != sido)
        };
        // Each border once: above and to the left.
        if differs(Some(*column), row.checked_sub(1)) {
            let _ = write!(path, "M{x} {y}h{STEP}");
        }
        if differs(column.checked_sub(1), Some(*row)) {
            let _ = write!(path, "M{x} {y}v{STEP}");
        }
    }
    path
}

/// The drawing. `only` draws one figure; `to` is the way to the institutions' pages, where squares are links.
fn drawing(site: &Site<'_>, lang: Lang, only: Option<Metric>, to: Option<&str>) -> Markup {
    let grid = grid(site, lang);
    let (width, height) = (grid.columns * STEP + 4, grid.rows * STEP + 4);
    let mut first = true;
    let shown: Vec<Metric> = Metric::ALL.into_iter().filter(|metric| only.is_none_or(|only| only == *metric)).collect();
    html! {
        svg.tiles.wide[grid.columns > 10] xmlns="http://www.w3.org/2000/svg" width=(width) height=(height)
            viewBox={ "-2 -2 " (width) " " (height) }
            role=[only.map(|_| "img")] aria-label=[only.map(|metric| lang.t(metric.title()))] focusable="false" {
            @for square in &grid.squares {
                @let (x, y) = (square.column * STEP + 1, square.row * STEP + 1);
                @let inner = html! {
                    rect x=(x) y=(y) width=(SIDE) height=(SIDE) rx="3" {}
                    @let sido = sido_short(square.sido, lang);
                    text.s x=(x + SIDE / 2) y=(y + 12) textLength=[squeezed(sido, 11)] lengthAdjust=[squeezed(sido, 11).map(|_| "spacingAndGlyphs")] { (sido) }
                    text.l x=(x + SIDE / 2) y=(y + 28) textLength=[squeezed(&square.label, 8)] lengthAdjust=[squeezed(&square.label, 8).map(|_| "spacingAndGlyphs")] { (square.label) }
                    @if let Some(body) = square.body {
                        @for metric in &shown {
                            @if let Some(value) = metric.value(body) {
                                text class={ "v " (metric.key().0) } x=(x + SIDE / 2) y=(y + 43) { (metric.text(value)) }
                            }
                        }
                    }
                };
                @match (square.body, to) {
                    (Some(body), Some(to)) => {
                        a class=(classes(site, square.body)) href={ (to) "i/" (slug(&body.key)) ".html" }
                            data-c=(square.column) data-r=(square.row)
                            tabindex=(if std::mem::take(&mut first) { "0" } else { "-1" }) {
                            title { (words(square, lang)) }
                            (inner)
                        }
                    }
                    _ => g class=(classes(site, square.body)) aria-hidden=[to.map(|_| "true")] {
                        title { (words(square, lang)) }
                        (inner)
                    },
                }
            }
            path.border d=(borders(&grid)) {}
        }
    }
}

/// The classes of a figure with their colours and how many squares are in each.
fn legend(site: &Site<'_>, lang: Lang, metric: Metric) -> Markup {
    let rates = &site.input.stats.rates;
    let grid = grid(site, lang);
    let class =
        |square: &Square<'_>| square.body.and_then(|body| metric.value(body)).map(|value| metric.class(value, rates));
    let (letter, _) = metric.key();
    html! {
        ul class={ "legend m" (letter) } {
            li.unit {
                (lang.t(metric.title()))
                // The other titles do not name their unit.
                @if metric == Metric::Retention || metric == Metric::Age { ", " (lang.t(metric.unit())) }
            }
            @for (at, label) in metric.labels(rates, lang).iter().enumerate() {
                @let count = grid.squares.iter().filter(|square| class(square) == Some(at)).count();
                li { (key(at)) span { (label) " " small { "(" (count) ")" } } }
            }
            @for missing in Missing::ALL {
                @let of = |square: &&Square<'_>| class(square).is_none() && Missing::of(square.body) == missing;
                @let count = grid.squares.iter().filter(of).count();
                @if count > 0 {
                    li { (key(missing.key())) span { (lang.t(missing.title())) " " small { "(" (count) ")" } } }
                }
            }
        }
    }
}

fn key(class: impl std::fmt::Display) -> Markup {
    html! {
        svg.key viewBox="0 0 20 20" aria-hidden="true" focusable="false" {
            g class={ "t a" (class) } { rect x="1" y="1" width="18" height="18" rx="2" {} }
        }
    }
}

/// The map on a page, with its four figures.
pub(super) fn figure(site: &Site<'_>, lang: Lang) -> Markup {
    let stats = site.input.stats;
    let metrics = Metric::ALL;
    let counted = stats.per_resident_each.len() as u64;
    let governments: u64 = stats.per_resident.iter().map(|row| row.governments).sum();
    html! {
        div.map #tiles {
            @for (at, metric) in metrics.iter().enumerate() {
                @let (letter, _) = metric.key();
                input.away type="radio" name="map" id={ "m" (letter) } checked[at == 0];
            }
            div.choice role="group" aria-label=(lang.of("지도에 보일 값", "Figure on the map")) {
                @for metric in metrics {
                    label for={ "m" (metric.key().0) } { (lang.t(metric.title())) }
                }
            }
            @for metric in metrics { (legend(site, lang, metric)) }
            div.scroll.canvas role="region" tabindex="0" aria-label=(lang.of("시·군·구 지도", "Map of cities, counties and districts")) {
                (drawing(site, lang, None, Some("")))
            }
            p.note {
                (lang.of(
                    "칸을 누르면 기관 페이지로 이동합니다. 키보드 화살표로도 이동할 수 있습니다. ",
                    "A square leads to its page; on the keyboard, arrows move between squares. "))
                @match lang {
                    Lang::Ko => { "1,000명당 값은 시·군·구 " (governments) "곳 가운데 대수와 인구를 모두 아는 " (counted) "곳만 있습니다. " }
                    Lang::En => { "Rates are given for " (counted) " of " (governments) " governments: those whose total and population are known. " }
                }
                @if let Some(median) = stats.rates.median {
                    (lang.of("중앙값 ", "Median ")) (decimal(median.value, 2))
                    @if let Some(range) = super::components::interval(&median, |value| decimal(value, 2)) { " (95 %: " (range) ")" }
                    ". "
                }
                a href="institutions.html" { (lang.of("같은 값을 표로 보기", "The same figures as a table")) }
                span.narrow { (lang.of(". 좁은 화면에서는 지도를 옆으로 밉니다.", ". On a narrow screen the map moves sideways.")) }
            }
            p.note {
                (lang.of(GRID_NOTE.0, GRID_NOTE.1)) " "
                span.files {
                    (lang.of("그림 파일: ", "As files: "))
                    @for (at, metric) in metrics.into_iter().enumerate() {
                        @if at > 0 { ", " }
                        a href={ "figures/map-" (metric.key().1) ".svg" } { (lang.t(metric.title())) }
                    }
                    " (SVG)"
                }
            }
        }
    }
}

/// Colours of a drawing that stands alone.
const STYLE: &str = "svg{font-family:Pretendard,'Noto Sans KR','Noto Sans CJK KR','Apple SD Gothic Neo','Malgun Gothic',sans-serif}\
    text{text-anchor:middle;fill:#10222e}.s{font-size:9px}.l{font-size:13px;font-weight:600}.v{font-size:12px}\
    .t rect{fill:#fff;stroke:#9aa3ad;stroke-width:.7}.border{fill:none;stroke:#2b333b;stroke-width:1.6}";

/// Fill and letters of the classes, the same as in the style sheet.
const COLOURS: [(&str, &str); 5] =
    [("#eef5f9", "#10222e"), ("#bfdbe8", "#10222e"), ("#74b3cf", "#10222e"), ("#2a78a8", "#fff"), ("#0b3c66", "#fff")];

/// The map of each figure as a file of its own, to be put into other pages.
pub(super) fn standalone(site: &Site<'_>, lang: Lang) -> Vec<File> {
    let file = |metric: Metric| {
        let (letter, file) = metric.key();
        let mut style = STYLE.to_owned();
        for (class, (fill, letters)) in COLOURS.into_iter().enumerate() {
            let _ = write!(style, ".{letter}{class} rect{{fill:{fill}}}.{letter}{class} text{{fill:{letters}}}");
        }
        let _ = write!(style, ".{letter}n rect{{fill:#d9dce0}}.{letter}x rect{{fill:none;stroke-dasharray:2 2}}");
        let drawing = drawing(site, lang, Some(metric), None).into_string();
        let head = drawing.find('>').map_or(0, |end| end + 1);
        let title = html! { title { (lang.t(metric.title())) } desc { (lang.of(GRID_NOTE.0, GRID_NOTE.1)) } };
        let style = html! { style { (PreEscaped(style)) } };
        let text = format!("{}{}{}{}\n", &drawing[..head], title.into_string(), style.into_string(), &drawing[head..]);
        File { path: format!("{}figures/map-{file}.svg", lang.folder()), text }
    };
    Metric::ALL.into_iter().map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_into_squares() {
        for (name, expected) in [
            ("종로구", "종로"),
            ("중구", "중구"),
            ("군위군", "군위"),
            ("세종특별자치시", "세종"),
            ("미추홀구", "미추홀"),
            ("아주긴이름의시", "아주긴…"),
            ("Jongno-gu", "Jongno"),
            ("Dongdaemun-gu", "Dongdaemun"),
        ] {
            assert_eq!(short(name), expected);
        }
    }
}
