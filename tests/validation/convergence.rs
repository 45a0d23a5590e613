//! Convergence with the step: the same futures in month, day and hour steps.
//!
//! Events live in continuous time and have addresses, so that a run in other steps sees the same
//! outages. The difference between two lengths of step is then known far better than either value.

use std::sync::OnceLock;

use lodestock::record::ReserveMetric;
use lodestock::runner::statistics::Mean;

use crate::chain::{Exact, long_run};
use crate::engine::{at_once, model, near, nine, sampled_alone};
use crate::row::{self, Row};

/// Futures; each is 80 years after 30 of warm-up, about the longest that hours allow.
const PATHS: u64 = 32;
const STEPS: [&str; 3] = ["month", "day", "hour"];
/// A quantity of `reserve-fluid.toml`: its name, its closed form, and it in the exact chain.
type Quantity = (&'static str, f64, fn(&Exact) -> f64);
const QUANTITIES: [Quantity; 2] = [
    ("P(empty)", 0.075595012, |exact| exact.empty),
    ("P(full)", 0.595366365, |exact| exact.full),
];

/// Shares of time empty and full, of each path.
fn shares(step: &str) -> [Vec<f64>; 2] {
    let step = format!("time.step={step}");
    let changes = [&step, "time.horizon=80 years", "run.warm_up=30 years"];
    let model = model("reserve-fluid.toml", &changes);
    let (run, summary) = sampled_alone(&model, PATHS);
    [ReserveMetric::StepsEmpty, ReserveMetric::StepsFull].map(|metric| {
        let column = run.table.column(run.groups.reserve_column(0, metric));
        let share = column.iter().map(|x| x / summary.steps as f64);
        share.collect()
    })
}

/// The exact chain of `reserve-fluid.toml` as it stands; the unit is what a step refills.
fn exact(steps_a_year: usize) -> Exact {
    let rates = vec![vec![-0.1, 0.1], vec![2.0 / 3.0, -2.0 / 3.0]];
    long_run(&rates, &[1, -5], 5 * steps_a_year, steps_a_year)
}

fn gap(a: &[f64], b: &[f64]) -> Mean {
    let gaps: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    Mean::of(&gaps).unwrap()
}

/// What the page lists.
pub fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let ours = at_once(&STEPS, |step| shares(step));
        let (month, day) = (exact(12), exact(365));
        let mut rows = Vec::new();
        for (i, (name, limit, of)) in QUANTITIES.iter().enumerate() {
            let [months, days, hours] = [&ours[0][i], &ours[1][i], &ours[2][i]];
            let by_control = Mean {
                value: of(&month) + gap(hours, months).value,
                se: gap(hours, months).se,
            };
            rows.push(near(
                format!("{name}, hour steps (exact for months, and hours less months of the same futures)"),
                *limit,
                by_control,
                "closed form of the limit of small steps",
            ));
            // The error of a step is in proportion to it: that of an hour is a 24th of a day's.
            let of_hour = (of(&day) - limit) / 24.0;
            for (step, exact, gap) in [
                ("month", of(&month), gap(months, hours)),
                ("day", of(&day), gap(days, hours)),
            ] {
                rows.push(near(
                    format!("{name}, {step} steps less hour steps, same futures"),
                    nine(exact - limit - of_hour),
                    gap,
                    "exact chains of whole steps, without the engine",
                ));
            }
        }
        rows
    })
}

#[test]
fn small_steps_converge() {
    row::hold(rows());
    for (name, limit, of) in QUANTITIES {
        let error = |steps| of(&exact(steps)) - limit;
        let (month, day) = (error(12), error(365));
        let orders = month / day * 12.0 / 365.0;
        println!("{name}: a month's step is off by {month:.6}, a day's by {day:.6}");
        assert!((orders - 1.0).abs() < 0.05, "{name}: first order, {orders}");
    }
    for gap in rows()
        .iter()
        .filter(|row| row.what.contains("day steps less"))
    {
        assert!(gap.ours.abs() < 0.001, "{}: {}", gap.what, gap.ours);
    }
}
