//! What an answer seems to be: a policy, or one of the things that stand in its place.

use super::policy_signals::{Shape, shape};
use super::vocabulary::squeeze;
use crate::document::{BlockKind, Document, LinkKind, ProblemKind, Zone};
use crate::model::attempt::PageKind;

/// Content with fewer characters than this is no page of its own.
const LITTLE: usize = 200;
/// Words of pages that ask who we are, squeezed.
const LOGIN_WORDS: &[&str] = &[
    "로그인", // 로그인이 필요한 서비스입니다
    "LOGIN",  // Member Login
    "SIGNIN", // Sign in
];

/// What a page seems to be; `markup` is its source, of which any charset will do.
pub fn kind(document: &Document, markup: &[u8]) -> PageKind {
    match shape(document) {
        Shape::Policy => return PageKind::Policy,
        Shape::Topic => return PageKind::Topic,
        Shape::Other => {}
    }
    if document.blocks.is_empty() && document.problems.iter().any(|problem| problem.kind == ProblemKind::Limit) {
        PageKind::Unreadable
    } else if is_login(document, markup) {
        PageKind::Login
    } else if needs_browser(document, markup) {
        PageKind::NeedsBrowser
    } else {
        PageKind::Other
    }
}

/// A field for a password, on a page that is about nothing else. Many home pages have such a field beside the rest.
fn is_login(document: &Document, markup: &[u8]) -> bool {
    if !asks_for_password(markup) {
        return false;
    }
    let headings = document
        .blocks
        .iter()
        .filter(|block| block.zone == Zone::Content && matches!(block.kind, BlockKind::Heading(_)))
        .map(|block| block.text.as_str());
    let named = document.title.as_deref().into_iter().chain(headings).any(|text| {
        let words = squeeze(text);
        LOGIN_WORDS.iter().any(|word| words.contains(word))
    });
    named || shown(document, |zone| zone == Zone::Content) < LITTLE
}

/// `<input type="password">`, however it is written.
fn asks_for_password(markup: &[u8]) -> bool {
    let mut rest = markup;
    while let Some(at) = find(rest, b"password") {
        let before: Vec<u8> =
            rest[..at].iter().rev().filter(|byte| !matches!(byte, b' ' | b'"' | b'\'')).take(5).copied().collect();
        if before.eq_ignore_ascii_case(b"=epyt") {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// Next to no text, nothing to follow, and a script that would fill the page.
fn needs_browser(document: &Document, markup: &[u8]) -> bool {
    let leads_on = document.links.iter().any(|link| {
        matches!(link.kind, LinkKind::MetaRefresh | LinkKind::ScriptRedirect | LinkKind::Frame)
            || (link.kind == LinkKind::Anchor && !link.href.starts_with('#'))
    });
    !leads_on && shown(document, |zone| zone != Zone::Hidden) < LITTLE && find(markup, b"<script").is_some()
}

/// Characters of text in some zones.
fn shown(document: &Document, zone: impl Fn(Zone) -> bool) -> usize {
    let blocks = document.blocks.iter().filter(|block| zone(block.zone));
    blocks.map(|block| block.text.chars().count()).sum()
}

/// Where a word of ASCII in lower case stands, whatever its case.
fn find(text: &[u8], word: &[u8]) -> Option<usize> {
    text.windows(word.len()).position(|window| window.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Hint, read};

    #[test]
    fn kinds_are_told_apart() {
        let form = "<form><input name=id><input type='password' name=pw></form>";
        let text = "오늘의 소식을 알려 드립니다. ".repeat(30);
        let cases = [
            (format!("<title>로그인 | 가람시</title>{form}"), PageKind::Login),
            (format!("<h2>회원 Login</h2><p>{text}</p><input TYPE = \"PASSWORD\">"), PageKind::Login),
            (format!("<title>가람시</title>{form}"), PageKind::Login),
            (format!("<title>가람시</title><p>{text}</p>{form}"), PageKind::Other),
            (
                "<title>로그인 안내</title><p>아이디와 비밀번호(password)를 준비하십시오.</p>".to_owned(),
                PageKind::Other,
            ),
            (
                "<title>가람시</title><div id=root></div><script src=/main.js></script>".to_owned(),
                PageKind::NeedsBrowser,
            ),
            ("<script>location.href='/main.do'</script>".to_owned(), PageKind::Other),
            ("<script src=/a.js></script><frameset><frame src=/b></frameset>".to_owned(), PageKind::Other),
            ("<script src=/a.js></script><a href='/main.do'>들어가기</a>".to_owned(), PageKind::Other),
            ("<script src=/a.js></script>".to_owned() + &"<div>".repeat(5000), PageKind::Unreadable),
            ("<b></b>".repeat(400_000), PageKind::Unreadable),
            (String::new(), PageKind::Other),
        ];
        for (html, expected) in cases {
            let hint = Hint { content_type: Some("text/html; charset=utf-8".to_owned()), name: None };
            let document = read(html.as_bytes(), &hint);
            let start: String = html.chars().take(80).collect();
            assert_eq!(kind(&document, html.as_bytes()), expected, "{start}");
        }
    }
}
