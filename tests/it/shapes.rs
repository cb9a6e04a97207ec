//! Pages in other shapes that say the same: every labelled page through every changer that fits it, read and compared with
//! its label.
//!
//! A changer is a small function that makes a variant and says whether it applies; a page that it does not apply to is
//! not counted. The floors in `tests/cases/shape_floors.json` are raised by hand when the rules have become better. Own
//! cases and the pages of ../shared, where these are there, have floors of their own. `SHAPES` names the changers to run,
//! with commas, and prints every difference; without it all run.

mod around;
mod files;
mod headings;
mod letters;
mod page;
mod tables;

use crate::accuracy::{self, Labelled, Score, labelled, list, pattern, text};
use page::Page;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A page on its way through a changer.
pub struct Variant {
    pub page: Page,
    pub label: Value,
    /// The bytes and the extension of a file that is no UTF-8 text of the page.
    pub file: Option<(Vec<u8>, &'static str)>,
}

type Changer = fn(&mut Variant) -> bool;

/// The changers, in the order in which they are printed.
const CHANGERS: &[(&str, Changer)] = &[
    ("written_anew", files::written_anew),
    ("headings_as_articles", headings::headings_as_articles),
    ("headings_in_squares", headings::headings_in_squares),
    ("headings_in_roman", headings::headings_in_roman),
    ("headings_in_brackets", headings::headings_in_brackets),
    ("headings_without_numbers", headings::headings_without_numbers),
    ("headings_in_other_words", headings::headings_in_other_words),
    ("headings_dropped", headings::headings_dropped),
    ("title_dropped", headings::title_dropped),
    ("title_spaced_out", headings::title_spaced_out),
    ("tables_transposed", tables::transposed),
    ("one_cell_a_line", tables::one_cell_a_line),
    ("one_row_a_line", tables::one_row_a_line),
    ("rows_in_pipes", tables::rows_in_pipes),
    ("rows_in_tabs", tables::rows_in_tabs),
    ("rows_squashed", tables::rows_squashed),
    ("columns_reversed", tables::columns_reversed),
    ("columns_rotated", tables::columns_rotated),
    ("column_of_numbers", tables::column_of_numbers),
    ("column_of_remarks", tables::column_of_remarks),
    ("column_of_persons", tables::column_of_persons),
    ("first_head_emptied", tables::first_head_emptied),
    ("cells_over_two_lines", tables::cells_over_two_lines),
    ("phones_over_two_lines", tables::phones_over_two_lines),
    ("heads_spaced_out", tables::heads_spaced_out),
    ("rows_in_two_tables", tables::rows_in_two_tables),
    ("total_first", tables::total_first),
    ("total_last", tables::total_last),
    ("total_unlabelled", tables::total_unlabelled),
    ("equal_cells_merged", tables::equal_cells_merged),
    ("heads_of_two_levels", tables::heads_of_two_levels),
    ("soft_hyphens", letters::soft_hyphens),
    ("zero_width_blanks", letters::zero_width_blanks),
    ("order_marks", letters::order_marks),
    ("letters_decomposed", letters::letters_decomposed),
    ("no_break_blanks", letters::no_break_blanks),
    ("wide_digits", letters::wide_digits),
    ("notes_raised", letters::notes_raised),
    ("parking_between", around::parking_between),
    ("laws_between", around::laws_between),
    ("tables_between", around::tables_between),
    ("chrome_around", around::chrome_around),
    ("second_policy", around::second_policy),
    ("charset_cp949", files::charset_cp949),
    ("charset_cp949_lying", files::charset_cp949_lying),
    ("charset_utf16_little", files::charset_utf16_little),
    ("charset_utf16_big", files::charset_utf16_big),
    ("saved_as_docx", files::saved_as_docx),
    ("saved_as_hwpx", files::saved_as_hwpx),
];

/// What became of the counts of a changer's pages, and of all fields.
#[derive(Debug, Default)]
struct Measure {
    score: Score,
    /// Totals that the label does not have so, and totals that were not stated.
    counts: [u32; 2],
    /// Missing totals of which every policy says that the document has none.
    absent: u32,
    /// Pages from which no policy was read.
    unread: u32,
}

impl Measure {
    fn add(&mut self, label: &Value, policies: &[Value]) {
        self.score.compare(label, policies);
        let tally = self.score.field("camera_total");
        self.counts = [tally.wrong, self.counts[1]];
        self.unread += u32::from(policies.is_empty());
        let missing = policies.iter().all(|policy| policy["camera_total"].is_null());
        if label["camera_total"].is_null() || list(label, "skip").contains(&json!("camera_total")) || !missing {
            return;
        }
        self.counts[1] += 1;
        let absent = policies.iter().all(|policy| policy["camera_total_state"] == "absent");
        self.absent += u32::from(!policies.is_empty() && absent);
    }
}

/// One page through one changer; none where it does not apply.
fn variant(of: &Labelled, bytes: &[u8], changer: Changer) -> Option<(Value, Vec<Value>)> {
    let name = text(&of.label, "file");
    let mut variant = Variant { page: Page::read(name, bytes), label: of.label.clone(), file: None };
    if !changer(&mut variant) {
        return None;
    }
    let (bytes, extension) =
        variant.file.take().unwrap_or_else(|| (variant.page.written().into_bytes(), variant.page.extension()));
    let policies = accuracy::policies(&Path::new(name).with_extension(extension), &bytes);
    Some((variant.label, policies))
}

/// What was read of a page in a shape.
struct Reading {
    changer: usize,
    page: usize,
    label: Value,
    policies: Vec<Value>,
}

/// Every page through the changers of these places in the list, on all processors.
fn measures(pages: &[Labelled], changers: &[usize]) -> Vec<Measure> {
    let sources: Vec<Vec<u8>> = pages.iter().map(|page| std::fs::read(&page.path).expect("a page")).collect();
    let next = AtomicUsize::new(0);
    let read: Mutex<Vec<Reading>> = Mutex::default();
    let work = || {
        loop {
            let job = next.fetch_add(1, Ordering::Relaxed);
            let (changer, page) = (job / pages.len(), job % pages.len());
            let Some(place) = changers.get(changer) else { break };
            if let Some((label, policies)) = variant(&pages[page], &sources[page], CHANGERS[*place].1) {
                read.lock().expect("no panic").push(Reading { changer, page, label, policies });
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let mut read = read.into_inner().expect("no panic");
    read.sort_by_key(|reading| (reading.changer, reading.page));
    let mut measures: Vec<Measure> = changers.iter().map(|_| Measure::default()).collect();
    for reading in &read {
        measures[reading.changer].add(&reading.label, &reading.policies);
    }
    measures
}

fn table(changers: &[usize], measures: &[Measure]) -> String {
    let mut out = String::from(
        "| changer | pages | precision | recall | wrong | lost | totals wrong | totals missing | of them absent | unread |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for (place, measure) in changers.iter().zip(measures) {
        let all = measure.score.all();
        writeln!(
            out,
            "| `{}` | {} | {:.3} | {:.3} | {} | {} | {} | {} | {} | {} |",
            CHANGERS[*place].0,
            measure.score.documents,
            all.precision(),
            all.recall(),
            all.wrong,
            all.lost,
            measure.counts[0],
            measure.counts[1],
            measure.absent,
            measure.unread,
        )
        .expect("text");
    }
    out
}

/// What a changer's pages fall below: shares of values, and numbers of wrong and of dishonestly absent totals.
fn below(name: &str, measure: &Measure, floor: &Value) -> Vec<String> {
    let all = measure.score.all();
    let number = |key: &str| floor[key].as_f64().unwrap_or_else(|| panic!("no floor for {key} of {name}"));
    let mut below = Vec::new();
    for (key, found) in [("precision", all.precision()), ("recall", all.recall())] {
        if found < number(key) {
            below.push(format!("{name}: {key} {found:.4} is below its floor {}", number(key)));
        }
    }
    for (key, found) in
        [("totals_wrong", measure.counts[0]), ("totals_absent", measure.absent), ("unread", measure.unread)]
    {
        if f64::from(found) > number(key) {
            below.push(format!("{name}: {key} {found} is above {}", number(key)));
        }
    }
    below
}

/// Holds a set of labelled pages in all shapes to its floors.
fn check(set: &str, pages: &[Labelled]) {
    if pages.is_empty() {
        println!("{set}: not there, skipped");
        return;
    }
    let chosen = std::env::var("SHAPES").ok();
    let is_chosen = |name: &str| chosen.as_ref().is_none_or(|names| names.split(',').any(|one| one == name));
    let changers: Vec<usize> = (0..CHANGERS.len()).filter(|place| is_chosen(CHANGERS[*place].0)).collect();
    let measures = measures(pages, &changers);
    println!("{set}: {} pages\n\n{}", pages.len(), table(&changers, &measures));
    let floors = std::fs::read_to_string(accuracy::root().join("tests/cases/shape_floors.json")).expect("floors");
    let floors: Value = serde_json::from_str(&floors).expect("JSON");
    let named = || changers.iter().map(|place| CHANGERS[*place].0).zip(&measures);
    for (name, measure) in named().filter(|_| chosen.is_some()) {
        println!("{set}/{name}:\n{}", measure.score.misses.join("\n"));
    }
    let mut fallen = Vec::new();
    for (name, measure) in named() {
        assert!(measure.score.documents > 0, "{set}: {name} applies to no page");
        fallen.extend(below(name, measure, &floors[set][name]));
    }
    assert!(fallen.is_empty(), "{set}: {}", fallen.join("\n"));
}

#[test]
fn cases_in_other_shapes_say_the_same() {
    check("cases", &accuracy::cases());
}

#[test]
fn shared_pages_in_other_shapes_say_the_same() {
    let mut pages = labelled("../shared/gold/seeds.jsonl", "../shared");
    pages.extend(labelled("../shared/corpus/gold.jsonl", "../shared/corpus"));
    pages.extend(labelled("../shared/kinds/gold.jsonl", "../shared/kinds"));
    check("shared", &pages);
}

/// A page in a shape, as text; none where the changer does not apply.
fn shaped(name: &str, page: &str, label: Value) -> Option<String> {
    let (_, changer) = CHANGERS.iter().find(|(own, _)| *own == name).expect("a changer");
    let mut variant = Variant { page: Page::read("a.html", page.as_bytes()), label, file: None };
    changer(&mut variant).then(|| variant.page.written())
}

#[test]
fn changers_change_what_they_are_called_after_and_nothing_else() {
    let list = "<table><tr><th>설치 장소</th><th>설치 대수</th></tr><tr><td>정문</td><td>3대</td></tr><tr><td>현관</td>\
                <td>2대</td></tr></table>";
    let page =
        format!("<body><h2>한빛도서관 영상정보처리기기 운영·관리 방침</h2><h3>2. 설치 대수 및 위치</h3>{list}</body>");
    let shaped = |name: &str| shaped(name, &page, json!({"camera_total": 5})).unwrap_or_default();
    let has = |name: &str, part: &str| assert!(shaped(name).contains(part), "{name}: {}", shaped(name));
    has("headings_as_articles", "<p>제1조(설치 대수 및 위치)</p>");
    has("tables_transposed", "<tr><th>설치 대수</th><td>3대</td><td>2대</td></tr>");
    has("one_cell_a_line", "<p>정문</p><p>3대</p><p>현관</p>");
    has("rows_in_tabs", "<pre>설치 장소\t설치 대수\n정문\t3대\n");
    has("columns_reversed", "<tr><td>3대</td><td>정문</td></tr>");
    has("total_first", "<tr><td>합계</td><td>5대</td></tr><tr><td>정문</td>");
    has("total_unlabelled", "<td>2대</td></tr><tr><td></td><td>5대</td></tr></table>");
    has("notes_raised", "<td>3대<sup>1)</sup></td>");
    has("zero_width_blanks", "3\u{200b}대");
    has("headings_dropped", "방침</h2><table");
    assert!(!shaped("title_dropped").contains("방침"));
    // A total that is not the sum of the rows is not put below them.
    assert_eq!(self::shaped("total_first", &page, json!({"camera_total": 6})), None);
    assert_eq!(self::shaped("phones_over_two_lines", &page, json!({})), None);
}
