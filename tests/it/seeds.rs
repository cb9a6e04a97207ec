//! The files under `seeds/` are whole, agree with each other and with what their README says.

use bangchim::model::institution::{Confidence, InstitutionIndex, InstitutionKind, Registry, Renames, Sido, Verified};

const README: &str = include_str!("../../seeds/README.md");

fn registry() -> Registry {
    let text = include_str!("../../seeds/institutions.csv");
    Registry::parse(text, "seeds/institutions.csv").unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn renames() -> Renames {
    let text = include_str!("../../seeds/renames.csv");
    Renames::parse(text, "seeds/renames.csv").unwrap_or_else(|errors| panic!("{errors:?}"))
}

#[test]
fn the_readme_counts_what_is_there() {
    let registry = registry();
    let all = &registry.institutions;
    let mut counts = vec![format!("{} institutions", all.len()), format!("{} changes of names", renames().rows.len())];
    for degree in Confidence::ALL {
        let number = all.iter().filter(|row| row.homepage_confidence == Some(degree)).count();
        counts.push(format!("`{}` {number}:", degree.name()));
    }
    for degree in Verified::ALL {
        let rows = renames().rows;
        let number = rows.iter().filter(|row| row.verified == degree).count();
        counts.push(format!("`{}` {number}:", degree.name()));
    }
    let homes = all.iter().filter(|row| row.homepage.is_some()).count();
    counts.push(format!("| `homepage` | {homes} |"));
    let addresses: usize = all.iter().map(|row| row.policy_urls.len()).sum();
    counts.push(format!("({addresses} in all)"));
    for kind in InstitutionKind::ALL {
        counts.push(format!("`{}`", kind.name()));
    }
    for count in counts {
        assert!(README.contains(&count), "seeds/README.md does not say {count}");
    }
}

#[test]
fn every_value_has_its_source() {
    for row in registry().institutions {
        let id = &row.id;
        assert_eq!(row.homepage.is_some(), row.homepage_source.is_some(), "{id}");
        assert_eq!(row.homepage.is_some(), row.homepage_confidence.is_some(), "{id}");
        assert_eq!(row.policy_urls.is_empty(), row.policy_url_source.is_none(), "{id}");
        assert_eq!(row.population.is_some(), row.population_source.is_some(), "{id}");
        assert_eq!(row.population.is_some(), row.population_year.is_some(), "{id}");
    }
}

#[test]
fn regions_agree_with_the_registry_and_the_code() {
    let registry = registry();
    let mut reader = csv::Reader::from_reader(include_str!("../../seeds/regions.csv").as_bytes());
    let mut seen = Vec::new();
    for row in reader.records() {
        let row = row.expect("CSV");
        let sido = Sido::parse(&row[1]).expect("a province of today");
        seen.push(sido);
        let listed = registry
            .institutions
            .iter()
            .find(|entry| entry.kind == InstitutionKind::Sido && entry.sido == Some(sido))
            .expect("in the registry");
        assert_eq!(listed.sigungu_code.as_deref(), Some(&row[0]));
        assert_eq!(listed.population.map(|number| number.to_string()).as_deref(), Some(&row[5]));
        for former in row[3].split_whitespace() {
            assert_eq!(Sido::from_name(former), Some(sido), "{former}");
        }
    }
    assert_eq!(seen.len(), Sido::ALL.len());
}

#[test]
fn every_registered_name_leads_back_to_its_institution() {
    let registry = registry();
    let renames = renames();
    let names = InstitutionIndex::new(&registry, &renames);
    for row in &registry.institutions {
        let name = row.full_name();
        let found = names.find(&name).unwrap_or_else(|| panic!("{name} is not found"));
        assert_eq!(found.id.as_ref(), Some(&row.id), "{name}");
    }
}
