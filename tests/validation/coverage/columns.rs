//! Columns drawn from laws.

use lodestock::Law;
use lodestock::core::law::{normal_cdf, normal_quantile};
use lodestock::core::stream::Address;
use lodestock::runner::statistics::{Interval, Mean, Proportion, Quantile, Tail};

use super::{CONFIDENCE, REPEATS, covers, honest};
use crate::row::{Row, Within};

/// Paths of a column.
const PATHS: u64 = 1000;

/// A loss that comes with a probability, and its true numbers.
struct Case {
    name: &'static str,
    probability: f64,
    law: Law,
    mean: f64,
    cvar95: f64,
}

fn cases() -> [Case; 3] {
    let (exponential, lognormal) = (Law::exponential(1.0), Law::lognormal(1.0, 1.0));
    let (exponential, lognormal) = (exponential.unwrap(), lognormal.unwrap());
    let tail = normal_cdf(1.0 - normal_quantile(0.95)) / 0.05;
    [
        Case {
            name: "exponential losses",
            probability: 1.0,
            mean: 1.0,
            // Without memory: VaR and a mean more.
            cvar95: 1.0 + 20f64.ln(),
            law: exponential.clone(),
        },
        Case {
            name: "lognormal losses, σ 1",
            probability: 1.0,
            mean: 0.5f64.exp(),
            cvar95: 0.5f64.exp() * tail,
            law: lognormal,
        },
        Case {
            name: "exponential losses in 2 % of paths",
            probability: 0.02,
            mean: 0.02,
            cvar95: 0.02 / 0.05,
            law: exponential,
        },
    ]
}

fn column(case: &Case, repeat: u64) -> Vec<f64> {
    let comes = Address::new("coverage", "comes").stream(7, repeat);
    let loss = Address::new("coverage", "loss").stream(7, repeat);
    let draw = |path| {
        if comes.uniform(path) < case.probability {
            case.law.quantile(loss.uniform(path))
        } else {
            0.0
        }
    };
    (0..PATHS).map(draw).collect()
}

fn ends(interval: Interval) -> (f64, f64) {
    (interval.low, interval.high)
}

/// Estimates ± 1.96 standard errors.
fn normal_ends(estimates: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let half = |se: f64| -normal_quantile(0.5 * (1.0 - CONFIDENCE)) * se;
    let ends = estimates
        .iter()
        .map(|&(x, se)| (x - half(se), x + half(se)));
    ends.collect()
}

/// The same row for the interval that is not used, to show what skewness does to it.
fn normal(row: Row) -> Row {
    Row {
        what: row.what.replace("95 %", "normal 95 %"),
        within: Within::Shown,
        ..row
    }
}

fn of_case(case: &Case) -> Vec<Row> {
    let columns: Vec<Vec<f64>> = (0..REPEATS).map(|repeat| column(case, repeat)).collect();
    let each = |of: &dyn Fn(&[f64]) -> (f64, f64)| -> Vec<(f64, f64)> {
        columns.iter().map(|column| of(column)).collect()
    };
    let mean_ends = each(&|c| ends(Interval::of_mean(c, CONFIDENCE).unwrap()));
    let cvar_ends = each(&|c| ends(Interval::of_cvar(c, 0.95, CONFIDENCE).unwrap()));
    let means = each(&|c| Mean::of(c).map(|m| (m.value, m.se)).unwrap());
    let tails = each(&|c| Tail::cvar(c, 0.95).map(|t| (t.value, t.se)).unwrap());
    let name = |what: &str| format!("{}, {what}", case.name);
    vec![
        covers(name("mean"), &mean_ends, case.mean),
        normal(covers(name("mean"), &normal_ends(&means), case.mean)),
        honest(name("mean"), &means),
        covers(name("CVaR95"), &cvar_ends, case.cvar95),
        normal(covers(name("CVaR95"), &normal_ends(&tails), case.cvar95)),
        honest(name("CVaR95"), &tails),
    ]
}

/// Share of repeats of the first case in which something holds a truth.
fn of_first(what: String, truth: f64, of: impl Fn(&Case, &[f64]) -> (f64, f64)) -> Row {
    let [case, ..] = cases();
    let found = (0..REPEATS).map(|repeat| of(&case, &column(&case, repeat)));
    covers(what, &found.collect::<Vec<_>>(), truth)
}

/// Quantiles, whose intervals have whole ranks as ends and so cover more than they must: the truth
/// is what binomial ranks say.
fn quantiles() -> Vec<Row> {
    let each = |level: f64| {
        let [case, ..] = cases();
        let truth = case.law.quantile(level);
        let row = of_first(format!("P{}", 100.0 * level), truth, |_, column| {
            let [q] = Quantile::at(column, [level], CONFIDENCE).unwrap();
            (q.low, q.high)
        });
        Row {
            published: binomial_coverage(level),
            source: "binomial ranks, at least 95 %",
            ..row
        }
    };
    [0.5, 0.95, 0.99].map(each).into()
}

/// Probability that a binomial count lies within its 2.5 % and 97.5 % quantiles, to four digits.
fn binomial_coverage(p: f64) -> f64 {
    let n = PATHS as f64;
    let mut log = n * (1.0 - p).ln();
    let (mut below, mut inside) = (0.0, 0.0);
    for k in 0..=PATHS {
        let mass = log.exp();
        let upto = below + mass;
        // From the first count with P(count or less) at or above 2.5 % to that for 97.5 %.
        if upto >= 0.025 && below < 0.975 {
            inside += mass;
        }
        below = upto;
        log += ((n - k as f64) / (k + 1) as f64 * p / (1.0 - p)).ln();
    }
    (inside * 1e4).round() / 1e4
}

/// Probabilities of a loss above levels that are exceeded with a known one.
fn shares() -> Vec<Row> {
    let each = |probability: f64| {
        let what = format!("probability {probability}");
        of_first(what, probability, |case, column| {
            let level = case.law.quantile(1.0 - probability);
            let p = Proportion::where_true(column, |x| x > level, CONFIDENCE).unwrap();
            (p.low, p.high)
        })
    };
    [0.3, 0.02, 0.002].map(each).into()
}

pub fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = cases().iter().flat_map(of_case).collect();
    rows.extend(quantiles());
    rows.extend(shares());
    rows.iter_mut().for_each(|row| row.what += ", 1,000 paths");
    rows
}
