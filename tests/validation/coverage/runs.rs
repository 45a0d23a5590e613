//! Whole runs of one two-state unit and an uncertain demand: what is missing is demand a month
//! times the months down, and the law of either is known.

use std::path::Path;

use lodestock::Model;
use lodestock::core::law::normal_cdf;
use lodestock::runner::{Options, Silent, Summary, run};

use super::{REPEATS, covers, honest};
use crate::row::Row;

/// Paths of a run.
const PATHS: u64 = 1000;
/// Months of the horizon, mean months up, mean months down.
const MONTHS: usize = 24;
const UP: f64 = 24.0;
const DOWN: f64 = 3.0;
/// Demand: median a month, and sigma of its logarithm.
const MEDIAN: f64 = 100.0;
const SIGMA: f64 = 0.4;

/// Probabilities of 0, 1, … months down: a chain seen at the start of each month.
fn months_down() -> [f64; MONTHS + 1] {
    let share = DOWN / (UP + DOWN);
    let kept = (-(1.0 / UP + 1.0 / DOWN)).exp();
    let falls = share * (1.0 - kept);
    let stays = share + (1.0 - share) * kept;
    // Up and down now, with so many months down so far.
    let (mut up, mut down) = ([0.0; MONTHS + 1], [0.0; MONTHS + 1]);
    (up[0], down[1]) = (1.0 - share, share);
    for _ in 1..MONTHS {
        let (was_up, was_down) = (up, down);
        for count in 0..=MONTHS {
            up[count] = was_up[count] * (1.0 - falls) + was_down[count] * (1.0 - stays);
            down[count] = match count {
                0 => 0.0,
                n => was_up[n - 1] * falls + was_down[n - 1] * stays,
            };
        }
    }
    std::array::from_fn(|count| up[count] + down[count])
}

/// P(missing > x), and the mean of what is missing where it is above x, counted as 0 elsewhere.
fn beyond(counts: &[f64], x: f64) -> (f64, f64) {
    let mean = MEDIAN * (0.5 * SIGMA * SIGMA).exp();
    let terms = counts.iter().enumerate().skip(1).map(|(count, p)| {
        let z = (x / (count as f64 * MEDIAN)).ln() / SIGMA;
        (
            p * normal_cdf(-z),
            p * count as f64 * mean * normal_cdf(SIGMA - z),
        )
    });
    terms.fold((0.0, 0.0), |a, b| (a.0 + b.0, a.1 + b.1))
}

/// The level exceeded with a probability, by bisection.
fn exceeded(counts: &[f64], probability: f64) -> f64 {
    let (mut low, mut high) = (1e-9, 1e9);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if beyond(counts, middle).0 > probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

fn model() -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/validation/two-state.toml");
    let loaded = lodestock::scenario::load(path, &[]);
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

/// Results of all runs.
fn summaries() -> Vec<Summary> {
    let model = model();
    let one = |seed| {
        let options = Options {
            paths: PATHS,
            seed,
            ..Options::default()
        };
        Summary::of(&model, &run(&model, &options, &Silent).unwrap()).unwrap()
    };
    (0..REPEATS).map(one).collect()
}

pub fn rows() -> Vec<Row> {
    let counts = months_down();
    let summaries = summaries();
    let total = |s: &Summary| s.group("total").unwrap().clone();
    let totals: Vec<_> = summaries.iter().map(total).collect();
    let mean = beyond(&counts, 1e-9).1;
    let (p50, p95) = (exceeded(&counts, 0.5), exceeded(&counts, 0.05));
    let cvar95 = beyond(&counts, p95).1 / 0.05;
    let each = |of: &dyn Fn(&lodestock::runner::summary::GroupSummary) -> (f64, f64)| {
        totals.iter().map(of).collect::<Vec<_>>()
    };
    let quantile = |place: usize| {
        each(&|t| {
            let q = t.shortfall.quantiles[place];
            (q.low, q.high)
        })
    };
    let (mean_ends, cvar_ends) = (
        each(&|t| {
            (
                t.shortfall.mean_interval.low,
                t.shortfall.mean_interval.high,
            )
        }),
        each(&|t| {
            (
                t.shortfall.cvar95_interval.low,
                t.shortfall.cvar95_interval.high,
            )
        }),
    );
    let name = |what: &str| format!("runs of one two-state unit, 1,000 paths, {what}");
    vec![
        covers(name("mean shortfall"), &mean_ends, mean),
        honest(
            name("mean shortfall"),
            &each(&|t| (t.shortfall.mean.value, t.shortfall.mean.se)),
        ),
        covers(name("CVaR95"), &cvar_ends, cvar95),
        honest(
            name("CVaR95"),
            &each(&|t| (t.shortfall.cvar95.value, t.shortfall.cvar95.se)),
        ),
        covers(name("P50"), &quantile(0), p50),
        covers(name("P95"), &quantile(2), p95),
        covers(
            name("probability of a shortage"),
            &each(&|t| (t.p_short.low, t.p_short.high)),
            1.0 - counts[0],
        ),
    ]
}
