//! Every rule against short invented policies that go through the real reader and the real extractor.

use super::rule::day;
use super::{Context, Finding, Severity, all, by_id, check};
use crate::document::{self, Hint};
use crate::extract;
use crate::normalise::date::Date;

/// A policy in good order by the law of 2026: title and opening, then nine items.
const GOOD: [&str; 10] = [
    "고정형 영상정보처리기기 운영·관리 방침\n가온시(이하 “본 기관”이라 함)는 고정형 영상정보처리기기 운영·관리 방침을 통해 영상정보가 어떻게 이용되는지 알려 드립니다.",
    "1. 설치 근거 및 설치 목적\n「개인정보 보호법」 제25조제1항에 따라 설치합니다.\n- 시설의 안전 및 관리, 화재 예방\n- 범죄의 예방 및 수사",
    "2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수: 12대\n설치 위치: 본관 출입구와 복도\n촬영범위: 출입구 주변, 반경 30m",
    "3. 관리책임자, 담당 부서 및 접근권한자\n관리책임자: 총무과장 02-000-1234\n접근권한자: 총무과 주무관 02-000-1235",
    "4. 영상정보의 촬영시간, 보관기간, 보관장소 및 처리방법\n촬영시간: 24시간\n보관기간: 촬영일로부터 30일\n보관장소: 전산실\n처리방법: 보관기간이 끝나면 복원할 수 없는 방법으로 삭제합니다.",
    "5. 영상정보의 확인 방법 및 장소\n확인 방법: 총무과에 미리 연락하고 방문하시면 확인하실 수 있습니다.\n확인 장소: 총무과 사무실",
    "6. 정보주체의 영상정보 열람 등 요구에 대한 조치\n열람을 요구하시면 10일 이내에 필요한 조치를 하겠습니다.",
    "7. 영상정보 보호를 위한 기술적·관리적 및 물리적 조치\n영상정보를 암호화하고 접근 권한을 차등 부여하며 잠금장치가 있는 곳에 보관합니다.",
    "8. 설치 및 관리 등의 위탁에 관한 사항\n해당사항 없음\n2025년 자체점검 결과: 적정",
    "9. 방침의 변경에 관한 사항\n이 방침은 2024년 4월 3일부터 시행합니다.",
];

const TODAY: Date = day(2026, 11, 21);

/// The policy with some items replaced: `(number, text)`; an empty text leaves the item out.
fn policy(changes: &[(usize, &str)]) -> String {
    let item = |(index, text): (usize, &&str)| {
        let changed = changes.iter().find(|(number, _)| *number == index).map(|(_, text)| *text);
        changed.unwrap_or(text).to_owned()
    };
    GOOD.iter().enumerate().map(item).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn findings(text: &str, context: &Context) -> Vec<Finding> {
    let document = document::read(text.as_bytes(), &Hint { content_type: None, name: Some("policy.txt".into()) });
    let policies = extract::policies(&document, &extract::Context { source: "policy.txt", ..Default::default() });
    assert!(!policies.is_empty(), "no policy in\n{text}");
    let findings = check(&policies[0], &document, context);
    for quote in findings.iter().filter_map(Finding::quote) {
        let block = &document.blocks[quote.block as usize].text;
        let words: String = block.chars().skip(quote.start as usize).take((quote.end - quote.start) as usize).collect();
        assert_eq!(words, quote.text, "a quote is verbatim");
    }
    findings
}

fn fired(text: &str, on: Date) -> Vec<&'static str> {
    findings(text, &Context::on(on)).iter().map(|finding| finding.rule.id).collect()
}

#[test]
fn what_nearly_every_policy_has_is_advice_at_most() {
    let routine: Vec<_> = all().filter(|rule| rule.routine).collect();
    assert_eq!(routine.iter().map(|rule| rule.id).collect::<Vec<_>>(), ["CP-401"]);
    // A grave matter is never put aside for being frequent.
    assert!(routine.iter().all(|rule| rule.severity == Severity::Advisory));
}

#[test]
fn a_policy_in_good_order_gives_nothing() {
    assert_eq!(fired(&policy(&[]), TODAY), Vec::<&str>::new());
}

#[test]
fn every_rule_fires_on_its_example_and_is_silent_on_the_other() {
    let mut wrong = Vec::new();
    for rule in all() {
        let ids = |example: super::Example| fired(&policy(&[(example.item, example.text)]), TODAY);
        let fires = ids(rule.fires);
        if !fires.contains(&rule.id) {
            wrong.push(format!("{} does not fire: {fires:?}", rule.id));
        }
        let silent = ids(rule.silent);
        if silent.contains(&rule.id) {
            wrong.push(format!("{} is not silent: {silent:?}", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_are_told_apart_and_have_a_text_to_rest_on() {
    let ids: Vec<_> = all().map(|rule| rule.id).collect();
    let mut distinct = ids.clone();
    distinct.dedup();
    assert_eq!(ids, distinct);
    for rule in all() {
        assert!(!rule.citations.is_empty(), "{}", rule.id);
        assert!(rule.ko.contains(super::CRAWLED_KO) && rule.en.contains(super::CRAWLED_EN), "{}", rule.id);
        assert_eq!(by_id(rule.name), Some(rule));
    }
}

#[test]
fn only_those_who_ask_hear_of_former_versions() {
    let former = policy(&[(
        0,
        "구) 영상정보처리기기 운영·관리 방침 (2018.12.1~2022.11.3)\n가온시(이하 “본 기관”이라 함)는 영상정보가 어떻게 이용되는지 알려 드립니다.",
    )]);
    assert_eq!(fired(&former, TODAY), Vec::<&str>::new());
    let asked = Context { archived: true, ..Context::on(TODAY) };
    assert!(!findings(&former, &asked).is_empty());
}

#[test]
fn messages_name_the_day_and_judge_nobody() {
    for finding in findings(&policy(&[(6, "")]), &Context::on(TODAY)) {
        // Nobody crawled it.
        assert!(finding.message_ko.contains("2026-11-21의 법에 비추어 본 페이지"), "{}", finding.message_ko);
    }
    let crawled = Context { crawled: Some(TODAY), ..Context::on(day(2024, 1, 4)) };
    for finding in findings(&policy(&[(6, "")]), &crawled) {
        assert!(finding.message_ko.contains("수집일(2026-11-21) 기준 게시된 페이지"), "{}", finding.message_ko);
        assert!(finding.message_en.contains("as crawled on 2026-11-21"), "{}", finding.message_en);
        assert_eq!(finding.severity, Severity::NeedsCheck);
    }
}

/// Cases of our own: at least three that fire and three that do not for every rule.
const CASES: &str = include_str!("../../tests/cases/audit.txt");

#[test]
fn cases_of_our_own() {
    let mut wrong = Vec::new();
    let mut counts = std::collections::BTreeMap::<&str, [usize; 2]>::new();
    for line in CASES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let parts: Vec<&str> = line.splitn(4, '\t').collect();
        let [rule, wanted, item, text] = parts[..] else { panic!("a case has four parts: {line}") };
        let wanted = wanted == "fires";
        let text = text.replace("\\n", "\n").replace("\\t", "\t");
        let text = if text == "-" { "" } else { text.as_str() };
        let item: usize = item.parse().expect("a number");
        let fired = fired(&policy(&[(item, text)]), TODAY);
        if fired.contains(&rule) != wanted {
            wrong.push(format!("{line}\n    gives {fired:?}"));
        }
        counts.entry(rule).or_default()[usize::from(!wanted)] += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for rule in all() {
        let [fires, silent] = counts.get(rule.id).copied().unwrap_or_default();
        assert!(silent >= 3 && fires >= 3, "{}: {fires} fire, {silent} do not", rule.id);
    }
}

#[test]
fn what_comes_close_to_the_act_or_may_stand_behind_a_choice_is_milder() {
    let grave = |text: &[(usize, &str)], rule: &str| {
        let found = findings(&policy(text), &Context::on(TODAY));
        found.iter().find(|finding| finding.rule.id == rule).map(|finding| finding.severity <= Severity::Outdated)
    };
    // 법 제35조제4항제2호 knows the interests of others; the old lists have more.
    let alone = "6. 열람 등 요구\n다른 이용자의 사생활을 침해할 우려가 있는 경우에는 열람을 제한할 수 있습니다.";
    let listed = "6. 열람 등 요구\n다음의 경우 거부할 수 있습니다.\n- 보관기간이 경과하여 파기한 경우\n- 타인의 사생활권이 침해될 우려가 큰 경우";
    assert_eq!(grave(&[(6, alone)], "CP-206"), Some(false));
    assert_eq!(grave(&[(6, listed)], "CP-206"), Some(true));
    let choice = "2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수와 설치 위치 등은 부서에 따라 다르므로 아래에서 해당 부서를 선택하시기 바랍니다.";
    let file = "8. 첨부: 가온시 영상정보처리기기 운영·관리 방침.pdf";
    let unsaid = "2. 설치 대수, 설치 위치 및 촬영범위\n설치 위치: 본관\n촬영범위: 본관 출입구";
    let withheld = "2. 설치 대수, 설치 위치 및 촬영범위\n설치 대수: 보안을 위하여 공개하지 아니함\n설치 위치: 본관\n촬영범위: 본관 출입구";
    assert_eq!(grave(&[(2, unsaid), (8, file)], "CP-108"), Some(false));
    assert_eq!(grave(&[(2, withheld), (8, file)], "CP-108"), Some(true));
    assert_eq!(grave(&[(5, "")], "CP-105"), Some(true));
    assert_eq!(grave(&[(2, choice), (5, "")], "CP-105"), Some(false));
}

#[test]
fn an_item_is_missing_whatever_else_is_left_out() {
    let items = [1, 2, 3, 4, 5, 6, 7].map(|number| (number, format!("CP-10{number}")));
    for (number, rule) in &items {
        for other in [8, 9, 0] {
            let changes = if other == 0 { vec![(*number, "")] } else { vec![(*number, ""), (other, "")] };
            let fired = fired(&policy(&changes), TODAY);
            assert!(fired.contains(&rule.as_str()), "{rule} without {other}: {fired:?}");
        }
    }
}

#[test]
fn every_rule_begins_on_the_day_of_its_text() {
    let region = |name: &str| {
        format!(
            "고정형 영상정보처리기기 운영·관리 방침\n{name}(이하 “본 기관”이라 함)는 영상정보의 이용을 알려 드립니다."
        )
    };
    let cite = |text: &str| format!("6. 열람 등 요구\n{text}");
    let list = "1. 설치 근거 및 설치 목적\n개인정보 보호법 제25조제1항\n- 시설안전 및 화재 예방을 위하여 필요한 경우\n- 교통단속을 위하여 필요한 경우";
    let kept = |text: &str| {
        format!(
            "4. 촬영시간, 보관기간, 보관장소 및 처리방법\n촬영시간: 24시간\n보관기간: {text}\n보관장소: 전산실\n처리방법: 삭제"
        )
    };
    // Item, text, rule, the last silent day, the first day on which it fires: the days of the law one by one.
    let timeline = [
        // The act comes into force, and the act of 1994 is repealed.
        (
            1,
            "1. 설치 근거 및 목적\n「공공기관의 개인정보보호에 관한 법률」 제4조의2, 범죄 예방".into(),
            "CP-211",
            day(2011, 9, 29),
            day(2011, 9, 30),
        ),
        (6, String::new(), "CP-106", day(2011, 9, 29), day(2011, 9, 30)),
        (4, kept("90일"), "CP-303", day(2011, 9, 29), day(2011, 9, 30)),
        (8, "8. 민원실 기기는 음성녹음 기능을 사용합니다.".into(), "CP-305", day(2011, 9, 29), day(2011, 9, 30)),
        (6, cite("열람은 경찰 입회하에만 가능합니다."), "CP-309", day(2011, 9, 29), day(2011, 9, 30)),
        (6, cite("열람을 요구하시면 30일 이내에 결과를 통지합니다."), "CP-310", day(2011, 9, 29), day(2011, 9, 30)),
        // Ministries: 안전행정부, 행정자치부, 행정안전부 again.
        (0, region("안전행정부"), "CP-212", day(2014, 11, 18), day(2014, 11, 19)),
        (0, region("행정자치부"), "CP-212", day(2017, 7, 25), day(2017, 7, 26)),
        (0, region("국민안전처"), "CP-212", day(2017, 7, 25), day(2017, 7, 26)),
        // The articles of the guideline get their numbers of today.
        (
            6,
            cite("「표준 개인정보 보호지침」 제48조에 따라 열람을 청구합니다."),
            "CP-207",
            day(2016, 6, 29),
            day(2016, 6, 30),
        ),
        (
            3,
            "3. 관리책임자\n개인영상정보 보호책임자를 두고 있습니다.\n관리책임자: 총무과장".into(),
            "CP-203",
            day(2016, 6, 29),
            day(2016, 6, 30),
        ),
        (8, "8. 안내판은 알아보기 쉬운 곳에 설치합니다.".into(), "CP-401", day(2016, 6, 29), day(2016, 6, 30)),
        // The commission takes over, with a guideline of its own six days later.
        (
            6,
            cite("행정안전부 고시 「표준 개인정보 보호지침」에 따라 열람을 청구합니다."),
            "CP-210",
            day(2020, 8, 10),
            day(2020, 8, 11),
        ),
        // 고정형, and 제25조 rewritten.
        (0, "영상정보처리기기 운영·관리 방침".into(), "CP-201", day(2023, 9, 14), day(2023, 9, 15)),
        (1, list.into(), "CP-202", day(2023, 9, 14), day(2023, 9, 15)),
        (
            8,
            "8. 안내판에 기재하여야 할 사항\n- 관리책임자의 성명 및 연락처".into(),
            "CP-204",
            day(2023, 9, 14),
            day(2023, 9, 15),
        ),
        (
            8,
            "8. 이 방침은 「개인정보 보호법」 시행령 제27조에 따른 운영·관리 방침입니다.".into(),
            "CP-209",
            day(2023, 9, 14),
            day(2023, 9, 15),
        ),
        (9, "9. 방침의 변경\n2022년 2월 22일부터 시행합니다.".into(), "CP-214", day(2023, 9, 14), day(2023, 9, 15)),
        (
            1,
            "1. 설치 근거 및 목적\n개인정보 보호법 제25조제1항제6호에 따라 영상정보를 저장하지 아니하는 통계 목적"
                .into(),
            "CP-308",
            day(2023, 9, 14),
            day(2023, 9, 15),
        ),
        // The guideline of 2024.
        (
            6,
            cite("명백히 정보주체의 급박한 생명, 신체, 재산의 이익을 위하여 필요한 개인영상정보에 한정됩니다."),
            "CP-205",
            day(2024, 1, 3),
            day(2024, 1, 4),
        ),
        (
            6,
            cite("범죄수사·공소유지·재판수행에 중대한 지장을 초래하는 경우 거부합니다."),
            "CP-206",
            day(2024, 1, 3),
            day(2024, 1, 4),
        ),
        (
            6,
            cite("「개인정보 보호법」 시행규칙 별지 서식으로 열람을 청구합니다."),
            "CP-211",
            day(2024, 1, 3),
            day(2024, 1, 4),
        ),
        (
            2,
            "2. 설치 대수, 설치 위치 및 촬영범위\n3대, 청사 출입구, 드론 1대, 출입구 주변".into(),
            "CP-402",
            day(2024, 1, 3),
            day(2024, 1, 4),
        ),
        // A date between the act and the guideline is old from the guideline on.
        (9, "9. 방침의 변경\n2023년 10월 30일부터 시행합니다.".into(), "CP-214", day(2024, 1, 3), day(2024, 1, 4)),
        // Regions and bodies of another name.
        (0, region("인천광역시 남구"), "CP-213", day(2018, 6, 30), day(2018, 7, 1)),
        (0, region("강원도 가온군"), "CP-213", day(2023, 6, 10), day(2023, 6, 11)),
        (0, region("경상북도 군위군"), "CP-213", day(2023, 6, 30), day(2023, 7, 1)),
        (0, region("전라북도 가온시"), "CP-213", day(2024, 1, 17), day(2024, 1, 18)),
        (0, region("문화재청"), "CP-212", day(2024, 5, 16), day(2024, 5, 17)),
        (0, region("특허청"), "CP-212", day(2025, 9, 30), day(2025, 10, 1)),
        (0, region("기획재정부"), "CP-212", day(2026, 1, 1), day(2026, 1, 2)),
        (0, region("인천광역시 서구"), "CP-213", day(2026, 6, 30), day(2026, 7, 1)),
        // Sixty days after the merger the old names still count as the new one.
        (0, region("전라남도 가온군"), "CP-213", day(2026, 8, 29), day(2026, 8, 30)),
        (0, region("광주광역시 가온구"), "CP-213", day(2026, 8, 29), day(2026, 8, 30)),
    ];
    for (item, text, rule, silent, fires) in &timeline {
        let text = policy(&[(*item, text)]);
        assert!(!fired(&text, *silent).contains(rule), "{rule} on {silent}: {text}");
        assert!(fired(&text, *fires).contains(rule), "{rule} on {fires}: {text}");
    }
}

#[test]
fn what_nobody_has_looked_up_is_never_cited() {
    // Known from memory only: names of bodies and districts whose day was read nowhere.
    let names = [
        "국토해양부",
        "지식경제부",
        "농림수산식품부",
        "외교통상부",
        "식품의약품안전청",
        "소방방재청",
        "질병관리본부",
        "국가보훈처",
        "충청남도 당진군",
        "경기도 여주군",
        "서울중앙지방검찰청",
    ];
    for name in names {
        let title = format!(
            "고정형 영상정보처리기기 운영·관리 방침\n{name}(이하 “본 기관”이라 함)는 영상정보의 이용을 알려 드립니다."
        );
        let fired = fired(&policy(&[(0, &title)]), TODAY);
        assert!(!fired.contains(&"CP-212") && !fired.contains(&"CP-213"), "{name}: {fired:?}");
    }
    // Sector acts and notices whose present text was not read; acts without a fine or a duty that is not theirs.
    let unread =
        ["주차장법", "철도안전법", "도시철도법", "여객자동차", "유아교육법", "정보통신망법", "2017-1호", "제75조"];
    for citation in all().flat_map(|rule| rule.citations) {
        assert!(unread.iter().all(|text| !citation.text.contains(text)), "{citation}");
        assert!(matches!(citation.mark.name(), "V1" | "V2"), "{citation}");
    }
    for (period, facility) in [("20일", "가온 노외주차장"), ("7일", "가온도시철도역"), ("15일", "가온유치원")]
    {
        let title = format!(
            "고정형 영상정보처리기기 운영·관리 방침\n{facility}(이하 본 기관이라 함)은 영상정보의 이용을 알려 드립니다."
        );
        let kept = format!(
            "4. 촬영시간, 보관기간, 보관장소 및 처리방법\n24시간 촬영\n보관기간: {period}\n보관장소: 사무실\n처리방법: 삭제"
        );
        assert!(!fired(&policy(&[(0, &title), (4, &kept)]), TODAY).contains(&"CP-304"), "{facility}");
    }
}

#[test]
fn the_text_that_held_on_the_day_is_cited() {
    let refusal = "6. 열람 등 요구\n열람은 경찰 입회하에만 가능합니다.";
    let outsourced = "8. 위탁에 관한 사항\n기기의 관리를 위탁하고 있으며 필요한 사항을 규정하고 있습니다.";
    let kept = "4. 촬영시간, 보관기간, 보관장소 및 처리방법\n촬영시간: 24시간\n보관기간: 90일\n보관장소: 전산실\n처리방법: 삭제";
    let rows = [
        (6, refusal, "CP-309", day(2016, 6, 29), "표준 개인정보 보호지침 제50조"),
        (6, refusal, "CP-309", day(2016, 6, 30), "표준 개인정보 보호지침 제46조"),
        (8, outsourced, "CP-302", day(2016, 6, 29), "시행령 제28조제2항"),
        (8, outsourced, "CP-302", day(2016, 6, 30), "표준 개인정보 보호지침 제43조제1항"),
        (4, kept, "CP-303", day(2016, 6, 29), "표준 개인정보 보호지침 제45조제2항"),
        (4, kept, "CP-303", day(2016, 6, 30), "표준 개인정보 보호지침 제41조제2항"),
    ];
    for (item, text, rule, on, cited) in rows {
        let findings = findings(&policy(&[(item, text)]), &Context::on(on));
        let finding =
            findings.iter().find(|finding| finding.rule.id == rule).unwrap_or_else(|| panic!("{rule} on {on}"));
        assert!(finding.citation.to_string().contains(cited), "{rule} on {on}: {}", finding.citation);
        assert!(finding.citation.holds_on(on), "{rule} on {on}");
    }
}

#[test]
fn nothing_is_judged_by_a_text_of_later() {
    // A page with everything that is wrong, on days from the act on: whatever is cited was in force.
    let wrong: Vec<(usize, &str)> = all().map(|rule| (rule.fires.item, rule.fires.text)).collect();
    for (item, text) in wrong {
        for on in [day(2011, 9, 30), day(2014, 1, 1), day(2018, 1, 1), day(2022, 1, 1), day(2023, 10, 1), TODAY] {
            for finding in findings(&policy(&[(item, text)]), &Context::on(on)) {
                assert!(finding.citation.holds_on(on), "{} on {on}: {}", finding.rule.id, finding.citation);
            }
        }
    }
    assert_eq!(
        fired(&policy(&[(0, "영상정보처리기기 운영·관리 방침"), (6, "")]), day(2011, 9, 29)),
        Vec::<&str>::new()
    );
}
