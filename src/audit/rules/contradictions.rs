//! CP-403: numbers that do not agree, within a policy, with its attachments, or with what the institution's privacy
//! policy says of the same cameras.

use crate::audit::rule::{ACT, Applicability, Example, Match, Rule, Severity, Test, cite};
use crate::audit::subject::Subject;
use crate::model::policy::{Bound, Field, Policy, Quote, Role, State};
use crate::normalise::fold::fold;
use regex::Regex;
use std::sync::LazyLock;

pub(super) static RULES: &[Rule] = &[Rule {
    id: "CP-403",
    name: "internal_contradiction",
    checks: "대수, 보관기간, 관리책임자가 서로 다르게 적혀 있거나 셈이 맞지 않음",
    severity: Severity::Advisory,
    citations: &[cite("개인정보 보호법 제3조제5항", ACT)],
    fires: Example {
        item: 4,
        text: "4. 촬영시간, 보관기간, 보관장소 및 처리방법\n촬영시간: 24시간\n보관기간: 30일\n보관장소: 전산실\n처리방법: 삭제\n- 보관기간: 60일",
    },
    silent: Example {
        item: 4,
        text: "4. 촬영시간, 보관기간, 보관장소 및 처리방법\n촬영시간: 24시간\n보관기간: 30일\n보관장소: 전산실\n처리방법: 30일이 지나면 삭제",
    },
    ko: "수집일({date}) 기준 게시된 자료에서 서로 맞지 않는 것이 있습니다: {}.",
    en: "What was published as crawled on {date} does not agree with itself: {}.",
    remedy: "서로 다른 값을 확인하여 하나로 맞춥니다.",
    routine: false,
    gate: Applicability::Any,
    test: Test::Whole(contradiction),
}];

fn contradiction(case: &Subject<'_>) -> Vec<Match> {
    let mut hits = Vec::new();
    hits.extend(within_totals(case));
    hits.extend(within_periods(case));
    hits.extend(more_sites_than_cameras(case));
    hits.extend(contracts_that_end_before_they_begin(case));
    let page = case.policy;
    let attached = case.context.said_there.map(|there| (there, "첨부", "attachment"));
    let articles = case.context.articles.iter().map(|(article, _)| (*article, "개인정보 처리방침", "privacy policy"));
    for (there, ko, en) in attached.into_iter().chain(articles) {
        hits.extend(against(page, there, ko, en));
    }
    hits
}

/// The stated total and the sum of the list.
fn within_totals(case: &Subject<'_>) -> Option<Match> {
    let total = &case.policy.camera_total;
    let last = total.quotes().last().filter(|_| total.state() == State::Conflicting)?;
    let counts: Option<Vec<u32>> =
        case.policy.cameras.iter().map(|row| row.count.as_ref().map(|count| count.value)).collect();
    let sum: Option<u64> = counts.filter(|all| !all.is_empty()).map(|all| all.into_iter().map(u64::from).sum());
    if total.value().is_some_and(|total| adds_up(case, u64::from(*total))) {
        return None;
    }
    let hit = Match::words(last.clone());
    Some(match (total.value(), sum) {
        (Some(stated), Some(sum)) if u64::from(*stated) != sum => hit.what(
            format!("카메라 대수(적힌 총계 {stated}대, 목록의 합 {sum}대)"),
            format!("the number of cameras (total stated {stated}, sum of the list {sum})"),
        ),
        _ => {
            let words = differing(total.quotes());
            hit.what(format!("카메라 대수({words})"), format!("the number of cameras ({words})"))
        }
    })
}

/// Whether a line that states the total also has the numbers that add up to it, whatever was read of them.
fn adds_up(case: &Subject<'_>, total: u64) -> bool {
    static CAMERAS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"([\d,]+)대").expect("rule pattern"));
    let blocks: Vec<u32> = case.policy.camera_total.quotes().iter().map(|quote| quote.block).collect();
    case.body().filter(|line| line.row.is_none() && blocks.contains(&line.block())).any(|line| {
        let numbers: Vec<u64> =
            CAMERAS.captures_iter(line.text()).filter_map(|found| found[1].replace(',', "").parse().ok()).collect();
        numbers.contains(&total) && numbers.len() > 2 && numbers.iter().sum::<u64>() == 2 * total
    })
}

/// Periods without a scope of their own speak of the same footage.
fn within_periods(case: &Subject<'_>) -> Option<Match> {
    let days = &case.policy.retention_days;
    if let (State::Conflicting, Some(last)) = (days.state(), days.quotes().last()) {
        let words = differing(days.quotes());
        let hit = Match::words(last.clone());
        return Some(hit.what(format!("보관기간({words})"), format!("the period of keeping ({words})")));
    }
    let mut unscoped =
        case.policy.retention.iter().filter(|entry| entry.scope.is_none() && entry.bound == Bound::Exact);
    let first = unscoped.next()?;
    let other = unscoped.find(|entry| entry.days != first.days)?;
    let (one, two) = (first.days, other.days);
    Some(
        Match::words(other.raw.clone())
            .what(format!("보관기간({one}일, {two}일)"), format!("the period of keeping ({one} days, {two} days)")),
    )
}

/// Different words of several quotes.
fn differing(quotes: &[Quote]) -> String {
    let mut words: Vec<String> = Vec::new();
    for quote in quotes {
        let text = format!("‘{}’", quote.text.split_whitespace().collect::<Vec<_>>().join(" "));
        if !words.contains(&text) {
            words.push(text);
        }
    }
    words.join(", ")
}

/// A site has a camera at least.
fn more_sites_than_cameras(case: &Subject<'_>) -> Option<Match> {
    let sites = case.policy.site_total.as_ref()?;
    let cameras = *case.policy.camera_total.value()?;
    (sites.value > cameras).then(|| {
        Match::words(sites.quote.clone()).what(
            format!("설치 장소 {}개소, 카메라 {cameras}대", sites.value),
            format!("{} sites, {cameras} cameras", sites.value),
        )
    })
}

fn contracts_that_end_before_they_begin(case: &Subject<'_>) -> Option<Match> {
    case.policy.contractors.entries.iter().find_map(|firm| {
        let (start, end) = (firm.start.as_ref()?, firm.end.as_ref()?);
        let what = format!("{} {} ~ {}", firm.company.value, start.value, end.value);
        // A month without a day comes before the days of the month.
        let backward = (end.value.year, end.value.month) < (start.value.year, start.value.month)
            || (end.value.day.is_some() && start.value.day.is_some() && end.value < start.value);
        backward
            .then(|| Match::words(end.quote.clone()).what(format!("위탁기간({what})"), format!("a contract ({what})")))
    })
}

/// What a page says against what is said elsewhere of the same cameras.
fn against(page: &Policy, there: &Policy, ko: &str, en: &str) -> Vec<Match> {
    let mut hits = Vec::new();
    // A policy of one facility and one of the whole institution count different cameras.
    let facility = |policy: &Policy| policy.facility.as_ref().map(|facility| fold(&facility.value));
    if facility(page) != facility(there) {
        return hits;
    }
    if let Some((quote, one, two)) = differ(&page.camera_total, &there.camera_total) {
        hits.push(Match::words(quote).what(
            format!("카메라 대수(방침 {one}대, {ko} {two}대)"),
            format!("the number of cameras (policy {one}, {en} {two})"),
        ));
    }
    let one_period = |policy: &Policy| policy.retention.iter().all(|entry| entry.scope.is_none());
    if one_period(page)
        && one_period(there)
        && let Some((quote, one, two)) = differ(&page.retention_days, &there.retention_days)
    {
        hits.push(Match::words(quote).what(
            format!("보관기간(방침 {one}일, {ko} {two}일)"),
            format!("the period of keeping (policy {one} days, {en} {two} days)"),
        ));
    }
    if let (Some((quote, one)), Some((_, two))) = (manager(page), manager(there))
        && !fold(&one).contains(&fold(&two))
        && !fold(&two).contains(&fold(&one))
    {
        hits.push(
            Match::words(quote)
                .what(format!("관리책임자(방침 {one}, {ko} {two})"), format!("the manager (policy {one}, {en} {two})")),
        );
    }
    hits
}

/// Two stated values that differ, with the words of the page.
fn differ<T: Copy + PartialEq>(page: &Field<T>, there: &Field<T>) -> Option<(Quote, T, T)> {
    let stated = |field: &Field<T>| field.value().copied().filter(|_| field.state() == State::Stated);
    let quote = page.quotes().iter().find(|quote| quote.document.is_none())?;
    let (one, two) = (stated(page)?, stated(there)?);
    (one != two).then(|| (quote.clone(), one, two))
}

/// The one manager of a policy, by department, else by position.
fn manager(policy: &Policy) -> Option<(Quote, String)> {
    let mut managers = policy.managers.entries.iter().filter(|person| person.role.value == Role::Manager);
    let one = managers.next().filter(|_| managers.next().is_none())?;
    let place = one.department.as_ref().or(one.position.as_ref())?;
    Some((place.quote.clone(), place.value.clone()))
}
