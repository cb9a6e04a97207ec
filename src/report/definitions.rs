//! What every figure means, in both languages: it stands beside the figure wherever that is shown.

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both {
    /// Korean.
    pub ko: &'static str,
    /// English.
    pub en: &'static str,
}

/// A text in both languages.
pub const fn both(ko: &'static str, en: &'static str) -> Both {
    Both { ko, en }
}

/// A section of the statistics and what its figures mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Definition {
    /// Name of the section in JSON and CSV.
    pub key: &'static str,
    /// What it is called.
    pub title: Both,
    /// What its figures mean.
    pub text: Both,
}

const fn definition(key: &'static str, title: Both, text: Both) -> Definition {
    Definition { key, title, text }
}

/// Of every median.
pub const MEDIAN: Both = both(
    "중앙값은 값을 크기대로 늘어놓았을 때 가운데 값이며, 둘이면 작은 쪽입니다. 구간은 두 순서통계량으로 잡은 95% 신뢰구간으로 분포를 \
     가정하지 않습니다. 값이 여섯 개보다 적으면 구간을 내지 않습니다. 찾은 방침이 전체의 무작위 표본이라고 볼 때의 구간이므로, 누가 \
     빠졌는지(수집의 치우침)는 이 구간에 들어 있지 않습니다.",
    "The median is the middle of the values in order, the lower of two. The interval is the 95% confidence interval \
     between two order statistics, without any assumption on the distribution; below six values there is none. It holds \
     as if what was found were a random sample of all: who is missing (coverage bias) is not in it.",
);

/// Of every share with an interval.
pub const SHARE: Both = both(
    "비율 옆에는 늘 분모가 있습니다. 구간은 윌슨(Wilson)의 95% 신뢰구간입니다. 분모가 다섯보다 작으면 비율도 구간도 내지 않습니다.",
    "Every share stands beside its denominator. Intervals are Wilson's, 95%. Where the denominator is below five neither \
     share nor interval is given.",
);

/// Of every bar.
pub const BARS: Both = both(
    "바탕이 있는 막대는 100%까지이고 그 위의 가는 선이 95% 구간입니다. 바탕이 없는 막대는 같은 표의 가장 큰 값까지입니다.",
    "A bar on a ground reaches up to 100%, and the thin line on it is the 95% interval. A bar without one reaches up to \
     the largest value of its table.",
);

/// The same where all bars are shares.
pub const SHARE_BARS: Both = both(
    "막대는 100%까지이고 그 위의 가는 선이 95% 구간입니다.",
    "Bars reach up to 100%, and the thin line on them is the 95% interval.",
);

/// What became of each institution, as the overview counts them.
pub const REACH: Both = both(
    "대상 기관은 수집을 시작할 때의 기관 목록에 있는 곳이며, 저마다 위에서부터 처음 맞는 한 줄로 셉니다. 방침 찾음: 스스로 옛 판이라고 \
     밝히지 않은 방침이 있음. 옛 판만: 찾은 방침이 모두 옛 판임. 방침 없음: 접속했으나 방침을 찾지 못함. robots.txt 거부: 수집 프로그램을 \
     막는 robots.txt에 따라 묻지 않음. 접속 실패: 답이 없거나 오류로만 답함. 요청 안 함: 이 수집에서 묻지 않음. 주소 모름: 누리집 \
     주소를 알지 못함.",
    "Institutions are those of the list that the crawl began with; each counts in the first line from above that fits. \
     Policy found: a policy that does not say of itself that it is a former version. Former versions only: all that was \
     found says so. No policy on the pages read: reached, and none was found. Refused by robots.txt: not asked, as the \
     site wishes. Unreachable: no answer, or errors only. Not asked: not in this crawl. No address known: the home page \
     is not known.",
);

/// Coverage.
pub const COVERAGE: Definition = definition(
    "coverage",
    both("수집 범위", "coverage"),
    both(
        "대상 기관은 씨앗 목록의 기관입니다. 접속됨: 상태 코드 400 미만으로 답한 페이지가 하나라도 있음. robots.txt 거부: 페이지에 이르지 \
         못했고 읽을 수 있는 robots.txt가 막음. 현행 방침 있음: 스스로 옛 판이라고 밝히지 않은 방침을 찾음.",
        "Institutions are those of the seeds file. Reached: some page answered with a status below 400. Robots refused: \
         no page was reached and a robots.txt that could be read forbade one. Policy found: a policy that does not say \
         of itself that it is a former version.",
    ),
);
/// Coverage by kind.
pub const COVERAGE_BY_KIND: Definition = definition(
    "coverage_by_kind",
    both("누가 빠졌나: 기관 종류별", "who is missing, by kind"),
    both(
        "기관마다 다음 가운데 맨 앞의 하나로 셉니다: 현행 방침 찾음, 옛 판만 찾음, 접속됐으나 방침 없음, robots.txt 거부, 접속 실패, 요청 안 \
         함, 주소 모름. 상대 포함률 = 그 무리의 찾은 비율 ÷ 전체의 찾은 비율; 1보다 작으면 아래 모든 수치에 덜 들어 있습니다.",
        "Each institution counts in the first of these that holds: current policy found, former versions only, reached \
         but no policy, refused by robots.txt, unreachable, not asked, no address known. Representation = share found in \
         the group ÷ share found of all; below 1 the group is under-represented in every other figure.",
    ),
);
/// Coverage by province.
pub const COVERAGE_BY_SIDO: Definition =
    definition("coverage_by_sido", both("누가 빠졌나: 시·도별", "who is missing, by province"), COVERAGE_BY_KIND.text);
/// States of fields.
pub const FIELDS: Definition = definition(
    "fields",
    both("항목별 상태", "fields"),
    both(
        "기관마다 현행 방침 하나를 골라 셉니다(기관 전체의 것 먼저, 고정형 먼저, 시행일이 늦은 것 먼저). 서로 다른 빈칸은 서로 다른 \
         결과이며 0으로 세지 않습니다.",
        "One current policy of each institution counts (of the whole institution first, fixed devices first, latest \
         effective date first). Kinds of absence are different findings and never count as 0.",
    ),
);
/// States of the eight items.
pub const SECTIONS: Definition = definition(
    "sections",
    both("시행령 제25조제1항 각 호", "statutory items"),
    both(
        "개인정보 보호법 시행령 제25조제1항이 방침에 담도록 한 여덟 가지가 집계 대상 방침에 있는지입니다.",
        "Whether the chosen policies hold the eight items that article 25(1) of the enforcement decree of the Personal \
         Information Protection Act asks for.",
    ),
);
/// Cameras by province.
pub const BY_SIDO: Definition = definition(
    "by_sido",
    both("시·도별 카메라", "cameras by province"),
    both(
        "집계 대상 방침에 적힌(또는 온전한 표에서 더한) 총 대수(대)의 합입니다. 대수를 적은 기관만 더했으므로 시·도의 모든 카메라가 아닙니다. \
         상위 기관과 함께 셈: 시·도, 시, 교육청처럼 자기를 포함하는 기관의 대수도 같은 합에 든 기관의 수이며, 그 카메라는 두 번 더해졌을 수 있습니다.",
        "Sum of the totals that the chosen policies state, or that a complete table adds up to. Only institutions that \
         give a total are in it; it is not every camera of the province. Counted with a superior: institutions that lie \
         within another one (province, city, education office) whose total is in the same sum; their cameras may be in \
         it twice.",
    ),
);
/// Cameras by kind.
pub const BY_KIND: Definition =
    definition("by_kind", both("기관 종류별 카메라", "cameras by kind of institution"), BY_SIDO.text);
/// Cameras for each 1,000 residents.
pub const PER_RESIDENT: Definition = definition(
    "per_1000_residents",
    both("주민 1,000명당 카메라", "cameras per 1,000 residents"),
    both(
        "시·군·자치구, 행정시, 세종 가운데 대수와 주민등록 인구를 모두 아는 곳의 카메라 합 ÷ 인구 합 × 1,000. 학교·공기업 등 다른 기관의 \
         카메라는 들어 있지 않습니다.",
        "Cities, counties, autonomous districts, the two cities of Jeju, and Sejong whose total and population are both \
         known: cameras ÷ registered residents × 1,000. Cameras of schools, corporations and other bodies are not in it.",
    ),
);
/// Outliers.
pub const OUTLIERS: Definition = definition(
    "outliers",
    both("이상값", "outliers"),
    both(
        "로그 값의 수정 z-점수 0.6745 × (값 − 중앙값) ÷ MAD가 3.5를 넘는 값입니다(Iglewicz·Hoaglin 1993). 비교 대상이 열 곳 이상일 때만 \
         봅니다. 척도마다 가장 먼 50개와 그 끝과 같은 값까지 냅니다. 눈에 띄는 사실일 수도, 잘못 읽은 값일 수도 있으니 인용문을 먼저 보십시오.",
        "Modified z-score of the logarithm, 0.6745 × (value − median) ÷ MAD, beyond 3.5 (Iglewicz and Hoaglin 1993), in \
         groups of ten or more; of each measure the farthest 50, and whatever is as far as the last of them. A remarkable fact \
         or a misreading: look at the quote first.",
    ),
);
/// Shares by residents.
pub const WEIGHTS: Definition = definition(
    "weights",
    both("기관 수로 본 비율, 주민 수로 본 비율", "shares by governments and by residents"),
    both(
        "인구를 아는 시·군·자치구, 행정시, 세종을 하나씩 센 비율과, 그 주민등록 인구로 가중한 비율입니다. 둘이 다르면 큰 곳과 작은 곳이 \
         다르다는 뜻입니다.",
        "Cities, counties, autonomous districts, the two cities of Jeju, and Sejong with a known population, each \
         counted once, and weighted by registered residents. Where the two differ, large places differ from small ones.",
    ),
);
/// Retention.
pub const RETENTION: Definition = definition(
    "retention",
    both("보관기간", "retention"),
    both(
        "집계 대상 방침의 대표 보관기간(일). 한 달은 30일, 한 해는 365일로 셉니다. 30일은 표준 개인정보 보호지침 제41조제2항이 기간을 정하기 \
         어려울 때 드는 기간이며 상한이 아닙니다.",
        "Days of the main retention period of the chosen policies; a month is 30 days, a year 365. The 30 days of article \
         41(2) of the Standard Guidelines are what holds where no period can be settled, not a cap.",
    ),
);
/// Purposes.
pub const PURPOSES: Definition = definition(
    "purposes",
    both("설치 목적", "purposes"),
    both(
        "집계 대상 방침이 드는 목적. 한 방침이 여럿을 들 수 있으므로 비율의 합은 100%를 넘습니다.",
        "Purposes that the chosen policies name. A policy may name several, so shares add up to more than 100%.",
    ),
);
/// Contractors.
pub const CONTRACTORS: Definition = definition(
    "contractors",
    both("위탁 업체", "contractors"),
    both(
        "현행 방침에 적힌 업체를 법인 형태·빈칸·대소문자를 빼고 같은 이름끼리 묶어, 업체를 적은 기관 수로 셉니다. 같은 이름의 다른 회사를 \
         가리지 못합니다.",
        "Firms named in current policies, grouped by name without legal form, blanks and case, counted by the \
         institutions that name them. Different firms of one name are not told apart.",
    ),
);
/// Concentration of contractors.
pub const CONCENTRATION: Definition = definition(
    "concentration",
    both("위탁 집중도", "concentration of contractors"),
    both(
        "업체와 그 업체를 적은 기관의 조합을 셉니다. HHI = 업체별 비율(%)의 제곱의 합(0~10,000). 유효 업체 수 = 10,000 ÷ HHI. 조합이 열 \
         개보다 적으면 내지 않습니다. 계약 금액이 아니라 기관 수로 센 것이며, 위탁을 적지 않은 기관은 들어 있지 않습니다.",
        "Pairs of a firm and an institution that names it. HHI = sum of the squared shares in per cent (0 to 10,000); \
         firms of equal size = 10,000 ÷ HHI; none below ten pairs. Counted by institutions, not by the worth of \
         contracts; institutions that name no firm are not in it.",
    ),
);
/// Ages.
pub const AGES: Definition = definition(
    "ages",
    both("시행 후 지난 햇수", "age of policies"),
    both(
        "집계 대상 방침에 적힌 가장 늦은 시행일부터 기준일까지의 만 나이(년). 달만 적힌 날짜는 그달 1일로 셉니다.",
        "Full years from the latest effective date that the chosen policies state to the day of reference; a month \
         without a day counts from its first.",
    ),
);
/// Terms.
pub const TERMS: Definition = definition(
    "terms",
    both("기기 명칭", "device term"),
    both(
        "2023-09-15(법률 제19234호)부터 법은 「고정형 영상정보처리기기」라고 부릅니다. 옛 용어의 비율 = 옛 용어만 쓰는 방침 ÷ 이 말들을 쓰는 \
         방침.",
        "Since 2023-09-15 (Act No. 19234) the law says 고정형 영상정보처리기기. Share of the old term = policies that use \
         the old one only ÷ policies that use any of these words.",
    ),
);
/// Time to update.
pub const UPDATE: Definition = definition(
    "update",
    both("법 시행(2023-09-15) 후 개정까지 걸린 기간", "time to update after the law of 2023-09-15"),
    both(
        "법 시행 전 날짜가 적혀 있는 방침이, 시행일 뒤 처음 적힌 제정·개정·시행일까지 걸린 달 수(2023년 9월 = 0). 기준일까지 고치지 않은 \
         방침은 「아직」으로 분모에 남습니다(카플란–마이어 추정과 같음). 왜 고쳤는지는 날짜가 말하지 않습니다. 법 시행 뒤 날짜만 적힌 방침은 \
         전의 사정을 몰라 뺐습니다.",
        "Of policies that state a date before the law: calendar months from 2023-09 (0) to the first date of enactment, \
         revision or effect on or after 2023-09-15. Policies not revised by the day of reference stay in the denominator \
         as “not yet” (here the same as Kaplan and Meier's estimate). No date says why a policy was revised. Policies \
         that state only later dates are left out: what was before is not known.",
    ),
);
/// Templates.
pub const TEMPLATES: Definition = definition(
    "templates",
    both("함께 쓰는 서식", "shared templates"),
    both(
        "여덟 항목의 제목이 다섯 개 이상 읽힌 방침 가운데, 제목의 글자가(빈칸·숫자·부호는 빼고) 차례까지 모두 같은 방침을 한 서식으로 봅니다.",
        "Among policies of which five or more headings of the eight items were read: those whose headings are the same, \
         letter for letter and in the same order, blanks, digits and marks aside.",
    ),
);
/// Findings.
pub const FINDINGS: Definition = definition(
    "findings",
    both("점검 결과", "findings of the audit"),
    both(
        "수집된 페이지만을 읽은 결과로, 사람이 확인할 후보이며 위법 여부의 판단이 아닙니다. 기관 수는 집계 대상 방침에 그 지적 후보가 있는 \
         기관입니다.",
        "Candidates for a check, read from pages as crawled; no verdict on anybody. Institutions are those whose chosen \
         policy has such a finding.",
    ),
);

/// Findings that nearly every policy has.
pub const ROUTINE: Definition = definition(
    "findings_routine",
    both("거의 모든 방침에 해당", "nearly every policy"),
    both(
        "거의 모든 방침에서 나오는 지적 후보입니다. 기관을 서로 가르지 못하므로 지적 후보의 수, 지도, 순위에 넣지 않고 따로 보입니다.",
        "Findings that nearly every policy has. They tell no institution from another, so they are shown apart and are in \
         no count, map or rank.",
    ),
);

/// Every definition, in the order of the sections.
pub const ALL: [Definition; 20] = [
    COVERAGE,
    COVERAGE_BY_KIND,
    COVERAGE_BY_SIDO,
    FIELDS,
    SECTIONS,
    BY_SIDO,
    BY_KIND,
    PER_RESIDENT,
    OUTLIERS,
    WEIGHTS,
    RETENTION,
    PURPOSES,
    CONTRACTORS,
    CONCENTRATION,
    AGES,
    TERMS,
    UPDATE,
    TEMPLATES,
    FINDINGS,
    ROUTINE,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_definition_is_there_in_both_languages() {
        for (at, definition) in ALL.iter().enumerate() {
            assert!(!ALL[..at].iter().any(|other| other.key == definition.key), "{} twice", definition.key);
            for text in [definition.title, definition.text, MEDIAN, SHARE] {
                assert!(text.ko.chars().any(|letter| ('가'..='힣').contains(&letter)), "{}", definition.key);
                assert!(!text.en.contains("  ") && !text.ko.contains("  "), "{}", definition.key);
                assert!(text.en.is_ascii() || text.en.chars().filter(|letter| !letter.is_ascii()).count() < 40);
            }
        }
    }
}
