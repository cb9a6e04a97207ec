//! What the map shows, and in which classes.

use super::Lang;
use super::components::decimal;
use crate::analysis::stats::{InstitutionStats, Rates, Reach};
use crate::report::definitions::{Both, both};
use crate::report::text_table::grouped;

/// A figure that squares of the map are coloured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Metric {
    /// Cameras for each 1,000 residents.
    Rate,
    /// Days of retention.
    Retention,
    /// Full years since the policy is in force.
    Age,
    /// Findings of the audit.
    Findings,
}

/// Classes of the ordered scale; the style sheet knows so many colours.
pub(super) const CLASSES: usize = 5;

impl Metric {
    pub(super) const ALL: [Self; 4] = [Self::Rate, Self::Retention, Self::Age, Self::Findings];

    /// The letter that stands for it in class names, and the name of its file.
    pub(super) fn key(self) -> (char, &'static str) {
        match self {
            Self::Rate => ('a', "cameras"),
            Self::Retention => ('b', "retention"),
            Self::Age => ('c', "age"),
            Self::Findings => ('d', "findings"),
        }
    }

    pub(super) fn title(self) -> Both {
        match self {
            Self::Rate => both("주민 1,000명당 카메라", "Cameras per 1,000 residents"),
            Self::Retention => both("보관기간", "Retention"),
            Self::Age => both("시행 후 지난 햇수", "Age of the policy"),
            Self::Findings => both("점검 지적 후보", "Findings of the audit"),
        }
    }

    pub(super) fn unit(self) -> Both {
        match self {
            Self::Rate => both("대", "cameras"),
            Self::Retention => both("일", "days"),
            Self::Age => both("년(만)", "full years"),
            Self::Findings => both("건", "findings"),
        }
    }

    pub(super) fn value(self, body: &InstitutionStats) -> Option<f64> {
        match self {
            Self::Rate => body.rate,
            Self::Retention => body.retention.map(|days| days as f64),
            Self::Age => body.age.map(|years| years as f64),
            Self::Findings => body.findings.map(|findings| findings as f64),
        }
    }

    /// The value as it is written.
    pub(super) fn text(self, value: f64) -> String {
        match self {
            Self::Rate => decimal(value, 1),
            _ => grouped(value as u64),
        }
    }

    /// Lower limits of the classes from the second on, ascending; at most [`CLASSES`] classes.
    pub(super) fn limits(self, rates: &Rates) -> Vec<f64> {
        match self {
            Self::Rate => {
                let mut limits = rates.fifths.clone();
                limits.dedup_by(|one, other| one.to_bits() == other.to_bits());
                limits
            }
            Self::Retention => vec![15.0, 30.0, 31.0, 61.0],
            Self::Age => vec![1.0, 2.0, 3.0, 5.0],
            Self::Findings => vec![1.0, 3.0, 5.0, 8.0],
        }
    }

    /// Names of the classes.
    pub(super) fn labels(self, rates: &Rates, lang: Lang) -> Vec<String> {
        let limits = self.limits(rates);
        let show = |value: f64| self.text(value);
        (0..=limits.len())
            .map(|class| match (class.checked_sub(1).map(|below| limits[below]), limits.get(class)) {
                (None, None) => lang.of("모든 값", "all values").to_owned(),
                (None, Some(upper)) if self != Self::Rate && *upper <= 1.0 => "0".to_owned(),
                (None, Some(upper)) => match lang {
                    Lang::Ko => format!("{} 미만", show(*upper)),
                    Lang::En => format!("below {}", show(*upper)),
                },
                (Some(lower), None) => match lang {
                    Lang::Ko => format!("{} 이상", show(lower)),
                    Lang::En => format!("{} and more", show(lower)),
                },
                (Some(lower), Some(upper)) if self == Self::Rate => match lang {
                    Lang::Ko => format!("{} 이상 {} 미만", show(lower), show(*upper)),
                    Lang::En => format!("{} to below {}", show(lower), show(*upper)),
                },
                (Some(lower), Some(upper)) if *upper - lower <= 1.0 => show(lower),
                (Some(lower), Some(upper)) => format!("{}–{}", show(lower), show(*upper - 1.0)),
            })
            .collect()
    }

    /// The class of a value, from 0.
    pub(super) fn class(self, value: f64, rates: &Rates) -> usize {
        self.limits(rates).iter().filter(|limit| value >= **limit).count().min(CLASSES - 1)
    }
}

/// Why a square has no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Missing {
    /// The policy does not give the figure.
    Value,
    /// No current policy was found.
    Policy,
    /// It was not part of the crawl.
    Crawl,
}

impl Missing {
    pub(super) const ALL: [Self; 3] = [Self::Value, Self::Policy, Self::Crawl];

    pub(super) fn of(body: Option<&InstitutionStats>) -> Self {
        match body {
            None => Self::Crawl,
            Some(body) if body.policy.is_some() || body.reach == Some(Reach::Found) => Self::Value,
            Some(_) => Self::Policy,
        }
    }

    /// The letter that stands for it in class names.
    pub(super) fn key(self) -> char {
        match self {
            Self::Value => 'm',
            Self::Policy => 'n',
            Self::Crawl => 'x',
        }
    }

    pub(super) fn title(self) -> Both {
        match self {
            Self::Value => both("방침에 값이 없음", "no value in the policy"),
            Self::Policy => both("현행 방침을 찾지 못함", "no current policy found"),
            Self::Crawl => both("수집 대상 아님", "not in the crawl"),
        }
    }
}

/// What came of an institution.
pub(super) fn reach(reach: Option<Reach>) -> Both {
    match reach {
        Some(Reach::Found) => both("방침 찾음", "policy found"),
        Some(Reach::OnlySuperseded) => both("옛 판만", "former versions only"),
        Some(Reach::NoPolicy) => both("방침 없음", "no policy on the pages read"),
        Some(Reach::RobotsRefused) => both("robots.txt 거부", "refused by robots.txt"),
        Some(Reach::Unreachable) => both("접속 실패", "unreachable"),
        Some(Reach::NotAsked) => both("요청 안 함", "not asked"),
        Some(Reach::NoAddress) => both("주소 모름", "no address known"),
        None => both("등록 안 됨", "not registered"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_their_names_agree() {
        let rates = Rates::default();
        for metric in [Metric::Retention, Metric::Age, Metric::Findings] {
            assert_eq!(metric.limits(&rates).len() + 1, CLASSES);
        }
        assert_eq!(Metric::Retention.labels(&rates, Lang::Ko), ["15 미만", "15–29", "30", "31–60", "61 이상"]);
        let class = |days: f64| Metric::Retention.class(days, &rates);
        assert_eq!([0.0, 15.0, 29.0, 30.0, 31.0, 60.0, 61.0, 365.0].map(class), [0, 1, 1, 2, 3, 3, 4, 4]);
        assert_eq!(Metric::Findings.labels(&rates, Lang::En), ["0", "1–2", "3–4", "5–7", "8 and more"]);
        assert_eq!(Metric::Age.labels(&rates, Lang::Ko), ["0", "1", "2", "3–4", "5 이상"]);
        assert_eq!(Metric::Rate.labels(&rates, Lang::Ko), ["모든 값"]);
    }
}
