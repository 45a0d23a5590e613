//! Teisberg's stockpile: value and policy of the dynamic programme, and the policy run along futures
//! of the engine.

use lodestock::runner::statistics::Mean;
use lodestock::runner::theory::{Policy, Stockpile};
use lodestock::{LANES, Observer, Readings};

use super::{exact, sampled};
use crate::replay;
use crate::row::Row;

const SOURCE: &str = "Teisberg 1981, as GAMS library model `markov`";
const VALUE: f64 = 2401.577254;
const LEVELS: usize = 8;
/// Best end stock from 0, 3, …, 21: normal, disrupted.
const BEST: [[f64; LEVELS]; 2] = [
    [3.0, 3.0, 6.0, 6.0, 9.0, 12.0, 15.0, 18.0],
    [0.0, 0.0, 3.0, 3.0, 6.0, 9.0, 9.0, 12.0],
];
const BLOCKS: u64 = 1_024;

/// Cost of a period that ends at `to`, at the price that the stock change leaves.
fn cost(from: f64, to: f64, state: usize) -> f64 {
    let loss = [0.0, 11.0][state];
    let price = (342.0 / (110.0 - loss + 130.0 - (to - from))).powi(10);
    let normal = 34.526f64;
    let area = -130.0 * (price - normal) + 342.0 * (price.powf(0.9) - normal.powf(0.9)) / 0.9;
    0.25 * area + price * (to - from) + 0.32 * to
}

fn policy() -> Policy {
    let levels = (0..LEVELS).map(|k| 3.0 * k as f64).collect();
    let market = vec![vec![0.8, 0.2], vec![0.5, 0.5]];
    let stockpile = Stockpile::new(levels, market, 0.95).unwrap();
    stockpile.solve(cost).unwrap()
}

/// The state of the market in every period of a block of paths: what the engine finds missing.
struct States([Vec<usize>; LANES]);

impl Observer for States {
    fn step(&mut self, r: &dyn Readings) {
        for (states, unmet) in self.0.iter_mut().zip(r.unmet(0)) {
            states.push(usize::from(*unmet > 0.0));
        }
    }
}

/// Mean cost over all levels and both states at the start. The sampler starts in the long-run law of
/// states; paths of each start are averaged apart, so that both weigh the same.
fn simulated(policy: &Policy) -> Mean {
    let model = replay::scenario("teisberg", &[]);
    let mut costs = [Vec::new(), Vec::new()];
    let blocks = replay::blocks(&model, BLOCKS, 15, || States([const { Vec::new() }; LANES]));
    for states in blocks.iter().flat_map(|block| &block.0) {
        let all = (0..LEVELS).map(|level| policy.cost_along(level, states.iter().copied()));
        costs[states[0]].push(all.sum::<f64>() / LEVELS as f64);
    }
    let [normal, disrupted] = costs.map(|costs| Mean::of(&costs).unwrap());
    Mean {
        value: (normal.value + disrupted.value) / 2.0,
        se: normal.se.hypot(disrupted.se) / 2.0,
    }
}

pub fn rows() -> Vec<Row> {
    let policy = policy();
    let places = (0..LEVELS).flat_map(|level| [(level, 0), (level, 1)]);
    let value: f64 = places
        .map(|(level, state)| policy.value(level, state) / 16.0)
        .sum();
    let differ = (0..LEVELS)
        .flat_map(|level| [(level, 0), (level, 1)])
        .filter(|&(level, state)| policy.end_level(level, state) != BEST[state][level])
        .count();
    let mean = simulated(&policy);
    vec![
        exact(
            "Teisberg: expected cost of the best policy",
            VALUE,
            value,
            1e-6,
            SOURCE,
        ),
        exact(
            "Teisberg: end stocks that differ from the published policy, of 16",
            0.0,
            differ as f64,
            0.5,
            SOURCE,
        ),
        sampled(
            "Teisberg: cost of the policy along sampled futures of a scenario",
            VALUE,
            mean.value,
            mean.se,
            SOURCE,
        ),
    ]
}
