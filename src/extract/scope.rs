//! Which part of a document is the policy: from its title to the page's tail, without request forms, without the other
//! articles of a privacy policy, one scope for each policy on the page.

use super::facility;
use super::outline::{Line, Marker, STATUTORY, Unit};
use super::vocabulary::{Column, Topic, Topics};
use crate::extract::outline::{line, topics};
use crate::extract::vocabulary::DEVICE;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// One policy's part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Units that may state facts.
    pub(crate) units: Range<usize>,
    /// Index of the title line, when there is one.
    pub(crate) title: Option<usize>,
    /// Units whose dates are the policy's: wider than `units` when it is an article of a privacy policy.
    pub(crate) dates: Range<usize>,
    /// Whether it is an article of a privacy policy (법 제25조제7항 단서).
    pub(crate) article: bool,
    /// Whether it is about mobile devices only (법 제25조의2).
    pub(crate) mobile: bool,
    /// Index of the line that names the facility whose policy it is, on a page of several.
    pub(crate) facility: Option<usize>,
}

static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:영상정보처리기기?|영상처리기기|영상정보기기|영상정보처리|화상정보처리기기|cctv|폐쇄회로(?:텔레비전|tv)?|visualdataprocessingdevices?).{0,24}(?:방침|지침|규정|규칙|운영|관리|안내|현황|공개|고지|계획|policy|policies)|(?:policy|guidelines?)(?:on|for|of)[a-z]{0,40}(?:cctv|visualdata|imageinformation|imagedata|videoinformation|videosurveillance|surveillancecamera)|videosurveillancepolicy").expect("pattern")
});

static PRIVACY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"개인정보(?:의)?(?:처리|취급|보호)?(?:방침|정책)").expect("pattern"));

static PRIVACY_ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"개인정보(?:의)?(?:수집|처리|이용|보유|파기|제3자|위탁|파일|안전성|보호책임자)|쿠키|자동(?:으로)?수집|권익침해|처리하는개인정보|정보주체(?:와|의).{0,10}권리|처리(?:및|·)?보유기간|개인정보(?:보호)?담당|(?:처리)?목적\)?$|처리위탁|^제[0-9]+조\((?:보유기간|위탁|제공|파기|수집|권리)").expect("pattern")
});

static FORM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[\[<【(※■□○*#]|[0-9]\.)*(?:\[?(?:별지|별첨|붙임|서식|첨부)\s?(?:서식)?(?:제?[0-9]+호?)?(?:의[0-9]+)?(?:호)?서?식?\]?[\]>】):]*)?[\[<【(]?(?:개인)?영상정보(?:처리기기)?(?:의|에대한)?\(?[□■ ]*(?:열람|존재확인|존재|이용).{0,24}(?:청구서|신청서|요구서|요청서)[\]>】)]?(?:\(.{0,20}\))?$|^[\[<【(](?:별지|서식|별첨|붙임).{0,12}(?:호|서식|식|[0-9])[\]>】)]?.{0,30}$|^(?:청구인|신청인)(?:성명|인적사항)|^\[?별지제?[0-9]+호?서식").expect("pattern")
});

static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[○■□·*\-|:>※]*(?:(?:콘텐츠|컨텐츠|페이지|자료|본?페이지|이페이지|이화면|홈페이지|담당자?정보|정보)(?:의)?(?:관리|담당|제공|내용|수정|만족|책임)|(?:현재|이)?(?:페이지|정보|화면|자료|메뉴).{0,30}만족|만족도|열람하신정보|최종?(?:수정|업데이트|갱신|변경일)|최근(?:수정|업데이트|갱신)|(?:수정|갱신|업데이트|등록|게시|작성)(?:일|일자|일시|날짜)?[:0-9]|조회수?:?[0-9]|이전글|다음글|윗글|아랫글|[▲▼△▽]|목록(?:보기|으로)?$|copyright|©|ⓒ|저작권|공공누리|관련사이트|패밀리사이트|관련기관|관련누리집|바로가기$|top$|맨위로|우편번호|\(?우\)?:?\(?[0-9]{5}|\[[0-9]{5}\]|[(\[]?[0-9]{3}-?[0-9]{2,3}[)\]]?(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충청|충북|충남|전북|전라|전남|경상|경북|경남|제주)|(?:서울|부산|대구|인천|광주|대전|울산|세종)(?:특별|광역)?(?:자치)?시?[가-힣]{1,8}[구군동읍면로길].{0,40}(?:대표|tel|전화|fax|[0-9]{3}-[0-9]{4})|대표전화|tel[:0-9.)]|fax|찾아오시는길|자주(?:하는|묻는)질문|공지사항?$|새소식|알림(?:마당)?$|.{1,8}(?:소식|알림)(?:더보기)?$|더보기$|뉴스레터|인쇄하기|공유하기|webmaster|last(?:updated|modified)|relatedsites|OPEN공공누리|(?:작성|편집|관리)(?:자|부서):)").expect("pattern")
});

/// A line of the page about itself, wherever it stands: who keeps it, when it was changed, how often it was seen.
static PAGE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:콘텐츠|컨텐츠|자료|페이지|홈페이지|화면|문서)(?:의)?(?:관리|담당|수정|갱신|업데이트)(?:부서|자|일|담당)?|최종수정|최근수정|(?:수정|갱신|작성|등록)(?:일)?:?20[0-9]{2}[.\-]|조회(?:수)?:?\s?[0-9,]{2,}|만족도|이화면담당|(?:수정일|업데이트|갱신일|등록일|작성일)[:\s]*'?[0-9]{2,4}[.\-]").expect("pattern")
});

/// Whether a line speaks of the page and not of the policy.
pub(crate) fn is_page_line(line: &Line) -> bool {
    PAGE_LINE.is_match(line.slice.folded())
}

/// The policies of a document, in reading order.
pub(crate) fn scopes(units: &[Unit]) -> Vec<Scope> {
    let form = form_start(units);
    let body = &units[..form];
    if let Some(scope) = privacy_article(body) {
        return vec![scope];
    }
    let titles: Vec<usize> = (0..body.len()).filter(|index| is_title(&body[*index])).collect();
    let anchors: Vec<usize> = (0..body.len()).filter(|index| is_anchor(&body[*index])).collect();
    let Some(&first) = anchors.first() else {
        return untitled(body, &titles);
    };
    let title = titles.iter().copied().rfind(|title| *title <= first);
    let mut starts = vec![(title.unwrap_or_else(|| opening_before(body, first)), title)];
    // A further title with items of its own begins a further policy.
    for &next in titles.iter().filter(|title| **title > first) {
        let (start, _) = starts[starts.len() - 1];
        let before = topics(&body[start..next]);
        let end =
            titles.iter().copied().find(|title| *title > next && is_anchored(&body[*title..])).unwrap_or(body.len());
        let after = topics(&body[next..end]);
        let own_line = matches!(&body[next], Unit::Line(line) if line.heading.is_none_or(|heading| heading.marker <= Marker::Number || heading.marker == Marker::None || line.level.is_some()));
        if own_line && statutory(before) >= 4 && statutory(after) >= 3 && opens(&body[next..end]) {
            // A list of contents repeats the headings and is no policy of its own.
            if is_contents(&body[start..next]) {
                starts.pop();
            }
            starts.push((next, Some(next)));
        }
    }
    // Start, title and the line that names the facility.
    let mut parts: Vec<(usize, Option<usize>, Option<usize>)> = Vec::new();
    for (index, &(start, title)) in starts.iter().enumerate() {
        let limit = starts.get(index + 1).map_or(body.len(), |(next, _)| *next);
        let facilities = facility::parts(body, start..limit);
        // What stands above the first facility belongs to its part.
        parts.push((start, title, facilities.first().copied()));
        parts.extend(facilities.into_iter().skip(1).map(|name| (name, title, Some(name))));
    }
    let mut scopes = Vec::new();
    for (index, &(start, title, facility)) in parts.iter().enumerate() {
        let limit = parts.get(index + 1).map_or(body.len(), |(next, ..)| *next);
        let last = anchors
            .iter()
            .copied()
            .rfind(|anchor| (start..limit).contains(anchor) && !is_tail(&body[*anchor]) && holds_policy(&body[*anchor]))
            .unwrap_or(start);
        let end = tail_start(body, last, limit);
        let mobile = is_mobile(&body[start..end], title.map(|title| &body[title]));
        scopes.push(Scope { units: start..end, title, dates: start..end, article: false, mobile, facility });
    }
    // What follows a part on mobile devices (공통사항, 부칙) speaks for the fixed ones as well.
    let end = scopes.iter().map(|scope| scope.units.end).max().unwrap_or(0);
    if scopes.iter().filter(|scope| !scope.mobile).count() == 1 {
        for scope in scopes.iter_mut().filter(|scope| !scope.mobile) {
            scope.dates.end = end;
        }
    }
    scopes
}

/// Where a policy without title starts: at the sentence on the devices that stands before its first item.
fn opening_before(body: &[Unit], first: usize) -> usize {
    let opens = |index: &usize| {
        line(&body[*index]).is_some_and(|line| {
            let folded = line.slice.folded();
            let ground = folded.contains("보호법") || folded.to_lowercase().contains("informationprotectionact");
            folded.chars().count() >= 24 && (DEVICE.is_match(folded) || ground) && !is_tail(&body[*index])
        })
    };
    let nearest = first.saturating_sub(3);
    (first.saturating_sub(12)..first).find(opens).map_or(nearest, |opening| opening.min(nearest))
}

/// Whether units only list headings: hardly a line below them, no table.
fn is_contents(units: &[Unit]) -> bool {
    let headings = units.iter().filter_map(line).filter(|line| is_statutory_item(line)).count();
    let told = units.iter().filter(|unit| match unit {
        Unit::Line(line) => {
            let folded = line.slice.folded();
            line.heading.is_none_or(|heading| !folded[heading.value..].is_empty()) && folded.chars().count() > 12
        }
        Unit::Table(_) => true,
    });
    headings >= 4 && told.count() * 3 <= headings
}

/// A page with a title and no item of its own, such as a board post with an attachment.
fn untitled(body: &[Unit], titles: &[usize]) -> Vec<Scope> {
    let Some(&title) = titles.last() else {
        return Vec::new();
    };
    let end = tail_start(body, title, body.len());
    vec![Scope {
        units: title..end,
        title: Some(title),
        dates: title..end,
        article: false,
        mobile: false,
        facility: None,
    }]
}

/// Whether the first items after a title are those a policy opens with.
fn opens(units: &[Unit]) -> bool {
    let opening = [Topic::Basis, Topic::Purpose, Topic::Count];
    units
        .iter()
        .find_map(|unit| match unit {
            Unit::Line(line) => Some(line.heading?.topics).filter(|topics| topics.any(STATUTORY)),
            Unit::Table(table) => table.view.transposed.then(|| topics(std::slice::from_ref(unit))),
        })
        .is_some_and(|topics| topics.any(&opening))
}

fn is_anchored(units: &[Unit]) -> bool {
    statutory(topics(units)) >= 3
}

fn statutory(topics: Topics) -> u32 {
    topics.count()
}

/// A heading that only a policy (or its like) has.
fn is_anchor(unit: &Unit) -> bool {
    match unit {
        Unit::Line(line) => line.heading.is_some_and(|heading| {
            let numbered = matches!(
                heading.marker,
                Marker::Article | Marker::Number | Marker::Letter | Marker::Circled | Marker::Bullet
            );
            heading.topics.any(STATUTORY) && (numbered || heading.apart || line.level.is_some())
                || heading.topics.any(&[Topic::Change, Topic::Effective])
                    && (numbered || heading.apart || line.level.is_some())
        }),
        Unit::Table(table) => {
            table.view.headed
                && (table.view.has(&[Column::Count, Column::Retention, Column::Storage, Column::Range])
                    || table.view.has(&[Column::Manager, Column::Access, Column::Chief]))
        }
    }
}

/// A line that names the policy: short, the device and what the document is, no sentence.
pub(crate) fn is_title(unit: &Unit) -> bool {
    let Unit::Line(line) = unit else { return false };
    let folded = line.slice.folded();
    // A title may run into its first sentence, when it opens the line.
    if runs_on(folded) {
        return true;
    }
    let length = folded.chars().count();
    let sentence = folded.ends_with("다.") || folded.ends_with("니다");
    if length > 70 || sentence || folded.contains("바로가기") || folded.contains("다운로드") {
        return false;
    }
    // The path of a page names it, and stands above its title.
    if folded.matches(['>', '|', '＞', '»']).count() >= 2 || folded.contains("HOME") || folded.starts_with("홈") {
        return false;
    }
    // An item of the policy may name the device as well: 2. 영상정보처리기기 운영 현황.
    if line.heading.is_some_and(|heading| heading.topics.any(STATUTORY) || heading.marker == Marker::Letter) {
        return false;
    }
    TITLE.find(folded).is_some()
}

/// Whether a line opens with the title and goes on with a sentence: 영상정보처리기기 운영관리방침 우리 시는 ….
pub(crate) fn runs_on(folded: &str) -> bool {
    title_words(folded).is_some() && folded.chars().count() > 70
}

/// The words of a title at the start of a line.
pub(crate) fn title_words(folded: &str) -> Option<Range<usize>> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:[【\[<(■□○●]*)(?:고정형)?(?:영상정보처리기기?|영상처리기기|영상정보기기|cctv)(?:\(cctv\))?(?:의)?(?:설치)?[·및,/]*(?:운영)?[·및,/]*(?:관리)?(?:방침|지침)[】\]>)]*").expect("pattern")
    });
    NAMED.find(folded).map(|found| found.range())
}

/// Where an appended request form starts; the number of units when there is none.
fn form_start(units: &[Unit]) -> usize {
    let statutory_after = |at: usize| statutory(topics(&units[at..]));
    units
        .iter()
        .enumerate()
        .position(|(index, unit)| {
            let found = match unit {
                Unit::Line(line) => {
                    let folded = line.slice.folded();
                    folded.chars().count() <= 60 && FORM.is_match(folded) && !folded.ends_with("다.")
                }
                Unit::Table(table) => {
                    let text: String = table.grid.cells.iter().take(40).map(|cell| cell.folded()).collect();
                    let parts = [
                        "청구인",
                        "신청인",
                        "생년월일",
                        "정보주체와의관계",
                        "처리기한",
                        "귀하",
                        "서명또는인",
                        "청구목적",
                    ];
                    parts.iter().filter(|part| text.contains(*part)).count() >= 3
                }
            };
            found && index > 0 && statutory_after(index) < 5
        })
        .unwrap_or(units.len())
}

/// Where the page's own tail starts after the last item of the policy.
fn tail_start(units: &[Unit], last: usize, limit: usize) -> usize {
    // Behind the date of the policy, a lone 담당자 : … keeps the page.
    let dated = line(&units[last]).is_some_and(|line| {
        line.heading.is_some_and(|heading| {
            heading.topics.any(&[Topic::Change, Topic::Effective, Topic::Notice, Topic::Revision])
        })
    });
    let keeper = |unit: &Unit| {
        line(unit).is_some_and(|line| {
            ["담당자:", "담당:", "담당부서:", "담당부서"].iter().any(|start| line.slice.folded().starts_with(start))
        })
    };
    (last + 1..limit).find(|index| is_tail(&units[*index]) || dated && keeper(&units[*index])).unwrap_or(limit)
}

/// A line of the page's own tail.
fn is_tail(unit: &Unit) -> bool {
    match unit {
        Unit::Line(line) => TAIL.is_match(line.slice.folded()) || ADDRESS.is_match(line.slice.folded()),
        // 담당부서 | 총무과 | 최종수정일 | 2025-02-05
        Unit::Table(table) => {
            table.grid.rows.len() <= 2 && table.grid.cells.iter().any(|cell| PAGE_LINE.is_match(cell.folded()))
        }
    }
}

/// Whether an anchor belongs to a policy for certain: 담당자 and 연락처 stand in tails as well.
fn holds_policy(unit: &Unit) -> bool {
    match unit {
        Unit::Line(line) => line.heading.is_some_and(|heading| {
            heading.topics.any(&[
                Topic::Basis,
                Topic::Purpose,
                Topic::Count,
                Topic::Place,
                Topic::Range,
                Topic::Chief,
                Topic::Manager,
                Topic::Hours,
                Topic::Retention,
                Topic::Storage,
                Topic::Check,
                Topic::Request,
                Topic::Safeguards,
                Topic::Contract,
                Topic::Change,
                Topic::Effective,
                Topic::Notice,
                Topic::Revision,
            ]) || heading.topics.has(Topic::Access) && heading.marker <= Marker::Circled
        }),
        Unit::Table(_) => true,
    }
}

/// A postal address at the start of a line, with the street or the switchboard.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:주소:?)?(?:서울|부산|대구|인천|광주|대전|울산|세종|경기|강원|충청|충북|충남|전북|전라|전남|경상|경북|경남|제주)[가-힣]{0,9}(?:시|군|구|도)[가-힣0-9]{0,12}(?:시|군|구|읍|면|동|로|길)[가-힣0-9·\-]{0,20}(?:로|길|동|리|번지)[0-9]").expect("pattern")
});

/// The CCTV article of a privacy policy, when the document is one.
fn privacy_article(units: &[Unit]) -> Option<Scope> {
    let heading_like = |unit: &Unit| match unit {
        Unit::Line(line) => {
            let folded = line.slice.folded();
            let numbered = line
                .heading
                .is_some_and(|heading| matches!(heading.marker, Marker::Article | Marker::Number | Marker::Letter));
            (numbered || line.level.is_some() || starts_numbered(folded) || starts_chapter(folded))
                && (folded.chars().count() <= 120 || folded.starts_with('제'))
        }
        Unit::Table(_) => false,
    };
    let foreign: Vec<usize> = (0..units.len())
        .filter(|index| {
            heading_like(&units[*index])
                && line(&units[*index]).is_some_and(|line| PRIVACY_ARTICLE.is_match(head(line)))
        })
        .collect();
    let titled = units.iter().take(400).filter_map(line).any(|line| {
        let folded = line.slice.folded();
        folded.chars().count() <= 50 && PRIVACY.is_match(folded) && !folded.contains("변경")
    });
    if foreign.len() < 3 || !titled {
        return None;
    }
    let mut own = (0..units.len()).filter(|index| {
        heading_like(&units[*index])
            && line(&units[*index]).is_some_and(|line| {
                let folded = line.slice.folded();
                let titled = folded.starts_with('제') || folded.chars().count() <= 60 && !folded.ends_with("다.");
                titled && DEVICE.is_match(head(line)) && !head(line).contains("이동형") && !is_statutory_item(line)
            })
    });
    // The article is the last such heading; before it, a table of contents may name it.
    let start = own.rfind(|index| statutory(topics(&units[*index..(*index + 40).min(units.len())])) >= 2)?;
    // Foreign articles must stand on both sides or before it; a policy that cites privacy items later is its own.
    if !foreign.iter().any(|index| *index < start) {
        return None;
    }
    let opening = line(&units[start])?;
    let end = (start + 1..units.len())
        .find(|index| {
            line(&units[*index]).is_some_and(|candidate| {
                let foreign = PRIVACY_ARTICLE.is_match(head(candidate));
                same_rank(opening, candidate) && (!is_statutory_item(candidate) || rank_is_article(opening) || foreign)
            })
        })
        .unwrap_or_else(|| tail_start(units, start, units.len()));
    let first = (0..start)
        .find(|index| line(&units[*index]).is_some_and(|line| PRIVACY.is_match(line.slice.folded())))
        .unwrap_or(0);
    // A policy that follows the privacy policy and dates itself needs no date from it.
    let dated = units[start..end]
        .iter()
        .filter_map(line)
        .filter_map(|line| line.heading)
        .any(|heading| heading.topics.any(&[Topic::Change, Topic::Effective, Topic::Notice, Topic::Revision]));
    let dates = if dated { start..end } else { first..tail_start(units, end.min(units.len() - 1), units.len()) };
    Some(Scope { units: start..end, title: Some(start), dates, article: true, mobile: false, facility: None })
}

fn rank_is_article(line: &Line) -> bool {
    line.slice.folded().starts_with('제')
}

/// The title part of a line: what stands before the text of an article that runs on.
fn head(line: &Line) -> &str {
    let folded = line.slice.folded();
    let end = folded.char_indices().nth(60).map_or(folded.len(), |(index, _)| index);
    match folded[..end].find(')') {
        Some(close) if folded.starts_with('제') => &folded[..close],
        _ => &folded[..end],
    }
}

fn is_statutory_item(line: &Line) -> bool {
    line.heading.is_some_and(|heading| heading.topics.any(STATUTORY))
}

fn starts_numbered(folded: &str) -> bool {
    static NUMBERED: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:제[0-9]{1,2}조|[0-9]{1,2}[.)]|[가-하][.)]|[①-⑳])").expect("pattern"));
    NUMBERED.is_match(folded)
}

/// 제2장.
fn starts_chapter(folded: &str) -> bool {
    static CHAPTER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^제[0-9]{1,2}[장절]").expect("pattern"));
    CHAPTER.is_match(folded)
}

/// Whether two headings stand on one level: numbered alike, or of one heading level.
fn same_rank(opening: &Line, candidate: &Line) -> bool {
    if let (Some(left), Some(right)) = (opening.level, candidate.level) {
        return right <= left;
    }
    if opening.level.is_some() != candidate.level.is_some() && opening.level.is_some() {
        return false;
    }
    let class = |folded: &str| {
        let first = folded.chars().next()?;
        if first == '제' && starts_chapter(folded) {
            return Some(10);
        }
        if first == '제' && starts_numbered(folded) {
            return Some(0);
        }
        if first.is_ascii_digit() && starts_numbered(folded) {
            let mark = folded.find(|c: char| !c.is_ascii_digit())?;
            return Some(if folded[mark..].starts_with('.') { 1 } else { 2 });
        }
        if ('①'..='⑳').contains(&first) {
            return Some(4);
        }
        starts_numbered(folded).then_some(3)
    };
    let left = class(opening.slice.folded());
    left.is_some() && left == class(candidate.slice.folded())
}

/// Whether a policy is about mobile devices only: its title says so, and nothing is fixed.
fn is_mobile(units: &[Unit], title: Option<&Unit>) -> bool {
    title.and_then(line).is_some_and(|line| {
        let folded = line.slice.folded();
        folded.contains("이동형") && !folded.contains("고정형")
    }) && !units.is_empty()
}
