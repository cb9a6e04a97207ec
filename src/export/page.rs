//! `README.md` of an export: what it is, how it is opened, what was left out.

use crate::dataset::describe::{Audience, Format};
use crate::dataset::{CrawlInfo, TOOL_VERSION};
use crate::model::licence::Licence;
use std::collections::BTreeMap;
use std::fmt::Write;

/// What the page tells of.
pub(super) struct Page<'a> {
    pub(super) crawl: &'a CrawlInfo,
    pub(super) format: Format,
    pub(super) audience: Audience,
    /// Rows of every table.
    pub(super) rows: &'a [(&'static str, usize)],
    /// Documents by the licence they state.
    pub(super) licences: &'a BTreeMap<String, usize>,
    /// Cells left out, by their reason.
    pub(super) left_out: &'a BTreeMap<&'static str, usize>,
}

/// The page as Markdown; without its marks it is the first sheet of a workbook.
pub(super) fn render(page: &Page<'_>) -> String {
    let crawl = page.crawl;
    let mut out = format!(
        "# 공공기관 영상정보처리기기(CCTV) 운영·관리 방침 {}\n\n\
         개인정보 보호법 제25조제7항에 따라 공개된 방침에서 읽은 값입니다. 값마다 근거가 있습니다: 문서의 SHA-256, 블록, 글자 위치는 \
         evidence 표에, 주소는 policies 표의 source에 있습니다. 빈칸은 0이 아닙니다. 까닭은 …_state 칸에 있습니다.\n\n\
         What CCTV operation policies of Korean public bodies state. Every value has its evidence: digest of the document, \
         block and characters in the table evidence, address in the column source of policies. An empty cell is not 0; the \
         reason stands in the …_state column.\n\n\
         수집 crawl {}, 기준일 {}, 추출 규칙 rules {}, bangchim {TOOL_VERSION}\n",
        crawl.date, crawl.id, crawl.date, crawl.rules
    );
    if page.audience == Audience::Public {
        out.push_str(PUBLIC);
        if page.left_out.is_empty() {
            out.push_str("\n뺀 칸 없음 · Nothing had to be left out.\n");
        } else {
            let counted = page.left_out.iter().map(|(reason, cells)| format!("{reason} {cells}"));
            let _ = writeln!(out, "\n뺀 칸 cells left out: {}.", counted.collect::<Vec<_>>().join(", "));
        }
    } else {
        out.push_str(KEEPERS);
    }
    out.push_str("\n## 출처의 이용 조건 · Licences of the sources\n\n");
    for licence in Licence::ALL {
        if let Some(documents) = page.licences.get(licence.name()) {
            let _ = writeln!(out, "* {}: {documents}", words(licence));
        }
    }
    out.push_str("\n문서마다의 조건은 documents 표의 licence에, 그 근거는 licence_quote에 있습니다. Per document: columns licence and licence_quote of the table documents.\n");
    out.push_str("\n## 여는 법 · How to open\n");
    out.push_str(match page.format {
        Format::Parquet => PARQUET,
        Format::Csv => CSV,
        Format::Xlsx => XLSX,
    });
    out.push_str(
        "\n## 표 · Tables\n\n열의 설명은 DICTIONARY.md에 있습니다. The columns are explained in DICTIONARY.md.\n\n",
    );
    for (table, rows) in page.rows {
        let _ = writeln!(out, "* {table}: {rows}");
    }
    out.push_str("\n파일이 온전한지 · Are the files whole? sha256sum --check SHA256SUMS\n");
    out
}

const KEEPERS: &str = "\n공개용이 아닙니다: 담당자 이름과 전화번호, 이용 조건이 저마다 다른 원문이 들어 있습니다. Not for publication: holds names and \
    numbers of officials, and words under several licences. `bangchim export --public` makes a release.\n";

const PUBLIC: &str = "\n## 공개본 · Public release\n\n\
    사람 이름과 휴대전화 번호를 뺐습니다. 원문 인용은 공공누리 제0·제1유형 문서의 것만 싣고, 나머지는 20자 이내의 수치·날짜·부서 이름만 \
    남겼습니다. 뺀 칸과 까닭은 withheld에 있습니다. 표는 CC BY 4.0으로 이용할 수 있습니다: 출처(수집 식별자와 기관 페이지)를 밝히십시오.\n\n\
    Without personal names and mobile numbers. Quotes are given of documents under KOGL types 0 and 1 only; of others figures, \
    dates and names of departments of at most 20 characters. The column withheld says what is left out, and why. The tables \
    may be used under CC BY 4.0: name the crawl and the page of the institution.\n";

const PARQUET: &str = "\n\
    * DuckDB: `duckdb -init open.sql`, 그다음 then `SELECT sido, sum(camera_total) FROM overview GROUP BY sido;`\n\
    * Polars: `polars.read_parquet(\"policies.parquet\")`\n\
    * pandas: `pandas.read_parquet(\"policies.parquet\", dtype_backend=\"pyarrow\")` (빈칸이 있는 정수가 소수로 바뀌지 않습니다 · keeps integers with empty cells whole)\n\
    * R: `arrow::read_parquet(\"policies.parquet\")`\n\
    * bangchim: `bangchim query --data . \"SELECT …\"`\n";

const CSV: &str = "\n\
    * Excel: 파일을 두 번 누르면 됩니다 · open the file; LibreOffice: 글자 집합 유니코드(UTF-8), 구분 쉼표 · charset Unicode (UTF-8), comma\n\
    * pandas: `pandas.read_csv(\"policies.csv\", dtype_backend=\"pyarrow\")`, Polars: `polars.read_csv(\"policies.csv\")`, DuckDB: `SELECT * FROM 'policies.csv'`\n\
    * 수식으로 읽힐 글 앞에는 작은따옴표를 붙였습니다 · text that a spreadsheet would take for a formula has an apostrophe in front\n";

const XLSX: &str = "\n\
    * Excel, LibreOffice, 한셀: 표마다 시트 하나 · one sheet a table; 첫 줄은 한국어 이름, 둘째 줄은 칸 이름 · titles first, then names of columns\n\
    * pandas: `pandas.read_excel(FILE, sheet_name=\"policies\", header=1)`\n";

fn words(licence: Licence) -> &'static str {
    match licence.name() {
        "kogl_0" => "kogl_0 공공누리 제0유형 (조건 없음 no condition)",
        "kogl_1" => "kogl_1 공공누리 제1유형 (출처표시 name the source)",
        "kogl_2" => "kogl_2 공공누리 제2유형 (상업적 이용금지 not for trade)",
        "kogl_3" => "kogl_3 공공누리 제3유형 (변경금지 no changes)",
        "kogl_4" => "kogl_4 공공누리 제4유형 (상업적 이용금지, 변경금지 neither trade nor changes)",
        "conflicting" => "conflicting 서로 다른 표시 several marks",
        _ => "unknown 표시 없음 no mark recognised",
    }
}
