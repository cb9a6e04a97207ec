//! What differs from visit to visit although nobody changed anything: session numbers in addresses, counters in the
//! words of links, blanks.

use crate::model::url;
use ::url::Url;
use unicode_normalization::UnicodeNormalization;

/// Parameters that carry a session, a token or a moment, in lower case.
const PASSING: &[&str] =
    &["_", "_csrf", "csrf", "csrftoken", "nonce", "rand", "rnd", "sessionid", "sid", "t", "timestamp", "token", "ts"];

/// Words before a number that counts visits, in lower case.
const COUNTERS: &[&str] =
    &["조회수", "조회", "다운로드", "내려받기", "방문자", "방문", "받은 횟수", "download", "hits", "hit", "views"];

/// A text as it is compared: composed syllables, single blanks.
pub(super) fn text(text: &str) -> String {
    let composed: String = text.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address as it is compared: without session numbers, tokens and moments.
pub(super) fn url(written: &str) -> String {
    let Ok(url) = Url::parse(written) else { return text(written) };
    let mut clean = url::cleaned(&url);
    if let Some(query) = clean.query() {
        let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
        let kept: Vec<&str> = query.split('&').filter(|pair| !PASSING.contains(&name(pair).as_str())).collect();
        let kept = kept.join("&");
        clean.set_query((!kept.is_empty()).then_some(kept.as_str()));
    }
    url::canonical(&clean)
}

/// The words of a link as they are compared: counters of visits taken out.
pub(super) fn label(words: &str) -> String {
    let mut left = text(words);
    for counter in COUNTERS {
        let mut from = 0;
        while let Some(at) = find(&left, counter, from) {
            let end = at + counter.len();
            let rest = &left[end..];
            let before = rest.len() - rest.trim_start_matches([' ', ':', '(', '수']).len();
            let number = rest[before..].len()
                - rest[before..].trim_start_matches(|c: char| c.is_ascii_digit() || c == ',').len();
            if number > 0 {
                left.replace_range(end + before..end + before + number, "");
            }
            from = end;
        }
    }
    left
}

/// Where a word stands in a text, capitals or not, from a place on.
fn find(text: &str, word: &str, from: usize) -> Option<usize> {
    // Only ASCII letters change, so that places stay the same.
    text.to_ascii_lowercase()[from..].find(word).map(|at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_at_every_visit_is_left_out() {
        let same = [
            ("https://a.go.kr/b.do;jsessionid=1F?key=3&token=ab", "https://a.go.kr/b.do?key=3"),
            ("https://a.go.kr/b.do?_=1700000000&key=3", "https://a.go.kr/b.do?key=3"),
            ("https://a.go.kr/b.do?t=1", "https://a.go.kr/b.do"),
            ("현황/cctv.xlsx", "현황/cctv.xlsx"),
        ];
        for (one, other) in same {
            assert_eq!(url(one), url(other));
        }
        assert_ne!(url("https://a.go.kr/b.do?fileSn=1"), url("https://a.go.kr/b.do?fileSn=2"));
        assert_eq!(label("현황.xlsx (다운로드 1,203회)"), label("현황.xlsx  (다운로드 9회)"));
        assert_eq!(label("CCTV 현황 조회수: 12"), label("CCTV 현황 조회수: 3,418"));
        assert_eq!(label("list.pdf Hits 3"), label("list.pdf Hits 44"));
        assert_ne!(label("CCTV 12대"), label("CCTV 13대"));
        assert_eq!(text("관\u{a0} 리"), "관 리");
    }
}
