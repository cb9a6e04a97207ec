//! What the loose comparison forgives: whether places, posts, telephones and periods that labels name are whole, whether
//! names of persons stand where none belong, whether absence is told honestly, and whose the policy is.
//!
//! A labelled entry that was not found counts as wrong.

use crate::accuracy::{digits, list, pattern, squash, text};
use regex::Regex;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// What is told strictly, in the order in which it is printed.
pub const FIELDS: [&str; 9] = [
    "camera_place",
    "contractor_period",
    "contractor_phone",
    "institution",
    "manager_department",
    "manager_phone",
    "manager_position",
    "names_out_of_place",
    "states",
];

/// Right and all entries by field.
#[derive(Debug, Default)]
pub struct Strict {
    fields: BTreeMap<&'static str, [u32; 2]>,
    pub misses: Vec<String>,
}

/// A text without blanks, in one width.
fn bare(text: &str) -> String {
    text.nfkc().filter(|letter| !letter.is_whitespace()).collect()
}

fn same_phone(own: &str, other: &str) -> bool {
    let (own, other) = (digits(own), digits(other));
    let ends = own.ends_with(&other) || other.ends_with(&own);
    own == other || ends && own.len().min(other.len()) >= 7
}

fn same_period(period: &str, found: &Value) -> bool {
    let mut ends = period.split('/');
    let mut end = || ends.next().unwrap_or_default();
    end() == text(found, "start") && end() == text(found, "end")
}

impl Strict {
    pub fn field(&self, name: &str) -> [u32; 2] {
        self.fields.get(name).copied().unwrap_or_default()
    }

    /// The share of right entries; one where there is none.
    pub fn share(&self, name: &str) -> f64 {
        let [right, all] = self.field(name);
        if all == 0 { 1.0 } else { f64::from(right) / f64::from(all) }
    }

    fn tell(&mut self, label: &Value, field: &'static str, right: bool, want: &Value, got: &Value) {
        let counts = self.fields.entry(field).or_default();
        counts[0] += u32::from(right);
        counts[1] += 1;
        if !right {
            self.misses.push(format!(
                "{} ({}): {field}: wanted {want}, got {got}",
                text(label, "file"),
                text(label, "id")
            ));
        }
    }

    /// Adds the labelled entries of a list with what was found for each.
    pub fn entries(&mut self, label: &Value, kind: &str, want: &[Value], found: &[Option<Value>]) {
        for (entry, found) in want.iter().zip(found) {
            let mut tell = |field, key: &str, same: &dyn Fn(&str, &Value) -> bool| {
                let own = text(entry, key);
                if !own.is_empty() {
                    let right = found.as_ref().is_some_and(|found| same(own, found));
                    self.tell(label, field, right, &entry[key], &found.clone().unwrap_or_default());
                }
            };
            let phone = |own: &str, found: &Value| same_phone(own, text(found, "phone"));
            match kind {
                "cameras" => tell("camera_place", "place", &|own, found| squash(own) == squash(text(found, "place"))),
                "managers" => {
                    tell("manager_position", "position", &|own, found| bare(own) == bare(text(found, "position")));
                    tell("manager_department", "department", &|own, found| {
                        bare(own) == bare(text(found, "department"))
                    });
                    tell("manager_phone", "phone", &phone);
                }
                "contractors" => {
                    tell("contractor_phone", "phone", &phone);
                    tell("contractor_period", "period", &same_period);
                }
                _ => {}
            }
        }
    }

    /// Adds what the policies of a document say as wholes.
    pub fn document(&mut self, label: &Value, policies: &[Value]) {
        self.names(label, policies);
        self.institution(label, policies);
        self.states(label, policies);
    }

    /// Names of persons stand in no post, department or firm.
    fn names(&mut self, label: &Value, policies: &[Value]) {
        let all = |key: &'static str| policies.iter().flat_map(move |policy| list(policy, key));
        let post = |one: Value| bare(&format!("{}|{}", text(&one, "position"), text(&one, "department")));
        let posts: Vec<String> =
            all("managers").map(post).chain(all("contractors").map(|one| bare(text(&one, "company")))).collect();
        for name in list(label, "person_names") {
            let own = bare(name.as_str().unwrap_or_default());
            let right = !posts.iter().any(|post| post.contains(&own));
            self.tell(label, "names_out_of_place", right, &json!("nowhere"), &name);
        }
    }

    fn institution(&mut self, label: &Value, policies: &[Value]) {
        let own = bare(text(label, "institution"));
        if own.is_empty() || policies.is_empty() || list(label, "skip").contains(&json!("institution")) {
            return;
        }
        let names = |policy: &Value| [bare(text(&policy["institution"], "name")), bare(text(policy, "facility"))];
        let found: Vec<[String; 2]> = policies.iter().map(names).collect();
        let same = |[name, facility]: &[String; 2]| {
            format!("{name}|{facility}").contains(&own) || !name.is_empty() && own.contains(name)
        };
        let right = found.iter().any(same);
        self.tell(label, "institution", right, &label["institution"], &json!(found));
    }

    /// Where the label says which absence is honest.
    fn states(&mut self, label: &Value, policies: &[Value]) {
        static STATE: LazyLock<Regex> =
            LazyLock::new(|| pattern("stated|none|elsewhere|placeholder|unparsed|conflicting|absent"));
        for (field, want) in label["expected_state"].as_object().into_iter().flatten() {
            let words = want.as_str().unwrap_or_default();
            let words = words.split("not ").next().unwrap_or_default();
            let honest: BTreeSet<&str> = STATE.find_iter(words).map(|found| found.as_str()).collect();
            let state = |policy: &Value| {
                let own = policy[format!("{field}_state")].as_str().or_else(|| policy[field].as_str());
                own.unwrap_or_default().to_owned()
            };
            let found: BTreeSet<String> = policies.iter().map(state).collect();
            let right = found.iter().any(|state| honest.contains(state.as_str()));
            self.tell(label, "states", right, want, &json!(found));
        }
    }

    pub fn table(&self) -> String {
        let row = |field: &&str| {
            let [right, all] = self.field(field);
            (all > 0).then(|| format!("| `{field}` | {right} | {all} | {:.3} |\n", self.share(field)))
        };
        let rows: String = FIELDS.iter().filter_map(row).collect();
        format!("| field | whole | labelled | share |\n|---|---|---|---|\n{rows}")
    }
}

#[test]
fn what_is_found_in_part_is_not_whole() {
    let label = json!({"id": "a", "file": "a.txt", "institution": "가람시", "person_names": ["유가람", "한솔찬"],
        "expected_state": {"camera_total": "unparsed or elsewhere, not absent"}});
    let want = [json!({"place": "정문·후문", "count": 2}), json!({"place": "현관", "count": 1})];
    let mut strict = Strict::default();
    strict.entries(&label, "cameras", &want, &[Some(json!({"place": "정문 후문"})), None]);
    let want = [json!({"position": "과장", "department": null, "phone": "02-123-4567"})];
    strict.entries(&label, "managers", &want, &[Some(json!({"position": "총무과장", "phone": "123-4567"}))]);
    let want = [json!({"company": "가", "phone": "031-1", "period": "2024-01-01/2024-12-31"})];
    strict.entries(&label, "contractors", &want, &[Some(json!({"start": "2024-01-01", "end": "2024-12-31"}))]);
    let policies = [json!({"institution": {"name": "가람시청"}, "managers": [{"position": "유가람 과장"}],
        "camera_total_state": "absent"})];
    strict.document(&label, &policies);
    let counts = |field| strict.field(field);
    assert_eq!(counts("camera_place"), [1, 2]);
    assert_eq!(
        (counts("manager_position"), counts("manager_department"), counts("manager_phone")),
        ([0, 1], [0, 0], [1, 1])
    );
    assert_eq!((counts("contractor_phone"), counts("contractor_period")), ([0, 1], [1, 1]));
    assert_eq!((counts("names_out_of_place"), counts("institution"), counts("states")), ([1, 2], [1, 1], [0, 1]));
    assert_eq!(strict.misses.len(), 5, "{:#?}", strict.misses);
}
