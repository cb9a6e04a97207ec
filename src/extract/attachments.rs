//! What attachments say, joined to the policies that point to them: camera rows and totals, retention, people, firms.
//!
//! Only what the page leaves open is filled, and every joined value names the attachment's document in its quotes. An
//! attachment that is a policy by itself is read as one; anything else (a sheet, an inventory) as one part or, in
//! workbooks and archives, as a part a sheet or file.

use super::scope::Scope;
use super::standard::EXAMPLE;
use super::statements::{self, Sections};
use super::vocabulary::{Topic, Topics};
use super::{Context, cameras, contractors, flattened_tables, fold, managers, outline, policies, retention, standard};
use crate::document::Document;
use crate::extract::vocabulary;
use crate::model::policy::{
    CameraRow, Contractor, DocumentId, Field, Listing, Manager, Media, Policy, Quote, Retention, State, Stated,
    TotalBasis,
};
use outline::Unit;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A document to which a page links.
#[derive(Debug, Clone, Copy)]
pub struct Attached<'a> {
    /// Address, as the policy's list of attachments has it.
    pub url: &'a str,
    /// Words of the link.
    pub label: &'a str,
    /// What stands in it.
    pub document: &'a Document,
}

static YEAR: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:^|[^0-9])(20[0-9]{2})(?:[^0-9]|$)").expect("pattern"));
/// Words of a label that name the format or the act of fetching, not the document.
static FORMAT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)hwpx?|pdf|xlsx?|csv|docx?|zip|한글|엑셀|파일|다운로드|내려받기|바로보기|뷰어|보기|[0-9]+(?:\.[0-9]+)?[kmg]?b(?:ytes?)?|[^\p{L}\p{N}]").expect("pattern")
});

/// Fills what the policies of one page leave open with what their attachments say.
pub fn join(policies: &mut [Policy], attached: &[Attached<'_>]) {
    for policy in policies {
        let own: Vec<Attached<'_>> = attached
            .iter()
            .copied()
            .filter(|one| !one.url.is_empty() && policy.attachments.iter().any(|listed| listed.url == one.url))
            .collect();
        join_one(policy, &preferred(&own));
    }
}

/// One of each document: where a page offers the same in several formats, the one that loses least.
pub fn preferred<'a>(attached: &[Attached<'a>]) -> Vec<Attached<'a>> {
    // HWP and sheets keep their cells; a PDF is a picture of them.
    let rank = |one: &Attached<'_>| match one.document.media {
        _ if one.document.blocks.is_empty() => 9,
        Media::Hwp | Media::Hwpx => 0,
        Media::Xlsx | Media::Xls | Media::Csv => 1,
        Media::Docx => 2,
        Media::Html | Media::Text => 3,
        Media::Zip => 4,
        Media::Pdf => 5,
    };
    let mut best: BTreeMap<String, (usize, Attached<'a>)> = BTreeMap::new();
    for (place, one) in attached.iter().enumerate() {
        let mut key = FORMAT.replace_all(&one.label.to_lowercase(), "").into_owned();
        if key.is_empty() {
            // 다운로드 says nothing: the file's name may.
            let name = one.url.rsplit('/').next().unwrap_or("");
            key = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
        }
        match best.get(&key) {
            Some((_, seen)) if rank(seen) <= rank(one) => {}
            Some((before, _)) => {
                let place = *before;
                best.insert(key, (place, *one));
            }
            None => {
                best.insert(key, (place, *one));
            }
        }
    }
    let mut chosen: Vec<(usize, Attached<'a>)> = best.into_values().collect();
    chosen.sort_by_key(|(place, _)| *place);
    let mut seen: Vec<&DocumentId> = Vec::new();
    chosen.retain(|(_, one)| {
        let new = !seen.contains(&&one.document.id);
        seen.push(&one.document.id);
        new
    });
    chosen.into_iter().map(|(_, one)| one).collect()
}

/// What one attachment, or one part of it, says.
#[derive(Debug, Clone)]
struct Facts {
    total: Field<u32>,
    basis: Option<TotalBasis>,
    sites: Option<Stated<u32>>,
    rows: Vec<CameraRow>,
    days: Field<u16>,
    periods: Vec<Retention>,
    around_the_clock: Option<Stated<bool>>,
    hours: Option<Stated<String>>,
    places: Vec<Stated<String>>,
    managers: Listing<Manager>,
    contractors: Listing<Contractor>,
}

fn join_one(policy: &mut Policy, attached: &[Attached<'_>]) {
    let mut said: Vec<(String, Facts)> = Vec::new();
    for one in attached {
        let name = if one.label.is_empty() { one.url } else { one.label };
        policy.problems.extend(one.document.problems.iter().map(|problem| format!("{name}: {problem}")));
        let Some(mut facts) = facts(one, policy.camera_total.state() == State::Elsewhere, &mut policy.problems) else {
            continue;
        };
        facts.quotes_mut().into_iter().for_each(|quote| quote.document = Some(one.document.id.clone()));
        said.push((name.to_owned(), facts));
    }
    for (_, facts) in &said {
        fill_keeping(policy, facts);
        if policy.managers.entries.is_empty() && policy.managers.state != State::None {
            take(&mut policy.managers, &facts.managers);
        }
        if policy.contractors.entries.is_empty() && policy.contractors.state != State::None {
            take(&mut policy.contractors, &facts.contractors);
        }
    }
    if let Some(facts) = combine(said) {
        fill_cameras(policy, facts);
    }
}

fn take<T: Clone>(ours: &mut Listing<T>, theirs: &Listing<T>) {
    if !theirs.entries.is_empty() {
        *ours = theirs.clone();
    }
}

fn fill_cameras(policy: &mut Policy, facts: Facts) {
    let open = policy.camera_total.value().is_none() && policy.camera_total.state() != State::None;
    if policy.cameras.is_empty() {
        if let (Some(stated), Some(found)) = (policy.camera_total.value(), facts.total.value())
            && stated != found
        {
            let words = format!("the page states {stated} cameras, its attachment {found}");
            policy.problems.push(words);
        }
        policy.cameras = facts.rows;
    }
    if open && facts.total.value().is_some() {
        policy.camera_total = facts.total;
        policy.camera_total_basis = facts.basis;
        policy.site_total = policy.site_total.take().or(facts.sites);
    }
}

fn fill_keeping(policy: &mut Policy, facts: &Facts) {
    if policy.retention_days.value().is_none() && facts.days.value().is_some() {
        policy.retention_days = facts.days.clone();
    }
    if policy.retention.is_empty() {
        policy.retention.clone_from(&facts.periods);
    }
    if policy.recording_24h.is_none() {
        policy.recording_24h.clone_from(&facts.around_the_clock);
    }
    if policy.recording_hours.is_none() {
        policy.recording_hours.clone_from(&facts.hours);
    }
    if policy.storage_places.is_empty() {
        policy.storage_places.clone_from(&facts.places);
    }
}

/// What an attachment says; nothing when it is not about cameras, or about several policies at once.
fn facts(one: &Attached<'_>, pointed_to: bool, problems: &mut Vec<String>) -> Option<Facts> {
    let context = Context { source: one.url, ..Context::default() };
    let mut whole = policies(one.document, &context);
    match whole.len() {
        0 => {}
        1 => return whole.pop().map(Facts::of_policy),
        several => {
            problems.push(format!("{}: holds {several} policies, which were not joined", one.label));
            return None;
        }
    }
    if let Some(list) = standard::read(one.document) {
        return Some(Facts::of_list(list));
    }
    let units = flattened_tables::restore(outline::units(one.document));
    let about = |text: &str| vocabulary::DEVICE.is_match(text);
    let named = about(&fold::fold(one.label))
        || one.document.title.as_deref().is_some_and(|title| about(&fold::fold(title)))
        || units.iter().any(|unit| match unit {
            Unit::Line(line) => about(line.slice.folded()),
            Unit::Table(table) => table.grid.cells.iter().any(|cell| about(cell.folded())),
        });
    if !named && !pointed_to {
        return None;
    }
    combine(parts(one.document, &units))
}

/// The parts of a document with their names: a part a sheet, a part a file of an archive, else one part.
fn parts(document: &Document, units: &[Unit]) -> Vec<(String, Facts)> {
    let level = match document.media {
        Media::Xls | Media::Xlsx => Some(2),
        Media::Zip => Some(1),
        _ => None,
    };
    let starts: Vec<usize> = (0..units.len())
        .filter(|at| *at == 0 || level.is_some() && matches!(&units[*at], Unit::Line(line) if line.level == level))
        .collect();
    let mut parts = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(units.len());
        let name = match &units[*start] {
            Unit::Line(line) if level.is_some() => line.slice.text().to_owned(),
            _ => String::new(),
        };
        if !EXAMPLE.is_match(&name) {
            let scope =
                Scope { units: *start..end, title: None, dates: 0..0, article: false, mobile: false, facility: None };
            parts.push((name, Facts::of_reading(statements::read(units, &scope))));
        }
    }
    parts
}

/// One account out of several: the latest year, a summary with its details, or the sum of different lists.
fn combine(mut said: Vec<(String, Facts)>) -> Option<Facts> {
    let first = said.first().map(|(_, facts)| facts.clone())?;
    let keeping: Vec<Facts> = said.iter().map(|(_, facts)| facts.clone()).collect();
    said.retain(|(_, facts)| facts.total.value().is_some() || !facts.rows.is_empty());
    let year = |name: &str| YEAR.captures_iter(name).filter_map(|found| found[1].parse::<u16>().ok()).max();
    if let Some(latest) = said.iter().filter_map(|(name, _)| year(name)).max() {
        said.retain(|(name, _)| year(name).is_none_or(|year| year == latest));
    }
    let mut account = said.first().map_or_else(|| first, |(_, facts)| facts.clone());
    if said.len() > 1 {
        let totals: Vec<Option<u32>> = said.iter().map(|(_, facts)| facts.total.value().copied()).collect();
        let sum: u32 = totals.iter().flatten().fold(0, |sum, total| sum.saturating_add(*total));
        let all = totals.iter().all(Option::is_some);
        let summary = totals.iter().position(|total| total.is_some_and(|total| total == sum - total));
        if all && totals.iter().all(|total| *total == totals[0]) {
            // The same cameras by purpose, by place: the longest list says most.
            let longest = said.iter().map(|(_, facts)| facts).rev().max_by_key(|facts| facts.rows.len());
            account = longest.cloned().unwrap_or(account);
        } else if let Some(summary) = summary.filter(|_| all) {
            account.clone_from(&said[summary].1);
            let details = said.iter().enumerate().filter(|(index, _)| *index != summary);
            account.rows = details.flat_map(|(_, (_, facts))| facts.rows.clone()).collect();
        } else {
            let quotes: Vec<Quote> = said.iter().flat_map(|(_, facts)| facts.total.quotes().to_vec()).collect();
            account.rows = said.iter().flat_map(|(_, facts)| facts.rows.clone()).collect();
            account.sites = None;
            account.basis = all.then_some(TotalBasis::Summed);
            // A list without a count among them: the sum would be too small.
            account.total = match quotes.first() {
                Some(_) if all => Field::stated(sum, quotes),
                Some(quote) => Field::missing(State::Unparsed, quote.clone()),
                None => Field::absent(),
            };
        }
    }
    // What else is said is the first word on it in any part.
    for facts in keeping {
        if account.days.value().is_none() {
            account.days = facts.days;
        }
        if account.periods.is_empty() {
            account.periods = facts.periods;
        }
        account.around_the_clock = account.around_the_clock.or(facts.around_the_clock);
        account.hours = account.hours.or(facts.hours);
        if account.places.is_empty() {
            account.places = facts.places;
        }
        if account.managers.entries.is_empty() {
            account.managers = facts.managers;
        }
        if account.contractors.entries.is_empty() {
            account.contractors = facts.contractors;
        }
    }
    Some(account)
}

impl Facts {
    fn of_policy(policy: Policy) -> Self {
        Self {
            total: policy.camera_total,
            basis: policy.camera_total_basis,
            sites: policy.site_total,
            rows: policy.cameras,
            days: policy.retention_days,
            periods: policy.retention,
            around_the_clock: policy.recording_24h,
            hours: policy.recording_hours,
            places: policy.storage_places,
            managers: policy.managers,
            contractors: policy.contractors,
        }
    }

    fn of_list(list: standard::List) -> Self {
        Self {
            total: list.total,
            basis: list.basis,
            sites: None,
            rows: list.rows,
            days: list.days,
            periods: list.periods,
            around_the_clock: None,
            hours: None,
            places: Vec::new(),
            managers: Listing::absent(),
            contractors: Listing::absent(),
        }
    }

    fn of_reading(mut reading: Sections<'_>) -> Self {
        // The page has said that this is the list of cameras, so a table without a heading is one.
        for placed in &mut reading.tables {
            if placed.section.is_empty() {
                placed.section = Topics::of(&[Topic::Count]);
            }
        }
        let cameras = cameras::read(&reading);
        let keeping = retention::read(&reading);
        Self {
            total: cameras.total,
            basis: cameras.basis,
            sites: cameras.sites,
            rows: cameras.rows,
            days: keeping.days,
            periods: keeping.periods,
            around_the_clock: keeping.around_the_clock,
            hours: keeping.hours,
            places: keeping.places,
            managers: managers::read(&reading),
            contractors: contractors::read(&reading),
        }
    }

    /// Every quote, to say which document it comes from.
    fn quotes_mut(&mut self) -> Vec<&mut Quote> {
        let mut quotes: Vec<&mut Quote> = Vec::new();
        quotes.extend(self.total.quotes_mut());
        quotes.extend(self.sites.iter_mut().map(|stated| &mut stated.quote));
        for row in &mut self.rows {
            let CameraRow { place, purpose, department, count, unit, coverage } = row;
            for text in [place, purpose, department, unit, coverage] {
                quotes.extend(text.iter_mut().map(|stated| &mut stated.quote));
            }
            quotes.extend(count.iter_mut().map(|stated| &mut stated.quote));
        }
        quotes.extend(self.days.quotes_mut());
        for period in &mut self.periods {
            quotes.push(&mut period.raw);
            quotes.extend(period.scope.iter_mut().map(|stated| &mut stated.quote));
        }
        quotes.extend(self.around_the_clock.iter_mut().map(|stated| &mut stated.quote));
        quotes.extend(self.hours.iter_mut().map(|stated| &mut stated.quote));
        quotes.extend(self.places.iter_mut().map(|stated| &mut stated.quote));
        quotes.extend(self.managers.quote.iter_mut());
        for Manager { role, name, position, department, phone, phone_raw: _ } in &mut self.managers.entries {
            quotes.push(&mut role.quote);
            for text in [name, position, department, phone] {
                quotes.extend(text.iter_mut().map(|stated| &mut stated.quote));
            }
        }
        quotes.extend(self.contractors.quote.iter_mut());
        for Contractor { company, task, phone, start, end } in &mut self.contractors.entries {
            quotes.push(&mut company.quote);
            for text in [task, phone] {
                quotes.extend(text.iter_mut().map(|stated| &mut stated.quote));
            }
            for date in [start, end] {
                quotes.extend(date.iter_mut().map(|stated| &mut stated.quote));
            }
        }
        quotes
    }
}
