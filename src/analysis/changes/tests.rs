use super::*;

fn record(institution: &str, source: &str, document: &str, fields: &[(&str, &[&str])]) -> Record {
    Record {
        sido: None,
        policy: format!("{document}-0"),
        institution: institution.into(),
        name: institution.into(),
        source: source.into(),
        document: document.into(),
        ordinal: 0,
        title: Some("방침".into()),
        status: "current".into(),
        fields: fields
            .iter()
            .map(|(name, rows)| ((*name).into(), rows.iter().map(|row| (*row).into()).collect()))
            .collect(),
        quotes: BTreeMap::new(),
        attached: Vec::new(),
        corrected: BTreeMap::new(),
    }
}

fn crawl(rules: &str, policies: Vec<Record>, institutions: &[(&str, &str)]) -> Crawl {
    let institutions = institutions.iter().map(|(id, name)| ((*id).into(), (*name).into())).collect();
    let read = policies.iter().map(|record| record.document.clone()).collect();
    Crawl { rules: rules.into(), policies, institutions, read, ..Crawl::default() }
}

fn kinds(old: &Crawl, new: &Crawl) -> Vec<(Kind, Option<String>)> {
    compare(old, new).changes.into_iter().map(|change| (change.kind, change.field)).collect()
}

fn field(name: &str) -> Option<String> {
    Some(name.to_owned())
}

fn twelve(document: &str) -> Record {
    record("가온시", "/a", document, &[("camera_total", &["12"]), ("cameras", &["로비 4", "복도 8"])])
}

fn thirteen(document: &str) -> Record {
    record("가온시", "/a", document, &[("camera_total", &["13"]), ("cameras", &["복도 8", "로비 5"])])
}

#[test]
fn content_is_told_from_rules_and_from_corrections() {
    let old = crawl("1", vec![twelve("x")], &[]);
    let both = |kind| vec![(kind, field("camera_total")), (kind, field("cameras"))];
    // New bytes, nothing else that was read: no change.
    assert_eq!(kinds(&old, &crawl("1", vec![twelve("y")], &[])), []);
    assert_eq!(kinds(&old, &crawl("1", vec![thirteen("y")], &[])), both(Kind::Content));
    assert_eq!(kinds(&old, &crawl("2", vec![thirteen("x")], &[])), both(Kind::Rules));
    assert_eq!(kinds(&old, &crawl("2", vec![thirteen("y")], &[])), both(Kind::ContentOrRules));
    let mut corrected = thirteen("x");
    corrected.corrected = [("camera_total".to_owned(), Some("13".to_owned()))].into();
    let found = kinds(&old, &crawl("1", vec![corrected], &[]));
    assert_eq!(found, [(Kind::Content, field("cameras")), (Kind::Corrected, field("camera_total"))]);
}

#[test]
fn bodies_are_counted_and_one_fact_once() {
    let counted = |old: &Crawl, new: &Crawl| {
        let tally = compare(old, new).tally(|_| true);
        (tally.institutions, tally.facts)
    };
    // A total and the rows that add up to it are one fact; a title is another.
    let old = crawl("1", vec![twelve("x")], &[]);
    assert_eq!(counted(&old, &crawl("1", vec![thirteen("y")], &[])), (1, 1));
    let titled = |record: Record, title: &str| {
        let mut record = record;
        record.fields.insert("title".into(), vec![title.into()]);
        record
    };
    let (before, after) = (titled(twelve("x"), "방침"), titled(thirteen("y"), "운영 방침"));
    assert_eq!(counted(&crawl("1", vec![before], &[]), &crawl("1", vec![after], &[])), (1, 2));
    // The page states the total, its attachment lists the rows, a second copy of the page repeats it: one fact.
    let part = |record: Record, field: &str, source: &str, attached: &[&str]| {
        let fields = record.fields.iter().filter(|(name, _)| *name == field);
        let fields = fields.map(|(name, rows)| (name.clone(), rows.clone())).collect();
        let attached = attached.iter().map(|url| (*url).to_owned()).collect();
        Record { source: source.into(), policy: format!("{source}-{}", record.document), fields, attached, ..record }
    };
    let spread = |record: fn(&str) -> Record, version: &str| {
        let page = part(record(&format!("page{version}")), "camera_total", "/a", &["/list.csv"]);
        let list = part(record(&format!("list{version}")), "cameras", "/list.csv", &[]);
        let copy = part(record(&format!("copy{version}")), "camera_total", "/copy", &[]);
        crawl("1", vec![page, list, copy], &[])
    };
    let (old, new) = (spread(twelve, "1"), spread(thirteen, "2"));
    assert_eq!((compare(&old, &new).changes.len(), counted(&old, &new)), (3, (1, 1)));
    // Two bodies that change alike are two; a site that is down is one fact, however many policies it had.
    let of = |name: &str, record: fn(&str) -> Record, document: &str| {
        let record = record(document);
        Record { institution: name.into(), name: name.into(), source: format!("/{name}"), ..record }
    };
    let old = crawl("1", vec![of("가온시", twelve, "x"), of("나래시", twelve, "z")], &[]);
    let new = crawl("1", vec![of("가온시", thirteen, "y"), of("나래시", thirteen, "w")], &[]);
    assert_eq!(counted(&old, &new), (2, 2));
    let two = |source: &str| Record { source: source.into(), ..twelve(source) };
    let scope = [("가온시", "가온시")];
    let old = crawl("1", vec![two("/a"), two("/b")], &scope);
    assert_eq!(counted(&old, &crawl("1", Vec::new(), &scope)), (1, 1));
}

#[test]
fn other_bytes_of_an_attachment_are_content() {
    let with = |rules: &str, total: Record, attachment: &str| {
        let answer = Answer { words: "200".into(), heard: true, document: Some(attachment.into()) };
        let mut crawl = crawl(rules, vec![Record { attached: vec!["/list.csv".into()], ..total }], &[]);
        crawl.answers.insert("/list.csv".into(), answer);
        crawl
    };
    let old = with("1", twelve("x"), "one");
    let kind = |new: &Crawl| compare(&old, new).changes[0].kind;
    assert_eq!(kind(&with("1", thirteen("x"), "two")), Kind::Content);
    assert_eq!(kind(&with("2", thirteen("x"), "two")), Kind::ContentOrRules);
    assert_eq!(kind(&with("2", thirteen("x"), "one")), Kind::Rules);
}

#[test]
fn pages_that_move_come_and_go() {
    let old = crawl("1", vec![twelve("x")], &[("가온시", "가온시")]);
    let at = |source: &str, document: &str| Record { source: source.into(), ..twelve(document) };
    let moved = compare(&old, &crawl("1", vec![at("/b", "x")], &[])).changes;
    assert_eq!((moved[0].kind, moved[0].old.source.as_deref(), moved[0].source()), (Kind::Moved, Some("/a"), "/b"));
    // Another counter in the page, and the one policy of its title: moved all the same.
    assert_eq!(kinds(&old, &crawl("1", vec![at("/b", "y")], &[])), [(Kind::Moved, None)]);
    // Session numbers move nothing.
    let url = |tail: &str| at(&format!("https://a.go.kr/cctv.do{tail}"), "x");
    let old_url = crawl("1", vec![url(";jsessionid=AA1?key=1")], &[]);
    assert_eq!(kinds(&old_url, &crawl("1", vec![url("?key=1")], &[])), []);
    // Under both addresses: not moved.
    let mut both = crawl("1", vec![at("/b", "x")], &[]);
    both.answers.insert("/a".into(), Answer { words: "200".into(), heard: true, document: Some("x".into()) });
    assert_eq!(kinds(&old, &both), []);
}

#[test]
fn gone_is_told_from_not_reached_and_from_not_asked() {
    let scope = [("가온시", "가온시")];
    let old = crawl("1", vec![twelve("x")], &scope);
    let answered = |words: &str, heard| {
        let mut new = crawl("1", Vec::new(), &scope);
        new.answers.insert("/a".into(), Answer { words: words.into(), heard, document: None });
        new
    };
    let one = |old: &Crawl, new: &Crawl| {
        let found = compare(old, new).changes;
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].kind, found[0].new.said.clone().or_else(|| found[0].old.said.clone()))
    };
    let said = |words: &str| Some(words.to_owned());
    assert_eq!(one(&old, &answered("404", true)), (Kind::Vanished, said("404")));
    assert_eq!(one(&old, &answered("failed: timeout", false)), (Kind::Unreached, said("failed: timeout")));
    assert_eq!(one(&answered("503", false), &old), (Kind::Reached, said("503")));
    assert_eq!(one(&answered("200", true), &old), (Kind::Appeared, said("200")));
    // The address was not asked: the site was up and led there no more, or nothing of it was had.
    let mut silent = crawl("1", Vec::new(), &scope);
    assert_eq!(one(&old, &silent), (Kind::Unreached, None));
    silent.reached.insert("가온시".into());
    assert_eq!(one(&old, &silent), (Kind::Vanished, None));
    // Nobody looked for it.
    let found = compare(&old, &crawl("1", Vec::new(), &[("나래시", "나래시")]));
    assert_eq!((found.changes.len(), found.only_old), (0, 1));
    // The same bytes, read as no policy by other rules.
    let mut unread = answered("200", true);
    (unread.rules, unread.read) = ("2".into(), ["x".to_owned()].into());
    assert_eq!(one(&old, &unread), (Kind::Rules, None));
}

#[test]
fn names_change_in_the_registry_or_on_the_page() {
    let old = crawl("1", vec![record("si-1", "/a", "x", &[])], &[("si-1", "가온시")]);
    let new = crawl("1", vec![record("si-1", "/a", "x", &[])], &[("si-1", "가온특별시")]);
    assert_eq!(kinds(&old, &new), [(Kind::Renamed, None)]);
    // Another key for another name, on the same page.
    let other = Record { name: "서해구".into(), ..record("gu-2", "/a", "y", &[]) };
    let new = crawl("1", vec![other], &[("gu-2", "서해구")]);
    let found = compare(&old, &new).changes;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].kind, found[0].old.said.as_deref()), (Kind::Renamed, Some("si-1")));
}

#[test]
fn policies_of_one_page_are_known_by_their_facility() {
    let of = |facility: &str, ordinal, total: &str| {
        let fields: [(&str, &[&str]); 2] = [("facility", &[facility]), ("camera_total", &[total])];
        Record { ordinal, ..record("공단", "/a", "x", &fields) }
    };
    let old = crawl("1", vec![of("수영장", 0, "4"), of("체육관", 1, "9")], &[]);
    // One more comes first: the others keep what they say.
    let new = crawl("1", vec![of("빙상장", 0, "3"), of("수영장", 1, "4"), of("체육관", 2, "9")], &[]);
    assert_eq!(kinds(&old, &new), [(Kind::Appeared, None)]);
}
