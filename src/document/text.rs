//! Plain text to blocks: one paragraph a line; lines that a tab, a pipe or wide blanks divide alike become tables.
//!
//! Text of this kind is what page converters leave behind; stray tags (`<br>`, `<ul><li>`) stand in it and are
//! dropped, with line breaks where they broke the line.

use super::{Block, BlockKind, Cell, Cells, Zone};

/// Longest line that is looked at as a table row, in bytes.
const MAX_ROW: usize = 20_000;

/// Reads text into blocks, all of them content.
pub(super) fn read(text: &str) -> Vec<Block> {
    let clean = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = clean.lines().collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (separator, rows) = table_at(&lines[at..]);
        if rows > 0 {
            blocks.push(table(&lines[at..at + rows], separator));
            at += rows;
            continue;
        }
        let line = strip_tags(lines[at]);
        let squeezed = super::squeeze_lines(&line);
        if !squeezed.is_empty() {
            let level = squeezed.bytes().take_while(|byte| *byte == b'#').count();
            let kind = match level {
                1..=6 if squeezed[level..].starts_with(' ') => BlockKind::Heading(level as u8),
                _ => BlockKind::Paragraph,
            };
            blocks.push(Block { kind, zone: Zone::Content, text: squeezed });
        }
        at += 1;
    }
    blocks
}

/// What divides the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Separator {
    Tab,
    Pipe,
    Blanks,
}

/// How many of the next lines form a table, and what divides them.
fn table_at(lines: &[&str]) -> (Separator, usize) {
    let tabs = lines.iter().take_while(|line| is_tab_row(line)).count();
    if tabs >= 1 {
        return (Separator::Tab, tabs);
    }
    let pipes = pipe_rows(lines);
    let ruled = lines.iter().take(pipes).any(|line| is_rule(line));
    let framed = lines.iter().take(pipes).all(|line| line.trim().starts_with('|'));
    if pipes >= 2 && (ruled || framed) {
        return (Separator::Pipe, pipes);
    }
    let width = split_blanks(lines[0]).len();
    if width >= 3 {
        let rows = lines
            .iter()
            .take_while(|line| line.len() < MAX_ROW && (2..=width + 1).contains(&split_blanks(line).len()))
            .count();
        let same = lines.iter().take(rows).filter(|line| split_blanks(line).len() == width).count();
        if rows >= 2 && same * 2 >= rows {
            return (Separator::Blanks, rows);
        }
    }
    (Separator::Tab, 0)
}

fn is_tab_row(line: &str) -> bool {
    // Tabs before the text only indent it.
    line.trim_start().trim_end_matches(' ').contains('\t') && line.len() < MAX_ROW
}

/// How many lines are rows of pipes, those among them that are broken in two.
fn pipe_rows(lines: &[&str]) -> usize {
    let Some(width) = lines.get(1).filter(|line| is_rule(line)).map(|_| pipe_cells(lines[0]).len()) else {
        return lines.iter().take_while(|line| is_pipe_row(line)).count();
    };
    let mut rows = 0;
    while rows < lines.len() {
        // A row over a rule is the head of the next table.
        if rows > 1 && lines.get(rows + 1).is_some_and(|line| is_rule(line)) {
            break;
        }
        rows += match broken_row(&lines[rows..], width) {
            Some(parts) => parts,
            None if is_pipe_row(lines[rows]) => 1,
            None => break,
        };
    }
    rows
}

/// How many lines make one row of a ruled table, when its first cells stand on lines of their own.
fn broken_row(lines: &[&str], width: usize) -> Option<usize> {
    let starts = |line: &str| line.len() < MAX_ROW && line.trim_end().ends_with('|') && !is_rule(line);
    if !starts(lines.first()?) || pipe_cells(lines[0]).len() >= width {
        return None;
    }
    let mut cells = 0;
    for (index, line) in lines.iter().take(4).enumerate() {
        if !line.contains('|') || is_rule(line) {
            return None;
        }
        cells += pipe_cells(line).len();
        if cells >= width {
            return (cells == width && index > 0).then_some(index + 1);
        }
    }
    None
}

/// The cells of a row of pipes.
fn pipe_cells(line: &str) -> Vec<&str> {
    let line = line.trim();
    line.strip_prefix('|')
        .unwrap_or(line)
        .strip_suffix('|')
        .unwrap_or(line.trim_start_matches('|'))
        .split('|')
        .collect()
}

fn is_pipe_row(line: &str) -> bool {
    line.matches('|').count() >= 2 && line.len() < MAX_ROW
}

/// `|---|:--:|`.
fn is_rule(line: &str) -> bool {
    // `|:-:|` is as good a rule as `|---|`; a line of hyphens alone is one from two on.
    (line.contains("--") || line.contains("|-") || line.contains(":-")) && line.chars().all(|c| "|-: \t".contains(c))
}

fn split_blanks(line: &str) -> Vec<&str> {
    line.trim().split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

fn table(lines: &[&str], separator: Separator) -> Block {
    let mut cells = Cells::default();
    let mut grid = Vec::new();
    let width = pipe_cells(lines[0]).len();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        if separator == Separator::Pipe && is_rule(line) {
            continue;
        }
        let mut parts: Vec<&str> = match separator {
            Separator::Tab => line.split('\t').collect(),
            Separator::Pipe => pipe_cells(line),
            Separator::Blanks => split_blanks(line),
        };
        if separator == Separator::Pipe
            && let Some(more) = broken_row(&lines[at - 1..], width)
        {
            parts.extend(lines[at..at - 1 + more].iter().flat_map(|line| pipe_cells(line)));
            at += more - 1;
        }
        let row = grid.len();
        let mut places = Vec::new();
        for (column, part) in parts.into_iter().enumerate() {
            places.push(Some(cells.cells.len()));
            let text = super::squeeze_lines(&strip_tags(part));
            cells.push(Cell { row, column, rowspan: 1, colspan: 1, header: false, start: 0, bytes: 0..0 }, &text);
        }
        grid.push(places);
    }
    let (table, text) = cells.table(None, grid);
    Block { kind: BlockKind::Table(table), zone: Zone::Content, text }
}

/// Drops tags; those that break a line leave U+2028.
fn strip_tags(line: &str) -> String {
    if !line.contains('<') {
        return line.to_owned();
    }
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        let known = matches!(
            name.as_str(),
            "br" | "ul"
                | "ol"
                | "li"
                | "p"
                | "div"
                | "span"
                | "b"
                | "strong"
                | "em"
                | "i"
                | "u"
                | "font"
                | "a"
                | "sup"
                | "sub"
                | "td"
                | "tr"
                | "th"
                | "table"
                | "tbody"
                | "thead"
                | "input"
                | "img"
                | "h1"
                | "h2"
                | "h3"
                | "h4"
                | "h5"
                | "h6"
        );
        match tag.find('>') {
            Some(end) if known && end < 400 => {
                if matches!(name.as_str(), "br" | "li" | "p" | "div" | "ul" | "ol" | "tr" | "td") {
                    out.push('\u{2028}');
                }
                rest = &tag[end + 1..];
            }
            _ => {
                out.push('<');
                rest = tag;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<String> {
        read(text)
            .into_iter()
            .map(|block| match block.kind {
                BlockKind::Table(table) => {
                    format!("table {}x{}", table.grid.len(), table.grid.first().map_or(0, Vec::len))
                }
                BlockKind::Heading(level) => format!("h{level}"),
                BlockKind::Paragraph => block.text,
                BlockKind::Item(_) => "item".to_owned(),
            })
            .collect()
    }

    #[test]
    fn tables_are_seen_by_what_divides_their_lines() {
        assert_eq!(kinds("설치 대수\t설치 위치\n12대\t청사"), ["table 2x2"]);
        assert_eq!(kinds("| 장소 | 대수 |\n|---|---|\n| 현관 | 2 |"), ["table 2x2"]);
        assert_eq!(kinds("연번  장소  대수\n1  현관  2\n2  복도  3"), ["table 3x3"]);
        assert_eq!(kinds("홈 | 알림 | 민원"), ["홈 | 알림 | 민원"]);
        assert_eq!(kinds("가 | 나 |\n---|---|\n1 | 2 |\n다 | 라 |\n---|---|\n3 | 4 |"), ["table 2x2", "table 2x2"]);
        let broken = read("기관 | 대수 | 위치 |\n---|---|---|\n가람시 |\n12대 | 현관 |\n나래시 | 3대 | 복도 |");
        assert_eq!(broken[0].text, "기관\t대수\t위치\n가람시\t12대\t현관\n나래시\t3대\t복도");
        assert_eq!(kinds("\t들여 쓴 줄"), ["들여 쓴 줄"]);
        assert_eq!(kinds("## 제목\n본문"), ["h2", "본문"]);
    }

    #[test]
    fn stray_tags_are_dropped() {
        let blocks = read("30일\t<ul style=\"x\">■ 범죄예방: 센터■ 그 외: 부서</ul>");
        assert_eq!(blocks[0].text, "30일\t■ 범죄예방: 센터■ 그 외: 부서");
        assert_eq!(read("a < b")[0].text, "a < b");
    }
}
