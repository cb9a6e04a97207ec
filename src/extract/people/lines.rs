//! People in lines, blocks of short lines, and sentences.

use super::draft::Draft;
use super::roles::{role_of, role_of_topics, role_of_words};
use super::split_people;
use crate::extract::reading::{Reading, Statement};
use crate::extract::slice::Slice;
use crate::extract::vocabulary::Topic;
use crate::normalise::phone;
use crate::policy::{Manager, Role, Stated};
use regex::Regex;
use std::sync::LazyLock;

/// A role word inside a sentence, before a particle, a colon or a bracket.
pub(super) static ROLE_IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:개인)?(?:영상정보)?(?:총괄|보호|분임|관리|운영)?(?:관리|보호)?책임(?:자|관)|접근권한(?:이있는(?:사람|자)|을가진자|자)?|(?:운영|관리)담당자|모니터링(?:전담자|요원)|영상정보에접근할수있는(?:사람|자)|접근할수있는(?:사람|자|직원)").expect("pattern")
});

/// People in lines: `관리책임자 : 총무과장 (…)`, blocks of short lines, sentences.
pub(super) fn lines(reading: &Reading<'_>, found: &mut Vec<(usize, Manager)>) {
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
        ]) && !(statement.labelled
            && role_of_topics(statement.label).is_some()
            && !phone::find(statement.words.folded()).is_empty())
        {
            continue;
        }
        let own_section = statement.section.any(&[Topic::Manager, Topic::Chief, Topic::Access, Topic::Department]);
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
                let Some(next) = statements.get(index).filter(|next| block.len() < 4 && continues(statement, next))
                else {
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
}

pub(super) fn own_section_or_label(statement: &Statement) -> bool {
    statement.label.count() == 1
        && (statement.distance == 1 || statement.distance <= 6 && !phone::find(statement.words.folded()).is_empty())
        && statement.words.folded().chars().count() <= 60
}

pub(super) fn is_sentence(words: &Slice) -> bool {
    let folded = words.folded().trim_end_matches([')', ' ', '"']);
    folded.ends_with("다.")
        || folded.ends_with("니다")
        || folded.ends_with("한다")
        || folded.ends_with("요.")
        || folded.chars().count() > 160
        || folded.contains("으로하며")
        || folded.contains("말함")
        || folded.contains("이라함은")
        || folded.contains("으로한다")
        || folded.contains("로하고")
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
        let words = &block[0].words;
        for part in split_people(words) {
            let mut draft = Draft::new(role.clone());
            draft.take_text(&part);
            found.push((order, draft.finish("people.label")));
        }
        return;
    }
    let mut draft = Draft::new(role.clone());
    for statement in block {
        draft.take_text(&statement.words);
    }
    found.push((order, draft.finish("people.label")));
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
    for phone in &phones {
        let before = roles.iter().rev().find(|(from, end)| *from >= start && *end <= phone.range.start);
        let mut from = start;
        if let Some((role_start, role_end)) = before {
            let words = &folded[*role_start..*role_end];
            let role = if words.contains("접근할수") { Some(Role::AccessHolder) } else { role_of(words) };
            current =
                role.map(|role| Stated::new(role, statement.words.quote(*role_start, *role_end, "people.sentence")));
            from = *role_end;
        }
        if let Some(role) = current.clone() {
            static PARTICLE: LazyLock<Regex> = LazyLock::new(|| {
                Regex::new(r"^(?:\([^)]*\))?(?:은|는|이|가|을|를|로는|로|으로|에는|:|-|,)?").expect("pattern")
            });
            let skip = PARTICLE.find(&folded[from..phone.range.start]).map_or(0, |found| found.end());
            let words = statement.words.part(from + skip, phone.range.end);
            // Only the last words before the number name the person.
            let part = last_clause(&words);
            let mut draft = Draft::new(role);
            draft.take_text(&part);
            if draft.position.is_some() || draft.department.is_some() {
                found.push((statement.order, draft.finish("people.sentence")));
            }
        }
        start = phone.range.end;
    }
    // 생활안전부장(031-…)과 배움터지킴이로 한다: the last of them without a phone.
    static AND_LAST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\)?(?:과|와|및|,)(?P<who>[가-힣·]{2,14}?)(?:으로|로|이|가)(?:한다|하며|하고|합니다|지정|있|제한|정한|정합)")
            .expect("pattern")
    });
    if let (Some(role), Some(last)) = (current.clone(), phones.last())
        && let Some(who) = AND_LAST.captures(&folded[last.range.end..]).and_then(|found| found.name("who"))
    {
        let mut draft = Draft::new(role);
        draft.take_text(&statement.words.part(last.range.end + who.start(), last.range.end + who.end()));
        found.push((statement.order, draft.finish("people.sentence")));
    }
    if phones.is_empty() {
        static NAMED: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?P<role>(?:개인영상정보)?(?:총괄|보호|분임|관리)?(?:관리)?책임(?:자|관)|접근권한자|관리담당자|운영담당자|모니터링전담자)(?:는|은)(?P<who>[가-힣·]{2,16}?)(?:으로|로)(?:하고|하며|한다|합니다|지정)").expect("pattern")
        });
        for person in NAMED.captures_iter(folded) {
            let (Some(role), Some(who)) = (person.name("role"), person.name("who")) else {
                continue;
            };
            let Some(value) = role_of(role.as_str()) else {
                continue;
            };
            let mut draft =
                Draft::new(Stated::new(value, statement.words.quote(role.start(), role.end(), "people.sentence")));
            draft.take_text(&statement.words.part(who.start(), who.end()));
            found.push((statement.order, draft.finish("people.sentence")));
        }
    }
}

/// What follows the last comma, `및` or connective before a phone's bracket.
pub(super) fn last_clause(words: &Slice) -> Slice {
    let folded = words.folded();
    let limit = phone::find(folded).first().map_or(folded.len(), |phone| phone.range.start);
    let head = &folded[..limit];
    let cut = ["이며,", "으로,", "이고,", "이며", "및", ",", "과 ", "하고"]
        .iter()
        .filter_map(|mark| head.rfind(mark).map(|at| at + mark.len()))
        .filter(|at| *at < head.len().saturating_sub(1))
        .max()
        .unwrap_or(0);
    words.part(cut, folded.len())
}
