//! People whom no role word introduces: their section, or a label of several roles, names the roles in order.

use super::person::PersonBuilder;
use super::split_people;
use super::words::is_post;
use crate::extract::span::Span;
use crate::extract::statements::{Sections, Statement};
use crate::extract::vocabulary::{Column, Topic, Topics};
use crate::model::policy::{Manager, Role, Stated};
use crate::normalise::phone;
use regex::Regex;
use std::sync::LazyLock;

pub(super) fn is_sentence(words: &Span) -> bool {
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

/// The roles that a heading names, in the order in which the law does.
pub(super) fn roles_of(topics: Topics) -> Vec<Role> {
    let named =
        [(Topic::Chief, Role::ProtectionOfficer), (Topic::Manager, Role::Manager), (Topic::Access, Role::AccessHolder)];
    named.into_iter().filter(|(topic, _)| topics.has(*topic)).map(|(_, role)| role).collect()
}

/// People behind a label of several roles: 관리책임자, 담당부서 및 접근권한자 : 소장, 운영팀 / 운영팀 주임. One person alone
/// is the first.
pub(super) fn people_by_roles(statement: &Statement, roles: &[Role], found: &mut Vec<(usize, Manager)>) {
    let mut drafts: Vec<PersonBuilder> = Vec::new();
    for part in people_of(&statement.words) {
        let role = roles[drafts.len().min(roles.len() - 1)];
        let words = statement.label_words.as_ref().unwrap_or(&statement.words);
        let mut draft = PersonBuilder::new(Stated::new(role, words.whole("people.label")));
        draft.take_text(&part);
        match drafts.last_mut() {
            // 과장 / 총무과 / 담당자: a department by itself is that of the person before it.
            Some(last) if draft.is_only_department() => last.take(Some(Column::Department), &part),
            _ => drafts.push(draft),
        }
    }
    found.extend(drafts.into_iter().map(|draft| (statement.order, draft.finish("people.label"))));
}

/// Several people of a line: between slashes and semicolons, else behind each phone, else between commas where each part
/// is a post.
fn people_of(words: &Span) -> Vec<Span> {
    let parts = words.split(|c| matches!(c, '/' | ';' | '|' | '\n'));
    if parts.len() > 1 && parts.iter().all(|part| is_person(part) || phone::find(part.folded()).is_empty()) {
        // 팀장 / 주임, 경비실 근무자: several of one role.
        let posts = |part: &Span| {
            let commas = part.split(|c| c == ',');
            if commas.len() > 1 && commas.iter().all(is_person) { commas } else { vec![part.clone()] }
        };
        return parts.iter().flat_map(posts).collect();
    }
    let commas = words.split(|c| c == ',');
    if commas.len() > 1 && phone::find(words.folded()).is_empty() && commas.iter().all(is_person) {
        return commas;
    }
    split_people(words)
}

/// Whether words name somebody: a post is among them.
fn is_person(words: &Span) -> bool {
    words.split(|c| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '☎')).iter().any(|word| is_post(word.folded()))
}

/// People of sections in which no other rule finds any: parts with labels of their own (성명 : …, 직위 : …), or the first
/// lines below a heading that names the roles.
pub(super) fn people_without_roles(reading: &Sections<'_>, found: &mut Vec<(usize, Manager)>) {
    let statements = &reading.statements;
    let mut at = 0;
    while at < statements.len() {
        let section = statements[at].section;
        let length = statements[at..].iter().take_while(|next| next.section == section).count();
        let group = &statements[at..at + length];
        at += length;
        let roles = roles_of(section);
        let range = group[0].order..=group[length - 1].order;
        let known = found.iter().any(|(order, _)| range.contains(order));
        let table = reading.tables.iter().any(|placed| placed.section == section);
        if roles.is_empty() || known || table || section.any(&[Topic::Contract, Topic::Request, Topic::Check]) {
            continue;
        }
        let parts = by_part_labels(group, &roles);
        let people = if parts.is_empty() { first_lines(group, &roles) } else { parts };
        found.extend(people);
    }
}

/// 성명 : 이정훈 / 직위 : 총무부장 / 연락처 : …, one a line.
fn by_part_labels(group: &[Statement], roles: &[Role]) -> Vec<(usize, Manager)> {
    static PART: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"^(?:[-○●■·*]|[가-하][.)]|[0-9][.)])*(?:(?P<name>성명|이름|담당자명)|(?P<position>직위|직책|직급)|(?P<department>(?:담당|소속)?부서(?:명)?|소속)|(?P<phone>연락처|전화(?:번호)?))(?::|=)",
        )
        .expect("pattern")
    });
    let mut people: Vec<(usize, Vec<Column>, PersonBuilder)> = Vec::new();
    for statement in group {
        let (column, value) = match PART.captures(statement.words.folded()) {
            Some(part) => {
                let column =
                    [("name", Column::Name), ("position", Column::Position), ("department", Column::Department)]
                        .into_iter()
                        .find_map(|(name, column)| part.name(name).map(|_| column))
                        .unwrap_or(Column::Phone);
                let end = part.get(0).map_or(0, |all| all.end());
                (column, statement.words.part(end, statement.words.folded().len()))
            }
            None if statement.labelled && statement.label == Topics::of(&[Topic::Phone]) => {
                (Column::Phone, statement.words.clone())
            }
            None if statement.labelled && statement.label == Topics::of(&[Topic::Department]) => {
                (Column::Department, statement.words.clone())
            }
            None => continue,
        };
        if people.last().is_none_or(|(_, seen, _)| seen.contains(&column)) {
            let role = roles[people.len().min(roles.len() - 1)];
            let draft = PersonBuilder::new(Stated::new(role, statement.words.whole("people.label")));
            people.push((statement.order, Vec::new(), draft));
        }
        if let Some((_, seen, draft)) = people.last_mut() {
            seen.push(column);
            draft.take(Some(column), &value);
        }
    }
    people.retain(|(_, seen, _)| seen.len() > 1);
    people.into_iter().map(|(order, _, draft)| (order, draft.finish("people.label"))).collect()
}

/// 총무과장 (02-…) below or behind a heading that names the roles.
fn first_lines(group: &[Statement], roles: &[Role]) -> Vec<(usize, Manager)> {
    let mut found = Vec::new();
    let mut roles = roles;
    for statement in group.iter().take_while(|statement| statement.label.is_empty() && !is_sentence(&statement.words)) {
        let words = &statement.words;
        if words.folded().chars().count() > 80 || !is_person(words) {
            break;
        }
        if roles.is_empty() {
            break;
        }
        let before = found.len();
        people_by_roles(statement, roles, &mut found);
        roles = &roles[(found.len() - before).min(roles.len())..];
    }
    found
}
