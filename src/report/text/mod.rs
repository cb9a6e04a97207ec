//! Statistics for a terminal: aligned tables, Korean first, a short English word beside it.

mod citable;

use super::definitions::{Both, Definition};
use super::text_table::{Align, Grid, grouped, wrapped};
use super::{definitions as define, words};
use crate::analysis::stats::{
    self, Ages, Contractor, Coverage, Cut, FieldTally, Group, Median, Outlier, PerResident, SectionTally, Share, Stats,
    Template, Terms,
};

/// Rows shown of a list that may be long, and those that tie with the last; the other formats have all of them.
const SHOWN: usize = 20;
/// Places of a line of prose.
const PROSE: usize = 110;

/// Renders statistics for a terminal, each section with its definition.
pub fn render(stats: &Stats) -> String {
    sections_of(stats, true)
}

/// The same without the definitions.
pub fn brief(stats: &Stats) -> String {
    sections_of(stats, false)
}

fn sections_of(stats: &Stats, defined: bool) -> String {
    let first =
        format!("수집 crawl {}, 기준일 as of {}, 규칙 rules {}\n", stats.crawl.id, stats.as_of, stats.crawl.rules);
    let mut page = Page { text: first, defined };
    if defined {
        page.prose(define::MEDIAN);
        page.prose(define::SHARE);
    }
    page.section(define::COVERAGE, "", &coverage(&stats.coverage));
    page.section(define::COVERAGE_BY_KIND, "", &citable::reach(&stats.coverage_by_kind, &stats.coverage));
    page.section(define::COVERAGE_BY_SIDO, "", &citable::reach(&stats.coverage_by_sido, &stats.coverage));
    page.section(define::FIELDS, "기관마다 현행 방침 하나 one current policy each", &fields(&stats.fields));
    page.section(define::SECTIONS, "", &sections(&stats.sections));
    page.section(define::BY_SIDO, "", &groups(&stats.by_sido));
    page.section(define::BY_KIND, "", &groups(&stats.by_kind));
    let counted = "대수와 인구를 아는 시·군·구 those counted";
    page.section(define::PER_RESIDENT, counted, &residents(&stats.per_resident));
    let (each, outliers, firms) = (of_governments(stats), of_outliers(stats), of_firms(stats));
    page.table(&format!("시·군·구별 1,000명당 each, {}", of_all(each)), &each_government(stats, each.shown));
    page.section(define::OUTLIERS, &of_all(outliers), &citable::outliers(&stats.outliers[..outliers.shown]));
    page.section(define::WEIGHTS, "", &citable::weights(&stats.weights));
    page.section(define::RETENTION, "", &retention(stats));
    page.section(define::PURPOSES, "", &purposes(stats));
    page.section(define::CONTRACTORS, &of_all(firms), &contractors(&stats.contractors[..firms.shown]));
    page.section(define::CONCENTRATION, "", &citable::concentration(&stats.concentration));
    page.section(define::AGES, "", &ages(&stats.ages));
    page.section(define::TERMS, "", &terms(&stats.terms));
    page.section(define::UPDATE, "", &citable::update(&stats.update));
    let forms = of_forms(stats);
    page.section(define::TEMPLATES, &of_all(forms), &citable::templates(&stats.templates, forms.shown));
    let law = stats.law_as_of.as_deref().map(words::law_day).map_or_else(String::new, |(ko, en)| format!("{ko} {en}"));
    page.section(define::FINDINGS, &law, &citable::findings(&stats.findings.rules));
    page.section(define::ROUTINE, &law, &citable::findings(&stats.findings.routine));
    if let Some((ko, en)) = stats.law_as_of.as_deref().and_then(words::law_note) {
        page.text.push_str(&format!("  {ko}\n  {en}\n"));
    }
    page.text
}

struct Page {
    text: String,
    defined: bool,
}

impl Page {
    /// A grid below its title, a note on it, and what its figures mean.
    fn section(&mut self, definition: Definition, note: &str, grid: &Grid) {
        let Both { ko, en } = definition.title;
        let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
        self.text.push_str(&format!("\n{ko} {en}{note}\n"));
        if self.defined {
            self.prose(definition.text);
        }
        self.text.push_str(&grid.to_string());
    }

    fn table(&mut self, title: &str, grid: &Grid) {
        self.text.push_str(&format!("\n{title}\n{grid}"));
    }

    fn prose(&mut self, text: Both) {
        for line in [text.ko, text.en].into_iter().flat_map(|text| wrapped(text, PROSE)) {
            self.text.push_str(&format!("    {line}\n"));
        }
    }
}

/// How much of a list is shown, and what was left out for being equal.
fn of_all(cut: Cut) -> String {
    let Cut { shown, tied, all } = cut;
    match (shown == all, tied) {
        (true, _) => format!("{all}개"),
        (false, 0) => format!("{all}개 가운데 {shown}개 shown"),
        (false, tied) => {
            format!("{all}개 가운데 {shown}개 shown; 다음 {tied}개는 값이 같아 함께 뺌 the next {tied} tie")
        }
    }
}

fn of_governments(stats: &Stats) -> Cut {
    let rate = |row: &PerResident| row.rate().map(f64::to_bits);
    stats::cut(&stats.per_resident_each, SHOWN, |one, other| rate(one) == rate(other))
}

fn of_outliers(stats: &Stats) -> Cut {
    let score = |row: &Outlier| (row.measure, row.score.abs().to_bits());
    stats::cut(&stats.outliers, SHOWN, |one, other| score(one) == score(other))
}

fn of_firms(stats: &Stats) -> Cut {
    let size = |firm: &Contractor| firm.institutions.part;
    stats::cut(&stats.contractors, SHOWN, |one, other| size(one) == size(other))
}

fn of_forms(stats: &Stats) -> Cut {
    let size = |form: &Template| form.institutions.part;
    stats::cut(&stats.templates.shared, SHOWN, |one, other| size(one) == size(other))
}

fn coverage(coverage: &Coverage) -> Grid {
    let mut grid = Grid::new([("", Align::Left), ("", Align::Left), ("수", Align::Right), ("%", Align::Right)]);
    let mut line = |korean: &str, english: &str, part: u64, of: u64| {
        let share = Share { part, of };
        grid.row([korean.to_owned(), english.to_owned(), grouped(part), percent(share)]);
    };
    let all = coverage.institutions;
    line("대상 기관", "institutions", all, all);
    line("접속됨", "reached", coverage.reached, all);
    line("robots.txt 거부", "robots refused", coverage.robots_refused, all);
    line("접속 실패", "unreachable", coverage.unreachable, all);
    line("요청 안 함", "not asked", coverage.not_asked, all);
    line("현행 방침 있음", "policy found", coverage.policy_found, all);
    line("지난 방침만 있음", "only superseded", coverage.only_superseded, all);
    line("방침 문서", "policies", coverage.policies, coverage.policies);
    line("그중 현행", "current", coverage.current, coverage.policies);
    line("그중 옛 판", "former", coverage.former, coverage.policies);
    line("그중 첨부", "attached", coverage.attached, coverage.policies);
    line("등록 안 된 기관의 현행 방침", "unregistered", coverage.unregistered, coverage.current);
    line("현행 방침을 둔 기관", "holders", coverage.holders, coverage.holders);
    grid
}

fn fields(fields: &[FieldTally]) -> Grid {
    let [a, b, c, d, e, f, g] = FieldTally::STATES.map(|state| (words::state(state), Align::Right));
    let mut grid = Grid::new([("항목", Align::Left), ("", Align::Left), a, b, c, d, e, f, g]);
    for field in fields {
        let [a, b, c, d, e, f, g] = field.counts.map(grouped);
        grid.row([field.korean.to_owned(), field.field.to_owned(), a, b, c, d, e, f, g]);
    }
    grid
}

fn sections(sections: &[SectionTally]) -> Grid {
    let [a, b, c, d] = SectionTally::STATES.map(|state| (words::section_state(state), Align::Right));
    let mut grid = Grid::new([("호", Align::Left), a, b, c, d]);
    for section in sections {
        let [a, b, c, d] = section.counts.map(grouped);
        grid.row([words::item(section.item).to_owned(), a, b, c, d]);
    }
    grid
}

fn groups(groups: &[Group]) -> Grid {
    // Where a sum holds bodies that lie within another one of it, that is said beside it.
    let nested = groups.iter().any(|group| group.nested.is_some_and(|nested| nested > 0));
    let column = |name: &str| (name.to_owned(), Align::Right);
    let mut header = vec![(String::new(), Align::Left), column("대상 기관 all"), column("방침 있음 policy")];
    header.extend([column("대수 있음 total"), column("카메라 cameras")]);
    header.extend(nested.then(|| column("상위 기관과 함께 셈 with a superior")));
    header.extend([column("중앙값 median"), column("95%")]);
    let mut grid = Grid::of(header);
    for group in groups {
        let mut row = vec![
            group.korean.clone(),
            grouped(group.institutions),
            grouped(group.with_policy),
            grouped(group.with_total),
            maybe(group.cameras),
        ];
        row.extend(nested.then(|| maybe(group.nested)));
        row.extend([middle(group.median, grouped), around(group.median, grouped)]);
        grid.push(row);
    }
    grid
}

fn residents(rows: &[PerResident]) -> Grid {
    let mut grid = Grid::new([
        ("", Align::Left),
        ("시·군·구 all", Align::Right),
        ("집계 대상 counted", Align::Right),
        ("카메라 cameras", Align::Right),
        ("인구 residents", Align::Right),
        ("1,000명당", Align::Right),
    ]);
    for row in rows {
        grid.row([
            row.korean.clone(),
            grouped(row.governments),
            grouped(row.counted),
            grouped(row.cameras),
            grouped(row.residents),
            rate(row.rate()),
        ]);
    }
    grid
}

fn each_government(stats: &Stats, shown: usize) -> Grid {
    let mut grid = Grid::new([
        ("", Align::Left),
        ("카메라 cameras", Align::Right),
        ("인구 residents", Align::Right),
        ("1,000명당", Align::Right),
    ]);
    for row in stats.per_resident_each.iter().take(shown) {
        grid.row([row.korean.clone(), grouped(row.cameras), grouped(row.residents), rate(row.rate())]);
    }
    let median = stats.rates.median;
    let show = |value: f64| rate(Some(value));
    grid.row(["중앙값 median".to_owned(), String::new(), String::new(), middle(median, show)]);
    grid.row(["95%".to_owned(), String::new(), String::new(), around(median, show)]);
    grid
}

fn retention(stats: &Stats) -> Grid {
    let retention = &stats.retention;
    let mut grid = Grid::new([("", Align::Left), ("기관", Align::Right), ("%", Align::Right)]);
    let mut line = |label: String, share: Share| {
        grid.row([label, grouped(share.part), percent(share)]);
    };
    line("기간 명시 stated".to_owned(), retention.stated);
    for (days, institutions) in &retention.days {
        let share = Share { part: *institutions, of: retention.stated.part };
        line(format!("{}일 days", grouped(*days)), share);
    }
    line("30일 초과 over 30 days".to_owned(), retention.over_30);
    grid.row(["중앙값(일) median".to_owned(), middle(retention.median, grouped), String::new()]);
    grid.row(["95%".to_owned(), around(retention.median, grouped), String::new()]);
    for group in &retention.by_kind {
        let median = Some(group.median);
        let label = format!("{} 중앙값 ({}곳)", group.korean, grouped(group.median.values));
        grid.row([label, middle(median, grouped), around(median, grouped)]);
    }
    grid
}

fn purposes(stats: &Stats) -> Grid {
    let mut grid = Grid::new([("", Align::Left), ("", Align::Left), ("기관", Align::Right), ("%", Align::Right)]);
    for purpose in &stats.purposes {
        let share = purpose.institutions;
        grid.row([purpose.korean.clone(), purpose.key.clone(), grouped(share.part), percent(share)]);
    }
    grid
}

fn contractors(firms: &[Contractor]) -> Grid {
    let mut grid = Grid::new([("", Align::Left), ("기관", Align::Right), ("%", Align::Right)]);
    for firm in firms {
        let share = firm.institutions;
        grid.row([firm.company.clone(), grouped(share.part), percent(share)]);
    }
    grid
}

fn ages(ages: &Ages) -> Grid {
    let mut grid = Grid::new([("", Align::Left), ("방침", Align::Right), ("%", Align::Right)]);
    let mut line = |label: String, share: Share| {
        grid.row([label, grouped(share.part), percent(share)]);
    };
    line("시행일 명시 dated".to_owned(), ages.dated);
    let of = ages.dated.part;
    for (from, below, part) in &ages.buckets {
        line(words::age(*from, *below), Share { part: *part, of });
    }
    line("시행 전 future".to_owned(), Share { part: ages.future, of });
    line("2023-09-15 전 before the law".to_owned(), ages.before_law);
    grid.row(["중앙값(년) median years".to_owned(), middle(ages.median, grouped), String::new()]);
    grid.row(["95%".to_owned(), around(ages.median, grouped), String::new()]);
    grid
}

fn terms(terms: &Terms) -> Grid {
    let mut grid = Grid::new([("", Align::Left), ("방침", Align::Right), ("%", Align::Right)]);
    for (name, part) in Terms::NAMES.into_iter().zip(terms.counts) {
        grid.row([words::term(name).to_owned(), grouped(part), String::new()]);
    }
    let share = terms.legacy;
    grid.row([
        "옛 용어의 비율 share of legacy".to_owned(),
        format!("{}/{}", grouped(share.part), grouped(share.of)),
        percent(share),
    ]);
    grid
}

fn percent(share: Share) -> String {
    share.percent().map_or("-".to_owned(), |percent| format!("{percent:.1}"))
}

fn rate(rate: Option<f64>) -> String {
    rate.map_or("-".to_owned(), |rate| format!("{rate:.2}"))
}

fn maybe(number: Option<u64>) -> String {
    number.map_or("-".to_owned(), grouped)
}

fn middle<T>(median: Option<Median<T>>, show: impl Fn(T) -> String) -> String {
    median.map_or("-".to_owned(), |median| show(median.value))
}

/// The interval of a median.
fn around<T>(median: Option<Median<T>>, show: impl Fn(T) -> String) -> String {
    let interval = median.and_then(|median| median.interval);
    interval.map_or("-".to_owned(), |(low, high)| format!("{}–{}", show(low), show(high)))
}
