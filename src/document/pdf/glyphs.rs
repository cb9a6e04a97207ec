//! Glyphs of a printed page to text: lines of them, and the words of a cell.

use pdfni::GlyphPart;

/// How much of the height of glyphs those of one line may differ in where they stand.
const LEVEL: f64 = 0.6;
/// How much smaller than usual the glyphs are that are raised or lowered in a line.
const SMALL: f64 = 0.75;
/// Gaps between glyphs, in heights of a glyph: above the first there is a blank, below the second two words stand beside
/// each other and not in two columns.
const BLANK: f64 = 0.15;
const TIGHT: f64 = 0.6;

/// A line of print.
#[derive(Debug, Clone, Default)]
pub(super) struct Line<'a> {
    glyphs: Vec<&'a GlyphPart>,
}

/// Glyphs that stand level, from top to bottom, each line from left to right.
pub(super) fn lines(glyphs: Vec<&GlyphPart>) -> Vec<Line<'_>> {
    let Some(usual) = median(glyphs.iter().map(|glyph| height(glyph))) else {
        return Vec::new();
    };
    // Raised letters stand in a line of larger ones, and must not be steps from that line to the one above.
    let (small, large) = glyphs.into_iter().partition(|glyph| height(glyph) < usual * SMALL);
    let mut lines = level(large, usual);
    let bands: Vec<(f64, f64)> = lines.iter().map(Line::band).collect();
    let mut apart = Vec::new();
    for glyph in small {
        let shared = |(top, bottom): &(f64, f64)| glyph.bottom.min(*bottom) - glyph.top.max(*top);
        let near = bands.partition_point(|(_, bottom)| *bottom <= glyph.top);
        let near = near..(near + 2).min(bands.len());
        match near.max_by(|one, other| shared(&bands[*one]).total_cmp(&shared(&bands[*other]))) {
            Some(line) if shared(&bands[line]) >= height(glyph) * LEVEL => lines[line].glyphs.push(glyph),
            _ => apart.push(glyph),
        }
    }
    lines.extend(level(apart, usual * SMALL));
    for line in &mut lines {
        line.glyphs.sort_by(|one, other| one.left.total_cmp(&other.left));
    }
    lines.sort_by(|one, other| one.bottom().total_cmp(&other.bottom()));
    lines
}

/// Glyphs as lines, each held against the mean of its line.
fn level(mut glyphs: Vec<&GlyphPart>, usual: f64) -> Vec<Line<'_>> {
    let level = (usual * LEVEL).max(0.5);
    glyphs.sort_by(|one, other| one.bottom.total_cmp(&other.bottom));
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut sum = 0.0;
    for glyph in glyphs {
        match lines.last_mut() {
            Some(line) if glyph.bottom - sum / line.glyphs.len() as f64 <= level => {
                sum += glyph.bottom;
                line.glyphs.push(glyph);
            }
            _ => {
                sum = glyph.bottom;
                lines.push(Line { glyphs: vec![glyph] });
            }
        }
    }
    lines
}

/// The words of a cell, line by line.
pub(super) fn words(glyphs: &[&GlyphPart]) -> String {
    let (upright, turned): (Vec<&GlyphPart>, Vec<&GlyphPart>) = glyphs.iter().partition(|glyph| glyph.upright);
    let inked = |line: &Line| line.glyphs.iter().filter(|glyph| !glyph.ch.is_whitespace()).count();
    let lines = lines(upright.clone());
    // Letters below each other are a word set upright, and turned ones a word set on its side: in the order of writing.
    let stacked = lines.iter().all(|line| inked(line) <= 1) && lines.iter().filter(|line| inked(line) == 1).count() > 1;
    let mut texts: Vec<String> = match stacked {
        true => vec![upright.iter().map(|glyph| glyph.ch).collect()],
        false => lines.iter().map(Line::text).collect(),
    };
    texts.push(turned.iter().map(|glyph| glyph.ch).collect());
    let texts: Vec<&str> = texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
    texts.join("\n")
}

impl Line<'_> {
    /// Its words. A blank that glyphs on both sides leave no place for is not printed; a gap as wide as a glyph is a
    /// blank, but not in a word that is set letter by letter.
    pub(super) fn text(&self) -> String {
        let inked: Vec<&GlyphPart> = self.inked().collect();
        let wide = |before: &GlyphPart, glyph: &GlyphPart| glyph.left - before.right >= height(before);
        let apart = inked.windows(2).all(|pair| wide(pair[0], pair[1])) && inked.iter().all(|at| at.ch.is_alphabetic());
        let mut starts = inked.iter().map(|glyph| glyph.left).skip(1);
        let mut text = String::new();
        let (mut before, mut next): (Option<&GlyphPart>, f64) = (None, f64::INFINITY);
        for &glyph in &self.glyphs {
            if glyph.ch.is_whitespace() {
                if before.is_some_and(|before| before.right < next - 0.01) {
                    text.push(glyph.ch);
                }
                continue;
            }
            if before.is_some_and(|before| wide(before, glyph)) && !apart && !text.ends_with(char::is_whitespace) {
                text.push(' ');
            }
            text.push(glyph.ch);
            (before, next) = (Some(glyph), starts.next().unwrap_or(f64::INFINITY));
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// Where it stands on the page.
    pub(super) fn bottom(&self) -> f64 {
        self.band().1
    }

    /// Where its glyphs begin and end from top to bottom, in the mean.
    fn band(&self) -> (f64, f64) {
        let count = self.glyphs.len().max(1) as f64;
        let sum = |side: fn(&GlyphPart) -> f64| self.glyphs.iter().map(|glyph| side(glyph)).sum::<f64>();
        (sum(|glyph| glyph.top) / count, sum(|glyph| glyph.bottom) / count)
    }

    /// Where its ink ends.
    fn right(&self) -> f64 {
        self.inked().map(|glyph| glyph.right).fold(f64::NEG_INFINITY, f64::max)
    }

    fn height(&self) -> f64 {
        median(self.inked().map(height)).unwrap_or(0.0)
    }

    fn inked(&self) -> impl Iterator<Item = &GlyphPart> {
        self.glyphs.iter().copied().filter(|glyph| !glyph.ch.is_whitespace())
    }

    /// Whether the cells of a row stand in this line, as far as their letters were read, and then of how many places
    /// between two of them how many are no wider than between two words.
    pub(super) fn seams(&self, row: &[String]) -> Option<(usize, usize)> {
        let inked: Vec<&GlyphPart> = self.inked().collect();
        let (mut at, mut letters) = (0, 0);
        // Between which glyphs each cell ends and the next begins.
        let mut seams: Vec<(usize, usize)> = Vec::new();
        for cell in row.iter().filter(|cell| !cell.is_empty()) {
            for (place, letter) in cell.chars().enumerate() {
                let found = at + inked[at..].iter().position(|glyph| glyph.ch == letter)?;
                if place == 0 && letters > 0 {
                    seams.push((at - 1, found));
                }
                at = found + 1;
                letters += 1;
            }
        }
        if letters == 0 || letters * 5 < inked.len() * 3 {
            return None;
        }
        let gaps: Vec<f64> =
            inked.windows(2).map(|pair| (pair[1].left - pair[0].right) / height(pair[0]).max(0.1)).collect();
        let in_seam = |gap: usize| seams.iter().any(|(end, start)| (*end..*start).contains(&gap));
        let blanks = gaps.iter().enumerate().filter(|(at, gap)| **gap > BLANK && !in_seam(*at)).map(|(_, gap)| *gap);
        let words = median(blanks).map_or(TIGHT, |blank| TIGHT.max(blank * 1.25));
        let tight = seams.iter().filter(|(end, start)| gaps[*end..*start].iter().all(|gap| *gap < words)).count();
        Some((tight, seams.len()))
    }
}

/// Lines as paragraphs: one ends where a line leaves its end blank.
pub(super) fn paragraphs(lines: &[Line<'_>]) -> Vec<String> {
    let right = lines.iter().map(Line::right).fold(f64::NEG_INFINITY, f64::max);
    let mut paragraphs: Vec<String> = Vec::new();
    let mut before: Option<&Line<'_>> = None;
    for line in lines {
        let text = line.text();
        let goes_on = before.is_some_and(|before| {
            let height = before.height();
            before.right() >= right - 2.0 * height
                && line.bottom() - before.bottom() <= 3.0 * height
                && text.chars().next().is_some_and(char::is_alphanumeric)
        });
        match paragraphs.last_mut() {
            Some(paragraph) if goes_on => {
                paragraph.push(' ');
                paragraph.push_str(&text);
            }
            _ => paragraphs.push(text),
        }
        before = Some(line);
    }
    paragraphs
}

fn height(glyph: &GlyphPart) -> f64 {
    (glyph.bottom - glyph.top).abs()
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of a height, a full width apart.
    fn set(text: &str, left: f64, bottom: f64, size: f64) -> Vec<GlyphPart> {
        let glyph = |(at, ch): (usize, char)| {
            let left = left + at as f64 * size;
            let (right, top) = (left + size, bottom - size);
            GlyphPart { ch, left, right, top, bottom, font_size: Some(size), upright: true, rot: 0 }
        };
        text.chars().enumerate().map(glyph).collect()
    }

    fn page(parts: &[Vec<GlyphPart>]) -> Vec<GlyphPart> {
        parts.concat()
    }

    #[test]
    fn raised_letters_belong_to_the_line_they_are_raised_in() {
        let glyphs =
            page(&[set("설치목적", 0.0, 12.0, 10.0), set("범죄예방", 0.0, 24.0, 10.0), set("*", 40.0, 18.5, 5.0)]);
        assert_eq!(words(&glyphs.iter().collect::<Vec<_>>()), "설치목적\n범죄예방*");
    }

    #[test]
    fn letters_below_each_other_are_one_word() {
        let glyphs = page(&[set("비", 0.0, 10.0, 10.0), set("고", 0.0, 24.0, 10.0)]);
        assert_eq!(words(&glyphs.iter().collect::<Vec<_>>()), "비고");
    }

    #[test]
    fn columns_are_told_from_words_by_the_gaps() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        let prose = page(&[set("영상을보관한다", 0.0, 10.0, 10.0)]);
        let prose = lines(prose.iter().collect()).remove(0);
        assert_eq!(prose.seams(&row(&["영상", "을보", "", "관한다"])), Some((2, 2)));
        assert_eq!(prose.seams(&row(&["영상", "파기"])), None);
        let spread =
            page(&[set("영상을", 0.0, 10.0, 10.0), set("쓰지", 40.0, 10.0, 10.0), set("않음", 71.0, 10.0, 10.0)]);
        let spread = lines(spread.iter().collect()).remove(0);
        assert_eq!(spread.seams(&row(&["영상을쓰지", "않음"])), Some((1, 1)));
        let table = page(&[set("본관", 0.0, 10.0, 10.0), set("로비", 60.0, 10.0, 10.0)]);
        let table = lines(table.iter().collect()).remove(0);
        assert_eq!(table.seams(&row(&["본관", "로비"])), Some((0, 1)));
    }
}
