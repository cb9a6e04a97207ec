//! What the style sheets of a page say of its words: hidden, struck through, raised. Nothing else of them is read.
//!
//! Selectors of elements, classes and ids and of what stands within one another are understood; rules with any other
//! selector, and rules for some screens only, hide nothing.

use memchr::memmem;
use scraper::{ElementRef, Html};
use std::collections::{BTreeMap, BTreeSet};

/// An attribute of an element. Scraper's own search interns the name first, which costs more than the comparison.
pub(super) fn attr<'a>(element: ElementRef<'a>, name: &str) -> Option<&'a str> {
    element.value().attrs().find(|(attribute, _)| *attribute == name).map(|(_, value)| value)
}

/// Most rules that are kept of a page.
const MAX_RULES: usize = 2_000;
/// Most bytes of style sheets, and of scripts that are searched for the names of what they show.
const MAX_BYTES: usize = 1 << 20;
/// Deepest nesting of groups of rules.
const MAX_GROUPS: usize = 4;

/// How the words of an element are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Looks {
    /// Not displayed, and nothing on the page displays it.
    pub(super) hidden: bool,
    /// A line runs through its words.
    pub(super) struck: bool,
    /// Raised above the line.
    pub(super) raised: bool,
}

/// What a block of declarations says; nothing of what it does not speak of.
#[derive(Debug, Clone, Copy, Default)]
struct Said {
    hidden: Option<bool>,
    struck: Option<bool>,
    raised: Option<bool>,
}

impl Said {
    /// Reads declarations.
    fn of(declarations: &str) -> Self {
        let mut said = Self::default();
        for declaration in declarations.split(';') {
            let Some((property, value)) = declaration.split_once(':') else { continue };
            let value = value.trim().to_ascii_lowercase();
            let value = value.trim_end_matches("!important").trim_end();
            match property.trim().to_ascii_lowercase().as_str() {
                "display" => said.hidden = Some(value == "none"),
                "visibility" => said.hidden = Some(value == "hidden" || value == "collapse"),
                "text-decoration" | "text-decoration-line" => said.struck = Some(value.contains("line-through")),
                "vertical-align" => said.raised = Some(value == "super"),
                _ => {}
            }
        }
        said
    }

    fn is_silent(self) -> bool {
        self.hidden.is_none() && self.struck.is_none() && self.raised.is_none()
    }
}

/// What an inline style says, over what style sheets say.
pub(super) fn inline(element: ElementRef<'_>, looks: Looks) -> Looks {
    let Some(style) = attr(element, "style") else { return looks };
    let said = Said::of(style);
    Looks {
        hidden: said.hidden.unwrap_or(looks.hidden),
        struck: said.struck.unwrap_or(looks.struck),
        raised: said.raised.unwrap_or(looks.raised),
    }
}

/// An element as a selector names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Compound {
    name: String,
    id: String,
    classes: Vec<String>,
}

impl Compound {
    /// Reads `td.old`, `#note`, `.a.b`; nothing else.
    fn of(text: &str) -> Option<Self> {
        let mut compound = Self::default();
        let mut rest = text;
        let word = |text: &str| text.find(['.', '#']).unwrap_or(text.len());
        let plain = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_');
        if !rest.starts_with(['.', '#']) {
            let end = word(rest);
            compound.name = rest[..end].to_ascii_lowercase();
            rest = &rest[end..];
            if compound.name == "*" {
                compound.name.clear();
            } else if !plain(&compound.name) {
                return None;
            }
        }
        while let Some(sign) = rest.chars().next() {
            let end = 1 + word(&rest[1..]);
            let name = &rest[1..end];
            if !plain(name) {
                return None;
            }
            if sign == '#' {
                compound.id = name.to_owned();
            } else {
                compound.classes.push(name.to_owned());
            }
            rest = &rest[end..];
        }
        Some(compound)
    }

    fn fits(&self, element: ElementRef<'_>) -> bool {
        (self.name.is_empty() || element.value().name() == self.name)
            && (self.id.is_empty() || attr(element, "id") == Some(self.id.as_str()))
            && self.classes.iter().all(|class| {
                attr(element, "class").is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class))
            })
    }

    /// The word by which a rule is looked up.
    fn key(&self) -> String {
        match (self.classes.first(), self.id.as_str()) {
            (Some(class), _) => format!(".{class}"),
            (None, "") => self.name.clone(),
            (None, id) => format!("#{id}"),
        }
    }
}

#[derive(Debug)]
struct Rule {
    /// From the outermost element to the one that is meant.
    path: Vec<Compound>,
    said: Said,
}

/// The rules of a page that matter here.
#[derive(Debug, Default)]
struct Sheet {
    rules: Vec<Rule>,
    /// Classes and ids that some rule displays, if only on some screens or in some state.
    displayed: BTreeSet<String>,
}

impl Sheet {
    fn read(&mut self, css: &str, depth: usize, everywhere: bool) {
        let mut rest = css;
        while let Some(open) = rest.find('{') {
            let prelude = rest[..open].rsplit(['}', ';']).next().unwrap_or("").trim();
            let (body, after) = group(&rest[open + 1..]);
            if let Some(query) = prelude.strip_prefix('@') {
                let query = query.to_ascii_lowercase();
                let all = matches!(query.as_str(), "media screen" | "media all" | "media");
                if depth < MAX_GROUPS && (query.starts_with("media") || query.starts_with("supports")) {
                    self.read(body, depth + 1, everywhere && all);
                }
            } else {
                self.rule(prelude, body, everywhere);
            }
            rest = after;
        }
    }

    fn rule(&mut self, selectors: &str, body: &str, everywhere: bool) {
        let said = Said::of(body);
        if said.is_silent() {
            return;
        }
        for selector in selectors.split(',') {
            if said.hidden == Some(false) {
                let names = selector.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '#')));
                let names =
                    names.flat_map(|word| word.split_inclusive(['.', '#']).map(|part| part.trim_matches(['.', '#'])));
                self.displayed.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
            }
            let path: Option<Vec<Compound>> = selector.split_ascii_whitespace().map(Compound::of).collect();
            if let Some(path) = path.filter(|path| everywhere && !path.is_empty() && self.rules.len() < MAX_RULES) {
                self.rules.push(Rule { path, said });
            }
        }
    }
}

/// What stands before the brace that closes a group, and what behind it.
fn group(text: &str) -> (&str, &str) {
    let mut depth = 1usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (&text[..at], &text[at + 1..]);
        }
    }
    (text, "")
}

/// A style sheet without its comments.
fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("/*") {
        out.push_str(&rest[..at]);
        rest = rest[at + 2..].split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

/// How the elements look of which style sheets say anything.
pub(super) fn looks(html: &Html) -> Vec<(ElementRef<'_>, Looks)> {
    let (mut css, mut code) = (String::new(), String::new());
    for element in html.root_element().descendants().filter_map(ElementRef::wrap) {
        let text = match element.value().name() {
            "style" => &mut css,
            "script" => &mut code,
            _ => continue,
        };
        for part in element.text().filter(|part| text.len() + part.len() <= MAX_BYTES).collect::<Vec<_>>() {
            text.push_str(part);
            text.push('\n');
        }
    }
    let mut sheet = Sheet::default();
    sheet.read(&without_comments(&css), 0, true);
    let mut found = Vec::new();
    if sheet.rules.is_empty() {
        return found;
    }
    // What a script names or another rule displays is a panel that readers open.
    for rule in &mut sheet.rules {
        let meant = rule.path.last().map(|one| one.classes.iter().chain([&one.id])).into_iter().flatten();
        let opened = |name: &String| {
            !name.is_empty()
                && (sheet.displayed.contains(name) || memmem::find(code.as_bytes(), name.as_bytes()).is_some())
        };
        if rule.said.hidden == Some(true) && meant.into_iter().any(opened) {
            rule.said.hidden = None;
        }
    }
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, rule) in sheet.rules.iter().enumerate() {
        by_key.entry(rule.path.last().map(Compound::key).unwrap_or_default()).or_default().push(index);
    }
    for element in html.root_element().descendants().filter_map(ElementRef::wrap) {
        let mut rules: Vec<usize> = Vec::new();
        let mut add = |key: &str| rules.extend(by_key.get(key).into_iter().flatten().copied());
        add(element.value().name());
        add("");
        if let Some(id) = attr(element, "id") {
            add(&format!("#{id}"));
        }
        for class in attr(element, "class").unwrap_or("").split_ascii_whitespace() {
            add(&format!(".{class}"));
        }
        rules.sort_unstable();
        rules.dedup();
        let mut looks = Looks::default();
        for rule in rules.into_iter().map(|index| &sheet.rules[index]).filter(|rule| is_meant(&rule.path, element)) {
            looks.hidden = rule.said.hidden.unwrap_or(looks.hidden);
            looks.struck = rule.said.struck.unwrap_or(looks.struck);
            looks.raised = rule.said.raised.unwrap_or(looks.raised);
        }
        if looks != Looks::default() {
            found.push((element, looks));
        }
    }
    found
}

/// Whether a path of elements leads to this one.
fn is_meant(path: &[Compound], element: ElementRef<'_>) -> bool {
    let Some((last, outer)) = path.split_last() else { return false };
    if !last.fits(element) {
        return false;
    }
    let mut wanted = outer.iter().rev().peekable();
    for ancestor in element.ancestors().filter_map(ElementRef::wrap) {
        let Some(next) = wanted.peek() else { break };
        if next.fits(ancestor) {
            wanted.next();
        }
    }
    wanted.peek().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: &str) -> Vec<(String, Looks)> {
        let html = Html::parse_document(page);
        looks(&html)
            .into_iter()
            .map(|(element, looks)| (element.text().collect(), looks))
            .filter(|(text, _): &(String, Looks)| text.chars().count() == 1)
            .collect()
    }

    #[test]
    fn rules_say_how_words_look() {
        let page = "<style>/* .x{} */ .old{text-decoration:line-through} td.no, #gone { display : none !important }\
                    .fn{vertical-align:super} .t i{text-decoration-line:line-through}\
                    @media (max-width:800px){.pc{display:none}} @media screen{.off{visibility:hidden}} a:hover{display:none}\
                    .tab{display:none} .tab.on{display:block} .pop{display:none}</style>\
                    <p class='a old'>1</p><p id=gone>2</p><p class=fn>3</p><div class=t><b><i>4</i></b></div><i>5</i>\
                    <p class=pc>6</p><p class=off>7</p><p class=tab>8</p><p class=pop>9</p><a>0</a><script>open('pop')</script>";
        let (hidden, struck, raised) = (
            Looks { hidden: true, ..Looks::default() },
            Looks { struck: true, ..Looks::default() },
            Looks { raised: true, ..Looks::default() },
        );
        let wanted = [("1", struck), ("2", hidden), ("3", raised), ("4", struck), ("7", hidden)];
        assert_eq!(shown(page), wanted.map(|(text, looks)| (text.to_owned(), looks)));
    }

    #[test]
    fn broken_sheets_say_nothing() {
        for css in ["{", "}", ".a{", "@media{.a{", "/* .a{display:none}", ".a{display}", ".{display:none}"] {
            assert!(shown(&format!("<style>{css}</style><p class=a>1</p>")).is_empty(), "{css}");
        }
    }
}
