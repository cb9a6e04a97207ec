//! Where on a page an element stands: content, chrome (menus, banners, footers), or hidden from readers.

use super::style::{self, Looks, attr};
use crate::document::Zone;
use ego_tree::NodeId;
use ego_tree::iter::Edge;
use scraper::{ElementRef, Html};
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    /// Length of each element's text.
    sizes: HashMap<NodeId, Size>,
    /// Characters of text on the page.
    total: usize,
    /// Language of the page.
    language: String,
    /// What style sheets say of elements.
    looks: HashMap<NodeId, Looks>,
}

impl Zones {
    /// Looks over a parsed page.
    pub(super) fn of(html: &Html) -> Self {
        let root = html.root_element();
        let looks: HashMap<NodeId, Looks> =
            style::looks(html).into_iter().map(|(element, looks)| (element.id(), looks)).collect();
        let mut named = BTreeSet::new();
        let mut hidden_alike: BTreeMap<(String, String), usize> = BTreeMap::new();
        for element in root.descendants().filter_map(ElementRef::wrap) {
            if is_styled_hidden(element, looks_of(&looks, element)) {
                *hidden_alike.entry(likeness(element)).or_default() += 1;
            }
            for (attribute, value) in element.value().attrs() {
                let reference = matches!(
                    attribute,
                    "data-target" | "data-bs-target" | "aria-controls" | "data-tab" | "for" | "rel" | "data-href"
                );
                if reference || attribute == "href" {
                    if let Some((_, id)) = value.rsplit_once('#') {
                        named.insert(id.to_owned());
                    } else if reference {
                        named.insert(value.to_owned());
                    }
                }
                if attribute == "onclick" || attribute == "href" && value.starts_with("javascript:") {
                    let words = value.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
                    named.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
                }
            }
        }
        let language = attr(root, "lang").unwrap_or("").get(..2).unwrap_or("").to_ascii_lowercase();
        let sizes = sizes(root);
        let total = sizes.get(&root.id()).map_or(0, |size| size.text);
        Self { named, hidden_alike, sizes, total, language, looks }
    }

    /// The zone of an element inside one of zone `outer`.
    pub(super) fn of_element(&self, element: ElementRef<'_>, outer: Zone) -> Zone {
        if outer == Zone::Hidden || self.is_hidden(element) {
            return Zone::Hidden;
        }
        if outer == Zone::Boilerplate || self.is_chrome(element) {
            return Zone::Boilerplate;
        }
        Zone::Content
    }

    /// Hidden by an inline style or attribute, and no tab, button or script on the page opens it.
    fn is_hidden(&self, element: ElementRef<'_>) -> bool {
        if !is_styled_hidden(element, looks_of(&self.looks, element)) {
            return false;
        }
        let language = attr(element, "lang").unwrap_or("").get(..2).unwrap_or("").to_ascii_lowercase();
        if !language.is_empty() && !self.language.is_empty() && language != self.language {
            return true;
        }
        let opened = attr(element, "id").is_some_and(|id| self.named.contains(id))
            || any_word(element, |word| PANEL_WORDS.contains(&word))
            || matches!(attr(element, "role"), Some("tabpanel" | "region"))
            || self.hidden_alike.get(&likeness(element)).is_some_and(|count| *count >= 3);
        !opened
    }

    /// Whether a line runs through the words of an element: they are withdrawn. A page that is struck as a whole is one
    /// whose markup is broken.
    pub(super) fn is_withdrawn(&self, element: ElementRef<'_>) -> bool {
        let struck = match element.value().name() {
            "del" | "s" | "strike" => true,
            _ => style::inline(element, looks_of(&self.looks, element)).struck,
        };
        struck && self.size(element).text * 2 <= self.total
    }

    /// The mark of a note, when an element holds nothing else and raises it.
    pub(super) fn note_mark(&self, element: ElementRef<'_>) -> Option<String> {
        let raised = element.value().name() == "sup" || style::inline(element, looks_of(&self.looks, element)).raised;
        if !raised {
            return None;
        }
        crate::document::raised(&element.text().collect::<String>())
    }

    fn size(&self, element: ElementRef<'_>) -> Size {
        self.sizes.get(&element.id()).copied().unwrap_or_default()
    }

    /// Named as chrome by its element, id, class or role, unless it holds most of the page's text outside links.
    fn is_chrome(&self, element: ElementRef<'_>) -> bool {
        let named = match element.value().name() {
            "nav" | "footer" | "aside" => true,
            // A header within an article is the article's own heading.
            "header" => !element
                .ancestors()
                .filter_map(ElementRef::wrap)
                .any(|e| matches!(e.value().name(), "article" | "main" | "section")),
            "body" | "html" | "form" | "main" | "article" => false,
            "ul" | "ol" if self.is_menu(element) => true,
            _ => {
                matches!(attr(element, "role"), Some("navigation" | "banner" | "contentinfo" | "search"))
                    || any_word(element, |word| CHROME_WORDS.contains(&word))
                    || tokens(element).any(|token| {
                        let token = without_digits(token);
                        CHROME_TOKENS.iter().any(|known| known.eq_ignore_ascii_case(token))
                    })
            }
        };
        if !named {
            return false;
        }
        let size = self.size(element);
        size.text * 2 <= self.total || size.linked * 10 >= size.text * 6
    }

    /// A long list whose text is all in links without dates or numbers is a menu.
    fn is_menu(&self, list: ElementRef<'_>) -> bool {
        let size = self.size(list);
        if size.linked * 10 < size.text * 9 {
            return false;
        }
        let anchors: Vec<String> = list
            .descendants()
            .filter_map(ElementRef::wrap)
            .filter(|e| e.value().name() == "a")
            .map(|e| crate::document::squeeze(&e.text().collect::<String>()))
            .collect();
        let plain =
            anchors.iter().filter(|text| !text.contains(|c: char| c.is_ascii_digit()) && text.chars().count() <= 30);
        anchors.len() >= 6 && plain.count() * 10 >= anchors.len() * 7
    }
}

/// What style sheets say of an element.
fn looks_of(looks: &HashMap<NodeId, Looks>, element: ElementRef<'_>) -> Looks {
    looks.get(&element.id()).copied().unwrap_or_default()
}

/// Hidden by an attribute, an inline style or a style sheet.
fn is_styled_hidden(element: ElementRef<'_>, sheet: Looks) -> bool {
    attr(element, "hidden").is_some() || style::inline(element, sheet).hidden
}

/// Tag and class: what panels of one kind share.
fn likeness(element: ElementRef<'_>) -> (String, String) {
    (element.value().name().to_owned(), attr(element, "class").unwrap_or("").to_owned())
}

/// Whole tokens of `id` and `class`, as written.
fn tokens<'a>(element: ElementRef<'a>) -> impl Iterator<Item = &'a str> {
    ["id", "class"].into_iter().filter_map(move |attribute| attr(element, attribute)).flat_map(str::split_whitespace)
}

/// Without the digits that number the variants of a style: header2, lnb01.
fn without_digits(word: &str) -> &str {
    word.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// Whether a word of `id` or `class` is asked for: whole tokens, and their parts between hyphens, underscores and
/// capitals, all in lower case.
fn any_word(element: ElementRef<'_>, asked: impl Fn(&str) -> bool) -> bool {
    let mut word = String::new();
    for token in tokens(element) {
        word.clear();
        word.extend(token.chars().map(|c| c.to_ascii_lowercase()));
        if asked(&word) {
            return true;
        }
        word.clear();
        for c in token.chars() {
            if (c == '-' || c == '_' || c.is_ascii_uppercase()) && !word.is_empty() {
                if asked(&word) {
                    return true;
                }
                word.clear();
            }
            if c != '-' && c != '_' {
                word.push(c.to_ascii_lowercase());
            }
        }
        if asked(&word) || asked(without_digits(&word)) {
            return true;
        }
    }
    false
}

/// How much text an element holds, blanks not counted.
#[derive(Debug, Clone, Copy, Default)]
struct Size {
    /// Characters that a reader sees.
    text: usize,
    /// Those of them within links.
    linked: usize,
}

/// The sizes of an element and of all elements within it, in one walk.
fn sizes(root: ElementRef<'_>) -> HashMap<NodeId, Size> {
    let mut sizes = HashMap::new();
    let mut so_far = Size::default();
    let mut unread = 0usize;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => {
                if let Some(element) = ElementRef::wrap(node) {
                    unread += usize::from(is_unread(element));
                    sizes.insert(node.id(), so_far);
                } else if let Some(text) = node.value().as_text().filter(|_| unread == 0) {
                    so_far.text += text.chars().filter(|c| matches!(c, '가'..='힣') || !c.is_whitespace()).count();
                }
            }
            Edge::Close(node) => {
                let Some(element) = ElementRef::wrap(node) else { continue };
                unread -= usize::from(is_unread(element));
                if let Some(size) = sizes.get_mut(&node.id()) {
                    let text = so_far.text - size.text;
                    if element.value().name() == "a" {
                        so_far.linked += text;
                    }
                    *size = Size { text, linked: so_far.linked - size.linked };
                }
            }
        }
    }
    sizes
}

/// Elements whose text nobody is shown.
fn is_unread(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "script" | "style" | "noscript" | "title" | "template")
}
