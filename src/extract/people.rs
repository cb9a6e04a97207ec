//! Who is responsible: 시행령 제25조제1항제3호 (관리책임자, 담당 부서, 접근 권한이 있는 사람).

use super::fold;
use super::outline::Unit;
use super::reading::{Placed, Reading, Statement};
use super::slice::Slice;
use super::view::View;
use super::vocabulary::{self, Column, Topic, Topics};
use crate::normalise::phone;
use crate::policy::{Listing, Manager, Role, State, Stated};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words that name a role, at the start of bare text; the first that fits wins.
const ROLES: &[(Role, &str)] = &[
    (
        Role::ProtectionOfficer,
        r"^(?:개인|고정형)?(?:영상)?(?:정보)?(?:처리기기)?(?:운영)?(?:총괄|보호)(?:관리|보호)?(?:책임(?:자|관)|부서|담당관|관리자)",
    ),
    (Role::ProtectionOfficer, r"^(?:chiefprotection|protectionofficer|chiefprivacy)"),
    (
        Role::AccessHolder,
        r"^(?:정보)?(?:영상정보(?:에대한)?|개인영상정보|cctv|시스템)?(?:열람)?(?:접근(?:권한|권)(?:이있는(?:사람|자)|을가진자|보유자|담당자|자)?|(?:운영|관리|실무|업무|시설|열람|유지|보안|운용)?(?:담당자|담당관|취급자)|모니터링(?:전담)?(?:자|요원|인력|담당자)?|관제(?:요원|담당자|담당)|관리자|보호관|운영자|보호담당자|관리담당|운영담당)",
    ),
    (Role::AccessHolder, r"^(?:persons?withaccess|authori[sz]edperson|accessholder|operator)"),
    (
        Role::Manager,
        r"^(?:개인영상정보|영상정보|고정형영상정보처리기기|영상정보처리기기|영상기기|개인정보|cctv|화상정보)?(?:처리기기)?(?:분임|분야별|부서|운영|관리|시설|부|설치|총)?(?:관리|운영)?(?:책임(?:자|관))",
    ),
    (Role::Manager, r"^(?:chief)?manager|^responsibleperson|^personincharge|^headofmanagement"),
];

static ROLE_PATTERNS: LazyLock<Vec<(Role, Regex)>> =
    LazyLock::new(|| ROLES.iter().map(|(role, pattern)| (*role, Regex::new(pattern).expect("role pattern"))).collect());

/// A role word inside a sentence, before a particle, a colon or a bracket.
static ROLE_IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:개인)?(?:영상정보)?(?:총괄|보호|분임|관리|운영)?(?:관리|보호)?책임(?:자|관)|접근권한(?:이있는(?:사람|자)|을가진자|자)?|(?:운영|관리)담당자|모니터링(?:전담자|요원)|영상정보에접근할수있는(?:사람|자)|접근할수있는(?:사람|자|직원)").expect("pattern")
});

/// Endings of posts; a word that ends so is a position.
static POSITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[과팀국실부처단소원관장]장|과장|팀장|국장|실장|부장|처장|단장|소장|원장|관장|센터장|본부장|총장|학장|교장|교감|서장|청장|차장|계장|반장|대장|시장|군수|구청장|부시장|부군수|부구청장|동장|면장|읍장|이사장|사장|지사장|지점장|국장급|주무관|사무관|서기관|주사보?|서기보?|담당관?|담당자|대리|사원|직원|주임|선임|책임|위원|연구원|연구관|행정원|기사|교사|부장교사|당직자|당직근무자|근무자|경비원|경비|경비대|방호원|방호관|보안관|경찰관|요원|보호관|지킴이|관리원|관리인|안내원|간호사|수간호사|사회복지사|사서|실무사|조무사|보육교사|조교|과장급|장|경사|경위|경감|경정|소방[장위경교령]|director|manager|officer|head|chief|staff|guard|leader|담임|원감|부원장|센터직원|파트장|그룹장|감독|기술원|기능직|행정직|주관|전담자|담당주무관|매니저|부대표|대표)$").expect("pattern")
});

/// Endings of departments.
static DEPARTMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:[가-힣A-Za-z·]{1,}(?:과|팀|국|실|처|단|본부|센터|사업소|사무소|담당관실|부|소|계|반|원|청|구|관|도서관|학교|사무국|행정실|교무실|지원청|위원회|공단|공사|재단|병원|의료원|동|면|읍|시|군|대|division|team|department|office)|각부서|해당부서|설치부서|각실과)$").expect("pattern")
});

static SURNAMES: &str = "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예경봉사부";

/// The area code that all complete numbers of a document share; nothing when they differ, or there are none.
pub(crate) fn area_of_page(units: &[Unit]) -> Option<String> {
    let mut areas = BTreeSet::new();
    let mut add = |slice: &Slice| {
        for phone in phone::find(slice.folded()).into_iter().filter(|phone| phone.complete) {
            let area = phone.number.split('-').next().unwrap_or("").to_owned();
            // Nationwide prefixes belong to no region.
            if area.starts_with('0') && !matches!(area.as_str(), "070" | "080") && !area.starts_with("050") {
                areas.insert(area);
            }
        }
    };
    for unit in units {
        match unit {
            Unit::Line(line) => add(&line.slice),
            Unit::Table(table) => table.grid.cells.iter().for_each(&mut add),
        }
    }
    (areas.len() == 1).then(|| areas.pop_first()).flatten()
}

/// Puts the page's area code before office numbers that lack one, and marks them as such by their rule.
pub(crate) fn complete(managers: &mut Listing<Manager>, area: Option<&str>) {
    let Some(area) = area else { return };
    for phone in managers.entries.iter_mut().filter_map(|manager| manager.phone.as_mut()) {
        let digits = phone.value.split('-').next().map_or(0, str::len);
        let nationwide = phone.value.starts_with('1') && phone.value.len() == 9;
        if !phone.value.starts_with('0') && !nationwide && (3..=4).contains(&digits) {
            phone.value = format!("{area}-{}", phone.value);
            phone.quote.rule = "people.area_of_page";
        }
    }
}

/// Reads who is responsible.
pub(crate) fn read(reading: &Reading<'_>) -> Listing<Manager> {
    let mut found: Vec<(usize, Manager)> = Vec::new();
    for placed in &reading.tables {
        for person in table(placed) {
            found.push((placed.order, person));
        }
    }
    lines(reading, &mut found);
    found.sort_by_key(|(order, _)| *order);
    let mut entries: Vec<Manager> = Vec::new();
    for (_, person) in found {
        if is_somebody(&person) && !entries.iter().any(|seen| same(seen, &person)) {
            entries.push(person);
        }
    }
    if entries.is_empty() {
        return missing(reading);
    }
    Listing { state: State::Stated, entries, quote: None }
}

/// Why nobody is named.
fn missing(reading: &Reading<'_>) -> Listing<Manager> {
    static ELSEWHERE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"붙임|첨부|별첨|다운로드|내려받|참조|바로가기|문의").expect("pattern"));
    let own = |section: Topics| section.any(&[Topic::Manager, Topic::Chief, Topic::Access]);
    let statement = reading
        .statements
        .iter()
        .find(|statement| own(statement.section) && ELSEWHERE.is_match(statement.words.folded()));
    if let Some(statement) = statement {
        return Listing {
            state: State::Elsewhere,
            entries: Vec::new(),
            quote: Some(statement.words.whole("people.elsewhere")),
        };
    }
    let table = reading.tables.iter().find(|placed| own(placed.section));
    if let Some(cell) = table.and_then(|placed| {
        placed.table.grid.cells.iter().find(|cell| {
            cell.folded().contains('○') || cell.folded().contains("홍길동") || cell.folded().contains("000")
        })
    }) {
        return Listing {
            state: State::Placeholder,
            entries: Vec::new(),
            quote: Some(cell.whole("people.placeholder")),
        };
    }
    Listing::absent()
}

/// Whether a person has anything to be found by: a phone, or a post or department that reads as one.
fn is_somebody(person: &Manager) -> bool {
    static NOBODY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"명칭|성명|이름|연락처|전화번호|직책|함은|말함|경우|[와과의]$|직위|소속|해당|지정|관한|등을|위하여|○○",
        )
        .expect("pattern")
    });
    if person.phone.is_some() {
        return true;
    }
    // Under a column title of its own a post is what stands there, whatever it is called.
    let titled = |stated: &Option<Stated<String>>| {
        stated.as_ref().is_some_and(|stated| {
            stated.quote.rule != "people.label"
                && stated.quote.rule != "people.sentence"
                && !stated.value.contains("○○")
        })
    };
    if titled(&person.position) || titled(&person.department) {
        return true;
    }
    let fits = |stated: &Option<Stated<String>>, pattern: &Regex| {
        stated.as_ref().is_some_and(|stated| {
            let folded = fold::fold(&stated.value);
            folded.chars().count() <= 30
                && pattern.is_match(&folded.to_lowercase())
                && (!NOBODY.is_match(&folded) || folded.ends_with("의장"))
        })
    };
    fits(&person.position, &POSITION)
        || fits(&person.department, &DEPARTMENT)
        || person.name.is_some() && person.position.is_some()
}

fn same(left: &Manager, right: &Manager) -> bool {
    let text = |stated: &Option<Stated<String>>| stated.as_ref().map(|stated| fold::bare(&stated.value));
    left.role.value == right.role.value
        && text(&left.phone) == text(&right.phone)
        && text(&left.position) == text(&right.position)
        && (text(&left.department) == text(&right.department) || left.phone.is_some())
        && (text(&left.name) == text(&right.name) || left.phone.is_some())
}

/// The role that words name, when they name little else.
fn role_of(text: &str) -> Option<Role> {
    let bare = fold::bare(text);
    if bare.is_empty() || bare.chars().count() > 40 {
        return None;
    }
    ROLE_PATTERNS
        .iter()
        .find(|(_, pattern)| pattern.find(&bare).is_some_and(|found| bare[found.end()..].chars().count() <= 14))
        .map(|(role, _)| *role)
}

/// Whether a cell is a role and nothing else.
fn role_cell(cell: &Slice) -> Option<Role> {
    // 정 and 부 of one role.
    if matches!(cell.folded(), "정" | "부") {
        return Some(Role::Manager);
    }
    if !phone::find(cell.folded()).is_empty() {
        return None;
    }
    let role = role_of(&cell.text)?;
    // 시설담당, 회계담당 are positions of people, not the name of a role.
    let bare = fold::bare(&cell.text);
    let generic = bare.ends_with("담당") && !bare.starts_with("관리담당") && !bare.starts_with("운영담당");
    (!generic).then_some(role)
}

fn role_of_column(column: Option<Column>) -> Option<Role> {
    match column? {
        Column::Chief => Some(Role::ProtectionOfficer),
        Column::Manager => Some(Role::Manager),
        Column::Access => Some(Role::AccessHolder),
        _ => None,
    }
}

fn role_of_topics(topics: Topics) -> Option<Role> {
    if topics.has(Topic::Chief) {
        Some(Role::ProtectionOfficer)
    } else if topics.has(Topic::Manager) {
        Some(Role::Manager)
    } else if topics.has(Topic::Access) {
        Some(Role::AccessHolder)
    } else {
        None
    }
}

/// Everybody in a table.
fn table(placed: &Placed<'_>) -> Vec<Manager> {
    let view = &placed.table.view;
    if (placed.section.any(&[Topic::Contract, Topic::Request, Topic::Foreign, Topic::Signboard])
        || view.has(&[Column::Company]) && placed.section.is_empty())
        && (!view.heads.iter().any(|head| role_of_column(head.column).is_some())
            || placed.section.any(&[Topic::Contract, Topic::Foreign]))
    {
        return Vec::new();
    }
    let people = by_role_columns(view);
    if !people.is_empty() {
        return people;
    }
    let people = by_role_cells(view);
    if !people.is_empty() {
        return people;
    }
    if placed.section.any(&[Topic::Manager, Topic::Chief, Topic::Access]) {
        return by_section(view, placed.section);
    }
    Vec::new()
}

/// A person being put together.
#[derive(Debug, Clone)]
struct Draft {
    role: Stated<Role>,
    name: Option<Slice>,
    position: Option<Slice>,
    department: Option<Slice>,
    phone: Option<(phone::Phone, Slice)>,
}

impl Draft {
    fn new(role: Stated<Role>) -> Self {
        Self { role, name: None, position: None, department: None, phone: None }
    }

    /// Takes a cell under a known title.
    fn take(&mut self, column: Option<Column>, cell: &Slice) {
        if is_empty_word(cell) {
            return;
        }
        match column {
            Some(Column::Phone) => self.take_phone(cell),
            Some(Column::Name) => {
                let folded = cell.folded();
                let post = POSITION.is_match(folded) || DEPARTMENT.is_match(folded);
                if !phone::find(folded).is_empty() || post && folded.chars().count() > 3 {
                    self.take_text(cell);
                } else {
                    self.name.get_or_insert_with(|| cell.clone());
                }
            }
            Some(Column::Position) => self.take_position(cell),
            Some(Column::Department) => {
                if cell.folded() != "〃" {
                    // 소속 및 직위 in one cell: a post is a position although it stands under 소속.
                    if !phone::find(cell.folded()).is_empty()
                        || POSITION.is_match(cell.folded()) && !DEPARTMENT.is_match(cell.folded())
                    {
                        self.take_text(cell);
                    } else {
                        self.department.get_or_insert_with(|| cell.clone());
                    }
                }
            }
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

    fn take_phone(&mut self, cell: &Slice) {
        if self.phone.is_none()
            && let Some(found) = phone::find(cell.folded()).into_iter().next()
        {
            let words = cell.part(found.range.start, found.range.end);
            self.phone = Some((found, words));
        }
    }

    fn take_position(&mut self, cell: &Slice) {
        if cell.folded() == "〃" {
            return;
        }
        if phone::find(cell.folded()).is_empty() {
            // 총무과장 홍길동 in one cell.
            let words = cell.split(|c| c.is_whitespace());
            if let (Some(first), Some(last)) = (words.first(), words.last())
                && words.len() == 2
                && is_name(last.folded())
                && POSITION.is_match(first.folded())
            {
                self.position.get_or_insert_with(|| first.clone());
                self.name.get_or_insert_with(|| last.clone());
                return;
            }
            self.position.get_or_insert_with(|| cell.clone());
        } else {
            self.take_text(cell);
        }
    }

    /// Takes words of any kind: department, position, name and phone in a row.
    fn take_text(&mut self, words: &Slice) {
        self.take_phone(words);
        let folded = words.folded();
        let mut end = folded.len();
        if let Some(first) = phone::find(folded).first() {
            end = first.range.start;
        }
        // 전화, ☎ and brackets before the number belong to it.
        static BEFORE_PHONE: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?i)[(\[,/:·\-]*(?:☎|☏|전화(?:번호)?|연락처|tel\.?|내선|대표|직통)*[(\[,/:·\-]*$")
                .expect("pattern")
        });
        let head = &folded[..end];
        let cut = BEFORE_PHONE.find(head).map_or(head.len(), |found| found.start());
        let text =
            words.part(0, cut).trimmed(&['-', ':', '·', ',', '○', '●', '■', '▪', '•', '/', '(', ')', '[', ']', '*']);
        if text.text.is_empty() || is_empty_word(&text) {
            return;
        }
        let tokens = text.split(|c| c.is_whitespace() || matches!(c, '/' | ',' | '(' | ')' | '\u{00b7}'));
        let mut departments: Vec<Slice> = Vec::new();
        let mut positions: Vec<Slice> = Vec::new();
        let mut name = None;
        for (index, token) in tokens.iter().enumerate() {
            let word = token.folded();
            let alone = tokens.len() == 1;
            if POSITION.is_match(&word.to_lowercase()) {
                positions.push(token.clone());
            } else if !alone && is_name(word) && index > 0 {
                name = Some(token.clone());
            } else if DEPARTMENT.is_match(&word.to_lowercase()) && positions.is_empty() {
                departments.push(token.clone());
            } else if word.chars().any(char::is_alphabetic) {
                if positions.is_empty() {
                    departments.push(token.clone())
                } else if is_name(word) {
                    name = Some(token.clone())
                }
            }
        }
        if positions.is_empty() && departments.len() > 1 && name.is_none() {
            // 시설팀 이정훈: a name the surname list knows.
            if let Some(last) = departments.last().filter(|last| is_name(last.folded())) {
                name = Some(last.clone());
                departments.pop();
            }
        }
        let span = |parts: &[Slice]| -> Option<Slice> {
            let (first, last) = (parts.first()?, parts.last()?);
            let start = first.start - words.start;
            let length = last.start + last.text.chars().count() as u32 - first.start;
            let text: String = words.text.chars().skip(start as usize).take(length as usize).collect();
            Some(Slice::new(words.block, first.start, &text))
        };
        if self.department.is_none() {
            self.department = span(&departments);
        }
        if self.position.is_none() {
            self.position = span(&positions);
        }
        if self.name.is_none() {
            self.name = name;
        }
    }

    fn finish(self, rule: &'static str) -> Manager {
        let (phone, phone_raw) = match self.phone {
            Some((phone, words)) => (Some(Stated::new(phone.number, words.whole(rule))), Some(words.text.clone())),
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

/// Dashes, rings and template names that stand for nobody.
fn is_empty_word(cell: &Slice) -> bool {
    let folded = cell.folded();
    cell.is_blank()
        || folded.chars().all(|c| matches!(c, '○' | 'O' | '0' | 'X' | '*' | '-' | '.' | '#'))
        || folded == "홍길동"
        || folded.starts_with("0000")
        || folded.starts_with("○○")
        || folded.starts_with("000")
        || matches!(folded, "없음" | "해당없음" | "공석")
}

/// A personal name: two to four syllables with a known surname, or masked.
fn is_name(word: &str) -> bool {
    let length = word.chars().count();
    if !(2..=4).contains(&length) {
        return false;
    }
    let masked = word.contains(['○', '*', 'O', '◯', 'X']);
    let first = word.chars().next().unwrap_or(' ');
    let hangul = word.chars().all(|c| ('가'..='힣').contains(&c) || matches!(c, '○' | '*' | 'O' | 'X'));
    hangul
        && SURNAMES.contains(first)
        && (masked || length == 3 || length == 2 && !DEPARTMENT.is_match(word))
        && !POSITION.is_match(word)
        && (masked
            || !DEPARTMENT.is_match(word)
            || length == 3 && !["과", "팀", "국", "실", "처", "단", "부"].iter().any(|end| word.ends_with(end)))
}

/// Roles as column titles: one person a record and role.
fn by_role_columns(view: &View) -> Vec<Manager> {
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
    let mut drafts: Vec<(usize, Draft)> = Vec::new();
    let grouped = groups.iter().any(|(_, columns)| columns.len() > 1);
    for record in 0..view.records.len() {
        for (number, (role, columns)) in groups.iter().enumerate() {
            let cells: Vec<(usize, &Slice)> =
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
                    .and_then(|title| vocabulary::column(&title.text))
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
            let mut draft = Draft::new(Stated::new(*role, head.whole("people.column")));
            for (column, cell) in &cells {
                let leaf = view.heads[*column].column.filter(|leaf| role_of_column(Some(*leaf)).is_none());
                let several = phone::find(cell.folded()).len() > 1;
                if several && columns.len() == 1 {
                    for part in split_people(cell) {
                        let mut person = Draft::new(draft.role.clone());
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
fn is_attribute(column: Column) -> bool {
    matches!(column, Column::Position | Column::Name | Column::Department | Column::Phone)
}

/// Whether every column of a table is titled by a role.
fn same_roles(view: &View) -> bool {
    view.heads.iter().all(|head| role_of_column(head.column).is_some())
}

fn groups_share_no_phone(view: &View, groups: &[(Role, Vec<usize>)]) -> bool {
    groups.len() > 1 && !view.has(&[Column::Phone])
}

/// The phone column right of a role column: 관리책임자 | 전화 | 접근권한자 | 전화.
fn following_phone(view: &View, record: usize, column: usize, draft: &mut Draft) {
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

fn is_only_phone(cell: &Slice) -> bool {
    let found = phone::find(cell.folded());
    found.first().is_some_and(|first| first.range.start <= 4 && cell.folded().len() - first.range.end <= 12)
}

/// Roles in the cells of a column: one person a record.
fn by_role_cells(view: &View) -> Vec<Manager> {
    let width = view.heads.len();
    let role_column = (0..width.min(4)).find(|column| {
        let cells: Vec<&Slice> = (0..view.records.len()).filter_map(|record| view.cell(record, *column)).collect();
        let roles = cells.iter().filter(|cell| role_cell(cell).is_some()).count();
        let dittos = cells.iter().filter(|cell| matches!(cell.folded(), "〃" | "\"" | "상동" | "〃〃")).count();
        roles > 0 && (roles + dittos) * 2 >= cells.len()
    });
    let Some(role_column) = role_column else {
        return Vec::new();
    };
    let mut people = Vec::new();
    let mut role: Option<Stated<Role>> = None;
    let mut last_department: Option<Slice> = None;
    for record in 0..view.records.len() {
        let cell = view.cell(record, role_column);
        if let Some((cell, found)) = cell.and_then(|cell| Some((cell, role_cell(cell)?))) {
            role = Some(Stated::new(found, cell.whole("people.row")));
        } else if cell.is_some_and(|cell| {
            !matches!(cell.folded(), "〃" | "\"" | "상동")
                && role_cell(cell).is_none()
                && vocabulary::column(&cell.text).is_some()
        }) {
            // 담당 부서 | … is an attribute of nobody in particular.
            continue;
        }
        let Some(role) = role.clone() else { continue };
        let others: Vec<(usize, &Slice)> = (0..width)
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
                    let mut draft = Draft::new(role.clone());
                    draft.take_text(&part);
                    people.push(draft.finish("people.row"));
                }
            }
            continue;
        }
        let mut draft = Draft::new(role);
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
            } else if !matches!(title, Some(Column::Kind | Column::Facility)) {
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
fn by_section(view: &View, section: Topics) -> Vec<Manager> {
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
        let mut draft = Draft::new(Stated::new(role, first.whole("people.section")));
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

/// Several people in one cell or line, each with a phone: 안전총괄과장 (053-…), 교통과장 (053-…).
fn split_people(words: &Slice) -> Vec<Slice> {
    let phones = phone::find(words.folded());
    // 시설담당 (☎ …), 당직근무자: posts between commas, with or without a phone each.
    let listed = words.split(|c| matches!(c, ',' | '/' | '\n'));
    let post = |part: &Slice| {
        let folded = part.folded();
        let head = folded.split(['(', '☎']).next().unwrap_or("");
        let words = part.split(|c| c.is_whitespace() || matches!(c, '(' | '☎'));
        head.chars().count() <= 24
            && (POSITION.is_match(head) || words.iter().any(|word| POSITION.is_match(word.folded())))
    };
    if listed.len() > 1 && !phones.is_empty() && phones.len() < listed.len() && listed.iter().all(post) {
        return listed;
    }
    if phones.len() < 2 {
        return vec![words.clone()];
    }
    let folded = words.folded();
    let mut parts = Vec::new();
    let mut start = 0;
    for phone in &phones {
        let tail = &folded[phone.range.end..];
        let closing = tail.find(|c: char| !matches!(c, ')' | ']' | ' ')).unwrap_or(tail.len());
        let end = phone.range.end + closing;
        parts.push(words.part(start, end).trimmed(&[',', '/', ';', '·', '\n', '및']));
        start = end;
    }
    parts
}

/// People in lines: `관리책임자 : 총무과장 (…)`, blocks of short lines, sentences.
fn lines(reading: &Reading<'_>, found: &mut Vec<(usize, Manager)>) {
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
        let label_role = statement.label_words.as_ref().and_then(|words| Some((role_of(&words.text)?, words)));
        let sentence = is_sentence(&statement.words);
        if let Some((role, words)) = label_role.filter(|_| statement.labelled && !sentence) {
            let role = Stated::new(role, words.whole("people.label"));
            let mut block = vec![statement];
            // A person may go on over short lines until the phone.
            while phone::find(block[block.len() - 1].words.folded()).is_empty() && own_section {
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
        if let Some((role, words)) =
            label_role.filter(|_| !statement.labelled && !sentence && own_section_or_label(statement))
        {
            // A label on a line of its own, the person below it.
            let role = Stated::new(role, words.whole("people.label"));
            let mut block = vec![statement];
            while phone::find(block[block.len() - 1].words.folded()).is_empty() {
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

fn own_section_or_label(statement: &Statement) -> bool {
    statement.label.count() == 1
        && (statement.distance == 1 || statement.distance <= 6 && !phone::find(statement.words.folded()).is_empty())
        && statement.words.folded().chars().count() <= 60
}

fn is_sentence(words: &Slice) -> bool {
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
fn continues(first: &Statement, next: &Statement) -> bool {
    !next.labelled
        && next.label == first.label
        && next.words.folded().chars().count() <= 25
        && !is_sentence(&next.words)
        && role_of(&next.words.text).is_none()
}

fn person_of_block(role: &Stated<Role>, block: &[&Statement], found: &mut Vec<(usize, Manager)>) {
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
fn sentence_people(statement: &Statement, found: &mut Vec<(usize, Manager)>) {
    let folded = statement.words.folded();
    let roles: Vec<(usize, usize)> = ROLE_IN_TEXT.find_iter(folded).map(|word| (word.start(), word.end())).collect();
    let phones = phone::find(folded);
    let mut start = 0;
    let mut current: Option<Stated<Role>> = statement
        .label_words
        .as_ref()
        .filter(|_| statement.labelled)
        .and_then(|words| Some(Stated::new(role_of(&words.text)?, words.whole("people.sentence"))));
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
fn last_clause(words: &Slice) -> Slice {
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
