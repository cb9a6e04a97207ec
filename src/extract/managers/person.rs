//! A person put together from words: department, position, name and phone in whatever order.

use super::words::{Likelihood, is_masked, is_name, is_only_name, is_post, is_unit, likelihood};
use crate::extract::span::Span;
use crate::extract::vocabulary::Column;
use crate::model::policy::{Manager, Role, Stated};
use crate::normalise::phone;
use regex::Regex;
use std::sync::LazyLock;

/// A person being put together.
#[derive(Debug, Clone)]
pub(super) struct PersonBuilder {
    pub(super) role: Stated<Role>,
    pub(super) name: Option<Span>,
    pub(super) position: Option<Span>,
    pub(super) department: Option<Span>,
    pub(super) phone: Option<(phone::Phone, Span)>,
}

impl PersonBuilder {
    pub(super) fn new(role: Stated<Role>) -> Self {
        Self { role, name: None, position: None, department: None, phone: None }
    }

    /// Takes a cell under a known title.
    pub(super) fn take(&mut self, column: Option<Column>, cell: &Span) {
        if is_empty_word(cell) || cell.folded() == "〃" {
            return;
        }
        if let Some(parts) = labelled_parts(cell) {
            for (column, part) in parts {
                self.take(column, &part);
            }
            return;
        }
        match column {
            Some(Column::Phone) => self.take_phone(cell),
            Some(Column::Name) => self.take_name(cell),
            Some(Column::Position) => self.take_position(cell),
            Some(Column::Department) => self.take_department(cell),
            Some(
                Column::Note
                | Column::Serial
                | Column::Count
                | Column::Place
                | Column::Range
                | Column::Purpose
                | Column::Retention
                | Column::Hours
                | Column::Storage
                | Column::Method
                | Column::Sites
                | Column::Installed
                | Column::Model
                | Column::Basis
                | Column::Revision,
            ) => {}
            _ => self.take_text(cell),
        }
    }

    /// Takes a cell under the title of names: a name, or a post that a template left without one.
    fn take_name(&mut self, cell: &Span) {
        let folded = cell.folded();
        let words = cell.split(char::is_whitespace);
        let parts = words.len() > 1 && words.iter().any(|word| is_post(word.folded()) || is_unit(word.folded()));
        if is_only_name(cell, Likelihood::Possible) {
            self.name.get_or_insert_with(|| cell.clone());
        } else if parts
            || (is_post(folded) || is_unit(folded)) && folded.chars().count() > 3
            || !phone::find(folded).is_empty()
        {
            self.take_text(cell);
        } else if !BROAD.is_match(folded) {
            self.name.get_or_insert_with(|| cell.clone());
        }
    }

    fn take_department(&mut self, cell: &Span) {
        if is_every(cell.folded()) {
            return;
        }
        // 소속 및 직위 in one cell: a post is a position although it stands under 소속, and a name a name.
        let post = is_post(cell.folded()) && !is_unit(cell.folded());
        if !phone::find(cell.folded()).is_empty() || post || holds_name(cell) {
            self.take_text(cell);
        } else {
            self.department.get_or_insert_with(|| cell.clone());
        }
    }

    pub(super) fn take_phone(&mut self, cell: &Span) {
        if self.phone.is_none()
            && let Some(found) = phone::find(cell.folded()).into_iter().next()
        {
            let words = cell.part(found.range.start, found.range.end);
            self.phone = Some((found, words));
        }
    }

    fn take_position(&mut self, cell: &Span) {
        if phone::find(cell.folded()).is_empty() && !holds_name(cell) {
            self.position.get_or_insert_with(|| cell.clone());
        } else {
            self.take_text(cell);
        }
    }

    /// Takes words of any kind: department, position, name and phone in a row.
    pub(super) fn take_text(&mut self, words: &Span) {
        if let Some(parts) = labelled_parts(words) {
            for (column, part) in parts {
                self.take(column, &part);
            }
            return;
        }
        self.take_phone(words);
        let text = without_phone(words);
        let marks = ['-', ':', '·', ',', '●', '■', '▪', '•', '/', '(', ')', '[', ']'];
        let text = text.trimmed(&marks);
        // A masked name ends in the rings and stars that elsewhere stand for nothing.
        if is_name(text.folded()) && is_masked(text.folded()) {
            self.name.get_or_insert(text);
            return;
        }
        let text = text.trimmed(&['○', '*', '-', ':', '·', ',', '/', ' ']);
        if text.text().is_empty() || is_empty_word(&text) {
            return;
        }
        if CHOSEN.is_match(text.folded()) {
            self.position.get_or_insert(text);
            return;
        }
        if text.folded().is_ascii() && self.take_english(&text) {
            return;
        }
        let tokens = tokens_of(&text);
        // 경 무 과 장: letters set apart to fill the cell are one word.
        if tokens.len() > 1 && tokens.iter().all(|token| token.folded().chars().count() == 1) {
            let word = text.folded();
            let part = if is_post(word) {
                &mut self.position
            } else if likelihood(word) >= Likelihood::Likely {
                &mut self.name
            } else {
                &mut self.department
            };
            part.get_or_insert(text);
            return;
        }
        self.take_tokens(&tokens);
    }

    /// Takes an English post with its department, between commas: Director of General Affairs, Facility Team.
    fn take_english(&mut self, text: &Span) -> bool {
        let parts = text.split(|c| matches!(c, ',' | '(' | ')' | ';'));
        let post = |part: &Span| part.split(char::is_whitespace).iter().any(|word| is_post(word.folded()));
        let Some(position) = parts.iter().find(|part| post(part)) else { return false };
        self.position.get_or_insert_with(|| position.clone());
        if let Some(department) = parts.iter().find(|part| *part != position && is_unit(part.folded())) {
            self.department.get_or_insert_with(|| department.clone());
        }
        true
    }

    /// Takes words one by one: what each is tells where it goes.
    fn take_tokens(&mut self, tokens: &[Span]) {
        // Departments by their endings, and words that may be some.
        let mut departments: Vec<(Span, bool)> = Vec::new();
        let mut positions: Vec<Span> = Vec::new();
        let mut name = None;
        for (index, token) in tokens.iter().enumerate() {
            let word = token.folded();
            if is_name_here(tokens, index) {
                name.get_or_insert_with(|| token.clone());
            } else if is_post(word) {
                positions.push(token.clone());
            } else if is_unit(word) {
                if positions.is_empty() || departments.is_empty() {
                    departments.push((token.clone(), true));
                }
            } else if word.chars().any(char::is_alphabetic) && positions.is_empty() {
                departments.push((token.clone(), false));
            }
        }
        let before_posts = |(word, _): &(Span, bool)| {
            positions.first().is_none_or(|post: &Span| (word.block(), word.start()) < (post.block(), post.start()))
        };
        if let Some(first) = positions.first() {
            // 각 부서의 업무담당자 are posts of no department in particular; 청사관리 담당 is one post.
            let every = |(word, _): &(Span, bool)| is_every(word.folded());
            let kept = if departments.iter().any(every) {
                0
            } else if !departments.iter().all(before_posts) {
                departments.len()
            } else if BROAD.is_match(first.folded()) {
                departments.iter().rposition(|(_, known)| *known).map_or(0, |last| last + 1)
            } else {
                departments.len()
            };
            positions.splice(0..0, departments.drain(kept..).map(|(word, _)| word));
        }
        let departments: Vec<Span> = departments.into_iter().map(|(word, _)| word).collect();
        if self.department.is_none() {
            self.department = span(&departments).filter(|words| !is_every(words.folded()));
        }
        if self.position.is_none() {
            self.position = span(&positions);
        }
        if self.name.is_none() {
            self.name = name;
        }
    }

    /// Whether its department is the beginning of a department and no department by itself.
    pub(super) fn is_start_of(&self, whole: &Span) -> bool {
        self.department.as_ref().is_some_and(|part| {
            let (part, whole) = (part.folded(), whole.folded());
            !is_unit(part) && whole.starts_with(part) && whole.len() > part.len()
        })
    }

    /// Whether nothing but a department was found.
    pub(super) fn is_only_department(&self) -> bool {
        self.department.is_some() && self.position.is_none() && self.name.is_none() && self.phone.is_none()
    }

    pub(super) fn finish(self, rule: &'static str) -> Manager {
        let (phone, phone_raw) = match self.phone {
            Some((phone, words)) => (Some(Stated::new(phone.number, words.whole(rule))), Some(words.text().to_owned())),
            None => (None, None),
        };
        Manager {
            role: self.role,
            name: self.name.map(|slice| slice.stated(rule)),
            position: self.position.map(|slice| slice.stated(rule)),
            department: self.department.map(|slice| slice.stated(rule)),
            phone,
            phone_raw,
        }
    }
}

/// From the first of some words to the last; the first alone where they stand in different paragraphs.
fn span(parts: &[Span]) -> Option<Span> {
    let (first, last) = (parts.first()?, parts.last()?);
    Some(if first.shares_text_with(last) { first.through(last) } else { first.clone() })
}

/// Words between blanks, slashes, commas and brackets. A post whose cell broke over lines is one word: 환경위생\n과장.
fn tokens_of(text: &Span) -> Vec<Span> {
    let mut tokens: Vec<Span> = Vec::new();
    for token in text.split(|c| c.is_whitespace() || matches!(c, '/' | ',' | '(' | ')' | '\u{00b7}')) {
        let broken = tokens.last().is_some_and(|last| {
            let between = (last.start() + last.text().chars().count() as u32) as usize;
            let from = between.saturating_sub(text.start() as usize);
            let gap = (token.start() as usize).saturating_sub(between);
            let newline = text.text().chars().skip(from).take(gap).any(|c| c == '\n');
            let known =
                is_post(last.folded()) || is_unit(last.folded()) || likelihood(last.folded()) == Likelihood::Sure;
            newline && !known && SUFFIX.is_match(token.folded())
        });
        match tokens.pop() {
            Some(last) if broken => tokens.push(last.through(&token)),
            Some(last) => tokens.extend([last, token]),
            None => tokens.push(token),
        }
    }
    tokens
}

/// The end of a post that the end of a line cut off: 환경위생 / 과장.
static SUFFIX: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:[과팀국실부처소]?장|담당관?|주무관)$").expect("pattern"));

/// The words without the phone and what announces it: what stands before it, or behind it where nothing stands before.
fn without_phone(words: &Span) -> Span {
    // 전화, ☎ and brackets before the number belong to it.
    static BEFORE_PHONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)[(\[,/:·\-]*(?:☎|☏|전화(?:번호)?|연락처|tel\.?|내선|대표|직통)*[(\[,/:·\-]*$")
            .expect("pattern")
    });
    let folded = words.folded();
    let phones = phone::find(folded);
    let Some(first) = phones.first() else { return words.clone() };
    let head = &folded[..first.range.start];
    let cut = BEFORE_PHONE.find(head).map_or(head.len(), |found| found.start());
    if cut > 0 || phones.len() > 1 { words.part(0, cut) } else { words.part(first.range.end, folded.len()) }
}

/// Whether a word among others is a name: behind a department or post when its surname is common, before a post when it
/// ends as no department does, by itself in either case.
fn is_name_here(tokens: &[Span], index: usize) -> bool {
    let word = tokens[index].folded();
    let weight = likelihood(word);
    let next_is_post = tokens.get(index + 1).is_some_and(|next| is_post(next.folded()));
    let after_post = index > 0 && is_post(tokens[index - 1].folded());
    match weight {
        Likelihood::Sure => {
            tokens.len() == 1 && !is_unit(word) || index > 0 || is_masked(word) || next_is_post && !is_unit(word)
        }
        Likelihood::Likely => tokens.len() == 1 || next_is_post || after_post || index + 1 == tokens.len(),
        Likelihood::Possible => after_post && index + 1 == tokens.len() && !is_unit(word),
        Likelihood::No => false,
    }
}

/// Whether a cell is a name, or holds one beside a post or a department.
fn holds_name(cell: &Span) -> bool {
    let tokens = tokens_of(cell);
    (0..tokens.len()).any(|index| is_name_here(&tokens, index)) || is_only_name(cell, Likelihood::Likely)
}

/// Parts that are labelled within a cell or line, and what stands before them: 총무과 성명: 홍길동 직위: 과장.
fn labelled_parts(words: &Span) -> Option<Vec<(Option<Column>, Span)>> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?:(?P<name>성명|이름|담당자명)|(?P<position>직위|직책|직급)|(?P<department>(?:담당|소속|관리)?부서(?:명)?|소속)|(?P<phone>연락처|전화번호|전화))(?P<mark>:|=|(?:은|는))?",
        )
        .expect("pattern")
    });
    let folded = words.folded();
    if !folded.contains(['성', '이', '직', '소', '부']) {
        return None;
    }
    let mut labels: Vec<(usize, usize, Column)> = Vec::new();
    for found in LABEL.captures_iter(folded) {
        let Some(all) = found.get(0) else { continue };
        let blank =
            |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '/' | ',' | '-' | '·' | ':'));
        let marked = found.name("mark").is_some();
        let starts = all.start() == 0 || blank(words.previous_char(all.start()));
        if starts && (marked || words.next_char(all.end()).is_some_and(char::is_whitespace)) {
            let column = if found.name("name").is_some() {
                Column::Name
            } else if found.name("position").is_some() {
                Column::Position
            } else if found.name("department").is_some() {
                Column::Department
            } else {
                Column::Phone
            };
            labels.push((all.start(), all.end(), column));
        }
    }
    // A phone's label alone is read with the phone; 소속 기관 is no label.
    let told = |(_, end, column): &(usize, usize, Column)| {
        *column != Column::Phone && (folded[..*end].ends_with(':') || *column == Column::Name)
    };
    if !labels.iter().any(told) {
        return None;
    }
    let mut parts = Vec::new();
    if labels[0].0 > 0 {
        parts.push((None, words.part(0, labels[0].0)));
    }
    for (at, (_, start, column)) in labels.iter().enumerate() {
        let end = labels.get(at + 1).map_or(folded.len(), |(next, ..)| *next);
        parts.push((Some(*column), words.part(*start, end)));
    }
    let marks = ['(', ')', ',', '/', '-', '·', ':', '[', ']', ';'];
    let parts = parts.into_iter().map(|(column, part)| match column {
        Some(Column::Phone) => (column, part),
        _ => (column, part.trimmed(&marks)),
    });
    Some(parts.filter(|(_, part)| !part.text().is_empty()).collect())
}

/// Dashes, rings and template names that stand for nobody.
pub(super) fn is_empty_word(cell: &Span) -> bool {
    let folded = cell.folded();
    cell.is_blank()
        || folded.chars().all(|c| matches!(c, '○' | 'O' | '0' | 'X' | '*' | '-' | '.' | '#'))
        || folded == "홍길동"
        || folded.starts_with("0000")
        || folded.starts_with("○○")
        || folded.starts_with("000")
        || matches!(folded, "없음" | "해당없음" | "공석")
}

/// Posts that say little by themselves: the word before them is part of them, unless it ends like a department.
static BROAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:업무|실무)?(?:담당|담당관|담당자)$|^(?:주무관|근무자|직원|요원|사원|당직자|당직근무자|경비원|경찰관|관리자|관리원|운영자|사감)$")
        .expect("pattern")
});

/// Whoever is chosen for it: 기관의 장이 지정한 자.
static CHOSEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[이가](?:지정|지명|위임|임명)(?:한|하는|된)(?:자|사람|직원|담당자|공무원)$").expect("pattern")
});

/// Words that speak of any department and name none: 각, 설치부서의, 부서별.
fn is_every(word: &str) -> bool {
    matches!(word, "각" | "해당" | "소관" | "관련" | "의")
        || word.ends_with("부서의")
        || word.ends_with("기관의")
        || word.ends_with("부서별")
}
