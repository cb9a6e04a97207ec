//! Changers of single letters: what readers do not see, or see as a note.

use super::page::{Element, Node, Page, words};
use super::{Variant, pattern};
use regex::Regex;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

fn between(text: &str, at: &Regex, mark: &str) -> String {
    at.replace_all(text, format!("$a{mark}$b")).into_owned()
}

/// Soft hyphens within long words, where a browser may break them.
pub fn soft_hyphens(variant: &mut Variant) -> bool {
    static WORD: LazyLock<Regex> = LazyLock::new(|| pattern("(?P<a>[가-힣]{2})(?P<b>[가-힣]{2})"));
    variant.page.rewrite(&|text| between(text, &WORD, "\u{ad}"))
}

/// Zero-width blanks between a number and its unit, and within numbers.
pub fn zero_width_blanks(variant: &mut Variant) -> bool {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?P<a>\d)(?P<b>\d|대|일|개)"));
    variant.page.rewrite(&|text| between(text, &NUMBER, "\u{200b}"))
}

/// Byte order marks at the beginning of words, left by editors that joined files.
pub fn order_marks(variant: &mut Variant) -> bool {
    static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?P<a>^|[\s:])(?P<b>[가-힣\d])"));
    variant.page.rewrite(&|text| between(text, &WORD, "\u{feff}"))
}

/// Syllables taken apart into letters, as file systems of Macs write them.
pub fn letters_decomposed(variant: &mut Variant) -> bool {
    variant.page.rewrite(&|text| text.nfd().collect())
}

/// No-break blanks for all blanks.
pub fn no_break_blanks(variant: &mut Variant) -> bool {
    variant.page.rewrite(&|text| if text.trim().is_empty() { text.to_owned() } else { text.replace(' ', "\u{a0}") })
}

/// Digits in full width.
pub fn wide_digits(variant: &mut Variant) -> bool {
    static COUNT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d+\s?(대|일|개소)"));
    let wide = |found: &regex::Captures<'_>| {
        let letter = |one: char| one.to_digit(10).and_then(|digit| char::from_u32(0xff10 + digit)).unwrap_or(one);
        found[0].chars().map(letter).collect::<String>()
    };
    variant.page.rewrite(&|text| COUNT.replace_all(text, wide).into_owned())
}

static COUNTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d{1,5}\s?(대|일)([^가-힣]|$)"));

/// A raised mark of a note after counts: `12대<sup>1)</sup>`, in plain text ¹⁾.
pub fn notes_raised(variant: &mut Variant) -> bool {
    match &mut variant.page {
        Page::Html(root) => raise_within(root),
        page @ Page::Text(_) => page.rewrite(&|text| {
            COUNTED
                .replace_all(text, |found: &regex::Captures<'_>| {
                    let after = &found[2];
                    format!("{}¹⁾{after}", &found[0][..found[0].len() - after.len()])
                })
                .into_owned()
        }),
    }
}

fn raise_within(element: &mut Element) -> bool {
    if matches!(element.name.as_str(), "script" | "style" | "head") {
        return false;
    }
    let mut changed = false;
    let mut children = Vec::new();
    for mut child in std::mem::take(&mut element.children) {
        match &mut child {
            Node::Element(inner) => changed |= raise_within(inner),
            Node::Text(text) => {
                if let Some(found) = COUNTED.captures(text) {
                    let end = found.get(0).map_or(0, |whole| whole.end()) - found[2].len();
                    let (front, back) = text.split_at(end);
                    children.push(words(front));
                    children.push(Node::Element(Element::new("sup", vec![words("1)")])));
                    children.push(words(back));
                    changed = true;
                    continue;
                }
            }
        }
        children.push(child);
    }
    element.children = children;
    changed
}
