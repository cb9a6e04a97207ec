//! People in tables: roles as titles, roles in cells, pairs, attributes in rows.

use super::person::PersonBuilder;
use super::roles::{role_cell, role_of_column, role_of_topics};
use super::split_people;
use super::words::{Likelihood, is_only_name, is_post, is_unit};
use crate::extract::span::Span;
use crate::extract::statements::SectionTable;
use crate::extract::table::{Head, RecordTable};
use crate::extract::vocabulary::{self, Column, Topic, Topics};
use crate::model::policy::{Manager, Role, Stated};
use crate::normalise::phone;

/// Everybody in a table.
pub(super) fn table(placed: &SectionTable<'_>) -> Vec<Manager> {
    let view = by_contents(&placed.table.view);
    if is_about_others(placed, &view) {
        return Vec::new();
    }
    // Where roles stand in cells, titles such as 책임관 and 담당자 are those of posts and names.
    if role_column(&view).is_some_and(|column| names_roles(&view, column)) {
        let people = by_role_cells(&view, placed.section);
        if !people.is_empty() {
            return people;
        }
    }
    let people = by_role_columns(&view);
    if !people.is_empty() {
        return people;
    }
    let people = by_role_cells(&view, placed.section);
    if !people.is_empty() {
        return people;
    }
    if placed.section.any(&[Topic::Manager, Topic::Chief, Topic::Access]) {
        return by_section(&view, placed.section);
    }
    Vec::new()
}

/// Whether a table lists firms, counters or staff of other items: under their headings only roles that are named count.
fn is_about_others(placed: &SectionTable<'_>, view: &RecordTable) -> bool {
    let section = placed.section;
    if section.any(&[Topic::Contract, Topic::Foreign, Topic::ThirdParty]) {
        return true;
    }
    let role_heads = view.heads.iter().any(|head| role_of_column(head.column).is_some());
    // 담당자 is a counter's staff as well; 관리책임자 and 접근권한자 are nobody else.
    let manager = |cell: &Span| is_role_of_law(cell.folded());
    let head = |head: &Head| head.cell.as_ref().is_some_and(manager) || head.group_cell.as_ref().is_some_and(manager);
    let named = view.heads.iter().any(head)
        || role_column(view)
            .is_some_and(|column| (0..view.records.len()).filter_map(|record| view.cell(record, column)).any(manager));
    if section.any(&[Topic::Request, Topic::Signboard, Topic::Check, Topic::Safeguards]) {
        return !named;
    }
    view.has(&[Column::Company]) && (section.is_empty() && !role_heads || !named)
}

/// Whether words name a role that only the law on cameras gives.
pub(super) fn is_role_of_law(folded: &str) -> bool {
    ["책임자", "책임관", "권한자", "권한이있는", "보호담당", "취급자"].iter().any(|role| folded.contains(role))
}

/// The column in whose cells roles stand: one of the first, or a later one whose title says so.
fn role_column(view: &RecordTable) -> Option<usize> {
    let is_titled = |column: usize| matches!(view.heads[column].column, Some(Column::Kind | Column::Role));
    let is_asked = |column: &usize| *column < 4 || is_titled(*column) && names_roles(view, *column);
    (0..view.heads.len()).filter(is_asked).find(|column| {
        let cells: Vec<&Span> = (0..view.records.len()).filter_map(|record| view.cell(record, *column)).collect();
        let roles = cells.iter().filter(|cell| role_cell(cell).is_some()).count();
        let dittos = cells.iter().filter(|cell| matches!(cell.folded(), "〃" | "\"" | "상동" | "〃〃")).count();
        roles > 0 && (roles + dittos) * 2 >= cells.len()
    })
}

/// Whether roles stand in a column for certain: one of them is the law's.
fn names_roles(view: &RecordTable, column: usize) -> bool {
    (0..view.records.len())
        .filter_map(|record| view.cell(record, column))
        .any(|cell| role_cell(cell).is_some() && is_role_of_law(cell.folded()))
}

/// A table of people whose titles are corrected by the cells below them: names under 직위, posts under 담당자, phones under
/// nothing.
fn by_contents(view: &RecordTable) -> RecordTable {
    let mut view = view.clone();
    let roles = role_column(&view).filter(|column| names_roles(&view, *column));
    let departments = view.has(&[Column::Department]);
    for column in 0..view.heads.len() {
        let new = if roles == Some(column) {
            Some(Column::Role)
        } else {
            let cells: Vec<&Span> = (0..view.records.len())
                .filter(|record| !view.continued[*record][column])
                .filter_map(|record| view.cell(record, column))
                .collect();
            column_by_contents(view.heads[column].column, &cells, roles.is_some(), departments)
        };
        view.heads[column].column = new;
    }
    view
}

/// What a column holds, by its title and its cells.
fn column_by_contents(
    title: Option<Column>,
    cells: &[&Span],
    has_roles: bool,
    has_departments: bool,
) -> Option<Column> {
    let of_people = matches!(
        title,
        None | Some(
            Column::Access | Column::Manager | Column::Chief | Column::Name | Column::Position | Column::Department
        )
    );
    if !of_people || cells.is_empty() {
        return title;
    }
    let most = |fits: &dyn Fn(&Span) -> bool| cells.iter().filter(|cell| fits(cell)).count() * 2 > cells.len();
    let role_title = role_of_column(title).is_some();
    let one_word = |cell: &Span| cell.split(char::is_whitespace).len() == 1;
    let post = |cell: &Span| one_word(cell) && is_post(cell.folded()) && phone::find(cell.folded()).is_empty();
    let unit = |cell: &Span| is_unit(cell.folded()) && !is_post(cell.folded());
    if most(&|cell| is_only_name(cell, Likelihood::Likely)) {
        return Some(Column::Name);
    }
    match title {
        None if most(&is_only_phone) => Some(Column::Phone),
        Some(Column::Name) if most(&post) => Some(Column::Position),
        Some(Column::Position) if most(&unit) => Some(Column::Department),
        Some(Column::Department) if most(&post) && !cells.iter().any(|cell| unit(cell)) => Some(Column::Position),
        _ if role_title && has_roles && (most(&post) || has_departments && cells.iter().all(|cell| one_word(cell))) => {
            Some(Column::Position)
        }
        // The words of the cells tell the parts.
        _ if role_title && has_roles => None,
        title => title,
    }
}

/// Roles as column titles: one person a record and role.
pub(super) fn by_role_columns(view: &RecordTable) -> Vec<Manager> {
    let roles: Vec<(usize, Role)> = view
        .heads
        .iter()
        .enumerate()
        .filter_map(|(index, head)| {
            let by_group = role_of_column(head.group).filter(|_| head.group.is_some());
            Some((index, role_of_column(head.column).or(by_group)?))
        })
        .collect();
    if roles.is_empty() || !view.headed {
        return Vec::new();
    }
    // Neighbouring columns under one group are one person's parts.
    let mut groups: Vec<(Role, Vec<usize>)> = Vec::new();
    for (column, role) in roles {
        let joined = groups.last_mut().filter(|(last, columns)| {
            let previous = columns[columns.len() - 1];
            *last == role
                && previous + 1 == column
                && view.heads[column].group_cell.is_some()
                && view.heads[column].group_cell == view.heads[previous].group_cell
        });
        match joined {
            Some((_, columns)) => columns.push(column),
            None => groups.push((role, vec![column])),
        }
    }
    let mut drafts: Vec<(usize, PersonBuilder)> = Vec::new();
    let grouped = groups.iter().any(|(_, columns)| columns.len() > 1);
    for record in 0..view.records.len() {
        for (number, (role, columns)) in groups.iter().enumerate() {
            let cells: Vec<(usize, &Span)> =
                columns.iter().filter_map(|column| Some((*column, view.cell(record, *column)?))).collect();
            if cells.is_empty() || cells.iter().all(|(column, _)| view.continued[record][*column]) {
                continue;
            }
            // A row of phones below a row of posts belongs to the same people.
            let all_roles = groups.len() == view.heads.len() || groups.len() > 1 && same_roles(view);
            let attribute_row =
                view.heads[0].column.is_none() || view.heads[0].column == Some(Column::Kind) || all_roles;
            if record > 0
                && attribute_row
                && !grouped
                && columns.len() == 1
                && let Some((_, draft)) = drafts.iter_mut().rev().find(|(owner, _)| *owner == number)
            {
                let cell = cells[0].1;
                let attribute = view
                    .cell(record, 0)
                    .filter(|_| columns[0] != 0)
                    .and_then(vocabulary::column_of)
                    .filter(|column| is_attribute(*column));
                let only_phone = is_only_phone(cell);
                let fills = all_roles && draft.phone.is_none() && (only_phone || phone::find(cell.folded()).is_empty());
                if attribute.is_some() || only_phone && draft.phone.is_none() || fills {
                    draft.take(if only_phone { Some(Column::Phone) } else { attribute }, cell);
                    continue;
                }
            }
            let head = view.heads[columns[0]].group_cell.as_ref().or(view.heads[columns[0]].cell.as_ref());
            let Some(head) = head else { continue };
            let mut draft = PersonBuilder::new(Stated::new(*role, head.whole("people.column")));
            for (column, cell) in &cells {
                let leaf = view.heads[*column].column.filter(|leaf| role_of_column(Some(*leaf)).is_none());
                let several = phone::find(cell.folded()).len() > 1;
                if several && columns.len() == 1 {
                    for part in split_people(cell) {
                        let mut person = PersonBuilder::new(draft.role.clone());
                        person.take_text(&part);
                        drafts.push((number, person));
                    }
                    continue;
                }
                draft.take(leaf, cell);
            }
            if groups.len() == 1 || !grouped && groups_share_no_phone(view, &groups) {
                // One role in the table: its phone and department stand in columns of their own.
                for wanted in [Column::Phone, Column::Department, Column::Position, Column::Name] {
                    if groups.len() > 1 && wanted == Column::Phone {
                        continue;
                    }
                    if let Some(cell) = view.columns(wanted).find_map(|column| view.cell(record, column)) {
                        // 기획예산, cut off from 실장 by the end of a line, is 기획예산실.
                        if wanted == Column::Department && draft.is_start_of(cell) {
                            draft.department = None;
                        }
                        if wanted == Column::Department && draft.department.is_some()
                            || groups.len() > 1 && wanted != Column::Department
                        {
                            continue;
                        }
                        draft.take(Some(wanted), cell);
                    }
                }
            }
            if groups.len() > 1 && !grouped {
                following_phone(view, record, columns[0], &mut draft);
            }
            drafts.push((number, draft));
        }
    }
    drafts.into_iter().map(|(_, draft)| draft.finish("people.column")).collect()
}

/// Titles of the parts of a person.
pub(super) fn is_attribute(column: Column) -> bool {
    matches!(column, Column::Position | Column::Name | Column::Department | Column::Phone)
}

/// Whether every column of a table is titled by a role.
pub(super) fn same_roles(view: &RecordTable) -> bool {
    view.heads.iter().all(|head| role_of_column(head.column).is_some())
}

pub(super) fn groups_share_no_phone(view: &RecordTable, groups: &[(Role, Vec<usize>)]) -> bool {
    groups.len() > 1 && !view.has(&[Column::Phone])
}

/// The phone column right of a role column: 관리책임자 | 전화 | 접근권한자 | 전화.
pub(super) fn following_phone(view: &RecordTable, record: usize, column: usize, draft: &mut PersonBuilder) {
    if draft.phone.is_some() {
        return;
    }
    for next in column + 1..view.heads.len() {
        match view.heads[next].column {
            Some(Column::Phone) => {
                if let Some(cell) = view.cell(record, next) {
                    draft.take(Some(Column::Phone), cell);
                }
                return;
            }
            Some(Column::Position | Column::Name | Column::Department) => {}
            _ => return,
        }
    }
}

pub(super) fn is_only_phone(cell: &Span) -> bool {
    let found = phone::find(cell.folded());
    found.first().is_some_and(|first| first.range.start <= 4 && cell.folded().len() - first.range.end <= 12)
}

/// Roles in the cells of a column: one person a record.
pub(super) fn by_role_cells(view: &RecordTable, section: Topics) -> Vec<Manager> {
    let width = view.heads.len();
    let Some(role_column) = role_column(view) else {
        return Vec::new();
    };
    let beside_manager = (0..view.records.len())
        .filter_map(|record| view.cell(record, role_column))
        .any(|cell| cell.folded().contains("관리책임"));
    let mut people = Vec::new();
    let mut role: Option<Stated<Role>> = None;
    let mut last_department: Option<Span> = None;
    for record in 0..view.records.len() {
        let cell = view.cell(record, role_column);
        if let Some((cell, found)) = cell.and_then(|cell| Some((cell, role_cell(cell)?))) {
            // Under 관리책임자 및 접근권한자 the deputy (부) is the second of the two; beside a 관리책임자 the 운영책임자
            // is who runs the cameras.
            let second = cell.folded() == "부" && section.has(Topic::Manager) && section.has(Topic::Access);
            let second = second || beside_manager && cell.folded().starts_with("운영책임");
            let found = if second { Role::AccessHolder } else { found };
            role = Some(Stated::new(found, cell.whole("people.row")));
        } else if cell.is_some_and(|cell| {
            !matches!(cell.folded(), "〃" | "\"" | "상동")
                && role_cell(cell).is_none()
                && vocabulary::column_of(cell).is_some()
        }) {
            // 담당 부서 | … is an attribute of nobody in particular.
            continue;
        }
        let Some(role) = role.clone() else { continue };
        let others: Vec<(usize, &Span)> = (0..width)
            .filter(|column| *column != role_column)
            .filter_map(|column| Some((column, view.cell(record, column)?)))
            .collect();
        if others.is_empty() || others.iter().any(|(_, cell)| matches!(cell.folded(), "예시")) {
            continue;
        }
        let with_phone = others
            .iter()
            .filter(|(column, cell)| {
                view.heads[*column].column != Some(Column::Phone)
                    && !is_only_phone(cell)
                    && !phone::find(cell.folded()).is_empty()
            })
            .count();
        if with_phone > 1 || (others.len() == 1 && phone::find(others[0].1.folded()).len() > 1) {
            for (_, cell) in &others {
                for part in split_people(cell) {
                    let mut draft = PersonBuilder::new(role.clone());
                    draft.take_text(&part);
                    people.push(draft.finish("people.row"));
                }
            }
            continue;
        }
        let mut draft = PersonBuilder::new(role);
        let fully_continued = others.iter().all(|(column, _)| view.continued[record][*column]);
        if fully_continued && record > 0 && view.continued[record][role_column] {
            continue;
        }
        // Known titles first, so that loose words only fill what is left.
        let (known, loose): (Vec<_>, Vec<_>) = others.iter().partition(|(column, _)| {
            matches!(
                view.heads[*column].column,
                Some(Column::Position | Column::Name | Column::Department | Column::Phone)
            )
        });
        let ditto_department = known.iter().any(|(column, cell)| {
            view.heads[*column].column == Some(Column::Department) && matches!(cell.folded(), "〃" | "\"" | "상동")
        });
        for (column, cell) in &known {
            draft.take(view.heads[*column].column, cell);
        }
        for (column, cell) in &loose {
            let title = if view.headed { view.heads[*column].column } else { None };
            if is_only_phone(cell) {
                draft.take(Some(Column::Phone), cell);
            } else if !matches!(title, Some(Column::Kind | Column::Facility | Column::Role)) {
                draft.take(title, cell);
            }
        }
        if ditto_department {
            draft.department = last_department.clone();
        }
        last_department = draft.department.clone().or(last_department);
        people.push(draft.finish("people.row"));
    }
    people
}

/// No role is named in the table; its section names one.
pub(super) fn by_section(view: &RecordTable, section: Topics) -> Vec<Manager> {
    if !view.has(&[Column::Position, Column::Phone]) || !view.headed {
        return Vec::new();
    }
    let Some(role) = role_of_topics(section) else {
        return Vec::new();
    };
    let mut people = Vec::new();
    for record in 0..view.records.len() {
        let Some(first) = view.records[record].iter().flatten().find(|cell| !cell.is_blank()) else {
            continue;
        };
        let mut draft = PersonBuilder::new(Stated::new(role, first.whole("people.section")));
        for (column, head) in view.heads.iter().enumerate() {
            if let Some(cell) = view.cell(record, column)
                && matches!(head.column, Some(Column::Position | Column::Name | Column::Department | Column::Phone))
            {
                draft.take(head.column, cell);
            }
        }
        people.push(draft.finish("people.section"));
    }
    people
}
