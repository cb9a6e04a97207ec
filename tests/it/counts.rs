//! Numbers of cameras as pages write them: whole or not at all, what is withdrawn or shown twice left out, lists read as a
//! careful person reads them.

use crate::formats::hint;
use bangchim::document;
use bangchim::extract::{self, Context};
use bangchim::model::policy::Policy;
use rust_xlsxwriter::{Format, Workbook};
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

/// A policy in the usual form, with words of its own on numbers and places.
fn page(counts: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=ko><meta charset=utf-8><title>방침</title><body><h1>가람시 영상정보처리기기 운영·관리 방침</h1>\
         <h2>1. 설치 근거 및 목적</h2><p>「개인정보 보호법」 제25조제1항에 따라 범죄 예방을 위하여 설치합니다.</p>\
         <h2>2. 설치 대수, 설치 위치 및 촬영범위</h2>{counts}<h2>3. 관리책임자</h2><p>관리책임자: 총무과장 031-480-0310</p>\
         <h2>4. 촬영시간, 보관기간</h2><p>촬영시간: 24시간, 보관기간: 30일</p>"
    )
}

fn policy(counts: &str) -> Policy {
    let page = page(counts);
    let document = document::read(page.as_bytes(), &hint("page.html"));
    let mut policies = extract::policies(&document, &Context { source: "page.html", ..Context::default() });
    assert_eq!(policies.len(), 1, "{counts}");
    let policy = policies.remove(0);
    for evidence in policy.evidence() {
        let quote = &evidence.quote;
        let words = document.blocks[quote.block as usize].text.chars().skip(quote.start as usize).collect::<String>();
        assert!(words.starts_with(&quote.text), "{counts}: {}: {}", evidence.field, quote.text);
    }
    policy
}

/// What is written, its total (or the state of it), and the rows that are told apart.
type Case = (&'static str, Result<u32, &'static str>, &'static [(&'static str, u32)]);

fn check(cases: &[Case]) {
    let mut wrong = Vec::new();
    for (counts, total, rows) in cases {
        let policy = policy(counts);
        let found = policy.camera_total.value().copied().ok_or(policy.camera_total.state().name());
        let listed: Vec<(&str, u32)> = policy
            .cameras
            .iter()
            .map(|row| {
                (row.place.as_ref().map_or("", |place| &place.value), row.count.as_ref().map_or(0, |count| count.value))
            })
            .collect();
        if found != *total || !rows.is_empty() && listed != *rows {
            wrong.push(format!("{counts}\n  {found:?} {listed:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn numbers_are_whole_or_not_at_all() {
    check(&[
        (r#"<p>우리 시는 영상정보처리기기 1만2천3백대를 운영하고 있습니다.</p>"#, Ok(12300), &[]),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>골목길</td><td>2만 5백여 대</td></tr></table>"#,
            Ok(20500),
            &[],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>골목길</td><td>3천&nbsp;214 대</td></tr><tr><td>공원</td><td>1천 대</td></tr></table>"#,
            Ok(4214),
            &[("골목길", 3214), ("공원", 1000)],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>골목길</td><td>１２ 대</td></tr><tr><td>공원</td><td>⑧대</td></tr></table>"#,
            Ok(20),
            &[("골목길", 12), ("공원", 8)],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>골목길</td><td>12~15대</td></tr></table>"#,
            Err("unparsed"),
            &[],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>골목길</td><td>12대 → 15대</td></tr><tr><td>공원</td><td>4대</td></tr></table>"#,
            Ok(19),
            &[("골목길", 15), ("공원", 4)],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>골목길</td><td>12+3대</td></tr><tr><td>공원</td><td>4대</td></tr></table>"#,
            Ok(19),
            &[("골목길", 15), ("공원", 4)],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>골목길</td><td>1&shy;,2&#8203;34&#65279;대</td></tr></table>"#,
            Ok(1234),
            &[],
        ),
        (r#"<p>총 1&nbsp;234대를 설치하였습니다.</p>"#, Ok(1234), &[]),
        (r#"<p>총 1.234대를 설치하였습니다.</p>"#, Ok(1234), &[]),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>정문</td><td>12<br>34<br>대</td></tr></table>"#,
            Ok(1234),
            &[],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>정문</td><td>12대 (실내 8대, 실외 4대)</td></tr></table>"#,
            Ok(12),
            &[("정문", 12)],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>정문</td><td>실내 8대, 실외 4대</td></tr></table>"#,
            Ok(12),
            &[("정문", 12)],
        ),
        (r#"<p>설치 대수 : 총 열두 대</p>"#, Ok(12), &[]),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>정문</td><td>오십이대</td></tr><tr><td>후문</td><td>스무 대</td></tr></table>"#,
            Ok(72),
            &[],
        ),
        (r#"<p>주차대수 30대를 초과하는 주차장에 설치합니다. 총 12대.</p>"#, Ok(12), &[]),
        (r#"<p>총 1,2 34대를 운영합니다.</p>"#, Err("unparsed"), &[]),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>정문</td><td>약 100여 대</td></tr></table>"#,
            Ok(100),
            &[],
        ),
    ]);
}

#[test]
fn what_is_withdrawn_hidden_or_a_mark_of_a_note_is_no_number() {
    check(&[
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>골목길</td><td>120<span style="vertical-align:super">1)</span>대</td></tr></table>"#,
            Ok(120),
            &[],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>골목길</td><td>120¹⁾대</td></tr></table>"#,
            Ok(120),
            &[],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>골목길</td><td>120대<sup>주1)</sup></td></tr><tr><td>공원</td><td>5<sup>*</sup></td></tr></table>"#,
            Ok(125),
            &[],
        ),
        (
            r#"<style>.x{text-decoration:line-through}.fn{font-size:8px;vertical-align:super}</style><table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>골목길</td><td><span class=x>48대</span> 52대<span class=fn>2</span></td></tr></table>"#,
            Ok(52),
            &[],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>골목길</td><td><s>48</s>52</td></tr></table>"#,
            Ok(52),
            &[],
        ),
        (r#"<p>총 <strike>48대</strike> 52대를 운영합니다.</p>"#, Ok(52), &[]),
        (r#"<p>총 <span style="display:none">48대</span>52대를 운영합니다.</p>"#, Ok(52), &[]),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>정문</td><td>5대</td></tr><tr style="display:none"><td>후문</td><td>7대</td></tr><tr><td>복도</td><td>3대</td></tr></table>"#,
            Ok(8),
            &[("정문", 5), ("복도", 3)],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>정문</td><td>5대</td></tr><tr><td><del>후문</del></td><td><del>7대</del></td></tr><tr><td>복도</td><td>3대</td></tr></table>"#,
            Ok(8),
            &[("정문", 5), ("복도", 3)],
        ),
    ]);
}

#[test]
fn years_and_changes_side_by_side_give_the_latest() {
    check(&[
        (
            r#"<table><tr><th>구분</th><th>2023년</th><th>2024년</th></tr><tr><td>방범</td><td>1,410</td><td>1,452</td></tr><tr><td>단속</td><td>33</td><td>35</td></tr></table>"#,
            Ok(1487),
            &[],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>기존 대수</th><th>변경 대수</th></tr><tr><td>정문</td><td>3</td><td>4</td></tr><tr><td>후문</td><td>2</td><td>2</td></tr></table>"#,
            Ok(6),
            &[],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치대수(2023년)</th><th>설치대수(2024년)</th></tr><tr><td>정문</td><td>3</td><td>4</td></tr><tr><td>후문</td><td>2</td><td>2</td></tr></table>"#,
            Ok(6),
            &[],
        ),
    ]);
}

#[test]
fn tables_are_read_as_a_careful_person_reads_them() {
    check(&[
        (
            r#"<p>(단위: 대)</p><table><tr><th>구분</th><th>방범</th><th>주정차 단속</th><th>어린이 보호</th><th>계</th></tr><tr><td>대수</td><td>100</td><td>20</td><td>30</td><td>150</td></tr></table>"#,
            Ok(150),
            &[("방범", 100), ("주정차 단속", 20), ("어린이 보호", 30)],
        ),
        (
            r#"<p>(단위: 대)</p><table><tr><th>구분</th><th>실내</th><th>실외</th></tr><tr><td>가동</td><td>10</td><td>2</td></tr><tr><td>나동</td><td>5</td><td>3</td></tr></table>"#,
            Ok(20),
            &[("가동", 12), ("나동", 8)],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>정문</td><td>6대</td></tr><tr><td>후문</td><td>11대</td></tr><tr><td>총17대</td><td>6개소</td></tr></table>"#,
            Ok(17),
            &[("정문", 6), ("후문", 11)],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>담당부서</th><th>설치 대수</th></tr><tr><td>민원실</td><td>총무과</td><td>5대</td></tr><tr><td>주차장</td><td>회계과</td><td>7대</td></tr><tr><td>복도</td><td>총무과</td><td>9대</td></tr></table><table><tr><th>설치 위치</th><th>설치 대수</th><th>관리책임자</th></tr><tr><td>민원실</td><td>5대</td><td>과장</td></tr><tr><td>주차장</td><td>7대</td><td>팀장</td></tr><tr><td>복도</td><td>9대</td><td>과장</td></tr></table><table><tr><th>설치 위치</th><th>설치 대수</th><th>보관기간</th></tr><tr><td>민원실</td><td>5대</td><td>30일</td></tr><tr><td>주차장</td><td>7대</td><td>30일</td></tr><tr><td>복도</td><td>9대</td><td>30일</td></tr></table>"#,
            Ok(21),
            &[("민원실", 5), ("주차장", 7), ("복도", 9)],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>정문<br>후문</td><td>12대<br>4대</td></tr></table>"#,
            Ok(16),
            &[("정문", 12), ("후문", 4)],
        ),
        (
            r#"<h3>가. 본관</h3><table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>정문</td><td>3대</td></tr><tr><td>로비</td><td>3대</td></tr></table><h3>나. 별관</h3><table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>출입구</td><td>3대</td></tr><tr><td>계단</td><td>3대</td></tr></table>"#,
            Ok(12),
            &[],
        ),
        (
            r#"<table><tr><th>설치 위치</th><th>설치 대수</th><th>비고</th></tr><tr><td>정문</td><td>5대</td><td></td></tr><tr><td>후문</td><td>3대</td><td></td></tr></table><p>- 3 -</p><table><tr><td>복도</td><td>4대</td><td></td></tr><tr><td>계</td><td>12대</td><td></td></tr></table>"#,
            Ok(12),
            &[("정문", 5), ("후문", 3), ("복도", 4)],
        ),
        (r#"<table><tr><th>설치 대수</th><th>설치 위치</th></tr></table>"#, Err("unparsed"), &[]),
        (
            r#"<table><tr><th>설치 대수·위치</th><td><table><tr><td>방범</td><td>118대</td><td>마을 진입로</td></tr><tr><td>청사</td><td>25대</td><td>군청</td></tr><tr><td>계</td><td>143대</td><td></td></tr></table></td></tr><tr><th>보관기간</th><td>30일</td></tr></table>"#,
            Ok(143),
            &[("마을 진입로", 118), ("군청", 25)],
        ),
        (
            r#"<div><div>설치 위치</div><div>설치 대수</div></div><div><div>정문</div><div>3대</div></div><div><div>후문</div><div>2대</div></div>"#,
            Ok(5),
            &[("정문", 3), ("후문", 2)],
        ),
        (
            r#"<table><tr><th>연번</th><th>설치 위치</th><th>설치 대수</th></tr><tr><td>1</td><td>정문</td><td>2</td></tr><tr><td>2</td><td>후문</td><td>3</td></tr><tr><td>구분</td><td>설치 위치</td><td>설치 대수</td></tr><tr><td>3</td><td>로비</td><td>4</td></tr></table>"#,
            Ok(9),
            &[],
        ),
    ]);
}

#[test]
fn lists_and_sentences_give_all_they_say() {
    check(&[
        (r#"<p>정문과 매점에 각 2대</p>"#, Ok(4), &[("정문", 2), ("매점", 2)]),
        (r#"<p>각 동 출입구에 각 2대씩 설치</p>"#, Err("unparsed"), &[]),
        (r#"<p>상담실, 복도 등에 6대</p>"#, Ok(6), &[]),
        (r#"<p>총 18대 — 정문 10대, 후문 8대</p>"#, Ok(18), &[("정문", 10), ("후문", 8)]),
        (r#"<p>총 18대 — 정문</p>"#, Ok(18), &[("정문", 18)]),
        (r#"<ul><li>본관 20대(로비 12대, 복도 8대)</li><li>별관 9대 / 2층: 로비 3대, 계단 1대</li></ul>"#, Ok(29), &[]),
        (
            r#"<p>설치대수&nbsp;&nbsp;설치 장소</p><p>3대&nbsp; 정문</p><p>2대</p><p>후문</p><p>4대</p><p>로비</p>"#,
            Ok(9),
            &[("정문", 3), ("후문", 2), ("로비", 4)],
        ),
        (r#"<p>정문 등에 37대 설치</p>"#, Ok(37), &[]),
        (r#"<p>붙임 참조</p>"#, Err("elsewhere"), &[]),
    ]);
}

#[test]
fn sites_beside_a_total_are_kept() {
    let total = policy(
        "<table><tr><th>설치 위치</th><th>설치 대수</th></tr><tr><td>정문</td><td>6대</td></tr><tr><td>후문</td><td>11대</td></tr><tr><td>총17대</td><td>6개소</td></tr></table>",
    );
    assert_eq!(total.site_total.map(|sites| sites.value), Some(6));
    let prose = policy("<p>마을 진입로 등 총 87개소에 설치하였습니다.</p>");
    assert_eq!((prose.camera_total.value(), prose.site_total.map(|sites| sites.value)), (None, Some(87)));
}

#[test]
fn workbooks_are_read_as_they_are_shown() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (phone, struck) = (Format::new().set_num_format("000-000-0000"), Format::new().set_font_strikethrough());
    let amount = Format::new().set_num_format("#,##0\"대\"");
    for (column, title) in ["설치 위치", "설치 대수", "예비", "연락처"].iter().enumerate() {
        sheet.write_string(0, column as u16, *title).expect("a cell");
    }
    for (row, (place, count)) in [("정문", 1234.0), ("후문", 99.0), ("복도", 16.0), ("창고", 7.0)].iter().enumerate()
    {
        let row = row as u32 + 1;
        let gone = row == 2;
        let plain = if gone { &struck } else { &Format::new() };
        sheet.write_string_with_format(row, 0, *place, plain).expect("a cell");
        sheet.write_number_with_format(row, 1, *count, if gone { &struck } else { &amount }).expect("a cell");
        sheet.write_number(row, 2, 55.0).expect("a cell");
        sheet.write_number_with_format(row, 3, 415_550_101.0, if gone { &struck } else { &phone }).expect("a cell");
    }
    sheet.set_row_hidden(4).expect("a row");
    sheet.set_column_hidden(2).expect("a column");
    let bytes = book.save_to_buffer().expect("a workbook");
    let document = document::read(&bytes, &hint("list.xlsx"));
    let text = &document.blocks.last().expect("a table").text;
    assert!(text.contains("정문\t1,234대\t") && text.contains("041-555-0101") && text.contains("복도\t16대"), "{text}");
    assert!(
        !["후문", "99", "창고", "55"]
            .iter()
            .any(|gone| text.lines().skip(1).any(|row| row.split('\t').any(|cell| cell == *gone))),
        "{text}"
    );
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(*name, SimpleFileOptions::default()).expect("a part");
        out.write_all(text.as_bytes()).expect("written");
    }
    out.finish().expect("a package").into_inner()
}

#[test]
fn struck_and_raised_words_of_word_processors_are_no_numbers() {
    let run =
        |look: &str, text: &str| format!(r#"<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#);
    let line =
        [run("<w:strike/>", "48대"), run("", " 52"), run(r#"<w:vertAlign w:val="superscript"/>"#, "1)"), run("", "대")]
            .concat();
    let body = format!("<w:document><w:body><w:p>{line}</w:p></w:body></w:document>");
    let docx =
        document::read(&package(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &body)]), &hint("a.docx"));
    assert_eq!(docx.blocks[0].text, "52¹⁾대");
    let header = r#"<hh:head><hh:charProperties itemCnt="3"><hh:charPr id="0"><hh:strikeout shape="3D"/></hh:charPr>
        <hh:charPr id="1"><hh:strikeout shape="SOLID"/></hh:charPr><hh:charPr id="2"><hh:supscript/></hh:charPr></hh:charProperties></hh:head>"#;
    let section = r#"<hs:sec><hp:p><hp:run charPrIDRef="1"><hp:t>48대</hp:t></hp:run><hp:run charPrIDRef="0"><hp:t>52</hp:t></hp:run>
        <hp:run charPrIDRef="2"><hp:t>1)</hp:t></hp:run><hp:run charPrIDRef="0"><hp:t>대 <hp:deleteBegin/>60대<hp:deleteEnd/>정문</hp:t></hp:run></hp:p></hs:sec>"#;
    let parts =
        [("mimetype", "application/hwp+zip"), ("Contents/header.xml", header), ("Contents/section0.xml", section)];
    let hwpx = document::read(&package(&parts), &hint("a.hwpx"));
    assert_eq!(hwpx.blocks[0].text, "52¹⁾대 정문");
}
