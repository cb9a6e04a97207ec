//! The small parts that every page is put together from.

use super::{Lang, Site, layout, name, slug};
use crate::analysis::stats::{Cut, InstitutionStats, Median, Share};
use crate::report::definitions::{Both, Definition};
use crate::report::text_table::grouped;
use crate::report::words;
use maud::{Markup, html};

/// A number, with commas.
pub(super) fn number(value: u64) -> String {
    grouped(value)
}

/// A number with some decimals, with commas.
pub(super) fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, rest) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    rest.map_or_else(|| format!("{sign}{whole}"), |rest| format!("{sign}{whole}.{rest}"))
}

/// A share in per cent, or a dash.
pub(super) fn percent(share: Share) -> String {
    in_percent(share.percent())
}

/// A number of per cent, or a dash.
pub(super) fn in_percent(percent: Option<f64>) -> String {
    percent.map_or("–".to_owned(), |percent| format!("{}%", decimal(percent, 1)))
}

/// A part and its denominator.
pub(super) fn of(share: Share) -> String {
    format!("{} / {}", grouped(share.part), grouped(share.of))
}

/// An unknown value: a dash that screen readers say in words.
pub(super) fn unknown(lang: Lang) -> Markup {
    html! { span.none aria-hidden="true" { "–" } span.away { (lang.of("모름", "unknown")) } }
}

/// A number that may be unknown.
pub(super) fn maybe(value: Option<u64>, lang: Lang) -> Markup {
    html! { @match value { Some(value) => (number(value)), None => (unknown(lang)) } }
}

/// The interval of a share in per cent.
pub(super) fn share_interval(share: Share) -> String {
    share.interval().map_or("–".to_owned(), |(low, high)| format!("{}–{}", decimal(low, 1), decimal(high, 1)))
}

/// The interval of a median.
pub(super) fn interval<T: Copy>(median: &Median<T>, show: impl Fn(T) -> String) -> Option<String> {
    median.interval.map(|(low, high)| format!("{}–{}", show(low), show(high)))
}

/// A bar of a size against the largest of its column: without the ground that stands for 100%.
pub(super) fn magnitude(value: f64, most: f64) -> Markup {
    let width = format!("{:.1}", (value * 100.0 / most.max(f64::MIN_POSITIVE)).clamp(0.0, 100.0));
    html! {
        svg.bar viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.fill x="0" y="1" width=(width) height="8" {}
        }
    }
}

/// A bar of some per cent, with the interval around its end; numbers stand beside it, so that nobody has to see it.
pub(super) fn bar(percent: f64, interval: Option<(f64, f64)>) -> Markup {
    let place = |percent: f64| format!("{:.1}", percent.clamp(0.0, 100.0));
    html! {
        svg.bar viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.track x="0" y="1" width="100" height="8" {}
            rect.fill x="0" y="1" width=(place(percent)) height="8" {}
            @if let Some((low, high)) = interval {
                line.range x1=(place(low)) x2=(place(high)) y1="5" y2="5" {}
            }
        }
    }
}

/// A bar of a share; nothing where the share is not told.
pub(super) fn share_bar(share: Share) -> Markup {
    html! { @if let Some(percent) = share.percent() { (bar(percent, share.interval())) } }
}

/// The title of a section, which can be linked to.
pub(super) fn heading(id: &str, title: &str) -> Markup {
    html! { h2 id=(id) { (title) " " a.anchor href={ "#" (id) } aria-label={ "# " (title) } { "#" } } }
}

/// Running text in which no date, no range, no per cent and no short word of parts (시·군·구) is torn apart at the end of a line.
pub(super) fn prose(text: &str) -> Markup {
    let torn = |word: &str| {
        let letters: Vec<char> = word.chars().collect();
        let dash =
            |three: &[char]| matches!(three, [one, '-' | '–', two] if one.is_ascii_digit() && two.is_ascii_digit());
        let listed = letters.contains(&'·') && letters.len() <= 8;
        listed || letters.windows(3).any(dash)
    };
    html! {
        @for (at, word) in text.replace(" %", "\u{a0}%").split(' ').enumerate() {
            @if at > 0 { " " }
            @if torn(word) { span.whole { (word) } } @else { (word) }
        }
    }
}

/// The 95% interval behind a figure, in brackets.
pub(super) fn range(text: &str) -> Markup {
    html! { span.whole { "(95 %: " (text) ")" } }
}

/// What was left out of a list for being equal at its edge.
pub(super) fn tied(cut: Cut, lang: Lang) -> Markup {
    html! { @if cut.tied > 0 { p.note { @match lang {
        Lang::Ko => { "다음 " (number(cut.tied as u64)) "곳은 값이 같아 함께 뺐습니다." }
        Lang::En => { "The next " (number(cut.tied as u64)) " are equal and were left out together." }
    } } } }
}

/// What the figures of a section mean.
pub(super) fn meaning(text: Both, lang: Lang) -> Markup {
    html! { p.meaning { b { (lang.of("설명", "Definition")) } " " (prose(lang.t(text))) } }
}

/// The day of the law that findings were made by, and what is not known of it.
pub(super) fn law_day(as_of: Option<&str>, lang: Lang) -> Markup {
    html! {
        @if let Some(as_of) = as_of {
            @for (ko, en) in [Some(words::law_day(as_of)), words::law_note(as_of)].into_iter().flatten() {
                p.note { (prose(lang.of(&ko, &en))) }
            }
        }
    }
}

/// A section with its title and definition, and what follows.
pub(super) fn section(definition: Definition, lang: Lang, content: &Markup) -> Markup {
    html! {
        section aria-labelledby=(definition.key) {
            (heading(definition.key, lang.t(definition.title)))
            (content)
            (meaning(definition.text, lang))
        }
    }
}

/// A table that scrolls by itself where it is too wide; keyboards reach it.
pub(super) fn scroll(label: &str, table: &Markup) -> Markup {
    html! { div.scroll role="region" aria-label=(label) tabindex="0" { (table) } }
}

/// Text of a document or a registry: Korean inside an English page says so, for readers that are read to.
pub(super) fn said(text: &str, lang: Lang) -> Markup {
    let korean = lang == Lang::En && text.chars().any(|letter| ('가'..='힣').contains(&letter));
    html! { @if korean { span lang="ko" { (text) } } @else { (text) } }
}

/// The way to the page of an institution from a page at `path`.
pub(super) fn body_link(body: &InstitutionStats, lang: Lang, path: &str) -> Markup {
    html! { a href={ (layout::up(path)) "i/" (slug(&body.key)) ".html" } { (said(&name(body, lang), lang)) } }
}

/// The same by its key; the key alone where nobody knows it.
pub(super) fn key_link(site: &Site<'_>, key: &str, lang: Lang, path: &str) -> Markup {
    match site.body(key) {
        Some(body) => body_link(body, lang, path),
        None => said(key, lang),
    }
}

/// An address of the web as a link, anything else as text.
pub(super) fn address(url: &str) -> Markup {
    html! {
        @if url.starts_with("http://") || url.starts_with("https://") {
            a.url href=(url) rel="noreferrer external" { (url) }
        } @else {
            span.url { (url) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_readers() {
        assert_eq!(decimal(1234.567, 1), "1,234.6");
        assert_eq!(decimal(-3.0, 0), "−3");
        assert_eq!(decimal(0.05, 2), "0.05");
        assert_eq!(percent(Share { part: 2, of: 6 }), "33.3%");
        assert_eq!(percent(Share { part: 1, of: 3 }), "–");
        assert_eq!(percent(Share { part: 0, of: 0 }), "–");
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        let script = address("javascript:alert(1)").into_string();
        assert!(!script.contains("href"), "{script}");
        let hostile = address("https://a.kr/?q=\"><script>").into_string();
        assert!(hostile.contains("href") && !hostile.contains("<script>"), "{hostile}");
    }
}
