//! Every statistic with its denominator, its interval and its definition.

use super::components::{
    bar, decimal, in_percent, interval, key_link, magnitude, maybe, meaning, number, of, percent, prose, range, scroll,
    section, share_bar, share_interval, tied, unknown,
};
use super::layout::{Page, layout};
use super::scale::reach;
use super::{File, Lang, Site, chart};
use crate::analysis::stats::{
    CoverageGroup, FieldTally, Group, Measure, Median, PerResident, Reach, SectionTally, Share, Stats, cut,
};
use crate::report::definitions::{Both, both};
use crate::report::{definitions as define, labels, words};
use maud::{Markup, html};

/// Rows of the ranking, and those that tie with the last; the list of institutions has all of them.
const RANKED: usize = 250;
/// Rows of it that are shown at once; the others unfold.
const FIRST: usize = 20;

pub(super) fn page(site: &Site<'_>, lang: Lang) -> File {
    let stats = site.input.stats;
    let about = lang.of(
        "분포, 순위, 비율: 모든 수치에 분모와 구간과 뜻이 붙어 있습니다.",
        "Distributions, ranks, shares: every figure with its denominator, interval and definition.",
    );
    let body = html! {
        h1 { (lang.of("통계", "Statistics")) }
        p.lede { (about) }
        p { (lang.of("파일로: ", "As files: "))
            a href=(lang.of("data/stats.csv", "../data/stats.csv")) { "stats.csv" } ", "
            a href=(lang.of("data/stats.json", "../data/stats.json")) { "stats.json" } }
        (meaning(define::MEDIAN, lang))
        (meaning(define::SHARE, lang))
        (meaning(define::BARS, lang))
        (contents(lang))
        (section(define::PER_RESIDENT, lang, &rates(site, lang)))
        (section(define::OUTLIERS, lang, &outliers(site, lang)))
        (section(define::BY_KIND, lang, &groups(lang.t(define::BY_KIND.title), KIND, &stats.by_kind, lang)))
        (section(define::BY_SIDO, lang, &groups(lang.t(define::BY_SIDO.title), SIDO, &stats.by_sido, lang)))
        (section(define::WEIGHTS, lang, &weights(stats, lang)))
        (section(define::RETENTION, lang, &retention(stats, lang)))
        (section(define::PURPOSES, lang, &purposes(stats, lang)))
        (section(define::AGES, lang, &ages(stats, lang)))
        (section(define::UPDATE, lang, &update(stats, lang)))
        (section(define::TERMS, lang, &terms(stats, lang)))
        (section(define::COVERAGE_BY_KIND, lang, &coverage(lang.t(define::COVERAGE_BY_KIND.title), KIND, &stats.coverage_by_kind, stats, lang)))
        (section(define::COVERAGE_BY_SIDO, lang, &coverage(lang.t(define::COVERAGE_BY_SIDO.title), SIDO, &stats.coverage_by_sido, stats, lang)))
        (section(define::FIELDS, lang, &fields(stats, lang)))
        (section(define::SECTIONS, lang, &items(stats, lang)))
    };
    layout(site, Page { lang, path: "statistics.html", title: lang.of("통계", "Statistics"), about, body })
}

fn contents(lang: Lang) -> Markup {
    let sections = [
        define::PER_RESIDENT,
        define::OUTLIERS,
        define::BY_KIND,
        define::BY_SIDO,
        define::WEIGHTS,
        define::RETENTION,
        define::PURPOSES,
        define::AGES,
        define::UPDATE,
        define::TERMS,
        define::COVERAGE_BY_KIND,
        define::COVERAGE_BY_SIDO,
        define::FIELDS,
        define::SECTIONS,
    ];
    html! {
        nav.contents aria-label=(lang.of("이 쪽의 차례", "On this page")) {
            ul { @for one in sections { li { a href={ "#" (one.key) } { (lang.t(one.title)) } } } }
        }
    }
}

/// Heads of the columns that name groups, and of intervals.
const KIND: Both = both("종류", "Kind");
const SIDO: Both = both("시·도", "Province");
const RANGE: Both = both("95% 구간", "95% interval");

/// A median with its interval and its number of values, as three cells.
fn median_cells<T: Copy>(median: Option<&Median<T>>, lang: Lang, show: impl Fn(T) -> String + Copy) -> Markup {
    html! {
        td.n { @match median { Some(median) => (show(median.value)), None => (unknown(lang)) } }
        td.n { @match median.and_then(|median| interval(median, show)) { Some(range) => (range), None => (unknown(lang)) } }
    }
}

fn rates(site: &Site<'_>, lang: Lang) -> Markup {
    let stats = site.input.stats;
    let median = stats.rates.median.map(|median| (median.value, median.interval));
    let most = stats.per_resident.iter().filter_map(|row| row.rate()).fold(0.0, f64::max);
    let rate = |row: &PerResident| row.rate().map(f64::to_bits);
    let ranked = cut(&stats.per_resident_each, RANKED, |one, other| rate(one) == rate(other));
    html! {
        @if let Some(median) = stats.rates.median {
            p.said {
                (lang.of("중앙값 ", "Median ")) b { (decimal(median.value, 2)) } " "
                @if let Some(text) = interval(&median, |value| decimal(value, 2)) { (range(&text)) " " }
                (prose(lang.of("· 시·군·구 ", "· "))) (number(median.values)) (lang.of("곳", " governments"))
            }
        }
        (chart::strip(&stats.per_resident_each, median, lang))
        h3 { (lang.of("시·도별", "By province")) }
        (scroll(lang.of("시·도별 주민 1,000명당 카메라", "Cameras per 1,000 residents by province"), &html! {
            table.bars {
                thead { tr {
                    th scope="col" { (lang.of("시·도", "Province")) }
                    th.n scope="col" { (lang.of("1,000명당", "per 1,000")) }
                    td {}
                    th.n scope="col" { (lang.of("집계 대상", "counted")) }
                    th.n scope="col" { (lang.of("카메라", "cameras")) }
                    th.n scope="col" { (lang.of("인구", "residents")) }
                } }
                tbody {
                    @for row in &stats.per_resident {
                        tr {
                            th scope="row" { (sido(&row.key, &row.korean, lang)) }
                            td.n { @match row.rate() { Some(rate) => (decimal(rate, 2)), None => (unknown(lang)) } }
                            td.barcell { @if let Some(rate) = row.rate() { (magnitude(rate, most)) } }
                            td.n { (of(Share { part: row.counted, of: row.governments })) }
                            // Of nobody counted there are no cameras to add up, which is not the same as none.
                            td.n { (maybe((row.counted > 0).then_some(row.cameras), lang)) }
                            td.n { (maybe((row.counted > 0).then_some(row.residents), lang)) }
                        }
                    }
                }
            }
        }))
        h3 #ranks { (lang.of("순위", "Ranking")) }
        p.note {
            @let counted = stats.per_resident_each.len();
            @match lang {
                Lang::Ko => { "순위를 매길 수 있는 " (number(counted as u64)) "곳의 순위이며, 대수나 인구를 모르는 곳은 없습니다."
                    @if ranked.shown < counted { " 앞의 " (ranked.shown) "곳만 보입니다; 나머지는 기관 표에 있습니다." } }
                Lang::En => { "Ranks are among the " (number(counted as u64)) " that can be ranked; where total or population is unknown there is no rank."
                    @if ranked.shown < counted { " The first " (ranked.shown) " are shown; the list of institutions has all." } }
            }
        }
        (tied(ranked, lang))
        @let shown = ranked.shown;
        (ranking(site, lang, 0, FIRST.min(shown)))
        @if shown > FIRST {
            details {
                summary { @match lang {
                    Lang::Ko => { (FIRST + 1) "번째부터 " (shown) "번째까지" }
                    Lang::En => { "Rows " (FIRST + 1) " to " (shown) }
                } }
                (ranking(site, lang, FIRST, shown))
            }
        }
    }
}

/// Rows of the ranking from one to before another.
fn ranking(site: &Site<'_>, lang: Lang, from: usize, to: usize) -> Markup {
    let label = match lang {
        Lang::Ko => format!("시·군·구 순위, {}번째부터", from + 1),
        Lang::En => format!("Ranking of governments, from {}", from + 1),
    };
    scroll(
        &label,
        &html! {
            table.ranks {
                thead { tr {
                    th.n scope="col" { (lang.of("순위", "Rank")) }
                    th scope="col" { (lang.of("시·군·구", "Government")) }
                    th.n scope="col" { (lang.of("1,000명당", "per 1,000")) }
                    th.n scope="col" { (lang.of("카메라", "cameras")) }
                    th.n scope="col" { (lang.of("인구", "residents")) }
                } }
                tbody {
                    @for row in site.input.stats.per_resident_each.iter().take(to).skip(from) {
                        tr {
                            td.n { (maybe(site.body(&row.key).and_then(|body| body.rank), lang)) }
                            th scope="row" { (key_link(site, &row.key, lang, "statistics.html")) }
                            td.n { (row.rate().map_or(String::new(), |rate| decimal(rate, 2))) }
                            td.n { (number(row.cameras)) }
                            td.n { (number(row.residents)) }
                        }
                    }
                }
            }
        },
    )
}

/// A province's name; the English reader gets the short one.
fn sido(key: &str, korean: &str, lang: Lang) -> String {
    match lang {
        Lang::Ko => korean.to_owned(),
        Lang::En if key.is_empty() => "nationwide or unknown".to_owned(),
        Lang::En => super::sido_short(key, lang).to_owned(),
    }
}

/// The name of a province or of a kind of institution.
fn group_name(key: &str, korean: &str, lang: Lang) -> String {
    use crate::model::institution::{InstitutionKind, Sido};
    match (lang, InstitutionKind::parse(key)) {
        (Lang::Ko, _) => korean.to_owned(),
        (Lang::En, Some(kind)) => labels::kind(kind).en.to_owned(),
        (Lang::En, None) if Sido::ALL.iter().any(|sido| sido.name() == key) => sido(key, korean, lang),
        (Lang::En, None) => "nationwide or unknown".to_owned(),
    }
}

fn outliers(site: &Site<'_>, lang: Lang) -> Markup {
    let stats = site.input.stats;
    html! {
        @if stats.outliers.is_empty() {
            p { (lang.of("이상값이 없습니다.", "There are none.")) }
        } @else {
            (scroll(lang.of("이상값", "Outliers"), &html! {
                table {
                    thead { tr {
                        th scope="col" { (lang.of("기관", "Institution")) }
                        th scope="col" { (lang.of("무엇이", "What")) }
                        th.n scope="col" { (lang.of("값", "Value")) }
                        th.n scope="col" { (lang.of("견준 무리의 중앙값", "Median of its like")) }
                        th.n scope="col" { "z" }
                    } }
                    tbody {
                        @for row in &stats.outliers {
                            @let decimals = if row.measure == Measure::PerResident { 2 } else { 0 };
                            tr {
                                th scope="row" {
                                    @match site.body(&row.key) {
                                        Some(_) => (key_link(site, &row.key, lang, "statistics.html")),
                                        None => (row.name),
                                    }
                                }
                                td {
                                    @match (row.measure, site.body(&row.key).and_then(|body| body.kind)) {
                                        (Measure::PerResident, _) => (lang.of("1,000명당 카메라", "cameras per 1,000 residents")),
                                        (Measure::CameraTotal, Some(kind)) => {
                                            (lang.of("총 대수 · ", "total · ")) (lang.t(labels::kind(kind)))
                                        }
                                        (Measure::CameraTotal, None) => (lang.of("총 대수", "total")),
                                    }
                                }
                                td.n { (decimal(row.value, decimals)) }
                                td.n { (decimal(row.median, decimals)) }
                                td.n { (decimal(row.score, 1)) }
                            }
                        }
                    }
                }
            }))
        }
    }
}

fn groups(title: &str, head: Both, groups: &[Group], lang: Lang) -> Markup {
    let most = groups.iter().filter_map(|group| group.cameras).max().unwrap_or(1).max(1) as f64;
    // Where a sum holds bodies that lie within another one of it, that is said beside it.
    let nested = groups.iter().any(|group| group.nested.is_some_and(|nested| nested > 0));
    scroll(
        title,
        &html! {
            table.bars {
                thead { tr {
                    th scope="col" { (lang.t(head)) }
                    th.n scope="col" { (lang.of("카메라", "Cameras")) }
                    td {}
                    @if nested { th.n.long scope="col" { (lang.of("상위 기관과 함께 셈", "counted with a superior")) } }
                    th.n.long scope="col" { (lang.of("대수 적음 / 방침 찾음", "with a total / with a policy")) }
                    th.n scope="col" { (lang.of("대상 기관", "all")) }
                    th.n scope="col" { (lang.of("중앙값(대)", "Median")) }
                    th.n scope="col" { (lang.t(RANGE)) }
                } }
                tbody {
                    @for group in groups {
                        tr {
                            th scope="row" { (group_name(&group.key, &group.korean, lang)) }
                            td.n { (maybe(group.cameras, lang)) }
                            td.barcell { @if let Some(cameras) = group.cameras { (magnitude(cameras as f64, most)) } }
                            @if nested { td.n.weak[group.nested == Some(0)] { (maybe(group.nested, lang)) } }
                            td.n { (of(Share { part: group.with_total, of: group.with_policy })) }
                            td.n { (number(group.institutions)) }
                            (median_cells(group.median.as_ref(), lang, number))
                        }
                    }
                }
            }
        },
    )
}

fn weights(stats: &Stats, lang: Lang) -> Markup {
    scroll(
        lang.t(define::WEIGHTS.title),
        &html! {
            table.bars {
                thead { tr {
                    th scope="col" { (lang.of("비율", "Share")) }
                    th.n scope="col" { (lang.of("기관", "Governments")) }
                    th.n scope="col" { "%" }
                    th.n scope="col" { (lang.t(RANGE)) }
                    td {}
                    th.n scope="col" { (lang.of("주민", "Residents")) }
                    th.n scope="col" { "%" }
                    td {}
                } }
                tbody {
                    @for row in &stats.weights {
                        tr {
                            th scope="row" { (lang.of(row.korean, row.english)) }
                            td.n { (of(row.governments)) }
                            td.n { (percent(row.governments)) }
                            td.n { (share_interval(row.governments)) }
                            td.barcell { (share_bar(row.governments)) }
                            td.n { (of(row.residents)) }
                            @let residents = row.residents_percent();
                            td.n { (in_percent(residents)) }
                            td.barcell { @if let Some(percent) = residents { (bar(percent, None)) } }
                        }
                    }
                }
            }
        },
    )
}

/// Rows of a label and a share.
fn shares<'a>(title: &str, head: Both, rows: impl Iterator<Item = (String, Share)> + 'a, lang: Lang) -> Markup {
    scroll(
        title,
        &html! {
            table.bars {
                thead { tr {
                    th scope="col" { (lang.t(head)) }
                    th.n scope="col" { (lang.of("기관", "Institutions")) }
                    th.n scope="col" { "%" }
                    td {}
                } }
                tbody {
                    @for (label, share) in rows {
                        tr {
                            th scope="row" { (label) }
                            td.n { (of(share)) }
                            td.n { (percent(share)) }
                            td.barcell { (share_bar(share)) }
                        }
                    }
                }
            }
        },
    )
}

fn retention(stats: &Stats, lang: Lang) -> Markup {
    let retention = &stats.retention;
    let of_stated = |part: u64| Share { part, of: retention.stated.part };
    let days = retention.days.iter().map(|(days, institutions)| {
        let label = match lang {
            Lang::Ko => format!("{}일", number(*days)),
            Lang::En => format!("{} days", number(*days)),
        };
        (label, of_stated(*institutions))
    });
    html! {
        p.said {
            (lang.of("보관기간을 적은 기관 ", "Institutions that state a period: ")) (of(retention.stated))
            @if let Some(median) = &retention.median {
                (lang.of(" · 중앙값 ", " · median ")) b { (number(median.value)) } (lang.of("일", " days"))
                @if let Some(text) = interval(median, number) { " " (range(&text)) }
            }
            (lang.of(" · 30일 초과 ", " · over 30 days ")) b { (percent(retention.over_30)) }
            " " (range(&share_interval(retention.over_30)))
        }
        (shares(lang.t(define::RETENTION.title), both("기간", "Period"), days, lang))
        h3 { (lang.of("기관 종류별 중앙값", "Median by kind of institution")) }
        (scroll(lang.of("기관 종류별 보관기간", "Retention by kind"), &html! {
            table {
                thead { tr {
                    th scope="col" { (lang.of("종류", "Kind")) }
                    th.n scope="col" { (lang.of("기관", "Institutions")) }
                    th.n scope="col" { (lang.of("중앙값(일)", "Median, days")) }
                    th.n scope="col" { (lang.t(RANGE)) }
                } }
                tbody {
                    @for group in &retention.by_kind {
                        tr {
                            th scope="row" { (group_name(&group.key, &group.korean, lang)) }
                            td.n { (number(group.median.values)) }
                            (median_cells(Some(&group.median), lang, number))
                        }
                    }
                }
            }
        }))
    }
}

fn purposes(stats: &Stats, lang: Lang) -> Markup {
    let rows = stats.purposes.iter().map(|row| {
        let label = labels::value("purpose", &row.key).map_or(row.korean.as_str(), |both| lang.t(both));
        (label.to_owned(), row.institutions)
    });
    shares(lang.t(define::PURPOSES.title), both("목적", "Purpose"), rows, lang)
}

fn ages(stats: &Stats, lang: Lang) -> Markup {
    let ages = &stats.ages;
    let of_dated = |part: u64| Share { part, of: ages.dated.part };
    let label = |from: u64, below: Option<u64>| match (lang, below) {
        (Lang::Ko, _) => words::age(from, below),
        (Lang::En, Some(below)) if below == from + 1 => match from {
            0 => "under 1 year".to_owned(),
            1 => "1 year".to_owned(),
            years => format!("{years} years"),
        },
        (Lang::En, Some(below)) => format!("{from} to {} years", below - 1),
        (Lang::En, None) => format!("{from} years and more"),
    };
    let future = (lang.of("시행 전", "not yet in force").to_owned(), of_dated(ages.future));
    let rows = ages.buckets.iter().map(|(from, below, part)| (label(*from, *below), of_dated(*part)));
    html! {
        p.said {
            (lang.of("시행일을 적은 방침 ", "Policies with a date: ")) (of(ages.dated))
            @if let Some(median) = &ages.median {
                (lang.of(" · 중앙값 만 ", " · median ")) b { (number(median.value)) } (lang.of("년", " full years"))
                @if let Some(text) = interval(median, number) { " " (range(&text)) }
            }
            (prose(lang.of(" · 2023-09-15 전 시행 ", " · before 2023-09-15 "))) b { (percent(ages.before_law)) }
            " " (range(&share_interval(ages.before_law)))
        }
        (shares(lang.t(define::AGES.title), both("나이", "Age"), rows.chain([future]), lang))
    }
}

fn update(stats: &Stats, lang: Lang) -> Markup {
    let update = &stats.update;
    let months =
        |value: Option<u64>| value.map_or(lang.of("아직", "not yet").to_owned(), |months| months.to_string());
    let rows = update.within.iter().map(|(months, share)| {
        let label = match lang {
            Lang::Ko => format!("{months}달 안"),
            Lang::En => format!("within {months} months"),
        };
        (label, *share)
    });
    let by_now = match lang {
        Lang::Ko => format!("기준일까지 ({}달)", update.observed),
        Lang::En => format!("by the day of reference ({} months)", update.observed),
    };
    html! {
        @if update.revised.of == 0 {
            p { (lang.of("법 시행 전 날짜를 적은 방침이 없습니다.", "No policy states a date before the law.")) }
        } @else {
            p.said {
                (lang.of("고친 방침 ", "Revised: ")) b { (percent(update.revised)) } " (" (of(update.revised)) ")"
                @match &update.median {
                    Some(median) if median.value.is_some() => {
                        (lang.of(" · 개정까지 중앙값 ", " · median time ")) b { (months(median.value)) } (lang.of("달", " months"))
                        @if let Some(text) = interval(median, months) { " " (range(&text)) }
                    }
                    Some(_) => (lang.of(" · 절반이 아직 고치지 않아 중앙값이 없음", " · no median: half are not revised yet")),
                    None => {}
                }
            }
            // A line along the bottom shows nothing that the table does not say.
            @if update.revised.part > 0 && update.revised.percent().is_some() { (chart::revised(update, lang)) }
            (shares(lang.t(define::UPDATE.title), both("언제까지", "By when"), rows.chain([(by_now, update.revised)]), lang))
            p.note {
                (lang.of("뺀 방침: 뒤 날짜만 적은 것 ", "Left out: only later dates ")) (number(update.only_after))
                (lang.of("건, 날짜를 알 수 없는 것 ", ", no date that can be told ")) (number(update.undated)) (lang.of("건", ""))
            }
        }
    }
}

fn terms(stats: &Stats, lang: Lang) -> Markup {
    use crate::analysis::stats::Terms;
    let of: u64 = stats.terms.counts.iter().sum();
    let rows = Terms::NAMES
        .into_iter()
        .zip(stats.terms.counts)
        .map(|(name, part)| (lang.t(words::term_both(name)).to_owned(), Share { part, of }));
    html! {
        p.said {
            (lang.of("옛 용어의 비율 ", "Share of the old term ")) b { (percent(stats.terms.legacy)) }
            " " (super::components::of(stats.terms.legacy)) " " (range(&share_interval(stats.terms.legacy)))
        }
        (shares(lang.t(define::TERMS.title), both("말", "Word"), rows, lang))
    }
}

fn coverage(title: &str, head: Both, groups: &[CoverageGroup], stats: &Stats, lang: Lang) -> Markup {
    scroll(
        title,
        &html! {
            table.bars.many {
                thead { tr {
                    th scope="col" { (lang.t(head)) }
                    th.n scope="col" { (lang.of("대상", "All")) }
                    th.n scope="col" { (lang.of("찾은 비율", "Found")) }
                    th.n scope="col" { (lang.t(RANGE)) }
                    td {}
                    th.n scope="col" { (lang.of("상대 포함률", "Representation")) }
                    @for state in Reach::ALL { th.n scope="col" { (lang.t(reach(Some(state)))) } }
                } }
                tbody {
                    @for group in groups {
                        @let found = group.found();
                        tr {
                            th scope="row" { (group_name(&group.key, &group.korean, lang)) }
                            td.n { (number(found.of)) }
                            td.n { (percent(found)) }
                            td.n { (share_interval(found)) }
                            td.barcell { (share_bar(found)) }
                            td.n { @match group.representation(stats.coverage.found()) {
                                Some(ratio) => (decimal(ratio, 2)),
                                None => (unknown(lang)),
                            } }
                            @for count in group.counts { td.n.weak[count == 0] { (number(count)) } }
                        }
                    }
                }
            }
        },
    )
}

/// How many policies each line of a table of states adds up to.
fn chosen(counts: Option<&[u64]>, lang: Lang) -> Markup {
    let of: u64 = counts.map_or(0, |counts| counts.iter().sum());
    html! { p.said { @match lang {
        Lang::Ko => { "줄마다 집계 대상 방침 " (number(of)) "건을 셉니다." }
        Lang::En => { "Each line counts the " (number(of)) " policies chosen." }
    } } }
}

fn fields(stats: &Stats, lang: Lang) -> Markup {
    let states = FieldTally::STATES.map(|state| labels::state(state.name()));
    let lines = stats.fields.iter().map(|field| {
        let name = lang.of(field.korean, &field.field.replace('_', " ")).to_owned();
        (name, &field.counts[..])
    });
    by_state(lang.t(define::FIELDS.title), lang.of("항목", "Field"), &states, lines.collect(), lang)
}

fn items(stats: &Stats, lang: Lang) -> Markup {
    let states = SectionTally::STATES.map(|state| labels::state(state.name()));
    let lines = stats.sections.iter().map(|item| {
        let name = lang.t(words::item_both(item.item)).to_owned();
        (name, &item.counts[..])
    });
    by_state(lang.t(define::SECTIONS.title), lang.of("호", "Item"), &states, lines.collect(), lang)
}

/// A line for each thing that a policy may say, and how many policies are in each state there.
fn by_state(title: &str, first: &str, states: &[Both], lines: Vec<(String, &[u64])>, lang: Lang) -> Markup {
    let table = scroll(
        title,
        &html! {
            table.bars {
                thead { tr {
                    th scope="col" { (first) }
                    td {}
                    @for state in states { th.n scope="col" { (lang.t(*state)) } }
                } }
                tbody {
                    @for (name, counts) in &lines {
                        @let of = counts.iter().sum();
                        tr {
                            th scope="row" { (name) }
                            td.barcell { (share_bar(Share { part: counts[0], of })) }
                            @for count in *counts { td.n.weak[*count == 0] { (number(*count)) } }
                        }
                    }
                }
            }
        },
    );
    html! { (chosen(lines.first().map(|(_, counts)| *counts), lang)) (table) }
}
