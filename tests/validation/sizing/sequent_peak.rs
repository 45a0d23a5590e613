//! Sequent peak: the published sizes, and the engine, which is short with any less.

use std::path::Path;

use lodestock::runner::theory::sequent_peak::{Passes, sequent_peak};
use lodestock::runner::{Futures, Sampled};
use lodestock::scenario::Overlay;
use lodestock::{Future, Model};

use super::exact;
use crate::replay;
use crate::row::Row;

const SOURCE: &str = "sequent peak, after Rippl 1883";
/// Column of the file, series, demand, passes and the published size.
type Case = (&'static str, &'static [f64], f64, Passes, f64);
const CASES: [Case; 3] = [
    (
        "five",
        &[12.0, 8.0, 6.0, 15.0, 10.0],
        10.0,
        Passes::Once,
        6.0,
    ),
    (
        "nine",
        &[1.0, 3.0, 3.0, 5.0, 8.0, 6.0, 7.0, 2.0, 1.0],
        3.5,
        Passes::Repeated,
        7.5,
    ),
    (
        "fifteen",
        &[
            5.0, 7.0, 8.0, 4.0, 3.0, 3.0, 2.0, 1.0, 3.0, 6.0, 8.0, 9.0, 3.0, 4.0, 9.0,
        ],
        5.0,
        Passes::Once,
        14.0,
    ),
];
/// How much smaller a reserve is that must be short.
const LESS: f64 = 0.01;
/// Random paths that are sized.
const PATHS: u64 = 200;

/// Shortfall and lowest level of one path with a reserve of a size.
fn engine(model: &Model, future: &Future) -> (f64, f64) {
    let steps = replay::steps(model, future);
    let shortfall = steps.iter().flat_map(|step| &step.shortfall).sum();
    let lowest = steps
        .iter()
        .map(|step| step.level[0])
        .fold(f64::INFINITY, f64::min);
    (shortfall, lowest)
}

fn river(column: &str, demand: f64, capacity: f64) -> Model {
    let supply =
        format!("{{ file = \"sequent-peak.csv\", column = \"{column}\", per = \"year\" }}");
    let demand = demand.to_string();
    let capacity = capacity.to_string();
    replay::scenario(
        "sequent-peak",
        &[
            ("producer.river.capacity", &supply),
            ("consumer.user.demand", &demand),
            ("reserve.stock.capacity", &capacity),
        ],
    )
}

pub fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (column, supply, demand, passes, published) in CASES {
        let demands = vec![demand; supply.len()];
        let size = sequent_peak(supply, &demands, passes).unwrap().capacity;
        let shortfall = |capacity: f64| {
            let model = river(column, demand, capacity);
            engine(&model, &Future::calm(&model))
        };
        let drawn = 100.0 - shortfall(100.0).1;
        let name = format!("sequent peak of {} years, demand {demand}", supply.len());
        rows.push(exact(&name, published, size, 1e-12, SOURCE));
        let what = format!("{name}: how far the engine draws a large reserve down");
        rows.push(exact(&what, published, drawn, 1e-9, SOURCE));
        let what = format!("{name}: shortfall in the engine with that reserve");
        rows.push(exact(&what, 0.0, shortfall(published).0, 1e-9, SOURCE));
        let what = format!("{name}: shortfall in the engine with {LESS} less");
        rows.push(exact(
            &what,
            LESS,
            shortfall(published - LESS).0,
            1e-9,
            SOURCE,
        ));
    }
    rows.push(exact(
        "sequent peak of 200 sampled paths of eight suppliers (J1): largest difference to the engine",
        0.0,
        random_paths(),
        1e-9,
        "the least reserve without shortfall, by definition",
    ));
    rows
}

/// The pool of eight suppliers with a reserve of so many units and no limit on what it gives.
fn pool(capacity: f64) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/scenarios/j1.toml");
    let changes = [
        Overlay::new("reserve.stock.capacity", capacity.to_string()),
        Overlay::new("reserve.stock.max_release", "1_000_000"),
    ];
    let loaded = lodestock::scenario::load(path, &changes);
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

/// Capacities of the eight suppliers, demand and refill of J1, units a month.
const SUPPLIERS: [f64; 8] = [40.0, 18.0, 12.0, 10.0, 8.0, 6.0, 4.0, 2.0];
const DEMAND: f64 = 95.0;
const REFILL: f64 = 4.75;

/// What a future leaves of supply in a month, of use to the pool: demand and refill at most.
fn supply(model: &Model, future: &Future, month: f64) -> f64 {
    let mut up = SUPPLIERS;
    for event in &future.events {
        let id = &model.disruptions()[event.disruption as usize].id;
        let supplier: usize = id.rsplit('-').next().unwrap().parse().unwrap();
        up[supplier - 1] *= 1.0 - event.intensity(month);
    }
    up.iter().sum::<f64>().min(DEMAND + REFILL)
}

/// Largest shortfall with the sequent peak of a path, and largest error of the shortfall with a
/// little less, over sampled paths.
fn random_paths() -> f64 {
    let base = pool(1e5);
    let futures = Sampled::new(&base, 14);
    let months = base.clock().steps;
    let (mut future, mut worst, mut short) = (Future::default(), 0.0f64, 0);
    for path in 0..PATHS {
        futures.fill(path, &mut future);
        let series: Vec<f64> = (0..months)
            .map(|m| supply(&base, &future, m as f64))
            .collect();
        let peak = sequent_peak(&series, &vec![DEMAND; months], Passes::Once).unwrap();
        let (_, lowest) = engine(&base, &future);
        worst = worst.max((1e5 - lowest - peak.capacity).abs());
        if peak.capacity > LESS {
            short += 1;
            worst = worst.max(engine(&pool(peak.capacity), &future).0);
            assert!(engine(&pool(peak.capacity - LESS), &future).0 > 0.9 * LESS);
        }
    }
    assert!(short > PATHS / 2, "only {short} paths need a reserve");
    worst
}
