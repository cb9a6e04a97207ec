//! Recording hours (촬영시간): around the clock or not.

use regex::Regex;
use std::sync::LazyLock;

static AROUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)24시간?|24h|연중|상시|365일|0?0[:시]0?0?분?~24[:시]?|24/7|aroundtheclock|^24$|항시|종일")
        .expect("pattern")
});
static SPAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[0-9]{1,2}(?::[0-9]{2}|시(?:[0-9]{1,2}분)?)(?:부터|~|-|∼)[0-9]{1,2}(?::[0-9]{2}|시)|주간|야간|근무시간|운영시간|업무시간|개관|수행중|때에만|때에한|필요시|경우에만|발생시|요청시|출동시").expect("pattern")
});

/// Whether recording runs around the clock; nothing when the words tell neither.
pub fn around_the_clock(folded: &str) -> Option<bool> {
    // 00:00~24:00 is around the clock although it is a span.
    if AROUND.is_match(folded) {
        return Some(true);
    }
    SPAN.is_match(folded).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours() {
        let cases = [
            ("24시간", Some(true)),
            ("연중24시간", Some(true)),
            ("상시", Some(true)),
            ("00:00~24:00", Some(true)),
            ("08:00~20:00", Some(false)),
            ("07시~22시", Some(false)),
            ("24hours", Some(true)),
            ("○○", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(around_the_clock(text), wanted, "{text}");
        }
    }
}
