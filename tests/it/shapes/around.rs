//! Changers of what surrounds the sections: decoys, frames, a second policy.

use super::Variant;
use super::headings::{is_within_privacy_policy, places};
use super::page::{Element, Grid, Node, Page, Part, paragraph, words};
use serde_json::{Value, json};

/// A piece to put into a page of either kind.
enum Piece {
    Title(&'static str),
    Heading(&'static str),
    Line(&'static str),
    Table(&'static [&'static [&'static str]]),
}

fn node(piece: &Piece) -> Node {
    match piece {
        Piece::Title(text) => Node::Element(Element::new("h2", vec![words(text)])),
        Piece::Heading(text) => Node::Element(Element::new("h3", vec![words(text)])),
        Piece::Line(text) => paragraph(text),
        Piece::Table(rows) => {
            let row = |(index, cells): (usize, &&[&str])| {
                let tag = if index == 0 { "th" } else { "td" };
                let cell = |text: &&str| Node::Element(Element::new(tag, vec![words(text)]));
                Node::Element(Element::new("tr", cells.iter().map(cell).collect()))
            };
            Node::Element(Element::new("table", rows.iter().enumerate().map(row).collect()))
        }
    }
}

fn part(piece: &Piece) -> Part {
    match piece {
        Piece::Title(text) | Piece::Heading(text) | Piece::Line(text) => Part::Line((*text).to_owned()),
        Piece::Table(rows) => Part::Table(Grid::of_texts(rows)),
    }
}

/// Puts pieces before a place, or behind it.
fn put(page: &mut Page, place: &[usize], behind: bool, pieces: &[Piece]) {
    let Some((last, way)) = place.split_last() else { return };
    match page {
        Page::Html(root) => {
            let mut element = root;
            for at in way {
                let Node::Element(inner) = &mut element.children[*at] else { return };
                element = inner;
            }
            let at = if behind { element.children.len() } else { *last };
            element.children.splice(at..at, pieces.iter().map(node));
        }
        Page::Text(parts) => {
            let at = if behind { parts.len() } else { *last };
            parts.splice(at..at, pieces.iter().map(part));
        }
    }
}

/// Puts pieces where a section ends and the next begins, once for each of the first four.
fn between_sections(variant: &mut Variant, pieces: &[Piece]) -> bool {
    let places = places(&variant.page);
    if places.len() < 3 {
        return false;
    }
    for place in places.iter().skip(1).take(4).rev() {
        put(&mut variant.page, place, false, pieces);
    }
    true
}

pub fn parking_between(variant: &mut Variant) -> bool {
    between_sections(variant, &[Piece::Line("※ 방문객 안내: 주차대수 30대, 휠체어 4대를 갖추고 있습니다.")])
}

pub fn laws_between(variant: &mut Variant) -> bool {
    between_sections(
        variant,
        &[Piece::Line(
            "「공공기관의 정보공개에 관한 법률」 제11조에 따라 청구를 받은 날부터 10일 이내에 공개 여부를 정하며, 한 번에 한하여 10일을 늘릴 수 있다.",
        )],
    )
}

pub fn tables_between(variant: &mut Variant) -> bool {
    between_sections(
        variant,
        &[Piece::Table(&[
            &["시설명", "면적(㎡)", "수용인원", "사용료"],
            &["대회의실", "240", "120명", "50,000원"],
            &["소회의실", "48", "16명", "15,000원"],
        ])],
    )
}

/// The frame of a site: menus above, the page's own contact and the address below.
pub fn chrome_around(variant: &mut Variant) -> bool {
    const ABOVE: [&str; 4] = ["본문 바로가기", "소통마당", "정보공개", "민원안내"];
    const BELOW: [&str; 4] = [
        "담당부서 홍보담당관 전화번호 031-770-2199",
        "최종수정일 2024-11-05",
        "이 페이지에서 제공하는 정보에 만족하십니까?",
        "관제요원 12명 채용 공고 / 충전기 6대 설치 안내",
    ];
    match &mut variant.page {
        Page::Html(root) => {
            let Some(Node::Element(body)) =
                root.children.iter_mut().find(|child| matches!(child, Node::Element(body) if body.name == "body"))
            else {
                return false;
            };
            let link = |text: &&str| {
                let link = Element::new("a", vec![words(text)]).with("href", "#");
                Node::Element(Element::new("li", vec![Node::Element(link)]))
            };
            let menu = Element::new("ul", ABOVE.iter().map(link).collect());
            let head = Element::new("div", vec![Node::Element(menu)]).with("id", "gnb");
            let foot = Element::new("div", BELOW.iter().map(|text| paragraph(text)).collect()).with("id", "footer");
            body.children.insert(0, Node::Element(head));
            body.children.push(Node::Element(foot));
        }
        Page::Text(parts) => {
            parts.splice(0..0, ABOVE.iter().map(|text| Part::Line((*text).to_owned())));
            parts.extend(BELOW.iter().map(|text| Part::Line((*text).to_owned())));
        }
    }
    true
}

const SECOND: &[Piece] = &[
    Piece::Title("들샘복지관 고정형 영상정보처리기기 운영·관리 방침"),
    Piece::Line("들샘복지관은 이 방침으로 영상정보를 어떻게 다루는지 알려 드립니다."),
    Piece::Heading("1. 설치 근거 및 설치 목적"),
    Piece::Line("「개인정보 보호법」 제25조제1항에 따라 시설안전 및 화재 예방을 위하여 설치·운영합니다."),
    Piece::Heading("2. 설치 대수, 설치 위치 및 촬영 범위"),
    Piece::Table(&[&["설치 대수", "설치 위치", "촬영 범위"], &["7대", "들샘복지관 현관과 복도", "현관과 복도 전역"]]),
    Piece::Heading("3. 관리책임자 및 접근권한자"),
    Piece::Table(&[
        &["구분", "직위", "소속", "연락처"],
        &["관리책임자", "복지관장", "들샘복지관", "031-770-4101"],
        &["접근권한자", "시설주임", "들샘복지관", "031-770-4105"],
    ]),
    Piece::Heading("4. 촬영시간, 보관기간, 보관장소 및 처리방법"),
    Piece::Table(&[&["촬영시간", "보관기간", "보관장소"], &["24시간", "촬영일로부터 30일", "들샘복지관 사무실"]]),
    Piece::Heading("5. 방침의 변경"),
    Piece::Line("이 방침은 2024년 2월 1일부터 시행합니다."),
];

/// A second policy, of a facility of its own, follows in the same page.
pub fn second_policy(variant: &mut Variant) -> bool {
    // Beside a policy of fixed devices, mobile ones are left out.
    if variant.label["term_generation"] == "mobile" || is_within_privacy_policy(variant) {
        return false;
    }
    let Some(place) = places(&variant.page).pop() else { return false };
    put(&mut variant.page, &place, true, SECOND);
    let second = json!({
        "camera_total": 7, "retention_days": 30, "effective_date": "2024-02-01", "term_generation": "fixed",
        "shooting_hours": "24시간", "purposes": ["facility_safety", "fire_prevention"],
        "revision_dates": ["2024-02-01"], "contractors": [],
        "managers": [
            {"role": "manager", "position": "복지관장", "department": "들샘복지관", "phone": "031-770-4101"},
            {"role": "operator", "position": "시설주임", "department": "들샘복지관", "phone": "031-770-4105"},
        ],
        "camera_rows": [{"place": "들샘복지관 현관과 복도", "purpose": null, "count": 7}],
    });
    join(&mut variant.label, &second);
    true
}

/// Adds what the second policy says, as the policies of a document are merged: lists joined, counts added up, the first
/// of other values.
fn join(label: &mut Value, second: &Value) {
    for key in ["managers", "camera_rows", "purposes", "revision_dates"] {
        let mut all = label[key].as_array().cloned().unwrap_or_default();
        all.extend(
            second[key]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|one| {
                    key == "managers"
                        || key == "camera_rows"
                        || !label[key].as_array().is_some_and(|own| own.contains(one))
                })
                .cloned(),
        );
        label[key] = json!(all);
    }
    let both = label["camera_total"].as_u64().unwrap_or_default() + second["camera_total"].as_u64().unwrap_or_default();
    label["camera_total"] = json!(both);
    for key in ["retention_days", "effective_date", "term_generation", "shooting_hours"] {
        if label[key].is_null() {
            label[key] = second[key].clone();
        }
    }
}
