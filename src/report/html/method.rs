//! How the figures came about, what they mean, how to cite them, whose they are.

use super::components::{heading, prose};
use super::layout::{Page, layout};
use super::{File, Lang, Site, map};
use crate::report::definitions as define;
use maud::{Markup, html};

pub(super) fn page(site: &Site<'_>, lang: Lang) -> File {
    let about =
        lang.of("숫자가 어떻게 나왔고 어떻게 인용하는지입니다.", "How the figures came about, and how to cite them.");
    let body = html! {
        h1 { (lang.of("방법과 인용", "Method and citing")) }
        p.lede { (about) }
        (limits(lang))
        (citing(site, lang))
        section aria-labelledby="definitions" {
            (heading("definitions", lang.of("설명", "Definitions")))
            dl.definitions {
                dt { (lang.of("중앙값과 구간", "Median and interval")) } dd { (prose(lang.t(define::MEDIAN))) }
                dt { (lang.of("비율과 구간", "Share and interval")) } dd { (prose(lang.t(define::SHARE))) }
                dt { (lang.of("막대", "Bars")) } dd { (prose(lang.t(define::BARS))) }
                dt { (lang.of("수집 결과", "Outcome of the crawl")) } dd { (prose(lang.t(define::REACH))) }
                @for definition in define::ALL {
                    dt { (prose(lang.t(definition.title))) } dd { (prose(lang.t(definition.text))) }
                }
            }
        }
        (rights(lang))
    };
    layout(site, Page { lang, path: "method.html", title: lang.of("방법과 인용", "Method and citing"), about, body })
}

fn limits(lang: Lang) -> Markup {
    let points = match lang {
        Lang::Ko => [
            "값은 그 값을 말하는 글과 함께만 있습니다. 기관의 쪽에서 값을 누르면 보관된 원문의 그 자리가 열립니다.",
            "적혀 있지 않은 것은 0이 아니라 이유가 있는 빈칸입니다: 없다고 적음, 다른 곳에 있음, 서식 그대로, 해석 못함, 서로 다르게 적힘, 언급 없음.",
            "기관마다 현행 방침 하나가 셈에 들어갑니다. 시설별 방침의 대수를 더하지 않는 것은 기관 전체의 수에 이미 들어 있는 일이 많기 때문입니다.",
            "대(카메라)와 개소(장소)는 다른 수이며 섞지 않습니다.",
            "스크립트로만 채워지는 페이지, 스캔한 PDF, HWP 3은 읽지 못합니다. 로봇을 막은 곳은 묻지 않습니다.",
            "틀림없는 추출은 없습니다. 숫자를 쓰기 전에 인용문을 보십시오.",
        ],
        Lang::En => [
            "A value exists only together with the words that state it. On the page of an institution a value leads to its place in the archived text.",
            "What is not stated is not 0 but a blank with a reason: states there is none, elsewhere, blank of a form, not understood, conflicting, not mentioned.",
            "One current policy of each institution counts. Totals of single facilities are not added up, because they are often part of the whole institution's.",
            "Cameras (대) and sites (개소) are different numbers and are never mixed.",
            "Pages that only a script fills, scanned PDF and HWP 3 cannot be read. Sites that refuse robots are not asked.",
            "No extraction is without fault. Look at the quote before you use a number.",
        ],
    };
    html! {
        section aria-labelledby="limits" {
            (heading("limits", lang.of("읽는 법과 한계", "How to read this, and its limits")))
            ul { @for point in points { li { (point) } } }
        }
    }
}

fn citing(site: &Site<'_>, lang: Lang) -> Markup {
    let stats = site.input.stats;
    html! {
        section aria-labelledby="citing" {
            (heading("citing", lang.of("인용", "Citing")))
            p { (lang.of("이 자료를 인용할 때에는 수집과 판을 함께 적어 주십시오:", "When you cite, name the crawl and the versions:")) }
            p.cite { (lang.of("공공기관 영상정보처리기기(CCTV) 운영·관리 방침", "CCTV operation policies of Korean public bodies")) ", "
                (lang.of("수집 ", "crawl ")) (stats.crawl.id) " " span.whole { "(" (stats.crawl.date) ")" } ", "
                (lang.of("기준일 ", "as of ")) span.whole { (stats.as_of) } ", " (lang.of("추출 규칙 ", "rules ")) (stats.crawl.rules) ", bangchim " (site.input.version) "." }
            p { (lang.of("비율에는 분모를, 중앙값에는 구간을 함께 적으십시오. 표 전체는 ", "Give shares with their denominators and medians with their intervals. The whole is in "))
                a href=(lang.of("data/stats.csv", "../data/stats.csv")) { "stats.csv" } ", "
                a href=(lang.of("data/stats.json", "../data/stats.json")) { "stats.json" } "." }
        }
    }
}

fn rights(lang: Lang) -> Markup {
    html! {
        section aria-labelledby="rights" {
            (heading("rights", lang.of("권리와 개인정보", "Rights and personal data")))
            ul {
                li { (lang.of(
                    "인용문은 각 기관이 공개한 페이지에서 값을 말하는 부분만 옮긴 것이며, 쪽마다 출처를 밝혔습니다. 전문은 원문 주소에서 보십시오.",
                    "Quotes are the parts of published pages that state a value; each page names its source, which has the full text.",
                )) }
                li { (lang.of(
                    "휴대전화 번호, 전자우편 주소, 주민등록번호 꼴의 숫자, 사람 이름(첫 글자 빼고)은 값과 원문 모두에서 ●로 가렸습니다. 읽어 내지 못한 이름은 남아 있을 수 있습니다.",
                    "Mobile numbers, e-mail addresses, numbers like resident registration numbers, and personal names but for the first letter are covered by ●, in values and in texts. A name that was not recognised may be left.",
                )) }
                li { (lang.of(map::GRID_NOTE.0, map::GRID_NOTE.1)) }
                li { (lang.of(
                    "점검 결과는 확인할 후보이며 위법 여부의 판단이 아닙니다. 사실과 다른 것은 이 자료를 펴낸 이에게 알려 주십시오.",
                    "Findings are candidates for a check, not verdicts. Tell whoever published this report what is wrong.",
                )) }
            }
        }
    }
}
