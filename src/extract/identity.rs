//! Which policy it is: title, term for the device, attachments.

use super::outline::Unit;
use super::scope::{self, Scope};
use super::span::Span;
use super::{Context, fold};
use crate::document::{Document, LinkKind, Zone};
use crate::extract::facility::name;
use crate::extract::vocabulary;
use crate::model::institution::Institution;
use crate::model::policy::{Attachment, Media, Stated, Term};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

static FIXED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)고정형(?:의|(?:및|과|와|·|,|/)이동형)?(?:영상정보처리기기?|영상처리기기|영상정보기기|영상기기|cctv)|fixedvisualdata|fixed(?:-type)?(?:cctv|video)").expect("pattern")
});
static MOBILE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"이동형(?:의|(?:및|과|와|·|,|/)고정형)?영상").expect("pattern"));

/// Lines and cells of a range of units, in reading order.
fn slices(units: &[Unit]) -> impl Iterator<Item = &Span> {
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
    static OTHER_VERSION: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"현재시행(?:중인|하는)|현행[^.]{0,16}방침|이전[^.]{0,16}방침|방침[^.]{0,8}바로가기")
            .expect("pattern")
    });
    // The title of a page of several policies stands above all of them.
    let title = scope.title.filter(|title| !scope.units.contains(title)).map_or(0..0, |title| title..title + 1);
    for slice in slices(&units[title]).chain(slices(&units[scope.units.clone()])) {
        let folded = slice.folded();
        // Another version has its own word for the device.
        if OTHER_VERSION.is_match(folded) {
            continue;
        }
        // Titles of ordinances and links to other policies quote words that the policy does not use.
        let quoted: Vec<Range<usize>> = quotations(folded);
        let inside = |at: usize| quoted.iter().any(|range| range.contains(&at));
        for found in FIXED.find_iter(folded).filter(|found| !inside(found.start())) {
            fixed.get_or_insert_with(|| slice.quote(found.start(), found.end(), "term.fixed"));
        }
        for found in MOBILE.find_iter(folded).filter(|found| !inside(found.start())) {
            mobile.get_or_insert_with(|| slice.quote(found.start(), found.end(), "term.mobile"));
        }
        for found in vocabulary::DEVICE.find_iter(folded).filter(|found| !inside(found.start())) {
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
        (Some(fixed), Some(legacy)) if legacy.text.to_uppercase() != "CCTV" => Some(Stated::new(Term::Mixed, fixed)),
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
        "hwp" | "hml" => Media::Hwp,
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

/// The facility whose policy a scope is: named by a line above it, or by its title on a page of several policies.
pub(crate) fn of_scope(
    units: &[Unit],
    scope: &Scope,
    several: bool,
    institution: Option<&Institution>,
) -> Option<Stated<String>> {
    if let Some(line) = scope.facility.and_then(|at| crate::extract::outline::line(&units[at])) {
        return name(&line.slice).map(|name| name.stated("facility.heading"));
    }
    let at = scope.title.filter(|_| several && !scope.article)?;
    let title = crate::extract::outline::line(units.get(at)?)?;
    let folded = title.slice.folded();
    let device = crate::extract::vocabulary::DEVICE.find(folded)?;
    let end = folded[..device.start()].trim_end_matches("고정형").len();
    // The facility stands before the device, or on a line of its own above a title without a name.
    let above = || {
        at.checked_sub(1)
            .filter(|_| end == 0)
            .and_then(|above| name(&crate::extract::outline::line(&units[above])?.slice))
    };
    let name = name(&title.slice.part(0, end)).or_else(above)?;
    let bare = fold::letters(name.folded());
    // The institution itself is none of its facilities.
    let own = institution.is_some_and(|institution| fold::bare(&institution.name).ends_with(&bare));
    (bare.chars().count() >= 2 && !own).then(|| name.stated("facility.title"))
}
