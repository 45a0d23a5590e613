//! Monotonicity of the model page §6 in a world with a ban and long leads, over thousands of paths: a
//! tonne more of reserve never raises the shortfall and removes up to a tonne, for one importer where
//! nothing is deferred and nothing bought back.

use lodestock::runner::{Options, Silent, run};
use lodestock::scenario::{InMemory, Overlay, load_str};

const ONE_IMPORTER: &str = r#"
[time]
start = "2027-01"
step = "month"
horizon = "10 years"
[country.home]
[country.mine]
[commodity.metal]
unit = "t"
price = 1000
demand_elasticity = -0.2
[producer.mine]
country = "mine"
commodity = "metal"
capacity = 1300
[producer.home]
country = "home"
commodity = "metal"
capacity = 200
[consumer.first]
country = "home"
commodity = "metal"
demand = 200
priority = 1
demand_elasticity = 0
[consumer.others]
country = "home"
commodity = "metal"
demand = 1000
[market.metal]
imports.home = { home = 0.1, mine = 0.9 }
lead_time = "2 months"
commercial_cover = "2 months"
restock_time = "3 months"
stock_price_exponent = 0.4
[reserve.vault]
commodity = "metal"
serves = ["home"]
capacity = 100
[export_restriction.ban]
measure = "ban"
exporter = "mine"
importers = "all"
commodities = ["metal"]
arrival = { poisson = { per_year = 0.3 } }
duration = { exponential = { mean = "8 months" } }
severity = { uniform = { low = 0.3, high = 1.0 } }
"#;

/// Total shortfall of each path with a reserve of so many tonnes.
fn shortfalls(tonnes: f64, more: &[Overlay]) -> Vec<f64> {
    let mut overlays = vec![Overlay::new("reserve.vault.capacity", format!("{tonnes}"))];
    overlays.extend_from_slice(more);
    let loaded = load_str(
        "one importer",
        ONE_IMPORTER,
        &overlays,
        &InMemory::default(),
    );
    let model = loaded.unwrap_or_else(|failure| panic!("{failure}")).model;
    let options = Options {
        paths: 2_000,
        seed: 3,
        ..Options::default()
    };
    let result = run(&model, &options, &Silent).unwrap();
    let total = result.groups.named("total").unwrap();
    result.table.column(
        result
            .groups
            .column(total, lodestock::record::GroupMetric::Shortfall),
    )
}

#[test]
fn a_tonne_more_removes_between_nothing_and_a_tonne() {
    let sizes = [0.0, 1.0, 50.0, 51.0, 200.0, 800.0];
    let runs: Vec<Vec<f64>> = sizes.iter().map(|&size| shortfalls(size, &[])).collect();
    assert!(
        runs[0].iter().filter(|&&x| x > 0.0).count() > 500,
        "the ban must bite"
    );
    for (pair, size) in runs.windows(2).zip(sizes.windows(2)) {
        for (path, (less, more)) in pair[0].iter().zip(&pair[1]).enumerate() {
            let (removed, tonnes) = (less - more, size[1] - size[0]);
            assert!(
                removed >= -1e-9 && removed <= tonnes + 1e-9,
                "path {path}: {tonnes} t more removed {removed} t"
            );
        }
    }
    let mean = |run: &Vec<f64>| run.iter().sum::<f64>() / run.len() as f64;
    assert!(
        mean(&runs[5]) < 0.8 * mean(&runs[0]),
        "a large reserve must help"
    );
}

#[test]
fn with_a_limited_release_more_reserve_still_never_hurts() {
    let limited = [Overlay::new("reserve.vault.max_release", "240")];
    let (less, more) = (shortfalls(100.0, &limited), shortfalls(150.0, &limited));
    assert!(
        less.iter()
            .zip(&more)
            .all(|(less, more)| less - more >= -1e-9)
    );
    assert!(less.iter().sum::<f64>() > more.iter().sum::<f64>());
}
