//! SCHEMA: every table and column of a crawl's data set, in one place.
//!
//! Names and meanings are those of the published contract. Columns may be added; none is renamed, retyped or reused
//! without a new [`SCHEMA_VERSION`]. A month whose day is not stated stays a month: such dates are text, and a
//! companion column of type date holds whole days only.

/// Version of the tables' shape; stands in every file's metadata.
pub const SCHEMA_VERSION: &str = "2";

/// How a column is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Physical {
    /// UTF-8.
    Text,
    /// 64 bits with sign, whatever the range, because every reader of Parquet knows it.
    Integer,
    /// True or false.
    Boolean,
    /// Days since 1970-01-01.
    Day,
    /// A ratio in 64 bits, IEEE 754; counts are never stored so.
    Ratio,
}

impl Physical {
    /// Name of the type in dictionaries and headings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
            Self::Day => "date",
            Self::Ratio => "number",
        }
    }
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// How it is stored.
    pub physical: Physical,
    /// Whether a cell may be empty.
    pub nullable: bool,
    /// Meaning, for Korean readers.
    pub korean: &'static str,
    /// Meaning.
    pub english: &'static str,
}

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Table {
    /// Its name; the file is `<name>.parquet`.
    pub name: &'static str,
    /// Columns that tell rows apart; empty where a row may be repeated.
    pub key: &'static [&'static str],
    /// Meaning, for Korean readers.
    pub korean: &'static str,
    /// Meaning.
    pub english: &'static str,
    /// Its columns, in order.
    pub columns: &'static [Column],
}

/// The table of a name.
pub fn table(name: &str) -> Option<&'static Table> {
    SCHEMA.iter().find(|table| table.name == name)
}

macro_rules! nullable {
    () => {
        false
    };
    (?) => {
        true
    };
}

/// Writes tables down one line a column: name, type (`?`: a cell may be empty), meaning in Korean and English.
macro_rules! tables {
    ($(#[$about:meta])* $list:ident: $($table:ident ($($key:ident)*) $ko:literal $en:literal {
        $($column:ident [$physical:ident $($null:tt)?] $cko:literal $cen:literal;)*
    })*) => {
        $(#[$about])*
        pub const $list: &[Table] = &[$(Table {
            name: stringify!($table),
            key: &[$(stringify!($key)),*],
            korean: $ko,
            english: $en,
            columns: &[$(Column {
                name: stringify!($column),
                physical: Physical::$physical,
                nullable: nullable!($($null)?),
                korean: $cko,
                english: $cen,
            },)*],
        },)*];
    };
}

tables! {
    /// Every table of a crawl.
    SCHEMA:
    crawl (crawl_id) "이 자료가 나온 수집" "The crawl that the tables come from; one row" {
        crawl_id [Text] "수집 식별자" "Id of the crawl";
        crawl_date [Text] "수집 기준일 (YYYY-MM-DD, 한국 날짜)" "Day of the crawl, in Korea; ages are counted from here unless another day is asked for";
        crawl_on [Day] "수집 기준일" "The same as a date";
        schema_version [Text] "표 구조 판" "Version of the tables' shape";
        rules_version [Text] "추출 규칙 판" "Version of the rules that read the documents";
        tool_version [Text] "프로그램 판" "Version of the program";
    }
    institutions (institution_id) "수집 대상 기관" "Institutions whose policies were looked for: the denominator of every share" {
        institution_id [Text] "기관 식별자" "Key of the institution in the registry";
        name [Text] "기관 이름 (시·군·구는 시·도 없이)" "Name of today; of cities, counties, districts without the province";
        full_name [Text] "시·도를 붙인 이름" "Name with the province where the name alone does not tell";
        name_en [Text ?] "영문 이름" "English name";
        kind [Text] "기관 종류" "Kind of body, a closed list";
        sido [Text ?] "시·도 (지금 이름)" "Province by today's name; empty for bodies of the whole nation";
        sigungu_code [Text ?] "행정표준코드 (시·도 2자리, 시·군·구 5자리)" "Administrative code, two or five digits";
        parent_id [Text ?] "상위 기관" "Institution it belongs to";
        org_code [Text ?] "행정표준기관코드" "Organisation code, seven characters";
        homepage [Text ?] "누리집 주소" "Home page";
        homepage_source [Text ?] "누리집 주소의 출처" "Where the address comes from";
        homepage_confidence [Text ?] "누리집 주소의 확실함" "listed, host_seen, unverified or doubtful";
        policy_urls [Text ?] "알려진 방침 주소 (빈칸으로 구분)" "Known addresses of the policy, separated by blanks";
        policy_url_source [Text ?] "방침 주소의 출처" "Where they come from";
        population [Integer ?] "주민등록 인구 (명)" "Registered residents";
        population_year [Text ?] "인구 기준 시점" "When they were counted, YYYY or YYYY-MM";
        population_source [Text ?] "인구의 출처" "Who counted them";
        ending [Text ?] "방침 찾기의 결과" "How the search ended: policy, policy_file, policy_lost, not_found, robots_disallowed, robots_unreachable, unreachable or not_asked; empty for files";
        ending_reason [Text ?] "그 까닭" "What stood in the way: a reason or page of attempts, or http_ and the status";
    }
    overview (institution_key) "기관마다 한 줄: 집계하는 방침 하나와 찾은 결과" "One row an institution: the policy that counts for it, and how the search for it ended" {
        institution_key [Text] "기관 키 (등록 기관은 식별자, 아니면 시·도와 이름, 이름도 없으면 방침 식별자)" "Id in the registry; of a body that is not registered province and name as written; without a name the id of its policy";
        institution_id [Text ?] "기관 식별자 (등록된 기관)" "Key of the institution in the registry; empty for a body that is not registered";
        name [Text ?] "기관 이름" "Name as registered, else as written";
        full_name [Text ?] "시·도를 붙인 이름" "Name with the province where the name alone does not tell";
        kind [Text ?] "기관 종류" "Kind of body, a closed list";
        sido [Text ?] "시·도 (지금 이름)" "Province by today's name; empty for bodies of the whole nation";
        counts_residents [Boolean] "주민을 한 번씩 세는 시·군·구인지" "Whether it is a city, county or district that lies in no other one: their residents add up to the nation's, each once";
        population [Integer ?] "주민등록 인구 (명)" "Registered residents";
        reach [Text ?] "찾은 결과" "What came of the search: found, only_superseded, no_policy, robots_refused, unreachable, not_asked or no_address; empty for a body that is not registered";
        answered [Boolean ?] "한 페이지라도 응답했는지" "Whether some page answered with a status below 400; empty when none was asked";
        robots_forbids [Boolean ?] "읽은 robots.txt가 막은 페이지가 있는지" "Whether a robots.txt that could be read forbade a page; empty when no page was asked";
        ending [Text ?] "방침 찾기의 결과" "How the search ended, as in the table institutions";
        ending_reason [Text ?] "그 까닭" "What stood in the way, as in the table institutions";
        current_policies [Integer] "현행 방침 수" "Policies that are current, attachments left out";
        former_policies [Integer] "옛 판 수" "Former versions";
        attached_policies [Integer] "첨부로 딸린 방침 수" "Policies in files or pages to which another policy of the institution points as its attachment";
        policy_id [Text ?] "집계하는 방침" "The policy that counts; empty where there is no current one";
        document_sha256 [Text ?] "그 문서의 SHA-256" "SHA-256 of its document";
        source [Text ?] "주소 또는 파일 경로" "Its address, or path of the file";
        facility [Text ?] "한 시설만의 방침이면 그 시설" "The facility, where only policies of single facilities were found";
        term [Text ?] "기기 명칭" "fixed, legacy, mixed or mobile";
        effective_date [Text ?] "시행일 (YYYY-MM-DD 또는 YYYY-MM)" "Latest stated day or month of effect";
        effective_on [Day ?] "시행일 (일까지 적힌 것만)" "The same as a date; empty when only a month is given";
        age_years [Integer ?] "시행 후 지난 햇수 (수집일 기준)" "Full years from the effective date to the day of the crawl; empty before the policy is in force";
        camera_total [Integer ?] "카메라 총 대수 (대)" "Cameras in all; empty unless stated or summed, never 0 for unknown";
        camera_total_state [Text ?] "총 대수가 어떻게 적혔는지" "State of the total; empty without a policy";
        camera_total_basis [Text ?] "총 대수의 근거" "stated by the document, or summed from a complete table";
        cameras_per_1000 [Ratio ?] "주민 1,000명당 카메라" "Cameras for each 1,000 registered residents";
        site_total [Integer ?] "설치 장소 수 (개소)" "Sites, when given apart from cameras";
        retention_days [Integer ?] "보관기간 (일)" "Days of the main retention entry";
        retention_state [Text ?] "보관기간이 어떻게 적혔는지" "State of the retention; empty without a policy";
        managers [Integer ?] "관리책임자·접근권한자 수" "Responsible people and posts; empty unless stated";
        managers_state [Text ?] "관리책임자가 어떻게 적혔는지" "State of the managers; empty without a policy";
        contractors [Integer ?] "수탁 업체 수" "Firms; 0 where the policy says there is none, empty unless stated";
        contractors_state [Text ?] "위탁이 어떻게 적혔는지" "State of the contractors; empty without a policy";
        findings_needs_check [Integer ?] "점검: 확인 필요" "Findings of this severity in the policy that counts; empty where no policy was audited";
        findings_outdated [Integer ?] "점검: 옛 규정·명칭" "Findings of this severity, likewise";
        findings_advisory [Integer ?] "점검: 권고" "Findings of this severity, likewise";
        findings_privacy_flag [Integer ?] "점검: 개인정보 노출" "Findings of this severity, likewise";
    }
    attempts (attempt) "주소를 요청한 시도 (실패 포함)" "Every try to fetch an address, failures and refusals included" {
        attempt [Integer] "시도 번호 (0부터, 시간순)" "Number of the try, from 0, in the order of the ledger";
        institution_id [Text] "누구의 방침을 찾았는지" "Whose policy was looked for";
        url [Text] "요청한 주소" "What was asked";
        host [Text ?] "호스트" "Host of the address";
        origin [Text] "주소를 알게 된 경로" "home, known_policy, earlier, robots, certificate, sitemap, link or redirect";
        origin_url [Text ?] "그 주소가 있던 곳" "Page, site map, redirect or certificate that named the address";
        anchor [Text ?] "링크의 글" "Words of the link";
        score [Integer ?] "방침일 가능성 점수" "How likely the link leads to a policy; higher is likelier";
        depth [Integer] "시작 주소로부터의 단계" "Steps from the seed";
        tries [Integer] "앞선 시도 횟수" "Tries before this one";
        at [Text] "시각 (UTC)" "When, RFC 3339, UTC";
        at_ms [Integer] "시각 (1970-01-01부터 밀리초)" "When, in milliseconds since 1970-01-01T00:00:00Z";
        took_ms [Integer] "걸린 시간 (밀리초)" "How long it took, in milliseconds";
        robots [Text] "robots.txt의 판정" "allowed, disallowed, no_rules, unreachable or not_asked";
        robots_sha256 [Text ?] "판정에 쓴 robots.txt의 SHA-256" "SHA-256 of the robots.txt that decided";
        delay_wanted_ms [Integer ?] "robots.txt가 요구한 간격 (밀리초)" "Delay that robots.txt asked for, in milliseconds";
        delay_used_ms [Integer] "지킨 간격 (밀리초)" "Delay that was kept, in milliseconds";
        delay_clamped [Boolean ?] "요구가 너무 길어 줄였는지" "Whether robots.txt asked for more than is given; empty when it asked for none";
        legacy_tls [Text ?] "옛 방식의 보안 연결로 물은 까닭" "What was wrong with the usual handshake, when the server was asked with legacy TLS (TLS 1.0, weak keys); certificates were verified all the same; empty otherwise";
        outcome [Text] "결과" "stored, refused or failed";
        reason [Text ?] "거부·실패의 까닭" "Why it was refused (robots, private_address, scheme, too_large, too_many_redirects, redirect_loop, budget_spent, asked_to_wait, other_shard) or failed (dns, connect, tls, timeout, throttled, protocol; offline when our own network was gone)";
        detail [Text ?] "실패의 자세한 까닭" "Of tls: handshake, protocol_version, key_exchange, weak_signature, self_signed, missing_intermediate, unknown_issuer, expired, wrong_name or bad_certificate";
        retry_after_ms [Integer ?] "서버가 요구한 대기 (밀리초)" "Wait that the server asked for, in milliseconds";
        status [Integer ?] "HTTP 상태" "HTTP status";
        content_type [Text ?] "선언된 Content-Type" "Content-Type as declared";
        location [Text ?] "옮겨 갈 주소" "Location, resolved, when the status redirects";
        page [Text ?] "받은 쪽이 무엇으로 보이는지" "What the page seems to be: policy, topic, login, needs_browser, unreadable, file or other";
        document_sha256 [Text ?] "받은 문서의 SHA-256" "SHA-256 of the body";
        bytes [Integer ?] "전송된 바이트" "Bytes of the body on the wire";
        unchanged [Boolean ?] "지난 수집과 같은 내용인지" "Whether the body is that of an earlier crawl, to whose record warc points";
        warc [Text ?] "보관 파일" "WARC file, relative to the archive folder";
        warc_offset [Integer ?] "보관 파일 안의 위치" "Offset of the record's gzip member";
        warc_length [Integer ?] "그 길이" "Length of that member";
    }
    documents () "읽은 문서" "Documents that were read, whether they hold a policy or not" {
        document_sha256 [Text] "문서의 SHA-256" "SHA-256 of the raw bytes";
        source [Text] "주소 또는 파일 경로" "Address, or path of the file";
        institution_id [Text ?] "누구의 방침을 찾다가 받았는지" "For whom it was fetched";
        fetched_at [Text ?] "받은 시각 (UTC)" "When it was fetched, RFC 3339, UTC";
        media [Text] "문서 형식" "html, text, pdf, hwp, hwpx, xls, xlsx, csv or docx";
        charset [Text ?] "글자 부호" "Charset in lower case; empty for binary formats";
        title [Text ?] "문서 제목" "Title of the document";
        bytes [Integer] "크기 (바이트)" "Size in bytes";
        blocks [Integer] "읽은 블록 수" "Blocks of text that were read";
        policies [Integer] "들어 있는 방침 수" "Policies found in it";
        problems [Text ?] "읽지 못한 것 (줄로 구분)" "What could not be read, one a line";
        licence [Text] "이용 조건 (공공누리 유형)" "Terms of reuse that the document states: kogl_0 to kogl_4 (공공누리), conflicting, or unknown where no mark was recognised";
        licence_quote [Text ?] "이용 조건을 말하는 글이나 표지 주소" "The words, or the address of the image or link, that state it";
    }
    policies (policy_id) "영상정보처리기기 운영·관리 방침 (옛 판·첨부 포함: 기관마다 한 번 세려면 counted 또는 overview)" "Policies, former versions and attachments among them, one row each; to count an institution once use `counted`, or the table overview" {
        policy_id [Text] "방침 식별자" "Key of the policy: 16 digits of the document's SHA-256 and its position there";
        document_sha256 [Text] "문서의 SHA-256" "SHA-256 of the document's raw bytes";
        ordinal [Integer] "문서 안의 순번 (0부터)" "Position among the policies of the document, from 0";
        source [Text] "주소 또는 파일 경로" "Address, or path of the file";
        media [Text] "문서 형식" "What kind of document it is";
        charset [Text ?] "글자 부호" "Charset in lower case; empty for binary formats";
        title [Text ?] "방침 제목" "Title of the policy";
        institution_id [Text ?] "기관 식별자" "Institution, if it is registered";
        institution_key [Text] "기관 키 (표 overview의 키)" "Key of its row in overview";
        institution_name [Text ?] "기관 이름" "Name as registered, else as written";
        institution_kind [Text ?] "기관 종류" "Kind of body";
        sido [Text ?] "시·도 (지금 이름)" "Province by today's name";
        facility [Text ?] "한 시설만의 방침이면 그 시설" "The facility, when the policy is of one facility only";
        term [Text ?] "기기 명칭" "fixed (고정형, since 2023-09-15), legacy, mixed or mobile";
        status [Text] "현행 여부" "current, or superseded: the document itself says that it is an older version";
        role [Text] "기관의 방침 가운데 무엇인지" "current, former, attachment (another policy of the institution points to it) or other_facility (of one facility, beside the policy that counts)";
        attachment_of [Text ?] "첨부로 딸린 방침" "The policy that points to this one as its attachment";
        counted [Boolean] "기관을 대표해 집계하는 방침인지" "Whether it is the one policy of its institution that counts";
        effective_date [Text ?] "시행일 (YYYY-MM-DD 또는 YYYY-MM)" "Latest stated day or month of effect";
        effective_on [Day ?] "시행일 (일까지 적힌 것만)" "The same as a date; empty when only a month is given";
        superseded_date [Text ?] "폐지일" "Stated end of a former version, day or month";
        superseded_on [Day ?] "폐지일 (일까지 적힌 것만)" "The same as a date; empty when only a month is given";
        legal_basis [Text ?] "설치 근거 법령 (;로 구분)" "Laws cited as ground, joined; one a row in the table legal_basis";
        camera_total [Integer ?] "카메라 총 대수 (대)" "Cameras in all; empty unless stated or summed, never 0 for unknown";
        camera_total_state [Text] "총 대수가 어떻게 적혔는지" "stated, none, elsewhere, placeholder, unparsed, conflicting or absent";
        camera_total_basis [Text ?] "총 대수의 근거" "stated by the document, or summed from a complete table";
        site_total [Integer ?] "설치 장소 수 (개소)" "Sites, when given apart from cameras";
        retention_days [Integer ?] "보관기간 (일)" "Days of the main retention entry; a month is 30, a year 365";
        retention_state [Text] "보관기간이 어떻게 적혔는지" "State of the retention, as of the camera total";
        recording_24h [Boolean ?] "24시간 촬영 여부" "Whether recording runs around the clock";
        recording_hours [Text ?] "촬영시간 (적힌 대로)" "Hours as written";
        managers_state [Text] "관리책임자가 어떻게 적혔는지" "State of the managers";
        contractors_state [Text] "위탁이 어떻게 적혔는지" "State of the contractors; none: the document says there is none";
        problems [Text ?] "읽지 못한 것 (줄로 구분)" "What could not be read, one a line";
        corrected [Text ?] "사람이 고친 항목 (;로 구분)" "Fields whose values a person has overruled, joined; the table corrections has them";
    }
    cameras (policy_id ordinal) "설치 장소별 카메라" "Listed rows of cameras, text as written; no total rows, no examples" {
        policy_id [Text] "방침 식별자" "Policy";
        institution_id [Text ?] "기관 식별자" "Institution";
        ordinal [Integer] "순번 (0부터)" "Position, from 0";
        place [Text ?] "설치 장소" "Where they stand";
        purpose [Text ?] "설치 목적" "What they are for";
        department [Text ?] "담당 부서" "Whose they are";
        count [Integer ?] "대수 (대)" "Cameras";
        unit [Text ?] "적힌 단위" "Unit as written";
        coverage [Text ?] "촬영 범위" "Range as written";
    }
    retention (policy_id ordinal) "보관기간" "Every stated retention period" {
        policy_id [Text] "방침 식별자" "Policy";
        institution_id [Text ?] "기관 식별자" "Institution";
        ordinal [Integer] "순번 (0부터)" "Position, from 0";
        days [Integer] "기간 (일)" "Days; a month is 30, a week 7, a year 365";
        bound [Text] "한정" "exact, at_most or at_least";
        scope [Text ?] "적용 대상" "What it applies to, as written";
        raw [Text] "적힌 대로" "The words";
    }
    managers (policy_id ordinal) "관리책임자와 접근권한자" "Responsible people and posts" {
        policy_id [Text] "방침 식별자" "Policy";
        institution_id [Text ?] "기관 식별자" "Institution";
        ordinal [Integer] "순번 (0부터)" "Position, from 0";
        role [Text] "역할" "protection_officer, manager or access_holder";
        name [Text ?] "이름" "Personal name, when printed";
        position [Text ?] "직위" "Position";
        department [Text ?] "소속" "Department";
        phone [Text ?] "전화번호" "Office phone, 0XX-XXX-XXXX";
        phone_raw [Text ?] "전화번호 (적힌 대로)" "Phone as printed, extensions included";
    }
    contractors (policy_id ordinal) "위탁 업체" "Firms that install, run or maintain the cameras" {
        policy_id [Text] "방침 식별자" "Policy";
        institution_id [Text ?] "기관 식별자" "Institution";
        ordinal [Integer] "순번 (0부터)" "Position, from 0";
        company [Text] "업체 (적힌 대로)" "Firm as written";
        company_key [Text ?] "업체 (법인 형태와 빈칸을 뺀 것)" "Firm without legal form, blanks and case: what firms are counted by";
        task [Text ?] "위탁 업무" "What it does";
        phone [Text ?] "전화번호" "Its phone";
        start [Text ?] "계약 시작 (YYYY-MM-DD 또는 YYYY-MM)" "Begin of the contract";
        start_on [Day ?] "계약 시작 (일까지 적힌 것만)" "The same as a date";
        end [Text ?] "계약 끝 (YYYY-MM-DD 또는 YYYY-MM)" "End of the contract";
        end_on [Day ?] "계약 끝 (일까지 적힌 것만)" "The same as a date";
    }
    purposes (policy_id ordinal) "설치 목적" "Purposes, from the closed list of the contract" {
        policy_id [Text] "방침 식별자" "Policy";
        institution_id [Text ?] "기관 식별자" "Institution";
        ordinal [Integer] "순번 (0부터)" "Position, from 0";
        purpose [Text] "목적" "crime_prevention, facility_safety, fire_prevention, traffic_enforcement, traffic_info, illegal_dumping, disaster, child_safety, parking or other";
    }
    legal_basis (policy_id ordinal) "설치 근거 법령" "Laws cited as ground" {
        policy_id [Text] "방침 식별자" "Policy";
        institution_id [Text ?] "기관 식별자" "Institution";
        ordinal [Integer] "순번 (0부터)" "Position, from 0";
        law [Text] "법령 이름" "Name of the law, normalised";
        article [Text ?] "조항" "Article, if one is named";
    }
    storage_places (policy_id ordinal) "보관장소" "Where footage is kept, as written" {
        policy_id [Text] "방침 식별자" "Policy";
        institution_id [Text ?] "기관 식별자" "Institution";
        ordinal [Integer] "순번 (0부터)" "Position, from 0";
        place [Text] "보관장소" "The place";
    }
    revisions (policy_id ordinal) "제정·개정·시행일" "Every stated day or month of enactment, revision, effect" {
        policy_id [Text] "방침 식별자" "Policy";
        institution_id [Text ?] "기관 식별자" "Institution";
        ordinal [Integer] "순번 (0부터, 이른 것부터)" "Position, from 0, the earliest first";
        revision_date [Text] "날짜 (YYYY-MM-DD 또는 YYYY-MM)" "Day or month";
        revision_on [Day ?] "날짜 (일까지 적힌 것만)" "The same as a date; empty when only a month is given";
    }
    sections (policy_id item) "시행령 제25조제1항의 여덟 항목" "The eight items that 개인정보 보호법 시행령 제25조제1항 requires" {
        policy_id [Text] "방침 식별자" "Policy";
        institution_id [Text ?] "기관 식별자" "Institution";
        ordinal [Integer] "호 번호 (1부터)" "Number of the item in the decree, from 1";
        item [Text] "항목" "basis_purpose, count_location_range, manager_access, time_retention_place_method, check_method_place, access_request, safeguards or other";
        state [Text] "상태" "present, empty, elsewhere or absent";
    }
    attachments (policy_id ordinal) "빠진 내용이 있는 첨부" "Links to files or pages that hold a missing part" {
        policy_id [Text] "방침 식별자" "Policy";
        institution_id [Text ?] "기관 식별자" "Institution";
        ordinal [Integer] "순번 (0부터)" "Position, from 0";
        url [Text ?] "주소 (스크립트에 숨으면 비움)" "Where it leads; empty when a script hides it";
        label [Text] "링크의 글" "Words of the link";
        media [Text ?] "파일 형식" "Kind of file, as its name tells";
    }
    findings () "점검 결과" "What the audit found; candidates for a human check" {
        policy_id [Text] "방침 식별자" "Policy";
        institution_id [Text ?] "기관 식별자" "Institution";
        rule [Text] "규칙 번호" "Rule, for instance CP-201";
        name [Text] "규칙 이름" "Name of the rule";
        severity [Text] "구분" "needs_check, outdated, advisory or privacy_flag";
        routine [Boolean] "거의 모든 방침에 해당하는지" "Whether nearly every policy has such a finding: it enters no count, map or rank";
        quote [Text ?] "근거 문구" "Verbatim words, or the heading near which something is missing; empty where there is neither";
        citation [Text] "근거 법령" "Law, article and date";
        message_ko [Text] "설명 (한국어)" "Message in Korean";
        message_en [Text] "설명 (영어)" "Message in English";
        as_of [Text] "적용한 법의 기준일 (YYYY-MM-DD)" "The day whose law was applied";
        document_sha256 [Text ?] "글이 있는 문서의 SHA-256" "Document that holds the quote";
        block [Integer ?] "블록 번호 (0부터)" "Block of the document, from 0";
        start [Integer ?] "첫 글자 위치" "First character within the block's text, from 0";
        end [Integer ?] "끝 글자 다음 위치" "One past the last character";
        context [Text ?] "문구가 있는 문장, 또는 열 제목을 붙인 표의 행. 앞은 그 위의 제목" "The sentence that holds the quote, or the row with its column titles, behind the heading above; … where words are left out";
        context_places [Text ?] "context 각 조각의 위치" "Places of its verbatim pieces in the same document: h heading, t column title, p passage, then block:start-end; < and > where words before or behind are cut, … where cells are left out";
    }
    evidence () "값마다 그 값을 말하는 글" "The words behind every value" {
        policy_id [Text] "방침 식별자" "Policy";
        document_sha256 [Text] "문서의 SHA-256" "Document";
        field [Text] "값의 경로" "Path of the value, for instance managers[1].phone";
        quote [Text] "글 (그대로)" "Verbatim words";
        block [Integer] "블록 번호 (0부터)" "Block of the document, from 0";
        start [Integer] "첫 글자 위치" "First character within the block's text, from 0";
        end [Integer] "끝 글자 다음 위치" "One past the last character";
        rule [Text] "찾은 규칙" "Rule that found them";
        confidence [Integer ?] "규칙의 신뢰도 (%)" "How often the rule is right on labelled pages, in per cent; empty for text that nobody counts";
        context [Text ?] "문구가 있는 문장, 또는 열 제목을 붙인 표의 행. 앞은 그 위의 제목" "The sentence that holds the quote, or the row with its column titles, behind the heading above; … where words are left out";
        context_places [Text ?] "context 각 조각의 위치" "Places of its verbatim pieces in the same document: h heading, t column title, p passage, then block:start-end; < and > where words before or behind are cut, … where cells are left out";
    }
    corrections () "사람이 고친 값" "Manual corrections, with the reason and what the rules had read" {
        policy_id [Text] "방침 식별자" "Policy";
        institution_id [Text ?] "기관 식별자" "Institution";
        field [Text] "값의 경로" "The field";
        value [Text ?] "고친 값" "The value that holds; empty when there is none";
        read [Text ?] "규칙이 읽은 값" "What the rules had read";
        reason [Text] "이유" "Why";
        author [Text ?] "고친 이" "Who says so, where the file of corrections tells";
        quote [Text ?] "읽은 값의 근거 문구 (줄로 구분)" "Verbatim words of the page behind what was read, one a line; their places are in evidence under corrections[n], n the position among the corrections of the policy from 0";
    }
}

tables! {
    /// What a comparison of two crawls makes; it lies in a folder of its own.
    COMPARISON:
    changes () "두 수집 사이에 바뀐 것" "What changed between two crawls; written by `bangchim diff --out`" {
        old_crawl [Text] "앞선 수집" "Id of the older crawl";
        new_crawl [Text] "나중 수집" "Id of the newer crawl";
        kind [Text] "바뀐 종류" "renamed, appeared, reached, vanished, unreached, moved, content, rules, content_or_rules or corrected";
        institution_id [Text ?] "기관 식별자" "Institution, if it is registered";
        institution_name [Text] "기관 이름" "Its name, by the newer crawl";
        sido [Text ?] "시·도 (지금 이름)" "Its province by today's name";
        field [Text ?] "바뀐 항목" "Column or table that changed; empty where the policy or the institution did";
        old_policy_id [Text ?] "앞선 방침 식별자" "Policy in the tables of the older crawl";
        new_policy_id [Text ?] "나중 방침 식별자" "Policy in the tables of the newer crawl";
        old_source [Text ?] "앞선 주소" "Address in the older crawl";
        new_source [Text ?] "나중 주소" "Address in the newer crawl";
        old [Text ?] "전에는" "What was said, rows one a line; of a policy that was not there, what its address answered";
        new [Text ?] "이제는" "What is said, rows one a line; of a policy that is gone, what its address answers";
        old_quote [Text ?] "전의 근거 글" "The words behind the older value";
        new_quote [Text ?] "지금의 근거 글" "The words behind the newer value";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_keys_are_columns() {
        for table in SCHEMA.iter().chain(COMPARISON) {
            let mut names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
            for key in table.key {
                assert!(names.contains(key), "{}.{key}", table.name);
            }
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), table.columns.len(), "{}", table.name);
        }
    }
}
