//! Where on a page an element stands: content, chrome (menus, banners, footers), or hidden from readers.

use super::Zone;
use scraper::{ElementRef, Html};
use std::collections::{BTreeMap, BTreeSet};

/// Words that name the chrome of a page wherever they stand in an `id` or `class`, with an example each.
const CHROME_WORDS: &[&str] = &[
    "gnb",           // id="gnb": global navigation bar, everywhere
    "lnb",           // class="lnb_wrap": local navigation bar
    "snb",           // id="snb": side navigation bar
    "fnb",           // class="fnb": footer navigation bar
    "tnb",           // id="tnb": top navigation bar
    "skipnav",       // id="skipnav"
    "skipnavi",      // id="skipNavi"
    "accessibility", // id="accessibility": skip links
    "footer",        // id="footer_wrap"
    "copyright",     // class="copyright"
    "breadcrumb",    // class="breadcrumb"
    "breadcrumbs",   // class="breadcrumbs"
    "allmenu",       // id="allmenu"
    "topmenu",       // id="topmenu"
    "leftmenu",      // id="leftmenu"
    "sidemenu",      // class="sidemenu"
    "mainmenu",      // id="mainmenu"
    "sitemenu",      // id="sitemenu"
    "quickmenu",     // class="quickmenu"
    "ticker",        // class="ticker": running news
    "popupzone",     // id="popupzone"
    "satisfaction",  // class="satisfaction": survey on the page
    "satisfy",       // id="satisfy"
    "survey",        // id="layer_survey"
    "familysite",    // class="familysite"
    "relatedsite",   // class="relatedsite"
    "pagination",    // class="pagination"
];

/// Words that name the chrome of a page only when they stand alone (`header`, not `accordion-header`).
const CHROME_TOKENS: &[&str] = &[
    "header",
    "head_wrap",
    "header_wrap",
    "headerwrap",
    "foot",
    "location",
    "loc",
    "nav",
    "navi",
    "navigation",
    "skip",
    "sitemap",
    "quick",
    "banner",
    "popup",
    "research",
    "sns",
    "share",
    "weather",
    "util",
    "utility",
    "login",
    "paging",
    "submenu",
    "sub_menu",
    "top",
    "sidebar",
];

/// Words that make a hidden element a panel which readers can open.
const PANEL_WORDS: &[&str] = &[
    "tab",
    "tabcont",
    "tabcon",
    "panel",
    "pane",
    "accordion",
    "collapse",
    "toggle",
    "fold",
    "cont",
    "content",
    "con",
    "answer",
];

/// What the whole page tells about its parts.
pub(super) struct Zones {
    /// Ids that a link, a button or a script names.
    named: BTreeSet<String>,
    /// How many hidden elements share a tag and class: panels come in rows.
    hidden_alike: BTreeMap<(String, String), usize>,
    /// Characters of text on the page.
    total: usize,
    /// Language of the page.
    language: String,
}

impl Zones {
    /// Looks over a parsed page.
    pub(super) fn of(html: &Html) -> Self {
        let root = html.root_element();
        let mut named = BTreeSet::new();
        let mut hidden_alike: BTreeMap<(String, String), usize> = BTreeMap::new();
        for element in root.descendants().filter_map(ElementRef::wrap) {
            let value = element.value();
            if is_styled_hidden(element) {
                *hidden_alike.entry(likeness(element)).or_default() += 1;
            }
            for attribute in
                ["href", "data-target", "data-bs-target", "aria-controls", "data-tab", "for", "rel", "data-href"]
            {
                if let Some(word) = value.attr(attribute) {
                    if let Some((_, id)) = word.rsplit_once('#') {
                        named.insert(id.to_owned());
                    } else if attribute != "href" {
                        named.insert(word.to_owned());
                    }
                }
            }
            for attribute in ["onclick", "href"] {
                let code = value.attr(attribute).unwrap_or("");
                if attribute == "onclick" || code.starts_with("javascript:") {
                    let words = code.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
                    named.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
                }
            }
        }
        let language = root.value().attr("lang").unwrap_or("").get(..2).unwrap_or("").to_ascii_lowercase();
        Self { named, hidden_alike, total: text_length(root), language }
    }

    /// The zone of an element inside one of zone `outer`.
    pub(super) fn of_element(&self, element: ElementRef<'_>, outer: Zone) -> Zone {
        if outer == Zone::Hidden || self.is_hidden(element) {
            return Zone::Hidden;
        }
        if outer == Zone::Chrome || self.is_chrome(element) {
            return Zone::Chrome;
        }
        Zone::Content
    }

    /// Hidden by an inline style or attribute, and no tab, button or script on the page opens it.
    fn is_hidden(&self, element: ElementRef<'_>) -> bool {
        if !is_styled_hidden(element) {
            return false;
        }
        let value = element.value();
        let language = value.attr("lang").unwrap_or("").get(..2).unwrap_or("").to_ascii_lowercase();
        if !language.is_empty() && !self.language.is_empty() && language != self.language {
            return true;
        }
        let opened = value.attr("id").is_some_and(|id| self.named.contains(id))
            || words(element).iter().any(|word| PANEL_WORDS.contains(&word.as_str()))
            || matches!(value.attr("role"), Some("tabpanel" | "region"))
            || self.hidden_alike.get(&likeness(element)).is_some_and(|count| *count >= 3);
        !opened
    }

    /// Named as chrome by its element, id, class or role, unless it holds most of the page's text outside links.
    fn is_chrome(&self, element: ElementRef<'_>) -> bool {
        let value = element.value();
        let named = match value.name() {
            "nav" | "footer" | "aside" => true,
            // A header within an article is the article's own heading.
            "header" => !element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .any(|e| matches!(e.value().name(), "article" | "main" | "section")),
            "body" | "html" | "form" | "main" | "article" => false,
            "ul" | "ol" if is_menu(element) => true,
            _ => {
                matches!(value.attr("role"), Some("navigation" | "banner" | "contentinfo" | "search"))
                    || words(element).iter().any(|word| CHROME_WORDS.contains(&word.as_str()))
                    || tokens(element).any(|token| CHROME_TOKENS.contains(&token.as_str()))
            }
        };
        if !named {
            return false;
        }
        let length = text_length(element);
        let linked = link_length(element);
        length * 2 <= self.total || linked * 10 >= length * 6
    }
}

/// Hidden by an inline style or attribute.
fn is_styled_hidden(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let style: String = value.attr("style").unwrap_or("").chars().filter(|c| !c.is_whitespace()).collect();
    let style = style.to_ascii_lowercase();
    style.contains("display:none") || style.contains("visibility:hidden") || value.attr("hidden").is_some()
}

/// Tag and class: what panels of one kind share.
fn likeness(element: ElementRef<'_>) -> (String, String) {
    (element.value().name().to_owned(), element.value().attr("class").unwrap_or("").to_owned())
}

/// A long list whose text is all in links without dates or numbers is a menu.
fn is_menu(list: ElementRef<'_>) -> bool {
    let anchors: Vec<String> = list
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|e| e.value().name() == "a")
        .map(|e| super::squeeze(&e.text().collect::<String>()))
        .collect();
    if anchors.len() < 6 {
        return false;
    }
    let plain =
        anchors.iter().filter(|text| !text.contains(|c: char| c.is_ascii_digit()) && text.chars().count() <= 30);
    plain.count() * 10 >= anchors.len() * 7 && link_length(list) * 10 >= text_length(list) * 9
}

/// Whole tokens of `id` and `class`, in lower case, without the digits that number variants of a style.
fn tokens(element: ElementRef<'_>) -> impl Iterator<Item = String> {
    ["id", "class"]
        .into_iter()
        .filter_map(move |attribute| element.value().attr(attribute))
        .flat_map(str::split_whitespace)
        .map(|token| token.to_ascii_lowercase().trim_end_matches(|c: char| c.is_ascii_digit()).to_owned())
}

/// Words of `id` and `class`, split at hyphens, underscores and capitals, in lower case; whole tokens as well.
fn words(element: ElementRef<'_>) -> Vec<String> {
    let value = element.value();
    let mut words = Vec::new();
    for attribute in ["id", "class"] {
        for token in value.attr(attribute).unwrap_or("").split_whitespace() {
            words.push(token.to_ascii_lowercase());
            let mut word = String::new();
            for c in token.chars() {
                if (c == '-' || c == '_' || c.is_ascii_uppercase()) && !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                if c != '-' && c != '_' {
                    word.push(c.to_ascii_lowercase());
                }
            }
            // Trailing digits number the variants of a style: header2, lnb01.
            let bare = word.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
            words.push(word);
            words.push(bare);
        }
    }
    words
}

/// Characters of visible text, blanks not counted.
fn text_length(element: ElementRef<'_>) -> usize {
    element
        .descendants()
        .filter(|node| {
            node.value().is_text()
                && node.parent().and_then(ElementRef::wrap).is_none_or(|parent| {
                    !matches!(parent.value().name(), "script" | "style" | "noscript" | "title" | "template")
                })
        })
        .filter_map(|node| node.value().as_text())
        .map(|text| text.chars().filter(|c| !c.is_whitespace()).count())
        .sum()
}

/// Characters of text within links.
fn link_length(element: ElementRef<'_>) -> usize {
    element.descendants().filter_map(ElementRef::wrap).filter(|e| e.value().name() == "a").map(text_length).sum()
}
