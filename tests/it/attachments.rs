//! Numbers that stand only in an attachment reach the policy that points to it, with evidence in the attachment.

use crate::formats::{case, hint};
use crate::hwp5;
use bangchim::document::{self, Document};
use bangchim::extract::{self, Attached, Context};
use bangchim::policy::{Policy, State, TotalBasis};
use bangchim::report::jsonl;

/// A policy that leaves its counts to attachments.
fn page(links: &[(&str, &str)]) -> Vec<Policy> {
    let links: String = links.iter().map(|(href, label)| format!("<a href=\"{href}\">{label}</a> ")).collect();
    let html = format!(
        "<html><body><h1>영상정보처리기기 운영·관리 방침</h1><h2>1. 설치 근거 및 목적</h2><p>개인정보 보호법 \
         제25조에 따라 시설 안전을 위하여 설치합니다.</p><h2>2. 설치 대수, 설치 위치 및 촬영 범위</h2><p>설치 대수 \
         및 위치는 붙임을 참조하시기 바랍니다. {links}</p><h2>3. 영상정보의 확인 방법 및 장소</h2><p>관리책임자에게 \
         요청</p><h2>4. 정보주체의 열람 등 요구에 대한 조치</h2><p>청구서로 신청</p></body></html>"
    );
    let document = document::read(html.as_bytes(), &hint("page.html"));
    let policies = extract::policies(&document, &Context { source: "page.html", ..Context::default() });
    assert_eq!(policies.len(), 1);
    assert_eq!(policies[0].camera_total.state(), State::Elsewhere);
    policies
}

fn joined(links: &[(&str, &str)], documents: &[&Document]) -> Policy {
    let mut policies = page(links);
    let attached: Vec<Attached<'_>> =
        links.iter().zip(documents).map(|((url, label), document)| Attached { url, label, document }).collect();
    extract::join(&mut policies, &attached);
    policies.remove(0)
}

fn read(name: &str) -> Document {
    let (bytes, hint) = case(name);
    document::read(&bytes, &hint)
}

/// Every quote stands verbatim where it says, in the page or in the attachment.
fn assert_replays(policy: &Policy, documents: &[&Document]) {
    let mut from_attachments = 0;
    for evidence in policy.evidence() {
        let Some(id) = &evidence.quote.document else { continue };
        let document = documents.iter().find(|document| document.id == *id).expect("a known attachment");
        let block = &document.blocks[evidence.quote.block as usize];
        let words: String = block.text.chars().skip(evidence.quote.start as usize).collect();
        assert!(words.starts_with(&evidence.quote.text), "{}: {}", evidence.field, evidence.quote.text);
        from_attachments += 1;
    }
    assert!(from_attachments > 0);
    assert!(jsonl::line(policy, &[]).contains(&documents[0].id.0));
}

#[test]
fn sheets_of_a_workbook_add_up_and_examples_do_not() {
    let sheets = read("xlsx_sheets");
    let policy = joined(&[("list.xlsx", "CCTV 운영현황.xlsx")], &[&sheets]);
    assert_eq!((policy.camera_total.value(), policy.camera_total_basis), (Some(&33), Some(TotalBasis::Summed)));
    assert_eq!(policy.cameras.len(), 6);
    let departments: Vec<&str> =
        policy.cameras.iter().filter_map(|row| Some(row.department.as_ref()?.value.as_str())).collect();
    assert_eq!(departments, ["총무과", "총무과", "시설과", "시설과", "공원녹지과", "공원녹지과"]);
    assert_eq!(policy.retention_days.value(), Some(&30));
    assert_replays(&policy, &[&sheets]);
}

#[test]
fn a_row_a_camera_counts_rows() {
    let sheet = read("xlsx_one_row_a_camera");
    let policy = joined(&[("list.xlsx", "CCTV 현황 다운로드")], &[&sheet]);
    assert_eq!(policy.camera_total.value(), Some(&7));
    assert_eq!(policy.cameras.len(), 7);
    assert_replays(&policy, &[&sheet]);
}

#[test]
fn every_format_gives_its_numbers() {
    for (name, total) in
        [("xls_merged_heads", 30), ("hwpx_merged", 5), ("pdf_table", 5), ("docx_merged", 5), ("csv_cp949", 5)]
    {
        let document = read(name);
        let policy = joined(&[("a", "붙임. CCTV 설치 현황")], &[&document]);
        assert_eq!(policy.camera_total.value(), Some(&total), "{name}");
        assert_replays(&policy, &[&document]);
    }
    let hwp = document::read(&hwp5::inventory(), &hint("a.hwp"));
    let policy = joined(&[("a.hwp", "CCTV 설치 현황.hwp")], &[&hwp]);
    assert_eq!(policy.camera_total.value(), Some(&5));
    assert_replays(&policy, &[&hwp]);
}

#[test]
fn of_the_same_document_in_two_formats_the_one_with_cells_wins() {
    let (pdf, hwp) = (read("pdf_table"), document::read(&hwp5::inventory(), &hint("a.hwp")));
    let links = [("a.pdf", "CCTV 설치 현황(PDF)"), ("a.hwp", "CCTV 설치 현황(한글)")];
    let policy = joined(&links, &[&pdf, &hwp]);
    assert_eq!(policy.camera_total.value(), Some(&5));
    assert!(policy.camera_total.quotes().iter().all(|quote| quote.document.as_ref() == Some(&hwp.id)));
}

#[test]
fn what_cannot_be_read_is_said() {
    let scanned = read("pdf_scanned");
    let policy = joined(&[("a.pdf", "CCTV 운영현황.pdf")], &[&scanned]);
    assert_eq!(policy.camera_total.state(), State::Elsewhere);
    assert_eq!(policy.problems, ["CCTV 운영현황.pdf: the pages are pictures: no text to read"]);
}

#[test]
fn a_sheet_alone_is_no_policy() {
    for name in ["xlsx_sheets", "xls_merged_heads", "xlsx_one_row_a_camera", "csv_cp949", "pdf_table", "docx_merged"] {
        let context = Context { source: name, ..Context::default() };
        assert!(extract::policies(&read(name), &context).is_empty(), "{name}");
    }
}
