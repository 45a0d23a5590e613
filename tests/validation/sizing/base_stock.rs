//! Base stock under disruptions: level and cost by formula, and the cost in the engine.

use lodestock::runner::statistics::Mean;
use lodestock::runner::theory::BaseStock;
use lodestock::{Event, Future, LANES, Observer, Readings};

use super::{exact, sampled};
use crate::replay;
use crate::row::Row;

const SOURCE: &str = "Snyder and Shen 2019, Fundamentals of Supply Chain Theory, example 9.3";
const HOLDING: f64 = 0.25;
const BACKLOG: f64 = 3.0;
/// Periods of an outage; 1 − .25 to this power is nothing.
const LONGEST: f64 = 200.0;

/// What a block of paths holds and owes at the ends of its periods, summed.
struct Ledger {
    held: [f64; LANES],
    backlog: [f64; LANES],
    periods: f64,
}

impl Observer for Ledger {
    fn step(&mut self, r: &dyn Readings) {
        for lane in 0..LANES {
            self.held[lane] += r.level(0)[lane];
            self.backlog[lane] += r.unmet(0)[lane];
        }
        self.periods += 1.0;
    }
}

/// Mean cost a period of every path when ordering up to a level.
fn costs(level: f64) -> Vec<f64> {
    let capacity = (level - 2_000.0).to_string();
    let model = replay::scenario("base-stock", &[("reserve.stock.capacity", &capacity)]);
    let ledgers = replay::blocks(&model, 32, 12, || Ledger {
        held: [0.0; LANES],
        backlog: [0.0; LANES],
        periods: 0.0,
    });
    let cost = |ledger: &Ledger, lane: usize| {
        (HOLDING * ledger.held[lane] + BACKLOG * ledger.backlog[lane]) / ledger.periods
    };
    let paths = ledgers
        .iter()
        .flat_map(|ledger| (0..LANES).map(move |lane| cost(ledger, lane)));
    paths.collect()
}

/// Cost a period of every period of a long outage, weighted by how often a period is that one.
fn weighted(supply: &BaseStock, level: f64) -> f64 {
    let capacity = (level - 2_000.0).to_string();
    let model = replay::scenario("base-stock", &[("reserve.stock.capacity", &capacity)]);
    let mut future = Future::calm(&model);
    future.events.push(Event {
        disruption: 0,
        item: 0,
        number: 0,
        start: 1.0,
        duration: LONGEST,
        severity: 1.0,
        recovery: 0.0,
        after_severity: 0.0,
        after_duration: 0.0,
        superseded: f64::INFINITY,
    });
    let steps = replay::steps(&model, &future);
    let periods = steps.iter().zip(0..=LONGEST as u32);
    let costs = periods.map(|(step, n)| {
        let cost = HOLDING * step.level[0] + BACKLOG * step.unmet[0];
        supply.share_of_periods(n) * cost
    });
    costs.sum()
}

pub fn rows() -> Vec<Row> {
    let supply = BaseStock::new(2_000.0, 0.04, 0.25, HOLDING, BACKLOG).unwrap();
    let (best, lower) = (costs(8_000.0), costs(6_000.0));
    let difference: Vec<f64> = lower.iter().zip(&best).map(|(l, b)| l - b).collect();
    let mut rows = vec![exact(
        "base stock: best level, units",
        8_000.0,
        supply.best_level(),
        1e-9,
        SOURCE,
    )];
    for (level, cost, ours) in [
        (8_000.0, 2_737.0689655, &best),
        (6_000.0, 2_741.3793103, &lower),
        (2_000.0, 3_310.3448276, &costs(2_000.0)),
    ] {
        let formula = supply.cost(level).unwrap();
        let what = format!("base stock: cost a period at {level}");
        rows.push(exact(&what, cost, formula, 1e-7, SOURCE));
        let outage = format!("{what}: the engine's periods of an outage, by how often they are");
        rows.push(exact(&outage, cost, weighted(&supply, level), 1e-6, SOURCE));
        let mean = Mean::of(ours).unwrap();
        let what = format!("{what} in the engine");
        rows.push(sampled(&what, cost, mean.value, mean.se, SOURCE));
    }
    let mean = Mean::of(&difference).unwrap();
    rows.push(sampled(
        "base stock: what 6,000 costs more than 8,000 in the engine, same futures",
        4.3103448,
        mean.value,
        mean.se,
        SOURCE,
    ));
    rows
}
