//! Addresses inside `onclick` and `javascript:` code, found without running it.

/// The address that a piece of script leads to: the first quoted string that looks like one.
///
/// `location.href='/a.do'`, `window.open("http://…")`, `fn_go('/path')` are read; `goMenu('0102')` is not, since
/// only the script knows what it stands for.
pub(super) fn target(code: &str) -> Option<&str> {
    quoted(code).find(|text| looks_like_address(text))
}

/// Strings in single or double quotes, in order; an unfinished one is left out.
fn quoted(code: &str) -> impl Iterator<Item = &str> {
    let mut rest = code;
    std::iter::from_fn(move || {
        let open = rest.find(['\'', '"'])?;
        let quote = if rest.as_bytes()[open] == b'\'' { '\'' } else { '"' };
        let inside = &rest[open + 1..];
        let close = inside.find(quote)?;
        rest = &inside[close + 1..];
        Some(inside[..close].trim())
    })
}

/// Endings of the pages that Korean servers make.
const PAGE_ENDINGS: &[&str] = &[
    ".do", ".jsp", ".php", ".html", ".htm", ".asp", ".aspx", ".web", ".action", ".es", ".mo", ".cs", ".act",
];

fn looks_like_address(text: &str) -> bool {
    if text.len() < 2 || text.contains(char::is_whitespace) || text.contains(['<', '>', '{', '}']) {
        return false;
    }
    if ["/", "./", "../", "?"].iter().any(|start| text.starts_with(start)) {
        return !text.starts_with("//") || text.contains('.');
    }
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return true;
    }
    let path = lower.split(['?', '#']).next().unwrap_or_default();
    PAGE_ENDINGS.iter().any(|ending| path.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_code() {
        let cases = [
            ("location.href='/cctv/policy.do'", Some("/cctv/policy.do")),
            ("javascript:window.open(\"http://a.kr/x\",'w','width=10')", Some("http://a.kr/x")),
            ("fn_go('/main/contents.do?key=1');return false;", Some("/main/contents.do?key=1")),
            ("window.open( 'pop.jsp?a=1' , '')", Some("pop.jsp?a=1")),
            ("location.replace('./sub.html')", Some("./sub.html")),
            ("javascript:go('?menu=3')", Some("?menu=3")),
            ("MM_openBrWindow('pop/video.html','','width=600')", Some("pop/video.html")),
            ("goMenu('0102')", None),
            ("fn_bbsMvmn('goean','video')", None),
            ("javascript:void(0)", None),
            ("alert('/ 는 쓸 수 없습니다')", None),
            ("go('unfinished", None),
            ("''", None),
        ];
        for (code, expected) in cases {
            assert_eq!(target(code), expected, "{code}");
        }
    }
}
