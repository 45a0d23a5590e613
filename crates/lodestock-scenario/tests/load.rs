//! Scenarios that must load, and what they become.

use std::path::{Path, PathBuf};

use lodestock_core::spec::{Amount, Arrival, Effect, Rate, ReleaseRule, Series, Size};
use lodestock_scenario::{
    Failure, InMemory, Loaded, Overlay, load, load_str, render, render_diagnostics,
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn toml_files(folder: &str) -> Vec<PathBuf> {
    let folder = root().join(folder);
    let entries =
        std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    files.sort();
    files
}

fn loaded(path: &Path) -> Loaded {
    load(path, &[]).unwrap_or_else(|failure| panic!("{failure}"))
}

const SMALL: &str = r#"
[time]
start = "2027-01"
step = "month"
horizon = "1 year"
[country.us]
[country.china]
[commodity.gallium]
unit = "kg"
price = 580
[producer.china]
country = "china"
commodity = "gallium"
capacity = 1_200
[consumer.us]
country = "us"
commodity = "gallium"
demand = 600
[market.gallium]
lead_time = "1 month"
[reserve.vault]
commodity = "gallium"
serves = ["us"]
capacity = "60 days"
"#;

fn small(more: &str, overlays: &[Overlay]) -> Result<Loaded, Failure> {
    let files = InMemory::new()
        .with("c.csv", &column(12))
        .with("short.csv", &column(11));
    load_str("small.toml", &format!("{SMALL}{more}"), overlays, &files)
}

fn column(rows: usize) -> String {
    let rows: Vec<String> = (0..rows)
        .map(|row| format!("{row}, {}", 100 + row))
        .collect();
    format!("step, ga\n{}\n", rows.join("\n"))
}

/// What is wrong, a line each.
fn wrong(more: &str, overlays: &[Overlay]) -> String {
    small(more, overlays).map(|_| ()).unwrap_err().to_string()
}

fn set(text: &str) -> Vec<Overlay> {
    vec![Overlay::parse(text).unwrap()]
}

#[test]
fn the_page_that_shows_the_format_loads() {
    let scenario = loaded(&root().join("tests/data/format.toml")).scenario;
    assert_eq!(scenario.name, "Gallium and germanium for US industry");
    assert_eq!(scenario.sources, ["USGS26-GA", "USGS26-GE"]);
    assert_eq!(scenario.run.seed, 2027);
    assert_eq!(
        scenario.countries["us"].name.as_deref(),
        Some("United States")
    );
    let vault = &scenario.reserves["vault"];
    assert_eq!(vault.capacity, Size::Cover(60.0 / 365.0));
    let rate = Rate {
        size: Size::Cover(30.0 / 365.0),
        times_per_year: 12.0,
    };
    assert_eq!(vault.max_release, Some(rate));
    assert_eq!(vault.release.rule, ReleaseRule::Cover);
    let controls = &scenario.disruptions["export_restriction.china-controls"];
    let Effect::Restriction {
        commodities,
        exporters,
        ..
    } = &controls.effect
    else {
        panic!("{controls:?}");
    };
    assert_eq!(exporters, &["china"]);
    assert_eq!(commodities[0], ("gallium".to_string(), 1.0));
    assert_eq!(commodities[1], ("germanium".to_string(), 0.7));
    assert_eq!(controls.hoard, 2.0 / 12.0);
    let median = controls.duration.median() * 12.0;
    assert!((median - 5.7).abs() < 1e-9, "{median}");
    assert!(
        matches!(&controls.arrival, Arrival::Poisson { per_year: Amount::Fixed(rate), regime }
        if *rate == 0.5 && regime["tense"] == 1.0)
    );
}

#[test]
fn the_dated_cases_load() {
    let files = toml_files("tests/data/cases");
    assert!(files.len() >= 4, "{files:?}");
    for path in files {
        assert!(!loaded(&path).scenario.disruptions.is_empty());
    }
}

#[test]
fn every_scenario_that_ships_loads() {
    for path in toml_files("scenarios") {
        loaded(&path);
    }
}

#[test]
fn the_resolved_text_is_the_same_scenario() {
    let mut files = toml_files("tests/data/cases");
    files.push(root().join("tests/data/format.toml"));
    for path in files {
        let first = loaded(&path);
        let again = load_str("again", &first.resolved, &[], &InMemory::new()).unwrap();
        assert_eq!(again.resolved, first.resolved);
        assert_eq!(again.hash, first.hash);
        let (a, b) = (
            format!("{:?}", first.scenario),
            format!("{:?}", again.scenario),
        );
        assert_eq!(a, b, "{}", path.display());
    }
}

#[test]
fn the_hash_covers_what_the_scenario_says_and_nothing_else() {
    let hash = |more: &str| small(more, &[]).unwrap().hash;
    assert_eq!(hash(""), hash("# a remark\n"));
    assert_ne!(hash(""), hash("holding_cost = 0.02\n"));
    let column = "[consumer.china]\ncountry = \"china\"\ncommodity = \"gallium\"\n\
                  demand = { file = \"c.csv\", column = \"ga\" }\n";
    let text = format!("{SMALL}{column}");
    let with = |cell: &str| {
        let rows = column_text(cell);
        load_str("x", &text, &[], &InMemory::new().with("c.csv", &rows))
            .unwrap()
            .hash
    };
    assert_ne!(with("1"), with("2"));
}

fn column_text(cell: &str) -> String {
    format!("ga\n{}", format!("{cell}\n").repeat(12))
}

#[test]
fn series_are_numbers_laws_schedules_and_columns() {
    let consumer = |demand: &str| {
        let more = format!(
            "[consumer.more]\ncountry = \"china\"\ncommodity = \"gallium\"\ndemand = {demand}\n"
        );
        small(&more, &[]).unwrap().scenario.consumers["more"]
            .demand
            .clone()
    };
    assert_eq!(consumer("1_0.5"), Series::from(10.5));
    assert_eq!(consumer("0x10"), Series::from(16.0));
    let law = consumer("{ uniform = { low = 1, high = 2 } }");
    assert!(matches!(law, Series::Constant(Amount::Uncertain(_))));
    let schedule = consumer("[{ value = 1 }, { value = 2, from = 2027-03-01 }]");
    let Series::Schedule(entries) = schedule else {
        panic!()
    };
    assert_eq!(
        entries,
        [(None, 1.0), (Some("2027-03".parse().unwrap()), 2.0)]
    );
    let yearly = consumer("{ file = \"c.csv\", column = \"ga\" }");
    let Series::Column(values) = yearly else {
        panic!()
    };
    assert_eq!((values.len(), values[0], values[11]), (12, 100.0, 111.0));
    let more = "[consumer.more]\ncountry = \"china\"\ncommodity = \"gallium\"\n\
                demand = { file = \"c.csv\", column = \"ga\", per = \"month\" }\n";
    // Twelve times as much is more than there is: only reading is looked at here.
    let text = format!("{SMALL}{more}").replace("capacity = 1_200", "capacity = 12_000");
    let files = InMemory::new().with("c.csv", &column(12));
    let scenario = load_str("x", &text, &[], &files).unwrap().scenario;
    let Series::Column(values) = &scenario.consumers["more"].demand else {
        panic!()
    };
    assert_eq!(values[0], 1200.0);
}

#[test]
fn columns_that_do_not_fit_are_refused() {
    let wrong = |column: &str| {
        wrong(
            &format!(
                "[consumer.m]\ncountry = \"us\"\ncommodity = \"gallium\"\ndemand = {column}\n"
            ),
            &[],
        )
    };
    let short = wrong("{ file = \"short.csv\", column = \"ga\" }");
    assert!(
        short.contains("has 11 rows, but the horizon has 12 steps"),
        "{short}"
    );
    let missing = wrong("{ file = \"c.csv\", column = \"gaa\" }");
    assert!(missing.contains("did you mean `ga`?"), "{missing}");
    let none = wrong("{ file = \"d.csv\", column = \"ga\" }");
    assert!(
        none.contains("`d.csv` cannot be read: no such file"),
        "{none}"
    );
}

#[test]
fn overlays_change_the_document_before_it_is_read() {
    let capacity = |text: &str| small("", &set(text)).unwrap().scenario.reserves["vault"].capacity;
    assert_eq!(
        capacity("reserve.vault.capacity=\"90 days\""),
        Size::Cover(90.0 / 365.0)
    );
    assert_eq!(
        capacity("reserve.vault.capacity=90 days"),
        Size::Cover(90.0 / 365.0)
    );
    assert_eq!(capacity("reserve.vault.capacity = 500"), Size::Units(500.0));
    let loaded = small("", &set("reserve.vault.refill.below_price=1.2")).unwrap();
    let refill = loaded.scenario.reserves["vault"].refill.clone().unwrap();
    assert_eq!(refill.below_price, Some(1.2));
    assert!(loaded.resolved.contains("refill = { below_price = 1.2 }"));
    let paths = small("", &set("run.paths=77")).unwrap().scenario.run.paths;
    assert_eq!(paths, 77);
}

#[test]
fn errors_in_overlays_point_at_their_text() {
    for (text, expected) in [
        (
            "reserve.vault.capacity=\"90 dayz\"",
            "--set:1:24: error: there is no unit of time",
        ),
        (
            "reserve.vault.capacty=3",
            "--set:1:15: error: `reserve.vault` has no key `capacty`",
        ),
        (
            "reserv.vault.capacity=3",
            "--set:1:1: error: a scenario has no table `reserv`",
        ),
        (
            "reserve.valt.capacity=3",
            "--set:1:9: error: there is no reserve `valt`",
        ),
        (
            "reserve.vault.capacity.x=3",
            "--set:1:15: error: `capacity` is not a table",
        ),
        (
            "reserve..x=3",
            "--set:1:9: error: \"reserve..x\" is not a path",
        ),
        (
            "time.horizon={a=[1,{b=2}]}",
            "--set:1:14: error: `horizon` must be a span",
        ),
    ] {
        let found = wrong("", &set(text));
        assert!(found.starts_with(expected), "{text}: {found}");
    }
}

#[test]
fn overlays_take_keys_and_entries_away() {
    let without = |text: &str| small("", &set(text)).unwrap();
    assert!(!small("", &[]).unwrap().model.reserves().is_empty());
    let loaded = without("!reserve.vault");
    assert!(loaded.model.reserves().is_empty() && !loaded.resolved.contains("vault"));
    assert_ne!(loaded.hash, small("", &[]).unwrap().hash);
    assert!(without("!reserve").model.reserves().is_empty());
    assert_eq!(
        without("!market.gallium.lead_time").model.longest_lead(0),
        0
    );
    let again = [
        Overlay::without("reserve.vault"),
        Overlay::new("reserve.vault.capacity", "5"),
    ];
    let found = wrong("", &again);
    assert!(found.contains("there is no reserve `vault`"), "{found}");
}

#[test]
fn what_is_not_there_cannot_be_taken_away() {
    for (text, expected) in [
        (
            "!reserve.valt",
            "--set:1:10: error: `reserve` has no `valt` to remove (did you mean `vault`?)",
        ),
        (
            "!reserv.vault",
            "--set:1:2: error: the scenario has no `reserv` to remove (did you mean `reserve`?)",
        ),
        (
            "!reserve.vault.refill.rate",
            "--set:1:16: error: `reserve.vault` has no `refill` to remove",
        ),
        (
            "!reserve.vault.capacity.x",
            "--set:1:16: error: `capacity` is not a table, so nothing",
        ),
        ("!", "--set:1:2: error: \"\" is not a path of keys"),
        ("!reserve.vault.capacity", "small.toml:"),
    ] {
        let found = wrong("", &set(text));
        assert!(found.starts_with(expected), "{text}: {found}");
    }
}

#[test]
fn warnings_say_where_without_stopping() {
    let more = "[outage.late]\ntargets = [\"producer.china\"]\narrival = { date = \"2040-01\" }\n\
                duration = \"1 month\"\n";
    let loaded = small(more, &set("market.gallium.lead_time=1 day")).unwrap();
    let shown: Vec<String> = loaded.warnings.iter().map(|w| w.to_string()).collect();
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(
        shown[0].contains("small.toml:") && shown[0].contains("2040-01"),
        "{}",
        shown[0]
    );
    assert!(
        shown[1].starts_with("--set:1:26: warning: a lead"),
        "{}",
        shown[1]
    );
    let text = render_diagnostics(&loaded.warnings, &loaded.sources, false);
    assert!(text.contains("market.gallium.lead_time=1 day"), "{text}");
}

#[test]
fn a_missing_file_is_an_error_about_the_file() {
    let failure = load(root().join("nowhere.toml"), &[])
        .map(|_| ())
        .unwrap_err();
    assert_eq!(
        (failure.diagnostics.len(), failure.diagnostics[0].line),
        (1, 0)
    );
    assert!(
        failure
            .to_string()
            .ends_with("nowhere.toml: error: the file cannot be read: no such file")
    );
    assert!(render(&failure, false).contains("nowhere.toml"));
    let folder = load(root(), &[]).map(|_| ()).unwrap_err();
    assert!(folder.to_string().contains("it is a folder"), "{folder}");
}

#[test]
fn overlays_come_one_after_another() {
    let sets: Vec<Overlay> = ["run.paths=5", "run.seed=x", "run.paths=0"]
        .iter()
        .map(|text| Overlay::parse(text).unwrap())
        .collect();
    let failure = small("", &sets).unwrap_err();
    let indices: Vec<usize> = failure.diagnostics.iter().map(|d| d.source_index).collect();
    assert_eq!(indices, [2, 3], "{failure}");
}
