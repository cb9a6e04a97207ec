//! HTML to blocks. Korean public pages of twenty years: table layouts, frames, tab panels, pasted word-processor
//! markup, unclosed tags. Text is taken as a reader sees it; where it stands on the page is kept as a [`Zone`].

mod style;
mod table;
mod zones;

use crate::document::{Block, BlockKind, Link, LinkKind, Zone};
use scraper::node::Node;
use scraper::{ElementRef, Html};
use std::collections::BTreeSet;
use style::attr;
use table::Source;
use zones::Zones;

/// Nesting of block and inline elements that no page made by people reaches; html5ever is quadratic beyond.
const MAX_NESTING: usize = 400;
/// Most tags of a page; each costs some hundred bytes of tree.
const MAX_TAGS: usize = 400_000;
/// Longest tag with its attributes, in bytes.
const MAX_TAG: usize = 256 * 1024;
/// Most blocks kept of one page.
const MAX_BLOCKS: usize = 200_000;
/// Images that are looked at for a licence mark; more of them say nothing more.
const MAX_MARKS: usize = 64;

/// What a page yields.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) title: Option<String>,
    pub(super) blocks: Vec<Block>,
    pub(super) links: Vec<Link>,
    /// Words and addresses of images that may be a licence mark.
    pub(super) images: Vec<String>,
    pub(super) problems: Vec<String>,
}

/// Reads a page. Markup that would cost quadratic time is refused with a problem, never tried.
pub(super) fn read(text: &str) -> Page {
    if let Err(problem) = check_markup(text) {
        return Page { problems: vec![problem], ..Page::default() };
    }
    let html = Html::parse_document(text);
    let zones = Zones::of(&html);
    let mut walker =
        Walker { zones: &zones, page: Page::default(), text: String::new(), zone: Zone::Content, depth: 0 };
    walker.page.title = html
        .root_element()
        .descendants()
        .filter_map(ElementRef::wrap)
        .find(|element| element.value().name() == "title")
        .map(|element| crate::document::squeeze(&element.text().collect::<String>()))
        .filter(|title| !title.is_empty());
    walker.children(html.root_element(), Zone::Content);
    walker.flush(BlockKind::Paragraph);
    walker.page
}

/// A cheap look at the markup before the parser: nesting and tag length within what people write.
fn check_markup(text: &str) -> Result<(), String> {
    // Elements whose end tags are optional pile up in honest pages, so they do not count.
    const OPTIONAL: [&str; 12] =
        ["li", "p", "td", "tr", "th", "dt", "dd", "option", "tbody", "thead", "colgroup", "optgroup"];
    const VOID: [&str; 13] =
        ["br", "img", "input", "meta", "link", "hr", "area", "base", "col", "embed", "param", "source", "wbr"];
    // Within these, nothing is markup but their own end.
    const RAW: [&str; 4] = ["script", "style", "textarea", "title"];
    let mut depth = 0usize;
    let mut tags = 0usize;
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        rest = &rest[at + 1..];
        let closing = rest.starts_with('/');
        let name = &rest.as_bytes()[usize::from(closing)..];
        let name = &name[..name.iter().take(20).take_while(|c| c.is_ascii_alphanumeric()).count()];
        if name.is_empty() {
            continue;
        }
        tags += 1;
        if tags > MAX_TAGS {
            return Err(format!("more than {MAX_TAGS} tags: the page was not read"));
        }
        let is_one_of = |names: &[&str]| names.iter().any(|one| name.eq_ignore_ascii_case(one.as_bytes()));
        let end = memchr::memchr(b'>', rest.as_bytes()).unwrap_or(rest.len());
        if end > MAX_TAG {
            return Err(format!("a tag of more than {MAX_TAG} bytes: the page was not read"));
        }
        if !closing && let Some(raw) = RAW.iter().find(|raw| name.eq_ignore_ascii_case(raw.as_bytes())) {
            rest = &rest[end + end_tag(&rest[end..], raw)..];
            continue;
        }
        if is_one_of(&OPTIONAL) || is_one_of(&VOID) || rest[..end].ends_with('/') {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            if depth > MAX_NESTING {
                return Err(format!("elements nested more than {MAX_NESTING} deep: the page was not read"));
            }
        }
    }
    Ok(())
}

/// Where the end tag of element `name` starts; the end of the text if nowhere.
fn end_tag(text: &str, name: &str) -> usize {
    let is_end = |at: &usize| {
        let tag = text.as_bytes()[at + 1..].strip_prefix(b"/").and_then(|tag| tag.get(..name.len()));
        tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
    };
    memchr::memchr_iter(b'<', text.as_bytes()).find(is_end).unwrap_or(text.len())
}

/// Where `needle` (ASCII, lower case) starts in `text`, whatever its case; the end of the text if nowhere.
fn find_ignore_case(text: &str, needle: &str) -> usize {
    let (bytes, needle) = (text.as_bytes(), needle.as_bytes());
    bytes.windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle)).unwrap_or(bytes.len())
}

/// Elements that break the line before and after themselves.
fn breaks_line(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "caption"
            | "html"
            | "option"
            | "select"
            | "textarea"
            | "frameset"
            | "noframes"
            | "search"
    )
}

/// Walks the tree and collects blocks.
struct Walker<'a> {
    zones: &'a Zones,
    page: Page,
    /// Inline text of the block being built.
    text: String,
    /// Its zone.
    zone: Zone,
    /// Depth of list nesting.
    depth: u8,
}

impl Walker<'_> {
    fn children(&mut self, element: ElementRef<'_>, zone: Zone) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => {
                    self.zone = zone;
                    self.text.push_str(text);
                }
                Node::Element(_) => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child, zone);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>, outer: Zone) {
        if self.zones.is_withdrawn(element) {
            return;
        }
        if let Some(mark) = self.zones.note_mark(element) {
            self.zone = outer;
            self.text.push_str(&mark);
            return;
        }
        let zone = self.zones.of_element(element, outer);
        let name = element.value().name();
        match name {
            "script" => self.script(element, zone),
            "style" | "noscript" | "template" | "svg" | "object" | "head" | "math" => {
                if name == "head" || name == "noscript" {
                    self.head(element, zone);
                }
            }
            "br" => self.text.push('\u{2028}'),
            "img" => self.image(element),
            "frame" | "iframe" => self.link(element, "src", LinkKind::Frame, zone),
            "a" | "area" => {
                self.anchor(element, zone);
                self.children(element, zone);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.block(element, zone, BlockKind::Heading(level));
            }
            "dt" | "summary" | "legend" => self.block(element, zone, BlockKind::Heading(6)),
            "li" => {
                let depth = self.depth;
                self.block(element, zone, BlockKind::Item(depth.saturating_sub(1)));
            }
            "ul" | "ol" | "menu" | "dir" => {
                self.flush(BlockKind::Paragraph);
                self.depth = self.depth.saturating_add(1);
                self.block(element, zone, BlockKind::Paragraph);
                self.depth -= 1;
            }
            "select" => self.options(element, zone),
            "textarea" | "pre" => self.lines(element, zone),
            "table" => self.table(element, zone),
            _ if breaks_line(name) => self.block(element, zone, BlockKind::Paragraph),
            _ => {
                self.on_click(element, zone);
                if zone == Zone::Hidden && outer != Zone::Hidden {
                    self.aside(element, outer);
                } else {
                    self.children(element, zone);
                }
            }
        }
    }

    /// Hidden words within a line: a block of their own before it, and no part of it.
    fn aside(&mut self, element: ElementRef<'_>, outer: Zone) {
        let line = std::mem::take(&mut self.text);
        self.children(element, Zone::Hidden);
        self.zone = Zone::Hidden;
        self.flush(BlockKind::Paragraph);
        (self.text, self.zone) = (line, outer);
    }

    /// An element with lines of its own: what stands before it ends a block, and so does its end.
    fn block(&mut self, element: ElementRef<'_>, zone: Zone, kind: BlockKind) {
        let before = if matches!(kind, BlockKind::Item(_)) && self.depth > 1 {
            BlockKind::Item(self.depth.saturating_sub(2))
        } else {
            BlockKind::Paragraph
        };
        self.flush(before);
        self.on_click(element, zone);
        self.children(element, zone);
        self.zone = zone;
        self.flush(kind);
    }

    /// Ends the block being built.
    fn flush(&mut self, kind: BlockKind) {
        let text = crate::document::squeeze_lines(&self.text);
        self.text.clear();
        self.push(kind, self.zone, text);
    }

    fn push(&mut self, kind: BlockKind, zone: Zone, text: String) {
        if text.is_empty() {
            return;
        }
        if self.page.blocks.len() == MAX_BLOCKS {
            let problem = format!("more than {MAX_BLOCKS} blocks: the rest was not read");
            if self.page.problems.last() != Some(&problem) {
                self.page.problems.push(problem);
            }
            return;
        }
        self.page.blocks.push(Block { kind, zone, text });
    }

    fn table(&mut self, element: ElementRef<'_>, zone: Zone) {
        self.flush(BlockKind::Paragraph);
        if table::is_layout(element) {
            self.block(element, zone, BlockKind::Paragraph);
            return;
        }
        for anchor in element.descendants().filter_map(ElementRef::wrap) {
            match anchor.value().name() {
                "a" | "area" => self.anchor(anchor, zone),
                "img" => self.image(anchor),
                _ => {}
            }
        }
        let source = Source { zones: self.zones, zone };
        match table::read(element, &source) {
            Ok((table, text)) => self.push(BlockKind::Table(table), zone, text),
            Err(problem) => self.page.problems.push(problem),
        }
    }

    /// Options of a menu as items, and as links when their values are addresses.
    fn options(&mut self, element: ElementRef<'_>, zone: Zone) {
        self.flush(BlockKind::Paragraph);
        for option in element.descendants().filter_map(ElementRef::wrap).filter(|e| e.value().name() == "option") {
            let text = crate::document::squeeze(&option.text().collect::<String>());
            if let Some(value) = attr(option, "value")
                && (value.contains('/') || value.contains('?') || value.contains(".html"))
            {
                self.push_link(value, &text, LinkKind::Option, zone);
            }
            self.push(BlockKind::Item(0), zone, text);
        }
    }

    /// Preformatted text: every line a paragraph.
    fn lines(&mut self, element: ElementRef<'_>, zone: Zone) {
        self.flush(BlockKind::Paragraph);
        let text: String = element.text().collect();
        for block in crate::document::text::read(&text) {
            self.push(block.kind, zone, block.text);
        }
        for anchor in element.descendants().filter_map(ElementRef::wrap).filter(|e| e.value().name() == "a") {
            self.anchor(anchor, zone);
        }
    }

    /// Redirects in `<head>` and in what readers without scripts see.
    fn head(&mut self, element: ElementRef<'_>, zone: Zone) {
        for child in element.descendants().filter_map(ElementRef::wrap) {
            match child.value().name() {
                "meta" => {
                    let said = |name| attr(child, name).unwrap_or("");
                    if said("http-equiv").eq_ignore_ascii_case("refresh")
                        && let Some(target) = refresh_target(said("content"))
                    {
                        self.push_link(&target, "", LinkKind::MetaRefresh, zone);
                    }
                }
                "script" => self.script(child, zone),
                "iframe" | "frame" => self.link(child, "src", LinkKind::Frame, zone),
                _ => {}
            }
        }
    }

    /// A redirect that a script makes as soon as it is read.
    fn script(&mut self, element: ElementRef<'_>, zone: Zone) {
        let code: String = element.text().collect();
        // Long scripts are libraries; a redirect is a line or two.
        if code.len() > 20_000 {
            return;
        }
        for target in script_targets(&code) {
            self.push_link(&target, "", LinkKind::ScriptRedirect, zone);
        }
    }

    fn anchor(&mut self, element: ElementRef<'_>, zone: Zone) {
        let href = attr(element, "href").unwrap_or("").trim();
        let text = link_text(element);
        if href.is_empty() || href.starts_with('#') || href.to_ascii_lowercase().starts_with("javascript:") {
            let code = format!("{href};{}", attr(element, "onclick").unwrap_or(""));
            self.script_link(&code, &text, zone);
        } else {
            self.push_link(href, &text, LinkKind::Anchor, zone);
        }
    }

    /// `onclick` of anything but an anchor.
    fn on_click(&mut self, element: ElementRef<'_>, zone: Zone) {
        if let Some(code) = attr(element, "onclick") {
            let text = link_text(element);
            if text.chars().count() <= 80 {
                self.script_link(code, &text, zone);
            }
        }
    }

    fn script_link(&mut self, code: &str, text: &str, zone: Zone) {
        let mut targets = quoted(code).into_iter().filter(|word| looks_like_address(word)).peekable();
        if targets.peek().is_none() && !text.is_empty() && code.trim_matches(['#', ';']).len() > 1 {
            // A link that only a script can follow: kept, so that its words are seen and its address is known missing.
            self.push_link("", text, LinkKind::Script, zone);
            return;
        }
        for target in targets.collect::<Vec<_>>() {
            self.push_link(&target, text, LinkKind::Script, zone);
        }
    }

    /// An image is no text, but the licence of a page is often one.
    fn image(&mut self, element: ElementRef<'_>) {
        if self.page.images.len() < MAX_MARKS {
            let words = ["alt", "title", "src"].into_iter().filter_map(|name| element.value().attr(name));
            self.page
                .images
                .extend(words.filter(|words| crate::document::licence::is_mark(words)).map(crate::document::squeeze));
        }
    }

    fn link(&mut self, element: ElementRef<'_>, attribute: &str, kind: LinkKind, zone: Zone) {
        if let Some(href) = attr(element, attribute) {
            let text = attr(element, "title").unwrap_or("");
            self.push_link(href.trim(), text, kind, zone);
        }
    }

    fn push_link(&mut self, href: &str, text: &str, kind: LinkKind, zone: Zone) {
        // data: addresses carry whole files and mail addresses are never collected.
        let scheme = href.get(..7).unwrap_or(href).to_ascii_lowercase();
        if scheme.starts_with("mailto:")
            || scheme.starts_with("data:")
            || scheme.starts_with("tel:")
            || href.len() > 4096
        {
            return;
        }
        let block = self.page.blocks.len() as u32;
        let text = crate::document::squeeze(text);
        self.page.links.push(Link { href: href.to_owned(), text, kind, zone, block });
    }
}

/// Words of a link: its text, the `alt` of its images, its `title`.
fn link_text(element: ElementRef<'_>) -> String {
    let mut words: Vec<String> = vec![element.text().collect()];
    for image in element.descendants().filter_map(ElementRef::wrap) {
        if image.value().name() == "img" || image.value().name() == "input" {
            words.extend(attr(image, "alt").map(str::to_owned));
        }
    }
    words.extend(attr(element, "alt").map(str::to_owned));
    let joined = crate::document::squeeze(&words.join(" "));
    match attr(element, "title") {
        Some(title) if !title.is_empty() && !joined.contains(title.trim()) => {
            crate::document::squeeze(&format!("{joined} {title}"))
        }
        _ => joined,
    }
}

/// The address in `5; url=/main.do`.
fn refresh_target(content: &str) -> Option<String> {
    let at = find_ignore_case(content, "url");
    let target = content.get(at + 3..)?.trim_start().strip_prefix('=')?.trim().trim_matches(['"', '\'']);
    (!target.is_empty()).then(|| target.to_owned())
}

/// Addresses that a script goes to by assigning or replacing the location.
fn script_targets(code: &str) -> Vec<String> {
    let mut targets = Vec::new();
    for (at, _) in code.match_indices("location") {
        let rest = code[at + "location".len()..].trim_start();
        let rest = rest.strip_prefix(".href").unwrap_or(rest).trim_start();
        let value = rest
            .strip_prefix('=')
            .filter(|rest| !rest.starts_with('='))
            .or_else(|| rest.strip_prefix(".replace("))
            .or_else(|| rest.strip_prefix(".assign("));
        if let Some(value) = value.map(str::trim_start) {
            let quote = value.chars().next().filter(|c| *c == '"' || *c == '\'');
            if let Some((target, _)) = quote.and_then(|quote| value[1..].split_once(quote))
                && !target.is_empty()
                && target.len() < 2048
            {
                targets.push(target.to_owned());
            }
        }
    }
    targets
}

/// The string literals of a piece of script.
fn quoted(code: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut rest = code;
    while let Some(at) = rest.find(['"', '\'']) {
        let quote = rest.as_bytes()[at] as char;
        let after = &rest[at + 1..];
        let Some(end) = after.find(quote) else { break };
        if end < 2048 {
            words.insert(after[..end].trim().to_owned());
        }
        rest = &after[end + 1..];
    }
    words
}

/// Whether a word of a script is an address rather than a name or a number.
fn looks_like_address(word: &str) -> bool {
    !word.contains([' ', '<', '{'])
        && (word.starts_with('/')
            || word.starts_with("http://")
            || word.starts_with("https://")
            || word.starts_with("./")
            || word.starts_with("../")
            || [".do", ".jsp", ".asp", ".php", ".html", ".htm", ".web", ".action"].iter().any(|end| word.contains(end)))
}
