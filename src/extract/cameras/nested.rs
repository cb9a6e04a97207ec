//! Numbers inside longer words: 1층 로비(2대), 복도(3대); 총 131대; and what is no camera.

use super::{Gathered, Total};
use crate::extract::span::Span;
use crate::model::policy::{CameraRow, Quote, Stated};
use crate::normalise::count::{self};
use regex::Regex;
use std::sync::LazyLock;

pub(super) static EXAMPLE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[(\[<]?(?:작성)?예시?[)\]>]?$|^\(예\)|\(예시\)|^예:|홍길동").expect("pattern"));

pub(super) static CLAIMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:총|모두|합계|합하여|합쳐|전체|도합|통틀어|총계|합산)[^.0-9]{0,24}?([0-9][0-9,]*)\s?(?:여)?(대|기의|개의|units|cameras)").expect("pattern")
});

/// Words beside a number that make it no count of this policy's cameras.
pub(super) static NOT_OURS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"주차대수|초과|모니터|서버|저장장치|녹화기|녹화장치|NVR|DVR|승강기|엘리베이터|버스|구급차|소방차|차량|자동차|무인발급기|충전기|컴퓨터|PC|휠체어|유모차|드론|웨어러블|바디캠|비상벨|가로등|이동형|별도의|별도로|추가설치|신규설치|교체|예정|편성당|면수|견인|크레인|단속차|대상이아|제외한|제외하고|넣지않|포함하지않|포함되지않|다루지않|들어있지|관계가없|관계없|별도방침|미만|\.hwpx?|\.xlsx?|\.pdf").expect("pattern")
});

/// The number itself as the quote, when it stands in the cell as one; else the cell.
pub(super) fn number_quote(cell: &Span, value: u32, rule: &'static str) -> Quote {
    match count::cameras(cell.folded()).into_iter().find(|found| found.value == Some(value)) {
        Some(found) => cell.quote(found.range.start, found.range.end, rule),
        None => cell.whole(rule),
    }
}

pub(super) fn unit(cell: &Span) -> Option<Stated<String>> {
    let at = cell.folded().find('대')?;
    Some(Stated::new("대".to_owned(), cell.quote(at, at + '대'.len_utf8(), "count.unit")))
}

/// A number that its words claim to be a total.
pub(super) fn claimed(slice: &Span) -> Option<Total> {
    if !count::has_digits(slice.folded(), 1) {
        return claimed_in_letters(slice);
    }
    CLAIMED.captures_iter(slice.folded()).find_map(|found| {
        let all = found.get(0)?;
        if NOT_OURS.is_match(all.as_str()) {
            return None;
        }
        let digits = found.get(1)?;
        // 총 12대→15대, 총 12대~15대: what the number is part of says what it counts.
        let whole = count::cameras(slice.folded()).into_iter().find(|one| one.range.contains(&digits.start()));
        let value = match whole {
            Some(whole) => whole.value?,
            None => count::number(digits.as_str())
                .filter(|_| slice.folded()[digits.end()..].starts_with(['기', '개', 'u', 'c', '여', ' ', '대']))?,
        };
        Some(Total { value, quote: slice.quote(all.start(), all.end(), "count.claimed_total") })
    })
}

/// 총 열두 대: a total in letters, apart from its unit.
fn claimed_in_letters(slice: &Span) -> Option<Total> {
    static LETTERS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:총|모두|합계|도합)([가-힣]{1,8}?)대(?:를|가|의|입|이|로|$|[^가-힣])").expect("pattern")
    });
    let found = LETTERS.captures(slice.folded())?;
    let (all, word) = (found.get(0)?, found.get(1)?);
    let apart = slice.next_char(word.end()).is_some_and(char::is_whitespace);
    let value = count::spelled_out(word.as_str()).filter(|_| apart)?;
    Some(Total { value, quote: slice.quote(all.start(), word.end() + '대'.len_utf8(), "count.claimed_in_letters") })
}

/// The counted places in a piece of text, one row each.
pub(super) fn nested(words: &Span, owner: Option<&Span>, gathered: &mut Gathered) -> usize {
    let before = gathered.rows.len();
    for part in split_outside_brackets(&without_parts(words)) {
        let folded = part.folded();
        if !count::has_digits(folded, 1) {
            continue;
        }
        // 승강기 내부(1대) is a camera in a lift; 승강기 2대 are two lifts.
        static BRACKETED: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"^[^(]{2,30}\((?:각)?[0-9]{1,3}대\)$").expect("pattern"));
        let bracketed = BRACKETED.is_match(folded)
            && (folded.contains("승강기") || folded.contains("엘리베이터") || folded.contains("서버"));
        let counts = count::cameras(folded);
        // 입원동 30대 : 각 병동 복도 및 엘리베이터 앞: what follows the colon says where, not what.
        let counted = counts.last().map_or(0, |last| last.range.end);
        let said = folded[counted..].find(':').map_or(folded, |at| &folded[..counted + at]);
        let foreign =
            said.contains("주차대수") || said.contains("초과") || NOT_OURS.is_match(said) && !said.contains("주차장");
        if foreign && !bracketed {
            continue;
        }
        // 각 1대씩, 5대: the last number of the bracket is the sum.
        let Some(mut found) = counts.last() else { continue };
        if counts.len() > 1 && !folded.contains('각') && !folded.contains('씩') {
            // 본관 20대(로비 12대, 복도 8대): what stands in brackets are parts.
            let parts: Option<u32> = counts[1..].iter().map(|one| one.value).sum();
            let bracket = folded[counts[0].range.end..].starts_with(['(', '[']);
            if !bracket || parts.is_none() || counts[0].value < parts {
                gathered.incomplete = true;
                gathered.unparsed.get_or_insert_with(|| part.whole("count.nested.several"));
                continue;
            }
            found = &counts[0];
        }
        if counts.len() == 1
            && (folded[..found.range.start].ends_with('각') || folded[found.range.end..].starts_with('씩'))
        {
            each(&part, found, owner, gathered);
            continue;
        }
        let Some(value) = found.value else {
            gathered.incomplete = true;
            gathered.unparsed.get_or_insert_with(|| part.whole("count.nested.unread"));
            continue;
        };
        let first = counts[0].range.start;
        let name_end = folded.find(['(', '[', ':']).filter(|at| *at <= first).unwrap_or(first);
        let name = part.part(0, name_end).trimmed(&['-', '·', ':', ',', '○', '●', '■', '*', '▪', '•']);
        // 총 39대 is the sum of others and no place; 고정식 41대 says of what kind they are, and not where.
        if matches!(name.folded(), "총" | "총계" | "합계" | "계" | "전체" | "모두" | "도합") {
            continue;
        }
        let kind = matches!(name.folded(), "고정식" | "회전식" | "고정형" | "회전형" | "방범용" | "CCTV");
        let mut place = (!name.text().is_empty() && !kind).then(|| name.stated("count.nested.place"));
        if let Some(owner) = owner {
            match place.as_mut() {
                Some(place) => place.value = format!("{} {}", owner.text(), place.value),
                None => place = Some(owner.stated("count.nested.place")),
            }
        }
        let quote = part.quote(found.range.start, found.range.end, "count.nested");
        gathered.rows.push(CameraRow {
            place,
            count: Some(Stated::new(value, quote)),
            unit: unit(&part),
            ..CameraRow::default()
        });
    }
    gathered.rows.len() - before
}

/// 별관 9대 / 2층: 로비 3대, 계단 1대: the number of all, without those of its parts.
fn without_parts(words: &Span) -> Span {
    let folded = words.folded();
    let counts = count::cameras(folded);
    let (Some(first), Some(slash)) = (counts.first(), folded.find('/')) else { return words.clone() };
    let parts: Option<u32> = counts[1..].iter().map(|one| one.value).sum();
    let divided = counts.len() > 1 && first.range.end <= slash && counts[1].range.start > slash;
    let labelled = divided && folded[slash..counts[1].range.start].contains(':');
    if labelled && parts.is_some() && parts <= first.value { words.part(0, slash) } else { words.clone() }
}

/// 정문과 매점에 각 2대: as many at every place that is named. How many they are is not known where only a kind of place is.
fn each(part: &Span, found: &count::Counted, owner: Option<&Span>, gathered: &mut Gathered) {
    let folded = part.folded();
    let names = folded[..found.range.start].trim_end_matches('각').trim_end_matches(['(', ',', ':']);
    let names = names.strip_suffix("에는").or(names.strip_suffix('에')).unwrap_or(names);
    let places = named_places(&part.part(0, names.len()));
    let (Some(value), true) = (found.value, places.len() > 1) else {
        gathered.incomplete = true;
        gathered.unparsed.get_or_insert_with(|| part.whole("count.nested.each"));
        return;
    };
    for place in places {
        let mut place = place.stated("count.nested.place");
        if let Some(owner) = owner {
            place.value = format!("{} {}", owner.text(), place.value);
        }
        let quote = part.quote(found.range.start, found.range.end, "count.nested.each");
        let count = Some(Stated::new(value, quote));
        gathered.rows.push(CameraRow { place: Some(place), count, unit: unit(part), ..CameraRow::default() });
    }
}

/// Places that 과, 와, 및 or a dot join.
fn named_places(words: &Span) -> Vec<Span> {
    static JOINED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"및|·|,|/|[과와](?:\s|$)").expect("pattern"));
    let text = words.text();
    let (mut places, mut start) = (Vec::new(), 0);
    for joint in JOINED.find_iter(text) {
        // 과 follows a closed syllable: 정문과 매점, but 총무과 앞.
        let closed = |c: char| matches!(c, '가'..='힣') && !(c as u32 - '가' as u32).is_multiple_of(28);
        if joint.as_str().starts_with('과') && !text[..joint.start()].ends_with(closed) {
            continue;
        }
        places.push(words.cut(start..joint.start()).trimmed(&[]));
        start = joint.end();
    }
    places.push(words.cut(start..text.len()).trimmed(&[]));
    places.retain(|place| !place.text().is_empty());
    places
}

/// Parts between commas, slashes and line ends that stand outside brackets.
pub(super) fn split_outside_brackets(words: &Span) -> Vec<Span> {
    let depth = std::cell::Cell::new(0i32);
    let previous_digit = std::cell::Cell::new(false);
    let digits: Vec<bool> = words.text().chars().map(|c| c.is_ascii_digit()).chain([false]).collect();
    let index = std::cell::Cell::new(0usize);
    words.split(|c| {
        let at = index.get();
        index.set(at + 1);
        match c {
            '(' | '[' | '（' => depth.set(depth.get() + 1),
            ')' | ']' | '）' => depth.set(depth.get() - 1),
            _ => {}
        }
        let between_digits = c == ',' && previous_digit.get() && digits.get(at + 1).copied().unwrap_or(false);
        previous_digit.set(c.is_ascii_digit());
        depth.get() <= 0 && !between_digits && matches!(c, ',' | '/' | '\n' | ';' | '、' | '，')
    })
}
