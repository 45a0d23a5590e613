//! What is said of runs that are unusual: with failed paths, of one path, without risk.

use lodestock_core::Future;
use lodestock_report::table::{Report, text};
use lodestock_report::{balance, csv, events, json, provenance};
use lodestock_runner::{Futures, Options, Run, Sampled, Silent, Summary, run, run_futures};
use lodestock_scenario::{InMemory, Loaded, Overlay, load_str};

const SCENARIO: &str = r#"
[scenario]
name = "Two metals"
[time]
start = "2027-03"
step = "month"
horizon = "2 years"
[country.us]
name = "United States"
[country.china]
[commodity.gallium]
unit = "kg"
[commodity.cobalt]
unit = "t"
[producer.china-gallium]
country = "china"
commodity = "gallium"
capacity = 2_000
[producer.china-cobalt]
country = "china"
commodity = "cobalt"
capacity = 3_000
[consumer.chips]
country = "us"
commodity = "gallium"
demand = 1_000
[consumer.alloys]
country = "us"
commodity = "cobalt"
demand = 2_000
[outage.china]
targets = ["producer.china-gallium"]
arrival = { poisson = { per_year = 0.5 } }
duration = { exponential = { mean = "6 months" } }
severity = 0.9
"#;

fn scenario(set: &[&str]) -> Loaded {
    let overlays: Vec<Overlay> = set.iter().filter_map(|text| Overlay::parse(text)).collect();
    let files = InMemory::default();
    load_str("two.toml", SCENARIO, &overlays, &files).unwrap_or_else(|failure| panic!("{failure}"))
}

fn simulated(loaded: &Loaded, paths: u64) -> Run {
    let options = Options {
        paths,
        seed: 3,
        series: true,
        ..Options::default()
    };
    run(&loaded.model, &options, &Silent).unwrap()
}

fn table(loaded: &Loaded, run: &Run) -> String {
    let summary = Summary::of(&loaded.model, run).unwrap();
    text(&Report {
        model: &loaded.model,
        run,
        summary: &summary,
        sources: 2,
        replay: "lodestock trace two.toml --path",
        files: None,
        width: 100,
    })
}

#[test]
fn without_reserves_the_country_that_loses_most_is_the_headline() {
    let loaded = scenario(&[]);
    let text = table(&loaded, &simulated(&loaded, 500));
    let line = text.lines().nth(2).unwrap();
    assert!(
        line.starts_with("In ")
            && line.contains("the United States runs short of gallium before 2029-03"),
        "{text}"
    );
    assert!(text.contains("Shortfall of gallium, kg") && text.contains("Shortfall of cobalt, t"));
    assert!(
        text.contains("What the United States lacks of gallium"),
        "{text}"
    );
    assert!(text.contains("come from 2 sources") && !text.contains("Reserve"));
    assert!(text.contains("never short  ██"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn failed_paths_are_named_with_the_command_that_replays_them() {
    let loaded = scenario(&[]);
    let sampled = Sampled::new(&loaded.model, 3);
    let futures = |path: u64, future: &mut Future| {
        assert!(path != 7, "a defect");
        sampled.fill(path, future);
    };
    let options = Options {
        paths: 100,
        seed: 3,
        ..Options::default()
    };
    let run = run_futures(&loaded.model, &futures, &options, &Silent).unwrap();
    let text = table(&loaded, &run);
    assert!(text.contains("99 paths × 24 months"), "{text}");
    assert!(text.contains("1 path FAILED"), "{text}");
    assert!(
        text.contains("path 7: a defect\n    lodestock trace two.toml --path 7\n"),
        "{text}"
    );
    let summary = Summary::of(&loaded.model, &run).unwrap();
    let json = json::summary(&loaded.model, &run, &summary);
    assert_eq!(json["failed"][0]["path"], 7);
    let mut paths = Vec::new();
    csv::paths(&loaded.model, &run, &mut paths).unwrap();
    let paths = String::from_utf8(paths).unwrap();
    let numbers: Vec<&str> = paths
        .lines()
        .skip(1)
        .filter_map(|line| line.split(',').next())
        .collect();
    assert_eq!((numbers.len(), numbers[6], numbers[7]), (99, "6", "8"));
}

#[test]
fn one_path_knows_no_errors() {
    let loaded = scenario(&[]);
    let run = simulated(&loaded, 1);
    let text = table(&loaded, &run);
    assert!(
        text.contains("1 path × 24 months") && text.contains("±"),
        "{text}"
    );
    let summary = Summary::of(&loaded.model, &run).unwrap();
    let json = json::summary(&loaded.model, &run, &summary);
    let chips = &json["consumers"]["chips"]["shortfall"];
    assert!(
        chips["mean"].is_number() && chips["se"].is_null(),
        "{chips}"
    );
    assert!(chips["quantiles"]["0.99"]["high"].is_null() && chips["cvar"]["0.95"]["se"].is_null());
    assert!(chips["mean_low"].is_null() && chips["cvar"]["0.95"]["high"].is_null());
}

#[test]
fn a_calm_future_says_that_nothing_was_seen_not_that_nothing_can_be() {
    let loaded = scenario(&["outage.china.severity=0"]);
    let text = table(&loaded, &simulated(&loaded, 1000));
    assert!(text.contains("In 0 % (0–0.4) of futures"), "{text}");
    assert!(
        text.contains("<0.4 %") && text.contains("In no future"),
        "{text}"
    );
    assert!(!text.contains("Replay"), "{text}");
}

#[test]
fn quantities_in_different_units_are_not_added_up() {
    let loaded = scenario(&[]);
    let run = simulated(&loaded, 50);
    let summary = Summary::of(&loaded.model, &run).unwrap();
    let json = json::summary(&loaded.model, &run, &summary);
    let total = &json["total"];
    assert!(total["unit"].is_null() && total["shortfall"].is_null());
    assert!(total["p_short"]["value"].is_number() && total["steps_short"]["mean"].is_number());
}

#[test]
fn spans_are_in_hours_where_steps_are() {
    let loaded = scenario(&["time.step=hour", "time.horizon=60 days"]);
    let text = table(&loaded, &simulated(&loaded, 40));
    assert!(
        text.contains("  hours") && !text.contains("months"),
        "{text}"
    );
}

#[test]
fn series_have_a_row_per_step_and_quantity() {
    let loaded = scenario(&[]);
    let run = simulated(&loaded, 50);
    let series = run.series.as_ref().unwrap();
    let mut out = Vec::new();
    csv::series(&loaded.model, series, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(text.lines().count(), 1 + 24 * series.ids().len());
    assert!(
        text.contains("\n23,2029-02,shortfall,us.gallium,kg,"),
        "{text}"
    );
    assert!(
        text.contains("\n0,2027-03,price,us.cobalt,reference price,1,1,1,1,1,1\n"),
        "{text}"
    );
}

#[test]
fn provenance_is_toml_even_with_the_largest_seed() {
    let loaded = scenario(&[]);
    let options = Options {
        paths: 10,
        seed: u64::MAX,
        ..Options::default()
    };
    let run = run(&loaded.model, &options, &Silent).unwrap();
    let text = provenance::toml(
        &run,
        &provenance::Origin {
            version: "0.1.0",
            file: "it's \"two\".toml",
            hash: &loaded.hash,
            set: &["a=b".into()],
            date: "2027-01-15",
            command: "lodestock run two.toml",
        },
    );
    let table: toml::Table = text.parse().unwrap();
    assert_eq!(table["run"]["seed"].as_str(), Some("18446744073709551615"));
    assert_eq!(table["run"]["paths_counted"].as_integer(), Some(10));
    assert_eq!(
        table["scenario"]["file"].as_str(),
        Some("it's \"two\".toml")
    );
}

#[test]
fn the_balance_names_needs_risks_and_how_often_they_come() {
    let loaded = scenario(&[]);
    let text = balance::text(&loaded.scenario, &loaded.model, 3, 100);
    assert!(
        text.contains("Calm balance of gallium, kg a year"),
        "{text}"
    );
    let us = text
        .lines()
        .find(|line| line.contains("United States"))
        .unwrap();
    assert!(us.contains("100 %"), "{us}");
    let outage = text
        .lines()
        .find(|line| line.contains("outage.china"))
        .unwrap();
    assert!(
        outage.contains("0.5 a year") && outage.contains("90 %"),
        "{outage}"
    );
}

#[test]
fn events_stand_in_the_order_of_time() {
    let loaded = scenario(&["outage.china.arrival.poisson.per_year=3"]);
    let mut future = Future::default();
    Sampled::new(&loaded.model, 3).fill(0, &mut future);
    let text = events::text(&loaded.scenario, &loaded.model, &future);
    let months: Vec<&str> = text.lines().skip(1).map(|line| &line[2..9]).collect();
    assert!(!months.is_empty() && months.is_sorted(), "{text}");
}

#[test]
fn a_reserve_of_nothing_is_neither_full_nor_empty() {
    let vault = "[reserve.vault]\ncommodity = \"gallium\"\nserves = [\"us\"]\ncapacity = 0\n";
    let loaded = load_str(
        "two.toml",
        &(SCENARIO.to_string() + vault),
        &[],
        &InMemory::default(),
    )
    .unwrap_or_else(|failure| panic!("{failure}"));
    let text = table(&loaded, &simulated(&loaded, 64));
    let row = text
        .lines()
        .find(|line| line.starts_with("  vault "))
        .unwrap();
    assert!(row.contains("0 kg") && !row.contains('%'), "{text}");
}
