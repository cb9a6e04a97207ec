//! The first page: what was found of how many, the figures that matter with their denominators, the map.

use super::components::{
    bar, body_link, decimal, heading, interval, key_link, meaning, number, of, percent, prose, scroll, tied,
};
use super::layout::{Page, layout};
use super::scale::reach;
use super::{File, Lang, Site, map};
use crate::analysis::stats::{self, CoverageGroup, Cut, Measure, PerResident, Reach, Share, Stats};
use crate::report::definitions as define;
use maud::{Markup, html};

/// Rows of the short lists, and those that tie with the last.
const TOP: usize = 8;

pub(super) fn page(site: &Site<'_>, lang: Lang) -> File {
    let stats = site.input.stats;
    let about = lang.of(
        "공공기관이 공개한 CCTV 운영·관리 방침을 모아 값마다 근거 문장을 붙여 견줍니다.",
        "CCTV operation policies of Korean public bodies, compared; every figure stands beside the words that state it.",
    );
    let body = html! {
        h1 { (lang.of("공공기관 CCTV 운영·관리 방침", "CCTV operation policies of Korean public bodies")) }
        p.lede { (lede(stats, lang)) }
        (coverage(stats, lang))
        (figures(stats, lang))
        section.mapped aria-labelledby="map" {
            (heading("map", lang.of("시·군·구 지도", "Map of cities, counties and districts")))
            (map::figure(site, lang))
        }
        (first_looks(site, lang))
    };
    layout(site, Page { lang, path: "index.html", title: "", about, body })
}

fn lede(stats: &Stats, lang: Lang) -> Markup {
    let found = stats.coverage.found();
    html! {
        @match lang {
            Lang::Ko => {
                span.whole { (stats.crawl.date) } " 수집에서 대상 기관 " b { (number(found.of)) } "곳 가운데 " b { (number(found.part)) }
                "곳" @if found.percent().is_some() { span.whole { "(" (percent(found)) ")" } } "의 현행 방침을 찾았습니다. 아래 숫자는 모두 찾은 방침에 적힌 것이며, 그 밖의 기관에 대해서는 "
                "아무것도 말하지 않습니다."
            }
            Lang::En => {
                "The crawl of " span.whole { (stats.crawl.date) } " found a current policy of " b { (number(found.part)) } " of "
                b { (number(found.of)) } " institutions" @if found.percent().is_some() { " (" (percent(found)) ")" } ". Every figure below is what these policies "
                "state; about the others nothing is said."
            }
        }
    }
}

/// Institutions in each state over all kinds.
fn totals(groups: &[CoverageGroup]) -> [u64; 7] {
    groups.iter().fold([0; 7], |mut sum, group| {
        sum.iter_mut().zip(group.counts).for_each(|(sum, count)| *sum += count);
        sum
    })
}

fn coverage(stats: &Stats, lang: Lang) -> Markup {
    let counts = totals(&stats.coverage_by_kind);
    let of = stats.coverage.institutions;
    html! {
        section aria-labelledby="coverage" {
            (heading("coverage", lang.of("수집 현황", "Coverage")))
            (scroll(lang.of("기관의 수집 결과", "What came of the institutions"), &html! { table.bars {
                thead { tr {
                    th scope="col" { (lang.of("수집 결과", "Outcome")) }
                    th.n scope="col" { (lang.of("기관", "Institutions")) }
                    th.n scope="col" { "%" }
                    td {}
                } }
                tbody {
                    @for (state, part) in Reach::ALL.into_iter().zip(counts) {
                        @let share = Share { part, of };
                        tr {
                            th scope="row" { (lang.t(reach(Some(state)))) }
                            td.n { (number(part)) }
                            td.n { (percent(share)) }
                            td.barcell { @if let Some(percent) = share.percent() { (bar(percent, None)) } }
                        }
                    }
                }
            } }))
            p.note {
                (lang.of("빠진 기관이 고르지 않으면 모든 수치가 치우칩니다. 누가 빠졌는지는 ", "Where those missing differ from the rest, every figure is biased: see "))
                a href="statistics.html#coverage_by_kind" { (lang.of("종류별", "by kind")) } ", "
                a href="statistics.html#coverage_by_sido" { (lang.of("시·도별 표", "by province")) }
                (lang.of("에 있습니다.", "."))
                @if stats.coverage.unregistered > 0 {
                    " " (lang.of("목록에 없는 기관의 현행 방침 ", "Current policies of bodies that are not registered: "))
                    (number(stats.coverage.unregistered)) (lang.of("건이 더 있습니다.", "."))
                }
            }
            (meaning(define::REACH, lang))
        }
    }
}

/// A figure with what it is of.
fn card(title: &str, value: &str, unit: &str, basis: &str, to: &str) -> Markup {
    html! {
        div.card {
            dt { a href=(to) { (prose(title)) } }
            dd.big { (value) " " small { (unit) } }
            dd.basis { (prose(basis)) }
        }
    }
}

/// What is said beside a sum that adds bodies and others that lie within them.
fn twice(stats: &Stats, lang: Lang) -> String {
    let nested: u64 = stats.by_sido.iter().filter_map(|group| group.nested).sum();
    match (nested, lang) {
        (0, _) => String::new(),
        (nested, Lang::Ko) => format!("; 상위 기관과 함께 센 {}곳 포함", number(nested)),
        (nested, Lang::En) => format!("; {} of them within another one that is counted too", number(nested)),
    }
}

fn figures(stats: &Stats, lang: Lang) -> Markup {
    let holders = stats.coverage.holders;
    let cameras: u64 = stats.by_kind.iter().filter_map(|group| group.cameras).sum();
    let twice = twice(stats, lang);
    let with_total = Share { part: stats.by_kind.iter().map(|group| group.with_total).sum(), of: holders };
    let range = |text: Option<String>| text.map_or_else(String::new, |range| format!("; 95 %: {range}"));
    let rates = stats.rates.median;
    let retention = stats.retention.median;
    let institutions = lang.of("기관", "institutions");
    html! {
        section aria-labelledby="figures" {
            (heading("figures", lang.of("방침에 적힌 내용", "What the policies state")))
            dl.cards {
                (card(
                    lang.of("방침에 적힌 카메라", "Cameras stated"),
                    &number(cameras),
                    lang.of("대", ""),
                    &format!("{} {institutions}{twice}", of(with_total)),
                    "statistics.html#by_kind",
                ))
                @if let Some(median) = rates {
                    (card(
                        lang.of("주민 1,000명당 카메라, 중앙값", "Cameras per 1,000 residents, median"),
                        &decimal(median.value, 2),
                        lang.of("대", ""),
                        &format!(
                            "{} {}{}",
                            number(median.values),
                            lang.of("시·군·구", "governments"),
                            range(interval(&median, |value| decimal(value, 2)))
                        ),
                        "statistics.html#per_1000_residents",
                    ))
                }
                @if let Some(median) = retention {
                    (card(
                        lang.of("보관기간, 중앙값", "Retention, median"),
                        &number(median.value),
                        lang.of("일", "days"),
                        &format!("{} {institutions}{}", of(stats.retention.stated), range(interval(&median, number))),
                        "statistics.html#retention",
                    ))
                }
                (card(
                    lang.of("30일 넘게 보관", "Keep footage over 30 days"),
                    &percent(stats.retention.over_30),
                    "",
                    &format!("{} {}", of(stats.retention.over_30), lang.of("보관기간을 적은 기관", "institutions that state a period")),
                    "statistics.html#retention",
                ))
                (card(
                    lang.of("개정법 시행(2023-09-15) 전 방침", "In force since before the law of 2023-09-15"),
                    &percent(stats.ages.before_law),
                    "",
                    &format!("{} {}", of(stats.ages.before_law), lang.of("시행일을 적은 방침", "policies with a date")),
                    "statistics.html#ages",
                ))
                (card(
                    lang.of("옛 용어만 씀", "Use the old term only"),
                    &percent(stats.terms.legacy),
                    "",
                    &format!(
                        "{} {}",
                        of(stats.terms.legacy),
                        lang.of("방침; ‘고정형’ 없이 ‘영상정보처리기기’만", "policies; without the word 고정형 (fixed)")
                    ),
                    "statistics.html#terms",
                ))
            }
            (meaning(define::MEDIAN, lang))
        }
    }
}

/// A short list: its title, what stands on each line, where it was cut, and what is said below it.
fn short_list(title: &str, lines: &[(Markup, String)], cut: Cut, note: &Markup, lang: Lang) -> Markup {
    html! {
        @if cut.all > 0 {
            div {
                h3 { (title) }
                ol {
                    @for (link, figure) in lines { li { (link) " " span.figure { (figure) } } }
                }
                (tied(cut, lang))
                p.note { (note) }
            }
        }
    }
}

/// Places to look at first: the ends of the ranking, outliers, long retention, old policies.
fn first_looks(site: &Site<'_>, lang: Lang) -> Markup {
    html! {
        section aria-labelledby="looks" {
            (heading("looks", lang.of("먼저 볼 곳", "Where to look first")))
            div.lists { (most(site, lang)) (longest(site, lang)) (oldest(site, lang)) (strangest(site, lang)) }
        }
    }
}

fn most(site: &Site<'_>, lang: Lang) -> Markup {
    let rows = &site.input.stats.per_resident_each;
    let rate = |row: &PerResident| row.rate().map(f64::to_bits);
    let cut = stats::cut(rows, TOP, |one, other| rate(one) == rate(other));
    let figure = |row: &PerResident| row.rate().map_or(String::new(), |rate| decimal(rate, 1)) + lang.of("대", "");
    let lines: Vec<_> =
        rows[..cut.shown].iter().map(|row| (key_link(site, &row.key, lang, "index.html"), figure(row))).collect();
    let note = html! { a href="statistics.html#ranks" {
        @match lang {
            Lang::Ko => { "전체 순위 (" (number(rows.len() as u64)) "곳)" }
            Lang::En => { "The whole ranking (" (number(rows.len() as u64)) ")" }
        }
    } };
    short_list(lang.of("1,000명당 카메라가 많은 곳", "Most cameras per 1,000 residents"), &lines, cut, &note, lang)
}

fn longest(site: &Site<'_>, lang: Lang) -> Markup {
    let bodies = site.input.each.bodies.iter();
    let mut long: Vec<_> = bodies.filter(|body| body.retention.is_some_and(|days| days > 30)).collect();
    long.sort_by(|one, other| other.retention.cmp(&one.retention).then_with(|| one.key.cmp(&other.key)));
    let cut = stats::cut(&long, TOP, |one, other| one.retention == other.retention);
    let figure = |days: u64| format!("{}{}", number(days), lang.of("일", " days"));
    let lines: Vec<_> = long[..cut.shown]
        .iter()
        .map(|body| (body_link(body, lang, "index.html"), body.retention.map(figure).unwrap_or_default()))
        .collect();
    let note = html! { (lang.of("30일 초과 ", "Over 30 days: ")) (of(site.input.stats.retention.over_30)) };
    short_list(lang.of("오래 보관하는 곳", "Longest retention"), &lines, cut, &note, lang)
}

fn oldest(site: &Site<'_>, lang: Lang) -> Markup {
    let mut old: Vec<_> = site.input.each.bodies.iter().filter(|body| body.age.is_some()).collect();
    old.sort_by(|one, other| one.effective_date.cmp(&other.effective_date).then_with(|| one.key.cmp(&other.key)));
    let cut = stats::cut(&old, TOP, |one, other| one.effective_date == other.effective_date);
    let lines: Vec<_> = old[..cut.shown]
        .iter()
        .map(|body| (body_link(body, lang, "index.html"), body.effective_date.clone().unwrap_or_default()))
        .collect();
    let note = html! { (lang.of("시행일을 적은 방침 ", "Policies with a date: ")) (of(site.input.stats.ages.dated)) };
    short_list(lang.of("가장 오래된 방침", "Oldest policies"), &lines, cut, &note, lang)
}

fn strangest(site: &Site<'_>, lang: Lang) -> Markup {
    let outliers = site.input.stats.outliers.iter();
    let strange: Vec<_> = outliers.filter(|outlier| outlier.measure == Measure::CameraTotal).collect();
    let cut = stats::cut(&strange, TOP, |one, other| one.score.abs().to_bits() == other.score.abs().to_bits());
    let lines: Vec<_> = strange[..cut.shown]
        .iter()
        .map(|row| {
            let figure = format!("{}{}", decimal(row.value, 0), lang.of("대", ""));
            (key_link(site, &row.key, lang, "index.html"), figure)
        })
        .collect();
    let note = html! { a href="statistics.html#outliers" {
    (lang.of("이상값의 설명과 목록", "What an outlier is, and all of them")) } };
    short_list(lang.of("같은 종류에서 튀는 대수", "Totals unlike their kind"), &lines, cut, &note, lang)
}
