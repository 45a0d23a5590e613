//! Indices of a scenario's calm supply.

use lodestock::Model;
use lodestock::core::model::{Scores, Supply};
use lodestock::scenario::{InMemory, load_str};

/// Three miners, one of which refines for all; numbers by hand.
const TEXT: &str = r#"
[time]
start = "2027-01"
step = "month"
horizon = "1 year"
[country.east]
[country.north]
[country.south]
[commodity.ore]
unit = "t"
[commodity.metal]
unit = "t"
[producer.east]
country = "east"
commodity = "ore"
capacity = 100
[producer.north]
country = "north"
commodity = "ore"
capacity = 400
[producer.south]
country = "south"
commodity = "ore"
capacity = 700
[processor.east]
country = "east"
input = "ore"
output = "metal"
recovery = 0.5
capacity = 500
[processor.north]
country = "north"
input = "ore"
output = "metal"
recovery = 0.5
capacity = 150
[consumer.east]
country = "east"
commodity = "metal"
demand = 200
[consumer.north]
country = "north"
commodity = "metal"
demand = 200
[consumer.south]
country = "south"
commodity = "metal"
demand = 100
[market.metal]
imports.east = { east = 1.0 }
imports.north = { east = 0.5, north = 0.5 }
imports.south = { east = 1.0 }
[market.ore]
imports.east = { east = 0.1, north = 0.2, south = 0.7 }
imports.north = { north = 1.0 }
"#;

fn model() -> Model {
    let loaded = load_str("supply", TEXT, &[], &InMemory::new());
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

/// Supply of ore and of metal.
fn supplies(model: &Model) -> [Supply; 2] {
    model.supplies().try_into().unwrap()
}

fn close(ours: Option<f64>, expected: f64) {
    let ours = ours.unwrap();
    assert!((ours - expected).abs() < 1e-12, "{ours} for {expected}");
}

#[test]
fn output_is_as_concentrated_as_its_shares() {
    let model = model();
    let [ore, metal] = supplies(&model);
    // Metal: 400 in the east, 100 in the north. Ore: 800 for the east, 200 for the north.
    close(metal.output_hhi(), 0.64 + 0.04);
    assert_eq!(metal.largest().unwrap().0, 0);
    close(metal.largest().map(|l| l.1), 0.8);
    // Ore: 80, 360 and 560 of 1,000.
    close(ore.output_hhi(), 0.0064 + 0.1296 + 0.3136);
    assert_eq!(ore.largest().unwrap().0, 2);
    close(ore.largest().map(|l| l.1), 0.56);
}

#[test]
fn losing_the_largest_leaves_the_capacity_of_the_others_for_their_need() {
    let model = model();
    let [ore, metal] = supplies(&model);
    // Without the south: 500 t of capacity for the 1,000 t that the others refine.
    close(ore.n_minus_1(), 0.5);
    // Without the east, which uses 200 itself: 150 for 300.
    close(metal.n_minus_1(), 0.5);
}

#[test]
fn importers_have_sources_and_reliance() {
    let model = model();
    let [ore, metal] = supplies(&model);
    let (east, north) = ([0], [1]);
    let sources = metal.sources(&east);
    assert_eq!((sources.len(), sources[0].0), (1, 0));
    close(Some(sources[0].1 / 200.0), 1.0);
    close(metal.sources_hhi(&north), 0.5);
    close(ore.sources_hhi(&east), 0.01 + 0.04 + 0.49);
    assert_eq!(ore.largest_source(&east).map(|l| l.0), Some(2));
    close(ore.import_reliance(&east), 0.9);
    close(metal.import_reliance(&east), 0.0);
    // Together they have 440 of the 1,000 t themselves; what one sells the other is no import.
    close(ore.import_reliance(&[0, 1]), 0.56);
    close(ore.sources_hhi(&[0, 1]), 0.0064 + 0.1296 + 0.3136);
    assert_eq!(metal.sources_hhi(&[]), None);
}

#[test]
fn scores_come_from_the_caller() {
    let model = model();
    let [ore, _] = supplies(&model);
    let scores = |country: usize| Scores {
        governance: [2.0, 4.0, 6.0][country],
        trade: [1.0, 1.0, 1.1][country],
    };
    let world = 0.0064 * 2.0 + 0.1296 * 4.0 + 0.3136 * 6.6;
    let own = 0.01 * 2.0 + 0.04 * 4.0 + 0.49 * 6.6;
    let expected = (world * 0.45 + own * 0.55) * 0.9 * 0.95;
    close(ore.eu_supply_risk(&[0], scores, 0.1, 0.95), expected);
    // The east imports 160 from the north and 560 from the south, and mines 80.
    let score = |country: usize| [0.2, 0.4, 0.6][country];
    let at_risk = (160.0 * 0.4 + 560.0 * 0.6) / 800.0;
    close(ore.geopolrisk(&[0], score), 0.4496 * at_risk);
}

/// Ore and metal hang together through refiners, salt by itself.
#[test]
fn a_disruption_reaches_what_hangs_together() {
    let salt = r#"
[commodity.salt]
unit = "t"
[producer.salt]
country = "south"
commodity = "salt"
capacity = 10
[consumer.salt]
country = "south"
commodity = "salt"
demand = 5
[market.salt]
[outage.mine]
targets = ["producer.east"]
arrival = { date = "2027-03" }
duration = "1 month"
[outage.salt]
targets = ["producer.salt"]
arrival = { date = "2027-03" }
duration = "1 month"
[demand_surge.war]
consumers = ["north"]
arrival = { date = "2027-03" }
duration = "1 month"
severity = 0.5
[export_restriction.quota]
measure = "quota"
exporter = "south"
importers = "all"
commodities = ["ore"]
arrival = { date = "2027-03" }
duration = "1 month"
severity = 0.5
"#;
    let text = format!("{TEXT}{salt}");
    let loaded = load_str("reach", &text, &[], &InMemory::default());
    let model: Model = loaded.unwrap_or_else(|failure| panic!("{failure}")).model;
    let commodity = |id: &str| model.commodities().iter().position(|c| c.id == id).unwrap();
    let labels = model.linked();
    let linked = |id: &str| -> Vec<bool> {
        let own = labels[commodity(id)];
        labels.iter().map(|label| *label == own).collect()
    };
    let (chain, alone) = (linked("ore"), linked("salt"));
    assert_eq!(chain, linked("metal"));
    assert!(chain.iter().zip(&alone).all(|(a, b)| a != b));
    for (d, disruption) in model.disruptions().iter().enumerate() {
        let of_salt = disruption.id == "outage.salt";
        assert_eq!(model.hits(d, &alone), of_salt, "{}", disruption.id);
        assert_eq!(model.hits(d, &chain), !of_salt, "{}", disruption.id);
    }
}
