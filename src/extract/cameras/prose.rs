//! Counts in sentences, and what a sentence says of counts that stand elsewhere.

use super::nested::{NOT_OURS, claimed};
use super::{Gathered, Total};
use crate::extract::span::Span;
use crate::extract::statements::Statement;
use crate::extract::vocabulary::Topic;
use crate::model::policy::{CameraRow, Stated};
use crate::normalise::count::{self};
use regex::Regex;
use std::sync::LazyLock;

pub(super) static STATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([0-9][0-9,]*)대의?(?:고정형)?(?:영상정보처리기기|CCTV|cctv|카메라|폐쇄회로)|(?:영상정보처리기기|CCTV|cctv|카메라|폐쇄회로(?:텔레비전)?)(?:\([^)]*\))?(?:를|는|가|은|을)?[^.0-9]{0,14}?([0-9][0-9,]*)대(?:를|가|이|입|의)?").expect("pattern")
});

pub(super) static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"붙임|첨부|별첨|별표|다운로드|내려받|다운받|엑셀|\.?xlsx?|\.hwpx?|\.pdf|참조|참고하|클릭|바로가기|게시판|공공데이터포털|바로보기|내역보기|현황보기|확인하실수|확인할수|다른메뉴").expect("pattern")
});

/// Places with their counts in a sentence: 사옥에는 … 23대가 있고, 전시실 24대, 로비 6대 등 모두 30대.
pub(super) fn placed_in_prose(clause: &Span, gathered: &mut Gathered) {
    let folded = clause.folded();
    let total = claimed(clause).map(|total| total.value);
    let mut start = 0;
    let mut rows = Vec::new();
    for found in count::cameras(folded) {
        let Some(value) = found.value else { continue };
        let all = found.range;
        let piece = &folded[start.min(all.start)..all.start];
        let from = start;
        start = all.end;
        let claims = ["총", "모두", "합계", "전체", "합하여"].iter().any(|word| piece.ends_with(word));
        if claims && Some(value) == total
            || piece.contains("주차대수")
            || NOT_OURS.is_match(piece) && !piece.contains("주차장")
        {
            continue;
        }
        // The place stands before 에는 or 에; what follows it describes the place. Else it stands right before the number.
        let marked = ["에는", "에서는", "에"].iter().filter_map(|mark| piece.find(mark)).min();
        let (name_start, name_end) = match marked {
            Some(end) => (0, end),
            None => (piece.rfind([',', '(', ':', '/']).map_or(0, |at| at + 1), piece.len()),
        };
        let name = clause
            .part(from + name_start, from + name_end)
            .trimmed(&[',', '.', '가', '를', '이', ' ', '며', '고', '대', '(', '-']);
        if (2..=40).contains(&name.folded().chars().count()) {
            let quote = clause.quote(all.start, all.end, "count.prose.place");
            rows.push(CameraRow {
                place: Some(name.stated("count.prose.place")),
                count: Some(Stated::new(value, quote)),
                ..CameraRow::default()
            });
        }
    }
    if rows.len() > gathered.prose_rows.len() {
        gathered.prose_rows = rows;
    }
}

/// Places with bare numbers: 매표소 3, 숲속의집 8, or 식당(3), 로비(4). Believed only when they add up to the total.
pub(super) fn numbered_places(words: &Span, gathered: &mut Gathered) -> bool {
    static NUMBERED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(.*?[^0-9(])\(?([0-9]{1,3})\)?$").expect("pattern"));
    let mut rows = Vec::new();
    for part in words.split(|c| matches!(c, ',' | '/' | '\n')) {
        let Some(found) = NUMBERED.captures(part.folded()) else { return false };
        let (Some(name), Some(number)) = (found.get(1), found.get(2)) else { return false };
        let Some(value) = count::number(number.as_str()) else { return false };
        let place = part.part(name.start(), name.end()).stated("count.numbered_place");
        let quote = part.quote(number.start(), number.end(), "count.numbered_place");
        rows.push(CameraRow { place: Some(place), count: Some(Stated::new(value, quote)), ..CameraRow::default() });
    }
    let more = rows.len() > 1 && rows.len() > gathered.prose_rows.len();
    if more {
        gathered.prose_rows = rows;
    }
    more
}

/// Sites that a sentence claims to be all: … 등 총 87개소에 설치하였습니다.
fn claimed_sites(clause: &Span) -> Option<Stated<u32>> {
    static SITES: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:총|모두|전체)[^.0-9]{0,16}?([0-9][0-9,]*)(?:개소|개지점|곳)").expect("pattern")
    });
    let found = SITES.captures(clause.folded())?;
    let (all, number) = (found.get(0)?, found.get(1)?);
    let value = count::number(number.as_str())?;
    Some(Stated::new(value, clause.quote(all.start(), all.end(), "count.prose.sites")))
}

/// Whether the words right beside a total speak of places for cars: 주차대수 총 30대를 초과하는.
fn is_of_parking(clause: &Span, total: &Total) -> bool {
    let folded = clause.folded();
    let words = crate::extract::fold::fold(&total.quote.text);
    let Some(start) = folded.find(&words) else { return true };
    let before: String = folded[..start].chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = folded[start + words.len()..].chars().take(6).collect();
    [before.as_str(), &words].iter().any(|near| near.contains("주차대수")) || after.contains("초과")
}

/// Totals and absences in sentences.
pub(super) fn prose(statement: &Statement, gathered: &mut Gathered) {
    let counted = statement.section.any(&[Topic::Count, Topic::Place]) || statement.label.has(Topic::Count);
    let folded = statement.words.folded();
    let foreign = statement.section.any(&[
        Topic::Contract,
        Topic::Request,
        Topic::Safeguards,
        Topic::Check,
        Topic::Foreign,
        Topic::Signboard,
        Topic::Change,
    ]);
    if foreign && !counted {
        return;
    }
    for clause in statement.words.sentences() {
        if !count::has_digits(clause.folded(), 1) {
            if counted {
                gathered.prose_totals.extend(claimed(&clause));
            }
            continue;
        }
        if counted {
            placed_in_prose(&clause, gathered);
            if gathered.sites.is_empty() && !NOT_OURS.is_match(clause.folded()) {
                gathered.sites.extend(claimed_sites(&clause));
            }
        }
        if let Some(total) = claimed(&clause) {
            if !NOT_OURS.is_match(clause.folded()) || counted && !is_of_parking(&clause, &total) {
                gathered.prose_totals.push(total);
            }
        } else if counted || folded.contains("운영하고") || folded.contains("설치") {
            // Of several numbers none is the total unless the words say so.
            let counts: Vec<u32> = count::cameras(clause.folded()).iter().filter_map(|one| one.value).collect();
            let sum = |total: u32| counts.iter().sum::<u32>() == 2 * total;
            let is_total = |number: &str| counts.len() < 2 || count::number(number).is_some_and(sum);
            for found in STATED.captures_iter(clause.folded()) {
                let (Some(all), Some(number)) = (found.get(0), found.get(1).or_else(|| found.get(2))) else {
                    continue;
                };
                if !is_total(number.as_str()) {
                    continue;
                }
                let tail: String = clause.folded()[all.end()..].chars().take(6).collect();
                if NOT_OURS.is_match(clause.folded()) || tail.contains("포함") {
                    continue;
                }
                let whole = count::cameras(clause.folded()).into_iter().find(|one| one.range.contains(&number.start()));
                if let Some(value) = whole.and_then(|whole| whole.value) {
                    let quote = clause.quote(all.start(), all.end(), "count.prose");
                    gathered.prose_totals.push(Total { value, quote });
                }
            }
        }
    }
    if counted {
        if ELSEWHERE.is_match(folded) {
            gathered.elsewhere.get_or_insert_with(|| statement.words.whole("count.elsewhere"));
        }
        if folded.contains("○○대") || folded.contains("00대") || folded.contains("OO대") {
            gathered.placeholder.get_or_insert_with(|| statement.words.whole("count.placeholder"));
        }
    }
}
