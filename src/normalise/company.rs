//! Names of firms and foundations without their legal form, so that one body is counted once.

/// Legal forms as they are written before or behind a name.
const FORMS: [&str; 17] = [
    "주식회사",
    "유한책임회사",
    "유한회사",
    "합자회사",
    "합명회사",
    "재단법인",
    "사단법인",
    "협동조합",
    "(주)",
    "(유)",
    "(합)",
    "(재)",
    "(사)",
    "㈜",
    "㈐",
    "㈔",
    "㈏",
];

/// A firm's name without legal form, brackets of a note, blanks and letter case: the key under which it is counted.
///
/// Two firms that differ in their legal form alone fall together; that is rare, and one firm written in three ways is
/// not. Nothing is left of a text that names no firm.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Company(String);

impl Company {
    /// The key of a name as written; `None` when nothing but a legal form or marks is left.
    pub fn parse(written: &str) -> Option<Self> {
        let key: String = without_form(written)
            .chars()
            .filter(|letter| letter.is_alphanumeric() || matches!(letter, '&' | '+'))
            .flat_map(char::to_lowercase)
            .collect();
        (!key.is_empty()).then_some(Self(key))
    }

    /// The key.
    pub fn key(&self) -> &str {
        &self.0
    }
}

/// A name without legal forms at its ends and without the brackets that add a word to it; letters as written.
pub fn without_form(written: &str) -> String {
    // Wide brackets and letters come from Hangul keyboards and mean the same.
    let mut name: String = written.chars().map(narrow).collect();
    for blank in ["( ", " )"] {
        while name.contains(blank) {
            name = name.replace(blank, blank.trim());
        }
    }
    loop {
        let trimmed = name.trim();
        let shorter = FORMS
            .iter()
            .find_map(|form| trimmed.strip_prefix(form).or_else(|| trimmed.strip_suffix(form)))
            .or_else(|| without_note(trimmed));
        match shorter {
            Some(shorter) if !shorter.trim().is_empty() => name = shorter.to_owned(),
            Some(_) => return String::new(),
            None => return trimmed.to_owned(),
        }
    }
}

/// `한국과학기술기획평가원(KISTEP)` → `한국과학기술기획평가원`.
fn without_note(name: &str) -> Option<&str> {
    let (before, note) = name.strip_suffix(')')?.rsplit_once('(')?;
    (!before.trim().is_empty() && !note.contains(')')).then_some(before)
}

fn narrow(letter: char) -> char {
    match letter {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_firm_has_one_key() {
        let cases = [
            ("㈜누리비전시스템", Some("누리비전시스템")),
            ("(주)누리비전시스템", Some("누리비전시스템")),
            ("( 주 ) 누리비전 시스템", Some("누리비전시스템")),
            ("누리비전시스템㈜", Some("누리비전시스템")),
            ("주식회사 누리비전시스템", Some("누리비전시스템")),
            ("누리비전시스템 주식회사", Some("누리비전시스템")),
            ("（주）누리비전시스템", Some("누리비전시스템")),
            ("누리비전시스템(대전지사)", Some("누리비전시스템")),
            ("(주)KT텔레캅", Some("kt텔레캅")),
            ("ＫＴ텔레캅", Some("kt텔레캅")),
            ("S&T 시스템", Some("s&t시스템")),
            ("유한회사 다온", Some("다온")),
            ("(재)대한건설기계안전관리원", Some("대한건설기계안전관리원")),
            ("주식회사", None),
            ("(주)", None),
            ("-", None),
            ("", None),
        ];
        for (written, expected) in cases {
            let company = Company::parse(written);
            assert_eq!(company.as_ref().map(Company::key), expected, "{written}");
        }
    }

    #[test]
    fn the_form_goes_and_the_name_stays() {
        let cases = [
            ("한국전력기술(주)", "한국전력기술"),
            ("한국과학기술기획평가원(KISTEP)", "한국과학기술기획평가원"),
            ("재단법인충북테크노파크", "충북테크노파크"),
            ("학교법인한국폴리텍", "학교법인한국폴리텍"),
            ("한국은행", "한국은행"),
        ];
        for (written, expected) in cases {
            assert_eq!(without_form(written), expected);
        }
    }
}
