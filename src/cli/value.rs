//! Words of the command line parsed into closed types; what cannot be one says what can.

use crate::commands::audit::Severity;
use crate::commands::crawl;
use crate::model::institution::{InstitutionKind, Sido};
use crate::normalise::date::Date;
use std::time::Duration;

/// What the gravest severity was called in earlier versions: scripts that use it are told the new word.
const FORMER_WORD: &str = "violation_candidate";

pub(super) fn severity(text: &str) -> Result<Severity, String> {
    if text == FORMER_WORD {
        return Err(format!("`{FORMER_WORD}` is now called `{}`", Severity::NeedsCheck.name()));
    }
    Severity::parse(text).ok_or_else(|| format!("severities are {}", Severity::ALL.map(Severity::name).join(", ")))
}

pub(super) fn kind(text: &str) -> Result<InstitutionKind, String> {
    InstitutionKind::parse(text).ok_or_else(|| {
        let known: Vec<&str> = InstitutionKind::ALL.iter().map(|kind| kind.name()).collect();
        format!("kinds are {}", known.join(", "))
    })
}

pub(super) fn sido(text: &str) -> Result<Sido, String> {
    Sido::from_name(text).ok_or_else(|| {
        let known: Vec<&str> = Sido::ALL.iter().map(|sido| sido.name()).collect();
        format!("provinces are {}", known.join(", "))
    })
}

/// `2s`, `500ms`, `1m`, or seconds alone.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: f64 = number.parse().map_err(|_| "write a time such as 2s or 500ms".to_owned())?;
    let seconds = match unit {
        "" | "s" => number,
        "ms" => number / 1000.0,
        "m" => number * 60.0,
        _ => return Err("write a time such as 2s, 500ms or 1m".to_owned()),
    };
    Duration::try_from_secs_f64(seconds).map_err(|_| "a time of that length is not possible".to_owned())
}

pub(super) fn shard(text: &str) -> Result<crawl::Shard, String> {
    crawl::Shard::parse(text).ok_or_else(|| "write a part such as 2/8".to_owned())
}

pub(super) fn window(text: &str) -> Result<crawl::Window, String> {
    crawl::Window::parse(text).ok_or_else(|| "write hours such as 22:00-06:00".to_owned())
}

pub(super) fn day(text: &str) -> Result<Date, String> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<u16>().ok());
    let (year, month, day) = (parts.next().flatten(), parts.next().flatten(), parts.next().flatten());
    let date = year
        .zip(month)
        .zip(day)
        .and_then(|((year, month), day)| Date::new(year, u8::try_from(month).ok()?, Some(u8::try_from(day).ok()?)));
    date.ok_or_else(|| "write a day such as 2026-11-21".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_days() {
        assert_eq!(duration("2s"), Ok(Duration::from_secs(2)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert!(duration("soon").is_err() && duration("-1s").is_err());
        assert_eq!(day("2024-02-29").map(|day| day.to_string()), Ok("2024-02-29".to_owned()));
        assert!(day("2023-02-29").is_err() && day("2024").is_err());
    }
}
