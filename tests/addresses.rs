//! Every draw has its own address: what else stands in a scenario, and in which order, moves none.

use std::collections::{BTreeMap, BTreeSet};

use lodestock::runner::{Futures, Options, Run, Sampled, Silent, run};
use lodestock::scenario::{InMemory, load_str};
use lodestock::{Future, Model};

/// Something of everything that is drawn.
const BASE: &str = r#"
[time]
start = "2027-01"
step = "month"
horizon = "10 years"
[country.home]
[country.mine]
[commodity.metal]
unit = "t"
price = 1000
demand_elasticity = { uniform = { low = -0.3, high = -0.1 } }
[producer.mine]
country = "mine"
commodity = "metal"
capacity = 1500
[producer.home]
country = "home"
commodity = "metal"
capacity = 300
[consumer.users]
country = "home"
commodity = "metal"
demand = { triangular = { low = 900, mode = 1000, high = 1100 } }
noise = { volatility = 0.1, persistence = 0.6 }
[project.late]
adds_to = "producer.home"
capacity = 100
start = "2029-01"
delay = { exponential = { mean = "2 years" } }
probability = 0.5
[regime]
states = ["calm", "tense"]
start = "stationary"
switch = { calm = { tense = 0.4 }, tense = { calm = 0.8 } }
[outage.mine]
targets = ["producer.mine"]
arrival = { mean_up = "3 years" }
duration = { exponential = { mean = "5 months" } }
initial = "stationary"
severity = { uniform = { low = 0.3, high = 1.0 } }
[export_restriction.ban]
exporter = "mine"
importers = "all"
commodities = { metal = 0.8 }
arrival = { poisson = { per_year = 0.4, regime = { calm = 0.2, tense = 2.0 } } }
duration = { lognormal = { median = "6 months", sigma = 0.7 } }
[export_restriction.echo]
exporter = "mine"
importers = ["home"]
commodities = ["metal"]
arrival = { after = { disruption = "ban", probability = 0.5, delay = { gamma = { shape = 2, scale = "2 months" } } } }
duration = "3 months"
"#;

/// What may be added without moving a draw; ids come first and last in byte order.
const MORE: [(&str, &str); 4] = [
    (
        "a reserve",
        "[reserve.aaa]\ncommodity = \"metal\"\nserves = [\"home\"]\ncapacity = \"30 days\"\n",
    ),
    (
        "disruptions",
        "[outage.aaa]\ntargets = [\"producer.home\"]\narrival = { poisson = { per_year = 2 } }\nduration = \"1 month\"\n\
         [demand_surge.aaa]\nconsumers = [\"users\"]\narrival = { within_horizon = 0.9 }\nduration = { uniform = { low = \"1 month\", high = \"3 months\" } }\n",
    ),
    (
        "a seller and a project",
        "[producer.aaa]\ncountry = \"home\"\ncommodity = \"metal\"\ncapacity = { uniform = { low = 10, high = 20 } }\n\
         [project.aaa]\nadds_to = \"producer.aaa\"\ncapacity = 5\nstart = \"2028-01\"\nprobability = 0.5\n",
    ),
    (
        "a consumer with noise",
        "[consumer.aaa]\ncountry = \"home\"\ncommodity = \"metal\"\ndemand = 10\nnoise = { volatility = 0.2, persistence = 0.1 }\n",
    ),
];

fn model(text: &str) -> Model {
    let loaded = load_str("draws", text, &[], &InMemory::new());
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

/// Every draw of a future by the name of what it is for, as bits.
fn draws(model: &Model, future: &Future) -> BTreeMap<String, BTreeSet<Vec<u64>>> {
    let mut named: BTreeMap<String, BTreeSet<Vec<u64>>> = BTreeMap::new();
    let mut add = |name: &str, bits: Vec<u64>| {
        named.entry(name.to_string()).or_default().insert(bits);
    };
    for event in &future.events {
        let numbers = [
            event.start,
            event.duration,
            event.severity,
            event.recovery,
            event.superseded,
        ];
        let mut bits = vec![u64::from(event.number), u64::from(event.item)];
        bits.extend(numbers.map(f64::to_bits));
        add(&model.disruptions()[event.disruption as usize].id, bits);
    }
    for (parameter, value) in model.parameters().iter().zip(&future.parameters) {
        add(&parameter.id, vec![value.to_bits()]);
    }
    for (project, start) in model.projects().iter().zip(&future.projects) {
        add(&project.id, vec![start.to_bits()]);
    }
    for (consumer, key) in model.noisy().iter().zip(&future.noise) {
        add(consumer, vec![key.key()]);
    }
    named
}

#[test]
fn what_is_added_leaves_every_other_draw_as_it_was() {
    let base = model(BASE);
    let (mut before, mut after) = (Future::default(), Future::default());
    for (what, text) in MORE {
        let more = model(&format!("{BASE}{text}"));
        let (ours, theirs) = (Sampled::new(&base, 7), Sampled::new(&more, 7));
        let mut seen = BTreeSet::new();
        for path in 0..200 {
            ours.fill(path, &mut before);
            theirs.fill(path, &mut after);
            let (before, mut after) = (draws(&base, &before), draws(&more, &after));
            after.retain(|name, _| !name.contains("aaa"));
            assert_eq!(before, after, "{what} moves a draw of path {path}");
            seen.extend(before.into_keys());
        }
        // Two laws, a project, a noise, an outage, a ban and its echo.
        assert_eq!(seen.len(), 7, "{seen:?}");
    }
}

fn rows(text: &str) -> Run {
    let options = Options {
        paths: 300,
        seed: 7,
        ..Options::default()
    };
    run(&model(text), &options, &Silent).unwrap()
}

fn bits(run: &Run) -> Vec<u64> {
    let columns = (0..run.table.columns()).flat_map(|c| run.table.column(c));
    columns.map(f64::to_bits).collect()
}

#[test]
fn the_order_of_tables_changes_no_bit() {
    let text: String = std::iter::once(BASE)
        .chain(MORE.map(|(_, text)| text))
        .collect();
    let mut tables: Vec<&str> = text
        .split("\n[")
        .filter(|table| !table.trim().is_empty())
        .collect();
    assert!(tables.len() > 15);
    let forwards = rows(&text);
    assert!(bits(&forwards).iter().any(|&bits| bits != 0));
    tables.reverse();
    let backwards: String = tables.iter().map(|table| format!("\n[{table}\n")).collect();
    assert_eq!(bits(&forwards), bits(&rows(&backwards)));
}

#[test]
fn a_reserve_that_never_releases_changes_nobodys_row() {
    let idle = "[reserve.idle]\ncommodity = \"metal\"\nserves = [\"home\"]\ncapacity = 100\nmax_release = 0\n";
    let (without, with) = (rows(BASE), rows(&format!("{BASE}{idle}")));
    assert!(with.table.columns() > without.table.columns());
    for column in 0..without.table.columns() {
        assert_eq!(
            without.groups.columns()[column],
            with.groups.columns()[column]
        );
        assert_eq!(without.table.column(column), with.table.column(column));
    }
}

#[test]
fn another_seed_and_another_path_draw_otherwise() {
    let model = model(BASE);
    let of = |seed, path| {
        let mut future = Future::default();
        Sampled::new(&model, seed).fill(path, &mut future);
        draws(&model, &future)
    };
    assert_eq!(of(7, 3), of(7, 3));
    for other in [of(8, 3), of(7, 4)] {
        for (name, drawn) in of(7, 3) {
            // A project that never comes is the same everywhere.
            assert!(
                name.starts_with("project") || other.get(&name) != Some(&drawn),
                "{name}"
            );
        }
    }
}
