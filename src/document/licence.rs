//! The licence mark of a page (공공누리, KOGL), from its text, the words and addresses of its images, and its links.

use super::{Block, Link};
use crate::model::licence::{Kogl, Licence, Terms};
use crate::normalise::fold::fold;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Longest words that are kept of a mark, in characters.
const MAX_WORDS: usize = 200;

/// `제4유형`, beside a word for the licence.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:^|[^0-9])([0-4])유형").expect("pattern"));
/// The conditions where no number is given: `자유이용허락(출처표시-상업적이용금지-변경금지)`.
static CONDITIONS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:자유이용허락|공공누리)[^\n]{0,12}?출처표시([^\n]{0,40})").expect("pattern"));
/// Files and addresses of the mark: `img_opentype04.png`, `kogl_1.png`, `kogl.or.kr/info/licenseType4.do`.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:open[_-]?(?:type|code)|codetype|licen[sc]etype|kogl[_-]?(?:type)?)[_-]?0?([0-4])(?:[^0-9]|$)")
        .expect("pattern")
});

/// What a page says about the use of its words. `images` holds `alt`, `title` and `src` of its images.
pub(super) fn terms(blocks: &[Block], links: &[Link], images: &[String]) -> Terms {
    let lines = blocks.iter().filter(|block| named(&block.text)).flat_map(|block| {
        // A legend of all types stands in one block, whose lines must be seen together.
        let types = stated(&block.text);
        let line = block.text.lines().find(|line| named(line)).unwrap_or(&block.text);
        types.into_iter().map(move |kogl| (kogl, line))
    });
    let links = links.iter().flat_map(|link| {
        let words = stated(&link.text).into_iter().map(|kogl| (kogl, link.text.as_str()));
        words.chain(addressed(&link.href).map(|kogl| (kogl, link.href.as_str())))
    });
    let images = images
        .iter()
        .flat_map(|words| stated(words).into_iter().chain(addressed(words)).map(move |kogl| (kogl, words.as_str())));
    let mut types = BTreeSet::new();
    let mut first = None;
    for (kogl, words) in lines.chain(images).chain(links) {
        types.insert(kogl);
        first.get_or_insert(words);
    }
    let licence = match (types.len(), types.first()) {
        (1, Some(kogl)) => Licence::Kogl(*kogl),
        (0, _) => Licence::Unknown,
        _ => Licence::Conflicting,
    };
    Terms { licence, words: first.map(|words| words.chars().take(MAX_WORDS).collect()) }
}

/// Whether words of an image may be a mark: what is kept of images while a page is read.
pub(super) fn is_mark(words: &str) -> bool {
    words.len() < 2048 && (named(words) || ADDRESS.is_match(words))
}

/// Whether a text names the licence.
fn named(text: &str) -> bool {
    text.match_indices("공공").any(|(at, public)| {
        let after = &text[at + public.len()..];
        let after = after.strip_prefix(' ').unwrap_or(after);
        after.starts_with("누리") || after.starts_with("저작물")
    })
}

/// The types that a text states.
fn stated(text: &str) -> BTreeSet<Kogl> {
    if !named(text) {
        return BTreeSet::new();
    }
    let folded = fold(text);
    let number = |found: regex::Captures<'_>| found[1].parse().ok().and_then(Kogl::of_number);
    let numbers: BTreeSet<Kogl> = NUMBER.captures_iter(&folded).filter_map(number).collect();
    if !numbers.is_empty() {
        return numbers;
    }
    let conditions = CONDITIONS.captures_iter(&folded).map(|found| {
        let rest = &found[1];
        let no_trade =
            ["상업적이용금지", "상업용금지", "상업적이용불가", "비상업"].iter().any(|words| rest.contains(words));
        Kogl::of_conditions(no_trade, rest.contains("변경금지") || rest.contains("변형금지"))
    });
    conditions.collect()
}

/// The type that an address names.
fn addressed(address: &str) -> Option<Kogl> {
    ADDRESS.captures(address)?[1].parse().ok().and_then(Kogl::of_number)
}

#[cfg(test)]
mod tests {
    use super::super::{Hint, read};

    #[test]
    fn marks_as_pages_write_them() {
        let cases = [
            ("<p>공공누리 제1유형: 출처를 밝히면 이용할 수 있습니다.</p>", "kogl_1"),
            ("<p>본 저작물은 \"공공누리 제4유형\"에따라 이용 할 수 있습니다.</p>", "kogl_4"),
            (
                "<img src='/a.png' alt='공공누리 공공저작물 자유이용허락-제4유형(출처표시 + 상업적 이용금지 + 변경금지)'>",
                "kogl_4",
            ),
            ("<img src='/a.png' alt='OPEN 공공누리 공공저작물 자유이용허락(출처표시-변경금지)'>", "kogl_3"),
            ("<img alt='공공누리 공공저작물 자유이용허락 출처표시 상업적 이용금지'>", "kogl_2"),
            ("<img alt='공공누리 공공저작물 자유이용허락(출처표시)'>", "kogl_1"),
            ("<img src='/img/new_img_opentype04.png' alt=''>", "kogl_4"),
            ("<img src='/img/common/kogl_2.png'>", "kogl_2"),
            ("<a href='https://www.kogl.or.kr/info/licenseType1.do'>자세히</a>", "kogl_1"),
            ("<p>공공누리 제0유형</p>", "kogl_0"),
            // A legend of all types says nothing about this page.
            ("<p>공공누리 제1유형, 제2유형, 제3유형, 제4유형</p>", "conflicting"),
            ("<img alt='공공누리 제1유형'><img alt='공공누리 제4유형'>", "conflicting"),
            ("<p>공공누리 표시가 있는 자료는 그 조건에 따라 이용할 수 있습니다.</p>", "unknown"),
            ("<img src='/kogl.png' alt='공공누리'>", "unknown"),
            ("<p>보관유형 제1유형 30일</p>", "unknown"),
            ("<img src='/images/open_20241.png'>", "unknown"),
            ("<p>ⓒ 가람시. 무단전재를 금합니다.</p>", "unknown"),
        ];
        for (page, expected) in cases {
            let page = format!("<html><body><p>방침</p>{page}</body></html>");
            let document = read(page.as_bytes(), &Hint { content_type: Some("text/html".into()), name: None });
            assert_eq!(document.terms.licence.name(), expected, "{page}");
            assert_eq!(document.terms.words.is_none(), expected == "unknown", "{page}");
        }
    }
}
