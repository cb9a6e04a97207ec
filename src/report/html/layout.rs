//! What stands around every page: head, navigation, language, foot.

use super::{File, Lang, Site};
use crate::report::definitions::{Both, both};
use maud::{DOCTYPE, Markup, html};

/// The pages that the navigation leads to.
pub(super) const PAGES: [(&str, Both); 7] = [
    ("index.html", both("개요", "Overview")),
    ("institutions.html", both("기관", "Institutions")),
    ("statistics.html", both("통계", "Statistics")),
    ("contractors.html", both("위탁 업체", "Contractors")),
    ("templates.html", both("서식", "Templates")),
    ("findings.html", both("점검", "Audit")),
    ("method.html", both("방법·인용", "Method and citing")),
];

/// Nothing but what lies in the folder; markup of the page itself can start nothing.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";

/// A page before it is framed.
pub(super) struct Page<'a> {
    pub(super) lang: Lang,
    /// Path below the language's folder.
    pub(super) path: &'a str,
    pub(super) title: &'a str,
    /// What the page is about, in a sentence.
    pub(super) about: &'a str,
    pub(super) body: Markup,
}

/// The way from a page to the folder of its language.
pub(super) fn up(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// A whole page as a file.
pub(super) fn layout(site: &Site<'_>, page: Page<'_>) -> File {
    let Page { lang, path, title, about, body } = page;
    let own = up(path);
    let root = match lang {
        Lang::Ko => own.clone(),
        Lang::En => format!("{own}../"),
    };
    let (other, code) = match lang {
        Lang::Ko => (format!("{root}en/{path}"), "en"),
        Lang::En => (format!("{root}{path}"), "ko"),
    };
    let stats = site.input.stats;
    let name = lang.of("공공기관 CCTV 운영·관리 방침", "CCTV operation policies of Korean public bodies");
    let whole = if path == "index.html" { name.to_owned() } else { format!("{title} · {name}") };
    // The page of an institution belongs to the list of institutions.
    let section = if path.contains('/') || path.starts_with("institutions") { "institutions.html" } else { path };
    let markup = html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content={ "bangchim " (site.input.version) };
                meta name="description" content=(about);
                title { (whole) }
                link rel="stylesheet" href={ (root) "assets/report.css" };
                link rel="alternate" hreflang=(code) href=(other);
                script src={ (root) "assets/report.js" } {}
            }
            body {
                a.skip href="#main" { (lang.of("본문으로 건너뛰기", "Skip to the content")) }
                header.top {
                    div.row {
                        p.brand { a href={ (own) "index.html" } { (lang.of("방침", "bangchim")) } span {
                            (lang.of("공공기관 CCTV 방침 비교", "CCTV policies compared")) } }
                        div.switches {
                            a.lang href=(other) lang=(code) hreflang=(code) { (lang.of("English", "한국어")) }
                            button.theme type="button" hidden
                                data-light=(lang.of("밝게", "Light")) data-dark=(lang.of("어둡게", "Dark")) {
                                (lang.of("어둡게", "Dark"))
                            }
                        }
                    }
                    nav aria-label=(lang.of("쪽", "Pages")) {
                        ul {
                            @for (file, label) in PAGES {
                                li { a href={ (own) (file) } aria-current=[(file == section).then_some("page")] {
                                    (lang.t(label)) } }
                            }
                        }
                    }
                }
                main #main tabindex="-1" { (body) }
                footer.bottom {
                    p {
                        (lang.of("수집", "Crawl")) " " code { (stats.crawl.id) } " · "
                        (lang.of("기준일", "as of")) " " (stats.as_of) " · "
                        (lang.of("추출 규칙", "rules")) " " (stats.crawl.rules) " · bangchim " (site.input.version)
                    }
                    p { (lang.of(
                        "수집된 페이지만을 읽은 결과입니다. 숫자를 쓰기 전에 인용문과 원문을 확인하십시오. 휴대전화 번호, 전자우편 주소와 사람 이름은 가렸습니다.",
                        "Read from pages as crawled. Look at the quote and the source before you use a number. Mobile numbers, e-mail addresses and personal names are covered.",
                    )) }
                }
            }
        }
    };
    File { path: format!("{}{path}", lang.folder()), text: markup.into_string() + "\n" }
}
