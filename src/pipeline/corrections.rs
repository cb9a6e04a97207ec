//! Manual corrections: `corrections.csv`, one value a line, each with its reason.
//!
//! Columns: `policy_id`, `field`, `value`, `reason` and, if wanted, `author`; an empty value takes a value away. What was
//! corrected is part of the policy and of the data set, beside what the page says and its words.

use crate::model::policy::{Correction, Field, Policy, Quote, State, Stated};
use crate::normalise::date::Date;

/// What is wrong with a corrections file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct CorrectionError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// What is wrong, and what to do.
    pub problem: String,
}

/// Parses the text of a corrections file.
///
/// # Errors
/// The first line that is wrong.
pub fn parse(text: &str, file: &str) -> Result<Vec<Correction>, CorrectionError> {
    let wrong = |line: u64, problem: String| CorrectionError { file: file.to_owned(), line, problem };
    let mut reader =
        csv::ReaderBuilder::new().flexible(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().map_err(|error| wrong(1, error.to_string()))?.clone();
    let wanted = ["policy_id", "field", "value", "reason"];
    if header.iter().ne(wanted) && header.iter().ne(wanted.into_iter().chain(["author"])) {
        return Err(wrong(1, format!("the columns must be {}, and author if you like", wanted.join(","))));
    }
    let mut corrections: Vec<Correction> = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|error| wrong(error.position().map_or(0, csv::Position::line), error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |index: usize| record.get(index).unwrap_or("").trim().to_owned();
        let correction = Correction {
            line,
            policy_id: cell(0),
            field: cell(1),
            value: Some(cell(2)).filter(|value| !value.is_empty()),
            reason: cell(3),
            author: Some(cell(4)).filter(|author| !author.is_empty()),
            read: None,
            quotes: Vec::new(),
        };
        if !is_key(&correction.policy_id) {
            let problem = format!("`{}` is no policy_id: 16 digits of a document and a number", correction.policy_id);
            return Err(wrong(line, problem));
        }
        let same = |other: &&Correction| other.policy_id == correction.policy_id && other.field == correction.field;
        if let Some(earlier) = corrections.iter().find(same) {
            return Err(wrong(line, format!("line {} corrects the same value; keep one of them", earlier.line)));
        }
        if correction.reason.is_empty() {
            return Err(wrong(line, "a correction needs a reason".to_owned()));
        }
        check(&correction).map_err(|problem| wrong(line, problem))?;
        corrections.push(correction);
    }
    Ok(corrections)
}

/// Whether a text has the form of a policy's key: `0123456789abcdef-0`.
fn is_key(text: &str) -> bool {
    text.rsplit_once('-').is_some_and(|(document, ordinal)| {
        document.len() == 16
            && document.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            && ordinal.parse::<u16>().is_ok_and(|number| number.to_string() == ordinal)
    })
}

/// Whether a field can be corrected and its value read.
fn check(correction: &Correction) -> Result<(), String> {
    let Some(value) = &correction.value else { return known(&correction.field) };
    let fits = match correction.field.as_str() {
        "camera_total" | "site_total" => value.parse::<u32>().is_ok(),
        "retention_days" => value.parse::<u16>().is_ok(),
        "effective_date" | "superseded_date" => date(value).is_some(),
        "recording_24h" => value.parse::<bool>().is_ok(),
        field => return known(field),
    };
    if fits { Ok(()) } else { Err(format!("{value} is no value of {}", correction.field)) }
}

fn known(field: &str) -> Result<(), String> {
    const FIELDS: [&str; 6] =
        ["camera_total", "site_total", "retention_days", "effective_date", "superseded_date", "recording_24h"];
    if FIELDS.contains(&field) {
        Ok(())
    } else {
        Err(format!("{field} cannot be corrected; {} can", FIELDS.join(", ")))
    }
}

fn date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next().map(|day| day.parse().ok());
    match day {
        Some(day) => Date::new(year, month, Some(day?)),
        None => Date::new(year, month, None),
    }
}

/// Applies the corrections that name this policy; the policy remembers them with what had been read.
pub fn apply(corrections: &[Correction], policy: &mut Policy) {
    let id = policy.id();
    for correction in corrections.iter().filter(|correction| correction.policy_id == id) {
        let mut done = correction.clone();
        let quote = Quote {
            block: 0,
            start: 0,
            end: 0,
            text: correction.reason.clone(),
            rule: Correction::RULE,
            document: None,
        };
        let value = correction.value.as_deref();
        match correction.field.as_str() {
            "camera_total" => {
                done.read = policy.camera_total.value().map(u32::to_string);
                done.quotes = policy.camera_total.quotes().to_vec();
                // It is neither stated by the page nor a sum of its rows.
                policy.camera_total_basis = None;
                policy.camera_total = field(value.and_then(|value| value.parse().ok()), quote);
            }
            "site_total" => {
                done.read = policy.site_total.as_ref().map(|stated| stated.value.to_string());
                done.quotes = policy.site_total.iter().map(|stated| stated.quote.clone()).collect();
                policy.site_total = stated(value.and_then(|value| value.parse().ok()), quote);
            }
            "retention_days" => {
                done.read = policy.retention_days.value().map(u16::to_string);
                done.quotes = policy.retention_days.quotes().to_vec();
                policy.retention_days = field(value.and_then(|value| value.parse().ok()), quote);
            }
            "effective_date" => {
                done.read = policy.effective_date.as_ref().map(|stated| stated.value.to_string());
                done.quotes = policy.effective_date.iter().map(|stated| stated.quote.clone()).collect();
                policy.effective_date = stated(value.and_then(date), quote);
            }
            "superseded_date" => {
                done.read = policy.superseded_date.as_ref().map(|stated| stated.value.to_string());
                done.quotes = policy.superseded_date.iter().map(|stated| stated.quote.clone()).collect();
                policy.superseded_date = stated(value.and_then(date), quote);
            }
            "recording_24h" => {
                done.read = policy.recording_24h.as_ref().map(|stated| stated.value.to_string());
                done.quotes = policy.recording_24h.iter().map(|stated| stated.quote.clone()).collect();
                policy.recording_24h = stated(value.and_then(|value| value.parse().ok()), quote);
            }
            _ => continue,
        }
        policy.corrections.push(done);
    }
}

fn field<T>(value: Option<T>, quote: Quote) -> Field<T> {
    match value {
        Some(value) => Field::stated(value, vec![quote]),
        None => Field::missing(State::Absent, quote),
    }
}

fn stated<T>(value: Option<T>, quote: Quote) -> Option<Stated<T>> {
    value.map(|value| Stated::new(value, quote))
}

#[cfg(test)]
mod tests {

    #[test]
    fn a_corrections_file_is_checked_line_by_line() {
        let head = "policy_id,field,value,reason\n";
        let parse = |body: &str| super::parse(&format!("{head}{body}"), "c.csv").map_err(|error| error.to_string());
        let one = "0123456789abcdef-0";
        let parse = |body: &str| parse(&body.replace("ID", one));
        assert_eq!(parse("ID,camera_total,12,표의 합계가 맞음").map(|list| list.len()), Ok(1));
        assert_eq!(parse("ID,camera_total,,없음").map(|list| list[0].value.clone()), Ok(None));
        assert_eq!(parse("ID,camera_total,12,"), Err("c.csv:2: a correction needs a reason".to_owned()));
        assert_eq!(parse("ID,camera_total,many,x"), Err("c.csv:2: many is no value of camera_total".to_owned()));
        assert!(parse("ID,title,x,y").is_err_and(|error| error.contains("cannot be corrected")));
        let twice = parse("ID,site_total,12,x\nID,camera_total,12,x\nID,site_total,13,y");
        assert_eq!(twice, Err("c.csv:4: line 2 corrects the same value; keep one of them".to_owned()));
        for wrong in ["abc-0", "0123456789abcdef", "0123456789abcdef-00", "0123456789abcdeF-0", "0123456789abcdef--1"] {
            let said = parse(&format!("{wrong},camera_total,12,x"));
            assert!(said.as_ref().is_err_and(|error| error.contains("is no policy_id")), "{wrong}: {said:?}");
        }
        let signed = super::parse(
            &format!("policy_id,field,value,reason,author\n{one},camera_total,12,전화로 확인함,조사팀\n"),
            "c.csv",
        );
        assert_eq!(signed.map(|list| list[0].author.clone()), Ok(Some("조사팀".to_owned())));
        assert!(super::parse("a,b\n", "c.csv").is_err());
    }
}
