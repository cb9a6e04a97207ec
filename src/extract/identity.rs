//! Which policy it is: title, term for the device, institution, facility, attachments.

use super::outline::{Line, Unit};
use super::scope::{self, Scope};
use super::slice::Slice;
use super::{Context, fold};
use crate::document::{Document, LinkKind, Zone};
use crate::institution::Sido;
use crate::policy::{Attachment, Holder, Media, Stated, Term};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static FIXED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)고정형(?:의)?(?:영상정보처리기|영상처리기기|영상정보기기|영상기기|cctv)|fixedvisualdata|fixed(?:-type)?(?:cctv|video)").expect("pattern")
});
static MOBILE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"이동형(?:의)?영상").expect("pattern"));

/// Lines and cells of a range of units, in reading order.
fn slices(units: &[Unit]) -> impl Iterator<Item = &Slice> {
    units.iter().flat_map(|unit| match unit {
        Unit::Line(line) => vec![&line.slice],
        Unit::Table(table) => table.grid.cells.iter().collect(),
    })
}

/// The title, as its line says it.
pub(crate) fn title(units: &[Unit], scope: &Scope) -> Option<Stated<String>> {
    let Unit::Line(line) = units.get(scope.title?)? else {
        return None;
    };
    let folded = line.slice.folded();
    if scope::runs_on(folded) {
        let words = scope::title_words(folded)?;
        return Some(line.slice.part(words.start, words.end).stated("title"));
    }
    Some(line.slice.trimmed(&['【', '】', '[', ']', '#', '■', '□', '○', '●', '*', '<', '>', '◎', '▣']).stated("title"))
}

/// Which word the policy uses for the device.
pub(crate) fn term(units: &[Unit], scope: &Scope) -> Option<Stated<Term>> {
    let mut fixed = None;
    let mut legacy = None;
    let mut mobile = None;
    for slice in slices(&units[scope.units.clone()]) {
        let folded = slice.folded();
        // Titles of ordinances and links to other policies quote words that the policy does not use.
        let quoted: Vec<Range<usize>> = quotations(folded);
        let inside = |at: usize| quoted.iter().any(|range| range.contains(&at));
        for found in FIXED.find_iter(folded).filter(|found| !inside(found.start())) {
            fixed.get_or_insert_with(|| slice.quote(found.start(), found.end(), "term.fixed"));
        }
        for found in MOBILE.find_iter(folded).filter(|found| !inside(found.start())) {
            mobile.get_or_insert_with(|| slice.quote(found.start(), found.end(), "term.mobile"));
        }
        for found in scope::DEVICE.find_iter(folded).filter(|found| !inside(found.start())) {
            let before = &folded[..found.start()];
            if !before.ends_with("고정형") && !before.ends_with("이동형") {
                legacy.get_or_insert_with(|| slice.quote(found.start(), found.end(), "term.legacy"));
            }
        }
    }
    if scope.mobile {
        return mobile.map(|quote| Stated::new(Term::Mobile, quote));
    }
    match (fixed, legacy) {
        (Some(fixed), Some(legacy)) if legacy.text.to_uppercase() != "CCTV" => {
            let _ = legacy;
            Some(Stated::new(Term::Mixed, fixed))
        }
        (Some(fixed), _) => Some(Stated::new(Term::Fixed, fixed)),
        (None, Some(legacy)) => Some(Stated::new(Term::Legacy, legacy)),
        (None, None) => None,
    }
}

/// Ranges between 「 and 」.
fn quotations(folded: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut from = 0;
    while let Some(open) = folded[from..].find('「') {
        let start = from + open;
        let Some(close) = folded[start..].find('」') else {
            break;
        };
        ranges.push(start..start + close);
        from = start + close;
    }
    ranges
}

/// Whose policy it is: the registry's entry when the caller knows it, else the name in title and first sentence.
pub(crate) fn holder(document: &Document, units: &[Unit], scope: &Scope, context: &Context<'_>) -> Holder {
    let named = named(units, scope);
    if let Some(institution) = context.institution {
        return Holder {
            id: Some(institution.id.clone()),
            name: Some(institution.name.clone()),
            kind: Some(institution.kind),
            sido: institution.sido,
            quote: named.map(|stated| stated.quote),
        };
    }
    let around = |units: &[Unit]| -> Option<Sido> {
        units.iter().rev().find_map(|unit| match unit {
            Unit::Line(line) => address(&line.slice),
            Unit::Table(_) => None,
        })
    };
    if let (Some(names), Some(stated)) = (context.names, &named) {
        let title = document.title.as_deref().unwrap_or("");
        let found = names.find(&stated.value).or_else(|| names.find(title));
        if let Some(found) = found {
            return Holder {
                id: found.id,
                name: Some(found.name),
                kind: found.kind,
                sido: found.sido,
                quote: Some(stated.quote.clone()),
            };
        }
    }
    let sido = named
        .as_ref()
        .and_then(|stated| Sido::leading(&stated.value).map(|(sido, _)| sido))
        .or_else(|| around(&units[scope.units.end.min(units.len())..]))
        .or_else(|| around(&units[..scope.units.start]));
    Holder {
        id: None,
        name: named.as_ref().map(|stated| stated.value.clone()),
        kind: None,
        sido,
        quote: named.map(|stated| stated.quote),
    }
}

/// The institution's name before `(이하 …)` or the subject of the first sentence, else before the device in the title.
fn named(units: &[Unit], scope: &Scope) -> Option<Stated<String>> {
    static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:본|저희|우리|이)?(?P<name>[가-힣A-Za-z0-9·]{2,40}?)(?:\((?:본청|직속|소속|이하|본부|산하|경기|서울|부산|사옥|[가-힣]{0,14}포함)|[은는이가의](?:[^가-힣]|영상|고정|「|\W|시민|군민|구민|주민|이용|고객|학생|공사|업무|본|다음|설치|개인)|에서(?:는|운영|설치|관리|처리)|,)").expect("pattern")
    });
    let lines = units[scope.units.clone()].iter().filter_map(|unit| match unit {
        Unit::Line(line) => Some(line),
        Unit::Table(_) => None,
    });
    for line in lines.take(8) {
        let folded = line.slice.folded();
        if folded.chars().count() < 20 {
            continue;
        }
        if let Some(name) = SUBJECT.captures(folded).and_then(|found| found.name("name")) {
            let text = line.slice.part(name.start(), name.end());
            let generic =
                ["기관", "방침", "우리", "본 기관", "개인정보", "영상정보", "규정", "지침", "귀하", "정보주체"];
            if !generic.iter().any(|word| text.text().ends_with(word)) {
                return Some(text.stated("institution.subject"));
            }
        }
    }
    let Unit::Line(title) = units.get(scope.title?)? else {
        return None;
    };
    in_title(title)
}

/// 강진군 영상정보처리기기 운영방침 names 강진군.
fn in_title(title: &Line) -> Option<Stated<String>> {
    let folded = title.slice.folded();
    let device = scope::DEVICE.find(folded)?;
    let end = folded[..device.start()].trim_end_matches("고정형").trim_end_matches("이동형").len();
    let name = title.slice.part(0, end).trimmed(&['【', '[', '(', '■', '□', '○', '#', '*', '<', ')', ']', '구', ' ']);
    (fold::bare(name.text()).chars().count() >= 2).then(|| name.stated("institution.title"))
}

/// A province at the start of an address line.
fn address(slice: &Slice) -> Option<Sido> {
    static ZIP: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:주소)?[:\s]*(?:\(?우\)?|\[|\()*\s*\d{3}-?\d{2,3}[\])]*").expect("pattern"));
    let text = slice.text().trim_start();
    let rest = match ZIP.find(text) {
        Some(zip) => text[zip.end()..].trim_start(),
        None => text,
    };
    let (sido, after) = Sido::leading(rest)?;
    let next = after.split_whitespace().next().unwrap_or("");
    ["시", "군", "구"].iter().any(|end| next.ends_with(end)).then_some(sido)
}

/// Links of the policy's part that lead to files or pages with data; request forms are none.
pub(crate) fn attachments(
    document: &Document,
    units: &[Unit],
    scope: &Scope,
    context: &Context<'_>,
) -> Vec<Attachment> {
    static FILE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)\.?(hwpx|hwp|xlsx|xls|csv|pdf|docx|doc|zip)(?:$|[^a-z])").expect("pattern"));
    static DATA: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"붙임|첨부|별첨|다운로드|내려받|다운받|현황|내역|바로보기|대수|참조").expect("pattern")
    });
    static FORM: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"청구서|신청서|요구서|요청서|서식|동의서|위임장|뷰어|viewer|메뉴얼|교육").expect("pattern")
    });
    let first = units.get(scope.units.start).map_or(0, Unit::block);
    let last = units[..scope.units.end].last().map_or(0, Unit::block);
    let mut found: Vec<Attachment> = Vec::new();
    for link in &document.links {
        let near = (first..=last + 2).contains(&link.block);
        if link.zone != Zone::Content || !near || !matches!(link.kind, LinkKind::Anchor | LinkKind::Script) {
            continue;
        }
        let text = fold::fold(&link.text);
        let file = FILE.captures(&text).or_else(|| FILE.captures(&link.href)).map(|found| found[1].to_lowercase());
        if FORM.is_match(&text) || file.is_none() && !DATA.is_match(&text) {
            continue;
        }
        let url =
            context.url.and_then(|base| base.join(&link.href).ok()).map_or_else(|| link.href.clone(), String::from);
        let attachment = Attachment { url, label: link.text.clone(), media: file.as_deref().and_then(media) };
        if !found.contains(&attachment) {
            found.push(attachment);
        }
    }
    found
}

fn media(suffix: &str) -> Option<Media> {
    Some(match suffix {
        "hwp" => Media::Hwp,
        "hwpx" => Media::Hwpx,
        "xls" => Media::Xls,
        "xlsx" => Media::Xlsx,
        "csv" => Media::Csv,
        "pdf" => Media::Pdf,
        "docx" => Media::Docx,
        "zip" => Media::Zip,
        _ => return None,
    })
}
