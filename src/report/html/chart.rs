//! Curves: what a table with bars cannot show.

use super::Lang;
use super::parts::{decimal, number, scroll};
use crate::stats::{PerResident, Update};
use maud::{Markup, html};
use std::fmt::Write as _;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 48.0;
const BOTTOM: f64 = 40.0;
const TOP: f64 = 16.0;
const RIGHT: f64 = 16.0;

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
    let by = |share: f64| format!("{} %", decimal(share * 100.0, 0));
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
            text.x x=(format!("{:.1}", place(0.5, 0.0).0)) y=(HEIGHT - 4.0) {
                (lang.of("2023년 9월부터 센 달", "months since September 2023"))
            }
            path.curve d=(path) {}
        }
    };
    scroll(title, &drawing)
}

/// Every government as a tick on a line of cameras for each 1,000 residents, with the median and its interval.
pub(super) fn strip(each: &[PerResident], median: Option<(f64, Option<(f64, f64)>)>, lang: Lang) -> Markup {
    let rates: Vec<f64> = each.iter().filter_map(PerResident::rate).collect();
    let most = rates.iter().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return html! {};
    }
    let (step, end) = round_step(most);
    let x = |rate: f64| place(rate / end, 0.0).0;
    let at = |rate: f64| format!("{:.1}", x(rate));
    let title = lang.of("주민 1,000명당 카메라의 분포", "Distribution of cameras per 1,000 residents");
    let drawing = html! {
        svg.chart.strip viewBox={ "0 0 " (WIDTH) " 120" } role="img" focusable="false" aria-label={
            (title) ": " (number(rates.len() as u64)) (lang.of("곳, 최대 ", " governments, at most ")) (decimal(most, 1)) } {
            @for tick in 0..=(end / step).round() as u32 {
                @let rate = f64::from(tick) * step;
                line.grid x1=(at(rate)) x2=(at(rate)) y1="14" y2="84" {}
                text.x x=(at(rate)) y="100" { (decimal(rate, usize::from(step < 1.0))) }
            }
            @if let Some((_, Some((low, high)))) = median {
                rect.interval x=(at(low)) y="14" width=(format!("{:.1}", (x(high) - x(low)).max(1.0))) height="70" {}
            }
            @for rate in &rates { line.dot x1=(at(*rate)) x2=(at(*rate)) y1="36" y2="62" {} }
            @if let Some((middle, _)) = median {
                line.middle x1=(at(middle)) x2=(at(middle)) y1="14" y2="84" {}
            }
            text.x x=(format!("{:.1}", place(0.5, 0.0).0)) y="117" {
                (lang.of("주민 1,000명당 카메라(대); 세로 띠는 중앙값의 95 % 구간", "cameras per 1,000 residents; the band is the 95 % interval of the median"))
            }
        }
    };
    scroll(title, &drawing)
}

/// The step of an axis from 0 that has about six of them, and its end.
fn round_step(most: f64) -> (f64, f64) {
    let mut step = 0.1;
    for factor in [2.0, 2.5, 2.0].into_iter().cycle() {
        if most / step <= 8.0 {
            break;
        }
        step *= factor;
    }
    (step, (most / step).ceil() * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_have_round_steps() {
        for (most, expected) in [(0.7, (0.1, 0.7)), (15.3, (2.0, 16.0)), (80.0, (10.0, 80.0)), (81.0, (20.0, 100.0))] {
            let (step, end) = round_step(most);
            assert!((step - expected.0).abs() < 1e-9 && (end - expected.1).abs() < 1e-9, "{most}: {step} {end}");
        }
    }
}
