//! Who lives in the nation: every host with its names, its habits and what a perfect crawl would find there.

use super::random::Random;
use super::robots::Robots;
use super::trouble::Trouble;
use std::net::Ipv4Addr;

/// How much goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Faults {
    /// Every server answers as it should.
    None,
    /// One host in twelve misbehaves.
    Some,
    /// One host in three misbehaves.
    Many,
    /// Every host misbehaves, each in its way.
    Each,
}

/// The whole nation: what it is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nation {
    /// Hosts.
    pub hosts: u32,
    /// What decides everything.
    pub seed: u64,
    /// How much goes wrong.
    pub faults: Faults,
    /// The port on which all hosts listen.
    pub port: u16,
    /// How often the nation has been revised: with each revision some policies and home pages change.
    pub revision: u32,
    /// Milliseconds that pass for a second in what robots.txt asks for.
    pub second_ms: u32,
}

/// How the home page becomes the page with menus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    Direct,
    Redirect,
    MetaRefresh,
    Script,
    Frames,
}

/// How one gets from there to the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// A link in the footer.
    Footer,
    /// An image with `alt`.
    Image,
    /// Words in `title` only.
    Title,
    /// `onclick` or a `javascript:` address.
    Click,
    /// An option of a jump menu.
    Jump,
    /// An area of an image map.
    Area,
    /// Only the page that lists all pages names it.
    MapOverview,
    /// Only `sitemap.xml` names it.
    MapFile,
    /// Behind a tab of the privacy policy.
    Privacy,
    /// A part of the privacy policy itself (법 제25조제7항 단서).
    PrivacyPart,
    /// Listed on a board.
    Board,
    /// One step below a page about data protection.
    Section,
    /// A file, not a page.
    File,
    /// There is none.
    Nowhere,
}

/// Which content management the site runs: it decides what addresses look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Portal,
    Www,
    MenuCode,
    Jsp,
    Board5,
    Web,
    School,
    Cms,
    Html,
    Words,
}

/// What the bytes are and what the header says they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    Utf8,
    EucKr,
    /// EUC-KR, declared in `meta` only.
    EucKrMeta,
    /// EUC-KR while the header says UTF-8.
    EucKrLying,
}

/// A page of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Home,
    Main,
    FrameMenu,
    FrameFoot,
    Policy,
    Privacy,
    Section,
    MapOverview,
    MapFile,
    MapPart,
    Board,
    BoardItem(u32),
    Old(u32),
    File(u32),
    Form,
    Login,
    Menu(u32),
    News(u32),
    Calendar(u32),
    Loop(u32),
}

/// What a perfect crawl would find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Truth {
    pub institution_id: String,
    /// Where the policy is; nothing when there is none to be had.
    pub policy_url: Option<String>,
    /// Whether robots.txt lets one read it.
    pub allowed: bool,
    pub reason: &'static str,
}

/// A public body and its server.
#[derive(Debug, Clone)]
pub struct Site {
    pub nation: Nation,
    pub number: u32,
    pub address: Ipv4Addr,
    pub id: String,
    pub name: String,
    pub kind: &'static str,
    pub sido: &'static str,
    pub family: Family,
    pub charset: Charset,
    pub entry: Entry,
    pub route: Route,
    pub robots: Robots,
    pub trouble: Option<Trouble>,
    /// The seeds file names the policy.
    pub known: bool,
    /// Cameras, days of retention, menus of the home page.
    pub cameras: u64,
    pub days: u64,
    pub menus: u32,
    /// Former versions that the policy links to.
    pub former: u32,
    /// The list of cameras is a file beside the policy.
    pub attached: bool,
    /// Answers are compressed when the client can read that.
    pub gzip: bool,
    /// Bodies come in chunks.
    pub chunked: bool,
    /// The connection stays open after an answer.
    pub lasting: bool,
    /// What the server says of the age of its pages.
    pub validator: Validator,
    /// The policy is the one of this revision.
    pub version: u32,
}

/// How a server lets clients ask whether a page has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validator {
    None,
    Tag,
    Date,
}

const FIRST: &[&str] = &[
    "가온", "나래", "다솜", "라온", "마루", "바람", "사랑", "아라", "자람", "차오", "카람", "타래", "파람", "하늘",
    "고운", "노을", "도담", "로운", "모람", "보람", "소담", "오름", "조은", "초롱", "코람", "토담", "포근", "호수",
];
const LAST: &[&str] =
    &["내", "들", "벌", "뫼", "골", "터", "울", "샘", "누리", "마을", "언덕", "나루", "재", "바위", "섬", "여울"];
/// Kinds with what their names end in.
const KINDS: &[(u64, (&str, &str))] = &[
    (160, ("si", "시")),
    (160, ("gun", "군")),
    (140, ("autonomous_gu", "구")),
    (120, ("local_public_corp", "시설관리공단")),
    (90, ("library", "도서관")),
    (90, ("school", "초등학교")),
    (60, ("district_education_office", "교육지원청")),
    (60, ("public_institution", "진흥원")),
    (40, ("national_university", "대학교")),
    (40, ("hospital", "의료원")),
    (40, ("local_council", "의회")),
];
const SIDO: &[&str] =
    &["서울특별시", "경기도", "인천광역시", "부산광역시", "대구광역시", "대전광역시", "울산광역시", "충청남도"];
const FAMILIES: &[Family] = &[
    Family::Portal,
    Family::Www,
    Family::MenuCode,
    Family::Jsp,
    Family::Board5,
    Family::Web,
    Family::Cms,
    Family::Html,
    Family::Words,
];
/// Addresses that say what they are, for content management that uses words.
const TELLING: &[&str] = &[
    "/policy/video",
    "/terms/cctv",
    "/dptVideoPrivacy.do",
    "/pub/cctv.do",
    "/guide/cctvPolicy.jsp",
    "/law/video",
    "/etc/cctv-info",
    "/EgovImgInform.do",
];
const ROUTES: &[(u64, Route)] = &[
    (320, Route::Footer),
    (60, Route::Image),
    (30, Route::Title),
    (80, Route::Click),
    (60, Route::Jump),
    (20, Route::Area),
    (70, Route::MapOverview),
    (40, Route::MapFile),
    (80, Route::Privacy),
    (70, Route::PrivacyPart),
    (50, Route::Board),
    (40, Route::Section),
    (30, Route::File),
    (50, Route::Nowhere),
];

impl Nation {
    /// The address of a host.
    pub fn address(number: u32) -> Ipv4Addr {
        let [high, middle, low] = [number / 62_500, number / 250 % 250 + 1, number % 250 + 1];
        Ipv4Addr::new(127, 64 + high as u8, middle as u8, low as u8)
    }

    /// The host at an address.
    pub fn site_at(&self, address: Ipv4Addr) -> Option<Site> {
        let [net, high, middle, low] = address.octets().map(u32::from);
        let number = high.checked_sub(64)? * 62_500 + middle.checked_sub(1)? * 250 + low.checked_sub(1)?;
        (net == 127 && middle <= 250 && low <= 250 && number < self.hosts).then(|| self.site(number))
    }

    /// A host by its number.
    pub fn site(&self, number: u32) -> Site {
        let of = |decision| Random::of(self.seed, number, decision);
        let mut names = of("name");
        let (kind, ending) = names.weighted(KINDS);
        let name = format!("{}{}{ending}", names.pick(FIRST), names.pick(LAST));
        let sido = names.pick(SIDO);
        let mut habits = of("habits");
        let school = matches!(kind, "school" | "district_education_office");
        let family = if school { Family::School } else { habits.pick(FAMILIES) };
        let charset = habits.weighted(&[
            (780, Charset::Utf8),
            (100, Charset::EucKr),
            (70, Charset::EucKrMeta),
            (50, Charset::EucKrLying),
        ]);
        let entry = habits.weighted(&[
            (500, Entry::Direct),
            (200, Entry::Redirect),
            (130, Entry::MetaRefresh),
            (110, Entry::Script),
            (60, Entry::Frames),
        ]);
        let mut route = of("route").weighted(ROUTES);
        if route == Route::MapFile && school {
            // Its addresses have no words by which a file of addresses could tell them.
            route = Route::MapOverview;
        }
        let family = if route == Route::MapFile { Family::Words } else { family };
        let trouble = match self.faults {
            Faults::Each => Some(Trouble::ALL[number as usize % Trouble::ALL.len()]),
            faults => Trouble::of(&mut of("trouble"), faults, route),
        };
        // Who is troubled otherwise is asked without further ado, so that the trouble is met.
        let robots =
            if trouble.is_some() { Robots::Missing } else { Robots::of(&mut of("robots"), self.faults, route) };
        let route = match trouble {
            Some(_) => Route::Footer,
            None => route,
        };
        let mut facts = of("facts");
        let revised = of("revised").below(10);
        // One policy in ten is revised with each revision of the nation.
        let version = (1..=self.revision).filter(|revision| (revised + u64::from(*revision)) % 10 == 0).count() as u32;
        Site {
            nation: *self,
            number,
            address: Self::address(number),
            id: format!("n{number:05}"),
            name,
            kind,
            sido,
            family,
            charset,
            entry,
            route,
            robots,
            trouble,
            known: route != Route::Nowhere && trouble.is_none() && habits.permille(40),
            cameras: facts.between(3, 4000) + u64::from(version) * 17,
            days: facts.pick(&[30, 30, 30, 30, 15, 60, 7, 90]),
            menus: facts.between(12, 60) as u32,
            former: if facts.permille(300) { facts.between(1, 3) as u32 } else { 0 },
            attached: facts.permille(250),
            gzip: habits.permille(200),
            chunked: habits.permille(400),
            lasting: habits.permille(800),
            validator: habits.weighted(&[(450, Validator::None), (300, Validator::Tag), (250, Validator::Date)]),
            version,
        }
    }

    /// All hosts.
    pub fn sites(&self) -> impl Iterator<Item = Site> {
        (0..self.hosts).map(|number| self.site(number))
    }

    /// The seeds file by which the nation is crawled.
    pub fn seeds(&self) -> String {
        let mut text = "id,name,kind,sido,parent_id,homepage,policy_urls,note\n".to_owned();
        for site in self.sites() {
            let known = if site.known { site.url(&site.policy_path()) } else { String::new() };
            text.push_str(&format!(
                "{},{},{},{},,{},{known},made up\n",
                site.id,
                site.name,
                site.kind,
                site.sido,
                site.home()
            ));
        }
        text
    }
}

impl Site {
    /// Where its home page is, as the seeds file has it.
    pub fn home(&self) -> String {
        match self.trouble {
            // Nothing listens there.
            Some(Trouble::Dead) => format!("http://{}:1/", self.address),
            Some(trouble) if trouble.speaks_tls() => format!("https://{}:{}/", self.address, self.nation.port),
            _ => self.url("/"),
        }
    }

    /// An address of this site.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}:{}{path}", self.address, self.nation.port)
    }

    /// Where the policy is below the site.
    pub fn policy_path(&self) -> String {
        match self.route {
            Route::PrivacyPart => self.path(Page::Privacy),
            Route::Board => self.path(Page::BoardItem(1)),
            Route::File => self.path(Page::File(9)),
            _ => self.path(Page::Policy),
        }
    }

    /// What a perfect crawl would find.
    pub fn truth(&self) -> Truth {
        let policy = (self.route != Route::Nowhere).then(|| self.url(&self.policy_path()));
        let reason = match (self.route, self.trouble) {
            (_, Some(trouble)) if !trouble.mends() => trouble.name(),
            _ if !self.robots.allows_policy() => self.robots.reason(),
            (Route::Nowhere, _) => "not_published",
            (Route::PrivacyPart, _) => "privacy_policy_part",
            (Route::File, _) => "file",
            _ => "published",
        };
        let lost = self.trouble.is_some_and(|trouble| !trouble.mends());
        Truth {
            institution_id: self.id.clone(),
            policy_url: policy.filter(|_| !lost),
            allowed: self.robots.allows_policy(),
            reason,
        }
    }

    /// The address of a page below the site.
    pub fn path(&self, page: Page) -> String {
        let salt = Random::of(self.nation.seed, self.number, "path").between(1, 89) as u32;
        let key = salt * 100;
        match page {
            Page::Home => "/".to_owned(),
            Page::MapFile if self.robots == Robots::Delay(500) => "/sitemap_index.xml".to_owned(),
            Page::MapFile => "/sitemap.xml".to_owned(),
            Page::MapPart => "/sitemap-pages.xml".to_owned(),
            Page::File(number) => match self.family {
                Family::Portal | Family::Cms => format!("/cmm/fms/FileDown.do?atchFileId=FILE_{key}{number}&fileSn=0"),
                Family::School => format!("/down/fileDown.do?seq={key}{number}"),
                _ => format!("/download/{key}_{number}.{}", if number == 9 { "hwp" } else { "csv" }),
            },
            Page::Form => format!("/download/form_{key}.hwp"),
            Page::Calendar(month) => format!("/calendar.do?month={month}"),
            Page::Loop(step) => format!("/move.do?step={step}"),
            Page::Login => "/member/login.do".to_owned(),
            Page::News(number) => format!("{}?nttNo={}", self.content(key + 60), 40_000 + number),
            Page::BoardItem(number) => format!("{}?nttNo={}", self.content(key + 31), 500 + number),
            Page::Main => self.main(),
            Page::Policy if self.family == Family::Words => TELLING[salt as usize % TELLING.len()].to_owned(),
            Page::Policy if self.family == Family::School => {
                format!("/{}/iv/indvdlView/selectVideoView.do", self.school())
            }
            Page::Policy => self.content(key + 37),
            Page::Privacy => self.content(key + 35),
            Page::Section => self.content(key + 33),
            Page::MapOverview => self.content(key + 39),
            Page::Board => self.content(key + 31),
            Page::FrameMenu => "/frame/menu.html".to_owned(),
            Page::FrameFoot => "/frame/foot.html".to_owned(),
            Page::Old(number) => self.content(key + 40 + number),
            Page::Menu(number) => self.content(key * 10 + 1000 + number),
        }
    }

    fn main(&self) -> String {
        if self.family == Family::School {
            return format!("/{}/main.do", self.school());
        }
        match self.family {
            Family::Portal => "/portal/main.do",
            Family::Www => "/www/index.do",
            Family::MenuCode => "/index.gaon",
            Family::Jsp => "/home/main.jsp",
            Family::Board5 => "/main/index.php",
            Family::Web => "/main.web",
            Family::School => "",
            Family::Cms => "/kor/Main.do",
            Family::Html => "/main/index.html",
            Family::Words => "/main",
        }
        .to_owned()
    }

    /// The name of a school's site among those of its vendor.
    pub fn school(&self) -> String {
        format!("school{}", self.number % 700)
    }

    /// The address of a page by its number, in the manner of the content management.
    fn content(&self, key: u32) -> String {
        match self.family {
            Family::Portal => format!("/portal/contents/{key}.do"),
            Family::Www => format!("/www/contents/{key}/view.do"),
            Family::MenuCode => format!("/index.gaon/DOM_{key:012}"),
            Family::Jsp => format!("/home/sub{:02}/{key}.jsp", key % 17),
            Family::Board5 => format!("/bbs/content/{key}.php"),
            Family::Web => format!("/{:05}/{key:05}.web", key % 97),
            Family::School => format!("/{}/cm/cntnts/{key}.do", self.school()),
            Family::Cms => format!("/kor/CMS/Contents/MN{key}"),
            Family::Html => format!("/sub/{key}.html"),
            Family::Words => format!("/page/{key}"),
        }
    }

    /// The page at a path.
    pub fn page_at(&self, path: &str) -> Option<Page> {
        let number = |name: &str| path.strip_prefix(name).and_then(|rest| rest.parse().ok());
        if let Some(month) = number("/calendar.do?month=") {
            return Some(Page::Calendar(month));
        }
        if let Some(step) = number("/move.do?step=") {
            return Some(Page::Loop(step));
        }
        let fixed = [
            Page::Home,
            Page::Main,
            Page::FrameMenu,
            Page::FrameFoot,
            Page::Policy,
            Page::Privacy,
            Page::Section,
            Page::MapOverview,
            Page::MapFile,
            Page::MapPart,
            Page::Board,
            Page::Form,
            Page::Login,
        ];
        let counted = (0..3)
            .map(Page::Old)
            .chain([0, 1, 9].map(Page::File))
            .chain((0..6).map(Page::BoardItem))
            .chain((0..12).map(Page::News))
            .chain((0..self.menus).map(Page::Menu));
        fixed.into_iter().chain(counted).find(|page| self.path(*page) == path)
    }
}
