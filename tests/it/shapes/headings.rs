//! Changers of headings: their style, their wording, their absence.

use super::page::{Element, Node, Page, Part, bare, words};
use super::{Variant, pattern};
use regex::Regex;
use std::sync::LazyLock;

/// What a heading becomes: `tag` is empty where it keeps its own, `text` where it goes.
pub struct Heading {
    tag: &'static str,
    text: String,
}

/// What a heading may be made of.
const TAGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "strong", "b", "dt", "span", "font"];

static NUMBERING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[#*\s□○◦■●▶◆◎\-]+|제\s*\d+\s*조|\d{1,2}\s*[.)]|[①-⑳]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+\s*\.?|[가나다라마바사아자]\s*\.)*\s*",
    )
});

/// A heading's words without its number, or none when a line is no heading of a section.
fn topic(text: &str) -> Option<&str> {
    static TOPIC: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            "설치.{0,3}(근거|목적)|설치.{0,3}대수|책임자|접근.?권한자|촬영.?시간|보관.?기간|확인.{0,4}방법|열람.*(요구|청구|조치|권리)|위탁|안전성|안전.?조치|보호.*조치|변경",
        )
    });
    static VALUE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[:：\d\t|]|다\.?$|없음|참조"));
    static TITLED: LazyLock<Regex> = LazyLock::new(|| pattern("[,ㆍ·]| 및 |관한 사항|조치|변경$|근거|방법"));
    if text.chars().count() > 50 || text.contains('\n') {
        return None;
    }
    let numbered = NUMBERING.find(text).map_or(0, |found| found.end());
    let rest = text[numbered..].trim().trim_end_matches('*').trim_end();
    let fits = TOPIC.is_match(rest) && !VALUE.is_match(rest) && (numbered > 0 || TITLED.is_match(rest));
    fits.then_some(rest)
}

fn is_title(text: &str) -> bool {
    static TITLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(영상정보|cctv|폐쇄회로).*방침(\(.*\))?$"));
    text.chars().count() <= 70 && !text.contains('\n') && TITLE.is_match(bare(text).trim_matches(['*', '#']))
}

/// Offers every line that may be a heading to `each`; whether any was changed.
fn replace(page: &mut Page, each: &mut dyn FnMut(&str) -> Option<Heading>) -> bool {
    match page {
        Page::Html(root) => replace_within(root, each),
        Page::Text(parts) => {
            let mut changed = false;
            parts.retain_mut(|part| {
                let Part::Line(line) = part else { return true };
                let Some(heading) = each(line.trim()) else { return true };
                changed |= heading.text != line.trim();
                *line = heading.text;
                !line.is_empty()
            });
            changed
        }
    }
}

fn replace_within(element: &mut Element, each: &mut dyn FnMut(&str) -> Option<Heading>) -> bool {
    let mut changed = false;
    element.children.retain_mut(|child| {
        let Node::Element(inner) = child else { return true };
        if matches!(inner.name.as_str(), "table" | "nav" | "a" | "head") {
            return true;
        }
        let whole =
            TAGS.contains(&inner.name.as_str()) && !inner.has(&|inside| inside.is_block() || inside.name == "br");
        let Some(heading) = whole.then(|| inner.text()).and_then(|text| each(&text)) else {
            changed |= replace_within(inner, each);
            return true;
        };
        changed |= heading.text != inner.text() || !heading.tag.is_empty() && heading.tag != inner.name;
        if heading.text.is_empty() {
            return false;
        }
        let tag =
            if heading.tag.is_empty() || inner.name == "dt" { inner.name.clone() } else { heading.tag.to_owned() };
        let attributes = std::mem::take(&mut inner.attributes);
        *inner = Element { attributes, ..Element::new(&tag, vec![words(&heading.text)]) };
        true
    });
    changed
}

/// Whether the policy is a part of a privacy policy: what tells its sections from those around them is the style of the
/// headings, so that another style or none says something else.
pub fn is_within_privacy_policy(variant: &mut Variant) -> bool {
    static PRIVACY: LazyLock<Regex> = LazyLock::new(|| pattern("개인정보(보호|처리)?(처리)?방침$"));
    let mut found = false;
    replace(&mut variant.page, &mut |text| {
        found |= text.chars().count() < 50 && PRIVACY.is_match(bare(text).trim_matches(['*', '#']));
        None
    });
    found
}

/// Numbers the headings of sections anew and sets them in `tag`.
fn styled(variant: &mut Variant, tag: &'static str, form: impl Fn(usize, &str) -> String) -> bool {
    let mut number = 0;
    if is_within_privacy_policy(variant) {
        return false;
    }
    replace(&mut variant.page, &mut |text| {
        let topic = topic(text)?;
        number += 1;
        Some(Heading { tag, text: form(number, topic) })
    })
}

pub fn headings_as_articles(variant: &mut Variant) -> bool {
    styled(variant, "p", |number, topic| format!("제{number}조({topic})"))
}

pub fn headings_in_squares(variant: &mut Variant) -> bool {
    styled(variant, "p", |_, topic| format!("□ {topic}"))
}

pub fn headings_in_roman(variant: &mut Variant) -> bool {
    const ROMAN: [char; 10] = ['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ', 'Ⅴ', 'Ⅵ', 'Ⅶ', 'Ⅷ', 'Ⅸ', 'Ⅹ'];
    styled(variant, "h4", |number, topic| format!("{}. {topic}", ROMAN[(number - 1) % 10]))
}

pub fn headings_in_brackets(variant: &mut Variant) -> bool {
    styled(variant, "div", |_, topic| format!("[{topic}]"))
}

pub fn headings_without_numbers(variant: &mut Variant) -> bool {
    styled(variant, "strong", |_, topic| topic.to_owned())
}

/// Headings in words that no form prescribes.
pub fn headings_in_other_words(variant: &mut Variant) -> bool {
    static WORDINGS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        let all = [
            ("^(고정형 ?)?(영상정보처리기기의? ?)?설치 ?근거(와| ?및| ?·) ?(설치 ?)?목적$", "설치의 법적 근거와 목적"),
            ("^설치 ?대수,? ?(설치)? ?위치,? ?(및|와) ?촬영 ?범위$", "카메라 수와 설치 장소, 찍는 범위"),
            (
                "^관리 ?책임자,? ?(담당 ?부서)? ?및 ?접근 ?권한자(\\(담당자\\))?$",
                "관리책임자와 영상에 접근할 수 있는 사람",
            ),
            (
                "^(영상정보의 ?)?촬영 ?시간,? ?보관 ?기간,? ?보관 ?장소 ?및 ?처리 ?방법$",
                "촬영하는 시간과 보관하는 기간·장소, 처리하는 방법",
            ),
            ("확인 ?방법 ?및 ?장소", "영상을 확인하는 방법과 장소"),
            ("열람 ?등 ?요구", "영상의 열람 등을 바라는 경우"),
            ("위탁에 관한 사항$|설치 및 관리 등의 위탁|^위탁$", "설치·관리 업무의 위탁"),
            ("안전성 ?확보 ?조치", "영상정보를 안전하게 지키는 조치"),
            ("변경에 관한 사항$|방침의? 변경$", "방침을 고친 때"),
        ];
        all.map(|(from, to)| (pattern(from), to)).into()
    });
    replace(&mut variant.page, &mut |text| {
        let topic = topic(text)?;
        let (_, wording) = WORDINGS.iter().find(|(from, _)| from.is_match(topic))?;
        Some(Heading { tag: "", text: text.replace(topic, wording) })
    })
}

pub fn headings_dropped(variant: &mut Variant) -> bool {
    if is_within_privacy_policy(variant) {
        return false;
    }
    replace(&mut variant.page, &mut |text| topic(text).map(|_| Heading { tag: "", text: String::new() }))
}

/// The one title goes; where there are several, they tell policies apart.
pub fn title_dropped(variant: &mut Variant) -> bool {
    let mut titles = 0;
    replace(&mut variant.page, &mut |text| {
        titles += usize::from(is_title(text));
        None
    });
    if titles != 1 || variant.label["policies"].is_array() || is_within_privacy_policy(variant) {
        return false;
    }
    if let Page::Html(root) = &mut variant.page {
        for child in &mut root.children {
            if let Node::Element(head) = child
                && head.name == "head"
            {
                head.children.retain(|child| !matches!(child, Node::Element(title) if title.name == "title"));
            }
        }
    }
    replace(&mut variant.page, &mut |text| is_title(text).then(|| Heading { tag: "", text: String::new() }))
}

/// The title stands letter by letter, as print shops set it.
pub fn title_spaced_out(variant: &mut Variant) -> bool {
    replace(&mut variant.page, &mut |text| {
        let spaced = || bare(text).chars().map(String::from).collect::<Vec<_>>().join(" ");
        (is_title(text) && !text.contains('#')).then(|| Heading { tag: "", text: spaced() })
    })
}

/// Where the headings of sections are, in reading order: the way of child numbers in a page of markup, or the line.
pub fn places(page: &Page) -> Vec<Vec<usize>> {
    let mut places = Vec::new();
    match page {
        Page::Html(root) => places_within(root, &mut Vec::new(), &mut places),
        Page::Text(parts) => {
            for (at, part) in parts.iter().enumerate() {
                if matches!(part, Part::Line(line) if topic(line.trim()).is_some()) {
                    places.push(vec![at]);
                }
            }
        }
    }
    places
}

fn places_within(element: &Element, way: &mut Vec<usize>, places: &mut Vec<Vec<usize>>) {
    for (at, child) in element.children.iter().enumerate() {
        let Node::Element(inner) = child else { continue };
        if matches!(inner.name.as_str(), "table" | "nav" | "a" | "head") {
            continue;
        }
        way.push(at);
        let whole =
            TAGS.contains(&inner.name.as_str()) && !inner.has(&|inside| inside.is_block() || inside.name == "br");
        if whole && topic(&inner.text()).is_some() {
            places.push(way.clone());
        } else {
            places_within(inner, way, places);
        }
        way.pop();
    }
}
