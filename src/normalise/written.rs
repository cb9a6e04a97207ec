//! Whole numbers in the many ways they are written: `1만 2,345대`, `1.234대`, `1 118대`, `⑫대`, `1,2` over `36대`.
//!
//! Only what its own shape proves is one number is taken for one: groups of three, units that fall, the unit of what is
//! counted behind it.

/// Blanks that typesetters put into one number: no-break, figure, thin.
pub(crate) fn joins_digits(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2006}'..='\u{200a}' | '\u{202f}' | '\u{205f}')
}

/// A number as it is written: its digits, and how many bytes of the text it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) digits: String,
    pub(super) length: usize,
}

/// Largest number that is looked for.
const MAX: u64 = 99_999_999;
/// Most bytes that one number takes.
const MAX_LENGTH: usize = 64;

/// The number that starts `text`, when it is written in another way than with digits and commas on one line.
///
/// `first` says that nothing stands before it but a word for a sum.
pub(super) fn number(text: &str, first: bool) -> Option<Written> {
    let near = &text[..text.floor_char_boundary(MAX_LENGTH)];
    let start = near.chars().next()?;
    if let Some(value) = circled(start) {
        let length = start.len_utf8();
        return (counts(&near[length..]) == Some(true)).then(|| Written { digits: value.to_string(), length });
    }
    let (_, length) = digits(near);
    let next = near[length..].chars().next()?;
    match next {
        '만' | '천' | '백' | '십' => mixed(near),
        '\n' => over_lines(near),
        ',' => over_lines(near).or_else(|| mixed(near)),
        '.' => mixed(near).or_else(|| grouped(near, |c| c == '.').filter(|found| is_counted(near, found))),
        ' ' => mixed(near).or_else(|| {
            let whole = |found: &Written| first && ends_with_unit(&near[found.length..]);
            grouped(near, |c| c == ' ').filter(whole)
        }),
        c if joins_digits(c) => mixed(near).or_else(|| grouped(near, joins_digits)),
        _ => None,
    }
}

fn is_counted(text: &str, found: &Written) -> bool {
    counts(&text[found.length..]) == Some(true)
}

/// Whether what follows a number counts with it: 대, 개소; nothing when the text ends there.
fn counts(rest: &str) -> Option<bool> {
    let rest = rest.trim_start().trim_start_matches(['*', '※', '†']).trim_start();
    let rest = rest.strip_prefix('여').unwrap_or(rest).trim_start();
    if rest.is_empty() {
        return None;
    }
    let unit = ["개소", "개 소", "곳", "지점", "EA", "ea", "unit", "camera"].iter().any(|unit| rest.starts_with(unit));
    // 대한민국, 대표 count nothing.
    let cameras = rest.strip_prefix('대').is_some_and(|after| !after.starts_with(['한', '표', '비', '상', '학']));
    Some(unit || cameras)
}

/// Whether nothing follows but a unit.
fn ends_with_unit(rest: &str) -> bool {
    matches!(rest.trim(), "대" | "개소" | "곳" | "EA" | "ea")
}

/// Digits at the start, of any width, as plain ones; and the bytes they take.
fn digits(text: &str) -> (String, usize) {
    let (mut plain, mut length) = (String::new(), 0);
    for c in text.chars() {
        match c {
            '0'..='9' => plain.push(c),
            '０'..='９' => plain.extend(char::from_digit(c as u32 - '０' as u32, 10)),
            _ => break,
        }
        length += c.len_utf8();
    }
    (plain, length)
}

/// ①, ⑳, ㉑, ㊿.
fn circled(c: char) -> Option<u32> {
    match c {
        '①'..='⑳' => Some(c as u32 - '①' as u32 + 1),
        '㉑'..='㉟' => Some(c as u32 - '㉑' as u32 + 21),
        '㊱'..='㊿' => Some(c as u32 - '㊱' as u32 + 36),
        _ => None,
    }
}

/// Groups of three digits behind a group of one to three, parted by one kind of sign.
fn grouped(text: &str, parts: impl Fn(char) -> bool) -> Option<Written> {
    let (mut number, mut length) = digits(text);
    if !(1..=3).contains(&number.len()) || number.starts_with('0') {
        return None;
    }
    let mut groups = 0;
    while let Some(sign) = text[length..].chars().next().filter(|c| parts(*c)) {
        let (group, size) = digits(&text[length + sign.len_utf8()..]);
        if group.is_empty() {
            break;
        }
        if group.len() != 3 {
            return None;
        }
        number.push_str(&group);
        length += sign.len_utf8() + size;
        groups += 1;
    }
    let more = text[length..].starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | ',' | ':' | '/'));
    (groups > 0 && !more).then_some(Written { digits: number, length })
}

/// A number in digits, with commas or with a point before 만: value times ten thousand, and its length.
fn amount(text: &str) -> Option<(f64, usize)> {
    let (mut number, mut length) = digits(text);
    if number.is_empty() {
        return None;
    }
    while let Some(rest) = text[length..].strip_prefix(',') {
        let (group, size) = digits(rest);
        if group.len() != 3 {
            break;
        }
        number.push_str(&group);
        length += 1 + size;
    }
    if let Some(rest) = text[length..].strip_prefix('.') {
        let (fraction, size) = digits(rest);
        if size > 0 && rest[size..].trim_start().starts_with('만') {
            number = format!("{number}.{fraction}");
            length += 1 + size;
        }
    }
    Some((number.parse().ok()?, length))
}

/// 만, 천, 백, 십 between digits: `1만 2,345`, `3천 214`, `1만2천`.
fn mixed(text: &str) -> Option<Written> {
    let (mut total, mut below, mut bound) = (0.0, 0.0, f64::INFINITY);
    let (mut at, mut units) = (0, 0);
    loop {
        let (value, length) = amount(&text[at..])?;
        let behind = at + length;
        let gap = text[behind..].len() - text[behind..].trim_start_matches(' ').len();
        let unit = text[behind + gap.min(1)..].chars().next();
        let size = match unit {
            Some('만') => 10_000.0,
            Some('천') => 1_000.0,
            Some('백') => 100.0,
            Some('십') => 10.0,
            _ => 1.0,
        };
        // Each unit is smaller than the one before, and so is what it counts.
        if size >= bound || value * size >= bound {
            return None;
        }
        if size == 1.0 {
            below += value;
            at = behind;
            break;
        }
        units += 1;
        at = behind + gap.min(1) + unit.map_or(0, char::len_utf8);
        if size == 10_000.0 {
            total = (below + value) * size;
            below = 0.0;
        } else {
            below += value * size;
        }
        bound = size;
        let next = text[at..].strip_prefix(' ').unwrap_or(&text[at..]);
        if !next.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
            break;
        }
        at += text[at..].len() - next.len();
    }
    let value = total + below;
    let proven = units > 0 && counts(&text[at..]).unwrap_or(true);
    (proven && value.fract() == 0.0 && value <= MAX as f64)
        .then(|| Written { digits: format!("{value:.0}"), length: at })
}

/// One number over several lines: a break within a group of three, or digits alone on each line and their unit on the next.
fn over_lines(text: &str) -> Option<Written> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '\n'))).unwrap_or(text.len());
    let run = text[..end].trim_end_matches([',', '\n']);
    if !run.contains('\n') || run.starts_with('0') {
        return None;
    }
    let whole = run.replace('\n', "");
    let groups: Vec<&str> = whole.split(',').collect();
    if groups.len() > 1 {
        let fits = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
        // What stands on a line is not whole by itself.
        let broken = |at: usize| run[..at].contains(',') || run[at + 1..].starts_with(',');
        let all = run.match_indices('\n').all(|(at, _)| broken(at));
        return (fits && all).then(|| Written { digits: groups.concat(), length: run.len() });
    }
    let unit_alone = text[run.len()..].strip_prefix('\n').is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.starts_with('대') || rest.starts_with("개소")
    });
    let fits = unit_alone && whole.len() <= 6;
    let written = Written { digits: whole, length: run.len() };
    fits.then_some(written)
}

/// Whether a line that ends in `before` breaks a telephone number that goes on in `after`.
pub(super) fn breaks_phone(before: &str, after: &str) -> bool {
    let dials = |c: char| c.is_ascii_digit() || matches!(c, '-' | '(' | ')');
    let tail = &before[before
        .rfind(|c: char| !dials(c))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8))..];
    let end = after.find(|c: char| !dials(c)).unwrap_or(after.len());
    let head = &after[..end];
    if head.is_empty() || tail.is_empty() || !tail.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let last = |text: &str| text.rsplit(['-', ')']).next().map_or(0, str::len);
    // Four digits end a number: those on the next line are missing from the last group, or follow its hyphen.
    let group = head.split('-').next().map_or(0, str::len);
    if tail.ends_with(['-', ')']) {
        return tail.len() >= 3 && matches!(group, 3 | 4);
    }
    if let Some(rest) = head.strip_prefix('-') {
        return tail.len() >= 2 && matches!(rest.split('-').next().map_or(0, str::len), 3 | 4);
    }
    tail.contains('-') && (1..=3).contains(&last(tail)) && !head.contains('-') && last(tail) + group == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_whole() {
        let cases = [
            ("1만 2,345대", Some("12345")),
            ("1만2천대", Some("12000")),
            ("1만2천", Some("12000")),
            ("3천 214대", Some("3214")),
            ("1.2만 대", Some("12000")),
            ("5백여 대", Some("500")),
            ("2천3백4십5대", Some("2345")),
            ("１만 ２대", Some("10002")),
            ("1만 23,456대", None),
            ("2백만 화소", None),
            ("200만화소", None),
            ("5천원", None),
            ("3천 대한민국", None),
            ("1.234대", Some("1234")),
            ("1.234.567 대", Some("1234567")),
            ("1.234m", None),
            ("1.5대", None),
            ("0.123대", None),
            ("1\u{a0}118대", Some("1118")),
            ("1\u{2009}143", Some("1143")),
            ("02\u{a0}555\u{a0}0101", None),
            ("1 118대", Some("1118")),
            ("1 118대 정문", None),
            ("1 118", None),
            ("2 10대", None),
            ("⑫대", Some("12")),
            ("① 대", Some("1")),
            ("①대상", None),
            ("1,2\n36대", Some("1236")),
            ("1,\n236", Some("1236")),
            ("12\n34\n대", Some("1234")),
            ("12\n1,234대", None),
            ("12\n34대", None),
            ("12\n34", None),
            ("1,236\n450", None),
            ("12대", None),
            ("1,234대", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(number(text, true).map(|found| found.digits).as_deref(), wanted, "{text:?}");
        }
        assert_eq!(number("1 118대", false), None);
    }

    #[test]
    fn broken_telephone_numbers_are_told_from_two() {
        for (before, after) in [("02-2104-0", "120"), ("02-2104-", "0120"), ("02-2104", "-0120"), ("(02)", "2104-0120")]
        {
            assert!(breaks_phone(before, after), "{before}|{after}");
        }
        for (before, after) in
            [("540-0301", "540-0302"), ("총무과", "02-123"), ("12", "34"), ("540-0301", "12"), ("5층", "-")]
        {
            assert!(!breaks_phone(before, after), "{before}|{after}");
        }
    }
}
