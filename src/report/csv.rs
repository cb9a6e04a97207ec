//! Statistics for spreadsheets: one long table, a figure a row, with its denominator.

use super::{definitions, words};
use crate::analysis::stats::{
    CoverageGroup, FieldTally, Group, Market, Median, PerResident, Reach, SectionTally, Share, Stats, Terms,
};
use crate::normalise::law;

/// Renders statistics as CSV: `section,key,korean,measure,value,of`.
///
/// `of` is the denominator where the figure is a part of something; an unknown figure is empty, never 0.
///
/// # Errors
/// None in practice: rows are written into memory.
pub fn render(stats: &Stats) -> Result<String, csv::Error> {
    let mut rows = Rows(csv::Writer::from_writer(Vec::new()));
    rows.0.write_record(["section", "key", "korean", "measure", "value", "of"])?;
    coverage(stats, &mut rows)?;
    for (section, groups) in
        [("coverage_by_kind", &stats.coverage_by_kind), ("coverage_by_sido", &stats.coverage_by_sido)]
    {
        for group in groups {
            rows.reach(section, group, stats)?;
        }
    }
    for field in &stats.fields {
        let of = field.counts.iter().sum();
        for (state, part) in FieldTally::STATES.into_iter().zip(field.counts) {
            rows.share("fields", field.field, field.korean, state.name(), Share { part, of })?;
        }
    }
    for section in &stats.sections {
        let (key, korean) = (section.item.name(), words::item(section.item));
        let of = section.counts.iter().sum();
        for (state, part) in SectionTally::STATES.into_iter().zip(section.counts) {
            rows.share("sections", key, korean, state.name(), Share { part, of })?;
        }
    }
    for group in &stats.by_sido {
        rows.group("by_sido", group)?;
    }
    for group in &stats.by_kind {
        rows.group("by_kind", group)?;
    }
    for row in &stats.per_resident {
        rows.residents("per_1000_residents", row)?;
    }
    for row in &stats.per_resident_each {
        rows.residents("per_1000_residents_each", row)?;
    }
    rows.middle("rates", "", "시·군·구", "per_1000", stats.rates.median)?;
    for (at, rate) in stats.rates.fifths.iter().enumerate() {
        rows.figure("rates", "", "시·군·구", &format!("fifth_{}", at + 1), Some(decimals(*rate)))?;
    }
    for row in &stats.outliers {
        rows.figure("outliers", &row.key, &row.name, row.measure.name(), Some(decimals(row.value)))?;
        rows.figure(
            "outliers",
            &row.key,
            &row.name,
            &format!("{}_score", row.measure.name()),
            Some(decimals(row.score)),
        )?;
    }
    for row in &stats.weights {
        rows.share("weights", row.key, row.korean, "governments", row.governments)?;
        rows.share("weights", row.key, row.korean, "residents", row.residents)?;
    }
    lists(stats, &mut rows)?;
    more(stats, &mut rows)?;
    for definition in definitions::ALL {
        let (key, korean) = (definition.key, definition.title.ko);
        rows.figure(key, "definition", korean, "ko", Some(definition.text.ko))?;
        rows.figure(key, "definition", korean, "en", Some(definition.text.en))?;
    }
    let bytes = rows.0.into_inner().map_err(|error| error.into_error())?;
    // What went in was UTF-8, and so is what comes out.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

struct Rows(csv::Writer<Vec<u8>>);

impl Rows {
    fn share(&mut self, section: &str, key: &str, korean: &str, measure: &str, share: Share) -> Result<(), csv::Error> {
        let (part, of) = (share.part.to_string(), share.of.to_string());
        self.0.write_record([section, key, korean, measure, &part, &of])
    }

    fn figure(
        &mut self,
        section: &str,
        key: &str,
        korean: &str,
        measure: &str,
        value: Option<impl ToString>,
    ) -> Result<(), csv::Error> {
        let value = value.map_or_else(String::new, |value| value.to_string());
        self.0.write_record([section, key, korean, measure, &value, ""])
    }

    fn group(&mut self, section: &str, group: &Group) -> Result<(), csv::Error> {
        let (key, korean) = (group.key.as_str(), group.korean.as_str());
        self.figure(section, key, korean, "institutions", Some(group.institutions))?;
        self.figure(section, key, korean, "with_policy", Some(group.with_policy))?;
        let total = Share { part: group.with_total, of: group.with_policy };
        self.share(section, key, korean, "with_total", total)?;
        self.figure(section, key, korean, "cameras", group.cameras)?;
        if let Some(part) = group.nested {
            self.share(section, key, korean, "nested", Share { part, of: group.with_total })?;
        }
        self.middle(section, key, korean, "median", group.median)
    }

    /// A median, the limits of its interval, and the number of values as the denominator.
    fn middle<T: ToString>(
        &mut self,
        section: &str,
        key: &str,
        korean: &str,
        measure: &str,
        median: Option<Median<T>>,
    ) -> Result<(), csv::Error> {
        let of = median.as_ref().map_or(0, |median| median.values).to_string();
        let (value, interval) = median.map_or((None, None), |median| (Some(median.value), median.interval));
        let (low, high) = interval.unzip();
        for (name, value) in [("", value), ("_low", low), ("_high", high)] {
            let value = value.map_or_else(String::new, |value| value.to_string());
            self.0.write_record([section, key, korean, &format!("{measure}{name}"), &value, &of])?;
        }
        Ok(())
    }

    fn reach(&mut self, section: &str, group: &CoverageGroup, stats: &Stats) -> Result<(), csv::Error> {
        let (key, korean) = (group.key.as_str(), group.korean.as_str());
        let found = group.found();
        for (reach, part) in Reach::ALL.into_iter().zip(group.counts) {
            self.share(section, key, korean, reach.name(), Share { part, of: found.of })?;
        }
        let (low, high) = found.interval().unzip();
        self.figure(section, key, korean, "found_percent_low", low.map(decimals))?;
        self.figure(section, key, korean, "found_percent_high", high.map(decimals))?;
        self.figure(section, key, korean, "representation", group.representation(stats.coverage.found()).map(decimals))
    }

    fn market(&mut self, key: &str, korean: &str, market: Market) -> Result<(), csv::Error> {
        self.figure("concentration", key, korean, "firms", Some(market.firms))?;
        self.figure("concentration", key, korean, "pairs", Some(market.pairs))?;
        self.share("concentration", key, korean, "top_four", market.top_four)?;
        self.figure("concentration", key, korean, "hhi", market.hhi.map(decimals))?;
        self.figure("concentration", key, korean, "equal_firms", market.equal_firms().map(decimals))
    }

    fn residents(&mut self, section: &str, row: &PerResident) -> Result<(), csv::Error> {
        let (key, korean) = (row.key.as_str(), row.korean.as_str());
        let counted = Share { part: row.counted, of: row.governments };
        self.share(section, key, korean, "counted", counted)?;
        self.figure(section, key, korean, "cameras", Some(row.cameras))?;
        self.figure(section, key, korean, "residents", Some(row.residents))?;
        self.figure(section, key, korean, "per_1000", row.rate())
    }
}

/// A number with four decimals: more would pretend to be exact.
fn decimals(number: f64) -> String {
    format!("{number:.4}")
}

fn coverage(stats: &Stats, rows: &mut Rows) -> Result<(), csv::Error> {
    let coverage = &stats.coverage;
    let all = coverage.institutions;
    let list = [
        ("institutions", "대상 기관", all, all),
        ("reached", "접속됨", coverage.reached, all),
        ("robots_refused", "robots.txt 거부", coverage.robots_refused, all),
        ("unreachable", "접속 실패", coverage.unreachable, all),
        ("not_asked", "요청 안 함", coverage.not_asked, all),
        ("policy_found", "현행 방침 있음", coverage.policy_found, all),
        ("only_superseded", "지난 방침만 있음", coverage.only_superseded, all),
        ("policies", "방침 문서", coverage.policies, coverage.policies),
        ("current", "현행 방침", coverage.current, coverage.policies),
        ("former", "옛 판", coverage.former, coverage.policies),
        ("attached", "첨부로 딸린 방침", coverage.attached, coverage.policies),
        ("unregistered", "등록 안 된 기관의 방침", coverage.unregistered, coverage.current),
        ("holders", "현행 방침을 둔 기관", coverage.holders, coverage.holders),
    ];
    for (key, korean, part, of) in list {
        rows.share("coverage", key, korean, "count", Share { part, of })?;
    }
    Ok(())
}

fn lists(stats: &Stats, rows: &mut Rows) -> Result<(), csv::Error> {
    let retention = &stats.retention;
    rows.share("retention", "stated", "기간 명시", "institutions", retention.stated)?;
    for (days, part) in &retention.days {
        let share = Share { part: *part, of: retention.stated.part };
        rows.share("retention", &days.to_string(), &format!("{days}일"), "institutions", share)?;
    }
    rows.share("retention", "over_30", "30일 초과", "institutions", retention.over_30)?;
    rows.middle("retention", "median", "중앙값", "days", retention.median)?;
    for group in &retention.by_kind {
        rows.middle("retention_by_kind", &group.key, &group.korean, "days", Some(group.median))?;
    }
    for row in &stats.purposes {
        rows.share("purposes", &row.key, &row.korean, "institutions", row.institutions)?;
    }
    for row in &stats.contractors {
        rows.share("contractors", &row.key, &row.company, "institutions", row.institutions)?;
    }
    let ages = &stats.ages;
    rows.share("ages", "dated", "시행일 명시", "policies", ages.dated)?;
    let of = ages.dated.part;
    for (from, below, part) in &ages.buckets {
        let key = below.map_or(format!("{from}-"), |below| format!("{from}-{below}"));
        let korean = words::age(*from, *below);
        rows.share("ages", &key, &korean, "policies", Share { part: *part, of })?;
    }
    let future = Share { part: ages.future, of };
    rows.share("ages", "future", "시행 전", "policies", future)?;
    rows.share("ages", "before_2023-09-15", "2023-09-15 전", "policies", ages.before_law)?;
    rows.middle("ages", "median", "중앙값", "years", ages.median)?;
    let terms = &stats.terms;
    for (name, part) in Terms::NAMES.into_iter().zip(terms.counts) {
        let key = if name.is_empty() { "unknown" } else { name };
        rows.figure("terms", key, words::term(name), "policies", Some(part))?;
    }
    rows.share("terms", "share_of_legacy", "옛 용어의 비율", "policies", terms.legacy)
}

fn more(stats: &Stats, rows: &mut Rows) -> Result<(), csv::Error> {
    let concentration = &stats.concentration;
    rows.market("", "전국", concentration.all)?;
    for (sido, market) in &concentration.by_sido {
        rows.market(sido, sido, *market)?;
    }
    for (institutions, firms) in &concentration.reach {
        rows.figure("concentration", &institutions.to_string(), "기관 수별 업체", "firms_of_size", Some(firms))?;
    }
    let update = &stats.update;
    rows.share("update", "revised", "고친 방침", "policies", update.revised)?;
    for (month, part) in &update.months {
        let share = Share { part: *part, of: update.revised.of };
        rows.share("update", &month.to_string(), &format!("{month}달"), "policies", share)?;
    }
    for (month, share) in &update.within {
        rows.share("update", &format!("within_{month}"), &format!("{month}달 안"), "policies", *share)?;
    }
    let months = update.median.map(|median| Median {
        values: median.values,
        value: words::months(median.value),
        interval: median.interval.map(|(low, high)| (words::months(low), words::months(high))),
    });
    rows.middle("update", "median", "중앙값", "months", months)?;
    rows.figure("update", "observed", "지켜본 달", "months", Some(update.observed))?;
    rows.figure("update", "only_after", "뒤 날짜만 있음", "policies", Some(update.only_after))?;
    rows.figure("update", "undated", "날짜 모름", "policies", Some(update.undated))?;
    rows.share("templates", "shared", "함께 쓰는 서식", "institutions", stats.templates.institutions)?;
    for (at, template) in stats.templates.shared.iter().enumerate() {
        let headings = template.headings.join(" / ");
        rows.share("templates", &(at + 1).to_string(), &headings, "institutions", template.institutions)?;
    }
    if let Some(day) = &stats.law_as_of {
        // Days stand among the keys, so that every value is a number.
        let none = None::<u64>;
        rows.figure("findings", day, "법 기준일", "law_as_of", none)?;
        rows.figure("findings", &law::CHECKED.to_string(), "법령을 마지막으로 확인한 날", "law_checked", none)?;
    }
    for (section, rules) in [("findings", &stats.findings.rules), ("findings_routine", &stats.findings.routine)] {
        for rule in rules {
            rows.share(section, &rule.rule, &rule.name, &rule.severity, rule.institutions)?;
        }
    }
    Ok(())
}
