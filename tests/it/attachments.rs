//! Numbers that stand only in an attachment reach the policy that points to it, with evidence in the attachment.

use crate::formats::{case, hint};
use crate::hwp5;
use bangchim::document::{self, Document};
use bangchim::extract::{self, Attached, Context};
use bangchim::model::policy::{Policy, State, TotalBasis};
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

/// The form of the national standard data: sites with their counts, one row blank where 지번 stands alone.
const STANDARD: &str = "관리기관명,소재지도로명주소,소재지지번주소,설치목적구분,카메라대수,카메라화소수,촬영방면정보,보관일수,설치년월,관리기관전화번호,WGS84위도,WGS84경도,데이터기준일자\n\
    가람시청,가람시 들녘로 7,가람시 들녘동 12-1,생활방범,3,200,360도전방면,30,2019-05,031-480-0310,36.1,127.1,2025-11-01\n\
    가람시청,,가람시 샛길동 4,어린이보호,2,200,,30,2020-01,031-480-0310,36.2,127.2,2025-11-01\n\
    가람시청,가람시 나루로 31,,교통단속,1,200,,60,202103,031-480-0310,36.3,127.3,2025-11-01\n";

fn standard_rows() -> Vec<Vec<&'static str>> {
    STANDARD.lines().map(|line| line.trim().split(',').collect()).collect()
}

fn assert_standard(document: &Document, name: &str) {
    let policy = joined(&[(name, "CCTV 설치 현황")], &[document]);
    assert_eq!(
        (policy.camera_total.value(), policy.camera_total_basis),
        (Some(&6), Some(TotalBasis::Summed)),
        "{name}"
    );
    let places: Vec<&str> =
        policy.cameras.iter().filter_map(|row| row.place.as_ref()).map(|place| place.value.as_str()).collect();
    assert_eq!(places, ["가람시 들녘로 7", "가람시 샛길동 4", "가람시 나루로 31"], "{name}");
    let purposes: Vec<&str> =
        policy.cameras.iter().filter_map(|row| row.purpose.as_ref()).map(|purpose| purpose.value.as_str()).collect();
    assert_eq!(purposes, ["생활방범", "어린이보호", "교통단속"], "{name}");
    assert_eq!(policy.retention_days.value(), Some(&30), "{name}");
    assert_eq!(policy.retention.iter().map(|period| period.days).collect::<Vec<_>>(), [30, 60], "{name}");
    assert_replays(&policy, &[document]);
}

#[test]
fn standard_data_gives_its_sum_and_not_its_rows_in_every_format() {
    let csv = document::read(STANDARD.as_bytes(), &hint("list.csv"));
    assert_standard(&csv, "list.csv");
    let (cp949, _, _) = encoding_rs::EUC_KR.encode(STANDARD);
    assert_standard(&document::read(&cp949, &hint("list.csv")), "list.csv");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "가람시 CCTV 설치 현황").expect("a cell");
    for (row, cells) in standard_rows().iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (row as u32 + 2, column as u16);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).expect("a cell"),
                Err(_) => sheet.write_string(row, column, *cell).expect("a cell"),
            };
        }
    }
    let xlsx = book.save_to_buffer().expect("a workbook");
    assert_standard(&document::read(&xlsx, &hint("list.xlsx")), "list.xlsx");
    let table: Vec<String> = standard_rows()
        .iter()
        .map(|cells| cells.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>())
        .collect();
    let html =
        format!("<html><body><h1>CCTV 설치 현황</h1><table><tr>{}</tr></table></body></html>", table.join("</tr><tr>"));
    // Web systems hand out tables of HTML as workbooks of old.
    assert_standard(&document::read(html.as_bytes(), &hint("list.xls")), "list.xls");
    assert_standard(&read("xls_standard_data"), "list.xls");
    assert_standard(&read("pdf_standard_data"), "list.pdf");
    let hwp = hwp5::table_document(&standard_rows());
    assert_standard(&document::read(&hwp, &hint("list.hwp")), "list.hwp");
}

#[test]
fn standard_data_without_counts_is_a_camera_a_row() {
    let english = "institutionNm,rdnmadr,lnmadr,instlPurpsType,direction,retentionDays,phoneNumber,latitude,longitude\n\
        Garam City,7 Deulnyeok-ro,,crime prevention,all,30,031-480-0310,36.1,127.1\n\
        Garam City,31 Naru-ro,,crime prevention,all,0,031-480-0310,36.1,127.1\n";
    let list = document::read(english.as_bytes(), &hint("list.csv"));
    let policy = joined(&[("list.csv", "CCTV list")], &[&list]);
    assert_eq!((policy.camera_total.value(), policy.cameras.len()), (Some(&2), 2));
    assert_eq!(policy.retention.iter().map(|period| period.days).collect::<Vec<_>>(), [30]);
    assert_eq!(policy.cameras[1].place.as_ref().map(|place| place.value.as_str()), Some("31 Naru-ro"));
    // A count that cannot be read makes the sum unknown.
    let broken = STANDARD.replace("어린이보호,2,", "어린이보호,2~3,");
    let list = document::read(broken.as_bytes(), &hint("list.csv"));
    let policy = joined(&[("list.csv", "CCTV list")], &[&list]);
    assert_eq!((policy.camera_total.value(), policy.cameras.len()), (None, 3));
}

#[test]
fn published_standard_data_gives_the_sums_that_were_counted() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/registry/opendata");
    let published = [("daegu_dalseo_20231231.cp949.csv", 2_583), ("gyeongbuk_gyeongsan_20241128.cp949.csv", 3_538)];
    for (name, cameras) in published {
        let Ok(bytes) = std::fs::read(folder.join(name)) else {
            println!("skipped: {name} is not at hand");
            continue;
        };
        let list = document::read(&bytes, &hint(name));
        let policy = joined(&[(name, "CCTV 설치 현황")], &[&list]);
        assert_eq!((policy.camera_total.value(), policy.cameras.len()), (Some(&cameras), cameras as usize), "{name}");
        assert!(policy.cameras.iter().all(|row| row.place.is_some()), "{name}");
        assert_eq!(policy.retention_days.value(), Some(&30), "{name}");
        assert_replays(&policy, &[&list]);
    }
}
