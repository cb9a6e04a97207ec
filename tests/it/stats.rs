//! Statistics of a small crawl whose every figure can be counted by hand.

use crate::same::same;
use crate::table_fixtures::{self, bare, date, firm, full, institutions, quote, stated};
use bangchim::analysis::stats::{self, Coverage, CoverageGroup, FieldTally, Reach, Share, Stats};
use bangchim::dataset::{Dataset, write};
use bangchim::model::attempt::{Origin, Outcome, Refusal, RobotsVerdict};
use bangchim::model::policy::{
    Field, Item, Listing, Policy, Purpose, Quote, Section, SectionState, State, Status, Term, TotalBasis,
};

/// 군산시 with a main policy, a former one and one of a facility; 익산시 with an old one; a public institution with
/// an empty form; a body that is not registered.
pub fn policies() -> Vec<Policy> {
    let all = institutions();
    let mut former = bare('b', &all[1]);
    former.status = Status::Superseded;
    former.camera_total = Field::stated(999, vec![quote("999대")]);
    former.effective_date = Some(stated(date("2030-01-01"), "2030. 1. 1."));
    former.retention_days = Field::stated(90, vec![quote("90일")]);
    let mut facility = bare('c', &all[1]);
    facility.facility = Some(stated("시립도서관".into(), "시립도서관"));
    facility.camera_total = Field::stated(10, vec![quote("10대")]);
    facility.effective_date = Some(stated(date("2026-01-01"), "2026. 1. 1."));
    facility.contractors = Listing { state: State::Stated, entries: vec![firm("(주) 누리비전")], quote: None };
    let mut old = bare('d', &all[2]);
    old.term = Some(stated(Term::Legacy, "영상정보처리기기"));
    old.effective_date = Some(stated(date("2022-11"), "2022년 11월"));
    old.camera_total = Field::stated(1_335, vec![quote("1,000"), quote("335")]);
    old.camera_total_basis = Some(TotalBasis::Summed);
    old.retention_days = Field::stated(60, vec![quote("60일")]);
    old.purposes = vec![stated(Purpose::CrimePrevention, "범죄예방")];
    old.contractors = Listing { state: State::Stated, entries: vec![firm("누리비전㈜")], quote: None };
    let mut form = bare('e', &all[3]);
    form.term = Some(stated(Term::Legacy, "영상정보처리기기"));
    form.camera_total = Field::missing(State::Placeholder, quote("○○대"));
    form.contractors = Listing { state: State::None, entries: Vec::new(), quote: Some(quote("해당없음")) };
    let mut stranger = bare('f', &all[4]);
    stranger.institution.id = None;
    stranger.institution.name = Some("가람체육진흥공단".into());
    stranger.camera_total = Field::stated(7, vec![quote("7대")]);
    vec![full(), former, facility, old, form, stranger]
}

pub fn compute() -> Stats {
    let folder = tempfile::tempdir().expect("folder");
    write(
        folder.path(),
        &table_fixtures::crawl(),
        &institutions(),
        &table_fixtures::attempts(),
        &table_fixtures::documents(),
        &policies(),
    )
    .expect("written");
    let dataset = Dataset::open(folder.path()).expect("tables");
    stats::compute(&dataset, None).expect("statistics")
}

#[test]
fn coverage_adds_up_to_its_denominator() {
    let expected = Coverage {
        institutions: 5,
        reached: 2,
        robots_refused: 1,
        unreachable: 1,
        not_asked: 1,
        policy_found: 3,
        only_superseded: 0,
        policies: 6,
        current: 5,
        former: 1,
        attached: 0,
        unregistered: 1,
        holders: 4,
    };
    same(&compute().coverage, &expected, "coverage");
}

#[test]
fn a_robots_file_that_cannot_be_had_is_no_refusal_of_the_site() {
    let mut attempts = table_fixtures::attempts();
    attempts.truncate(2);
    attempts[0].outcome = Outcome::Refused(Refusal::Robots);
    attempts[0].robots = RobotsVerdict::Unreachable;
    attempts[1].target.institution = institutions()[2].id.clone();
    attempts[1].target.origin = Origin::Robots;
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), &table_fixtures::crawl(), &institutions(), &attempts, &[], &[]).expect("written");
    let dataset = Dataset::open(folder.path()).expect("tables");
    let coverage = stats::compute(&dataset, None).expect("statistics").coverage;
    // One institution failed to give its robots.txt; of another nothing but robots.txt was read so far.
    assert_eq!((coverage.reached, coverage.robots_refused), (0, 0));
    assert_eq!((coverage.unreachable, coverage.not_asked), (1, 4));
}

#[test]
fn fields_are_counted_by_state_over_one_policy_an_institution() {
    let stats = compute();
    let counts = |name: &str| {
        let field = stats.fields.iter().find(|field| field.field == name);
        field.expect(name).counts
    };
    // stated, none, elsewhere, placeholder, unparsed, conflicting, absent
    assert_eq!(FieldTally::STATES.len(), 7);
    assert_eq!(counts("camera_total"), [3, 0, 0, 1, 0, 0, 0]);
    assert_eq!(counts("contractors"), [2, 1, 0, 0, 0, 0, 1]);
    assert_eq!(counts("effective_date"), [2, 0, 0, 0, 0, 0, 2]);
    assert_eq!(counts("purposes"), [2, 0, 0, 0, 0, 0, 2]);
    assert_eq!(counts("storage_places"), [1, 0, 0, 0, 0, 0, 3]);
    assert!(stats.sections.iter().all(|section| section.counts == [1, 0, 0, 0]));
}

#[test]
fn cameras_are_counted_once_an_institution() {
    let stats = compute();
    let groups: Vec<_> = stats
        .by_sido
        .iter()
        .map(|group| {
            let counts = (group.institutions, group.with_policy, group.with_total);
            (group.korean.as_str(), counts, group.cameras, group.median.map(|median| median.value))
        })
        .collect();
    assert_eq!(
        groups,
        [
            ("경기도", (1, 1, 1), Some(7), Some(7)),
            ("전북특별자치도", (3, 2, 2), Some(3_885), Some(1_335)),
            ("전국·미상", (1, 1, 0), None, None),
        ]
    );
    let kinds: Vec<_> = stats.by_kind.iter().map(|group| (group.key.as_str(), group.cameras)).collect();
    assert_eq!(kinds, [("sido", None), ("si", Some(3_885)), ("public_institution", None), ("library", Some(7))]);
}

#[test]
fn residents_are_those_of_the_governments_counted() {
    let stats = compute();
    let [jeonbuk] = &stats.per_resident[..] else { panic!("{:?}", stats.per_resident) };
    // The province is no basic government: its residents are those of its cities.
    assert_eq!((jeonbuk.counted, jeonbuk.governments), (2, 2));
    assert_eq!((jeonbuk.cameras, jeonbuk.residents), (3_885, 522_000));
    let each: Vec<_> = stats.per_resident_each.iter().map(|row| row.korean.as_str()).collect();
    assert_eq!(each, ["전북특별자치도 군산시", "전북특별자치도 익산시"]);
    assert_eq!(stats.per_resident_each[0].rate(), Some(10.0));
}

#[test]
fn a_sum_over_several_levels_says_so() {
    let registry = bangchim::model::institution::Registry::parse(
        "id,name,kind,sido,parent_id,homepage\n\
         p,경기도,sido,경기도,,\n\
         c,수원시,si,경기도,p,\n\
         d,수원시 장안구,general_gu,경기도,c,\n\
         l,새벌도서관,library,경기도,,\n\
         e,강원특별자치도교육청,education_office,강원특별자치도,,\n\
         f,강원특별자치도춘천교육지원청,district_education_office,강원특별자치도,,\n\
         g,춘천시,si,강원특별자치도,,\n\
         s,부산광역시,sido,부산광역시,,\n\
         t,부산광역시 중구,autonomous_gu,부산광역시,s,\n",
        "levels.csv",
    )
    .expect("good");
    let policies: Vec<Policy> = ('1'..)
        .zip(&registry.institutions)
        // The province of 부산 states no total, so that its district stands alone in the sum.
        .filter(|(_, institution)| institution.id.0 != "s")
        .map(|(letter, institution)| {
            let mut policy = bare(letter, institution);
            policy.camera_total = Field::stated(10, vec![quote("10대")]);
            policy
        })
        .collect();
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), &table_fixtures::crawl(), &registry.institutions, &[], &[], &policies).expect("written");
    let stats = stats::compute(&Dataset::open(folder.path()).expect("tables"), None).expect("statistics");
    let nested = |sido: &str| {
        let group = stats.by_sido.iter().find(|group| group.key == sido).expect(sido);
        (group.with_total, group.nested)
    };
    assert_eq!(nested("경기도"), (4, Some(2)), "the city in the province, the district in the city, not the library");
    assert_eq!(nested("강원특별자치도"), (3, Some(1)), "the district's education office, not the city");
    assert_eq!(nested("부산광역시"), (1, Some(0)));
    assert!(stats.by_kind.iter().all(|group| group.nested.is_none()), "kinds are of one level each");
    let page = bangchim::report::text::brief(&stats);
    let table = page.split("\n\n").find(|block| block.starts_with("시·도별 카메라")).expect("a table");
    assert!(table.contains("카메라 cameras  상위 기관과 함께 셈 with a superior"), "{table}");
    assert!(
        table.lines().any(|line| line.contains("경기도") && line.contains(" 40 ") && line.contains(" 2 ")),
        "{table}"
    );
    let json: serde_json::Value = serde_json::from_str(&bangchim::report::json::render(&stats)).expect("JSON");
    let first = json["by_sido"].as_array().expect("a list").iter().find(|group| group["key"] == "경기도");
    assert_eq!(first.expect("a group")["nested"], 2);
}

#[test]
fn of_fewer_than_five_no_share_is_told() {
    let stats = compute();
    // Two governments: neither their share nor that of their half a million residents.
    let found = stats.weights.iter().find(|row| row.key == "found").expect("a row");
    assert_eq!((found.governments.of, found.governments.percent(), found.residents_percent()), (2, None, None));
    assert!(found.residents.percent().is_some(), "the residents are many");
    let page = bangchim::report::text::brief(&stats);
    let line = page.lines().find(|line| line.contains("current policy found")).expect("a line");
    assert!(line.contains("522,000/522,000") && !line.contains("100.0"), "{line}");
    let kinds = page.split("\n\n").find(|block| block.starts_with("누가 빠졌나: 기관 종류별")).expect("a table");
    assert!(!kinds.contains('–') && !kinds.contains("100.0"), "{kinds}");
    let csv = bangchim::report::csv::render(&stats).expect("CSV");
    assert!(csv.contains("coverage_by_kind,si,시,found_percent_low,,"), "{csv}");
    let json: serde_json::Value = serde_json::from_str(&bangchim::report::json::render(&stats)).expect("JSON");
    assert!(json["coverage_by_kind"][1]["found_percent"].is_null());
    assert!(json["coverage_by_kind"][1]["found_percent_interval"].is_null());
}

#[test]
fn retention_purposes_and_firms() {
    let stats = compute();
    assert_eq!(stats.retention.stated, Share { part: 2, of: 4 });
    assert_eq!(stats.retention.days, [(30, 1), (60, 1)]);
    assert_eq!(stats.retention.over_30, Share { part: 1, of: 2 });
    let median = stats.retention.median.expect("two values");
    assert_eq!((median.values, median.value, median.interval), (2, 30, None));
    let kinds: Vec<_> = stats.retention.by_kind.iter().map(|row| (row.key.as_str(), row.median.values)).collect();
    assert_eq!(kinds, [("si", 2)]);
    let purposes: Vec<_> = stats.purposes.iter().map(|row| (row.key.as_str(), row.institutions)).collect();
    assert_eq!(
        purposes,
        [("crime_prevention", Share { part: 2, of: 2 }), ("facility_safety", Share { part: 1, of: 2 }),]
    );
    let firms: Vec<_> = stats.contractors.iter().map(|row| (row.key.as_str(), row.institutions)).collect();
    assert_eq!(firms, [("누리비전", Share { part: 2, of: 2 }), ("다온", Share { part: 1, of: 2 })]);
}

#[test]
fn ages_are_counted_from_the_day_of_the_crawl_or_another() {
    let stats = compute();
    assert_eq!(stats.as_of, date("2026-11-21"));
    assert_eq!(stats.ages.dated, Share { part: 2, of: 4 });
    // 2024-02-01 is two full years ago, 2022-11 four.
    assert_eq!(stats.ages.buckets[2], (2, Some(3), 1));
    assert_eq!(stats.ages.buckets[3], (3, Some(5), 1));
    assert_eq!(stats.ages.median.map(|median| median.value), Some(2));
    assert_eq!(stats.ages.before_law, Share { part: 1, of: 2 });
    assert_eq!(stats.terms.counts, [1, 2, 0, 0, 1]);
    assert_eq!(stats.terms.legacy, Share { part: 2, of: 3 });

    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), &table_fixtures::crawl(), &[], &[], &[], &policies()).expect("written");
    let dataset = Dataset::open(folder.path()).expect("tables");
    let early = stats::compute(&dataset, Some(date("2023-10-31"))).expect("statistics");
    assert_eq!(early.ages.future, 1);
    assert_eq!(early.ages.buckets[0], (0, Some(1), 1));
    assert!(stats::compute(&dataset, Some(date("2023-10"))).is_err());
}

#[test]
fn who_is_missing_adds_up_by_kind_and_province() {
    let stats = compute();
    let reach =
        |groups: &[CoverageGroup]| groups.iter().map(|group| (group.key.clone(), group.counts)).collect::<Vec<_>>();
    let row = |key: &str, counts| (key.to_owned(), counts);
    // found, only superseded, no policy, robots, unreachable, not asked, no address. The policy of 한국소재연구원 came
    // from a file, although its host does not answer.
    assert_eq!(
        reach(&stats.coverage_by_kind),
        [
            row("sido", [0, 0, 0, 1, 0, 0, 0]),
            row("si", [2, 0, 0, 0, 0, 0, 0]),
            row("public_institution", [1, 0, 0, 0, 0, 0, 0]),
            row("library", [0, 0, 0, 0, 0, 0, 1]),
        ]
    );
    assert_eq!(
        reach(&stats.coverage_by_sido),
        [
            row("경기도", [0, 0, 0, 0, 0, 0, 1]),
            row("전북특별자치도", [2, 0, 0, 1, 0, 0, 0]),
            row("", [1, 0, 0, 0, 0, 0, 0]),
        ]
    );
    // Both cities have a policy, three institutions of five; two are too few to say how well cities are represented.
    assert_eq!(stats.coverage_by_kind[1].representation(stats.coverage.found()), None);
    let five = CoverageGroup { counts: [5, 0, 0, 0, 0, 0, 0], ..stats.coverage_by_kind[1].clone() };
    let ratio = five.representation(stats.coverage.found());
    assert!(ratio.is_some_and(|ratio| (ratio - 5.0 / 3.0).abs() < 1e-9), "{ratio:?}");
}

#[test]
fn residents_weigh_shares() {
    let stats = compute();
    let row = |key: &str| *stats.weights.iter().find(|row| row.key == key).expect(key);
    assert_eq!(row("found").governments, Share { part: 2, of: 2 });
    assert_eq!(row("found").residents, Share { part: 522_000, of: 522_000 });
    // 익산 keeps for 60 days, 군산 for 30.
    assert_eq!(row("over_30").governments, Share { part: 1, of: 2 });
    assert_eq!(row("over_30").residents, Share { part: 267_000, of: 522_000 });
    assert_eq!(row("before_law").residents, Share { part: 267_000, of: 522_000 });
    assert_eq!(row("legacy").residents, Share { part: 267_000, of: 522_000 });
}

#[test]
fn firms_are_counted_by_the_institutions_they_work_for() {
    let concentration = compute().concentration;
    assert_eq!((concentration.all.firms, concentration.all.pairs), (2, 3));
    assert_eq!(concentration.all.top_four, Share { part: 3, of: 3 });
    assert_eq!(concentration.reach, [(1, 1), (2, 1)]);
    assert_eq!(concentration.by_sido.len(), 1, "both cities lie in one province");
}

#[test]
fn a_policy_not_revised_since_the_law_stays_in_the_denominator() {
    let mut policies = Vec::new();
    let dates: [&[&str]; 8] = [
        &["2019-05", "2023-09-14", "2024-02-01", "2025-01-01"],
        &["2019-05", "2023-09-15"],
        &["2023-09-14"],
        // The month of the law without a day lies on neither side.
        &["2022-01-01", "2023-09"],
        &["2023-09"],
        // What was before is not known.
        &["2024-01"],
        &[],
        // A date to come is a plan.
        &["2020-01-01", "2027-01-01"],
    ];
    for (letter, stated_dates) in ('a'..).zip(dates) {
        let mut policy = table_fixtures::bare(letter, &institutions()[1]);
        policy.institution.id = None;
        policy.institution.name = Some(format!("가람 {letter}"));
        policy.revision_dates = stated_dates.iter().map(|day| stated(date(day), day)).collect();
        policies.push(policy);
    }
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), &table_fixtures::crawl(), &[], &[], &[], &policies).expect("written");
    let update = stats::compute(&Dataset::open(folder.path()).expect("tables"), None).expect("statistics").update;
    assert_eq!(update.revised, Share { part: 2, of: 5 });
    assert_eq!(update.months, [(0, 1), (5, 1)]);
    assert_eq!((update.only_after, update.undated, update.observed), (1, 2, 38));
    let median = update.median.expect("five values");
    assert_eq!((median.values, median.value), (5, None), "half are not revised yet");
    assert_eq!(update.within, [3, 6, 12, 24].map(|month| (month, Share { part: 1 + u64::from(month > 3), of: 5 })));
}

#[test]
fn policies_with_the_same_headings_share_a_form() {
    let headings = |letter, first: &str, count: usize| {
        let mut policy = table_fixtures::bare(letter, &institutions()[1]);
        policy.institution.id = None;
        policy.institution.name = Some(format!("가람 {letter}"));
        policy.sections = Item::ALL
            .into_iter()
            .enumerate()
            .map(|(at, item)| {
                let words = if at == 0 { first.to_owned() } else { format!("{}. 제목 {}", at + 1, item.name()) };
                let quote = (at < count).then(|| Quote { rule: "item.heading", ..quote(&words) });
                Section { item, state: SectionState::Present, quote }
            })
            .collect();
        policy
    };
    let policies = [
        headings('a', "1. 설치 근거", 8),
        headings('b', "제1조(설치근거)", 8),
        headings('c', "□ 설치 근거", 8),
        headings('d', "1. 설치 목적", 8),
        // Too few headings to tell.
        headings('e', "1. 설치 근거", 4),
    ];
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), &table_fixtures::crawl(), &[], &[], &[], &policies).expect("written");
    let dataset = Dataset::open(folder.path()).expect("tables");
    let (stats, each) = stats::compute_each(&dataset, None).expect("statistics");
    let templates = stats.templates;
    assert_eq!(templates.institutions, Share { part: 2, of: 4 }, "제1조 has a letter more");
    assert_eq!(templates.shared.len(), 1);
    assert_eq!(templates.shared[0].headings.len(), 8);
    let followers: Vec<_> = each.bodies.iter().filter(|body| body.template == Some(0)).collect();
    assert_eq!(
        followers.iter().map(|body| body.key.as_str()).collect::<Vec<_>>(),
        ["전북특별자치도 가람 a", "전북특별자치도 가람 c"]
    );
}

#[test]
fn every_institution_has_a_row_and_unregistered_holders_follow() {
    let folder = tempfile::tempdir().expect("folder");
    write(
        folder.path(),
        &table_fixtures::crawl(),
        &institutions(),
        &table_fixtures::attempts(),
        &table_fixtures::documents(),
        &policies(),
    )
    .expect("written");
    let dataset = Dataset::open(folder.path()).expect("tables");
    let (stats, each) = stats::compute_each(&dataset, None).expect("statistics");
    same(&stats, &compute(), "one computation");
    let rows: Vec<_> = each.bodies.iter().map(|body| (body.key.as_str(), body.cameras, body.policies)).collect();
    assert_eq!(
        rows,
        [
            ("sido-52", None, 0),
            ("sgg-52130", Some(2_550), 2),
            ("sgg-52140", Some(1_335), 1),
            ("org-1", None, 1),
            ("org-2", None, 0),
            ("경기도 가람체육진흥공단", Some(7), 1),
        ]
    );
    let city = &each.bodies[1];
    assert_eq!((city.rank, city.rate, city.former, city.firms, city.basic), (Some(1), Some(10.0), 1, 2, true));
    assert_eq!((city.age, city.findings), (Some(2), None), "no audit was run");
    assert_eq!(each.bodies[0].reach, Some(Reach::RobotsRefused));
    assert_eq!(each.bodies[5].reach, None);
    let served: Vec<_> = each.clients.iter().map(|(firm, holder)| (firm.as_str(), holder.as_str())).collect();
    assert_eq!(served, [("누리비전", "sgg-52130"), ("누리비전", "sgg-52140"), ("다온", "sgg-52130")]);
}

#[test]
fn a_crawl_that_found_nothing_has_figures_all_the_same() {
    let folder = tempfile::tempdir().expect("folder");
    write(folder.path(), &table_fixtures::crawl(), &[], &[], &[], &[]).expect("written");
    let dataset = Dataset::open(folder.path()).expect("tables");
    let stats = stats::compute(&dataset, None).expect("statistics");
    assert_eq!(stats.coverage, Coverage::default());
    assert!(stats.by_sido.is_empty() && stats.contractors.is_empty());
    assert_eq!(stats.retention.median, None);
}
