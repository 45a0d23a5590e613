//! Whole runs of one two-state unit and an uncertain demand: what is missing is demand a month
//! times the months down, and the law of either is known.

use std::path::Path;

use lodestock::Model;
use lodestock::core::law::normal_cdf;
use lodestock::runner::statistics::Mean;
use lodestock::runner::summary::GroupSummary;
use lodestock::runner::{Options, Silent, Summary, run};
use lodestock::scenario::Overlay;
use lodestock::spec::{Draws, Tilt};

use super::{REPEATS, covers, honest};
use crate::row::{Row, Within};

/// Paths of a run.
const PATHS: u64 = 1000;
/// Months of the horizon, mean months down.
const MONTHS: usize = 24;
const DOWN: f64 = 3.0;
/// Demand: median a month, and sigma of its logarithm.
const MEDIAN: f64 = 100.0;
const SIGMA: f64 = 0.4;

/// A unit and how its futures are drawn.
struct Case {
    name: &'static str,
    /// Mean years up.
    up: f64,
    /// Whether it starts in its long-run state, else up.
    stationary: bool,
    draws: Draws,
    /// How many times too often it fails while sampling.
    tilt: f64,
}

const CASES: [Case; 5] = [
    Case {
        name: "runs of one two-state unit",
        up: 2.0,
        stationary: true,
        draws: Draws::Independent,
        tilt: 1.0,
    },
    Case {
        name: "the same in antithetic pairs",
        up: 2.0,
        stationary: true,
        draws: Draws::Antithetic,
        tilt: 1.0,
    },
    Case {
        name: "a unit that fails every 20 years, tilt 5",
        up: 20.0,
        stationary: false,
        draws: Draws::Independent,
        tilt: 5.0,
    },
    Case {
        name: "the same in antithetic pairs, tilt 5",
        up: 20.0,
        stationary: false,
        draws: Draws::Antithetic,
        tilt: 5.0,
    },
    Case {
        name: "a unit that fails every 400 years, tilt 100",
        up: 400.0,
        stationary: false,
        draws: Draws::Independent,
        tilt: 100.0,
    },
];

/// Probabilities of 0, 1, … months down: a chain seen at the start of each month.
fn months_down(case: &Case) -> [f64; MONTHS + 1] {
    let mean_up = 12.0 * case.up;
    let long_run = DOWN / (mean_up + DOWN);
    let first = if case.stationary { long_run } else { 0.0 };
    let kept = (-(1.0 / mean_up + 1.0 / DOWN)).exp();
    let falls = long_run * (1.0 - kept);
    let stays = long_run + (1.0 - long_run) * kept;
    // Up and down now, with so many months down so far.
    let (mut up, mut down) = ([0.0; MONTHS + 1], [0.0; MONTHS + 1]);
    (up[0], down[1]) = (1.0 - first, first);
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

fn model(case: &Case) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/validation/two-state.toml");
    let start = if case.stationary { "stationary" } else { "up" };
    let changes = [
        format!("outage.unit.arrival={{ mean_up = \"{} years\" }}", case.up),
        format!("outage.unit.initial={start}"),
    ];
    let changes = changes.map(|change| Overlay::parse(&change).unwrap());
    let loaded = lodestock::scenario::load(path, &changes);
    loaded.unwrap_or_else(|failure| panic!("{failure}")).model
}

/// Results of all runs.
fn summaries(case: &Case) -> Vec<Summary> {
    let model = model(case);
    let tilt = match case.tilt {
        1.0 => Tilt::new(),
        factor => Tilt::from([("outage.unit".to_owned(), factor)]),
    };
    let one = |seed| {
        let options = Options {
            paths: PATHS,
            seed,
            draws: case.draws,
            tilt: tilt.clone(),
            ..Options::default()
        };
        Summary::of(&model, &run(&model, &options, &Silent).unwrap()).unwrap()
    };
    (0..REPEATS).map(one).collect()
}

pub fn rows() -> Vec<Row> {
    CASES.iter().flat_map(of_case).collect()
}

fn of_case(case: &Case) -> Vec<Row> {
    let counts = months_down(case);
    let summaries = summaries(case);
    let total = |s: &Summary| s.group("total").unwrap().clone();
    let totals: Vec<GroupSummary> = summaries.iter().map(total).collect();
    let each = |of: &dyn Fn(&GroupSummary) -> (f64, f64)| totals.iter().map(of).collect::<Vec<_>>();
    let name = |what: &str| format!("{}, 1,000 paths, {what}", case.name);
    let mean = beyond(&counts, 1e-9).1;
    let short = 1.0 - counts[0];
    let p95 = (short > 0.05).then(|| exceeded(&counts, 0.05));
    let cvar95 = beyond(&counts, p95.unwrap_or(1e-9)).1 / 0.05;
    let mut rows = vec![
        covers(
            name("mean shortfall"),
            &each(&|t| {
                let interval = t.shortfall.mean_interval;
                (interval.low, interval.high)
            }),
            mean,
        ),
        honest(
            name("mean shortfall"),
            &each(&|t| (t.shortfall.mean.value, t.shortfall.mean.se)),
        ),
        covers(
            name("CVaR95"),
            &each(&|t| {
                let interval = t.shortfall.cvar95_interval;
                (interval.low, interval.high)
            }),
            cvar95,
        ),
        honest(
            name("CVaR95"),
            &each(&|t| (t.shortfall.cvar95.value, t.shortfall.cvar95.se)),
        ),
    ];
    let quantiles = [(0, "P50", 0.5), (2, "P95", 0.05)];
    for (place, what, above) in quantiles.into_iter().filter(|(.., above)| *above < short) {
        let ends = each(&|t| {
            let quantile = t.shortfall.quantiles[place];
            (quantile.low, quantile.high)
        });
        rows.push(covers(name(what), &ends, exceeded(&counts, above)));
    }
    rows.push(covers(
        name("probability of a shortage"),
        &each(&|t| (t.p_short.low, t.p_short.high)),
        short,
    ));
    let weights: Vec<Mean> = summaries.iter().filter_map(|s| s.evidence.weight).collect();
    if let Some(mean) = Mean::of(&weights.iter().map(|w| w.value).collect::<Vec<_>>()) {
        rows.push(Row {
            what: name("mean weight"),
            published: 1.0,
            ours: mean.value,
            within: Within::Sampled(mean.se),
            source: "a likelihood ratio",
        });
    }
    rows
}
