//! Formats of whole numbers as a workbook shows them: a telephone number is kept as `415550101` and shown as
//! `041-555-0101`.

/// Longest format that is looked at, in characters.
const MAX_CODE: usize = 120;
/// Largest number that a workbook keeps digit by digit.
const MAX_NUMBER: f64 = 1e15;

/// A piece of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A digit: shown as a zero when there is none, or not at all.
    Digit { zero: bool },
    /// The whole number.
    General,
    /// A character that is shown as it is.
    Sign(char),
}

/// How a number reads under a format; nothing of formats (and numbers) that the number itself reads as well by.
pub(super) fn shown(value: f64, code: &str) -> Option<String> {
    if !(0.0..MAX_NUMBER).contains(&value) || value.fract() != 0.0 || code.chars().count() > MAX_CODE {
        return None;
    }
    let (pieces, grouped) = pieces(section(value, code)?)?;
    // A plain number reads as it is.
    if pieces.iter().all(|piece| matches!(piece, Piece::Digit { zero: false } | Piece::General)) && !grouped {
        return None;
    }
    let digits: Vec<char> = format!("{value:.0}").chars().collect();
    let mut places = pieces.iter().filter(|piece| matches!(piece, Piece::Digit { .. })).count();
    let (mut text, mut next) = (String::new(), 0);
    for piece in pieces {
        match piece {
            Piece::Sign(sign) => text.push(sign),
            Piece::General => text.extend(&digits),
            Piece::Digit { zero } => {
                // The first place takes all digits that there are no places for.
                while digits.len() - next > places {
                    push(&mut text, digits[next], digits.len() - next, grouped);
                    next += 1;
                }
                if digits.len() - next == places {
                    push(&mut text, digits[next], places, grouped);
                    next += 1;
                } else if zero {
                    push(&mut text, '0', places, grouped);
                }
                places -= 1;
            }
        }
    }
    let text = text.trim().to_owned();
    (next == digits.len() || text.contains(char::is_numeric)).then_some(text).filter(|text| !text.is_empty())
}

/// Adds a digit that so many follow, itself counted, and the comma that parts thousands.
fn push(text: &mut String, digit: char, left: usize, grouped: bool) {
    text.push(digit);
    if grouped && left > 1 && left % 3 == 1 {
        text.push(',');
    }
}

/// The section of a format that a number is shown by: of several the first whose condition it fulfils.
fn section(value: f64, code: &str) -> Option<&str> {
    let sections: Vec<&str> = code.split(';').collect();
    let conditional = sections.iter().any(|section| condition(section).is_some());
    if !conditional {
        let zero = value == 0.0 && sections.len() > 2;
        return sections.get(if zero { 2 } else { 0 }).copied();
    }
    sections.into_iter().find(|section| match condition(section) {
        Some((sign, bound)) => match sign {
            "<" => value < bound,
            "<=" => value <= bound,
            ">" => value > bound,
            ">=" => value >= bound,
            "=" => value == bound,
            _ => value != bound,
        },
        None => true,
    })
}

/// The condition of a section: `[<=9999999]`.
fn condition(section: &str) -> Option<(&str, f64)> {
    let inner = section.trim_start().strip_prefix('[')?.split(']').next()?;
    let end = inner.find(|c: char| !matches!(c, '<' | '>' | '='))?;
    if end == 0 { None } else { Some((&inner[..end], inner[end..].trim().parse().ok()?)) }
}

/// The pieces of a section, and whether thousands are parted; nothing when it says more than digits and signs.
fn pieces(section: &str) -> Option<(Vec<Piece>, bool)> {
    let (mut pieces, mut grouped) = (Vec::new(), false);
    let mut rest = section.chars();
    while let Some(c) = rest.next() {
        match c {
            '0' => pieces.push(Piece::Digit { zero: true }),
            '#' | '?' => pieces.push(Piece::Digit { zero: false }),
            ',' => {
                // Behind the last digit a comma divides by a thousand.
                if !matches!(rest.clone().next(), Some('0' | '#' | '?')) {
                    return None;
                }
                grouped = true;
            }
            '"' => pieces.extend(rest.by_ref().take_while(|c| *c != '"').map(Piece::Sign)),
            '\\' => pieces.extend(rest.next().map(Piece::Sign)),
            // As wide as a character; filled with it.
            '_' | '*' => drop(rest.next()),
            // Colours, languages and conditions.
            '[' => drop(rest.by_ref().find(|c| *c == ']')),
            'G' => {
                if !rest.as_str().starts_with("eneral") {
                    return None;
                }
                rest.by_ref().take("eneral".len()).for_each(drop);
                pieces.push(Piece::General);
            }
            '-' | '(' | ')' | ' ' | '~' | '+' | '/' | ':' | '\u{2013}' => pieces.push(Piece::Sign(c)),
            'a'..='z' | 'A'..='Z' | '.' | '%' | '@' => return None,
            c if c.is_alphabetic() => pieces.push(Piece::Sign(c)),
            _ => return None,
        }
    }
    pieces.iter().any(|piece| !matches!(piece, Piece::Sign(_))).then_some((pieces, grouped))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_they_are_shown() {
        let cases = [
            (415_550_101.0, "000-000-0000", Some("041-555-0101")),
            (415_550_101.0, "000\\-000\\-0000", Some("041-555-0101")),
            (25_550_101.0, "[<=99999999]00-000-0000;000-0000-0000", Some("02-555-0101")),
            (1_012_345_678.0, "[<=99999999]00-000-0000;000-0000-0000", Some("010-1234-5678")),
            (5_550_101.0, "[<=9999999]###-####;(0##) ###-####", Some("555-0101")),
            (415_550_101.0, "[<=9999999]###-####;(0##) ###-####", Some("(041) 555-0101")),
            (1_234.0, "#,##0\"대\"", Some("1,234대")),
            (1_234_567.0, "#,##0_ ", Some("1,234,567")),
            (12.0, "0\"대\";;\"-\"", Some("12대")),
            (0.0, "0\"대\";-0;\"-\"", None),
            (7.0, "General\"대\"", Some("7대")),
            (7.0, "\"B\"000", Some("B007")),
            (12.0, "General", None),
            (12.0, "0", Some("12")),
            (12.5, "0-0", None),
            (-12.0, "0-0", None),
            (12.0, "0.00", None),
            (12.0, "0%", None),
            (12_000.0, "0,", None),
            (12.0, "@", None),
            (12.0, "", None),
        ];
        for (value, code, wanted) in cases {
            assert_eq!(shown(value, code).as_deref(), wanted, "{value} {code}");
        }
    }
}
