//! A labelled page as changers see it: a small tree of elements, or lines and tables of plain text.

use super::pattern;
use regex::Regex;
use scraper::Html;
use scraper::node::Node as Parsed;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// A node of an HTML page. Comments and processing instructions are dropped.
#[derive(Debug, Clone)]
pub enum Node {
    Text(String),
    Element(Element),
}

#[derive(Debug, Clone)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// Elements without an end tag.
const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"];
/// Elements whose text is not markup.
const RAW: &[&str] = &["script", "style"];
/// Elements that begin a new line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

impl Element {
    pub fn new(name: &str, children: Vec<Node>) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), children }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.attributes.push((name.to_owned(), value.to_owned()));
        self
    }

    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    pub fn is_block(&self) -> bool {
        BLOCKS.contains(&self.name.as_str())
    }

    /// Whether the element holds an element of this kind at any depth.
    pub fn has(&self, kind: &dyn Fn(&Element) -> bool) -> bool {
        self.elements().any(|child| kind(child) || child.has(kind))
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Whether readers do not see the element, or see it struck.
    pub fn is_withdrawn(&self) -> bool {
        static UNSEEN: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"display\s*:\s*none|visibility\s*:\s*hidden|line-through"));
        matches!(self.name.as_str(), "del" | "s" | "strike" | "template" | "noscript")
            || self.attribute("hidden").is_some()
            || self.attribute("style").is_some_and(|style| UNSEEN.is_match(style))
    }

    /// The text, with line ends where elements begin new lines and runs of blanks as one.
    pub fn text(&self) -> String {
        let mut raw = String::new();
        self.write_text(&mut raw);
        let lines = raw.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    fn write_text(&self, out: &mut String) {
        if RAW.contains(&self.name.as_str()) {
            return;
        }
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(&text.replace('\n', " ")),
                Node::Element(element) if element.name == "br" => out.push('\n'),
                Node::Element(element) if element.is_block() => {
                    out.push('\n');
                    element.write_text(out);
                    out.push('\n');
                }
                Node::Element(element) => element.write_text(out),
            }
        }
    }

    fn write(&self, out: &mut String) {
        let _ = write!(out, "<{}", self.name);
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"{}\"", value.replace('&', "&amp;").replace('"', "&quot;"));
        }
        out.push('>');
        if VOID.contains(&self.name.as_str()) {
            return;
        }
        for child in &self.children {
            match child {
                Node::Text(text) if RAW.contains(&self.name.as_str()) => out.push_str(text),
                Node::Text(text) => out.push_str(&escaped(text)),
                Node::Element(element) => element.write(out),
            }
        }
        let _ = write!(out, "</{}>", self.name);
    }
}

/// Text as markup and XML write it.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

pub fn words(text: &str) -> Node {
    Node::Text(text.to_owned())
}

/// Lines of text with `<br>` between them.
pub fn broken(text: &str) -> Vec<Node> {
    let mut nodes = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            nodes.push(Node::Element(Element::new("br", Vec::new())));
        }
        nodes.push(words(line));
    }
    nodes
}

pub fn paragraph(text: &str) -> Node {
    Node::Element(Element::new("p", broken(text)))
}

/// A cell of a table: its text and what it covers.
#[derive(Debug, Clone)]
pub struct Cell {
    pub text: String,
    pub head: bool,
    pub rows: usize,
    pub columns: usize,
}

impl Cell {
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), head: false, rows: 1, columns: 1 }
    }

    pub fn head(text: &str) -> Self {
        Self { head: true, ..Self::new(text) }
    }
}

/// How a table of plain text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    Markup,
    Tabs,
    Pipes,
}

/// A table, row by row as it is written: covered places have no cell.
#[derive(Debug, Clone)]
pub struct Grid {
    pub caption: Option<String>,
    pub rows: Vec<Vec<Cell>>,
    pub ruling: Ruling,
}

impl Grid {
    pub fn of_texts(rows: &[&[&str]]) -> Self {
        let cell = |row: usize, text: &&str| if row == 0 { Cell::head(text) } else { Cell::new(text) };
        let rows = rows.iter().enumerate().map(|(row, cells)| cells.iter().map(|text| cell(row, text)).collect());
        Self { caption: None, rows: rows.collect(), ruling: Ruling::Markup }
    }

    /// The table of an element; none when it holds tables or withdrawn text, which a grid of texts cannot say.
    pub fn of_element(table: &Element) -> Option<Self> {
        let odd = |inner: &Element| {
            inner.name == "table" || inner.is_withdrawn() || matches!(inner.name.as_str(), "input" | "sup" | "img")
        };
        if table.is_withdrawn() || table.has(&odd) {
            return None;
        }
        let mut grid = Self { caption: None, rows: Vec::new(), ruling: Ruling::Markup };
        grid.take_rows(table);
        (!grid.rows.is_empty()).then_some(grid)
    }

    fn take_rows(&mut self, of: &Element) {
        for element in of.elements() {
            match element.name.as_str() {
                "caption" => self.caption = Some(element.text()),
                "tr" => {
                    let cells = element.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th"));
                    self.rows.push(cells.map(cell_of).collect());
                }
                _ => self.take_rows(element),
            }
        }
    }

    /// Whether every row has the same number of cells and none covers more than its place.
    pub fn is_plain(&self) -> bool {
        let width = self.rows[0].len();
        self.rows.iter().all(|row| row.len() == width && row.iter().all(|cell| cell.rows == 1 && cell.columns == 1))
            && width > 1
            && self.rows.len() > 1
    }

    /// Whether the first row names the columns: by its markup, or by its words.
    pub fn has_heads(&self) -> bool {
        static HEAD: LazyLock<Regex> = LazyLock::new(|| {
            pattern(
                "^(구분|연번|순번|번호|성명|직위|직책|직급|소속|부서|담당|연락처|전화|비고|설치|촬영|보관|수탁|위탁|업체|대수|수량|장소|위치|목적|시설|기간|업무|이름|카메라|건물|관리)",
            )
        });
        static VALUE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d{2}|\d(대|일)|^\d+$"));
        let first = &self.rows[0];
        if first.iter().any(|cell| VALUE.is_match(&cell.text)) {
            return false;
        }
        let named = first.iter().filter(|cell| HEAD.is_match(&bare(&cell.text))).count();
        let marked =
            first.iter().all(|cell| cell.head) && self.rows[1..].iter().any(|row| row.iter().any(|cell| !cell.head));
        marked || named * 2 > first.len() && named > 1
    }

    pub fn column(&self, heads: &Regex) -> Option<usize> {
        self.rows[0].iter().position(|cell| heads.is_match(&bare(&cell.text)))
    }

    /// The lines of a table of plain text; of markup, tabs.
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.caption.iter().cloned().collect();
        for (index, row) in self.rows.iter().enumerate() {
            let texts: Vec<String> = row.iter().map(|cell| cell.text.replace('\n', " ")).collect();
            match self.ruling {
                Ruling::Pipes => {
                    lines.push(format!("| {} |", texts.join(" | ")));
                    if index == 0 {
                        lines.push(format!("|{}", "---|".repeat(row.len())));
                    }
                }
                Ruling::Tabs | Ruling::Markup => lines.push(texts.join("\t")),
            }
        }
        lines
    }

    fn element(&self) -> Element {
        let row = |cells: &Vec<Cell>| {
            Node::Element(Element::new("tr", cells.iter().map(|cell| Node::Element(element_of(cell))).collect()))
        };
        let caption = self.caption.iter().map(|text| Node::Element(Element::new("caption", broken(text))));
        Element::new("table", caption.chain(self.rows.iter().map(row)).collect()).with("border", "1")
    }
}

fn cell_of(element: &Element) -> Cell {
    let number = |name: &str| element.attribute(name).and_then(|value| value.trim().parse().ok()).unwrap_or(1);
    Cell { text: element.text(), head: element.name == "th", rows: number("rowspan"), columns: number("colspan") }
}

fn element_of(cell: &Cell) -> Element {
    let mut element = Element::new(if cell.head { "th" } else { "td" }, broken(&cell.text));
    if cell.rows > 1 {
        element = element.with("rowspan", &cell.rows.to_string());
    }
    if cell.columns > 1 {
        element = element.with("colspan", &cell.columns.to_string());
    }
    element
}

/// A text without blanks.
pub fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What a changer makes of a table.
pub enum Shape {
    Tables(Vec<Grid>),
    Lines(Vec<String>),
    /// Lines whose blanks and tabs count.
    Preformatted(Vec<String>),
}

/// A part of a page of plain text.
#[derive(Debug, Clone)]
pub enum Part {
    Line(String),
    Table(Grid),
}

#[derive(Debug, Clone)]
pub enum Page {
    Html(Element),
    Text(Vec<Part>),
}

impl Page {
    pub fn read(name: &str, bytes: &[u8]) -> Self {
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
            Err(_) => encoding_rs::EUC_KR.decode_without_bom_handling(bytes).0.into_owned(),
        };
        if name.ends_with(".html") {
            let parsed = Html::parse_document(&text);
            return Self::Html(element_from(*parsed.root_element()));
        }
        Self::Text(parts(&text))
    }

    /// The page as UTF-8 text.
    pub fn written(&self) -> String {
        match self {
            Self::Html(root) => {
                let mut root = root.clone();
                declare(&mut root, "utf-8");
                let mut out = "<!DOCTYPE html>\n".to_owned();
                root.write(&mut out);
                out
            }
            Self::Text(parts) => {
                let lines = parts.iter().flat_map(|part| match part {
                    Part::Line(line) => vec![line.clone()],
                    Part::Table(grid) => grid.lines(),
                });
                lines.collect::<Vec<_>>().join("\n") + "\n"
            }
        }
    }

    pub fn extension(&self) -> &'static str {
        if matches!(self, Self::Html(_)) { "html" } else { "txt" }
    }

    /// Gives every table its new shape; whether there was any that took one.
    pub fn shape_tables(&mut self, each: &mut dyn FnMut(&Grid) -> Option<Shape>) -> bool {
        match self {
            Self::Html(root) => shape_within(&mut root.children, each),
            Self::Text(parts) => {
                let mut changed = false;
                *parts = std::mem::take(parts)
                    .into_iter()
                    .flat_map(|part| {
                        let Part::Table(grid) = &part else { return vec![part] };
                        let Some(shape) = each(grid) else { return vec![part] };
                        changed = true;
                        match shape {
                            Shape::Lines(lines) | Shape::Preformatted(lines) => {
                                lines.into_iter().map(Part::Line).collect()
                            }
                            Shape::Tables(tables) => {
                                let blank = || Part::Line(String::new());
                                let parts = tables.into_iter().flat_map(|grid| [blank(), Part::Table(grid)]);
                                parts.skip(1).collect()
                            }
                        }
                    })
                    .collect();
                changed
            }
        }
    }

    /// Replaces every text that readers see; whether any became another.
    pub fn rewrite(&mut self, each: &dyn Fn(&str) -> String) -> bool {
        let mut changed = false;
        let mut put = |text: &mut String| {
            let new = each(text);
            changed |= new != *text;
            *text = new;
        };
        match self {
            Self::Html(root) => rewrite_within(root, &mut put),
            Self::Text(parts) => {
                for part in parts {
                    match part {
                        Part::Line(line) => put(line),
                        Part::Table(grid) => grid.rows.iter_mut().flatten().for_each(|cell| put(&mut cell.text)),
                    }
                }
            }
        }
        changed
    }
}

fn rewrite_within(element: &mut Element, put: &mut dyn FnMut(&mut String)) {
    if RAW.contains(&element.name.as_str()) {
        return;
    }
    for child in &mut element.children {
        match child {
            Node::Text(text) => put(text),
            Node::Element(element) => rewrite_within(element, put),
        }
    }
}

fn shape_within(children: &mut Vec<Node>, each: &mut dyn FnMut(&Grid) -> Option<Shape>) -> bool {
    let mut changed = false;
    let mut at = 0;
    while at < children.len() {
        let Node::Element(element) = &mut children[at] else {
            at += 1;
            continue;
        };
        let grid = if element.name == "table" { Grid::of_element(element) } else { None };
        let Some(shape) = grid.as_ref().and_then(&mut *each) else {
            changed |= shape_within(&mut element.children, each);
            at += 1;
            continue;
        };
        let nodes: Vec<Node> = match shape {
            Shape::Preformatted(lines) => vec![Node::Element(Element::new("pre", vec![words(&lines.join("\n"))]))],
            Shape::Lines(lines) => lines.iter().map(|line| paragraph(line)).collect(),
            Shape::Tables(tables) => tables.iter().map(|grid| Node::Element(grid.element())).collect(),
        };
        changed = true;
        let count = nodes.len();
        children.splice(at..=at, nodes);
        at += count;
    }
    changed
}

/// Drops what the page says of its encoding and says another.
pub fn declare(root: &mut Element, charset: &str) {
    fn drop_within(element: &mut Element) {
        element.children.retain(|child| {
            !matches!(child, Node::Element(meta) if meta.name == "meta"
                && (meta.attribute("charset").is_some() || meta.attribute("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("content-type"))))
        });
        for child in &mut element.children {
            if let Node::Element(element) = child {
                drop_within(element);
            }
        }
    }
    drop_within(root);
    for child in &mut root.children {
        if let Node::Element(head) = child
            && head.name == "head"
        {
            head.children.insert(0, Node::Element(Element::new("meta", Vec::new()).with("charset", charset)));
        }
    }
}

fn element_from(node: ego_tree::NodeRef<'_, Parsed>) -> Element {
    let Parsed::Element(own) = node.value() else { unreachable!("callers pass elements") };
    let children = node.children().filter_map(|child| match child.value() {
        Parsed::Text(text) => Some(Node::Text(text.to_string())),
        Parsed::Element(_) => Some(Node::Element(element_from(child))),
        _ => None,
    });
    let attributes = own.attrs().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Element { name: own.name().to_owned(), attributes, children: children.collect() }
}

/// Lines of plain text, with runs of lines in tabs or pipes as tables. A run of rows that are not of one width is no table
/// that can be changed, and stays one.
fn parts(text: &str) -> Vec<Part> {
    let lines: Vec<&str> = text.lines().collect();
    let mut parts = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some(ruling) = ruled(lines[at]) else {
            parts.push(Part::Line(lines[at].to_owned()));
            at += 1;
            continue;
        };
        let end = at + lines[at..].iter().take_while(|line| ruled(line) == Some(ruling)).count();
        if end - at < 2 {
            parts.push(Part::Line(lines[at].to_owned()));
        } else {
            let rows = lines[at..end].iter().filter(|line| !line.contains("---")).map(|line| cells(line, ruling));
            let grid = Grid { caption: None, rows: rows.collect(), ruling };
            if grid.is_plain() {
                parts.push(Part::Table(grid));
            } else {
                parts.extend(lines[at..end].iter().map(|line| Part::Line((*line).to_owned())));
            }
        }
        at = end.max(at + 1);
    }
    parts
}

fn ruled(line: &str) -> Option<Ruling> {
    let line = line.trim_end();
    let (pipes, tabs) = (line.matches('|').count(), line.matches('\t').count());
    match () {
        () if line.trim_start().starts_with('|') && pipes > 2 => Some(Ruling::Pipes),
        () if tabs > 0 && pipes == 0 => Some(Ruling::Tabs),
        () => None,
    }
}

fn cells(line: &str, ruling: Ruling) -> Vec<Cell> {
    match ruling {
        Ruling::Pipes => line.trim().trim_matches('|').split('|').map(|cell| Cell::new(cell.trim())).collect(),
        Ruling::Tabs | Ruling::Markup => line.trim_end().split('\t').map(|cell| Cell::new(cell.trim())).collect(),
    }
}
