//! Curves: what a table with bars cannot show.

use super::Lang;
use super::components::{decimal, number, prose, scroll};
use crate::analysis::stats::{PerResident, Update};
use maud::{Markup, html};
use std::fmt::Write as _;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 48.0;
const BOTTOM: f64 = 28.0;
const TOP: f64 = 16.0;
const RIGHT: f64 = 34.0;

/// Where a point stands: shares of the width and height, from the lower left.
fn place(x: f64, y: f64) -> (f64, f64) {
    (LEFT + x * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - y * (HEIGHT - BOTTOM - TOP))
}

/// The share of policies revised by the end of each month after the law.
pub(super) fn revised(update: &Update, lang: Lang) -> Markup {
    let of = update.revised.of.max(1) as f64;
    let months = update.observed.max(1) as f64;
    let mut path = String::new();
    let (x, y) = place(0.0, 0.0);
    let _ = write!(path, "M{x:.1} {y:.1}");
    let mut sum = 0;
    for (month, policies) in &update.months {
        let (x, _) = place(*month as f64 / months, 0.0);
        sum += policies;
        let (_, y) = place(0.0, sum as f64 / of);
        let _ = write!(path, "H{x:.1}V{y:.1}");
    }
    let _ = write!(path, "H{:.1}", place(1.0, 0.0).0);
    let step = if months > 30.0 { 12 } else { 6 };
    let ticks = (0..=update.observed).step_by(step);
    let title = lang.of("법 시행 뒤 고친 방침의 비율", "Share of policies revised after the law");
    let by = |share: f64| format!("{}%", decimal(share * 100.0, 0));
    let drawing = html! {
        svg.chart viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img" aria-label={ (title) ": "
            (lang.of("값은 아래 표에 있습니다", "the figures are in the table below")) } focusable="false" {
            @for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
                @let (x, y) = place(0.0, share);
                line.grid x1=(x) x2=(WIDTH - RIGHT) y1=(format!("{y:.1}")) y2=(format!("{y:.1}")) {}
                text.y x=(x - 6.0) y=(format!("{:.1}", y + 4.0)) { (by(share)) }
            }
            @for month in ticks {
                @let (x, y) = place(month as f64 / months, 0.0);
                line.tick x1=(format!("{x:.1}")) x2=(format!("{x:.1}")) y1=(y) y2=(y + 5.0) {}
                text.x x=(format!("{x:.1}")) y=(y + 18.0) { (month) }
            }
            path.curve d=(path) {}
        }
        p.note { (lang.of("가로: 2023년 9월부터 센 달. 세로: 그때까지 고친 방침의 비율.", "Across: months since September 2023. Up: share of policies revised by then.")) }
    };
    scroll(title, &drawing)
}

/// Every government as a tick on a line of cameras for each 1,000 residents, with the median and its interval. The scale
/// is logarithmic: rates lie as far apart as one and some hundreds, and most of them at its lower end.
pub(super) fn strip(each: &[PerResident], median: Option<(f64, Option<(f64, f64)>)>, lang: Lang) -> Markup {
    let rates: Vec<f64> = each.iter().filter_map(PerResident::rate).collect();
    let most = rates.iter().copied().fold(0.0, f64::max);
    let least = rates.iter().copied().filter(|rate| *rate > 0.0).fold(most, f64::min);
    if most <= 0.0 {
        return html! {};
    }
    let ticks = ticks(least, most);
    let (first, last) = (ticks[0], ticks[ticks.len() - 1]);
    let x = |rate: f64| place((rate.max(first) / first).ln() / (last / first).ln(), 0.0).0;
    let at = |rate: f64| format!("{:.1}", x(rate));
    let title = lang.of("주민 1,000명당 카메라의 분포", "Distribution of cameras per 1,000 residents");
    let drawing = html! {
        svg.chart.strip viewBox={ "0 0 " (WIDTH) " 108" } role="img" focusable="false" aria-label={
            (title) ": " (number(rates.len() as u64)) (lang.of("곳, 최대 ", " governments, at most ")) (decimal(most, 1)) } {
            @for tick in &ticks {
                line.grid x1=(at(*tick)) x2=(at(*tick)) y1="14" y2="84" {}
                text.x x=(at(*tick)) y="102" { (tick_label(*tick)) }
            }
            @if let Some((_, Some((low, high)))) = median {
                rect.interval x=(at(low)) y="14" width=(format!("{:.1}", (x(high) - x(low)).max(1.0))) height="70" {}
            }
            @for rate in &rates { line.dot x1=(at(*rate)) x2=(at(*rate)) y1="36" y2="62" {} }
            @if let Some((middle, _)) = median {
                line.middle x1=(at(middle)) x2=(at(middle)) y1="14" y2="84" {}
            }
        }
        p.note { (prose(lang.of(
            "선 하나가 한 곳입니다. 가로는 주민 1,000명당 카메라(대)로, 오른쪽으로 갈수록 촘촘한 로그 눈금입니다(같은 너비는 같은 배수). 굵은 선은 중앙값, 띠는 그 95% 구간입니다.",
            "Each line is one government. Across: cameras per 1,000 residents on a logarithmic scale (equal widths are equal ratios). The thick line is the median, the band its 95% interval.",
        ))) }
    };
    scroll(title, &drawing)
}

/// Ticks of a logarithmic axis: 1, 2 and 5 of every power of ten, or the powers alone where these are too many.
fn ticks(least: f64, most: f64) -> Vec<f64> {
    for factors in [&[1.0, 2.0, 5.0][..], &[1.0]] {
        let all: Vec<f64> =
            (-6..10).flat_map(|power| factors.iter().map(move |factor| factor * 10_f64.powi(power))).collect();
        let first = all.iter().rposition(|tick| *tick <= least).unwrap_or(0);
        let last = all.iter().position(|tick| *tick >= most && *tick > all[first]).unwrap_or(all.len() - 1);
        if last - first < 11 {
            return all[first..=last].to_vec();
        }
    }
    vec![least.min(1e-6), most.max(1e9)]
}

fn tick_label(tick: f64) -> String {
    let decimals = (0..6).find(|decimals| tick * 10_f64.powi(*decimals) >= 0.999).unwrap_or(6);
    decimal(tick, decimals as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_have_round_ticks() {
        for (least, most, expected) in [
            (0.65, 720.4, "0.5 1 2 5 10 20 50 100 200 500 1,000"),
            (3.0, 15.3, "2 5 10 20"),
            (5.0, 5.0, "5 10"),
            (0.02, 900.0, "0.01 0.1 1 10 100 1,000"),
        ] {
            let labels: Vec<String> = ticks(least, most).into_iter().map(tick_label).collect();
            assert_eq!(labels.join(" "), expected, "{least} {most}");
        }
    }
}
