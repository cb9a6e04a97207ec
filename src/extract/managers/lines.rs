//! People in lines, blocks of short lines, and sentences.

use super::person::PersonBuilder;
use super::roles::{role_of, role_of_topics, role_of_words};
use super::section::is_sentence;
use super::tables::is_role_of_law;
use super::{section, split_people};
use crate::extract::span::Span;
use crate::extract::statements::{Sections, Statement};
use crate::extract::vocabulary::{Column, Topic, Topics};
use crate::model::policy::{Manager, Role, Stated};
use crate::normalise::phone;
use regex::Regex;
use std::sync::LazyLock;

/// A role word inside a sentence, before a particle, a colon or a bracket.
pub(super) static ROLE_IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:개인)?(?:영상정보)?(?:총괄|보호|분임|관리|운영)?(?:관리|보호)?책임(?:자|관)|접근권한(?:이있는(?:사람|자)|을가진자|자)?|(?:운영|관리|열람)권한자|(?:영상정보)?보호담당자|(?:운영|관리)담당자|모니터링(?:전담자|요원)|영상정보에접근할수있는(?:사람|자)|접근할수있는(?:사람|자|직원)").expect("pattern")
});

/// People in lines: `관리책임자 : 총무과장 (…)`, blocks of short lines, sentences.
pub(super) fn lines(reading: &Sections<'_>, found: &mut Vec<(usize, Manager)>) {
    let statements = &reading.statements;
    let mut index = 0;
    while index < statements.len() {
        let statement = &statements[index];
        index += 1;
        if statement.section.any(&[
            Topic::Contract,
            Topic::Request,
            Topic::Signboard,
            Topic::Foreign,
            Topic::ThirdParty,
            Topic::Check,
            Topic::Safeguards,
        ]) && !names_manager(statement)
        {
            continue;
        }
        let own_section = statement.section.any(&[Topic::Manager, Topic::Chief, Topic::Access, Topic::Department]);
        let several = section::roles_of(statement.label);
        if several.len() > 1 && statement.labelled && !is_sentence(&statement.words) {
            section::people_by_roles(statement, &several, found);
            continue;
        }
        let label_role = statement.label_words.as_ref().and_then(|words| Some((role_of_words(words)?, words)));
        let sentence = is_sentence(&statement.words);
        let apart = !statement.labelled;
        if let Some((role, words)) =
            label_role.filter(|_| !sentence && (statement.labelled || own_section_or_label(statement)))
        {
            let role = Stated::new(role, words.whole("people.label"));
            let mut block = vec![statement];
            // A person may go on over short lines until the phone; below a label on a line of its own it always may.
            while phone::find(block[block.len() - 1].words.folded()).is_empty() && (own_section || apart) {
                let goes_on = |next: &&Statement| continues(statement, next) || is_part_of_line(statement, next);
                let Some(next) = statements.get(index).filter(|next| block.len() < 4 && goes_on(next)) else {
                    break;
                };
                block.push(next);
                index += 1;
            }
            person_of_block(&role, &block, found);
            continue;
        }
        // A policy that is one article tells everything in sentences without headings.
        let loose = statement.section.is_empty() && statement.label.is_empty() && sentence;
        if own_section || loose || statement.label.any(&[Topic::Manager, Topic::Chief, Topic::Access]) {
            sentence_people(statement, found);
        }
    }
    section::people_without_roles(reading, found);
}

/// Whether a line of another item names a manager all the same: 관리책임자 : 총무과장 (02-…). A 담당자 there is that item's.
fn names_manager(statement: &Statement) -> bool {
    statement.labelled
        && role_of_topics(statement.label).is_some()
        && statement.label_words.as_ref().is_some_and(|words| is_role_of_law(words.folded()))
        && !phone::find(statement.words.folded()).is_empty()
}

pub(super) fn own_section_or_label(statement: &Statement) -> bool {
    statement.label.count() == 1
        && (statement.distance == 1 || statement.distance <= 6 && !phone::find(statement.words.folded()).is_empty())
        && statement.words.folded().chars().count() <= 60
}

/// Whether a labelled part of the same line belongs to the person before it: 접근권한자 : 사무국장 / 전화 : 031-….
fn is_part_of_line(first: &Statement, next: &Statement) -> bool {
    let part = [Topics::of(&[Topic::Phone]), Topics::of(&[Topic::Department])].contains(&next.label);
    next.order == first.order && next.labelled && part
}

/// Whether a line goes on with the person of the line before.
pub(super) fn continues(first: &Statement, next: &Statement) -> bool {
    !next.labelled
        && next.label == first.label
        && next.words.folded().chars().count() <= 25
        && !is_sentence(&next.words)
        && role_of_words(&next.words).is_none()
}

pub(super) fn person_of_block(role: &Stated<Role>, block: &[&Statement], found: &mut Vec<(usize, Manager)>) {
    let order = block[0].order;
    if block.len() == 1 {
        for person in people_of_line(role, &block[0].words) {
            found.push((order, person));
        }
        return;
    }
    let mut draft = PersonBuilder::new(role.clone());
    for statement in block {
        draft.take_text(&statement.words);
    }
    found.push((order, draft.finish("people.label")));
}

/// A line may go on to other roles, and to parts of a person that it names: `관리책임자 총무과장 02-…, 담당 부서 총무과,
/// 접근권한자 방호원`.
fn people_of_line(role: &Stated<Role>, words: &Span) -> Vec<Manager> {
    let pieces = words.split(|c| matches!(c, ',' | '/' | ';' | '|' | '\n'));
    let says: Vec<Option<Says>> = pieces.iter().map(says).collect();
    // Text runs up to the next piece that says what it is.
    let mut people = Vec::new();
    let mut role = role.clone();
    let mut index = 0;
    while index < pieces.len() {
        let first = match &says[index] {
            Some(Says::Role(next, rest)) => {
                role = next.clone();
                rest.clone()
            }
            _ => pieces[index].clone(),
        };
        let mut last = index;
        while last + 1 < pieces.len() && says[last + 1].is_none() {
            last += 1;
        }
        let mut parts = Vec::new();
        if let Some(Says::Part(column, value)) = &says[index] {
            parts.push((*column, value));
        }
        let text = parts.is_empty().then(|| first.through(&pieces[last]));
        while let Some(Some(Says::Part(column, value))) = says.get(last + 1) {
            parts.push((*column, value));
            last += 1;
        }
        let named = text.map_or_else(|| vec![None], |text| split_people(&text).into_iter().map(Some).collect());
        let many = named.len();
        for (number, text) in named.into_iter().enumerate() {
            let mut draft = PersonBuilder::new(role.clone());
            if let Some(text) = text {
                match says_role(&text) {
                    // 관리책임자 … 02-… 접근권한자 … 02-…, with nothing between them.
                    Some((next, rest)) if number > 0 => {
                        role = next;
                        draft = PersonBuilder::new(role.clone());
                        draft.take_text(&rest);
                    }
                    _ => draft.take_text(&text),
                }
            }
            // What follows several people is said of the last.
            if number + 1 == many {
                for (column, value) in &parts {
                    if *column != Column::Department || is_of(&draft, value) {
                        draft.take(Some(*column), value);
                    }
                }
            }
            people.push(draft.finish("people.label"));
        }
        index = last + 1;
    }
    people
}

/// Whether a department in charge is that of a person: of 총무과 and 총무과장 it is, of 사무국 and 원장 nobody says so.
fn is_of(draft: &PersonBuilder, department: &Span) -> bool {
    draft.position.as_ref().is_none_or(|position| position.folded().starts_with(department.folded()))
}

/// What a piece of a line says that it is.
enum Says {
    Role(Stated<Role>, Span),
    Part(Column, Span),
}

fn says(piece: &Span) -> Option<Says> {
    if let Some((role, rest)) = says_role(piece) {
        return Some(Says::Role(role, rest));
    }
    static PART: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^(?:(?P<department>(?:담당|소속|운영|관리)부서|소속)|(?P<position>직위|직책|직급)|(?P<name>성명|이름)|(?P<phone>연락처|전화번호))(?:은|는)?:?",
        )
        .expect("pattern")
    });
    let found = PART.captures(piece.folded())?;
    let end = found.get(0)?.end();
    // 소속기관장 is one word, and no department.
    let apart =
        piece.folded()[..end].ends_with([':', '은', '는']) || piece.next_char(end).is_some_and(char::is_whitespace);
    let rest = piece.part(end, piece.folded().len()).trimmed(&[' ', ':', '-']);
    let named = |name: &str| found.name(name).is_some();
    let column = match () {
        () if named("department") => Column::Department,
        () if named("position") => Column::Position,
        () if named("name") => Column::Name,
        () => Column::Phone,
    };
    (apart && !rest.is_blank()).then_some(Says::Part(column, rest))
}

/// The role at the start of a piece, and whom it names.
fn says_role(piece: &Span) -> Option<(Stated<Role>, Span)> {
    let found = ROLE_IN_TEXT.find(piece.folded()).filter(|found| found.start() == 0)?;
    let role = role_of(found.as_str())?;
    static PARTICLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^(?:은|는|:|-|=)*").expect("pattern"));
    let skip = PARTICLE.find(&piece.folded()[found.end()..]).map_or(0, |particle| particle.end());
    let rest = piece.part(found.end() + skip, piece.folded().len());
    let role = Stated::new(role, piece.quote(0, found.end(), "people.label"));
    (!rest.is_blank()).then_some((role, rest))
}

/// People named in a sentence: a role word, then a post with a phone in brackets.
pub(super) fn sentence_people(statement: &Statement, found: &mut Vec<(usize, Manager)>) {
    let folded = statement.words.folded();
    let roles: Vec<(usize, usize)> = ROLE_IN_TEXT.find_iter(folded).map(|word| (word.start(), word.end())).collect();
    let phones = phone::find(folded);
    let mut start = 0;
    let mut current: Option<Stated<Role>> = statement
        .label_words
        .as_ref()
        .filter(|_| statement.labelled)
        .and_then(|words| Some(Stated::new(role_of_words(words)?, words.whole("people.sentence"))));
    let before = found.len();
    let mut read: Vec<usize> = Vec::new();
    for phone in &phones {
        let before = roles.iter().rev().find(|(from, end)| *from >= start && *end <= phone.range.start);
        let mut from = start;
        if let Some((role_start, role_end)) = before {
            read.push(*role_start);
            let words = &folded[*role_start..*role_end];
            let role = if words.contains("접근할수") { Some(Role::AccessHolder) } else { role_of(words) };
            current =
                role.map(|role| Stated::new(role, statement.words.quote(*role_start, *role_end, "people.sentence")));
            from = *role_end;
        }
        // Another sentence has begun, which may be about somebody else.
        if let Some(end) = folded[from..phone.range.start].rfind("다.").filter(|_| before.is_none()) {
            from += end + "다.".len();
            static TOPIC: LazyLock<Regex> =
                LazyLock::new(|| Regex::new(r"^[^가-힣]*(?P<who>모니터링[가-힣]*?)(?:은|는)").expect("pattern"));
            let topic = TOPIC.captures(&folded[from..phone.range.start]).and_then(|found| found.name("who"));
            current = topic.map(|who| {
                let quote = statement.words.quote(from + who.start(), from + who.end(), "people.sentence");
                Stated::new(Role::AccessHolder, quote)
            });
            from += topic.map_or(0, |who| who.end());
        }
        // ) 과 …: what joins people is part of neither.
        static JOINED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[)\]]*(?:과|와|및|또는|,)").expect("pattern"));
        if before.is_none()
            && start > 0
            && let Some(joined) = JOINED.find(&folded[from..phone.range.start])
        {
            from += joined.end();
        }
        if let Some(role) = current.clone() {
            static PARTICLE: LazyLock<Regex> = LazyLock::new(|| {
                Regex::new(r"^(?:\([^)]*\))?(?:은|는|이|가|을|를|로는|로|으로|에는|:|-|,)?").expect("pattern")
            });
            let skip = PARTICLE.find(&folded[from..phone.range.start]).map_or(0, |found| found.end());
            let words = statement.words.part(from + skip, phone.range.end);
            // Only the last words before the number name the person.
            let part = last_clause(&words);
            let mut draft = PersonBuilder::new(role);
            draft.take_text(&part);
            if draft.position.is_some() || draft.department.is_some() {
                found.push((statement.order, draft.finish("people.sentence")));
            }
        }
        start = phone.range.end;
    }
    if let Some(person) = named_by_label(statement, &found[before..]) {
        found.push((statement.order, person));
    }
    // 생활안전부장(031-…)과 배움터지킴이로 한다: the last of them without a phone.
    static AND_LAST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\)?(?:과|와|및|,)(?P<who>[가-힣·]{2,14}?)(?:으로|로|이|가)(?:한다|하며|하고|합니다|지정|있|제한|정한|정합)")
            .expect("pattern")
    });
    if let (Some(role), Some(last)) = (current.clone(), phones.last())
        && let Some(who) = AND_LAST.captures(&folded[last.range.end..]).and_then(|found| found.name("who"))
    {
        let mut draft = PersonBuilder::new(role);
        draft.take_text(&statement.words.part(last.range.end + who.start(), last.range.end + who.end()));
        found.push((statement.order, draft.finish("people.sentence")));
    }
    named_with_particles(statement, &read, found);
}

/// People without phones in a sentence: 관리책임자는 교감으로 하고; `read` are the places of roles whose phone told whom.
fn named_with_particles(statement: &Statement, read: &[usize], found: &mut Vec<(usize, Manager)>) {
    let folded = statement.words.folded();
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?P<role>(?:개인영상정보)?(?:총괄|보호|분임|관리)?(?:관리)?책임(?:자|관)|접근권한자|관리담당자|운영담당자|모니터링전담자)(?:는|은)(?P<who>[가-힣·]{2,16}?)(?:으로|로)(?:하고|하며|한다|합니다|지정)").expect("pattern")
    });
    for person in NAMED.captures_iter(folded) {
        let (Some(role), Some(who)) = (person.name("role"), person.name("who")) else {
            continue;
        };
        // Who has a phone was found by it.
        let Some(value) = role_of(role.as_str()).filter(|_| !read.contains(&role.start())) else {
            continue;
        };
        let mut draft =
            PersonBuilder::new(Stated::new(value, statement.words.quote(role.start(), role.end(), "people.sentence")));
        draft.take_text(&statement.words.part(who.start(), who.end()));
        found.push((statement.order, draft.finish("people.sentence")));
    }
}

/// Whom a label itself names, unless a phone has: 관리책임관은 | 교감으로 하고, ….
fn named_by_label(statement: &Statement, found: &[(usize, Manager)]) -> Option<Manager> {
    static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?P<who>[가-힣·]{2,16}?)(?:으로|로)(?:하고|하며|한다|합니다|지정|정하)").expect("pattern")
    });
    let label = statement.label_words.as_ref().filter(|_| statement.labelled)?;
    let role = role_of_words(label)?;
    if found.iter().any(|(_, person)| person.role.value == role) {
        return None;
    }
    let who = LABELLED.captures(statement.words.folded())?.name("who")?;
    let mut draft = PersonBuilder::new(Stated::new(role, label.whole("people.sentence")));
    draft.take_text(&statement.words.part(who.start(), who.end()));
    Some(draft.finish("people.sentence"))
}

/// What follows the last comma, `및` or connective before a phone's bracket.
pub(super) fn last_clause(words: &Span) -> Span {
    let folded = words.folded();
    let limit = phone::find(folded).first().map_or(folded.len(), |phone| phone.range.start);
    let head = &folded[..limit];
    let cut = ["이며,", "으로,", "이고,", "이며", "및", ",", "과 ", "하고", "의경우"]
        .iter()
        .filter_map(|mark| head.rfind(mark).map(|at| at + mark.len()))
        .filter(|at| *at < head.len().saturating_sub(1))
        .max()
        .unwrap_or(0);
    words.part(cut, folded.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(text: &str) -> Vec<String> {
        let words = Span::new(0, 0, text);
        let role = Stated::new(Role::Manager, words.whole("people.label"));
        let text = |stated: &Option<Stated<String>>| stated.as_ref().map_or("-", |stated| &stated.value).to_owned();
        let line = |person: Manager| {
            let parts = [&person.department, &person.position, &person.name, &person.phone].map(text).join("|");
            format!("{}: {parts}", person.role.value.name())
        };
        people_of_line(&role, &words).into_iter().map(line).collect()
    }

    #[test]
    fn a_line_goes_on_to_other_roles() {
        let line = "총무과장 033-440-2200, 담당 부서 총무과, 접근권한자는 방호원";
        assert_eq!(people(line), ["manager: 총무과|총무과장|-|033-440-2200", "access_holder: -|방호원|-|-"]);
        // The department in charge is not that of whoever leads all of it.
        let line = "원장 032-550-7700 / 담당 부서: 사무국 / 접근권한자 사무국장 032-550-7701";
        assert_eq!(people(line), ["manager: -|원장|-|032-550-7700", "access_holder: -|사무국장|-|032-550-7701"]);
        let line = "총무과장 032-550-7700 접근권한자 시설팀 주무관 032-550-7701";
        assert_eq!(people(line), ["manager: -|총무과장|-|032-550-7700", "access_holder: 시설팀|주무관|-|032-550-7701"]);
        assert_eq!(people("본청 총무과장, 소속기관장"), ["manager: 본청|총무과장, 소속기관장|-|-"]);
        assert_eq!(people("총무팀, 팀장, 02-123-4567"), ["manager: 총무팀|팀장|-|02-123-4567"]);
    }

    #[test]
    fn posts_of_no_department_and_words_that_are_no_names() {
        for (line, person) in [
            ("각 부서의 영상정보처리기기 업무담당자", "-|각 부서의 영상정보처리기기 업무담당자|-|-"),
            ("설치부서의 장", "-|설치부서의 장|-|-"),
            ("기관(학교)의 장이 지정한 자", "-|기관(학교)의 장이 지정한 자|-|-"),
            ("야간 당직자 02-123-4567", "-|야간 당직자|-|02-123-4567"),
            ("총무과 청사관리 담당", "총무과|청사관리 담당|-|-"),
            ("기획행정과 서무 담당", "기획행정과|서무 담당|-|-"),
            ("시설팀장 이정훈", "-|시설팀장|이정훈|-"),
            ("진○○", "-|-|진○○|-"),
            ("김*철 행정과 행정과장 540-6710", "행정과|행정과장|김*철|540-6710"),
            ("경 무 과 장 031.860.0311", "-|경 무 과 장|-|031-860-0311"),
        ] {
            assert_eq!(people(line), [format!("manager: {person}")]);
        }
    }
}
