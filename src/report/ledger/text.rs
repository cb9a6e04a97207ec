//! One host's story in plain words, Korean first, fit to be sent to its owner.

use super::super::text_table::{Align, Grid, grouped};
use super::{Asker, Story, Sums, Told, by_host, pause_ms};
use crate::model::attempt::{Attempt, FetchError, Origin, Outcome, PageKind, Refusal, RobotsVerdict};
use std::fmt::Write as _;

/// Longest part of an address that is printed.
const LONGEST: usize = 90;

/// One host's story.
pub fn story(told: &Told, host: &str, askers: &[Asker], attempts: &[&Attempt]) -> String {
    let sums = Sums::of(attempts.iter().copied());
    let mut page = format!("{host} 수집 기록 (what we asked of this host)\n\n");
    let mut line = |name: &str, words: &str| {
        let _ = writeln!(page, "{name}  {words}");
    };
    line("수집", &format!("{}  {}", told.crawl, span(attempts)));
    line("이름", &told.user_agent);
    for asker in askers {
        let reason = asker.ending.reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
        line("기관", &format!("{} {}: {}{reason}", asker.name, asker.id, asker.ending.kind.korean()));
    }
    page.push_str("\nrobots.txt\n");
    for words in robots(attempts) {
        let _ = writeln!(page, "  {words}");
    }
    page.push_str("\n요청\n");
    for words in requests(attempts, &sums) {
        let _ = writeln!(page, "  {words}");
    }
    let _ = write!(page, "\n{}", table(attempts));
    page.push_str(&opt_out(&told.user_agent));
    page.push_str(&english(host, told, &sums));
    page
}

/// The stories of several hosts, one below the other.
pub fn stories(told: &Told, stories: &[Story<'_>]) -> String {
    let all: Vec<String> = stories.iter().map(|one| story(told, one.host, &one.askers, &one.attempts)).collect();
    all.join("\n\n")
}

/// Every host in a line, and the sums.
pub fn overview(told: &Told, attempts: &[Attempt]) -> String {
    let mut grid = Grid::new([
        ("호스트", Align::Left),
        ("요청", Align::Right),
        ("받음", Align::Right),
        ("실패", Align::Right),
        ("요청 안 함", Align::Right),
        ("바이트", Align::Right),
        ("가장 짧은 간격", Align::Right),
    ]);
    let hosts = by_host(attempts);
    let mut row = |name: &str, sums: &Sums, pause: Option<i64>| {
        grid.row([
            name.to_owned(),
            grouped(sums.requests),
            grouped(sums.stored),
            grouped(sums.failed + sums.cut),
            grouped(sums.withheld_in_all()),
            grouped(sums.bytes),
            pause.map(seconds).unwrap_or_default(),
        ]);
    };
    for (host, attempts) in &hosts {
        let sums = Sums::of(attempts.iter().copied());
        row(host, &sums, sums.shortest_pause_ms);
    }
    row("합계 total", &Sums::of(attempts), None);
    format!("수집 crawl {}, 호스트 {}곳 hosts\n{grid}", told.crawl, grouped(hosts.len() as u64))
}

fn span(attempts: &[&Attempt]) -> String {
    let first = attempts.iter().map(|attempt| attempt.at).min();
    let last = attempts.iter().map(|attempt| attempt.at.plus(i64::from(attempt.took_ms))).max();
    match (first, last) {
        (Some(first), Some(last)) => format!("{} ~ {}", first.korean_clock(), &last.korean()[11..]),
        _ => String::new(),
    }
}

fn seconds(ms: i64) -> String {
    format!("{}.{:03}초", ms / 1000, ms.rem_euclid(1000))
}

/// What every robots.txt of the host said.
fn robots(attempts: &[&Attempt]) -> Vec<String> {
    let mut lines = Vec::new();
    for attempt in attempts.iter().filter(|attempt| attempt.target.origin == Origin::Robots) {
        let what = match &attempt.outcome {
            Outcome::Stored(page) => match page.status {
                200..=299 => {
                    format!("받음 ({}, {}바이트, SHA-256 {})", page.status, grouped(page.bytes), page.document.0)
                }
                300..=399 => format!("다른 주소로 옮겨 감 ({})", page.status),
                400..=499 => format!("없음 ({}): 모든 주소를 요청할 수 있음 (RFC 9309)", page.status),
                status => format!("서버 오류 ({status}): 아무것도 요청하지 않음 (RFC 9309)"),
            },
            outcome => format!("{}: 아무것도 요청하지 않음 (RFC 9309)", result(outcome, None)),
        };
        lines.push(format!("{} KST {}  {what}", attempt.at.korean_clock(), attempt.target.url));
    }
    let allowed = count(attempts, |verdict| matches!(verdict, RobotsVerdict::Allowed(_)));
    let forbidden = count(attempts, |verdict| matches!(verdict, RobotsVerdict::Disallowed(_)));
    lines.push(format!("허용된 주소 {allowed}건을 요청하고, 금지된 주소 {forbidden}건은 요청하지 않음"));
    let sums = Sums::of(attempts.iter().copied());
    let wanted = sums.delay_wanted_ms.map_or_else(
        || "간격을 요구하지 않음".to_owned(),
        |wanted| format!("{} 간격을 요구함", seconds(i64::from(wanted))),
    );
    let used = sums.delay_used_ms.map_or_else(String::new, |used| format!(", {} 이상 지킴", seconds(i64::from(used))));
    let clamped = if sums.clamped {
        " (요구한 간격이 한 번의 수집에 담을 수 없을 만큼 길어 줄였음)"
    } else {
        ""
    };
    lines.push(format!("{wanted}{used}{clamped}"));
    lines
}

fn count(attempts: &[&Attempt], is: impl Fn(&RobotsVerdict) -> bool) -> usize {
    attempts.iter().filter(|attempt| is(&attempt.robots)).count()
}

fn requests(attempts: &[&Attempt], sums: &Sums) -> Vec<String> {
    let mut lines = vec![format!(
        "모두 {}번 (그중 robots.txt {}번): 받음 {}, 실패 {}, 너무 커서 끊음 {}; 받은 양 {}바이트",
        grouped(sums.requests),
        grouped(sums.robots),
        grouped(sums.stored),
        grouped(sums.failed),
        grouped(sums.cut),
        grouped(sums.bytes)
    )];
    if let Some(pause) = sums.shortest_pause_ms {
        lines.push(format!("한 번에 하나씩, 답을 받은 뒤 다음 요청까지 짧아도 {}", seconds(pause)));
    }
    if let Some(fault) = attempts.iter().find_map(|attempt| attempt.legacy) {
        lines.push(format!(
            "오늘날의 방식으로는 보안 연결을 맺을 수 없어 ({}) 옛 방식으로 다시 요청함; 인증서는 똑같이 확인함",
            fault.name()
        ));
    }
    if !sums.withheld.is_empty() {
        let reasons: Vec<String> = sums
            .withheld
            .iter()
            .map(|(name, number)| {
                let refusal = Refusal::ALL.into_iter().find(|refusal| refusal.name() == *name);
                format!("{} {number}", refusal.map_or(*name, withheld))
            })
            .collect();
        lines.push(format!("요청하지 않은 주소 {}건: {}", sums.withheld_in_all(), reasons.join(", ")));
    }
    lines
}

fn table(attempts: &[&Attempt]) -> Grid {
    let mut grid = Grid::new([
        ("시각 (KST)", Align::Left),
        ("쉰 시간", Align::Right),
        ("결과", Align::Left),
        ("왜", Align::Left),
        ("주소", Align::Left),
    ]);
    let mut ordered: Vec<&Attempt> = attempts.to_vec();
    ordered.sort_by_key(|attempt| attempt.at);
    let mut before: Option<&Attempt> = None;
    for attempt in ordered {
        let sent = attempt.outcome.was_sent();
        let pause = before.filter(|_| sent).map(|before| seconds(pause_ms(before, attempt)));
        grid.row([
            attempt.at.korean_clock()[11..].to_owned(),
            pause.unwrap_or_default(),
            result(&attempt.outcome, attempt.page),
            why(&attempt.target.origin),
            shortened(&attempt.target.url),
        ]);
        if sent {
            before = Some(attempt);
        }
    }
    grid
}

fn shortened(url: &url::Url) -> String {
    let path = &url[url::Position::BeforePath..];
    if path.chars().count() <= LONGEST {
        return path.to_owned();
    }
    path.chars().take(LONGEST).chain(['…']).collect()
}

fn result(outcome: &Outcome, page: Option<PageKind>) -> String {
    match outcome {
        Outcome::Stored(answer) if answer.status == 304 => "바뀌지 않음 (304)".to_owned(),
        Outcome::Stored(answer) => {
            let seems = page.map(seems).unwrap_or_default();
            format!("받음 {} ({}바이트){seems}", answer.status, grouped(answer.bytes))
        }
        Outcome::Failed(error) => match error {
            FetchError::Dns => "실패: 이름을 찾을 수 없음".to_owned(),
            FetchError::Offline => "보내지 못함: 우리 쪽 통신 끊김".to_owned(),
            FetchError::Connect => "실패: 연결되지 않음".to_owned(),
            FetchError::Tls(fault) => format!("실패: 보안 연결을 맺을 수 없음 ({})", fault.name()),
            FetchError::Timeout => "실패: 시간 안에 답이 없음".to_owned(),
            FetchError::Throttled { retry_after_ms: Some(ms) } => {
                format!("서버가 쉬어 달라고 함 ({}초)", i64::from(*ms) / 1000)
            }
            FetchError::Throttled { retry_after_ms: None } => "서버가 쉬어 달라고 함".to_owned(),
            FetchError::Protocol => "실패: 답이 끊기거나 HTTP가 아님".to_owned(),
        },
        Outcome::Refused(Refusal::TooLarge) => "끊음: 너무 큼".to_owned(),
        Outcome::Refused(refusal) => format!("요청하지 않음: {}", withheld(*refusal)),
    }
}

fn seems(page: PageKind) -> &'static str {
    match page {
        PageKind::Policy => ", 방침으로 보임",
        PageKind::Topic => ", CCTV에 관한 쪽",
        PageKind::Login => ", 로그인을 요구함",
        PageKind::NeedsBrowser => ", 브라우저가 있어야 보임",
        PageKind::Unreadable => ", 읽을 수 없음",
        PageKind::File => ", 파일",
        PageKind::Other => "",
    }
}

fn withheld(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Robots => "robots.txt",
        Refusal::PrivateAddress => "사설 주소",
        Refusal::Scheme => "웹 주소가 아님",
        Refusal::TooLarge => "너무 큼",
        Refusal::TooManyRedirects => "이동이 너무 많음",
        Refusal::RedirectLoop => "제자리로 돌아오는 이동",
        Refusal::BudgetSpent => "기관마다 정한 요청 수를 넘음",
        Refusal::AskedToWait => "서버가 오래 쉬어 달라고 함",
        Refusal::OtherShard => "나누어 하는 수집의 다른 몫",
    }
}

fn why(origin: &Origin) -> String {
    match origin {
        Origin::Home => "기관 목록의 누리집 주소".to_owned(),
        Origin::KnownPolicy => "기관 목록의 방침 주소".to_owned(),
        Origin::Earlier => "지난 수집에서 방침이 있던 주소".to_owned(),
        Origin::Robots => "수집 규칙 확인".to_owned(),
        Origin::Sitemap { .. } => "사이트맵 파일".to_owned(),
        Origin::Link { anchor, .. } if anchor.is_empty() => "주소에 방침을 뜻하는 말".to_owned(),
        Origin::Link { anchor, .. } => format!("링크 「{}」", anchor.chars().take(40).collect::<String>()),
        Origin::Certificate { .. } => "서버가 보내지 않은 인증서".to_owned(),
        Origin::Redirect { .. } => "옮겨 간 주소".to_owned(),
    }
}

fn opt_out(user_agent: &str) -> String {
    let contact = user_agent.split_once("(+").and_then(|(_, rest)| rest.strip_suffix(')')).unwrap_or_default();
    format!(
        "\n수집을 원하지 않으시면 robots.txt에 다음 두 줄을 적거나 {contact} 으로 알려 주십시오.\n\
         To be left alone, put these two lines into robots.txt, or write to {contact}.\n\n  \
         User-agent: bangchim\n  Disallow: /\n"
    )
}

fn english(host: &str, told: &Told, sums: &Sums) -> String {
    let pause = sums.shortest_pause_ms.map_or_else(String::new, |pause| {
        format!(" The shortest pause after an answer was {}.{:03} seconds.", pause / 1000, pause.rem_euclid(1000))
    });
    format!(
        "\nIn English: looking for the CCTV policies that public bodies must publish, crawl {} sent {} requests to {host}, \
         one at a time, {} of them for robots.txt; {} were answered, {} failed, {} answers were cut off as too large. \
         {} addresses were not asked, {} of them by word of robots.txt.{pause} Times above are Korea Standard Time (KST, +09:00).\n",
        told.crawl,
        sums.requests,
        sums.robots,
        sums.stored,
        sums.failed,
        sums.cut,
        sums.withheld_in_all(),
        sums.withheld.get(Refusal::Robots.name()).copied().unwrap_or(0)
    )
}
