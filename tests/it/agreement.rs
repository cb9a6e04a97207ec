//! Every way of asking gives the same figure: named questions, SQL over `overview` and over `policies`, statistics, and
//! the rows of the report, on the demonstration and on a made-up nation in which everything could be counted twice.

use crate::interop::DEMO;
use crate::table_fixtures::{self, bare, date, firm, quote, stated};
use bangchim::analysis::stats::{self, FieldTally, PerInstitution, Reach, SectionTally, Stats};
use bangchim::dataset::query::{self, Cell};
use bangchim::dataset::{Dataset, FindingRow, PolicyReader, replace_findings, write};
use bangchim::model::institution::{Institution, Registry};
use bangchim::model::policy::{
    Field, Item, LegalBasis, Listing, Policy, Purpose, Section, SectionState, State, Status, Term, TotalBasis,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use tempfile::TempDir;

/// Two provinces with their cities, and three bodies of the same name.
fn institutions() -> Vec<Institution> {
    Registry::parse(
        "id,name,kind,sido,sigungu_code,parent_id,homepage,homepage_source,population,population_year\n\
         sido-48,경상남도,sido,경상남도,48,,https://www.gyeongnam.go.kr,-,3200000,2026-08\n\
         sgg-1,해솔시,si,경상남도,48990,sido-48,https://www.haesol.go.kr,-,200000,2026-08\n\
         sido-26,부산광역시,sido,부산광역시,26,,https://www.busan.go.kr,-,3300000,2026-08\n\
         sgg-2,중구,autonomous_gu,부산광역시,26110,sido-26,https://www.bsjunggu.go.kr,-,40000,2026-08\n\
         sido-31,울산광역시,sido,울산광역시,31,,https://www.ulsan.go.kr,-,1100000,2026-08\n\
         sgg-3,중구,autonomous_gu,울산광역시,31110,sido-31,https://www.junggu.ulsan.kr,-,210000,2026-08\n\
         org-1,한국소재연구원,public_institution,,,,https://www.sojae.re.kr,-,,\n",
        "nation.csv",
    )
    .expect("good")
    .institutions
}

fn total(letter: char, institution: &Institution, cameras: u32, day: &str) -> Policy {
    let mut policy = bare(letter, institution);
    policy.camera_total = Field::stated(cameras, vec![quote(&format!("{cameras}대"))]);
    policy.camera_total_basis = Some(TotalBasis::Stated);
    policy.effective_date = Some(stated(date(day), day));
    policy.term = Some(stated(Term::Fixed, "고정형 영상정보처리기기"));
    policy.retention_days = Field::stated(60, vec![quote("60일")]);
    policy.retention = vec![bangchim::model::policy::Retention {
        days: 60,
        bound: bangchim::model::policy::Bound::Exact,
        scope: None,
        raw: quote("60일"),
    }];
    policy.purposes = vec![stated(Purpose::CrimePrevention, "범죄 예방")];
    policy.legal_basis = vec![stated(LegalBasis { law: "개인정보 보호법".into(), article: None }, "개인정보 보호법")];
    policy.contractors = Listing { state: State::Stated, entries: vec![firm("㈜누리비전")], quote: None };
    policy.sections =
        Item::ALL.into_iter().map(|item| Section { item, state: SectionState::Absent, quote: None }).collect();
    policy
}

/// 해솔시 has a page, the list attached to it, a former version, the policy of a library and one of mobile devices, all
/// with totals; both 중구 and two bodies of one name that are not registered have a policy each.
fn policies() -> Vec<Policy> {
    let all = institutions();
    let city = &all[1];
    let page = total('a', city, 1_836, "2026-02-01");
    let mut list = total('b', city, 1_836, "2026-02-01");
    list.attachment_of = Some(page.id());
    let mut former = total('c', city, 1_208, "2019-07-01");
    former.status = Status::Superseded;
    let mut library = total('d', city, 52, "2026-05-01");
    library.facility = Some(stated("시립도서관".into(), "시립도서관"));
    let mut mobile = total('e', city, 30, "2026-06-01");
    mobile.term = Some(stated(Term::Mobile, "이동형 영상정보처리기기"));
    let mut conflicting = total('f', &all[3], 900, "2025-01-01");
    conflicting.camera_total = Field::conflicting(Some(900), vec![quote("900대"), quote("901대")]);
    conflicting.term = Some(stated(Term::Legacy, "영상정보처리기기"));
    let junggu = total('0', &all[5], 548, "2024-01-01");
    let stranger = |letter, of: &Institution| {
        let mut policy = total(letter, of, 7, "2023-01-01");
        policy.institution.id = None;
        policy.institution.name = Some("중구문화재단".into());
        policy
    };
    let mut silent = bare('3', &all[6]);
    silent.term = Some(stated(Term::Legacy, "영상정보처리기기"));
    vec![
        page,
        list,
        former,
        library,
        mobile,
        conflicting,
        junggu,
        stranger('1', &all[3]),
        stranger('2', &all[5]),
        silent,
    ]
}

fn nation() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let (institutions, policies) = (institutions(), policies());
    write(folder.path(), &table_fixtures::crawl(), &institutions, &[], &table_fixtures::documents(), &policies)
        .expect("written");
    let findings: Vec<FindingRow> = policies
        .iter()
        .map(|policy| FindingRow {
            policy_id: policy.id(),
            institution: policy.institution.id.clone(),
            rule: "CP-303".into(),
            name: "retention_over_30_days_without_basis".into(),
            severity: "advisory".into(),
            quote: None,
            place: None,
            citation: "표준 개인정보 보호지침 제41조제2항".into(),
            as_of: "2026-11-21".into(),
            message_ko: "보관기간".into(),
            message_en: "retention".into(),
            routine: false,
            context: None,
        })
        .collect();
    replace_findings(folder.path(), &table_fixtures::crawl(), &findings).expect("written");
    folder
}

/// Answers of a named question: the last columns that are numbers, by the first.
fn rows(dataset: &Dataset, sql: &str) -> Vec<Vec<Cell>> {
    let answer = query::ask(dataset, sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    (0..answer.height()).map(|row| answer.row(row)).collect()
}

fn named(dataset: &Dataset, name: &str) -> Vec<Vec<Cell>> {
    rows(dataset, query::named(name).expect("a question").sql())
}

fn word(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Empty => String::new(),
        other => panic!("{other:?} is no text"),
    }
}

fn number(cell: &Cell) -> Option<u64> {
    match cell {
        Cell::Integer(number) => Some(u64::try_from(*number).expect("not negative")),
        Cell::Empty => None,
        other => panic!("{other:?} is no number"),
    }
}

/// By the word in one column, the numbers in others.
fn by<const N: usize>(rows: &[Vec<Cell>], key: usize, of: [usize; N]) -> BTreeMap<String, [Option<u64>; N]> {
    rows.iter().map(|row| (word(&row[key]), of.map(|at| number(&row[at])))).collect()
}

#[track_caller]
fn same<T: PartialEq + Debug>(what: &str, one: &T, other: &T) {
    crate::same::same(one, other, what);
}

fn some<const N: usize>(numbers: [u64; N]) -> [Option<u64>; N] {
    numbers.map(Some)
}

/// Compares every figure that a named question and the statistics both give.
fn check(dataset: &Dataset) {
    let (stats, each) = stats::compute_each(dataset, None).expect("statistics");
    cameras(dataset, &stats, &each);
    lists(dataset, &stats, &each);
    states(dataset, &stats);
}

fn cameras(dataset: &Dataset, stats: &Stats, each: &PerInstitution) {
    let of_stats: BTreeMap<_, _> = stats
        .by_sido
        .iter()
        .filter(|group| group.with_policy > 0)
        .map(|group| (group.key.clone(), [Some(group.with_policy), Some(group.with_total), group.cameras]))
        .collect();
    same("cameras_by_province", &by(&named(dataset, "cameras_by_province"), 0, [1, 2, 3]), &of_stats);
    let sql = "SELECT sido, COUNT(*) AS n, COUNT(camera_total) AS t, SUM(camera_total) AS c FROM policies \
               WHERE counted GROUP BY sido";
    same("policies.counted", &by(&rows(dataset, sql), 0, [1, 2, 3]), &of_stats);
    let mut of_report: BTreeMap<String, [Option<u64>; 3]> = BTreeMap::new();
    for body in each.bodies.iter().filter(|body| body.policy.is_some()) {
        let sums = of_report.entry(body.sido.clone().unwrap_or_default()).or_insert([Some(0), Some(0), None]);
        let [policies, totals, cameras] = sums;
        *policies = policies.map(|policies| policies + 1);
        *totals = totals.map(|totals| totals + u64::from(body.cameras.is_some()));
        *cameras = body.cameras.map_or(*cameras, |own| Some(cameras.unwrap_or(0) + own));
    }
    same("rows of the report", &of_report, &of_stats);
    let of_question: Vec<(String, u64)> = named(dataset, "cameras_per_1000_residents")
        .iter()
        .map(|row| (word(&row[2]), number(&row[4]).expect("a total")))
        .collect();
    let of_stats: Vec<(String, u64)> =
        stats.per_resident_each.iter().map(|row| (row.key.clone(), row.cameras)).collect();
    same("cameras_per_1000_residents", &of_question, &of_stats);
}

fn lists(dataset: &Dataset, stats: &Stats, each: &PerInstitution) {
    let firms: BTreeMap<_, _> =
        stats.contractors.iter().map(|firm| (firm.key.clone(), some([firm.institutions.part]))).collect();
    same("contractors_by_reach", &by(&named(dataset, "contractors_by_reach"), 0, [1]), &firms);
    let purposes: BTreeMap<_, _> =
        stats.purposes.iter().map(|purpose| (purpose.key.clone(), some([purpose.institutions.part]))).collect();
    same("purposes", &by(&named(dataset, "purposes"), 0, [1]), &purposes);
    let rules: BTreeMap<_, _> = stats
        .findings
        .rules
        .iter()
        .chain(&stats.findings.routine)
        .map(|rule| (format!("{} {}", rule.rule, rule.severity), some([rule.findings, rule.institutions.part])))
        .collect();
    let found: BTreeMap<_, _> = named(dataset, "findings_by_rule")
        .iter()
        .map(|row| (format!("{} {}", word(&row[0]), word(&row[2])), [number(&row[4]), number(&row[5])]))
        .collect();
    same("findings_by_rule", &found, &rules);
    let over: BTreeSet<String> =
        named(dataset, "retention_over_30_days").iter().map(|row| word(&row[0]) + &word(&row[1])).collect();
    assert!(over.len() as u64 >= stats.retention.over_30.part, "{over:?}");
    let sql = "SELECT 'n' AS n, COUNT(*) AS c FROM overview WHERE retention_days > 30";
    same("over 30 days", &by(&rows(dataset, sql), 0, [1])["n"], &some([stats.retention.over_30.part]));
    let sql = "SELECT institution_key, current_policies, former_policies, camera_total, age_years FROM overview";
    let of_report: BTreeMap<_, _> = each
        .bodies
        .iter()
        .map(|body| (body.key.clone(), [Some(body.policies), Some(body.former), body.cameras, body.age]))
        .collect();
    same("overview", &by(&rows(dataset, sql), 0, [1, 2, 3, 4]), &of_report);
}

fn states(dataset: &Dataset, stats: &Stats) {
    let mut totals: BTreeMap<String, u64> = BTreeMap::new();
    for row in named(dataset, "states_of_totals") {
        *totals.entry(word(&row[0])).or_default() += number(&row[2]).expect("a count");
    }
    let field = stats.fields.iter().find(|field| field.field == "camera_total").expect("a field");
    let of_stats: BTreeMap<String, u64> = FieldTally::STATES
        .iter()
        .zip(field.counts)
        .filter(|(_, count)| *count > 0)
        .map(|(state, count)| (state.name().to_owned(), count))
        .collect();
    same("states_of_totals", &totals, &of_stats);
    let items: BTreeMap<_, _> = stats
        .sections
        .iter()
        .filter(|item| item.counts.iter().sum::<u64>() > 0)
        .map(|item| {
            let count = |state| SectionTally::STATES.iter().position(|one| *one == state).map(|at| item.counts[at]);
            let order = [SectionState::Present, SectionState::Elsewhere, SectionState::Empty, SectionState::Absent];
            (item.item.name().to_owned(), order.map(count))
        })
        .collect();
    same("missing_items_by_item", &by(&named(dataset, "missing_items_by_item"), 1, [2, 3, 4, 5]), &items);
    let absent: u64 = items.values().filter_map(|counts| counts[3]).sum();
    same("missing_items", &(named(dataset, "missing_items").len() as u64), &absent);
    same("former_term", &(named(dataset, "former_term").len() as u64), &stats.terms.legacy.part);
    let without = stats.coverage.institutions - stats.coverage.policy_found;
    same("institutions_without_policy", &(named(dataset, "institutions_without_policy").len() as u64), &without);
    let sql = "SELECT reach, COUNT(*) AS n FROM overview WHERE reach IS NOT NULL GROUP BY reach";
    let mut reached: BTreeMap<String, [Option<u64>; 1]> = BTreeMap::new();
    for group in &stats.coverage_by_kind {
        for (reach, count) in Reach::ALL.iter().zip(group.counts).filter(|(_, count)| *count > 0) {
            let sum = reached.entry(reach.name().to_owned()).or_insert([Some(0)]);
            sum[0] = sum[0].map(|sum| sum + count);
        }
    }
    same("reach", &by(&rows(dataset, sql), 0, [1]), &reached);
    let coverage = &stats.coverage;
    let sql = "SELECT role, COUNT(*) AS n FROM policies GROUP BY role";
    let roles = by(&rows(dataset, sql), 0, [1]);
    let count = |role: &str| roles.get(role).and_then(|count| count[0]).unwrap_or(0);
    same("current", &(count("current") + count("other_facility")), &coverage.current);
    same("former and attached", &[count("former"), count("attachment")], &[coverage.former, coverage.attached]);
    let sql = "SELECT 'n' AS n, COUNT(*) AS c FROM policies WHERE counted";
    same("counted", &by(&rows(dataset, sql), 0, [1])["n"], &some([coverage.holders]));
}

#[test]
fn the_demonstration_counts_every_institution_once() {
    let dataset = Dataset::open(DEMO.path()).expect("tables");
    check(&dataset);
    let provinces = by(&named(&dataset, "cameras_by_province"), 0, [3]);
    for (province, cameras) in [("경상남도", 1_836), ("경기도", 3_065), ("울산광역시", 1_448)] {
        assert_eq!(provinces[province], [Some(cameras)], "{province}");
    }
}

#[test]
fn a_nation_with_attachments_former_versions_facilities_and_same_names_counts_every_institution_once() {
    let folder = nation();
    let dataset = Dataset::open(folder.path()).expect("tables");
    check(&dataset);
    let provinces = by(&named(&dataset, "cameras_by_province"), 0, [1, 3]);
    assert_eq!(provinces["경상남도"], [Some(1), Some(1_836)]);
    assert_eq!(provinces["부산광역시"], [Some(2), Some(907)]);
    assert_eq!(provinces["울산광역시"], [Some(2), Some(555)], "bodies of one name in two provinces are two");
    let sql = "SELECT policy_id, role, counted FROM policies WHERE institution_id = 'sgg-1' ORDER BY policy_id";
    let found: Vec<(String, bool)> =
        rows(&dataset, sql).iter().map(|row| (word(&row[1]), row[2] == Cell::Boolean(true))).collect();
    let expected =
        [("current", true), ("attachment", false), ("former", false), ("other_facility", false), ("current", false)];
    assert_eq!(found, expected.map(|(role, counted)| (role.to_owned(), counted)));
    let owners: BTreeSet<String> =
        rows(&dataset, "SELECT institution_key FROM overview").iter().map(|row| word(&row[0])).collect();
    let reader = PolicyReader::open(&dataset).expect("policies");
    assert!(reader.keys().iter().all(|key| owners.contains(&key.holder)), "the page of every owner has its policies");
    let sql =
        "SELECT institution_key, findings_advisory FROM overview WHERE policy_id IS NULL OR institution_id = 'sgg-1'";
    let findings = by(&rows(&dataset, sql), 0, [1]);
    assert_eq!(findings["sgg-1"], [Some(1)], "findings in the policy that counts");
    assert_eq!(findings["sido-48"], [None], "nothing was audited");
}

#[test]
fn only_facilities_still_have_one_that_counts() {
    let city = &institutions()[1];
    let mut policies = vec![total('a', city, 10, "2024-01-01"), total('b', city, 20, "2026-01-01")];
    for (policy, name) in policies.iter_mut().zip(["시립도서관", "시립미술관"]) {
        policy.facility = Some(stated(name.into(), name));
    }
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), &table_fixtures::crawl(), &institutions(), &[], &[], &policies).expect("written");
    let dataset = Dataset::open(folder.path()).expect("tables");
    check(&dataset);
    let found = rows(&dataset, "SELECT facility, camera_total FROM overview WHERE institution_id = 'sgg-1'");
    assert_eq!(found, [vec![Cell::Text("시립미술관".into()), Cell::Integer(20)]]);
}
