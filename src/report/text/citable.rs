//! The sections of figures that people cite: who is missing, weights, concentration, time to update, forms, findings.

use super::{Align, Grid, around, grouped, middle, percent, rate};
use crate::analysis::stats::{
    Concentration, Coverage, CoverageGroup, Market, Outlier, RuleTally, Share, Templates, Update, Weighted,
};
use crate::report::words;

/// What came of the institutions of each group.
pub(super) fn reach(groups: &[CoverageGroup], all: &Coverage) -> Grid {
    let mut grid = Grid::new([
        ("", Align::Left),
        ("대상 all", Align::Right),
        ("찾음 found", Align::Right),
        ("%", Align::Right),
        ("95%", Align::Right),
        ("상대 포함률", Align::Right),
        ("옛 판만", Align::Right),
        ("방침 없음 none", Align::Right),
        ("robots", Align::Right),
        ("접속 실패", Align::Right),
        ("요청 안 함", Align::Right),
        ("주소 모름", Align::Right),
    ]);
    for group in groups {
        let [found, former, none, robots, unreachable, not_asked, no_address] = group.counts.map(grouped);
        let share = group.found();
        grid.row([
            group.korean.clone(),
            grouped(share.of),
            found,
            percent(share),
            share_interval(share),
            rate(group.representation(all.found())),
            former,
            none,
            robots,
            unreachable,
            not_asked,
            no_address,
        ]);
    }
    grid
}

/// Figures far from those of their like.
pub(super) fn outliers(outliers: &[Outlier]) -> Grid {
    let mut grid = Grid::new([
        ("", Align::Left),
        ("", Align::Left),
        ("값", Align::Right),
        ("중앙값 median", Align::Right),
        ("z", Align::Right),
    ]);
    for row in outliers {
        let what = row.kind.as_deref().unwrap_or("1,000명당");
        grid.row([
            row.name.clone(),
            what.to_owned(),
            format!("{:.2}", row.value),
            format!("{:.2}", row.median),
            format!("{:+.1}", row.score),
        ]);
    }
    grid
}

/// Shares by governments and by residents.
pub(super) fn weights(rows: &[Weighted]) -> Grid {
    let mut grid = Grid::new([
        ("", Align::Left),
        ("", Align::Left),
        ("기관", Align::Right),
        ("%", Align::Right),
        ("95%", Align::Right),
        ("주민 residents", Align::Right),
        ("%", Align::Right),
    ]);
    let of = |share: Share| format!("{}/{}", grouped(share.part), grouped(share.of));
    for row in rows {
        grid.row([
            row.korean.to_owned(),
            row.english.to_owned(),
            of(row.governments),
            percent(row.governments),
            share_interval(row.governments),
            of(row.residents),
            row.residents_percent().map_or("-".to_owned(), |percent| format!("{percent:.1}")),
        ]);
    }
    grid
}

/// How concentrated the contractors are, in all and by province.
pub(super) fn concentration(concentration: &Concentration) -> Grid {
    let mut grid = Grid::new([
        ("", Align::Left),
        ("업체 firms", Align::Right),
        ("기관–업체 조합 pairs", Align::Right),
        ("상위 넷 % top 4", Align::Right),
        ("HHI", Align::Right),
        ("유효 업체 수", Align::Right),
    ]);
    let mut line = |name: &str, market: Market| {
        grid.row([
            name.to_owned(),
            grouped(market.firms),
            grouped(market.pairs),
            percent(market.top_four),
            market.hhi.map_or("-".to_owned(), |hhi| format!("{hhi:.0}")),
            market.equal_firms().map_or("-".to_owned(), |firms| format!("{firms:.1}")),
        ]);
    };
    line("전국 nation", concentration.all);
    for (sido, market) in &concentration.by_sido {
        line(sido, *market);
    }
    grid
}

/// How long policies took to be revised.
pub(super) fn update(update: &Update) -> Grid {
    let mut grid = Grid::new([("", Align::Left), ("방침", Align::Right), ("%", Align::Right)]);
    let of = |share: Share| format!("{}/{}", grouped(share.part), grouped(share.of));
    let mut line = |label: String, share: Share| grid.row([label, of(share), percent(share)]);
    line(format!("기준일까지({}달) revised by then", update.observed), update.revised);
    for (months, share) in &update.within {
        line(format!("{months}달 안 within months"), *share);
    }
    let show = words::months;
    grid.row(["중앙값(달) median months".to_owned(), middle(update.median, show), String::new()]);
    grid.row(["95%".to_owned(), around(update.median, show), String::new()]);
    grid.row(["뺌: 뒤 날짜만 only later dates".to_owned(), grouped(update.only_after), String::new()]);
    grid.row(["뺌: 날짜 모름 undated".to_owned(), grouped(update.undated), String::new()]);
    grid
}

/// Forms that several institutions share.
pub(super) fn templates(templates: &Templates, shown: usize) -> Grid {
    let mut grid = Grid::new([("", Align::Left), ("기관", Align::Right), ("%", Align::Right)]);
    let mut line = |label: String, share: Share| grid.row([label, grouped(share.part), percent(share)]);
    line("함께 쓰는 서식을 따름 follow a shared one".to_owned(), templates.institutions);
    for (at, template) in templates.shared.iter().take(shown).enumerate() {
        let first = template.headings.first().map_or("", String::as_str);
        line(format!("{}. {first} …({})", at + 1, template.headings.len()), template.institutions);
    }
    grid
}

/// What the audit found.
pub(super) fn findings(rules: &[RuleTally]) -> Grid {
    let mut grid = Grid::new([
        ("규칙", Align::Left),
        ("", Align::Left),
        ("", Align::Left),
        ("지적 후보", Align::Right),
        ("기관", Align::Right),
        ("%", Align::Right),
    ]);
    for rule in rules {
        grid.row([
            rule.rule.clone(),
            rule.name.clone(),
            words::severity(&rule.severity).ko.to_owned(),
            grouped(rule.findings),
            grouped(rule.institutions.part),
            percent(rule.institutions),
        ]);
    }
    grid
}

fn share_interval(share: Share) -> String {
    share.interval().map_or("-".to_owned(), |(low, high)| format!("{low:.1}–{high:.1}"))
}
