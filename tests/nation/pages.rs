//! The pages of a site, as text: menus, news, footers with their usual links, and the policy.

use super::random::Random;
use super::site::{Entry, Family, Page, Route, Site};
use super::trouble::Trouble;

/// Words by which real sites link to their policies.
const NAMES: &[&str] = &[
    "영상정보처리기기 운영·관리방침",
    "고정형 영상정보처리기기 운영·관리 방침",
    "영상정보처리방침",
    "영상정보 처리방침",
    "개인·영상정보 처리방침",
    "영상정보처리기기 방침",
    "영상정보처리기기관리방침",
    "영상정보처리기기 운영지침",
    "영상정보처리기기 운영관리방침",
    "영상정보처리기기 운영관리",
    "영상정보처리기기 설치 &#183; 운영",
    "영상정보기기처리지침",
    "영상정보기기 운영 관리 방침",
    "CCTV 설치운영",
    "CCTV설치현황",
    "CCTV 운영방침",
    "고정형 영상정보처리기기 운영∙관리방침",
    "고정형 영상정보처리기기 운영 및 관리방침",
];
const MENUS: &[&str] = &[
    "기관소개",
    "인사말",
    "조직도",
    "찾아오시는 길",
    "민원안내",
    "자주하는 질문",
    "정보공개",
    "행정정보 공표",
    "업무추진비",
    "입찰정보",
    "채용공고",
    "고시공고",
    "공지사항",
    "보도자료",
    "포토갤러리",
    "자료실",
    "시설안내",
    "주차장 이용안내",
    "CCTV 통합관제센터 견학 신청",
    "교통정보 실시간 CCTV",
    "예산현황",
    "자원봉사",
    "참여마당",
    "칭찬합시다",
    "건축 인허가",
    "평생학습",
    "보건소",
    "도로·교통",
    "문화관광",
    "재난안전",
];
const NEWS: &[&str] = &[
    "방범용 CCTV 27대 추가 설치로 안전한 거리 만든다",
    "CCTV 유지보수 용역 입찰 공고",
    "2026년 하반기 주민참여예산 결과",
    "겨울철 한파 대비 행동요령",
    "공영주차장 이용요금 안내 (30분 500원)",
    "어린이보호구역 영상정보처리기기 설치 행정예고 의견수렴",
    "가을 축제 교통 통제 안내",
    "도서관 휴관일 변경 안내",
    "불법 주정차 단속 안내",
    "시민 안전보험 안내",
];
const SENTENCES: &[&str] = &[
    "주민 여러분의 삶의 질을 높이기 위하여 최선을 다하겠습니다.",
    "자세한 사항은 담당 부서로 문의하여 주시기 바랍니다.",
    "주차대수 30대를 초과하는 경우 인근 공영주차장을 이용하여 주시기 바랍니다.",
    "신청 기간은 공고일로부터 15일 이내이며 방문 또는 우편으로 접수합니다.",
    "본 사업은 관계 법령에 따라 추진되며 예산의 범위에서 지원합니다.",
    "오늘 방문자 1,284명, 전체 방문자 2,349,120명",
    "행사 당일 대중교통을 이용하여 주시면 감사하겠습니다.",
    "접수된 의견은 검토하여 그 결과를 누리집에 공개합니다.",
];

impl Site {
    /// The words by which this site links to its policy.
    pub fn words(&self) -> &'static str {
        Random::of(self.nation.seed, self.number, "words").pick(NAMES)
    }

    fn random(&self, decision: &str) -> Random {
        Random::of(self.nation.seed, self.number, decision)
    }

    /// The text of a page in HTML.
    pub fn html(&self, page: Page) -> String {
        match page {
            Page::Home => self.entrance(),
            Page::Main if self.entry == Entry::Frames => self.framed(),
            Page::Main => self.shell("", &self.news_list(), true),
            Page::FrameMenu => format!("<html><body>{}</body></html>", self.menu()),
            Page::FrameFoot => format!("<html><body><div id=\"footer\">{}</div></body></html>", self.footer()),
            Page::Policy => self.policy(0),
            Page::BoardItem(1) if self.route == Route::Board => self.policy(0),
            Page::Old(number) => self.policy(number + 1),
            Page::Privacy => self.privacy(),
            Page::Section => self.shell("개인정보 보호", &self.section(), false),
            Page::MapOverview => self.shell("사이트맵", &self.map(), false),
            Page::Board => self.shell("CCTV 운영 내역 공개", &self.board(), false),
            Page::Login => self.shell("로그인", LOGIN, false),
            Page::Calendar(month) => self.shell("행사 달력", &calendar(month), false),
            Page::News(number) => {
                let title = NEWS[number as usize % NEWS.len()];
                self.shell(title, &self.prose(&format!("news{number}"), 30), false)
            }
            Page::Menu(number) => {
                let title = MENUS[number as usize % MENUS.len()];
                self.shell(title, &self.prose(&format!("menu{number}"), 40), false)
            }
            Page::BoardItem(number) => self.shell("운영 내역", &self.prose(&format!("item{number}"), 10), false),
            Page::Form | Page::File(_) | Page::MapFile | Page::MapPart | Page::Loop(_) => String::new(),
        }
    }

    /// What stands at `/`.
    fn entrance(&self) -> String {
        let main = self.path(Page::Main);
        match self.entry {
            Entry::Direct => self.html(Page::Main),
            Entry::Redirect => String::new(),
            Entry::MetaRefresh => format!(
                "<html><head><title>{}</title><meta http-equiv=\"refresh\" content=\"0; url={main}\"></head><body></body></html>",
                self.name
            ),
            Entry::Script => format!(
                "<html><head><title>{}</title><script type=\"text/javascript\">\n<!--\nlocation.href = \"{main}\";\n//-->\n</script></head><body></body></html>",
                self.name
            ),
            Entry::Frames => format!(
                "<HTML><HEAD><TITLE>{}</TITLE></HEAD><FRAMESET ROWS=\"80,*,60\" BORDER=0><FRAME SRC=\"{}\" NAME=\"menu\"><FRAME SRC=\"{main}\" NAME=\"main\"><FRAME SRC=\"{}\" NAME=\"foot\"></FRAMESET></HTML>",
                self.name,
                self.path(Page::FrameMenu),
                self.path(Page::FrameFoot)
            ),
        }
    }

    /// The middle frame: no menu and no footer of its own.
    fn framed(&self) -> String {
        format!("<html><head><title>{}</title></head><body><div>{}</div></body></html>", self.name, self.news_list())
    }

    /// A page in the site's dress.
    fn shell(&self, title: &str, content: &str, home: bool) -> String {
        if self.trouble == Some(Trouble::NeedsBrowser) {
            return format!(
                "<!doctype html><html lang=\"ko\"><head><meta charset=\"utf-8\"><title>{}</title>\
                 <script defer src=\"/static/js/main.4f1c.js\"></script></head>\
                 <body><noscript>You need to enable JavaScript to run this app.</noscript><div id=\"root\"></div></body></html>",
                self.name
            );
        }
        let charset = self.charset.declared();
        let full = if home { self.name.clone() } else { format!("{title} | {}", self.name) };
        let heading = if home { String::new() } else { format!("<h3>{title}</h3>") };
        let banners = if home { self.banners() } else { String::new() };
        if self.number % 7 == 3 {
            // Layout by tables, tags in capitals, nothing closed.
            return format!(
                "<HTML><HEAD><META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset={charset}\"><TITLE>{full}</TITLE></HEAD><BODY BGCOLOR=white>\n\
                 <TABLE WIDTH=900 BORDER=0><TR><TD COLSPAN=2 ID=header>{}<TR><TD VALIGN=top>{banners}<TD ID=content>{heading}{content}</TABLE>\n\
                 <DIV ID=footer>{}</DIV></BODY></HTML>",
                self.menu(),
                self.footer()
            );
        }
        format!(
            "<!DOCTYPE html>\n<html lang=\"ko\">\n<head>\n<meta charset=\"{charset}\">\n<title>{full}</title>\n\
             <link rel=\"stylesheet\" href=\"/css/common.css\">\n<script src=\"/js/jquery.min.js\"></script>\n</head>\n<body>\n\
             <div id=\"skipNav\"><a href=\"#content\">본문 바로가기</a></div>\n<div id=\"header\"><h1><a href=\"{}\">{}</a></h1>{}</div>\n\
             <div id=\"container\">{banners}<div id=\"content\">{heading}\n{content}</div></div>\n<div id=\"footer\">{}</div>\n</body>\n</html>\n",
            self.path(Page::Main),
            self.name,
            self.menu(),
            self.footer()
        )
    }

    fn menu(&self) -> String {
        let mut text = "<ul id=\"gnb\">".to_owned();
        for number in 0..self.menus {
            let title = MENUS[number as usize % MENUS.len()];
            let path = self.path(Page::Menu(number));
            text.push_str(&format!("<li class=\"m{number}\"><a href=\"{path}\" title=\"\">{title}</a></li>\n"));
        }
        text.push_str("</ul>");
        text
    }

    fn banners(&self) -> String {
        let mut text = "<div class=\"popupzone\">".to_owned();
        for number in 0..8 {
            text.push_str(&format!(
                "<a href=\"/banner/go?no={number}\"><img src=\"/upload/b{number}.png\" alt=\"알림 {number}\"></a>\n"
            ));
        }
        text.push_str("</div>");
        text
    }

    fn news_list(&self) -> String {
        let mut random = self.random(&format!("news of revision {}", self.nation.revision));
        let mut text = "<h3>새소식</h3><ul class=\"news\">".to_owned();
        for number in 0..12 {
            let path = self.path(Page::News(number));
            text.push_str(&format!(
                "<li><a href=\"{path}\">{}</a> <span>2026.{:02}.{:02}</span></li>\n",
                NEWS[number as usize % NEWS.len()],
                random.between(1, 11),
                random.between(1, 28)
            ));
        }
        text.push_str("</ul>");
        let lines = self.random("home").between(20, 140);
        text + &self.prose("home", lines)
    }

    fn prose(&self, what: &str, sentences: u64) -> String {
        let mut random = self.random(what);
        let mut text = String::new();
        for number in 0..sentences {
            if number % 4 == 0 {
                text.push_str("</p>\n<p class=\"txt\">");
            }
            text.push_str(random.pick(SENTENCES));
            text.push(' ');
        }
        format!("<p>{text}</p>")
    }

    /// The links that stand below every page.
    fn footer(&self) -> String {
        let mut links = Vec::new();
        links.push(format!("<a href=\"{}\">개인정보처리방침</a>", self.path(Page::Privacy)));
        links.push(format!("<a href=\"{}\">이메일무단수집거부</a>", self.path(Page::Menu(2))));
        let policy = self.path(Page::Policy);
        let words = self.words();
        match self.route {
            Route::Footer => links.push(format!("<a href=\"{policy}\">{words}</a>")),
            Route::Image => links.push(format!("<a href=\"{policy}\"><img src=\"/img/f_cctv.gif\" alt=\"{words}\"></a>")),
            Route::Title => links.push(format!("<a href=\"{policy}\" title=\"{words}\"><span class=\"icon\"></span></a>")),
            Route::Click => links.push(self.click(&policy, words)),
            Route::Jump => links.push(format!(
                "<select onchange=\"if(this.value) location.href=this.value;\"><option value=\"\">바로가기</option>\
                 <option value=\"{}\">이용안내</option><option value=\"{policy}\">{words}</option></select>",
                self.path(Page::Menu(1))
            )),
            Route::Area => links.push(format!(
                "<img src=\"/img/foot.gif\" usemap=\"#foot\"><map name=\"foot\"><area shape=\"rect\" coords=\"0,0,80,20\" href=\"{policy}\" alt=\"{words}\"></map>"
            )),
            Route::Board => links.push(format!("<a href=\"{}\">CCTV 운영 내역 공개</a>", self.path(Page::Board))),
            Route::Section => links.push(format!("<a href=\"{}\">개인정보 보호</a>", self.path(Page::Section))),
            Route::File => links.push(format!("<a href=\"{}\">영상정보처리기기 운영·관리방침 (hwp)</a>", self.path(Page::File(9)))),
            Route::MapOverview | Route::MapFile | Route::Privacy | Route::PrivacyPart | Route::Nowhere => {}
        }
        links.push(format!("<a href=\"{}\">저작권정책</a>", self.path(Page::Menu(3))));
        if self.route != Route::MapFile {
            links.push(format!("<a href=\"{}\">사이트맵</a>", self.path(Page::MapOverview)));
        }
        if self.trouble == Some(Trouble::Calendar) {
            links.push(format!("<a href=\"{}\">CCTV 운영 일정 현황</a>", self.path(Page::Calendar(1))));
        }
        links.push("<a href=\"https://www.facebook.com/\" target=\"_blank\">페이스북</a>".to_owned());
        format!(
            "<ul><li>{}</li></ul><address>{} {} 중앙로 {} · 대표전화 02-000-{:04}</address><p>Copyright © {}</p>",
            links.join("</li>\n<li>"),
            self.sido,
            self.name,
            self.number % 300 + 1,
            self.number % 10_000,
            self.name
        )
    }

    fn click(&self, policy: &str, words: &str) -> String {
        if self.family == Family::School {
            return format!(
                "<a href=\"#\" onclick=\"fn_bbsMvmn('{}','BBSTY3'); return false;\">{words}</a>",
                self.school()
            );
        }
        match self.number % 4 {
            0 => format!("<a href=\"#none\" onclick=\"location.href='{policy}'; return false;\">{words}</a>"),
            1 => format!("<a href=\"javascript:fn_go('{policy}')\">{words}</a>"),
            2 => format!("<a href=\"#\" onclick=\"window.open('{policy}','pop','width=800');\">{words}</a>"),
            _ => format!("<span class=\"link\" onclick=\"goMenu('{policy}')\">{words}</span>"),
        }
    }

    fn section(&self) -> String {
        format!(
            "<ul><li><a href=\"{}\">개인정보처리방침</a></li><li><a href=\"{}\">{}</a></li><li><a href=\"{}\">개인정보 침해신고 안내</a></li></ul>{}",
            self.path(Page::Privacy),
            self.path(Page::Policy),
            self.words(),
            self.path(Page::Menu(4)),
            self.prose("section", 12)
        )
    }

    fn map(&self) -> String {
        let mut text = self.prose("map", 8);
        text.push_str("<ul class=\"map\">");
        for number in 0..self.menus {
            let title = MENUS[number as usize % MENUS.len()];
            text.push_str(&format!("<li><a href=\"{}\">{title}</a></li>\n", self.path(Page::Menu(number))));
        }
        if self.route == Route::MapOverview {
            text.push_str(&format!("<li><a href=\"{}\">{}</a></li>", self.path(Page::Policy), self.words()));
        }
        text.push_str("</ul>");
        text
    }

    fn board(&self) -> String {
        let mut text = "<table><caption>목록</caption><tr><th>번호</th><th>제목</th><th>등록일</th></tr>".to_owned();
        for number in 0..6 {
            let title = match number {
                1 => format!("{} 고정형 영상정보처리기기 운영·관리방침", self.name),
                number => format!("2026년 {number}월 회의실 예약 안내"),
            };
            let path = self.path(Page::BoardItem(number));
            text.push_str(&format!(
                "<tr><td>{number}</td><td><a href=\"{path}\">{title}</a></td><td>2026-0{}-11</td></tr>\n",
                number + 1
            ));
        }
        text.push_str("</table>");
        text
    }

    fn privacy(&self) -> String {
        let mut content = self.prose("privacy", 24);
        content.push_str("<h4>제1조 처리 목적</h4><p>민원 처리</p><h4>제2조 보유기간</h4><p>3년</p><h4>제3조 제3자 제공</h4><p>해당없음</p><h4>제8조 안전성 확보조치</h4><p>내부관리계획</p>");
        match self.route {
            Route::Privacy => content.push_str(&format!(
                "<ul class=\"tab\"><li><a href=\"{}\">개인정보처리방침</a></li><li><a href=\"{}\">{}</a></li></ul>",
                self.path(Page::Privacy),
                self.path(Page::Policy),
                self.words()
            )),
            Route::PrivacyPart => {
                content.push_str("<h4>제10조 고정형 영상정보처리기기의 운영·관리</h4>");
                content.push_str(&self.articles(0));
            }
            _ => {}
        }
        self.shell("개인정보처리방침", &content, false)
    }

    /// The policy, or a former version of it.
    fn policy(&self, former: u32) -> String {
        let title = if former == 0 {
            "고정형 영상정보처리기기 운영·관리 방침"
        } else {
            "영상정보처리기기 운영·관리 방침 (이전)"
        };
        let mut content = format!(
            "<p>{}(이하 본 기관)은 영상정보처리기기 운영·관리 방침을 통해 본 기관에서 처리하는 영상정보가 어떠한 용도와 방식으로 이용·관리되고 있는지 알려드립니다.</p>",
            self.name
        );
        content.push_str(&self.articles(former));
        if former == 0 {
            if self.attached {
                content.push_str(&format!(
                    "<p><a href=\"{}\">[붙임1] CCTV 설치현황.csv</a> <a href=\"{}\">개인영상정보 열람 청구서</a></p>",
                    self.path(Page::File(0)),
                    self.path(Page::Form)
                ));
            }
            for number in 0..self.former {
                let path = self.path(Page::Old(number));
                content.push_str(&format!(
                    "<p><a href=\"{path}\">이전 방침 보기 ({}.1.1. ~ {}.12.31.)</a></p>",
                    2023 - number,
                    2024 - number
                ));
            }
        }
        self.shell(title, &content, false)
    }

    fn articles(&self, former: u32) -> String {
        let cameras = self.cameras.saturating_sub(u64::from(former) * 3).max(1);
        let (crime, rest) = (cameras / 2, cameras - cameras / 2);
        format!(
            "<h4>1. 설치 근거 및 설치 목적</h4><p>개인정보 보호법 제25조제1항에 따라 시설안전 및 화재예방, 범죄예방을 위하여 설치·운영합니다.</p>\
             <h4>2. 설치 대수, 설치 위치 및 촬영 범위</h4><table border=\"1\"><caption>설치 현황</caption><thead><tr><th>설치목적</th><th>대수</th><th>설치위치 및 촬영범위</th></tr></thead>\
             <tbody><tr><td>합계</td><td>{cameras}대</td><td></td></tr><tr><td>범죄예방</td><td>{crime}대</td><td>건물 외부 및 주차장</td></tr><tr><td>시설안전</td><td>{rest}대</td><td>건물 내부 로비, 복도</td></tr></tbody></table>\
             <h4>3. 관리책임자 및 접근권한자</h4><table><tr><th>구분</th><th>직위</th><th>소속</th><th>연락처</th></tr><tr><td>관리책임자</td><td>과장</td><td>총무과</td><td>02-000-{:04}</td></tr></table>\
             <h4>4. 영상정보의 촬영시간, 보관기간, 보관장소 및 처리방법</h4><p>촬영시간: 24시간, 보관기간: 촬영일로부터 {}일, 보관장소: 관제실</p>\
             <h4>5. 영상정보 확인 방법 및 장소에 관한 사항</h4><p>관리책임자에게 미리 연락하고 방문하시면 확인 가능합니다.</p>\
             <h4>6. 정보주체의 영상정보 열람 등 요구에 대한 조치</h4><p>열람 등 요구를 받은 때에는 지체 없이 조치합니다.</p>\
             <h4>7. 영상정보의 안전성 확보조치</h4><p>접근 통제 및 접근 권한의 제한, 위조·변조 방지</p>\
             <h4>8. 방침의 변경</h4><p>이 방침은 202{}년 3월 1일부터 시행합니다.</p>",
            self.number % 10_000,
            self.days,
            (5 + self.version).saturating_sub(former).min(9)
        )
    }

    /// A file of addresses for robots.
    pub fn map_file(&self, part: bool) -> String {
        let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        if !part && self.number.is_multiple_of(3) {
            text.push_str(&format!(
                "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><sitemap><loc>{}</loc></sitemap></sitemapindex>",
                self.url(&self.path(Page::MapPart))
            ));
            return text;
        }
        text.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for number in 0..self.menus {
            text.push_str(&format!("<url><loc>{}</loc></url>\n", self.url(&self.path(Page::Menu(number)))));
        }
        text.push_str(&format!("<url><loc>{}</loc></url>\n</urlset>\n", self.url(&self.path(Page::Policy))));
        text
    }

    /// A list of cameras as a file.
    pub fn list(&self) -> String {
        let mut text = "연번,설치목적,설치장소,대수\n".to_owned();
        for number in 1..=20 {
            text.push_str(&format!("{number},범죄예방,{} 중앙로 {number},{}\n", self.name, number % 4 + 1));
        }
        text
    }
}

impl super::site::Charset {
    /// What `meta` says.
    fn declared(self) -> &'static str {
        if self == Self::Utf8 { "utf-8" } else { "euc-kr" }
    }
}

const LOGIN: &str = "<form method=\"post\" action=\"/member/loginProc.do\"><p>로그인이 필요한 서비스입니다.</p>\
    <label>아이디 <input type=\"text\" name=\"userId\"></label><label>비밀번호 <input type=\"password\" name=\"userPw\"></label>\
    <input type=\"submit\" value=\"로그인\"></form>";

fn calendar(month: u32) -> String {
    let days: String = (1..=30).map(|day| format!("<td>{day}</td>")).collect();
    format!(
        "<table><tr>{days}</tr></table><a href=\"/calendar.do?month={}\">CCTV 운영 일정 현황 (다음 달)</a>\
         <a href=\"/calendar.do?month={}\">영상정보처리기기 운영 일정 (다음 해)</a>",
        month + 1,
        month + 12
    )
}
