//! A policy with the text it stands in, ready to be searched: lines without blanks and the way back to the words.

use super::{Context, Searched};
use crate::document::{BlockKind, Document, Zone};
use crate::model::policy::{DocumentId, Field, Item, Policy, Quote, SectionState, State, Term};
use crate::normalise::fold::{Fold, fold};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// A line of a block, or a cell of a table.
pub(super) struct Line<'a> {
    /// The document it stands in, when that is not the policy's own.
    document: Option<&'a DocumentId>,
    block: u32,
    offset: u32,
    words: &'a str,
    fold: Fold,
    /// A heading, a title of a column, or a line that only announces what follows.
    pub(super) heading: bool,
    /// Part of an appended request form.
    pub(super) form: bool,
    /// Row of the table it is a cell of.
    pub(super) row: Option<usize>,
    /// Column of the table it is a cell of.
    pub(super) column: Option<usize>,
}

impl Line<'_> {
    /// The text without blanks.
    pub(super) fn text(&self) -> &str {
        self.fold.text()
    }

    /// The block it stands in.
    pub(super) fn block(&self) -> u32 {
        self.block
    }

    /// The text as written.
    pub(super) fn words(&self) -> &str {
        self.words
    }

    /// The words behind a range of the text.
    pub(super) fn quote(&self, range: Range<usize>, rule: &'static str) -> Quote {
        let found = self.fold.source(self.words, range);
        let text = self.words[found.clone()].to_owned();
        let start = self.offset + self.words[..found.start].chars().count() as u32;
        let end = start + text.chars().count() as u32;
        Quote { block: self.block, start, end, text, rule, document: self.document.cloned() }
    }

    /// Whether another line is a cell of the same column further up, or of the same row further left: its title.
    pub(super) fn is_titled_by(&self, other: &Line<'_>) -> bool {
        let (Some(row), Some(column)) = (self.row, self.column) else { return false };
        let (Some(other_row), Some(other_column)) = (other.row, other.column) else { return false };
        self.block == other.block
            && (other_column == column && other_row < row || other_row == row && other_column + 1 == column)
    }

    /// The whole line.
    pub(super) fn whole(&self, rule: &'static str) -> Quote {
        self.quote(0..self.text().len(), rule)
    }
}

/// A policy before its judges.
pub(super) struct Subject<'a> {
    /// What it says.
    pub(super) policy: &'a Policy,
    /// Where it stands.
    pub(super) document: &'a Document,
    /// The day and what is asked.
    pub(super) context: &'a Context<'a>,
    lines: Vec<Line<'a>>,
    part: Range<usize>,
    /// Every line, one below the other: most patterns stand nowhere, and one search tells.
    text: String,
    /// Lines of the attachments that were read.
    attached: Vec<Line<'a>>,
    /// Lines of the articles on cameras in the institution's privacy policies.
    articles: Vec<Line<'a>>,
}

static FORM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^.{0,24}(?:개인)?영상정보.{0,24}(?:청구서|신청서|요구서)[\]>】)]?(?:처리기한)?$").expect("pattern")
});
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:제?\d{1,2}조?[.)(]|[①-⑳■□○▶◎*#]|[가-하][.)])").expect("pattern"));
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"다\.?$|[.:;)]$|음$|함$").expect("pattern"));
static ANNOUNCES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:다음|아래)[과의에와(]|확인하실수|참조|참고|다운로드|붙임|첨부|별첨").expect("pattern")
});
static FORMER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\[(【]?구[)\]】].{0,30}(?:방침|지침)").expect("pattern"));
static CLOSED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"비공개(?:된)?장소에(?:만)?(?:설치|한하여|해당)|공개되지않은장소에(?:만)?설치").expect("pattern")
});

impl<'a> Subject<'a> {
    pub(super) fn new(policy: &'a Policy, document: &'a Document, context: &'a Context<'a>) -> Self {
        let lines = lines(document);
        let part = part(policy, document, (context.from, context.until), &lines);
        let of = |document: &'a Document, mut lines: Vec<Line<'a>>| {
            lines.iter_mut().for_each(|line| line.document = Some(&document.id));
            lines
        };
        let attached = context.attached.iter().flat_map(|document| of(document, self::lines(document))).collect();
        let articles = context.articles.iter().flat_map(|(article, document)| {
            let lines = self::lines(document);
            let part = self::part(article, document, (None, None), &lines);
            of(document, lines.into_iter().skip(part.start).take(part.len()).collect())
        });
        let mut text = String::new();
        for line in &lines {
            text.push_str(line.text());
            text.push('\n');
        }
        Self { policy, document, context, lines, part, text, attached, articles: articles.collect() }
    }

    /// Texts of the institution's privacy policies: every line, and every row of a table as one.
    pub(super) fn privacy_rows(&self) -> Vec<String> {
        let documents = self.context.privacy.iter().copied();
        let mut rows: Vec<String> = Vec::new();
        for document in documents {
            let mut above = None;
            for line in lines(document) {
                let here = line.row.map(|row| (line.block, row));
                match rows.last_mut() {
                    Some(last) if here.is_some() && here == above => last.push_str(line.text()),
                    _ => rows.push(line.text().to_owned()),
                }
                above = here;
            }
        }
        rows
    }

    /// Lines of the policy, request forms included.
    pub(super) fn part(&self) -> &[Line<'a>] {
        &self.lines[self.part.clone()]
    }

    /// Lines of the policy without request forms.
    pub(super) fn body(&self) -> impl Iterator<Item = &Line<'a>> {
        self.part().iter().filter(|line| !line.form)
    }

    /// Every line of the page's content, the privacy policy around it included (법 제25조제7항 단서).
    pub(super) fn page(&self) -> &[Line<'a>] {
        &self.lines
    }

    /// Lines under an item's heading, up to the next item's.
    pub(super) fn under(&self, item: Item) -> &[Line<'a>] {
        let of = |wanted: Item| {
            self.policy
                .sections
                .iter()
                .find(|section| section.item == wanted)
                .and_then(|section| section.quote.as_ref())
        };
        let Some(start) = of(item).map(|quote| (quote.block, quote.start)) else {
            return &[];
        };
        let next =
            Item::ALL.into_iter().filter_map(of).map(|quote| (quote.block, quote.start)).filter(|at| *at > start);
        let end = next.min().unwrap_or((u32::MAX, 0));
        // The quote may begin after a number or a bullet: its line begins before it.
        let holding = |at: (u32, u32)| self.part().partition_point(|line| (line.block, line.offset) <= at);
        let from = holding(start).saturating_sub(1);
        let to = if end.0 == u32::MAX { self.part().len() } else { holding(end).saturating_sub(1) };
        // A heading may share its line with what it says, and with the next heading.
        &self.part()[from..to.max(from + 1).min(self.part().len())]
    }

    /// Whether a pattern may stand in a line of the page: no line has what the page has not. Patterns that know where
    /// lines begin and end always may.
    pub(super) fn may_have(&self, pattern: &Regex) -> bool {
        pattern.as_str().contains(['^', '$']) || pattern.is_match(&self.text)
    }

    /// The first place in the policy (forms left out) where a pattern stands.
    pub(super) fn find(&self, pattern: &Regex, rule: &'static str) -> Option<Quote> {
        if !self.may_have(pattern) {
            return None;
        }
        self.body().find_map(|line| pattern.find(line.text()).map(|found| line.quote(found.range(), rule)))
    }

    /// Whether a pattern stands in the policy, forms left out.
    pub(super) fn has(&self, pattern: &Regex) -> bool {
        self.may_have(pattern) && self.body().any(|line| pattern.is_match(line.text()))
    }

    /// Whether a pattern stands anywhere in the page's content, or in an attachment of the policy.
    pub(super) fn page_has(&self, pattern: &Regex) -> bool {
        let stands = |lines: &[Line<'_>]| lines.iter().any(|line| pattern.is_match(line.text()));
        self.may_have(pattern) && stands(self.page()) || stands(&self.attached)
    }

    /// Whether a pattern stands in anything that the institution publishes of the policy: the page, its attachments,
    /// and what its privacy policy says of cameras.
    /// Lines that have the pattern may be told apart further.
    pub(super) fn published_has(&self, pattern: &Regex, also: impl Fn(&str) -> bool) -> bool {
        let has = |line: &Line<'_>| pattern.is_match(line.text()) && also(line.text());
        self.may_have(pattern) && self.page().iter().any(has) || self.beside().any(has)
    }

    /// Lines of the attachments that were read, and what the privacy policy says of cameras.
    pub(super) fn beside(&self) -> impl Iterator<Item = &Line<'a>> {
        self.attached.iter().chain(&self.articles)
    }

    /// What was searched, for a finding on something that is missing.
    pub(super) fn searched(&self, near: Option<Quote>) -> Searched {
        let part = self.part();
        Searched {
            first: part.first().map_or(0, |line| line.block),
            last: part.last().map_or(0, |line| line.block),
            characters: part.iter().map(|line| line.words.chars().count() as u32).sum(),
            near,
            also: self.also(),
        }
    }

    /// Documents beside the page that were searched.
    fn also(&self) -> Vec<DocumentId> {
        let mut also: Vec<DocumentId> = self.beside().filter_map(|line| line.document.cloned()).collect();
        also.sort_unstable();
        also.dedup();
        also
    }

    /// Names by which the policy calls its operator: institution, facility, titles.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let policy = self.policy;
        [
            policy.institution.name.as_deref(),
            policy.institution.quote.as_ref().map(|quote| quote.text.as_str()),
            policy.facility.as_ref().map(|facility| facility.value.as_str()),
            policy.title.as_ref().map(|title| title.value.as_str()),
            self.document.title.as_deref(),
        ]
        .into_iter()
        .flatten()
    }

    /// Whether 법 제25조 applies: fixed devices, open places, no daycare centre (영유아보육법 제15조의5제6항).
    pub(super) fn under_article_25(&self) -> bool {
        let mobile = self.policy.term.as_ref().is_some_and(|term| term.value == Term::Mobile);
        let daycare = self.names().any(|name| name.contains("어린이집"));
        !mobile && !daycare && !self.has(&CLOSED)
    }

    /// Whether the page shows the policy as a former version.
    pub(super) fn archived(&self) -> bool {
        let marked = |line: &Line<'_>| FORMER.is_match(line.text());
        // A mark above the policy, or in its first lines; further down stands the list of former versions.
        let head = self.part.start..(self.part.start + 3).min(self.part.end);
        let above = self.part.start.saturating_sub(20)..self.part.start;
        self.policy.status == crate::model::policy::Status::Superseded
            || self.lines[above].iter().chain(&self.lines[head]).any(marked)
    }

    /// Whether one of its attachments was not read.
    pub(super) fn has_unread_attachments(&self) -> bool {
        self.context.attached.len() < self.policy.attachments.len()
    }

    /// Whether files that were not read, or a text that sends to one, may hold what the page does not.
    pub(super) fn may_stand_elsewhere(&self) -> bool {
        self.has_unread_attachments() || self.context.attached.is_empty() && self.has_attachments()
    }

    /// Whether files or a text that sends to one may hold what the page does not.
    fn has_attachments(&self) -> bool {
        static FILE: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?i)(?:붙임|첨부|별첨|다운로드|내려받기|참조).{0,12}(?:xls|hwp|pdf|csv|파일|다운로드)|(?:xls|hwp|pdf|csv)x?(?:파일)?(?:다운로드|참조|바로보기)|다운로드\)|붙임.{0,20}(?:현황|참조)|첨부[^.]{0,40}(?:방침|현황)[^.]{0,20}\.(?:hwp|pdf|xls)")
                .expect("pattern")
        });
        !self.policy.attachments.is_empty() || self.has(&FILE)
    }

    /// Whether the page holds little more than a title and a file.
    pub(super) fn is_stub(&self) -> bool {
        use crate::model::policy::SectionState::{Elsewhere, Present};
        let there = |state| matches!(state, Present | Elsewhere);
        let items = self.policy.sections.iter().filter(|section| there(section.state)).count();
        items <= 3 && self.has_attachments()
    }

    /// Whether the page itself speaks of devices, and does not only lead to the policy: what a signpost does not say
    /// is missing from nothing.
    pub(super) fn is_policy(&self) -> bool {
        static DEVICE: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?i)영상정보처리기|영상기기|cctv|폐쇄회로|카메라|visualdata").expect("pattern")
        });
        static SIGNPOST: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"방침(?:에서|을|를|은)?(?:따로|별도(?:로)?)(?:공개|게시|안내)").expect("pattern")
        });
        let named = self.body().filter(|line| DEVICE.is_match(line.text()) && !SIGNPOST.is_match(line.text())).count();
        let titled = self.policy.title.as_ref().is_some_and(|title| DEVICE.is_match(&fold(&title.value)));
        named >= 2 || named == 1 && titled
    }

    /// What became of an item. It is elsewhere only where words name the place.
    pub(super) fn state(&self, item: Item) -> Option<(SectionState, Option<Quote>)> {
        let section = self.policy.sections.iter().find(|section| section.item == item)?;
        let named = match item {
            Item::CountLocationRange => self.elsewhere(&self.policy.camera_total),
            Item::TimeRetentionPlaceMethod => self.elsewhere(&self.policy.retention_days),
            _ => true,
        };
        let state = match section.state {
            SectionState::Elsewhere if !named && section.quote.is_some() => SectionState::Present,
            SectionState::Elsewhere if !named => SectionState::Absent,
            state => state,
        };
        Some((state, section.quote.clone()))
    }

    /// Whether a field is said to be in another place, in words that name one.
    pub(super) fn elsewhere<T>(&self, field: &Field<T>) -> bool {
        static PLACE: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"붙임|첨부|별첨|별지|다운로드|내려받|참조|참고|파일|현황|누리집|홈페이지|공공데이터|포털|바로가기|링크|아래")
                .expect("pattern")
        });
        let named = |quote: &Quote| PLACE.is_match(&fold(&quote.text));
        field.state() == State::Elsewhere && (field.quotes().iter().any(named) || !self.policy.attachments.is_empty())
    }
}

/// Every line and cell of the content.
fn lines(document: &Document) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (index, block) in document.blocks.iter().enumerate().filter(|(_, block)| block.zone == Zone::Content) {
        let block_index = index as u32;
        if let BlockKind::Table(table) = &block.kind {
            for cell in &table.cells {
                let place = Some((cell.row, cell.column));
                push_lines(&mut lines, block_index, cell.start, block.words(cell), cell.header, place);
            }
        } else {
            push_lines(&mut lines, block_index, 0, &block.text, matches!(block.kind, BlockKind::Heading(_)), None);
        }
    }
    // A request form is the last thing a policy has; what names it in a sentence is none.
    if let Some(start) = lines.iter().position(|line| FORM.is_match(line.text()) && !line.text().contains("작성"))
        && start * 2 > lines.len()
    {
        lines[start..].iter_mut().for_each(|line| line.form = true);
    }
    lines
}

fn push_lines<'a>(
    lines: &mut Vec<Line<'a>>,
    block: u32,
    start: u32,
    text: &'a str,
    header: bool,
    place: Option<(usize, usize)>,
) {
    let mut offset = start;
    for words in text.split('\n') {
        let fold = Fold::new(words);
        let folded = fold.text();
        if !folded.is_empty() {
            let short = folded.chars().count() <= 50;
            let labelled = folded.split_once(':').is_some_and(|(_, said)| !said.is_empty());
            let numbered =
                place.is_none() && short && !labelled && NUMBERED.is_match(folded) && !SENTENCE.is_match(folded);
            let heading = header || numbered || ANNOUNCES.is_match(folded);
            let (row, column) = place.unzip();
            lines.push(Line { document: None, block, offset, words, fold, heading, form: false, row, column });
        }
        offset += words.chars().count() as u32 + 1;
    }
}

/// Whether evidence of a field stands within the policy: dates and the name of the institution may stand anywhere.
pub(super) fn is_own(field: &str) -> bool {
    !is_dated(field) && !field.starts_with("institution")
}

fn is_dated(field: &str) -> bool {
    ["effective_date", "superseded_date", "revision_dates", "status"].iter().any(|of| field.starts_with(of))
}

/// Lines of the policy: from its first words to the next policy, or to the end of the content.
///
/// As an article of a privacy policy it ends where the next article begins: what follows speaks of other things.
fn part(
    policy: &Policy,
    document: &Document,
    (from, until): (Option<u32>, Option<u32>),
    lines: &[Line<'_>],
) -> Range<usize> {
    let evidence = policy.evidence();
    // What an attachment says stands in blocks of its own.
    let own = || evidence.iter().filter(|line| line.quote.document.is_none() && !is_dated(&line.field));
    let blocks = || own().map(|line| line.quote.block);
    let first = from.unwrap_or_else(|| blocks().min().unwrap_or(0));
    let last = blocks().max().unwrap_or(0);
    let start = lines.partition_point(|line| line.block < first);
    let mut end = lines.partition_point(|line| line.block < until.unwrap_or(u32::MAX));
    let after = lines.partition_point(|line| line.block <= last);
    if let Some(next) = next_article(policy, document, &lines[..end], start, after) {
        end = next;
    }
    start..end.max(start)
}

static PRIVACY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"개인정보(?:의|를)?(?:수집|처리|이용|보유|파기|제3자|위탁|파일|보호책임자)|쿠키|권익침해|정보주체(?:와|의).{0,10}권리").expect("pattern")
});
static ARTICLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^제?(\d{1,2})(조|\.)").expect("pattern"));

/// Whether a document is a privacy policy: it is called one, and several of its short lines speak of other data.
pub(super) fn is_privacy_policy(document: &Document) -> bool {
    let called = |text: &str| fold(text).contains("개인정보처리방침");
    let blocks = || document.blocks.iter().filter(|block| block.zone == Zone::Content);
    let short = |text: &&str| text.chars().count() <= 60;
    let titled = document.title.as_deref().is_some_and(called)
        || blocks().flat_map(|block| block.text.lines()).filter(short).any(called);
    titled
        && blocks()
            .flat_map(|block| block.text.lines())
            .filter(short)
            .filter(|line| PRIVACY.is_match(&fold(line)))
            .count()
            >= 3
}

/// The line where the article after the CCTV article of a privacy policy begins.
fn next_article(policy: &Policy, document: &Document, lines: &[Line<'_>], start: usize, after: usize) -> Option<usize> {
    let short = |line: &&Line<'_>| line.text().chars().count() <= 60;
    let before = lines[..start].iter().filter(short).filter(|line| PRIVACY.is_match(line.text())).count();
    let titled = document.title.as_deref().is_some_and(|title| title.contains("개인정보"))
        || lines[..start].iter().any(|line| short(&line) && line.text().contains("개인정보처리방침"));
    if before < 3 || !titled {
        return None;
    }
    let own = policy.title.as_ref().map(|title| title.quote.block);
    let number = lines[start..after]
        .iter()
        .find(|line| own.is_none_or(|own| line.block == own))
        .and_then(|line| ARTICLE.captures(line.text()))
        .map(|found| found[2].to_owned());
    let foreign = |line: &Line<'_>| {
        short(&line)
            && match &number {
                Some(kind) => ARTICLE.captures(line.text()).is_some_and(|found| found[2] == *kind),
                None => PRIVACY.is_match(line.text()),
            }
    };
    lines[after..].iter().position(foreign).map(|index| after + index)
}
