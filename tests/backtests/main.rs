//! Dated histories beside what happened: each episode is a scenario of `scenarios/backtests`, run
//! as `lodestock trace SCENARIO --dated` runs it, and `docs/backtests.md` is what these tests print.
//! `UPDATE_EXPECT=1 cargo test --test backtests` writes the page anew.

mod history;
mod observed;
mod page;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use history::History;
use observed::{Observed, Verdict};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

fn observed() -> Observed {
    let text = std::fs::read_to_string(folder().join("backtests/observed.toml")).unwrap();
    toml::from_str(&text).unwrap_or_else(|error| panic!("observed.toml: {error}"))
}

/// First cells of a file of `scenarios/data`.
fn ids(file: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(folder().join("data").join(file)).unwrap();
    let first = |line: &str| line.split(',').next().unwrap().to_string();
    text.lines().skip(1).map(first).collect()
}

#[test]
fn every_scenario_loads_without_a_warning_and_is_on_the_page() {
    let mut files = BTreeSet::new();
    for entry in std::fs::read_dir(folder().join("backtests")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_string();
        if name != "observed" {
            files.insert(name);
        }
    }
    let shown: BTreeSet<String> = observed()
        .episode
        .iter()
        .map(|e| e.scenario.clone())
        .collect();
    assert_eq!(files, shown);
    for name in files {
        let history = History::of(&name, &BTreeMap::new());
        assert!(history.warnings.is_empty(), "{:?}", history.warnings);
    }
}

#[test]
fn before_its_event_every_market_is_calm() {
    for episode in observed().episode {
        let history = History::of(&episode.scenario, &BTreeMap::new());
        for consumer in 0..history.model.consumers().len() {
            assert!(
                (history.price(consumer, 0, 0) - 1.0).abs() < 1e-9
                    && history.short(consumer, 0, 0).abs() < 1e-9,
                "{}: {} is not calm at first",
                episode.scenario,
                history.model.consumers()[consumer].id
            );
        }
    }
}

#[test]
fn what_is_marked_right_is_right_and_what_is_marked_missed_is_missed() {
    let mut wrong = Vec::new();
    for episode in observed().episode {
        let history = History::of(&episode.scenario, &BTreeMap::new());
        for line in &episode.compare {
            let simulated = episode.simulated(line, &history);
            let as_marked = match line.verdict {
                Verdict::Right => line.keeps(&simulated),
                Verdict::Missed => !line.keeps(&simulated),
                Verdict::Shown => true,
            };
            if !as_marked {
                wrong.push(format!(
                    "{}: {} is {simulated}, marked {:?}",
                    episode.scenario, line.what, line.verdict
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_observation_has_a_known_source() {
    let (sources, episodes) = (ids("sources.csv"), ids("episodes.csv"));
    for episode in observed().episode {
        for row in &episode.rows {
            assert!(episodes.contains(row), "{}: {row}", episode.scenario);
        }
        for line in &episode.compare {
            let given = line.source.split(';').map(|s| s.trim().split(' ').next());
            let known = given.flatten().all(|id| sources.contains(id));
            let unobserved = line.source.is_empty() && line.verdict == Verdict::Shown;
            assert!(known || unobserved, "{}: {}", episode.scenario, line.source);
        }
    }
}

#[test]
fn the_page_is_what_the_runs_give() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/backtests.md");
    let page = page::render(&observed());
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == page,
        "docs/backtests.md is out of date: UPDATE_EXPECT=1 cargo test --test backtests"
    );
}
