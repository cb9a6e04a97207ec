//! Cases of robots.txt, one a line: its text, the name we go by, the address, and whether it may be asked.
//!
//! They cover RFC 9309 and what Google's published reader is known to do. Where the two differ the RFC holds, and the
//! case says so; where the RFC leaves room, the reading that asks less is taken.

use super::{RobotsCache, RobotsRules, Rules};
use crate::model::attempt::{FetchError, Outcome, Refusal, RobotsVerdict, Snapshot, Validators};
use crate::model::policy::DocumentId;
use url::Url;

/// An empty name stands for `FooBot`; an address that begins with a slash lies on one host.
type Case = (&'static str, &'static str, &'static str, bool);

fn allows(text: &[u8], agent: &str, url: &str) -> bool {
    let agent = if agent.is_empty() { "FooBot" } else { agent };
    let base = Url::parse("http://foo.bar/").unwrap();
    Rules::read(text, agent).allow(&base.join(url).unwrap())
}

fn check(cases: &[Case]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, agent, url, expected)| allows(text.as_bytes(), agent, url) != *expected)
        .map(|(text, agent, url, expected)| format!("{text:?} {agent} {url}: not {expected}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn lines() {
    check(&[
        ("", "", "/x", true),
        ("user-agent: FooBot\ndisallow: /", "", "/x", false),
        // Ends of lines: any of the three, also mixed, and none after the last.
        ("User-Agent: FooBot\nDisallow: /x\n", "", "/x", false),
        ("User-Agent: FooBot\r\nDisallow: /x\r\n", "", "/x", false),
        ("User-Agent: FooBot\rDisallow: /x\r", "", "/x", false),
        ("User-Agent: FooBot\r\nAllow: /y\n\rDisallow: /x", "", "/x", false),
        ("User-Agent: FooBot\r\r\n\nDisallow: /x", "", "/x", false),
        ("User-Agent: FooBot\nDisallow: /x\r", "", "/xy", false),
        // Blanks around everything, and none.
        ("  User-Agent :\tFooBot  \n\t Disallow\t: \t/x \t", "", "/x", false),
        ("User-Agent:FooBot\nDisallow:/x", "", "/x", false),
        ("User-Agent: FooBot\nDisallow: /x   ", "", "/xy", false),
        // Comments.
        ("# FooBot\nUser-Agent: FooBot # us\nDisallow: /x # not this", "", "/x", false),
        ("User-Agent: FooBot\nDisallow: /x#y", "", "/xz", false),
        ("User-Agent: FooBot\n# Disallow: /x", "", "/x", true),
        ("User-Agent: FooBot\n#\nDisallow: /x", "", "/x", false),
        ("User-Agent: FooBot\nDisallow: # /x", "", "/x", true),
        // The key decides, not what the line looks like.
        ("foo: FooBot\nbar: /", "", "/x", true),
        ("User-Agent: FooBot\nfoo: /x", "", "/x", true),
        ("User-Agent: FooBot\nfoo: /x\nDisallow: /y", "", "/y", false),
        ("User-Agent: FooBot\n: /x\n:\n::\nDisallow: /y", "", "/y", false),
        // A missing colon and misspelt keys: the RFC asks for neither and forbids neither; read, as Google does.
        ("user-agent FooBot\ndisallow /\n", "", "/x", false),
        ("user-agent FooBot\ndisallow /x and /y\n", "", "/x", true),
        ("user-agent\tFooBot\ndisallow\t/x\n", "", "/x", false),
        ("useragent: FooBot\ndisallow: /", "", "/x", false),
        ("user agent: FooBot\ndisallow: /", "", "/x", false),
        ("User-Agent: FooBot\ndissallow: /", "", "/x", false),
        ("User-Agent: FooBot\ndissalow: /", "", "/x", false),
        ("User-Agent: FooBot\ndisalow: /", "", "/x", false),
        ("User-Agent: FooBot\ndiasllow: /", "", "/x", false),
        ("User-Agent: FooBot\ndisallaw: /", "", "/x", false),
        // A misspelt permission is none.
        ("User-Agent: FooBot\nDisallow: /\nalow: /x", "", "/x", false),
        ("DISALLOW: /\nUSER-AGENT: FOOBOT\nDISALLOW: /x", "", "/y", true),
        ("USER-AGENT: FOOBOT\nDISALLOW: /x", "", "/x", false),
        // A site map belongs to no group and ends none.
        ("User-Agent: FooBot\nSitemap: https://foo.bar/s.xml\nDisallow: /x", "", "/x", false),
    ]);
}

#[test]
fn marks_and_odd_bytes() {
    let cases: &[(&[u8], &str, bool)] = &[
        // The mark of UTF-8, whole or begun; one that is broken spoils its line.
        (b"\xEF\xBB\xBFUser-Agent: FooBot\nDisallow: /x", "/x", false),
        (b"\xEF\xBBUser-Agent: FooBot\nDisallow: /x", "/x", false),
        (b"\xEFUser-Agent: FooBot\nDisallow: /x", "/x", false),
        (b"\xEF\x11\xBFUser-Agent: FooBot\nDisallow: /x", "/x", true),
        (b"\xEF\x11\xBFUser-Agent: Y\nUser-Agent: FooBot\nDisallow: /x", "/x", false),
        // A mark within: files are joined from parts. Google ignores the line.
        (b"Sitemap: http://foo.bar/s\n\xEF\xBB\xBFUser-Agent: FooBot\nDisallow: /x", "/x", false),
        (b"\xEF\xBB\xBF", "/x", true),
        // Zeros, and zeros between.
        (&[0; 1000], "/x", true),
        (b"\0\0\0\nUser-Agent: FooBot\nDisallow: /x", "/x", false),
        (b"User-Agent: FooBot\0\nDisallow: /x", "/x", false),
        // Bytes that are no text spoil nothing but what they stand in.
        (b"\xFF\x80\xC0\nUser-Agent: FooBot\nDisallow: /x", "/x", false),
        (b"User-Agent: FooBot\nAllow: /\xFF\x80\nDisallow: /x", "/x", false),
        // UTF-16 with its mark.
        (b"\xFF\xFEU\0s\0e\0r\0-\0A\0g\0e\0n\0t\0:\0*\0\n\0D\0i\0s\0a\0l\0l\0o\0w\0:\0/\0x\0", "/x", false),
        (b"\xFE\xFF\0U\0s\0e\0r\0-\0A\0g\0e\0n\0t\0:\0*\0\n\0D\0i\0s\0a\0l\0l\0o\0w\0:\0/\0x", "/x", false),
        // A page in place of rules holds none, unless it holds them as lines.
        (b"<!DOCTYPE html><html><head><title>404</title></head><body>Disallow: /</body></html>", "/x", true),
        (b"<html>\n<pre>\nUser-agent: *\nDisallow: /x\n</pre>", "/x", false),
    ];
    for (text, url, expected) in cases {
        assert_eq!(allows(text, "", url), *expected, "{} {url}", text.escape_ascii());
    }
}

#[test]
fn groups() {
    const THREE: &str = "allow: /foo/bar/\n\nuser-agent: FooBot\ndisallow: /\nallow: /x/\nuser-agent: BarBot\n\
        disallow: /\nallow: /y/\n\n\nallow: /w/\nuser-agent: BazBot\n\nuser-agent: FooBot\nallow: /z/\ndisallow: /\n";
    const JOINT: &str =
        "user-agent: a\nuser-agent: FooBot\n\n\nuser-agent: b\ndisallow: /x\n\nuser-agent: c\ndisallow: /y";
    const BOTH: &str = "User-agent: *\nDisallow: /x\n\nUser-agent: FooBot\nDisallow: /y\n";
    check(&[
        // All groups of a name are one; empty lines end nothing; rules before any group are nobody's.
        (THREE, "FooBot", "/x/b", true),
        (THREE, "FooBot", "/z/d", true),
        (THREE, "FooBot", "/y/c", false),
        (THREE, "FooBot", "/foo/bar/", false),
        (THREE, "BarBot", "/y/c", true),
        (THREE, "BarBot", "/w/a", true),
        (THREE, "BarBot", "/z/d", false),
        (THREE, "BazBot", "/z/", true),
        (THREE, "BazBot", "/x/", false),
        (THREE, "QuxBot", "/x/", true),
        ("Disallow: /\n\nUser-agent: FooBot\nAllow: /y", "", "/x", true),
        // Several names in a row share what follows, whatever stands between that is no rule.
        (JOINT, "a", "/x", false),
        (JOINT, "FooBot", "/x", false),
        (JOINT, "b", "/x", false),
        (JOINT, "b", "/y", true),
        (JOINT, "c", "/x", true),
        ("User-agent: BarBot\nSitemap: http://foo.bar/s\nUser-agent: *\nDisallow: /", "", "/x", false),
        ("User-agent: BarBot\nSitemap: http://foo.bar/s\nUser-agent: *\nDisallow: /", "BarBot", "/x", false),
        ("User-agent: BarBot\nUnknown: x\nUser-agent: FooBot\nDisallow: /", "BarBot", "/x", false),
        ("User-agent: BarBot\nCrawl-delay: 5\nUser-agent: FooBot\nDisallow: /", "BarBot", "/x", false),
        ("User-agent: FooBot\nDisallow: /x\nSitemap: http://foo.bar/s\nDisallow: /y", "", "/y", false),
        // An empty rule is a rule: it ends the names before it.
        ("User-agent: FooBot\nDisallow:\nUser-agent: BarBot\nDisallow: /", "FooBot", "/x", true),
        ("User-agent: FooBot\nDisallow:\nUser-agent: BarBot\nDisallow: /", "BarBot", "/x", false),
        // The group of all is for those who have none of their own, wherever it stands.
        (BOTH, "FooBot", "/x", true),
        (BOTH, "FooBot", "/y", false),
        (BOTH, "BarBot", "/x", false),
        (BOTH, "BarBot", "/y", true),
        ("User-agent: FooBot\nAllow: /\n\nUser-agent: *\nDisallow: /", "", "/x", true),
        ("User-agent: *\nDisallow: /\n\nUser-agent: FooBot\n", "", "/x", true),
        ("User-agent: *\nDisallow: /x\nUser-agent: y\nDisallow: /z\nUser-agent: *\nDisallow: /w", "", "/w", false),
        ("User-agent: *\nDisallow: /x\nUser-agent: y\nDisallow: /z\nUser-agent: *\nDisallow: /w", "", "/x", false),
        ("User-agent: BarBot\nDisallow: /", "", "/x", true),
    ]);
}

#[test]
fn names() {
    let global = |agent: &str| format!("User-agent: {agent}\nDisallow: /");
    let cases = [
        // The case of a name means nothing; its version and what stands behind it neither.
        ("FooBot", "FooBot", false),
        ("foobot", "FooBot", false),
        ("FOOBOT", "foobot", false),
        ("FooBot/1.0", "FooBot", false),
        ("FooBot 1.0", "FooBot", false),
        ("FooBot (+http://foo.bar)", "FooBot", false),
        ("FooBot; BarBot", "FooBot", false),
        // A name is the whole name.
        ("Foo", "FooBot", true),
        ("FooBots", "FooBot", true),
        ("FooBot-News", "FooBot", true),
        ("FooBot_News", "FooBot", true),
        ("Mozilla/5.0 (compatible; FooBot/1.0)", "FooBot", true),
        ("Bar FooBot", "FooBot", true),
        ("FooBot-News", "FooBot-News", false),
        ("", "FooBot", true),
        // Everybody, however much is said to it.
        ("*", "FooBot", false),
        ("* ", "FooBot", false),
        ("* everybody", "FooBot", false),
        ("*bot", "FooBot", true),
        ("Foo*", "FooBot", true),
    ];
    for (named, agent, expected) in cases {
        assert_eq!(allows(global(named).as_bytes(), agent, "/x"), expected, "{named:?} {agent}");
    }
}

#[test]
fn the_longest_match_wins() {
    check(&[
        ("user-agent: FooBot\ndisallow: /x/page.html\nallow: /x/", "", "/x/page.html", false),
        ("user-agent: FooBot\nallow: /x/page.html\ndisallow: /x/", "", "/x/page.html", true),
        ("user-agent: FooBot\nallow: /x/page.html\ndisallow: /x/", "", "/x/", false),
        ("user-agent: FooBot\nallow: /x/page.html\ndisallow: /x/", "", "/y", true),
        // As long: the permission wins, in any order.
        ("user-agent: FooBot\ndisallow: /\nallow: /", "", "/x", true),
        ("user-agent: FooBot\nallow: /x\ndisallow: /x", "", "/x", true),
        ("user-agent: FooBot\ndisallow: /x\nallow: /x", "", "/x/y", true),
        // What is empty matches nothing.
        ("user-agent: FooBot\ndisallow:\nallow:", "", "/x", true),
        ("user-agent: FooBot\ndisallow: /\nallow:", "", "/x", false),
        ("user-agent: FooBot\ndisallow: /x\nallow: /x/", "", "/x", false),
        ("user-agent: FooBot\ndisallow: /x\nallow: /x/", "", "/x/", true),
        ("user-agent: FooBot\nallow: /page\ndisallow: /*.html", "", "/page", true),
        ("user-agent: FooBot\nallow: /page\ndisallow: /*.html", "", "/page.html", false),
        ("user-agent: FooBot\nallow: /x/page.\ndisallow: /*.html", "", "/x/page.html", true),
        ("user-agent: FooBot\nallow: /x/page.\ndisallow: /*.html", "", "/x/y.html", false),
        ("user-agent: FooBot\ndisallow: /$\nallow: /", "", "/", false),
        ("user-agent: FooBot\ndisallow: /\nallow: /$", "", "/", true),
        ("user-agent: FooBot\ndisallow: /\nallow: /$", "", "/page.html", false),
        ("user-agent: *\ndisallow: /x/\nuser-agent: FooBot\nallow: /x/y", "", "/x/z", true),
        // The page for which a folder stands: Google lets a permission for index.html speak for the folder. No rule of
        // the RFC does, so the folder stays forbidden.
        ("user-agent: *\nallow: /x/index.html\ndisallow: /", "", "/x/index.html", true),
        ("user-agent: *\nallow: /x/index.html\ndisallow: /", "", "/x/", false),
        ("user-agent: *\nallow: /x/index.htm\ndisallow: /", "", "/x/", false),
        // Its own address is always allowed.
        ("user-agent: *\ndisallow: /", "", "/robots.txt", true),
        ("user-agent: *\ndisallow: /", "", "/robots.txt?x", false),
    ]);
}

#[test]
fn patterns() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        // A rule, what it matches, and what not.
        ("/", &["/", "/x", "/?x", "/x/y?z"], &[]),
        (
            "/fish",
            &["/fish", "/fish.html", "/fish/salmon", "/fishheads", "/fish.php?id=x"],
            &["/Fish", "/catfish", "/"],
        ),
        ("/FISH", &["/FISH"], &["/fish"]),
        ("/fish*", &["/fish", "/fish.html", "/fish/a?b"], &["/Fish", "/catfish", "/desert/fish"]),
        ("/fish/", &["/fish/", "/fish/salmon", "/fish/?id"], &["/fish", "/fish.html"]),
        ("/*.php", &["/index.php", "/x/y.php?z", "/x/y.php/", "/x.php5"], &["/", "/index.PHP", "/php"]),
        ("/*.php$", &["/x.php", "/x/y.php"], &["/x.php?y", "/x.php/", "/x.php5", "/PHP"]),
        ("/fish*.php", &["/fish.php", "/fishheads/x.php?y"], &["/Fish.php", "/x/fish.php"]),
        ("*", &["/", "/x"], &[]),
        ("*/x", &["/x", "/y/x"], &["/", "/y"]),
        ("*.hwp", &["/a.hwp", "/a/b.hwp?c"], &["/a.pdf"]),
        ("/**", &["/", "/x"], &[]),
        ("/*/*/c", &["/a/b/c", "/a/b/c/d", "//x/c"], &["/a/c"]),
        ("/a*b*c$", &["/abc", "/axbxc", "/abcbc"], &["/abcd", "/acb"]),
        ("/*a$", &["/a", "/aa", "/baba"], &["/ab", "/"]),
        ("/aa*aa$", &["/aaaa", "/aaxaa"], &["/aaa", "/aa"]),
        ("/*?", &["/?", "/x?", "/x?y"], &["/", "/x"]),
        ("/*?*id=", &["/?id=1", "/x?y=2&id=1"], &["/id=1"]),
        ("/*&x", &["/?a&x"], &["/?x"]),
        ("/$", &["/"], &["/x", "/?"]),
        ("$", &["/"], &["/x"]),
        ("*$", &["/", "/x?y"], &[]),
        // A dollar means the end only at the end, and what stands behind is a letter like others.
        ("/a$b", &["/a$b", "/a$bc"], &["/a", "/ab"]),
        ("/a$*", &["/a$", "/a$x"], &["/a", "/ab"]),
        ("/a$$", &["/a$"], &["/a", "/a$$"]),
        ("/a*$", &["/a", "/ab"], &["/b"]),
        // Letters that mean something elsewhere.
        ("/a.b", &["/a.b"], &["/axb"]),
        ("/a+(b)[c]|^", &["/a+(b)[c]|^"], &["/aab"]),
        // Stars and dollars that are meant as such.
        ("/file-with-a-%2A.html", &["/file-with-a-*.html", "/file-with-a-%2a.html"], &["/file-with-a-x.html"]),
        ("/foo-%24", &["/foo-$", "/foo-%24x"], &["/foo-"]),
        // Parameters and queries belong to the path that is matched.
        ("/x;p", &["/x;p=1", "/x;p?y"], &["/x", "/x?;p"]),
        ("/x?y=1", &["/x?y=1", "/x?y=12"], &["/x?z&y=1", "/x"]),
        ("/x?y=1$", &["/x?y=1"], &["/x?y=12"]),
        // Without the slash in front it is no path; Google and the RFC ignore it, the author meant it.
        ("x", &["/x", "/xy"], &["/y"]),
        ("http://foo.bar/x", &[], &["/x", "/"]),
    ];
    for (pattern, matching, others) in cases {
        let text = format!("User-agent: *\nDisallow: {pattern}");
        for (urls, expected) in [(matching, false), (others, true)] {
            for url in *urls {
                // Joined by hand, since two slashes in front would name a host.
                let url = format!("http://foo.bar{url}");
                assert_eq!(allows(text.as_bytes(), "", &url), expected, "{pattern} {url}");
            }
        }
    }
}

#[test]
fn addresses() {
    const FORBIDDEN: &str = "User-agent: *\nDisallow: /\n";
    check(&[
        // No path is the path `/`.
        (FORBIDDEN, "", "http://foo.bar", false),
        (FORBIDDEN, "", "http://foo.bar?x", false),
        ("User-agent: *\nDisallow: /$", "", "http://foo.bar", false),
        ("User-agent: *\nDisallow: /$", "", "http://foo.bar#x", false),
        ("User-agent: *\nDisallow: /?x", "", "http://foo.bar?x", false),
        // What stands behind a hash is never sent, so it is not matched either.
        ("User-agent: *\nDisallow: /x$", "", "/x#y", false),
        ("User-agent: *\nDisallow: /*y", "", "/x#y", true),
        ("User-agent: *\nDisallow: /y", "", "/x#/y", true),
        ("User-agent: *\nDisallow: /*y", "", "/x?y#z", false),
        // Nor are scheme, host and port.
        ("User-agent: *\nDisallow: /x", "", "https://foo.bar:8443/x", false),
        ("User-agent: *\nDisallow: /foo.bar", "", "http://foo.bar/", true),
        // The address as it is sent: dots are gone.
        ("User-agent: *\nDisallow: /x", "", "/a/../x", false),
        ("User-agent: *\nDisallow: /x", "", "/a/%2e%2e/x", false),
        ("User-agent: *\nDisallow: /x", "", "/./x", false),
    ]);
}

#[test]
fn escapes() {
    let rule = |path: &str| format!("User-agent: *\nDisallow: /\nAllow: {path}");
    let cases = [
        ("/foo/bar?qux=taz&baz=http://foo.bar?tar&par", "/foo/bar?qux=taz&baz=http://foo.bar?tar&par", true),
        ("/foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", true),
        ("/foo/bar?baz=https%3A%2F%2Ffoo.bar", "/foo/bar?baz=https://foo.bar", true),
        // Other letters are compared as their octets, escaped or not.
        ("/foo/bar/ツ", "/foo/bar/%E3%83%84", true),
        ("/foo/bar/ツ", "/foo/bar/ツ", true),
        ("/foo/bar/%E3%83%84", "/foo/bar/%E3%83%84", true),
        ("/foo/bar/%e3%83%84", "/foo/bar/ツ", true),
        ("/foo/bar/%E3%83%84", "/foo/bar/%e3%83%84", true),
        ("/foo/bar/ツ", "/foo/bar/%E3%83%85", false),
        // Letters that need no escape are the same with one. Google keeps them apart.
        ("/foo/bar/%62%61%7A", "/foo/bar/baz", true),
        ("/foo/bar/baz", "/foo/bar/%62%61%7A", true),
        ("/foo/bar/%62%61%7A", "/foo/bar/%62%61%7a", true),
        ("/~x", "/%7Ex", true),
        ("/%7ex", "/~x", true),
        ("/a-b_c.d", "/a%2Db%5Fc%2Ed", true),
        // A slash that is escaped parts nothing.
        ("/a%2Fb", "/a%2Fb", true),
        ("/a%2Fb", "/a%2fb", true),
        ("/a%2Fb", "/a/b", false),
        ("/a/b", "/a%2Fb", false),
        ("/a%3Fb", "/a?b", false),
        ("/a?b", "/a%3Fb", false),
        ("/a%3Fb", "/a%3fb", true),
        ("/a%23b", "/a%23b", true),
        // Others that are reserved mean the same in a path.
        ("/a:b@c", "/a%3Ab%40c", true),
        ("/a%3Ab", "/a:b", true),
        ("/a%20b", "/a b", true),
        ("/a b", "/a%20b", true),
        ("/%25", "/%25", true),
        ("/%2561", "/%61", false),
        // What is no escape is a sign like others.
        ("/100%", "/100%", true),
        ("/100%x", "/100%xy", true),
        ("/%g1", "/%g1", true),
        ("/%2", "/%2", true),
        ("/%2", "/%20", false),
    ];
    for (path, url, expected) in cases {
        assert_eq!(allows(rule(path).as_bytes(), "", url), expected, "{path} {url}");
    }
}

#[test]
fn korean_paths() {
    let utf8 = "User-agent: *\nDisallow: /영상/방침\n";
    let (cp949, _, _) = encoding_rs::EUC_KR.encode(utf8);
    let escaped = "User-agent: *\nDisallow: /%BF%B5%BB%F3\n";
    let beyond = encoding_rs::EUC_KR.encode("User-agent: *\nDisallow: /똠방\n").0;
    let mixed = [&cp949[..], "Disallow: /공지\n".as_bytes()].concat();
    let cases: &[(&[u8], &str, bool)] = &[
        (utf8.as_bytes(), "/영상/방침/1", false),
        (utf8.as_bytes(), "/%EC%98%81%EC%83%81/%EB%B0%A9%EC%B9%A8", false),
        (utf8.as_bytes(), "/영상", true),
        (&cp949, "/영상/방침/1", false),
        (&cp949, "/%ec%98%81%EC%83%81/%EB%B0%A9%EC%B9%A8", false),
        (&cp949, "/영상", true),
        // A path is the same path in the other charset, in which links of old pages are escaped.
        (&cp949, "/%BF%B5%BB%F3/%B9%E6%C4%A7", false),
        (utf8.as_bytes(), "/%BF%B5%BB%F3/%B9%E6%C4%A7", false),
        (escaped.as_bytes(), "/%bf%b5%bb%f3", false),
        (escaped.as_bytes(), "/영상", true),
        // CP949 has more syllables than EUC-KR.
        (&beyond, "/똠방각하", false),
        // Each line is of its own charset: parts of a file come from different hands.
        (&mixed, "/영상/방침", false),
        (&mixed, "/공지", false),
    ];
    for (text, url, expected) in cases {
        assert_eq!(allows(text, "", url), *expected, "{} {url}", text.escape_ascii());
    }
}

#[test]
fn long_lines_and_long_files() {
    const LIMIT: usize = 500 * 1024;
    let file = |filler: usize, rule: &str| format!("User-agent: *\n{}\n{rule}\n", "#".repeat(filler));
    // Google cuts lines at 16 KiB or so. The RFC knows no such limit, and a rule that is cut forbids too much.
    let long = "x".repeat(20_000);
    let rule = format!("User-agent: *\nDisallow: /{long}y\n");
    assert!(!allows(rule.as_bytes(), "", &format!("/{long}yz")));
    assert!(allows(rule.as_bytes(), "", &format!("/{long}z")));
    let comment = format!("User-agent: *\n{}\nDisallow: /x", "#".repeat(100_000));
    assert!(!allows(comment.as_bytes(), "", "/x"));
    // Half a mebibyte is read, and not a byte more.
    assert!(!allows(file(499 * 1024, "Disallow: /x").as_bytes(), "", "/x"));
    assert!(allows(file(501 * 1024, "Disallow: /x").as_bytes(), "", "/x"));
    // A line that the limit cuts in two is not read: half a rule says something else.
    let head = "User-agent: *\nDisallow: /y\n#";
    let cut = format!("{head}{}\nDisallow: /x/y\n", "#".repeat(LIMIT - head.len() - "\nDisallow: /".len()));
    assert!(allows(cut.as_bytes(), "", "/x"));
    assert!(!allows(cut.as_bytes(), "", "/y"));
    // Nor does the cut change how the letters before it are read.
    let head = "User-agent: *\nDisallow: /영상\n#";
    for filler in 0..3 {
        let cut = format!("{head}{}{}", "#".repeat(filler), "한".repeat(LIMIT / 3));
        assert!(!allows(cut.as_bytes(), "", "/영상"), "{filler}");
    }
}

#[test]
fn hostile_rules_are_cheap() {
    // Stars by the thousand are matched without going back, and every rule is matched once.
    let stars = format!("User-agent: *\nDisallow: /{}b$\n", "*a".repeat(100_000));
    let many = format!("User-agent: *\n{}", "Disallow: /*a*b*c*d\n".repeat(20_000));
    let url = format!("/{}", "a".repeat(5_000));
    // Processor time of this thread: what matching costs, whatever else the machine does.
    let used = || rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime).tv_sec;
    let begin = used();
    assert!(allows(stars.as_bytes(), "", &url));
    assert!(allows(many.as_bytes(), "", &url));
    assert!(used() - begin < 10, "{} s", used() - begin);
}

#[test]
fn delays() {
    let cases: &[(&str, Option<u32>)] = &[
        ("", None),
        ("User-agent: *\nCrawl-delay: 5", Some(5000)),
        ("User-agent: *\ncrawl-delay:5", Some(5000)),
        ("User-agent: *\nCrawl-delay 5", Some(5000)),
        ("User-agent: *\nCrawl-delay: 0", Some(0)),
        // Fractions, with a comma too; upwards to the next millisecond.
        ("User-agent: *\nCrawl-delay: 0.5", Some(500)),
        ("User-agent: *\nCrawl-delay: .5", Some(500)),
        ("User-agent: *\nCrawl-delay: 1.", Some(1000)),
        ("User-agent: *\nCrawl-delay: 2,5", Some(2500)),
        ("User-agent: *\nCrawl-delay: 0.0001", Some(1)),
        ("User-agent: *\nCrawl-delay: 1.23456789012345678901234567890", Some(1235)),
        // What is said after the number is not read.
        ("User-agent: *\nCrawl-delay: 10s", Some(10_000)),
        ("User-agent: *\nCrawl-delay: 10 # seconds", Some(10_000)),
        ("User-agent: *\nCrawl-delay: 10 초", Some(10_000)),
        // Too much is the most there is; what is no number is none.
        ("User-agent: *\nCrawl-delay: 99999999", Some(u32::MAX)),
        ("User-agent: *\nCrawl-delay: 99999999999999999999999999", Some(u32::MAX)),
        ("User-agent: *\nCrawl-delay: 1e9999", Some(1000)),
        ("User-agent: *\nCrawl-delay: -1", None),
        ("User-agent: *\nCrawl-delay: NaN", None),
        ("User-agent: *\nCrawl-delay: inf", None),
        ("User-agent: *\nCrawl-delay: .", None),
        ("User-agent: *\nCrawl-delay:", None),
        // Before the rules, after them, between them; the longest counts.
        ("User-agent: *\nCrawl-delay: 5\nDisallow: /x", Some(5000)),
        ("User-agent: *\nDisallow: /x\nCrawl-delay: 5", Some(5000)),
        ("User-agent: *\nDisallow: /x\nCrawl-delay: 5\nDisallow: /y\nCrawl-delay: 3", Some(5000)),
        // Our own group before that of all, and nobody else's.
        ("User-agent: Yeti\nCrawl-delay: 5", None),
        ("User-agent: *\nCrawl-delay: 5\n\nUser-agent: FooBot\nCrawl-delay: 7", Some(7000)),
        ("User-agent: FooBot\nCrawl-delay: 7\n\nUser-agent: *\nCrawl-delay: 9", Some(7000)),
        ("User-agent: *\nCrawl-delay: 5\n\nUser-agent: FooBot\nDisallow: /x", None),
        ("User-agent: FooBot\nUser-agent: Yeti\nCrawl-delay: 7", Some(7000)),
        // A delay is meant for the names right above it, although it does not end their group.
        ("User-agent: Yeti\nCrawl-delay: 60\n\nUser-agent: *\nDisallow: /x", None),
        ("User-agent: Yeti\nCrawl-delay: 60\n\nUser-agent: *\nCrawl-delay: 2\nDisallow: /x", Some(2000)),
        // Before any group it is said to everybody.
        ("Crawl-delay: 5\nUser-agent: *\nDisallow: /x", Some(5000)),
    ];
    for (text, expected) in cases {
        assert_eq!(Rules::read(text.as_bytes(), "FooBot").delay_ms(), *expected, "{text:?}");
    }
}

#[test]
fn site_maps() {
    let cases: &[(&str, &[&str])] = &[
        ("Sitemap: http://foo.bar/s.xml", &["http://foo.bar/s.xml"]),
        ("sitemap:http://foo.bar/s.xml # all", &["http://foo.bar/s.xml"]),
        ("Site-map: http://foo.bar/s.xml", &["http://foo.bar/s.xml"]),
        // Wherever it stands, and for whomever.
        ("User-agent: Yeti\nSitemap: http://a/1\nDisallow: /\nSitemap: http://a/2", &["http://a/1", "http://a/2"]),
        ("\u{feff}Sitemap: http://foo.bar/s.xml", &["http://foo.bar/s.xml"]),
        ("Sitemap: http://a/1\nSitemap: http://a/1", &["http://a/1"]),
        // Whole addresses of the web only.
        ("Sitemap: /s.xml\nSitemap:\nSitemap: ftp://a/1\nSitemap: javascript:x", &[]),
    ];
    for (text, expected) in cases {
        let rules = Rules::read(text.as_bytes(), "FooBot");
        let found: Vec<&str> = rules.sitemaps().iter().map(Url::as_str).collect();
        assert_eq!(found, *expected, "{text:?}");
    }
}

fn answer(status: u16) -> Outcome {
    Outcome::Stored(Snapshot {
        document: DocumentId("0".repeat(64)),
        status,
        content_type: None,
        location: None,
        bytes: 0,
        warc: String::new(),
        offset: 0,
        length: 0,
        validators: Validators::default(),
        revisit: None,
    })
}

fn may_ask(access: &RobotsRules) -> bool {
    let url = Url::parse("http://foo.bar/x").unwrap();
    matches!(access.verdict(&url), RobotsVerdict::Allowed(_) | RobotsVerdict::NoRules)
}

#[test]
fn answers_without_rules() {
    let no_body: Option<&[u8]> = None;
    let cases = [
        (answer(404), true),
        (answer(403), true),
        (answer(401), true),
        (answer(410), true),
        (answer(301), true),
        (answer(500), false),
        (answer(502), false),
        (answer(599), false),
        (Outcome::Failed(FetchError::Timeout), false),
        (Outcome::Failed(FetchError::Dns), false),
        (Outcome::Failed(FetchError::Throttled { retry_after_ms: None }), false),
        (Outcome::Refused(Refusal::PrivateAddress), false),
    ];
    for (outcome, expected) in cases {
        assert_eq!(may_ask(&RobotsRules::of(&outcome, no_body)), expected, "{outcome:?}");
    }
    assert!(!may_ask(&RobotsCache::default().of("http://never.kr")));
}

#[test]
fn answers_with_rules_speak_to_us_by_our_name() {
    let cases = [
        ("User-agent: *\nDisallow: /", false),
        ("User-agent: bangchim\nDisallow: /\n\nUser-agent: *\nAllow: /", false),
        ("User-agent: *\nDisallow: /\n\nUser-agent: BangChim/0.1\nAllow: /", true),
        ("User-agent: Yeti\nDisallow: /", true),
    ];
    for (text, expected) in cases {
        let access = RobotsRules::of(&answer(200), Some(text.as_bytes()));
        assert_eq!(may_ask(&access), expected, "{text:?}");
    }
    let text = b"User-agent: *\nCrawl-delay: 5\nSitemap: http://foo.bar/s.xml";
    let access = RobotsRules::of(&answer(200), Some(text));
    assert_eq!((access.delay_wanted_ms(), access.sitemaps().len()), (Some(5000), 1));
}
